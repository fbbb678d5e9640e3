"""Whose turn it is in an interview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.model_spans import ModelSpan
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entities import MentionIndex
from sayso.analyse.resolve.interview import Interview
from sayso.analyse.resolve.rank import Ranker
from sayso.article import Article, Outlet
from sayso.speaker import SpeakerType
from sayso.text import Span

from .each_case import each_case

TURNS = (
    "When does it sail?",
    "At nine, if the wind allows it.",
    "Is the ferry full?",
    "Not yet, but it will be.",
    "And tomorrow?",
    "Then it is full.",
)


def talk_of(analyser: Analyser, article: Article) -> tuple[Layout, Interview]:
    """The layout of an article, and who asks and answers in it, as the model hears it."""
    layout, _, spans = find_attributions(analyser, article)
    return layout, ResolveContext(article, layout, (), {}, Ranker(), spans).interview


def speakers_of(
    analyser: Analyser,
    introduction: str,
    labels: Sequence[str],
    outlet: str | None = None,
    *,
    title: str | None = None,
    turns: Sequence[str] = TURNS,
) -> list[list[str]]:
    """For each turn the names of those who may be speaking."""
    lines = [f"{label} {turn}" for label, turn in zip(list(labels) * 3, turns, strict=True)]
    text = "\n\n".join([*([title] if title else []), introduction, *lines])
    span = Span(0, len(title)) if title else None
    article = Article("a", text, outlet=Outlet(outlet) if outlet else None, title=title, title_span=span)
    layout, interview = talk_of(analyser, article)
    return [[entity.name for entity in interview.find_speakers(turn.content[0].start)] for turn in layout.turns]


@each_case(
    ("label", "named"),
    [
        ("MR. FENN:", True),
        ("QUORL 4:", True),
        ("UNIDENTIFIED WOMAN #1:", False),
        ("HER PUBLICIST:", False),
    ],
)
def test_label_may_be_a_description(label: str, named: bool) -> None:
    """Who is not named elsewhere has a name of his own only if the label is one."""
    text = f"The boat came in.\n\n{label} It floats.\n\nADA MOSS: It does.\n\n{label} When?\n\nADA MOSS: In May."
    layout = lay_out(Article("a", text))
    (entity,) = ResolveContext(Article("a", text), layout, [], {}, Ranker()).interview.find_speakers(
        layout.turns[0].content[0].start
    )

    assert entity.has_proper_name is named
    assert entity.type is (SpeakerType.PERSON if named else SpeakerType.UNNAMED)


def test_letters_are_outlet_and_guest(analyser: Analyser) -> None:
    """The outlet asks under Q, and under A the one whom the introduction names answers."""
    assert (
        speakers_of(analyser, "The ferry has a new captain. Ada Moss spoke to us.", ["Q:", "A:"], "Wold Gazette")
        == [
            ["Wold Gazette"],
            ["Ada Moss"],
        ]
        * 3
    )


@each_case(("asks", "answers"), [("INTERVIEWER:", "RESPONDENT:"), ("ME:", "HER:")])
def test_labels_may_say_who_asks_and_who_answers(analyser: Analyser, asks: str, answers: str) -> None:
    """A label that only says which side somebody is on stands for whoever is introduced on it."""
    turns = speakers_of(analyser, "The ferry has a new captain. Ada Moss spoke to us.", [asks, answers], "Wold Gazette")

    assert turns == [["Wold Gazette"], ["Ada Moss"]] * 3


@pytest.mark.parametrize(
    "introduction",
    [
        "Ada Moss spoke to the Wold Gazette about the ferry.",
        "The Wold Gazette interviewed Ada Moss about the ferry.",
    ],
)
def test_asking_outlet_is_read_from_the_introduction(analyser: Analyser, introduction: str) -> None:
    """Where the article's outlet is unknown, the introduction may say who asked."""
    assert speakers_of(analyser, introduction, ["Q:", "A:"]) == [["Wold Gazette"], ["Ada Moss"]] * 3


def test_the_writer_asks_if_nobody_is_named(analyser: Analyser) -> None:
    """Without byline and outlet the article's writer asks; but not in court, where it is nobody that is known."""
    assert speakers_of(analyser, "The ferry has a new captain, Ada Moss.", ["Q:", "A:"])[0] == ["author"]
    assert speakers_of(analyser, "The trial of a captain, Ada Moss, went on.", ["Q:", "A:"])[0] == []


@each_case("label", ["Ada Moss:", "Moss:", "AM:"])
def test_label_names_a_party(analyser: Analyser, label: str) -> None:
    """A label is a full name, a surname or initials."""
    assert (
        speakers_of(analyser, "The ferry has a new captain, Ada Moss. Tom Oats met her.", ["Tom Oats:", label])
        == [
            ["Tom Oats"],
            ["Ada Moss"],
        ]
        * 3
    )


