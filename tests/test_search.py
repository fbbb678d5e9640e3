"""Search in a collection: by words, speaker, outlet, date, kind, carrier and score; whatever somebody types."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import Collection, Selection, SettingsError, StoreError, open_collection
from sayso.article import Article
from sayso.carrier import How
from sayso.speaker import SpeakerType
from sayso.statement import Kind
from sayso.store.columns import Columns
from sayso.store.make_columns import make_columns, parse_numbers
from sayso.store.words import Matcher, parse_words

from .each_case import each_case
from .made_collections import Said, make_reading

FLOOD = Said("“The flood came at night,”", ["Anna Roth"], through=[("Mir", How.WIRE, 0.9)])
FLOAT = Said("“We float on high water,”", ["Anna Roth", "Orla Vint"], kind=Kind.MIXED, score=0.7)
READINGS = (
    make_reading("a1", [FLOOD, FLOAT], title="Rain"),
    make_reading("a2", [Said("that Höhe is no flood", ["Orla Vint"], kind=Kind.INDIRECT)], published="2031-05"),
    make_reading("a3", [Said("“No floods,”", score=0.4)], published="2031-06-01T09:30+02:00", outlet="The Wold Bell"),
    make_reading("a4", [Said("“High tide, dry feet,”", ["a spokesman"], is_named=False)], outlet=None, published=None),
    make_reading("a5", [Said("“The high\twater FLOOD”", ["ANNA ROTH"], through=[("mir", How.INTERVIEW, 0.5)])]),
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The readings in a file."""
    with open_collection(tmp_path_factory.mktemp("search") / "news.db") as opened:
        opened.add(READINGS)
        yield opened


def find(collection: Collection, words: str | None = None, **more: Any) -> list[str]:  # noqa: ANN401  (fields of any kind)
    """The articles and statements that are found, the oldest first."""
    selection = replace(Selection(words=words), **more)
    return [f"{it.article} {it.statement}" for it in collection.search(selection, oldest_first=True)]


@each_case(
    ("words", "expected"),
    [
        ("flood", ["a1 s1", "a5 s1", "a2 s1"]),
        ("FLOOD night", ["a1 s1"]),
        ('"high water"', ["a1 s2", "a5 s1"]),
        ("“high water”", ["a1 s2", "a5 s1"]),
        ("water high", ["a1 s2", "a5 s1"]),
        ("night OR tide", ["a1 s1", "a4 s1"]),
        ("flood NOT (night OR hohe)", ["a5 s1"]),
        ("flo*", ["a1 s1", "a1 s2", "a5 s1", "a2 s1", "a3 s1"]),
        ('"high wat"*', ["a1 s2", "a5 s1"]),
        ("hohe", ["a2 s1"]),
        ("well-known-flood", []),
        ("the OR", ["a1 s1", "a5 s1"]),
        ("flood -night", ["a5 s1", "a2 s1"]),
        ("-night flood", ["a5 s1", "a2 s1"]),
        ("flood -night -hohe", ["a5 s1"]),
        ('flood -"high water" -hohe', ["a1 s1"]),
        ("night OR tide -tide", ["a1 s1"]),
        ("NOT night flood", ["a5 s1", "a2 s1"]),
        ("-night", ["a1 s2", "a5 s1", "a2 s1", "a3 s1", "a4 s1"]),
        ("NOT flood", ["a1 s2", "a3 s1", "a4 s1"]),
        ("well -", []),
    ],
)
def test_words(collection: Collection, words: str, expected: list[str]) -> None:
    """Words, phrases, AND, OR, NOT, brackets and beginnings; capitals and accents make no difference."""
    assert expected == find(collection, words)


@each_case(
    ("more", "expected"),
    [
        ({"speakers": ("Anna Roth",)}, ["a1 s1", "a1 s2", "a5 s1"]),
        ({"speakers": ("orla vint", "a spokesman")}, ["a1 s2", "a2 s1", "a4 s1"]),
        ({"outlets": ("wold bell",)}, ["a3 s1"]),
        ({"kinds": ("mixed", "indirect")}, ["a1 s2", "a2 s1"]),
        ({"carriers": ("MIR",)}, ["a1 s1", "a5 s1"]),
        ({"hows": ("interview",)}, ["a5 s1"]),
        ({"min_score": 0.8}, ["a1 s1", "a5 s1", "a2 s1", "a4 s1"]),
        ({"start": "2031-05"}, ["a2 s1", "a3 s1"]),
        ({"end": "2031"}, ["a1 s1", "a1 s2", "a5 s1", "a2 s1", "a3 s1"]),
        ({"start": "2031-04-05", "end": "2031-05-30"}, ["a1 s1", "a1 s2", "a5 s1"]),
        ({"words": "flood", "speakers": ("Anna Roth",), "hows": ("wire",)}, ["a1 s1"]),
        ({"speakers": ("Nobody Known",)}, []),
    ],
)
def test_filters(collection: Collection, more: dict[str, Any], expected: list[str]) -> None:
    """Each restricts what is found; joint statements are those of each speaker."""
    assert expected == find(collection, **more)


