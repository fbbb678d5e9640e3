"""A reading whose words attack whoever writes or reads a file: markup, control characters, odd letters, odd ids."""

from __future__ import annotations

from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.marking import MarkUse, OtherMark
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

__all__ = ["HOSTILE", "TEXT"]

# An astral letter before the first span, a letter with a combining mark, and characters that XML or UTF-8 cannot hold.
TEXT = (
    "Tide 🌊 réport: “We </script><!-- float”\n\n"
    "Orla \x00& Vínt said on ]]>\x1b[31m radio: “Ae\u0301rt & <b>sink</b> \\{}%$#_~^ \ud800”\n"
    "“and 🌊 more,” she wrote. A ‘consult&ation’ ran.\u2028T1\tSource 0 4\tTide, ‘Rain’"
)


def _find(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


_FIRST = "“We </script><!-- float”"
_SECOND = TEXT[TEXT.index("“Ae") : TEXT.index("”\n“and") + 1]
_PIECE = Stamp("0.1.0", "tiny", "f00d")

HOSTILE = Reading(
    Article(
        'a/../"><\n\x00.txt',
        TEXT,
        url="https://coast.example/a?q={<b>}#top",
        outlet=Outlet("The <Float> & Co", "coast.example"),
        title="Tide 🌊 <b>réport</b> {%$",
        title_span=Span(0, TEXT.index("\n")),
        authors=("A & B", "C <i>"),
        published="2031-04-05T09:30",
        language="en",
    ),
    (
        Statement(
            "s1",
            Kind.DIRECT,
            Place.HEADLINE,
            (_find(_FIRST),),
            (),
            (_find("réport"),),
            0.9,
            speaker="p1",
            unresolved=None,
        ),
        Statement(
            *("s2", Kind.DIRECT, Place.BODY, (_find(_SECOND), _find("“and 🌊 more,”"))),
            *((_find("said"), _find("wrote")), (_find("Orla \x00& Vínt"), _find("she")), 0.8),
            speaker="p1",
            unresolved=None,
            carriers=("c1", "c2"),
        ),
        Statement(
            "<s3>",
            Kind.INDIRECT,
            Place.BODY,
            (_find("<b>sink</b>"),),
            (),
            (),
            0.7,
            within="s2",
            speaker="d",
            unresolved=None,
        ),
        Statement("s4", Kind.MIXED, Place.BODY, (_find("more,” she"),), (), (), 0.5),
    ),
    (),
    _PIECE,
    speakers=(
        Speaker("p1", "Orla & <Vínt>", SpeakerType.PERSON, named=True, roles=("diver\n",), mentions=(_find("Orla"),)),
        Speaker("d", "a log {}", SpeakerType.DOCUMENT, named=False),
    ),
    carriers=(
        Carrier("c1", "Radio & <Tern>", How.INTERVIEW, (_find("radio"),), ("s2",), 1),
        Carrier("c2", "Tern \x00 wire", How.WIRE, (), ("s2",), 2),
    ),
    scare_quotes=(_find("‘consult&ation’"),),
    own_voice=(_find("ran"),),
    other_marks=(OtherMark(_find("‘Rain’"), MarkUse.TITLE),),
)
