"""The views: the terminal's and the page. Both show all of the text and obey nothing in it."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice
from sayso.reading import Reading, Stamp
from sayso.report.harmless import make_harmless, make_harmless_line, shorten
from sayso.report.html import write_page
from sayso.report.stretches import Role, cut_stretches, number_sources
from sayso.report.terminal import open_console, print_readings
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

STAMP = Stamp("0.1.0", "tiny", "f00d")
HARMFUL = [chr(code) for code in [*range(9), 11, 12, *range(14, 32), *range(127, 160)]]
HARMFUL += list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NESTED = "“My aunt told me to swim,” Rafi Dunmore said. “So I did,” rafi dunmore added."


def say(text: str, name: str, content: str, cue: str = "", source: str = "", within: str | None = None) -> Statement:
    """A statement whose spans are where its words first stand; parts of a content are told apart by a bar."""

    def find(words: str) -> tuple[Span, ...]:
        starts = [(text.index(part), part) for part in words.split("|") if part]
        return tuple(Span(start, start + len(part)) for start, part in starts)

    return Statement(name, Kind.DIRECT, Place.BODY, find(content), find(cue), find(source), 0.93, within)


def make_nested() -> Reading:
    statements = (
        say(NESTED, "s1", "“My aunt told me to swim,”", "said", "Rafi Dunmore"),
        say(NESTED, "s2", "to swim", "told", "My aunt", "s1"),
        say(NESTED, "s3", "“So I did,”", "added", "rafi dunmore"),
    )
    return Reading(Article("pier.txt", NESTED), statements, (), STAMP)


def hostile(text: str) -> Reading:
    """The text everywhere that a text can stand."""
    everywhere = (Span(0, len(text)),)
    statement = Statement("s1", Kind.DIRECT, Place.BODY, everywhere, everywhere, everywhere, 0.5)
    article = Article(text, text, text, Outlet(text), text, None, None, (text,), text)
    return Reading(article, (statement,), (Notice("read", text),), STAMP)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of any text, with spans anywhere in it, overlapping as they like."""
    parts = st.characters(exclude_categories=()) | st.sampled_from(["\r\n", "\n", "“", "<b>", "&amp;", "[/]", "word "])
    text = "".join(draw(st.lists(parts, max_size=30)))

    def spans() -> tuple[Span, ...]:
        edges = draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), max_size=3))
        return tuple(Span(min(pair), max(pair)) for pair in edges)

    count = draw(st.integers(0, 4))
    statements = [Statement(f"s{n + 1}", Kind.MIXED, Place.BODY, spans(), spans(), spans(), 0.5) for n in range(count)]
    return Reading(Article("a", text), tuple(statements), (), STAMP)


def view(*given_readings: Reading, width: int = 80, has_colour: bool = False) -> str:
    stream = io.StringIO()
    console = open_console(stream, width=width)
    if has_colour:
        console = open_console(stream, width=width, has_colour=True)
    print_readings(given_readings, console)
    return stream.getvalue()


def page(*given_readings: Reading) -> str:
    stream = io.StringIO()
    write_page(given_readings, stream)
    return stream.getvalue()


class Page(HTMLParser):
    """What a browser makes of a page: tags, attributes, and the text of each article."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self.contents: dict[str, str] = {}
        self._is_text = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        known = {name: value or "" for name, value in attrs}
        self.attributes += known.items()
        self.ids += [known["id"]] if "id" in known else []
        self.links += [known["href"]] if "href" in known else []
        if known.get("class") == "text":
            self._is_text = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_text = self._is_text and tag != "div"

    def handle_data(self, data: str) -> None:
        if self._is_text:
            self.texts[-1] += data


# ---- harmless text


@pytest.mark.parametrize("char", HARMFUL)
def test_no_control_character_stays(char: str) -> None:
    """Each control is replaced by a sign, and what is around it stays."""
    shown = make_harmless(f"a{char}b")

    assert shown.startswith("a")
    assert shown.endswith("b")
    assert char not in shown
    assert len(shown) >= 3


def test_tabs_and_line_ends_stay() -> None:
    """A text's own lines are kept; a carriage return alone, which overwrites a line, is shown."""
    assert "a\tb\nc\r\nd␍e" == make_harmless("a\tb\nc\r\nd\re")


