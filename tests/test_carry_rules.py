"""The evidence that rules of form find, whatever the weights are."""

from __future__ import annotations

from sayso.analyse.carry import find_by_rules
from sayso.analyse.carry.evidence import build_context
from sayso.analyse.carry.outlet_lookup import listed_first, look_up
from sayso.analyse.carry.outlet_names import read_outlet_mention
from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import NO_SPANS
from sayso.article import Article
from sayso.speaker import Speaker, SpeakerType
from sayso.text import Span

from .each_case import each_case

MOSS = Speaker("moss", "Ada Moss", SpeakerType.PERSON, named=True)


def find_evidence(text: str, title: Span | None = None) -> set[tuple[str, str, str]]:
    """The name, the `how` and the words of all evidence of rules."""
    context = build_context(lay_out(Article("a", text, title_span=title)), (MOSS,), NO_SPANS)
    return {(it.name, it.how.value, it.span.of(text)) for _, it in find_by_rules(context)}


@each_case(
    ("text", "name", "how", "words"),
    [
        ("It rained, she told Vantor on Friday.", "Vantor", "interview", "told Vantor"),
        ("She told Axe that it rained.", "Axe", "interview", "told Axe"),
        ("It rained, she told the Vantor.", "Vantor", "interview", "told the Vantor"),
        ("She told Norvik Kiosk’s Mara Quill that it rained.", "Norvik Kiosk", "interview", "told Norvik Kiosk"),
        ("She told Norvik’s Mara Quill that it rained.", "Norvik", "interview", "told Norvik"),
        ("She told Moss Kiosk’s Mara Quill that it rained.", "Moss Kiosk", "interview", "told Moss Kiosk"),
        (
            "She told Mara Quill of the Wold Gazette.",
            "Wold Gazette",
            "interview",
            "told Mara Quill of the Wold Gazette",
        ),
        ("She explained to the Wold Gazette how.", "Wold Gazette", "interview", "explained to the Wold Gazette"),
        ("He said so in an interview with Vantor.", "Vantor", "interview", "in an interview with Vantor"),
        (
            "He gave an interview to Radio Quay.",
            "Radio Quay",
            "interview",
            None,
        ),
        ("In an interview with Vantor she said so.", "Vantor", "interview", "In an interview with Vantor"),
        ("She told the Wet Kelp Boots that it rained.", "Wet Kelp Boots", "interview", "told the Wet Kelp Boots"),
        ("The interview on QXZ was long.", "QXZ", "interview", "interview on QXZ"),
        ("He told the podcast Loose Ends.", "Loose Ends", "broadcast", "told the podcast Loose Ends"),
        (
            "He told Radio Quay’s “Drive Home” that it rained.",
            "Drive Home",
            "interview",
            "told Radio Quay’s “Drive Home”",
        ),
        ("She told La Voz de la Sierra no.", "La Voz de la Sierra", "interview", "told La Voz de la Sierra"),
        ("She spoke on Radio Quay.", "Radio Quay", "broadcast", "on Radio Quay"),
        ("Speaking on Kelp Tonight, she was dry.", "Kelp Tonight", "broadcast", "on Kelp Tonight"),
        ("On Radio Quay she said so.", "Radio Quay", "broadcast", "On Radio Quay"),
        ("It rained.\n\nh/t Orla Vint; Wold Gazette", "Orla Vint", "aggregator", "h/t Orla Vint"),
        ("It rained.\n\nh/t Orla Vint; Wold Gazette", "Wold Gazette", "aggregator", "Wold Gazette"),
        ("It rained, according to the Wold Gazette.", "Wold Gazette", "report", "according to the Wold Gazette"),
        ("It rained, according to a report in Vantor News.", "Vantor News", "report", None),
        ("It rained, she said, citing the Wold Gazette.", "Wold Gazette", "report", "citing the Wold Gazette"),
        (
            "It was first reported by the Wold Gazette.",
            "Wold Gazette",
            "report",
            "was first reported by the Wold Gazette",
        ),
        ("It was first reported by Quorl.", "Quorl", "report", "was first reported by Quorl"),
        ("It was first reported by QXZ.", "QXZ", "report", "was first reported by QXZ"),
        ("It was first reported by Quay News Agency.", "Quay News Agency", "wire", None),
        ("A memo was seen by Quay News Agency.", "Quay News Agency", "report", None),
        ("She was interviewed on Radio Quay.", "Radio Quay", "interview", "on Radio Quay"),
        ("In a memo seen by Vantor, she said so.", "Vantor", "report", "seen by Vantor"),
        ("A memo was leaked to the Wold Gazette.", "Wold Gazette", "report", "was leaked to the Wold Gazette"),
        ("She wrote an essay in the Wold Gazette.", "Wold Gazette", "document", "an essay in the Wold Gazette"),
        ("The study appeared in the journal Kelp.", "Kelp", "document", "The study appeared in the journal Kelp"),
        ("“It rained,” reports the Wold Gazette.", "Wold Gazette", "report", "reports the Wold Gazette"),
        ("The Wold Gazette reported that it rained.", "Wold Gazette", "report", "The Wold Gazette reported"),
        ("The Echo reported that it rained.", "Echo", "report", "The Echo reported"),
        ("State news agency Norvik reported rain.", "Norvik", "wire", "State news agency Norvik reported"),
        ("Norvik, the state news agency, reported rain.", "Norvik", "wire", "Norvik, the state news agency, reported"),
        ("The Wold Gazette’s Mara Quill writes that it rained.", "Wold Gazette", "report", None),
        ("The Wold Gazette also said that it rained.", "Wold Gazette", "report", "The Wold Gazette also said"),
        ("Wold News interviews a sailor.", "Wold News", "interview", "Wold News interviews"),
        ("He told state television that it rained.", "state television", "interview", "told state television"),
        ("He told Radio Quay and the Wold Gazette.", "Wold Gazette", "interview", None),
        ("It was carried live by Radio Quay.", "Radio Quay", "broadcast", "carried live by Radio Quay"),
        ("He said so in an interview on Radio Quay.", "Radio Quay", "interview", None),
        ("In Tuesday’s debate she said so.", "debate", "broadcast", "In Tuesday’s debate"),
        ("At the televised debate in Wold she said so.", "televised debate in Wold", "broadcast", None),
        ("— Ada Moss (@adamoss) May 3, 2019", "Twitter", "social", "(@adamoss)"),
        ("She said on “Drive Home” that it rained.", "Drive Home", "broadcast", "on “Drive Home”"),
        ("(Quay News Agency) — It rained.", "Quay News Agency", "wire", "(Quay News Agency)"),
        ("/Quay News Agency/ -- It rained.", "Quay News Agency", "wire", "/Quay News Agency/"),
        ("Source: Quay News Agency", "Quay News Agency", "wire", "Source: Quay News Agency"),
        ("It rained on the pier.\n\n" * 40 + "Source: Wold Gazette", "Wold Gazette", "report", "Source: Wold Gazette"),
        ("Source: Wold Gazette, with words of those who saw the rain on the old pier", "Wold Gazette", "report", None),
        (f"The post {'Rain ' * 50}appeared first on Wold Mirror.", "Wold Mirror", "republication", None),
        (
            "First published in the Wold Gazette on May 3 as a letter from the old pier.",
            "Wold Gazette",
            "republication",
            None,
        ),
        ("It rained.\n\nVantor reports:\n\nIt poured.", "Vantor", "report", "Vantor reports:"),
        ("It rained.\n\nRosa News reports:\n\nIt poured.", "Rosa News", "report", "Rosa News reports:"),
        ("It rained.\n\nFrom the Wold Gazette:\n\nIt poured.", "Wold Gazette", "report", "From the Wold Gazette:"),
        ("It rained.\n\n(Via the Wold Gazette):\n\nIt poured.", "Wold Gazette", "report", "(Via the Wold Gazette):"),
        ("Translated from Il Vespro by Ada Moss", "Il Vespro", "republication", "Translated from Il Vespro"),
        ("Moss writes in the Wold Gazette that it rained.", "Wold Gazette", "report", "writes in the Wold Gazette"),
        ("The research, published in Kelp News, shows rain.", "Kelp News", "document", None),
        ("It was published by the Wold Gazette.", "Wold Gazette", "report", None),
        ("She was quoted by Quay News Agency.", "Quay News Agency", "wire", None),
    ],
)
def test_rules_name_their_outlet(text: str, name: str, how: str, words: str | None) -> None:
    """A phrase beside a name is evidence, with the words that show it."""
    found = {(n, h): shown for n, h, shown in find_evidence(text)}

    assert (name, how) in found
    assert words is None or (name, how, words) in find_evidence(text)


