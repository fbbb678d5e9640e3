"""Show notices on stderr: the first few of each kind, and how many more there were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sayso.errors import Notice, describe_notice
from sayso.late import compile_late
from sayso.reading import Reading

__all__ = ["report_notices"]

# A feed of a hundred thousand empty entries, or a folder of files in an old encoding, would fill the screen.
SHOWN = 10
# The most kinds that are counted separately; any further kinds are counted together.
MAX_KINDS = 1_000
# The parts in which notices of one kind differ: numbers, addresses, file names.
_DIFFERENT = compile_late(r"\S*[\d/\\]\S*|\S+\.\w+\S*|[“\"'‘]\S[^”\"'’]*[”\"'’]")


def report_notices(readings: Iterable[Reading], report: Callable[[str], None]) -> Iterator[Reading]:
    """Yield the readings, and report their notices: the first few of each kind, and how many more there were.

    Args:
        readings: The readings; all their notices stay in them, so that none is missing in the output.
        report: Writes one line.
    """
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], str] = {}
    for reading in readings:
        for notice in reading.notices:
            kind = find_kind(reading.article.id, notice)
            kind = kind if kind in counts or len(counts) < MAX_KINDS else ("", "")
            counts[kind] += 1
            line = describe_notice(reading.article.id, notice)
            if counts[kind] <= SHOWN:
                report(f"notice: {line}")
            else:
                last[kind] = line
        yield reading
    for kind, line in last.items():
        report(f"notice: … and {counts[kind] - SHOWN:,} more like this: {line}")


def find_kind(name: str, notice: Notice) -> tuple[str, str]:
    """The kind of a notice: its step, and its reason without the parts that differ.

    >>> find_kind("a", Notice("read", "a.xml, entry 12 holds no text.")) == find_kind(
    ...     "b", Notice("read", "b.xml, entry 7 holds no text.")
    ... )
    True
    """
    return notice.step, " ".join(_DIFFERENT.sub("", notice.reason.replace(name, "")).split())
