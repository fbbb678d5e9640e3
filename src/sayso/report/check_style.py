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
.row h3, .sides h4, .facts, .totals, .sources { font-family: system-ui, -apple-system, "Segoe UI", sans-serif; }
.number { display: inline-block; min-width: 1.4em; font-variant-numeric: tabular-nums; }
.row h3 { margin: 0 0 .4rem; font-size: .88rem; font-weight: 400; line-height: 1.5; }
.label-name { font-weight: 700; color: var(--ink); border: 1.5px solid var(--mark, var(--faint)); border-radius: .3em;
  padding: .05em .45em; margin-right: .35em; white-space: nowrap; }
.verbatim, .minor { --mark: hsl(145 45% 42%); }
.altered { --mark: hsl(40 85% 45%); }
.elided { --mark: hsl(200 70% 45%); }
.not-found { --mark: hsl(290 35% 52%); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.sides h4 { margin: 0; font-size: .75rem; font-weight: 600; color: var(--faint); }
.sides p { margin: 0; white-space: pre-line; }
ins { background: var(--only); text-decoration: underline 2px var(--edge); text-underline-offset: .2em; }
del { background: var(--gone); text-decoration: underline dashed 2px var(--strike);
  text-underline-offset: .2em; }
ins, del { border-radius: .2em; padding: .05em .1em; color: var(--ink); -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
.around { color: var(--faint); }
.facts { list-style: none; margin: .4rem 0 0; padding: 0; font-size: .84rem; color: var(--faint); line-height: 1.5; }
.totals { font-size: .9rem; margin: 0 0 .6rem; }
nav li { line-height: 1.5; }
.first ul, .sources ul { list-style: none; padding: 0; margin: 0 0 .8rem; }
.first li { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.first h3 { margin: 0; }
.first bdi { font-family: Georgia, "Times New Roman", serif; }
.sources { font-size: .84rem; color: var(--faint); line-height: 1.5; }
.sources h2 { font-size: 1rem; margin: 1rem 0 .3rem; }
.sources dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
.sources dt { font-weight: 600; }
.sources dd { margin: 0; }
/* What is seen by its line is also said aloud: few screen readers tell ins and del. */
.sides :is(ins, del)::before, .sides :is(ins, del)::after { position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sides ins::before { content: " [only in the article: "; }
.sides del::before { content: " [only in the source: "; }
.sides :is(ins, del)::after { content: "] "; }
/* Thousands of quotations open at once, since those out of sight are laid out when they come into it. */
@media screen { article { content-visibility: auto; contain-intrinsic-size: auto 60rem; padding-inline: .6rem;
  margin-inline: -.6rem; } }
@media (max-width: 40rem) {
  .sides { grid-template-columns: 1fr; }
  .sides > div + div { margin-top: .5rem; }
}
@media print {
  .row, nav li, .sources li, .sources dl { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .sides p { line-height: 1.45; orphans: 3; widows: 3; }
  .row { padding: .5rem 0; }
  ins, del { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  nav a { text-decoration: none; }
}
"""
)
