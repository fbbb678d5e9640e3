"""Words in marks: scare quotes, titles, names, nicknames, words as words; and what is left to quotation."""

from __future__ import annotations

from dataclasses import replace

from sayso.analyse.layout import lay_out
from sayso.analyse.scare import classify_marks, is_scare_statement
from sayso.analyse.unsaid import is_unsaid
from sayso.article import Article
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case


def _classify(text: str, *statements: Statement, title: str = "") -> tuple[list[str], list[tuple[str, str]]]:
    article = Article("a", text, title_span=Span(0, len(title)) if title else None)
    scare, other = classify_marks(lay_out(article), statements)
    return [span.of(text) for span in scare], [(mark.span.of(text), mark.kind.value) for mark in other]


def _say(text: str, content: str, cue: str = "", source: str = "", kind: Kind = Kind.MIXED) -> Statement:
    spans = [(Span(text.index(part), text.index(part) + len(part)),) if part else () for part in (content, cue, source)]
    return Statement("s1", kind, Place.BODY, spans[0], spans[1], spans[2], 0.5)


@each_case(
    ("text", "scare"),
    [
        ("The ‘consultation’ lasted nine minutes.", "‘consultation’"),
        ('Neighbours got a "gift" of mud from the works.', '"gift"'),
        ("Three “independent” panels sat, all from one office.", "“independent”"),
        ("The so-called “Quiet Quarter” has four bars.", "“Quiet Quarter”"),
        ("They paid for a “fact finding” trip to the spa.", "“fact finding”"),
        ("He came for a “chat.” It rained.", "“chat.”"),
    ],
)
def test_scare(text: str, scare: str) -> None:
    """A few words in small letters, in the outlet's own sentence, are held at a distance."""
    assert ([scare], []) == _classify(text)


@each_case(
    ("text", "other", "kind"),
    [
        ("She wrote the novel “Salt and Tar” in a shed.", "“Salt and Tar”", "title"),
        ("The “Harbour Nights” star has left.", "“Harbour Nights”", "title"),
        ("They sang “Old Tar” at the end.", "“Old Tar”", "title"),
        ("The slogan “keep it dry” was dropped.", "“keep it dry”", "title"),
        ("Its “Wash first. Talk later.” campaign ran on buses.", "“Wash first. Talk later.”", "title"),
        ("She repealed the “stay behind” law in May.", "“stay behind”", "name"),
        ("Rafi “Slim” Dunmore keeps the lock.", "“Slim”", "nickname"),
        ("Dunmore, nicknamed “the Heron”, keeps the lock.", "“the Heron”", "nickname"),
        ("Nobody used the word “reef” on Monday.", "“reef”", "word"),
        ("What sinks to the bottom is called “draff” here.", "“draff”", "word"),
        ("The grains, or “draff”, go to the pigs.", "“draff”", "word"),
        ("Down there “draff” means money.", "“draff”", "word"),
    ],
)
def test_other(text: str, other: str, kind: str) -> None:
    """Titles and names keep their capitals, and the words around the marks announce a word as a word."""
    assert ([], [(other, kind)]) == _classify(text)


@each_case(
    "text",
    [
        "The plan was branded “a disgrace”.",
        "“Why?” is the question.",
        "Across the road hung “we want our pier back”.",
        "It ended with “I am tired”.",
        "He stood 5'10\" and wore “9”.",
        "‘A mess’: inside the ferry office",
        "",
    ],
)
def test_neither(text: str) -> None:
    """What looks like somebody's words, and measures, are neither, though no statement has them."""
    assert ([], []) == _classify(text)


def test_quotation_is_not_told() -> None:
    """Words in marks in the content of a statement are quotation, and so are those that follow them with an "and"."""
    text = "Orla Vint called the pier “unsafe” and “tired”."

    assert ([], []) == _classify(text, _say(text, "the pier “unsafe”", "called", "Orla Vint"))


def test_marks_within_a_quotation() -> None:
    """Marks inside of a quotation's marks are the speaker's distance, unless they hold somebody's words."""
    text = "“Their ‘repair’ took the roof off, and he said ‘sorry’ to us,” she said."

    assert (["‘repair’"], []) == _classify(text, _say(text, text[:-10], "said", "she", Kind.DIRECT))


def test_title_within_a_statement() -> None:
    """A title in reported speech is a title still; a small word there is the speaker's."""
    text = "Vint said the film “Old Tar” was shot in a “hub”."

    assert ([], [("“Old Tar”", "title")]) == _classify(text, _say(text, text[10:-1], "said", "Vint"))


def test_same_words_same_use() -> None:
    """Once a word is announced as a word, later marks round it say nothing else."""
    text = "Brewers use the term “draff” for it. The “draff” goes to the pigs."

    assert ([], [("“draff”", "word"), ("“draff”", "word")]) == _classify(text)


def test_headline_follows_the_text() -> None:
    """In a headline of capitals the marks take the use that the same words have below."""
    title = "Four Bars Open In “Quiet” Quarter As Others Watch"
    text = f"{title}\n\nThe “quiet” quarter has four bars."

    assert ["“Quiet”", "“quiet”"] == _classify(text, title=title)[0]


