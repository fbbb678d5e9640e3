"""Lines and sentences."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sayso.segment import split_lines, split_sentences
from sayso.text import Span

from .each_case import each_case

_WRAPPED = (
    "The council of Sint Ewold met on Friday to hear the engineer, and she\n"
    "said that the river had been measured every spring for thirty years,\n"
    "and that each time it had stood higher than in the year before it,\n"
    "which nobody on the council had ever been told about in those years.\n"
    "It adjourned.\n"
    "\n"
    "A second meeting is planned."
)


@each_case(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n ", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("  One. \n \n\n Two.\n", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\r\nTwo.\r\n", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\u2029Two.\u2028Three.", ["One.", "Two.", "Three."]),
        ("One.\n\nTwo\nlines.\n\nThree.", ["One.", "Two", "lines.", "Three."]),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    """Every break ends a line; white space is cut off, and blank lines are none."""
    assert expected == [span.of(text) for span in split_lines(text)]


def test_wrapped_text() -> None:
    """In hard-wrapped text only blank lines end lines."""
    assert 2 == len(split_lines(_WRAPPED))


@each_case(
    ("text", "expected"),
    [
        ("", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("No full stop", ["No full stop"]),
        ("“We float.” She left.", ["“We float.”", "She left."]),
        ("“Do we float?” she asked. Nobody knew.", ["“Do we float?” she asked.", "Nobody knew."]),
        ("Mr. Roe met Gov. Pell. They spoke.", ["Mr. Roe met Gov. Pell.", "They spoke."]),
        ("Fr. Roe met Judge (ret.) Ada Pell. They spoke.", ["Fr. Roe met Judge (ret.) Ada Pell.", "They spoke."]),
        ("Coun. Roe met Cr. Pell. They spoke.", ["Coun. Roe met Cr. Pell.", "They spoke."]),
        ("J. K. Roe of the U.S. Navy left. It rained.", ["J. K. Roe of the U.S. Navy left.", "It rained."]),
        ("She lives in the U.S. He does not.", ["She lives in the U.S.", "He does not."]),
        ("It cost 3.50 crowns. Fine.", ["It cost 3.50 crowns.", "Fine."]),
        ("On Oct. 7 it burned. (It was old.) So?", ["On Oct. 7 it burned.", "(It was old.)", "So?"]),
        ("Wait… what? Yes.", ["Wait… what?", "Yes."]),
        ("“No.” He left.", ["“No.”", "He left."]),
        ("No. 7 won. Hurrah!", ["No. 7 won.", "Hurrah!"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Closing marks belong to the sentence that they end; abbreviations and initials end none."""
    assert expected == [span.of(text) for span in split_sentences(text, Span(0, len(text)))]


@given(st.text(alphabet="aB .!?“”\"'\n\r\u2028\x85\t🙂", max_size=120))
def test_spans_are_in_order(text: str) -> None:
    """Lines and sentences are in order, apart, trimmed, not empty, and leave out only white space."""
    for spans in (split_lines(text), split_sentences(text, Span(0, len(text)))):
        assert spans == sorted(spans)
        assert all(one.end <= following.start for one, following in pairwise(spans))
        assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in spans)
        assert "".join(text.split()) == "".join("".join(span.of(text).split()) for span in spans)


@pytest.mark.cpu_limit(2)
@pytest.mark.parametrize("piece", ["\n", "a\n", ". ", "a.", ".", "…”", ".”", "U.S. ", "A. ", " "])
def test_time_is_linear(piece: str) -> None:
    """So much text that each place with each would take long takes a moment."""
    text = piece * 20_000 + "x"
    split_lines(text)

    assert list(split_sentences(text, Span(0, len(text))))


WORDS = st.lists(
    st.sampled_from(
        "the river bridge council said that nobody had ever measured it again in spring of and we she".split()
    ),
    min_size=4,
    max_size=25,
)
SENTENCES = WORDS.map(lambda words: f"{' '.join(words).capitalize()}.")
PARAGRAPHS = st.lists(SENTENCES, min_size=4, max_size=9).map(" ".join)


@given(
    paragraphs=st.lists(PARAGRAPHS, min_size=1, max_size=5),
    width=st.integers(60, 100),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_a_wrapped_text_has_its_paragraphs_back(paragraphs: list[str], width: int, ending: str) -> None:
    """At whatever width it was wrapped; the spans count in the text as it is.

    Only lines that mostly end within a sentence look wrapped: others may be short paragraphs, or headings.
    """
    wrapped = [textwrap.wrap(one, width) for one in paragraphs]
    breaks = [line for lines in wrapped for line in lines[:-1]]
    assume(2 * sum(line.endswith(".") for line in breaks) <= len(breaks))
    text = f"{ending}{ending}".join(map(ending.join, wrapped))

    assert paragraphs == [" ".join(span.of(text).split()) for span in split_lines(text)]


@given(lines=st.lists(SENTENCES, min_size=2, max_size=12))
def test_sentences_on_lines_of_their_own_stay(lines: list[str]) -> None:
    """A list of sentences is no wrapped paragraph, however long they are."""
    assert lines == [span.of("\n".join(lines)) for span in split_lines("\n".join(lines))]


VERSES = "the river is rising\nand nobody sleeps\nthe bridge is a memory\nand so are the sheep"
LIST = (
    "- the bridge at Lower Oxley, shut since the storm of last year and not mended\n"
    "- the ferry\n- the old road over the hill\n1. a boat"
)
TALK = (
    "ADA MOSS: We have looked at it for the whole of the night and found none.\n"
    "IVO BRANDT: And the night before, which was as long and as cold as this.\n"
    "ADA MOSS: Yes."
)
HEADINGS = (
    "What the council knew\nThe bridge had been measured every spring.\n"
    "What it did not know\nNobody had read the reports."
)


@each_case("kept", [VERSES, LIST, TALK, HEADINGS])
@each_case("is_within", [True, False])
def test_lines_that_were_broken_on_purpose_stay(kept: str, is_within: bool) -> None:
    """Verses, items, turns and headings stay apart, within a wrapped text too."""
    text = f"{_WRAPPED}\n\n{kept}\n\n{_WRAPPED}" if is_within else kept
    shown = [span.of(text) for span in split_lines(text)]

    assert kept.split("\n") == (shown[2:-2] if is_within else shown)


@pytest.mark.parametrize("count", [2, 3])
def test_a_short_wrapped_text_is_one_line(count: int) -> None:
    """Two lines are enough where the sentence goes on."""
    text = "\n".join(_WRAPPED.split("\n")[:count])

    assert [text] == [span.of(text) for span in split_lines(text)]
