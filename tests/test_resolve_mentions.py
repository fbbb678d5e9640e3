"""The words that describe entities, the index of mentions, and the candidates for an anaphor."""

from __future__ import annotations

from dataclasses import replace

from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.model_spans import ModelSpan
from sayso.analyse.resolve.attributes import describe_entities
from sayso.analyse.resolve.candidates import NEW, Anaphor, list_candidates
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.features import FEATURES, describe_candidates
from sayso.analyse.resolve.grouping import group_names
from sayso.analyse.resolve.nominal import find_descriptions
from sayso.analyse.resolve.proper_names import find_names
from sayso.analyse.resolve.source import read_phrase
from sayso.article import Article
from sayso.lexicon.offices import fold_words, match_head
from sayso.speaker import SpeakerType
from sayso.text import Span

from .each_case import each_case


def index_mentions(text: str) -> MentionIndex:
    """Return the index of the names of a text."""
    layout = lay_out(Article("a", text))
    names = find_names(layout)
    named = group_names(text, names)
    describe_entities(text, named.entities)
    mentions = MentionIndex(layout)
    mentions.add_names(names, named.owner)
    return mentions


def name_candidates(mentions: MentionIndex, anaphor: Anaphor) -> list[str]:
    """Return the names of the candidates."""
    return ["" if n == NEW else mentions.entities[n].name for n in list_candidates(mentions, anaphor)]


def describe(mentions: MentionIndex, words: str) -> Anaphor:
    """Return the last words of the text, a description of one person, as an anaphor."""
    text = mentions.layout.text
    span = Span(text.rindex(words), text.rindex(words) + len(words))
    phrase = read_phrase(text, (span,), [])
    assert phrase is not None
    return Anaphor(span.start, None, is_plural=False, is_person=True, phrase=phrase, type=SpeakerType.UNNAMED)


@each_case(
    ("text", "said"),
    [
        ("then Foreign Minister Ada Moss came home", {"foreign", "minister"}),
        ("then the Dutch envoy Ada Moss came home", {"netherlands", "envoy"}),
        ("then Ada Moss, the Dutch envoy, came home", {"netherlands", "envoy"}),
        ("then Ada Moss, 41, a retired sailor, came home", {"retired", "sailor"}),
        ("then Ada Moss, her lodestar, came home", {"lodestar"}),
        ("then the owner of the bakery, Ada Moss, came home", {"owner", "bakery"}),
        ("then Ada Moss, 41, came home", {"41-year-old"}),
        ("then the Wold Bridge Trust closed its doors", {"wold", "bridge", "trust"}),
        ("then the Wold Gazette closed its doors", {"newspaper", "paper"}),
        ("then Ada Moss, pastry baker of the town, came home", {"pastry", "baker"}),
        ("then Ada Moss, capt of the ship, came home", {"capt", "ship"}),
        ("then the Wold Trust, charity of the year, closed its doors", {"charity", "year"}),
        ("then they left France for good", {"france"}),
        ("then Kelp Trust was a small charity in Wold", {"kelp", "trust", "small", "charity"}),
        ("then Ada Moss, who is now the envoy, came home", {"envoy"}),
        ("then shares in Kelp Trust fell", {"kelp", "company", "group"}),
        ("then Kelp Trust’s shares fell", {"kelp", "company", "group"}),
    ],
)
def test_words_that_describe_an_entity(text: str, said: set[str]) -> None:
    """What stands right before and after a name describes it; peoples are folded to their places."""
    assert said <= index_mentions(text).entities[0].words


@each_case(
    "addition",
    [
        "speaking on Monday to the whole town",
        "leaving a town",
        "seeing a sailor in town",
        "joined by sailors of the town",
        "minus one sailor of the town",
        "sad for her sailor in town",
        "weak in town",
    ],
)
def test_sentence_that_goes_on_describes_nobody(addition: str) -> None:
    """What an entity does after a comma does not describe it."""
    (entity,) = index_mentions(f"then Ada Moss, {addition}, came home").entities

    assert "town" not in entity.words


