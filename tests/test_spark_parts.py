"""The parts of `sayso.spark` that need no Spark decide what a collection decides."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from made_collection import make_readings

from sayso import Article, Reading, Selection, open_collection, write_reading
from sayso.export.columns import Column, ColumnKind
from sayso.export.counted import list_counts
from sayso.export.parquet import write_parquet_rows
from sayso.export.rows import READINGS, TABLES
from sayso.spark.choice import Choice, Chooser
from sayso.spark.decide import order_versions
from sayso.spark.describe import describe_lines
from sayso.spark.guard import Guard, Killed
from sayso.spark.stars import connect_small, large_star, small_star
from sayso.spark.sums import SUMS, Entry, list_article_entries, make_rows, sum_entries
from sayso.spark.tagged import Tagged
from sayso.store.counts import check_asked
from sayso.store.keys import list_digests
from sayso.store.words import parse_words

from .made_collections import run

# A child that ends at "bad", and once at "unlucky"; a file of it holds several things.
_CHILD = """
import os, sys
from pathlib import Path
from sayso.spark.guard import read_frame, write_frame
mark = Path(read_frame(sys.stdin.buffer))
out = os.fdopen(os.dup(1), "wb", buffering=0)
try:
    while True:
        names, left_out = read_frame(sys.stdin.buffer)
        for name in names:
            if name in left_out:
                continue
            write_frame(out, ("begin", name))
            if name == "unlucky" and not mark.exists():
                mark.touch()
                os.kill(os.getpid(), 9)
            if name == "bad":
                print("it was bad", file=sys.stderr)
                os._exit(7)
            write_frame(out, ("found", name.upper()))
            write_frame(out, ("end", None))
        write_frame(out, ("done", None))
except EOFError:
    pass
