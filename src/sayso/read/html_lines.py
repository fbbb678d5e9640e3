"""Remove paragraphs that are not part of the article, by their words: "Read more", calls to subscribe, repeated lines.

Bylines, datelines, credits of reporters and copyright lines stay, since they say whose words these are.
"""

from __future__ import annotations

from sayso.read.html_parts import Parts, fold_words
from sayso.read.html_text import Paragraph
from sayso.read.site_lines import is_exact_label, leads_away

__all__ = ["drop_other_lines"]

# A part that a page holds twice is repeated at once or in whole paragraphs. An interview may repeat its questions.
NEAR_PARAGRAPHS = 3
MIN_NEAR_CHARS = 30
MIN_REPEATED_CHARS = 200


def drop_other_lines(paragraphs: list[Paragraph], title: str | None, parts: Parts) -> list[Paragraph]:
    """The paragraphs of the article, without its headline, which stands before them, and lines that lead elsewhere."""
    kept: list[Paragraph] = []
    seen: dict[str, int] = {}
    headline = fold_words(title or "")
    for paragraph in paragraphs:
        folded = fold_words(paragraph.text)
        if folded and (
            folded == headline or is_repeated(folded, seen, len(kept)) or is_other(paragraph, folded, parts)
        ):
            continue
        seen[folded] = len(kept)
        kept.append(paragraph)
    return kept


def is_repeated(folded: str, seen: dict[str, int], place: int) -> bool:
    """Whether the same words stood shortly before, or are too many to be written twice."""
    before = seen.get(folded)
    if before is None:
        return False
    return len(folded) >= MIN_REPEATED_CHARS or (len(folded) >= MIN_NEAR_CHARS and place - before <= NEAR_PARAGRAPHS)


def is_other(paragraph: Paragraph, folded: str, parts: Parts) -> bool:
    """Whether a paragraph is a label, a call to the reader or a link to something else."""
    if folded in parts.links:
        return True
    return is_exact_label(paragraph.text) if paragraph.kind == "item" else leads_away(paragraph.text)
