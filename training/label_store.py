"""Labels kept as offsets, without the texts that they are labels of.

    python training/label_store.py pack READINGS.jsonl --set pool >>training/labels/pool.jsonl
    python training/label_store.py unpack training/labels/pool.jsonl ARTICLES.jsonl >readings.jsonl

A packed record is a gold reading in which each string of the article is a span of it: names and roles too. What the
text does not have as it stands is null; only a carrier's name is then kept as it is ("Twitter" for "tweeted"), and
only if no word of it stands in the text: else it may be somebody's name in other words, and is where its evidence is.
`fingerprint` is the SHA-256 of the text, so that labels are never put on another version of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]
LABELS = Path(__file__).parent / "labels"
SPANS = ("statements", "headline", "scare_quotes", "other_marks", "own_voice", "not_own_voice")


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_string(text: str, wanted: str, mentions: Iterable[list[int]] = ()) -> list[int] | None:
    """Return the place of a string in a text: within one of the mentions if possible, else its first place.

    >>> find_string("Roth spoke. Anna Roth, the minister, wrote.", "Anna Roth", [[12, 21]])
    [12, 21]
    """
    for start, end in mentions:
        at = text.find(wanted, start, end)
        if at >= 0:
            return [at, at + len(wanted)]
    at = text.find(wanted) if wanted else -1
    return [at, at + len(wanted)] if at >= 0 else None


def move_cues_out(reading: Record) -> Record:
    """Return the reading with each source and cue outside of the content that it introduces.

    The short hand of labels names a word, and the place nearest to the content is taken, which may lie within it: for
    "he | said | he had left" the second "he". Such a span goes to the nearest place of the same word outside.
    """
    text = reading["article"]["text"]
    for statement in reading["statements"]:
        content = statement["content"]
        for role in ("source", "cue"):
            statement[role] = [_find_outside(text, span, content) for span in statement[role]]
    return reading


def drop_shared_mentions(reading: Record) -> Record:
    """Return the reading without mentions that several speakers have, but for who says something there.

    The short hand of labels finds a pronoun or description of a speaker wherever it stands in the article: with "he"
    for two men, each "he" is both of them.
    """
    sources = {(s["speaker"], *span) for s in reading["statements"] for span in s["source"]}
    count = Counter((start, end) for speaker in reading["speakers"] for start, end in speaker["mentions"])
    for speaker in reading["speakers"]:
        speaker["mentions"] = [
            [start, end]
            for start, end in speaker["mentions"]
            if count[start, end] == 1 or (speaker["id"], start, end) in sources
        ]
    return reading


def _find_outside(text: str, span: list[int], content: list[list[int]]) -> list[int]:
    """The place of a word nearest to a span that overlaps content, and itself does not; the span if there is none."""
    start, end = span
    word = re.escape(text[start:end])
    if _is_word(text, start, end) and not any(start < last and first < end for first, last in content):
        return span
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end) if "\n" in text[end:] else len(text)
    places = [
        [found.start(), found.end()]
        for found in re.finditer(rf"(?<!\w){word}(?!\w)" if text[start].isalnum() else word, text[low:high])
    ]
    free = [
        [low + first, low + last]
        for first, last in places
        if not any(low + first < stop and begin < low + last for begin, stop in content)
    ]
    return min(free, key=lambda place: abs(place[0] - start), default=span)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a span begins and ends where words do."""
    begins = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    return begins and (end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum()))


def pack_reading(reading: Record, name: str) -> Record:
    """Return a gold reading without its text.

    Args:
        reading: As ../shared/tools/label.py builds it.
        name: The set of articles that it belongs to.

    >>> gold = {"article": {"id": "a", "text": "“We float,” Ida Moss said."}, "statements": [], "carriers": [],
    ...         "speakers": [{"id": "p1", "name": "Ida Moss", "type": "person", "roles": [], "mentions": [[12, 20]]}]}
    >>> pack_reading(gold, "mine")["speakers"]
    [{'id': 'p1', 'name': [12, 20], 'type': 'person', 'roles': [], 'mentions': [[12, 20]]}]
    """
    article = reading["article"]
    text = article["text"]
    packed: Record = {"id": article["id"], "set": name, "fingerprint": fingerprint(text)}
    packed |= {key: reading[key] for key in SPANS if key in reading}
    packed["speakers"] = [
        {
            **speaker,
            "name": find_string(text, speaker["name"], speaker["mentions"]),
            "roles": [find_string(text, role) for role in speaker["roles"]],
        }
        for speaker in reading["speakers"]
    ]
    packed["carriers"] = [{**carrier, "name": _place_carrier(text, carrier)} for carrier in reading["carriers"]]
    return packed


