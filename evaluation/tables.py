"""Measured scores as text: for the terminal, and for two pages, which are never edited by hand between their marks.

The README has the table that a user decides by; evaluation/README.md has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sets import SETS
from speaker_tables import list_speaker_tables

from sayso.settings import AnalyseSettings

__all__ = ["DETAIL_TABLES", "README_TABLES", "Tables", "fill_tables", "show_set"]

Tables = Mapping[str, Callable[[dict[str, Any]], Iterator[str]]]
"""What writes the lines of each table, by the mark that it stands in."""

# The sets of the short table: news, and what is not news.
SHORT = frozenset({"polnear-dev", "web-dev", "relay", "gum-other"})
KINDS = ("all", "direct", "mixed", "indirect")
OURS = "Labelled by a large language model under written rules, with offsets checked by program and one proofreading."


def show_set(name: str, scores: dict[str, Any]) -> str:
    """All measures of one set, for a person at a terminal."""
    lines = list(_headed(name))
    if "all" in scores:
        lines += [*_by_kind(scores), *_over_tokens(scores), *_reliability(scores["calibration"])]
    return "\n".join([*lines, *_beyond_statements(scores)])


def _beyond_statements(scores: dict[str, Any]) -> Iterator[str]:
    for part in ("whole", "speakers", "entities", "marks"):
        for measure, value in scores.get(part, {}).items():
            yield f"  {part}: {measure:26}" + (f"{value:8.3f}" if value <= 1 else f"{value:8.0f}")  # shares or counts


def _headed(name: str) -> Iterator[str]:
    gold_set = next(it for it in SETS if it.name == name)
    yield f"{name}: {gold_set.about}" + ("; nested statements left out" if gold_set.is_flat else "")
    yield f"  read with --scheme {gold_set.scheme}"
    if gold_set.is_ours:
        yield f"  Note: {OURS}"


def _by_kind(scores: dict[str, Any]) -> Iterator[str]:
    yield f"  {'':9}{'gold':>6}{'read':>6}{'P':>8}{'R':>8}{'detect':>8}{'who':>8}{'who-half':>10}{'exact':>8}"
    for kind in KINDS:
        row = scores[kind]
        figures = f"{row['P']:8.3f}{row['R']:8.3f}{row['detect']:8.3f}{row['who']:8.3f}{row['who_half']:10.3f}"
        yield f"  {kind:9}{row['gold']:6}{row['pred']:6}{figures}{row['exact']:8.3f}"
    for measure, (low, high) in scores["intervals"].items():
        yield f"  {measure} of all, 95 % interval over articles: {low:.3f}–{high:.3f}"


def _over_tokens(scores: dict[str, Any]) -> Iterator[str]:
    for title, part in (("tokens", scores["tokens"]), ("exact spans, unlinked", scores["spans"])):
        yield f"  {title}: " + "  ".join(f"{name} {value:.3f}" for name, value in part.items())


def _reliability(calibration: dict[str, Any]) -> Iterator[str]:
    yield f"  expected calibration error: {calibration['ece']:.3f}"
    for row in calibration["bins"]:
        figures = f"score {row['score']:.2f}, right {row['right']:.2f}"
        yield f"    from {row['from']:.1f}: {row['count']:5} statements, {figures}"


def fill_tables(page: str, results: dict[str, Any], tables: Tables) -> str:
    """The page with these tables made anew from the results, each between its marks.

    Raises:
        ValueError: The marks of a table do not stand there once.
    """
    for mark, make_lines in tables.items():
        start, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
        block = "\n".join([start, "", *make_lines(results), "", end])
        found = re.findall(f"{re.escape(start)}.*?{re.escape(end)}", page, flags=re.DOTALL)
        if len(found) != 1:
            raise ValueError(f"{start} … {end} should stand on the page once, and was found {len(found)} times")
        page = page.replace(found[0], block)
    return page


def _short_table(results: dict[str, Any]) -> Iterator[str]:
    """What a user decides by: how much is found, and how much of that has the right source."""
    yield "| read | statements | found (F1) | with the right source | the same, direct quotations |"
    yield "| --- | --- | --- | --- | --- |"
    for gold_set in (it for it in SETS if it.name in SHORT):
        scores = results["sets"][gold_set.name]
        star = "*" if gold_set.is_ours else ""
        cells = [
            f"{gold_set.about}{star}",
            f"{scores['all']['gold']:,}",
            *(
                f"{scores[part][measure]:.2f}"
                for part, measure in (("all", "detect"), ("all", "who"), ("direct", "who"))
            ),
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"\\* {OURS}"


def _score_table(results: dict[str, Any]) -> Iterator[str]:
    yield "| measured on | articles | statements | detect | who | direct: detect | direct: who | alpha |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for gold_set in (it for it in SETS if "statements" in it.measures):
        scores = results["sets"][gold_set.name]
        everything, direct = scores["all"], scores["direct"]
        cells = [
            f"{gold_set.name}{'*' if gold_set.is_ours else ''}: {gold_set.about}",
            f"{scores['articles']}",
            f"{everything['gold']:,}",
            _with_interval(everything["detect"], scores["intervals"]["detect"]),
            _with_interval(everything["who"], scores["intervals"]["who"]),
            f"{direct['detect']:.3f}",
            f"{direct['who']:.3f}",
            f"{scores['tokens']['alpha']:.3f}",
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""
    others = " and ".join(
        f"{it.name} with `--scheme {it.scheme}`" for it in SETS if it.scheme != AnalyseSettings().scheme
    )
    yield f"Read as by default, but {others}. Nested statements do not count on PolNeAR, whose scheme has none."
    yield f"In brackets: the middle 95 % when articles are drawn again. \\* {OURS}"
    made_by = f"sayso {results['version']}, model {results['model']}, on {results['machine']}"
    yield f"Measured on {results['date']} with {made_by}."


def _with_interval(value: float, interval: list[float]) -> str:
    return f"{value:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"


def _reliability_table(results: dict[str, Any]) -> Iterator[str]:
    names = ("polnear-dev", "web-dev")
    yield "| score | " + " | ".join(f"{name}: statements | mean score | right" for name in names) + " |"
    yield "| --- |" + " --- |" * 6
    rows = {name: {row["from"]: row for row in results["sets"][name]["calibration"]["bins"]} for name in names}
    for start in sorted({start for bins in rows.values() for start in bins}):
        cells = [_reliability_cells(rows[name].get(start)) for name in names]
        yield f"| {start:.1f}–{start + 0.1:.1f} | {' | '.join(cells)} |"
    yield ""
    errors = (f"{results['sets'][name]['calibration']['ece']:.3f} on {name}" for name in names)
    yield f"Expected calibration error: {', '.join(errors)}. The labels of web-dev are a large language model's."


def _reliability_cells(row: dict[str, float] | None) -> str:
    return f"{row['count']} | {row['score']:.2f} | {row['right']:.2f}" if row else "0 | |"


README_TABLES: Tables = {"scores": _short_table}
DETAIL_TABLES: Tables = {"sets": _score_table, "reliability": _reliability_table, "speakers": list_speaker_tables}
