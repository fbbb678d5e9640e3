"""Paragraphs, lines and sentences of a text, as spans.

A *paragraph* is what blank lines set apart, or a line where the text has no blank lines. A *line* ends
at every line break, save in hard-wrapped text, whose breaks mean nothing. All of it takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from sayso.text import Span

__all__ = ["split_lines", "split_paragraphs", "split_sentences", "trim_span"]

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# A page that was wrapped by a program: half of its lines reach 50–90 characters before they go on, and none is
# much longer. Paragraphs of one line each, the common case, are mostly longer or never go on without a blank line.
_WRAPPED_LINES = 4
_WRAPPED_MEDIAN = (50, 90)
_WRAPPED_LONGEST = 120
# One blank line under a headline is not yet the way of the whole text.
_BLANK_SHARE = 0.25


def split_paragraphs(text: str) -> list[Span]:
    r"""The paragraphs of a text, in order, trimmed of white space; never empty ones.

    Blank lines set them apart where the text uses them (or is hard-wrapped); otherwise every line is one.

    >>> [span.of("One.\n\nTwo\ngoes on. ") for span in split_paragraphs("One.\n\nTwo\ngoes on. ")]
    ['One.', 'Two\ngoes on.']
    >>> [span.of("One.\nTwo.") for span in split_paragraphs("One.\nTwo.")]
    ['One.', 'Two.']
    """
    lines = list(_read_lines(text))
    if not _uses_blank_lines(lines) and not _is_wrapped(lines):
        return [line for line in lines if line.start < line.end]
    return list(_join_blocks(lines))


def split_lines(text: str) -> list[Span]:
    r"""The stretches that a quotation is read in: paragraphs, and within them every line that was broken on purpose.

    >>> text = "“One,” it read.\n“Two.”\n\nThree."
    >>> [span.of(text) for span in split_lines(text)]
    ['“One,” it read.', '“Two.”', 'Three.']
    """
    lines = list(_read_lines(text))
    if _is_wrapped(lines):
        return list(_join_blocks(lines))
    return [line for line in lines if line.start < line.end]


def _read_lines(text: str) -> Iterator[Span]:
    """Every line trimmed of white space, blank ones as empty spans."""
    start = 0
    for found in _BREAK.finditer(text):
        yield trim_span(text, start, found.start())
        start = found.end()
    yield trim_span(text, start, len(text))


def trim_span(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends; empty if there is nothing else.

    >>> trim_span("a  b ", 1, 5)
    Span(start=3, end=4)
    """
    line = text[start:end]
    kept = line.strip()
    if not kept:
        return Span(start, start)
    begin = start + len(line) - len(line.lstrip())
    return Span(begin, begin + len(kept))


def _uses_blank_lines(lines: list[Span]) -> bool:
    """Whether blank lines end paragraphs: at least one for every four lines that go on without one."""
    breaks = goes_on = 0
    last = max((place for place, line in enumerate(lines) if line.start < line.end), default=0)
    for line, following in pairwise(lines[: last + 1]):
        if line.start < line.end:
            blank = following.start == following.end
            breaks += blank
            goes_on += not blank
    return breaks > 0 and breaks >= _BLANK_SHARE * goes_on


def _is_wrapped(lines: list[Span]) -> bool:
    """Whether a program broke the lines at a fixed width."""
    going_on = [a.end - a.start for a, b in pairwise(lines) if a.start < a.end and b.start < b.end]
    if len(going_on) < _WRAPPED_LINES or max(going_on) > _WRAPPED_LONGEST:
        return False
    low, high = _WRAPPED_MEDIAN
    middle = median(going_on)
    # Wrapped lines are all about as long as each other; a list of short items or of sentences is not.
    near = sum(middle - 15 <= length <= middle + 15 for length in going_on)
    return low <= middle <= high and near >= 0.7 * len(going_on)


def _join_blocks(lines: list[Span]) -> Iterator[Span]:
    """Lines up to the next blank one, each block as one span."""
    begin = end = -1
    for line in lines:
        if line.start < line.end:
            begin, end = (line.start if begin < 0 else begin), line.end
        elif begin >= 0:
            yield Span(begin, end)
            begin = -1
    if begin >= 0:
        yield Span(begin, end)


