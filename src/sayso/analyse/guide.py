"""Rules of the guide's scheme that the model did not learn: some attributions are corrected, some removed.

They do not apply to PolNeAR's scheme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.attribute import Attribution
from sayso.analyse.kind import classify_kind
from sayso.analyse.layout import Layout
from sayso.late import compile_late
from sayso.lexicon import read_words
from sayso.lexicon.nouns import bodies, documents, people
from sayso.segment import trim_span
from sayso.statement import Kind
from sayso.text import Span

__all__ = ["is_thought", "mend"]

_ELLIPSIS = re.compile(r"…|\.{3}|\. \. \.")
# So many letters after an ellipsis are a clause.
_CLAUSE_CHARS = 12
# What stands after a cue that interrupts the words.
_BREAK = re.compile(r"[.,;:–—“”\"'‘]|\s-")
_ADDRESSING = re.compile(r"\b(?:tell|told|inform|warn|remind|assur|notif|advis|pledg|promis|convinc)\w*$")
_HEARER = re.compile(
    r"(?:him|them|us|me|her(?=\s(?:it|s?he|they|we|I|there|that|this|the|an?|no|nobody|not|his|their|to)\b))\s"
)
_ADDRESSEE = re.compile(r"((?:to )?(?:the |a |an |his |her |its |their )?[^\s,;“”\"]+(?: [^\s,;“”\"]+){0,6}? )that\b")
_NOUN_CHARS = 40
_NOUN_WORDS = 4
_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\b|['’](?:m|re)\b", re.IGNORECASE)
_FIRST_WORDS = frozenset("the a an his her their its".split())
# A source ends with a word: "a passer-by".
_REST_OF_WORD = re.compile(r"(?:-\w+)+(?=[\s,])")
# What follows a source and belongs to it: a name after a description, a relative clause, or both, "the judge" after
# "one of them".
_RELATIVE = r"(?:who|whose|whom|which)\b[^“”\"«»;:\n]{1,160},\s"
_APPENDED = r"(?:the|an?|his|her|its|their)\s[^“”\"«»;:,\n]{2,90},\s"
_ADDED = re.compile(
    rf",\s(?:(?:(?:[A-Z(][\w.’'()-]*|de|van|von|bin|al|and)\s?){{1,8}},?\s?(?:{_RELATIVE})?|{_RELATIVE}|{_APPENDED})"
)
# "Ada Moss, who voted against it, said", "But Ada Moss, seen as a rival, told": the subject, with what is added to it.
_SUBJECT = re.compile(
    rf"(?:(?:But|And|Yet|Still|So|Meanwhile|However),?\s)?((?:[A-Z][\w.’'-]*\s?|the |of |for ){{1,9}},\s"
    rf"(?:{_RELATIVE}|(?:\w+ed|seen|known|born)\b[^“”\"«»;:,\n]{{1,90}},\s))"
)
_LONGEST_SUBJECT = 260
# "she | said", "those who | think", "the people of the island, who | regard"
_FIRST = r"(?:the|an?|those|some|many|several|other|one|his|her|their|its)"
_NEXT = rf"(?!{_FIRST}\s)[^\s,;.:“”\"]+"
_NOUN = rf"(?:(?:{_FIRST}\s(?:{_NEXT}\s){{0,4}}?)?{_NEXT}|those|some|many|several|one)"
_PRONOUN = compile_late(rf"\b((?:he|she|they|it|I|we)|(?:{_NOUN}\sof\s)?{_NOUN},?\s(?:who|which))\s$", re.IGNORECASE)
_PRONOUN_CHARS = 90
# "Residents told to stay away": who stands before the participle is told, and nobody says it.
_TOLD = frozenset("told urged ordered advised warned instructed".split())
_ADDRESSED = _TOLD | frozenset("asked assured informed notified reminded".split())
_TO = re.compile(r"\sto\s")
# The rest of a name of which only the article was read: "the" of "asked by the Wold Courier".
_REST_OF_NAME = re.compile(r"(?:\s(?:(?:of|and|&|de|van)\s)?[A-Z][\w.’'&-]*){1,5}")
# A clause that begins with its verb lacks its subject, which was taken for a part of who is told:
# "told Radio Wold divers [could not see]".
_FINITE = re.compile(r"(?:could|would|will|had|was|were|is|are|has|have|should|may|might|must|can)(?:\s|n['’]t\b)")
_TOLD_WHOM = re.compile(
    r"\s(?:[A-Z][\w.&’'-]*(?:\s(?:(?:of|and|the)\s)?[A-Z][\w.&’'-]*){0,5}|him|her|them|us|me|reporters|journalists)\s"
    r"(?P<subject>(?!(?:on|in|at|by|via|over|after|during|late|early|last|this|earlier|that)\b)[a-z][\w’'-]*(?:\s[a-z][\w’'-]*){0,3})\s"
)
_WITH_OUT = re.compile(r"\b(?:rul|point|spell|set|lay|laid)\w*$")
# Reported words do not end with "and": they go on to the end of a short sentence, else they end before it.
_DANGLING = re.compile(r"\s(?:and|or|but)$")
# Nor do they end with a word that more must follow, where it does: they go on to the end of the clause, or end before.
_CUT_OFF = re.compile(
    r"(?:,?\s(?:as|which|whose|because|while|of|from|by|the|an?|to|with|for|in|on|at|into|about|out))+$"
)
_LINKS = frozenset("as which whose because while".split())
_CUT_CHARS = 20
_CLAUSE_REST = re.compile(r"\s[^,.;:!?“”\"\n]{2,60}?(?=[,.;:!?\n]|\s(?:and|but|which|who)\b)")
# Nor do they end one word before their sentence does, unless that says when: "the end of the arm", "left on Monday".
_LAST_WORD = re.compile(
    r"\s(?!(?:\w+day|yesterday|tonight|tomorrow|today)\b)[^\W\d_][\w’'-]*(?=[.!?]?$)", re.IGNORECASE
)
_SHORT_REST = re.compile(r"\s[^,.;:!?“”\"\n]{2,60}(?=[.!?])")


def mend(layout: Layout, attribution: Attribution) -> Attribution:
    """Return the attribution with content and source corrected by the guide.

    A source stands in the sentence of its cue: of some 1,900 statements marked by the guide none has it elsewhere.
    Reported words without marks end at an ellipsis that a clause of the writer follows.
    """
    out = attribution
    is_clause = bool(out.cue) and not out.turn
    if is_clause and (not out.source or _is_apart(layout, out)):
        out = replace(out, source=_read_before_cue(layout, out))
    if _is_told(layout, out):
        out = replace(out, source=())
    elif len(out.source) == 1 and out.source[0].of(layout.text).lower() in _FIRST_WORDS:
        out = replace(out, source=(_complete_name(layout, out),))
    if len(out.source) == 1 and out.cue and _is_cut_off(layout.text, out.source[0], out.cue[0]):
        out = replace(out, source=(Span(*trim_span(layout.text, out.source[0].start, out.cue[0].start)),))
    if len(out.source) == 1 and is_clause:
        out = replace(out, source=(_add_to_source(layout, out),))
    rest = _REST_OF_WORD.match(layout.text, out.source[-1].end) if out.source else None
    if rest:
        out = replace(out, source=(*out.source[:-1], Span(out.source[-1].start, rest.end())))
    kept = out.content
    if is_clause:
        kept = _drop_addressee(layout, out, _drop_from_main_clause(layout, out))
        kept = tuple(_complete_clause(layout, out, span) for span in kept)
        out, kept = _move_particle(layout, out, kept)
    content = tuple(part for span in kept if (part := _cut(layout, _cut_addressee(layout, out.cue, span))))
    if content and content != out.content and not out.turn:
        out = replace(out, content=content, kind=classify_kind(content, layout.text, layout.marked))
    return out


def _move_particle(
    layout: Layout, attribution: Attribution, content: tuple[Span, ...]
) -> tuple[Attribution, tuple[Span, ...]]:
    """Return the attribution and content with "out" in the cue: "ruled out | selling the mill"."""
    cue, text = attribution.cue[-1], layout.text
    at = next((n for n, span in enumerate(content) if span.start == cue.end + 1), None)
    if at is None or not _WITH_OUT.search(text, cue.start, cue.end) or not text.startswith("out ", content[at].start):
        return attribution, content
    moved = replace(attribution, cue=(*attribution.cue[:-1], Span(cue.start, content[at].start + 3)))
    return moved, (*content[:at], Span(content[at].start + 4, content[at].end), *content[at + 1 :])


def is_thought(layout: Layout, attribution: Attribution, holder: Attribution | None) -> bool:
    """Whether an attribution is only a part of its parent: "I think …" in a quotation, or an error of the model there.

    Inside somebody's own words, only a report of speaking or writing is a statement.
    """
    if holder is None or attribution.turn or not (holder.turn or holder.kind is not Kind.INDIRECT):
        return False
    if attribution.cue and attribution.source and _is_apart(layout, attribution):
        return True
    words = {word.lower() for span in attribution.cue for word in re.findall(r"[^\W\d_]+", span.of(layout.text))}
    return bool(words & read_words("thinking"))


def _is_apart(layout: Layout, attribution: Attribution) -> bool:
    """Whether cue and source stand in different sentences."""
    places: Sequence[Span] = (attribution.cue[0], attribution.source[0])
    return len({layout.sentence_of(span.start) for span in places}) > 1


def _read_before_cue(layout: Layout, attribution: Attribution) -> tuple[Span, ...]:
    """Return what stands right before the cue: a pronoun, "those who", or the noun with which the sentence begins."""
    cue = attribution.cue[0]
    start = layout.sentences[layout.sentence_of(cue.start)].start
    near = _PRONOUN.search(layout.text, max(start, cue.start - _PRONOUN_CHARS), cue.start)
    if near and not _PASSIVE.search(cue.of(layout.text)):
        own = Span(*near.span(1))
        return () if any(span.overlaps(own) for span in attribution.content) else (own,)
    span = Span(*trim_span(layout.text, start, min(cue.start, start + _NOUN_CHARS)))
    words = span.of(layout.text).split()
    subject = _SUBJECT.fullmatch(layout.text, start, cue.start) if cue.start - start < _LONGEST_SUBJECT else None
    if subject and not any(span.overlaps(Span(*subject.span(1))) for span in attribution.content):
        return (Span(*trim_span(layout.text, *subject.span(1))),)
    is_near = cue.start - span.end == 1 and 0 < len(words) <= _NOUN_WORDS and not layout.quoted[start]
    if not is_near or _PASSIVE.search(cue.of(layout.text)) or any(span.overlaps(part) for part in attribution.content):
        return ()
    return (span,) if any(words[-1].lower() in known for known in (bodies(), people(), documents())) else ()


def _add_to_source(layout: Layout, attribution: Attribution) -> Span:
    """Return the source with the name or relative clause between it and the cue: "the bursar, Ada Moss,"."""
    text, source, cue = layout.text, attribution.source[0], attribution.cue[0]
    end = source.end - 1 if text[source.end - 1] == "," else source.end
    is_near = source.end < cue.start < source.end + _LONGEST_SUBJECT
    if not is_near or not _ADDED.fullmatch(text, end, cue.start):
        return source
    whole = Span(source.start, cue.start - 1)
    return source if any(span.overlaps(whole) for span in attribution.content) else whole


def _is_cut_off(text: str, source: Span, cue: Span) -> bool:
    """Whether a source was cut after its first word: "The" of "the bank declined"."""
    words = text[source.end : max(source.end, min(cue.start, source.end + _NOUN_CHARS))].split()
    if source.of(text).lower() not in _FIRST_WORDS or cue.start - source.end >= _NOUN_CHARS or not 0 < len(words) <= 2:
        return False
    nouns = (bodies(), people(), documents())
    return any(words[-1] in known for known in nouns) or (words[-1].isalpha() and words[-1].isupper())


def _is_told(layout: Layout, attribution: Attribution) -> bool:
    """Whether the source is who is told something: "Residents told to stay away", "I was assured that it is shut".

    A court speaks so of what it hears, after the words: "The lift was shut, the tribunal was told".
    """
    if len(attribution.source) != 1 or len(attribution.cue) != 1:
        return False
    source, cue = attribution.source[0], attribution.cue[0]
    words = cue.of(layout.text).lower()
    if source.end > cue.start or words.split()[-1] not in _ADDRESSED:
        return False
    is_passive = bool(_PASSIVE.search(words)) and attribution.content[0].start >= cue.end
    return is_passive or (words in _TOLD and bool(_TO.match(layout.text, cue.end)))


def _complete_name(layout: Layout, attribution: Attribution) -> Span:
    """Return a source that is an article, with the name that follows it."""
    source = attribution.source[0]
    found = _REST_OF_NAME.match(layout.text, source.end)
    whole = Span(source.start, found.end()) if found else source
    return source if any(whole.overlaps(span) for span in (*attribution.cue, *attribution.content)) else whole


def _complete_clause(layout: Layout, attribution: Attribution, span: Span) -> Span:
    """Return a reported clause with its subject, if that was taken for who is told, and without a last "and"."""
    text, cue = layout.text, attribution.cue[-1]
    start, end = span
    if cue.end < start < cue.end + _LONGEST_SUBJECT and _FINITE.match(text, start):
        whom = _TOLD_WHOM.fullmatch(text, cue.end, start)
        start = whom.start("subject") if whom and _ADDRESSING.search(text, cue.start, cue.end) else start
    dangling = _DANGLING.search(text, max(start, end - 4), end)
    if dangling:
        rest = _SHORT_REST.match(text, end)
        others = (*attribution.source, *attribution.cue)
        is_free = rest and not any(Span(*rest.span()).overlaps(other) for other in others)
        end = rest.end() if rest and is_free else dangling.start()
    end = _complete_phrase(layout, attribution, Span(start, end))
    sentence = layout.sentences[layout.sentence_of(end - 1)]
    last = _LAST_WORD.match(text, end, sentence.end) if start >= cue.end and not layout.quoted[end - 1] else None
    if last and not any(Span(*last.span()).overlaps(other) for other in (*attribution.source, *attribution.cue)):
        end = last.end()
    return Span(start, end)


def _complete_phrase(layout: Layout, attribution: Attribution, span: Span) -> int:
    """Return the end of reported words that do not end within a phrase: "two calls from | her pastor"."""
    text, (start, end) = layout.text, span
    others = (*attribution.source, *attribution.cue)
    goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].isalnum() and not layout.quoted[end - 1]
    found = _CUT_OFF.search(text, max(start, end - _CUT_CHARS), end) if goes_on else None
    if found is None or any(0 <= other.start - end <= 1 for other in others):
        return end
    rest = None if found.group().split()[-1] in _LINKS else _CLAUSE_REST.match(text, end)
    is_free = rest and not any(Span(*rest.span()).overlaps(other) for other in (*others, *attribution.content))
    return rest.end() if rest and is_free else max(start + 1, found.start())


def _drop_from_main_clause(layout: Layout, attribution: Attribution) -> tuple[Span, ...]:
    """Return the content without unmarked words before source and cue, where more of it follows the cue at once.

    In "The mill, Moss said, was shut" a comma stands after the cue, and in "a mill that Moss called old" nothing stands
    between; in "Asked about the mill, Moss said that it was shut" the words before are the writer's.
    """
    cue, content = attribution.cue[-1], attribution.content
    start = min(span.start for span in (*attribution.source, *attribution.cue))
    after = next((span for span in content if span.start >= cue.end), None)
    is_main = bool(attribution.source) and attribution.source[-1].end <= attribution.cue[0].start
    if after is None or not is_main or _BREAK.search(layout.text, cue.end, after.start):
        return content
    sentence = layout.sentences[layout.sentence_of(cue.start)].start
    return tuple(
        span
        for span in content
        if not sentence <= span.start < start - 1 or span.end >= start - 1 or any(layout.quoted[span.start : span.end])
    )


def _drop_addressee(layout: Layout, attribution: Attribution, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the content without who is told something right before the cue: "a nurse was told [to leave]"."""
    cue = attribution.cue[0]
    words = cue.of(layout.text).lower().removesuffix(" by")
    is_told = words.split()[-1] in _ADDRESSED and (words in _TOLD or _PASSIVE.search(words))
    if not is_told or content[-1].start < cue.end:
        return content
    return tuple(span for span in content if not 0 <= cue.start - span.end <= 1)


def _cut_addressee(layout: Layout, cue: Sequence[Span], span: Span) -> Span:
    """Return the span without who is addressed, if it follows the cue: "the court that no order was passed"."""
    is_next = bool(cue) and layout.text[cue[-1].end : span.start] == " "
    if not is_next or not _ADDRESSING.search(layout.text, cue[-1].start, cue[-1].end):
        return span
    hearer = _HEARER.match(layout.text, span.start, span.end)
    if hearer:
        return Span(hearer.end(), span.end)
    found = _ADDRESSEE.match(layout.text, span.start, span.end)
    return Span(found.end(1), span.end) if found else span


def _cut(layout: Layout, span: Span) -> Span | None:
    """Return the span up to an ellipsis outside quotation marks that a clause follows; None if nothing is left."""
    for found in _ELLIPSIS.finditer(layout.text, span.start, span.end):
        if layout.quoted[found.start()] or span.end - found.end() < _CLAUSE_CHARS:
            continue
        cut = trim_span(layout.text, span.start, found.start())
        return cut if cut.start < cut.end else None
    return span
