"""Measured scores as text: for the terminal, and for two pages, which are never edited by hand between their marks.

The README has the table that a user decides by; evaluation/README.md has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sets import SETS, GoldSet
from speaker_tables import list_speaker_tables

from sayso.settings import AnalyseSettings

__all__ = ["DETAIL_TABLES", "README_TABLES", "Tables", "fill_tables", "show_set"]

Tables = Mapping[str, Callable[[dict[str, Any]], Iterator[str]]]
"""What writes the lines of each table, by the mark that it stands in."""

# The sets of the short table: news, and what is not news.
SHORT = frozenset({"news-fresh", "web-fresh", "web-dev2", "polnear-dev", "relay", "gum-other"})
SPREAD = (
    "Two figures: pooled, and the mean over articles; in brackets the middle 95 % of the pooled one when articles are "
    "drawn again. *Looked at*: what the makers of sayso saw of a set. “nothing”: only totals; “scores”: totals, with "
    "which in view settings were chosen; “errors”: they were read while rules were made, so such a figure flatters."
)
LOOKED_AT = ("nothing", "scores", "errors")
KINDS = ("all", "direct", "mixed", "indirect")
OURS = "Labelled by a large language model under written rules, with offsets checked by program and one proofreading."


def show_set(gold_set: GoldSet, scores: dict[str, Any]) -> str:
    """All measures of one set, for a person at a terminal."""
    lines = list(_headed(gold_set))
    if "all" in scores:
        lines += [*_by_kind(scores), *_over_tokens(scores), *_reliability(scores["calibration"])]
    return "\n".join([*lines, *_beyond_statements(scores)])


def _beyond_statements(scores: dict[str, Any]) -> Iterator[str]:
    for part in ("whole", "speakers", "entities", "marks"):
        for measure, value in scores.get(part, {}).items():
            yield f"  {part}: {measure:26}" + (f"{value:8.3f}" if value <= 1 else f"{value:8.0f}")  # shares or counts


def _headed(gold_set: GoldSet) -> Iterator[str]:
    yield f"{gold_set.name}: {gold_set.about}" + ("; nested statements left out" if gold_set.is_flat else "")
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
        mean = scores["means"][measure]
        yield f"  {measure}: mean over articles {mean:.3f}; 95 % interval of the pooled score {low:.3f}–{high:.3f}"


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
    """What a user decides by, first that of which no errors were read: what is found, with whom, and through whom."""
    yield "| read | statements | found (F1) | with the right source | right speaker, of these found | carriers (F1) |"
    yield "| --- | --- | --- | --- | --- | --- |"
    known = [it for it in SETS if it.name in SHORT]
    for gold_set in sorted(known, key=lambda it: LOOKED_AT.index(it.looked_at)):
        scores = results["sets"][gold_set.name]
        whole = scores.get("whole") or scores.get("speakers") or {}
        shares = [scores["all"]["detect"], scores["all"]["who"], whole.get("speaker"), whole.get("carriers F1")]
        star = "*" if gold_set.is_ours else ""
        cells = [f"{gold_set.about}{star}", f"{scores['all']['gold']:,}"]
        yield f"| {' | '.join([*cells, *('–' if it is None else f'{it:.2f}' for it in shares)])} |"
    yield ""
    yield f"\\* {OURS}"
    seen = " and ".join(it.about for it in known if it.looked_at == "errors")
    count = sum(it.looked_at == "scores" for it in known)
    yield "Of the first row only totals were looked at; with them in view a threshold of carriers was tried and put"
    yield f"back, so its carriers may flatter. Of the next {count} only totals were looked at too, but settings were"
    yield "chosen with these in view, so they may flatter a little: evaluation/README.md says which, and how often."
    yield f"The errors of {seen} were read while rules were made."


def _score_table(results: dict[str, Any]) -> Iterator[str]:
    yield "| measured on | looked at | articles | statements | detect | who | direct: detect | direct: who | alpha |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for gold_set in (it for it in SETS if "statements" in it.measures):
        scores = results["sets"][gold_set.name]
        everything, direct = scores["all"], scores["direct"]
        cells = [
            f"{gold_set.name}{'*' if gold_set.is_ours else ''}: {gold_set.about}",
            gold_set.looked_at,
            f"{scores['articles']}",
            f"{everything['gold']:,}",
            _with_spread("detect", everything["detect"], scores),
            _with_spread("who", everything["who"], scores),
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
    yield SPREAD
    yield f"\\* {OURS}"
    made_by = f"sayso {results['version']}, model {results['model']}, on {results['machine']}"
    yield f"Measured on {results['date']} with {made_by}."


def _with_spread(measure: str, value: float, scores: dict[str, Any]) -> str:
    low, high = scores["intervals"][measure]
    return f"{value:.3f}; {scores['means'][measure]:.3f} ({low:.3f}–{high:.3f})"


def _reliability_table(results: dict[str, Any]) -> Iterator[str]:
    names = ("polnear-dev", "web-fresh", "web-dev2", "web-dev")
    yield "| score | " + " | ".join(f"{name}: statements | mean score | right" for name in names) + " |"
    yield "| --- |" + " --- |" * 3 * len(names)
    rows = {name: {row["from"]: row for row in results["sets"][name]["calibration"]["bins"]} for name in names}
    for start in sorted({start for bins in rows.values() for start in bins}):
        cells = [_reliability_cells(rows[name].get(start)) for name in names]
        yield f"| {start:.1f}–{start + 0.1:.1f} | {' | '.join(cells)} |"
    yield ""
    errors = (f"{results['sets'][name]['calibration']['ece']:.3f} on {name}" for name in names)
    yield f"Expected calibration error: {', '.join(errors)}. The labels of the web pages are a large language model's."


def _reliability_cells(row: dict[str, float] | None) -> str:
    return f"{row['count']} | {row['score']:.2f} | {row['right']:.2f}" if row else "0 | |"


README_TABLES: Tables = {"scores": _short_table}
DETAIL_TABLES: Tables = {"sets": _score_table, "reliability": _reliability_table, "speakers": list_speaker_tables}
