"""Who is meant where several may be: the usual one, nobody on the sound of a name alone, no place for its newspaper."""

from __future__ import annotations

import pytest

from sayso.people.join import join_parties
from sayso.people.party import Joined
from sayso.speaker import SpeakerType

from .each_case import each_case
from .test_people import is_one, list_speakers, make_parties


def join_many(many: str, count: int, *others: str, types: dict[str, SpeakerType] | None = None) -> Joined:
    """So many articles of one line, then the others."""
    return join_parties(make_parties(*[many] * count, *others, types=types))


def find(joined: Joined, party: str) -> list[str]:
    """The parties of the speaker that a party belongs to; none if it is open."""
    return next((parties for parties in list_speakers(joined) if party in parties), [])


def test_another_form_of_the_name_is_that_of_the_usual_one() -> None:
    """Not of the rare one of whom nothing is known that speaks against it."""
    many = ["Rufus Smith (senator); Ada Winley; Tariq Zuabi; Ida Moss"] * 40
    joined = join_parties(make_parties(*many, "Rufus Smith (olympic skier)", "Rival Rufus Smith; Ben Carlow"))

    assert find(joined, "a42#1") == find(joined, "a1#1")
    assert ["a41#1"] == find(joined, "a41#1")


@pytest.mark.parametrize("name", ["Rufus Ottermole", "Ottermole"])
def test_one_odd_article_does_not_leave_the_usual_one_open(name: str) -> None:
    """Forty articles speak of a senator, and one of a skier of that name: without a word on who it is, the senator."""
    joined = join_many("Rufus Ottermole (senator)", 40, "Rufus Ottermole (olympic skier)", name)

    assert find(joined, "a42#1") == find(joined, "a1#1")
    assert ["a41#1"] == find(joined, "a41#1")
    assert joined.open == {}
    (evidence,) = [it.evidence["a42#1"] for it in joined.speakers if "a42#1" in it.evidence]
    assert evidence.endswith("; 40 articles have that one, and no more than 1 another one of the name")


def test_two_who_are_often_named_stay_open() -> None:
    """One in ten is too often to be passed over."""
    joined = join_many("Rufus Ottermole (senator)", 20, *["Rufus Ottermole (olympic skier)"] * 2, "Rufus Ottermole")

    assert ["a23#1"] == list(joined.open)


def test_who_stands_beside_the_rare_one_decides() -> None:
    """What the article shares with the rare one counts more than how usual the other is."""
    skier = "Rufus Ottermole (olympic skier); Ada Winley; Tariq Zuabi"
    joined = join_many("Rufus Ottermole (senator)", 40, skier, "Rufus Ottermole; Ada Winley; Tariq Zuabi")

    assert "a42#1" not in find(joined, "a1#1")


@each_case(
    ("one", "other"),
    [
        ("Sarah Lasdori", "C. Rick Lasdor"),
        ("Anna Pickarel", "Le Courrier Picarel"),
        ("Carl Barkeley", "Berkeley"),
        ("Ada W. Moss", "Ada H.W. Moss"),
        ("Theo Amaro", "Amaro (Pope)"),
        ("Rand Winley", "Winley (St.)"),
    ],
)
def test_other_people_stay_apart(one: str, other: str) -> None:
    """The sound of a short surname, initials in between, and a name that stands after “Pope” join nobody."""
    assert not is_one(one, other)


def test_names_after_pope_and_queen_are_one_person() -> None:
    """And the name alone may be any of the two."""
    joined = join_parties(make_parties("Amaro (Pope)", "Amaro (Pope)", "Theo Amaro (reporter)", "Amaro"))

    assert ["a1#1", "a2#1"] == find(joined, "a1#1")
    assert ["a4#1"] == list(joined.open)


def test_more_initials_are_no_other_ones() -> None:
    """“Ada B.” and “Ada B. C.” may be one."""
    assert is_one("Ada B. Thackray", "Ada B. C. Thackray")


@each_case(
    ("short", "full"),
    [
        ("Harbour Street", "Harbour Street Journal"),
        ("Cleveland", "Cleveland Tribune"),
        ("Wold", "Wold government"),
        ("Ottermole", "Ottermole campaign"),
        ("Wold", "Wold State University"),
        ("Norway", "Norway Group"),
    ],
)
def test_a_place_or_a_person_is_not_the_body_called_after_it(short: str, full: str) -> None:
    """Also where the same people stand beside both."""
    types = dict.fromkeys((short, full), SpeakerType.ORGANISATION)

    assert not is_one(f"{full}; Ada Winley; Tariq Zuabi", f"{short}; Ada Winley; Tariq Zuabi", types=types)


@each_case("full", ["Norpress Group", "Norpress News", "Norpress Magazine", "Norpress Technologies"])
def test_what_only_says_which_form_a_body_has_may_be_left_out(full: str) -> None:
    """As everybody does."""
    types = dict.fromkeys(("Norpress", full), SpeakerType.ORGANISATION)

    assert is_one(f"{full}; Ada Winley; Tariq Zuabi", "Norpress; Ada Winley; Tariq Zuabi", types=types)


def test_two_letters_stand_for_too_many_names() -> None:
    """Three may be enough where only one body has them; two need somebody beside both."""
    types = dict.fromkeys(("Wold Harbour", "WH", "Wold Harbour Trust", "WHT"), SpeakerType.ORGANISATION)

    assert not is_one("Wold Harbour", "WH", types=types)
    assert is_one("Wold Harbour; Ada Winley; Tariq Zuabi", "WH; Ada Winley; Tariq Zuabi", types=types)
    assert is_one("Wold Harbour Trust", "WHT", types=types)


@pytest.mark.parametrize(
    "longer", ["Rival Ada Smith", "Woldham Council Spokesperson Ada Smith", "Entrusting Ada Smith"]
)
def test_words_before_a_full_name_are_no_part_of_it(longer: str) -> None:
    """Also where very many people have the surname: the whole name stands there."""
    assert is_one("Ada Smith (senator)", longer)
    assert not is_one("Ada Smith (senator)", "Mary Ada Smith")
    (speaker,) = join_parties(make_parties("Ada Smith", longer)).speakers
    assert speaker.name == "Ada Smith"
    assert speaker.evidence["a2#1"] == f"the same full name, with other words before it: {longer} for Ada Smith"
