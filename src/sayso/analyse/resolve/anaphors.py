"""The entity behind a pronoun or a description: a source ("she", "the minister", "who") or another mention."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.analyse.resolve.candidates import NEW, Anaphor, find_pair, list_candidates
from sayso.analyse.resolve.context import SURE, Outcome, ResolveContext
from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.introduce import introduce
from sayso.analyse.resolve.nominal import find_descriptions
from sayso.analyse.resolve.phrase import ARTICLES, IS_A, POSSESSIVES, Form, Phrase
from sayso.analyse.resolve.rank import LEAST_SHARE, list_rivals
from sayso.lexicon.nouns import bodies, documents, kin, role_genders, roles
from sayso.lexicon.offices import match_head
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved
from sayso.text import Span

__all__ = [
    "find_other_mentions",
    "resolve_nominal",
    "resolve_other_mention",
    "resolve_pronoun",
    "resolve_relative",
]

_FIRST_PERSON = frozenset("i we my our me us mine ours myself ourselves".split())
_SHE = frozenset("she her hers herself".split())
_HE = frozenset("he his him himself".split())
# What a noun stands for that the model tags so; "people" are several.
_TYPES = {
    "one": SpeakerType.UNNAMED,
    "organisation": SpeakerType.ORGANISATION,
    "document": SpeakerType.DOCUMENT,
}


def _entity_type_of(context: ResolveContext, phrase: Phrase) -> SpeakerType:
    """Return the type of entity that a description refers to."""
    if phrase.is_plural:
        return SpeakerType.GROUP
    if len(phrase.words) > 1 and " ".join(phrase.words[-2:]) in bodies():
        return SpeakerType.ORGANISATION  # "The coast guard" is no guard.
    tagged = _TYPES.get(context.nouns.get(phrase.span.end - len(phrase.head), ""))
    if tagged is not None and not (tagged is SpeakerType.ORGANISATION and phrase.head in roles()):
        return tagged
    if phrase.head in documents():
        return SpeakerType.DOCUMENT
    return SpeakerType.ORGANISATION if phrase.head in bodies() else SpeakerType.UNNAMED


def _begin_entity(context: ResolveContext, phrase: Phrase) -> Entity:
    """Return a new entity without a name, with the description's words."""
    return Entity(
        type=_entity_type_of(context, phrase),
        description=phrase.description,
        is_plural=phrase.is_plural,
        words=set(phrase.folded),
        female=role_genders().get(phrase.head),
    )


def _find_pronoun_antecedent(
    context: ResolveContext, phrase: Phrase, statement: Statement, *, is_source: bool = True
) -> Entity | None:
    """Return the antecedent of a pronoun."""
    female = 1.0 if phrase.head in _SHE else 0.0 if phrase.head in _HE else None
    holder, addressee = context.holder(statement), context.interview.find_addressee(phrase.span.start)
    anaphor = Anaphor(
        phrase.span.start,
        female,
        phrase.is_plural,
        is_person=True if female is not None else None if phrase.is_plural else False,
        holder=context.mentions.number(holder) if holder else None,
        is_quoted=context.is_spoken(phrase.span.start),
        addressee=context.mentions.number(addressee) if addressee else None,
        hearer=_find_hearer(phrase, statement),
        since=_find_since(context, phrase, statement) if is_source else None,
    )
    found = list_candidates(context.mentions, anaphor)
    return context.choose_from(anaphor, [*found, NEW] if is_source else found, statement.id if is_source else None)


