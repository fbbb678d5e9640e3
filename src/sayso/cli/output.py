"""Where results go: stdout or a file, in the format asked for, and what is told about them on stderr."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast

import click

from sayso.reading import Reading
from sayso.report.harmless import make_harmless, make_harmless_line
from sayso.workflow import Totals

__all__ = [
    "format_option",
    "guess_format",
    "is_terminal",
    "open_output",
    "show_progress",
    "silence_stdout",
    "table_option",
    "tell",
    "write",
]

# The first is written unless another is asked for. Named here again, since no export is imported before it is needed.
TABLES = ("statements", "speakers", "carriers", "headline", "voice")
FORMATS = ("table", "json", "jsonl", "csv", "html")
_Command = TypeVar("_Command", bound=Callable[..., Any])
_ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".html": "html", ".htm": "html"}
# A run of fewer articles than this is over before a progress line could be read.
_MANY = 5


def format_option(command: _Command) -> _Command:
    """The command with `--format`, the same for every command that writes records."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(FORMATS),
        help="How results are written; table is for people. [default: by the ending of --output, else table]",
    )(command)


def table_option(command: _Command) -> _Command:
    """The command with `--table`, for CSV."""
    return click.option(
        "--table",
        type=click.Choice(TABLES),
        help="Which table CSV holds: one kind of record a file; voice is own voice, scare quotes and other marks."
        " [default: statements]",
    )(command)


def guess_format(output: Path | None) -> str:
    """The format that a file's ending asks for; table for stdout and for any other ending."""
    return "table" if output is None else _ENDINGS.get(output.suffix.lower(), "table")


def write(readings: Iterable[Reading], stream: TextIO, *, format_name: str, table: str | None = None) -> None:
    """Write the readings to the stream as they come; `table` is for CSV. Only what the format needs is imported."""
    if format_name == "table":
        from sayso.report.terminal import open_console, print_readings  # noqa: PLC0415  rich takes time to load

        print_readings(readings, open_console(stream))
        return
    write_all: Callable[[Iterable[Reading], TextIO], None]
    if format_name == "html":
        from sayso.report.html import write_page as write_all  # noqa: PLC0415
    elif format_name == "csv":
        from sayso.export.tables import write_table  # noqa: PLC0415

        write_all = partial(write_table, table=table or TABLES[0])
    elif format_name == "json":
        from sayso.export.lines import write_array as write_all  # noqa: PLC0415
    else:
        from sayso.export.lines import write_lines as write_all  # noqa: PLC0415
    # CSV keeps an article's characters as they are; on a terminal they are made harmless, as everywhere.
    write_all(readings, cast("TextIO", _HarmlessStream(stream)) if stream.isatty() else stream)


@contextmanager
def open_output(path: Path | None, *, in_place: bool) -> Iterator[TextIO]:
    """The stream for results: stdout, or a file that appears whole at the end, or one that is appended to in place."""
    if path is None:
        yield _open_stdout()
    elif in_place or (path.exists() and not path.is_file()):
        with path.open("a", encoding="utf-8", newline="") as stream:
            yield stream
    else:
        with _replace_at_end(path.resolve()) as stream:
            yield stream


def _open_stdout() -> TextIO:
    """Standard output in UTF-8, or in the terminal's own encoding, and never failing on a character."""
    stdout = sys.stdout
    reconfigure = getattr(stdout, "reconfigure", None)
    if reconfigure is not None:
        encoding = stdout.encoding if stdout.isatty() else "utf-8"
        reconfigure(encoding=encoding, errors="backslashreplace", newline="")
    return stdout


@contextmanager
def _replace_at_end(path: Path) -> Iterator[TextIO]:
    """A file beside the path that takes its place when all is written, and goes away when something fails."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with aside.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        if path.exists():
            shutil.copymode(path, aside)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end. A program that was started without a console has no stream: None."""
    return stream is not None and stream.isatty()


def silence_stdout(err: OSError) -> bool:
    """Whether the reader of a pipe has closed it; then nothing more is written to stdout, not even at exit."""
    if not isinstance(err, BrokenPipeError) and err.errno != errno.EPIPE:
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def tell(message: str) -> None:
    """Write one harmless line to stderr."""
    sys.stderr.write(f"{make_harmless_line(message)}\n")


class _HarmlessStream(io.TextIOBase):
    """A terminal's stream on which control characters are shown, not obeyed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(make_harmless(text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()


@contextmanager
def show_progress(*, is_shown: bool) -> Iterator[Callable[[Totals], None]]:
    """What to call after each article: on a terminal, it keeps a line on stderr up to date once a run is long."""
    if not (is_shown and is_terminal(sys.stderr)):
        yield lambda _totals: None
        return
    from rich.console import Console  # noqa: PLC0415  rich takes time to load
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    counts = TextColumn("{task.completed:,} articles · {task.fields[statements]:,} statements", markup=False)
    columns = (SpinnerColumn(), counts, TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    line = progress.add_task("", total=None, statements=0)

    def update(totals: Totals) -> None:
        done = totals.read + totals.unread + totals.skipped
        progress.update(line, completed=done, statements=totals.statements)
        if done >= _MANY and not progress.live.is_started:
            progress.start()

    try:
        yield update
    finally:
        progress.stop()
