"""Whether a quotation stops or begins in the middle of what the source says."""

from __future__ import annotations

from sayso.check.clipped import is_clipped
from sayso.compare import compare_passage, fold, index_source

from .each_case import each_case


def clip(quote: str, source: str, before: str = "", after: str = ",” she said.") -> bool:
    """Whether the quotation is clipped, given what stands around it in the article."""
    return is_clipped(compare_passage(fold(quote), index_source(fold(source))), before, after)


@each_case("mark", [",", "", "."])
@each_case(
    "tail",
    [
        "if the council pays",
        ", unless it rains",
        "by June of that year",
        "by the end of the year",
        "as long as the tide is low",
        "except on Sundays",
        ", but not this year",
        "only if they ask us",
        ", at least in part",
        "until the money is gone",
    ],
)
def test_a_tail_that_limits_the_words_is_missed(mark: str, tail: str) -> None:
    """Whatever mark the article puts there."""
    assert clip(f"We will build the bridge{mark}", f"Good evening. We will build the bridge {tail}. Thank you.")


@each_case(
    "tail",
    [
        "and the harbour wall",
        "of our fathers",
        ", and we are glad",
        "in the old town",
        "with the men of Wold",
        ". If so",
        "",
    ],
)
def test_an_ordinary_tail_is_none(tail: str) -> None:
    """A comma before “she said” stands in the middle of many a sentence."""
    assert not clip("We will build the bridge,", f"Good evening. We will build the bridge {tail}. Thank you.")


def test_a_negation_that_is_said_again_is_no_limit() -> None:
    """It makes the words stronger."""
    assert not clip("We will never build it,", "We will never build it, not in a hundred years.")


def test_a_tail_that_the_article_has_outside_the_marks_is_not_lost() -> None:
    """In its own words, or in the other half of the quotation."""
    source = "We will build the bridge if the council pays."

    assert not clip("We will build the bridge,", source, after=",” she said, if the council pays.")
    assert not clip("We will build the bridge,", source, after=",” she said, “if the council pays.”")


@each_case(
    "head",
    ["Some of", "Only", "Most of", "Few of", "Almost", "Half of", "People said that", "He told me that", "They claim"],
)
def test_a_head_that_limits_the_words_is_missed(head: str) -> None:
    """Not all of something, or somebody else's words."""
    assert clip("the forty boats were lost", f"Good evening. {head} the forty boats were lost in the bay.")


@each_case("head", ["And", "I think that", "We say that", "In the storm", "All"])
def test_an_ordinary_head_is_none(head: str) -> None:
    """What goes before, and what the speaker says of the speaker's own words."""
    assert not clip("the forty boats were lost", f"Good evening. {head} the forty boats were lost in the bay.")


def test_a_head_that_the_article_has_outside_the_marks_is_not_lost() -> None:
    """As in: some of “the forty boats were lost”."""
    assert not clip("the forty boats were lost", "Some of the forty boats were lost.", before="She said some of “")
