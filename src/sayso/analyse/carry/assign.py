"""Assign statements to carriers: those beside the evidence, and later ones of the same speaker.

A carrier covers the statements of a speaker until another occasion is named; other speakers may stand in between.
A line of its own covers all that follows, a dateline the body, a footer everything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.analyse.carry.evidence import Evidence, Reach
from sayso.analyse.carry.merge import CarrierDraft
from sayso.analyse.layout import Layout
from sayso.carrier import How
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["StatementIndex", "assign_statements", "find_beside", "index_statements"]

# Most characters that a statement may begin before its evidence, and that a sentence is searched around it.
_FAR = 6_000
_AROUND = 2_000
# Most characters between evidence and its cue or source: "said on Friday, in an interview with X".
_CLOSE = 40
_WRITTEN = {How.DOCUMENT, How.SOCIAL}
# Occasions on which somebody spoke or wrote: the next one ends the one before. A report ends a report.
_OCCASIONS = {How.INTERVIEW, How.BROADCAST, *_WRITTEN}
# Most carriers that continue for one speaker, and that cover a whole article: real articles have two or three. The
# limits bound the time for hostile texts.
_MOST_HELD = 6
_MOST_FOR_ALL = 16
_BEFORE = 200


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
        by_surname: For the last word of each person's name, the numbers of that person's statements.
    """

    layout: Layout
    statements: Sequence[Statement]
    extents: Sequence[Span]
    speaker_keys: Sequence[str]
    order: Sequence[int]
    starts: Sequence[int]
    answers: frozenset[int]
    questions: frozenset[int]
    numbers: Mapping[str | None, int]
    by_surname: Mapping[str, Sequence[int]]


def index_statements(layout: Layout, statements: Sequence[Statement], speakers: Sequence[Speaker]) -> StatementIndex:
    """Return the index of the statements."""
    extents = [_find_extent(statement) for statement in statements]
    order = sorted(range(len(extents)), key=lambda n: extents[n].start)
    is_question = {span.start: turn.is_question for turn in layout.turns for span in turn.content}
    turns = frozenset(n for n, statement in enumerate(statements) if statement.turn)
    answers = frozenset(n for n in turns if is_question.get(statements[n].content[0].start) is False)
    surnames = {it.id: it.name.rpartition(" ")[2] for it in speakers if it.type is SpeakerType.PERSON}
    by_surname: dict[str, list[int]] = defaultdict(list)
    for n, statement in enumerate(statements):
        if statement.speaker in surnames:
            by_surname[surnames[statement.speaker]].append(n)
    return StatementIndex(
        layout,
        statements,
        extents,
        [_find_speaker_key(layout.text, statement) for statement in statements],
        order,
        [extents[n].start for n in order],
        answers,
        turns - answers if answers else frozenset(),
        {statement.id: n for n, statement in enumerate(statements)},
        by_surname,
    )


def _find_extent(statement: Statement) -> Span:
    """Return the span from the first to the last word of a statement."""
    spans = [*statement.content, *statement.cue, *statement.source]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _find_speaker_key(text: str, statement: Statement) -> str:
    """Return the id of the speaker, else the words of the source; empty without a source."""
    return statement.speaker or " ".join(span.of(text) for span in statement.source).casefold()


def find_beside(index: StatementIndex, span: Span) -> list[int]:
    """Return the numbers of the statements beside evidence: those of its sentence with cue or source close to it.

    Without one: the next statement, if it is in the next sentence or line; else the last one of the sentence.
    """
    near = list(_find_near(index, span))
    beside = [n for n in near if _belongs(index.statements[n], span)]
    return beside or _find_next(index, span) or near[-1:]


def _find_near(index: StatementIndex, span: Span) -> Iterator[int]:
    """Yield the statements in the sentence of a span, in order."""
    sentence = index.layout.sentences[index.layout.sentence_of(span.start)]
    around = Span(max(sentence.start, span.start - _AROUND), min(sentence.end, span.end + _AROUND))
    for place in range(bisect_left(index.starts, around.start - _FAR), bisect_left(index.starts, around.end)):
        n = index.order[place]
        if index.extents[n].end > around.start:
            yield n


def _belongs(statement: Statement, span: Span) -> bool:
    """Whether evidence belongs to a statement: it overlaps with its cue or source, or stands close to one."""
    parts = [*statement.cue, *statement.source]
    return any(max(part.start - span.end, span.start - part.end) <= _CLOSE for part in parts)


