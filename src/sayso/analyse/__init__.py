"""The analyser: returns the reading of an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import compress
from os import PathLike
from pathlib import Path
from types import NoneType

from sayso.analyse.attribute import Attribution, attribute, renumber
from sayso.analyse.bounds import find_bounds
from sayso.analyse.calibrate import describe_article, score
from sayso.analyse.carry.scorer import Scorer
from sayso.analyse.complete import complete
from sayso.analyse.decode import decode
from sayso.analyse.guide import is_thought, mend
from sayso.analyse.layout import Layout, lay_out_lines, with_turns
from sayso.analyse.marks_only import is_foreign, read_marks_only
from sayso.analyse.model_spans import ModelSpans, SpanCollector
from sayso.analyse.models import find_model, find_weights
from sayso.analyse.resolve.rank import Ranker
from sayso.analyse.scare import is_scare_statement
from sayso.analyse.tagger import Scored, Tagger, join_windows
from sayso.analyse.talk_states import load_talk_weights
from sayso.analyse.threshold import keep_likely
from sayso.analyse.unsaid import is_unsaid
from sayso.article import BOILERPLATE, Article, Region
from sayso.errors import LimitError, Notice
from sayso.given import check_given
from sayso.limits import measure_time, run_bounded
from sayso.reading import Reading, Stamp
from sayso.segment import trim_span
from sayso.settings import AnalyseSettings, name_limits
from sayso.statement import Place, Statement, find_least_score
from sayso.text import Span, fingerprint
from sayso.version import __version__

__all__ = ["Analyser", "find_attributions"]

# The model takes four fifths of the time; after this share of it, the part read so far becomes the reading.
MODEL_SHARE = 0.6
# What has a lower score is left out of the reading from the beginning, unless min_score is lower still.
NOISE_SCORE = AnalyseSettings().min_score
# Of ten thousand texts in one table, two have the same digits with a probability of 1 in 90.
_ID_DIGITS = 8


class Analyser:
    """Reads articles with a model that is loaded once. Threads may share it.

    It can be pickled, as for `multiprocessing`: the model is loaded again, once in each process.

    Args:
        settings: Threshold and scheme.
        model: "accurate", the larger model of the package sayso-accurate, which reads at a third of the speed; or the
            folder of another model. The shipped one by default.

    Raises:
        TypeError: `settings` are no `AnalyseSettings`, or `model` is neither a name nor a path.
        ModelError: The model cannot be loaded.

    >>> from sayso import Article
    >>> reading = Analyser().analyse(Article(id="a", text="The bridge is safe, Ada Moss said on Monday."))
    >>> [(s.kind.value, s.source[0].of(reading.article.text)) for s in reading.statements]
    [('indirect', 'Ada Moss')]
    """

    def __init__(self, settings: AnalyseSettings | None = None, *, model: Path | str | None = None) -> None:
        check_given("settings", settings, (AnalyseSettings, NoneType), "an AnalyseSettings")
        check_given("model", model, (str, PathLike, NoneType), "a name or the path of a folder")
        self.settings = settings or AnalyseSettings()
        self._model = find_model(model)
        self._tagger = Tagger(self._model)
        self._ranker = Ranker(find_weights(self._model, "resolver.json"))
        self._scorer = Scorer(find_weights(self._model, "carriers.json"))
        self._talk = load_talk_weights(self._model)
        choices = tuple(sorted(self.settings.choices.items()))
        self.stamp = Stamp(__version__, str(self._tagger.card["name"]), self.settings.fingerprint, choices)

    def __reduce__(self) -> tuple[object, ...]:
        return _load_again, (self.settings, self._model)

    def analyse(self, article: Article | str) -> Reading:
        """The reading of one article. It depends on the article, the model and the settings alone.

        An article that takes longer than `AnalyseSettings.max_seconds` is read as far as that goes, and a notice says
        how far.

        Args:
            article: The article, or its text alone. No title is looked for in that, and its id is "text-" and the
                first eight digits of the text's fingerprint, so that two texts differ in tables.

        Raises:
            TypeError: It is neither.
        """
        if isinstance(article, str):
            article = Article(id=f"text-{fingerprint(article)[:_ID_DIGITS]}", text=article)
        if not isinstance(article, Article):
            raise TypeError(
                f"this is of type {type(article).__name__}; give an Article or a text; read files with read_articles"
            )
        limits = self.settings
        statements: list[Statement] = []
        try:
            return run_bounded(
                lambda: self._analyse(article, statements),
                max_seconds=limits.max_seconds,
                max_memory=limits.max_memory,
            )
        except LimitError as err:
            missing = "only statements were found, no speakers and carriers" if statements else "nothing was found"
            reason = f"{missing}: {err}; split the text, or raise the limit ({name_limits(limits)})."
            reading = Reading(article, tuple(statements), (*article.notices, Notice("analyse", reason)), self.stamp)
            return keep_likely(reading, limits.min_score)

    def _analyse(self, article: Article, statements: list[Statement]) -> Reading:
        """Return the reading of an article; `statements` is filled as soon as they are found."""
        end = measure_time() + MODEL_SHARE * self.settings.max_seconds
        layout = lay_out_lines(article)
        if is_foreign(article):
            return read_marks_only(article, layout, self.stamp)
        layout, attributions, spans, read_to = self._attribute(article, layout, end)
        if read_to is None:
            statements += self._choose(article, layout, attributions)
            return self._complete(article, layout, statements, spans)
        # Rules read the whole text, also what the model did not come to.
        keep = [all(span.end <= read_to for span in (*a.content, *a.cue, *a.source)) for a in attributions]
        attributions = renumber(attributions, keep)
        part = _cut(article, read_to)
        layout = with_turns(lay_out_lines(part), part, spans.talk)
        statements += self._choose(part, layout, attributions)
        reading = self._complete(part, layout, statements, spans)
        reason = (
            f"only the first {read_to:,} of {len(article.text):,} characters were read, since more takes longer "
            f"than it may; split the text, or raise the limit ({name_limits(self.settings)})."
        )
        return replace(reading, article=article, notices=(*reading.notices, Notice("analyse", reason)))

    def _complete(self, article: Article, layout: Layout, statements: list[Statement], spans: ModelSpans) -> Reading:
        """Return the reading with these statements, and without those whose score is too low."""
        reading = complete(
            article, layout, statements, spans=spans, ranker=self._ranker, scorer=self._scorer, stamp=self.stamp
        )
        return keep_likely(reading, self.settings.min_score)

    def _choose(self, article: Article, layout: Layout, found: list[Attribution]) -> list[Statement]:
        """Return the attributions that are statements, without speakers."""
        proposed = self._propose(article, layout, found)
        around = describe_article(layout, proposed)
        weights = self._tagger.card["calibration"]
        scores = [score(layout, a, around, self.settings.scheme, weights) for a in proposed]
        # Statements between this and a higher min_score are removed only from the complete reading.
        least = min(self.settings.min_score, NOISE_SCORE)
        keep = [
            value >= find_least_score(a.kind, least, self.settings.scheme)
            for a, value in zip(proposed, scores, strict=True)
        ]
        kept = renumber(proposed, keep)
        return list(map(_number, range(len(kept)), kept, compress(scores, keep)))

    def _propose(self, article: Article, layout: Layout, found: list[Attribution]) -> list[Attribution]:
        """Return the attributions by the rules of the scheme, before they are scored."""
        boilerplate = [region for region in article.regions if region.place == BOILERPLATE]
        if boilerplate:
            found = [replace(a, content=_leave_out(article.text, a.content, boilerplate) or a.content) for a in found]
        placed = [_place(article, a) for a in found]
        if self.settings.scheme != "guide":
            return placed
        holders = [None if a.within is None else placed[a.within] for a in placed]
        mended = [mend(layout, a) for a in placed]
        drafted = (_number(n, a, 0.0) for n, a in enumerate(mended))
        keep = [not is_thought(layout, a, h) for a, h in zip(placed, holders, strict=True)]
        keep = [k and not _is_unattributed(layout, s) for k, s in zip(keep, drafted, strict=True)]
        return renumber(mended, keep)

    def _attribute(
        self, article: Article, layout: Layout, end: float
    ) -> tuple[Layout, list[Attribution], ModelSpans, int | None]:
        """Return the layout with turns, the attributions, what else the model tagged, and up to where it read.

        It is None if all was read before the time `end`.
        """
        pieces = self._tagger.cut(layout.text, layout.lines, layout.quoted)
        collector, read_to = SpanCollector(pieces, self._talk), None

        def score() -> Iterator[Scored]:
            nonlocal read_to
            for scored in join_windows(self._tagger.score(pieces, self.settings.scheme)):
                collector.take(scored)
                yield scored
                if measure_time() > end and scored.window.core_end < len(pieces):
                    read_to = int(pieces.starts[scored.window.core_end])
                    return

        bounds = find_bounds(layout, pieces, sources=self.settings.scheme == "guide")
        drafts = decode(pieces, score(), self._tagger.link, bounds)
        spans = collector.spans()
        layout = with_turns(layout, article, spans.talk)
        found = attribute(
            layout.text,
            drafts=drafts,
            marked=layout.marked,
            paragraphs=layout.lines,
            turns=layout.turns,
            title=layout.title,
            names=[mention.span for mention in spans.mentions if mention.kind in {"person", "body"}],
            parts=self.settings.scheme == "guide",
        )
        return layout, found, spans, read_to


def find_attributions(analyser: Analyser, article: Article) -> tuple[Layout, list[Attribution], ModelSpans]:
    """Return the layout, the attributions before they are scored, and the model's other tags, to fit weights."""
    # An `Attribution` is none of the users' records.
    layout, found, spans, _ = analyser._attribute(article, lay_out_lines(article), float("inf"))  # noqa: SLF001
    return layout, analyser._propose(article, layout, found), spans  # noqa: SLF001


