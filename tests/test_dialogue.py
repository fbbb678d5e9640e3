"""Who speaks the lines of a dialogue, chosen together."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.analyse.layout import lay_out
from sayso.analyse.resolve.candidates import NOBODY, Anaphor, Silence
from sayso.analyse.resolve.dialogue import find_dialogue, plan_dialogue
from sayso.article import Article
from sayso.segment import split_lines
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case
from .test_resolve_mentions import index_mentions

TALK = "Ada Moss met Tom Oats.\n\n“Where were you?”\n\n“At home.”\n\n“Alone?”\n\n“Yes, Ada.”"


def _read_lines(text: str, *, cue: int = -1) -> list[Statement]:
    """Each line of a text after the first as a statement; one may have a cue."""
    lines = enumerate(split_lines(text)[1:])
    return [
        Statement(f"s{n}", Kind.DIRECT, Place.BODY, (line,), (Span(0, 1),) if n == cue else (), (), 1.0)
        for n, line in lines
    ]


@each_case(
    ("text", "cue", "start", "expected"),
    [
        (TALK, -1, 0, "s0 s1 s2 s3"),
        (TALK, -1, 2, "s2 s3"),
        (TALK, 2, 0, "s0 s1"),
        (TALK, 0, 0, ""),
        ("It rained.\n\n“We float.” So he did.\n\n“Yes.”", -1, 1, "s1"),
    ],
)
def test_lines_of_a_dialogue_follow_each_other(text: str, cue: int, start: int, expected: str) -> None:
    """A dialogue goes on as long as each line is a quotation alone, without a cue."""
    statements = _read_lines(text, cue=cue)
    if "So he did" in text:
        first = statements[0].content[0]
        statements[0] = Statement("s0", Kind.DIRECT, Place.BODY, (Span(first.start, first.start + 11),), (), (), 1.0)

    found = find_dialogue(lay_out(Article("a", text)), statements, start)

    assert expected.split() == [it.id for it in found]


def test_a_line_between_ends_a_dialogue() -> None:
    """A paragraph that nobody says stands between two dialogues."""
    text = "It rained.\n\n“Where?”\n\n“Here.”\n\nHe slept.\n\n“Now?”"
    said = [it for it in _read_lines(text) if it.content[0].of(text).startswith("“")]

    assert ["s0", "s1"] == [it.id for it in find_dialogue(lay_out(Article("a", text)), said, 0)]


def test_what_is_said_later_tells_who_began() -> None:
    """The first lines may be either's; the last is surely Tom's, and two who talk take turns."""
    mentions = index_mentions(TALK)
    names = [entity.name for entity in mentions.entities]
    silences = [
        Silence(line, None, is_passive=False, is_participle=False, is_direct=True) for line in split_lines(TALK)[1:]
    ]
    lines = [Anaphor(it.content.start, None, is_plural=False, is_person=None, silence=it) for it in silences]

    def score(line: Anaphor, candidates: Sequence[int]) -> list[float]:
        spoken = mentions.spoken_before(line.place)
        own = [0.1 if spoken and n == spoken[-1][1] else 1.0 for n in candidates]
        if line is lines[-1]:
            own = [
                it * (1.0 if n >= 0 and names[n] == "Tom Oats" else 0.01) for it, n in zip(own, candidates, strict=True)
            ]
        own = [0.01 if n == NOBODY else it for it, n in zip(own, candidates, strict=True)]
        return [it / sum(own) for it in own]

    planned = plan_dialogue(mentions, lines, score)

    best = [names[it.candidates[it.choice.best]] for it in planned]
    assert ["Ada Moss", "Tom Oats", "Ada Moss", "Tom Oats"] == best
    assert planned[-1].choice.shares[planned[-1].choice.best] > 0.9
    assert all(abs(sum(it.choice.shares) - 1.0) < 1e-9 for it in planned)
    assert () == tuple(mentions.spoken_before(len(TALK)))
