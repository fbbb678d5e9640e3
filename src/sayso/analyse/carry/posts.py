"""Words that somebody posted or recorded: "tweeted", "wrote on her X page", "in a video"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.documents import name_document
from sayso.analyse.carry.names import NAME
from sayso.analyse.carry.outlets import platform_of
from sayso.analyse.carry.scene import SAYS, Scene, is_said_in
from sayso.analyse.carry.sighting import Sighting
from sayso.carrier import How
from sayso.months import ANY_MONTH
from sayso.text import Span

__all__ = ["find_posts"]

_TWEET = re.compile(
    r"\b(?:tweeted|tweets|tweeting|retweeted|(?:in|with)\s(?:an?|the|his|her|its|their|one|another|several|two)\s"
    r"(?:[\w-]{1,20}\s){0,3}tweets?\b|a\s(?:[\w-]{1,20}\s){0,2}tweet\b)",
    re.IGNORECASE,
)
# The signature of a post that was set into the page: — Mara Quill (@maraquill) May 3, 2019.
_HANDLE = re.compile(rf"\(@\w{{2,15}}\)(?=\s(?:{ANY_MONTH})\s\d)")
_POSTED_ON = re.compile(
    rf"\b(?:[Oo]n|[Tt]o|via|over|through)\s(?:(?:his|her|its|their|the|an?)\s(?:[a-z-]{{1,20}}\s)?)?(?P<name>{NAME})"
    r"(?:\s(?:page|account|feed|profile|live|post|channel|handle|group|users?))?(?=\W|$)"
)
_POST_OF = re.compile(
    rf"\b(?:(?:[Ii]n|with|of)\s)?(?:an?|the|his|her|its|their|one|another|several)\s(?:[a-z-]{{1,20}}\s){{0,3}}"
    rf"(?P<name>{NAME})\s(?P<noun>posts?|video|announcement|message|thread|status|story|update|live|chat|rant|statement)\b"
)
_OWN_PAGE = re.compile(
    rf"\b[Oo]n\s(?:his|her|its|their)\s(?:[a-z-]{{1,20}}\s){{0,2}}(?P<name>{NAME})\s(?:page|account|feed|profile|handle)\b"
)
_WROTE_ON = re.compile(
    rf"\b(?:wrote|writes|posted|posts|writing|posting|shared)\s(?:\w+\s)?on\s(?P<name>{NAME})(?=\W|$)"
)
_SOCIAL_MEDIA = re.compile(r"\b[Oo]n\s(?:[A-Za-z-]{1,15}\s)?social\smedia\b")
_VIDEO = re.compile(
    r"\b[Ii]n\s(?:an?|the|his|her|their|one|another)\s(?P<name>(?:(?!(?:of|the|on|for)\s)[\w-]{1,20}\s){0,3}"
    r"(?P<noun>video|videos|ad|advertisement|commercial|podcast))\b(?!,?\s[A-Z“\"])"
)
_POSTS = re.compile(
    rf"{SAYS}|\b(?:post\w*|took|taking|takes|tweet\w*|users?|people|messages?|videos?|page|account|feed|live"
    r"|criticis\w+|mock\w*|attack\w*|joke\w*|went|turned)\b"
)
_DAY = re.compile(rf"\b(?:\w{{3,6}}day|{ANY_MONTH})\b")
_NEAR = 60


def find_posts(scene: Scene) -> Iterator[Sighting]:
    """The places that say that what is told was posted or recorded."""
    for form, name in ((_TWEET, "Twitter"), (_HANDLE, "Twitter")):
        for found in scene.outside_marks(form):
            yield Sighting(name, How.SOCIAL, Span(*found.span()))
    yield from _find_platforms(scene)
    yield from _find_pages(scene)
    for found in scene.outside_marks(_SOCIAL_MEDIA):
        if is_said_in(scene, found.start()):
            yield Sighting("social media", How.SOCIAL, Span(*found.span()))
    for found in scene.outside_marks(_VIDEO):
        if is_said_in(scene, found.start()):
            how = How.OTHER if found["noun"].startswith("video") else How.BROADCAST
            yield Sighting(name_document(found["name"]), how, Span(*found.span()))


def _find_platforms(scene: Scene) -> Iterator[Sighting]:
    """Posted on X, in an X post, where X is a platform that is known."""
    for form in (_POSTED_ON, _POST_OF):
        for found in scene.outside_marks(form):
            noun = found["noun"] if form is _POST_OF and found["noun"].startswith("post") else ""
            platform = platform_of(found["name"], noun=noun) or platform_of(found["name"].split()[0])
            start = max(0, found.start() - _NEAR)
            if platform and (form is _POST_OF or _POSTS.search(scene.text, start, found.end())):
                yield Sighting(platform, How.SOCIAL, Span(*found.span()))


def _find_pages(scene: Scene) -> Iterator[Sighting]:
    """On her X page, wrote on X, whatever X is."""
    for form in (_OWN_PAGE, _WROTE_ON):
        for found in scene.outside_marks(form):
            if not _DAY.match(found["name"]):
                yield Sighting(platform_of(found["name"]) or found["name"], How.SOCIAL, Span(*found.span()))
