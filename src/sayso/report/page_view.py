"""What the page of readings shows of an article: the values that its template prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.article import Article, Unread
from sayso.carrier import Carrier
from sayso.errors import Notice
from sayso.reading import Reading
from sayso.report.chains import list_chains, tell_carriers, tell_chain, tell_how
from sayso.report.harmless import shorten
from sayso.report.headline import ToldFinding, tell_findings
from sayso.report.page_text import NOBODY, Piece, Styles, style_statements, tell_kind, view_text
from sayso.report.stretches import words_of
from sayso.report.who import Who, map_speakers, tell_who
from sayso.selectors import select_spans
from sayso.speaker import Speaker

__all__ = ["Entry", "ReadingView", "UnreadView", "view_entry", "view_reading"]

_NAME_CHARS = 120
# More chains are counted.
_MOST_CHAINS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the index of several: where it stands on the page, its name, and its count in words."""

    anchor: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A stretch of the headline held against the body, in its speaker's style."""

    style: str
    told: ToldFinding


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Who speaks, in which style, and how often."""

    name: str
    style: str
    type: str
    roles: str
    statement_count: int
    mention_count: int


@dataclass(frozen=True, slots=True)
class CarrierView:
    """Whom words came through, how, and where the text says so."""

    name: str
    order: int
    how: str
    evidence: str
    statement_count: int


@dataclass(frozen=True, slots=True)
class StatementView:
    """A row of the table of statements.

    Attributes:
        id: The statement's id.
        row: Where the row stands on the page.
        style: That of its speaker.
        page: The link that opens the article's own page at the words; None without an address.
        within: The id of the statement that it is quoted inside of.
        who: Who says it.
        through: The names of its carriers, from the speaker to the reader; may be empty.
        cue: The words that signal it.
        content: What is said.
        kind: Its kind, and its place where that is not the body.
        score: Its score.
    """

    id: str
    row: str
    style: str
    page: str | None
    within: str | None
    who: Who
    through: str
    cue: str
    content: str
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class UnreadView:
    """An article that could not be read."""

    anchor: str
    id: str
    notices: tuple[Notice, ...]
    is_unread: bool = True


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What was found in one article.

    Attributes:
        anchor: Where it stands on the page.
        id: The article's id.
        address: Its address, if that is one of the web.
        about: Outlet, date and authors, as far as known.
        heading: Its name where the text does not begin with a title; else empty.
        chains: The ways that the words took, each in one line.
        pieces: Its text.
        findings: The headline held against the body.
        speakers: Who speaks.
        carriers: Whom the words came through.
        statements: Who says what.
        anchors: Where the words of each statement stand on the page, by its id.
        notices: What went wrong or was cut.
        most_chains: So many chains are listed, and the rest counted.
    """

    anchor: str
    id: str
    address: str | None
    about: tuple[str, ...]
    heading: str
    chains: tuple[str, ...]
    pieces: Iterator[Piece]
    findings: tuple[FindingView, ...]
    speakers: tuple[SpeakerView, ...]
    carriers: tuple[CarrierView, ...]
    statements: tuple[StatementView, ...]
    anchors: Mapping[str, str]
    notices: tuple[Notice, ...]
    most_chains: int = _MOST_CHAINS
    is_unread: bool = False


def view_entry(reading: Reading, anchor: str) -> Entry:
    """The article as the index of several shows it."""
    article = reading.article
    if isinstance(article, Unread):
        return Entry(anchor, shorten(article.id, max_chars=_NAME_CHARS), "could not be read")
    count = len(reading.statements)
    summary = "1 statement" if count == 1 else f"{count:,} statements"
    return Entry(anchor, shorten(article.title or article.id, max_chars=_NAME_CHARS), summary)


def view_reading(reading: Reading, anchor: str) -> ReadingView | UnreadView:
    """The reading as the page shows it, at that place of the page."""
    article = reading.article
    if isinstance(article, Unread):
        return UnreadView(anchor, article.id, reading.notices)
    speakers = map_speakers(reading)
    whos = {statement.id: tell_who(statement, speakers, article.text) for statement in reading.statements}
    hows = {carrier.id: tell_how(carrier, article.text) for carrier in reading.carriers}
    styles = style_statements(reading, article, anchor, whos=whos, hows=hows)
    return ReadingView(
        anchor=anchor,
        id=article.id,
        address=_find_address(article),
        about=tuple(_tell_about(article)),
        heading="" if article.title_span else article.title or article.id,
        chains=tuple(tell_chain(it, article.outlet, article.text) for it in list_chains(reading)),
        pieces=view_text(reading, article, styles),
        findings=tuple(_view_finding(it, styles) for it in tell_findings(reading, article.text)),
        speakers=tuple(_view_speakers(reading, styles)),
        carriers=tuple(_view_carrier(it, article.text, styles) for it in reading.carriers),
        statements=tuple(_view_statements(reading, article, styles, whos)),
        anchors={name: styles.find_words(name) for name in styles.hues},
        notices=reading.notices,
    )


def _find_address(article: Article) -> str | None:
    """The article's address where it is one of the web."""
    try:
        is_of_web = urlsplit(article.url or "").scheme in ("http", "https")
    except ValueError:
        return None
    return article.url if is_of_web else None


def _tell_about(article: Article) -> Iterator[str]:
    outlet = article.outlet
    name = (outlet.name or outlet.domain) if outlet else None
    yield from (part for part in (name, article.published, ", ".join(article.authors)) if part)


def _view_finding(told: ToldFinding, styles: Styles) -> FindingView:
    return FindingView(styles.hues.get(told.headline_statement or told.statement or "", NOBODY), told)


def _view_speakers(reading: Reading, styles: Styles) -> Iterator[SpeakerView]:
    counts = Counter(statement.speaker for statement in reading.statements)
    first = {statement.speaker: statement.id for statement in reversed(reading.statements)}
    for speaker in reading.speakers:
        style = styles.hues.get(first.get(speaker.id, ""), NOBODY)
        yield _view_speaker(speaker, style, counts[speaker.id])


def _view_speaker(speaker: Speaker, style: str, count: int) -> SpeakerView:
    roles = "; ".join(speaker.roles)
    return SpeakerView(speaker.name, style, speaker.type.value, roles, count, len(speaker.mentions))


def _view_carrier(carrier: Carrier, text: str, styles: Styles) -> CarrierView:
    evidence, count = words_of(carrier.evidence, text), len(carrier.statements)
    return CarrierView(carrier.name, carrier.order, styles.hows[carrier.id], evidence, count)


def _view_statements(
    reading: Reading, article: Article, styles: Styles, whos: Mapping[str, Who]
) -> Iterator[StatementView]:
    carriers = {carrier.id: carrier for carrier in reading.carriers}
    pages = _link_statements(reading, article)
    for statement in reading.statements:
        yield StatementView(
            id=statement.id,
            row=styles.find_row(statement.id),
            style=styles.hues[statement.id],
            page=pages.get(statement.id),
            within=statement.within,
            who=whos[statement.id],
            through=tell_carriers(statement, carriers),
            cue=words_of(statement.cue, article.text),
            content=words_of(statement.content, article.text),
            kind=tell_kind(statement),
            score=statement.score,
        )


def _link_statements(reading: Reading, article: Article) -> dict[str, str]:
    """For each statement of an article that has an address, the link that opens its page at the words."""
    length = len(article.text)
    known = [it for it in reading.statements if article.url and it.content and it.content[0].end <= length]
    selected = select_spans(article, tuple(statement.content[0] for statement in known))
    return {it.id: chosen.link for it, chosen in zip(known, selected, strict=True) if chosen.link}
