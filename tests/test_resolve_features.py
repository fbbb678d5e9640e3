"""What is known of each candidate for a pronoun, a description or a statement without a source."""

from __future__ import annotations

from sayso.analyse.resolve.candidates import NEW, NOBODY, Anaphor, Silence, list_candidates
from sayso.analyse.resolve.entities import Entity, MentionIndex, Role
from sayso.analyse.resolve.features import FEATURES, describe_candidates
from sayso.analyse.resolve.proper_names import find_names
from sayso.analyse.resolve.source import read_phrase
from sayso.speaker import SpeakerType
from sayso.text import Span

from .each_case import each_case
from .test_resolve_mentions import describe as describe_words
from .test_resolve_mentions import index_mentions

TALK = (
    "Ada Moss met Tom Oats. It rained on the Kelp Trust.\n\n"
    "Moss had tea. Later the Dutch sailor Tom Oats left with Quorl, and she slept."
)
MEETING = (
    "Ada Moss, a sailor, met Tom Oats of the Kelp Trust. "
    "Later they met the old sailor, Rosa Birch, and the sailor’s baker"
)
SILENT = "“It rained,” said Ada Moss. Tom Oats added that “it was cold”, Moss heard."


def describe(mentions: MentionIndex, anaphor: Anaphor, name: str) -> tuple[set[str], dict[str, float]]:
    """The features of one candidate, by its name, that are 1; and those that are another number but 0."""
    numbers = list_candidates(mentions, anaphor)
    names = ["" if n in {NEW, NOBODY} else mentions.entities[n].name for n in numbers]
    row = describe_candidates(mentions, anaphor, numbers)[names.index(name)]
    values = {feature: round(float(value), 2) for feature, value in zip(FEATURES, row, strict=True) if value}
    return {it for it, value in values.items() if value == 1}, {it: n for it, n in values.items() if n != 1}


@each_case(
    ("text", "role"),
    [
        ("Later Ada Moss left.", Role.OPENS),
        ("Ada Moss left.", Role.OPENS),
        ("The sailor Ada Moss left.", Role.OPENS),
        ("It rained, when Captain Ada Moss left.", Role.OPENS),
        ("It rained, Ada Moss left.", Role.OPENS),
        ("He spoke to Captain Ada Moss.", Role.OBLIQUE),
        ("He was told by the sailor Ada Moss.", Role.AGENT),
        ("He met Ada Moss.", Role.OTHER),
        ("He wrote to Ben. Ada Moss left.", Role.OPENS),
    ],
)
def test_the_place_of_a_mention_in_its_clause(text: str, role: Role) -> None:
    """The words before a mention show whether it is a subject; its title and article do not."""
    mentions = index_mentions(text)
    [ada] = [it for it in mentions.in_order if mentions.entities[it.entity].name == "Ada Moss"]

    assert ada.role is role


def test_what_is_near_the_words_is_near_who_speaks_them() -> None:
    """Sentences in a quotation before its source don't put anybody farther away."""
    text = "Ada Moss met Tom Oats. “It rained. It was cold. It was late,” she said."
    mentions = index_mentions(text)
    she, words = text.index("she"), text.index("“")

    holds, numbers = describe(mentions, Anaphor(she, 1.0, is_plural=False, is_person=True, since=words), "Ada Moss")
    others, farther = describe(mentions, Anaphor(she, 1.0, is_plural=False, is_person=True), "Ada Moss")

    assert {"one_back", "first_in_last_sentence"} <= holds
    assert "few_back" in others
    assert numbers["log_chars"] < farther["log_chars"]


@each_case(
    ("text", "name", "hears"),
    [
        ("Ada Moss met Tom Oats. She told Tom Oats that it rained.", "Tom Oats", True),
        ("Ada Moss met Tom Oats. She told Tom Oats that it rained.", "Ada Moss", False),
        ("The Kelp Trust met Ada Moss. They told the charity that it rained.", "Kelp Trust", True),
        ("The Kelp Trust met Ada Moss. They told the sailor that it rained.", "Kelp Trust", False),
    ],
)
def test_who_is_told(text: str, name: str, *, hears: bool) -> None:
    """Who is named right after the cue is told something; a body, where a noun for bodies stands there."""
    mentions = index_mentions(text)
    place = text.index(". ") + 2
    is_one = text[place:].startswith("She")
    anaphor = Anaphor(
        place,
        None,
        is_plural=not is_one,
        is_person=is_one or None,
        hearer=text.index("told") + 5,
    )

    assert hears == ("hears" in describe(mentions, anaphor, name)[0])


