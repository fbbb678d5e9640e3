"""Makes `docs/page.png`, the page of the article that ships with sayso, and `docs/serve.png`, the web app's start page.

Run `.venv/bin/python docs/picture.py` after the pages have changed. It needs Chromium or Chrome, by any of its usual
names or that in the variable CHROMIUM. The picture stays small (under 150 kB), since all who open the README
load it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sayso import Analyser, read_articles
from sayso.report.html import render_page

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "src/sayso/examples/article.txt"
PICTURES = ROOT / "docs"
SIZE = "1200,600"
SERVE_SIZE = "1200,800"
MOST_BYTES = 150_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A browser of its own, which asks nobody for anything.
OPTIONS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--no-sandbox"),
)


def main() -> None:
    """Write the pictures, or say what is missing."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        sys.exit(
            "no Chromium was found; install it, or name it: CHROMIUM=/path/to/chromium .venv/bin/python docs/picture.py"
        )
    os.chdir(ROOT)
    analyser = Analyser()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(render_page(map(analyser.analyse, read_articles([ARTICLE]))), encoding="utf-8")
        take(browser, page.as_uri(), "page.png", SIZE)
    with serve() as address:
        take(browser, address, "serve.png", SERVE_SIZE)


@contextmanager
def serve() -> Iterator[str]:
    """The address of a server."""
    command = [sys.executable, "-m", "sayso", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603  our own command
        try:
            lines = iter(server.stderr or ())
            yield next(line.split()[1] for line in lines if "http://" in line)
        finally:
            server.terminate()


def take(browser: str, address: str, name: str, size: str) -> None:
    """Write a picture of a page."""
    picture = PICTURES / name
    with tempfile.TemporaryDirectory() as folder:
        options = (*OPTIONS, f"--user-data-dir={folder}/profile", f"--window-size={size}", f"--screenshot={picture}")
        subprocess.run([browser, *options, address], check=True, timeout=120, capture_output=True)  # noqa: S603  chosen by who runs it
    written = picture.stat().st_size
    if written > MOST_BYTES:
        sys.exit(f"{picture} has {written:,} bytes; at most {MOST_BYTES:,} are wanted: make its size smaller")


if __name__ == "__main__":
    main()
