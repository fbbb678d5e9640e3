"""Detection of proper names in running text, with the title before them and the kind of entity."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise, zip_longest
from typing import NamedTuple

from sayso.analyse.carry.outlet_lookup import masthead_of
from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import NAMES, ModelSpan
from sayso.analyse.resolve.kinds import (
    OF,
    NameKind,
    classify_name,
    count_office,
    count_title,
    drop_letters,
    estimate_female,
    find_own_titles,
    is_office,
    is_outlet,
    read_office_letters,
)
from sayso.analyse.resolve.words import LOCAL, Word, cut_words, find_capital_runs, note_casing
from sayso.lexicon import read_words
from sayso.lexicon.nouns import (
    bodies,
    countries,
    documents,
    is_first_name,
    is_noun,
    may_be_left_out,
    people,
    peoples,
    roles,
    titles,
)
from sayso.names import PARTICLES, SUFFIXES
from sayso.text import Span

__all__ = ["Name", "find_names", "is_branch"]

UNTAGGED = (0.0, 0.0, 0.0)
# From this share on, the model's kind replaces a guess.
_LEAST_SHARE = 0.6
_TAGS = ("person", "body", "place")
_KINDS = (NameKind.PERSON, NameKind.BODY, NameKind.PLACE)


class Name(NamedTuple):
    """A proper name in the text.

    Attributes:
        span: The name, without title or article.
        words: Its words as they stand there.
        kind: What kind of entity it may refer to.
        title: The capitalised title before it ("Foreign Minister"); may be empty.
        whole: The name with its title.
        is_quoted: Whether it stands inside quotation marks.
        is_headline: Whether it stands in a line whose words are all capitalised.
        female: How likely the person is a woman, by title and first name; None if unknown.
        is_surname: Whether it is one word, and a fuller name in the text ends with it.
        is_outlet: Whether it is the name of a well-known outlet.
        is_guess: Whether nothing shows its kind.
        tagged: The model's shares for a person, a body and a place, of all names of the text with these words.
    """

    span: Span
    words: tuple[str, ...]
    kind: NameKind
    title: tuple[str, ...]
    whole: Span
    is_quoted: bool = False
    is_headline: bool = False
    female: float | None = None
    is_surname: bool = False
    is_outlet: bool = False
    is_guess: bool = False
    tagged: tuple[float, float, float] = UNTAGGED


def is_branch(name: Name) -> bool:
    """Whether a name is that of a branch of a union: "Sailors Local 88"."""
    return name.words[-2:-1] == ("Local",) and name.words[-1].isdigit()


# So many names are looked at; each is searched for in the whole text.
_MOST_SHOPS = 20
# Small words of a body's name, where the model's tag of the whole is as sure as this.
_WITHIN = frozenset("of for and the on to".split())
_SURE_TAG = 0.8
# A name with 's behind which nothing is owned.
_SHOP = re.compile(
    r"\b([A-Z]\w+)['’]s(?=[,.;:!?)]|\s(?:is|are|has|have|had|was|were|will|would|to|said|says|denied|declined|confirmed"
    r"|announced|told|which|plans)\b)"
)
_NOUN_OF_NAME = re.compile(r" ([a-z]+) (?=[A-Z])")
_ROLE_OF = re.compile(r"\b([a-z]+) (?:of|for|to) $")
_MOST_ROLE_CHARS = 24
# "Kelp Air | Flight 12"; "P900 million", "N214m", "R650,000"
_FLIGHT = re.compile(r"Flight \d")
_AMOUNT = re.compile(r"[A-Z]{1,3}\d[\d.]*(?:(?:,\d{3})+|m|k|bn|tn| (?:million|billion|trillion|crore|lakh))\b")
# What happens in a transcript is nobody's name: "(SIGNATURE TUNE)".
_DIRECTION = re.compile(r"[(\[][^a-z()\[\]]*[)\]]\.?")
# Share of capitalised words, of those with four letters and more, from which on a line is a headline.
_TITLE_CASE = 0.7
_MOST_SHOUTED = 6


def find_names(layout: Layout, edges: Iterable[int] = (), tagged: Sequence[ModelSpan] = ()) -> list[Name]:
    """Return the proper names of a text, in order. The time is linear in the length of the text.

    No name crosses one of the `edges`: where sources and cues begin and end. Where nothing else shows what a name is,
    what the model `tagged` decides it.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> names = find_names(lay_out(Article("a", "Then, for an hour, Foreign Minister Ada Moss spoke to the BBC.")))
    >>> [(" ".join(name.words), name.kind.value, name.title) for name in names]
    [('Ada Moss', 'person', ('Foreign', 'Minister')), ('BBC', 'body', ())]
    """
    edges = frozenset(edges)
    nouns = frozenset(it.span.start for it in tagged if it.kind == "people" and it.score > _SURE_TAG)
    tagged = [span for span in tagged if span.kind in NAMES]
    read = _apply_tags(layout.text, _read_names(layout, edges, tagged, nouns), tagged)
    found = _mark_surnames(read)
    borne = {word for name in found if not name.is_headline for word in name.words}
    return [
        name for name in found if not _is_common(name) and (not name.is_headline or _is_borne_out(name, borne, edges))
    ]


def _read_names(
    layout: Layout, edges: frozenset[int], tagged: Sequence[ModelSpan], nouns: frozenset[int]
) -> list[Name]:
    """Return all candidates for names; `nouns` are where nouns for several people begin."""
    spans = [it for it in layout.sentences if not _DIRECTION.fullmatch(layout.text, *it)]
    sentences = [cut_words(layout.text, sentence) for sentence in spans]
    firsts = {span.start for span in spans}
    likely = (it.span for it in tagged if it.score > _LEAST_SHARE and not _says_kind(layout.text, it.span, firsts))
    tagged_words = (word for span in likely for word in cut_words(layout.text, span))
    casing = note_casing(sentences, (word.form for word in tagged_words if not is_noun(word.lower)))
    sure = [it.span for it in tagged if it.kind == "body" and it.score > _SURE_TAG]
    within = (three for span in sure for three in _by_three(cut_words(layout.text, span)))
    inside = frozenset(it.start for a, it, b in within if it.form in _WITHIN and _may_go_on(a, it, b))
    runs = [
        (run, is_headline)
        for span, words in zip(spans, sentences, strict=True)
        for is_headline in [_is_title_cased(words) and _may_be_headline(layout, span)]
        for run in find_capital_runs(layout.text, words, casing, edges, inside, nouns, is_headline=is_headline)
    ]
    own_titles = find_own_titles(layout.text, [run for run, is_headline in runs if not is_headline])
    names = (_name_of(layout, run, own_titles, is_headline=is_headline) for run, is_headline in runs)
    owned = _find_shops(layout.text)
    found = [_call_shop(layout.text, name) if name.words[-1] in owned else name for name in names if name is not None]
    return [_share_surname(layout.text, name, other) for name, other in zip_longest(found, found[1:])]


def _says_kind(text: str, span: Span, firsts: AbstractSet[int]) -> bool:
    """Whether the first word of a sentence says of what kind the body named next is: "Trade body | Kelp Air"."""
    found = _NOUN_OF_NAME.match(text, span.end) if span.start in firsts else None
    return found is not None and found[1] in bodies()


def _by_three(words: Sequence[Word]) -> Iterator[tuple[Word, Word, Word]]:
    """Yield each word with the one before it and the one after it."""
    return zip(words, words[1:], words[2:], strict=False)


def _may_go_on(before: Word, small: Word, after: Word) -> bool:
    """Whether a small word may stand within a body's name.

    "Friends of Wold", "Superintendency of the Sea", but "Kelp Laboratories | of Wold".
    """
    key = before.lower
    is_known = is_noun(key) or key in bodies() or key in read_words("title_parts") or key.endswith("ers")
    return small.form != "of" or is_known or after.form == "the"


def _share_surname(text: str, name: Name, other: Name | None) -> Name:
    """Return a first name with the surname of who is named with it: "Ada | and Tom Oats"."""
    if other is None or (len(name.words), len(other.words)) != (1, 2) or name.is_outlet:
        return name
    is_pair = is_first_name(name.words[0]) and is_first_name(other.words[0]) and other.kind is NameKind.PERSON
    if not is_pair or name.title or other.title or text[name.span.end : other.whole.start] != " and ":
        return name
    return name._replace(words=(*name.words, other.words[-1]), kind=NameKind.PERSON)


def _find_shops(text: str) -> set[str]:
    """Return the names that stand only with 's, at least twice with nothing that is owned: "Moss's, the baker, is"."""
    counts = Counter(found[1] for found in _SHOP.finditer(text)).most_common(_MOST_SHOPS)
    return {name for name, count in counts if count > 1 and not re.search(rf"\b{name}\b(?!['’]s)", text)}


