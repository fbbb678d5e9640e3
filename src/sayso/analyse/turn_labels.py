"""Turns that begin with a label: “Q:”, “Jane Roe:”, “((Roe))”, “[Roe]”, “JANE ROE  ”, “▲”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.analyse.turn import ASKS, ENDS, FIRST_PERSON, QUOTED, SECOND_PERSON, Turn
from sayso.late import compile_late
from sayso.months import MONTHS, WEEKDAYS
from sayso.segment import find_salutation, trim_span
from sayso.text import Span

__all__ = ["COMMENTS", "Labelled", "find_comments", "find_exchanges", "is_dash", "pick_labels", "read_labels"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph that may begin with a label: the label, its key, and the rest; whether no mark ends the label."""

    place: int
    key: str
    label: Span
    colon: Span | None
    rest: Span
    is_bare: bool = False


_LABEL = compile_late(
    r"""["“]?(?:\*\*|__)?(?:[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s|\d{1,2}:\d{2}:\d{2}\s
      |Q\d{1,4}\.?\ (?=[A-Z]))?(?:  # "Q61 Chair:"
      (?P<letter>Q|A|Question|Answer)(?:\s?\d{1,3})?(?P<stop>[.:)]|\s?[-–—](?=\s))(?=\s|$)
    | (?P<glued>Q)(?P<nothing>)(?=[A-Z][a-z])
    | (?P<spaced>Q|[A-Z]{2,4}|[A-Z][A-Z.’'-]+(?:\ [A-Z][A-Z.’'-]+){1,4})(?P<gap>)(?=[\ \t\u00a0]{2,}\S)
    | \[(?P<bracket>[^\W\d_a-z][^\[\]\n:]{1,40})\](?P<colon3>:?)(?=\s)
    | \(\((?P<double>[^()\n]{1,60})\)\)(?P<colon2>:?)(?=\s|$)
    | (?P<name>[^\W\d_a-z][\w.'’&-]{0,40}(?:,?\ [\w.'’&"“”#-]{1,40}){0,7}(?:\ ?[(\[][^()\[\]\n]{1,60}[)\]])?)
      (?P<colon>(?:\*\*|__)?:)(?=[\sA-Z“"]|\*\*|__|$)
    | (?P<capitals>[A-Z][A-Z.’'-]*[A-Z](?:\ [A-Z][A-Z.’'-]*[A-Z]){0,3})(?P<mark>\.|\ ?[-–—])(?=\s\S)
    | (?P<nick>(?<=[\])]\s)<?[\w.-]{2,30}>?)(?P<colon4>:)(?=\s)
    | (?P<initials>(?!A\ |I\ )[A-Z]{1,4})(?P<space>)(?=\ [A-Z“"‘(\[])
    | (?P<symbol>[▲△▼▽◆◇■□●○►▶>]|[-–—](?=\s))(?P<none>)(?=\s|$)
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
    "capitals": "mark",
    "nick": "colon4",
    "initials": "space",
    "symbol": "none",
}
_NAME_WORD = r"(?:[^\W\d_a-z][\w.'’-]*|de|da|do|del|van|von|bin|al|el|la)"
_CAST = compile_late(rf"{_NAME_WORD}(?:\ {_NAME_WORD}){{1,4}}(?:[,;(]|(?<![.!?])$)")
# A name on a line of its own, above what its bearer says.
_ALONE = compile_late(
    rf"({_NAME_WORD}(?:\ {_NAME_WORD}){{0,4}}(?<![.!?])|[A-Z][\w.'’ -]{{1,40}}[A-Z])"
    r"|([\w.-]{2,30})(?:\ OP)?\ [·•]\ [^.!?\n]{0,20}\.?\ ago"  # "pickled_otter · 8 hr. ago"
    rf"|({_NAME_WORD}(?:\ {_NAME_WORD}){{0,4}})\s+[\[(]?\d{{1,2}}:\d\d(?::\d\d)?[\])]?"  # "Ada Moss  0:19"
)
# Words that begin a line of service, not a turn.
_NO_SPEAKER = frozenset(
    """
    note notes related update updated source sources photo photos image images picture video audio watch listen read
    more see also correction corrections clarification editor editors by credit credits copyright tags topics
    share follow contact email phone tel location where when date time price cost venue tickets
    summary background analysis opinion
    comments reminder moderator topic pictures
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
_DASHES = frozenset("-–—>")
# A line above the comments of readers, and so many lines from one comment to the next.
COMMENTS = compile_late(
    r"(?:\d+ |(?:top|latest|readers?['’]?|your) )?comments?(?: ?\(\d[\d,]*[^()\n]{0,12}\))?:?"
    r"|most liked(?: comments?)?",
    re.IGNORECASE,
)
_MOST_BETWEEN = 3
_LEAST_TURNS = 3
_LEAST_NAMED_TURNS = 4
# Least share of neighbouring turns with different speakers; a list of items with headings has fewer.
_LEAST_CHANGES = 0.5
# Least share of turns that ask, or in which somebody speaks of himself or to somebody; a list of places has fewer.
_LEAST_TALK = 0.25
_SPEECH = compile_late(r"\W*(?:[^\W\d_]|$)")


def find_exchanges(text: str, labelled: Sequence[Labelled]) -> Iterator[Turn]:
    """Yield single questions that a report quotes, with the answers right after them, as from a court.

    Both labels are names that stand in the text as well, or the letters Q and A.
    """
    picked: dict[int, Labelled] = {}
    for asked, answered in pairwise(labelled):
        pair = (asked, answered)
        beside = answered.place == asked.place + 1 and asked.key != answered.key
        if beside and ASKS.search(asked.rest.of(text)) and not any(_is_marked(text, item) for item in pair):
            picked |= {item.place: item for item in pair if all(_is_known(text, it) for it in pair)}
    for item in picked.values():
        if item.rest.start < item.rest.end:
            yield Turn(item.label, item.colon, (item.rest,), bool(ASKS.search(item.rest.of(text))))


def find_comments(text: str, paragraphs: Sequence[Span], labelled: Sequence[Labelled]) -> Iterator[Turn]:
    r"""Yield the comments of readers below a page, each with its label, from a line such as "Comments (12)" on.

    >>> text = "It rained.\nComments (2)\nharbour_jo: Not here it did not.\nAda Moss: We got wet."
    >>> lines = [Span(0, 10), Span(11, 23), Span(24, 56), Span(57, 77)]
    >>> labelled = list(read_labels(text, lines))
    >>> [turn.label.of(text) for turn in find_comments(text, lines, labelled) if turn.label]
    ['harbour_jo', 'Ada Moss']
    """
    heading = next((n for n, it in enumerate(paragraphs) if n and COMMENTS.fullmatch(text, *it)), None)
    if heading is None:
        return
    last = heading
    for item in labelled:
        if heading < item.place <= last + _MOST_BETWEEN and item.colon and item.rest.start < item.rest.end:
            last = item.place
            yield Turn(item.label, item.colon, (item.rest,), None)


def is_dash(item: Labelled) -> bool:
    """Whether the label is a dash, which says that somebody speaks and not who."""
    return item.key in _DASHES


def _is_known(text: str, item: Labelled) -> bool:
    """Whether a label is a letter, or a name that the text has within a sentence before it."""
    name = item.label.of(text).split()[-1]
    form = re.escape(name.title() if name.isupper() else name)
    named = name[:1].isupper() and re.search(rf"(?<=[\w,] ){form}\b", text[: item.label.start])
    return item.key in {"Q", "A"} or bool(named)


def read_labels(text: str, paragraphs: Sequence[Span]) -> Iterator[Labelled]:
    """Yield the paragraphs that may begin with a label, or be one."""
    found = list(_read_labels(text, paragraphs))
    often = Counter(item.key for item in found if item.is_bare)
    several = {key for key, count in often.items() if count > 1}
    yield from (item for item in found if not item.is_bare or (len(several) > 1 and item.key in several))


def _find_alone(text: str, paragraphs: Sequence[Span]) -> dict[int, Span]:
    """Return the names that stand on lines of their own, if several do so more than once, by their places."""
    lines = {n: found for n, it in enumerate(paragraphs) if n and (found := _ALONE.fullmatch(text, *it))}
    alone = {n: Span(*found.span(found.lastindex or 0)) for n, found in lines.items() if n + 1 not in lines}
    counts = Counter(span.of(text) for span in alone.values())
    often = [words for words, count in counts.items() if count > 1]
    if len(often) < 2:
        return {}
    is_sure = all(words.isupper() for words in often) or all(
        found[1] is None for n, found in lines.items() if n in alone
    )
    kept = ((n, span) for n, span in alone.items() if n + 1 < len(paragraphs))
    return {n: span for n, span in kept if counts[span.of(text)] > 1 or (is_sure and not span.of(text).islower())}


def _read_labels(text: str, paragraphs: Sequence[Span]) -> Iterator[Labelled]:
    """Yield what may be a label, also initials without a mark."""
    alone = _find_alone(text, paragraphs)
    for place, paragraph in enumerate(paragraphs):
        if place in alone:
            end = Span(paragraph.end, paragraph.end)
            yield Labelled(place, alone[place].of(text).casefold(), alone[place], None, end)
            continue
        found = _LABEL.match(text, paragraph.start, paragraph.end)
        if not found:
            continue
        group = next(name for name in _STOPS if found[name])
        label = Span(*found.span(group))
        words = label.of(text).lower().replace("’", "'").split()
        if find_salutation(text, *paragraph) is not None:
            continue
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
        yield Labelled(place, _make_key(group, label.of(text)), label, colon, rest, is_bare=group == "initials")


def _make_key(group: str, label: str) -> str:
    """Return the key of a label, the same for all labels of one speaker: Q for Question 3, a name in small letters."""
    if group in {"letter", "glued"} or label == "Q":
        return label[0]
    name = re.sub(r"[(\[,].*", "", label).strip()
    return name.casefold()


def pick_labels(text: str, labelled: list[Labelled], voices: AbstractSet[str] = frozenset()) -> list[Labelled]:
    """Return the labels of an interview; empty if they do not make one.

    The `voices` are names that are known to begin turns, however few these are.
    """
    keys = {voice.casefold() for voice in voices}
    known = [item for item in labelled if item.key in keys]
    if known:
        return known
    symbols = {item.key for item in labelled if not item.key[0].isalnum()}
    if len(symbols) == 1 and symbols <= _DASHES:
        labelled = [item for item in labelled if item.key not in symbols]
    # “Roe: ‘We float’” is a headline, unless the next turn follows right after it.
    if labelled and labelled[0].place == 0 and not _leads_in(labelled):
        labelled = labelled[1:]
    labelled = _leave_out_cast(text, _merge_short(labelled))
    counts = Counter(item.key for item in labelled)
    often = {key for key, count in counts.items() if count > 1}
    letters = {"Q", "A"} <= set(counts)
    least = _LEAST_TURNS if letters else _LEAST_NAMED_TURNS
    if len(labelled) < least or len(counts) < 2 or len(often) < (1 if letters else 2):
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


def _leave_out_cast(text: str, labelled: list[Labelled]) -> list[Labelled]:
    """Return the labels after those of a list of who speaks: “Interviewer: Ada Moss”, “Guest: Tom Oats, potter”."""
    is_cast = [_CAST.match(text, *item.rest) and not ENDS.search(item.rest.of(text)) for item in labelled]
    first = next((n for n, found in enumerate(is_cast) if not found), 0)
    return labelled[first:]


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
