"""What is said of parties, the trail of mentions, and who may be meant."""

from __future__ import annotations

import pytest

from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.resolve.antecedent import NEW, Anaphor, list_candidates
from sayso.analyse.resolve.described import find_descriptions
from sayso.analyse.resolve.features import FEATURES, describe_candidates
from sayso.analyse.resolve.known import describe_parties, fold_words, head_fits
from sayso.analyse.resolve.names import find_names
from sayso.analyse.resolve.parties import gather_parties
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.source import read_phrase
from sayso.analyse.resolve.trail import Trail
from sayso.article import Article
from sayso.speaker import SpeakerType
from sayso.text import Span


def follow(text: str) -> Trail:
    """The trail of the names of a text."""
    layout = lay_out(Article("a", text))
    names = find_names(layout)
    gathered = gather_parties(text, names)
    describe_parties(text, gathered.parties)
    trail = Trail(layout)
    trail.add_names(names, gathered.owner)
    return trail


def name_candidates(trail: Trail, anaphor: Anaphor) -> list[str]:
    """The names of those who may be meant."""
    return ["" if n == NEW else trail.parties[n].name for n in list_candidates(trail, anaphor)]


def describe(trail: Trail, words: str) -> Anaphor:
    """A description of one person, the last words of the text, as what refers back."""
    text = trail.layout.text
    span = Span(text.rindex(words), text.rindex(words) + len(words))
    phrase = read_phrase(text, (span,), [])
    assert phrase is not None
    return Anaphor(span.start, None, is_plural=False, is_person=True, phrase=phrase, type=SpeakerType.UNNAMED)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("then Foreign Minister Ada Moss came home", {"foreign", "minister"}),
        ("then the Dutch envoy Ada Moss came home", {"netherlands", "envoy"}),
        ("then Ada Moss, the Dutch envoy, came home", {"netherlands", "envoy"}),
        ("then Ada Moss, 41, a retired sailor, came home", {"retired", "sailor"}),
        ("then Ada Moss is a farmer from the hills", {"farmer"}),
        ("then Ada Moss of France came home", {"france"}),
        ("then the Wold Bridge Trust closed its doors", {"wold", "bridge", "trust"}),
        ("then the Wold Gazette closed its doors", {"newspaper", "paper"}),
    ],
)
def test_words_that_are_said_of_a_party(text: str, said: set[str]) -> None:
    """What stands right before and after a name describes it; peoples are folded to their places."""
    assert said <= follow(text).parties[0].words


def test_sentence_that_goes_on_describes_nobody() -> None:
    """What a party does after a comma is not said of it."""
    (party,) = follow("then Ada Moss, speaking on Monday to the whole town, came home").parties

    assert "town" not in party.words


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        (["Russia's", "top", "diplomat"], {"russia", "top", "diplomat"}),
        (["Russian"], {"russia"}),
        (["Moscow"], {"russia"}),
        (["the", "U.S."], fold_words(["American"])),
    ],
)
def test_people_and_seat_stand_for_the_place(words: list[str], folded: set[str]) -> None:
    """A place may be called by its people or its seat."""
    assert fold_words(words) == folded


def test_office_fits_its_other_names() -> None:
    """A head of a description fits in its own word, half in a kindred one, not in another."""
    assert [head_fits(head, {"minister"}) for head in ("minister", "premier", "baker")] == [1.0, 0.5, 0.0]


def test_description_by_country_and_office_fits() -> None:
    """A foreign minister is among those who may be the country's top diplomat, though far back."""
    text = "then Russian Foreign Minister Ada Moss came. " + "Tom Oats met Rosa Birch. " * 60 + "so said the diplomat"
    trail = follow(text)

    assert "Ada Moss" in name_candidates(trail, describe(trail, "the diplomat"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("she met an old fisherman at the pier", ["an old fisherman"]),
        ("she met three witnesses and the lawyer’s client", ["three witnesses", "the lawyer’s client"]),
        ("she read the internal memo", ["the internal memo"]),
        ("she met the farmer Tom Oats", ["the farmer"]),
        ("she saw the long wide river", []),
        ("she sat in the light of the moon", []),
    ],
)
def test_descriptions_in_the_text(text: str, expected: list[str]) -> None:
    """An article or a count leads to a noun for people or documents, a few words on."""
    layout = lay_out(Article("a", text))

    assert [span.of(text) for span in find_descriptions(layout, find_names(layout))] == expected


