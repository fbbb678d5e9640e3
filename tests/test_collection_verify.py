"""What is wrong in the file of a collection is found, named, and mended as far as that is possible."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from old_collection import make_old_collection

from sayso import Selection, open_collection
from sayso.reading import Reading

from .made_collections import Said, make_reading, run, store_readings

ROTH, VINT = "Anna Roth", "Orla Vint"
FLOOD = "“The flood came over the wall at night and nobody had told us,”"


def make_readings() -> list[Reading]:
    """Two outlets that carry the same words, one article in two versions, and one that says nothing."""
    first = make_reading("a1", [Said(FLOOD, [ROTH]), Said("“We float,”", [VINT])])
    copy = make_reading("a2", [Said(FLOOD, [ROTH])], outlet="The Wold Bell", published="2031-04-06")
    later = make_reading("a1", [Said(FLOOD, [VINT])], published="2031-04-07")
    return [first, copy, later, make_reading("a3", [], outlet=None)]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = store_readings(tmp_path_factory.mktemp("stored"), make_readings())
    with open_collection(found) as collection:
        collection.trace()
        collection.prepare()
    return found


@pytest.fixture
def path(stored: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(stored, tmp_path))


def change(path: Path, *statements: str) -> None:
    """What another program does, which has foreign keys off unless it asks for them."""
    with closing(sqlite3.connect(path)) as base, base:
        for statement in statements:
            base.execute(statement)


def find(path: Path) -> list[tuple[str, str]]:
    with open_collection(path) as collection:
        return [(it.part, it.what) for it in collection.verify()]


def test_what_sayso_writes_has_no_fault(path: Path, tmp_path: Path) -> None:
    """Versions, traces, somebody forgotten, a file of the first tables, and an empty one."""
    assert [] == find(path)
    with open_collection(path) as collection:
        collection.forget(VINT)
    assert [] == find(path)
    make_old_collection(tmp_path / "old.db")
    assert [] == find(tmp_path / "old.db")
    with open_collection(tmp_path / "empty.db") as collection:
        assert [] == collection.verify()


def test_what_is_not_traced_yet_is_no_fault(path: Path) -> None:
    """A version that came after the trace has taken the passages of the one before away."""
    with open_collection(path) as collection:
        collection.add(make_reading("a2", [Said("“Dry,”", [ROTH])], outlet="The Wold Bell", published="2031-04-09"))
        assert [] == collection.verify()


CASES: dict[str, tuple[str, list[str], set[str]]] = {
    "an article that another program deleted": (
        "DELETE FROM articles WHERE article = 'a2'",
        ["rows"],
        {"statements", "article_speakers", "article_keys"},
    ),
    "an outlet that is gone": ("DELETE FROM outlets WHERE shown = 'The Wold Bell'", ["rows"], {"articles"}),
    "words that are not in the index": (
        "INSERT INTO statements_fts (statements_fts, rowid, text) SELECT 'delete', id, text FROM statements LIMIT 1",
        ["words"],
        {"1 statement that the search for words does not find"},
    ),
    "words in the index that no statement has": (
        "INSERT INTO articles_fts (rowid, title, text) VALUES (999, 'x', 'y')",
        ["words"],
        {"1 article in the index of words that are not there"},
    ),
    "two current versions": (
        "UPDATE articles SET is_current = 1",
        ["versions"],
        {"1 article with no current version or several"},
    ),
    "a speaker of a statement who is not the article's": (
        "UPDATE statements SET speaker_id = (SELECT max(id) FROM speakers WHERE id <> speaker_id)",
        ["speakers"],
        {"whose speaker is another one than its article says"},
    ),
    "a speaker whom nobody has": (
        "INSERT INTO speakers (id, name, type, named) VALUES (5, 'Nobody', 'person', 1)",
        ["speakers"],
        {"1 speaker of the collection whom no article has"},
    ),
    "an utterance with fewer passages than it says": (
        "DELETE FROM occurrences WHERE number = (SELECT max(number) FROM occurrences)",
        ["traces"],
        {"1 traced utterance with another number of passages"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_can_be_made_again_is_mended(path: Path, case: str) -> None:
    """It is found; after the repair nothing is wrong, and all that stands in no damaged row is there as before."""
    statement, parts, words = CASES[case]
    before = describe(path)
    change(path, statement)
    found = find(path)

    assert set(parts) <= {part for part, _ in found}
    assert all(any(word in what for _, what in found) for word in words), found
    with open_collection(path) as collection:
        assert [] == collection.repair()
        collection.trace()
    assert [] == find(path)
    if "DELETE FROM articles" not in statement and "outlets" not in statement:
        assert before == describe(path)


def describe(path: Path) -> object:
    with open_collection(path) as collection:
        return (
            list(collection.readings(all_versions=True)),
            [(it.id, it.name, it.statements) for it in collection.speakers()],
            [(it.id, len(it.passages)) for it in collection.clusters()],
            list(collection.counts(["outlet", "speaker"])),
        )


def test_tables_of_the_user_are_left_alone(path: Path) -> None:
    """Whatever their names, and whether their rows lead anywhere."""
    change(
        path,
        'CREATE TABLE "x; DELETE FROM articles" (id INTEGER PRIMARY KEY, about INTEGER REFERENCES articles (id))',
        'INSERT INTO "x; DELETE FROM articles" VALUES (1, 999)',
        "DELETE FROM articles WHERE article = 'a2'",
    )
    with open_collection(path) as collection:
        assert not any("x;" in it.what for it in collection.verify())
        assert [] == collection.repair()
        with collection.query() as connection:
            assert [(1, 999)] == connection.execute('SELECT * FROM "x; DELETE FROM articles"').fetchall()


def test_a_deleted_article_is_out_of_all_that_asks(path: Path) -> None:
    """After the repair neither counts nor searches have its statements, and it can be collected again."""
    change(path, "DELETE FROM articles WHERE article = 'a2'")
    with open_collection(path) as collection:
        collection.repair()
        assert 1 == len(collection.search("flood"))
        assert ["The Float"] == [row.values[0] for row in collection.counts(["outlet"])]
        assert 1 == collection.add(make_readings()).new
        assert 2 == len(collection.search("flood"))


def test_counts_that_are_old_are_found(path: Path) -> None:
    """What counts choose from was kept, and another program put it back after statements came."""
    with closing(sqlite3.connect(path)) as base:
        kept = base.execute("SELECT name, value FROM columns").fetchall()
    with open_collection(path) as collection:
        collection.add(make_reading("a9", [Said("“More rain,”", [VINT])]))
        with collection.change() as connection:
            connection.executemany("INSERT OR REPLACE INTO columns VALUES (?, ?)", kept)
        assert ["1 statement that counts and searches leave out, or have though it is gone"] == [
            it.what for it in collection.verify()
        ]
        assert [] == collection.repair()
        assert 3 == len(collection.search(Selection()))


def test_changed_words_are_found_and_not_mended(path: Path) -> None:
    """Nobody knows what stood there: the article is named, and stays as it is."""
    change(path, "UPDATE articles SET text = replace(text, 'flood', 'blood') WHERE article = 'a2'")
    with open_collection(path) as collection:
        left = collection.repair()

    assert [("articles", ("a2",), False)] == [(it.part, it.examples, it.can_be_repaired) for it in left]


def test_rows_that_hold_no_reading_are_found(path: Path) -> None:
    """Spans behind the end of a text, for instance."""
    change(path, "UPDATE statements SET content = '[[1, 99999]]' WHERE source_text = 'Orla Vint'")

    assert [("articles", "2 articles of which the rows hold no reading any more")] == [
        it for it in find(path) if "no reading" in it[1]
    ]


def test_what_is_decided_by_hand_stays(path: Path) -> None:
    """Speakers are joined again with the edits."""
    with open_collection(path) as collection:
        collection.merge(ROTH, VINT)
    change(path, "DELETE FROM articles WHERE article = 'a2'")
    with open_collection(path) as collection:
        collection.repair()
        assert 1 == len(collection.speakers())


def test_a_damaged_page_is_named(path: Path) -> None:
    """An index that lost its rows: SQLite names it, and nothing is mended."""
    change(path, "VACUUM", "PRAGMA journal_mode = DELETE")
    spoil_index(path)
    with open_collection(path) as collection:
        faults = collection.verify()

    assert ["file"] == list({it.part for it in faults})
    assert not any(it.can_be_repaired for it in faults)


def spoil_index(path: Path) -> None:
    """Change an entry of an index, on its own page."""
    with closing(sqlite3.connect(path)) as base:
        (page,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles_article'").fetchone()
        (size,) = base.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    own = slice((page - 1) * size, page * size)
    data[own] = bytes(data[own]).replace(b"a3", b"a0")
    path.write_bytes(data)


def test_a_file_that_cannot_be_written_is_looked_at(path: Path) -> None:
    """Nothing is written; what was missed shows in the numbers of rows."""
    change(path, "DELETE FROM articles WHERE article = 'a2'")
    with open_collection(path, read_only=True) as collection:
        assert "rows" in {it.part for it in collection.verify()}


def test_the_command_says_what_to_do(path: Path) -> None:
    """0 if nothing is wrong; 3 if something is, with the command that mends it; 2 with an INPUT; 1 without a file."""
    sound = run("collect", "--into", path, "--verify")
    change(path, "DELETE FROM articles WHERE article = 'a2'")
    broken = run("collect", "--into", path, "--verify")
    mended = run("collect", "--into", path, "--repair")
    usage = run("collect", "x.txt", "--into", path, "--verify")
    nothing = run("collect", "--into", path.parent / "none.db", "--verify")

    assert [0, 3, 0, 2, 1] == [it.exit_code for it in (sound, broken, mended, usage, nothing)]
    assert f"sayso: {path}: 3 articles, nothing is wrong\n" == sound.stderr
    assert "of the table statements: the row of articles that they belong to is not there" in broken.stdout
    assert f"sayso collect --into {path} --repair" in broken.stderr
    assert f"sayso: {path}: 2 articles, nothing is wrong\n" == mended.stderr
    assert "--verify takes no INPUT" in usage.stderr
    assert "does not exist" in nothing.stderr
