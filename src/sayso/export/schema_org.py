"""Quotations as JSON-LD in the words of schema.org, which search engines and archives read.

Each article is a `NewsArticle`, each quotation in it a `Quotation` with `spokenByCharacter`, `isPartOf` (the article)
and `isBasedOn` (through whom the words came). There is never a `ClaimReview`: sayso does not say what is true.
Statements in the reporter's own words are left out, since a `Quotation` holds words as they were said. There are no
offsets.

https://schema.org/Quotation; decisions/0032-formats.md says why each term was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from sayso.article import Article
from sayso.carrier import Carrier, How
from sayso.export.identifiers import find_url, name_article, name_part
from sayso.export.json_ld import leave_out_unknown, write_json_list
from sayso.export.quoted import list_quoted
from sayso.iso_date import parse_published
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement

__all__ = ["NAMED_WORKS", "write_schema_org"]

_HEAD = '{"@context": "https://schema.org", "@graph": ['
_TYPES = {
    How.SOCIAL: "SocialMediaPosting",
    How.WIRE: "NewsArticle",
    How.REPORT: "Article",
    How.REPUBLICATION: "Article",
}
# Of these a carrier's name is the work's own; of all others, of whoever brought it out.
NAMED_WORKS = {How.DOCUMENT, How.SOCIAL, How.OTHER}


def write_schema_org(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one graph with an item for each article and each quotation, a line each."""
    write_json_list(_HEAD, (item for reading in readings for item in _list_items(reading)), stream)


def _list_items(reading: Reading) -> Iterator[dict[str, Any]]:
    article = reading.article
    if not isinstance(article, Article):
        return
    name = name_article(article)
    yield _describe_article(article, name)
    speakers = {speaker.id: speaker for speaker in reading.speakers}
    carriers = {carrier.id: carrier for carrier in reading.carriers}
    for statement, words in list_quoted(reading):
        speaker = speakers.get(statement.speaker or "")
        works = [_describe_carrier(carriers[it], name) for it in statement.carriers if it in carriers]
        if speaker is not None and speaker.type is SpeakerType.DOCUMENT:
            works.insert(0, {"@type": "CreativeWork", "@id": name_part(name, speaker.id), "name": speaker.name})
            speaker = None
        yield _describe_quotation(statement, words, article, name) | leave_out_unknown(
            {"spokenByCharacter": speaker and _describe_speaker(speaker, speakers, article, name), "isBasedOn": works}
        )


def _describe_article(article: Article, name: str) -> dict[str, Any]:
    outlet = article.outlet
    publisher = outlet and leave_out_unknown(
        {
            "@type": "NewsMediaOrganization",
            "name": outlet.name or outlet.domain,
            "url": outlet.domain and f"https://{outlet.domain}/",
        }
    )
    return leave_out_unknown(
        {
            "@type": "NewsArticle",
            "@id": name,
            "url": find_url(article),
            "headline": article.title,
            "datePublished": _find_date(article.published),
            "dateModified": _find_date(article.modified),
            "inLanguage": article.language,
            "articleSection": article.section,
            "author": [{"@type": "Person", "name": author} for author in article.authors],
            "publisher": publisher,
        }
    )


def _find_date(given: str | None) -> str | None:
    """A date in ISO 8601; None if it has another form."""
    known = parse_published(given) if given else None
    return known and known[0]


def _describe_quotation(statement: Statement, words: str, article: Article, name: str) -> dict[str, Any]:
    record = {
        "@type": "Quotation",
        "@id": name_part(name, statement.id),
        "text": words,
        "inLanguage": article.language,
        "isPartOf": {"@id": name},
    }
    return leave_out_unknown(record)


def _describe_speaker(
    speaker: Speaker, speakers: dict[str, Speaker], article: Article, name: str
) -> dict[str, Any] | list[dict[str, Any]]:
    """The speaker; of a joint one, each member."""
    members = [speakers[member] for member in speaker.members if member in speakers and member != speaker.id]
    if members:
        return [_describe_one(member, article, name) for member in members]
    return _describe_one(speaker, article, name)


def _describe_one(speaker: Speaker, article: Article, name: str) -> dict[str, Any]:
    """A person or body. Without a proper name it has only a description: `name` is for names."""
    is_body = speaker.type in {SpeakerType.ORGANISATION, SpeakerType.GROUP}
    record: dict[str, Any] = {"@type": "Organization" if is_body else "Person", "@id": name_part(name, speaker.id)}
    if speaker.type is SpeakerType.AUTHOR:
        only = article.authors[0] if len(article.authors) == 1 else None
        return record | ({"name": only} if only else {"description": "the author of the article"})
    roles = "; ".join(speaker.roles)
    if speaker.named:
        return leave_out_unknown(record | {"name": speaker.name, "description": roles})
    return leave_out_unknown(record | {"description": "; ".join(dict.fromkeys((speaker.name, *speaker.roles)))})


def _describe_carrier(carrier: Carrier, name: str) -> dict[str, Any]:
    record = {"@type": _TYPES.get(carrier.how, "CreativeWork"), "@id": name_part(name, carrier.id)}
    if carrier.how in NAMED_WORKS:
        return record | {"name": carrier.name}
    return record | {"publisher": {"@type": "Organization", "name": carrier.name}}
