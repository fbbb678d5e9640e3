"""What a collection knows of its own faults."""

from __future__ import annotations

from collections.abc import Callable

from sayso.store.collection_part import CollectionPart
from sayso.store.repair import repair
from sayso.store.verify import Fault, find_faults

__all__ = ["CollectionVerify"]


class CollectionVerify(CollectionPart):
    """The part of `Collection` that finds and mends faults of its file."""

    def verify(self, progress: Callable[[int, int], None] | None = None) -> list[Fault]:
        """Find what is wrong in the file, such as statements whose article another program deleted; [] if nothing is.

        Args:
            progress: Called with how many articles were looked at, and of how many.
        """
        with self._ask() as connection:
            return list(find_faults(connection, progress or (lambda _done, _all: None)))

    def repair(self, progress: Callable[[int, int], None] | None = None) -> list[Fault]:
        """Mend what is wrong, as far as it can be made again from what is whole; return what is still wrong.

        Rows whose article is gone are removed. Words are indexed and speakers joined again; what is decided by hand
        stays.

        Raises:
            StoreError: The file cannot be written; nothing was changed.
        """
        parts = {fault.part for fault in self.verify(progress) if fault.can_be_repaired}
        if parts:
            with self.change() as connection:
                repair(connection, parts)
        return self.verify(progress)
