"""Make a reading of marks that somebody has corrected: gold, in the same format as every reading.

What can be marked is taken from the marks alone: statements, sources, cues, speakers and their mentions, carriers,
scare quotes and other marks. What cannot is kept from the reading that was exported: facts of the article, roles,
findings of the headline, speakers and carriers that are nowhere in the text. What is unchanged keeps its id. The own
voice of the outlet is cut where a new statement covers it; it does not grow where one was deleted.

All scores are 1, since a person said so, and the stamp names the program in which it was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sayso.article import BOILERPLATE, Article
from sayso.carrier import Carrier, How
from sayso.errors import ReadError
from sayso.export.correct_speakers import Speakers
from sayso.export.marks import CARRIER, MARK_LABELS, SCARE_QUOTES, STATEMENT, Mark, Marks, Role, join_spans
from sayso.marking import OtherMark
from sayso.match import HeadlineFinding
from sayso.reading import Reading
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["correct_reading"]


def correct_reading(reading: Reading, marks: Marks, program: str) -> Reading:
    """The reading as its corrected marks have it.

    Args:
        reading: The reading from which the marks were made.
        marks: The marks, as they came back.
        program: The program in which they were corrected.

    Raises:
        ReadError: A mark does not lie in the text.
    """
    article = reading.article
    if not isinstance(article, Article):
        return reading
    for mark in marks.marks:
        for span in mark.spans:
            if not 0 <= span.start < span.end <= len(article.text):
                reason = f"the mark {mark.key!r:.40} is at {span.start:,}–{span.end:,}"
                raise ReadError(f"{reason}, and the text has {len(article.text):,} characters")
    return _Correction(article, reading, marks).make(program)


@dataclass(slots=True)
class _Correction:
    article: Article
    reading: Reading
    marks: Marks
    # Statements and carriers by the keys of their marks: the new id, and what it was before.
    _statements: dict[str, tuple[str, Statement | None]] = field(default_factory=dict)
    _carriers: dict[str, Carrier] = field(default_factory=dict)

    def make(self, program: str) -> Reading:
        """The corrected reading."""
        reading = self.reading
        chosen = [mark for mark in self.marks.marks if mark.label == STATEMENT and mark.spans]
        chosen.sort(key=lambda mark: (mark.spans[0].start, -mark.spans[-1].end))
        self._name_statements(chosen)
        speakers = Speakers(self.article.text, reading.speakers, self.marks)
        self._find_carriers()
        statements = [self._make_statement(mark, speakers) for mark in chosen]
        return replace(
            reading,
            statements=tuple(statements),
            speakers=speakers.list_speakers(statements),
            carriers=tuple(self._list_carriers(statements)),
            headline=tuple(self._keep_finding(finding, statements) for finding in reading.headline),
            scare_quotes=tuple(sorted(span for mark in self._find(SCARE_QUOTES) for span in mark.spans)),
            other_marks=tuple(self._list_other_marks()),
            own_voice=tuple(_cut(reading.own_voice, statements)),
            stamp=replace(reading.stamp, choices=(*_leave_out(reading.stamp.choices), ("corrected_in", program))),
        )

    def _find(self, label: str) -> list[Mark]:
        return [mark for mark in self.marks.marks if mark.label == label]

    def _follow(self, key: str, role: str) -> list[str]:
        """The keys that a mark is linked to in a role."""
        return [link.end for link in self.marks.links if link.start == key and link.role == role]

    def _name_statements(self, chosen: Sequence[Mark]) -> None:
        """Give each mark the id of the statement that it was, if it was one: the same words, or the same key."""
        known = self.reading.statements
        unused = dict(enumerate(known, 1))
        ids = {it.id for it in known}
        last = len(known)
        for is_same in (_is_unchanged, _has_same_words, _is_changed):
            for mark in chosen:
                if mark.key not in self._statements:
                    number = next((number for number, it in unused.items() if is_same(mark, number, it)), None)
                    if number is not None:
                        before = unused.pop(number)
                        self._statements[mark.key] = before.id, before
        for mark in chosen:
            if mark.key not in self._statements:
                last += 1
                while f"s{last}" in ids:
                    last += 1
                self._statements[mark.key] = f"s{last}", None

    def _make_statement(self, mark: Mark, speakers: Speakers) -> Statement:
        name, before = self._statements[mark.key]
        is_same = before is not None and join_spans(before.content) == mark.spans
        content = before.content if before is not None and is_same else mark.spans
        source = self._take(mark.key, Role.SOURCE, () if before is None else before.source)
        within = next((it for it in self._follow(mark.key, Role.WITHIN) if it in self._statements), None)
        speaker = speakers.find(self._follow(mark.key, Role.SPEAKER), before, self._is_open(mark.key))
        outer = next((it.spans for it in self.marks.marks if it.key == within), ())
        return Statement(
            name,
            before.kind if before is not None and is_same else self._classify(content, outer),
            before.place if before is not None and is_same else self._find_place(content[0]),
            content,
            self._take(mark.key, Role.CUE, () if before is None else before.cue),
            source,
            1.0,
            within=None if within is None else self._statements[within][0],
            turn=(mark.key, Role.TURN) in self.marks.values,
            speaker=speaker,
            unresolved=None if speaker is not None else self._explain(mark.key, before, source),
            candidates=()
            if speaker is not None
            else speakers.list_candidates(self._follow(mark.key, Role.CANDIDATE), before),
            carriers=tuple(self._list_carriers_of(mark.key, before)),
            speaker_score=None if speaker is None else 1.0,
        )

    def _take(self, key: str, role: str, before: tuple[Span, ...]) -> tuple[Span, ...]:
        """The spans of the marks in a role; as they were, if nothing has changed."""
        by_key = {mark.key: mark for mark in self.marks.marks}
        found = join_spans(span for it in self._follow(key, role) if it in by_key for span in by_key[it].spans)
        return before if found == join_spans(before) else found

    def _classify(self, content: Sequence[Span], outer: Sequence[Span]) -> Kind:
        from sayso.analyse.kind import classify_kind  # noqa: PLC0415  (what it stands on takes time to load)
        from sayso.segment import pair_marks  # noqa: PLC0415

        return classify_kind(content, self.article.text, pair_marks(self.article.text), outer=outer)

    def _find_place(self, span: Span) -> Place:
        title = self.article.title_span
        if title is not None and title.holds(span):
            return Place.HEADLINE
        held = (it.place for it in self.article.regions if it.place != BOILERPLATE and it.span.holds(span))
        return Place(next(held, Place.BODY.value))

    def _is_open(self, key: str) -> bool:
        """Whether somebody says that the speaker is unknown."""
        return (key, Role.UNRESOLVED) in self.marks.values

    def _explain(self, key: str, before: Statement | None, source: Sequence[Span]) -> Unresolved:
        """Why there is no speaker."""
        given = self.marks.values.get((key, Role.UNRESOLVED), "")
        if given in {it.value for it in Unresolved}:
            return Unresolved(given)
        if before is not None and before.speaker is None and before.unresolved is not None:
            return before.unresolved
        return Unresolved.AMBIGUOUS if source else Unresolved.NO_SOURCE

    def _find_carriers(self) -> None:
        """Find which carrier each mark of one was: of the same evidence, else of the same name."""
        unused = [it for it in self.reading.carriers if join_spans(it.evidence)]
        taken = {it.id for it in self.reading.carriers}
        found: dict[str, Carrier | None] = {mark.key: None for mark in self._find(CARRIER)}
        for is_same in (self._has_same_evidence, self._has_same_name):
            for mark in self._find(CARRIER):
                if found[mark.key] is None:
                    before = found[mark.key] = next((it for it in unused if is_same(mark, it)), None)
                    unused = [it for it in unused if it is not before]
        for mark in self._find(CARRIER):
            before = found[mark.key]
            number = len(taken) + 1
            while before is None and f"c{number}" in taken:
                number += 1
            carrier = before or Carrier(f"c{number}", "", How.OTHER, (), (), 1)
            taken.add(carrier.id)
            words = " ".join(span.of(self.article.text) for span in mark.spans)
            how = self.marks.values.get((mark.key, Role.HOW), "")
            self._carriers[mark.key] = replace(
                carrier,
                name=self.marks.values.get((mark.key, Role.NAME)) or carrier.name or words,
                how=How(how) if how in {it.value for it in How} else carrier.how,
                evidence=carrier.evidence if join_spans(carrier.evidence) == mark.spans else mark.spans,
            )

    def _has_same_evidence(self, mark: Mark, carrier: Carrier) -> bool:
        return join_spans(carrier.evidence) == mark.spans

    def _has_same_name(self, mark: Mark, carrier: Carrier) -> bool:
        return self.marks.values.get((mark.key, Role.NAME)) == carrier.name

    def _list_carriers_of(self, key: str, before: Statement | None) -> Iterator[str]:
        """Yield the ids of a statement's carriers, those that it had in their order."""
        linked = {self._carriers[it].id for it in self._follow(key, Role.CARRIER) if it in self._carriers}
        unmarked = {it.id for it in self.reading.carriers if not join_spans(it.evidence)}
        had = () if before is None else before.carriers
        kept = [it for it in had if it in linked or it in unmarked]
        yield from (*kept, *sorted(linked.difference(kept)))

    def _list_carriers(self, statements: Sequence[Statement]) -> Iterator[Carrier]:
        """Yield the carriers in the order in which they were, new ones last."""
        unmarked = [it for it in self.reading.carriers if not join_spans(it.evidence)]
        known = {it.id: it for it in (*unmarked, *self._carriers.values())}
        first = [known.pop(it.id) for it in self.reading.carriers if it.id in known]
        for carrier in (*first, *known.values()):
            carried = {it.id for it in statements if carrier.id in it.carriers}
            kept = [it for it in carrier.statements if it in carried]
            more = [it.id for it in statements if it.id in carried.difference(kept)]
            yield replace(carrier, statements=(*kept, *more), score=1.0)

    def _keep_finding(self, finding: HeadlineFinding, statements: Sequence[Statement]) -> HeadlineFinding:
        kept = {it.id for it in statements}
        return replace(
            finding,
            statement=finding.statement if finding.statement in kept else None,
            headline_statement=finding.headline_statement if finding.headline_statement in kept else None,
        )

    def _list_other_marks(self) -> Iterator[OtherMark]:
        found = [
            OtherMark(span, use)
            for use, label in MARK_LABELS.items()
            for mark in self._find(label)
            for span in mark.spans
        ]
        yield from sorted(found, key=lambda mark: mark.span)


def _is_unchanged(mark: Mark, number: int, statement: Statement) -> bool:
    return mark.key == f"E{number}" and _has_same_words(mark, number, statement)


def _has_same_words(mark: Mark, _number: int, statement: Statement) -> bool:
    return mark.spans == join_spans(statement.content)


def _is_changed(mark: Mark, number: int, statement: Statement) -> bool:
    return mark.key == f"E{number}" and _overlap(mark.spans, statement.content)


def _overlap(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for span in spans for other in others)


def _leave_out(choices: Iterable[tuple[str, bool | float | str]]) -> list[tuple[str, bool | float | str]]:
    """The choices without an earlier program."""
    return [choice for choice in choices if choice[0] != "corrected_in"]


def _cut(own_voice: Iterable[Span], statements: Sequence[Statement]) -> Iterator[Span]:
    """Yield the own voice without what statements cover."""
    covered = join_spans(span for it in statements for span in (*it.content, *it.cue, *it.source))
    for span in own_voice:
        start = span.start
        for other in covered:
            if other.overlaps(span):
                if start < other.start:
                    yield Span(start, other.start)
                start = max(start, other.end)
        if start < span.end or start == span.start:
            yield Span(start, span.end)
