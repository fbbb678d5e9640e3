"""What speaks for a place: an exact rest around one change, the date, the speaker, the other half of the quotation."""

from __future__ import annotations

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article
from sayso.check import SourceText, check_quotes, check_reading, index_text, join_parts
from sayso.match import Caution, Change, Checked, Detail
from sayso.reading import Reading, Stamp
from sayso.report.check_sides import Sort, show_sides
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

# So common words that a talk of them says little about any other.
COMMON = "we you they have had will would can go went see saw in on at the a this that it not good big new time".split()
RIGHT = SourceText(
    "right", "ADA ROE: Good evening. We spent two million crowns on ferries, and they sank.", "2021-05-03"
)


@cache
def make_talks(count: int, seed: int = 0) -> tuple[SourceText, ...]:
    """Talks of common words, in which those of the right one come now and then, never together."""
    chance = random.Random(seed)  # noqa: S311 — chance that repeats, not a secret
    words = COMMON * 12 + "spent million crowns ferries sank evening".split()
    return tuple(
        SourceText(f"t{n}", "HOST: " + " ".join(chance.choices(words, k=800)), f"2021-0{1 + n % 4}-11")
        for n in range(count)
    )


def read(text: str, *, published: str | None = "2021-05-04", speaker: str = "Ada Roe") -> Reading:
    """An article whose marked stretches are one statement."""
    spans, at = [], text.find("“")
    while at >= 0:
        spans.append(Span(at, text.index("”", at) + 1))
        at = text.find("“", spans[-1].end)
    statement = Statement("s1", Kind.DIRECT, Place.BODY, tuple(spans), (), (), 0.9, speaker="p1", unresolved=None)
    speakers = (Speaker("p1", speaker, SpeakerType.PERSON, named=True),)
    return Reading(Article("a", text, published=published), (statement,), (), Stamp("0", "m", "s"), speakers)


index_once = cache(index_text)


def check_all(text: str, *sources: SourceText, published: str | None = "2021-05-04") -> list[Checked]:
    """What is found of the quotations of an article."""
    return list(check_reading(read(text, published=published), join_parts(map(index_once, sources))))


def check_one(quote: str, *sources: SourceText) -> Checked:
    """What is found of some words."""
    (row,) = check_quotes([quote], join_parts(map(index_once, sources)))
    return row


@each_case("count", [0, 60, 200])
@each_case(
    ("quote", "label", "change"),
    [
        ("We spent three million crowns on ferries", Change.ALTERED, Detail.NUMBER),
        ("We, um, spent two million crowns", Change.MINOR, Detail.WORD),
        ("We spent two million dollars on ferries", Change.ALTERED, Detail.WORD),
        ("You spent two million crowns on ferries", Change.ALTERED, Detail.PERSON),
    ],
)
def test_more_sources_make_a_find_no_worse(quote: str, label: Change, change: Detail, count: int) -> None:
    """A place with all words but one stays the place, however many other sources stand beside it."""
    row = check_one(quote, *make_talks(count), RIGHT)

    assert ("right", label) == (row.source, row.label)
    assert change in row.changes


def test_a_place_that_may_be_chance_is_shown_with_its_difference() -> None:
    """It is not counted as found, and flag and note say why."""
    row = check_one("they will go in time", *make_talks(200), SourceText("s", "BEN MOSS: They will go on time."))

    assert (Change.NOT_FOUND, (Caution.MAY_BE_CHANCE,)) == (row.label, row.flags)
    assert row.source
    assert row.difference
    assert "“will go” alone stands in" in row.note
    assert "the other words are too common to show anything" in row.note


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.data())
def test_other_sources_never_hide_the_place(seed: int, count: int, data: st.DataObject) -> None:
    """What is found in one source is found, or shown as the nearest place, among sources that have nothing better."""
    rare = [f"{a}{b}" for a in ("bar", "kel", "mon", "tis", "vor") for b in ("lin", "dak", "pes", "rum")]
    words = data.draw(st.lists(st.sampled_from(COMMON + rare), min_size=4, max_size=12))
    number = data.draw(st.integers(1, len(words) - 2))
    source = SourceText("right", "Before it came nothing. " + " ".join(words) + ". Behind it came nothing either.")
    quote = " ".join([*words[:number], "walrus", *words[number + 1 :]])
    alone, among = check_one(quote, source), check_one(quote, *make_talks(count, seed), source)

    if alone.label is not Change.NOT_FOUND and among.label is Change.NOT_FOUND:
        assert Caution.MAY_BE_CHANCE in among.flags
        assert among.difference


def test_the_date_speaks_for_a_place() -> None:
    """A talk of the day before the article has few competitors, whatever else was ever said."""
    text = "“You had the same good time,” Ada Roe said."
    talk = "ADA ROE: Welcome. You had the very good time. We saw it."
    other = [SourceText(f"o{n}", one.text, "2014-01-01") for n, one in enumerate(make_talks(100))]
    (near,) = check_all(text, *other, SourceText("right", talk, "2021-05-03"))

    assert ("right", Change.ALTERED) == (near.source, near.label)