def test_where_it_stands(collection: Collection) -> None:
    """What is found says where its words and its sentence stand in the article."""
    (found,) = collection.search("night")
    article = READINGS[0].article
    assert isinstance(article, Article)
    text = article.text

    assert "“The flood came at night,”" == found.text == found.content[0].of(text)
    assert "“The flood came at night,” Anna Roth said so." == found.sentence == found.sentence_span.of(text)
    assert ("Rain", "The Float", "2031-04-05") == (found.title, found.outlet, found.published)
    assert [("Mir", "wire", 0.9)] == [(it.name, it.how, it.score) for it in found.carriers]
    assert ("Anna Roth", "a1", 1, "direct", "body") == (
        *(found.speaker, found.article, found.version, found.kind, found.place),
    )


def test_order_and_pages(collection: Collection) -> None:
    """The newest articles come first, those without a date last; pages of a list fit together."""
    whole = collection.search()
    parts = [collection.search(limit=2, offset=at) for at in range(0, 7, 2)]
    names = [f"{it.article} {it.statement}" for it in whole]

    assert ["a3 s1", "a2 s1", "a5 s1", "a1 s1", "a1 s2", "a4 s1"] == names
    assert list(whole) == [it for part in parts for it in part]
    assert {(6, 5)} == {(part.count, part.article_count) for part in (whole, *parts)}


def test_why_nothing_is_found_is_said(collection: Collection) -> None:
    """Which of the words no statement has; a star that begins a word; names that are part of others."""

    def notes(**fields: Any) -> str:  # noqa: ANN401
        return " ".join(collection.search(replace(Selection(), **fields)).notes)

    assert "no statement has all of these words; 1 has 'night', 1 has 'tide'" in notes(words="night tide")
    assert "3 have 'flood', none has 'zebra'" in notes(words="flood zebra")
    assert "" == notes(words="zebra")
    assert "* stands only at the end of a word; 'lood' is looked for" in notes(words="*lood")
    assert "" == notes(speakers=("Orla Vint",))
    assert "no outlet of the collection is called 'Zebra'; counts by outlet list all" in notes(outlets=("Zebra",))


def test_a_surname_leaves_out_whom_articles_name_in_full(tmp_path: Path) -> None:
    """It is a whole name where an article has no other; who else has it is said, the usual ones first."""
    names = ["Ida Vint", "Orla Vint", "Orla Vint", "Vint"]
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(make_reading(f"a{at}", [Said(f"“It rained {at} times,”", [name])]) for at, name in enumerate(names))
        found = opened.search(Selection(speakers=("Vint",)))
        assert ["a3"] == [it.article for it in found]

    assert ("'Vint' is looked for as a whole name; Orla Vint, Ida Vint have it among others.",) == found.notes


def test_what_is_left_out_is_reported(collection: Collection) -> None:
    """Articles without a date, or with one that is too coarse to be chosen by; names that nobody has."""
    notes = collection.search(Selection(start="2031-05-10", speakers=("Anna Rooth", "Vint"), outlets=("Float",))).notes

    assert any("1 article whose dates are too coarse" in note for note in notes)
    assert any("1 article without a date" in note for note in notes)
    assert any("'Anna Rooth'" in note for note in notes)


def test_capitals_and_accents_of_a_speaker_make_no_difference(tmp_path: Path) -> None:
    """As of words."""
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(make_reading("a1", [Said("“We float,”", ["Élodie Ångström"])]))
        for name in ("Élodie Ångström", "ÉLODIE ÅNGSTRÖM", "elodie angstrom"):
            assert ["a1 s1"] == find(opened, speakers=(name,))
        assert [] == find(opened, speakers=("elodie angstro",))


