"""The command as a program with a quick stand-in for the model, since loading that takes most of a short run."""

from __future__ import annotations

__all__ = ["QUICK"]

# What stands in marks is a statement.
QUICK = """
import re, time
from sayso.cli import main
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

class Quick:
    def __init__(self, settings):
        self.stamp = Stamp("0.1.0", "quick", settings.fingerprint, tuple(sorted(settings.choices.items())))
    def analyse(self, article):
        time.sleep(0.01)
        spans = [Span(*found.span()) for found in re.finditer("“[^”]*”", article.text)]
        statements = [Statement(f"s{n}", Kind.DIRECT, Place.BODY, (one,), (), (), 0.9) for n, one in enumerate(spans)]
        return Reading(article, tuple(statements), (), self.stamp)

main(obj=Quick)
"""
