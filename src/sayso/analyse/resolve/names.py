"""Proper names in running text: where they stand, the title before them, and what kind of party they may name.

A name is a run of capitalised words. What begins a sentence is capitalised anyway: there, a single word counts
as a name only where the rest of the text or the list of first names bears it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from sayso.analyse.carry.outlets import Certainty, look_up
from sayso.analyse.layout import Layout
from sayso.analyse.lexicon import plain_letters, read_shares, read_table, read_words
from sayso.text import Span

__all__ = ["Name", "NameKind", "Word", "cut_words", "find_names", "tell_female"]


class NameKind(str, Enum):
    """What a name may stand for, told from its words and what stands around it."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text; a possessive 's is not part of it."""

    start: int
    end: int
    form: str

    @property
    def lower(self) -> str:
        """The word in small letters, without full stops."""
        return self.form.replace(".", "").lower()


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text.

    Attributes:
        span: The name, without title or article.
        words: Its words as they stand there.
        kind: What it may stand for.
        title: The capitalised words before it that say what he or she is ("Foreign Minister"); may be empty.
        whole: The name with its title.
        is_quoted: Whether it stands inside quotation marks.
        is_headline: Whether it stands in a line whose words are all capitalised.
        female: How likely the person is a woman, from title and first name; None if nothing tells.
        is_surname: Whether it is one word, with which a fuller name in the text ends.
        is_outlet: Whether it is the name of a well-known outlet.
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


