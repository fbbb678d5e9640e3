"""Headline findings: each quotation or reported claim of the headline, compared with the body.

Words in marks are searched in the whole body, with a preference for contents of statements. A claim without marks is a
paraphrase: its statement is the one that shares most words with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sayso.analyse.headline_claims import Claims
from sayso.analyse.headline_note import write_note
from sayso.analyse.headline_stretches import Stretch, find_stretches
from sayso.analyse.layout import Layout
from sayso.compare import Comparison, Folded, compare_passage, fold, index_source
from sayso.compare.words import is_clause
from sayso.match import Change, Flag, HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

__all__ = ["compare_headline", "flag_speakers"]

# How much a place is preferred at equal words: in quotation marks, in the content of a statement.
_IN_MARKS, _IN_CONTENT = 0.04, 0.02

# With less of its words in one place, a quotation may paraphrase an indirect statement.
_LEAST_KEPT = 0.8
# So much of a sentence is searched.
_SENTENCE_CHARS = 1_000
# So many next words must be the same for the headline to continue as the body does.
_ALIKE = 3


def compare_headline(layout: Layout, statements: Sequence[Statement]) -> tuple[HeadlineFinding, ...]:
    r"""Return the findings on the headline, in its order; none for a headline without quotation or reported claim.

    Args:
        layout: The article's layout.
        statements: All statements, those of the headline too. They need not be resolved.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> from sayso.statement import Kind
    >>> text = "Roe: ‘We lost’\n\n“We never lost,” she said."
    >>> layout = lay_out(Article("a", text, title="Roe: ‘We lost’", title_span=Span(0, 14)))
    >>> said = [
    ...     Statement("s1", Kind.DIRECT, Place.HEADLINE, (Span(5, 14),), (), (Span(0, 3),), 1.0),
    ...     Statement("s2", Kind.DIRECT, Place.BODY, (Span(16, 32),), (), (Span(33, 36),), 1.0),
    ... ]
    >>> [(found.finding.value, found.statement, found.note) for found in compare_headline(layout, said)]
    [('altered', 's2', '“never” was left out')]
    """
    if layout.title is None:
        return ()
    stretches = find_stretches(layout, layout.title, statements)
    if not stretches:
        return ()
    body = _Body(layout, layout.title, statements)
    finished = [stretch for stretch in stretches if stretch.in_marks and body.continues(stretch)]
    found = (body.compare(stretch) for stretch in stretches if not _is_finished(stretch, finished))
    return tuple(finding for finding in found if finding)


def _is_finished(claim: Stretch, finished: Sequence[Stretch]) -> bool:
    """Whether a claim is a quotation with the outlet's own end of the sentence, which is not content."""
    return not claim.in_marks and any(
        quote.span.start == claim.span.start and claim.span.holds(quote.span) for quote in finished
    )


