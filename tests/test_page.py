"""The page of readings: who is who, how sure, through whom, and the index of several articles."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html  # type: ignore[import-untyped]

from sayso.article import Article, Outlet, Unread
from sayso.carrier import Carrier, How
from sayso.errors import Notice
from sayso.reading import Reading, Stamp
from sayso.report.html import render_page
from sayso.report.page_parties import cast_reading, find_style
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

STAMP = Stamp("0.1.0", "tiny", "f00d")
NAMES = [f"Ada {letter}ole" for letter in "BCDGHJKLMNPRSTVW"]


def _find(text: str, words: str) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words)),) if words else ()


def _say(text: str, number: int, content: str, source: str = "", **known: object) -> Statement:
    spans = (_find(text, content), (), _find(text, source) if source else ())
    said = Statement(f"s{number}", Kind.DIRECT, Place.BODY, *spans, score=0.9, unresolved=None)
    return replace(said, **known)  # type: ignore[arg-type]


def _person(number: int, name: str, *, named: bool = True) -> Speaker:
    return Speaker(f"p{number}", name, SpeakerType.PERSON if named else SpeakerType.UNNAMED, named=named)


def _make_two(name: str = "pier.txt", outlet: str = "The Float", speaker: str = "Orla Vint") -> Reading:
    """An article in which one person speaks twice, the second time as "she", and once it is open who does."""
    text = f"Pier\n\n“We float,” {speaker} said. “On nothing,” she told Tern Radio.\n\nSomebody said “no”."
    statements = (
        _say(text, 1, "“We float,”", speaker, speaker="p1"),
        _say(text, 2, "“On nothing,”", "she", speaker="p1", carriers=("c1",), score=0.6),
        _say(text, 3, "“no”", "Somebody", unresolved=Unresolved.AMBIGUOUS, candidates=("p1", "p2"), score=0.3),
    )
    return Reading(
        *(Article(name, text, title="Pier", title_span=Span(0, 4), outlet=Outlet(outlet)), statements, (), STAMP),
        speakers=(_person(1, speaker), _person(2, "Ivo Moss")),
        carriers=(Carrier("c1", "Tern Radio", How.INTERVIEW, _find(text, "told Tern Radio"), ("s2",), 1),),
    )


def _make_many(count: int) -> Reading:
    text = "\n\n".join(f"“Word {n},” said {name}." for n, name in enumerate(NAMES[:count]))
    statements = [_say(text, n + 1, f"“Word {n},”", name, speaker=f"p{n + 1}") for n, name in enumerate(NAMES[:count])]
    speakers = tuple(_person(n + 1, name) for n, name in enumerate(NAMES[:count]))
    return Reading(Article("many", text), tuple(statements), (), STAMP, speakers=speakers)


def test_sixteen_speakers_have_sixteen_signs() -> None:
    """No two have the same number, nor the same colour with the same line; the list explains each of them."""
    tree = html.fromstring(render_page([_make_many(16)]))
    contents = [it for it in tree.xpath("//div[@class='text']//span") if it.get("class").startswith("x ")]
    lines = tree.xpath("//section[@class='speakers']//li")

    assert 16 == len({it.get("class") for it in contents})
    assert [str(n) for n in range(1, 17)] == tree.xpath("//div[@class='text']//a/@data-sign")
    assert [(str(n), name) for n, name in enumerate(NAMES, start=1)] == [
        (it.xpath("string(span)"), it.xpath("string(.//b)")) for it in lines
    ]
    assert [it.get("class") for it in contents] == [f"x {find_style(n)}" for n in range(1, 17)]


def test_each_line_of_a_speaker_leads_to_each_of_its_statements() -> None:
    """With the number of statements and of their words."""
    tree = html.fromstring(render_page([_make_two()]))
    (line, *_) = tree.xpath("//section[@class='speakers']//li")

    assert "2 statements, 4 words: s1 s2" == " ".join(line.xpath("string(.//p)").split())
    assert ["#a1-s1", "#a1-s2"] == line.xpath(".//a/@href")


def test_who_she_is_stands_behind_the_word() -> None:
    """The number behind every source, and the name where the words do not have it; no mouse is needed."""
    tree = html.fromstring(render_page([_make_two()]))

    assert [("Orla Vint", "1"), ("she", "1 Vint"), ("Somebody", "1/Moss")] == [
        (it.text, it.get("data-sign")) for it in tree.xpath("//div[@class='text']//b")
    ]


def test_a_quotation_without_a_source_has_the_name_beside_its_number() -> None:
    """Where no words name who speaks, the label does."""
    reading = _make_two()
    bare = replace(reading.statements[0], source=())
    tree = html.fromstring(render_page([replace(reading, statements=(bare, *reading.statements[1:]))]))

    assert ["Vint"] == tree.xpath("//a[@id='a1-s1']/@data-name")


def test_low_scores_are_pale() -> None:
    """Below 0.7 the words are pale, below 0.5 there is “≈” too; the legend says both."""
    tree = html.fromstring(render_page([_make_two()]))
    styles = [it.get("class") for it in tree.xpath("//div[@class='text']//span") if it.get("class")[0] == "x"]

    assert ["x c1 r0", "x c1 r0 pale", "x nobody pale"] == styles
    assert ["1", "1", "1/Moss≈"] == tree.xpath("//div[@class='text']//a/@data-sign")
    assert "pale: score below 0.7;  (≈) below 0.5" in tree.xpath("string(//ul[@class='legend'])")


def test_the_way_stands_beside_the_paragraph_of_its_words() -> None:
    """Right before the paragraph's first words; a paragraph whose words came straight has none."""
    tree = html.fromstring(render_page([_make_two()]))
    (ways,) = tree.xpath("//span[@class='ways']")
    before = "".join(ways.xpath("preceding::text()[ancestor::div[@class='text']]"))

    assert ["Vint → Tern Radio (interview) → The Float → you"] == ways.xpath("span/@data-way")
    assert "Pier\n\n" == before


