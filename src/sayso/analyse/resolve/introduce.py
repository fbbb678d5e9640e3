"""Somebody who is described before he is named: "A man was mending nets. … The man is called Ada Moss."."""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.analyse.resolve.candidates import fits_gender
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.proper_names import Name
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["introduce"]

# Between a description or pronoun and the name of whom it stands for: "She is | Ada Moss", "the man, whose name is |
# Ada Moss", "Her name is | Ada Moss", "The woman on the quay is his aunt, | Ada Moss".
_WHERE = r"(?: (?:on|in|at|with|from|behind|by|up|under|near|of) [^\n.,;:“”\"]{2,40}?)?"
_KIN = r"(?: (?:an?|the|his|her|their|my)(?: [\w’'-]+){1,4},)?"
_TITLE = r" (?:[A-Z][\w.]* ){0,2}"
_IS_NAMED = re.compile(
    rf"{_WHERE}(?: name|,? whose name| who)?(?:['’]s| is| was)(?: (?:called|named))?{_KIN}{_TITLE}"
    rf"|,? (?:(?:later|since) )?(?:called|named|(?:identified|introduced)(?: \w+){{0,3}} as){_TITLE}"
)
_LONGEST = 90
_LEAST_FIT = 0.2
# Each time all mentions are gone through, so only so many are introduced in one text.
_MOST_INTRODUCED = 100


def introduce(context: ResolveContext, mention: Span, entity: Entity) -> None:
    """Give somebody without a name the one that the text gives him right after a mention, if it is a new one.

    Args:
        context: The article.
        mention: A description or pronoun.
        entity: Whom it stands for.
    """
    is_described = entity.type is SpeakerType.UNNAMED and not (entity.is_named or entity.is_plural)
    if not is_described or context.introduced >= _MOST_INTRODUCED:
        return
    name = _find_name(context, mention)
    other = context.owner[name.span.start] if name else None
    if name is None or other is None or not _is_new(context, other, name):
        return
    fit = fits_gender(other, entity.female)
    if other.type is not SpeakerType.PERSON or (fit is not None and fit < _LEAST_FIT):
        return
    context.introduced += 1
    context.absorb(entity, other)


def _find_name(context: ResolveContext, mention: Span) -> Name | None:
    """Return the name that a mention is said to have."""
    at = bisect_left(context.names, mention.end, key=lambda name: name.span.start)
    name = context.names[at] if at < len(context.names) else None
    text = context.layout.text
    if (
        name is None
        or name.span.start - mention.end > _LONGEST
        or text[name.span.end : name.span.end + 1] in {"'", "’"}
    ):
        return None
    return name if _IS_NAMED.fullmatch(text, mention.end, name.span.start) else None


def _is_new(context: ResolveContext, other: Entity, name: Name) -> bool:
    """Whether a name is the first of its bearer outside the headline, and nothing else is known of him."""
    first = min((it.span.start for it in other.names if not it.is_headline), default=-1)
    return first == name.span.start and not context.mentions.has_spoken(context.mentions.number(other))
