"""The component for spaCy, which is tested where spaCy is installed (pip install 'sayso[spacy]')."""

from __future__ import annotations

from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

from spacy.tokens import Doc, DocBin  # noqa: E402  (only where it is installed)

import sayso.spacy_component  # noqa: E402, F401  (makes it known to spaCy)

TEXT = (
    "Moss: “We were warned” 🌊\n\n“We were warned twice,” Ada Moss, the harbour master, told Radio Tern."
    " “Nobody listens.” The bridge is safe, she said."
)


@pytest.fixture(scope="module")
def nlp() -> object:
    made = spacy.blank("en")
    made.add_pipe("sayso")
    return made


def test_groups_hold_the_words_of_the_reading(nlp: object) -> None:
    """Content, source and cue stand where the reading has them, after an astral letter too."""
    doc = nlp(TEXT)  # type: ignore[operator]
    spoken = {span.text: span._.sayso_speaker for span in doc.spans["sayso_content"]}

    assert spoken["“We were warned twice,”"] == spoken["“Nobody listens.”"] == "Ada Moss"
    assert doc._.sayso.article.title == "Moss: “We were warned” 🌊"
    for span in doc.spans["sayso_content"]:
        places = span._.sayso_statement.content
        assert any(place.of(TEXT) in span.text for place in places)
        assert span.label_ == span._.sayso_statement.kind.value
    assert "told" in {span.text for span in doc.spans["sayso_cue"]}
    assert ["Radio Tern"] == next(it for it in doc.spans["sayso_content"] if "twice" in it.text)._.sayso_carriers


def test_the_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """And prints what the page says."""
    page = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8").split("## spaCy")[1]
    code = page.split("```python\n")[1].split("```")[0]

    exec(compile(code, "formats.md", "exec"), {})  # noqa: S102  (what the page shows)

    assert capsys.readouterr().out == code.rpartition("# ")[2]


def test_a_document_is_stored_with_its_reading(nlp: object) -> None:
    """As spaCy stores documents, and sends them between processes."""
    doc = nlp(TEXT)  # type: ignore[operator]
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    (packed,) = DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)

    assert again._.sayso == packed._.sayso == doc._.sayso
    assert [it.text for it in again.spans["sayso_content"]] == [it.text for it in doc.spans["sayso_content"]]


def test_a_pipeline_is_stored_with_its_settings(tmp_path: object) -> None:
    """The least score is in its configuration; a wrong one is an error."""
    made = spacy.blank("en")
    made.add_pipe("sayso", config={"min_score": 0.99, "find_title": False})
    made.to_disk(tmp_path)
    doc = spacy.load(tmp_path)(TEXT)

    assert doc._.sayso.article.title is None
    assert all(it.score >= 0.99 for it in doc._.sayso.statements)
    with pytest.raises(ValueError, match="min_score"):
        spacy.blank("en").add_pipe("sayso", config={"min_score": 7.0})


def test_an_empty_document_has_empty_groups(nlp: object) -> None:
    """And a reading; a document that did not go through the component has none."""
    doc = nlp("")  # type: ignore[operator]

    assert not doc.spans["sayso_content"]
    assert doc._.sayso.statements == ()
    assert spacy.blank("en")("A")._.sayso is None
