"""Candidates for carriers, their features and scores, and the choice among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.analyse.carry import find_by_rules, find_carriers
from sayso.analyse.carry.candidates import Candidate, propose_candidates
from sayso.analyse.carry.evidence import CarrierContext, build_context
from sayso.analyse.carry.features import Describer
from sayso.analyse.carry.scorer import CLASSES, Scored, Scorer, choose_evidence, describe_tags
from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import NO_SPANS, ModelSpan, ModelSpans
from sayso.article import Article, Outlet
from sayso.carrier import How
from sayso.errors import ModelError
from sayso.text import Span

from .conftest import ReadMarks
from .each_case import each_case
from .test_carry import to_statements


def context_of(text: str, spans: ModelSpans = NO_SPANS) -> CarrierContext:
    """The context of a text."""
    return build_context(lay_out(Article("a", text)), (), spans)


def propose(text: str, spans: ModelSpans = NO_SPANS) -> list[Candidate]:
    """The candidates of a text."""
    context = context_of(text, spans)
    return propose_candidates(context, find_by_rules(context))


def describe(text: str, name: str, article: Article | None = None) -> set[str]:
    """The features of the candidate with a name."""
    context, candidates = context_of(text), propose(text)
    describer = Describer(article or Article("a", text), context, (), (), candidates)
    return set(describer.describe(next(it for it in candidates if it.name == name)))


@each_case(
    ("text", "name", "form"),
    [
        ("It rained, she told the Harbour Ledger.", "Harbour Ledger", "name"),
        ("It rained, she told kettlewire24.com on Monday.", "kettlewire24.com", "name"),
        ("It rained, she told PierDesk.", "PierDesk", "name"),
        ("On “Drive Home” she said it rained.", "Drive Home", "title"),
        ("He said so in an affidavit.", "affidavit", "noun"),
        ("“Rain!” she tweeted.", "Twitter", "noun"),
        ("Ida Moss of the Wold Gazette asked.", "Wold Gazette", "name"),
        ("It rained. In Fenland Kiosk she said so.", "Fenland Kiosk", "name"),
        ("It rained, she told In Harbour Weekly.", "In Harbour Weekly", "name"),
        ("It rained, she told Radio Quay 99.5.", "Radio Quay 99.5", "name"),
    ],
)
def test_names_titles_and_nouns_are_candidates(text: str, name: str, form: str) -> None:
    """Whatever has the form of a carrier is proposed, whether a list has it or not."""
    assert (name, form) in {(it.name, it.form) for it in propose(text)}


@each_case(
    "text",
    ["She wrote on May 3 that it rained.", "He spoke on Monday.", "“we asked the Ledger for it.”"],
)
def test_days_and_quoted_names_are_no_candidates(text: str) -> None:
    """A date is no name, and what is said within a quotation names no carrier of it."""
    assert [it.name for it in propose(text) if it.name not in {"She", "He"}] == []


@each_case(
    ("text", "forms"),
    [
        ("Then she tweeted statements.", ["noun"]),
        ("Then she tweeted on Monday.", ["noun"]),
        ("Tweeting, she said so.", ["name"]),
        ("She read the press release.", ["noun"]),
        ("She read the daily.", ["noun"]),
        ("Then statements came, and Releases.", ["noun", "name"]),
        ("She said “in a memo”.", []),
    ],
)
def test_nouns_are_candidates_where_no_other_noun_follows(text: str, forms: list[str]) -> None:
    """Of "press release" the last noun; what has a capital is a name."""
    assert [it.form for it in propose(text) if it.name != "She"] == forms


def test_a_tag_within_a_quotation_is_a_name_if_it_has_a_capital() -> None:
    """What the rest does not propose, the model may: a name, or a noun."""
    text = "“we asked the Ledger for it,” she said."
    ledger = ModelSpan(Span(14, 20), "report", 0.8, 0.9)

    assert [(it.name, it.form) for it in propose(text, ModelSpans((), (ledger,)))] == [("Ledger", "name")]


def test_a_person_and_the_outlet_are_two_candidates() -> None:
    """The parts of a name around "of" are candidates too."""
    found = [it.name for it in propose("Ida Moss of Wold Gazette asked. The Journal of Rain came.")]

    assert {"Ida Moss", "Wold Gazette", "Journal of Rain"} <= set(found)


def test_a_rule_and_a_name_are_one_candidate() -> None:
    """What several proposers find at one place under one name is one candidate."""
    found = [it for it in propose("“Wet,” she told the Wold Gazette.") if it.name == "Wold Gazette"]

    assert [(it.form, [rule for rule, _ in it.found]) for it in found] == [("name", ["interview"])]


def test_the_models_tags_are_features_and_candidates() -> None:
    """A tagged carrier that no other proposer has is a candidate; a tag beside a candidate is its feature."""
    text = "She rang the town crier and told Norpress."
    crier, norpress = Span(9, 23), Span(33, 41)
    tags = (ModelSpan(crier, "other", 0.8, 0.9), ModelSpan(norpress, "interview", 0.5, 0.6))
    found = {it.name: it for it in propose(text, ModelSpans((), tags))}

    assert [tag.kind for tag in found["Norpress"].tags] == ["interview"]
    assert (found["town crier"].form, found["town crier"].span) == ("noun", crier)


def test_features_say_what_stands_beside_a_name() -> None:
    """The words before and after, their classes, and what the lists know of the name."""
    found = describe("It rained, she told the weekly Wold Gazette, a paper for sailors.", "Wold Gazette")

    assert {"before 1=weekly", "two near=told weekly", "class before 2=tell", "kind=newspaper", "known=2"} <= found
    assert {"class after=outlet", "article"} - found == {"article"}


def test_features_know_the_articles_own_outlet() -> None:
    """A site's own name stands in its head and foot, and is seldom a carrier."""
    text = "It rained.\n\nWold Gazette"
    article = Article("a", text, outlet=Outlet("The Wold Gazette"))

    assert "own outlet" in describe(text, "Wold Gazette", article)
    assert "own outlet" not in describe(text, "Wold Gazette")


