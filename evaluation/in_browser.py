"""Open every page of `sayso serve`, and every report, in Chromium: can all use it, do hostile articles do nothing?

    npm install axe-core
    python evaluation/in_browser.py --axe node_modules/axe-core/axe.min.js
    python evaluation/in_browser.py --axe … --only axe      one of: axe, keys, attacks

Pages are found by following the links of the app from its first page, so that one that is added is opened too; of each
kind a few. Then three things are done:

- **axe**: axe-core looks at each page, wide by day and by night, and on a phone. A finding that it calls serious or
  critical is a fault; others are printed.
- **keys**: the tab key leads to every link, button and field, shows where it is, and out of the page again.
- **attacks**: the same app with a collection in which every word is an attack (`tests/test_page_attacks.py`): no
  dialog, no message of the console, no request to another place, no script but the app's own.

It ends with 1 if there is a fault. It takes three minutes of a core. Before a release, and when pages changed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import uvicorn
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sayso import Analyser, open_collection  # noqa: E402
from sayso.article import Article, Outlet  # noqa: E402
from sayso.cli import main as sayso_command  # noqa: E402
from sayso.serve.app import make_app  # noqa: E402
from sayso.serve.run import listen  # noqa: E402
from sayso.serve.serve_settings import ServeSettings  # noqa: E402
from sayso.serve.stored import Stored  # noqa: E402
from tests.browser import Browser, find_browser, hear_requests, open_browser  # noqa: E402
from tests.test_page_attacks import PAYLOADS, HostileAnalyser, make_article  # noqa: E402

__all__ = ["ARTICLES", "check_site"]

WARNED = "We warned the harbour board twice that the lock would fail before the winter"
# Invented, as all articles of the project: words that go from one to another, and change on the way.
FIRST = f"""“{WARNED},” Anna Roth, the lock keeper, told Radio Tern on Monday.

“Nobody wrote back to us, not once,” Roth said. The board's chairman, Piet Okonwe, said the letters “were answered”."""
SECOND = """“We warned the harbour board twice that the lock would fail,” lock keeper Anna Roth told Radio Tern.

Okonwe, who chairs the board, called the claim “a story told after the storm”. Officials said the water would fall."""
THIRD = f"""“{WARNED},” Roth told Radio Tern, The Wold Bell reported. An engineer who was not named said it is old.

“I have stood at that gate for thirty years,” Anna Roth, the lock keeper, said."""
ARTICLES = [
    ("Lock keeper says board was warned", FIRST, "The Wold Bell", "2031-03-02"),
    ("Board warned twice over lock", SECOND, "Harbour Times", "2031-03-03"),
    ("Who reads letters?", THIRD, "North Post", "2031-04-09"),
]
DRAFT = "“We warned the harbour board that the lock would fail,” Anna Roth said. “Nobody reads letters,” she added."
TALK = f"ANNA ROTH: {WARNED}. Nobody wrote back."
# So many pages of a kind are opened.
FEW = 2
VIEWS = {"wide": (1400, False, "light"), "dark": (1400, False, "dark"), "phone": (390, True, "light")}
SERIOUS = {"serious", "critical"}
MOST_TABS = 400
# What the tab key should lead to, in the order of the page: what can be seen and used. Of radio buttons, one of each.
USABLE = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(it => it.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: false})
    && !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0)"""
HERE = f"""(() => {{
  const it = document.activeElement, style = getComputedStyle(it);
  if (it === document.body) return null;
  return [{USABLE}.indexOf(it), it.outerHTML.slice(0, 90),
    style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1];
}})()"""


class Page:
    """An address that a browser opens as it does a file."""

    def __init__(self, address: str) -> None:
        self._address = address

    def as_uri(self) -> str:
        """The address."""
        return self._address


def open_page(browser: Browser, address: str) -> None:
    """Open a page, and wait until it is there."""
    browser.open(Page(address))  # type: ignore[arg-type]
    while browser.evaluate("document.readyState") != "complete":
        browser.wait(0.02)


@contextmanager
def serve(analyser: Any, path: Path) -> Iterator[str]:  # noqa: ANN401  (stand-ins too)
    """The address of the app with a collection; the app ends with the block."""
    settings = ServeSettings(port=0)
    with listen(settings) as heard, Stored(path) as stored:
        config = uvicorn.Config(make_app(analyser, settings, stored), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([heard],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{heard.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def find_kind(address: str) -> str:
    """What is the same for pages of one kind: the path without numbers and ids, and the names of the parameters."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=/)(?:\d[\d-]*|k[0-9a-f-]+|[\w-]{16})(?=/|$)", "N", parts.path)
    names = "&".join(sorted(dict(parse_qsl(parts.query))))
    return f"{path}?{names}" if names else path


