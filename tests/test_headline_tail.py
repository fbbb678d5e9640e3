"""Headlines that name at their end who says it."""

from __future__ import annotations

from sayso.analyse.headline_tail import sign_headline
from sayso.analyse.partial import Partial
from sayso.text import Span

from .each_case import each_case

BODY = "\n\nOrla Vint said the firms had failed."


def _span(text: str, words: str) -> Span:
    at = text.rindex(words)
    return Span(at, at + len(words))


def _sign(title: str) -> list[tuple[str, str, str]]:
    """Content, cue and source of what is found in a headline, above a body in which Orla Vint speaks."""
    text = title + BODY
    body = Partial([_span(text, "the firms had failed")], [_span(text, " said ")], [_span(text, "Orla Vint")], [])
    found = sign_headline(text, [body], Span(0, len(title)))
    return [
        (o.content[0].of(text), o.cue[0].of(text), o.source[0].of(text))
        for o in found
        if o.content[0].end <= len(title)
    ]


@each_case(
    ("title", "content", "cue", "source"),
    [
        ("Noise keeps coast awake: study", "Noise keeps coast awake", ":", "study"),
        ("Noise keeps coast awake - report", "Noise keeps coast awake", "-", "report"),
        ("Two held after quay fire — police", "Two held after quay fire", "—", "police"),
        ("Water firms failed customers: watchdog", "Water firms failed customers", ":", "watchdog"),
        ("Minister is to quit – top officials", "Minister is to quit", "–", "top officials"),
        ("“Noise keeps coast awake”: new survey", "“Noise keeps coast awake”", ":", "new survey"),
        ("Pier: noise keeps coast awake – MPs", "Pier: noise keeps coast awake", "–", "MPs"),
        ("Two Held After Quay Fire: Police", "Two Held After Quay Fire", ":", "Police"),
        ("Noise Keeps Coast Awake: New Study", "Noise Keeps Coast Awake", ":", "New Study"),
        ("Two held after quay fire: the police", "Two held after quay fire", ":", "the police"),
        ("Water firms have failed - Vint", "Water firms have failed", "-", "Vint"),
        ("Water firms have failed: Orla Vint", "Water firms have failed", ":", "Orla Vint"),
    ],
)
def test_the_end_of_a_headline_names_who_says_it(title: str, content: str, cue: str, source: str) -> None:
    """A noun for a body, people or a document, or the name of one who speaks in the body, signs the headline."""
    assert [(content, cue, source)] == _sign(title)


@each_case(
    "title",
    [
        "",
        "Fire at quay street: two dead",
        "Fire at quay street – pictures",
        "Noise keeps coast awake – analysis",
        "Is the coast kept awake? – poll",
        "Coastal noise: study",
        "Wold United 2-1 Quay Town: report",
        "Water firms have failed - Wold Gazette",
        "Water firms have failed - Ada Moss",
        "Water firms missed targets: here is why",
        "Police: two held after quay fire",
        "Water firms have failed - Daily Star",
        "What Both Sides Really Want: Break Up Banks",
        "What both sides want: stand up to banks",
        "How to get an answer: ask the police",
    ],
)
def test_what_signs_no_headline(title: str) -> None:
    """What the article is, its outlet, and a name that says nothing in the body sign no headline."""
    assert [] == _sign(title)


def test_words_in_marks_are_part_of_what_is_signed() -> None:
    """A quotation that stood alone in the headline is given to the source with the words beside it."""
    title = "Noise ‘keeps coast awake’: study"
    alone = Partial([_span(title, "‘keeps coast awake’")], [], [], [])
    (found,) = sign_headline(title, [alone], Span(0, len(title)))

    assert "Noise ‘keeps coast awake’" == found.content[0].of(title)


def test_what_is_told_in_the_headline_ends_before_its_source() -> None:
    """A statement within a signed headline does not reach into who signs it."""
    title = "Vint says two men held: report"
    inner = Partial([_span(title, "two men held: report")], [_span(title, "says")], [_span(title, "Vint")], [])
    inside, signed = sign_headline(title, [inner], Span(0, len(title)))

    assert ["two men held", "Vint says two men held"] == [o.content[0].of(title) for o in (inside, signed)]


def test_a_source_behind_the_cue_is_no_content() -> None:
    """Of "…, says study" the study is the source."""
    title = "Coast is kept awake, says study"
    read = Partial([_span(title, "Coast is kept awake"), _span(title, "study")], [_span(title, "says")], [], [])
    (found,) = sign_headline(title, [read], Span(0, len(title)))

    assert ["Coast is kept awake"] == [span.of(title) for span in found.content]
    assert ["study"] == [span.of(title) for span in found.source]


def test_a_headline_that_has_its_source_stays() -> None:
    """Where the statement was found with its source, none is added."""
    title = "Noise keeps coast awake: study"
    read = Partial([_span(title, "Noise keeps coast awake")], [_span(title, ":")], [_span(title, "study")], [])

    assert [read] == sign_headline(title, [read], Span(0, len(title)))


def test_no_headline_no_end() -> None:
    """An article without a headline is left as it is."""
    assert [] == sign_headline("Two held after fire: police", [], None)
