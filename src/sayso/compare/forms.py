"""Word forms as numbers, each with its stem and its sort: what the aligner reads of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.compare.words import CLIPPED, Sort, find_stem, sort_word

__all__ = ["Forms", "number_forms", "number_sort"]

_Ints = npt.NDArray[np.int32]
_SORT_NUMBERS = {sort: number for number, sort in enumerate(Sort)}
# Other forms of the same word: what an apostrophe may stand for, and the other way round.
_ALIKE: dict[str, tuple[str, ...]] = {clipped: tuple(sorted(fulls)) for clipped, fulls in CLIPPED.items()} | {
    full: tuple(clipped for clipped, fulls in CLIPPED.items() if full in fulls)
    for fulls in CLIPPED.values()
    for full in fulls
    if full not in CLIPPED
}


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The different words of one text or many, numbered from 1; 0 is the number of no word.

    Attributes:
        numbers: For each form its number.
        stems: For each stem its number, from 1.
        stem_row: For each form's number that of its stem.
        sort_row: For each form's number its sort's place among all sorts.
    """

    numbers: Mapping[str, int]
    stems: Mapping[str, int]
    stem_row: _Ints
    sort_row: _Ints

    def find_alike(self, form: str) -> list[int]:
        """The numbers of the forms that are the same word as this one, clipped or in full; mostly none."""
        return [self.numbers[other] for other in _ALIKE.get(form, ()) if other in self.numbers]


def number_forms(forms: Iterable[str]) -> Forms:
    """The forms numbered in their order; one that comes again keeps its number.

    >>> forms = number_forms(["we", "voted", "we", "vote"])
    >>> dict(forms.numbers), forms.stem_row.tolist()
    ({'we': 1, 'voted': 2, 'vote': 3}, [0, 1, 2, 2])
    """
    numbers: dict[str, int] = {}
    for form in forms:
        numbers.setdefault(form, len(numbers) + 1)
    stems: dict[str, int] = {}
    stem_row = [stems.setdefault(find_stem(form), len(stems) + 1) for form in numbers]
    sort_row = [number_sort(form) for form in numbers]
    return Forms(numbers, stems, np.array([0, *stem_row], np.int32), np.array([-1, *sort_row], np.int32))


def number_sort(form: str) -> int:
    """The place of the form's sort among all sorts."""
    return _SORT_NUMBERS[sort_word(form)]
