"""Pages of traced words: a timeline with what was changed at each step; a page for each utterance and each speaker."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
from click.testing import Result

from sayso.carrier import How

from . import made_collections
from .made_collections import Said, make_reading, store_readings

WORDS = "“The lower harbour lock will stay shut until the spring tides have passed the northern quay”"
CUT = "“The lower harbour lock will stay shut until the spring tides have passed”"
OTHER = "“Nobody in the whole of Woldham was ever asked about the price of the new ferry tickets”"
ROTH, VINT = "Anna Roth", "Orla <b>Vint</b>"
READINGS = (
    make_reading("a1", [Said(WORDS, [ROTH])], outlet="Mir", published="2031-04-01"),
    make_reading("a2", [Said(CUT, [ROTH], through=[("Mir", How.REPORT, 0.9)])], published="2031-04-02"),
    make_reading("a3", [Said(OTHER, [VINT]), Said(CUT, [VINT])], outlet="The Wold Bell", published="2031-04-03"),
    make_reading("a4", [Said(OTHER, [VINT])], outlet=None, published=None),
)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A collection with two utterances that several articles have."""
    return store_readings(tmp_path, READINGS)


def run(*args: object) -> Result:
    """Run the command."""
    return made_collections.run(*args, env={"SOURCE_DATE_EPOCH": "1932940800"})


class Links(HTMLParser):
    """The ids of a page, its links, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.ids += [facts["id"]] if facts.get("id") else []  # type: ignore[list-item]
        self.links += [facts["href"]] if facts.get("href") else []  # type: ignore[list-item]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_is_a_timeline_with_the_changes_marked(stored: Path, tmp_path: Path) -> None:
    """Each place with its date and outlet, the earliest, where the words came from, and what was cut."""
    page = tmp_path / "traced.html"
    result = run("trace", stored, "--quote", CUT, "-o", page)
    source = page.read_text("utf-8")
    shown = " ".join(Links(source).text.split())

    assert 0 == result.exit_code, result.output
    for words in ("1 April 2031 · Mir · Anna Roth · earliest", "truncated from 1, the article names Mir"):
        assert words in shown
    assert "given to another speaker" in shown
    assert re.search(r"<del>[^<]*the northern quay[^<]*</del>", source)
    assert "2 April 2031" in shown
    assert 'datetime="2031-04-03"' in source


def test_links_lead_to_places_that_are_there(stored: Path, tmp_path: Path) -> None:
    """On one page, and between the pages of a folder; each id stands once on its page."""
    page, folder = tmp_path / "traced.html", tmp_path / "pages"
    result = run("trace", stored, "-o", page, "--pages", folder)
    pages = {path.name: Links(path.read_text("utf-8")) for path in (page, *folder.iterdir())}

    assert 0 == result.exit_code, result.output
    assert "5 pages in" in result.stderr
    assert {"index.html", "traced.html"} < set(pages)
    for name, it in pages.items():
        assert len(it.ids) == len(set(it.ids))
        for link in it.links:
            file, _, place = link.partition("#")
            assert link.startswith("https://") or not place or place in pages[file or name].ids
            assert not file or link.startswith("https://") or file in pages


def test_each_utterance_and_each_speaker_has_a_page(stored: Path, tmp_path: Path) -> None:
    """The index leads to both, and a speaker's page to the speaker's utterances."""
    folder = tmp_path / "pages"
    run("trace", stored, "--pages", folder, "-o", tmp_path / "out.jsonl")
    texts = {path.name: Links(path.read_text("utf-8")).text for path in folder.iterdir()}
    speakers = [text for name, text in texts.items() if name.startswith("speaker-")]

    assert 2 == sum(name.startswith("words-") for name in texts)
    assert 2 == len(speakers)
    assert any(f"{VINT}: words in several articles" in text and "2 utterances" in text for text in speakers)
    assert "2 utterances" in texts["index.html"]
    assert "2 speakers" in texts["index.html"]


def test_pages_are_the_same_again(stored: Path, tmp_path: Path) -> None:
    """Their names and their bytes, whenever the same was traced."""
    for name in ("one", "two"):
        run("trace", stored, "--pages", tmp_path / name, "-o", tmp_path / "out.jsonl")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))

    assert one == two


def test_markup_of_an_article_is_text(stored: Path, tmp_path: Path) -> None:
    """As everywhere on pages."""
    folder = tmp_path / "pages"
    run("trace", stored, "--pages", folder, "-o", tmp_path / "out.jsonl")

    assert not any("<b>Vint</b>" in path.read_text("utf-8") for path in folder.iterdir())
    assert any("&lt;b&gt;Vint&lt;/b&gt;" in path.read_text("utf-8") for path in folder.iterdir())


def test_networkx_opens_the_graph(stored: Path, tmp_path: Path) -> None:
    """Passages are nodes, and the steps between them are edges with what became of the words."""
    path = tmp_path / "lineage.graphml"
    run("trace", stored, "--graph", path, "-o", tmp_path / "out.jsonl")
    graph = nx.read_graphml(path)
    outlets = nx.get_node_attributes(graph, "outlet")
    steps = {(outlets.get(one), outlets.get(other)): facts for one, other, facts in graph.edges(data=True)}

    assert (5, True) == (graph.number_of_nodes(), graph.is_directed())
    assert ("stated", "truncated") == tuple(steps["Mir", "The Float"][name] for name in ("evidence", "change"))
    assert steps["The Float", "The Wold Bell"]["other_speaker"] is True
    assert VINT in nx.get_node_attributes(graph, "speaker").values()


def test_nothing_found_writes_no_page(stored: Path, tmp_path: Path) -> None:
    """Neither a page nor a folder."""
    result = run("trace", stored, "--speaker", "Nobody", "-o", tmp_path / "out.html", "--pages", tmp_path / "pages")

    assert 1 == result.exit_code
    assert not (tmp_path / "out.html").exists()
    assert not (tmp_path / "pages").exists()


def test_each_passage_says_in_which_article_it_stands(tmp_path: Path) -> None:
    """By title and address, in the terminal and on pages; and in JSON Lines and tables too."""
    named = (
        make_reading("a1", [Said(WORDS, [ROTH])], published="2031-04-01", title="The lock stays shut"),
        make_reading("a2", [Said(WORDS, [ROTH])], outlet="Mir", published="2031-04-02"),
    )
    stored = store_readings(tmp_path, named)
    shown, page = run("trace", stored).stdout, tmp_path / "page.html"
    run("trace", stored, "-o", page)
    links = Links(page.read_text("utf-8"))
    (cluster,) = [json.loads(line) for line in run("trace", stored, "--format", "jsonl").stdout.splitlines()][1:]

    assert "    The lock stays shut · https://a1.example/a1\n" in shown
    assert "    https://a2.example/a2\n" in shown
    assert {"https://a1.example/a1", "https://a2.example/a2"} <= set(links.links)
    assert "The lock stays shut" in links.text
    assert [("The lock stays shut", "https://a1.example/a1"), (None, "https://a2.example/a2")] == [
        (it["title"], it["url"]) for it in cluster["passages"]
    ]
    assert ",The lock stays shut,https://a1.example/a1\n" in run("trace", stored, "--format", "csv").stdout.replace(
        "\r\n", "\n"
    )


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_id_of_an_utterance_is_not_cut(stored: Path, width: int) -> None:
    """It is what pages and tables call it by."""
    result = made_collections.run("trace", stored, env={"COLUMNS": str(width)})

    assert 2 == len(re.findall(r"^k[0-9a-f]{14}$", result.stdout, re.MULTILINE))
