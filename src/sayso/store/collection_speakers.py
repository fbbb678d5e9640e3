"""What a collection knows of its speakers: lists, edits by hand, the user's list of people, and forgetting."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from sayso.errors import StoreError
from sayso.people.people_list import ListedPerson, read_people
from sayso.store.collection_part import CollectionPart
from sayso.store.forget import Forgotten, ForgottenNames, clean_file, forget_speaker
from sayso.store.people import list_open_links, replace_people
from sayso.store.speaker_edits import (
    SpeakerEdit,
    find_speaker,
    link_by_hand,
    list_edits,
    merge_speakers,
    split_speaker,
    undo_edit,
)
from sayso.store.speaker_lists import (
    OpenName,
    SpeakerMention,
    SpeakerSummary,
    find_summary,
    list_mentions,
    list_open_names,
    list_speakers,
)

__all__ = ["CollectionSpeakers"]


class CollectionSpeakers(CollectionPart):
    """The part of `Collection` that is about speakers."""

    def speakers(self, search: str | None = None, *, limit: int | None = None) -> list[SpeakerSummary]:
        """The speakers of all articles, those with most statements first.

        Args:
            search: Words that one name of each speaker must have, whatever their case and accents.
            limit: At most so many.
        """
        with self.query() as connection:
            return list_speakers(connection, search, limit=limit)

    def speaker(self, which: str | int) -> tuple[SpeakerSummary, list[SpeakerMention]]:
        """One speaker, by its id or a name that nobody else has; and the articles that it stands in, with the evidence.

        Raises:
            SpeakerError: No speaker is meant, or several.
        """
        with self.query() as connection:
            number = find_speaker(connection, which)
            return list_speakers(connection, only=[number])[0], list_mentions(connection, number)

    def speaker_summary(self, which: str | int) -> SpeakerSummary:
        """One speaker, by its id or a name that nobody else has, without the articles that it stands in.

        Raises:
            SpeakerError: No speaker is meant, or several.
        """
        with self.query() as connection, self._columns.read(connection) as columns:
            number = find_speaker(connection, which)
            return columns.remember(("summary", number), lambda: find_summary(connection, columns, number))

    def open_names(self) -> list[OpenName]:
        """The names that may be one of several speakers, with the articles that have them."""
        with self.query() as connection:
            return list_open_names(connection)

    def merge(self, *which: str | int) -> int:
        """Make several speakers one, for now and for articles that come; return the id of the one.

        Raises:
            SpeakerError: Fewer than two speakers are meant, or one name means several.
        """
        self.join_speakers()
        with self.change() as connection:
            return merge_speakers(connection, which)

    def split(self, which: str | int, articles: Iterable[str]) -> tuple[int, int]:
        """Take what these articles have of a speaker out of it, as a speaker of its own; return the ids of both.

        Raises:
            SpeakerError: The speaker is not in one of the articles, or in no others.
        """
        self.join_speakers()
        with self.change() as connection:
            return split_speaker(connection, which, [articles] if isinstance(articles, str) else articles)

    def edits(self) -> list[SpeakerEdit]:
        """What was merged, split and linked by hand, in order."""
        with self.query() as connection:
            return list_edits(connection)

    def undo(self, number: int) -> None:
        """Take back one edit by hand, by its number; those after it stay.

        Raises:
            SpeakerError: There is none of that number.
        """
        self.join_speakers()
        with self.change() as connection:
            undo_edit(connection, number)

    def link_people(self, people: str | PathLike[str] | Iterable[ListedPerson]) -> dict[int, tuple[str, ...]]:
        """Link the speakers to a list of your own, by their names; the list is kept for articles that come.

        Args:
            people: A CSV file with the columns id and name, perhaps aliases (separated by ; or |), and any others; or
                the rows. It takes the place of the list before.

        Returns:
            The speakers that may be on the list, and are left open, with the ids that they may have there.

        Raises:
            SpeakerError: The file cannot be read, or lacks a column.
        """
        rows = read_people(Path(people)) if isinstance(people, (str, PathLike)) else list(people)
        self.join_speakers()
        with self.change() as connection:
            forgotten = ForgottenNames(connection)
            kept = [it for it in rows if not forgotten or not any(map(forgotten.holds_name, it.names))]
            replace_people(connection, kept)
            return list_open_links(connection)

    def link(self, which: str | int, own: str | None) -> int:
        """Say which row of the people list a speaker is; None: it is not on the list. Return the speaker's id.

        Raises:
            SpeakerError: No speaker is meant, or the list has no such row.
        """
        self.join_speakers()
        with self.change() as connection:
            return link_by_hand(connection, which, own)

    def forget(self, which: str | int) -> Forgotten:
        """Take out what a speaker says, its names and its words in the texts, and keep them out from now on.

        The file is written anew, so that the words are not in it any more. Copies of the file are yours to remove.

        Raises:
            SpeakerError: No speaker is meant, or several.
            StoreError: It cannot be written; or another program reads it, so that the words are still beside it.
        """
        with self._ask() as connection:
            connection.execute("PRAGMA secure_delete = ON")
        self.join_speakers()
        with self.change() as connection:
            forgotten = forget_speaker(connection, which)
        try:
            self.clean()
        except StoreError as err:
            raise StoreError(
                "the statements are out of the collection, but their words may still stand in parts of the file that"
                f" are no longer used: {err}; then run `sayso forget FILE` without a name, which writes the file anew"
            ) from err
        return forgotten

    def clean(self) -> None:
        """Write the file anew without the parts that are no longer used.

        Raises:
            StoreError: It cannot be written, or another program reads it.
        """
        with self._ask() as connection:
            clean_file(connection)
