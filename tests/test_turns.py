"""Turns of interviews in question and answer."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.turns import find_turns
from sayso.article import Article
from sayso.segment import split_lines

from .each_case import each_case

_Rows = list[tuple[str | None, list[str], bool | None]]


@cache
def _load_analyser() -> Analyser:
    return Analyser()


def _turns(text: str) -> _Rows:
    """The turns of a text in words: label, paragraphs, and whether it is a question."""
    return [
        (turn.label.of(text) if turn.label else None, [span.of(text) for span in turn.content], turn.is_question)
        for turn in find_attributions(_load_analyser(), Article("a", text))[0].turns
    ]


def test_letters() -> None:
    """Q and A label the turns, with colons, full stops or numbers."""
    text = "A talk\n\nQ1: Does it float?\n\nA1: It does.\n\nQ. And in winter?\n\nA. It freezes."

    assert [
        ("Q1", ["Does it float?"], True),
        ("A1", ["It does."], False),
        ("Q", ["And in winter?"], True),
        ("A", ["It freezes."], False),
    ] == _turns(text)


def test_names_and_initials() -> None:
    """Full names and their later initials are one speaker; question marks show who asks."""
    text = (
        "Ida Brandvold keeps the lock.\n\nOran Pell: Does it float?\n\nIda Brandvold: It does.\n\n"
        "OP: And in winter?\n\nIB: It freezes.\n\nBrandvold’s book is out in May."
    )

    assert [
        ("Oran Pell", ["Does it float?"], True),
        ("Ida Brandvold", ["It does."], False),
        ("OP", ["And in winter?"], True),
        ("IB", ["It freezes."], False),
    ] == _turns(text)


def test_label_on_a_line_of_its_own() -> None:
    """A label may stand above its paragraphs."""
    text = "PELL:\n\nDoes it float?\n\nBRANDVOLD:\n\nIt does.\n\nPELL:\n\nAnd in winter?\n\nBRANDVOLD:\n\nIt freezes."

    assert ["Does it float?", "It does.", "And in winter?", "It freezes."] == [words for _, [words], _ in _turns(text)]


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”")])
def test_turns_inside_marks(opening: str, closing: str) -> None:
    """A transcript in marks, each paragraph with an opening one, has labels without the marks."""
    lines = ["PELL: Does it float?", "ROTH: It does.", "PELL: And in winter?", "ROTH: It freezes."]
    text = "\n\n".join(opening + line for line in lines) + closing

    found = _turns(text)

    assert ["PELL", "ROTH", "PELL", "ROTH"] == [label for label, _, _ in found]
    assert ["Does it float?", "It does.", "And in winter?"] == [words for _, [words], _ in found][:3]
    assert [True, False, True, False] == [is_question for _, _, is_question in found]


@each_case(("one", "other"), [("((Pell))", "((Brandvold))"), ("■", "▲"), ("**Pell:**", "**Brandvold:**")])
def test_other_labels(one: str, other: str) -> None:
    """Names in double brackets or bold letters and signs are labels, too."""
    text = f"{one} Does it float?\n\n{other} It does.\n\n{one} And in winter?\n\n{other} It freezes."

    assert [True, False, True, False] == [is_question for _, _, is_question in _turns(text)]
    assert ["Does it float?", "It does.", "And in winter?", "It freezes."] == [words for _, [words], _ in _turns(text)]


def test_colon() -> None:
    """The colon after a label is separate from it."""
    text = "Q: Does it float?\n\nA: It does.\n\nQ: Why?"

    assert [":", ":", ":"] == [turn.colon.of(text) for turn in find_turns(text, split_lines(text)) if turn.colon]


def test_office_after_a_name_in_capitals() -> None:
    """The first label of a transcript may have an office after the name, which the later ones leave out."""
    text = "IDA PELL, HOST: So?\n\nORAN BRANDVOLD, lockkeeper: It floats.\n\nPELL: And in winter?\n\nBRANDVOLD: No."

    found = _turns(text)

    assert ["IDA PELL, HOST", "ORAN BRANDVOLD, lockkeeper", "PELL", "BRANDVOLD"] == [label for label, _, _ in found]
    assert [True, False, True, False] == [is_question for _, _, is_question in found]


def test_court_record() -> None:
    """The turns of a court have letters, and the bench and counsel have labels beside them."""
    text = (
        "Q. Where were you?\n\nA. On the pier.\n\nMR. HALE: Objection.\n\nTHE COURT: Overruled.\n\n"
        "Q. And then?\n\nA. I swam."
    )

    assert ["Q", "A", "MR. HALE", "THE COURT", "Q", "A"] == [label for label, _, _ in _turns(text)]


def test_prompts_and_brackets_are_no_answers() -> None:
    """The interviewer may say something without asking; what the editors add in brackets nobody says."""
    text = (
        "We spoke to Ada Roe.\n\nWhere did you grow up?\n\nI grew up by the lock.\n\n"
        "Your first record was called “Low Water”.\n\nYes, I hated that name.\n\n(The label would not comment.)\n\n"
        "Do you still swim?\n\nI swim every day.\n\nAnd will you stay?\n\nI think so."
    )
    turns = find_turns(text, split_lines(text))
    said = [(turn.is_question, [span.of(text) for span in turn.content]) for turn in turns]
    assert said[1:4] == [
        (False, ["I grew up by the lock."]),
        (True, ["Your first record was called “Low Water”."]),
        (False, ["Yes, I hated that name."]),
    ]


@each_case(
    ("one", "other"),
    [
        ("[Pell]", "[Brandvold]"),
        ("ORAN PELL  ", "IDA BRANDVOLD  "),
        ("Q   ", "IDA BRANDVOLD:"),
        ("[00:01:12] PELL:", "[00:01:15] BRANDVOLD:"),
        ("00:01:12 Pell:", "00:01:15 Brandvold:"),
    ],
)
def test_labels_of_transcripts(one: str, other: str) -> None:
    """Names in brackets, names in capitals and letters before wide gaps, and labels after a time begin turns."""
    text = f"{one} Does it float?\n\n{other} It does.\n\n{one} And in winter?\n\n{other} It freezes."

    assert ["Does it float?", "It does.", "And in winter?", "It freezes."] == [words for _, [words], _ in _turns(text)]
    assert [True, False, True, False] == [is_question for _, _, is_question in _turns(text)]


OPENING = "Ida Brandvold keeps the last lock on the Wold canal. She spoke to us on the quay, between two barges."
SAID = [
    "How long have you been here, and does the lock still work as it should?",
    "I came in 1994, as a painter, and I never left. It works, though my knees do not.",
    "You once wrote that the lock has a will of its own. Did you mean that?",
    "I did. In the winter of 1996 it opened by itself, and I was the only one who saw it.",
    "And what did the company say when you told them?",
    "They told me to sleep more. I told them that I would, if they paid me for it.",
    "Will you stay?",
    "I will stay as long as I can lift the gate. My daughter says that I am too old for it, but she can't swim.",
]
ENDING = "The lock is open to visitors on Sundays from May to September."
LABELS = [
    ("", ""),
    ("Oran Pell: ", "Ida Brandvold: "),
    ("Q. ", "A. "),
    ("", "IDA BRANDVOLD: "),
    ("— ", "— "),
    ("> ", ""),
]


def make_interview(labels: tuple[str, str], *below: str) -> str:
    """An interview of eight turns, and what stands below its fourth."""
    said = [labels[n % 2] + words for n, words in enumerate(SAID)]
    return "\n\n".join([OPENING, *said[:4], *below, *said[4:], ENDING])


@each_case("labels", LABELS)
def test_an_interview(labels: tuple[str, str]) -> None:
    """Questions and answers are told apart with and without labels; what stands before and after them is no turn."""
    assert [([words], n % 2 == 0) for n, words in enumerate(SAID)] == [
        (words, is_question) for _, words, is_question in _turns(make_interview(labels))
    ]


@each_case(
    ("labels", "below"),
    [
        (labels, below)
        for labels in LABELS[:3]
        for below in (
            "Ida Brandvold gets up, shuts the window and sits down again. Outside it has begun to rain.",
            "Brandvold laughs, and looks for her keys.",
            "Image: the lock in May",
            "12.40",
        )
    ],
)
def test_what_nobody_says_during_an_interview(labels: tuple[str, str], below: str) -> None:
    """A paragraph between two turns that tells what somebody does, or quotes another, is no part of them."""
    assert [[words] for words in SAID] == [words for _, words, _ in _turns(make_interview(labels, below))]


def test_what_has_no_dash_where_dashes_begin_turns() -> None:
    """There it is nobody's, unless somebody speaks of himself."""
    report, own = "Nobody pays any longer, as it happens.", "I never paid, my mother did."

    assert [[words] for words in SAID] == [words for _, words, _ in _turns(make_interview(("— ", "— "), report))]
    assert [SAID[3], own] == _turns(make_interview(("— ", "— "), own))[3][1]


