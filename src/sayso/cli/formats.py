"""The list of output formats, from which options, help and docs are made.

To add a format, write its writer in `export/` or `report/` and add an entry here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

__all__ = ["FORMATS", "Format", "check_installed", "find_format", "list_endings", "list_formats", "load_writer"]


@dataclass(frozen=True, slots=True)
class Format:
    """One output format.

    A writer is named as "module:function", so that no library is loaded before it is needed. It is called with the
    records and the stream; a writer of tables also with `tables`, the names of the tables to write.

    Attributes:
        name: Its name for --format.
        endings: The suffixes of its files, the usual one first.
        about: A description for the help.
        readings: The writer of readings.
        checks: The writer of checked quotations; "" if it has none. In a format for people it takes the articles and
            the places in their sources, else the rows.
        summary: The writer of a summary, if that is not one of its tables; None if it has none.
        results: The writer of `Results`, such as found statements and counts; None if it has none.
        clusters: The writer of traced words; "" if it has none.
        is_for_people: Whether it is read by people; its writers make control characters harmless themselves.
        has_tables: Whether it holds tables, so that --table and --summary choose among them.
        is_binary: Whether its stream takes bytes.
        has_sheets: Whether one file holds several tables.
        needs: A library that must be installed for it, and the extra of sayso that installs it; None if there is none.
        is_dated: Whether it states the date of the run; its writers then also take `date`.
        can_resume: Whether a stopped run can go on in its file.
    """

    name: str
    endings: tuple[str, ...]
    about: str
    readings: str
    checks: str = ""
    clusters: str = ""
    summary: str | None = None
    results: str | None = None
    is_for_people: bool = False
    has_tables: bool = False
    is_binary: bool = False
    has_sheets: bool = False
    needs: tuple[str, str] | None = None
    is_dated: bool = False
    can_resume: bool = False


FORMATS = {
    it.name: it
    for it in (
        Format(
            "table",
            (".txt",),
            "a view for people",
            "sayso.report.terminal:write_view",
            "sayso.report.check_terminal:write_check_view",
            summary="sayso.report.summary:write_summary",
            clusters="sayso.report.cluster_terminal:write_cluster_view",
            is_for_people=True,
        ),
        Format(
            "json",
            (".json",),
            "one array",
            "sayso.export.lines:write_array",
            "sayso.export.checks:write_check_array",
            results="sayso.export.results:write_results_array",
            clusters="sayso.export.clusters:write_cluster_array",
        ),
        Format(
            "jsonl",
            (".jsonl", ".ndjson"),
            "one record a line",
            "sayso.export.lines:write_lines",
            "sayso.export.checks:write_check_lines",
            results="sayso.export.results:write_results_lines",
            clusters="sayso.export.clusters:write_cluster_lines",
            can_resume=True,
        ),
        Format(
            "csv",
            (".csv",),
            "one table",
            "sayso.export.tables:write_table",
            "sayso.export.checks:write_check_table",
            results="sayso.export.results:write_results_table",
            clusters="sayso.export.clusters:write_cluster_table",
            has_tables=True,
        ),
        Format(
            "html",
            (".html", ".htm"),
            "one page",
            "sayso.report.html:write_page",
            "sayso.report.check_html:write_check_page",
            clusters="sayso.report.cluster_html:write_cluster_page",
            is_for_people=True,
            is_dated=True,
        ),
        Format(
            "xlsx",
            (".xlsx",),
            "a workbook with a sheet for each table",
            "sayso.export.workbook:write_workbook",
            "sayso.export.checks:write_check_workbook",
            results="sayso.export.results:write_results_workbook",
            clusters="sayso.export.clusters:write_cluster_workbook",
            has_tables=True,
            is_binary=True,
            has_sheets=True,
        ),
        Format(
            "parquet",
            (".parquet",),
            "one table with its types",
            "sayso.export.parquet:write_parquet",
            "sayso.export.checks:write_check_parquet",
            results="sayso.export.results:write_results_parquet",
            clusters="sayso.export.clusters:write_cluster_parquet",
            has_tables=True,
            is_binary=True,
            needs=("pyarrow", "parquet"),
        ),
        Format(
            "schema-org",
            (".jsonld",),
            "quotations as JSON-LD for web pages",
            "sayso.export.schema_org:write_schema_org",
        ),
        Format(
            "web-annotation",
            (),
            "W3C annotations of the pages",
            "sayso.export.web_annotation:write_web_annotation",
        ),
        Format("prov", (), "where words come from, as W3C PROV-JSON", "sayso.export.prov:write_prov"),
        Format(
            "brat",
            (".zip",),
            "marked texts for brat, which come back corrected",
            "sayso.export.brat:write_brat",
            is_binary=True,
        ),
        Format(
            "label-studio",
            (),
            "tasks for Label Studio, which come back corrected",
            "sayso.export.label_studio:write_label_studio",
        ),
        Format("bibtex", (".bib",), "a citation of each quotation", "sayso.export.bibtex:write_bibtex"),
        Format("csl", (), "a citation of each quotation, as CSL-JSON", "sayso.export.csl:write_csl"),
        Format("tei", (".xml",), "marked texts as TEI", "sayso.export.tei:write_tei"),
    )
}
"""The formats by name, in the order of the help; the first one is the default."""


def list_formats(what: str) -> list[Format]:
    """The formats that have a writer of "readings", "checks", "clusters" or "results"."""
    return [it for it in FORMATS.values() if getattr(it, what)]


def find_format(context: click.Context, name: str | None, output: Path | None, what: str) -> Format:
    """The format of that name, else the one that the output's suffix stands for, else the view for people.

    Args:
        context: The context of the command, for errors.
        name: The name that was given.
        output: The file that is written; None for stdout.
        what: What is written; see `list_formats`.

    Raises:
        click.UsageError: No format has the output's suffix, the format cannot be shown on a terminal, or its library is
            not installed.
    """
    if name is None:
        return FORMATS["table"] if output is None else check_installed(_match_ending(context, output, what), context)
    known = check_installed(FORMATS[name], context)
    if known.is_binary and output is None and sys.stdout is not None and sys.stdout.isatty():
        message = f"--format {name} cannot be shown on a terminal; add --output out{known.endings[0]}"
        raise click.UsageError(message, context)
    return known


def check_installed(known: Format, context: click.Context) -> Format:
    """The format.

    Raises:
        click.UsageError: A library that it needs is not installed.
    """
    if known.needs is not None and find_spec(known.needs[0]) is None:
        library, extra = known.needs
        message = f"{known.name} needs {library}, which is not installed; run: pip install 'sayso[{extra}]'"
        raise click.UsageError(message, context)
    return known


def _match_ending(context: click.Context, output: Path, what: str) -> Format:
    for known in list_formats(what):
        if known.endings and output.name.lower().endswith(known.endings):
            return known
    ending = repr(output.suffix) if output.suffix else "no ending"
    message = (
        f"--output {output.name} has {ending}, which names no format; end it in {list_endings(what)}, or add --format"
    )
    raise click.UsageError(message, context)


def list_endings(what: str) -> str:
    """The suffixes of the formats that can be written, for a message."""
    *first, last = [ending for known in list_formats(what) for ending in known.endings]
    return f"{', '.join(first)} or {last}"


def load_writer(path: str) -> Callable[..., Any]:
    """Load the function that a path "module:function" names."""
    module, name = path.split(":")
    writer: Callable[..., Any] = getattr(import_module(module), name)
    return writer
