r"""Write JSON-LD so that it can stand in a web page: `<script type="application/ld+json">`.

Within such an element `</script>` ends the element also inside a string, and `<!--` changes how the rest is read
(HTML Living Standard, 4.12.1.3). So `<`, `>` and `&` are written as `\u003c`, `\u003e` and `\u0026`, which every
reader of JSON turns back. A lone surrogate is U+FFFD, since RDF has no such character; offsets stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from sayso.export.cells import clean_text
from sayso.jsonl import write_record

__all__ = ["leave_out_unknown", "write_json", "write_json_list"]

_MARKUP = re.compile("[<>&]")


def write_json(value: dict[str, Any]) -> str:
    r"""The value as one line of JSON that can stand in HTML.

    >>> write_json({"text": "</script>"})
    '{"text": "\\u003c/script\\u003e"}'
    """
    return _MARKUP.sub(lambda match: f"\\u{ord(match[0]):04x}", write_record(_clean(value)))


def write_json_list(head: str, items: Iterable[dict[str, Any]], stream: TextIO) -> None:
    """Write an object whose last key holds the items, one a line, each as it comes; `head` ends with that key's `[`."""
    stream.write(head)
    end = "\n"
    for item in items:
        stream.write(end + write_json(item))
        end = ",\n"
    stream.write("\n]}\n")


def leave_out_unknown(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without what is unknown: None, "" and empty lists.

    >>> leave_out_unknown({"name": "Roth", "url": None, "roles": []})
    {'name': 'Roth'}
    """
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _clean(value: Any) -> Any:  # noqa: ANN401  (any value of JSON)
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
