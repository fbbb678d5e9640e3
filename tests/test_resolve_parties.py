"""Who asks and who answers in an interview where the introduction does not decide it."""

from __future__ import annotations

from sayso import Analyser, Article
from sayso.analyse import find_attributions
from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.grouping import group_names
from sayso.analyse.resolve.parties import NOBODY, Parties, Party, share
from sayso.analyse.resolve.proper_names import find_names
from sayso.analyse.resolve.rank import Ranker
from sayso.article import Outlet
from sayso.speaker import SpeakerType
from sayso.text import Span

from .each_case import each_case

QUESTIONS = (
    "You have kept the lock for thirty years. Do you sleep?",
    "I sleep when the river does. My wife says that I listen in my sleep.",
    "And what do you hear?",
    "Water. I hear a boat before I see it, and I put my boots on.",
    "Have you ever been wrong?",
    "Once. It was a cow, and I opened the gate for it.",
    "Will you miss it?",
    "I will miss the quiet. I won't miss the paperwork.",
)


@each_case(
    ("introduction", "ending", "expected"),
    [
        (
            "The lock closes in May. Tom Oats, 71, has the keys. Ada Moss, who learnt to swim there, met him in May.",
            "",
            ("Ada Moss", "Tom Oats"),
        ),
        (
            "Tom Oats, the last keeper of the lock at Wold, has never owned a boat.",
            "Tom Oats was talking to Ada Moss.",
            ("Ada Moss", "Tom Oats"),
        ),
        (
            "For thirty years the same man has opened the gates at Wold. On Friday he hands over the keys.",
            "Tom Oats is the keeper of the lock at Wold.",
            (None, "Tom Oats"),
        ),
    ],
)
def test_who_talks(analyser: Analyser, introduction: str, ending: str, expected: tuple[str | None, str]) -> None:
    """Who asks and who answers is told by where and how both are named; where nobody who asks is, it stays open."""
    text = "\n\n".join(["The keeper of the lock", introduction, *QUESTIONS, *([ending] if ending else [])])

    reading = analyser.analyse(Article("a", text, title_span=Span(0, 22)))

    turns = [it.speaker_name if it.speaker else None for it in reading.statements if it.turn]
    assert list(expected) * 4 == turns


@each_case(
    ("introduction", "ending", "is_open"),
    [
        ("For thirty years the same man has opened the gates at Wold.", "Tom Oats is the keeper of the lock.", True),
        ("Tom Oats has kept the lock at Wold for thirty years. Oats is 71.", "", False),
    ],
)
def test_a_likely_guest_is_no_surer_than_that(
    analyser: Analyser, introduction: str, ending: str, *, is_open: bool
) -> None:
    """Whoever is chosen among those whom the text names has the probability of that choice as score, at most."""
    text = "\n\n".join(["The keeper of the lock", introduction, *QUESTIONS, *([ending] if ending else [])])
    article = Article("a", text, title_span=Span(0, 22))
    layout, _, spans = find_attributions(analyser, article)
    interview = ResolveContext(article, layout, (), (), Ranker(), spans).interview
    [guest] = interview.find_speakers(layout.turns[1].content[0].start)

    reading = analyser.analyse(article)

    scores = {it.speaker_score or 0.0 for it in reading.statements if it.turn and it.speaker_name == "Tom Oats"}
    assert (interview.find_share(guest) < 1) == is_open
    assert scores
    assert max(scores) <= interview.find_share(guest)


def test_shares_are_probabilities_with_that_of_nobody_last() -> None:
    """A candidate without a feature that counts is as likely as nobody, if nobody has no weight."""
    parties = [Party(Entity(), {"by": 1.0}), Party(Entity(), {})]

    assert [0.5, 0.25, 0.25] == [round(it, 4) for it in share(parties, {"by": 0.693147, NOBODY: 0.0})]


TALK = "\n\n".join(QUESTIONS)


def _parties(text: str, outlet: str | None = None, author: str | None = None) -> dict[str, set[str]]:
    """Return the features of each whom a text with turns names, by name."""
    title = text.split("\n", 1)[0]
    article = Article("a", text, outlet=Outlet(outlet) if outlet else None, title_span=Span(0, len(title)))
    layout = lay_out(article)
    names = find_names(layout)
    mentions = MentionIndex(layout)
    mentions.add_names(names, group_names(text, names).owner)
    writer = Entity(type=SpeakerType.AUTHOR, description=author, is_after_name=True) if author else None
    begin = layout.turns[0].content[0].start
    parties = Parties(article, layout, mentions, begin, writer).all
    return {it.entity.name: set(it.features) for it in parties}


@each_case(
    ("introduction", "ending", "name", "has", "lacks"),
    [
        (
            "Tom Oats, 71, keeps the lock. Oats has a boat.",
            "",
            "Tom Oats",
            "first most only again opens role says",
            "last",
        ),
        (
            "Tom Oats keeps the lock. Ida Kern met him.",
            "",
            "Ida Kern",
            "last meets meets_name one_of_two",
            "first only",
        ),
        ("Tom Oats keeps the lock.", "Interview by Ida Kern", "Ida Kern", "by outro outro_only short_line", "intro"),
        ("Tom Oats keeps the lock.\n\nIda Kern", "", "Ida Kern", "line opens short_line last_line", "outro"),
        ("The lock closes. We spoke to Tom Oats and Ida Kern.", "", "Ida Kern", "with talk_before ours", "of"),
        ("Our reporter Ida Kern went to the lock of Tom Oats.", "", "Ida Kern", "reporter ours", "with"),
        ("Tom Oats keeps the lock.", "Ida Kern conducted the interview.", "Ida Kern", "conducted", "by"),
    ],
)
def test_what_tells_who_talks(introduction: str, ending: str, name: str, has: str, lacks: str) -> None:
    """What a text says of somebody around an interview is told by features with names."""
    text = "\n\n".join(["The keeper of the lock", introduction, TALK, *([ending] if ending else [])])

    features = _parties(text)[name]

    assert set(has.split()) <= features
    assert not set(lacks.split()) & features


def test_author_and_outlet_may_ask_unnamed() -> None:
    """The author and the outlet that an article is given with may ask, also where the text does not name them."""
    text = f"The keeper of the lock\n\nTom Oats keeps the lock at Wold.\n\n{TALK}"

    alone = _parties(text, outlet="Wold Gazette")["Wold Gazette"]
    assert {"outlet", "outlet_alone", "body", "body_outlet"} == alone
    both = _parties(text, outlet="Wold Gazette", author="Ada Moss")
    assert {"author"} == both["Ada Moss"]
    assert "outlet_beside" in both["Wold Gazette"]


def test_nobody_is_chosen_of_two_alike(analyser: Analyser) -> None:
    """Of two who are named together nobody is chosen: both may answer."""
    text = f"The keepers of the lock\n\nThe Wold Gazette spoke to Tom Oats and Ida Kern.\n\n{TALK}"
    reading = analyser.analyse(Article("a", text, title_span=Span(0, 23)))
    names = {it.id: it.name for it in reading.speakers}

    answers = [it for it in reading.statements if it.turn][1::2]

    assert len(answers) == len(QUESTIONS) // 2
    assert all({"Tom Oats", "Ida Kern"} == {names[who] for who in it.candidates} for it in answers)
