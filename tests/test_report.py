"""The views: the terminal's and the page. Both show all of the text and obey nothing in it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Unread
from sayso.carrier import Carrier, How
from sayso.errors import Notice
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.report.chains import Chain, describe_chain, describe_way, list_chains
from sayso.report.harmless import make_harmless, make_harmless_line, shorten
from sayso.report.headline import describe_findings
from sayso.report.html import render_fragment, render_page, write_page
from sayso.report.stretches import Role, cut_stretches, find_tones, number_sources
from sayso.report.terminal import open_console, print_readings
from sayso.report.who import describe_who, map_speakers
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

from .each_case import each_case

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


def make_nested(outlet: str | None = None) -> Reading:
    statements = (
        say(NESTED, "s1", "“My aunt told me to swim,”", "said", "Rafi Dunmore"),
        say(NESTED, "s2", "to swim", "told", "My aunt", "s1"),
        say(NESTED, "s3", "“So I did,”", "added", "rafi dunmore"),
    )
    return Reading(Article("pier.txt", NESTED, outlet=Outlet(outlet) if outlet else None), statements, (), STAMP)


def hostile(text: str) -> Reading:
    """The text everywhere that a text can stand."""
    everywhere = (Span(0, len(text)),)
    statement = Statement("s1", Kind.DIRECT, Place.BODY, everywhere, everywhere, everywhere, 0.5)
    statement = replace(statement, speaker="p1", unresolved=None, carriers=("c1",))
    article = Article(text, text, text, Outlet(text), text, None, None, (text,), text)
    return Reading(
        *(article, (statement,), (Notice("read", text),), STAMP),
        speakers=(Speaker("p1", text, SpeakerType.PERSON, named=True, roles=(text,), mentions=everywhere),),
        carriers=(Carrier("c1", text, How.REPORT, everywhere, ("s1",), 1),),
        headline=(HeadlineFinding(everywhere[0], Change.ALTERED, "s1", None, everywhere, (), text),),
        scare_quotes=everywhere,
        own_voice=everywhere,
        other_marks=(OtherMark(everywhere[0], MarkUse.WORD),),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of any text, with spans anywhere in it, overlapping as they like."""
    parts = st.characters(exclude_categories=()) | st.sampled_from(["\r\n", "\n", "“", "<b>", "&amp;", "[/]", "word "])
    text = "".join(draw(st.lists(parts, max_size=30)))

    def spans() -> tuple[Span, ...]:
        edges = draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), max_size=3))
        return tuple(Span(min(pair), max(pair)) for pair in edges)

    count = draw(st.integers(0, 4))
    ways = st.sampled_from([(), ("c1",), ("c1", "c2"), ("c2",)])
    statements = [
        Statement(
            f"s{n + 1}", Kind.MIXED, Place.BODY, spans(), spans(), spans(), draw(st.floats(0, 1)), carriers=draw(ways)
        )
        for n in range(count)
    ]
    carriers = [Carrier(f"c{n + 1}", "Mir", How.WIRE, spans(), (), 1) for n in range(draw(st.integers(0, 2)))]
    return Reading(
        *(Article("a", text), tuple(statements), (), STAMP),
        carriers=tuple(carriers),
        scare_quotes=spans(),
        own_voice=spans(),
        other_marks=tuple(OtherMark(span, MarkUse.TITLE) for span in spans()),
    )


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


@each_case("char", HARMFUL)
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
    stretches = list(cut_stretches(text, reading.statements, tones=find_tones(reading)))

    assert text == "".join(stretch.span.of(text) for stretch in stretches)
    for statement in reading.statements:
        for role in Role:
            for span in getattr(statement, role.value):
                layer = (statement.id, role, span)
                covered = [s for s in stretches if layer in [(x.statement.id, x.role, x.span) for x in s.layers]]

                assert span.of(text) == "".join(stretch.span.of(text) for stretch in covered)
    for toned in find_tones(reading):
        assert toned.span.of(text) == "".join(it.span.of(text) for it in stretches if toned in it.tones)


