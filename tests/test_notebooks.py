"""Counts and found statements in a notebook, and as pandas frames."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pandas as pd
import pytest

from sayso import Collection, Selection, open_collection

from .made_collections import Said, make_reading

ROTH, VINT = "Anna Roth", "Orla <b>Vint</b>"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    with open_collection(tmp_path_factory.mktemp("notebooks") / "news.db") as opened:
        opened.add([
            make_reading("a1", [Said("“The flood & the wall,”", [ROTH]), Said("“We float,”", [VINT], score=0.4)]),
            make_reading("a2", [Said("“<script>alert(1)</script> rain,”", [])], outlet="The Wold Bell"),
        ])  # fmt: skip
        yield opened


class Cells(HTMLParser):
    """The tags of a fragment, and the text of each cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag in ("th", "td"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and self.tags[-1] in ("th", "td"):
            self.cells[-1] += data


def test_counts_are_a_frame(collection: Collection) -> None:
    """One row a row, with the names of the tables and types that pandas can add up."""
    frame = collection.counts(["outlet", "speaker"]).to_frame()

    assert isinstance(frame, pd.DataFrame)
    assert [2, 1] == frame.groupby("outlet")["statements"].sum().tolist()
    assert ["string", "Int64", "boolean"] == [str(frame[name].dtype) for name in ("outlet", "statements", "known")]
    assert {"statements_share_low", "words_right_high", "recall", "of"} <= set(frame.columns)
    assert 2 == len(collection.counts(["outlet", "speaker"], limit=2).to_frame())


def test_no_counts_are_a_frame_with_columns(collection: Collection) -> None:
    """So that a program need not ask first."""
    frame = collection.counts(["kind"], Selection(words="nowhere")).to_frame()

    assert (0, "kind") == (len(frame), frame.columns[0])


def test_found_statements_are_a_frame(collection: Collection) -> None:
    """With dates as dates."""
    frame = collection.search("flood").to_frame()

    assert [ROTH] == frame["speaker_name"].tolist()
    assert pd.Timestamp("2031-04-05") == frame["published"][0]


def test_a_notebook_shows_counts(collection: Collection) -> None:
    """As a table with what the numbers mean; names of articles are text."""
    shown = collection.counts(["speaker"])._repr_html_()
    found = Cells(shown)

    assert ["speaker", "statements", "share", "right", "share of right", "words", "articles"] == [
        cell.strip() for cell in found.cells[:7]
    ]
    assert VINT in found.cells
    assert "script" not in found.tags
    assert "What was missed is in no column." in shown
    assert "No statements were found." in collection.counts(["kind"], Selection(words="nowhere"))._repr_html_()


def test_styles_of_one_notebook_do_not_meet(collection: Collection) -> None:
    """The style of found statements is for what stands in class sayso, which counts do not."""
    counts, found = collection.counts(["speaker"])._repr_html_(), collection.search()._repr_html_()

    assert '<div class="sayso-counts">' in counts
    assert 'class="sayso' in found.replace("sayso-counts", "")
    assert 'class="sayso' not in counts.replace("sayso-counts", "")


def test_a_notebook_shows_no_more_than_is_read(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many rows the first, how many there are, and where the others are."""
    assert "and 2 more rows</p>" in collection.counts(["speaker"], limit=1)._repr_html_()
    monkeypatch.setattr("sayso.report.counted_html._MOST_ROWS", 2)
    assert "and 1 more row; to_frame() has it</p>" in collection.counts(["speaker"])._repr_html_()


def test_a_notebook_shows_found_statements(collection: Collection) -> None:
    """Each in its sentence, under the title of its article."""
    shown = collection.search()._repr_html_()

    assert "3 statements in 2 articles" in shown
    assert "script" not in Cells(shown).tags
    assert "The flood &amp; the wall" in shown
    assert "0 statements in 0 articles" in collection.search("nowhere")._repr_html_()


def test_a_console_shows_what_there_is(collection: Collection) -> None:
    """Counts, searches and collections in a word."""
    assert "<Counts by outlet, kind: 2 rows>" == repr(collection.counts(["outlet", "kind"]))
    assert "<Search: 1 statements in 1 articles>" == repr(collection.search("flood"))
    assert repr(collection).endswith("news.db>")
