from __future__ import annotations

import io
import logging
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner

from sayso.article import Article, PagedArticle, Unread
from sayso.check import SourceText, check_quotes, index_sources
from sayso.cli.check import check_command
from sayso.jsonl import write_reading
from sayso.match import Change
from sayso.read.documents import is_pdf, read_pdf
from sayso.read.kinds import Reader, choose_reader
from sayso.read.page_lines import join_lines
from sayso.read.stream import Stream
from sayso.read.unpack_zip import read_zip
from sayso.reading import Reading, Stamp
from sayso.report.check_places import Places
from sayso.settings import ReadSettings
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

SETTINGS = ReadSettings()
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dcterms:created>2031-04-05T09:30:00Z</dcterms:created>"
    "<dcterms:modified>2031-04-06T10:00:00Z</dcterms:modified></cp:coreProperties>"
)
TITLE = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def make_docx(body: str, title: str | None = None, before: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        if title is not None:
            archive.writestr("docProps/core.xml", CORE.format(title=title))
    return file.getvalue()


def choose(stream: Stream, settings: ReadSettings) -> Reader:
    return choose_reader(stream, settings)


def read_one_docx(data: bytes, settings: ReadSettings = SETTINGS) -> Article | Unread:
    [record] = read_zip(Stream("a.docx", io.BytesIO(data)), settings, choose)
    return record


def read_one_pdf(data: bytes, settings: ReadSettings = SETTINGS) -> Article | Unread:
    [record] = read_pdf(Stream("a.pdf", io.BytesIO(data)), settings)
    return record


def read_article(data: bytes) -> Article:
    record = read_one_pdf(data) if is_pdf(data) else read_one_docx(data)
    assert isinstance(record, Article), record
    return record


def join_reasons(record: Article | Unread) -> str:
    return " ".join(notice.reason for notice in record.notices)


def make_pdf(pages: list[list[str]], information: str = "", *, font: bool = True) -> bytes:
    """A small PDF file: each page a list of lines, "" for a gap."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td\n" if line else "0 -20 Td\n" for line in lines)
        content = f"BT /F1 12 Tf 72 720 Td\n{shown}ET" if font else "0 0 m"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        resources = "<< /Font << /F1 3 0 R >> >>"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(f"<< /Type /Page /Parent 2 0 R /Resources {resources} /Contents {len(objects)} 0 R >>")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} /MediaBox [0 0 612 792] >>"
    objects.append(f"<< {information} >>")
    data, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return f"{data}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def test_paragraphs_of_a_docx_are_separated_by_blank_lines() -> None:
    """The paragraph that is marked as the title is the title."""
    article = read_article(
        make_docx(TITLE.format("Bridge stays shut") + paragraph("“No,” said Roth & Co.") + paragraph(""))
    )

    assert "Bridge stays shut\n\n“No,” said Roth & Co." == article.text
    assert "Bridge stays shut" == article.title
    assert (("title", "title paragraph"),) == article.origins


def test_properties_give_dates_and_a_title_with_their_origin() -> None:
    """A title that the text begins with is found; the dates are the file's."""
    article = read_article(make_docx(paragraph("Bridge stays shut.") + paragraph("It does."), "Bridge stays shut"))

    assert ("2031-04-05T09:30:00+00:00", "second", "2031-04-06T10:00:00+00:00") == (
        article.published,
        article.published_precision,
        article.modified,
    )
    assert "docx properties" == dict(article.origins)["published"]


def test_a_title_of_the_text_counts_for_more_than_that_of_the_properties() -> None:
    """Titles in properties are often left over from another document."""
    article = read_article(make_docx(paragraph("Bridge stays shut") + paragraph("It does, she said."), "Annual report"))

    assert ("Bridge stays shut", "first paragraph") == (article.title, dict(article.origins)["title"])


def test_a_title_of_the_properties_is_put_before_a_text_without_one() -> None:
    """Unless it is a file's name or a program's own words."""
    body = paragraph("The bridge stays shut, said Anna Roth.") + paragraph("It does.")

    assert read_article(make_docx(body, "Bridge shut")).text.startswith("Bridge shut\n\nThe bridge")
    assert read_article(make_docx(body, "Microsoft Word - release.doc")).title is None


def test_deleted_and_doubled_text_is_left_out() -> None:
    """Tracked deletions and what older programs would show are no text; insertions, breaks and boxes are."""
    doubled = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        "<w:p><w:del><w:r><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t>One</w:t></w:r></w:ins>"
        "<w:r><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"
        f'<m:AlternateContent xmlns:m="{doubled}"><m:Choice>{paragraph("Box.")}</m:Choice>'
        f"<m:Fallback>{paragraph('Box.')}</m:Fallback></m:AlternateContent></w:p>"
    )

    assert "Box.\n\nOne\ntwo\tthree" == read_article(make_docx(body)).text


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@each_case(
    ("data", "reason"),
    [
        (make_docx(paragraph("")), "is a .docx file without text"),
        (make_docx("<w:p>"), "cannot be read: mismatched tag"),
        (make_docx(paragraph("x"), before=LAUGHS), "declares a document type"),
        (make_docx("<w:p>" * 5_000), "nested more than 1,000 deep"),
        (make_docx(paragraph("x" * 200_000)), "give more than 131,072 when unpacked"),
    ],
)
def test_a_docx_that_cannot_be_read_is_reported(data: bytes, reason: str) -> None:
    """Without text, broken, with entities, nested too deep, too long: each is one notice."""
    record = read_one_docx(data, ReadSettings(max_bytes=100_000))

    assert isinstance(record, Unread)
    assert reason in join_reasons(record)


