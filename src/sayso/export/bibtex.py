r"""Citations of quoted words as BibTeX, in UTF-8, which LaTeX, JabRef and Zotero read.

Each statement that quotes is an entry for its article; the words, who said them and through whom they came are its
`note`. Every sign that TeX would obey is written as a command that prints it, so no word of an article is run: a
brace as `\textbraceleft{}`, since BibTeX counts braces also where they are escaped. There are no offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from sayso.export.citation import Citation, list_citations
from sayso.reading import Reading

__all__ = ["write_bibtex"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
# Of two of these side by side fonts make one sign: a dash, a quotation mark.
_LIGATURE = re.compile(r"(?<=([-'`,<>]))(?=\1)|(?<=[?!])(?=`)")
_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]")


def write_bibtex(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write an entry for each quotation."""
    for citation in list_citations(readings):
        fields = ",\n".join(f"  {name} = {value}" for name, value in _list_fields(citation))
        stream.write(f"@misc{{{citation.key},\n{fields}\n}}\n\n")


def escape_tex(text: str) -> str:
    r"""The text as TeX prints it.

    >>> escape_tex("50% of {a--b}")
    '50\\% of \\textbraceleft{}a-{}-b\\textbraceright{}'
    """
    return _LIGATURE.sub("{}", _SIGN.sub(lambda match: _SIGNS[match[0]], text))


def _list_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield the fields that are known; inner braces keep names whole and capitals as they are."""
    if citation.authors:
        yield "author", f"{{{' and '.join(f'{{{escape_tex(author)}}}' for author in citation.authors)}}}"
    if citation.title:
        yield "title", f"{{{{{escape_tex(citation.title)}}}}}"
    if citation.outlet:
        yield "howpublished", f"{{{escape_tex(citation.outlet)}}}"
    for name, part in zip(("year", "month", "day"), citation.date, strict=False):
        yield name, _MONTHS[part - 1] if name == "month" else f"{{{part}}}"
    if citation.url:
        # Verbatim: styles put it into \url{}. Its braces and backslashes are percent-encoded.
        yield "url", f"{{{citation.url}}}"
    if citation.language:
        yield "language", f"{{{escape_tex(citation.language)}}}"
    yield "note", f"{{{escape_tex(citation.quoted)}}}"
