"""Readings whose speakers are of interest, for tests of speakers across articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.article import Article, Outlet
from sayso.people.party import Party
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.store import Collection
from sayso.text import Span

from .made_readings import STAMP

__all__ = ["READINGS", "describe", "make_planted", "make_reading"]

Said = tuple[str, str, str]
"""Who said it, with a role in brackets; the words."""


def make_reading(
    number: int | str, *said: tuple[str, str], day: str = "2031-02-03", outlet: str = "The Wold Bell"
) -> Reading:
    """A reading of an article in which each "Name (role)" says some words; the name stands before them."""
    text, speakers, statements = "", [], []
    for place, (who, words) in enumerate(said, 1):
        name, _, roles = who.rstrip(")").partition(" (")
        source = Span(len(text), len(text) + len(name))
        text += f"{name} said “{words}”.\n"
        content = Span(text.index(f"“{words}”", source.end), len(text) - 2)
        facts = (tuple(filter(None, [roles])), (source,))
        speakers.append(Speaker(f"p{place}", name, SpeakerType.PERSON, True, *facts))  # noqa: FBT003
        direct = (Kind.DIRECT, Place.BODY, (content,), (Span(source.end + 1, source.end + 5),), (source,), 0.9)
        statements.append(Statement(f"s{place}", *direct, speaker=f"p{place}", unresolved=None, speaker_score=0.9))
    article = Article(f"a{number}", text, url=f"https://bell.example/{number}", outlet=Outlet(outlet), published=day)
    return Reading(article, tuple(statements), (), STAMP, tuple(speakers))


def make_planted(parties: list[Party]) -> Reading:
    """A reading with planted parties as its speakers, who say nothing."""
    first = next((it for it in parties if it.named), parties[0])
    day = date.fromordinal(first.day or 1).isoformat()
    speakers = tuple(Speaker(f"p{n}", it.name, it.type, it.named, it.roles) for n, it in enumerate(parties))
    url = f"https://{first.article}.example/story"
    article = Article(first.article, first.article, url=url, outlet=Outlet(first.outlet), published=day)
    return Reading(article, (), (), STAMP, speakers)


def describe(collection: Collection) -> list[tuple[object, ...]]:
    """All that is to be the same whatever the order in which articles came."""
    found: list[tuple[object, ...]] = [
        (replace(it, former=()), tuple(collection.speaker(it.id)[1])) for it in collection.speakers()
    ]
    return [*found, *((it,) for it in collection.open_names())]


READINGS = [
    make_reading(1, ("Ngozi Wekesa (judge)", "The bench is full."), ("Tariq Zuabi", "We wait.")),
    make_reading(2, ("Chidi Wekesa (head coach)", "The team is tired."), day="2031-02-05"),
    make_reading(3, ("Wekesa", "Nobody asked."), day="2031-03-01", outlet="The Oxley Courier"),
    make_reading(4, ("Wekesa (the coach)", "We train at dawn."), ("Ada Winley", "So they do."), day="2031-03-04"),
    make_reading(
        5, ("Ada Winley", "It rains."), ("Ngozi Wekesa", "It does."), ("Tariq Zuabi", "It will."), day="2031-04-04"
    ),
]
