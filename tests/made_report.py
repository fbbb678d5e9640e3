"""A reading as the analysis makes it: a headline, quotations interrupted and over two lines, a carrier, own voice."""

from __future__ import annotations

from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["REPORT"]

_TEXT = (
    "Moss: “We float”\n\n"
    "“We float,” Ada Moss, the harbour master, told Radio Tern, “and we sing.” 🌊 Lena Orr finds the pier is safe.\n\n"
    "“Nobody listens.\n\n“Nobody,” said the old man. Tor Hale was there for the ‘show’ called “Tide”. It rained."
)


def _find(words: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = _TEXT.index(words, start + 1)
    return Span(start, start + len(words))


REPORT = Reading(
    Article(
        "tide.txt",
        _TEXT,
        url="https://tern.example/tide",
        outlet=Outlet("The Tern", "tern.example"),
        title="Moss: “We float”",
        title_span=Span(0, 16),
        published="2031-04-05",
        language="en",
    ),
    (
        Statement(
            *("s1", Kind.DIRECT, Place.HEADLINE, (_find("“We float”"),), (_find(":"),), (_find("Moss"),), 0.9),
            speaker="p1",
            unresolved=None,
            carriers=("c1",),
            speaker_score=0.8,
        ),
        Statement(
            *("s2", Kind.DIRECT, Place.BODY, (_find("“We float,”"), _find("“and we sing.”")), (_find("told"),)),
            *((_find("Ada Moss, the harbour master"),), 0.95),
            speaker="p1",
            unresolved=None,
            carriers=("c1",),
            speaker_score=0.9,
        ),
        Statement(
            *("s4", Kind.DIRECT, Place.BODY, (_find("“Nobody listens.\n\n“Nobody,”"),), (_find("said"),)),
            *((_find("the old man"),), 0.7),
            unresolved=Unresolved.AMBIGUOUS,
            candidates=("p2", "p4", "p3"),
        ),
    ),
    (),
    Stamp("0.1.0", "tiny", "f00d"),
    speakers=(
        Speaker(
            "p1",
            "Ada Moss",
            SpeakerType.PERSON,
            named=True,
            roles=("harbour master",),
            mentions=(_find("Moss"), _find("Ada Moss")),
        ),
        Speaker("p2", "old man", SpeakerType.UNNAMED, named=False, mentions=(_find("the old man"),)),
        Speaker("p3", "Tor Hale", SpeakerType.PERSON, named=True, mentions=(_find("Tor Hale"),)),
        Speaker("p4", "the writer", SpeakerType.AUTHOR, named=False),
    ),
    carriers=(Carrier("c1", "Radio Tern", How.INTERVIEW, (_find("told Radio Tern"),), ("s1", "s2"), 1, 0.9),),
    headline=(
        HeadlineFinding(
            *(_find("“We float”"), Change.VERBATIM),
            statement="s2",
            headline_statement="s1",
            body=(_find("We float", 2),),
        ),
    ),
    scare_quotes=(_find("‘show’"),),
    own_voice=(_find("Lena Orr finds the pier is safe"), _find("It rained")),
    other_marks=(OtherMark(_find("“Tide”"), MarkUse.TITLE),),
)
