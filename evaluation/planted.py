"""Plant headlines in articles, made from quotations of their bodies in known ways, and count the ways named right.

    python evaluation/planted.py                   a table of all kinds
    python evaluation/planted.py --errors cut      what is named wrong, of one kind

Bodies and their direct quotations are gold, of the sets that may be trained on. A planted headline is
“quotation”, says speaker. Seeded: every run plants the same. Where the shared folder is absent, it says so.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sets import load_lines

from sayso.analyse.headline import compare_headline
from sayso.analyse.layout import Layout, lay_out
from sayso.article import Article
from sayso.compare.words import Sort, find_stem, sort_word
from sayso.match import Change, HeadlineFinding
from sayso.segment import split_sentences
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

__all__ = ["KINDS", "Body", "Planted", "load_bodies", "name_finding", "plant_headlines"]

ROOT = Path(__file__).resolve().parent.parent
SETS = ("polnear/polnear-train", "web/web-train", "web/basil-train", "web/wikinews-train")
KINDS = {
    "whole": Change.VERBATIM,
    "cut": Change.TRUNCATED,
    "word": Change.ALTERED,
    "negation": Change.ALTERED,
    "joined": Change.ELIDED,
    "absent": Change.NOT_FOUND,
}
SEED = 20_161_108
# A quotation of fewer words is a phrase, of more no headline.
FEWEST_WORDS, MOST_WORDS = 6, 30
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_NEGATION = re.compile(r"\b(not|never)\s|(?<=\w)n[’']t\b", re.IGNORECASE)
_NO_CUT = frozenset("and but or so nor yet".split())


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its statements, and the sentences of its direct quotations, quotation by quotation."""

    id: str
    text: str
    statements: tuple[Statement, ...]
    quotations: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A headline's quotation, the body that it is planted in, and the way in which it was made."""

    kind: str
    quote: str
    body: Body


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit code is 1 if a kind is named less often than 0.95."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with the gold")
    parser.add_argument("--each", type=int, default=400, help="headlines of each kind")
    parser.add_argument("--errors", choices=KINDS, help="list what is named wrong, of one kind")
    options = parser.parse_args(arguments)
    if not (options.shared / "data").is_dir():
        print(f"{options.shared} is not here, so nothing was planted.")
        return 0
    planted = plant_headlines(load_bodies(options.shared), options.each)
    if options.errors:
        planted = [one for one in planted if one.kind == options.errors]
    answered = [(one, name_finding(one)) for one in planted]
    if options.errors:
        print("\n".join(_list_errors(answered)))
        return 0
    return _print_table(Counter((one.kind, found.finding if found else None) for one, found in answered))


def load_bodies(shared: Path) -> list[Body]:
    """The bodies that have direct quotations, in the order of their files."""
    records = (record for name in SETS for record in load_lines(shared / "data" / f"{name}.jsonl"))
    bodies = (_read_body(record) for record in records)
    return [body for body in bodies if body.quotations]


def _read_body(record: dict[str, Any]) -> Body:
    """The text after the headline, with the statements that stand in it."""
    given = record["text"] if "text" in record else record["article"]["text"]
    start = given.find("\n") + 1
    text = given[start:].lstrip()
    start = len(given) - len(text)
    layout = lay_out(Article("body", text))
    rows = record.get("attributions") or record.get("statements") or []
    statements = tuple(
        _read_statement(f"b{n}", row, start, layout) for n, row in enumerate(rows) if row["content"][0][0] >= start
    )
    ident = record["doc_id"] if "doc_id" in record else record["article"]["id"]
    quotations = [_split_quotation(statement, layout) for statement in statements if statement.kind is Kind.DIRECT]
    return Body(ident, text, statements, tuple(sentences for sentences in quotations if sentences))


