"""Lists of the speakers of a collection: how much each says, under which names, and why it is one speaker."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sayso.letters import plain_letters
from sayso.people.evidence import list_support
from sayso.people.party import Party
from sayso.speaker import SpeakerType
from sayso.store.columns import Columns

__all__ = [
    "OpenName",
    "SpeakerMention",
    "SpeakerSummary",
    "find_summary",
    "list_mentions",
    "list_open_names",
    "list_speakers",
]

_Usual = dict[int, tuple[tuple[str, int], ...]]
# Parameters of one query; older SQLite takes 999.
_MOST_ASKED = 900
_SPEAKERS = """
SELECT speakers.id, speakers.name, speakers.type, people.own, people.attributes
FROM speakers LEFT JOIN people ON people.id = speakers.person_id WHERE speakers.id {}
"""
_STATEMENTS = "SELECT speaker_id, count(*) FROM statements WHERE speaker_id {} GROUP BY speaker_id"
# What several say together counts for each of them, as in `sayso counts`.
_JOINT = """
SELECT members.speaker_id, count(DISTINCT statements.id)
FROM article_speakers AS together, json_each(together.members) AS listed
INNER JOIN article_speakers AS members
    ON members.article_id = together.article_id AND members.local = listed.value
INNER JOIN statements ON statements.article_speaker_id = together.id
WHERE together.members <> '[]' AND members.speaker_id {} GROUP BY members.speaker_id
"""
_ARTICLES = """
SELECT article_speakers.speaker_id, count(DISTINCT articles.id), count(DISTINCT articles.outlet_id),
    min(substr(articles.published_from, 1, 10)), max(substr(articles.published_from, 1, 10))
FROM article_speakers INNER JOIN articles ON articles.id = article_speakers.article_id
WHERE article_speakers.speaker_id {} GROUP BY article_speakers.speaker_id
"""
_MENTIONS = """
SELECT articles.article, articles.title, outlets.shown, substr(articles.published_from, 1, 10), article_speakers.name,
    joins.evidence, joins.by_hand,
    (SELECT count(*) FROM statements WHERE statements.article_speaker_id = article_speakers.id) + (
        SELECT count(*) FROM article_speakers AS together
        INNER JOIN statements ON statements.article_speaker_id = together.id
        WHERE together.article_id = articles.id AND together.members <> '[]'
        AND EXISTS (SELECT 1 FROM json_each(together.members) WHERE value = article_speakers.local)
    ),
    article_speakers.roles, article_speakers.type, articles.id
