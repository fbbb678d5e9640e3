"""Keep what a step made, so that the steps behind it, and a run after a stop, do not make it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyspark import StorageLevel
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Keep", "gather", "is_whole", "remove"]


class Keep:
    """Keeps DataFrames: on the workers' disks as long as the session lives, or as Parquet in a folder.

    In a folder, each step is a folder of its own, which Spark marks by the file `_SUCCESS` when it is whole. What has
    the mark is not made again; what has none is written anew.

    Args:
        folder: The folder, on any storage that Spark knows.
    """

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder

    def keep(self, name: str, df: DataFrame) -> DataFrame:
        """The same rows, which are made once."""
        if self._folder is None:
            # Not `persist`: the plan of all steps before would grow with each step, twofold where one asks twice.
            return df.localCheckpoint(eager=True, storageLevel=StorageLevel.DISK_ONLY)
        path, session = f"{self._folder}/{name}", df.sparkSession
        if not is_whole(session, path):
            df.write.mode("overwrite").parquet(path)
        return session.read.schema(df.schema).parquet(path)


def gather(df: DataFrame, name: str, *, order: Sequence[str] = (), parts: int | None = None) -> DataFrame:
    """The rows with those of equal `name` in one partition, in this order; by `name` where none is given.

    Without `parts`, Spark chooses the number of partitions by their bytes, some megabytes each (adaptive execution).

    Not by `repartition(name)`: where the rows come from joins by the same name, also through a union, Spark takes them
    for gathered already and leaves that out. While it runs, it changes these joins (adaptive execution), and then they
    are not. By a hash of the name the rows are always moved.
    """
    key = F.xxhash64(name)
    moved = df.repartition(key) if parts is None else df.repartition(parts, key)
    return moved.sortWithinPartitions(*(order or (name,)))


def is_whole(session: SparkSession, path: str) -> bool:
    """Whether a folder was written to its end."""
    files, place = _find(session, f"{path}/_SUCCESS")
    return bool(files.exists(place))


def remove(session: SparkSession, path: str) -> None:
    """Remove a folder."""
    files, place = _find(session, path)
    files.delete(place, True)  # noqa: FBT003  (a call of Java)


def _find(session: SparkSession, path: str) -> tuple[Any, Any]:
    """A path's file system, and the path there."""
    place = session._jvm.org.apache.hadoop.fs.Path(path)  # noqa: SLF001  (Spark's own way to its file systems)
    return place.getFileSystem(session._jsc.hadoopConfiguration()), place  # noqa: SLF001
