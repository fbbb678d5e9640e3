"""Measure `check`: quality and time beside what a user would do otherwise, and how the cost grows with the sources.

    python benchmarks/check.py                    labelled quotations against transcripts, from the shared folder
    python benchmarks/check.py --quotes 30        fewer of them, in a minute or two
    python benchmarks/check.py --write            also into check.json and check.svg

All get the same quotations as bare words, without article, speaker or date, and the same texts. The others say "found"
from a share on that was set in their favour: the one that gives the best F1 on these very quotations.
Times are of the processor, not of the clock, so that other programs count less. Growth is that of check_growth.py.
rapidfuzz is optional: pip install rapidfuzz.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from check_growth import draw_growth, load_texts, measure_growth, print_growth
from machine import describe, warn_if_busy

from sayso.check import Checker, SourceText, index_sources
from sayso.match import Change

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data" / "check"
# Their labels, ours.
LABELS = {"exact": "verbatim", "minor": "minor", "altered": "changed", "elided": "changed"}
CHANGED = (Change.ALTERED, Change.ELIDED)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A labelled quotation: its words, whether they are in the texts at all, in which one, and what became of them."""

    words: str
    is_there: bool
    source: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of a quotation: the best text, how much of the words it has (0 to 1), and a label if any."""

    source: str | None
    share: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A method's quality and time. Shares are of the quotations that both say are there."""

    method: str
    precision: float
    recall: float
    f1: float
    same_source: float
    same_label: float | None
    prepare_s: float
    quotation_ms: float


