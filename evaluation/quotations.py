"""How well `check` finds quotations in sources, and names what became of them.

    python evaluation/quotations.py             quotations of newspapers, against transcripts, by the shared scorer
    python evaluation/quotations.py --planted   passages planted with known changes: the share named so, by kind
    python evaluation/quotations.py --planted --errors modal

Newspaper quotations: 170 of PolNeAR train, labelled by a large language model from three candidate places each. Planted
passages come from the transcripts and GUM, seeded: every run plants the same; passages of sources that were left out
must not be found. Where the shared folder is absent, it says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sets import load_lines

from sayso.analyse import Analyser
from sayso.article import Article
from sayso.check import Checker, SourceText, index_sources
from sayso.compare.words import Sort, sort_word
from sayso.match import Change, Checked
from sayso.segment import split_sentences
from sayso.text import Span

__all__ = ["KINDS", "Planted", "main", "plant"]

ROOT = Path(__file__).resolve().parent.parent
SEED = 20_161_108
FEWEST_WORDS, MOST_WORDS = 9, 35
KINDS = {
    "whole": Change.VERBATIM,
    "written": Change.VERBATIM,
    "negation": Change.ALTERED,
    "number": Change.ALTERED,
    "name": Change.ALTERED,
    "modal": Change.ALTERED,
    "quantifier": Change.ALTERED,
    "word": Change.ALTERED,
    "person": Change.ALTERED,
    "bracket": Change.ALTERED,
    "tense": Change.MINOR,
    "filler": Change.MINOR,
    "ellipsis": Change.ELIDED,
    "silent cut": Change.ELIDED,
    "joined": Change.ELIDED,
    "absent": Change.NOT_FOUND,
}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAMES = ("Harrow", "Lindqvist", "Petrosyan", "Okonkwo", "Tavares")
_WORDS = ("lantern", "harvest", "granite", "orchard", "thimble", "walrus")


@dataclass(frozen=True, slots=True)
class Planted:
    """A passage, the source that it comes from, and the way in which it was changed."""

    kind: str
    quote: str
    source: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; the exit code is 1 if fewer planted passages than 0.97 are named, or absent ones found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with the gold")
    parser.add_argument("--planted", action="store_true", help="plant passages instead of reading newspapers")
    parser.add_argument("--each", type=int, default=150, help="passages of each kind")
    parser.add_argument("--errors", choices=KINDS, help="list what is named otherwise, of one kind")
    options = parser.parse_args(arguments)
    if not (options.shared / "data" / "check").is_dir():
        print(f"{options.shared} is not here, so nothing was checked.")
        return 0
    if options.planted:
        return measure_planted(options.shared, options.each, options.errors)
    measure_newspapers(options.shared)
    return 0


def load_transcripts(shared: Path) -> list[SourceText]:
    """The transcripts, in the order of their file."""
    rows = load_lines(shared / "data" / "check" / "transcripts.jsonl")
    return [SourceText(row["id"], row["text"], row["date"], row["title"]) for row in rows]


def measure_newspapers(shared: Path) -> None:
    """Read the articles that have labelled quotations, check them, and print the shared scorer's figures."""
    gold = shared / "data" / "check" / "check-dev.jsonl"
    wanted = {row["doc_id"] for row in load_lines(gold)}
    checker, analyser = Checker(index_sources(load_transcripts(shared))), Analyser()
    articles = (
        row for row in load_lines(shared / "data" / "polnear" / "polnear-train.jsonl") if row["doc_id"] in wanted
    )
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for row in articles:
            reading = analyser.analyse(Article(row["doc_id"], row["text"], published=row["date"]))
            file.writelines(write_row(checked) + "\n" for checked in checker.check_reading(reading))
        file.flush()
        _load_scorer(shared)(str(gold), file.name)


def write_row(checked: Checked) -> str:
    """What the scorer needs of a row."""
    label = checked.label.value.replace(" ", "-")
    row = {"article": checked.article, "span": checked.span, "label": label}
    return json.dumps({**row, "source": checked.source, "place": checked.place})


