"""The web app in Chromium, where there is one: its main path, with and without JavaScript; and a hostile article."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from sayso.analyse import Analyser
from sayso.article import Article
from sayso.serve.app import make_app
from sayso.serve.run import listen
from sayso.serve.serve_settings import ServeSettings
from sayso.serve.stored import Stored

from .browser import Browser, hear_requests
from .made_collections import store_readings
from .made_report import REPORT
from .test_page_attacks import PAYLOADS, HostileAnalyser, make_record
from .test_serve import ARTICLE, TALK

_WAIT_S = 30.0


class Address:
    """An address that a browser opens as it does a file."""

    def __init__(self, address: str) -> None:
        self._address = address

    def as_uri(self) -> str:
        return self._address


@contextmanager
def serve(analyser: Any, stored: Stored | None = None) -> Iterator[str]:  # noqa: ANN401  (stand-ins too)
    """The address of a server that ends with the block."""
    settings = ServeSettings(port=0)
    with listen(settings) as heard:
        server = uvicorn.Server(uvicorn.Config(make_app(analyser, settings, stored), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([heard],), daemon=True)
        # Who asks before the thread answers waits; without this, the browser would show a page of its own.
        heard.listen()
        thread.start()
        yield f"http://127.0.0.1:{heard.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def open_page(browser: Browser, address: str) -> None:
    """Open it, and wait until it is there; the empty page before it may end its own loading late."""
    browser.open(Address(address))  # type: ignore[arg-type]
    wait_until(browser, "location.protocol == 'http:' && document.readyState == 'complete'")


def wait_until(browser: Browser, condition: str) -> None:
    """Wait until an expression holds in the page."""
    deadline = time.monotonic() + _WAIT_S
    while not browser.evaluate(condition):
        if time.monotonic() > deadline:
            raise TimeoutError(condition)
        browser.wait(0.02)


def submit(browser: Browser, fields: dict[str, str]) -> str:
    """Fill in the form and press its button, as a reader does; the address that comes."""
    for name, value in fields.items():
        browser.evaluate(f"document.getElementById({json.dumps(name)}).value = {json.dumps(value)}")
    x, y = browser.evaluate(
        "(({left, top, width, height}) => [left + width / 2, top + height / 2])"
        "((b => (b.scrollIntoView(), b.getBoundingClientRect()))(document.querySelector('button')))"
    )
    browser.events = []
    for kind in ("mousePressed", "mouseReleased"):
        browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    wait_until(browser, "location.pathname.startsWith('/readings/') && document.readyState == 'complete'")
    return str(browser.evaluate("location.pathname"))


def find_marked(browser: Browser) -> list[str]:
    """The quotations that stand out in the article and in its source, by their places."""
    frame = "getComputedStyle(it).boxShadow != 'none'"
    return list(browser.evaluate(f"[...document.querySelectorAll('.mark[id]')].filter(it => {frame}).map(it => it.id)"))


def list_faults(browser: Browser, home: str) -> list[object]:
    """Dialogs, messages, and requests to other places since the page was opened."""
    methods = {"Page.javascriptDialogOpening", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
    asked = [it["params"]["request"]["url"] for it in browser.events if it["method"] == "Network.requestWillBeSent"]
    return [
        *(it["params"] for it in browser.events if it["method"] in methods),
        *(it for it in asked if not it.startswith(f"{home}/")),
    ]


@pytest.mark.parametrize("has_script", [True, False])
def test_a_pasted_text_is_read(browser: Browser, analyser: Analyser, *, has_script: bool) -> None:
    """By the button; with a source it is checked, and a quotation that is chosen is marked in both.

    The browser refuses nothing, also without JavaScript.
    """
    with serve(analyser) as home:
        browser.call("Emulation.setScriptExecutionDisabled", value=not has_script)
        open_page(browser, f"{home}/")
        read = submit(browser, {"text": ARTICLE})
        text = browser.evaluate("document.querySelector('.text').textContent")
        open_page(browser, f"{home}/read")
        checked = submit(browser, {"text": ARTICLE, "source_text": TALK})
        title = browser.evaluate("document.querySelector('h1').textContent")
        before = find_marked(browser)
        browser.evaluate("document.getElementById('a1-here-1').click()")
        wait_until(browser, "location.hash == '#a1-there-1'")
        marked = find_marked(browser)
        faults = list_faults(browser, home)
        browser.call("Emulation.setScriptExecutionDisabled", value=False)

    assert read.startswith("/readings/")
    assert ARTICLE == text
    assert checked.startswith("/readings/")
    assert "Quotations and their sources" == title
    assert ([], ["a1-here-1", "a1-there-1"]) == (before, marked)
    assert [] == faults


def test_selected_words_are_taken_into_a_correction(browser: Browser, tmp_path: Path) -> None:
    """With their place, in code points; the form then leads to the statement that was added."""
    path = store_readings(tmp_path, [REPORT])
    words = "the pier is safe"
    select = (
        "(() => {const all = document.createTreeWalker(document.querySelector('.text'), 4); let node;"
        f"while (!(node = all.nextNode()).data.includes({words!r})); const at = node.data.indexOf({words!r});"
        f"const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + {len(words)});"
        "getSelection().removeAllRanges(); getSelection().addRange(range)})()"
    )
    with Stored(path) as stored, serve(HostileAnalyser("x"), stored) as home:
        open_page(browser, f"{home}/articles/1/correct")
        browser.evaluate(select)
        # The browser says so a little later.
        wait_until(
            browser,
            "(document.querySelector('[data-take=content]').click(),"
            f" document.querySelector('[name=content]').value == {words!r})",
        )
        place = browser.evaluate("document.querySelector('[name=content_at]').value")
        browser.evaluate("document.querySelector('[name=name]').value = 'Lena Orr'")
        browser.evaluate("document.querySelector('.go button').click()")
        wait_until(browser, "location.hash && document.readyState == 'complete'")
        shown = browser.evaluate("document.querySelector(':target').getAttribute('aria-label')")
        faults = list_faults(browser, home)

    assert isinstance(REPORT.article, Article)
    start = REPORT.article.text.index(words)
    assert f"{start}-{start + len(words)}" == place
    assert "Lena Orr" in shown
    assert "corrected by a reader" in shown
    assert [] == faults


def test_a_hostile_article_does_nothing(browser: Browser, tmp_path: Path) -> None:
    """Every other attack on one page, made by an analyser that puts them everywhere: nothing runs, nothing leaves."""
    with hear_requests() as (address, heard):
        attacks = [it.replace("HEAR", address) for it in PAYLOADS[::2]]
        given = "\n".join(json.dumps(make_record(it)) for it in attacks)
        with serve(HostileAnalyser(*attacks)) as home:
            open_page(browser, f"{home}/")
            place = submit(browser, {"text": given})
            faults = list_faults(browser, home)
            browser.evaluate("document.querySelectorAll('*').forEach(it => it.focus?.())")
            browser.wait(0.05)
            faults += list_faults(browser, home)
            count = browser.evaluate("document.querySelectorAll('article').length")
            scripts = browser.evaluate("[...document.scripts].map(it => it.src)")

    assert place.startswith("/readings/")
    assert count == len(attacks)
    assert [] == faults
    assert [] == heard
    assert [f"{home}/files/"] == [it[: len(home) + 7] for it in scripts]
