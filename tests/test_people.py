"""Parties of different articles are joined to speakers where the evidence allows it, kept apart or open where not."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_speakers import plant_parties

from sayso.people.by_hand import Action, Edit
from sayso.people.evidence import list_support
from sayso.people.join import join_parties, list_keys
from sayso.people.party import Joined, Party, add_company
from sayso.speaker import SpeakerType

from .each_case import each_case


def make_parties(*articles: str, types: dict[str, SpeakerType] | None = None) -> list[Party]:
    """Parties of articles that are written "Name (role, role); Name; …", each three weeks after the one before."""
    parties = []
    for number, line in enumerate(articles, 1):
        for place, part in enumerate(line.split("; "), 1):
            name, _, roles = part.rstrip(")").partition(" (")
            kind = (types or {}).get(name, SpeakerType.PERSON)
            facts = {"roles": tuple(roles.split(", ")) if roles else (), "outlet": f"outlet {number % 3}"}
            day = date(2031, 1, 1).toordinal() + 20 * number
            parties.append(Party(f"a{number}#{place}", f"a{number}", name, kind, named=True, day=day, **facts))  # type: ignore[arg-type]
    return add_company(parties)


def list_speakers(joined: Joined) -> list[list[str]]:
    """The ids of the parties of each speaker."""
    return [sorted(party.id for party in speaker.parties) for speaker in joined.speakers]


def is_one(*articles: str, **options: dict[str, SpeakerType]) -> bool:
    """Whether the first parties of all articles are one speaker."""
    joined = join_parties(make_parties(*articles, **options))
    return [f"a{number}#1" for number in range(1, len(articles) + 1)] in list_speakers(joined)


@each_case(
    ("one", "other"),
    [
        ("Ngozi Obasanya", "Ngozi Obasanya"),
        ("Zoë Kjærgaard", "Zoe Kjaergaard"),
        ("Łukasz Przybylski", "Lukasz Przybylski"),
        ("Jürgen Strönegger", "Juergen Stroenegger"),
        ("William Quillfeather", "Bill Quillfeather"),
        ("Tomás Zubizarreta Iturbe", "Tomás Iturbe"),
        ("Rhona B. Thackray", "Rhona Thackray"),
        ("Omar al-Barghash", "Omar Barghash"),
        ("Andrés Manuel Saldívar Urrutia", "Saldívar Urrutia"),
        ("Ursula von der Heyden", "von der Heyden"),
        ("Gong Mei-lin", "Mei-lin Gong"),
        ("Gong Mei-lin", "Gong Mei Lin"),
        ("Gong Mei-lin", "Gong"),
        ("Fergus Ottermole", "F. Ottermole"),
        ("Fergus Ottermole", "Ottermole"),
        ("Ottermole, Fergus", "Fergus Ottermole"),
        ("Volodymyr Vynohradskyi", "Volodymyr Vynohradsky"),
        ("Youssef Qaddumi", "Yusuf Kaddoumi"),
        ("Mohammed Shahrour", "Muhammad Shahrur"),
        ("Volodymyr Vynohradskyi", "Vynohradsky"),
        ("Sinéad O’Carrick", "Sinead O'Carrick"),
        ("Tawfiq", "Tawfiq"),
        ("Ben Carlow", "Carlow"),
    ],
)
def test_forms_of_one_name_are_one_speaker(one: str, other: str) -> None:
    """A name in another form is the same person, if nobody else may be meant."""
    assert is_one(one, other)


@each_case(
    ("one", "other"),
    [
        ("John Smith (dairy farmer)", "John Smith (finance minister)"),
        ("Kwame Mensah (head coach)", "Kwame Mensah (judge)"),
        ("Rhona B. Thackray", "Rhona C. Thackray"),
        ("Alan Moss Jr.", "Alan Moss Sr."),
        ("Ada Thackray", "Ida Thackray"),
        ("Dana Winley (Mr)", "Dana Winley (Ms)"),
        ("Steven Clark", "Stephen Clarke"),
        ("Alan Quillwick", "Van Quillwick"),
        ("Marcel Lazdar", "Lasdry"),
        ("Ben Carlow", "Alan Garlow"),
        ("Ben Carlow", "Garlow"),
        ("Priya Sharma (the Canadian nurse)", "Priya Sharma (the Kenyan senator)"),
    ],
)
def test_two_people_of_one_name_stay_apart(one: str, other: str) -> None:
    """Other fields of work, middle names, suffixes or titles keep two people apart."""
    assert not is_one(one, other)


def test_company_joins_people_of_a_common_name() -> None:
    """John Smith is the same one where those beside him are the same."""
    articles = ["John Smith (lawyer); Ngozi Obasanya; Tariq Zuabi", "John Smith (senator); Ngozi Obasanya; Tariq Zuabi"]

    assert is_one(*articles)
    assert not is_one("John Smith (lawyer); Ada Winley", "John Smith (senator); Ngozi Obasanya")


def test_a_surname_that_two_share_stays_open() -> None:
    """With two of a surname, the surname alone is nobody's, and both are named as candidates."""
    parties = make_parties("Ngozi Wekesa (judge)", "Chidi Wekesa (head coach)", "Wekesa")
    joined = join_parties(parties)

    assert joined.open == {"a3#1": ("a1#1", "a2#1")}
    assert list_speakers(joined) == [["a1#1"], ["a2#1"]]


