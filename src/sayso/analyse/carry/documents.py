"""Evidence of documents and posts: "in a statement", "by e-mail", "in his book “T”", "tweeted", "on her X page"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sayso.analyse.carry.evidence import CarrierContext, Evidence
from sayso.analyse.carry.outlet_lookup import platform_of
from sayso.analyse.carry.outlet_names import NAME
from sayso.carrier import How
from sayso.late import compile_late
from sayso.lexicon import read_table
from sayso.months import ANY_MONTH
from sayso.text import Span

__all__ = ["find_documents", "find_posts", "name_document"]

_DETERMINER = r"(?:an?|the|his|her|their|its|our|my|one|another|this|that|several|two|three)"
_INTO = (
    rf"(?:(?P<link>in|via|through|by|with|from)\s(?:(?P<which>{_DETERMINER})\s)?"
    r"|(?:issu\w{1,3}|releas\w{1,3}|put(?:ting)?\sout|send|sends|sent(?:\sout)?|sending|post(?:ed|ing|s)|wrote|writes"
    r"|publish(?:ed|es|ing)|circulat\w{1,3}|fil(?:ed|es|ing)|penned|received|submitted|blasted\sout)\s"
    rf"(?:(?P<what>{_DETERMINER})\s)?)"
)
# Words that never stand in the name of a document before its noun.
_STOPS = (
    r"(?:and|or|the|an?|of|to|that|with|by|in|for|on|as|from|at|was|is|has|had|but|which|who|over|about|after|into|between"
    r"|against|during|under|than|when|where|while|if|so|his|her|their|its|such|out|private|personal|above|large|capital"
    r"|your|my|\w{2,15}ing|(?:four|five|six|seven|eight|nine|ten)(?=\sminutes))"
)
# "E-mail server" is not an e-mail.
_NO_PART = (
    r"(?![-’']|\s(?:servers?|accounts?|thread|address|list|scandal|controversy|system|probe|investigation|inquiry"
    r"|practices|use|case|saga|hack|dump|chain)\b)"
)
_BOOK = compile_late(
    r"\b(?:[Ii]n|of|from|to)\s(?:his|her|their|the|a|[A-Z]\w{1,20}[’']s?)\s(?:[\w-]{1,20}\s){0,2}"
    r"(?:book|memoir|autobiography|novel|documentary|film),?\s[“\"‘'][ ]?(?P<title>[^“”\"\n]{2,90}?),?[ ]?[”\"’']"
)
# Words that say nothing about which document it is.
_DROPPED = frozenset(
    """
    new recent recently later earlier separate brief short long lengthy similar own same first second last final single
    typical strongly-worded
    """.split()
)
# Nouns that an article often mentions without quoting them; some verb of saying must stand before "in the report".
_LOOSE = frozenset(
    """
    paper article report column essay op-ed post message note records log transcript blog dossier editorial journal
    diary
    """.split()
)
# Nouns that need "in": that somebody published a paper does not mean that these words are from it.
_ONLY_IN = frozenset("paper report presentation article note message column notice release".split())
# These are named by their titles, and more often spoken of than read from.
_BOOKS = frozenset("book memoir autobiography documentary".split())
_SAYS = (
    r"\b(?:said|says|saying|wr[io]t\w*|not(?:ed|es)|explain\w*|argu\w*|claim\w*|told|tells|call\w*|ask\w*|add\w*|announc\w*"
    r"|respond\w*|declar\w*|admit\w*|warn\w*|describ\w*|report\w*|shar\w*|recall\w*|insist\w*|heard|seen|posted)\b"
)
_SAID = re.compile(_SAYS)
# Nouns that can stand without an article: by e-mail, in court papers.
_BARE = frozenset({"e-mail", "email", "letter", "text message"})

_TWEET = compile_late(
    r"(?<![<@#/])\b(?:tweeted|tweets|tweeting|retweeted|(?:in|with)\s(?:an?|the|his|her|its|their|one|another|several|two)\s"
    r"(?:[\w-]{1,20}\s){0,3}tweets?\b|a\s(?:[\w-]{1,20}\s){0,2}tweet\b)",
    re.IGNORECASE,
)
# The signature of an embedded post: — Mara Quill (@maraquill) May 3, 2019.
_HANDLE = compile_late(rf"\(@\w{{2,15}}\)(?=\s(?:{ANY_MONTH})\s\d)")
_PLATFORM = re.compile(
    rf"\b(?:(?:[Oo]n|[Tt]o|via|over|through)\s(?:(?:his|her|its|their|the|an?)\s(?:[a-z-]{{1,20}}\s)?)?(?P<name>{NAME})"
    r"(?:\s(?:page|account|feed|profile|live|post|channel|handle|group|users?))?"
    rf"|(?:(?:[Ii]n|with|of)\s)?(?:an?|the|his|her|its|their|one|another|several)\s(?:[a-z-]{{1,20}}\s){{0,3}}"
    rf"(?P<of>{NAME})\s(?P<noun>posts?|video|announcement|message|thread|status|story|update|live|chat|rant|statement))\b"
)
_POSTS = re.compile(
    rf"{_SAYS}|\b(?:post\w*|took|taking|takes|tweet\w*|users?|people|messages?|videos?|page|account|feed|live|criticis\w+"
    r"|mock\w*|attack\w*|joke\w*|went|turned)\b"
)
_SOCIAL_MEDIA = compile_late(r"\b(?P<link>[Oo]n)\s(?:[A-Za-z-]{1,15}\s)?social\smedia\b")
_PAGE = compile_late(
    rf"\b(?:[Oo]n\s(?:his|her|its|their)\s(?:[a-z-]{{1,20}}\s){{0,2}}(?P<name>{NAME})\s(?:page|account|feed|profile|handle)"
    rf"|(?:wrote|writes|posted|posts|writing|posting|shared)\s(?:\w+\s)?on\s(?P<on>{NAME}))(?=\W|$)"
)
_SITE = compile_late(r"\b[Oo]n\s(?:his|her|its|their)\s(?P<name>(?:[a-z-]{1,20}\s){0,2}(?:website|web\ssite|blog))\b")
_ANY_DAY = re.compile(rf"\b(?:\w{{3,6}}day|{ANY_MONTH})\b")
_VIDEO = re.compile(
    r"\b(?P<link>[Ii]n)\s(?:an?|the|his|her|their|one|another)\s(?P<name>(?:(?!(?:of|the|on|for)\s)[\w-]{1,20}\s){0,3}"
    r"(?P<noun>video|videos|ad|advertisement|commercial|podcast))\b(?!,?\s[A-Z“\"])"
)
_DAY = re.compile(rf"\b(?:\w{{3,6}}day|{ANY_MONTH}|[A-Z][a-z]{{2,3}}\.? \d)\b")
_SAID_NEAR, _NEAR = 50, 60


@cache
def _form() -> tuple[re.Pattern[str], dict[str, str], tuple[str, ...]]:
    """Return the expression for documents, the `how` of each noun, and the first words of the nouns."""
    hows = {row[0]: row[1] for row in read_table("carry_documents") if row[0] not in _BOOKS}
    nouns = "|".join(noun.replace(" ", r"\s") for noun in sorted(hows, key=len, reverse=True))
    name = rf"(?P<name>(?:(?!{_STOPS}\b)[\w’'.-]{{1,25}}\s){{0,4}}?(?P<noun>{nouns}))\b"
    return re.compile(rf"\b{_INTO}{name}{_NO_PART}", re.IGNORECASE), hows, tuple({noun.split()[0] for noun in hows})


def find_documents(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that words were written in a document."""
    form, hows, first_words = _form()
    for found in context.outside_marks(form, *first_words):
        noun = " ".join(found["noun"].lower().split())
        is_said = noun not in (_LOOSE if found["link"] else _ONLY_IN) or _is_said_in(context.text, found)
        if is_said and "\n" not in found.group() and _carries(found, noun):
            is_anaphor = (found["which"] or found["what"] or "").lower() in {"the", "that", "this"}
            name = name_document(found["name"])
            yield Evidence(name, How(hows[noun]), Span(*found.span()), is_anaphor=is_anaphor)
    for found in context.outside_marks(_BOOK, "book", "memoir", "autobiography", "novel", "documentary", "film"):
        yield Evidence(found["title"].strip(" ,"), How.DOCUMENT, Span(*found.span()))
    for found in context.outside_marks(_SITE, "site", "blog"):
        yield Evidence(found["name"], How.DOCUMENT, Span(*found.span()))


