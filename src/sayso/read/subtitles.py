r"""Read subtitles (.srt, WebVTT) as running text, with the second at which each part of it is heard.

The cues' lines are joined by blanks into paragraphs. A paragraph begins where a pause is long, where a speaker
begins (">>", a dash, "NAME:", a voice of WebVTT, which becomes "Name:"), and where a paragraph has become long at the
end of a sentence. A speaker who goes on is not named again. Marks of style and place are removed, entities are
decoded. Of captions that roll up, each line is kept once: the line that a cue repeats from the cue before is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from sayso.article import Article, TimedArticle, Unread
from sayso.errors import Notice
from sayso.late import compile_late
from sayso.read.decode import decode_bytes
from sayso.read.plain import describe_controls, make_unread, read_all
from sayso.read.stream import Stream
from sayso.settings import MORE_BYTES, ReadSettings
from sayso.text import Span

__all__ = ["Cue", "is_subtitles", "join_cues", "read_cues", "read_subtitles"]

# Hours may be left out in WebVTT; SubRip writes a comma, many writers of it a full stop.
_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = compile_late(rf"^[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t].*)?$")
_BEGINNING = compile_late(rf"(?:\d{{1,9}}[ \t]*\r?\n)?[ \t]*{_CLOCK}[ \t]*-->", re.ASCII)
_WEBVTT = compile_late(r"WEBVTT(?:[ \t\r\n]|$)")
_VOICE = compile_late(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]{1,120})>")
_TAG = compile_late(r"</?[a-zA-Z][^<>]{0,200}>|<[\d:.]{5,15}>|\{\\[^{}]{0,200}\}")
_BEFORE_VOICE = compile_late(r"(?=<v[. \t])")
# How captions show a new turn: a sign such as ">>", a name in capitals with a colon, or both.
_SIGN = compile_late(r">{2,3}\s*|[-–—]\s+(?=\S)")
_NAME = compile_late(r"([^\W\d_][\w\u0300-\u036f.'’ &\-]{1,40})(?:[(\[][^()\[\]]{1,40}[)\]])?:(?:\s+|$)")
_ASIDE = compile_late(r"\s*[(\[][^()\[\]]{1,40}[)\]]\Z")
_SENTENCE_END = compile_late(r"[.!?…][\"'”’)\]]*$")
_PAUSE_S = 3.0
_LONG_CHARS = 600


@dataclass(frozen=True, slots=True)
class Cue:
    """The lines shown at one time, with its start and end in seconds, and the names of WebVTT's voices in them."""

    start: float
    end: float
    lines: tuple[str, ...]
    voices: frozenset[str] = field(default=frozenset(), repr=False)


def is_subtitles(_data: bytes, text: str) -> bool:
    r"""Whether a text begins like SubRip or WebVTT.

    >>> is_subtitles(b"", "1\n00:00:01,000 --> 00:00:02,500\nWe float."), is_subtitles(b"", "We float.")
    (True, False)
    """
    beginning = text.lstrip("\ufeff \t\r\n")
    return _WEBVTT.match(beginning) is not None or _BEGINNING.match(beginning) is not None


