"""What we were given becomes articles."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Unread
from sayso.errors import SettingsError
from sayso.iso_date import parse_published
from sayso.jsonl import write_reading
from sayso.read import read_articles, read_records
from sayso.reading import Reading, Stamp
from sayso.settings import ReadSettings
from sayso.text import Span

from .each_case import each_case

BODY = "The bridge at Lower Oxley stays shut until Easter, Anna Roth said."


def read_bytes(data: bytes, settings: ReadSettings = ReadSettings()) -> list[Article | Unread]:  # noqa: B008
    return list(read_records([io.BytesIO(data)], settings=settings))


def read_one(record: object, settings: ReadSettings = ReadSettings()) -> Article | Unread:  # noqa: B008
    (found,) = read_bytes(json.dumps(record).encode(), settings)
    return found


def read_article(record: object, settings: ReadSettings = ReadSettings()) -> Article:  # noqa: B008
    found = read_one(record, settings)
    assert isinstance(found, Article), found
    return found


def join_reasons(record: Article | Unread) -> str:
    return " ".join(notice.reason for notice in record.notices)


# Plain text


def test_plain_text(tmp_path: Path) -> None:
    """A plain text is kept unchanged; its id is the path as given, its title the first paragraph."""
    text = f"Bridge stays shut\r\n\r\n{BODY}\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())

    (article,) = read_records([path])

    assert article == Article(
        str(path),
        text,
        title="Bridge stays shut",
        title_span=Span(0, 17),
        given_span=Span(0, len(text)),
        language="en",
        origins=(("language", "text"),),
    )


def test_title_rule_can_be_switched_off() -> None:
    """Without the rule a plain text has no title."""
    (article,) = read_bytes(f"Bridge stays shut\n\n{BODY}".encode(), ReadSettings(find_title=False))

    assert isinstance(article, Article)
    assert (None, None) == (article.title, article.title_span)


@each_case(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n ", "holds only blanks"),
        (bytes(range(256)) * 9, "not a text"),
        (b"{\\rtf1 }", "is an RTF document without text"),
        (b"<?xml version='1.0'?><letter/>", "looks like XML"),
        (b'{\n  "text": "Shut."\n}', "looks like JSON"),
        (b'[\n{"text": "Shut."}]', "looks like JSON"),
    ],
)
def test_what_is_no_article(data: bytes, reason: str) -> None:
    """What is no text, or of a kind not read yet, becomes one record that says so."""
    (found,) = read_bytes(data)

    assert isinstance(found, Unread)
    assert reason in join_reasons(found)


def test_longest_article() -> None:
    """A text longer than the limit is not read, and the notice names the limit."""
    (found,) = read_bytes(b"x" * 101, ReadSettings(max_bytes=100))

    assert isinstance(found, Unread)
    assert "longer than 100 bytes" in join_reasons(found)


def test_control_characters_are_reported() -> None:
    """A stray control character stays, and a notice says where it is."""
    (found,) = read_bytes(BODY.encode() * 2 + b"\x00\x07")

    assert isinstance(found, Article)
    assert f"2 control characters, the first at character {2 * len(BODY)}" in join_reasons(found)


def test_braces_are_no_json() -> None:
    """A text that begins with a brace is still a text."""
    (found,) = read_bytes(b"{sic} is what she wrote.\n\nAnd more.")

    assert isinstance(found, Article)


# Files, folders, stdin


def test_folder(tmp_path: Path) -> None:
    """A folder is read by name, its folders after its files; what is passed over is counted and named at the end."""
    for name in ["b.txt", "a.txt", ".c.txt", "notes.md", "sub/d.text", "sub/e.TXT", ".git/f.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY, encoding="utf-8")

    *found, others = read_records([tmp_path])

    names = [str(tmp_path / name) for name in ["a.txt", "b.txt", "notes.md", "sub/d.text", "sub/e.TXT"]]
    assert names == [record.id for record in found]
    assert isinstance(others, Unread)
    assert others.passed_over == 2
    assert f"2 other files of {tmp_path} were passed over: .c.txt, .git/ (name them" in join_reasons(others)


@pytest.mark.parametrize("page", ["Story.html", "Story.htm"])
@pytest.mark.parametrize("parts", ["Story_files", "Story-Dateien"])
def test_parts_of_a_saved_page_are_no_articles(tmp_path: Path, page: str, parts: str) -> None:
    """The folder that a browser saves beside a page is passed over; one with no page beside it is read."""
    for name in [page, f"{parts}/frame.html", "Other_files/a.html"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<html><body><p>{BODY}</p></body></html>", encoding="utf-8")

    *found, others = read_records([tmp_path])

    assert [str(tmp_path / name) for name in [page, "Other_files/a.html"]] == [record.id for record in found]
    assert f"{parts}/" in join_reasons(others)


FOLDER_FILES = {
    "index": BODY.encode(),
    "story.html?id=3": b"<html><body><p>It stays shut, said Anna Roth.</p></body></html>",
    "a.php": b"<!DOCTYPE html><html><body><p>It stays shut, said Anna Roth.</p></body></html>",
    "a.shtml": b"<html><body><p>It stays shut, said Anna Roth.</p></body></html>",
    "a.md": b"# Bridge\n\nIt stays shut, said Anna Roth.",
    "wide": BODY.encode("utf-16"),
}
FOLDER_OTHERS = {
    ".h.txt": BODY.encode(),
    "a.txt.bak": BODY.encode(),
    "a.txt~": BODY.encode(),
    "~$a.docx": b"lock",
    "pic.png?w=200": b"\x89PNG\r\n",
    "pic": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "site.css": b"p { color: red }",
    "run": b"#!/bin/sh\nexit 0\n",
    "done": b"",
}


def test_each_file_of_a_folder_is_accounted_for(tmp_path: Path) -> None:
    """Names that say nothing are settled by content; what is read and what is passed over is all there is."""
    for name, content in {**FOLDER_FILES, **FOLDER_OTHERS}.items():
        (tmp_path / name).write_bytes(content)

    *found, others = read_records([tmp_path])

    assert sorted(str(tmp_path / name) for name in FOLDER_FILES) == sorted(record.id for record in found)
    assert all(isinstance(record, Article) for record in found)
    assert isinstance(others, Unread)
    assert others.passed_over == len(FOLDER_OTHERS)
    assert "and 4 more" in join_reasons(others)


@pytest.mark.parametrize("name", FOLDER_OTHERS)
def test_what_is_passed_over_in_a_folder_is_read_when_it_is_named(tmp_path: Path, name: str) -> None:
    """So that the notice's advice is true."""
    (tmp_path / name).write_bytes(BODY.encode())

    (found,) = read_records([tmp_path / name])

    assert isinstance(found, Article)


