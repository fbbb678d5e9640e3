"""Quotations with a name in the line below or above, and posts that are shown whole: “We float.” — Ida Moss."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest

from sayso.analyse.partial import Partial
from sayso.analyse.settle import find_line, holds, marks_near, overlapping
from sayso.late import compile_late
from sayso.lexicon.nouns import is_noun
from sayso.segment import Marked, trim_span
from sayso.text import Span

__all__ = ["add_names_beside", "add_names_of_list", "add_posts", "add_signed_quotations"]

# A dash and a name of one to six words that begins with a capital, at the end of a line; something may be added to it.
_SIGNATURE = re.compile(
    r"\s*(?P<dash>[―—–]|--?(?=\s))\s*(?P<name>[^\W\d_a-z][^\s“”\"]*(?: [^\s“”\"]+){0,5}?)"
    r"(?:,\s[^“”\"\n]{3,100})?[\s.]*"
)
# "— Ida Moss (@idamoss) May 3, 2019" signs the line before it.
_POSTED = re.compile(
    r"\s*(?P<dash>[―—–]|--?(?=\s))\s*(?P<name>(?!\s*(?:photo|image|picture|video|credit|courtesy|source|via|by|h/t)\w*\b)"
    r"[^\n()]{1,60}"
    r"(?:\(@\w{1,20}\)|(?= on (?-i:X|Twitter|Facebook|Instagram|Threads|TikTok|LinkedIn|Telegram|Bluesky)\b)))"
    r"(?P<date>[^\n“”\"]{0,40})",
    re.IGNORECASE,
)
# Without a dash the line above the post names who signs it: "Ida Moss has answered with a post on Facebook. ⏎ …".
_ANNOUNCED = compile_late(r"\b(?:post(?:s|ed)?|tweet(?:s|ed)?|thread|message|on (?:X|Facebook|Twitter|Instagram))\b")
_SIGNED_LINE = compile_late(
    r"(?P<name>[A-Z][^\n,()!?:;“”\"]{2,50}?(?: \(@\w{1,20}\))?)(?P<who>, [^\n.!?:;“”\"]{2,60})?"
)
_NAME_WORD = re.compile(r"[^\W\d_][\w’'-]{2,}")
# What may follow the name of who is quoted, to the end of the line: nothing; who it is, which is part of the source;
# when and where it was said. A full stop ends a sentence, but for that of "Ph.D."
_WHO = re.compile(
    r"(?P<who>(?:,| from| of| at| @)\s(?!via|by|on|in|at)(?:[^\d“”\"\n:?!.]|\.(?=\S)){3,80}?)?"
    r"(?:\s?\([^()\n]{1,60}\)|,? (?:via|by|on|in|at) [^“”\"\n:?!]{1,40}|,? [^“”\"\n?!]{0,20}\d[^“”\"\n?!]{0,20})?"
    r"(?:(?<=[A-Z])\.)?"
)
# Behind a dash, or in brackets, anybody may be named, and described: "(Participant 7, nurse)", "– two sixth-formers".
_BESIDE = re.compile(
    r"(?:[―—–|~(\[]|--?(?=\s))\s*(?P<who>(?!(?:photo|image|picture|video|credit|courtesy|source|via|by|h/t|but|and|or|as"
    r"|when|then|what|how|why|see|read|watch|(?-i:the))\b)[^\s“”\"()\[\]][^“”\"\n()\[\]]{0,78}?)"
    r"(?:(?:,? (?:via|by e-?mail)|, on)\b[^“”\"\n()\[\]]{0,40})?[)\]]?[\s.]*",
    re.IGNORECASE,
)
# The end of a sentence, and of no abbreviation: "J. M., Wold Blog", "Fr. Moss".
_STOPS = re.compile(r"(?<!\b[A-Za-z])(?<!\b[A-Za-z][A-Za-z])[.!?;:](?:\s|$)")
_FIRST_WORDS = 5
_SENTENCE = re.compile(r"(?:[^\n.!?“”\"]|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.){3,100}?(?=\.(?:\s|$)|$)")
# A title or initials before a name: "Mr. A. | Oats".
_SHORT = re.compile(r"(?:[A-Z][\w.]{0,4} ){0,2}")
# "Chief officer Ida Moss:", "A resident of Wold who did not want to be named:"; not "Here is Ida Moss:".
_TITLE = re.compile(
    r"(?!(?:here|this|that|from|to|by|for|with|as|when|then|at|in|on|after|and|but|see|read|watch)\b)"
    r"(?:[\w’'.-]+,? ){0,6}",
    re.IGNORECASE,
)
_DESCRIPTION = re.compile(
    r"(?:the|an?|one|his|her|their|our|my|another) (?:[\w’'-]+ ){0,3}?(?P<head>[\w’'-]+)"
    r"(?: (?:of|from|for|in|at|with|who|whose|near|on|hired|living|working)\b[^“”\"\n:]*)?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 100
_OPENING, _CLOSING = "“\"‘'", "”\"’'"
# A bare name below a quotation may be the heading of what follows; so many in an article are no headings.
_LEAST_BELOW = 2
# "3. “We float.” ⏎ Ida Moss, a baker, after the flood.": so many make a list, each with who said it and when.
_NUMBER = re.compile(r"\d{1,3}[.)]\s")
_LEAST_LISTED = 3
_WHEN_SAID = re.compile(
    r",? (?:who|whose|when|while|after|before|during|speaking|writing|asked|told)\b"
    r"|, (?:on|at|in|about|under|to)\b|, \d|[;:]|(?<![A-Z]\w)(?<![A-Z]\w\w)(?<![A-Z]\w\w\w)\.(?:\s|$)"
)
# Links after the words of a post.
_LINKS = re.compile(r"(?:\s*(?:https?://\S+|pic\.twitter\.com/\S+|…))+\s*$")
_MOST_LINKS = 200


def add_signed_quotations(
    text: str, found: Sequence[Partial], marked: Sequence[Marked], lines: Sequence[Span]
) -> list[Partial]:
    """Return the statements with those of quotations that are signed by a dash and a name.

    The name stands at the end of the quotation's line, or alone on the next: “We float.” — Ida Moss
    """
    signed = {
        span: sign for line, after in zip_longest(lines, lines[1:]) for span, sign in _signed(text, line, after, marked)
    }
    # If the model took the dash for a cue, the statement is there already.
    cues = {cue.start for o in found for cue in o.cue}
    spans = sorted(span for span, (dash, _) in signed.items() if dash.start not in cues)
    if not spans:
        return list(found)
    for o in found:
        if not o.is_inner:
            o.content = [content for content in o.content if not holds(spans, content)]
    return [o for o in found if o.content] + [Partial([s], [signed[s][0]], [signed[s][1]], []) for s in spans]


def _signed(
    text: str, line: Span, after: Span | None, marked: Sequence[Marked]
) -> Iterator[tuple[Span, tuple[Span, Span]]]:
    """Yield the quotation of a line with the dash and the name that sign it, if there are any."""
    inside = [m.span for m in marks_near(marked, line.start, line.start) if m.depth == 0 and m.span.start == line.start]
    if not inside:
        return
    quotation = inside[0]
    sign = _SIGNATURE.fullmatch(text, quotation.end, line.end)
    if not sign and quotation.end == line.end and after:
        sign = _SIGNATURE.fullmatch(text, after.start, after.end)
    if sign:
        yield quotation, (Span(*sign.span("dash")), Span(*sign.span("name")))


def add_names_beside(
    text: str, found: Sequence[Partial], lines: Sequence[Span], names: Sequence[Span], title: Span | None
) -> None:
    """Give quotations without a source, but for the headline's, the one that is named beside, above or below.

    A colon leads in the quotation ("The harbour master, Ida Moss: ⏎ “We float.”"); else the name follows, in the same
    line or alone in the next: “We float.” ⏎ Ida Moss, baker. `names` are those of persons and bodies, in order.
    """
    below = []
    for o in found:
        if not _is_bare(text, o) or (title is not None and title.holds(o.content[0])):
            continue
        rest = _find_rest(text, o, lines)
        is_beside = "\n" not in text[o.content[-1].end : rest.start]
        if who := _read_signature(text, rest) or (_read_verbless(text, rest, names) if is_beside else None):
            o.source = [who]
            continue
        first = find_line(lines, o.content[0].start)
        if lines[first].start != o.content[0].start:
            continue
        label = _read_label(text, lines[first - 1], names) if first else None
        if label:
            o.source, o.cue = [label], [Span(lines[first - 1].end - 1, lines[first - 1].end)]
        elif name := _read_name(text, rest, names):
            below.append((o, name))
    is_usual = len(below) >= _LEAST_BELOW
    for o, name in below:
        if is_usual or "," in name.of(text):
            o.source = [name]


def add_names_of_list(text: str, found: Sequence[Partial], lines: Sequence[Span]) -> None:
    """Give the quotations of a numbered list, each alone in its line, the source with which the next line begins."""
    listed = []
    for o in filter(partial(_is_bare, text), found):
        line, rest = lines[find_line(lines, o.content[0].start)], _find_rest(text, o, lines)
        if _NUMBER.fullmatch(text, line.start, o.content[0].start) and rest.start > line.end:
            listed.append((o, rest))
    if len(listed) >= _LEAST_LISTED:
        for o, rest in listed:
            end = _WHEN_SAID.search(text, *rest)
            o.source = [trim_span(text, rest.start, end.start() if end else rest.end)]


def _is_bare(text: str, o: Partial) -> bool:
    """Whether a statement is a quotation in marks without cue and source."""
    is_marked = text[o.content[0].start] in _OPENING and text[o.content[-1].end - 1] in _CLOSING
    return is_marked and not (o.cue or o.source or o.is_inner)


def _find_rest(text: str, o: Partial, lines: Sequence[Span]) -> Span:
    """Return what follows a quotation in its line; if nothing does, the next line."""
    last = find_line(lines, o.content[-1].end)
    rest = trim_span(text, o.content[-1].end, lines[last].end)
    return lines[last + 1] if rest.start >= rest.end and last + 1 < len(lines) else rest


def _read_signature(text: str, rest: Span) -> Span | None:
    """Return whom a dash or brackets name, where nothing else follows a quotation; None if they do not."""
    found = _BESIDE.fullmatch(text, *rest)
    if found is None or _STOPS.search(found["who"]):
        return None
    words = found["who"].split()[:_FIRST_WORDS]
    is_somebody = words[0][0].isupper() or words[0][0] == "@" or any(is_noun(it.strip(",").lower()) for it in words)
    return Span(*found.span("who")) if is_somebody else None


def _read_label(text: str, line: Span, names: Sequence[Span]) -> Span | None:
    """Return who is named by a line that is nothing but a name or description with a colon; None if it is not."""
    if text[line.end - 1] != ":" or line.end - line.start > _LONGEST_LABEL:
        return None
    label = trim_span(text, line.start, line.end - 1)
    described = _DESCRIPTION.fullmatch(text, *label)
    if described and is_noun(described["head"].lower()):
        return label
    at = bisect_left(names, label.start, key=lambda name: name.start)
    if at == len(names) or names[at].start >= label.end or not _TITLE.fullmatch(text, label.start, names[at].start):
        return None
    return label if text[names[at].end : label.end][:1] in {"", ","} else None


def _read_verbless(text: str, rest: Span, names: Sequence[Span]) -> Span | None:
    """Return who is named in a sentence of its own behind a quotation: “We float,” Ida Moss, a baker."""
    sentence = _SENTENCE.match(text, *rest)
    return _read_name(text, Span(*sentence.span()), names) if sentence else None


def _read_name(text: str, rest: Span, names: Sequence[Span]) -> Span | None:
    """Return the name, with who it is, that follows a quotation; None if none does."""
    at = bisect_left(names, rest.start, key=lambda name: name.start)
    if at == len(names) or not _SHORT.fullmatch(text, rest.start, names[at].start):
        return None
    end = names[at].start + len(names[at].of(text).rstrip(" ,(@."))
    who = _WHO.fullmatch(text, end, rest.end)
    return Span(rest.start, who.end("who") if who["who"] else end) if who else None


def add_posts(text: str, found: Sequence[Partial], lines: Sequence[Span]) -> list[Partial]:
    """Return the statements with the posts that are shown whole, each signed in the next line with name and handle.

    A post that a cue outside of it attributes has its statement already. What a post reports of others is nested in it.
    """
    posts = {}
    for before, line, after in zip([Span(0, 0), *lines], lines, lines[1:], strict=False):
        sign = _sign_post(text, before, line, after)
        words = _cut_links(text, line) if sign else line
        if sign and words.start < words.end:
            posts[words] = sign
    spans = sorted(posts)
    taken = {
        span for o in found if o.cue for span in _touched(spans, o.content) if not _is_within(o.cue[0], span, posts)
    }
    spans = [span for span in spans if span not in taken]
    # The post itself, as the model found it.
    kept = [o for o in found if not any(_is_whole(o, span, posts) for span in _touched(spans, o.content))]
    signed = [(span, *posts[span]) for span in spans]
    return kept + [Partial([span], [dash] if dash.start < dash.end else [], [name], []) for span, dash, name in signed]


def _sign_post(text: str, before: Span, line: Span, after: Span) -> tuple[Span, Span] | None:
    """Return the dash, if there is one, and the name that sign a line as a post; None if nothing does."""
    sign = _POSTED.fullmatch(text, *after)
    if sign:
        return Span(*sign.span("dash")), Span(*sign.span("name"))
    signed = _SIGNED_LINE.fullmatch(text, *after) if _ANNOUNCED.search(text, *before) else None
    last = _NAME_WORD.findall(signed["name"].partition(" (@")[0])[-1:] if signed else []
    is_whole = text[line.end - 1] in ".!?…" and bool(last) and last[0] in _NAME_WORD.findall(text, *before)
    return (Span(after.start, after.start), after) if is_whole else None


def _cut_links(text: str, line: Span) -> Span:
    """Return a line without the links at its end."""
    links = _LINKS.search(text, max(line.start, line.end - _MOST_LINKS), line.end)
    return trim_span(text, line.start, links.start()) if links else line


def _touched(spans: Sequence[Span], content: Sequence[Span]) -> Iterator[Span]:
    """Yield those of the spans with which a content overlaps."""
    for part in content:
        yield from overlapping(spans, part)


def _is_within(cue: Span, post: Span, posts: Mapping[Span, tuple[Span, Span]]) -> bool:
    """Whether a cue stands in a post, or is the dash that signs it."""
    return post.holds(cue) or cue.overlaps(posts[post][0])


def _is_whole(o: Partial, post: Span, posts: Mapping[Span, tuple[Span, Span]]) -> bool:
    """Whether a statement is the post, and not one that stands in it."""
    return not o.cue or o.cue[0].overlaps(posts[post][0])
