"""Partial attributions: joining long quotations, adding quotations without a cue and turns, and nesting."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.analyse.decode import Draft
from sayso.analyse.settle import holds, is_all_marked, merge_spans, overlapping
from sayso.analyse.turns import Turn
from sayso.segment import Marked, join_reopened
from sayso.text import Span

__all__ = [
    "Partial",
    "add_turns",
    "find_quotations_alone",
    "join_reopened_parts",
    "nest",
]

MIN_WORDS_ALONE = 3


@dataclass(slots=True, eq=False)
class Partial:
    """An attribution while its parts are collected."""

    content: list[Span]
    cue: list[Span]
    source: list[Span]
    drafts: list[Draft]
    turn: bool = False
    parent: Partial | None = None

    @property
    def is_inner(self) -> bool:
        """Whether the model drafted it as nested."""
        return bool(self.drafts) and self.drafts[0].inner


def join_reopened_parts(text: str, found: list[Partial], marked: Sequence[Marked]) -> list[Partial]:
    """Return the statements, with all paragraphs of a long quotation in the one statement that has its cue."""
    groups = [[m.span for m in group] for group in join_reopened(marked) if len(group) > 1]
    gone: set[int] = set()
    added = []
    for spans, touching in zip(groups, _find_touching(found, groups), strict=True):
        owners = [o for o in touching if id(o) not in gone and not (o.cue and holds(spans, o.cue[0]))]
        cued = [o for o in owners if o.cue]
        if not owners:
            added.append(Partial(spans, [], [], []))
        elif len(cued) > 1:
            _share_out(text, spans, cued)
        else:
            keep = (cued or owners)[0]
            keep.content = merge_spans(text, [*keep.content, *spans])
        kept = cued or owners[:1]
        others = [o for o in owners if o not in kept]
        gone.update(id(o) for o in others)
        if others:
            kept[0].drafts += [d for o in others for d in o.drafts]
    return [o for o in found if id(o) not in gone] + added


def _find_touching(found: Sequence[Partial], groups: Sequence[Sequence[Span]]) -> list[list[Partial]]:
    """Return, for each group of spans, the statements that overlap with it."""
    number = {span: n for n, group in enumerate(groups) for span in group}
    spans = sorted(number)
    out: list[list[Partial]] = [[] for _ in groups]
    for o in found:
        for n in sorted({number[span] for content in o.content for span in overlapping(spans, content)}):
            out[n].append(o)
    return out


def _share_out(text: str, spans: Sequence[Span], owners: Sequence[Partial]) -> None:
    """Add each paragraph of a quotation that no statement has to the statement of the paragraph before."""
    current, more = owners[0], {id(o): list(o.content) for o in owners}
    begins = sorted(((span, n) for n, o in enumerate(owners) for span in o.content), key=lambda pair: pair[0])
    at = 0
    for span in spans:
        taken = False
        while at < len(begins) and begins[at][0].start < span.end:
            taken = taken or begins[at][0].overlaps(span)
            current = owners[begins[at][1]]
            at += 1
        if not taken:
            more[id(current)].append(span)
    for o in owners:
        o.content = merge_spans(text, more[id(o)])


def find_quotations_alone(
    text: str,
    found: Sequence[Partial],
    marked: Sequence[Marked],
    paragraphs: Sequence[Span],
    title: Span | None,
) -> list[Partial]:
    """Return statements for paragraphs that consist of quotations and have no statement yet.

    In the headline, a quotation is a statement even if other words stand beside it.
    """
    outermost = [m.span for m in marked if m.depth == 0 and m.kind != "block"]
    # A statement with its cue inside the quotation does not attribute the whole quotation.
    taken = sorted(span for o in found if not (o.cue and holds(outermost, o.cue[0])) for span in o.content)
    starts = [span.start for span in taken]
    out: list[Partial] = []
    at = 0
    for paragraph in paragraphs:
        while at < len(marked) and marked[at].span.end <= paragraph.start:
            at += 1
        inside = []
        n = at
        while n < len(marked) and marked[n].span.start < paragraph.end:
            if marked[n].depth == 0 and marked[n].kind != "block":
                inside.append(marked[n].span)
            n += 1
        place = bisect_left(starts, paragraph.end)
        near = taken[max(0, place - 20) : place]
        if paragraph == title:
            alone = [span for span in inside if _is_speech(span.of(text)) and not any(t.overlaps(span) for t in near)]
            out += [Partial([span], [], [], []) for span in alone]
            continue
        is_free = not any(span.overlaps(paragraph) for span in near)
        if inside and is_free and is_all_marked(text, paragraph, inside) and _is_speech(paragraph.of(text)):
            out.append(Partial(merge_spans(text, inside), [], [], []))
    return out


def _is_speech(words: str) -> bool:
    """Whether words in marks may be somebody's: not just one or two, and not a title with its Capitals."""
    long = [word for word in words.split() if sum(map(str.isalpha, word)) > 3]
    is_titled = len(long) > 1 and all(word.strip("“”‘’«»„\"'")[:1].isupper() for word in long)
    return len(words.split()) >= MIN_WORDS_ALONE and (not is_titled or any(stop in words for stop in ".!?,…"))


