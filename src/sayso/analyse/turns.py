"""The turns of interviews in question and answer, which have no quotation marks.

Each turn begins with a label (“Q:”, “Jane Roe:”, “((Roe))”, “▲”, a name on a line of its own), or the paragraphs alone
show who asks and who answers. Labels need a pattern that holds over several turns, and paragraphs a model that is sure,
so that a news report with one “Note:” or one question of the writer's own has no turns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sayso.analyse.letters_page import find_letters, find_signed
from sayso.analyse.turn import ASKS, FIRST_PERSON, SECOND_PERSON, Turn, leave_out_marked
from sayso.analyse.turn_features import OF_WHOLE, Told, describe_paragraphs, describe_whole
from sayso.analyse.turn_labels import Labelled, find_comments, find_exchanges, is_dash, pick_labels, read_labels
from sayso.analyse.turn_tags import (
    ANSWERED,
    ASKED,
    STATES,
    TurnWeights,
    forbid_silence,
    load_turn_weights,
    pick_side,
    weigh_whole,
)
from sayso.text import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.analyse.talk_states import TalkStates

__all__ = ["LEAST_TURNS", "LEAST_WHOLE", "Turn", "Unit", "describe_units", "find_turns", "list_told", "list_units"]

_NAME = re.compile(r"[A-Z][\w’'-]{2,}")
# So much before the first turn names those who speak; not by the first word of a sentence.
_OPENING, _NAMED = 400, re.compile(r"(?<![.?!] )(?<!\n)\b[A-Z][\w’'-]{2,}")
_SIDES = (ASKED, ANSWERED)
_NO_TURN = tuple(state for state in range(len(STATES)) if state not in _SIDES)
# A text without labels is an interview if it is so likely, and so many turns of both sides are found.
LEAST_WHOLE, LEAST_TURNS = 0.7, 2
# Where two labels stand so far apart, a report stands between them.
_MOST_APART = 40
# "By Ada Moss", "Interview: Ada Moss": nobody says it.
_BYLINE = re.compile(
    r"(?:by|words|text|story|interview|photo\w*)(?: by)?:? (?-i:[^\W\d_a-z])[^.?!:\n]{2,50}", re.IGNORECASE
)
# So many units are tagged at once; a question mark may have so many characters behind it, closing marks.
_MOST_UNITS, _MARKS = 1000, 8
_TINY = 1e-9
# Where both sides have labels, a paragraph without one is of the other side if that is so likely.
_SURE = 0.8
# “First job? Goat boy.”: question and answer of at least so many paragraphs, and of such a share.
_PAIR = re.compile(r"(?![“\"«„‘])([^\n]{2,140}?\?)[ \u00a0]+(?=\S)")
# What a first question has and an introduction has not, and what that has: the full name of who talks.
_ADDRESSES, _FULL_NAME = re.compile(r"\?|\b[Yy]ours?\b|\b[Yy]ou\b"), re.compile(r"\b[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_LEAST_DASHES = 4
_LEAST_PAIRS, _LEAST_PAIRED, _LEAST_OWN = 4, 0.6, 0.25
# A page with so many letters is no interview.
_LEAST_LETTERS = 3
# What is in brackets, and what heads an examination.
_SILENT = re.compile(
    r"[\[(][^()\[\]]*[\])]\.?|BY [A-Z .’'-]{3,40}:?|(?:(?:cross|re|direct)[ -]?)?examination\b.{0,60}", re.IGNORECASE
)


class Unit(NamedTuple):
    """A paragraph, or a part of one, that one person says, without its label; and whether a dash stood before it."""

    span: Span
    item: Labelled | None = None
    is_dashed: bool = False


@dataclass
class _Draft:
    """A turn as it grows; its label, who says it: ASKED or ANSWERED, and how likely that side is for each paragraph."""

    item: Labelled | None
    side: int
    content: list[Span] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def find_turns(
    text: str,
    paragraphs: Sequence[Span],
    voices: AbstractSet[str] = frozenset(),
    heard: TalkStates | None = None,
) -> tuple[Turn, ...]:
    r"""Return the turns of an interview, or else the letters of a page, in reading order; empty if there are none.

    Args:
        text: The text.
        paragraphs: Its paragraphs.
        voices: Names that are known to begin turns, however few these are.
        heard: What the model makes of the text, if it has read it.

    >>> text = "Q: Will it float?\nA: It will.\nQ: When?\nA: In May."
    >>> turns = find_turns(text, [Span(0, 17), Span(18, 29), Span(30, 38), Span(39, 49)])
    >>> [(turn.label.of(text), turn.content[0].of(text), turn.is_question) for turn in turns]
    [('Q', 'Will it float?', True), ('A', 'It will.', False), ('Q', 'When?', True), ('A', 'In May.', False)]
    """
    labelled = list(read_labels(text, paragraphs))
    picked = pick_labels(text, labelled, voices)
    if picked:
        return tuple(_read_labelled(text, paragraphs, picked, heard))
    return (
        tuple(_read_pairs(text, paragraphs, heard))
        or tuple(_read_unlabelled(text, paragraphs, labelled, heard))
        or tuple(_read_letters(text, paragraphs))
        or tuple(find_comments(text, paragraphs, labelled))
        or tuple(find_exchanges(text, labelled))
    )


def _read_letters(text: str, paragraphs: Sequence[Span]) -> Iterable[Turn]:
    """Return the letters of a page, or else its comments."""
    signed = find_signed(text, paragraphs)
    return signed if len(signed) >= _LEAST_LETTERS else find_letters(text, paragraphs)


def list_units(paragraphs: Sequence[Span], labelled: Iterable[Labelled]) -> list[Unit]:
    """Return the paragraphs without labels; what follows a label on a line of its own has that label."""
    labels = {item.place: item for item in labelled}
    units: list[Unit] = []
    above: Labelled | None = None
    for place, paragraph in enumerate(paragraphs):
        item = labels.get(place)
        if item is not None and item.rest.start == item.rest.end:
            above = item
            continue
        span = paragraph if item is None else item.rest
        units.append(Unit(span, None, is_dashed=True) if item and is_dash(item) else Unit(span, item or above))
        above = None
    return units


def _read_labelled(
    text: str, paragraphs: Sequence[Span], picked: Sequence[Labelled], heard: TalkStates | None
) -> Iterator[Turn]:
    """Yield the turns that begin with a label, and those between them that lack theirs."""
    units = list_units(paragraphs, picked)
    keys = {n: unit.item.key for n, unit in enumerate(units) if unit.item}
    if not keys:
        return
    sides = {"Q": ASKED, "A": ANSWERED} if "Q" in keys.values() else {}
    known = {n: (sides[key],) if key in sides else _SIDES for n, key in keys.items()}
    first, by_letter = min(keys), "Q" in sides
    silent = {n: _NO_TURN for n, it in enumerate(units) if not it.item and (n < first or _is_told(text, it, by_letter))}
    for label, following in pairwise(keys):
        if following > label + _MOST_APART:
            silent |= dict.fromkeys(range(label + 1, following), _NO_TURN)
    silent |= dict.fromkeys(range(max(keys) + _MOST_APART, len(units)), _NO_TURN)
    weights = _pick_weights(heard)
    scores, _ = _score(text, units, weights, heard)
    shares = _tag(weights, scores, {**known, **silent})
    own: dict[str, float] = defaultdict(float)
    for n, key in keys.items():
        own[key] += shares[n][ASKED] - shares[n][ANSWERED]
    sides = {key: sides.get(key, ASKED if asks > 0 else ANSWERED) for key, asks in own.items()}
    shares = _tag(weights, scores, {**{n: (sides[key],) for n, key in keys.items()}, **silent})
    both = len(set(sides.values())) > 1
    # Where Q and A are labels, "THE COURT" is neither.
    unknown = set(sides) - {"Q", "A"} if {"Q", "A"} <= set(keys.values()) else set[str]()
    yield from _join(units, shares, unknown, least=_SURE if both else 0.0)


def _is_told(text: str, unit: Unit, by_letter: bool) -> bool:
    """Whether nobody says a paragraph: it is in brackets, heads an examination, or reports and quotes from a court."""
    words = unit.span.of(text)
    is_report = by_letter and len(leave_out_marked(words)) < len(words) and not _is_own(words)
    return is_report or _SILENT.fullmatch(words) is not None


def _is_own(words: str) -> bool:
    """Whether somebody speaks of himself or to somebody, outside of quotation marks."""
    outside = leave_out_marked(words)
    return FIRST_PERSON.search(outside) is not None or SECOND_PERSON.search(outside) is not None


def _read_pairs(text: str, paragraphs: Sequence[Span], heard: TalkStates | None) -> Iterator[Turn]:
    """Yield questions and answers that share a paragraph: “First job? Goat boy.”."""
    found = {n: pair for n, it in enumerate(paragraphs) if (pair := _PAIR.match(text, *it))}
    answers = [text[pair.end() : paragraphs[n].end] for n, pair in found.items()]
    own = sum(FIRST_PERSON.search(words) is not None for words in answers)
    if len(found) < _LEAST_PAIRS or own < _LEAST_OWN * len(found):
        return
    if len(found) < _LEAST_PAIRED * (max(found) - min(found) + 1):
        return
    spans = [it for n, pair in found.items() for it in (Span(*pair.span(1)), Span(pair.end(), paragraphs[n].end))]
    units = [Unit(span) for span in spans]
    features = [OF_WHOLE & row.keys() for row in describe_units(text, units)]
    told = [Told(n, own, n % 2 == 0, 1.0) for n, own in enumerate(features)]
    if _is_talk(units, features, told, heard):
        yield from (Turn(None, None, (unit.span,), it.asks) for unit, it in zip(units, told, strict=True))


def _read_unlabelled(
    text: str, paragraphs: Sequence[Span], labelled: Sequence[Labelled], heard: TalkStates | None
) -> Iterator[Turn]:
    """Yield the turns that paragraphs alone show; one side may have a label."""
    if sum(_asks(text, it) for it in paragraphs) < LEAST_TURNS:
        return
    units = list_units(paragraphs, _pick_one_side(text, paragraphs, labelled))
    known = {n: _NO_TURN for n, unit in enumerate(units) if _BYLINE.fullmatch(text, *unit.span)}
    for n, unit in enumerate(units):
        if unit.item:
            known[n] = (ASKED,) if unit.item.key == "Q" else _SIDES
    if sum(a.is_dashed and b.is_dashed for a, b in pairwise(units)) >= _LEAST_DASHES:
        # Dashes begin all turns: what has none is nobody's, unless somebody speaks of himself.
        for n, unit in enumerate(units):
            if unit.is_dashed or not _is_own(unit.span.of(text)):
                known[n] = _SIDES if unit.is_dashed else _NO_TURN
    weights = _pick_weights(heard)
    scores, features = _score(text, units, weights, heard)
    # As if it were an interview: whether it is one is decided for the whole.
    scores[-1:] = map(forbid_silence, scores[-1:])
    shares = _tag(weights, scores, known)
    told = list(list_told(features, shares))
    asked = sum(it.asks for it in told)
    is_personal = any(("you" if it.asks else "sing") in it.features for it in told)
    if not is_personal or min(asked, len(told) - asked) < LEAST_TURNS:
        return
    if _is_talk(units, features, told, heard) and len(find_signed(text, paragraphs)) < _LEAST_LETTERS:
        # Nobody answers before anybody asks: an introduction may read like an answer, or like a question.
        yield from dropwhile(lambda turn: not turn.label and not _opens(text, turn), _join(units, shares))


def _is_talk(
    units: Sequence[Unit], features: Sequence[AbstractSet[str]], told: Sequence[Told], heard: TalkStates | None
) -> bool:
    """Whether a text without labels is an interview, given what seems to be said in it."""
    more = heard.score_whole([(units[it.number].span, it.asks) for it in told]) if heard else 0.0
    return weigh_whole(describe_whole(features, told), _pick_weights(heard).whole, more) >= LEAST_WHOLE


def _opens(text: str, turn: Turn) -> bool:
    """Whether a turn may be the first: it asks, and does not introduce somebody to the reader."""
    addresses, names = (any(it.search(text, *span) for span in turn.content) for it in (_ADDRESSES, _FULL_NAME))
    return bool(turn.is_question) and (addresses or not names)


def list_told(features: Iterable[AbstractSet[str]], shares: NDArray[np.float64]) -> Iterator[Told]:
    """Yield the paragraphs that somebody seems to say, given the features of all and how likely each state is."""
    for number, (own, row) in enumerate(zip(features, shares, strict=True)):
        side = pick_side(row)
        if side:
            yield Told(number, own, side == ASKED, float(row[side]))


def _pick_one_side(text: str, paragraphs: Sequence[Span], labelled: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield the labels of one side: most stand beside a paragraph without one, and one of the two asks."""
    by_key: dict[str, list[Labelled]] = defaultdict(list)
    for item in labelled:
        by_key[item.key].append(item)
    places = {item.place for item in labelled}
    asking = {n for n, it in enumerate(paragraphs) if _asks(text, it)}
    for own in by_key.values():
        beside = [(it.place, n) for it in own for n in (it.place - 1, it.place + 1) if n not in places]
        different = {place for place, n in beside if (n in asking) != (place in asking)}
        if is_dash(own[0]) or (len(own) >= LEAST_TURNS and 2 * len(different) > len(own)):
            yield from own


