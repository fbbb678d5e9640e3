"""Evidence of posts and recordings: "tweeted", "wrote on her X page", "in a video"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.carrier_context import SAYS, CarrierContext, is_said_in
from sayso.analyse.carry.documents import name_document
from sayso.analyse.carry.evidence import Evidence
from sayso.analyse.carry.name_forms import NAME
from sayso.analyse.carry.outlet_lookup import platform_of
from sayso.carrier import How
from sayso.late import compile_late
from sayso.months import ANY_MONTH
from sayso.text import Span

__all__ = ["find_posts"]

_TWEET = compile_late(
    r"(?<![<@#/])\b(?:tweeted|tweets|tweeting|retweeted|(?:in|with)\s(?:an?|the|his|her|its|their|one|another|several|two)\s"
    r"(?:[\w-]{1,20}\s){0,3}tweets?\b|a\s(?:[\w-]{1,20}\s){0,2}tweet\b)",
    re.IGNORECASE,
)
# The signature of an embedded post: — Mara Quill (@maraquill) May 3, 2019.
_HANDLE = compile_late(rf"\(@\w{{2,15}}\)(?=\s(?:{ANY_MONTH})\s\d)")
_POSTED_ON = re.compile(
    rf"\b(?:[Oo]n|[Tt]o|via|over|through)\s(?:(?:his|her|its|their|the|an?)\s(?:[a-z-]{{1,20}}\s)?)?(?P<name>{NAME})"
    r"(?:\s(?:page|account|feed|profile|live|post|channel|handle|group|users?))?(?=\W|$)"
)
_POST_OF = compile_late(
    rf"\b(?:(?:[Ii]n|with|of)\s)?(?:an?|the|his|her|its|their|one|another|several)\s(?:[a-z-]{{1,20}}\s){{0,3}}"
    rf"(?P<name>{NAME})\s(?P<noun>posts?|video|announcement|message|thread|status|story|update|live|chat|rant|statement)\b"
)
_OWN_PAGE = compile_late(
    rf"\b[Oo]n\s(?:his|her|its|their)\s(?:[a-z-]{{1,20}}\s){{0,2}}(?P<name>{NAME})\s(?:page|account|feed|profile|handle)\b"
)
_WROTE_ON = compile_late(
    rf"\b(?:wrote|writes|posted|posts|writing|posting|shared)\s(?:\w+\s)?on\s(?P<name>{NAME})(?=\W|$)"
)
_SOCIAL_MEDIA = compile_late(r"\b[Oo]n\s(?:[A-Za-z-]{1,15}\s)?social\smedia\b")
_VIDEO = re.compile(
    r"\b[Ii]n\s(?:an?|the|his|her|their|one|another)\s(?P<name>(?:(?!(?:of|the|on|for)\s)[\w-]{1,20}\s){0,3}"
    r"(?P<noun>video|videos|ad|advertisement|commercial|podcast))\b(?!,?\s[A-Z“\"])"
)
_POSTS = re.compile(
    rf"{SAYS}|\b(?:post\w*|took|taking|takes|tweet\w*|users?|people|messages?|videos?|page|account|feed|live"
    r"|criticis\w+|mock\w*|attack\w*|joke\w*|went|turned)\b"
)
_DAY = re.compile(rf"\b(?:\w{{3,6}}day|{ANY_MONTH}|[A-Z][a-z]{{2,3}}\.? \d)\b")
_NEAR = 60


def find_posts(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that words were posted or recorded."""
    for form, needed in ((_TWEET, "tweet"), (_HANDLE, "(@")):
        for found in context.outside_marks(form, needed):
            yield Evidence("Twitter", How.SOCIAL, Span(*found.span()))
    yield from _find_platforms(context)
    yield from _find_pages(context)
    for found in context.outside_marks(_SOCIAL_MEDIA, "social"):
        if is_said_in(context, found.start()):
            yield Evidence("social media", How.SOCIAL, Span(*found.span()))
    for found in context.outside_marks(_VIDEO):
        if is_said_in(context, found.start()):
            how = How.OTHER if found["noun"].startswith("video") else How.BROADCAST
            yield Evidence(name_document(found["name"]), how, Span(*found.span()))


def _find_platforms(context: CarrierContext) -> Iterator[Evidence]:
    """Yield "posted on X" and "in an X post", where X is a known platform."""
    posts = "post video announcement message thread status story update live chat rant statement".split()
    for form, needed in ((_POSTED_ON, ()), (_POST_OF, posts)):
        for found in context.outside_marks(form, *needed):
            noun = found["noun"] if form is _POST_OF and found["noun"].startswith("post") else ""
            platform = platform_of(found["name"], noun=noun) or platform_of(found["name"].split()[0])
            start = max(0, found.start() - _NEAR)
            if platform and (form is _POST_OF or _POSTS.search(context.text, start, found.end())):
                yield Evidence(platform, How.SOCIAL, Span(*found.span()))


def _find_pages(context: CarrierContext) -> Iterator[Evidence]:
    """Yield "on her X page" and "wrote on X", for any name X."""
    pages, writes = ("page", "account", "feed", "profile", "handle"), ("wrote", "writ", "post", "shared")
    for form, needed in ((_OWN_PAGE, pages), (_WROTE_ON, writes)):
        for found in context.outside_marks(form, *needed):
            if not _DAY.match(found["name"]):
                yield Evidence(platform_of(found["name"]) or found["name"], How.SOCIAL, Span(*found.span()))
