"""The options that `read` and `export` share, which say where and how readings are written; and the writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from sayso.cli.formats import FORMATS, Format, check_installed, find_format, load_writer
from sayso.cli.output import (
    BOM,
    bom_option,
    describe_kept,
    find_date,
    format_option,
    make_terminal_safe,
    open_output,
    output_option,
)
from sayso.cli.replace import replace_at_end
from sayso.export.rows import SUMMARY, TABLES
from sayso.reading import Reading

__all__ = ["Target", "find_target", "target_options"]

# The writers that write every table to a folder, by the format of the files.
_WRITERS_OF_FOLDERS = {
    "csv": "sayso.export.tables:write_tables",
    "parquet": "sayso.export.parquet:write_parquet_tables",
}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def target_options(command: _Command) -> _Command:
    """The command with all options that say where readings go."""
    options = (
        format_option("readings"),
        output_option("readings"),
        click.option(
            "--table",
            type=click.Choice(list(TABLES)),
            help="Which table to write, as CSV or as the one sheet of a workbook; voice is own voice, scare quotes and"
            " other marks; summary is as with --summary. [default: statements, and all in a workbook]",
        ),
        click.option(
            "--tables",
            "folder",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="FOLDER",
            help="Write every table to this folder, which is made if need be, each as CSV, or with --format parquet as"
            f" Parquet: {', '.join(TABLES)}.",
        ),
        click.option(
            "--summary",
            "is_summary",
            is_flag=True,
            help="Write who speaks how often in which outlet, over all inputs, instead of the readings: as a table, CSV"
            " or a workbook. People are joined by equal name alone, so two people of one name count as one.",
        ),
        bom_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Target:
    """Where readings are written, and how.

    Attributes:
        format: The format; for a folder, that of each table.
        output: The file; None for stdout or a folder.
        folder: The folder for all tables.
        tables: The tables to write, if the format has tables.
        is_summary: Whether only the summary is written.
        has_bom: Whether CSV begins with a byte order mark.
    """

    format: Format
    output: Path | None
    folder: Path | None
    tables: tuple[str, ...]
    is_summary: bool
    has_bom: bool

    @property
    def place(self) -> Path | None:
        """The file or folder that is written; None for stdout."""
        return self.folder or self.output

    def write(
        self, readings: Iterable[Reading], *, keep: Callable[[], bool], in_place: bool = False
    ) -> tuple[str, ...]:
        """Write the readings as they come; return a sentence for each thing that did not fit.

        Args:
            readings: The readings.
            keep: Called at the end; if it returns False, nothing is kept and older files stay as they were.
            in_place: Append to the file, so that what was written stays after a stop.
        """
        if self.folder is not None:
            self._write_folder(self.folder, readings, keep)
            return ()
        with open_output(self.output, keep=keep, in_place=in_place, is_binary=self.format.is_binary) as stream:
            if self.has_bom:
                stream.write(BOM)
            path, options = (
                self.format.readings,
                {"tables": self.tables} if self.format.has_tables else find_date(self.format),
            )
            if self.is_summary and not self.format.has_tables:
                path = self.format.summary or path
            notes = load_writer(path)(readings, make_terminal_safe(stream, self.format), **options)
            stream.flush()
        return tuple(notes or ())

    def describe_kept(self) -> str:
        """Whether the file or folder that was not written existed before, for a message."""
        return "" if self.place is None else describe_kept(self.place)

    def _write_folder(self, folder: Path, readings: Iterable[Reading], keep: Callable[[], bool]) -> None:
        write_tables = load_writer(_WRITERS_OF_FOLDERS[self.format.name])
        made = [it for it in (folder, *folder.parents) if not it.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with ExitStack() as files:

                def open_table(name: str) -> IO[Any]:
                    path, is_binary = folder.resolve() / f"{name}{self.format.endings[0]}", self.format.is_binary
                    stream: IO[Any] = files.enter_context(replace_at_end(path, keep, is_binary=is_binary))
                    if self.has_bom:
                        stream.write(BOM)
                    return stream

                write_tables(readings, open_table)
        finally:
            for it in made:
                if not any(it.iterdir()):
                    it.rmdir()


def find_target(context: click.Context, options: dict[str, object]) -> Target:
    """The target that the options ask for; the options of `target_options` are removed from `options`.

    Raises:
        click.UsageError: The options do not fit together.
    """
    # Their types are those declared above.
    own: Any = {name: options.pop(name) for name in ("output", "folder", "format_name", "table")}
    output, folder, name, table = own.values()
    is_summary, has_bom = bool(options.pop("is_summary")), bool(options.pop("has_bom"))
    if folder is not None:
        others = {"--output": output, "--table": table, "--summary": is_summary}
        clash = " and ".join(option for option, value in others.items() if value)
        if clash:
            raise click.UsageError(f"--tables writes every table; leave out {clash}", context)
        known = check_installed(FORMATS[name or "csv"], context)
        if known.name not in _WRITERS_OF_FOLDERS:
            kinds = " or ".join(_WRITERS_OF_FOLDERS)
            raise click.UsageError(f"--tables writes {kinds}; leave out --format {name}", context)
        _check_bom(context, known, has_bom)
        return Target(known, None, folder, tuple(TABLES), is_summary, has_bom)
    known = find_format(context, name, output, "readings")
    if table not in {None, SUMMARY} and is_summary:
        raise click.UsageError(f"--table {table} and --summary exclude one another; give one", context)
    is_summary = is_summary or table == SUMMARY
    table = None if is_summary else table
    if table is not None and not known.has_tables:
        raise click.UsageError(f"--table {table} is for formats of tables; add --format {_list_tabular()}", context)
    if is_summary and not known.has_tables and known.summary is None:
        raise click.UsageError(f"--summary cannot be {known.name}; add --format table, {_list_tabular()}", context)
    _check_bom(context, known, has_bom)
    chosen = SUMMARY if is_summary else table
    tables = (chosen,) if chosen else tuple(TABLES) if known.has_sheets else ("statements",)
    return Target(known, output, None, tables, is_summary, has_bom)


def _check_bom(context: click.Context, known: Format, has_bom: bool) -> None:
    if has_bom and known.name != "csv":
        raise click.UsageError("--bom is for CSV; add --format csv, or --tables FOLDER", context)


def _list_tabular() -> str:
    return " or ".join(known.name for known in FORMATS.values() if known.has_tables)
