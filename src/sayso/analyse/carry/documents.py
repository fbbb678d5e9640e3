"""Evidence of documents: "in a statement", "by e-mail", "issued a press release", "in his book “T”"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sayso.analyse.carry.carrier_context import CarrierContext, is_said_in
from sayso.analyse.carry.evidence import Evidence
from sayso.analyse.carry.outlet_lookup import platform_of
from sayso.carrier import How
from sayso.late import compile_late
from sayso.lexicon import read_table
from sayso.months import ANY_MONTH
from sayso.text import Span

__all__ = ["find_documents", "name_document"]

_DETERMINER = r"(?:an?|the|his|her|their|its|our|my|one|another|this|that|several|two|three)"
_INTO = (
    rf"(?:(?P<link>in|via|through|by|with|from)\s(?:(?P<which>{_DETERMINER})\s)?"
    r"|(?P<verb>issu\w{1,3}|releas\w{1,3}|put(?:ting)?\sout|send|sends|sent(?:\sout)?|sending|post(?:ed|ing|s)|wrote|writes"
    r"|publish(?:ed|es|ing)|read|circulat\w{1,3}|fil(?:ed|es|ing)|penned|received|submitted|blasted\sout)\s"
    rf"(?:(?P<what>{_DETERMINER})\s)?)"
)
# Words that never stand in the name of a document before its noun.
_STOPS = (
    r"(?:and|or|the|an?|of|to|that|with|by|in|for|on|as|from|at|was|is|has|had|but|which|who|over|about|after|into|between"
    r"|against|during|under|than|when|where|while|if|so|his|her|their|its|such|out|private|personal|above|large|capital"
    r"|your|my|\w{2,15}ing)"
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
_SITE = compile_late(
    r"\b[Oo]n\s(?:his|her|its|their|the)\s(?P<name>(?:[a-z-]{1,20}\s){0,2}(?:website|web\ssite|blog))\b"
)
_DAY = re.compile(rf"\b(?:\w{{3,6}}day|{ANY_MONTH})\b")
_DROPPED = frozenset(
    """
    new recent recently later earlier separate brief short long lengthy similar own same first second last final single
    typical strongly-worded
    """.split()
)
# Nouns that an article often mentions without quoting them.
_LOOSE = frozenset(
    """
    book paper article report column essay op-ed post message note records log transcript documentary blog
    dossier editorial
    """.split()
)
# Nouns that can stand without an article: by e-mail, in court papers.
_BARE = frozenset({"e-mail", "email", "letter", "text message"})
_SENT = _BARE | {"statement"}
# Nouns that need "in": that somebody published a paper does not mean that these words are from it.
_ONLY_IN = frozenset("paper report presentation article note message column notice release".split())


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, How], tuple[str, ...]]:
    """Return the expression for documents, the `how` of each noun, and the first words of the nouns."""
    hows = {noun: How(how) for noun, how in read_table("carry_documents")}
    nouns = "|".join(noun.replace(" ", r"\s") for noun in sorted(hows, key=len, reverse=True))
    name = rf"(?P<name>(?:(?!{_STOPS}\b)[\w’'.-]{{1,25}}\s){{0,4}}?(?P<noun>{nouns}))\b"
    return (
        re.compile(rf"\b{_INTO}{name}{_NO_PART}", re.IGNORECASE),
        hows,
        tuple(dict.fromkeys(noun.split()[0] for noun in hows)),
    )


def find_documents(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that words were written in a document."""
    form, hows, first_words = _forms()
    for found in context.outside_marks(form, *first_words):
        noun = " ".join(found["noun"].lower().split())
        if "\n" not in found.group() and _carries(context, found, noun):
            which = (found["which"] or found["what"] or "").lower()
            is_anaphor = which in {"the", "that", "this"}
            yield Evidence(name_document(found["name"]), hows[noun], Span(*found.span()), is_anaphor=is_anaphor)
    for found in context.outside_marks(_BOOK, "book", "memoir", "autobiography", "novel", "documentary", "film"):
        yield Evidence(found["title"].strip(" ,"), How.DOCUMENT, Span(*found.span()))
    for found in context.outside_marks(_SITE, "site", "blog"):
        if is_said_in(context, found.start()):
            yield Evidence(found["name"], How.DOCUMENT, Span(*found.span()))


def _carries(context: CarrierContext, found: re.Match[str], noun: str) -> bool:
    """Whether the document carries words, and is not only mentioned."""
    link, verb = (found["link"] or "").lower(), (found["verb"] or "").lower()
    bare = not (found["which"] or found["what"])
    if _names_other(found, noun) or (bare and noun not in _BARE and noun[-1] != "s" and " " not in found["name"]):
        return False
    if noun in {"journal", "diary"}:
        return (found["which"] or "").lower() in {"his", "her", "their"}
    if link in {"by", "from", "with", "through"}:
        return noun in _SENT and (bare or link == "through")
    if verb:
        return noun not in _ONLY_IN and (noun == "statement" or verb != "read")
    return noun not in _LOOSE or is_said_in(context, found.start())


def _names_other(found: re.Match[str], noun: str) -> bool:
    """Whether the noun is part of a name: the Wold Post, a Facebook post."""
    words = found["name"].removesuffix(found["noun"]).split()
    names = (*words, " ".join(words[-2:]))
    is_platform = any(platform_of(name, noun="post" if noun == "post" else "") for name in names)
    return is_platform or found["noun"][0].isupper()


def name_document(name: str) -> str:
    """Return the noun of a document with the words that identify it.

    >>> name_document("new leaked memo"), name_document("Friday statement")
    ('leaked memo', 'statement')
    """
    *words, noun = name.split()
    kept = [word for word in words if word.lower() not in _DROPPED and not _DAY.search(word)]
    return " ".join([*kept, noun])
