"""Headlines that end with their source: "Coast loses sleep: study", "Two held after fire – police"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.analyse.partial import Partial
from sayso.late import compile_late
from sayso.lexicon.nouns import bodies, people
from sayso.text import Span

__all__ = ["sign_headline"]

_TAIL = compile_late(r"(?P<cue>:|(?<=\s)(?:[–—]|--?)(?=\s))\s*(?P<source>[^:;,.?!–—“”\"\n]{3,50}?)\s*$")
_WORD = compile_late(r"[^\W\d_][\w’'-]*")
_SCORE = compile_late(r"\b\d{1,3}[-–]\d{1,3}\b")
_NAME = compile_late(r"[A-Z][\w’'-]{2,40}")
# Documents that claim something; other nouns at the end label the article: "– analysis", "– letter".
_CLAIMING = frozenset(
    """
    audit census document documents figures filing indictment inquiry lawsuit leak memo papers paper poll polls report
    reports research researchers studies study suit survey surveys
    """.split()
)
_ADJECTIVES = frozenset("new top senior former local federal state leading the un us uk eu city county".split())
_NO_ADJECTIVES = frozenset(
    """
    the a an up out off down to with and or for in on of at by from vs no not how why what who when where your our my
    his her their its more less is are was were be this that these those all
    """.split()
)
_LEAST_WORDS = 3
_MOST_WORDS = 4


def sign_headline(text: str, found: Sequence[Partial], title: Span | None) -> list[Partial]:
    """Return the statements, with one for a headline that ends with its source, if that was not found.

    Args:
        text: The article's text.
        found: The statements so far, body and headline.
        title: Where the headline stands, if there is one.

    >>> text = "Two held after fire – police"
    >>> [(o.content, o.source[0].of(text)) for o in sign_headline(text, [], Span(0, 28))]
    [([Span(start=0, end=19)], 'police')]
    """
    if title is None:
        return list(found)
    own = [o for o in found if title.holds(o.content[0])]
    for o in own:
        _take_source(text, o, title)
    tail = _TAIL.search(text, title.start, title.end)
    if not tail or not _may_sign(text, tail, title, found):
        return list(found)
    claim = Span(title.start, title.start + len(text[title.start : tail.start()].rstrip()))
    cue, source = Span(*tail.span("cue")), Span(*tail.span("source"))
    if any(part.overlaps(cue) for o in own for part in o.cue) or any(source in o.source for o in own):
        return list(found)
    gone = {id(o) for o in own if not _keep_within(o, claim)}
    gone |= {id(o) for o in found if any(part.overlaps(source) for part in o.cue)}
    return [*(o for o in found if id(o) not in gone), Partial([claim], [cue], [source], [])]


def _keep_within(o: Partial, claim: Span) -> bool:
    """Cut a statement of the headline to the claim; return False if nothing, or no cue, is left in it.

    A quotation without a cue is part of the claim.
    """
    o.content = [Span(c.start, min(c.end, claim.end)) for c in o.content if c.start < claim.end]
    return bool(o.content and o.cue) and all(claim.holds(span) for span in o.cue)


def _may_sign(text: str, tail: re.Match[str], title: Span, found: Iterable[Partial]) -> bool:
    """Whether a headline ends with its source: a noun for speakers, or a name that is a source in the body."""
    claim = text[title.start : tail.start()].rstrip()
    if len(claim.split()) < _LEAST_WORDS or claim.endswith("?") or _SCORE.search(claim):
        return False
    words = _WORD.findall(tail["source"])
    if not 0 < len(words) <= _MOST_WORDS or len(words) != len(tail["source"].split()):
        return False
    if _says(words) and _describe(words[:-1], words[-1]):
        return True
    if not all(map(_NAME.fullmatch, words)) or look_up(tail["source"]).certainty is Certainty.SURE:
        return False
    sources = (span for o in found for span in o.source if not title.holds(span))
    return any(words[-1] in _NAME.findall(span.of(text)) for span in sources)


def _describe(words: Sequence[str], noun: str) -> bool:
    """Whether words before a noun describe it: "top", not "break up"; capitalised ones may be the name of a site."""
    if words and noun[:1].isupper() and noun != "MPs":
        return all(word.lower() in _ADJECTIVES for word in words)
    return _NO_ADJECTIVES.isdisjoint(word.lower() for word in words[words[:1] == ["the"] :])


def _says(words: Sequence[str]) -> bool:
    """Whether words end in a noun for a speaker: a person, a body or a document."""
    nouns = words[-1].lower(), " ".join(words[-2:]).lower()
    return words[-1] == "MPs" or any(noun in _CLAIMING or noun in bodies() or noun in people() for noun in nouns)


def _take_source(text: str, o: Partial, title: Span) -> None:
    """Set the source of a statement, if the model took the end after the cue for content: "…, says study"."""
    # A source in the body is the model's guess.
    if not o.cue or len(o.content) < 2 or any(title.holds(span) for span in o.source):
        return
    last = o.content[-1]
    gap = text[o.cue[-1].end : last.start] if o.cue[-1].end <= last.start else "-"
    words = _WORD.findall(last.of(text))
    ends = title.end - last.end <= 1
    if not gap.strip() and ends and 0 < len(words) <= _MOST_WORDS and _says(words):
        o.content, o.source = o.content[:-1], [last]
