"""From the sources of an article's statements to its speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from sayso.analyse.carry.outlets import look_up
from sayso.analyse.layout import Layout
from sayso.analyse.lexicon import read_table, read_words
from sayso.analyse.resolve.antecedent import NEW, Anaphor, describe, list_candidates
from sayso.analyse.resolve.described import find_descriptions
from sayso.analyse.resolve.interview import Interview
from sayso.analyse.resolve.known import describe_parties, fold_words, head_fits
from sayso.analyse.resolve.names import Name, find_names
from sayso.analyse.resolve.parties import gather_parties
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Form, Phrase, read_phrase
from sayso.analyse.resolve.rank import Choice
from sayso.analyse.resolve.trail import Trail
from sayso.article import Article
from sayso.match import HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["Resolver"]

# What may stand between a party and its "who": a comma, its age, a bracket; or one addition between commas.
_BARE_TAIL = re.compile(r"[\s,–—-]*(?:\([^)]{0,40}\))?[\s,–—-]*(?:\d+,\s*)?")
_ADDED_TAIL = re.compile(r",? (?:of [^,.;]{2,40}|[^,.;]{0,90}), ?|,? of [^,.;]{2,40} ")
_NOUN_TAIL = re.compile(
    r"((?:(?:the|a|an|some|many|several|other|those|one|her|his|their|its|two|three|four|five|six|seven|eight|nine|ten|\d+|all)\s)"
    r"(?:(?!and\b|or\b)[^\s,;.]+\s){0,4}?[^\s,;.]+|[^\s,;.]+)[\s,]*$",
    re.IGNORECASE,
)


_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e) $")
_BYLINE = re.compile(r"[Bb][Yy] ((?:[A-Z][^\s,|]*[ -]?){2,4})(?:(?:,| \||, translated| in ).{0,80})?")
_PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")
# Statements within statements that are resolved from the outside in; deeper ones in the order of the text.
_DEEPEST = 8
# Nouns that are said of too many to lead back to one.
_COMMON_HEADS = frozenset("man woman person boy girl one other friend member supporter official source".split())
# From this share on, a pronoun tells the gender of whom it stands for.
_SURE = 0.8
_FIRST = frozenset("i we my our me us mine ours myself ourselves".split())
_SHE = frozenset("she her hers herself".split())
_HE = frozenset("he his him himself".split())
# Nouns for somebody's own words or thoughts: who owns them is speaking.
_ACTS = frozenset(
    """
    argument arguments remark remarks comment comments words answer answers response reply speech claim claims view views
    opinion position stance assertion contention criticism warning message accusation allegation suggestion statement
    statements announcement declaration explanation call appeal promise pledge vow belief conviction mind assessment
    characterization description account version insistence refusal denial admission confession question questions
    testimony prediction proposal observation conclusion rhetoric
    """.split()
)
_REPORTS = frozenset("report reports article story account dispatch piece".split())
_SPOKEN = frozenset("spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen representative rep representatives".split())
_NAMED_AFTER = frozenset("campaign team administration camp government presidency".split())


# What chooses between candidates: what refers back, their numbers, their rows of features, the trail, and the id of the
# statement whose source it is, if it is one.
Chooser = Callable[[Anaphor, Sequence[int], "NDArray[np.float64]", Trail, "str | None"], Choice]


@dataclass(slots=True)
class Outcome:
    """What became of one statement's source."""

    party: Party | None = None
    why: Unresolved | None = None
    candidates: tuple[Party, ...] = ()


