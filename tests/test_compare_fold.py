"""The comparison form of a passage, and the way back to its text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.compare import fold
from sayso.compare.numerals import read_numeral
from sayso.compare.words import are_same, find_stem, is_clause
from sayso.text import Span

from .each_case import each_case


@each_case(
    ("one", "other"),
    [
        ("The Pact Grew STALE", "the pact grew stale"),
        ("“We float,” she said", '"We float", she said'),
        ("a long-term plan", "a long–term plan"),
        ("five ships", "5 ships"),
        ("5,000 lamps", "five thousand lamps"),
        ("two hundred and five", "205"),
        ("twenty-five per cent", "25%"),
        ("$5 million", "five million dollars"),
        ("£3bn", "3 billion pounds"),
        ("his second term", "his 2nd term"),
        ("on May 4th", "on May 4"),
        ("we don’t, can't and won’t", "we do not, cannot and will not"),
        ("I’m sure they’re ready and we’ve won", "I am sure they are ready and we have won"),
        ("we’re gonna leave", "we are going to leave"),
        ("the U.S. and the U.N.", "the US and the UN"),
        ("’cause I said so", "because I said so"),
        ("salt & café", "salt and cafe"),
        ("an e-mail", "an email"),
        ("[H]e want[ed] it", "He wanted it"),
    ],
)
def test_spelling_does_not_count(one: str, other: str) -> None:
    """Case, marks, dashes, number spelling, contractions and accents are apart."""
    assert fold(one).forms == fold(other).forms


@each_case(("one", "other"), [("five", "six"), ("us", "US"), ("can", "cannot"), ("5", "5.5")])
def test_what_counts_stays(one: str, other: str) -> None:
    """What makes a difference is not folded away."""
    assert fold(one).forms != fold(other).forms


def test_words_lead_back_to_the_text() -> None:
    """Each word shows where it stands, also the two halves of a contraction."""
    text = "🐟 “Don’t pay $5 million,” he said"

    folded = fold(text)

    assert ("do", "not", "pay", "5000000", "dollar", "he", "said") == folded.forms
    assert ["Do", "n’t", "pay", "$5 million"] == [folded.span(n, n + 1).of(text) for n in range(4)]


def test_a_part_of_a_text_counts_in_the_whole() -> None:
    """A span of a text is folded alone, and its places count in the whole text."""
    folded = fold("One two three four", Span(4, 13))

    assert ("2", "3") == folded.forms
    assert Span(4, 13) == folded.span(0, 2)


def test_brackets_are_asides_and_ellipses_gaps() -> None:
    """A bracketed insertion and a transcript's noise are kept apart from speech, and so is the place of an ellipsis."""
    folded = fold("We [the crew] float … (APPLAUSE) on and on. . . .")

    assert ("we", "the", "crew", "float", "applause", "on", "and", "on") == folded.forms
    assert {1, 2, 4} == folded.asides
    assert {4, 8} == folded.gaps


def test_an_unclosed_bracket_takes_nothing_along() -> None:
    """A bracket that is not closed holds no insertion."""
    assert not fold("We [float on and on").asides


@each_case(
    ("words", "expected"),
    [
        ("five twenty", ("5", 1)),
        ("nineteen hundred", ("1900", 2)),
        ("three million two thousand", ("3002000", 4)),
        ("2.5 million", ("2500000", 2)),
        ("hundred ships", ("100", 1)),
        ("ships", ("", 0)),
        ("5th", ("", 0)),
    ],
)
def test_numbers_are_read_as_they_are_said(words: str, expected: tuple[str, int]) -> None:
    """A number goes on as long as its words make one number."""
    assert expected == read_numeral(words.split(), 0)


@given(st.text(alphabet="aB’'.…[]$5, -don'tUS\n“”%1thmillion", max_size=60))
def test_folding_keeps_order_and_stays_within_the_text(text: str) -> None:
    """Whatever the text, words stand in it, in order, and none is empty."""
    folded = fold(text)

    assert len(folded.forms) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    assert all(folded.forms)


def test_inflected_forms_share_a_stem() -> None:
    """Endings and irregular forms do not part a word from itself; other words stay apart."""
    assert find_stem("carried") == find_stem("carries") == find_stem("carry")
    assert find_stem("stopped") == find_stem("stops")
    assert find_stem("went") == find_stem("going")
    assert find_stem("better") != find_stem("good")


def test_clipped_verbs_are_the_full_ones() -> None:
    """An 's may be is or has, a 'd would or had."""
    assert are_same("'d", "would")
    assert not are_same("'s", "was")


def test_a_clause_has_a_verb() -> None:
    """A phrase that was picked out is no clause."""
    assert is_clause("never listens".split())
    assert not is_clause("sheer folly".split())


@each_case(
    "noise", ["(APPLAUSE)", "(cheers and applause)", "(CROWD BOOING)", "(END VIDEO CLIP)", "(laughter in the hall)"]
)
def test_what_a_transcript_hears_is_nobodys_word(noise: str) -> None:
    """It is one word apart, whatever stands in the parentheses."""
    folded = fold(f"We wait {noise} for the tide (NATO).")

    assert ("we", "wait", noise.strip("()").lower(), "for", "the", "tide", "nato") == folded.forms
    assert folded.asides == {2}


def test_signs_on_letters_are_no_words() -> None:
    """Whether an accent is part of its letter or stands after it, and whether vowels are written or not."""
    assert fold("re\u0301sume\u0301").forms == fold("résumé").forms == ("resume",)
    assert fold("\u0645\u064e\u0631\u062d\u064e\u0628\u0627").forms == fold("\u0645\u0631\u062d\u0628\u0627").forms


@each_case("text", ["²é5²²", "5e9999", "1.2.3 million", "٣", "9" * 400, "-" * 50 + "5"])
def test_odd_figures_are_words(text: str) -> None:
    """Whatever stands in a text, it is folded."""
    assert fold(text).forms