def _is_said_in(text: str, found: re.Match[str]) -> bool:
    """Whether something is said in a document or video: after a verb of saying, or at the start of a sentence."""
    is_said = text[found.start()].isupper() or _SAID.search(text, max(0, found.start() - _SAID_NEAR), found.start())
    return bool(found["link"] and is_said)


def _carries(found: re.Match[str], noun: str) -> bool:
    """Whether the document carries words, and is not only mentioned."""
    bare = not (found["which"] or found["what"])
    if found["noun"][0].isupper() or (bare and noun not in _BARE and noun[-1] != "s" and " " not in found["name"]):
        return False
    if bare and found.string[found.end() : found.end() + 1] == ":":  # "Ada in Port Wold emails:"
        return False
    link = (found["link"] or "").lower()
    return link in {"", "in", "via"} or (noun in {*_BARE, "statement"} and (bare or link == "through"))


def name_document(name: str) -> str:
    """Return the noun of a document with the words that identify it.

    >>> name_document("new leaked memo"), name_document("Friday statement")
    ('leaked memo', 'statement')
    """
    *words, noun = name.split()
    return " ".join([*(it for it in words if it.lower() not in _DROPPED and not _ANY_DAY.search(it)), noun])


def find_posts(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence of posts and recordings: "tweeted", "posted on X", "on her X page", "in a video"."""
    for form, needed in ((_TWEET, "tweet"), (_HANDLE, "(@")):
        for found in context.outside_marks(form, needed):
            yield Evidence("Twitter", How.SOCIAL, Span(*found.span()))
    for found in context.outside_marks(_PLATFORM):
        name, noun = found["name"] or found["of"], "post" if (found["noun"] or "").startswith("post") else ""
        platform = platform_of(name, noun=noun) or platform_of(name.split()[0])
        start = max(0, found.start() - _NEAR)
        if platform and (found["of"] or _POSTS.search(context.text, start, found.end())):
            yield Evidence(platform, How.SOCIAL, Span(*found.span()))
    for found in context.outside_marks(_PAGE, "page", "account", "feed", "profile", "handle", "writ", "wrote", "post"):
        name = found["name"] or found["on"]
        if not _DAY.match(name):
            yield Evidence(platform_of(name) or name, How.SOCIAL, Span(*found.span()))
    yield from _find_recordings(context)


def _find_recordings(context: CarrierContext) -> Iterator[Evidence]:
    """Yield "on social media" and "in a video", where somebody says something there."""
    for found in context.outside_marks(_SOCIAL_MEDIA, "social"):
        if _is_said_in(context.text, found):
            yield Evidence("social media", How.SOCIAL, Span(*found.span()))
    for found in context.outside_marks(_VIDEO, "video", "ad", "commercial", "podcast"):
        if _is_said_in(context.text, found):
            how = How.OTHER if found["noun"].startswith("video") else How.BROADCAST
            yield Evidence(name_document(found["name"]), how, Span(*found.span()))
