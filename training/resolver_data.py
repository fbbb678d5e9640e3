"""Articles from which the resolver learns who speaks: with marked sources, and with those that a model found.

`Teacher` reads an article and takes the right candidate wherever it is known, so that later choices depend on right
ones; `Observer` reads it by given weights and keeps the features of each speaker score.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from corpora import read_lines
from label_store import LABELS, read_labels, read_speakers
from written import build_readings

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.kind import classify_kind
from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import NO_SPANS, ModelSpans
from sayso.analyse.repeats import find_repeats
from sayso.analyse.resolve import Resolver, resolve_speakers
from sayso.analyse.resolve.candidates import NEW, NOBODY, Anaphor, class_of
from sayso.analyse.resolve.context import Outcome, ResolveContext
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.pairs import find_anchor, list_mentions
from sayso.analyse.resolve.rank import Choice, Ranker
from sayso.article import Article, Outlet
from sayso.match import HeadlineFinding
from sayso.segment import pair_marks
from sayso.speaker import Speaker
from sayso.statement import Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["Decision", "Judged", "Marked", "decide", "judge", "load_scorer", "outlet_of", "read_found", "read_marked"]

GUIDE_SETS = ("pages-train", "web-train", "basil-train", "wikinews-train")
HERE = Path(__file__).parent
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Marked:
    """An article with its statements, and for each the name of its speaker and whether it is a proper one.

    Attributes:
        silent: The ids of statements for which the text names no speaker.
        findings: What was found on the headline.
        spans: What the model of the run tagged.
        cores: Where each marked mention of a speaker stands, without its article, with that speaker's name.
        types: The type of each speaker with a proper name, by that name.
    """

    article: Article
    statements: list[Statement]
    speakers: dict[str, tuple[str, bool]]
    silent: frozenset[str] = frozenset()
    findings: tuple[HeadlineFinding, ...] = ()
    spans: ModelSpans = NO_SPANS
    cores: Mapping[Span, tuple[str, bool]] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def repeats(self) -> Mapping[str, list[str]]:
        """Which statements only repeat others."""
        return find_repeats(self.article.text, self.statements, self.findings)


@dataclass(frozen=True)
class Decision:
    """One choice.

    Attributes:
        outlet: The outlet of its article.
        kind: The class of the anaphor.
        rows: A row of features for each candidate.
        right: The right candidates.
        anchor: The words that stand for the anaphor.
        numbers: The numbers of the candidates.
        mentions: Where the mentions of each stand that the model compares with the anaphor.
    """

    outlet: str
    kind: str
    rows: np.ndarray
    right: list[int]
    anchor: Span
    numbers: Sequence[int]
    mentions: list[list[tuple[int, int]]]


@dataclass(frozen=True)
class Judged:
    """One speaker found: the outlet, the features of its score, whether it is right, and whether it is named."""

    outlet: str
    features: Mapping[str, float]
    is_right: bool
    is_named: bool


def outlet_of(article: Article) -> str:
    """Return what articles of one outlet have in common: its name or domain, else the article's id."""
    outlet = article.outlet
    return (outlet and (outlet.name or outlet.domain)) or article.id


def read_marked(shared: Path, run: Path) -> Iterator[Marked]:
    """Yield the training articles with their marked statements and what a run's model tags, in a fixed order."""
    analyser = Analyser(model=run / "model")
    for marked in _read_marked(shared):
        yield replace(marked, spans=find_attributions(analyser, marked.article)[2])


def _read_marked(shared: Path) -> Iterator[Marked]:
    records = list(_read_guide_records(shared))
    by_guide = {record["article"]["id"] for record in records}
    for record in read_speakers(shared):
        if record["doc_id"] not in by_guide:
            given = record["speakers"].items()
            speakers = {known: (it["entity"], bool(it["named"])) for known, it in given if it["type"] != "none"}
            article = Article(record["doc_id"], record["text"], outlet=Outlet(record["publisher"]))
            silent = frozenset(known for known, it in given if it["type"] == "none")
            yield replace(_mark(article, record["attributions"], speakers), silent=silent)
    for record in records:
        speakers, silent = _read_speakers(record)
        marked = _mark(_as_article(record["article"]), record["statements"], speakers)
        yield replace(marked, silent=silent, cores=_read_cores(record))


