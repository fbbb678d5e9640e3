"""The settings of reading and analysing: frozen records, each with a fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from sayso.errors import SettingsError
from sayso.given import check_given

__all__ = ["MAX_SECONDS", "MORE_BYTES", "AnalyseSettings", "ReadSettings", "name_limits"]

FINGERPRINT_DIGITS = 12
SCHEMES = ("guide", "polnear")
# What a notice says where the command has no option.
MORE_BYTES = "or read it in Python with a higher max_bytes"


def compute_fingerprint(settings: ReadSettings | AnalyseSettings) -> str:
    """The first digits of the SHA-256 of all fields of a settings record, sorted by name."""
    fields = json.dumps(asdict(settings), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(fields.encode("ascii")).hexdigest()[:FINGERPRINT_DIGITS]


def find_choices(settings: ReadSettings | AnalyseSettings) -> dict[str, bool | float | str]:
    """The fields that differ from their defaults."""
    usual = asdict(type(settings)())
    return {name: value for name, value in asdict(settings).items() if value != usual[name]}


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How inputs become articles.

    Attributes:
        find_title: Whether the first paragraph of a text without a given title may be taken as its title.
        skip_boilerplate: Whether the menus, buttons, footers and links of a plain text that was pasted from a web page
            are marked and not analysed.
        max_bytes: Largest article that is read, in bytes, such as a plain text or one line of JSON Lines.
        max_chars: Longest text that is analysed. A million characters take one core some 45 seconds, and 300 MB of
            memory including the output; a long novel has two million.
        max_seconds: Longest time that a core may work to read one article, once its bytes are there.
        max_memory: The most bytes of memory that reading one article may add to the process.

    >>> ReadSettings().fingerprint == ReadSettings(find_title=False).fingerprint
    False
    """

    find_title: bool = True
    skip_boilerplate: bool = True
    max_bytes: int = 50_000_000
    max_chars: int = 5_000_000
    max_seconds: float = 15.0
    max_memory: int = 1_000_000_000

    def __post_init__(self) -> None:
        for name in ("find_title", "skip_boilerplate"):
            check_given(name, getattr(self, name), bool, "True or False")
        for name in ("max_bytes", "max_chars", "max_memory"):
            check_given(name, getattr(self, name), int, "a whole number")
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} is {getattr(self, name)}; give 1 or more")
        check_given("max_seconds", self.max_seconds, (int, float), "a number of seconds")
        if not self.max_seconds > 0:
            raise SettingsError(f"max_seconds is {self.max_seconds}; give more than 0")

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any field changes."""
        return compute_fingerprint(self)

    @property
    def choices(self) -> dict[str, bool | float | str]:
        """The fields that differ from their defaults, by name."""
        return find_choices(self)


@dataclass(frozen=True, slots=True)
class AnalyseSettings:
    """How an article becomes statements.

    Attributes:
        min_score: Statements with a lower score are left out; raising it trades recall for precision. Reported words
            without marks need a third more, up to 0.4: see `find_least_score` and decisions/0048.
        scheme: Whose habits of marking the model follows. "guide": words, findings, refusals and beliefs, also those
            inside the content of others. "polnear": those of PolNeAR, which counts attitudes and plans too.
        max_seconds: Longest time that a core may work on one article. Of a longer one the first part is read.
        max_memory: The most bytes of memory that one article may add to the process.

    >>> AnalyseSettings(min_score=0.5).fingerprint == AnalyseSettings().fingerprint
    False
    """

    min_score: float = 0.3
    scheme: str = "guide"
    max_seconds: float = 45.0
    max_memory: int = 1_000_000_000

    def __post_init__(self) -> None:
        check_given("min_score", self.min_score, (int, float), "a probability from 0 to 1")
        check_given("max_seconds", self.max_seconds, (int, float), "a number of seconds")
        check_given("max_memory", self.max_memory, int, "a whole number of bytes")
        if not 0.0 <= self.min_score <= 1.0:
            raise SettingsError(f"min_score is {self.min_score}; give a probability from 0 to 1")
        if self.scheme not in SCHEMES:
            raise SettingsError(f"scheme is {self.scheme!r}; give one of {', '.join(SCHEMES)}")
        for name in ("max_seconds", "max_memory"):
            if not getattr(self, name) > 0:
                raise SettingsError(f"{name} is {getattr(self, name)}; give more than 0")

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when any field changes."""
        return compute_fingerprint(self)

    @property
    def choices(self) -> dict[str, bool | float | str]:
        """The fields that differ from their defaults, by name."""
        return find_choices(self)


MAX_SECONDS = ReadSettings().max_seconds + AnalyseSettings().max_seconds
"""The default time for one article in all; the command has one option for both, and each has its share."""


def name_limits(settings: ReadSettings | AnalyseSettings) -> str:
    """The limits of time and memory as they were set, by their names in Python and in the command.

    >>> name_limits(AnalyseSettings())
    'max_seconds=45 and max_memory=1000000000 in AnalyseSettings; --max-seconds 60 and --max-memory 1 of the command'
    """
    kind = type(settings)
    given = settings.max_seconds * MAX_SECONDS / kind().max_seconds
    return (
        f"max_seconds={settings.max_seconds:g} and max_memory={settings.max_memory} in {kind.__name__}; "
        f"--max-seconds {given:g} and --max-memory {settings.max_memory / 1e9:g} of the command"
    )
