"""A source span taken apart: is it a name, a pronoun, several of them, or a description, and of whom?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from sayso.analyse.lexicon import plain_letters, read_shares, read_table, read_words
from sayso.analyse.resolve.known import fold_words
from sayso.analyse.resolve.names import Name
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.words import Word, cut_words
from sayso.text import Span

__all__ = ["Form", "Phrase", "read_phrase"]


class Form(str, Enum):
    """How a source is written."""

    NAME = "name"
    JOINT = "joint"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source, or a part of a joint one.

    Attributes:
        span: The words that refer: without article, what closes them and what is added after a comma.
        form: How it is written.
        head: The word that carries the number and the kind, in small letters: "minister", "she", "officials".
        name: The name, where it is one.
        role: What stands before or after the name and says what he or she is.
        parts: The parts of a joint source.
        determiner: "the", "a", "her", "Russia" (possessive), "that", or "".
        owner: Whose it is or who it is for ("a spokesman for the ministry", "her lawyer"), if anybody's.
        words: All words before and with the head, in small letters.
        names: The names within it, the head's own apart.
        is_plural: Whether it stands for several.
        description: The whole, for a party without a name: without article and what closes it.
    """

    span: Span
    form: Form
    head: str
    name: Name | None = None
    role: str = ""
    parts: tuple[Phrase, ...] = ()
    determiner: str = ""
    owner: Span | None = None
    words: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    is_plural: bool = False
    description: str = ""
    roles: tuple[str, ...] = ()
    has_after: bool = False
    is_body: bool = False

    @property
    def folded(self) -> set[str]:
        """The words for comparison, without articles."""
        return fold_words(self.words) - _COUNTS


_COUNTS = frozenset("this that these those one two three some many several most".split())
_PRONOUNS = frozenset(
    "he she they it we i you him her them us me his hers their theirs its our ours my mine himself herself themselves itself".split()
)
_RELATIVES = frozenset("who whom whose which that".split())
_ARTICLES = frozenset("the a an this that these those".split())
_POSSESSIVES = frozenset("his her their its our my your whose".split())
# What follows the head and is no part of it.
_AFTER = frozenset(
    """
    of for from in at on with who whom whose which that to by near about under over against among within into inside
    outside behind across around between after before during since as like including named called identified known
    familiar close present involved based briefed speaking working living seen obtained written sent led run published shown
    """.split()
)
_COMPLEMENTS = frozenset("of for from in at with by on to".split())
_TOLD = frozenset("released published obtained conducted issued written posted seen led signed sent given".split())
_TRAILING = re.compile(r"[\s,;:–—-]+$|['’]s?$")
_LEADING = re.compile(r"^[\s,;:–—\"“”‘’'(-]+")
_LIST_BREAK = re.compile(r"(?: \([^)]{1,30}\))?(?:, and |, | and )")
_AGE = re.compile(r"\d{1,3}(?:-year-old)?$")


def read_phrase(text: str, source: Sequence[Span], names: Sequence[Name]) -> Phrase | None:
    """What the source says of who is speaking; None if there is no word in it.

    Args:
        text: The article's text.
        source: The spans of the source, in order.
        names: The proper names of the text, in order.
    """
    if not source:
        return None
    span = _trim(text, Span(source[0].start, source[-1].end if source[-1].end - source[0].start < 400 else source[0].end))
    words = cut_words(text, span)
    if not words:
        return None
    low = bisect_left(names, span.start, key=lambda name: name.whole.end)
    inside = []
    for name in names[low:]:
        if name.span.start >= span.end:
            break
        if name.whole.end > span.start:
            inside.append(name)
    return _read(text, span, words, inside)


def _trim(text: str, span: Span) -> Span:
    """The span without what opens and closes it."""
    start, end = span
    lead = _LEADING.match(text[start:end])
    start += lead.end() if lead else 0
    while trail := _TRAILING.search(text[start:end]):
        end = start + trail.start()
    return Span(start, max(start, end))


