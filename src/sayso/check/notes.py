"""What a reader should know of a finding beside its label: why this place, how many fit, who speaks there."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.check.choose import Standing
from sayso.check.locate import Candidate, Found
from sayso.compare import fold
from sayso.match import Change

__all__ = ["tell_note"]

# A quotation of so many words or fewer may stand in many places by chance.
_FEW_WORDS = 5
_REASONS = {
    "other_speaker": "the speaker agrees",
    "is_later": "it is not later than the article",
    "days": "its date is nearest to the article's",
    "is_partial": "it is complete",
    "is_written": "it is as spoken",
}


def tell_note(quote: str, found: Found) -> str:
    """The note of a finding; empty if there is nothing to say."""
    return "; ".join(_tell(quote, found))


def _tell(quote: str, found: Found) -> Iterator[str]:
    best = found.best
    if best is None:
        yield "none of its words stand together in the sources"
    elif not best.is_found:
        yield f"nearest: {best.comparison.share:.0%} of the words by weight"
    else:
        yield from _tell_choice(best, found.others)
    if best and best.is_found and best.same_speaker is False:
        yield f"at that place {best.speaker} speaks"
    if found.others and len(fold(quote)) <= _FEW_WORDS:
        yield "a few words only, which fit in several places"
    if found.looked_for is not None:
        yield f"only its first {found.looked_for:,} characters were looked for"
    if found.is_cut and best and best.comparison.label is Change.NOT_FOUND:
        yield "its words are so common that not every place was looked at"


def _tell_choice(best: Candidate, others: tuple[Candidate, ...]) -> Iterator[str]:
    if not others:
        return
    count = len(others) + 1
    yield f"{count} places fit about as well; this one because {_find_reason(best, others[0])}"


def _find_reason(best: Candidate, other: Candidate) -> str:
    """The first thing in which the chosen place stands better than the next."""
    for name in Standing.__slots__:
        if getattr(best.standing, name) < getattr(other.standing, name):
            return _REASONS[name]
        if getattr(best.standing, name) > getattr(other.standing, name):
            break
    return "its words are nearest" if best.standing != other.standing or best.cost < other.cost else "it comes first"
