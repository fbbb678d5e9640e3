"""Quotation marks, paired by rule: what stands inside them, how deep, and where a long quotation goes on.

One pass over the marks of each line. What a mark does is told by its shape (“ opens, ” closes), else by its
neighbours (space before and a letter after: it opens), and where both leave it open, by the marks that follow.
A mark that was forgotten costs at most the rest of its line.

Convention of reopened marks: AP Stylebook, punctuation guide, quotation marks: running quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sayso.analyse.segment import split_lines, trim_span
from sayso.analyse.signs import LEFT, LOW, RIGHT, Sign, link_signs, read_signs, shuts
from sayso.text import Span

__all__ = ["MarkKind", "Marked", "join_reopened", "mask_quoted", "pair_marks"]

MarkKind = Literal["double", "single", "guillemet", "corner", "block"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in quotation marks.

    Attributes:
        span: All of it, marks included.
        inside: What stands between the marks.
        depth: 0 for the outermost, 1 for marks inside of marks, and so on.
        closed: False if it ended with its line, or where the next one began, for want of a closing mark.
        reopened: Whether it continues the quotation that the line before left open.
        kind: The family of the marks.
    """

    span: Span
    inside: Span
    depth: int = 0
    closed: bool = True
    reopened: bool = False
    kind: MarkKind = "double"


_KIND: dict[str, MarkKind] = {
    "double": "double", "single": "single", "guillemet": "guillemet", "angle": "guillemet",
    "corner": "corner", "hook": "corner", "block": "block",
}  # fmt: skip
# ’90s, ’em, ’tis, rock ’n’ roll, and the 's that stands alone in text that was cut into words.
_ELISION = re.compile(
    r"['’‘](?:\d\ds?\b(?![,.]?\d|\s*%)|(?:em|til|twas|tis|cause|cuz|neath)\b(?!['’])|(?:Tis|Twas)\b|[nN]['’])"
)
_CUT_OFF = re.compile(r"['’](?:s|re|ve|ll|d|t|m)\b(?!['’])")
_FEET = re.compile(r"\d['’]\s?\d{0,2}$")
# The word before a mark that may be an apostrophe: the workers’ demand, nothin’ doing, ol’ man.
_CLIPPED = re.compile(r"(?:[sxzSXZ]|in|\b(?:an|o|th|ol|wi|lil|y))$")
_BLOCK = re.compile(r"(?:>\s?)+(?=[^\s>])")

# Counted per text: single marks are the main ones if they end more speech than there are double ones.
_SINGLE_ENDS = re.compile(r"[.,!?…][’'](?![\w”\"’'])")
_MAX_DEPTH = 6
# So many lines without a mark of their own may stand between an opening mark and the closing one that ends it.
_MAX_BETWEEN = 8
# In a text whose main marks are double, single ones hold a headline's quotation or a word, not a speech.
_MAX_SINGLE = 400
_MAX_CLIPPED = 80


def pair_marks(text: str, *, max_chars: int = 6_000) -> tuple[Marked, ...]:
    """What stands in quotation marks, in reading order, nested ones after the one that holds them.

    An unclosed quotation ends with its line, or just before the mark that opens the next one.

    Args:
        text: An article's text; all spans count in it.
        max_chars: Longest stretch kept, marks included. In a longer one the opening mark is taken for a stray.

    >>> text = "“We ‘won’,” she said. It was the workers’ day."
    >>> [(m.inside.of(text), m.depth) for m in pair_marks(text)]
    [('We ‘won’,', 0), ('won', 1)]
    """
    main_single = _is_main_single(text)
    found: list[Marked] = []
    carried = ""
    between: list[tuple[Span, int]] = []
    for line in split_lines(text):
        reader = _Line(text, line, carried, main_single, max_chars)
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
    """Put the lines between an open mark and its closing one among what was found, as parts of the quotation."""
    if not between:
        return
    start = between[0][1]
    later = found[start:]
    del found[start:]
    ends = [begin - start for _, begin in between[1:]] + [len(later)]
    for (line, begin), end in zip(between, ends, strict=True):
        whole = Marked(line, line, closed=False, reopened=True)
        found.extend(_nest([whole, *later[begin - start : end]]))


