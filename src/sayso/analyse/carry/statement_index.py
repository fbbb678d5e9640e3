"""An index of the statements for assigning carriers: where each stands, who speaks, which stand beside a place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.analyse.layout import Layout
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["StatementIndex", "find_beside", "index_statements"]

# Most characters that a statement may begin before its evidence, and that a sentence is searched around it.
_FAR = 6_000
_AROUND = 2_000
# Most characters between evidence and its cue or source: "said on Friday, in an interview with X".
_CLOSE = 40


@dataclass(frozen=True, slots=True)
class StatementIndex:
    """The statements of an article, with what is needed to assign carriers to them.

    Attributes:
        layout: How the article is laid out.
        statements: All of them, in order.
        extents: For each, the span from its first to its last word.
        speaker_keys: For each, the speaker's id, else the words of the source; empty without a source.
        order: The numbers of the statements, sorted by the start of their extents.
        starts: The starts of the extents, in that order.
        answers: The numbers of the answers in an interview.
        questions: The numbers of its other turns: questions have no carrier.
        numbers: The number of each statement, by its id.
        relaying: The ids of the speakers who only relay others' words: documents and outlets.
        by_surname: For the last word of each person's name, the numbers of that person's statements.
    """

    layout: Layout
    statements: tuple[Statement, ...]
    extents: tuple[Span, ...]
    speaker_keys: tuple[str, ...]
    order: tuple[int, ...]
    starts: tuple[int, ...]
    answers: frozenset[int]
    questions: frozenset[int]
    numbers: Mapping[str | None, int]
    relaying: frozenset[str]
    by_surname: Mapping[str, tuple[int, ...]]


def index_statements(layout: Layout, statements: Sequence[Statement], speakers: Sequence[Speaker]) -> StatementIndex:
    """Return the index of the statements."""
    extents = tuple(_find_extent(statement) for statement in statements)
    order = tuple(sorted(range(len(extents)), key=lambda n: extents[n].start))
    speaker_keys = tuple(_find_speaker_key(layout.text, statement) for statement in statements)
    answers = _find_answers(layout, statements, speaker_keys)
    return StatementIndex(
        layout,
        tuple(statements),
        extents,
        speaker_keys,
        order,
        tuple(extents[n].start for n in order),
        answers,
        frozenset(n for n, statement in enumerate(statements) if answers and statement.turn) - answers,
        {statement.id: n for n, statement in enumerate(statements)},
        frozenset(speaker.id for speaker in speakers if _is_relaying(speaker)),
        _group_by_name(speakers, speaker_keys),
    )


def _parts(statement: Statement) -> list[Span]:
    """Return all spans of a statement."""
    return [*statement.content, *statement.cue, *statement.source]


def _find_extent(statement: Statement) -> Span:
    """Return the span from the first to the last word of a statement."""
    spans = _parts(statement)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _find_speaker_key(text: str, statement: Statement) -> str:
    """Return the id of the speaker, else the words of the source; empty without a source."""
    if statement.speaker:
        return statement.speaker
    return " ".join(span.of(text) for span in statement.source).casefold()


def _find_answers(layout: Layout, statements: Sequence[Statement], speaker_keys: Sequence[str]) -> frozenset[int]:
    """Return the turns of an interview that are not the interviewer's, whose turns mostly end with a question mark."""
    asks = {span.start: turn.is_question for turn in layout.turns for span in turn.content}
    asked_by_turn = {n: asks.get(s.content[0].start) for n, s in enumerate(statements) if s.turn}
    if None not in asked_by_turn.values():
        return frozenset(n for n, is_question in asked_by_turn.items() if not is_question)
    asked: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for n in asked_by_turn:
        turns[speaker_keys[n]] += 1
        asked[speaker_keys[n]] += layout.text[statements[n].content[-1].end - 1] in "?？"
    answering = {speaker_key for speaker_key in turns if speaker_key and 2 * asked[speaker_key] <= turns[speaker_key]}
    return frozenset(n for n in asked_by_turn if speaker_keys[n] in answering)


def _is_relaying(speaker: Speaker) -> bool:
    """Whether a speaker is a document or an outlet."""
    is_body = speaker.type is SpeakerType.ORGANISATION
    return speaker.type is SpeakerType.DOCUMENT or (is_body and look_up(speaker.name).certainty is not Certainty.NONE)


def _group_by_name(speakers: Iterable[Speaker], speaker_keys: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of each person's statements, by the last word of the name."""
    names = {
        speaker.id: speaker.name.rsplit(maxsplit=1)[-1]
        for speaker in speakers
        if speaker.named and speaker.type is SpeakerType.PERSON and speaker.name.strip()
    }
    by_surname: dict[str, list[int]] = {}
    for n, speaker_key in enumerate(speaker_keys):
        if speaker_key in names:
            by_surname.setdefault(names[speaker_key], []).append(n)
    return {name: tuple(numbers) for name, numbers in by_surname.items()}


def find_beside(index: StatementIndex, span: Span) -> list[int]:
    """Return the numbers of the statements beside evidence: those of its sentence with cue or source close to it.

    Without one: the first statement of the sentence that ends after it; else the next one, if it is in the next
    sentence or line; else the last one of the sentence.
    """
    near = list(_find_near(index, span))
    beside = [n for n in near if _belongs(index.statements[n], span)]
    after = [n for n in near if index.extents[n].end > span.start]
    return beside or after[:1] or _find_next(index, span) or near[-1:]


def _find_near(index: StatementIndex, span: Span) -> Iterator[int]:
    """Yield the statements in the sentence of a span, in order."""
    sentence = index.layout.sentences[index.layout.sentence_of(span.start)]
    around = Span(max(sentence.start, span.start - _AROUND), min(max(sentence.end, span.end), span.end + _AROUND))
    for place in range(bisect_left(index.starts, around.start - _FAR), len(index.order)):
        n = index.order[place]
        if index.extents[n].start >= around.end:
            return
        if index.extents[n].end > around.start and any(part.overlaps(around) for part in _parts(index.statements[n])):
            yield n


def _belongs(statement: Statement, span: Span) -> bool:
    """Whether evidence belongs to a statement: it overlaps with its cue or source, or stands close to one."""
    parts = [*statement.cue, *statement.source]
    return any(max(part.start - span.end, span.start - part.end) <= _CLOSE for part in parts)


def _find_next(index: StatementIndex, span: Span) -> list[int]:
    """Return the first statement after a span, if it starts in the next sentence of the line or in the next line."""
    layout = index.layout
    place = bisect_left(index.starts, span.end)
    if place == len(index.order):
        return []
    n = index.order[place]
    start = index.extents[n].start
    return [n] if layout.sentence_of(start) - layout.sentence_of(span.start) <= 1 else []
