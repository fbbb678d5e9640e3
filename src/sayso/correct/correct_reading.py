"""Make a reading of marks that somebody has corrected: gold, in the same format as every reading.

What can be marked is taken from the marks alone: statements, sources, cues, speakers and their mentions, carriers,
scare quotes and other marks. What cannot is kept from the reading that was exported: facts of the article, roles,
findings of the headline, speakers and carriers that are nowhere in the text. What is unchanged keeps its id. The own
voice of the outlet is cut where a new statement covers it; it does not grow where one was deleted.

All scores are 1, since a person said so, and the stamp names the program in which it was said. Where only some of the
statements were corrected, these have a score of 1 and say when and by whom; the others are as they were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from sayso.article import BOILERPLATE, Article
from sayso.correct.correct_carriers import Carriers
from sayso.correct.correct_speakers import Speakers
from sayso.correct.marks import MARK_LABELS, SCARE_QUOTES, STATEMENT, Mark, Marks, Role, join_spans, make_marks
from sayso.errors import ReadError
from sayso.marking import OtherMark
from sayso.match import HeadlineFinding
from sayso.reading import Reading
from sayso.segment import Marked, pair_marks, trim_span
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["correct_reading", "correct_statements", "make_gold"]

ByHand = tuple[str, str]
"""When a statement was corrected, and by whom."""


def correct_reading(reading: Reading, marks: Marks, program: str) -> Reading:
    """The reading as its corrected marks have it: gold, with all scores 1.

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
    made = _Correction(article, reading, marks).make()
    choices = (*_leave_out(reading.stamp.choices), ("corrected_in", program))
    return replace(
        made,
        carriers=tuple(replace(it, score=1.0) for it in made.carriers),
        stamp=replace(reading.stamp, choices=choices),
    )


def make_gold(reading: Reading, program: str) -> Reading:
    """The reading as somebody confirms it as a whole: gold."""
    return correct_reading(reading, make_marks(reading), program)


def correct_statements(reading: Reading, marks: Marks, corrected: Mapping[str, ByHand]) -> Reading:
    """The reading with some statements as their marks have them; the others, and all other scores, are as they were.

    Args:
        reading: The reading of an article from which the marks were made.
        marks: The marks.
        corrected: For the keys of the statements that were corrected, when and by whom.
    """
    article = reading.article
    return reading if not isinstance(article, Article) else _Correction(article, reading, marks, corrected).make()


