"""The style of the page: readable on a phone, at night and on paper."""

from __future__ import annotations

__all__ = ["STYLE", "write_head"]

# Neighbouring numbers get hues that stand far apart, so that the first sources of an article are told apart best.
_HUE_DEGREES = (205, 32, 130, 290, 350, 175, 60, 245, 95)

STYLE = """\
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1b; --faint: #6a6a6a; --line: #d9d9d9; --none: #ececec;
  --own: #f1f1ee;
  --tint-s: 75%; --tint-l: 91%; --deep-s: 75%; --deep-l: 29%; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #e6e6e6; --faint: #9a9a9a; --line: #383c42; --none: #2c2f34;
    --own: #23262a;
    --tint-s: 35%; --tint-l: 22%; --deep-s: 70%; --deep-l: 76%; } }
* { box-sizing: border-box; }
body { display: flex; flex-direction: column; margin: 0 auto; padding: 1rem; max-width: 52rem; background: var(--paper);
  color: var(--ink); font: 1.06rem/1.65 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1, h2, h3, .about, .legend, nav, table, .notices, .none, .chains, .headline {
  font-family: system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.05rem; margin: 0; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: .3rem 0 .8rem; }
h3 { font-size: .88rem; margin: 1.4rem 0 .2rem; color: var(--faint); font-weight: 600; }
header.page { order: -2; border-bottom: 1px solid var(--line); }
nav { order: -1; }
nav h2 { font-size: 1rem; margin: 1rem 0 0; }
.legend, .about, nav, .notices, .none { font-size: .88rem; color: var(--faint); }
.legend { margin: .2rem 0 .8rem; }
.about { margin: 0 0 .4rem; }
article { padding: 1.4rem 0 1rem; border-bottom: 1px solid var(--line); }
.text { white-space: pre-wrap; unicode-bidi: plaintext; }
.title { font-weight: 700; font-size: 1.3em; line-height: 1.35; }
.x { background: var(--tint); border-radius: .2em; padding: .08em 0; -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
.inner { border-bottom: 2px solid var(--deep); border-radius: .2em .2em 0 0; }
.who { color: var(--deep); }
.cue { color: var(--deep); }
.label { color: var(--deep); text-decoration: none; font: 600 .68em/1 system-ui, sans-serif; vertical-align: .45em;
  padding: 0 .25em 0 .1em; unicode-bidi: isolate; }
.label::before { content: attr(data-id); }
.label:hover::before { text-decoration: underline; }
.own { background: var(--own); border-radius: .2em; padding: .08em 0; -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
.scare { outline: 1.5px dotted var(--faint); outline-offset: -1px; border-radius: .2em; }
.via { text-decoration: underline double var(--faint); text-underline-offset: .22em; }
.chains { list-style: none; margin: 0 0 1rem; padding: .5rem .8rem; border-left: 3px solid var(--line);
  font-size: .92rem; line-height: 1.5; }
.chains li { padding: .15rem 0 .15rem 1.1em; text-indent: -1.1em; }
.headline { font-size: .92rem; line-height: 1.5; }
.headline dl { margin: 0; }
.headline dd { margin: .1rem 0 .6rem 1.1em; }
.nobody { --tint: var(--none); --deep: var(--faint); }
table { width: 100%; border-collapse: collapse; margin-top: 1.4rem; font-size: .88rem; line-height: 1.45; }
caption { text-align: start; color: var(--faint); padding-bottom: .3rem; }
th { text-align: start; font-weight: 600; color: var(--faint); }
th, td { vertical-align: top; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); }
table { overflow-wrap: break-word; }
.statements td:nth-child(1) { white-space: nowrap; }
.statements td:nth-child(2) { max-width: 14rem; }
.statements td:nth-child(3) { max-width: 8rem; }
.statements td:nth-child(4) { max-width: 22rem; }
.statements td:nth-child(5), .statements td:nth-child(6), td small { color: var(--faint); }
.statements th:nth-child(6), .statements td:nth-child(6), .speakers :is(th, td):nth-child(n+4),
.carriers :is(th, td):nth-child(5) { text-align: end; font-variant-numeric: tabular-nums; padding-right: 0; }
.speakers :is(th, td):nth-child(n+4), .carriers :is(th, td):nth-child(5) { padding-left: .7rem; color: var(--faint); }
.speakers td:nth-child(2), .carriers td:nth-child(1), .carriers td:nth-child(3) { color: var(--faint); }
a { color: inherit; }
:target { outline: 2px solid var(--deep, var(--faint)); outline-offset: 2px; scroll-margin: 30vh; }
@media (max-width: 40rem) {
  body { font-size: 1rem; }
  table, tbody, caption { display: block; }
  thead { display: none; }
  tr { display: flex; flex-wrap: wrap; gap: .1rem .7rem; padding: .55rem 0; border-bottom: 1px solid var(--line); }
  tr td { border: 0; padding: 0; max-width: 100%; }
  .statements tr td:nth-child(n) { max-width: 100%; }
  .statements td:nth-child(4) { order: 1; flex: 1 0 100%; }
  .statements td:nth-child(5), .statements td:nth-child(6) { order: 2; }
  .speakers td:nth-child(4)::before, .carriers td:nth-child(5)::before { content: "statements: "; }
  .speakers td:nth-child(5)::before { content: "mentions: "; }
  .speakers tr td:nth-child(n+4), .carriers tr td:nth-child(5) { padding: 0; }
  .statements td:nth-child(1) br { display: none; }
  .statements td:nth-child(1) small { margin-left: .4em; }
}
@media print {
  body { max-width: none; font-size: 10.5pt; }
  .x, .own, .who, .cue { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  tr { break-inside: avoid; }
}
""" + "\n".join(
    f".c{number} {{ --tint: hsl({hue} var(--tint-s) var(--tint-l)); --deep: hsl({hue} var(--deep-s) var(--deep-l)); }}"
    for number, hue in enumerate(_HUE_DEGREES)
)


def write_head(title: str, style: str, legend: str) -> str:
    """The beginning of a page up to its heading, with a legend. The page forbids itself all but its own style."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<header class="page">
<h1>{title}</h1>
<p class="legend">{legend}</p>
</header>
"""
