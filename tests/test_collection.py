"""A collection gives back what it was given, keeps an article once, and touches no file that is not its own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse import Analyser
from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice, StoreError
from sayso.jsonl import read_reading, write_reading
from sayso.read import read_articles
from sayso.reading import Reading
from sayso.statement import Kind, Place, Statement
from sayso.store import Collection, open_collection
from sayso.store.keys import find_address
from sayso.text import Span

from .each_case import each_case
from .made_readings import READINGS, STAMP
from .quick import Forked

EXAMPLE = Path(__file__).parent.parent / "src" / "sayso" / "examples" / "article.txt"
BELL = Outlet("The Wold Bell", "bell.example")
_CONNECT = sqlite3.connect
LOCK = "The lock stays shut until May, said nobody at all. The harbour master was not asked about it."


def make_reading(name: str, text: str = LOCK, **facts: object) -> Reading:
    return Reading(Article(name, text, **facts), (), (), STAMP)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def collection(path: Path) -> Iterator[Collection]:
    with open_collection(path) as opened:
        yield opened


def ask(collection: Collection, query: str) -> list[tuple[object, ...]]:
    with collection.query() as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A collection that is emptied and filled again many times."""
    with open_collection(tmp_path_factory.mktemp("any") / "news.db") as collection:
        ask(collection, "PRAGMA synchronous = OFF")
        yield collection


def test_a_statement_may_stand_in_a_later_one(collection: Collection) -> None:
    """Readings that were made elsewhere may name a statement before its row is written."""
    said = ("s1", "s2"), ("s2", None)
    statements = tuple(
        Statement(name, Kind.DIRECT, Place.BODY, (Span(0, 3),), (), (), 0.5, within=within) for name, within in said
    )
    collection.add(Reading(Article("a", "Yes."), statements, (), STAMP))

    assert [it.within for reading in collection.readings() for it in reading.statements] == ["s2", None]


@given(readings=st.lists(READINGS, max_size=2))
def test_readings_come_out_as_they_went_in(readings: list[Reading], emptied: Collection) -> None:
    """Whatever a reading holds, it is equal to its line of JSON read back; and the file holds together."""
    given = {reading.article.fingerprint: reading for reading in readings if isinstance(reading.article, Article)}
    with emptied.change() as connection:
        connection.execute("DELETE FROM articles")
    emptied.add(given.values())
    found = {write_reading(reading) for reading in emptied.readings(all_versions=True)}

    assert {write_reading(read_reading(write_reading(reading))) for reading in given.values()} == found
    assert [] == ask(emptied, "PRAGMA foreign_key_check")


def test_a_real_reading_fits_the_tables(collection: Collection, analyser: Analyser) -> None:
    """What the analyser finds needs no line of JSON beside its rows."""
    readings = [analyser.analyse(article) for article in read_articles([EXAMPLE])]
    collection.add(readings)

    assert readings == list(collection.readings())
    assert [(None,)] == ask(collection, "SELECT exact FROM articles")


def test_an_article_is_kept_once(collection: Collection) -> None:
    """The same text in the same outlet, or at the same address, is the same article."""
    first = make_reading("a", url="https://www.bell.example/lock?utm_source=post#top")
    added = collection.add([
        first,
        make_reading("b", url="http://bell.example/lock/"),
        make_reading("c", url="https://m.bell.example/another-way-to-it"),
    ])  # fmt: skip

    assert (1, 2) == (added.new, added.same)
    assert [first] == list(collection.readings())


@each_case(
    ("facts", "address"),
    [
        ({"url": "http://www.bell.example/a/?utm_source=x&b=2&a=1#top"}, "bell.example/a?a=1&b=2"),
        ({"url": "https://m.bell.example/a", "canonical": "https://www.bell.example/lock"}, "bell.example/lock"),
        ({"url": "https://post.example/a", "canonical": "https://bell.example/lock"}, "post.example/a"),
        ({"url": "https://bell.example/a", "canonical": "https://bell.example/"}, "bell.example/a"),
        ({"canonical": "https://bell.example/lock"}, "bell.example/lock"),
        ({"url": "https://bell.example/"}, None),
        ({"url": "file:///home/roth/a.html"}, None),
        ({"url": "https://[broken/a"}, None),
        ({}, None),
    ],
)
def test_an_address_in_its_plain_form(facts: dict[str, str], address: str | None) -> None:
    """What a page gives as its own address counts on its own site only: elsewhere it says whose article it copies."""
    assert address == find_address(Article("a", "It rained.", **facts))  # type: ignore[arg-type]


