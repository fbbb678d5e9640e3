"""The speaker of each turn of an interview, or of questions and answers in court."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.labels import Labels
from sayso.analyse.resolve.parties import Parties
from sayso.analyse.talk_states import TalkStates
from sayso.analyse.turn import Turn
from sayso.article import Article
from sayso.late import compile_late
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Interview"]

_LETTER = compile_late(r"(?:Q|A|Question|Answer)(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
_ANSWER = compile_late(r"A(?:nswer)?(?:\s?\d{1,3})?[.:]?$", re.IGNORECASE)
# "CROSS-EXAMINATION BY MR. MOSS:", "Interview by Ada Moss"; whoever published or translated it did not ask.
_ASKED_BY = compile_late(
    r"(?:\b(?:examin|interview|question|excerpt|ask)\w*"
    r"(?:(?!publish|print|translat|edit|condens|transcri|produc)[^.\n]){0,30}\s{1,3}by:?|\n(?:words|text|interview|story):?)"
    r" +((?-i:[^\W\d_a-z])(?:\w{1,3}\. )?(?:(?! and )[^\n:;,.()]){1,39})",
    re.IGNORECASE,
)
_OBJECTS = compile_late(r"(?:objection|object|i object|move to strike)\b", re.IGNORECASE)
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
# A name that addresses somebody: ", Mr Moss?", or at the beginning of a sentence "Officer Moss, …", "But, Mr Moss, …".
# "The head of the school, Mr Moss, came" speaks of him.
# "Your Honor" is nobody's name.
_BEFORE_ADDRESSED = compile_late(r"(?:^|[.?!—–] |(?:^|[.?!] )\w+, |(?P<comma>, ))(?:(?!Your )[A-Z][\w.]* ){0,2}$")
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

    The article's outlet or `author` asks where nobody else is named; `author` is None if he may be who answers. `talk`
    is what the model makes of who talks. `parties` are those who may ask or answer; training fits weights to these.
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
        # The outlet's label stands for whoever asks for it.
        self._outlet = ((article.outlet and article.outlet.name) or "").lower()
        if layout.turns:
            self._labels = Labels(mentions)
            self._addressed = self._find_addressed()
            self._is_briefing = bool(_BRIEFING.search(layout.text, 0, self._begin)) and any(
                it.label and not it.is_question and not _LETTER.match(it.label.of(layout.text)) for it in layout.turns
            )
            signatures = [self._read_signature(turn) for turn in layout.turns if turn.is_question]
            self._is_signed = sum(map(bool, signatures)) >= _LEAST_SIGNED
            # A writer whom nobody names may ask if no question has a name before it, and nobody is in court.
            is_cast = not all(_tells_side(it.label.of(layout.text)) for it in layout.turns if it.label)
            is_cast = is_cast or _HEARING.search(layout.text, 0, self._begin) is not None
            if author is not None and not author.is_after_name and is_cast:
                author = None
            self.parties = Parties(article, layout, mentions, self._begin, author, self._addressed, talk)
            guests, hosts = self.parties.choose_guests(), self.parties.choose_host()
            self._introduced, self._shares = tuple(guests), {**guests, **hosts}
            for party in self._shares:
                # Whose name is a person's is no body here, whatever the model tags; the outlet is one.
                if party.name.lower() == self._outlet:
                    party.type = SpeakerType.ORGANISATION
                elif party.names and all(name.kind is NameKind.PERSON for name in party.names):
                    party.type = SpeakerType.PERSON
            reporters = Entity(type=SpeakerType.GROUP, description="reporters")
            self._host = reporters if self._is_briefing else next(iter(hosts), None)
            self._read_blocks()

    def find_share(self, speaker: Entity, place: int) -> float:
        """Return how likely a speaker says the turn that a place is in, 0–1; 1 where a label or a signature says so."""
        turn = self._find_turn(place)
        if turn is None:
            return 1.0
        label = self._read_label(turn)
        return turn.share * self._shares.get(speaker, 1.0) if not label or _tells_side(label) else 1.0

    def _read_label(self, turn: Turn) -> str:
        """Return the label of a turn; without one, the last before it on the same side; "" if there is none."""
        label = turn.label
        if label is None and turn.is_question is not None:
            begin = turn.content[0].start
            same = (it.label for it in self._layout.turns if it.label and it.is_question is turn.is_question)
            label = max((it for it in same if it.start < begin), default=None)
        return label.of(self._layout.text) if label else ""

    def find_speakers(self, place: int) -> tuple[Entity, ...]:
        """Return who may speak in the turn that a place of the text is in: one, several, or none."""
        turn = self._find_turn(place)
        if turn is None:
            return ()
        block, label = self._blocks[turn], self._read_label(turn)
        # Who signs a letter may add something: "(Mrs) Ada Moss, lift attendant".
        label = _SAYS.sub("", _ADDITION.sub("", label).split(",")[0].strip() or label)
        if label.lower() in _ASKS | _ANSWERS:
            return block.askers if label.lower() in _ASKS else block.guests
        is_outlet = turn.is_question and len(label) > 2 and self._is_outlet(label.lower())
        if label and not is_outlet and not _LETTER.match(label):
            return self._labels.find_named(label, block.guests)
        return self._find_asker(turn) if turn.is_question else block.guests

    def _find_asker(self, turn: Turn) -> tuple[Entity, ...]:
        """Return who asks a question without a name before it: who signs it, says his name in it, or asks them all."""
        signature = self._read_signature(turn) if self._is_signed else ""
        if signature:
            return self._labels.find_named(signature)
        introduced = self._find_self_introduced(turn) if self._is_briefing else None
        return (introduced,) if introduced else self._blocks[turn].askers

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

    def _is_outlet(self, label: str) -> bool:
        """Whether a label in small letters begins the outlet's name, or has the first letters of its words."""
        letters = "".join(word[0] for word in _WORD.findall(self._outlet))
        return self._outlet.startswith(label) or "".join(_WORD.findall(label)) == letters

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

    def _label_of(self, turn: Turn) -> str:
        """Return the label of a turn; "" if it has none of its own."""
        return turn.label.of(self._layout.text) if turn.label else ""

    def _find_rising(self, turn: Turn, following: Turn | None) -> Entity | None:
        """Return who speaks under his name right before a question or answer under a letter: who examines from then on.

        "MS. MOSS: Thank you. Q. Where were you?" The court, who objects and who is asked do not.
        """
        label = self._label_of(turn)
        is_before = following is not None and _LETTER.match(self._label_of(following))
        if not is_before or not label or _tells_side(label) or _OBJECTS.match(self._layout.text, turn.content[0].start):
            return None
        named = self._labels.find_named(label)
        if not named or named[0].type is not SpeakerType.PERSON or named[0] in self._addressed:
            return None
        return None if self._labels.is_judge(label, named[0]) else named[0]

    def _read_blocks(self) -> None:
        """Note for each turn who asks and who answers in it; where letters are labels, counsel asks who rose last."""
        asks: Entity | None = None
        is_examined = any(_ANSWER.match(self._label_of(turn)) for turn in self._layout.turns)
        for opening, turns in self._cut_blocks():
            examiner = self._find_examiner(opening)
            block = self._read_block(opening, turns, examiner)
            asks = examiner or asks
            for turn, following in zip(turns, [*turns[1:], None], strict=True):
                asks = self._find_rising(turn, following) or asks
                by_letter = is_examined and _LETTER.match(self._label_of(turn))
                self._blocks[turn] = block._replace(askers=(asks,)) if asks and by_letter else block

    def _read_block(self, opening: Span, turns: Sequence[Turn], examiner: Entity | None) -> _Block:
        """Return who asks and who answers in turns that follow each other, after a report."""
        by_letter = any(_LETTER.match(self._label_of(it)) for it in turns)
        subject = self._find_subject(opening) if self._addressed and by_letter else None
        asker = examiner or subject or self._host
        if self._is_signed:  # by readers, whom the writer answers
            return _Block((), (asker,) if asker else self._introduced)
        # Whom the questions address answers in court; elsewhere who is introduced does, if it is one person.
        is_introduced = len(self._introduced) == 1 and not by_letter
        guests = self._introduced if is_introduced else self._addressed or self._introduced
        return _Block((asker,) if asker else (), guests)

    def _find_examiner(self, opening: Span) -> Entity | None:
        """Return whom the report before some turns names last as the one who asks: "asked by Ada Moss"."""
        asked = [*_ASKED_BY.finditer(self._layout.text, *opening)]
        if not asked:
            return None
        # "examined by Sheriff | Ada Moss at Wold Sheriff Court"
        near = self._mentions.after(asked[-1].start(1), limit=1)
        known = next((self._mentions.entities[it.entity] for it in near if it.start < asked[-1].end()), None)
        return known or next(iter(self._labels.find_named(asked[-1][1])), None)

    def _find_subject(self, opening: Span) -> Entity | None:
        """Return the person with whom the last paragraph before some turns begins, unless the questions address him."""
        start = self._layout.lines[self._layout.line_of(max(opening.start, opening.end - 1))].start
        first = next(iter(self._mentions.after(start, limit=1)), None)
        entity = self._mentions.entities[first.entity] if first and first.start < start + _SUBJECT else None
        return entity if entity and entity.type is SpeakerType.PERSON and entity not in self._addressed else None

    def _find_addressed(self) -> tuple[Entity, ...]:
        """Return the person whom the questions address most often by name."""
        counts: Counter[Entity] = Counter()
        text = self._layout.text
        for span in (span for turn in self._layout.turns if turn.is_question for span in turn.content):
            for mention in self._mentions.after(span.start):
                if mention.end > span.end:
                    break
                entity = self._mentions.entities[mention.entity]
                opens = _BEFORE_ADDRESSED.search(text[max(span.start, mention.start - 25) : mention.start])
                ends = "?!." if opens and opens["comma"] else ",?!."
                if entity.type is SpeakerType.PERSON and opens and text[mention.end : mention.end + 1] in {*ends}:
                    counts[entity] += 1
        # "Seriously." is nobody's name, and whom a question names once may be spoken of: "Ada Moss, from the weir?"
        known = (entity for entity, count in counts.most_common() if count > 1 or self._is_known(entity))
        return tuple(islice(known, 1))

    def _is_known(self, entity: Entity) -> bool:
        """Whether the text names an entity before the first turn, or with a title."""
        return entity.is_titled or any(name.span.start < self._begin for name in entity.names)


def _tells_side(label: str) -> bool:
    """Whether a label says only on which side somebody is, and not who: "Q", "Guest"."""
    return _LETTER.match(label) is not None or label.lower() in _ASKS | _ANSWERS


def _begin_of(turn: Turn) -> int:
    """Return where a turn begins, with its label."""
    return (turn.label or turn.content[0]).start
