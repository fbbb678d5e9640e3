"""Sources taken apart."""

from __future__ import annotations

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.phrase import Form, Phrase
from sayso.analyse.resolve.proper_names import find_names
from sayso.analyse.resolve.source import read_phrase
from sayso.article import Article
from sayso.text import Span

from .each_case import each_case


def read(source: str) -> Phrase:
    """A source, with words around it, taken apart."""
    text = f"it rained, and then {source} said so"
    span = Span(20, 20 + len(source))
    phrase = read_phrase(text, (span,), find_names(lay_out(Article("a", text)), span))
    assert phrase is not None
    return phrase


def called(phrase: Phrase) -> str:
    """The words of the name that a phrase is."""
    return " ".join(phrase.name.words) if phrase.name else ""


@each_case(
    ("source", "name", "roles"),
    [
        ("Ada Moss", "Ada Moss", ()),
        ("Ada Moss, 41,", "Ada Moss", ()),
        ("Ada Moss, the minister of works", "Ada Moss", ("minister of works",)),
        ("Ada Moss, 41, a sailor", "Ada Moss", ("sailor",)),
        ("the painter Ada Moss", "Ada Moss", ("painter",)),
        ("the minister, Ada Moss,", "Ada Moss", ("minister",)),
        ("his wife, the painter Ada Moss", "Ada Moss", ("his wife", "the painter")),
        ("Ada Moss herself", "Ada Moss", ()),
        ("Ada Moss of the Wold Trust", "Ada Moss", ()),
        ("Ada Moss, who was late", "Ada Moss", ()),
        ("the Zorbat, Chief (Mrs) Ada Moss,", "Ada Moss", ("Zorbat",)),
        ("the witness, a clerk of the Wold Bank, Mrs Ada Moss,", "Ada Moss", ("witness",)),
        (
            "another diplomat, former envoy to Latvia Ada Moss,",
            "Ada Moss",
            ("another diplomat", "former envoy to Latvia"),
        ),
        (
            "a group of sailors that sets rules, known as the Wold Committee,",
            "Wold Committee",
            ("group of sailors that sets rules",),
        ),
        ("the chief author, Ada Moss of the Institute of Mycology in Wold,", "Ada Moss", ("chief author",)),
        ("a neighbour, who wanted to be known only as Ada Moss,", "Ada Moss", ("neighbour",)),
        ("a man named Tom Oats", "Tom Oats", ("man",)),
        ("the importer, Norpress Traders,", "Norpress Traders", ("importer",)),
        ("the member representing Oru Netwal, Ada Moss,", "Ada Moss", ("member representing Oru Netwal",)),
        ("Superintendent of Police (Rural) Ada Moss", "Ada Moss", ("Superintendent of Police (Rural)",)),
        ("the county search and rescue agency, Norpress Wold", "Norpress Wold", ("county search and rescue agency",)),
    ],
)
def test_name_with_what_is_said_of_it(source: str, name: str, roles: tuple[str, ...]) -> None:
    """A name is the head, and what stands before and after it are roles."""
    phrase = read(source)

    assert (phrase.form, called(phrase), phrase.roles) == (Form.NAME, name, roles)


@each_case(
    ("source", "parts"),
    [
        ("Ada Moss and Tom Oats", ["Ada Moss", "Tom Oats"]),
        ("Ada Moss, Tom Oats, Rosa Birch and Emil Reed", ["Ada Moss", "Tom Oats", "Rosa Birch", "Emil Reed"]),
        ("she and Tom Oats", ["she", "Tom Oats"]),
        ("Ada Moss and the baker", ["Ada Moss", "baker"]),
        ("the cook and the baker", ["cook", "baker"]),
        ("the cook and Moss’s lawyer", ["cook", "Moss’s lawyer"]),
        ("Ada Moss and Wold officials", ["Ada Moss", "Wold officials"]),
        ("the envoy of Finland and Ada Moss", ["envoy", "Ada Moss"]),
    ],
)
def test_joint_source(source: str, parts: list[str]) -> None:
    """Several entities in one source are its parts."""
    phrase = read(source)

    assert (phrase.form, phrase.is_plural) == (Form.JOINT, True)
    text = f"it rained, and then {source} said so"
    assert [part.span.of(text) for part in phrase.parts] == parts


@each_case(
    "source",
    [
        "the farmer and mayor",
        "the cook and Wold officials",
        "the firm, which supplies shops such as Wold and Reed",
        "Ada Moss, the head of harbours and piers",
        "Ada Moss, Harbour and Works Director for Upper Kelp and Lower Kelp",
        "Ada Moss, Research and Advocacy Director for the Middle Reach and North Kelp",
        "% and",
        "the Ministry of Health and Sport",
        "Norland truck and engine maker Kelp",
        "a study of nurses in Finland and Estonia",
        "analysts at Kelp Bank and Wold Trust",
    ],
)
def test_and_does_not_always_join_speakers(source: str) -> None:
    """Two descriptions of one entity, or an "and" in a name, are not a joint source."""
    assert read(f"{source} now").form is not Form.JOINT


@each_case("source", ["… and the mayor", "“ and the mayor", "% and Ada Moss", "and Ada Moss", "Ada Moss and"])
def test_part_without_words_is_none(source: str) -> None:
    """What has no word on one side of its "and" is not joint."""
    assert read(source).form is not Form.JOINT


