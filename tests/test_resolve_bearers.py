"""Whether the bearer of a name is a person or a body, where the model tags the name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import ModelSpan
from sayso.analyse.resolve import bearers
from sayso.analyse.resolve.attributes import describe_entities
from sayso.analyse.resolve.bearers import describe_bearer, find_person_share
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.grouping import group_names
from sayso.analyse.resolve.proper_names import find_names
from sayso.article import Article
from sayso.errors import ModelError
from sayso.text import Span

from .each_case import each_case


def find_bearer(text: str, name: str, tags: str = "") -> Entity:
    """Return who bears a name, each place of which has one of these tags, in order: "person body"."""
    spans, at = [], 0
    for tag in tags.split():
        at = text.index(name, at)
        spans.append(ModelSpan(Span(at, at + len(name)), tag, 0.9, 0.95))
        at += 1
    entities = group_names(text, find_names(lay_out(Article("a", text)), (), spans)).entities
    describe_entities(text, entities)
    return next(it for it in entities if any(name in n.words or name == " ".join(n.words) for n in it.names))


@each_case(
    ("text", "name", "tags", "is_person"),
    [
        ("In May Netwal closed.", "Netwal", "person", True),
        ("In May Netwal closed.", "Netwal", "body", False),
        # The model does not know, and a description tells.
        ("In May Netwal, a company that collects waste, closed. Netwal left.", "Netwal", "person body", False),
        ("In May Mrs Netwal, who collects waste, left. Netwal wept.", "Netwal", "person body", True),
        # A noun in the name makes it a body's for the rule, and the model knows better.
        ("In May Meher Contractor, a poet, read. He left.", "Meher Contractor", "person", True),
        # The first name makes it a person's for the rule.
        ("In May Carmen Liv, an insurer, closed. It owed a lot.", "Carmen Liv", "body", False),
        ("In May Carmen Liv, a baker, left. She was late.", "Carmen Liv", "body", True),
    ],
)
def test_who_bears_a_name(text: str, name: str, tags: str, *, is_person: bool) -> None:
    """Tags, the form of the name and what is said of its bearer decide together."""
    entity = find_bearer(text, name, tags)

    assert entity.is_person is is_person
    assert is_person or entity.female is None


def test_a_person_has_the_gender_of_the_first_name() -> None:
    """Also where the rule took the name for a body's."""
    entity = find_bearer("In May Ada Contractor, a poet, read. She left.", "Ada Contractor", "person")

    assert entity.female is not None
    assert entity.female > 0.9


def test_without_tags_the_rule_decides() -> None:
    """What no model read is as the words of the name show it."""
    assert find_bearer("In May Ada Moss, a company, closed. It left.", "Ada Moss").is_person


@each_case(
    ("tagged", "expected"),
    [
        ("Kelp & Co's Ada Moss", (0.0, 0.0, 0.0)),
        ("Ada Moss of Kelp & Co", (0.0, 0.0, 0.0)),
        ("Ada Moss", (0.0, 1.0, 0.0)),
    ],
)
def test_a_tag_of_more_than_a_person_is_none_of_his(tagged: str, expected: tuple[float, ...]) -> None:
    """The body in whose name a person's stands is somebody else."""
    text = "In May the firm's agent, Kelp & Co's Ada Moss of Kelp & Co, came home."
    start = text.index(tagged)
    spans = [ModelSpan(Span(start, start + len(tagged)), "body", 0.9, 0.95)]

    found = find_names(lay_out(Article("a", text)), (), spans)

    assert next(it for it in found if "Ada" in it.words).tagged == expected


@each_case(
    ("text", "feature", "value"),
    [
        ("In May the Netwal left.", "after_the", 1.0),
        ("In May Netwal left.", "after_the", 0.0),
        ("In May Netwal left. The Netwal left.", "after_the", 0.0),
        ("In May Netwal lost its licence.", "it_next", 1.0),
        ("In May Netwal lost his licence.", "he_next", 1.0),
        ("In May Netwal and others lost a licence.", "he_next", 0.0),
        ("In May Netwal, who left, wept.", "who_after", 1.0),
        ("In May Netwal, which left, wept.", "which_after", 1.0),
        ("In May Netwal, a company that left, wept.", "called_body", 1.0),
        ("In May Netwal, a baker in the company, wept.", "called_body", 0.0),
        ("In May Netwal, a Bank of Kelp director, wept.", "called_body", 0.0),
        ("In May NETWAL left.", "capitals", 1.0),
        ("In May Netwal Inc. left.", "ends_company", 1.0),
    ],
)
def test_features(text: str, feature: str, value: float) -> None:
    """Each feature is a share of the names, or tells whether something is so."""
    name = "NETWAL" if "NETWAL" in text else "Netwal"
    entity = find_bearer(text, name, "person")

    assert describe_bearer(text, entity)[feature] == value


def test_a_surname_alone_is_a_persons() -> None:
    """Who is called by the last word of a longer name is mostly a person."""
    text = "In May Oru Netwal left. Later Netwal wept."

    assert describe_bearer(text, find_bearer(text, "Oru Netwal", "person"))["surname"]


def test_weights_know_the_features() -> None:
    """The shipped weights have the features, and no others."""
    text = "In May Netwal left."

    known = describe_bearer(text, find_bearer(text, "Netwal", "person"))

    assert set(json.loads(bearers.WEIGHTS_FILE.read_text("utf-8"))) == set(known)


@pytest.mark.parametrize("content", ["", "[]", '{"bias": "much"}'])
def test_weights_that_cannot_be_read(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is damaged is an error that names it."""
    path = tmp_path / "bearers.json"
    path.write_text(content, "utf-8")
    text = "In May Netwal left."
    entity = find_bearer(text, "Netwal", "person")
    monkeypatch.setattr(bearers, "WEIGHTS_FILE", path)
    bearers._read_weights.cache_clear()

    with pytest.raises(ModelError, match=r"bearers\.json: the weights cannot be loaded"):
        find_person_share(text, entity)
    monkeypatch.undo()
    bearers._read_weights.cache_clear()
