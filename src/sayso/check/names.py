"""Whether the label of a turn and a name in an article may be one person's: "SEN. ROE (D-OHIO)", "Roe, Ada"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from sayso.nicknames import are_forms_of_one

__all__ = ["is_role", "is_same_speaker"]

# Who speaks is not known, whatever stands beside these.
_UNKNOWN = frozenset(
    "q question questions questioner unidentified unknown inaudible male female voice voices crowd audience "
    "man woman men women multiple group all both protester protesters participant participants".split()
)
# What stands before a name, or for it: titles, offices, ranks, parts that people play, and the small words in between.
_ROLES = frozenset(
    "mr mrs ms mx miss mister madam madame master monsieur herr frau sir dame lord lady baron baroness viscount earl "
    "duke duchess count countess king queen prince princess emperor empress sultan emir sheikh majesty highness "
    "excellency honorable honourable hon right rt "
    "dr doctor prof professor dean provost rector lecturer teacher principal student "
    "president senator sen representative rep congressman congresswoman congressperson congressmember member "
    "governor gov lieutenant lt secretary undersecretary minister premier prime first vice deputy assistant associate "
    "acting interim former ex under chancellor mayor ambassador amb envoy consul commissioner comptroller controller "
    "treasurer auditor registrar ombudsman delegate del assemblyman assemblywoman assemblymember supervisor trustee "
    "councillor councilor cllr cllrs councilman councilwoman councilmember councilperson council alderman alderwoman "
    "alderperson selectman selectwoman selectperson mp mps msp msps mep meps td ms leader opposition majority minority "
    "whip speaker spokesman spokeswoman spokesperson co "
    "chair chairman chairwoman chairperson vicechair convener convenor moderator host cohost anchor presenter "
    "interviewer announcer narrator correspondent reporter reporters journalist editor analyst commentator panellist "
    "panelist guest caller translator interpreter operator dispatcher pilot tower "
    "judge justice magistrate court recorder clerk bailiff juror jury foreman foreperson attorney solicitor counsel "
    "counsellor counselor advocate barrister lawyer prosecutor witness defendant plaintiff respondent appellant "
    "appellee petitioner applicant claimant accused victim prosecution "
    "general gen admiral adm commodore brigadier brig colonel col captain capt commander cmdr major maj sergeant sgt "
    "corporal cpl private pvt ensign marshal warrant petty chief head detective det officer agent special "
    "inspector insp superintendent supt sheriff constable trooper ranger "
    "pope cardinal archbishop bishop archdeacon deacon canon vicar father fr reverend rev pastor rabbi imam ayatollah "
    "brother sister mother ceo cfo coo cto director dir manager coach skipper umpire referee founder executive owner "
    "resident citizen nurse driver parent".split()
)
# What goes with these, and is nobody.
_BESIDE = frozenset(
    "the of for to at house senate parliament state foreign home finance treasury defence defense interior health "
    "education press white field staff police fire".split()
)
# Roles that are surnames too, and are so after a title that everybody has.
_PLAIN_TITLES = frozenset("mr mrs ms mx miss dr".split())
_SURNAMES = _BESIDE | frozenset(
    "king queen prince duke earl baron count dean judge justice bishop pope cardinal canon deacon vicar marshal "
    "sergeant major chief court clerk guest host driver parent constable ranger".split()
)
_SUFFIXES = frozenset(
    "jr sr ii iii iv mp msp mep mla qc kc phd dphil md dds dvm jd esq esquire obe mbe cbe kbe dbe msc bsc "
    "mba rn cpa frs".split()
)
# What no decomposition brings to a plain letter; and how some write out what they have no key for.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "'"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ASIDE = re.compile(r"[(\[][^()\[\]]*(?:[)\]]|$)")
# No name is longer; what follows is not looked at.
_MOST_CHARS = 200

_Words = tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def is_same_speaker(label: str, names: tuple[str, ...]) -> bool | None:
    """Whether a turn's label names one of these; None where the label names nobody, or nobody is given.

    >>> is_same_speaker("MR. ROE", ("Ada Roe",)), is_same_speaker("JOHN MOSS", ("Ada Roe",))
    (True, False)
    >>> is_same_speaker("Q", ("Ada Roe",)) is None
    True
    """
    own, known = _read_name(label), [read for read in map(_read_name, names) if read]
    if not own or not known:
        return None
    agreed = {_agree_in_any(own, other) for other in known}
    return True if True in agreed else None if None in agreed else False


def is_role(word: str) -> bool:
    """Whether a word of a label may stand for whoever speaks: "Chair", "Voice"."""
    plain = word.casefold().rstrip(".")
    return plain in _ROLES or plain in _UNKNOWN


@lru_cache(maxsize=1 << 12)
def _read_name(name: str) -> tuple[tuple[_Words, _Words], ...]:
    """How a name may be read: its words in small letters, and those behind a comma; nothing if it names nobody.

    Titles and accents are left out. Where there are letters that some write out, it is read both ways.
    """
    small = _ASIDE.sub(" ", unicodedata.normalize("NFC", name[:_MOST_CHARS])).casefold()
    spellings = dict.fromkeys((small, small.translate(_WRITTEN_OUT)))
    read = tuple(_split(_make_plain(spelling)) for spelling in spellings)
    return read if all(before for before, _ in read) else ()


def _make_plain(small: str) -> str:
    letters = unicodedata.normalize("NFKD", small.translate(_PLAIN))
    return "".join(char for char in letters if not unicodedata.combining(char))


def _split(plain: str) -> tuple[_Words, _Words]:
    """The words before the first comma and those behind it, without titles."""
    if not _UNKNOWN.isdisjoint(_WORD.findall(plain)):
        return (), ()
    before, _, behind = plain.partition(",")
    return _strip(_WORD.findall(before), least=1), _strip(_WORD.findall(behind), least=0)


def _strip(words: list[str], *, least: int) -> _Words:
    """The words of a name without what stands before and behind it; none if nothing is left."""
    begin, end = 0, len(words)
    while begin < end and (words[begin] in _ROLES or words[begin] in _BESIDE):
        begin += 1
    if words and begin == end and _is_surname(words[-1], words[:-1]):
        begin -= 1
    while shorter := _find_suffix(words[begin:end], least):
        end -= shorter
    # "A REPORTER" is nobody; "A. ROE" is somebody.
    if words[begin:end] == ["a"] or (words[begin : begin + 1] == ["a"] and _ROLES.issuperset(words[begin + 1 : end])):
        return ()
    return tuple(words[begin:end])


def _is_surname(word: str, before: list[str]) -> bool:
    """Whether a word that may be a role is a name: "MR. KING", "WHITE"."""
    return word in _SURNAMES and before[-1] in _PLAIN_TITLES if before else word in _BESIDE


def _find_suffix(words: list[str], least: int) -> int:
    """How many words at the end are one suffix: "PhD" is one, "Ph.D." two. So many others are kept before it."""
    return next((n for n in (1, 2, 3) if len(words) - n >= least and "".join(words[-n:]) in _SUFFIXES), 0)


def _agree_in_any(
    one: tuple[tuple[_Words, _Words], ...],
    other: tuple[tuple[_Words, _Words], ...],
) -> bool | None:
    """Whether two names agree in any of their readings; None where it depends on what stands behind a comma."""
    agreed = {_agree_around_commas(*pair) for pair in product(one, other)}
    return True if True in agreed else None if None in agreed else False


def _agree_around_commas(one: tuple[_Words, _Words], other: tuple[_Words, _Words]) -> bool | None:
    """Behind one word and a comma stands a first name, "ROE, ADA", or what that person is, "ROE, BBC"."""
    if any(_agree(*pair) for pair in product(_turn_round(one), _turn_round(other))):
        return True
    plain = _agree(one[0], other[0])
    return None if plain and any(_is_turned(name) for name in (one, other)) else plain


def _turn_round(name: tuple[_Words, _Words]) -> tuple[_Words, ...]:
    before, behind = name
    return ((*behind, *before),) if _is_turned(name) else (before, (*behind, *before)) if behind else (before,)


def _is_turned(name: tuple[_Words, _Words]) -> bool:
    return len(name[0]) == 1 and bool(name[1])


def _agree(one: _Words, other: _Words) -> bool:
    """Whether two names may be one person's: one holds the other, or the last names are the same, and the first fit."""
    if _holds(one, other) or _holds(other, one):
        return True
    if one[-1] != other[-1] or 1 in {len(one), len(other)}:
        return False
    first, second = one[0], other[0]
    if 1 in {len(first), len(second)}:
        return first[0] == second[0]
    return first.startswith(second) or second.startswith(first) or are_forms_of_one(first, second)


def _holds(one: _Words, other: _Words) -> bool:
    """Whether one name has all the words of the other, in their order."""
    left = iter(one)
    return all(word in left for word in other)
