"""The pages on which a reader corrects an article: the form for one statement, and the list of what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sayso.article import Article
from sayso.correct.correction import Action, Correction, QuotedStatement
from sayso.reading import Reading
from sayso.report.facts import show_date
from sayso.report.page_view import Choice, view_reading
from sayso.report.render import render
from sayso.report.site import Site
from sayso.statement import Unresolved
from sayso.store import StoredCorrection
from sayso.text import Span

__all__ = [
    "ChangeLine",
    "CorrectView",
    "PlaceChoice",
    "SpeakerChoice",
    "WordsField",
    "WordsPart",
    "describe_open",
    "list_changes",
    "render_correct_page",
    "render_corrections_page",
    "show_place",
]

_AROUND_CHARS = 40
# What these pages load beside what all do.
_FILES = {"styles": ["correct.css"], "scripts": ["correct.js"]}


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One of several places at which words stand: its offsets, and the words with what is around them."""

    at: str
    before: str
    words: str
    behind: str


@dataclass(frozen=True, slots=True)
class WordsPart:
    """A stretch of words: what was typed or marked, where, and what is not clear about it."""

    words: str = ""
    at: str = ""
    fault: str = ""
    places: tuple[PlaceChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsField:
    """The stretches of what is said, of the words for who says it, or of the cue."""

    name: str
    label: str
    about: str
    parts: tuple[WordsPart, ...]


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """Somebody who may say it: the value that is sent, how it is shown, and whether it is chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The form for one statement.

    Attributes:
        address: Where it is sent.
        back: The article's page.
        statement: The id of the statement; empty for one that was missed.
        seen: Where its content begins and ends; empty for one that was missed.
        who: Who says it as the page has it.
        speakers: Whoever may say it, besides.
        name: A name that was typed.
        types: The types that such a speaker may have, and which is chosen.
        fields: The words.
        by: The reader's name or initials.
        fault: What is to be seen to first.
    """

    address: str
    back: str
    statement: str
    seen: str
    who: str
    speakers: tuple[SpeakerChoice, ...]
    name: str
    types: tuple[SpeakerChoice, ...]
    fields: tuple[WordsField, ...]
    by: str = ""
    fault: str = ""


def show_place(text: str, span: Span) -> PlaceChoice:
    """A place with what stands around it."""
    before = " ".join(text[max(0, span.start - _AROUND_CHARS) : span.start].split())
    behind = " ".join(text[span.end : span.end + _AROUND_CHARS].split())
    return PlaceChoice(f"{span.start}-{span.end}", before, " ".join(span.of(text).split()), behind)


def render_correct_page(view: CorrectView, reading: Reading, site: Site) -> str:
    """The form, beside the article's text, in which this statement is marked; where one was missed, all that are known.

    The outlet's own voice, carriers and scare quotes are not marked here.
    """
    bare = replace(reading, own_voice=(), carriers=(), scare_quotes=(), other_marks=())
    shown = view_reading(bare, "a1", Choice(statement=view.statement) if view.statement else None)
    title = "Correct a statement" if view.statement else "Add a statement that was missed"
    return "".join(render("correct.html", title=title, form=view, reading=shown, site=site, **_FILES))


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What a correction changes: the part of a statement, and its words before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction as it is listed."""

    number: int
    what: str
    words: str
    changes: tuple[ChangeLine, ...]
    by: str
    date: str
    model: str
    fits: bool
    place: str


_ACTIONS = {
    Action.CHANGE: "changed",
    Action.REMOVE: "removed: nobody says this",
    Action.ADD: "added: it was missed",
}


def render_corrections_page(
    reading: Reading, corrections: Iterable[StoredCorrection], article: str, site: Site, *, may_correct: bool
) -> str:
    """The list of what readers corrected in an article, whose page is at that address."""
    known = reading.article
    heading = known.title or known.id if isinstance(known, Article) else known.id
    lines = [_make_line(it) for it in corrections]
    values = {"heading": heading, "lines": lines, "article": article, "may_correct": may_correct}
    return "".join(
        render("corrections.html", title="What readers corrected", site=site, styles=_FILES["styles"], **values)
    )


def _make_line(stored: StoredCorrection) -> CorrectionLine:
    it = stored.correction
    spans = [quoted.span for quoted in it.after.content] if it.after is not None else []
    return CorrectionLine(
        number=stored.number,
        what=_ACTIONS[it.action],
        words=it.words,
        changes=tuple(list_changes(it)),
        by=it.by,
        date=show_date(it.at),
        model=it.model,
        fits=stored.fits,
        place=f"{spans[0].start}-{spans[-1].end}" if spans and stored.fits else "",
    )


def list_changes(correction: Correction) -> Iterator[ChangeLine]:
    """Yield what a correction changes, with the words before and after."""
    names = {"speaker": "who", "content": "what", "source": "the words for who", "cue": "cue"}
    wanted = correction.changed if correction.action is Action.CHANGE else ("speaker",)
    for name in wanted:
        before, after = (_show(it, name) for it in (correction.before, correction.after))
        yield ChangeLine(names[name], before, after)


def _show(statement: QuotedStatement | None, name: str) -> str:
    """One part of a statement, in words."""
    if statement is None:
        return ""
    if name == "speaker":
        return describe_open(statement.unresolved) if statement.speaker is None else statement.speaker.name
    return " … ".join(it.exact for it in getattr(statement, name)) or "—"


def describe_open(reason: Unresolved | None) -> str:
    """Why nobody is known to say something, in words."""
    return "nobody is named" if reason is Unresolved.NO_SOURCE else "it is not clear who"
