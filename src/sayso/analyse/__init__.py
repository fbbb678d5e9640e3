"""From an article to its statements."""

from __future__ import annotations

from pathlib import Path

from sayso import __version__
from sayso.analyse.attribute import Attribution, attribute, renumber
from sayso.analyse.calibrate import score
from sayso.analyse.decode import decode
from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.tagger import MODEL_FOLDER, Tagger
from sayso.analyse.turns import find_turns
from sayso.article import Article
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings
from sayso.statement import Statement

__all__ = ["Analyser"]


class Analyser:
    """Reads articles with a model that is loaded once. Threads may share it.

    Args:
        settings: Threshold and scheme.
        model: The folder of another model; the shipped one by default.

    Raises:
        ModelError: The model cannot be loaded.

    >>> from sayso import Article
    >>> reading = Analyser().analyse(Article(id="a", text="The bridge is safe, Ada Moss said on Monday."))
    >>> [(s.kind.value, s.source[0].of(reading.article.text)) for s in reading.statements]
    [('indirect', 'Ada Moss')]
    """

    def __init__(self, settings: AnalyseSettings | None = None, *, model: Path | None = None) -> None:
        self.settings = settings or AnalyseSettings()
        self._tagger = Tagger(model or MODEL_FOLDER)
        self.stamp = Stamp(__version__, str(self._tagger.card["name"]), self.settings.fingerprint)

    def analyse(self, article: Article) -> Reading:
        """The reading of one article. It depends on the article, the model and the settings alone."""
        layout = lay_out(article)
        attributions = self.attribute(layout)
        weights = self._tagger.card["calibration"]
        scores = [score(a, self.settings.scheme, weights) for a in attributions]
        keep = [value >= self.settings.min_score for value in scores]
        kept = renumber(attributions, keep)
        statements = tuple(
            _number(n, a, value)
            for n, (a, value) in enumerate(zip(kept, (s for s, k in zip(scores, keep, strict=True) if k), strict=True))
        )
        return Reading(article, statements, article.notices, self.stamp)

    def attribute(self, layout: Layout) -> list[Attribution]:
        """What stands in the article, before scores are weighed: for fitting them."""
        pieces = self._tagger.cut(layout.text, layout.lines, layout.quoted)
        drafts = decode(pieces, self._tagger.score(pieces, self.settings.scheme), self._tagger.link)
        return attribute(
            layout.text,
            drafts=drafts,
            marked=layout.marked,
            paragraphs=layout.lines,
            turns=find_turns(layout.text, layout.lines),
            title=layout.title,
            parts=self.settings.scheme == "guide",
        )


def _number(n: int, attribution: Attribution, score: float) -> Statement:
    """An attribution as the record that users see."""
    a = attribution
    within = None if a.within is None else f"s{a.within + 1}"
    return Statement(f"s{n + 1}", a.kind, a.place, a.content, a.cue, a.source, score, within=within, turn=a.turn)