class _Body:
    """The body of an article, indexed for comparison with the headline."""

    def __init__(self, layout: Layout, title: Span, statements: Sequence[Statement]) -> None:
        self.layout, self.title = layout, title
        self.statements = [statement for statement in statements if statement.place is not Place.HEADLINE]
        self.source = index_source(*_fold_body(layout, title, self.statements))
        spans = [(n, span) for n, statement in enumerate(self.statements) for span in statement.content]
        self.owners = np.array([n for n, _ in spans], dtype=np.int64)
        self.spans = np.array([span for _, span in spans], dtype=np.int64).reshape(-1, 2)
        self.numbers = {statement.id: n for n, statement in enumerate(self.statements)}
        self._claims: Claims | None = None

    def compare(self, stretch: Stretch) -> HeadlineFinding | None:
        """Return the finding on one stretch; None for words in marks that neither headline nor body attributes."""
        return self._compare_words(stretch) if stretch.in_marks else self._compare_claim(stretch)

    def _compare_words(self, stretch: Stretch) -> HeadlineFinding | None:
        text = self.layout.text
        comparison = compare_passage(fold(text, stretch.inside), self.source, is_retold=True)
        if comparison.goes_on and self._goes_on_alike(stretch, comparison.places[-1]):
            whole = Change.VERBATIM if comparison.label is Change.TRUNCATED else comparison.label
            comparison = replace(comparison, label=whole, goes_on=False)
        paraphrase = self._find_paraphrase(stretch) if stretch.statement and comparison.share < _LEAST_KEPT else None
        if paraphrase:
            return self._report_paraphrase(stretch, paraphrase)
        found = comparison.label is not Change.NOT_FOUND
        statement = self._find_statement(comparison.places) if found else None
        # A single word in marks that is attributed nowhere is a name or in scare quotes.
        is_quoted = found and all(self.layout.quoted[place.start] for place in comparison.places)
        is_phrase = " " in stretch.inside.of(text)
        if stretch.statement is None and statement is None and not (is_quoted and is_phrase):
            return None
        return HeadlineFinding(
            stretch.span,
            comparison.label,
            statement.id if statement else None,
            stretch.statement.id if stretch.statement else None,
            comparison.places if found else (),
            tuple(self._flag(stretch, statement, comparison)),
            self._note(comparison, is_given=statement is not None or not found),
        )

    def _note(self, comparison: Comparison, *, is_given: bool) -> str:
        notes = [write_note(self.layout.text, comparison), "" if is_given else "the body gives these words to nobody"]
        return "; ".join(note for note in notes if note)

    def _goes_on_alike(self, stretch: Stretch, place: Span) -> bool:
        """Whether the headline continues after the marks with the same words as the body."""
        text, ahead = self.layout.text, 60
        following = fold(text, Span(stretch.span.end, min(stretch.span.end + ahead, self.title.end))).forms
        in_body = fold(text, Span(place.end, min(place.end + ahead, len(text)))).forms
        return (
            bool(following)
            and following[:_ALIKE] == in_body[: min(_ALIKE, len(following))]
            and text[stretch.span.end] == " "
        )

    @property
    def claims(self) -> Claims:
        """The statements of the body, indexed by their words on first use."""
        self._claims = self._claims or Claims(self.layout, self.statements)
        return self._claims

    def _find_paraphrase(self, stretch: Stretch) -> Statement | None:
        """Return an indirect statement with all content words of a quotation; None if there is none."""
        statement = self.claims.find_whole(stretch.inside)
        return statement if statement and statement.kind is Kind.INDIRECT else None

    def _compare_claim(self, stretch: Stretch) -> HeadlineFinding:
        own = stretch.statement
        return self._report_paraphrase(stretch, self.claims.find(stretch.span, own.source if own else ()))

    def _report_paraphrase(self, stretch: Stretch, statement: Statement | None) -> HeadlineFinding:
        """Return the finding on words of which at least one side is indirect."""
        own = stretch.statement
        return HeadlineFinding(
            stretch.span,
            Change.PARAPHRASE if statement else Change.NOT_FOUND,
            statement.id if statement else None,
            own.id if own else None,
            tuple(_strip_marks(self.layout.text, span) for span in statement.content) if statement else (),
            tuple(self._flag(stretch, statement, None)),
        )

    def _find_statement(self, places: Sequence[Span]) -> Statement | None:
        """Return the statement whose content has most of the places; of several, the shortest."""
        shared: Counter[int] = Counter()
        for place in places:
            common = np.minimum(self.spans[:, 1], place.end) - np.maximum(self.spans[:, 0], place.start)
            for row in np.flatnonzero(common > 0):
                shared[int(self.owners[row])] += int(common[row])
        lengths = {n: sum(span.end - span.start for span in self.statements[n].content) for n in shared}
        # Of a report and a statement nested in it, the nested one has the words.
        within = {n: self.statements[n].within is not None for n in shared}
        best = max(shared, key=lambda n: (shared[n], -lengths[n], within[n], -n), default=None)
        whole = sum(place.end - place.start for place in places)
        return self.statements[best] if best is not None and 2 * shared[best] >= whole else None

    def _flag(self, stretch: Stretch, statement: Statement | None, comparison: Comparison | None) -> Iterator[Flag]:
        if comparison and comparison.goes_on and self.continues(stretch):
            yield Flag.OWN_WORDS
        if not (stretch.statement and stretch.statement.source) and not self._is_named(statement):
            yield Flag.NO_ATTRIBUTION

    def continues(self, stretch: Stretch) -> bool:
        """Whether the headline continues right after the marks with words that finish the quoted clause."""
        text = self.layout.text
        following = _NEXT_WORD.match(text, stretch.span.end, self.title.end)
        if (
            not following
            or following.group(1).lower() not in _CONTINUING
            or not _LEADS_IN.search(text[max(self.title.start, stretch.span.start - 40) : stretch.span.start])
        ):
            return False
        place, own = following.start(1), stretch.statement
        named = (*own.cue, *own.source) if own else ()
        return not any(span.start <= place < span.end for span in named) and is_clause(fold(text, stretch.inside).forms)

    def _is_named(self, statement: Statement | None) -> bool:
        """Whether the headline has a name from the source of the statement, or from a source just before."""
        if statement is None:
            return False
        place = self.numbers[statement.id]
        title = set(_NAME.findall(self.title.of(self.layout.text)))
        if statement.turn:
            return "interview" in self.title.of(self.layout.text).lower()
        for near in reversed(self.statements[max(0, place - 3) : place + 1]):
            names = {name for span in near.source for name in _NAME.findall(span.of(self.layout.text))}
            if names:
                return bool(names & title)
        return False


