"""Somebody who is described before he is named."""

from __future__ import annotations

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.introduce import introduce
from sayso.analyse.resolve.rank import Ranker
from sayso.article import Article
from sayso.speaker import SpeakerType
from sayso.text import Span

from .each_case import each_case


def _introduce(text: str, mention: str, *, female: float | None = None) -> tuple[ResolveContext, Entity]:
    """A sailor whom a text describes first, after the mention of it."""
    context = ResolveContext(Article("a", text), lay_out(Article("a", text)), [], {}, Ranker())
    sailor = Entity(type=SpeakerType.UNNAMED, description="sailor", words={"sailor"}, female=female)
    context.mentions.add(0, 8, sailor)
    place = text.rindex(mention)
    introduce(context, Span(place, place + len(mention)), sailor)
    return context, sailor


@each_case(
    ("after", "mention", "expected"),
    [
        ("She is Ada Moss, 81.", "She", "Ada Moss"),
        ("She’s Ada Moss, it turns out.", "She", "Ada Moss"),
        ("Her name is Ada Moss.", "Her", "Ada Moss"),
        ("The sailor is called Ada Moss.", "The sailor", "Ada Moss"),
        ("“No,” says the sailor, whose name is Ada Moss.", "the sailor", "Ada Moss"),
        ("The sailor on the quay is his aunt, Ada Moss.", "The sailor", "Ada Moss"),
        ("Police held the sailor, later identified as Ada Moss.", "the sailor", "Ada Moss"),
        ("She is Ada Moss’s sister.", "She", "sailor"),
        ("She knows Ada Moss.", "She", "sailor"),
        ("She was told of Ada Moss.", "She", "sailor"),
        ("She is no fan of Ada Moss.", "She", "sailor"),
        ("The man is called Tom Oats.", "The man", "sailor"),
        ("She met a ship, called Ada Moss.", "She", "sailor"),
    ],
)
def test_who_is_named_later(after: str, mention: str, expected: str) -> None:
    """The text gives the name right after a mention; a possessive, another verb or gender gives none."""
    assert _introduce(f"A sailor sang. {after}", mention, female=1.0)[1].name == expected


def test_a_name_of_before_is_somebody_elses() -> None:
    """Whom the text has named already is introduced as nobody else."""
    assert not _introduce("A sailor met Ada Moss. She is Ada Moss.", "She")[1].is_named


def test_all_is_known_of_one() -> None:
    """Later names are his, later descriptions find him, and nobody else has the name."""
    text = "A sailor sang. The sailor is called Ada Moss. Captain Moss left. Ms Moss slept."
    context, sailor = _introduce(text, "The sailor")

    assert {context.owner[name.span.start] for name in context.names} == {sailor}
    assert sailor.words >= {"sailor", "captain"}
    assert sailor.type is SpeakerType.PERSON
    number = context.mentions.number(sailor)
    assert {mention.entity for mention in context.mentions.in_order} == {number}
    assert context.mentions.counts[number] == len(context.mentions.in_order)
    assert context.mentions.first[number].start == 0
    assert number in context.mentions.find_described("captain")