def test_an_outlet_that_is_the_carrier_stands_once_on_the_way() -> None:
    """As where somebody told the outlet itself."""
    tree = html.fromstring(render_page([_make_two(outlet="Tern Radio")]))

    assert ["Vint → Tern Radio (interview) → you"] == tree.xpath("//span[@class='ways']/span/@data-way")


def test_the_ways_of_the_words_are_drawn() -> None:
    """From each speaker, by number and colour, through carriers and outlet to the reader; none without a carrier."""
    tree = html.fromstring(render_page([_make_two()]))
    lines = [" ".join(it.text_content().split()) for it in tree.xpath("//section[@class='chains']//li")]

    assert "1 Orla Vint → Tern Radio (interview) → The Float → you 1 statement" == lines[0]
    assert "chip c1 r0" == tree.xpath("string((//section[@class='chains']//span)[3]/@class)")
    assert [] == html.fromstring(render_page([_make_many(2)])).xpath("//section[@class='chains']")


def test_the_words_of_named_and_unnamed_speakers_are_counted() -> None:
    """And the article's own, with their shares of all words of the text; what is open is nobody's."""
    tree = html.fromstring(render_page([_make_two()]))
    rows = [[cell.text_content() for cell in row] for row in tree.xpath("//table[@class='shares']/tbody/tr")]

    assert [
        ["named speakers", "4", "27%"],
        ["nobody who is known", "1", "7%"],
        ["the article itself", "10", "67%"],
    ] == rows
    assert "of 15 words" in tree.xpath("string(//table[@class='shares']/caption)")


def test_what_all_words_came_through_is_said_once() -> None:
    """The carriers that all statements share stand above the text, and the lines beside it end where they begin."""
    reading = _make_two()
    wire = Carrier("c2", "Marsh Wire", How.WIRE, (), ("s1", "s2", "s3"), 2)
    statements = tuple(replace(it, carriers=(*it.carriers, "c2")) for it in reading.statements)
    both = replace(reading, statements=statements, carriers=(*reading.carriers, wire))
    tree = html.fromstring(render_page([both]))

    assert ["All of it → Marsh Wire (wire) → The Float → you"] == [it.text for it in tree.xpath("//p[@class='way']")]
    assert ["Vint → Tern Radio (interview) → …"] == tree.xpath("//span[@class='ways']/span/@data-way")


def test_two_of_one_surname_are_called_by_their_full_names() -> None:
    """And what is open between them says both."""
    reading = _make_two()
    speakers = (_person(1, "Orla Vint"), _person(2, "Ivo Vint"))
    assert isinstance(reading.article, Article)
    cast = cast_reading(replace(reading, speakers=speakers), reading.article.text)

    assert ["Orla Vint", "Orla Vint", ""] == [cast.parties[name].short for name in ("s1", "s2", "s3")]
    assert "1/Ivo Vint" == cast.parties["s3"].sign