@each_case(
    ("source", "head", "is_plural"),
    [
        ("she", "she", False),
        ("they", "they", True),
        ("both", "both", True),
        ("he himself", "he", False),
        ("they themselves", "they", True),
        ("it", "it", False),
    ],
)
def test_pronoun(source: str, head: str, is_plural: bool) -> None:
    """A pronoun has a number, and what strengthens it is left out."""
    phrase = read(source)

    assert (phrase.form, phrase.head, phrase.is_plural) == (Form.PRONOUN, head, is_plural)
    assert phrase.span == Span(20, 20 + len(head))


def test_relative() -> None:
    """A relative pronoun and what little goes with it refers to what it follows."""
    assert [read(source).form for source in ("who", "whom", "who had also")] == [Form.RELATIVE] * 3
    assert read("who had also been").form is Form.NOMINAL


@each_case(
    ("source", "head", "owner", "is_plural"),
    [
        ("the minister", "minister", None, False),
        ("a senior official", "official", None, False),
        ("harbour officials", "officials", None, True),
        ("some of the residents", "some", "the residents", True),
        ("three witnesses", "witnesses", None, True),
        ("her lawyer", "lawyer", "her", False),
        ("the mayor’s aides", "aides", "the mayor", True),
        ("Moss’s lawyer", "lawyer", "Moss", False),
        ("Ada Moss’s GP", "gp", "Ada Moss", False),
        ("a spokesman for the ministry who was late", "spokesman", "the ministry", False),
        ("a woman named in the report", "woman", None, False),
        ("a report published on Monday", "report", None, False),
        ("police", "police", None, False),
        ("Democrats", "democrats", None, True),
    ],
)
def test_description(source: str, head: str, owner: str | None, is_plural: bool) -> None:
    """A description has a head, a number and perhaps an owner."""
    phrase = read(source)

    assert (phrase.form, phrase.head, phrase.is_plural) == (Form.NOMINAL, head, is_plural)
    assert (phrase.owner and phrase.owner.of(f"it rained, and then {source} said so")) == owner


@each_case(
    ("source", "description"),
    [
        ("a statement issued by the Kelp Army on Monday", "statement issued by the Kelp Army"),
        ("a boat built by the Kelp Army", "boat"),
        ("the residents of the quarter who stayed", "residents of the quarter"),
        ("a woman named in the report", "woman"),
        ("a woman near the pier", "woman"),
        ("the senior official", "senior official"),
        ("a report to the council on Tuesday evening", "report to the council"),
        ("the report of last Tuesday", "report of last Tuesday"),
    ],
)
def test_words_of_a_description(source: str, description: str) -> None:
    """The description of an entity is without article, relative clause and participle."""
    assert read(source).description == description


def test_body_with_its_name() -> None:
    """A noun for a body makes the name that follows it a body's."""
    assert read("the charity, Quorl Vint,").is_body


def test_source_without_words_says_nothing() -> None:
    """Nothing, or marks alone, is no phrase."""
    assert read_phrase("“…” said", (), []) is None
    assert read_phrase("“…” said", (Span(0, 3),), []) is None


def test_long_source_is_read_at_its_start() -> None:
    """Of a source without end, its beginning is read."""
    assert len(read("Ada Moss and " * 400 + "Tom Oats").parts) < 40


@each_case(
    ("source", "is_body"),
    [
        ("state news agency Norvik", True),
        ("the charity, Wold Aid", True),
        ("a spokeswoman for the regulator, Ada Moss", False),
        ("council leader Ada Moss", False),
        ("Quay Co. executive Ada Moss", False),
    ],
)
def test_a_noun_for_a_body_makes_the_name_a_body(source: str, is_body: bool) -> None:
    """The noun counts that the name goes with, not the one that its bearer speaks for."""
    assert is_body == read(source).is_body


@each_case(
    ("source", "head", "description"),
    [
        ("the swimmer herself, who was late,", "swimmer", "swimmer"),
        ("a member of that club", "member", "member of that club"),
        ("the author of a book that was shown", "author", "author of a book"),
    ],
)
def test_description_ends_before_what_is_added_to_it(source: str, head: str, description: str) -> None:
    """A description has neither "herself" nor a relative clause; "that" after "of" begins none."""
    phrase = read(source)

    assert (phrase.form, phrase.head, phrase.description) == (Form.NOMINAL, head, description)


@each_case(("source", "mention"), [("the mayor", "mayor"), ("her lawyer", "her lawyer"), ("this", "this")])
def test_an_article_is_no_part_of_a_mention(source: str, mention: str) -> None:
    """A description is mentioned without its article, unless it has no other word."""
    assert read(source).span.of(f"it rained, and then {source} said so") == mention


@each_case(
    ("source", "is_body"),
    [
        ("the news agency Norpress", True),
        ("the painter Ada Moss", False),
        ("Ada Moss", False),
        ("he", False),
        ("the agency", False),
        ("the painter, Ada Moss,", False),
    ],
)
def test_a_noun_for_a_body_before_a_name(source: str, *, is_body: bool) -> None:
    """It says that the name is a body's."""
    assert read(source).is_body is is_body