@given(text=st.text(max_size=80))
def test_harmless_text_is_its_own_harmless_text(text: str) -> None:
    """Doing it twice changes nothing more."""
    assert make_harmless(text) == make_harmless(make_harmless(text))
    assert len(make_harmless_line(text).splitlines()) <= 1


@given(text=st.text(max_size=80), max_chars=st.integers(1, 40))
def test_a_shortened_text_is_a_beginning(text: str, max_chars: int) -> None:
    """It is the whole line, or a beginning of it with an ellipsis."""
    whole, short = make_harmless_line(text), shorten(text, max_chars=max_chars)

    assert short == whole or (short.endswith(" …") and whole.startswith(short[:-2]))
    assert len(short) <= max_chars + 2


# ---- stretches


@given(reading=readings())
def test_stretches_are_the_whole_text(reading: Reading) -> None:
    """Joined, they give the text back, whatever overlaps."""
    assert isinstance(reading.article, Article)
    text = reading.article.text
    stretches = list(cut_stretches(text, reading.statements))

    assert text == "".join(stretch.span.of(text) for stretch in stretches)
    for statement in reading.statements:
        for role in Role:
            for span in getattr(statement, role.value):
                layer = (statement.id, role, span)
                covered = [s for s in stretches if layer in [(x.statement.id, x.role, x.span) for x in s.layers]]

                assert span.of(text) == "".join(stretch.span.of(text) for stretch in covered)


def test_the_same_words_are_the_same_source() -> None:
    """Sources that differ only in case share a number; a statement without a source has none."""
    reading = make_nested()
    alone = Statement("s4", Kind.DIRECT, Place.BODY, (Span(0, 2),), (), (), 0.5)
    numbers = number_sources(Reading(reading.article, (*reading.statements, alone), (), STAMP))

    assert {"s1": 0, "s2": 1, "s3": 0} == numbers


# ---- terminal


def test_the_view_without_colour_has_signs() -> None:
    """Brackets show contents, one in another where nested; stars show sources, low lines show cues."""
    shown = view(make_nested(), width=200)

    assert (
        "[s1 “*My aunt* _told_ me [s2 to swim],”] *Rafi Dunmore* _said_. [s3 “So I did,”] *rafi dunmore* _added_."
    ) in shown.splitlines()


def test_the_table_says_who_says_what() -> None:
    """Each statement is a row with its id, source, cue, kind, content and score."""
    rows = [line.split("  ") for line in view(make_nested(), width=100).splitlines() if line.startswith("s")]

    assert [
        ["s1", "Rafi Dunmore", "said", "direct", "“My aunt told me to swim,”", "0.93"],
        ["s2 in s1", "My aunt", "told", "direct", "to swim", "0.93"],
        ["s3", "rafi dunmore", "added", "direct", "“So I did,”", "0.93"],
    ] == [[cell.strip() for cell in row if cell.strip()] for row in rows]


def test_a_statement_without_source_has_a_dash() -> None:
    """What is not named is shown as not named."""
    text = "“It floats.”"

    shown = view(Reading(Article("a", text), (say(text, "s1", text),), (), STAMP))

    assert re.search(r"^s1 +— +— +direct +“It floats.” +0.93", shown, re.MULTILINE)


def test_colour_goes_by_source() -> None:
    """Two contents of the same source have the same colour, another source's has another."""
    shown = view(make_nested(), width=200, has_colour=True)
    places = ("“So I did", "to swim", "rafi dunmore")
    colours = [re.search(rf"\x1b\[([\d;]*)m{words}", shown) for words in places]

    assert ["36", "4;35", "1;4;36"] == [match[1] for match in colours if match]


@pytest.mark.parametrize("width", [20, 40, 72, 100])
@pytest.mark.parametrize("has_colour", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, has_colour: bool) -> None:
    """Text and table wrap."""
    shown = re.sub(r"\x1b\[[\d;]*m", "", view(make_nested(), width=width, has_colour=has_colour))

    assert max(len(line) for line in shown.splitlines()) <= width


@given(reading=readings())
def test_the_view_shows_all_of_the_text(reading: Reading) -> None:
    """Without the wrapping, the text in the view is the article's, made harmless."""
    assert isinstance(reading.article, Article)
    shown = view(Reading(reading.article, (), (), STAMP), width=1_000)
    text = make_harmless(reading.article.text.replace("\r\n", "\n"))

    assert " ".join(text.split()) in " ".join(shown.split())


