"""Spark finds what one machine finds, row for row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from made_collection import make_readings

from sayso import (
    Article,
    Outlet,
    Reading,
    Selection,
    Span,
    Speaker,
    SpeakerType,
    Stamp,
    Statement,
    open_collection,
    write_reading,
)
from sayso.errors import SettingsError
from sayso.export.clusters import TRACE_COLUMNS, list_trace_rows
from sayso.export.counted import list_counts
from sayso.export.parquet import clean_cell
from sayso.people.people_list import read_people
from sayso.spark import counts, trace
from sayso.spark.keep import Keep
from sayso.statement import Kind, Place

_ODD = (
    "\ud800 lone \udc00",
    "\x00\u202e",
    "ﬁancée “ ” ‘’ '",
    "日本語のテキスト。",
    "e\u0301" * 40,
    "\U0001f600 \n\t\r\n",
)


def make_odd_collection(statements: int) -> list[Reading]:
    """Readings with ties, copies, versions, addresses of several kinds, undated articles, one huge outlet, odd text."""
    rng = Random(7)  # noqa: S311  (no secrets)
    made = list(make_readings(statements))
    found = []
    for number, reading in enumerate(made):
        article = reading.article
        assert isinstance(article, Article)
        change: dict[str, Any] = {}
        if number % 2:
            change["outlet"] = Outlet("The Great Wold Bell")
        if number % 5 == 0:
            change["published"], change["published_precision"] = None, None
        elif number % 7 == 0:
            change["published"], change["published_precision"] = (article.published or "")[:7], "month"
        if number % 11 == 0:
            change |= {"url": None, "id": f"article {number % 3}"}
        if number % 13 == 0:
            change["outlet"] = Outlet(None, "bell.example")
        if number % 23 == 4:
            change["outlet"] = Outlet("AP")
        if number % 17 == 0:
            change["title"] = rng.choice(_ODD)
            change["title_span"] = None
            change["id"] = f"{number} {rng.choice(_ODD)}"
        article = replace(article, **change)
        it = replace(reading, article=article)
        found.append(it)
        if number % 19 == 0:
            # The same again; a later version; a copy in another outlet.
            found.append(it)
            text = f"{article.text}\n\nMore: {rng.choice(_ODD)}"
            found.append(replace(it, article=replace(article, text=text, modified="2033-01-01")))
            url, outlet = f"https://copy.example/{number}", Outlet("The Copy")
            found.append(replace(it, article=replace(article, id=f"copy {number}", url=url, outlet=outlet)))
    return found


def make_said(name: str, said: Iterable[str], *, speaker: str = "Anna Roth") -> Reading:
    """The reading of an article in which one speaker says each of these."""
    text, statements, mentions = "", [], []
    for number, words in enumerate(said, 1):
        start = len(text)
        text += f"{words} said {speaker}.\n\n"
        end = start + len(words)
        mentions.append(Span(end + 6, end + 6 + len(speaker)))
        places = (Span(start, end),), (Span(end + 1, end + 5),), (mentions[-1],)
        statements.append(Statement(f"s{number}", Kind.DIRECT, Place.BODY, *places, 0.9, speaker="p1", unresolved=None))
    article = Article(name, text, url=f"https://bell.example/{name}", outlet=Outlet("The Bell"), published="2031-04-05")
    speakers = (Speaker("p1", speaker, SpeakerType.PERSON, named=True, mentions=tuple(mentions)),)
    return Reading(article, tuple(statements), (), Stamp("1", "none", "test"), speakers)


def make_frame(spark: Any, readings: Iterable[Reading]) -> Any:
    """The readings as Spark takes them, with their positions."""
    lines = [(number, write_reading(reading)) for number, reading in enumerate(readings)]
    return spark.createDataFrame(lines, "position long, reading string")


def list_rows(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    """The rows in an order of their own, as they are written."""
    return sorted((tuple(map(clean_cell, row)) for row in rows), key=repr)


def trace_alone(folder: Path, readings: Iterable[Reading]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that one machine finds."""
    found: dict[str, list[Any]] = {name: [] for name in TRACE_COLUMNS}
    with open_collection(folder / "news.db") as collection:
        collection.add(readings)
        collection.trace()
        for cluster in collection.clusters():
            for name, row in list_trace_rows(cluster):
                found[name].append(row)
    return {name: list_rows(rows) for name, rows in found.items()}


def trace_on_spark(
    spark: Any, readings: Iterable[Reading], folder: Path | None = None
) -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, int]]:
    """The rows that Spark finds, and what it counted."""
    df = make_frame(spark, readings).repartition(3)
    # In a folder, as the commands do: with sizes of files Spark plans its joins in another way.
    tables = trace(df, keep=None if folder is None else Keep(str(folder)))
    counts = {row["what"]: row["number"] for row in tables["counts"].collect()}
    return {name: list_rows(tables[name].collect()) for name in TRACE_COLUMNS}, counts