def test_folder_without_articles(tmp_path: Path) -> None:
    """A folder without articles is one record."""
    (found,) = read_records([tmp_path])

    assert isinstance(found, Unread)
    assert "holds no file to read" in join_reasons(found)
    assert "there is" not in join_reasons(found)


def test_pipe_in_a_folder_is_not_opened(tmp_path: Path) -> None:
    """A pipe in a folder, which would wait for its writer, is skipped; so is a link back to the folder."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop").symlink_to(tmp_path)

    (found,) = read_records([tmp_path])

    assert "pipe.txt" in join_reasons(found)


def test_missing_file_among_others(tmp_path: Path) -> None:
    """A path that does not exist is one record; the others are read."""
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")

    missing, article = read_records([str(tmp_path / "none.txt"), str(tmp_path / "a.txt")])

    assert (True, True) == (isinstance(missing, Unread), isinstance(article, Article))
    assert "does not exist" in join_reasons(missing)


@each_case("path", ["a\x00b.txt", "x" * 5_000, "\ud800.txt"])
def test_impossible_paths(path: str) -> None:
    """A path that no system can have is one record."""
    (found,) = read_records([path])

    assert isinstance(found, Unread)
    assert found.id.isprintable() or "\x00" in found.id


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (PermissionError(13, "Permission denied"), "may not be read"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_file_that_cannot_be_opened(
    fault: OSError, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that the system refuses to open is one record with the reason."""

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr("builtins.open", refuse)

    (found,) = read_records([tmp_path / "a.txt"])

    assert reason in join_reasons(found)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden_file(tmp_path: Path) -> None:
    """A file without read permission is one record."""
    path = tmp_path / "a.txt"
    path.write_text(BODY, encoding="utf-8")
    path.chmod(0)

    (found,) = read_records([path])

    assert "may not be read" in join_reasons(found)


