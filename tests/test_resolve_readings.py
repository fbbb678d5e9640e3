"""Whole readings of short texts: who speaks. The tables are tests/cases/speakers.txt and turns.txt.

Candidates are not chosen by the shipped weights, which are fitted anew with each model, but by a rule that anybody can
follow: whom the text calls so, else the first of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import ModelSpans
from sayso.analyse.repeats import find_repeats
from sayso.analyse.resolve import resolve_speakers
from sayso.analyse.resolve.anaphors import resolve_other_mention
from sayso.analyse.resolve.candidates import Anaphor
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.entities import MentionIndex
from sayso.analyse.resolve.features import FEATURES
from sayso.analyse.resolve.proper_names import find_names
from sayso.analyse.resolve.rank import Choice, Ranker
from sayso.article import Article, Outlet
from sayso.match import Change, HeadlineFinding
from sayso.speaker import Speaker
from sayso.statement import Statement
from sayso.text import Span

from .conftest import CASES, ReadMarks
from .each_case import each_case
from .test_resolve import _tag_names, _write

if TYPE_CHECKING:
    from numpy.typing import NDArray

CALLED_SO = [FEATURES.index(name) for name in ("head_said", "head_kin", "later_beside")]


class Plain(Ranker):
    """Takes the candidate whom the text calls so, else the first.

    Keeps who the candidates of each statement were, and what was asked in which order, for other mentions with "".
    """

    def __init__(self) -> None:
        super().__init__()
        self.offered: dict[str, list[str]] = {}
        self.asked: list[tuple[str, Anaphor, NDArray[np.float64]]] = []

    def choose(
        self,
        anaphor: Anaphor,
        candidates: Sequence[int],
        rows: NDArray[np.float64],
        mentions: MentionIndex,
        statement: str | None,
    ) -> Choice:
        """Return the candidate as the class says."""
        self.asked.append((statement or "", anaphor, rows))
        if statement:
            self.offered[statement] = ["–" if n < 0 else mentions.entities[n].name for n in candidates]
        best = max(range(len(candidates)), key=lambda n: (rows[n, CALLED_SO].sum(), -n))
        return Choice(best, [float(n == best) for n in range(len(candidates))])


def read_table(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines of each case of a table: those of the text, and the indented ones, which are expected."""
    for block in (CASES / name).read_text(encoding="utf-8").split("\n\n")[1:]:
        lines = block.strip("\n").split("\n")
        yield [line for line in lines if line[0] != " "], [line.strip() for line in lines if line[0] == " "]


def describe(statement: Statement, speaker: Speaker | None, offered: Sequence[str]) -> str:
    """Return who speaks, as the table has it."""
    why = statement.unresolved.value if statement.unresolved else ""
    kind = ": ".join(filter(None, [speaker.type.value, "; ".join(speaker.roles)])) if speaker else ""
    shown = f"{speaker.name} ({kind})" if speaker else f"({why})"
    return f"{shown} of {', '.join(offered)}" if offered else shown


@each_case(("lines", "expected"), read_table("speakers.txt"))
def test_who_speaks(lines: list[str], expected: list[str], read_marks: ReadMarks) -> None:
    """Each statement has its speaker, or the reason why it has none."""
    signs, _, words = lines[0].rpartition("# ")
    marked = read_marks(words.replace("⏎", "\n\n"))
    title = Span(0, marked.text.index("\n")) if lines[0].startswith("#") else None
    findings = [HeadlineFinding(Span(0, 1), Change.PARAPHRASE, "s2", "s1")] if signs else []
    article = Article("a", marked.text, title=title and title.of(marked.text), title_span=title)
    layout, ranker = lay_out(article), Plain()
    said = [_write(marked, n, title) for n in range(len(marked.statements))]

    edges = {edge for statement in said for span in (*statement.source, *statement.cue) for edge in span}
    tagged = ModelSpans((*_tag_names(find_names(layout, edges)),))
    statements, speakers = resolve_speakers(
        article, layout, said, find_repeats(layout.text, said, findings), ranker, tagged
    )

    by_id = {speaker.id: speaker for speaker in speakers}
    found = [describe(s, by_id.get(s.speaker or ""), ranker.offered.get(s.id, ())) for s in statements]
    assert found == expected


@each_case(("lines", "expected"), read_table("turns.txt"))
def test_whose_turn_it_is(lines: list[str], expected: list[str], analyser: Analyser) -> None:
    """Each turn of an interview is said by somebody, and to somebody."""
    *known, text = lines
    given = dict(line.lstrip("@").split("=") for line in known)
    article = Article(
        "a",
        text.replace("⏎", "\n\n").replace("¦", "\n"),
        outlet=Outlet(given["outlet"]) if "outlet" in given else None,
        authors=(given["author"],) if "author" in given else (),
    )
    layout, _, spans = find_attributions(analyser, article)
    interview = ResolveContext(article, layout, [], {}, Ranker(), spans).interview

    places = [turn.content[0].start for turn in layout.turns]
    addressed = [interview.find_addressee(place) for place in places]
    speaking = [" | ".join(entity.name for entity in interview.find_speakers(place)) for place in places]
    assert [
        f"{names} → {to.name if to else '–'}".strip() for names, to in zip(speaking, addressed, strict=True)
    ] == expected


