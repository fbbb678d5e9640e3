"""Are these quotations in that source, word for word? Where they stand, and what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.check.asked import find_day_stated
from sayso.check.checker import Checker
from sayso.check.many import check_readings
from sayso.check.own import OwnTexts
from sayso.check.part import Part, SourceText, index_text, list_sources
from sayso.check.sources import Sources, index_sources, join_parts
from sayso.check.unchecked import list_unchecked
from sayso.match import Checked
from sayso.reading import Reading

__all__ = [
    "Checker",
    "OwnTexts",
    "Part",
    "SourceText",
    "Sources",
    "check_quotes",
    "check_reading",
    "check_readings",
    "find_day_stated",
    "index_sources",
    "index_text",
    "join_parts",
    "list_sources",
    "list_unchecked",
]


def check_reading(reading: Reading, sources: Sources, *, speaker: str | None = None) -> Iterator[Checked]:
    """Every quotation of an article held against the sources, in text order.

    Args:
        reading: The article as it was read.
        sources: Where the words should come from.
        speaker: Check only what the article gives to this speaker; the name, or the last part of it.
    """
    return Checker(sources).check_reading(reading, speaker=speaker)


def check_quotes(quotes: Iterable[str], sources: Sources) -> Iterator[Checked]:
    """Texts (or one) held against the sources, as if they stood in marks. Their spans count in each text.

    >>> from sayso.check import SourceText, index_sources
    >>> sources = index_sources([SourceText("talk", "ADA ROE: We never slept that night.")])
    >>> [(c.label.value, c.source, c.place, c.speaker_in_source) for c in check_quotes(["we never slept"], sources)]
    [('verbatim', 'talk', Span(start=9, end=23), 'ADA ROE')]
    """
    return Checker(sources).check_quotes(quotes)