@dataclass
class Resolver:
    """Resolves the sources of one article, in reading order."""

    article: Article
    layout: Layout
    statements: Sequence[Statement]
    findings: Sequence[HeadlineFinding]
    chooser: Chooser
    names: list[Name] = field(init=False)
    trail: Trail = field(init=False)
    author: Party | None = None

    def __post_init__(self) -> None:
        self.names = find_names(self.layout, self._edges())
        self.parties, self.owner, self.open_names = gather_parties(self.layout.text, self.names)
        describe_parties(self.layout.text, self.parties)
        self.trail = Trail(self.layout)
        self.trail.add_names(self.names, self.owner)
        self.outcomes: dict[str, Outcome] = {}
        self.depth = 0
        self.interview = Interview(self.article, self.layout, self.trail)
        self.by_id = {s.id: s for s in self.statements}

    def _edges(self) -> set[int]:
        return {edge for s in self.statements for span in (*s.source, *s.cue) for edge in span}

    # -- one statement after the other ---------------------------------------------------------

    def run(self) -> None:
        body = [s for s in self.statements if s.place is not Place.HEADLINE]
        head = [s for s in self.statements if s.place is Place.HEADLINE]
        free = self._free_mentions()
        for s in sorted(body, key=lambda s: s.source[0].start if s.source else s.content[0].start):
            place = s.source[0].start if s.source else s.content[0].start
            while free and free[-1].start < place:
                self._place_free(free.pop())
            self._resolve(s)
        for s in head:
            self._resolve(s)

    def _free_mentions(self) -> list[Span]:
        """Pronouns for one person in the outlet's own words, and descriptions, that are no sources; the last first."""
        sources = [span for s in self.statements for span in s.source]
        starts = {span.start for span in sources}
        taken = sorted(sources)
        found = [Span(*m.span()) for m in _PERSONAL.finditer(self.layout.text)]
        found = [p for p in found if not self.layout.quoted[p.start]]
        found += find_descriptions(self.layout, self.names)
        return sorted((p for p in found if p.start not in starts and not _overlaps(taken, p)), reverse=True)

    def _place_free(self, span: Span) -> None:
        """Put a mention that is no source on the trail."""
        if _PERSONAL.fullmatch(span.of(self.layout.text)):
            self._place_pronoun(span)
            return
        phrase = read_phrase(self.layout.text, (span,), self.names)
        if phrase is None or phrase.form is not Form.NOMINAL:
            return
        kind = self._type_of(phrase)
        if kind is SpeakerType.ORGANISATION:
            return
        party = self._follow_description(phrase, None)
        if party is None:
            party = self._new_party(phrase)
        else:
            party.mentions.append(phrase.span)
        self.trail.add(phrase.span.start, phrase.span.end, party)

    def _place_pronoun(self, span: Span) -> None:
        """Put a pronoun that is no source on the trail, with whom it stands for."""
        word = span.of(self.layout.text).lower()
        anaphor = Anaphor(span.start, word, 1.0 if word in _SHE else 0.0, is_plural=False, is_person=True)
        chosen = self._choose(anaphor, list_candidates(self.trail, anaphor))
        if len(chosen) == 1:
            self.trail.add(span.start, span.end, chosen[0], is_owner=word in {"his", "her"})
            chosen[0].mentions.append(span)

    def _choose(self, anaphor: Anaphor, candidates: Sequence[int], statement: str | None = None) -> list[Party]:
        """Whom a pronoun or description stands for: one party, several that cannot be told apart, or nobody known."""
        if not candidates:
            return []
        rows = describe(self.trail, anaphor, candidates)
        choice = self.chooser(anaphor, candidates, rows, self.trail, statement)
        numbers = [candidates[n] for n in (choice.best, *choice.rivals)]
        if numbers[0] == NEW:
            return []
        chosen = [self.trail.parties[number] for number in numbers if number != NEW]
        if chosen[0].female is None and anaphor.female is not None and choice.share > _SURE:
            chosen[0].female = anaphor.female
        return chosen

    def _resolve(self, s: Statement) -> None:
        if s.id in self.outcomes:
            return
        outer = self.by_id.get(s.within) if s.within else None
        if outer is not None and outer.id not in self.outcomes and self.depth < _DEEPEST:
            self.depth += 1
            self._resolve(outer)
            self.depth -= 1
        phrase = None if s.turn else read_phrase(self.layout.text, s.source, self.names)
        outcome = self._resolve_phrase(phrase, s) if phrase else self._resolve_silent(s)
        self.outcomes[s.id] = outcome
        place = s.source[0].start if s.source else s.content[0].start
        if outcome.party is not None:
            number = self.trail.number(outcome.party)
            if s.place is not Place.HEADLINE and s.within is None:
                self.trail.spoken.append((place, number))
                self.trail.spoken.sort()

    def _resolve_phrase(self, phrase: Phrase, s: Statement) -> Outcome:
        if phrase.form is Form.NAME:
            return self._resolve_name(phrase)
        if phrase.form is Form.JOINT:
            return self._resolve_joint(phrase, s)
        if phrase.form is Form.RELATIVE:
            return self._resolve_relative(phrase, s)
        if phrase.form is Form.PRONOUN:
            return self._resolve_pronoun(phrase, s)
        return self._resolve_nominal(phrase, s)

    def _resolve_name(self, phrase: Phrase) -> Outcome:
        name = phrase.name
        tied = self.open_names.get(name.span.start)
        if tied:
            return Outcome(None, Unresolved.AMBIGUOUS, tuple(tied))
        party = self.owner[name.span.start]
        if phrase.is_body and not party.is_titled:
            party.type = SpeakerType.ORGANISATION
        for role in phrase.roles:
            self._add_role(party, role)
        party.mentions.append(phrase.span)
        return Outcome(party)

    def _add_role(self, party: Party, role: str) -> None:
        role = " ".join(role.split()).strip(" ,")
        party.words |= fold_words(re.findall(r"[\w’'-]+", role.lower()))
        if role and role.lower() not in {r.lower() for r in party.roles} and len(role) < 100:
            party.roles.append(role)

    def _resolve_joint(self, phrase: Phrase, s: Statement) -> Outcome:
        members = []
        for part in phrase.parts:
            found = self._resolve_phrase(part, s)
            if found.party and all(found.party is not member for member in members):
                members.append(found.party)
        if len(members) < 2:
            return Outcome(members[0]) if members else Outcome(None, Unresolved.AMBIGUOUS)
        key = tuple(sorted(id(m) for m in members))
        for party in self.parties:
            if party.members and tuple(sorted(id(m) for m in party.members)) == key:
                party.mentions.append(phrase.span)
                return Outcome(party)
        party = Party(type=SpeakerType.GROUP, members=tuple(members), is_plural=True)
        party.description = " and ".join(m.name for m in members)
        party.mentions.append(phrase.span)
        self.parties.append(party)
        self.trail.number(party)
        return Outcome(party)

    def _resolve_relative(self, phrase: Phrase, s: Statement) -> Outcome:
        """The party named or described right before "who"."""
        text, start = self.layout.text, phrase.span.start
        begin = self.layout.sentences[self.layout.sentence_of(start)].start
        steps = [step for step in reversed(self.trail.before(start, limit=8)) if step.start >= begin]
        for step in steps:
            party = self.trail.parties[step.party]
            if phrase.head in {"who", "whom"} and not party.is_person and not party.is_plural:
                continue
            tail = text[step.end : start]
            if _BARE_TAIL.fullmatch(tail) or (_ADDED_TAIL.fullmatch(tail) and not step.is_owner):
                party.mentions.append(phrase.span)
                return Outcome(party)
        described = self._described_before(begin, start)
        if described is not None:
            return self._resolve_nominal(described, s)
        if steps:
            return Outcome(self.trail.parties[steps[0].party])
        return Outcome(None, Unresolved.AMBIGUOUS)

    def _described_before(self, begin: int, start: int) -> Phrase | None:
        """The description that ends right before a relative pronoun."""
        begin = max(begin, start - 90)
        chunk = _NOUN_TAIL.search(self.layout.text[begin:start])
        if not chunk:
            return None
        span = Span(begin + chunk.start(1), begin + chunk.end(1))
        found = read_phrase(self.layout.text, (span,), self.names)
        return found if found and found.form is Form.NOMINAL else None

    def _holder(self, s: Statement) -> Party | None:
        up = self.by_id.get(s.within) if s.within else None
        if up is not None and up.id in self.outcomes:
            return self.outcomes[up.id].party
        place = s.source[0].start if s.source else s.content[0].start
        for other in reversed(self.statements):
            if other is not s and other.id in self.outcomes and any(c.start <= place < c.end for c in other.content):
                return self.outcomes[other.id].party
        return None

    def _resolve_pronoun(self, phrase: Phrase, s: Statement) -> Outcome:
        word = phrase.head
        if word in _FIRST:
            holder = self._holder(s)
            if holder is not None:
                return Outcome(holder)
            if self.layout.quoted[phrase.span.start] and self.trail.spoken:
                return Outcome(self.trail.parties[self.trail.spoken[-1][1]])
            return Outcome(self._author(phrase))
        if word == "you":
            return Outcome(None, Unresolved.NO_SOURCE)
        return self._follow(self._anaphor(phrase, s), phrase, s)

    def _anaphor(self, phrase: Phrase, s: Statement) -> Anaphor:
        word = phrase.head
        female = 1.0 if word in _SHE else 0.0 if word in _HE else None
        is_person = True if female is not None else None if phrase.is_plural else False
        holder = self._holder(s)
        number = self.trail.number(holder) if holder else None
        is_quoted = bool(self.layout.quoted[phrase.span.start])
        return Anaphor(phrase.span.start, word, female, phrase.is_plural, is_person, number, is_quoted=is_quoted)

    def _author(self, phrase: Phrase) -> Party:
        if self.author is None:
            name = self.article.authors[0] if len(self.article.authors) == 1 else self._byline()
            self.author = Party(type=SpeakerType.AUTHOR, description=name or "author", is_after_name=bool(name))
            self.parties.append(self.author)
        self.author.mentions.append(phrase.span)
        return self.author

    def _byline(self) -> str:
        """The one writer whom a byline names; "" where there is none, or several."""
        for line in (*self.layout.lines[:6], *self.layout.lines[-3:]):
            found = _BYLINE.fullmatch(line.of(self.layout.text)[:120])
            if found:
                return found.group(1)
        return ""

    def _follow(self, anaphor: Anaphor, phrase: Phrase, s: Statement) -> Outcome:
        chosen = self._choose(anaphor, list_candidates(self.trail, anaphor), s.id)
        if len(chosen) != 1:
            return Outcome(None, Unresolved.AMBIGUOUS, tuple(chosen))
        self.trail.add(phrase.span.start, phrase.span.end, chosen[0], is_source=True)
        chosen[0].mentions.append(phrase.span)
        return Outcome(chosen[0])

    def _resolve_turn(self, s: Statement) -> Outcome:
        """Who speaks in a turn of an interview that names nobody."""
        place = s.content[0].start
        may_be = self.interview.whose(place)
        if len(may_be) == 1:
            return Outcome(may_be[0])
        return Outcome(None, Unresolved.AMBIGUOUS, may_be) if may_be else Outcome(None, Unresolved.NO_SOURCE)

    def _resolve_silent(self, s: Statement) -> Outcome:
        if s.turn:
            return self._resolve_turn(s)
        if s.place is Place.HEADLINE:
            return self._repeated(s) or Outcome(None, Unresolved.NO_SOURCE)
        before = self._before_cue(s)
        if before is not None:
            return self._resolve_phrase(before, s)
        if s.cue and s.cue[0].of(self.layout.text).split()[0].lower().endswith("ing"):
            return self._resolve_participle(s)
        if s.cue or s.kind is Kind.INDIRECT:
            return Outcome(None, Unresolved.NO_SOURCE)
        spoken = [x for x in self.trail.spoken if x[0] < s.content[0].start]
        if spoken:
            gap = self.layout.line_of(s.content[0].start) - self.layout.line_of(spoken[-1][0])
            if gap <= 2:
                return Outcome(self.trail.parties[spoken[-1][1]])
        return Outcome(None, Unresolved.NO_SOURCE)

    def _before_cue(self, s: Statement) -> Phrase | None:
        """The pronoun or name that stands right before the cue, where the statement was read without its source."""
        if not s.cue:
            return None
        text, cue = self.layout.text, s.cue[0]
        found = _SUBJECT.search(text[max(0, cue.start - 12) : cue.start])
        if found:
            at = max(0, cue.start - 12) + found.start(1)
            return read_phrase(text, (Span(at, at + len(found.group(1))),), self.names)
        at = bisect_left(self.names, cue.start, key=lambda name: name.span.start) - 1
        name = self.names[at] if at >= 0 else None
        if name is None or text[name.span.end : cue.start] != " " or any(c.overlaps(name.span) for c in s.content):
            return None
        return read_phrase(text, (name.whole,), self.names)

    def _resolve_participle(self, s: Statement) -> Outcome:
        """Who is the subject of "…, adding that …": the last to speak in the sentence, else the first named in it."""
        sentence = self.layout.sentence_of(s.cue[0].start)
        begin = self.layout.sentences[sentence].start
        said = [n for place, n in self.trail.spoken if begin <= place < s.cue[0].start]
        named = [x.party for x in self.trail.before(s.cue[0].start) if x.start >= begin and not x.is_owner and not x.is_quoted]
        number = said[-1] if said else named[0] if named else None
        return Outcome(None, Unresolved.NO_SOURCE) if number is None else Outcome(self.trail.parties[number])

    # -- descriptions -----------------------------------------------------------------------------

    def _repeated(self, s: Statement) -> Outcome | None:
        """Who speaks in the body's statement that one of the headline repeats."""
        for finding in self.findings:
            if finding.headline_statement == s.id and finding.statement in self.outcomes:
                return self.outcomes[finding.statement]
        return None

    def _resolve_nominal(self, phrase: Phrase, s: Statement) -> Outcome:
        repeated = self._repeated(s) if s.place is Place.HEADLINE else None
        if repeated is not None and repeated.party is not None and self._may_be_called(repeated.party, phrase):
            repeated.party.mentions.append(phrase.span)
            return repeated
        for party in (
            self._owner_of_act(phrase, s), self._spoken_for(phrase, s), self._owned_body(phrase, s), self._reported_by(phrase),
        ):
            if party is not None:
                party.mentions.append(phrase.span)
                self.trail.add(phrase.span.start, phrase.span.end, party, is_source=True)
                return Outcome(party)
        party = self._follow_description(phrase, s) or self._new_party(phrase)
        party.mentions.append(phrase.span)
        self.trail.add(phrase.span.start, phrase.span.end, party, is_source=True)
        return Outcome(party)

    def _may_be_called(self, party: Party, phrase: Phrase) -> bool:
        """Whether a description in the headline may be of a party: a person's of a person, a document's of a document."""
        kind = self._type_of(phrase)
        if kind is SpeakerType.UNNAMED:
            return party.is_person
        return kind is party.type

    def _owner(self, phrase: Phrase, s: Statement) -> Party | None:
        """The party that a description is possessed by, or is for: "her lawyer", "Moss's answer"."""
        if phrase.owner is None:
            return None
        inner = read_phrase(self.layout.text, (phrase.owner,), self.names)
        if inner is None or inner.form is Form.JOINT or inner.span == phrase.span:
            return None
        if inner.form is Form.NAME:
            return self.owner[inner.name.span.start]
        if inner.form is Form.PRONOUN:
            return self._peek(inner, s)
        if inner.form is Form.RELATIVE:
            return self._resolve_relative(inner, s).party
        return self._follow_description(inner, s)

    def _peek(self, phrase: Phrase, s: Statement) -> Party | None:
        """Whom a pronoun stands for, without putting it on the trail."""
        anaphor = self._anaphor(phrase, s)
        if phrase.head in _FIRST:
            return self._holder(s)
        return next(iter(self._choose(anaphor, list_candidates(self.trail, anaphor))), None)

    def _owner_of_act(self, phrase: Phrase, s: Statement) -> Party | None:
        """The one whose words or thoughts it is: "Moss's own argument" speaks as Moss."""
        if phrase.head not in _ACTS or phrase.owner is None or phrase.owner.start > phrase.span.start + 4:
            return None
        return self._owner(phrase, s)

    def _spoken_for(self, phrase: Phrase, s: Statement) -> Party | None:
        """The body that somebody without a name speaks for: "a spokesman for the ministry"."""
        if phrase.head not in _SPOKEN or phrase.is_plural and phrase.owner is None:
            return None
        party = self._owner(phrase, s)
        if party is None:
            bodies = [name for name in phrase.names if self.owner[name.span.start].type is SpeakerType.ORGANISATION]
            party = self.owner[bodies[-1].span.start] if bodies else None
        before = phrase.words[-2] if len(phrase.words) > 1 else ""
        if party is None and phrase.owner is None and before in read_words("organisations"):
            body = replace(phrase, head=before, determiner="the", words=(before,), is_plural=False, owner=None)
            party = self._follow_description(body, s)
        return party if party is not None and party.type is SpeakerType.ORGANISATION else None

    def _reported_by(self, phrase: Phrase) -> Party | None:
        """The outlet whose report it is: "a report in the Wold Gazette" speaks as the Gazette."""
        if phrase.head not in _REPORTS or phrase.owner is None or phrase.owner.start < phrase.span.end:
            return None
        inner = read_phrase(self.layout.text, (phrase.owner,), self.names)
        if inner is None or inner.form is not Form.NAME:
            return None
        party = self.owner[inner.name.span.start]
        return party if party.type is SpeakerType.ORGANISATION and look_up(party.name).certainty else None

    def _owned_body(self, phrase: Phrase, s: Statement) -> Party | None:
        """A body named after somebody: "her campaign", "the president's team"."""
        if phrase.head not in _NAMED_AFTER or phrase.owner is None or phrase.owner.start > phrase.span.start + 4:
            return None
        owner = self._owner(phrase, s)
        if owner is None or not owner.is_named:
            return None
        key = owner.name.split()[-1]
        for party in self.parties:
            if party.type is SpeakerType.ORGANISATION and party.name.lower() in {f"{key} {phrase.head}".lower(), f"{owner.name} {phrase.head}".lower()}:
                return party
        party = Party(type=SpeakerType.ORGANISATION, description=f"{key} {phrase.head}", is_after_name=True)
        party.words = {phrase.head, key.lower()}
        self.parties.append(party)
        return party

    def _follow_description(self, phrase: Phrase, s: Statement | None) -> Party | None:
        role = _role(phrase)
        female = {"m": 0.0, "f": 1.0}.get(role) if role else None
        kind = self._type_of(phrase)
        is_person = kind is SpeakerType.UNNAMED
        holder = self._holder(s) if s else None
        anaphor = Anaphor(
            phrase.span.start, "", female, phrase.is_plural, is_person,
            self.trail.number(holder) if holder else None, phrase, kind,
        )  # fmt: skip
        candidates = list_candidates(self.trail, anaphor)
        only = self._only_holder_of(phrase, candidates) if is_person else None
        if only is not None:
            return only
        return next(iter(self._choose(anaphor, candidates, s.id if s else None)), None)

    def _only_holder_of(self, phrase: Phrase, candidates: Sequence[int]) -> Party | None:
        """The one person with a name of whom the head of a description is said, if there is one and nothing speaks against it."""
        named = [self.trail.parties[n] for n in candidates if n != NEW and self.trail.parties[n].is_named]
        fitting = [party for party in named if phrase.head in party.words]
        if len(fitting) != 1 or phrase.head in _COMMON_HEADS:
            return None
        said = phrase.folded - {phrase.head}
        return fitting[0] if all(word in fitting[0].words or head_fits(word, fitting[0].words) for word in said) else None

    def _type_of(self, phrase: Phrase) -> SpeakerType:
        if phrase.is_plural:
            return SpeakerType.GROUP
        if phrase.head in read_words("documents"):
            return SpeakerType.DOCUMENT
        if phrase.head in read_words("organisations"):
            return SpeakerType.ORGANISATION
        return SpeakerType.UNNAMED

    def _new_party(self, phrase: Phrase) -> Party:
        type_ = self._type_of(phrase)
        party = Party(type=type_, description=phrase.description, is_plural=phrase.is_plural)
        party.words = phrase.folded
        party.female = {"m": 0.0, "f": 1.0}.get(_role(phrase))
        self.parties.append(party)
        return party

    # -- records ------------------------------------------------------------------------------------

    def records(self) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
        ids: dict[int, str] = {}
        used: list[Party] = []

        def number(party: Party) -> str:
            if id(party) not in ids:
                ids[id(party)] = f"p{len(ids) + 1}"
                used.append(party)
                for member in party.members:
                    number(member)
            return ids[id(party)]

        out = []
        for s in self.statements:
            o = self.outcomes[s.id]
            if o.party is not None:
                out.append(replace(s, speaker=number(o.party), unresolved=None))
            else:
                may_be = tuple(number(party) for party in o.candidates)
                out.append(replace(s, speaker=None, unresolved=o.why or Unresolved.NO_SOURCE, candidates=may_be))
        speakers = tuple(
            Speaker(
                ids[id(p)], p.name or "unknown", p.type, _is_named(p), tuple(p.roles),
                tuple(sorted({*(n.span for n in p.names), *p.mentions})), tuple(ids[id(m)] for m in p.members),
            )
            for p in used
        )  # fmt: skip
        return tuple(out), speakers


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans shares a character with another."""
    at = bisect_left(spans, span.end, key=lambda s: s.start)
    return any(other.overlaps(span) for other in spans[max(0, at - 2) : at])


def _role(phrase: Phrase) -> str:
    """The gender that the head of a description tells: m, f or nothing."""
    return _genders().get(phrase.head, "")


@cache
def _genders() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("roles") if row[1] != "-"}


def _is_named(party: Party) -> bool:
    """Whether the article gives a proper name: for a joint party, one of each member."""
    return party.is_named or party.is_after_name or bool(party.members and all(_is_named(m) for m in party.members))