def test_labels_that_stand_far_apart() -> None:
    """What stands between two interviews of one page, or far below the last one, is no turn."""
    talk, report = make_interview(LABELS[1]), "\n\n".join(["I saw it, the clerk says, and nobody believes me."] * 60)

    assert [[words] for words in SAID] * 2 == [words for _, words, _ in _turns(f"{talk}\n\n{report}\n\n{talk}")]


@each_case("labels", LABELS[:3])
def test_an_answer_of_several_paragraphs(labels: tuple[str, str]) -> None:
    """What goes on in the first person belongs to the answer."""
    below = "I sold the boat in 2003. My brother wanted it, and I was tired of painting it every spring."

    assert [SAID[3], below] == _turns(make_interview(labels, below))[3][1]


@each_case(
    ("labels", "remark", "answer"),
    [
        (LABELS[0], "That isn't a no.", "It isn't. I never say no to a lock."),
        (LABELS[0], "You grew up by the sea.", "I did, and I hated it."),
        (LABELS[1], "You grew up by the sea.", "I did, and I hated it."),
    ],
)
def test_what_the_interviewer_remarks(labels: tuple[str, str], remark: str, answer: str) -> None:
    """A remark without a question mark between two answers is the interviewer's, also where labels are missing."""
    rows = _turns(make_interview(labels, remark, answer))

    assert [(None, [remark], True), (None, [answer], False)] == rows[4:6]


