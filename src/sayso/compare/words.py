"""What kind of word it is, which decides how much a change of it weighs: negations, modals, numbers, small words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from sayso.compare.spelling import respell

__all__ = ["CLIPPED", "SUBJECTS", "Sort", "are_same", "find_stem", "is_clause", "is_small", "sort_word", "weigh_word"]


class Sort(str, Enum):
    """The sort of a word, as far as a change of it goes."""

    NEGATION = "negation"
    MODAL = "modal"
    QUANTIFIER = "quantifier"
    NUMBER = "number"
    PRONOUN = "pronoun"
    AUXILIARY = "auxiliary"
    FILLER = "filler"
    SMALL = "small"
    CONTENT = "content"


_NEGATIONS = "not no never none nobody nothing nowhere neither nor without ain't hardly barely scarcely cannot"
_MODALS = "will would shall should can could may might must ought"
_QUANTIFIERS = """
all any both each every everybody everyone everything few fewer half least less many more most much only several some
somebody someone something enough almost nearly about always often sometimes rarely seldom usually mostly
"""
_PRONOUNS = """
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves
"""
_AUXILIARIES = "be am is are was were been being have has had having do does did done doing 's 'd"
# Alone they carry no sense: speakers drop them, and so do editors.
_FILLERS = "uh um er erm ah oh hm hmm mm eh well just really actually basically literally okay ok yeah yes right anyway"
_SMALL = """
a an the and or but so yet as at by for from in into of off on onto out over per than that then there these this those
to up upon with who whom whose which what when where while why how if because though although whether since until till
unless about after again against along also among amid around before behind below beneath beside between beyond
despite down during except here inside like near now once outside through throughout too toward towards under via within
let such very even still us whilst amongst
"""
_SORTS: dict[str, Sort] = {
    word: sort
    for sort, words in (
        (Sort.SMALL, _SMALL),
        (Sort.FILLER, _FILLERS),
        (Sort.AUXILIARY, _AUXILIARIES),
        (Sort.PRONOUN, _PRONOUNS),
        (Sort.QUANTIFIER, _QUANTIFIERS),
        (Sort.MODAL, _MODALS),
        (Sort.NEGATION, _NEGATIONS),
    )
    for word in words.split()
}
# How much of a quotation's identity a word carries; set by hand: five small words weigh as much as two full ones.
_WEIGHTS = {
    Sort.NEGATION: 0.6,
    Sort.MODAL: 0.5,
    Sort.QUANTIFIER: 0.6,
    Sort.NUMBER: 1.0,
    Sort.PRONOUN: 0.4,
    Sort.AUXILIARY: 0.4,
    Sort.FILLER: 0.3,
    Sort.SMALL: 0.4,
    Sort.CONTENT: 1.0,
}

# Forms that no ending gives away; the first of a line stands for all of them.
_IRREGULAR = """
be am is are was were been being|have has had having|do does did done doing|go goes went gone going|say says said
make makes made making|take takes took taken taking|come comes came coming|get gets got gotten getting
know knows knew known|think thinks thought|tell tells told|give gives gave given giving|find finds found
leave leaves left leaving|feel feels felt|keep keeps kept|hold holds held|bring brings brought|build builds built
run runs ran running|win wins won winning|lose loses lost losing|pay pays paid|meet meets met|send sends sent
spend spends spent|stand stands stood|understand understands understood|see sees saw seen|speak speaks spoke spoken
write writes wrote written writing|break breaks broke broken|choose chooses chose chosen choosing
drive drives drove driven driving|fall falls fell fallen|grow grows grew grown|begin begins began begun beginning
become becomes became becoming|buy buys bought|catch catches caught|teach teaches taught|fight fights fought
seek seeks sought|sell sells sold|show shows showed shown|rise rises rose risen rising|steal steals stole stolen
wear wears wore worn|throw throws threw thrown|fly flies flew flown|draw draws drew drawn|eat eats ate eaten
lead leads led|mean means meant|deal deals dealt|sit sits sat sitting|sleep sleeps slept|shoot shoots shot
lie lies lay lain lying|forget forgets forgot forgotten|rebuild rebuilds rebuilt|man men|woman women|child children
swim swims swam swum swimming|shine shines shone|sing sings sang sung|ring rings rang rung|drink drinks drank drunk
sink sinks sank sunk|hide hides hid hidden hiding|ride rides rode ridden riding|bite bites bit bitten biting
goose geese|mouse mice|foot feet|tooth teeth|wolf wolves|wife wives|knife knives|loaf loaves|thief thieves
person people|this these|that those|a an|much more most|good better best|bad worse worst
"""
# "Better" is not "good": comparison is no inflection that may pass as minor, so these lines are not read.
_NOT_INFLECTION = frozenset({"much", "good", "bad", "person", "this", "that"})
_STEMS = {
    form: forms.split()[0]
    for forms in _IRREGULAR.replace("\n", "|").split("|")
    if forms.strip() and forms.split()[0] not in _NOT_INFLECTION
    for form in forms.split()
}


@lru_cache(maxsize=1 << 16)
def sort_word(form: str) -> Sort:
    """The sort of a word in its comparison form.

    >>> sort_word("never").value, sort_word("5000").value, sort_word("harbour").value
    ('negation', 'number', 'content')
    """
    found = _SORTS.get(form)
    if found:
        return found
    return Sort.NUMBER if form.removeprefix("-")[:1].isdigit() else Sort.CONTENT


# What an apostrophe and a letter may stand for.
CLIPPED = {"'s": frozenset({"is", "has", "'s"}), "'d": frozenset({"would", "had", "did", "'d"})}


def are_same(form: str, other: str) -> bool:
    """Whether two comparison forms are one word, written in full or clipped.

    >>> are_same("'s", "has"), are_same("is", "has")
    (True, False)
    """
    return form == other or other in CLIPPED.get(form, ()) or form in CLIPPED.get(other, ())


@lru_cache(maxsize=1 << 16)
def weigh_word(form: str) -> float:
    """How much of a passage's identity the word carries, 0 to 1."""
    # "one" is a number, and mostly a pronoun.
    return 0.6 if form == "1" else _WEIGHTS[sort_word(form)]


