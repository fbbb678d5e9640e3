"""Which of the sources is the article itself: its quotations stand there as they are, so it proves nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.article import Article
from sayso.check.part import SourceText
from sayso.check.sources import Sources
from sayso.compare import fold

__all__ = ["OwnTexts"]

# A text with so many words whose length differs by at most this share, and that has this share of its pairs of
# words, is the same text: another file format, another title, a corrected word.
_FEWEST_WORDS, _LENGTH, _NEARLY_ALL = 30, 0.1, 0.9


class OwnTexts:
    """Finds an article among sources, by its text or nearly."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._lengths = np.array([len(part.words) for part in sources.parts], dtype=np.int64)
        self._same: defaultdict[int, list[int]] = defaultdict(list)
        for number, part in enumerate(sources.parts):
            self._same[hash(part.source.text)].append(number)

    def find(self, article: Article) -> tuple[int, ...]:
        """The numbers of the sources that are the article itself."""
        text = SourceText.from_article(article).text
        same = {n for one in {text, article.text} for n in self._same.get(hash(one), ())}
        forms = fold(text).forms
        if len(forms) >= _FEWEST_WORDS:
            near = np.flatnonzero(np.abs(self._lengths - len(forms)) <= _LENGTH * len(forms)).tolist()
            if others := [n for n in near if n not in same]:
                pairs = self._number_pairs(forms)
                same.update(n for n in others if self._is_nearly(n, pairs))
        return tuple(sorted(same))

    def _number_pairs(self, forms: Sequence[str]) -> npt.NDArray[np.int64]:
        """The different pairs of neighbouring words, each as one number, in order."""
        new = len(self._sources.spelled)
        numbers: dict[str, int] = {}
        for form in forms:
            # A word that no source has gets a number that none of theirs has.
            numbers.setdefault(form, self._sources.forms.numbers.get(form) or new + len(numbers))
        return _pair(np.array([numbers[form] for form in forms], dtype=np.int64))

    def _is_nearly(self, number: int, pairs: npt.NDArray[np.int64]) -> bool:
        """Whether a source has nearly all of these pairs of words, and hardly any others."""
        first = self._sources.firsts[number]
        own = _pair(self._sources.words[first : first + self._lengths[number]].astype(np.int64))
        least = _NEARLY_ALL * max(len(own), len(pairs))
        return min(len(own), len(pairs)) >= least and len(np.intersect1d(own, pairs, assume_unique=True)) >= least


def _pair(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.unique((numbers[:-1] << 32) | numbers[1:])
