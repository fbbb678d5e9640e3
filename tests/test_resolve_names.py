"""Proper names in running text."""

from __future__ import annotations

from itertools import product
from string import ascii_uppercase

import pytest

from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import ModelSpan
from sayso.analyse.resolve.kinds import NameKind, count_office, estimate_female, read_office_letters
from sayso.analyse.resolve.proper_names import Name, find_names
from sayso.analyse.resolve.words import cut_words
from sayso.article import Article
from sayso.lexicon.nouns import countries, is_noun, is_plural, people, peoples, places
from sayso.text import Span

from .each_case import each_case

LONG = "Wold Harbour Bridge Road Rope Sail Tar Lamp Net Oar Pier Reef Tide Trust"


def names(text: str, *edges: int) -> list[Name]:
    """The names of a text."""
    return find_names(lay_out(Article("a", text)), edges)


def list_names(text: str, *edges: int) -> list[str]:
    """The names of a text as they stand there."""
    return [name.span.of(text) for name in names(text, *edges)]


@each_case(
    ("text", "expected"),
    [
        ("in the evening they met J. K. Moss", ["J. K. Moss"]),
        ("in the evening, when it rained, the Ratepayers' Action Council came home", ["Ratepayers' Action Council"]),
        ("in the evening, when it rained, the Skippers' Harbour Walk came home", ["Harbour Walk"]),
        ("in the evening A. B. Moss came home", ["A. B. Moss"]),
        ("in the evening Ada C. Moss came home", ["Ada C. Moss"]),
        ("in the evening Ada de la Cruz came home", ["Ada de la Cruz"]),
        ("in the evening Omar al-Haddad came home", ["Omar al-Haddad"]),
        ("in the evening Captain de Moss came home", ["de Moss"]),
        ("in the evening Minister for the Kelp came home", ["Kelp"]),
        ("in the evening Jean-Luc Moss-Oats came home", ["Jean-Luc Moss-Oats"]),
        ("in the evening Tom O’Neill came home", ["Tom O’Neill"]),
        ("in the evening Tom Oats Jr. came home", ["Tom Oats Jr."]),
        ("in the evening Tom “Bo” Oats came home", ["Tom “Bo” Oats"]),
        ("in the evening Tom “Big Bo” Oats came home", ["Tom “Big Bo” Oats"]),
        ("in the evening Kelp Skies Flight 611 landed", ["Kelp Skies"]),
        ("in the evening Flight 611 landed", []),
        ("in the evening P900 million and N214m and R650,000 were lost", []),
        ("in the evening the Dean of the University of Wold came home", ["University of Wold"]),
        ("in the evening Zoë Moss came home", ["Zoë Moss"]),
        ("in the evening Ada Moss’s boat came home", ["Ada Moss"]),
        ("in the evening the Bank of Wold closed early", ["Bank of Wold"]),
        ("in the evening the Ministry of Health and Sport closed", ["Ministry of Health and Sport"]),
        ("in the evening the Wold Institute for AI closed", ["Wold Institute for AI"]),
        ("in the evening Moss and Sons closed", ["Moss and Sons"]),
        ("in the evening Ada Moss and Partners of Wold came home", ["Ada Moss and Partners of Wold"]),
        ("in the evening the Kelp Star Transport closed", ["Kelp Star Transport"]),
        ("in the evening Captain Post came home", ["Post"]),
        ("in the evening the North Korean ship came home", []),
        ("in the evening the envoy to Latvia Ada Moss came home", ["Ada Moss"]),
        ("in the evening the Moss campaign closed its doors", ["Moss campaign"]),
        ("in the evening a Moss campaign manager closed the doors", ["Moss"]),
        ("in the evening Ada Moss and Tom Oats came home", ["Ada Moss", "Tom Oats"]),
        ("Dear Ruth Moss, it rained", ["Ruth Moss"]),
        ("it rained. Carmaker Zorbat closed early", ["Zorbat"]),
        ("in the evening the area XQZ Ada Moss came home", ["Ada Moss"]),
        ("in the evening Kaumātua Ada Moss and Garda Tom Oats came home", ["Ada Moss", "Tom Oats"]),
        ("it rained. Earl Moss came home", ["Earl Moss"]),
        ("it rained. Brokerage Kelp Zorbat closed early", ["Kelp Zorbat"]),
        ("in the evening the MP for Wold West Ada Moss came home", ["Ada Moss"]),
        ("it rained. Carmaker Zorbat closed, as the Carmaker does", ["Carmaker Zorbat", "Carmaker"]),
        ("in the evening the Bank of Kelp for Wold closed early", ["Bank of Kelp for Wold"]),
        ("in the evening the Armed Forces of Norland came home", ["Armed Forces of Norland"]),
        ("in the evening Coun Moss and Coun. Ada Oats came home", ["Moss", "Ada Oats"]),
        ("in the evening Western Sierra Electric closed early", ["Western Sierra Electric"]),
        ("in the evening the Minister of Health for Wold came home", ["Wold"]),
        ("in the evening the Minister for Works and Quorl Vint came home", ["Quorl Vint"]),
        ("in the evening the Director of Wold Public Health came home", []),
        ("in the evening the Bishop of Upper Kelp came home", []),
        ("in the evening the Minister of Works Ada came home", ["Ada"]),
        ("in the evening the planner for Works Ada Rook came home", ["Ada Rook"]),
        ("in the evening the poems of Quorla Ada Rook came out", ["Quorla Ada Rook"]),
        ("in the evening Ada Dutch came home, and later Dutch slept", ["Ada Dutch", "Dutch"]),
        ("in the evening the Bank of Dutch closed, and later Dutch ships came", ["Bank of Dutch"]),
        ("in the evening the Bus and Coach Workers’ Union closed early", ["Bus and Coach Workers’ Union"]),
        ("in the evening the Bus and Coach, Workers’ Union closed early", ["Bus", "Workers’ Union"]),
        ("in the evening the Bus and coach Workers’ Union closed early", ["Bus", "Workers’ Union"]),
        (
            "in the evening it was said that the Bus and Kelp Tram Cab Ship Workers’ Union closed early, or so it was.",
            ["Bus and Kelp Tram Cab Ship Workers’ Union"],
        ),
        (
            "in the evening it was said that the Bus and Kelp Tram Cab Ship Oar Workers’ Union closed early, it was.",
            ["Bus", "Kelp Tram Cab Ship Oar Workers’ Union"],
        ),
        ("in the evening Kelp FM closed early", ["Kelp FM"]),
        ("Pet shops closed. In May pet owners met the Pet Trade Federation.", ["Pet Trade Federation"]),
        ("Pay came home. In May he met Ada Pay about pay.", ["Pay", "Ada Pay"]),
        ("in the evening Quorl Zorn Vint came home", ["Quorl Zorn Vint"]),
        ("Born Ada Moss in a mill, she came home", ["Ada Moss"]),
        ("Remember Tom Oats? He came home.", ["Tom Oats"]),
        ("It rained.\n\nKEY POINTS\n\nIn May Tom Oats came home.", ["Tom Oats"]),
        ("in the evening Tom St John Oats came home", ["Tom St John Oats"]),
        ("in the evening the Bakers and Cooks Local 88 closed early", ["Bakers and Cooks Local 88"]),
        ("in the evening the Comptroller and Auditor General came home", []),
        ("in the evening the Health and Safety Council closed early", ["Health and Safety Council"]),
        ("in the evening the Progress and Reform Party closed early", ["Progress and Reform Party"]),
        ("in the evening, with Fidelis and Reform Party, it closed early", ["Fidelis", "Reform Party"]),
        ("in the evening a bench of Justices Ada Moss and Tom Oats sat", ["Ada Moss", "Tom Oats"]),
        (f"in the evening it was said that the {LONG} closed early for once, or so it seemed.", [LONG]),
    ],
)
def test_what_belongs_to_a_name(text: str, expected: list[str]) -> None:
    """Initials, particles, suffixes, hyphens and nicknames belong to a name; a possessive ending does not."""
    assert list_names(text) == expected


