"""Turns that begin with a label: “Q:”, “Jane Roe:”, “((Roe))”, “[Roe]”, “JANE ROE  ”, “▲”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.analyse.turn import ASKS, FIRST_PERSON, QUOTED, SECOND_PERSON, Turn, keep_body
from sayso.analyse.turn_reports import cut_report, find_parties, find_unmarked_questions, is_terse
from sayso.late import compile_late
from sayso.months import MONTHS, WEEKDAYS
from sayso.segment import trim_span
from sayso.text import Span

__all__ = ["Labelled", "find_exchanges", "read_labelled_turns", "read_labels"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph that may begin with a label: the label, its key, and the rest."""

    place: int
    key: str
    label: Span
    colon: Span | None
    rest: Span


_LABEL = compile_late(
    r"""["“]?(?:\*\*|__)?(?:[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s|\d{1,2}:\d{2}:\d{2}\s)?(?:
      (?P<letter>Q|A|Question|Answer)(?:\s?\d{1,3})?(?P<stop>[.:)]|\s?[-–—](?=\s))(?=\s|$)
    | (?P<glued>Q)(?P<nothing>)(?=[A-Z][a-z])
    | (?P<spaced>Q|[A-Z]{2,4}|[A-Z][A-Z.’'-]+(?:\ [A-Z][A-Z.’'-]+){1,4})(?P<gap>)(?=[\ \t\u00a0]{2,}\S)
    | \[(?P<bracket>[^\W\d_a-z][^\[\]\n:]{1,40})\](?P<colon3>:?)(?=\s)
    | \(\((?P<double>[^()\n]{1,60})\)\)(?P<colon2>:?)(?=\s|$)
    | (?P<name>[^\W\d_a-z][\w.'’&-]{0,40}(?:,?\ [\w.'’&"“”#-]{1,40}){0,7}(?:\ ?[(\[][^()\[\]\n]{1,60}[)\]])?)
      (?P<colon>(?:\*\*|__)?:)(?=[\sA-Z“"]|\*\*|__|$)
    | (?P<symbol>[▲△▼▽◆◇■□●○►▶]|[-–—](?=\s))(?P<none>)(?=\s|$)
    )(?:\*\*|__)?""",
    re.VERBOSE,
)
# Each kind of label, and the group of the expression for its closing mark.
_STOPS = {
    "letter": "stop",
    "glued": "nothing",
    "spaced": "gap",
    "bracket": "colon3",
    "double": "colon2",
    "name": "colon",
    "symbol": "none",
}
# Words that begin a line of service, not a turn.
_NO_SPEAKER = frozenset(
    """
    note notes related update updated source sources photo photos image images picture video audio watch listen read
    more see also correction corrections clarification editor editors by credit credits copyright tags topics
    share follow contact email phone tel location where when date time price cost venue tickets
    summary background analysis opinion
    breaking live warning disclaimer caption file result results score scores
    """.split()
) | {name.lower() for name in (*MONTHS, *WEEKDAYS)}
# What stands in brackets in a transcript and is nobody's name: "[Applause]".
_DIRECTIONS = frozenset(
    """
    applause audience boos cheering cheers clip coughs crosstalk gestures inaudible indistinct interruption interval
    laughing laughs laughter music nods off-camera overlapping pause pauses sighs silence singing smiles speaking
    subtitle theme translated translation unintelligible voice-over whispers
    """.split()
)
_LEAST_TURNS = 3
_LEAST_NAMED_TURNS = 4
# Least share of neighbouring turns with different speakers; a list of items with headings has fewer.
_LEAST_CHANGES = 0.5
# Least share of turns that ask, or in which somebody speaks of himself or to somebody; a list of places has fewer.
_LEAST_TALK = 0.25
_WORD = compile_late(r"[A-Z][\w’'-]{2,}")
_SPEECH = compile_late(r"\W*(?:[^\W\d_]|$)")


def read_labelled_turns(text: str, paragraphs: Sequence[Span], voices: AbstractSet[str]) -> Iterator[Turn]:
    """Yield the turns that begin with a label; none if the labels do not make an interview.

    The `voices` are names that are known to begin turns, however few these are.
    """
    labelled = list(read_labels(text, paragraphs))
    keys = {voice.casefold() for voice in voices}
    known = [item for item in labelled if item.key in keys]
    picked = known or _pick_labelled(text, labelled)
    if picked:
        yield from _join_labelled(text, paragraphs, picked)


