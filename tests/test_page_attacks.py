"""Forty ways to make a page do something, in every field of an article and of a source: it does nothing.

The pages are made as by `sayso read`, `check`, `report`, `search` and `trace`, with an analyser that puts the attack
wherever a reading has words. They are parsed here by a parser, and loaded in Chromium where there is one, with a server
that hears every request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import chain, cycle
from pathlib import Path
from typing import TextIO

import pytest
from click.testing import CliRunner

from sayso import open_collection, read_articles
from sayso.analyse import Analyser
from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.check import SourceText
from sayso.cli import main
from sayso.cluster import Cluster, Edge, Occurrence
from sayso.errors import Notice
from sayso.jsonl import write_reading
from sayso.marking import MarkUse, OtherMark
from sayso.match import Alternative, Change, Checked, Detail, Difference, Flag, HeadlineFinding, Op
from sayso.reading import Reading, Stamp
from sayso.report.check_html import write_check_page
from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText
from sayso.report.cluster_html import write_cluster_page, write_cluster_pages
from sayso.report.html import render_fragment, render_page, write_page
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .browser import Browser, hear_requests

# HEAR stands for the address of the server; whatever runs calls alert(), prompt() or console.log(), or asks the server.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<script src=HEAR/src></script>",
    "<ScRiPt\n>alert(1)</sCrIpT >",
    "\0<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script><style>",
    "</textarea></noscript></template><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "--!><img src=HEAR/comment>",
    "]]><script>alert(1)</script><![CDATA[",
    "<img src=x onerror=alert(1)>",
    "<img src=HEAR/img srcset=HEAR/set>",
    '"><img src=HEAR/quote onerror="alert(1)">',
    "'><img src=HEAR/apostrophe>",
    "`><img src=HEAR/backtick>",
    '" autofocus tabindex=1 onfocus="alert(1)" x="',
    "' onmouseover='alert(1)' style='position:fixed;inset:0",
    '" style="background:url(HEAR/style)" x="',
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><use href=HEAR/use#x></use><image href=HEAR/image /></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src=HEAR/frame></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=HEAR/object></object><embed src=HEAR/embed>",
    "<video src=HEAR/video poster=HEAR/poster autoplay onerror=alert(1)></video><audio src=HEAR/audio></audio>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<form action=HEAR/form><input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<meta http-equiv=refresh content='0;url=HEAR/refresh'>",
    "<base href=HEAR/base/><link rel=stylesheet href=HEAR/sheet><link rel=prefetch href=HEAR/prefetch>",
    "<style>@import url(HEAR/import);*{background:url(HEAR/background)}</style>",
    "\\22;}*{background:url(HEAR/css)}/*",
    "<body onload=alert(1) background=HEAR/body>",
    "javascript:alert(1)",
    " jAvA\tScRiPt:alert(1)//HEAR",
    "data:text/html,<script>alert(1)</script>",
    "HEAR/plain",
    "{{7*7}}{% for x in range(9) %}{{x}}{% endfor %}{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "${7*7}<%= 7*7 %>#{7*7}{#x#}",
    "\u202egnp.exe\u2066<b>\u2069\u200f\ufeff",
    "\ud83d<script>alert(1)</script>\udc80\udfff",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=HEAR/entity&#62;&quot;&apos;",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<plaintext><xmp><listing>",
    "<a href=HEAR/a ping=HEAR/ping>x</a><a href=javascript:alert(1) autofocus>y</a>",
]
TAGS = set(
    "html head meta title style body a header h1 h2 h3 h4 ul ol li main nav article section div span p b i dl dt dd ins"
    " del bdi details summary table thead tbody tr th td caption br small footer time"
    " figure figcaption svg defs marker path line circle text".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name class href id title dir rel tabindex scope datetime aria-label"
    " aria-labelledby aria-hidden role data-sign data-name data-way data-unit data-statement"
    # Of drawings.
    " width height viewbox refx refy markerwidth markerheight markerunits orient d x y x1 y1 x2 y2 cx cy r"
    " marker-end".split()
)
STAMP = Stamp("0.1.0", "fake", "f00d")
# In so many parts the attacks are put on pages together.
HALVES = 2
# The pages of a folder lead to one another.
OWN_PAGE = re.compile(r"(?:index|(?:words|speaker)-[0-9a-f]{12})\.html")
NEVER_IN_A_FILE_NAME = re.compile("[/\0\ud800-\udfff]")


class HostileAnalyser:
    """Gives readings that have an attack wherever a reading has words: each reading the next one, again and again."""

    def __init__(self, *attacks: str) -> None:
        self.stamp = STAMP
        self._attacks = cycle(attacks)

    def analyse(self, article: Article) -> Reading:
        attack, whole = next(self._attacks), (Span(0, len(article.text)),)
        said = Statement("s1", Kind.DIRECT, Place.BODY, whole, whole[:0], (Span(0, 3),), 0.4, speaker="p1")
        inner = Statement(attack, Kind.DIRECT, Place.BODY, (Span(2, 9),), (Span(0, 1),), whole, 0.6, "s1")
        speaker = Speaker("p1", attack, SpeakerType.PERSON, named=True, roles=(attack,), mentions=whole)
        return Reading(
            *(article, (replace(said, carriers=("c1",), unresolved=None), inner), (Notice(attack, attack),)),
            replace(self.stamp, version=attack, model=attack, settings=attack),
            speakers=(speaker, replace(speaker, id=attack)),
            carriers=(Carrier("c1", attack, How.REPORT, whole, ("s1",), 1),),
            headline=(HeadlineFinding(whole[0], Change.ALTERED, "s1", attack, whole, (Flag.OWN_WORDS,), attack),),
            scare_quotes=whole,
            own_voice=whole,
            other_marks=(OtherMark(whole[0], MarkUse.WORD),),
        )


def make_record(attack: str) -> dict[str, object]:
    """An article, or a source, with the attack in every field, in the text several times."""
    said = f"“We float {attack} on every tide of the year,” said {attack} to Radio {attack}."
    return {
        **dict.fromkeys("id title language section published modified url canonical speaker".split(), attack),
        "text": f"{attack}\n\n{said}\n\n{attack}: {attack}",
        "outlet": {"name": attack, "domain": attack},
        "authors": [attack],
    }


def make_pages_by_command(attacks: list[str], folder: Path) -> Iterator[Path]:
    """The pages of all commands: from records, from files that are named after the attacks, from readings.

    Each page begins with another attack.
    """
    words = [NEVER_IN_A_FILE_NAME.sub("", attack) for attack in attacks]
    (folder / "named").mkdir()
    for name, attack in zip(words, attacks, strict=True):
        text = f"{attack}\n\n“We float.”".encode("utf-8", "replace").decode()
        (folder / "named" / f"{name[:80]}.txt").write_text(text, "utf-8")
    records = [json.dumps(record) for attack in attacks for record in make_records(attack)]
    (folder / "records.jsonl").write_text("\n".join(records), encoding="utf-8")
    (folder / "full.jsonl").write_text("\n".join(records[::2]), encoding="utf-8")
    quotes = [given for one in turn(words, 1) for given in ("--quote", one)]
    commands = {
        "read": ["read", "named", "records.jsonl"],
        "check": ["check", "named", "full.jsonl", "--against", "full.jsonl", *quotes, "--no-index", "--workers", "1"],
        "report": ["report", "stored.jsonl", f"--title={words[0]}"],
    }
    articles = [make_article(attack, number) for attack in turn(attacks, 2) for number in ("", "2")]
    analyser = HostileAnalyser(*turn(attacks, 2))
    (folder / "stored.jsonl").write_text("\n".join(map(write_reading, map(analyser.analyse, articles[::2]))), "utf-8")
    analyser = HostileAnalyser(*(attack for attack in turn(attacks, 2) for _ in range(2)))
    with open_collection(folder / "news.db") as collection:
        apart = (replace(it, text=f"{it.text} {number}") for number, it in enumerate(articles))
        collection.add(map(analyser.analyse, apart))
    commands["search"] = ["search", "news.db"]
    commands["speaker"] = ["search", "news.db", *(given for one in attacks for given in ("--speaker", one))]
    for number, (verb, arguments) in enumerate(commands.items()):
        page, analyser = folder / f"{verb}.html", HostileAnalyser(*turn(attacks, number))
        given = [*arguments, "-o", str(page)]
        result = CliRunner().invoke(main, given, obj=lambda settings, it=analyser: it, catch_exceptions=False)
        assert page.exists(), result.output
        yield page


def make_pages(attacks: list[str], folder: Path) -> Iterator[Path]:
    """The pages of readings, of checked articles and of clusters, made without a command."""
    with (folder / "readings.html").open("w", encoding="utf-8") as stream:
        write_page(map(HostileAnalyser(*attacks).analyse, map(make_article, attacks)), stream, date=attacks[-1])
    yield folder / "readings.html"
    with (folder / "checked.html").open("w", encoding="utf-8") as stream:
        places = Places({attack: make_source(attack) for attack in attacks})
        write_check_page(chain.from_iterable(map(make_checked, turn(attacks, 3))), places, stream, date=attacks[-1])
    yield folder / "checked.html"
    clusters = [make_cluster(turn(attacks, number)) for number in {4 % len(attacks), 11 % len(attacks)}]
    with (folder / "traced.html").open("w", encoding="utf-8") as stream:
        write_cluster_page(clusters, stream, date=attacks[-1])
    yield folder / "traced.html"
    names: list[str] = []

    def open_page(name: str) -> TextIO:
        names.append(name)
        return (folder / name).open("w", encoding="utf-8")

    write_cluster_pages(clusters, open_page, date=attacks[-1])
    yield from (folder / name for name in names)


def turn(items: list[str], number: int) -> list[str]:
    """The items with so many of them moved from the beginning to the end."""
    number %= len(items)
    return items[number:] + items[:number]


def make_records(attack: str) -> list[dict[str, object]]:
    """Two articles: one whose fields are the attack, and one without a title, with an address that ends in it."""
    more = {"id": f"{attack} 2", "url": f"https://kiosk.example/{attack}", "title": None}
    return [make_record(attack), {**make_record(attack), **more}]


def make_article(attack: str, number: str = "") -> Article:
    """An article whose every field is the attack."""
    text = f"{attack} “We float.” {attack}".encode("utf-8", "replace").decode()
    article = Article(attack + number, text, attack, Outlet(attack, attack), attack, authors=(attack,), language=attack)
    return replace(article, published=attack, modified=attack, canonical=attack, section=attack)


def make_source(attack: str) -> SourceText:
    """A source whose every field is the attack, on the web."""
    return SourceText(attack, f"{attack}: {attack}", attack, attack, f"https://kiosk.example/{attack}")


def make_cluster(attacks: list[str]) -> Cluster:
    """An utterance of two articles for each attack, in which every word is the attack."""
    passages: list[Occurrence] = []
    for attack in attacks:
        carrier, span = (attack, attack, "report"), (Span(0, len(attack)),)
        facts = {"outlet": attack, "published": attack, "speaker": attack, "speaker_key": attack}
        one = Occurrence(attack, attack, span, (attack,), "direct", **facts)  # type: ignore[arg-type]
        words = f"{attack} and {attack} again"
        other = replace(one, pieces=(words,), spans=(Span(0, len(words)),), article=f"https://kiosk.example/{attack}")
        passages += [one, replace(other, carriers=(carrier,))]
    edges = tuple(
        Edge(2 * number, 2 * number + 1, "stated", Change.ALTERED, attack, is_other_speaker=True)
        for number, attack in enumerate(attacks)
    )
    return Cluster(attacks[0], tuple(passages), (0, 1), 1, edges, root=0)


def make_checked(attack: str) -> Iterator[CheckedText]:
    """Two articles that have a quotation of each label between them; every word is the attack, also of notes."""
    text, span = f"“{attack}” {attack}", Span(0, len(attack) + 2)
    steps = (Difference(Op.REPLACE, Span(0, 9), Span(1, 9)), Difference(Op.EQUAL, Span(9, 20), Span(9, 20)))
    row = Checked(attack, "s1", attack, span, attack, Change.VERBATIM, tuple(Detail), attack, span, (span,), attack)
    row = replace(row, same_speaker=False, difference=steps, note=attack, time=9.0)
    row = replace(row, alternatives=(Alternative(attack, span, Change.MINOR),))
    rows = tuple(replace(row, label=label) for label in Change)
    for title, some in ((attack, rows[::2]), (None, rows[1::2])):
        yield CheckedText(attack, title, text, some, (Notice(attack, attack),), {"s1": attack}, attack)


class Parsed(HTMLParser):
    """The tags, attributes and comments of a page, and its text without that of its style."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.comments: list[str] = []
        self._pieces: list[str] = []
        self.feed(source)
        self.close()
        self.text = "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        # Since 3.14, a title is read by this parser in the same way as a style.
        if self.cdata_elem not in {"style", "script"}:
            self._pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def unknown_decl(self, data: str) -> None:
        self.comments.append(data)


