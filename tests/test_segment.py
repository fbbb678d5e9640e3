"""Lines and sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.segment import split_lines, split_sentences
from sayso.text import Span

_WRAPPED = (
    "The council of Sint Ewold met on Friday to hear the engineer, and she\n"
    "said that the river had been measured every spring for thirty years,\n"
    "and that each time it had stood higher than in the year before it,\n"
    "which nobody on the council had ever been told about in those years.\n"
    "It adjourned.\n"
    "\n"
    "A second meeting is planned."
)


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("No full stop", ["No full stop"]),
        ("“We float.” She left.", ["“We float.”", "She left."]),
        ("“Do we float?” she asked. Nobody knew.", ["“Do we float?” she asked.", "Nobody knew."]),
        ("Mr. Roe met Gov. Pell. They spoke.", ["Mr. Roe met Gov. Pell.", "They spoke."]),
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


@pytest.mark.cpu_limit(8)
@pytest.mark.parametrize("piece", ["\n", "a\n", ". ", "a.", ".", "…”", ".”", "U.S. ", "A. ", " "])
def test_time_is_linear(piece: str) -> None:
    """So much text that each place with each would take long takes a moment."""
    text = piece * 40_000 + "x"
    split_lines(text)

    assert list(split_sentences(text, Span(0, len(text))))