_NEXT_WORD = re.compile(r"\s{1,3}([^\W\d_]+)")
# What introduces a clause in marks: nothing, a colon or comma, or a verb of saying right before.
_LEADS_IN = re.compile(
    r"(?:^|[:,–—-]|\b(?:says?|said|claims?|warns?|insists?|tells?\s\w{1,20}|admits?|vows?|that))\s{0,2}$", re.IGNORECASE
)
_CONTINUING = frozenset(
    """
    when as after because if in on to with over against at about of under since until unless while before from for by
    despite without into amid during through toward towards and but than where who which that like
    """.split()
)
_NAME = re.compile(r"\b[A-Z][\w’'-]{2,40}")


def _fold_body(
    layout: Layout, title: Span, statements: Sequence[Statement]
) -> tuple[Folded, list[tuple[int, int, float]]]:
    """Return the folded words of the body, and the stretches that are preferred at equal words."""
    folded = fold(layout.text, Span(title.end, len(layout.text)))
    contents = [(span, _IN_CONTENT) for statement in statements for span in statement.content]
    marked = [(mark.span, _IN_MARKS) for mark in layout.marked if mark.span.start >= title.end and mark.depth == 0]
    return folded, [
        (bisect_left(folded.starts, span.start), bisect_left(folded.starts, span.end), worth)
        for span, worth in contents + marked
    ]


_MARKS = "“”\"'‘’«»„‚›‹"


def _strip_marks(text: str, span: Span) -> Span:
    """Return the span without quotation marks at its ends."""
    start, end = span
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end) if start < end else span


def flag_speakers(
    layout: Layout, findings: Sequence[HeadlineFinding], statements: Sequence[Statement], speakers: Sequence[Speaker]
) -> tuple[HeadlineFinding, ...]:
    """Return the findings, with "other speaker" where headline and body attribute the words to different speakers.

    A joint speaker does not differ from its members, nor a document from the person who says it there; somebody without
    a name may be any one person. There is no flag if either speaker is unresolved.
    """
    by_id = {statement.id: statement for statement in statements}
    types = {speaker.id: speaker.type for speaker in speakers}
    members = {speaker.id: frozenset({speaker.id, *speaker.members}) for speaker in speakers}

    def differs(finding: HeadlineFinding) -> bool:
        own, body = (by_id.get(number or "") for number in (finding.headline_statement, finding.statement))
        if not (own and body and own.speaker and body.speaker):
            return False
        if types.get(own.speaker) is SpeakerType.DOCUMENT and _is_beside(layout, own, body):
            return False
        both = {types.get(own.speaker), types.get(body.speaker)}
        if SpeakerType.UNNAMED in both and both <= {SpeakerType.UNNAMED, SpeakerType.PERSON}:
            return False
        return not members.get(own.speaker, frozenset({own.speaker})) & members.get(
            body.speaker, frozenset({body.speaker})
        )

    return tuple(
        replace(finding, flags=(*finding.flags, Flag.OTHER_SPEAKER))
        if Flag.OTHER_SPEAKER not in finding.flags and differs(finding)
        else finding
        for finding in findings
    )


def _is_beside(layout: Layout, own: Statement, body: Statement) -> bool:
    """Whether the sentence of the body's statement mentions the source of the headline's statement."""
    words = own.source[-1].of(layout.text).lower().split() if own.source else []
    if not words or not body.cue:
        return False
    sentence = layout.sentences[layout.sentence_of(body.cue[0].start)]
    sentence_words = layout.text[sentence.start : min(sentence.end, sentence.start + _SENTENCE_CHARS)].lower()
    return words[-1].rstrip("s") in sentence_words