@each_case(
    ("female", "is_person", "name", "holds", "numbers"),
    [
        (
            1.0,
            True,
            "Ada Moss",
            (
                "one_back same_line speaker_before_last first_in_last_sentence first_in_line first_party fits "
                "is_person plural_fit new_in_line bare_name most_mentioned is_named is_evident has_short_form "
                "has_spoken singular opens_clause subject_in_last_sentence subject_in_line"
            ),
            {"log_chars": 0.83, "rank": 0.17, "log_count": 0.37},
        ),
        (
            0.0,
            True,
            "Tom Oats",
            (
                "same_sentence same_line last_speaker last_speaker_same_line spoke_in_sentence first_in_sentence fits "
                "is_person plural_fit bare_name most_mentioned is_named is_evident has_spoken singular "
                "opens_clause subject_in_sentence"
            ),
            {"log_chars": 0.63, "rank": 0.17, "log_count": 0.37},
        ),
        (
            0.0,
            True,
            "Quorl",
            (
                "same_sentence same_line nearest_fit unknown_gender is_person plural_fit bare_name is_unsure is_named "
                "is_short singular oblique"
            ),
            {"log_chars": 0.39, "log_count": 0.23},
        ),
        (
            None,
            False,
            "Kelp Trust",
            "two_back line_before nearest_fit is_body plural_fit bare_name most_mentioned is_named thing lone oblique",
            {"log_chars": 0.85, "log_count": 0.23},
        ),
    ],
)
def test_features_for_a_pronoun(
    female: float | None, is_person: bool, name: str, holds: str, numbers: dict[str, float]
) -> None:
    """Where the last mention stands, who spoke last, and whether gender, number and kind agree."""
    mentions = index_mentions(TALK)
    ada, tom = mentions.entities[:2]
    mentions.note_speaker(0, ada)
    mentions.note_speaker(TALK.index("Later"), tom)
    anaphor = Anaphor(TALK.rindex("she "), female, is_plural=False, is_person=is_person)

    assert describe(mentions, anaphor, name) == (set(holds.split()), numbers)


@each_case(
    ("name", "holds", "numbers"),
    [
        (
            "Ada Moss",
            (
                "one_back same_line first_in_last_sentence first_in_line first_party is_person plural_fit new_in_line "
                "bare_name head_said is_named is_evident person definite opens_clause "
                "subject_in_last_sentence subject_in_line head_worker"
            ),
            {"log_chars": 0.82, "rank": 0.17, "log_count": 0.23, "modifier_missing": 0.33, "head_narrow": 0.65},
        ),
        (
            "Tom Oats",
            (
                "one_back same_line nearest_fit is_person plural_fit bare_name most_mentioned is_named "
                "is_evident person definite kind_unknown head_worker"
            ),
            {"log_chars": 0.72, "log_count": 0.23, "modifier_missing": 0.33, "head_narrow": 0.65},
        ),
        (
            "Rosa Birch",
            (
                "is_person plural_fit is_named later later_same_sentence later_beside later_first is_evident person "
                "head_said modifiers definite head_worker"
            ),
            {"log_count": 0.23, "later_chars": 0.22, "head_narrow": 0.65},
        ),
        (
            "",
            "person definite head_worker new new_person new_definite new_head_worker",
            {"head_narrow": 0.65, "new_head_narrow": 0.65},
        ),
    ],
)
def test_features_for_a_description(name: str, holds: str, numbers: dict[str, float]) -> None:
    """Besides, what the text calls a candidate, and whether it is named right after the description."""
    mentions = index_mentions(MEETING)
    start = MEETING.index("the old sailor")
    phrase = read_phrase(MEETING, (Span(start, start + 14),), [])
    anaphor = Anaphor(start, None, is_plural=False, is_person=True, phrase=phrase, type=SpeakerType.UNNAMED)

    assert describe(mentions, anaphor, name) == (set(holds.split()), numbers)