def follow_links(browser: Browser, home: str, starts: list[str], most: int = FEW) -> list[str]:
    """The pages that links lead to, at most so many of each kind; of searches a few."""
    found, seen, kinds = [], set[str](), Counter[str]()
    waiting = [f"{home}{start}" for start in starts]
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = find_kind(address)
        is_page = not re.search(r"\.\w+$", urlsplit(address).path)
        if (
            address in seen
            or kinds[kind] >= (FEW if "search" in kind else most)
            or not address.startswith(f"{home}/")
            or not is_page
        ):
            continue
        seen.add(address)
        kinds[kind] += 1
        open_page(browser, address)
        found.append(address)
        waiting += browser.evaluate("[...document.links].map(it => it.href)")
    return found


def submit(browser: Browser, home: str, fields: dict[str, str]) -> str:
    """The page that comes when the form of the start page is sent."""
    open_page(browser, f"{home}/read")
    for name, value in fields.items():
        browser.evaluate(f"document.getElementById({json.dumps(name)}).value = {json.dumps(value)}")
    browser.evaluate("document.querySelector('form[method=post]').requestSubmit()")
    while not browser.evaluate("location.pathname.startsWith('/readings/') && document.readyState == 'complete'"):
        browser.wait(0.05)
    return str(browser.evaluate("location.href"))


def look_with_axe(browser: Browser, pages: list[str], axe: str) -> Iterator[str]:
    """Yield the serious findings of axe-core."""
    others: dict[str, str] = {}
    run = (
        "axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(r => JSON.stringify(r.violations.map(v =>"
        " [v.impact, v.id, v.help, v.nodes.map(n => n.html.slice(0, 160) + ' | ' + n.failureSummary)])))"
    )
    for view, (width, is_mobile, theme) in VIEWS.items():
        browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=1000, deviceScaleFactor=1, mobile=is_mobile
        )
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        for page in pages:
            open_page(browser, page)
            browser.call("Runtime.evaluate", expression=axe)
            answer = browser.call("Runtime.evaluate", expression=run, awaitPromise=True, returnByValue=True)
            for impact, name, about, nodes in json.loads(answer["result"]["value"]):
                if impact in SERIOUS:
                    yield f"axe, {view}, {page}: {impact} {name} ({about}), {len(nodes)} times: {nodes[0]}"
                else:
                    others.setdefault(f"{impact} {name} ({about})", f"{view}, {page}: {nodes[0]}")
    for finding, where in others.items():
        print(f"  not serious: {finding}, as in {where}")
    browser.call("Emulation.clearDeviceMetricsOverride")


def press_tab_through(browser: Browser, pages: list[str]) -> Iterator[str]:
    """Yield what the tab key does not lead to, or does not show."""
    for page in pages:
        open_page(browser, page)
        if browser.evaluate("location.hash"):
            continue  # A link to a statement: the keys begin there.
        count = browser.evaluate(f"{USABLE}.length")
        reached: set[int] = set()
        for _ in range(min(count, MOST_TABS) + 5):
            browser.press_tab()
            here = browser.evaluate(HERE)
            if here is None or here[0] in reached:
                break
            reached.add(here[0])
            if not here[2]:
                yield f"keys, {page}: where the focus is cannot be seen: {here[1]}"
        missed = sorted(set(range(min(count, MOST_TABS))) - reached)
        if missed:
            lost = browser.evaluate(f"{USABLE}[{missed[0]}].outerHTML.slice(0, 120)")
            yield f"keys, {page}: {len(missed)} of {count} are not reached: {lost}"


