"""Who speaks in a dialogue that is told line by line.

“Where were you?” ⏎ “At home.” ⏎ “Alone?” Each line is a choice that hangs on who spoke before. So the likeliest
speakers of all its lines are chosen together, by a beam search: what is said later ("No, Mr Oats") tells who began.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sayso.analyse.resolve.candidates import NOBODY, Anaphor, list_candidates
from sayso.analyse.resolve.entities import MentionIndex
from sayso.analyse.resolve.rank import Choice
from sayso.statement import Kind, Place, Statement

if TYPE_CHECKING:
    from sayso.analyse.layout import Layout

__all__ = ["Planned", "find_dialogue", "plan_dialogue"]

# So many ways to share out the lines are kept, and so many lines are chosen together.
_BEAM, _MOST_LINES = 8, 30
_LEAST = 1e-6

Score = Callable[[Anaphor, Sequence[int]], Sequence[float]]


class Planned(NamedTuple):
    """The candidates of a line, and how likely each is with all ways to share out the lines in view."""

    candidates: Sequence[int]
    choice: Choice


class _Way(NamedTuple):
    """One way to share out the lines so far: the speaker of each, and its log-probability."""

    speakers: tuple[int, ...] = ()
    score: float = 0.0


def find_dialogue(layout: Layout, statements: Sequence[Statement], start: int) -> list[Statement]:
    """Return the statements from a number on that are lines of a dialogue: alone in marks, with no line between."""
    found: list[Statement] = []
    following = -1
    for number in range(start, len(statements)) if layout.lines else ():
        statement = statements[number]
        if statement.within:
            continue
        begin, end = statement.content[0].start, statement.content[-1].end
        first, last = layout.line_of(begin), layout.line_of(end - 1)
        is_whole = layout.lines[first].start == begin and layout.lines[last].end == end
        if not is_whole or not _is_bare(statement) or (found and first != following) or len(found) == _MOST_LINES:
            break
        found.append(statement)
        following = last + 1
    return found


def _is_bare(statement: Statement) -> bool:
    """Whether a statement of the body is a quotation without cue and source."""
    is_quotation = statement.kind is Kind.DIRECT and statement.place is Place.BODY and not statement.turn
    return is_quotation and not statement.source and not statement.cue


def plan_dialogue(mentions: MentionIndex, lines: Sequence[Anaphor], score: Score) -> list[Planned]:
    """Return for each line its candidates with their probabilities, and which of them the likeliest way has."""
    ways = [_Way()]
    for line in lines:
        # Ways that end alike have the same candidates for the next line: only who spoke last counts.
        known: dict[Sequence[tuple[int, int]], list[tuple[int, float]]] = {}
        more = []
        for way in ways:
            spoken = [(told.place, n) for told, n in zip(lines, way.speakers, strict=False) if n != NOBODY]
            with mentions.suppose(spoken):
                last = tuple(mentions.spoken_before(line.place))
                if last not in known:
                    candidates = list_candidates(mentions, line)
                    known[last] = list(zip(candidates, score(line, candidates), strict=True))
            more += [
                _Way((*way.speakers, number), way.score + math.log(max(share, _LEAST))) for number, share in known[last]
            ]
        ways = sorted(more, key=lambda way: (-way.score, way.speakers))[:_BEAM]
    likely = [math.exp(way.score - ways[0].score) for way in ways]
    shares = [share / sum(likely) for share in likely]
    return [_sum_up(number, ways, shares) for number in range(len(lines))]


def _sum_up(number: int, ways: Sequence[_Way], shares: Sequence[float]) -> Planned:
    """Return the candidates of a line with the sums of the ways that have them."""
    sums: dict[int, float] = defaultdict(float)
    for way, share in zip(ways, shares, strict=True):
        sums[way.speakers[number]] += share
    candidates = list(sums)
    return Planned(candidates, Choice(candidates.index(ways[0].speakers[number]), [*sums.values()]))