def _call_shop(text: str, name: Name) -> Name:
    """Return the name of a firm with its 's."""
    end = name.span.end + 2
    words = (*name.words[:-1], name.words[-1] + text[name.span.end : end])
    return name._replace(
        span=Span(name.span.start, end), whole=Span(name.whole.start, end), words=words, kind=NameKind.BODY, female=None
    )


def _may_be_headline(layout: Layout, sentence: Span) -> bool:
    """Whether a sentence stands in the headline, does not end with a full stop, or is mostly in capitals."""
    in_title = layout.title is not None and layout.title.holds(sentence)
    words = [word for word in sentence.of(layout.text).split() if len(word) > 3]
    return in_title or layout.text[sentence.end - 1] != "." or 2 * sum(map(str.isupper, words)) > len(words)


def _is_title_cased(words: Sequence[Word]) -> bool:
    """Whether most longer words of a sentence begin with a capital, or a short line is all capitals: "KEY POINTS"."""
    is_shouted = 1 < len(words) <= _MOST_SHOUTED and all(word.form.isupper() for word in words)
    if is_shouted and not any(word.lower == "by" or word.lower in titles() for word in words):
        return True
    long = [word.form[0].isupper() for word in words if len(word.form) > 3 and word.form[0].isalpha()]
    return len(long) >= 4 and sum(long) >= _TITLE_CASE * len(long)


