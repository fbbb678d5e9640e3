"""Passages of sources made into quotations by known changes, so that it is known what became of the words.

Each kind of `KINDS` changes a whole sentence in one way: it is spelled otherwise (written), has or lacks a "not"
(negation), has another number, name, modal verb, quantifier, word or person, a name in brackets for a pronoun, another
tense or a filler, lacks some of its words with or without an ellipsis, or is joined with a later sentence. An absent
passage is a sentence as it stands, of a source that was left out. Seeded: every run plants the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sayso.check import SourceText
from sayso.compare.words import Sort, sort_word
from sayso.match import Change
from sayso.segment import split_sentences
from sayso.text import Span

__all__ = ["KINDS", "Planted", "plant"]

SEED = 20_161_108
FEWEST_WORDS, MOST_WORDS = 9, 35
KINDS = {
    "whole": Change.VERBATIM,
    "written": Change.VERBATIM,
    "negation": Change.ALTERED,
    "number": Change.ALTERED,
    "name": Change.ALTERED,
    "modal": Change.ALTERED,
    "quantifier": Change.ALTERED,
    "word": Change.ALTERED,
    "person": Change.ALTERED,
    "bracket": Change.ALTERED,
    "tense": Change.MINOR,
    "filler": Change.MINOR,
    "ellipsis": Change.ELIDED,
    "silent cut": Change.ELIDED,
    "joined": Change.ELIDED,
    "absent": Change.NOT_FOUND,
}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAMES = ("Harrow", "Lindqvist", "Petrosyan", "Okonkwo", "Tavares")
_FILLERS = (" uh, ", ", well, ", " just ", " really ")
_FULL = {"ve": "have", "re": "are", "m": "am", "ll": "will"}
_FIGURES = "zero one two three four five six seven eight nine".split()
_WORDS = ("lantern", "harvest", "granite", "orchard", "thimble", "walrus")

Maker = Callable[[Sequence[str], random.Random], "str | None"]
"""From a sentence and those after it to what is planted; None where they do not lend themselves to it."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A passage, the source that it comes from, and the way in which it was changed."""

    kind: str
    quote: str
    source: str


def plant(sources: Sequence[SourceText], left_out: Sequence[SourceText], each: int) -> Iterator[Planted]:
    """Yield so many passages of each kind, or as many as the sources allow in 400 tries each."""
    for kind in KINDS:
        chance = random.Random(f"{SEED} {kind}")  # noqa: S311 — chance that repeats, not a secret
        made = 0
        for _ in range(each * 400):
            source = chance.choice(left_out if kind == "absent" else sources)
            sentences = _pick(source, chance)
            quote = _MAKERS[kind](sentences, chance) if sentences else None
            if quote:
                yield Planted(kind, quote, source.id)
                made += 1
            if made == each:
                break


def _pick(source: SourceText, chance: random.Random) -> list[str]:
    """A whole sentence of a source, and those that follow it in its paragraph."""
    paragraphs = [found for found in re.finditer(r"[^\n]+", source.text) if len(found.group()) > 60]
    if not paragraphs:
        return []
    paragraph = chance.choice(paragraphs)
    # A label of a turn is no part of a sentence.
    text = re.sub(r"^[A-Z][A-Z .'’-]+:\s*", "", paragraph.group())
    sentences = [span.of(text) for span in split_sentences(text, Span(0, len(text)))]
    first = chance.randrange(len(sentences)) if sentences else 0
    rest = sentences[first:]
    return rest if rest and all(map(_is_plain, rest[:1])) else []


def _is_plain(sentence: str) -> bool:
    count = len(_WORD.findall(sentence))
    return FEWEST_WORDS <= count <= MOST_WORDS and not set(sentence) & set('“”"[]()…') and "--" not in sentence


def _swap(pattern: str, make: Callable[[str, random.Random], str]) -> Maker:
    """A maker that replaces one match within the sentence, not at its edges."""
    compiled = re.compile(pattern)

    def change(sentences: Sequence[str], chance: random.Random) -> str | None:
        quote = sentences[0].rstrip(".,!?")
        found = [one for one in compiled.finditer(quote) if one.start() and one.end() < len(quote)]
        if not found:
            return None
        one = chance.choice(found)
        return quote[: one.start()] + make(one.group(), chance) + quote[one.end() :]

    return change


