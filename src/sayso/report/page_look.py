"""What the parts of one article on the page share: its anchors, its words, and each statement's hue and teller."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from sayso.article import Article
from sayso.carrier import Carrier
from sayso.reading import Reading
from sayso.report.chains import tell_how
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.stretches import number_sources, words_of
from sayso.report.who import Who, map_speakers, tell_who
from sayso.statement import Place, Statement

__all__ = ["Look", "find_look", "show_key", "show_kind", "show_line"]

# As many hues as page_style has; then they begin again.
_HUES = 9


@dataclass(frozen=True, slots=True)
class Look:
    """What the parts of one article share.

    Attributes:
        anchor: The article's own place on the page, with which all its other places begin.
        reading: What was found in it.
        article: The article itself.
        hues: The style of each statement's id, which is that of its speaker.
        whos: Who says each statement, by its id.
        told: What the page shows when a reader points at a statement's words, by its id; escaped.
        carriers: The carriers by their ids.
        hows: In which way each carrier passed words on, by its id.
    """

    anchor: str
    reading: Reading
    article: Article
    hues: dict[str, str]
    whos: dict[str, Who]
    told: dict[str, str]
    carriers: dict[str, Carrier]
    hows: dict[str, str]


def find_look(reading: Reading, article: Article, anchor: str) -> Look:
    """What is shared by the parts of that article."""
    numbers, speakers = number_sources(reading), map_speakers(reading)
    names = [statement.id for statement in reading.statements]
    hues = {name: f"c{numbers[name] % _HUES}" if name in numbers else "nobody" for name in names}
    whos = {statement.id: tell_who(statement, speakers, article.text) for statement in reading.statements}
    told = {it.id: _tell(it, whos[it.id], article.text) for it in reading.statements}
    hows = {it.id: tell_how(it, article.text) for it in reading.carriers}
    return Look(anchor, reading, article, hues, whos, told, {it.id: it for it in reading.carriers}, hows)


def _tell(statement: Statement, who: Who, text: str) -> str:
    """Who said it, in one line: what the page shows when a reader points at the words."""
    name = shorten(who.name, max_chars=80) or "source not named"
    cue = shorten(words_of(statement.cue, text), max_chars=40)
    parts = (make_harmless_line(statement.id), name, cue, show_kind(statement), f"score {statement.score:.2f}")
    return escape(" · ".join(part for part in parts if part))


def show_kind(statement: Statement) -> str:
    """The statement's kind, and its place where that is not the body."""
    kind = "turn" if statement.turn else statement.kind.value
    return kind if statement.place is Place.BODY else f"{kind}, {statement.place.value}"


def show_key(name: str) -> str:
    """An id as a part of an address within the page."""
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in name)


def show_line(text: str) -> str:
    """The text on one line, harmless and escaped."""
    return escape(make_harmless_line(text))