def test_the_same_words_are_the_same_source() -> None:
    """Sources that differ only in case share a number; a statement without a source has none."""
    reading = make_nested()
    alone = Statement("s4", Kind.DIRECT, Place.BODY, (Span(0, 2),), (), (), 0.5)
    numbers = number_sources(Reading(reading.article, (*reading.statements, alone), (), STAMP))

    assert {"s1": 0, "s2": 1, "s3": 0} == numbers


# ---- who, and through whom


CHAIN_TEXT = "Ferry chief: “We float” on\n\n{body}\n\nThe post appeared first on The Low Tide."
TOLD = "“We float on nothing,” said Orla Vint in an interview with Tern Radio. Marsh Wire reports. “No,” she said."


def make_told() -> Reading:
    """An article with a speaker, three carriers, a headline that stops short, scare quotes and own voice."""
    body = f"{TOLD} The ‘upgrade’ took nine days. “Yes,” somebody wrote."
    text = CHAIN_TEXT.format(body=body)

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    def known(statement: Statement, *carriers: str, **more: object) -> Statement:
        done = replace(statement, speaker="p1", unresolved=None, carriers=carriers)
        return replace(done, **more)  # type: ignore[arg-type]

    statements = (
        known(say(text, "s1", "“We float” on", ":", "Ferry chief"), "c1", "c3", place=Place.HEADLINE),
        known(say(text, "s2", "“We float on nothing,”", "said", "Orla Vint"), "c3", "c1"),
        known(say(text, "s3", "“No,”", "", "she"), "c2", "c3"),
        known(say(text, "s4", "“Yes,”", "wrote"), "c3", speaker=None, unresolved=Unresolved.NO_SOURCE),
    )
    names = (at("Ferry chief"), at("Orla Vint"), at("she said"))
    return Reading(
        *(Article("pier.txt", text, outlet=Outlet("Open Shore Feed")), statements, (), STAMP),
        speakers=(Speaker("p1", "Orla Vint", SpeakerType.PERSON, named=True, roles=("Ferry chief",), mentions=names),),
        carriers=(
            Carrier("c1", "Tern Radio", How.INTERVIEW, (at("in an interview with Tern Radio"),), ("s1", "s2"), 1),
            Carrier("c2", "Marsh Wire", How.WIRE, (at("Marsh Wire reports"),), ("s3",), 1),
            Carrier("c3", "The Low Tide", How.REPUBLICATION, (at("The post appeared first on The Low Tide"),), (), 2),
        ),
        headline=(
            HeadlineFinding(
                *(at("“We float”"), Change.TRUNCATED, "s2", "s1", (at("We float on nothing"),)),
                flags=(Flag.OWN_WORDS,),
                note="the body goes on “on nothing”",
            ),
        ),
        scare_quotes=(at("‘upgrade’"),),
        own_voice=(at("The ‘upgrade’ took nine days"),),
    )


def ways_of(reading: Reading) -> list[str]:
    assert isinstance(reading.article, Article)
    return [describe_chain(it, reading.article.outlet, reading.article.text) for it in list_chains(reading)]


def test_each_way_is_one_line_from_speaker_to_reader() -> None:
    """Statements with the same carriers are one line; the order is the carriers', whatever that of their ids."""
    assert [
        "Orla Vint → Tern Radio (interview) → The Low Tide (first appeared on) → Open Shore Feed → you",
        "Orla Vint → Marsh Wire (wire) → The Low Tide (first appeared on) → Open Shore Feed → you",
        "not named → The Low Tide (first appeared on) → Open Shore Feed → you",
    ] == ways_of(make_told())


def test_carriers_of_the_same_order_stand_side_by_side() -> None:
    """Where the article does not say which was first, neither does the line."""
    told = make_told()
    both = replace(told.statements[1], carriers=("c1", "c2"))

    assert ["Orla Vint → Tern Radio (interview) / Marsh Wire (wire) → Open Shore Feed → you"] == ways_of(
        replace(told, statements=(both,))
    )


