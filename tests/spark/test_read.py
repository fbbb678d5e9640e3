"""Spark reads what `sayso read` reads, whatever happens to a process; and what it cut is counted."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from argparse import Namespace
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from made_collection import list_speakers
from pyspark.sql import functions as F
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from sayso import Analyser, open_collection
from sayso.cli import main
from sayso.errors import SettingsError
from sayso.export.parquet import clean_cell
from sayso.export.rows import TABLES, lay_out
from sayso.jsonl import write_reading
from sayso.spark import list_files, read_articles, trace
from sayso.spark.__main__ import make_parser
from sayso.spark.child import READ_TABLES
from sayso.spark.components import connect
from sayso.spark.keep import Keep, gather
from sayso.spark.runs import run_counts, run_read, run_trace
from sayso.spark.stars import connect_small
from sayso.workflow import read_all

from .test_trace import list_rows, make_frame, make_said, trace_alone, trace_on_spark

_SAID = "“The lock of Oxley stays shut until May,” said Ada Moss, who runs the Wold Trust."


def write_articles(path: Path, count: int, *, ends: bool, first: int = 0) -> None:
    facts = {"outlet": "The Bell", "published": "2031-04-05"}
    records: list[Any] = [
        {"id": f"a{first + number % 7}", "text": f"{_SAID} It was day {first + number}.", **facts}
        for number in range(count)
    ]
    if ends:
        records[3]["text"] += " THIS ENDS THE PROCESS"
    lines = [json.dumps(record) for record in records]
    path.write_text("\n".join([*lines, "no JSON", '{"id": "empty", "text": ""}']) + "\n", "utf-8")


def list_alone(path: Path) -> dict[str, list[Any]]:
    """The rows that one machine writes."""
    readings = list(read_all([str(path)], analyser=Analyser()))
    rows: dict[str, list[Any]] = {
        "readings": sorted(map(write_reading, readings)),
        **{name: [] for name in READ_TABLES},
    }
    for name, row in lay_out(readings, READ_TABLES):
        rows[name].append(tuple(map(clean_cell, row)))
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def list_spark(tables: dict[str, Any]) -> dict[str, list[Any]]:
    """The rows that Spark made."""
    rows = {name: [_plain(row) for row in tables[name].collect()] for name in READ_TABLES}
    lines = sorted(row["reading"] for row in tables["readings"].collect())
    return {"readings": lines, **{name: sorted(found, key=repr) for name, found in rows.items()}}


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(row)


def test_reading_is_that_of_one_machine_though_a_worker_is_killed(spark: Any, tmp_path: Path, workers: Any) -> None:
    """Kill -9 of a Python worker in the middle: the same rows."""
    write_articles(tmp_path / "a.jsonl", 40, ends=False)
    alone = list_alone(tmp_path / "a.jsonl")
    killed: list[int] = []
    done = threading.Event()

    def kill() -> None:
        # The second one that is seen: the first may still be starting.
        while not done.is_set() and len(killed) < 2:
            for worker in workers():
                if worker not in killed and len(killed) < 2:
                    killed.append(worker)
                    time.sleep(1)
                    os.kill(worker, signal.SIGKILL)
            time.sleep(0.2)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = list_spark(read_articles(list_files(spark, [str(tmp_path / "a.jsonl")])))
    done.set()
    killer.join()
    assert killed
    for name, rows in alone.items():
        assert found[name] == rows, name


def test_what_ends_the_process_is_reported_and_the_rest_is_read(spark: Any, tmp_path: Path) -> None:
    write_articles(tmp_path / "a.jsonl", 12, ends=True)
    tables = read_articles(list_files(spark, [str(tmp_path / "a.jsonl")]))
    notices = {row["article"]: row["reason"] for row in tables["notices"].collect() if row["step"] == "analyse"}
    assert list(notices) == ["a3"]
    assert "it ended the process that read it, twice (signal 9" in notices["a3"]
    assert tables["statements"].count() == 11
    assert tables["articles"].where("article = 'a3'").count() == 1


def test_commands_go_on_after_a_stop(spark: Any, tmp_path: Path) -> None:
    """Parts and steps that are whole are not made again; `collect` takes in what was read."""
    for number in range(3):
        write_articles(tmp_path / f"{number}.jsonl", 3, ends=False, first=10 * number)
    out, traced = str(tmp_path / "out"), str(tmp_path / "traced")
    given = Namespace(
        input=[str(tmp_path / f"{number}.jsonl") for number in range(3)],
        output=out,
        files_at_once=2,
        min_score=0.3,
        model=None,
    )
    (note,) = run_read(spark, given)
    assert "15 readings" in note
    assert "2 of 2 parts made now" in note
    (tmp_path / "out" / "readings" / "part-0001" / "_SUCCESS").unlink()
    (note,) = run_read(spark, given)
    assert "15 readings" in note
    assert "1 of 2 parts made now" in note
    with pytest.raises(SettingsError, match="made of other inputs"):
        run_read(spark, Namespace(**{**vars(given), "min_score": 0.5}))
    asked = Namespace(input=[out], output=traced, steps=None, most_passages=500_000)
    notes = run_trace(spark, asked)
    assert "statements: 9" in notes
    (tmp_path / "traced" / "clusters" / "_SUCCESS").unlink()
    assert run_trace(spark, asked) == notes
    counting = ["counts", "--input", out, "--output", str(tmp_path / "counted"), "--steps", f"{traced}/_steps"]
    counted = make_parser().parse_args([*counting, "--by", "speaker"])
    assert run_counts(spark, counted) == [f"1 rows in {tmp_path}/counted/counts"]
    done = CliRunner().invoke(main, ["collect", out, "--into", str(tmp_path / "news.db")])
    assert done.exit_code == 3, done.output
    with open_collection(tmp_path / "news.db") as collection:
        collection.trace()
        names = sorted(cluster.id for cluster in collection.clusters())
    assert sorted(row["cluster"] for row in spark.read.parquet(f"{traced}/clusters").collect()) == names


def test_parquet_json_lines_and_warc_are_read_as_one_machine_reads_them(spark: Any, tmp_path: Path) -> None:
    """Parquet of several files and JSON Lines by Spark itself, WARC by a worker; and again after a stop."""
    records = [
        {"id": f"{kind}{number}", "outlet": "The Bell", "published": "2031-04-05", "text": f"{_SAID} Day {number}."}
        for kind in "pj"
        for number in range(4)
    ]
    folder = tmp_path / "of the bell"
    folder.mkdir()
    for name, part in (("b", records[:2]), ("a", records[2:4])):
        pq.write_table(pa.Table.from_pylist(part), folder / f"{name}.parquet")
    lines = [*map(json.dumps, records[4:]), "no JSON"]
    (tmp_path / "j.jsonl").write_text("\n".join(lines) + "\n\n", "utf-8")
    with (tmp_path / "w.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(3):
            page = f"<html><head><title>Lock</title></head><body><article><p>{_SAID}</p><p>Day {number}.</p></article>"
            record = writer.create_warc_record(
                f"https://bell.example/{number}",
                "response",
                payload=BytesIO(page.encode()),
                http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
            )
            writer.write_record(record)
    out = str(tmp_path / "out")
    inputs = [str(folder), f"file://{tmp_path}/j.jsonl", str(tmp_path / "w.warc.gz")]
    given = make_parser().parse_args(["read", "--input", *inputs, "--output", out])
    assert "12 readings" in run_read(spark, given)[0]
    read = spark.read.parquet(f"{out}/readings/*").orderBy("position")
    found = [(row["article"], row["reading"]) for row in read.collect()]
    plain = tmp_path / "plain.jsonl"
    plain.write_text("\n".join(map(json.dumps, [*records[2:4], *records[:2], *records[4:]])) + "\n", "utf-8")
    alone = list(read_all([str(plain), str(tmp_path / "w.warc.gz")], analyser=Analyser()))
    unread = [line for name, line in found if name.startswith("part-")]
    assert [line for name, line in found if not name.startswith("part-")] == list(map(write_reading, alone))
    assert len(unread) == 1
    assert "is not JSON" in unread[0]
    (tmp_path / "out" / "readings" / "part-0000" / "_SUCCESS").unlink()
    assert "1 of 3 parts made now" in run_read(spark, given)[0]
    again = spark.read.parquet(f"{out}/readings/*").orderBy("position").collect()
    assert [(row["article"], row["reading"]) for row in again] == found


def test_a_few_articles_keep_all_cores_busy(spark: Any) -> None:
    """By their bytes, Spark would give all of them to one core."""
    df = spark.createDataFrame([(f"a{number}", _SAID) for number in range(40)], "id string, text string")
    parts = read_articles(df)["readings"].withColumn("part", F.spark_partition_id())
    assert parts.select("part").distinct().count() >= 8


def test_skew_is_bounded_and_what_was_cut_is_counted(spark: Any, tmp_path: Path) -> None:
    """A phrase of all articles; a run of words that 600 wordings have; a long article; all in one outlet."""
    rng = Random(5)  # noqa: S311  (no secrets)
    words = [f"w{number}ord" for number in range(4_000)]

    def draw(count: int) -> str:
        return " ".join(rng.choices(words, k=count))

    stock = "“The brave lighthouse admirals of Oxley never surrendered their granite lanterns,”"
    names = list_speakers(1)[0]
    readings = [
        make_said(f"n{number}", [stock, f"“Rusted violin cables betray walrus {draw(9)},”"], speaker=names[number])
        for number in range(600)
    ]
    readings.append(make_said("long", [f"“{draw(60)},”" for _ in range(3_000)] + [f"“{draw(500)},”"]))
    alone = trace_alone(tmp_path, readings)
    found, counts = trace_on_spark(spark, readings)
    assert found == alone
    assert counts["word runs that too many have"] > 0
    assert counts["pairs that share one of these"] >= 600 * 599 // 2
    assert counts["passages of which the end was not compared"] == 1
    assert counts["phrases"] == 1
    cut = trace(make_frame(spark, readings), most_passages=100)["counts"]
    told = {row["what"]: row["number"] for row in cut.collect()}
    assert told["groups of passages that were too large"] == 1
    assert told["passages in these"] == 600


def test_rows_are_moved_though_joins_have_gathered_them(spark: Any) -> None:
    """Else Spark leaves the move out, and adaptive execution then changes what had gathered them."""
    one = spark.range(50).withColumnRenamed("id", "home").withColumn("x", F.rand(1))
    two = spark.range(50).withColumnRenamed("id", "home").withColumn("y", F.rand(2))
    joined = one.hint("merge").join(two, "home")
    union = joined.select("home", "x").unionByName(joined.select("home", F.col("y").alias("x")))
    plan = gather(union, "home")._jdf.queryExecution().toString().split("== Physical Plan ==")[1]
    above = plan.split("Union")[0]
    assert "REPARTITION_BY_COL" in above


def test_stars_on_spark(spark: Any) -> None:
    rng = Random(4)  # noqa: S311  (no secrets)
    edges = [(f"n{rng.randrange(90)}", f"n{rng.randrange(90)}") for _ in range(60)]
    edges += [(f"chain{at:02}", f"chain{at + 1:02}") for at in range(20)]
    edges = [pair for pair in edges if pair[0] != pair[1]]
    homes = connect(spark.createDataFrame(edges, "a string, b string"), "test", Keep(), most_edges=0).collect()
    assert {row["name"]: row["home"] for row in homes} == connect_small(edges)


def test_tables_are_those_of_the_parquet_export(spark: Any) -> None:
    df = spark.createDataFrame([("x", _SAID)], "id string, text string")
    tables = read_articles(df)
    assert {name: tables[name].columns for name in READ_TABLES} == {
        name: [column.name for column in TABLES[name].columns] for name in READ_TABLES
    }
    with pytest.raises(SettingsError, match="no column text"):
        read_articles(df.select("id"))
    assert list_rows([]) == []
