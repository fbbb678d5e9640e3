"""Counts of a collection: who, where, when and how; as statements, words and articles, each with its whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sayso import Collection, Count, Selection, SettingsError, open_collection
from sayso.carrier import How
from sayso.statement import Kind

from .each_case import each_case
from .made_collections import STAMP, Said, make_reading

ROTH, VINT = "Anna Roth", "Orla Vint"
READINGS = (
    make_reading(
        "a1",
        [
            Said("“The flood came at night,”", [ROTH], through=[("Mir", How.WIRE, 0.5), ("Radio Delta", How.WIRE, 1)]),
            Said("“We float,”", [ROTH, VINT]),
            Said("that it rains", kind=Kind.INDIRECT, score=0.5),
        ],
    ),
    make_reading("a2", [Said("“High water is near,”", [VINT])], outlet="The Wold Bell", published="2031-05"),
    make_reading("a3", [], outlet="The Wold Bell", published="2031-05-06", language="de"),
    make_reading("a4", [Said("“No flood,”", ["a spokesman"], is_named=False)], outlet=None, published=None),
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The readings in a file, with a list of people that has one of the speakers."""
    with open_collection(tmp_path_factory.mktemp("counts") / "news.db") as opened:
        opened.add(READINGS)
        with opened.change() as connection:
            add_person(connection.execute, ROTH, "Q1", {"gender": "f", "party": ""})
        yield opened


def add_person(execute: object, name: str, own: str, attributes: dict[str, str]) -> None:
    """Put a speaker on the list of people, as a speaker of the collection."""
    assert callable(execute)
    facts = (own, name, "[]", json.dumps(attributes))
    person = execute("INSERT INTO people (own, name, aliases, attributes) VALUES (?, ?, ?, ?)", facts).lastrowid
    values = (name, person)
    known = execute("SELECT speaker_id FROM article_speakers WHERE name = ? AND speaker_id > 0", (name,)).fetchone()
    if known:
        execute("UPDATE speakers SET person_id = ? WHERE id = ?", (person, known[0]))
        return
    speaker = execute(
        "INSERT INTO speakers (name, type, named, person_id) VALUES (?, 'person', 1, ?)", values
    ).lastrowid
    execute("UPDATE article_speakers SET speaker_id = ? WHERE name = ?", (speaker, name))
    own_ids = "(SELECT id FROM article_speakers WHERE name = ?)"
    execute(f"UPDATE statements SET speaker_id = ? WHERE article_speaker_id IN {own_ids}", (speaker, name))  # noqa: S608


def count(collection: Collection, *by: str, of: tuple[str, ...] | None = None, **more: object) -> dict[str, list[int]]:
    """Statements, words and articles of each row, each with its whole."""
    selection = replace(Selection(), **more)  # type: ignore[arg-type]
    return {
        ", ".join(row.values): [
            number for it in (row.statements, row.words, row.articles) for number in (it.count, it.whole)
        ]
        for row in collection.counts(by, selection, of=of)
    }


def test_by_speaker(collection: Collection) -> None:
    """A joint statement counts for each of its speakers, and once in the whole; articles without statements count."""
    assert {
        ROTH: [2, 5, 7, 16, 1, 4],
        VINT: [2, 5, 6, 16, 2, 4],
        "(no speaker)": [1, 5, 3, 16, 1, 4],
        "a spokesman": [1, 5, 2, 16, 1, 4],
    } == count(collection, "speaker")


def test_by_outlet_and_kind(collection: Collection) -> None:
    """The whole is all statements of that outlet, unless another is asked for."""
    expected = {
        "The Float, direct": [2, 3, 7, 10, 1, 1],
        "(no outlet), direct": [1, 1, 2, 2, 1, 1],
        "The Float, indirect": [1, 3, 3, 10, 1, 1],
        "The Wold Bell, direct": [1, 1, 4, 4, 1, 2],
    }
    assert expected == count(collection, "outlet", "kind")
    assert [2, 4, 7, 13, 1, 3] == count(collection, "outlet", "kind", of=("kind",))["The Float, direct"]
    assert [2, 5, 7, 16, 1, 4] == count(collection, "outlet", "kind", of=())["The Float, direct"]


