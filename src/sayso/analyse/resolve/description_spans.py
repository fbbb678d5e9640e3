"""Detection of descriptions of people, groups and documents: "an old fisherman", "the memo", "residents"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.proper_names import Name
from sayso.analyse.resolve.words import Word, cut_words
from sayso.lexicon.nouns import documents, people
from sayso.text import Span

__all__ = ["complete_description", "find_descriptions"]

_DETERMINERS = frozenset("the a an his her their my our its this that one another".split())
_COUNTING = frozenset("some many several most few two three four five six other those these".split())
_OPENERS = _DETERMINERS | _COUNTING
# Most words between the determiner and its noun.
_MOST_WORDS = 4
# Prepositions and verbs that end a noun phrase, and nouns that mostly do not stand for somebody who speaks.
_STOP = frozenset(
    """
    of for from in at on with who whom whose which that to by and or but is was were are has have had said says will
    would can could may might a an the his her their people right call order show match head leader way place
    figures
    """.split()
)


def find_descriptions(layout: Layout, names: Sequence[Name]) -> Iterator[Span]:
    """Yield the descriptions of a person, a group or a document, with their article, in text order.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> layout = lay_out(Article("a", "She met an old fisherman and the harbour pilot."))
    >>> [span.of(layout.text) for span in find_descriptions(layout, [])]
    ['an old fisherman', 'the harbour pilot']
    """
    taken = iter(sorted((name.whole.start, name.whole.end) for name in names))
    current = next(taken, None)
    for sentence in layout.sentences:
        words = cut_words(layout.text, sentence)
        skip = -1
        for n, word in enumerate(words):
            while current and current[1] <= word.start:
                current = next(taken, None)
            if n <= skip or (current and current[0] <= word.start):
                continue
            last = _find_head(layout.text, words, n) if word.lower in _OPENERS else None
            if last is not None:
                skip = last
                yield Span(word.start, words[last].end)


def complete_description(layout: Layout, place: int) -> int | None:
    """Return where the description ends that an article at a place begins; None if none does."""
    words = cut_words(layout.text, Span(place, layout.sentences[layout.sentence_of(place)].end))
    last = _find_head(layout.text, words, 0) if words else None
    return None if last is None else words[last].end


def _find_head(text: str, words: Sequence[Word], n: int) -> int | None:
    """Return the number of the head noun of the phrase that an opener at word `n` begins; None if it begins none."""
    last = None
    for m in range(n + 1, min(len(words), n + 2 + _MOST_WORDS)):
        if text[words[m - 1].end : words[m].start] not in {" ", "'s ", "’s "} or words[m].form[0].isupper():
            break
        key = words[m].lower
        if key not in _STOP and (key in people() or key in documents()):
            last = m
        elif last is not None or key in _STOP:
            break
    return last