def test_a_copy_in_another_outlet_is_another_article(collection: Collection) -> None:
    """The same words in two outlets are two articles: who carries whose words is the question."""
    added = collection.add([
        make_reading("a", url="https://bell.example/lock"),
        make_reading("b", url="https://post.example/lock"),
        make_reading("c", outlet=Outlet("The Oxley Herald")),
        make_reading("d"),
    ])  # fmt: skip

    assert 4 == added.new


def test_a_changed_article_is_a_version(collection: Collection) -> None:
    """Of one address, the text that came last is the current one; an earlier one that comes again is known."""
    old = make_reading("a", url="https://bell.example/lock")
    new = make_reading("a", LOCK.replace("May", "June"), url="https://bell.example/lock")
    added = collection.add([old, new, old])

    assert (1, 1, 1) == (added.new, added.changed, added.same)
    assert [new] == list(collection.readings())
    assert [old, new] == list(collection.readings(all_versions=True))
    assert 1 == len(collection)


def test_dates_order_versions_whatever_comes_first(collection: Collection) -> None:
    """Where all versions say when they were changed, the last change is the current one."""
    versions = [
        make_reading("a", f"{LOCK} {day}", url="https://bell.example/lock", modified=f"2031-04-0{day}") for day in "123"
    ]
    collection.add([versions[2], versions[0], versions[1]])

    assert versions == list(collection.readings(all_versions=True))
    assert [versions[2]] == list(collection.readings())


def test_without_an_address_an_id_needs_shared_words(collection: Collection) -> None:
    """A file that was edited is a version; another article that was given the same id is not."""
    added = collection.add([
        make_reading("1"),
        make_reading("1", "Rain is expected in the hills tomorrow, and wind from the west on the coast."),
        make_reading("1", LOCK.replace("May", "June")),
    ])  # fmt: skip

    assert (2, 1) == (added.new, added.changed)


def test_two_names_of_one_article_are_joined_later(collection: Collection) -> None:
    """An article that has the address of one and the text of another shows that both are one, in whatever order."""
    readings = [
        make_reading("a", LOCK, url="https://bell.example/1"),
        make_reading("b", LOCK.replace("May", "June"), url="https://bell.example/2"),
        make_reading("c", LOCK, url="https://bell.example/2"),
    ]
    for order in permutations(readings):
        with open_collection(collection.path.with_name(f"{order[0].article.id}{order[1].article.id}.db")) as other:
            other.add(order)
            keys = ask(other, "SELECT DISTINCT key FROM articles")

            assert 1 == len(keys) == len(other)


def test_front_pages_and_pipes_are_nobodys_name(collection: Collection) -> None:
    """What is read from stdin, or given the address of a whole site, is recognised by its text alone."""
    other = "Rain is expected in the hills tomorrow."
    added = collection.add([
        make_reading("stdin"), make_reading("stdin", f"{LOCK} Or was he?"),
        make_reading("a", url="https://bell.example/"), make_reading("b", other, url="https://bell.example/"),
    ])  # fmt: skip

    assert 4 == added.new


def test_what_could_not_be_read_is_kept_until_it_is_read(collection: Collection) -> None:
    """Its notices stay, once, and come out at the end; they go when the article was read."""
    notices = (Notice("read", "a.txt does not exist."),)
    unread = Reading(Unread("a.txt", notices), (), notices, STAMP)
    collection.add([unread, unread])
    assert [unread] == list(collection.readings())
    assert collection.add([unread, make_reading("a.txt"), unread]).unread == 2
    collection.add([make_reading("a.txt", f"{LOCK} It rained.")])

    assert [(0,), (0,)] == ask(collection, "SELECT count(*) FROM unread UNION ALL SELECT count(*) FROM notices")


def test_words_are_found_and_deleted_with_their_article(collection: Collection, analyser: Analyser) -> None:
    """The full-text tables hold what the tables hold."""
    collection.add(analyser.analyse(article) for article in read_articles([EXAMPLE]))
    search = "SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'ferry'"
    assert ask(collection, search) > [(0,)]
    with collection.change() as connection:
        connection.execute("DELETE FROM articles")

    assert [(0,), (0,)] == [*ask(collection, search), *ask(collection, "SELECT count(*) FROM statements")]


