"""Where the words of each passage come from, as PROV (W3C Recommendation, 2013), in its JSON form (PROV-JSON, 2013).

Each reading is a bundle, so that files of any number of articles are written one by one. In it are the article, the
passages in which it gives somebody's words, the utterances themselves, the carriers between them, and who is behind
each. The bundle also says which version of sayso, with which model and settings, made it; it holds no time of its
own, so that the same article gives the same file. There are no offsets.

    passage ──wasQuotedFrom──> utterance ──wasAttributedTo──> speaker
       └──wasDerivedFrom──> carrier ──wasDerivedFrom──> carrier ──wasDerivedFrom──> utterance

decisions/0032-formats.md says why each term was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TextIO

from sayso.article import Article
from sayso.carrier import Carrier, How
from sayso.export.identifiers import (
    VOCABULARY,
    find_url,
    make_prefix,
    name_article,
    name_part,
    name_reading,
)
from sayso.export.json_ld import leave_out_unknown, write_json
from sayso.iso_date import parse_published
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Statement

__all__ = ["write_prov"]

_UUID = "urn:uuid:"
_PREFIXES = {"uuid": _UUID, "sayso": VOCABULARY, "schema": "https://schema.org/"}
_AGENTS = {
    SpeakerType.PERSON: "prov:Person",
    SpeakerType.UNNAMED: "prov:Person",
    SpeakerType.AUTHOR: "prov:Person",
    SpeakerType.ORGANISATION: "prov:Organization",
}
# What speakers themselves brought out, or took part in; a report about it is no primary source.
_FIRST_HAND = {How.INTERVIEW, How.BROADCAST, How.SOCIAL, How.DOCUMENT}


def write_prov(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one document with a bundle for each reading, a line each."""
    stream.write(f'{{"prefix": {write_json(_PREFIXES)}, "bundle": {{')
    seen: set[str] = set()
    end = "\n"
    for reading in readings:
        article = reading.article
        name = name_reading(article, reading.stamp) if isinstance(article, Article) else ""
        if isinstance(article, Article) and name not in seen:  # JSON has each key once.
            seen.add(name)
            records = _Bundle(article, reading).describe()
            stream.write(f'{end}"{_shorten(name)}": {write_json(records)}')
            end = ",\n"
    stream.write("\n}}\n")


def _shorten(name: str) -> str:
    return f"uuid:{name.removeprefix(_UUID)}"


