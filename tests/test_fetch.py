"""Fetching: what comes of servers that are honest, slow, broken or hostile. All of them stand on this machine."""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest

from sayso.fetch import Conditional, Fetched, Fetcher, FetchSettings, NotFetched, Why
from sayso.fetch.door import Door
from sayso.fetch.http import load_trust

from .each_case import each_case

PUBLIC = "93.184.215.14"
QUICK = FetchSettings(max_bytes=200_000, tries=1, backoff_s=0.0, delay_s=0.0)
# For servers that are slow on purpose; on a busy machine another one may be as slow.
IMPATIENT = replace(QUICK, first_byte_s=0.25, connect_s=0.3, total_s=0.4)
Send = Callable[[bytes], None]
Page = Callable[[Send, str], None]


class Site(socketserver.ThreadingTCPServer):
    """A server on loopback whose pages write raw bytes; a path that has none is 404."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Page] = {}
        self.asked: list[str] = []
        self.times: list[float] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots files apart."""
        return [path for head in self.asked if (path := head.split(" ")[1]) != "/robots.txt"]


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.request.recv(65_536)
            if not piece:
                return
            head += piece
        site = self.server
        assert isinstance(site, Site)
        text = head.decode("latin-1")
        site.asked.append(text)
        site.times.append(time.monotonic())
        page = site.pages.get(text.split(" ")[1], answer(b"nothing here", status="404 Not Found"))
        with suppress(OSError):
            if callable(page):
                page(self.request.sendall, text)
            else:
                self.request.sendall(page)


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An honest answer in raw bytes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str) -> bytes:
    return answer(b"", f"Location: {location}", status="302 Found")