def test_fault_while_reading() -> None:
    """A stream that fails half way gives what was read before, then one record."""

    class Failing:
        pieces = iter([b'{"text": "One."}\n' * 2])

        def read(self, _size: int = -1, /) -> bytes:
            piece = next(self.pieces, None)
            if piece is None:
                raise OSError(5, "Input/output error")
            return piece

    found = list(read_records([Failing()]))

    assert [Unread] == [type(record) for record in found][-1:]
    assert "Input/output error" in join_reasons(found[-1])


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen is stdin, read as bytes."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"\x93We won,\x94 Roth said.")))

    (found,) = read_records(["-"])

    assert isinstance(found, Article)
    assert ("stdin", "“We won,” Roth said.") == (found.id, found.text)


def test_one_path_is_no_list_of_letters(tmp_path: Path) -> None:
    """A single path, given without a list, is one input."""
    path = tmp_path / "a.txt"
    path.write_text(BODY, encoding="utf-8")

    assert [str(path)] == [record.id for record in read_records(str(path))]


def test_stdin_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without stdin gets one record that says so."""
    monkeypatch.setattr("sys.stdin", None)

    (found,) = read_records(["-"])

    assert "is not there" in join_reasons(found)


def test_text_streams_are_refused() -> None:
    """A stream opened as text is a fault of the program; the error says how to mend it."""
    with pytest.raises(TypeError, match="open it in binary mode"):
        list(read_records([io.StringIO("We won.")]))  # type: ignore[list-item]


def test_ids_are_unique() -> None:
    """An id that was used before gets a number, and a notice says so; also one that looks like such a number."""
    data = b"\n".join(json.dumps({"id": given, "text": BODY}).encode() for given in ["a", "a", "a#2", "a"])

    found = read_bytes(data)

    assert ["a", "a#2", "a#2#2", "a#3"] == [record.id for record in found]
    assert "'a' was used before" in join_reasons(found[1])


# JSON Lines


def test_broken_line_17_of_40(tmp_path: Path) -> None:
    """One broken line of forty is one record with its place; the other thirty-nine are read."""
    path = tmp_path / "articles.jsonl"
    lines = [json.dumps({"id": f"a{number}", "text": BODY}) for number in range(1, 41)]
    lines[16] = lines[16][:-2]
    path.write_text("\n".join(lines), encoding="utf-8")

    found = list(read_records([path]))

    assert [f"{path}:17"] == [record.id for record in found if isinstance(record, Unread)]
    assert len(found) == 40
    assert "line 17 is not JSON" in join_reasons(found[16])


def test_broken_first_line() -> None:
    """JSON Lines are known by their other lines if the first is broken."""
    found = read_bytes(b'{"text": \n{"text": "One."}\n\n{"text": "Two."}\n')

    assert ["stream:1", "stream:2", "stream:4"] == [record.id for record in found]
    assert [Unread, Article, Article] == [type(record) for record in found]


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    """JSON Lines in a .txt file and a text in a .jsonl file are read as what they are."""
    (tmp_path / "a.txt").write_text('{"text": "One."}\n{"text": "Two."}', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(BODY, encoding="utf-8")

    found = [record.text for record in read_records([tmp_path]) if isinstance(record, Article)]

    assert ["One.", "Two.", BODY] == found


def test_all_fields() -> None:
    """Every field of a record has its place in the article."""
    record = {
        "doc_id": 7, "text": BODY, "title": "Bridge shut", "url": "https://oxley.example/1", "author": "Anna Roth",
        "outlet": {"name": "Oxley Post", "domain": "oxley.example"}, "date": "2031-04-05T09:30Z", "language": "en-GB",
    }  # fmt: skip

    article = read_article(record)

    assert article == Article(
        "7", f"Bridge shut\n\n{BODY}", url="https://oxley.example/1", outlet=Outlet("Oxley Post", "oxley.example"),
        title="Bridge shut", title_span=Span(0, 11), given_span=Span(13, 13 + len(BODY)), authors=("Anna Roth",),
        published="2031-04-05T09:30+00:00", published_precision="minute", language="en",
    )  # fmt: skip


def test_title_that_the_text_begins_with() -> None:
    """A text that begins with its title is kept unchanged; the title is returned as it stands in the text."""
    article = read_article({"text": f"“Shut”, says Roth.\n\n{BODY}", "title": '"Shut", says Roth'})

    assert article.text == f"“Shut”, says Roth.\n\n{BODY}"
    assert ("“Shut”, says Roth", Span(0, 17)) == (article.title, article.title_span)


def test_line_longer_than_the_beginning() -> None:
    """JSON Lines are known even if the first line is longer than what is looked at first."""
    found = read_bytes(b'\n\n{"text": "' + b"word " * 60_000 + b'"}\n{"text": "Two."}')

    assert [Article, Article] == [type(record) for record in found]


def test_longest_line() -> None:
    """A line longer than the limit is one record; the lines after it are read."""
    found = read_bytes(
        b'{"text": "One."}\n{"text": "' + b"x" * 200_000 + b'"}\n{"text": "Three."}', ReadSettings(max_bytes=1_000)
    )

    assert ["stream:1", "stream:2", "stream:3"] == [record.id for record in found]
    assert "longer than 1,000 bytes" in join_reasons(found[1])


@each_case("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_lines_in_other_encodings(encoding: str) -> None:
    """JSON Lines may be UTF-16, as some systems write them, or begin with a byte order mark."""
    lines = '{"text": "“One”, ћ."}\r\n{"text": "Ċ two."}\r\n'

    found = read_bytes(lines.encode(encoding))

    assert ["“One”, ћ.", "Ċ two."] == [record.text for record in found if isinstance(record, Article)]


def test_bad_bytes_in_one_line() -> None:
    """A byte that is not UTF-8 is a notice of its own line."""
    first, second = read_bytes(b'{"text": "One."}\n{"text": "It\x92s two."}')

    assert isinstance(second, Article)
    assert ("", "It’s two.") == (join_reasons(first), second.text)
    assert "line 2: the text is not UTF-8" in join_reasons(second)


def test_old_encoding_is_guessed_once() -> None:
    """Lines that are too short for finding their encoding are read by that of the beginning of the file."""
    lines = [{"text": "Да, — сказал он."}, {"text": "Мэр заявил во вторник, что ратуша останется закрытой."}] * 5

    found = read_bytes("\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode("cp1251"))

    assert [line["text"] for line in lines] == [record.text for record in found if isinstance(record, Article)]


@each_case(
    ("line", "reason"),
    [
        ('{"id": "x"}', '"text" is missing'),
        ('{"id": "x", "text": null}', '"text" is missing or null'),
        ('{"id": "x", "text": ""}', '"text" is empty'),
        ('{"id": "x", "text": " \\n"}', '"text" is empty'),
        ('{"id": "x", "text": 5}', '"text" is a number'),
        ('{"id": "x", "text": ["a"]}', '"text" is a list'),
        ('{"id": "x", "text": NaN}', '"text" is NaN'),
        ('{"article": {"id": "x", "text": null}, "statements": []}', '"text" is missing or null'),
    ],
)
def test_record_without_text(line: str, reason: str) -> None:
    """A record without a text keeps its id, and its notice says what stands there instead."""
    (found,) = read_bytes(line.encode())

    assert isinstance(found, Unread)
    assert found.id == "x"
    assert reason in join_reasons(found)


@each_case(
    ("line", "reason"),
    [
        ("[1]", "not an object"),
        ("nonsense", "not JSON"),
        ('{"text": ' + "[" * 100_000, "nested too deeply"),
        ('{"text": ' + "9" * 5_000 + "}", "cannot be read"),
    ],
)
def test_line_that_is_no_record(line: str, reason: str) -> None:
    """A line that is no JSON object is one record between the others."""
    found = read_bytes(f'{{"text": "One."}}\n{line}\n{{"text": "Three."}}'.encode())

    assert [Article, Unread, Article] == [type(record) for record in found]
    assert reason in join_reasons(found[1])


@each_case(
    "field",
    [
        {"title": 5}, {"title": float("nan")}, {"url": []}, {"outlet": 3}, {"outlet": {"name": 3}},
        {"authors": {"a": 1}}, {"authors": ["a", 1]}, {"published": "next week"}, {"published": "2031-02-30"},
        {"published": 1e7}, {"published": 10**300}, {"published": {}}, {"language": "klingon"}, {"language": 1},
        {"id": [1]}, {"id": 1.5},
    ],
)  # fmt: skip
def test_field_of_no_use(field: dict[str, object]) -> None:
    """A field that cannot be used is left unknown, with a notice that names it; the article is read."""
    article = read_article({"text": BODY, **field})

    (name,) = field
    unknown = replace(article, language=None, origins=())
    assert unknown == Article("stream:1", BODY, given_span=Span(0, len(BODY)), notices=article.notices)
    assert name in join_reasons(article)


@each_case(
    ("given", "expected"),
    [
        (1_475_539_200, "2016-10-04T00:00:00+00:00"), (1_475_539_200_000, "2016-10-04T00:00:00+00:00"),
        ("1475539200", "2016-10-04T00:00:00+00:00"), (1475539200.5, "2016-10-04T00:00:00+00:00"),
        ("2016-10-03T24:00:00", "2016-10-04T00:00:00"), ("2016-12-31T24:00:00Z", "2017-01-01T00:00:00+00:00"),
    ],
)  # fmt: skip
def test_times_since_1970_and_the_end_of_a_day_are_dates(given: object, expected: str) -> None:
    """Seconds and milliseconds are read in UTC; 24:00 is the beginning of the next day."""
    article = read_article({"text": BODY, "date": given})

    assert (expected, "second", ()) == (article.published, article.published_precision, article.notices)


def test_24_hours_of_no_day_are_no_date() -> None:
    """24:01 is no time, and the last year has no next one."""
    assert parse_published("2016-10-03T24:01:00") is None
    assert parse_published("9999-12-31T24:00:00") is None


@each_case(
    ("given", "outlet", "authors"),
    [
        ({"publisher": "Coast Daily", "author": "Anna Roth"}, Outlet("Coast Daily"), ("Anna Roth",)),
        (
            {
                "publisher": {"name": "Coast Daily", "url": "https://www.coast.example/"},
                "byline": "By A. Roth and Bo Ny",
            },
            Outlet("Coast Daily", "coast.example"),
            ("A. Roth", "Bo Ny"),
        ),
        ({"outlet": "Tern", "publisher": "Coast", "author": [{"name": "Anna Roth"}]}, Outlet("Tern"), ("Anna Roth",)),
    ],
)
def test_other_names_of_outlet_and_authors(given: dict[str, object], outlet: Outlet, authors: tuple[str, ...]) -> None:
    """A publisher is the outlet where no other is given; a byline names the authors."""
    article = read_article({"text": BODY, **given})

    assert (outlet, authors, ()) == (article.outlet, article.authors, article.notices)


def test_keys_that_look_like_ours_are_named_once_for_a_file() -> None:
    """What is passed over is named with the key to write, and only where ours is missing."""
    lines = [{"text": "One.", "headline": "Pier"}, {"text": "Two.", "headline": "Pier", "credit": "Roth"}]
    first, second, third = read_bytes(
        "\n".join(map(json.dumps, [*lines, {"text": "Three.", "link": "a", "url": "b"}])).encode()
    )

    assert 'passed over "headline" (write it as "title")' in join_reasons(first)
    assert 'passed over "credit" (write it as "authors")' in join_reasons(second)
    assert "headline" not in join_reasons(second)
    assert third.notices == ()


def test_lone_surrogates() -> None:
    """A lone surrogate becomes U+FFFD, so that offsets hold, and is reported."""
    (article,) = read_bytes(b'{"id": "a\\ud800", "text": "We \\udc00 won. \\ud83d\\ude00", "title": "\\ud800"}')

    assert isinstance(article, Article)
    assert ("a\ufffd", "\ufffd\n\nWe \ufffd won. 😀") == (article.id, article.text)
    assert '"text" holds 1 lone surrogate, the first at character 3' in join_reasons(article)


@each_case("record", [{"title": "Bridge shut"}, {}, {"title": "The bridge", "authors": ["A", "B"], "outlet": "Post"}])
def test_reading_is_read_again(record: dict[str, object]) -> None:
    """The article of a reading that sayso wrote comes back as it was."""
    article = read_article({"id": "a", "text": f"It stays shut\n\n{BODY}", "published": "2031", **record})
    line = write_reading(Reading(article, (), (), Stamp("1", "m", "s")))

    (again,) = read_bytes(line.encode())

    assert article == again


def test_reading_whose_title_stands_nowhere() -> None:
    """The text of a reading is never changed: a title that it does not begin with keeps no span."""
    article = read_article({"article": {"text": BODY, "title": "Bridge shut", "title_span": None}})

    assert (BODY, "Bridge shut", None) == (article.text, article.title, article.title_span)


def test_reading_without_title_stays_without() -> None:
    """A reading made without the title rule is not given a title when it is read again."""
    article = read_article({"text": f"It stays shut\n\n{BODY}"}, ReadSettings(find_title=False))

    (again,) = read_bytes(write_reading(Reading(article, (), (), Stamp("1", "m", "s"))).encode())

    assert article == again


@each_case("change", [{"title_span": [3, 900]}, {"title_span": [0, 3]}, {"fingerprint": "00"}])
def test_changed_reading(change: dict[str, object]) -> None:
    """A reading whose spans or fingerprint do not fit its text is read like a new article, with a notice."""
    inner = {"id": "a", "text": f"It stays shut\n\n{BODY}", "title": "It stays shut", "title_span": [0, 13], **change}

    article = read_article({"article": inner})

    assert ("It stays shut", Span(0, 13)) == (article.title, article.title_span)
    assert len(article.notices) >= 1


# Dates, settings, properties


@each_case(
    ("given_date", "published", "precision"),
    [
        ("2031", "2031", "year"),
        ("2031-04", "2031-04", "month"),
        (" 2031-04-05 ", "2031-04-05", "day"),
        ("2031-04-05T09:30", "2031-04-05T09:30", "minute"),
        ("2031-04-05 09:30:15", "2031-04-05T09:30:15", "second"),
        ("2031-04-05t09:30:15.123456z", "2031-04-05T09:30:15+00:00", "second"),
        ("2031-04-05T09:30:15-0530", "2031-04-05T09:30:15-05:30", "second"),
    ],
)
def test_dates(given_date: str, published: str, precision: str) -> None:
    """A date in ISO 8601 is kept with its precision."""
    assert (published, precision) == parse_published(given_date)


@each_case("given_date", ["", "0000", "2031-13", "2031-4-5", "2031-04-05T25:00", "2031-04-05T09:30+99:99", "٢٠٣١"])
def test_other_dates(given_date: str) -> None:
    """What is no date of ISO 8601, or no day at all, is none."""
    assert parse_published(given_date) is None


def test_settings() -> None:
    """A fingerprint hangs on the values of all fields; a limit below one byte is refused."""
    assert ReadSettings().fingerprint == ReadSettings().fingerprint
    assert ReadSettings().fingerprint != ReadSettings(max_bytes=9).fingerprint
    with pytest.raises(SettingsError, match="max_bytes is 0"):
        ReadSettings(max_bytes=0)


def test_articles_come_one_by_one() -> None:
    """The first article is there before the second line was read: an endless input can be read."""

    class Endless:
        def read(self, size: int = -1, /) -> bytes:
            return b'{"text": "One."}\n' * 100

    articles: Iterator[Article | Unread] = read_records([Endless()])

    assert ["stream:1", "stream:2"] == [next(articles).id, next(articles).id]


@given(st.binary(max_size=300), st.integers(1, 200))
def test_any_bytes_are_read(data: bytes, max_bytes: int) -> None:
    """Any bytes at all are read without an exception, also as one line of JSON Lines and as a JSON string."""
    for form in (data, b'{"text": "One."}\n' + data, b'{"text": "' + data + b'"}'):
        for record in read_bytes(form, ReadSettings(max_bytes=max_bytes)):
            assert record.id
            assert isinstance(record, Article) or record.notices


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["id", "title", "url", "outlet", "authors", "published", "language", "title_span", "given_span", "fingerprint"]


@given(st.text(min_size=1, max_size=60), st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES), st.booleans())
def test_any_record_is_read(text: str, fields: dict[str, object], is_reading: bool) -> None:
    """Whatever the fields hold, the given text stands at its span, and the title at its own."""
    record: dict[str, object] = {**fields, "text": text}

    found = read_one({"article": record} if is_reading else record)

    if isinstance(found, Article):
        assert found.given_span is not None
        assert is_reading or found.given_span.of(found.text) == text
        assert found.title_span is None or found.title == found.title_span.of(found.text)
        assert is_reading or (found.title is None) == (found.title_span is None)
        assert not is_reading or found.text == text
        found.text.encode()


def test_a_list_of_files_is_one_notice(tmp_path: Path) -> None:
    """A folder's index of what lies in it is one thing that holds no articles, not one unreadable article a line."""
    rows = [{"file": f"{n}.html", "url": f"https://herald.example/{n}"} for n in range(142)]
    (tmp_path / "index.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "story.txt").write_text(BODY, encoding="utf-8")

    unread, article = read_records([tmp_path])

    assert isinstance(article, Article)
    assert isinstance(unread, Unread)
    assert unread.id == str(tmp_path / "index.jsonl")
    (notice,) = unread.notices
    assert 'none of its 142 lines has a "text"' in notice.reason
    assert 'it seems to list files; it has "file", "url"' in notice.reason


def test_lines_without_a_text_among_articles_are_reported_one_by_one() -> None:
    """As soon as one line of a file is an article, each line without a text is a notice of its own, in its place."""
    lines = ['{"id": "a"}', '{"id": "b"}', json.dumps({"id": "c", "text": BODY}), '{"id": "d"}']

    records = read_bytes("\n".join(lines).encode())

    assert ["a", "b", "c", "d"] == [record.id for record in records]
    assert [True, True, False, True] == [isinstance(record, Unread) for record in records]


def test_a_long_list_is_not_read_to_its_end() -> None:
    """Of a file without any text only the first lines are read, and the notice says how many."""
    (unread,) = read_bytes(b'{"file": "a.html"}\n' * 5_000)

    assert isinstance(unread, Unread)
    assert "none of its first 1,000 lines" in unread.notices[0].reason


@each_case(
    ("line", "published"),
    [
        ("May 4, 2031", "2031-05-04"),
        ("Tuesday, 4 May 2031", "2031-05-04"),
        ("Date: Sept. 4th, 2031", "2031-09-04"),
        ("2031-05-04 09:30", "2031-05-04T09:30"),
        ("May 4, 2031, 9:30 p.m.", "2031-05-04T21:30"),
        ("On May 4, 2031 it rained.", None),
        ("March 1 – May 4, 2031", None),
        ("03/09/2031", None),
        ("May 2031", None),
        ("May 44, 2031", None),
    ],
)
def test_a_date_that_stands_alone_at_the_top_is_the_date(line: str, published: str | None) -> None:
    """Of a transcript or an article in plain text; a date within a sentence, or one that is open, is not."""
    (record,) = read_articles([io.BytesIO(f"Talk at Lower Oxley\n\n{line}\n\nADA ROE: We never slept.".encode())])

    assert published == record.published
    assert (published and "date line") == dict(record.origins).get("published")


def test_a_date_further_down_is_part_of_the_text() -> None:
    """Only the first lines say when it was."""
    text = "It rained.\n\n" * 7 + "May 4, 2031\n\nIt rained again."
    (record,) = read_articles([io.BytesIO(text.encode())])

    assert record.published is None
