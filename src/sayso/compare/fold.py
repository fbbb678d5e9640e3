"""The comparison form of a passage: its words without what does not count, each with the way back to the text.

Apart are: case, accents, quotation marks, dashes and hyphens, the spelling of numbers, contractions.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sayso.compare.numerals import ORDINALS, SCALES, is_numeral, read_numeral
from sayso.late import compile_late
from sayso.months import MONTHS
from sayso.text import Span

__all__ = ["Folded", "fold"]


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A passage in its comparison form.

    Attributes:
        text: The whole text that the passage is part of; all places count in it.
        forms: The words in comparison form. One written word may be two of them (don't: do, not), and several one.
        starts: Where each of them starts in the text.
        ends: Where each of them ends.
        gaps: Numbers of the words before which an ellipsis stands; the count of words for one at the end.
        asides: Numbers of the words that stand in square brackets, or are a transcript's noise: "(APPLAUSE)".
    """

    text: str
    forms: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    gaps: frozenset[int]
    asides: frozenset[int]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, end: int) -> Span:
        """Where the words from number `first` up to `end` stand, that one not included; empty if there are none."""
        if first < end:
            return Span(self.starts[first], self.ends[end - 1])
        place = self.starts[first] if first < len(self.forms) else (self.ends[-1] if self.ends else 0)
        return Span(place, place)

    def is_joined(self, number: int) -> bool:
        """Whether the word and the one before it are parts of one written word: "can" and "not" of can't."""
        start, end = self.starts[number], self.ends[number - 1]
        if start != end:
            return start < end
        before, after = self.text[end - 1], self.text[start]
        is_word = (before.isalnum() or before in _APOSTROPHES) and (after.isalnum() or after in _APOSTROPHES)
        return is_word and not _GLYPH.match(before) and not _GLYPH.match(after)

    def between(self, number: int) -> str:
        """The characters between the word and the next one; at the end, up to 40 characters after it."""
        end = self.ends[number]
        following = self.starts[number + 1] if number + 1 < len(self.forms) else end + 40
        return self.text[end:following]


_APOSTROPHES = "'’‘ʼ`´＇"
# What transcripts say in parentheses that nobody says; so is whatever stands there in capitals, two words or more.
_NOISE = (
    "applause|laughter|laughs|laughing|cheers|cheering|booing|boos|crosstalk|inaudible|unintelligible|indiscernible|"
    "bleep|expletive|music|silence|pause|ph|sic"
)
# What may stand within a word and is no letter: soft hyphens, zero-width blanks and joiners; signs on letters, which
# accents are as Latin is taken apart, and vowels in Arabic and Hebrew.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
# Written without blanks between words: each sign of Chinese and Japanese counts as one.
_GLYPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_GLYPH = compile_late(f"[{_GLYPHS}]")
# A minus, not a dash or a range: it stands after a blank or an opening mark, right before the figure.
_SIGN = "(?:(?<![^\\s(\\[“\"'‘])[-−])?"
_TOKEN = compile_late(
    rf"(?P<gap>…|\.(?:\s?\.){{2,6}})"
    rf"|(?P<noise>\((?:[a-z]+[ ,]+){{0,3}}(?:{_NOISE})(?:[ ,]+[a-z]+){{0,3}}\)"
    rf"|(?-i:\([A-Z]{{2,}}(?: [A-Z’'\-]+){{1,5}}\)))"
    rf"|(?P<letter>\[[^\W\d_]{{1,3}}\][^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*|[^\W_]+\[[^\W\d_]{{1,4}}\])"
    rf"|(?P<broken>[^\W\d_]{{2,}}-[ \t]*\r?\n[ \t]*(?-i:(?![A-Z]))[^\W\d_]{{2,}})"
    rf"|(?P<short>(?<![^\W_])(?:[^\W\d_]\.){{2,8}}(?:[^\W\d_](?![^\W_]))?)"
    rf"|(?P<number>{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)[^\W\d_]*)"
    rf"|(?P<glyph>(?-i:[{_GLYPHS}]))"
    rf"|(?P<word>e-[^\W\d_]+|(?<![^\W_])[{_APOSTROPHES}](?:cause|em|til|tis|twas)(?![^\W_])|[^\W_]+(?:[{_INVISIBLE}]+[^\W_]+)*(?:[{_APOSTROPHES}][^\W\d_]+)*)"
    rf"|(?P<sign>[%&$£€\[\]])",
    re.IGNORECASE,
)
_SIGNS = {"%": "percent", "&": "and", "$": "dollar", "£": "pound", "€": "euro"}
_MAX_BRACKET = 20  # words; a longer stretch in square brackets is an unclosed one