def test_the_outlet_is_not_named_twice() -> None:
    """Where the last carrier is the outlet itself, its name ends the line once, with or without its article."""
    told = make_told()
    assert isinstance(told.article, Article)
    own = replace(told.article, outlet=Outlet("Low Tide"))

    assert ways_of(replace(told, article=own))[-1] == "not named → The Low Tide (first appeared on) → you"


def test_many_speakers_are_folded() -> None:
    """Four are named and the others counted; one alone is never counted."""
    names = [f"Ada {letter}" for letter in "BCDEFG"]
    speakers = tuple(Speaker(f"p{n}", name, SpeakerType.PERSON, named=True) for n, name in enumerate(names))
    made = make_nested("The Pier")
    said = [replace(made.statements[0], id=f"s{n}", speaker=f"p{n}", unresolved=None) for n in range(6)]

    def ways(count: int) -> list[str]:
        return ways_of(replace(made, statements=tuple(said[:count]), speakers=speakers))

    assert ["Ada B, Ada C, Ada D, Ada E, Ada F → The Pier → you"] == ways(5)
    assert ["Ada B, Ada C, Ada D, Ada E and 2 more → The Pier → you"] == ways(6)


@each_case(
    ("speakers", "way"),
    [
        (("p1", "p2", "p1"), "Rafi Dunmore, aunt (told by Rafi Dunmore)"),
        ((None, "p2", None), "not named, aunt"),
        (("p1", None, "p1"), "Rafi Dunmore"),
        (("p2", "p2", "p1"), "aunt, Rafi Dunmore"),
    ],
)
def test_who_is_heard_only_in_another_s_words_is_named_with_that_other(
    speakers: tuple[str | None, ...], way: str
) -> None:
    """The aunt speaks only in what Rafi Dunmore says; nobody is named as "told by not named"."""
    made = make_nested("The Pier")
    known = (
        Speaker("p1", "Rafi Dunmore", SpeakerType.PERSON, named=True),
        Speaker("p2", "aunt", SpeakerType.UNNAMED, named=False),
    )
    resolved = zip(made.statements, speakers, strict=True)
    said = tuple(replace(it, speaker=name, unresolved=None if name else Unresolved.NO_SOURCE) for it, name in resolved)

    assert [f"{way} → The Pier → you"] == ways_of(replace(made, statements=said, speakers=known))


def test_a_way_that_says_nothing_is_left_out() -> None:
    """Straight from a speaker to the reader, or from nobody."""
    made, told = make_nested(), make_nested("The Pier")
    speakers = (Speaker("p1", "Rafi Dunmore", SpeakerType.PERSON, named=True),)
    known = replace(made.statements[0], speaker="p1", unresolved=None)
    nobody = replace(made.statements[2], unresolved=Unresolved.NO_SOURCE)

    assert [] == ways_of(replace(made, statements=(known, nobody), speakers=speakers))
    assert [] == ways_of(replace(told, statements=(nobody,)))


def test_a_reading_without_resolved_speakers_has_no_ways() -> None:
    """What was not looked for is not reported."""
    assert [] == list_chains(make_nested())


@each_case(
    ("changes", "name", "words"),
    [
        ({"speaker": "p1", "unresolved": None}, "Orla Vint", "Ferry chief"),
        (
            {"unresolved": Unresolved.AMBIGUOUS, "candidates": ("p1", "p2")},
            "perhaps Orla Vint or Ivo Vint",
            "Ferry chief",
        ),
        ({"unresolved": Unresolved.AMBIGUOUS, "candidates": ("p1",)}, "perhaps Orla Vint", "Ferry chief"),
        ({"unresolved": Unresolved.NO_SOURCE, "source": ()}, "not named", ""),
        ({"unresolved": Unresolved.NOT_YET}, "Ferry chief", ""),
    ],
)
def test_a_statement_says_who_or_why_not(changes: dict[str, object], name: str, words: str) -> None:
    """The full name, or both candidates, or that nobody is named; until somebody looked, the source's own words."""
    told = make_told()
    assert isinstance(told.article, Article)
    speakers = {**map_speakers(told), "p2": Speaker("p2", "Ivo Vint", SpeakerType.PERSON, named=True)}
    bare = replace(told.statements[0], speaker=None)

    who = describe_who(replace(bare, **changes), speakers, told.article.text)  # type: ignore[arg-type]

    assert (name, words) == (who.name, who.words)


