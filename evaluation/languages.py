"""Measure how often the language is recognised: `python evaluation/languages.py CODE FILE.jsonl…`.

Each line of a file is an article with a "text" (or a reading with one), all in the language CODE. Each is tried whole
and cut to its beginning; "not English" is what `could_be` adds where no language is recognised.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from sayso.language import could_be, find_language

CUTS = (None, 300, 100)


def load_texts(paths: list[str]) -> list[str]:
    """The texts of JSON Lines files."""
    texts = []
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                texts.append(record.get("text") or record.get("article", {}).get("text") or "")
    return [text for text in texts if text]


def measure(code: str, texts: list[str]) -> None:
    """Print a row for each length."""
    print("| characters | texts | right | open | wrong | could be English | ms a text |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for cut in CUTS:
        started = time.perf_counter()
        found = [find_language(text[:cut]) for text in texts]
        ms = 1_000 * (time.perf_counter() - started) / len(texts)
        counts = Counter(one.code if one else None for one in found)
        right, left_open = counts[code] / len(texts), counts[None] / len(texts)
        english = sum(could_be(text[:cut], "en") for text in texts) / len(texts)
        print(
            f"| {cut or 'all'} | {len(texts)} | {right:.4f} | {left_open:.4f} | {1 - right - left_open:.4f} "
            f"| {english:.4f} | {ms:.2f} |"
        )


if __name__ == "__main__":
    measure(sys.argv[1], load_texts(sys.argv[2:]))