@each_case(
    ("by", "expected"),
    [
        ("outlet", {"The Float": 3, "The Wold Bell": 1, "(no outlet)": 1}),
        ("month", {"(no date)": 1, "2031-04": 3, "2031-05": 1}),
        ("day", {"(no date)": 1, "(no day)": 1, "2031-04-05": 3}),
        ("year", {"(no date)": 1, "2031": 4}),
        ("language", {"en": 5}),
        ("kind", {"direct": 4, "indirect": 1}),
        ("place", {"body": 5}),
        ("type", {"person": 4, "(no speaker)": 1}),
        ("named", {"named": 3, "not named": 1, "(no speaker)": 1}),
        ("carrier", {"(no carrier)": 4, "Mir": 1, "Radio Delta": 1}),
        ("how", {"(no carrier)": 4, "wire": 1}),
        ("people.gender", {"f": 2, "(not on the list)": 3, "(no speaker)": 1}),
        ("people.party", {"(not stated)": 2, "(not on the list)": 3, "(no speaker)": 1}),
        ("people.id", {"Q1": 2, "(not on the list)": 3, "(no speaker)": 1}),
    ],
)
def test_each_dimension(collection: Collection, by: str, expected: dict[str, int]) -> None:
    """What is not known has a row of its own, and nobody is guessed; several carriers of one kind count once."""
    assert expected == {name: row[0] for name, row in count(collection, by).items()}


def test_shares_of_those_that_are_known(collection: Collection) -> None:
    """Of the statements with a speaker, beside those of all."""
    rows = {row.values[0]: row for row in collection.counts("speaker")}

    assert (0.4, 4, 0.5) == (rows[ROTH].statements.share, rows[ROTH].known_whole, rows[ROTH].known_share)
    assert (0.2, 4, None) == (rows["(no speaker)"].statements.share, 4, rows["(no speaker)"].known_share)
    assert "all statements" == rows[ROTH].of
    of = [row.of for row in collection.counts(["outlet", "kind"])]
    assert "all statements where outlet is The Float" == of[0]


def test_selected_statements_are_the_whole(collection: Collection) -> None:
    """Of all statements that were chosen; articles stay all that their outlet and date let in."""
    rows = list(collection.counts("speaker", Selection(words="flood", outlets=("The Float",))))

    assert [(ROTH, 1, 1, 1)] == [
        (row.values[0], row.statements.count, row.statements.whole, row.articles.whole) for row in rows
    ]
    assert "all statements that were chosen" == rows[0].of


def test_how_much_is_right(collection: Collection) -> None:
    """By the score; times the speaker's where speakers count, and the carrier's where these do."""

    def find(by: str, name: str) -> Count:
        return next(row.statements for row in collection.counts(by) if row.values[0] == name)

    assert pytest.approx(0.9 * 0.8 * 2) == find("speaker", ROTH).right
    assert pytest.approx(0.5) == find("speaker", "(no speaker)").right
    assert pytest.approx(0.9 * 4) == find("kind", "direct").right
    assert pytest.approx(0.9 * 0.5) == find("carrier", "Mir").right
    assert pytest.approx(0.9) == find("how", "wire").right
    assert (0, 2) == (find("speaker", ROTH).right_low, find("speaker", ROTH).right_high)


def test_an_article_is_right_if_one_of_its_statements_is(collection: Collection) -> None:
    """Two statements of a speaker with 0.72 each: 1 - 0.28 * 0.28."""
    row = next(iter(collection.counts("speaker", Selection(speakers=(ROTH,)))))

    assert pytest.approx(1 - 0.28**2, abs=1e-4) == row.articles.right


def test_intervals_of_many_statements_hold_the_share(tmp_path: Path) -> None:
    """Of a thousand, the share of the right ones lies in an interval around it, which is no point."""
    said = [Said(f"“Number {number} floats,”", [ROTH if number % 4 else VINT], score=0.9) for number in range(1_000)]
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(make_reading("a1", said))
        rows = {row.values[0]: row.statements for row in opened.counts("speaker")}

    assert (750, 1_000, 0.75) == (rows[ROTH].count, rows[ROTH].whole, rows[ROTH].share)
    assert rows[ROTH].share_low < 0.75 < rows[ROTH].share_high < rows[ROTH].share_low + 0.1  # type: ignore[operator]
    assert rows[ROTH].right_low < 750 * 0.72 < rows[ROTH].right_high < 750


