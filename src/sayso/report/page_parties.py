"""Whose words stand in a text, as a page shows it: a number, a colour and a short name for each party.

The number is what sets the parties apart, in print and for those who do not see colours as others do; the colours are
eight, and then begin again with another line below the words (`r1`, `r2`, …).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.reading import Reading
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.stretches import number_sources
from sayso.report.who import Who, describe_who, map_speakers
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement, Unresolved

__all__ = ["NO_STYLE", "Cast", "Party", "cast_reading", "find_style", "name_shortly"]

# As many as the style sheet has: colours, and lines below the words.
_COLOURS, _LINES = 8, 4
_SHORT_CHARS = 24
NO_STYLE = "nobody"
# "Ann Roe Jr." and "Ann Roe III" are not called by their last words.
_SHORTEST_SURNAME = 3
_MOST_CANDIDATES = 3
# Between several candidates, so much of a name without a number.
_CANDIDATE_CHARS = 16


@dataclass(frozen=True, slots=True)
class Party:
    """Whose words they are.

    Attributes:
        sign: The number, from 1 in the order in which the parties first speak. Where it is open between some, theirs
            with strokes between them; "?" where it is not clear at all; "–" where nobody is named or was looked for.
        style: The colour and line of the style sheet.
        name: The speaker's full name; else what `Who` says.
        short: The surname of a person where no other has the same, else the name, cut if it is long.
        speaker: The record, if there is one.
    """

    sign: str
    style: str
    name: str
    short: str
    speaker: Speaker | None = None

    @property
    def is_known(self) -> bool:
        """Whether it has a number of its own."""
        return self.sign.isdecimal()


@dataclass(frozen=True, slots=True)
class Cast:
    """Who says each statement of a reading, by the statement's id: as a party, and in words."""

    parties: Mapping[str, Party]
    whos: Mapping[str, Who]


def find_style(number: int) -> str:
    """The colour and line of the party with that number, counted from 1.

    >>> [find_style(1), find_style(8), find_style(9), find_style(33)]
    ['c1 r0', 'c8 r0', 'c1 r1', 'c1 r0']
    """
    lines, colour = divmod(number - 1, _COLOURS)
    return f"c{colour + 1} r{lines % _LINES}"


def cast_reading(reading: Reading, text: str) -> Cast:
    """The parties of that reading's statements."""
    speakers = map_speakers(reading)
    whos = {statement.id: describe_who(statement, speakers, text) for statement in reading.statements}
    # What is open is nobody's, so that two statements of "he" are not taken for one man's.
    said = [it for it in reading.statements if it.speaker is not None or it.unresolved is Unresolved.NOT_YET]
    numbers = number_sources(replace(reading, statements=tuple(said)))
    by_speaker = {it.speaker: numbers[it.id] + 1 for it in said if it.speaker is not None and it.id in numbers}
    shorts = name_shortly(reading.speakers)
    parties = {}
    for statement in reading.statements:
        number = numbers.get(statement.id)
        if number is None:
            parties[statement.id] = _find_open_party(statement, whos[statement.id], by_speaker, shorts)
            continue
        name = whos[statement.id].name
        short = shorts.get(statement.speaker or "") or shorten(name, max_chars=_SHORT_CHARS)
        speaker = speakers.get(statement.speaker or "")
        parties[statement.id] = Party(str(number + 1), find_style(number + 1), name, short, speaker)
    return Cast(parties, whos)


def _find_open_party(statement: Statement, who: Who, numbers: Mapping[str, int], shorts: Mapping[str, str]) -> Party:
    if not statement.candidates:
        return Party("?" if statement.unresolved is Unresolved.AMBIGUOUS else "–", NO_STYLE, who.name, "")
    known = statement.candidates[:_MOST_CANDIDATES]
    signs = [
        str(numbers[it]) if it in numbers else shorten(shorts.get(it, it), max_chars=_CANDIDATE_CHARS) for it in known
    ]
    more = ["…"] if len(statement.candidates) > len(known) else []
    return Party("/".join([*signs, *more]), NO_STYLE, who.name, "")


def name_shortly(speakers: Sequence[Speaker]) -> dict[str, str]:
    """The short names by the speakers' ids.

    >>> roe, poe = (Speaker(i, n, SpeakerType.PERSON, named=True) for i, n in (("p1", "Ann Roe"), ("p2", "Bo Poe Jr.")))
    >>> name_shortly([roe, poe])
    {'p1': 'Roe', 'p2': 'Bo Poe Jr.'}
    """
    lasts = {it.id: _find_surname(it) for it in speakers}
    counts = Counter(last.casefold() for last in lasts.values())
    return {
        it.id: shorten(lasts[it.id] if counts[lasts[it.id].casefold()] == 1 else it.name, max_chars=_SHORT_CHARS)
        for it in speakers
    }


def _find_surname(speaker: Speaker) -> str:
    words = make_harmless_line(speaker.name).split()
    is_surname = (
        len(words) > 1 and len(words[-1]) >= _SHORTEST_SURNAME and words[-1].isalpha() and words[-1][1].islower()
    )
    return words[-1] if is_surname and speaker.named and speaker.type is SpeakerType.PERSON else speaker.name
