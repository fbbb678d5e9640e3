"""Write docs/api.md from the public names and their docstrings.

python docs/write_api.py            writes it
python docs/write_api.py --check    exits with 1 if it is stale
"""

from __future__ import annotations

import enum
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import cast, get_args, get_origin

from write_cli import write_page

import sayso

TARGET = Path(__file__).resolve().parent / "api.md"
HEAD = """\
# In Python

Made from docstrings by `docs/write_api.py`; change the docstrings, not this page. All of these names are imported from
`sayso` itself; what is not listed here may change. Records are frozen dataclasses. The package has types
(`py.typed`), and passes `mypy --strict`.

```python
from sayso import AnalyseSettings, Analyser, read_articles, write_reading

analyser = Analyser(AnalyseSettings(min_score=0.8))  # loads the model, once; can be pickled for other processes
for article in read_articles(["articles/"], on_unread=print):
    reading = analyser.analyse(article)
    print(write_reading(reading))
```
"""
# What a reader looks for, in the order of a day's work.
SECTIONS = {
    "Reading articles": "read_articles Input ByteSource ReadSettings Article Outlet Region Stated Unread",
    "Analysing them": "Analyser AnalyseSettings Reading Statement Speaker Carrier HeadlineFinding OtherMark Stamp Span",
    "Writing what was found": "write_reading read_reading make_frames write_page",
    "Checking quotations": "check_reading check_readings check_quotes index_sources open_index SourceText Sources"
    " Index Checker Checked Difference Alternative Change",
    "Keeping what was read": "open_collection Collection Added ArticleSummary ArticleChange Fault",
    "Finding and counting it": "Selection Search Found Carried Counts CountRow Count Measured Measure OutletSummary",
    "Who speaks in it": "SpeakerSummary SpeakerMention OpenName SpeakerEdit ListedPerson Forgotten",
    "Tracing words from article to article": "trace_passages Occurrence Traced Cluster Match Edge TraceCounts"
    " Quotation PassageNumbers StatementQuotation",
    "Values": "Kind Place Unresolved SpeakerType How MarkUse Flag Detail Caution Op",
    "What goes wrong": "SaysoError ReadError ModelError SettingsError OffsetError StoreError SpeakerError Notice"
    " UnreadWarning",
}


# What a name stands for that is no class and no function, since such a name has no docstring.
ALIASES = {
    "Input": 'What `read_articles` reads: a path, "-" for stdin, or a stream opened in binary mode.',
}


# Parts of a class whose records are not public yet.
NOT_LISTED = ("CollectionCorrections",)


