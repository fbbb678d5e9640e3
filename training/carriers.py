"""Fit the weights with which carriers are chosen among candidates.

    python training/carriers.py --shared ../shared --to src/sayso/model/carriers.json
    python training/carriers.py --shared ../shared --runs training/runs/fold*

A model's tags of articles that it learnt from are too sure. With --runs, each article that a run held out is read by
the model of that run (RUN/plan.json, RUN/model), and only these articles have tags; the shipped model reads the others.
The weights of tags, few, are fitted on them beside the probability by words.

The training articles are read as sayso reads them, and their candidates compared with the carriers that a large
language model marked: one that stands at the evidence of a carrier is of its `how`, any other is none. Where labels
have names without places (speakers-train), the likeliest candidate of that name is taken as the place. Rules count
threefold.

What is printed is measured over folds with outlets kept together: precision, recall and F1 of carriers, also on both
halves of the articles. The threshold is the highest of the best on one half.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from corpora import read_lines
from label_store import LABELS, read_labels, read_speakers
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from written import build_readings

from sayso.analyse import Analyser
from sayso.analyse.carry import find_by_rules, find_carriers
from sayso.analyse.carry.candidates import Candidate, propose_candidates
from sayso.analyse.carry.evidence import build_context
from sayso.analyse.carry.features import Describer
from sayso.analyse.carry.scorer import CLASSES, Scorer, describe_tags, group_of
from sayso.analyse.carry.words import classes_of
from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.model_spans import NO_SPANS, ModelSpans
from sayso.analyse.repeats import find_repeats
from sayso.article import Article, Outlet
from sayso.reading import Reading
from sayso.statement import Statement
from sayso.text import Span

GUIDE_SETS = ("pages-train", "web-train", "basil-train", "wikinews-train")
HERE = Path(__file__).parent
FOLDS = 4
# The best F1 over folds of 0.1, 0.3 and 1.
STRENGTH = 0.3
# Features of fewer outlets are left out, and words in no more articles are not common.
FEW = 8
_SMALL_WORD = re.compile(r"\b[a-z]+\b")
# Rules whose share of right evidence is the least score of their evidence: the form decides.
FORM_RULES = ("dateline", "footer", "credit", "signature")
RULE_WEIGHT = 3.0
SMALL = 0.08
# Differences of F1 that are chance: the higher threshold is chosen.
SAME = 0.003
THRESHOLDS = (0.35, 0.4, 0.45)
TAG_STRENGTH = 0.1
UNCALIBRATED = {"calibration": [1.0, 0.0], "rules": {}, "threshold": 0.5}

Record = dict[str, Any]


@dataclass(frozen=True)
class Labelled:
    """A training article, read by sayso, with its candidates.

    Attributes:
        name: The set of labels that it is from.
        record: Its labels: "article" and "carriers".
        reading: Its reading.
        spans: What the model tagged in it.
        candidates: Each with its features.
        classes: For each candidate its class, None where the labels leave it open.
        named: For each candidate the number of the carrier that it has the name of, None without one.
        key: Its outlet, or its id: articles of one key are in one fold.
    """

    name: str
    record: Record
    reading: Reading
    spans: ModelSpans
    candidates: list[tuple[Candidate, list[str]]]
    classes: list[str | None]
    named: list[int | None]
    key: str


def main() -> int:
    """Read, fit, print, write; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of data")
    parser.add_argument(
        "--runs", type=Path, nargs="+", default=[], help="folders of runs; without any there are no weights for tags"
    )
    parser.add_argument("--to", type=Path, default=Path("src/sayso/model/carriers.json"), help="the file of weights")
    options = parser.parse_args()
    scorer = load_scorer(options.shared)
    plans = {run / "model": json.loads((run / "plan.json").read_text("utf-8")) for run in options.runs}
    models = {held: model for model, plan in plans.items() for held in plan["held"]}
    jobs = [(name, record, models.get(record["article"]["id"])) for name, record in read_records(options.shared)]
    with ProcessPoolExecutor(2) as pool:
        read = list(pool.map(_read, jobs, chunksize=8))
    articles = [label(scorer, name, record, *one) for (name, record, _), one in zip(jobs, read, strict=True)]
    weights = fit_all(scorer, articles)
    options.to.write_text(json.dumps(weights, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
    return 0


def read_records(shared: Path) -> Iterator[tuple[str, Record]]:
    """Yield the labelled articles with the name of their set, in a fixed order."""
    data = shared / "data"
    for name in GUIDE_SETS:
        yield from ((name, record) for record in read_lines(data / f"web/{name}.jsonl"))
    yield from (("pool", it) for it in read_labels(LABELS / "pool.jsonl", data / "pool/pool.jsonl"))
    yield from (("written", it) for it in build_readings(HERE / "written", shared))
    packed = read_labels(LABELS / "polnear.jsonl", data / "polnear/polnear-train.jsonl")
    guide = {it["article"]["id"]: it for it in packed}
    yield from (("polnear-guide", it) for it in guide.values())
    for record in read_speakers(shared):
        if record["doc_id"] not in guide:
            article = {"id": record["doc_id"], "text": record["text"]}
            carriers = [{**it, "evidence": []} for it in record["carriers"]]
            yield "speakers-train", {"article": article, "carriers": carriers, "speakers": record["speakers"]}


def _as_article(record: Record) -> Article:
    given = record["article"]
    span = given.get("title_span")
    name = (given.get("outlet") or {}).get("name")
    authors = tuple(given.get("authors") or ())
    title = Span(*span) if span else None
    if title is None and given.get("title") and given["text"].startswith(given["title"]):
        title = Span(0, len(given["title"]))
    return Article(given["id"], given["text"], outlet=Outlet(name) if name else None, title_span=title, authors=authors)


class _Recorder(Analyser):
    """An analyser that keeps what the model tagged in the last article."""

    spans = NO_SPANS

    def _complete(self, article: Article, layout: Layout, statements: list[Statement], spans: ModelSpans) -> Reading:
        self.spans = spans
        return super()._complete(article, layout, statements, spans)


_recorders: dict[Path | None, _Recorder] = {}


def _read(job: tuple[str, Record, Path | None]) -> tuple[Reading, ModelSpans]:
    """Return the reading of an article and what a model that did not learn from it tagged.

    A process loads each model once.
    """
    _, record, model = job
    recorder = _recorders.setdefault(model, _recorders.get(model) or _Recorder(model=model))
    recorder.spans = NO_SPANS
    reading = recorder.analyse(_as_article(record))
    return reading, recorder.spans if model else NO_SPANS


def label(scorer: ModuleType, name: str, record: Record, reading: Reading, spans: ModelSpans) -> Labelled:
    """Return the article with its candidates and their classes."""
    article = _as_article(record)
    context = build_context(lay_out(article), reading.speakers, spans)
    candidates = propose_candidates(context, find_by_rules(context))
    describer = Describer(article, context, reading.statements, reading.speakers, candidates)
    candidates = [it for it in candidates if describer.is_promising(it)]
    classes: list[str | None] = []
    named: list[int | None] = []
    for candidate in candidates:
        here, same = _find_gold(scorer, candidate, record["carriers"])
        classes.append(record["carriers"][here]["how"] if here is not None else "none" if same is None else None)
        named.append(same)
    outlet = (record["article"].get("outlet") or {}).get("name")
    key = outlet if outlet and name != "written" else article.id
    described = [(it, describer.describe(it)) for it in candidates]
    return Labelled(name, record, reading, spans, described, classes, named, key)


def _find_gold(scorer: ModuleType, candidate: Candidate, carriers: Sequence[Record]) -> tuple[int | None, int | None]:
    """Return the number of the carrier at whose evidence a candidate stands, and of one that has its name."""
    here = same = None
    span = candidate.span
    is_outlet = candidate.form == "noun" and "outlet" in classes_of(candidate.name)
    for n, carrier in enumerate(carriers):
        stands = any(span.start < end + 2 and start - 2 < span.end for start, end in carrier["evidence"])
        unnamed = stands and is_outlet and carrier["how"] in {"interview", "report", "wire", "broadcast"}
        if scorer.agree(carrier["name"], candidate.name) or unnamed:
            same = n
            here = n if stands and here is None else here
    return here, same


def fit_all(scorer: ModuleType, articles: Sequence[Labelled]) -> Record:
    """Return the weights fitted on all articles, after measuring them over folds."""
    placed = place_names(articles)
    print(f"{len(articles)} articles, {sum(len(it.candidates) for it in articles)} candidates,", end=" ")
    print(dict(Counter(kind for it in placed for kind in it.classes if kind)))
    parts: list[tuple[list[Labelled], Record]] = []
    for fold in range(FOLDS):
        weights = fit([it for it in placed if _fold_of(it.key) != fold])
        parts.append(([it for it in articles if _fold_of(it.key) == fold], weights))
    shared = {"calibration": calibrate(parts), "rules": measure_rules(articles)}
    print("right by rules of form:", shared["rules"])
    rows = [_describe_tagged(part, weights) for part, weights in parts]
    counts: dict[tuple[float, str], Counter[str]] = defaultdict(Counter)
    for fold, (part, weights) in enumerate(parts):
        tags = fit_tags([row for n, found in enumerate(rows) if n != fold for row in found])
        for threshold in THRESHOLDS:
            made = _make_scorer({**weights, **shared, "tags": tags, "threshold": threshold})
            _count(scorer, part, made, threshold, counts)
    highest = max(_f1(counts[it, "half 0"]) for it in THRESHOLDS)
    best = max(it for it in THRESHOLDS if _f1(counts[it, "half 0"]) > highest - SAME)
    for threshold in THRESHOLDS:
        print(f"{threshold:.2f}{'*' if threshold == best else ' '}", _show(counts[threshold, "all"]), end="; halves ")
        print(f"{_f1(counts[threshold, 'half 0']):.3f} {_f1(counts[threshold, 'half 1']):.3f}")
    for name in sorted({it.name for it in articles}):
        print(f"{name:14}", _show(counts[best, name]))
    tags = fit_tags([row for found in rows for row in found])
    return {"threshold": best, **shared, "tags": tags, **fit(placed)}


def place_names(articles: Sequence[Labelled]) -> list[Labelled]:
    """Return the articles; where labels have no places, the likeliest candidate of each name is at its place."""
    placed = [it for it in articles if it.name != "speakers-train"]
    made = _make_scorer({**fit(placed), **UNCALIBRATED})
    for it in articles:
        if it.name == "speakers-train":
            scores = [made.score(candidate, features).score for candidate, features in it.candidates]
            placed.append(replace(it, classes=_place(it, scores)))
    return placed


def _place(article: Labelled, scores: Sequence[float]) -> list[str | None]:
    """Return the classes of an article's candidates: the likeliest of each carrier's name is at its place."""
    classes = list(article.classes)
    for n, carrier in enumerate(article.record["carriers"]):
        same = [place for place, number in enumerate(article.named) if number == n]
        if same and not carrier.get("unsure"):
            classes[max(same, key=lambda place: scores[place])] = carrier["how"]
    return classes


def fit(articles: Sequence[Labelled]) -> Record:
    """Return the weights of both groups: maximum likelihood of a softmax, with an L2 penalty."""
    return {group: _fit_group(group, articles) for group in ("name", "noun")}


def _fit_group(group: str, articles: Sequence[Labelled]) -> dict[str, list[float]]:
    rows: list[list[str]] = []
    classes: list[str] = []
    seen: dict[str, set[str]] = defaultdict(set)
    for it in articles:
        for (candidate, features), kind in zip(it.candidates, it.classes, strict=True):
            if kind is not None and group_of(candidate) == group:
                rows.append(features)
                classes.append(kind)
                for feature in features:
                    seen[feature].add(it.key)
    people = {word for it in articles for word in _list_people(it.record)} - _find_common(articles)
    names = sorted(name for name, keys in seen.items() if len(keys) >= FEW and people.isdisjoint(_split_words(name)))
    place = {name: n for n, name in enumerate(names)}
    scale = np.array([_scale(name) for name in names])
    # One in four of what is plainly no carrier stands for all four: fitting takes a third of the time.
    kept = [n for n, kind in enumerate(classes) if kind != "none" or _is_sampled(n, rows[n])]
    counts = [1.0 if classes[n] != "none" or _has_rule(rows[n]) else 4.0 for n in kept]
    columns = [[place[name] for name in rows[n] if name in place] for n in kept]
    ends = np.cumsum([0, *(len(it) for it in columns)])
    flat = np.array([it for row in columns for it in row], dtype=np.int64)
    matrix = csr_matrix((scale[flat], flat, ends), shape=(len(kept), len(names)))
    model = LogisticRegression(C=STRENGTH, max_iter=150, tol=1e-3, fit_intercept=False)
    model.fit(matrix, [classes[n] for n in kept], sample_weight=counts)
    weights = np.zeros((len(names), len(CLASSES)))
    for n, kind in enumerate(model.classes_):
        weights[:, CLASSES.index(kind)] = model.coef_[n] * scale
    weights[:, [n for n, kind in enumerate(CLASSES) if kind not in model.classes_]] = 0
    found = {}
    for name, row in zip(names, np.round(weights, 2), strict=True):
        if np.abs(row).max() >= SMALL:
            values = [float(value) for value in row]
            while values and values[-1] == 0:
                values.pop()
            found[name] = values
    return found


def _list_people(record: Record) -> Iterator[str]:
    """Yield the words of people's names in small letters: none of them may stand in the weights."""
    speakers = record.get("speakers") or []
    for speaker in speakers.values() if isinstance(speakers, dict) else speakers:
        if speaker["named"] and speaker["type"] == "person":
            yield from (word for word in _split_words(speaker.get("name") or speaker["entity"]) if len(word) > 2)


def _find_common(articles: Iterable[Labelled]) -> set[str]:
    """Return the words that stand in small letters in several articles, whether or not they are names too."""
    counts = Counter(word for it in articles for word in set(_SMALL_WORD.findall(it.record["article"]["text"])))
    return {word for word, count in counts.items() if count > FEW}


def _split_words(name: str) -> list[str]:
    return re.split(r"[\W_]+", name.lower())


def _scale(name: str) -> float:
    return RULE_WEIGHT if name.startswith(("rule", "reach", "elsewhere")) else 1.0


def _has_rule(features: Iterable[str]) -> bool:
    return any(name.startswith("rule=") for name in features)


def _is_sampled(n: int, features: Iterable[str]) -> bool:
    return n % 4 == 0 or _has_rule(features)


def _fold_of(key: str, folds: int = FOLDS) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % folds


def _make_scorer(weights: Mapping[str, Any]) -> Scorer:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "carriers.json"
        path.write_text(json.dumps(weights), "utf-8")
        return Scorer(path)


def measure_rules(articles: Iterable[Labelled]) -> dict[str, float]:
    """Return for each rule of form the share of its evidence that is a carrier's; unplaced labels do not count."""
    right: dict[str, list[bool]] = {rule: [] for rule in FORM_RULES}
    for it in articles:
        for (candidate, _), kind in zip(it.candidates, it.classes, strict=True):
            for rule in {rule for rule, _ in candidate.found} & right.keys():
                if kind is not None and it.name != "speakers-train":
                    right[rule].append(kind != "none")
    return {rule: round(sum(found) / max(1, len(found)), 2) for rule, found in right.items()}


def calibrate(parts: Sequence[tuple[list[Labelled], Record]]) -> list[float]:
    """Return slope and bias with which the scores of held-out candidates mean how many of them are carriers."""
    values, right = [], []
    for part, weights in parts:
        made = _make_scorer({**weights, **UNCALIBRATED})
        for it in part:
            for (candidate, features), kind in zip(it.candidates, it.classes, strict=True):
                score = made.score(candidate, features).score
                if kind is not None and score > 0.02:
                    values.append(np.log(score / (1 - score)))
                    right.append(kind != "none")
    model = LogisticRegression(C=1e6).fit(np.array(values)[:, None], right)
    return [round(float(model.coef_[0][0]), 3), round(float(model.intercept_[0]), 3)]


def _describe_tagged(part: Iterable[Labelled], weights: Record) -> list[tuple[dict[str, float], bool]]:
    """Return the features of the candidates in tagged articles, by weights that were fitted without them."""
    made = _make_scorer({**weights, **UNCALIBRATED})
    rows = []
    for it in part:
        for (candidate, features), kind in zip(it.candidates, it.classes, strict=True):
            if it.spans.mentions and kind is not None:
                share = 1.0 - float(made.weigh(candidate, features)[-1])
                rows.append((describe_tags(candidate, share), kind != "none"))
    return rows


def fit_tags(rows: Sequence[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Return the weights of tags and of the probability by words: a logistic regression; none without rows."""
    if not rows:
        return {}
    names = sorted({name for row, _ in rows for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row, _ in rows])
    spread = matrix.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=TAG_STRENGTH, max_iter=500, fit_intercept=False)
    model.fit(matrix / spread, [is_carrier for _, is_carrier in rows])
    return {name: round(float(weight), 3) for name, weight in zip(names, model.coef_[0] / spread, strict=True)}


def _count(
    scorer: ModuleType,
    part: Iterable[Labelled],
    made: Scorer,
    threshold: float,
    counts: dict[tuple[float, str], Counter[str]],
) -> None:
    """Count the carriers that are right: by set, in all articles but speakers-train, and by half in tagged ones."""
    for it in part:
        article, reading = _as_article(it.record), it.reading
        layout = lay_out(article)
        repeats = find_repeats(article.text, reading.statements, reading.headline)
        known = reading.statements, reading.speakers, repeats, it.spans
        found = find_carriers(article, layout, *known, scorer=made)[1]
        # As it ships every article is tagged.
        halves = [f"half {_fold_of(article.id, 2)}"] if it.spans.mentions or not made.knows_tags else []
        keys = [it.name, "all", *halves]
        read = [{"name": one.name, "how": one.how.value} for one in found]
        pairs = scorer.pair_carriers(it.record["carriers"], read)
        for key in keys if it.name != "speakers-train" else keys[:1]:
            counts[threshold, key]["gold"] += len(it.record["carriers"])
            counts[threshold, key]["read"] += len(read)
            counts[threshold, key]["right"] += len(pairs)
            counts[threshold, key]["how"] += sum(gold["how"] == other["how"] for gold, other in pairs)


def _f1(count: Counter[str]) -> float:
    return 2 * count["right"] / max(1, count["gold"] + count["read"])


def _show(count: Counter[str]) -> str:
    precision, recall = (count["right"] / max(1, count[key]) for key in ("read", "gold"))
    how = count["how"] / max(1, count["right"])
    return f"P {precision:.3f} R {recall:.3f} F1 {_f1(count):.3f} of {count['gold']}; how {how:.3f}"


def load_scorer(shared: Path) -> ModuleType:
    """Return the shared scorer of whole readings, whose rule decides when two names agree."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(shared / "eval"))
    return import_module("score_relay")


if __name__ == "__main__":
    sys.exit(main())