PAGES = [
    ["Bridge stays shut", "", "The bridge over the river stays shut for the whole sum-",
     "mer, the town hall said on Mon-", "day. Nobody can tell how long it will take until it is safe.", "It is old.",
     "“No lorry may cross it before then,” said Anna Roth, who is"],
    ["the mayor."],
]  # fmt: skip


def test_lines_of_a_pdf_become_paragraphs() -> None:
    """Words that were broken are whole, and a paragraph goes on over the end of a page."""
    data = make_pdf([[line.replace("“", '"').replace("”", '"') for line in page] for page in PAGES])

    article = read_article(data)

    assert "Bridge stays shut" in article.text
    assert "shut for the whole summer, the town hall said on Monday. Nobody" in article.text
    assert "said Anna Roth, who is the mayor." in article.text


def test_a_foot_in_capitals_with_the_pages_number_is_left_out() -> None:
    """From two pages on; a line of the text with a number stays."""
    pages = [f"The bridge is old and\nit is {n} miles long.\nTOWN HALL\nCONFIDENTIAL {n}" for n in (1, 2)]
    joined = " ".join(join_lines(pages)[0])

    assert "CONFIDENTIAL" not in joined
    assert "it is 2 miles long" in joined


@pytest.mark.cpu_limit(3)
def test_a_paragraph_without_end_takes_time_in_proportion() -> None:
    """Its lines are joined once, however many there are; also where each breaks a word."""
    line = "nothing ends here, whatever is said of the sum-"
    paragraphs, begins = join_lines(["\n".join([line] * 5_000)] * 2)

    assert [10_000 * (len(line) - 1) + 1] == [len(it) for it in paragraphs]
    assert [0, 5_000 * (len(line) - 1)] == begins


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What stands at the edge of three pages is no text."""
    pages = [f"Press release 0{n}\nLine one of page {n} goes on and\non here.\n{n}" for n in range(1, 5)]

    joined = " ".join(join_lines(pages)[0])

    assert "Press release" not in joined
    assert "of page 1 goes on and on here. Line one of page 2" in joined


def test_information_of_a_pdf_gives_the_title_and_no_dates() -> None:
    """With its origin. The time of the file is not that of its text."""
    text = ["the bridge over the river stays shut, said Anna Roth on Monday, and", "nobody knows for how long."]
    information = "/Title (Bridge shut) /CreationDate (D:20310405093000+02'00') /Author (roth-laptop)"

    article = read_article(make_pdf([text], information))

    assert ("Bridge shut", None, None) == (article.title, article.published, article.modified)
    assert (("title", "PDF information"),) == article.origins
    assert () == article.authors


@pytest.mark.parametrize("size", [16, 9])
def test_large_letters_at_the_beginning_of_a_pdf_are_the_title(size: int) -> None:
    """Neither headline nor byline runs into the first paragraph; letters that are not large make no title."""
    lines = [
        "Bridge stays shut until",
        "the end of May",
        "By Anna Roth",
        "It stays shut for the whole summer, said Ada",
        "Moss.",
    ]
    data = make_pdf([lines]).replace(b"(Bridge", f"/F1 {size} Tf (Bridge".encode()).replace(b"(By", b"/F1 12 Tf (By")

    article = read_article(data)

    title = "Bridge stays shut until the end of May"
    assert f"{title}\n\nBy Anna Roth\n\nIt stays shut for the whole summer, said Ada Moss." == article.text
    assert size == 9 or title == article.title


def test_letters_of_one_size_show_no_title() -> None:
    """The byline is a paragraph nevertheless."""
    article = read_article(make_pdf([["It stays shut, said Ada Moss, and she went on.", "By Anna Roth", "It rained."]]))

    assert "\n\nIt rained." in article.text


def test_a_pdf_without_a_text_layer_asks_for_ocr() -> None:
    """A scanned page holds a picture."""
    record = read_one_pdf(make_pdf([[], []], font=False))

    assert isinstance(record, Unread)
    assert "of 2 pages without a text layer; run OCR" in join_reasons(record)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n" + b"1 0 obj << " * 5_000])
def test_a_broken_pdf_is_reported(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is wrong with it."""
    with caplog.at_level(logging.CRITICAL):
        record = read_one_pdf(data)

    assert isinstance(record, Unread)
    assert "cannot be read" in join_reasons(record)


