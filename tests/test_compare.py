"""Two passages held against each other: the label, what differs, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.compare import Comparison, compare_passage, fold, index_source
from sayso.compare.words import find_stem
from sayso.match import Change, Detail, Op

from .each_case import each_case

SPEECH = (
    "Friends, it was a long night on the quay. We had ladders, we had paint, we had men who wished to climb, and we "
    "lacked a plan. I do not recall the dinner with Mr. Oster. We will break this strike by talking. The lamp cost 40 "
    "crowns, and Tilde Brandt paid for it, it really was, um, cheap. Nobody in this harbour has ever signed the "
    "letter. They may raise the toll in June. I am tired, I am not defeated. My sister said it first. "
    "The town owes you nothing."
)


def hold(told: str, *, is_retold: bool = False) -> Comparison:
    return compare_passage(fold(told), index_source(fold(SPEECH)), is_retold=is_retold)


@each_case(
    ("told", "label", "changes"),
    [
        ("The town owes you nothing", "verbatim", ""),
        ("I don’t recall the dinner", "verbatim", ""),
        ("the lamp cost forty crowns", "verbatim", ""),
        ("it was cheap", "minor", "word"),
        ("I am tired, not defeated", "minor", "word"),
        ("does not recall the dinner", "minor", "person"),
        ("who wishes to climb", "minor", "tense"),
        ("I recall the dinner with Mr. Oster", "altered", "negation"),
        ("I do recall the dinner with Mr. Oster", "altered", "negation"),
        ("We will crush this strike by talking", "altered", "word"),
        ("We would break this strike by talking", "altered", "tense"),
        ("They will raise the toll in June", "altered", "word"),
        ("The lamp cost 50 crowns", "altered", "number"),
        ("and Tilde Oxley paid for it", "altered", "name"),
        ("They will break this strike by talking", "altered", "person"),
        ("We [the crew] had ladders", "altered", "bracket"),
        ("The whole town owes you nothing", "altered", "word"),
        ("We had ladders … and we lacked a plan", "elided", "ellipsis"),
        ("We had ladders and we lacked a plan", "elided", "silent cut"),
        ("My sister said it first. We had ladders, we had paint", "elided", "joined,order"),
        ("We will break this strike … The town owes you nothing", "elided", "ellipsis,joined"),
        ("The council must resign before the harvest", "not found", None),
        ("strike talks collapse over fish", "not found", None),
    ],
)
def test_changes_are_named(told: str, label: str, changes: str | None) -> None:
    """Each way of changing words has its label, and what differs has its name."""
    found = hold(told)

    assert label == found.label.value
    if changes is not None:
        assert changes == ",".join(detail.value for detail in found.changes)


def test_only_accounts_are_truncated() -> None:
    """A clause that stops early is truncated between two accounts, and verbatim as a quotation of its source."""
    assert Change.TRUNCATED is hold("They may raise the toll", is_retold=True).label
    assert Change.VERBATIM is hold("They may raise the toll").label


@each_case("told", ["sister said it first", "I am tired", "the lamp cost 40 crowns", "a long night", "lacked a plan"])
def test_a_clause_that_ends_is_whole(told: str) -> None:
    """A late start, the end of a clause, or a few words picked out are no truncation."""
    assert Change.VERBATIM is hold(told, is_retold=True).label


def test_an_ellipsis_at_the_end_shows_a_cut() -> None:
    """Words before an ellipsis were cut, however few they are."""
    assert Change.TRUNCATED is hold("men who …", is_retold=True).label


def test_a_cut_before_its_negation_is_altered() -> None:
    """A passage that stops between a verb and its n't says the opposite."""
    found = compare_passage(fold("we either pay or we do"), index_source(fold("We either pay or we don’t.")))

    assert (Change.ALTERED, (Detail.NEGATION,)) == (found.label, found.changes)


def test_the_difference_leads_through_both_texts() -> None:
    """The steps show each stretch in both texts, in the order of the passage."""
    told = "We will crush this old strike"

    steps = [(step.op, step.source.of(SPEECH), step.quote.of(told)) for step in hold(told).difference]

    assert steps == [
        (Op.EQUAL, "We will", "We will"),
        (Op.REPLACE, "break", "crush"),
        (Op.EQUAL, "this", "this"),
        (Op.INSERT, "", "old"),
        (Op.EQUAL, "strike", "strike"),
    ]