def test_a_part_of_the_name_is_not_said_again() -> None:
    """“Vint” adds nothing beside “Orla Vint”."""
    text = "“We float,” Vint said."
    said = replace(say(text, "s1", "“We float,”", "said", "Vint"), speaker="p1", unresolved=None)

    assert not describe_who(said, {"p1": Speaker("p1", "Orla Vint", SpeakerType.PERSON, named=True)}, text).words


def test_the_view_shows_all_that_a_reading_holds() -> None:
    """Without colour: signs for tones, names in the table, the speakers, the headline's finding, and the ways."""
    shown = view(make_told(), width=200)

    assert (
        "[s1 what is said] · *source* · _cue_ · {the outlet's own voice} · ~scare quotes~ · <names a carrier>" in shown
    )
    assert "*Orla Vint* <in an interview with Tern Radio>. <Marsh Wire reports>." in shown
    assert "{The ~‘upgrade’~ took nine days}." in shown
    assert re.search(r"^s1 +Orla Vint \(Ferry chief\) +:", shown, re.MULTILINE)
    assert 2 == len(re.findall(r"^ +→ Tern Radio ", shown, re.MULTILINE))
    assert re.search(r"^s4 +not named", shown, re.MULTILINE)
    assert re.search(r"^Orla Vint +person +Ferry chief +3 +3$", shown, re.MULTILINE)
    assert (
        "    truncated from the body, s2: We float on nothing · continues in own words · the body goes on “on nothing”"
    ) in [line.rstrip() for line in shown.splitlines()]
    assert "• Orla Vint → Tern Radio (interview) → The Low Tide (first appeared on) → Open Shore Feed → you" in shown


@each_case("width", [20, 40, 60, 72, 80, 100, 120])
@each_case("has_colour", [True, False])
def test_no_part_of_the_view_is_wider_than_the_terminal(width: int, has_colour: bool) -> None:
    """Speakers, headline and ways wrap too."""
    shown = re.sub(r"\x1b\[[\d;]*m", "", view(make_told(), width=width, has_colour=has_colour))

    assert max(len(line) for line in shown.splitlines()) <= width


def test_tones_have_their_own_style() -> None:
    """With colour, own voice is dim, scare quotes are italic behind a label, a carrier's words are underlined."""
    shown = view(make_told(), width=200, has_colour=True)

    assert "\x1b[2mThe \x1b[0m\x1b[2m[scare]\x1b[0m\x1b[3m‘upgrade’\x1b[0m\x1b[2m took nine days\x1b[0m" in shown
    assert "\x1b[4mMarsh Wire reports\x1b[0m" in shown


def test_a_reading_of_statements_alone_needs_no_legend() -> None:
    """Without own voice, scare quotes and carriers there is nothing to explain."""
    assert "what is said" not in view(make_nested())


def test_the_page_shows_all_that_a_reading_holds() -> None:
    """Ways, tones with what they are, the headline's finding, speakers, carriers, and full names in the table."""
    source = page(make_told())

    assert "All of it → The Low Tide (first appeared on) → Open Shore Feed → you" in source
    assert 'title="came through Tern Radio (interview), score 1.00">in an interview with Tern Radio</span>' in source
    assert '<span class="scare" title="scare quotes: nobody is said to speak here">‘upgrade’</span>' in source
    assert '<span class="own" title="the outlet&#39;s own voice"> took nine days</span>' in source
    assert '<b>truncated from the body</b>, <a href="#a1-s2">s2</a>' in source
    assert ">1 speaker</h3>" in source
    assert "<caption>3 carriers</caption>" in source
    assert "below it: is that the right speaker" in source
    assert "through Tern Radio → The Low Tide" in source
    assert "<small>“Ferry chief”</small>" in source