def is_small(form: str) -> bool:
    """Whether leaving the word out, or adding it, changes nothing that was said."""
    return _SORTS.get(form) in {Sort.SMALL, Sort.FILLER, Sort.AUXILIARY}


SUBJECTS = frozenset("i we you he she it they there this that".split())
_OF_CLAUSES = frozenset({Sort.AUXILIARY, Sort.MODAL, Sort.NEGATION})
_NOUNS = frozenset({"men", "women", "children"})


def is_clause(forms: Sequence[str]) -> bool:
    """Whether the words read as a clause, as far as small words and endings show: a phrase has no verb.

    >>> is_clause("the pact grew stale".split()), is_clause("a stale pact".split())
    (True, False)
    """
    if len(forms) < 2:
        return False
    if forms[0] in SUBJECTS and len(forms) > 2:
        return True
    return any(sort_word(form) in _OF_CLAUSES for form in forms) or any(map(_is_past, forms[1:]))


def _is_past(form: str) -> bool:
    irregular = _STEMS.get(form, form) != form and not form.endswith("s") and form not in _NOUNS
    return irregular or (form.endswith("ed") and find_stem(form) != form)


@lru_cache(maxsize=1 << 16)
def find_stem(form: str) -> str:
    """What the inflected and spelled forms of a word share; not always a word itself.

    >>> find_stem("voted") == find_stem("votes") == find_stem("voting")
    True
    >>> find_stem("said"), find_stem("was")
    ('say', 'be')
    """
    irregular = _STEMS.get(form)
    if irregular:
        return irregular
    if len(form) < 4 or not form.isalpha() or form in _SORTS:
        return form
    return _cut_ending(respell(form))


def _cut_ending(form: str) -> str:
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith("ied") and len(form) > 4:
        return form[:-3] + "y"
    for ending in ("ing", "ed"):
        stem = form[: -len(ending)]
        if form.endswith(ending) and len(stem) >= 3 and any(vowel in stem for vowel in "aeiouy"):
            return _mend_stem(stem)
    if form.endswith(("ches", "shes", "sses", "xes", "zes")):
        return _mend_stem(form[:-2])
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return _mend_stem(form[:-1])
    return _mend_stem(form)


def _mend_stem(stem: str) -> str:
    """One form for "stop" of stopped and "vot" of voted: no doubled consonant, no silent e."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeioulsz":
        return stem[:-1]
    return stem[:-1] if stem.endswith("e") and len(stem) > 3 else stem
