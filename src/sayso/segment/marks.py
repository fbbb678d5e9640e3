"""Pair quotation marks by rules: what stands inside them, how deep, and where a long quotation goes on.

Marks are paired line by line (`pairing`), then over the lines: a quotation of several paragraphs is reopened in each.
A missing mark spoils at most the rest of its line.

Source of the convention of reopened marks: AP Stylebook, punctuation guide, quotation marks: running quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.segment.lines import split_lines
from sayso.segment.marked import Marked, nest_marks
from sayso.segment.pairing import LineReader
from sayso.text import Span

__all__ = ["join_reopened", "mask_quoted", "pair_marks"]

# Single marks are the main ones of a text if they end speech more often than there are double ones.
_SINGLE_ENDS = re.compile(r"[.,!?…][’'](?![\w”\"’'])")
# The most lines without marks between an opening mark and its closing mark.
_MAX_BETWEEN = 8


def pair_marks(text: str, *, max_chars: int = 6_000) -> tuple[Marked, ...]:
    """The stretches in quotation marks, in reading order; nested ones follow the one that holds them.

    A quotation that is not closed ends with its line, or just before the mark that opens the next one.

    Args:
        text: An article's text; all spans are offsets into it.
        max_chars: Longest stretch kept, marks included. The opening mark of a longer one is ignored.

    >>> text = "“We ‘won’,” she said. It was the workers’ day."
    >>> [(m.inside.of(text), m.depth) for m in pair_marks(text)]
    [('We ‘won’,', 0), ('won', 1)]
    """
    main_single = _is_main_single(text)
    found: list[Marked] = []
    carried = ""
    between: list[tuple[Span, int]] = []
    for line in split_lines(text):
        reader = LineReader(text, line, carried, main_single, max_chars)
        marked = reader.read()
        if reader.ended_carried:
            _bridge(found, between)
        goes_on = carried and reader.leaves_carried and len(between) < _MAX_BETWEEN
        if reader.left_open or not goes_on:
            carried, between = reader.left_open, []
        else:
            between.append((line, len(found)))
        found.extend(marked)
    return tuple(found)


def _bridge(found: list[Marked], between: list[tuple[Span, int]]) -> None:
    """Add the lines between an opening mark and its closing mark to `found`, as parts of the quotation."""
    if not between:
        return
    start = between[0][1]
    later = found[start:]
    del found[start:]
    ends = [begin - start for _, begin in between[1:]] + [len(later)]
    for (line, begin), end in zip(between, ends, strict=True):
        whole = Marked(line, line, closed=False, reopened=True)
        found.extend(nest_marks([whole, *later[begin - start : end]]))


def join_reopened(marked: Iterable[Marked]) -> tuple[tuple[Marked, ...], ...]:
    r"""The outermost quotations in reading order; the parts of one that is reopened in each line are grouped.

    >>> text = "“One.\n\n“Two,” he said. “Three.”"
    >>> [[m.inside.of(text) for m in group] for group in join_reopened(pair_marks(text))]
    [['One.', 'Two,'], ['Three.']]
    """
    groups: list[list[Marked]] = []
    for mark in marked:
        if mark.depth == 0 and mark.reopened and groups:
            groups[-1].append(mark)
        elif mark.depth == 0:
            groups.append([mark])
    return tuple(tuple(group) for group in groups)


def mask_quoted(text: str, marked: Iterable[Marked]) -> bytearray:
    """For each character, 1 inside an outermost quotation, marks included, else 0.

    Single marks count only if they are the text's main marks; beside double ones they enclose words, not speech.

    >>> text = "“Yes,” he said."
    >>> bytes(mask_quoted(text, pair_marks(text))).hex()[1::2]
    '111111000000000'
    """
    mask = bytearray(len(text))
    main_single = _is_main_single(text)
    for mark in marked:
        counts = mark.kind not in {"single", "block"} or (mark.kind == "single" and main_single)
        if counts and (mark.depth == 0 or not mask[mark.span.start]):
            mask[mark.span.start : mark.span.end] = b"\x01" * (mark.span.end - mark.span.start)
    return mask


def _is_main_single(text: str) -> bool:
    """Whether speech stands in single marks, as in British papers: they end speech more often than double ones."""
    doubles = (
        text.count("“")
        + text.count("«")
        + text.count("„")
        + text.count('"') // 2
        + max(text.count("``"), text.count("''") // 2)
    )
    return sum(1 for _ in _SINGLE_ENDS.finditer(text)) > doubles
