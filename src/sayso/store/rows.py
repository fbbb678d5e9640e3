"""Make the rows of a collection's tables out of readings.

What the columns do not say stands in `facts` (what is known of the article beside them) or, for the few readings that
do not fit the tables, in `exact`: the reading as a line of JSON. Those hold lone surrogates, which SQLite cannot write,
or refer to statements or speakers that they do not have. Of an article that a reader has corrected, `exact` is the
reading as it was found, and the rows are those of the corrected one; see rewrite.py.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.article import Article
from sayso.jsonl import list_notices, write_reading
from sayso.letters import plain_letters
from sayso.reading import Reading
from sayso.speaker import Speaker
from sayso.store.dates import find_bounds
from sayso.text import Span

__all__ = [
    "SCARE_QUOTES",
    "TABLES",
    "ArticleRow",
    "Rows",
    "count_words",
    "has_surrogates",
    "list_forms",
    "make_article_row",
    "mend",
    "write_list",
    "write_spans",
]

# The tables of what was found in articles, with their columns, in an order in which each row refers to earlier ones.
TABLES = {
    "article_speakers": "id article_id local name type named roles mentions members forms",
    "statements": "id article_id local kind place content cue source start end text source_text cue_text words score"
    " within_id turn article_speaker_id speaker_score unresolved candidates corrected corrected_by",
    "carriers": "id article_id local name how evidence place_in_chain score",
    "statement_carriers": "statement_id carrier_id",
    "headline_findings": "id article_id start end finding statement_id headline_statement_id body flags note",
    "marks": "id article_id kind start end text",
    "notices": "id article_id unread_id name step reason",
}
SCARE_QUOTES = "scare quotes"
_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST = 2**63 - 1
_LONGEST_FORM, _MOST_FORMS = 60, 12
ArticleRow = dict[str, Any]
Row = tuple[Any, ...]


class Rows:
    """The rows of many readings, by table.

    Args:
        firsts: For each table with ids, the first id that is free.
    """

    def __init__(self, firsts: dict[str, int]) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._next = dict(firsts)

    def take_id(self, table: str) -> int:
        """An id that no row of the table has."""
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def add(self, reading: Reading, article_id: int, *, is_odd: bool) -> None:
        """Add the rows of what was found in an article; `is_odd` says whether it holds lone surrogates."""
        article = reading.article
        assert isinstance(article, Article)  # noqa: S101  (unread ones have notices alone)
        before = {table: len(rows) for table, rows in self.rows.items()}
        speakers = self._add_speakers(reading, article.text, article_id)
        statements = {statement.id: self.take_id("statements") for statement in reading.statements}
        self._add_statements(reading, article.text, article_id, statements, speakers)
        self._add_carriers(reading, article_id, statements)
        self._add_findings(reading, article_id, statements)
        for kind, span in [(SCARE_QUOTES, it) for it in reading.scare_quotes] + [
            (mark.kind.value, mark.span) for mark in reading.other_marks
        ]:
            self.rows["marks"].append((self.take_id("marks"), article_id, kind, *span, span.of(article.text)))
        self.add_notices(reading, article_id=article_id)
        if is_odd:
            for table, rows in self.rows.items():
                rows[before.get(table, 0) :] = [_mend_row(row) for row in rows[before.get(table, 0) :]]

    def add_notices(self, reading: Reading, *, article_id: int | None = None, unread_id: int | None = None) -> None:
        """Add the notices of a reading."""
        name = reading.article.id
        for notice in list_notices(reading):
            row = (self.take_id("notices"), article_id, unread_id, name, notice.step, notice.reason)
            self.rows["notices"].append(_mend_row(row))

    def drop_notices(self, unread_id: int) -> None:
        """Remove the notices of an article that could not be read."""
        self.rows["notices"] = [row for row in self.rows["notices"] if row[2] != unread_id]

    def _add_speakers(self, reading: Reading, text: str, article_id: int) -> dict[str, int]:
        ids: dict[str, int] = {}
        for speaker in reading.speakers:
            number = self.take_id("article_speakers")
            ids.setdefault(speaker.id, number)
            lists = (write_list(speaker.roles), write_spans(speaker.mentions), write_list(speaker.members))
            forms = write_list(list_forms(speaker, text))
            facts = (speaker.id, speaker.name, speaker.type.value, speaker.named)
            self.rows["article_speakers"].append((number, article_id, *facts, *lists, forms))
        return ids

    def _add_statements(
        self, reading: Reading, text: str, article_id: int, ids: dict[str, int], speakers: dict[str, int]
    ) -> None:
        rows = self.rows["statements"]
        taken = set()
        for it in reading.statements:
            number = ids[it.id] if it.id not in taken else self.take_id("statements")
            taken.add(it.id)
            said = it.text
            source, cue = (" … ".join([span.of(text) for span in spans]) for spans in (it.source, it.cue))
            start, end = min(it.content)[0], max(span.end for span in it.content)
            rows.append((
                *(number, article_id, it.id, it.kind.value, it.place.value),
                *(write_spans(it.content), write_spans(it.cue), write_spans(it.source), start, end),
                *(said, source, cue, count_words(said), it.score, _find(ids, it.within), it.turn),
                *(_find(speakers, it.speaker), it.speaker_score),
                *(None if it.unresolved is None else it.unresolved.value, write_list(it.candidates)),
                *(it.corrected, it.corrected_by or None),
            ))  # fmt: skip

    def _add_carriers(self, reading: Reading, article_id: int, statements: dict[str, int]) -> None:
        for carrier in reading.carriers:
            number = self.take_id("carriers")
            order = max(-_LARGEST, min(carrier.order, _LARGEST))
            facts = (carrier.id, carrier.name, carrier.how.value, write_spans(carrier.evidence), order, carrier.score)
            self.rows["carriers"].append((number, article_id, *facts))
            carried = dict.fromkeys(statements[name] for name in carrier.statements if name in statements)
            self.rows["statement_carriers"] += [(statement, number) for statement in carried]

    def _add_findings(self, reading: Reading, article_id: int, statements: dict[str, int]) -> None:
        for it in reading.headline:
            found = (_find(statements, it.statement), _find(statements, it.headline_statement))
            lists = (write_spans(it.body), write_list([flag.value for flag in it.flags]))
            row = (self.take_id("headline_findings"), article_id, *it.span, it.finding.value, *found, *lists, it.note)
            self.rows["headline_findings"].append(row)


def list_forms(speaker: Speaker, text: str) -> list[str]:
    """The other names that an article has for a named speaker, each once: parts of the name, and capital letters.

    Pronouns, descriptions, and the name with a title are not among them.
    """
    if not speaker.named:
        return []
    known = {word.strip(".,") for word in plain_letters(speaker.name).split()}
    words = (" ".join(span.of(text).split()).removesuffix("'s").removesuffix("’s") for span in speaker.mentions)
    names = (name for name in words if name != speaker.name and len(name) <= _LONGEST_FORM)
    return list(dict.fromkeys(name for name in names if _is_form(name, known)))[:_MOST_FORMS]


def _is_form(name: str, known: set[str]) -> bool:
    """Whether words may be a name of somebody whose full name has these words."""
    words = name.split()
    if not all(word[0].isupper() or plain_letters(word).strip(".,") in known for word in words):
        return False
    plain = {plain_letters(word).strip(".,") for word in words}
    is_longer = known <= plain and len(words) > len(known)
    return not is_longer and (not known.isdisjoint(plain) or (len(words) == 1 and len(name) > 1 and name.isupper()))


def _find(ids: dict[str, int], name: str | None) -> int | None:
    return None if name is None else ids.get(name)


def make_article_row(reading: Reading, fingerprint: str, *, is_odd: bool) -> ArticleRow:
    """The columns of the article itself, without those that depend on what else the collection holds."""
    article = reading.article
    assert isinstance(article, Article)  # noqa: S101  (as above)
    first, last = find_bounds(article.published)
    row: ArticleRow = {
        "article": article.id,
        "url": article.url,
        "title": article.title,
        "title_start": article.title_span and article.title_span.start,
        "title_end": article.title_span and article.title_span.end,
        "published": article.published,
        "published_precision": article.published_precision,
        "published_from": first,
        "published_until": last,
        "language": article.language,
        "authors": write_list(article.authors),
        "section": article.section,
        "words": count_words(article.text),
        "fingerprint": fingerprint,
        "text": article.text,
        "own_voice": write_spans(reading.own_voice),
        "facts": _write_facts(article),
        "exact": None,
    }
    if is_odd:
        row = {name: mend(value) for name, value in row.items()}
    if is_odd or not _fits_tables(reading):
        row["exact"] = write_reading(reading)
    return row


def _write_facts(article: Article) -> str | None:
    """What is known of an article and stands in no column, as JSON; None if there is nothing."""
    facts = {
        "given_span": article.given_span,
        "modified": article.modified,
        "modified_precision": article.modified_precision,
        "canonical": article.canonical,
        "origins": dict(article.origins),
        "stated": [(it.name, it.how, it.where) for it in article.stated],
        "regions": [(*region.span, region.place) for region in article.regions],
    }
    known = {name: value for name, value in facts.items() if value is not None and value not in ({}, [])}
    return json.dumps(known, ensure_ascii=False) if known else None


def _fits_tables(reading: Reading) -> bool:
    """Whether the rows of a reading say all that it says."""
    speakers = {speaker.id for speaker in reading.speakers}
    statements = {statement.id: place for place, statement in enumerate(reading.statements)}
    carriers = {carrier.id: place for place, carrier in enumerate(reading.carriers)}
    counts = (len(reading.speakers), len(reading.statements), len(reading.carriers))
    if (len(speakers), len(statements), len(carriers)) != counts:
        return False
    said = [(statement.id, name) for statement in reading.statements for name in statement.carriers]
    carried = [(name, carrier.id) for carrier in reading.carriers for name in carrier.statements]
    if set(said) != set(carried) or len(set(said)) != len(said) or len(set(carried)) != len(carried):
        return False
    if not all(one in statements and other in carriers for one, other in said):
        return False
    in_order = (
        sorted(said, key=lambda pair: (statements[pair[0]], carriers[pair[1]])) == said
        and sorted(carried, key=lambda pair: (carriers[pair[1]], statements[pair[0]])) == carried
    )
    references = [name for it in reading.headline for name in (it.statement, it.headline_statement)]
    references += [statement.within for statement in reading.statements]
    return (
        in_order
        and all(name is None or name in statements for name in references)
        and all(statement.speaker is None or statement.speaker in speakers for statement in reading.statements)
        and all(abs(carrier.order) <= _LARGEST for carrier in reading.carriers)
    )


def has_surrogates(reading: Reading) -> bool:
    """Whether a reading holds lone surrogates, which SQLite cannot write."""
    article = reading.article
    texts = [
        *(article.id, reading.stamp.version, reading.stamp.model, reading.stamp.settings),
        *(str(part) for choice in reading.stamp.choices for part in choice),
        *(part for notice in list_notices(reading) for part in (notice.step, notice.reason)),
        *(
            part
            for speaker in reading.speakers
            for part in (speaker.id, speaker.name, *speaker.roles, *speaker.members)
        ),
        *(part for it in reading.statements for part in (it.id, it.speaker, it.within, *it.candidates, *it.carriers)),
        *(part for carrier in reading.carriers for part in (carrier.id, carrier.name, *carrier.statements)),
        *(part for it in reading.headline for part in (it.note, it.statement, it.headline_statement)),
    ]
    if isinstance(article, Article):
        outlet = (article.outlet.name, article.outlet.domain) if article.outlet else ()
        dates = (article.published, article.published_precision, article.modified, article.modified_precision)
        texts += [article.text, article.url, article.title, article.language, article.canonical, article.section]
        texts += [*outlet, *dates, *article.authors, *(part for pair in article.origins for part in pair)]
        texts += [part for it in article.stated for part in (it.name, it.how, it.where)]
    try:
        "".join(filter(None, texts)).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def mend(value: Any) -> Any:  # noqa: ANN401  (any value of a row)
    """The value of a column, with U+FFFD for each lone surrogate, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value


def _mend_row(row: Row) -> Row:
    return tuple(mend(value) for value in row)


def write_spans(spans: Iterable[Span]) -> str:
    """Spans as JSON."""
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


def write_list(values: Sequence[str]) -> str:
    """Texts as JSON."""
    return json.dumps(values, ensure_ascii=False) if values else "[]"


def count_words(text: str) -> int:
    """How many words a text has: what stands between blanks."""
    return len(text.split())