def _name_of(layout: Layout, run: Sequence[Word], own_titles: AbstractSet[str], *, is_headline: bool) -> Name | None:
    """Return a run of capitalised words as title and name; None if it is a title alone."""
    if is_office(layout.text, run) or (len(run) == 1 and run[0].form in own_titles and not run[0].form.isupper()):
        return None
    if len(run) == 1 and run[0].form in read_office_letters(layout.text):
        return None
    run = run[_count_office_of_body(run) :]
    own = next((n for n, word in enumerate(run) if word.form not in own_titles), 0)
    cut = count_title(run)
    if own:
        cut = max(cut, own)
    if cut and run[0].lower not in titles() and may_be_left_out([word.lower for word in run[cut:]]):
        cut = 0  # "Kelp Star Transport"
    if not cut and len(run) > 2:
        run = run[_count_foreign(layout.text, run) :]
    rest = drop_letters(_trim_small(run[cut:]))
    if rest and _FLIGHT.match(layout.text, rest[-1].start):
        rest = rest[:-1]
    if not rest or _is_of_office(run, cut) or _AMOUNT.match(layout.text, rest[0].start):
        return None
    words, title = tuple(word.form for word in rest), tuple(word.form for word in run[:cut])
    # The full stop of "Jr." is part of the name.
    is_short = rest[-1].lower in SUFFIXES and layout.text[rest[-1].end : rest[-1].end + 1] == "."
    span = Span(rest[0].start, rest[-1].end + is_short)
    local = LOCAL.match(layout.text, rest[-1].start)
    if local:
        span, words = Span(span.start, local.end()), (*words, local[1])
    kind, is_guess = (NameKind.BODY, False) if local else classify_name(words, title, layout.text, span)
    return Name(
        span,
        words,
        kind,
        title,
        whole=Span(run[0].start, span.end),
        is_quoted=bool(layout.quoted[span.start]),
        is_headline=is_headline,
        female=estimate_female(words, title) if kind in {NameKind.PERSON, NameKind.UNKNOWN} else None,
        is_outlet=is_outlet(words) or (kind is NameKind.BODY and len(words) == 1 and masthead_of(words[0]) is not None),
        is_guess=is_guess,
    )


