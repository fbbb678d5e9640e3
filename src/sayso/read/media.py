"""Name the kind of a picture, a sound or a video by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.article import Unread
from sayso.read.plain import make_unread
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

__all__ = ["name_media", "refuse_media"]

PICTURE = "give a text, or recognise its letters first (OCR)"
SPOKEN = "give a text, such as its transcript or subtitles"
KINDS = (
    (rb"\x89PNG\r\n\x1a\n", "a PNG picture", PICTURE),
    (rb"\xff\xd8\xff", "a JPEG picture", PICTURE),
    (rb"GIF8[79]a", "a GIF picture", PICTURE),
    (rb"RIFF....WEBP", "a WebP picture", PICTURE),
    (rb"II\*\0|MM\0\*", "a TIFF picture", PICTURE),
    (rb"....ftyp(?:heic|heix|mif1|avif)", "a HEIC or AVIF picture", PICTURE),
    (rb"....ftyp(?:M4A|M4B)", "an M4A sound", SPOKEN),
    (rb"....ftyp", "an MP4 video", SPOKEN),
    (rb"\x1aE\xdf\xa3", "a WebM or Matroska video", SPOKEN),
    (rb"RIFF....AVI ", "an AVI video", SPOKEN),
    (rb"RIFF....WAVE", "a WAV sound", SPOKEN),
    (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", "an MP3 sound", SPOKEN),
    (rb"OggS", "an Ogg sound or video", SPOKEN),
    (rb"fLaC", "a FLAC sound", SPOKEN),
)
FORMS = tuple((re.compile(form, re.DOTALL), what, remedy) for form, what, remedy in KINDS)


def name_media(data: bytes, _text: str = "") -> tuple[str, str] | None:
    r"""What a picture, sound or video is, and what to do; None for other bytes.

    >>> name_media(b"\x89PNG\r\n\x1a\n")[0], name_media(b"It floats.")
    ('a PNG picture', None)
    """
    return next(((what, remedy) for form, what, remedy in FORMS if form.match(data)), None)


def refuse_media(stream: Stream, _settings: ReadSettings) -> Iterator[Unread]:
    """Yield one notice, which says what the stream is and what to give instead."""
    what, remedy = name_media(stream.peek()) or ("no text", PICTURE)
    yield make_unread(stream.name, f"is {what}; {remedy}")
