"""The header of an article in TEI: what is known of it, who speaks in it, and through whom the words came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.article import Article
from sayso.carrier import Carrier
from sayso.export.identifiers import find_url, name_article
from sayso.export.schema_org import NAMED_WORKS
from sayso.export.xml_text import write_attributes, write_element
from sayso.iso_date import parse_published
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType

__all__ = ["Names", "write_header"]

# Ids in XML: a letter, then letters, figures, and signs other than the colon.
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_BODIES = {SpeakerType.ORGANISATION}


@dataclass(slots=True)
class Names:
    """Ids for the parts of an article that are unique in the file and fit XML.

    Attributes:
        prefix: What each begins with: "a1".
        reading: The article's reading.
        statements: The ids of statements in the file, by their own ids.
        others: The ids of speakers and carriers in the file, by their own ids.
    """

    prefix: str
    reading: Reading
    statements: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._name(self.statements, [it.id for it in self.reading.statements], "statement")
        speakers, carriers = self.reading.speakers, self.reading.carriers
        self._name(self.others, [*(it.id for it in speakers), *(it.id for it in carriers)], "party")

    def _name(self, names: dict[str, str], ids: list[str], kind: str) -> None:
        for number, part in enumerate(dict.fromkeys(ids), 1):
            name = part if _ID.fullmatch(part) else f"{kind}-{number}"
            is_taken = names is self.others and name in self.statements
            names[part] = f"{self.prefix}.{f'{kind}-{number}' if is_taken else name}"

    def point(self, part: str | None) -> str | None:
        """A pointer to a speaker or carrier; None if there is none."""
        return f"#{self.others[part]}" if part in self.others else None

    @property
    def language(self) -> str | None:
        """The article's language, if XML can name it."""
        language = getattr(self.reading.article, "language", None)
        return language if language and _LANGUAGE.fullmatch(language) else None


def write_header(article: Article, reading: Reading, names: Names) -> str:
    """The header."""
    authors = "".join(write_element("author", author) for author in article.authors)
    title = write_element("title", article.title or article.id) or "<title/>"
    made = f"Read by sayso {reading.stamp.version}, model {reading.stamp.model}."
    language = f"<langUsage><language{write_attributes({'ident': names.language})}/></langUsage>"
    parts = [
        f"<teiHeader><fileDesc><titleStmt>{title}{authors}</titleStmt>",
        f"<publicationStmt>{write_element('p', made)}</publicationStmt>",
        f"<sourceDesc>{_describe_source(article)}{''.join(_list_works(reading, names))}</sourceDesc></fileDesc>",
        f"<profileDesc>{language if names.language else ''}{_list_speakers(reading, names)}</profileDesc>",
    ]
    return "\n".join([*parts, "</teiHeader>\n"])


def _describe_source(article: Article) -> str:
    date = parse_published(article.published or "")
    outlet = None if article.outlet is None else article.outlet.name or article.outlet.domain
    known = [
        write_element("idno", name_article(article), type="URN"),
        write_element("title", article.title),
        *(write_element("author", author) for author in article.authors),
        write_element("publisher", outlet),
        write_element("date", date and date[0], when=date[0] if date else ""),
        _point_to(find_url(article)),
    ]
    return f"<bibl>{''.join(known)}</bibl>"


def _point_to(url: str | None) -> str:
    return f"<ptr{write_attributes({'target': url})}/>" if url else ""


def _list_works(reading: Reading, names: Names) -> Iterator[str]:
    """Yield carriers and documents that speak, as a list."""
    documents = [it for it in reading.speakers if it.type is SpeakerType.DOCUMENT]
    known = {
        **{it.id: _describe_document(it, names) for it in documents},
        **{it.id: _describe_carrier(it, names) for it in reading.carriers},
    }
    if known:
        yield f"<listBibl>{''.join(known.values())}</listBibl>"


def _describe_document(speaker: Speaker, names: Names) -> str:
    about = write_attributes({"xml:id": names.others[speaker.id], "type": "document"})
    return f"<bibl{about}>{write_element('title', speaker.name)}</bibl>"


def _describe_carrier(carrier: Carrier, names: Names) -> str:
    about = write_attributes({"xml:id": names.others[carrier.id], "type": carrier.how.value})
    return f"<bibl{about}>{write_element('title' if carrier.how in NAMED_WORKS else 'publisher', carrier.name)}</bibl>"


def _list_speakers(reading: Reading, names: Names) -> str:
    documents = {it.id for it in reading.speakers if it.type is SpeakerType.DOCUMENT}
    works = {*documents, *(it.id for it in reading.carriers)}
    known = {it.id: it for it in reading.speakers if it.id not in works}
    people = "".join(_describe_speaker(it, names) for it in known.values() if it.type not in _BODIES)
    bodies = "".join(_describe_speaker(it, names) for it in known.values() if it.type in _BODIES)
    lists = (people and f"<listPerson>{people}</listPerson>") + (bodies and f"<listOrg>{bodies}</listOrg>")
    return lists and f"<particDesc>{lists}</particDesc>"


def _describe_speaker(speaker: Speaker, names: Names) -> str:
    """A person, group or body; a name only where the article gives one."""
    is_group = speaker.type is SpeakerType.GROUP
    tag = "org" if speaker.type in _BODIES else "personGrp" if is_group else "person"
    members = [point for it in speaker.members if (point := names.point(it))]
    about = {"xml:id": names.others[speaker.id], "corresp": " ".join(members) or None}
    if speaker.type in {SpeakerType.UNNAMED, SpeakerType.AUTHOR}:
        about["role"] = speaker.type.value
    name = "orgName" if tag == "org" else "name" if is_group else "persName"
    called = (
        write_element(name, speaker.name) if speaker.named else write_element("note", speaker.name, type="description")
    )
    roles = (write_element("note", role, type="role") for role in speaker.roles)
    return f"<{tag}{write_attributes(about)}>{called}{''.join(roles)}</{tag}>"
