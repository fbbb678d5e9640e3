"""Scores of whole readings: who speaks, through whom, what the headline makes of it, and the outlet's own voice.

The shared scorers do the counting; two of them print their figures, which are read from what they print.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["load_shared", "measure_marks", "measure_speakers", "measure_whole", "read_marks", "read_speakers"]

Records = Mapping[str, dict[str, Any]]
"""Readings as JSON has them, by the id of their article."""

_NUMBER = r"(\d+(?:\.\d+)?)"


def load_shared(shared: Path, name: str) -> ModuleType:
    """A scorer of the shared folder with those that it stands on; nothing is written beside the gold."""
    folder = str(shared / "eval")
    spec = importlib.util.spec_from_file_location(name, shared / "eval" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import {name} from {folder}")
    sys.dont_write_bytecode = True
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, folder)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(folder)
    return module


def measure_whole(scorer: ModuleType, gold: list[dict[str, Any]], records: Records) -> dict[str, float]:
    """All measures of readings against gold readings; those of the own voice only where gold marks it."""
    found = dict(scorer.compare(gold, records))
    if not any(reading.get("own_voice") for reading in gold):
        found = {name: value for name, value in found.items() if not name.endswith("so marked")}
    return found


def measure_speakers(shared: Path, records: Records) -> dict[str, float]:
    """The measures of speakers and carriers on the attributions of PolNeAR dev that have speakers."""
    data = shared / "data"
    gold = (data / "polnear" / "polnear-dev.jsonl", data / "speakers" / "speakers-dev.jsonl")
    return read_speakers(_run(load_shared(shared, "score_speakers"), *gold, records))


def measure_marks(shared: Path, records: Records) -> dict[str, float]:
    """The measures of words in marks and of headlines."""
    gold = (shared / "data" / "marks" / "marks-dev.jsonl", shared / "data" / "marks" / "headlines-dev.jsonl")
    return read_marks(_run(load_shared(shared, "score_marks"), *gold, records))


def _run(scorer: ModuleType, first: Path, second: Path, records: Records) -> str:
    """What a scorer prints on two files of gold and the readings."""
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        readings = Path(folder) / "readings.jsonl"
        readings.write_text("\n".join(json.dumps(record) for record in records.values()) + "\n", "utf-8")
        with contextlib.redirect_stdout(printed):
            scorer.main(str(first), str(second), str(readings))
    return printed.getvalue()


def read_speakers(printed: str) -> dict[str, float]:
    """The figures in what score_speakers.py prints, by name.

    >>> read_speakers("carriers: P 0.700 R 0.500 F1 0.583; how right 0.750  (gold 9, predicted 7)")
    {'carriers P': 0.7, 'carriers R': 0.5, 'carriers F1': 0.583, 'how': 0.75}
    """
    accuracy = rf"speaker accuracy on detected: all {_NUMBER} \((\d+) of (\d+)\)"
    forms = rf", (name|nominal|pronoun|none) {_NUMBER} \(\d+\)"
    found = dict(_named(printed, accuracy, "speaker", "detected", "attributions"))
    found |= {form: float(value) for form, value in re.findall(forms, printed)}
    found |= _named(printed, rf"; named speakers {_NUMBER}", "named speakers")
    end_to_end = rf"end to end: P {_NUMBER} R {_NUMBER} F1 {_NUMBER}"
    found |= _named(printed, end_to_end, "end to end P", "end to end R", "end to end F1")
    found |= _named(printed, rf"identity F1 {_NUMBER}", "identity F1")
    carriers = rf"carriers: P {_NUMBER} R {_NUMBER} F1 {_NUMBER}; how right {_NUMBER}"
    return found | dict(_named(printed, carriers, "carriers P", "carriers R", "carriers F1", "how"))


def read_marks(printed: str) -> dict[str, float]:
    """The figures in what score_marks.py prints, by name.

    >>> read_marks("marks: accuracy 0.870 of 400; quotation F1 0.920, scare F1 0.700, neither F1 0.800")
    {'accuracy': 0.87, 'marks': 400.0, 'quotation F1': 0.92, 'scare F1': 0.7, 'neither F1': 0.8}
    """
    found = dict(_named(printed, rf"marks: accuracy {_NUMBER} of (\d+)", "accuracy", "marks"))
    found |= {
        f"{kind} F1": float(value) for kind, value in re.findall(rf"(quotation|scare|neither) F1 {_NUMBER}", printed)
    }
    for kind, value in re.findall(rf"headline (in marks|reported): macro F1 {_NUMBER}", printed):
        found[f"headline {kind}: macro F1"] = float(value)
    stretches = rf"headline stretches: P {_NUMBER} R {_NUMBER}; body place right {_NUMBER}"
    return found | dict(_named(printed, stretches, "stretches P", "stretches R", "headline body"))


def _named(printed: str, pattern: str, *names: str) -> Iterator[tuple[str, float]]:
    """Yield the pattern's numbers with their names; nothing where it is not found."""
    match = re.search(pattern, printed)
    if match:
        yield from zip(names, map(float, match.groups()), strict=True)