def _type(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


@dataclass(slots=True)
class _Bundle:
    """The records of one reading, by their kind."""

    article: Article
    reading: Reading
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    _relations: set[tuple[str, ...]] = field(default_factory=set)
    _speakers: dict[str, Speaker] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """All records, as PROV-JSON has them."""
        self._speakers = {speaker.id: speaker for speaker in self.reading.speakers}
        self._add_reading()
        self._add_article()
        carriers = {carrier.id: carrier for carrier in self.reading.carriers}
        for carrier in carriers.values():
            self._add("entity", f"a:{_key(carrier.id)}", carrier.name, _type(f"sayso:{carrier.how.value}"))
        for statement in self.reading.statements:
            chain = [carriers[it] for it in dict.fromkeys(statement.carriers) if it in carriers]
            self._add_statement(statement, sorted(chain, key=lambda carrier: carrier.order))
        return {"prefix": {**_PREFIXES, "a": make_prefix(name_article(self.article))}, **self.records}

    def _add(self, kind: str, key: str, label: str | None, type_: object = None, **more: object) -> str:
        own = leave_out_unknown({"prov:label": label, "prov:type": type_, **more})
        self.records.setdefault(kind, {}).setdefault(key, own)
        return key

    def _relate(self, kind: str, type_: str = "", /, **ends: str) -> None:
        """Add a relation, once."""
        mark = (kind, type_, *ends.values())
        if mark in self._relations:
            return
        self._relations.add(mark)
        record: dict[str, Any] = {f"prov:{end}": key for end, key in ends.items()}
        if type_:
            record["prov:type"] = _type(type_)
        self.records.setdefault(kind, {})[f"_:r{len(self._relations)}"] = record

    def _derive(self, made: str, used: str, type_: str = "") -> None:
        self._relate("wasDerivedFrom", type_, generatedEntity=made, usedEntity=used)

    def _add_reading(self) -> None:
        """Add what made the bundle, and from what."""
        stamp = self.reading.stamp
        bundle = _shorten(name_reading(self.article, stamp))
        self._add("entity", bundle, None, _type("prov:Bundle"))
        about = {"sayso:version": stamp.version, "sayso:model": stamp.model, "sayso:settings": stamp.settings}
        agent = self._add("agent", "sayso:sayso", "sayso", _type("prov:SoftwareAgent"), **about)
        activity = self._add("activity", "a:reading", None)
        self._relate("wasAttributedTo", entity=bundle, agent=agent)
        self._relate("wasGeneratedBy", entity=bundle, activity=activity)
        self._relate("used", activity=activity, entity=_shorten(name_article(self.article)))
        self._relate("wasAssociatedWith", activity=activity, agent=agent)

    def _add_article(self) -> None:
        article, outlet = self.article, self.article.outlet
        date = parse_published(article.published or "")
        about = {"schema:url": find_url(article), "schema:datePublished": date and date[0]}
        more = {"sayso:fingerprint": article.fingerprint}
        name = _shorten(name_article(article))
        self._add("entity", name, article.title, _type("schema:NewsArticle"), **about, **more)
        if outlet is not None:
            agent = self._add("agent", "a:outlet", outlet.name or outlet.domain, _type("prov:Organization"))
            self._relate("wasAttributedTo", entity=name, agent=agent)
        for number, author in enumerate(article.authors, 1):
            agent = self._add("agent", f"a:author-{number}", author, _type("prov:Person"))
            self._relate("wasAttributedTo", entity=name, agent=agent)

    def _add_statement(self, statement: Statement, chain: list[Carrier]) -> None:
        """Add a passage, its utterance, and the way from the one to the other."""
        key = _key(statement.id)
        kind, unresolved = _type(f"sayso:{statement.kind.value}"), statement.unresolved
        passage = self._add("entity", f"a:{key}", None, kind, **{"prov:value": statement.text})
        self._relate("hadMember", collection=_shorten(name_article(self.article)), entity=passage)
        origin = self._find_document(statement)
        if origin is not None:
            self._derive(passage, origin, "prov:PrimarySource")
        else:
            reason = unresolved.value if unresolved is not None and statement.speaker is None else None
            origin = self._add(
                "entity", f"a:utterance-{key}", None, _type("sayso:utterance"), **{"sayso:speaker": reason}
            )
            for agent in self._list_agents(statement):
                self._relate("wasAttributedTo", entity=origin, agent=agent)
        self._derive(passage, origin, "" if statement.kind is Kind.INDIRECT else "prov:Quotation")
        self._add_way(passage, origin, chain)

    def _add_way(self, passage: str, origin: str, chain: list[Carrier]) -> None:
        """Add how the words came through the carriers; where the article does not say which was first, all are."""
        before = [origin]
        for order, group in groupby(chain, key=lambda carrier: carrier.order):
            these = list(group)
            keys = [f"a:{_key(carrier.id)}" for carrier in these]
            for made in keys:
                for used in before:
                    self._derive(made, used)
            if order == chain[0].order:
                for carrier in these:
                    if carrier.how in _FIRST_HAND:
                        self._derive(passage, f"a:{_key(carrier.id)}", "prov:PrimarySource")
            before = keys
        if chain:
            for used in before:
                self._derive(passage, used)

    def _find_document(self, statement: Statement) -> str | None:
        """The document that speaks; None if somebody else does."""
        speaker = self._speakers.get(statement.speaker or "")
        if speaker is None or speaker.type is not SpeakerType.DOCUMENT:
            return None
        return self._add("entity", f"a:{_key(speaker.id)}", speaker.name, _type("sayso:document"))

    def _list_agents(self, statement: Statement) -> Iterator[str]:
        """Yield the speaker's agent; of joint speakers each member's."""
        speaker = self._speakers.get(statement.speaker or "")
        if speaker is None:
            return
        members = [self._speakers[it] for it in speaker.members if it in self._speakers and it != speaker.id]
        for one in members or [speaker]:
            yield self._add_agent(one)

    def _add_agent(self, speaker: Speaker) -> str:
        kind = _AGENTS.get(speaker.type)
        roles = "; ".join(speaker.roles)
        more = {"sayso:roles": roles, "sayso:named": speaker.named}
        return self._add("agent", f"a:{_key(speaker.id)}", speaker.name, kind and _type(kind), **more)


def _key(part: str) -> str:
    return name_part("", part)[1:]