def test_two_guests_leave_the_answer_open(analyser: Analyser) -> None:
    """Where the introduction is about two, either may be answering."""
    assert speakers_of(analyser, "The Wold Gazette spoke to Ada Moss and Tom Oats.", ["Q:", "A:"])[1] == [
        "Ada Moss",
        "Tom Oats",
    ]


def test_guest_is_who_is_named_most(analyser: Analyser) -> None:
    """Somebody named once beside the guest is not taken for her."""
    introduction = "Ada Moss has a new boat. Moss bought it from Tom Oats. The Wold Gazette spoke to Moss."

    assert speakers_of(analyser, introduction, ["Q:", "A:"])[1] == ["Ada Moss"]


COURT = """Tom Oats stole the boat, the State says. His trial began before Judge Ida Kern.

DIRECT EXAMINATION
BY MS. ROE-LUND:

Q. Officer Moss, where were you at nine?

A. On the pier, with a sandwich.

Q. What did you see?

THE COURT: Speak up, please.

THE WITNESS: A boat without lights.

CROSS-EXAMINATION
BY MR. FENN:

Q. It was dark, was it not?

A. Dark enough."""


def read_turns(analyser: Analyser, text: str, *, authors: tuple[str, ...] = ()) -> list[str | None]:
    """The name of the speaker of each turn, None where several or none may be speaking."""
    article = Article("a", text, authors=authors)
    layout, interview = talk_of(analyser, article)
    found = [interview.find_speakers(turn.content[0].start) for turn in layout.turns]
    return [those[0].name if len(those) == 1 else None for those in found]


def test_headings_of_a_transcript_name_who_asks(analyser: Analyser) -> None:
    """Counsel asks under Q, the person whom the questions address answers, and the court is its judge."""
    names = ["ROE-LUND", "Moss", "ROE-LUND", "Ida Kern", "Moss", "FENN", "Moss"]

    assert [name and name.lower() for name in read_turns(analyser, COURT)] == [name.lower() for name in names]


def test_report_between_turns_says_who_asks(analyser: Analyser) -> None:
    """Whoever opens the report before the turns asks, if the questions address somebody else."""
    text = """The trial of Tom Oats went on. The boat has not been found.

Adv Ida Kern, for Mr Oats, began with the weather.

Q. Was it dark, Mr Moss?

A. Dark enough.

Adv Pia Lund, for the State, called this “a guess”.

Q. Who had made it?

A. My wife."""

    assert read_turns(analyser, text) == ["Ida Kern", "Moss", "Pia Lund", "Moss"]


def test_words_in_a_turn_have_its_speaker(analyser: Analyser) -> None:
    """Each place of a turn is in it, not only its first."""
    article = Article("a", COURT)
    _, interview = talk_of(analyser, article)

    assert [entity.name for entity in interview.find_speakers(COURT.index("without lights"))] == ["Moss"]
    assert interview.find_speakers(COURT.index("EXAMINATION")) == ()


@pytest.mark.parametrize("authors", [("Pia Lund, arts editor",), ()])
def test_author_asks(analyser: Analyser, authors: tuple[str, ...]) -> None:
    """The author of an interview asks, whether the article names one or a line of its text does."""
    talk = "Q: Will it float?\n\nA: It will.\n\nQ: When?\n\nA: In May."
    end = "" if authors else "\n\nThe ferry sails on Friday. Interview by Pia Lund."

    assert (
        read_turns(analyser, f"Ada Moss has built a boat.\n\n{talk}{end}", authors=authors)
        == ["Pia Lund", "Ada Moss"] * 2
    )


def test_a_place_in_the_headline_does_not_answer(analyser: Analyser) -> None:
    """The headline names who answers, but not as a place: “of Wold Moss”."""
    title = "The last librarian of Wold Moss: ‘I shut it’"
    text = f"{title}\n\nTom Oats ran the ferry.\n\nQ: Will it float?\n\nA: It will.\n\nQ: When?\n\nA: In May."

    _, interview = talk_of(analyser, Article("a", text, title_span=Span(0, len(title))))

    assert ["Tom Oats"] == [entity.name for entity in interview.find_speakers(text.index("It will"))]


def test_you_of_a_question_is_who_answers(analyser: Analyser) -> None:
    """In a question, “you” is whoever answers."""
    text = "Ada Moss has built a boat.\n\nQ: You said it floats?\n\nA: It will.\n\nQ: When?\n\nA: In May."
    layout, interview = talk_of(analyser, Article("a", text))
    asked = interview.find_addressee(layout.turns[0].content[0].start)

    assert asked is not None
    assert asked.name == "Ada Moss"


