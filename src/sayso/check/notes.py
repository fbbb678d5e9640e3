"""What a reader should know of a finding beside its label: why this place, how many fit, who speaks there."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.check.candidates import Candidate, Found
from sayso.check.choose import Standing
from sayso.compare import fold

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
        yield f"about {best.comparison.share:.0%} of it stands there"
    else:
        yield from _tell_choice(best, found)
    if best and best.is_found and len(best.speakers) > 1:
        yield f"its words stand in the turns of {' and of '.join(best.speakers)}"
    if found.others and len(fold(quote)) <= _FEW_WORDS:
        yield "a few words only, which fit in several places"
    if found.looked_for is not None:
        yield f"only its first {found.looked_for:,} characters were looked for"
    if found.is_cut:
        yield "its words are so common that not every place was looked at"


def _tell_choice(best: Candidate, found: Found) -> Iterator[str]:
    if not found.others:
        return
    reason = _find_reason(best, found.others[0])
    if found.exact_count > len(found.others):
        more = "more than " if found.is_cut else ""
        yield f"{more}{found.exact_count:,} places have these very words; this one because {reason}"
    else:
        yield f"{len(found.others) + 1} places fit about as well; this one because {reason}"


def _find_reason(best: Candidate, other: Candidate) -> str:
    """The first thing in which the chosen place stands better than the next."""
    for name in Standing.__slots__:
        if getattr(best.standing, name) < getattr(other.standing, name):
            return _REASONS[name]
        if getattr(best.standing, name) > getattr(other.standing, name):
            break
    return "its words are nearest" if best.standing != other.standing or best.cost < other.cost else "it comes first"
