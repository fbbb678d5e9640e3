"""Letters to the editor and comments that are shown whole: each is a turn of the one who signs it.

They are recognised by their form, each only where there are several: a name below a letter, at the end of its last
paragraph ("— Ida Moss, Wold"), or above it ("From Ida Moss, Wold", "Ida Moss, Wold, writes:"); comments above a line
such as “Posted by: Ida Moss, 3 May”, or below a name and “2 hours ago”. Letters without a salutation need a page that
speaks of letters or readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile, zip_longest

from sayso.analyse.turn import Turn
from sayso.analyse.turn_labels import COMMENTS
from sayso.late import compile_late
from sayso.lexicon.nouns import is_first_name, is_noun, titles
from sayso.segment import find_salutation, trim_span
from sayso.text import Span

__all__ = ["find_letters", "find_signed"]

# Of the lines that sign a letter the first has the name, if it has a capital and does not end like a sentence.
_SIGNATURE = re.compile(r"[(“\"]?[A-Z][^.!?:;\n]{0,3}(?:[^!?:;\n]{0,70}[^!?:;.\n])?(?:\.(?<=[JS]r\.))?")
_MOST_SIGNING_WORDS = 9
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
# "Posted by: Ida Moss, 27 Sep 2011 | 18:53"
_POSTED = re.compile(
    r"(?:posted|comment(?:ed)?|written)\sby:?\s(?P<name>[^\n,|]{1,60}?)(?:\s?[,|][^\n]*|\s(?:on|at)\s[^\n]{0,12}\d[^\n]*)?",
    re.IGNORECASE,
)
# "harbour_jo ⏎ 2 hours ago", "harbour_jo · 2 hours ago": above a comment; below it "Like 12  Reply".
_AGO = (
    r"(?:(?:about |over )?(?:\d{1,3}|an?|one|two|three)"
    r" ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?)(?: ago)?"
    r"|just now|yesterday(?: at [\d:. apm]{3,10})?)(?: [(·•]? ?edited\)?)?"
)
_WHEN = compile_late(_AGO, re.IGNORECASE)
_WHO_WHEN = compile_late(rf"(?P<name>\S[^\n.!?:;“\"]{{1,38}}?)(?: ?[·•|,–-] ?| ){_AGO}", re.IGNORECASE)
_BUTTONS = compile_late(
    r"(?:(?:like|likes|reply|replies|share|report|recommend|recommended|upvote|downvote|flag|hide|show|more|\d|[|·•,()\[\]]"
    r"|👍|👎|❤)\s*)+",
    re.IGNORECASE,
)
_MOST_NICK, _MOST_NICK_WORDS, _MOST_COMMENT = 40, 4, 5
_UNNAMED = re.compile(r"\b(?:name|address)\b", re.IGNORECASE)
_LEAST, _LEAST_POSTED = 2, 3
# What the head of a page of letters says, and what stands in its introduction.
_PAGE = compile_late(
    r"\b(?:letters?|mail ?bag|post ?bag|inbox|in-?tray|readers?|feedback|to the editor|your (?:say|views?)|speak up"
    r"|you (?:told us|say|wrote|write)|what you (?:say|think)|correspondence|have your say)\b",
    re.IGNORECASE,
)
_FIRST_LINES = 8
_INTRODUCES = compile_late(
    r"\b(?:letters (?:may|should|must|to)|e-?mail(?:s|ed)? (?:to|us)|readers|write to|please include|edited for"
    r"|we asked|your letters|responses)\b|@\w",
    re.IGNORECASE,
)
# A name, with a title and what is in brackets; behind it a place or an office. "DR (RTD) IDA MOSS"
_SIGNED = compile_late(
    r"[—–-]{0,2} ?(?:\((?:(?i:Mr|Mrs|Ms|Miss|Dr))\) |[A-Z][A-Za-z]{1,6}\.? \([A-Z][A-Za-z.]{1,6}\) )?"
    r"(?P<name>[^\W\d_][^,()\n:;!?—–]{2,50}?)(?: \([^()\n]{1,30}\))?"
    r"(?P<place>(?:,| via | by e-?mail| \|)[^\n:;!?]{0,60})?\.?"
)
_INLINE = compile_late(r"(?<=[.!?…”\"’')]) ?[—–-]{1,2} ?(?P<signed>[^\n—–:;!?]{3,80})$")
_NICK = compile_late(r"\w[\w.]{2,29}|The [A-Z][\w’'-]+ family")
_FROM = compile_late(r"From:? (?P<signed>[^\n:;!?.]{3,80})")
_WRITES = compile_late(
    r"(?P<signed>[^\n:;!?.“\"]{3,90}?),? (?:writes|e-?mails|says|asks|adds|tells us|wrote|texts)(?: in| to say)?: ?"
)
# What is no part of a letter: a note of the editor, what is in brackets.
_NOTE = compile_late(
    r"[\[(]?[—–-]{0,2} ?(?:Ed(?:itor)?(?:[’']s note)?\b[.:]|The editor \w+|[A-Z]\w+ (?:replies|responds|writes back):)"
    r"|[\[(][^\n]*[\])]$|[^\n]*[—–-] ?Ed\.?[)\]]?$"
)
_BULLET = compile_late(r"[•●▪*–—-] +")
_PARTICLES = frozenset("de da di du del la le van von der den bin binti al and & ni ó y e of".split())
_NO_NAMES = frozenset("the a an in on at to for from and but why how what when where who our your my it is".split())
_LONGEST_HEADING, _MOST_NAME_WORDS = 12, 7


def find_letters(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    r"""Yield the letters with a salutation, or else the comments, of a text that shows several whole.

    >>> text = "Sir – It leaks.\nIda Moss\n\nSir – It does not.\nOran Pell"
    >>> letters = find_letters(text, [Span(0, 15), Span(16, 24), Span(26, 44), Span(45, 54)])
    >>> [(letter.content[0].of(text), letter.label.of(text)) for letter in letters if letter.label]
    [('It leaks.', 'Ida Moss'), ('It does not.', 'Oran Pell')]
    """
    letters = list(_read_letters(text, paragraphs))
    comments = max((list(read(text, paragraphs)) for read in (_read_comments, _read_dated)), key=len)
    yield from letters if len(letters) >= _LEAST else comments if len(comments) >= _LEAST_POSTED else ()


def find_signed(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    r"""Return the letters of a text in any form, each with the name of who signs it; those of a page are several.

    >>> text = "Letters\nIt leaks.\nIda Moss, Wold\n\nIt does not.\nOran Pell, Wold"
    >>> letters = find_signed(text, [Span(0, 7), Span(8, 17), Span(18, 32), Span(34, 46), Span(47, 62)])
    >>> [(letter.content[0].of(text), letter.label.of(text)) for letter in letters if letter.label]
    [('It leaks.', 'Ida Moss'), ('It does not.', 'Oran Pell')]
    """
    letters = list(_read_letters(text, paragraphs))
    if any(_PAGE.search(text, *paragraph) for paragraph in paragraphs[:_FIRST_LINES]):
        others = [list(read(text, paragraphs)) for read in (_read_headed, _read_signed)]
        letters = max([letters, *(found for found in others if len(found) >= _LEAST)], key=len)
    return letters


def _read_letters(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield each letter from its salutation to the line before its signature."""
    starts = [find_salutation(text, *paragraph) for paragraph in paragraphs]
    opened = [(place, start) for place, start in enumerate(starts) if start is not None]
    for (place, start), (following, _) in pairwise([*opened, (len(paragraphs), 0)]):
        first = trim_span(text, start, paragraphs[place].end)
        content = [first] if first.start < first.end else []
        for paragraph in paragraphs[place + 1 : following]:
            if content and _signs(text, content[-1], paragraph):
                if not _UNNAMED.search(text, *paragraph):
                    yield Turn(paragraph, None, tuple(content), None)
                break
            content.append(paragraph)


