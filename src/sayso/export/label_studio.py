"""Readings as tasks for Label Studio, and back: its JSON form, in which people correct what was marked.

Each article is a task whose marks are a prediction, which Label Studio shows and people change. `INTERFACE` is the
labelling interface of the project. The whole reading travels in the task's data, as a string, so that what comes back
is a reading.

Offsets count Unicode code points of the task's text, as Label Studio's `Text` does (label-studio-frontend, pull request
308). Versions before that counted UTF-16 units; of a mark from one, the words that it holds show it.

A region of Label Studio is one stretch: what is interrupted has a region for each, linked by "Continues".

https://labelstud.io/guide/export#Label-Studio-JSON-format-of-annotated-tasks
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import Any, TextIO, cast

from sayso.article import Article, Unread
from sayso.carrier import How
from sayso.correct.correct_reading import correct_reading
from sayso.correct.marks import (
    CARRIER,
    KIND_LABELS,
    LABELS,
    STATEMENT,
    Link,
    Mark,
    Marks,
    Role,
    clean_marked_text,
    join_spans,
    make_marks,
)
from sayso.errors import Notice, OffsetError, ReadError
from sayso.export.lines import write_all
from sayso.jsonl import read_reading, write_reading, write_record
from sayso.reading import Reading
from sayso.statement import Unresolved
from sayso.text import Span

__all__ = ["INTERFACE", "read_label_studio", "write_label_studio"]

_CONTINUES = "Continues"
_ROLES = (Role.SOURCE, Role.CUE, Role.SPEAKER, Role.CANDIDATE, Role.CARRIER, Role.WITHIN, Role.SAME, _CONTINUES)
# The values that are chosen from a list; the name is written.
_CHOICES = {
    Role.TURN: (STATEMENT, ["yes"]),
    Role.UNRESOLVED: (STATEMENT, [it.value for it in Unresolved]),
    Role.HOW: (CARRIER, [it.value for it in How]),
}


def _write_interface() -> str:
    labels = "\n".join(f'    <Label value="{label}"/>' for label in LABELS)
    roles = "\n".join(f'    <Relation value="{role}"/>' for role in _ROLES)
    choices = "\n".join(
        f'  <Choices name="{name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{label}">\n'
        + "\n".join(f'    <Choice value="{value}"/>' for value in values)
        + "\n  </Choices>"
        for name, (label, values) in _CHOICES.items()
    )
    named = ",".join([*KIND_LABELS.values(), CARRIER])
    return f"""\
<View>
  <Labels name="label" toName="text">
{labels}
  </Labels>
  <Relations>
{roles}
  </Relations>
  <Text name="text" value="$text" valueType="text" saveTextResult="yes"/>
{choices}
  <TextArea name="{Role.NAME}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{named}"/>
</View>
"""


INTERFACE = _write_interface()
"""The labelling interface to be pasted into the project's settings."""