def test_a_role_decides_between_two_of_a_surname() -> None:
    """With two of a surname, the role says which one is meant."""
    joined = join_parties(make_parties("Ngozi Wekesa (judge)", "Chidi Wekesa (head coach)", "Wekesa (the coach)"))

    assert joined.open == {}
    assert ["a2#1", "a3#1"] in list_speakers(joined)


BODIES = dict.fromkeys(
    [
        "Northern Harbour Trust",
        "NHT",
        "National Housing Tribunal",
        "Supreme Court",
        "Coastal Airlines",
        "Coastal Airlines Ltd",
    ],
    SpeakerType.ORGANISATION,
)


def test_initials_are_the_only_body_that_has_them() -> None:
    """An acronym is the body whose initials it is; with two of them it stays open."""
    assert is_one("Northern Harbour Trust", "NHT", types=BODIES)
    joined = join_parties(make_parties("Northern Harbour Trust", "National Housing Tribunal", "NHT", types=BODIES))

    assert joined.open == {"a3#1": ("a1#1", "a2#1")}


def test_an_article_that_gives_both_names_decides() -> None:
    """Where an article says what an acronym stands for, that holds for other articles, and the evidence says so."""
    first, *others = make_parties("Northern Harbour Trust", "National Housing Tribunal", "NHT", types=BODIES)
    stated = Party(first.id, first.article, first.name, first.type, named=True, forms=("NHT",))
    speaker = next(it for it in join_parties([stated, *others]).speakers if len(it.parties) > 1)

    assert {"a1#1", "a3#1"} == {party.id for party in speaker.parties}
    assert speaker.evidence["a3#1"] == "NHT are the initials of Northern Harbour Trust; the article a1 gives both names"


def test_legal_forms_are_no_part_of_a_name() -> None:
    """A company is the same with and without Ltd."""
    assert is_one("Coastal Airlines", "Coastal Airlines Ltd", types=BODIES)


def test_a_body_that_every_country_has_is_joined_within_an_outlet_or_by_company() -> None:
    """The Supreme Court of one outlet is not that of another, unless the same people stand beside it."""
    assert not is_one("Supreme Court", "Supreme Court", types=BODIES)
    beside = "Supreme Court; Ngozi Obasanya; Tariq Zuabi"
    assert is_one(beside, beside, types=BODIES)
    joined = join_parties(make_parties("Supreme Court", "Ada Winley", "Ada Winley", "Supreme Court", types=BODIES))
    assert ["a1#1", "a4#1"] in list_speakers(joined)


@pytest.mark.parametrize("kind", [SpeakerType.GROUP, SpeakerType.UNNAMED, SpeakerType.AUTHOR])
def test_groups_and_descriptions_never_join(kind: SpeakerType) -> None:
    """Officials of one article are not those of another, even where the article writes them like a name."""
    parties = [Party(f"a{n}#1", f"a{n}", "Officials", kind, named=True) for n in (1, 2)]
    nameless = [Party(f"a{n}#2", f"a{n}", "the mayor", SpeakerType.PERSON, named=False) for n in (1, 2)]

    assert join_parties([*parties, *nameless]) == Joined([], {})
    assert [list_keys(party) for party in (*parties, *nameless)] == [()] * 4


def test_evidence_says_what_is_shared() -> None:
    """The evidence of a joining says how the names go together; what articles share is listed beside it."""
    articles = ["Ngozi Obasanya (finance minister); Tariq Zuabi", "Obasanya (the finance minister); Tariq Zuabi"]
    speaker = join_parties(make_parties(*articles)).speakers[0]

    assert speaker.name == "Ngozi Obasanya"
    assert speaker.evidence == {
        "a1#1": "the same full name",
        "a2#1": "the surname of Ngozi Obasanya; nobody else in the collection may be meant",
    }
    assert list_support(speaker.parties) == [
        "role: finance minister; also elsewhere beside Tariq Zuabi",
        "role: the finance minister; also elsewhere beside Tariq Zuabi",
    ]


def test_a_mistake_of_type_does_not_tear_a_speaker() -> None:
    """What one article takes for a person and others for a body is one speaker, of the type that most give."""
    types = {"Lantern Foundation": SpeakerType.ORGANISATION}
    parties = make_parties("Lantern Foundation", "Lantern Foundation", types=types)
    parties += [Party("a9#1", "a9", "Lantern Foundation", SpeakerType.PERSON, named=True)]
    joined = join_parties(parties)

    assert [(it.type, len(it.parties)) for it in joined.speakers] == [(SpeakerType.ORGANISATION, 3)]


