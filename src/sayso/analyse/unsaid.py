"""Errors of the model: the sentence has a verb of saying, but reports no words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.analyse.layout import Layout
from sayso.lexicon.nouns import documents, people
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["is_unsaid"]

_DENIED = re.compile(r"\b(?:not|never|nor)\b|n['’]t\b", re.IGNORECASE)
# "First reported" or "originally published" names a carrier; nobody speaks there.
_PASSED_ON = re.compile(
    r"\b(?:first|originally|previously)\s+(?:reported|published|appeared|posted|aired|broadcast)\b", re.IGNORECASE
)
# Not "No 10", nor a body such as "No Limits".
_NOBODY = re.compile(r"(?:[Nn]obody|[Nn]one|[Nn]either|[Nn]o[\s-]one)\b|[Nn]o\s[a-z]")
_NOBODY_BEFORE = re.compile(r"\b(?:no(?:\sone)?|nobody|none\sof|neither)\s[^,;:.“”\"\n]{0,40}$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\b", re.IGNORECASE)
# "They did not tell the tenants that it was shut": that it was shut is said by nobody. A refusal is something said:
# "They would not tell us why".
_NOT_TOLD = re.compile(
    r"(?:\b(?:did|do|does|had|has|have)\s(?:not|never)|n['’]t|\bnever)\s(?:tell|told|inform|warn)\w*$"
)
_WONT = re.compile(r"\b(?:wo|would|could|ca)n['’]t\b")
_OF_FACT = re.compile(r"(?:that|of|about)\b", re.IGNORECASE)
# A pronoun is what was denied or admitted, but not what was said or asked for: "A nurse reported it", "puts it better".
_PLAIN = frozenset(
    """
    announce announced announces ask asked asks complain complained complains put puts report reported reports said saw
    say saying says see sees tell tells told
    """.split()
)
_PRONOUN = re.compile(
    r"(?:(?:for|to|about|of)\s)?(?:it|them|him|her|me|us|which|what)(?:\s(?:\w+ly|better|so|first|right|otherwise))?"
)
_LITTLE = re.compile(r"(?:very\s)?little|nothing(?:\s(?:more|else))?|no\ssuch\sthing")
_COMMENT = re.compile(r"for\s(?:\w+\s)?comments?")
# "Did Vint tell you to sell it?" asks whether something was said.
_ASKS = re.compile(r"(?:^|[.?!:;,“”\"'‘]|\b(?:and|but|so|or))\s?(?:did|does|do|has|have|had)\s$", re.IGNORECASE)
_ASKED_BACK = 30
# "Woe betide you if you didn’t know", "if anyone thinks": nobody in particular.
_ANYBODY = frozenset("you anyone anybody one".split())
_IF = re.compile(r"\b(?:if|unless|when|whenever)\s$", re.IGNORECASE)
_KNOWING = re.compile(r"\b(?:know|knew|think|thought|believe|wonder)\w*$", re.IGNORECASE)
# "The paper cited three aides" names sources; "cited technical reasons" says something.
_CITES = re.compile(r"\b(?:cit|quot)(?:e|es|ed)$", re.IGNORECASE)
_PARTY = re.compile(r"(?:\S+\s){0,3}?(?P<noun>[a-z]+)(?:\s(?:familiar|close|with|who|briefed|in|from|at|on|of)\b.*)?")
_NUMBERS = frozenset({"figure", "figures"})
# How a source is cited: "asked not to be named", "because he was not authorised to speak".
_NAMELESS = re.compile(
    r"(?:not to be (?:named|identified|quoted)|to remain anonymous|(?:for )?anonymity)\b"
    r"|because (?:he|she|they|it) (?:\w+ ){0,2}not (?:authori[sz]ed|allowed|permitted|supposed) to\b"
)
# "The firm reports half-year results on May 3": what they are is not said.
_PUBLISHES = re.compile(r"\b(?:report|publish|release|announce|post|present)(?:s|es|ed)?$", re.IGNORECASE)
_RESULTS = re.compile(
    r"(?:(?:its|their|the)\s)?(?:[\w’'-]+\s){0,4}(?:results|earnings|figures|accounts)"
    r"(?:\s(?:on|in|for|next|this|last|later|tomorrow|today|before|after)\b.*)?"
)
# "The port counts its losses" says nothing; "the group counts 61 prisoners", "counts it among them" does.
_COUNTS = re.compile(r"\bcount(?:s|ed)?$", re.IGNORECASE)
_COUNTED = re.compile(
    r"[\d“\"]|\b(?:among|as|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|\w+ty)\b"
)


def is_unsaid(layout: Layout, statement: Statement) -> bool:
    """Whether nobody says a statement: speech that is denied of everybody, asked about, or without words.

    These are rules of the guide's scheme; PolNeAR marks some of them.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> from sayso.statement import Kind, Place
    >>> from sayso.text import Span
    >>> layout = lay_out(Article("a", "The tenants have not been told when the lift will run."))
    >>> is_unsaid(layout, Statement("s1", Kind.INDIRECT, Place.BODY, (Span(31, 53),), (Span(12, 30),), (), 0.5))
    True
    """
    if not statement.cue or statement.turn:
        return False
    cue, source, content = (_words(layout, spans) for spans in (statement.cue, statement.source, statement.content))
    if not source and (_DENIED.search(cue) or _PASSED_ON.search(cue)):
        return True
    return (
        _is_of_nobody(layout, statement, cue, source)
        or bool(_NOT_TOLD.search(cue) and not _WONT.search(cue) and _OF_FACT.match(content))
        or _is_asked_about(layout, statement, cue, source)
        or _is_without_words(cue, content)
    )


def _words(layout: Layout, spans: Sequence[Span]) -> str:
    return " ".join(span.of(layout.text) for span in spans)


def _is_of_nobody(layout: Layout, statement: Statement, cue: str, source: str) -> bool:
    """Whether nobody is who says it or who is told: "Nobody disputes that", "no tenant had been told of it"."""
    if source:
        return bool(_NOBODY.match(source)) and " nor " not in source
    at = statement.cue[0].start
    start = layout.sentences[layout.sentence_of(at)].start
    return bool(_PASSIVE.search(cue) and _NOBODY_BEFORE.search(layout.text, max(start, at - 60), at))


def _is_asked_about(layout: Layout, statement: Statement, cue: str, source: str) -> bool:
    """Whether the writer or speaker asks or supposes that somebody says it."""
    if not statement.source:
        return False
    text, start = layout.text, statement.source[0].start
    sentence = layout.sentences[layout.sentence_of(start)]
    before = text[max(sentence.start, start - _ASKED_BACK) : start]
    if source.lower() in _ANYBODY and _IF.search(before) and _KNOWING.search(cue):
        return True
    end = statement.content[-1].end
    return statement.within is not None and "?" in text[end - 2 : end + 1] and bool(_ASKS.search(before))


def _is_without_words(cue: str, content: str) -> bool:
    """Whether the content is a pronoun, nothing, a request for comment, who is cited and how, or what is published."""
    last = cue.rsplit(" ", 1)[-1].lower()
    words = content.rstrip(".,").lower()
    if _PRONOUN.fullmatch(words):
        return last in _PLAIN and not _DENIED.search(cue)
    if (
        _LITTLE.fullmatch(words)
        or _COMMENT.fullmatch(words)
        or _NAMELESS.match(words)
        or (_PUBLISHES.search(cue) and _RESULTS.fullmatch(words))
        or (_COUNTS.search(cue) and not _COUNTED.search(words))
    ):
        return True
    party = _PARTY.fullmatch(content.rstrip(".,")) if _CITES.search(cue) else None
    return party is not None and party["noun"] in people() - documents() - _NUMBERS