FROM article_speakers
INNER JOIN articles ON articles.id = article_speakers.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
LEFT JOIN joins ON joins.article_speaker_id = article_speakers.id
WHERE article_speakers.speaker_id = ?
ORDER BY articles.published_from IS NULL, articles.published_from, articles.key, article_speakers.id
"""
_COMPANY = """
SELECT others.article_id, others.name FROM article_speakers
INNER JOIN article_speakers AS others ON others.article_id = article_speakers.article_id
WHERE article_speakers.speaker_id = ? AND others.named AND others.type IN ('person', 'organisation', 'document')
"""
_OPEN = """
SELECT article_speakers.id, article_speakers.name, articles.article, speakers.id, speakers.name
FROM open_speakers
INNER JOIN article_speakers ON article_speakers.id = open_speakers.article_speaker_id
INNER JOIN articles ON articles.id = article_speakers.article_id
INNER JOIN speakers ON speakers.id = open_speakers.speaker_id
ORDER BY article_speakers.name, speakers.name, speakers.id, articles.article
"""


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A speaker of a collection.

    Attributes:
        id: Its id; the same in every run over the same articles.
        name: The full name that most articles use.
        type: Person, organisation or document.
        statements: How many statements it makes, alone or together with others.
        articles: In how many articles it stands, also without a statement of its own.
        outlets: In how many outlets.
        names: The names that articles use for it, each with the number of articles, the most usual first.
        first_day: The day of the earliest article, as far as it is known.
        last_day: That of the latest.
        own: Its id in the people list; None if it is not on it.
        attributes: What the people list says of it; None if it is not on it.
        roles: The roles that articles give it, each with the number of articles, the most usual first.
        former: Ids that it had before an earlier article came, or before speakers were merged; they still lead to it.
    """

    id: int
    name: str
    type: str
    statements: int
    articles: int
    outlets: int
    names: tuple[tuple[str, int], ...]
    first_day: str | None
    last_day: str | None
    own: str | None = None
    attributes: Mapping[str, str] | None = None
    former: tuple[int, ...] = ()
    roles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """A speaker in one article, with why it is that speaker.

    Attributes:
        article: The id of the article.
        title: Its title.
        outlet: Its outlet.
        day: Its day.
        name: The most complete name that it gives.
        evidence: Why it is this speaker; empty where the speaker stands in one article alone.
        by_hand: Whether the user decided so.
        statements: How many statements it has there, alone or together with others.
    """

    article: str
    title: str | None
    outlet: str | None
    day: str | None
    name: str
    evidence: str
    by_hand: bool
    statements: int


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that may be one of several speakers.

    Attributes:
        name: The name that articles give.
        articles: The ids of these articles.
        candidates: The speakers that it may be: id and name.
    """

    name: str
    articles: tuple[str, ...]
    candidates: tuple[tuple[int, str], ...]


def list_speakers(
    connection: sqlite3.Connection,
    search: str | None = None,
    *,
    limit: int | None = None,
    only: Iterable[int] = (),
    counts: Mapping[int, int] | None = None,
) -> list[SpeakerSummary]:
    """The speakers, those with most statements first.

    Args:
        connection: The collection.
        search: Words that one name of each speaker must have, whatever their case and accents.
        limit: The greatest number to return.
        only: If not empty, the ids of the speakers that may be returned.
        counts: How many statements each of them makes, where that is known already.
    """
    chosen = set(only)
    statements = Counter(dict(_ask_of(connection, _STATEMENTS, chosen)) if counts is None else counts)
    if counts is None:
        statements.update(dict(_ask_of(connection, _JOINT, chosen)))
    rows = list(_ask_of(connection, _SPEAKERS, chosen))
    if chosen:
        rows = [row for row in rows if row[0] in chosen]
    if search is not None:
        found = _search(connection, search)
        rows = [row for row in rows if row[0] in found]
    rows.sort(key=lambda row: (-statements[row[0]], plain_letters(row[1]), row[0]))
    rows = rows[:limit]
    if not rows:
        return []
    articles = {number: facts for number, *facts in _ask_of(connection, _ARTICLES, {row[0] for row in rows})}
    names, roles = _list_names(connection, [row[0] for row in rows])
    former: dict[int, list[int]] = defaultdict(list)
    for number, before in connection.execute("SELECT speaker_id, id FROM former_speakers ORDER BY id"):
        former[number].append(before)
    summaries = []
    for number, name, kind, own, attributes in rows:
        if number in articles:
            in_articles, in_outlets, first, last = articles[number]
            said, listed = statements[number], json.loads(attributes) if attributes else None
            facts = (number, name, kind, said, in_articles, in_outlets, names[number], first, last, own, listed)
            summaries.append(SpeakerSummary(*facts, tuple(former[number]), roles[number]))
    return summaries


def find_summary(connection: sqlite3.Connection, columns: Columns, number: int) -> SpeakerSummary:
    """One speaker, by its id; its statements are counted from the columns, which takes a hundredth of the time."""
    own = columns["speaker"] == number
    joint = np.unique(columns["joint_statement"][columns["joint_speaker"] == number])
    return list_speakers(connection, only=[number], counts={number: int(own.sum()) + len(joint)})[0]


def _ask_of(connection: sqlite3.Connection, question: str, speakers: set[int]) -> Iterator[Any]:
    """The rows of a question about some speakers; about all, where none or very many are given."""
    if not 0 < len(speakers) <= _MOST_ASKED:
        return connection.execute(question.format("IS NOT NULL"))
    numbers = sorted(speakers)
    return connection.execute(question.format(f"IN ({', '.join('?' * len(numbers))})"), numbers)


def _search(connection: sqlite3.Connection, search: str) -> set[int]:
    words = plain_letters(search).split()
    names = connection.execute("SELECT DISTINCT speaker_id, name FROM article_speakers WHERE speaker_id IS NOT NULL")
    return {number for number, name in names if all(word in plain_letters(name) for word in words)}


def _list_names(connection: sqlite3.Connection, numbers: Iterable[int]) -> tuple[_Usual, _Usual]:
    """The names of each speaker, and its roles, with the number of articles that use each."""
    names: _Usual = {}
    roles: _Usual = {}
    # Most articles write the same, so that little is left to be parsed.
    asked = "SELECT name, forms, roles, count(*) FROM article_speakers WHERE speaker_id = ? GROUP BY 1, 2, 3"
    for number in numbers:
        named: Counter[str] = Counter()
        described: Counter[str] = Counter()
        for name, forms, given, count in connection.execute(asked, (number,)):
            named.update(dict.fromkeys((name, *json.loads(forms)), count))
            described.update(dict.fromkeys(json.loads(given), count))
        names[number], roles[number] = _sort(named), _sort(_join_cases(described))
    return names, roles


def _sort(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _join_cases(counts: Counter[str]) -> Counter[str]:
    """The counts with those that differ in capitals alone as one, under the most usual spelling."""
    spellings: dict[str, str] = {}
    joined: Counter[str] = Counter()
    for words, count in _sort(counts):
        joined[spellings.setdefault(words.casefold(), words)] += count
    return joined


def list_mentions(connection: sqlite3.Connection, number: int) -> list[SpeakerMention]:
    """The articles in which a speaker stands, by date, each with the evidence."""
    company: dict[int, set[str]] = defaultdict(set)
    for article_id, other in connection.execute(_COMPANY, (number,)):
        company[article_id].add(other)
    mentions, parties = [], []
    for row in connection.execute(_MENTIONS, (number,)):
        article, title, outlet, day, name, evidence, by_hand, statements, roles, kind, article_id = row
        mentions.append(SpeakerMention(article, title, outlet, day, name, evidence or "", bool(by_hand), statements))
        facts = (True, tuple(json.loads(roles)), (), frozenset(company[article_id] - {name}))
        parties.append(Party(article, article, name, SpeakerType(kind), *facts))
    support = list_support(parties) if len(parties) > 1 else [""]
    return [
        replace(it, evidence="; ".join(filter(None, (it.evidence, more))))
        for it, more in zip(mentions, support, strict=True)
    ]


def list_open_names(connection: sqlite3.Connection) -> list[OpenName]:
    """The names that may be one of several speakers, those in most articles first."""
    candidates: dict[int, dict[int, str]] = defaultdict(dict)
    parties: dict[int, tuple[str, str]] = {}
    for party, name, article, speaker, speaker_name in connection.execute(_OPEN):
        parties[party] = name, article
        candidates[party][speaker] = speaker_name
    together: dict[tuple[str, tuple[tuple[int, str], ...]], list[str]] = defaultdict(list)
    for party, (name, article) in parties.items():
        together[name, tuple(candidates[party].items())].append(article)
    found = [OpenName(name, tuple(sorted(set(articles))), may_be) for (name, may_be), articles in together.items()]
    return sorted(found, key=lambda it: (-len(it.articles), plain_letters(it.name), it.candidates))
