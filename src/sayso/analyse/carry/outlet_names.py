"""The names of outlets in running text: their form, the nouns beside them, and the outlet that is named at a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.analyse.carry.outlet_lookup import Certainty, Known, is_body, listed_first, look_up, masthead_of
from sayso.months import ANY_DAY, ANY_MONTH
from sayso.text import Span

__all__ = [
    "LINKED",
    "NAME",
    "NOUNS",
    "OF",
    "UPPER",
    "OutletMention",
    "bare_name",
    "call_by_name",
    "classify_noun",
    "cut_days",
    "find_name_starts",
    "find_named",
    "has_the",
    "longest_listed",
    "read_outlet_mention",
    "read_outlet_mentions",
    "read_programme",
]

# A capital letter of any alphabet that has them.
UPPER = r"[^\W\d_a-zß-öø-ÿāćčēęěğīıłńōőřśşšţūůűźżž]"
_WORD = (
    r"(?:(?:St|Mt|Ft|Mr|Dr)\.\s)?(?<!\w)(?:(?:al|el|an|as|ad)-)?"
    rf"{UPPER}\w{{0,30}}(?:[-.&+/](?=\w)\w{{1,30}}|[’'](?!s\b)\w{{1,30}}){{0,4}}"
)
_SPACE = r"[^\S\n]"
_LINK = (
    r"(?:(?:of|for|de|della|di|do|da|du|del|la|le|les|der|die|den|el|al|van|von)"
    rf"{_SPACE}(?:(?:the|la){_SPACE})?|&{_SPACE})?"
)
# A capitalised name of up to eight words.
NAME = rf"{_WORD}(?:{_SPACE}{_LINK}(?:{_WORD}|\d{{1,3}}(?:\.\d)?(?!\w))){{0,7}}"
_AIR = r"broadcaster|channel|station|network|television|TV|radio|show|programme|program|podcast"
# Nouns for outlets beside their names: the Paris daily Le Vent.
NOUNS = (
    r"newspaper|daily|weekly|tabloid|magazine|news[ ]site|website|site|web[ ]site|blog|newsletter|outlet|paper|journal"
    r"|news[ ]agency|agency|portal|publication|wire[ ]service|radio[ ]station|television[ ]station|TV[ ]station"
    rf"|newscast|{_AIR}"
)
_A_NOUN = re.compile(NOUNS)
_KINDS = {
    "podcast": "podcast", "show": "programme", "program": "programme", "programme": "programme",
    "agency": "agency", "service": "agency", "journal": "journal",
}  # fmt: skip
_DAYS = re.compile(rf"(?:\s(?:on\s)?(?:{ANY_DAY})|\s(?:{ANY_MONTH}))+(?:\s\d{{1,2}})?$")
_PART = re.compile(r"[\w&+'’./-]*[\w&+]")
_LONGEST = 60

# With what a name of the lists goes on, as that of another outlet: "La Voz | de la Sierra".
LINKED = re.compile(rf"[ \xa0](?:d[aeiou]|del|della|des)[ \xa0](?:(?:la|los?|las)[ \xa0])?{_WORD}")
_NAME = re.compile(NAME)
_TITLE = re.compile(r"(?:[“\"«]|[‘']{1,2})[ ]?(?P<title>[A-Z0-9][^“”\"‘«»\n]{0,60}?)[,.]?(?:[”\"»]|[’']{1,2}(?!\w))")
_ARTICLE = re.compile(r"(?:the|an?|his|her|their|its|our)\s", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"(?:(?:the|an?|its|his|her|their|our|another)\s)?(?:(?:[A-Z]\w{1,20}[’']s?|[\w-]{1,25})\s){0,6}?"
    rf"(?P<noun>{NOUNS}),?\s(?:called\s|named\s)?(?:[Tt]he\s)?(?={UPPER}|[“\"‘'«])"
)
_POSSESSIVE = re.compile(r"[’']s?\s(?=[\w“\"‘'])|\s(?=[“\"][A-Z])")
_IS_SHOW = re.compile(r"\s(?:show|program|programme|podcast)\b")
_SHOW = re.compile(r"(?:[\w-]{1,20}\s){0,3}?(?:show|program|programme|podcast)\b")
_SUFFIX = re.compile(rf"[ \t](?:[a-z]{{1,15}}\s)?(?P<noun>{NOUNS})s?\b(?!-)")
OF = re.compile(r"\s(?:of|for|from|at)\s(?:the\s)?")
_WHO_IS_OF = re.compile(r",?\s(?:[a-z]{1,15}\s){0,3}(?:of|from|with|at|for)\s(?:the\s)?")
_AND = re.compile(r",?\sand\s|,\s")
_ONLY_DAYS = re.compile(rf"(?:{ANY_DAY}|{ANY_MONTH})\b")
_MOST_NAMES = 4
_MARKED_WORDS = 6
# Kinds where the noun decides, not the name: the podcast The Wold Post.
_FIRM = {"podcast", "journal", "programme"}
# "The Voice of" a place is one name; of "the Star-Ledger of" a place, the place is cut off.
_UNCUT = frozenset("Journal Journals Annals Archives Voice Times Review Echo Bulletin Proceedings Radio News".split())
_PRINTED = {"newspaper", "agency", "digital", "magazine"}
_CAPITAL = re.compile(UPPER)
_PREFIXES = frozenset({"al-", "el-", "an-", "as-", "ad-"})
_SHORT_TITLES = frozenset({"St.", "Mt.", "Ft.", "Mr.", "Dr."})


def find_name_starts(text: str) -> list[int]:
    """Return the places where a NAME may begin, in order.

    >>> find_name_starts("a BBC team, al-Wold")
    [2, 12, 15]
    """
    starts = []
    for found in _CAPITAL.finditer(text):
        at = found.start()
        if text[at - 3 : at] in _PREFIXES and not _is_in_word(text, at - 3):
            starts.append(at - 3)
        if not _is_in_word(text, at) or text[at : at + 3] in _SHORT_TITLES:
            starts.append(at)
    return starts


def _is_in_word(text: str, place: int) -> bool:
    """Whether a letter, digit or _ stands before a place."""
    return place > 0 and (text[place - 1].isalnum() or text[place - 1] == "_")


def find_named(form: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield what `form.finditer(text)` would, for an expression that begins with NAME, in a fraction of the time.

    >>> [found.group() for found in find_named(re.compile(NAME), "a BBC team", [2])]
    ['BBC']
    """
    end = 0
    for start in starts:
        found = form.match(text, start) if start >= end else None
        if found:
            yield found
            end = found.end()