def find_exchanges(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield single questions that a report quotes, with the answers right after them, as from a court.

    Both labels are names that stand in the text as well, or the letters Q and A.
    """
    picked: dict[int, Labelled] = {}
    for asked, answered in pairwise(read_labels(text, paragraphs)):
        pair = (asked, answered)
        beside = answered.place == asked.place + 1 and asked.key != answered.key
        if beside and ASKS.search(asked.rest.of(text)) and not any(_is_marked(text, item) for item in pair):
            picked |= {item.place: item for item in pair if all(_is_known(text, it) for it in pair)}
    for item in picked.values():
        if item.rest.start < item.rest.end:
            yield Turn(item.label, item.colon, (item.rest,), bool(ASKS.search(item.rest.of(text))))


def _is_known(text: str, item: Labelled) -> bool:
    """Whether a label is a letter, or a name that the text has within a sentence before it."""
    name = item.label.of(text).split()[-1]
    form = re.escape(name.title() if name.isupper() else name)
    named = name[:1].isupper() and re.search(rf"(?<=[\w,] ){form}\b", text[: item.label.start])
    return item.key in {"Q", "A"} or bool(named)


def read_labels(text: str, paragraphs: Sequence[Span]) -> Iterator[Labelled]:
    """Yield the paragraphs that may begin with a label."""
    for place, paragraph in enumerate(paragraphs):
        found = _LABEL.match(text, paragraph.start, paragraph.end)
        if not found:
            continue
        group = next(name for name in _STOPS if found[name])
        label = Span(*found.span(group))
        words = label.of(text).lower().replace("’", "'").split()
        if group == "name" and (words[0].strip(".'s") in _NO_SPEAKER or words[-1] in _NO_SPEAKER):
            continue
        if group == "bracket" and not (_DIRECTIONS | _NO_SPEAKER).isdisjoint(words):
            continue
        # Only a transcript has a name with an office after a comma: “IDA MOSS, HOST:”.
        name, comma, _ = re.split(r"[(\[]", label.of(text))[0].partition(",")
        if group == "name" and comma and not name.isupper():
            continue
        mark = Span(*found.span(_STOPS[group]))
        colon = Span(mark.end - 1, mark.end) if mark.start < mark.end else None
        if group == "letter":
            label = Span(label.start, mark.start)
        rest = trim_span(text, found.end(), paragraph.end)
        yield Labelled(place, _make_key(group, label.of(text)), label, colon, rest)


def _make_key(group: str, label: str) -> str:
    """Return the key of a label, the same for all labels of one speaker: Q for Question 3, a name in small letters."""
    if group in {"letter", "glued"} or label == "Q":
        return label[0]
    name = re.sub(r"[(\[,].*", "", label).strip()
    return name.casefold()


def _pick_labelled(text: str, labelled: list[Labelled]) -> list[Labelled]:
    """Return the labels of an interview; empty if they do not make one."""
    symbols = {item.key for item in labelled if not item.key[0].isalnum()}
    if len(symbols) == 1 and symbols <= {"-", "–", "—"}:
        labelled = [item for item in labelled if item.key not in symbols]
    # “Roe: ‘We float’” is a headline, unless the next turn follows right after it.
    if labelled and labelled[0].place == 0 and not _leads_in(labelled):
        labelled = labelled[1:]
    labelled = _merge_short(labelled)
    counts = Counter(item.key for item in labelled)
    often = {key for key, count in counts.items() if count > 1}
    letters = {"Q", "A"} <= set(counts)
    if not often or len(counts) < 2 or len(labelled) < (_LEAST_TURNS if letters else _LEAST_NAMED_TURNS):
        return []
    if not letters and len(often) < 2:
        return []
    # A label that stands once counts only between labels that stand more often: lines of service stand before or after.
    places = [item.place for item in labelled if item.key in often or (letters and item.key in {"Q", "A"})]
    kept = [item for item in labelled if places[0] <= item.place <= places[-1]]
    # Counts and scores (“North: 12”) are not speech.
    if 2 * sum(bool(_SPEECH.match(text, item.rest.start, item.rest.end)) for item in kept) < len(kept):
        return []
    # Headings of a list (“Oregon: …”), and a list of quotations with those who said them.
    if 2 * sum(item.key in often for item in kept) < len(kept) or 2 * sum(
        _is_marked(text, item) for item in kept
    ) > len(kept):
        return []
    talk = (ASKS, FIRST_PERSON, SECOND_PERSON)
    talking = sum(item.rest.start == item.rest.end or any(it.search(text, *item.rest) for it in talk) for item in kept)
    if talking < _LEAST_TALK * len(kept):
        return []
    changes = sum(item.key != following.key for item, following in pairwise(kept))
    return kept if changes >= _LEAST_CHANGES * (len(kept) - 1) else []


def _is_marked(text: str, item: Labelled) -> bool:
    """Whether what a label says stands in quotation marks; marks before the label enclose all turns."""
    return not QUOTED.match(text, item.label.start - 1) and bool(QUOTED.match(text, item.rest.start, item.rest.end))


def _leads_in(labelled: list[Labelled]) -> bool:
    """Whether the first label has a line of its own, or the next label follows right after its paragraph."""
    first = labelled[0]
    return first.rest.start == first.rest.end or (len(labelled) > 1 and labelled[1].place == 1)


def _merge_short(labelled: list[Labelled]) -> list[Labelled]:
    """Return the labels, with full names under the key of their later initials or surname."""
    keys = {item.key for item in labelled}
    short = {}
    for key in keys:
        words = key.split()
        if len(words) > 1:
            initials = "".join(part[0] for word in words for part in word.split("-") if part)
            plain = "".join(word[0] for word in words)
            short[key] = next((form for form in (initials, plain, words[-1], words[0]) if form in keys), key)
    return [replace(item, key=short.get(item.key, item.key)) for item in labelled]


def _join_labelled(text: str, paragraphs: Sequence[Span], labelled: list[Labelled]) -> Iterator[Turn]:
    """Yield each label with its paragraphs up to the next label; the last one with its own only."""
    askers = _find_askers(text, labelled)
    parties = _find_parties(text, labelled)
    is_tight = _is_tight(text, paragraphs, labelled)
    bodies: list[tuple[Labelled, list[Span], list[int]]] = []
    for item, following in zip(labelled, [*labelled[1:], None], strict=True):
        content = [item.rest] if item.rest.start < item.rest.end else []
        end = following.place if following else item.place + (1 if content else 2)
        by_letter = item.key in {"Q", "A"}
        further = paragraphs[item.place + 1 : end]
        further = cut_report(text, content, further, parties=parties, is_tight=is_tight, by_letter=by_letter)
        content += keep_body(text, further, content)
        asked = list(find_unmarked_questions(text, content)) if askers.get(item.key) is False else []
        bodies.append((item, content, asked))
    # Where no question lacks its label, a paragraph without one belongs to the answer.
    is_loose = any(asked for _, _, asked in bodies) and is_terse(
        [
            after - number - 1
            for item, content, asked in bodies
            if askers.get(item.key) is False
            for number, after in pairwise([-1, *asked, len(content)])
        ]
    )
    for item, content, asked in bodies:
        is_answer = is_loose and askers.get(item.key) is False
        edges = [*(find_unmarked_questions(text, content, is_loose=True) if is_answer else asked), len(content)]
        if content:
            yield Turn(item.label, item.colon, tuple(content[: edges[0]]), askers.get(item.key))
        for number, after in pairwise(edges):
            yield Turn(None, None, (content[number],), is_question=True)
            yield Turn(None, None, tuple(content[number + 1 : after]), is_question=False)


def _find_parties(text: str, labelled: Sequence[Labelled]) -> set[str]:
    """Return the last words of labels that are names; where some are letters, also the names right before the first."""
    parties = {name.lower() for item in labelled for name in _WORD.findall(item.label.of(text))[-1:]}
    if any(item.key in {"Q", "A"} for item in labelled):
        parties |= find_parties(text, labelled[0].label.start)
    return parties


def _is_tight(text: str, paragraphs: Sequence[Span], labelled: Sequence[Labelled]) -> bool:
    """Whether turns that follow each other stand on lines without a blank line between them."""
    beside = [(a, b) for a, b in pairwise(labelled) if b.place == a.place + 1]
    gaps = (text[paragraphs[a.place].end : paragraphs[b.place].start] for a, b in beside)
    return len(beside) > 1 and not any("\n\n" in gap for gap in gaps)


def _find_askers(text: str, labelled: list[Labelled]) -> dict[str, bool]:
    """Return for each speaker whether he asks the questions; empty if unknown."""
    turns = Counter(item.key for item in labelled)
    if "Q" in turns:
        return {"Q": True, "A": False} if "A" in turns else {key: key == "Q" for key in turns}
    asked = Counter(item.key for item in labelled if ASKS.search(item.rest.of(text)))
    share = {key: asked[key] / count for key, count in turns.items()}
    most = max(share, key=lambda key: share[key])
    others = [value for key, value in share.items() if key != most]
    if others and share[most] >= 0.5 and max(others) <= share[most] / 2:
        return {key: key == most for key in turns}
    return {}