def test_who_is_addressed_after_a_name_is_somebody_else() -> None:
    """Who says "this Bill, Mr Speaker" does not call the Bill a speaker."""
    assert index_mentions("then he read the Kelp Bill, Mr Speaker, and went").entities[0].words <= {"kelp", "bill"}


@each_case(
    ("text", "said", "unsaid"),
    [
        ("then Ada Moss, the mayor's cousin, came home", "cousin", "mayor"),
        ("then Ada Moss, the mayor’s cousin, came home", "cousin", "mayor"),
        ("then the mayor's cousin Ada Moss came home", "cousin", "mayor"),
        ("then Ada Moss, a friend of the mayor, came home", "friend", "mayor"),
        ("then a lawyer for the mayor, Ada Moss, came home", "lawyer", "mayor"),
        ("then Ada Moss, Wold's mayor, came home", "wold", ""),
        ("then Ada Moss, one of the sailors, came home", "sailors", ""),
        ("then Ada Moss, mayor of Wold, came home", "mayor", ""),
    ],
)
def test_other_people_in_a_description_do_not_describe(text: str, said: str, unsaid: str) -> None:
    """The cousin of a mayor is no mayor."""
    (entity,) = (it for it in index_mentions(text).entities if it.name == "Ada Moss")

    assert said in entity.words
    assert unsaid not in entity.words


def test_comma_before_a_name_is_no_description_by_itself() -> None:
    """What the minister hears is not who she is."""
    assert "minister" not in index_mentions("then he told the minister, Ada Moss said later").entities[0].words
    assert "harbour" not in index_mentions("It rained. In the harbour, Ada Moss, who slept, woke").entities[0].words


@each_case(
    ("words", "folded"),
    [
        (["Russia's", "top", "diplomat"], {"russia", "top", "diplomat"}),
        (["Russian"], {"russia"}),
        (["Moscow"], {"russia"}),
        (["the", "U.S."], fold_words(["American"])),
    ],
)
def test_people_and_capital_count_as_the_place(words: list[str], folded: set[str]) -> None:
    """A place may be called by its people or its capital."""
    assert fold_words(words) == folded


def test_office_fits_its_other_names() -> None:
    """The head of a description fits its own word fully, a synonym half, another word not."""
    assert [match_head(head, {"minister"}) for head in ("minister", "premier", "baker")] == [1.0, 0.5, 0.0]


def test_description_by_country_and_office_fits() -> None:
    """A foreign minister is a candidate for the country's top diplomat, even if mentioned long before."""
    text = "then Russian Foreign Minister Ada Moss came. " + "Tom Oats met Rosa Birch. " * 60 + "so said the diplomat"
    mentions = index_mentions(text)

    assert "Ada Moss" in name_candidates(mentions, describe(mentions, "the diplomat"))


@each_case(
    ("text", "expected"),
    [
        ("she met an old fisherman at the pier", ["an old fisherman"]),
        ("she met three witnesses and the lawyer’s client", ["three witnesses", "the lawyer’s client"]),
        ("she read the internal memo", ["the internal memo"]),
        ("she met the farmer Tom Oats", ["the farmer"]),
        ("she met the other baker", ["the other baker"]),
        ("she met Ada Moss’s old lawyer", ["Ada Moss’s old lawyer"]),
        ("she met a Latvian baker", ["a Latvian baker"]),
        ("she met the Zorn baker", []),
        ("she saw the long wide river", []),
        ("she sat in the light of the moon", []),
    ],
)
def test_descriptions_in_the_text(text: str, expected: list[str]) -> None:
    """An article or a count leads to a noun for people or documents, a few words on."""
    layout = lay_out(Article("a", text))

    assert [span.of(text) for span in find_descriptions(layout, find_names(layout))] == expected


def test_nouns_that_the_model_tags_are_descriptions() -> None:
    """A noun that no list has is one after an article; without an article, if it is a plural."""
    text = "A quorler met quorlers and the big zorn, but no quorler."
    layout = lay_out(Article("a", text))
    nouns = {2, 14, text.index("zorn"), text.rindex("quorler")}

    assert [span.of(text) for span in find_descriptions(layout, [], nouns)] == ["A quorler", "quorlers", "the big zorn"]


