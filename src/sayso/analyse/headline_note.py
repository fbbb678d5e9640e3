"""The note of a headline finding: how the words differ from the body, for a reader."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.compare import Comparison
from sayso.match import Change, Detail, Difference, Op
from sayso.text import Span

__all__ = ["write_note"]

_MOST_STEPS = 3
_NEAR = 0.4  # share of the words that the nearest place must have
_MOST_WORDS = 6


def write_note(text: str, comparison: Comparison) -> str:
    """Return how the words differ from the body, in a few neutral words; empty if they do not.

    Args:
        text: The article's text, in which all places count.
        comparison: The comparison of the headline's words with the body.
    """
    if comparison.label is Change.NOT_FOUND:
        return _describe_nearest(text, comparison)
    parts = [*_describe_steps(text, comparison), *_describe_cuts(comparison)]
    if comparison.goes_on and comparison.label is not Change.VERBATIM:
        parts.append(_describe_rest(text, comparison.places[-1]))
    return "; ".join(part for part in parts if part)


def _describe_nearest(text: str, comparison: Comparison) -> str:
    if not comparison.places or comparison.share < _NEAR:
        return "nothing in the body is near these words"
    return f"the nearest words of the body are {_quote(comparison.places[0].of(text))}"


def _describe_steps(text: str, comparison: Comparison) -> Iterator[str]:
    """Yield the words that were changed, added or left out."""
    steps = [step for step in comparison.difference if _is_shown(text, step)]
    for step in steps[:_MOST_STEPS]:
        in_body, in_headline = _quote(step.source.of(text)), _quote(step.quote.of(text))
        if step.op is Op.REPLACE:
            yield f"{in_body} became {in_headline}"
        elif step.op is Op.INSERT:
            yield f"{in_headline} was added"
        else:
            yield f"{in_body} was left out"
    if len(steps) > _MOST_STEPS:
        yield f"and {len(steps) - _MOST_STEPS} more"


def _is_shown(text: str, step: Difference) -> bool:
    short = len(step.source.of(text).split()) <= _MOST_WORDS
    return step.op in {Op.REPLACE, Op.INSERT} or (
        step.op is Op.DELETE and short and step.source.start < step.source.end
    )


def _describe_cuts(comparison: Comparison) -> Iterator[str]:
    changes = comparison.changes
    if Detail.ORDER in changes:
        yield "two places were joined, in another order"
    elif Detail.JOINED in changes:
        yield "two places were joined"
    if Detail.ELLIPSIS in changes:
        yield "the ellipsis shows the cut"
    elif Detail.SILENT_CUT in changes:
        yield "words were left out and nothing shows it"


def _describe_rest(text: str, place: Span) -> str:
    """Return how the body continues: its next few words, up to the end of the clause."""
    rest = text[place.end : place.end + 80].split("\n", maxsplit=1)[0]
    for stop in '.!?;:”"»':
        rest = rest.split(stop, maxsplit=1)[0]
    words = rest.split()[:_MOST_WORDS]
    return f"the body goes on {_quote(' '.join(words))}" if words else ""


def _quote(words: str) -> str:
    shown = " ".join(words.split()[: 3 * _MOST_WORDS])
    return f"“{shown.translate(_INNER)}”"


_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'"})
