"""Parsing of sources: name, pronoun, description, or several of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.nominal import LETTERS, find_head_name, read_nominal
from sayso.analyse.resolve.phrase import (
    AFTER_HEAD,
    PRONOUNS,
    Form,
    Phrase,
    is_one_of,
    join_words,
    names_within,
    split_joint,
    split_list,
    trim,
)
from sayso.analyse.resolve.proper_names import Name
from sayso.analyse.resolve.words import Word, cut_words
from sayso.late import compile_late
from sayso.lexicon.nouns import bodies, documents, is_plural, roles
from sayso.text import Span

__all__ = ["read_phrase"]

# So much of a source is parsed, in characters; it also bounds the depth of nested parts.
_LONGEST = 400
_SUBJECTS = frozenset("he she they it we i".split())
_SEVERAL = frozenset("both they their them theirs themselves we our us ours".split())
_RELATIVES = frozenset("who whom which that".split())
_BREAK = re.compile(r",(?!\d{3}\b)|\s[–—-]\s|\s\(|;")
# "Wold Health Board (WHB) Director Ada Moss", "DCP (Traffic) Ada Moss"
_ADDED = re.compile(r"\s\((?!Mrs?\)|Ms\))[A-Z][\w ]{1,20}\)\s(?=[A-Z])")
_ARTICLE = re.compile(r"^(?:the|a|an)(?:\s+|$)", re.IGNORECASE)
_AGE = re.compile(r"\s*\d{1,3},?\s*")
# Words after a name that continue the sentence and do not describe its bearer.
_GOES_ON = re.compile(r"(?:who|which|whose|speaking|writing|citing|in|on|at|during|after|before|while|when)\b")
_ROLE_END = re.compile(r"[;]|,(?!\d{3}\b)|\bwho\b|\bwhich\b")
_LONGEST_ROLE = 120
# "Miners, | farmers and market traders"; what only describes them begins otherwise: "miners, | mostly men and women".
_LISTED = compile_late(
    r"(?!(?:the|an?|his|her|their|its|this|these|those|both|all|some|many|most|mostly|mainly|largely|chiefly|among"
    r"|often|usually|especially|particularly|then|now|once)\b)"
    r"(?:[a-z][\w’'-]*(?: [\w’'-]+){0,3}, ){0,5}[a-z][\w’'-]*(?: [\w’'-]+){0,3},? and [a-z][\w’'-]*(?: [\w’'-]+){0,4}"
)
_OF = re.compile(r" (?:of|from|at|in) ")
_MADE_BY = re.compile(r"\s(?:by|from)\s")
# "The union, whose president, Ada Moss,": she is the source.
_WHOSE = re.compile(r"\bwhose\s((?:[a-z][\w-]*\s){0,3}[a-z][\w-]*,\s)")
# "a nurse whose mother": the mother
_WHOSE_KIN = re.compile(r"\bwhose\s((?:[a-z][\w-]*\s){0,2}[a-z][\w-]*)$")
_CALLED = re.compile(
    r"\b(?:(?:known|identified) (?:\w+ ){0,2}as|called|named"
    r"|(?:gave|gives?)(?: \w+)? (?:his|her|their)(?: \w+)? name(?: \w+)? as) (?:the )?(?=[^\W\d_])"
)
# "A man named | Ada Moss" is a man.
_NAMED = re.compile(r"\s(?:named|called|known as|identified as|signing (?:him|her)self)$")
# "who gave only his first name, Costa"
_GIVES_NAME = re.compile(r"\b(?:gave|gives?)\b.{0,30} name$")


def read_phrase(text: str, source: Sequence[Span], names: Sequence[Name]) -> Phrase | None:
    """Return a source as a phrase; None if it has no word.

    Args:
        text: The article's text.
        source: The spans of the source, in order.
        names: The proper names of the text, in order.

    >>> phrase = read_phrase("a spokesman for the ministry", [Span(0, 28)], [])
    >>> phrase.form.value, phrase.head, phrase.owner
    ('nominal', 'spokesman', Span(start=16, end=28))
    """
    if not source:
        return None
    start, end = source[0].start, source[-1].end
    if end - start >= _LONGEST:
        end = min(source[0].end, start + _LONGEST)
    span = trim(text, Span(start, end))
    words = cut_words(text, span)
    if not words:
        return None
    begin = bisect_left(names, span.start + 1, key=lambda name: name.whole.end)
    end = bisect_left(names, span.end, key=lambda name: name.span.start)
    own = names[begin:end]
    whose = _WHOSE.search(text, *span)
    if whose and own and own[-1].span.end == span.end and own[-1].whole.start == whose.end():
        span = Span(whose.start(1), span.end)
        return _read(text, span, cut_words(text, span), own[-1:])
    related = _WHOSE_KIN.search(text, *span)
    if related:
        span = Span(*related.span(1))
        return _read(text, span, cut_words(text, span), [])
    return _read(text, span, words, own)


def _read(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> Phrase:
    is_acronym = bool(names) and len(words) == 1 and len(words[0].lower) > 1 and words[0].form.isupper()
    if not is_acronym:
        pronoun = _read_pronoun(span, words)
        if pronoun is not None:
            return pronoun
        joint = split_joint(text, span, words, names)
        if len(joint) == 1 and joint[0] != span:
            return _read_part(text, joint[0], names)
        parts = tuple(_read_part(text, part, names) for part in joint) if len(joint) > 1 else ()
        if parts and _are_entities(parts):
            description = join_words(text, words)
            return Phrase(span, Form.JOINT, "and", parts=parts, is_plural=True, description=description)
    return _read_one(text, span, words, names)


def _read_pronoun(span: Span, words: Sequence[Word]) -> Phrase | None:
    """Return a pronoun, alone or with an addition ("he himself"); None if it is not a pronoun."""
    first = words[0].lower
    if first in _RELATIVES and len(words) <= 3:
        return Phrase(span, Form.RELATIVE, first)
    if len(words) == 1 and (first in PRONOUNS or first == "both"):
        return Phrase(span, Form.PRONOUN, first, is_plural=first in _SEVERAL)
    if first in _SUBJECTS and len(words) > 1 and not any(word.lower == "and" for word in words[:6]):
        return Phrase(Span(words[0].start, words[0].end), Form.PRONOUN, first, is_plural=first in _SEVERAL)
    return None


def _read_part(text: str, part: Span, names: Sequence[Name]) -> Phrase:
    """Return one part of a joint source; it has at least one word."""
    return _read(text, part, cut_words(text, part), names_within(names, part))


def _are_entities(parts: Sequence[Phrase]) -> bool:
    """Whether the parts are several entities, not two descriptions of one ("the farmer and mayor")."""
    own, first, last = {Form.NAME, Form.PRONOUN}, parts[0], parts[-1]
    is_bare = first.form is Form.NOMINAL and not (first.determiner or first.owner or first.names or first.is_plural)
    if len(parts) == 2 and is_bare and first.head in roles() and last.roles:
        return False  # "Founder and chief executive Ada Moss"; "Police and Ada Moss" are two.
    return first.form in own or all(
        part.form in own or part.determiner != "" or part.owner is not None for part in parts[1:]
    )


def _read_one(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> Phrase:
    """Return a source of one entity: a name with its roles, or a description."""
    comma = _find_break(text, span, names)
    main = span if comma is None else trim(text, Span(span.start, comma))
    rest = Span(span.end, span.end) if comma is None else trim(text, Span(comma, span.end))
    own = [word for word in words if word.end <= main.end] or list(words)
    name = find_head_name(text, main, own, names)
    bearer = _find_bearer(text, main, name, rest, names) if name else None
    if bearer is not None:
        return replace(bearer, roles=(join_words(text, own), *bearer.roles))
    if name is not None:
        before = _ARTICLE.sub("", text[main.start : name.span.start].strip(" ,"), count=1)
        before = _NAMED.sub("", before)
        said = tuple(role for role in (before, _read_role(rest.of(text))) if role)
        others = tuple(other for other in names if other is not name)
        # The state news agency Norpress
        noun = before.split()[-1] if before else ""
        is_body = noun in bodies() and noun not in roles() and not _OF.search(before)
        head = name.words[-1].lower()
        return Phrase(name.span, Form.NAME, head, name=name, roles=said, names=others, is_body=is_body)
    nominal = read_nominal(text, span, own, names)
    inside = names_within(names, rest)
    is_other = bool(inside) and own[0].lower not in {"one", "two", "another"} and is_one_of(text, inside[0].whole.start)
    added = _read_added(text, own, rest, names) if inside and not is_other else None
    if added is None:
        return nominal if inside else _read_list(text, nominal, words, own, rest)
    made_by = _MADE_BY.search(text, *main) if nominal.head in documents() else None
    if made_by:
        # "A statement signed by its director, Ada Moss," is a statement signed by Ada Moss.
        if added.name is None or any(other.span.start >= made_by.end() for other in names_within(names, main)):
            return nominal
        before = _ARTICLE.sub("", text[main.start : made_by.end()], count=1)
        return replace(nominal, description=before + " ".join(added.name.words))
    return added if added.form is Form.JOINT else replace(added, roles=(join_words(text, own), *added.roles))


def _read_list(text: str, first: Phrase, words: Sequence[Word], main: Sequence[Word], rest: Span) -> Phrase:
    """Return a description with the list that it is the first of: "miners, farmers and market traders"; else itself."""
    listed = [word.lower for word in cut_words(text, rest)] if _LISTED.fullmatch(text, *rest) else []
    is_list = bool(listed) and AFTER_HEAD.isdisjoint(listed) and is_plural(listed[-1]) and is_plural(main[-1].lower)
    if not is_list or not (first.head == main[-1].lower or first.is_plural):
        return first
    return replace(first, description=join_words(text, words), is_plural=True)


def _find_bearer(text: str, main: Span, title: Name, rest: Span, names: Sequence[Name]) -> Phrase | None:
    """Return the person named after a title that no list has: Ada Moss in "the Iyaloja, Chief Ada Moss"."""
    is_bare = len(title.words) == 1 and bool(_ARTICLE.match(text[main.start : title.span.start]))
    name = next(iter(names_within(names, rest)), None)
    if not is_bare or name is None or name.whole.start > rest.start or name.kind is not NameKind.PERSON:
        return None
    is_full = len(name.words) > 1 or bool(name.title)
    return Phrase(name.span, Form.NAME, name.words[-1].lower(), name=name) if is_full else None


def _read_added(text: str, main: Sequence[Word], rest: Span, names: Sequence[Name]) -> Phrase | None:
    """Return the name after a description: "the minister, Ada Moss", "his wife, the painter Ada Moss"; else None."""
    comma = _find_break(text, rest, names)
    is_whole = comma is None or bool(split_list(text, rest, names))
    part = rest if comma is None or is_whole else trim(text, Span(rest.start, comma))
    words = cut_words(text, part)
    called = _CALLED.search(text, part.start, part.end)
    if called:
        part = Span(called.end(), part.end)
        words = cut_words(text, part)
    is_clause = not called and bool(words) and words[0].lower in AFTER_HEAD
    if is_clause and not _GIVES_NAME.search(part.of(text)):
        return None
    found = _read_addition(text, main, part, words, names) if words and not is_clause else None
    if comma is None or is_whole or (found is not None and _is_person(found.name)):
        return found
    # "the witness, a clerk of the court, Ada Moss", "who gave only her first name, Ada", "the mayor of Wold, Kent, Ada"
    later = _read_added(text, main, trim(text, Span(comma, rest.end)), names)
    return found if later is None or (found is not None and not _is_person(later.name)) else later


def _is_person(name: Name | None) -> bool:
    return name is not None and name.kind is NameKind.PERSON


def _read_addition(
    text: str, main: Sequence[Word], part: Span, words: Sequence[Word], names: Sequence[Name]
) -> Phrase | None:
    """Return the name that one part after a comma adds to a description."""
    head, inside = main[-1].lower, names_within(names, part)
    joint = split_list(text, part, names) or split_joint(text, part, words, inside)
    if is_plural(head) and len(joint) > 1 and all(names_within(names, member) for member in joint):
        return _read(text, part, words, inside)
    name = find_head_name(text, part, words, inside, is_added=not is_plural(head))
    # "A spokeswoman for the regulator, Ada Moss": the name is the spokeswoman's.
    is_bare = not any(word.lower in AFTER_HEAD for word in main[1:])
    is_single = len(joint) < 2
    after = text[name.span.end : part.end].strip(" .") if name else ""
    is_last = not after or bool(LETTERS.fullmatch(after) or (name and _OF.match(text, name.span.end)))
    if name is None or not is_last or not _may_name(name, head, is_bare=is_bare, is_single=is_single):
        return None
    is_body = head in bodies() and head not in roles() and is_bare
    lead = text[part.start : name.whole.start].strip(" ,")
    said = (lead,) if lead else ()
    return Phrase(name.span, Form.NAME, name.words[-1].lower(), name=name, roles=said, is_body=is_body)


def _may_name(name: Name, head: str, *, is_bare: bool, is_single: bool) -> bool:
    """Whether a name fits the head of a description: a person's for a person, a body's if nothing follows the head."""
    if head not in roles():
        return name.kind is not NameKind.PLACE
    return is_single and name.kind in {NameKind.PERSON, NameKind.UNKNOWN, *([NameKind.BODY] if is_bare else [])}


def _read_role(said: str) -> str:
    """Return the role after a name: "the minister of works"; "" if the words are no role."""
    age = _AGE.match(said)
    said = said[age.end() :] if age else said
    if not said or _GOES_ON.match(said):
        return ""
    said = _ROLE_END.split(said, maxsplit=1)[0].strip(" ()")
    return _ARTICLE.sub("", said, count=1) if len(said) < _LONGEST_ROLE else ""


def _find_break(text: str, span: Span, names: Sequence[Name]) -> int | None:
    """Return the place of the first comma, dash or bracket that ends the main part; None if there is none."""
    for found in _BREAK.finditer(text, span.start, span.end):
        at = found.start()
        if _ADDED.match(text, at, span.end):
            continue
        if any(name.span.start <= at < name.span.end for name in names):
            continue
        return at
    return None