@dataclass(frozen=True)
class AttackedPage:
    """A page, the attacks on it, and what a parser finds on it."""

    path: Path
    attacks: list[str]
    source: str
    parsed: Parsed


@dataclass(frozen=True)
class Attacked:
    """The pages, first those with one attack each, then those with many; and what was asked of the server."""

    alone: list[AttackedPage]
    together: list[AttackedPage]
    address: str
    heard: list[str]

    def list_faulty(self, find: Callable[[AttackedPage], list[object]]) -> list[tuple[str, list[str], list[object]]]:
        """What is wrong with the pages: for each of them its name, its attacks and what `find` gives for it."""
        found = ((page.path.name, page.attacks, find(page)) for page in [*self.alone, *self.together])
        return [it for it in found if it[2]]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """The pages of each attack by itself, and the pages of all commands of half of the attacks at a time.

    A parser that one of many attacks gets through to has met nothing odd before, so it finds that one as if it were
    alone. Of two attacks of one kind, which stand together in the list, each is in another half.
    """
    with hear_requests() as (address, heard), pytest.MonkeyPatch.context() as patch:
        attacks = [payload.replace("HEAR", address) for payload in PAYLOADS]

        def gather(some: list[str], *makers: Callable[[list[str], Path], Iterator[Path]]) -> Iterator[AttackedPage]:
            folder = tmp_path_factory.mktemp("attacks")
            patch.chdir(folder)
            for path in chain.from_iterable(make(some, folder) for make in makers):
                # A speaker's page has no attack but the name.
                if len(some) == 1 or not path.name.startswith("speaker-"):
                    source = path.read_text(encoding="utf-8")
                    yield AttackedPage(path, some, source, Parsed(source))

        alone = [page for attack in attacks for page in gather([attack], make_pages)]
        halves = [attacks[number::HALVES] for number in range(HALVES)]
        together = [page for half in halves for page in gather(half, make_pages_by_command, make_pages)]
        yield Attacked(alone, together, address, heard)


