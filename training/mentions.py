"""The training targets for mentions and carriers: spans with a kind, and the allowed tags between them.

A name is marked from its first word to its last, without title; of a description its noun alone is marked ("the former
finance **minister**"). No set marks all of this, so a training article says as well what the rest of its text may be:
where names alone were marked, a word outside of them may still be the noun of a description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sayso.analyse.model_spans import MENTION_TAGS, NOUNS
from sayso.lexicon.nouns import titles

Record = dict[str, Any]

ALL = (1 << len(MENTION_TAGS)) - 1
OUTSIDE = 1
NO_NAME = OUTSIDE | sum(1 << MENTION_TAGS.index(f"N-{kind}") for kind in NOUNS)

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
# A noun stands before the first of these: "the mother | of two", "a man | who …".
_AFTER_NOUN = re.compile(
    r",| \(| [–—-] | (?:of|for|who|whom|whose|which|that|from|in|at|with|to|on|by|behind|close|near|about|against|into|"
    r"under|inside|outside|as|and|or|is|was|were|are|there|here|representing|involved|working|living|based)\b"
)
_PRONOUN = re.compile(
    r"(?:he|she|they|it|we|i|you|his|her|him|hers|their|them|its|our|us|me|my|who|himself|herself)\W*",
    re.IGNORECASE,
)
_SMALL = frozenset("of the for and on in & de la du van von der den da do dos el al bin ibn".split())
_DOCUMENTS = frozenset(
    "report study statement letter survey poll law memo article book paper document email post tweet release review "
    "affidavit complaint lawsuit indictment ruling bill treaty order record transcript essay editorial column analysis "
    "assessment audit filing petition questionnaire newspaper journal sign banner leaflet manual".split()
)


@dataclass(frozen=True)
class Marks:
    """The marked spans of a text, and the allowed tags of the rest.

    Attributes:
        spans: Start, end and kind of each: of NAMES or NOUNS, or None for a pronoun, which is none of these.
        rest: The tags that all other words may have, as bits.
    """

    spans: list[tuple[int, int, str | None]]
    rest: int


def mark_speakers(record: Record) -> Marks:
    """Return the mentions of the speakers of a gold reading, and the names of its carriers. The rest is unknown."""
    text = record["article"]["text"]
    spans: list[tuple[int, int, str | None]] = []
    for speaker in record["speakers"]:
        for start, end in speaker["mentions"]:
            spans.extend(_mark_mention(text, start, end, speaker))
    for carrier in record["carriers"]:
        if carrier["how"] in {"report", "wire", "interview", "broadcast", "republication"}:
            for start, end in carrier["evidence"]:
                at = text.find(carrier["name"], start, end)
                if at >= 0 and carrier["name"][:1].isupper():
                    spans.append((at, at + len(carrier["name"]), "body"))
    return Marks(_keep_apart(spans), ALL)


def mark_sources(text: str, sources: Iterable[tuple[Record, Iterable[tuple[int, int]]]]) -> Marks:
    """Return the names and nouns in sources whose speakers are known, from records of speakers-train.jsonl."""
    spans: list[tuple[int, int, str | None]] = []
    for speaker, places in sources:
        known = {"name": speaker["entity"], "type": speaker["type"], "named": bool(speaker["named"])}
        for start, end in places:
            spans.extend(_mark_mention(text, start, end, known))
    return Marks(_keep_apart(spans), ALL)


def _mark_mention(text: str, start: int, end: int, speaker: Record) -> Iterator[tuple[int, int, str | None]]:
    """Yield the name or noun in a mention of a speaker, with its kind."""
    mention = text[start:end]
    if _PRONOUN.fullmatch(mention):
        yield start, end, None
        return
    kind = speaker["type"]
    if kind == "none":
        return
    if speaker["named"] and kind in {"person", "author", "organisation"}:
        found = find_name(mention, speaker["name"])
        if found:
            yield start + found[0], start + found[1], "body" if kind == "organisation" else "person"
            return
    if kind == "group" and speaker["named"]:
        return
    noun = find_noun(mention)
    if noun is None:
        return
    word = mention[noun[0] : noun[1]]
    if kind == "organisation":
        sort = "organisation"
    elif kind == "document":
        sort = "document"
    elif kind == "group":
        sort = "people"
    else:
        sort = "people" if kind == "unnamed" and word.endswith("s") and not word.endswith("ss") else "one"
    yield start + noun[0], start + noun[1], sort


def find_name(mention: str, name: str) -> tuple[int, int] | None:
    """Return where words of a name stand in a mention, from the first to the last.

    >>> find_name("former governor Ada Moss, 61", "Ada Moss")
    (16, 24)
    >>> find_name("the minister", "Ada Moss")
    """
    wanted = {word.group().lower().rstrip(".") for word in _WORD.finditer(name)} - _SMALL
    found = [word.span() for word in _WORD.finditer(mention) if word.group().lower().rstrip(".") in wanted]
    return (found[0][0], found[-1][1]) if found else None


def find_noun(mention: str) -> tuple[int, int] | None:
    """Return where the noun of a description stands; None for one that has none in small letters.

    >>> mention = "the former finance minister of Norland, who"
    >>> mention[slice(*find_noun(mention))]
    'minister'
    """
    cut = _AFTER_NOUN.search(mention, 1)
    words = list(_WORD.finditer(mention, 0, cut.start() if cut else len(mention)))
    if not words or not words[-1].group()[:1].islower():
        return None
    start, end = words[-1].span()
    return start, end - 2 if mention[end - 2 : end] in {"’s", "'s"} else end


def list_carriers(record: Record) -> list[tuple[int, int, str]]:
    """Return the span of each carrier of a gold reading (its name, else its evidence), and its `how`."""
    text = record["article"]["text"]
    spans: list[tuple[int, int, str | None]] = []
    for carrier in record["carriers"]:
        for start, end in carrier["evidence"]:
            at = text.find(carrier["name"], start, end)
            if at < 0:
                at = text.lower().find(carrier["name"].lower(), start, end)
            spans.append((at, at + len(carrier["name"]), carrier["how"]) if at >= 0 else (start, end, carrier["how"]))
    return [(start, end, how) for start, end, how in _keep_apart(spans) if how]


def _keep_apart(spans: Iterable[tuple[int, int, str | None]]) -> list[tuple[int, int, str | None]]:
    """Return the spans in order, the longer of two that overlap."""
    kept: list[tuple[int, int, str | None]] = []
    for span in sorted(set(spans), key=lambda one: (one[0] - one[1], one[0])):
        if not any(span[0] < end and start < span[1] for start, end, _ in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: one[:2])


def mark_gum(record: Record) -> Marks:
    """Return the names and nouns of a GUM document, all of which are marked."""
    tokens = record["tokens"]
    starts = {token[0]: n for n, token in enumerate(tokens)}
    spans: list[tuple[int, int, str | None]] = []
    for mention in record["mentions"]:
        first = starts.get(mention["start"])
        if first is None or mention["type"] == "time":
            continue
        last = first
        while last + 1 < len(tokens) and tokens[last + 1][1] <= mention["end"]:
            last += 1
        head = next((n for n in range(first, last + 1) if not first <= tokens[n][4] <= last), first)
        if tokens[head][2] == "PROPN":
            spans.append(_grow_name(record["text"], tokens, first, head, last, mention["type"]))
        elif tokens[head][2] == "NOUN":
            kind = _sort_noun(record["text"], tokens[head], mention["type"])
            if kind:
                spans.append((tokens[head][0], tokens[head][1], kind))
    return Marks(_keep_apart(spans), OUTSIDE)


def _grow_name(
    text: str, tokens: list[list[Any]], first: int, head: int, last: int, sort: str
) -> tuple[int, int, str | None]:
    """Return the name around the head of a mention: neighbours that are names too, and the small words between them."""
    low = high = head
    while high < last and (
        tokens[high + 1][2] == "PROPN"
        or (
            high + 2 <= last
            and tokens[high + 2][2] == "PROPN"
            and sort != "person"
            and text[tokens[high + 1][0] : tokens[high + 1][1]].lower() in _SMALL | {"-", "'s", "’s"}
        )
    ):
        high += 1
    while low > first and tokens[low - 1][2] == "PROPN":
        low -= 1
    if sort == "person":
        while low < high and text[tokens[low][0] : tokens[low][1]].lower().rstrip(".") in titles():
            low += 1
    kind = {"person": "person", "organization": "body", "place": "place"}.get(sort, "other")
    return tokens[low][0], tokens[high][1], kind


def _sort_noun(text: str, token: list[Any], sort: str) -> str | None:
    """Return the kind of a description by its noun."""
    word, lemma = text[token[0] : token[1]].lower(), str(token[3]).lower()
    if sort == "person":
        return "one" if word == lemma else "people"
    if sort == "organization":
        return "organisation"
    return "document" if lemma in _DOCUMENTS and sort in {"object", "abstract"} else None


_NER = {"PER": "person", "ORG": "body", "LOC": "place", "MISC": "other"}


def join_sentences(rows: Iterable[Record]) -> tuple[str, Marks]:
    """Return a text of sentences, one on each line, from words with tags; a word that is not a name may be a noun."""
    text, spans = "", []
    for row in rows:
        begun: tuple[int, str] | None = None
        end = 0
        for token, tag in zip(row["tokens"], row["tags"], strict=True):
            edge, _, sort = tag.partition("-")
            kind = _NER.get(sort)
            if begun and (kind != begun[1] or edge == "B"):
                spans.append((begun[0], end, begun[1]))
                begun = None
            glue = "" if not text or text.endswith("\n") or token in {",", ".", "'s", "’s"} else " "
            text += glue
            if kind and not begun:
                begun = (len(text), kind)
            text += token
            end = len(text)
        if begun:
            spans.append((begun[0], end, begun[1]))
        text += "\n"
    return text.rstrip("\n"), Marks([*spans], NO_NAME)