def _asks(text: str, paragraph: Span) -> bool:
    """Whether a paragraph ends with a question."""
    return ASKS.search(text, max(paragraph.start, paragraph.end - _MARKS), paragraph.end) is not None


def _pick_weights(heard: TalkStates | None) -> TurnWeights:
    """Return the weights of features: beside what the model makes of the text, or alone."""
    return heard.weights.turns if heard else load_turn_weights()


def _score(
    text: str, units: Sequence[Unit], weights: TurnWeights, heard: TalkStates | None
) -> tuple[list[NDArray[np.float64]], list[AbstractSet[str]]]:
    """Return the scores of units, part by part, and those of OF_WHOLE that each has.

    All features of a long text would take much memory.
    """
    scores, features = [], list[AbstractSet[str]]()
    for begin in range(0, len(units), _MOST_UNITS):
        part = units[begin : begin + _MOST_UNITS]
        rows = describe_units(text, part)
        scores.append(weights.score(rows))
        if heard is not None:
            scores[-1] += [heard.score_paragraph(unit.span) for unit in part]
        features += [OF_WHOLE & row.keys() for row in rows]
    return scores, features


def _tag(
    weights: TurnWeights, scores: Sequence[NDArray[np.float64]], known: Mapping[int, Sequence[int]]
) -> NDArray[np.float64]:
    """Return how likely each state is for each unit, by the scores of each part; `known` are those it may have."""
    shares, begin = [np.zeros((0, len(STATES)))], 0
    for part in scores:
        given = {n: known[begin + n] for n in range(len(part)) if begin + n in known}
        shares.append(weights.tag(part, given))
        begin += len(part)
    return np.concatenate(shares)