def _read_statement(ident: str, row: dict[str, Any], start: int, layout: Layout) -> Statement:
    content, cue, source = (
        tuple(Span(a - start, b - start) for a, b in row[role] if a >= start) for role in ("content", "cue", "source")
    )
    inside = [bool(layout.quoted[n]) for span in content for n in range(*span) if layout.text[n].isalpha()]
    kind = Kind.DIRECT if inside and all(inside) else Kind.MIXED if any(inside) else Kind.INDIRECT
    return Statement(ident, kind, Place.BODY, content, cue, source, 1.0)


def _split_quotation(statement: Statement, layout: Layout) -> tuple[str, ...]:
    """The whole sentences of a quotation, without marks within."""
    sentences = []
    for span in statement.content:
        text = layout.text
        inside = Span(*_strip(text, span))
        # A sentence that the outlet interrupts is no whole one.
        whole = [one.of(text) for one in split_sentences(text, inside)]
        sentences += [
            one for one in whole if one[:1].isupper() and one[-1:] in ".,!?" and not set(one) & set('“”"[]…()')
        ]
    return tuple(one for one in sentences if FEWEST_WORDS <= len(_WORD.findall(one)) <= MOST_WORDS)


def _strip(text: str, span: Span) -> tuple[int, int]:
    start, end = span
    while start < end and text[start] in "“”\"'‘’`":
        start += 1
    while end > start and text[end - 1] in "“”\"'‘’`":
        end -= 1
    return start, end


def plant_headlines(bodies: Sequence[Body], each: int) -> list[Planted]:
    """So many headlines of each kind, or as many as the bodies allow."""
    makers: dict[str, Callable[[Body, random.Random], str | None]] = {
        "whole": make_whole,
        "cut": make_cut,
        "word": make_word,
        "negation": make_negation,
        "joined": make_joined,
        "absent": lambda body, chance: make_absent(body, bodies, chance),
    }
    planted = []
    for kind, make in makers.items():
        chance = random.Random(f"{SEED} {kind}")  # noqa: S311 — chance that repeats, not a secret
        order = [body for body in bodies for _ in range(2)]
        chance.shuffle(order)
        made = (Planted(kind, quote, body) for body in order if (quote := make(body, chance)))
        planted += [one for one, _ in zip(made, range(each), strict=False)]
    return planted


def make_whole(body: Body, chance: random.Random) -> str | None:
    """A sentence as it stands; of three, one in straight marks and one with a number or contraction spelled out."""
    quote = _pick(body, chance).rstrip(".,")
    way = chance.randrange(3)
    if way == 1:
        return quote.replace("’", "'")
    return re.sub(r"\b([Ii]t|[Tt]hat)[’']s\b", r"\1 is", quote.replace("don’t", "do not")) if way == 2 else quote


def make_cut(body: Body, chance: random.Random) -> str | None:
    """The beginning of a sentence, cut within a clause: four words at least, and at least two are left out."""
    quote = _pick(body, chance)
    words = list(_WORD.finditer(quote))
    places = [
        before.end()
        for before, after in pairwise(words[3:-1])
        if quote[before.end() : after.start()] == " " and after.group().lower() not in _NO_CUT
    ]
    return quote[: chance.choice(places)] if places else None


def make_word(body: Body, chance: random.Random) -> str | None:
    """A sentence in which another word of the body stands for one that carries meaning."""
    quote = _pick(body, chance).rstrip(".,")
    meaningful = [found for found in _WORD.finditer(quote) if _has_meaning(found.group())]
    own = {find_stem(found.group().lower()) for found in _WORD.finditer(quote)}
    words = (found.group() for found in _WORD.finditer(body.text))
    others = [word for word in words if _has_meaning(word) and find_stem(word.lower()) not in own]
    if len(meaningful) < 2 or not others:
        return None
    found = chance.choice(meaningful)
    return quote[: found.start()] + chance.choice(others) + quote[found.end() :]


