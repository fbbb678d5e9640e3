"""Turns of interviews in question and answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse.turns import find_turns
from sayso.segment import split_lines

from .each_case import each_case

_Rows = list[tuple[str | None, list[str], bool | None]]


def _turns(text: str) -> _Rows:
    """The turns of a text in words: label, paragraphs, and whether it is a question."""
    return [
        (turn.label.of(text) if turn.label else None, [span.of(text) for span in turn.content], turn.is_question)
        for turn in find_turns(text, split_lines(text))
    ]


def test_letters() -> None:
    """Q and A label the turns, with colons, full stops or numbers."""
    text = "A talk\n\nQ1: Does it float?\n\nA1: It does.\n\nMostly.\n\nQ. And in winter?\n\nA. It freezes."

    assert [
        ("Q1", ["Does it float?"], True),
        ("A1", ["It does.", "Mostly."], False),
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


def test_a_report_between_two_turns_is_no_answer() -> None:
    """What a court report tells after an answer belongs to nobody's turn; further words of the answer do."""
    text = (
        "Q. By whom?\n\nA. By the office.\n\nI never saw the “inspector” there.\n\n"
        "Counsel rose. “That is hearsay,” she said.\n\nMs Vint then turned to a meeting in May.\n\n"
        "Q. Who was there?\n\nA. Nobody."
    )
    turns = find_turns(text, split_lines(text))
    assert [span.of(text) for span in turns[1].content] == ["By the office.", "I never saw the “inspector” there."]
    assert turns[2].content[0].of(text) == "Who was there?"


def test_questions_that_address_nobody() -> None:
    """Short questions that answers in the first person follow at once make an interview, if the text says so."""
    text = (
        "She sat down with us in the old mill.\n\nWhy felt?\n\nMy aunt made it.\n\nWhat became of the mill?\n\n"
        "I sold it.\n\nAnd the sheep?\n\nI kept them."
    )

    assert [True, False] * 3 == [is_question for _, _, is_question in _turns(text)]


def test_questions_without_labels() -> None:
    """Questions may be paragraphs of their own, answered by those after them; headings and captions are left out."""
    text = (
        "The lockkeeper: an interview\n\nIda Brandvold keeps the lock of Sint Ewold.\n\nDo you float?\n\n"
        "I do.\n\nMost of us do.\n\nThe lock in May. Image: Oran Pell\n\nThe winter\n\n"
        "What do you do in winter?\n\nWe wait.\n\nThe lock opens on 1 March."
    )

    assert [
        (None, ["Do you float?"], True),
        (None, ["I do.", "Most of us do."], False),
        (None, ["What do you do in winter?"], True),
        (None, ["We wait."], False),
    ] == _turns(text)


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


@each_case(
    ("below", "kept"),
    [
        ("She gets up and shuts the window. It has begun to rain.", []),
        ("Brandvold laughs, and looks for her keys.", []),
        ("The harbour master, Piet Roe, called the lock “a toy” in May.", []),
        ("12.40", []),
        ("The lock is old. It was built by monks.", ["The lock is old. It was built by monks."]),
        ("She never came back, my aunt.", ["She never came back, my aunt."]),
        ("It rained. They told him, “Don't.”", ["It rained. They told him, “Don't.”"]),
    ],
)
def test_what_happens_during_an_interview_nobody_says(below: str, kept: list[str]) -> None:
    """A paragraph below an answer that tells what somebody does, or quotes another by name, is no part of it."""
    text = f"Oran Pell: Does it float?\n\nIda Brandvold: It does.\n\n{below}\n\nOP: And in winter?\n\nIB: It freezes."

    assert ["It does.", *kept] == _turns(text)[1][1]


def test_what_happens_between_unlabelled_answers_nobody_says() -> None:
    """Without labels too: what the writer describes, and what is shown large, is no part of the answer."""
    text = (
        "We spoke to Ida Brandvold on the lock.\n\nDo you float?\n\nI do.\n\nBrandvold laughs, and ties the rope.\n\n"
        "“We float because we must.”\n\nMost of us do, I think.\n\nAnd in winter, will you?\n\nI freeze.\n\n"
        "Will you stay?\n\nI will."
    )

    assert ["I do.", "Most of us do, I think."] == _turns(text)[1][1]