def _find_description_antecedent(context: ResolveContext, phrase: Phrase, statement: Statement | None) -> Entity | None:
    """Return the entity mentioned before that a description refers to; None for a new entity.

    `statement` is the one whose source it is or belongs to; None for a description in the outlet's own words.
    """
    kind = _entity_type_of(context, phrase)
    holder = context.holder(statement) if statement else None
    owner = _find_known_owner(context, phrase, statement) if phrase.owner and phrase.head in kin() else None
    pair = find_pair(context.mentions, phrase)
    anaphor = Anaphor(
        phrase.span.start,
        role_genders().get(phrase.head),
        phrase.is_plural,
        is_person=kind is SpeakerType.UNNAMED,
        holder=context.mentions.number(holder) if holder else None,
        phrase=phrase,
        type=kind,
        hearer=_find_hearer(phrase, statement) if statement else None,
        since=_find_since(context, phrase, statement) if statement else None,
        owner=context.mentions.number(owner) if owner else None,
        pair=context.mentions.number(context.join(pair)) if pair else None,
    )
    return context.choose(anaphor, statement.id if statement else None)


def _find_hearer(phrase: Phrase, statement: Statement) -> int | None:
    """Return where what follows the cue begins, if the source stands before it and the content not right after it."""
    cue = statement.cue[0] if statement.cue else None
    if cue is None or cue.start < phrase.span.end or any(span.start == cue.end + 1 for span in statement.content):
        return None
    return cue.end + 1


def _find_since(context: ResolveContext, phrase: Phrase, statement: Statement) -> int | None:
    """Return where the content begins, if the source follows it in the same line."""
    start, place = statement.content[0].start, phrase.span.start
    is_before = statement.content[0].end <= place
    return start if is_before and context.layout.line_of(start) == context.layout.line_of(place) else None


