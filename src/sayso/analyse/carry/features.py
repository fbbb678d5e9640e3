"""The features of candidates for carriers: the words around them, what is known of the name, statements near, place.

Each is the name of something that holds; a linear model turns them into probabilities (`scorer.py`), whose weights
training/carriers.py fits.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from sayso.analyse.carry.candidates import Candidate
from sayso.analyse.carry.evidence import CarrierContext, is_first_name
from sayso.analyse.carry.merge import name_key
from sayso.analyse.carry.outlet_lookup import Certainty, is_body, look_up, masthead_of, platform_of
from sayso.analyse.carry.outlet_names import has_the
from sayso.analyse.carry.words import LINE_END, Words, classes_of
from sayso.article import Article
from sayso.lexicon import read_table
from sayso.lexicon.nouns import places
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["Describer"]

_CAMEL = re.compile(r"[a-z][A-Z]|^[a-z]|\d")
_SITE = re.compile(r"\.\w{2,6}$")
_SKIPPED = frozenset("the a an its his her their our this that local state own".split())
_PREPOSITIONS = frozenset("to by in on with for via from through at of over".split())
_ARTICLES = frozenset("a an the his her their its this that another one several two".split())
_DETERMINERS = frozenset("in a an the his her their its this that by via from with to on through".split())
# Words after which a name is complete: told Vantor that; not told Iowa voters.
_CLOSING = frozenset(
    """
    that in on during last this earlier via by at after when while he she they it his her their we the a an of for about
    how why as and before from there recently through afterwards to with who which whose but or was is had has were not
    <day> <line> <number>
    """.split()
)
_POLLS = frozenset({"poll", "polls", "survey", "analyst"})
# From this share on, a tag makes a name a candidate that nothing else suggests.
_LIKELY_TAG = 0.4
_SHORT, _MIDDLE = 60, 160
# Upper ends of the distances to a cue, in characters.
_DISTANCES = (1, 6, 20, 50, 120)
_CUE_BEFORE = frozenset({"before0", "before1", "before2"})


class Describer:
    """Describes the candidates of one article.

    Args:
        article: The article; its own outlet is seldom a carrier.
        context: Its text.
        statements: Its statements.
        speakers: Its speakers.
        candidates: All its candidates: of some, others have the same name.
    """

    def __init__(
        self,
        article: Article,
        context: CarrierContext,
        statements: Sequence[Statement],
        speakers: Sequence[Speaker],
        candidates: Sequence[Candidate],
    ) -> None:
        self.context, self.layout, self.text = context, context.layout, context.text
        self.outlet = name_key(article.outlet.name) if article.outlet and article.outlet.name else ""
        self.words = Words(self.text)
        self.speakers = _index_speakers(speakers)
        self.cues = sorted(span for statement in statements for span in statement.cue)
        self.sources = sorted(span for statement in statements for span in statement.source)
        self.contents = sorted(span for statement in statements for span in statement.content)
        self.telling = {self.layout.sentence_of(span.start) for span in (*self.cues, *self.contents)}
        self.line_words: dict[int, list[str]] = {}
        self.counts = Counter(name_key(candidate.name) for candidate in candidates)
        self.rules: dict[str, set[str]] = defaultdict(set)
        for candidate in candidates:
            self.rules[name_key(candidate.name)].update(rule for rule, _ in candidate.found)

    def is_promising(self, candidate: Candidate) -> bool:
        """Whether anything suggests a carrier: a rule, a tag, a list, a short line, or a word beside it.

        Three of five names have nothing; one in twenty of the carriers among names is lost with them.
        """
        tagged = any(tag.any_score >= _LIKELY_TAG for tag in candidate.tags)
        if candidate.found or tagged or candidate.form == "noun":
            return True
        if self.words.after(candidate.span.end, 1)[0] in _POLLS:
            return False  # A poll speaks itself.
        before = self.words.before(candidate.span.start)
        near = [word for word in before if word not in _SKIPPED][: 5 if candidate.form == "title" else 3]
        if candidate.form == "name" and self._is_other(candidate):
            # The last word of an unknown name may be a surname, or that of an outlet: the words before tell.
            words = candidate.name.split()
            is_certain = is_first_name(words[0]) or any(map(is_body, words)) or words[-1].casefold() in self.speakers
            return not is_certain and bool(_classes(near))
        line = self.layout.lines[self.layout.line_of(candidate.span.start)]
        if line.end - line.start < _SHORT or self.rules[name_key(candidate.name)]:
            return True
        if look_up(candidate.name).certainty is not Certainty.NONE or platform_of(candidate.name, noun="post"):
            return True
        return bool(_classes((*near, *self.words.after(candidate.span.end, 2))))

    def _is_other(self, candidate: Candidate) -> bool:
        """Whether a name seems to be a person's or a body's, and no outlet's."""
        words = candidate.name.split()
        if not words or look_up(candidate.name).certainty is not Certainty.NONE:
            return False
        return self.context.is_person(candidate.name)

    def describe(self, candidate: Candidate) -> list[str]:
        """Return the features that a candidate has."""
        before, after = self.words.before(candidate.span.start), self.words.after(candidate.span.end)
        near = [word for word in before if word not in _SKIPPED] or [LINE_END]
        cue = self._find_cue(candidate.span)[0]
        features = [
            *_describe_words(before, near, after, cue),
            *self._describe_statements(candidate.span),
            *self._describe_place(candidate.span),
        ]
        if candidate.form == "noun":
            features += _describe_noun(candidate.name, before, near, after, cue)
        else:
            features += self._describe_name(candidate, near, after, cue)
        features += _describe_found(candidate)
        if not candidate.found and candidate.form in {"name", "title"}:
            features += [f"elsewhere={rule}" for rule in self.rules[name_key(candidate.name)]]
        return list(dict.fromkeys(features))

    def _describe_statements(self, span: Span) -> Iterator[str]:
        """Yield where the nearest cue stands, and whether the candidate is within a source or content."""
        sentence = self.layout.sentence_of(span.start)
        yield "tells" if sentence in self.telling else "next tells" if sentence + 1 in self.telling else "tells nothing"
        side, cue = self._find_cue(span)
        if side:
            yield f"cue={side}"
            if int(side[-1]) < 3:
                yield f"cue word={side[:-1]} {cue.of(self.text).lower()}"
        source = _find_overlap(self.sources, span)
        if source is not None:
            yield "in source"
            if source.start >= span.start - 5 and source.end <= span.end + 2:
                yield "is source"
        content = _find_overlap(self.contents, Span(span.start, span.start + 1))
        if content is not None:
            yield "in content"

    def _find_cue(self, span: Span) -> tuple[str, Span]:
        """Return where the nearest cue stands, such as "before2", and the cue; empty if there is none."""
        place = bisect_left(self.cues, span.start, key=lambda cue: cue.start)
        gaps = [(_gap(span, cue), cue) for cue in self.cues[max(0, place - 1) : place + 1]]
        if not gaps:
            return "", span
        gap, cue = min(gaps, key=lambda it: abs(it[0]))
        side = "after" if gap > 0 else "before" if gap < 0 else "in"
        return f"{side}{bisect_left(_DISTANCES, abs(gap))}", cue

    def _describe_place(self, span: Span) -> Iterator[str]:
        """Yield where the candidate stands in its line and in the article."""
        lines = self.layout.lines
        number = self.layout.line_of(span.start)
        line = lines[number] if lines else span
        length = line.end - line.start
        yield f"line={'short' if length < _SHORT else 'middle' if length < _MIDDLE else 'long'}"
        if number < 3:
            yield f"top={number}"
        if number >= len(lines) - 4:
            yield f"end={len(lines) - number}"
        opens, closes = span.start - line.start, line.end - span.end
        marks = ("opens line", opens <= 1), ("closes line", closes <= 1), ("is line", opens <= 5 and closes <= 2)
        yield from (name for name, holds in marks if holds)
        if self.context.in_title(span.start):
            yield "headline"
        if self.context.is_quoted(span.start):
            yield "quoted"
        if number not in self.line_words:
            self.line_words[number] = list(dict.fromkeys(self.words.after(line.start, 8)))
        words = self.line_words[number]
        yield f"line word 1={words[0]}"
        if length < _MIDDLE:
            yield from (f"line word={word}" for word in words)

    def _describe_name(self, candidate: Candidate, near: list[str], after: list[str], cue: str) -> Iterator[str]:
        """Yield what is known about a name, alone and with the words beside it."""
        name, start = candidate.name, candidate.span.start
        words = name.split() or [""]
        article = has_the(self.text, start)
        known = look_up(name, marked=candidate.form == "title")
        if article and known.certainty is not Certainty.SURE:
            known = masthead_of(name) or known
        kind, sure = known.kind or "unknown", int(known.certainty)
        yield from (f"kind={kind}", f"known={sure}", f"kind known={kind}{sure}", f"kind before={kind}{sure} {near[0]}")
        yield f"known before={sure} {near[0]}"
        yield f"known two before={sure} {' '.join(near[1::-1])}"
        yield f"known after={sure} {after[0]}"
        preposition, classes = _find_phrase(near, cue)
        yield from (f"known phrase={sure} {preposition} {kind}" for kind in classes)
        yield from (f"known verb={sure} {kind}" for kind in _classes(after[:2]))
        follows = "nothing" if after[0] in _CLOSING or not after[0][0].isalnum() else "noun"
        yield from (f"follows={follows}", f"known follows={sure} {follows}")
        yield from (f"phrase follows={preposition} {kind} {follows}" for kind in classes)
        yield from (f"words={min(len(words), 5)}", f"ending={name[-3:].lower()}")
        if len(after) > 2 and after[0] in {"’s", "'s"} and after[1] == "<name>":
            yield from (f"owner verb={sure} {kind}" for kind in _classes(after[2:4]))
        platform = platform_of(name) or platform_of(name, noun="post")
        facts = {
            "article": article,
            "person": bool(name) and self.context.is_person(name),
            "body": any(is_body(word) for word in words),
            "capitals": name.isupper(),
            "camel": bool(_CAMEL.search(name)),
            "site": bool(_SITE.search(name)),
            "platform": bool(platform),
            "place": name.casefold() in places(),
            "own outlet": bool(self.outlet) and self.outlet == name_key(name),
        }
        for fact, holds in facts.items():
            if holds:
                yield fact
                yield from (f"{fact} phrase={preposition} {kind}" for kind in classes)
        if platform:
            tells = "tells" if self.layout.sentence_of(start) in self.telling else "-"
            yield from (f"platform before={near[0]}", f"platform tells={preposition} {tells}")
        speaker = self.speakers.get(name) or self.speakers.get(words[-1].casefold()) or "no"
        yield f"speaker={speaker}"
        yield from (f"speaker phrase={speaker} {preposition} {kind}" for kind in classes)
        status = self._classify_name(candidate, speaker, sure)
        yield f"status cue={status} {cue}"
        yield from (f"status phrase={status} {preposition} {kind} {follows}" for kind in classes)
        yield from (f"phrase cue={preposition} {kind} {cue}" for kind in classes)
        yield from (f"status verb={status} {kind} {cue}" for kind in _classes(after[:2]))
        count = self.counts[name_key(name)]
        yield f"count={1 if count <= 1 else 2 if count < 4 else 4}"

    def _classify_name(self, candidate: Candidate, speaker: str, sure: int) -> str:
        """Return what a name most likely is, in one word."""
        if sure == int(Certainty.SURE):
            return "outlet"
        if speaker != "no":
            return speaker
        if self._is_other(candidate):
            return "person"
        return "maybe" if sure else "one word" if " " not in candidate.name else "unknown"


