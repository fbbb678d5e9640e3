"""Write docs/formats.md, with an example of each format made from the example article.

python docs/write_formats.py            writes it
python docs/write_formats.py --check    exits with 1 if it is stale
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from write_cli import write_page

from sayso import Analyser, Outlet, read_articles
from sayso.cli.formats import FORMATS, load_writer
from sayso.correct.marks import clean_marked_text, make_marks
from sayso.export.brat import write_marks
from sayso.export.label_studio import INTERFACE
from sayso.reading import Reading

TARGET = Path(__file__).resolve().parent / "formats.md"
ARTICLE = Path(__file__).resolve().parent.parent / "src" / "sayso" / "examples" / "article.txt"
# The statement of the examples.
WORDS = "Then nobody read it"
WIDTH = 110
HEAD = """\
# Formats of other programs

Made by `docs/write_formats.py` from the example article; change the text there, not this page. The tables (CSV,
Excel, Parquet) are described in [tables.md](tables.md), JSON in [data-format.md](data-format.md).

```sh
sayso export news.db --format tei -o news.xml                 # of a collection
sayso export readings.jsonl --format schema-org -o news.jsonld # of stored readings
sayso read article.txt --format web-annotation                 # of an article, at once
sayso export news.db --format prov --min-score 0.8             # without doubtful statements
```

All are written article by article, so a collection of any size needs no more memory than its longest article. None
holds a verdict. Which term stands for what, and why: [decisions/0032](../decisions/0032-formats.md).

The examples show one statement of `sayso/examples/article.txt`, to which an address, an outlet and a date were given.
"""
SCHEMA_ORG = """\
## `schema-org`

