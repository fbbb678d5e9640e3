"""How many of the wires and hat tips that PolNeAR's metadata names are found where the text shows them.

    python evaluation/wires.py --shared ../shared

Only what an article says at its edges counts (datelines, bylines, footers, credits), so no model is needed: that an
agency is cited beside a statement says nothing of who sent the article.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.analyse.carry import find_carriers
from sayso.analyse.carry.outlet_lookup import look_up
from sayso.analyse.layout import lay_out
from sayso.article import Article
from sayso.carrier import How
from sayso.outlets import fold_outlet

__all__ = ["Count", "Credit", "count_credits", "find_credits", "is_shown", "read_gold"]

_EDGE = 400
_HAT_TIP = re.compile(r"h/t|hat[ -]tip|\bvia\b", re.IGNORECASE)
_KINDS = {How.WIRE: "wire", How.AGGREGATOR: "h/t"}


@dataclass(frozen=True, slots=True)
class Credit:
    """A wire or hat tip of one article: "wire" or "h/t", and its name folded."""

    article: str
    kind: str
    name: str


@dataclass(slots=True)
class Count:
    """How many credits of a kind gold has, how many of them the text shows, how many were found, how many rightly."""

    gold: int = 0
    shown: int = 0
    found: int = 0
    right: int = 0
    right_shown: int = 0

    @property
    def precision(self) -> float:
        """Of those found, the share that gold has."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of those that the text shows, the share that was found."""
        return self.right_shown / self.shown if self.shown else 0.0


def fold_credit(name: str) -> str:
    """One form for all names of an outlet.

    >>> fold_credit("AP"), fold_credit("reuters")
    ('associated press', 'reuters')
    """
    name = fold_outlet(name.strip().removeprefix("h/t:").strip())
    return fold_outlet(look_up(name).stands_for or name).casefold()


def read_gold(lines: Iterable[Mapping[str, Any]]) -> list[Credit]:
    """The wires and hat tips that the metadata names.

    >>> read_gold([{"doc": "a", "wire": "AP", "credit": "None"}])
    [Credit(article='a', kind='wire', name='associated press')]
    """
    found = []
    for line in lines:
        for key, kind in (("wire", "wire"), ("credit", "h/t")):
            if str(line.get(key)) not in {"None", "NA", ""}:
                found.append(Credit(str(line["doc"]), kind, fold_credit(str(line[key]))))
    return found


def is_shown(credit: Credit, text: str) -> bool:
    """Whether an article shows its credit: the name at its beginning or end, for a hat tip with the words for one.

    >>> is_shown(Credit("a", "wire", "associated press"), "WOLD (AP) — It rained.")
    True
    """
    edges = (text[:_EDGE], text[-_EDGE:])
    if credit.kind == "h/t" and not any(_HAT_TIP.search(edge) for edge in edges):
        return False
    words = (match.group() for edge in edges for match in re.finditer(r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}", edge))
    return any(credit.name == fold_credit(part) for word in words for part in (word, *word.split()))


def find_credits(name: str, text: str) -> Iterator[Credit]:
    """The wires and hat tips that an article names at its edges."""
    article = Article(name, text)
    _, carriers = find_carriers(article, lay_out(article), (), (), {})
    for carrier in carriers:
        if carrier.how in _KINDS:
            yield Credit(name, _KINDS[carrier.how], fold_credit(carrier.name))


def count_credits(gold: Iterable[Credit], texts: Mapping[str, str]) -> dict[str, Count]:
    """The counts of each kind over all articles, also over those without a credit."""
    counts = {"wire": Count(), "h/t": Count()}
    wanted = {credit for credit in gold if credit.article in texts}
    found = {credit for name, text in texts.items() for credit in find_credits(name, text)}
    for credit in wanted:
        counts[credit.kind].gold += 1
        counts[credit.kind].shown += is_shown(credit, texts[credit.article])
        counts[credit.kind].right_shown += credit in found and is_shown(credit, texts[credit.article])
    for credit in found:
        counts[credit.kind].found += 1
        counts[credit.kind].right += credit in wanted
    return counts


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> int:
    """Print precision and recall of wires and hat tips."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    data = parser.parse_args().shared / "data"
    if not data.exists():
        print(f"{data} is not there: nothing to measure.")
        return 0
    gold = read_gold(_read_lines(data / "polnear-derived" / "wire-credit.jsonl"))
    parts = [_read_lines(data / "polnear" / f"polnear-{part}.jsonl") for part in ("train", "dev")]
    texts = {str(line["doc_id"]): str(line["text"]) for part in parts for line in part}
    for kind, count in count_credits(gold, texts).items():
        print(
            f"{kind:5} P {count.precision:.3f}  R {count.recall:.3f} of the {count.shown} that the text shows"
            f" (gold {count.gold}, found {count.found}, right {count.right})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