def add_turns(found: list[Partial], turns: Sequence[Turn]) -> list[Partial]:
    """Return the statements with the turns of an interview added.

    A statement that is most of a turn, or whose source is the turn's label, is replaced by it. A statement
    whose cue stands within the turn is nested in it, and stays.
    """
    if not turns:
        return found
    number = {span: n for n, turn in enumerate(turns) for span in turn.content}
    spans = sorted(number)
    sizes = [sum(span.end - span.start for span in turn.content) for turn in turns]
    drafts: list[list[Draft]] = [[] for _ in turns]
    out = []
    for o in found:
        shared: Counter[int] = Counter()
        for content in o.content:
            held = (s for s in overlapping(spans, content) if s.holds(content))
            shared.update({number[span]: content.end - content.start for span in held})
        same = [n for n, size in shared.items() if size * 2 > sizes[n] or _is_labelled(o, turns[n])]
        if _is_transcript(o, spans):
            continue
        if same and not (o.cue and holds(spans, o.cue[0])):
            drafts[same[0]] += o.drafts
        else:
            out.append(o)
    for turn, given in zip(turns, drafts, strict=True):
        cue = [turn.colon] if turn.colon else []
        source = [turn.label] if turn.label else []
        out.append(Partial(list(turn.content), cue, source, given, turn=True))
    return out


def _is_labelled(found: Partial, turn: Turn) -> bool:
    """Whether the turn's own label is the statement's source."""
    return turn.label is not None and any(turn.label.overlaps(span) for span in found.source)


def _is_transcript(found: Partial, turns: Sequence[Span]) -> bool:
    """Whether the content holds several turns with their labels, so that it is the whole transcript."""
    held = [turn for content in found.content for turn in overlapping(turns, content) if content.holds(turn)]
    return len(held) > 1


def nest(found: Sequence[Partial]) -> None:
    """Set the parent of each: the smallest other one that holds its content; `found` is in order of contents."""
    spans = sorted(
        ((span, o) for o in found for span in o.content),
        key=lambda pair: (pair[0].start, -pair[0].end, not pair[1].turn),
    )
    stack: list[tuple[Span, Partial]] = []
    for span, o in spans:
        while stack and stack[-1][0].end <= span.start:
            stack.pop()
        if span == o.content[0]:
            outer = [(s, p) for s, p in reversed(stack) if s.holds(span) and p is not o and (s != span or p.turn)]
            # The parent may have lost that span when it was cut to its own parent.
            holders = [p for s, p in outer if s in p.content]
            o.parent = next((p for p in holders if all(holds(p.content, c) for c in o.content)), None)
            if o.parent is None and holders and o.is_inner:
                o.parent = holders[0]
                o.content = [c for c in o.content if holds(o.parent.content, c)]
        stack.append((span, o))
