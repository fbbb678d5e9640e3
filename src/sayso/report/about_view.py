"""What the pages about a speaker and an outlet show: facts, statements over time, and tables of counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from sayso.match import Change
from sayso.report.about_html import AboutView, Counted, CountTable, make_table
from sayso.report.cluster_html import MEANINGS
from sayso.report.facts import show_day
from sayso.report.time_chart import MOST_MONTHS, TimeChart, draw_times
from sayso.store import Collection, CountRow, OutletSummary, Selection, SpeakerSummary

__all__ = ["choose_outlet", "choose_speaker", "view_outlet", "view_speaker"]

_MOST_LINES = 12
_NAMES = {
    "speaker": "who speaks",
    "outlet": "outlets that carry them",
    "carrier": "through whom",
    "kind": "kind of statement",
    "named": "named or not",
}
_OWN_VOICE = "the outlet's own voice"
_WHOSE = {
    "direct": "of others, in quotation marks",
    "mixed": "of others, in part in quotation marks",
    "indirect": "of others, in other words",
}
# Of two passages, whichever is the shorter.
_MEANINGS = {**MEANINGS, Change.TRUNCATED.value: "one of the two is cut where the other goes on"}
_WHOSE_NOTE = (
    "Own voice: all words outside statements, those that name who speaks among them. What is quoted inside another's"
    " words counts once."
)


def choose_speaker(known: SpeakerSummary) -> Selection:
    """The statements of a speaker."""
    return Selection(speakers=(str(known.id),))


def choose_outlet(name: str) -> Selection:
    """The statements in an outlet's articles."""
    return Selection(outlets=(name,))


def view_speaker(known: SpeakerSummary, collection: Collection, *, has_pages: bool = False) -> AboutView:
    """What a page shows of a speaker; `has_pages`: on a site, which has pages of others to lead to."""
    counts = _Counts(collection, choose_speaker(known), has_pages=has_pages)
    times = counts.draw_times()
    usual = {"names that articles use": known.names, "roles that articles give": known.roles}
    tables = (
        make_table(
            title,
            (Counted(name, count) for name, count in values[:_MOST_LINES]),
            known.articles,
            unit="article",
            more=len(values) - _MOST_LINES,
        )
        for title, values in usual.items()
        if len(values) > (title != "roles that articles give")
    )
    facts = tuple(_list_speaker_facts(known))
    address = f"/search?{urlencode({'speaker': known.id})}" if has_pages else ""
    return AboutView(known.name, facts, times, (*tables, *counts.list_tables("outlet", "carrier", "kind")), address, {})


def view_outlet(known: OutletSummary, collection: Collection, *, has_pages: bool = False) -> AboutView:
    """What a page shows of an outlet; `has_pages` as for a speaker."""
    counts = _Counts(collection, choose_outlet(known.name), has_pages=has_pages)
    times = counts.draw_times()
    facts = f"{_count(known.articles, 'article')}, {_count(known.words, 'word')}; {_count(counts.whole, 'statement')}"
    steps = known.step_count
    no_steps = "No words are known that it took over from another outlet; `sayso trace` looks for them."
    tables = (
        _list_whose_words(known),
        *counts.list_tables("speaker", "named", "carrier"),
        *_list_changes(known, counts),
    )
    address = f"/search?{urlencode({'outlet': known.name})}" if has_pages else ""
    labels = {name: _MEANINGS[name] for name in known.steps}
    return AboutView(known.name, (facts, *([] if steps else [no_steps])), times, tables, address, labels)


def _list_whose_words(known: OutletSummary) -> CountTable:
    shares = [Counted(_OWN_VOICE, known.own_words)]
    shares += [Counted(name, known.said[kind]) for kind, name in _WHOSE.items() if known.said.get(kind)]
    return make_table("whose words", shares, known.words, unit="word", note=_WHOSE_NOTE)


def _list_changes(known: OutletSummary, counts: _Counts) -> Iterator[CountTable]:
    """Yield what became of words that the outlet took over, and where it took them from."""
    whole = known.step_count
    if not whole:
        return
    note = (
        f"{_count(whole, 'time')} words in its articles came from another outlet's, as far as traced;"
        f" {known.stated_steps:,} of these its articles state, the others are found by wording and date."
    )
    changes = [Counted(name, count) for name, count in known.steps.items()]
    if known.other_speakers:
        note += f" In {known.other_speakers:,} the words are given to another speaker than before."
    yield make_table("what became of words that it took over", changes, whole, unit="step", note=note)
    taken = known.taken_from[:_MOST_LINES]
    sources = (Counted(name or "(no outlet)", count, counts.find_page(name)) for name, count in taken)
    more = len(known.taken_from) - len(taken)
    yield make_table("whose articles it took words from", sources, whole, unit="step", more=more)


@dataclass(slots=True)
class _Counts:
    """Counts of chosen statements; `whole` is how many these are, once something was counted."""

    collection: Collection
    chosen: Selection
    has_pages: bool
    whole: int = 0

    def draw_times(self) -> TimeChart | None:
        """The statements over time: by month, or by year where that is long."""
        months = self.collection.counts(["month"], self.chosen)
        rows = list(months)
        self.whole = rows[0].statements.whole if rows else 0
        known = {row.values[0]: row.statements.count for row in rows if row.known}
        if not known or _count_months(min(known), max(known)) > MOST_MONTHS:
            years = list(self.collection.counts(["year"], self.chosen))
            known = {row.values[0]: row.statements.count for row in years if row.known}
        return draw_times(known, self.whole)

    def list_tables(self, *names: str) -> Iterator[CountTable]:
        """Yield a table of counts by each of these; none where all is the same, except of speakers and outlets."""
        for name in names:
            counts = self.collection.counts([name], self.chosen, limit=_MOST_LINES)
            if counts.row_count > 1 or name in ("speaker", "outlet"):
                values = [
                    Counted(", ".join(it.values), it.statements.count, self._find_address(name, it)) for it in counts
                ]
                yield make_table(_NAMES[name], values, self.whole, more=counts.row_count - len(counts))

    def find_page(self, outlet: str) -> str:
        """The page about an outlet; empty where there is none."""
        return f"/outlet?{urlencode({'name': outlet})}" if self.has_pages and outlet else ""

    def _find_address(self, name: str, row: CountRow) -> str:
        """The page about a speaker or an outlet; empty for others."""
        if not row.known or not self.has_pages:
            return ""
        if name == "speaker":
            return f"/speakers/{row.speaker_id}" if row.speaker_id and row.speaker_id > 0 else ""
        return self.find_page(row.values[0]) if name == "outlet" else ""


def _count_months(first: str, last: str) -> int:
    """How many months there are from the first to the last, both included.

    >>> _count_months("2030-12", "2031-01")
    2
    """
    (year, month), (last_year, last_month) = (map(int, it.split("-")) for it in (first, last))
    return (last_year - year) * 12 + last_month - month + 1


def _list_speaker_facts(known: SpeakerSummary) -> Iterator[str]:
    """Yield what the collection knows of a speaker, a line each."""
    days = dict.fromkeys(show_day(day) for day in (known.first_day, known.last_day) if day)
    where = f"{_count(known.articles, 'article')} of {_count(known.outlets, 'outlet')}"
    facts = [known.type, f"{_count(known.statements, 'statement')} in {where}", " to ".join(days)]
    yield " · ".join(filter(None, facts))
    for name, value in (known.attributes or {}).items():
        if value:
            yield f"{name}: {value}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
