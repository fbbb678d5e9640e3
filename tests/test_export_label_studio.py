"""Label Studio: tasks as it takes them, and corrections that come back as gold."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import settings as limit

from sayso.article import Article, Unread
from sayso.correct.marks import join_spans
from sayso.export.label_studio import INTERFACE, read_label_studio, write_label_studio
from sayso.reading import Reading
from sayso.selectors import count_utf16
from sayso.statement import Kind
from sayso.text import Span

from .made_hostile import HOSTILE, TEXT
from .made_readings import READINGS
from .made_report import REPORT
from .test_export_brat import as_gold

Task = dict[str, Any]


def submit(*readings: Reading) -> list[Task]:
    """What Label Studio exports after somebody has submitted every prediction as it is."""
    stream = io.StringIO()
    write_label_studio(readings, stream)
    tasks = json.loads(stream.getvalue())
    return [
        {"id": n, "annotations": [{"id": n, "was_cancelled": False, "result": it["predictions"][0]["result"]}], **it}
        for n, it in enumerate(tasks, 1)
    ]


def read(tasks: list[Task]) -> list[Reading | Unread]:
    return list(read_label_studio(json.dumps(tasks), "tasks.json"))


def read_one(tasks: list[Task]) -> Reading:
    (reading,) = read(tasks)
    assert isinstance(reading, Reading), reading
    return reading


def find(task: Task, words: str, label: str) -> Task:
    """The region with these words and this label."""
    results = task["annotations"][0]["result"]
    return next(
        it
        for it in results
        if it["type"] == "labels" and it["value"] == {**it["value"], "text": words, "labels": [label]}
    )


@pytest.mark.parametrize("reading", [HOSTILE, REPORT], ids=["hostile", "report"])
def test_what_is_unchanged_comes_back_equal(reading: Reading) -> None:
    """Everything; only the stamp and the scores say that somebody has looked."""
    gold = read_one(submit(reading))

    assert gold.stamp.choices == (("corrected_in", "Label Studio"),)
    assert gold.statements == as_gold(reading).statements
    assert (gold.speakers, gold.carriers, gold.headline) == (
        reading.speakers,
        as_gold(reading).carriers,
        reading.headline,
    )
    assert (gold.scare_quotes, gold.own_voice, gold.other_marks) == (
        reading.scare_quotes,
        reading.own_voice,
        reading.other_marks,
    )


def test_a_task_uses_what_the_interface_has() -> None:
    """Every label, relation and choice; words are those at the offsets, in code points; no control character."""
    interface = fromstring(INTERFACE)  # noqa: S314  (ours)
    labels = {it.get("value") for it in interface.iter("Label")}
    roles = {it.get("value") for it in interface.iter("Relation")}
    names = {it.get("name") for it in interface if it.get("toName")}
    (hostile, report) = submit(HOSTILE, REPORT)
    text = hostile["data"]["text"]

    assert len(text) == len(TEXT)
    assert all(char.isprintable() or char == "\n" for char in text)
    for it in [*hostile["predictions"][0]["result"], *report["predictions"][0]["result"]]:
        if it["type"] == "relation":
            assert set(it["labels"]) <= roles
            continue
        assert it["from_name"] in names
        assert set(it["value"].get("labels", [])) <= labels
    for it in hostile["predictions"][0]["result"]:
        if it["type"] == "labels":
            assert text[it["value"]["start"] : it["value"]["end"]] == it["value"]["text"]


def test_corrections_come_back_as_gold() -> None:
    """A shorter stretch, a relation drawn the other way, a statement that is none, and a missed one."""
    (task,) = tasks = submit(REPORT)
    assert isinstance(REPORT.article, Article)
    text = REPORT.article.text
    results = task["annotations"][0]["result"]
    shorter = find(task, "“Nobody listens.\n\n“Nobody,”", "Statement")["value"]
    shorter.update(end=shorter["start"] + 16, text="“Nobody listens.")
    gone = find(task, "“We float”", "Statement")["id"]
    start = text.index("the pier is safe")
    place = {"start": start, "end": start + 16, "text": "the pier is safe"}
    hale = find(task, "Tor Hale", "Person")["id"]
    kept = [it for it in results if gone not in {it.get("id"), it.get("from_id"), it.get("to_id")}]
    task["annotations"][0]["result"] = [
        *kept,
        {
            "id": "xYz",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {**place, "labels": ["Statement"]},
        },
        {"from_id": hale, "to_id": "xYz", "type": "relation", "direction": "left", "labels": ["Speaker"]},
    ]

    gold = read_one(tasks)
    by_text = {it.text: it for it in gold.statements}

    assert list(by_text) == ["“We float,” … “and we sing.”", "the pier is safe", "“Nobody listens."]
    assert (by_text["the pier is safe"].speaker_name, by_text["the pier is safe"].kind) == ("Tor Hale", Kind.INDIRECT)
    assert by_text["“Nobody listens."].id == "s4"
    assert by_text["“We float,” … “and we sing.”"].speaker_name == "Ada Moss"


def test_utf_16_offsets_of_an_older_version_are_converted() -> None:
    """The words of a region decide, where the text has letters that take two units."""
    (task,) = tasks = submit(HOSTILE)
    text = task["data"]["text"]
    for it in task["annotations"][0]["result"]:
        if it["type"] == "labels":
            span = count_utf16(text, Span(it["value"]["start"], it["value"]["end"]))
            it["value"].update(start=span.start, end=span.end)

    assert read_one(tasks).statements == as_gold(HOSTILE).statements


def test_regions_in_any_order_are_one_statement() -> None:
    """Three stretches that continue one another; two that go on in a circle stay apart."""
    (task,) = tasks = submit(REPORT)
    text = task["data"]["text"]
    spans = [(0, 4), (6, 8), (10, 12), (14, 16), (18, 20)]
    labels = {"from_name": "label", "to_name": "text", "type": "labels"}
    task["annotations"][0]["result"] = [
        *(
            {
                **labels,
                "id": str(n),
                "value": {"start": start, "end": end, "text": text[start:end], "labels": ["Statement"]},
            }
            for n, (start, end) in enumerate(spans)
        ),
        *(
            {"type": "relation", "from_id": start, "to_id": end, "labels": ["Continues"]}
            for start, end in ("01", "12", "34", "43")
        ),
    ]

    assert [it.content for it in read_one(tasks).statements] == [
        (Span(0, 4), Span(6, 8), Span(10, 12)),
        (Span(14, 16),),
        (Span(18, 20),),
    ]


def test_the_newest_annotation_counts() -> None:
    """One that was skipped does not."""
    (task,) = tasks = submit(REPORT)
    (only,) = task["annotations"]
    task["annotations"] = [
        {**only, "id": 7, "updated_at": "2031-05-02", "result": []},
        {**only, "id": 8, "updated_at": "2031-05-01"},
        {**only, "id": 9, "updated_at": "2031-05-03", "was_cancelled": True},
    ]

    assert not read_one(tasks).statements


def _drop(task: Task) -> None:
    task["annotations"] = []


def _rewrite(task: Task) -> None:
    task["data"]["text"] += "!"


def _strip(task: Task) -> None:
    del task["data"]["sayso"]


def _go_beyond(task: Task) -> None:
    task["annotations"][0]["result"][0]["value"]["end"] = 99_999


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_drop, "nobody has submitted"),
        (_rewrite, "its text was changed"),
        (_strip, "no task that sayso wrote"),
        (_go_beyond, "the text has"),
    ],
)
def test_what_does_not_fit_is_said(change: Callable[[Task], None], reason: str) -> None:
    """One task is a notice, and the others are read."""
    tasks = submit(REPORT, HOSTILE)
    change(tasks[0])

    bad, good = read(tasks)

    assert isinstance(bad, Unread)
    assert reason in bad.notices[0].reason
    assert isinstance(good, Reading)


@pytest.mark.parametrize("text", ["[" * 99_999, "{}", "[1, null, {}]", '[{"data": 3}]', "\udcff"])
def test_no_text_is_an_error(text: str) -> None:
    """What is no export is a notice."""
    assert all(isinstance(it, Unread) for it in read_label_studio(text, "x.json"))


@given(READINGS)
@limit(max_examples=10)
def test_any_reading_comes_back(reading: Reading) -> None:
    """Its statements have the words that they had."""
    wanted = sorted(spans for it in reading.statements if (spans := join_spans(it.content)))

    assert sorted(join_spans(it.content) for it in read_one(submit(reading)).statements) == wanted