@each_case(
    ("text", "name", "title"),
    [
        ("in the evening Foreign Minister Ada Moss came", "Ada Moss", ("Foreign", "Minister")),
        ("in the evening Dr. Moss came home", "Moss", ("Dr",)),
        ("in the evening Sen. Ada Moss came home", "Ada Moss", ("Sen",)),
        ("in the evening Mrs Moss came home", "Moss", ("Mrs",)),
        ("in the evening Sir Tom Oats came home", "Tom Oats", ("Sir",)),
        ("in the evening Chief Executive Ada Moss came", "Ada Moss", ("Chief", "Executive")),
        ("in the evening Dean Harper came home", "Dean Harper", ()),
        ("in the evening Minister Young came home", "Young", ("Minister",)),
        ("in the evening Barrister (Mrs) Ada Moss came home", "Ada Moss", ("Barrister", "Mrs")),
        ("in the evening Wg Cdr (retd) Ada Moss came home", "Ada Moss", ("Wg", "Cdr")),
        ("in the evening Lt. (rtd) Ada Moss came home", "Ada Moss", ("Lt",)),
        ("in the evening Coach Friday Moss came home", "Friday Moss", ("Coach",)),
        ("in the evening Engr. Sunday Moss came home", "Sunday Moss", ("Engr",)),
        ("in the evening SP Ada Moss came home", "Ada Moss", ("SP",)),
        ("in the evening J. Ada Moss came home", "J. Ada Moss", ()),
        ("in the evening Punong Barangay Ada Moss came", "Ada Moss", ("Punong", "Barangay")),
        ("in the evening Urban Development Minister Ada Moss came", "Ada Moss", ("Urban", "Development", "Minister")),
        ("in the evening Member of Parliament Ada Moss came", "Ada Moss", ("Member", "of", "Parliament")),
    ],
)
def test_title_is_separated_from_the_name(text: str, name: str, title: tuple[str, ...]) -> None:
    """What stands before a name and says who it is, is its title; first names are none."""
    (found,) = names(text)

    assert (found.span.of(text), found.title) == (name, title)
    assert found.whole.of(text).startswith(title[0] if title else name)


