"""Keep some 1,400 real articles in one collection with the commands that a user types, and report what is in it.

    python benchmarks/real_collection.py --shared ../shared --folder real
    python benchmarks/real_collection.py --shared ../shared --folder real --write     and keep the results

The articles are those of PolNeAR, of BASIL and of the web sets, without any label: title, text, date, outlet, address
and authors, as far as the sets have them. Each set is read by one `sayso collect`, then `sayso trace` and
`sayso speakers` run. A run that was stopped goes on with the set that it was at. Totals only are printed, since some of
the sets are there to measure on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from machine import describe, run_watched, warn_if_busy

from sayso.store import Collection, open_collection

__all__ = ["list_articles", "summarise"]

RESULTS = Path(__file__).parent / "real_collection.json"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SETS = (
    "polnear/polnear-train",
    "polnear/polnear-dev",
    "basil/basil",
    "web/basil-train",
    "web/pages-train",
    "web/web-train",
    "web/wikinews-train",
    "web/web-dev",
    "web/web-dev2",
    "pool/pool",
)
_KEYS = ("id", "title", "text", "url", "published", "authors")
_OTHER_KEYS = {"id": "doc_id", "published": "date", "authors": "author"}
Row = dict[str, Any]


def list_articles(shared: Path, name: str) -> list[Row]:
    """The articles of a set, with what a newsroom would have of them, and none of the labels."""
    records = [json.loads(line) for line in (shared / "data" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    # BASIL's articles stand in the pool a second time, without outlet and address.
    return [_pick(record.get("article", record)) for record in records if record.get("source") != "basil"]


def _pick(record: Row) -> Row:
    found = {key: record.get(key) or record.get(_OTHER_KEYS.get(key, key)) for key in _KEYS}
    outlet = record.get("outlet") or record.get("publisher")
    if isinstance(outlet, dict):
        outlet = {key: value for key, value in outlet.items() if value}
    return {key: value for key, value in {**found, "outlet": outlet}.items() if value}


# Sums over current versions: what is counted, and how.
_SUMS = {
    "articles": "SELECT count(*) FROM articles WHERE is_current",
    "words": "SELECT ifnull(sum(words), 0) FROM articles WHERE is_current",
    **{
        name: f"SELECT {what} FROM statements JOIN articles ON articles.id = statements.article_id"  # noqa: S608
        f" LEFT JOIN article_speakers ON article_speakers.id = article_speaker_id WHERE is_current AND {condition}"
        for name, what, condition in (
            ("statements", "count(*)", "1"),
            ("words_said", "ifnull(sum(statements.words), 0)", "1"),
            ("direct", "count(*)", "kind = 'direct'"),
            ("mixed", "count(*)", "kind = 'mixed'"),
            ("indirect", "count(*)", "kind = 'indirect'"),
            ("named_speaker", "count(*)", "named"),
            ("unnamed_speaker", "count(*)", "NOT named"),
            ("open_speaker", "count(*)", "article_speaker_id IS NULL AND unresolved IS NOT NULL"),
        )
    },
    "carriers": "SELECT count(*) FROM carriers JOIN articles ON articles.id = carriers.article_id WHERE is_current",
}


def summarise(collection: Collection) -> Row:
    """How much a collection holds."""
    with collection.query() as connection:
        return {name: connection.execute(asked).fetchone()[0] for name, asked in _SUMS.items()}


def _collect(shared: Path, folder: Path, rows: Row) -> None:
    """Read each set that was not read yet; `rows` gets a row for each."""
    file = folder / "real.db"
    for name in SETS:
        if name in rows:
            continue
        articles = list_articles(shared, name)
        given = folder / f"{Path(name).name}.jsonl"
        given.write_text("".join(json.dumps(it) + "\n" for it in articles), encoding="utf-8")
        with open_collection(file) as collection:
            before = summarise(collection)
        run = _run("collect", str(given), "--into", str(file), "--no-progress")
        with open_collection(file, create=False) as collection:
            after = summarise(collection)
        rows[name] = {"given": len(articles), **{key: after[key] - before[key] for key in after}, **run}
        (folder / "rows.json").write_text(json.dumps(rows, indent=2), encoding="utf-8")


def _run(*command: str) -> Row:
    run = run_watched([sys.executable, "-m", "sayso", *command])
    if run.code not in (0, 3):
        raise SystemExit(f"sayso {' '.join(command)} ended with {run.code}")
    return {"s": round(run.seconds, 1), "cpu_s": round(run.cpu_s, 1), "peak_mb": run.peak_mb}


_COMMANDS = {
    "trace": ("trace", "--format", "jsonl"),
    "speakers": ("speakers", "--format", "jsonl"),
    "counts": ("counts", "--by", "outlet", "named", "--format", "jsonl"),
    "search": ("search", "--format", "jsonl", "--limit", "50"),
}


def _ask(file: Path) -> Row:
    """What the commands take that ask the collection, and what they find; of the first trace, which traces all."""
    kept = file.with_name("commands.json")
    if not kept.is_file():
        times = {name: _run(verb, str(file), *options, "--quiet") for name, (verb, *options) in _COMMANDS.items()}
        kept.write_text(json.dumps(times), encoding="utf-8")
    found: Row = json.loads(kept.read_text("utf-8"))
    with open_collection(file, create=False) as collection, collection.query() as connection:
        for name, asked in _FOUND.items():
            found[name] = connection.execute(asked).fetchone()[0]
    return found


_PARTIES = "SELECT {what} FROM article_speakers JOIN articles ON articles.id = article_id WHERE is_current"
_FOUND = {
    "named_parties": _PARTIES.format(what="ifnull(sum(named), 0)"),
    "parties_joined": _PARTIES.format(what="count(speaker_id)"),
    "speakers_of_collection": _PARTIES.format(what="count(DISTINCT speaker_id)"),
    "speakers_in_several_articles": "SELECT count(*) FROM (SELECT 1 FROM article_speakers WHERE speaker_id IS NOT NULL"
    " GROUP BY speaker_id HAVING count(DISTINCT article_id) > 1)",
    "open_parties": "SELECT count(DISTINCT article_speaker_id) FROM open_speakers",
    "passages": "SELECT count(*) FROM passages",
    "clusters": "SELECT count(*) FROM clusters",
    "passages_in_clusters": "SELECT count(*) FROM occurrences",
    "earlier_versions": "SELECT count(*) FROM articles WHERE NOT is_current",
}


def _show(rows: Row, found: Row) -> None:
    _show_row("set", {key: key for key in _COLUMNS})
    for name, row in rows.items():
        _show_row(name, row)
    _show_row("all", _add_up(rows.values()))
    for name, value in found.items():
        print(f"{name}: {value}")


_COLUMNS = ("given", "articles", "words", "statements", "named_speaker", "unnamed_speaker", "open_speaker", "cpu_s")


def _show_row(name: str, row: Row) -> None:
    cells = (f"{row[key]:,}" if isinstance(row[key], int) else str(row[key]) for key in _COLUMNS)
    print(f"{name:22}" + "".join(f"{cell:>16}" for cell in cells))


def _add_up(rows: Sequence[Row] | Any) -> Row:  # noqa: ANN401  (a view of a dict)
    rows = list(rows)
    sums = {key: sum(row[key] for row in rows) for key in rows[0] if key != "peak_mb"}
    rounded = {key: round(value, 1) if isinstance(value, float) else value for key, value in sums.items()}
    return {**rounded, "peak_mb": max(row["peak_mb"] or 0 for row in rows)}


def main() -> int:
    """Read, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="where the sets are")
    parser.add_argument("--folder", type=Path, required=True, help="where the collection is made, or continued")
    parser.add_argument("--write", action="store_true", help="keep the results in real_collection.json")
    options = parser.parse_args()
    about = describe()
    warn_if_busy(about)
    options.folder.mkdir(parents=True, exist_ok=True)
    kept = options.folder / "rows.json"
    rows: Row = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    _collect(options.shared, options.folder, rows)
    found = _ask(options.folder / "real.db")
    _show(rows, found)
    if options.write:
        result = {**about, "sets": rows, "all": _add_up(rows.values()), "found": found}
        RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
