"""Makes the pictures of the docs: the page of the article that ships with sayso, and three pages of the web app.

These are its start page, a draft beside its source, and a quotation on its way through four outlets.

Run `.venv/bin/python docs/picture.py` after the pages have changed. It needs Chromium or Chrome, by any of its usual
names or that in the variable CHROMIUM. The pictures stay small (under 150 kB), since all who open the README load one.
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
from urllib.parse import urlencode
from urllib.request import urlopen

from sayso import Analyser, Article, Outlet, open_collection, read_articles
from sayso.report.html import render_page

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "src/sayso/examples/article.txt"
PICTURES = ROOT / "docs"
SIZE = "1200,600"
SERVE_SIZE = "1200,800"
CHECK_SIZE, QUOTATION_SIZE = "1200,760", "1200,1000"
MOST_BYTES = 150_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A browser of its own, which asks nobody for anything.
OPTIONS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--no-sandbox"),
)

SAID = "The lower lock will stay shut until the spring tides have passed the northern quay"
LOCK = (
    (
        1,
        "The Low Tide",
        "Lock shut",
        f"“{SAID}, and nobody will be asked to pay,” harbour master Anna Roth told The Low Tide.",
    ),
    (2, "The Wold Bell", "Lock stays shut", f"“{SAID},” Anna Roth, the harbour master, told The Low Tide."),
    (2, "Harbour Ledger", "No money", f"“{SAID}, and nobody at all will be asked to pay,” Anna Roth said."),
    (
        4,
        "Northern Courier",
        "Weeks",
        f"“{SAID.removesuffix(' the northern quay')},” Roth, the harbour master, was quoted as saying.",
    ),
    (6, "The Wold Bell", "Roth again", f"“{SAID},” Anna Roth repeated on Sunday."),
)
DRAFT = """Lock to stay shut

“The lower lock will stay shut until the tides have passed the northern quay,” harbour master Anna Roth said.

Councillor Ida Fenn called it “an insult to every boat on this river and to its crews”.
“I would have shut the gate with my own hands,” she said.

Roth said that “nobody will be asked to pay” for the works."""
MINUTES = """Minutes of the council, 1 April 2031

CHAIR: Good evening. We have one item, the lower lock. Harbour master, please.

ANNA ROTH: Thank you. The lower lock will stay shut until the spring tides have passed the northern quay.

CHAIR: Who will pay for that?

ANNA ROTH: The works are paid by the port fund. Nobody will be asked to pay for it, neither the boats nor the town.

IDA FENN: Chair, this is an insult to every boat on this river. If I had known, I would
have shut the gate with my own two hands.

CHAIR: That is noted."""


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
        news = Path(folder) / "news.db"
        with open_collection(news) as collection:
            collection.add(
                analyser.analyse(
                    Article(f"{outlet} {day}", text, title=title, outlet=Outlet(outlet), published=f"2031-04-{day:02}")
                )
                for day, outlet, title, text in LOCK
            )
            collection.trace()
        with serve(str(news)) as address:
            # The only words of that article that others carry: it leads to their page.
            take(browser, f"{address}articles/1/words", "quotation.png", QUOTATION_SIZE)
    with serve() as address:
        take(browser, address, "serve.png", SERVE_SIZE)
        given = urlencode({"text": DRAFT, "source_text": MINUTES}).encode()
        with urlopen(f"{address}read", given) as answer:  # noqa: S310  our own server
            take(browser, answer.url, "check.png", CHECK_SIZE)


@contextmanager
def serve(*given: str) -> Iterator[str]:
    """The address of a server, of a collection if one is given."""
    command = [sys.executable, "-m", "sayso", "serve", *given, "--port", "0"]
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
