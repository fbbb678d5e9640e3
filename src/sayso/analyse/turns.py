"""The turns of interviews in question and answer, which have no quotation marks.

Two formats are recognised. Either each turn begins with a label (“Q:”, “Jane Roe:”, “((Roe))”, “▲”), or
questions are paragraphs of their own and the answers follow. Both need a pattern that holds over several turns,
so that a news report with one “Note:” or one question of the writer's own has no turns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from sayso.months import MONTHS, WEEKDAYS
from sayso.segment import trim_span
from sayso.text import Span

__all__ = ["Turn", "find_turns"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of an interview.

    Attributes:
        label: Who is named before it ("Q", "Jane Roe"), without the colon; None if the turn has no label.
        colon: The colon or full stop after the label.
        content: The paragraphs of the turn, in order, without label and colon.
        is_question: Whether the interviewer speaks; None if unknown.
    """

    label: Span | None
    colon: Span | None
    content: tuple[Span, ...]
    is_question: bool | None


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A paragraph that may begin with a label: the label, its key, and the rest."""

    place: int
    key: str
    label: Span
    colon: Span | None
    rest: Span


_LABEL = re.compile(
    r"""["“]?(?:\*\*|__)?(?:
      (?P<letter>Q|A|Question|Answer)(?:\s?\d{1,3})?(?P<stop>[.:)]|\s?[-–—](?=\s))(?=\s|$)
    | (?P<glued>Q)(?P<nothing>)(?=[A-Z][a-z])
    | \(\((?P<double>[^()\n]{1,60})\)\)(?P<colon2>:?)(?=\s|$)
    | (?P<name>[^\W\d_a-z][\w.'’&-]{0,40}(?:,?\ [\w.'’&"“”#-]{1,40}){0,7}(?:\ ?[(\[][^()\[\]\n]{1,60}[)\]])?)
      (?P<colon>(?:\*\*|__)?:)(?=\s|\*\*|__|$)
    | (?P<symbol>[▲△▼▽◆◇■□●○►▶]|[-–—](?=\s))(?P<none>)(?=\s|$)
    )(?:\*\*|__)?""",
    re.VERBOSE,
)
# Each kind of label, and the group of the expression for its closing mark.
_STOPS = {"letter": "stop", "glued": "nothing", "double": "colon2", "name": "colon", "symbol": "none"}
# Words that begin a line of service, not a turn.
_NO_SPEAKER = frozenset(
    """
    note notes related update updated source sources photo photos image images picture video audio watch listen read
    more see also correction corrections clarification editor editors by credit credits copyright tags topics
    share follow contact email phone tel location where when date time price cost venue tickets
    summary background analysis opinion
    breaking live warning disclaimer caption file result results score scores
    """.split()
) | {name.lower() for name in (*MONTHS, *WEEKDAYS)}
_LEAST_TURNS = 3
_LEAST_NAMED_TURNS = 4
# An interview in which nobody is addressed has at least this share of questions among its paragraphs.
_DENSE = 0.35
# Least share of neighbouring turns with different speakers; a list of items with headings has fewer.
_LEAST_CHANGES = 0.5

_SPEECH = re.compile(r"\W*(?:[^\W\d_]|$)")
_ASKS = re.compile(r"\?[\"”’')\]\s]*$")
_ENDS_BODY = re.compile(r"(?:[.!?…:;]|--|[—–])[\"”’'»)\]\s]*$")
_CAPTION = re.compile(
    r"(?:^|\W)(?:Image|Photo|Photograph|Picture|File photo|Credit|Courtesy|Screenshot)(?:s|\sby|\sof)?\b\s?[:/(]?"
)
_QUOTED = re.compile("[“\"«„‘]|``|''")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us|I['’]\w+|[Ww]e['’]\w+)\b")
_SINGULAR = re.compile(r"\b(?:I|[Mm]y|me|I['’]\w+)\b")
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|You|Your)\b")
_TALK = re.compile(
    r"\b(?:interview\w*|Q\s?(?:&|and)\s?A|questions|spoke (?:to|with)|talk(?:ed|s) (?:to|with)|sat down with)\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION = 900
_PROMPT_WORDS = 30
_HEADING_WORDS = 9


def find_turns(text: str, paragraphs: Sequence[Span], voices: AbstractSet[str] = frozenset()) -> tuple[Turn, ...]:
    r"""Return the turns of an interview in reading order; empty if the text is not an interview.

    The `voices` are names that are known to begin turns, however few these are.

    >>> text = "Q: Will it float?\nA: It will.\nQ: When?\nA: In May."
    >>> turns = find_turns(text, [Span(0, 17), Span(18, 29), Span(30, 38), Span(39, 49)])
    >>> [(turn.label.of(text), turn.content[0].of(text), turn.is_question) for turn in turns]
    [('Q', 'Will it float?', True), ('A', 'It will.', False), ('Q', 'When?', True), ('A', 'In May.', False)]
    """
    labelled = list(_read_labels(text, paragraphs))
    keys = {voice.casefold() for voice in voices}
    known = [item for item in labelled if item.key in keys]
    labelled = known or _pick_labelled(text, labelled)
    if labelled:
        return tuple(_join_labelled(text, paragraphs, labelled))
    return tuple(_read_questions(text, paragraphs))


# ---- with labels


def _read_labels(text: str, paragraphs: Sequence[Span]) -> Iterator[_Labelled]:
    """Yield the paragraphs that may begin with a label."""
    for place, paragraph in enumerate(paragraphs):
        found = _LABEL.match(text, paragraph.start, paragraph.end)
        if not found:
            continue
        group = next(name for name in _STOPS if found[name])
        label = Span(*found.span(group))
        words = label.of(text).lower().replace("’", "'").split()
        if group == "name" and (words[0].strip(".'s") in _NO_SPEAKER or words[-1] in _NO_SPEAKER):
            continue
        # Only a transcript has a name with an office after a comma: “IDA MOSS, HOST:”.
        name, comma, _ = re.split(r"[(\[]", label.of(text))[0].partition(",")
        if group == "name" and comma and not name.isupper():
            continue
        mark = Span(*found.span(_STOPS[group]))
        colon = Span(mark.end - 1, mark.end) if mark.start < mark.end else None
        if group == "letter":
            label = Span(label.start, mark.start)
        rest = trim_span(text, found.end(), paragraph.end)
        yield _Labelled(place, _make_key(group, label.of(text)), label, colon, rest)


def _make_key(group: str, label: str) -> str:
    """Return the key of a label, the same for all labels of one speaker: Q for Question 3, a name in small letters."""
    if group in {"letter", "glued"}:
        return label[0]
    name = re.sub(r"[(\[,].*", "", label).strip()
    return name.casefold()


def _pick_labelled(text: str, labelled: list[_Labelled]) -> list[_Labelled]:
    """Return the labels of an interview; empty if they do not make one."""
    symbols = {item.key for item in labelled if not item.key[0].isalnum()}
    if len(symbols) == 1 and symbols <= {"-", "–", "—"}:
        labelled = [item for item in labelled if item.key not in symbols]
    # “Roe: ‘We float’” is a headline, unless the next turn follows right after it.
    if labelled and labelled[0].place == 0 and not _leads_in(labelled):
        labelled = labelled[1:]
    labelled = _merge_short(labelled)
    counts = Counter(item.key for item in labelled)
    often = {key for key, count in counts.items() if count > 1}
    letters = {"Q", "A"} <= set(counts)
    if not often or len(counts) < 2 or len(labelled) < (_LEAST_TURNS if letters else _LEAST_NAMED_TURNS):
        return []
    if not letters and len(often) < 2:
        return []
    # A label that stands once counts only between labels that stand more often: lines of service stand before or after.
    places = [item.place for item in labelled if item.key in often or (letters and item.key in {"Q", "A"})]
    kept = [item for item in labelled if places[0] <= item.place <= places[-1]]
    # Counts and scores (“North: 12”) are not speech.
    if 2 * sum(bool(_SPEECH.match(text, item.rest.start, item.rest.end)) for item in kept) < len(kept):
        return []
    # Headings of a list (“Oregon: …”), and a list of quotations with those who said them.
    if 2 * sum(item.key in often for item in kept) < len(kept) or 2 * sum(
        _is_marked(text, item) for item in kept
    ) > len(kept):
        return []
    changes = sum(item.key != following.key for item, following in pairwise(kept))
    return kept if changes >= _LEAST_CHANGES * (len(kept) - 1) else []


def _is_marked(text: str, item: _Labelled) -> bool:
    """Whether what a label says stands in quotation marks; marks before the label enclose all turns."""
    return not _QUOTED.match(text, item.label.start - 1) and bool(_QUOTED.match(text, item.rest.start, item.rest.end))


def _leads_in(labelled: list[_Labelled]) -> bool:
    """Whether the first label has a line of its own, or the next label follows right after its paragraph."""
    first = labelled[0]
    return first.rest.start == first.rest.end or (len(labelled) > 1 and labelled[1].place == 1)


def _merge_short(labelled: list[_Labelled]) -> list[_Labelled]:
    """Return the labels, with full names under the key of their later initials or surname."""
    keys = {item.key for item in labelled}
    short = {}
    for key in keys:
        words = key.split()
        if len(words) > 1:
            initials = "".join(part[0] for word in words for part in word.split("-") if part)
            plain = "".join(word[0] for word in words)
            short[key] = next((form for form in (initials, plain, words[-1], words[0]) if form in keys), key)
    return [replace(item, key=short.get(item.key, item.key)) for item in labelled]


def _join_labelled(text: str, paragraphs: Sequence[Span], labelled: list[_Labelled]) -> Iterator[Turn]:
    """Yield each label with its paragraphs up to the next label; the last one with its own only."""
    askers = _find_askers(text, labelled)
    for item, following in zip(labelled, [*labelled[1:], None], strict=True):
        content = [item.rest] if item.rest.start < item.rest.end else []
        end = following.place if following else item.place + (1 if content else 2)
        further = paragraphs[item.place + 1 : end]
        if item.key in {"Q", "A"}:
            # A report quotes from a court; the transcript of a talk goes on in paragraphs.
            further = tuple(takewhile(lambda line: not _is_narrated(text, line), further))
        content += _keep_body(text, further, content)
        if content:
            yield Turn(item.label, item.colon, tuple(content), askers.get(item.key))


def _is_narrated(text: str, paragraph: Span) -> bool:
    """Whether a paragraph quotes somebody and nobody speaks of himself in it: a report goes on between two turns."""
    words = _MARKED.sub("", paragraph.of(text))
    quotes = len(words) < paragraph.end - paragraph.start
    return quotes and not _FIRST_PERSON.search(words) and not _SECOND_PERSON.search(words)


def _find_askers(text: str, labelled: list[_Labelled]) -> dict[str, bool]:
    """Return for each speaker whether he asks the questions; empty if unknown."""
    turns = Counter(item.key for item in labelled)
    if {"Q", "A"} <= set(turns):
        return {"Q": True, "A": False}
    asked = Counter(item.key for item in labelled if _ASKS.search(item.rest.of(text)))
    share = {key: asked[key] / count for key, count in turns.items()}
    most = max(share, key=lambda key: share[key])
    others = [value for key, value in share.items() if key != most]
    if others and share[most] >= 0.5 and max(others) <= share[most] / 2:
        return {key: key == most for key in turns}
    return {}


# ---- without labels


def _read_questions(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield questions that are paragraphs of their own, and the answers after them."""
    asked = [place for place, paragraph in enumerate(paragraphs) if _is_question(text, paragraph)]
    if not _is_interview(text, paragraphs, asked):
        return
    asked = sorted({*asked, *_find_prompts(text, paragraphs, asked)})
    for place, following in zip(asked, [*asked[1:], len(paragraphs)], strict=True):
        yield Turn(None, None, (paragraphs[place],), is_question=True)
        last = following == len(paragraphs)
        answer = _keep_body(text, paragraphs[place + 1 : following], [])
        if last:
            answer = _keep_answer(text, answer)
        if answer:
            yield Turn(None, None, tuple(answer), is_question=False)


def _find_prompts(text: str, paragraphs: Sequence[Span], asked: Sequence[int]) -> Iterator[int]:
    """Yield what the interviewer says without asking, between two answers: “You grew up by the sea.”, say."""
    known = set(asked)
    for place in range(asked[0] + 2, len(paragraphs) - 1):
        if known.isdisjoint((place - 1, place, place + 1)) and place < asked[-1]:
            words, answer = (_MARKED.sub("", paragraphs[it].of(text)) for it in (place, place + 1))
            if (
                len(words.split()) <= _PROMPT_WORDS
                and _SECOND_PERSON.search(words)
                and not _FIRST_PERSON.search(words)
                and _FIRST_PERSON.search(answer)
            ):
                yield place


def _is_question(text: str, paragraph: Span) -> bool:
    """Whether the paragraph asks something outside of quotation marks."""
    if paragraph.end - paragraph.start > _LONGEST_QUESTION or _QUOTED.match(text, paragraph.start):
        return False
    return bool(_ASKS.search(text, max(paragraph.start, paragraph.end - 8), paragraph.end))


def _is_interview(text: str, paragraphs: Sequence[Span], asked: list[int]) -> bool:
    """Whether the questions are answered in the first person, throughout the text."""
    if len(asked) < 2:
        return False
    questions = set(asked)
    answers = [
        paragraphs[place + 1].of(text)
        for place in asked
        if place + 1 < len(paragraphs)
        and place + 1 not in questions
        and not _QUOTED.match(text, paragraphs[place + 1].start)
    ]
    first_person_count = sum(bool(_FIRST_PERSON.search(answer)) for answer in answers)
    addressed = sum(bool(_SECOND_PERSON.search(paragraphs[place].of(text))) for place in asked)
    talked = bool(_TALK.search(text, 0, paragraphs[asked[0]].end))
    least = 2 if talked else _LEAST_TURNS
    spread = asked[-1] - asked[0] + 2
    # Lists of frequent questions also have answers with “we”, and a reviewer asks himself.
    singular_count = sum(bool(_SINGULAR.search(answer)) for answer in answers)
    is_dense = len(asked) >= _DENSE * spread and singular_count >= 0.5 * len(answers)
    return (
        len(answers) >= least
        and len(answers) >= 0.7 * len(asked)
        and first_person_count >= 0.5 * len(answers)
        and (addressed >= (0.25 if talked else 0.5) * len(asked) or (is_dense and (talked or addressed > 0)))
        and len(asked) >= 0.2 * spread
    )


def _keep_answer(text: str, answer: list[Span]) -> list[Span]:
    """Return the first paragraph of the last answer, and further ones as long as they say I or we."""
    kept = answer[:1]
    for paragraph in answer[1:]:
        if not _FIRST_PERSON.search(text, paragraph.start, paragraph.end):
            break
        kept.append(paragraph)
    return kept


# ---- both


def _keep_body(text: str, paragraphs: Sequence[Span], before: Sequence[Span]) -> list[Span]:
    """Return the paragraphs without headings, captions and what the editors put in brackets.

    The items of a list after a colon are kept.
    """
    kept: list[Span] = []
    in_list = bool(before) and before[-1].of(text).endswith(":")
    for paragraph in paragraphs:
        words = paragraph.of(text)
        if _IN_BRACKETS.fullmatch(words):
            continue
        ended = bool(_ENDS_BODY.search(words[-8:]))
        short = len(words.split(None, _HEADING_WORDS)) <= _HEADING_WORDS
        if _CAPTION.search(words) and (short or not ended or _CAPTION.search(words[-60:])) and len(words) < 200:
            continue
        if short and not ended and not in_list:
            continue
        kept.append(paragraph)
        in_list = words.endswith(":") or (in_list and not ended)
    return kept
