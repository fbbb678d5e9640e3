"""What the page says about an article beside its text: the ways of the words, the headline, who speaks and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from sayso.report.chains import list_chains, tell_carriers, tell_chain
from sayso.report.headline import ToldFinding, tell_findings
from sayso.report.page_look import Look, show_key, show_kind, show_line
from sayso.report.stretches import words_of
from sayso.selectors import select_spans
from sayso.speaker import Speaker
from sayso.statement import Statement

__all__ = ["write_carriers", "write_chains", "write_headline", "write_speakers", "write_statements"]

# More of these are counted.
_MOST_CHAINS = 12


def write_chains(look: Look) -> Iterator[str]:
    """Yield the list of the ways that the words took."""
    chains = list_chains(look.reading)
    if not chains:
        return
    yield '<ul class="chains">\n'
    for chain in chains[:_MOST_CHAINS]:
        yield f'<li dir="auto">{show_line(tell_chain(chain, look.article.outlet, look.article.text))}</li>\n'
    if len(chains) > _MOST_CHAINS:
        yield f"<li>… and {len(chains) - _MOST_CHAINS:,} more ways</li>\n"
    yield "</ul>\n"


def write_headline(look: Look) -> Iterator[str]:
    """Yield what of the headline the body bears out."""
    findings = tell_findings(look.reading, look.article.text)
    if not findings:
        return
    yield '<section class="headline">\n<h3>The headline</h3>\n<dl>\n'
    for told in findings:
        hue = look.hues.get(told.headline_statement or told.statement or "", "nobody")
        yield f'<dt dir="auto"><span class="x {hue}">{show_line(told.words)}</span></dt>\n'
        yield f"<dd>{_describe(look, told)}</dd>\n"
    yield "</dl>\n</section>\n"


def _describe(look: Look, told: ToldFinding) -> str:
    place = f", {_link(look, told.statement)}" if told.statement else ""
    words = f': <span dir="auto">{show_line(told.body)}</span>' if told.body else ""
    remarks = "".join(f" · <i>{show_line(remark)}</i>" for remark in told.remarks)
    return f"<b>{told.finding}</b>{place}{words}{remarks}"


def _link(look: Look, name: str) -> str:
    """A statement's id, as a link to its words where it is one of the reading's."""
    if name not in look.hues:
        return show_line(name)
    return f'<a href="#{look.anchor}-{show_key(name)}">{show_line(name)}</a>'


def write_speakers(look: Look) -> Iterator[str]:
    """Yield the table of who speaks."""
    reading = look.reading
    if not reading.speakers:
        return
    said = Counter(statement.speaker for statement in reading.statements)
    first = {statement.speaker: statement.id for statement in reversed(reading.statements)}
    yield f'<table class="speakers">\n<caption>{_count(len(reading.speakers), "speaker")}</caption>\n<thead><tr>'
    yield "<th>speaker</th><th>type</th><th>roles</th><th>statements</th><th>mentions</th></tr></thead>\n<tbody>\n"
    for speaker in reading.speakers:
        yield _speaker_row(speaker, look.hues.get(first.get(speaker.id, ""), "nobody"), said[speaker.id])
    yield "</tbody>\n</table>\n"


def _speaker_row(speaker: Speaker, hue: str, said: int) -> str:
    roles = show_line("; ".join(speaker.roles)) or "—"
    return (
        f'<tr><td dir="auto"><b class="who {hue}">{show_line(speaker.name)}</b></td><td>{speaker.type.value}</td>'
        f'<td dir="auto">{roles}</td><td>{said:,}</td><td>{len(speaker.mentions):,}</td></tr>\n'
    )


def write_carriers(look: Look) -> Iterator[str]:
    """Yield the table of whom the words came through."""
    if not look.carriers:
        return
    text = look.article.text
    yield f'<table class="carriers">\n<caption>{_count(len(look.carriers), "carrier")}</caption>\n<thead><tr>'
    yield "<th>order</th><th>carrier</th><th>how</th><th>the text says so</th><th>statements</th></tr></thead>\n"
    yield "<tbody>\n"
    for carrier in look.reading.carriers:
        words = show_line(words_of(carrier.evidence, text)) or "—"
        yield (
            f"<tr><td>{carrier.order}</td>"
            f'<td dir="auto"><b>{show_line(carrier.name)}</b></td><td>{look.hows[carrier.id]}</td>'
            f'<td dir="auto">{words}</td><td>{len(carrier.statements):,}</td></tr>\n'
        )
    yield "</tbody>\n</table>\n"


def write_statements(look: Look) -> Iterator[str]:
    """Yield the table of who says what."""
    statements = look.reading.statements
    if not statements:
        yield '<p class="none">No statements were found.</p>\n'
        return
    yield f'<table class="statements">\n<caption>{_count(len(statements), "statement")}</caption>\n<thead><tr>'
    yield "<th></th><th>who</th><th>cue</th><th>what</th><th>kind</th><th>score</th></tr></thead>\n<tbody>\n"
    links = _link_statements(look)
    for statement in statements:
        yield _statement_row(look, statement, links.get(statement.id))
    yield "</tbody>\n</table>\n"


def _link_statements(look: Look) -> dict[str, str]:
    """For each statement of an article that has an address, the link that opens its page at the words."""
    length = len(look.article.text)
    known = [s for s in look.reading.statements if look.article.url and s.content and s.content[0].end <= length]
    selected = select_spans(look.article, tuple(s.content[0] for s in known))
    return {s.id: chosen.link for s, chosen in zip(known, selected, strict=True) if chosen.link}


def _statement_row(look: Look, statement: Statement, page: str | None) -> str:
    key, hue = show_key(statement.id), look.hues[statement.id]
    within = f"<br><small>in {show_line(statement.within)}</small>" if statement.within else ""
    cue, what = (show_line(words_of(it, look.article.text)) or "—" for it in (statement.cue, statement.content))
    link = f'<a href="#{look.anchor}-{key}">{show_line(statement.id)}</a>'
    if page:
        link += f'<br><small><a href="{escape(page)}" rel="noreferrer">in the page</a></small>'
    return (
        f'<tr id="{look.anchor}-row-{key}"><td>{link}{within}</td>'
        f'<td dir="auto">{_show_who(look, statement)}</td><td dir="auto"><i>{cue}</i></td>'
        f'<td dir="auto"><span class="x {hue}">{what}</span></td>'
        f"<td>{show_kind(statement)}</td><td>{statement.score:.2f}</td></tr>\n"
    )


def _show_who(look: Look, statement: Statement) -> str:
    """The name, the source's own words where they say something else, and whom it came through."""
    who = look.whos[statement.id]
    name = f'<b class="who {look.hues[statement.id]}">{show_line(who.name) or "—"}</b>'
    words = f"<br><small>“{show_line(who.words)}”</small>" if who.words else ""
    through = show_line(tell_carriers(statement, look.carriers))
    return name + words + (f'<br><small class="through">through {through}</small>' if through else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
