"""What is asked of the sources: the stretches of one quotation, and what the article says of it beside its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.article import Article
from sayso.check.choose import Claim, find_day
from sayso.check.names import is_same_speaker
from sayso.check.quotes import Stretch, find_stretches
from sayso.reading import Reading
from sayso.text import Span

__all__ = ["Asked", "Piece", "ask_quotes", "ask_reading"]

_BEFORE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch in quotation marks.

    Attributes:
        statement: Id of the statement whose words it is, if any.
        span: Where it stands in the article, marks included.
        quote: Its words without the marks.
        start: Where these begin in the article.
        before: What stands before it in its line of the article.
    """

    statement: str | None
    span: Span
    quote: str
    start: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Stretches of one quotation, to be looked for together; it is small, and can be sent to another process."""

    article: str
    group: str
    pieces: tuple[Piece, ...]
    claim: Claim


def ask_quotes(quotes: Sequence[str]) -> Iterator[Asked]:
    """Yield each text as a quotation of its own; its span counts in itself."""
    for number, quote in enumerate(quotes, start=1):
        yield Asked("", f"q{number}", (Piece(None, Span(0, len(quote)), quote, 0),), Claim())


def ask_reading(reading: Reading, speaker: str | None = None) -> Iterator[Asked]:
    """Yield the quotations of an article; given a speaker, those that it gives to that one."""
    article = reading.article
    if not isinstance(article, Article):
        return
    day = find_day(article.published, article.id)
    for number, group in enumerate(find_stretches(reading), start=1):
        ident = group[0].speaker
        names = _name_speaker(reading, ident)
        if speaker is None or _is_asked(speaker, names, reading, ident):
            pieces = tuple(_make_piece(article.text, stretch) for stretch in group)
            yield Asked(article.id, f"q{number}", pieces, Claim(names, day))


def _make_piece(text: str, stretch: Stretch) -> Piece:
    ident = stretch.statement.id if stretch.statement else None
    first = max(text.rfind("\n", 0, stretch.span.start) + 1, stretch.span.start - _BEFORE_CHARS)
    before = text[first : stretch.span.start]
    return Piece(ident, stretch.span, stretch.inside.of(text), stretch.inside.start, before)


def _is_asked(asked: str, names: tuple[str, ...], reading: Reading, ident: str | None) -> bool:
    """Whether a statement is the speaker's that was asked for, by name, or as the article describes him or her."""
    described = any(one.id == ident and one.name.casefold() == asked.casefold() for one in reading.speakers)
    return described or is_same_speaker(asked, names) is True


def _name_speaker(reading: Reading, ident: str | None) -> tuple[str, ...]:
    """The names of whom a statement is given to: one, or those of a joint speaker's members."""
    speakers = {speaker.id: speaker for speaker in reading.speakers}
    speaker = speakers.get(ident or "")
    if speaker is None:
        return ()
    if speaker.members:
        return tuple(speakers[one].name for one in speaker.members if one in speakers and speakers[one].named)
    return (speaker.name,) if speaker.named else ()
