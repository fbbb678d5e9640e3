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
            "Words: Ada Moss\n\nThe lock closes in May. Tom Oats, 71, has the keys. He has never owned a boat.",
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
    ("introduction", "ending"),
    [
        ("For thirty years the same man has opened the gates at Wold.", "Tom Oats is the keeper of the lock."),
        ("Tom Oats has kept the lock at Wold for thirty years. Oats is 71.", ""),
    ],
)
def test_a_likely_guest_is_no_surer_than_that(analyser: Analyser, introduction: str, ending: str) -> None:
    """Whoever is chosen among those whom the text names has the probability of that choice as score, at most."""
    text = "\n\n".join(["The keeper of the lock", introduction, *QUESTIONS, *([ending] if ending else [])])
    article = Article("a", text, title_span=Span(0, 22))
    layout, _, spans = find_attributions(analyser, article)
    interview = ResolveContext(article, layout, (), {}, Ranker(), spans).interview
    place = layout.turns[1].content[0].start
    [guest] = interview.find_speakers(place)

    reading = analyser.analyse(article)

    scores = {it.speaker_score or 0.0 for it in reading.statements if it.turn and it.speaker_name == "Tom Oats"}
    assert scores
    assert max(scores) <= interview.find_share(guest, place) + 0.001 < 1


def test_shares_are_probabilities_with_that_of_nobody_last() -> None:
    """A candidate without a feature that counts is as likely as nobody, if nobody has no weight."""
    parties = [Party(Entity(), {"by": 1.0}), Party(Entity(), {})]

    assert [0.5, 0.25, 0.25] == [round(it, 4) for it in share(parties, {"by": 0.693147, NOBODY: 0.0})]


TALK = "\n\n".join(QUESTIONS)


def _parties(text: str, outlet: str | None = None, author: str | None = None) -> Parties:
    """Return those whom a text with turns names."""
    title = text.split("\n", 1)[0]
    article = Article("a", text, outlet=Outlet(outlet) if outlet else None, title_span=Span(0, len(title)))
    layout = lay_out(article)
    names = find_names(layout)
    mentions = MentionIndex(layout)
    mentions.add_names(names, group_names(text, names).owner)
    writer = Entity(type=SpeakerType.AUTHOR, description=author, is_after_name=True) if author else None
    begin = layout.turns[0].content[0].start
    return Parties(article, layout, mentions, begin, writer)


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

    features = next(set(it.features) for it in _parties(text).all if it.entity.name == name)

    assert set(has.split()) <= features
    assert not set(lacks.split()) & features


def test_author_or_outlet_ask_where_nobody_else_is_said_to() -> None:
    """Where nobody whom the text names asks, the author does, and without one the outlet."""
    text = f"The keeper of the lock\n\nTom Oats keeps the lock at Wold.\n\n{TALK}"

    assert [] == [it.name for it in _parties(text).choose_host()]
    assert ["Wold Gazette"] == [it.name for it in _parties(text, outlet="Wold Gazette").choose_host()]
    both = _parties(text, outlet="Wold Gazette", author="Ada Moss").choose_host()
    assert ["Ada Moss"] == [it.name for it in both]
    assert all(0.5 < share < 1 for share in both.values())


def test_nobody_is_chosen_of_two_alike(analyser: Analyser) -> None:
    """Of two who are named together nobody is chosen: both may answer."""
    text = f"The keepers of the lock\n\nThe Wold Gazette spoke to Tom Oats and Ida Kern.\n\n{TALK}"
    reading = analyser.analyse(Article("a", text, title_span=Span(0, 23)))
    names = {it.id: it.name for it in reading.speakers}

    answers = [it for it in reading.statements if it.turn][1::2]

    assert len(answers) == len(QUESTIONS) // 2
    assert all({"Tom Oats", "Ida Kern"} == {names[who] for who in it.candidates} for it in answers)
