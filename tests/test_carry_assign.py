"""Which statements evidence covers, and which evidence is one carrier, whatever the weights are."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.analyse.carry.assign import StatementIndex, assign_statements, find_beside, index_statements
from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.merge import CarrierDraft, merge_evidence, name_key, order_chain, rank_of
from sayso.analyse.layout import lay_out
from sayso.article import Article
from sayso.carrier import How
from sayso.speaker import Speaker, SpeakerType
from sayso.text import Span

from .conftest import ReadMarks
from .each_case import each_case
from .test_carry import to_statements


def assign(text: str, index: StatementIndex, all_evidence: Sequence[Evidence]) -> list[CarrierDraft]:
    """The carriers of some evidence, with their statements."""
    carriers = merge_evidence(text, all_evidence)
    assign_statements(index, carriers)
    return carriers


def place(text: str, words: str, name: str, how: How, reach: Reach = Reach.BESIDE, score: float = 0.5) -> Evidence:
    """Evidence at the words of a text."""
    start = text.index(words)
    return Evidence(name, how, Span(start, start + len(words)), reach, score=score)


@each_case(
    ("marked", "words", "how", "reach", "covered"),
    [
        # Beside the evidence, and later ones of the same speaker.
        (
            "[S1 Vint] [C1 told] Vantor [Q1 it rained]. [S2 Vint] [C2 said] [Q2 it poured].",
            "Vantor",
            "interview",
            "beside",
            "12",
        ),
        (
            "[S1 Vint] [C1 told] Vantor [Q1 it rained]. [S2 Moss] [C2 said] [Q2 it poured].",
            "Vantor",
            "interview",
            "beside",
            "1",
        ),
        # Without one in its sentence, the next statement; but not one far below.
        ("She spoke to Vantor. [S1 Vint] [C1 said] [Q1 it rained].", "Vantor", "interview", "beside", "1"),
        (
            "She spoke to Vantor.\n\nIt was May.\n\n[S1 Vint] [C1 said] [Q1 it rained].",
            "Vantor",
            "interview",
            "beside",
            "",
        ),
        ("She spoke to Vantor.\n\n[S1 Vint] [C1 said] [Q1 it rained].", "Vantor", "interview", "beside", "1"),
        (
            "It was May.\n\nIt was wet.\n\nShe spoke to Vantor.\n\n[S1 Vint] [C1 said] [Q1 it rained].",
            "Vantor",
            "interview",
            "beside",
            "1",
        ),
        ("She spoke to Vantor. It was May. [S1 Vint] [C1 said] [Q1 it rained].", "Vantor", "interview", "beside", ""),
        # Else the one before it in the sentence.
        (
            "[S1 Vint] [C1 said] [Q1 it rained], and all who had come on the old boat of the harbour went to Vantor.",
            "Vantor",
            "interview",
            "beside",
            "1",
        ),
        # A cue some words before it is near enough, one in the next clause is not.
        (
            (
                "[Q1 It rained], [S1 Moss] [C1 said] on a wet Monday in Vantor, which nobody in that whole town saw, "
                "while [S2 Hale] [C2 said] [Q2 it was dry]."
            ),
            "Vantor",
            "interview",
            "beside",
            "1",
        ),
        # Of several that are not near, the first one after it, else the last one before it.
        (
            (
                "It was in Vantor, where nobody in that whole wet old town was out, that [S1 Moss] [C1 said] "
                "[Q1 it rained], and that [S2 Hale] [C2 said] [Q2 it was dry]."
            ),
            "Vantor",
            "report",
            "beside",
            "1",
        ),
        (
            (
                "[S1 Moss] [C1 said] [Q1 it rained], and [S2 Hale] [C2 said] [Q2 it was dry], "
                "and all who had come on the old boat of the harbour went to Vantor."
            ),
            "Vantor",
            "report",
            "beside",
            "2",
        ),
        # Sections.
        ("[Q1 “Dry,”] [S1 A] [C1 said].\n\nVantor:\n\n[Q2 “Wet,”] [S2 B] [C2 said].", "Vantor", "report", "below", "2"),
        ("[Q1 “Dry,”] [S1 A] [C1 said].\n\nVantor:\n\n[Q2 “Wet,”] [S2 B] [C2 said].", "Vantor", "wire", "body", "12"),
        (
            "[Q1 “Dry,”] [S1 A] [C1 said].\n\nVantor:\n\n[Q2 “Wet,”] [S2 B] [C2 said].",
            "Vantor",
            "republication",
            "all",
            "12",
        ),
        # Nested statements have the carrier of the one around them.
        (
            "[S1 Vint] [C1 told] Vantor [Q1 that [S2 Moss] [C2 said] [Q2 it rained]].",
            "Vantor",
            "interview",
            "beside",
            "12",
        ),
        (
            "[S1 Vint] [C1 told] Vantor [Q1 that it rained. Then it poured, as [S2 Moss] [C2 said] [Q2 “so”]].",
            "Vantor",
            "interview",
            "beside",
            "12",
        ),
        # A document that is named before.
        ("It is in a memoir. [S1 Moss] [C1 said] [Q1 it rained].", "a memoir", "document", "beside", "1"),
        ("Moss says so in his memoir. [S1 Moss] [C1 said] [Q1 it rained].", "his memoir", "document", "beside", "1"),
        # It goes on for what the same speaker says at once, an interview also later.
        *(
            (
                f"[S1 Moss] [C1 said] in a memo [Q1 it rained].{between}[S2 Moss] [C2 said] [Q2 it poured].",
                "a memo",
                how,
                "beside",
                covered,
            )
            for between, how, covered in (
                ("\n\n", "document", "12"),
                (" ", "social", "12"),
                ("\n\nThe pier is shut.\n\n", "interview", "12"),
                (" [S3 Hale] [C3 said] [Q3 no]. ", "document", "1"),
                (" [S3 Hale] [C3 said] [Q3 no]. ", "interview", "13"),
                (" [S3 Moss] [C3 said] [Q3 that [S4 Hale] [C4 said] [Q4 no]]. ", "document", "1234"),
            )
        ),
    ],
)
def test_evidence_covers_statements(
    marked: str, words: str, how: str, reach: str, covered: str, read_marks: ReadMarks
) -> None:
    """What stands beside evidence, below it or in the body came through it."""
    parsed = read_marks(marked)
    index = index_statements(lay_out(Article("a", parsed.text)), to_statements(parsed), ())
    evidence = place(parsed.text, words, "Vantor", How(how), Reach(reach))
    found = assign(parsed.text, index, [evidence])

    assert "".join(str(n + 1) for carrier in found for n in sorted(carrier.covered)) == covered


@each_case(
    ("marked", "answers", "questions"),
    [
        ("[S1 Q]: [Q1 Tell me.]\n\n[S2 A]: [Q2 I saw it.]\n\n[S3 Q]: [Q3 Go on.]\n\n[S4 A]: [Q4 Why?]", {1, 3}, {0, 2}),
        ("[S1 Vint]: [Q1 Is it wet?] [S2 Moss]: [Q2 It is.]", set(), set()),
    ],
)
def test_the_layout_knows_whose_turns_are_questions(
    marked: str, answers: set[int], questions: set[int], read_marks: ReadMarks
) -> None:
    """Without answers no turn is a question."""
    parsed = read_marks(marked)
    index = index_statements(lay_out(Article("a", parsed.text)), to_statements(parsed, turn=True), ())

    assert (set(index.answers), set(index.questions)) == (answers, questions)


@each_case(("gap", "covered"), [(40, "1"), (41, "2")])
def test_what_is_near_evidence(gap: int, covered: str, read_marks: ReadMarks) -> None:
    """Evidence up to 40 characters from a cue or source belongs to it; else it belongs to what follows."""
    parsed = read_marks(
        f"[Q1 It rained], [S1 Moss] [C1 said] {'x' * (gap - 2)} Vantor, which nobody in that whole old town saw, "
        "while [S2 Hale] [C2 said] [Q2 it was dry]."
    )
    index = index_statements(lay_out(Article("a", parsed.text)), to_statements(parsed), ())

    assert [n + 1 for n in find_beside(index, place(parsed.text, "Vantor", "Vantor", How.REPORT).span)] == [
        int(covered)
    ]


def test_who_is_known_by_surname(read_marks: ReadMarks) -> None:
    """A person is found by the last word of the name."""
    parsed = read_marks("[S1 Vint] [C1 said] [Q1 it rained]. [S2 Trust] [C2 said] [Q2 no].")
    speakers = [
        Speaker("vint", "Orla van der Vint", SpeakerType.PERSON, named=True),
        Speaker("trust", "Kelp Trust", SpeakerType.ORGANISATION, named=True),
    ]
    index = index_statements(lay_out(Article("a", parsed.text)), to_statements(parsed), speakers)

    assert index.by_surname == {"Vint": [0]}


def test_another_occasion_ends_the_one_before(read_marks: ReadMarks) -> None:
    """What is said later came through the later interview; a report and an interview do not end each other."""
    parsed = read_marks(
        "[S1 Vint] [C1 told] Vantor [Q1 it rained]. [S2 Vint] [C2 said] in a memo [Q2 it poured]. "
        "[S3 Vint] [C3 said] [Q3 it stopped]. [S4 Vint] [C4 said] in Norpress [Q4 it is dry]."
    )
    index = index_statements(lay_out(Article("a", parsed.text)), to_statements(parsed), ())
    given = [
        place(parsed.text, "Vantor", "Vantor", How.INTERVIEW),
        place(parsed.text, "memo", "memo", How.DOCUMENT),
        place(parsed.text, "Norpress", "Norpress", How.REPORT),
    ]
    found = assign(parsed.text, index, given)

    assert {it.name: sorted(it.covered) for it in found} == {"Vantor": [0], "memo": [1, 2, 3], "Norpress": [3]}


@each_case(
    ("given", "names"),
    [
        # One name and one `how` are one carrier; a journal and a letter to it are two.
        ([("Wold Post", "Wold Post", "interview"), ("the Post", "Post", "interview")], ["Wold Post"]),
        ([("Wold Post", "Wold Post", "interview"), ("the Post", "Post", "report")], ["Wold Post", "Wold Post"]),
        ([("Wold Post", "Wold Post", "report"), ("the Post", "Wold Post", "aggregator")], ["Wold Post", "Wold Post"]),
        ([("Wold Post", "Wold Post", "interview"), ("the paper", "", "interview")], ["Wold Post"]),
        ([("the paper", "", "interview")], []),
        ([("Wold Post", "Wold Post", "report"), ("the paper", "", "report")], ["Wold Post"]),
        ([("letter", "letter", "document"), ("Wold Post", "Wold Post", "interview")], ["letter", "Wold Post"]),
        ([("letter", "old letter", "document"), ("the Post", "letter", "document")], ["letter", "old letter"]),
        # A station and its programme, and a letter and the paper that it is in, are two.
        (
            [("in the Wold Post", "Drive Home", "broadcast"), ("Wold Post", "Norvik", "broadcast")],
            ["Drive Home", "Norvik"],
        ),
        ([("letter in the Wold Post", "letter", "document"), ("Post", "Norvik", "report")], ["Norvik", "letter"]),
    ],
)
def test_evidence_of_one_name_is_one_carrier(given: list[tuple[str, str, str]], names: list[str]) -> None:
    """All forms of a name are one carrier for each `how`; “the paper” is the outlet before."""
    text = "A letter in the Wold Post, and the Post, and the paper."
    evidence = [place(text, words, name, How(how)) for words, name, how in given]

    assert sorted(it.name for it in merge_evidence(text, evidence)) == sorted(names)


def test_the_score_of_a_carrier_is_that_of_its_surest_evidence() -> None:
    """Two places of one name: the surer one counts, and both are shown."""
    one = Evidence("Wold Post", How.REPORT, Span(0, 9), score=0.4)
    other = Evidence("Wold Post", How.REPORT, Span(14, 23), score=0.9)
    (found,) = merge_evidence("Wold Post and Wold Post", [other, one])

    assert (found.score, found.spans) == (0.9, (Span(0, 9), Span(14, 23)))


@each_case(
    ("first", "second", "same"),
    [("Wold Post", "The Wold Post", True), ("AP", "Associated Press", True), ("AP", "PA", False)],
)
def test_forms_of_a_name_have_one_key(first: str, second: str, same: bool) -> None:
    """An article, and an abbreviation of the list, are the same name."""
    assert (name_key(first) == name_key(second)) is same


def test_the_order_of_a_chain() -> None:
    """A letter in a journal is nearer than the journal, that than an agency; ties stay ties."""
    ranks = [
        rank_of(How.DOCUMENT, ""),
        rank_of(How.DOCUMENT, "journal"),
        rank_of(How.WIRE, "agency"),
        rank_of(How.SOCIAL, ""),
    ]

    hows = (How.SOCIAL, How.INTERVIEW, How.BROADCAST, How.REPORT, How.WIRE)
    reprints = (How.REPUBLICATION, "original"), (How.OTHER, "translator"), (How.REPUBLICATION, ""), (How.AGGREGATOR, "")
    every = [*ranks[:2], *(rank_of(how, "") for how in hows), *(rank_of(*it) for it in reprints)]

    assert every == sorted(set(every))
    assert ranks == sorted(ranks[:3]) + ranks[3:]
    assert order_chain(ranks, [[0, 1, 2], [3, 2]]) == [1, 2, 3, 1]
    assert order_chain([1, 1], [[0, 1]]) == [1, 1]