def test_measured_figures_are_beside(collection: Collection) -> None:
    """Those of the kind where kinds are counted, else those of all."""
    counts = collection.counts("kind")
    kinds = {row.values[0]: row.measure for row in counts}

    assert kinds == {name: counts.measured.kinds[name] for name in ("direct", "indirect")}
    assert {counts.measured.kinds["all"]} == {row.measure for row in collection.counts("speaker")}


def test_rows_come_in_order(collection: Collection) -> None:
    """The most frequent first, then by name; where dates come first, by date. Pages fit together."""
    whole = list(collection.counts("speaker"))
    pages = [row for at in (0, 2) for row in collection.counts("speaker", limit=2, offset=at)]

    assert [ROTH, VINT, "(no speaker)", "a spokesman"] == [row.values[0] for row in whole]
    assert whole == pages
    assert 4 == collection.counts("speaker", limit=1).row_count
    days = [row.values for row in collection.counts(["month", "speaker"])]
    assert all(one < other for one, other in pairwise(days))


def test_notes_say_what_counts_twice_or_not_at_all(collection: Collection) -> None:
    """Joint speakers, several carriers, articles without a date."""
    notes = " ".join(collection.counts(["speaker", "carrier", "day"]).notes)

    assert "1 statement of several speakers together" in notes
    assert "came through several carriers" in notes
    assert "1 article without a date" in notes
    assert "1 article with a month or a year alone" in notes
    assert () == collection.counts("kind").notes


def test_notes_say_how_readings_differ(tmp_path: Path) -> None:
    """Another model than the measured one, and several lowest scores."""
    other = replace(STAMP, model="another", choices=(("min_score", 0.8),))
    with open_collection(tmp_path / "news.db") as opened:
        opened.add([READINGS[0], make_reading("a9", [], stamp=other)])
        notes = opened.counts("kind").notes

    assert any("1 article read by another model (another)" in note for note in notes)
    assert any("--min-score 0.8" in note for note in notes)


def test_forgotten_speakers_are_in_no_count(tmp_path: Path) -> None:
    """Nor does a search find them; that some were forgotten is said, and not who."""
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(READINGS)
        assert {"direct": 4, "indirect": 1} == {row.values[0]: row.statements.count for row in opened.counts("kind")}
        opened.forget(ROTH)
        counts = opened.counts("kind")

        assert [] == list(opened.search("night"))
        assert not any(ROTH in (row.values[0], row.speaker_id) for row in opened.counts("speaker"))
        assert sum(row.statements.count for row in counts) < 5
        assert any("were taken out" in note and ROTH not in note for note in counts.notes)


@each_case(
    ("by", "message"),
    [
        ([], "nothing to count by"),
        (["mood"], r"'mood'; give some of .*people\.ATTRIBUTE"),
        (["gender"], r"did you mean people\.gender"),
        (["kind", "kind"], "stands twice"),
        (["people.height"], "no attribute 'height'; it has gender, id, name, party"),
    ],
)
def test_wrong_questions(collection: Collection, by: list[str], message: str) -> None:
    """The message says what can be counted by."""
    with pytest.raises(SettingsError, match=message):
        collection.counts(by)


def test_without_a_list_of_people(tmp_path: Path) -> None:
    """Nothing is guessed; the message says how to give one. Nor can shares be of what is not counted by."""
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(READINGS)
        with pytest.raises(SettingsError, match="--people FILE"):
            opened.counts("people.gender")
        with pytest.raises(SettingsError, match="within 'outlet'"):
            opened.counts("kind", of="outlet")


def test_an_empty_collection_has_no_rows(tmp_path: Path) -> None:
    """And one with nothing but an article without statements has none either."""
    with open_collection(tmp_path / "news.db") as opened:
        assert [] == list(opened.counts(["speaker", "outlet", "month"]))
        opened.add(READINGS[2])
        assert [] == list(opened.counts(["outlet", "carrier"]))


def test_lists_of_speakers_and_counts_agree(tmp_path: Path) -> None:
    """What two say together counts for each of them in both, and in the rows of evidence."""
    with open_collection(tmp_path / "news.db") as opened:
        opened.add(READINGS)
        counted = {row.values[0]: row.statements.count for row in opened.counts(["speaker"]) if row.known}
        listed = {it.name: it.statements for it in opened.speakers()}
        mentioned = {name: sum(it.statements for it in opened.speaker(name)[1]) for name in listed}

    assert {ROTH: 2, VINT: 2} == listed == mentioned
    assert listed == {name: count for name, count in counted.items() if name in listed}