def test_place_that_begins_no_turn_is_nobodys() -> None:
    """Only where a turn begins is somebody's turn."""
    article = Article("a", "Ada Moss came.")
    layout = lay_out(article)

    assert Interview(article, layout, MentionIndex(layout)).find_speakers(0) == ()


def test_who_is_only_spoken_of_is_not_addressed(analyser: Analyser) -> None:
    """In "the head of the port, Mr Rook, came" nobody is addressed, as one is in "And tomorrow, Captain Moss?"."""
    turns = ["When does it sail?", "At nine.", "The head of the port, Mr Rook, came. Why?", "To look.", *TURNS[4:]]

    found = speakers_of(analyser, "The ferry was sold to Ada Moss.", ["Q:", "A:"], "Wold Gazette", turns=turns)

    assert found == [["Wold Gazette"], ["Ada Moss"]] * 3


def test_the_guest_stands_in_the_headline_and_the_other_asks(analyser: Analyser) -> None:
    """Where two people are named as often, the one in the headline answers; "talks to X" names who asks."""
    introduction = "After ten years she has a ship again. She talks to Finn Larch about ice and fear."

    found = speakers_of(analyser, introduction, ["Q:", "A:"], title="Ada Moss on the ferry that came back")

    assert found == [["Finn Larch"], ["Ada Moss"]] * 3


def test_who_talks_to_somebody_of_a_people_asks(analyser: Analyser) -> None:
    """A people may stand between "the" and what the guest is: "the Latvian captain Ada Moss"."""
    introduction = "Finn Larch talks to the Latvian captain Ada Moss about ice. She has a ship again."

    found = speakers_of(analyser, introduction, ["Q:", "A:"], title="A ship that came back")

    assert found == [["Finn Larch"], ["Ada Moss"]] * 3


def test_the_head_of_a_body_talks_and_not_the_body(analyser: Analyser) -> None:
    """In "the head of the Port Board talks to Finn Larch" he asks, and not the board."""
    introduction = "The head of the Port Board talks to Finn Larch about ice. Ada Moss has a ship again."

    found = speakers_of(analyser, introduction, ["Q:", "A:"], title="Ada Moss on the ferry that came back")

    assert found == [["Finn Larch"], ["Ada Moss"]] * 3


@each_case(
    ("introduction", "expected"),
    [
        ("Ada Moss has a ship. Mrs Moss is 63. She talked to Finn Larch over tea.", [["Finn Larch"], ["Ada Moss"]]),
        ("Ada Moss has a ship. She talked to Finn Larch. Mr Larch is 63.", [["author"], ["Finn Larch"]]),
    ],
)
def test_whom_she_talked_to_asks(analyser: Analyser, introduction: str, expected: list[list[str]]) -> None:
    """In "she talked to Finn Larch" he asks, if somebody else is named before and more often."""
    assert speakers_of(analyser, introduction, ["Q:", "A:"]) == expected * 3


def test_who_asks_without_a_label_is_who_asks_elsewhere(analyser: Analyser) -> None:
    """A question that stands without a label between two labelled turns is asked by who has the label of questions."""
    below = "At nine.\n\nYour mate had another story.\n\nHad he? Then I was away."

    found = speakers_of(
        analyser, "Ada Moss has a ferry.", ["Finn Larch:", "Ada Moss:"], turns=[TURNS[0], below, *TURNS[2:]]
    )

    assert found == [["Finn Larch"], ["Ada Moss"]] * 4


@each_case(
    ("named", "expected"),
    [
        ("Alice Pell", SpeakerType.PERSON),
        ("Pell Board", SpeakerType.ORGANISATION),
    ],
)
def test_who_asks_is_a_person_whatever_the_model_tags(analyser: Analyser, named: str, expected: SpeakerType) -> None:
    """Somebody with a person's name who asks or answers is no body; with a body's name it is one."""
    turns = "\n\n".join(f"{'QA'[n % 2]}: {turn}" for n, turn in enumerate(TURNS))
    article = Article("a", f"Ada Moss has a ferry. She spoke to {named}.\n\n{turns}")
    layout, _, spans = find_attributions(analyser, article)
    at = article.text.index(named)
    tagged = ModelSpan(Span(at, at + len(named)), "body", 1.0, 1.0)

    context = ResolveContext(article, layout, (), {}, Ranker(), replace(spans, mentions=(tagged,)))
    (asking,) = context.interview.find_speakers(layout.turns[0].content[0].start)

    assert (asking.name, asking.type) == (named, expected)