def test_a_report_after_a_blank_line_is_no_answer() -> None:
    """Where turns stand line by line, what follows a blank line belongs to none of them."""
    text = (
        "Q: Whose was it?\nA: Mum's.\nQ: And then?\nA: I sold it.\n\nCounsel said that she had lied.\n\nThe court rose."
    )

    assert ["I sold it."] == _turns(text)[3][1]


def test_a_question_without_a_label_stands_between_two_answers() -> None:
    """What the interviewer says below a labelled answer, without a label of his own, is a turn of his."""
    text = (
        "Oran Pell: Does it float?\n\nIda Brandvold: It does.\n\nYour aunt had another story.\n\n"
        "Did she? Then I was away.\n\nOP: And in winter?\n\nIB: It freezes."
    )

    assert [
        ("Ida Brandvold", ["It does."], False),
        (None, ["Your aunt had another story."], True),
        (None, ["Did she? Then I was away."], False),
        ("OP", ["And in winter?"], True),
    ] == _turns(text)[1:5]


def test_what_an_answer_says_to_anybody_is_no_question() -> None:
    """A short paragraph of an answer with "you" or a question of its own stays in it, unless a reply follows."""
    below = "You have to go on.\n\nAnd what became of the lock?\n\nI sold it."
    text = f"Oran Pell: Does it float?\n\nIda Brandvold: It does.\n\n{below}\n\nOP: And in winter?\n\nIB: It freezes."

    assert ["It does.", *below.split("\n\n")] == _turns(text)[1][1]


def test_what_the_interviewer_remarks_between_terse_answers() -> None:
    """Where answers have one paragraph, a remark that neither asks nor addresses anybody is the interviewer's."""
    text = (
        "We spoke to Ada Roe.\n\nWhere did you grow up?\n\nI grew up by the lock.\n\nNow for the flood. "
        "The books say that it rained.\n\nIt never rained. I’ve asked them all. Who saw it rain?\n\nThe keeper blames "
        "the moon.\n\nI heard that.\n\nDo you still swim?\n\nI swim every day.\n\nAnd will you stay?\n\nI think so.\n\n"
        "Is it cold?\n\nI never mind.\n\nWhat of the boat?\n\nI sold it.\n\nWhy?\n\nIt bored me.\n\nAnd the net?\n\n"
        "I kept it."
    )

    assert [
        (None, ["I grew up by the lock."], False),
        (None, ["Now for the flood. The books say that it rained."], True),
        (None, ["It never rained. I’ve asked them all. Who saw it rain?"], False),
        (None, ["The keeper blames the moon."], True),
        (None, ["I heard that."], False),
    ] == _turns(text)[1:6]


def test_remarks_without_a_label_where_questions_lack_theirs() -> None:
    """If some questions below a label address the guest, then what asks or remarks there is the interviewer's, too."""
    text = (
        "Oran Pell: Does it float?\n\nIda Brandvold: I hope so.\n\nIs it in the book?\n\nMy part is.\n\n"
        "Did you write it?\n\nI did.\n\nOP: And in winter?\n\nIB: It freezes.\n\n"
        "The papers kept silent about it.\n\nThey asked me to be quiet.\n\nOP: And now?\n\nIB: It floats."
    )

    assert [True, False] * 6 == [is_question for _, _, is_question in _turns(text)]


def test_one_side_may_have_labels() -> None:
    """Where questions have no label and answers have one, it is no part of the answers."""
    text = (
        "We spoke to Ida Brandvold.\n\nDo you float?\n\nBrandvold: I do.\n\nAnd in winter, will you?\n\n"
        "Brandvold:I freeze.\n\nWill you stay?\n\nBrandvold: I think so."
    )

    assert [(None, ["Do you float?"], True), ("Brandvold", ["I do."], False)] == _turns(text)[:2]
    assert ("Brandvold", ["I freeze."], False) == _turns(text)[3]


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