_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'s": "'s", "'d": "'d"}
_WHOLE = {
    written: tuple(said.split())
    for written, said in (
        line.split(": ")
        for line in """
won't: will not
can't: can not
cannot: can not
shan't: shall not
ain't: ain't
gonna: going to
wanna: want to
gotta: got to
dunno: do not know
let's: let us
y'all: you all
o'clock: o'clock
ok: okay
till: until
'til: until
'cause: because
'em: them
'tis: it 's
'twas: it was
dr: doctor
mr: mister
sen: senator
sens: senators
rep: representative
reps: representatives
gov: governor
gen: general
col: colonel
capt: captain
lt: lieutenant
sgt: sergeant
prof: professor
rev: reverend
jr: junior
sr: senior
vs: versus
jan: january
feb: february
apr: april
jun: june
jul: july
aug: august
sept: september
sep: september
oct: october
nov: november
dec: december
dollars: dollar
pounds: pound
euros: euro
""".strip().split("\n")
    )
}
_DROPPED = str.maketrans("", "", "',-")
_PLAIN_SIGNS = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | {"−": "-"})
_UNSEEN = re.compile(rf"[{_INVISIBLE}\[\]]|-\s*\n\s*")


def fold(text: str, span: Span | None = None) -> Folded:
    """The passage in its comparison form. It takes time in proportion to its length.

    Args:
        text: A text.
        span: The part of it to fold; all of it by default.

    >>> fold("“We don’t owe five per cent,” she said").forms
    ('we', 'do', 'not', 'owe', '5', 'percent', 'she', 'said')
    >>> fold("It’s [the town’s] … U.S. bridge").forms
    ('it', "'s", 'the', 'town', "'s", 'u.s', 'bridge')
    """
    start, end = span or Span(0, len(text))
    builder = _Builder(text)
    for found in _TOKEN.finditer(text, start, end):
        builder.take(found)
    return builder.build()


