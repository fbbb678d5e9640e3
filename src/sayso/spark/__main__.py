"""The commands of `sayso.spark`: `python -m sayso.spark read|trace|counts`, also for spark-submit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

if not __package__ and sys.path and Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # spark-submit puts the folder of this file first, where our modules have plain names.
    del sys.path[0]

from sayso.errors import SaysoError

__all__ = ["main"]

_FAILED = 1


def make_parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="python -m sayso.spark",
        description="Read, trace and count on Apache Spark. Settings of Spark are given by spark-submit, or in"
        " spark-defaults.conf. Each command can be stopped and run again: what is whole is not made again.",
    )
    parser.add_argument("--conf", action="append", default=[], metavar="NAME=VALUE", help="A setting of Spark.")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="Read articles: who said what.")
    _add_places(
        read,
        "Files and folders with articles, in whatever `sayso read` reads (JSON Lines, WARC, HTML …), under paths that"
        " all workers find; Parquet with a column text, wherever Spark reads.",
    )
    read.add_argument("--files-at-once", type=int, default=64, help="So many files are one part. [default: 64]")
    read.add_argument("--min-score", type=float, default=0.3, help="As for `sayso read`. [default: 0.3]")
    read.add_argument("--model", help="Another model, as for `sayso read`; each worker must have it.")
    trace = commands.add_parser("trace", help="Find which articles have the same words.")
    _add_places(trace, "What `read` wrote; or JSON Lines of readings, from `sayso read --format jsonl`.")
    trace.add_argument(
        "--most-passages",
        type=int,
        default=500_000,
        help="Groups of more passages that hang together are left out, and counted. [default: 500,000]",
    )
    counts = commands.add_parser("counts", help="Count statements, words and articles.")
    _add_places(counts, "As for `trace`.")
    counts.add_argument("--by", nargs="+", required=True, help="What to count by, as `sayso counts --by`.")
    counts.add_argument("--of", nargs="*", help="Within which of these shares are taken, as there.")
    _add_selection(counts)
    for command in (trace, counts):
        command.add_argument(
            "--steps", help="Where steps are kept, also for other commands on the same input. [default: OUTPUT/_steps]"
        )
    return parser


def _add_selection(counts: argparse.ArgumentParser) -> None:
    """The options that choose statements, as those of `sayso counts`."""
    counts.add_argument("--people", metavar="FILE", help="The list of people, as for `sayso speakers --people`.")
    counts.add_argument("--words", help="Only statements with these words, as in `sayso search`.")
    for option, name, meaning in (
        ("--speaker", "speakers", "Only what this speaker says: a name, or its number in a collection."),
        ("--outlet", "outlets", "Only what this outlet published: a name or a domain."),
        ("--kind", "kinds", "Only statements of this kind."),
        ("--carrier", "carriers", "Only what came through this carrier."),
        ("--how", "hows", "Only what came through a carrier in this way."),
    ):
        more = f"{meaning} May be given several times."
        counts.add_argument(option, dest=name, action="append", default=[], metavar="NAME", help=more)
    counts.add_argument(
        "--from", dest="start", metavar="DATE", help="Only articles of this day, month or year or later."
    )
    counts.add_argument("--to", dest="end", metavar="DATE", help="Only articles of this day, month or year or earlier.")
    counts.add_argument("--min-score", type=float, help="Only statements with this score, or with a higher one.")


def _add_places(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--input", nargs="+", required=True, help=about)
    parser.add_argument("--output", required=True, help="A folder for Parquet files, on any storage that Spark knows.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    given = make_parser().parse_args(arguments)
    try:
        from sayso.spark.runs import run_counts, run_read, run_trace  # noqa: PLC0415  (help needs no Spark)
        from sayso.spark.session import make_session  # noqa: PLC0415
    except ImportError as err:
        sys.stderr.write(f"sayso.spark: {err}; install it with: pip install 'sayso[spark]' (it needs Java 17)\n")
        return _FAILED
    settings = dict(pair.split("=", 1) for pair in given.conf if "=" in pair)
    session = make_session(given.command, settings)
    try:
        run = {"read": run_read, "trace": run_trace, "counts": run_counts}[given.command]
        notes = run(session, given)
    except SaysoError as err:
        sys.stderr.write(f"sayso.spark: {err}\n")
        return _FAILED
    finally:
        session.stop()
    for note in notes:
        sys.stderr.write(f"sayso.spark: {note}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
