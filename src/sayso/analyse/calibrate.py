"""The score of an attribution: a calibrated probability.

The probability is that a reader would mark the same source and at least half the same content. Its
weights were fitted on held-out training articles (training/calibrate.py) and stand in the model's card.

Source of the method: logistic (Platt) scaling; Platt, Advances in Large Margin Classifiers, 1999.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from sayso.analyse.attribute import Attribution
from sayso.analyse.layout import Layout
from sayso.analyse.logistic import find_log_odds, find_share
from sayso.lexicon import read_words
from sayso.statement import Kind, Place
from sayso.text import Span

__all__ = ["FEATURES", "describe", "describe_article", "score", "weigh"]

# `describe` returns the values in this order.
FEATURES = (
    "bias",
    # What the model says, as log-odds.
    "content", "content_least", "content_link", "begins", "ends", "cue", "cue_link", "cue_begins", "source", "around",
    # What was found.
    "no_cue", "no_source", "alone", "direct", "mixed", "inner", "parts", "length", "dense",
    # Where the content stands, and its words.
    "headline", "question", "unmarked_text", "that", "asks", "one_word", "few_words", "verb", "pronoun", "after_cue",
    # The words of cue and source.
    "saying", "thinking", "ing", "passive", "negated", "modal", "colon", "long_cue", "no_letters", "you", "it",
    "document", "source_after",
)  # fmt: skip

# Attributions found by rules have no features. Of 208 turns in training articles 177 were right; no training article
# has quotations signed by dash and name: an estimate. To PolNeAR a quotation without a cue is no statement.
TURN, SIGNED, ALONE = 0.85, 0.9, 0.05

_WORD = re.compile(r"[^\W_]+(?:['’]\w+)?")
_THAT = frozenset("that how why what which who whom whose where when".split())
_ASKS = frozenset("whether if".split())
_VERBS = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|will|would|can|could|should|may|might|must|do|does|did|won|[a-z]+ed)\b"
    r"|['’](?:s|re|ve|ll|d|m)\b|n['’]t\b"
)
_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|no|nor)\b|n['’]t\b", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:will|would|can|could|should|may|might|must|to)\b|['’](?:ll|d)\b", re.IGNORECASE)
_IT = frozenset("it this that these those they which who".split())
_PRONOUNS = frozenset("it this that so them him her me us you these those one what which".split())
_FEW = 4


def score(
    layout: Layout,
    attribution: Attribution,
    around: Sequence[float],
    scheme: str,
    weights: Mapping[str, Mapping[str, float]],
) -> float:
    """Return the probability that an attribution is right, 0–1, under a scheme.

    Args:
        layout: The layout of its article.
        attribution: The attribution.
        around: What `describe_article` says of the attributions of the article.
        scheme: The scheme; each has weights of its own.
        weights: From the model's card.
    """
    if attribution.turn:
        return TURN
    if not attribution.cue and scheme != "guide" and not attribution.drafts:
        return ALONE
    is_post = attribution.source and attribution.kind is Kind.INDIRECT
    if (attribution.cue or is_post) and not attribution.drafts:
        return SIGNED
    return weigh(describe(layout, attribution, around), weights.get(scheme, {}))


def describe_article(layout: Layout, attributions: Sequence[Attribution]) -> tuple[float, float, float]:
    """Return how sure the model is of the contents of an article, how dense they are, and 1 if no marks are there."""
    drafted = [find_log_odds(draft.content[0].role_score) for a in attributions for draft in a.drafts[:1]]
    words = 1 + sum(line.end - line.start for line in layout.lines) / 6
    sure = sum(drafted) / len(drafted) if drafted else 0.0
    return sure, math.log1p(100 * len(attributions) / words), float(not any(layout.quoted))


def describe(layout: Layout, attribution: Attribution, around: Sequence[float]) -> list[float]:
    """Return the features of an attribution, in the order of FEATURES; probabilities as log-odds."""
    text, content = layout.text, attribution.content
    parts = [part for draft in attribution.drafts for part in draft.content]
    first = attribution.drafts[0] if attribution.drafts else None
    cue, source = (first.cue, first.source) if first else (None, None)
    roles = [part.role_score for part in parts] or [0.5]
    cue_words, source_words, words = (_words(text, spans) for spans in (attribution.cue, attribution.source, content))
    cue_text = " ".join(span.of(text) for span in attribution.cue)
    opening = words[0] if words else ""
    line = layout.lines[layout.line_of(content[0].start)] if layout.lines else Span(0, len(text))
    after = attribution.cue[-1].end if attribution.cue else content[0].start
    features = (
        1.0,
        find_log_odds(sum(roles) / len(roles)),
        find_log_odds(min(roles)),
        find_log_odds(min((part.link_score for part in parts), default=0.5)),
        find_log_odds(parts[0].begins) if parts else 0.0,
        find_log_odds(parts[-1].ends) if parts else 0.0,
        find_log_odds(cue.role_score) if cue else 0.0,
        find_log_odds(cue.link_score) if cue else 0.0,
        find_log_odds(cue.begins * cue.ends) if cue else 0.0,
        find_log_odds(source.role_score) if source else 0.0,
        around[0],
        not attribution.cue,
        not attribution.source,
        not parts,
        attribution.kind is Kind.DIRECT,
        attribution.kind is Kind.MIXED,
        bool(first and first.inner),
        len(content) > 1,
        math.log1p(sum(end - start for start, end in content)) / 5,
        around[1],
        attribution.place is Place.HEADLINE,
        line.of(text).rstrip("”\"’'").endswith("?"),
        around[2],
        opening in _THAT,
        opening in _ASKS,
        len(words) <= 1,
        1 < len(words) <= _FEW,
        any(_VERBS.search(span.of(text)) for span in content),
        len(words) == 1 and opening in _PRONOUNS,
        content[0].start >= after,
        bool(set(cue_words) & read_words("voice_saying")),
        bool(set(cue_words) & read_words("thinking")),
        bool(cue_words) and cue_words[-1].endswith("ing"),
        bool(_PASSIVE.search(cue_text)),
        bool(_NEGATED.search(cue_text)),
        bool(_MODAL.search(cue_text)),
        cue_text.endswith(":"),
        len(cue_words) >= _FEW,
        bool(attribution.cue) and not cue_words,
        "you" in source_words[:1],
        bool(source_words) and source_words[0] in _IT,
        bool(source_words) and source_words[-1] in read_words("documents"),
        bool(attribution.source and attribution.cue) and attribution.source[0].start > after,
    )
    return [float(value) for value in features]


def weigh(features: list[float], weights: Mapping[str, float]) -> float:
    """Return the probability, 0–1, rounded to four places so that it prints the same everywhere."""
    total = sum(value * weights.get(name, 0.0) for name, value in zip(FEATURES, features, strict=True))
    return round(find_share(total), 4)


def _words(text: str, spans: Sequence[Span]) -> list[str]:
    """Return the words of some spans in small letters."""
    return [word.lower() for span in spans for word in _WORD.findall(span.of(text))]
