"""A collection of an older version is brought up to date: whole or not at all, and with all that stood in it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from old_collection import make_old_collection

from sayso.article import Article
from sayso.errors import StoreError
from sayso.store import migrations, open_collection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_old_collection(tmp_path / "old.db")
    return tmp_path / "old.db"


def find_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as base:
        return int(base.execute("PRAGMA user_version").fetchone()[0])


def test_all_that_stood_in_it_is_there(path: Path) -> None:
    """Readings, earlier versions, notices and words; what came later is made of them."""
    with open_collection(path, create=False) as collection:
        readings = list(collection.readings(all_versions=True))
        changes = [(it.what, it.label) for it in collection.changes()]
        with collection.query() as connection:
            found = connection.execute(
                "SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'ferry'"
            ).fetchone()
            verdict = connection.execute("PRAGMA integrity_check").fetchone()
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        speakers = {it.name for it in collection.speakers()}

    articles = [it.article for it in readings if isinstance(it.article, Article)]
    assert ["lock", "lock", "copy", "odd"] == [article.id for article in articles]
    assert "A lone \ud800 stood here, said Roth." == articles[-1].text
    assert "late.txt" == readings[-1].article.id
    assert [("headline", "altered"), ("quotation", "altered")] == changes
    assert ((6,), ("ok",), []) == (found, verdict, broken)
    assert "Ilse Marrowby" in speakers
    assert migrations.VERSION == find_version(path)


def test_it_has_the_tables_of_a_new_one(path: Path, tmp_path: Path) -> None:
    """After that nobody can see of which version it was."""
    with (
        open_collection(path, create=False) as old,
        open_collection(tmp_path / "new.db") as new,
        old.query() as base,
        new.query() as other,
    ):
        assert migrations.list_parts(base) == migrations.list_parts(other)
        indices = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
        assert base.execute(indices).fetchall() == other.execute(indices).fetchall()


def test_a_migration_that_fails_has_done_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is as it was, and can be brought up to date later."""

    def fail(_connection: sqlite3.Connection, _key: str, _new: None) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "record_changes", fail)
        with pytest.raises(StoreError, match="disk is full"):
            open_collection(path)

    assert before == path.read_bytes()
    with open_collection(path) as collection:
        assert 3 == len(collection)


def test_a_view_of_the_user_stays(path: Path) -> None:
    """Only ours are made anew."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE VIEW mine AS SELECT title FROM articles")
    with open_collection(path) as collection, collection.query() as connection:
        assert 4 == len(connection.execute("SELECT * FROM mine").fetchall())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_cannot_be_written_is_named(path: Path) -> None:
    """Nothing can be brought up to date there: the error says what to do."""
    path.chmod(0o444)
    with pytest.raises(StoreError, match="older version"):
        open_collection(path)


def test_it_is_not_brought_up_to_date_for_reading_alone(path: Path) -> None:
    """Where nothing is to be written, nothing is."""
    before = path.read_bytes()
    with pytest.raises(
        StoreError, match=r"older version .* is only read here; bring it up to date with `sayso collect"
    ):
        open_collection(path, read_only=True)

    assert before == path.read_bytes()