def describe_units(text: str, units: Sequence[Unit]) -> list[dict[str, float]]:
    """Return the features of units; those who speak are named by the labels, and right before the first one."""
    labels = [unit.item for unit in units if unit.item]
    named = [word.lower() for item in labels for word in _NAME.findall(item.label.of(text))[-1:]]
    if any(item.key in {"Q", "A"} for item in labels):
        begin = labels[0].label.start
        named += map(str.lower, _NAMED.findall(text[max(0, begin - _OPENING) : begin]))
    return describe_paragraphs(
        [unit.span.of(text) for unit in units],
        [unit.is_dashed for unit in units],
        [unit.item is not None for unit in units],
        frozenset(named),
    )


def _join(
    units: Sequence[Unit], tagged: NDArray[np.float64], unknown: AbstractSet[str] = frozenset(), least: float = 0.0
) -> Iterator[Turn]:
    """Yield the turns of tagged units: a label begins one, and the other side does.

    Args:
        units: The units.
        tagged: How likely each of STATES is for each.
        unknown: The keys of labels whose side is not known.
        least: Without a label, the other side begins a turn if it is at least so likely.
    """
    drafts: list[_Draft] = []
    for unit, shares in zip(units, tagged, strict=True):
        side = max(_SIDES, key=shares.__getitem__)
        if unit.item is not None:
            drafts.append(_Draft(unit.item, side))
        elif not pick_side(shares):
            continue
        elif not drafts or (drafts[-1].side != side and shares[side] >= least):
            drafts.append(_Draft(None, side))
        drafts[-1].content.append(unit.span)
        drafts[-1].shares.append(float(shares[drafts[-1].side] / max(shares[ASKED] + shares[ANSWERED], _TINY)))
    knows_sides = len({draft.side for draft in drafts}) > 1
    for draft in drafts:
        label, colon = (draft.item.label, draft.item.colon) if draft.item else (None, None)
        is_known = knows_sides and (draft.item is None or draft.item.key not in unknown)
        share = 1.0 if draft.item else sum(draft.shares) / len(draft.shares)
        yield Turn(label, colon, tuple(draft.content), draft.side == ASKED if is_known else None, round(share, 4))