@dataclass(frozen=True, slots=True)
class OutletMention:
    """An outlet, programme or person named at a place.

    Attributes:
        name: The name, without article.
        span: From its article or description to its end.
        kind: Kind of outlet, "programme", "podcast", "journal", or empty.
        certainty: How certain it is that this is an outlet.
    """

    name: str
    span: Span
    kind: str
    certainty: Certainty


def read_outlet_mentions(text: str, at: int) -> tuple[OutletMention, ...]:
    """Return the names at a place, joined by "and" or commas; all but the first are certainly outlets.

    >>> [outlet.name for outlet in read_outlet_mentions("told the Wold Gazette and Radio Nine.", 5)]
    ['Wold Gazette', 'Radio Nine']
    """
    first = read_outlet_mention(text, at)
    if not first:
        return ()
    found = [first]
    while len(found) < _MOST_NAMES and (joined := _AND.match(text, found[-1].span.end)):
        following = read_outlet_mention(text, joined.end())
        if not following or following.certainty is not Certainty.SURE:
            break
        found.append(following)
    return tuple(found)


def read_outlet_mention(text: str, at: int) -> OutletMention | None:
    """Return the name at a place, or the outlet of the person named there; None without a name.

    >>> read_outlet_mention("told Mara Quill of the Wold Gazette on Friday", 5).name
    'Wold Gazette'
    """
    described = _read_described(text, at)
    if described:
        return described
    article = _ARTICLE.match(text, at)
    start = article.end() if article else at
    return _read_marked(text, at, start) or _read_plain(text, at, start)


def read_programme(text: str, at: int) -> OutletMention | None:
    """Return the programme of a station at a place: Radio Quay's Drive Home; else the same as `read_outlet_mention`.

    >>> read_programme("on Radio Quay’s Drive Home.", 3).name
    'Drive Home'
    """
    outlet = read_outlet_mention(text, at)
    if not outlet or outlet.kind != "broadcaster":
        return outlet
    station = _NAME.match(text, outlet.span.start)
    joined = _POSSESSIVE.match(text, station.end()) if station else None
    inner = _NAME.match(text, joined.end()) if joined and joined.group().strip() else None
    if not inner:
        return outlet
    name = cut_days(inner.group())
    return OutletMention(bare_name(name), Span(at, inner.start() + len(name)), "programme", Certainty.SURE)


def has_the(text: str, start: int) -> bool:
    """Whether a name has an article: "the" before its place, or "The" at it.

    >>> has_the("told the Courier", 9), has_the("The Courier", 0), has_the("Courier", 0)
    (True, True, False)
    """
    return text[max(0, start - 4) : start].lower() == "the " or text[start : start + 4] == "The "


