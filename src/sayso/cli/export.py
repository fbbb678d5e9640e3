"""`sayso export`: write stored readings in another form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import click

from sayso.article import Article
from sayso.cli.complete import InputType
from sayso.cli.inputs import Verb, refuse_output, report_errors
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
  sayso export 2031-*.jsonl --summary       who speaks how often, and where
  sayso export readings.jsonl -o out.html   as a page
  sayso export readings.jsonl --min-score 0.8 --summary
                                            without statements of a lower score

\b
Exit codes: 0 all was read; 1 nothing could be done; 2 wrong usage;
3 done, with notices, which are written to stderr;
130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""


@click.command("export", cls=Verb, epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, type=InputType(), metavar="[READINGS]...")
@target_options
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    help="Leave out statements with a lower score, and the speakers and carriers that only they have. The others keep"
    " the ids that they have in READINGS, so that the numbers have gaps.",
)
@click.option(
    "-q", "--quiet", is_flag=True, help="Write neither notices nor totals to stderr; the exit code is the same."
)
@click.option("--no-progress", is_flag=True, help="Show no progress on long runs.")
@click.pass_context
def export_command(
    context: click.Context,
    /,
    *,
    inputs: tuple[str, ...],
    min_score: float | None,
    quiet: bool,
    no_progress: bool,
    **options: object,
) -> None:
    """Write stored READINGS in another form, without analysing them again.

    READINGS are files of JSON Lines or JSON that `sayso read` or `sayso watch` wrote, also compressed, folders of them,
    or - for stdin.

    Of an article that was edited and read again with `sayso read --resume`, the last reading in the file is taken.
    """
    target = find_target(context, options)
    if not inputs:
        if is_terminal(sys.stdin):
            raise click.UsageError("no READINGS; give a file that `sayso read -o readings.jsonl` wrote", context)
        inputs = ("-",)
    refuse_output(context, inputs, target.place)
    with report_errors(context):
        is_shown = not (quiet or no_progress) and (target.place is not None or not is_terminal(sys.stdout))
        code = _export(inputs, target, min_score, is_quiet=quiet, is_shown=is_shown)
    context.exit(code)


def _export(inputs: tuple[str, ...], target: Target, min_score: float | None, *, is_quiet: bool, is_shown: bool) -> int:
    """Read, write and count; return the exit code."""
    totals, repeats, chooser = Totals(), Repeats(), _Chooser(min_score)
    try:
        with heed_term(), show_progress(is_shown=is_shown) as progress:
            readings = _read_all(inputs, chooser, repeats, totals, progress)
            notes = target.write(
                readings if is_quiet else report_notices(readings, report), keep=lambda: totals.read > 0
            )
    except KeyboardInterrupt as stop:
        kept = target.describe_kept()
        report(f"sayso: stopped after {count(totals.read, 'article')}{kept and f'; {kept}'}")
        return find_stop_code(stop)
    notes = (*notes, *repeats.list_notes(), *chooser.list_notes())
    return conclude(totals, target, notes, is_kept=totals.read > 0, is_quiet=is_quiet)


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
