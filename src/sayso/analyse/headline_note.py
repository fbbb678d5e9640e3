"""A headline finding's note: what became of the words, told to a reader."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.compare import Comparison
from sayso.match import Change, Detail, Difference, Op
from sayso.text import Span

__all__ = ["write_note"]

_MOST_STEPS = 3
_NEAR = 0.4  # share of the words that a place must have to be called the nearest
_MOST_WORDS = 6


def write_note(text: str, comparison: Comparison) -> str:
    """What became of the words, in a few neutral words; empty where nothing did.

    Args:
        text: The article's text, in which all places count.
        comparison: The headline's words held against the body.
    """
    if comparison.label is Change.NOT_FOUND:
        return _tell_nearest(text, comparison)
    told = [*_tell_steps(text, comparison), *_tell_cuts(comparison)]
    if comparison.goes_on and comparison.label is not Change.VERBATIM:
        told.append(_tell_rest(text, comparison.places[-1]))
    return "; ".join(part for part in told if part)


def _tell_nearest(text: str, comparison: Comparison) -> str:
    if not comparison.places or comparison.share < _NEAR:
        return "the body has no such words, and nothing near them"
    return f"the body has no such words; the nearest is {_quote(comparison.places[0].of(text))}"


def _tell_steps(text: str, comparison: Comparison) -> Iterator[str]:
    """The words that were changed, added, or left out one by one."""
    steps = [step for step in comparison.difference if _is_told(text, step)]
    for step in steps[:_MOST_STEPS]:
        held, told = _quote(step.source.of(text)), _quote(step.quote.of(text))
        if step.op is Op.REPLACE:
            yield f"{held} became {told}"
        elif step.op is Op.INSERT:
            yield f"{told} was added"
        else:
            yield f"{held} was left out"
    if len(steps) > _MOST_STEPS:
        yield f"and {len(steps) - _MOST_STEPS} more"


def _is_told(text: str, step: Difference) -> bool:
    short = len(step.source.of(text).split()) <= _MOST_WORDS
    return step.op in {Op.REPLACE, Op.INSERT} or (
        step.op is Op.DELETE and short and step.source.start < step.source.end
    )


def _tell_cuts(comparison: Comparison) -> Iterator[str]:
    changes = comparison.changes
    if Detail.ORDER in changes:
        yield "two places were joined, in another order"
    elif Detail.JOINED in changes:
        yield "two places were joined"
    if Detail.ELLIPSIS in changes:
        yield "the ellipsis shows the cut"
    elif Detail.SILENT_CUT in changes:
        yield "words were left out and nothing shows it"


def _tell_rest(text: str, place: Span) -> str:
    """How the body goes on: its next few words, up to the end of the clause."""
    rest = text[place.end : place.end + 80].split("\n", maxsplit=1)[0]
    for stop in '.!?;:”"»':
        rest = rest.split(stop, maxsplit=1)[0]
    words = rest.split()[:_MOST_WORDS]
    return f"the body goes on {_quote(' '.join(words))}" if words else ""


def _quote(words: str) -> str:
    shown = " ".join(words.split()[: 3 * _MOST_WORDS])
    return f"“{shown.translate(_INNER)}”"


_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'"})