def test_question_and_answer_in_one_paragraph() -> None:
    """Paragraphs that ask and answer hold two turns each."""
    text = (
        "Ida Brandvold keeps a lock.\n\nFirst job? I painted it.\n\nWorst job? I painted it again.\n\n"
        "A book that you never finished? My own.\n\nWhat do you fear? Wind. I hear it coming.\n\nShe lives in Wold."
    )

    assert [
        (["First job?"], True),
        (["I painted it."], False),
        (["Worst job?"], True),
        (["I painted it again."], False),
    ] == [row[1:] for row in _turns(text)[:4]]
    assert len(_turns(text)) == 8


@each_case(
    ("one", "other"),
    [
        ("PELL — ", "BRANDVOLD — "),
        ("OP ", "IB "),
        ("Oran Pell\n", "Ida Brandvold\n"),
        ("Oran Pell  0:00\n", "Ida Brandvold  0:19\n"),
        ("[14:02] oran_p: ", "[14:03] ida: "),
        ("oran_p · 8 hr. ago\n", "ida OP · 7 hr. ago\n"),
    ],
)
def test_further_labels(one: str, other: str) -> None:
    """Capitals before a dash, initials, names on lines of their own and nicknames begin turns."""
    rows = _turns(make_interview((one, other)))

    assert [[words] for words in SAID] == [words for _, words, _ in rows]
    assert all(label and label.lower().startswith(("o", "p", "i", "b")) for label, _, _ in rows)


def test_a_list_of_who_speaks_is_no_turn() -> None:
    """“Interviewer: Oran Pell” says whose label that is."""
    cast = "Interviewer: Oran Pell\n\nInterviewee: Ida Brandvold, keeper of the lock\n\n"

    assert SAID[0] == _turns(cast + make_interview(("Interviewer: ", "Interviewee: ")))[0][1][0]


def test_a_report_after_a_blank_line_is_no_answer() -> None:
    """Where turns stand line by line, what follows a blank line belongs to none of them."""
    text = (
        "Ida Brandvold was heard on Monday.\n\nQ: Whose was it?\nA: Mum's.\nQ: And then?\nA: I sold it.\n\n"
        "Tom Oats, for the State, said that Brandvold had lied. The trial goes on."
    )

    assert ["I sold it."] == _turns(text)[3][1]


def test_what_stands_before_the_first_question_answers_nothing() -> None:
    """An introduction may read like an answer, and is none."""
    text = (
        "Home  About  Shop  Interviews\n\nSmall Hands, Big Looms: a chat with weaver Ada Moss\n\n"
        "Posted by Ida Kern on 14 March in Makers | 9 comments\n\n"
        "I first saw Ada's blankets hanging over a fence in Wold, in the snow, and honestly I thought somebody had "
        "forgotten their laundry. We emailed for months and then finally talked on the phone while she was, of course, "
        "weaving. You can't hear the thumps here but imagine them.\n\n"
        "> Hi Ada! Is that the loom I hear?\n\nIt is! Sorry. I can stop.\n\n> Please don't. How old is it?\n\n"
        "It is as old as I am."
    )

    assert (None, ["Hi Ada! Is that the loom I hear?"], True) == _turns(text)[0]


