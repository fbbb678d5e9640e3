"""Are these quotations in that source, word for word? Where they stand, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.article import Article
from sayso.check.choose import Claim, find_day
from sayso.check.locate import Candidate, Found, Locator
from sayso.check.notes import tell_note
from sayso.check.quotes import Stretch, find_stretches
from sayso.check.sources import Part, Sources, SourceText, index_sources, index_text, join_parts
from sayso.check.turns import is_same_speaker
from sayso.match import Alternative, Change, Checked, Detail, Difference
from sayso.reading import Reading
from sayso.text import Span

__all__ = [
    "Checker",
    "Part",
    "SourceText",
    "Sources",
    "check_quotes",
    "check_reading",
    "index_sources",
    "index_text",
    "join_parts",
]

_MOST_ALTERNATIVES = 5


def check_reading(reading: Reading, sources: Sources, *, speaker: str | None = None) -> Iterator[Checked]:
    """Every quotation of an article held against the sources, in text order.

    Args:
        reading: The article as it was read.
        sources: Where the words should come from.
        speaker: Check only what the article gives to this speaker; the name, or the last part of it.
    """
    return Checker(sources).check_reading(reading, speaker=speaker)


def check_quotes(quotes: Sequence[str], sources: Sources) -> Iterator[Checked]:
    """Texts held against the sources, as if they stood in marks. Their spans count in each text.

    >>> from sayso.check.sources import SourceText, index_sources
    >>> sources = index_sources([SourceText("talk", "ADA ROE: We never slept that night.")])
    >>> [(c.label.value, c.source, c.place, c.speaker_in_source) for c in check_quotes(["we never slept"], sources)]
    [('verbatim', 'talk', Span(start=9, end=23), 'ADA ROE')]
    """
    return Checker(sources).check_quotes(quotes)


class Checker:
    """Holds quotations against sources; what it learns of the sources it keeps for the next article."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._locator = Locator(sources)

    def check_reading(self, reading: Reading, *, speaker: str | None = None) -> Iterator[Checked]:
        """As the function of this name."""
        if not isinstance(reading.article, Article):
            return
        article = reading.article
        day = find_day(article.published, article.id)
        rows: list[Checked] = []
        for number, group in enumerate(find_stretches(reading), start=1):
            ident = group[0].speaker
            names = _name_speaker(reading, ident)
            if speaker is not None and not _is_asked(speaker, names, reading, ident):
                continue
            found = self._locator.locate([_read(article, one) for one in group], Claim(names, day))
            rows += [self._make_row(article, f"q{number}", one, at) for one, at in zip(group, found, strict=True)]
        yield from sorted(rows, key=lambda row: row.span)

    def check_quotes(self, quotes: Sequence[str]) -> Iterator[Checked]:
        """As the function of this name."""
        for number, quote in enumerate(quotes, start=1):
            found = self._locator.locate([quote], Claim())[0]
            yield self._make(Checked("", None, f"q{number}", Span(0, len(quote)), quote, Change.NOT_FOUND), found, 0)

    def _make_row(self, article: Article, group: str, stretch: Stretch, found: Found) -> Checked:
        quote = _read(article, stretch)
        ident = stretch.statement.id if stretch.statement else None
        row = Checked(article.id, ident, group, stretch.span, quote, Change.NOT_FOUND)
        return self._make(row, found, stretch.inside.start)

    def _make(self, row: Checked, found: Found, shift: int) -> Checked:
        """The row with what was found; the quotation begins at `shift` in the article."""
        best = found.best
        note = tell_note(row.quote, found)
        if best is None or not best.comparison.places:
            return replace(row, note=note)
        comparison = best.comparison
        return replace(
            row,
            label=comparison.label,
            changes=_tell_changes(comparison.changes, comparison.label),
            source=self._name(best),
            place=min(comparison.places),
            places=tuple(sorted(comparison.places)),
            speaker_in_source=best.speaker,
            same_speaker=best.same_speaker,
            difference=tuple(_shift(one, shift) for one in comparison.difference),
            alternatives=tuple(
                Alternative(self._name(one), min(one.comparison.places), one.comparison.label)
                for one in found.others[:_MOST_ALTERNATIVES]
            ),
            note=note,
        )

    def _name(self, candidate: Candidate) -> str:
        return self.sources.parts[candidate.source].source.id


def _tell_changes(changes: tuple[Detail, ...], label: Change) -> tuple[Detail, ...]:
    """What differs; of a nearest place only, nothing was changed."""
    return () if label is Change.NOT_FOUND else changes


def _read(article: Article, stretch: Stretch) -> str:
    return stretch.inside.of(article.text)


def _shift(difference: Difference, by: int) -> Difference:
    quote = difference.quote
    return Difference(difference.op, difference.source, Span(quote.start + by, quote.end + by))


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