def describe_api() -> str:
    """The whole page: a section for each part of the work, with the docstring of each name."""
    listed = [name for names in SECTIONS.values() for name in names.split()]
    if sorted(listed) != sorted(sayso.__all__):
        odd = sorted(set(listed) ^ set(sayso.__all__))
        raise SystemExit(f"docs/write_api.py lists other names than sayso.__all__: {', '.join(odd)}")
    lines = [HEAD]
    for title, names in SECTIONS.items():
        lines += [f"## {title}", ""]
        for name in names.split():
            lines += [*_describe(name, getattr(sayso, name)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _describe(name: str, found: object) -> Iterator[str]:
    """The lines of one public name: its signature, its docstring, the methods and values that it has."""
    yield f"### `{name}`"
    yield ""
    if get_origin(found):
        yield from ("```python", f"{name} = {_show_union(found)}", "```", "")
        yield ALIASES[name]
        return
    if inspect.isclass(found) and issubclass(found, enum.Enum):
        yield _first_words(found)
        yield ""
        yield ", ".join(f"`{value.value}`" for value in found)
        return
    if is_opaque(found):
        yield from (inspect.getdoc(found) or "").partition("\n\nAttributes:")[0].split("\n")
        return
    is_error = inspect.isclass(found) and issubclass(found, BaseException | Warning)
    if not is_error and not getattr(found, "_is_protocol", False):
        yield "```python"
        yield f"{name}{_show_signature(found)}"
        yield "```"
        yield ""
    yield from _show_docstring(found)
    for method_name, method in list_methods(found):
        yield ""
        yield f"**`.{method_name}{_show_signature(method)}`** {_first_words(method)}"


def is_opaque(found: object) -> bool:
    """Whether a class says that programs should not look into it."""
    return inspect.isclass(found) and "What is in them may change." in (inspect.getdoc(found) or "")


def list_methods(found: object) -> Iterator[tuple[str, object]]:
    """The public methods and properties of a class of ours, in the order in which they are written.

    Those of the parts that it is made of follow, such as `CollectionSearch` of `Collection`.
    """
    if not inspect.isclass(found) or is_opaque(found):
        return
    parts = [it for it in found.__mro__ if it.__module__.startswith("sayso") and it.__name__ not in NOT_LISTED]
    members: dict[str, object] = {}
    for part in (found, *parts):
        for name, value in vars(part).items():
            members.setdefault(name, value)
    for name, value in members.items():
        member = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if not name.startswith("_") and inspect.isfunction(member) and inspect.getdoc(member):
            yield name, value.__func__ if isinstance(value, staticmethod) else value


def list_types(found: object) -> Iterator[tuple[str, str]]:
    """Yield the name and the type, as it is written, of each public parameter and of the result ("return")."""
    member = found.fget if isinstance(found, property) else found
    signature = inspect.signature(cast("Callable[..., object]", member))
    for name, parameter in signature.parameters.items():
        if not name.startswith("_") and name not in {"self", "args", "kwargs"}:
            yield name, _write_type(parameter.annotation)
    if signature.return_annotation is not inspect.Signature.empty:
        yield "return", _write_type(signature.return_annotation)


def _write_type(annotation: object) -> str:
    """The type as the source has it."""
    written = getattr(annotation, "__forward_arg__", annotation)
    return written.replace('"', "") if isinstance(written, str) else inspect.formatannotation(written)


def _show_union(found: object) -> str:
    parts = (getattr(part, "__forward_arg__", getattr(part, "__name__", "")) for part in get_args(found))
    return " | ".join(parts)


def _show_signature(found: object) -> str:
    """The parameters with their types and defaults, without those of sayso itself; nothing for a property."""
    if isinstance(found, property):
        return ""
    types = dict(list_types(found))
    parts, is_keyword = [], False
    for name, parameter in inspect.signature(cast("Callable[..., object]", found)).parameters.items():
        if name not in types:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not is_keyword:
            parts.append("*")
            is_keyword = True
        default = parameter.default
        parts.append(f"{name}: {types[name]}" + ("" if default is parameter.empty else f" = {_show_default(default)}"))
    result = "" if inspect.isclass(found) or "return" not in types else f" -> {types['return']}"
    return f"({', '.join(parts)}){result}"


def _show_default(default: object) -> str:
    """A default as a program would write it; of settings, only that they are the usual ones."""
    if isinstance(default, enum.Enum):
        return f"{type(default).__name__}.{default.name}"
    if isinstance(default, str):
        return f'"{default}"'
    if default is ...:
        return "..."
    return f"{type(default).__name__}()" if is_dataclass(default) else repr(default)


def _first_words(found: object) -> str:
    member = found.fget if isinstance(found, property) else found
    return (inspect.getdoc(member) or "").split("\n\n")[0].replace("\n", " ")


def _show_docstring(found: object) -> Iterator[str]:
    """The docstring, its lists and its example as code, since both hang on their layout."""
    text = inspect.getdoc(found) or ""
    for part in text.split("\n\n"):
        if re.match(r"(?:Args|Attributes|Raises|Returns|Yields):|>>> ", part):
            yield "```"
            yield part
            yield "```"
        else:
            yield part
        yield ""


if __name__ == "__main__":
    sys.exit(write_page(TARGET, describe_api(), sys.argv[1:]))
