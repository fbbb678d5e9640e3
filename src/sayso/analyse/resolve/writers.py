"""Who says “I” in an article: its writer, or in letters to an editor whoever signs below."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.letters_page import find_signed
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import Name
from sayso.article import Article
from sayso.lexicon.nouns import is_first_name
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Author", "Letter", "find_letters"]

_BYLINE = re.compile(
    r"(?:(?:(?:Posted|Written|Words|Text|Story|Report|Reported|Interview|Hosted|Presented) )?[Bb][Yy]:?"
    r"|(?:Words|Text|Story|Report|Interview)(?: (?:and|&) (?:photo|picture)s?)?:"
    # "Tuesday 15 October 2019 by"
    r"|(?:\w+,? )?(?:on )?(?:\d{1,2} [A-Z]\w+|[A-Z]\w+ \d{1,2}),? \d{4},? by) "
    r"([A-Z][^\s,|]*?(?: (?:[A-Z]\.|[A-Z][^\s,|]*?)){1,3})(?:(?:[,.]| [|·•–—-]| in | on | for ).{0,80})?"
)
# A name alone is a byline in one of the first lines, if more follows; in capitals, if a date does.
_BYLINE_LINES = 6
_CAPITALS = re.compile(r"[^\W\da-z]+(?: [^\W\da-z]+(?:['’-][^\W\da-z]+)*){1,3}")
_OWN = re.compile(r"['’]S ")
_DATED = re.compile(r".{0,40}\b\d{1,4}\b")
# A byline is shorter, in characters.
_LONGEST_BYLINE = 120

_BEGINS = re.compile(r"(?:SIRS?|Sirs?|MADAM|Madam)\s?[-–—,:]|(?:Dear|DEAR) \w+|To the [Ee]ditor")
_NOTE = re.compile(
    r"(?: \([^()]{1,30}\))?,? (?:is|was|writes|covers|reports|teaches|lives|works|(?:can|may) be reached)\b"
)
_NOTE_LINES = 6
_ENDS_SENTENCE = re.compile(r"[.!?:;…][”\"’')]?$")
# A signature has at most so many characters; what follows the name is an office or a place.
_LONGEST_SIGNATURE = 70
# A letter has at most so many lines.
_LONGEST_LETTER = 40
_PERSONS = (NameKind.PERSON, NameKind.UNKNOWN)


class Author:
    """The writer of an article, who becomes an entity with the first "I".

    Args:
        article: The article, which may name its authors.
        layout: Its lines.
        names: The proper names in it, in order.
        owner: The entity of each name, by its place.
    """

    def __init__(self, article: Article, layout: Layout, names: Sequence[Name], owner: Mapping[int, Entity]) -> None:
        self._letters, self._owner = tuple(find_letters(layout, names)), owner
        self._signing = {
            letter.signature: Entity(type=SpeakerType.PERSON, description=letter.signature, is_after_name=True)
            for letter in self._letters
            if letter.writer is None
        }
        authors = article.authors
        given = authors[0].partition(",")[0] if len(authors) == 1 else _read_byline(layout)
        bare = "" if self._letters else _read_bare_byline(layout, names, owner)
        noted = "" if given or bare else _read_note(layout, names, owner)
        self.name = given or bare or noted
        # A note at the end may as well say who answered in an interview.
        self.may_ask = not noted
        self.entity = Entity(type=SpeakerType.AUTHOR, description=self.name or "author", is_after_name=bool(self.name))

    def find_writer(self, place: int) -> Entity:
        """Return who wrote the words at a place: whoever signed the letter that it is in, else the article's writer."""
        at = bisect_right(self._letters, place, key=lambda letter: letter.span.start) - 1
        if at < 0 or place >= self._letters[at].span.end:
            return self.entity
        letter = self._letters[at]
        return self._owner[letter.writer.span.start] if letter.writer else self._signing[letter.signature]


def _read_byline(layout: Layout) -> str:
    """Return the one writer whom a byline names; "" if there is none."""
    for line in (*layout.lines[:6], *layout.lines[-3:]):
        found = _BYLINE.fullmatch(layout.text, line.start, min(line.end, line.start + _LONGEST_BYLINE))
        if found:
            return found.group(1)
    return ""


