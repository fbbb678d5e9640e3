"""The settings of fetching. They have no fingerprint, since they do not change what a page says."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sayso.errors import SettingsError

__all__ = ["FetchSettings"]


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How pages and feeds are fetched. Limits hold for one request, without its redirects, unless stated otherwise.

    Attributes:
        max_bytes: Largest body, both as sent and decompressed.
        max_header_bytes: Largest sum of all headers.
        max_redirects: Redirects that are followed, each checked like a new address.
        connect_s: Time for looking up and connecting, in seconds.
        first_byte_s: Time until an answer begins, and between any two pieces of it.
        total_s: Time for one request, from looking up to its last byte.
        tries: How often a request is tried if it fails for a reason that may pass.
        backoff_s: Wait before the second try; doubled for each further one.
        max_wait_s: Longest wait between tries, even if Retry-After asks for more.
        delay_s: Pause between two requests to a host. Its robots.txt may ask for more.
        max_delay_s: Longest pause that a robots.txt can ask for.
        ports: Ports that may be used.
        use_proxy: Whether the proxy variables of the environment are used. The proxy then looks up names, so that their
            IP addresses cannot be checked here.
        allow_private: Whether this machine and private networks may be connected to; for tests.

    >>> FetchSettings().allow_private
    False
    """

    max_bytes: int = 10_000_000
    max_header_bytes: int = 65_536
    max_redirects: int = 5
    connect_s: float = 10.0
    first_byte_s: float = 30.0
    total_s: float = 120.0
    tries: int = 3
    backoff_s: float = 1.0
    max_wait_s: float = 30.0
    delay_s: float = 1.0
    max_delay_s: float = 30.0
    ports: tuple[int, ...] = (80, 443)
    use_proxy: bool = False
    allow_private: bool = False

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least = 0 if field.name in _MAY_BE_NONE else 1 if isinstance(value, int) else 0.001
            if isinstance(value, int | float) and value < least and not isinstance(value, bool):
                raise SettingsError(f"{field.name} is {value}; give {least} or more")


_MAY_BE_NONE = frozenset({"max_redirects", "backoff_s", "max_wait_s", "delay_s", "max_delay_s"})
