"""What became of a passage's words in another place: the label, what differs, and the difference word by word.

The order of precedence is altered, elided, minor, truncated, verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sayso.compare.align import Alignment, Source, align
from sayso.compare.fold import Folded
from sayso.compare.spelling import respell
from sayso.compare.steps import Step, join_written, read_steps
from sayso.compare.weigh import Weight, weigh_step
from sayso.compare.words import SUBJECTS, are_same, find_stem, is_clause, is_small, weigh_word
from sayso.match import Change, Detail, Difference, Op
from sayso.text import Span

__all__ = ["Comparison", "compare_passage"]

# Looked at on planted headlines (evaluation/planted.py): below these, absent quotations are found.
_LEAST_SHARE = 0.6
_LEAST_SCORE = 0.2
_SURE_SHARE = 0.9  # from here on the score, which cuts lower, says nothing
# A place that is joined to others has at least this weight of its own: one full word and two small ones.
_LEAST_PIECE = 1.6
# … or this, in the same place beyond the end of a sentence or quotation, …
_LEAST_BESIDE = 1.2
# … or this, where an ellipsis shows that it is joined.
_LEAST_SHOWN = 0.8
# So many words of the source may be left out within one place; beyond that it is another place.
_FAR = 12


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a passage's words in a source.

    Attributes:
        label: Its name; never paraphrase, which strings alone cannot show.
        changes: What differs, in the order of `Detail`.
        places: Where the words stand in the source, in the order of the passage; the nearest place if not found.
        share: The weight of the passage's words that stand there, 0 to 1.
        passage: The words as they are quoted.
        source: The words that they come from.
        steps: What leads from the source to the passage, in the order of the passage; numbers of words.
        goes_on: Whether the source's sentence goes on where the passage stops.
        is_cut: Whether the source was too long for all of it to be looked at.
        change_count: In how many places the words differ by more than little.
    """

    label: Change
    changes: tuple[Detail, ...]
    places: tuple[Span, ...]
    share: float
    passage: Folded
    source: Folded
    steps: tuple[Step, ...] = ()
    goes_on: bool = False
    is_cut: bool = False
    change_count: int = 0

    @property
    def difference(self) -> tuple[Difference, ...]:
        """The steps in places of the two texts; no written word is cut."""
        joined = join_written(self.steps, self.passage, self.source)
        return tuple(_as_difference(step, self.passage, self.source) for step in joined)


def compare_passage(passage: Folded, source: Source, *, is_retold: bool = False, at: int | None = None) -> Comparison:
    """What became of the passage's words in the source.

    Args:
        passage: The words as they are quoted.
        source: Where they should come from.
        is_retold: Whether both are accounts (headline and body, two articles), so that one may be cut short.
        at: The number of the source's word from which on all of them stand one after another, if that is known.

    >>> from sayso.compare.align import index_source
    >>> from sayso.compare.fold import fold
    >>> source = index_source(fold("“We do not owe them five dollars,” she said."))
    >>> found = compare_passage(fold("We owe them $5"), source)
    >>> found.label.value, [detail.value for detail in found.changes]
    ('altered', ['negation'])
    """
    alignment = align(passage, source) if at is None else _lay_over(passage, at)
    partner = _drop_strays(alignment.partner, passage, source.folded)
    last = next((number for number in reversed(partner) if number >= 0), -1)
    if last < 0:
        return Comparison(Change.NOT_FOUND, (), (), 0.0, passage, source.folded, is_cut=alignment.is_cut)
    steps = tuple(read_steps(passage, source.folded, partner))
    weighed = [weigh_step(step, passage, source.folded) for step in steps]
    share = _share(steps, passage, source.folded)
    if _cuts_negation(source.folded, last):
        weighed.append((Weight.ALTERED, frozenset({Detail.NEGATION})))
    label = _name(alignment, share, passage, [weight for weight, _ in weighed])
    goes_on = _goes_on(source.folded, last)
    if label is Change.VERBATIM and is_retold and goes_on and _may_be_cut(passage, source.folded, last):
        label = Change.TRUNCATED
    changes = {detail for _, details in weighed for detail in details}
    return Comparison(
        label,
        tuple(detail for detail in Detail if detail in changes),
        tuple(_find_places(partner, source.folded)),
        share,
        passage,
        source.folded,
        steps,
        goes_on,
        alignment.is_cut,
        _count_changes(steps, [weight for weight, _ in weighed]),
    )


def _count_changes(steps: Sequence[Step], weights: Sequence[Weight]) -> int:
    """How many runs of steps between equal words make more than a little difference."""
    runs = groupby(zip(steps, weights, strict=False), key=lambda pair: pair[0].op is Op.EQUAL)
    return sum(not is_equal and max(weight for _, weight in run) > Weight.MINOR for is_equal, run in runs)


def _lay_over(passage: Folded, at: int) -> Alignment:
    """The alignment of words that stand one after another."""
    return Alignment(tuple(range(at, at + len(passage))), sum(map(weigh_word, passage.forms)))


_LABELS = {
    Weight.NONE: Change.VERBATIM,
    Weight.MINOR: Change.MINOR,
    Weight.ELIDED: Change.ELIDED,
    Weight.ALTERED: Change.ALTERED,
}


