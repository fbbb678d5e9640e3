"""The reports that a collection alone can give: about a speaker, and about the way of a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from sayso.cli.steps import join_speakers, trace_passages
from sayso.cluster import Cluster
from sayso.errors import ReadError, StoreError
from sayso.reading import Reading
from sayso.report.about_html import render_about_page
from sayso.report.about_view import choose_speaker, view_speaker
from sayso.report.cluster_html import write_cluster_page
from sayso.report.report_page import Report
from sayso.store import Collection, open_collection
from sayso.text import Span

__all__ = ["find_stored", "write_quotation", "write_speaker"]

# The addresses of `sayso serve`: /articles/12 and /articles/12/120-180, perhaps with what stands before and behind it.
_ADDRESS = re.compile(r"\S*/articles/(\d+)\S*")
_PLACE = re.compile(r"(?:\S*/articles/)?(\d+)/(\d+)-(\d+)(?:/words)?")
# The newest statements of a speaker; more would be no report.
_MOST_STATEMENTS = 100


def find_stored(path: str, which: str, report: Report) -> Reading:
    """The reading of an article of a collection; the report notes where it stands.

    Raises:
        StoreError: No article is meant, or several.
    """
    with open_collection(path, create=False, read_only=True) as collection:
        number = _find_number(which, collection)
        report.facts.append(("From", f"article {number:,} of {_describe(collection)}"))
        return _read(number, collection)


def _find_number(which: str, collection: Collection) -> int:
    try:
        return collection.article_number(which)
    except StoreError:
        address = _ADDRESS.fullmatch(which.strip())
        if address is None:
            raise
        return collection.article_number(address[1])


def write_speaker(path: str, which: str, report: Report, stream: TextIO, *, date: str, is_shown: bool) -> int:
    """Write the report about a speaker; how many statements it has.

    Raises:
        SpeakerError: No speaker is meant, or several.
    """
    with open_collection(path, create=False) as collection:
        join_speakers(collection, is_shown=is_shown)
        known = collection.speaker_summary(which)
        chosen = choose_speaker(known)
        newest = collection.search(chosen, limit=_MOST_STATEMENTS)
        report.facts.append(("Looked at", _describe(collection)))
        report.stamps.extend(collection.stamps())
        report.notes = tuple(collection.counts(["kind"], chosen, limit=1).notes)
        stream.write(render_about_page(view_speaker(known, collection), newest, date=date, report=report))
        return newest.count


def write_quotation(path: str, which: str, report: Report, stream: TextIO, *, date: str, is_shown: bool) -> int:
    """Write the report about the way of some words, which stand at a place or are given; how many utterances it has.

    Raises:
        ReadError: Nobody has these words.
    """
    with open_collection(path, create=False) as collection:
        join_speakers(collection, is_shown=is_shown)
        trace_passages(collection, is_shown=is_shown)
        place = _PLACE.fullmatch(which.strip())
        if place is None:
            found = _find_words(which, collection)
        else:
            found = _find_place(int(place[1]), Span(int(place[2]), max(map(int, place.groups()[1:]))), collection)
        report.facts.append(("Looked at", _describe(collection)))
        report.stamps.extend(collection.stamps())
        write_cluster_page(found, stream, date=date, report=report)
        return len(found)


def _find_place(number: int, place: Span, collection: Collection) -> Sequence[Cluster]:
    """The utterance at a place of an article: the one that others carry too, else what the article itself has there."""

    def share(start: int, end: int) -> int:
        return min(end, place.end) - max(start, place.start)

    carried = max(collection.quotations([number]), key=lambda it: share(it.start, it.end), default=None)
    if carried is not None and share(carried.start, carried.end) > 0:
        quotation = collection.quotation(carried.name)
        return [] if quotation is None else [quotation.cluster]
    said = [it for it in _read(number, collection).statements if it.content]
    best = max(said, key=lambda it: share(it.content[0].start, it.content[-1].end), default=None)
    if best is None or share(best.content[0].start, best.content[-1].end) <= 0:
        raise ReadError(
            f"no statement stands at {place.start}-{place.end} of article {number}; its page in `sayso serve` links to"
            " each of them"
        )
    return _find_words(best.text, collection)


def _find_words(words: str, collection: Collection) -> Sequence[Cluster]:
    found = collection.find_quote(words, texts=True)
    if found is None:
        raise ReadError("these words are so few, or so common, that they lead nowhere; give more of them")
    if not found:
        raise ReadError("no article of the collection has these words; `sayso search` finds articles by single words")
    return found


def _read(number: int, collection: Collection) -> Reading:
    reading = collection.reading(number)
    if reading is None:
        raise ReadError(f"the collection has no article {number}; `sayso serve` and `sayso search` show their numbers")
    return reading


def _describe(collection: Collection) -> str:
    count = len(collection)
    return f"the collection {Path(collection.path).name}, {count:,} article{'' if count == 1 else 's'}"
