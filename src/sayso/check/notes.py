"""What a reader should know of a finding beside its label: why this place, how many fit, who speaks there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.check.candidates import Candidate, Found
from sayso.check.choose import Claim
from sayso.check.clipped import is_clipped
from sayso.compare import fold
from sayso.match import Caution

__all__ = ["LEAST_LIKE", "find_cautions", "write_note"]

_WORD = re.compile(r"\w+")
# A quotation of so many words or fewer may stand in many places by chance.
_FEW_WORDS = 5
# Of what shares less than this with the quotation, no place is shown: nothing there is like it.
LEAST_LIKE = 0.4
_REASONS = {
    "other_speaker": "the speaker agrees",
    "is_second_hand": "it is the source's own words",
    "is_later": "it is not later than the article",
    "is_fragment": "its sentence ends there too",
    "days": "its date is nearest to the article's",
    "is_partial": "it is complete",
    "is_written": "it is as spoken",
}


def find_cautions(found: Found, around: tuple[str, str], claim: Claim) -> Iterator[Caution]:
    """Yield what a reader should know before relying on the label.

    Args:
        found: What was found.
        around: What stands before and behind the words in the article.
        claim: What the article says of them.
    """
    best = found.best
    if best is None:
        return
    if best.is_found and is_clipped(best.comparison, *around):
        yield Caution.CLIPPED
    if found.is_short:
        yield Caution.TOO_SHORT
    if best.is_doubted:
        yield Caution.MAY_BE_CHANCE
    if not best.is_found:
        return
    if best.standing.is_second_hand:
        yield Caution.SECOND_HAND
    if best.is_later:
        yield Caution.LATER
    if _is_speaker_unknown(best, claim):
        yield Caution.UNKNOWN_SPEAKER
    if len(best.speakers) > 1:
        yield Caution.SEVERAL_SPEAKERS


def _is_speaker_unknown(best: Candidate, claim: Claim) -> bool:
    """Whether the article names a speaker, and the source only a role that is not that one's: “THE COURT”."""
    if not claim.names or not best.speakers or best.same_speaker is not None:
        return False
    own = {word for role in claim.roles for word in _WORD.findall(role.casefold())}
    return not all(own.issuperset({*_WORD.findall(name.casefold())} - {"the", "a"}) for name in best.speakers)


def write_note(quote: str, found: Found, rarest: tuple[str, int] | None) -> str:
    """The note of a finding; empty if there is nothing to say.

    Args:
        quote: The words.
        found: What was found.
        rarest: Of what may be chance, the shared words that say most, and how many sources have them.
    """
    return "; ".join(_list_notes(quote, found, rarest))


def _list_notes(quote: str, found: Found, rarest: tuple[str, int] | None) -> Iterator[str]:
    best = found.best
    if best is None:
        yield "none of its words stand together in the sources"
    elif not best.is_found and best.comparison.share < LEAST_LIKE:
        yield "nothing like it stands in the sources"
    elif not best.is_found:
        yield f"about {best.comparison.share:.0%} of it stands there"
        if best.is_doubted:
            reason = _find_doubt(best)
            yield f"not counted as found: {reason}{_describe_rarest(rarest)}"
    else:
        yield from _explain_choice(found)
    if best and best.is_found and len(best.speakers) > 1:
        yield f"its words stand in the turns of {' and of '.join(best.speakers)}"
    if found.others and len(fold(quote)) <= _FEW_WORDS:
        yield "a few words only, which fit in several places"
    if found.looked_for is not None:
        yield f"only its first {found.looked_for:,} characters were looked for"
    if found.is_cut:
        yield "its words are so common that not every place was looked at"


def _describe_rarest(rarest: tuple[str, int] | None) -> str:
    """Which of the shared words say most, in how many sources they stand, and what of the others."""
    if rarest is None:
        return "words so common may stand so by chance"
    words, count = rarest
    where = "this source only" if count == 1 else f"{count:,} sources"
    return f"“{words}” alone stands in {where}; the other words are too common to show anything"


def _find_doubt(best: Candidate) -> str:
    """What else speaks against a place, if anything."""
    if best.standing.is_later:
        return "the source is later than the article, and "
    return "another speaks there, and " if best.same_speaker is False else ""


def _explain_choice(found: Found) -> Iterator[str]:
    if not found.others and not (found.is_beside and found.exact_count > 1):
        return
    reason = _find_reason(found)
    if found.exact_count > len(found.others):
        more = "more than " if found.is_cut else ""
        yield f"{more}{found.exact_count:,} places have these very words; this one because {reason}"
    else:
        yield f"{len(found.others) + 1} places fit about as well; this one because {reason}"


def _find_reason(found: Found) -> str:
    """Why this place and none of the others: all in which it stands better than some that are equal until there."""
    best = found.best
    if best is None:
        return ""
    reasons = ["the rest of the quotation stands there too"] if found.is_beside else []
    rivals = [other for other in found.standings if other != best.standing]
    for name, reason in _REASONS.items():
        own = getattr(best.standing, name)
        if any(getattr(other, name) < own for other in rivals):
            break
        if any(getattr(other, name) > own for other in rivals):
            reasons.append(reason)
        rivals = [other for other in rivals if getattr(other, name) == own]
    if reasons:
        return " and, of those, ".join(reasons)
    is_nearest = rivals or any(best.cost < other.cost for other in found.others)
    return "its words are nearest" if is_nearest else "it comes first"
