"""What of a headline the body bears out, in a reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.match import Change, HeadlineFinding
from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.stretches import words_of
from sayso.statement import Kind, Statement

__all__ = ["FINDING_MEANINGS", "SAYS", "FindingLine", "describe_findings"]

_WORDS_CHARS = 200
# A finding of two words is no help: each says what it is about.
SAYS: Mapping[Change, str] = {
    Change.VERBATIM: "verbatim in the body",
    Change.MINOR: "minor change from the body",
    Change.ALTERED: "altered from the body",
    Change.ELIDED: "shortened (elided) from the body",
    Change.TRUNCATED: "truncated from the body",
    Change.PARAPHRASE: "paraphrase of the body",
    Change.NOT_FOUND: "not found in the body",
}
_MARKS_ADDED = "in quotation marks here, indirect speech in the body"
_MARKS = frozenset("“”\"‘’'«»„‚‹›")
FINDING_MEANINGS: Mapping[str, str] = {
    "verbatim": "the body has the words of the headline, in their order",
    "minor change": "only articles, conjunctions, fillers, repetitions, inflection or spelling differ",
    "altered": "a word that matters was changed, added or dropped: a name, a number, a “not”",
    "shortened (elided)": "parts were left out or put together, with or without “…”",
    "truncated": "the same words, but the body's sentence goes on where the headline stops",
    "paraphrase": "the same in other words; the headline has it as indirect speech",
    "not found": "no statement of the body has these words",
}
"""Each finding, as it begins here, with what it says of the headline."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One stretch of the headline held against the body; each part is one harmless line.

    Attributes:
        words: The stretch of the headline.
        finding: What became of the words; first, whether only the headline has them in quotation marks.
        statement: The id of the body's statement; None if there is none.
        headline_statement: The id of the title's own statement; None if there is none.
        body: The body's words; empty where there are none, or where they are the headline's.
        remarks: Flags and note.
    """

    words: str
    finding: str
    statement: str | None
    headline_statement: str | None
    body: str
    remarks: tuple[str, ...]


def describe_findings(reading: Reading, text: str) -> list[FindingLine]:
    """The reading's findings in the order of the headline; the same note on the same statement stands once."""
    statements = {statement.id: statement for statement in reading.statements}
    lines, noted = [], set()
    for finding in reading.headline:
        about = (finding.statement, finding.note)
        lines.append(_describe(finding, text, statements, "" if about in noted else finding.note))
        noted.add(about)
    return lines


def _describe(finding: HeadlineFinding, text: str, statements: Mapping[str, Statement], note: str) -> FindingLine:
    is_same = finding.finding is Change.VERBATIM
    parts = "; ".join(dict.fromkeys(make_harmless_line(note).split("; ")))
    remarks = dict.fromkeys([*(flag.value for flag in finding.flags), *([parts] if parts else [])])
    says = SAYS[finding.finding]
    return FindingLine(
        words=shorten(finding.span.of(text), max_chars=_WORDS_CHARS),
        finding=f"{_MARKS_ADDED}; {says}" if _adds_marks(finding, text, statements) else says,
        statement=finding.statement,
        headline_statement=finding.headline_statement,
        body="" if is_same else shorten(words_of(finding.body, text), max_chars=_WORDS_CHARS),
        remarks=tuple(remarks),
    )


def _adds_marks(finding: HeadlineFinding, text: str, statements: Mapping[str, Statement]) -> bool:
    """Whether the headline puts in quotation marks what the body has as indirect speech; no turn of an interview is."""
    body, own = statements.get(finding.statement or ""), statements.get(finding.headline_statement or "")
    is_marked = finding.span.of(text)[:1] in _MARKS and (own is None or own.kind is not Kind.INDIRECT)
    return is_marked and body is not None and body.kind is Kind.INDIRECT and not body.turn