def _find_next(index: StatementIndex, span: Span) -> list[int]:
    """Return the first statement after a span, if it starts in the next sentence of the line or in the next line."""
    place = bisect_left(index.starts, span.end)
    if place == len(index.starts):
        return []
    between = index.layout.sentence_of(index.starts[place]) - index.layout.sentence_of(span.start)
    return [index.order[place]] if between <= 1 else []


def assign_statements(index: StatementIndex, carriers: Sequence[CarrierDraft]) -> None:
    """Add to each carrier the numbers of the statements that came through it."""
    claims: dict[int, list[CarrierDraft]] = defaultdict(list)
    for carrier in carriers:
        for evidence in carrier.all_evidence:
            if evidence.reach not in {Reach.ALL, Reach.BODY}:
                _claim(index, carrier, evidence, claims)
    _cover_bodies(index, carriers)
    lasting = [c for c in carriers if any(e.reach is Reach.ALL for e in c.all_evidence)]
    for carrier in lasting[:_MOST_FOR_ALL]:
        carrier.covered.update(range(len(index.statements)))
    _continue_for_speakers(index, claims)
    _cover_nested(index, carriers)


def _claim(
    index: StatementIndex, carrier: CarrierDraft, evidence: Evidence, claims: dict[int, list[CarrierDraft]]
) -> None:
    """Assign the statements beside the evidence to the carrier; else the answers, or those of who spoke there."""
    beside = [n for n in find_beside(index, evidence.span) if n not in index.questions]
    carrier.covered.update(beside)
    for n in beside:
        claims[n].append(carrier)
    if not beside and evidence.how in {How.INTERVIEW, How.BROADCAST}:
        # Evidence in the introduction of a printed interview covers its answers.
        carrier.covered.update(index.answers or _find_by_surname(index, evidence))


def _find_by_surname(index: StatementIndex, evidence: Evidence) -> Iterator[int]:
    """Yield all statements of who is named there, for a sentence without statements: "Vint was on Radio Nine"."""
    sentence = index.layout.sentences[index.layout.sentence_of(evidence.span.start)]
    start = max(sentence.start, evidence.span.start - _BEFORE)
    for word in set(index.layout.text[start : evidence.span.start].split()):
        yield from index.by_surname.get(word, ())


def _cover_bodies(index: StatementIndex, carriers: Sequence[CarrierDraft]) -> None:
    """Assign to each dateline the statements up to the next one; the first dateline also covers what is above it."""
    datelines = sorted(
        (evidence.span.start, number)
        for number, carrier in enumerate(carriers)
        for evidence in carrier.all_evidence
        if evidence.reach is Reach.BODY
    )
    for n in index.order if datelines else ():
        place = bisect_right(datelines, (index.extents[n].start, len(carriers))) - 1
        carriers[datelines[max(0, place)][1]].covered.add(n)


def _continue_for_speakers(index: StatementIndex, claims: Mapping[int, list[CarrierDraft]]) -> None:
    """Assign later statements of a speaker to the same carriers, until another occasion of that speaker is named.

    What was written covers only what follows at once, until somebody else speaks.
    """
    running: dict[str, list[CarrierDraft]] = {}
    before = ""
    for n in index.order:
        if index.statements[n].within in index.numbers:
            continue
        speaker_key = index.speaker_keys[n]
        if speaker_key != before:
            running[before] = [carrier for carrier in running.get(before, ()) if carrier.how not in _WRITTEN]
            before = speaker_key
        own = claims.get(n, [])
        ended = {carrier.how in _OCCASIONS for carrier in own}
        held = [it for it in running.get(speaker_key, ()) if (it.how in _OCCASIONS) not in ended]
        running[speaker_key] = [*own, *held][:_MOST_HELD]
        for carrier in running[speaker_key]:
            carrier.covered.add(n)


def _cover_nested(index: StatementIndex, carriers: Sequence[CarrierDraft]) -> None:
    """Assign nested statements to the carriers of the statement around them."""
    inner: dict[int, list[int]] = {}
    for n, statement in enumerate(index.statements):
        if statement.within in index.numbers:
            inner.setdefault(index.numbers[statement.within], []).append(n)
    for carrier in carriers if inner else ():
        waiting = list(carrier.covered)
        while waiting:
            held = [n for n in inner.get(waiting.pop(), ()) if n not in carrier.covered]
            carrier.covered.update(held)
            waiting.extend(held)
