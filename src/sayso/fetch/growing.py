"""A file that grows by whole pieces: what was appended, but not yet noted elsewhere as done, can be cut off again."""

from __future__ import annotations

import os
from pathlib import Path

from sayso.errors import ReadError

__all__ = ["Growing"]


class Growing:
    """An open file that is only ever appended to.

    Args:
        path: The file; it is made if there is none.
        begins: What one of the pieces begins with: bytes that begin otherwise are somebody else's, and never cut off.
    """

    def __init__(self, path: Path, begins: bytes) -> None:
        self.path = path
        self._begins = begins
        self._file = path.open("a+b")

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return os.fstat(self._file.fileno()).st_size

    def append(self, piece: bytes) -> int:
        """Append a piece, wait until the disk has it, and give the file's new length."""
        self._file.write(piece)
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.size

    def cut(self, size: int) -> None:
        """Cut off what stands behind `size` bytes, which a stopped run appended and did not note as done.

        Raises:
            ReadError: the file is shorter, or what stands there was not written by such a run; it is left as it is.
        """
        if self.size < size:
            reason = f"{self.path} has {self.size:,} bytes; {size:,} were written to it"
            raise ReadError(f"{reason}. Put it back, or move it away so that a new one is begun")
        if self.size == size:
            return
        self._file.seek(size)
        found = self._file.read(len(self._begins))
        if not found or found != self._begins[: len(found)]:
            raise ReadError(f"{self.path} was changed behind byte {size:,} by another program; give another file")
        self._file.truncate(size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