def _signs(text: str, before: Span, paragraph: Span) -> bool:
    """Whether a line after the end of a sentence may be the name of who wrote it."""
    words = paragraph.of(text)
    is_short = len(words.split()) <= _MOST_SIGNING_WORDS
    return is_short and bool(_ENDS.search(before.of(text)[-4:])) and _SIGNATURE.fullmatch(words) is not None


def _read_signed(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield the paragraphs above each name, or up to a name at the end of the last one; headings and notes are none."""
    content: list[Span] = []
    is_first = True
    # "LITTLE WOLD" above all is a heading, and so is what is written like it.
    first_lines = takewhile(lambda it: not _ENDS.search(text, *it), paragraphs)
    has_headings = any(_is_shouted_name(text, it) for it in first_lines)
    inlines = [_INLINE.search(text, *paragraph) for paragraph in paragraphs]
    for n, (paragraph, inline, name) in enumerate(zip(paragraphs, inlines, _read_inlines(text, inlines), strict=True)):
        begin = find_salutation(text, *paragraph)
        if _NOTE.match(text, *paragraph):
            content = []
        elif inline and name:
            yield Turn(name, None, (*content, _trim(text, paragraph.start, inline.start())), None)
            content, is_first = [], False
        elif has_headings and _is_shouted_name(text, paragraph):
            content = []
        elif content and _ENDS.search(text, content[-1].start, content[-1].end) and _is_signature(text, paragraphs, n):
            if not _UNNAMED.search(text, *paragraph):
                yield Turn(_read_name(text, paragraph) or paragraph, None, tuple(content), None)
            content, is_first = [], False
        elif begin is not None:
            rest = _trim(text, begin, paragraph.end)
            content = [rest] if rest.start < rest.end else []
        elif _is_heading(text, paragraph) or (is_first and _INTRODUCES.search(text, *paragraph)):
            content = []
        elif (
            not content
            and _asks(text, paragraph)
            and n + 1 < len(paragraphs)
            and not _is_heading(text, paragraphs[n + 1])
        ):
            continue  # "Who asked for this bypass?" above a letter
        else:
            content.append(_trim(text, *paragraph))


def _is_shouted_name(text: str, line: Span) -> bool:
    """Whether a line is all capitals, and may be a name without a place."""
    return line.of(text).isupper() and "," not in line.of(text) and _read_name(text, line) is not None


def _read_inlines(text: str, inlines: Sequence[re.Match[str] | None]) -> list[Span | None]:
    """Return the names at the end of letters; those of unknown form where others are signed so: "– moss_in_wold"."""
    signed = [Span(*it.span("signed")) if it else None for it in inlines]
    names = [_read_name(text, it) if it else None for it in signed]
    if sum(map(bool, names)) < _LEAST:
        return names
    nicks = (it if it and _NICK.fullmatch(text, *it) else None for it in signed)
    return [name or nick for name, nick in zip(names, nicks, strict=True)]


def _read_headed(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield what stands below each line with a name, "From Ida Moss, Wold", or behind it, up to a heading or a note."""
    label: Span | None = None
    content: list[Span] = []
    for paragraph in [*paragraphs, None]:
        found = paragraph and (_FROM.fullmatch(text, *paragraph) or _WRITES.match(text, *paragraph))
        name = _read_name(text, Span(*found.span("signed")), is_sure=True) if found else None
        is_end = paragraph is None or name is not None or _is_heading(text, paragraph) or _NOTE.match(text, *paragraph)
        if is_end and label and content:
            yield Turn(label, None, tuple(content), None)
        if is_end:
            label, content = name, []
        if paragraph is not None and label is not None:
            rest = _trim(text, found.end() if found and name else paragraph.start, paragraph.end)
            content += [rest] if rest.start < rest.end and (found is None or name) else []


def _is_signature(text: str, paragraphs: Sequence[Span], n: int) -> bool:
    """Whether a line is a name, or says that it is withheld; one of unusual form needs a place or office below it."""
    words = paragraphs[n].of(text)
    if len(words.split()) <= _MOST_SIGNING_WORDS and _UNNAMED.search(words) and not _ENDS.search(words):
        return True
    below = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
    return _read_name(text, paragraphs[n], is_sure=below is not None and _is_heading(text, below)) is not None


def _read_name(text: str, line: Span, *, is_sure: bool = False) -> Span | None:
    """Return the name with which a line begins, if the line is no more than a name, a place and an office.

    `is_sure` says that the line stands where a name must: then it need not be known as one.
    """
    found = _SIGNED.fullmatch(text, *line)
    if found is None:
        return None
    words = [word for word in found["name"].split() if word.strip("“”\"’'")]
    capital = [word for word in words if word.lower() not in _PARTICLES]
    is_name = 1 < len(words) <= _MOST_NAME_WORDS and all(word.strip("“\"‘'(")[:1].isupper() for word in capital)
    if not is_name or words[0].lower() in _NO_NAMES:
        return None
    first = words[0].rstrip(".")
    is_shouted = found["name"].isupper() and not any(is_noun(it.lower()) or it.lower() in _NO_NAMES for it in words)
    is_known = is_first_name(first) or len(first) <= _INITIALS or first.lower() in titles() or is_shouted
    return Span(*found.span("name")) if is_sure or found["place"] or is_known else None


# Initials have at most so many letters.
_INITIALS = 2


def _is_heading(text: str, paragraph: Span) -> bool:
    """Whether a line is short and does not end like a sentence."""
    words = paragraph.of(text)
    return len(words.split()) <= _LONGEST_HEADING and not _ENDS.search(words)


def _asks(text: str, paragraph: Span) -> bool:
    """Whether a short line asks or exclaims."""
    words = paragraph.of(text)
    return len(words.split()) <= _LONGEST_HEADING and words.endswith(("?", "!"))


def _trim(text: str, start: int, end: int) -> Span:
    """Return a stretch without white space around it and without the bullet that it begins with."""
    bullet = _BULLET.match(text, start, end)
    return trim_span(text, bullet.end() if bullet else start, end)


def _read_dated(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield what stands below each name with the time since, up to the buttons or the next name."""
    heading = next((n for n, it in enumerate(paragraphs) if n and COMMENTS.fullmatch(text, *it)), None)
    # Without a heading the first name with a time may be the article's byline.
    most = _MOST_COMMENT if heading is None else len(paragraphs)
    lines = paragraphs[heading or 0 :]
    label: Span | None = None
    content: list[Span] = []
    for line, following in zip_longest(lines, lines[1:]):
        if label and not content and _WHEN.fullmatch(text, *line):
            continue
        name = _read_nick(text, line, following)
        is_end = name or _BUTTONS.fullmatch(text, *line) or _NOTE.match(text, *line)
        if is_end and label and 0 < len(content) <= most:
            yield Turn(label, None, tuple(content), None)
        if is_end:
            label, content = name, []
        elif label:
            content.append(line)
    if label and content:  # What follows the last comment of a page without buttons is no part of it.
        yield Turn(label, None, (content[0],), None)


def _read_nick(text: str, line: Span, following: Span | None) -> Span | None:
    """Return the name of who commented, if a line, or it and the next, are a name and how long ago it was."""
    found = _WHO_WHEN.fullmatch(text, *line)
    if found:
        return Span(*found.span("name"))
    words = line.of(text)
    is_short = len(words) <= _MOST_NICK and len(words.split()) <= _MOST_NICK_WORDS and not _ENDS.search(words)
    is_name = is_short and not _WHEN.fullmatch(words) and not _BUTTONS.fullmatch(words)
    return line if is_name and following and _WHEN.fullmatch(text, *following) else None


def _read_comments(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield the paragraphs above each line that says who posted them; of the first only the last one is known."""
    begin = None
    for place, paragraph in enumerate(paragraphs):
        posted = _POSTED.fullmatch(text, *paragraph)
        if posted is None:
            continue
        content = paragraphs[(place - 1 if begin is None else begin) : place]
        if content and place:
            yield Turn(Span(*posted.span("name")), None, tuple(content), None)
        begin = place + 1
