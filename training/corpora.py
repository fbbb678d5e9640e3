"""The articles that the model learns from, as texts with outer and inner attributions.

PolNeAR marks each token in at most one attribution, so its quotations may hold others that are not
marked; the guide's articles (../shared/data/web/*-train) mark those too. Each article names its scheme.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from label_store import LABELS, read_labels, read_speakers
from mentions import Marks, join_sentences, list_carriers, mark_gum, mark_sources, mark_speakers
from written import build_readings

# The markers of the schemes; the same numbers stand in sayso/analyse/tagger.py.
POLNEAR, GUIDE = 1, 2
Spans = list[tuple[int, int]]

# PolNeAR's articles; those labelled by the guide; and sets with mentions only.
SETS = (
    "polnear", "web-train", "basil-train", "wikinews-train", "pages-train", "pool", "polnear-guide", "written", "gum",
    "names",
)  # fmt: skip
WRITTEN = Path(__file__).parent / "written"

# Wikinews articles that GUM's own split holds out: they are measured on, so they are not trained on.
GUM_HELD = {"dev", "test"}


@dataclass(frozen=True)
class Attribution:
    """One attribution of a training article; `inner` if it stands inside another's content."""

    source: Spans
    cue: Spans
    content: Spans
    inner: bool = False


@dataclass(frozen=True)
class Example:
    """One training article.

    Attributes:
        id: Its id.
        scheme: Whose habits of marking it follows.
        text: Its text.
        attributions: What is marked; None where attributions are not.
        knows_inner: Attributions inside others are marked too.
        mentions: Names and nouns of those who are mentioned; None where they are not marked.
        carriers: Where carriers are named, and how they carried; None where they are not marked.
        group: What it must be held out together with: its outlet, where that is known.
        is_written: It was written for this project.
    """

    id: str
    scheme: int
    text: str
    attributions: list[Attribution] | None
    knows_inner: bool
    mentions: Marks | None = None
    carriers: list[tuple[int, int, str]] | None = None
    group: str = ""
    is_written: bool = False


def read_polnear(shared: Path) -> Iterator[Example]:
    """Yield PolNeAR articles; some have labelled speakers."""
    known = {record["doc_id"]: record["speakers"] for record in read_speakers(shared)}
    for record in read_lines(shared / "data/polnear/polnear-train.jsonl"):
        marks = [
            Attribution(*(pairs(a[role]) for role in ("source", "cue", "content"))) for a in record["attributions"]
        ]
        who = known.get(record["doc_id"])
        sources = [(who[a["id"]], pairs(a["source"])) for a in record["attributions"] if who and a["id"] in who]
        mentions = mark_sources(record["text"], sources) if sources else None
        yield Example(record["doc_id"], POLNEAR, record["text"], marks, knows_inner=False, mentions=mentions)


def read_guide(records: Iterable[dict], held: set[str] = frozenset()) -> Iterator[Example]:
    """Yield readings marked by the guide, without `held` ids.

    Interviews teach no attributions: their turns are read by rule.
    """
    for record in records:
        article, statements = record["article"], record["statements"]
        if article["id"] in held:
            continue
        by_id = {s["id"]: s for s in statements}
        marks = []
        for s in statements:
            depth = 0
            up = s["within"]
            while up:
                depth, up = depth + 1, by_id[up]["within"]
            if depth < 2 and not s.get("turn"):
                marks.append(Attribution(pairs(s["source"]), pairs(s["cue"]), pairs(s["content"]), inner=depth == 1))
        is_interview = sum(bool(s.get("turn")) for s in statements) > 2
        yield Example(
            article["id"],
            GUIDE,
            article["text"],
            None if is_interview else marks,
            knows_inner=not is_interview,
            mentions=mark_speakers(record),
            carriers=list_carriers(record),
            group=((article.get("outlet") or {}).get("name") or article["id"]).lower(),
        )


def read_gum(path: Path) -> Iterator[Example]:
    """GUM's training documents, for mentions only."""
    for record in read_lines(path):
        if record["split"] not in GUM_HELD:
            yield Example(record["doc_id"], GUIDE, record["text"], None, knows_inner=False, mentions=mark_gum(record))


def read_names(path: Path) -> Iterator[Example]:
    """Yield sentences with names, in texts of forty lines each."""
    rows = read_lines(path)
    for at in range(0, len(rows), 40):
        text, marks = join_sentences(rows[at : at + 40])
        yield Example(f"{path.stem}-{at}", GUIDE, text, None, knows_inner=False, mentions=marks)