def _read(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> Phrase:
    first = words[0].lower
    if len(words) == 1 and names and words[0].form.isupper() and len(first) > 1:
        return _read_one(text, span, words, names)
    if first in _RELATIVES and first != "whose" and len(words) <= 3:
        return Phrase(span, Form.RELATIVE, first)
    if len(words) == 1 and first in _PRONOUNS | {"one", "both"} and not (names and words[0].form.isupper() and len(first) > 1):
        if first in {"both"}:
            return Phrase(span, Form.PRONOUN, first, is_plural=True)
        if first != "one":
            return Phrase(span, Form.PRONOUN, first, is_plural=first in {"they", "their", "them", "theirs", "themselves", "we", "our", "us", "ours"})
    if first in {"he", "she", "they", "it", "we", "i"} and len(words) > 1 and not _has_and(words):
        return Phrase(Span(words[0].start, words[0].end), Form.PRONOUN, first, is_plural=first in {"they", "we"})
    joint = _split_joint(text, span, words, names)
    if len(joint) > 1:
        parts = tuple(_read(text, part, cut_words(text, part), _within(names, part)) for part in joint)
        if _are_parties(parts):
            return Phrase(span, Form.JOINT, "and", parts=parts, is_plural=True, description=_describe(text, words, span))
    return _read_one(text, span, words, names)


def _are_parties(parts: Sequence[Phrase]) -> bool:
    """Whether the parts are several parties, and not two descriptions of one ("the farmer and mayor")."""
    if parts[0].form in {Form.NAME, Form.PRONOUN}:
        return True
    return all(part.form in {Form.NAME, Form.PRONOUN} or (part.determiner != "" or part.owner) for part in parts[1:])


def _has_and(words: Sequence[Word]) -> bool:
    return any(word.lower == "and" for word in words[:6])


def _within(names: Sequence[Name], span: Span) -> list[Name]:
    return [name for name in names if name.span.start < span.end and name.span.end > span.start]


def _split_joint(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> list[Span]:
    """The parts of "A, B and C"; one part where it is not such a list."""
    ands = [word for word in words if word.lower in {"and", "&"} and not any(n.whole.start <= word.start < n.whole.end for n in names)]
    if not ands:
        return [span]
    listed = _split_list(text, span, names)
    if listed:
        return listed
    cut = ands[0]
    left = _trim(text, Span(span.start, cut.start))
    right = _trim(text, Span(cut.end, span.end))
    lefts, rights = _within(names, left), _within(names, right)
    # "A, the head of B and C" has no second speaker: each side must begin with a name or a title before one.
    after = cut_words(text, right)
    if not after or not rights or rights[0].whole.start > right.start + 40:
        starts_right = bool(after) and after[0].lower in _POSSESSIVES | _PRONOUNS | {"the", "a"}
    else:
        starts_right = True
    if not (starts_right and left.end > left.start):
        return [span]
    comma = text.find(",", left.start, left.end)
    if comma > 0 and lefts and comma > lefts[0].span.start:
        return [span]
    return [left, right]


def _split_list(text: str, span: Span, names: Sequence[Name]) -> list[Span]:
    """The parts of "A, B, C and D" where each begins with a name; none otherwise."""
    parts = []
    start = span.start
    for found in _LIST_BREAK.finditer(text, span.start, span.end):
        parts.append(_trim(text, Span(start, found.start())))
        start = found.end()
    parts.append(_trim(text, Span(start, span.end)))
    if len(parts) < 3 or not all(any(n.whole.start - part.start < 2 and n.span.start < part.end for n in _within(names, part)) for part in parts):
        return []
    return parts if all(part.end - part.start < 60 for part in parts) else []


def _read_one(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> Phrase:
    """One party: a name with what is said of it, or a description."""
    comma = _first_comma(text, span, names)
    main = _trim(text, Span(span.start, comma)) if comma else span
    rest = _trim(text, Span(comma, span.end)) if comma else None
    main_words = [word for word in words if word.end <= main.end] or list(words)
    found = _head_name(text, main, main_words, names)
    after = ()
    if rest and rest.end > rest.start:
        after = tuple(_within(names, rest))
    if found is None and rest is not None and after:
        added = _read_added(text, main_words, rest, names)
        if added is not None:
            role = _describe(text, main_words, main)
            return added if added.form is Form.JOINT else replace(added, role=role, roles=(role, *added.roles))
    if found is not None:
        before = text[main.start : found.span.start].strip(" ,")
        role = re.sub(r"^(?:the|a|an)(?:\s+|$)", "", before, flags=re.I)
        said = text[rest.start : rest.end] if rest else ""
        roles = tuple(r for r in (role, _role_after(said)) if r)
        return Phrase(
            found.span, Form.NAME, found.words[-1].lower(), name=found, role=role, roles=roles,
            names=tuple(n for n in names if n is not found),
        )  # fmt: skip
    return _read_nominal(text, span, main_words, names)


def _read_added(text: str, main: Sequence[Word], rest: Span, names: Sequence[Name]) -> Phrase | None:
    """The name that a description is followed by: "the minister, Ada Moss", "his wife, the painter Ada Moss"."""
    comma = _first_comma(text, rest, names)
    part = _trim(text, Span(rest.start, comma)) if comma and not _split_list(text, rest, names) else rest
    words = cut_words(text, part)
    if not words or words[0].lower in _AFTER or words[0].lower.endswith("ing"):
        return None
    inside = _within(names, part)
    joint = _split_list(text, part, names) or _split_joint(text, part, words, inside)
    is_person = main[-1].lower in _roles()
    if _is_plural(main[-1].lower) and len(joint) > 1 and all(_within(names, one) for one in joint):
        return _read(text, part, words, inside)
    name = _head_name(text, part, words, inside)
    if name is None or name.span.end < part.end - 1 or (len(joint) > 1 and is_person):
        return None
    if is_person and name.kind not in {NameKind.PERSON, NameKind.UNKNOWN}:
        return None
    if not is_person and name.kind is NameKind.PLACE:
        return None
    lead = text[part.start : name.span.start].strip(" ,")
    roles = (lead,) if lead else ()
    is_body = main[-1].lower in read_words("organisations")
    return Phrase(name.span, Form.NAME, name.words[-1].lower(), name=name, roles=roles, is_body=is_body)


def _role_after(said: str) -> str:
    """What stands after the name, if it says what he or she is: "the minister of works"."""
    said = re.sub(r"^\s*\d{1,3},?\s*", "", said)
    if not said or re.match(r"(?:who|which|whose|speaking|writing|citing|in|on|at|during|after|before|while|when)\b", said):
        return ""
    cut = re.search(r"[,;]|\bwho\b|\bwhich\b", said)
    said = (said[: cut.start()] if cut else said).strip()
    return re.sub(r"^(?:the|a|an)\s+", "", said, flags=re.I) if len(said) < 120 else ""


def _first_comma(text: str, span: Span, names: Sequence[Name]) -> int | None:
    """The place of the first comma, dash or bracket that closes the main part."""
    for found in re.finditer(r",|\s[–—-]\s|\s\(|;", text[span.start : span.end]):
        at = span.start + found.start()
        if any(name.span.start <= at < name.span.end for name in names):
            continue
        # "the weary, 64-year-old gardener": the noun is still to come.
        head = text[span.start : at].lower()
        following = text[at + 1 : span.end].lstrip()
        if found.group() == "," and len(head.split()) <= 3 and not any(n.span.start < at for n in names) and re.match(r"\d\d-year|[a-z-]+ [a-z]+$", following) and head.split()[0] in _ARTICLES | _POSSESSIVES:
            if not _is_noun(head.split()[-1]):
                continue
        return at
    return None


def _head_name(text: str, main: Span, words: Sequence[Word], names: Sequence[Name]) -> Name | None:
    """The name that is the head of the main part, if one is: that after which nothing or only an addition comes."""
    inside = [name for name in names if name.span.start < main.end and name.span.end > main.start]
    for name in inside:
        tail = [word for word in words if word.start >= name.span.end]
        possessed = text[name.span.end : name.span.end + 2] in {"'s", "’s", "s'", "s’"} or text[name.span.end : name.span.end + 1] in {"'", "’"}
        if possessed and tail:
            continue
        keys = [word.replace(".", "").lower() for word in name.words]
        if len(name.words) == 1 and not name.title and not name.is_surname and _is_common(name.words[0]):
            continue
        lead = [word for word in words if word.start < name.whole.start]
        if any(word.lower in _AFTER for word in lead):
            return None
        if len(tail) == 1 and tail[0].lower in {"himself", "herself", "itself", "themselves"}:
            return name
        if not tail:
            if _is_description(keys, name):
                return None
            return name
        follow = tail[0].lower
        if follow in _AFTER or follow in {"and"}:
            return None if _is_description(keys, name) else name
    return None


def _is_common(word: str) -> bool:
    """Whether a capitalised word is a role, a group or a people, and no name: Democrats, President, Americans."""
    key = word.lower()
    return key in _roles() or key in _plurals() or key in read_words("groups") or key in _peoples()


def _is_description(keys: Sequence[str], name: Name) -> bool:
    """Whether the capitalised words describe and do not name: "Russian Foreign Minister", "White House Officials"."""
    last = keys[-1]
    if last in _plurals() or last in read_words("groups"):
        return True
    if last not in _roles() or name.title or name.is_surname:
        return False
    if name.is_outlet:
        return False
    if _is_people_or_place(keys[0]):
        return True
    return len(keys) == 1 or name.kind is not NameKind.PERSON or plain_letters(keys[0]) not in read_shares()


def _is_people_or_place(word: str) -> bool:
    return word in _peoples() or any(word == row[0].lower() for row in read_table("demonyms"))


def _read_nominal(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> Phrase:
    """A description: its head, number, determiner and owner."""
    cut = len(words)
    for n, word in enumerate(words):
        if n and (word.lower in _AFTER or (n and word.lower.endswith("ed") and _is_noun(words[n - 1].lower))) and not any(name.span.start < word.start < name.span.end for name in names):
            cut = n
            break
    core = list(words[:cut])
    head = core[-1].lower
    determiner = core[0].lower if core[0].lower in _ARTICLES | _POSSESSIVES else ""
    owner: Span | None = None
    for word in core[:-1]:
        if text[word.end : word.end + 2] in {"'s", "’s"} or (word.form.endswith("s") and text[word.end : word.end + 1] in {"'", "’"}):
            owner = Span(core[0].start, word.end)
    if core[0].lower in _POSSESSIVES:
        owner = Span(core[0].start, core[0].end)
    if owner is None and cut + 1 < len(words) and words[cut].lower in {"for", "of", "from", "at", "with", "by", "in"}:
        stop = next((w.start for w in words[cut + 1 :] if w.lower in {"who", "which", "that"}), words[-1].end + 1)
        inner = [w for w in words[cut + 1 :] if w.start < stop]
        if inner:
            owner = Span(inner[0].start, inner[-1].end)
    few = core[0].lower in {"some", "many", "most", "several", "few", "both", "all", "other", "others", "those", "these", "two", "three", "four", "five", "six"}
    described = _describe(text, [word for word in words if word.start < _end_of_description(words, cut)], span)
    start = core[1].start if core[0].lower in _ARTICLES and len(core) > 1 else core[0].start
    return Phrase(
        Span(start, core[-1].end), Form.NOMINAL, head, determiner=determiner, owner=owner,
        words=tuple(word.lower for word in core), names=tuple(names), is_plural=few or _is_plural(head), description=described, has_after=cut < len(words) or span.end > words[-1].end + 2,
    )  # fmt: skip


def _end_of_description(words: Sequence[Word], cut: int) -> int:
    """Where a description ends: before a relative clause or participle, after "of …", "from …" and the like."""
    end = words[-1].end
    if cut < len(words) and words[cut].lower not in _COMPLEMENTS:
        return words[cut].start
    for word in words[cut + 1 :]:
        if word.lower in {"who", "whom", "whose", "which", "that"} or word.lower in _TOLD:
            return word.start
    return end


def _describe(text: str, words: Sequence[Word], span: Span) -> str:
    """The words without their article."""
    start = words[1].start if words[0].lower in {"the", "a", "an"} and len(words) > 1 else words[0].start
    return " ".join(text[start : words[-1].end].split())


def _roles() -> dict[str, tuple[str, str]]:
    """Nouns for one person, each with gender and kind."""
    return {row[0]: (row[1], row[2]) for row in read_table("roles")} if not _ROLES else _ROLES


_ROLES: dict[str, tuple[str, str]] = {}
_PLURALS: set[str] = set()
_PEOPLES: set[str] = set()


def _plurals() -> set[str]:
    if not _PLURALS:
        _PLURALS.update(row[3] for row in read_table("roles") if len(row) > 3 and row[3])
    return _PLURALS


def _peoples() -> set[str]:
    """Words for the people of a place: Russian, Russians."""
    if not _PEOPLES:
        for row in read_table("demonyms"):
            for form in row[1].split("|"):
                _PEOPLES.update({form.lower(), form.lower() + "s"})
    return _PEOPLES


def _is_noun(word: str) -> bool:
    lists = ("groups", "organisations", "documents")
    return word in _roles() or word in _plurals() or any(word in read_words(name) for name in lists)


def _is_plural(head: str) -> bool:
    """Whether a noun stands for several."""
    if head in _roles() or head in read_words("organisations") or head in read_words("documents"):
        return False
    if head in _plurals() or head in read_words("groups"):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is")) and len(head) > 3