@each_case(
    ("text", "content", "expected"),
    [
        ("Little is known about these “students” so far.", "“students”", True),
        ("The band closed with “Old Tar” and left.", "“Old Tar”", True),
        ("It would be a “great relief” to the whole town.", "“great relief”", False),
        ("“Nobody came to see it.” The pier is shut for good.", "“Nobody came to see it.”", False),
        ("“Terrible,” she sighed.", "“Terrible,”", False),
    ],
)
def test_scare_statement(text: str, content: str, *, expected: bool) -> None:
    """A marked word or title without cue and source, in a sentence of the outlet, is no statement."""
    statement = _say(text, content, kind=Kind.DIRECT)

    assert expected == is_scare_statement(lay_out(Article("a", text)), statement)


@each_case(
    ("text", "cue", "source", "expected"),
    [
        ("Tenants have not been told when it will run.", "have not been told", "", True),
        ("The closure, first reported in May, is final.", "first reported", "", True),
        ("Tenants have been told when it will run.", "have been told", "", False),
        ("Vint has not said when it will run.", "has not said", "Vint", False),
    ],
)
def test_unsaid(text: str, cue: str, source: str, *, expected: bool) -> None:
    """Speech denied of everybody, and a note of where a report first stood, are no statements."""
    statement = _say(text, text[-9:-1], cue, source, Kind.INDIRECT)

    assert expected == is_unsaid(lay_out(Article("a", text)), statement)


@each_case(
    ("text", "source", "cue", "content", "expected"),
    [
        # How somebody is cited, and no words.
        ("Vint asked not to be named.", "Vint", "asked", "not to be named", True),
        ("Vint asked not to be paid.", "Vint", "asked", "not to be paid", False),
        ("Vint asked to remain anonymous.", "Vint", "asked", "to remain anonymous", True),
        (
            "Vint spoke because he was not allowed to speak.",
            "Vint",
            "spoke",
            "because he was not allowed to speak",
            True,
        ),
        ("Vint spoke because he was not happy.", "Vint", "spoke", "because he was not happy", False),
        # Denied of everybody.
        ("No tenant had been told of the closure.", "", "had been told", "of the closure", True),
        ("No date was set, tenants were told in May.", "", "were told", "No date was set", False),
        ("Nobody disputes that the lift is old.", "Nobody", "disputes", "that the lift is old", True),
        ("No 10 said that the lift is old.", "No 10", "said", "that the lift is old", False),
        ("No Stairs said that the lift is old.", "No Stairs", "said", "that the lift is old", False),
        ("No tenant said that the lift is old.", "No tenant", "said", "that the lift is old", True),
        ("The firm didn't tell us that it was shut.", "The firm", "didn't tell", "that it was shut", True),
        ("The firm won't tell us why it was shut.", "The firm", "won't tell", "why it was shut", False),
        # Supposed.
        ("Woe to all if you didn't know who won.", "you", "didn't know", "who won", True),
        ("If the firm says it is shut, it is.", "the firm", "says", "it is shut", False),
        # Without words.
        ("The tenants see it differently.", "The tenants", "see", "it differently", True),
        ("The tenants see it otherwise.", "The tenants", "see", "it otherwise", True),
        ("The firm said little.", "The firm", "said", "little", True),
        ("The port counts its losses.", "The port", "counts", "its losses", True),
        ("The group counts sixty prisoners.", "The group", "counts", "sixty prisoners", False),
        ("Vint admitted no such thing.", "Vint", "admitted", "no such thing", True),
        ("A porter reported it.", "A porter", "reported", "it", True),
        ("The firm denies it.", "The firm", "denies", "it", False),
        ("He never said it.", "He", "never said", "it", False),
        ("The firm rejected that.", "The firm", "rejected", "that", False),
        ("Vint said so.", "Vint", "said", "so", False),
        ("The firm, asked for comment, sent a card.", "", "asked", "for comment", True),
        ("The firm declined to comment.", "The firm", "declined", "to comment", False),
        ("The Echo cited two people close to the firm.", "The Echo", "cited", "two people close to the firm", True),
        ("The firm cited bad weather.", "The firm", "cited", "bad weather", False),
        ("The firm cited its own figures.", "The firm", "cited", "its own figures", False),
        ("The firm reports half-year results on May 3.", "The firm", "reports", "half-year results on May 3", True),
        ("The firm reported results that beat hopes.", "The firm", "reported", "results that beat hopes", False),
    ],
)
def test_no_words(text: str, source: str, cue: str, content: str, *, expected: bool) -> None:
    """What nobody says, what is only supposed, and a verb of saying without words are none; a refusal or denial is."""
    statement = _say(text, content, cue, source, Kind.INDIRECT)

    assert expected == is_unsaid(lay_out(Article("a", text)), statement)


@each_case(
    ("text", "expected"),
    [
        ("“Did Moss tell you to sell it?” she asked.", True),
        ("“And did Moss tell you to sell it?” she asked.", True),
        ("“Why, when Moss tell you to sell it, did you not?” she asked.", False),
        ("“Moss did tell you to sell it,” she said.", False),
    ],
)
def test_asked_whether_it_was_said(text: str, *, expected: bool) -> None:
    """Who asks whether somebody said something does not report it."""
    statement = replace(_say(text, "to sell it", "tell", "Moss", Kind.INDIRECT), within="s1")

    assert expected == is_unsaid(lay_out(Article("a", text)), statement)