def read_training(shared: Path, sets: Sequence[str] = SETS) -> list[Example]:
    """Return the training articles of some sets under the folder of data, in a fixed order.

    Raises:
        ValueError: A set is not one of SETS.
    """
    if unknown := set(sets) - set(SETS):
        raise ValueError(f"there is no training set {', '.join(sorted(unknown))}; the sets are {', '.join(SETS)}")
    gum = {d["doc_id"] for d in read_lines(shared / "data/gum/gum-news.jsonl") if d["split"] in GUM_HELD}
    examples: list[Example] = []
    for name in SETS:
        if name not in sets:
            continue
        if name == "polnear":
            examples.extend(read_polnear(shared))
        elif name == "gum":
            examples.extend(read_gum(shared / "data/gum/gum-news.jsonl"))
            examples.extend(read_gum(shared / "data/gum/gum-other.jsonl"))
        elif name == "names":
            examples.extend(read_names(shared / "data/ner/wikigold.jsonl"))
        elif name == "pool":
            examples.extend(read_guide(read_labels(LABELS / "pool.jsonl", shared / "data/pool/pool.jsonl")))
        elif name == "polnear-guide":
            texts = shared / "data/polnear/polnear-train.jsonl"
            examples.extend(read_guide(read_labels(LABELS / "polnear.jsonl", texts)))
        elif name == "written":
            examples.extend(replace(it, is_written=True) for it in read_guide(build_readings(WRITTEN, shared)))
        else:
            examples.extend(read_guide(read_lines(shared / f"data/web/{name}.jsonl"), gum))
    return examples


def read_lines(path: Path) -> list[dict]:
    """Return the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pairs(spans: list[list[int]]) -> Spans:
    """Return spans as tuples, in order."""
    return sorted((a, b) for a, b in spans)


# --- examples made from the articles, seeded -------------------------------------------------------

SPEECH = re.compile(
    r"\b(said|says|told|wrote|asked|added|announced|reported|noted|warned|argued|claimed|tweeted|insisted|replied|"
    r"denied|acknowledged|testified|confirmed|stated|according to|explained|suggested|responded|admitted)\b"
)
# Marks, or more than one sentence: such a paragraph cannot be attributed whole to somebody.
UNFIT = re.compile(r"""["“”]|''|``|[.!?] [A-Z]""")
STYLES = [
    ("“", "”", "‘", "’"),
    ('"', '"', "'", "'"),
    ("‘", "’", "“", "”"),
    ("'", "'", '"', '"'),
    ("«", "»", "‹", "›"),
    ("„", "“", "‚", "‘"),
]
DOUBLE = re.compile('[“”"]')


def restyle(text: str, rng: random.Random) -> str:
    """Return the text with its double quotation marks written another way, character for character."""
    opening, closing, *_ = rng.choice(STYLES)
    out, is_open = [], False
    for c in text:
        if c == "\n":
            is_open = False
        if c in '“”"':
            is_open = c == "“" or (c == '"' and not is_open)
            out.append(opening if is_open else closing)
        else:
            out.append(c)
    return "".join(out)


def shift(spans: Spans, by: int) -> Spans:
    """Return the spans moved by so many characters."""
    return [(start + by, end + by) for start, end in spans]


def nestable(example: Example) -> list[tuple[str, Attribution]]:
    """Return paragraphs of one sentence that hold one spoken attribution and no marks, with spans of their own."""
    found = []
    for match in re.finditer(r"[^\n]+", example.text):
        a, b = match.span()
        inside = [
            x
            for x in example.attributions or ()
            if any(s < b and e > a for role in (x.source, x.cue, x.content) for s, e in role)
        ]
        text = match.group()
        if len(inside) != 1 or not 40 < len(text) < 350 or UNFIT.search(text) or not re.search(r"\w\.$", text):
            continue
        x = inside[0]
        if not (x.source and x.cue) or not SPEECH.search(example.text[x.cue[0][0] : x.cue[0][1]].lower()):
            continue
        if all(a <= s and e <= b for role in (x.source, x.cue, x.content) for s, e in role):
            source, cue, content = (shift(spans, -a) for spans in (x.source, x.cue, x.content))
            found.append((text, Attribution(source, cue, content, inner=True)))
    return found


def nest(paragraphs: list[tuple[str, Attribution]], sources: list[str], rng: random.Random) -> Example:
    """Return an article of paragraphs in which somebody is quoted as reporting what another said."""
    text, marks = "", []
    for sentence, inner in paragraphs:
        who = rng.choice(sources)
        before, after, cue, source_at = rng.choice(
            [
                ("“", ",” %s said.", "said", 1),
                ("“", ",” said %s.", "said", 1),
                ("%s said: “", ".”", "said:", 0),
                ("%s said that ", ".", "said", 0),
                ("%s told reporters that ", ".", "told", 0),
                ("“", ",” %s wrote on Monday.", "wrote", 1),
            ]
        )
        body = sentence[:-1]
        start = len(text) + len(before.replace("%s", who))
        piece = before.replace("%s", who) + body + after.replace("%s", who)
        quoted = "“" in before
        content_start = start - 1 if quoted else start
        content_end = start + len(body) + (2 if quoted else 0)
        fixed = before.replace("%s", who) if source_at == 0 else after.replace("%s", who)
        offset = len(text) if source_at == 0 else start + len(body)
        s = offset + fixed.index(who)
        c = offset + (
            fixed.index(cue, fixed.index(who) + len(who)) if f"%s {cue}" in before + after else fixed.index(cue)
        )
        marks.append(Attribution([(s, s + len(who))], [(c, c + len(cue))], [(content_start, content_end)]))
        inner_content = [(x, min(y, start + len(body))) for x, y in shift(inner.content, start)]
        marks.append(Attribution(shift(inner.source, start), shift(inner.cue, start), inner_content, inner=True))
        text += piece + "\n\n"
    return Example("made", GUIDE, text.rstrip(), marks, knows_inner=True)