def find_faults(page: AttackedPage) -> list[object]:
    """What of a page is not its own: tags, attributes, comments and addresses that sayso does not write."""
    return find_foreign(page.source, page.parsed)


def find_foreign(source: str, parsed: Parsed) -> list[object]:
    """What of a page or fragment is not its own."""
    links = [value for tag, name, value in parsed.attributes if name == "href"]
    return [
        *(parsed.tags - TAGS),
        *(it for it in parsed.attributes if it[1] not in ATTRIBUTES),
        *(it for it in parsed.attributes if it[1] == "href" and it[0] != "a"),
        *(link for link in links if not link.startswith(("#", "http://", "https://")) and not OWN_PAGE.fullmatch(link)),
        *parsed.comments,
        *re.findall("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", source),
    ]


def test_there_are_forty_attacks() -> None:
    """At least."""
    assert len(set(PAYLOADS)) >= 40


def test_pages_have_nothing_but_their_own_markup(attacked: Attacked) -> None:
    """No script, no handler, no style, no address but links of the web, no control character."""
    assert [] == attacked.list_faulty(find_faults)


def test_pages_have_one_style_sheet(attacked: Attacked) -> None:
    """Their own, which nothing of an article ends or follows."""
    ends = ("<style>", "</style>")

    assert [] == attacked.list_faulty(lambda page: [it for it in ends if page.source.count(it) != 1])


