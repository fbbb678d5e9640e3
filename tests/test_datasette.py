"""The metadata for Datasette, which is not needed here: what it names is in a collection, and its queries run."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.analyse import Analyser
from sayso.article import Article, Outlet
from sayso.store import open_collection
from sayso.text import Span

from .each_case import each_case

NEWS: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parent.parent / "docs" / "datasette.json").read_text("utf-8")
)["databases"]["news"]
GIVEN = {"words": "board", "name": "marrowby"}
ADDRESS = "https://bell.example/lock"
# Of the invented articles of this test, these have no rows; the others have.
MAY_BE_EMPTY = {"open"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, analyser: Analyser) -> Iterator[sqlite3.Connection]:
    """A collection of two versions of an article."""
    titles = [f"Pilot: “We warned the harbour {last}” in May" for last in ("master", "board", "board once")]
    words = "“We warned the harbour board twice before the ferry sailed into the storm that night,”"
    body = f"{words} said Ilse Marrowby, the pilot."
    bell = Outlet("The Wold Bell")
    articles = [
        Article("a", f"{title}\n\n{body}", ADDRESS, bell, title, Span(0, len(title)), published="2031-05-01")
        for title in titles
    ]
    with open_collection(tmp_path_factory.mktemp("datasette") / "news.db") as collection:
        collection.add(analyser.analyse(article) for article in articles)
        told = f"{words} Ilse Marrowby told Tern Radio."
        collection.add(analyser.analyse(Article("b", told, outlet=Outlet("The Oxley Post"))))
        collection.trace()
        with collection.query() as connection:
            yield connection


@each_case("name", NEWS["queries"])
def test_a_canned_query_runs(base: sqlite3.Connection, name: str) -> None:
    """Its SQL fits the tables and finds something; it asks for nothing that Datasette would not."""
    query = NEWS["queries"][name]
    needed = set(re.findall(r":([a-z]+)", query["sql"]))
    # Datasette has this function, which puts words in quotation marks, so that no sign is an error.
    base.create_function("escape_fts", 1, '"{}"'.format)
    rows = base.execute(query["sql"], {key: GIVEN[key] for key in needed}).fetchall()

    assert rows or name in MAY_BE_EMPTY
    assert query["title"]


@each_case("name", NEWS["tables"])
def test_what_is_said_of_a_table_fits_it(base: sqlite3.Connection, name: str) -> None:
    """The table is there, and so are the columns of its facets, labels and descriptions."""
    about = NEWS["tables"][name]
    columns = {row[0] for row in base.execute("SELECT name FROM pragma_table_info(?)", (name,))}
    named = {*about.get("facets", ()), *about.get("columns", ())}
    named |= {about[key] for key in ("label_column", "sort_desc", "sort", "fts_pk") if key in about}

    assert columns
    assert named <= columns


def test_search_boxes_find_their_words(base: sqlite3.Connection) -> None:
    """Datasette recognises a full-text table by how it was made."""
    made = " ".join(row[0] for row in base.execute("SELECT sql FROM sqlite_master WHERE name LIKE '%_fts'"))

    assert {"statements", "articles"} == set(re.findall(r'content="(\w+)"', made))
