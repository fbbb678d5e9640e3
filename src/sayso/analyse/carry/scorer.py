"""The linear model that scores candidates, and the choice among them.

A softmax over the values of `how` and "none" gives each candidate its probabilities by its words; what the model tagged
there corrects them. Candidates that are likely enough become evidence, the likelier first, and at one place only one.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.carry.candidates import Candidate
from sayso.analyse.carry.evidence import OUTLETS, CarrierContext, Evidence, Reach
from sayso.analyse.carry.outlet_lookup import look_up
from sayso.analyse.carry.words import classes_of
from sayso.analyse.logistic import find_log_odds, find_share
from sayso.analyse.models import MODEL_FOLDER
from sayso.carrier import How
from sayso.errors import ModelError
from sayso.lexicon import read_words
from sayso.months import ANY_DAY, ANY_MONTH
from sayso.text import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CLASSES", "Scored", "Scorer", "choose_evidence", "describe_tags", "group_of"]

WEIGHTS_FILE = MODEL_FOLDER / "carriers.json"
CLASSES = (*(how.value for how in How), "none")
# Candidates that are closer than this, in characters, are one carrier: a station and its programme.
_ONE_PHRASE = 3
# What a rule found by form may be less likely by this factor.
_FOUND = 0.25
_NEIGHBOURS = 3
# How much a tag counts for the `how`, beside the words, and the least share of a `how`.
_TAG_SHARE, _LEAST = 0.5, 0.001
# Odds are those of a probability that is at least this far from 0 and 1.
_LEAST_ODDS = 1e-4
# A wire in a line of its own is the agency of the text; in a longer line, of the words beside it.
_OWN_LINE = 120
_BEFORE = r"(?:in|on|via|from|through|over|by|with|for|to|of|at|told|tells?)"
_DETERMINER = r"(?:the|an?|its|his|her|their|our|one|another|this|that|these|those)"
_DESCRIBING = rf"(?P<words>(?:(?!(?:{_BEFORE}|{_DETERMINER}|and|or|who|which)\s)[a-z][\w-]{{1,20}}\s){{0,3}})$"
# Words before a name that lead to it, with a description between: told the weekly X; seen by X; in an interview with X.
_LEAD = re.compile(
    r"\b(?:told|tells?|asked|citing|according\sto|per|(?:[a-z]{1,12}(?:ed|en|wn|es|ing|aid|view|oke)\s)?(?:to|by|with|for)"
    rf"|in|on|via|from|through|over)\s(?:{_DETERMINER}\s)?{_DESCRIBING}",
    re.IGNORECASE,
)
# Words before a noun that lead to it: in her written statement; issued a statement; by e-mail.
_NOUN_LEAD = re.compile(
    rf"\b(?:{_BEFORE}\s(?:{_DETERMINER}\s)?"
    rf"|(?:issu|releas|send|sent|publish|circulat|fil|post|wr[io]t)\w{{0,3}}\s(?:out\s)?{_DETERMINER}\s){_DESCRIBING}",
    re.IGNORECASE,
)
_VERB = re.compile(r"(?:[’']s)?\s(?:(?:has|had|have|also|first)\s){0,2}([a-z]{2,15})\b")
_NEXT_NOUN = re.compile(r"\s([a-z-]{2,15})\b")
_COMPOUND = re.compile(r"\b(?P<words>[a-z]{2,15}[ -])$")
# Words that say nothing about which document it is.
_DROPPED = frozenset(
    """
    new recent recently later earlier separate brief short long lengthy similar own same first second last final single
    latest subsequent
    """.split()
)
_ANY_DAY = re.compile(rf"(?:{ANY_DAY}|{ANY_MONTH})\b")
_DEFINITE = re.compile(r"\b(?:the|that|this)\s", re.IGNORECASE)
_AROUND = 80


class Scored(NamedTuple):
    """A candidate with its likeliest `how`, and the probability that it is a carrier."""

    candidate: Candidate
    how: How
    score: float


def group_of(candidate: Candidate) -> str:
    """Return which weights score a candidate: those for nouns or those for names."""
    return "noun" if candidate.form == "noun" else "name"


class Scorer:
    """Scores candidates by a linear model.

    Args:
        path: A file of weights by feature; the shipped one by default.

    Raises:
        ModelError: The file is missing or does not have what it must.

    Attributes:
        threshold: The least score of a carrier.
        knows_tags: Whether it has weights for the model's tags.
    """

    def __init__(self, path: Path = WEIGHTS_FILE) -> None:
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            self.threshold = float(given["threshold"])
            self._rules = {rule: float(share) for rule, share in given["rules"].items()}
            self._slope, self._bias = (float(it) for it in given["calibration"])
            self._weights = {group: _read_weights(given[group]) for group in ("name", "noun")}
            self._tags = {str(name): float(weight) for name, weight in given.get("tags", {}).items()}
            self.knows_tags = bool(self._tags)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            raise ModelError(f"{path}: the weights cannot be loaded ({err}); reinstall sayso") from err

    def score(self, candidate: Candidate, features: Iterable[str], *, is_tagged: bool = False) -> Scored:
        """Return a candidate with its score, which says how often such a candidate is a carrier.

        Where the form decides, as in datelines and footers, the score is at least the share of the rule's evidence that
        was right in training.

        Args:
            candidate: The candidate.
            features: Its features.
            is_tagged: Whether its article was tagged, so that no tag means something.
        """
        shares = self.weigh(candidate, features)
        share = 1.0 - float(shares[-1])
        if is_tagged:
            tagged = describe_tags(candidate, share).items()
            odds = sum(self._tags.get(name, 0.0) * value for name, value in tagged)
        else:
            odds = self._slope * find_log_odds(share, least=_LEAST_ODDS) + self._bias
        floor = max((self._rules.get(rule, 0.0) for rule, _ in candidate.found), default=0.0)
        return Scored(candidate, _choose_how(candidate, shares), max(find_share(odds), floor))

    def weigh(self, candidate: Candidate, features: Iterable[str]) -> NDArray[np.float64]:
        """Return the probabilities of CLASSES by the words of a candidate alone, before calibration."""
        places, rows = self._weights[group_of(candidate)]
        known = [place for place in map(places.get, features) if place is not None]
        values = np.add.reduce(rows.take(known, 0), 0)
        shares = np.exp(values - np.maximum.reduce(values))
        return np.asarray(shares / np.add.reduce(shares), np.float64)


def describe_tags(candidate: Candidate, share: float) -> dict[str, float]:
    """Return the features of a candidate in an article that the model tagged.

    Args:
        candidate: The candidate with its tags.
        share: Its probability by words alone.
    """
    words = find_log_odds(share, least=_LEAST_ODDS)
    group = group_of(candidate)
    features = {"bias": 1.0, "words": words, f"words {group}": words, group: 1.0, f"form {candidate.form}": 1.0}
    features |= {f"rule {rule}": 1.0 for rule, _ in candidate.found}
    if any(mention.kind == "person" for mention in candidate.mentions):
        features[f"person {group}"] = 1.0
    if not candidate.tags:
        return features | {"no tag": 1.0, f"no tag {group}": 1.0}
    tag = max(candidate.tags, key=lambda it: it.any_score)
    odds = find_log_odds(tag.any_score, least=_LEAST_ODDS)
    shared = min(tag.span.end, candidate.span.end) - max(tag.span.start, candidate.span.start)
    both = max(tag.span.end, candidate.span.end) - min(tag.span.start, candidate.span.start)
    return features | {"tag": odds, f"tag {group}": odds, "overlap": shared / both}


def _choose_how(candidate: Candidate, shares: NDArray[np.float64]) -> How:
    """Return the likeliest `how` of a candidate by its words and its tag."""
    values = np.log(shares[:-1] / shares[:-1].sum() + _LEAST)
    if candidate.tags:
        tag = max(candidate.tags, key=lambda it: it.any_score)
        share = tag.score / tag.any_score
        others = max((1 - share) / (len(values) - 1), _LEAST)
        values += _TAG_SHARE * np.log([share if how == tag.kind else others for how in CLASSES[:-1]])
    return How(CLASSES[int(np.argmax(values))])


def _read_weights(given: dict[str, list[float]]) -> tuple[dict[str, int], NDArray[np.float64]]:
    """Return the place of each feature, and the rows of weights; zeros at the end of a row are left out in the file."""
    rows = np.zeros((len(given), len(CLASSES)))
    for row, weights in zip(rows, given.values(), strict=True):
        row[: len(weights)] = weights
    return {name: place for place, name in enumerate(given)}, rows


def choose_evidence(context: CarrierContext, scored: Iterable[Scored], threshold: float) -> Iterator[Evidence]:
    """Yield the evidence of the candidates that are likely enough, of those at one place only the likeliest."""
    kept: list[Scored] = []
    for one in sorted(scored, key=_rank):
        if one.score < threshold * (_FOUND if one.candidate.found else 1.0):
            continue
        place = bisect_left(kept, one.candidate.span, key=lambda it: it.candidate.span)
        # Few candidates overlap, so that the neighbours tell whether its place is taken.
        around = kept[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
        if not any(_are_one_phrase(one.candidate.span, other.candidate.span) for other in around):
            kept.insert(place, one)
    for one in kept:
        yield _write_evidence(context, one)


def _rank(one: Scored) -> tuple[bool, float, Span, str]:
    """Return the place in the order of choice: the likelier first; last the channel of "the Mir channel"."""
    return "outlet" in classes_of(one.candidate.name), -one.score, one.candidate.span, one.candidate.name


def _are_one_phrase(one: Span, other: Span) -> bool:
    """Whether two candidates overlap, or are parts of one phrase: a station and its programme, a Facebook | post."""
    return max(one.start, other.start) - min(one.end, other.end) <= _ONE_PHRASE


def _write_evidence(context: CarrierContext, one: Scored) -> Evidence:
    """Return the evidence of a candidate: that of a rule if one found it."""
    candidate, how = one.candidate, one.how
    if candidate.found:
        return replace(candidate.found[0][1], score=one.score)
    span, is_noun = candidate.span, candidate.form == "noun"
    unnamed = is_noun and how in OUTLETS and "outlet" in classes_of(candidate.name)
    lead = _find_lead(context.text, span, _NOUN_LEAD if is_noun else _LEAD)
    name = "" if unnamed else _name_noun(context.text, candidate, lead) if is_noun else candidate.name
    kind = look_up(name).kind if name else ""
    evidence = _extend(context.text, span, lead)
    following = _NEXT_NOUN.match(context.text, span.end) if how is How.SOCIAL and not is_noun else None
    if following and following[1] in read_words("carry_nouns"):
        evidence = Span(evidence.start, following.end())
    is_anaphor = unnamed or (is_noun and bool(_DEFINITE.search(context.text, evidence.start, span.start)))
    reach = _find_reach(context, span, how)
    return Evidence(name, how, evidence, reach, kind, is_anaphor=is_anaphor, score=one.score)


def _find_lead(text: str, span: Span, form: re.Pattern[str]) -> re.Match[str] | None:
    """Return the words that lead to a name or noun in its line."""
    line = text.rfind("\n", 0, span.start) + 1
    return form.search(text, max(line, span.start - _AROUND), span.start)


def _name_noun(text: str, candidate: Candidate, lead: re.Match[str] | None) -> str:
    """Return a noun with the words before it that say which it is: "joint statement" of "in a new joint statement"."""
    if candidate.span.of(text).lower() != candidate.name:
        return candidate.name
    found = lead or _find_lead(text, candidate.span, _COMPOUND)
    words = found["words"] if found else ""
    if not lead and words[:-1] not in read_words("carry_nouns"):
        return candidate.name
    kept = [word for word in words.split(" ")[:-1] if word.lower() not in _DROPPED and not _ANY_DAY.match(word)]
    return " ".join([*kept, candidate.name]) if words.endswith(" ") else words + candidate.name


def _find_reach(context: CarrierContext, span: Span, how: How) -> Reach:
    """Return which statements the evidence covers."""
    if how in {How.REPUBLICATION, How.AGGREGATOR}:
        return Reach.ALL
    line = context.layout.lines[context.layout.line_of(span.start)]
    return Reach.BODY if how is How.WIRE and line.end - line.start < _OWN_LINE else Reach.BESIDE


def _extend(text: str, span: Span, lead: re.Match[str] | None) -> Span:
    """Return the span of a name with the words beside it that make it evidence: told the weekly X; X reported."""
    if lead:
        return Span(lead.start(), span.end)
    verb = _VERB.match(text, span.end)
    return Span(span.start, verb.end()) if verb and classes_of(verb[1]) else span
