"""Phrases that name an outlet: "told X", "in an interview with X", "on X's “Y”", "X reported", "seen by X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.analyse.carry.evidence import CarrierContext, Evidence, Reach, is_first_name
from sayso.analyse.carry.outlet_lookup import Certainty, is_body, look_up
from sayso.analyse.carry.outlet_names import (
    NAME,
    NOUNS,
    OutletMention,
    bare_name,
    classify_noun,
    has_the,
    read_outlet_mention,
    read_outlet_mentions,
    read_programme,
)
from sayso.carrier import How
from sayso.late import compile_late
from sayso.text import Span

__all__ = ["find_broadcasts", "find_interviews", "find_publications", "find_reports"]

_SPOKE_TO = re.compile(
    r"\b(?:told|tells?|telling"
    r"|(?:said|says|saying|remarked|complained|confirmed|confirming|admitted|explained|confided|suggested|spoke|speaks"
    r"|speaking|talked|talking|gave|replied)\s(?:\w{1,20}\s)?(?:to|with)"
    r"|(?:contacted|asked|interviewed|approached)\sby"
    r"|(?:remarks|comments|an?\se-?mail(?:\smessage)?(?:\s\w{3,6}day)?|response|statement|message)\s(?:sent\s)?to)\s"
    r"(?:(?:host|anchor|presenter|reporter|journalist|correspondent|interviewer)s?\s(?:from|at|of|with)\s)?",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"(?:(?:the|an?)\s)?(?P<name>(?:state(?:-run|-owned)?|local|national|US|U\.S\."
    r"|[A-Z][a-z]{2,12}(?:ian|ish|ese|an|ch|li|i))\s(?:media|television|TV|radio))\b"
    r"(?!\s(?:station|network|show|channel|program))"
)
# What may follow an unknown name: "told Vantor that", "told Vantor, adding"; not "told Iowa voters".
_GOES_ON = re.compile(
    r"[.,;:)”\"—–]|\s(?:[—–(“\"]|(?:that|in|on|during|last|this|earlier|via|by|at|after|when|while|he|she|they|it|his"
    r"|her|their|we|the|a|an|of|for|about|how|why|as|and|before|from|there|recently|through|afterwards?)\b"
    r"|\w{3,6}day\b)|$"
)
_REPORTER = re.compile(r"[’']s?\s[A-Z]\w{1,30}(?:\s[A-Z][\w-]{1,30}){1,2}")
_INTERVIEW = compile_late(
    r"\binterviews?(?:\s(?:\w{3,6}day|last\s\w{1,15}|this\s\w{1,15}|earlier|aired|published|broadcast|conducted|given"
    r"|recorded|shown)){0,3}\s(?P<link>with|to|on|for|by|in)\s",
    re.IGNORECASE,
)
_LEAD = compile_late(
    r"\b(?:in|during|from|to)\s(?:(?:an?|the|his|her|their|its|one|another)\s)?(?:[\w-]{1,20}\s){0,3}$", re.IGNORECASE
)
_LEAD_LENGTH = 70
# Parts of its verbs and nouns, without which a paragraph is not searched.
_OF_SPEAKING = tuple(
    """
    told tell said say remark complain confirm admit explain confide suggest spoke speak talk gave repli contact ask
    interview approach comment mail response statement message
    """.split()
)
# "Wikinews interviews a sailor", not "the X interviews were aired".
_INTERVIEWED = compile_late(
    rf"(?P<name>{NAME})\s(?:interviewed|caught\sup\swith|sat\sdown\swith|spoke\s(?:to|with)|talked\s(?:to|with)"
    r"|interviews(?=\s(?!(?:on|in|by|to|from|for|as|and|that|are|were|have|at)\b)))\b"
)

_ON = re.compile(
    r"\b(?P<verb>(?:carried|broadcast|aired|read\sout|shown)\s(?:live\s)?(?:on|by)|[Oo]n|heard\son"
    r"|(?:an|the)\s(?:\w{1,20}\s)?(?:episode|edition)\sof)\s"
)
_SPEAKS = re.compile(
    r"\b(?:said|says|saying|appear\w*|spoke|speak\w*|interview\w*|told|tells|asked|appearance|remarks|comments|argued"
    r"|added|guest|insisted|admitted|claimed|explained|called|episode|declared|defended|dismissed|repeated|suggested"
    r"|denied)\b",
    re.IGNORECASE,
)
_INTERVIEWED_ON = re.compile(r"\binterview\w*\W{1,3}(?:\w{1,20}\W{1,3}){0,4}$")
_NEAR = 110
_BROADCAST_KINDS = {"broadcaster", "programme", "podcast"}
_PLACE = r"(?:\sin\s[A-Z]\w{1,20}(?:\s[A-Z]\w{1,20})?(?:,\s[A-Z]\w{1,20}(?:\s[A-Z]\w{1,20})?)?)?"
_DEBATE = compile_late(
    r"\b(?:[Ii]n|[Dd]uring|[Aa]t|from)\s"
    r"(?:the|an?|that|this|their|last\s\w{1,10}[’']s|\w{3,6}day[’']s|\w{3,6}day\snight[’']s)\s"
    rf"(?P<name>(?:[\w.’'-]{{1,20}}\s){{0,3}}?debate(?:\son\s\w{{3,6}}day(?:\snight)?)?{_PLACE})\b"
)
# Words that show that a debate was on television, not in a parliament.
_TELEVISED = compile_late(
    r"\b(?:Republican|Democratic|GOP|[Pp]residential|[Cc]andidates?[’']?|[Tt]elevised|TV|primary|leaders[’']|undercard"
    r"|[A-Z]{3,5})\b|day(?:\snight)?(?:[’']s)?\b"
)

_VERBS = (
    r"reported|reports|report|writes|wrote|notes|noted|observes|observed|revealed|reveals|has\slearned|have\slearned"
    r"|published|ran|said|says|claimed|claims|estimated|estimates|quoted|quotes|added|adds|explains|explained"
    r"|points\sout|obtained|broke|opined|deemed"
)
_ADVERB = (
    r"(?:has|have|had|also|first|recently|later|earlier|further|previously|even|newspaper|magazine|website|tabloid"
    r"|channel|news\sagency|agency|then)"
)
_SUBJECT = re.compile(
    rf"(?P<name>{NAME})(?:[’']s?\s(?:[a-z-]{{1,20}}\s){{0,3}}(?:{NAME}))?"
    rf"(?:,\s(?:in|which|whose|who|citing)\s[^,.“”\"\n]{{1,70}},|,\s(?:the|an?)\s(?:[\w’'-]{{1,20}}\s){{0,4}}?"
    rf"(?P<noun>{NOUNS})(?:\s(?:of|in)\s[^,.\n]{{1,40}})?,)?(?:,?\s{_ADVERB}){{0,3}},?\s?(?P<verb>{_VERBS})\b"
)
# A description right before the name of an outlet: state news agency X, the official newspaper of Norland, X.
_DESCRIBED = re.compile(
    r"(?:[Tt]he\s|[Aa]n?\s)?(?:(?:[Ss]tate|[Oo]fficial|[Pp]rivate|[Ll]ocal|[Pp]ublic|[Nn]ational|[Ii]ndependent"
    r"|[Rr]egional|[A-Za-z]+-[a-z]+|[A-Z]\w{1,20}(?:an|ese|ish|ch|i))\s){0,3}"
    rf"(?P<noun>{NOUNS})(?:\sof\s[A-Z]\w{{1,20}},)?\s$",
)
_BEFORE = 90
# Nouns that other bodies have too.
_ANY_BODY = frozenset("agency station paper site".split())
_ACCORDING = re.compile(
    r"\b(?:(?:according\sto|per)\s(?:(?:an?|the|several|new|recent)\s(?:[\w-]{1,20}\s){0,3}(?:reports?|story|stories|article"
    r"|account|investigation|piece|tally|dispatch|teardown|profile)\s(?:\w{1,20}\s){0,2}?(?:by|in|from|on|of|for)\s"
    r"|reports\s(?:by|in|from)\s)?"
    r"|(?:citing|quoting|quoted(?:\sas\ssaying)?\sby|cited\sby)\s(?:(?:reports?|an?\sarticle|story)\s(?:by|from|in)\s)?"
    r"|(?:wrote|writes|writing|noted|notes|argued|argues|profiled)\s(?:\w{3,6}day\s|last\s\w{1,10}\s)?in\s)",
    re.IGNORECASE,
)
_POSTPOSED = compile_late(
    r"(?<=[,”\"]\s)(?:(?:first|as)\s)?(?:reports?|reported|writes|wrote|notes|opined)\s(?:for\s)?"
)
# In "a Wold Gazette poll" the poll is the speaker.
_POLL = re.compile(r"\s(?:[\w/-]{1,20}\s)?(?:polls?|survey|exit|data|analyst|projections?|average)\b")
_SENTENCE_ENDS = re.compile(r"\W|\s(?:on|in|this|last)\b|$")

_PASSIVE = re.compile(
    r"\b(?:(?:as|was|were|been|is|are|originally)\s){0,2}(?:first\s)?(?P<verb>reported|published|revealed|seen|obtained"
    r"|reviewed|viewed|acquired|verified|uncovered|unearthed|leaked|shared|quoted|cited|surfaced|received|provided"
    r"|supplied|reprinted|republished|contacted)"
    r"(?:\s(?:on\s)?\w{2,9}day|\slast\s\w{1,10}|\searlier|\sexclusively){0,2}(?:\sin\s\w{1,15})?"
    r"\s(?P<link>by|in|to|with|on)\s"
)
_ARTICLE = re.compile(
    r"\b(?:in\s)?(?:an?|the)\s(?:[\w-]{1,20}\s){0,2}?(?P<noun>reports?|story|article|investigation|profile|column|op-ed"
    r"|editorial|essay|opinion\spiece|journal|study|paper)\s(?:\w{1,20}\s){0,3}?(?:by|in|from|for|on)\s",
    re.IGNORECASE,
)
_WRITTEN = {"column", "op-ed", "editorial", "essay", "opinion piece"}
# Parts of their verbs and nouns, without which a paragraph is not searched.
_OF_PASSIVE = tuple(
    """
    report publish reveal seen obtain view acquire verified uncover unearth leak share quote cited surface receive
    provide supplied print contact
    """.split()
)
_OF_ARTICLE = tuple(
    "report story article investigation profile column op-ed editorial essay opinion journal study paper".split()
)
_RESEARCH = re.compile(r"\b(?:stud(?:y|ies)|papers?|research|findings|trial|results)\b")
_RESEARCH_NEAR = 150
_GIVING = {"leaked", "shared"}
# Verbs for what an outlet obtained; the others are for what it published.
_OBTAINING = _GIVING | set(
    """
    uncovered unearthed seen obtained reviewed viewed acquired verified received provided supplied surfaced contacted
    """.split()
)
# Verbs that also take other bodies: the name itself must show that it is an outlet.
_ANYBODY = frozenset("published provided supplied contacted received acquired verified quoted cited".split())


def find_interviews(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that somebody spoke to an outlet."""
    text = context.text
    for found in context.outside_marks(_SPOKE_TO, *_OF_SPEAKING):
        media = _MEDIA.match(text, found.end())
        if media:
            yield Evidence(media["name"], How.INTERVIEW, Span(found.start(), media.end()), kind="broadcaster")
            continue
        is_tell_verb = found.group().lower().startswith(("told", "tell"))
        for outlet in read_outlet_mentions(text, found.end()):
            if _may_interview(context, outlet, loose=is_tell_verb):
                yield _write_interview(outlet, found.start())
    for found in context.outside_marks(_INTERVIEW, "interview"):
        lead = _LEAD.search(text, max(0, found.start() - _LEAD_LENGTH), found.start())
        link = found["link"].lower()
        for outlet in read_outlet_mentions(text, found.end()):
            # "Interview with ‘X’" may also be a heading over words of X; "in an interview with X" may not.
            sure = outlet.certainty is Certainty.SURE or (lead is not None if link == "with" else link != "in")
            if sure and _may_interview(context, outlet, loose=link in {"with", "to"} and lead is not None):
                yield _write_interview(outlet, lead.start() if lead else found.start())
    for found in context.outside_marks(_INTERVIEWED, "interview", "caught", "sat", "spoke", "talked"):
        known = look_up(found["name"])
        if known.certainty is Certainty.SURE and not found["name"].startswith(("In ", "On ", "At ")):
            yield Evidence(bare_name(found["name"]), How.INTERVIEW, Span(*found.span()), Reach.TURNS, known.kind)


