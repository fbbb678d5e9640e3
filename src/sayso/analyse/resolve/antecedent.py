"""Whom a pronoun or a short description stands for: candidates on the trail, weighed against each other.

Each candidate is described by a few numbers (how far back, who spoke last, does the gender fit …) and a linear
model gives each a share; its weights are fitted by training/resolver.py. Mention ranking as in Pascal Denis and
Jason Baldridge, "Specialized Models and Ranking for Coreference Resolution", EMNLP 2008.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.analyse.resolve.known import fold_words, head_fits
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.trail import Step, Trail
from sayso.speaker import SpeakerType

__all__ = ["FEATURES", "Anaphor", "describe", "list_candidates"]

# Most candidates that are weighed for one pronoun.
_MOST = 14
# The first names of the census are a man's or a woman's with few exceptions; below this, the party is the other.
_LEAST_FIT = 0.15
_PERSONAL = frozenset("he she his her him hers i himself herself".split())
_MALE = frozenset("he his him himself".split())
_FEMALE = frozenset("she her hers herself".split())

FEATURES = (
    "same_sentence", "one_back", "two_back", "few_back", "many_back", "same_line", "line_before", "two_lines",
    "log_chars", "rank", "nearest_fit", "last_speaker", "last_speaker_same_line", "last_speaker_line_before",
    "speaker_before_last", "spoke_in_sentence", "first_in_sentence", "first_in_last_sentence", "first_in_line",
    "log_count", "in_headline", "first_party", "fits", "unfit", "unknown_gender", "is_person", "is_body", "is_group",
    "only_quoted", "holder", "inside_holder", "is_owner", "within_speaker_near", "plural_fit",
    "wants_person_body", "new_in_line", "overtaken", "bare_name", "is_unnamed", "last_is_source",
    "head_said", "head_kin", "modifiers", "no_modifier", "modifier_missing", "same_words", "is_document", "number_unfit",
    "new", "new_definite", "new_indefinite", "new_bare", "new_owned", "new_plural", "new_few", "new_after", "new_other", "new_name_inside", "new_headline",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anaphor:
    """What refers back.

    Attributes:
        place: Where it stands.
        word: The pronoun, or the head of the description, in small letters.
        female: 1 for a woman, 0 for a man, None if it tells nothing.
        is_plural: Whether it stands for several.
        is_person: Whether it stands for a person; None if it may be either.
        holder: The party whose words it stands in, if it is inside another's statement.
        phrase: The description, where it is one.
        type: What kind of party a description stands for.
        is_quoted: Whether it stands in quotation marks, so that it is the holder who says it.
    """

    place: int
    word: str
    female: float | None
    is_plural: bool
    is_person: bool | None
    holder: int | None = None
    phrase: Phrase | None = None
    type: SpeakerType | None = None
    is_quoted: bool = False


# What a place may be called, and the bodies that may go by its name.
_LANDS = frozenset("country nation state kingdom republic city town government regime administration authorities".split())
NEW = -1
"""The candidate that stands for nobody spoken of before."""


def list_candidates(trail: Trail, anaphor: Anaphor) -> list[int]:
    """The numbers of the parties that may be meant: those spoken of before, the latest first."""
    found: dict[int, None] = {}
    if anaphor.phrase is not None and _is_indefinite(anaphor.phrase):
        return [NEW]
    in_headline = trail.layout.title is not None and anaphor.place < trail.layout.title.end
    if in_headline and anaphor.phrase is not None:
        for number in trail.described(anaphor.phrase):
            if _may_be(trail.parties[number], anaphor):
                found.setdefault(number)
    for step in reversed(trail.before(anaphor.place)):
        # Nobody calls himself "he" in his own words.
        if anaphor.is_quoted and step.party == anaphor.holder:
            continue
        if _may_be(trail.parties[step.party], anaphor):
            found.setdefault(step.party)
        if len(found) >= _MOST:
            break
    if anaphor.phrase is not None:
        for number in trail.described(anaphor.phrase):
            if _may_be(trail.parties[number], anaphor):
                found.setdefault(number)
        # "his lawyer" is nobody of whom it is not said.
        if anaphor.phrase.owner is not None:
            return [n for n in found if head_fits(anaphor.phrase.head, trail.parties[n].words)] + [NEW]
        return [*found, NEW]
    return list(found)


def _is_indefinite(phrase: Phrase) -> bool:
    return phrase.determiner in {"a", "an"} or bool(phrase.words and phrase.words[0] in _INDEFINITE)


def _may_be(party: Party, anaphor: Anaphor) -> bool:
    """Whether the kind of a party lets it be meant at all."""
    if anaphor.is_plural:
        return party.is_plural or (anaphor.phrase is None and not party.is_person)
    if party.is_plural:
        return False
    if anaphor.is_person:
        fit = fits_gender(party, anaphor.female)
        return party.is_person and (fit is None or fit > _LEAST_FIT)
    if anaphor.phrase is not None and anaphor.phrase.head not in _LANDS and party.is_place:
        return False
    if anaphor.phrase is not None:
        return party.type is anaphor.type or (party.is_named and party.type is SpeakerType.ORGANISATION)
    return not (party.is_person and (party.female is not None or not party.is_named))


def fits_gender(party: Party, female: float | None) -> float | None:
    """How well the gender fits, 0–1; None where nothing is known."""
    if female is None or party.female is None:
        return None
    return 1.0 - abs(party.female - female)


def _fits_all(party: Party, anaphor: Anaphor) -> bool:
    """Whether kind, number and gender of a party speak for it, or at least not against it."""
    fit = fits_gender(party, anaphor.female)
    is_person = party.is_person and not party.is_plural
    return is_person == (anaphor.is_person is not False) and (fit is None or fit > 0.4)


def describe(trail: Trail, anaphor: Anaphor, candidates: Sequence[int]) -> np.ndarray:
    """One row of numbers for each candidate, in the order of FEATURES."""
    steps = trail.before(anaphor.place)
    layout = trail.layout
    sentence, line = layout.sentence_of(anaphor.place), layout.line_of(anaphor.place)
    last: dict[int, Step] = {}
    first_of_sentence: dict[int, int] = {}
    first_of_line: dict[int, int] = {}
    quoted: dict[int, bool] = {}
    for step in steps:
        last[step.party] = step
        if not step.is_quoted and not step.is_owner:
            first_of_sentence.setdefault(step.sentence, step.party)
            first_of_line.setdefault(step.line, step.party)
        quoted[step.party] = quoted.get(step.party, True) and step.is_quoted
    spoken = [s for s in trail.spoken if s[0] < anaphor.place][-4:]
    last_speaker = spoken[-1] if spoken else None
    before_last = next((s for s in reversed(spoken) if last_speaker and s[1] != last_speaker[1]), None)
    said_here = {s[1] for s in spoken if layout.sentence_of(s[0]) == sentence}
    rows = np.zeros((len(candidates), len(FEATURES)), np.float64)
    place = {name: n for n, name in enumerate(FEATURES)}
    fit_seen = False
    rank = 0
    for row, number in zip(rows, candidates, strict=True):

        def put(name: str, value: float = 1.0, row: np.ndarray = row) -> None:
            row[place[name]] = value

        if number == NEW:
            _describe_new(anaphor.phrase, put, trail, anaphor)
            continue
        party, step = trail.parties[number], last.get(number)
        if anaphor.phrase is not None:
            _describe_fit(anaphor.phrase, party, put)
        if step is None:
            step = next((s for s in trail.steps if s.party == number and s.start < anaphor.place), None)
        if step is None:
            continue
        gap = sentence - step.sentence
        put(("same_sentence", "one_back", "two_back")[gap] if 0 <= gap < 3 else "few_back" if gap < 6 else "many_back")
        lines = line - step.line
        if lines < 3:
            put(("same_line", "line_before", "two_lines")[max(0, lines)])
        put("log_chars", math.log1p(max(0, anaphor.place - step.end)) / 5)
        put("rank", min(rank, 6) / 6)
        fit = fits_gender(party, anaphor.female)
        if anaphor.female is not None:
            put("unknown_gender", float(fit is None))
            put("fits", max(0.0, (fit or 0.5) - 0.5) * 2)
            put("unfit", max(0.0, 0.5 - (0.5 if fit is None else fit)) * 2)
        is_person = party.is_person and not party.is_plural
        fit_all = _fits_all(party, anaphor)
        if fit_all:
            put("nearest_fit", float(not fit_seen))
            fit_seen = True
            rank += 1
        if last_speaker and last_speaker[1] == number:
            put("last_speaker")
            spoke_line = layout.line_of(last_speaker[0])
            put("last_speaker_same_line", float(spoke_line == line))
            put("last_speaker_line_before", float(spoke_line == line - 1))
        if before_last and before_last[1] == number:
            put("speaker_before_last")
        put("spoke_in_sentence", float(number in said_here))
        put("first_in_sentence", float(first_of_sentence.get(sentence) == number))
        put("first_in_last_sentence", float(first_of_sentence.get(sentence - 1) == number))
        put("first_in_line", float(first_of_line.get(line) == number))
        new_in_line = first_of_line.get(line) == number and not (last_speaker and last_speaker[1] == number)
        put("new_in_line", float(new_in_line and fit_all))
        leader = first_of_line.get(line)
        if last_speaker and last_speaker[1] == number and leader is not None and leader != number:
            put("overtaken", float(_fits_all(trail.parties[leader], anaphor)))
        put("log_count", math.log1p(trail.counts.get(number, 0)) / 3)
        put("in_headline", float(any(name.is_headline for name in party.names[:3])))
        put("first_party", float(number == (trail.steps[0].party if trail.steps else -1)))
        put("is_person", float(is_person))
        put("is_body", float(party.type is SpeakerType.ORGANISATION))
        put("is_group", float(party.is_plural))
        put("plural_fit", float(party.is_plural == anaphor.is_plural))
        if anaphor.is_person:
            put("wants_person_body", float(not is_person))
        put("number_unfit", float(party.is_plural != anaphor.is_plural))
        put("is_document", float(party.type is SpeakerType.DOCUMENT))
        put("only_quoted", float(quoted.get(number, False)))
        put("holder", float(anaphor.holder == number))
        put("inside_holder", float(anaphor.holder is not None and anaphor.holder != number))
        put("is_owner", float(step.is_owner))
        put("bare_name", float(step.end - step.start < 14 and not step.is_owner))
        put("is_unnamed", float(not party.is_named))
        put("last_is_source", float(step.is_source))
    return rows


def _describe_fit(phrase: Phrase, party: Party, put: Callable[[str, float], None]) -> None:
    """How well a description fits what is known of a party."""
    words = party.words
    fit = head_fits(phrase.head, words)
    put("head_said", float(fit == 1.0))
    put("head_kin", float(fit == 0.5))
    said = phrase.folded - {phrase.head}
    put("no_modifier", float(not said))
    if said:
        known = sum(word in words or head_fits(word, words) > 0 for word in said)
        put("modifiers", known / len(said))
        put("modifier_missing", min(len(said) - known, 3) / 3)
    put("same_words", float(bool(party.description) and phrase.folded == fold_words(party.description.split())))


def _describe_new(phrase: Phrase, put: Callable[[str, float], None], trail: Trail, anaphor: Anaphor) -> None:
    """What speaks for somebody who was not spoken of before."""
    first = phrase.words[0] if phrase.words else ""
    put("new", 1.0)
    put("new_definite", float(phrase.determiner in {"the", "this", "that", "these", "those"}))
    put("new_indefinite", float(_is_indefinite(phrase)))
    put("new_bare", float(not phrase.determiner and phrase.owner is None))
    put("new_owned", float(phrase.owner is not None))
    put("new_plural", float(phrase.is_plural))
    put("new_few", float(first in {"two", "three", "four", "five", "both"}))
    put("new_after", float(phrase.has_after))
    put("new_other", float(bool({"other", "another", "others"} & set(phrase.words))))
    put("new_name_inside", float(bool(phrase.names)))
    title = trail.layout.title
    put("new_headline", float(title is not None and title.start <= anaphor.place < title.end))


_INDEFINITE = frozenset("some many several most few one another any no all each every more other others".split())
