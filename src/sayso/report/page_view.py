"""What the page of readings shows of an article: the values that its template prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sayso.article import Article, Unread
from sayso.carrier import Carrier
from sayso.errors import Notice
from sayso.reading import Reading
from sayso.report.chains import name_carriers
from sayso.report.facts import show_outlet
from sayso.report.headline import FindingLine, describe_findings
from sayso.report.page_chains import Chains, view_chains
from sayso.report.page_parties import Cast, Party, cast_reading
from sayso.report.page_speakers import SpeakerView, WordShare, count_words, share_words, view_speakers
from sayso.report.page_text import Piece, Styles, describe_kind, style_statements, view_text
from sayso.report.page_ways import find_ways
from sayso.report.score import PALE, describe_correction, find_score, show_scores
from sayso.report.stretches import words_of
from sayso.report.who import Who
from sayso.selectors import select_spans
from sayso.statement import Statement

__all__ = ["Choice", "ReadingView", "UnreadView", "view_reading"]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A stretch of the headline held against the body, in its speaker's style."""

    style: str
    line: FindingLine


@dataclass(frozen=True, slots=True)
class CarrierView:
    """Whom words came through, how, and where the text says so."""

    name: str
    order: int
    how: str
    evidence: str
    statement_count: int
    score: float
    is_pale: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """A row of the table of statements.

    Attributes:
        id: The statement's id.
        row: Where the row stands on the page.
        party: Whose words they are.
        style: The classes of the style sheet.
        page: The link that opens the article's own page at the words; None without an address.
        offsets: Where its content begins and ends in the text.
        within: The id of the statement that it is quoted inside of.
        who: Who says it, in words.
        through: The names of its carriers, from the speaker to the reader; may be empty.
        cue: The words that signal it.
        content: What is said.
        kind: Its kind, and its place where that is not the body.
        score: Its score, and in a second line that of its speaker.
        corrected: That a reader corrected it, when, and who; empty if nobody did.
    """

    id: str
    row: str
    party: Party
    style: str
    page: str | None
    offsets: str
    within: str | None
    who: Who
    through: str
    cue: str
    content: str
    kind: str
    score: str
    corrected: str


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
        outlet: The outlet's name, or its domain; empty if neither is known.
        published: Its date, if known.
        authors: Its authors.
        heading: Its title, else its id.
        has_title: Whether the text begins with the title.
        language: What it is written in, if known.
        way: The carriers that all of its statements came through, up to the reader; may be empty.
        pieces: Its text.
        chains: The ways that its words took.
        findings: The headline held against the body.
        speakers: Who speaks.
        word_count: How many words the text has.
        word_shares: How many of these are whose: named and unnamed speakers', nobody's who is known, the article's own.
        carriers: Whom the words came through.
        statements: Who says what, as far as it was chosen.
        whole_count: How many statements there are in all.
        anchors: Where the words of each of these stand on the page, by its id.
        warnings: What a reader should know first, as that the text is not in English: notices of the analysis.
        notices: What went wrong or was cut, in reading the input.
    """

    anchor: str
    id: str
    address: str | None
    outlet: str
    published: str | None
    authors: str
    heading: str
    has_title: bool
    language: str | None
    way: str
    pieces: Iterator[Piece]
    chains: Chains
    findings: tuple[FindingView, ...]
    speakers: tuple[SpeakerView, ...]
    word_count: int
    word_shares: tuple[WordShare, ...]
    carriers: tuple[CarrierView, ...]
    statements: tuple[StatementView, ...]
    whole_count: int
    anchors: Mapping[str, str]
    warnings: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    is_unread: bool = False

    @property
    def speaker_count(self) -> int:
        """How many speakers have statements."""
        return sum(line.is_known for line in self.speakers)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which statements of an article are shown; what is empty or None restricts nothing.

    Attributes:
        speaker: The sign of the party that says them: its number, "?" or "–".
        kind: Their kind.
        min_score: The lowest score, of the statement or of its speaker.
        statement: The id of one statement.
    """

    speaker: str = ""
    kind: str = ""
    min_score: float | None = None
    statement: str = ""

    def takes(self, statement: Statement, party: Party) -> bool:
        """Whether a statement of a party is shown."""
        return (
            (not self.speaker or party.sign == self.speaker)
            and (not self.kind or statement.kind.value == self.kind)
            and (self.min_score is None or find_score(statement) >= self.min_score)
            and (not self.statement or statement.id == self.statement)
        )


