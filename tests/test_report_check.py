"""Checked quotations for people: both sides, what differs marked, and nothing that an article or source could do."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]

from sayso.check import SourceText
from sayso.errors import Notice
from sayso.match import Alternative, Change, Checked, Detail, Difference, Op
from sayso.report.check_html import write_check_page
from sayso.report.check_sides import CheckedText, Sort, count_labels, show_sides, tell_facts, tell_parts, tell_where
from sayso.report.check_terminal import print_checks
from sayso.report.terminal import open_console
from sayso.text import Span

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
CHECKED = CheckedText("a.txt", "Harbour", TEXT, (ROW,), (Notice("read", "odd."),))


def _print(*texts: CheckedText, width: int = 120, has_colour: bool = False) -> str:
    stream = io.StringIO()
    print_checks(texts, {SOURCE.id: SOURCE}, open_console(stream, width=width, has_colour=has_colour))
    return stream.getvalue()


def _page(*texts: CheckedText, source: SourceText = SOURCE) -> str:
    stream = io.StringIO()
    write_check_page(texts, {source.id: source}, stream)
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
    assert tell_where(row, None) == ""
    assert "not found" in _print(CheckedText("a.txt", None, TEXT, (row,)))


def test_facts_are_told_in_words() -> None:
    """Who speaks there and which places fit as well, the most of them counted."""
    assert tell_facts(ROW) == [
        "speaker there: ANNA ROTH; the article names somebody else",
        "fits as well: t0 (minor), t1 (minor), t2 (minor), and 2 more",
    ]
    assert tell_parts((ROW, ROW)) == ["part 1 of 2", "part 2 of 2"]
    assert count_labels((ROW, ROW)) == "2 quotations: 2 altered"


def test_a_time_stands_where_there_is_one() -> None:
    """A place in subtitles is told as a time, any other as a character."""
    timed = replace(ROW, time=61.0)

    assert tell_where(timed, SOURCE) == "talk.txt (A talk), 0:01:01"
    assert tell_where(ROW, SOURCE) == "talk.txt (A talk), character 25"


@pytest.mark.parametrize("width", [120, 60])
def test_signs_mark_what_differs_without_colour(width: int) -> None:
    """A pipe gets the signs of wdiff, beside one another or one below the other."""
    printed = " ".join(_print(CHECKED, width=width).split())

    assert "{+every+}" in printed
    assert "[-never-]" in printed
    assert "altered (negation, word) · talk.txt (A talk), character 25" in printed


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
    assert page.xpath("//nav") == []


def test_the_page_of_several_has_an_index() -> None:
    """Each entry leads to its article and tells the labels."""
    page = html.fromstring(_page(CHECKED, CHECKED))

    assert [it.get("href") for it in page.xpath("//nav//a")] == ["#a1", "#a2"]
    assert "1 altered" in page.xpath("string(//nav)")


def test_nothing_in_a_page_is_obeyed() -> None:
    """Whatever an article or source holds is text; the page loads and runs nothing."""
    source = SourceText(EVIL, EVIL * 3, EVIL, EVIL)
    row = replace(ROW, source=EVIL, speaker_in_source="<b>", note=EVIL, quote=EVIL, group=EVIL)
    step = Difference(Op.REPLACE, Span(0, 30), Span(0, 20))
    row = replace(row, span=Span(0, len(EVIL)), difference=(step,))
    page = _page(CheckedText(EVIL, EVIL, EVIL, (row,), (Notice(EVIL, EVIL),)), source=source)
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