def _gap(span: Span, cue: Span) -> int:
    """Return the characters to a cue: positive if it stands after the span, 0 if they touch."""
    if cue.start >= span.end:
        return cue.start - span.end
    return min(0, cue.end - span.start)


def _find_overlap(spans: Sequence[Span], span: Span) -> Span | None:
    """Return the first of the sorted spans around a place that overlaps with a span."""
    place = bisect_right(spans, span.start, key=lambda it: it.start)
    around = spans[max(0, place - 3) : place + 2]
    return next((it for it in around if it.start < span.end and span.start < it.end), None)


def _index_speakers(speakers: Iterable[Speaker]) -> dict[str, str]:
    """Return the type of each speaker by name, of people also by surname in small letters."""
    found: dict[str, str] = {}
    for speaker in speakers:
        found.setdefault(speaker.name, speaker.type.value)
        if speaker.type is SpeakerType.PERSON and speaker.name.strip():
            found.setdefault(speaker.name.split()[-1].casefold(), speaker.type.value)
    return found


def _classes(words: Iterable[str]) -> list[str]:
    """Return the classes of some words, each once, sorted."""
    return sorted({kind for word in words for kind in classes_of(word)})


def _find_phrase(near: Sequence[str], cue: str) -> tuple[str, list[str]]:
    """Return the preposition before a candidate, and the classes of the words there, and whether one is a cue."""
    classes = _classes(near[:4]) + (["cue"] if cue in _CUE_BEFORE else [])
    return next((word for word in near[:3] if word in _PREPOSITIONS), "-"), classes


