"""What the forms of carriers look at: the layout of an article, and which of its words are people's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.analyse.carry.names import NAME
from sayso.analyse.carry.outlets import Certainty, is_body, look_up
from sayso.analyse.carry.targets import Target
from sayso.analyse.layout import Layout
from sayso.analyse.lexicon import read_shares
from sayso.letters import plain_letters
from sayso.speaker import Speaker, SpeakerType

__all__ = ["SAYS", "Scene", "is_said_in", "see"]

# Verbs by which words are given to somebody, as they stand just before "in a statement" or "on her page".
SAYS = (
    r"\b(?:said|says|saying|wrote|writes|writing|written|noted|notes|explain\w*|argu\w*|claim\w*|told|tells|call\w*|ask\w*"
    r"|add\w*|announc\w*|respond\w*|declar\w*|admit\w*|warn\w*|describ\w*|report\w*|shar\w*|recall\w*|insist\w*|heard|seen"
    r"|posted)\b"
)
_SAYS = re.compile(SAYS)
_NEAR = 50
_CAPITALS = re.compile(NAME)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Sir|Lord|Lady|President|Senator|Governor|Minister|Mayor|Judge|Justice|Pope)\.?\s"
    rf"({NAME})"
)
_REPORTER = re.compile(r"[’']s?\s[A-Z]\w{1,30}(?:\s[A-Z][\w-]{1,30}){1,2}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the forms look at.

    Attributes:
        layout: The article's text and where its lines and marks stand.
        people: The words that are part of people's names in it.
    """

    layout: Layout
    people: frozenset[str]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.layout.text

    def is_quoted(self, place: int) -> bool:
        """Whether a place stands in quotation marks."""
        return bool(self.layout.quoted[place])

    def outside_marks(self, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The places of a form that do not begin in quotation marks."""
        return (found for found in form.finditer(self.text) if not self.is_quoted(found.start()))

    def in_title(self, place: int) -> bool:
        """Whether a place stands in the headline."""
        title = self.layout.title
        return title is not None and title.start <= place < title.end

    def is_person(self, name: str) -> bool:
        """Whether a name is a person's or a body's: by its first or last word, or a word that only bodies have."""
        words = name.removeprefix("The ").split()
        return _is_first_name(words[0]) or words[-1] in self.people or any(is_body(word) for word in words)

    def may_be_outlet(self, target: Target) -> bool:
        """Whether a name that nothing tells of may be an outlet's: one word, or three after "the"; no person's."""
        if target.certainty is not Certainty.NONE:
            return True
        words = target.name.split()
        article = self.text[target.span.start : target.span.start + 4] == "the "
        plural = target.name.endswith(("ans", "ese", "ish") if article else ("s", "ese", "ish"))
        if plural or len(target.name) < 3 or len(words) > (3 if article else 1) or _is_first_name(words[0]):
            return False
        return not any(word in self.people or is_body(word) for word in words)

    def has_reporter(self, target: Target) -> bool:
        """Whether somebody with a first and a last name belongs to what was named: Delta Monthly's Mara Quill."""
        words = target.name.split()
        # The last word of a name of two is taken for a surname, so only a name of one word is looked up.
        is_person = _is_first_name(words[0]) or (len(words) == 1 and words[0] in self.people)
        is_other = is_person or any(is_body(word) for word in words)
        return not is_other and bool(_REPORTER.match(self.text, target.span.end))


def is_said_in(scene: Scene, place: int) -> bool:
    """Whether somebody says something in what is named at a place: after a verb of saying, or at a sentence's start."""
    return scene.text[place].isupper() or bool(_SAYS.search(scene.text, max(0, place - _NEAR), place))


def see(layout: Layout, speakers: Iterable[Speaker]) -> Scene:
    """The scene of an article.

    A word is part of a person's name if a speaker has it, if it follows a title or a first name, or if it ends a name
    of two or three words that is no outlet's.
    """
    people: set[str] = set()
    for speaker in speakers:
        if speaker.named and speaker.type is SpeakerType.PERSON:
            people.update(speaker.name.split())
    for found in _TITLED.finditer(layout.text):
        people.update(found[1].split())
    for found in _CAPITALS.finditer(layout.text):
        people.update(_person_words(layout.text, found))
    return Scene(layout, frozenset(people))


def _is_first_name(word: str) -> bool:
    """Whether a capitalised word is a first name."""
    return plain_letters(word) in read_shares()


def _person_words(text: str, found: re.Match[str]) -> list[str]:
    """The words of a capitalised name that may be a person's."""
    words = found.group().removeprefix("The ").split()
    if len(words) == 1 or look_up(found.group()).certainty is Certainty.SURE:
        return []
    if _is_first_name(words[0]):
        return words
    has_article = text[max(0, found.start() - 4) : found.start()].lower() == "the " or found.group().startswith("The ")
    return [] if has_article or len(words) > 3 else words[1:]
