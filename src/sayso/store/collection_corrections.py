"""What readers set right in a collection: kept beside the readings, and applied to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sayso.article import Article
from sayso.correct.apply_corrections import apply_corrections
from sayso.correct.correction import Correction
from sayso.errors import CorrectionError
from sayso.reading import Reading
from sayso.store.changes import record_changes
from sayso.store.collection_part import CollectionPart
from sayso.store.correction_rows import StoredCorrection, add_correction, list_corrections, remove_correction
from sayso.store.records import read_article, read_found
from sayso.store.rewrite import rewrite_versions

__all__ = ["CollectionCorrections", "TakenIn"]

_MOST_NUMBER = 2**63
# More of one article are no corrections; each takes a thousandth of a second whenever the article is read out.
_MOST = 1_000
# Who presses a button waits so long for a program that writes a batch.
_WAIT_S = 4.0


@dataclass(slots=True)
class TakenIn:
    """What became of corrections that were taken in.

    Attributes:
        kept: How many were kept.
        known: How many were in the collection already.
        unfit: How many have words that their article does not have.
        articles: In how many articles some were kept.
    """

    kept: int = 0
    known: int = 0
    unfit: int = 0
    articles: int = 0

    def add(self, other: TakenIn) -> None:
        """Count more of them."""
        self.kept += other.kept
        self.known += other.known
        self.unfit += other.unfit
        self.articles += other.articles


class CollectionCorrections(CollectionPart):
    """The part of `Collection` that is about corrections."""

    def corrections(self, number: int | None = None) -> list[StoredCorrection]:
        """The corrections of all articles, or of one, by its number in the collection: the earliest first.

        Each says whether its words stand in the article, or, of all articles, in its current version.
        """
        with self._ask() as connection:
            if number is not None:
                return list(_check_fit(connection, number, list_corrections(connection, number)))
            known = list_corrections(connection)
            fits: set[int] = set()
            for current in _find_current(connection, (it.article_number for it in known)):
                own = _check_fit(connection, current, list_corrections(connection, current))
                fits |= {it.number for it in own if it.fits}
            return [replace(it, fits=it.number in fits) for it in known]

    def correct(self, number: int, correction: Correction) -> int:
        """Correct a statement of the article with that number; return the correction's number.

        Raises:
            CorrectionError: There is no such article, or its text does not have the words.
            BusyError: Another program writes into the file.
        """
        with self._change_soon() as connection:
            return _correct(connection, number, correction)

    def correct_all(self, corrections: Mapping[int, Sequence[Correction]]) -> TakenIn:
        """Correct statements of articles, given by their numbers; what is known already, or does not fit, is left out.

        Raises:
            BusyError: Another program writes into the file; then none was kept.
        """
        taken = TakenIn()
        with self.change() as connection:
            for number, asked in corrections.items():
                taken.add(_correct_many(connection, number, asked))
        self.join_if_free()
        return taken

    def undo_correction(self, number: int) -> None:
        """Take back a correction, by its number; those after it stay.

        Raises:
            CorrectionError: There is none of that number.
            BusyError: Another program writes into the file.
        """
        with self._change_soon() as connection:
            _rewrite(connection, remove_correction(connection, number))

    def corrected_readings(self) -> Iterator[Reading]:
        """Yield the readings of articles that were corrected, as they are now, each in its current version."""
        with self._ask() as connection:
            current = _find_current(connection, (it.article_number for it in list_corrections(connection)))
        for number in current:
            with self._ask() as connection:
                reading = read_article(connection, number)
            yield reading

    def find_texts(self, fingerprints: Iterable[str]) -> dict[str, int]:
        """The numbers of the articles with the texts of these fingerprints; of several, that of a current version."""
        return self._find("fingerprint", fingerprints)

    def find_addresses(self, urls: Iterable[str]) -> dict[str, int]:
        """The numbers of the articles with these addresses, in their current versions."""
        return self._find("url", urls)

    def _find(self, column: str, values: Iterable[str]) -> dict[str, int]:
        asked = (
            f"SELECT {column}, id FROM articles WHERE {column} IN (SELECT value FROM json_each(?))"  # noqa: S608  (ours)
            " ORDER BY is_current, id DESC"
        )
        with self._ask() as connection:
            return dict(connection.execute(asked, (json.dumps(sorted(set(values))),)).fetchall())

    @contextmanager
    def _change_soon(self) -> Iterator[sqlite3.Connection]:
        """A transaction for which nobody waits long."""
        with self.change(wait_s=_WAIT_S) as connection:
            yield connection
        self.join_if_free()


def _correct_many(connection: sqlite3.Connection, number: int, asked: Sequence[Correction]) -> TakenIn:
    """Keep corrections of one article; the rows are written once for all of them."""
    known = [it.correction for it in list_corrections(connection, number)]
    said = [(it.before, it.after) for it in known]
    new = [it for it in asked if (it.before, it.after) not in said]
    found = read_found(connection, number)
    fits = apply_corrections(found, [*known, *new]).fits[len(known) :]
    kept = [it for it, does_fit in zip(new, fits, strict=True) if does_fit]
    for it in kept:
        add_correction(connection, number, replace(it, model=it.model or found.stamp.model))
    if kept:
        _rewrite(connection, number)
    return TakenIn(kept=len(kept), known=len(asked) - len(new), unfit=len(new) - len(kept), articles=bool(kept))


def _correct(connection: sqlite3.Connection, number: int, correction: Correction) -> int:
    row = None
    if 0 <= number < _MOST_NUMBER:
        row = connection.execute("SELECT 1 FROM articles WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise CorrectionError(f"the collection has no article {number}")
    reading = read_article(connection, number)
    if not isinstance(reading.article, Article) or not any(apply_corrections(reading, [correction]).fits):
        raise CorrectionError("the words of the correction are not in the article; open it again, and correct it there")
    if len(list_corrections(connection, number)) >= _MOST:
        raise CorrectionError(f"the article has {_MOST:,} corrections already; take some back")
    model = correction.model or reading.stamp.model
    made = add_correction(connection, number, replace(correction, model=model))
    _rewrite(connection, number)
    return made


def _rewrite(connection: sqlite3.Connection, number: int) -> None:
    (key,) = connection.execute("SELECT key FROM articles WHERE id = ?", (number,)).fetchone()
    # Of an article whose last correction is gone, the rows are to be those of what was found.
    rewrite_versions(connection, key)
    if connection.execute("SELECT count(*) FROM articles WHERE key = ?", (key,)).fetchone()[0] > 1:
        record_changes(connection, key, None)


def _find_current(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[int]:
    """The current versions of articles, by the numbers of any version of each."""
    asked = "SELECT id FROM articles WHERE is_current AND key = (SELECT key FROM articles WHERE id = ?)"
    found = (connection.execute(asked, (number,)).fetchone() for number in sorted(set(numbers)))
    return list(dict.fromkeys(int(row[0]) for row in found if row is not None))


def _check_fit(
    connection: sqlite3.Connection, number: int, known: list[StoredCorrection]
) -> Iterator[StoredCorrection]:
    fits = apply_corrections(read_found(connection, number), [it.correction for it in known]).fits if known else ()
    yield from (replace(it, fits=is_fit) for it, is_fit in zip(known, fits, strict=True))
