"""Who asks and who answers in an interview where the introduction does not decide it."""

from __future__ import annotations

from sayso import Analyser, Article
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.parties import NOBODY, Party, share
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


def test_shares_are_probabilities_with_that_of_nobody_last() -> None:
    """A candidate without a feature that counts is as likely as nobody, if nobody has no weight."""
    parties = [Party(Entity(), {"by": 1.0}), Party(Entity(), {})]

    assert [0.5, 0.25, 0.25] == [round(it, 4) for it in share(parties, {"by": 0.693147, NOBODY: 0.0})]