@each_case(
    "text",
    [
        "She told Ada Moss that it rained.",
        "She told Ax that it rained.",
        "She told Moss that it rained.",
        "She told Moss’s Mara Quill that it rained.",
        "She told Rosa Kiosk’s Mara Quill that it rained.",
        "She told Norvik Trust’s Mara Quill that it rained.",
        "She told Wet Kelp Boot that it rained.",
        "She told the Odd Wet Kelp Boots that it rained.",
        "The interview to Vantor was long.",
        "In an interview on Kelp she said so.",
        "The interview with QXZ was long.",
        "In an interview in QXZ she said so.",
        "He told the paper Rosa Birch was out.",
        "Ada Moss reports:\n\nIt rained.",
        "She told Iowa voters that it rained.",
        "She told Democrats that it rained.",
        "She told the Ministry that it rained.",
        "She spoke to Vantor.",
        "She spoke on Vantor.",
        "It rained, according to Vantor.",
        "Vantor reported that it rained.",
        "Vantor said that it rained.",
        "“She told Vantor that it rained,” he said.",
        "She told the crowd in the harbour. Vantor was there.",
        "It was published by Vantor.",
        "It was first reported by Quol.",
        "It was first reported by Orla Vint.",
        "Wold News interviews are short.",
        "It rained, according to a Wold Gazette poll.",
        "With the website, Vint reported rain.",
        "File photo of the pier (Reuters)",
        "It stands on “Drive Home”.",
        "She wrote a column in Vantor.",
        "She read a column in Radio Quay’s “Drive Home”.",
        "The interview in Vantor was long.",
        "Source: Ministry of Health",
        "Translated from Welsh",
        "Rain.\n\n" * 9 + "Source: Quay News Agency" + "\n\nRain." * 9,
        "Picture: the pier. (Reuters)",
        "He told the paper’s editor that it rained.",
        "In the parliament’s debate she said so.",
        "A memo was leaked by the Wold Gazette.",
        "It was reported to the Wold Gazette.",
        "It was seen in the Wold Gazette.",
        "In the Wold Post she said so.",
        "The Quay News Agency has a roof.",
        "A host of Radio Quay, Mara Quill, said so.",
        "It rained, according to a Wold Gazette poll.",
    ],
)
def test_what_is_no_evidence(text: str) -> None:
    """People, bodies, crowds, and unknown names after a phrase that is said of anybody are no evidence."""
    assert find_evidence(text) == set()