def test_a_noun_in_a_name_describes_nobody() -> None:
    """Nor does one that the model tags."""
    layout = lay_out(Article("a", "In the end the Wold Bakers met bakers."))
    nouns = {layout.text.index("Bakers"), layout.text.index("bakers")}

    assert [span.of(layout.text) for span in find_descriptions(layout, find_names(layout), nouns)] == ["bakers"]


@each_case(("last", "expected"), [("chain", []), ("and", ["supplies"]), ("(chain)", ["supplies"])])
def test_a_noun_that_describes_the_next_is_nobody(last: str, expected: list[str]) -> None:
    """Of "supplies chain" only the chain may be somebody."""
    layout = lay_out(Article("a", f"In May supplies {last} Quorl closed."))
    nouns = {layout.text.index("supplies")}

    assert [span.of(layout.text) for span in find_descriptions(layout, [], nouns)] == expected


def _mentions(text: str) -> tuple[Layout, MentionIndex]:
    layout = lay_out(Article("a", text))
    return layout, MentionIndex(layout)


def test_mentions_stand_in_text_order() -> None:
    """A mention that is found later is put in its place, and the first one of an entity stays known."""
    _, mentions = _mentions("she met him, and he met her")
    one, other = Entity(description="one"), Entity(description="other")
    for start, end, entity in ((24, 27, one), (8, 11, other), (0, 3, one), (17, 19, other)):
        mentions.add(start, end, entity)

    assert [mention.start for mention in mentions.in_order] == [0, 8, 17, 24]
    assert [mention.start for mention in mentions.before(17)] == [0, 8]
    assert [mention.start for mention in mentions.before(27, limit=2)] == [17, 24]
    assert mentions.first[mentions.number(one)].start == 0
    assert mentions.counts[mentions.number(other)] == 2


def test_speakers_stand_in_text_order() -> None:
    """The last speaker is the one latest in the text, in whatever order speakers are found."""
    _, mentions = _mentions("she met him, and he met her")
    one, other = Entity(description="one"), Entity(description="other")
    mentions.note_speaker(20, one)
    mentions.note_speaker(4, other)

    assert mentions.last_spoken() is one
    assert mentions.spoken_before(20) == [(4, mentions.number(other))]
    assert mentions.spoken_before(4) == []


def test_he_may_be_a_man_or_one_of_unknown_gender() -> None:
    """A name of the other gender, a body and a group are no candidates for "he"; the latest comes first."""
    mentions = index_mentions("then Ada Moss met Tom Oats, Quorl and the Wold Trust, and later he left")
    anaphor = Anaphor(mentions.layout.text.rindex("he "), 0.0, is_plural=False, is_person=True)

    assert name_candidates(mentions, anaphor) == ["Quorl", "Tom Oats"]


def test_it_may_be_a_body() -> None:
    """What is called "it" is no person."""
    mentions = index_mentions("then Ada Moss met the Wold Trust, and later it closed")
    anaphor = Anaphor(mentions.layout.text.rindex("it "), None, is_plural=False, is_person=False)

    assert name_candidates(mentions, anaphor) == ["Wold Trust"]


def test_who_comes_later_is_no_candidate() -> None:
    """A pronoun does not refer to somebody named only after it."""
    mentions = index_mentions("then she met Ada Moss")

    assert list_candidates(mentions, Anaphor(5, 1.0, is_plural=False, is_person=True)) == []


def test_indefinite_description_is_a_new_entity() -> None:
    """A description with "a" refers to a new entity."""
    mentions = index_mentions("then Ada Moss, a sailor, came, and later they met a sailor")

    assert list_candidates(mentions, describe(mentions, "a sailor")) == [NEW]


def test_body_of_one_country_is_not_that_of_another() -> None:
    """Latvia's firm is no Dutch one; one whose country nobody tells may be it."""
    text = "then the Dutch firm Wold Trust and Kelp Trust met, and later they praised Latvia’s firm"
    mentions = index_mentions(text)
    anaphor = describe(mentions, "Latvia’s firm")
    anaphor = replace(anaphor, is_person=False, type=SpeakerType.ORGANISATION)

    assert name_candidates(mentions, anaphor) == ["Kelp Trust", ""]