JSON-LD in the words of [schema.org](https://schema.org/Quotation), for web pages, search engines and archives. It can
stand in a page as it is, in `<script type="application/ld+json">`: `<`, `>` and `&` are escaped.

- An article is a `NewsArticle`. Its running text is left out.
- Quoted words are a `Quotation`, without their marks; parts are joined by ` … `. Statements in the reporter's own
  words are left out; of those that are partly quoted only the quoted words are given.
- `spokenByCharacter` is the speaker, a `Person` or an `Organization`; who has no proper name has a `description` and
  no `name`. Of joint speakers each is listed. It is left out where the speaker is unknown. A document does not speak:
  it stands in `isBasedOn`.
- `isBasedOn` lists through whom the words came, nearest to the speaker first.
- `ClaimReview` is never written.
"""
WEB_ANNOTATION = """\
## `web-annotation`

The [Web Annotation Data Model](https://www.w3.org/TR/annotation-model/) of the W3C as JSON-LD, for annotation clients
and servers. Each statement is an `Annotation`, each scare quote another.

- `target` lists the places of the content, each by its words (`TextQuoteSelector`) and by its position
  (`TextPositionSelector`).
- **Positions count Unicode code points**, as the model demands, in the text that sayso extracted, whose SHA-256 is
  `sayso:fingerprint`. In JavaScript, count over `[...text]`. In another extraction of the page go by the words.
- `body` lists the speaker's name (`identifying`), the kind (`tagging`), through whom the words came (`describing`),
  and where source and cue stand.
- `source` is the article's address; without one, a name made from its id and text.
- `sayso:score` is the statement's score; `sayso:corrected` says when a reader corrected it, if one did.
"""
PROV = """\
## `prov`

[PROV](https://www.w3.org/TR/prov-overview/) of the W3C as [PROV-JSON](https://www.w3.org/submissions/prov-json/),
which the library `prov` and ProvStore open. Each reading is a bundle of its own, which also says which version of
sayso made it, with which model and settings.

- A passage of the article (`a:s3`) **was quoted from** the utterance (`a:utterance-s3`), which **was attributed to**
  the speaker. A passage in the reporter's own words was derived from the utterance, without being a quotation.
- Between the two stand the carriers, each derived from the one before it. An interview, broadcast, post or document
  that is first in the chain is the **primary source** of the passage, and so is a document that speaks itself.
- PROV-JSON has `wasQuotedFrom` and `hadPrimarySource` as `wasDerivedFrom` of the type `prov:Quotation` and
  `prov:PrimarySource`.
- An utterance whose speaker is unknown is attributed to nobody, and `sayso:speaker` says why.
"""
TEI = """\
## `tei`

[TEI P5](https://tei-c.org/guidelines/p5/): one `teiCorpus` with a `TEI` for each article. It is valid by the rules of
all of TEI, which a test holds it to. The text is complete, and character by character the article's; only what XML
cannot have is U+FFFD.

- Each line that is not blank is a `p`, the headline a `head`.
- A statement is a `said`: `who` points to the speaker, `source` to the carriers, nearest to the speaker first;
  `direct` is `true` where all of it is quoted. Words of a document are a `quote`. Of a statement partly in the
  reporter's own words, the quoted words are a `q`.
- A statement whose speaker is unknown has no `who`.
- Sources are `rs`, cues `seg type="cue"`, the words that name a carrier `seg type="carrier"`; scare quotes
  `soCalled`; titles, names and words in marks `title`, `name` and `mentioned`.
- Elements of XML cannot overlap. What is interrupted, runs over lines or overlaps with something else has several
  elements, linked by `next` and `prev`.
- The header lists speakers (`listPerson`, `listOrg`) and carriers (`listBibl`).
"""
BRAT = """\
## `brat`

A ZIP archive for [brat](https://brat.nlplab.org), in which people correct what was marked:

```sh
sayso export readings.jsonl --format brat -o to-correct.zip
unzip to-correct.zip -d brat/data/news/                      # then correct in brat
sayso export brat/data/news/ --format jsonl -o gold.jsonl    # or --format html, to look at it
```

Each article has a `.txt`, an `.ann`, and a `.json` with the whole reading, which brat passes over; keep the three
together. `annotation.conf` has what can be marked.

- A `Statement` is an event whose trigger is the content; its arguments are `Source`, `Cue`, `Speaker`, `Carrier` and
  `Within`. Of a speaker who is open, `Candidate` and the attribute `Unresolved` say between whom and why.
- A `Speaker` is any mention of who speaks, marked as `Person`, `Organisation`, `Group`, `Document`, `Unnamed` or
  `Author`. All mentions of one speaker are joined by `Equiv`. A note on a mention is the speaker's name; a note on a
  `Carrier` is the carrier's.
- **Offsets count characters of the `.txt`, Unicode code points**, and are those of the article's text. A mark that
  runs over the end of a line has a stretch on each line, and is one span again when it comes back.
- In the `.txt`, a tab, carriage return or other character that some programs take for the end of a line is a blank,
  and a control character is U+FFFD. The article's own text comes back unchanged.

**What comes back** is a reading like any other: gold in the format that `training/` reads. What is marked wins; facts
of the article, roles and findings of the headline stay as they were, and so do speakers and carriers that are nowhere
in the text. Kind and place of a statement that was changed come from the text. Scores are 1, and `sayso.choices` has
`corrected_in`. A statement that is still there keeps its id. Own voice is cut where a new statement covers it, and
does not grow.
"""
LABEL_STUDIO = """\
## `label-studio`

Tasks for [Label Studio](https://labelstud.io), in which people correct what was marked:

```sh
sayso export readings.jsonl --format label-studio -o tasks.json
# in Label Studio: import tasks.json, correct and submit, export as JSON
sayso export from-label-studio.json --format jsonl -o gold.jsonl
```

Each article is a task, and what was marked is a prediction, which Label Studio shows and people change. Put the
interface below into the project's settings under "Labeling Interface", "Code". Labels and links are those of brat,
and so is what comes back; only these differ:

- **Offsets count Unicode code points** of the task's `text`, as Label Studio does. (Old versions counted UTF-16
  units; marks made in one are recognised by the words that they hold.)
- What is interrupted has a region for each stretch, linked by `Continues`. Mentions of one speaker are linked by
  `Same`.
- The name of a speaker or carrier is written beside a region of it.
- Tasks that nobody has submitted are reported and left out. Of several annotations of a task the newest is taken. The
  export "JSON-MIN" has no links, so it is not read.
"""
CITATIONS = """\
## `bibtex` and `csl`

A citation of each quotation, for LaTeX, Zotero, JabRef and pandoc: BibTeX in UTF-8, or CSL-JSON. It cites the
article; `note` has who said the words, the words, and through whom they came. The keys are the same in both.
Statements without quoted words are left out, as in `schema-org`. No word of an article is run by TeX: its signs are
written as commands that print them.
"""
SPACY = """\
## spaCy

`pip install 'sayso[spacy]'` adds a component to [spaCy](https://spacy.io)'s pipelines:

```python
import spacy

nlp = spacy.blank("en")
nlp.add_pipe("sayso")  # config={"min_score": 0.8, "find_title": False}
doc = nlp("The bridge is safe, Ada Moss told Radio Tern on Monday.")
for span in doc.spans["sayso_content"]:
    print(span.text, "|", span._.sayso_speaker, "|", span._.sayso_carriers)
# The bridge is safe | Ada Moss | ['Radio Tern']
```

- Groups of spans: `sayso_content`, `sayso_source`, `sayso_cue`, `sayso_carrier`, `sayso_scare_quotes` and
  `sayso_own_voice`. The label of content is its kind, of a carrier its `how`; `span.id_` is the id of the statement
  or carrier.
- `span._.sayso_statement` is the statement of a span of content, source or cue. `doc._.sayso` is the whole reading.
- Spans of spaCy are whole tokens, so that one may be a little longer than what was found. **Offsets of the reading
  are exact, and count code points of `doc.text`**, as `token.idx` does.
- Documents keep their reading when they are stored, and between the processes of `nlp.pipe(…, n_process=2)`.
"""


def read_example() -> Reading:
    """The reading of the example article, with an address, an outlet and a date."""
    (article,) = read_articles([ARTICLE])
    outlet = Outlet("Tessel Tribune", "tribune.example")
    known = replace(
        article, id="article.txt", url="https://tribune.example/ferry", outlet=outlet, published="2031-04-05"
    )
    return Analyser().analyse(known)


def choose_statement(reading: Reading) -> Reading:
    """The reading with one statement, its speaker and its carriers alone."""
    (statement,) = (it for it in reading.statements if WORDS in it.text)
    return replace(
        reading,
        statements=(replace(statement, score=0.99),),
        speakers=tuple(it for it in reading.speakers if it.id == statement.speaker),
        carriers=tuple(it for it in reading.carriers if it.id in statement.carriers),
        headline=(),
        scare_quotes=(),
        own_voice=(),
        other_marks=(),
    )


def write_text(name: str, reading: Reading) -> str:
    """The reading in a format of text."""
    stream = io.StringIO()
    load_writer(FORMATS[name].readings)([reading], stream)
    return stream.getvalue()


def show_schema_org(reading: Reading) -> Iterator[str]:
    """The whole file."""
    yield from fence("json", lay_out_json(write_text("schema-org", reading)))


def show_web_annotation(reading: Reading) -> Iterator[str]:
    """The whole file, with the places of one span."""
    yield from fence("json", lay_out_json(write_text("web-annotation", reading)))


def show_prov(reading: Reading) -> Iterator[str]:
    """The records of the statement."""
    document = json.loads(write_text("prov", reading))
    (records,) = document["bundle"].values()
    shown = {"entity": {key: it for key, it in records["entity"].items() if key.startswith("a:")}}
    for kind in ("wasDerivedFrom", "wasAttributedTo"):
        shown[kind] = {key: it for key, it in records[kind].items() if "uuid:" not in str(it)}
    yield "Of one statement:"
    yield from fence("json", lay_out_value(shown, 0))


def show_tei(reading: Reading) -> Iterator[str]:
    """The header's lists, and the line of the statement."""
    _, _, text = write_text("tei", reading).partition("<TEI>")
    header = re.findall(r"<list\w+>.*?</list\w+>", text)
    (line,) = (line for line in text.splitlines() if WORDS in line)
    yield "From the header, and from the text:"
    yield from fence("xml", "\n".join([*header, line]).replace("><bibl", ">\n  <bibl"))


def show_brat(reading: Reading) -> Iterator[str]:
    """The marks of the statement."""
    text = clean_marked_text(getattr(reading.article, "text", ""))
    yield "The `.ann` of one statement:"
    yield from fence("text", "".join(write_marks(make_marks(reading), text)))


def show_label_studio(reading: Reading) -> Iterator[str]:
    """The interface, and a region and a relation of the task."""
    yield "The interface:"
    yield from fence("xml", INTERFACE)
    (task,) = json.loads(write_text("label-studio", reading))
    results = task["predictions"][0]["result"]
    shown = [results[0], *[it for it in results if it["type"] == "relation"][:2]]
    yield "A region and two links:"
    yield from fence("json", lay_out_value(shown, 0))


def show_citations(reading: Reading) -> Iterator[str]:
    """Both forms."""
    yield from fence("bibtex", write_text("bibtex", reading))
    yield from fence("json", lay_out_json(write_text("csl", reading)))


def lay_out_json(text: str) -> str:
    """JSON over several lines, with what fits on one line on one."""
    return lay_out_value(json.loads(text), 0)


def lay_out_value(value: object, depth: int) -> str:
    """A value of JSON; its first line is indented by whoever calls this."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(line) + depth <= WIDTH:
        return line
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {lay_out_value(it, depth + len(key) + 5)}" for key, it in value.items()]
    else:
        items = [lay_out_value(it, depth + 1) for it in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    blank = "\n" + " " * (depth + 1)
    return f"{opening}{f',{blank}'.join(items)}{closing}"


def fence(language: str, text: str) -> Iterator[str]:
    """A block of code."""
    yield f"```{language}\n{text.rstrip()}\n```"


SECTIONS: tuple[tuple[str, Callable[[Reading], Iterator[str]]], ...] = (
    (SCHEMA_ORG, show_schema_org),
    (WEB_ANNOTATION, show_web_annotation),
    (PROV, show_prov),
    (TEI, show_tei),
    (BRAT, show_brat),
    (LABEL_STUDIO, show_label_studio),
    (CITATIONS, show_citations),
    (SPACY, lambda _: iter(())),
)


def describe_formats(reading: Reading) -> str:
    """The whole page: a section for each format."""
    chosen = choose_statement(reading)
    parts = [HEAD.rstrip()]
    for text, show in SECTIONS:
        parts += [text.rstrip(), *show(chosen)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(write_page(TARGET, describe_formats(read_example()), sys.argv[1:]))
