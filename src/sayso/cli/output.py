"""Write results to stdout or a file, and the lines about a run to stderr."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any, TextIO, TypeVar, cast

import click

from sayso.cli.formats import FORMATS, Format, list_endings, list_formats
from sayso.cli.replace import lock_output, replace_at_end
from sayso.report.harmless import make_harmless, make_harmless_line
from sayso.workflow import Totals

__all__ = [
    "BOM",
    "bom_option",
    "describe_kept",
    "find_date",
    "format_option",
    "is_terminal",
    "make_terminal_safe",
    "open_output",
    "output_option",
    "report",
    "result_format_option",
    "show_progress",
    "silence_stdout",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])
# Without it, Excel reads CSV in the encoding of the machine.
BOM = "\ufeff"
# A run of fewer articles ends before a progress line could be read.
_MANY = 5


def format_option(what: str) -> Callable[[_Command], _Command]:
    """The option `--format` of a command that writes "readings", "checks" or "clusters"."""
    return _make_format_option(list_formats(what))


def result_format_option(views: Collection[str]) -> Callable[[_Command], _Command]:
    """The option `--format` of commands whose results are one table; `views` are their formats for people."""
    return _make_format_option(it for it in FORMATS.values() if it.results or it.name in views)


def _make_format_option(formats: Iterable[Format]) -> Callable[[_Command], _Command]:
    chosen = list(formats)
    kinds = ", ".join(f"{known.name} {known.about}" for known in chosen)
    return click.option(
        "--format",
        "format_name",
        type=click.Choice([known.name for known in chosen]),
        help=f"How results are written: {kinds}. [default: by the ending of --output, else table]",
    )


def bom_option(command: _Command) -> _Command:
    """The command with `--bom`."""
    return click.option(
        "--bom",
        "has_bom",
        is_flag=True,
        help="Begin CSV with a byte order mark, by which Excel knows that it is UTF-8.",
    )(command)


def _find_output(_context: click.Context, _option: click.Parameter, given: Path | None) -> Path | None:
    """The file; None for "-", which is stdout."""
    return None if given == Path("-") else given


def output_option(what: str) -> Callable[[_Command], _Command]:
    """The option `--output` of a command that writes "readings", "checks", "clusters" or "results"."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        callback=_find_output,
        help=f"Write to this file (- is stdout); its ending gives the format: {list_endings(what)}. An older file is"
        " replaced when all is written, and only if something was read.",
    )


def find_date(to: Format) -> dict[str, str]:
    """The date of the run, for a format that states it: SOURCE_DATE_EPOCH (reproducible-builds.org) or today.

    Raises:
        click.UsageError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    if not to.is_dated:
        return {}
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return {"date": datetime.now().astimezone().date().isoformat()}
    try:
        return {"date": datetime.fromtimestamp(int(given), tz=timezone.utc).date().isoformat()}
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {given!r}; give seconds since 1970, or leave it out for today's date"
        raise click.UsageError(message) from None


def make_terminal_safe(stream: IO[Any], to: Format) -> IO[Any]:
    """The stream, wrapped so that a terminal shows control characters instead of obeying them.

    Formats for programs keep an article's characters as they are; the others make them harmless themselves.
    """
    if to.is_for_people or to.is_binary or not is_terminal(stream):
        return stream
    return cast("IO[Any]", _HarmlessStream(stream))


@contextmanager
def open_output(
    path: Path | None, *, keep: Callable[[], bool], in_place: bool = False, is_binary: bool = False
) -> Iterator[IO[Any]]:
    """The stream for results: stdout, a file that replaces the old one at the end, or one that is appended to.

    Args:
        path: The file; None for stdout.
        keep: Called at the end; if it returns False, nothing is kept and an older file stays as it was.
        in_place: Append to the file, so that what was written stays after a stop.
        is_binary: Whether the stream takes bytes.

    Raises:
        OSError: The file cannot be written.
        ReadError: Another run writes to it.
    """
    if path is not None and not path.parent.is_dir():
        raise FileNotFoundError(f"the folder {path.parent} does not exist, so that {path.name} cannot stand in it")
    if path is None:
        yield sys.stdout.buffer if is_binary else _open_stdout()
    elif in_place or (path.exists() and not path.is_file()):
        with _append(path, keep, is_binary=is_binary) as stream:
            yield stream
    else:
        with replace_at_end(path.resolve(), keep, is_binary=is_binary) as stream:
            yield stream


@contextmanager
def _append(path: Path, keep: Callable[[], bool], *, is_binary: bool) -> Iterator[IO[Any]]:
    """Open a file for appending; remove it at the end if it is new and `keep` returns False."""
    is_new = not path.exists()
    is_kept = False
    try:
        with path.open("ab") if is_binary else path.open("a", encoding="utf-8", newline="") as stream:
            lock_output(stream, path)
            yield stream
        is_kept = keep()
    finally:
        if is_new and not is_kept and (not sys.exc_info()[0] or not path.stat().st_size):
            path.unlink(missing_ok=True)


def describe_kept(path: Path) -> str:
    """Whether an output that was not written existed before, for a message."""
    return f"{path} was not changed" if path.exists() else f"{path} was not written"


def _open_stdout() -> TextIO:
    """Standard output in UTF-8, or in the terminal's encoding; characters that it cannot write are replaced."""
    stdout = sys.stdout
    reconfigure = getattr(stdout, "reconfigure", None)
    if reconfigure is not None:
        encoding = stdout.encoding if stdout.isatty() else "utf-8"
        reconfigure(encoding=encoding, errors="backslashreplace", newline="")
    return stdout


def is_terminal(stream: IO[Any] | None) -> bool:
    """Whether the stream is a terminal. It is None in a program that was started without a console."""
    return stream is not None and stream.isatty()


def silence_stdout(err: OSError) -> bool:
    """Whether the error means that the reader has closed the pipe; if so, stop writing to stdout, also at exit."""
    if not isinstance(err, BrokenPipeError) and err.errno != errno.EPIPE:
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def report(message: str) -> None:
    """Write one harmless line to stderr."""
    sys.stderr.write(f"{make_harmless_line(message)}\n")


class _HarmlessStream(io.TextIOBase):
    """A terminal's stream that shows control characters instead of obeying them."""

    def __init__(self, stream: IO[Any]) -> None:
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(make_harmless(text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()


@contextmanager
def show_progress(*, is_shown: bool) -> Iterator[Callable[[Totals], None]]:
    """A function to call after each article; in long runs on a terminal it updates a progress line on stderr."""
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