def _may_interview(context: CarrierContext, outlet: OutletMention, *, loose: bool) -> bool:
    """Whether a named outlet may have held the interview; `loose` if the words around it already suggest an outlet."""
    if context.in_title(outlet.span.start):
        return outlet.certainty is Certainty.SURE
    if outlet.certainty is not Certainty.NONE or _has_reporter(context, outlet):
        return True
    return loose and _may_be_outlet(context, outlet) and bool(_GOES_ON.match(context.text, outlet.span.end))


def _has_reporter(context: CarrierContext, outlet: OutletMention) -> bool:
    """Whether the name of a reporter follows in the possessive: Delta Monthly's Mara Quill."""
    words = outlet.name.split()
    # The last word of two counts as a surname, so only a name of one word is looked up.
    is_person = is_first_name(words[0]) or (len(words) == 1 and words[0] in context.people)
    return not (is_person or any(map(is_body, words))) and bool(_REPORTER.match(context.text, outlet.span.end))


def _may_be_outlet(context: CarrierContext, outlet: OutletMention) -> bool:
    """Whether an unknown name may be an outlet's: one word, or up to three after "the", and not a person's."""
    words = outlet.name.split()
    article = context.text.startswith("the ", outlet.span.start)
    plural = outlet.name.endswith(("ans", "ese", "ish") if article else ("s", "ese", "ish"))
    if plural or len(outlet.name) < 3 or len(words) > (3 if article else 1) or is_first_name(words[0]):
        return False
    return not any(word in context.people or is_body(word) for word in words)


