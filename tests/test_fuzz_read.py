"""Every reader with inputs that were damaged at random: nothing is raised, and what is read holds together.

SAYSO_FUZZ_EXAMPLES=20000 pytest tests/test_fuzz_read.py     a longer run, for nights
python evaluation/fuzz.py --inputs 10000 --shared ../shared  other faults, real pages, time and memory: for nights
"""

from __future__ import annotations

import io
import os

import pytest
from fuzz_make import make_input
from fuzz_seeds import SEEDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.article import Article, Unread
from sayso.read import read_records
from sayso.settings import ReadSettings

EXAMPLES = int(os.environ.get("SAYSO_FUZZ_EXAMPLES", "25"))
SMALL = ReadSettings(max_bytes=200_000)
# What has meaning to one parser or another, to be put where it was not meant.
TOKENS = [
    b"", b"\x00", b"\xff\xfe", b"<", b">", b"&#0;", b"&#xD800;", b"]]>", b"<!--", b"<![CDATA[", b'"', b"{", b"[",
    b"\r\n", b"\r\n\r\n", b"-1", b"9999999999999999", b"WARC/1.0\r\n", b"Content-Length: 5\r\n", b"endobj", b"\\ud800",
    b"NaN", b"<svg>", b"<table><p>", b"<template>", b"\x1f\x8b\x08", b"PK\x03\x04", "“".encode(), "\u202e".encode(),
    b"\xed\xa0\x80",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 200), st.sampled_from(TOKENS) | st.binary(max_size=8)), max_size=6
)


def damage(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with pieces taken out and others put in."""
    for place, length, put in edits:
        start = int(place * len(data))
        data = data[:start] + put + data[start + length :]
    return data


def check(record: Article | Unread) -> None:
    """What every record promises."""
    assert record.id is not None
    assert all(notice.reason and notice.step == "read" for notice in record.notices)
    if isinstance(record, Unread):
        assert record.notices
        return
    assert record.text
    record.text.encode("utf-8")
    for span in filter(None, (record.title_span, record.given_span)):
        assert 0 <= span.start <= span.end <= len(record.text)
    if record.title_span is not None:
        assert record.title == record.title_span.of(record.text)
    for region in record.regions:
        assert 0 <= region.span.start < region.span.end <= len(record.text)
    assert (record.published is None) == (record.published_precision is None)


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS)
def test_damaged_input_gives_records(seed: str, edits: list[tuple[float, int, bytes]]) -> None:
    """Each record holds together, their ids differ, and nothing is raised."""
    records = list(read_records([io.BytesIO(damage(SEEDS[seed], edits))], settings=SMALL))

    for record in records:
        check(record)
    assert len({record.id for record in records}) == len(records)


@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.binary(max_size=2_000))
def test_any_bytes_give_records(data: bytes) -> None:
    """Whatever the bytes are."""
    for record in read_records([io.BytesIO(data)], settings=SMALL):
        check(record)


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_inputs_of_the_night_give_records(first: int) -> None:
    """The first 200 inputs of `evaluation/fuzz.py`: splices, declared encodings, sizes in headers, repetition."""
    for number in range(first, first + 20):
        _, data = make_input(1, number, SEEDS)

        for record in read_records([io.BytesIO(data)], settings=SMALL):
            check(record)
