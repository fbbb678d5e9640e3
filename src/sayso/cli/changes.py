"""Write what versions of articles changed to stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sayso.cli.formats import load_writer
from sayso.cli.output import open_output

if TYPE_CHECKING:
    from sayso.store import Collection

__all__ = ["CHANGE_WRITERS", "write_changes"]

CHANGE_WRITERS = {
    "table": "sayso.report.changes:write_changes_view",
    "json": "sayso.export.changes:write_change_array",
    "jsonl": "sayso.export.changes:write_change_lines",
    "csv": "sayso.export.changes:write_change_table",
}
"""By the name of a format, its writer as "module:function"."""


def write_changes(collection: Collection, format_name: str, *, after: int = 0) -> None:
    """Write what was recorded after a moment; see `Collection.changes`."""
    with open_output(None, keep=lambda: True) as stream:
        load_writer(CHANGE_WRITERS[format_name])(collection.changes(after=after), stream)
        stream.flush()
    sys.stdout.flush()
