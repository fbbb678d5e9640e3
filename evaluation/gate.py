"""Measure how well articles are read, and hold the scores to their floors.

    python evaluation/gate.py                     all sets but marks, against floors.json
    python evaluation/gate.py --sets marks        words in marks and headlines: 289 articles, about a minute more
    python evaluation/gate.py --write --readme    all sets, also into results.json, and from there into both READMEs
                                                  and into the figures that ship with the model
    python evaluation/gate.py --folds RUN …       the training pages that each of some training runs held out
    python evaluation/gate.py --folds RUN … --of written --errors    what is wrong with these, article by article
    python evaluation/gate.py --folds RUN --of held                  144 written articles that nothing learns from

Errors are listed for training articles alone, read by a model that did not learn from them: a set whose errors are
read is no measure any more. A RUN is a folder of `training/train.py` with its graphs exported to RUN/model.

Every article is read once, whatever is measured on it. Exits with 1 if a floor is not held. Where the shared folder
with the gold is absent, it says so and exits with 0.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

from entities import measure_entities
from floors import broken_floors, raise_floors
from listing import list_errors, list_whole_errors
from measure import load_scorer, measure
from sets import (
    SETS,
    TRAINING,
    TRAINING_SETS,
    UNLEARNT,
    Document,
    GoldSet,
    as_articles,
    load_gold,
    load_training,
    pass_without_gold,
)
from shipped import MEASURED, describe_measured
from spread import Tally, spread_tallies, tally_whole
from tables import DETAIL_TABLES, README_TABLES, fill_tables, show_set
from whole import load_shared, measure_marks, measure_speakers, measure_whole

from sayso.analyse import Analyser
from sayso.article import Article
from sayso.jsonl import write_reading
from sayso.reading import Reading
from sayso.settings import AnalyseSettings
from sayso.version import __version__

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FLOORS, RESULTS = HERE / "floors.json", HERE / "results.json"
PAGES = {ROOT / "README.md": README_TABLES, HERE / "README.md": DETAIL_TABLES}

_analyser: Analyser | None = None  # One a worker: loading the model takes longer than reading an article.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; the exit code: 0 all floors held, 1 a floor is not held, or no gold where CI=true."""
    options = _parse(arguments)
    if options.readme and not options.write:
        return _write_tables()
    if not (options.shared / "eval").is_dir():
        return pass_without_gold(options.shared, "nothing was measured; the scores are those of results.json")
    scorer, scores, model = load_scorer(options.shared), {}, ""
    if options.folds:
        return _measure_folds(options, scorer)
    for gold_set in (it for it in SETS if it.name in options.sets):
        gold = load_gold(options.shared, gold_set)
        readings = _read_all(gold_set, gold, options.workers, model=options.model)
        model = readings[0].stamp.model
        scores[gold_set.name] = _measure(options.shared, scorer, gold_set, gold, readings)
        print(show_set(gold_set, scores[gold_set.name]) + "\n", flush=True)
    return 0 if options.model else _conclude(options, scores, model)


def _measure_folds(options: argparse.Namespace, scorer: ModuleType) -> int:
    """Measure the training articles that each run held out, all runs together, or list what is wrong with them."""
    gold: list[Document] = []
    readings: list[Reading] = []
    known = load_training(options.shared)
    for run in options.folds:
        held = set(json.loads((run / "plan.json").read_text("utf-8"))["held"])
        part = [
            it for name in options.of or TRAINING_SETS for it in known[name] if name == UNLEARNT or it["doc_id"] in held
        ]
        gold += part
        readings += _read_all(TRAINING, part, options.workers, model=run / "model")
    if options.errors:
        _print_errors(options.shared, scorer, TRAINING, gold, readings)
    else:
        print(show_set(TRAINING, _measure(options.shared, scorer, TRAINING, gold, readings)))
    return 0


def _measure(
    shared: Path, scorer: ModuleType, gold_set: GoldSet, gold: list[Document], readings: list[Reading]
) -> dict[str, Any]:
    """All that is measured on a set, from one reading of each article."""
    predicted, records = _as_documents(gold_set, readings), _as_records(readings)
    scores: dict[str, Any] = {"articles": len(gold)}
    if "statements" in gold_set.measures:
        scores |= measure(scorer, gold, predicted)
    if "whole" in gold_set.measures:
        scorer_of_whole = load_shared(shared, "score_relay")
        scores["whole"] = measure_whole(scorer_of_whole, [document["record"] for document in gold], records)
        spread = spread_tallies([_tally(scorer, scorer_of_whole, it, predicted, records) for it in gold])
        scores = {key: {**scores[key], **spread.get(key, {})} if key in spread else scores[key] for key in scores}
    if "speakers" in gold_set.measures:
        scores["speakers"] = measure_speakers(shared, records)
    if "entities" in gold_set.measures:
        scores["entities"] = measure_entities(scorer, gold, predicted, records)
    if "marks" in gold_set.measures:
        scores["marks"] = measure_marks(shared, records)
    return scores


def _tally(
    scorer: ModuleType,
    scorer_of_whole: ModuleType,
    document: Document,
    predicted: dict[str, Document],
    records: dict[str, dict[str, Any]],
) -> dict[str, Tally]:
    """The speakers and carriers of one article, counted."""
    statements = scorer.score([document], predicted)["all"]
    whole = measure_whole(scorer_of_whole, [document["record"]], records)
    return tally_whole(statements, whole, document["record"], records[document["doc_id"]])


