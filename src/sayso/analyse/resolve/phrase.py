"""A parsed source: its form and its parts; joint sources split into their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import Name
from sayso.analyse.resolve.words import Word, cut_words
from sayso.lexicon import read_words
from sayso.lexicon.nouns import is_noun, peoples, roles, titles
from sayso.lexicon.offices import fold_words
from sayso.text import Span

__all__ = [
    "AFTER_HEAD",
    "ARTICLES",
    "IS_A",
    "PLAIN_ARTICLES",
    "POSSESSIVES",
    "PRONOUNS",
    "Form",
    "Phrase",
    "is_one_of",
    "join_words",
    "names_within",
    "split_joint",
    "split_list",
    "trim",
]

PRONOUNS = frozenset(
    """
    he she they it we i you him her them us me his hers their theirs its our ours my mine himself herself themselves
    itself
    """.split()
)
PLAIN_ARTICLES = frozenset({"the", "a", "an"})
ARTICLES = PLAIN_ARTICLES | {"this", "that", "these", "those"}
POSSESSIVES = frozenset("his her their its our my your whose".split())
# Words that follow the head of a description.
AFTER_HEAD = frozenset(
    """
    of for from in at on with who whom whose which that to by near about under over against among within into inside
    outside behind across around between after before during since as like including named called identified known
    familiar close present involved based briefed speaking working living seen obtained written sent led run
    published shown through there here
    """.split()
)
# Between a name and what its bearer is said to be: "Kelp Air, which is now | an airline".
IS_A = r"(?:,? (?:who|which))? (?:is|was|became|remains|has been) (?:(?:now|also|still) )?"
_COUNTS = frozenset("this that these those one two three some many several most".split())
_TRAILING = re.compile(r"[\s,;:–—-]+$|['’]s?$")
_LEADING = re.compile(r"[\s,;:–—\"“”‘’'(-]+")


class Form(str, Enum):
    """The form of a source: name, pronoun, description and so on."""

    NAME = "name"
    JOINT = "joint"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source, or a part of a joint one.

    Attributes:
        span: The mention itself, without article, closing punctuation and additions after a comma.
        form: Name, pronoun, description and so on.
        head: Its head word, in small letters: "minister", "she", "officials".
        name: The name, if the form is a name.
        roles: The descriptions before and after the name.
        parts: The parts of a joint source.
        determiner: "the", "a", "her", "that", or "".
        owner: Its possessive or complement ("her" lawyer, a spokesman for "the ministry"), if it has one.
        words: All words up to the head, in small letters.
        names: The names in it, without the head's own.
        is_plural: Whether it refers to several.
        description: The description of an entity without a name: without article and closing punctuation.
        has_after: Whether something follows the head: "residents of the quarter".
        is_body: Whether the name is added to a noun for a body: "the charity, Wold Aid".
    """

    span: Span
    form: Form
    head: str
    name: Name | None = None
    roles: tuple[str, ...] = ()
    parts: tuple[Phrase, ...] = ()
    determiner: str = ""
    owner: Span | None = None
    words: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    is_plural: bool = False
    description: str = ""
    has_after: bool = False
    is_body: bool = False

    @property
    def folded(self) -> frozenset[str]:
        """The words for comparison, without articles and numbers."""
        return _fold(self.words)


