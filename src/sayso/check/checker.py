"""What became of quotations in the sources, as records: where the words stand, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import NoneType
from typing import TypedDict

import numpy as np

from sayso.article import find_page, find_time
from sayso.check.asked import Asked, Piece, ask_quotes, ask_reading
from sayso.check.candidates import Candidate, Found
from sayso.check.locate import Locator
from sayso.check.notes import LEAST_LIKE, find_cautions, write_note
from sayso.check.own import OwnTexts
from sayso.check.part import Part, SourceText
from sayso.check.sources import Sources
from sayso.compare import Comparison
from sayso.given import check_given, list_given
from sayso.match import Alternative, Change, Checked, Detail, Difference, Op
from sayso.reading import Reading
from sayso.text import Span

__all__ = ["Checker", "answer"]

_MOST_ALTERNATIVES = 5
# Parts of one quotation with more words between them in the source were joined, as within one part.
_FAR = 12


class Checker:
    """Holds quotations against sources, article by article."""

    def __init__(self, sources: Sources) -> None:
        check_given("sources", sources, Sources, "Sources, as from index_sources([…]) or open_index().get([…])")
        self.sources = sources
        self.own_texts = OwnTexts(sources)
        self._locator = Locator(sources)

    def check_reading(self, reading: Reading, *, speaker: str | None = None) -> Iterator[Checked]:
        """As the function of this name."""
        check_given("the reading", reading, Reading, "a Reading, as from Analyser.analyse")
        check_given("the speaker", speaker, (str, NoneType), "a name as a str")
        yield from self._answer(ask_reading(reading, speaker, self.own_texts))

    def check_quotes(self, quotes: Iterable[str]) -> Iterator[Checked]:
        """As the function of this name."""
        for asked in ask_quotes(list_given("a quotation", quotes, str, "texts, each a str")):
            yield from self._answer([asked])

    def _answer(self, asked: Iterator[Asked] | Sequence[Asked]) -> list[Checked]:
        """What became of the quotations of one article, a row for each stretch, in the order of its text."""
        rows: list[Checked] = []
        for one in asked:
            found = self._locator.locate([piece.quote for piece in one.pieces], one.claim, one.left_out)
            made = [self._make_row(one, piece, at) for piece, at in zip(one.pieces, found, strict=True)]
            rows += self._mark_joined(made)
        return sorted(rows, key=lambda row: row.span)

    def _mark_joined(self, rows: Sequence[Checked]) -> Iterator[Checked]:
        """The parts of one quotation; one that stands far from the part before it was joined to it."""
        before: Checked | None = None
        for row in rows:
            is_far = before is not None and _are_found(before, row) and self._is_far(before, row)
            details = {*row.changes, Detail.JOINED} if is_far else row.changes
            yield replace(row, changes=tuple(detail for detail in Detail if detail in details))
            before = row

    def _is_far(self, before: Checked, row: Checked) -> bool:
        """Whether more than a few words of one source lie between two places, or they stand in another order."""
        if before.source != row.source or not before.places or not row.places:
            return before.source != row.source
        end, start = before.places[-1].end, row.places[0].start
        part = next(part for part in self.sources.parts if part.source.id == row.source)
        low, high = np.searchsorted(part.starts, [end, start]).tolist()
        said = high - low - int(np.count_nonzero((part.asides >= low) & (part.asides < high)))
        return start < before.places[-1].start or said > _FAR

    def _make_row(self, asked: Asked, piece: Piece, found: Found) -> Checked:
        best = found.best
        rarest = self._locator.find_rarest(piece.quote, best) if best and best.is_doubted else None
        note = write_note(piece.quote, found, rarest)
        row = Checked(
            *(asked.article, piece.statement, asked.group, piece.span, piece.quote, Change.NOT_FOUND),
            note=note,
            line=piece.line,
            sentence=piece.sentence,
        )
        if best is None or not best.comparison.places or (not best.is_found and best.comparison.share < LEAST_LIKE):
            return row
        comparison, place = best.comparison, min(best.comparison.places)
        part = self.sources.parts[best.source]
        flags = tuple(find_cautions(found, (piece.before, piece.after), asked.claim))
        return replace(
            row,
            label=comparison.label,
            # Of a nearest place only, nothing was changed.
            changes=() if comparison.label is Change.NOT_FOUND else comparison.changes,
            source=self._find_source(best).id,
            place=place,
            places=tuple(sorted(comparison.places)),
            speaker_in_source=best.speakers[0] if best.speakers else None,
            same_speaker=best.same_speaker,
            difference=tuple(_shift(one, piece.start) for one in comparison.difference),
            alternatives=tuple(map(self._make_alternative, found.others[:_MOST_ALTERNATIVES])),
            time=find_time(self._find_source(best).times, place.start),
            page=find_page(self._find_source(best).pages, place.start),
            flags=flags,
            **_write_words(comparison, part, piece.quote),
        )

    def _make_alternative(self, other: Candidate) -> Alternative:
        return Alternative(self._find_source(other).id, min(other.comparison.places), other.comparison.label)

    def _find_source(self, candidate: Candidate) -> SourceText:
        return self.sources.parts[candidate.source].source


def answer(checker: Checker, asked: Sequence[Asked]) -> list[Checked]:
    """What became of quotations that were listed before, as in another process."""
    return checker._answer(asked)  # noqa: SLF001  (`Asked` is none of the records that users have)


def _are_found(*rows: Checked) -> bool:
    return all(row.label is not Change.NOT_FOUND and row.source is not None for row in rows)


class _Words(TypedDict):
    source_words: str
    source_line: int
    marked: str


def _write_words(comparison: Comparison, part: Part, quote: str) -> _Words:
    """The words of the source, the line on which they begin, and both sides with signs where they differ."""
    text, places = part.source.text, sorted(comparison.places)
    pieces = []
    for step in comparison.difference:
        held, told = (" ".join(span.of(side).split()) for span, side in ((step.source, text), (step.quote, quote)))
        if step.op is Op.EQUAL:
            pieces.append(told)
        else:
            pieces += ([f"[-{held}-]"] if held else []) + ([f"{{+{told}+}}"] if told else [])
    words = " … ".join(" ".join(place.of(text).split()) for place in places)
    return {"source_words": words, "source_line": text.count("\n", 0, places[0].start) + 1, "marked": " ".join(pieces)}


def _shift(difference: Difference, by: int) -> Difference:
    quote = difference.quote
    return Difference(difference.op, difference.source, Span(quote.start + by, quote.end + by))
