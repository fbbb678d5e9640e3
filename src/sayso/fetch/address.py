"""Parse a web address. Requests are built from the parsed parts alone.

The address is parsed only here, so that two parsers cannot disagree about which host it names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from sayso.fetch.guard import find_refusal
from sayso.fetch.records import FetchError, Why
from sayso.fetch.settings import FetchSettings

__all__ = ["Target", "hide_password", "join_address", "parse_address"]

MAX_CHARS = 8_000
PORTS = {"http": 80, "https": 443}
NOT_IN_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\]")
# User name and password: what stands before the last "@" of the host's part, or of all if no port follows a colon.
USER = re.compile(r"^(\s*(?:[a-z][a-z0-9+.-]*:)?//)?(?:[^/?#]*|[^/?#@:]*:(?!\d*(?:[/?#]|$)).*)@", re.IGNORECASE)
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
KEPT = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address.

    Attributes:
        scheme: "http" or "https".
        host: A name in lower-case ASCII, or an IP address without brackets.
        port: The port.
        path: Path and query, as they are sent.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_numeric(self) -> bool:
        """Whether the host is an IP address, not a name."""
        return ":" in self.host or NUMBER.fullmatch(self.host.rpartition(".")[2]) is not None

    @property
    def netloc(self) -> str:
        """Host and port as in an address; without the port if it is the default one of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def root(self) -> str:
        """The address without path and query."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.root + self.path


def parse_address(url: str, settings: FetchSettings) -> Target:
    """The parts of an address that may be fetched.

    Raises:
        FetchError: it is not an address, or may not be fetched.

    >>> parse_address("HTTPS://Kiosk.Example:443/a b?q=ä#top", FetchSettings()).url
    'https://kiosk.example/a%20b?q=%C3%A4'
    >>> parse_address("http://0x7f.1/", FetchSettings())
    Traceback (most recent call last):
    sayso.fetch.records.FetchError: writes its host '0x7f.1' in an odd form; give the name of the host
    """
    url = url.strip()
    if len(url) > MAX_CHARS:
        raise refuse(f"is longer than {MAX_CHARS:,} characters")
    if NOT_IN_ADDRESS.search(url):
        raise refuse("holds a backslash, a line break or another character that addresses do not have")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as err:
        raise refuse("is not an address: its host or its port cannot be read") from err
    if parts.scheme not in PORTS:
        raise refuse("does not begin with http:// or https://; only such addresses are fetched")
    if "@" in parts.netloc:
        raise refuse("holds a user name before its host; give it without")
    target = Target(parts.scheme, clean_host(parts.hostname or ""), port or PORTS[parts.scheme], clean_path(parts))
    check_target(target, settings)
    return target


def check_target(target: Target, settings: FetchSettings) -> None:
    """Raise FetchError if the port, or a host given as an IP address, is not allowed."""
    if target.port not in settings.ports:
        allowed = ", ".join(map(str, settings.ports))
        raise refuse(f"asks for port {target.port}; only {allowed} may be used")
    refusal = find_refusal(target.host) if target.is_numeric else None
    if refusal is not None and not settings.allow_private:
        raise refuse(f"is a {refusal} address; only public ones are fetched")


def clean_host(given: str) -> str:
    """The host in lower-case ASCII, without a dot at the end.

    >>> clean_host("Straße.Example."), clean_host("::FFFF:7F00:1")
    ('xn--strae-oqa.example', '::ffff:127.0.0.1')
    """
    if ":" in given:
        return clean_numeric(given)
    host = given if given.isascii() else encode_name(given)
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise refuse(f"names a host that cannot exist: {given!r:.80}")
    if NUMBER.fullmatch(labels[-1]):
        return clean_numeric(host)
    return host


def clean_numeric(given: str) -> str:
    """An IP address in its usual form; octal, hexadecimal and single numbers are refused."""
    try:
        if ":" not in given:
            return str(IPv4Address(given))
        address = IPv6Address(given)
    except AddressValueError as err:
        raise refuse(f"writes its host {given!r:.80} in an odd form; give the name of the host") from err
    mapped = address.ipv4_mapped
    return str(address) if mapped is None else f"::ffff:{mapped}"


def encode_name(given: str) -> str:
    """A host name with letters beyond ASCII in the form used for look-up (IDNA 2008)."""
    import idna  # noqa: PLC0415  few hosts need it

    try:
        return idna.encode(given, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as err:
        raise refuse(f"names a host that cannot exist: {given!r:.80}") from err


def clean_path(parts: object) -> str:
    """Path and query without the fragment; blanks and characters beyond ASCII are percent-encoded."""
    path, query = getattr(parts, "path", ""), getattr(parts, "query", "")
    path = quote(path, safe=KEPT, errors="replace") or "/"
    return path + ("?" + quote(query, safe=KEPT + "?[]|{}^`", errors="replace") if query else "")


def join_address(base: str, location: str) -> str:
    """The address that a redirect from `base` leads to.

    >>> join_address("http://a.example/x/y", "../z")
    'http://a.example/z'
    """
    # Servers send UTF-8, which the parser of headers takes for Latin-1.
    with_letters = (
        location.encode("latin-1", "ignore").decode("utf-8", "replace") if not location.isascii() else location
    )
    try:
        return urljoin(base, with_letters.strip())
    except ValueError as err:
        raise refuse(f"redirects to something that is not an address: {hide_password(location)!r:.80}") from err


def hide_password(address: str) -> str:
    """The address without the user name and password before its host, for messages and outputs.

    >>> hide_password("http://ann:secret@kiosk.example/a@b")
    'http://…@kiosk.example/a@b'
    """
    return USER.sub(lambda found: f"{found[1] or ''}…@", address)


def refuse(reason: str) -> FetchError:
    """A FetchError for an address that is never fetched."""
    return FetchError(Why.REFUSED, reason)