def test_what_came_before_an_error_is_stored(collection: Collection) -> None:
    """An analysis that is stopped loses nothing that was read before."""

    def give() -> Iterator[Reading]:
        yield make_reading("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collection.add(give())

    assert 1 == len(collection)


def test_a_batch_is_stored_whole_or_not_at_all(collection: Collection) -> None:
    """If a batch cannot be stored, nothing of it is; what was there stays."""
    collection.add(make_reading("a"))
    with collection.query() as connection:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 2}")
    with pytest.raises(StoreError, match="disk is full"):
        collection.add([make_reading("b", "Other words."), make_reading("c", f"{LOCK} " * 9_000)])

    assert [make_reading("a")] == list(collection.readings())
    assert [("ok",)] == ask(collection, "PRAGMA integrity_check")


ODD: tuple[object, ...] = ("", "x", "[[5]]", "[[9, 2]]", '{"given_span": 7}', -1, 10**12, b"\xff", None)


def test_rows_that_somebody_changed_raise_nothing(path: Path, analyser: Analyser) -> None:
    """Whatever stands in a row, its article comes out, or a notice in its place; the others come out as they are."""
    title = "Pilot: “We warned the harbour board”"
    text = f"{title}\n\n“We warned the board twice,” Ilse Marrowby told Tern Radio. The “rescue” took six hours."
    other = make_reading("other")
    with open_collection(path) as collection:
        collection.add([other, analyser.analyse(Article("a", text, None, BELL, title, Span(0, len(title))))])
        for table in ("articles", "statements", "article_speakers", "carriers", "headline_findings", "marks"):
            rows = ask(collection, f"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'id'")  # noqa: S608
            assert ask(collection, f"SELECT 1 FROM {table}")  # noqa: S608
            for (column,), odd in product(rows, ODD):
                change = f'UPDATE {table} SET "{column}" = ? WHERE id = (SELECT max(id) FROM {table})'  # noqa: S608
                found = change_and_read(collection, change, odd)
                assert other in found
                assert 2 == len(found)


def change_and_read(collection: Collection, change: str, odd: object) -> list[Reading]:
    """All readings after a change of one row, which is taken back."""
    with collection.query() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        with suppress(sqlite3.IntegrityError):
            connection.execute(change, (odd,))
        found = list(collection.readings(all_versions=True))
        connection.execute("ROLLBACK")
    return found


# ---- files


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"We float, she said.\n" * 9, "a file of another kind"),
        (b"", "is empty"),
        (b"SQLite format 3\x00" + bytes(200), "a database of another program"),
    ],
)
def test_a_file_of_another_kind_is_left_alone(path: Path, content: bytes, reason: str) -> None:
    """What is no collection is not written, and the error says what it is."""
    path.write_bytes(content)
    with pytest.raises(StoreError, match=reason):
        open_collection(path, create=bool(content))

    assert content == path.read_bytes()


def test_no_collection_is_made_where_one_is_only_asked(path: Path) -> None:
    """The error says how to make one."""
    with pytest.raises(StoreError, match=r"sayso collect INPUT --into"):
        open_collection(path, create=False)

    assert not path.exists()


def test_a_newer_collection_is_left_alone(path: Path, collection: Collection) -> None:
    """A file of a later version of sayso is not read with old eyes."""
    with collection.change() as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        open_collection(path)


def test_a_foreign_trigger_is_refused(path: Path, collection: Collection) -> None:
    """A trigger would run with every row that is written."""
    with collection.change() as connection:
        connection.execute("CREATE TRIGGER spy AFTER INSERT ON articles BEGIN DELETE FROM outlets; END")
    with pytest.raises(StoreError, match="spy"):
        open_collection(path)


def test_a_collection_that_cannot_be_written_can_be_read(path: Path) -> None:
    """Reading leaves the file as it is; writing is refused."""
    with open_collection(path) as collection:
        collection.add(make_reading("a"))
    before = path.read_bytes()
    with open_collection(path, read_only=True) as collection:
        assert 1 == len(collection)
        with pytest.raises(StoreError, match="cannot be written"):
            collection.add(make_reading("b", "Other words."))

    assert before == path.read_bytes()


def test_a_second_writer_is_told_who_holds_the_file(path: Path, collection: Collection) -> None:
    """It waits, and then says that another program writes."""
    with open_collection(path) as other, collection.change():
        with other.query() as connection:
            connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(StoreError, match="being written by another program"):
            other.add(make_reading("a"))


