"""Who is on the user's list of people: linked by names, as in a collection (`sayso speakers --people`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import functions as F

from sayso.errors import SettingsError
from sayso.people.people_list import LinkedNames, ListedPerson, link_names, list_name_keys
from sayso.store.dimensions import NOT_STATED, PEOPLE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Listed", "find_listed"]

_ROWS = "speaker string, listed array<string>"


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is on the list.

    Attributes:
        people: The list.
        own: For each speaker on it the place there.
        open_count: How many speakers may be on it: their names fit several rows, or a row fits several of them.
    """

    people: Sequence[ListedPerson]
    own: dict[str, int]
    open_count: int = 0

    def find_speakers(self, name: str) -> list[str]:
        """The speakers that the list calls so, by an id, a name or an alias."""
        folded = name.casefold()
        places = {
            place
            for place, it in enumerate(self.people)
            if it.own == name or folded in {other.casefold() for other in it.names}
        }
        return sorted(speaker for speaker, place in self.own.items() if place in places)

    def list_values(self, by: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield for each speaker on the list the values of those dimensions that are attributes of people.

        Raises:
            SettingsError: There is no list, or it has no such attribute.
        """
        asked = [found[1] for found in map(PEOPLE.fullmatch, by) if found]
        facts = [{"id": it.own, "name": it.name, **(it.attributes or {})} for it in self.people]
        known = sorted({key for it in facts for key in it})
        for name in asked:
            if not facts:
                raise SettingsError("there is no list of people; give one: --people FILE")
            if name not in known:
                raise SettingsError(f"the list of people has no attribute {name!r:.40}; it has {', '.join(known)}")
        for speaker, place in self.own.items() if asked else ():
            yield speaker, [str(facts[place].get(name) or NOT_STATED) for name in asked]


def find_listed(parties: DataFrame, people: Sequence[ListedPerson]) -> Listed:
    """Link the speakers of a collection to a list of people.

    Args:
        parties: The speakers of articles, with `speaker` and the `name` that the article gives.
        people: The list.
    """
    if not people:
        return Listed((), {})
    keys = frozenset(key for it in people for name in it.names for key in list_name_keys(name))
    used = parties.where("speaker IS NOT NULL").select("speaker", "name").distinct()
    asked = used.sparkSession.sparkContext.broadcast(keys)
    met = used.mapInArrow(partial(_list_met, keys=asked), "speaker string").distinct()
    names: defaultdict[str, list[str]] = defaultdict(list)
    for row in used.join(met, "speaker").orderBy("speaker", "name").collect():
        names[row["speaker"]].append(row["name"])
    speakers = sorted(names)
    links = link_names(people, (LinkedNames(at, tuple(names[it])) for at, it in enumerate(speakers)))
    places = {it.own: place for place, it in enumerate(people)}
    return Listed(people, {speakers[at]: places[own] for at, own in links.own.items()}, len(links.open))


def _list_met(batches: Iterable[pa.RecordBatch], *, keys: Any) -> Iterator[pa.RecordBatch]:  # noqa: ANN401  (a broadcast)
    """Yield the speakers with a name that may be on the list."""
    for batch in batches:
        pairs = zip(batch.column("speaker").to_pylist(), batch.column("name").to_pylist(), strict=True)
        found = [speaker for speaker, name in pairs if not keys.value.isdisjoint(list_name_keys(name))]
        yield pa.RecordBatch.from_arrays([pa.array(found, pa.string())], names=["speaker"])


def add_listed(parties: DataFrame, listed: Listed, by: Sequence[str]) -> DataFrame:
    """The parties, with the attributes that are counted by in `listed`; null for those who are not on the list."""
    rows = list(listed.list_values(by))
    if not rows:
        return parties.withColumn("listed", F.lit(None).cast("array<string>"))
    return parties.join(F.broadcast(parties.sparkSession.createDataFrame(rows, _ROWS)), "speaker", "left")
