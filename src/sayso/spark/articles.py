"""Read articles on Spark: the readings, and all tables of the Parquet export, in one run of the model."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from sayso.article import Article, Unread
from sayso.errors import Notice, SettingsError
from sayso.export.rows import READINGS, TABLES
from sayso.read import fill_language, make_unique
from sayso.read.door import read_safely
from sayso.read.lines import read_line
from sayso.read.record import read_record
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.spark.child import COMMAND, READ_TABLES, Laid, Setup, lay_out_reading
from sayso.spark.guard import Guard, Killed
from sayso.spark.keep import Keep, gather
from sayso.spark.tagged import Tagged
from sayso.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["FILE_SPAN", "LINE", "PLACE", "READ_COLUMNS", "list_files", "read_articles"]

READ_COLUMNS = {"readings": READINGS.columns, **{name: TABLES[name].columns for name in READ_TABLES}}
"""The columns of what `read_articles` returns, by table."""
FILE_SPAN = 1 << 32
"""The position of an article is that of its file times this, and its place in the file."""
LINE, PLACE = "_line", "_place"
"""The columns of what the commands load: a line of JSON Lines; and the order of rows, where Spark knows no better."""
_ARTICLES = "position long, family string, article binary"
_PARTS_A_CORE = 8
# Ids that differ in this alone may be the same id before it was made unique.
_NUMBERED = r"(#\d+)+$"
_SINGLE = "it ended the process that read it, twice ({}); the rest was read"
# One for each way of reading, as long as the worker of Spark lives, so that the model is loaded once.
_guards: dict[str, Guard] = {}


def list_files(spark: SparkSession, paths: Iterable[str]) -> DataFrame:
    """A DataFrame of files for `read_articles`, in this order. Each worker must find them under these paths."""
    rows = list(enumerate(paths))
    return spark.createDataFrame(rows, "number long, path string").repartition(max(1, len(rows)), "path")


def read_articles(
    df: DataFrame,
    *,
    settings: AnalyseSettings | None = None,
    read_settings: ReadSettings | None = None,
    model: str | None = None,
    name: str = "row",
    keep: Keep | None = None,
    first: int = 0,
) -> dict[str, DataFrame]:
    """What `sayso read` finds in articles, as DataFrames by table: readings, statements, speakers, notices and so on.

    The columns are those of docs/tables.md; `readings` has the line of JSON of each article, which `trace` and
    `counts` take. All of them come from one run, which is kept (on the workers' disks; or where `keep` says).

    Args:
        df: Articles with a column `text`, and any others of docs/data-format.md: id, title, url, outlet, published …;
            or files with a column `path`, from `list_files`, which hold whatever `sayso read` reads.
        settings: Threshold and scheme.
        read_settings: How inputs become articles.
        model: Another model, as for `Analyser`; each worker must have it.
        name: What articles without an id are called, with their number.
        keep: Where what was read is kept.
        first: The position of the first article.

    Raises:
        SettingsError: The DataFrame has neither of these columns.
    """
    setup = Setup(read_settings or ReadSettings(), settings or AnalyseSettings(), model)
    if "path" in df.columns and "text" not in df.columns:
        found = df.mapInArrow(partial(_parse_files, setup=setup), _ARTICLES)
    elif "text" in df.columns or df.columns == [LINE]:
        # In this order Spark numbers the rows of a file.
        numbered = df if PLACE in df.columns else df.withColumn(PLACE, F.monotonically_increasing_id())
        found = numbered.mapInArrow(partial(_parse_rows, settings=setup.read, name=name), _ARTICLES)
    else:
        raise SettingsError(f"there is no column text or path among {', '.join(df.columns)[:200]}; rename one of them")
    # Spreads the articles over all workers, and brings together those whose ids may be the same.
    placed = found.withColumn("position", F.col("position") + F.lit(first)) if first else found
    spread = gather(placed, "family", order=("family", "position"), parts=_count_parts(df.sparkSession))
    schema = from_arrow_schema(Tagged(READ_COLUMNS).schema)
    tagged = (keep or Keep()).keep("read", spread.mapInArrow(partial(_analyse, setup=setup), schema))
    return {table: tagged.where(F.col("table") == table).select(f"{table}.*") for table in READ_COLUMNS}


def _count_parts(spark: SparkSession) -> int:
    """In how many parts articles are read: eight for each core, so that cores that are done early find more to do.

    Not as many as Spark would choose by their bytes: the texts that keep a core busy for a minute have two megabytes.
    """
    cores: int = spark.sparkContext.defaultParallelism
    # Where the cluster grows with the work, the cores that it has now say little.
    is_growing = spark.conf.get("spark.dynamicAllocation.enabled", "false") == "true"
    return max(_PARTS_A_CORE * cores, int(spark.conf.get("spark.sql.shuffle.partitions", "200")) if is_growing else 0)


def _parse_files(batches: Iterable[pa.RecordBatch], *, setup: Setup) -> Iterator[pa.RecordBatch]:
    guard = _find_guard(setup)
    files = [(row["number"], row["path"]) for batch in batches for row in batch.to_pylist()]
    places = dict.fromkeys(range(len(files)), 0)
    rows = []
    for at, found in guard.answer(("path", path) for _, path in files):
        record = _make_unread(found) if isinstance(found, Killed) else found
        rows.append((files[at][0] * FILE_SPAN + places[at], record))
        places[at] += 1
        if len(rows) >= 100:
            yield _pack(rows)
            rows = []
    if rows:
        yield _pack(rows)


def _make_unread(killed: Killed) -> Unread:
    return Unread(killed.name, (Notice("read", f"{killed.name}: {_SINGLE.format(killed.reason)}."),))


def _parse_rows(batches: Iterable[pa.RecordBatch], *, settings: ReadSettings, name: str) -> Iterator[pa.RecordBatch]:
    passed_over: set[str] = set()
    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            position = row.pop(PLACE)
            where, own = f"{name} {position + 1:,}", f"{name}:{position + 1}"
            if LINE in row and len(row) == 1:
                record = read_line(row[LINE], where, own, "", settings, passed_over)[0]
            else:
                record = _read_row(row, where, own, settings)
            rows.append((position, fill_language(record)))
        yield _pack(rows)


def _read_row(row: dict[str, Any], where: str, own: str, settings: ReadSettings) -> Article | Unread:
    values = {key: _plain(value) for key, value in row.items() if value is not None}
    return next(read_safely(lambda: iter([read_record(values, where, own, settings)]), where, settings))


def _plain(value: Any) -> Any:  # noqa: ANN401  (any value of a DataFrame)
    """A value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(it) for key, it in value.items() if it is not None}
    return [_plain(it) for it in value] if isinstance(value, list) else value


