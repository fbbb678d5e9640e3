"""A reading without what some of its speakers say: their statements, and the words for both in its text.

Each character of these words that is no blank becomes █, so that all other spans stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.article import Article
from sayso.errors import Notice
from sayso.letters import plain_letters, strip_accents
from sayso.reading import Reading
from sayso.speaker import Speaker
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["BLANK", "blank_names", "leave_out"]

BLANK = "█"
_WORD = re.compile(r"\S")


def leave_out(reading: Reading, speakers: Iterable[str], names: Sequence[str]) -> Reading:
    """The reading without these speakers.

    Args:
        reading: The reading of an article.
        speakers: The ids of the speakers in it.
        names: All names that they go by; wherever one stands, it is blanked.
    """
    article = reading.article
    if not isinstance(article, Article):
        return reading
    gone = _find_gone(reading, set(speakers))
    names = _add_surnames(names, [it.name for it in reading.speakers if it.id not in gone])
    out = [statement for statement in reading.statements if statement.speaker in gone]
    text = _blank_text(article.text, reading.speakers, out, gone, names)
    kept = tuple(
        _keep_statement(it, gone) for it in reading.statements if it.speaker not in gone and _says_more(it, text)
    )
    ids = {statement.id for statement in kept}
    notice = Notice(
        "store", f"{len(reading.statements) - len(kept)} statements of somebody to be forgotten are left out."
    )
    return replace(
        reading,
        article=_blank_article(article, text, names),
        statements=tuple(replace(it, within=it.within if it.within in ids else None) for it in kept),
        speakers=tuple(_blank_speaker(it, names) for it in reading.speakers if it.id not in gone),
        carriers=tuple(
            replace(
                it, name=blank_names(it.name, names), statements=tuple(name for name in it.statements if name in ids)
            )
            for it in reading.carriers
            if any(name in ids for name in it.statements) and blank_names(it.name, names) == it.name
        ),
        headline=tuple(
            replace(it, note=blank_names(it.note, names))
            for it in reading.headline
            if {it.statement, it.headline_statement} <= {*ids, None}
        ),
        notices=(*reading.notices, notice),
    )


def blank_names(words: str, names: Iterable[str]) -> str:
    """The words with each of these names blanked, whatever its case and accents; longer ones first.

    >>> blank_names("Anna Roth’s lawyer", ["Roth", "Anna Roth"])
    '████ ████’s lawyer'
    """
    spelled = {spelling for name in names for spelling in (name, strip_accents(name)) if spelling.strip()}
    for name in sorted(spelled, key=lambda name: (-len(name), name)):
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
        words = re.sub(pattern, lambda found: _WORD.sub(BLANK, found.group()), words, flags=re.IGNORECASE)
    return words


def _add_surnames(names: Sequence[str], others: Sequence[str]) -> list[str]:
    """The names, and the last word of each, unless it is in the name of somebody who stays."""
    kept = {plain_letters(word) for other in others for word in other.split()}
    lasts = (name.split()[-1] for name in names if len(name.split()) > 1)
    return [*names, *(last for last in lasts if plain_letters(last) not in kept and len(last) > 1)]


def _find_gone(reading: Reading, speakers: set[str]) -> set[str]:
    """The speakers that go: these, and whoever speaks together with one of them."""
    return speakers | {it.id for it in reading.speakers if not speakers.isdisjoint(it.members)}


def _blank_text(
    text: str, speakers: Iterable[Speaker], statements: Iterable[Statement], gone: set[str], names: Sequence[str]
) -> str:
    spans: list[Span] = [span for it in statements for span in (*it.content, *it.source)]
    spans += [span for it in speakers if it.id in gone for span in it.mentions]
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = _WORD.sub(BLANK, text[span.start : span.end])
    return blank_names("".join(chars), names)


def _says_more(statement: Statement, text: str) -> bool:
    """Whether something is left of a statement, which may have stood within one that goes."""
    return any(char.isalnum() for span in statement.content for char in span.of(text))


def _keep_statement(statement: Statement, gone: set[str]) -> Statement:
    candidates = tuple(name for name in statement.candidates if name not in gone)
    return statement if candidates == statement.candidates else replace(statement, candidates=candidates)


def _blank_speaker(speaker: Speaker, names: Sequence[str]) -> Speaker:
    roles = tuple(blank_names(role, names) for role in speaker.roles)
    return replace(speaker, name=blank_names(speaker.name, names), roles=roles)


def _blank_article(article: Article, text: str, names: Sequence[str]) -> Article:
    title = article.title
    if title is not None:
        title = blank_names(title, names)
        # Where the title stands in the text, what was blanked there is blanked here.
        if article.title_span is not None and article.title_span.of(article.text) == article.title:
            title = article.title_span.of(text)
    authors = tuple(blank_names(name, names) for name in article.authors)
    return replace(article, text=text, title=title, authors=authors)