def test_no_word_of_the_source_is_left_out_twice() -> None:
    """Of a long stretch the first and the last word were replaced; only what stands between them was left out."""
    source = fold("the tax deal announced by the keeper of the harbour this week would raise the risk of a flood")
    found = compare_passage(fold("the tax cut compromise would raise the risk of a flood"), index_source(source))
    steps = [(step.op, step.source.of(source.text), step.quote.of(found.passage.text)) for step in found.difference]

    assert steps[1:4] == [
        (Op.REPLACE, "deal", "cut"),
        (Op.DELETE, "announced by the keeper of the harbour this", ""),
        (Op.REPLACE, "week", "compromise"),
    ]


def test_joined_places_are_both_reported() -> None:
    """A quotation from two places has both, in its own order."""
    found = hold("My sister said it first … We had ladders, we had paint")

    assert ["My sister said it first", "We had ladders, we had paint"] == [place.of(SPEECH) for place in found.places]


def test_what_is_not_found_shows_the_nearest_place() -> None:
    """A passage that the source does not have comes with the place that is nearest to it."""
    found = hold("Tilde Brandt burned all the letters of the mayor")

    assert Change.NOT_FOUND is found.label
    assert found.places[0].of(SPEECH).startswith("Tilde Brandt")


def test_the_preferred_place_wins_at_equal_words() -> None:
    """Where the words stand in two places, the favoured one is taken."""
    folded = fold("We won the vote. We won the vote.")

    found = compare_passage(fold("we won"), index_source(folded, [(4, 8, 0.04)]))

    assert [17] == [place.start for place in found.places]


def test_two_spellings_of_one_compound_are_equal() -> None:
    """A compound in one word, two, or with a hyphen is the same."""
    assert (
        Change.VERBATIM
        is compare_passage(fold("the work place is safe"), index_source(fold("The workplace is safe."))).label
    )


@pytest.mark.cpu_limit(10)
@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("the " * 300, "the " * 60_000),
        ("we will not go back to town", "we will not go back to town. " * 8_000),
        ("[a " * 50, "[b " * 40_000),
        ("", "a b c"),
        ("…", "a b c"),
        ("a b c", ""),
    ],
)
def test_hostile_input_takes_no_time(told: str, source: str) -> None:
    """Repetition does not make comparing slow, and nothing is no trouble."""
    assert compare_passage(fold(told), index_source(fold(source))) is not None


def test_a_long_source_is_searched_by_its_rare_words() -> None:
    """A quotation of two far places is found in a source of a hundred thousand words, and what bounds cut is shown."""
    filler = "It was a day and the sea was grey. " * 6_000
    source = f"{filler}the crew had slept in the rain. {filler}A fox is red. {filler}"

    found = compare_passage(fold("the crew had slept … a fox is red"), index_source(fold(source)))

    assert Change.ELIDED is found.label
    assert ["the crew had slept", "A fox is red"] == [place.of(source) for place in found.places]
    assert found.is_cut


@given(st.lists(st.sampled_from(SPEECH.split()), max_size=25), st.booleans())
def test_any_shuffle_of_words_gives_places_within_the_source(words: list[str], is_retold: bool) -> None:
    """Whatever the passage, places stand in the source, steps cover the passage, and the share is 0 to 1."""
    told = " ".join(words)

    found = hold(told, is_retold=is_retold)

    assert all(0 <= place.start < place.end <= len(SPEECH) for place in found.places)
    assert 0 <= found.share <= 1
    covered = [step.quote for step in found.difference]
    assert covered == sorted(covered)


@each_case(
    ("told", "held"),
    [
        ("our neighbours honoured the labour", "our neighbors honored the labor"),
        ("they realised the centre was grey", "they realized the center was gray"),
        ("the travelled programmes of the defence", "the traveled programs of the defense"),
    ],
)
def test_spelling_of_two_shores_is_minor(told: str, held: str) -> None:
    """British and American spelling is another form of the word, whichever side has it."""
    for one, other in ((told, held), (held, told)):
        found = compare_passage(fold(one), index_source(fold(other)))

        assert (Change.MINOR, (Detail.WORD,)) == (found.label, found.changes)


def test_what_was_said_once_stands_for_what_is_quoted_once() -> None:
    """A sentence that the passage has twice and the source once was added."""
    told = "We saw that the crew slept. The crew slept."
    found = compare_passage(fold(told), index_source(fold("We saw that the crew slept all night.")))

    assert (Change.ALTERED, (Detail.WORD,)) == (found.label, found.changes)


