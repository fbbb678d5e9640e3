"""What the commands do: find the inputs, do what is not done, and write Parquet.

What is whole has the file `_SUCCESS`, which Spark writes last, and is not made again. `_made_of` says what an output
was made of; one that was made of something else is left as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pyspark.sql import functions as F

from sayso.article import Unread
from sayso.errors import ReadError, SettingsError
from sayso.people.people_list import read_people
from sayso.read.folder import walk_folder
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.spark.articles import FILE_SPAN, LINE, PLACE, READ_COLUMNS, list_files, read_articles
from sayso.spark.counting import counts
from sayso.spark.keep import Keep, is_whole, remove
from sayso.spark.tracing import trace
from sayso.store.selection import Selection
from sayso.trace.tracer import METHOD
from sayso.version import __version__

if TYPE_CHECKING:
    from argparse import Namespace

    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SELECTED", "run_counts", "run_read", "run_trace"]

SELECTED = tuple(field.name for field in fields(Selection))
"""What the options are called that choose statements."""

# The positions of a part's articles begin at its number times this.
_PART_SPAN, _MOST_PARTS = 1 << 52, 2_000
_MADE_OF = "_made_of"
# Spark gives the name of a file with one slash or with three.
_SLASHES = r"^(\w+):/+"


def run_read(session: SparkSession, given: Namespace) -> list[str]:
    """Read all inputs, some files at a time; return what to report."""
    if given.files_at_once < 1:
        raise SettingsError(f"--files-at-once is {given.files_at_once}; give 1 or more")
    settings = AnalyseSettings(min_score=given.min_score)
    parts = list(_list_parts(session, given.input, given.files_at_once))
    facts = [__version__, settings.fingerprint, given.model, ReadSettings().fingerprint]
    _claim(session, given.output, json.dumps([facts, parts]))
    made = 0
    for number, (kind, paths) in enumerate(parts):
        name = f"part-{number:04}"
        # The readings are written last.
        if is_whole(session, f"{given.output}/readings/{name}"):
            continue
        keep, made = Keep(f"{given.output}/_steps/{name}"), made + 1
        tables = read_articles(
            _load(session, kind, paths),
            settings=settings,
            model=given.model,
            name=name,
            keep=keep,
            first=number * _PART_SPAN,
        )
        for table in sorted(READ_COLUMNS, key=lambda it: it == "readings"):
            rows = tables[table].orderBy("position") if table == "readings" else tables[table]
            rows.write.mode("overwrite").parquet(f"{given.output}/{table}/{name}")
        remove(session, f"{given.output}/_steps/{name}")
    notices = session.read.parquet(*(f"{given.output}/notices/part-{number:04}" for number in range(len(parts))))
    readings = session.read.parquet(*(f"{given.output}/readings/part-{number:04}" for number in range(len(parts))))
    what = f"{readings.count():,} readings in {given.output}, {made} of {len(parts)} parts made now"
    return [f"{what}; {notices.count():,} notices: {given.output}/notices"]


def _list_parts(session: SparkSession, inputs: Iterable[str], at_once: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the kind and the files of each part, in the order of the inputs."""
    files = [pair for given in inputs for pair in _list_files(session, given)]
    if not files:
        raise ReadError(f"{', '.join(inputs)[:200]}: there is nothing to read")
    at_once = max(at_once, -(-len(files) // _MOST_PARTS))
    for kind, found in groupby(files, key=lambda pair: pair[0]):
        paths = [path for _, path in found]
        for start in range(0, len(paths), at_once):
            yield kind, paths[start : start + at_once]


def _list_files(session: SparkSession, given: str) -> Iterator[tuple[str, str]]:
    """Yield the files of an input, each with its kind: "parquet" or "json", which Spark reads, or "file"."""
    if "://" in given or _holds_parquet(given):
        is_json = given.endswith((".jsonl", ".json", ".jsonl.gz", ".json.gz"))
        reader = session.read.text(given) if is_json else session.read.parquet(given)
        yield from (("json" if is_json else "parquet", path) for path in _list_inputs(reader))
    elif not Path(given).exists():
        raise ReadError(f"{given} does not exist; give a file or a folder that all workers find under this path")
    elif Path(given).is_dir():
        yield from (("file", path) for path in walk_folder(given) if not isinstance(path, Unread))
    else:
        yield "file", given


def _list_inputs(df: DataFrame) -> list[str]:
    """The files of a DataFrame. Spark writes them as addresses, and takes them as names."""
    return sorted(map(unquote, df.inputFiles()))


def _holds_parquet(given: str) -> bool:
    path = Path(given)
    return path.suffix == ".parquet" or (path.is_dir() and any(path.glob("*.parquet")))


def _load(session: SparkSession, kind: str, paths: list[str]) -> DataFrame:
    if kind == "file":
        return list_files(session, paths)
    if kind == "json":
        lines = session.read.option("lineSep", "\n").text(paths).withColumnRenamed("value", LINE)
        return lines.where(f"trim({LINE}) <> ''")
    rows = session.read.parquet(*paths)
    # In the order of the files, however Spark cuts and mixes them.
    plain = (re.sub(_SLASHES, r"\1:/", path) for path in paths)
    numbers = F.create_map(*(F.lit(it) for pair in enumerate(plain) for it in reversed(pair)))
    # `url_decode` takes a plus for a space.
    name = F.url_decode(F.replace("_metadata.file_path", F.lit("+"), F.lit("%2B")))
    name = F.regexp_replace(name, _SLASHES, "$1:/")
    number = F.coalesce(numbers[name], F.raise_error(F.concat(F.lit("not among the inputs: "), name)))
    return rows.withColumn(PLACE, number.cast("long") * FILE_SPAN + F.col("_metadata.row_index"))


def run_trace(session: SparkSession, given: Namespace) -> list[str]:
    """Trace the readings of the inputs; return what to report."""
    readings = _load_readings(session, given.input)
    keep = _make_keep(session, given, readings)
    tables = trace(readings, keep=keep, most_passages=given.most_passages)
    _claim(session, given.output, f"{_describe(session, readings)} {given.most_passages}")
    for name, table in tables.items():
        if not is_whole(session, f"{given.output}/{name}"):
            table.write.mode("overwrite").parquet(f"{given.output}/{name}")
    counted = session.read.parquet(f"{given.output}/counts").collect()
    return [f"{row['what']}: {row['number']:,}" for row in counted]


def run_counts(session: SparkSession, given: Namespace) -> list[str]:
    """Count the statements of the inputs; return what to report."""
    by, of = _split(given.by), None if given.of is None else [name for name in _split(given.of) if name != "all"]
    selection = Selection(**{name: getattr(given, name) for name in SELECTED})
    people = read_people(given.people) if given.people else []
    readings = _load_readings(session, given.input)
    keep = _make_keep(session, given, readings)
    more = "" if selection.is_whole and not people else f" {selection} {people}"
    _claim(session, given.output, f"{_describe(session, readings)} {by} {of}{more}")
    notes: list[str] = []
    if not is_whole(session, f"{given.output}/counts"):
        rows = counts(readings, by, selection, of=of, people=people, keep=keep, notes=notes)
        rows.orderBy(F.desc("statements"), *(F.col(f"`{name}`") for name in by)).write.mode("overwrite").parquet(
            f"{given.output}/counts"
        )
    return [*notes, f"{session.read.parquet(f'{given.output}/counts').count():,} rows in {given.output}/counts"]


def _split(given: Sequence[str]) -> list[str]:
    """The names, which may be parted by commas."""
    return [name.strip() for part in given for name in part.split(",") if name.strip()]


def _load_readings(session: SparkSession, inputs: Sequence[str]) -> DataFrame:
    """The readings of what `read` wrote, or of JSON Lines, in their order."""
    found: DataFrame | None = None
    for number, given in enumerate(inputs):
        if given.endswith((".jsonl", ".jsonl.gz", ".json", ".json.gz")):
            lines = session.read.option("lineSep", "\n").text(given).withColumnRenamed("value", "reading")
            one = lines.where("trim(reading) <> ''").withColumn("position", F.monotonically_increasing_id())
        else:
            one = session.read.parquet(f"{given}/readings/*")
        one = one.select(
            (F.col("position") + F.lit(number * (1 << 62) // max(1, len(inputs)))).alias("position"), "reading"
        )
        found = one if found is None else found.unionByName(one)
    if found is None:
        raise SettingsError("there is no input")
    return found


def _make_keep(session: SparkSession, given: Namespace, readings: DataFrame) -> Keep:
    steps = given.steps or f"{given.output}/_steps"
    _claim(session, steps, f"{_describe(session, readings)} {getattr(given, 'most_passages', 500_000)}")
    return Keep(steps)


def _describe(session: SparkSession, readings: DataFrame) -> str:
    """What an output is made of: the files, how they are read, and how words are traced."""
    hadoop = session._jvm.org.apache.hadoop.fs  # noqa: SLF001  (Spark's own way to its file systems)
    facts: list[Any] = [__version__, METHOD]
    for path in _list_inputs(readings):
        place = hadoop.Path(path)
        status = place.getFileSystem(session._jsc.hadoopConfiguration()).getFileStatus(place)  # noqa: SLF001
        facts.append((path, status.getLen(), status.getModificationTime()))
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _claim(session: SparkSession, folder: str, made_of: str) -> None:
    """Note what an output is made of.

    Raises:
        SettingsError: It was made of something else.
    """
    digest = hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()
    path = f"{folder}/{_MADE_OF}"
    if not is_whole(session, path):
        session.createDataFrame([(digest,)], "digest string").coalesce(1).write.mode("overwrite").json(path)
    elif session.read.json(path).first()["digest"] != digest:
        raise SettingsError(
            f"{folder} was made of other inputs, or with other settings or another version; give another --output"
        )