# Who acts for a person or body; others are in office for something.
_ACTS_FOR = frozenset("attorney barrister counsel lawyer solicitor spokesman spokesperson spokeswoman".split())


def _count_office_of_body(run: Sequence[Word]) -> int:
    """Return how many words before the name of a body are an office in it: "Regional Counsel for the | City"."""
    of = next((n for n, word in enumerate(run[1:-1], 1) if word.form in OF), 0)
    if of and run[of].form == "for" and run[of - 1].lower in _ACTS_FOR:
        return of + 1  # "Counsel for | Kelp Clocks"
    if not of or run[of - 1].lower not in roles() or not all(_is_part_of_title(word.lower) for word in run[: of - 1]):
        return 0
    # "Vice-Chancellor of the | University of Wold"
    body = run[of + 1 :]
    is_body = run[-1].lower in bodies() or any(a.lower in bodies() and b.form == "of" for a, b in pairwise(body))
    return of + 1 + (body[0].form == "the" and len(body) > 1) if is_body else 0


def _is_part_of_title(word: str) -> bool:
    """Whether a word may stand before an office: "deputy", "regional", "(director) general"."""
    return word in read_words("title_parts") or word in roles() or word in titles()


def _is_of_office(run: Sequence[Word], cut: int) -> bool:
    """Whether what follows a title says only of what: "Commissioner | for Works", "Minister of Works | and Parks"."""
    if not cut or run[cut].form in OF:
        return cut > 0
    is_open = any(word.form in OF for word in run[:cut])
    # "Minister of Oceans and Outer Islands"; a person has two names there.
    is_short = cut == len(run) - 2 or run[-1].lower in read_words("matters")
    is_joined = run[cut].form in {"and", "&"} and is_short
    return is_open and (is_joined or (cut == len(run) - 1 and _is_matter(run[cut].lower)))


def _is_matter(word: str) -> bool:
    """Whether a word is what an office is for: "health", "works", "(human) resources"."""
    return is_noun(word) or word in read_words("title_parts") or word in read_words("matters")


def _is_after_role(text: str, place: int) -> bool:
    """Whether who is in office stands before what for: "the minister for Health", "the envoy to Latvia"."""
    found = _ROLE_OF.search(text, max(0, place - _MOST_ROLE_CHARS), place)
    return found is not None and (found.group(1) in titles() or found.group(1) in people())


def _count_foreign(text: str, run: Sequence[Word]) -> int:
    """Return how many words at the start of three or more are an office or a people, not the title and not the name."""
    if _is_after_role(text, run[0].start):
        return count_office(run) or int(_begins_with(countries(), run))
    return int(_begins_with(peoples(), run))


def _begins_with(known: AbstractSet[str], run: Sequence[Word]) -> bool:
    """Whether a full name stands after a people or country: "the Latvian Ada Moss", but no "German Moss Fund"."""
    first, last = run[0], run[-1].lower
    is_person = is_first_name(run[1].form) and last not in bodies() and last not in read_words("suffixes")
    return is_person and first.lower in known and not is_first_name(first.form)


