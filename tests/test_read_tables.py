"""CSV and TSV tables of articles are read row by row."""

from __future__ import annotations

import io

from sayso.article import Article, Outlet, Unread
from sayso.read import read_records
from sayso.read.tables import is_table
from sayso.settings import ReadSettings

from .each_case import each_case

TEXT = "“We float,” Ada Moss said, “and we pay.”"
ROWS = f'ID,Title,Text,publisher,date\n7,Pier,"{TEXT}\n\nIt rained.",Tern,2031-04-05\n8,,It rained.,,\n'


def _read(data: str, settings: ReadSettings = ReadSettings()) -> list[Article | Unread]:  # noqa: B008  (frozen)
    return list(read_records([io.BytesIO(data.encode())], settings=settings))


@each_case("rows", [ROWS, ROWS.replace("\n", "\r\n"), "\ufeff" + ROWS])
def test_each_row_is_an_article(rows: str) -> None:
    """A row's cells are the facts of its article, empty ones are unknown, and a cell may hold several lines."""
    first, second = _read(rows)

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert ("7", "Pier", Outlet("Tern"), "2031-04-05") == (first.id, first.title, first.outlet, first.published)
    assert [TEXT, "It rained."] == first.text.replace("\r", "").split("\n\n")[1:]
    assert ("8", None, None, "It rained.") == (second.id, second.title, second.outlet, second.text)
    assert first.notices == second.notices == ()


def test_tabs_and_body() -> None:
    """TSV is read too, and "body" is another name of the text; a row without one is no article."""
    found = _read("id\tbody\na\tIt floats.\nb\t\n")

    assert ["a", "b"] == [record.id for record in found]
    assert [Article, Unread] == [type(record) for record in found]
    assert "row 2 has no text" in found[1].notices[0].reason


@each_case(
    "text",
    [
        "Text, we say, is a body.\n\nIt floats.",
        "Text, body\n\nThe text, the body, and what else there is, Ada Moss said.",
        "id,title\n1,Pier\n",
        "text\nIt floats.\n",
        "article,headline,body,headline_statement\na,b,c,s1\n",
    ],
)
def test_what_is_no_table_of_articles(text: str) -> None:
    """A sentence with commas, a table without texts, and a table that sayso wrote are none."""
    assert not is_table(b"", text)


def test_a_table_that_is_too_long_is_refused() -> None:
    """The limit of one input holds for a whole table, with the way out."""
    (found,) = _read(ROWS, ReadSettings(max_bytes=100))

    assert "is a table of more than 100 bytes; split it" in found.notices[0].reason


def test_a_quotation_mark_that_never_closes_is_harmless() -> None:
    """The rest of the table becomes the cell that was opened."""
    (found,) = _read('id,text\n7,"It floats.\n' + "8,It rained.\n" * 3)

    assert isinstance(found, Article)
    assert found.text.startswith("It floats.\n8,It rained.")