def _describe_words(before: Sequence[str], near: Sequence[str], after: Sequence[str], cue: str) -> Iterator[str]:
    """Yield the words around a candidate, alone and in twos and threes, and their classes."""
    yield "candidate"
    for n in range(4):
        yield f"before {n + 1}={before[n] if n < len(before) else LINE_END}"
    yield f"two before={' '.join(before[1::-1])}"
    yield f"three before={' '.join(before[2::-1])}"
    yield f"near={near[0]}"
    yield f"two near={' '.join(near[1::-1])}"
    yield from (f"word before={word}" for word in before[:7])
    for n in range(3):
        yield f"after {n + 1}={after[n] if n < len(after) else LINE_END}"
    yield f"two after={' '.join(after[:2])}"
    yield from (f"word after={word}" for word in after[:5])
    for n, word in enumerate(near[:3]):
        yield from (f"class before {n + 1}={kind}" for kind in classes_of(word))
    yield from (f"class before={kind}" for kind in _classes(before[:7]))
    for n, word in enumerate(after[:3]):
        yield from (f"class after {n + 1}={kind}" for kind in classes_of(word))
    yield from (f"class after={kind}" for kind in _classes(after[:5]))
    preposition, classes = _find_phrase(near, cue)
    yield f"preposition={preposition}"
    yield from (f"phrase={preposition} {kind}" for kind in classes)