def _apply_tags(text: str, names: Sequence[Name], tagged: Sequence[ModelSpan]) -> list[Name]:
    """Return the names with the shares of the model's tags, which also decide where the kind is a guess.

    Nobody is a person who stands only behind "in": "who was in Wold".
    """
    shares: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    at = 0
    for name in names:
        while at < len(tagged) and tagged[at].span.end <= name.span.start:
            at += 1
        for span in tagged[at : bisect_left(tagged, name.span.end, key=lambda span: span.span.start)]:
            if span.kind in _TAGS and not _is_part_of_body(name, span):
                shares[name.words][_TAGS.index(span.kind)] += span.score
    elsewhere = {name.words for name in names if not text.endswith(" in ", 0, name.whole.start)}
    found = (_apply_shares(name, shares[name.words]) if name.words in shares else name for name in names)
    return [
        name._replace(kind=NameKind.PLACE, female=None, tagged=(0.0, 0.0, 1.0))
        if name.is_guess and name.kind is NameKind.PERSON and name.words not in elsewhere
        else name
        for name in found
    ]


def _is_part_of_body(name: Name, tag: ModelSpan) -> bool:
    """Whether a name that is a person's by its words is only part of what is tagged: "Kelp & Co's | Ada Moss"."""
    is_part = tag.span.start < name.whole.start or tag.span.end > name.span.end
    return tag.kind == "body" and is_part and name.kind is NameKind.PERSON and not name.is_guess


def _apply_shares(name: Name, sums: Sequence[float]) -> Name:
    """Return the name with the model's shares and, if its kind was a guess, with the likeliest kind."""
    person, body, place = (value / sum(sums) for value in sums)
    name = name._replace(tagged=(person, body, place))
    best = max(range(3), key=name.tagged.__getitem__)
    if not name.is_guess or name.tagged[best] < _LEAST_SHARE:
        return name
    kind = _KINDS[best]
    return name._replace(kind=kind, female=estimate_female(name.words, name.title) if best == 0 else None)


def _trim_small(rest: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a name without small words at its ends, except particles and nouns for bodies."""
    while rest and rest[0].form.islower() and rest[0].lower not in PARTICLES:
        rest = rest[1:]
    while rest and rest[-1].form.islower() and (len(rest) == 1 or rest[-1].form not in bodies()):
        rest = rest[:-1]
    return rest


def _mark_surnames(names: Sequence[Name]) -> list[Name]:
    """Return the names, with `is_surname` set where a name is the last word of a person's full name.

    "Moss and Oats" are two where Ada Moss and Tom Oats are named.
    """
    surnames = {name.words[-1] for name in names if name.kind is NameKind.PERSON and len(name.words) > 1}
    found = []
    for name in names:
        if not name.title and name.words[1:-1] == ("and",) and surnames.issuperset(name.words[::2]):
            first, _, last = name.words
            one, other = (
                name.span._replace(end=name.span.start + len(first)),
                name.span._replace(start=name.span.end - len(last)),
            )
            known = name._replace(kind=NameKind.PERSON, is_guess=False, is_surname=True)
            found.append(known._replace(span=one, whole=one, words=(first,)))
            found.append(known._replace(span=other, whole=other, words=(last,)))
        else:
            is_surname = len(name.words) == 1 and name.words[0] in surnames
            found.append(name._replace(is_surname=True) if is_surname else name)
    return found


def _is_common(name: Name) -> bool:
    """Whether one capitalised word is a people, a group or a party member, not a name: Dutch, Democrats.

    A noun for a person may be a word of mastheads: "asked by the Courier".
    """
    if len(name.words) > 1 and " ".join(name.words).lower() in peoples():
        return True  # "North Korean"
    if len(name.words) != 1 or name.title or name.is_surname or name.is_outlet:
        return False
    word = name.words[0].lower().rsplit("-", 1)[-1]
    if name.is_headline and word in documents():
        return True  # "‘It leaked’: Report"
    return word in peoples() or (word in people() and not is_first_name(word))


def _is_borne_out(name: Name, borne: set[str], edges: frozenset[int]) -> bool:
    """Whether the body confirms a name in a headline: it has its words, or a source ends with it."""
    return borne.issuperset(name.words) or name.span.end in edges or is_first_name(name.words[0])
