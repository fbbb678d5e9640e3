"""Find the carriers: the interviews, reports, agencies, posts and documents through which an article got its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sayso.analyse.carry.assign import assign_statements
from sayso.analyse.carry.candidates import propose_candidates
from sayso.analyse.carry.evidence import CarrierContext, Evidence, build_context
from sayso.analyse.carry.features import Describer
from sayso.analyse.carry.merge import CarrierDraft, merge_evidence, order_chain
from sayso.analyse.carry.origin_lines import (
    find_credits,
    find_datelines,
    find_footers,
    find_metadata,
    find_signatures,
)
from sayso.analyse.carry.outlet_names import call_by_name
from sayso.analyse.carry.phrases import (
    find_broadcasts,
    find_interviews,
    find_publications,
    find_reports,
)
from sayso.analyse.carry.scorer import Scorer, choose_evidence
from sayso.analyse.carry.statement_index import index_statements
from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import NO_SPANS, ModelSpans
from sayso.article import Article
from sayso.carrier import Carrier
from sayso.late import compile_late
from sayso.lexicon.nouns import peoples
from sayso.match import HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["find_by_rules", "find_carriers"]

# What stands before where somebody only learnt of something: "she learned of it | from a post".
_LEARNT = compile_late(r"\b(?:learn(?:s|ed|t)?|f(?:inds?|ound) out)\b[^.;\n]{0,40}$")
_LEARNT_NEAR = 60
RULES: Mapping[str, Callable[[CarrierContext], Iterator[Evidence]]] = {
    "dateline": find_datelines,
    "footer": find_footers,
    "credit": find_credits,
    "signature": find_signatures,
    "interview": find_interviews,
    "broadcast": find_broadcasts,
    "report": find_reports,
    "publication": find_publications,
}


def find_carriers(
    article: Article,
    layout: Layout,
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    findings: Sequence[HeadlineFinding],
    spans: ModelSpans = NO_SPANS,
    *,
    scorer: Scorer | None = None,
) -> tuple[tuple[Statement, ...], tuple[Carrier, ...]]:
    r"""Return the statements with the ids of their carriers, and the carriers in the order of the chain.

    A carrier without statements is left out, unless it is sure, or a dateline, a footer or the metadata names it.

    Args:
        article: The article; its authors may name an agency.
        layout: How its text is laid out.
        statements: Its statements, in order; with their speakers, where these are known.
        speakers: Its speakers; their names are not names of outlets.
        findings: Which statement of the body a headline's statement repeats; it has the same carriers.
        spans: The mentions and carriers that the model tagged; only a scorer with weights for them uses them.
        scorer: Scores candidates; with the shipped weights by default.

    >>> from sayso.analyse.layout import lay_out
    >>> article = Article("a", "It rained.\n\nSource: Reuters")
    >>> [(c.name, c.how.value) for c in find_carriers(article, lay_out(article), (), (), ())[1]]
    [('Reuters', 'wire')]
    """
    turns = sorted(span for statement in statements if statement.turn for span in statement.content)
    # Words within a turn of an interview say nothing about where the article got its own.
    scorer = scorer or _load_scorer()
    # Without weights for tags, what these let in would be scored as if it were like the rest.
    context = build_context(layout, speakers, spans if scorer.knows_tags else NO_SPANS)
    evidence = _find_evidence(article, context, statements, speakers, scorer)
    all_evidence = (
        e
        for e in evidence
        if not (_stands_in(turns, e.span) or _is_learnt_from(layout.text, e.span) or e.name.lower() in peoples())
    )
    index = index_statements(layout, statements, speakers)
    found = _leave_out_speaking(
        assign_statements(index, merge_evidence(layout.text, all_evidence)), statements, speakers
    )
    _cover_headline(found, statements, findings)
    return _write_records(layout.text, found, statements)


def _find_evidence(
    article: Article,
    context: CarrierContext,
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    scorer: Scorer,
) -> Iterator[Evidence]:
    """Yield the evidence of carriers in an article: what the metadata says, and the candidates that are likely."""
    yield from find_metadata(article)
    candidates = propose_candidates(context, find_by_rules(context))
    describer = Describer(article, context, statements, speakers, candidates)
    promising = filter(describer.is_promising, candidates)
    scored = [scorer.score(it, describer.describe(it), is_tagged=context.is_tagged) for it in promising]
    yield from choose_evidence(context, scored, scorer.threshold)


def find_by_rules(context: CarrierContext) -> Iterator[tuple[str, Evidence]]:
    """Yield the evidence that rules of form find, with the name of the rule."""
    for rule, find in RULES.items():
        yield from ((rule, evidence) for evidence in find(context))


def _is_learnt_from(text: str, span: Span) -> bool:
    """Whether somebody only learnt something there: "she learned of it from a post"."""
    return _LEARNT.search(text, max(0, span.start - _LEARNT_NEAR), span.start) is not None


@cache
def _load_scorer() -> Scorer:
    """Return the scorer with the shipped weights, loaded once."""
    return Scorer()


def _stands_in(spans: Sequence[Span], span: Span) -> bool:
    """Whether a span begins in one of the spans, which are in order and do not overlap."""
    place = bisect_right(spans, span.start, key=lambda other: other.start) - 1
    return place >= 0 and span.start < spans[place].end


def _leave_out_speaking(
    found: Sequence[CarrierDraft], statements: Sequence[Statement], speakers: Sequence[Speaker]
) -> list[CarrierDraft]:
    """Return the carriers without documents that speak themselves: "according to a log" is who says it, not the way."""
    documents: dict[str | None, str] = {
        speaker.id: speaker.name for speaker in speakers if speaker.type is SpeakerType.DOCUMENT
    }
    kept = []
    for carrier in found:
        spoken = {n for n in carrier.covered if documents.get(statements[n].speaker) == carrier.name}
        carrier.covered -= spoken
        if carrier.covered or not spoken:
            kept.append(carrier)
    return kept


def _cover_headline(
    found: Sequence[CarrierDraft], statements: Sequence[Statement], findings: Sequence[HeadlineFinding]
) -> None:
    """Give a headline's statement the carriers of the body's statement that it repeats."""
    numbers: dict[str | None, int] = {statement.id: n for n, statement in enumerate(statements)}
    for finding in findings:
        if finding.statement in numbers and finding.headline_statement in numbers:
            for carrier in found:
                if numbers[finding.statement] in carrier.covered:
                    carrier.covered.add(numbers[finding.headline_statement])


def _write_records(
    text: str, found: Sequence[CarrierDraft], statements: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[Carrier, ...]]:
    """Return the statements with the ids of their carriers, and the carriers in the order of the chain."""
    through: list[list[int]] = [[] for _ in statements]
    for key, carrier in enumerate(found):
        for n in carrier.covered:
            through[n].append(key)
    places = order_chain([carrier.rank for carrier in found], through)
    ordered = sorted(range(len(found)), key=lambda key: (places[key], found[key].first, key))
    position = {key: n for n, key in enumerate(ordered)}
    carriers = tuple(
        _write_carrier(text, f"c{position[key] + 1}", found[key], statements, places[key]) for key in ordered
    )
    named = tuple(
        replace(statement, carriers=tuple(f"c{n + 1}" for n in sorted(position[key] for key in keys)))
        for statement, keys in zip(statements, through, strict=True)
    )
    return named, carriers


def _write_carrier(text: str, name: str, found: CarrierDraft, statements: Sequence[Statement], order: int) -> Carrier:
    """Return the record of a carrier."""
    ids = tuple(statements[n].id for n in sorted(found.covered))
    full, score = call_by_name(text, found.name, found.spans), round(found.score, 3)
    return Carrier(name, full, found.how, found.spans, ids, order, score)
