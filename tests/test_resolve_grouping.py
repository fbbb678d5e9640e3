"""Names grouped by the person or body that they refer to."""

from __future__ import annotations

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.grouping import NamedEntities, group_names
from sayso.analyse.resolve.proper_names import find_names
from sayso.article import Article
from sayso.speaker import SpeakerType

from .each_case import each_case


def gather(text: str) -> NamedEntities:
    """The entities of a text."""
    layout = lay_out(Article("a", text))
    return group_names(text, find_names(layout))


def grouped(text: str) -> list[list[str]]:
    """Return for each entity its names as they stand in the text."""
    return [[name.span.of(text) for name in entity.names] for entity in gather(text).entities]


@each_case(
    ("text", "expected"),
    [
        ("then Ada Moss came, and later Moss left", [["Ada Moss", "Moss"]]),
        ("then Moss left, and later Ada Moss came", [["Moss", "Ada Moss"]]),
        ("then Ada Moss came, and later Ada left", [["Ada Moss", "Ada"]]),
        ("then Ada Moss came, and later Ada C. Moss left", [["Ada Moss", "Ada C. Moss"]]),
        ("then William Moss came, and later Bill Moss left", [["William Moss", "Bill Moss"]]),
        ("then W. Moss came, and later William Moss left", [["W. Moss", "William Moss"]]),
        ("then Omar al-Haddad came, and later Haddad left", [["Omar al-Haddad", "Haddad"]]),
        ("then Ada Moss came, and later Tom Moss left", [["Ada Moss"], ["Tom Moss"]]),
        ("then Tom Oats Sr. came, and later Tom Oats Jr. left", [["Tom Oats Sr."], ["Tom Oats Jr."]]),
        ("then Ada Moss came, and later Mr Moss left", [["Ada Moss"], ["Mr Moss"[3:]]]),
        ("then Ada Moss came, and later Mrs Moss left", [["Ada Moss", "Moss"]]),
        ("then the Wold Bridge Trust came, and the WBT left", [["Wold Bridge Trust", "WBT"]]),
        ("then the Wold Bridge Trust (WB) came, and the WB left", [["Wold Bridge Trust", "WB", "WB"]]),
        ("then the Wold Bridge Trust came, and the Trust left", [["Wold Bridge Trust", "Trust"]]),
        ("then Norpress Grocers Inc came, and Norpress fell", [["Norpress Grocers Inc", "Norpress"]]),
        ("then Ada Grocers Inc came, and Ada left", [["Ada Grocers Inc"], ["Ada"]]),
        ("then Ada Ltd came, and later Ada fell", [["Ada Ltd", "Ada"]]),
        ("then Kelp Foods Market came, and Kelp Foods fell", [["Kelp Foods Market", "Kelp Foods"]]),
        ("then Mary Ann Moss came, and later Mary Ann left", [["Mary Ann Moss", "Mary Ann"]]),
        ("then Mary Ann came, and later Mary Ann Moss left", [["Mary Ann", "Mary Ann Moss"]]),
        ("then Mary Ann Moss came, and later Mary Lou left", [["Mary Ann Moss"], ["Mary Lou"]]),
        ("then Jemima Moss came, and later Miss Moss left", [["Jemima Moss", "Moss"]]),
        ("then Wold News came, and they heard Wold again", [["Wold News", "Wold"]]),
        ("Ada Moss left with Moss Holdings, and Moss paid", [["Ada Moss", "Moss"], ["Moss Holdings"]]),
        ("Moss Holdings paid, and Moss paid more. then Ida Moss came", [["Ida Moss"], ["Moss Holdings", "Moss"]]),
        (
            "then Tom Moss met Ada Moss, and Tom Moss left. then Quorl Ada Vint Moss slept",
            [["Tom Moss", "Tom Moss"], ["Ada Moss", "Quorl Ada Vint Moss"]],
        ),
    ],
)
def test_names_of_one_entity(text: str, expected: list[list[str]]) -> None:
    """Short forms go to the full name that they agree with; another first name, suffix or title is somebody else."""
    assert grouped(text) == expected


def test_entity_has_its_fullest_name() -> None:
    """The name of an entity is the most complete one, wherever it stands."""
    (entity,) = gather("then Moss came, then Ada Moss, and later Ada Coral Moss left").entities

    assert entity.name == "Ada Coral Moss"


