"""Paragraphs that are no part of the article, told by their words: "Read more", calls to subscribe, repeated lines.

Bylines, datelines, credits of reporters and copyright lines stay: they tell whose words these are.
"""

from __future__ import annotations

import re

from sayso.read.html_parts import Parts, fold_words
from sayso.read.html_text import Paragraph

__all__ = ["drop_other_lines"]

# A line that begins so, and is short, leads somewhere else.
LEADS_AWAY = re.compile(
    r"\W*(?:"
    r"(?:read|see|watch|listen|learn|find out)\s+(?:more|also|next|now)\b"
    r"(?:\s*(?:[:|»>–—-]|about|on|at|here|from|in)|\W*\Z)"
    r"|(?:more|also)\s+(?:from|on|in)\s+[^.]{2,60}\Z"
    r"|(?:also\s+read|must\s+read|related|recommended|trending|don[’']t\s+miss)\b"
    r"(?:\s+(?:articles?|posts?|stor(?:y|ies)|content|videos?|links?|topics?|reading|news))?\s*(?:[:|»–—-]|\W*\Z)"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be interested)|most\s+(?:read|popular|viewed)\b"
    r"|(?:click|tap)\s+here\b|(?:sign|log)\s+(?:up|in)\b|subscribe\b|join\s+our\b"
    r"|follow\s+(?:us|\S+(?:\s+\S+){0,5}\s+on)\b"
    r"|get\s+(?:the\s+latest\b|our\b|[^.]{0,60}\b(?:newsletter|on the go)\b)|never\s+miss\b"
    r"|(?:share|print|email|save)\s+(?:this\s+(?:story|article|post|page)|on|via)\b"
    r"|like\s+this\s+(?:story|article|post)\b|download\s+(?:the|our)\b[^.]{0,60}\bapps?\b"
    r"|(?:for|to)\s+(?:the\s+latest|more)\b[^.]{0,120}\b(?:newsletters?|sign up|subscribe|apps?)\b"
    r"|(?:would|do)\s+you\s+(?:like|want)\s+to\s+comment\b"
    r"|please\s+(?:read\s+our\s+comment|log\s*(?:in|out)\b|enable\b)"
    r"|you\s+must\s+(?:be\s+logged|confirm\s+your)\b|(?:leave|write|post)\s+a\s+(?:comment|reply)\b"
    r"|(?:we|this\s+(?:site|website))\s+uses?\s+cookies\b|check\s+out\s+more\b"
    r")",
    re.IGNORECASE,
)
MAX_LEADING_CHARS = 240
LABEL = re.compile(
    r"\W*(?:article\s+content|advertisement(?:\s+\d+)?|story\s+continues\s+below(?:\s+advertisement)?|"
    r"advertisement\W*story\s+continues\s+below|comments?|tags?|share|popular|newsletter|"
    r"our\s+standards:\s*(?:the\s+)?thomson\s+reuters\s+trust\s+principles|the\s+thomson\s+reuters\s+trust\s+principles|"
    r"post\s+comment\W*|skip\s+(?:to\s+(?:main\s+)?content|advertisement|past\s+newsletter\s+promotion)|"
    r"recommended(?:\s+videos?)?|click\s+to\s+tweet|cookie\s+(?:policy|settings)|loading)\W*",
    re.IGNORECASE,
)
# A page that holds a part twice repeats it at once, or in whole paragraphs. An interview asks its questions again.
NEAR_PARAGRAPHS = 3
MIN_NEAR_CHARS = 30
MIN_REPEATED_CHARS = 200


def drop_other_lines(paragraphs: list[Paragraph], title: str | None, parts: Parts) -> list[Paragraph]:
    """The paragraphs of the article alone: without its headline, which stands before, and lines that lead elsewhere."""
    kept: list[Paragraph] = []
    seen: dict[str, int] = {}
    headline = fold_words(title or "")
    for paragraph in paragraphs:
        folded = fold_words(paragraph.text)
        if folded and (
            folded == headline or is_repeated(folded, seen, len(kept)) or leads_away(paragraph, folded, parts)
        ):
            continue
        seen[folded] = len(kept)
        kept.append(paragraph)
    return kept


def is_repeated(folded: str, seen: dict[str, int], place: int) -> bool:
    """Whether the same words stood shortly before, or are so many that nobody writes them twice."""
    before = seen.get(folded)
    if before is None:
        return False
    return len(folded) >= MIN_REPEATED_CHARS or (len(folded) >= MIN_NEAR_CHARS and place - before <= NEAR_PARAGRAPHS)


def leads_away(paragraph: Paragraph, folded: str, parts: Parts) -> bool:
    """Whether a paragraph is a label, a call to the reader or the link to something else."""
    text = paragraph.text
    if len(text) > MAX_LEADING_CHARS:
        return False
    if LABEL.fullmatch(text) or folded in parts.links:
        return True
    return paragraph.kind != "item" and LEADS_AWAY.match(text) is not None
