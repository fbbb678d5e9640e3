"""Somebody who is described before he is named: "A man was mending nets. … The man is called Ada Moss."."""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.analyse.resolve.candidates import fits_gender
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entities import Entity
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
    if entity.type is not SpeakerType.UNNAMED or context.introduced >= _MOST_INTRODUCED:
        return
    other = _find_named(context, mention)
    if other is None or other.type is not SpeakerType.PERSON:
        return
    fit = fits_gender(other, entity.female)
    if fit is None or fit >= _LEAST_FIT:
        context.introduced += 1
        context.absorb(entity, other)


def _find_named(context: ResolveContext, mention: Span) -> Entity | None:
    """Return whose name a mention is said to have, if it stands there first and nothing else is known of him."""
    at = bisect_left(context.names, mention.end, key=lambda name: name.span.start)
    start, end = context.names[at].span if at < len(context.names) else (mention.end, mention.end)
    text = context.layout.text
    is_owner = text.startswith(("'", "’"), end)
    if is_owner or start - mention.end > _LONGEST or not _IS_NAMED.fullmatch(text, mention.end, start):
        return None
    named = context.owner[start]
    first = min((it.span.start for it in named.names if not it.is_headline), default=-1)
    return None if first != start or context.mentions.has_spoken(context.mentions.number(named)) else named
