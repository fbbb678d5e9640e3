"""Readings in a notebook: frames with proper types, a page, and a reading that shows itself."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

import sayso
from sayso.analyse import Analyser
from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice
from sayso.export.frames import make_frames
from sayso.export.rows import SUMMARY, TABLES
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

UNREAD = Reading(Unread("gone.txt", (Notice("read", "It is empty."),)), (), (), Stamp("0.1.0", "tiny", "f00d"))


@pytest.fixture(scope="module")
def reading(analyser: Analyser) -> Reading:
    text = "“We <b>float</b>,” said Orla Vint. She denied that the boat had sunk."
    outlet = Outlet("The Float")
    return analyser.analyse(Article("a.txt", text, outlet=outlet, published="2031-04-05T09:30+02:00"))


def test_a_reading_gives_every_table(reading: Reading) -> None:
    """By its name, with the documented columns, also where it has no rows."""
    frames = reading.to_frames()

    assert list(frames) == list(TABLES)
    assert {name: list(frame.columns) for name, frame in frames.items()} == {
        name: table.header for name, table in TABLES.items()
    }
    assert list(frames["statements"]["speaker_name"]) == ["Orla Vint"] * 2
    assert frames[SUMMARY]["statement_count"].sum() == 2


def test_columns_have_proper_types(reading: Reading) -> None:
    """Dates are dates, yes and no is boolean, and counts stay whole numbers where some are missing."""
    frame = make_frames([reading, UNREAD])["articles"]

    assert frame["published"].iloc[0] == pd.Timestamp(2031, 4, 5, 9, 30)
    assert frame["published_utc"].iloc[0] == pd.Timestamp(2031, 4, 5, 7, 30, tz=dt.timezone.utc)
    assert pd.isna(frame["published"].iloc[1])
    assert list(frame["read"]) == [True, False]
    assert frame["char_count"].dtype == "Int64"
    assert frame["char_count"].isna().tolist() == [False, True]
    assert frame["outlet"].dtype == "string"
    assert reading.to_frames()["statements"]["score"].dtype == "float64"


def test_what_is_unknown_is_missing_in_text_too(reading: Reading) -> None:
    """An empty text would be counted as a value."""
    frames = make_frames([reading, UNREAD])
    texts = [
        cell
        for frame in frames.values()
        for name in frame.columns
        if frame[name].dtype == "string"
        for cell in frame[name].dropna()
    ]

    assert frames["statements"]["carriers"].isna().all()
    assert "" not in texts


def test_frames_without_rows_have_the_same_types(reading: Reading) -> None:
    """So that the frames of many runs can be joined."""
    empty, full = make_frames([]), make_frames([reading])

    assert [frame.dtypes.tolist() for frame in empty.values()] == [frame.dtypes.tolist() for frame in full.values()]


def test_frames_of_many_readings_are_joined(reading: Reading) -> None:
    """The summary counts over all of them."""
    frames = make_frames(iter([reading, UNREAD, reading]))

    assert len(frames["statements"]) == 4
    assert frames[SUMMARY]["article_count"].tolist() == [2]
    assert frames["notices"]["reason"].tolist() == []


def test_without_pandas_the_message_says_how_to_get_it(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra."""
    real = builtins.__import__

    def refuse(
        name: str,
        given: Mapping[str, object] | None = None,
        own: Mapping[str, object] | None = None,
        names: Sequence[str] = (),
        level: int = 0,
    ) -> object:
        if name == "pandas":
            raise ImportError(name)
        return real(name, given, own, names, level)

    monkeypatch.setattr(builtins, "__import__", refuse)

    with pytest.raises(ImportError, match=r"pip install 'sayso\[pandas\]'"):
        reading.to_frames()


def test_a_reading_gives_its_page(reading: Reading) -> None:
    """The page that the command writes, as one string; `write_page` writes that of many."""
    stream = io.StringIO()
    sayso.write_page([reading], stream)

    assert reading.html() == stream.getvalue()
    assert reading.html().startswith("<!DOCTYPE html>")
    assert "We &lt;b&gt;float&lt;/b&gt;" in reading.html()


def test_a_page_put_into_another_keeps_its_look(reading: Reading) -> None:
    """A notebook's HTML() drops the body's tag and with it its class; the style holds within an element of its own."""
    page = reading.html()
    within = page.split("<body", 1)[1].split(">", 1)[1].strip()

    assert within.startswith('<div class="sayso readings">')


def test_a_notebook_shows_a_reading(reading: Reading) -> None:
    """Its last line is a reading, and the notebook shows it: escaped, without a page of its own, and small."""
    shown = reading._repr_html_()

    assert "&lt;b&gt;float&lt;/b&gt;" in shown
    assert "<b>float</b>" not in shown
    assert "<html" not in shown
    assert "<script" not in shown
    assert "Orla Vint" in shown
    assert "could not be read" in UNREAD._repr_html_()


def test_a_notebook_keeps_no_more_than_it_shows(reading: Reading) -> None:
    """The style is that of readings alone, without comments; what a number says is not said again by its words."""
    shown, page = reading._repr_html_(), reading.html()
    style = shown.partition("<style>")[2].partition("</style>")[0]

    assert "/*" not in style
    assert "\n" not in style
    assert ".sides" not in style.replace(".sides-by-side", "")
    assert 0.9 * len(page.partition("<style>")[2].partition("</style>")[0]) > len(style)
    assert 'class="x' in shown
    assert not re.search(r'<span class="x [^>]*title=', shown)
    assert re.search(r'<span class="x [^>]*title=', page)


def test_a_statement_knows_its_words(reading: Reading) -> None:
    """Also after a round trip through JSON; nobody is None; without a reading there are no words."""
    again = sayso.read_reading(sayso.write_reading(reading))
    lone = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 4),), (), (), 0.9)

    assert [it.text for it in again.statements] == ["“We <b>float</b>,”", "that the boat had sunk"]
    assert {it.speaker_name for it in again.statements} == {"Orla Vint"}
    assert again == reading
    with pytest.raises(ValueError, match=r"s1.*reading\.statements"):
        _ = lone.text
    assert Reading(Article("a", "Tide."), (lone,), (), UNREAD.stamp).statements[0].speaker_name is None


def test_the_documented_tables_say_how(tmp_path: Path) -> None:
    """docs/tables.md names what makes frames."""
    page = (Path(__file__).parent.parent / "docs" / "tables.md").read_text(encoding="utf-8")

    assert "make_frames(readings)" in page
    assert "reading.to_frames()" in page
