"""Candidates for carriers: each name, title and noun that could be one, and the evidence that rules of form found.

They are proposed generously, from several proposers; `scorer.py` chooses among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sayso.analyse.carry.evidence import CarrierContext, Evidence
from sayso.analyse.carry.merge import name_key
from sayso.analyse.carry.outlet_lookup import look_up, platform_of
from sayso.analyse.carry.outlet_names import LINKED, NAME, OF, bare_name, cut_days, longest_listed
from sayso.analyse.model_spans import ModelSpan
from sayso.lexicon import read_words
from sayso.months import ANY_DAY, ANY_MONTH
from sayso.text import Span

__all__ = ["Candidate", "propose_candidates"]

# A capitalised name, also with a number before it; an account; a name with a capital inside, or the form of a site.
_NAMED = re.compile(
    rf"@\w{{2,30}}|(?:\d{{1,3}}\s)?{NAME}|\b[a-z]{{1,20}}[A-Z]\w{{1,30}}"
    r"|\b[\w-]{3,30}\.(?:com|org|net|news|info|co|nl|uk|my|africa|tv|fm)\b"
)
_MARKED = re.compile(
    r"(?<!\w)(?:[“\"«]|[‘']{1,2})(?P<title>[A-Z0-9][^“”\"‘«»\n]{0,80}?)[,.]?(?:[”\"»]|[’']{1,2}(?!\w))"
)
_WORD = re.compile(r"\b[a-z]+(?:-[a-z]+)?\b")
_FOLLOWING = re.compile(r"[ -]([a-z]+)")
_DATE = re.compile(rf"(?:(?:{ANY_DAY}|{ANY_MONTH}|\d{{1,4}})\W{{0,2}})+")
_SENTENCE_BEGINS = re.compile(r"(?:^|\n|[.!?:][”\"’']?\s|[(\[—])$")
# Who made or sent a picture carries no words: “Image supplied by Kelp Homes”, at the end of a line.
_PICTURED = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?)"
    r"(?: (?:by|(?:supplied|provided|taken) by|courtesy(?: of)?)|:| ?[/©])[^.\n]{0,40}$",
    re.IGNORECASE,
)
_PICTURED_REACH = 80
# Verbs that name a platform.
_SENT = frozenset(("tweet", "tweeted", "tweets", "tweeting", "retweeted"))


@dataclass(slots=True)
class Candidate:
    """A name, title or noun that may be a carrier.

    Attributes:
        name: As it would be named, without article.
        span: Where it stands.
        form: "name", "title", "noun" (also "tweeted"), or "evidence" if only a rule found it.
        found: The evidence of rules at the same place, with the rule's name.
        tags: The carriers that the model tagged there.
        mentions: The mentions that it tagged there.
    """

    name: str
    span: Span
    form: str
    found: list[tuple[str, Evidence]] = field(default_factory=list)
    tags: list[ModelSpan] = field(default_factory=list)
    mentions: list[ModelSpan] = field(default_factory=list)


def propose_candidates(context: CarrierContext, found: Iterable[tuple[str, Evidence]]) -> list[Candidate]:
    """Return the candidates of an article in text order.

    Args:
        context: The article, with what the model tagged in it.
        found: The evidence of rules, with the name of each rule.
    """
    places = _Places([*_propose_names(context), *_propose_titles(context.text), *_propose_nouns(context)])
    alone = _add_evidence(places, found) + _add_tags(context, places)
    found_all = (it for it in (*places.candidates, *alone) if not _is_pictured(context.text, it.span))
    return sorted(found_all, key=lambda it: (it.span, it.form, it.name))


class _Places:
    """Candidates in text order, to find those that overlap with a span."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = sorted(candidates, key=lambda it: it.span)
        self.starts = [it.span.start for it in self.candidates]
        self.longest = max((it.span.end - it.span.start for it in self.candidates), default=0)

    def overlapping(self, span: Span) -> Iterator[Candidate]:
        """Yield the candidates that overlap with a span."""
        first, last = bisect_left(self.starts, span.start - self.longest), bisect_left(self.starts, span.end)
        return (it for it in self.candidates[first:last] if it.span.start < span.end and span.start < it.span.end)


