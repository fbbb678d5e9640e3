"""Which of the sources is the article itself: its quotations stand there as they are, so it proves nothing."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np

from sayso.article import Article
from sayso.check.part import Part, SourceText
from sayso.check.sources import Sources
from sayso.compare import fold

__all__ = ["OwnTexts"]

# A text with so many words whose length differs by at most this share, and that has this share of its pairs of
# words, is the same text: another file format, another title, a corrected word.
_FEWEST_WORDS, _LENGTH, _NEARLY_ALL = 30, 0.1, 0.9


class OwnTexts:
    """Finds an article among sources, by its text or nearly."""

    def __init__(self, sources: Sources) -> None:
        self._parts = sources.parts
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
            pairs = set(pairwise(forms))
            near = np.flatnonzero(np.abs(self._lengths - len(forms)) <= _LENGTH * len(forms)).tolist()
            same.update(n for n in near if n not in same and _is_nearly(self._parts[n], pairs))
        return tuple(sorted(same))


def _is_nearly(part: Part, pairs: set[tuple[str, str]]) -> bool:
    """Whether a source has nearly all of these pairs of words, and hardly any others."""
    own = set(pairwise(map(part.forms.__getitem__, part.words.tolist())))
    return len(own & pairs) >= _NEARLY_ALL * max(len(own), len(pairs))
