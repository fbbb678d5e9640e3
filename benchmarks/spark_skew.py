"""Make readings of a collection that is as uneven as an archive may be, for `spark.py --skew`.

Each article has one sentence that everybody says, one that the same spokeswoman says each time, and one that begins as
those of all articles do and goes on in words of its own. Half of the articles are of one outlet. The last article has
five megabytes, and 20,000 statements that nobody else has.

    python benchmarks/spark_skew.py 1000 > readings.jsonl      readings of a thousand such articles
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from made_collection import STAMP, draw, draw_sentence, list_outlets, list_speakers

from sayso.article import Article, Outlet
from sayso.jsonl import write_reading
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

__all__ = ["make_uneven"]

PHRASE = "“Nobody at the harbour office could be reached for an answer before the evening bells,”"
STOCK = "“The granite admirals of Oxley never surrendered one brave lantern to the winter sea,”"
BEGINNING = "the rusted violin cables of Wold betray the walrus and"
SPOKESWOMAN, LARGEST = "Anna Roth", "The Great Wold Bell"
FIRST_DAY, DAYS = date(2031, 1, 1), 900
LONG_BYTES, LONG_STATEMENTS = 5_000_000, 20_000
Said = Sequence[tuple[str, str]]


def make_uneven(articles: int) -> Iterator[Reading]:
    """Yield the readings of so many articles, and of the long one."""
    for number in range(articles):
        rng = Random(f"uneven {number}")  # noqa: S311  (no secrets)
        outlet = LARGEST if number % 2 else draw(rng, list_outlets(1), 1)[0]
        speakers = draw(rng, list_speakers(1), 2)
        own = f"“{BEGINNING} {draw_sentence(rng, 1, 12)},”"
        yield _make(rng, number, outlet, [(PHRASE, speakers[0]), (STOCK, SPOKESWOMAN), (own, speakers[1])])
    rng = Random("uneven and long")  # noqa: S311
    names = draw(rng, list_speakers(1), 40)
    words = [f"“{draw_sentence(rng, 1, 38)},”" for _ in range(LONG_STATEMENTS)]
    yield _make(rng, articles, "The Long Bell", [(it, names[at % len(names)]) for at, it in enumerate(words)])


def _make(rng: Random, number: int, outlet: str, said: Said) -> Reading:
    """The reading of an article in which these words are said."""
    parts: list[str] = []
    statements: list[Statement] = []
    mentions: dict[str, list[Span]] = {}
    at = 0
    for place, (words, name) in enumerate(said, 1):
        part = f"{words} said {name}.\n\n"
        parts.append(part)
        cue = at + len(words) + 1
        source = Span(cue + 5, cue + 5 + len(name))
        mentions.setdefault(name, []).append(source)
        spans = (Span(at, at + len(words)),), (Span(cue, cue + 4),), (source,)
        speaker = f"p{list(mentions).index(name) + 1}"
        statements.append(
            Statement(f"s{place}", Kind.DIRECT, Place.BODY, *spans, 0.9, speaker=speaker, unresolved=None)
        )
        at += len(part)
    url = f"https://{outlet.lower().replace(' ', '-')}.example/{number}"
    published = (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat()
    article = Article(url, "".join(parts), url=url, outlet=Outlet(outlet), title="", published=published, language="en")
    speakers = tuple(
        Speaker(f"p{place}", name, SpeakerType.PERSON, named=True, mentions=tuple(spans))
        for place, (name, spans) in enumerate(mentions.items(), 1)
    )
    return Reading(article, tuple(statements), (), STAMP, speakers)


if __name__ == "__main__":
    for reading in make_uneven(int(sys.argv[1])):
        sys.stdout.write(f"{write_reading(reading)}\n")