_WORD = re.compile(r"(?:[^\W\d_]\.){1,6}(?![^\W_])|[^\W_]+(?:[-&'’.][^\W_]+)*|&")
_POSSESSIVE = re.compile(r"['’][sS]$")
_PARTICLES = frozenset("de del della di da dos das du la le van von der den ter ten bin ibn al el ben bint abu y ap af".split())
_JOINING = frozenset("of for on to and & the".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
# Capitalised at the start of a sentence and never part of a name.
_OPENERS = frozenset(
    """
    a an the this that these those my your his her its our their i he she it we you they who what which whose where when
    why how if as at by for from in into of off on onto out over to under up with without within about above across after
    against along among around before behind below beneath beside between beyond despite during except inside like near
    since through throughout toward towards until upon via while because although though unless whereas whether and but or
    nor so yet not no yes only even just also then thus hence however still again now today tomorrow yesterday tonight
    here there once never ever always often sometimes usually rarely perhaps maybe meanwhile moreover instead otherwise
    indeed finally eventually recently earlier later soon already nearly almost about asked according both either neither
    each every all any some many most more much few several other others another such same one two three four five six
    seven eight nine ten first second third last next let's said says say told added though too let do does did is are was
    were be been being have has had can could may might must shall should will would speaking asking citing noting
    separately additionally similarly likewise nevertheless nonetheless furthermore currently previously originally
    apparently clearly obviously reportedly allegedly unfortunately fortunately surely certainly probably
    """.split()
)
_TIMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december oct nov dec tue wed thu thurs am pm christmas easter thanksgiving ramadan et gmt
    """.split()
)
# Words of a line that begin with a capital, of those of four letters and more, from which on it is a headline's.
_TITLE_CASE = 0.7
_PREFIXED = ("pro-", "anti-", "non-", "ex-", "then-", "mid-", "post-", "pre-", "un-", "self-", "co-")
_AFFILIATION = re.compile(r"[DRI]-[A-Z]")
_GAPS = re.compile(r"(?:[ \u00a0\t]|\r?\n){1,2}")
_NICKNAME = re.compile(r" [(\"“‘']([^\W\d_]{2,15})[)\"”’'] ")


def cut_words(text: str, span: Span) -> list[Word]:
    """The words of a stretch of the text, in order; possessive endings cut off.

    >>> [word.form for word in cut_words("J.K. O'Neill’s U.S. trip", Span(0, 24))]
    ['J.K.', "O'Neill", 'U.S.', 'trip']
    """
    words = []
    for found in _WORD.finditer(text, span.start, span.end):
        form = found.group()
        ending = _POSSESSIVE.search(form)
        end = found.start() + ending.start() if ending else found.end()
        words.append(Word(found.start(), end, text[found.start() : end]))
    return words


def find_names(layout: Layout, edges: Iterable[int] = ()) -> list[Name]:
    """The proper names of a text, in order. It takes time in proportion to the text.

    No name goes on over one of the `edges`: where sources and cues begin and end.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> names = find_names(lay_out(Article("a", "Then Foreign Minister Ada Moss met the BBC.")))
    >>> [(" ".join(name.words), name.kind.value, name.title) for name in names]
    [('Ada Moss', 'person', ('Foreign', 'Minister')), ('BBC', 'body', ())]
    """
    text = layout.text
    sentences = [cut_words(text, sentence) for sentence in layout.sentences]
    lower = {word.form for words in sentences for word in words if word.form.islower()}
    inner = {word.form for words in sentences for word in words[1:] if word.form[:1].isupper()}
    cased = _title_cased(layout, sentences)
    edges = frozenset(edges)
    found: list[Name] = []
    for words, is_headline in zip(sentences, cased, strict=True):
        for run in _runs(text, words, lower, inner, edges, is_headline=is_headline):
            found.append(_name_of(layout, run, is_headline=is_headline))
    borne = {word for name in found if not name.is_headline for word in name.words}
    found = _cut_long(found)
    surnames = {name.words[-1] for name in found if name.kind is NameKind.PERSON and len(name.words) > 1}
    found = [replace(n, is_surname=True) if len(n.words) == 1 and n.words[0] in surnames else n for n in found]
    found = [name for name in found if not _is_common(name)]
    return [name for name in found if name.words and (not name.is_headline or _is_borne_out(name, borne, edges))]


def _cut_long(names: list[Name]) -> list[Name]:
    """The names, with those cut that begin with another person's full name and run on: "Ada Moss Polling Day"."""
    full = {name.words for name in names if name.kind is NameKind.PERSON and 1 < len(name.words) < 4}
    out = []
    for name in names:
        short = next((name.words[:n] for n in (3, 2) if len(name.words) > n + 1 and name.words[:n] in full), None)
        if short is None:
            out.append(name)
            continue
        length = len(" ".join(short))
        span, whole = name.span, name.whole
        out.append(replace(name, words=short, span=Span(span.start, span.start + length), whole=Span(whole.start, span.start + length)))
    return out


def _is_common(name: Name) -> bool:
    """Whether a single capitalised word is a people, a party's member or a group, and no name: Dutch, Democrats."""
    if len(name.words) != 1 or name.title or name.is_surname:
        return False
    word = name.words[0].lower().rsplit("-", 1)[-1]
    return word in _peoples() or (word in _people() and plain_letters(word) not in read_shares())


@cache
def _peoples() -> frozenset[str]:
    """Adjectives and nouns for the people of a place or party, in small letters."""
    forms = (form for row in read_table("demonyms") for form in row[1].split("|") if form)
    return frozenset(form.lower() for form in forms) | {"democratic", "republican", "gop", "catholic", "muslim", "christian"}


def _is_borne_out(name: Name, borne: set[str], edges: frozenset[int]) -> bool:
    """Whether a name in a line of capitals is one: the body has its words, or it is the end of a source."""
    return borne.issuperset(name.words) or name.span.end in edges or plain_letters(name.words[0]) in read_shares()


def _title_cased(layout: Layout, sentences: Sequence[Sequence[Word]]) -> list[bool]:
    """For each sentence, whether nearly all of its longer words begin with a capital."""
    cased = []
    for words in sentences:
        long = [word.form[0].isupper() for word in words if len(word.form) > 3 and word.form[0].isalpha()]
        cased.append(len(long) >= 4 and sum(long) >= _TITLE_CASE * len(long))
    return cased


def _runs(
    text: str, words: Sequence[Word], lower: set[str], inner: set[str], edges: frozenset[int], *, is_headline: bool
) -> Iterator[list[Word]]:
    """Yield the runs of capitalised words of a sentence, with the small words that join them."""
    run: list[Word] = []
    joint: list[Word] = []
    for n, word in enumerate(words):
        before = run[-1] if run else None
        if before is not None and (word.start in edges or before.end in edges or not _touch(text, (joint or run)[-1], word)):
            yield from _finish(text, run, words, lower, inner)
            run, joint = [], []
        if _is_capital(word, first=not run or is_headline):
            run += [*joint, word]
            joint = []
        elif run and not joint and _joins(word, run):
            joint = [word]
        elif run and joint and word.form in {"the", "a"}:
            joint.append(word)
        elif run:
            if not joint and _is_body_head(text, words, n):
                run.append(word)
            yield from _finish(text, run, words, lower, inner)
            run, joint = [], []
    if run:
        yield from _finish(text, run, words, lower, inner)


def _is_body_head(text: str, words: Sequence[Word], n: int) -> bool:
    """Whether a small word makes a body of the name before it: "the Moss campaign", but not "Moss campaign manager"."""
    if words[n].form not in read_words("organisations") or text[words[n - 1].end : words[n].start] != " ":
        return False
    if n + 1 < len(words) and text[words[n].end : words[n + 1].start] == " ":
        following = words[n + 1].form
        return not (following[0].isupper() or following in _people() or following in read_words("organisations"))
    return True


def _is_usual(run: Sequence[Word], lower: set[str], inner: set[str]) -> bool:
    """Whether the first word of a sentence is one of the language: the text has it in small letters elsewhere."""
    form, key = run[0].form, run[0].lower
    if key not in lower or form in inner or key in read_words("titles"):
        return False
    return len(run) == 1 or plain_letters(form) not in read_shares()


def _is_adjective(ending: str) -> bool:
    """Whether what follows a hyphen makes the word an adjective or a description."""
    return ending.islower() and (ending.endswith(("ed", "ing")) or ending in _people() or ending in _ENDINGS)


_ENDINGS = frozenset("era style like led born wide run owned friendly only leaning type old long level".split())


def _is_outlet(words: Sequence[str]) -> bool:
    """Whether a name of several words is surely an outlet's."""
    return len(words) > 1 and look_up(" ".join(words)).certainty is Certainty.SURE


@cache
def _people() -> frozenset[str]:
    """Nouns for one person or several."""
    rows = read_table("roles")
    return frozenset(row[0] for row in rows) | {row[3] for row in rows} | read_words("groups")


def _touch(text: str, before: Word, word: Word) -> bool:
    """Whether two words stand side by side, apart by a space, an abbreviation's full stop or a nickname."""
    gap = text[before.end : word.start]
    if _GAPS.fullmatch(gap) or _NICKNAME.fullmatch(gap):
        return True
    known = before.lower in read_words("titles") or before.lower in _SUFFIXES or len(before.form) == 1
    if gap[:1] == "." and known and _GAPS.fullmatch(gap[1:]):
        return True
    return gap in {", ", " "} and word.lower in {"jr", "sr"}


def _is_capital(word: Word, *, first: bool) -> bool:
    form = word.form
    if form == "I" or word.lower in _TIMES or _AFFILIATION.match(form):
        return False
    # "Prize-winning", "Leeds-based": what follows the hyphen makes it an adjective.
    if "-" in form and _is_adjective(form.rsplit("-", 1)[1]):
        return False
    if form[0].isupper():
        return not (first and word.lower in _OPENERS)
    # al-Assad, iPhone, eBay
    return form[0].isalpha() and not form.startswith(_PREFIXED) and any(c.isupper() for c in form)


def _joins(word: Word, run: Sequence[Word]) -> bool:
    """Whether a small word may stand within a name, after what was read of it."""
    if word.form in _PARTICLES:
        return True
    if word.form not in _JOINING or word.form == "the":
        return False
    if word.form in {"and", "&"}:
        return word.form == "&" or any(w.form in {"of", "for", "on"} for w in run)
    heads = read_words("organisations")
    last = run[-1].lower
    if any(w.form in {"of", "for"} for w in run) and not read_words("titles") & {run[0].lower}:
        return True
    return last in heads or (word.form == "of" and (last in read_words("titles") or last in _people()))


def _finish(
    text: str, run: list[Word], sentence: Sequence[Word], lower: set[str], inner: set[str]
) -> Iterator[list[Word]]:
    """Yield the run, rid of what begins the sentence and is no name."""
    while run and run[0] is sentence[0]:
        form, key = run[0].form, run[0].lower
        is_upper = len(form) > 1 and form.isupper()
        if key in _OPENERS or _is_usual(run, lower, inner):
            run = run[1:]
        elif len(run) == 1 and not is_upper and form not in inner and plain_letters(form) not in read_shares():
            run = []
        else:
            break
        while run and not run[0].form[0].isupper():
            run = run[1:]
    if run and not (len(run) == 1 and run[0].form == "I"):
        yield run


def _name_of(layout: Layout, run: list[Word], *, is_headline: bool) -> Name:
    """A run of capitalised words as title and name."""
    cut = len(run) if _is_office(run) else _count_title(run)
    title, rest = run[:cut], run[cut:]
    while rest and not rest[0].form[0].isupper() and rest[0].lower not in _PARTICLES and rest[0].form.islower():
        rest = rest[1:]
    while rest and rest[-1].form.islower() and (len(rest) == 1 or rest[-1].form not in read_words("organisations")):
        rest = rest[:-1]
    words = tuple(word.form for word in rest)
    if not rest:
        return Name(Span(run[0].start, run[-1].end), (), NameKind.UNKNOWN, (), Span(run[0].start, run[-1].end))
    end = rest[-1].end + (rest[-1].lower in _SUFFIXES and layout.text[rest[-1].end : rest[-1].end + 1] == ".")
    span = Span(rest[0].start, end)
    forms = tuple(word.form for word in title)
    kind = _tell_kind(words, forms, layout.text, span)
    female = tell_female(words, forms) if kind in {NameKind.PERSON, NameKind.UNKNOWN} else None
    is_quoted = bool(layout.quoted[span.start])
    whole = Span(run[0].start, end)
    return Name(span, words, kind, forms, whole, is_quoted, is_headline, female, is_outlet=_is_outlet(words))


def _is_office(run: Sequence[Word]) -> bool:
    """Whether a run is an office and names nobody: "Prime Minister", "Minister of Works"."""
    titles, courtesy = read_words("titles"), _title_genders()
    if run[0].lower not in titles or plain_letters(run[0].form) in read_shares():
        return False
    if len(run) > 2 and run[1].form == "of" and len(run) <= 4:
        return plain_letters(run[-1].form) not in read_shares()
    if len(run) < 2 or run[-1].lower not in titles or run[-2].lower in courtesy or len(run[-2].form) < 4:
        return False
    return all(word.lower in titles or word.lower in read_words("title_parts") for word in run)


def _count_title(run: Sequence[Word]) -> int:
    """How many words at the start of the run are a title: all up to the last that is one, and a name after it."""
    titles, heads, first = read_words("titles"), read_words("organisations"), read_shares()
    if run[-1].lower in heads and run[-1].lower not in titles:
        return 0
    cut = 0
    for n, word in enumerate(run[:-1]):
        # "Dean Harper" is a name; "Sen Harper" and "Sir Harper" are titles with one.
        if n == 0 and len(run) == 2 and len(word.form) > 3 and word.lower in first and word.lower not in _title_genders():
            return 0
        if word.lower in titles and (word.lower not in first or n == 0 or cut == n or run[n - 1].lower not in first):
            cut = n + 1
            if run[n + 1].form == "of" and n + 3 < len(run):
                cut = n + 3
        elif word.form[0].isupper() and word.lower in first and n + 1 < len(run) and run[n + 1].lower not in titles:
            break
    return cut


def _tell_kind(words: Sequence[str], title: Sequence[str], text: str, span: Span) -> NameKind:
    """What a name may stand for."""
    keys = [word.replace(".", "").lower() for word in words]
    heads, places = read_words("organisations"), _places()
    whole = " ".join(keys)
    if title and not (set(keys) & heads and len(keys) > 1 and keys[-1] in heads):
        return NameKind.PERSON
    if whole in places:
        return NameKind.PLACE
    if whole in heads or whole in read_words("bodies") or _is_outlet(words) or keys[-1] in read_words("suffixes") or (len(keys) > 1 and keys[-1] in heads) or any(k in {"of", "for", "on", "&"} for k in keys):
        return NameKind.BODY
    if len(words) == 1 and len(words[0]) > 1 and words[0].replace(".", "").isupper():
        return NameKind.BODY
    if 1 < len(words) < 6 and (plain_letters(words[0]) in read_shares() or re.fullmatch(r"(?:[^\W\d_]\.)+|[^\W\d_]", words[0])):
        return NameKind.PERSON
    if re.match(r",? (?:who\b|aged? \d|\d\d,|\(?[DR]-)", text[span.end : span.end + 10]):
        return NameKind.PERSON
    if any(key in heads for key in keys) and len(keys) > 1:
        return NameKind.BODY
    if len(keys) == 1 and plain_letters(words[0]) in read_shares():
        return NameKind.UNKNOWN
    if re.search(r"\b[Tt]he $", text[max(0, span.start - 4) : span.start]):
        return NameKind.BODY
    return NameKind.PERSON if 1 < len(words) < 4 else NameKind.UNKNOWN


@cache
def _places() -> frozenset[str]:
    """Places, their seats and other names, in small letters and without full stops."""
    cells = (cell for row in read_table("demonyms") for cell in (row[0], *row[2:]))
    return frozenset(part.replace(".", "").lower() for cell in cells for part in cell.split("|") if part)


@cache
def _title_genders() -> dict[str, float]:
    """Titles that only a man or only a woman bears: the share of women, 0 or 1."""
    return {title: float(gender == "f") for title, gender in read_table("title_genders")}


def tell_female(words: Sequence[str], title: Sequence[str]) -> float | None:
    """How likely the bearer of a name is a woman, 0–1; None if neither title nor first name tells.

    >>> tell_female(("Moss",), ("Ms",))
    1.0
    """
    for word in title:
        share = _title_genders().get(word.replace(".", "").lower())
        if share is not None:
            return share
    return read_shares().get(plain_letters(words[0])) if len(words) > 1 or not title else None
