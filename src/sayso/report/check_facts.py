"""What is reported of a stretch beside its label and words: who says it on either side, why here, and where else."""

from __future__ import annotations

from sayso.match import Caution, Change, Checked
from sayso.report.check_places import Places
from sayso.report.check_text import are_names_different

__all__ = ["describe_names", "list_facts"]

# So many other places are named; more are counted.
_NAMED = 3
# Of 661 stretches of 840 articles that stood in another's turn, 565 had so many words or fewer.
_FEW_WORDS = 5


def describe_names(row: Checked, speaker: str | None) -> str:
    """Who says the words, on either side; `speaker` is the article's.

    That two names are one person's, or two persons', is for the reader to say.

    >>> from sayso.text import Span
    >>> row = Checked("a", "s1", "q1", Span(0, 1), "We sat up until the tide had turned.", Change.VERBATIM,
    ...     speaker_in_source="MR. ROE", same_speaker=False)
    >>> describe_names(row, "Ada Bly")
    'names differ: in the source MR. ROE speaks, who may be quoting; the article gives the words to Ada Bly'
    """
    # Who speaks at a place that is only the nearest says nothing.
    there = None if row.label is Change.NOT_FOUND else row.speaker_in_source
    if there is not None and are_names_different(row):
        if Caution.SEVERAL_SPEAKERS in row.flags:
            return f"names differ: not all of the words stand in a turn of {speaker or 'whom the article names'}"
        chance = "; so few words may be anybody's" if len(row.quote.split()) <= _FEW_WORDS else ""
        sides = f"in the source {there} speaks, who may be quoting; the article gives the words to"
        return f"names differ: {sides} {speaker or 'somebody else'}{chance}"
    if there is None:
        return f"speaker: {speaker}" if speaker else ""
    return f"speaker: {speaker}; in the source {there}" if speaker else f"speaker in the source: {there}"


def list_facts(row: Checked, places: Places) -> list[str]:
    """The note, and other places that fit as well, each in a few words."""
    facts = [row.note] if row.note else []
    if row.alternatives:
        others = [places.describe_other(other) for other in row.alternatives[:_NAMED]]
        more = len(row.alternatives) - len(others)
        facts.append(f"fits as well: {'; '.join(others)}" + (f"; and {more:,} more" if more else ""))
    return facts
