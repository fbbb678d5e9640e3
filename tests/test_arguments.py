"""Wrong arguments of public functions: refused where they were given, with what they are and what to give."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso import Article, Outlet, Reading, Region, SourceText, Span

TEXT = "“We float,” said Orla Vint."
ARTICLE = Article("a", TEXT)
READING = Reading(ARTICLE, (), (), sayso.Stamp("0.1.0", "tiny", "f00d"))
SOURCES = sayso.index_sources([SourceText("t", "We float.")])
ODD: list[object] = [
    *(None, 5, 0.5, True, "x", b"x", [], {}, (), [None], [5], ["x"], Path(), object(), ARTICLE, READING, Span(0, 1)),
]
ARTICLE_FIELDS = (
    "url outlet title title_span given_span authors published published_precision language notices modified "
    "modified_precision canonical section origins stated regions"
).split()
READING_FIELDS = "statements notices speakers carriers headline scare_quotes own_voice other_marks".split()


def write_all(readings: list[Reading]) -> None:
    """Write readings in several ways, so that a value that was not refused does no harm later."""
    for reading in readings:
        sayso.write_reading(reading)
    sayso.make_frames(readings)
    sayso.write_page(readings, io.StringIO())


def make_article(name: str, value: Any) -> Reading:  # noqa: ANN401  (anything)
    given: dict[str, Any] = {"id": "a", "text": TEXT, name: value}
    return Reading(Article(**given), (), (), READING.stamp)


def make_reading(name: str, value: Any) -> Reading:  # noqa: ANN401  (anything)
    given: dict[str, Any] = {
        "article": ARTICLE,
        "statements": (),
        "notices": (),
        "stamp": READING.stamp,
        name: value,
    }
    return Reading(**given)


def make_source(name: str, value: Any) -> None:  # noqa: ANN401  (anything)
    given: dict[str, Any] = {"id": "t", "text": TEXT, name: value}
    list(sayso.check_quotes("we float", sayso.index_sources(SourceText(**given))))


def make_outlet(name: str, value: Any) -> Reading:  # noqa: ANN401  (anything)
    given: dict[str, Any] = {name: value}
    return make_article("outlet", Outlet(**given))


def get_sources(name: str, value: Any) -> None:  # noqa: ANN401  (anything)
    given: dict[str, Any] = {"texts": [SourceText("t", TEXT)], name: value}
    with sayso.open_index("index.sqlite") as index:
        index.get(**given)


def make_settings(kind: Any, name: str, value: Any) -> None:  # noqa: ANN401  (anything)
    assert kind(**{name: value}).fingerprint


def open_index(value: Any) -> None:  # noqa: ANN401  (anything)
    sayso.open_index(value).close()


CALLS: dict[str, Callable[[Any], object]] = {
    "read_articles": lambda value: sayso.read_articles(value, on_unread=id),
    "read_articles, settings": lambda value: sayso.read_articles([], settings=value),
    "read_articles, on_unread": lambda value: sayso.read_articles([], on_unread=value),
    "Analyser": sayso.Analyser,
    "Analyser, model": lambda value: sayso.Analyser(model=value),
    "write_reading": sayso.write_reading,
    "read_reading": sayso.read_reading,
    "make_frames": sayso.make_frames,
    "write_page": lambda value: sayso.write_page(value, io.StringIO()),
    "write_page, stream": lambda value: sayso.write_page([READING], value),
    "write_page, date": lambda value: sayso.write_page([READING], io.StringIO(), date=value),
    "check_reading": lambda value: sayso.check_reading(value, SOURCES),
    "check_reading, sources": lambda value: sayso.check_reading(READING, value),
    "check_reading, speaker": lambda value: sayso.check_reading(READING, SOURCES, speaker=value),
    "check_readings": lambda value: sayso.check_readings(value, SOURCES),
    "check_readings, sources": lambda value: sayso.check_readings([READING], value),
    "check_readings, speaker": lambda value: sayso.check_readings([READING], SOURCES, speaker=value),
    "check_readings, workers": lambda value: sayso.check_readings([READING], SOURCES, workers=value),
    "check_quotes": lambda value: sayso.check_quotes(value, SOURCES),
    "check_quotes, sources": lambda value: sayso.check_quotes(["we float"], value),
    "Checker": sayso.Checker,
    "index_sources": sayso.index_sources,
    "open_index": open_index,
    "Index.get": partial(get_sources, "texts"),
    "Index.get, progress": partial(get_sources, "progress"),
    "from_article": SourceText.from_article,
    "Span.of": Span(0, 1).of,
    "Span, start": lambda value: Span(value, 1).of(TEXT),
    "Region, span": lambda value: make_article("regions", (Region(value, "caption"),)),
    "Region, place": lambda value: make_article("regions", (Region(Span(0, 1), value),)),
    **{f"Article, {name}": partial(make_article, name) for name in ("id", "text", *ARTICLE_FIELDS)},
    **{f"Outlet, {name}": partial(make_outlet, name) for name in ("name", "domain")},
    **{f"Reading, {name}": partial(make_reading, name) for name in ("article", "stamp", *READING_FIELDS)},
    **{f"SourceText, {name}": partial(make_source, name) for name in ("id", "text", "date", "title", "url")},
    **{
        f"{kind.__name__}, {name}": partial(make_settings, kind, name)
        for kind in (sayso.AnalyseSettings, sayso.ReadSettings)
        for name in kind.__dataclass_fields__
    },
}


def find_fault(call: Callable[[Any], object], value: object, accepted: list[Reading]) -> str:
    """What is wrong with the answer to a value, "" if nothing; a reading is added to those that are accepted."""
    try:
        found = call(value)
        if isinstance(found, Iterator):
            list(found)
    except sayso.OffsetError:
        return ""  # It says how long the text is.
    except Exception as err:  # noqa: BLE001  (each call that fails is named)
        is_expected = isinstance(err, (TypeError, ValueError, sayso.SaysoError)) and "give" in str(err)
        return "" if is_expected else repr(err)
    if isinstance(found, Reading):
        accepted.append(found)
    return ""


def test_a_wrong_argument_says_what_to_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function takes each odd value, or raises an error that says what was given and what to give instead."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    accepted: list[Reading] = []
    cases = {f"{name}: {value!r:.60}": (call, value) for name, call in CALLS.items() for value in ODD}
    faults = {case: find_fault(call, value, accepted) for case, (call, value) in cases.items()}
    if find_fault(write_all, accepted, []):
        faults |= {f"{reading!r}": find_fault(write_all, [reading], []) for reading in accepted}

    assert {} == {case: fault for case, fault in faults.items() if fault}
    write_all(accepted)
    assert len(accepted) > 50


def test_one_reading_is_a_list_of_one() -> None:
    """It would otherwise have to be put into a list, which a message would only say."""
    stream = io.StringIO()
    sayso.write_page(READING, stream)

    assert stream.getvalue() == READING.html()
    assert sayso.make_frames(READING)["articles"].equals(sayso.make_frames([READING])["articles"])
    assert [READING] == [reading for reading, _ in sayso.check_readings(READING, SOURCES)]