def write_weights(folder: Path, **more: object) -> Path:
    """A file of weights in which a name after "told" is an interview."""
    interview = [float(2 * (kind == "interview")) for kind in CLASSES]
    none = [float(kind == "none") for kind in CLASSES]
    group = {"candidate": none, "class before 1=tell": interview}
    path = folder / "carriers.json"
    path.write_text(
        json.dumps(
            {
                "threshold": 0.5,
                "calibration": [1.0, 0.0],
                "rules": {"footer": 0.7},
                "name": group,
                "noun": group,
                **more,
            }
        )
    )
    return path


def score(path: Path, *features: str) -> Scored:
    """The score of a candidate with these features."""
    return Scorer(path).score(Candidate("Norpress", Span(0, 8), "name"), features)


def test_scores_are_a_softmax_of_weights(tmp_path: Path) -> None:
    """The score is one less the share of "none", and unknown features do not count."""
    sure = score(write_weights(tmp_path), "candidate", "class before 1=tell", "never seen")

    assert sure.how is How.INTERVIEW
    assert sure.score == pytest.approx((7.389 + 8) / (7.389 + 2.718 + 8), abs=0.001)


def test_scores_are_calibrated(tmp_path: Path) -> None:
    """A bias below 0 makes every score smaller."""
    plain = score(write_weights(tmp_path), "candidate").score
    careful = score(write_weights(tmp_path, calibration=[1.0, -1.0]), "candidate").score

    assert careful < plain


@pytest.mark.parametrize("given", ["", "[]", "{}", '{"threshold": 0.5}'])
def test_a_damaged_file_of_weights_is_named(tmp_path: Path, given: str) -> None:
    """The message has the path, and says what to do."""
    path = tmp_path / "carriers.json"
    path.write_text(given)

    with pytest.raises(ModelError, match=r"carriers\.json.*reinstall"):
        Scorer(path)


def choose(*scored: Scored, threshold: float = 0.5) -> list[tuple[str, float]]:
    """The names and scores of the chosen evidence, in a text that does not matter."""
    return [(it.name, it.score) for it in choose_evidence(context_of("x" * 60), scored, threshold)]


def candidate(name: str, start: int) -> Candidate:
    """A candidate at a place."""
    return Candidate(name, Span(start, start + len(name)), "name")


def test_of_candidates_at_one_place_the_likeliest_is_chosen() -> None:
    """A name and its part are one carrier; one that is less likely than the threshold is none."""
    whole, part = Scored(candidate("Wold Gazette", 0), How.REPORT, 0.9), Scored(candidate("Wold", 0), How.WIRE, 0.8)
    other, low = Scored(candidate("Norpress", 30), How.WIRE, 0.6), Scored(candidate("Tern", 45), How.WIRE, 0.4)

    assert choose(part, low, other, whole) == [("Wold Gazette", 0.9), ("Norpress", 0.6)]


def test_a_station_and_its_programme_are_one_carrier() -> None:
    """Of neighbours the likeliest is chosen."""
    station, show = Scored(candidate("Quay", 0), How.BROADCAST, 0.9), Scored(candidate("Drive", 6), How.BROADCAST, 0.8)

    assert choose(station, show) == [("Quay", 0.9)]


@each_case(
    ("marked", "carriers"),
    [
        ("[S Orla Vint] [C told] 505 Media [Q that it rained].", [("505 Media", "interview")]),
        ("[S Orla Vint] [C told] 200 Democrats [Q that it rained].", []),
        ("[S Orla Vint] [C wrote] on May 3 [Q that it rained].", []),
        ("[S Orla Vint], with PRESS in white letters on her vest, [C said] [Q it rained].", []),
        ("[S The inspector] [C told] Quantavia Corp. [Q to repair the roof].", []),
        ("[S The inspector] [C told] Quantavia [Q to repair the roof of its plant].", []),
    ],
)
def test_shipped_weights_decide_by_what_stands_beside_a_name(
    marked: str, carriers: list[tuple[str, str]], read_marks: ReadMarks
) -> None:
    """An unknown outlet that is told something is a carrier; a date, words on a vest and a company are none."""
    parsed = read_marks(marked)
    article = Article("a", parsed.text)
    found = find_carriers(article, lay_out(article), to_statements(parsed), (), {})[1]

    assert [(it.name, it.how.value) for it in found] == carriers