def _table(pairs: str) -> Maker:
    """A maker that replaces a word by what stands beside it in the table, either way."""
    sides = [pair.split(":") for pair in pairs.split()]
    both = dict(sides) | {b: a for a, b in sides}
    return _swap(r"\b(?:" + "|".join(both) + r")\b(?!['’])", lambda word, _: both[word])


def _cut(glue: str) -> Maker:
    """A maker that leaves out some words within the sentence, two that carry meaning at least."""

    def change(sentences: Sequence[str], chance: random.Random) -> str | None:
        quote = sentences[0].rstrip(".,")
        words = list(_WORD.finditer(quote))
        if len(words) < 14:
            return None
        first = chance.randint(4, len(words) - 9)
        end = chance.randint(first + 3, len(words) - 5)
        if sum(_has_meaning(word.group()) for word in words[first:end]) < 2:
            return None
        return quote[: words[first - 1].end()] + glue + quote[words[end].start() :]

    return change


def _make_whole(sentences: Sequence[str], _chance: random.Random) -> str | None:
    return sentences[0].rstrip(".,")


def _make_written(sentences: Sequence[str], _chance: random.Random) -> str | None:
    """The same in another spelling: straight or curly apostrophes, contractions and numbers written out."""
    quote = sentences[0].rstrip(".,")
    written = re.sub(r"n['’]t\b", "n’t", quote.replace("'", "’"))
    written = re.sub(r"\b(do|is) not\b", r"\1n’t", written)
    written = re.sub(r"\b(I|we|they|you)[’'](ve|re|m|ll)\b", lambda m: f"{m[1]} {_FULL[m[2]]}", written)
    # A figure by itself, not one of "4.5", "$6" or "6,000".
    written = re.sub(r"(?<![\d$.,-])\b[2-9]\b(?![.,-]?\d)", lambda m: _FIGURES[int(m[0])], written)
    return written if written != quote else None


def _make_negation(sentences: Sequence[str], chance: random.Random) -> str | None:
    """The sentence without its negation, or with one that it did not have."""
    return _drop_not(sentences, chance) or _add_not(sentences, chance)


def _make_joined(sentences: Sequence[str], chance: random.Random) -> str | None:
    """The sentence and a later one of its paragraph, what stands between left out."""
    later = [one for one in sentences[2:12] if _is_plain(one)]
    between = sum(_has_meaning(word) for word in _WORD.findall(sentences[1])) if len(sentences) > 2 else 0
    return f"{sentences[0]} {chance.choice(later).rstrip('.,')}" if later and between > 1 else None


def _has_meaning(word: str) -> bool:
    return word.isalpha() and len(word) > 3 and sort_word(word.lower()) is Sort.CONTENT


# "won't" and "can't" lose more than their ending.
_drop_not = _swap(r" not(?= )|(?<=\b(?:do|is|re|as|es|id|ve|ld))n['’]t\b", lambda _, __: "")
_add_not = _swap(r"\b(?:is|are|was|were|will|would|can|could|should)\b(?!['’])", lambda verb, _: f"{verb} not")
_MAKERS: dict[str, Maker] = {
    "whole": _make_whole,
    "written": _make_written,
    "negation": _make_negation,
    "number": _swap(r"\b\d{2,4}\b(?![,.]\d)", lambda figures, _: str(int(figures) + 3)),
    "name": _swap(r"(?<=[a-z] )[A-Z][a-z]{3,}\b(?!['’])", lambda _, chance: chance.choice(_NAMES)),
    "modal": _table("can:should must:might may:must will:might"),
    "quantifier": _table("all:some many:few every:any most:some always:sometimes"),
    "word": _swap(r"(?<=[a-z] )[a-z]{6,}(?= )", lambda _, chance: chance.choice(_WORDS)),
    "person": _table("we:they our:their my:his"),
    "bracket": _swap(r"\b(?:he|she|they|it|them|him)\b(?!['’])", lambda _, chance: f"[{chance.choice(_NAMES)}]"),
    "tense": _table("is:was are:were has:had says:said goes:went think:thought"),
    "filler": _swap(r" (?=\w)", lambda _, chance: chance.choice(_FILLERS)),
    "ellipsis": _cut(" … "),
    "silent cut": _cut(" "),
    "joined": _make_joined,
    "absent": _make_whole,
}