def _read_bare_byline(layout: Layout, names: Sequence[Name], owner: Mapping[int, Entity]) -> str:
    """Return the one person whose name is a line right below the headline, and in full only in a note at the end."""
    end = min(_BYLINE_LINES, len(layout.lines) - 2)
    notes = max((line.start for line in layout.lines[:-_NOTE_LINES]), default=0)
    for line, below in pairwise(layout.lines[1 : max(end, 1) + 1]):
        # "ADA MOSS'S DIARY"
        words = _OWN.split(line.of(layout.text))[0]
        if _CAPITALS.fullmatch(words) and is_first_name(words.split()[0]) and _DATED.match(below.of(layout.text)):
            return words
        name = _read_signature(layout.text, line, names)
        if name and name.whole == line and name.kind is NameKind.PERSON:
            others = (it for it in owner[name.span.start].names if it is not name and len(it.words) > 1)
            if all(it.span.start > notes and _NOTE.match(layout.text, it.span.end) for it in others):
                return " ".join(name.words)
    return ""


def _read_note(layout: Layout, names: Sequence[Name], owner: Mapping[int, Entity]) -> str:
    """Return the person whom a note at the end introduces, and nothing before: "Ada Moss writes on boats."; else ""."""
    for line in layout.lines[-_NOTE_LINES:]:
        at = bisect_left(names, line.start, key=lambda name: name.span.start)
        name = names[at] if at < len(names) and names[at].whole.start == line.start else None
        if name is None or len(name.words) < 2 or name.kind not in _PERSONS:
            continue
        is_first = min(other.span.start for other in owner[name.span.start].names) == name.span.start
        if is_first and _NOTE.match(layout.text, name.span.end, line.end):
            return " ".join(name.words)
    return ""


class Letter(NamedTuple):
    """A letter, the name that signs it, and this signature: its writer may have no name known as one."""

    span: Span
    writer: Name | None
    signature: str = ""


def find_letters(layout: Layout, names: Sequence[Name]) -> Iterator[Letter]:
    """Yield the letters of a text in order: of a page of letters, or from a salutation to a line with a name.

    Args:
        layout: The lines of the text.
        names: Its proper names, in order.
    """
    signed, opened = list(_read_signed(layout, names)), list(_read_opened(layout, names))
    yield from signed if len(signed) > len(opened) else opened


def _read_signed(layout: Layout, names: Sequence[Name]) -> Iterator[Letter]:
    """Yield the letters whose writers are named below, behind or above them, where these names are people's.

    Of a signature in capitals hardly a word may be known as a name: "CHUA TECK HIN".
    """
    for letter in find_signed(layout.text, layout.lines):
        label, span = letter.label or letter.content[0], Span(letter.content[0].start, letter.content[-1].end)
        at = bisect_left(names, label.start, key=lambda name: name.span.start)
        name = names[at] if at < len(names) and names[at].span.start < label.end else None
        words = label.of(layout.text)
        if words.isupper() and letter.label and (name is None or name.whole != label):
            yield Letter(span, None, " ".join(word.capitalize() for word in words.split()))
        elif name and name.kind in _PERSONS:
            yield Letter(span, name)


def _read_opened(layout: Layout, names: Sequence[Name]) -> Iterator[Letter]:
    """Yield the lines that begin with a salutation, to the next line that is a name."""
    begins = [number for number, line in enumerate(layout.lines) if _BEGINS.match(layout.text, line.start)]
    for begin, following in pairwise([*begins, len(layout.lines)]):
        for line in layout.lines[begin + 1 : min(following, begin + _LONGEST_LETTER)]:
            writer = _read_signature(layout.text, line, names)
            if writer is not None:
                yield Letter(Span(layout.lines[begin].start, line.end), writer)
                break


def _read_signature(text: str, line: Span, names: Sequence[Name]) -> Name | None:
    """Return the person whose name a line is, with an office or place behind it at most."""
    if line.end - line.start > _LONGEST_SIGNATURE:
        return None
    first = bisect_left(names, line.start, key=lambda name: name.span.start)
    end = bisect_left(names, line.end, key=lambda name: name.span.start)
    # A rank without its title's form, such as Col, may be taken for a name; a signature has two words or more.
    whole = (name for name in names[first:end] if len(name.words) > 1 and name.kind in _PERSONS)
    name = next(whole, None)
    if name is None:
        return None
    before, after = text[line.start : name.span.start].strip(" —–-"), text[name.span.end : line.end].strip()
    is_title = all(word[0].isupper() or word[0] == "(" for word in before.split())
    return name if is_title and after[:1] in ("", ",", "(") and not _ENDS_SENTENCE.search(after) else None