def test_a_scorer_without_weights_for_tags_is_given_none(tmp_path: Path, read_marks: ReadMarks) -> None:
    """Without weights for tags, what the model tagged changes nothing."""
    parsed = read_marks("[S Orla Vint] [C said] at Harrowgate Stores [Q that it rained].")
    article, scorer = Article("a", parsed.text), Scorer(write_weights(tmp_path))
    place = Span(parsed.text.index("Harrow"), parsed.text.index(" that"))
    tagged = ModelSpans((ModelSpan(place, "body", 0.9, 0.9),), (ModelSpan(place, "report", 0.9, 0.9),))
    layout, statements = lay_out(article), to_statements(parsed)

    without = find_carriers(article, layout, statements, (), {}, scorer=scorer)

    assert find_carriers(article, layout, statements, (), {}, tagged, scorer=scorer) == without


@pytest.mark.parametrize(("share", "names"), [(0.95, ["Harrowgate Post"]), (0.05, [])])
def test_tags_raise_or_lower_a_score(share: float, names: list[str], tmp_path: Path, read_marks: ReadMarks) -> None:
    """What the model is sure of becomes a carrier, with the `how` of its tag where words do not say one."""
    parsed = read_marks("[S Orla Vint] [C said] at the Harrowgate Post [Q that it rained].")
    article, scorer = Article("a", parsed.text), Scorer(write_weights(tmp_path, tags={"tag": 1.0}))
    place = Span(parsed.text.index("Harrow"), parsed.text.index(" that"))
    tagged = ModelSpans((), (ModelSpan(place, "broadcast", share, share),))
    found = find_carriers(article, lay_out(article), to_statements(parsed), (), {}, tagged, scorer=scorer)[1]

    assert [it.name for it in found] == names
    assert all(it.how is How.BROADCAST for it in found)


def test_features_of_tags() -> None:
    """The surest tag counts, with how much of the name it covers; without a tag, that there is none."""
    tags = [ModelSpan(Span(4, 8), "report", 0.2, 0.2), ModelSpan(Span(4, 16), "wire", 0.5, 0.5)]
    mentions = [ModelSpan(Span(4, 16), "person", 0.9, 0.9)]
    tagged = describe_tags(Candidate("Wold Gazette", Span(4, 16), "name", [], tags, mentions), 0.5)
    partly = describe_tags(Candidate("Wold Gazette", Span(4, 16), "name", [], tags[:1]), 0.5)
    bare = describe_tags(Candidate("Wold Gazette", Span(0, 12), "name"), 0.5)

    assert (tagged["tag"], tagged["overlap"], tagged["person name"], tagged["words"]) == (0.0, 1.0, 1.0, 0.0)
    assert partly["overlap"] == 4 / 12
    assert "no tag" not in tagged
    assert {"no tag", "no tag name"} <= bare.keys()
    assert "tag" not in bare


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Image supplied by Corvane Press", []),
        ("The jetty. Photo: Ada Moss/Corvane Press", []),
        ("A photograph was published by Corvane Press.", ["Corvane Press"]),
    ],
)
def test_who_made_a_picture_is_no_candidate(line: str, expected: list[str]) -> None:
    """Not at the end of the line that tells it; who published one is."""
    article = Article("a", f"{line}\n\nIt rained.")

    found = propose_candidates(build_context(lay_out(article), (), NO_SPANS), ())

    assert expected == [it.name for it in found if "Corvane" in it.name]


@each_case(
    ("text", "how", "evidence"),
    [
        ("“It rained,” Ada Moss told this newspaper.", "interview", "told this newspaper"),
        ("A letter shown to this website says that it rained.", "report", "shown to this website"),
    ],
)
def test_the_text_may_name_its_own_outlet_as_the_way(text: str, how: str, evidence: str) -> None:
    """What "this newspaper" was told or shown came through the outlet; its name is known from the metadata."""
    for outlet, name in ((Outlet("The Wold Gazette"), "Wold Gazette"), (None, evidence.split(" ", 1)[1])):
        article = Article("a", text, outlet=outlet)
        layout = lay_out(article)
        [carrier] = find_carriers(article, layout, (), (), {})[1]
        assert (name.removeprefix("to "), how) == (carrier.name.removeprefix("The "), carrier.how.value)
        assert [evidence] == [span.of(text) for span in carrier.evidence]


def test_an_own_outlet_in_marks_is_somebody_elses() -> None:
    """Who is quoted may mean another newspaper."""
    article = Article("a", "“She told this newspaper nothing,” it says.", outlet=Outlet("The Wold Gazette"))

    assert () == find_carriers(article, lay_out(article), (), (), {})[1]
