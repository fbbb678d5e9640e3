"""Find the carriers: the interviews, reports, agencies, posts and documents through which an article got its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sayso.analyse.carry.assign import assign_statements, index_statements
from sayso.analyse.carry.candidates import propose_candidates
from sayso.analyse.carry.evidence import CarrierContext, Evidence, build_context
from sayso.analyse.carry.features import Describer
from sayso.analyse.carry.merge import CarrierDraft, merge_evidence, order_chain
from sayso.analyse.carry.origin_lines import (
    find_credits,
    find_datelines,
    find_footers,
    find_metadata,
    find_own,
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
from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import NO_SPANS, ModelSpans
from sayso.analyse.settle import overlapping
from sayso.article import Article
from sayso.carrier import Carrier
from sayso.lexicon.nouns import peoples
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Statement

__all__ = ["find_by_rules", "find_carriers"]

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
    repeats: Mapping[str, Sequence[str]],
    spans: ModelSpans = NO_SPANS,
    *,
    scorer: Scorer | None = None,
) -> tuple[tuple[Statement, ...], tuple[Carrier, ...]]:
    r"""Return the statements with the ids of their carriers, and the carriers in the order of the chain.

    Args:
        article: The article; its authors may name an agency.
        layout: How its text is laid out.
        statements: Its statements, in order; with their speakers, where these are known.
        speakers: Its speakers; their names are not names of outlets.
        repeats: Which statements only repeat others, by id (`find_repeats`); they have the same carriers.
        spans: The mentions and carriers that the model tagged; only a scorer with weights for them uses them.
        scorer: Scores candidates; with the shipped weights by default.

    >>> from sayso.analyse.layout import lay_out
    >>> article = Article("a", "It rained.\n\nSource: Reuters")
    >>> [(c.name, c.how.value) for c in find_carriers(article, lay_out(article), (), (), {})[1]]
    [('Reuters', 'wire')]
    """
    scorer = scorer or _load_scorer()
    # Without weights for tags, what these let in would be scored as if it were like the rest.
    context = build_context(layout, speakers, spans if scorer.knows_tags else NO_SPANS)
    all_evidence = _find_evidence(article, context, statements, speakers, scorer)
    found = merge_evidence(layout.text, (it for it in all_evidence if it.name.lower() not in peoples()))
    assign_statements(index_statements(layout, statements, speakers), found)
    found = _leave_out_speaking(found, statements, speakers)
    _cover_repeats(found, statements, repeats)
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
    own = list(find_own(article, context))
    taken = sorted(evidence.span for evidence in own)
    yield from own
    candidates = propose_candidates(context, find_by_rules(context))
    describer = Describer(article, context, statements, speakers, candidates)
    free = (it for it in candidates if not overlapping(taken, it.span))
    promising = filter(describer.is_promising, free)
    scored = [scorer.score(it, describer.describe(it), is_tagged=context.is_tagged) for it in promising]
    yield from choose_evidence(context, scored, scorer.threshold)


def find_by_rules(context: CarrierContext) -> Iterator[tuple[str, Evidence]]:
    """Yield the evidence that rules of form find, with the name of the rule."""
    for rule, find in RULES.items():
        yield from ((rule, evidence) for evidence in find(context))


@cache
def _load_scorer() -> Scorer:
    """Return the scorer with the shipped weights, loaded once."""
    return Scorer()


def _leave_out_speaking(
    found: Sequence[CarrierDraft], statements: Sequence[Statement], speakers: Sequence[Speaker]
) -> list[CarrierDraft]:
    """Return the carriers without documents that speak themselves: "according to a log" is who says it, not the way."""
    documents = {speaker.id: speaker.name for speaker in speakers if speaker.type is SpeakerType.DOCUMENT}
    kept = []
    for draft in found:
        others = {n for n in draft.covered if documents.get(statements[n].speaker or "") != draft.name}
        if others or not draft.covered:
            kept.append(replace(draft, covered=others))
    return kept


def _cover_repeats(
    found: Sequence[CarrierDraft], statements: Sequence[Statement], repeats: Mapping[str, Sequence[str]]
) -> None:
    """Give statements that repeat others, such as the headline's, the carriers of these."""
    numbers = {statement.id: n for n, statement in enumerate(statements)}
    for known, others in repeats.items():
        for carrier in found:
            if any(numbers[other] in carrier.covered for other in others):
                carrier.covered.add(numbers[known])


def _write_records(
    text: str, found: Sequence[CarrierDraft], statements: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[Carrier, ...]]:
    """Return the statements with the ids of their carriers, and the carriers in the order of the chain."""
    chains: list[list[int]] = [[] for _ in statements]
    for number, draft in enumerate(found):
        for n in draft.covered:
            chains[n].append(number)
    places = order_chain([draft.rank for draft in found], chains)
    carriers = []
    through: dict[str, list[str]] = defaultdict(list)
    for n, number in enumerate(sorted(range(len(found)), key=lambda number: places[number])):
        draft = found[number]
        ids = tuple(statements[covered].id for covered in sorted(draft.covered))
        name = call_by_name(text, draft.name, draft.spans)
        carriers.append(Carrier(f"c{n + 1}", name, draft.how, draft.spans, ids, places[number], round(draft.score, 3)))
        for statement in ids:
            through[statement].append(carriers[-1].id)
    named = (replace(statement, carriers=tuple(through[statement.id])) for statement in statements)
    return tuple(named), tuple(carriers)
