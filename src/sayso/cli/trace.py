"""`sayso trace`: who else carries these words, who had them first, and how did they change?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from sayso.cli.complete import InputType
from sayso.cli.formats import FORMATS, Format, find_format, load_writer
from sayso.cli.inputs import Verb, quiet_options, refuse_output, report_errors
from sayso.cli.output import (
    BOM,
    bom_option,
    describe_kept,
    find_date,
    format_option,
    make_terminal_safe,
    open_output,
    output_option,
    report,
)
from sayso.cli.replace import replace_at_end
from sayso.cli.steps import join_speakers, trace_passages
from sayso.cli.stop import find_stop_code, heed_term
from sayso.cli.totals import count
from sayso.cluster import Cluster

if TYPE_CHECKING:
    from sayso.store import Collection, TraceCounts

__all__ = ["trace_command"]

_NOTHING_FOUND = 1

_EXAMPLES = """\b
Examples:
  sayso trace news.db                       every utterance that several articles have
  sayso trace news.db --quote "we never slept"
                                            who has these words
  sayso trace news.db --article https://bell.example/12
                                            where the words of an article stand elsewhere
  sayso trace news.db --speaker "Anna Roth" -o roth.jsonl
                                            for another program
  sayso trace news.db --article a7 --texts  also where they stand without a speaker
  sayso trace news.db --graph lineage.graphml
                                            for Gephi, too
  sayso trace news.db --pages pages/        a page for each utterance and each speaker

\b
Exit codes: 0 something was found; 1 nothing was found, or could be done;
2 wrong usage; 130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""


@dataclass(frozen=True, slots=True)
class _Run:
    """The options of one call of the command."""

    collection: Path
    quote: str | None
    article: str | None
    speaker: str | None
    in_texts: bool
    format: Format
    output: Path | None
    graph: Path | None
    pages: Path | None
    has_bom: bool
    quiet: bool
    no_progress: bool


@click.command("trace", cls=Verb, epilog=_EXAMPLES)
@click.argument("collection", type=InputType(), metavar="COLLECTION")
@click.option("--quote", metavar="TEXT", help="Only what has these words, up to what changes on the way.")
@click.option("--article", metavar="ID", help="Only what stands in this article: its id or its address.")
@click.option("--speaker", metavar="NAME", help="Only what this speaker says somewhere: a name, or a surname.")
@click.option(
    "--texts",
    "in_texts",
    is_flag=True,
    help="Also look in all texts: where the words stand, but were not read as a statement. With --quote always.",
)
@format_option("clusters")
@output_option("clusters")
@click.option(
    "--graph",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write passages, and how the words came to them, as GraphML, which Gephi opens.",
)
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Also write a page for each utterance and for each speaker to this folder, with an index of them: index.html.",
)
@bom_option
@quiet_options
@click.pass_context
def trace_command(context: click.Context, /, *, collection: str, format_name: str | None, **options: object) -> None:
    """Show which articles of a COLLECTION carry the same words, who had them first, and how they changed.

    A COLLECTION is a file that `sayso collect` made. What was traced before is not traced again.

    An utterance is shown with every place where it stands, by date. The earliest is the earliest in this collection,
    and dates that do not decide are a tie. Copies of one report, and accounts that name one carrier, are one witness.
    """
    known = find_format(context, format_name, cast("Path | None", options["output"]), "clusters")
    run = _Run(Path(collection), format=known, **cast("Any", options))
    _check_usage(run, context)
    with report_errors(context):
        code = _trace(run)
    context.exit(code)


def _check_usage(run: _Run, context: click.Context) -> None:
    if run.quote is not None and (run.article is not None or run.speaker is not None):
        raise click.UsageError("--quote cannot be combined with --article or --speaker; leave one out", context)
    if run.quote is not None and not run.quote.strip():
        raise click.UsageError("--quote is empty; give some words", context)
    if run.has_bom and run.format.name != "csv":
        raise click.UsageError("--bom is for CSV; add --format csv", context)
    for place in (run.output, run.graph, run.pages):
        refuse_output(context, (str(run.collection),), place)


