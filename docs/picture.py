"""Makes `docs/page.png`: the page of the article that ships with sayso, as Chromium shows it.

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
from pathlib import Path

from sayso import Analyser, read_articles
from sayso.report.html import render_page

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "src/sayso/examples/article.txt"
PICTURE = ROOT / "docs" / "page.png"
SIZE = "1200,600"
MOST_BYTES = 150_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A browser of its own, which asks nobody for anything.
OPTIONS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--no-sandbox"),
)


def main() -> None:
    """Write the picture, or say what is missing."""
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
        options = (*OPTIONS, f"--user-data-dir={folder}/profile", f"--window-size={SIZE}", f"--screenshot={PICTURE}")
        subprocess.run([browser, *options, page.as_uri()], check=True, timeout=120, capture_output=True)  # noqa: S603  chosen by who runs it
    size = PICTURE.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{PICTURE} has {size:,} bytes; at most {MOST_BYTES:,} are wanted: make SIZE smaller")


if __name__ == "__main__":
    main()
