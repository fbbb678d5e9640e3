"""Who speaks in a dialogue that is told line by line.

“Where were you?” ⏎ “At home.” ⏎ “Alone?” Each line is a choice that hangs on who spoke before. So the likeliest
speakers of all its lines are chosen together, by a beam search: what is said later ("No, Mr Oats") tells who began.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
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


class Planned(NamedTuple):
    """The candidates of a line, and how likely each is with all ways to share out the lines in view."""

    candidates: Sequence[int]
    choice: Choice


class _Way(NamedTuple):
    """One way to share out the lines so far: the speaker of each, and its log-probability."""

    speakers: tuple[int, ...] = ()
    score: float = 0.0


def find_dialogue(layout: Layout, statements: Sequence[Statement], start: int) -> list[Statement]:
    """Return the statements from one on that are lines of a dialogue: alone in marks, one line right after the other.

    Args:
        layout: The layout of the article.
        statements: Its statements, in reading order.
        start: The number of the first.
    """
    found: list[Statement] = []
    following = -1
    for statement in statements[start:] if layout.lines else ():
        if statement.within:
            continue
        first, last = _find_lines(layout, statement)
        is_line = statement.kind is Kind.DIRECT and statement.place is Place.BODY
        is_line = is_line and not (statement.source or statement.cue or statement.turn)
        is_whole = layout.lines[first].start == statement.content[0].start
        is_whole = is_whole and layout.lines[last].end == statement.content[-1].end
        if not is_line or not is_whole or (found and first != following) or len(found) == _MOST_LINES:
            break
        found.append(statement)
        following = last + 1
    return found


def _find_lines(layout: Layout, statement: Statement) -> tuple[int, int]:
    """Return the numbers of the first and the last line of a statement."""
    return layout.line_of(statement.content[0].start), layout.line_of(statement.content[-1].end - 1)


def plan_dialogue(
    mentions: MentionIndex, lines: Sequence[Anaphor], score: Callable[[Anaphor, Sequence[int]], Sequence[float]]
) -> list[Planned]:
    """Return for each line its candidates with their probabilities, and which of them the likeliest way has.

    Args:
        mentions: The mentions of all entities, and who has spoken so far.
        lines: The lines of the dialogue.
        score: Returns the probability of each candidate of a line.
    """
    ways = [_Way()]
    for line in lines:
        more = [further for way in ways for further in _go_on(mentions, lines, way, line, score)]
        ways = sorted(more, key=lambda way: (-way.score, way.speakers))[:_BEAM]
    shares = [math.exp(way.score - ways[0].score) for way in ways]
    return [_sum_up(number, ways, shares) for number in range(len(lines))]


def _go_on(
    mentions: MentionIndex,
    lines: Sequence[Anaphor],
    way: _Way,
    line: Anaphor,
    score: Callable[[Anaphor, Sequence[int]], Sequence[float]],
) -> Iterator[_Way]:
    """Yield a way with each candidate of the next line."""
    spoken = [(told.place, number) for told, number in zip(lines, way.speakers, strict=False) if number != NOBODY]
    with mentions.suppose(spoken):
        candidates = list_candidates(mentions, line)
        shares = score(line, candidates)
    for number, share in zip(candidates, shares, strict=True):
        yield _Way((*way.speakers, number), way.score + math.log(max(share, _LEAST)))


def _sum_up(number: int, ways: Sequence[_Way], shares: Sequence[float]) -> Planned:
    """Return the candidates of a line with the sums of the ways that have them."""
    sums: dict[int, float] = defaultdict(float)
    for way, share in zip(ways, shares, strict=True):
        sums[way.speakers[number]] += share / sum(shares)
    candidates = list(sums)
    return Planned(candidates, Choice(candidates.index(ways[0].speakers[number]), [*sums.values()]))