def _cut(article: Article, end: int) -> Article:
    """Return the article with its text cut at a place."""
    given = article.given_span
    return replace(
        article,
        text=article.text[:end],
        title_span=article.title_span if article.title_span and article.title_span.end <= end else None,
        given_span=Span(given.start, min(given.end, end)) if given and given.start < end else None,
        regions=tuple(region for region in article.regions if region.span.end <= end),
    )


@lru_cache(maxsize=1)
def _load_again(settings: AnalyseSettings, model: Path) -> Analyser:
    """Return the analyser that was pickled; a process that gets it with each article loads it only once."""
    return Analyser(settings, model=model)


def _leave_out(text: str, spans: Sequence[Span], boilerplate: Sequence[Region]) -> tuple[Span, ...]:
    """Return the spans without the boilerplate between two paragraphs of one quotation."""
    kept = []
    for span in spans:
        start = span.start
        for region in boilerplate[bisect_right(boilerplate, span.start, key=lambda region: region.span.end) :]:
            if region.span.start >= span.end:
                break
            kept.append(trim_span(text, start, region.span.start))
            start = max(start, region.span.end)
        kept.append(trim_span(text, start, span.end) if start > span.start else span)
    return tuple(span for span in kept if span.start < span.end)


def _place(article: Article, attribution: Attribution) -> Attribution:
    """Return the attribution, with its place if it stands in a caption or a pull quote."""
    at = attribution.content[0]
    before = bisect_right(article.regions, at.start, key=lambda region: region.span.start)
    region = article.regions[before - 1] if before else None
    if region is None or region.place == BOILERPLATE or not region.span.holds(at):
        return attribution
    return replace(attribution, place=Place(region.place))


def _is_unattributed(layout: Layout, statement: Statement) -> bool:
    """Whether a drafted statement is attributed to nobody: scare quotes, a denial of saying."""
    return is_scare_statement(layout, statement) or is_unsaid(layout, statement)


def _number(n: int, attribution: Attribution, score: float) -> Statement:
    """Return an attribution as the record that users see."""
    a = attribution
    within = None if a.within is None else f"s{a.within + 1}"
    return Statement(f"s{n + 1}", a.kind, a.place, a.content, a.cue, a.source, score, within=within, turn=a.turn)