def _add_evidence(places: _Places, found: Iterable[tuple[str, Evidence]]) -> list[Candidate]:
    """Give candidates the evidence of the same name that overlaps with them; return candidates for other evidence."""
    alone: dict[tuple[Span, str], Candidate] = {}
    for rule, evidence in found:
        key = name_key(evidence.name)
        same = [it for it in places.overlapping(evidence.span) if _is_same_name(it, evidence, key)]
        if not same:
            new = Candidate(evidence.name, evidence.span, "evidence")
            same = [alone.setdefault((evidence.span, key), new)]
        for candidate in same:
            candidate.found.append((rule, evidence))
    return list(alone.values())


def _is_same_name(candidate: Candidate, evidence: Evidence, key: str) -> bool:
    """Whether a candidate has the name of evidence, or its last word: the statement of "written statement"."""
    if candidate.form == "noun":
        return evidence.name.lower().endswith(candidate.name)
    return name_key(candidate.name) == key


def _add_tags(context: CarrierContext, places: _Places) -> list[Candidate]:
    """Give candidates the model's tags that overlap with them; return candidates for other carriers that it tagged."""
    alone: list[Candidate] = []
    for tag in context.spans.mentions:
        for candidate in places.overlapping(tag.span):
            candidate.mentions.append(tag)
    for tag in context.spans.carriers:
        same = list(places.overlapping(tag.span))
        for candidate in same:
            candidate.tags.append(tag)
        if not same:
            name = bare_name(tag.span.of(context.text))
            form = "name" if name[:1].isupper() else "noun"
            alone.append(Candidate(name, tag.span, form, tags=[tag]))
    return alone


def _is_pictured(text: str, span: Span) -> bool:
    """Whether a name ends the line in which it is told who made or sent a picture."""
    is_last = not text[span.end : span.end + 2].split("\n", 1)[0].strip(" .)")
    return is_last and _PICTURED.search(text, max(0, span.start - _PICTURED_REACH), span.start) is not None


def _propose_names(context: CarrierContext) -> Iterator[Candidate]:
    """Yield each name, also its parts around "of", the listed name that it begins with, and the platform in it."""
    text = context.text
    for found in _NAMED.finditer(text):
        if not context.is_quoted(found.start()):
            opens = _SENTENCE_BEGINS.search(text, max(0, found.start() - 3), found.start())
            start, name = _skip_openers(found.start(), found.group()) if opens else (found.start(), found.group())
            name = cut_days(name)
            if name.lower() not in read_words("openers") and not _DATE.fullmatch(name):
                yield from _propose_parts(start, name, longest_listed(text, start))


def _skip_openers(start: int, name: str) -> tuple[int, str]:
    """Return the place and the name without capitalised words that only begin a sentence."""
    openers = read_words("openers")
    while True:
        first, _, rest = name.partition(" ")
        known = look_up(name)
        if not rest or first.lower() not in openers or known.stands_for or known.kind == "programme":
            return start, name
        start, name = start + len(name) - len(rest), rest


def _propose_parts(start: int, name: str, listed: str) -> Iterator[Candidate]:
    """Yield a name, and the names within it."""
    known = len(name) if LINKED.match(name, len(listed)) else min(len(listed), len(name))
    parts = {(0, len(name)), (0, known)}
    for joined in OF.finditer(name):
        parts |= {(0, joined.start()), (joined.end(), len(name))}
    words = name.split()
    for word in {words[0], words[-1]}:
        if platform_of(word, noun="post"):
            at = name.find(word)
            parts.add((at, at + len(word)))
    for first, last in sorted(parts):
        if first < last:
            yield Candidate(bare_name(name[first:last]), Span(start + first, start + last), "name")


def _propose_titles(text: str) -> Iterator[Candidate]:
    """Yield what stands in quotation marks and begins like a title."""
    for found in _MARKED.finditer(text):
        title = found["title"].strip(" ,.")
        if title:
            yield Candidate(title, Span(*found.span()), "title")


def _propose_nouns(context: CarrierContext) -> Iterator[Candidate]:
    """Yield each noun for a document, recording, post or occasion, and each verb such as "tweeted"."""
    text, nouns = context.text, read_words("carry_nouns")
    for found in _WORD.finditer(text):
        word = found.group()
        if (word in nouns or word in _SENT) and not context.is_quoted(found.start()):
            following = _FOLLOWING.match(text, found.end())
            if not following or following[1] not in nouns:
                yield Candidate("Twitter" if word in _SENT else word, Span(*found.span()), "noun")
