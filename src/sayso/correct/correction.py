"""The record of what a reader sets right in a reading: one statement as it was, and as it should be.

It stands beside the reading, and is bound to the text of the article by words: each span is kept with its words and
what stands around them, so that it is found again in a reading of another model, and in another version of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sayso.article import Article
from sayso.reading import Reading
from sayso.selectors import TextQuote, find_quote, quote_span
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement, Unresolved
from sayso.text import Span

__all__ = [
    "Action",
    "Correction",
    "NamedSpeaker",
    "QuotedSpan",
    "QuotedStatement",
    "find_spans",
    "quote_spans",
    "quote_speaker",
    "quote_statement",
]


class Action(str, Enum):
    """What a correction does: change a statement, remove what is none, or add one that was missed."""

    CHANGE = "change"
    REMOVE = "remove"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A span of a text, with its words and what stands before and after them."""

    span: Span
    exact: str
    prefix: str
    suffix: str

    def find(self, text: str) -> Span | None:
        """Where the words stand: at the same place, else where they are found again; None if nowhere, or unclear."""
        start, end = self.span
        around = text[max(0, start - len(self.prefix)) : start], text[start:end], text[end : end + len(self.suffix)]
        if around == (self.prefix, self.exact, self.suffix):
            return self.span
        return find_quote(text, TextQuote(self.exact, self.prefix, self.suffix, is_unique=True)) if self.exact else None


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A speaker by name and type; by `mention`, a place that names or means it, it is found under other names."""

    name: str
    type: SpeakerType
    mention: QuotedSpan | None = None


@dataclass(frozen=True, slots=True)
class QuotedStatement:
    """What a correction says of a statement, bound to the words of the text.

    Attributes:
        content: What is said.
        source: The words that name who says it.
        cue: The words that signal it.
        speaker: Who says it; None if nobody is known.
        unresolved: Why nobody is known.
    """

    content: tuple[QuotedSpan, ...]
    source: tuple[QuotedSpan, ...]
    cue: tuple[QuotedSpan, ...]
    speaker: NamedSpeaker | None
    unresolved: Unresolved | None

    @property
    def words(self) -> str:
        """What is said, with an ellipsis for what stands between its parts."""
        return " … ".join(it.exact for it in self.content)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader sets right in one statement.

    Attributes:
        before: The statement as the reader saw it; None if it was missed.
        after: The statement as it should be; None if there is none.
        at: When, in UTC.
        by: The reader's name or initials; may be empty.
        model: The model whose reading was corrected.
    """

    before: QuotedStatement | None
    after: QuotedStatement | None
    at: str = ""
    by: str = ""
    model: str = ""

    @property
    def action(self) -> Action:
        """What it does."""
        if self.before is None:
            return Action.ADD
        return Action.REMOVE if self.after is None else Action.CHANGE

    @property
    def words(self) -> str:
        """What is said, as it should be; as it was, if it is no statement."""
        return (self.after or self.before).words  # type: ignore[union-attr]  # one of them is there

    @property
    def changed(self) -> tuple[str, ...]:
        """What it sets right of a statement: "content", "source", "cue", "speaker"."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before, self.after
        spans = ("content", "source", "cue")
        found = [name for name in spans if _list_spans(getattr(before, name)) != _list_spans(getattr(after, name))]
        is_same = _name(before.speaker) == _name(after.speaker) and before.unresolved is after.unresolved
        return (*found, *(() if is_same else ("speaker",)))


def _list_spans(spans: Iterable[QuotedSpan]) -> list[Span]:
    return [it.span for it in spans]


def _name(speaker: NamedSpeaker | None) -> tuple[str, SpeakerType] | None:
    return None if speaker is None else (speaker.name, speaker.type)


def quote_spans(text: str, spans: Iterable[Span]) -> tuple[QuotedSpan, ...]:
    """The spans with their words, and with so much around these that no other place of the text fits."""
    quoted = ((span, quote_span(text, span)) for span in spans if span.start < span.end)
    return tuple(QuotedSpan(span, it.exact, it.prefix, it.suffix) for span, it in quoted)


def find_spans(spans: Iterable[QuotedSpan], text: str) -> tuple[Span, ...] | None:
    """Where the words of all of these stand in a text; None if those of one are not found."""
    found = [it.find(text) for it in spans]
    return None if None in found else tuple(span for span in found if span is not None)


def quote_statement(reading: Reading, statement: Statement) -> QuotedStatement:
    """A statement of a reading, bound to the words of its article."""
    article = reading.article
    assert isinstance(article, Article)  # noqa: S101  (unread ones have no statements)
    text = article.text
    # Whose name is blank is nobody, as where a correction is read.
    speaker = next((it for it in reading.speakers if it.id == statement.speaker and it.name.strip()), None)
    return QuotedStatement(
        content=quote_spans(text, statement.content),
        source=quote_spans(text, statement.source),
        cue=quote_spans(text, statement.cue),
        speaker=None if speaker is None else quote_speaker(text, speaker),
        unresolved=None if speaker is not None else statement.unresolved,
    )


def quote_speaker(text: str, speaker: Speaker) -> NamedSpeaker:
    """A speaker of a reading, with the first place that names or means it."""
    mentions = quote_spans(text, sorted(speaker.mentions)[:1])
    return NamedSpeaker(speaker.name, speaker.type, next(iter(mentions), None))
