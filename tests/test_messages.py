"""What a new user is told who gives something that is not read, or forgets a word."""

from __future__ import annotations

import gzip
import io
import os
import pty
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.read import read_records

from .each_case import each_case
from .quick import QUICK


def _refuse(data: bytes) -> str:
    (found,) = read_records([io.BytesIO(data)])
    return found.notices[0].reason


@each_case(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "is a PNG picture; give a text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(40), "is a JPEG picture; give a text"),
        (b"ID3\x04" + bytes(40), "is an MP3 sound; give a text, such as its transcript"),
        (b"\0\0\0\x18ftypmp42" + bytes(40), "is an MP4 video; give a text"),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(40), "is a WAV sound"),
    ],
)
def test_a_picture_or_sound_is_called_what_it_is(data: bytes, what: str) -> None:
    """What it is, and what to give instead."""
    assert what in _refuse(data)


@each_case(
    ("name", "is_address"),
    [("www.coast.example/news", True), ("coast.example/news", True), ("news/art.txt", False), ("art.txt", False)],
)
def test_an_address_without_its_beginning_is_suggested(name: str, is_address: bool) -> None:
    """A file that is not there and looks like a host may be an address; the message says how to write it."""
    (found,) = read_records([name])

    assert (f"write https://{name}" in found.notices[0].reason) is is_address


def test_a_file_without_a_verb_is_to_be_read(tmp_path: Path) -> None:
    """`sayso art.txt` says what to write; a command that is written wrongly is not taken for a file."""
    (tmp_path / "art").write_text("It floats.", encoding="utf-8")
    for name in ["art.txt", "https://coast.example/a", str(tmp_path / "art")]:
        found = CliRunner().invoke(main, [name])
        assert (2, True) == (found.exit_code, f"to read it: sayso read {name}" in found.stderr)

    assert "No such command 'raed'" in CliRunner().invoke(main, ["raed"]).stderr


@pytest.mark.parametrize("given", [[], ["-"]])
def test_the_keyboard_needs_one_ctrl_d(given: list[str]) -> None:
    """In a terminal the command says that it waits for words, and the first Ctrl-D ends them."""
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-c", QUICK, "read", "--format", "jsonl", *given]
    with subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        os.close(terminal)
        os.write(keyboard, b"The pier is shut, Ada Moss said.\n\x04")
        out, err = run.communicate(timeout=120)
    os.close(keyboard)

    assert b"end with Ctrl-D" in err
    assert b"Ada Moss" in out


@pytest.mark.parametrize(
    ("address", "hint"), [("file:///tmp/a.html", "give the path itself"), ("ftp://kiosk.example/a", "")]
)
def test_only_web_addresses_are_fetched(address: str, hint: str) -> None:
    """Another address is no file that does not exist."""
    (found,) = read_records([address])
    reason = found.notices[0].reason
    assert "only http and https addresses are fetched" in reason
    assert hint in reason


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_tar_archive_is_called_what_it_is(pack: Callable[[bytes], bytes]) -> None:
    """Also one that is compressed."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    assert "looks like a tar archive; unpack it, or pack its files as .zip" in _refuse(pack(made.getvalue()))


@each_case("args", [("--min-score", "nan"), ("--max-seconds", "inf"), ("--max-memory", "nan")])
def test_what_is_no_number_is_refused(args: tuple[str, str]) -> None:
    """Python takes nan and inf for numbers."""
    result = CliRunner().invoke(main, ["read", *args, "-"], input="“We float,” she said.")
    assert result.exit_code == 2
    assert f"Invalid value for '{args[0]}': '{args[1]}' is no number of that range" in result.stderr


def test_a_speaker_of_words_without_an_article_is_refused(tmp_path: Path) -> None:
    """`--speaker` chooses among statements of an article."""
    source = tmp_path / "talk.txt"
    source.write_text("We float.", encoding="utf-8")
    args = ["check", "--quote", "We float", "--speaker", "Anna Roth", "--against", str(source)]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 2
    assert "--speaker" in result.stderr


@pytest.mark.parametrize(
    "address",
    ["http://ann:secret@kiosk.example/a", "https://ann:se/secret@kiosk.example/", "http://ann:secret/@kiosk.example:x"],
)
def test_a_password_is_never_repeated(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in a message nor in the output."""
    monkeypatch.setenv("http_proxy", "http://ann:secret@proxy.example")
    result = CliRunner().invoke(main, ["read", "--format", "jsonl", address])
    assert "secret" not in result.output + result.stderr
    assert "kiosk.example" in result.output


@pytest.mark.parametrize("proxy", ["http://ann:secret@proxy.example:3128", "ann:secret@proxy.example:3128"])
def test_the_password_of_a_proxy_is_never_repeated(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy with a password is refused."""
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    result = CliRunner().invoke(main, ["read", "--use-proxy", "--format", "jsonl", "https://kiosk.example/a"])
    assert "secret" not in result.output + result.stderr
    assert "would go through the proxy" in result.output


def test_a_file_that_begins_with_a_dash_has_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken for an option."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-dash.txt").touch()
    result = CliRunner().invoke(main, ["read", "-dash.txt"])
    assert result.exit_code == 2
    assert "if you mean the file -dash.txt, write ./-dash.txt, or -- before it" in result.stderr


@pytest.mark.parametrize("verb", [("read",), ("check", "--against")])
def test_a_notice_has_its_name_once(verb: tuple[str, ...]) -> None:
    """The reason begins with it too, for those who read the JSON."""
    result = CliRunner().invoke(main, [*verb, "no-such-file.txt"])
    line = next(line for line in result.stderr.splitlines() if line.startswith("notice"))
    assert line.startswith("notice: no-such-file.txt: read: does not exist")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_several_pages_in_one_stream_are_several_articles(pack: Callable[[bytes], bytes]) -> None:
    """As `zcat pages/*.gz` writes them, or `cat pages/*.gz`."""
    begin = ["<!DOCTYPE html><html>", "<html lang=en>", '<?xml version="1.0"?>\n<!-- saved --><!doctype html><html>']
    said = [f"The bridge {n} stays shut until spring, Anna Roth, the mayor of Norhaven, said on Friday." for n in "abc"]
    page = (
        "{}<head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{}</p><p>{}</p></article></body></html>\n"
    )
    data = b"".join(
        pack(page.format(first, text, text[::-1]).encode()) for first, text in zip(begin, said, strict=True)
    )

    found = list(read_records([io.BytesIO(data)]))

    assert [f"stream:{n}" for n in (1, 2, 3)] == [article.id for article in found]
    assert [True] * 3 == [text in getattr(article, "text", "") for text, article in zip(said, found, strict=True)]


def test_names_in_zip_archives_are_utf_8_where_their_bytes_are() -> None:
    """Info-ZIP does not always mark them as that."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("Br\u00fccke.txt", "“We float,” she said.")
    # The same bytes, without the mark.
    raw = made.getvalue()
    name = "Brücke.txt".encode()
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(signature) + place
        raw = raw[:at] + bytes([raw[at], raw[at + 1] & ~0x08]) + raw[at + 2 :]
    assert name in raw
    (found,) = read_records([io.BytesIO(raw)])
    assert found.id == "stream/Brücke.txt"


@each_case("verb", ["read", "check", "watch"])
def test_the_options_that_notices_name_are_there(verb: str) -> None:
    """A notice about a limit says how to raise it."""
    shown = CliRunner().invoke(main, [verb, "--help"]).stdout
    assert all(option in shown for option in ("--max-seconds", "--max-memory", "--use-proxy"))