def make_negation(body: Body, chance: random.Random) -> str | None:
    """A sentence without its negation."""
    sentences = [one for sentences in body.quotations for one in sentences if _NEGATION.search(one)]
    if not sentences:
        return None
    quote = chance.choice(sentences).rstrip(".,")
    # Without its first word, a sentence only begins later.
    places = [found for found in _NEGATION.finditer(quote) if found.start()]
    if not places:
        return None
    found = chance.choice(places)
    before = quote[: found.start()]
    # "won't" and "can't" lose more than their ending.
    before = re.sub(r"\bwo$", "will", re.sub(r"\bca$", "can", before))
    return before + quote[found.end() :]


def make_joined(body: Body, chance: random.Random) -> str | None:
    """Two stretches of one quotation, of three words or more, joined with or without an ellipsis."""
    sentences = chance.choice(body.quotations)
    first = chance.randrange(len(sentences))
    one, other = sentences[first], sentences[chance.randrange(first, len(sentences))]
    head, tail = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    start, end = chance.randint(3, max(3, len(head) // 2)), chance.randint(3, max(3, len(tail) // 2))
    left = head[start:] + tail[:-end] if one is not other else head[start:-end]
    if sum(_has_meaning(found.group()) for found in left) < 2 or (one is other and start + end > len(head) - 2):
        return None
    glue = chance.choice([" … ", " ", "... "])
    return one[: head[start - 1].end()] + glue + other[tail[-end].start() :].rstrip(".,")


def make_absent(body: Body, bodies: Sequence[Body], chance: random.Random) -> str | None:
    """A sentence of another body, of three words with meaning or more."""
    other = chance.choice(bodies)
    quote = _pick(other, chance).rstrip(".,")
    meaningful = sum(_has_meaning(word) for word in _WORD.findall(quote))
    return quote if other.id != body.id and meaningful >= 3 and quote[:30] not in body.text else None


def _pick(body: Body, chance: random.Random) -> str:
    return chance.choice(chance.choice(body.quotations))


def _has_meaning(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and sort_word(word.lower()) is Sort.CONTENT


def name_finding(planted: Planted) -> HeadlineFinding | None:
    """What is found of the planted headline."""
    title = f"“{planted.quote}”, says Roe"
    text = f"{title}\n\n{planted.body.text}"
    shift, end = len(title) + 2, len(planted.quote) + 2
    own = Statement("h", Kind.DIRECT, Place.HEADLINE, (Span(0, end),), (), (Span(len(title) - 3, len(title)),), 1.0)
    body = [_shift(statement, shift) for statement in planted.body.statements]
    layout = lay_out(Article("planted", text, title=title, title_span=Span(0, len(title))))
    return next((found for found in compare_headline(layout, [own, *body]) if found.span.start == 0), None)


def _shift(statement: Statement, by: int) -> Statement:
    content, cue, source = (
        tuple(Span(span.start + by, span.end + by) for span in spans)
        for spans in (statement.content, statement.cue, statement.source)
    )
    return Statement(statement.id, statement.kind, statement.place, content, cue, source, 1.0)


def _list_errors(answered: Sequence[tuple[Planted, HeadlineFinding | None]]) -> Iterator[str]:
    for one, found in answered:
        if not found or found.finding is not KINDS[one.kind]:
            text = f"“{one.quote}”, says Roe\n\n{one.body.text}"
            places = [span.of(text) for span in found.body] if found else []
            named, note = (found.finding.value, found.note) if found else ("none", "")
            yield f"{named}: {one.quote}\n    {places}\n    {note}"


def _print_table(counts: Counter[tuple[str, Change | None]]) -> int:
    """One line a kind: how many, the share that is named right, and what the others were named."""
    worst = 1.0
    for kind, label in KINDS.items():
        row = {named: count for (made, named), count in counts.items() if made == kind}
        whole = sum(row.values())
        share = row.get(label, 0) / max(1, whole)
        worst = min(worst, share)
        others = ", ".join(f"{named.value if named else 'none'} {n}" for named, n in row.items() if named is not label)
        print(f"{kind:10}{label.value:12}{whole:5}{share:8.3f}   {others}")
    return 0 if worst >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