@each_case(("name", "found"), [("Wold Gazette", True), ("Vantor", False), ("QXZ", False)])
def test_a_headline_must_name_a_sure_outlet(name: str, found: bool) -> None:
    """What stands in a headline is short, so that an unknown name, or letters alone, may be anybody's."""
    text = f"Vint told {name} that it rained"

    assert (name, "interview", f"told {name}") in find_evidence(text)
    assert bool(find_evidence(text, Span(0, len(text)))) is found


@each_case(
    ("text", "hows"),
    [
        ("Via the Wold Gazette\n\nIt rained.", {"aggregator", "report"}),
        ("It rained.\n\nVia the Wold Gazette:\n\nIt poured.", {"aggregator", "report"}),
        ("It rained.\n\nVia the Wold Gazette", {"aggregator"}),
        ("It rained.\n\nFrom the Wold Gazette", {"report"}),
        ("It rained.\n\n" * 9 + "Via the Wold Gazette\n\nIt poured.", {"aggregator"}),
    ],
)
def test_via_is_a_credit_or_a_source(text: str, hows: set[str]) -> None:
    """A line of its own, "via X", is a credit; at the top or with a colon it also introduces the text below it."""
    assert {how for _, how, _ in find_evidence(text)} == hows


@each_case(
    ("text", "name", "kind"),
    [
        ("the podcast Wold Gazette", "Wold Gazette", "podcast"),
        ("the journal Wold Gazette", "Wold Gazette", "journal"),
        ("the programme Wold Gazette", "Wold Gazette", "programme"),
        ("the paper Wold Gazette", "Wold Gazette", "newspaper"),
        ("the paper Norvik", "Norvik", "newspaper"),
        ("the daily Rosa Birch", "Rosa Birch", "newspaper"),
        ("the daily Radio Quay", "Radio Quay", "broadcaster"),
        ("Radio Quay show", "Radio Quay", "broadcaster"),
        ("Kelp show", "Kelp", "programme"),
        ("Kelp newspaper", "Kelp", "newspaper"),
        ("Quill of the Wold Gazette", "Wold Gazette", "newspaper"),
        ("Wold Gazette of Norland", "Wold Gazette", "newspaper"),
        ("Voice of Norland", "Voice of Norland", "newspaper"),
        ("CBS Face the Nation", "Face the Nation", "programme"),
        ("Norland’s Wold Gazette", "Wold Gazette", "newspaper"),
        ("Wold Gazette Monday", "Wold Gazette", "newspaper"),
        ("a Norland radio station", "Norland radio station", "broadcaster"),
        ("“Wold Gazette”", "Wold Gazette", "newspaper"),
        ("“Drive Home,”", "Drive Home", "programme"),
        ("Mara Quill of Wold Gazette", "Wold Gazette", "newspaper"),
        ("Kelp Radio “Drive Home” show", "Drive Home", "programme"),
        ("Kelp Radio “Drive Home”", "Kelp Radio", "broadcaster"),
        ("Kelp Radio’s “Drive Home”", "Drive Home", "programme"),
        ("Kelp Radio’s morning show", "Kelp Radio’s morning show", "programme"),
        ("Kelp Radio’s Mara Quill", "Kelp Radio", "broadcaster"),
        ("Mara Quill, who writes for the Wold Gazette", "Wold Gazette", "newspaper"),
        ("Mara Quill, who writes for the Wold Gazebo", "Mara Quill", ""),
    ],
)
def test_an_outlet_is_read_at_a_place(text: str, name: str, kind: str) -> None:
    """A description, a programme, a reporter or a noun beside a name say what it is."""
    found = read_outlet_mention(text, 0)

    assert found is not None
    assert (found.name, found.kind) == (name, kind)