def _write_interview(outlet: OutletMention, start: int) -> Evidence:
    """Return the evidence of an interview with an outlet; with a podcast it is a broadcast."""
    how = How.BROADCAST if outlet.kind == "podcast" else How.INTERVIEW
    return Evidence(outlet.name, how, Span(start, outlet.span.end), kind=outlet.kind)


def find_broadcasts(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that somebody spoke on the air; an uncertain name needs a verb of speaking before it."""
    for found in context.outside_marks(_ON):
        outlet = read_programme(context.text, found.end())
        if not outlet or outlet.kind not in _BROADCAST_KINDS:
            continue
        before = context.text[max(0, found.start() - _NEAR) : found.start()].rsplit("\n", 1)[-1]
        plain = found["verb"].lower() == "on"
        if outlet.certainty is Certainty.SURE or (plain and _SPEAKS.search(before)):
            how = How.INTERVIEW if plain and _INTERVIEWED_ON.search(before) else How.BROADCAST
            yield Evidence(outlet.name, how, Span(found.start(), outlet.span.end), kind=outlet.kind)
    for found in context.outside_marks(_DEBATE, "debate"):
        if _TELEVISED.search(found.group()):
            yield Evidence(found["name"], How.BROADCAST, Span(*found.span()))


def find_reports(context: CarrierContext) -> Iterator[Evidence]:
    """Yield the evidence that an outlet or agency reported the words."""
    for found in context.named_outside_marks(_SUBJECT):
        yield from _read_subject(context.text, found)
    for form, needed in ((_ACCORDING, ()), (_POSTPOSED, ("report", "writes", "wrote", "notes", "opined"))):
        for found in context.outside_marks(form, *needed):
            for outlet in read_outlet_mentions(context.text, found.end()):
                end = outlet.span.end
                ends = form is not _POSTPOSED or _SENTENCE_ENDS.match(context.text, end)
                if outlet.certainty is Certainty.SURE and ends and not _POLL.match(context.text, end):
                    yield _write_report(outlet, found.start(), end)


def _write_report(outlet: OutletMention, start: int, end: int) -> Evidence:
    """Return the evidence of a report: an agency's is a wire, a journal's is a document."""
    hows = {"agency": How.WIRE, "journal": How.DOCUMENT}
    return Evidence(outlet.name, hows.get(outlet.kind, How.REPORT), Span(start, end), kind=outlet.kind)


def _read_subject(text: str, found: re.Match[str]) -> Iterator[Evidence]:
    """Yield "X reports", "X's Mara Quill writes"."""
    start = found.start("name")
    article = text[max(0, start - 4) : start].lower() == "the "
    outlet = _read_described(text, start, found["noun"]) or read_outlet_mention(text, start - 4 if article else start)
    if not outlet or outlet.kind in {"programme", "podcast"} or outlet.span.end > found.end():
        return
    # The Independent, the Mirror: with the article, and where it reports.
    is_weak = outlet.certainty is Certainty.WEAK and outlet.kind and has_the(text, start)
    is_outlet = outlet.certainty is Certainty.SURE or (is_weak and found["verb"].startswith("report"))
    if is_outlet:
        yield _write_report(outlet, outlet.span.start, found.end())


def _read_described(text: str, start: int, added: str | None) -> OutletMention | None:
    """Return the outlet at a place, if the words beside it say that it is one: state news agency X; X, a daily."""
    before = _DESCRIBED.search(text, max(0, start - _BEFORE), start)
    noun = before["noun"] if before else added
    outlet = read_outlet_mention(text, start) if noun and noun not in _ANY_BODY else None
    if not noun or not outlet or outlet.kind in {"programme", "podcast"}:
        return None
    kind = outlet.kind or classify_noun(noun.split()[-1])
    return OutletMention(outlet.name, Span(before.start() if before else start, outlet.span.end), kind, Certainty.SURE)


def find_publications(context: CarrierContext) -> Iterator[Evidence]:
    """Yield "first reported by X", "seen by X", "leaked to X", and research that was published in X."""
    text = context.text
    for found in context.outside_marks(_PASSIVE, *_OF_PASSIVE):
        verb, link = found["verb"], found["link"]
        is_obtained = verb in _OBTAINING
        if (link in {"to", "with"}) != (verb in _GIVING) or (is_obtained and link in {"in", "on"}):
            continue
        is_loose = link == "by" and verb not in _ANYBODY
        research = verb == "published" and _RESEARCH.search(text, max(0, found.start() - _RESEARCH_NEAR), found.start())
        for outlet in read_outlet_mentions(text, found.end()):
            if outlet.certainty is Certainty.SURE or (is_loose and _may_publish(context, outlet)):
                how = How.WIRE if outlet.kind == "agency" and not is_obtained else How.REPORT
                how = How.DOCUMENT if outlet.kind == "journal" or research else how
                yield Evidence(outlet.name, how, Span(found.start(), outlet.span.end), kind=outlet.kind)
    for found in context.outside_marks(_ARTICLE, *_OF_ARTICLE):
        for outlet in read_outlet_mentions(text, found.end()):
            if outlet.certainty is Certainty.SURE and outlet.kind != "programme":
                is_document = found["noun"].lower() in _WRITTEN or outlet.kind == "journal"
                how = How.DOCUMENT if is_document else How.REPORT
                yield Evidence(outlet.name, how, Span(found.start(), outlet.span.end), kind=outlet.kind)


def _may_publish(context: CarrierContext, outlet: OutletMention) -> bool:
    """Whether an uncertain name after a passive is an outlet: not a short one without an article."""
    is_long = context.text.startswith("the ", outlet.span.start) or len(outlet.name) > 4
    return outlet.certainty is Certainty.WEAK or (is_long and _may_be_outlet(context, outlet))
