"""Letters to the editor, and comments, that are shown whole."""

from __future__ import annotations

from sayso import Analyser, Article
from sayso.analyse.letters_page import find_letters, find_signed
from sayso.analyse.turns import find_turns
from sayso.segment import split_lines
from sayso.text import Span

from .each_case import each_case

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


def test_sir_is_nobody_who_speaks() -> None:
    """Letters that begin with “SIR —” are of those who sign them, also above comments with labels."""
    lines = [
        "SIR — It leaks. I counted the buckets.",
        "Ida Moss, Wold",
        "SIR — It does not. I have been in it.",
        "Oran Pell, Kelp",
        "SIR — Mrs Moss is right. I carried them.",
        "Tove Vint, Quay",
        "Quorl Oats: I was there too.",
        "Bo Rook: So was I.",
        "Quorl Oats: Where?",
    ]

    text = "\n\n".join(lines)
    signed = [turn.label.of(text) for turn in find_turns(text, split_lines(text)) if turn.label]

    assert signed == ["Ida Moss, Wold", "Oran Pell, Kelp", "Tove Vint, Quay"]


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


WITH_NOTES = """Letters
Write to us at letters@wold.example.
The lift
It fell.
Twice.
Ada Moss, Wold
So it did.
Oran Pell, Upper Wold
Oran has a point. – Ed.
Nobody rang.
Name withheld"""


def _signed(text: str) -> list[tuple[str, list[str]]]:
    letters = find_signed(text, split_lines(text))
    return [(it.label.of(text) if it.label else "", [span.of(text) for span in it.content]) for it in letters]


@each_case(
    ("text", "expected"),
    [
        (
            WITH_NOTES,
            [("Ada Moss", ["It fell.", "Twice."]), ("Oran Pell", ["So it did."])],
        ),
        (
            "Mailbag\n• It fell. — Ada Moss, Wold\n• I was in it.\nIt was dark. — Oran Pell, Kelp",
            [("Ada Moss", ["It fell."]), ("Oran Pell", ["I was in it.", "It was dark."])],
        ),
        (
            "Letters\nThe lift\nFrom Ada Moss, Wold\nIt fell.\nTwice.\nBins\nOran Pell, Kelp, writes: They are full.",
            [("Ada Moss", ["It fell.", "Twice."]), ("Oran Pell", ["They are full."])],
        ),
        (
            "Letters\nIt fell.\nTHULANI MKHIZE\nSenior nurse, Wold\nIt did not.\nXaquira Oduya-Pell\nKelp",
            [("THULANI MKHIZE", ["It fell."]), ("Xaquira Oduya-Pell", ["It did not."])],
        ),
        ("The lift fell.\nAda Moss, Wold\nSo it did.\nOran Pell, Kelp", []),
    ],
)
def test_letters_without_a_salutation(text: str, expected: list[tuple[str, list[str]]]) -> None:
    """On a page of letters a name below, behind or above a letter says who wrote it; headings and notes are no part."""
    assert expected == _signed(text)


def test_who_signs_a_letter_is_its_i(analyser: Analyser) -> None:
    """Each letter's "I" is who signs it; the letter itself is no statement."""
    text = (
        "Letters\n\nThe lift\n\nI told the council that it would fall.\n\nAda Moss, Wold\n\nI have said before that it "
        "is safe.\n\nOran Pell, Kelp\n"
    )
    reading = analyser.analyse(Article("a", text, title_span=Span(0, 7)))

    assert ["Ada Moss", "Oran Pell"] == [it.speaker_name for it in reading.statements]


def test_a_signature_in_capitals_is_a_name(analyser: Analyser) -> None:
    """Whatever stands in capitals below a letter on such a page is who wrote it, though no list has it for a name."""
    text = (
        "Your letters\n\nThe lift\n\nI told the council that it would fall.\n\nTAN BIN QUORL\nWold\n\nI said that it "
        "is safe.\n\nDR (RTD) V. PELLANDOR\nKelp\n"
    )
    reading = analyser.analyse(Article("a", text, title_span=Span(0, 12)))

    assert ["Tan Bin Quorl", "V. Pellandor"] == [(it.speaker_name or "").title() for it in reading.statements]


@each_case(
    ("text", "expected"),
    [
        (
            (
                "Ferry is late\nIda Moss\n3 hours ago\nIt rained.\nComments (3)\nSort by: Newest\n"
                "harbour_jo\n2 hours ago\nIt leaks.\nIt did.\nLike 12   Reply\n"
                "Oran Pell\njust now\nNo.\n2 likes · Reply · Share\n"
                "mn.forester\n58 min\nYes.\nReply\nShow more comments"
            ),
            [("harbour_jo", ["It leaks.", "It did."]), ("Oran Pell", ["No."]), ("mn.forester", ["Yes."])],
        ),
        (
            (
                "It rained.\nharbour_jo · 2h\nIt leaks.\nOran Pell 3 days ago (edited)\nNo.\n[Removed.]\n"
                "A stray line.\nIda, 1 week ago\nYes.\nAbout us"
            ),
            [("harbour_jo", ["It leaks."]), ("Oran Pell", ["No."]), ("Ida", ["Yes."])],
        ),
        # Two are too few; a byline is nobody's comment.
        ("Ida Moss\n3 hours ago\nIt rained.\nLike\nOran Pell\n2 hours ago\nNo.\nReply", []),
        (
            "Ida Moss\n3 hours ago\n" + "It rained.\n" * 6 + "Share\nA\n1h\nNo.\nReply\nB\n1h\nNo.\nReply\nC\n1h\nNo.",
            [("A", ["No."]), ("B", ["No."]), ("C", ["No."])],
        ),
    ],
)
def test_comments_with_a_name_and_a_time_above(text: str, expected: list[tuple[str, list[str]]]) -> None:
    """Each comment ends at its buttons, at the next name or at a note."""
    found = list(find_letters(text, split_lines(text)))

    assert [(it.label.of(text) if it.label else "", [s.of(text) for s in it.content]) for it in found] == expected


def test_a_long_number_takes_bounded_time() -> None:
    """A line of digits with a letter behind it is no button, and that is seen at once."""
    text = f"It rained.\n{'1' * 5_000}x\n{'12 ' * 2_000}x\nIt rained."

    assert not list(find_letters(text, split_lines(text)))
