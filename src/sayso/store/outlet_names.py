"""Under which name an outlet is shown and counted, however its articles name it.

An article may name its outlet "The Wold Bell", "Wold Bell", or by the domain alone. Rows of the table `outlets` keep
what was given; their column `shown` is what they have in common. It depends on all rows together, and not on which came
first.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from sayso.outlets import fold_outlet, read_outlets
from sayso.store.speakers import touch_articles

__all__ = ["choose_names", "name_outlets", "show_outlet"]


def show_outlet(name: str | None, domain: str | None) -> str:
    """The name of one outlet by itself: agencies and well-known outlets have one name.

    >>> show_outlet("AP", None), show_outlet(None, "bell.example")
    ('Associated Press', 'bell.example')
    """
    known = read_outlets().get(fold_outlet(name or ""))
    return known.name if known is not None and not known.is_plain else name or domain or ""


def name_outlets(connection: sqlite3.Connection) -> None:
    """Give the outlets of a collection the names that they are shown by."""
    rows = connection.execute("SELECT id, name, domain, shown FROM outlets").fetchall()
    names = choose_names([(name, domain) for _, name, domain, _ in rows])
    changed = [(shown, row[0]) for shown, row in zip(names, rows, strict=True) if shown != row[3]]
    connection.executemany("UPDATE outlets SET shown = ? WHERE id = ?", changed)
    for _, number in changed:
        # Whether parties stand in articles of one outlet counts for whether they are one speaker.
        articles = connection.execute("SELECT id FROM articles WHERE outlet_id = ?", (number,)).fetchall()
        touch_articles(connection, (article for (article,) in articles))


def choose_names(outlets: Sequence[tuple[str | None, str | None]]) -> list[str]:
    """The names that outlets are shown by, from the name and the domain of each.

    Those with the same name, and those without one on the domain of another, have one name in common. A domain on which
    several outlets publish is nobody's name.

    >>> choose_names([("Wold Bell", "bell.example"), ("The Wold Bell", None), (None, "www.bell.example")])
    ['The Wold Bell', 'The Wold Bell', 'The Wold Bell']
    """
    spellings: dict[str, set[str]] = defaultdict(set)
    on_domain: dict[str, set[str]] = defaultdict(set)
    for name, domain in outlets:
        if name:
            spellings[_fold(name, domain)].add(show_outlet(name, domain))
            if domain:
                on_domain[_fold_domain(domain)].add(_fold(name, domain))
    chosen = []
    for name, domain in outlets:
        folded = _fold(name, domain)
        if not name and len(on_domain.get(_fold_domain(domain or ""), ())) == 1:
            (folded,) = on_domain[_fold_domain(domain or "")]
        known = spellings.get(folded, ())
        chosen.append(min(known, key=lambda it: (it.isupper(), -len(it), it)) if known else show_outlet(name, domain))
    return chosen


def _fold(name: str | None, domain: str | None) -> str:
    return fold_outlet(show_outlet(name, domain)).casefold().removeprefix("the ")


def _fold_domain(domain: str) -> str:
    return domain.casefold().removeprefix("www.")