class _Correction:
    """What the marks of one article say, by key; `corrected`: as above, None if all is gold."""

    def __init__(
        self, article: Article, reading: Reading, marks: Marks, corrected: Mapping[str, ByHand] | None = None
    ) -> None:
        self.article = article
        self.reading = reading
        self.corrected = corrected
        self.values = marks.values
        self.by_key = {mark.key: mark for mark in marks.marks if mark.spans}
        self.ends: dict[tuple[str, str], list[str]] = {}
        for link in marks.links:
            self.ends.setdefault((link.start, link.role), []).append(link.end)
        self.speakers = Speakers(article.text, reading.speakers, marks)
        self.carriers = Carriers(article.text, reading.carriers, marks)
        # The statements by the keys of their marks: the new id, and what it was before.
        self.statements: dict[str, tuple[str, Statement | None]] = {}
        self.kept: frozenset[str] = frozenset()
        self._marked: tuple[Marked, ...] | None = None

    def make(self) -> Reading:
        """The corrected reading."""
        reading = self.reading
        chosen = self._find(STATEMENT)
        chosen.sort(key=lambda mark: (mark.spans[0].start, -mark.spans[-1].end))
        self._name_statements(chosen)
        self.kept = frozenset({name for name, _ in self.statements.values()})
        statements = [self._make_statement(mark) for mark in chosen]
        return replace(
            reading,
            statements=tuple(statements),
            speakers=self.speakers.list_speakers(statements),
            carriers=tuple(self.carriers.list_carriers(statements)),
            headline=tuple(_keep_finding(finding, self.kept) for finding in reading.headline),
            scare_quotes=tuple(sorted(span for mark in self._find(SCARE_QUOTES) for span in mark.spans)),
            other_marks=tuple(self._list_other_marks()),
            own_voice=tuple(_cut(self.article.text, reading.own_voice, statements)),
        )

    def _find(self, label: str) -> list[Mark]:
        return [mark for mark in self.by_key.values() if mark.label == label]

    def _follow(self, key: str, role: str) -> list[str]:
        """The keys that a mark is linked to in a role."""
        return self.ends.get((key, role), [])

    def _name_statements(self, chosen: Sequence[Mark]) -> None:
        """Give each mark the id of the statement that it was, or a new one."""
        known = {f"E{number}": it for number, it in enumerate(self.reading.statements, 1)}
        found = _match_statements(chosen, {key: join_spans(it.content) for key, it in known.items()})
        ids = {it.id for it in known.values()}
        last = len(ids)
        for mark in chosen:
            if mark.key in found:
                before = known[found[mark.key]]
                self.statements[mark.key] = before.id, before
                continue
            last += 1
            while f"s{last}" in ids:
                last += 1
            self.statements[mark.key] = f"s{last}", None

    def _make_statement(self, mark: Mark) -> Statement:
        name, before = self.statements[mark.key]
        if self.corrected is not None and mark.key not in self.corrected and before is not None:
            return before if before.within is None or before.within in self.kept else replace(before, within=None)
        content, kind, place = self._find_content(mark, before)
        source = self._take(mark.key, Role.SOURCE, () if before is None else before.source)
        within = next((it for it in self._follow(mark.key, Role.WITHIN) if it in self.statements), None)
        is_open = (mark.key, Role.UNRESOLVED) in self.values
        speaker = self.speakers.find(self._follow(mark.key, Role.SPEAKER), before, is_open)
        candidates = self.speakers.list_candidates(self._follow(mark.key, Role.CANDIDATE), before)
        return Statement(
            *(name, kind, place, content),
            cue=self._take(mark.key, Role.CUE, () if before is None else before.cue),
            source=source,
            score=1.0,
            within=None if within is None else self.statements[within][0],
            turn=(mark.key, Role.TURN) in self.values,
            speaker=speaker,
            unresolved=None if speaker is not None else self._explain(mark.key, before, source),
            candidates=() if speaker is not None else candidates,
            carriers=tuple(self.carriers.list_ids(self._follow(mark.key, Role.CARRIER), before)),
            speaker_score=None if speaker is None else 1.0,
            **self._describe_correction(mark.key, before),
        )

    def _describe_correction(self, key: str, before: Statement | None) -> dict[str, Any]:
        """When the statement was corrected, and by whom."""
        if self.corrected is not None:
            at, by = self.corrected[key]
            return {"corrected": at, "corrected_by": by}
        return {} if before is None else {"corrected": before.corrected, "corrected_by": before.corrected_by}

    def _find_content(self, mark: Mark, before: Statement | None) -> tuple[tuple[Span, ...], Kind, Place]:
        """Content, kind and place: as they were, if the words are the same."""
        if before is not None and join_spans(before.content) == mark.spans:
            return before.content, before.kind, before.place
        outer = [self.by_key[it].spans for it in self._follow(mark.key, Role.WITHIN) if it in self.by_key]
        return mark.spans, self._classify(mark.spans, outer[0] if outer else ()), self._find_place(mark.spans[0])

    def _take(self, key: str, role: str, before: tuple[Span, ...]) -> tuple[Span, ...]:
        """The spans of the marks in a role; as they were, if nothing has changed."""
        ends = [self.by_key[it] for it in self._follow(key, role) if it in self.by_key]
        found = join_spans(span for mark in ends for span in mark.spans)
        return before if found == join_spans(before) else found

    def _classify(self, content: Sequence[Span], outer: Sequence[Span]) -> Kind:
        from sayso.analyse.kind import classify_kind  # noqa: PLC0415  (what it stands on takes time to load)

        if self._marked is None:
            self._marked = pair_marks(self.article.text)
        return classify_kind(content, self.article.text, self._marked, outer=outer)

    def _find_place(self, span: Span) -> Place:
        title = self.article.title_span
        if title is not None and title.holds(span):
            return Place.HEADLINE
        held = (it.place for it in self.article.regions if it.place != BOILERPLATE and it.span.holds(span))
        return Place(next(held, Place.BODY.value))

    def _explain(self, key: str, before: Statement | None, source: Sequence[Span]) -> Unresolved:
        """Why there is no speaker."""
        given = self.values.get((key, Role.UNRESOLVED), "")
        if given in {it.value for it in Unresolved}:
            return Unresolved(given)
        if before is not None and before.speaker is None and before.unresolved is not None:
            return before.unresolved
        return Unresolved.AMBIGUOUS if source else Unresolved.NO_SOURCE

    def _list_other_marks(self) -> Iterator[OtherMark]:
        labels = {label: use for use, label in MARK_LABELS.items()}
        found = [
            OtherMark(span, labels[mark.label])
            for mark in self.by_key.values()
            if mark.label in labels
            for span in mark.spans
        ]
        yield from sorted(found, key=lambda mark: mark.span)


def _match_statements(chosen: Sequence[Mark], words: dict[str, tuple[Span, ...]]) -> dict[str, str]:
    """For each mark the key of the statement that it was: of its key and words, of its words, of its key."""
    found = {mark.key: mark.key for mark in chosen if words.get(mark.key) == mark.spans}
    unused = {key: spans for key, spans in words.items() if key not in found}
    by_words: dict[tuple[Span, ...], list[str]] = {}
    for key, spans in unused.items():
        by_words.setdefault(spans, []).append(key)
    rest = [mark for mark in chosen if mark.key not in found]
    for mark in rest:
        if by_words.get(mark.spans):
            found[mark.key] = by_words[mark.spans].pop(0)
            del unused[found[mark.key]]
    for mark in rest:
        if mark.key not in found and _overlap(mark.spans, unused.get(mark.key, ())):
            found[mark.key] = mark.key
    return found


def _keep_finding(finding: HeadlineFinding, kept: AbstractSet[str]) -> HeadlineFinding:
    """The finding, without the ids of statements that are gone."""
    return replace(
        finding,
        statement=finding.statement if finding.statement in kept else None,
        headline_statement=finding.headline_statement if finding.headline_statement in kept else None,
    )


def _overlap(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for span in spans for other in others)


def _leave_out(choices: Iterable[tuple[str, bool | float | str]]) -> list[tuple[str, bool | float | str]]:
    """The choices without an earlier program."""
    return [choice for choice in choices if choice[0] != "corrected_in"]


def _cut(text: str, own_voice: Iterable[Span], statements: Sequence[Statement]) -> Iterator[Span]:
    """Yield the own voice without what statements cover; rests without a letter are left out."""
    covered = join_spans(span for it in statements for span in (*it.content, *it.cue, *it.source))
    starts = [span.start for span in covered]
    for span in own_voice:
        number = max(0, bisect_right(starts, span.start) - 1)
        start, rests = span.start, []
        while number < len(covered) and covered[number].start < span.end:
            rests.append((start, covered[number].start))
            start = max(start, covered[number].end)
            number += 1
        if start == span.start:
            yield span
            continue
        for rest in (*rests, (start, span.end)):
            if any(map(str.isalnum, text[slice(*rest)])):
                yield trim_span(text, *rest)
