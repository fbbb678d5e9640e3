"""The statements as carriers are spread over them: where each stands, who speaks, and which are beside a place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.analyse.carry.outlets import Certainty, look_up
from sayso.analyse.layout import Layout
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["Ground", "find_beside", "lay_ground"]

# A statement may begin so far before the evidence that belongs to it, and a sentence is looked at so far around it.
_FAR = 6_000
_AROUND = 2_000
# Words between an evidence and the cue or source that it belongs to: "said on Friday, in an interview with X".
_CLOSE = 40


@dataclass(frozen=True, slots=True)
class Ground:
    """The statements of an article, as the spreading needs them.

    Attributes:
        layout: How the article is laid out.
        statements: All of them, in order.
        hulls: For each, from the first to the last of its words.
        voices: For each, who speaks: the speaker's id, else the source's words; empty where nobody is named.
        order: The numbers of the statements, in the order in which the hulls start.
        starts: Where the hulls start, in that order.
        answers: The numbers of an interview's answers.
        questions: The numbers of its other turns: what is asked came through nobody.
        numbers: The number of each statement, by its id.
        passing: The ids of the speakers who only pass on what others say: documents and outlets.
        spoken: For the last word of each person's name, the numbers of the statements that are his or hers.
    """

    layout: Layout
    statements: tuple[Statement, ...]
    hulls: tuple[Span, ...]
    voices: tuple[str, ...]
    order: tuple[int, ...]
    starts: tuple[int, ...]
    answers: tuple[int, ...]
    questions: frozenset[int]
    numbers: Mapping[str | None, int]
    passing: frozenset[str]
    spoken: Mapping[str, tuple[int, ...]]


def lay_ground(layout: Layout, statements: Sequence[Statement], speakers: Sequence[Speaker]) -> Ground:
    """The ground on which carriers are spread."""
    hulls = tuple(_hull(statement) for statement in statements)
    order = tuple(sorted(range(len(hulls)), key=lambda n: hulls[n].start))
    voices = tuple(_voice(layout.text, statement) for statement in statements)
    answers = _find_answers(layout, statements, voices)
    return Ground(
        layout,
        tuple(statements),
        hulls,
        voices,
        order,
        tuple(hulls[n].start for n in order),
        answers,
        frozenset(n for n, statement in enumerate(statements) if answers and statement.turn) - set(answers),
        {statement.id: n for n, statement in enumerate(statements)},
        frozenset(speaker.id for speaker in speakers if _passes_on(speaker)),
        _group_by_name(speakers, voices),
    )


def _parts(statement: Statement) -> list[Span]:
    """All spans of a statement."""
    return [*statement.content, *statement.cue, *statement.source]


def _hull(statement: Statement) -> Span:
    """From the first to the last of a statement's words."""
    spans = _parts(statement)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _voice(text: str, statement: Statement) -> str:
    """Who speaks: an id, or the words of the source; empty where nobody is named."""
    if statement.speaker:
        return statement.speaker
    return " ".join(span.of(text) for span in statement.source).casefold()


def _find_answers(layout: Layout, statements: Sequence[Statement], voices: Sequence[str]) -> tuple[int, ...]:
    """The turns of an interview that are not the interviewer's, who mostly ends his with a question mark."""
    asks = {span.start: turn.is_question for turn in layout.turns for span in turn.content}
    told = {n: asks.get(s.content[0].start) for n, s in enumerate(statements) if s.turn}
    if None not in told.values():
        return tuple(n for n, is_question in told.items() if not is_question)
    asked: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for n in told:
        turns[voices[n]] += 1
        asked[voices[n]] += layout.text[statements[n].content[-1].end - 1] in "?？"
    answering = {voice for voice in turns if voice and 2 * asked[voice] <= turns[voice]}
    return tuple(n for n in told if voices[n] in answering)


def _passes_on(speaker: Speaker) -> bool:
    """Whether a speaker is a document or an outlet."""
    is_body = speaker.type is SpeakerType.ORGANISATION
    return speaker.type is SpeakerType.DOCUMENT or (is_body and look_up(speaker.name).certainty is not Certainty.NONE)


def _group_by_name(speakers: Iterable[Speaker], voices: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The numbers of each person's statements, by the last word of the name."""
    names = {
        speaker.id: speaker.name.rsplit(maxsplit=1)[-1]
        for speaker in speakers
        if speaker.named and speaker.type is SpeakerType.PERSON and speaker.name.strip()
    }
    spoken: dict[str, list[int]] = {}
    for n, voice in enumerate(voices):
        if voice in names:
            spoken.setdefault(names[voice], []).append(n)
    return {name: tuple(numbers) for name, numbers in spoken.items()}


def find_beside(ground: Ground, span: Span) -> list[int]:
    """The numbers of the statements beside an evidence: those of its sentence that have it close to cue or source.

    Else the first of the sentence that goes on after it; else the next one, if it is in the next sentence or line; else
    the last of the sentence.
    """
    near = list(_find_near(ground, span))
    beside = [n for n in near if _belongs(ground.statements[n], span)]
    after = [n for n in near if ground.hulls[n].end > span.start]
    return beside or after[:1] or _find_next(ground, span) or near[-1:]


def _find_near(ground: Ground, span: Span) -> Iterator[int]:
    """The statements that share a sentence with a span, in order."""
    sentence = ground.layout.sentences[ground.layout.sentence_of(span.start)]
    around = Span(max(sentence.start, span.start - _AROUND), min(max(sentence.end, span.end), span.end + _AROUND))
    for place in range(bisect_left(ground.starts, around.start - _FAR), len(ground.order)):
        n = ground.order[place]
        if ground.hulls[n].start >= around.end:
            return
        if ground.hulls[n].end > around.start and any(part.overlaps(around) for part in _parts(ground.statements[n])):
            yield n


def _belongs(statement: Statement, span: Span) -> bool:
    """Whether an evidence belongs to a statement: it touches its cue, or stands close to cue or source."""
    if any(cue.overlaps(span) for cue in statement.cue):
        return True
    parts = [*statement.cue, *statement.source]
    return any(max(part.start - span.end, span.start - part.end) <= _CLOSE for part in parts)


def _find_next(ground: Ground, span: Span) -> list[int]:
    """The first statement after a span, if it starts in the next sentence of the line or in the next line."""
    layout = ground.layout
    place = bisect_left(ground.starts, span.end)
    if place == len(ground.order):
        return []
    n = ground.order[place]
    start = ground.hulls[n].start
    near = layout.sentence_of(start) - layout.sentence_of(span.start) <= 1
    return [n] if near and layout.line_of(start) - layout.line_of(span.start) <= 1 else []
