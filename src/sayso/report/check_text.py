"""An article with its checked stretches: their counts, their parts, and which of them to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.errors import Notice
from sayso.match import Caution, Change, Checked, Detail

__all__ = [
    "NAMES_DIFFER",
    "CheckedText",
    "are_names_different",
    "count_rows",
    "describe_changes",
    "describe_counts",
    "describe_line",
    "list_to_look_at",
    "needs_look",
    "number_parts",
]

# What to look at first; a verbatim stretch only where the names differ.
_FIRST = (Change.NOT_FOUND, Change.ALTERED, Change.VERBATIM, Change.ELIDED, Change.MINOR)
NAMES_DIFFER = "names differ"
# Counted apart from the verbatim stretches of which nothing else is to be said.
FLAGGED = "verbatim with flags"
# Flags for which a verbatim stretch is looked at too.
_LOOK = frozenset(Caution) - {Caution.TOO_SHORT, Caution.MAY_BE_CHANCE}


@dataclass(frozen=True, slots=True)
class CheckedText:
    """An article, or words that were given, with its checked stretches.

    Attributes:
        id: The article's id.
        title: What it is called.
        text: What the stretches' spans count in.
        rows: Its checked stretches, in order.
        notices: What went wrong with it.
        speakers: Whom the article gives a statement to, by the statement's id; those that are known.
        language: The language that it is written in, if known.
        counts: The counts of all its stretches, where not all of them are among the rows.
        day: Its day, as ISO 8601, if known.
        unchecked: What of it was not checked, a line each: where, the first words, why.
    """

    id: str
    title: str | None
    text: str
    rows: tuple[Checked, ...]
    notices: tuple[Notice, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    day: str | None = None
    unchecked: tuple[str, ...] = ()

    @property
    def totals(self) -> str:
        """The counts of all its stretches in words, and how many of them are shown."""
        counts = describe_counts(self.counts or count_rows(self.rows))
        whole = sum(self.counts.get(label.value, 0) for label in Change)
        return f"{counts}; {len(self.rows):,} of them shown" if whole > len(self.rows) else counts

    @property
    def dated(self) -> str:
        """Its day in words; empty for words that were given."""
        return "" if not self.id else f"dated {self.day}" if self.day else "no date"

    @property
    def unchecked_count(self) -> str:
        """How many stretches were not checked, in words; empty if all were."""
        count = len(self.unchecked)
        return f"{count:,} {'stretch' if count == 1 else 'stretches'} not checked" if count else ""

    def find_speaker(self, row: Checked) -> str | None:
        """Whom the article gives a stretch to."""
        return self.speakers.get(row.statement or "")


def are_names_different(row: Checked) -> bool:
    """Whether the words stand there, but the source has another name for who says them than the article."""
    return row.same_speaker is False and row.label is not Change.NOT_FOUND


def needs_look(row: Checked) -> bool:
    """Whether a stretch is not verbatim, was joined, has another name in the source, or a flag to look at."""
    is_same = row.label is Change.VERBATIM and Detail.JOINED not in row.changes
    return not is_same or are_names_different(row) or not _LOOK.isdisjoint(row.flags)


def list_to_look_at(rows: Sequence[Checked]) -> list[int]:
    """The places in the list of those that need a look, those whose words are farthest from the source first."""
    ranks = {label: rank for rank, label in enumerate(_FIRST)}
    numbers = (n for n, row in enumerate(rows) if needs_look(row))
    return sorted(numbers, key=lambda n: (ranks.get(rows[n].label, len(ranks)), n))


def describe_changes(row: Checked) -> str:
    """What differs, in a few words: the changes, that the names do, and what to know before relying on the label."""
    names = [NAMES_DIFFER] if are_names_different(row) else []
    return ", ".join([*(change.value for change in row.changes), *names, *(flag.value for flag in row.flags)])


def describe_line(row: Checked) -> str:
    """Where the stretch stands in the article; empty where that is not known."""
    return "" if row.line is None else f"line {row.line:,} of the draft"


def number_parts(rows: Sequence[Checked]) -> list[str]:
    """For each stretch which part of its quotation it is; empty if it is all of it."""
    totals, seen = Counter(row.group for row in rows), Counter[str]()
    parts = []
    for row in rows:
        seen[row.group] += 1
        parts.append(f"part {seen[row.group]} of {totals[row.group]}" if totals[row.group] > 1 else "")
    return parts


def count_rows(rows: Iterable[Checked]) -> Counter[str]:
    """How many stretches have which label and which flags, and for how many of them the names differ."""
    rows = list(rows)
    counts = Counter(row.label.value for row in rows)
    counts[FLAGGED] = sum(row.label is Change.VERBATIM and (bool(row.flags) or needs_look(row)) for row in rows)
    counts[NAMES_DIFFER] = sum(map(are_names_different, rows))
    counts.update(flag.value for row in rows for flag in row.flags)
    return counts


def describe_counts(counts: Mapping[str, int]) -> str:
    """The same in words.

    >>> from sayso.text import Span
    >>> describe_counts(count_rows([Checked("a", None, "q1", Span(0, 1), "", Change.MINOR)]))
    '1 quotation: 1 minor'
    """
    labels = {label.value: number for label in Change if (number := counts.get(label.value, 0))}
    total = sum(labels.values())
    text = f"{total:,} {'quotation' if total == 1 else 'quotations'}"
    flagged = counts.get(FLAGGED, 0)
    parts = {**labels, FLAGGED: flagged} if flagged else labels
    if flagged:
        parts = {Change.VERBATIM.value: labels[Change.VERBATIM.value] - flagged, FLAGGED: flagged, **parts}
        parts[Change.VERBATIM.value] = labels[Change.VERBATIM.value] - flagged
    listed = ", ".join(f"{number:,} {label}" for label, number in parts.items() if number)
    text += f": {listed}" if listed else ""
    others = [NAMES_DIFFER, *(flag.value for flag in Caution)]
    return text + "".join(f"; {name} in {counts[name]:,}" for name in others if counts.get(name))
