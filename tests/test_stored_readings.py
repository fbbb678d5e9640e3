"""Stored readings that somebody edited or wrote with another program: they are refused, or every output takes them."""

from __future__ import annotations

import io
import json
import operator
import re
from collections.abc import Callable, Iterator
from functools import cache, partial, reduce
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from sayso.article import Article, Region
from sayso.errors import OffsetError, ReadError
from sayso.export.rows import TABLES
from sayso.export.tables import write_table
from sayso.export.workbook import write_workbook
from sayso.jsonl import read_reading, write_reading
from sayso.min_score import raise_min_score
from sayso.reading import Reading, Stamp
from sayso.report.html import render_page
from sayso.report.summary import write_summary
from sayso.report.terminal import write_view
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

ROOT = Path(__file__).resolve().parent.parent
Keys: TypeAlias = tuple[str | int, ...]
STAMP = Stamp("0.1.0", "tiny", "f00d")
TEXT = "“We float,” said Orla Vint."
# What may stand in place of any value of a reading.
ODD: list[object] = [
    *(None, True, -1, 5, 10**9, 10**30, 0.5, float("nan"), float("inf"), "", "x", "s1", "p1", "\x1b[31m", "\ud800"),
    *([], ["x"], [[]], [5], [0, 999], [[0, 999]], [[5, 2]], [[-3, 2]], [[0.5, 2]], [["a", "b"]], [[0, 1, 2]], [[3, 3]]),
    *({}, {"x": "y"}, [{}], [None]),
]
# Keys whose value is shown as it is, and decides nothing.
SHOWN = set("canonical language min_score model name note reason section settings step title url version where".split())

# Keys that no other one refers to.
BESIDE = set("article headline notices other_marks own_voice sayso scare_quotes".split())
# Nor to these, of a statement, a speaker or a carrier.
OWN = set("content cue evidence members mentions named order score source speaker_score".split())


def load_example() -> dict[str, Any]:
    """A copy of the example with every key."""
    record: dict[str, Any] = json.loads(write_example())
    return record


@cache
def write_example() -> str:
    """The worked example of docs/data-format.md, which has every key, with one of each record that it lacks."""
    block = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "data-format.md").read_text("utf-8"), re.DOTALL)
    assert block
    record: dict[str, Any] = json.loads(block[1])
    record["article"]["regions"] = record["article"]["regions"] or [{"span": [0, 1], "place": "caption"}]
    record["article"]["stated"] = [{"name": "Mir", "how": "report", "where": "og:url"}]
    record["article"]["origins"] = {"title": "og:title"}
    record["notices"] = [{"step": "read", "reason": "It was long."}]
    record["statements"][0]["candidates"] = [record["speakers"][0]["id"]]
    record["speakers"][0]["members"] = []
    record["other_marks"] = record["other_marks"] or [{"span": [0, 1], "kind": "word"}]
    record["scare_quotes"] = record["scare_quotes"] or [[0, 1]]
    record["sayso"]["choices"] = {"min_score": 0.5}
    return json.dumps(record)


def name_case(path: Keys, odd: object) -> str:
    """What was put where."""
    return f"{'.'.join(map(str, path))} = {odd!r}"


def list_paths(value: object, path: Keys = ()) -> Iterator[Keys]:
    """Yield the path of every value in a record.

    Of a list of records or numbers, the paths in its first two items; of other lists, whose items are alike, in the
    first.
    """
    yield path
    if isinstance(value, dict):
        for key, held in value.items():
            yield from list_paths(held, (*path, key))
    elif isinstance(value, list):
        count = 1 if value and isinstance(value[0], (str, list)) else 2
        for number, held in enumerate(value[:count]):
            yield from list_paths(held, (*path, number))