"""


def _start(folder: Path, code: str = _CHILD) -> Guard:
    return Guard([sys.executable, "-c", code], str(folder / "mark"), max_wait_s=60)


def test_what_ends_the_process_is_left_out_and_the_rest_is_done(tmp_path: Path) -> None:
    guard = _start(tmp_path)
    tasks = [["a", "b"], ["c", "unlucky", "d"], ["e", "bad", "f"], ["g" * 300_000]]
    found = list(guard.answer(tasks))
    assert [(number, it) for number, it in found if not isinstance(it, Killed)] == [
        *((0, "A"), (0, "B"), (1, "C"), (1, "UNLUCKY"), (1, "D"), (2, "E"), (2, "F"), (3, "G" * 300_000)),
    ]
    assert [it for _, it in found if isinstance(it, Killed)] == [Killed("bad", "exit code 7: it was bad")]
    assert guard.started == 4
    # What the child was given before nobody hears any more.
    half = guard.answer([["h"], ["i"]])
    assert next(half) == (0, "H")
    half.close()
    assert list(guard.answer([["j"]])) == [(0, "J")]
    guard.close()


def test_a_process_that_cannot_start_is_an_error_of_the_job(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"ended twice before it read any: exit code 1: .*no_such_module"):
        list(_start(tmp_path, "import no_such_module").answer([["a"]]))


def test_stars_find_what_hangs_together() -> None:
    rng = Random(3)  # noqa: S311  (no secrets)
    for count in (0, 1, 30, 200):
        edges = [(rng.randrange(150), rng.randrange(150)) for _ in range(count)]
        edges += [(number, number + 1) for number in range(200, 240)]
        found = connect_small(edges)
        parents = {name: name for pair in edges for name in pair if pair[0] != pair[1]}

        def find(name: int, parents: dict[int, int] = parents) -> int:
            while parents[name] != name:
                name = parents[name]
            return name

        for one, other in edges:
            if one != other:
                low, high = sorted((find(one), find(other)))
                parents[high] = low
        assert found == {name: find(name) for name in parents}
    # A thing with many neighbours is not held: stars take their edges as they come.
    many = large_star((0, number) for number in range(1, 1_000_000_000))
    assert [next(many) for _ in range(2)] == [(1, 0), (2, 0)]
    few = small_star((9, number) for number in range(1_000_000_000))
    assert [next(few) for _ in range(3)] == [(9, 0), (1, 0), (2, 0)]


def _change(readings: list[Reading]) -> Iterator[Reading]:
    """Readings with repeated articles, later versions, and articles that have an id alone."""
    for number, reading in enumerate(readings):
        article = reading.article
        assert isinstance(article, Article)
        if number % 3 == 0:
            article = replace(article, url=None, id="1")
        yield replace(reading, article=article)
        if number % 2:
            yield replace(reading, article=replace(article, text=f"{article.text} More.", modified="2034"))
            yield replace(reading, article=article)


def test_versions_are_those_of_a_collection(tmp_path: Path) -> None:
    readings = list(_change(list(make_readings(150))))
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        with collection.query() as connection:
            stored = connection.execute("SELECT key, is_current, fingerprint FROM articles ORDER BY id").fetchall()
    found = list(order_versions((at, write_reading(it)) for at, it in enumerate(readings)))
    marks = [it.article.fingerprint if isinstance(it.article, Article) else "" for it in readings]
    assert [(key, is_current, marks[at]) for at, key, is_current in found] == stored


def test_articles_are_described_as_a_collection_stores_them(tmp_path: Path) -> None:
    readings = list(make_readings(40))
    lines = [(at, write_reading(it)) for at, it in enumerate(readings)]
    records = list(describe_lines([*lines, (99, "no reading")]))
    assert "not a reading" in records.pop()["fault"]
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        collection.trace()
        with collection.query() as connection:
            stored = connection.execute(
                "SELECT articles.key, local, statements.text, digest, key_count, statements.words FROM statements"
                " INNER JOIN articles ON articles.id = article_id INNER JOIN passages ON statement_id = statements.id"
                " INNER JOIN wordings ON wordings.id = wording_id ORDER BY statements.id"
            ).fetchall()
    assert [
        (it["key"], p["local"], p["text"], p["wording"], len(p["keys"]), p["words"])
        for it in records
        for p in it["passages"]
    ] == stored
    article = readings[0].article
    assert isinstance(article, Article)
    assert records[0]["digests"] == list_digests(article, article.fingerprint)


def test_sums_of_parts_make_the_counts_of_a_collection(tmp_path: Path) -> None:
    """Articles come in three parts, whose sums are added up."""
    readings = list(make_readings(120))
    asked = check_asked(["outlet", "kind", "how"], None, is_whole=True)
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        counted = list_counts(collection.counts(asked.by))
        alone = sorted((counted.make_row(row) for row in counted.items), key=repr)
    groups: dict[Any, Any] = {}
    wholes: dict[Any, Any] = {}
    for part in range(3):
        lines = [(at, write_reading(it)) for at, it in enumerate(readings) if at % 3 == part]
        entries: list[Entry] = []
        owners: list[int] = []
        for number, record in enumerate(describe_lines(lines)):
            article = {**record, "shown": record["outlet"].split("\n")[0], "resolved": None}
            entries += list_article_entries(article, asked.by, len(owners))
            owners += [number] * len(article["passages"])
        sums_of_part: tuple[dict[Any, Any], ...] = sum_entries(entries, owners, asked)
        for added, found in zip((groups, wholes), sums_of_part, strict=True):
            for name, sums in found.items():
                added[name] = [one + other for one, other in zip(added.get(name, [0.0] * 16), sums, strict=False)]
    rows = []
    for values, sums in groups.items():
        whole = wholes[tuple(values[asked.by.index(name)][0] for name in asked.of)]
        names = dict(zip((*SUMS, "known"), whole, strict=True))
        # Each article of this collection has statements.
        names["all_articles"] = names["articles_count"]
        more = {f"whole_{name}": value for name, value in names.items()}
        rows.append({"values": values, "speaker_id": None, **dict(zip(SUMS, sums, strict=False)), **more})
    assert sorted(make_rows(rows, asked), key=repr) == alone


def test_statements_are_chosen_as_in_a_collection(tmp_path: Path) -> None:
    readings = list(make_readings(300))
    records = list(describe_lines((at, write_reading(it)) for at, it in enumerate(readings)))
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        outlets = [row.values[0] for row in collection.counts(["outlet"])]
        carrier = next(row.values[0] for row in collection.counts(["carrier"]) if row.known)
        own = frozenset(it["outlet"] for it in records if it["outlet"].startswith(f"{outlets[0]}\n"))
        days = sorted(it["published"] for it in records)
        for selection, of_outlets in (
            (Selection(words='of OR "to the" -water', start="2031", end=days[len(days) // 2]), None),
            (Selection(outlets=(outlets[0],), kinds=("direct",), min_score=0.5), own),
            (Selection(carriers=(carrier,), hows=("interview",)), None),
            (Selection(), None),
        ):
            counted = sum(row.statements.count for row in collection.counts(["kind"], selection))
            words = None if selection.words is None else parse_words(selection.words)
            chosen = Chooser(Choice(selection, of_outlets, None, words)).choose(
                [{**it, "resolved": None} for it in records]
            )
            assert sum(len(it["passages"]) for it in chosen) == counted > 0, selection
    resolved = [{"number": 1, "ident": "id:a"}, {"number": 2, "ident": "id:b"}]
    passages = [{"party": 1, "members": []}, {"party": 2, "members": []}, {"party": 3, "members": [1, 2]}]
    article = {"published": None, "outlet": "\n", "resolved": resolved, "passages": passages}
    (found,) = Chooser(Choice(Selection(speakers=("A",)), None, frozenset({"id:a"}), None)).choose([article])
    assert [it["party"] for it in found["passages"]] == [1, 3]


def test_rows_of_several_tables_come_in_one_batch() -> None:
    tables = {"one": (Column("a", ""), Column("n", "", ColumnKind.INTEGER)), "two": (Column("b", ""),)}
    (batch,) = Tagged(tables).batches([("one", ("x\ud800", 1)), ("two", ("y",)), ("one", ("", 2))])
    assert batch.to_pylist() == [
        {"table": "one", "one": {"a": "x\ufffd", "n": 1}, "two": None},
        {"table": "two", "one": None, "two": {"b": "y"}},
        {"table": "one", "one": {"a": None, "n": 2}, "two": None},
    ]


def test_collect_takes_what_a_cluster_read(tmp_path: Path) -> None:
    """The order of the articles is that of the files, and a damaged row is a notice."""
    readings = list(make_readings(40))
    lines = [(at, "", write_reading(it)) for at, it in enumerate(readings)]
    for number, part in enumerate((lines[:2], lines[2:], [(9, "", "no reading")])):
        folder = tmp_path / "out" / "readings" / f"part-000{number}"
        folder.mkdir(parents=True)
        (folder / "_SUCCESS").touch()
        with (folder / "a.parquet").open("wb") as file:
            write_parquet_rows(READINGS.columns, [list(row) for row in part], file)
    # What a run that was stopped had begun.
    begun = tmp_path / "out" / "readings" / "part-0003" / "_temporary" / "0"
    begun.mkdir(parents=True)
    (begun / "a.parquet").write_bytes(b"PAR1 half")
    (tmp_path / "out" / "statements").mkdir()
    done = run("collect", tmp_path / "out", "--into", tmp_path / "news.db", "--no-progress")
    assert done.exit_code == 3, done.output
    assert "part-0002" in done.output
    assert "part-0003" not in done.output
    with open_collection(tmp_path / "news.db") as collection:
        assert sorted(map(write_reading, list(collection.readings())[:-1])) == sorted(map(write_reading, readings))
    with (tmp_path / "other.parquet").open("wb") as file:
        write_parquet_rows(TABLES["speakers"].columns, [], file)
    done = run("collect", tmp_path / "other.parquet", "--into", tmp_path / "none.db")
    assert done.exit_code == 1
    assert "no column called reading" in done.output
