"""Classes of words, such as verbs of telling, that stand beside carriers."""

from __future__ import annotations

from functools import lru_cache

from sayso.lexicon import read_table, read_words

__all__ = ["classes_of"]


@lru_cache(maxsize=10_000)
def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes that a word belongs to, such as verbs of telling.

    >>> classes_of("told"), classes_of("reporting")
    (('tell',), ('report',))
    """
    found = [kind for form, kind in read_table("carry_words") if _fits(form, word)]
    return tuple(sorted({*found, *(["noun"] if word in read_words("carry_nouns") else [])}))


def _fits(form: str, word: str) -> bool:
    """Whether a word is a form, or begins with a form that ends in a star."""
    return word.startswith(form[:-1]) if form.endswith("*") else word == form