def test_a_name_that_is_added_to_a_description_says_whose_it_is() -> None:
    """The old coach is Tom Oats, though somebody else is called coach before."""
    article = Article("a", "Coach Rosa Birch met her old coach, the late Tom Oats, in May.")
    context = ResolveContext(article, lay_out(article), [], {}, Plain())
    place = article.text.index("her old")

    resolve_other_mention(context, Span(place, place + len("her old coach")))

    [found] = [it for it in context.mentions.in_order if it.start == place]
    assert context.mentions.entities[found.entity].name == "Tom Oats"


class Doubtful(Ranker):
    """Takes the first candidate with a probability of 0.6; keeps the features of each speaker score."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, Mapping[str, float]] = {}

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return 0.6 for the first candidate, and the rest for the others."""
        return np.array([0.6, *[0.4 / max(1, len(rows) - 1)] * (len(rows) - 1)])

    def weigh(self, statement: str, features: Mapping[str, float]) -> float:
        """Return 1."""
        self.seen[statement] = features
        return 1.0


def test_a_doubtful_choice_before_is_known_after_it(read_marks: ReadMarks) -> None:
    """Who is known only by a doubtful choice before is chosen with 0.6, by a mention that is his with 0.6."""
    marked = read_marks("Tom Oats met Per Lund. [S1 The sailor] [C1 said] [Q1 it rained]. [S2 He] [C2 said] [Q2 no].")
    article, ranker = Article("a", marked.text), Doubtful()
    layout = lay_out(article)

    resolve_speakers(article, layout, [_write(marked, n, None) for n in range(2)], {}, ranker)

    log_odds = [4 * ranker.seen["s1"]["share_nominal"], 4 * ranker.seen["s2"]["share_pronoun"]]
    assert [round(1 / (1 + math.exp(-odds)), 2) for odds in log_odds] == [0.6, 0.6]
    assert round(math.exp(4 * ranker.seen["s2"]["link_pronoun"]), 2) == 0.6
    assert "link_nominal" not in ranker.seen["s1"]


def test_what_a_statement_mentions_is_read_after_it(read_marks: ReadMarks) -> None:
    """Also where its words begin with the mention: who speaks is known before whom he speaks of."""
    marked = read_marks(
        "Ada Moss woke. She ate. [Q1 She slept], [C1 reportedly]. She ran. [S2 Moss] [C2 said] [Q2 no]."
    )
    article, ranker = Article("a", marked.text), Plain()

    resolve_speakers(article, lay_out(article), [_write(marked, n, None) for n in range(2)], {}, ranker)

    assert [name for name, _, _ in ranker.asked] == ["", "s1", "", ""]


@each_case("source", ["She", "The sailor"])
def test_a_pronoun_or_description_may_be_a_source_before_another(source: str, read_marks: ReadMarks) -> None:
    """Whether the last mention of a candidate is the source of a statement counts, whatever its form."""
    marked = read_marks(f"Ada Moss, a sailor, woke. [S1 {source}] [C1 said] [Q1 yes]. [S2 She] [C2 said] [Q2 no].")
    article, ranker = Article("a", marked.text), Plain()

    resolve_speakers(article, lay_out(article), [_write(marked, n, None) for n in range(2)], {}, ranker)

    place = FEATURES.index("last_is_source")
    assert {name: rows[0, place] == 1 for name, _, rows in ranker.asked if name} == {"s1": False, "s2": True}


class Elsewhere(Doubtful):
    """Takes the last candidate, somebody who is not mentioned, with a probability of 0.6."""

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return 0.6 for the last candidate, and the rest for the others."""
        return super().score(rows)[::-1]


def test_a_pronoun_is_the_only_one_mentioned_unless_it_surely_means_another(read_marks: ReadMarks) -> None:
    """With one candidate as with several, 0.6 for somebody else is too little to leave it open."""
    marked = read_marks("Ada Moss woke. [S1 She] [C1 said] [Q1 yes].")
    article = Article("a", marked.text)

    [said], [moss] = resolve_speakers(article, lay_out(article), [_write(marked, 0, None)], {}, Elsewhere())

    assert (said.speaker, moss.name) == (moss.id, "Ada Moss")


@each_case("source", ["she", "the baker"])
def test_who_is_told_something_stands_after_the_cue(source: str, read_marks: ReadMarks) -> None:
    """Not where the content follows it at once, nor where the source does."""
    marked = read_marks(
        f"Ada Moss woke. [S1 {source}] [C1 told] Rosa Birch [Q1 that it rained]. "
        f"[S2 {source}] [C2 said] [Q2 no]. [Q3 “It did,”] [C3 said] [S3 {source}]."
    )
    article, ranker = Article("a", marked.text), Plain()

    resolve_speakers(article, lay_out(article), [_write(marked, n, None) for n in range(3)], {}, ranker)

    hearers = {name: anaphor.hearer for name, anaphor, _ in ranker.asked if name}
    assert hearers == {"s1": marked.text.index("Rosa"), "s2": None, "s3": None}