def test_what_was_said_later_is_no_source_of_changed_words() -> None:
    """Where only a few words are shared, a talk after the article is only the nearest place."""
    text = "“You had the same good time,” Ada Roe said."
    talk = "ADA ROE: Welcome. You had the very good time. We saw it."
    (later,) = check_all(text, *make_talks(100), SourceText("right", talk, "2021-09-03"))

    assert Change.NOT_FOUND is later.label


def test_halves_are_placed_together() -> None:
    """The half that many talks have is that of the talk which has the other half too."""
    first = SourceText("first", "ADA ROE: So the gulls have the pier. Nothing more to say.", "2020-01-01")
    filling = " ".join(f"Herring{n} swam past buoy{n}." for n in range(200))
    talk = f"ADA ROE: Now the gulls have the pier. {filling} We should have kept it for ever."
    both = SourceText("both", talk, "2019-05-01")
    rows = check_all("“We should have kept it for ever,” she said. “The gulls have the pier.”", first, both)

    assert ["both", "both"] == [row.source for row in rows]
    assert "the rest of the quotation stands there too" in rows[1].note


def test_the_nearest_date_is_a_reason_only_where_it_is_nearest() -> None:
    """Of many places the speaker's is reported: its date is the nearest only of hers, and the note says so."""
    others = [SourceText(f"o{n}", "BEN MOSS: The lamp stays on.", "2021-05-04") for n in range(8)]
    own = [SourceText(f"r{day}", "ADA ROE: The lamp stays on.", f"2021-04-{day}") for day in (10, 20)]
    (row,) = check_all("“The lamp stays on,” Ada Roe said.", *others, *own)

    assert row.source == "r20"
    assert "because the speaker agrees and, of those, its date is nearest" in row.note


def test_no_reason_is_made_up() -> None:
    """Places that nothing sets apart are taken in their order, and the note says so."""
    same = [SourceText(name, "ADA ROE: The lamp stays on.", "2021-05-03") for name in ("b", "a")]
    (row,) = check_all("“The lamp stays on,” Ada Roe said.", *same)

    assert "it comes first" in row.note
    assert "date" not in row.note


def test_of_two_places_the_one_with_fewer_changes_is_shown() -> None:
    """Not the one that comes first, with a cut beside the change."""
    many = SourceText("many", "ADA ROE: The gulls are beating us at the pier, they are killing us on the quay.")
    few = SourceText("few", "ADA ROE: The gulls are beating us on the quay, and that is that.")

    assert "few" == check_one("The gulls are not beating us on the quay", many, few).source


@each_case(
    ("quote", "talk", "flags"),
    [
        ("Nobody came.", "Nobody came to the second one.", {Caution.CLIPPED, Caution.TOO_SHORT}),
        ("Nobody came.", "Well, nobody came. We went home.", {Caution.TOO_SHORT}),
        ("love him", "I’d love him to leave early.", {Caution.CLIPPED, Caution.TOO_SHORT}),
        ("we sold the old harbour at dawn", "I don’t think we sold the old harbour at dawn.", {Caution.CLIPPED}),
        ("We sold the old harbour.", "We sold the old harbour to nobody.", {Caution.CLIPPED}),
        ("We sold the old harbour,", "We sold the old harbour to nobody.", set()),
        ("We sold the old harbour.", "We sold the old harbour, and they left.", set()),
        ("sell the old harbour at dawn", "We would never sell the old harbour at dawn.", {Caution.CLIPPED}),
    ],
)
def test_clipped_and_short_words_are_flagged(quote: str, talk: str, flags: set[Caution]) -> None:
    """The words stand there, and yet the source may say another thing."""
    filling = " ".join(f"Herring{n} swam past buoy{n}." for n in range(300))
    row = check_one(quote, SourceText("s", f"ADA ROE: {filling} {talk} {filling}"))

    assert Change.VERBATIM is row.label
    assert flags == set(row.flags)


def test_what_the_article_says_before_the_marks_is_not_lost() -> None:
    """A negation that stands outside the marks is no clipping."""
    talk = SourceText("s", "ADA ROE: We would never sell the old harbour at dawn, I promise.", "2021-05-03")
    (told,) = check_all("They would never “sell the old harbour at dawn,” Roe said.", talk)
    (clipped,) = check_all("She wants to “sell the old harbour at dawn,” Roe said.", talk)

    assert () == told.flags
    assert (Caution.CLIPPED,) == clipped.flags


@each_case(
    ("quote", "talk", "changed"),
    [
        ("They can pay for it", "They can’t even pay for it.", ["can’t even"]),
        ("We spent $3 trillion in May", "We spent $2 trillion in May.", ["$2 trillion"]),
        ("We did go there again", "We didn’t go there again.", ["didn’t"]),
    ],
)
def test_a_difference_shows_whole_words(quote: str, talk: str, changed: list[str]) -> None:
    """No written word is cut in two."""
    source = SourceText("s", talk)
    row = check_one(quote, source)

    assert changed == [it.words.strip() for it in show_sides(row, quote, source).source if it.sort is Sort.OTHER]