def _pack(rows: list[tuple[int, Article | Unread]]) -> pa.RecordBatch:
    import pyarrow as pa  # noqa: PLC0415

    return pa.RecordBatch.from_arrays(
        [
            pa.array([position for position, _ in rows], pa.int64()),
            pa.array([re.sub(_NUMBERED, "", it.id).encode("utf-8", "replace").decode() for _, it in rows], pa.string()),
            pa.array([pickle.dumps(it) for _, it in rows], pa.binary()),
        ],
        names=["position", "family", "article"],
    )


def _analyse(batches: Iterable[pa.RecordBatch], *, setup: Setup) -> Iterator[pa.RecordBatch]:
    """The readings of articles, which stand in the order of `family`, and in it of `position`."""
    places: list[int] = []
    given: dict[int, Article | Unread] = {}

    def list_tasks() -> Iterator[tuple[str, Article | Unread]]:
        family: str | None = None
        seen: dict[str, int] = {}
        for batch in batches:
            for position, own, packed in zip(*map(pa_list, batch.columns), strict=True):
                if own != family:
                    family, seen = own, {}
                record = make_unique(pickle.loads(packed), seen)
                given[len(places)] = record
                places.append(position)
                yield "article", record

    def list_rows() -> Iterator[tuple[str, Any]]:
        for at, found in _find_guard(setup).answer(list_tasks()):
            record = given.pop(at)
            laid = _lay_out_killed(record, found.reason) if isinstance(found, Killed) else found
            yield "readings", (places[at], laid.article, laid.line)
            yield from laid.rows

    yield from Tagged(READ_COLUMNS).batches(list_rows())


def pa_list(column: pa.Array) -> list[Any]:
    """The values of a column."""
    values: list[Any] = column.to_pylist()
    return values


def _lay_out_killed(record: Article | Unread, reason: str) -> Laid:
    notice = Notice("analyse", f"there are no statements: {_SINGLE.format(reason)}.")
    return lay_out_reading(Reading(record, (), (*record.notices, notice), Stamp(__version__, "", "")))


def _find_guard(setup: Setup) -> Guard:
    """The guard of this process for this way of reading."""
    key = repr(setup)
    if key not in _guards:
        _guards[key] = Guard(COMMAND, setup)
    return _guards[key]
