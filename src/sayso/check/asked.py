"""What is asked of the sources: the stretches of one quotation, and what the article says of it beside its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sayso.article import Article
from sayso.check.choose import Claim, find_day
from sayso.check.names import is_same_speaker
from sayso.check.own import OwnTexts
from sayso.check.part import find_stated_date
from sayso.check.quotes import Stretch, find_stretches
from sayso.reading import Reading
from sayso.segment import split_sentences
from sayso.speaker import Speaker
from sayso.text import Span

__all__ = ["Asked", "Piece", "ask_quotes", "ask_reading", "find_day_stated"]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_BEFORE_CHARS, _AFTER_CHARS = 80, 160
# A sentence is looked for so far around a stretch, and no more of it is shown.
_AROUND_CHARS, _MOST_CHARS = 300, 500


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch in quotation marks.

    Attributes:
        statement: Id of the statement whose words it is, if any.
        span: Where it stands in the article, marks included.
        quote: Its words without the marks.
        start: Where these begin in the article.
        before: What stands before it in its line of the article.
        after: What stands behind it there, in this paragraph and the beginning of the next.
        line: The line of the article's text, as it was given, in which it begins, from 1.
        sentence: The sentence that it stands in.
    """

    statement: str | None
    span: Span
    quote: str
    start: int
    before: str = ""
    after: str = ""
    line: int | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Stretches of one quotation, to be looked for together; it is small, and can be sent to another process.

    `left_out` are the numbers of the sources that are the article itself.
    """

    article: str
    group: str
    pieces: tuple[Piece, ...]
    claim: Claim
    left_out: tuple[int, ...] = ()


def ask_quotes(quotes: Iterable[str]) -> Iterator[Asked]:
    """Yield each text as a quotation of its own; its span counts in itself."""
    for number, quote in enumerate(quotes, start=1):
        yield Asked("", f"q{number}", (Piece(None, Span(0, len(quote)), quote, 0),), Claim())


def ask_reading(reading: Reading, speaker: str | None = None, own_texts: OwnTexts | None = None) -> Iterator[Asked]:
    """Yield the quotations of an article; given a speaker, those that it gives to that one.

    Args:
        reading: The article as it was read.
        speaker: Whose quotations are asked for.
        own_texts: Finds the article among the sources, so that it is left out of them.
    """
    article = reading.article
    if not isinstance(article, Article):
        return
    day = _find_day(article)
    lines, own = _Lines(article), own_texts.find(article) if own_texts else ()
    for number, group in enumerate(find_stretches(reading), start=1):
        ident = group[0].speaker
        names = _name_speaker(reading, ident)
        if speaker is None or _is_asked(speaker, names, reading, ident):
            pieces = tuple(_make_piece(article.text, stretch, lines) for stretch in group)
            yield Asked(article.id, f"q{number}", pieces, Claim(names, day, _list_roles(reading, ident)), own)


def find_day_stated(article: Article) -> str | None:
    """The day of an article that sources are held against: of its date, else of its name; None if it has none."""
    day = _find_day(article)
    return None if day is None else date.fromordinal(day).isoformat()


def _find_day(article: Article) -> int | None:
    return find_day(find_stated_date(article), article.id)


class _Lines:
    """Where the lines of an article begin, as it was given."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.first = article.given_span.start if article.given_span else 0
        self.ends = [end.start() for end in re.finditer("\n", self.text)]
        self.before = bisect_left(self.ends, self.first)

    def find_line(self, place: int) -> int | None:
        """The number of the line that has a place; None in a headline that was put before the text."""
        return None if place < self.first else bisect_left(self.ends, place) - self.before + 1

    def find_sentence(self, span: Span) -> str:
        """The sentences of one paragraph that have a stretch, as one line."""
        number = bisect_left(self.ends, span.start)
        start = self.ends[number - 1] + 1 if number else 0
        end = self.ends[number] if number < len(self.ends) else len(self.text)
        paragraph = Span(max(start, span.start - _AROUND_CHARS), min(max(end, span.end), span.end + _AROUND_CHARS))
        found = [it for it in split_sentences(self.text, paragraph) if it.start < span.end and span.start < it.end]
        words = self.text[found[0].start : found[-1].end] if found else span.of(self.text)
        return " ".join(words[:_MOST_CHARS].split())


def _make_piece(text: str, stretch: Stretch, lines: _Lines) -> Piece:
    ident = stretch.statement.id if stretch.statement else None
    first = max(text.rfind("\n", 0, stretch.span.start) + 1, stretch.span.start - _BEFORE_CHARS)
    before = text[first : stretch.span.start]
    after = text[stretch.span.end : stretch.span.end + _AFTER_CHARS]
    line, sentence = lines.find_line(stretch.span.start), lines.find_sentence(stretch.span)
    return Piece(ident, stretch.span, stretch.inside.of(text), stretch.inside.start, before, after, line, sentence)


def _is_asked(asked: str, names: tuple[str, ...], reading: Reading, ident: str | None) -> bool:
    """Whether a statement is the speaker's that was asked for, by name, or as the article describes him or her."""
    plain = _ARTICLE.sub("", asked.casefold().strip())
    described = any(
        one.id == ident and plain in {_ARTICLE.sub("", name.casefold()) for name in (one.name, *_read_roles(one))}
        for one in reading.speakers
    )
    return described or is_same_speaker(asked, names) is True


def _read_roles(speaker: Speaker) -> Iterator[str]:
    """The roles of a speaker, also without what they are of: “mayor of Wold” is a mayor."""
    for role in speaker.roles:
        yield from (role, role.partition(" of ")[0], role.casefold().split()[-1] if " of " not in role else role)


def _list_roles(reading: Reading, ident: str | None) -> tuple[str, ...]:
    return next((speaker.roles for speaker in reading.speakers if speaker.id == ident), ())


def _name_speaker(reading: Reading, ident: str | None) -> tuple[str, ...]:
    """The names of whom a statement is given to: one, or those of a joint speaker's members."""
    speakers = {speaker.id: speaker for speaker in reading.speakers}
    speaker = speakers.get(ident or "")
    if speaker is None:
        return ()
    if speaker.members:
        return tuple(speakers[one].name for one in speaker.members if one in speakers and speakers[one].named)
    return (speaker.name,) if speaker.named else ()
