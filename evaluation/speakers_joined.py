"""How well the parties of many articles are joined to speakers: B³ precision, recall and F1.

    python evaluation/speakers_joined.py                     planted collections, and MEANTIME where the gold is
    python evaluation/speakers_joined.py --seeds 11 12       planted with other seeds
    python evaluation/speakers_joined.py --errors            the largest speakers that are mixed or torn, of the planted

For each party, precision is the share of its own speaker's parties among those that it was joined with, recall the
share of its speaker's parties that it was joined with (Bagga and Baldwin, LREC 1998); a party that stays open counts as
joined with none. Weights were set while looking at seeds 1 to 3; 11 to 15 measure. MEANTIME (Minard et al., LREC 2016)
is only measured: its parties are those that people marked, by the longest name that an article gives.
The exit code is 1 if a floor is not held.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from floors import Floors
from planted_speakers import plant_parties
from quotations import SHARED, hold_floors
from sets import load_lines

from sayso.people.join import join_parties
from sayso.people.party import Joined, Party, add_company
from sayso.speaker import SpeakerType

__all__ = ["FLOORS", "main", "score_b3"]

FLOORS: Floors = {"planted": {"all": {"f1": 0.95}}}
_SEEDS = (11, 12, 13, 14, 15)
_TYPES = {"PER": SpeakerType.PERSON, "ORG": SpeakerType.ORGANISATION}

Scores = tuple[float, float, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line a set; the exit code is 1 if a floor is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(_SEEDS), help="seeds of the planted collections")
    parser.add_argument("--articles", type=int, default=1_500, help="articles of each planted collection")
    parser.add_argument("--errors", action="store_true", help="list the worst speakers of the planted collections")
    options = parser.parse_args(arguments)
    totals: list[Scores] = []
    print(f"{'set':32}{'parties':>9}{'speakers':>9}{'found':>8}{'open':>7}{'P':>8}{'R':>8}{'F1':>8}{'s':>7}")
    for seed in options.seeds:
        planted = plant_parties(seed, options.articles)
        gold = {found.party.id: found.speaker for found in planted if found.way != "nameless"}
        start = time.perf_counter()
        joined = join_parties(found.party for found in planted)
        took = time.perf_counter() - start
        totals.append(_print_row(f"planted {seed}", joined, gold, took))
        if options.errors:
            _print_errors(joined, gold, {found.party.id: found.party for found in planted})
    f1 = sum(scores[2] for scores in totals) / len(totals)
    meantime = options.shared / "data" / "meantime" / "meantime-en.jsonl"
    if meantime.is_file():
        _measure_meantime(load_lines(meantime))
    else:
        print(f"MEANTIME was not measured: {meantime} is not there")
    return hold_floors(FLOORS, {"planted": {"all": {"f1": f1}}})


def score_b3(found: Mapping[str, str], gold: Mapping[str, str]) -> Scores:
    """B³ precision, recall and F1 of what was found, by the ids of the parties in the gold.

    >>> score_b3({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})
    (1.0, 0.5555555555555556, 0.7142857142857143)
    """
    both = Counter((found[id_], gold[id_]) for id_ in gold)
    in_found, in_gold = Counter(found[id_] for id_ in gold), Counter(gold.values())
    count = max(1, len(gold))
    precision = sum(n * n / in_found[one] for (one, _), n in both.items()) / count
    recall = sum(n * n / in_gold[two] for (_, two), n in both.items()) / count
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _label(joined: Joined, gold: Mapping[str, str]) -> dict[str, str]:
    """The speaker that each party of the gold was given; one that is open is its own."""
    found = {party.id: speaker.parties[0].id for speaker in joined.speakers for party in speaker.parties}
    return {id_: found.get(id_, id_) for id_ in gold}


def _print_row(name: str, joined: Joined, gold: Mapping[str, str], took: float) -> Scores:
    found = _label(joined, gold)
    scores = score_b3(found, gold)
    counts = f"{len(gold):9,}{len(set(gold.values())):9,}{len(set(found.values())):8,}{len(joined.open):7,}"
    print(f"{name:32}{counts}{scores[0]:8.3f}{scores[1]:8.3f}{scores[2]:8.3f}{took:7.1f}")
    return scores


def _print_errors(joined: Joined, gold: Mapping[str, str], parties: Mapping[str, Party]) -> None:
    """Print the speakers that hold parties of several, and those whose parties are in several; the largest first."""
    found = _label(joined, gold)
    mixed, torn = defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter)
    names = defaultdict[tuple[str, str], Counter[str]](Counter)
    for id_, speaker in gold.items():
        mixed[found[id_]][speaker] += 1
        torn[speaker][found[id_]] += 1
        party = parties[id_]
        names[speaker, found[id_]][f"{party.name} ({', '.join(party.roles)})"] += 1
    for what, table in (("mixed", mixed), ("torn", torn)):
        worst = sorted(table, key=lambda key: (-(table[key].total() - max(table[key].values())), key))[:12]
        for key in worst:
            print(f"  {what}: {dict(table[key].most_common(6))}")
            for other, _ in table[key].most_common(6):
                pair = (other, key) if what == "mixed" else (key, other)
                print(f"      {dict(names[pair].most_common(5))}")


# ---- MEANTIME


def _measure_meantime(records: Sequence[Mapping[str, Any]]) -> None:
    """Measure people alone, bodies alone, and both, by the names that people marked in each article."""
    parties, entities, pages = _read_meantime(records)
    parties = add_company(parties)
    joined = join_parties(parties)
    alone = {party.id: f"{party.type.value} {party.name.casefold()}" for party in parties}
    for gold_name, gold in (("as marked", entities), ("one a page", pages)):
        for kind, type_ in (("people", SpeakerType.PERSON), ("bodies", SpeakerType.ORGANISATION)):
            chosen = {party.id: gold[party.id] for party in parties if party.type is type_}
            _print_row(f"MEANTIME {kind}, {gold_name}", joined, chosen, 0.0)
            scores = score_b3(alone, chosen)
            print(f"{'  by the same name alone':65}{scores[0]:8.3f}{scores[1]:8.3f}{scores[2]:8.3f}")


def _read_meantime(records: Sequence[Mapping[str, Any]]) -> tuple[list[Party], dict[str, str], dict[str, str]]:
    """A party for each person or body that an article names, with the entity that it is across articles.

    Many entities that have one page of DBpedia have several ids, so that there are two golds: by the ids, and by the
    pages where a mention has one.
    """
    parties, entities, pages = [], {}, {}
    for record in records:
        for entity, mentions in _group_mentions(record):
            names = [str(mention["text"]) for mention in mentions if _is_name(str(mention["text"]))]
            type_ = _TYPES.get(str(mentions[0]["type"]))
            if type_ is None or not names:
                continue
            name = max(names, key=lambda text: (len(text.split()), len(text), text))
            id_ = f"{record['doc_id']}#{entity}"
            forms = tuple(dict.fromkeys(text for text in names if text != name))
            parties.append(Party(id_, str(record["doc_id"]), name, type_, named=True, forms=forms))
            entities[id_] = entity
            pages[id_] = next((str(mention["dbpedia"]) for mention in mentions if mention.get("dbpedia")), entity)
    return parties, entities, pages


def _group_mentions(record: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for mention in record["mentions"]:
        if mention["layer"] == "entity":
            groups[str(mention["entity"])].append(mention)
    yield from groups.items()


def _is_name(text: str) -> bool:
    """Whether a mention has capitals and few words, as names have."""
    words = text.split()
    return len(words) <= 5 and all(
        word[0].isupper() or word in {"of", "the", "for", "and", "de", "von"} for word in words
    )


if __name__ == "__main__":
    sys.exit(main())