@each_case(
    ("told", "held", "label", "changes"),
    [
        (
            "I do … think we should sell",
            "I do not think we should sell",
            Change.ALTERED,
            (Detail.ELLIPSIS, Detail.NEGATION),
        ),
        (
            "We owe … money to the town",
            "We owe no money to the town",
            Change.ALTERED,
            (Detail.ELLIPSIS, Detail.NEGATION),
        ),
        ("it was -4 degrees at noon", "it was four degrees at noon", Change.ALTERED, (Detail.NUMBER,)),
        ("it was −4 degrees at noon", "it was minus four degrees at noon", Change.VERBATIM, ()),
        ("from 3-5 boats to 10 - 12", "from 3-5 boats to 10 - 12", Change.VERBATIM, ()),
        ("[D]on’t close the gate", "Please don't close the gate", Change.VERBATIM, ()),
        ("trapped in the harbour", "trapped in the har-\nbour", Change.VERBATIM, ()),
        ("Nobody on this board", "And No-\nbody on this board", Change.VERBATIM, ()),
        ("They was [sic] there", "They was there", Change.VERBATIM, ()),
        ("on Nov. 4 in the twentieth year", "on November 4 in the 20th year", Change.VERBATIM, ()),
        ("the midnight train", "the mid\u200bnight train", Change.VERBATIM, ()),
        (
            "The center's gray color program was an honor",
            "The centre's grey colour programme was an honour",
            Change.MINOR,
            (Detail.WORD,),
        ),
    ],
)
def test_what_counts_and_what_does_not(told: str, held: str, label: Change, changes: tuple[Detail, ...]) -> None:
    """A lost "not" counts though an ellipsis shows it, and a minus; a broken line, a remark, a first letter do not."""
    found = compare_passage(fold(told), index_source(fold(held)))

    assert (label, changes) == (found.label, found.changes)


def test_no_word_stands_for_what_nobody_said() -> None:
    """A label beside the place is not taken for a changed word."""
    folded = fold("QUILL We float")
    source = index_source(replace(folded, asides=frozenset({0})))

    assert compare_passage(fold("Yes we float"), source).places[0].of("QUILL We float") == "We float"


@each_case(
    ("one", "other", "same"),
    [("swam", "swim", True), ("geese", "goose", True), ("sank", "sunk", True), ("left", "leaves", True),
     ("better", "good", False), ("more", "much", False)],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one: str, other: str, same: bool) -> None:
    """Inflection is minor; comparison is not, since “better” says another thing than “good”."""
    assert same == (find_stem(one) == find_stem(other))


@each_case(
    ("told", "held"),
    [
        ("The price went down in May", "The price went up in May"),
        ("We turn the lamp off at night", "We turn the lamp on at night"),
        ("We will sail unless it rains", "We will sail if it rains"),
        ("He voted against the bridge", "He voted for the bridge"),
        ("We left although the gates were shut", "We left because the gates were shut"),
        ("They ate after the storm came", "They ate before the storm came"),
        ("It costs about forty crowns a year", "It costs over forty crowns a year"),
        ("It costs forty crowns a year", "It costs up to forty crowns a year"),
        ("We lost forty boats that day", "We lost at least forty boats that day"),
        ("We sold three boats at noon", "We sold only three boats at noon"),
        ("We sold just three boats at noon", "We sold three boats at noon"),
        ("Red or white boats sank here", "Red and white boats sank here"),
        ("We walked to the harbour at night", "We walked from the harbour at night"),
        ("The pilot shot at dawn on Sunday", "The pilot was shot at dawn on Sunday"),
    ],
)
def test_a_small_word_that_carries_meaning_is_altered(told: str, held: str) -> None:
    """However small the word, either way round."""
    for one, other in ((told, held), (held, told)):
        assert compare_passage(fold(one), index_source(fold(other))).label is Change.ALTERED


@each_case(
    ("told", "held"),
    [
        ("He said the lamp is old", "He said that the lamp is old"),
        ("It is a lamp of the town", "It is the lamp of the town"),
        ("The lamp is very old, I think", "The lamp, um, is very old, I think"),
        ("The lamp is old, I think", "The lamp, you know, is old, I think"),
        ("The boats went in, the boys slept", "The boats went in, and the boys slept"),
        ("I said we were tired", "I said we were, we were tired"),
        ("The lamp is lit at night", "The lamp was lit at night"),
        ("The lamp was really dim at night", "The lamp was dim at night"),
    ],
)
def test_what_says_nothing_is_minor(told: str, held: str) -> None:
    """Articles, “that”, “and” where a clause begins, fillers, repetitions, inflection."""
    for one, other in ((told, held), (held, told)):
        assert compare_passage(fold(one), index_source(fold(other))).label is Change.MINOR


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("I don’t regret that people were hurt", "I don't regret it. I regret that people were hurt."),
        ("We never sold the lamp to the town", "We never lied to them. We sold the lamp to the town."),
    ],
)
def test_a_negation_of_another_sentence_is_added(told: str, held: str) -> None:
    """What lies between is no false start."""
    found = compare_passage(fold(told), index_source(fold(held)))

    assert (Change.ALTERED, True) == (found.label, Detail.NEGATION in found.changes)