def read_found(shared: Path, run: Path) -> Iterator[Marked]:
    """Yield the training articles that a run held out, with the statements that its model finds in them."""
    held = set(json.loads((run / "plan.json").read_text("utf-8"))["held"])
    analyser, scorer = Analyser(model=run / "model"), load_scorer(shared, "score_attributions")
    for record in _read_guide_records(shared):
        if record["article"]["id"] not in held:
            continue
        article = _as_article(record["article"])
        reading = analyser.analyse(article)
        open_ = {"speaker": None, "unresolved": Unresolved.NOT_YET, "candidates": (), "carriers": ()}
        found = [replace(statement, **open_) for statement in reading.statements]
        speakers, silent = _read_speakers(record)
        paired = dict(_pair(scorer, article.text, record["statements"], found))
        of_found = {own: speakers[gold] for own, gold in paired.items() if gold in speakers}
        of_nobody = frozenset(own for own, gold in paired.items() if gold in silent)
        spans = find_attributions(analyser, article)[2]
        types = {speaker["name"]: speaker["type"] for speaker in record["speakers"] if speaker["named"]}
        yield Marked(article, found, of_found, of_nobody, reading.headline, spans, _read_cores(record), types)


def _pair(
    scorer: ModuleType, text: str, gold: Sequence[dict[str, Any]], found: Sequence[Statement]
) -> Iterator[tuple[str, str]]:
    """Yield the ids of the statements found and marked that have at least half the same content."""
    toks = scorer.tokens(text)
    words = [i for i, t in enumerate(toks) if any(ch.isalnum() for ch in t[2])]
    quoted = scorer.inside_quotes(text)
    sides = (gold, [{"id": s.id, "source": s.source, "cue": s.cue, "content": s.content} for s in found])
    kept = [[item for item in side if scorer.prepare([item], toks, words, quoted)] for side in sides]
    rows = [scorer.prepare(side, toks, words, quoted) for side in kept]
    for g, p, _ in scorer.pair(*rows):
        yield kept[1][p]["id"], kept[0][g]["id"]


def _read_speakers(record: dict[str, Any]) -> tuple[dict[str, tuple[str, bool]], frozenset[str]]:
    """Return the name of each statement's speaker and whether it is a proper one, and the statements without one."""
    by_id = {s["id"]: (s["name"], s["named"]) for s in record["speakers"]}
    speakers = {s["id"]: by_id[s["speaker"]] for s in record["statements"] if s["speaker"]}
    return speakers, frozenset(s["id"] for s in record["statements"] if not s["speaker"])


def _read_cores(record: dict[str, Any]) -> dict[Span, tuple[str, bool]]:
    """Return where each marked mention stands, without its article, with its speaker's name."""
    text = record["article"]["text"]
    return {
        Span(_skip_article(text, start), end): (speaker["name"], speaker["named"])
        for speaker in record["speakers"]
        for start, end in speaker["mentions"]
    }


def _skip_article(text: str, start: int) -> int:
    """Return where a mention begins without its article."""
    article = _ARTICLE.match(text, start)
    return article.end() if article else start


