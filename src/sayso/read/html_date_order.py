"""Decide which number of 03/09/2031 is the day, as far as the page shows it.

The evidence, the most reliable first: the same date written out elsewhere in the page or in its address; other dates in
numbers, one of which can only be a day; a date of change, since the page was published before; the country of the host;
the language of the text, if it is not English; the country or the language that the page states. Without any of it,
the order stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property

from sayso.iso_date import parse_published
from sayso.language import find_language
from sayso.months import MONTHS
from sayso.read.date import ORDERED_NUMBERS

__all__ = ["DayOrder"]

# Countries, by their top-level domains, and languages. Those that write the year first, and domains that are sold to
# anybody, are left out.
DAY_FIRST_ENDS = frozenset(
    "uk ie au nz in za ng ke gh zw ug tz de at ch fr be nl lu it es pt dk no se fi is pl cz sk si hr rs ba mk al ro bg "
    "gr cy mt tr ua by ru ee lv br ar cl mx pe uy py ec bo ve cr gt do pa sg my id th vn pk bd lk np ae sa eg ma dz tn "
    "il jo qa kw iq aw cw".split()
)
MONTH_FIRST_ENDS = frozenset("us gov mil".split())
DAY_FIRST_COUNTRIES = frozenset("gb ie au nz in za ng ke gh sg my pk bd lk jm tt mt zw ug tz".split())
MONTH_FIRST_COUNTRIES = frozenset({"us"})
DAY_FIRST_LANGUAGES = frozenset(
    "de fr it es pt nl da nb nn no fi pl cs sk sl hr sr ro bg el tr uk ru id ms vi th ar he ca gl pap af".split()
)
# As ORDERED_NUMBERS, and with years of two digits.
ANY_NUMBERS = re.compile(r"(?<![\w./-])([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![\w/-])")
# The page is searched once for each date; no article has more dates than this.
MAX_ASKED = 10
MAX_SOURCE_CHARS = 1_000_000
MAX_LANGUAGE_CHARS = 200_000
TAG = re.compile(r"<[^<>]*>")
REGION = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?\b", re.IGNORECASE)


class DayOrder:
    """Decides whether the day comes first in a date in numbers of one page; called as an `Order`.

    Args:
        write_source: Returns the page as text, with its tags; called at most once.
        url: Its address.
        host: The host of that address.
        languages: The languages that the page states, such as "en-GB", the most reliable first.
        modified: The date in ISO 8601 of its last change, if it states one.

    >>> order = DayOrder(lambda: "<p>03/09/2031 <p>Also read: Bridge opened (28/08/2031)", None, None, ())
    >>> order(3, 9, 2031)
    True
    """

    def __init__(
        self,
        write_source: Callable[[], str],
        url: str | None,
        host: str | None,
        languages: Iterable[str],
        modified: str | None = None,
    ) -> None:
        self._write_source = write_source
        self._url = url or ""
        self._decided: dict[tuple[int, int, int], bool | None] = {}
        self._host = host or ""
        self._languages = tuple(languages)
        self._modified = parse_published(modified[:10]) if modified else None

    def __call__(self, first: int, second: int, year: int) -> bool | None:
        """Whether the first number is the day; None if nothing in the page shows it."""
        asked = (first, second, year)
        if asked not in self._decided and len(self._decided) < MAX_ASKED:
            self._decided[asked] = self._decide(first, second, year)
        return self._decided.get(asked)

    def _decide(self, first: int, second: int, year: int) -> bool | None:
        spelled = [self.spells(year, second, first), self.spells(year, first, second)]
        if spelled[0] != spelled[1]:
            return spelled[0]
        found = (self._elsewhere, self._before_change(first, second, year), *self._by_place())
        return next((it for it in found if it is not None), None)

    def spells(self, year: int, month: int, day: int) -> bool:
        """Whether the page has this day in a form that cannot be mistaken for another day."""
        name = rf"{MONTHS[month - 1][:3]}[a-z]{{0,6}}\.?"
        forms = (
            rf"(?<!\d){year}([-/.])0?{month}\1(?:0{day}|{day})(?!\d)",
            rf"(?<!\d){year}{month:02}{day:02}(?!\d)",
            rf"\b{name}\s+0?{day}(?:st|nd|rd|th)?,?\s+{year}\b",
            rf"(?<!\d)0?{day}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{name},?\s+{year}\b",
        )
        return re.search("|".join(f"(?:{form})" for form in forms), self._source, re.IGNORECASE) is not None

    def find_written(self, year: int, month: int, day: int) -> str | None:
        """This day, or the one with day and month exchanged, as the page writes it in numbers; else None."""
        for found in ANY_NUMBERS.finditer(self._source):
            first, mark, second, its_year = found.groups()
            if {int(first), int(second)} == {month, day} and int(its_year) in (year, year % 100):
                return f"{first}{mark}{second}{mark}{year}"
        return None

    @cached_property
    def _source(self) -> str:
        return f"{self._url} {self._write_source()[:MAX_SOURCE_CHARS]}"

    @cached_property
    def _elsewhere(self) -> bool | None:
        """Whether other dates in numbers have the day first; None unless all that show the order agree."""
        shown = {
            int(it[1]) > 12
            for it in ORDERED_NUMBERS.finditer(self._source)
            if it[2] != "." and (int(it[1]) > 12) != (int(it[3]) > 12)
        }
        return shown.pop() if len(shown) == 1 else None

    def _by_place(self) -> Iterator[bool | None]:
        """Yield what is usual for the host's country, the text's language, and the stated countries and languages."""
        end = self._host.rpartition(".")[2]
        yield True if end in DAY_FIRST_ENDS else False if end in MONTH_FIRST_ENDS else None
        # Publishing systems write "en-US" on pages in all languages.
        found = find_language(TAG.sub(" ", self._source[:MAX_LANGUAGE_CHARS]))
        if found is not None and found.code != "en":
            yield True if found.code in DAY_FIRST_LANGUAGES else None
            return
        for language, country in (it.groups("") for it in map(REGION.match, self._languages) if it):
            if country.lower() in MONTH_FIRST_COUNTRIES | DAY_FIRST_COUNTRIES:
                yield country.lower() in DAY_FIRST_COUNTRIES
            elif language.lower() in DAY_FIRST_LANGUAGES:
                yield True

    def _before_change(self, first: int, second: int, year: int) -> bool | None:
        """Whether the day comes first, if only one of the two days is not later than the last change."""
        if self._modified is None or self._modified[1] != "day":
            return None
        day_first, month_first = (
            date(year, *pair).isoformat() <= self._modified[0] for pair in ((second, first), (first, second))
        )
        return day_first if day_first != month_first else None
