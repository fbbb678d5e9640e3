"""Pages that were pasted as text: the article stays, and the site around it is marked."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sayso import Analyser, Article, read_articles
from sayso.article import BOILERPLATE, CAPTION, blank_boilerplate
from sayso.cli import main
from sayso.jsonl import read_reading, write_reading
from sayso.read.pasted import MAX_PAGE_CHARS, find_boilerplate
from sayso.reading import Reading
from sayso.report.html import write_page
from sayso.report.terminal import open_console, print_readings
from sayso.settings import ReadSettings
from sayso.text import Span

from .each_case import each_case

TITLE = "Lower Oxley bridge stays shut until Easter"
BODY = [
    "The bridge at Lower Oxley stays shut until Easter, the county said on Monday after a night of rain.",
    "“We never closed the door on a new bridge, and we will not close it now,” said Ada Moss, who runs the roads.",
    "Engineers found cracks in two of its seven piers last week, according to a report that the council published.",
    "“I have walked over it since I was six, and nobody asked me before they shut it,” said Ben Thwaite, a farmer.",
    "The council denied that it had known of the cracks before the winter, and promised to show its papers to anyone.",
]
BEFORE = [
    "Skip to content",
    "Menu",
    "• Home",
    "• News",
    "• Sport",
    "• Opinion",
    "Sign in",
    "Subscribe",
    "Search [      ]",
]
SHARE = ["Share on Facebook", "Tweet", "Copy link", "3 comments"]
CAPTION_LINE = "The bridge seen from the meadow. (Photo: Cleo Park)"
AFTER = [
    "Related stories",
    "Mill at Upper Oxley to be sold",
    "Ferry runs again after three years",
    "Sign up for our newsletter and get the news of the county in your inbox each morning.",
    "We use cookies and similar tools. By clicking accept you agree to our cookie policy and privacy terms.",
    "About us",
    "Contact",
    "Privacy policy",
    "Terms of use",
    "© 2031 The Oxley Lantern. All rights reserved.",
]


def paste(body: list[str] = BODY, *, gap: str = "\n\n", title: str = TITLE) -> str:
    return gap.join([*BEFORE, title, "By Dora Finch", *SHARE, CAPTION_LINE, *body, *AFTER])


def read(text: str, settings: ReadSettings | None = None) -> Article:
    (article,) = read_articles([io.BytesIO(text.encode())], settings=settings or ReadSettings())
    assert isinstance(article, Article)
    return article


def left(article: Article) -> list[str]:
    return [line.strip() for line in blank_boilerplate(article).splitlines() if line.strip()]


@each_case("gap", ["\n\n", "\n", "\r\n\r\n"])
def test_only_the_article_stays(gap: str) -> None:
    """Menus, buttons, related stories and the footer are marked; title, byline, caption and paragraphs are not."""
    text = paste(gap=gap)
    article = read(text)

    assert text == article.text
    assert TITLE == article.title
    assert [TITLE, "By Dora Finch", CAPTION_LINE, *BODY] == left(article)


def test_caption_keeps_its_place() -> None:
    """A line that names who took the picture is a caption."""
    article = read(paste())

    assert [CAPTION_LINE] == [it.span.of(article.text) for it in article.regions if it.place == CAPTION]


def test_related_box_within_the_article_is_marked() -> None:
    """A list of links in the middle goes, and the paragraphs after it stay."""
    box = ["Read more", "Mill at Upper Oxley to be sold", "Ferry runs again after three years", "Advertisement"]
    article = read(paste([*BODY[:2], *box, *BODY[2:]]))

    assert [TITLE, "By Dora Finch", CAPTION_LINE, *BODY] == left(article)


def test_letters_below_the_article_stay() -> None:
    """Letters to the editor are read, with the lines that sign them; what stands around them is the site's."""
    letters = [
        "Sir – Your editorial claims that nobody knew of the cracks before the winter. I knew.",
        "Prof. Ida Roe",
        "Upper Oxley",
        "Sir – My late aunt always said that the bridge would outlive the county, and it nearly has.",
        "Ben Finch",
    ]
    text = "\n\n".join([paste(), "Most viewed", "Bus fares to rise", "Letters", *letters, "More on this story", *AFTER])

    assert [TITLE, "By Dora Finch", CAPTION_LINE, *BODY, *letters] == left(read(text))


