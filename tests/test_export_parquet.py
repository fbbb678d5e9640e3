"""Tables as Parquet: read back, every cell is what it was, with its type."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from sayso.article import Article, Outlet, Unread
from sayso.cli import main
from sayso.errors import Notice
from sayso.export import parquet
from sayso.export.checks import COLUMNS, write_check_parquet
from sayso.export.columns import Column, ColumnKind
from sayso.export.frames import make_frames
from sayso.export.parquet import make_schema, write_parquet, write_parquet_rows, write_parquet_tables
from sayso.export.rows import TABLES
from sayso.jsonl import write_reading
from sayso.match import Change, Checked
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

SAID = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 4),), (Span(10, 14),), (Span(6, 9),), 0.93, speaker="p1")
READING = Reading(
    Article("a.txt", "=1+1, she said. “Most of us.”", outlet=Outlet("@float"), published="2031-04-05T09:30+02:00"),
    (SAID,),
    (Notice("read", "odd \ud83d"),),
    Stamp("0.1.0", "tiny", "f00d"),
    speakers=(Speaker("p1", "Anna Roth", SpeakerType.PERSON, named=True),),
)
UNREAD = Reading(Unread("gone.txt", (Notice("read", "It is empty."),)), (), (), READING.stamp)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A file of readings."""
    path = tmp_path / "readings.jsonl"
    path.write_text("\n".join(map(write_reading, [READING, UNREAD])), "utf-8")
    return path


def test_cells_keep_their_types() -> None:
    """Numbers, dates and true or false are no text; what is unknown is missing; nothing gets an apostrophe."""
    stream = io.BytesIO()
    write_parquet([READING], stream)

    (row,) = pq.read_table(io.BytesIO(stream.getvalue())).to_pylist()

    assert ("=1+1", 0.93, False, 0) == tuple(row[it] for it in ("content", "score", "turn", "content_start"))
    assert dt.datetime(2031, 4, 5, 9, 30) == row["published"]  # noqa: DTZ001  on the outlet's clock
    assert dt.datetime(2031, 4, 5, 7, 30, tzinfo=dt.timezone.utc) == row["published_utc"]
    assert row["within"] is None


def test_every_table_has_the_schema_of_its_columns(tmp_path: Path) -> None:
    """Also a table without rows, so that the files of several runs can be read together."""
    with_rows = {}
    paths = {name: tmp_path / f"{name}.parquet" for name in TABLES}
    files = {name: path.open("wb") for name, path in paths.items()}
    write_parquet_tables([READING, UNREAD], lambda name: files[name])
    for name, file in files.items():
        file.close()
        with_rows[name] = pq.read_table(paths[name])

    assert {name: make_schema(table.columns) for name, table in TABLES.items()} == {
        name: table.schema.remove_metadata() for name, table in with_rows.items()
    }
    assert [2, 0] == [with_rows[name].num_rows for name in ("articles", "headline")]


def test_pandas_reads_what_frames_have() -> None:
    """The same values in every column as make_frames gives."""
    frames = make_frames([READING, UNREAD])
    for name, frame in frames.items():
        stream = io.BytesIO()
        write_parquet([READING, UNREAD], stream, tables=(name,))
        found = pd.read_parquet(io.BytesIO(stream.getvalue()))

        assert list(frame.columns) == list(found.columns)
        assert frame.astype("string").fillna("").equals(found.astype(frame.dtypes).astype("string").fillna(""))


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that memory does not grow with their number; all are there, in order."""
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 2)
    stream = io.BytesIO()
    write_parquet_rows((Column("number", "", ColumnKind.INTEGER),), ([it] for it in range(5)), stream)

    read = pq.ParquetFile(io.BytesIO(stream.getvalue()))

    assert (3, list(range(5))) == (read.num_row_groups, read.read().column("number").to_pylist())


def test_checked_quotations() -> None:
    """Offsets are numbers, as in JSON."""
    stream = io.BytesIO()
    write_check_parquet([Checked("a", None, "q1", Span(0, 4), "=1+1", Change.NOT_FOUND)], stream)

    table = pq.read_table(io.BytesIO(stream.getvalue()))

    assert list(COLUMNS) == table.column_names
    assert (pa.int64(), [4]) == (table.schema.field("end").type, table.column("end").to_pylist())


def test_export_to_one_file_and_to_a_folder(stored: Path, tmp_path: Path) -> None:
    """One file has one table, a folder all of them."""
    runner, one, folder = CliRunner(), tmp_path / "out.parquet", tmp_path / "tables"

    first = runner.invoke(main, ["export", str(stored), "-o", str(one), "--table", "speakers"])
    second = runner.invoke(main, ["export", str(stored), "--tables", str(folder), "--format", "parquet"])

    assert (3, 3) == (first.exit_code, second.exit_code), first.output + second.output
    assert ["Anna Roth"] == pq.read_table(one).column("name").to_pylist()
    assert {f"{name}.parquet" for name in TABLES} == {path.name for path in folder.iterdir()}


def test_without_pyarrow_the_message_names_the_extra(stored: Path, tmp_path: Path) -> None:
    """Before anything is read, and nothing is written."""
    code = (
        "import sys; sys.modules['pyarrow'] = None; import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'pyarrow' else find(name, *rest)\n"
        "from sayso.cli import main; main()"
    )
    out = tmp_path / "out.parquet"
    command = [sys.executable, "-c", code, "export", str(stored), "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert "pip install 'sayso[parquet]'" in done.stderr
    assert not out.exists()


def test_other_formats_have_no_folder(stored: Path, tmp_path: Path) -> None:
    """--tables takes CSV and Parquet."""
    given = ["export", str(stored), "--tables", str(tmp_path / "t"), "--format", "html"]
    result = CliRunner().invoke(main, given)

    assert 2 == result.exit_code
    assert "--tables writes csv or parquet; leave out --format html" in result.output