class _Builder:
    """The words of a passage as they are gathered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.forms: list[str] = []
        self.starts: array[int] = array("q")
        self.ends: array[int] = array("q")
        self.gaps: set[int] = set()
        self.asides: set[int] = set()
        self.bracket = -1
        self.currency = self.owed = ""

    def take(self, found: re.Match[str]) -> None:
        """Take the next token of the text."""
        kind, token, start = found.lastgroup, found.group(), found.start()
        if kind == "word" and not self.owed and not self.currency:
            # Nearly all tokens are words that nothing hangs on.
            for form, begin, end in _split_token(token):
                self.forms.append(form)
                self.starts.append(start + begin)
                self.ends.append(start + end)
            return
        if kind != "word":
            self._pay_currency()
        if kind == "gap":
            self.gaps.add(len(self.forms))
        elif kind == "sign":
            self._take_sign(token, start)
        elif kind == "noise":
            self._add(token.strip("()").lower(), start, found.end())
            self.asides.add(len(self.forms) - 1)
        else:
            self._take_word(token, start)

    def _take_sign(self, sign: str, start: int) -> None:
        if sign == "[":
            self.bracket = len(self.forms)
        elif sign == "]":
            if self.bracket >= 0 and len(self.forms) - self.bracket <= _MAX_BRACKET:
                self.asides.update(range(self.bracket, len(self.forms)))
            self.bracket = -1
        elif sign in "$£€":
            # Said after the figure, written before it.
            if self.text[start + 1 : start + 2].isdigit():
                self.currency = sign
        else:
            self._add(_SIGNS[sign], start, start + 1)

    def _take_word(self, token: str, start: int) -> None:
        if self.owed and token.casefold() not in SCALES:
            self._pay_currency()
        # The sign of a currency belongs to the figure behind it.
        sign = len(self.currency)
        for form, begin, end in _split_token(token):
            self._add(form, start + begin - sign, start + end)
            sign = 0
        self.currency, owed = "", self.currency
        self.owed = self.owed or owed

    def _pay_currency(self) -> None:
        """Put the currency behind its number: "$5 million" is said five million dollars."""
        if self.owed:
            self._add(_SIGNS[self.owed], self.starts[-1], self.ends[-1])
            self.owed = ""

    def _add(self, form: str, start: int, end: int) -> None:
        self.forms.append(form)
        self.starts.append(start)
        self.ends.append(end)

    def build(self) -> Folded:
        """The passage, numbers read as figures."""
        self._pay_currency()
        gone: set[int] = set()
        for place, taken, form in list(self._find_joined()):
            self.forms[place] = form
            self.ends[place] = max(self.ends[place : place + taken])
            gone.update(range(place + 1, place + taken))
        if gone:
            self._drop(gone)
        return Folded(
            self.text, tuple(self.forms), self.starts, self.ends, frozenset(self.gaps), frozenset(self.asides)
        )

    def _drop(self, gone: set[int]) -> None:
        """Drop words that were taken into the word before them."""
        kept = [number for number in range(len(self.forms) + 1) if number not in gone]
        self.gaps, self.asides = ({bisect_right(kept, n) - 1 for n in numbers} for numbers in (self.gaps, self.asides))
        kept.pop()
        self.forms = [self.forms[number] for number in kept]
        self.starts, self.ends = (array("q", [own[n] for n in kept]) for own in (self.starts, self.ends))

    def _find_joined(self) -> Iterator[tuple[int, int, str]]:
        """Yield place, count of words and form where a number or "per cent" is made of several, or is written so."""
        done = 0
        for place, word in enumerate(self.forms):
            if place < done or not (word in _BEGINNINGS or is_numeral(word)):
                continue
            form, taken = self._read_number(place)
            if word == "minus" and place + 1 < len(self.forms):
                form, taken = self._read_number(place + 1)
                form, taken = f"-{form.lstrip('-')}", taken + 1 if taken else 0
            if not taken and self.forms[place : place + 2] == ["per", "cent"]:
                form, taken = "percent", 2
            if not taken and place and self.forms[place - 1] in _MONTHS and word[:1].isdigit():
                form, taken = word.rstrip("stndrh"), 1
            if taken:
                yield place, taken, form
                done = place + taken

    def _read_number(self, place: int) -> tuple[str, int]:
        """The number that begins at a word; no comma or full stop may stand within it."""
        if not is_numeral(self.forms[place]):
            return "", 0
        end = place + 1
        sign = "-" if self.forms[place].startswith("-") else ""
        words = [self.forms[place].removeprefix("-")]
        while end < len(self.forms) and end - place < 12 and self.text[self.ends[end - 1] : self.starts[end]] in _JOINS:
            words.append(self.forms[end])
            end += 1
        form, taken = read_numeral(words, 0)
        return sign + form, taken


_BEGINNINGS = frozenset({"per", "minus"})
_MONTHS = frozenset(month.lower() for month in MONTHS)
_JOINS = frozenset({" ", "-", "‑", "–", "\xa0", "\n"})


@lru_cache(maxsize=1 << 16)
def _split_token(token: str) -> tuple[tuple[str, int, int], ...]:
    """The forms of a written word, each with its place in it."""
    if token.startswith("["):
        # The letter in brackets says only that the word was not the first, or was.
        return _spread(tuple(form for form, _, _ in _split_token(token.replace("[", "").replace("]", ""))), len(token))
    plain = _plain(token)
    if plain in _WHOLE:
        return _spread(_WHOLE[plain], len(token))
    if token == "US" or plain in {"u.s.", "u.s"}:  # noqa: S105 — a word, not a secret
        return (("u.s", 0, len(token)),)
    if "." in plain and plain[:1].isalpha():
        return ((plain.replace(".", ""), 0, len(token)),)
    for ending, form in _ENDINGS.items():
        if plain.endswith(ending) and len(plain) > len(ending) and len(plain) == len(token):
            cut = len(token) - len(ending)
            return ((plain[:cut].replace("'", ""), 0, cut), (form, cut, len(token)))
    sign = "-" if plain.startswith("-") and plain[1:2].isdigit() else ""
    plain = sign + plain.translate(_DROPPED) or plain
    return ((ORDINALS.get(plain, plain), 0, len(token)),)


def _plain(token: str) -> str:
    """The token in small letters without accents and brackets, its apostrophes straight."""
    plain = _UNSEEN.sub("", token.translate(_PLAIN_SIGNS)).casefold()
    if plain.isascii():
        return plain
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))


def _spread(forms: tuple[str, ...], length: int) -> tuple[tuple[str, int, int], ...]:
    """Several forms over one written word: all but the last take a part of it, in order."""
    cuts = [length * n // len(forms) for n in range(len(forms))] + [length]
    return tuple((form, cuts[n], cuts[n + 1]) for n, form in enumerate(forms))