def test_wrapped_lines_are_one_paragraph() -> None:
    """A text browser breaks paragraphs at a fixed width; their last lines are no labels."""
    wide = paste()
    text = "\n\n".join("\n".join(textwrap.wrap(line, 72, initial_indent="   ")) for line in wide.split("\n\n"))
    kept = " ".join(" ".join(left(read(text))).split())

    assert " ".join([TITLE, "By Dora Finch", CAPTION_LINE, *BODY]) == kept


def test_credits_after_the_article_stay() -> None:
    """Who reported it, and where it appeared first, is no boilerplate: it names hands."""
    footer = "Reporting by Cleo Park in Oxley; editing by Ben Thwaite"

    assert footer in left(read(paste([*BODY, footer])))


def test_nothing_is_found_in_boilerplate(analyser: Analyser) -> None:
    """No statement, speaker, carrier, mark or own voice stands in a line of the site."""
    said = "“You will love our mornings,” said Gil Marsh, our editor. Sign up for our newsletter, and subscribe."
    text = paste().replace(AFTER[3], said)
    reading = analyser.analyse(read(text))

    assert isinstance(reading.article, Article)
    boilerplate = [it.span for it in reading.article.regions if it.place == BOILERPLATE]
    assert any(said[:20] in it.of(text) for it in boilerplate)
    assert {"Ada Moss", "Ben Thwaite"} <= {it.name for it in reading.speakers}
    assert [] == [it for it in list_spans(reading) if any(it.start < b.end and b.start < it.end for b in boilerplate)]


def test_quotation_goes_on_behind_boilerplate(analyser: Analyser) -> None:
    """A quotation of two paragraphs with an advertisement between them is one statement, without the advertisement."""
    said = [
        "“The bridge was never safe, and I said so for years,” said Ada Moss. “Nobody came to look at it.",
        "Advertisement",
    ]
    text = paste([BODY[0], *said, "“Nobody wrote back to me, and nobody asked what a new one would cost.”", *BODY[3:]])
    reading = analyser.analyse(read(text))

    quoted = [s for s in reading.statements if "Nobody wrote back" in " ".join(c.of(text) for c in s.content)]
    assert quoted
    assert "Advertisement" not in " ".join(c.of(text) for s in reading.statements for c in s.content)


def list_spans(reading: Reading) -> Iterator[Span]:
    """Every span that a reading names."""
    for name in ("statements", "speakers", "carriers", "headline"):
        for record in getattr(reading, name):
            for field in ("content", "cue", "source", "mentions", "evidence", "body"):
                yield from getattr(record, field, ())
    yield from (*reading.own_voice, *reading.scare_quotes)


def test_regions_survive_json(analyser: Analyser) -> None:
    """What was marked stands in the JSON, and is read back equal."""
    reading = analyser.analyse(read(paste()))

    assert reading == read_reading(write_reading(reading))
    assert isinstance(reading.article, Article)
    assert BOILERPLATE in {it.place for it in reading.article.regions}


def test_terminal_counts_the_lines_of_the_site(analyser: Analyser) -> None:
    """The terminal shows the article, and how many lines stand around it."""
    stream = io.StringIO()
    print_readings([analyser.analyse(read(paste()))], open_console(stream, width=100, has_colour=False))

    assert f"[… {len(AFTER)} lines of the site …]" in stream.getvalue()
    assert TITLE in stream.getvalue()
    assert "Privacy policy" not in stream.getvalue()


def test_page_shows_every_line(analyser: Analyser) -> None:
    """The page keeps the whole text, so that its offsets hold; what belongs to the site is faint."""
    page = analyser.analyse(read(paste()))
    stream = io.StringIO()
    write_page([page], stream)

    assert '<span class="boilerplate" title="belongs to the site, not to the article">' in stream.getvalue()
    assert "Privacy policy" in stream.getvalue()


def test_option_reads_every_line(analyser: Analyser, tmp_path: Path) -> None:
    """`--every-line` looks for statements in all lines."""
    (tmp_path / "page.txt").write_text(paste(), encoding="utf-8")
    call = ["read", "--every-line", "--format", "jsonl", str(tmp_path / "page.txt")]
    result = CliRunner().invoke(main, call, obj=lambda _settings: analyser)

    assert [] == json.loads(result.stdout)["article"]["regions"]