def resolve_pronoun(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return the speaker that a pronoun refers to."""
    if phrase.head == "you":
        outer = context.outer(statement)
        return Outcome(context.interview.find_addressee(outer.content[0].start) if outer else None)
    if phrase.head in _FIRST_PERSON:
        return _resolve_first_person(context, phrase, statement)
    chosen = _find_pronoun_antecedent(context, phrase, statement)
    if chosen is None:
        return Outcome(None, Unresolved.AMBIGUOUS, list_rivals(None, context.choices))
    _add_mention(context, phrase.span, chosen, is_source=True)
    chosen.mentions.append(phrase.span)
    return Outcome(chosen)


def _add_mention(
    context: ResolveContext, span: Span, entity: Entity, *, is_source: bool = False, is_owner: bool = False
) -> None:
    """Add a pronoun or description to the index, and give whom it stands for the name that follows it."""
    context.mentions.add(span.start, span.end, entity, is_source=is_source, is_owner=is_owner)
    introduce(context, span, entity)


def _resolve_first_person(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return who says "I": the speaker of the words around it; in other marks, the last speaker; else the writer."""
    entity = context.holder(statement)
    if entity is not None and entity.type is SpeakerType.DOCUMENT:
        # A letter does not say "I", but who wrote it.
        last = context.mentions.last_spoken()
        return Outcome(last) if last is not None and last.is_person else Outcome(None, Unresolved.AMBIGUOUS)
    if entity is None and context.layout.quoted[phrase.span.start]:
        entity = context.mentions.last_spoken()
    if entity is None:
        entity = context.author.find_writer(phrase.span.start)
        entity.mentions.append(phrase.span)
    return Outcome(entity)


_SPOKEN = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen representative rep representatives
    """.split()
)
# What speaks for a body: "its press office", "a press officer".
_PRESS = {(kind, noun) for kind in ("press", "media", "communications") for noun in ("office", "officer", "team")}
# "The health ministry" of its report; a longer owner may be misread.
_MOST_OWNER_WORDS = 3


def resolve_nominal(context: ResolveContext, phrase: Phrase, statement: Statement) -> Outcome:
    """Return the speaker that a description refers to."""
    repeated = context.repeated(statement)
    if repeated is not None and repeated.entity is not None and _may_be_called(context, repeated.entity, phrase):
        repeated.entity.mentions.append(phrase.span)
        return repeated
    entity = (
        _find_spoken_for(context, phrase, statement)
        or _find_appended_to(context, phrase)
        or _find_description_antecedent(context, phrase, statement)
        or _begin_entity(context, phrase)
    )
    entity.mentions.append(phrase.span)
    _add_mention(context, phrase.span, entity, is_source=True)
    if entity.name.lower() == phrase.description.lower():
        _name_by_owner(context, phrase, statement, entity)
    return Outcome(entity)


def _name_by_owner(context: ResolveContext, phrase: Phrase, statement: Statement, entity: Entity) -> None:
    """Name who is described as somebody's, if it is clear whose: "her office" is "Ada Moss's office"."""
    if phrase.owner is None:
        return
    is_pronoun, said = phrase.determiner in POSSESSIVES, phrase.owner.of(context.layout.text)
    inner = None if is_pronoun or phrase.names or said.count(" ") >= _MOST_OWNER_WORDS else context.read(phrase.owner)
    if not is_pronoun and (inner is None or inner.form is not Form.NOMINAL):
        return
    # "The Chief of Defence" is not one of the Ministry of Defence.
    if not is_pronoun and said[0].isupper() and said.partition(" ")[0].lower() not in ARTICLES:
        return
    before = len(context.choices)
    owner = _find_description_antecedent(context, inner, None) if inner else _find_owner(context, phrase, statement)
    is_sure = all(chosen.share > SURE for chosen in context.choices[before:])
    del context.choices[before:]
    if owner is not None and owner.has_proper_name and is_sure:
        entity.full_name = _put_name(phrase.description, said, owner.name, is_pronoun=is_pronoun)


def _put_name(description: str, said: str, name: str, *, is_pronoun: bool) -> str:
    """Return a description with a name instead of the words for an owner.

    >>> _put_name("her own office", "her", "Ada Moss", is_pronoun=True)
    "Ada Moss's office"
    >>> _put_name("letter from the firm", "the firm", "Harrow Foods", is_pronoun=False)
    'letter from Harrow Foods'
    """
    if is_pronoun:
        return f"{name}'s {description.partition(' ')[2].removeprefix('own ')}"
    first, _, rest = said.partition(" ")
    return description.replace(rest if said not in description and first.lower() in ARTICLES else said, name, 1)


def _may_be_called(context: ResolveContext, entity: Entity, phrase: Phrase) -> bool:
    """Whether a description in the headline may refer to the speaker of the repeated statement in the body.

    The type has to agree. If the text uses the description for other named entities and not for this one, the headline
    means somebody else.
    """
    kind = _entity_type_of(context, phrase)
    if not (entity.is_person if kind is SpeakerType.UNNAMED else kind is entity.type):
        return False
    if match_head(phrase.head, entity.words):
        return True
    others = (context.mentions.entities[number] for number in context.mentions.find_described(phrase.head))
    return not any(phrase.head in other.words and other.is_named for other in others)


def resolve_relative(context: ResolveContext, phrase: Phrase) -> Outcome:
    """Return the entity that is named or described last before "who" in its sentence."""
    start = phrase.span.start
    begin = context.layout.sentences[context.layout.sentence_of(start)].start
    last = next((mention for mention in context.mentions.before(start, limit=1) if mention.start >= begin), None)
    if last is None:
        return Outcome(None, Unresolved.AMBIGUOUS)
    entity = context.mentions.entities[last.entity]
    entity.mentions.append(phrase.span)
    return Outcome(entity)


def _find_known_owner(context: ResolveContext, phrase: Phrase, statement: Statement | None) -> Entity | None:
    """Return the owner in a description, if it has a name; the choices made for it are not kept."""
    inner = context.read(phrase.owner) if phrase.owner else None
    if inner is None:
        return None
    known = context.owner[inner.name.span.start] if inner.name else context.mentions.entity_at(inner.span.start)
    if known is None and statement is not None:
        before = len(context.choices)
        known = _find_owner(context, phrase, statement)
        del context.choices[before:]
    return known if known is not None and known.is_named else None


def _find_owner(context: ResolveContext, phrase: Phrase, statement: Statement) -> Entity | None:
    """Return the owner in a description: the entity of "her" in "her lawyer", of "Moss" in "Moss's answer"."""
    inner = context.read(phrase.owner) if phrase.owner else None
    if inner is None or inner.span == phrase.span:
        return None
    if inner.name is not None:
        return context.owner[inner.name.span.start]
    if inner.form is Form.NOMINAL:
        return _find_description_antecedent(context, inner, statement)
    if inner.form is not Form.PRONOUN:
        return None
    if inner.head in _FIRST_PERSON:
        return context.holder(statement)
    return _find_pronoun_antecedent(context, inner, statement, is_source=False)


def _find_spoken_for(context: ResolveContext, phrase: Phrase, statement: Statement) -> Entity | None:
    """Return the body of an unnamed spokesperson: "a spokesman for the ministry"; None for other descriptions.

    Of "a spokesman" alone it is chosen as that of "it" is.
    """
    if phrase.head not in _SPOKEN and phrase.words[-2:] not in _PRESS:
        return None
    if phrase.owner is None and not phrase.names and len(phrase.words) <= 2 and not phrase.has_after:
        entity = _find_pronoun_antecedent(context, phrase, statement)
    else:
        entity = _find_owner(context, phrase, statement) or _begin_owner(context, phrase)
        entity = entity or _find_kind_of_body(context, phrase, statement)
    if entity is None:
        named = (context.owner[name.span.start] for name in reversed(phrase.names))
        entity = next((body for body in named if body.type is SpeakerType.ORGANISATION), None)
    if entity is None or entity.type is not SpeakerType.ORGANISATION:
        return None
    entity.has_spokesperson = True
    return entity


def _find_kind_of_body(context: ResolveContext, phrase: Phrase, statement: Statement) -> Entity | None:
    """Return the body of which a spokesperson's words tell the kind, new or not: "a council spokesperson"."""
    text = context.layout.text
    head = text.rfind(" ", *phrase.span)
    inner = context.read(Span(phrase.span.start, head)) if head > phrase.span.start and not phrase.names else None
    is_body = inner is not None and inner.form is Form.NOMINAL and inner.head in bodies() and not inner.owner
    if inner is None or not is_body:
        return None
    described = (context.mentions.entities[number] for number in context.mentions.find_described(phrase.head))
    if any(it.is_named and it.is_person and phrase.head in it.words for it in described):
        return None  # who may be named later: "a council spokesperson … the spokesperson, Ada Moss,"
    before = len(context.choices)
    entity = _find_description_antecedent(context, replace(inner, determiner="the"), statement)
    if entity is not None and any(chosen.share < LEAST_SHARE for chosen in context.choices[before:]):
        del context.choices[before:]
        return None  # of which of several companies is open
    if entity is None or entity.type is not SpeakerType.ORGANISATION:
        del context.choices[before:]
        entity = _begin_entity(context, inner)
        context.mentions.add(inner.span.start, inner.span.end, entity)
    return entity


def _begin_owner(context: ResolveContext, phrase: Phrase) -> Entity | None:
    """Return the body that is described as the owner, as a new one: "a spokesman for Wold's health ministry"."""
    inner = context.read(phrase.owner) if phrase.owner else None
    if inner is None or inner.form is not Form.NOMINAL:
        return None
    entity = _begin_entity(context, inner)
    if entity.type is SpeakerType.ORGANISATION:
        entity.mentions.append(inner.span)
        context.mentions.add(inner.span.start, inner.span.end, entity)
        return entity
    return None


_ENDS = frozenset(",.;")
# Between a description and the name that is added to it: a comma, an unknown title, "the late".
_TITLED = re.compile(r", (?:(?:the|her|his|their) (?:late |retired |former )?)?(?:[A-Z][\w.’'-]* ){0,3}")
# Between a name and a description that is added to it: a comma, an age, an article.
_APPENDED = re.compile(r",(?: \d{1,3},)? (?:an? |the )?(?:[A-Z][\w.’'-]* ){0,2}")
_IS = re.compile(IS_A + "(?:an? |the )?")
_PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")


def find_other_mentions(context: ResolveContext) -> list[Span]:
    """Return the descriptions, and the pronouns for one person outside quotations, that are not sources; in order."""
    sources = sorted(span for statement in context.statements for span in statement.source)
    starts = {span.start for span in sources}
    pronouns = (Span(*found.span()) for found in _PERSONAL.finditer(context.layout.text))
    found = [span for span in pronouns if not context.layout.quoted[span.start]]
    found += find_descriptions(context.layout, context.names, context.nouns)
    # "an analysis by | Kelp's budget office"
    owners = {name.whole.start for name in context.names}
    return sorted(
        span for span in found if span.start not in starts and (span.start in owners or not _overlaps(sources, span))
    )


def _overlaps(sources: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted sources shares a character with a span."""
    at = bisect_left(sources, span.end, key=lambda source: source.start)
    return any(source.overlaps(span) for source in sources[max(0, at - 2) : at])


def resolve_other_mention(context: ResolveContext, span: Span) -> None:
    """Find the entity of a mention that is not a source, and add the mention to the index."""
    if _PERSONAL.fullmatch(context.layout.text, span.start, span.end):
        _resolve_pronoun(context, span)
    else:
        _resolve_description(context, span)


def _resolve_pronoun(context: ResolveContext, span: Span) -> None:
    word = span.of(context.layout.text).lower()
    female = float(word in {"she", "her"})
    chosen = context.choose(Anaphor(span.start, female, is_plural=False, is_person=True))
    if chosen is not None:
        _add_mention(context, span, chosen, is_owner=word in {"his", "her"})
        chosen.mentions.append(span)


def _resolve_description(context: ResolveContext, span: Span) -> None:
    phrase = _read_added(context, span) or context.read(span)
    if phrase is not None and phrase.name is not None:
        context.mentions.add(span.start, span.end, context.owner[phrase.name.span.start])
        return
    if phrase is None or phrase.form is not Form.NOMINAL:
        return
    entity = _find_appended_to(context, phrase) or _find_description_antecedent(context, phrase, None)
    if entity is None:
        entity = _begin_entity(context, phrase)
        holder = context.holder_at(span.start) if phrase.determiner == "my" else None
        if holder is not None and holder.has_proper_name:
            entity.full_name = _put_name(phrase.description, "my", holder.name, is_pronoun=True)
    else:
        entity.mentions.append(phrase.span)
    _add_mention(context, phrase.span, entity)


def _find_appended_to(context: ResolveContext, phrase: Phrase) -> Entity | None:
    """Return the person or body to whose name a description is added: "Ada Moss, a baker,", "Moss was a baker"."""
    start = phrase.span.start
    at = bisect_left(context.names, start, key=lambda name: name.span.start) - 1
    if phrase.is_plural or at < 0:
        return None
    text, end, after = context.layout.text, phrase.span.end, context.names[at].span.end
    is_closed = text[end : end + 1] in _ENDS or text.startswith(" who", end)
    if not (_IS.fullmatch(text, after, start) or (is_closed and _APPENDED.fullmatch(text, after, start))):
        return None
    entity = context.owner[context.names[at].span.start]
    kind = _entity_type_of(context, phrase)
    is_body = kind is SpeakerType.ORGANISATION and (entity.type is kind or entity.is_unsure)
    return entity if is_body or (entity.is_person and kind is SpeakerType.UNNAMED) else None


def _read_added(context: ResolveContext, span: Span) -> Phrase | None:
    """Return a description with the name that is added to it: "her coach, Ada Moss,"; None if none is."""
    text, at = context.layout.text, bisect_left(context.names, span.end, key=lambda name: name.span.start)
    name = context.names[at] if at < len(context.names) else None
    if name is None or text[name.span.end : name.span.end + 1] not in _ENDS:
        return None
    is_next = _TITLED.fullmatch(text, span.end, name.whole.start)
    return context.read(Span(span.start, name.span.end)) if is_next else None