def _describe_noun(
    noun: str, before: Sequence[str], near: Sequence[str], after: Sequence[str], cue: str
) -> Iterator[str]:
    """Yield a noun, alone and with the words beside it."""
    how, lead = _hows_of_nouns().get(noun, "-"), _find_lead(before)
    yield from (f"how={how}", f"lead={lead}", f"lead how={lead} {how}", f"lead cue={lead} {cue}")
    yield from (f"lead how cue={lead} {how} {cue}", f"how cue={how} {cue}", f"noun lead={noun} {lead}")
    plural = "s" if noun.endswith("s") else "-"
    yield f"lead plural={lead} {plural}"
    yield from (f"noun={noun}", f"noun before={noun} {before[0]}", f"noun near={noun} {near[0]}")
    yield f"noun after={noun} {after[0]}"
    yield f"determiners={' '.join(word for word in before[3::-1] if word in _DETERMINERS)}"


@cache
def _hows_of_nouns() -> Mapping[str, str]:
    """Return the `how` of each noun for a document or recording."""
    return {row[0]: row[1] for row in read_table("carry_documents")}


def _find_lead(before: Sequence[str]) -> str:
    """Return the words that lead to a noun, without adjectives between them: "said in a", "tell the"."""
    found: list[str] = []
    for word in before[:6]:
        if (word in _ARTICLES and not found) or (word in _PREPOSITIONS and len(found) < 2):
            found.append(word)
        elif classes := classes_of(word):
            return " ".join((*classes[:1], *reversed(found)))
        elif found or not word[0].isalpha():
            break
    return " ".join(reversed(found))


def _describe_found(candidate: Candidate) -> Iterator[str]:
    """Yield which rules found the candidate."""
    for rule, evidence in candidate.found:
        yield from (f"rule={rule}", f"rule how={rule} {evidence.how.value}", f"reach={evidence.reach.value}")