@each_case(
    ("text", "name"),
    [
        ("in the evening the Director of the Health Office came home", "Health Office"),
        ("in the evening the Regional Director of the Health Office came home", "Health Office"),
        ("in the evening the Deputy Director of the Kelp Agency came home", "Kelp Agency"),
        ("in the evening the Deputy Vice-Chancellor of the University of Wold came", "University of Wold"),
        ("in the evening the Kelp–Wold Drivers Union came home", "Kelp–Wold Drivers Union"),
        ("in the evening the Wold Director of the Kelp Agency came home", "Wold Director of the Kelp Agency"),
    ],
)
def test_where_a_bodys_name_begins(text: str, name: str) -> None:
    """An office of several words is no part of it, if each may stand before an office; a dash may stand in it."""
    (found,) = names(text)

    assert found.span.of(text) == name


@each_case(
    ("text", "expected"),
    [
        ("in the evening Minister of Works Ada Moss came. The new Minister left.", ["Ada Moss"]),
        ("in the evening Alhaji Bukar Moss came. It was late, and Alhaji left.", ["Bukar Moss"]),
        ("in the evening Ada Alhaji came. It was late, and Alhaji left.", ["Ada Alhaji", "Alhaji"]),
        ("in the evening DC Ada Moss came. It was late, and DC Oats left.", ["Ada Moss", "Oats"]),
        ("in the evening DC Ada Moss came. It was late in DC.", ["Ada Moss", "DC"]),
        ("in the evening it was late, and DC Oats left.", ["DC Oats"]),
    ],
)
def test_title_is_shown_by_how_the_text_uses_it(text: str, expected: list[str]) -> None:
    """What stands before the full name and before the surname is a title; so is one of the list that stands alone."""
    assert list_names(text) == expected


@each_case(
    "text",
    [
        "on Monday the boat came home",
        "in the evening the Minister Monday came home",
        "in the evening the Prime Minister came home",
        "in the evening the Russians came home",
        "in the evening several Democrats came home",
        "in the evening a Leeds-based firm closed",
        "in the evening Norland-praising films were shown",
        "the harbour is shut. Boats stay away, and boats rot",
        "the harbour is shut. Yesterday it rained",
        "in the evening I came home",
    ],
)
def test_capital_is_not_always_a_name(text: str) -> None:
    """Days, offices, peoples, adjectives and what only begins a sentence are no names."""
    assert list_names(text) == []


def test_a_word_of_mastheads_after_the_is_an_outlet() -> None:
    """A noun for a person may be the short name of a newspaper."""
    (name,) = names("in May, asked by the Courier why, the courier left")

    assert (("Courier",), True) == (name.words, name.is_outlet)


def test_start_of_a_sentence_may_be_a_name() -> None:
    """A first name begins a sentence as a name; a surname does where the text has it elsewhere."""
    assert list_names("Ada left early. It was late. Moss stayed, and they saw Moss leave.") == ["Ada", "Moss", "Moss"]


def test_headline_names_are_borne_out_by_the_body() -> None:
    """In a line of capitals, what the body names is a name."""
    text = "Oats Warns Harbour Board Again\n\nIn the evening the owner of the boat, Tom Oats, came home"

    assert list_names(text, len("Oats")) == ["Oats", "Tom Oats"]
    assert [name.is_headline for name in names(text, len("Oats"))] == [True, False]


def test_name_in_a_headline_in_capitals() -> None:
    """A name all in capitals is one where it begins with a first name."""
    assert list_names("ADA MOSS WARNS HARBOUR BOARD\n\nin the evening it rained") == ["ADA MOSS WARNS HARBOUR BOARD"]


