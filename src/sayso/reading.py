"""The record of all that was found in one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.article import Article, Unread
from sayso.carrier import Carrier
from sayso.errors import Notice
from sayso.given import check_given, check_items
from sayso.marking import OtherMark
from sayso.match import HeadlineFinding
from sayso.speaker import Speaker
from sayso.statement import Context, Statement
from sayso.text import Span, check_spans

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Reading", "Stamp"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a reading.

    Attributes:
        version: The version of sayso.
        model: The model's name.
        settings: The fingerprint of the settings.
        choices: The settings that differ from their defaults, by name, those of reading included.
    """

    version: str
    model: str
    settings: str
    choices: tuple[tuple[str, bool | float | str], ...] = ()


_KINDS = {
    "statements": Statement,
    "notices": Notice,
    "speakers": Speaker,
    "carriers": Carrier,
    "headline": HeadlineFinding,
    "scare_quotes": Span,
    "own_voice": Span,
    "other_marks": OtherMark,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one article.

    Attributes:
        article: The article; an `Unread` if it could not be read, and then there are only notices.
        statements: In the order in which their contents begin; each knows its `text` and `speaker_name`.
        notices: What went wrong or was cut, the article's own notices included.
        stamp: What made the reading.
        speakers: The speakers, in the order in which they first speak.
        carriers: The carriers, in the order of the chain.
        headline: For each quotation or claim of the headline, whether the body bears it out; in the headline's order.
        scare_quotes: Words in marks from which the writer keeps a distance; marks included, in text order.
        own_voice: What the outlet itself says, in text order, without cue, source or content of any statement.
        other_marks: Titles, names, nicknames and words as words that stand in marks, in text order.

    Raises:
        TypeError: A field is of another kind.
        OffsetError: A span does not fit the article's text.
    """

    article: Article | Unread
    statements: tuple[Statement, ...]
    notices: tuple[Notice, ...]
    stamp: Stamp
    speakers: tuple[Speaker, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    headline: tuple[HeadlineFinding, ...] = ()
    scare_quotes: tuple[Span, ...] = ()
    own_voice: tuple[Span, ...] = ()
    other_marks: tuple[OtherMark, ...] = ()

    def __post_init__(self) -> None:
        check_given("the article of a reading", self.article, (Article, Unread), "an Article")
        what = f"the reading of {self.article.id!r:.80}"
        check_given(f"the stamp of {what}", self.stamp, Stamp, "a Stamp")
        for name, kind in _KINDS.items():
            check_items(what, self, name, kind, f"a tuple of {kind.__name__}")
        if isinstance(self.article, Unread):
            return
        for what, spans in self._list_spans():
            check_spans(spans, self.article.text, f"article {self.article.id!r:.80}, {what}")
        if self.statements:
            context = Context(self.article.text, {speaker.id: speaker.name for speaker in self.speakers})
            statements = tuple(replace(statement, _context=context) for statement in self.statements)
            object.__setattr__(self, "statements", statements)

    def _list_spans(self) -> Iterator[tuple[str, Iterable[Span]]]:
        """Yield all spans, with whose they are."""
        for statement in self.statements:
            yield f"content of statement {statement.id!r:.40}", statement.content
            yield f"cue of statement {statement.id!r:.40}", statement.cue
            yield f"source of statement {statement.id!r:.40}", statement.source
        for speaker in self.speakers:
            yield f"mentions of speaker {speaker.id!r:.40}", speaker.mentions
        for carrier in self.carriers:
            yield f"evidence of carrier {carrier.id!r:.40}", carrier.evidence
        for finding in self.headline:
            yield "headline", (finding.span, *finding.body)
        yield "scare quotes", self.scare_quotes
        yield "own voice", self.own_voice
        yield "other marks", (mark.span for mark in self.other_marks)

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """All tables of the reading as pandas frames, by name; see `make_frames` for many readings.

        Raises:
            ImportError: pandas is not installed.
        """
        from sayso.export.frames import make_frames  # noqa: PLC0415  only where frames are asked for

        return make_frames([self])

    def html(self) -> str:
        """The reading as an HTML page; see `write_page` for a page of many readings."""
        from sayso.report.html import render_page  # noqa: PLC0415  only where a page is asked for

        return render_page([self])

    def _repr_html_(self) -> str:
        """What a notebook shows of the reading."""
        from sayso.report.html import render_fragment  # noqa: PLC0415  only in a notebook

        return render_fragment(self)