def _read_guide_records(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the gold readings by the guide that are trained on."""
    for name in GUIDE_SETS:
        yield from read_lines(shared / f"data/web/{name}.jsonl")
    yield from read_labels(LABELS / "pool.jsonl", shared / "data/pool/pool.jsonl")
    for record in read_labels(LABELS / "polnear.jsonl", shared / "data/polnear/polnear-train.jsonl"):
        yield {**record, "article": {**record["article"], "outlet": {"name": record["article"]["publisher"]}}}
    yield from build_readings(HERE / "written", shared)


def _as_article(record: dict[str, Any]) -> Article:
    title, name = record.get("title") or "", (record.get("outlet") or {}).get("name")
    span = record.get("title_span") or ([0, len(title)] if title and record["text"].startswith(title) else None)
    return Article(
        record["id"],
        record["text"],
        outlet=Outlet(name) if name else None,
        authors=tuple(record.get("authors") or ()),
        title_span=Span(*span) if span else None,
    )


def _mark(article: Article, records: list[dict[str, Any]], speakers: dict[str, tuple[str, bool]]) -> Marked:
    marked = pair_marks(article.text)
    statements = []
    for record in records:
        roles = ("content", "cue", "source")
        content, cue, source = (tuple(Span(*s) for s in sorted(map(tuple, record[k]))) for k in roles)
        if not content:
            continue
        is_headline = article.title_span is not None and article.title_span.holds(content[0])
        place = Place.HEADLINE if is_headline else Place.BODY
        kind = classify_kind(content, article.text, marked)
        more = {"within": record.get("within"), "turn": record.get("turn", False)}
        statements.append(Statement(record["id"], kind, place, content, cue, source, 1.0, **more))
    return Marked(article, sorted(statements, key=lambda s: s.content[0]), speakers)


class Teacher(Ranker):
    """Takes the right candidate, where it is known, and keeps the choice; else it chooses by its weights."""

    plans = False

    def __init__(self, marked: Marked, scorer: ModuleType, path: Path) -> None:
        super().__init__(path)
        self.decisions: list[Decision] = []
        self.outcomes: dict[str, Outcome] = {}
        self._marked, self._scorer = marked, scorer
        self._named_so: dict[int, str] = {}
        self._noted = 0

    def choose(
        self,
        anaphor: Anaphor,
        candidates: Sequence[int],
        rows: np.ndarray,
        mentions: MentionIndex,
        statement: str | None,
    ) -> Choice:
        """Return the right candidate, or the likeliest."""
        self._note_outcomes()
        right = self._find_right(anaphor, candidates, mentions, statement or "")
        if not right:
            return super().choose(anaphor, candidates, rows, mentions, statement)
        compared = list_mentions(mentions, anaphor.place, candidates)
        anchor = find_anchor(self._marked.article.text, anaphor)
        outlet, kind = outlet_of(self._marked.article), class_of(anaphor)
        self.decisions.append(Decision(outlet, kind, rows, right, anchor, candidates, compared))
        return Choice(right[0], [float(n == right[0]) for n in range(len(candidates))])

    def _note_outcomes(self) -> None:
        """Note the names of entities without one: they are known by the statements that they were found to speak."""
        for known in islice(reversed(self.outcomes), len(self.outcomes) - self._noted):
            entity = self.outcomes[known].entity
            if entity is not None and known in self._marked.speakers:
                self._named_so[id(entity)] = self._marked.speakers[known][0]
        self._noted = len(self.outcomes)

    def _find_right(
        self, anaphor: Anaphor, candidates: Sequence[int], mentions: MentionIndex, statement: str
    ) -> list[int]:
        """Return the places of the right candidates; none if they are not known."""
        last = len(candidates) - 1
        if statement in self._marked.silent:
            return [last] if candidates[last] == NOBODY else []
        known = self._marked.speakers.get(statement) or self._find_marked(anaphor)
        if known is None:
            return []
        name, is_named = known
        if not is_named and not self._marked.cores:
            # Where no mentions are marked, one without a name may have been mentioned before.
            return []
        so_called = self._list_so_called(mentions, name)
        entities = [None if n < 0 else mentions.entities[n] for n in candidates]
        right = [
            n
            for n, entity in enumerate(entities)
            if entity and (id(entity) in so_called or self._is_right(entity, name, is_named=is_named))
        ]
        # Else a new entity, or one that is not among them: the last candidate.
        return right or ([last] if candidates[last] == NEW else [])

    def _find_marked(self, anaphor: Anaphor) -> tuple[str, bool] | None:
        """Return the speaker whose mention is marked where an anaphor stands; None if none is."""
        if anaphor.silence is not None:
            return None
        start, end = anaphor.phrase.span if anaphor.phrase else (anaphor.place, anaphor.place)
        return next((speaker for core, speaker in self._marked.cores.items() if self._is_core(start, end, core)), None)

    def _list_so_called(self, mentions: MentionIndex, name: str) -> set[int]:
        """Return the entities without a proper name of which a mention is marked as this speaker's."""
        cores = [core for core, speaker in self._marked.cores.items() if speaker[0] == name]
        return {
            id(entity)
            for mention in mentions.in_order
            if not (entity := mentions.entities[mention.entity]).has_proper_name
            if any(self._is_core(mention.start, mention.end, core) for core in cores)
        }

    def _is_core(self, start: int, end: int, core: Span) -> bool:
        """Whether a mention, with or without its article, begins a marked one, and is not the owner in it."""
        text = self._marked.article.text
        start = _skip_article(text, start) if start < core.start else start
        return start == core.start and end <= core.end and text[end : end + 2] not in {"'s", "’s"}

    def _is_right(self, entity: Entity, name: str, *, is_named: bool) -> bool:
        if self._named_so.get(id(entity)) == name:
            return True
        if entity.members and not (" and " in name or " + " in name):
            return False
        return is_named and entity.has_proper_name and self._scorer.agree_joint(entity.name, name)


def decide(marked: Marked, scorer: ModuleType, weights: Path) -> list[Decision]:
    """Return the choices that the resolver makes in one article, with the right candidates."""
    teacher = Teacher(marked, scorer, weights)
    layout = lay_out(marked.article)
    context = ResolveContext(marked.article, layout, marked.statements, marked.repeats, teacher, marked.spans)
    teacher.outcomes = context.outcomes
    Resolver(context).run()
    return teacher.decisions


class Observer(Ranker):
    """Chooses by its weights, and keeps the features of each speaker score."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.seen: dict[str, Mapping[str, float]] = {}

    def weigh(self, statement: str, features: Mapping[str, float]) -> float:
        """Return 1: no speaker is left open."""
        self.seen[statement] = features
        return 1.0


def judge(marked: Marked, scorer: ModuleType, weights: Path) -> Iterator[Judged]:
    """Yield what is known of each speaker that the weights choose in one article."""
    observer = Observer(weights)
    read, speakers = resolve_speakers(
        marked.article, lay_out(marked.article), marked.statements, marked.repeats, observer, marked.spans
    )
    by_id = {speaker.id: speaker for speaker in speakers}
    for statement in read:
        is_known = statement.id in marked.speakers or statement.id in marked.silent
        speaker = by_id.get(statement.speaker or "")
        # A pull quote has the score of what it repeats.
        if is_known and speaker is not None and statement.id in observer.seen:
            is_right = _is_right_speaker(scorer, marked.speakers.get(statement.id), speaker)
            yield Judged(outlet_of(marked.article), observer.seen[statement.id], is_right, speaker.named)


def _is_right_speaker(scorer: ModuleType, gold: tuple[str, bool] | None, found: Speaker) -> bool:
    """As the shared scorer counts: names agree; of who has none, no proper name is claimed."""
    if gold is None:
        return False
    name, is_named = gold
    return bool(scorer.agree_joint(found.name, name)) if is_named else not found.named


def load_scorer(shared: Path, name: str = "score_speakers") -> ModuleType:
    """Return a shared scorer: speakers are measured by its rule of when two names agree."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(shared / "eval"))
    spec = importlib.util.spec_from_file_location(name, shared / f"eval/{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import the scorer from {shared / 'eval'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
