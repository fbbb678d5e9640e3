"""Where reported words end: before a refusal to comment, and before the speaker's own next clause."""

from __future__ import annotations

from sayso.analyse.guide_ends import Sentences, cut_to_sentence, remove_refusals
from sayso.analyse.partial import Partial
from sayso.segment import pair_marks, split_lines
from sayso.text import Span

from .conftest import MarkedArticle, ReadMarks
from .each_case import each_case


def _make_partial(parsed: MarkedArticle, n: int = 0) -> Partial:
    marks = parsed.statements[n]
    return Partial(list(marks.content), list(marks.cue), list(marks.source), [])


def _remove(parsed: MarkedArticle) -> list[str]:
    """The contents of a marked statement, without refusals."""
    o = _make_partial(parsed)
    remove_refusals(parsed.text, o, pair_marks(parsed.text), Sentences(parsed.text, split_lines(parsed.text)))
    return [span.of(parsed.text) for span in o.content]


@each_case(
    ("marked", "expected"),
    [
        ("[S Vint] [C said] [Q the bank knew. The bank declined to comment].", ["the bank knew"]),
        (
            "[S Vint] [C said] [Q the bank knew. It did not immediately respond to a request for comment. It paid].",
            ["the bank knew", "It paid"],
        ),
        ("[S Vint] [C said] [Q the bank knew]. [Q Quay Bank could not be reached].", ["the bank knew"]),
        (
            "[S Vint] [C said] [Q the bank knew]. [Q The bank, which has 300 staff,] declined to comment.",
            ["the bank knew"],
        ),
        ("[Q The bank knew. Quay Bank didn’t return calls. It paid], [S she] [C said].", ["The bank knew", "It paid"]),
    ],
)
def test_somebody_elses_refusal_is_no_content(marked: str, expected: list[str], read_marks: ReadMarks) -> None:
    """That somebody would not comment is the writer's word, even amid what others say."""
    assert expected == _remove(read_marks(marked))


@each_case(
    "marked",
    [
        "[S Vint] [C said] [Q the bank had declined to comment].",
        "[S The bank] [C declined] [Q to comment].",
        "[Q “It knew. It declined to comment. It paid,”] [S she] [C said].",
        "[S Vint] [C said] [Q the bank knew. It paid].",
        "[Q The bank declined to comment].",
    ],
)
def test_a_refusal_that_is_told_stays(marked: str, read_marks: ReadMarks) -> None:
    """What somebody says of a refusal, or in marks, is content; so is what was refused."""
    parsed = read_marks(marked)

    assert [span.of(parsed.text) for span in parsed.statements[0].content] == _remove(parsed)


def _cut(parsed: MarkedArticle) -> list[str]:
    """Return the contents of the second marked statement, nested in the first, which is a turn."""
    turn, inner = _make_partial(parsed), _make_partial(parsed, 1)
    turn.turn, inner.parent = True, turn
    cut_to_sentence(parsed.text, inner, pair_marks(parsed.text), Sentences(parsed.text, split_lines(parsed.text)))
    return [span.of(parsed.text) for span in inner.content]


@each_case(
    ("marked", "expected"),
    [
        ("[Q1 [S2 He] [C2 said] [Q2 it was rotten. I closed it]. So I did.]", ["it was rotten"]),
        ("[Q1 [S2 He] [C2 said] [Q2 he would pay, and I believe him. We need it].]", ["he would pay"]),
        ("[Q1 I [C2 said], [Q2 “It is safe.” Then we looked].]", ["“It is safe.”"]),
        ("[Q1 [S2 He] [C2 told] me, [Q2 “Close it. Do it now.” I did].]", ["“Close it. Do it now.”"]),
        (
            "[Q1 [S2 I] [C2 said] [Q2 that it was old, and I meant it]. Then I left.]",
            ["that it was old, and I meant it"],
        ),
        ("[Q1 [S2 They] [C2 say] [Q2 a year]. You know [Q2 how it is].]", ["a year"]),
    ],
)
def test_what_is_told_in_a_turn_ends_with_its_sentence(marked: str, expected: list[str], read_marks: ReadMarks) -> None:
    """In an answer the sentence of the cue, and a quotation that begins there, is what somebody else said."""
    assert expected == _cut(read_marks(marked))


def test_sentences_are_found_at_any_place() -> None:
    """A place between paragraphs belongs to the sentence before it."""
    text = "It rained. It poured.\n\nIt stopped."
    sentences = Sentences(text, split_lines(text))

    assert [Span(0, 10), Span(11, 21), Span(11, 21), Span(23, 34)] == [sentences.find(n) for n in (0, 15, 22, 30)]
