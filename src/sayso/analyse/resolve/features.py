"""The features of candidates: distance of the last mention, who spoke last, agreement in gender, number and type.

A linear model turns them into probabilities; training/resolver.py fits its weights. Mention ranking as in Pascal
Denis and Jason Baldridge, "Specialized Models and Ranking for Coreference Resolution", EMNLP 2008.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse.resolve.candidates import (
    CLASSES,
    FORMER,
    NEW,
    NOBODY,
    Anaphor,
    Silence,
    class_of,
    fits_gender,
    is_indefinite,
)
from sayso.analyse.resolve.entities import Entity, Mention, MentionIndex, Role
from sayso.analyse.resolve.pairs import score_pairs
from sayso.analyse.resolve.phrase import Phrase
from sayso.lexicon.noun_kinds import NOUN_CLASSES, compare_nouns, find_classes, has_kind, measure_narrowness
from sayso.lexicon.nouns import bodies, kin
from sayso.lexicon.offices import fold_words, holds_other_office, match_head
from sayso.speaker import SpeakerType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.layout import Layout
    from sayso.analyse.pair_states import PairStates
    from sayso.text import Span

__all__ = ["FEATURES", "MODEL_SCORES", "describe_candidates"]

_OF_CANDIDATE = tuple(
    """
    same_sentence one_back two_back few_back many_back same_line line_before two_lines log_chars rank nearest_fit
    last_speaker last_speaker_same_line last_speaker_line_before speaker_before_last spoke_in_sentence
    first_in_sentence first_in_last_sentence first_in_line log_count in_headline first_party fits unfit unknown_gender
    is_person is_body is_group only_quoted holder inside_holder is_owner plural_fit wants_person_body new_in_line
    overtaken bare_name is_unnamed last_is_source head_said head_kin modifiers no_modifier modifier_missing same_words
    is_document number_unfit is_unsure is_named is_place inside later later_same_sentence later_next_sentence
    later_near later_chars later_beside later_called later_is later_first before_cue after_cue before_content
    after_content in_content before_passive is_evident is_short has_short_form has_spoken tagged_person tagged_body
    tagged_place head_in_name head_supposed lone oblique agent opens_clause other_office hears subject_in_sentence
    subject_in_last_sentence subject_in_line owner_name other_kin pair pair_near pair_spoke kind_below kind_above
    kind_near kind_far kind_unknown spoke_two_lines quoted_line_before
    source_line_after most_mentioned
    """.split()
)
# Features of the anaphor alone, the same for all candidates.
_OF_ANAPHOR = (
    *CLASSES,
    *"""
    definite indefinite bare owned few after other former name_inside headline quoted nested cue passive participle
    direct opens alone after_speaker asks answers after_alone before_alone alone_before epithet kin
    of_known anonymous head_unlisted head_narrow
    """.split(),
    *(f"head_{name}" for name in NOUN_CLASSES),
)
# The model's score of the candidate, for each class of anaphors.
MODEL_SCORES = tuple(f"model_{name}" for name in CLASSES)
# "new_…": the same for the candidates NEW and NOBODY alone.
FEATURES = (*_OF_CANDIDATE, *_OF_ANAPHOR, "new", *(f"new_{name}" for name in _OF_ANAPHOR), *MODEL_SCORES)
_PLACES = {name: n for n, name in enumerate(FEATURES)}
_FIRST, _NEW, _END = len(_OF_CANDIDATE), _PLACES["new"], len(FEATURES) - len(MODEL_SCORES)
# From this fit on, the gender counts as agreeing; a first name of men and women has about 0.5.
_FITTING = 0.4
# The words between a description and the name that it introduces: ", who gave his name as", " called".
_CALLED = re.compile(r"\b(?:names?|named|called|calls?|known|identified|signs?|goes by)\b")
# Where nobody is introduced so: "the mother of three", "the 61-year-old".
_EPITHET = re.compile(
    r"^(?:\d+-year-old|\w*(?:father|mother|parent|mum|dad|mom|grandfather|grandmother)[ -]of[ -]"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+))$"
)
# Nouns that share no narrower kind than this are of different kinds, as "economist" and "driver" are.
_FAR = 0.2
_BESIDE = 60
# Between a description and the name that stands beside it.
_OPENINGS = (", ", " – ", "-- ", "— ", " (")
_HEARER = re.compile(r"the (\w+)")
# A title may stand between a cue and the name of who is told.
_NEAR_CUE = 25
_NEXT_TO = 3
# "a nurse who asked not to be named", "speaking on condition of anonymity": nobody whom the text names elsewhere.
_ANONYMOUS = re.compile(
    r"\bnot (?:want(?:ed|ing)? |wish(?:ed|ing)? )?(?:to )?be(?:ing)? (?:further )?(?:named|identified|quoted)"
    r"|\banonym|without being (?:named|identified)|declin\w+ to (?:be (?:named|identified)|give)|refus\w+ to be named"
)
_LONGEST_WHO = 200
# So many lines of a dialogue are counted.
_MOST_ALONE = 20
# A mention of fewer characters is a bare surname or a pronoun.
_BARE = 14

Numbers = Mapping[str, float]


def describe_candidates(
    mentions: MentionIndex, anaphor: Anaphor, candidates: Sequence[int], states: PairStates | None = None
) -> NDArray[np.float64]:
    """Return one row of feature values for each candidate, in the order of FEATURES.

    `states` is what the model makes of mentions that are compared; without it its scores are 0.
    """
    rows = np.zeros((len(candidates), len(FEATURES)))
    surroundings = _Surroundings(mentions, anaphor, candidates)
    rows[:, [_PLACES[name] for name in surroundings.context]] = list(surroundings.context.values())
    # Few are not 0.
    places: list[int] = []
    given: list[float] = []
    for row, start, number in zip(rows, range(0, rows.size, len(FEATURES)), candidates, strict=True):
        if number in {NEW, NOBODY}:
            row[_NEW], row[_NEW + 1 : _END] = 1.0, row[_FIRST:_NEW]
            continue
        for values in surroundings.describe(number):
            for name, value in values.items():
                if value:
                    places.append(start + _PLACES[name])
                    given.append(value)
    rows.put(places, given)
    if states is not None:
        rows[:, _PLACES[f"model_{class_of(anaphor)}"]] = score_pairs(states, mentions, anaphor, candidates)
    return rows


class _Surroundings:
    """The mentions and speakers before an anaphor."""

    def __init__(self, mentions: MentionIndex, anaphor: Anaphor, candidates: Sequence[int]) -> None:
        self.mentions, self.anaphor = mentions, anaphor
        self.place = anaphor.place if anaphor.since is None else anaphor.since
        self.sentence, self.line = mentions.layout.sentence_of(self.place), mentions.layout.line_of(anaphor.place)
        self.last: dict[int, Mention] = {}
        # Those who are mentioned outside quotation marks.
        self.outside: set[int] = set()
        self.opens_sentence: dict[int, int] = {}
        self.opens_line: dict[int, int] = {}
        # The same, without those after a preposition.
        self.subject_of_sentence: dict[int, int] = {}
        self.subject_of_line: dict[int, int] = {}
        self._note_mentions()
        self.near = {
            number for number, it in self.last.items() if it.line >= self.line - 1 and self._is_fitting(number)
        }
        fitting = (number for number in candidates if number not in {NEW, NOBODY} and self._is_fitting(number))
        self.most_mentioned = max(fitting, key=lambda number: mentions.counts[number], default=None)
        self.hearer, self.is_told_to_body = self._find_hearer()
        self.spoken = mentions.spoken_before(anaphor.place)
        self.speaker = self.spoken[-1][1] if self.spoken else None
        self.speaker_before = next((n for _, n in reversed(self.spoken) if n != self.speaker), None)
        self.relatives = set() if anaphor.owner is None else set(mentions.find_relatives(anaphor.owner))
        # The line after the words of a statement without a source.
        self.after = mentions.layout.line_of(anaphor.silence.content.end - 1) + 1 if anaphor.silence else 0
        # How many of the candidates so far agree in type and gender.
        self.fitting_count = 0
        self.context = {name: value for name, value in self._describe_anaphor().items() if value}

    def _is_fitting(self, number: int) -> bool:
        """Whether an entity has a name and may be the antecedent by type, number and gender."""
        entity = self.mentions.entities[number]
        return entity.is_named and _fits_all(entity, self.anaphor)

    def _find_hearer(self) -> tuple[int | None, bool]:
        """Return who is named right after the cue, and whether a body is described there: "told the paper"."""
        place, text = self.anaphor.hearer, self.mentions.layout.text
        if place is None:
            return None, False
        told = _HEARER.match(text, place)
        named = next((it.entity for it in self.mentions.after(place, limit=1) if it.start - place < _NEAR_CUE), None)
        return named, told is not None and told.group(1).lower() in bodies()

    def _note_mentions(self) -> None:
        # From the last mention on, so that the first of a sentence or line is what stays.
        for mention in reversed(self.mentions.before(self.anaphor.place)):
            _, _, entity, sentence, line, is_quoted, _, is_owner, role = mention
            self.last.setdefault(entity, mention)
            if is_quoted:
                continue
            self.outside.add(entity)
            if not is_owner:
                self.opens_sentence[sentence] = self.opens_line[line] = entity
                if role is not Role.OBLIQUE and role is not Role.AGENT:
                    self.subject_of_sentence[sentence] = self.subject_of_line[line] = entity

    def _describe_anaphor(self) -> Numbers:
        """Return the features of the anaphor alone."""
        anaphor, layout = self.anaphor, self.mentions.layout
        values = {
            class_of(anaphor): 1.0,
            "quoted": anaphor.is_quoted,
            "nested": anaphor.holder is not None,
            "headline": layout.title is not None and layout.title.start <= anaphor.place < layout.title.end,
        }
        if anaphor.phrase is not None:
            start = anaphor.phrase.span.start
            end = layout.sentences[layout.sentence_of(start)].end if layout.sentences else start
            return {
                **values,
                **_describe_phrase(anaphor.phrase),
                "of_known": anaphor.owner is not None,
                "anonymous": _ANONYMOUS.search(layout.text, start, min(end, start + _LONGEST_WHO)) is not None,
            }
        if anaphor.silence is None:
            return values
        silence, content = anaphor.silence, anaphor.silence.content
        line = layout.lines[self.line] if layout.lines else content
        # How many lines right before are nothing but words in quotation marks.
        alone = next((n for n in range(_MOST_ALONE) if not _is_alone(layout, self.line - n - 1)), _MOST_ALONE)
        return {
            **values,
            "cue": silence.cue is not None,
            "passive": silence.is_passive,
            "participle": silence.is_participle,
            "direct": silence.is_direct,
            "opens": content.start - line.start < _NEXT_TO,
            "alone": content.end - content.start + 2 * _NEXT_TO > line.end - line.start,
            "after_speaker": bool(self.spoken) and self.line - layout.line_of(self.spoken[-1][0]) <= 1,
            "asks": _asks(layout.text, content),
            "answers": self.line > 0 and _asks(layout.text, layout.lines[self.line - 1]),
            "after_alone": alone > 0,
            "before_alone": _is_alone(layout, self.after),
            "alone_before": math.log1p(alone) / 2,
        }

    def describe(self, number: int) -> Iterator[Numbers]:
        """Yield the features of an entity beside the context; call it in the order of the candidates."""
        phrase = self.anaphor.phrase
        entity = self.mentions.entities[number]
        if phrase:
            yield _describe_fit(phrase, entity)
            yield _describe_noun_fit(phrase.head, entity.words)
            yield {"head_in_name": phrase.head in entity.in_name, "head_supposed": phrase.head in entity.supposed}
            if number == self.anaphor.pair:
                members = [self.mentions.number(member) for member in entity.members]
                near = all(n in self.last and self.last[n].line >= self.line - 1 for n in members)
                yield {"pair": 1.0, "pair_near": near, "pair_spoke": all(map(self.mentions.has_spoken, members))}
            if number in self.relatives:
                yield {"owner_name": 1.0, "other_kin": not kin().isdisjoint(entity.words - {phrase.head})}
        mention = self.last.get(number) or self.mentions.first.get(number)
        if mention is None:
            return
        if self.anaphor.silence is not None:
            yield self._describe_beside(number, self.anaphor.silence)
        yield self._describe_kind(number, entity)
        if mention.start >= self.anaphor.place:
            yield self._describe_later(number, mention)
            return
        fits = _fits_all(entity, self.anaphor)
        yield {"rank": min(self.fitting_count, 6) / 6, "nearest_fit": fits and not self.fitting_count}
        yield self._describe_distance(mention)
        yield self._describe_speaking(number)
        yield self._describe_opening(number, fits=fits)
        yield self._describe_mentions(number, entity, mention)
        self.fitting_count += fits

    def _describe_beside(self, number: int, silence: Silence) -> Numbers:
        """Return the features of standing right beside the cue or content of a statement without a source."""
        text, content, cue = self.mentions.layout.text, silence.content, silence.cue
        near = [*self.mentions.before(content.start, limit=4), *self.mentions.after(content.start)]
        own = [mention for mention in near if mention.entity == number]
        is_before = cue is not None and any(0 <= cue.start - m.end < _NEXT_TO for m in own)
        return {
            "before_cue": is_before,
            "before_passive": is_before and silence.is_passive,
            "after_cue": cue is not None and any(0 <= m.start - cue.end < _NEXT_TO for m in own),
            "before_content": any(0 <= content.start - m.end < _NEXT_TO for m in own),
            "after_content": any(text[content.end : m.start] in {" ", ", "} for m in own),
            "in_content": any(content.start <= m.start < content.end for m in own),
            "source_line_after": any(m.line == self.after and self.mentions.is_in_source(m.start) for m in own),
            "quoted_line_before": any(m.is_quoted and m.line == self.line - 1 for m in own),
            "spoke_two_lines": any(
                n == number and self.line - self.mentions.layout.line_of(place) == 2 for place, n in self.spoken
            ),
        }

    def _describe_later(self, number: int, mention: Mention) -> Numbers:
        """Return the features of an entity that is named only after the description."""
        phrase, layout = self.anaphor.phrase, self.mentions.layout
        # "the parish priest, | Father Ada Moss"
        names = self.mentions.entities[number].names
        start = next((name.whole.start for name in names if name.span.start == mention.start), mention.start)
        gap = layout.text[phrase.span.end : start] if phrase else ""
        sentences = mention.sentence - self.sentence
        is_inside = phrase is not None and any(name.span.start == mention.start for name in phrase.names)
        is_near = sentences == 0 and len(gap) < _BESIDE
        return {
            "later": 1.0,
            "inside": is_inside,
            "later_same_sentence": sentences == 0,
            "later_next_sentence": sentences == 1,
            "later_near": 1 < sentences < 4,
            "later_chars": math.log1p(len(gap)) / 5,
            "later_beside": is_near and not is_inside and gap.endswith(_OPENINGS) and "," not in gap[:-2],
            "later_called": is_near and bool(_CALLED.search(gap)),
            "later_is": is_near and "," not in gap and gap.endswith((" is ", " was ")),
            "later_first": next(iter(self.mentions.after(self.anaphor.place))).entity == number,
            "log_count": math.log1p(self.mentions.counts[number]) / 3,
        }

    def _describe_distance(self, mention: Mention) -> Numbers:
        """Return the distance features of the last mention."""
        gap, lines = max(0, self.sentence - mention.sentence), self.line - mention.line
        near = ("same_sentence", "one_back", "two_back")
        values = {near[gap] if gap < 3 else "few_back" if gap < 6 else "many_back": 1.0}
        if lines < 3:
            values[("same_line", "line_before", "two_lines")[max(0, lines)]] = 1.0
        values["log_chars"] = math.log1p(max(0, self.place - mention.end)) / 5
        return values

    def _describe_speaking(self, number: int) -> Numbers:
        """Return the features of who spoke last, and where."""
        layout, holder = self.mentions.layout, self.anaphor.holder
        here = any(n == number and layout.sentence_of(place) == self.sentence for place, n in self.spoken)
        values = {
            "spoke_in_sentence": here,
            "speaker_before_last": self.speaker_before == number,
            "holder": holder == number,
            "inside_holder": holder is not None and holder != number,
        }
        if self.speaker == number:
            lines = self.line - layout.line_of(self.spoken[-1][0])
            values["last_speaker"] = True
            values["last_speaker_same_line"] = lines == 0
            values["last_speaker_line_before"] = lines == 1
        return values

    def _describe_opening(self, number: int, *, fits: bool) -> Numbers:
        """Return the features of being first in the sentence or line, which is often their topic."""
        leader = self.opens_line.get(self.line)
        is_speaker = self.speaker == number
        is_overtaken = is_speaker and leader is not None and leader != number
        return {
            "first_in_sentence": self.opens_sentence.get(self.sentence) == number,
            "first_in_last_sentence": self.opens_sentence.get(self.sentence - 1) == number,
            "first_in_line": leader == number,
            "subject_in_sentence": self.subject_of_sentence.get(self.sentence) == number,
            "subject_in_last_sentence": self.subject_of_sentence.get(self.sentence - 1) == number,
            "subject_in_line": self.subject_of_line.get(self.line) == number,
            "new_in_line": leader == number and not is_speaker and fits,
            "overtaken": is_overtaken and _fits_all(self.mentions.entities[leader or 0], self.anaphor),
        }

    def _describe_kind(self, number: int, entity: Entity) -> Numbers:
        """Return the features of agreement in type, number and gender."""
        anaphor, is_person = self.anaphor, entity.is_person and not entity.is_plural
        values: dict[str, float] = {
            "is_person": is_person,
            "is_body": entity.type is SpeakerType.ORGANISATION,
            "is_group": entity.is_plural,
            "is_document": entity.type is SpeakerType.DOCUMENT,
            "is_unnamed": not entity.is_named,
            "is_named": entity.is_named,
            "is_unsure": entity.is_unsure,
            "is_place": entity.is_place,
            "is_evident": entity.is_titled or entity.female is not None,
            "is_short": " " not in entity.name,
            "has_short_form": len({len(name.words) for name in entity.names[:6]}) > 1,
            "has_spoken": self.mentions.has_spoken(number),
            "lone": self.near == {number},
            "hears": number == self.hearer or (self.is_told_to_body and entity.type is SpeakerType.ORGANISATION),
            **dict(zip(("tagged_person", "tagged_body", "tagged_place"), entity.tagged, strict=True)),
            "plural_fit": entity.is_plural == anaphor.is_plural,
            "number_unfit": entity.is_plural != anaphor.is_plural,
            "wants_person_body": anaphor.is_person is True and not is_person,
        }
        if anaphor.female is not None:
            fit = fits_gender(entity, anaphor.female)
            values["unknown_gender"] = fit is None
            if fit is not None:
                values["fits"], values["unfit"] = max(0.0, fit - 0.5) * 2, max(0.0, 0.5 - fit) * 2
        return values

    def _describe_mentions(self, number: int, entity: Entity, mention: Mention) -> Numbers:
        """Return the features of how often and how the entity is mentioned."""
        in_order, role = self.mentions.in_order, mention.role
        return {
            "oblique": role is Role.OBLIQUE,
            "agent": role is Role.AGENT,
            "opens_clause": role is Role.OPENS,
            "log_count": math.log1p(self.mentions.counts[number]) / 3,
            "in_headline": any(name.is_headline for name in entity.names[:3]),
            "first_party": bool(in_order) and in_order[0].entity == number,
            "most_mentioned": number == self.most_mentioned,
            "only_quoted": number in self.last and number not in self.outside,
            "is_owner": mention.is_owner,
            "bare_name": mention.end - mention.start < _BARE and not mention.is_owner,
            "last_is_source": mention.is_source,
        }


def _describe_phrase(phrase: Phrase) -> Numbers:
    """Return the features of a description alone."""
    first = phrase.words[0] if phrase.words else ""
    return {
        "definite": phrase.determiner in {"the", "this", "that", "these", "those"},
        "indefinite": is_indefinite(phrase),
        "bare": not phrase.determiner and phrase.owner is None,
        "owned": phrase.owner is not None,
        "few": first in {"two", "three", "four", "five", "both"},
        "after": phrase.has_after,
        "former": not FORMER.isdisjoint(phrase.words),
        "other": not {"other", "another", "others"}.isdisjoint(phrase.words),
        "name_inside": bool(phrase.names),
        "epithet": _EPITHET.search(phrase.description.lower()) is not None,
        "kin": phrase.head in kin(),
        "head_unlisted": not has_kind(phrase.head),
        "head_narrow": measure_narrowness(phrase.head),
        **{f"head_{name}": 1.0 for name in find_classes(phrase.head)},
    }


def _asks(text: str, words: Span) -> bool:
    """Whether words end with a question mark."""
    return "?" in text[max(words.start, words.end - 2) : words.end]


def _is_alone(layout: Layout, number: int) -> bool:
    """Whether a line is nothing but words in quotation marks."""
    if not 0 <= number < len(layout.lines):
        return False
    line = layout.lines[number]
    return layout.quoted.count(1, line.start, line.end) == line.end - line.start


def _fits_all(entity: Entity, anaphor: Anaphor) -> bool:
    """Whether type, number and gender of an entity agree, or are unknown."""
    fit = fits_gender(entity, anaphor.female)
    is_person = entity.is_person and not entity.is_plural
    return is_person == (anaphor.is_person is not False) and (fit is None or fit > _FITTING)


def _describe_fit(phrase: Phrase, entity: Entity) -> Numbers:
    """Return the features of how well a description fits the words that describe an entity."""
    fit = match_head(phrase.head, entity.words)
    folded = phrase.folded
    said = folded - {phrase.head}
    values: dict[str, float] = {
        "head_said": fit == 1.0,
        "head_kin": fit == 0.5,
        "no_modifier": not said,
        "other_office": holds_other_office(phrase.head, said, entity.words),
        "same_words": bool(entity.description) and folded == fold_words(entity.description.split()),
    }
    if said:
        known = sum(match_head(word, entity.words) > 0 for word in said)
        values["modifiers"] = known / len(said)
        values["modifier_missing"] = min(len(said) - known, 3) / 3
    return values


def _describe_noun_fit(head: str, words: AbstractSet[str]) -> Numbers:
    """Return how near the kind of a description's head is to those of the nouns that describe an entity."""
    if head in words or not has_kind(head):
        return {}
    likenesses = [compare_nouns(head, word) for word in words if has_kind(word)]
    if not likenesses:
        return {"kind_unknown": 1.0}
    below, above, near = map(max, zip(*likenesses, strict=True))
    return {
        "kind_below": below,
        "kind_above": above,
        "kind_near": near if near > max(below, above) else 0.0,
        "kind_far": max(below, above, near) < _FAR,
    }