@each_case(
    ("called", "words", "expected"),
    [
        ("a cardiologist", "the doctor", {"kind_below"}),
        ("a doctor", "the cardiologist", {"kind_above"}),
        ("a winger", "the striker", {"kind_near"}),
        ("a farmer", "the nurse", {"kind_far"}),
        ("of Reed", "the nurse", {"kind_unknown"}),
        ("a nurse", "the nurse", set()),
        ("a farmer", "the quorl", set()),
    ],
)
def test_kinds_of_nouns(called: str, words: str, expected: set[str]) -> None:
    """A description fits who is of a narrower, a wider or a near kind; nothing is said of the same noun."""
    text = f"Ada Moss, {called}, slept. Then {words}"
    mentions = index_mentions(text)
    phrase = read_phrase(text, (Span(text.index(words), len(text)),), [])
    anaphor = Anaphor(text.index(words), None, is_plural=False, is_person=True, phrase=phrase, type=SpeakerType.UNNAMED)
    holds, numbers = describe(mentions, anaphor, "Ada Moss")

    assert {it for it in holds | set(numbers) if it.startswith("kind_")} == expected


@each_case(
    ("called", "words", "is_same"),
    [("old sailor", "the old sailor", True), ("old sailor", "the sailor", False), ("", "the old sailor", False)],
)
def test_who_is_described_by_the_same_words(called: str, words: str, *, is_same: bool) -> None:
    """All words of a description are those of the one before; who has a name has none."""
    text = f"It rained on Quorl. Then {words}"
    mentions = index_mentions(text)
    entity = Entity(type=SpeakerType.UNNAMED, description=called, words={"old", "sailor"})
    mentions.add(0, 2, entity if called else mentions.entities[0])
    phrase = read_phrase(text, (Span(text.index(words), len(text)),), [])
    anaphor = Anaphor(25, None, is_plural=False, is_person=True, phrase=phrase, type=SpeakerType.UNNAMED)

    assert ("same_words" in describe(mentions, anaphor, called or "Quorl")[0]) is is_same


@each_case(
    ("is_passive", "name", "holds", "numbers"),
    [
        (
            False,
            "Tom Oats",
            (
                "same_sentence same_line first_in_sentence is_person plural_fit bare_name is_named before_cue "
                "is_evident silent cue direct after_speaker opens_clause subject_in_sentence"
            ),
            {"log_chars": 0.51, "rank": 0.17, "log_count": 0.23},
        ),
        (
            True,
            "Tom Oats",
            (
                "same_sentence same_line first_in_sentence is_person plural_fit bare_name is_named before_cue "
                "before_passive is_evident silent cue passive participle after_speaker opens_clause subject_in_sentence"
            ),
            {"log_chars": 0.51, "rank": 0.17, "log_count": 0.23},
        ),
        (
            False,
            "Ada Moss",
            (
                "one_back same_line nearest_fit last_speaker last_speaker_same_line first_in_last_sentence "
                "first_in_line first_party is_person plural_fit bare_name most_mentioned is_named after_content "
                "is_evident has_short_form has_spoken silent cue direct after_speaker subject_in_last_sentence "
                "subject_in_line"
            ),
            {"log_chars": 0.63, "log_count": 0.37},
        ),
    ],
)
def test_features_without_a_source(is_passive: bool, name: str, holds: str, numbers: dict[str, float]) -> None:
    """Who stands right before the cue, or right after the content."""
    mentions = index_mentions(SILENT)
    mentions.note_speaker(SILENT.index("Ada"), mentions.entities[0])
    cue, content = SILENT.index("added"), SILENT.index("“it was")
    silence = Silence(
        Span(content, SILENT.index("”, Moss") + 1),
        Span(cue, cue + 5),
        is_passive=is_passive,
        is_participle=is_passive,
        is_direct=not is_passive,
    )
    anaphor = Anaphor(content, None, is_plural=False, is_person=None, silence=silence)

    assert NEW not in list_candidates(mentions, anaphor)
    assert NOBODY in list_candidates(mentions, anaphor)
    assert describe(mentions, anaphor, name) == (set(holds.split()), numbers)


