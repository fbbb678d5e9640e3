"""Pair the quotation marks of one line in one pass.

Whether a mark opens or closes is decided by its shape (“ opens, ” closes), else by its neighbours (a space before and a
letter after: it opens), else by the marks that follow.
"""

from __future__ import annotations

import re

from sayso.segment.lines import trim_span
from sayso.segment.marked import Marked, MarkKind, nest_marks
from sayso.segment.signs import LEFT, LOW, RIGHT, Sign, link_signs, read_signs, shuts
from sayso.text import Span

__all__ = ["LineReader"]

_KIND: dict[str, MarkKind] = {
    "double": "double", "single": "single", "guillemet": "guillemet", "angle": "guillemet",
    "corner": "corner", "hook": "corner", "block": "block",
}  # fmt: skip
# ’90s, ’em, ’tis, rock ’n’ roll, and the separate 's of tokenised text.
_ELISION = re.compile(
    r"['’‘](?:\d\ds?\b(?![,.]?\d|\s*%)|(?:em|til|twas|tis|cause|cuz|neath)\b(?!['’])|(?:Tis|Twas)\b|[nN]['’])"
)
_FEET = re.compile(r"\d['’]\s?\d{0,2}$")
# The word before a mark that may be an apostrophe: the workers’ demand, nothin’ doing, ol’ man.
_CLIPPED = re.compile(r"(?:[sxzSXZ]|in|\b(?:an|o|th|ol|wi|lil|y))$")
_BLOCK = re.compile(r"(?:>\s?)+(?=[^\s>])")
_MAX_DEPTH = 6
# In a text whose main marks are double, single ones hold a headline's quotation or a word, not a speech.
_MAX_SINGLE = 400
_MAX_CLIPPED = 80


class LineReader:
    """Pairs the marks of one line, with a stack of the open ones."""

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
        """The stretches in marks on this line, in reading order."""
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
        return nest_marks(self.found)

    def _read_block(self) -> None:
        """Treat a line that begins with > as a quotation without marks, as in Markdown and e-mail."""
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
        """Whether a pair of curly marks stands within straight ones, which opened before and close after."""
        after = self._after(place)
        return top.char == '"' and token.char == "“" and after is not None and after.char == "”"

    def _open_double(self, token: Sign, place: int) -> None:
        """Open a double mark when none is open, unless this is a stray closing mark."""
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
        # A straight mark that looks like an opening one is one only if the next mark closes it.
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
        """Whether an opening mark within an open one is closed first: two closing marks follow."""
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
        """Whether a single mark closes the open one and is not an apostrophe."""
        if top.char == "‚" and token.char == "‘":
            return True
        if not token.closes or (token.opens and token.char in LEFT):
            return False
        if self.stack[-1] is not top:
            # A double mark was opened inside and is not closed yet, so this is an apostrophe in it.
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
        """Whether a word precedes that often ends in an apostrophe, and another word follows."""
        if token.firm or token.char in LEFT:
            return False
        following = self.text[token.end : token.end + 2]
        return (
            following[:1].isspace()
            and following[1:].isalnum()
            and bool(_CLIPPED.search(self.text, max(self.line.start, token.start - 4), token.start))
        )

    def _opens_single(self, token: Sign, top: Sign | None, place: int) -> bool:
        """Whether a single mark opens a quotation: it must be closed, or go on in the next line."""
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
        """Take a guillemet or corner mark; the first one shows the direction: «text» or »text«."""
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
            # In a text of double marks, a straight single mark before a double one is an apostrophe.
            self.stack = [open_one for open_one in self.stack if open_one.char != "'" or open_one is not self.stack[0]]
        if len(self.stack) < _MAX_DEPTH:
            self.stack.append(token)

    def _drop(self, token: Sign) -> None:
        self.stack.remove(token)

    def _close(self, token: Sign, top: Sign) -> None:
        """End an open mark with its closing mark; marks still open inside it end just before."""
        while self.stack[-1] is not top:
            inner = self.stack.pop()
            if inner.family != "single":
                self._keep(inner, token.start, token.start, closed=False)
        self.stack.pop()
        self._keep(top, token.start, token.end)

    def _break_off(self, top: Sign, end: int) -> None:
        """End an open mark without a closing mark."""
        while self.stack[-1] is not top:
            self.stack.pop()
        self.stack.pop()
        self._keep(top, end, end, closed=False)

    @property
    def leaves_carried(self) -> bool:
        """Whether a quotation that an earlier line left open may go on past this one, which begins without a mark."""
        fits = self.line.end - self.line.start <= self.max_chars
        starts = bool(self.tokens) and self.tokens[0].start == self.line.start and self.tokens[0].family == self.carried
        return self.carried == "double" and fits and not starts and not self.block and not self.ended_carried

    def _close_carried(self, token: Sign) -> None:
        """End a quotation that an earlier line left open and that this line does not reopen."""
        if self.stack or not (token.closes and token.firm and self.leaves_carried):
            return
        inside = trim_span(self.text, self.line.start, token.start)
        if inside.start < inside.end and all(mark.closed for mark in self.found):
            self.found.append(Marked(Span(self.line.start, token.end), inside, reopened=True))
            self.ended_carried = True

    def _keep(self, token: Sign, end: int, span_end: int, *, closed: bool = True) -> None:
        """Keep a quotation, unless it is empty or too long."""
        inside = trim_span(self.text, token.end, end)
        if not closed:
            span_end = inside.end
        if inside.start < inside.end and span_end - token.start <= self.max_chars:
            reopened = token.start == self.line.start and self.carried == token.family
            span = Span(token.start, span_end)
            self.found.append(Marked(span, inside, 0, closed, reopened, _KIND[token.family]))

    def _end_line(self) -> None:
        """End what is still open at the end of the line; the outermost may go on in the next one."""
        kept = [token for token in self.stack if self.main_single or token.family != "single"]
        for token in kept:
            before = len(self.found)
            self._keep(token, self.line.end, self.line.end, closed=False)
            # A quotation in the marks of a block ends with it.
            if token is kept[0] and len(self.found) > before and not self.block:
                self.left_open = token.family