def view_reading(reading: Reading, anchor: str, choice: Choice | None = None) -> ReadingView | UnreadView:
    """The reading as the page shows it, at that place of the page.

    Where some statements are chosen, the others are shown as text. Speakers keep their numbers, and counts are of all.
    """
    article = reading.article
    if isinstance(article, Unread):
        return UnreadView(anchor, article.id, reading.notices)
    cast = cast_reading(reading, article.text)
    chosen = _choose(reading, cast, choice or Choice())
    ways = find_ways(reading, article, cast.parties, {statement.id for statement in chosen.statements})
    styles = style_statements(reading, article, anchor, cast)
    speakers = view_speakers(reading, article, styles)
    return ReadingView(
        anchor=anchor,
        id=article.id,
        address=_find_address(article),
        outlet=show_outlet(article),
        published=article.published,
        authors=", ".join(article.authors),
        heading=article.title or article.id,
        has_title=article.title_span is not None,
        language=article.language,
        way=ways.shared,
        pieces=view_text(chosen, article, styles, cast, ways),
        chains=view_chains(reading, article, cast.parties),
        findings=tuple(_view_finding(it, styles) for it in describe_findings(reading, article.text)),
        speakers=speakers,
        word_count=count_words(article.text),
        word_shares=share_words(speakers, reading, article.text),
        carriers=tuple(_view_carrier(it, article.text, styles) for it in reading.carriers),
        statements=tuple(_view_statements(chosen, article, styles, cast)),
        whole_count=len(reading.statements),
        anchors={statement.id: styles.find_words(statement.id) for statement in chosen.statements},
        warnings=tuple(notice for notice in reading.notices if notice.is_of_analysis),
        notices=tuple(notice for notice in reading.notices if not notice.is_of_analysis),
    )


def _choose(reading: Reading, cast: Cast, choice: Choice) -> Reading:
    """The reading with the statements of a choice alone."""
    chosen = (it for it in reading.statements if choice.takes(it, cast.parties[it.id]))
    return replace(reading, statements=tuple(chosen))


def _find_address(article: Article) -> str | None:
    """The article's address where it is one of the web."""
    try:
        is_of_web = urlsplit(article.url or "").scheme in ("http", "https")
    except ValueError:
        return None
    return article.url if is_of_web else None


def _view_finding(line: FindingLine, styles: Styles) -> FindingView:
    return FindingView(styles.find_class(line.headline_statement or line.statement), line)


def _view_carrier(carrier: Carrier, text: str, styles: Styles) -> CarrierView:
    evidence, count = words_of(carrier.evidence, text), len(carrier.statements)
    how = styles.hows[carrier.id]
    return CarrierView(carrier.name, carrier.order, how, evidence, count, carrier.score, carrier.score < PALE)


def _view_statements(reading: Reading, article: Article, styles: Styles, cast: Cast) -> Iterator[StatementView]:
    carriers = {carrier.id: carrier for carrier in reading.carriers}
    pages = _link_statements(reading, article)
    for statement in reading.statements:
        yield StatementView(
            id=statement.id,
            row=styles.find_row(statement.id),
            party=styles.parties[statement.id],
            style=styles.classes[statement.id],
            page=pages.get(statement.id),
            offsets=f"{statement.content[0].start}-{statement.content[-1].end}" if statement.content else "",
            within=statement.within,
            who=cast.whos[statement.id],
            through=name_carriers(statement, carriers),
            cue=words_of(statement.cue, article.text),
            content=words_of(statement.content, article.text),
            kind=describe_kind(statement),
            score=show_scores(statement),
            corrected=describe_correction(statement.corrected, statement.corrected_by),
        )


def _link_statements(reading: Reading, article: Article) -> dict[str, str]:
    """For each statement of an article that has an address, the link that opens its page at the words."""
    length = len(article.text)
    known = [it for it in reading.statements if article.url and it.content and it.content[0].end <= length]
    selected = select_spans(article, tuple(statement.content[0] for statement in known))
    return {it.id: chosen.link for it, chosen in zip(known, selected, strict=True) if chosen.link}
