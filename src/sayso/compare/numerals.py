"""Numbers that are spelled out, read as figures: "twenty-five thousand" and "25,000" are the same."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ORDINALS", "SCALES", "is_numeral", "read_numeral"]

_UNIT_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_UNITS: dict[str, float] = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS: dict[str, float] = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SMALL_NUMBERS = frozenset(_UNITS) | frozenset(_TENS)
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SPELLED = _SMALL_NUMBERS | frozenset(SCALES)
_SHORT = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth
"""
ORDINALS = {
    word: f"{number}{('th', 'st', 'nd', 'rd')[number if number < 4 else 0]}"
    for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)
} | {"thirtieth": "30th", "fortieth": "40th", "fiftieth": "50th", "hundredth": "100th", "thousandth": "1000th"}
# Longer than any number that people say.
_MAX_WORDS = 12


def is_numeral(word: str) -> bool:
    """Whether a number may begin with this word."""
    return word in _SPELLED or word[:1].isdigit() or (word[:1] == "-" and word[1:2].isdigit())


def read_numeral(words: Sequence[str], start: int) -> tuple[str, int]:
    """The number that begins at a word, in figures, and how many words it takes; ("", 0) if none does.

    Figures keep their decimals: "1.5", "million" is "1500000".

    >>> read_numeral(["two", "hundred", "and", "five", "ships"], 0)
    ('205', 4)
    >>> read_numeral(["1.5", "million", "people"], 0)
    ('1500000', 2)
    """
    total: float = 0
    part: float = -1
    last: float = 10**15
    taken = 0
    for place in range(start, min(len(words), start + _MAX_WORDS)):
        word = words[place]
        value = _UNITS.get(word, _TENS.get(word))
        if value is None and part < 0:
            value = _read_figures(word)
        if value is not None and (part < 0 or _adds(part, value, last)):
            part, last = max(part, 0) + value, value
        elif word in SCALES and (part > 0 or (part < 0 and not total)):
            scale = SCALES[word]
            if scale == 100:
                part = max(part, 1) * 100
            else:
                total, part = total + max(part, 1) * scale, -1
            last = scale
        elif word == "and" and last == 100 and place + 1 < len(words) and words[place + 1] in _SMALL_NUMBERS:
            continue
        else:
            break
        taken = place + 1 - start
    if not taken:
        return "", 0
    return _write(total + max(part, 0)), taken


def _adds(part: float, value: float, last: float) -> bool:
    """Whether a value goes on the number so far: twenty five, two hundred five; not five twenty."""
    return (last >= 20 and last < 100 and value < 10 and value > 0 and part % 10 == 0) or (last == 100 and value < 100)


def _read_figures(word: str) -> float | None:
    """The value of "5,000", "1.5" or "3bn"; None for anything else."""
    if not word[:1].isdigit():
        return None
    figures = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    ending = word[len(figures) :]
    if ending and ending not in _SHORT:
        return None
    plain = figures.replace(",", "")
    if len(plain) > 15 or plain.count(".") > 1 or not plain.replace(".", "").isdecimal():
        return None
    try:
        value = float(plain)
    except ValueError:
        return None
    return value * _SHORT.get(ending, 1)


def _write(value: float) -> str:
    return str(round(value)) if abs(value - round(value)) < 1e-9 else f"{value:.6g}"