def _place_carrier(text: str, carrier: Record) -> list[int] | str:
    """Return where the name of a carrier stands, else where its evidence does; the name if no word of it is there.

    >>> _place_carrier("She tweeted it.", {"name": "Twitter", "evidence": [[4, 11]]})
    'Twitter'
    >>> _place_carrier("Ida's mother says so.", {"name": "mother of Ida", "evidence": [[0, 12]]})
    [0, 12]
    """
    place = find_string(text, carrier["name"], carrier["evidence"])
    if place is not None:
        return place
    has_words = any(re.search(rf"\b{re.escape(word)}\b", text) for word in re.findall(r"\w{2,}", carrier["name"]))
    kept: list[int] | str = carrier["evidence"][0] if has_words and carrier["evidence"] else carrier["name"]
    return kept


def unpack_reading(packed: Record, article: Record) -> Record:
    """Return the gold reading again, with its article; names and roles that the text does not have are left out.

    Raises:
        ValueError: The labels are those of another text.
    """
    text = article["text"]
    if fingerprint(text) != packed["fingerprint"]:
        raise ValueError(f"{packed['id']}: the labels belong to another version of this text")

    def read(span: list[int] | None) -> str | None:
        """Return the words of a span."""
        return None if span is None else text[span[0] : span[1]]

    reading = {"article": article, **{key: packed[key] for key in SPANS if key in packed}}
    reading["speakers"] = [
        {
            **speaker,
            "name": read(speaker["name"]) or _first_mention(text, speaker),
            "roles": [text[span[0] : span[1]] for span in speaker["roles"] if span],
        }
        for speaker in packed["speakers"]
    ]
    reading["carriers"] = [
        {**carrier, "name": carrier["name"] if isinstance(carrier["name"], str) else read(carrier["name"])}
        for carrier in packed["carriers"]
    ]
    return reading


def _first_mention(text: str, speaker: Record) -> str:
    """Return the longest mention of a speaker whose name does not stand in the text."""
    return max((text[start:end] for start, end in speaker["mentions"]), key=len, default=speaker["type"])


def read_labels(labels: Path, articles: Path) -> Iterator[Record]:
    """Yield the gold readings of a file of labels, in its order, with the texts of a file of articles."""
    known = {article.get("id") or article["doc_id"]: article for article in _read_lines(articles)}
    for packed in _read_lines(labels):
        yield unpack_reading(packed, {**known[packed["id"]], "id": packed["id"]})


def read_speakers(shared: Path) -> Iterator[Record]:
    """Yield who is behind each attribution of PolNeAR train articles, and their carriers, as speakers-train has them.

    These are the articles of the shared set, then those of `labels/polnear-speakers.jsonl`, in which the name of a
    speaker is where its words stand in the text. Each has `doc_id`, `text`, `attributions`, `speakers`, `carriers`.

    Raises:
        ValueError: The labels are those of another text.
    """
    known = {record["doc_id"]: record for record in _read_lines(shared / "data/polnear/polnear-train.jsonl")}
    for record in _read_lines(shared / "data/speakers/speakers-train.jsonl"):
        yield {**known[record["doc_id"]], **record}
    for packed in _read_lines(LABELS / "polnear-speakers.jsonl"):
        article = known[packed["id"]]
        carriers = unpack_reading({**packed, "speakers": []}, article)["carriers"]
        yield {**article, "speakers": _unpack_speakers(packed["speakers"], article["text"]), "carriers": carriers}


def _unpack_speakers(packed: Record, text: str) -> Record:
    """Return the speakers of attributions with their names; two who speak together are joined by " + "."""
    return {
        known: {**speaker, "entity": " + ".join(text[start:end] for start, end in speaker["entity"] or ()) or None}
        for known, speaker in packed.items()
    }


def _read_lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def main() -> None:
    """Parse the command line and print the records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    pack = verbs.add_parser("pack", help="readings to labels")
    pack.add_argument("readings", type=Path)
    pack.add_argument("--set", required=True, help="the name of the set of articles")
    unpack = verbs.add_parser("unpack", help="labels to readings")
    unpack.add_argument("labels", type=Path)
    unpack.add_argument("articles", type=Path)
    args = parser.parse_args()
    if args.verb == "pack":
        records: Iterable[Record] = (pack_reading(reading, args.set) for reading in _read_lines(args.readings))
    else:
        records = read_labels(args.labels, args.articles)
    for record in records:
        print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
