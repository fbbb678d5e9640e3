"""A selection of statements, as `sayso counts` takes one, decided article by article. Nothing here knows Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sayso.store.make_columns import find_day
from sayso.store.selection import Selection
from sayso.store.selection_days import find_within
from sayso.store.words import Matcher, Words

__all__ = ["Choice", "Chooser"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection, and what of it depends on the whole collection.

    Attributes:
        selection: The selection.
        outlets: The outlets, as `describe_lines` writes them; None for all.
        speakers: What groups the statements of the speakers; None for all.
        words: What the words ask for; None for nothing.
    """

    selection: Selection
    outlets: frozenset[str] | None
    speakers: frozenset[str] | None
    words: Words | None


class Chooser:
    """Chooses statements of articles."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice

    @cached_property
    def _matcher(self) -> Matcher | None:
        return None if self._choice.words is None else Matcher(self._choice.words)

    @cached_property
    def _carriers(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self._choice.selection.carriers)

    def fit(self, articles: Sequence[Row]) -> list[bool]:
        """For each article whether its outlet and date are meant."""
        selection, outlets = self._choice.selection, self._choice.outlets
        days = np.array([find_day(article["published"]) for article in articles], np.int64)
        within, _ = find_within(days, selection.start, selection.end)
        return [
            bool(is_within) and (outlets is None or article["outlet"] in outlets)
            for article, is_within in zip(articles, within, strict=True)
        ]

    def choose(self, articles: Sequence[Row]) -> list[Row]:
        """The articles, each with those of its passages that are meant."""
        if self._choice.selection.is_whole:
            return list(articles)
        chosen: list[list[Row]] = []
        for article, is_meant in zip(articles, self.fit(articles), strict=True):
            resolved = () if self._choice.speakers is None else article["resolved"] or ()
            idents = {it["number"]: it["ident"] for it in resolved}
            chosen.append([it for it in article["passages"] or () if is_meant and self._is_meant(it, idents)])
        if self._matcher is not None:
            found = iter(self._matcher.match([it["text"] for passages in chosen for it in passages]))
            chosen = [[it for it in passages if next(found)] for passages in chosen]
        return [{**article, "passages": passages} for article, passages in zip(articles, chosen, strict=True)]

    def _is_meant(self, it: Row, idents: Mapping[int, str]) -> bool:
        selection, speakers = self._choice.selection, self._choice.speakers
        if selection.kinds and it["kind"] not in selection.kinds:
            return False
        if selection.min_score is not None and it["score"] < selection.min_score:
            return False
        if (selection.carriers or selection.hows) and not any(map(self._is_carrier, it["carriers"] or ())):
            return False
        own = (it["party"], *(it["members"] or ()))
        return speakers is None or any(idents.get(number) in speakers for number in own)

    def _is_carrier(self, carrier: Row) -> bool:
        hows = self._choice.selection.hows
        is_named = not self._carriers or carrier["folded"] in self._carriers
        return is_named and (not hows or carrier["how"] in hows)
