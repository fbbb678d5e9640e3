"""Under which name an outlet is shown and counted, however its articles name it.

An article may name its outlet "The Wold Bell", "Wold Bell", or by the domain alone. Rows of the table `outlets` keep
what was given; their column `shown` is what they have in common. It depends on all rows together, and not on which came
first.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from sayso.outlets import fold_outlet, read_outlets
from sayso.store.speakers import touch_articles

__all__ = ["name_outlets", "show_outlet"]


def show_outlet(name: str | None, domain: str | None) -> str:
    """The name of one outlet by itself: agencies and well-known outlets have one name.

    >>> show_outlet("AP", None), show_outlet(None, "bell.example")
    ('Associated Press', 'bell.example')
    """
    known = read_outlets().get(fold_outlet(name or ""))
    return known.name if known is not None and not known.is_plain else name or domain or ""


def name_outlets(connection: sqlite3.Connection) -> None:
    """Give outlets with the same name, and those without one on the domain of another, one name to be shown by.

    A domain on which several outlets publish is nobody's name.
    """
    rows = connection.execute("SELECT id, name, domain, shown FROM outlets").fetchall()
    spellings: dict[str, set[str]] = defaultdict(set)
    on_domain: dict[str, set[str]] = defaultdict(set)
    for _, name, domain, _ in rows:
        if name:
            spellings[_fold(name, domain)].add(show_outlet(name, domain))
            if domain:
                on_domain[_fold_domain(domain)].add(_fold(name, domain))
    changed = []
    for number, name, domain, before in rows:
        folded = _fold(name, domain)
        if not name and len(on_domain.get(_fold_domain(domain or ""), ())) == 1:
            (folded,) = on_domain[_fold_domain(domain)]
        known = spellings.get(folded, ())
        shown = min(known, key=lambda it: (it.isupper(), -len(it), it)) if known else show_outlet(name, domain)
        if shown != before:
            changed.append((shown, number))
    connection.executemany("UPDATE outlets SET shown = ? WHERE id = ?", changed)
    for _, number in changed:
        # Whether parties stand in articles of one outlet counts for whether they are one speaker.
        articles = connection.execute("SELECT id FROM articles WHERE outlet_id = ?", (number,)).fetchall()
        touch_articles(connection, (article for (article,) in articles))


def _fold(name: str | None, domain: str | None) -> str:
    return fold_outlet(show_outlet(name, domain)).casefold().removeprefix("the ")


def _fold_domain(domain: str) -> str:
    return domain.casefold().removeprefix("www.")
