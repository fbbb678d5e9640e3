"""What a reader enters in the form for a correction: a correction, or the form again with what is not clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from sayso.correct.correction import (
    Correction,
    NamedSpeaker,
    QuotedSpan,
    QuotedStatement,
    quote_spans,
    quote_statement,
)
from sayso.correct.find_words import choose_place, find_words, has_words
from sayso.reading import Reading
from sayso.report.correct_html import (
    CorrectView,
    SpeakerChoice,
    WordsField,
    WordsPart,
    describe_open,
    show_place,
)
from sayso.report.who import describe_who, map_speakers
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved
from sayso.text import Span

__all__ = ["Entered", "Filled", "fill_form", "parse_entered", "view_form"]

_FIELDS = {
    "content": ("What is said", "the words as they stand in the text, marks included"),
    "source": ("Who, in the text", "the words that name who says it; may be empty"),
    "cue": ("The cue", "the words for saying, such as “said”; may be empty"),
}
_MOST_PARTS, _MOST_PLACES = 20, 12
_NAME_CHARS = 200
_TYPES = tuple(it.value for it in SpeakerType)
_OPEN = (Unresolved.NO_SOURCE, Unresolved.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Entered:
    """What a reader entered.

    Attributes:
        words: Of each field the stretches of words, each with the place that is meant; may be empty.
        speaker: The value of who was chosen.
        name: A name that was typed.
        type: What kind of speaker that is.
        by: The reader's name or initials.
        is_removed: Whether it is no statement.
        statement: The id of the statement that the reader saw.
        seen: Where its content began and ended.
    """

    words: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    speaker: str = ""
    name: str = ""
    type: str = SpeakerType.PERSON.value
    by: str = ""
    is_removed: bool = False
    statement: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """The correction that was entered; None if something is not clear, which the form shows then."""

    correction: Correction | None
    fields: tuple[WordsField, ...]
    fault: str = ""


def parse_entered(form: FormData) -> Entered:
    """What a form gives; files are left out."""

    def get(name: str) -> str:
        value = form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def get_all(name: str) -> list[str]:
        return [it for it in form.getlist(name) if isinstance(it, str)][:_MOST_PARTS]

    kind = get("type")
    return Entered(
        {name: list(zip(get_all(name), get_all(f"{name}_at"), strict=False)) for name in _FIELDS},
        get("speaker"),
        " ".join(get("name").split())[:_NAME_CHARS],
        kind if kind in _TYPES else SpeakerType.PERSON.value,
        get("by"),
        get("do") == "remove",
        get("statement"),
        get("seen"),
    )


def parse_place(at: str) -> Span | None:
    """The place that stands for two numbers, "120-180"; None for anything else."""
    start, stroke, end = at.strip().partition("-")
    if not stroke or not all(it.isascii() and it.isdecimal() and len(it) < 19 for it in (start, end)):
        return None
    return Span(int(start), int(end)) if int(start) < int(end) else None


def fill_form(reading: Reading, text: str, statement: Statement | None, entered: Entered) -> Filled:
    """The correction that a reader entered for a statement, or for one that was missed."""
    before = None if statement is None else quote_statement(reading, statement)
    if entered.is_removed and before is not None:
        return Filled(Correction(before, None, by=entered.by), ())
    near = None if statement is None else Span(statement.content[0].start, statement.content[-1].end)
    found: dict[str, tuple[QuotedSpan, ...]] = {}
    fields = []
    for name in _FIELDS:
        parts, spans = _find_parts(entered.words.get(name, ()), text, near)
        fields.append(_make_field(name, parts))
        found[name] = quote_spans(text, spans)
        near = near or (spans[0] if name == "content" and spans else None)
    fault = _find_fault(fields, entered, before, has_content=bool(found["content"]))
    if fault:
        return Filled(None, tuple(fields), fault)
    speaker, unresolved = _choose_speaker(entered, before)
    after = QuotedStatement(found["content"], found["source"], found["cue"], speaker, unresolved)
    correction = Correction(before, after, by=entered.by)
    if before is not None and not correction.changed:
        return Filled(None, tuple(fields), "Nothing was changed.")
    return Filled(correction, tuple(fields))


def _find_fault(
    fields: Sequence[WordsField], entered: Entered, before: QuotedStatement | None, *, has_content: bool
) -> str:
    """What is to be seen to first; empty if nothing is."""
    parts = [part for field in fields for part in field.parts]
    if any(part.places for part in parts):
        return "Some words stand in several places; say which one is meant."
    if any(part.fault for part in parts):
        return "Some words do not stand in the article; copy them from its text."
    if not has_content:
        return "Say what is said: copy the words from the text."
    if before is None and not entered.name and not entered.speaker:
        return "Say who says it, or that nobody is named."
    return ""


def _find_parts(
    entered: Sequence[tuple[str, str]], text: str, near: Span | None
) -> tuple[tuple[WordsPart, ...], tuple[Span, ...]]:
    """The stretches of a field with what is not clear about them, and where those stand that are."""
    parts, spans = [], []
    for words, at in entered:
        if not words.strip():
            continue
        place = parse_place(at)
        if place is not None and place.end <= len(text) and has_words(text, place, words):
            parts.append(WordsPart(place.of(text), at))
            spans.append(place)
            continue
        places = find_words(words, text)
        chosen = choose_place(places, text, near)
        if chosen is not None:
            parts.append(WordsPart(chosen.of(text), f"{chosen.start}-{chosen.end}"))
            spans.append(chosen)
        elif places:
            middle = (place or near or Span(0, 0)).start
            nearest = sorted(places, key=lambda it: abs(it.start - middle))[:_MOST_PLACES]
            shown = tuple(show_place(text, it) for it in nearest)
            parts.append(WordsPart(words, fault=f"They stand in {len(places):,} places; choose one.", places=shown))
        else:
            parts.append(WordsPart(words, fault="These words do not stand in the article."))
    return tuple(parts), tuple(sorted(spans))


def _choose_speaker(entered: Entered, before: QuotedStatement | None) -> tuple[NamedSpeaker | None, Unresolved | None]:
    """Who says it, or why nobody is known."""
    if entered.name:
        return NamedSpeaker(entered.name, SpeakerType(entered.type)), None
    for reason in _OPEN:
        if entered.speaker == reason.value:
            return None, reason
    kind, _, name = entered.speaker.partition(":")
    if kind in _TYPES and name.strip():
        return NamedSpeaker(name[:_NAME_CHARS], SpeakerType(kind)), None
    if before is None:
        return None, Unresolved.AMBIGUOUS
    return before.speaker, before.unresolved


# ---- the form


def _make_field(name: str, parts: Sequence[WordsPart]) -> WordsField:
    """A field with its stretches; with room for one more, and of what is said for a further part."""
    room = 1 if not parts or name == "content" else 0
    return WordsField(name, *_FIELDS[name], (*parts, *[WordsPart()] * room))


def show_fields(text: str, statement: Statement | None) -> tuple[WordsField, ...]:
    """The fields with the words of a statement; empty ones for one that was missed."""
    spans = {name: () if statement is None else getattr(statement, name) for name in _FIELDS}
    return tuple(
        _make_field(name, [WordsPart(span.of(text), f"{span.start}-{span.end}") for span in spans[name]])
        for name in _FIELDS
    )


def view_form(
    reading: Reading, text: str, statement: Statement | None, article: str, entered: Entered, filled: Filled | None
) -> CorrectView:
    """The form for a statement, as it was filled in so far; `article` is the address of its page."""
    seen = "" if statement is None else f"{statement.content[0].start}-{statement.content[-1].end}"
    who = "" if statement is None else describe_who(statement, map_speakers(reading), text).name
    values = [(f"{it.type.value}:{it.name}", it.name) for it in reading.speakers]
    values += [(reason.value, describe_open(reason)) for reason in _OPEN]
    return CorrectView(
        address=f"{article}/corrections",
        back=article,
        statement="" if statement is None else statement.id,
        seen=seen,
        who=who or "nobody",
        speakers=tuple(SpeakerChoice(it, label, it == entered.speaker) for it, label in dict(values).items()),
        name=entered.name,
        types=tuple(SpeakerChoice(it, it, it == entered.type) for it in _TYPES),
        fields=show_fields(text, statement) if filled is None else filled.fields,
        by=entered.by,
        fault="" if filled is None else filled.fault,
    )
