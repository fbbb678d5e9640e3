"""Cut a pasted text into blocks and describe what each looks like.

A block is a line, or several where a program broke a paragraph at a fixed width (as text browsers do).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.late import compile_late
from sayso.months import SHORT_MONTHS
from sayso.read.site_lines import count_site_words, is_credit, is_label, leads_away, starts_another_part
from sayso.segment import find_salutation
from sayso.text import Span

__all__ = ["Block", "find_blocks", "split_words"]

LINE = compile_late(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
WORD = compile_late(r"[^\W_]+(?:['’][^\W_]+)*")
BULLET = compile_late(r"(?:[-•*·▪◦‣●○□☆■+–—#@]|\(?\d{1,3}[.)])\s+(?=\S)|[•●○□☆■]")
# How text browsers show fields, buttons and pictures; also rules drawn with lines.
WIDGET = compile_late(r"\[[^\[\]\n]{0,60}\]|\(BUTTON\)|\b(?:IFRAME|INS)::?|_{3,}|[━─═-]{5,}|https?://\S{4,}")
# "[bridge-300x200]The bridge": the file name of a picture, and its description.
PICTURE = compile_late(r"\[(?=[^\]]*[-_.0-9])[\w.-]+\]\s*\w")
BYLINE = compile_late(
    rf"\Aby\b|\b(?:{'|'.join(SHORT_MONTHS)})[a-z]*\.?\s+\d|\d\s+(?:{'|'.join(SHORT_MONTHS)})|\b\d{{1,4}}[./-]\d\d?[./-]\d{{2,4}}\b"
    r"|\b(?:minutes?|hours?|days?)\s+ago\b",
    re.IGNORECASE,
)
SENTENCE_END = compile_late(r"[.!?…][\"'”’»)\]]*\Z")
SENTENCE_WITHIN = compile_late(r"[a-z0-9”\"’)][.!?][\"'”’»)\]]*\s+[“\"‘'(]?[A-Z]")
# The greatest width at which programs break lines.
MAX_WRAPPED_CHARS = 100
MIN_FULL_CHARS = 40
MIN_FULL_LINES = 8
# A quarter of the longer lines end this near to the width, since the next word did not fit.
NEAR_CHARS = 12
# With fewer words than this, what ends like a sentence may be a button ("Got it!").
MIN_PROSE_WORDS = 9
MAX_BYLINE_WORDS = 20
# A block of this many words with the end of a sentence inside is prose, whatever its own end.
MIN_UNENDED_WORDS = 20


@dataclass(frozen=True, slots=True)
class Block:
    """One block and what it looks like.

    Attributes:
        span: Where it stands, without leading and trailing blanks.
        folded: Its words in lower case.
        is_item: Whether it begins with a bullet or a number.
        is_prose: Whether it reads as a sentence or more.
        is_sentence: Whether it ends like a sentence.
        is_site: Whether it is a label, button or call of a site: "Skip to content", "Share", "Read more: …".
        is_bare: Whether it holds nothing but fields, rules, addresses and marks.
        is_credit: Whether it names who took a picture.
        is_picture: Whether it begins with the file name of a picture, as text browsers show one.
        is_doubled: Whether it says the same twice, as a link with its picture does.
        is_byline: Whether it is short and names a day, or begins with "By".
        starts_other: Whether it is the heading of something else than the article: comments, related stories.
        opens_letter: Whether it begins a letter to the editor.
        site_words: How many words it has that sites use about themselves: "subscribe", "cookies".
    """

    span: Span
    folded: tuple[str, ...]
    is_item: bool
    is_prose: bool
    is_sentence: bool
    is_site: bool
    is_bare: bool
    is_credit: bool
    is_picture: bool
    is_doubled: bool
    is_byline: bool
    starts_other: bool
    opens_letter: bool
    site_words: int

    @property
    def key(self) -> str:
        """Its words, for finding the same line again."""
        return " ".join(self.folded)


def find_blocks(text: str) -> list[Block]:
    """The blocks of a text in order; blank lines are in none."""
    return [describe_block(text, span) for span in join_wrapped(text, list(find_lines(text)))]


def find_lines(text: str) -> Iterator[Span]:
    """Yield every line that is not blank, without leading and trailing blanks."""
    for found in LINE.finditer(text):
        line = found[0]
        kept = line.strip()
        if kept:
            start = found.start() + len(line) - len(line.lstrip())
            yield Span(start, start + len(kept))


def join_wrapped(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield the lines; those that a program broke because the next word did not fit are joined."""
    width = measure_width(text, lines)
    start = None
    for line, following in pairwise([*lines, None]):
        if line is None:
            continue
        start = line.start if start is None else start
        if following is None or not goes_on(text, line, following, width):
            yield Span(start, line.end)
            start = None


def measure_width(text: str, lines: Sequence[Span]) -> int:
    """The width at which a program broke the lines, margin included; 0 if it broke none."""
    widths = sorted(line.end - find_margin(text, line) for line in lines)
    full = [width for width in widths if width >= MIN_FULL_CHARS]
    if len(full) < MIN_FULL_LINES:
        return 0
    # Not the widest line: an address or a table may be wider.
    width = full[int(0.97 * (len(full) - 1))]
    near = sum(width - NEAR_CHARS <= it <= width for it in full)
    return width if width <= MAX_WRAPPED_CHARS and 4 * near >= len(full) else 0


def find_margin(text: str, line: Span) -> int:
    """Where the blanks before a line begin."""
    start = line.start
    while start and text[start - 1] in " \t\u00a0":
        start -= 1
    return start


def goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line goes on with this one: its first word did not fit, and it begins nothing new."""
    between = text[line.end : following.start]
    if not width or between.count("\n") != 1 or BULLET.match(text, following.start):
        return False
    first = WORD_END.search(text, following.start)
    word = (first.start() if first else following.end) - following.start
    return line.end - find_margin(text, line) + 1 + word > width


WORD_END = compile_late(r"\s|\Z")


def split_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return WORD.findall(text.casefold())


def is_doubled(words: Sequence[str]) -> bool:
    """Whether the second half of the words repeats the first half."""
    half = len(words) // 2
    return half > 1 and words[:half] == words[half:]


def describe_block(text: str, span: Span) -> Block:
    """Describe what a stretch of text looks like."""
    words = span.of(text)
    bullet = BULLET.match(words)
    bare = " ".join(WIDGET.sub(" ", words[bullet.end() :] if bullet else words).split())
    folded = tuple(split_words(bare))
    is_sentence = SENTENCE_END.search(bare) is not None
    is_prose = (is_sentence and len(folded) >= MIN_PROSE_WORDS) or (
        len(folded) >= MIN_UNENDED_WORDS and SENTENCE_WITHIN.search(bare) is not None
    )
    return Block(
        span=span,
        folded=folded,
        is_item=bullet is not None,
        is_prose=is_prose,
        is_sentence=is_sentence,
        is_site=leads_away(bare) or is_label(folded),
        is_bare=not folded,
        is_credit=is_credit(words),
        is_picture=PICTURE.match(words) is not None and len(folded) > 2,
        is_doubled=is_doubled(folded),
        is_byline=len(folded) <= MAX_BYLINE_WORDS and BYLINE.search(bare) is not None,
        starts_other=starts_another_part(bare),
        opens_letter=find_salutation(bare, 0, len(bare)) is not None,
        site_words=count_site_words(folded),
    )
