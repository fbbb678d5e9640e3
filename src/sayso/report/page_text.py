"""The running text as the page shows it: pieces, each with the labels that begin there and the styles that cover it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.article import Article
from sayso.carrier import Carrier
from sayso.reading import Reading
from sayso.report.chains import describe_how, name_carriers
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.page_parties import NO_STYLE, Cast, Party
from sayso.report.page_ways import Way, Ways
from sayso.report.score import DOUBTFUL, PALE, describe_correction, find_score, show_scores
from sayso.report.stretches import Layer, Role, Stretch, Tone, Toned, cut_stretches, find_tones, words_of
from sayso.report.who import Who
from sayso.statement import Place, Statement

__all__ = ["Label", "Piece", "Styles", "Wrap", "describe_kind", "style_statements", "view_text"]

_OWN_ID = re.compile(r"s[0-9]+")


@dataclass(frozen=True, slots=True)
class Styles:
    """How the statements and carriers of one article are shown; all but the anchor by their ids.

    Attributes:
        anchor: The article's own place on the page, with which all its other places begin.
        parties: Whose words each statement is.
        classes: The classes of the style sheet of each statement: its speaker's, and whether it is pale.
        signs: The sign before each statement: its speaker's, with “≈” where it is doubtful, “✓” where it was corrected.
        notes: What the page shows when a reader points at a statement's words.
        hows: In which way each carrier passed words on.
    """

    anchor: str
    parties: Mapping[str, Party]
    classes: Mapping[str, str]
    signs: Mapping[str, str]
    notes: Mapping[str, str]
    hows: Mapping[str, str]

    def find_class(self, statement: str | None) -> str:
        """The classes of a statement; those of nobody's words for no statement."""
        return self.classes.get(statement or "", NO_STYLE)

    def find_words(self, statement: str) -> str:
        """Where the words of a statement stand on the page."""
        return f"{self.anchor}-{_make_key(statement)}"

    def find_row(self, statement: str) -> str:
        """Where a statement stands in the table."""
        return f"{self.anchor}-row-{_make_key(statement)}"


@dataclass(frozen=True, slots=True)
class Label:
    """A link to a statement's row.

    Attributes:
        id: The statement's id.
        sign: The speaker's number, or why there is none.
        name: The speaker's short name where no words beside the statement name a source; else empty.
        style: The classes of the style sheet.
        note: Who said it, in words.
        row: Where it leads.
        anchor: Its own place where the content begins; None where it goes on.
    """

    id: str
    sign: str
    name: str
    style: str
    note: str
    row: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around words: its tag and style, what it shows to who points at it, and a sign behind the words."""

    tag: str
    style: str
    note: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: the ways beside it, what begins there, and what is around it, the outermost first."""

    ways: tuple[Way, ...]
    labels: tuple[Label, ...]
    wraps: tuple[Wrap, ...]
    words: str


def _make_key(name: str) -> str:
    """An id as a part of an address within the page; one that is not sayso's own meets none of the page's places."""
    if _OWN_ID.fullmatch(name):
        return name
    return "x_" + "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in name)


def style_statements(reading: Reading, article: Article, anchor: str, cast: Cast) -> Styles:
    """The styles of that article's statements."""
    parties, carriers = cast.parties, {carrier.id: carrier for carrier in reading.carriers}
    scores = {statement.id: find_score(statement) for statement in reading.statements}
    return Styles(
        anchor=anchor,
        parties=parties,
        classes={name: f"{parties[name].style}{' pale' if it < PALE else ''}" for name, it in scores.items()},
        signs={it.id: _sign(it, parties[it.id], scores[it.id]) for it in reading.statements},
        notes={it.id: _describe(it, cast.whos[it.id], article.text, carriers) for it in reading.statements},
        hows={carrier.id: describe_how(carrier, article.text) for carrier in reading.carriers},
    )


def _sign(statement: Statement, party: Party, score: float) -> str:
    """The party's sign, with “≈” where the score is low and the sign names somebody, “✓” where a reader corrected."""
    if statement.corrected is not None:
        return f"{party.sign}✓"
    return f"{party.sign}≈" if score < DOUBTFUL and party.sign not in {"?", "–"} else party.sign


