"""Merge the model's drafts with the quotation marks into attributions.

The model labels pieces; quotation marks show whole quotations. Here contents are extended to their marks, a quotation
over several paragraphs becomes one statement, and a paragraph that is a quotation becomes a statement even where the
model found no attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.analyse.decode import Draft
from sayso.analyse.guide_citing import split_cited
from sayso.analyse.guide_ends import Sentences, cut_to_sentence, remove_refusals
from sayso.analyse.headline_tail import sign_headline
from sayso.analyse.kind import classify_kind
from sayso.analyse.partial import (
    Partial,
    add_turns,
    find_quotations_alone,
    join_reopened_parts,
    nest,
)
from sayso.analyse.settle import (
    find_line,
    holds,
    is_all_marked,
    is_unmarked,
    marks_near,
    merge_spans,
    overlapping,
    settle,
)
from sayso.analyse.signed import add_names_beside, add_names_of_list, add_posts, add_signed_quotations
from sayso.analyse.turns import Turn
from sayso.segment import Marked
from sayso.statement import Kind, Place
from sayso.text import Span

__all__ = ["Attribution", "attribute", "renumber"]

# "The post T appeared first on X." names the origin of the text; nobody speaks in it.
FOOTER = re.compile(r"^The post\b.{1,400}\b(?:appeared first|first appeared) on\b.{1,120}$", re.DOTALL)

_ARTICLE = re.compile(r"(?:an?|the)", re.IGNORECASE)
# From an article on: the words up to a sign or a clause.
_NOUN = re.compile(r"(?: (?!(?:who|which|that|whose)\b)[\w’'-]+){1,5}")
# A sentence with a cue leads in a quotation that stands at most so far from it.
_LONGEST_LEAD = 300
_SENTENCE_ENDS = re.compile(r"[.!?][”\"’')]?\s|\n")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of an article, before it has its number and score.

    `drafts` are the model's drafts for it; empty if a rule alone found it.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: Kind
    place: Place
    drafts: tuple[Draft, ...] = ()
    turn: bool = False
    within: int | None = None


def attribute(
    text: str,
    *,
    drafts: Sequence[Draft],
    marked: Sequence[Marked],
    paragraphs: Sequence[Span],
    turns: Sequence[Turn] = (),
    title: Span | None = None,
    names: Sequence[Span] = (),
    parts: bool = True,
) -> list[Attribution]:
    """Return the attributions of an article in reading order; `within` is an index of this list.

    Args:
        text: The article's text, in which all spans count.
        drafts: The model's drafts.
        marked: What stands in quotation marks, in reading order.
        paragraphs: The paragraphs, in order.
        turns: Turns of a question-and-answer interview.
        title: Where the headline stands.
        names: The names of persons and bodies, in order.
        parts: Whether a paragraph that is one quotation without a cue is always a statement of its own, as in the
            guide; PolNeAR gives every quotation a cue.
    """
    footers = [p for p in paragraphs if FOOTER.match(p.of(text))]
    if parts:
        cues = sorted(draft.cue.span for draft in drafts if draft.cue and not draft.inner)
        drafts = [_leave_line(text, draft, paragraphs) for draft in drafts]
        drafts = [part for draft in drafts for part in _part(text, draft, marked, paragraphs, title, cues)]
    found = [o for draft in drafts if (o := _open(text, draft, marked)) and not holds(footers, o.content[0])]
    found = join_reopened_parts(text, found, marked)
    found += find_quotations_alone(text, found, marked, paragraphs, title)
    found = _leave_out_unattributed(found, marked)
    found = add_signed_quotations(text, found, marked, paragraphs)
    holders: dict[int, Partial] = {}
    sentences = Sentences(text, paragraphs)
    if parts:
        add_names_of_list(text, found, paragraphs)
        add_names_beside(text, found, paragraphs, names, title)
        found, holders = split_cited(text, sign_headline(text, add_posts(text, found, paragraphs), title))
        for o in found:
            remove_refusals(text, o, marked, sentences)
    # PolNeAR marks what has a source or cue before it: no interview without labels, no letter with a name below it.
    found = add_turns(found, [turn for turn in turns if parts or (turn.label and turn.label < turn.content[0])])
    return _close(text, found, marked, title, holders, sentences if parts else None)


def _leave_out_unattributed(found: Sequence[Partial], marked: Sequence[Marked]) -> list[Partial]:
    """Return the attributions without contents that have neither cue nor marks.

    What the model drafted as nested in one of these, with a cue and a source, is then no longer nested.
    """
    kept: list[Partial] = []
    left: list[Partial] = []
    for o in found:
        is_kept = o.cue or any(not is_unmarked(content, marked) for content in o.content)
        (kept if is_kept else left).append(o)
    spans = [content for o in left if not o.is_inner for content in o.content]
    for o in kept if spans else ():
        if o.is_inner and o.cue and o.source and holds(spans, o.content[0]):
            o.drafts = [replace(draft, inner=False) for draft in o.drafts]
    return kept


def _open(text: str, draft: Draft, marked: Sequence[Marked]) -> Partial | None:
    """Return a draft with its spans extended to the marks and trimmed; None if no content is left."""
    spans = (settle(text, part.span, marked, inner=draft.inner) for part in draft.content)
    content = merge_spans(text, [span for span in spans if span])
    if not content:
        return None
    cue = [draft.cue.span] if draft.cue else []
    source = [_complete(text, draft.source.span, cue)] if draft.source else []
    return Partial(content, cue, source, [draft])


def _complete(text: str, source: Span, cue: Sequence[Span]) -> Span:
    """Return a source of which the model gives the article alone with its noun: "a note: “…”"."""
    if not _ARTICLE.fullmatch(text, *source):
        return source
    end = next((span.start - 1 for span in cue if span.start > source.end), len(text))
    noun = _NOUN.match(text, source.end, end)
    return Span(source.start, noun.end()) if noun else source


def _leave_line(text: str, draft: Draft, paragraphs: Sequence[Span]) -> Draft:
    """Return a draft without a cue and source that are a line of their own, without a colon: "Norpress reports".

    Such a line says where what follows comes from: no word above or below it is said by the agency.
    """
    if draft.cue is None or draft.source is None:
        return draft
    line = paragraphs[find_line(paragraphs, draft.cue.span.start)]
    said = Span(min(draft.cue.span.start, draft.source.span.start), max(draft.cue.span.end, draft.source.span.end))
    is_whole = said.of(text) == line.of(text).strip(" .")
    if not is_whole or ":" in said.of(text) or any(line.overlaps(part.span) for part in draft.content):
        return draft
    return replace(draft, cue=None, source=None)


def _part(
    text: str,
    draft: Draft,
    marked: Sequence[Marked],
    paragraphs: Sequence[Span],
    title: Span | None,
    cues: Sequence[Span],
) -> Iterator[Draft]:
    """Yield the draft, split from the parts of it that are statements of their own.

    Such a part is a paragraph that is one quotation, after closed marks and without a cue: no speaker is named there;
    or a quotation after a colon, in a sentence with another cue. A cue in the body does not attribute words of the
    headline, and the other way round.
    """
    if not draft.cue or draft.inner or len(draft.content) < 2:
        yield draft
        return
    home = find_line(paragraphs, draft.cue.span.start)
    places = [find_line(paragraphs, part.span.start) for part in draft.content]
    near = min(places, key=lambda place: abs(place - home))
    alone = {at for at in {*places} - {near} if _is_closed_quotation(text, paragraphs[at], marked)}
    headed = title is not None and title.holds(draft.cue.span)
    own = []
    kept = []
    for part, place in zip(draft.content, places, strict=True):
        if place != near and title is not None and title.holds(part.span) != headed:
            continue
        if place in alone or _is_led_in(text, draft.cue.span, part.span, cues):
            own.append((place, part))
        else:
            kept.append(part)
    yield replace(draft, content=tuple(kept))
    for place in sorted({place for place, _ in own}):
        yield Draft(tuple(part for at, part in own if at == place), None, None, inner=False)


def _is_led_in(text: str, own: Span, part: Span, cues: Sequence[Span]) -> bool:
    """Whether a colon and another cue in the same sentence lead in a part: "He added that he was glad: “We won.”"."""
    nearest = next((cue for cue in reversed(cues) if cue.end <= part.start), None)
    if nearest is None or nearest <= own or part.start - nearest.end > _LONGEST_LEAD or own.start >= part.start:
        return False
    between = text[nearest.end : part.start].rstrip("“\"‘' ")
    return between.endswith(":") and len(between) > 1 and not _SENTENCE_ENDS.search(between)


def _is_closed_quotation(text: str, paragraph: Span, marked: Sequence[Marked]) -> bool:
    """Whether a paragraph is one quotation or several, and does not continue the one before."""
    inside = [m for m in marks_near(marked, paragraph.start, paragraph.end) if m.depth == 0 and paragraph.holds(m.span)]
    if not inside or inside[0].reopened or inside[0].kind == "block":
        return False
    return is_all_marked(text, paragraph, [m.span for m in inside])


def _close(
    text: str,
    found: list[Partial],
    marked: Sequence[Marked],
    title: Span | None,
    holders: Mapping[int, Partial],
    sentences: Sentences | None,
) -> list[Attribution]:
    """Return the attributions in order, with kind, place and parent; `holders` overrides the parent."""
    found.sort(key=_place_of)
    nest(found)
    for o in found:
        o.parent = holders.get(id(o), o.parent)
        if sentences:
            cut_to_sentence(text, o, marked, sentences)
    found.sort(key=_place_of)
    # An attribution that the model drafted as nested, and that has no parent, is an error of the model.
    kept: dict[int, Partial] = {}
    for o in found:
        o.parent = o.parent if o.parent and id(o.parent) in kept else None
        if o.parent or o.turn or not o.is_inner:
            kept[id(o)] = o
    found = list(kept.values())
    numbers = {id(o): n for n, o in enumerate(found)}
    out = []
    for o in found:
        outer = [s for c in o.content for s in overlapping(o.parent.content, c)] if o.parent else ()
        place = Place.HEADLINE if title and title.holds(o.content[0]) else Place.BODY
        out.append(
            Attribution(
                content=tuple(o.content),
                cue=tuple(o.cue),
                source=tuple(o.source),
                kind=classify_kind(o.content, text, marked, outer=outer),
                place=place,
                drafts=tuple(o.drafts),
                turn=o.turn,
                within=numbers[id(o.parent)] if o.parent else None,
            )
        )
    return out


def _place_of(o: Partial) -> tuple[int, int, bool]:
    """Return the sort key of reading order: of two with the same start, the longer one comes first."""
    return o.content[0].start, -o.content[0].end, not o.turn


def renumber(attributions: Sequence[Attribution], keep: Sequence[bool]) -> list[Attribution]:
    """Return the kept attributions with new `within`; one whose parent is removed gets the parent's parent."""
    new: dict[int, int] = {}
    for n, kept in enumerate(keep):
        if kept:
            new[n] = len(new)
    out = []
    for n, a in enumerate(attributions):
        if not keep[n]:
            continue
        up = a.within
        while up is not None and not keep[up]:
            up = attributions[up].within
        out.append(replace(a, within=None if up is None else new[up]))
    return out
