"""A collection knows its speakers: joined as articles come, by hand, on the user's list, and forgotten."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from planted_speakers import plant_parties

from sayso.article import Article
from sayso.errors import SpeakerError, StoreError
from sayso.marking import MarkUse, OtherMark
from sayso.people.join import join_parties
from sayso.people.party import Party
from sayso.people.people_list import ListedPerson
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.store import Collection, open_collection
from sayso.text import Span

from .each_case import each_case
from .made_readings import STAMP
from .made_speakers import READINGS, describe, make_planted, make_reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def collection(path: Path) -> Iterator[Collection]:
    with open_collection(path) as opened:
        yield opened


def test_speakers_are_listed_with_what_they_say(collection: Collection) -> None:
    """A speaker has its statements, articles, names and evidence; a surname that two share is open."""
    collection.add(READINGS)
    (coach,) = collection.speakers("chidi")
    summary, mentions = collection.speaker("Chidi Wekesa")

    assert (coach.name, coach.statements, coach.articles) == ("Chidi Wekesa", 2, 2)
    assert coach.names == (("Chidi Wekesa", 1), ("Wekesa", 1))
    assert summary == coach
    assert [(it.article, it.evidence) for it in mentions] == [
        ("a2", "the same full name; role: head coach"),
        ("a4", "the surname of Chidi Wekesa; role: the coach"),
    ]
    assert [(it.name, it.articles, [name for _, name in it.candidates]) for it in collection.open_names()] == [
        ("Wekesa", ("a3",), ["Chidi Wekesa", "Ngozi Wekesa"])
    ]


def test_names_that_are_used_are_names(collection: Collection) -> None:
    """Pronouns, descriptions and titles are no names; parts of the name and capital letters are."""
    text = "Mayor Ada B. Winley met the Wold Trust (WT). Winley said so. She, the mayor of Wold, and Ms Winley went."
    ada = ("Ada B. Winley", "Winley", "She", "the mayor of Wold", "Ms Winley", "Mayor Ada B. Winley")
    trust = ("Wold Trust", "WT", "the Wold Trust")
    spans = [tuple(Span(text.index(it), text.index(it) + len(it)) for it in names) for names in (ada, trust)]
    speakers = (
        Speaker("p1", "Ada B. Winley", SpeakerType.PERSON, named=True, mentions=spans[0]),
        Speaker("p2", "Wold Trust", SpeakerType.ORGANISATION, named=True, mentions=spans[1]),
    )
    collection.add(Reading(Article("a1", text), (), (), STAMP, speakers))

    assert {it.name: [name for name, _ in it.names] for it in collection.speakers()} == {
        "Ada B. Winley": ["Ada B. Winley", "Ms Winley", "Winley"],
        "Wold Trust": ["WT", "Wold Trust"],
    }


def test_the_order_and_the_number_of_runs_change_nothing(tmp_path: Path) -> None:
    """Articles one by one, in any order, give the speakers, ids and evidence of one run."""
    with open_collection(tmp_path / "one.db") as one:
        one.add(READINGS)
        expected = describe(one)
    for seed in range(3):
        shuffled = random.Random(seed).sample(READINGS, len(READINGS))  # noqa: S311
        with open_collection(tmp_path / f"{seed}.db") as other:
            for reading in shuffled:
                other.add(reading)

            assert expected == describe(other)


def test_a_collection_equals_joining_everything_at_once(collection: Collection) -> None:
    """Articles that come in three runs give the speakers that all their parties give together."""
    articles: dict[str, list[Party]] = {}
    for planted in plant_parties(6, 90):
        articles.setdefault(planted.party.article, []).append(replace(planted.party, forms=()))
    readings = [make_planted(parties) for _, parties in sorted(articles.items())]
    for chunk in (readings[::3], readings[1::3], readings[2::3]):
        collection.add(chunk)
    joined = join_parties(party for parties in articles.values() for party in parties)
    expected = {frozenset((it.article, it.name) for it in speaker.parties) for speaker in joined.speakers}
    found = {frozenset((it.article, it.name) for it in collection.speaker(s.id)[1]) for s in collection.speakers()}

    assert expected == found
    assert sum(len(it.articles) for it in collection.open_names()) == len(joined.open) > 0
    assert max(map(len, found)) > 5


def test_a_later_version_takes_the_place_of_the_earlier(collection: Collection) -> None:
    """Whoever stood only in the earlier version of an article is no speaker any more."""
    collection.add(make_reading(1, ("Ngozi Wekesa", "The bench is full."), ("Ada Winley", "No.")))
    collection.add(make_reading(1, ("Ngozi Wekesa", "The bench is not full.")))

    assert [(it.name, it.statements) for it in collection.speakers()] == [("Ngozi Wekesa", 1)]


def test_a_reading_made_anew_takes_the_place_of_the_one_before(collection: Collection) -> None:
    """Whoever only the replaced reading had is no speaker; edits by hand hold for the new one; nobody comes back."""
    collection.add([*READINGS, make_reading(9, ("Ada Winley", "It rains."), ("Orla Quillfeather", "No."))])
    collection.merge("Ada Winley", "Tariq Zuabi")
    collection.forget("Orla Quillfeather")
    stamp = Stamp("0.2.0", "tiny", "f00d")
    fewer = replace(READINGS[0], speakers=READINGS[0].speakers[:1], statements=READINGS[0].statements[:1], stamp=stamp)
    again = make_reading(9, ("Ada Winley", "It rains."), ("Orla Quillfeather", "No."))
    collection.add([fewer, replace(READINGS[4], stamp=stamp), replace(again, stamp=stamp)], replace=True)
    with open_collection(collection.path.with_name("fresh.db")) as fresh:
        fresh.add([fewer, *READINGS[1:4], READINGS[4], make_reading(9, ("Ada Winley", "It rains."))])
        fresh.merge("Ada Winley", "Tariq Zuabi")
        expected = [(it.name, it.articles, it.statements) for it in fresh.speakers()]

    assert expected == [(it.name, it.articles, it.statements) for it in collection.speakers()]
    assert b"Quillfeather" not in list_bytes(collection.path)


def test_merging_survives_new_articles(collection: Collection) -> None:
    """Two speakers that were merged by hand are one, with what comes later to each; undone, they are two again."""
    collection.add(READINGS)
    one = collection.merge("Ngozi Wekesa", "Chidi Wekesa")
    collection.add(make_reading(6, ("Chidi Wekesa", "And again."), day="2031-05-01"))

    summary, mentions = collection.speaker(one)
    # Who "Wekesa" is in a3 is not open any more, either.
    assert (summary.articles, summary.statements) == (6, 6)
    assert any("merged by hand" in it.evidence and it.by_hand for it in mentions)
    (edit,) = collection.edits()
    assert (edit.action, edit.is_lost) == ("merge", False)

    collection.undo(edit.number)
    assert {it.name for it in collection.speakers("wekesa")} == {"Ngozi Wekesa", "Chidi Wekesa"}
    assert collection.edits() == []


def test_splitting_survives_new_articles(collection: Collection) -> None:
    """What was taken out of a speaker stays out when articles come."""
    collection.add(READINGS)
    rest, out = collection.split("Ada Winley", ["a5"])
    collection.add(make_reading(7, ("Ada Winley", "It snows."), day="2031-06-01"))

    assert rest != out
    assert [it.article for it in collection.speaker(out)[1]] == ["a5"]
    assert sorted(it.articles for it in collection.speakers("winley")) == [1, 2]


def test_edits_give_the_same_whatever_came_first(tmp_path: Path) -> None:
    """A merge before or after most articles came gives the same speakers."""
    found = []
    for first in (READINGS[:2], READINGS):
        with open_collection(tmp_path / f"{len(first)}.db") as collection:
            collection.add(first)
            collection.merge("Ngozi Wekesa", "Chidi Wekesa")
            collection.add(READINGS)
            found.append([(it.id, it.name, it.statements) for it in collection.speakers()])

    assert found[0] == found[1]


@each_case(
    ("act", "message"),
    [
        (lambda it: it.merge("Ada Winley"), "name two or more"),
        (lambda it: it.merge("Ada Winley", "Ada Winley"), "name two or more"),
        (lambda it: it.merge("Ada Winley", "Winl"), "is it Ada Winley"),
        (lambda it: it.speaker(17), "there is no speaker 17"),
        (lambda it: it.split("Ada Winley", ["a4", "a5"]), "stands in 2 articles"),
        (lambda it: it.split("Ada Winley", ["a1"]), "does not stand in the article 'a1'"),
        (
            lambda it: it.split("Ada Winley", ["nowhere"]),
            "^there is no article 'nowhere'; list those of Ada Winley with `sayso speakers FILE 'Ada Winley'",
        ),
        (lambda it: it.undo(5), "there is no edit 5"),
        (lambda it: it.link("Ada Winley", "w1"), "has no id 'w1'"),
        (lambda it: it.forget("Nobody"), "no speaker of the collection is called 'Nobody'"),
    ],
)
def test_a_wrong_edit_changes_nothing(collection: Collection, act: object, message: str) -> None:
    """What cannot be done says why, and leaves the speakers as they were."""
    collection.add(READINGS)
    before = describe(collection)
    with pytest.raises(SpeakerError, match=message):
        act(collection)  # type: ignore[operator]

    assert before == describe(collection)
    assert collection.edits() == []


def test_a_name_of_two_speakers_says_their_ids(collection: Collection) -> None:
    """Where two speakers have a name, the ids are listed, and each id means one."""
    collection.add(
        [make_reading(1, ("John Smith (farmer)", "Hay.")), make_reading(2, ("John Smith (senator)", "Nay."))]
    )
    with pytest.raises(SpeakerError, match="2 speakers are called 'john smith'") as caught:
        collection.speaker("john smith")
    ids = [it.id for it in collection.speakers("smith")]

    assert all(str(number) in str(caught.value) for number in ids)
    assert [collection.speaker(number)[0].id for number in ids] == ids


# ---- The user's list


PEOPLE = "id,name,aliases,party,gender\nq1,Ngozi Wekesa,,Green,f\nq2,Ada Winley,A. Winley;Winley,,f\nq3,Ada Winley,,,\n"


def test_speakers_are_linked_to_the_list(collection: Collection, tmp_path: Path) -> None:
    """Whoever is on the list has its id and attributes there; who fits two rows is left open and returned."""
    collection.add(READINGS[:1] + READINGS[3:])
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    unclear = collection.link_people(file)
    (judge,) = collection.speakers("ngozi")
    (winley,) = collection.speakers("winley")

    assert (judge.own, judge.attributes) == ("q1", {"party": "Green", "gender": "f"})
    assert winley.own is None
    assert unclear == {winley.id: ("q2", "q3")}

    collection.link(winley.id, "q3")
    collection.add(make_reading(8, ("Ada Winley", "Still here."), day="2031-07-01"))
    assert collection.speakers("winley")[0].own == "q3"


def test_the_list_holds_for_articles_that_come(collection: Collection) -> None:
    """A speaker that comes later is linked as well, under an alias too."""
    collection.link_people([ListedPerson("7", "Layla Tawfiq", ("L. A. Tawfiq",))])
    collection.add([make_reading(1, ("L.A. Tawfiq", "Yes.")), make_reading(2, ("Layla Ahmad Tawfiq", "No."))])

    assert {it.name: it.own for it in collection.speakers()} == {"Layla Ahmad Tawfiq": "7"}


def test_two_people_of_one_name_are_left_open(collection: Collection) -> None:
    """One row fits two John Smiths that are kept apart: neither is linked until the user says which one it is."""
    collection.add(
        [make_reading(1, ("John Smith (farmer)", "Hay.")), make_reading(2, ("John Smith (senator)", "Nay."))]
    )
    unclear = collection.link_people([ListedPerson("7", "John Smith")])
    farmer, senator = (it.id for it in collection.speakers())

    assert unclear == {farmer: ("7",), senator: ("7",)}
    collection.link(senator, "7")
    assert {it.id: it.own for it in collection.speakers()} == {farmer: None, senator: "7"}
    collection.link(senator, None)
    assert {it.id: it.own for it in collection.speakers()} == {farmer: "7", senator: None}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name\nAda\n", "has no column 'id'"),
        (b"id,party\n1,x\n", "has no column 'name'"),
        (b"id,name\n1,Ada\n1,Ida\n", "line 3: the id '1' stands in line 2 too"),
        (b"id,name\n1,\n", "line 2: has no name"),
        (b"id,name\n1,Z\xff\n", "is not in UTF-8"),
        (b"", "its first line has nothing"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(
    collection: Collection, tmp_path: Path, content: bytes, message: str
) -> None:
    """A list with a fault is refused with its line, and the one before stays."""
    collection.link_people([ListedPerson("7", "Ada Winley")])
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    with pytest.raises(SpeakerError, match=message):
        collection.link_people(file)
    collection.add(READINGS[4])

    assert collection.speakers("winley")[0].own == "7"


def test_lists_of_spreadsheets_are_read(collection: Collection, tmp_path: Path) -> None:
    """Semicolons, tabs, a byte order mark and quotation marks are what spreadsheets write."""
    for number, content in enumerate(
        ['\ufeffID;Name;Aliases\r\n7;"Winley; Ada";\r\n', "id\tname\talias\n7\tIda\tAda Winley|Adi\n"]
    ):
        file = tmp_path / f"{number}.csv"
        file.write_text(content, encoding="utf-8", newline="")
        collection.link_people(file)
    collection.add(READINGS[4])

    assert collection.speakers("winley")[0].own == "7"


# ---- Forgetting


ODD_WORD = "Vermilionquince"
"""A word that only whoever is forgotten says."""


def make_secret() -> list[Reading]:
    """Articles with what somebody says, in all places that hold words: nested, in versions, in marks, in roles."""
    reading = make_reading(
        1,
        ("Zsófia Przybylwick (judge)", f"The {ODD_WORD} stays."),
        ("Ada Winley", "She said so."),
        ("Tariq Zuabi (Przybylwick’s lawyer)", "Yes."),
    )
    text = reading.article.text  # type: ignore[union-attr]
    place = text.index(ODD_WORD)
    marked = OtherMark(Span(place, place + len(ODD_WORD)), MarkUse.WORD)
    later = make_reading(1, ("Zsófia Przybylwick (judge)", f"The {ODD_WORD} went."), ("Ada Winley", "She said so."))
    other = make_reading(2, ("Przybylwick", f"{ODD_WORD} for all."), ("Ada Winley", "Again."))
    return [
        Reading(reading.article, reading.statements, (), STAMP, reading.speakers, other_marks=(marked,)),
        later,
        other,
    ]


def list_bytes(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def has_words(found: bytes, words: Iterable[str]) -> list[str]:
    """The words that stand in bytes, as they are or in small letters."""
    return [word for word in words if word.encode() in found or word.casefold().encode() in found]


WORDS = (ODD_WORD, "Przybylwick", "Zsófia", "zsofia")


def test_forgotten_words_are_not_in_the_file(path: Path) -> None:
    """What somebody said, and the name, are gone from every byte of the file and of those beside it."""
    with open_collection(path) as collection:
        collection.add(make_secret())
        collection.link_people([ListedPerson("7", "Zsófia Przybylwick")])
        collection.link("Zsófia Przybylwick", "7")
        collection.search(ODD_WORD)
        before = list_bytes(path)
        forgotten = collection.forget("Zsófia Przybylwick")
        after = list_bytes(path)
        others = [it.name for it in collection.speakers()]
        said = [it.text for reading in collection.readings() for it in reading.statements]

    assert has_words(before, WORDS[:3]) == list(WORDS[:3])
    assert has_words(after, WORDS) == []
    assert has_words(list_bytes(path), WORDS) == []
    assert (forgotten.statements, forgotten.articles, forgotten.named_elsewhere) == (3, 2, 0)
    assert others == ["Ada Winley"]
    assert sorted(said) == ["“Again.”", "“She said so.”"]


def test_forgotten_speakers_stay_out(path: Path) -> None:
    """The same articles, their later versions and new ones bring nothing back of who was forgotten."""
    with open_collection(path) as collection:
        collection.add(make_secret())
        collection.forget("Zsófia Przybylwick")
        collection.add(make_secret())
        third = make_reading(1, ("Przybylwick", f"The {ODD_WORD} is back."), ("Ada Winley", "Oh."))
        new = make_reading(9, ("Zsofia PRZYBYLWICK", f"{ODD_WORD}!"), ("Ada Winley", "No."))
        collection.add([third, new])
        collection.link_people([ListedPerson("7", "Zsófia Przybylwick"), ListedPerson("8", "Ada Winley")])
        found = list_bytes(path)
        listed = [(it.name, it.own) for it in collection.speakers()]

    assert has_words(found, [ODD_WORD, "Przybylwick", "Zsófia"]) == []
    assert listed == [("Ada Winley", "8")]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')").fetchall() == []
        assert (
            connection.execute("INSERT INTO statements_fts (statements_fts) VALUES ('integrity-check')").fetchall()
            == []
        )
    connection.close()


def test_a_file_that_is_being_read_is_written_anew_later(path: Path) -> None:
    """While another program reads the file its words cannot be removed from it: that is said, and can be done later."""
    with open_collection(path) as collection, open_collection(path) as reader:
        collection.add(make_secret())
        with collection.query() as connection, reader.query() as other:
            connection.execute("PRAGMA busy_timeout = 20")
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM articles").fetchone()
            with pytest.raises(StoreError, match=r"no longer used: .* then run `sayso forget FILE` without a name"):
                collection.forget("Zsófia Przybylwick")
            other.execute("COMMIT")
        assert [it.name for it in collection.speakers()] == ["Ada Winley"]
        collection.clean()

        assert has_words(list_bytes(path), WORDS) == []


def test_traced_words_are_forgotten(collection: Collection) -> None:
    """What was traced of a speaker goes too: passages, clusters, and the digests of the words."""
    words = "The harbour wall was never meant to hold back a tide of this height"
    said = [
        ("Zsófia Przybylwick (judge)", words),
        ("Ada Winley", "We have known that since the old pier fell down in May"),
    ]
    collection.add([make_reading(n, *said, ("Tariq Zuabi", f"No {n}."), outlet=f"Outlet {n}") for n in (1, 2)])
    collection.trace()
    before = count_traced(collection)
    collection.forget("Zsófia Przybylwick")
    after = count_traced(collection)

    assert before == (6, 4, 2)
    assert after == (4, 3, 1)


def count_traced(collection: Collection) -> tuple[int, ...]:
    """How many passages, wordings and clusters are kept."""
    with collection.query() as connection:
        tables = ("passages", "wordings", "clusters")
        return tuple(connection.execute(f"SELECT count(*) FROM {it}").fetchone()[0] for it in tables)  # noqa: S608


def test_somebody_else_of_the_name_stays(collection: Collection) -> None:
    """Of two people of one name, the other one stays, also in articles that come."""
    collection.add(
        [make_reading(1, ("John Smith (farmer)", "Hay.")), make_reading(2, ("John Smith (senator)", "Nay."))]
    )
    farmer = next(it.id for it in collection.speakers() if collection.speaker(it.id)[1][0].article == "a1")
    forgotten = collection.forget(farmer)
    collection.add(make_reading(3, ("John Smith (senator)", "Aye."), day="2031-05-01"))

    assert forgotten.is_name_shared
    assert [(it.name, it.statements) for it in collection.speakers()] == [("John Smith", 2)]


def test_texts_keep_their_places(collection: Collection) -> None:
    """Spans of others still mean what they meant: each blanked character is one character."""
    reading, *_ = make_secret()
    collection.add(reading)
    collection.forget("Zsófia Przybylwick")
    (found,) = collection.readings()
    text: str = found.article.text  # type: ignore[union-attr]

    assert len(text) == len(reading.article.text)  # type: ignore[union-attr]
    assert [it.text for it in found.statements] == ["“She said so.”", "“Yes.”"]
    assert text.startswith("██████ ███████████ said ████ ███████████████ ███████.\nAda Winley said")
    assert [it.roles for it in found.speakers] == [(), ("███████████’s lawyer",)]