def _trace(run: _Run) -> int:
    """Trace what is new, write what was asked for; return the exit code."""
    try:
        from sayso.store import open_collection  # noqa: PLC0415  SQLite takes time to load

        with heed_term(), open_collection(run.collection, create=False) as collection:
            untraced = collection.count_untraced()
            is_shown = not (run.quiet or run.no_progress)
            join_speakers(collection, is_shown=is_shown)
            counts = trace_passages(collection, is_shown=is_shown)
            left_out: list[int] = []
            found = _find(run, collection, left_out.append)
            if found is None:
                report("sayso: these words are so few, or so common, that they lead nowhere; try `sayso search`")
                return _NOTHING_FOUND
            written = _write(run, found)
    except KeyboardInterrupt as stop:
        report("sayso: stopped; nothing was traced, and the same command begins again")
        return find_stop_code(stop)
    if not run.quiet:
        _conclude(run, counts, untraced, written, sum(left_out))
    return 0 if written else _NOTHING_FOUND


def _find(run: _Run, collection: Collection, on_left_out: Callable[[int], None]) -> Iterable[Cluster] | None:
    """What was asked for; None if the words say too little."""
    if run.quote is not None:
        return collection.find_quote(run.quote, texts=True, on_left_out=on_left_out)
    facts = {"article": run.article, "speaker": run.speaker}
    return _Clusters(lambda: collection.clusters(**facts, texts=run.in_texts, on_left_out=on_left_out))


class _Clusters:
    """Clusters that can be gone through again, without being held in memory."""

    def __init__(self, make: Callable[[], Iterator[Cluster]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Cluster]:
        return self._make()


class _Counted:
    """Clusters, of which is counted how many there were."""

    def __init__(self, clusters: Iterable[Cluster]) -> None:
        self.count = 0
        self._clusters = clusters

    def __iter__(self) -> Iterator[Cluster]:
        self.count = 0
        for cluster in self._clusters:
            self.count += 1
            yield cluster


def _write(run: _Run, found: Iterable[Cluster]) -> int:
    """Write the clusters; return their number."""
    clusters = _Counted(found)
    writer = load_writer(run.format.clusters)
    with open_output(run.output, keep=lambda: clusters.count > 0, is_binary=run.format.is_binary) as stream:
        if run.has_bom:
            stream.write(BOM)
        for note in writer(clusters, make_terminal_safe(stream, run.format), **find_date(run.format)) or ():
            report(f"notice: {note}")
    if run.graph is not None and clusters.count:
        from sayso.export.graph import write_cluster_graph  # noqa: PLC0415  only where a graph is asked for

        with open_output(run.graph, keep=lambda: True) as stream:
            write_cluster_graph(found, cast("TextIO", stream))
    if run.pages is not None and clusters.count:
        _write_pages(run.pages, found)
    return clusters.count


def _write_pages(folder: Path, found: Iterable[Cluster]) -> None:
    """Write a page for each cluster and speaker, and the index at last, so that it leads to pages that are there."""
    from sayso.report.cluster_html import INDEX, write_cluster_pages  # noqa: PLC0415  only where pages are asked for

    folder.mkdir(parents=True, exist_ok=True)
    page_count = write_cluster_pages(
        found, lambda name: replace_at_end(folder.resolve() / name, lambda: True), **find_date(FORMATS["html"])
    )
    report(f"sayso: {count(page_count, 'page')} in {folder}; begin with {folder / INDEX}")


def _conclude(run: _Run, counts: TraceCounts, untraced: int, written: int, left_out: int) -> None:
    """Write the totals to stderr."""
    what = "utterance"
    parts = [count(written, what)]
    parts.append(f"{counts.passages:,} passages traced{f', {untraced:,} of them now' if untraced else ''}")
    if counts.dropped_keys:
        parts.append(
            f"{count(counts.dropped_keys, 'word run')} that too many passages have lead nowhere"
            f" ({counts.dropped_pairs:,} pairs, most of which share others)"
        )
    if left_out:
        parts.append(f"{count(left_out, 'text')} that may have some of the words were not looked at")
    if run.output is not None and not written:
        parts.append(describe_kept(run.output))
    report(f"sayso: {'; '.join(parts)}")
