"""What speaks for and against each candidate, in numbers: how far back it is, who spoke last, what fits.

A linear model turns them into shares; its weights are fitted by training/resolver.py. Mention ranking as in Pascal
Denis and Jason Baldridge, "Specialized Models and Ranking for Coreference Resolution", EMNLP 2008.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse.resolve.antecedent import NEW, Anaphor, fits_gender, is_indefinite
from sayso.analyse.resolve.known import fold_words, head_fits
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.trail import Step, Trail
from sayso.speaker import SpeakerType

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FEATURES", "describe_candidates"]

FEATURES = tuple(
    """
    same_sentence one_back two_back few_back many_back same_line line_before two_lines log_chars rank nearest_fit
    last_speaker last_speaker_same_line last_speaker_line_before speaker_before_last spoke_in_sentence first_in_sentence
    first_in_last_sentence first_in_line log_count in_headline first_party fits unfit unknown_gender is_person is_body
    is_group only_quoted holder inside_holder is_owner plural_fit wants_person_body new_in_line overtaken bare_name
    is_unnamed last_is_source head_said head_kin modifiers no_modifier modifier_missing same_words is_document
    number_unfit new new_definite new_indefinite new_bare new_owned new_plural new_few new_after new_other
    new_name_inside new_headline
    """.split()
)
_PLACES = {name: n for n, name in enumerate(FEATURES)}
# A fit from which on the gender does not speak against a candidate; that of a name borne by both is about 0.5.
_FITTING = 0.4
# A mention of fewer characters is a bare surname or a pronoun.
_BARE = 14

Numbers = Mapping[str, float]


def describe_candidates(trail: Trail, anaphor: Anaphor, candidates: Sequence[int]) -> NDArray[np.float64]:
    """One row of numbers for each candidate, in the order of FEATURES."""
    rows = np.zeros((len(candidates), len(FEATURES)), np.float64)
    surroundings = _Surroundings(trail, anaphor)
    for row, number in zip(rows, candidates, strict=True):
        for name, value in surroundings.describe(number).items():
            row[_PLACES[name]] = value
    return rows


class _Surroundings:
    """What stands before an anaphor: who was spoken of where, and who spoke."""

    def __init__(self, trail: Trail, anaphor: Anaphor) -> None:
        self.trail, self.anaphor = trail, anaphor
        self.sentence, self.line = trail.layout.sentence_of(anaphor.place), trail.layout.line_of(anaphor.place)
        self.last: dict[int, Step] = {}
        self.quoted: dict[int, bool] = {}
        self.opens_sentence: dict[int, int] = {}
        self.opens_line: dict[int, int] = {}
        self._note_steps()
        self.spoken = trail.spoken_before(anaphor.place)
        self.speaker = self.spoken[-1][1] if self.spoken else None
        self.speaker_before = next((n for _, n in reversed(self.spoken) if n != self.speaker), None)
        # How many of the candidates described so far fit in kind and gender.
        self.fitting_count = 0

    def _note_steps(self) -> None:
        for step in self.trail.before(self.anaphor.place):
            self.last[step.party] = step
            self.quoted[step.party] = self.quoted.get(step.party, True) and step.is_quoted
            if not step.is_quoted and not step.is_owner:
                self.opens_sentence.setdefault(step.sentence, step.party)
                self.opens_line.setdefault(step.line, step.party)

    def describe(self, number: int) -> Numbers:
        """The features of one candidate that are not 0; candidates must be asked for in their order."""
        phrase = self.anaphor.phrase
        if number == NEW:
            return _describe_new(self.trail, self.anaphor.place, phrase) if phrase else {}
        party = self.trail.parties[number]
        said = _describe_fit(phrase, party) if phrase else {}
        step = self.last.get(number) or self.trail.first.get(number)
        if step is None or step.start >= self.anaphor.place:
            return said
        fits = _fits_all(party, self.anaphor)
        told = {
            "rank": min(self.fitting_count, 6) / 6,
            "nearest_fit": float(fits and not self.fitting_count),
            **said,
            **self._describe_distance(step),
            **self._describe_speaking(number),
            **self._describe_opening(number, fits=fits),
            **self._describe_kind(party),
            **self._describe_mentions(number, party, step),
        }
        self.fitting_count += fits
        return told

    def _describe_distance(self, step: Step) -> Numbers:
        """How far back the last mention stands."""
        gap, lines = self.sentence - step.sentence, self.line - step.line
        near = ("same_sentence", "one_back", "two_back")
        told = {near[gap] if 0 <= gap < 3 else "few_back" if gap < 6 else "many_back": 1.0}
        if lines < 3:
            told[("same_line", "line_before", "two_lines")[max(0, lines)]] = 1.0
        told["log_chars"] = math.log1p(max(0, self.anaphor.place - step.end)) / 5
        return told

    def _describe_speaking(self, number: int) -> Numbers:
        """Whether the candidate spoke last, and where."""
        layout, holder = self.trail.layout, self.anaphor.holder
        here = any(n == number and layout.sentence_of(place) == self.sentence for place, n in self.spoken)
        told = {
            "spoke_in_sentence": float(here),
            "speaker_before_last": float(self.speaker_before == number),
            "holder": float(holder == number),
            "inside_holder": float(holder is not None and holder != number),
        }
        if self.speaker == number:
            lines = self.line - layout.line_of(self.spoken[-1][0])
            told["last_speaker"] = 1.0
            told["last_speaker_same_line"] = float(lines == 0)
            told["last_speaker_line_before"] = float(lines == 1)
        return told

    def _describe_opening(self, number: int, *, fits: bool) -> Numbers:
        """Whether the candidate opens the sentence or line, so that it is what they are about."""
        leader = self.opens_line.get(self.line)
        is_speaker = self.speaker == number
        is_overtaken = is_speaker and leader is not None and leader != number
        return {
            "first_in_sentence": float(self.opens_sentence.get(self.sentence) == number),
            "first_in_last_sentence": float(self.opens_sentence.get(self.sentence - 1) == number),
            "first_in_line": float(leader == number),
            "new_in_line": float(leader == number and not is_speaker and fits),
            "overtaken": float(is_overtaken and _fits_all(self.trail.parties[leader or 0], self.anaphor)),
        }

    def _describe_kind(self, party: Party) -> Numbers:
        """Whether kind, number and gender of the party fit."""
        anaphor, is_person = self.anaphor, party.is_person and not party.is_plural
        told = {
            "is_person": float(is_person),
            "is_body": float(party.type is SpeakerType.ORGANISATION),
            "is_group": float(party.is_plural),
            "is_document": float(party.type is SpeakerType.DOCUMENT),
            "is_unnamed": float(not party.is_named),
            "plural_fit": float(party.is_plural == anaphor.is_plural),
            "number_unfit": float(party.is_plural != anaphor.is_plural),
            "wants_person_body": float(anaphor.is_person is True and not is_person),
        }
        if anaphor.female is not None:
            fit = fits_gender(party, anaphor.female)
            told["unknown_gender"] = float(fit is None)
            told["fits"] = max(0.0, (0.5 if fit is None else fit) - 0.5) * 2
            told["unfit"] = max(0.0, 0.5 - (0.5 if fit is None else fit)) * 2
        return told

    def _describe_mentions(self, number: int, party: Party, step: Step) -> Numbers:
        """How the party is mentioned: how often, in whose words, as what the last time."""
        steps = self.trail.steps
        return {
            "log_count": math.log1p(self.trail.counts[number]) / 3,
            "in_headline": float(any(name.is_headline for name in party.names[:3])),
            "first_party": float(bool(steps) and steps[0].party == number),
            "only_quoted": float(self.quoted.get(number, False)),
            "is_owner": float(step.is_owner),
            "bare_name": float(step.end - step.start < _BARE and not step.is_owner),
            "last_is_source": float(step.is_source),
        }


def _fits_all(party: Party, anaphor: Anaphor) -> bool:
    """Whether kind, number and gender of a party speak for it, or at least not against it."""
    fit = fits_gender(party, anaphor.female)
    is_person = party.is_person and not party.is_plural
    return is_person == (anaphor.is_person is not False) and (fit is None or fit > _FITTING)


def _describe_fit(phrase: Phrase, party: Party) -> Numbers:
    """How well a description fits what is known of a party."""
    fit = head_fits(phrase.head, party.words)
    folded = phrase.folded
    said = folded - {phrase.head}
    told = {
        "head_said": float(fit == 1.0),
        "head_kin": float(fit == 0.5),
        "no_modifier": float(not said),
        "same_words": float(bool(party.description) and folded == fold_words(party.description.split())),
    }
    if said:
        known = sum(head_fits(word, party.words) > 0 for word in said)
        told["modifiers"] = known / len(said)
        told["modifier_missing"] = min(len(said) - known, 3) / 3
    return told


def _describe_new(trail: Trail, place: int, phrase: Phrase) -> Numbers:
    """What speaks for somebody who was not spoken of before."""
    first = phrase.words[0] if phrase.words else ""
    title = trail.layout.title
    return {
        "new": 1.0,
        "new_definite": float(phrase.determiner in {"the", "this", "that", "these", "those"}),
        "new_indefinite": float(is_indefinite(phrase)),
        "new_bare": float(not phrase.determiner and phrase.owner is None),
        "new_owned": float(phrase.owner is not None),
        "new_plural": float(phrase.is_plural),
        "new_few": float(first in {"two", "three", "four", "five", "both"}),
        "new_after": float(phrase.has_after),
        "new_other": float(not {"other", "another", "others"}.isdisjoint(phrase.words)),
        "new_name_inside": float(bool(phrase.names)),
        "new_headline": float(title is not None and title.start <= place < title.end),
    }