@lru_cache(maxsize=256)
def _fold(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a phrase for comparison; each candidate is compared with the same ones."""
    return frozenset(fold_words(words) - _COUNTS)


# "A lawyer for one of the men, | Tom Oats": he is no lawyer.
_ONE_OF, _ONE_OF_BACK = re.compile(r"\b(?:one|two|another) of (?:the|his|her|their|its) [\w-]+, $"), 40


def is_one_of(text: str, place: int) -> bool:
    """Whether the name at a place is that of one of several: "one of the men, | Tom Oats"."""
    return _ONE_OF.search(text, max(0, place - _ONE_OF_BACK), place) is not None


def trim(text: str, span: Span) -> Span:
    """Return the span without punctuation and possessive endings at its ends."""
    lead = _LEADING.match(text, span.start, span.end)
    start, end = (lead.end() if lead else span.start), span.end
    while tail := _TRAILING.search(text, start, end):
        end = tail.start()
    return Span(start, max(start, end))


def names_within(names: Sequence[Name], span: Span) -> list[Name]:
    """Return the names that overlap with the span."""
    return [name for name in names if name.span.overlaps(span)]


def join_words(text: str, words: Sequence[Word]) -> str:
    """Return the words as the text has them, without a leading article."""
    first = words[1] if len(words) > 1 and words[0].lower in PLAIN_ARTICLES else words[0]
    return " ".join(text[first.start : words[-1].end].split())


_LIST_BREAK = re.compile(r"(?: \([^)]{1,30}\))?(?:, and |, | and )")
_RELATIVE = re.compile(r", (?:who|whose|which)\b")
_CLAUSE = re.compile(r" (?:who|that|which) ")
# Longest part of a list, in characters.
_LONGEST_PART = 60


def split_list(text: str, span: Span, names: Sequence[Name]) -> list[Span]:
    """Return the parts of "A, B, C and D" if each begins with a name; else an empty list."""
    parts, start = [], span.start
    for found in _LIST_BREAK.finditer(text, span.start, span.end):
        parts.append(trim(text, Span(start, found.start())))
        start = found.end()
    parts.append(trim(text, Span(start, span.end)))
    is_list = len(parts) > 2 and all(part.end - part.start < _LONGEST_PART for part in parts)
    is_list = is_list and not any(_is_office(text, part) for part in parts[1:])
    return parts if is_list and all(_begins_with_name(part, names) for part in parts) else []


def _is_office(text: str, part: Span) -> bool:
    """Whether a part says what somebody does for whom: "Advocacy Director for Kelp"."""
    return any(a.lower in roles() and b.lower in AFTER_HEAD for a, b in pairwise(cut_words(text, part)))


def _begins_with_name(part: Span, names: Sequence[Name]) -> bool:
    """Whether a name, or the title before it, opens the part."""
    return any(n.whole.start - part.start < 2 and n.span.start < part.end for n in names_within(names, part))


_FROM = re.compile(r"\w \b(?:in|at|from|of|for|with|across|between) (?:the )?$")


def split_joint(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> list[Span]:
    """Return the parts of "A, B and C"; the source, or what has its head, if it is not such a list."""
    cut = next((word for word in words if word.lower in {"and", "&"} and not _is_in_name(word, names)), None)
    if cut is None:
        return [span]
    listed = split_list(text, span, names)
    if listed:
        return listed
    left, right = trim(text, Span(span.start, cut.start)), trim(text, Span(cut.end, span.end))
    if not cut_words(text, left) or not _begins_entity(text, right, names):
        return [span]
    lefts = names_within(names, left)
    if lefts and _is_of_pair(lefts[-1], right, names):
        return [right]
    if not lefts and _is_of_trade(text, left, right, names):
        return [right]
    # "A, the head of B and C", "the firm, which supplies B and C": what follows the comma describes A alone.
    comma = text.find(", ", left.start, left.end)
    is_addition = bool(_RELATIVE.search(text, left.start, left.end)) or (lefts and comma > lefts[0].span.start)
    # "a study that followed children in B and C"
    is_last = bool(lefts) and lefts[-1].span.end == left.end
    is_clause = is_last and _CLAUSE.search(text, left.start, lefts[-1].whole.start) is not None
    is_listed = is_last and _is_listed(text, left, lefts[-1], right, names)
    return [span] if is_addition or is_clause or is_listed else [left, right]


def _is_listed(text: str, left: Span, before: Name, right: Span, names: Sequence[Name]) -> bool:
    """Whether two places or bodies say where somebody is from: "nurses in Norland and Kelp", "analysts at A and B"."""
    name = next(iter(names_within(names, right)), None)
    if name is None or name.whole != right or name.kind is not before.kind:
        return False
    is_where = before.kind is NameKind.PLACE or before.kind is NameKind.BODY
    return is_where and _FROM.search(text, left.start, before.whole.start) is not None


def _is_of_trade(text: str, left: Span, right: Span, names: Sequence[Name]) -> bool:
    """Whether what stands before "and" is what a body makes: "the Norland truck and | engine maker Brevo"."""
    name = next(iter(names_within(names, right)), None)
    kind = cut_words(text, Span(right.start, name.whole.start)) if name else []
    before = cut_words(text, left)[-1].lower
    is_what = not (is_noun(before) or before in PRONOUNS) and "," not in left.of(text)
    return is_what and bool(kind) and is_noun(kind[-1].lower)


def _is_of_pair(before: Name, span: Span, names: Sequence[Name]) -> bool:
    """Whether a place of two names belongs to an office: "Trinidad and | Tobago Prime Minister Ada Moss"."""
    name = next((name for name in names_within(names, span) if name.whole.start == span.start), None)
    first = name.title[0].replace(".", "").lower() if name and len(name.title) > 1 else ""
    is_title = any(first in known for known in (titles(), peoples(), read_words("title_parts"), roles()))
    return bool(first) and not is_title and before.kind is not NameKind.PERSON


def _is_in_name(word: Word, names: Sequence[Name]) -> bool:
    return any(name.whole.start <= word.start < name.whole.end for name in names)


def _begins_entity(text: str, span: Span, names: Sequence[Name]) -> bool:
    """Whether the second part begins with an entity: a name, a title before one, a pronoun or an article."""
    words, inside = cut_words(text, span), names_within(names, span)
    # "A message sent to members and obtained by Norpress" is one message.
    if words and (words[0].lower in AFTER_HEAD or (words[0].form.islower() and words[0].form.endswith("ed"))):
        return False
    if inside and "," not in text[span.start : inside[0].whole.start]:
        return True
    return bool(words) and words[0].lower in POSSESSIVES | PRONOUNS | {"the", "a"}
