"""Make an article with its checked stretches into what reports show: whose words they are, and what was not checked."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.article import Article, Unread
from sayso.check import OwnTexts, Sources, find_day_stated, list_unchecked
from sayso.check.unchecked import Unchecked
from sayso.errors import Notice
from sayso.match import Checked
from sayso.reading import Reading
from sayso.report.check_text import CheckedText
from sayso.report.harmless import shorten
from sayso.report.who import describe_who, map_speakers

__all__ = ["make_checked_text"]

_QUOTE_CHARS = 60
_COUNTED = ("", "; what was left out is listed below it")


def make_checked_text(
    reading: Reading, rows: Sequence[Checked], sources: Sources, own_texts: OwnTexts, *, speaker: str | None = None
) -> CheckedText:
    """The article with its checked stretches; there are none where it could not be read.

    Args:
        reading: The article as it was read.
        rows: Its checked stretches.
        sources: What they were held against.
        own_texts: Finds the article itself among them.
        speaker: Only what the article gives to this speaker was checked.
    """
    article, notices = reading.article, reading.notices
    if isinstance(article, Unread):
        return CheckedText(article.id, None, "", (), notices)
    if same := own_texts.find(article):
        names = ", ".join(sources.parts[number].source.id for number in same)
        reason = f"the article itself is among the sources ({shorten(names, max_chars=200)}); it was left out of them."
        notices += (Notice("check", reason),)
    unchecked = () if speaker else tuple(_describe_unchecked(one, article) for one in list_unchecked(reading))
    if not rows and not speaker:
        notices += (
            Notice("check", f"no quotation was found in it, so nothing was checked{_COUNTED[bool(unchecked)]}."),
        )
    speakers = _name_speakers(reading, article)
    return CheckedText(
        article.id,
        article.title,
        article.text,
        tuple(rows),
        notices,
        speakers,
        article.language,
        day=find_day_stated(article),
        unchecked=unchecked,
    )


def _describe_unchecked(one: Unchecked, article: Article) -> str:
    """The line, the first words, and why they were not checked."""
    first = article.given_span.start if article.given_span else 0
    line = article.text.count("\n", first, one.span.start) + 1
    where = f"line {line:,}: " if one.span.start >= first else ""
    return f"{where}{shorten(one.span.of(article.text), max_chars=_QUOTE_CHARS)}: {one.reason}"


def _name_speakers(reading: Reading, article: Article) -> dict[str, str]:
    """Whom the article gives each statement to, by the statement's id; those that are known."""
    speakers = map_speakers(reading)
    whos = {statement.id: describe_who(statement, speakers, article.text) for statement in reading.statements}
    return {name: who.name for name, who in whos.items() if who.is_known}
