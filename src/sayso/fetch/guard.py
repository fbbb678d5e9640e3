"""Decide which IP addresses may be connected to: only those of the public internet.

The tables are those of the IANA registries of special-purpose addresses (RFC 6890 and its updates), copied here
since `ipaddress.is_global` differs between versions of Python. In IPv6 only 2000::/3 is public.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

__all__ = ["find_refusal"]

REFUSED_V4 = (
    (IPv4Network("0.0.0.0/8"), "unspecified"),
    (IPv4Network("10.0.0.0/8"), "private"),
    (IPv4Network("100.64.0.0/10"), "shared"),
    (IPv4Network("127.0.0.0/8"), "loopback"),
    # Not reserved, but an internal service of a large cloud (Azure).
    (IPv4Network("168.63.129.16/32"), "cloud-internal"),
    (IPv4Network("169.254.0.0/16"), "link-local"),
    (IPv4Network("172.16.0.0/12"), "private"),
    (IPv4Network("192.0.0.0/24"), "reserved"),
    (IPv4Network("192.0.2.0/24"), "documentation"),
    (IPv4Network("192.88.99.0/24"), "6to4"),
    (IPv4Network("192.168.0.0/16"), "private"),
    (IPv4Network("198.18.0.0/15"), "benchmarking"),
    (IPv4Network("198.51.100.0/24"), "documentation"),
    (IPv4Network("203.0.113.0/24"), "documentation"),
    (IPv4Network("224.0.0.0/4"), "multicast"),
    (IPv4Network("240.0.0.0/4"), "reserved"),
)
PUBLIC_V6 = IPv6Network("2000::/3")
REFUSED_V6 = (
    # Teredo, benchmarking, overlay identifiers.
    (IPv6Network("2001::/23"), "reserved"),
    (IPv6Network("2001:db8::/32"), "documentation"),
    (IPv6Network("2002::/16"), "6to4"),
    (IPv6Network("3fff::/20"), "documentation"),
)
NAMED_V6 = (
    (IPv6Network("::/128"), "unspecified"),
    (IPv6Network("::1/128"), "loopback"),
    (IPv6Network("64:ff9b:1::/48"), "local NAT64"),
    (IPv6Network("fc00::/7"), "private"),
    (IPv6Network("fe80::/10"), "link-local"),
    (IPv6Network("ff00::/8"), "multicast"),
)
# IPv6 addresses with an IPv4 address in their last 32 bits: mapped ones, and those of NAT64 (RFC 6052).
HOLDS_V4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))


def find_refusal(address: str) -> str | None:
    """Why an IP address is not allowed ("loopback", "private"), or None if it is.

    >>> find_refusal("169.254.169.254"), find_refusal("::ffff:127.0.0.1"), find_refusal("64:ff9b::a00:1")
    ('link-local', 'loopback', 'private')
    >>> find_refusal("9.9.9.9") is None and find_refusal("64:ff9b::909:909") is None
    True
    """
    try:
        # A zone ("fe80::1%eth0") is refused, since it names a network interface of this machine.
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(parsed, IPv4Address):
        return find_in(parsed)
    if parsed.scope_id is not None:
        return "link-local"
    if any(parsed in network for network in HOLDS_V4):
        return find_in(IPv4Address(int(parsed) & 0xFFFF_FFFF))
    if parsed in PUBLIC_V6:
        return next((name for network, name in REFUSED_V6 if parsed in network), None)
    return next((name for network, name in NAMED_V6 if parsed in network), "reserved")


def find_in(address: IPv4Address) -> str | None:
    """Why an IPv4 address is not allowed, or None if it is."""
    return next((name for network, name in REFUSED_V4 if address in network), None)
