"""The speaker of each turn of an interview, or of questions and answers in court."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.labels import Labels
from sayso.analyse.resolve.parties import TALK_WORDS, Parties
from sayso.analyse.talk_states import TalkStates
from sayso.analyse.turn import Turn
from sayso.article import Article
from sayso.late import compile_late
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Interview"]

_LETTER = compile_late(r"(?:Q|A|Question|Answer)(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
# "CROSS-EXAMINATION BY MR. MOSS:", "Interview by Ada Moss"; whoever published or translated it did not ask.
_ASKED_BY = compile_late(
    r"(?:\b(?:examin|interview|question|excerpt|ask)\w*"
    r"(?:(?!publish|print|translat|edit|condens|transcri|produc)[^.\n]){0,30}\s{1,3}by:?|\n(?:words|text|interview|story):?)"
    r" +((?-i:[^\W\d_a-z])(?:\w{1,3}\. )?(?:(?! and )[^\n:;,.()]){1,39})",
    re.IGNORECASE,
)
# "Ms Moss, 41, was | asked by"
_WAS = compile_late(r"(?:,[^,.\n]{1,40},)? (?:(?:was|then|being|later|also|is) )+")
# Many ask there, and seldom say who they are: "Ada Moss, Wold Gazette. When does it sail?"
_BRIEFING = compile_late(r"\b(?:briefing|(?:press|news|media) conference)\b", re.IGNORECASE)
# In court those who ask are heard, and the writer of the report is none of them.
_HEARING = compile_late(
    r"\b(?:court|trial|hearings?|inquest|inquiry|tribunal|deposition|testimony|testif\w+|sworn|jury|examin\w+)\b",
    re.IGNORECASE,
)
_OF_OUTLET = compile_late(r"(?:,| from| with| of) (?:the )?[A-Z]")
# A reader's question that is signed, and the verb of a label: "When does it sail? — Ada, Wold", "Ada Moss asks:"
_SIGNED = compile_late(r"[.?!…)\"”’] ?[—–-]{1,2} ?((?=[^\W\d_a-z])[^\n?!—–:;]{2,50})$")
# Labels that say on which side somebody is.
_ASKS = frozenset({"interviewer", "me", "i", "asker", "reporter", "journalist"})
_ANSWERS = frozenset({"interviewee", "respondent", "guest", "him", "her", "them", "he", "she"})
_SAYS = compile_late(r"(?<=\w) (?:ask|answer|write|say|replie|respond)s$")
_LEAST_SIGNED = 2
# An introduction that speaks of an interview.
_TALK = compile_late(rf"\b{TALK_WORDS}", re.IGNORECASE)
# A name that addresses somebody: ", Mr Moss?", or at the beginning of a sentence "Officer Moss, …", "But, Mr Moss, …".
# "The head of the school, Mr Moss, came" speaks of him.
# "Your Honor" is nobody's name.
_BEFORE_ADDRESSED = compile_late(r"(?:^|[.?!—–] |(?:^|[.?!] )\w+, |(?P<comma>, ))(?:(?!Your )[A-Z][\w.]* ){0,2}$")
# "Ada Moss, your manager, says" speaks of her too.
_APPOSITION = compile_late(r", (?:your|my|our|his|her|their) [\w’' -]{2,40},")
# What is added to a name in brackets: "(voice-over)".
_ADDITION = compile_late(r"[(\[][^()\[\]]*[)\]]")
_WORD = compile_late(r"[^\W_]+")
# Who asks at a briefing says who he is so far from the beginning: "Thank you, Minister. Ada Moss, Wold Gazette."
_GREETING, _MOST_GREETED = 40, 3
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
        author: The writer of the article, who asks if nobody else is named; None if he may be who answers.
        talk: What the model makes of who talks.

    Attributes:
        parties: Those who may ask or answer, with their features; training fits weights to these.
    """

    def __init__(
        self,
        article: Article,
        layout: Layout,
        mentions: MentionIndex,
        author: Entity | None = None,
        talk: TalkStates | None = None,
    ) -> None:
        self._layout, self._mentions = layout, mentions
        self._contents = sorted((*span, n) for n, turn in enumerate(layout.turns) for span in turn.content)
        self._begin = min((_begin_of(turn) for turn in layout.turns), default=0)
        self._blocks: dict[Turn, _Block] = {}
        self._shares: dict[Entity, float] = {}
        # Its label stands for whoever asks for it.
        self._outlet = ((article.outlet and article.outlet.name) or "").lower()
        # Who is heard in the blocks in which "the witness" answers, by their id.
        self._heard: dict[int, tuple[Entity, ...]] = {}
        if layout.turns:
            self._labels = Labels(layout, mentions, self._begin)
            self._addressed = self._find_addressed(layout.turns)
            self._is_briefing = bool(_BRIEFING.search(layout.text, 0, self._begin)) and any(
                it.label and not it.is_question and not _LETTER.match(it.label.of(layout.text)) for it in layout.turns
            )
            reporters = Entity(type=SpeakerType.GROUP, description="reporters")
            signed = [turn for turn in layout.turns if turn.is_question and self._read_signature(turn)]
            self._is_signed = len(signed) >= _LEAST_SIGNED
            if author is not None and not author.is_after_name and not self._may_ask_unnamed():
                author = None
            self.parties = Parties(article, layout, mentions, self._begin, author, self._addressed, talk)
            guests, hosts = self.parties.choose_guests(), self.parties.choose_host()
            self._introduced, self._shares = tuple(guests), {**guests, **hosts}
            self._host = reporters if self._is_briefing else next(iter(hosts), None)
            for opening, turns in self._cut_blocks():
                self._blocks.update(dict.fromkeys(turns, self._read_block(opening, turns)))

    def _may_ask_unnamed(self) -> bool:
        """Whether a writer whom nobody names may ask: no question has a name before it, and nobody is in court."""
        text, labels = self._layout.text, [it.label.of(self._layout.text) for it in self._layout.turns if it.label]
        return all(map(_tells_side, labels)) and not _HEARING.search(text, 0, self._begin)

    def find_share(self, speaker: Entity, place: int) -> float:
        """Return how likely a speaker says the turn that a place is in, 0–1; 1 where a label or a signature says so."""
        turn = self._find_turn(place)
        label = self._read_label(turn) if turn else ""
        is_open = not label or _tells_side(label)
        return turn.share * self._shares.get(speaker, 1.0) if turn and is_open else 1.0

    def _read_label(self, turn: Turn) -> str:
        """Return the label of a turn, or that of its side before it; "" if there is none."""
        named = self._find_labelled(turn)
        return named.label.of(self._layout.text) if named and named.label else ""

    def find_speakers(self, place: int) -> tuple[Entity, ...]:
        """Return who may speak in the turn that a place of the text is in: one, several, or none."""
        turn = self._find_turn(place)
        if turn is None:
            return ()
        block = self._blocks[turn]
        label = self._read_label(turn)
        # Who signs a letter may add something: "(Mrs) Ada Moss, lift attendant".
        label = _SAYS.sub("", _ADDITION.sub("", label).split(",")[0].strip() or label)
        is_outlet = bool(turn.is_question) and len(label) > 2 and self._is_outlet(label.lower())
        if label.lower().endswith("witness") and not self._addressed:
            return self._find_heard(block)
        if label.lower() in _ASKS | _ANSWERS:
            return self._labels.find_cast(label) or (block.askers if label.lower() in _ASKS else block.guests)
        if label and (label[0].isalpha() or turn.label) and not is_outlet and not _LETTER.match(label):
            return self._labels.find_cast(label) or self._labels.find_named(label, block.guests)
        return self._find_asker(turn) if turn.is_question else block.guests

    def _find_asker(self, turn: Turn) -> tuple[Entity, ...]:
        """Return who asks a question without a name before it: who signs it, says his name in it, or asks them all."""
        signature = self._read_signature(turn) if self._is_signed else ""
        introduced = self._find_self_introduced(turn) if self._is_briefing and not signature else None
        if introduced is not None:
            return (introduced,)
        return self._labels.find_named(signature) if signature else self._blocks[turn].askers

    def _read_signature(self, turn: Turn) -> str:
        """Return with which name a question is signed; "" if it is not."""
        found = _SIGNED.search(turn.content[-1].of(self._layout.text))
        return found[1].split(",")[0] if found else ""

    def _find_self_introduced(self, turn: Turn) -> Entity | None:
        """Return the person who begins a question with his name and outlet; None if nobody does."""
        begin = turn.content[0].start
        for mention in self._mentions.after(begin, limit=_MOST_GREETED):
            entity = self._mentions.entities[mention.entity]
            is_said = entity.is_person and " " in entity.name and _OF_OUTLET.match(self._layout.text, mention.end)
            if is_said and mention.start < begin + _GREETING:
                return entity
        return None

    def _find_heard(self, block: _Block) -> tuple[Entity, ...]:
        """Return the person who spoke last before a block and does not ask in it: the witness of a report."""
        if id(block) not in self._heard:
            text, turns = self._layout.text, [it for it in self._layout.turns if self._blocks[it] is block]
            labels = {it.label.of(text) for it in turns if it.is_question and it.label}
            askers = {person for label in labels for person in self._labels.find_named(label)}
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
        """Return a turn with a label; for one without the last before it, if the same side asks or answers there."""
        if turn.label or turn.is_question is None:
            return turn
        begin = turn.content[0].start
        before = (it for it in self._layout.turns if it.label and _begin_of(it) < begin)
        return max((it for it in before if it.is_question is turn.is_question), key=_begin_of, default=None)

    def find_addressee(self, place: int) -> Entity | None:
        """Return to whom the turn that a place of the text is in is said; None if it is not known."""
        turn = self._find_turn(place)
        if turn is None or turn.is_question is None:
            return None
        others = self._blocks[turn].guests if turn.is_question else self._blocks[turn].askers
        return others[0] if len(others) == 1 and others != self.find_speakers(place) else None

    def is_turn(self, place: int) -> bool:
        """Whether a place of the text is in a turn."""
        return self._find_turn(place) is not None

    def _find_turn(self, place: int) -> Turn | None:
        """Return the turn that a place of the text is in."""
        at = bisect_right(self._contents, place, key=lambda content: content[0]) - 1
        return self._layout.turns[self._contents[at][2]] if at >= 0 and place < self._contents[at][1] else None

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
        is_talk = self._host is not None and _TALK.search(self._layout.text, 0, self._begin) is not None
        by_letter = any(it.label and _LETTER.match(it.label.of(self._layout.text)) for it in turns)
        subject = self._find_subject(opening, addressed) if addressed and by_letter and not is_talk else None
        asked = [*_ASKED_BY.finditer(self._layout.text, *opening)]
        asker = self._find_examiner(asked) or subject or self._host
        if self._is_signed:  # by readers, whom the writer answers
            return _Block((), (asker,) if asker else self._introduced)
        # Whom the questions address answers in court; elsewhere who is introduced does, if it is one person.
        is_introduced = len(self._introduced) == 1 and not by_letter
        guests = self._introduced if is_introduced else addressed or self._find_asked(asked) or self._introduced
        return _Block((asker,) if asker else (), tuple(guest for guest in guests if guest is not asker))

    def _find_examiner(self, asked: Sequence[re.Match[str]]) -> Entity | None:
        """Return whom the report before some turns, or the end of the text, names as the one who asks.

        `asked` is where the report says so, in order: "asked by Ada Moss".
        """
        last = max(turn.content[-1].end for turn in self._layout.turns)
        found = asked[-1] if asked else _ASKED_BY.search(self._layout.text, last)
        if found is None:
            return None
        # "examined by Sheriff | Ada Moss at Wold Sheriff Court"
        near = self._mentions.after(found.start(1), limit=1)
        known = next((self._mentions.entities[it.entity] for it in near if it.start < found.end()), None)
        return known or next(iter(self._labels.find_named(found[1])), None)

    def _find_asked(self, asked: Sequence[re.Match[str]]) -> tuple[Entity, ...]:
        """Return who "was asked by" somebody, as the report before some turns says last; none if it does not."""
        for found in reversed(asked):
            for it in self._mentions.before(found.start(), limit=1):
                entity = self._mentions.entities[it.entity]
                if entity.is_person and _WAS.fullmatch(self._layout.text, it.end, found.start()):
                    return (entity,)
        return ()

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
        # "Seriously." is nobody's name, and whom a question names once may be spoken of: "Ada Moss, from the weir?"
        known = [(entity, count) for entity, count in counts.most_common() if count > 1 or self._is_known(entity)]
        return tuple(entity for entity, _ in known[:1])

    def _is_known(self, entity: Entity) -> bool:
        """Whether the text names an entity before the first turn, or with a title."""
        return entity.is_titled or any(name.span.start < self._begin for name in entity.names)


def _tells_side(label: str) -> bool:
    """Whether a label says only on which side somebody is, and not who: "Q", "Guest"."""
    return _LETTER.match(label) is not None or label.lower() in _ASKS | _ANSWERS


def _begin_of(turn: Turn) -> int:
    """Return where a turn begins, with its label."""
    return (turn.label or turn.content[0]).start