def test_shouted_sentence_is_no_name() -> None:
    """A sentence in capitals gives no name that the text does not have elsewhere; one of few words may hold one."""
    assert list_names("in the evening Ada Moss came home. HARBOUR BOARD MUST OPEN SOON.") == ["Ada Moss"]
    assert list_names("in the evening it rained. “One!” Ada Moss thundered at Motor Park.") == [
        "Ada Moss",
        "Motor Park",
    ]


def test_name_ends_where_a_source_ends() -> None:
    """No name goes on over the edge of a source or cue."""
    text = "in the evening Ada Moss Polling came home"

    assert list_names(text, 23) == ["Ada Moss", "Polling"]
    assert list_names("in the evening Tom “Bo” Oats came home", 24) == ["Tom", "Bo", "Oats"]


@each_case(
    ("text", "kind"),
    [
        ("in the evening Ada Moss came home", NameKind.PERSON),
        ("in the evening Zzyx Quorl, who came home", NameKind.PERSON),
        ("in the evening Mr Quorl came home", NameKind.PERSON),
        ("in the evening the Wold Bridge Trust closed", NameKind.BODY),
        ("in the evening the WBT closed", NameKind.BODY),
        ("in the evening they met WB again", NameKind.BODY),
        ("in the evening they met W.B. again", NameKind.BODY),
        ("in the evening they met X again", NameKind.UNKNOWN),
        ("in the evening they met WB Quorl again", NameKind.PERSON),
        ("in the evening they met the Quorl again", NameKind.BODY),
        ("in the evening they met the Rosa again", NameKind.UNKNOWN),
        ("in the evening they left France for good", NameKind.PLACE),
        ("in the evening they met Quorl again", NameKind.UNKNOWN),
        ("in the evening they met QuorlSafe again", NameKind.BODY),
        ("in the evening they met FitzQuorl again", NameKind.UNKNOWN),
    ],
)
def test_kind_of_a_name(text: str, kind: NameKind) -> None:
    """First names and titles make people, last words and capitals make bodies, and lists make places."""
    assert [name.kind for name in names(text)] == [kind]


@each_case(
    ("text", "guess"),
    [
        ("in the evening Ada Moss came home", False),
        ("in the evening Mr Quorl came home", False),
        ("in the evening the Wold Bridge Trust closed", False),
        ("in the evening they left France for good", False),
        ("in the evening Zzyx Quorl, who came home", True),
        ("in the evening they met Reuters again", True),
        ("in the evening Ada Post came home", True),
        ("in the evening the Ada Council for Kelp closed", False),
        ("in the evening Ada and Sons closed", False),
    ],
)
def test_kind_may_be_a_guess(text: str, guess: bool) -> None:
    """Where nothing but its form shows what a name is, the model may know better."""
    assert [name.is_guess for name in names(text)] == [guess]


def test_title_decides_the_gender_before_the_first_name() -> None:
    """A title outweighs a first name, and a surname after a title has no gender."""
    assert estimate_female(("Tom", "Oats"), ("Mrs",)) == 1.0
    assert estimate_female(("Oats",), ("Dr",)) is None
    assert (estimate_female(("Tom", "Oats"), ()) or 0.0) < 0.1
    assert (estimate_female(("Savitri", "Moss"), ()) or 0.0) > 0.9
    # By itself it may be a surname.
    assert estimate_female(("Savitri",), ()) is None


def test_surname_before_the_given_name_has_no_gender() -> None:
    """Of "Jo Min-ho" the given name counts, which stands last."""
    assert estimate_female(("Jo", "Min-ho"), ()) == 0.0
    assert estimate_female(("Jo", "Min-zo"), ()) is None
    assert estimate_female(("Jo", "Moss"), ()) == 0.64


def test_offices_of_men_are_womens_too() -> None:
    """There a first name that is known decides; an office of women, or a form of address, is sure."""
    assert (estimate_female(("Savitri", "Moss"), ("Chairman",)) or 0.0) > 0.9
    assert estimate_female(("Moss",), ("Chairman",)) == 0.0
    assert estimate_female(("Tom", "Moss"), ("Chairwoman",)) == 1.0
    assert estimate_female(("Savitri", "Moss"), ("Mr",)) == 0.0


def test_possessive_is_cut_off_words() -> None:
    """Possessive endings, straight or curly, are no part of a word."""
    text = "Moss's boat, Oats’s pier, the U.S.’s coast"

    assert [word.form for word in cut_words(text, Span(0, len(text)))] == [
        "Moss",
        "boat",
        "Oats",
        "pier",
        "the",
        "U.S.",
        "coast",
    ]