class PlannedDoor(Door):
    """Names lead to the addresses that a test plans; whatever is dialled ends at the site on loopback."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.names: dict[str, list[list[str]]] = {}
        self.looked_up: list[str] = []
        self.dialled: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, timeout_s: float) -> socket.socket:
        self.dialled.append(address)
        return super().dial("127.0.0.1", self.site.port, timeout_s)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def door(site: Site) -> PlannedDoor:
    return PlannedDoor(site)


@pytest.fixture
def get(door: PlannedDoor) -> Callable[[str], Fetched | NotFetched]:
    """Gets an address of the site with all checks on."""
    return Fetcher(QUICK, door=door).get


def refused(got: Fetched | NotFetched, why: Why) -> str:
    """The reason, where it is of that kind."""
    assert isinstance(got, NotFetched)
    assert why is got.why, got.reason
    return got.reason


def body_of(got: Fetched | NotFetched) -> bytes:
    assert isinstance(got, Fetched), got
    return got.body


# ---- what is got


def test_a_page_is_got(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """The body, the status, the headers and the address come back; the request names us and carries no cookie."""
    site.pages["/a?b=c"] = answer(b"We won.", 'ETag: "7"', "Content-Type: text/html; charset=utf-8", "Set-Cookie: a=b")
    got = get("http://Kiosk.Example/a?b=c#top")
    get("http://kiosk.example/a?b=c")

    assert isinstance(got, Fetched)
    assert (b"We won.", 200, "http://kiosk.example/a?b=c") == (got.body, got.status, got.final_url)
    assert ("utf-8", Conditional('"7"')) == (got.charset, got.conditional)
    assert "Host: kiosk.example\r\n" in site.asked[1]
    assert "User-Agent: sayso/0.1" in site.asked[1]
    assert not any("Cookie" in head for head in site.asked)


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_packed_body_is_unpacked(site: Site, get: Callable[[str], Fetched | NotFetched], packing: str) -> None:
    """Gzip and deflate are asked for and taken out."""
    body = b"We won. " * 1_000
    packed = gzip.compress(body) if packing == "gzip" else zlib.compress(body)
    site.pages["/"] = answer(packed, f"Content-Encoding: {packing}")

    assert body == body_of(get("http://kiosk.example/"))


def test_chunks_are_joined(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """A body in chunks has no length before it ends."""
    site.pages["/"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nWe \r\n4\r\nwon.\r\n0\r\n\r\n"

    assert b"We won." == body_of(get("http://kiosk.example/"))


def test_a_redirect_is_followed(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """The address that answered is reported; a relative one is joined to the one before."""
    site.pages |= {"/a/b": redirect("../c"), "/c": answer(b"We won.")}
    got = get("http://kiosk.example/a/b")

    assert isinstance(got, Fetched)
    assert ("http://kiosk.example/a/b", "http://kiosk.example/c") == (got.url, got.final_url)


def test_what_is_known_is_asked_for_with_its_marks(site: Site, door: PlannedDoor) -> None:
    """An ETag and a date go back as they came, and 304 says that there is nothing new."""
    site.pages["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    got = Fetcher(QUICK, door=door).get("http://kiosk.example/", conditional=Conditional('"7"', "some day"))

    refused(got, Why.UNCHANGED)
    assert 'If-None-Match: "7"\r\n' in site.asked[1]
    assert "If-Modified-Since: some day\r\n" in site.asked[1]


def test_the_switch_for_tests_reaches_this_machine(site: Site) -> None:
    """With allow_private and its port, the real door reaches loopback; without, it does not."""
    site.pages["/"] = answer(b"We won.")
    url = f"http://127.0.0.1:{site.port}/"
    opened = replace(QUICK, allow_private=True, ports=(site.port,))

    assert b"We won." == body_of(Fetcher(opened).get(url))
    assert "loopback" in refused(Fetcher(replace(opened, allow_private=False)).get(url), Why.REFUSED)
    assert "loopback" in refused(
        Fetcher(replace(opened, allow_private=False)).get(f"http://localhost:{site.port}/"), Why.REFUSED
    )


# ---- where we do not go


@each_case(
    "location",
    [
        "http://127.0.0.1/x", "http://169.254.169.254/latest/meta-data", "http://[::1]/x", "http://[::ffff:10.0.0.1]/",
        "http://2130706433/", "http://0x7f.1/", "http://017700000001/", "http://127.1/", "http://１２７.0.0.1/",
        "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/",
        "http://0.0.0.0/", "http://[::]/", "http://[fe80::1%25eth0]/", "http://127.0.0.1./",
        "http://kiosk.example:22/", "http://kiosk.example:99999/", "http://a:b@kiosk.example/", "http://a@127.0.0.1/",
        "http://kiosk.example\\@127.0.0.1/", "file:///etc/passwd", "gopher://kiosk.example/", "//127.0.0.1/x",
        "http://..", "http://[", "http://a b/", "javascript:alert(1)", "data:,x",
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_a_new_address(site: Site, door: PlannedDoor, location: str) -> None:
    """To a private address in whatever form, to another scheme or port: nothing is dialled, nothing is asked."""
    site.asked.clear()
    site.pages["/"] = redirect(location.encode().decode("latin-1"))
    door.names["kiosk.example"] = [[PUBLIC]]
    reason = refused(Fetcher(QUICK, door=door).get("http://kiosk.example/"), Why.REFUSED)

    assert reason
    assert {PUBLIC} == set(door.dialled)
    assert ["/"] == site.paths


@each_case("private", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:192.168.0.1", "64:ff9b::a00:1"])
def test_a_name_that_leads_inside_is_not_asked(door: PlannedDoor, private: str) -> None:
    """One private address among public ones is enough."""
    door.names["inside.example"] = [[PUBLIC, private]]
    reason = refused(Fetcher(QUICK, door=door).get("http://inside.example/"), Why.REFUSED)

    assert f"leads to {private}" in reason
    assert [] == door.dialled


def test_a_name_that_changes_between_look_up_and_connection_wins_nothing(site: Site, door: PlannedDoor) -> None:
    """Each connection goes to the very address that was checked for it: there is no second look-up."""
    site.pages["/"] = answer(b"We won.")
    door.names["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]
    fetcher = Fetcher(QUICK, door=door)
    got = fetcher.get("http://rebind.example/")

    # The robots file was got from the first answer; the page's own look-up gave the second.
    assert "leads to 127.0.0.1" in refused(got, Why.REFUSED)
    assert [PUBLIC] == door.dialled
    assert len(door.dialled) + 1 == len(door.looked_up)


def test_an_address_that_answers_for_another_is_not_used() -> None:
    """The real door looks at who is at the other end."""

    class Elsewhere(socket.socket):
        def connect(self, address: object) -> None:
            super().connect(listener.getsockname())

    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", Elsewhere)
        with pytest.raises(OSError, match=r"connected to 127\.0\.0\.1 instead of 93\.184\.215\.14"):
            Door().dial(PUBLIC, 80, 0.5)


@pytest.mark.parametrize(
    ("url", "page", "status"),
    [
        ("https://kiosk.example/", "kiosk.example:443", "403 Forbidden"),
        ("http://kiosk.example/", "http://kiosk.example/", "407 Proxy Authentication Required"),
    ],
)
def test_a_proxy_that_refuses_is_named(
    site: Site, door: PlannedDoor, monkeypatch: pytest.MonkeyPatch, url: str, page: str, status: str
) -> None:
    """It is not the site that refuses."""
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://10.9.9.9:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    site.pages |= {page: answer(b"", status=status), "http://kiosk.example/robots.txt": answer(b"")}
    got = Fetcher(replace(QUICK, use_proxy=True), door=door).get(url)
    assert isinstance(got, NotFetched)
    assert f"was refused by the proxy: it answers {status}" in got.reason


def test_proxies_are_followed_only_when_asked_for(
    site: Site, door: PlannedDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment alone changes nothing; with use_proxy, the proxy is asked for the whole address."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://10.9.9.9:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    site.pages |= {"/": answer(b"direct"), "http://kiosk.example/": answer(b"by proxy")}

    assert b"direct" == body_of(Fetcher(QUICK, door=door).get("http://kiosk.example/"))
    assert b"by proxy" == body_of(Fetcher(replace(QUICK, use_proxy=True), door=door).get("http://kiosk.example/"))
    assert [PUBLIC, PUBLIC, "10.9.9.9", "10.9.9.9"] == door.dialled


# ---- bounds


def test_a_circle_of_redirects_ends(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """After five, it is reported."""
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}

    assert "redirects more than 5 times" == refused(get("http://kiosk.example/a"), Why.LIMIT)
    assert 6 == len(site.paths)


def endless(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        send(b"x" * 65_536)


def drip(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    drip_on(send, b"x")


def drip_without_length(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\n\r\n")
    drip_on(send, b"x")


def drip_headers(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nX-A: ")
    drip_on(send, b"x")


def go_on_continuing(send: Send, _head: str) -> None:
    drip_on(send, b"HTTP/1.1 100 Continue\r\n\r\n")


# Half a minute of drips: whoever waits for the last one has not kept the time.
MANY_DRIPS = 600
DRIPPED = threading.Event()
# Lets go of servers that keep silent.
RELEASED = threading.Event()


@pytest.fixture(autouse=True)
def release() -> Iterator[None]:
    """No server keeps silent beyond its test."""
    DRIPPED.clear()
    RELEASED.clear()
    yield
    RELEASED.set()


def drip_on(send: Send, piece: bytes) -> None:
    for _ in range(MANY_DRIPS):
        send(piece)
        time.sleep(0.05)
    DRIPPED.set()


def keep_silent(_send: Send, _head: str) -> None:
    RELEASED.wait(300)


def test_an_endless_body_is_cut(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """No more is read than the largest body."""
    site.pages["/"] = endless

    assert "longer than 200,000 bytes" in refused(get("http://kiosk.example/"), Why.LIMIT)


@pytest.mark.parametrize("page", [drip, drip_without_length, drip_headers, go_on_continuing])
def test_a_slow_drip_ends_in_time(site: Site, door: PlannedDoor, page: Page) -> None:
    """A byte now and then keeps no request alive beyond its time, and half a body is no body."""
    site.pages["/"] = page
    got = Fetcher(IMPATIENT, door=door).get("http://kiosk.example/")

    assert "did not end within 0.4 seconds" == refused(got, Why.PASSING)
    assert not DRIPPED.is_set()


def test_a_silent_server_is_left(site: Site, door: PlannedDoor) -> None:
    """What does not begin in time is not waited for."""
    site.pages["/"] = keep_silent

    got = Fetcher(IMPATIENT, door=door).get("http://kiosk.example/")

    assert "sent nothing for too long" in refused(got, Why.PASSING)


def test_a_look_up_that_hangs_is_left(site: Site) -> None:
    """The system's look-up has no time limit of its own; ours ends it."""

    class Hanging(PlannedDoor):
        def resolve(self, host: str, port: int) -> list[str]:
            RELEASED.wait(300)
            return [PUBLIC]

    reason = refused(Fetcher(IMPATIENT, door=Hanging(site)).get("http://kiosk.example/"), Why.PASSING)

    assert "not found in time" in reason