def test_a_speaker_has_a_number(collection: Collection) -> None:
    """By which it can be chosen too, as where two have one name."""
    (found,) = collection.search("night")

    assert ["a1 s1", "a1 s2", "a5 s1"] == find(collection, speakers=(str(found.speaker_id),))


def test_a_name_that_nobody_has_gets_one_like_it(collection: Collection) -> None:
    """An outlet or carrier that shares a word."""
    assert collection.search(Selection(outlets=("Bell",))).notes[0].endswith("there is The Wold Bell.")


@each_case(
    "wrong",
    [{"start": "in May"}, {"kinds": ("said",)}, {"hows": ("rumour",)}, {"min_score": 2}, {"end": "2031-04-05T09:00"}],
)
def test_wrong_selections_are_refused(wrong: dict[str, object]) -> None:
    """With a message that says what to give."""
    with pytest.raises(SettingsError, match=r"give|write"):
        Selection(**wrong)  # type: ignore[arg-type]


@each_case("words", ["", "—", '"', "()", "AND", '"" OR NOT', "***"])
def test_no_word_at_all_is_refused(collection: Collection, words: str) -> None:
    """Rather than finding everything, or nothing."""
    with pytest.raises(SettingsError, match="holds no word"):
        collection.search(words)


ODD = ['"', "“", "”", "(", ")", "AND", "OR", "NOT", "NEAR(", "*", "^", "+", "-", ":", "{", "}", "flood", "text:flood"]
ODD += ["'", "\0", "\ud800", "\u0301", "ſ", "🐟", "\U0001e900", "\ue000", "%", "_", "\\", ";", " ", ","]


@given(st.lists(st.sampled_from(ODD), max_size=12).map("".join) | st.text(max_size=40))
def test_whatever_is_typed_is_a_question(words: str) -> None:
    """No input is an error of syntax for the full-text search."""
    asked = parse_words(words)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE it USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
    for question in (asked.wanted, asked.unwanted, *asked.terms):
        if question is not None:
            connection.execute("SELECT * FROM it WHERE it MATCH ?", (question,)).fetchall()
    connection.close()


def test_texts_are_matched_without_a_connection_that_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.13 warns of one that is left open."""
    opened = [sqlite3.connect(":memory:")]
    monkeypatch.setattr("sqlite3.connect", lambda *_args, **_options: opened[0])
    found = Matcher(parse_words("flood -night")).match(["The FLOOD came", "a flood at night"])

    assert [True, False] == found
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_very_many_words_are_refused() -> None:
    """With their number; deep brackets of fewer are searched."""
    with pytest.raises(SettingsError, match="201 words"):
        parse_words("flood " * 201)
    assert parse_words("(" * 99 + "flood" + ")" * 99).wanted == "(" * 100 + '"flood"' + ")" * 100


def test_the_order_of_input_makes_no_difference(tmp_path: Path) -> None:
    """Nor whether it came in one run or in several."""
    found = []
    for name, seed in (("one.db", 1), ("two.db", 2)):
        readings = list(READINGS)
        random.Random(seed).shuffle(readings)  # noqa: S311  (an order, and no secret)
        with open_collection(tmp_path / name) as opened:
            opened.add(readings[:2])
            opened.search()
            opened.add(readings[2:])
            found.append([replace(it, speaker_id=None) for it in opened.search()])

    assert found[0] == found[1]


def test_what_changes_is_found_at_once(tmp_path: Path) -> None:
    """An article that is added, and one whose new version says something else: the old version is not found."""
    path = tmp_path / "news.db"
    with open_collection(path) as opened:
        opened.add(READINGS[0])
        assert ["a1 s1", "a1 s2"] == find(opened)
        opened.add(make_reading("a1", [Said("“The flood came by day,”", ["Anna Roth"]), FLOAT], title="Rain"))
        assert [] == find(opened, "night")
        assert ["a1 s1"] == find(opened, "day")
        opened.add(READINGS[1])
    with open_collection(path) as opened:
        assert ["a1 s1", "a2 s1"] == find(opened, "flood")


def test_what_is_kept_is_what_would_be_made_anew(tmp_path: Path) -> None:
    """After each thing that can change a collection: adding, a new version, merging, splitting, linking, forgetting."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,gender\nQ1,Anna Roth,f\n", "utf-8")
    changed = make_reading("a1", [FLOAT, FLOOD], title="Rain")
    carried = Said("“It was dry,”", ["Rafi Dunmore"], through=[("Anna Roth", How.REPORT, 0.9)])
    steps: list[Callable[[Collection], object]] = [
        lambda opened: opened.add(READINGS[:3]),
        lambda opened: opened.add([*READINGS[3:], make_reading("a6", [carried])]),
        lambda opened: opened.add(changed),
        lambda opened: opened.merge("Anna Roth", "Orla Vint"),
        lambda opened: opened.split("Orla Vint", ["a2"]),
        lambda opened: opened.link_people(people),
        lambda opened: opened.forget("Anna Roth"),
    ]
    with open_collection(tmp_path / "news.db") as opened:
        for number, step in enumerate(steps):
            step(opened)
            opened.search()
            with opened.query() as connection:
                kept, made = Columns(connection), make_columns(connection)
                fields = {name: kept[name].tolist() for name in made.arrays}
                assert fields == {name: array.tolist() for name, array in made.arrays.items()}, number
                assert made.names == {name: kept.names(name) for name in made.names}, number