def test_a_pdf_that_is_too_long_is_reported() -> None:
    """No more than the bound is read."""
    data = make_pdf([["Some words that fill the page and more."] * 40] * 30)

    assert "is longer than 1,000 bytes" in join_reasons(read_one_pdf(data, ReadSettings(max_bytes=1_000)))


def test_a_page_of_a_million_letters_is_not_waited_for() -> None:
    """A page that would take minutes is reported."""
    record = read_one_pdf(make_pdf([["a"] * 200_000]))

    assert "1 page could not be read" in join_reasons(record)


HEAD = "Town hall, Coast News transcripts"
TALK = [
    [HEAD, "ANNA ROTH: Good evening. We never sold the har-", "bour, and we will not sell it.",
     "Ben Moss (by telephone): Who says so? I have read it in", "the paper that you gave me, and it", "Page 1"],
    [HEAD, "said so.", "ANNA ROTH: Nobody did. The", "lamp stays on.", "Page 2"],
    [HEAD, "Ben Moss: Then it does.", "Q. And the gulls?", "A. They stay.", "Page 3"],
]  # fmt: skip


def test_turns_and_pages_of_a_pdf_are_kept() -> None:
    """A turn is a paragraph of its own though lines wrap, and a page begins where its first line stands."""
    article = read_article(make_pdf([[line.replace("(", "\\(").replace(")", "\\)") for line in page] for page in TALK]))

    assert isinstance(article, PagedArticle)
    assert article.text.split("\n\n") == [
        "ANNA ROTH: Good evening. We never sold the harbour, and we will not sell it.",
        "Ben Moss (by telephone): Who says so? I have read it in the paper that you gave me, and it said so.",
        "ANNA ROTH: Nobody did. The lamp stays on.",
        "Ben Moss: Then it does.",
        "Q. And the gulls?",
        "A. They stay.",
    ]
    assert ["ANNA", "said", "Ben "] == [article.text[begin : begin + 4] for begin in article.pages]


def test_a_program_s_word_for_no_title_is_none() -> None:
    """“(anonymous)” is what some programs write where nobody gave a title."""
    article = read_article(make_pdf([["We never sold it. That is all there is to say."]], "/Title ((anonymous))"))

    assert article.title is None


def test_places_in_a_pdf_have_a_page_and_a_speaker() -> None:
    """Words that wrap within a turn are those of its speaker, and where they stand is a page, not a line."""
    pages = [
        ["ANNA ROTH: Good evening. I was never asked about the", "ferry, not once, and that is that.", "Page 1"],
        ["BEN OKORO: The lock did stay shut until May, what-", "ever they tell you about it.", "Page 2"],
    ]
    source = SourceText.from_article(read_article(make_pdf(pages)))
    sources = index_sources([source])
    first, second = check_quotes(["shut until May, whatever they tell you", "never asked about the ferry"], sources)

    assert (first.label, first.page, first.speaker_in_source) == (Change.VERBATIM, 2, "BEN OKORO")
    assert (second.label, second.page, second.speaker_in_source) == (Change.VERBATIM, 1, "ANNA ROTH")
    assert Places({source.id: source}).describe_place(first) == "a.pdf, page 2"


def test_other_speakers_in_a_pdf_fail_a_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--fail-on other-speaker` is met by words in another's turn of a PDF."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.pdf").write_bytes(
        make_pdf([["BEN OKORO: The lock did stay shut until", "May, whatever they tell."]])
    )
    article = Article("a", "“The lock did stay shut until May,” Anna Roth said.")
    spans = (Span(0, article.text.index("”") + 1),)
    statement = Statement("s1", Kind.DIRECT, Place.BODY, spans, (), (), 0.9, speaker="p1", unresolved=None)
    speakers = (Speaker("p1", "Anna Roth", SpeakerType.PERSON, named=True),)
    reading = Reading(article, (statement,), (), Stamp("0", "m", "s"), speakers)
    (tmp_path / "draft.jsonl").write_text(write_reading(reading) + "\n", encoding="utf-8")
    arguments = ["draft.jsonl", "--against", "talk.pdf", "--no-index"]
    result = CliRunner().invoke(check_command, [*arguments, "--fail-on", "other-speaker"])

    assert result.exit_code == 4
    assert "talk.pdf, page 1" in " ".join(result.stdout.split())
