"""`sayso serve`: the address that it prints, the token that it asks for, and what keeps it from beginning."""

from __future__ import annotations

import re
import socket
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import uvicorn
from click.testing import CliRunner, Result
from starlette.testclient import TestClient
from uvicorn.server import ServerState

from sayso import open_collection
from sayso.cli import main
from sayso.serve.run import HastyProtocol, listen
from sayso.serve.serve_settings import ServeSettings

from .test_page_attacks import HostileAnalyser
from .test_serve import HOME


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[uvicorn.Config]:
    """What would be served; nothing is."""
    configs: list[uvicorn.Config] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets: configs.append(server.config))
    return configs


def serve(*arguments: str) -> Result:
    """The result of the command, with an analyser that needs no model."""
    return CliRunner().invoke(main, ["serve", "--port", "0", *arguments], obj=lambda _: HostileAnalyser("x"))


def ask(config: uvicorn.Config, path: str, **more: Any) -> int:  # noqa: ANN401
    """The status of an answer."""
    client = TestClient(config.app, base_url=HOME)  # type: ignore[arg-type]
    return client.get(path, follow_redirects=False, **more).status_code


def test_it_prints_the_address_and_listens_there(served: list[uvicorn.Config]) -> None:
    """On this machine alone, without a token, and without a log of what is asked."""
    result = serve()

    assert 0 == result.exit_code, result.output
    assert re.search(r"sayso: http://127\.0\.0\.1:[0-9]+/\n.*http://127\.0\.0\.1:[0-9]+/example\n", result.stderr)
    assert 200 == ask(served[0], "/")
    assert not served[0].access_log


def test_who_opens_the_address_at_once_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a browser does that `--open` starts before the server answers."""

    def connect(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        socket.create_connection(sockets[0].getsockname(), timeout=60).close()

    monkeypatch.setattr(uvicorn.Server, "run", connect)
    assert 0 == serve().exit_code


def test_others_need_the_token_that_it_prints(served: list[uvicorn.Config]) -> None:
    """A new one each time; or that of the environment."""
    first, second = serve("--host", "0.0.0.0"), serve("--host", "0.0.0.0")  # noqa: S104  (nothing is listened at)
    tokens = [re.search(r"/\?token=(\S+)", it.stderr) for it in (first, second)]

    assert tokens[0]
    assert tokens[1]
    assert tokens[0][1] != tokens[1][1]
    assert [401, 303] == [ask(served[0], "/"), ask(served[0], f"/?token={tokens[0][1]}")]


def test_the_token_may_be_given(served: list[uvicorn.Config], monkeypatch: pytest.MonkeyPatch) -> None:
    """By the environment, where others do not see it in a list of processes."""
    monkeypatch.setenv("SAYSO_TOKEN", "seven gulls")
    result = serve()

    assert "/?token=seven%20gulls\n" in result.stderr
    assert "/example?token=seven%20gulls\n" in result.stderr
    assert 200 == ask(served[0], "/", headers={"authorization": "Bearer seven gulls"})


def test_a_collection_is_shown_and_closed(served: list[uvicorn.Config], tmp_path: Path) -> None:
    """What is no collection is an error that says so."""
    open_collection(tmp_path / "news.db").close()
    (tmp_path / "text.db").write_text("no collection")
    good, text, none = (serve(str(tmp_path / name)) for name in ("news.db", "text.db", "none.db"))

    assert [0, 1, 1] == [good.exit_code, text.exit_code, none.exit_code]
    assert "not a collection" in text.stderr
    assert "sayso collect" in none.stderr
    assert 1 == len(served)


def test_answers_are_sent_at_once() -> None:
    """The server of Python sends small packets without delay only where the socket names its protocol."""
    with listen(ServeSettings(port=0)) as heard:
        assert socket.IPPROTO_TCP == heard.proto


def test_what_keeps_it_from_beginning_is_said(served: list[uvicorn.Config], monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is taken, and packages that are missing."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = serve("--port", str(taken.getsockname()[1]))
    monkeypatch.setitem(sys.modules, "sayso.serve.app", None)
    missing = serve()

    assert [1, 1] == [busy.exit_code, missing.exit_code]
    assert "give another one" in busy.stderr
    assert "pip install 'sayso[serve]'" in missing.stderr
    assert [] == served


def test_who_connects_and_sends_no_request_is_let_go() -> None:
    """Else connections on which nothing comes keep all readers out; who has asked is waited for no longer."""
    config = uvicorn.Config(HostileAnalyser, lifespan="off", log_config=None)
    config.load()
    loop, transport = Mock(), Mock(**{"get_extra_info.return_value": None, "is_closing.return_value": False})
    loop.create_task.side_effect = lambda work, **_: Mock(closed=work.close())
    protocol = HastyProtocol(config, ServerState(), {}, _loop=loop)
    protocol.connection_made(transport)
    protocol.data_received(b"GET / HTTP/1.1\r\nHost: a\r\n")

    (limit,) = loop.call_later.call_args_list
    end_waiting = loop.call_later.return_value.cancel
    assert transport.close == limit.args[1]
    assert not end_waiting.called
    protocol.data_received(b"\r\n")
    assert end_waiting.called