def read_subtitles(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the text of subtitles as an article without a title, or an `Unread` that says why there is none."""
    data = read_all(stream, settings.max_bytes)
    if data is None:
        yield make_unread(stream.name, f"is longer than {settings.max_bytes:,} bytes; split it, {MORE_BYTES}")
        return
    decoded = decode_bytes(data)
    joiner = _join(read_cues(decoded.text))
    text, times, voices = "".join(joiner.pieces), tuple(joiner.times), frozenset(joiner.voices)
    if not text:
        yield make_unread(stream.name, "has the form of subtitles, but no words")
        return
    reasons = filter(None, (decoded.notice, describe_controls(text)))
    notices = tuple(Notice("read", f"{stream.name}: {reason}.") for reason in reasons)
    yield TimedArticle(
        id=stream.name, text=text, given_span=Span(0, len(text)), notices=notices, times=times, voices=voices
    )


def read_cues(text: str) -> Iterator[Cue]:
    r"""Yield the cues of SubRip or WebVTT in order; whatever is neither a time nor words is skipped.

    >>> list(read_cues("1\n00:00:01,000 --> 00:00:02,500\n<i>We float.</i>\n"))
    [Cue(start=1.0, end=2.5, lines=('We float.',))]
    """
    begun: tuple[float, float] | None = None
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        timing = _TIMING.match(line)
        if timing is None and line.strip():
            lines += [line] if begun else []
            continue
        if begun:
            # If no blank line precedes it, a cue's number follows the words of the cue before.
            is_number = timing is not None and lines and lines[-1].strip().isdecimal()
            yield from _make_cue(begun, lines[:-1] if is_number else lines)
        begun, lines = (_read_timing(timing), []) if timing else (None, [])
    if begun:
        yield from _make_cue(begun, lines)


def join_cues(cues: Iterator[Cue]) -> tuple[str, tuple[tuple[int, float], ...]]:
    r"""The text of the cues in paragraphs, and pairs of a place in it and the second at which it is heard.

    >>> join_cues(read_cues("0:01.000 --> 0:02.000\nWe float\n\n0:02.000 --> 0:03.000\non the tide."))
    ('We float on the tide.', ((0, 1.0), (9, 2.0)))
    """
    joiner = _join(cues)
    return "".join(joiner.pieces), tuple(joiner.times)


def _join(cues: Iterator[Cue]) -> _Joiner:
    """The cues, joined."""
    joiner, rolled = _Joiner(), ""
    for cue in cues:
        joiner.voices |= cue.voices
        for line in cue.lines[1:] if rolled and cue.lines[0] == rolled else cue.lines:
            joiner.add(line, cue.start)
        rolled, joiner.heard_until = cue.lines[-1], cue.end
    return joiner


class _Joiner:
    """Joins lines into paragraphs.

    Attributes:
        pieces: The pieces of the text, in order.
        times: Places in the text, each with the second at which it is heard.
        heard_until: When the last cue ended.
        voices: The names that begin turns.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.times: list[tuple[int, float]] = []
        self.heard_until: float | None = None
        self.voices: set[str] = set()
        self._length = self._paragraph = 0
        self._speaker, self._tail, self._is_turn = "", "", False

    def add(self, line: str, start: float) -> None:
        """Append a line."""
        words = self._read_turn(line)
        if not words:
            return
        has_paused = self.heard_until is not None and start - self.heard_until > _PAUSE_S
        is_long = self._length - self._paragraph > _LONG_CHARS and _SENTENCE_END.search(self._tail) is not None
        gap = "" if not self.pieces else "\n\n" if self._is_turn or has_paused or is_long else " "
        self._paragraph = self._length if gap == "\n\n" else self._paragraph
        self.times += [(self._length + len(gap), start)] if not self.times or self.times[-1][1] < start else []
        self.pieces.append(gap + words)
        self._length, self._tail, self._is_turn = self._length + len(gap) + len(words), words, False
        self.heard_until = start

    def _read_turn(self, line: str) -> str:
        """The words of a line, without a speaker's name that was named last too; notes whether a turn begins."""
        sign = _SIGN.match(line)
        words = line[sign.end() :] if sign else line
        name = _NAME.match(words)
        speaker = name[1].strip() if name else ""
        if speaker.isupper():
            self.voices.add(speaker)
        elif speaker not in self.voices:
            speaker = ""
        if name and speaker and speaker == self._speaker and not sign:
            return words[name.end() :]
        if sign or speaker:
            self._speaker, self._is_turn = speaker, True
        # A turn without a name keeps a sign, so that it is not taken for that of whoever was named last.
        return f">> {words}" if sign and words and not name else words


def _make_cue(times: tuple[float, float], lines: list[str]) -> Iterator[Cue]:
    # Two voices may share a line.
    voices = (voice for line in lines for voice in _BEFORE_VOICE.split(line))
    cleaned = tuple(filter(None, map(_clean, voices)))
    if cleaned:
        named = frozenset(_ASIDE.sub("", _clean_name(voice[1])) for line in lines for voice in _VOICE.finditer(line))
        yield Cue(*times, cleaned, named)


def _clean(line: str) -> str:
    """The words of a line: speaker as "Name: ", no tags, entities decoded, single blanks."""
    named = _VOICE.sub(lambda voice: f"{_clean_name(voice[1])}: ", line)
    return " ".join(unescape(_TAG.sub("", named)).split())


def _clean_name(name: str) -> str:
    """The name of a voice as it stands in the text."""
    return " ".join(unescape(name).split()).rstrip(": ")


def _read_timing(timing: re.Match[str]) -> tuple[float, float]:
    groups = timing.groups()
    return _read_clock(groups[:4]), _read_clock(groups[4:])


def _read_clock(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, part = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(part.ljust(3, "0")) / 1000
