"""The tables of speakers, carriers, headlines, marks and own voice, from the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["list_speaker_tables"]

# A row's name, and what it is called in results.json: in gold readings, and on PolNeAR's attributions.
ROWS = (
    ("speaker right, of detected statements", "speaker", "speaker"),
    ("same speaker or not (identity F1)", "identity F1", "identity F1"),
    ("carriers: F1", "carriers F1", "carriers F1"),
    ("carriers: how, of those found", "how", "how"),
    ("carriers: which statements (links F1)", "links F1", None),
    ("carriers: order of pairs", "order", None),
    ("headline findings: F1", "headline F1", None),
    ("scare quotes: F1", "scare quotes F1", None),
    ("own voice so marked", "own voice so marked", None),
    ("attributed text taken for own voice (less is better)", "attributed text so marked", None),
)
FORMS = ("name", "nominal", "pronoun", "none")


def list_speaker_tables(results: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the tables; one line where these parts were not measured yet."""
    sets = results["sets"]
    named = ("news-fresh", "web-fresh", "web-dev2", "web-dev", "relay")
    wholes = {name: sets.get(name, {}).get("whole") for name in named}
    polnear = sets.get("polnear-dev", {}).get("speakers")
    if not (all(wholes.values()) and polnear):
        yield "Not measured yet."
        return
    yield f"| measure | {' | '.join(f'{name}*' for name in wholes)} | PolNeAR dev, 24 articles* |"
    yield "| --- |" + " --- |" * (len(wholes) + 1)
    for name, whole, speakers in ROWS:
        values = (*(scores.get(whole) for scores in wholes.values()), polnear.get(speakers))
        yield f"| {name} | {' | '.join(_show(value) for value in values)} |"
    yield ""
    yield from _list_forms(polnear)
    yield from _list_marks(sets.get("marks", {}))
    yield from _list_entities([sets.get(name, {}).get("entities") for name in ("gum-interview", "gum-news")])
    yield "\\* These labels are a large language model's, made under written rules, and checked by program."


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _list_forms(polnear: dict[str, float]) -> Iterator[str]:
    """How well each form of source is resolved, on PolNeAR."""
    forms = ", ".join(f"{form} {polnear[form]:.3f}" for form in FORMS if form in polnear)
    end_to_end = _show(polnear.get("end to end F1"))
    yield f"On PolNeAR by how the source is written: {forms}; named speakers end to end, F1 {end_to_end}."


def _list_marks(scores: dict[str, Any]) -> Iterator[str]:
    """Words in marks and headlines, and why one of the figures is flattered."""
    marks = scores.get("marks")
    if not marks:
        return
    yield ""
    yield (
        f"Words in marks* in {scores['articles']} articles of PolNeAR train: accuracy {marks['accuracy']:.3f} of "
        f"{marks['marks']:.0f}; quotation F1 {marks['quotation F1']:.3f}, scare quotes F1 {marks['scare F1']:.3f}. "
        "Quotation against the rest is flattered: the model was trained on these articles' attributions."
    )
    yield (
        f"Headlines* there: stretches P {marks['stretches P']:.3f}, R {marks['stretches R']:.3f}; macro F1 of findings "
        f"{marks['headline in marks: macro F1']:.3f} in marks, {marks['headline reported: macro F1']:.3f} reported."
    )


def _list_entities(parts: Sequence[dict[str, float] | None]) -> Iterator[str]:
    """How far speakers are the entities of GUM, where people marked who is who."""
    for genre, found in zip(("interviews", "news reports, whose statements are trained on"), parts, strict=True):
        if found:
            yield ""
            yield (
                f"GUM {genre}: of {found['detected']:.0f} detected attributions, the speaker is the source's entity in "
                f"{found['agree']:.3f}; identity F1 {found['identity F1']:.3f} (marked by people)."
            )
    yield ""
