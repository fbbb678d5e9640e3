"""Addresses: which are asked at all, and which end of the network may be reached."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SettingsError
from sayso.fetch.address import join_address, parse_address
from sayso.fetch.guard import find_refusal
from sayso.fetch.polite import parse_retry_after
from sayso.fetch.records import FetchError
from sayso.fetch.settings import FetchSettings

from .each_case import each_case

ANY = FetchSettings()


@each_case(
    ("address", "refusal"),
    [
        ("0.0.0.0", "unspecified"), ("0.1.2.3", "unspecified"), ("10.255.0.1", "private"), ("100.64.0.1", "shared"),  # noqa: S104
        ("100.127.255.255", "shared"), ("127.0.0.1", "loopback"), ("169.254.169.254", "link-local"),
        ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
        ("192.0.0.8", "reserved"), ("198.19.0.1", "benchmarking"), ("203.0.113.9", "documentation"),
        ("224.0.0.1", "multicast"), ("239.1.1.1", "multicast"), ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"), ("168.63.129.16", "cloud-internal"),
        ("::", "unspecified"), ("::1", "loopback"), ("::7f00:1", "reserved"), ("fe80::1", "link-local"),
        ("fe80::1%1", "link-local"), ("fec0::1", "reserved"), ("fd00:ec2::254", "private"), ("ff02::1", "multicast"),
        ("::ffff:127.0.0.1", "loopback"), ("::ffff:169.254.169.254", "link-local"), ("::ffff:0:127.0.0.1", "reserved"),
        ("64:ff9b::127.0.0.1", "loopback"), ("64:ff9b::10.0.0.1", "private"), ("64:ff9b:1::9.9.9.9", "local NAT64"),
        ("2002:7f00:1::", "6to4"), ("2002:909:909::1", "6to4"), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved"),
        ("2001:db8::1", "documentation"), ("100::1", "reserved"), ("5f00::1", "reserved"), ("", "not an address"),
        ("localhost", "not an address"), ("127.1", "not an address"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str, refusal: str) -> None:
    """In version 4, 6, mapped, translated and tunnelled form."""
    assert refusal == find_refusal(address)


@each_case("address", ["9.9.9.9", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2620:fe::fe", "64:ff9b::9.9.9.9"])
def test_a_public_address_is_reached(address: str) -> None:
    """Right beside the refused ones, and public ones as NAT64 writes them."""
    assert find_refusal(address) is None


@given(st.ip_addresses())
def test_nothing_is_reached_that_python_calls_private(address: IPv4Address | IPv6Address) -> None:
    """Our tables are no laxer than the library's, whose own differ between versions."""
    if find_refusal(str(address)) is None and address not in IPv6Range:
        assert address.is_global
        assert not address.is_multicast


class _Range:
    """The NAT64 prefix, which the library does not look into."""

    def __contains__(self, address: IPv4Address | IPv6Address) -> bool:
        return address.version == 6 and int(address) >> 32 == int(IPv6Address("64:ff9b::")) >> 32


IPv6Range = _Range()


@each_case(
    ("given_address", "url"),
    [
        ("http://kiosk.example", "http://kiosk.example/"),
        (" HTTPS://KIOSK.example.:443/a?b#c\n", "https://kiosk.example/a?b"),
        ("http://kiosk.example:443/", "http://kiosk.example:443/"),
        ("http://bücher.example/ü?q=“x y”", "http://xn--bcher-kva.example/%C3%BC?q=%E2%80%9Cx%20y%E2%80%9D"),
        ("http://kiosk.example/100%25/%zz", "http://kiosk.example/100%25/%zz"),
        ("http://[2620:FE::FE]/", "http://[2620:fe::fe]/"),
        ("http://9.9.9.9/", "http://9.9.9.9/"),
        ("http://under_score.example/", "http://under_score.example/"),
    ],
)
def test_an_address_has_one_form(given_address: str, url: str) -> None:
    """Small letters, no last dot, no scheme's own port, no fragment, ASCII alone; and its form is its own."""
    assert url == parse_address(given_address, ANY).url
    assert url == parse_address(url, ANY).url


@each_case(
    ("url", "reason"),
    [
        ("", "does not begin with http"), ("kiosk.example", "does not begin with http"),
        ("file:///etc/passwd", "does not begin with http"), ("http:///a", "a host that cannot exist"),
        ("http://kiosk.example:25/", "port 25"), ("http://a@kiosk.example/", "user name"),
        ("http://kiosk.example\\.evil.example/", "backslash"), ("http://kiosk\n.example/", "line break"),
        ("http://kiosk..example/", "a host that cannot exist"), ("http://-a.example/", "a host that cannot exist"),
        ("http://127.0.0.1/", "loopback"), ("http://127.0.0.01/", "odd form"), ("http://0177.0.0.1/", "odd form"),
        ("http://2130706433/", "odd form"), ("http://0x7f000001/", "odd form"), ("http://a.0x1/", "odd form"),
        ("http://①②⑦.⓪.⓪.①/", "loopback"), ("http://[::ffff:7f00:1]/", "loopback"), ("http://[::1]/", "loopback"),
        ("http://[127.0.0.1]/", "is not an address|names|odd form|loopback"), ("http://" + "a" * 9_000, "8,000"),
    ],
)  # fmt: skip
def test_an_address_in_doubt_is_refused(url: str, reason: str) -> None:
    """The reason is given; no address is corrected by guessing."""
    with pytest.raises(FetchError, match=reason):
        parse_address(url, ANY)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://a.example/", "//", "http://["]))
def test_no_text_breaks_the_reading_of_addresses(text: str, prefix: str) -> None:
    """It is an address of one form, or a FetchError."""
    try:
        target = parse_address(join_address("http://kiosk.example/a", prefix + text), ANY)
    except FetchError:
        return
    assert target == parse_address(target.url, ANY)
    assert target.url.isascii()
    assert not any(char.isspace() for char in target.url)


@given(st.text(max_size=40) | st.timedeltas(timedelta(0), timedelta(days=9)).map(lambda wait: f"{wait.seconds}"))
def test_no_retry_after_breaks(value: str) -> None:
    """Whatever a server writes there, seconds or nothing come of it."""
    wait_s = parse_retry_after(value)

    assert wait_s is None or wait_s >= 0


def test_a_setting_that_cannot_be_used_is_reported() -> None:
    """A size of nothing, a time of nothing."""
    with pytest.raises(SettingsError, match="max_bytes is 0"):
        FetchSettings(max_bytes=0)
    with pytest.raises(SettingsError, match="total_s is 0"):
        FetchSettings(total_s=0.0)
    assert 0 == FetchSettings(max_redirects=0, delay_s=0).max_redirects
