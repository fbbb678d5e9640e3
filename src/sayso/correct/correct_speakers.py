"""The speakers of corrected marks: mentions that are linked are one speaker, and an old one where most mentions are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.correct.marks import KIND_LABELS, Mark, Marks, Role, key_of_unmarked
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["Speakers"]

_KINDS = {label: kind for kind, label in KIND_LABELS.items()}
_ARTICLE = re.compile(r"\A(?:the|an?)\s+(?=\S)", re.IGNORECASE)


class Speakers:
    """The speakers of an article, by the marks of their mentions.

    Args:
        text: The article's text.
        before: The speakers as they were before the correction.
        marks: The corrected marks.
    """

    def __init__(self, text: str, before: Sequence[Speaker], marks: Marks) -> None:
        self._text = text
        self._before = {speaker.id: speaker for speaker in before}
        self._marks = marks
        self._by_key: dict[str, str] = {}
        groups = _group(marks)
        found = _match(groups, before)
        ids = set(self._before)
        self._speakers: dict[str, Speaker] = {}
        for number, group in enumerate(groups):
            known = found.get(number)
            speaker = self._make_speaker(group, known, ids)
            ids.add(speaker.id)
            self._speakers[speaker.id] = speaker
            self._by_key.update(dict.fromkeys((mark.key for mark in group), speaker.id))
        self._by_key.update((key_of_unmarked(it), it) for it in self._before if self._is_unmarked(it))

    def _make_speaker(self, group: list[Mark], known: Speaker | None, ids: set[str]) -> Speaker:
        """The speaker of a group of mentions; what was corrected wins over what it was before."""
        mentions = tuple(sorted({span for mark in group for span in mark.spans}))
        labels = [_KINDS[mark.label] for mark in group]
        kind = next((it for it in labels if known is None or it is not known.type), labels[0])
        given = [name for mark in group if (name := self._marks.values.get((mark.key, Role.NAME), "").strip())]
        if known is None:
            name = next(iter(given), "") or self._choose_name(mentions)
            named = kind not in {SpeakerType.UNNAMED, SpeakerType.AUTHOR}
            return Speaker(_make_id(ids), name, kind, named, mentions=mentions)
        changed = next((name for name in given if name != known.name), known.name)
        is_named = known.named if kind is known.type else kind not in {SpeakerType.UNNAMED, SpeakerType.AUTHOR}
        same = mentions == tuple(sorted(set(known.mentions)))
        return replace(known, name=changed, type=kind, named=is_named, mentions=known.mentions if same else mentions)

    def _choose_name(self, mentions: Sequence[Span]) -> str:
        longest = max(mentions, key=lambda span: span.end - span.start)
        return _ARTICLE.sub("", " ".join(longest.of(self._text).split()), count=1)

    def find(self, keys: Sequence[str], before: Statement | None, is_open: bool) -> str | None:
        """The id of the speaker that a statement is linked to; of one that has no mention, the one that it had."""
        found = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if found is not None or is_open or before is None:
            return found
        return before.speaker if before.speaker is not None and self._is_unmarked(before.speaker) else None

    def list_candidates(self, keys: Iterable[str], before: Statement | None) -> tuple[str, ...]:
        """The ids of the speakers that a statement is linked to as candidates; those that have no mention stay."""
        linked = dict.fromkeys(self._by_key[key] for key in keys if key in self._by_key)
        kept = [it for it in (before.candidates if before else ()) if it in linked or self._is_unmarked(it)]
        return tuple(dict.fromkeys((*kept, *linked)))

    def _is_unmarked(self, speaker: str) -> bool:
        """Whether a speaker was known before, and has no mention that could be marked."""
        return speaker in self._before and not _list_marked(self._before[speaker])

    def list_speakers(self, statements: Sequence[Statement]) -> tuple[Speaker, ...]:
        """The speakers in the order in which they were, new ones last, and with the sources of new statements."""
        needed = {it.speaker for it in statements} | {one for it in statements for one in it.candidates}
        kept = [
            self._speakers.get(it.id, it)
            for it in self._before.values()
            if it.id in self._speakers or (not _list_marked(it) and (it.id in needed or it.members))
        ]
        new = [it for it in self._speakers.values() if it.id not in self._before and it.id in needed]
        ids = {it.id for it in (*kept, *new)}
        sources: dict[str | None, set[Span]] = {}
        for statement in statements:
            sources.setdefault(statement.speaker, set()).update(statement.source)
        return tuple(
            replace(
                self._add_sources(it, sources.get(it.id, set())), members=tuple(one for one in it.members if one in ids)
            )
            for it in (*kept, *new)
        )

    def _add_sources(self, speaker: Speaker, sources: set[Span]) -> Speaker:
        """The speaker with sources that nobody has marked as mentions, if it is new."""
        if speaker.id in self._before:
            return speaker
        return replace(speaker, mentions=tuple(sorted({*speaker.mentions, *sources})))


def _list_marked(speaker: Speaker) -> list[Span]:
    """The mentions that have words, and so a mark."""
    return [span for span in speaker.mentions if span.start < span.end]


def _make_id(ids: set[str]) -> str:
    number = len(ids) + 1
    while f"p{number}" in ids:
        number += 1
    return f"p{number}"


def _group(marks: Marks) -> list[list[Mark]]:
    """The mentions that are linked with one another, directly or by others, in the order of their first ones.

    A mark without spans is a speaker whom the text does not name; its name stands beside it.
    """
    mentions = {mark.key: mark for mark in marks.marks if mark.label in _KINDS}
    heads = {key: key for key in mentions}

    def find_head(key: str) -> str:
        while heads[key] != key:
            heads[key] = heads[heads[key]]
            key = heads[key]
        return key

    for link in marks.links:
        if link.role == Role.SAME and link.start in mentions and link.end in mentions:
            heads[find_head(link.end)] = find_head(link.start)
    groups: dict[str, list[Mark]] = {}
    for key, mark in mentions.items():
        groups.setdefault(find_head(key), []).append(mark)
    return list(groups.values())


def _match(groups: Sequence[Sequence[Mark]], before: Sequence[Speaker]) -> dict[int, Speaker]:
    """For each group the speaker with most of its mentions; each speaker is in one group, the one with most of them."""
    owners: dict[Span, list[str]] = {}
    for speaker in before:
        for span in _list_marked(speaker):
            owners.setdefault(span, []).append(speaker.id)
    shared: Counter[tuple[int, str]] = Counter()
    for number, group in enumerate(groups):
        for mark in group:
            for span in mark.spans:
                shared.update((number, owner) for owner in owners.get(span, ()))
    by_id = {speaker.id: speaker for speaker in before}
    found: dict[int, Speaker] = {}
    taken: set[str] = set()
    places = {name: place for place, name in enumerate(by_id)}
    for (number, owner), _ in sorted(shared.items(), key=lambda it: (-it[1], it[0][0], places[it[0][1]])):
        if number not in found and owner not in taken:
            found[number] = by_id[owner]
            taken.add(owner)
    return found