def test_a_file_that_cannot_be_written_is_searched(tmp_path: Path) -> None:
    """What search needs is then made for this time alone."""
    path = tmp_path / "news.db"
    with open_collection(path) as opened:
        opened.add(READINGS)
    with open_collection(path, read_only=True) as opened:
        assert ["a1 s1"] == find(opened, "night")
    with open_collection(path) as opened, opened.query() as connection:
        assert 0 == connection.execute("SELECT count(*) FROM columns").fetchone()[0]


def test_a_question_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    """While another program adds articles, what is stored is found."""
    path = tmp_path / "news.db"
    with open_collection(path) as writer, open_collection(path) as reader:
        writer.add(READINGS)
        with writer.change() as connection:
            connection.execute("UPDATE articles SET title = title")
            assert ["a1 s1"] == find(reader, "night")


def ask_all(collection: Collection) -> None:
    """Ask for all that the columns hold."""
    chosen = Selection(words="flood", kinds=("direct",), min_score=0.1, carriers=("Mir",))
    list(collection.search(chosen))
    list(collection.counts(["carrier", "kind"]))


def test_a_word_among_numbers_is_a_fault() -> None:
    """With any version of NumPy; older ones only warn, and leave out the rest."""
    with pytest.raises(ValueError, match="Expecting value"):
        parse_numbers("1,high,2", np.float64)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE columns SET value = x'00' WHERE name = 'article'",
        "UPDATE columns SET value = zeroblob(8) WHERE name = 'score'",
        "UPDATE columns SET value = x'FFFFFF7FFFFFFF7FFFFFFF7FFFFFFF7FFFFFFF7FFFFFFF7F' WHERE name = 'article'",
        "UPDATE columns SET value = 'text' WHERE name = 'kind'",
        "UPDATE columns SET value = x'7B' WHERE name = 'names of carrier'",
        "DELETE FROM columns WHERE name = 'words'",
        "UPDATE statements SET score = 'high'",
        "UPDATE statements SET content = '[[1'",
        "UPDATE statements SET start = 'x'",
    ],
)
def test_damage_is_reported(tmp_path: Path, damage: str) -> None:
    """As damage, and not as a fault of the program: also where somebody made a file on purpose."""
    path = tmp_path / "news.db"
    with open_collection(path) as opened:
        opened.add(READINGS)
        opened.prepare()
        with opened.query() as connection:
            connection.execute(damage)
        with pytest.raises(StoreError, match=r"damaged|restore a copy"):
            ask_all(opened)


def test_ids_with_great_gaps_take_no_memory(tmp_path: Path) -> None:
    """However large an id is."""
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(READINGS[1])
        with opened.query() as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("UPDATE statements SET id = 4611686018427387904")
            connection.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")

        assert 1 == opened.search("flood").count


def test_speakers_without_a_name_are_joined_by_their_description(tmp_path: Path) -> None:
    """Until they belong to a speaker of the collection: the same words and type."""
    said = Said("“We float,”", ["a spokesman"], is_named=False)
    other = replace(said, type=SpeakerType.ORGANISATION)
    with open_collection(tmp_path / "news.db") as opened:
        opened.add([make_reading("a1", [said]), make_reading("a2", [said]), make_reading("a3", [other])])
        with opened.change() as connection:
            connection.execute("UPDATE article_speakers SET speaker_id = NULL")
            connection.execute("UPDATE statements SET speaker_id = NULL")
        with opened.query() as connection:
            parties = make_columns(connection).arrays["speaker"].tolist()

    assert parties[0] == parties[1] != parties[2]