WORKER = """
import sys
from sayso.article import Article
from sayso.reading import Reading, Stamp
from sayso.store import collection, open_collection
collection._BATCH = 5
first = int(sys.argv[2])
def make():
    for number in range(first, first + 60):
        text = f"The lock stays shut for {number} days, said nobody at all."
        yield Reading(Article(f"a{number}", text, url=f"https://bell.example/{number}"), (), (), Stamp("1", "m", "s"))
stored = 0
def acknowledge(added):
    print(added.articles, flush=True)
with open_collection(sys.argv[1]) as opened:
    opened.add(make(), progress=acknowledge)
"""


def test_two_programs_write_at_once(path: Path) -> None:
    """One waits for the other; articles that both have are kept once."""
    programs = [
        Forked([sys.executable, "-c", WORKER, str(path), str(first)], stdout=subprocess.PIPE) for first in (0, 30)
    ]
    for program in programs:
        program.communicate(timeout=100)
    with open_collection(path) as collection:
        names = [reading.article.id for reading in collection.readings()]

    assert [0, 0] == [program.returncode for program in programs]
    assert [f"a{number}" for number in range(90)] == sorted(names, key=lambda name: int(name[1:]))


def test_what_was_counted_is_stored_whatever_happens(path: Path) -> None:
    """A program that is killed right after it said that articles are stored has stored them."""
    with subprocess.Popen([sys.executable, "-c", WORKER, str(path), "0"], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        counted = [int(program.stdout.readline()) for _ in range(3)][-1]
        program.kill()
    with open_collection(path) as collection:
        assert 15 == counted <= len(collection)
        assert [("ok",)] == ask(collection, "PRAGMA integrity_check")


@pytest.mark.skipif(not Path("/dev/full").exists() or os.geteuid() != 0, reason="a small disk is mounted by root")
def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    """On a disk of a megabyte: the error says so, what was stored before is there, and room makes it go on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "none", disk], check=False)  # noqa: S607
    if mounted.returncode:
        pytest.skip("nothing may be mounted here")
    try:
        readings = [make_reading(f"a{at}", f"{LOCK} {at} " * 200, url=f"https://b.example/{at}") for at in range(200)]
        path = disk / "news.db"
        with open_collection(path) as collection:
            collection.add(readings[:10])
            with pytest.raises(StoreError, match="disk is full"):
                collection.add(readings)
        with open_collection(path) as collection:
            assert 10 <= len(collection) < 200
            assert [("ok",)] == ask(collection, "PRAGMA integrity_check")
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)  # noqa: S607
        with open_collection(path) as collection:
            collection.add(readings)
            assert 200 == len(collection)
    finally:
        subprocess.run(["umount", disk], check=True)  # noqa: S607


def test_an_empty_file_becomes_a_collection(path: Path) -> None:
    """As `mktemp` makes one."""
    path.touch()
    with open_collection(path) as collection:
        assert 0 == len(collection)

    assert ["news.db"] == [it.name for it in path.parent.iterdir()]


def test_another_choice_is_another_stamp(collection: Collection) -> None:
    """What made a reading comes out with it."""
    other = replace(STAMP, choices=(("min_score", 0.5), ("scheme", "polnear")))
    readings = [make_reading("a"), replace(make_reading("b", "Other words."), stamp=other)]
    collection.add(readings)

    assert {STAMP, other} == {reading.stamp for reading in collection.readings()}


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_cannot_be_opened_is_closed(
    path: Path, collection: Collection, monkeypatch: pytest.MonkeyPatch, *, read_only: bool
) -> None:
    """Python 3.13 warns of a connection that is left open; a file that is held cannot be moved on some systems."""
    collection.close()
    data = bytearray(path.read_bytes())
    data[100:4_096] = b"\xff" * 3_996
    path.write_bytes(data)
    opened: list[sqlite3.Connection] = []

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401  (those of sqlite3.connect)
        opened.append(_CONNECT(*args, **options))
        return opened[-1]

    monkeypatch.setattr("sqlite3.connect", connect)
    with pytest.raises(StoreError, match="is damaged"):
        open_collection(path, read_only=read_only)

    assert opened
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_a_damaged_page_is_said(path: Path) -> None:
    """A file whose pages were overwritten is left as it is."""
    with open_collection(path) as collection:
        collection.add(
            make_reading(str(number), f"{LOCK} {number}" * 50, url=f"https://b.example/{number}")
            for number in range(50)
        )
    data = bytearray(path.read_bytes())
    for at in range(4_096 * 40, len(data) - 4_096, 4_096):
        data[at : at + 4_096] = b"\xff" * 4_096
    path.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"), open_collection(path, read_only=True) as collection:
        list(collection.readings())

    assert bytes(data) == path.read_bytes()