def test_trace_is_that_of_one_machine(spark: Any, tmp_path: Path) -> None:
    """A few thousand statements with ties, copies, versions, odd text, and half of all in one outlet."""
    readings = make_odd_collection(3_000)
    alone = trace_alone(tmp_path, readings)
    found, counts = trace_on_spark(spark, readings, tmp_path / "steps")
    assert len(alone["clusters"]) > 50
    for name in TRACE_COLUMNS:
        assert found[name] == alone[name], name
    assert counts["statements"] > 3_000


def test_two_runs_put_together_are_not_mixed_up(spark: Any) -> None:
    df = make_frame(spark, make_readings(30))
    with pytest.raises(SettingsError, match="2 readings have the position"):
        trace(df.unionByName(df))


def test_counts_are_those_of_one_machine(spark: Any, tmp_path: Path) -> None:
    """Speakers, carriers, dates and outlets, with their intervals."""
    readings = make_odd_collection(400)
    df = make_frame(spark, readings).repartition(3)
    keep = Keep(str(tmp_path / "steps"))
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        for by in (["speaker"], ["outlet", "month"], ["carrier", "kind"], ["type", "named", "how", "language"]):
            alone = list_counts(collection.counts(by))
            rows = list_rows(alone.make_row(row) for row in alone.items)
            assert list_rows(counts(df, by, keep=keep).collect()) == rows, by


def _blur(cell: Any) -> Any:
    return cell if isinstance(cell, float) else str(cell)


def test_counts_of_a_selection_and_by_a_list_of_people_are_those_of_one_machine(spark: Any, tmp_path: Path) -> None:
    readings = make_odd_collection(400)
    df = make_frame(spark, readings).repartition(3)
    keep = Keep(str(tmp_path / "steps"))
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        collection.join_speakers()
        names = [row.values[0] for row in collection.counts(["speaker"]) if row.speaker_id is not None]
        number = str(next(row.speaker_id for row in collection.counts(["speaker"]) if row.speaker_id is not None))
        carrier = next(row.values[0] for row in collection.counts(["carrier"]) if row.known)
        list_file = tmp_path / "people.csv"
        rows = [
            f"p1,{names[0]},,North,",
            f"p2,{names[1].upper()},,South,Red",
            f"p3,Nobody Else,{names[2]},,Blue",
            f"p4,{names[3]},,East,",
            f"p5,{names[3]},,East,",
        ]
        list_file.write_text("id,name,aliases,side,colour\n" + "\n".join(rows) + "\n", "utf-8")
        collection.link_people(list_file)
        people = read_people(list_file)
        for by, selection in (
            (["outlet", "people.side", "people.colour"], Selection()),
            (["speaker", "year"], Selection(speakers=("p3", number, names[4].lower()), min_score=0.8)),
            (["kind"], Selection(words="the -of", start="2031-01-05", outlets=("the great wold bell", "BELL.example"))),
            (["outlet"], Selection(outlets=("associated press", "AP"))),
            (["outlet", "kind"], Selection(outlets=("Associated Press",))),
            (["carrier"], Selection(hows=("interview",), kinds=("direct",), carriers=("no such", carrier))),
        ):
            alone = collection.counts(by, selection)
            expected = list_rows(list_counts(alone).make_row(row) for row in list_counts(alone).items)
            assert expected, selection
            notes: list[str] = []
            found = list_rows(counts(df, by, selection, people=people, keep=keep, notes=notes).collect())
            assert [row[: len(by)] for row in found] == [row[: len(by)] for row in expected]
            for row, other in zip(found, expected, strict=True):
                # Sums are added in another order, so that the last digit that is shown may differ.
                assert list(map(_blur, row)) == [pytest.approx(it, abs=2e-4) for it in map(_blur, other)], (
                    by,
                    selection,
                )
            of_both = [[note for note in it if "left out" in note or "no such" in note] for it in (notes, alone.notes)]
            assert of_both[0] == of_both[1]
        with pytest.raises(SettingsError, match="it has colour, id, name, side"):
            counts(df, ["people.gender"], people=people, keep=keep)
        with pytest.raises(SettingsError, match="no list of people"):
            counts(df, ["people.side"], keep=keep)


def test_the_example_of_the_docs_runs(spark: Any, capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "spark.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(example, "docs/spark.md", "exec"), {})  # noqa: S102  (our own page)
    shown = capsys.readouterr().out
    assert "We never slept" in shown
    # Each outlet by its speaker; and only the one that has the word.
    assert len(re.findall(r"^\| *Ada Moss\| *The (?:Wold Bell|Float)\| *1\|$", shown, re.MULTILINE)) == 2
    assert re.findall(r"^\| *(The [A-Z]\w+(?: \w+)?)\| *1\| *1.0\|$", shown, re.MULTILINE) == ["The Wold Bell"]