# The look behind keeps a million full stops from being tried one by one.
_STOP = re.compile(r"(?<![.!?…。！？])[.!?…。！？]+[\"”“’'»›)\]」』]*(?=\s|$)|[。！？][」』”]*")
_BEFORE = re.compile(r"(?:\w\.)*\w+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}[^\W\d_]")
_LAST_WORD = 24

# Titles and the like stand before a name: the full stop after them never ends a sentence.
_BEFORE_NAME = frozenset(
    """
    mr mrs ms mx dr prof gov sen rep reps sens gen col lt sgt capt cmdr maj adm rev hon pres supt det insp cpl pvt msgr
    st mt ft vs no nos fig vol pp approx dept e.g i.e cf al sec
    """.split()
)
# These end a sentence only if what follows looks like the start of one.
_MAYBE = frozenset(
    """
    jan feb mar apr jun jul aug sept sep oct nov dec inc ltd co corp jr sr etc a.m p.m u.s u.k u.n e.u d.c ave blvd rd
    bros est ph.d b.a m.a ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev
    okla ore pa tenn tex va vt wash wis wyo n.y n.j n.h n.c s.c n.d s.d r.i w.va n.m
    """.split()
)
_STARTERS = frozenset(
    """
    the a an he she it they we i you this that these those but and in on at for from with as if when while after before
    his her its their our my there what who how why where no yes not so then now
    """.split()
)
_NEXT_WORD = re.compile(r"[\"“‘'«(\[]*(\w+)")


def split_sentences(text: str, span: Span) -> list[Span]:
    """The sentences within a span of the text, trimmed; closing marks belong to the sentence that they end.

    >>> text = "“We won.” Mr. Roe, of the U.S. team, left. Why?"
    >>> [sentence.of(text) for sentence in split_sentences(text, Span(0, len(text)))]
    ['“We won.”', 'Mr. Roe, of the U.S. team, left.', 'Why?']
    """
    sentences = []
    start = span.start
    for found in _STOP.finditer(text, span.start, span.end):
        if _ends_sentence(text, found, span):
            sentences.append(trim_span(text, start, found.end()))
            start = found.end()
    sentences.append(trim_span(text, start, span.end))
    return [sentence for sentence in sentences if sentence.start < sentence.end]


def _ends_sentence(text: str, found: re.Match[str], span: Span) -> bool:
    """Whether the stop that was found is the end of a sentence."""
    following = text[found.end() : min(found.end() + _LAST_WORD, span.end)].lstrip()
    if not following:
        return True
    opening = following.lstrip("\"“‘'«([")[:1]
    if opening.islower():
        # “Why?” she asked. And … he went on: the sentence continues in small letters.
        return False
    if not found.group().startswith(".") or len(found.group().rstrip("\"”“’'»›)]」』")) > 1:
        return True
    return not _is_abbreviation(text, found.start(), span, following)


def _is_abbreviation(text: str, stop: int, span: Span, following: str) -> bool:
    """Whether the full stop belongs to an abbreviation or initial that the sentence goes on after."""
    found = _BEFORE.search(text[max(span.start, stop - _LAST_WORD) : stop])
    if not found:
        return False
    word = found.group()
    lower = word.lower()
    if word == "No":
        return following[:1].isdigit()
    if lower in _BEFORE_NAME and (word[:1].isupper() or lower in {"e.g", "i.e", "vs", "cf", "al", "pp"}):
        return True
    # "J. Moss", "J.K. Moss"; "U.S." and the like are looked up below.
    if (len(word) == 1 and word.isupper() and word != "I") or (lower not in _MAYBE and _INITIALS.fullmatch(word)):
        return True
    if lower in _MAYBE and (word[:1].isupper() or "." in word):
        next_word = _NEXT_WORD.match(following)
        return not (next_word and next_word.group(1).lower() in _STARTERS)
    return False