def list_doings(browser: Browser, home: str) -> Iterator[str]:
    """Yield dialogs, messages and requests to other places since the page was opened."""
    for it in browser.events:
        if it["method"] in ("Page.javascriptDialogOpening", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            yield f"{it['method']} {it['params']}"
        elif it["method"] == "Log.entryAdded" and it["params"]["entry"].get("url", "").startswith("http"):
            yield f"log: {it['params']['entry']['text']}"
        elif it["method"] == "Network.requestWillBeSent":
            address = it["params"]["request"]["url"]
            if not address.startswith((f"{home}/", "data:")):
                yield f"request to {address}"


def attack(browser: Browser, folder: Path) -> Iterator[str]:
    """Yield what attacks in every word of a collection do."""
    with hear_requests() as (address, heard):
        attacks = [it.replace("HEAR", address) for it in PAYLOADS]
        with open_collection(folder / "hostile.db") as collection:
            analyser = HostileAnalyser(*(it for it in attacks for _ in range(2)))
            # Words that two articles have, so that there are quotations too.
            articles = (replace(it, text=f"{it.text} {it.id[-1:]!a}") for it in _make_twice(attacks))
            collection.add(map(analyser.analyse, articles))
            collection.trace()
        with serve(HostileAnalyser(*attacks), folder / "hostile.db") as home:
            pages = follow_links(browser, home, ["/"], len(attacks))
            for page in pages:
                open_page(browser, page)
                browser.evaluate("document.querySelectorAll('*').forEach(it => it.focus?.())")
                browser.wait(0.05)
                yield from (f"attacks, {page}: {it}" for it in list_doings(browser, home))
                scripts = browser.evaluate("[...document.scripts].map(it => it.src)")
                if [it for it in scripts if not it.startswith(f"{home}/files/")]:
                    yield f"attacks, {page}: scripts {scripts}"
            yield from (f"attacks: the server was asked for {it}" for it in heard)
        print(f"  {len(pages)} pages of {len(set(map(find_kind, pages)))} kinds, {len(attacks)} attacks")


def _make_twice(attacks: list[str]) -> Iterator[Article]:
    """Two articles for each attack."""
    for it in attacks:
        yield make_article(it)
        yield make_article(it, "2")


def make_reports(folder: Path) -> list[str]:
    """The addresses of reports on disk, one of each kind."""
    (folder / "draft.txt").write_text(DRAFT, "utf-8")
    (folder / "talk.txt").write_text(TALK, "utf-8")
    news, draft, talk = (str(folder / name) for name in ("news.db", "draft.txt", "talk.txt"))
    given = {
        "read": [draft],
        "checked": [draft, "--against", talk],
        "article": [news, "--article", "1"],
        "speaker": [news, "--speaker", "Anna Roth"],
        "quotation": [news, "--quote", WARNED],
    }
    for name, arguments in given.items():
        result = CliRunner().invoke(sayso_command, ["report", *arguments, "-o", str(folder / f"{name}.html")])
        if result.exit_code:
            raise SystemExit(result.output)
    return [(folder / f"{name}.html").as_uri() for name in given]


def make_collection(analyser: Analyser, path: Path) -> None:
    """A small collection, traced."""
    with open_collection(path) as collection:
        collection.add(
            analyser.analyse(
                Article(f"a{number}", f"{title}\n\n{body}", outlet=Outlet(outlet), title=title, published=day)
            )
            for number, (title, body, outlet, day) in enumerate(ARTICLES, 1)
        )
        collection.trace()


def check_site(axe: str, only: str | None) -> list[str]:
    """All faults."""
    path = find_browser()
    if path is None:
        raise SystemExit("no Chromium was found; install it, or name it in the variable CHROMIUM")
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name, open_browser(path, Path(name) / "profile") as browser:
        folder, analyser = Path(name), Analyser()
        make_collection(analyser, folder / "news.db")
        with serve(analyser, folder / "news.db") as home:
            pages = follow_links(
                browser, home, ["/", "/search?q=lock", "/articles/1/correct", "/nothing", "/search?limit=x"]
            )
            pages += [
                submit(browser, home, {"text": DRAFT}),
                submit(browser, home, {"text": DRAFT, "source_text": TALK}),
            ]
            pages += make_reports(folder)
            print(f"{len(pages)} pages: {', '.join(sorted(set(map(find_kind, pages))))}")
            looks: dict[str, Callable[[], Iterator[str]]] = {
                "axe": lambda: look_with_axe(browser, pages, axe),
                "keys": lambda: press_tab_through(browser, pages),
                "attacks": lambda: attack(browser, folder),
            }
            for what, look in looks.items():
                if only in (None, what):
                    found = list(look())
                    print(f"{what}: {len(found)} faults")
                    faults += found
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--axe", type=Path, required=True, help="axe.min.js of the package axe-core")
    parser.add_argument("--only", choices=["axe", "keys", "attacks"])
    options = parser.parse_args()
    all_faults = check_site(options.axe.read_text("utf-8"), options.only)
    print(*all_faults, sep="\n")
    sys.exit(bool(all_faults))