def _print_errors(
    shared: Path, scorer: ModuleType, gold_set: GoldSet, gold: list[Document], readings: list[Reading]
) -> None:
    predicted = _as_documents(gold_set, readings)
    print("\n".join(list_errors(scorer, gold, predicted)))
    if "whole" in gold_set.measures:
        whole = load_shared(shared, "score_relay")
        print("\n".join(list_whole_errors(scorer, whole, gold, predicted, _as_records(readings))))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [gold_set.name for gold_set in SETS]
    quick = [gold_set.name for gold_set in SETS if not gold_set.is_slow]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with the gold")
    parser.add_argument("--sets", nargs="+", choices=names, help="measure only these (else all but marks)")
    parser.add_argument(
        "--folds", nargs="+", type=Path, metavar="RUN", help="measure what these training runs held out"
    )
    parser.add_argument("--of", nargs="+", choices=(*TRAINING_SETS, UNLEARNT), help="with --folds: only these sets")
    parser.add_argument("--errors", action="store_true", help="list what is wrong with these; goes with --folds alone")
    parser.add_argument("--write", action="store_true", help="measure all sets and write results.json")
    parser.add_argument(
        "--readme",
        action="store_true",
        help="fill the tables of README.md and evaluation/README.md, and the model's measured.json, from results.json",
    )
    parser.add_argument("--raise-floors", action="store_true", help="move floors up to just below the scores")
    parser.add_argument("--model", help="another model, by name or folder: its scores alone, without floors")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="articles read at once")
    options = parser.parse_args(arguments)
    if options.write and options.sets not in (None, names):
        parser.error("--write needs all sets: results.json is one run")
    if options.errors and not options.folds:
        parser.error("--errors goes with --folds: the errors of the sets that are measured on stay unread")
    if options.model and (options.folds or options.write or options.raise_floors):
        parser.error("--model only shows scores: it goes with neither --folds, --write nor --raise-floors")
    if options.of and not options.folds:
        parser.error("--of goes with --folds")
    if options.folds and (options.sets or options.write):
        parser.error("--folds measures training pages, and goes with neither --sets nor --write")
    options.sets = options.sets or (names if options.write else quick)
    return options


def _read_all(
    gold_set: GoldSet, gold: list[Document], workers: int, *, model: Path | str | None = None
) -> list[Reading]:
    """The readings of all documents, in their order; by the shipped model, or that of a folder."""
    articles = as_articles(gold)
    spawn, begin = get_context("spawn"), (gold_set.scheme, model)
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_start_worker, initargs=begin) as pool:
        return list(pool.map(_read_one, articles))


def _as_documents(gold_set: GoldSet, readings: list[Reading]) -> dict[str, Document]:
    documents = (_as_document(reading, is_flat=gold_set.is_flat) for reading in readings)
    return {document["doc_id"]: document for document in documents}


def _as_records(readings: list[Reading]) -> dict[str, dict[str, Any]]:
    """The readings as a user gets them in JSON, by the id of their article."""
    return {reading.article.id: json.loads(write_reading(reading)) for reading in readings}


def _start_worker(scheme: str, model: Path | str | None) -> None:
    global _analyser  # noqa: PLW0603 — a worker of a pool has no other place to keep its model
    _analyser = Analyser(AnalyseSettings(scheme=scheme), model=model)


def _read_one(article: Article) -> Reading:
    assert _analyser is not None, "the pool starts each worker with a model"  # noqa: S101
    return _analyser.analyse(article)


def _as_document(reading: Reading, *, is_flat: bool) -> Document:
    statements = [
        {
            "id": statement.id,
            "kind": statement.kind.value,
            "source": list(statement.source),
            "cue": list(statement.cue),
            "content": list(statement.content),
            "within": statement.within,
            "turn": statement.turn,
            "score": statement.score,
            "speaker": statement.speaker,
        }
        for statement in reading.statements
        if not (is_flat and statement.within)
    ]
    return {"doc_id": reading.article.id, "attributions": statements}


def _conclude(options: argparse.Namespace, scores: dict[str, Any], model: str) -> int:
    """Hold the floors of the sets that were measured, write what was asked for, and return the exit code."""
    floors = {name: kinds for name, kinds in json.loads(FLOORS.read_text("utf-8")).items() if name in options.sets}
    broken = broken_floors(floors, scores)
    for sentence in broken:
        print(f"NOT HELD  {sentence}")
    if not broken:
        print(f"All floors held: {', '.join(floors)}.")
    if options.raise_floors:
        raised = json.loads(FLOORS.read_text("utf-8")) | raise_floors(floors, scores)
        FLOORS.write_text(json.dumps(raised, indent=2) + "\n", "utf-8")
    if options.write:
        RESULTS.write_text(json.dumps(_results(scores, model), indent=1, ensure_ascii=False) + "\n", "utf-8")
    if options.readme:
        _write_tables()
    return 1 if broken else 0


def _results(scores: dict[str, Any], model: str) -> dict[str, Any]:
    today = dt.datetime.now(dt.timezone.utc).date().isoformat()
    head = {"date": today, "machine": _machine(), "version": __version__, "model": model}
    return {**head, "sets": json.loads(json.dumps(scores), parse_float=lambda number: round(float(number), 4))}


def _machine() -> str:
    """The processor's name, as far as the system names it."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _write_tables() -> int:
    if not RESULTS.exists():
        print("evaluation/results.json is not there; make it with: python evaluation/gate.py --write", file=sys.stderr)
        return 1
    results = json.loads(RESULTS.read_text("utf-8"))
    for page, tables in PAGES.items():
        page.write_text(fill_tables(page.read_text("utf-8"), results, tables), "utf-8")
    MEASURED.write_text(describe_measured(results), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