def test_nothing_is_computed(attacked: Attacked) -> None:
    """What would be an expression in a template stands on the page as it was written."""
    shown = "{{7*7}}"

    def find(page: AttackedPage) -> list[object]:
        return [shown] * ((shown in page.source) != any(shown in it for it in page.attacks))

    assert [] == attacked.list_faulty(find)


def test_a_fragment_has_nothing_but_its_own_markup() -> None:
    """What a notebook shows is as harmless as a page."""
    for payload in PAYLOADS:
        source = render_fragment(HostileAnalyser(payload).analyse(make_article(payload)))

        assert find_foreign(source, Parsed(source)) == []


def test_the_pages_of_the_model_have_nothing_but_their_own_markup(analyser: Analyser, tmp_path: Path) -> None:
    """All attacks on one page, read with the model that ships."""
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(json.dumps(make_record(payload)) for payload in PAYLOADS), encoding="utf-8")
    page = render_page(map(analyser.analyse, read_articles([str(given)])))

    assert find_foreign(page, Parsed(page)) == []
    assert page.count("<article") == len(PAYLOADS)


def test_a_page_shows_the_attack(attacked: Attacked) -> None:
    """It is text on the page, so it did reach it: its longest run of plain signs stands there, on lists a few times."""

    def find(page: AttackedPage) -> list[object]:
        is_list = page.path.name.startswith(("index", "speaker-"))
        enough = 11 if not is_list else 3 if len(page.attacks) == 1 else 1
        runs = (max(re.findall("[!-~]+", attack), key=len) for attack in page.attacks)
        return [run for run in runs if page.parsed.text.count(run) < enough]

    assert [] == attacked.list_faulty(find)