@given(parts=st.lists(st.sampled_from([*HARMFUL, "x", "\r", "\n", "\u2028", "\udc80"]), min_size=1, max_size=20))
def test_no_control_of_an_article_reaches_the_terminal(parts: list[str]) -> None:
    """Text, title, outlet, id and date with controls leave no control in the view."""
    shown = view(hostile("".join(parts)))

    assert not set(shown) & {*HARMFUL, "\r", "\u2028", "\udc80"}


def test_markup_in_an_article_is_text() -> None:
    """What the view's library would take for a style or a picture is shown as it stands, wherever it stands."""
    markup = "[bold]x[/bold] [/] :smile: [link=https://x.example]y[/link]"
    shown = view(hostile(markup), width=300, has_colour=True)

    # In the heading's id, outlet and date, in the text, and as source and content in the table.
    assert 6 == shown.count(markup)


def test_an_unread_article_has_no_view() -> None:
    """Its notice is told elsewhere."""
    assert not view(Reading(Unread("gone.txt", ()), (), (), STAMP))


def test_a_long_line_is_shown_in_time() -> None:
    """Two megabytes in one line are laid out in pieces, none of them lost."""
    text = "water " * 350_000
    shown = view(Reading(Article("a", text), (), (), STAMP))

    assert 350_000 == shown.count("water")


# ---- page


@given(reading=readings())
def test_the_text_of_the_page_is_the_text(reading: Reading) -> None:
    """What a browser shows, and a reader copies, is the article's text made harmless, with line feeds."""
    assert isinstance(reading.article, Article)
    (text,) = Page(page(reading)).texts

    assert make_harmless(reading.article.text).replace("\r\n", "\n") == text


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    """No script, no picture, no form, and a policy that forbids them."""
    shown = Page(page(make_nested()))

    assert not {"script", "img", "link", "iframe", "form", "object"} & set(shown.tags)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert ("content", policy) in shown.attributes


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</style><script>1</script>",
    "--><b>&lt;",
    "data:text/html,<b>",
    "http://[broken",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_an_article_holds_is_text(text: str) -> None:
    """Tags and attributes are those of a harmless article, and no such address becomes a link."""
    harmless, shown = Page(page(hostile("harmless"))), Page(page(hostile(text)))

    assert harmless.tags == shown.tags
    assert [name for name, _ in harmless.attributes] == [name for name, _ in shown.attributes]
    assert all(link.startswith("#") for link in shown.links)
    assert [text] == shown.texts


@given(text=st.text(st.sampled_from([*HARMFUL, "x", "\udc80"]), min_size=1, max_size=10))
def test_the_page_holds_no_controls(text: str) -> None:
    """Controls are shown as signs everywhere, and the page can be written as UTF-8."""
    source = page(hostile(text))

    assert not set(source) & set(HARMFUL)
    assert source.encode("utf-8")


@pytest.mark.parametrize("url", ["https://tessel.example/a?b=1&c=2", "http://tessel.example/"])
def test_addresses_of_the_web_are_links(url: str) -> None:
    """Both http and https become links."""
    assert url in Page(page(Reading(Article("a", "Text.", url), (), (), STAMP))).links


def test_links_lead_to_places_on_the_page() -> None:
    """Each row links to its words and each label to its row, over several articles, and no place is there twice."""
    shown = Page(page(make_nested(), make_nested(), Reading(Unread("gone.txt", ()), (), (), STAMP)))

    assert {link.removeprefix("#") for link in shown.links} <= set(shown.ids)
    assert len(shown.ids) == len(set(shown.ids))
    assert 2 * 6 + 3 == len(shown.ids)


def test_several_articles_have_an_index() -> None:
    """One article has none."""
    assert "nav" in Page(page(make_nested(), make_nested())).tags
    assert "nav" not in Page(page(make_nested())).tags


def test_an_unread_article_is_on_the_page_with_its_reason() -> None:
    """It is named, with its notices."""
    notice = Notice("read", "The file is empty.")
    source = page(Reading(Unread("gone.txt", (notice,)), (), (notice,), STAMP))

    assert "gone.txt" in source
    assert "read: The file is empty." in source