@cache
def make_bomb(times: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(times)) + packer.flush()


@pytest.mark.parametrize("packing", ["gzip", "gzip, gzip"])
def test_a_bomb_is_not_unpacked(site: Site, get: Callable[[str], Fetched | NotFetched], packing: str) -> None:
    """100 MB in 100 KB, and twice packed: what is unpacked stays near the largest body."""
    bomb = make_bomb(100)
    site.pages["/"] = answer(gzip.compress(bomb) if "," in packing else bomb, f"Content-Encoding: {packing}")
    get("http://kiosk.example/warm")
    tracemalloc.start()
    got = get("http://kiosk.example/")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    refused(got, Why.REFUSED if "," in packing else Why.LIMIT)
    assert peak < 5_000_000


def test_a_packing_that_was_not_asked_for_is_refused(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """Bytes that cannot be unpacked are no page."""
    site.pages["/"] = answer(b"?", "Content-Encoding: compress")

    assert "compressed as 'compress'" in refused(get("http://kiosk.example/"), Why.REFUSED)


def broken_packing(send: Send, _head: str) -> None:
    send(answer(b"no gzip at all", "Content-Encoding: gzip"))


def huge_header(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1_000_000 + b"\r\n\r\n")


def many_headers(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % number for number in range(10_000)) + b"\r\n")