def test_every_line_is_read_if_asked() -> None:
    """The rule can be switched off."""
    assert () == read(paste(), ReadSettings(skip_boilerplate=False)).regions


def test_one_label_in_a_plain_article() -> None:
    """In a text that is no page only a label by every letter is marked."""
    text = "\n\n".join([TITLE, BODY[0], "Advertisement", "Read more about the bridge", BODY[1]])

    assert ["Advertisement"] == [it.span.of(text) for it in find_boilerplate(text).regions]


PLAIN = {
    "letter": "Dear editor,\n\nThe bridge is shut.\nSo is the mill.\n\nI am tired of it.\n\nYours,\nBen Thwaite\n",
    "interview": "Q: Who shut it?\nA: I did.\nQ: Why?\nA: It was not safe.\nQ: Will it open?\nA: No.\n" * 5,
    "transcript": "ADA MOSS: Share it with us.\nBEN THWAITE: No comment.\nADA MOSS: Search me.\n" * 9,
    "poem": "Home\nis where\nthe river\nruns.\n\nMore\nthan rain,\nless\nthan rivers.\n\nFollow\nthe light\n" * 3,
    "list": "What you need:\n\n- two eggs\n- flour\n- a pinch of salt\n- milk\n- butter\n\nMix it all. Wait an hour.\n",
    "story of a page": "“Subscribe,” said the button.\n\nShe pressed it.\n\n“Accept cookies?”\n\nShe left.\n",
    "wrapped": "The bridge at Lower Oxley stays shut until Easter, the county said on Monday\nafter a night.\n" * 6,
}


@each_case("name", PLAIN)
def test_plain_texts_keep_all_lines(name: str) -> None:
    """Letters, interviews, transcripts, poems and lists have short lines, and are no pages."""
    assert () == find_boilerplate(PLAIN[name]).regions


@given(
    st.lists(
        st.sampled_from([*BEFORE, *SHARE, *AFTER, *BODY, TITLE, CAPTION_LINE, "", " ", "\u2028", "\x00", "[x-1] a b c"])
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", " \n\t"]),
)
def test_regions_fit_any_text(lines: list[str], gap: str) -> None:
    """Regions stand in order, do not overlap, begin and end with words, and blanking keeps the length."""
    text = gap.join(lines)
    found = find_boilerplate(text)

    ends = [0, *(edge for region in found.regions for edge in region.span), len(text)]
    assert sorted(ends) == ends
    assert all(region.span.of(text).strip() == region.span.of(text) != "" for region in found.regions)
    assert found.title is None or found.title.of(text).strip()
    article = Article("a", text, regions=found.regions)
    assert len(text) == len(blank_boilerplate(article))


def test_longest_texts_are_left_alone() -> None:
    """What is longer than any page is no page, and costs nothing."""
    assert () == find_boilerplate(paste() + "a\n" * (MAX_PAGE_CHARS // 2)).regions


@pytest.mark.cpu_limit(2.5)
@pytest.mark.parametrize("piece", ["a\n", "[a-1", "(photo ", 'a.""""', " » ", "a. ", "Share\n", "By 1 Jan "])
def test_hostile_pages_take_time_in_proportion(piece: str) -> None:
    """Fifty kilobytes of anything is looked at in a moment."""
    text = "\n".join([*BEFORE, *AFTER]) + "\n" + piece * (50_000 // len(piece))

    assert find_boilerplate(text).is_page


def test_overlapping_regions_are_blanked_once() -> None:
    """Regions come from outside too, where they may overlap."""
    article = read(paste())
    doubled = replace(article, regions=tuple(sorted((*article.regions, *article.regions), key=lambda it: it.span)))

    assert blank_boilerplate(article) == blank_boilerplate(doubled)


def test_menus_of_any_length_change_nothing(analyser: Analyser) -> None:
    """An article says the same, however much of its site stands before it."""
    long = "\n".join([*BEFORE, *SHARE] * 300) + "\n\n" + paste()

    assert list_said(analyser.analyse(read(paste()))) == list_said(analyser.analyse(read(long)))


def list_said(reading: Reading) -> list[tuple[str | None, str]]:
    """Who says what."""
    assert isinstance(reading.article, Article)
    return [(it.speaker, it.content[0].of(reading.article.text)) for it in reading.statements]
