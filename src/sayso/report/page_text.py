"""The running text as the page shows it: pieces, each with the labels that begin there and the styles that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sayso.article import Article
from sayso.reading import Reading
from sayso.report.harmless import shorten
from sayso.report.stretches import (
    Layer,
    Role,
    Stretch,
    Tone,
    Toned,
    cut_stretches,
    find_tones,
    number_sources,
    words_of,
)
from sayso.report.who import Who
from sayso.statement import Place, Statement

__all__ = ["NOBODY", "Label", "Piece", "Styles", "Wrap", "make_key", "style_statements", "tell_kind", "view_text"]

NOBODY = "nobody"
# As many hues as the style sheet has; then they begin again.
_HUES = 9


@dataclass(frozen=True, slots=True)
class Styles:
    """How the statements and carriers of one article are shown.

    Attributes:
        anchor: The article's own place on the page, with which all its other places begin.
        hues: The style of each statement's id, which is that of its speaker.
        told: What the page shows when a reader points at a statement's words, by its id.
        hows: In which way each carrier passed words on, by its id.
    """

    anchor: str
    hues: Mapping[str, str]
    told: Mapping[str, str]
    hows: Mapping[str, str]

    def find_words(self, statement: str) -> str:
        """Where the words of a statement stand on the page."""
        return f"{self.anchor}-{make_key(statement)}"

    def find_row(self, statement: str) -> str:
        """Where a statement stands in the table."""
        return f"{self.anchor}-row-{make_key(statement)}"


@dataclass(frozen=True, slots=True)
class Label:
    """A link to a statement's row; `anchor` where the content begins, and None where it goes on."""

    name: str
    sign: str
    hue: str
    told: str
    row: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around words: its tag, its style, and what it shows when a reader points at it."""

    tag: str
    style: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text with what begins there and what is around it, the outermost first."""

    labels: tuple[Label, ...]
    wraps: tuple[Wrap, ...]
    words: str


def make_key(name: str) -> str:
    """An id as a part of an address within the page."""
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in name)


def style_statements(
    reading: Reading, article: Article, anchor: str, *, whos: Mapping[str, Who], hows: Mapping[str, str]
) -> Styles:
    """The styles of that article's statements."""
    numbers = number_sources(reading)
    names = [statement.id for statement in reading.statements]
    hues = {name: f"c{numbers[name] % _HUES}" if name in numbers else NOBODY for name in names}
    told = {it.id: _describe(it, whos[it.id], article.text) for it in reading.statements}
    return Styles(anchor, hues, told, hows)


def _describe(statement: Statement, who: Who, text: str) -> str:
    """Who said it, in one line: what the page shows when a reader points at the words."""
    name = shorten(who.name, max_chars=80) or "source not named"
    cue = shorten(words_of(statement.cue, text), max_chars=40)
    parts = (shorten(statement.id, max_chars=40), name, cue, tell_kind(statement), f"score {statement.score:.2f}")
    return " · ".join(part for part in parts if part)


def tell_kind(statement: Statement) -> str:
    """The statement's kind, and its place where that is not the body."""
    kind = "turn" if statement.turn else statement.kind.value
    return kind if statement.place is Place.BODY else f"{kind}, {statement.place.value}"


def view_text(reading: Reading, article: Article, styles: Styles) -> Iterator[Piece]:
    """Yield the whole text in pieces."""
    title, tones = article.title_span, list(find_tones(reading))
    for stretch in cut_stretches(article.text, reading.statements, edges=title or (), tones=tones):
        labels = tuple(_view_label(styles, layer) for layer in stretch.begins)
        headline = (Wrap("span", "title"),) if title and title.holds(stretch.span) else ()
        yield Piece(labels, (*headline, *_find_wraps(styles, stretch)), stretch.show(article.text))


def _view_label(styles: Styles, layer: Layer) -> Label:
    name = layer.statement.id
    sign, anchor = (name, styles.find_words(name)) if layer.is_first else (f"{name}…", None)
    return Label(name, sign, styles.hues[name], styles.told[name], styles.find_row(name), anchor)


def _find_wraps(styles: Styles, stretch: Stretch) -> Iterator[Wrap]:
    """Yield what covers the words: content outside, then tones, then cue and source inside them."""
    content, cue, source = (stretch.innermost(role) for role in Role)
    if content:
        name, inner = content.statement.id, " inner" if stretch.depth > 1 else ""
        yield Wrap("span", f"x {styles.hues[name]}{inner}", styles.told[name])
    for tone in Tone:  # the outlet's own voice outside, since the others lie in it
        toned = stretch.toned(tone)
        if toned:
            yield _wrap_tone(styles, toned)
    if cue:
        yield Wrap("i", f"cue {styles.hues[cue.statement.id]}")
    if source:
        yield Wrap("b", f"who {styles.hues[source.statement.id]}")


def _wrap_tone(styles: Styles, toned: Toned) -> Wrap:
    """The tone with what the page shows when a reader points at it."""
    if toned.carrier is not None:
        name = shorten(toned.carrier.name, max_chars=80)
        return Wrap("span", "via", f"came through {name} ({styles.hows[toned.carrier.id]})")
    if toned.tone is Tone.MARK:
        return Wrap("span", "mark", f"in marks as a {toned.kind}")
    if toned.tone is Tone.SCARE:
        return Wrap("span", "scare", "scare quotes: nobody is said to speak here")
    return Wrap("span", "own", "the outlet's own voice")
