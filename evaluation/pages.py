"""Measure how well saved pages become articles, beside plain trafilatura and other libraries.

    python evaluation/pages.py             sayso and trafilatura in its own setting
    python evaluation/pages.py --all       and its other settings, and every other library that is installed
    python evaluation/pages.py --errors    quotations that are lost, and facts that differ from gold

Text F1: words of the body, as bags, and bags of four words in a row as article-extraction-benchmark counts them; mean
precision and mean recall of the pages. Quotations: what stands in double marks in the gold text, and in the same words
in the extracted one. Snippets: those of html-trafilatura that must, and must not, be in the text. Facts: title and
authors in the same letters and digits; the day of the date; the outlet's name in, or around, that of gold, an agency
by its one name ("APNews" of gold is Associated Press).
Where the shared folder with the pages is absent, it says so and exits with 0.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors import EXTRACTORS, OWN, Extracted

from sayso.outlets import clean_outlet
from sayso.segment import pair_marks

ROOT = Path(__file__).resolve().parents[1]
SETS = {"html-fundus": "index.jsonl", "html-aeb": "index.jsonl", "html-trafilatura": "index-en.jsonl"}
WORD = re.compile(r"\w+")
# Gold has some names without blanks: APNews, LATimes.
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
FACTS = ("title", "author", "date", "outlet")


@dataclass(frozen=True, slots=True)
class Gold:
    """A saved page and what it should give; `text` is None where only snippets are known."""

    file: str
    group: str
    url: str | None
    data: bytes
    text: str | None
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    facts: dict[str, Any]


@dataclass(slots=True)
class Scores:
    """Counts and sums over the pages of one set."""

    precision: dict[int, list[float]] = field(default_factory=lambda: {1: [], 4: []})
    recall: dict[int, list[float]] = field(default_factory=lambda: {1: [], 4: []})
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def count(self, what: str, is_right: bool, error: str = "") -> None:
        """Count one of a kind, right or not; a wrong one is kept with its words."""
        self.total[what] += 1
        self.right[what] += is_right
        if not is_right and error:
            self.errors.append(f"{what}: {error}")

    def share(self, what: str) -> str:
        """The share that is right, with both counts."""
        right, total = self.right[what], self.total[what]
        return f"{right / total:.3f} ({right}/{total})" if total else "–"

    def f1(self, size: int) -> str:
        """F1 of mean precision and mean recall, with both."""
        if not self.precision[size]:
            return "–"
        precision = sum(self.precision[size]) / len(self.precision[size])
        recall = sum(self.recall[size]) / len(self.recall[size])
        return f"{2 * precision * recall / (precision + recall or 1):.3f} (P {precision:.3f} R {recall:.3f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with the pages")
    parser.add_argument("--all", action="store_true", help="every setting and library that is installed")
    parser.add_argument("--errors", action="store_true", help="list what sayso gets wrong, and measure nothing else")
    options = parser.parse_args(arguments)
    if not (options.shared / "data" / "html-fundus").is_dir():
        print(f"{options.shared} is not here, so nothing was measured.")
        return 0
    # Libraries complain about pages on their logs; here only the counts matter.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pages = list(load_pages(options.shared / "data"))
    for name in [OWN] if options.errors else EXTRACTORS if options.all else [OWN, "trafilatura"]:
        scores, seconds = measure(EXTRACTORS[name], pages)
        if scores is None:
            print(f"{name}: not installed", flush=True)
        elif options.errors:
            print("\n".join(error for group in scores.values() for error in group.errors))
        else:
            print("\n".join(show(name, scores, len(pages) / seconds)), flush=True)
    return 0


def load_pages(folder: Path) -> Iterator[Gold]:
    """Yield the pages of all sets."""
    for group, index in SETS.items():
        for line in (folder / group / index).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            data = gzip.decompress((folder / group / row["file"]).read_bytes())
            url = row["url"] if row["url"].startswith("http") else None
            wanted, unwanted = tuple(row.get("with", ())), tuple(row.get("without", ()))
            yield Gold(row["file"], group, url, data, make_text(row), wanted, unwanted, make_facts(row))


def make_text(row: dict[str, Any]) -> str | None:
    """The gold text: standfirst, headings within the text, and paragraphs, where these are kept apart."""
    if "paragraphs" in row:
        headings = [heading for group in row["headlines"] for heading in group]
        return "\n\n".join((*row["summary"], *headings, *row["paragraphs"]))
    return row.get("body")


def make_facts(row: dict[str, Any]) -> dict[str, Any]:
    """What gold says about title, authors, day and outlet."""
    authors = row.get("authors") or row.get("author") or []
    listed = authors if isinstance(authors, list) else [authors]
    flat = [it for entry in listed for it in (entry if isinstance(entry, list) else [entry])]
    names = [name.strip() for it in flat for name in it.split(";")]
    day = (row.get("publishing_date") or row.get("date") or "")[:10]
    facts = {
        "title": row.get("title"),
        "author": names,
        "date": day,
        "outlet": row.get("publisher") or row.get("sitename"),
    }
    return {key: value for key, value in facts.items() if value}


def measure(
    extract: Callable[[bytes, str | None], Extracted], pages: list[Gold]
) -> tuple[dict[str, Scores] | None, float]:
    """The scores of each set and the seconds that all pages took; None where the library is not there."""
    try:
        extract(b"<html><body><p>Warm-up, said the page.</p></body></html>", None)
    except ImportError:
        return None, 0.0
    except Exception:  # noqa: BLE001, S110  (a library may refuse so short a page)
        pass
    start = time.perf_counter()
    found = [try_extract(extract, page) for page in pages]
    seconds = time.perf_counter() - start
    scores = {group: Scores() for group in SETS}
    for page, extracted in zip(pages, found, strict=True):
        score_page(page, extracted, scores[page.group])
    return scores, seconds


def try_extract(extract: Callable[[bytes, str | None], Extracted], page: Gold) -> Extracted:
    """What a library gives for a page: nothing, where it fails."""
    try:
        return extract(page.data, page.url)
    except Exception as err:  # noqa: BLE001  (libraries fail on pages in ways of their own; it counts as nothing found)
        print(f"{page.file}: {type(err).__name__}: {err}"[:160], file=sys.stderr)
        return Extracted("")


def score_page(page: Gold, found: Extracted, scores: Scores) -> None:
    """Count what is right in one page."""
    body = split_words(found.body)
    if page.text is not None:
        gold = split_words(page.text)
        for size in (1, 4):
            precision, recall = compare_bags(gold, body, size)
            scores.precision[size].append(precision)
            scores.recall[size].append(recall)
        framed = f" {' '.join(body)} "
        for quotation in list_quotations(page.text):
            scores.count("quotations", f" {quotation} " in framed, f"{page.file[:40]}: {quotation[:80]}")
    whole = " ".join(split_words(f"{found.title or ''} {found.body}"))
    for snippet in page.wanted:
        scores.count("with", fold(snippet) in whole, f"{page.file[:40]}: {snippet}")
    for snippet in page.unwanted:
        scores.count("without", fold(snippet) not in whole, f"{page.file[:40]}: {snippet}")
    for name, wanted in page.facts.items():
        shown = f"{page.file[:40]}: {wanted} / {getattr(found, name)} {found.origins.get(name, '')}"
        scores.count(name, is_right_fact(name, wanted, found), shown)


def is_right_fact(name: str, wanted: Any, found: Extracted) -> bool:  # noqa: ANN401  (a string or a list)
    """Whether a fact is that of gold."""
    if name == "author":
        return {squeeze(it) for it in wanted} == {squeeze(it) for it in found.author}
    if name == "date":
        return bool((found.date or "")[:10] == wanted)
    if name == "outlet":
        given, gold = squeeze(found.outlet or ""), squeeze(clean_outlet(CAMEL.sub(" ", wanted)) or wanted)
        return bool(given) and (given in gold or gold in given)
    return squeeze(found.title or "") == squeeze(wanted)


def compare_bags(gold: list[str], found: list[str], size: int) -> tuple[float, float]:
    """Precision and recall of the words in a row."""
    bags = [Counter(tuple(it[at : at + size]) for at in range(max(1, len(it) - size + 1))) for it in (gold, found)]
    common = (bags[0] & bags[1]).total() if sys.version_info >= (3, 10) else 0
    return common / (bags[1].total() or 1), common / (bags[0].total() or 1)


def list_quotations(text: str) -> Iterator[str]:
    """Yield the folded words of each stretch in double marks."""
    for marked in pair_marks(text):
        folded = fold(marked.inside.of(text))
        if marked.kind in ("double", "guillemet") and marked.depth == 0 and folded:
            yield folded


def split_words(text: str) -> list[str]:
    """The words of a text, in the letters of NFKC."""
    return WORD.findall(unicodedata.normalize("NFKC", text))


def fold(text: str) -> str:
    """The words of a text with single blanks between them."""
    return " ".join(split_words(text))


def squeeze(text: str) -> str:
    """The small letters and digits of a text."""
    return "".join(split_words(text)).casefold()


def show(name: str, scores: dict[str, Scores], speed: float) -> Iterator[str]:
    """Yield the lines of one library's table."""
    yield f"{name}  ({speed:.0f} pages/s)"
    for group, it in scores.items():
        facts = "  ".join(f"{fact} {it.share(fact)}" for fact in FACTS if it.total[fact])
        if it.total["with"]:
            yield f"  {group:17} with {it.share('with')}  without {it.share('without')}  {facts}"
        else:
            yield f"  {group:17} F1 {it.f1(1)}  of four {it.f1(4)}  quotations {it.share('quotations')}  {facts}"


if __name__ == "__main__":
    sys.exit(main())
