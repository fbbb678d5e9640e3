"""Traced words in the terminal: each utterance as a timeline, with what was changed at each step.

With colour, words that only the later passage has are green, and those that only the earlier one has are red. Without,
signs take that part: {+only in the later one+}, [-only in the earlier one-].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from sayso.cluster import Cluster, Occurrence
from sayso.match import Change, Op
from sayso.report.cluster_steps import NO_ORDER, NOT_READ, Step, find_step, list_inner, list_starts
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.terminal import open_console

__all__ = ["write_cluster_view"]

_MAX_WORDS = 600  # characters of a passage that are shown
# Characters of the words in a heading, and of the line behind it.
_LEAST_HEADING, _MOST_HEADING, _RULE_CHARS = 16, 60, 3
# Passages of one cluster that are shown.
_MOST_PASSAGES = 100


def write_cluster_view(clusters: Iterable[Cluster], stream: TextIO) -> None:
    """Write each cluster as it comes, in the width and colours of the stream's terminal."""
    console = open_console(stream)
    for cluster in clusters:
        heading = _describe(cluster, console.width - _RULE_CHARS)
        console.print(Rule(Text(heading, style="bold", overflow="fold"), align="left", style="dim"))
        console.print(Text(cluster.id, style="dim"))
        console.print()
        starts, inner = list_starts(cluster), list_inner(cluster)
        for number, passage in enumerate(cluster.passages[:_MOST_PASSAGES]):
            step = find_step(cluster, number, starts[number]) if number in starts and number not in inner else None
            console.print(_head(number, passage, cluster))
            where = " · ".join(dict.fromkeys(filter(None, (passage.title, passage.url or passage.article))))
            console.print(Padding(Text(make_harmless_line(where), "dim"), (0, 0, 0, 4), expand=False))
            for line in (f"part of {inner[number] + 1}",) if number in inner else _list_facts(step):
                console.print(Padding(Text(line, style="italic"), (0, 0, 0, 4)))
            console.print(Padding(_show_words(step, passage, console), (0, 0, 0, 4)))
            console.print()
        left = len(cluster.passages) - _MOST_PASSAGES
        if left > 0:
            console.print(Text(f"  and {left:,} more passages; --format jsonl has all of them", style="dim"))
            console.print()


def _describe(cluster: Cluster, width: int) -> str:
    """The words and the numbers of a cluster, in one line of that width if possible."""
    passages = cluster.passages
    articles = len({passage.own_article for passage in passages})
    independent = "" if cluster.witnesses == articles else f", {cluster.witnesses:,} independent"
    count = "1 article" if articles == 1 else f"{articles:,} articles"
    facts = f" · {count}{independent}"
    room = max(_LEAST_HEADING, min(_MOST_HEADING, width - len(facts)))
    return shorten(make_harmless_line(passages[cluster.root or 0].text), max_chars=room) + facts


def _head(number: int, passage: Occurrence, cluster: Cluster) -> Text:
    """Number, date, outlet and speaker of a passage."""
    line = Text().append(f"{number + 1:>3} ", "bold").append(passage.published or "no date", "bold")
    facts = [passage.outlet or passage.article, passage.speaker or ("speaker open" if passage.statement else NOT_READ)]
    if number == cluster.root:
        facts.append("transcript")
    line.append(f" · {' · '.join(map(make_harmless_line, facts))}")
    if number in cluster.earliest:
        tie = "one of the earliest" if len(cluster.earliest) > 1 else "earliest"
        line.append(f" · {tie}", "bold cyan")
    return line


def _list_facts(step: Step | None) -> Iterator[str]:
    """Where the words came from, and what became of them."""
    if step is None:
        return
    if step.is_beside:
        yield f"{step.change}, beside {step.start + 1}{f' ({NO_ORDER})' if step.is_tie else ''}"
    else:
        how = f"names {make_harmless_line(step.carrier)}" if step.carrier else "by wording and date"
        yield f"{step.change}, from {step.start + 1} ({how})"
    if step.is_other_speaker:
        yield "given to another speaker"


def _show_words(step: Step | None, passage: Occurrence, console: Console) -> Text:
    """The words of a passage; those that differ from the passage beside it are marked."""
    if step is None or step.label is Change.VERBATIM:
        return Text(shorten(make_harmless_line(passage.text), max_chars=_MAX_WORDS))
    has_colour = console.color_system is not None and not console.no_color
    line = Text()
    for op, source, quote in step.pieces:
        if op is Op.EQUAL:
            line.append(f"{make_harmless_line(quote)} ")
            continue
        for words, style, begin, end in ((source, "red strike", "[-", "-]"), (quote, "bold green", "{+", "+}")):
            if words:
                shown = make_harmless_line(words)
                line.append(shown if has_colour else f"{begin}{shown}{end}", style).append(" ")
    line.truncate(_MAX_WORDS, overflow="ellipsis")
    return line
