r"""Write cells as text that a spreadsheet shows and does not run.

Excel, LibreOffice and Google Sheets take a cell of a CSV file for a formula if it begins with "=", and Excel also if it
begins with "+", "-" or "@" (a habit from Lotus 1-2-3), also in their full-width forms; some programs skip a blank, a
tab or a line break before such a sign. A formula can fetch an address or, by DDE, start a program. Such a cell
gets an apostrophe in front (OWASP, "CSV Injection"), and so does one that has such an apostrophe already, so that
`undo_harmless_cell` removes exactly what was added.

What no program takes for a formula stays unchanged: a number ("-5", "+3.2") and a handle ("@politifact"), since a name
alone calls nothing and refers to no cell. A handle that could be the address of a cell, such as "@A1", gets an
apostrophe.
"""

from __future__ import annotations

import re
from datetime import datetime

from sayso.export.columns import Cell

__all__ = ["clean_text", "is_formula", "make_harmless_cell", "show_cell", "undo_harmless_cell"]

_FORMULA = re.compile("'*(?:\\s*[=+\\-@＝＋－＠]|[\t\r\n])")
# A number with its sign; a name after "@" that is not the address of a cell in the form A1 (up to XFD1048576) or R1C1.
_PLAIN = re.compile(
    r"'*(?:[+\-][0-9]+(?:[.,][0-9]+)*%?|@(?![A-Za-z]{1,3}[0-9]{1,7}\Z)(?![Rr][0-9]*[Cc][0-9]*\Z|[Rr]\Z|[Cc]\Z)"
    r"[A-Za-z0-9_]+)\Z"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet might run the cell, or would without the apostrophes in front.

    >>> [is_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-2+3", "@politifact", "-5", "“We won,”")]
    [True, True, True, False, False, False]
    """
    return bool(_FORMULA.match(cell)) and not _PLAIN.match(cell)


def make_harmless_cell(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet might run it.

    >>> make_harmless_cell("=1+1"), make_harmless_cell("@politifact")
    ("'=1+1", '@politifact')
    """
    return f"'{cell}" if is_formula(cell) else cell


def undo_harmless_cell(cell: str) -> str:
    """The cell as it was before `make_harmless_cell`.

    >>> undo_harmless_cell("'=1+1")
    '=1+1'
    """
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def clean_text(text: str) -> str:
    """The text without lone surrogates, which no file in UTF-8 can hold."""
    return _SURROGATE.sub("\ufffd", text)


def show_cell(cell: Cell) -> str:
    """The cell as text of CSV.

    >>> [show_cell(cell) for cell in (None, True, 0.93, 7, "=7")]
    ['', 'true', '0.93', '7', "'=7"]
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    return make_harmless_cell(clean_text(cell)) if isinstance(cell, str) else repr(cell)