def test_titles_are_roles() -> None:
    """What stands before the names of an entity are its roles, each once."""
    (entity,) = gather("then Foreign Minister Ada Moss came, and later Foreign Minister Moss left").entities

    assert entity.roles == ["Foreign Minister"]
    assert entity.is_titled


def test_gender_of_an_entity_is_that_of_its_names() -> None:
    """Titles outweigh first names."""
    one, other = gather("then Ada Moss came with Mrs Tom Oats, and later it rained").entities
    (titled,) = gather("then Robin Moss came, and later Mrs Moss left").entities
    (untitled,) = gather("then Robin Moss came, and later Dr Moss left").entities

    assert (one.female or 0.0) > 0.9
    assert other.female == titled.female == 1.0
    assert 0.0 < (untitled.female or 0.0) < 1.0


def test_surname_of_two_is_open() -> None:
    """A surname that two bear, neither just named nor more often, is open between them."""
    text = "then Ada Moss came with Tom Moss. " + "it rained and rained. " * 10 + "then Moss left"
    named = gather(text)

    assert list(named.open_names) == [text.rindex("Moss")]
    assert [entity.name for entity in named.open_names[text.rindex("Moss")]] == ["Ada Moss", "Tom Moss"]


def test_surname_of_two_is_who_a_later_paragraph_named_in_full() -> None:
    """The widow whom a paragraph of her own introduces has the surname after it, and not the husband named before."""
    text = "the widow of Tom Moss spoke.\n\nthen Ada Moss came. " + "it rained and rained. " * 10 + "then Moss left"
    named = gather(text)

    assert ["Ada Moss", "Tom Moss"] == [entity.name for entity in named.open_names[text.rindex("Moss")]]
    assert named.owner[text.rindex("Moss")].name == "Ada Moss"


def test_word_of_a_body_is_no_person_who_is_named_only_later() -> None:
    """Between “Moss Holdings” and “Ida Moss”, “Moss” is the company; after both it may be either."""
    text = "then Moss Holdings paid. it rained. then Moss paid more. it rained. then Ida Moss came"
    named = gather(text)

    assert named.owner[text.index("Moss paid")].name == "Moss Holdings"
    assert named.owner[text.index("Ida Moss")].name == "Ida Moss"


def test_surname_right_after_a_full_name_takes_it_up() -> None:
    """Of those who share it, the one just named in full comes first."""
    text = "then Ada Moss came. " + "it rained and rained. " * 10 + "then Tom Moss came, and Moss left"
    named = gather(text)

    assert ["Tom Moss", "Ada Moss"] == [entity.name for entity in named.open_names[text.rindex("Moss")]]
    assert named.owner[text.rindex("Moss")].name == "Tom Moss"


@each_case(
    ("times", "gap", "name"),
    [(9, 150, "Tom Moss"), (10, 149, "Ada Moss"), (11, 149, "Tom Moss"), (1, 150, "Tom Moss"), (1, 149, "Ada Moss")],
)
def test_a_full_name_just_before_counts_as_ten(times: int, gap: int, name: str) -> None:
    """Who is named in full less than 150 characters before outweighs who was named ten times, not eleven."""
    far, near = "then Tom Moss came. " * times, "then Ada Moss came".ljust(gap + 5, ".")
    text = f"{far}{'it rained and rained. ' * 10}{near}Moss"
    place = text.rindex("Moss")

    assert place - text.index("Ada Moss") == gap
    assert gather(text).owner[place].name == name


def test_acronym_given_twice_is_not_open() -> None:
    """A short form that the writer introduces refers to the same body later."""
    text = "then the Wold Sea Board (WX) came, and the Wold Sea Board (WX) left, and WX came back"

    assert gather(text).open_names == {}


def test_places_are_recognised() -> None:
    """An entity all of whose names are a place's is a place."""
    place, person = gather("then they left France, and later Ada Moss left France").entities[::-1]

    assert {place.is_place, person.is_place} == {True, False}
    assert {place.type, person.type} == {SpeakerType.ORGANISATION, SpeakerType.PERSON}


def test_namesakes_without_end_take_bounded_time() -> None:
    """A thousand people of one surname are gathered."""
    first = ("Ada Tom Rosa Emil Nora Ivan Lena Otto Mary John".split()) * 100
    text = " ".join(f"then {name}{chr(97 + n % 26) * (n // 26 + 1)} Moss came." for n, name in enumerate(first))

    assert len(gather(text).owner) >= len(first)