def test_the_page_says_what_made_it_and_when_only_if_it_is_given_the_date() -> None:
    """The same readings make the same page; the command gives the date of its run."""
    page = render_page([_make_two()])

    assert page == render_page([_make_two()])
    assert "Made by sayso 0.1.0, model tiny, settings f00d." in page
    assert "<time" not in page
    assert '<time datetime="2026-03-09">' in render_page([_make_two()], date="2026-03-09")


def test_a_text_that_is_not_english_says_first_that_nobody_was_looked_for() -> None:
    """Its notice stands above the text, there is no list of speakers, and no statement has a doubtful number."""
    text = "„Die Brücke bleibt auf Dauer zu“, sagte Anna Roth."
    notice = Notice("analyse", "this text is not in English; speakers were not looked for.")
    said = _say(text, 1, "„Die Brücke bleibt auf Dauer zu“", unresolved=Unresolved.NOT_YET, score=0.2)

    page = html.fromstring(render_page([Reading(Article("a", text, language="de"), (said,), (notice,), STAMP)]))

    assert [f"Note: {notice.reason}"] == page.xpath("//p[@class='warning'][following::div[@class='text']]/text()")
    assert [] == page.xpath("//section[contains(@class, 'speakers')]")
    assert ["–"] == page.xpath("//a[contains(@class, 'label')][@id]/@data-sign")
    assert ["not looked for"] == page.xpath("//table//b[contains(@class, 'who')]/text()")


def test_an_index_lists_articles_speakers_and_outlets() -> None:
    """A name in two articles is one line with a link into each; who has no name is counted."""
    readings = [
        _make_two("a.txt"),
        _make_two("b.txt", "The Tern"),
        _make_two("c.txt", "The Tern", "Edda Loom"),
        Reading(Unread("gone.txt", ()), (), (), STAMP),
    ]
    tree = html.fromstring(render_page(readings))

    def rows(name: str) -> list[list[str]]:
        return [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in tree.xpath(f"//table[@class='{name}']//tr")
        ]

    assert ["4", "gone.txt", "", "", "", "not read"] == rows("entries")[4]
    assert ["1", "Pier", "The Float", "", "1", "3"] == rows("entries")[1]
    assert [
        ["Orla Vint", "The Float, The Tern", "2", "4", "8", "1 2"],
        ["Edda Loom", "The Tern", "1", "2", "4", "3"],
    ] == rows("names")[1:]
    assert [["The Tern", "2", "2", "6", "2 3"], ["The Float", "1", "1", "3", "1"]] == rows("outlets")[1:]
    assert ["#a1-who-1", "#a2-who-1"] == tree.xpath("//table[@class='names']/tbody/tr[1]//a/@href")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_can_be_gone_through_by_keys_and_by_ear(count: int) -> None:
    """Landmarks, one main heading, no level of headings left out, every link with a name and a place to lead to."""
    notice = Notice("read", "odd")
    readings = [replace(_make_two(f"{n}.txt"), notices=(notice,)) for n in range(count)]
    tree = html.fromstring(render_page(readings))
    levels = [int(it.tag[1]) for it in tree.iter() if re.fullmatch(r"h\d", str(it.tag))]
    ids = tree.xpath("//@id")

    assert ["en"] == tree.xpath("/html/@lang")
    assert (1, 1, 1) == tuple(len(tree.xpath(f"/html/body/div/{name}")) for name in ("header", "main", "footer"))
    assert (1 if count > 1 else 0) == len(tree.xpath("/html/body/div/nav[@aria-label]"))
    assert tree.xpath("//a")[0].get("href") == "#main"
    assert len(set(tree.xpath("//section/@aria-labelledby"))) == len(tree.xpath("//section"))
    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href")} <= set(ids)
    assert {name for names in tree.xpath("//@aria-labelledby") for name in names.split()} <= set(ids)
    assert all(it.text_content().strip() or it.get("aria-label") for it in tree.xpath("//a"))
    assert all(it.get("scope") == "col" for it in tree.xpath("//thead//th"))
    assert all(it.get("scope") == "row" for it in tree.xpath("//tbody//th"))