def _trail(text: str) -> tuple[Layout, Trail]:
    layout = lay_out(Article("a", text))
    return layout, Trail(layout)


def test_mentions_stand_in_text_order() -> None:
    """A mention that is found later is put in its place, and the first one of a party stays known."""
    _, trail = _trail("she met him, and he met her")
    one, other = Party(description="one"), Party(description="other")
    for start, end, party in ((24, 27, one), (8, 11, other), (0, 3, one), (17, 19, other)):
        trail.add(start, end, party)

    assert [step.start for step in trail.steps] == [0, 8, 17, 24]
    assert [step.start for step in trail.before(17)] == [0, 8]
    assert [step.start for step in trail.before(27, limit=2)] == [17, 24]
    assert trail.first[trail.number(one)].start == 0
    assert trail.counts[trail.number(other)] == 2


def test_speakers_stand_in_text_order() -> None:
    """Who speaks later in the text is the last to have spoken, whenever that is found."""
    _, trail = _trail("she met him, and he met her")
    one, other = Party(description="one"), Party(description="other")
    trail.speak(20, one)
    trail.speak(4, other)

    assert trail.last_spoken() is one
    assert trail.spoken_before(20) == [(4, trail.number(other))]
    assert trail.spoken_before(4) == []


def test_what_is_learnt_later_describes_too() -> None:
    """A word that a source adds to a party leads back to it, as a kindred word does."""
    _, trail = _trail("she met him, and he met her")
    one, other = Party(words={"baker"}), Party(words={"cook"})
    numbers = [trail.number(one), trail.number(other)]
    trail.learn(other, {"minister", "cook"})

    assert trail.described("baker") == numbers[:1]
    assert trail.described("minister") == numbers[1:]
    assert trail.described("premier") == numbers[1:]
    assert trail.fits("premier", numbers[1])
    assert other.words == {"cook", "minister"}


def test_he_may_be_a_man_or_one_of_unknown_gender() -> None:
    """A name of the other gender, a body and a group are no candidates for "he"; the latest comes first."""
    trail = follow("then Ada Moss met Tom Oats, Quorl and the Wold Trust, and later he left")
    anaphor = Anaphor(trail.layout.text.rindex("he "), 0.0, is_plural=False, is_person=True)

    assert name_candidates(trail, anaphor) == ["Quorl", "Tom Oats"]


def test_it_may_be_a_body() -> None:
    """What is called "it" is no person."""
    trail = follow("then Ada Moss met the Wold Trust, and later it closed")
    anaphor = Anaphor(trail.layout.text.rindex("it "), None, is_plural=False, is_person=False)

    assert name_candidates(trail, anaphor) == ["Wold Trust"]


def test_who_comes_later_is_no_candidate() -> None:
    """A pronoun does not stand for who is named only after it."""
    trail = follow("then she met Ada Moss")

    assert list_candidates(trail, Anaphor(5, 1.0, is_plural=False, is_person=True)) == []


def test_indefinite_description_is_somebody_new() -> None:
    """With "a", nobody spoken of before is meant."""
    trail = follow("then Ada Moss, a sailor, came, and later they met a sailor")

    assert list_candidates(trail, describe(trail, "a sailor")) == [NEW]


def test_owned_description_is_who_is_called_so() -> None:
    """Her lawyer is nobody of whom it is not said that he is a lawyer."""
    trail = follow("then Tom Oats, a lawyer, met Rosa Birch, and later they met her lawyer")

    assert name_candidates(trail, describe(trail, "her lawyer")) == ["Tom Oats", ""]


def test_features_are_numbers_of_bounded_size() -> None:
    """Each candidate has one row, with a number for each feature that is not far from 0–1."""
    trail = follow("then Ada Moss, a sailor, met Tom Oats, and later the sailor left")
    anaphor = describe(trail, "the sailor")
    candidates = list_candidates(trail, anaphor)

    rows = describe_candidates(trail, anaphor, candidates)

    assert rows.shape == (len(candidates), len(FEATURES))
    assert rows.min() >= 0.0
    assert rows.max() < 3.0
    assert rows[candidates.index(NEW)][FEATURES.index("new")] == 1.0
    assert rows[candidates.index(0)][FEATURES.index("head_said")] == 1.0
