"""Classification of quotation marks that are not a quotation, by the words in and around them.

The rules are those of style books: titles and names keep their capitals, a word as a word is announced ("the term"),
and other short words in small letters in the outlet's own sentence are scare quotes. Words that look like somebody's,
though no statement covers them, have no use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sayso.lexicon import read_words
from sayso.marking import MarkUse
from sayso.segment import Marked
from sayso.text import Span

__all__ = ["Setting", "Use", "classify_use", "fold_words", "read_setting"]

Use = MarkUse | Literal["scare"]

# Scare quotes are short: longer stretches in small letters are words that somebody said.
_MOST_SCARE_WORDS = 3
# A verb of saying at most so many words before the mark attributes its words.
_SAID_BEFORE = 5
_REACH = 90
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
# What may stand between the mark and the word before it; the rules decide about a comma.
_BESIDE = re.compile(r"[\s,:(—–-]*")
_SMALL_WORDS = frozenset(
    "a an and as at but by de for from if in into la le nor of off on or out over so the to up via vs with".split()
)
_PRONOUNS = frozenset(
    """
    i i'm i'll i've i'd we we're we'll we've you you're he he's she she's it it's they they're let's yes no please
    """.split()
)
_DETERMINERS = frozenset("a an the this that these those such his her its their our my your so-called".split())
_SLOGANS = frozenset("slogan motto tagline".split())
# People of a work: the “Harbour Nights” star.
_WORKERS = frozenset("star actor actress host author creator director singer".split())
_DASHES = re.compile(r"\s*(?:[—–]|--|-(?=\s))\s*")
_PASSIVE = frozenset("is are was were be been being what's often also sometimes commonly usually widely".split())
_GLOSSES = frozenset("means meaning meant refers denotes derives comes".split())


@dataclass(frozen=True, slots=True)
class Setting:
    """A stretch in marks and the words around it in its sentence.

    Attributes:
        words: The words inside.
        before: The words before it, nearest first.
        after: The words after it, nearest first.
        lead: What stands between the word before and the mark.
        tail: What stands between the mark and the word after.
        gap: What stands between the two words before.
        is_first: Whether it begins its sentence.
        in_title: Whether it stands in a headline whose words all begin with a capital.
    """

    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    lead: str
    tail: str
    gap: str
    is_first: bool
    in_title: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether all words but small ones begin with a capital letter or a figure."""
        weighty = [word for word in self.words if word.lower() not in _SMALL_WORDS]
        return bool(weighty) and all(not word[0].islower() for word in weighty)


def read_setting(text: str, mark: Marked, sentence: Span, *, in_title: bool = False) -> Setting:
    """Return the words in the marks and up to six on each side of them.

    >>> text = "They shut the “hub” early."
    >>> setting = read_setting(text, Marked(Span(14, 19), Span(15, 18)), Span(0, len(text)))
    >>> setting.before[0], setting.words, setting.after[0]
    ('the', ('hub',), 'early')
    """
    start, end = mark.span
    left = text[max(sentence.start, start - _REACH) : start]
    right = text[end : min(sentence.end, end + _REACH)]
    before = list(_WORD.finditer(left))[-6:]
    after = list(_WORD.finditer(right))[:6]
    return Setting(
        words=tuple(_WORD.findall(mark.inside.of(text)[:400])),
        before=tuple(found.group() for found in reversed(before)),
        after=tuple(found.group() for found in after),
        lead=left[before[-1].end() :] if before else left,
        tail=right[: after[0].start()] if after else right,
        gap=left[before[-2].end() : before[-1].start()] if len(before) > 1 else "",
        is_first=not before,
        in_title=in_title,
    )


def fold_words(text: str) -> str:
    """Return the words of a text in small letters, with single spaces, for comparing two stretches.

    >>> fold_words("Ground-floor, ‘glass’")
    'ground-floor glass'
    """
    return " ".join(_WORD.findall(text.replace("’", "'").lower()))


def classify_use(setting: Setting, inside: str) -> Use | None:
    """Return the use of the marks; None if the words look like somebody's, or the use is unknown.

    >>> text = "They shut the “hub” early."
    >>> classify_use(read_setting(text, Marked(Span(14, 19), Span(15, 18)), Span(0, len(text))), "hub")
    'scare'
    """
    if not setting.words or not any(character.isalpha() for character in inside):
        return None
    announced = find_announced_use(setting)
    if announced or _is_speech(setting, inside):
        return announced
    if setting.is_capital:
        return None if setting.in_title else _classify_capitalised(setting)
    return _classify_small(setting)