# ---- in a browser

# Lists all that could do something in a document, as the browser itself has parsed it.
LIST = """(all => {
  const faults = [];
  for (const it of all) {
    for (const {name} of it.attributes)
      if (/^on|^(src|srcset|srcdoc|action|formaction|ping|poster|background|data|style|autofocus)$/i.test(name))
        faults.push(it.tagName + ' ' + name);
    if (/^(SCRIPT|IFRAME|FRAME|OBJECT|EMBED|IMG|IMAGE|MATH|VIDEO|AUDIO|FORM|INPUT|BASE|LINK|TEMPLATE)$/i
        .test(it.tagName)) faults.push(it.tagName);
    // A drawing stands in a figure, and its links lead to places of the page.
    if (it.tagName === 'svg' && it.parentElement?.className !== 'drawn') faults.push(it.tagName);
    if (it.tagName === 'a' && !/^#[a-z0-9-]+$/.test(it.getAttribute('href'))) faults.push(it.getAttribute('href'));
    // The legend, and a long list of names, are the only parts of a page that open.
    if (it.tagName === 'DETAILS' && (it.className !== 'signs' || it.closest('main')) &&
        it.firstChild?.textContent !== 'their names') faults.push(it.tagName);
    if (it.tagName === 'A' && !/^(https?|file):$/.test(it.protocol)) faults.push(it.href);
  }
  return faults;
})"""
# The same of the page that is loaded; and touches one of each kind of element, with the focus and with events. An
# element that has an attribute which others lack is of a kind of its own.
LOOK = f"""(() => {{
  const all = [...document.querySelectorAll('*')], faults = {LIST}(all);
  const kinds = new Map(all.map(it => [[it.tagName, it.className, ...it.getAttributeNames()].join(), it]));
  for (const it of kinds.values()) {{
    it.focus?.();
    for (const kind of ['focus', 'mouseover', 'mouseenter', 'pointerdown', 'keydown', 'toggle', 'error', 'load'])
      it.dispatchEvent(new Event(kind));
    for (const side of [null, '::before', '::after']) {{
      const style = getComputedStyle(it, side);
      const shown = style.content.replace(/"([^"\\\\]|\\\\.)*"/g, '""');
      if (style.backgroundImage !== 'none' || /url/.test(shown)) faults.push(style.backgroundImage + shown);
    }}
  }}
  if (document.styleSheets.length !== 1) faults.push('style sheets');
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules) if (/url\\(|@import/i.test(rule.cssText)) faults.push(rule.cssText);
  return faults;
}})()"""
QUIET = {
    *("Page.frameStartedLoading", "Page.frameStartedNavigating", "Page.frameNavigated", "Page.frameStoppedLoading"),
    *("Page.domContentEventFired", "Page.loadEventFired", "Page.lifecycleEvent", "Page.frameResized"),
    *("Runtime.executionContextCreated", "Runtime.executionContextDestroyed", "Runtime.executionContextsCleared"),
    *("Network.responseReceived", "Network.dataReceived", "Network.loadingFinished", "Network.policyUpdated"),
    *("DOM.documentUpdated", "Network.resourceChangedPriority", "Network.requestWillBeSentExtraInfo"),
    *("Network.responseReceivedExtraInfo", "Target.targetInfoChanged", "Page.frameRequestedNavigation"),
}


