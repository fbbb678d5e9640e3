"""The features of a text's paragraphs by which turn_tags.py tells who says each of them.

They are of the paragraph (it ends with a question, somebody speaks of himself or to somebody), of those beside it, and
of the whole text (how many questions are answered in the first person).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from sayso.analyse.turn import ASKS, CAPTION, ENDS, FIRST_PERSON, QUOTED, SECOND_PERSON, leave_out_marked
from sayso.late import compile_late

__all__ = ["OF_WHOLE", "Told", "describe_paragraphs", "describe_whole"]

_SINGULAR = compile_late(r"\b(?:I|[Mm]y|me|mine|myself|I['’]\w+)\b")
_ONE_NAME = compile_late(r"[A-Z][\w’'-]{2,}")
# Names are in capitals also where no sentence begins.
_INNER_NAME = compile_late(r"(?<=[a-z,] )[A-Z][\w’'-]{2,}")
_PARTY = compile_late(r"(?<![.?!] )(?<=.)\b[A-Z][\w’'-]{2,}")
_WORD = compile_late(r"[\w’'-]+")
_BRACKETS = compile_late(r"[\[(].*[\])]\.?")
_TIME = compile_late(r"[\[(]?\d{1,2}[.:]\d\d")
_LABEL = compile_late(r"[A-Z][^:]{0,30}:")
_TALK = compile_late(
    r"\b(?:[Ii]nterview\w*|Q\s?(?:&|and)\s?A|[Qq]uestions|[Aa]nswers|(?:spoke|talk(?:ed|s)) (?:to|with)|sat down with"
    r"|[Ii]n conversation|[Cc]onversation with|caught up with)\b"
)
# How a paragraph begins.
_BEGINS = {
    "reply": compile_late(
        r"(?:Yes|Yeah|Yep|No|Nope|Well|Oh|Ah|Ha|Hah|True|Exactly|Maybe|Perhaps|Absolutely|Right|Sure|Of course|Never"
        r"|Both|Thank)\b"
    ),
    "conj": compile_late(r"(?:And|But|So|Or|Because|Then)\b"),
    "wh": compile_late(r"(?:What|How|Why|When|Where|Who|Which|Whose)\b"),
    "aux": compile_late(
        r"(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|Had|Can|Could|Will|Would|Should|Any)\b",
    ),
    "tell": compile_late(
        r"(?:Tell|Describe|Talk|Explain|Give|Let['’]?s|Looking|Speaking|Some people|People|They say|There['’]s)\b"
    ),
    "you_start": SECOND_PERSON,
    "byline": compile_late(r"(?:By|BY|Words|Text|Interview|Posted|Published|Updated|Photo\w*)\b"),
}
# What a paragraph has outside of quotation marks.
_HAS = {
    "you_open": SECOND_PERSON,
    "sing_open": _SINGULAR,
    "third": compile_late(r"\b(?:[Hh]e|[Ss]he|his|her|him)\b"),
    "says": compile_late(
        r"\b(?:said|says|asked|asks|told|tells|adds|added|explains|explained|laughs|smiles|nods|according)\b"
    ),
    "date": compile_late(r"\b(?:19|20)\d\d\b"),
}
# What of a paragraph counts for those beside it, and for those two further.
_BESIDE = frozenset(
    """
    asks_open you_open sing_open first w4 w9 w30 w120 noend whole opens reply conj wh aux third says names dash
    """.split()
)
_UNLABELLED = _BESIDE | {"bracket", "caps", "time", "caption", "sing", "you", "has_marked"}
_FURTHER = frozenset({"asks_open", "sing_open", "whole"})
_SIZES = {"w4": 4, "w9": 9, "w30": 30, "w60": 60}
# So much of a text says that somebody is interviewed; its first paragraphs name who.
_OPENING, _FIRST_LINES = 1500, 4
_EARLY, _LATE = 4, 3
# So many paragraphs that ask count.
_MANY = 12

# What of the paragraphs counts for whether the whole is an interview.
OF_WHOLE = frozenset("sing we you opens w4 w9 w60 w120 asks asked_answered d_talk".split())

Features = dict[str, float]


class Told(NamedTuple):
    """A paragraph that somebody seems to say.

    Attributes:
        number: Its number.
        features: Those of OF_WHOLE that it has.
        asks: Whether it asks.
        share: How likely that is.
    """

    number: int
    features: AbstractSet[str]
    asks: bool
    share: float


def describe_whole(features: Sequence[AbstractSet[str]], told: Sequence[Told]) -> Features:
    """Return the features by which an interview is told from a text that only asks: an essay, an explainer.

    Args:
        features: Those of OF_WHOLE that each paragraph of the text has.
        told: The paragraphs that somebody seems to say.
    """
    sides = {True: [it.features for it in told if it.asks], False: [it.features for it in told if not it.asks]}

    def share(names: AbstractSet[str], asks: bool) -> float:
        return sum(not names.isdisjoint(it) for it in sides[asks]) / max(1, len(sides[asks]))

    return {
        "bias": 1.0,
        "asking": min(sum("asks" in it for it in features), _MANY) / _MANY,
        "talk": float(any("d_talk" in it for it in features[:1])),
        "sure": sum(it.share for it in told) / max(1, len(told)),
        "alternates": sum(a.asks != b.asks for a, b in pairwise(told)) / max(1, len(told)),
        "pairs": share({"asked_answered"}, asks=True),
        "asked_sing": share({"sing"}, asks=True),
        "asked_you": share({"you"}, asks=True),
        "answered_sing": share({"sing"}, asks=False),
        "answered_we": share({"we"}, asks=False),
        "answered_you": share({"you"}, asks=False),
        "answered_opens": share({"opens"}, asks=False),
        "answered_short": share({"w4", "w9"}, asks=False),
        "answered_long": share({"w60", "w120"}, asks=False),
    }


def describe_paragraphs(
    paragraphs: Sequence[str], dashed: Sequence[bool], labelled: Sequence[bool], parties: AbstractSet[str] = frozenset()
) -> list[Features]:
    """Return the features of each paragraph that are not 0.

    Args:
        paragraphs: The words of each, without labels.
        dashed: Whether a dash stood before each.
        labelled: Whether a label stood before each.
        parties: Words of the names of those who speak, in small letters, as far as they are known.
    """
    own = [dict(_describe_words(words, is_dashed)) for words, is_dashed in zip(paragraphs, dashed, strict=True)]
    whole = _describe_text(paragraphs, own)
    parties = parties | {name.lower() for words in paragraphs[:_FIRST_LINES] for name in _PARTY.findall(words)}
    has_labels = any(labelled)
    asked = [n for n, features in enumerate(own) if "asks_open" in features]
    return [
        {
            **features,
            **whole,
            "one": 1.0,
            **dict.fromkeys((*_describe_place(n, len(own), asked), *_describe_beside(own, n)), 1.0),
            **dict.fromkeys(_describe_parties(paragraphs[n], parties, features), 1.0),
            **({f"l_{name}": 1.0 for name in _describe_label(features, is_labelled=labelled[n])} if has_labels else {}),
        }
        for n, features in enumerate(own)
    ]


def _describe_words(words: str, is_dashed: bool) -> Iterator[tuple[str, float]]:
    """Yield the features of a paragraph alone."""
    outside = leave_out_marked(words).strip()
    count = len(words.split())
    asks = ASKS.search(words[-8:])
    names = len(_INNER_NAME.findall(outside))
    is_first = FIRST_PERSON.search(outside)
    given: dict[str, object] = {
        **{name: expression.match(outside) for name, expression in _BEGINS.items()},
        **{name: expression.search(outside) for name, expression in _HAS.items()},
        "asks": asks,
        "asks_open": asks and not QUOTED.match(words),
        "mid_ask": "?" in outside[:-3],
        "asks_you": asks and SECOND_PERSON.search(outside),
        "you": SECOND_PERSON.search(words),
        "first": FIRST_PERSON.search(words),
        "sing": _SINGULAR.search(words),
        "we": is_first and not _SINGULAR.search(outside),
        next((name for name, most in _SIZES.items() if count <= most), "w120"): True,
        "noend": not ENDS.search(words[-8:]),
        "whole": QUOTED.match(words) and not outside.strip(" .,"),
        "opens": QUOTED.match(words),
        "has_marked": len(outside) < len(words),
        "bracket": _BRACKETS.fullmatch(words),
        "caps": words.isupper(),
        "time": _TIME.match(words),
        "caption": CAPTION.search(words),
        "names": names,
        "names2": names > 2,
        "colon": _LABEL.match(words),
        "dash": is_dashed,
    }
    yield from ((name, 1.0) for name, value in given.items() if value)


def _describe_text(paragraphs: Sequence[str], own: Sequence[Mapping[str, float]]) -> Features:
    """Return the features of the text, the same for all its paragraphs."""
    count = len(own)
    pairs = sum(_is_answered(own, n) for n in range(count))
    addressed = sum("asks_open" in it and "you_open" in it for it in own)
    values = {
        **{f"d_pairs{least}": float(pairs >= least) for least in (1, 2, 4, 7)},
        "d_addr1": float(addressed >= 1),
        "d_addr3": float(addressed >= 3),
        "d_talk": float(_TALK.search(" ".join(paragraphs)[:_OPENING]) is not None),
        "d_answered": 2 * pairs / count,
        "d_asked_whole": sum("asks" in it and "whole" in it for it in own) / count,
        **{
            f"d_{name}": sum(name in it for it in own) / count
            for name in ("asks_open", "says", "sing_open", "dash", "opens")
        },
    }
    return {name: value for name, value in values.items() if value}


def _is_answered(own: Sequence[Mapping[str, float]], n: int) -> bool:
    """Whether a paragraph asks, and the next one speaks of himself and does not."""
    if "asks_open" not in own[n] or n + 1 >= len(own):
        return False
    return "asks_open" not in own[n + 1] and ("sing_open" in own[n + 1] or "we" in own[n + 1])


def _describe_place(n: int, count: int, asked: Sequence[int]) -> Iterator[str]:
    """Yield the features of where a paragraph stands in the text, given the places of those that ask."""
    given = {
        f"line{n}": n < 2,
        "early": n < _EARLY,
        "late": n >= count - _LATE,
        "none_asked_before": not asked or asked[0] >= n,
        "none_asked_after": not asked or asked[-1] < n,
    }
    yield from (name for name, is_so in given.items() if is_so)


def _describe_beside(own: Sequence[Mapping[str, float]], n: int) -> Iterator[str]:
    """Yield the features of what a paragraph stands beside."""
    for step, sign in ((-1, "p"), (1, "n")):
        if not 0 <= n + step < len(own):
            yield f"{sign}_edge"
            continue
        yield from (f"{sign}_{name}" for name in own[n + step] if name in _BESIDE)
        if 0 <= n + 2 * step < len(own):
            yield from (f"{sign}{sign}_{name}" for name in own[n + 2 * step] if name in _FURTHER)
    before, here, after = (own[at] if 0 <= at < len(own) else {} for at in (n - 1, n, n + 1))
    is_short = here.keys().isdisjoint({"w60", "w120"})
    given = {
        "asked_answered": _is_answered(own, n),
        "answers": "asks_open" in before and ("sing_open" in here or "we" in here),
        "between": is_short and "sing_open" not in here and "sing_open" in before and "sing_open" in after,
    }
    yield from (name for name, is_so in given.items() if is_so)


def _describe_label(own: Mapping[str, float], *, is_labelled: bool) -> Iterator[str]:
    """Yield the features of a paragraph in a text with labels: what lacks one mostly goes on with the turn before."""
    if is_labelled:
        yield "labelled"
        return
    yield "none"
    yield from (name for name in own if name in _UNLABELLED)
    if "first" not in own and "you_open" not in own:
        yield from (f"told_{name}" for name in ("has_marked", "names", "names2", "says") if name in own)


def _describe_parties(words: str, parties: AbstractSet[str], own: Mapping[str, float]) -> Iterator[str]:
    """Yield the features of naming somebody whom the first paragraphs name: a report does."""
    if parties.isdisjoint(map(str.lower, _ONE_NAME.findall(leave_out_marked(words)))):
        return
    yield "party"
    if "first" not in own:
        yield "party_nofirst"
    if not parties.isdisjoint(map(str.lower, _WORD.findall(words)[:3])):
        yield "party_start"