def _describe(statement: Statement, who: Who, text: str, carriers: Mapping[str, Carrier]) -> str:
    """Who said it, through whom, and how sure that is, in one line: what the page shows who points at the words."""
    name = shorten(who.name, max_chars=200)
    cue = shorten(words_of(statement.cue, text), max_chars=40)
    through = shorten(name_carriers(statement, carriers), max_chars=120)
    parts = (
        make_harmless_line(statement.id),
        name,
        cue,
        through and f"through {through}",
        describe_kind(statement),
        f"score {show_scores(statement).replace(chr(10), ', who ')}",
        make_harmless_line(describe_correction(statement.corrected, statement.corrected_by)),
    )
    return " · ".join(part for part in parts if part)


def describe_kind(statement: Statement) -> str:
    """The statement's kind, and its place where that is not the body."""
    kind = "turn" if statement.turn else statement.kind.value
    return kind if statement.place is Place.BODY else f"{kind}, {statement.place.value}"


def view_text(reading: Reading, article: Article, styles: Styles, cast: Cast, ways: Ways) -> Iterator[Piece]:
    """Yield the whole text in pieces."""
    title, tones = article.title_span, list(find_tones(reading))
    edges = [*(title or ()), *ways.beside]
    for stretch in cut_stretches(article.text, reading.statements, edges=edges, tones=tones):
        labels = tuple(_view_label(styles, layer) for layer in stretch.begins)
        headline = (Wrap("span", "title"),) if title and title.holds(stretch.span) else ()
        wraps = (*headline, *_find_wraps(styles, cast, stretch))
        yield Piece(ways.beside.get(stretch.span.start, ()), labels, wraps, stretch.show(article.text))


def _view_label(styles: Styles, layer: Layer) -> Label:
    statement = layer.statement
    name, party = statement.id, styles.parties[statement.id]
    short = "" if statement.source else party.short
    label = Label(
        name, styles.signs[name], short, styles.classes[name], styles.notes[name], styles.find_row(name), None
    )
    if layer.is_first:
        return replace(label, anchor=styles.find_words(name))
    return replace(label, name="", style=f"{label.style} more")


def _find_wraps(styles: Styles, cast: Cast, stretch: Stretch) -> Iterator[Wrap]:
    """Yield what covers the words: content outside, then tones, then cue and source inside them."""
    content, cue, source = (stretch.innermost(role) for role in Role)
    if content:
        name, inner = content.statement.id, " inner" if stretch.depth > 1 else ""
        yield Wrap("span", f"x {styles.classes[name]}{inner}", styles.notes[name])
    for tone in Tone:  # the outlet's own voice outside, since the others lie in it
        toned = stretch.toned(tone)
        if toned:
            yield _wrap_tone(styles, toned)
    if cue:
        yield Wrap("i", f"cue {styles.classes[cue.statement.id]}")
    if source:
        name = source.statement.id
        sign = _sign_source(styles.parties[name], cast.whos[name]) if source.span.end == stretch.span.end else ""
        yield Wrap("b", f"who {styles.classes[name]}", sign=sign)


def _sign_source(party: Party, who: Who) -> str:
    """What stands behind the words that name a source: its number, and its name where the words do not have it."""
    return f"{party.sign} {party.short}".strip() if who.words else party.sign


def _wrap_tone(styles: Styles, toned: Toned) -> Wrap:
    """The tone with what the page shows when a reader points at it."""
    if toned.carrier is not None:
        name = shorten(toned.carrier.name, max_chars=80)
        note = f"came through {name} ({styles.hows[toned.carrier.id]}), score {toned.carrier.score:.2f}"
        return Wrap("span", "via pale" if toned.carrier.score < PALE else "via", note)
    if toned.tone is Tone.MARK:
        return Wrap("span", "mark", f"in marks as a {toned.kind}")
    if toned.tone is Tone.SCARE:
        return Wrap("span", "scare", "scare quotes: nobody is said to speak here")
    if toned.tone is Tone.BOILERPLATE:
        return Wrap("span", "boilerplate", "belongs to the site, not to the article")
    return Wrap("span", "own", "the outlet's own voice")