def write_everywhere(readings: list[Reading]) -> None:
    """Give the readings to each output; together, which takes less time."""
    render_page(readings)
    write_view(readings, io.StringIO())
    write_summary(readings, io.StringIO())
    for table in TABLES:
        write_table(readings, io.StringIO(), tables=[table])
    write_workbook(readings, io.BytesIO())
    for one in readings[:: 1 + len(readings) // 60]:
        one._repr_html_()
    for one in readings:
        assert read_reading(write_reading(one)) == one
        write_reading(raise_min_score(one, 0.99))
        for statement in one.statements:
            assert statement.text is not None
            assert statement.speaker_name is None or statement.speaker


def list_odd_records() -> Iterator[tuple[Keys, object, str]]:
    """Yield the worked example with each odd value in place of each of its values: where, what, and the record."""
    record = load_example()
    for path in list(list_paths(record)):
        if not path or "selectors" in path:
            continue
        kept = reduce(operator.getitem, path, record)  # type: ignore[arg-type]
        for odd in ODD:
            yield path, odd, json.dumps(put(record, path, odd))
        put(record, path, kept)


def put(record: dict[str, Any], path: Keys, value: object) -> dict[str, Any]:
    """The record with the value at a path."""
    place: Any = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return record


def join_accepted(accepted: dict[str, tuple[Keys, object, Reading]]) -> list[Reading]:
    """The readings, of which fewer take less time: equal ones once, and those joined of which none changes another.

    These are each odd value in all places where it is only shown; and one of a headline or the like with two others, of
    which records refer to one.
    """
    different = {repr(reading): (path, odd) for path, odd, reading in accepted.values()}.values()
    shown: dict[str, dict[str, Any]] = {}
    beside: list[tuple[Keys, object]] = []
    own: list[tuple[Keys, object]] = []
    others: list[tuple[Keys, object]] = []
    for path, odd in different:
        if path[-1] in SHOWN or "roles" in path:
            put(shown.setdefault(repr(odd), load_example()), path, odd)
        else:
            (beside if path[0] in BESIDE else own if path[-1] in OWN else others).append((path, odd))
    joined = [*shown.values()]
    # A list in whose place something else stands has no others in it, and so comes last.
    others.sort(key=lambda it: len(it[0]) == 1)
    assert len(own) < len(others) - 3
    for together in zip_longest(others, beside, own):
        joined.append(load_example())
        for path, odd in filter(None, together):
            put(joined[-1], path, odd)
    return [read_reading(json.dumps(record)) for record in joined]


def find_fault(action: Callable[[], object]) -> str:
    """What an action raises; "" if nothing."""
    try:
        action()
    except Exception as err:  # noqa: BLE001  (each case that fails is named)
        return repr(err)
    return ""


def test_an_odd_value_is_refused_or_written() -> None:
    """Whatever stands in place of a value, `read_reading` raises what it documents, or every output can be made."""
    plain = read_reading(write_example())
    accepted: dict[str, tuple[Keys, object, Reading]] = {}

    def read(path: Keys, odd: object, record: str) -> None:
        reported = ""
        try:
            reading = read_reading(record)
        except (ReadError, OffsetError) as err:
            reported = str(err)
        else:
            if reading != plain:  # Some keys are computed, and are not read.
                accepted[name_case(path, odd)] = path, odd, reading
        assert "Error" not in reported

    faults = {name_case(*case[:2]): find_fault(partial(read, *case)) for case in list_odd_records()}
    faults["all together"] = find_fault(partial(write_everywhere, join_accepted(accepted)))
    if faults["all together"]:
        faults |= {case: find_fault(partial(write_everywhere, [it[2]])) for case, it in accepted.items()}

    assert {} == {case: fault for case, fault in faults.items() if fault}
    assert len(accepted) > 300


def test_a_span_that_does_not_fit_covers_no_words() -> None:
    """A span that is reversed, begins before the text or ends behind it raises, and says how long the text is."""
    for span in (Span(5, 2), Span(-3, 2), Span(0, 999)):
        with pytest.raises(OffsetError, match=rf"\[{span.start}, {span.end}\).*27 characters"):
            span.of(TEXT)
    assert Span(27, 27).of(TEXT) == ""


def test_a_reading_refuses_spans_that_do_not_fit() -> None:
    """The message names article and statement."""
    with pytest.raises(OffsetError, match=r"article 'a1', content of statement 's7': span \[0, 999\).*27 characters"):
        Reading(
            Article("a1", TEXT), (Statement("s7", Kind.DIRECT, Place.BODY, (Span(0, 999),), (), (), 0.5),), (), STAMP
        )
    with pytest.raises(OffsetError, match=r"article 'a1', own voice: span \[5, 2\)"):
        Reading(Article("a1", TEXT), (), (), STAMP, own_voice=(Span(5, 2),))


def test_an_article_refuses_spans_that_do_not_fit() -> None:
    """The title, the given part and the regions stand in the text."""
    for wrong in (
        {"title_span": Span(0, 99)},
        {"given_span": Span(9, 2)},
        {"regions": (Region(Span(0, 99), "caption"),)},
    ):
        with pytest.raises(OffsetError, match="article 'a1'"):
            Article("a1", TEXT, **wrong)


def test_a_stored_reading_with_spans_that_do_not_fit_is_refused() -> None:
    """It raises what the docs promise of spans: OffsetError."""
    statement = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 11),), (), (), 0.5)
    record = json.loads(write_reading(Reading(Article("a1", TEXT), (statement,), (), STAMP)))
    for content in ([[0, 999]], [[5, 2]], [[-3, 2]]):
        record["statements"][0]["content"] = content
        with pytest.raises(OffsetError, match="content of statement 's1'"):
            read_reading(json.dumps(record))
