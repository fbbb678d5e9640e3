"""The article and its sources side by side: marks in both that lead to one another."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.check import SourceText
from sayso.match import Change, Checked, Difference, Op
from sayso.report.check_both import TextPiece, view_both
from sayso.report.check_places import Places
from sayso.report.check_text import CheckedText
from sayso.report.render import read_style
from sayso.text import Span

TEXT = "Roe said: “We float on every tide.” Nobody swam. “So it is.”"
TALK = "ROE: We float on the tide. CHAIR: So it is."
FLOAT = Checked(
    *("a", "s1", "q1", Span(10, 35), "We float on every tide.", Change.ALTERED),
    source="talk",
    place=Span(5, 26),
    places=(Span(5, 26),),
    difference=(
        Difference(Op.EQUAL, Span(5, 16), Span(11, 22)),
        Difference(Op.REPLACE, Span(17, 20), Span(23, 28)),
        Difference(Op.EQUAL, Span(21, 26), Span(29, 34)),
    ),
)
NOWHERE = Checked("a", "s2", "q2", Span(49, 60), "So it is.", Change.NOT_FOUND)


def view(text: str, talk: str, *rows: Checked) -> tuple[tuple[TextPiece, ...], tuple[TextPiece, ...]]:
    """The pieces of the article and of its only source."""
    both = view_both(CheckedText("a", None, text, rows), Places({"talk": SourceText("talk", talk)}), "a1")
    assert both
    (source,) = both.sources
    return both.pieces, source.pieces


def join(pieces: tuple[TextPiece, ...]) -> str:
    return "".join(it.words or "[…]" for it in pieces)


def test_marks_lead_to_one_another() -> None:
    """Both texts are whole; the words that differ are known on each side; what is not found leads to the list."""
    own, there = view(TEXT, TALK, FLOAT, NOWHERE)
    marked, backs = ([it for it in pieces if it.address] for pieces in (own, there))

    assert (TEXT, TALK) == (join(own), join(there))
    assert ["every"] == [it.words for it in own if it.is_other]
    assert ["the"] == [it.words for it in there if it.is_other]
    assert {"#a1-there-1", "#a1-2"} == {it.address for it in marked}
    assert {"#a1-here-1"} == {it.address for it in backs}
    assert ["a1-there-1"] == [begin.anchor for it in there for begin in it.begins]
    assert {"n1 altered", "n2 not-found"} == {it.style for it in marked}


def test_stretches_may_stand_within_one_another() -> None:
    """Each has a place of its own in the source; a piece leads from the narrowest that covers it."""
    inner = replace(FLOAT, span=Span(49, 60), place=Span(8, 13), places=(Span(8, 13),), difference=())
    _, there = view(TEXT, TALK, FLOAT, inner, replace(inner, place=Span(5, 26), places=(Span(5, 26),)))

    assert TALK == join(there)
    assert {"float": "n1 n3 n2 altered"} == {it.words: it.style for it in there if "n2" in it.style}
    assert ["a1-there-1", "a1-there-3", "a1-there-2"] == [begin.anchor for it in there for begin in it.begins]


def test_long_texts_are_cut_to_what_stands_around_the_marks() -> None:
    """At the ends of lines; a sign stands for what is left out."""
    line = "Nobody swam that day.\n"
    _, there = view(TEXT, f"{line * 3_000}{TALK}\n{line * 3_000}", shift(FLOAT, len(line) * 3_000))
    shown = join(there)

    assert 2_500 < len(shown) < 7_000
    assert shown.startswith(f"[…]{line}")
    assert shown.endswith(f"{line.strip()}[…]")
    assert TALK in shown


def shift(row: Checked, by: int) -> Checked:
    """The row, whose source has so many characters before."""
    places = tuple(Span(it.start + by, it.end + by) for it in row.places)
    steps = tuple(replace(it, source=Span(it.source.start + by, it.source.end + by)) for it in row.difference)
    return replace(row, place=places[0], places=places, difference=steps)


def test_nothing_found_is_nothing_to_stand_beside() -> None:
    """Nor are words that were given alone."""
    places = Places({"talk": SourceText("talk", TALK)})

    assert view_both(CheckedText("a", None, TEXT, (NOWHERE,)), places, "a1") is None
    assert view_both(CheckedText("", None, TEXT, (FLOAT,)), places, "a1") is None


def test_the_style_marks_both_without_a_script() -> None:
    """Of the first hundred stretches: the class of a number is that of the templates."""
    style = read_style("check.css")

    assert ".both:has(.n7:target) .n7" in re.sub(r"\s+", " ", style)