def test_an_introduction_asks_nothing() -> None:
    """What introduces somebody to the reader is no question, and what stands below it is no answer."""
    text = (
        '"I was told nobody would read a book about a glove factory"\n\n'
        "At 83, the novelist Ida Kern has finally won the Lock Prize.\n\nshe says when I have got my breath back.\n\n"
        "Did you write it out of spite?\n\nI did. Every page of it.\n\nHow much of it is true?\n\n"
        "My cousin says that there was a fire, but somewhere else. I wasn't there."
    )

    assert (None, ["Did you write it out of spite?"], True) == _turns(text)[0]


def test_one_side_may_have_labels() -> None:
    """Where questions have no label and answers have one, it is no part of the answers."""
    text = (
        "We spoke to Ida Brandvold.\n\nDo you sleep when the river is high?\n\nBrandvold: I do.\n\n"
        "And in winter, what do you do?\n\nBrandvold:I mend my boots.\n\nWill you stay?\n\nBrandvold: I think so."
    )

    assert [(None, ["Do you sleep when the river is high?"], True), ("Brandvold", ["I do."], False)] == _turns(text)[:2]
    assert ("Brandvold", ["I mend my boots."], False) == _turns(text)[3]


def test_a_report_quotes_one_question_and_its_answer() -> None:
    """A question and the answer on the next line are turns, if both names stand in the text before."""
    text = "Adv Roe asked Brandvold about the lock.\n\nAdv Roe: And when you were out?\n\nBrandvold: Then it was shut."

    assert [
        ("Adv Roe", ["And when you were out?"], True),
        ("Brandvold", ["Then it was shut."], False),
    ] == _turns(text)
    assert [] == _turns(text.replace("asked Brandvold", "asked her"))


@each_case(
    "text",
    [
        "",
        "[Applause] I float.\n\n[Laughter] You float.\n\n[Applause] We float.\n\n[Laughter] Do you?",
        "The Lock is shut.\n\nLock: Who pays for it?\n\nTown: It is said that we do.",
        "Oregon: Leave is longer.\n\nOhio: Drones are banned.\n\nOregon: Fins are banned.\n\nOhio: Cards are shown.",
        "Note: the pier is closed.\n\nThe council met.\n\nRelated: Pier burns\n\nNote: it is old.",
        "The council met.\n\nWhy did the pier burn?\n\nNobody knows.\n\nWho will pay?\n\nThe town will.",
        "“Do you float?”\n\n“I do,” she said.\n\n“Do you swim?”\n\n“I do,” he said.\n\n“Will you stay?”\n\n“I won’t.”",
        "North: 12\n\nSouth: 9\n\nNorth: 14\n\nSouth: 10",
        "Brandvold: ‘We float’\n\nThe council met on Friday.\n\nA. Pell spoke.",
        "Monday: Rain.\n\nTuesday: Sun.\n\nMonday: Rain.\n\nTuesday: Sun.",
        "PELL: “I built it.”\n\nTrue.\n\nROTH: “It sank.”\n\nFalse.\n\nPELL: “In May.”\n\nROTH: “In June.”",
        "Can it float?\n\nWe think so.\n\nWhat does it cost?\n\nWe charge nothing.\n\nIs it safe?\n\nWe say yes.",
    ],
)
def test_no_interview(text: str) -> None:
    """Lines of service, a writer's own questions, quotations, scores and a headline with a name are no turns."""
    assert [] == _turns(text)


@given(
    st.lists(
        st.sampled_from(["Q: Why?", "A: We do.", "You?", "I do.", "Roe:", "((X))", "▲ a", "- b", "Q", ":", "J R: c?"])
    )
)
def test_turns_fit(pieces: list[str]) -> None:
    """The turns of any text are in order and within its paragraphs."""
    text = "\n\n".join(pieces)
    paragraphs = split_lines(text)

    spans = [span for turn in find_turns(text, paragraphs) for span in turn.content]

    assert spans == sorted(spans)
    assert all(any(paragraph.holds(span) for paragraph in paragraphs) and span.of(text) for span in spans)


@given(st.text(), st.text(alphabet="QA:.?\n I(▲)", max_size=60))
def test_any_text(one: str, other: str) -> None:
    """Any text at all is read without an exception."""
    text = one + other

    turns = find_turns(text, split_lines(text))

    assert all(turn.content for turn in turns)


@pytest.mark.cpu_limit(2.5)
@pytest.mark.parametrize("piece", ["You?\n\nI do.\n\n", "Q: Why?\n\nA: So.\n\n", "Roe:\n\n", "A b ", "? "])
def test_time_is_linear(piece: str) -> None:
    """So many turns that each with each would take long take a moment."""
    text = piece * 3_000

    assert find_turns(text, split_lines(text)) is not None