@each_case(("title", "is_read"), [("Rain Falls at the Kelp Pier", True), ("Rain Falls at the Old Kelp Pier", False)])
def test_a_title_in_marks_has_six_words_at_most(title: str, is_read: bool) -> None:
    """More words in marks are a quotation."""
    found = read_outlet_mention(f"“{title}”", 0)

    assert (found.name if found else None) == (title if is_read else None)


def test_who_is_a_person_by_the_form_of_a_name() -> None:
    """The words of a titled name, or of a name of two or three words after a first name; not those of an outlet."""
    text = "Mr Ames met Ada Moss and Kelp Hale. The Wold Gazette and the Kelp Trust and Rain were there."
    people = build_context(lay_out(Article("a", text)), (), NO_SPANS).people

    assert {"Ames", "Ada", "Moss", "Hale"} <= people
    assert people.isdisjoint({"Wold", "Gazette", "Trust", "Rain"})


@each_case(("word", "listed"), [("Globe", True), ("the", True), ("Newsweek", False), ("Xyzzy", False)])
def test_names_of_several_words_begin_with_some_words(word: str, listed: bool) -> None:
    """A name of one word in the list is not the beginning of a longer one."""
    assert listed_first(word) is listed


def test_words_of_names_of_people() -> None:
    """A first name leads to them, and a title or a speaker; an outlet has none, nor has a single word."""
    text = "Rosa Birch met Mr Oats. Then Wold Gazette staff came, and Rural Digest and Kelpton too"
    context = build_context(lay_out(Article("a", text)), (MOSS,), NO_SPANS)

    assert context.people == {"Ada", "Moss", "Rosa", "Birch", "Oats"}


def test_only_people_give_words_of_names() -> None:
    """The words of a body that speaks are no surnames."""
    trust = Speaker("trust", "Kelp Trust", SpeakerType.ORGANISATION, named=True)
    crowd = Speaker("crowd", "Two bakers", SpeakerType.PERSON, named=False)
    people = build_context(lay_out(Article("a", "It rained.")), (MOSS, trust, crowd), NO_SPANS).people

    assert people == {"Ada", "Moss"}


@each_case(
    ("name", "certainty"),
    [("QXZ", "WEAK"), ("Qxz", "NONE"), ("WQXZ", "SURE"), ("qxz.com", "SURE"), ("CNN Norland", "SURE")],
)
def test_some_names_show_by_their_form_that_they_are_outlets(name: str, certainty: str) -> None:
    """Letters alone may be an outlet; a call sign, an address and a network's branch are."""
    assert look_up(name).certainty.name == certainty