def test_owned_description_is_who_is_called_so() -> None:
    """Her lawyer is only somebody whom the text calls a lawyer."""
    mentions = index_mentions("then Tom Oats, a lawyer, met Rosa Birch, and later they met her lawyer")

    assert name_candidates(mentions, describe(mentions, "her lawyer")) == ["Tom Oats", ""]


def test_features_are_numbers_of_bounded_size() -> None:
    """Each candidate has one row, with a number for each feature that is not far from 0–1."""
    mentions = index_mentions("then Ada Moss, a sailor, met Tom Oats, and later the sailor left")
    anaphor = describe(mentions, "the sailor")
    candidates = list_candidates(mentions, anaphor)

    rows = describe_candidates(mentions, anaphor, candidates)

    assert rows.shape == (len(candidates), len(FEATURES))
    assert rows.min() >= 0.0
    assert rows.max() < 3.0
    assert rows[candidates.index(NEW)][FEATURES.index("new")] == 1.0
    assert rows[candidates.index(0)][FEATURES.index("head_said")] == 1.0


def test_entity_is_found_by_its_words() -> None:
    """A word that describes an entity leads to it, and so does a synonym."""
    _, mentions = _mentions("she met him, and he met her")
    one, other = Entity(words={"baker"}), Entity(words={"cook", "minister"})
    numbers = [mentions.number(one), mentions.number(other)]

    assert mentions.find_described("baker") == numbers[:1]
    assert mentions.find_described("premier") == numbers[1:]


def test_ten_candidates_are_compared() -> None:
    """Of more who may be meant, the latest are."""
    women = [f"Ada M{letter}ss" for letter in "abcdefghijklmnop"]
    mentions = index_mentions(f"then {', '.join(women)} came, and later she left")
    anaphor = Anaphor(mentions.layout.text.rindex("she "), 1.0, is_plural=False, is_person=True)

    assert name_candidates(mentions, anaphor) == women[:5:-1]


def test_the_words_of_names_are_kept_apart() -> None:
    """What a name has in it is known beside the words that describe its bearer."""
    [trust] = index_mentions("then Kelp Trust was a small charity in Wold").entities[:1]

    assert trust.in_name == {"kelp", "trust"}
    assert "charity" in trust.words


def test_one_word_made_of_two_is_no_person() -> None:
    """Whatever the model takes it for: "WorkSafe"."""
    text = "In the end QuorlSafe closed early."
    name = Span(11, 20)
    tags = [ModelSpan(name, "person", 0.99, 0.99)]
    [entity] = group_names(text, find_names(lay_out(Article("a", text)), (), tags)).entities

    describe_entities(text, [entity], weigh=lambda _text, _entity: 1.0)

    assert entity.type is SpeakerType.ORGANISATION


def test_outlet_called_like_a_person_is_a_name() -> None:
    """The Lakeshore Star is a paper where the model takes it for a body, and a star where it does not."""
    text = "In the end the Lakeshore Star said so."
    found = {}
    for kind in ("body", "person"):
        tags = [ModelSpan(Span(15, 29), kind, 0.99, 0.99)]
        phrase = read_phrase(text, (Span(11, 29),), find_names(lay_out(Article("a", text)), (), tags))
        found[kind] = phrase is not None and phrase.name is not None

    assert found == {"body": True, "person": False}


@each_case(
    ("text", "is_company"),
    [
        ("then Oru Netwal was closed in Wold", True),
        ("then the Netwal Union was closed in Wold", False),
        ("then Norpress was closed in Wold", True),
        ("then Norpress Foods was closed in Wold", True),
    ],
)
def test_a_name_that_says_nothing_is_a_companys(text: str, *, is_company: bool) -> None:
    """A body whose name has no noun for one may be "the company" below."""
    layout = lay_out(Article("a", text))
    name = next(word for word in ("Oru Netwal", "Netwal Union", "Norpress Foods", "Norpress") if word in text)
    tag = ModelSpan(Span(text.index(name), text.index(name) + len(name)), "body", 0.9, 0.95)
    [entity, *_] = group_names(text, find_names(layout, (), [tag])).entities

    describe_entities(text, [entity])

    assert ("company" in entity.supposed) is is_company
