"""What a reader who has never seen the page needs: each sign explained, counts that agree, dates in words, paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

import sayso
from sayso.analyse.layout import lay_out
from sayso.analyse.marks_only import read_marks_only
from sayso.article import Article, Outlet
from sayso.errors import Notice
from sayso.match import Change
from sayso.reading import Reading, Stamp
from sayso.report.headline import FINDING_MEANINGS, SAYS
from sayso.report.html import render_fragment, render_page
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

from .each_case import each_case

STAMP = Stamp("0.1.0", "tiny", "f00d")
TEMPLATES = Path(sayso.__file__).parent / "report" / "templates"
STYLE = "".join((TEMPLATES / name).read_text("utf-8") for name in ("style.css", "check.css"))
TEXT = "“We float,” Vint said. “No,” the Northern Harbour and Ferry Authority wrote. Somebody said “aye”."
GERMAN = (
    "„Wir haben die Brücke im Mai geprüft und nichts gefunden“, sagte die Bürgermeisterin am Montag. Die Brücke bleibt"
    " zu, sagte sie, und das ist für alle nicht leicht.\n\n„Niemand hat uns vorher gefragt, ob das geht“, sagte einer."
)


def _say(number: int, words: str, **known: object) -> Statement:
    start = TEXT.index(words)
    said = Statement(f"s{number}", Kind.DIRECT, Place.BODY, (Span(start, start + len(words)),), (), (), 0.9)
    return replace(said, unresolved=None, **known)  # type: ignore[arg-type]


def _make(**known: object) -> Reading:
    """Two who speak, a member of a group who does not, a statement that is nobody's, and one between two."""
    statements = (
        _say(1, "“We float,”", speaker="p1"),
        _say(2, "“No,”", speaker="p2"),
        replace(_say(3, "“aye”"), unresolved=Unresolved.NO_SOURCE),
        replace(_say(4, "Somebody"), unresolved=Unresolved.AMBIGUOUS, candidates=("p1", "p4"), score=0.3),
    )
    speakers = (
        Speaker("p1", "Orla Vint", SpeakerType.PERSON, named=True),
        Speaker("p2", "Ada Bly and Ivo Moss", SpeakerType.GROUP, named=True, members=("p3",)),
        Speaker("p3", "Ada Bly", SpeakerType.PERSON, named=True),
        Speaker("p4", "Northern Harbour and Ferry Authority", SpeakerType.ORGANISATION, named=True),
    )
    article = Article("pier.txt", TEXT, **known)  # type: ignore[arg-type]
    return Reading(article, statements, (), STAMP, speakers=speakers)


def _read_german(**known: object) -> Reading:
    article = Article("pier.txt", GERMAN, **known)  # type: ignore[arg-type]
    return read_marks_only(article, lay_out(article), STAMP)


def _parse(*readings: Reading) -> html.HtmlElement:
    return html.fromstring(render_page(readings))


@pytest.mark.parametrize("make", [render_fragment, lambda reading: render_page([reading])])
def test_the_legend_explains_each_sign(make: object) -> None:
    """Hollow numbers, dash, question mark, two numbers, kinds, places, score, mentions, order and findings."""
    tree = html.fromstring(make(_make()))  # type: ignore[operator]
    terms = [" ".join(it.text_content().split()) for it in tree.xpath("//details[@class='signs']//dt")]
    signs = tree.xpath("//details[@class='signs']//dt/span/@data-sign")
    words = " ".join(terms)

    assert ["1", "–", "?", "1/3"] == signs
    assert all(
        re.search(rf"\b{it}\b", words)
        for it in [*(kind.value for kind in Kind), *(place.value for place in Place if place is not Place.BODY)]
    )
    assert {"turn", "score", "mentions", "carrier", "order", *FINDING_MEANINGS} <= set(terms)
    assert {*Change} == {*SAYS}
    assert all(any(said.startswith(name) for name in FINDING_MEANINGS) for said in SAYS.values())


def test_a_question_mark_means_one_thing() -> None:
    """That it is not clear who speaks; a low score has another sign."""
    reading = _make()
    unclear = replace(reading.statements[2], unresolved=Unresolved.AMBIGUOUS, score=0.2)
    tree = _parse(replace(reading, statements=(*reading.statements[:2], unclear, reading.statements[3])))

    assert {"1", "2", "1/Northern …≈", "?"} == set(tree.xpath("//div[@class='text']//a/@data-sign"))