def write_label_studio(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one array of tasks, a line each."""
    write_all((write_record(_make_task(it)) for it in readings if isinstance(it.article, Article)), stream)


def _make_task(reading: Reading) -> dict[str, Any]:
    article = cast("Article", reading.article)
    text = clean_marked_text(article.text)
    data = {"text": text, "article": clean_marked_text(article.id), "sayso": write_reading(reading)}
    prediction = {"model_version": reading.stamp.model, "result": list(_list_results(make_marks(reading), text))}
    return {"data": data, "predictions": [prediction]}


def _list_results(marks: Marks, text: str) -> Iterator[dict[str, Any]]:
    """Yield the regions, their values, and the relations between them."""
    for mark in marks.marks:
        keys = [mark.key, *(f"{mark.key}-{number}" for number in range(2, len(mark.spans) + 1))]
        for key, span in zip(keys, mark.spans, strict=True):
            value = {"start": span.start, "end": span.end, "text": span.of(text), "labels": [mark.label]}
            yield {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
        yield from (_relate(first, _CONTINUES, later) for first, later in pairwise(keys))
        place = {"start": mark.spans[0].start, "end": mark.spans[0].end}
        for name in (*_CHOICES, Role.NAME):
            given = marks.values.get((mark.key, name))
            if given is not None:
                kind, field = ("textarea", "text") if name == Role.NAME else ("choices", "choices")
                value = {**place, field: [clean_marked_text(given)]}
                yield {"id": mark.key, "from_name": name, "to_name": "text", "type": kind, "value": value}
    known = {mark.key for mark in marks.marks}
    yield from (_relate(it.start, it.role, it.end) for it in marks.links if {it.start, it.end} <= known)


def _relate(start: str, role: str, end: str) -> dict[str, Any]:
    return {"from_id": start, "to_id": end, "type": "relation", "direction": "right", "labels": [role]}


def read_label_studio(text: str | bytes, name: str) -> Iterator[Reading | Unread]:
    """Yield the corrected reading of each task of an export in the form "JSON"; `name` is the file's, for messages.

    Of several annotations of a task, the one that was changed last is taken.
    """
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as err:
        tasks = err
    if not isinstance(tasks, list):
        reason = f"{name} is no export of Label Studio: {tasks if isinstance(tasks, Exception) else 'no array'}"
        yield Unread(name, (Notice("read", reason),))
        return
    for number, task in enumerate(tasks, 1):
        try:
            yield _read_task(task)
        except (ReadError, OffsetError) as err:
            reason = str(err)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            reason = "is no task that sayso wrote; export it from Label Studio as JSON"
        else:
            continue
        yield Unread(f"{name}:{number}", (Notice("read", f"{name}, task {number:,} could not be read: {reason}"),))


def _read_task(task: dict[str, Any]) -> Reading:
    before = read_reading(task["data"]["sayso"])
    if not isinstance(before.article, Article):
        raise ReadError("its reading has no text")
    text = clean_marked_text(before.article.text)
    if task["data"]["text"] != text:
        raise ReadError("its text was changed, so that marks no longer fit")
    done = [it for it in task.get("annotations") or () if not it.get("was_cancelled")]
    if not done:
        raise ReadError("nobody has submitted an annotation of it; predictions alone are no corrections")
    newest = max(done, key=lambda it: (str(it.get("updated_at") or ""), it.get("id") or 0))
    return correct_reading(before, _read_results(newest["result"], text), "Label Studio")


def _read_results(results: list[dict[str, Any]], text: str) -> Marks:
    """The marks of an annotation; regions that continue one another are one mark."""
    marks, places = Marks(), _Places(text)
    found: dict[str, tuple[str, list[Span]]] = {}
    for it in results:
        if it["type"] == "labels" and it["value"].get("labels"):
            found[it["id"]] = it["value"]["labels"][0], [places.find(it["value"])]
    for it in results:
        if it["type"] in {"choices", "textarea"}:
            given = it["value"].get("choices") or it["value"].get("text")
            value = given[0] if isinstance(given, list) else given
            if value:
                marks.values[it["id"], it["from_name"]] = str(value)
    relations = [_read_relation(it) for it in results if it["type"] == "relation"]
    heads = {it.end: it.start for it in relations if it.role == _CONTINUES}
    marks.links = [it for it in relations if it.role != _CONTINUES]
    for key, head in _find_heads(heads, frozenset(found)).items():
        if head != key:
            found[head][1].extend(found.pop(key)[1])
    marks.marks = [Mark(key, label, join_spans(spans)) for key, (label, spans) in found.items() if label in LABELS]
    return marks


def _read_relation(result: dict[str, Any]) -> Link:
    start, end = result["from_id"], result["to_id"]
    if result.get("direction") == "left":
        start, end = end, start
    return Link(start, (result.get("labels") or [""])[0], end)


def _find_heads(heads: dict[str, str], keys: frozenset[str]) -> dict[str, str]:
    """For each region the first of those that it continues; regions that go on in a circle stay apart."""
    found: dict[str, str] = {}
    for key in keys:
        path: dict[str, None] = {}
        at = key
        while at not in found and at not in path and heads.get(at) in keys:
            path[at] = None
            at = heads[at]
        first = found.get(at, at)
        found.update((it, it if at in path else first) for it in path)
        found.setdefault(at, at)
    return found


class _Places:
    """Finds the spans of regions in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._units: list[int] | None = None

    def find(self, value: dict[str, Any]) -> Span:
        """The span of a region, also if it counts in UTF-16 units, which the words that it holds then show."""
        span, words = Span(value["start"], value["end"]), value.get("text")
        if not isinstance(words, str) or self._text[span.start : span.end] == words:
            return span
        if self._units is None:
            self._units = [0, *accumulate(1 + (char > "\uffff") for char in self._text)]
        converted = Span(bisect_left(self._units, span.start), bisect_left(self._units, span.end))
        return converted if self._text[converted.start : converted.end] == words else span
