"""Write docs/tables.md from the list of tables.

python docs/write_tables.py            writes it
python docs/write_tables.py --check    exits with 1 if it is stale
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from write_cli import write_page

from sayso.export.columns import Column
from sayso.export.counted import make_count_columns
from sayso.export.found import FOUND_COLUMNS
from sayso.export.rows import TABLES

TARGET = Path(__file__).resolve().parent / "tables.md"
HEAD = """\
# Tables

Made from `src/sayso/export/rows.py` by `docs/write_tables.py`; change the columns there, not this page.

```sh
sayso read articles/ --output out.xlsx           # all tables: a workbook with one sheet each
sayso read articles/ --tables tables/            # all tables: a folder with one CSV file each
sayso read articles/ --format csv --table speakers
sayso read articles/ --summary                   # the summary alone, in the terminal
sayso export readings.jsonl --output out.xlsx    # the same tables, from stored readings
```

`reading.to_frames()` gives the same tables as pandas frames, `make_frames(readings)` those of many readings.

**Rules.** Tables and columns may be added; names stay. An unknown value is an empty cell in a file and missing in a
frame. The columns that people look at first come first; ids and places come last. To join tables, use `article`
together with an id such as `speaker`: ids are unique within one article. `fingerprint` is only in `articles`. Tables
leave out the running text: use JSON Lines for everything.

**Places** count in Unicode code points of the article's text, from `start` up to but not including `end`, as in [the
JSON](data-format.md). Columns that end in `_spans` hold all places, as JSON lists of pairs.

**Several values in a cell** are joined by `; `, carriers by ` → ` in the order in which the words travelled.

**Dates** are a whole date and time in every row (2031-04-05 09:30:00), so that `pandas.to_datetime` and R's
`as.POSIXct` read the column as it is. It is the time as given, on the clock of the outlet. Parts that were not given
are filled in (January, day 1, midnight), and the column that ends in `_precision` says what was given. The column
that ends in `_utc` is the same moment in UTC; it is empty if no time or no zone was given.

**CSV** is UTF-8, quoted as in RFC 4180, with `true` and `false`. Excel assumes another encoding unless the file begins
with a byte order mark: add `--bom`. A cell that a spreadsheet would run as a formula (it begins with `=`, `+`,
`-` or `@`) gets an apostrophe in front; a number and a handle (`-5`, `@politifact`) stay as they are.

To read CSV in pandas: `pandas.read_csv(path, keep_default_na=False, na_values=[""], dtype={"article": str})`. Without
the first two, names such as “None”, “Null” or “NA” become missing; without the last, ids such as `007` become numbers.
Add `parse_dates=["published"]` for dates.

**A workbook** keeps the types of numbers, dates, and true or false. It needs no apostrophes, since no cell is a
formula. A sheet has room for 1,048,576 rows; further rows are on a second sheet, `statements 2`. A cell has room for
32,767 characters; longer text is cut. Both are reported. Excel has no dates before 1900: such a date is text.

**Parquet** (`pip install 'sayso[parquet]'`) keeps the types as well: whole numbers have 64 bits, dates are in
milliseconds. A file holds one table: `--output out.parquet --table speakers`, or all of them with
`--tables FOLDER --format parquet`. pandas, R (arrow), DuckDB and Spark read it as it is.

**People** in the summary are joined by equal name alone, apart from capitals: two people of one name share a row, and
one person with two names has two. A statement quoted inside another counts for the person quoted there. Statements
whose speaker is unknown come last.
"""


def describe_tables() -> str:
    """The whole page: a section with the columns of each table."""
    lines = [HEAD.rstrip()]
    for name, table in TABLES.items():
        lines += ["", f"## `{name}`", "", f"One row for each {table.about}.", "", *_list_columns(table.columns)]
    lines += ["", "## `sayso search`", "", "One row for each statement of a collection that was found.", ""]
    lines += _list_columns(FOUND_COLUMNS)
    lines += [
        "",
        "## `sayso counts`",
        "",
        "One row for each combination of values; here for `--by speaker outlet`.",
        "",
    ]
    lines += _list_columns(make_count_columns(["speaker", "outlet"]))
    return "\n".join(lines) + "\n"


def _list_columns(columns: Sequence[Column]) -> list[str]:
    """The columns as a table."""
    rows = [f"| `{column.name}` | {column.kind.value} | {column.about} |" for column in columns]
    return ["| column | kind | what it holds |", "| --- | --- | --- |", *rows]


if __name__ == "__main__":
    sys.exit(write_page(TARGET, describe_tables(), sys.argv[1:]))
