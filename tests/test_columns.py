"""Columns stay loaded until a collection changes, whoever changes it, and threads share them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from sayso.correct.correction import Correction, quote_statement
from sayso.store import Collection, Selection, columns, open_collection
from sayso.store.columns import Columns

from .made_collections import Said, make_reading

FLOOD, RAIN = Said("“The flood is near,”", ["Orla Vint"]), Said("“The rain is over,”", ["Rafi Dunmore"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A collection of one statement."""
    path = tmp_path / "news.db"
    with open_collection(path) as opened:
        opened.add(make_reading("a1", [FLOOD]))
        opened.prepare()
    return path


@contextmanager
def count_calls(patch: pytest.MonkeyPatch, owner: object, name: str) -> Iterator[list[object]]:
    """The calls of a function, which is still called."""
    calls: list[object] = []
    called = getattr(owner, name)

    def call(*given: object) -> object:
        calls.append(given[-1])
        return called(*given)

    with patch.context() as inner:
        inner.setattr(owner, name, call)
        yield calls


def ask(collection: Collection) -> list[tuple[str, ...]]:
    """Who says how much of what was chosen."""
    return [(*row.values, str(row.statements.count)) for row in collection.counts(["speaker"], Selection())]


def test_a_column_is_loaded_once_for_all_threads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked for."""

    def ask_apart() -> list[tuple[str, ...]]:
        with open_collection(path) as opened:
            return ask(opened)

    with open_collection(path) as first, count_calls(monkeypatch, Columns, "_read") as reads:
        ask(first)
        read = len(reads)
        with ThreadPoolExecutor(1) as pool:
            answers = [ask(first), pool.submit(ask_apart).result()]

    assert 0 < read == len(reads)
    assert [[("Orla Vint", "1")]] * 2 == answers


def test_what_another_program_writes_is_seen(path: Path) -> None:
    """And what this connection writes; what was remembered of a question is asked anew."""
    with open_collection(path) as own, open_collection(path) as other:
        seen = [ask(own)]
        other.add(make_reading("a2", [RAIN]))
        seen += [ask(own)]
        own.add(make_reading("a3", [RAIN]))
        seen += [ask(own), ask(other)]

    one, two = ("Orla Vint", "1"), ("Rafi Dunmore", "2")
    assert [[one], [one, ("Rafi Dunmore", "1")], [two, one], [two, one]] == seen


def test_names_that_change_alone_are_seen(path: Path) -> None:
    """Of speakers, which are in no column."""
    with open_collection(path) as own, closing(sqlite3.connect(path)) as other:
        found = [own.search(Selection(speakers=("Ada Roe",))).count]
        with other:
            other.execute("UPDATE speakers SET name = 'Ada Roe'")
        found += [own.search(Selection(speakers=("Ada Roe",))).count]

    assert [0, 1] == found


def test_what_was_never_stored_is_not_kept(path: Path) -> None:
    """A change that was taken back has changed nothing."""
    with open_collection(path) as own:
        before = ask(own)
        with suppress(ZeroDivisionError), own.change() as connection:
            connection.execute("DELETE FROM statements")
            assert [] == ask(own)
            raise ZeroDivisionError
        assert before == ask(own)


def test_where_nothing_can_be_stored_columns_are_made_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And again when another program has written."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("DELETE FROM columns")
    with open_collection(path, read_only=True) as own, count_calls(monkeypatch, columns, "make_columns") as made:
        seen = [ask(own), ask(own)]
        with closing(sqlite3.connect(path)) as base, base:
            base.execute("DELETE FROM statements")
        seen += [ask(own)]

    assert 2 == len(made)
    assert [[("Orla Vint", "1")], [("Orla Vint", "1")], []] == seen


def test_one_speaker_is_described_as_in_the_list(path: Path) -> None:
    """Though the statements of one are counted from columns; those said together count for each, a new version once."""
    together = Said("“We float,”", ["Orla Vint", "Rafi Dunmore"])
    with open_collection(path) as own:
        own.add([make_reading("a2", [FLOOD, together]), make_reading("a3", [RAIN, together, together])])
        own.add(make_reading("a2", [FLOOD, RAIN, together]))
        listed = own.speakers()
        described = [own.speaker_summary(it.id) for it in listed]

    assert [("Orla Vint", 5), ("Rafi Dunmore", 5)] == [(it.name, it.statements) for it in listed]
    assert listed == described


def test_a_correction_by_another_thread_is_seen(path: Path) -> None:
    """Each thread of a server has a connection; a reader corrects by one, and is answered by another one."""

    def correct() -> None:
        with open_collection(path) as opened:
            (number,) = (it.number for it in opened.articles())
            reading = opened.reading(number)
            assert reading is not None
            wrong = quote_statement(reading, reading.statements[0])
            opened.correct(number, Correction(wrong, None, "2031-04-06T09:30:00Z"))

    with open_collection(path) as own:
        before = ask(own)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(correct).result()
        assert [[("Orla Vint", "1")], []] == [before, ask(own)]
