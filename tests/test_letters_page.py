"""Letters to the editor, and comments, that are shown whole."""

from __future__ import annotations

from sayso import Analyser, Article
from sayso.analyse.letters_page import find_letters
from sayso.segment import split_lines

LETTERS = """Letters

Sir – Your editorial (“Rust”, 2 May) claims that the lift is safe. I was in it when it fell.

My late aunt, who built it, always said that it would outlive us.

Prof. Ada Moss

Wold

Dear Editor,

The lift is not safe. Has anybody asked the cat?

(Mrs) Ida Roe, lift attendant (ret.)

Letters may be cut."""


def _read(text: str) -> list[tuple[str, list[str]]]:
    letters = find_letters(text, split_lines(text))
    return [(it.label.of(text) if it.label else "", [span.of(text) for span in it.content]) for it in letters]


def test_letters_are_signed() -> None:
    """A letter goes from its salutation to the line before the name; what stands below the name is no part of it."""
    assert [
        (
            "Prof. Ada Moss",
            [
                "Your editorial (“Rust”, 2 May) claims that the lift is safe. I was in it when it fell.",
                "My late aunt, who built it, always said that it would outlive us.",
            ],
        ),
        ("(Mrs) Ida Roe, lift attendant (ret.)", ["The lift is not safe. Has anybody asked the cat?"]),
    ] == _read(LETTERS)


def test_one_letter_is_the_article() -> None:
    """A single letter is an article by its writer; and whose name is withheld has none."""
    assert [] == _read(LETTERS.partition("Dear Editor")[0])
    assert [] == _read("Sir, It leaks.\n\nName and address supplied\n\nSir, So it does.\n\nName withheld")


def test_comments_are_signed_below() -> None:
    """Three comments with who posted them are theirs; of the first, only the last paragraph is known to be."""
    text = (
        "The lift fell.\n\nI was in it.\n\nPosted by: Ada Moss, 27 Sep 2031 | 18:53\n\nSo was I.\n\nTwice.\n\n"
        "Posted by Ida on 3 May 2032\n\nAnd the cat.\n\nPosted by: Cat"
    )

    assert [("Ada Moss", ["I was in it."]), ("Ida", ["So was I.", "Twice."]), ("Cat", ["And the cat."])] == _read(text)
    assert [] == _read(text.rpartition("Posted")[0])


def test_who_signs_a_letter_says_it(analyser: Analyser) -> None:
    """Who signs is the speaker of the letter; what it reports of others is theirs."""
    reading = analyser.analyse(Article("a", LETTERS))
    names = {speaker.id: speaker.name for speaker in reading.speakers}

    said = [(names.get(it.speaker or ""), it.within, it.turn) for it in reading.statements]

    assert ("Ada Moss", None, True) in said
    assert ("Ida Roe", None, True) in said
    assert any(within == "s1" and not turn for _, within, turn in said)