def test_marks_that_only_the_headline_has_are_reported_first() -> None:
    """Before what became of the words; not where the body has the marks too, nor where the headline has none."""
    told = make_told()
    indirect = tuple(replace(it, kind=Kind.INDIRECT) if it.id == "s2" else it for it in told.statements)
    bare = replace(told.headline[0], span=Span(told.headline[0].span.start + 1, told.headline[0].span.end))
    says = "in quotation marks here, indirect speech in the body; truncated from the body"

    def find(reading: Reading) -> list[str]:
        assert isinstance(reading.article, Article)
        return [line.finding for line in describe_findings(reading, reading.article.text)]

    assert [says] == find(replace(told, statements=indirect))
    assert says in " ".join(view(replace(told, statements=indirect)).split())
    assert f"<b>{says}</b>" in page(replace(told, statements=indirect))
    turns = tuple(replace(it, turn=it.id == "s2") for it in indirect)
    assert ["truncated from the body"] == find(replace(told, statements=turns))
    assert ["truncated from the body"] == find(told)
    assert ["truncated from the body"] == find(replace(told, statements=indirect, headline=(bare,)))


def test_a_note_on_the_headline_stands_once() -> None:
    """Neither twice in one line, nor for the next stretch that is held against the same statement."""
    told = make_told()
    twice = replace(told.headline[0], note="“on” was added; “on” was added")
    other = replace(twice, statement="s3")
    reading = replace(told, headline=(twice, twice, other))

    remarks = [line.remarks for line in describe_findings(reading, "x" * 200)]

    own = "continues in own words"
    assert [(own, "“on” was added"), (own,), (own, "“on” was added")] == remarks


def test_a_title_in_marks_shows_what_it_is() -> None:
    """On the page, words in marks that are not quoted say what the marks are for when a reader points at them."""
    text = "Her column, “Downstream”, ends."
    marks = (OtherMark(Span(12, 24), MarkUse.TITLE),)
    source = page(Reading(Article("a", text), (), (), STAMP, other_marks=marks))

    assert '<span class="mark" title="in marks as a title">“Downstream”</span>' in source


@pytest.mark.cpu_limit(4)
def test_many_statements_are_shown_in_time() -> None:
    """Two thousand statements of four hundred speakers are laid out at once."""
    text = "“Aye,” he said. " * 2_000
    spans = [Span(16 * n, 16 * n + 6) for n in range(2_000)]
    said = [
        Statement(f"s{n}", Kind.DIRECT, Place.BODY, (span,), (), (), 0.9, speaker=f"p{n % 400}", unresolved=None)
        for n, span in enumerate(spans)
    ]
    speakers = tuple(Speaker(f"p{n}", f"Ada {n}", SpeakerType.PERSON, named=True) for n in range(400))
    source = page(Reading(Article("a", text), tuple(said), (), STAMP, speakers=speakers))

    assert 400 == source.count("5 statements, 5 words")


# ---- terminal


def test_the_view_without_colour_has_signs() -> None:
    """Brackets show contents, one in another where nested; stars show sources, low lines show cues."""
    shown = view(make_nested(), width=200)

    assert (
        "[s1 “*My aunt* _told_ me [s2 to swim],”] *Rafi Dunmore* _said_. [s3 “So I did,”] *rafi dunmore* _added_."
    ) in shown.splitlines()


def test_the_table_says_who_says_what() -> None:
    """Each statement is a row with its id, source, cue, kind, content and score."""
    rows = [line.split("  ") for line in view(make_nested(), width=100).splitlines() if re.match(r"s\d", line)]

    assert [
        ["s1", "Rafi Dunmore", "said", "direct", "“My aunt told me to swim,”", "0.93"],
        ["s2", "My aunt", "told", "direct", "to swim", "0.93"],
        ["s3", "rafi dunmore", "added", "direct", "“So I did,”", "0.93"],
    ] == [[cell.strip() for cell in row if cell.strip()] for row in rows]


def test_a_statement_without_speaker_says_that_nobody_was_looked_for() -> None:
    """Without a source and before speakers are looked for, the table says so instead of a name."""
    text = "“It floats.”"

    shown = view(Reading(Article("a", text), (say(text, "s1", text),), (), STAMP))

    assert re.search(r"^s1 +not looked for +— +direct +“It floats.” +0.93", shown, re.MULTILINE)


