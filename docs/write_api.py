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
from pathlib import Path
from typing import cast

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
    "Reading articles": "read_articles ReadSettings Article Outlet Region Stated Unread",
    "Analysing them": "Analyser AnalyseSettings Reading Statement Speaker Carrier HeadlineFinding OtherMark Stamp Span",
    "Writing what was found": "write_reading read_reading make_frames write_page",
    "Checking quotations": "check_reading check_readings check_quotes index_sources open_index SourceText Checker"
    " Checked Change",
    "Values": "Kind Place Unresolved SpeakerType How MarkUse Flag Detail",
    "What goes wrong": "SaysoError ReadError ModelError SettingsError OffsetError StoreError Notice UnreadWarning",
}


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
    if inspect.isclass(found) and issubclass(found, enum.Enum):
        yield _first_words(found)
        yield ""
        yield ", ".join(f"`{value.value}`" for value in found)
        return
    if not (inspect.isclass(found) and issubclass(found, BaseException | Warning)):
        yield "```python"
        yield f"{name}{_show_signature(found)}"
        yield "```"
        yield ""
    yield from _show_docstring(found)
    for method_name, method in _list_methods(found):
        yield ""
        yield f"**`.{method_name}{_show_signature(method)}`** {_first_words(method)}"


def _list_methods(found: object) -> Iterator[tuple[str, object]]:
    """The public methods and properties of a class of ours, in the order in which they are written."""
    if not inspect.isclass(found):
        return
    for name, value in vars(found).items():
        member = value.fget if isinstance(value, property) else value
        if not name.startswith("_") and inspect.isfunction(member) and inspect.getdoc(member):
            yield name, value


def _show_signature(found: object) -> str:
    """The parameters, without the long defaults of settings; nothing for a property."""
    if isinstance(found, property):
        return ""
    text = (
        str(inspect.signature(cast("Callable[..., object]", found)))
        .replace("'", "")
        .replace("self, ", "")
        .replace("(self)", "()")
    )
    if inspect.isclass(found):
        text = text.removesuffix(" -> None")
    return re.sub(r"= ?(\w+Settings)\([^()]*(?:\([^()]*\)[^()]*)*\)", r"= \1()", text)


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
