"""Measure what stays of web pages that were pasted as plain text, and that plain texts stay whole.

    python evaluation/pasted.py            both halves of the pages, and the plain texts
    python evaluation/pasted.py --pages    one line a page, of the half that the rule was built on

Each page with gold text (html-fundus, html-aeb) is shown as text by w3m and by lynx in 80 columns, and by w3m with each
paragraph in one line, as a browser copies it. What `sayso read` leaves as running text is held against the gold text as
bags of four words in a row: mean precision and mean recall, before (all of the paste) and after. Captions, which gold
leaves out, stay. Titles: in the same letters and digits as gold's. The rule was built on the pages whose file name has
an even first byte of its SHA-256; of the others nothing was looked at but these totals.

Plain texts: lines that are marked, of articles and transcripts that were not pasted, and of the pages' own gold text.
Where the shared folder, w3m or lynx is absent, it says so and exits with 0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pages import ROOT, Gold, compare_bags, load_pages, split_words, squeeze

from sayso.article import BOILERPLATE, Article, blank_boilerplate
from sayso.read.pasted import find_boilerplate

W3M = ("w3m", "-dump", "-T", "text/html", "-O", "utf-8")
BROWSERS = {
    "w3m": W3M,
    "lynx": ("lynx", "-dump", "-nolist", "-stdin", "-force_html", "-assume_charset=utf-8", "-display_charset=utf-8"),
    "one line a paragraph": (*W3M, "-cols", "5000"),
}
PLAIN = (
    "polnear/polnear-train", "web/pages-train", "web/web-train", "web/basil-train", "web/wikinews-train",
    "relay/relay", "gum/gum-news", "gum/gum-other", "check/transcripts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One page in one browser: precision and recall of all of it and of what stays; whether its title was found."""

    before: tuple[float, float]
    after: tuple[float, float]
    is_title: bool | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with the pages")
    parser.add_argument("--pages", action="store_true", help="one line a page, of the half that the rule was built on")
    options = parser.parse_args(arguments)
    data = options.shared / "data"
    if not (data / "html-fundus").is_dir() or not all(shutil.which(command[0]) for command in BROWSERS.values()):
        print(f"{options.shared}, w3m or lynx is not here, so nothing was measured.")
        return 0
    results: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for page in load_pages(data):
        half = "built on" if hashlib.sha256(page.file.encode()).digest()[0] % 2 == 0 else "not looked at"
        if page.text is None or (options.pages and half != "built on"):
            continue
        for browser, command in BROWSERS.items():
            result = measure(page, command)
            results[half, page.group, browser].append(result)
            if options.pages:
                print(f"{page.file[:40]:40} {browser:22} {show(result.before)} {show(result.after)} {result.is_title}")
    print("\n".join(write_table(results)))
    if not options.pages:
        print("\n".join(write_plain(data)))
    return 0


def measure(page: Gold, command: Sequence[str]) -> Result:
    """What stays of one page."""
    shown = subprocess.run(command, input=page.data, capture_output=True, timeout=120, check=True)  # noqa: S603
    text = shown.stdout.decode("utf-8", "replace")
    found = find_boilerplate(text)
    kept = blank_boilerplate(Article("page", text, regions=found.regions))
    if found.title:
        kept = kept[: found.title.start] + kept[found.title.end :]
    gold = split_words(page.text or "")
    title = page.facts.get("title")
    is_title = found.title is not None and squeeze(found.title.of(text)) == squeeze(title) if title else None
    return Result(compare_bags(gold, split_words(text), 4), compare_bags(gold, split_words(kept), 4), is_title)


def show(pair: tuple[float, float]) -> str:
    """Precision and recall."""
    return f"{pair[0]:.3f} {pair[1]:.3f}"


def write_table(results: dict[tuple[str, str, str], list[Result]]) -> Iterator[str]:
    """Yield the table of the halves, sets and browsers."""
    yield "| pages | browser | number | before: P | R | after: P | R | titles |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for (half, group, browser), rows in sorted(results.items()):
        sums = [sum(value) / len(rows) for value in zip(*((*row.before, *row.after) for row in rows), strict=True)]
        titles = [row.is_title for row in rows if row.is_title is not None]
        shown = f"{sum(titles)}/{len(titles)}" if titles else "–"
        yield f"| {group}, {half} | {browser} | {len(rows)} | {' | '.join(f'{it:.3f}' for it in sums)} | {shown} |"


def write_plain(data: Path) -> Iterator[str]:
    """Yield the table of texts that were not pasted."""
    yield "\n| plain texts | number | taken for a page | lines | marked | of these, sentences |"
    yield "| --- | --- | --- | --- | --- | --- |"
    sets = [(name, list(read_texts(data / f"{name}.jsonl"))) for name in PLAIN]
    sets.append(("gold text of the pages", [page.text for page in load_pages(data) if page.text]))
    for name, texts in sets:
        found = [find_boilerplate(text) for text in texts]
        marked = [
            line.strip()
            for text, pasted in zip(texts, found, strict=True)
            for region in pasted.regions
            if region.place == BOILERPLATE
            for line in region.span.of(text).splitlines()
            if line.strip()
        ]
        lines = sum(1 for text in texts for line in text.splitlines() if line.strip())
        sentences = sum(line.endswith((".", "!", "?", ".”", '."')) and line.count(" ") > 3 for line in marked)
        pages = sum(pasted.is_page for pasted in found)
        yield f"| {name} | {len(texts):,} | {pages} | {lines:,} | {len(marked)} | {sentences} |"


def read_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record["text"] if "text" in record else record["article"]["text"]


if __name__ == "__main__":
    raise SystemExit(main())