def test_colour_that_is_asked_for_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR decides only where nobody else does."""
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[36m" in view(make_nested(), width=200, has_colour=True)


def test_colour_goes_by_source() -> None:
    """Two contents of the same source have the same colour, another source's has another."""
    shown = view(make_nested(), width=200, has_colour=True)
    places = ("“So I did", "to swim", "rafi dunmore")
    colours = [re.search(rf"\x1b\[([\d;]*)m{words}", shown) for words in places]

    assert ["36", "4;35", "1;4;36"] == [match[1] for match in colours if match]


@each_case("width", [20, 40, 72, 100])
@each_case("has_colour", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, has_colour: bool) -> None:
    """Text and table wrap."""
    shown = re.sub(r"\x1b\[[\d;]*m", "", view(make_nested(), width=width, has_colour=has_colour))

    assert max(len(line) for line in shown.splitlines()) <= width


@given(reading=readings())
def test_the_view_shows_all_of_the_text(reading: Reading) -> None:
    """Without the wrapping, the text in the view is the article's, made harmless."""
    assert isinstance(reading.article, Article)
    shown = view(Reading(reading.article, (), (), STAMP), width=1_000)
    text = make_harmless(reading.article.text).replace("\r\n", "\n")

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

    # In the heading's id, outlet and date, in the notice, in the text; as speaker and content in the table; as name
    # and role among the speakers; as stretch, body and note of the headline; and twice in the line of its way.
    assert 14 == shown.count(markup)


def test_an_unread_article_has_no_view() -> None:
    """Its notice is shown elsewhere."""
    assert not view(Reading(Unread("gone.txt", ()), (), (), STAMP))


@pytest.mark.cpu_limit(2)
def test_a_long_line_is_shown_in_time() -> None:
    """Half a megabyte in one line is laid out in pieces, none of them lost."""
    text = "water " * 100_000
    shown = view(Reading(Article("a", text), (), (), STAMP))

    assert 100_000 == shown.count("water")


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


@each_case("text", HOSTILE)
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
    places = [name for name in shown.ids if re.fullmatch(r"a\d+(-row)?(-s\d+)?", name)]
    assert 2 * 6 + 3 == len(places)


def test_a_fragment_is_the_article_of_the_page() -> None:
    """For a notebook: the same text and tables with their style, without head and index."""
    shown = Page(render_fragment(make_told()))

    assert not {"html", "head", "body", "nav"} & set(shown.tags)
    assert "style" in shown.tags
    assert Page(render_page([make_told()])).texts == shown.texts
    assert {link.removeprefix("#") for link in shown.links} <= set(shown.ids)


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


def test_a_carrier_stands_once_in_a_chain() -> None:
    """With all its ways, at its last place, under its longest name: agencies have several names."""

    def carrier(name: str, how: How, order: int) -> Carrier:
        return Carrier(f"c{order}", name, how, (), ("s1",), order)

    ap = [carrier("AP", How.REPORT, 1), carrier("Tern Radio", How.INTERVIEW, 2)]
    ap += [carrier("the Associated Press", How.WIRE, 3), carrier("AP News", How.WIRE, 4)]
    own = (carrier("Corvane Press", How.REPORT, 1), carrier("Corvane Press", How.WIRE, 1))

    assert "Tern Radio (interview) → the Associated Press (report, wire)" == describe_way(ap, "")
    assert "Ada Moss → Corvane Press (report, wire) → you" == describe_chain(Chain(("Ada Moss",), (own,), 1), None, "")


def test_the_page_links_each_statement_to_its_place_in_the_web_page() -> None:
    """An article with an address has links that open the page at the words; what it holds is escaped."""
    article = Article("a", "“We won,” she said.", url='https://kiosk.example/a?b="><script>')
    said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 9),), (Span(14, 18),), (Span(10, 13),), 0.9)

    stream = io.StringIO()
    write_page([Reading(article, (said,), (), Stamp("1", "m", "s"))], stream)
    page = stream.getvalue()

    assert "#:~:text=We%20won" in page
    assert "<script>" not in page.split("<body", 1)[1]
