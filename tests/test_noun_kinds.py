"""The kinds of nouns: which stand below which, how narrow what two share is, and the classes that are learnt from."""

from __future__ import annotations

from sayso.lexicon import read_table
from sayso.lexicon.noun_kinds import (
    NOUN_CLASSES,
    Likeness,
    compare_nouns,
    find_classes,
    has_kind,
    measure_narrowness,
)

from .each_case import each_case

NARROW = 0.4


@each_case(
    ("first", "second"),
    [("doctor", "cardiologist"), ("politician", "senator"), ("musician", "singer"), ("enterprise", "newspaper")],
)
def test_one_kind_is_below_another(first: str, second: str) -> None:
    """A cardiologist is a doctor, and a doctor is above a cardiologist."""
    down, up = compare_nouns(first, second), compare_nouns(second, first)

    assert down.below > 0.2
    assert (down.above, up.below) == (0, 0)
    assert (up.above, up.near) == (down.below, down.near)


@each_case(
    ("first", "second"), [("winger", "striker"), ("bishop", "priest"), ("nurse", "doctor"), ("hospital", "clinic")]
)
def test_two_kinds_are_near(first: str, second: str) -> None:
    """A winger and a striker are players of one kind, in either order."""
    assert max(compare_nouns(first, second)) > NARROW
    assert compare_nouns(first, second).near == compare_nouns(second, first).near


@each_case(("first", "second"), [("farmer", "nurse"), ("economist", "driver"), ("bishop", "striker")])
def test_two_kinds_are_far(first: str, second: str) -> None:
    """What a farmer and a nurse share is that they are people."""
    assert max(compare_nouns(first, second)) < 0.2


def test_unknown_nouns_are_like_nothing() -> None:
    """A name or a word of no list has no kind, no class, and is no narrower than anything."""
    assert not has_kind("quorl")
    assert compare_nouns("quorl", "doctor") == compare_nouns("doctor", "quorl") == Likeness(0, 0, 0)
    assert find_classes("quorl") == set()
    assert measure_narrowness("quorl") == 0


@each_case(
    ("noun", "classes"),
    [
        ("woman", {"female"}),
        ("man", {"male"}),
        ("mother", {"parent"}),
        ("judge", {"adjudicator", "official", "worker"}),
        ("spokeswoman", {"advocate"}),
        ("newspaper", {"enterprise"}),
        ("police", {"agency"}),
        ("ministry", {"body"}),
        ("team", {"team"}),
    ],
)
def test_classes_of_a_noun(noun: str, classes: set[str]) -> None:
    """A noun is of the classes that its commonest sense stands below."""
    assert find_classes(noun) >= classes


def test_rows_stand_below_earlier_ones() -> None:
    """Each row names kinds above it, its narrowness is a share, and each class stands once."""
    rows = read_table("noun_kinds")

    assert all(int(parent) < n for n, row in enumerate(rows) for parent in row[0].split("|") if parent)
    assert all(0 <= float(row[1]) <= 1 for row in rows)
    assert sorted(row[2] for row in rows if row[2]) == sorted(NOUN_CLASSES)
    firsts = [noun for row in rows for noun in row[3].split("|") if noun]
    assert len(firsts) == len(set(firsts)) > 1_500
    assert {noun for row in rows for noun in row[4].split("|") if noun} <= set(firsts)
