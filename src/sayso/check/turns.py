"""Whose turn it is in a transcript: "DONALD TRUMP: …", "Q. …", "Mr. Smith: …" at the beginning of a line."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from sayso.text import Span

__all__ = ["Turns", "find_turns", "is_same_speaker"]

# A name in capitals, the letters of questions and answers, or a name of capital initials; then a colon.
_LABEL = re.compile(
    r"^[ \t>\-–—]*(?P<name>"
    r"[QA](?=[.:]\s)"
    r"|[A-Z][A-Z.'’\-]*(?:[ ,&]+[A-Z0-9.'’\-]+){0,5}(?=\s*(?:\([^()\n]{1,40}\)\s*)?:)"
    r"|(?:[A-Z][\w.'’\-]*)(?: (?:[A-Z][\w.'’\-]*|de|von|van|der|al)){0,4}(?=\s*(?:\([^()\n]{1,40}\)\s*)?:)"
    r")\s*(?:\([^()\n]{1,40}\)\s*)?[.:](?=\s|$)",
    re.MULTILINE,
)
# So many labels are looked at; a text with more is no transcript.
_MOST_LABELS = 200_000
# What may stand before a colon at the beginning of a line and is nobody.
_NOBODY = frozenset(
    "note update correction source sources photo video image caption date time place location subject re from to cc "
    "summary title transcript editor's read watch more also ps warning example answer".split()
)
_ASKING = frozenset("q question questioner questions reporter reporters".split())
_UNKNOWN = _ASKING | frozenset(
    "a answer unidentified unknown male female voice crowd audience speaker moderator host interviewer man woman "
    "announcer narrator participant multiple group all both protester press journalist caller translator".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr sir prof professor president senator sen rep congressman congresswoman governor gov secretary "
    "the hon judge justice general gen colonel col captain minister chancellor mayor chairman chairwoman ambassador "
    "representative vice prime king queen prince princess lord lady dame father reverend rev jr sr ii iii iv".split()
)
# First names and what their owners are called; others that differ are two people.
_SHORT = tuple(
    frozenset(names.split())
    for names in (
        "robert bob bobby rob|william bill billy will|james jim jimmy|michael mike mick|richard dick rick rich|"
        "joseph joe|thomas tom tommy|john jack jon johnny|charles charlie chuck|edward ed ted eddie|margaret maggie|"
        "elizabeth liz beth betsy|katherine kate kathy catherine cathy|anthony tony|daniel dan danny|david dave|"
        "donald don donny|kenneth ken|lawrence larry|matthew matt|nicholas nick|patrick pat|peter pete|philip phil|"
        "ronald ron|samuel sam|stephen steve steven|timothy tim|christopher chris|gregory greg|jeffrey jeff|"
        "benjamin ben|bernard bernie|rafael ted|andrew andy|alexander alex|gerald jerry|susan sue|deborah debbie"
    ).split("|")
)


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """The turns of a text: where each begins, and whose it is."""

    starts: array[int]
    names: tuple[str, ...]

    def find_speaker(self, place: int) -> str | None:
        """Who speaks at a place; None before the first turn, and where there are none."""
        before = bisect_right(self.starts, place)
        return self.names[before - 1] if before else None

    def find_within(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Yield where the turns that reach into a stretch begin and end, and whose they are."""
        low = max(0, bisect_right(self.starts, start) - 1)
        for number in range(low, bisect_right(self.starts, end)):
            following = self.starts[number + 1] if number + 1 < len(self.starts) else end + 1
            yield self.starts[number], following, self.names[number]


def find_turns(text: str) -> tuple[Turns, list[Span]]:
    r"""The turns of a transcript, and where their labels stand; none if the text does not look like one.

    A label in capitals or a letter counts wherever it begins a line; a name in small letters only if it does so twice.

    >>> turns, labels = find_turns("Q. Did you sleep?\n\nMR. ROE: Never.\n")
    >>> turns.names, labels[0]
    (('Q', 'MR. ROE'), Span(start=0, end=2))
    """
    found = [match for match, _ in zip(_LABEL.finditer(text), range(_MOST_LABELS), strict=False)]
    counts = Counter(match["name"] for match in found)
    kept = [match for match in found if _is_label(match["name"], counts[match["name"]])]
    turns = Turns(array("q", [match.start() for match in kept]), tuple(intern(match["name"]) for match in kept))
    return turns, [Span(match.start("name"), match.end()) for match in kept]


def _is_label(name: str, count: int) -> bool:
    if name.lower() in _NOBODY:
        return False
    return name.isupper() or count > 1


def is_same_speaker(label: str, names: tuple[str, ...]) -> bool | None:
    """Whether a turn's label names one of these; None where the label names nobody, or nobody is given.

    >>> is_same_speaker("MR. ROE", ("Ada Roe",)), is_same_speaker("JOHN MOSS", ("Ada Roe",))
    (True, False)
    >>> is_same_speaker("Q", ("Ada Roe",)) is None
    True
    """
    own = _read_name(label)
    known = [read for read in map(_read_name, names) if read]
    if not own or not known or set(own) & _UNKNOWN:
        return None
    return any(_agree(own, other) for other in known)


@lru_cache(maxsize=1 << 12)
def _read_name(name: str) -> tuple[str, ...]:
    """The words of a name without titles, in small letters without accents."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain.casefold())
    return tuple(word for word in words if word not in _TITLES) if words != ["a"] else ()


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the last names are the same, and the first do not gainsay it."""
    if one[-1] != other[-1]:
        # A first name alone: "IVANKA".
        return (len(one) == 1 and one[0] == other[0]) or (len(other) == 1 and other[0] == one[0])
    if len(one) == 1 or len(other) == 1:
        return True
    first, second = one[0], other[0]
    if first == second or (1 in {len(first), len(second)} and first[0] == second[0]):
        return True
    return first.startswith(second) or second.startswith(first) or any({first, second} <= short for short in _SHORT)