def _read_described(text: str, at: int) -> OutletMention | None:
    """Return a name after a description: the Paris daily Le Vent; the podcast “Loose Ends”."""
    found = _DESCRIBED.match(text, at)
    if not found:
        return None
    noun = found["noun"].split()[-1]
    kind = classify_noun(noun)
    title = _read_marked(text, at, found.end())
    if title:
        return OutletMention(title.name, title.span, kind, Certainty.SURE)
    plain = _read_plain(text, found.end(), found.end())
    if not plain or (plain.certainty is Certainty.NONE and noun == "paper" and " " in plain.name):
        return None
    chosen = kind if kind in _FIRM or not plain.kind else plain.kind
    return OutletMention(plain.name, Span(at, plain.span.end), chosen, Certainty.SURE)


def _read_marked(text: str, at: int, start: int) -> OutletMention | None:
    """Return a name in marks, “Morning Ride”: a programme, if all its longer words are capitalised."""
    title = _TITLE.match(text, start)
    if not title:
        return None
    name = title["title"].strip(" ,.")
    words = name.split()
    if len(words) > _MARKED_WORDS or any(word[:1].islower() and len(word) > 3 for word in words):
        return None
    known = look_up(name, marked=True)
    span = Span(at, title.end())
    if known.kind in _PRINTED and known.certainty is Certainty.SURE:
        return OutletMention(bare_name(name), span, known.kind, known.certainty)
    return OutletMention(name, span, "programme", max(known.certainty, Certainty.WEAK))


def _read_plain(text: str, at: int, start: int) -> OutletMention | None:
    """Return a capitalised name, with the programme, outlet or noun that follows it."""
    found = _NAME.match(text, start)
    if not found:
        return None
    listed = longest_listed(text, start)
    name = (listed or cut_days(found.group())).replace("\xa0", " ")
    if _ONLY_DAYS.match(name) and not listed:
        return None
    end = start + len(name)
    known = _with_article(look_up(name), name, has_article=has_the(text, start))
    linked = LINKED.match(text, end) if listed else None
    if linked:
        name, end = name + linked.group(), linked.end()
    station, _, rest = name.partition(" ")
    if known.kind != "programme" and look_up(station).kind == "broadcaster" and look_up(rest).kind == "programme":
        return OutletMention(rest, Span(at, end), "programme", Certainty.SURE)
    return (
        _read_owned(text, at, end, known)
        or _read_employer(text, at, start, name, known)
        or _read_suffix(text, at, start, name, known)
        or OutletMention(bare_name(name), Span(at, end), known.kind, known.certainty)
    )


def _with_article(known: Known, name: str, *, has_article: bool) -> Known:
    """Return what is known about a name with an article: "the Courier" may be one word of mastheads."""
    alone = masthead_of(name) if has_article and known.certainty is not Certainty.SURE else None
    return alone._replace(stands_for=known.stands_for) if alone else known


def _read_owned(text: str, at: int, end: int, known: Known) -> OutletMention | None:
    """Return the programme of "Wold Radio’s “Morning Ride”", the station of "Wold Radio’s Mara Quill"."""
    joined = _POSSESSIVE.match(text, end)
    if not joined:
        return None
    title = _read_marked(text, at, joined.end()) if known.certainty is not Certainty.NONE else None
    owned = bool(joined.group().strip())
    if title and (owned or title.certainty is Certainty.SURE or _IS_SHOW.match(text, title.span.end)):
        return OutletMention(title.name, title.span, title.kind, Certainty.SURE)
    if not owned:
        return None
    show = _SHOW.match(text, joined.end())
    if show:
        return OutletMention(bare_name(text[at : show.end()]), Span(at, show.end()), "programme", Certainty.SURE)
    # A station's programme, and an outlet of a place: Norland's Wold Gazette.
    inner = _NAME.match(text, joined.end())
    name = cut_days(inner.group()) if inner else ""
    own = look_up(name)
    is_outlet = own.kind == "programme" or (known.certainty is Certainty.NONE and own.certainty is not Certainty.NONE)
    end = joined.end() + len(name)
    return OutletMention(bare_name(name), Span(at, end), own.kind, own.certainty) if is_outlet else None