@pytest.mark.parametrize("seed", [3, 4])
def test_the_order_of_articles_changes_nothing(seed: int) -> None:
    """Speakers, evidence and what is open are the same whatever the order of the parties."""
    parties = [planted.party for planted in plant_parties(seed, 150)]
    shuffled = random.Random(seed).sample(parties, len(parties))  # noqa: S311

    assert join_parties(parties) == join_parties(shuffled)


def test_blocks_are_independent() -> None:
    """Joining the parties that hang together by keys gives what joining all of them gives."""
    parties = [planted.party for planted in plant_parties(5, 150)]
    whole = join_parties(parties)
    chosen = {key for party in parties[:3] for key in list_keys(party)}
    while True:
        block = [party for party in parties if not chosen.isdisjoint(list_keys(party))]
        keys = {key for party in block for key in list_keys(party)}
        if keys == chosen:
            break
        chosen = keys
    ids = {party.id for party in block}

    assert len(ids) < len(parties)
    assert [it for it in whole.speakers if it.parties[0].id in ids] == join_parties(block).speakers


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Party,
            id=st.uuids().map(str),
            article=st.sampled_from("abc"),
            name=st.text(max_size=30) | st.sampled_from(["Ada Moss", "Moss", "A. Moss", "WBT", "Wold Bridge Trust"]),
            type=st.sampled_from(SpeakerType),
            named=st.booleans(),
            roles=st.lists(
                st.text(max_size=20) | st.sampled_from(["minister", "Mr", "the Dutch judge"]), max_size=2
            ).map(tuple),
        ),
        max_size=8,
        unique_by=lambda party: party.id,
    )
)
def test_any_names_are_joined_to_one_speaker_or_open(parties: list[Party]) -> None:
    """Whatever stands in names and roles, each named party is in one speaker or open, and nothing raises."""
    joined = join_parties(parties)
    found = [party.id for speaker in joined.speakers for party in speaker.parties] + list(joined.open)

    assert sorted(found) == sorted(party.id for party in parties if list_keys(party))


# ---- By hand


def edit(action: Action, *sides: list[tuple[str, str]], number: int = 1) -> Edit:
    return Edit(number, action, tuple(map(tuple, sides)), "2031-05-01")


TWO = ["John Smith (farmer)", "John Smith (senator)", "John Smith (farmer)"]


def test_merging_by_hand_holds_for_later_articles() -> None:
    """Two speakers that the user merged stay one, with what comes later to either of them."""
    merge = edit(Action.MERGE, [("a1", "john smith")], [("a2", "john smith")])
    joined = join_parties(make_parties(*TWO, "John Smith (farmer)", "John Smith (senator)"), [merge])

    assert list_speakers(joined) == [["a1#1", "a2#1", "a3#1", "a4#1", "a5#1"]]
    assert joined.speakers[0].evidence["a2#1"] == "merged by hand on 2031-05-01"
    assert "a2#1" in joined.speakers[0].by_hand


def test_what_was_open_between_two_that_are_one_is_theirs() -> None:
    """A surname that two share is not open any more once the user has said that they are one."""
    merge = edit(Action.MERGE, [("a1", "ngozi wekesa")], [("a2", "chidi wekesa")])
    joined = join_parties(make_parties("Ngozi Wekesa (judge)", "Chidi Wekesa (head coach)", "Wekesa"), [merge])

    assert joined.open == {}
    assert list_speakers(joined) == [["a1#1", "a2#1", "a3#1"]]


def test_splitting_by_hand_holds_for_later_articles() -> None:
    """What the user took out stays out, and a later article goes where it fits better."""
    articles = ["Ada Winley (judge)", "Ada Winley", "Ada Winley (judge)", "Ada Winley (Judge)"]
    split = edit(Action.SPLIT, [("a2", "ada winley")], [("a1", "ada winley"), ("a3", "ada winley")])
    joined = join_parties(make_parties(*articles), [split])

    assert list_speakers(joined) == [["a1#1", "a3#1", "a4#1"], ["a2#1"]]


def test_edits_are_replayed_in_order() -> None:
    """What was merged can be split again, and the other way round."""
    merge = edit(Action.MERGE, [("a1", "john smith")], [("a2", "john smith")])
    split = edit(Action.SPLIT, [("a2", "john smith")], [("a1", "john smith"), ("a3", "john smith")], number=2)

    assert list_speakers(join_parties(make_parties(*TWO), [merge, split])) == [["a1#1", "a3#1"], ["a2#1"]]
    assert list_speakers(join_parties(make_parties(*TWO), [split, merge])) == [["a1#1", "a2#1", "a3#1"]]


def test_an_edit_of_what_is_gone_is_reported() -> None:
    """An edit whose parties are not there any more changes nothing, and its number is returned."""
    merge = edit(Action.MERGE, [("a1", "john smith")], [("a9", "ada moss")], number=7)
    joined = join_parties(make_parties(*TWO), [merge])

    assert joined.lost_edits == (7,)
    assert list_speakers(joined) == [["a1#1", "a3#1"], ["a2#1"]]
