"""What the user decided by hand: two speakers are one, or a speaker is two. Replayed whenever parties are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sayso.letters import plain_letters
from sayso.people.groups import Group
from sayso.people.party import Party
from sayso.people.profile import compare_profiles

__all__ = ["Action", "Anchor", "Edit", "anchor_of", "apply_edits"]

Anchor = tuple[str, str]
"""What a party is found again by in later runs: its article, and its name in plain letters."""

# A party that was added after a split goes with the part that fits so much better.
_MARGIN = 1.0


class Action(str, Enum):
    """What the user did."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Edit:
    """One decision of the user.

    Attributes:
        number: Which one it is, counted in the order in which they were made.
        action: What was done.
        sides: The parties of each speaker that was merged; of a split, those that were taken out and those that stayed.
        day: When, as an ISO date, for the evidence.
    """

    number: int
    action: Action
    sides: tuple[tuple[Anchor, ...], ...]
    day: str = ""


def anchor_of(party: Party) -> Anchor:
    """What a party is found again by."""
    return party.article, plain_letters(party.name)


def apply_edits(groups: Iterable[Group], edits: Sequence[Edit]) -> tuple[list[Group], set[str], list[int]]:
    """The groups as the user wants them, the ids of the parties that stand where they do by hand, and lost edits.

    An edit of which no party is there, or of a merge only one side, is lost: nothing is done for it.
    """
    if not edits:
        return list(groups), set(), []
    editor = _Editor(groups)
    for edit in edits:
        sides = [editor.find(side) for side in edit.sides]
        if not sides or not sides[0] or (edit.action is Action.MERGE and not all(sides)):
            editor.lost.append(edit.number)
        elif edit.action is Action.MERGE:
            editor.merge([party for side in sides for party in side], edit)
        else:
            editor.split(sides[0], sides[-1], edit)
    return list(editor.groups.values()), editor.moved, editor.lost


class _Editor:
    """Groups with what finds them: the group of each party, and the parties of each anchor."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = {id(group): group for group in groups}
        self.owner = {party.id: group for group in self.groups.values() for party in group.parties}
        self.anchored: dict[Anchor, list[Party]] = defaultdict(list)
        for group in self.groups.values():
            for party in group.parties:
                self.anchored[anchor_of(party)].append(party)
        self.moved: set[str] = set()
        self.lost: list[int] = []

    def find(self, side: Iterable[Anchor]) -> list[Party]:
        """The parties of these anchors that are there."""
        return [party for anchor in side for party in self.anchored.get(anchor, ())]

    def merge(self, parties: Iterable[Party], edit: Edit) -> None:
        """Make one group of all that have one of these parties."""
        meant = {id(self.owner[party.id]): self.owner[party.id] for party in parties}
        first, *rest = sorted(meant.values(), key=lambda group: group.order)
        for group in rest:
            for party in group.parties:
                first.notes[party.id] = f"merged by hand{_on(edit)}"
                self.moved.add(party.id)
                self.owner[party.id] = first
            first.add(group)
            del self.groups[id(group)]

    def split(self, taken: Sequence[Party], left: Sequence[Party], edit: Edit) -> None:
        """Take these parties out into a group of their own.

        What was added since the user did so goes there too if it fits there better than where the others stayed.
        """
        out_ids = {party.id for party in taken}
        known = out_ids | {party.id for party in left}
        meant = {id(self.owner[party.id]): self.owner[party.id] for party in taken}
        out = _regroup(taken, {})
        for group in meant.values():
            del self.groups[id(group)]
            stayed = [party for party in group.parties if party.id not in out_ids]
            old = [party for party in stayed if party.id in known]
            later = [party for party in stayed if party.id not in known]
            rest = _regroup(old or later, group.notes) if stayed else None
            for party in sorted(later if old else [], key=lambda party: party.id):
                single = _regroup([party], group.notes)
                (out if rest is not None and _fits_better(single, out, rest) else rest or out).add(single)
            if rest is not None:
                self._put(rest)
        self._put(out)
        for party in taken:
            out.notes[party.id] = f"split off by hand{_on(edit)}"
            self.moved.add(party.id)

    def _put(self, group: Group) -> None:
        self.groups[id(group)] = group
        self.owner.update((party.id, group) for party in group.parties)


def _fits_better(single: Group, out: Group, rest: Group) -> bool:
    """Whether a party fits those that were taken out clearly better than those that stayed."""
    fit, other = compare_profiles(single.profile, out.profile), compare_profiles(single.profile, rest.profile)
    return fit.has_evidence and fit.score - other.score >= _MARGIN


def _regroup(parties: Sequence[Party], notes: dict[str, str]) -> Group:
    """A group of these parties, with their notes of before."""
    group = Group(*parties)
    group.notes.update((party.id, notes[party.id]) for party in parties if party.id in notes)
    return group


def _on(edit: Edit) -> str:
    return f" on {edit.day}" if edit.day else ""
