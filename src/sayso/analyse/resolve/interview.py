"""The speaker of each turn of an interview, or of questions and answers in court."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.turn import Turn
from sayso.article import Article
from sayso.late import compile_late
from sayso.lexicon.nouns import is_first_name, is_noun, titles
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Interview"]

_LETTER = compile_late(r"(?:Q|A|Question|Answer)(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
_TALK_WORDS = r"(?:interview\w*|spoke|speaks|talk(?:ed|s)|sat down|sits down|Q ?& ?A|questions)\b"
_TALK = compile_late(rf"\b{_TALK_WORDS}", re.IGNORECASE)
_TALKS = compile_late(rf"(?:['’]s)? {_TALK_WORDS}", re.IGNORECASE)
# "Ada Moss met him before the show": whoever stands before it asks.
_MET = compile_late(
    r" (?:met|meets|visit(?:s|ed)|interview(?:s|ed)|(?:sp(?:oke|eaks)|talk(?:s|ed)|sat down) (?:to|with))"
    r" (?:him|her|them)\b"
)
_PARTNER = compile_late(r"\b(?:with|to|by|for) (?:the )?$")
# "CROSS-EXAMINATION BY MR. MOSS:", "Interview by Ada Moss"; whoever published or translated it did not ask.
_ASKED_BY = compile_late(
    r"\b(?:examin|interview|question|excerpt)\w*(?:(?!publish|print|translat|edit|condens|transcri|produc)[^.\n]){0,30}"
    r"\s{1,3}by:? +((?-i:[^\W\d_a-z])(?:\w{1,3}\. )?(?:(?! and )[^\n:;,.()]){1,39})",
    re.IGNORECASE,
)
# Many ask there, and seldom say who they are: "Ada Moss, Wold Gazette. When does it sail?"
_BRIEFING = compile_late(r"\b(?:briefing|(?:press|news|media) conference)\b", re.IGNORECASE)
_OF_OUTLET = compile_late(r"(?:,| from| with| of) (?:the )?[A-Z]")
# A reader's question that is signed, and the verb of a label: "When does it sail? — Ada, Wold", "Ada Moss asks:"
_SIGNED = compile_late(r"[.?!…)\"”’] ?[—–-]{1,2} ?((?=[^\W\d_a-z])[^\n?!—–:;]{2,50})$")
_SAYS = compile_late(r"(?<=\w) (?:ask|answer|write|say|replie|respond)s$")
_LEAST_SIGNED = 2
_OF, _BEFORE = compile_late(r"\b(?:of|in|from|at) $"), 6
# A name that addresses somebody: ", Mr Moss?", or at the beginning of a sentence "Officer Moss, …", "But, Mr Moss, …".
# "The head of the school, Mr Moss, came" speaks of him.
# "Your Honor" is nobody's name.
_BEFORE_ADDRESSED = compile_late(r"(?:^|[.?!—–] |(?:^|[.?!] )\w+, |(?P<comma>, ))(?:(?!Your )[A-Z][\w.]* ){0,2}$")
# "Ada Moss, your manager, says" speaks of her too.
_APPOSITION = compile_late(r", (?:your|my|our|his|her|their) [\w’' -]{2,40},")
# "The cellist talks to Ada Moss about": she asks, unless "we" or "I" talk to her.
_WE = compile_late(r"\b(?:[Ww]e|I)\b")
_TALKS_TO = compile_late(r"\b(?:talks|talked|speaks|spoke) to $")
# What is added to a name in brackets: "(voice-over)".
_ADDITION = compile_late(r"[(\[][^()\[\]]*[)\]]")
_WORD = compile_late(r"[^\W_]+")
# The court speaks through its judge.
_JUDGES = ("judge", "justice", "magistrate", "honorable", "honourable")
# Only one of two people in the introduction is the guest if the other has less than this share of its mentions.
_RIVAL = 0.7
_MOST_GUESTS = 4
# So many names of an entity are looked at.
_MOST_NAMES = 5
# A paragraph's subject begins at most so many characters after its beginning.
_SUBJECT = 30


class _Block(NamedTuple):
    """Turns that follow each other without a report between them: who asks and who answers."""

    askers: tuple[Entity, ...]
    guests: tuple[Entity, ...]


class Interview:
    """Who asks and who answers in an article with turns.

    Args:
        article: The article; its outlet asks, where nobody else is named.
        layout: Its layout, with the turns.
        mentions: The entities of the article, with all names.
        author: The writer of the article, if it names one, who asks.
    """

    def __init__(self, article: Article, layout: Layout, mentions: MentionIndex, author: Entity | None = None) -> None:
        self._layout, self._mentions = layout, mentions
        self._contents = sorted((*span, n) for n, turn in enumerate(layout.turns) for span in turn.content)
        self._begin = min((_begin_of(turn) for turn in layout.turns), default=0)
        self._blocks: dict[Turn, _Block] = {}
        # Its label stands for whoever asks for it.
        self._outlet = ((article.outlet and article.outlet.name) or "").lower()
        # Who is heard in the blocks in which "the witness" answers, by their id.
        self._heard: dict[int, tuple[Entity, ...]] = {}
        if layout.turns:
            self._called = self._note_names()
            self._addressed = self._find_addressed(layout.turns)
            self._is_briefing = bool(_BRIEFING.search(layout.text, 0, self._begin)) and any(
                it.label and not it.is_question and not _LETTER.match(it.label.of(layout.text)) for it in layout.turns
            )
            reporters = Entity(type=SpeakerType.GROUP, description="reporters")
            self._host = reporters if self._is_briefing else self._find_host(article, author)
            signed = [turn for turn in layout.turns if turn.is_question and self._read_signature(turn)]
            self._is_signed = len(signed) >= _LEAST_SIGNED
            self._introduced = self._find_introduced()
            for opening, turns in self._cut_blocks():
                self._blocks.update(dict.fromkeys(turns, self._read_block(opening, turns)))

    def find_speakers(self, place: int) -> tuple[Entity, ...]:
        """Return who may speak in the turn that a place of the text is in: one, several, or none."""
        turn = self._find_turn(place)
        if turn is None:
            return ()
        named = turn if turn.label or turn.is_question is None else self._find_labelled(turn)
        label = named.label.of(self._layout.text) if named and named.label else ""
        # Who signs a letter may add something: "(Mrs) Ada Moss, lift attendant".
        label = _SAYS.sub("", _ADDITION.sub("", label).split(",")[0].strip() or label)
        is_outlet = bool(turn.is_question) and len(label) > 2 and self._is_outlet(label.lower())
        if label.lower().endswith("witness") and not self._addressed:
            return self._find_heard(self._blocks[turn])
        if label and label[0].isalpha() and not is_outlet and not _LETTER.match(label):
            return self._find_named(label, self._blocks[turn])
        if not turn.is_question:
            return self._blocks[turn].guests
        signature = self._read_signature(turn) if self._is_signed else ""
        if signature:
            return self._find_named(signature)
        introduced = self._find_self_introduced(turn) if self._is_briefing else None
        return (introduced,) if introduced else self._blocks[turn].askers

    def _read_signature(self, turn: Turn) -> str:
        """Return with which name a question is signed; "" if it is not."""
        found = _SIGNED.search(turn.content[-1].of(self._layout.text))
        return found[1].split(",")[0] if found else ""

    def _find_self_introduced(self, turn: Turn) -> Entity | None:
        """Return the person who begins a question with his name and outlet; None if nobody does."""
        first = next(iter(self._mentions.after(turn.content[0].start, limit=1)), None)
        if first is None or first.start != turn.content[0].start:
            return None
        entity = self._mentions.entities[first.entity]
        is_said = entity.is_person and " " in entity.name and _OF_OUTLET.match(self._layout.text, first.end)
        return entity if is_said else None

    def _find_heard(self, block: _Block) -> tuple[Entity, ...]:
        """Return the person who spoke last before a block and does not ask in it: the witness of a report."""
        if id(block) not in self._heard:
            text, turns = self._layout.text, [it for it in self._layout.turns if self._blocks[it] is block]
            labels = {it.label.of(text) for it in turns if it.is_question and it.label}
            askers = {person for label in labels for person in self._find_named(label)}
            spoken = self._mentions.spoken_before(min(map(_begin_of, turns)))
            people = (self._mentions.entities[number] for _, number in reversed(spoken))
            heard = [person for person in people if person.is_person and person not in askers]
            self._heard[id(block)] = tuple(heard[:1]) or block.guests
        return self._heard[id(block)]

    def _is_outlet(self, label: str) -> bool:
        """Whether a label in small letters begins the outlet's name, or has the first letters of its words."""
        letters = "".join(word[0] for word in _WORD.findall(self._outlet))
        return self._outlet.startswith(label) or "".join(_WORD.findall(label)) == letters

    def _find_labelled(self, turn: Turn) -> Turn | None:
        """Return the last turn with a label before one without, if the same side asks or answers there."""
        begin = turn.content[0].start
        before = (it for it in self._layout.turns if it.label and _begin_of(it) < begin)
        return max((it for it in before if it.is_question is turn.is_question), key=_begin_of, default=None)

    def find_addressee(self, place: int) -> Entity | None:
        """Return to whom the turn that a place of the text is in is said; None if it is not known."""
        turn = self._find_turn(place)
        if turn is None or turn.is_question is None:
            return None
        others = self._blocks[turn].guests if turn.is_question else self._blocks[turn].askers
        return others[0] if len(others) == 1 else None

    def is_turn(self, place: int) -> bool:
        """Whether a place of the text is in a turn."""
        return self._find_turn(place) is not None

    def _find_turn(self, place: int) -> Turn | None:
        """Return the turn that a place of the text is in."""
        at = bisect_right(self._contents, place, key=lambda content: content[0]) - 1
        return self._layout.turns[self._contents[at][2]] if at >= 0 and place < self._contents[at][1] else None

    def _note_names(self) -> dict[str, list[Entity]]:
        """Return the entities by each word and the initials of their full names, and by their short names.

        People stand before bodies: "OATS" is Tom Oats and not Oats Ltd.
        """
        called: dict[str, list[Entity]] = defaultdict(list)
        for entity in sorted(self._mentions.entities, key=lambda it: not it.is_person):
            for words in _names_of(entity):
                forms = {*words, "".join(word[0] for word in words)} if len(words) > 1 else set()
                for form in {*forms, " ".join(words)}:
                    called[form].append(entity)
        return called

    def _cut_blocks(self) -> Iterator[tuple[Span, list[Turn]]]:
        """Yield the report before each block of turns, and its turns."""
        opening, block, end = Span(0, self._begin), list[Turn](), self._begin
        for turn in sorted(self._layout.turns, key=_begin_of):
            between = self._layout.lines[self._layout.line_of(end) + 1 : self._layout.line_of(_begin_of(turn))]
            if block and not all(_ADDITION.fullmatch(self._layout.text, *line) for line in between):
                yield opening, block
                opening, block = Span(end, _begin_of(turn)), []
            block.append(turn)
            end = max(end, turn.content[-1].end)
        yield opening, block

    def _read_block(self, opening: Span, turns: Sequence[Turn]) -> _Block:
        """Return who asks and who answers in some turns that follow each other."""
        addressed = self._find_addressed(turns) or self._addressed
        is_talk = self._host is not None and _TALK.search(self._layout.text, 0, self._begin)
        subject = None if is_talk or not addressed else self._find_subject(opening, addressed)
        asker = self._find_examiner(opening) or subject or self._host
        if self._is_signed:  # by readers, whom the writer answers
            return _Block((), (asker,) if asker else self._introduced)
        guests = addressed or self._introduced
        return _Block((asker,) if asker else (), tuple(guest for guest in guests if guest is not asker))

    def _find_examiner(self, opening: Span) -> Entity | None:
        """Return whom the report before some turns, or the end of the text, names as the one who asks."""
        text = self._layout.text
        last = max(turn.content[-1].end for turn in self._layout.turns)
        named = [*_ASKED_BY.finditer(text, *opening), *_ASKED_BY.finditer(text, last)]
        return next(iter(self._find_named(named[0][1])), None) if named else None

    def _find_subject(self, opening: Span, others: Sequence[Entity]) -> Entity | None:
        """Return the person with whom the last paragraph before some turns begins, unless it is one of the others."""
        start = self._layout.lines[self._layout.line_of(max(opening.start, opening.end - 1))].start
        first = next(iter(self._mentions.after(start, limit=1)), None)
        entity = self._mentions.entities[first.entity] if first and first.start < start + _SUBJECT else None
        return entity if entity and entity.type is SpeakerType.PERSON and entity not in others else None

    def _find_addressed(self, turns: Sequence[Turn]) -> tuple[Entity, ...]:
        """Return the person whom the questions address most often by name."""
        counts: Counter[Entity] = Counter()
        text = self._layout.text
        for span in (span for turn in turns if turn.is_question for span in turn.content):
            for mention in self._mentions.after(span.start):
                if mention.end > span.end:
                    break
                before = text[max(span.start, mention.start - 25) : mention.start]
                entity = self._mentions.entities[mention.entity]
                opens, closes = _BEFORE_ADDRESSED.search(before), text[mention.end : mention.end + 1]
                is_addressed = opens and closes and closes in ("?!." if opens["comma"] else ",?!.")
                is_addressed = is_addressed and not _APPOSITION.match(text, mention.end)
                if is_addressed and entity.type is SpeakerType.PERSON:
                    counts[entity] += 1
        return tuple(entity for entity, _ in counts.most_common(1))

    def _find_named(self, label: str, block: _Block | None = None) -> tuple[Entity, ...]:
        """Return the entity that a label names: in full, by surname, initials or office."""
        said = _WORD.findall(re.sub("^the ", "", label, flags=re.IGNORECASE))
        words = [word for word in map(str.lower, said) if word not in titles()] or [word.lower() for word in said]
        is_office = all(is_noun(word) for word in words)
        bearers = self._find_office(" ".join(words), block) if is_office else ()
        if bearers:
            return bearers
        for entity in self._called.get(words[0], ()) if words else ():
            if any(_is_full(words, known) for known in _names_of(entity)):
                return (entity,)
        known = tuple((self._called.get(" ".join(words)) or self._called.get("".join(words)) or [])[:1])
        if known:
            return known
        # The label names somebody whom the text does not name elsewhere, or describes him: "UNIDENTIFIED WOMAN".
        shown = " ".join(word.capitalize() if word.isupper() else word for word in said if word.lower() in words)
        is_described = any(map(is_noun, words)) and not is_first_name(words[0])
        type_ = SpeakerType.UNNAMED if is_described else SpeakerType.PERSON
        entity = Entity(type=type_, description=shown, is_after_name=not is_described)
        self._called[" ".join(words)].append(entity)
        return (entity,)

    def _find_office(self, office: str, block: _Block | None) -> tuple[Entity, ...]:
        """Return the one person with an office: "THE COURT" is the judge, "THE WITNESS" the one who answers."""
        if office == "witness" and block is not None:
            return block.guests
        heads = _JUDGES if office == "court" else (office,)
        numbers = dict.fromkeys(number for head in heads for number in self._mentions.find_described(head))
        bearers = [self._mentions.entities[number] for number in numbers]
        # "Objection, Judge" calls nobody so.
        people = (it for it in bearers if it.is_person)
        return tuple(sorted(people, key=lambda it: (it.words.isdisjoint(heads), not it.is_titled))[:1])

    def _find_introduced(self) -> tuple[Entity, ...]:
        """Return the people whom the introduction names most, of equals the only one whom the headline names.

        They are several where it is unclear who answers.
        """
        counts: Counter[int] = Counter()
        for mention in self._mentions.in_order:
            if mention.start >= self._begin and counts:
                break
            entity = self._mentions.entities[mention.entity]
            is_body = entity.tagged[1] > entity.tagged[0]
            is_guest = entity.type is SpeakerType.PERSON and entity is not self._host and not is_body
            if is_guest and (" " in entity.name or entity.is_titled):
                counts[mention.entity] += 1
        ranked = counts.most_common()
        asked = [self._mentions.entities[n] for n, count in ranked if count > _RIVAL * ranked[0][1]]
        in_title = [entity for entity in asked if self._is_in_title(entity)]
        # Where the headline names none of them, the one that others spoke with, or that a paragraph begins with.
        chosen = in_title or [it for it in asked if self._is_spoken_with(it)] or [it for it in asked if self._opens(it)]
        return tuple(chosen if len(chosen) == 1 else asked[:_MOST_GUESTS])

    def _find_host(self, article: Article, author: Entity | None) -> Entity | None:
        """Return who asks the questions: the author, else the outlet, if the article or its text names one."""
        name = author.name if author is not None else article.outlet and article.outlet.name
        named = [entity for entity in self._mentions.entities if entity.is_named]
        if name:
            known = next((entity for entity in named if entity.name.lower() == name.lower()), None)
            return known or author or Entity(type=SpeakerType.ORGANISATION, description=name, is_after_name=True)
        people = [entity for entity in named if entity.type is SpeakerType.PERSON]
        met = next((p for p in people if any(self._meets(name.span) for name in p.names[:_MOST_NAMES])), None)
        if met is not None:
            return met
        # Where the headline names the guest, "she talks to Ada Moss" names who asks; else either may be the guest.
        others = [p for p in people if not self._is_in_title(p)] if any(map(self._is_in_title, people)) else []
        hosts = [*(p for p in named if p.type is SpeakerType.ORGANISATION), *others]
        return next((p for p in hosts if any(self._asks(name.span) for name in p.names[:_MOST_NAMES])), None)

    def _is_in_title(self, entity: Entity) -> bool:
        """Whether the headline names an entity, and not only as a place: "the last librarian of Wold"."""
        title, text = self._layout.title, self._layout.text
        named = [it.whole for it in entity.names if title is not None and title.start <= it.span.start < title.end]
        return any(not _OF.search(text, max(0, name.start - _BEFORE), name.start) for name in named)

    def _opens(self, entity: Entity) -> bool:
        """Whether a paragraph of the introduction begins with an entity."""
        lines = self._layout.lines
        return any(
            n.span.start < self._begin and n.whole.start == lines[self._layout.line_of(n.span.start)].start
            for n in entity.names
        )

    def _is_spoken_with(self, entity: Entity) -> bool:
        """Whether the introduction says that somebody spoke with an entity alone."""
        names, text = entity.names[:_MOST_NAMES], self._layout.text
        return any(self._is_partner(it.span) and not text.startswith(" and ", it.span.end) for it in names)

    def _is_partner(self, name: Span) -> bool:
        """Whether what stands before a name of the introduction says that somebody spoke with its bearer."""
        before = self._layout.text[max(0, name.start - 40) : name.start]
        return name.start < self._begin and bool(_PARTNER.search(before) and _TALK.search(before))

    def _meets(self, name: Span) -> bool:
        """Whether the introduction says that the person of that name met the guest, or that the guest talks to him."""
        is_met = _MET.match(self._layout.text, name.end) is not None
        return name.start < self._begin and (is_met or self._hears(name))

    def _hears(self, name: Span) -> bool:
        """Whether somebody else talks to the person of that name about something: the guest."""
        text, sentence = self._layout.text, self._layout.sentences[self._layout.sentence_of(name.start)]
        said = text[sentence.start : name.start]
        is_told = _TALKS_TO.search(said) and text.startswith(" about ", name.end) and not _WE.search(said)
        return bool(is_told) and not self._is_opened_by_body(sentence)

    def _is_opened_by_body(self, sentence: Span) -> bool:
        """Whether the first name of a sentence is a body's: "The Gazette talked to Ada Moss about"."""
        first = next(iter(self._mentions.after(sentence.start, limit=1)), None)
        return first is not None and self._mentions.entities[first.entity].type is SpeakerType.ORGANISATION

    def _asks(self, name: Span) -> bool:
        """Whether the introduction says that the body of that name held the interview: "spoke to the Gazette"."""
        if name.start >= self._begin:
            return False
        return self._is_partner(name) or _TALKS.match(self._layout.text, name.end) is not None


def _begin_of(turn: Turn) -> int:
    """Return where a turn begins, with its label."""
    return (turn.label or turn.content[0]).start


def _names_of(entity: Entity) -> list[list[str]]:
    """Return the words of the first few names of an entity, in small letters."""
    return [_WORD.findall(" ".join(name.words).lower()) for name in entity.names[:_MOST_NAMES]]


def _is_full(words: list[str], name: list[str]) -> bool:
    """Whether all words are part of a full name."""
    return len(name) > 1 and set(words) <= set(name)
