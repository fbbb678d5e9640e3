"""Checked quotations for people: both sides, what differs marked, and nothing that an article or source could do."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]

from sayso.check import SourceText
from sayso.errors import Notice
from sayso.match import Alternative, Change, Checked, Detail, Difference, Op
from sayso.report.check_facts import describe_names, list_facts
from sayso.report.check_html import write_check_page
from sayso.report.check_legend import CHANGES, LABELS
from sayso.report.check_places import Places
from sayso.report.check_sides import Sort, show_sides
from sayso.report.check_terminal import print_checks
from sayso.report.check_text import CheckedText, count_rows, describe_counts, list_to_look_at, number_parts
from sayso.report.terminal import open_console
from sayso.text import Span

from .each_case import each_case

TEXT = "Harbour\n\n“We float on every tide,” she said."
SOURCE = SourceText(
    "talk.txt", "ANNA ROTH: Good evening. We never float on the tide. Thank you.", "2020-05-01", "A talk"
)
EVIL = "<script>alert(1)</script><img src=x onerror=y>\x1b[31m\u202e\"&'</style>"


def _step(op: Op, source: str, quote: str) -> Difference:
    s, q = SOURCE.text.index(source), TEXT.index(quote)
    return Difference(op, Span(s, s + len(source)), Span(q, q + len(quote)))


ROW = Checked(
    article="a.txt",
    statement="s1",
    group="q1",
    span=Span(TEXT.index("“"), TEXT.index("”") + 1),
    quote="We float on every tide,",
    label=Change.ALTERED,
    changes=(Detail.NEGATION, Detail.WORD),
    source="talk.txt",
    place=Span(25, 51),
    places=(Span(25, 51),),
    speaker_in_source="ANNA ROTH",
    same_speaker=False,
    difference=(
        _step(Op.EQUAL, "We", "We"),
        Difference(Op.DELETE, Span(28, 33), Span(13, 13)),
        _step(Op.EQUAL, "float on", "float on"),
        _step(Op.REPLACE, "the", "every"),
        _step(Op.EQUAL, "tide", "tide"),
    ),
    alternatives=tuple(Alternative(f"t{n}", Span(0, 4), Change.MINOR) for n in range(5)),
)
CHECKED = CheckedText("a.txt", "Harbour", TEXT, (ROW,), (Notice("read", "odd."),), {"s1": "Ben Okoro"}, "en")
PLACES = Places({SOURCE.id: replace(SOURCE, url="https://coast.example/talk")})


def _print(*texts: CheckedText, width: int = 120, has_colour: bool = False) -> str:
    stream = io.StringIO()
    print_checks(texts, PLACES, open_console(stream, width=width, has_colour=has_colour))
    return stream.getvalue()


def _page(*texts: CheckedText, places: Places = PLACES) -> str:
    stream = io.StringIO()
    write_check_page(texts, places, stream)
    return stream.getvalue()


def test_both_sides_are_cut_where_they_differ() -> None:
    """The article's side is the stretch itself; the source's has some words around it."""
    sides = show_sides(ROW, TEXT, SOURCE)

    assert "".join(piece.words for piece in sides.quote) == ROW.span.of(TEXT)
    assert [piece.words for piece in sides.quote if piece.sort is Sort.OTHER] == ["every"]
    assert [piece.words for piece in sides.source if piece.sort is Sort.OTHER] == ["never", "the"]
    assert "".join(piece.words for piece in sides.source) == SOURCE.text


def test_places_far_apart_show_a_gap() -> None:
    """What stands between joined places, or in a long cut, is not shown whole."""
    long = SourceText("t", "We float. " + "Nobody knows why at all. " * 40 + "The tide is ours.")
    end = long.text.index("The tide")
    joined = Difference(Op.EQUAL, Span(end, end + 8), Span(3, 11))
    row = Checked("a", None, "q1", Span(0, 11), "We The tide", Change.ELIDED, source="t", place=Span(0, 2))
    jump = replace(row, difference=(Difference(Op.EQUAL, Span(0, 2), Span(0, 2)), joined))
    cut = Difference(Op.DELETE, Span(3, end), Span(3, 3))
    whole = replace(row, difference=(jump.difference[0], cut, joined))

    for one in (jump, whole):
        shown = "".join(piece.words for piece in show_sides(one, "We The tide", long).source)
        assert "[…]" in shown
        assert len(shown) < 350


def test_without_a_source_only_the_quotation_is_shown() -> None:
    """Nothing is near: there is no other side."""
    row = Checked("a.txt", "s1", "q1", ROW.span, ROW.quote, Change.NOT_FOUND)

    assert show_sides(row, TEXT, None).source == ()
    assert PLACES.describe_place(row) == ""
    assert "not found" in _print(CheckedText("a.txt", None, TEXT, (row,)))


def test_facts_are_described_in_words() -> None:
    """Which places fit as well, the most of them counted; the parts of a quotation; the counts."""
    assert list_facts(ROW, PLACES) == ["fits as well: t0 (minor); t1 (minor); t2 (minor); and 2 more"]
    assert number_parts((ROW, ROW)) == ["part 1 of 2", "part 2 of 2"]
    assert describe_counts(count_rows((ROW, ROW))) == "2 quotations: 2 altered; names differ in 2"


@each_case(
    ("there", "same", "speaker", "told"),
    [
        ("ANNA ROTH", True, "Anna Roth", "speaker: Anna Roth; in the source ANNA ROTH"),
        ("Q", None, "Anna Roth", "speaker: Anna Roth; in the source Q"),
        ("ANNA ROTH", None, None, "speaker in the source: ANNA ROTH"),
        (None, None, "Anna Roth", "speaker: Anna Roth"),
        (None, None, None, ""),
    ],
)
def test_both_speakers_are_named(there: str | None, same: bool | None, speaker: str | None, told: str) -> None:
    """As far as either side names one."""
    assert describe_names(replace(ROW, speaker_in_source=there, same_speaker=same), speaker) == told


def test_names_that_differ_are_reported_with_care() -> None:
    """Who speaks there may be quoting; a nearest place has no speaker of the words."""
    assert describe_names(ROW, "Ben Okoro").startswith(
        "names differ: in the source ANNA ROTH speaks, who may be quoting"
    )
    assert describe_names(ROW, "Ben Okoro").endswith("to Ben Okoro; so few words may be anybody's")
    assert describe_names(replace(ROW, label=Change.NOT_FOUND), "Ben Okoro") == "speaker: Ben Okoro"


def test_what_is_farthest_is_looked_at_first() -> None:
    """Not found, altered, verbatim under another name, minor; verbatim stretches are not listed."""
    labels = (Change.VERBATIM, Change.MINOR, Change.VERBATIM, Change.ALTERED, Change.NOT_FOUND)
    rows = [replace(ROW, label=label, same_speaker=n != 2) for n, label in enumerate(labels)]

    assert list_to_look_at(rows) == [4, 3, 2, 1]


def test_a_place_is_a_time_or_a_line() -> None:
    """Subtitles are heard; of a text of several lines the line is told, from 1; of one line nothing."""
    lines = SourceText("t", "We float.\n\nOn the tide.\r\nNever.", "2020-05-01T10:00", "We float.")
    places = Places({"t": lines, "talk.txt": replace(SOURCE, times=((0, 1.0), (20, 61.0)))})
    row = replace(ROW, source="t", time=None)

    assert places.describe_place(replace(ROW, time=3725.0)) == "talk.txt (A talk, 2020-05-01), 1:02:05"
    assert places.describe_other(Alternative("talk.txt", Span(25, 30), Change.MINOR)).endswith(", 0:01:01 (minor)")
    assert [places.describe_place(replace(row, place=Span(n, n))) for n in (0, 11, 25)] == [
        f"t (We float., 2020-05-01), line {n}" for n in (1, 3, 4)
    ]
    assert Places({"t": replace(SOURCE, title=None, date=None)}).describe_place(row) == "t"


def test_the_page_leads_into_a_source_on_the_web() -> None:
    """The link is a text fragment; a source without an address has none."""
    (link,) = html.fromstring(_page(CHECKED)).xpath("//h3//a/@href")

    assert link == "https://coast.example/talk#:~:text=We%20never%20float%20on%20the%20tide"
    for url in (None, "javascript:alert()"):
        page = html.fromstring(_page(CHECKED, places=Places({SOURCE.id: replace(SOURCE, url=url)})))

        assert page.xpath("//h3//a | //li//a") == []


def test_every_label_and_change_is_explained() -> None:
    """On the page, whose reader may have nothing else; the head leads there. In docs/check.md in the same words."""
    page = html.fromstring(_page(CHECKED))
    docs = (Path(__file__).parent.parent / "docs" / "check.md").read_text(encoding="utf-8")

    assert {detail.value for detail in Detail} <= CHANGES.keys()
    assert [it.text for it in page.xpath("//*[@id='labels']//dt")] == [*LABELS, *CHANGES]
    assert page.xpath("//header//a/@href") == ["#labels"]
    assert [name for name, told in CHANGES.items() if f"| {name} | {told} |" not in docs] == []


def test_turns_stand_on_lines_of_their_own() -> None:
    """A blank line or a label of the source begins a line; lines that were only wrapped are joined."""
    source = SourceText("talk.txt", "Good\nevening.\n\nQ. Why?\nANNA ROTH: We float\nhere.")
    row = replace(ROW, label=Change.VERBATIM, place=Span(35, 43), places=(Span(35, 43),), difference=())
    page = html.fromstring(_page(replace(CHECKED, rows=(row,)), places=Places({source.id: source})))

    assert "Good evening.\nQ. Why?\nANNA ROTH: We float here." in page.xpath("string(//section)")


def test_what_is_cut_into_another_turn_is_not_shown() -> None:
    """Half the name of the next speaker is no help."""
    before, after = "BEN OKORO: Never. " * 9 + "Ha.\n\n", "\n\nBEN OKORO: Ha."
    source = SourceText("talk.txt", f"{before}{'w' * 52} tide {'w' * 52}{after}" + " So he said." * 9)
    place = Span(source.text.index("tide"), source.text.index("tide") + 4)
    shown = show_sides(replace(ROW, place=place, places=(place,), difference=()), TEXT, source).source

    assert [piece.words for piece in shown] == [f"… {'w' * 52} ", "tide", f" {'w' * 52} …"]


@pytest.mark.parametrize("width", [120, 60])
def test_signs_mark_what_differs_without_colour(width: int) -> None:
    """A pipe gets the signs of wdiff, beside one another or one below the other."""
    printed = " ".join(_print(CHECKED, width=width).split())

    assert "{+every+}" in printed
    assert "[-never-]" in printed
    assert "altered (negation, word, names differ) · talk.txt (A talk, 2020-05-01)" in printed


def test_colours_need_no_signs() -> None:
    """With colour there are escape sequences in place of signs."""
    printed = _print(CHECKED, has_colour=True)

    assert "\x1b[" in printed
    assert "{+" not in printed


def test_the_page_marks_both_sides() -> None:
    """`ins` is what only the article has, `del` what only the source has."""
    page = html.fromstring(_page(CHECKED))

    assert [it.text for it in page.xpath("//section//ins")] == ["every"]
    assert [it.text for it in page.xpath("//section//del")] == ["never", "the"]
    assert [it.text_content() for it in page.xpath("//section//h4")] == ["article: Ben Okoro", "source: ANNA ROTH"]
    assert page.xpath("string(//body/div/section[last()]//li)") == "talk.txt (A talk, 2020-05-01)"
    assert page.xpath("//nav") == []


def test_many_quotations_have_a_list_of_what_to_look_at() -> None:
    """Each link leads to its quotation, and says what became of it."""
    rows = (replace(ROW, label=Change.VERBATIM, same_speaker=True), *(replace(ROW, group=f"q{n}") for n in range(5)))
    page = html.fromstring(_page(replace(CHECKED, rows=rows)))
    links = [it.get("href") for it in page.xpath("//nav//a")]

    assert links == [f"#a1-{n}" for n in range(2, 7)]
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)
    assert page.xpath("string(//nav//li)") == "2 · altered · negation, word, names differ: “We float on every tide,”"


def test_the_index_stands_where_it_is_read() -> None:
    """What is seen first comes first in the file, for those who hear it or go through it by keys."""
    page = _page(CHECKED, CHECKED)

    assert page.index("<nav") < page.index("<article")
    assert "2 articles · 2 quotations: 2 altered" in page


def test_the_page_of_several_has_an_index() -> None:
    """Each entry leads to its article and tells the labels."""
    page = html.fromstring(_page(CHECKED, CHECKED))

    assert [it.get("href") for it in page.xpath("//nav//a")] == ["#a1", "#a2"]
    assert "1 altered" in page.xpath("string(//nav)")


def test_nothing_in_a_page_is_obeyed() -> None:
    """Whatever an article or source holds is text; the page loads and runs nothing."""
    source = SourceText(EVIL, EVIL * 3, EVIL, EVIL, f"https://coast.example/{EVIL}")
    row = replace(ROW, source=EVIL, speaker_in_source="<b>", note=EVIL, quote=EVIL, group=EVIL)
    step = Difference(Op.REPLACE, Span(0, 30), Span(0, 20))
    row = replace(row, span=Span(0, len(EVIL)), difference=(step,))
    text = CheckedText(EVIL, EVIL, EVIL, (row,) * 6, (Notice(EVIL, EVIL),), {"s1": EVIL}, EVIL)
    page = _page(text, text, places=Places({EVIL: source}))
    tree = html.fromstring(page)

    assert "Content-Security-Policy" in page
    assert tree.xpath("//script | //img | //link | //iframe") == []
    assert not any(name.startswith("on") for it in tree.iter() for name in it.attrib)
    assert not re.search("[\x1b\u202e]", page)
    assert not re.search("[\x1b\u202e]", _print(CheckedText(EVIL, EVIL, EVIL, (row,))))


_spans = st.tuples(st.integers(-5, 80), st.integers(-5, 80)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.lists(st.builds(Difference, st.sampled_from(Op), _spans, _spans), max_size=6), st.text(max_size=60))
def test_any_difference_can_be_shown(steps: list[Difference], text: str) -> None:
    """The article's side is its stretch, whatever the steps."""
    span = Span(0, len(text))
    row = Checked("a", None, "q1", span, text, Change.ALTERED, source="t", place=Span(0, 1), difference=tuple(steps))

    assert "".join(piece.words for piece in show_sides(row, text, SOURCE).quote) == text