def find_announced_use(setting: Setting) -> Use | None:
    """Return the use that the words around the marks announce: the film “X”, the word “x”, so-called “x”; else None.

    >>> text = "She reads the word “reef” aloud."
    >>> find_announced_use(read_setting(text, Marked(Span(19, 25), Span(20, 24)), Span(0, len(text)))).value
    'word'
    """
    if not setting.words:
        return None
    near = [word.replace("’", "'").lower() for word in setting.before[:5]]
    follows = setting.after[0].lower() if setting.after and not setting.tail.strip() else ""
    if near and near[0] == "so-called":
        return "scare"
    if near and _is_nickname(setting, near):
        return MarkUse.NICKNAME
    if near and _is_word(setting, near, follows):
        return MarkUse.WORD
    return MarkUse.TITLE if _is_title(setting, near, follows) else None


def _is_title(setting: Setting, near: list[str], follows: str) -> bool:
    """Whether a noun for a work stands beside the marks: the film “X”, a song called “X”, the “X” show."""
    works = read_words("marks_works")
    is_small = setting.words[0][0].islower()
    if near and (not is_small or _SLOGANS & set(near[:2])):
        named = near[0] in {"called", "named"} and near[1:2]
        if near[0] in works or (named and named[0] in works):
            return True
    if not follows or is_small or setting.in_title:
        return False
    return bool({word.lower().removesuffix("s") for word in setting.after[:2]} & (works | _WORKERS))


def _classify_small(setting: Setting) -> Use | None:
    """Return the use of words in small letters: the name of a law or, if they are few, scare quotes; else None."""
    words = setting.words
    if words[0][0].isupper() and not (setting.is_first or setting.in_title):
        return None
    if len(words) > 1 and setting.after and setting.after[0].lower() in read_words("marks_rules"):
        return MarkUse.NAME
    return "scare" if len(words) <= _MOST_SCARE_WORDS else None


def _is_nickname(setting: Setting, near: list[str]) -> bool:
    """Whether it is a nickname: nicknamed “Slim”, also known as “Slim”, Rafi “Slim” Dunmore."""
    if not setting.words[0][0].isupper():
        return near[0] in {"nicknamed", "nickname"}
    if near[0] in read_words("marks_named") or near[:2] in (["as", "known"], ["name", "the"]):
        return True
    between = setting.before[0][0].isupper() and bool(setting.after) and setting.after[0][0].isupper()
    alone = setting.lead.strip() == setting.tail.strip() == "" and len(setting.words) <= _MOST_SCARE_WORDS
    return between and alone and near[0] not in _SMALL_WORDS | _DETERMINERS and setting.before[0].isalpha()


def _is_word(setting: Setting, near: list[str], follows: str) -> bool:
    """Whether it is a word as a word: the word “x”, is called “x”, a stem, or “x”, — “x” —, “x” means."""
    if (near[0] == "called" and near[1:] and near[1] in _PASSIVE) or near[:2] == ["as", "known"]:
        return "by" not in (follows, *near)
    nouns = read_words("marks_words")
    return (
        near[0] in nouns
        or (near[0] in {"is", "was", "are"} and bool(nouns & set(near[1:])))
        or near[0] in {"pronounced", "spelled", "spelt"}
        or (near[0] == "of" and near[1:2] in (["meaning"], ["concept"]))
        or (near[0] == "or" and "," in setting.gap and not setting.lead.strip())
        or bool(_DASHES.fullmatch(setting.lead) and _DASHES.fullmatch(setting.tail))
        or (follows in _GLOSSES and near[0] not in _DETERMINERS)
    )


def _is_speech(setting: Setting, inside: str) -> bool:
    """Whether it looks like speech: a clause, a question, a call, or words after a verb of saying."""
    if inside[-1] in "?!" or setting.words[0].replace("’", "'").lower() in _PRONOUNS:
        return setting.is_first or not setting.is_capital
    if setting.is_capital:
        return False
    saying = read_words("marks_saying")
    if ":" in setting.lead or setting.tail.lstrip().startswith(":"):
        return True
    return any(word.lower() in saying for word in setting.before[:_SAID_BEFORE])


def _classify_capitalised(setting: Setting) -> Use:
    """Return title or name for capitalised words that nothing announces."""
    article = bool(setting.before) and setting.before[0].lower() in _DETERMINERS
    if article and setting.after and not setting.tail.strip() and setting.after[0][0].islower():
        return MarkUse.NAME
    return MarkUse.TITLE