def _name(alignment: Alignment, share: float, passage: Folded, weights: Sequence[Weight]) -> Change:
    """The label by precedence, if enough was found."""
    whole = sum(map(weigh_word, passage.forms))
    if share < _LEAST_SHARE or (share < _SURE_SHARE and alignment.score < _LEAST_SCORE * whole):
        return Change.NOT_FOUND
    return _LABELS[max(weights, default=Weight.NONE)]


def _share(steps: Sequence[Step], passage: Folded, source: Folded) -> float:
    """The weight of the words that were found; another form of the same word counts three quarters."""
    whole = had = 0.0
    for step in steps:
        # A bracketed insertion is no part of what was said.
        added = step.op is Op.INSERT
        rows = (row for row in range(*step.passage) if not (added and row in passage.asides))
        weight = sum(weigh_word(passage.forms[row]) for row in rows)
        whole += weight
        if step.op is Op.EQUAL:
            had += weight
        elif step.op is Op.REPLACE:
            told, held = passage.forms[step.passage[0]], source.forms[step.source[0]]
            part = 1.0 if respell(told) == respell(held) else 0.75 if find_stem(told) == find_stem(held) else 0.0
            had += part * weight
    return had / whole if whole else 0.0


def _drop_strays(partner: Sequence[int], passage: Folded, source: Folded) -> list[int]:
    """The partners without places that are too small to rule out chance, unless it is the only one.

    A word of the source stands for one word only: what is quoted twice and was said once is an addition.
    """
    once = _drop_repeated(partner)
    kept = list(once)
    for least, pieces in ((_LEAST_PIECE, _split_pieces(once)), (_LEAST_BESIDE, _split_pieces(once, source))):
        _drop_light(kept, list(pieces), least, passage, source)
    return kept


def _drop_repeated(partner: Sequence[int]) -> list[int]:
    """The partners without those that have one already."""
    first: dict[int, int] = {}
    return [number if first.setdefault(number, row) == row else -1 for row, number in enumerate(partner)]


def _drop_light(kept: list[int], pieces: list[list[int]], least: float, passage: Folded, source: Folded) -> None:
    """Take the partners away from the rows of pieces that weigh too little, unless none weighs more."""
    weights = [_weigh_piece(piece, kept, passage, source) for piece in pieces]
    for piece, weight in zip(pieces, weights, strict=True):
        is_shown = piece[0] in passage.gaps or piece[-1] + 1 in passage.gaps
        if weight < min(_LEAST_SHOWN if is_shown else least, max(weights)):
            for row in piece:
                kept[row] = -1


def _split_pieces(partner: Sequence[int], source: Folded | None = None) -> Iterator[list[int]]:
    """The rows that stand in one place of the source, place by place; given the source, sentence by sentence."""
    piece: list[int] = []
    for row, number in enumerate(partner):
        if number < 0:
            continue
        before = partner[piece[-1]] if piece else number
        if piece and (not 0 <= number - before <= _FAR or (source and _is_apart(source, before, number))):
            yield piece
            piece = []
        piece.append(row)
    if piece:
        yield piece


def _is_apart(source: Folded, before: int, number: int) -> bool:
    """Whether words were left out between the two, and a sentence or quotation ended among them."""
    return number > before + 1 and any(_BORDER.search(source.between(n)) for n in range(before, number))


_BORDER = re.compile(r"[.!?\n“”«»\"]|''")


def _weigh_piece(piece: Sequence[int], partner: Sequence[int], passage: Folded, source: Folded) -> float:
    forms = ((passage.forms[row], source.forms[partner[row]]) for row in piece)
    return sum(weigh_word(told) for told, held in forms if find_stem(told) == find_stem(held) or are_same(told, held))


def _find_places(partner: Sequence[int], source: Folded) -> Iterator[Span]:
    for piece in _split_pieces(partner):
        yield source.span(partner[piece[0]], partner[piece[-1]] + 1)


def _as_difference(step: Step, passage: Folded, source: Folded) -> Difference:
    return Difference(step.op, source.span(*step.source), passage.span(*step.passage))


_ENDS = re.compile(r"[.!?…;:()\[\]\n—–”»\"“«]|(?<![-\w])--|[’']")
_TURNS = frozenset("and but or so nor yet".split())
# After a comma these still belong to the clause: they say when it holds.
_CONDITIONS = frozenset("if unless until till when because except provided as while without".split())


def _goes_on(source: Folded, last: int) -> bool:
    """Whether the clause goes on after the word: no stop, no closing mark, no clause of its own follows."""
    if last + 1 >= len(source):
        return False
    between = source.between(last)
    if _ENDS.search(between):
        return False
    following = source.forms[last + 1]
    if "," in between:
        return following in _CONDITIONS
    after = source.forms[last + 2] if last + 2 < len(source) else ""
    return not (following in _TURNS and after in SUBJECTS)


def _cuts_negation(source: Folded, last: int) -> bool:
    """Whether the passage stops before the n't of a written word."""
    return source.forms[last + 1 : last + 2] == ("not",) and not source.between(last)


def _may_be_cut(passage: Folded, source: Folded, last: int) -> bool:
    """Whether the passage reads as a clause that was cut, and not as a few words that were picked out."""
    if len(passage) in passage.gaps or len(passage) >= _LONG:
        return True
    end = passage.forms[-1]
    if is_small(end) or source.forms[last + 1] == "of":
        return True
    return is_clause(passage.forms)


_LONG = 4
