"""What the timeline of an utterance says of each passage: where its words came from, and what is different in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.cluster import Cluster, Edge
from sayso.compare import fold
from sayso.compare.words import is_small
from sayso.match import Change, Op
from sayso.trace import compare_occurrences, is_before

__all__ = ["BOTH_CUT", "FULLER", "NOT_READ", "NO_ORDER", "Piece", "Step", "find_step", "list_inner", "list_starts"]

FULLER, BOTH_CUT = "fuller", "cut differently"
NOT_READ = "in the text, not read as a statement"
NO_ORDER = "dates do not say which was first"
# So many small words between two changes are shown with them: one change reads better than three.
_FEW = 3
Piece = tuple[Op, str, str]
"""A part of the difference: what it is, the words of the passage before, and those of this one."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a passage is compared with.

    Attributes:
        start: The number of the other passage.
        label: What became of the words.
        change: The same as the timeline says it: "fuller" where the words before are the shortened ones.
        is_beside: Whether the other passage is only the nearest one, and no step leads from it.
        is_tie: Whether dates do not say which of the two was first.
        carrier: The name of the carrier by which the article states the step; None if it does not.
        is_other_speaker: Whether the two give the words to different speakers.
        pieces: The difference.
    """

    start: int
    label: Change
    change: str
    is_beside: bool
    is_tie: bool
    carrier: str | None
    is_other_speaker: bool
    pieces: tuple[Piece, ...]


def list_starts(cluster: Cluster) -> dict[int, Edge | int]:
    """For each passage the edge by which its words came, or else the number of an earlier one to show it beside."""
    # Of several the last one counts: one of the same speaker, and of these the passage's own nearest.
    pairs = sorted(cluster.pairs, key=lambda pair: _is_other(cluster, *pair[:2]), reverse=True)
    found: dict[int, Edge | int] = {b: a for a, b, _ in pairs}
    found.update((edge.end, edge) for edge in cluster.edges)
    return found


def list_inner(cluster: Cluster) -> dict[int, int]:
    """For each passage that is a part of another one of its article, what somebody says in it, the number of that."""
    by_article: defaultdict[str, list[int]] = defaultdict(list)
    for number, it in enumerate(cluster.passages):
        by_article[it.own_article].append(number)
    found = {}
    for numbers in by_article.values():
        for number in numbers:
            outer = [other for other in numbers if other != number and _holds(cluster, other, number)]
            if outer:
                found[number] = max(outer, key=lambda other: len(cluster.passages[other].text))
    return found


def _holds(cluster: Cluster, outer: int, inner: int) -> bool:
    """Whether all stretches of a passage lie within those of another, which has more."""
    one, other = cluster.passages[outer].spans, cluster.passages[inner].spans
    return one != other and all(any(it.start <= span.start and span.end <= it.end for it in one) for span in other)


def find_step(cluster: Cluster, number: int, start: Edge | int) -> Step:
    """The step to a passage.

    Args:
        cluster: The utterance.
        number: The passage's number.
        start: What `list_starts` has for it.
    """
    here = cluster.passages[number]
    edge = start if isinstance(start, Edge) else None
    before = edge.start if edge is not None else int(start)  # type: ignore[arg-type]
    there = cluster.passages[before]
    if edge is None or edge.change is not Change.VERBATIM:
        compared = compare_occurrences(there, here)
        label, words = compared.label if edge is None else edge.change, compared.words
    else:
        label, words = edge.change, ()
    pieces = ((Op.EQUAL, there.text, here.text),) if label is Change.VERBATIM else tuple(_tidy(words))
    is_other = edge.is_other_speaker if edge is not None else _is_other(cluster, before, number)
    carrier = None
    if edge is not None and edge.evidence == "stated":
        carrier = next((name for own, name, _ in here.carriers if own == edge.carrier), "")
    is_tie = edge is None and not is_before(there, here)
    return Step(before, label, _name_change(label, pieces), edge is None, is_tie, carrier, is_other, pieces)


def _is_other(cluster: Cluster, one: int, other: int) -> bool:
    """Whether two passages give the words to different speakers, as far as these are known."""
    keys = {cluster.passages[number].speaker_key for number in (one, other)}
    return len(keys) > 1 and None not in keys


def _name_change(label: Change, pieces: Iterable[Piece]) -> str:
    """The label; of two passages one of which is cut, which one."""
    if label not in {Change.TRUNCATED, Change.ELIDED}:
        return str(label.value)
    before, here = "", ""
    for op, gone, come in pieces:
        if op is not Op.EQUAL:
            before, here = f"{before} {gone}", f"{here} {come}"
    is_cut, is_fuller = (any(not is_small(form) for form in fold(words).forms) for words in (before, here))
    if is_fuller:
        return BOTH_CUT if is_cut else FULLER
    return str(label.value)


def _tidy(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the difference, with neighbouring changes as one, and few small words between two as part of them.

    >>> list(_tidy([(Op.DELETE, "the", ""), (Op.EQUAL, "of", "of"), (Op.INSERT, "", "lock")]))
    [(<Op.REPLACE: 'replace'>, 'the of', 'of lock')]
    """
    gone: list[str] = []
    come: list[str] = []
    for place, (op, before, here) in enumerate(pieces):
        is_between = 0 < place < len(pieces) - 1 and all(pieces[place + by][0] is not Op.EQUAL for by in (-1, 1))
        if op is not Op.EQUAL or (is_between and _is_light(here)):
            gone.append(before)
            come.append(here)
            continue
        yield from _join(gone, come)
        gone, come = [], []
        yield op, before, here
    yield from _join(gone, come)


def _is_light(words: str) -> bool:
    forms = fold(words).forms
    return len(forms) <= _FEW and all(map(is_small, forms))


def _join(gone: Iterable[str], come: Iterable[str]) -> Iterator[Piece]:
    before, here = (" ".join(filter(None, words)) for words in (gone, come))
    if before or here:
        op = Op.REPLACE if before and here else Op.DELETE if before else Op.INSERT
        yield op, before, here
