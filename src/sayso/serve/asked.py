"""What a list or a search is asked for, by the parameters of an address: the same for pages and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from sayso.carrier import How
from sayso.report.page_view import Choice
from sayso.report.site import Facet, Pager, SearchField, SearchView
from sayso.statement import Kind
from sayso.store import Selection

__all__ = [
    "MOST_LISTED",
    "SEARCH_PARAMETERS",
    "USUALLY_LISTED",
    "Asked",
    "Parameter",
    "parse_asked",
    "parse_choice",
    "view_search",
]

USUALLY_LISTED, MOST_LISTED = 50, 500
_MOST_OFFSET = 1_000_000_000
_KINDS = tuple(kind.value for kind in Kind)
_HOWS = tuple(how.value for how in How)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a search beside its words.

    Attributes:
        key: The field of `Selection` that it fills.
        label: How a form calls it.
        meaning: What it is.
        example: What it may look like.
        choices: What it may be; empty for anything.
        is_list: Whether it may be given several times.
    """

    key: str
    label: str
    meaning: str
    example: str = ""
    choices: tuple[str, ...] = ()
    is_list: bool = True


SEARCH_PARAMETERS: Mapping[str, Parameter] = {
    "speaker": Parameter("speakers", "speaker", "who says it: a name, or its number in the collection", "Anna Roth"),
    "outlet": Parameter("outlets", "outlet", "who published it: a name or a domain", "The Low Tide"),
    "from": Parameter("start", "from", "the first day, month or year of articles", "2031-04", is_list=False),
    "to": Parameter("end", "to", "the last day, month or year", "2031-04-20", is_list=False),
    "kind": Parameter("kinds", "kind", "whether all, none or a part of it stands in quotation marks", "", _KINDS),
    "carrier": Parameter("carriers", "carrier", "the name of one whom the words came through", "Marsh Wire"),
    "how": Parameter("hows", "way", "in which way a carrier passed them on", "", _HOWS),
    "min_score": Parameter("min_score", "least score", "a probability from 0 to 1", "0.7", is_list=False),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        query: The parameters as they were given.
        limit: At most so many are shown.
        offset: So many are left out before.
        oldest_first: Whether the oldest come first.
    """

    query: QueryParams
    limit: int
    offset: int
    oldest_first: bool

    def select(self) -> Selection:
        """The statements that are meant.

        Raises:
            HTTPException: A score is no number.
            SettingsError: Something else has no meaning.
        """
        values: dict[str, object] = {"words": self.query.get("q", "").strip() or None}
        for name, parameter in SEARCH_PARAMETERS.items():
            given = tuple(it.strip() for it in self.query.getlist(name) if it.strip())
            values[parameter.key] = given if parameter.is_list else next(iter(given), None)
        if values["min_score"] is not None:
            values["min_score"] = _parse_score(str(values["min_score"]))
        return Selection(**values)  # type: ignore[arg-type]

    @property
    def is_narrow(self) -> bool:
        """Whether anything at all was searched for."""
        return any(self.query.get(name, "").strip() for name in ("q", *SEARCH_PARAMETERS))

    def narrow(self, path: str, **values: str) -> str:
        """The address of what has these values too, from its beginning."""
        kept = [(name, value) for name, value in self.query.multi_items() if value and name not in ("offset", *values)]
        return f"{path}?{urlencode([*kept, *values.items()])}"

    def turn_pages(self, path: str, count: int, shown: int) -> Pager:
        """The pages before and after, of so many in all."""
        before, after = max(0, self.offset - self.limit), self.offset + self.limit
        return Pager(
            min(self.offset + 1, self.offset + shown),
            self.offset + shown,
            count,
            self.find_address(path, before) if self.offset else "",
            self.find_address(path, after) if after < count else "",
        )

    def find_address(self, path: str, offset: int) -> str:
        """The address of the same from another place of the list on."""
        pairs = [(name, value) for name, value in self.query.multi_items() if name != "offset" and value]
        query = urlencode([*pairs, ("offset", str(offset))] if offset else pairs)
        return f"{path}?{query}" if query else path


def parse_asked(query: QueryParams, *, usually: int = USUALLY_LISTED) -> Asked:
    """What an address asks for; `usually`: so many where it does not say how many.

    Raises:
        HTTPException: A number is none, or is too large.
    """
    limit = _parse_number(query, "limit", usual=usually, least=1, most=MOST_LISTED)
    offset = _parse_number(query, "offset", usual=0, least=0, most=_MOST_OFFSET)
    order = query.get("order", "") or "newest"
    if order not in ("newest", "oldest"):
        raise HTTPException(422, "order is neither newest nor oldest")
    return Asked(query, limit, offset, order == "oldest")


def parse_choice(query: QueryParams) -> Choice | None:
    """Which statements of an article an address asks for; None for all.

    Raises:
        HTTPException: A score is no number, or there is no such kind.
    """
    speaker, kind, score = (query.get(name, "").strip() for name in ("speaker", "kind", "min_score"))
    if kind and kind not in _KINDS:
        raise HTTPException(422, f"kind is {kind!r:.40}; give one of {', '.join(_KINDS)}")
    if not (speaker or kind or score):
        return None
    return Choice(speaker, kind, _parse_score(score) if score else None)


def view_search(query: Mapping[str, str], facets: Iterable[Facet] = ()) -> SearchView:
    """What was searched for, for the form, and how it can be narrowed."""
    fields = (
        SearchField(name, it.label, query.get(name, ""), it.example, it.choices)
        for name, it in SEARCH_PARAMETERS.items()
    )
    return SearchView(query.get("q", ""), tuple(fields), tuple(facets))


def _parse_number(query: QueryParams, name: str, *, usual: int, least: int, most: int) -> int:
    given = query.get(name, "")
    if not given:
        return usual
    # Not int() alone: that takes digits of all scripts, blanks and underlines.
    if not given.isascii() or not given.isdecimal() or len(given) > len(str(most)) or not least <= int(given) <= most:
        raise HTTPException(422, f"{name} is {given!r:.40}; give a number from {least} to {most:,}")
    return int(given)


def _parse_score(given: str) -> float:
    try:
        score = float(given)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise HTTPException(422, f"min_score is {given!r:.40}; give a number from 0 to 1")
    return score
