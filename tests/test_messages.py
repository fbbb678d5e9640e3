"""What a new user is told who gives something that is not read, or forgets a word."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.read import read_records


def _refuse(data: bytes) -> str:
    (found,) = read_records([io.BytesIO(data)])
    return found.notices[0].reason


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
    command = [sys.executable, "-m", "sayso", "read", "--format", "jsonl", *given]
    with subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        os.close(terminal)
        os.write(keyboard, b"The pier is shut, Ada Moss said.\n\x04")
        out, err = run.communicate(timeout=120)
    os.close(keyboard)

    assert b"end with Ctrl-D" in err
    assert b"Ada Moss" in out
