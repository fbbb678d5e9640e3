"""What a report has beside the page that it is: a head with what was looked at and what read it, and its limits.

A report is one of the other pages, made to be sent to somebody who has neither sayso nor the articles at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sayso.counting import load_measured
from sayso.reading import Stamp
from sayso.report.measured import describe_measured

__all__ = ["Report"]

# Of fewer statements a share says little: one that was missed or misread moves it by five points.
_FEW = 20
_FIGURES = {
    "statement": "words that the text gives to somebody, in quotation marks or not; what is quoted inside another's"
    " words is a statement of its own",
    "words": "counted in the article's own text; words quoted inside another's count for both, so that the numbers may"
    " add up to more than the whole",
    "named, unnamed": "whether the article gives the speaker a name, or only a description such as “an official”",
}
_COUNTS = {
    "statement": _FIGURES["statement"],
    "share, “2 of 11”": "of all statements of the speaker that were found in the collection; each number stands beside"
    " its whole",
    "names, roles": "as articles have them, with the number of articles that have each; articles say more than one",
    "through whom": "whom an article names as having passed the words on; “(no carrier)”: it names nobody",
    "0.98 / 0.95": "how sure it is: is this a statement, and is its source right; is that the right speaker",
    "s3 · 120–180": "the statement's number in its article, and its place in the article's text, in characters",
}


@dataclass(slots=True)
class Report:
    """What the page does not know of itself.

    Attributes:
        title: The title that was chosen; empty for the page's own.
        facts: What was looked at, in lines with a name, such as the collection that it stands in.
        stamps: What made the readings; may be filled while they come.
        notes: What else to know of its figures.
    """

    title: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def figures(self) -> Mapping[str, str]:
        """What the figures of a page of readings count."""
        return _FIGURES

    @property
    def counts(self) -> Mapping[str, str]:
        """What the figures of a page about a speaker count."""
        return _COUNTS

    def add_stamp(self, stamp: Stamp) -> None:
        """Note what made a reading."""
        if stamp not in self.stamps:
            self.stamps.append(stamp)

    def limit_readings(self, stamps: Iterable[Stamp], statement_count: int) -> Iterator[str]:
        """Yield what readings cannot say."""
        yield "A statement may be missed, cut wrongly, or given to somebody else: look at the words before you use one."
        yield from _describe_model(stamps)
        yield from _describe_few(statement_count, "statement")

    def limit_counts(self, statement_count: int) -> Iterator[str]:
        """Yield what counts of a collection cannot say."""
        yield (
            "Counted is what a program found in the articles of this collection: others may have been left out of it,"
            " statements may be missed, cut wrongly, or given to somebody else. Counts rate nobody."
        )
        yield from _describe_model(self.stamps)
        yield from self.notes
        yield from _describe_few(statement_count, "statement")

    def limit_lineage(self, article_count: int) -> Iterator[str]:
        """Yield what the way of some words cannot say."""
        yield (
            "“Earliest” and all else is of the articles of this collection alone: others may have had the words before,"
            " or passed them on."
        )
        yield (
            "Where no article says where it has the words from, the step is found by wording and date. That is likely,"
            " and not sure: two outlets may have heard the same person."
        )
        yield "Who is said to have said the words was found by a program, which errs."
        yield from _describe_few(article_count, "article")

    def limit_check(self, quotation_count: int, source_count: int) -> Iterator[str]:
        """Yield what a check cannot say."""
        sources = "the source" if source_count == 1 else f"the {source_count:,} sources"
        yield (
            f"“Not found” means: not in {sources} named here. It does not say that the words were never spoken, and the"
            " other labels do not say why words differ."
        )
        yield "Where a quotation begins and ends, and whom the article gives it to, was found by a program, which errs."
        yield from _describe_few(quotation_count, "quotation")


def _describe_model(stamps: Iterable[Stamp]) -> Iterator[str]:
    """Yield how often what the model finds is right."""
    measured = load_measured()
    yield f"{describe_measured(measured)} Of 100 that are found, {100 * measured.speaker:.0f} have the right speaker."
    others = sorted({stamp.model for stamp in stamps if stamp.model} - {measured.model})
    if others:
        yield f"Another model read some of this ({', '.join(others)}): of that one these figures say nothing."


def _describe_few(count: int, noun: str) -> Iterator[str]:
    """Yield that a number is small, if it is."""
    if 1 < count < _FEW:
        yield (
            f"These are {count:,} {noun}s: too few for percentages. Write “2 of {count:,}”; one more or less would"
            f" change a share by {100 / count:.0f} points."
        )
