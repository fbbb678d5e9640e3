"""What the guide's scheme mends and leaves out."""

from __future__ import annotations

from dataclasses import replace

from sayso.analyse.attribute import Attribution
from sayso.analyse.guide import is_thought, mend
from sayso.analyse.layout import Layout, lay_out
from sayso.article import Article
from sayso.statement import Kind, Place
from sayso.text import Span

from .each_case import each_case


def _lay_out(text: str) -> Layout:
    return lay_out(Article("a", text))


def _attribute(text: str, content: str, cue: str = "", source: str = "", kind: Kind = Kind.INDIRECT) -> Attribution:
    def find(words: str) -> tuple[Span, ...]:
        at = text.index(words)
        return (Span(at, at + len(words)),) if words else ()

    return Attribution(find(content), find(cue), find(source), kind=kind, place=Place.BODY)


def test_a_source_stands_in_the_sentence_of_its_cue() -> None:
    """A source that was read in another sentence than the cue is let go."""
    text = "It said that the pier was shut. Orla Vint left."
    read = _attribute(text, "that the pier was shut", "said", "Orla Vint")

    assert () == mend(_lay_out(text), read).source


def test_the_noun_before_the_cue_is_the_source() -> None:
    """Where the source was read in the headline, the noun with which the sentence of the cue begins is the source."""
    text = "Two held: police\n\nPolice said that two men were held. Residents were told that it was shut."
    read = replace(_attribute(text, "that two men were held", "said"), source=(Span(10, 16),))
    passive = replace(_attribute(text, "that it was shut", "were told"), source=(Span(10, 16),))

    assert (Span(18, 24),) == mend(_lay_out(text), read).source
    assert () == mend(_lay_out(text), passive).source


def test_a_source_beside_its_cue_stays() -> None:
    """A source in the sentence of its cue stays."""
    text = "Orla Vint said that the pier was shut."
    read = _attribute(text, "that the pier was shut", "said", "Orla Vint")

    assert read == mend(_lay_out(text), read)


def test_reported_words_end_where_the_writer_breaks_off() -> None:
    """After an ellipsis outside marks the writer continues, not the speaker."""
    text = "Vint explained why the pier was shut…and it all came of the storm in May."
    read = _attribute(text, "why the pier was shut…and it all came of the storm in May", "explained", "Vint")

    (content,) = mend(_lay_out(text), read).content

    assert "why the pier was shut" == content.of(text)


def test_an_ellipsis_in_marks_is_the_speakers() -> None:
    """An ellipsis inside a quotation shows what was left out of it, and the quotation goes on."""
    text = "“The pier is shut … and it will stay so,” Vint said."
    read = _attribute(text, "“The pier is shut … and it will stay so,”", "said", "Vint", Kind.DIRECT)

    assert read.content == mend(_lay_out(text), read).content


def test_thoughts_in_a_quotation_are_part_of_it() -> None:
    """Inside somebody's words “I think” reports no act of speaking; “told” does."""
    text = "“I think it floats and my aunt told me so,” Vint said."
    holder = _attribute(text, "“I think it floats and my aunt told me so,”", "said", "Vint", Kind.DIRECT)
    thought = _attribute(text, "it floats", "think", "I")
    reported = _attribute(text, "so", "told", "my aunt")

    layout = _lay_out(text)

    assert is_thought(layout, thought, holder)
    assert not is_thought(layout, reported, holder)
    assert not is_thought(layout, thought, None)


def test_thoughts_in_a_turn_are_part_of_it() -> None:
    """The words of a turn have no marks, and are the speaker's own all the same."""
    text = "I believe it floats."
    turn = replace(_attribute(text, text), turn=True)

    assert is_thought(_lay_out(text), _attribute(text, "it floats", "believe", "I"), turn)


def test_thoughts_in_reported_speech_are_statements() -> None:
    """What somebody is said to believe, in the outlet's words, stays."""
    text = "Vint said that Moss believed it floats."
    holder = _attribute(text, "that Moss believed it floats", "said", "Vint")

    assert not is_thought(_lay_out(text), _attribute(text, "it floats", "believed", "Moss"), holder)


@each_case(
    ("text", "cue", "first", "source"),
    [
        ("The bank declined to comment.", "declined", "The", "The bank"),
        ("Her office declined to comment.", "declined", "Her", "Her office"),
        ("The WBA declined to comment.", "declined", "The", "The WBA"),
        ("His recent claims to comment were read.", "claims", "His", "His"),
    ],
)
def test_a_source_reaches_to_its_cue(text: str, cue: str, first: str, source: str) -> None:
    """Of a source of which only the article was read, the noun belongs to it too."""
    read = _attribute(text, "to comment", cue, first)

    assert [source] == [span.of(text) for span in mend(_lay_out(text), read).source]
