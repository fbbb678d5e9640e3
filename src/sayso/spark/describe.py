"""What tracing needs to know of an article: by what it is recognised, its parties, and its passages with their keys.

Rows are those that a collection would store, made by the same functions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.article import Article
from sayso.errors import OffsetError, ReadError
from sayso.jsonl import read_reading
from sayso.letters import plain_letters
from sayso.people.join import list_keys as list_party_keys
from sayso.people.party import IDENTIFIABLE, Party
from sayso.reading import Reading
from sayso.speaker import SpeakerType
from sayso.store.keys import list_digests, make_key
from sayso.store.rows import TABLES, Rows, has_surrogates, make_article_row, mend
from sayso.store.trace_rows import cut_pieces
from sayso.store.write import NAMELESS
from sayso.text import fingerprint
from sayso.trace.keys import list_keys
from sayso.trace.wordings import Wordings

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["describe_lines", "make_described_schema"]

Record = dict[str, Any]
_COMPANY = frozenset(it.value for it in IDENTIFIABLE)
# The columns, with their kinds; of a passage and a party the first is the number in the article.
_ARTICLE = (
    "position:whole article:text key:text digests:bytess namesake:text outlet:text published:text first:text last:text"
    " language:text mark:text title:text url:text model:text company:texts fault:text"
)
_PASSAGE = (
    "number:whole local:text content:text text:text kind:text place:text turn:yes words:whole score:number"
    " speaker_score:number party:whole name:text type:text named:yes members:wholes wording:bytes is_cut:yes"
    " keys:wholes"
)
_CARRIER = "id:text name:text folded:text how:text score:number"
_SPEAKER = "number:whole name:text folded:text type:text named:yes"
_PARTY = "number:whole name:text type:text plain:text nth:whole roles:texts forms:texts keys:texts"
_NAMES = {name: columns.split() for name, columns in TABLES.items()}


def make_described_schema() -> pa.Schema:
    """The schema of `describe_lines`."""
    import pyarrow as pa  # noqa: PLC0415  (only where there is Spark)

    kinds: Mapping[str, Any] = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "bytes": pa.binary(),
        "yes": pa.bool_(),
    }
    for name in (*kinds,):
        kinds = {**kinds, f"{name}s": pa.list_(kinds[name])}

    def make(fields: str) -> list[tuple[str, Any]]:
        pairs = (field.split(":") for field in fields.split())
        return [(name, kinds[kind]) for name, kind in pairs]

    def make_list(fields: Sequence[tuple[str, Any]]) -> Any:  # noqa: ANN401  (a type of Arrow)
        return pa.list_(pa.struct(list(fields)))

    passage = [*make(_PASSAGE), ("carriers", make_list(make(_CARRIER)))]
    lists = {"speakers": make(_SPEAKER), "passages": passage, "parties": make(_PARTY)}
    return pa.schema([*make(_ARTICLE), *((name, make_list(fields)) for name, fields in lists.items())])


def describe_lines(lines: Iterable[tuple[int, str]]) -> Iterator[Record]:
    """Yield what is known of each line of JSON with a reading, by its position; of one that is none, its `fault`.

    Those of articles that could not be read are left out. Keys of all passages are found together, which is faster.
    """
    found = [_describe(position, line) for position, line in lines]
    records = [record for record in found if record is not None]
    wordings = Wordings()
    numbers = []
    passages = [passage for record in records for passage in record.get("passages") or ()]
    for passage in passages:
        before = wordings.cut_count
        numbers.append(wordings.add(cut_pieces(passage["text"], passage["content"]), passage["kind"]))
        passage["is_cut"] = wordings.cut_count > before
    keys, holders = list_keys(wordings)
    order = np.argsort(holders, kind="stable")
    # Spark knows no numbers without a sign.
    parts = np.split(keys[order].view(np.int64), np.searchsorted(holders[order], np.arange(1, len(wordings))))
    for passage, number in zip(passages, numbers, strict=True):
        passage["wording"] = wordings.wordings[number].digest
        passage["keys"] = parts[number].tolist()
    yield from records


def _describe(position: int, line: str) -> Record | None:
    try:
        reading = read_reading(line)
    except (OffsetError, ReadError) as err:
        return {"position": position, "fault": mend(str(err)[:200])}
    article = reading.article
    if not isinstance(article, Article):
        return None
    mark, is_odd = fingerprint(article.text), has_surrogates(reading)
    digests = list_digests(article, mark)
    row = make_article_row(reading, mark, is_odd=is_odd)
    outlet = article.outlet
    tables = _make_rows(reading, is_odd=is_odd)
    name, domain = (None, None) if outlet is None else (mend(outlet.name or None), mend(outlet.domain))
    return {
        "position": position,
        "article": row["article"],
        "key": mend(make_key(article, mark)),
        "digests": digests,
        "namesake": None
        if (len(digests) > 1 and article.url) or article.id in NAMELESS
        else f"{row['article']}\n{name}\n{domain}",
        # An outlet without a name and a domain is none.
        "outlet": f"{name or ''}\n{domain or ''}",
        "published": row["published"],
        "first": row["published_from"],
        "last": row["published_until"],
        "language": row["language"],
        "mark": mark,
        "title": row["title"],
        "url": row["url"],
        "model": mend(reading.stamp.model),
        "company": sorted({it["name"] for it in tables["article_speakers"] if it["named"] and it["type"] in _COMPANY}),
        "fault": None,
        "speakers": [
            {
                **{n: it[n] for n in ("name", "type")},
                "number": it["id"],
                "folded": it["name"].casefold(),
                "named": bool(it["named"]),
            }
            for it in tables["article_speakers"]
        ],
        "passages": _list_passages(tables),
        "parties": list(_list_parties(tables)),
    }


def _make_rows(reading: Reading, *, is_odd: bool) -> Mapping[str, list[Record]]:
    """The rows that a collection would store of an article, as records; numbers count from 1."""
    rows = Rows(dict.fromkeys(TABLES, 1))
    rows.add(reading, 1, is_odd=is_odd)
    return {name: [dict(zip(_NAMES[name], row, strict=True)) for row in rows.rows[name]] for name in TABLES}


def _list_passages(tables: Mapping[str, list[Record]]) -> list[Record]:
    speakers = {it["id"]: it for it in tables["article_speakers"]}
    locals_ = defaultdict(list)
    for it in tables["article_speakers"]:
        locals_[it["local"]].append(it["id"])
    carriers = {it["id"]: it for it in tables["carriers"]}
    carried: defaultdict[int, list[Record]] = defaultdict(list)
    for pair in tables["statement_carriers"]:
        carried[pair["statement_id"]].append(carriers[pair["carrier_id"]])
    passages = []
    for it in tables["statements"]:
        speaker = speakers.get(it["article_speaker_id"], {})
        own = sorted(carried[it["id"]], key=lambda carrier: (carrier["place_in_chain"], carrier["id"]))
        passages.append({
            "number": it["id"],
            **{name: it[name] for name in "local content text kind place words score speaker_score".split()},
            "turn": bool(it["turn"]),
            "party": it["article_speaker_id"],
            "name": speaker.get("name"),
            "type": speaker.get("type"),
            "named": None if not speaker else bool(speaker["named"]),
            "members": _list_members(speaker, locals_),
            "carriers": [_describe_carrier(carrier) for carrier in own],
        })  # fmt: skip
    return sorted(passages, key=lambda passage: passage["number"])


def _describe_carrier(row: Record) -> Record:
    return {
        **{name: row[name] for name in ("name", "how", "score")},
        "id": row["local"],
        "folded": row["name"].casefold(),
    }


def _list_members(speaker: Record, locals_: Mapping[str, Sequence[int]]) -> list[int]:
    """The numbers of the speakers that a joint speaker stands for."""
    names = json.loads(speaker["members"]) if speaker and speaker["members"] != "[]" else ()
    return sorted({number for name in names for number in locals_.get(name, ())})


def _list_parties(tables: Mapping[str, list[Record]]) -> Iterator[Record]:
    """Yield the parties that can be known again in other articles."""
    counts: defaultdict[str, int] = defaultdict(int)
    for it in tables["article_speakers"]:
        keys = list_party_keys(Party("", "", it["name"], SpeakerType(it["type"]), bool(it["named"])))
        if keys:
            plain = plain_letters(it["name"])
            counts[plain] += 1
            known = {name: it[name] for name in ("name", "type")}
            lists = {"roles": json.loads(it["roles"]), "forms": json.loads(it["forms"]), "keys": list(keys)}
            yield {"number": it["id"], **known, "plain": plain, "nth": counts[plain], **lists}