@each_case(
    ("line", "name", "holds", "lacks"),
    [
        (1, "Ada Moss", "answers before_alone", "asks after_alone quoted_line_before spoke_two_lines"),
        (2, "Ada Moss", "asks after_alone before_alone", "answers quoted_line_before"),
        (3, "Tom Oats", "answers after_alone spoke_two_lines", "asks before_alone source_line_after"),
        (3, "Ada Moss", "quoted_line_before source_line_after", "spoke_two_lines"),
    ],
)
def test_features_of_a_line_in_a_dialogue(line: int, name: str, holds: str, lacks: str) -> None:
    """Who asks and who answers, who is addressed in the line before, who spoke before that, and who speaks next."""
    text = "Where were you, Ada Moss?\n“At home, Tom Oats.”\n“Alone, Ada Moss?”\n“Yes.”\n“Good,” Ada Moss said."
    mentions = index_mentions(text)
    lines = mentions.layout.lines
    by_name = {entity.name: entity for entity in mentions.entities}
    mentions.note_speaker(lines[1].start, by_name["Tom Oats"])
    mentions.note_speaker(lines[2].start, by_name["Ada Moss"])
    mentions.note_sources([Span(text.rindex("Ada"), text.rindex("Ada") + 8)])
    silence = Silence(lines[line], None, is_passive=False, is_participle=False, is_direct=True)
    anaphor = Anaphor(lines[line].start, None, is_plural=False, is_person=None, silence=silence)

    found, numbers = describe(mentions, anaphor, name)

    assert set(holds.split()) <= found
    assert found.isdisjoint(lacks.split())
    assert numbers.get("alone_before", 0.0) == {1: 0.0, 2: 0.35, 3: 0.55}[line]


@each_case(
    ("who", "expected"),
    [
        ("a sailor who asked not to be named", True),
        ("a sailor, who did not want to be identified", True),
        ("a sailor speaking on condition of anonymity", True),
        ("a sailor who declined to give his name", True),
        ("a sailor who was named later", False),
        ("a sailor. He asked not to be named", False),
    ],
)
def test_who_wants_no_name(who: str, *, expected: bool) -> None:
    """That somebody gives no name stands in the sentence of his description."""
    mentions = index_mentions(f"Ada Moss came. It rained, said {who}.")

    assert ("anonymous" in describe(mentions, describe_words(mentions, "a sailor"), "")[0]) is expected


@each_case(
    ("text", "name", "is_bare"),
    [
        ("Then Ada Moss left. She slept.", "Ada Moss", True),
        ("Then Ada Moss’s boat left. She slept.", "Ada Moss", False),
        ("Then Ada Clementine Moss left. She slept.", "Ada Clementine Moss", False),
    ],
)
def test_a_bare_name_is_short_and_owns_nothing(text: str, name: str, *, is_bare: bool) -> None:
    """A name of at most thirteen letters is bare, unless it is a possessive."""
    anaphor = Anaphor(text.index("She"), 1.0, is_plural=False, is_person=True)

    assert ("bare_name" in describe(index_mentions(text), anaphor, name)[0]) is is_bare


@each_case(
    ("text", "name", "expected"),
    [
        ("The Tom Oats lawyer woke. Ada Moss came.", "Tom Oats", "later inside later_same_sentence later_first"),
        ("The Tom Oats lawyer woke. Ada Moss came.", "Ada Moss", "later later_next_sentence"),
        ("The lawyer woke. It rained. Ada Moss came.", "Ada Moss", "later later_near later_first"),
        ("The lawyer woke. It rained. It did. Ada Moss came.", "Ada Moss", "later later_near later_first"),
        ("The lawyer woke. It rained. It did. It was. Ada Moss came.", "Ada Moss", "later later_first"),
        ("The lawyer, called Ada Moss, woke.", "Ada Moss", "later later_same_sentence later_called later_first"),
        ("The lawyer (Ada Moss) woke.", "Ada Moss", "later later_same_sentence later_beside later_first"),
        ("The lawyer, Father Tom Oats, woke.", "Tom Oats", "later later_same_sentence later_beside later_first"),
        ("The lawyer, who woke, Ada Moss, came.", "Ada Moss", "later later_same_sentence later_first"),
    ],
)
def test_who_is_named_after_a_description(text: str, name: str, expected: str) -> None:
    """How far on a candidate is first named, and whether it is in the description or is added to it."""
    mentions = index_mentions(text)
    source = Span(0, text.index("lawyer") + 6)
    phrase = read_phrase(text, (source,), find_names(mentions.layout))
    assert phrase is not None
    anaphor = Anaphor(phrase.span.start, None, is_plural=False, is_person=True, phrase=phrase, type=SpeakerType.UNNAMED)

    holds, _ = describe(mentions, anaphor, name)

    assert {it for it in holds if it.startswith(("later", "inside"))} == set(expected.split())


