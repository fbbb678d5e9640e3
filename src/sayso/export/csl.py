"""Citations of quoted words as CSL-JSON (Citation Style Language 1.0.2), which Zotero, pandoc and citeproc read.

Each statement that quotes is an item for its article; the words, who said them and through whom they came are its
`note`. Bylines are `literal` names, since nothing says which part of a byline is the family name. There are no
offsets.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from sayso.export.citation import Citation, list_citations
from sayso.export.json_ld import leave_out_unknown
from sayso.export.lines import write_all
from sayso.jsonl import write_record
from sayso.reading import Reading

__all__ = ["write_csl"]


def write_csl(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one array of items, a line each."""
    write_all((write_record(_make_item(it)) for it in list_citations(readings)), stream)


def _make_item(citation: Citation) -> dict[str, Any]:
    return leave_out_unknown(
        {
            "id": citation.key,
            "type": "article-newspaper",
            "title": citation.title,
            "author": [{"literal": author} for author in citation.authors],
            "container-title": citation.outlet,
            "issued": {"date-parts": [list(citation.date)]} if citation.date else None,
            "URL": citation.url,
            "language": citation.language,
            "note": citation.quoted,
        }
    )
