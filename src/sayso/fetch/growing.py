"""A file to which whole pieces are appended; pieces that were not recorded as done can be cut off again."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from sayso.errors import ReadError

__all__ = ["Growing"]


class Growing:
    """An open file that is only ever appended to.

    Args:
        path: The file; created if there is none.
        begins: How every piece begins. Bytes that begin differently were written by others and are never cut off.

    Raises:
        OSError: it cannot be written.
        ReadError: another run writes to it.
    """

    def __init__(self, path: Path, begins: bytes) -> None:
        self.path = path
        self._begins = begins
        self._file = path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise ReadError(f"{path} is in use: another run writes there; end it, or give another file") from None
        except OSError:
            return  # A file system without locks.

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return os.fstat(self._file.fileno()).st_size

    def append(self, piece: bytes) -> int:
        """Append a piece, wait until it is on the disk, and return the file's new length."""
        self._file.write(piece)
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.size

    def cut(self, size: int) -> None:
        """Cut the file to `size` bytes, removing what a stopped run appended and did not record as done.

        Raises:
            ReadError: the file is shorter, or the rest was not written by such a run; the file is left as it is.
        """
        if self.size < size:
            reason = f"{self.path} has {self.size:,} bytes, but {size:,} were written to it"
            raise ReadError(f"{reason}. Restore the file, or move it away to start a new one")
        if self.size == size:
            return
        self._file.seek(size)
        found = self._file.read(len(self._begins))
        if not found or found != self._begins[: len(found)]:
            raise ReadError(f"{self.path} was changed after byte {size:,} by another program; give another file")
        self._file.truncate(size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
