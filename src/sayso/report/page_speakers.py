"""Who speaks in an article, a line each: the legend of its colours, with a jump to each statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.article import Article
from sayso.reading import Reading
from sayso.report.harmless import shorten
from sayso.report.page_parties import NO_STYLE, Party
from sayso.report.page_text import Styles
from sayso.report.stretches import words_of
from sayso.report.who import NOT_LOOKED_FOR
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement

__all__ = ["Jump", "SpeakerView", "WordShare", "count_words", "share_words", "view_speakers"]

_START_CHARS, _ROLE_CHARS = 60, 80
_NAMED, _UNNAMED, _NOBODY = "named speakers", "speakers without a name", "nobody who is known"
_OWN = "the article itself"
# More jumps are counted; the table of statements has them all.
_MOST_JUMPS = 60


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a statement: its id, where it stands, and its first words."""

    name: str
    anchor: str
    start: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """One line of the list.

    Attributes:
        anchor: Where the line stands on the page.
        sign: The number of the party; "?" or "–" for what is nobody's; empty for who has no statement.
        style: Its colour and line.
        name: Its name.
        role: The first title or description that the text gives, else what kind of party it is.
        statement_count: How many statements it has.
        word_count: How many words they have.
        mention_count: How often it is named; 0 where that is not known.
        jumps: Links to the first of its statements.
        speaker: The record of the speaker, if there is one.
        is_known: Whether it is a speaker who has statements, and not what is nobody's.
    """

    anchor: str
    sign: str
    style: str
    name: str
    role: str
    statement_count: int
    word_count: int
    mention_count: int
    jumps: tuple[Jump, ...]
    speaker: Speaker | None
    is_known: bool = False

    @property
    def more_jumps(self) -> int:
        """How many statements have no link here."""
        return self.statement_count - len(self.jumps)


@dataclass(frozen=True, slots=True)
class WordShare:
    """How many words some speakers have, and what share of all that is, in percent."""

    whose: str
    count: int
    share: int


def share_words(lines: Iterable[SpeakerView], reading: Reading, text: str) -> tuple[WordShare, ...]:
    """How many of a text's words named and unnamed speakers have, nobody who is known, and the article itself.

    Words that are quoted within another's are counted for both. There is no row for those who have none, and none at
    all where nobody speaks.
    """
    counts = Counter[str]()
    for line in lines:
        if line.speaker is None:
            counts[_NOBODY] += line.word_count
        else:
            counts[_NAMED if line.speaker.named else _UNNAMED] += line.word_count
    if not counts.total():
        return ()
    counts[_OWN] = count_words(_cut_out(reading, text))
    whole = count_words(text)
    return tuple(
        WordShare(whose, counts[whose], round(100 * counts[whose] / whole))
        for whose in (_NAMED, _UNNAMED, _NOBODY, _OWN)
        if counts[whose]
    )


def _cut_out(reading: Reading, text: str) -> str:
    """The text without what anybody says in it."""
    kept, place = [], 0
    for span in sorted(span for statement in reading.statements for span in statement.content):
        kept.append(text[place : max(place, span.start)])
        place = max(place, span.end)
    return " ".join([*kept, text[place:]])


def view_speakers(reading: Reading, article: Article, styles: Styles) -> tuple[SpeakerView, ...]:
    """The parties in the order of their numbers, then what is nobody's, then who speaks only as one of a group.

    Statements whose speakers were not looked for have no line.
    """
    said: dict[tuple[str, str], list[Statement]] = {}
    for statement in reading.statements:
        party = styles.parties[statement.id]
        if party.name == NOT_LOOKED_FOR:
            continue  # A notice above the text says so.
        key = (party.sign, "") if party.is_known else ("", party.name)
        said.setdefault(key, []).append(statement)
    groups = [(styles.parties[each[0].id], each) for each in said.values()]
    groups.sort(key=lambda group: int(group[0].sign) if group[0].is_known else len(reading.statements) + 1)
    anchors = (f"{styles.anchor}-who-{number}" for number in range(1, len(groups) + len(reading.speakers) + 1))
    lines = [_view_party(party, each, article, styles, next(anchors)) for party, each in groups]
    silent = {speaker.id for speaker in reading.speakers} - {statement.speaker for statement in reading.statements}
    lines += [_view_silent(it, next(anchors)) for it in reading.speakers if it.id in silent]
    return tuple(lines)


def _view_party(party: Party, said: Sequence[Statement], article: Article, styles: Styles, anchor: str) -> SpeakerView:
    contents = [words_of(statement.content, article.text) for statement in said]
    jumps = zip(said[:_MOST_JUMPS], contents, strict=False)
    return SpeakerView(
        anchor=anchor,
        sign=party.sign,
        style=party.style,
        name=party.name,
        role=_describe_role(party.speaker) if party.speaker else "",
        statement_count=len(said),
        word_count=sum(map(count_words, contents)),
        mention_count=len(party.speaker.mentions) if party.speaker else 0,
        jumps=tuple(
            Jump(it.id, styles.find_words(it.id), shorten(words, max_chars=_START_CHARS)) for it, words in jumps
        ),
        speaker=party.speaker,
        is_known=party.is_known,
    )


def _view_silent(speaker: Speaker, anchor: str) -> SpeakerView:
    mentions = len(speaker.mentions)
    return SpeakerView(anchor, "", NO_STYLE, speaker.name, _describe_role(speaker), 0, 0, mentions, (), speaker)


def _describe_role(speaker: Speaker) -> str:
    if speaker.roles:
        return shorten("; ".join(speaker.roles), max_chars=_ROLE_CHARS)
    return "" if speaker.type is SpeakerType.PERSON else speaker.type.value


def count_words(words: str) -> int:
    """How many words there are; signs that stand alone are none.

    >>> count_words("“Yes … we do – often”")
    4
    """
    return sum(any(char.isalnum() for char in word) for word in words.split())
