"""What the labels and the changes beside them say, for a reader of the page who has never seen another."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.match import Caution, Change, Detail
from sayso.report.check_text import NAMES_DIFFER

__all__ = ["CHANGES", "LABELS"]

LABELS: Mapping[str, str] = {
    Change.VERBATIM.value: "the words stand there in order; case, marks, number spelling and contractions apart",
    Change.MINOR.value: "only articles, “that”, “and” where a clause begins, fillers, false starts, repetitions,"
    " inflection or spelling differ",
    Change.ALTERED.value: "any other word was changed, added or dropped, however small: a content word, negation,"
    " modal, quantifier, number, name, pronoun, “up” for “down”, “if” for “unless”; words in brackets too",
    Change.ELIDED.value: "shortened: parts were left out or joined, with or without an ellipsis",
    Change.NOT_FOUND.value: "these sources do not have the words; the nearest place is shown",
}
"""Each label of a quotation with what it says of the words in the source."""

CHANGES: Mapping[str, str] = {
    Detail.BRACKET.value: "words in square brackets were put in",
    Detail.ELLIPSIS.value: "words were left out, and an ellipsis shows it",
    Detail.SILENT_CUT.value: "words were left out, and nothing shows it",
    Detail.JOINED.value: "words that stand apart were put together, in one stretch or as the halves around “she said”",
    Detail.NEGATION.value: "a “not”, a “never” or the like was added or dropped",
    Detail.NUMBER.value: "a number is another one, or only on one side",
    Detail.NAME.value: "a name is another one, or only on one side",
    Detail.TENSE.value: "“is” for “was” and the like",
    Detail.PERSON.value: "“he” for “I”, “his” for “my” and the like",
    Detail.ORDER.value: "the words stand in another order",
    Detail.WORD.value: "any other word was changed, added or dropped",
    NAMES_DIFFER: "the words stand in a turn of somebody else than the article names, who may be quoting",
    Caution.CLIPPED.value: "the source's sentence goes on where the quotation has a full stop, or is limited behind it"
    " (“if…”, “unless…”, “by June”), or a “not”, a “would”, an “if”, a “some of” or a “people said that” stands right"
    " before the words, and not in the article",
    Caution.TOO_SHORT.value: "the words stand there, but so few, or so common, that such sources have them anyhow, in"
    " any sense",
    Caution.MAY_BE_CHANCE.value: "not counted as found: words so common may stand so by chance, or another speaker or a"
    " later date speaks against the place",
    Caution.SECOND_HAND.value: "the words stand in quotation marks in the source, which passes them on: another"
    " article, or a talk that quotes;"
    " the name of a book or show in marks does not count",
    Caution.LATER.value: "the source is of a later day than the draft",
    Caution.UNKNOWN_SPEAKER.value: "the article names a speaker; the source has the words in a turn of somebody without"
    " a name, such as THE COURT or Q",
    Caution.SEVERAL_SPEAKERS.value: "the words stand in the turns of two people or more",
}
"""What may stand beside a label: changes, and what to know before relying on it."""