def fifty_large_headers(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %b\r\n" % (n, b"a" * 5_000) for n in range(50)) + b"\r\n")


def no_http(send: Send, _head: str) -> None:
    send(b"SSH-2.0-OpenSSH_9.0\r\n")


def cut_short(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nWe won.")


def cut_chunk(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nWe won.")


def odd_length(send: Send, _head: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nWe won.")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (broken_packing, Why.PASSING),
        (huge_header, Why.PASSING),
        (many_headers, Why.PASSING),
        (fifty_large_headers, Why.LIMIT),
        (no_http, Why.PASSING),
        (cut_short, Why.PASSING),
        (cut_chunk, Why.PASSING),
        (odd_length, Why.PASSING),
        (lambda _send, _head: None, Why.PASSING),
    ],
)
def test_a_broken_answer_is_no_page(
    site: Site, get: Callable[[str], Fetched | NotFetched], page: Page, why: Why
) -> None:
    """Whatever a server sends, it is reported and not raised; a body that is shorter than its length is not taken."""
    site.pages["/"] = page

    assert refused(get("http://kiosk.example/"), why)


def test_a_body_longer_than_its_length_ends_there(site: Site, get: Callable[[str], Fetched | NotFetched]) -> None:
    """What follows belongs to no answer."""
    site.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nWe won. And more"

    assert b"We won." == body_of(get("http://kiosk.example/"))


# ---- manners


def robots(text: str) -> bytes:
    return answer(text.encode())


def test_robots_are_obeyed(site: Site, door: PlannedDoor) -> None:
    """Rules for all and for us hold, wildcards too, also behind a redirect; the file is got once."""
    site.pages |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /\n\nUser-agent: sayso\nDisallow: /intern/\nDisallow: /*.pdf$"),
        "/a": answer(b"We won."),
        "/b": redirect("/intern/c"),
    }
    fetcher = Fetcher(QUICK, door=door)

    assert b"We won." == body_of(fetcher.get("http://kiosk.example/a"))
    for path in ("/intern/x", "/x.pdf", "/b"):
        assert "robots.txt" in refused(fetcher.get(f"http://kiosk.example{path}"), Why.ROBOTS)
    assert ["/a", "/b"] == site.paths
    assert 1 == sum("GET /robots.txt" in head for head in site.asked)


@pytest.mark.parametrize("status", ["500 Ill", "503 Busy", "429 Slow down"])
def test_without_an_answer_about_robots_nothing_is_asked(site: Site, door: PlannedDoor, status: str) -> None:
    """While the file cannot be got, the site is left alone, and the failure is remembered for a while."""
    site.pages |= {"/robots.txt": answer(b"", status=status), "/": answer(b"We won.")}
    fetcher = Fetcher(replace(QUICK, tries=3), door=door)
    fetcher.get("http://kiosk.example/")

    assert "robots.txt answers" in refused(fetcher.get("http://kiosk.example/"), Why.PASSING)
    assert [] == site.paths
    assert 1 == len(site.asked)


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_a_site_without_robots_may_be_asked(site: Site, door: PlannedDoor, status: str) -> None:
    """Any 4xx stands for no rules."""
    site.pages |= {"/robots.txt": answer(b"", status=status), "/": answer(b"We won.")}

    assert b"We won." == body_of(Fetcher(QUICK, door=door).get("http://kiosk.example/"))


def test_a_robots_file_that_leads_inside_stands_for_none(site: Site, door: PlannedDoor) -> None:
    """Its redirect is checked as any other."""
    site.pages |= {"/robots.txt": redirect("http://127.0.0.1/"), "/": answer(b"We won.")}

    assert b"We won." == body_of(Fetcher(QUICK, door=door).get("http://kiosk.example/"))
    assert {PUBLIC} == set(door.dialled)


def test_a_host_rests_between_two_requests(site: Site, door: PlannedDoor) -> None:
    """Also when several threads ask; the rest that a robots file asks for is kept where it is longer."""
    site.pages |= {"/robots.txt": robots("User-agent: *\nCrawl-delay: 0.1"), "/": answer(b"We won.")}
    fetcher = Fetcher(replace(QUICK, delay_s=0.02), door=door)
    threads = [threading.Thread(target=fetcher.get, args=("http://kiosk.example/",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rests = [later - earlier for earlier, later in zip(site.times[:-1], site.times[1:], strict=True)]

    assert 4 == len(site.times)
    assert min(rests) > 0.09


def fail_twice(asked: list[str], header: str) -> Page:
    def page(send: Send, _head: str) -> None:
        calls = sum("GET / " in head for head in asked)
        send(answer(b"We won.") if calls > 2 else answer(b"", header, status="503 Busy"))

    return page


def test_a_busy_server_is_asked_again(site: Site, door: PlannedDoor) -> None:
    """Up to the number of tries, each after the wait that it asks for."""
    site.pages["/"] = fail_twice(site.asked, "Retry-After: 0")
    again = replace(QUICK, tries=3, backoff_s=0.05)
    got = Fetcher(again, door=door).get("http://kiosk.example/")

    assert b"We won." == body_of(got)
    assert site.times[-1] - site.times[1] > 0.05 + 0.1


def test_a_long_wait_is_left_to_the_caller(site: Site, door: PlannedDoor) -> None:
    """More than max_wait_s is not waited; how long it is comes back."""
    site.pages["/"] = fail_twice(site.asked, "Retry-After: 3600")
    got = Fetcher(replace(QUICK, tries=3), door=door).get("http://kiosk.example/")

    assert isinstance(got, NotFetched)
    assert (Why.PASSING, 503, 3600.0) == (got.why, got.status, got.wait_s)
    assert ["/"] == site.paths


def test_what_is_not_there_is_not_asked_again(site: Site, door: PlannedDoor) -> None:
    """404 is an answer."""
    got = Fetcher(replace(QUICK, tries=3), door=door).get("http://kiosk.example/none")

    assert "answers 404 Not Found" == refused(got, Why.STATUS)
    assert ["/none"] == site.paths


def test_closing_ends_what_is_under_way(site: Site, door: PlannedDoor) -> None:
    """A stop waits neither for a slow server nor for a rest."""
    site.pages["/"] = keep_silent
    fetcher = Fetcher(FetchSettings(delay_s=0, first_byte_s=300, total_s=300), door=door)
    thread = threading.Thread(target=fetcher.get, args=("http://kiosk.example/",))
    thread.start()
    while not site.paths:
        time.sleep(0.01)
    fetcher.close()
    thread.join(60)

    assert not thread.is_alive()


def test_tls_is_spoken_with_the_name(door: PlannedDoor) -> None:
    """The connection goes to the checked address; the greeting names the host, whose certificate must be in order."""
    hello: list[bytes] = []

    def hear(end: socket.socket) -> None:
        with end:
            hello.append(end.recv(4_096))

    class Ear(PlannedDoor):
        def dial(self, address: str, port: int, timeout_s: float) -> socket.socket:
            ours, theirs = socket.socketpair()
            threading.Thread(target=hear, args=(theirs,), daemon=True).start()
            self.dialled.append(address)
            return ours

    ear = Ear(door.site)
    refused(Fetcher(QUICK, door=ear).get("https://kiosk.example/"), Why.PASSING)

    assert b"kiosk.example" in hello[0]
    assert [PUBLIC] == ear.dialled
    assert load_trust().check_hostname
    assert ssl.CERT_REQUIRED is load_trust().verify_mode
