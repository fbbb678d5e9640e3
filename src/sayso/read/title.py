"""Find a title in a text: by rule, or a title that was given.

The rule, for a text that comes without a title: its first paragraph is the title if all of this holds.

1. It is one line of at most 200 characters, and another paragraph follows. Paragraphs are separated by
   blank lines; a line that is followed by a line of more than 120 characters, or by a byline, is a paragraph too,
   and so is a line of four words or more above at most three short ones, in a text whose lines are not broken by hand.
2. It does not end like a sentence of body text: its last character, closing marks aside, is not a full stop, a
   comma, a colon or a semicolon, and its last word is not "said". A question mark, an exclamation mark or an
   abbreviation such as "U.S." may end a line of at most 90 characters, and so may a full stop above a byline; an
   ellipsis may end any.
3. It does not begin like something else: a byline, a dateline, a date, a bullet, an address on the web, a turn of an
   interview ("Q:"), or a quotation that is not closed.
4. It holds a letter or a digit, and is not one of a few labels ("Advertisement", "Staff reports").

The name of a section, "OPINION" or "Letters to the editor", is passed over; the paragraph after it may be the title.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sayso.late import compile_late
from sayso.letters import strip_accents
from sayso.months import ANY_DAY, MONTHS
from sayso.text import Span

__all__ = ["find_title", "match_title"]

# All but one of 840 headlines are shorter.
MAX_TITLE_CHARS = 200
# Of the lines that end in "?", "!" or "U.S.", those longer than this began the body; the others were titles.
MAX_MARKED_CHARS = 90
# Lines broken by hand are shorter; a longer line is a paragraph.
MAX_WRAPPED_CHARS = 120
# Below a title stand at most so many lines with who wrote it, and when; so much text shows how lines are broken.
MAX_LINES_BELOW = 3
SHOWN_CHARS = 3_000
LEAST_TITLE_WORDS = 4

LINE_BREAK = compile_late(r"\r\n|[\n\r\u2028\u2029]")
NOT_BLANK = compile_late(r"\S")
CLOSING_MARKS = "\"'”’»›)]}*_ \u00a0\u200f"
BODY_END = compile_late(r"(?:(?<![.\u2026])\.|[,:;،。、]|\bsaid)\Z", re.IGNORECASE)
MARKED_END = compile_late(r"(?:[?!]|\b[A-Za-z]\.[A-Za-z]\.|\b(?:Inc|Jr|Sr|Co|Corp|Ltd|St|etc)\.)\Z")
BYLINE = compile_late(
    r"(?:(?:posted|written|reported|story|words|report|text)\s+)?by:?\s+(?-i:[A-Z])"
    r"|[^,\n]{3,60},\s(?:[\w-]{1,30}\s){0,3}(?:correspondent|editor|reporter|writer)\Z",
    re.IGNORECASE,
)
AGENCY_DATELINE = compile_late(r"(?:[A-Z][^()\n]{0,60})?\([^()\n]{2,40}\)\s*[—–-]{1,2}\s")
PLACE_DATELINE = compile_late(
    r"(?!(?:LIVE|WATCH|VIDEO|BREAKING|EXCLUSIVE|UPDATE|OPINION)\b)"
    r"[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w. ]{1,30})?\s*(?:—|–|--| - )\s*[A-Z“\"]"
)
MONTH_NAMES = "|".join(month[:3] for month in MONTHS)
DATE_LINE = compile_late(
    rf"(?:(?:{ANY_DAY}),?\s+)?(?:(?:{MONTH_NAMES})[a-z]*\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+(?:{MONTH_NAMES})[a-z]*),?\s+\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
# "The Wold Echo, Saturday 15 February", which heads a page.
DATED = compile_late(rf"\b(?:{ANY_DAY})\b.*\b(?:{MONTH_NAMES})", re.IGNORECASE)
OTHER_BEGINNING = compile_late(
    r"[-*•‣▪–—]\s|https?://|www\.|(?:q|a|question|answer|from|to|subject|date|url):\s", re.IGNORECASE
)
OPEN_QUOTATION = compile_late(r"“[^”]*\Z|„[^“”]*\Z|«[^»]*\Z|\"[^\"]*\Z")
LABEL = compile_late(
    r"(?:advertisement|abstract|full text|staff reports?|press release(?: issued by .*)?|share|editor['’]s note)\W*",
    re.IGNORECASE,
)

SECTION = compile_late(
    r"(?:(?:guest )?(?:opinion|comment|commentary|editorial|column|essay|analysis|interview|feature|obituary|review)s?"
    r"|letters?(?: to the editors?| page)?|sports?|news|world|national|local|politics|business|culture|science"
    r"|technology|health|lifestyle|top stor(?:y|ies)|op-?ed|viewpoint|exclusive|court(?: report)?s?)\W*",
    re.IGNORECASE,
)


def find_title(text: str) -> Span | None:
    r"""The span of the title by the rule at the top of this file, or None.

    >>> text = "Bridge stays shut\n\nThe bridge at Lower Oxley stays shut until Easter."
    >>> find_title(text)
    Span(start=0, end=17)
    """
    title = _find_short_paragraph(text, 0)
    if title is not None and SECTION.fullmatch(title.of(text)):
        title = _find_short_paragraph(text, title.end)
        if title is None or DATED.search(title.of(text)):
            return None
    if title is None:
        return None
    following = NOT_BLANK.search(text, title.end)
    is_signed = following is not None and BYLINE.match(text, following.start()) is not None
    return title if reads_as_title(title.of(text), is_signed=is_signed) else None


def _find_short_paragraph(text: str, begin: int) -> Span | None:
    """The span of the first paragraph from a place on, if it is short enough for a title."""
    first = NOT_BLANK.search(text, begin)
    if first is None:
        return None
    start = first.start()
    line_break = LINE_BREAK.search(text, start, start + 2 * MAX_TITLE_CHARS)
    if line_break is None:
        return None
    line = text[start : line_break.start()].rstrip()
    if len(line) > MAX_TITLE_CHARS:
        return None
    if not (is_paragraph(text, line_break.start()) or is_above_short_lines(text, line, line_break.start())):
        return None
    return Span(start, start + len(line))


def is_paragraph(text: str, end: int) -> bool:
    """Whether the line that ends at `end` is a paragraph and another one follows."""
    following = NOT_BLANK.search(text, end)
    if following is None:
        return False
    breaks = sum(1 for _ in LINE_BREAK.finditer(text, end, following.start()))
    if breaks != 1:
        return True
    line_break = LINE_BREAK.search(text, following.start())
    next_line = text[following.start() : line_break.start() if line_break else len(text)]
    return len(next_line) > MAX_WRAPPED_CHARS or BYLINE.match(next_line) is not None


def is_above_short_lines(text: str, line: str, end: int) -> bool:
    """Whether a line stands above who wrote it and the like, in a text that has a paragraph on each line."""
    shown = LINE_BREAK.split(text[end : end + SHOWN_CHARS].strip())
    below = next((n for n, it in enumerate(shown) if not it.strip()), len(shown))
    is_broken = max(map(len, shown)) <= MAX_WRAPPED_CHARS or any(BODY_END.search(it.rstrip()) for it in shown[:below])
    return not is_broken and 0 < below <= MAX_LINES_BELOW and len(line.split()) >= LEAST_TITLE_WORDS


def reads_as_title(line: str, *, is_signed: bool = False) -> bool:
    """Whether a line neither ends like body text nor begins like something other than a title.

    One that is signed stands above a byline.
    """
    bare = line.rstrip(CLOSING_MARKS)
    if not any(char.isalnum() for char in line) or LABEL.fullmatch(line):
        return False
    is_marked = MARKED_END.search(bare) is not None or (is_signed and bare.endswith("."))
    if len(line) > MAX_MARKED_CHARS if is_marked else BODY_END.search(bare):
        return False
    beginnings = (BYLINE, AGENCY_DATELINE, PLACE_DATELINE, OTHER_BEGINNING, OPEN_QUOTATION)
    return not any(pattern.match(line) for pattern in beginnings) and not DATE_LINE.fullmatch(bare)


def match_title(text: str, title: str) -> Span | None:
    r"""The span of a given title at the beginning of a text, or None if the text does not begin with it.

    Only letters and digits are compared, so that case, quotation marks, dashes and blanks may differ. A full
    stop that closes the title in the text, but not in the title, stays outside the span.

    >>> match_title("‘We won’, says Roth.\n\nThe coach …", '"We won", says Roth')
    Span(start=0, end=19)
    """
    start = len(text) - len(text.lstrip())
    folded = "".join(map(fold_char, title))
    if not folded:
        return Span(start, start + len(title)) if title and text.startswith(title, start) else None
    end = match_letters(text, start, folded)
    if end is None:
        return None
    return Span(start, extend_to_marks(text, end, title))


def match_letters(text: str, start: int, folded: str) -> int | None:
    """Where the letters of `folded`, matched from `start`, end; None if other letters or a blank line come."""
    matched = 0
    breaks = 0
    for place in range(start, len(text)):
        char = text[place]
        letters = fold_char(char)
        if letters:
            if not folded.startswith(letters, matched):
                return None
            breaks = 0
            matched += len(letters)
            if matched == len(folded):
                return place + 1 if ends_word(text, place + 1) else None
        elif char == "\n":
            breaks += 1
            if breaks > 1:
                return None
    return None


def ends_word(text: str, end: int) -> bool:
    """Whether a word ends at `end`: no letter, digit or accent follows."""
    return end == len(text) or not (text[end].isalnum() or unicodedata.combining(text[end]))


def extend_to_marks(text: str, end: int, title: str) -> int:
    """The end of a title including the marks that close it, and a final full stop if the title has one."""
    stop = end
    while stop < len(text) and text[stop] in ".!?…%\"'”’»›)]}":
        stop += 1
    if text[end:stop].endswith(".") and not title.endswith("."):
        return stop - 1
    return stop


@lru_cache(maxsize=4_096)
def fold_char(char: str) -> str:
    """The letters and digits of a character without case and accents; "" for all else."""
    return "".join(part for part in strip_accents(char).casefold() if part.isalnum())
