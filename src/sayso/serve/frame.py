"""What every page of the site has around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.report.site import Link, Pager, QuotationLink, SearchView, Site

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The same around every page.

    Attributes:
        has_collection: Whether there is a collection to look at.
    """

    has_collection: bool = False

    def make_site(
        self,
        here: str = "",
        *,
        saves: tuple[Link, ...] = (),
        notes: tuple[str, ...] = (),
        article: str = "",
        choice_address: str = "",
        speakers: Mapping[str, int] | None = None,
        words_address: str = "",
        quotations: Mapping[str, QuotationLink] | None = None,
        permanent_address: str = "",
        search: SearchView | None = None,
        pager: Pager | None = None,
        may_correct: bool = False,
        correction_count: int = 0,
    ) -> Site:
        """What a page has around it; `here` is its address. For the others see `Site`."""
        links = [("Articles", "/"), ("Search", "/search")] if self.has_collection else []
        shown = (Link(name, address, here == address) for name, address in (*links, ("Read an article", "/read")))
        return Site(
            (Link("sayso", "/"), *shown),
            saves,
            notes,
            article,
            choice_address,
            speakers or {},
            words_address,
            quotations or {},
            permanent_address,
            search,
            pager,
            may_correct,
            correction_count,
        )
