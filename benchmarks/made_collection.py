"""Make readings of invented articles, as many as are wanted: for measuring what grows with a collection.

Words are as frequent as in real texts (the n-th most frequent one 1/n times as frequent as the first), speakers and
outlets too. Some sixty articles are about one event; they share some of its quotations, a fifth of which were changed
or cut. Every article depends on the seed and its number alone, so that a smaller collection is the beginning of a
larger one. No model is needed.

    python benchmarks/made_collection.py 1000 > readings.jsonl      readings with a thousand statements
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.jsonl import write_reading
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

__all__ = ["make_reading", "make_readings"]

STAMP = Stamp("0.1.0", "none: the readings are made up", "benchmark")
FREQUENT = (
    "the of to and in a is that for it was on are as with they at be this have from or had by but what all were we when"
    " there can an which their said if will each about how up out them then she many some so these would other into has"
    " more her two like him see time could no make than been its who now people my made over did down only way find use"
    " may water long little very after words called just where most know"
).split()
BEGINS, MIDDLES = "b br d dr f g gr h k l m n p pr r s st t tr v w".split(), "a e i o u ea ou".split()
ENDS = "n r l s t m nd rk st".split()
WORDS, SPEAKERS, OUTLETS = 40_000, 6_000, 400
FIRST_DAY, DAYS, LATEST_DAYS = date(2031, 1, 1), 900, 12
EVENT_ARTICLES, EVENT_QUOTATIONS = 60, 15
SHARED, CHANGED, INDIRECT, CARRIED = 0.25, 0.2, 0.35, 0.1
Drawn = tuple[Sequence[str], Sequence[float]]


def make_readings(statements: int, *, seed: int = 1, first: int = 0) -> Iterator[Reading]:
    """Yield readings until they hold so many statements; the last one may hold a few more.

    Args:
        statements: How many.
        seed: Another seed gives another collection.
        first: The number of the first article, to make further ones.
    """
    number, made = first, 0
    while made < statements:
        reading = make_reading(number, seed=seed)
        made += len(reading.statements)
        number += 1
        yield reading


def make_reading(number: int, *, seed: int = 1) -> Reading:
    """The reading of one article."""
    rng = Random(f"{seed} article {number}")  # noqa: S311  (no secrets)
    event = number // EVENT_ARTICLES
    day = Random(f"{seed} event {event}").randrange(DAYS) + min(int(rng.expovariate(0.5)), LATEST_DAYS)  # noqa: S311
    name = draw(rng, list_outlets(seed), 1)[0]
    host = f"{name.lower().replace(' ', '-')}.example"
    page = _Page(rng, seed, draw_sentence(rng, seed, rng.randint(5, 9)))
    for _ in range(rng.randint(3, 13)):
        page.add_statement(event)
    text = "".join(page.parts)
    article = Article(
        id=f"https://{host}/{number}",
        text=text,
        url=f"https://{host}/{number}",
        outlet=Outlet(name, host),
        title=page.title,
        title_span=Span(0, len(page.title)),
        published=(FIRST_DAY + timedelta(days=day)).isoformat(),
        language="en",
    )
    return Reading(
        article,
        tuple(page.statements),
        (),
        STAMP,
        tuple(page.list_speakers()),
        tuple(page.carriers),
        own_voice=page.own,
    )


class _Page:
    """An article that is being written."""

    def __init__(self, rng: Random, seed: int, title: str) -> None:
        self.title = title
        self.parts = [title, "\n\n"]
        self.statements: list[Statement] = []
        self.carriers: list[Carrier] = []
        self._own: list[Span] = []
        self._mentions: dict[str, list[Span]] = {}
        self._at = len(title) + 2
        self._rng, self._seed = rng, seed

    @property
    def own(self) -> tuple[Span, ...]:
        """Where the outlet itself speaks."""
        return tuple(self._own)

    def add_statement(self, event: int) -> None:
        """Write a paragraph: a statement, and a sentence of the outlet."""
        rng = self._rng
        words, speaker = self._draw_statement(event)
        number = len(self.statements) + 1
        carrier = self._draw_carrier(f"s{number}")
        name = speaker.rsplit(maxsplit=1)[-1] if speaker in self._mentions else speaker
        if rng.random() < INDIRECT:
            kind, source = Kind.INDIRECT, self._write(name)
            self._write(" ")
            cue = self._write("said")
            self._write(" ")
            content = self._write(f"that {words}")
        else:
            kind, content = Kind.DIRECT, self._write(f"“{words[0].upper()}{words[1:]},”")
            self._write(" ")
            cue = self._write("told" if carrier else "said")
            self._write(" ")
            source = self._write(name)
        if carrier is not None:
            self._write(" in an interview with ")
            evidence = self._write(carrier.name)
            self.carriers.append(
                Carrier(carrier.id, carrier.name, carrier.how, (evidence,), carrier.statements, carrier.order, 0.8)
            )
        self._write(". ")
        self._mentions.setdefault(speaker, []).append(source)
        self._own.append(self._write(draw_sentence(rng, self._seed, rng.randint(8, 22)) + "."))
        self._write("\n\n")
        self.statements.append(
            Statement(
                *(f"s{number}", kind, Place.BODY, (content,), (cue,), (source,), round(rng.betavariate(8, 1), 3)),
                speaker=f"p{list(self._mentions).index(speaker) + 1}",
                unresolved=None,
                carriers=() if carrier is None else (carrier.id,),
                speaker_score=round(rng.betavariate(9, 1), 3),
            )
        )

    def list_speakers(self) -> Iterator[Speaker]:
        """Yield those who speak, in the order in which they first do."""
        for place, (name, mentions) in enumerate(self._mentions.items(), 1):
            yield Speaker(f"p{place}", name, SpeakerType.PERSON, named=True, mentions=tuple(mentions))

    def _write(self, words: str) -> Span:
        begun = self._at
        self.parts.append(words)
        self._at += len(words)
        return Span(begun, self._at)

    def _draw_statement(self, event: int) -> tuple[str, str]:
        """The words of a statement, and who says them: of the event, or heard here alone."""
        rng, seed = self._rng, self._seed
        if rng.random() >= SHARED:
            return draw_sentence(rng, seed, rng.randint(7, 30)), draw(rng, list_speakers(seed), 1)[0]
        shared = Random(f"{seed} event {event} quotation {int(rng.paretovariate(0.9)) % EVENT_QUOTATIONS}")  # noqa: S311
        speaker = draw(shared, list_speakers(seed), 1)[0]
        words = draw_sentence(shared, seed, shared.randint(9, 26)).split()
        if rng.random() < CHANGED:
            place = rng.randrange(1, len(words) - 2)
            words = rng.choice((words[:place], words[place:], [*words[:place], *words[place + 1 :]]))
            words = words if len(words) > 4 else [*words, *draw(rng, list_words(seed), 3)]
        return " ".join(words), speaker

    def _draw_carrier(self, statement: str) -> Carrier | None:
        if self._rng.random() >= CARRIED:
            return None
        name = draw(self._rng, list_outlets(self._seed), 1)[0]
        return Carrier(f"c{len(self.carriers) + 1}", name, How.INTERVIEW, (), (statement,), 1)


def draw_sentence(rng: Random, seed: int, count: int) -> str:
    """So many words."""
    return " ".join(draw(rng, list_words(seed), count))


def draw(rng: Random, drawn: Drawn, count: int) -> list[str]:
    """So many of a list, the first ones most often."""
    names, weights = drawn
    return rng.choices(names, cum_weights=weights, k=count)


@cache
def list_words(seed: int) -> Drawn:
    """The words, the most frequent ones first."""
    return _weigh([*FREQUENT, *_make_names(Random(f"{seed} words"), WORDS - len(FREQUENT))])  # noqa: S311


@cache
def list_speakers(seed: int) -> Drawn:
    """The names of those who speak."""
    rng = Random(f"{seed} speakers")  # noqa: S311
    first, last = list(_make_names(rng, 300)), list(_make_names(rng, 3_000))
    names = dict.fromkeys(f"{rng.choice(first)} {rng.choice(last)}".title() for _ in range(SPEAKERS))
    return _weigh(list(names))


@cache
def list_outlets(seed: int) -> Drawn:
    """The names of outlets."""
    kinds = ("Herald", "Post", "Bell", "Courier", "Ledger")
    names = _make_names(Random(f"{seed} outlets"), OUTLETS)  # noqa: S311
    return _weigh([f"{name.title()} {kinds[at % len(kinds)]}" for at, name in enumerate(names)])


def _make_names(rng: Random, count: int) -> Iterator[str]:
    made: set[str] = set()
    while len(made) < count:
        syllables = (f"{rng.choice(BEGINS)}{rng.choice(MIDDLES)}" for _ in range(rng.randint(1, 3)))
        name = "".join(syllables) + rng.choice(ENDS)
        if name not in made:
            made.add(name)
            yield name


def _weigh(names: Sequence[str]) -> Drawn:
    return names, list(accumulate(1 / place for place in range(1, len(names) + 1)))


def main() -> int:
    """Write readings to stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first article")
    options = parser.parse_args()
    for reading in make_readings(options.statements, seed=options.seed, first=options.first):
        sys.stdout.write(f"{write_reading(reading)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