def _load_scorer(shared: Path) -> Callable[[str, str], None]:
    path = shared / "eval" / "score_check.py"
    spec = importlib.util.spec_from_file_location("score_check", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    spec.loader.exec_module(module)
    scorer: Callable[[str, str], None] = module.main
    return scorer


def measure_planted(shared: Path, each: int, errors: str | None) -> int:
    """Plant, check and print a line a kind."""
    transcripts = load_transcripts(shared)
    rows = [row for name in ("gum-news", "gum-other") for row in load_lines(shared / "data" / "gum" / f"{name}.jsonl")]
    gum = [SourceText(row["doc_id"], row["text"]) for row in rows]
    kept, left_out = [*transcripts, *gum[::2]], gum[1::2]
    checker = Checker(index_sources(kept))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for planted in plant([*transcripts[::5], *gum[::2]], left_out, each):
        found = next(checker.check_quotes([planted.quote]))
        counts[planted.kind][found.label.value] += 1
        if planted.kind == errors and found.label is not KINDS[planted.kind]:
            changes = ", ".join(detail.value for detail in found.changes)
            print(f"{found.label.value} ({changes}): {planted.quote}\n    of {planted.source}; found in {found.source}")
    return _print_table(counts)


def _print_table(counts: dict[str, Counter[str]]) -> int:
    whole = right = 0
    for kind, label in KINDS.items():
        row, count = counts[kind], sum(counts[kind].values())
        whole, right = whole + count, right + row[label.value]
        others = ", ".join(f"{named} {n}" for named, n in sorted(row.items()) if named != label.value)
        print(f"{kind:12}{label.value:12}{count:5}{row[label.value] / max(1, count):8.3f}   {others}")
    print(f"{'all':24}{whole:5}{right / max(1, whole):8.3f}")
    absent = counts["absent"]
    is_quiet = absent[Change.NOT_FOUND.value] >= 0.99 * sum(absent.values())
    return 0 if right >= 0.97 * whole and is_quiet else 1


def plant(sources: Sequence[SourceText], left_out: Sequence[SourceText], each: int) -> Iterator[Planted]:
    """So many passages of each kind."""
    for kind in KINDS:
        chance = random.Random(f"{SEED} {kind}")  # noqa: S311 — chance that repeats, not a secret
        made = 0
        for _ in range(each * 400):
            source = chance.choice(left_out if kind == "absent" else sources)
            sentences = _pick(source, chance)
            quote = _MAKERS[kind](sentences, chance) if sentences else None
            if quote:
                yield Planted(kind, quote, source.id)
                made += 1
            if made == each:
                break


def _pick(source: SourceText, chance: random.Random) -> list[str]:
    """A whole sentence of a source, and those that follow it in its paragraph."""
    paragraphs = [found for found in re.finditer(r"[^\n]+", source.text) if len(found.group()) > 60]
    if not paragraphs:
        return []
    paragraph = chance.choice(paragraphs)
    # A label of a turn is no part of a sentence.
    text = re.sub(r"^[A-Z][A-Z .'’-]+:\s*", "", paragraph.group())
    sentences = [span.of(text) for span in split_sentences(text, Span(0, len(text)))]
    first = chance.randrange(len(sentences)) if sentences else 0
    rest = sentences[first:]
    return rest if rest and all(map(_is_plain, rest[:1])) else []


def _is_plain(sentence: str) -> bool:
    count = len(_WORD.findall(sentence))
    return FEWEST_WORDS <= count <= MOST_WORDS and not set(sentence) & set('“”"[]()…') and "--" not in sentence


def _swap(pattern: str, make: Callable[[str], str]) -> Callable[[Sequence[str], random.Random], str | None]:
    """A maker that replaces one match within the sentence, not at its edges."""
    compiled = re.compile(pattern)

    def change(sentences: Sequence[str], chance: random.Random) -> str | None:
        quote = sentences[0].rstrip(".,!?")
        found = [one for one in compiled.finditer(quote) if one.start() and one.end() < len(quote)]
        if not found:
            return None
        one = chance.choice(found)
        return quote[: one.start()] + make(one.group()) + quote[one.end() :]

    return change


def _table(pairs: str) -> Callable[[Sequence[str], random.Random], str | None]:
    """A maker that replaces a word by what stands beside it in the table, either way."""
    sides = [pair.split(":") for pair in pairs.split()]
    both = dict(sides) | {b: a for a, b in sides}
    return _swap(r"\b(?:" + "|".join(both) + r")\b(?!['’])", lambda word: both[word])


def _make_whole(sentences: Sequence[str], _chance: random.Random) -> str | None:
    return sentences[0].rstrip(".,")


def _make_written(sentences: Sequence[str], _chance: random.Random) -> str | None:
    """The same in another spelling: straight or curly apostrophes, contractions and numbers written out."""
    quote = sentences[0].rstrip(".,")
    written = (
        re.sub(r"n['’]t\b", "n’t", quote.replace("'", "’")).replace("do not", "don’t").replace(" is not", " isn’t")
    )
    written = re.sub(r"\b(I|we|they|you)[’'](ve|re|m|ll)\b", lambda m: f"{m[1]} {_FULL[m[2]]}", written)
    written = re.sub(r"\b[2-9]\b", lambda m: _FIGURES[int(m[0])], written)
    return written if written != quote else None


_FULL = {"ve": "have", "re": "are", "m": "am", "ll": "will"}
_FIGURES = "zero one two three four five six seven eight nine".split()


def _make_negation(sentences: Sequence[str], chance: random.Random) -> str | None:
    """The sentence without its negation, or with one that it did not have."""
    dropped = _swap(r" not(?= )|(?<=\b(?:do|is|re|as|es|id|ve|ld))n['’]t\b", lambda _: "")(sentences, chance)
    return dropped or _swap(r"\b(?:is|are|was|were|will|would|can|could|should)\b(?!['’])", lambda w: f"{w} not")(
        sentences, chance
    )


def _make_cut(glue: str) -> Callable[[Sequence[str], random.Random], str | None]:
    def cut(sentences: Sequence[str], chance: random.Random) -> str | None:
        quote = sentences[0].rstrip(".,")
        words = list(_WORD.finditer(quote))
        if len(words) < 14:
            return None
        first = chance.randint(4, len(words) - 9)
        end = chance.randint(first + 3, len(words) - 5)
        if sum(_tells(word.group()) for word in words[first:end]) < 2:
            return None
        return quote[: words[first - 1].end()] + glue + quote[words[end].start() :]

    return cut


def _make_joined(sentences: Sequence[str], chance: random.Random) -> str | None:
    """The sentence and a later one of its paragraph, what stands between left out."""
    later = [one for one in sentences[2:12] if _is_plain(one)]
    between = sum(_tells(word) for word in _WORD.findall(sentences[1])) if len(sentences) > 2 else 0
    return f"{sentences[0]} {chance.choice(later).rstrip('.,')}" if later and between > 1 else None


def _make_bracket(sentences: Sequence[str], chance: random.Random) -> str | None:
    return _swap(r"\b(?:he|she|they|it|them|him)\b(?!['’])", lambda _: f"[{chance.choice(_NAMES)}]")(sentences, chance)


def _make_filler(sentences: Sequence[str], chance: random.Random) -> str | None:
    return _swap(r" (?=\w)", lambda _: chance.choice((" uh, ", ", well, ", " just ", " really ")))(sentences, chance)


def _tells(word: str) -> bool:
    return word.isalpha() and len(word) > 3 and sort_word(word.lower()) is Sort.CONTENT


_MAKERS: dict[str, Callable[[Sequence[str], random.Random], str | None]] = {
    "whole": _make_whole,
    "written": _make_written,
    "negation": _make_negation,
    "number": _swap(r"\b\d{2,4}\b(?![,.]\d)", lambda figures: str(int(figures) + 3)),
    "name": lambda sentences, chance: _swap(r"(?<=[a-z] )[A-Z][a-z]{3,}\b(?!['’])", lambda _: chance.choice(_NAMES))(
        sentences, chance
    ),
    "modal": _table("can:should must:might may:must will:might"),
    "quantifier": _table("all:some many:few every:any most:some always:sometimes"),
    "word": lambda sentences, chance: _swap(r"(?<=[a-z] )[a-z]{6,}(?= )", lambda _: chance.choice(_WORDS))(
        sentences, chance
    ),
    "person": _table("we:they our:their my:his"),
    "bracket": _make_bracket,
    "tense": _table("is:was are:were has:had says:said goes:went think:thought"),
    "filler": _make_filler,
    "ellipsis": _make_cut(" … "),
    "silent cut": _make_cut(" "),
    "joined": _make_joined,
    "absent": _make_whole,
}


if __name__ == "__main__":
    sys.exit(main())