def test_word_lists_agree() -> None:
    """Every plural and group is among people, and every country among places."""
    assert {"minister", "ministers", "residents"} <= people()
    assert "russian" in peoples()
    assert countries() - places() <= {country for country in countries() if "." in country}
    assert is_noun("ministry")
    assert not is_plural("ministry")


@pytest.mark.parametrize(
    ("kind", "score", "expected"),
    [("body", 0.7, NameKind.BODY), ("person", 0.7, NameKind.PERSON), ("place", 0.7, NameKind.PLACE)],
)
def test_model_decides_what_is_a_guess(kind: str, score: float, expected: NameKind) -> None:
    """Where nothing shows what a name is, the model's tags at all places of the name decide."""
    text = "In the end Lintas Velo closed, and by then Lintas Velo was known."
    tagged = [ModelSpan(Span(at, at + 11), kind, score, 0.9) for at in (11, 43)]

    assert {name.kind for name in find_names(lay_out(Article("a", text)), (), tagged)} == {expected}


@pytest.mark.parametrize(
    ("text", "kind", "score", "expected"),
    [
        ("Kits for Kelp", "body", 0.9, ["Kits for Kelp"]),
        ("Kits for Kelp", "body", 0.7, ["Kits", "Kelp"]),
        ("Kits for Kelp", "person", 0.9, ["Kits", "Kelp"]),
        ("Kits in Kelp", "body", 0.9, ["Kits", "Kelp"]),
    ],
)
def test_small_words_within_what_the_model_tags_as_a_body(
    text: str, kind: str, score: float, expected: list[str]
) -> None:
    """A body's name goes on over "for" where the model is sure of it; a place behind "in" is no part of it."""
    sentence = f"In the end {text} closed the door, and {text} was known."
    tagged = [ModelSpan(Span(at, at + len(text)), kind, score, 0.9) for at in (11, sentence.rfind(text))]

    found = find_names(lay_out(Article("a", sentence)), (), tagged)

    assert [name.span.of(sentence) for name in found] == expected * 2


def test_model_overrules_no_sign() -> None:
    """A first name or title shows a person, whatever the model says."""
    text = "In the end Ada Velo closed the door."

    found = find_names(lay_out(Article("a", text)), (), [ModelSpan(Span(11, 19), "body", 0.9, 0.9)])

    assert [name.kind for name in found] == [NameKind.PERSON]


def test_tagged_word_at_the_beginning_of_a_sentence_is_a_name() -> None:
    """The first word of a sentence is a name if the model says so, though the text has it nowhere else."""
    text = "Brightpoint closed."

    assert not find_names(lay_out(Article("a", text)))
    assert find_names(lay_out(Article("a", text)), (), [ModelSpan(Span(0, 11), "body", 0.8, 0.9)])


@each_case(
    ("text", "expected"),
    [
        ("in the evening Netwal Services of Kelp came home", ["Netwal Services", "Kelp"]),
        ("in the evening Netwal of Kelp came home", ["Netwal", "Kelp"]),
        ("in the evening Friends of Kelp came home", ["Friends of Kelp"]),
        ("in the evening Apple Growers of Kelp came home", ["Apple Growers of Kelp"]),
        ("in the evening Netwal for Kelp came home", ["Netwal for Kelp"]),
    ],
)
def test_a_small_word_within_a_tag(text: str, expected: list[str]) -> None:
    """Where the model tags a body, its small words join; "of" only behind a noun for people or a body."""
    start, end = text.index("evening ") + 8, text.index(" came")

    found = find_names(lay_out(Article("a", text)), (), [ModelSpan(Span(start, end), "body", 0.9, 0.95)])

    assert [name.span.of(text) for name in found] == expected


@each_case(
    ("text", "count"),
    [("Kelp West Ada Moss", 2), ("Kelp West Moss", 0), ("Health Ada Moss", 1), ("Health ada Moss", 0), ("Ada Moss", 0)],
)
def test_an_office_before_a_name(text: str, count: int) -> None:
    """So many words before a full name are what somebody is in office for."""
    assert count_office(cut_words(text, Span(0, len(text)))) == count


def test_letters_of_offices_are_bounded() -> None:
    """Each set of letters takes a search of the text, so that only the first ones of a text are looked for."""
    others = " ".join(f"The {a}{b} left." for a, b in product(ascii_uppercase, repeat=2))
    office, letters = "Public Affairs Officer Ada Moss spoke.", "The PAO left."

    assert {"PAO": ("public", "affairs", "officer")} == read_office_letters(f"{office} {letters} {others}")
    assert {} == read_office_letters(f"{office} {others} {letters}")
