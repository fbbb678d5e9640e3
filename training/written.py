"""Articles written for training, each with its labels in one file: to gold readings.

    python training/written.py check training/written/court-00.txt --shared ../shared     what its labels mean
    python training/written.py build training/written --shared ../shared >readings.jsonl

A file has three parts, with a line of `---` between: facts (`title: …`, `outlet: …`, `published: …`, `authors: …; …`),
the body, and the labels in the short hand of ../shared/tools/label.py, in which paragraph @0 is the title. People,
outlets and places are invented.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from label_store import drop_shared_mentions, move_cues_out

Record = dict[str, Any]


def read_written(path: Path) -> tuple[Record, str]:
    """Return the article of a file, and its labels in short hand.

    Raises:
        ValueError: The file does not have three parts.
    """
    parts = path.read_text("utf-8").split("\n---\n")
    if len(parts) != 3:
        raise ValueError(f"{path}: has {len(parts)} parts; facts, body and labels have a line of --- between them")
    facts = dict(line.split(": ", 1) for line in parts[0].splitlines() if ": " in line)
    title = facts.get("title", "").strip()
    body = parts[1].strip("\n")
    outlet = facts.get("outlet")
    article: Record = {
        "id": path.stem,
        "title": title or None,
        "outlet": {"name": outlet.strip(), "domain": None} if outlet else None,
        "published": facts.get("published"),
        "authors": [name.strip() for name in facts.get("authors", "").split(";") if name.strip()],
        "text": f"{title}\n\n{body}" if title else body,
    }
    return article, parts[2]


def load_label_tool(shared: Path) -> ModuleType:
    """Return the tool that turns short hand into readings."""
    spec = importlib.util.spec_from_file_location("label", shared / "tools/label.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{shared}/tools/label.py is missing")
    sys.dont_write_bytecode = True
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def build_readings(folder: Path, shared: Path) -> Iterator[Record]:
    """Yield the gold reading of each file of a folder, in the order of their names.

    Raises:
        ValueError: A file's labels have a fault.
    """
    tool = load_label_tool(shared)
    for path in sorted(folder.glob("*.txt")):
        article, labels = read_written(path)
        reading, faults = tool.build(article, labels)
        if faults:
            raise ValueError(f"{path}: {'; '.join(faults)}")
        yield drop_shared_mentions(move_cues_out(reading))


def print_check(path: Path, shared: Path) -> int:
    """Print what the labels of a file mean; the exit code is 1 if they have a fault."""
    article, labels = read_written(path)
    reading, faults = load_label_tool(shared).build(article, labels)
    text = article["text"]

    def show(spans: list[list[int]]) -> str:
        """Return the words of some spans."""
        return " … ".join(text[start:end] for start, end in spans)

    for s in reading["statements"]:
        within = f" in {s['within']}" if s["within"] else ""
        who = s["speaker"] or s["unresolved"]
        print(f"{s['id']}{within} {s['kind']} [{show(s['source'])}] <{show(s['cue'])}> {show(s['content'])} -> {who}")
    for c in reading["carriers"]:
        print(c["id"], c["name"], c["how"], repr(show(c["evidence"])), c["statements"], c["order"])
    for h in reading["headline"]:
        print("H", repr(text[slice(*h["span"])]), h["finding"], h["statement"], repr(show(h["body"])), h["flags"])
    print("\n".join(faults) or f"ok: {len(reading['statements'])} statements, {len(reading['carriers'])} carriers")
    return 1 if faults else 0


def main() -> None:
    """Parse the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["check", "build"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    args = parser.parse_args()
    if args.verb == "check":
        sys.exit(print_check(args.path, args.shared))
    for reading in build_readings(args.path, args.shared):
        print(json.dumps(reading, ensure_ascii=False))


if __name__ == "__main__":
    main()
