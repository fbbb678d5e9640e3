"""The records of speakers: the person or body behind a source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["Speaker", "SpeakerType"]


class SpeakerType(str, Enum):
    """The kind of entity. `UNNAMED` is one person or a few without a name; `AUTHOR` the writer's I or we."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    UNNAMED = "unnamed"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One entity that speaks in an article.

    Attributes:
        id: "p1", "p2", … in the order in which they first speak.
        name: The most complete name that the article gives, without title or article; else the fullest description.
        type: What kind of entity it is.
        named: Whether the article gives a proper name.
        roles: Titles and descriptions, as the text has them.
        mentions: Sources and names, and resolved pronouns and descriptions; in text order.
        members: Ids of the speakers that a joint one ("Roth and Oduya") stands for; else empty.
    """

    id: str
    name: str
    type: SpeakerType
    named: bool
    roles: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    members: tuple[str, ...] = ()