Method = Callable[[str], Answer]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotes", type=int, default=170, help="how many quotations are looked for by all methods")
    parser.add_argument("--data", type=Path, default=DATA, help="where check-dev.jsonl and transcripts.jsonl are")
    parser.add_argument("--write", action="store_true", help="write check.json and check.svg")
    options = parser.parse_args(arguments)
    if not (options.data / "transcripts.jsonl").is_file():
        print(f"{options.data} holds no transcripts.jsonl; name a folder with --data", file=sys.stderr)
        return 1
    about = describe()
    warn_if_busy(about)
    quotations = list(read_quotations(options.data))
    growth = measure_growth(options.data / "transcripts.jsonl", [quotation.words for quotation in quotations])
    texts = load_texts(options.data / "transcripts.jsonl")
    scores = list(measure_methods(texts, choose(quotations, options.quotes)))
    print_scores(scores, min(options.quotes, len(quotations)), texts)
    print_growth(growth)
    if options.write:
        results = {**about, "methods": [asdict(score) for score in scores], "growth": growth}
        (HERE / "check.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        (HERE / "check.svg").write_text(draw_growth(growth), encoding="utf-8")
    return 0


def read_quotations(folder: Path) -> Iterator[Quotation]:
    """Yield the labelled quotations, but those of a phrase that is said in many places."""
    for line in (folder / "check-dev.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["label"] != "same-talking-point":
            is_there = record["label"] != "not-found"
            source = str(record.get("transcript") or "").removesuffix(".txt")
            yield Quotation(record["quote"], is_there, source, LABELS.get(record["label"], ""))


def choose(quotations: Sequence[Quotation], count: int) -> list[Quotation]:
    """So many of them, the same ones each time, chosen by their words."""
    return sorted(quotations, key=lambda it: hashlib.sha256(it.words.encode()).digest())[:count]


def measure_methods(texts: Sequence[SourceText], quotations: Sequence[Quotation]) -> Iterator[Score]:
    """Yield each method's score on the same quotations."""
    makers: dict[str, Callable[[Sequence[SourceText]], Method]] = {
        "sayso check": make_sayso,
        "substring": make_substring,
        "difflib, words": make_difflib,
    }
    try:
        importlib.import_module("rapidfuzz")
        makers["rapidfuzz partial_ratio"] = make_rapidfuzz
    except ImportError:
        print("rapidfuzz is not installed and left out: pip install rapidfuzz", file=sys.stderr)
    for name, make in makers.items():
        start = time.process_time()
        method = make(texts)
        ready = time.process_time()
        answers = [method(quotation.words) for quotation in quotations]
        spent = time.process_time() - ready
        yield score(name, quotations, answers, (ready - start, 1000 * spent / len(quotations)))


def make_sayso(texts: Sequence[SourceText]) -> Method:
    """The words alone, as `sayso check --quote` looks for them."""
    checker = Checker(index_sources(texts))

    def find(words: str) -> Answer:
        row = next(iter(checker.check_quotes([words])))
        label = "changed" if row.label in CHANGED else row.label.value
        return Answer(row.source, float(row.label is not Change.NOT_FOUND), label)

    return find


def make_substring(texts: Sequence[SourceText]) -> Method:
    """The first text that has the words as they are, case and kinds of marks apart."""
    held = [(text.id, fold(text.text)) for text in texts]

    def find(words: str) -> Answer:
        wanted = fold(words)
        source = next((name for name, text in held if wanted in text), None)
        return Answer(source, float(source is not None))

    return find


def make_difflib(texts: Sequence[SourceText]) -> Method:
    """The text with the most of the words in order, as difflib finds them."""
    held = []
    for text in texts:
        matcher = difflib.SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(fold(text.text).split())
        held.append((text.id, matcher))

    def share(matcher: difflib.SequenceMatcher[str], words: list[str]) -> float:
        matcher.set_seq1(words)
        longest = matcher.find_longest_match()
        return longest.size / len(words)

    def find(words: str) -> Answer:
        wanted = fold(words).split()
        best, source = max((share(matcher, wanted), name) for name, matcher in held)
        return Answer(source, best)

    return find


def make_rapidfuzz(texts: Sequence[SourceText]) -> Method:
    """The text with the best partial_ratio."""
    fuzz = importlib.import_module("rapidfuzz.fuzz")
    held = [(text.id, fold(text.text)) for text in texts]

    def find(words: str) -> Answer:
        wanted, best, source = fold(words), 0.0, None
        for name, text in held:
            ratio = fuzz.partial_ratio(wanted, text, score_cutoff=max(best, 60.0))
            if ratio > best:
                best, source = ratio, name
        return Answer(source, best / 100)

    return find


def fold(text: str) -> str:
    """The text in small letters with plain marks, blanks once: what anybody would do first."""
    return " ".join(text.lower().translate(str.maketrans("“”‘’", "\"\"''")).split()).strip(" \"',.")


def score(name: str, quotations: Sequence[Quotation], answers: Sequence[Answer], times: tuple[float, float]) -> Score:
    """The method's score at the share that gives it the best F1 here."""
    shares = sorted({answer.share for answer in answers if answer.share > 0}) or [1.0]
    scores = [score_found(quotations, answers, least) for least in shares]
    (precision, recall, f1), least = max(zip(scores, shares, strict=True), key=lambda it: it[0][2])
    both = [(q, a) for q, a in zip(quotations, answers, strict=True) if q.is_there and a.share >= least]
    same = sum(a.source == q.source for q, a in both) / max(1, len(both))
    labelled = [a.label == q.label for q, a in both if a.label]
    same_label = sum(labelled) / len(labelled) if labelled else None
    return Score(name, precision, recall, f1, same, same_label, *times)


def score_found(quotations: Sequence[Quotation], answers: Sequence[Answer], least: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of what is said to be there from that share on."""
    found = [answer.share >= least for answer in answers]
    right = sum(is_found and q.is_there for is_found, q in zip(found, quotations, strict=True))
    precision = right / max(1, sum(found))
    recall = right / max(1, sum(q.is_there for q in quotations))
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1.0)


def print_scores(scores: Sequence[Score], count: int, texts: Sequence[SourceText]) -> None:
    """One row a method."""
    print(f"{count} quotations, {len(texts):,} texts\n")
    print(
        f"{'method':24} {'P':>6} {'R':>6} {'F1':>6} {'source':>7} {'label':>6} {'prepare s':>10} {'ms a quotation':>15}"
    )
    for it in scores:
        label = "—" if it.same_label is None else f"{it.same_label:.3f}"
        quality = f"{it.precision:6.3f} {it.recall:6.3f} {it.f1:6.3f} {it.same_source:7.3f} {label:>6}"
        print(f"{it.method:24} {quality} {it.prepare_s:10.1f} {it.quotation_ms:15.1f}")


if __name__ == "__main__":
    sys.exit(main())
