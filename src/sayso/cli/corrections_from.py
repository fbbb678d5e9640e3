"""Read corrections that were made elsewhere, and find the articles of a collection that they are about."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.article import Article
from sayso.cli.readings import Repeats, read_readings
from sayso.correct.compare_readings import compare_readings
from sayso.correct.correction import Correction
from sayso.correct.correction_json import parse_correction
from sayso.errors import ReadError, describe_notice
from sayso.reading import Reading
from sayso.store import Collection

__all__ = ["FoundCorrections", "read_corrections"]

# How a list of corrections begins that `sayso corrections` wrote.
_LIST = re.compile(rb'\s*(?:\[\s*)?\{\s*"number"\s*:')
_LOOKED_AT_BYTES = 200
# Articles that are looked for at once.
_AT_ONCE = 500
_SHOWN = 3
_STDIN = "-"


@dataclass(slots=True)
class FoundCorrections:
    """What was read.

    Attributes:
        corrections: By the numbers of the articles in the collection.
        notes: What was left out, and why, a sentence each.
    """

    corrections: dict[int, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)


def read_corrections(collection: Collection, sources: Iterable[str], by: str) -> FoundCorrections:
    """Read corrections from these files, folders and archives.

    Args:
        collection: The collection.
        sources: Lists that `sayso corrections` wrote, or corrected readings.
        by: Who corrected the readings.

    Raises:
        ReadError: A file cannot be read.
    """
    found = FoundCorrections()
    repeats = Repeats()
    for name in sources:
        lines = _read_list(name)
        if lines is not None:
            _take_list(collection, name, lines, found)
        else:
            _take_readings(collection, read_readings(name, repeats), by, found)
    found.notes += repeats.list_notes()
    return found


def _read_list(name: str) -> list[bytes] | None:
    """The lines of a list of corrections; None if a file is something else."""
    if name == _STDIN:
        peek = getattr(sys.stdin.buffer, "peek", None)
        is_list = peek is not None and _LIST.match(peek(_LOOKED_AT_BYTES)) is not None
        return sys.stdin.buffer.read().splitlines() if is_list else None
    path = Path(name)
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return None if _LIST.match(file.read(_LOOKED_AT_BYTES)) is None else path.read_bytes().splitlines()
    except (OSError, ValueError) as err:
        raise ReadError(f"{name} cannot be read ({err}); give another file") from err


def _take_list(collection: Collection, name: str, lines: list[bytes], found: FoundCorrections) -> None:
    records: list[tuple[dict[str, Any], Correction]] = []
    for number, line in enumerate(lines, 1):
        text = line.strip().removesuffix(b",").lstrip(b"[,").removesuffix(b"]")
        if not text.strip():
            continue
        try:
            record = json.loads(text)
            records.append((record, parse_correction(record)))
        except (ValueError, RecursionError, ReadError) as err:
            found.notes.append(f"{name}, line {number:,} was left out: {err}")
    texts = collection.find_texts(str(record.get("fingerprint")) for record, _ in records)
    addresses = collection.find_addresses(str(record["url"]) for record, _ in records if record.get("url"))
    lost = []
    for record, correction in records:
        article = texts.get(str(record.get("fingerprint"))) or addresses.get(str(record.get("url")))
        if article is None:
            lost.append(str(record.get("article")))
        else:
            found.corrections[article].append(correction)
    _note_lost(lost, found)


def _take_readings(collection: Collection, readings: Iterable[Reading], by: str, found: FoundCorrections) -> None:
    for batch in _batch(readings):
        known = [it for it in batch if isinstance(it.article, Article)]
        found.notes += [
            describe_notice(it.article.id, notice) for it in batch if it not in known for notice in it.notices
        ]
        texts = collection.find_texts(_mark(it) for it in known)
        lost = []
        for gold in known:
            number = texts.get(_mark(gold))
            reading = None if number is None else collection.reading(number)
            if number is None or reading is None:
                lost.append(gold.article.id)
            else:
                found.corrections[number] += compare_readings(reading, gold, by=by)
        _note_lost(lost, found)


def _mark(reading: Reading) -> str:
    article = reading.article
    return article.fingerprint if isinstance(article, Article) else ""


def _batch(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    for reading in readings:
        batch.append(reading)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _note_lost(lost: list[str], found: FoundCorrections) -> None:
    if lost:
        names = list(dict.fromkeys(lost))
        shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        what = "1 article" if len(names) == 1 else f"{len(names):,} articles"
        found.notes.append(f"the collection does not have the texts of {what} ({shown}); add them first.")