def list_doings(browser: Browser, page: Path) -> list[str]:
    """What the browser reports beside loading the page itself: dialogs, messages, requests, other places, frames."""
    doings = [it for it in browser.events if it["method"] not in QUIET]
    requests = [it["params"]["request"]["url"] for it in doings if it["method"] == "Network.requestWillBeSent"]
    places = [it["params"]["frame"]["url"] for it in browser.events if it["method"] == "Page.frameNavigated"]
    own = page.as_uri()
    return [
        *(it["method"] for it in doings if it["method"] != "Network.requestWillBeSent"),
        *(it for it in [*requests, *places] if it.partition("#")[0] != own),
    ]


def test_the_browser_reports_what_a_page_does(browser: Browser, tmp_path: Path) -> None:
    """The same look finds what a page without sayso's care does: or the other tests would prove nothing."""
    page = tmp_path / "evil.html"
    with hear_requests() as (address, heard):
        style = f"<style>a:hover {{ background: url({address}/style) }}</style>"
        link = "<a href=# onfocus=\"document.title = 'focus'\">x</a>" + "<a href=#>y</a>" * 3
        script = "<script>alert(1); console.log(1)</script>"
        page.write_text(f"{style}{script}<img src={address}/img onerror=alert(2)>{link}")
        browser.open(page)
        doings = list_doings(browser, page)

        assert {"Page.javascriptDialogOpening", "Runtime.consoleAPICalled", f"{address}/img"} <= set(doings)
        assert ["/img"] == heard
        found = browser.evaluate(LOOK)
        assert {"SCRIPT", "IMG", "IMG onerror", "A onfocus"} <= {*found}
        assert any(f"{address}/style" in it for it in found)
        assert "focus" == browser.evaluate("document.title")


def test_the_browser_s_parser_finds_nothing_but_their_own_markup(browser: Browser, attacked: Attacked) -> None:
    """It parses the same pages, and otherwise than a parser in Python where markup is odd."""
    parse = f"source => {LIST}(new DOMParser().parseFromString(source, 'text/html').querySelectorAll('*'))"
    # What it parses has the address of the page that is open.
    browser.open(attacked.alone[0].path)
    found = browser.evaluate(f"({parse})('<p><a href=javascript:alert(1)>x</a><svg><a onload=alert(1) href=x>')")

    def find(page: AttackedPage) -> list[object]:
        # There is one style sheet, which another test checks, and which takes as long as all else.
        source = re.sub("<style>.*?</style>", "<style></style>", page.source, flags=re.DOTALL)
        faults: list[object] = browser.evaluate(f"({parse})({json.dumps(source)})")
        return faults

    assert {"javascript:alert(1)", "a onload", "svg", "x"} == {*found}
    assert [] == attacked.list_faulty(find)


def test_the_first_key_leads_to_the_text(browser: Browser, attacked: Attacked) -> None:
    """The tab key finds the link that skips what stands before the text, and it can be seen then."""
    browser.open(attacked.alone[0].path)
    browser.press_tab()
    place = browser.evaluate("(({left, top}) => [left, top])(document.activeElement.getBoundingClientRect())")

    assert "Skip to the text" == browser.evaluate("document.activeElement.textContent")
    assert all(0 <= side < 100 for side in place)


def test_the_policy_stops_what_would_come_through(browser: Browser, attacked: Attacked, tmp_path: Path) -> None:
    """A second wall: with raw markup put into a page, nothing runs, and nothing is loaded."""
    source = attacked.alone[0].source
    asking = f"src={attacked.address}/raw"
    raw = f"<script>alert(1)</script><script {asking}></script><img {asking} onerror=alert(2)>"
    page = tmp_path / "raw.html"
    page.write_text(source.replace("<main", f"{raw}<main", 1), encoding="utf-8")
    browser.open(page)

    assert "Page.javascriptDialogOpening" not in list_doings(browser, page)
    assert [] == attacked.heard
    assert "SCRIPT" in browser.evaluate(LOOK)


def test_nothing_runs_and_no_request_leaves(browser: Browser, attacked: Attacked) -> None:
    """Loaded, and everything on it touched."""
    of_speaker = next(it for it in attacked.alone if it.path.name.startswith("speaker-"))
    for page in (it.path for it in [*attacked.together, of_speaker]):
        browser.open(page)

        assert (page, []) == (page, browser.evaluate(LOOK))
        assert (page, []) == (page, list_doings(browser, page))
        assert (page, []) == (page, attacked.heard)