PLACES = {"opens", "alone", "before_cue", "after_cue", "before_content", "after_content", "in_content"}


@each_case(
    ("line", "cue", "expected"),
    [
        ("“It rained.”", "", "opens alone"),
        ("— “It rained.” Ah", "", "opens alone"),
        ("Oh, “It rained.”", "", "alone"),
        ("“It rained.” Never", "", "opens"),
        ("So “It rained.” Never", "", ""),
        ("“It rained.” —Ada Moss", "—", "opens after_cue"),
        ("“It rained,” said Ada Moss.", "said", "opens after_cue"),
        ("“It rained,” said Dr Ada Moss.", "said", "opens"),
        ("“It rained.” Ada Moss slept.", "", "opens after_content"),
        ("Ada Moss said “it rained”.", "said", "before_cue"),
        ("Ada Moss: “It rained.”", ":", "before_cue before_content"),
        ("Ada Moss — “It rained.”", "—", "before_cue"),
        ("“Ada Moss left.”", "", "opens alone in_content"),
    ],
)
def test_where_words_without_a_source_stand(line: str, cue: str, expected: str) -> None:
    """Where they stand in their line, and what is right beside a mention."""
    text = f"Ada Moss woke.\n\n{line}"
    mentions = index_mentions(text)
    at = text.rindex(cue) if cue else 0
    content = Span(text.index("“"), text.index("”") + 1)
    said = Span(at, at + len(cue)) if cue else None
    silence = Silence(content, said, is_passive=False, is_participle=False, is_direct=True)
    anaphor = Anaphor(content.start, None, is_plural=False, is_person=None, silence=silence)

    assert describe(mentions, anaphor, "Ada Moss")[0] & PLACES == set(expected.split())


@each_case(
    ("between", "distance"),
    [(0, "one_back"), (1, "two_back"), (2, "few_back"), (4, "few_back"), (5, "many_back")],
)
def test_how_many_sentences_ago_somebody_was_mentioned(between: int, distance: str) -> None:
    """Few are three to five."""
    text = f"Ada Moss woke. {'It rained. ' * between}She slept."
    anaphor = Anaphor(text.index("She"), 1.0, is_plural=False, is_person=True)

    holds, _ = describe(index_mentions(text), anaphor, "Ada Moss")

    assert {it for it in holds if it.endswith("_back") or it == "same_sentence"} == {distance}


LINES = set("same_line line_before two_lines last_speaker_same_line last_speaker_line_before after_speaker".split())


@each_case(
    ("between", "expected"),
    [
        (" ", "after_speaker last_speaker_same_line same_line"),
        ("\n\n", "after_speaker last_speaker_line_before line_before"),
        ("\n\nIt rained.\n\n", "two_lines"),
        ("\n\nIt rained.\n\nIt rained.\n\n", ""),
    ],
)
def test_how_many_lines_ago_somebody_spoke(between: str, expected: str) -> None:
    """Words without a source are right after a speaker who spoke in their line, or in the one before."""
    text = f"Ada Moss woke.{between}“It rained.”"
    mentions = index_mentions(text)
    mentions.note_speaker(0, mentions.entities[0])
    content = Span(text.index("“"), len(text))
    silence = Silence(content, None, is_passive=False, is_participle=False, is_direct=True)
    anaphor = Anaphor(content.start, None, is_plural=False, is_person=None, silence=silence)

    holds, _ = describe(mentions, anaphor, "Ada Moss")

    assert holds & LINES == set(expected.split())
