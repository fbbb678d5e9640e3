"""Small collections for tests, from articles that are written in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner, Result

from sayso import open_collection
from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.cli import main
from sayso.counting.measured import load_measured
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["STAMP", "Said", "make_reading", "run", "store_readings"]

# The model whose figures ship, so that no note says that another one read these.
STAMP = Stamp("0.1.0", load_measured().model, "f00d")


@dataclass(frozen=True)
class Said:
    """What somebody says in an article: one of these, or several together, or nobody who is known."""

    text: str
    speakers: Sequence[str] = ()
    kind: Kind = Kind.DIRECT
    score: float = 0.9
    speaker_score: float | None = 0.8
    through: Sequence[tuple[str, How, float]] = ()
    type: SpeakerType = SpeakerType.PERSON
    is_named: bool = True


@dataclass
class _Made:
    """What was made of an article so far."""

    text: str = ""
    statements: list[Statement] = field(default_factory=list)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)

    def find_speaker(self, names: Sequence[str], said: Said) -> str | None:
        """The id of the speaker of these names, who is made if need be; a group of several."""
        if not names:
            return None
        name = " and ".join(names)
        if name not in self.speakers:
            members = tuple(filter(None, (self.find_speaker([it], said) for it in names))) if len(names) > 1 else ()
            kind = SpeakerType.GROUP if members else said.type
            self.speakers[name] = Speaker(f"p{len(self.speakers) + 1}", name, kind, said.is_named, members=members)
        return self.speakers[name].id


def make_reading(
    name: str,
    said: Iterable[Said],
    *,
    outlet: str | None = "The Float",
    published: str | None = "2031-04-05",
    stamp: Stamp = STAMP,
    language: str | None = "en",
    title: str | None = None,
) -> Reading:
    """The reading of an article in which all this is said, a paragraph each: “…,” somebody said."""
    made = _Made(f"{title}\n\n" if title else "")
    for number, it in enumerate(said, 1):
        start = len(made.text)
        content, speaker = Span(start, start + len(it.text)), made.find_speaker(it.speakers, it)
        who = " and ".join(it.speakers) or "It"
        made.text += f"{it.text} {who} said so. More was not known.\n\n"
        source = Span(content.end + 1, content.end + 1 + len(who))
        carriers = []
        for carrier, how, score in it.through:
            known = made.carriers.get(carrier)
            own = known.id if known else f"c{len(made.carriers) + 1}"
            said_so = (*(known.statements if known else ()), f"s{number}")
            made.carriers[carrier] = Carrier(own, carrier, how, (), said_so, 1, score)
            carriers.append(own)
        made.statements.append(
            Statement(
                *(f"s{number}", it.kind, Place.BODY, (content,), (Span(source.end + 1, source.end + 5),), (source,)),
                it.score,
                speaker=speaker,
                unresolved=None if speaker else Unresolved.NO_SOURCE,
                speaker_score=it.speaker_score if speaker else None,
                carriers=tuple(carriers),
            )
        )
    article = Article(
        *(name, made.text or "Nothing was said.", f"https://{name}.example/{name}"),
        Outlet(outlet) if outlet else None,
        title,
        Span(0, len(title)) if title else None,
        published=published,
        language=language,
    )
    parts = {"speakers": tuple(made.speakers.values()), "carriers": tuple(made.carriers.values())}
    return Reading(article, tuple(made.statements), (), stamp, **parts)  # type: ignore[arg-type]


def store_readings(folder: Path, readings: Iterable[Reading]) -> Path:
    """The file of a collection with these readings."""
    path = folder / "news.db"
    path.write_bytes(_make_file(tuple(readings)))
    return path


@cache
def _make_file(readings: tuple[Reading, ...]) -> bytes:
    """What stands in a file of a collection with these readings, which is made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        with open_collection(path) as opened:
            opened.add(readings)
        return path.read_bytes()


def run(*args: object, answer: str | None = None, env: dict[str, str] | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(it) for it in args], input=answer, env=env)
