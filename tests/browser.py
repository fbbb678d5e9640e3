"""Chromium for tests, driven over a pipe (DevTools protocol), and a server that hears every request.

No library is needed for it: `--remote-debugging-pipe` takes JSON with a zero byte behind each message.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

__all__ = ["Browser", "find_browser", "hear_requests", "open_browser"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Its own profile, and nobody asked for anything. Without a sandbox of its own, since tests may run as root.
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars"),
    *("--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
)
_WAIT_S = 30.0
# What begins right after a page has come, begins within this.
_GRACE_S = 0.05


def find_browser() -> str | None:
    """The path of Chromium: that in the variable CHROMIUM, else the first of its usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


class Browser:
    """One tab. `events` are the protocol's messages since the page was opened."""

    def __init__(self, read_end: int, write_end: int) -> None:
        self._read, self._write = read_end, write_end
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "DOM"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **values: object) -> dict[str, Any]:
        """The result of one call."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if self._session and not method.startswith("Target."):
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + _WAIT_S
        while time.monotonic() < deadline:
            answer = self._receive(deadline - time.monotonic())
            if answer is not None and answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
        raise TimeoutError(method)

    def open(self, page: Path) -> None:
        """Open a page, and wait for what it does by itself."""
        self.events = []
        self.call("Page.navigate", url=page.as_uri())
        deadline = time.monotonic() + _WAIT_S
        while not any(it["method"] == "Page.loadEventFired" for it in self.events):
            if time.monotonic() > deadline:
                raise TimeoutError(page)
            self._receive(deadline - time.monotonic())
        self.wait(_GRACE_S)

    def wait(self, seconds: float) -> None:
        """Gather events for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._receive(left)

    def evaluate(self, code: str) -> Any:  # noqa: ANN401  whatever the code gives
        """The value of an expression in the page."""
        result = self.call("Runtime.evaluate", expression=code, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def press_tab(self) -> None:
        """Move the focus to the next link."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        """The next message; an event is kept, and a dialog is closed, since it stops all else."""
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], max(seconds, 0))[0]:
                return None
            piece = os.read(self._read, 1 << 16)
            if not piece:
                raise EOFError("the browser has ended")
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self.events.append(message)
        if message.get("method") == "Page.javascriptDialogOpening":
            closing = {"id": 0, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            os.write(self._write, json.dumps({**closing, "sessionId": self._session}).encode() + b"\0")
        return message


@contextmanager
def open_browser(path: str, profile: Path) -> Iterator[Browser]:
    """A browser that is closed at the end."""
    its_read, our_write = os.pipe()
    our_read, its_write = os.pipe()
    # It looks for the pipes as 3 and 4.
    code = f"import os, sys; os.dup2({its_read}, 3); os.dup2({its_write}, 4); os.execv(sys.argv[1], sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", code, path, *_OPTIONS, f"--user-data-dir={profile}"],
        pass_fds=(its_read, its_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(its_read)
    os.close(its_write)
    try:
        yield Browser(our_read, our_write)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(our_read)
        os.close(our_write)


@contextmanager
def hear_requests() -> Iterator[tuple[str, list[str]]]:
    """The address of a local server, and the list of what was asked of it, which grows."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815  the names are http.server's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is http.server's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
