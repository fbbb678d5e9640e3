"""Whatever a server sends, it is something got or a reason why not; nothing is raised, and no bound is passed."""

from __future__ import annotations

import gzip
import socket
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.fetch import Fetched, Fetcher, FetchSettings, NotFetched
from sayso.fetch.door import Door
from sayso.fetch.keep import pack_response
from sayso.fetch.robots import parse_rules

QUICK = FetchSettings(max_bytes=20_000, tries=1, delay_s=0.0, max_redirects=2)

LINES = st.sampled_from(
    [
        b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 5, 7", b"Content-Length: 99999999999999999999",
        b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b"Content-Encoding: gzip",
        b"Content-Encoding: deflate", b"Content-Encoding: identity", b"Location: /x", b"Location: //[", b"Location: http://\xff/",
        b"Content-Type: text/html; charset=\x00", b": no name", b"no colon", b" folded", b"ETag: \xff\xfe",
        b"Set-Cookie: a=b", b"Connection: keep-alive", b"Retry-After: 1e9",
    ]
)  # fmt: skip
STATUS = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 x", b"HTTP/1.1 304 x", b"HTTP/1.1 503 x", b"HTTP/1.1 204 x",
     b"HTTP/1.1 100 x", b"HTTP/1.1 999 x", b"HTTP/2 200", b"HTTP/1.1 abc", b"200 OK", b"HTTP/1.1 200 \xff\r"]
)  # fmt: skip
BODY = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=200).map(gzip.compress),
    st.binary(max_size=200).map(zlib.compress),
    st.sampled_from(
        [gzip.compress(bytes(100_000)), b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffff\r\n", b"-1\r\nx", b"x" * 50_000]
    ),
)


class RecitingDoor(Door):
    """Every connection gives the same bytes, and ends."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def resolve(self, host: str, port: int) -> list[str]:
        return ["93.184.215.14"]

    def dial(self, address: str, port: int, timeout_s: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 200_000)
            theirs.sendall(self.answer)
            theirs.shutdown(socket.SHUT_WR)
        return ours


@settings(max_examples=50)
@given(STATUS, st.lists(LINES, max_size=4), BODY)
def test_no_answer_breaks_a_fetch(status: bytes, lines: list[bytes], body: bytes) -> None:
    """Odd statuses, headers that contradict each other, broken packings and chunks."""
    got = Fetcher(QUICK, door=RecitingDoor(b"\r\n".join([status, *lines]) + b"\r\n\r\n" + body)).get(
        "http://a.example/x"
    )

    assert isinstance(got, Fetched | NotFetched)
    if isinstance(got, Fetched):
        assert len(got.body) <= QUICK.max_bytes
        assert pack_response(got, is_gzipped=False).endswith(got.body + b"\r\n\r\n")
        assert got.charset is None or isinstance(got.charset, str)


@given(st.binary(max_size=300))
def test_no_bytes_break_a_fetch(answer: bytes) -> None:
    """Also where they are no HTTP at all."""
    assert isinstance(Fetcher(QUICK, door=RecitingDoor(answer)).get("http://a.example/"), Fetched | NotFetched)


@given(st.binary(max_size=300) | st.text(alphabet="User-agent: *\nDislow/$%#é", max_size=200).map(str.encode))
def test_no_robots_file_breaks(data: bytes) -> None:
    """It gives rules that answer yes or no."""
    assert parse_rules(data).can_fetch("http://a.example/a?b=c", "sayso") in {True, False}
