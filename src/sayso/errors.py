"""The exceptions that sayso raises, and the notices that it keeps instead of raising.

    SaysoError
    ├── ReadError      the input cannot be read at all
    ├── LimitError     a step took more time or memory than it may
    ├── ModelError     the model file is missing or does not fit this version
    ├── SettingsError  a setting has a value that cannot be used (also a ValueError)
    ├── OffsetError    a span does not fit its text (also a ValueError)
    ├── StoreError     a file that sayso keeps cannot be used
    │   └── BusyError  another program is writing into it
    ├── CorrectionError  a correction does not fit its article (also a ValueError)
    └── SpeakerError   no speaker of a collection is meant, or several (also a LookupError)

    UserWarning
    └── UnreadWarning  an input was left out, since it cannot be read

A fault in one article of many raises nothing: it becomes a `Notice`, kept with the article, and the run goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BusyError",
    "CorrectionError",
    "LimitError",
    "ModelError",
    "Notice",
    "OffsetError",
    "ReadError",
    "SaysoError",
    "SettingsError",
    "SpeakerError",
    "StoreError",
    "UnreadWarning",
    "describe_notice",
]


class SaysoError(Exception):
    """The base class of all errors that sayso raises on purpose."""


class ReadError(SaysoError):
    """The input as a whole cannot be read."""


class LimitError(SaysoError):
    """A step took more time or memory than it may, and was stopped."""


class ModelError(SaysoError):
    """The model cannot be loaded."""


class SettingsError(SaysoError, ValueError):
    """A setting has a value that cannot be used."""


class OffsetError(SaysoError, ValueError):
    """A span does not fit its text."""


class StoreError(SaysoError):
    """A file that sayso keeps for the next run cannot be used."""


class BusyError(StoreError):
    """Another program is writing into the file, and did not end in time."""


class CorrectionError(SaysoError, ValueError):
    """A correction does not fit the text of its article, or there is none of that number."""


class SpeakerError(SaysoError, LookupError):
    """A name or id means no speaker of a collection, or several; or a list of people cannot be used."""


class UnreadWarning(UserWarning):
    """An input cannot be read and was left out; `read_articles` warns of it where no `on_unread` is given."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that went wrong or was cut with one article, kept instead of raised.

    Attributes:
        step: The step that reports it: "read", "fetch", "analyse", "check" or "index".
        reason: What happened, where, and what to do, in one sentence.
    """

    step: str
    reason: str

    @property
    def is_of_analysis(self) -> bool:
        """Whether it says what was not looked for in the text, which its reader should know first."""
        return self.step == "analyse"


def describe_notice(name: str, notice: Notice) -> str:
    """The notice in one line that has the name of its article once.

    >>> describe_notice("a.txt", Notice("read", "a.txt does not exist."))
    'a.txt: read: does not exist.'
    >>> describe_notice("a.jsonl:3", Notice("read", "a.jsonl, line 3 has no text."))
    'read: a.jsonl, line 3 has no text.'
    """
    reason, base = notice.reason, name.rstrip("0123456789").removesuffix(":")
    if name and reason.startswith((f"{name} ", f"{name}: ", f"{name}, ")):
        reason = reason[len(name) :].lstrip(",: ")
    elif base and base != name and reason.startswith(f"{base}, "):
        name = ""
    return ": ".join(filter(None, (name, notice.step, reason)))