def join_reopened(marked: Iterable[Marked]) -> tuple[tuple[Marked, ...], ...]:
    r"""The outermost quotations in reading order, the parts of one that is reopened line by line together.

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
    """For each character 1 inside an outermost quotation, marks included, else 0.

    Single marks count where they are the text's main marks; beside double ones they are words, not speech.

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
    """Whether speech stands in single marks, as in British papers: they end more of it than double ones hold."""
    doubles = (
        text.count("“")
        + text.count("«")
        + text.count("„")
        + text.count('"') // 2
        + max(text.count("``"), text.count("''") // 2)
    )
    return sum(1 for _ in _SINGLE_ENDS.finditer(text)) > doubles


class _Line:
    """The marks of one line being paired, with the stack of those still open."""

    def __init__(self, text: str, line: Span, left_open: str, main_single: bool, max_chars: int) -> None:
        self.text, self.line, self.main_single, self.max_chars = text, line, main_single, max_chars
        self.carried = left_open
        self.left_open = ""
        self.ended_carried = False
        self.stack: list[Sign] = []
        self.found: list[Marked] = []
        self.block = False
        self.tokens: list[Sign] = []
        self.following: list[tuple[int, int, int]] = []

    def read(self) -> list[Marked]:
        """What stands in marks on this line, in reading order."""
        self._read_block()
        self.tokens = list(read_signs(self.text, self.line))
        if not self.tokens:
            return self.found
        self.following = link_signs(self.tokens)
        for place, token in enumerate(self.tokens):
            if token.family == "single":
                self._take_single(token, place)
            elif token.family == "double":
                self._take_double(token, place)
            else:
                self._take_shaped(token, place)
        self._end_line()
        return _nest(self.found)

    def _read_block(self) -> None:
        """Take a line that begins with > for a quotation without marks, as in Markdown and e-mail."""
        if self.text.startswith(">", self.line.start) and self.line.end - self.line.start <= self.max_chars:
            sign = _BLOCK.match(self.text, self.line.start, self.line.end)
            if sign:
                self.found.append(Marked(self.line, Span(sign.end(), self.line.end), kind="block"))
                self.block = True

    def _after(self, place: int, steps: int = 1) -> Sign | None:
        """The next mark of the same family, or the one after that."""
        for _ in range(steps):
            place = self.following[place][0]
            if place < 0:
                return None
        return self.tokens[place]

    def _top(self, family: str) -> Sign | None:
        """The innermost open mark of a family."""
        return next((token for token in reversed(self.stack) if token.family == family), None)

    # ---- double marks

    def _take_double(self, token: Sign, place: int) -> None:
        top = self._top("double")
        if top and token.end - top.start > self.max_chars:
            self._drop(top)
            top = None
        if top is None:
            self._open_double(token, place)
        elif self._ends_double(token, top, place):
            self._close(token, top)
        elif token.opens or token.char in LEFT:
            if not self._is_nested(place) and not self._is_paired_otherwise(token, top, place):
                self._break_off(top, token.start)
            self._push(token)

    def _is_paired_otherwise(self, token: Sign, top: Sign, place: int) -> bool:
        """Whether curly marks pair within a straight one: it opened before them and goes on after."""
        after = self._after(place)
        return top.char == '"' and token.char == "“" and after is not None and after.char == "”"

    def _open_double(self, token: Sign, place: int) -> None:
        """With no double mark open: open one, unless this is a stray closing one."""
        if token.char in LEFT:
            if token.opens or not token.closes:
                self._push(token)
        elif token.char in RIGHT:
            after = self._after(place)
            if token.opens and not token.closes and after and after.char in RIGHT and after.closes:
                self._push(token)
            else:
                self._close_carried(token)
        elif token.opens or not token.closes:
            self._push(token)
        else:
            self._close_carried(token)

    def _ends_double(self, token: Sign, top: Sign, place: int) -> bool:
        """Whether a double mark closes the one that is open."""
        if token.char in LEFT:
            german = top.char in LOW and token.char not in LOW
            return (german or token.closes) and not (token.opens and not token.closes and not german)
        if not token.opens or token.closes:
            return not self._is_inch(token, place)
        if token.char in RIGHT and top.char not in RIGHT:
            return True
        # A straight mark that looks like an opening one: believe it only if the next one closes it.
        after = self._after(place)
        return not (after and shuts(after))

    def _is_inch(self, token: Sign, place: int) -> bool:
        """Whether the mark stands for inches: 5'10", or a 6" pipe with the closing mark still to come."""
        if token.start == self.line.start or not self.text[token.start - 1].isdigit():
            return False
        if _FEET.search(self.text, max(self.line.start, token.start - 5), token.start):
            return True
        after = self._after(place)
        goes_on = self.text[token.end : token.end + 2].lstrip()[:1].islower()
        return token.char == '"' and goes_on and after is not None and shuts(after)

    def _is_nested(self, place: int) -> bool:
        """Whether an opening mark within an open one is closed before that one is: two closing marks follow."""
        after, later = self._after(place), self._after(place, 2)
        return bool(after and later and shuts(after) and shuts(later))

    # ---- single marks

    def _take_single(self, token: Sign, place: int) -> None:
        top = self._top("single")
        if top and self._ends_single(token, top, place):
            self._close(token, top)
        elif self._opens_single(token, top, place):
            if top:
                self._drop(top)
            self._push(token)

    def _ends_single(self, token: Sign, top: Sign, place: int) -> bool:
        """Whether a single mark closes the one that is open, and is no apostrophe."""
        if top.char == "‚" and token.char == "‘":
            return True
        if not token.closes or (token.opens and token.char in LEFT):
            return False
        if self.stack[-1] is not top:
            # A double mark was opened within and waits for its own end: this is an apostrophe in there.
            double = self.following[place][2]
            if not token.firm or (double >= 0 and shuts(self.tokens[double])):
                return False
        if token.firm or not self._may_be_apostrophe(token):
            return True
        after = self._after(place)
        if not self.main_single and token.start - top.start > _MAX_CLIPPED:
            return False
        return not (after and after.closes and not after.opens and not self._may_be_apostrophe(after))

    def _may_be_apostrophe(self, token: Sign) -> bool:
        """Whether a letter that often drops its follower stands before and a word follows."""
        if token.firm or token.char in LEFT:
            return False
        following = self.text[token.end : token.end + 2]
        return (
            following[:1].isspace()
            and following[1:].isalnum()
            and bool(_CLIPPED.search(self.text, max(self.line.start, token.start - 4), token.start))
        )

    def _opens_single(self, token: Sign, top: Sign | None, place: int) -> bool:
        """Whether a single mark opens a quotation: something must close it, or go on in the next line."""
        if not token.opens or token.char in RIGHT or _ELISION.match(self.text, token.start):
            return False
        if top and top.char in LOW and token.char == "‘":
            return False
        close = self.following[place][1]
        if close >= 0:
            return self.main_single or self.tokens[close].start - token.start <= _MAX_SINGLE
        return self.main_single and (token.char == "‘" or token.start == self.line.start)

    # ---- guillemets and corner marks

    def _take_shaped(self, token: Sign, place: int) -> None:
        """«text» or »text«: the first mark tells which way they are turned."""
        top = self._top(token.family)
        after = self._after(place)
        if top is None:
            turned = token.opens and after is not None and after.char != token.char and after.closes
            if turned or (token.char in LEFT and (token.opens or not token.closes)):
                self._push(token)
        elif token.char != top.char:
            self._close(token, top)
        elif token.opens:
            if not self._is_nested(place):
                self._break_off(top, token.start)
            self._push(token)

    # ---- the stack

    def _push(self, token: Sign) -> None:
        if token.family != "single" and not self.main_single:
            # A straight single mark before a double one, in a text of double marks: an apostrophe after all.
            self.stack = [open_one for open_one in self.stack if open_one.char != "'" or open_one is not self.stack[0]]
        if len(self.stack) < _MAX_DEPTH:
            self.stack.append(token)

    def _drop(self, token: Sign) -> None:
        self.stack.remove(token)

    def _close(self, token: Sign, top: Sign) -> None:
        """End the open one with its closing mark, and what was left open within it just before."""
        while self.stack[-1] is not top:
            inner = self.stack.pop()
            if inner.family != "single":
                self._keep(inner, token.start, token.start, closed=False)
        self.stack.pop()
        self._keep(top, token.start, token.end)

    def _break_off(self, top: Sign, end: int) -> None:
        """End the open one without a closing mark."""
        while self.stack[-1] is not top:
            self.stack.pop()
        self.stack.pop()
        self._keep(top, end, end, closed=False)

    @property
    def leaves_carried(self) -> bool:
        """Whether what an earlier line left open may go on past this one, which does not begin with a mark."""
        fits = self.line.end - self.line.start <= self.max_chars
        starts = bool(self.tokens) and self.tokens[0].start == self.line.start and self.tokens[0].family == self.carried
        return self.carried == "double" and fits and not starts and not self.block and not self.ended_carried

    def _close_carried(self, token: Sign) -> None:
        """End what a line before left open and this one forgot to open again."""
        if self.stack or not (token.closes and token.firm and self.leaves_carried):
            return
        inside = trim_span(self.text, self.line.start, token.start)
        if inside.start < inside.end and all(mark.closed for mark in self.found):
            self.found.append(Marked(Span(self.line.start, token.end), inside, reopened=True))
            self.ended_carried = True

    def _keep(self, token: Sign, end: int, span_end: int, *, closed: bool = True) -> None:
        """Note a quotation, unless there is nothing in it or too much."""
        inside = trim_span(self.text, token.end, end)
        if not closed:
            span_end = inside.end
        if inside.start < inside.end and span_end - token.start <= self.max_chars:
            reopened = token.start == self.line.start and self.carried == token.family
            span = Span(token.start, span_end)
            self.found.append(Marked(span, inside, 0, closed, reopened, _KIND[token.family]))

    def _end_line(self) -> None:
        """End what is still open with the line; the outermost may go on in the next one."""
        kept = [token for token in self.stack if self.main_single or token.family != "single"]
        for token in kept:
            before = len(self.found)
            self._keep(token, self.line.end, self.line.end, closed=False)
            if token is kept[0] and len(self.found) > before:
                self.left_open = token.family


def _nest(found: list[Marked]) -> list[Marked]:
    """The quotations of a line in reading order, each with its depth."""
    nested: list[Marked] = []
    ends: list[int] = []
    for mark in sorted(found, key=lambda mark: (mark.span.start, -mark.span.end)):
        while ends and ends[-1] <= mark.span.start:
            ends.pop()
        depth = len(ends)
        ends.append(mark.span.end)
        nested.append(replace(mark, depth=depth) if depth else mark)
    return nested
