"""`sayso export`: write stored readings in another form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import click

from sayso.article import Article
from sayso.cli.complete import InputType
from sayso.cli.inputs import Verb, quiet_options, refuse_output, report_errors
from sayso.cli.notices import report_notices
from sayso.cli.output import is_terminal, report, show_progress
from sayso.cli.readings import Repeats, read_readings
from sayso.cli.stop import find_stop_code, heed_term
from sayso.cli.target import Target, find_target, target_options
from sayso.cli.totals import conclude, count
from sayso.min_score import find_min_score, raise_min_score
from sayso.read import make_unique
from sayso.reading import Reading
from sayso.workflow import Totals

__all__ = ["export_command"]

_EXAMPLES = """\b
Examples:
  sayso export readings.jsonl --output out.xlsx
                                            all tables, one sheet each
  sayso export readings.jsonl --tables tables/
                                            all tables, one CSV file each
  sayso export news.db --tables tables/     the same, from a collection
  sayso export 2031-*.jsonl --summary       who speaks how often, and where
  sayso export readings.jsonl -o out.html   as a page
  sayso export readings.jsonl --format tei -o out.xml
                                            for another program; see
                                            docs/formats.md
  sayso export brat/data/news/ -o gold.jsonl
                                            as corrected in brat
  sayso export readings.jsonl --min-score 0.8 --summary
                                            without statements of a lower score

\b
Exit codes: 0 all was read; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are written to stderr;
130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""


@dataclass(frozen=True, slots=True)
class _Run:
    """The options of one call of the command."""

    inputs: tuple[str, ...]
    target: Target
    min_score: float | None
    quiet: bool
    no_progress: bool


@click.command("export", cls=Verb, epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, type=InputType(), metavar="[READINGS]...")
@target_options
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    help="Leave out statements with a lower score, and the speakers and carriers that only they have. The others keep"
    " the ids that they have in READINGS, so that the numbers have gaps.",
)
@quiet_options
@click.pass_context
def export_command(context: click.Context, /, **options: object) -> None:
    """Write stored READINGS in another form, without analysing them again.

    READINGS are files of JSON Lines or JSON that `sayso read` or `sayso watch` wrote, also compressed, folders of them,
    collections, or - for stdin; also what was exported with --format brat or label-studio, and corrected there.

    Of an article that was edited and read again with `sayso read --resume`, the last reading in the file is taken.
    """
    target = find_target(context, options)
    run = _check_usage(_Run(target=target, **cast("Any", options)), context)
    with report_errors(context):
        code = _export(run)
    context.exit(code)


def _check_usage(run: _Run, context: click.Context) -> _Run:
    """The run with stdin for no input, if all fits together."""
    if not run.inputs:
        if is_terminal(sys.stdin):
            raise click.UsageError("no READINGS; give a file that `sayso read -o readings.jsonl` wrote", context)
        run = replace(run, inputs=("-",))
    refuse_output(context, run.inputs, run.target.place)
    return run


def _export(run: _Run) -> int:
    """Read, write and count; return the exit code."""
    target = run.target
    is_shown = not (run.quiet or run.no_progress) and (target.place is not None or not is_terminal(sys.stdout))
    totals, repeats, chooser = Totals(), Repeats(), _Chooser(run.min_score)
    try:
        with heed_term(), show_progress(is_shown=is_shown) as progress:
            readings = _read_all(run.inputs, chooser, repeats, totals, progress)
            notes = target.write(
                readings if run.quiet else report_notices(readings, report), keep=lambda: totals.read > 0
            )
    except KeyboardInterrupt as stop:
        kept = target.describe_kept()
        report(f"sayso: stopped after {count(totals.read, 'article')}{kept and f'; {kept}'}")
        return find_stop_code(stop)
    notes = (*notes, *repeats.list_notes(), *chooser.list_notes())
    return conclude(totals, target, notes, is_kept=totals.read > 0, is_quiet=run.quiet)


@dataclass(slots=True)
class _Chooser:
    """Leaves out statements of a low score, and counts the readings that were made without some that are asked for."""

    min_score: float | None
    too_few: int = 0
    lowest: float = 0.0

    def choose(self, reading: Reading) -> Reading:
        """The reading without statements of a low score."""
        if self.min_score is None:
            return reading
        if isinstance(reading.article, Article) and find_min_score(reading) > self.min_score:
            self.too_few += 1
            self.lowest = max(self.lowest, find_min_score(reading))
        return raise_min_score(reading, self.min_score)

    def list_notes(self) -> list[str]:
        """That statements are missing which were left out when the articles were read."""
        if not self.too_few:
            return []
        made = "1 reading was" if self.too_few == 1 else f"{self.too_few:,} readings were"
        return [
            f"{made} made with --min-score {self.lowest}; to have statements of a lower score, read the articles again."
        ]


def _read_all(
    inputs: tuple[str, ...],
    chooser: _Chooser,
    repeats: Repeats,
    totals: Totals,
    progress: Callable[[Totals], None],
) -> Iterator[Reading]:
    seen: dict[str, int] = {}
    for name in inputs:
        for stored in read_readings(name, repeats):
            reading = _make_unique(chooser.choose(stored), seen)
            totals.count(reading)
            yield reading
            progress(totals)


def _make_unique(reading: Reading, seen: dict[str, int]) -> Reading:
    """The reading, with a new id if an earlier one has the same, since the id joins the rows of its tables."""
    article = make_unique(reading.article, seen)
    if article.id == reading.article.id:
        return reading
    return replace(reading, article=article, notices=(*reading.notices, article.notices[-1]))