def test_a_name_that_is_cut_is_whole_to_who_points_at_it() -> None:
    """In the text, in the list and in the table."""
    whole = "perhaps Orla Vint or Northern Harbour and Ferry Authority"
    tree = _parse(_make())

    assert whole in tree.xpath("//a[@id='a1-s4']/@aria-label")[0]
    assert whole in tree.xpath("//a[@id='a1-s4']/@aria-label")[0]
    assert 2 == len(tree.xpath(f"//*[contains(@class, 'chip')][@title='{whole}']"))


def test_speakers_are_counted_once_for_all() -> None:
    """What is nobody's is no speaker, nor is who only belongs to a group; page, jump and index agree."""
    tree = _parse(_make(), _make())

    assert ["2 speakers", "2 speakers"] == [it.text for it in tree.xpath("//section[@class='speakers']/h3")]
    assert "2 speakers" in [it.text for it in tree.xpath("//p[@class='jumps']/a")]
    assert ["2", "2"] == [it.text for it in tree.xpath("//table[@class='entries']//td[@data-unit='speakers']")]
    assert "no statement alone" in tree.xpath("string(//section[@class='speakers'])")


def test_one_is_singular() -> None:
    """Also where a phone shows the unit behind the number."""
    reading = _make()
    tree = _parse(replace(reading, statements=reading.statements[:1], speakers=reading.speakers[:1]), _read_german())
    units = [(it.text, it.get("data-unit")) for it in tree.xpath("//td[@data-unit]")]

    assert {"speaker", "statement", "article"} <= {unit for count, unit in units if count == "1"}
    assert all((count == "1") != unit.endswith("s") for count, unit in units)


@each_case(
    ("published", "words", "day"),
    [
        ("2024-09-03T04:03", "3 September 2024, 04:03", "3 September 2024"),
        ("2024-09-03T04:03:10-05:00", "3 September 2024, 04:03 UTC-05:00", "3 September 2024"),
        ("2024-09", "September 2024", "September 2024"),
    ],
)
def test_dates_are_written_for_people(published: str, words: str, day: str) -> None:
    """The machine's form stays in the element."""
    tree = _parse(_make(published=published), _make())

    assert [(words, published)] == [(it.text, it.get("datetime")) for it in tree.xpath("//article//time")]
    assert day == tree.xpath("string(//table[@class='entries']/tbody/tr[1]/td[4])")


def test_an_outlet_that_is_not_known_is_a_dash() -> None:
    """Without a name it is the domain, else the site of the article's address, without all of them a dash."""
    tree = _parse(_make(outlet=Outlet(None, "float.example")), _make(url="https://www.tern.example/1"), _make())

    assert ["float.example", "tern.example", "–"] == tree.xpath("//table[@class='entries']//td[3]/text()")
    assert {"float.example", "tern.example", "–"} == {it.text for it in tree.xpath("//table[@class='outlets']//b")}


def test_on_paper_the_text_has_the_numbers_of_the_lists() -> None:
    """Each number in the text knows its statement, and the style for print shows it; folded parts are open there."""
    tree = _parse(_make())
    (printed,) = re.findall(r"^@media print \{\n  body\.sayso \{.*?^\}", STYLE, re.MULTILINE | re.DOTALL)

    assert ["s1", "s2", "s4", "s3"] == tree.xpath("//div[@class='text']//a/@data-statement")
    assert '.label::after { content: "\\a0" attr(data-statement)' in printed
    assert "::details-content { content-visibility: visible" in printed


def test_articles_of_an_index_have_their_numbers() -> None:
    """With a link back; one article alone has neither."""
    tree = _parse(_make(), _make())

    assert ["Article 1", "Article 2"] == [it.text for it in tree.xpath("//article/p/b")]
    assert ["#index", "#index"] == tree.xpath("//article/p/a[@class='back']/@href")
    assert not _parse(_make()).xpath("//a[@class='back']")
    assert "Article 1" not in render_fragment(_make())


@pytest.mark.parametrize("language", ["de", None])
def test_a_text_that_is_not_in_english_says_that_speakers_were_not_looked_for(language: str | None) -> None:
    """No speaker, no question mark, and the notice stands before the text."""
    tree = _parse(_read_german(language=language))

    assert "speakers were not looked for" in tree.xpath("string(//p[@class='warning'][following::div[@class='text']])")
    assert not tree.xpath("//section[@class='speakers']")
    assert ["–", "–"] == tree.xpath("//div[@class='text']//a/@data-sign")


def test_notices_stand_before_the_text() -> None:
    """What was cut concerns all that follows."""
    tree = _parse(replace(_make(), notices=(Notice("read", "Only the first part was read."),)))

    assert ["read: Only the first part was read."] == [
        it.text for it in tree.xpath("//ul[@class='notices'][following-sibling::div]/li")
    ]
