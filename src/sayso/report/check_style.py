"""The style of the page of checked quotations, on top of that of the other page."""

from __future__ import annotations

from sayso.report.page_style import STYLE

__all__ = ["CHECK_STYLE"]

CHECK_STYLE = (
    STYLE
    + """
:root { --only: hsl(145 60% 88%); --gone: hsl(20 85% 90%); --edge: hsl(145 60% 28%); --strike: hsl(15 75% 38%); }
@media (prefers-color-scheme: dark) {
  :root { --only: hsl(145 35% 20%); --gone: hsl(15 45% 23%); --edge: hsl(145 50% 65%); --strike: hsl(15 80% 72%); } }
body { max-width: 64rem; }
.row { padding: .9rem 0 .8rem; border-bottom: 1px solid var(--line); }
.row h3, .sides h4, .facts, .totals { font-family: system-ui, -apple-system, "Segoe UI", sans-serif; }
.row h3 { margin: 0 0 .4rem; font-size: .88rem; font-weight: 400; line-height: 1.5; }
.label-name { font-weight: 700; color: var(--ink); border: 1.5px solid var(--mark, var(--faint)); border-radius: .3em;
  padding: .05em .45em; margin-right: .35em; white-space: nowrap; }
.verbatim, .minor { --mark: hsl(145 45% 42%); }
.altered { --mark: hsl(40 85% 45%); }
.elided { --mark: hsl(200 70% 45%); }
.not-found { --mark: hsl(290 35% 52%); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.sides.one { grid-template-columns: 1fr; }
.sides h4 { margin: 0; font-size: .75rem; font-weight: 600; color: var(--faint); }
.sides p { margin: 0; }
ins { background: var(--only); text-decoration: underline 2px var(--edge); text-underline-offset: .2em; }
del { background: var(--gone); text-decoration: underline dashed 2px var(--strike);
  text-underline-offset: .2em; }
ins, del { border-radius: .2em; padding: .05em .1em; color: var(--ink); -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
.around { color: var(--faint); }
.facts { list-style: none; margin: .4rem 0 0; padding: 0; font-size: .84rem; color: var(--faint); line-height: 1.5; }
.totals { font-size: .9rem; margin: .8rem 0 0; }
nav li { line-height: 1.5; }
@media (max-width: 40rem) {
  .sides { grid-template-columns: 1fr; }
  .sides > div + div { margin-top: .5rem; }
}
@media print {
  .row { break-inside: avoid; }
  h2 { break-after: avoid; }
  ins, del { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  nav a { text-decoration: none; }
}
"""
)