def _read_employer(text: str, at: int, start: int, name: str, known: Known) -> OutletMention | None:
    """Return the outlet of "Mara Quill of the Wold Gazette", also where "of" was read as part of the name."""
    if known.certainty is Certainty.SURE and " of " not in name:
        return None
    for inner in OF.finditer(name):
        before, rest = name[: inner.start()], name[inner.end() :]
        whole = known.stands_for or before.rsplit(maxsplit=1)[-1] in _UNCUT
        outlet = look_up(before)
        if outlet.certainty is Certainty.SURE and not whole:
            return OutletMention(bare_name(before), Span(at, start + len(before)), outlet.kind, Certainty.SURE)
        has_article = inner.group().endswith("the ")
        outlet = _with_article(look_up(rest), rest, has_article=has_article)
        if outlet.certainty is Certainty.SURE and (" " in before or has_article):
            return OutletMention(bare_name(rest), Span(at, start + len(name)), outlet.kind, Certainty.SURE)
    # Mara Quill, who writes for the Wold Gazette.
    is_person = " " in name and known.certainty is not Certainty.SURE
    joined = _WHO_IS_OF.match(text, start + len(name)) if is_person else None
    employer = _NAME.match(text, joined.end()) if joined else None
    called = cut_days(employer.group()) if employer else ""
    known = look_up(called)
    if not employer or (known.certainty is not Certainty.SURE and not known.stands_for):
        return None
    return OutletMention(bare_name(called), Span(at, employer.start() + len(called)), known.kind, Certainty.SURE)


def _read_suffix(text: str, at: int, start: int, name: str, known: Known) -> OutletMention | None:
    """Return a name that the noun after it makes an outlet: Il Faro newspaper, a Norland radio station."""
    end = start + len(name)
    suffix = _SUFFIX.match(text, end)
    if not suffix or is_body(name.rsplit(maxsplit=1)[-1]):
        return None
    kind = classify_noun(suffix["noun"].split()[-1])
    if kind == "programme" and known.certainty is Certainty.SURE:
        return None
    if known.certainty is not Certainty.SURE and text[at : at + 2].lower() in {"a ", "an"}:
        name = text[start : suffix.end()]
    return OutletMention(bare_name(name), Span(at, suffix.end()), known.kind or kind, Certainty.SURE)


def bare_name(name: str) -> str:
    r"""Return a name without its article.

    >>> bare_name("The Wold\xa0Gazette")
    'Wold Gazette'
    """
    name = " ".join(name.split())
    return name[4:] if name[:4] in {"The ", "the "} else name


def call_by_name(text: str, name: str, evidence: Iterable[Span]) -> str:
    """Return the name as a reader would say it: "Mir" of "the Mir channel", "The Duran" if the article belongs to it.

    What has no capital keeps its noun: "state television". "The" with a capital within a sentence belongs to the name;
    at the start of a sentence it may not.

    >>> text = "He told the Mir channel. The text stood in The Duran."
    >>> call_by_name(text, "Mir channel", [Span(3, 23)]), call_by_name(text, "Duran", [Span(25, 52)])
    ('Mir', 'The Duran')
    >>> call_by_name(text, "state television", [])
    'state television'
    """
    words = name.split()
    if len(words) > 1 and words[-1].islower() and not name.islower() and _A_NOUN.fullmatch(words[-1]):
        name = " ".join(words[:-1])
    pattern = re.compile(rf"\w,? [“‘\"]?The {re.escape(name)}\b")
    if any(pattern.search(text, max(0, span.start - 2), span.end) for span in evidence):
        return f"The {name}"
    return name


def cut_days(name: str) -> str:
    """Return a name without the day or month that follows it.

    >>> cut_days("Wold Gazette Monday")
    'Wold Gazette'
    """
    days = _DAYS.search(name)
    return name[: days.start()] if days else name


def classify_noun(noun: str) -> str:
    """Return the kind of outlet that a noun means.

    >>> classify_noun("station"), classify_noun("tabloid")
    ('broadcaster', 'newspaper')
    """
    return _KINDS.get(noun) or ("broadcaster" if noun in _AIR.split("|") else "newspaper")


def longest_listed(text: str, start: int) -> str:
    """Return the longest name of an outlet or programme in the lists, of several words, at a place; else empty.

    >>> longest_listed("told the Globe and Mail that", 9)
    'Globe and Mail'
    """
    first = _PART.match(text, start)
    if not first or not listed_first(first.group()):
        return ""
    line, _, _ = text[start : start + _LONGEST].partition("\n")
    stretch = line.replace("\xa0", " ")
    ends = [found.end() for found in _PART.finditer(stretch)][:8]
    names = (stretch[:end] for end in reversed(ends))
    return next((name for name in names if _is_listed(name)), "")


def _is_listed(name: str) -> bool:
    """Whether the lists have a name of several words, or a station and its programme: CBS Face the Nation."""
    if " " not in name and "-" not in name:
        return False
    known = look_up(name)
    if known.stands_for or known.kind == "programme":
        return True
    station, _, rest = name.partition(" ")
    return look_up(rest).kind == "programme" and look_up(station).kind == "broadcaster"
