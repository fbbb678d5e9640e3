"""The one door to Jinja2: fills in the templates of the pages.

Whatever is printed into a template is made harmless and escaped, so that no template has to remember it: control
characters become signs (`harmless`), and markup becomes text. Values are never compiled as templates.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sayso.report.check_sides import tidy_words
from sayso.report.facts import show_date
from sayso.report.harmless import make_harmless, make_harmless_line, shorten

__all__ = ["hold_aside", "read_style", "render"]

# Pieces up to so many characters wait in memory, and more in a file; they are read back in pieces of this size.
_MOST_HELD = 32_000_000
_PIECE_CHARS = 65_536
# A template comes in many small pieces, so many of which are joined to one.
_PIECES_AT_ONCE = 200
# A name in a list.
_SHORT_CHARS = 80
_NOTHING = re.compile(r"(?:/\*.*?\*/|\s)+", re.DOTALL)
_ROUND = re.compile(r"\s*([{};,])\s*|(?<=:) ")


def render(template: str, /, **values: object) -> Iterator[str]:
    """Yield the filled-in template piece by piece, as fast as its values come."""
    stream = _make_environment().get_template(template).stream(**values)
    stream.enable_buffering(_PIECES_AT_ONCE)
    return stream


@contextmanager
def hold_aside(pieces: Iterable[str]) -> Iterator[Iterator[Markup]]:
    """Hold rendered pieces until what stands before them on the page is known; then they are printed as they are."""
    with tempfile.SpooledTemporaryFile(_MOST_HELD, "w+", encoding="utf-8", newline="") as aside:
        aside.writelines(pieces)
        aside.seek(0)
        # Not escaped again: the pieces come from render().
        yield map(Markup, iter(partial(aside.read, _PIECE_CHARS), ""))


@cache
def _make_environment() -> Environment:
    """The templates; each is compiled once, when it is first used."""
    environment = Environment(
        loader=PackageLoader("sayso.report"),
        autoescape=True,
        auto_reload=False,
        finalize=_make_harmless,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    # Of pages that a server shows: see `site`; of those that are sent: see `report_page`. Further style sheets.
    environment.globals.update(site=None, report=None, styles=(), scripts=())
    environment.filters["line"] = make_harmless_line
    environment.filters["short"] = partial(shorten, max_chars=_SHORT_CHARS)
    environment.filters["tight"] = tighten_style
    environment.filters["tidy"] = tidy_words
    environment.filters["date"] = show_date
    # Not Jinja's own, which fails at lone surrogates.
    environment.filters["quoted"] = lambda value: quote(value.encode("utf-8", "replace"), safe="")
    environment.filters["number"] = "{:,}".format
    return environment


def read_style(name: str) -> str:
    """One of the style sheets, tightened."""
    return tighten_style("".join(render(name)))


def tighten_style(style: str) -> Markup:
    r"""A style sheet of ours without comments, and without blanks that say nothing.

    >>> tighten_style("/* wide */\n.a,\n.b { color: red; }")
    Markup('.a,.b{color:red}')
    """
    bare = _NOTHING.sub(" ", style)
    # Blanks round ( and + may say something, those round these signs do not.
    return Markup(_ROUND.sub(lambda found: found[1] or "", bare).replace(";}", "}").strip())  # noqa: S704  (our own style sheet)


def _make_harmless(value: object) -> object:
    """What is printed for a value: markup of another template stays as it is."""
    return make_harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value
