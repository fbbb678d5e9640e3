from __future__ import annotations

import socket

import pytest

from sayso.address import find_host, find_site, is_other_site, is_same_site
from sayso.letters import mend_surrogates, plain_letters

from .each_case import each_case


@each_case(
    ("address", "host"),
    [
        ("https://WWW.Coast.example:8443/a?b#c", "coast.example"),
        ("http://user@coast.example./", "coast.example"),
        ("http://[::1]/x", "::1"),
        ("http://[broken/x", None),
        ("ftp://coast.example/", None),
        ("coast.example/a", None),
        ("", None),
        (None, None),
    ],
)
def test_find_host(address: str | None, host: str | None) -> None:
    """The host is that of an address of http or https, in small letters and without "www."."""
    assert find_host(address) == host


@each_case(
    ("one", "other", "same"),
    [
        ("a.github.io", "b.github.io", False),
        ("roth.blogspot.com", "vint.blogspot.com", False),
        ("amp.coast.co.uk", "www.coast.co.uk", True),
        ("coast.co.uk", "shore.co.uk", False),
        ("coast.com.au", "m.coast.com.au", True),
        ("m.coast.example", "coast.example", True),
    ],
)
def test_sites(one: str, other: str, same: bool) -> None:
    """Two hosts are one site where one owner registered both; blogs of one service have owners of their own."""
    assert is_same_site(one, other) is same
    assert is_other_site(f"https://{one}/1", f"http://{other}/2") is not same


def test_sites_need_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of suffixes is the one that was installed: nothing is fetched."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("something asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    find_site.cache_clear()

    assert find_site("edition.coast.co.uk") == "coast.co.uk"


def test_letters_are_folded_in_one_way() -> None:
    """Case and accents are left out, also of letters that Unicode does not take apart; a lone surrogate is mended."""
    assert plain_letters("Đặng Łukasz Sørensen Weiß") == "dang lukasz sorensen weiss"
    assert mend_surrogates("a\ud83d\ude42\ud83d") == "a🙂\ufffd"
