"""Damaged inputs, the same for the same seed and number: bits, splices, encodings, sizes, repetition."""

from __future__ import annotations

import gzip
import io
import os
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from fuzz_seeds import SEEDS, make_zip

__all__ = ["load_seeds", "make_input"]

# Real pages and feeds as further seeds, where there are some: folders, separated as in PATH.
SEEDS_VARIABLE = "SAYSO_FUZZ_SEEDS"
MAX_SEED_BYTES = 400_000
MAX_INPUT_BYTES = 3_000_000
# What has meaning to one parser or another, to be put where it was not meant.
TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&#0;", b"&#xD800;", b"&amp;", b"]]>", b"<!--", b"<![CDATA[",
    b'"', b"'", b"{", b"[", b"}", b"]", b"\\u", b"\r\n", b"\r\n\r\n", b"-1", b"9999999999999999", b"1e999", b"null",
    b"WARC/1.0\r\n", b"Content-Length: 5\r\n", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n",
    b"endobj", b"stream\n", b"/Filter /LZWDecode", b"/Filter /ASCII85Decode", b"<< /Kids [2 0 R] >>", b"\\ud800",
    b"NaN", b"<svg>", b"<table><p>", b"<template>", b"<br>", b"<p>", b"</div>", b"<div>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<item>", b"<entry>", b"<w:p>",
    b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x01\x02", b"PK\x06\x06", b"PK\x06\x07",
    "“".encode(), "”".encode(), "’".encode(), "\u202e".encode(), "e\u0301".encode(), "😀".encode(), "桥".encode(),
    b"\xed\xa0\x80", b"said ", b"Q: ", b"\n\n", b"<a b=c ", b" x='1'",
]  # fmt: skip
ENCODINGS = """foo hex UTF1 utf-7 utf-16 utf-32 utf-8 ascii latin-1 cp1252 cp037 ebcdic-cp-us rot13 zlib base64 bz2 idna
    punycode unicode_escape raw_unicode_escape undefined mbcs oem iso-2022-jp hz gb18030 big5 shift_jis euc-kr koi8-r
    windows-1251 x-user-defined utf_8_sig charmap none - UCS-4 utf-16le utf-16be iso-8859-16 iso-8859-99""".split()
ENCODING_PLACE = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?([A-Za-z0-9_.:-]*)")
NUMBER = re.compile(rb"\d{1,20}")
NUMBERS = [b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"4294967295", b"9" * 18, b"9" * 25, b"00", b"1e9"]
SIZES = [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF]
# Where a ZIP archive keeps sizes, offsets, flags and counts: behind these signs, so many bytes away.
ZIP_SIGNS = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07")


def load_seeds() -> dict[str, bytes]:
    """The invented seeds, and the files of the folders that the environment names, sorted by name."""
    found = dict(SEEDS)
    for folder in filter(None, os.environ.get(SEEDS_VARIABLE, "").split(os.pathsep)):
        for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = zlib.decompress(data, 31)
            if 0 < len(data) <= MAX_SEED_BYTES:
                found[str(path.relative_to(Path(folder).parent))] = data
    return found


def make_input(seed: int, number: int, seeds: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The name of the seed that an input comes from, and its bytes.

    >>> make_input(1, 2, SEEDS) == make_input(1, 2, SEEDS)
    True
    """
    rng = random.Random(f"{seed} {number}")  # noqa: S311  (for tests)
    names = sorted(seeds)
    # The invented ones are of every kind, but real pages may be thousands.
    name = rng.choice(sorted(SEEDS)) if rng.random() < 0.5 else rng.choice(names)
    other = seeds[rng.choice(names)]
    data = damage_inside(rng, name, seeds[name], other) if rng.random() < 0.4 else damage(rng, seeds[name], other)
    return name, data[:MAX_INPUT_BYTES]


def damage(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """The bytes with one to six faults in them."""
    for _ in range(rng.choice([1, 1, 1, 2, 3, 6])):
        data = rng.choice(FAULTS)(rng, data, other)[:MAX_INPUT_BYTES]
    return data


def damage_inside(rng: random.Random, name: str, data: bytes, other: bytes) -> bytes:
    """The bytes with faults in what is packed in them, packed soundly again; anything else is packed damaged."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member: archive.read(member) for member in archive.namelist()}
        chosen = rng.choice(sorted(members))
        return make_zip({**members, chosen: damage(rng, members[chosen], other)})
    inner = zlib.decompressobj(31).decompress(data) if name.endswith("-gz") else data
    damaged = damage(rng, inner, other)
    way = rng.randrange(3)
    if way == 0:
        return gzip.compress(damaged, mtime=0)
    return make_zip({"a.txt": damaged, "b": other[:20_000]}) if way == 1 else damaged


def flip_bits(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """Some bits the other way round."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 2, 8, 64])):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A part of another input in it, in place of a part of its own."""
    start, end = cut(rng, data)
    low, high = cut(rng, other)
    return data[:start] + other[low:high] + data[end:]


def leave_out(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """A part is missing; often the end."""
    start, end = cut(rng, data)
    return data[:start] if rng.random() < 0.4 else data[:start] + data[end:]


def repeat(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """A part of it many times: deep, long or wide."""
    start, end = cut(rng, data)
    end = min(end, start + rng.choice([1, 4, 20, 300, 5_000]))
    piece = data[start:end]
    most = rng.choice([10_000] * 20 + [100_000] * 4 + [1_000_000])
    times = min(rng.choice([2, 10, 300, 10_000, 300_000]), most // max(1, len(piece)) + 1)
    return data[:start] + piece * times + data[end:]


def put_tokens(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """Something that has a meaning, once or very often."""
    start = rng.randrange(len(data) + 1)
    token = rng.choice(TOKENS)
    return data[:start] + token * rng.choice([1, 1, 1, 1, 2, 2, 500, 5_000]) + data[start:]


def declare_encoding(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """Another declared encoding, or one where none was."""
    name = rng.choice(ENCODINGS).encode()
    places = [found.span(1) for found in ENCODING_PLACE.finditer(data)]
    if not places:
        return b'<?xml version="1.0" encoding="%s"?>' % name + data
    start, end = rng.choice(places)
    return data[:start] + name + data[end:]


def change_number(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """Another number where digits stand: lengths, offsets, dates, counts."""
    places = [found.span() for found in NUMBER.finditer(data)]
    if not places:
        return data
    start, end = rng.choice(places)
    return data[:start] + rng.choice(NUMBERS) + data[end:]


def change_size(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """Another binary number: where an archive keeps its sizes, if it is one."""
    signs = [data.find(sign) for sign in ZIP_SIGNS if sign in data]
    start = rng.choice(signs) + rng.randrange(4, 48) if signs else rng.randrange(min(len(data), 64) + 1)
    width = rng.choice([1, 2, 4, 8])
    value = rng.choice(SIZES) & ((1 << 8 * width) - 1)
    return data[:start] + value.to_bytes(width, "little") + data[start + width :]


def recode(rng: random.Random, data: bytes, _other: bytes) -> bytes:
    """The same text in another encoding."""
    encoding = rng.choice(["utf-16", "utf-32", "cp1252", "utf-7", "gb18030"])
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def cut(rng: random.Random, data: bytes) -> tuple[int, int]:
    """Where a part of the bytes begins and ends, more often a short one."""
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + int(rng.random() ** 3 * len(data)) + 1)


Fault = Callable[[random.Random, bytes, bytes], bytes]
FAULTS: list[Fault] = [
    flip_bits, splice, leave_out, repeat, put_tokens, put_tokens, declare_encoding, change_number, change_size, recode,
]  # fmt: skip
