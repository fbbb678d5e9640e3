"""Quotation marks: the cases of cases/marks.toml, what holds for any text, and what is made of the pairs."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.analyse.kind import classify_kind
from sayso.segment import Marked, join_reopened, mask_quoted, pair_marks
from sayso.statement import Kind
from sayso.text import Span

from .each_case import each_case

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

_CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "marks.toml").read_text(encoding="utf-8")
)["case"]
_BY_FACT = each_case("case", _CASES)


@_BY_FACT
def test_outermost_quotations(case: dict[str, Any]) -> None:
    """The outermost quotations of each case are found, marks included."""
    text = case["text"]

    found = [mark.span.of(text) for mark in pair_marks(text) if mark.depth == 0]

    assert case["quotes"] == found


@_BY_FACT
def test_nested_quotations(case: dict[str, Any]) -> None:
    """The quotations inside of others are found, too."""
    text = case["text"]

    found = [mark.span.of(text) for mark in pair_marks(text) if mark.depth > 0]

    assert case.get("nested", []) == found


@_BY_FACT
def test_unclosed_quotations(case: dict[str, Any]) -> None:
    """Those without a closing mark of their own say so."""
    text = case["text"]

    found = [mark.span.of(text) for mark in pair_marks(text) if not mark.closed]

    assert case.get("unclosed", []) == found


@each_case("case", [case for case in _CASES if "joined" in case])
def test_joined_quotations(case: dict[str, Any]) -> None:
    """The paragraphs of one long quotation are joined, and no others."""
    found = [len(group) for group in join_reopened(pair_marks(case["text"]))]

    assert case["joined"] == found


_SIGNS = st.text(alphabet="“”„‟\"‘’‚'`«»‹›「」『』 >.,s8aB—\n\r\u2028é🙂\u0301", max_size=80)


@given(st.one_of(st.text(), _SIGNS))
def test_spans_fit(text: str) -> None:
    """In any text at all the spans lie within it, and what is inside lies within the marks."""
    marked = pair_marks(text)

    assert all(0 <= mark.span.start < mark.span.end <= len(text) for mark in marked)
    assert all(mark.span.holds(mark.inside) and mark.inside.start < mark.inside.end for mark in marked)


@given(_SIGNS)
def test_spans_nest(text: str) -> None:
    """Any two quotations are apart or one holds the other, and the depth counts those that hold it."""
    marked = pair_marks(text)

    for place, mark in enumerate(marked):
        holders = [other for other in marked[:place] if other.span.overlaps(mark.span)]
        assert all(other.span.holds(mark.span) for other in holders)
        assert len(holders) == mark.depth


@example('>“8\r"8')
@given(_SIGNS)
def test_reopened_follows_open(text: str) -> None:
    """A quotation is reopened only if an outermost one before it was left open."""
    outermost = [mark for mark in pair_marks(text) if mark.depth == 0]

    assert all(not before.closed for before, mark in pairwise(outermost) if mark.reopened)


@given(_SIGNS)
def test_mask_agrees_with_spans(text: str) -> None:
    """The mask is as long as the text and 1 only inside of a quotation."""
    marked = pair_marks(text)

    mask = mask_quoted(text, marked)

    inside = {place for mark in marked for place in range(*mark.span)}
    assert len(text) == len(mask)
    assert all(place in inside for place, value in enumerate(mask) if value)


@given(_SIGNS, st.data())
def test_any_kind_can_be_told(text: str, data: st.DataObject) -> None:
    """Any span of any text has a kind."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    assert classify_kind([Span(start, end)], text, pair_marks(text)) in Kind


@pytest.mark.cpu_limit(1.25)
@pytest.mark.parametrize(
    "sign", ['"', "“", "”", "‘", "' ", " '", "' a", "``", "«", "> ", '"\n', "‘“", "「『", "‘a’ s’ ", "“a\nb\nc.”\n"]
)
def test_time_is_linear(sign: str) -> None:
    """So many marks that each with each would take long take a moment, however odd they are."""
    assert pair_marks(sign * (20_000 // len(sign))) is not None


def test_longest_stretch() -> None:
    """An opening mark whose closing one is too far away is a stray, and the next quotation is still found."""
    text = "“" + "a " * 60 + "and “we float,” she said."

    found = [mark.span.of(text) for mark in pair_marks(text, max_chars=40)]

    assert ["“we float,”"] == found


def test_mask_leaves_single_marks_beside_double_ones() -> None:
    """Beside double marks a single-quoted word is no speech; where single ones are the main marks they are."""
    american = "A ‘hub’ opens\n\n“Yes,” he said."
    british = "A ‘hub’ opens\n\n‘Yes,’ he said."

    assert [0, 1] == [mask_quoted(american, pair_marks(american))[place] for place in (3, 16)]
    assert [1, 1] == [mask_quoted(british, pair_marks(british))[place] for place in (3, 16)]


def _find_kind(text: str, *content: str, outer: str = "") -> Kind:
    """The kind of the content, given as words of the text."""

    def find(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return classify_kind(
        [find(words) for words in content], text, pair_marks(text), outer=[find(outer)] if outer else []
    )


@each_case(
    ("kind", "text", "content"),
    [
        (Kind.DIRECT, "“We float,” she said. “All of us.”", ("“We float,”", "“All of us.”")),
        (Kind.INDIRECT, "She said that they float.", ("that they float",)),
        (Kind.MIXED, "She said that they “float”.", ("that they “float”",)),
        (Kind.MIXED, "She called it a “vibrant corridor”.", ("a “vibrant corridor”",)),
        (
            Kind.INDIRECT,
            "She said that “The Long Winter of Ash” was late.",
            ("that “The Long Winter of Ash” was late",),
        ),
        (Kind.INDIRECT, "She said that the word “reef” was wrong.", ("that the word “reef” was wrong",)),
        (Kind.DIRECT, "“The Long Winter of Ash,” she said.", ("“The Long Winter of Ash,”",)),
        (Kind.DIRECT, "“We float, she said. “All of us.”", ("We float",)),
    ],
)
def test_kind(kind: Kind, text: str, content: tuple[str, ...]) -> None:
    """The marks decide the kind; those round a title or a word as a word do not count."""
    assert kind == _find_kind(text, *content)


def test_marks_of_the_outer_statement_do_not_count() -> None:
    """A statement within a quotation is indirect unless it has marks of its own."""
    text = "“My aunt told me to swim and called it ‘a duty’,” he said."
    outer = "“My aunt told me to swim and called it ‘a duty’,”"

    assert Kind.INDIRECT == _find_kind(text, "to swim", outer=outer)
    assert Kind.DIRECT == _find_kind(text, "‘a duty’", outer=outer)
    assert Kind.MIXED == _find_kind(text, "it ‘a duty’", outer=outer)


def test_no_marks() -> None:
    """An empty text and one without marks have no quotations."""
    assert () == pair_marks("")
    assert () == pair_marks("The council met.")


def test_offsets_count_code_points() -> None:
    """Emoji and combining accents before a quotation do not move it."""
    text = "🙂 e\u0301: “We float.”"

    assert (Marked(Span(6, 17), Span(7, 16)),) == pair_marks(text)
