"""Recognise the file of a collection or an index by its first bytes, without SQLite."""

from __future__ import annotations

from pathlib import Path

__all__ = ["APPLICATION", "INDEX_APPLICATION", "SIGNATURE", "is_collection", "read_mark"]

# "sysc" marks a SQLite file as a collection of sayso (bytes 68 to 71 of its header).
APPLICATION = 0x73797363
# "sysi" marks an index of sources.
INDEX_APPLICATION = 0x73797369
SIGNATURE = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_APPLICATION_AT = slice(68, 72)


def is_collection(path: str | Path) -> bool:
    """Whether a path is the file of a collection."""
    try:
        place = Path(path)
        return place.is_file() and read_mark(place) == APPLICATION
    except (OSError, ValueError):
        return False


def read_mark(path: Path) -> int | None:
    """The number by which a SQLite file says whose it is; None if it is no SQLite file."""
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    return int.from_bytes(head[_APPLICATION_AT], "big") if head.startswith(SIGNATURE) else None
