"""The word lists: each parses, says where it is from, and holds what a newsroom would look for."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from sayso import lexicon
from sayso.letters import plain_letters
from sayso.lexicon import find_gender, read_shares, read_table, read_words

from .each_case import each_case

FOLDER = Path(lexicon.__file__).parent
WORDS = (
    *"titles title_parts matters groups organisations suffixes bodies documents".split(),
    *"common_surnames family_first".split(),
)
COLUMNS = {"title_genders": 2, "roles": 4, "first_names": 2, "demonyms": 4, "offices": 2, "role_fields": 2}
LOWER_CASE = {"title_genders", "roles", "first_names", "offices", "role_fields"}


@each_case("name", WORDS)
def test_words_are_clean(name: str) -> None:
    """Each line of a word list is one lower-case entry without stray blanks or full stops, and stands once."""
    lines = _entries(f"{name}.txt")

    assert len(lines) == len(set(lines)) == len(read_words(name))
    assert [line for line in lines if line != line.lower().strip() or "  " in line or "\t" in line] == []
    assert [line for line in lines if line.endswith((".", ","))] == []


@each_case("name", COLUMNS)
def test_tables_are_clean(name: str) -> None:
    """Each row of a table has its columns, and the first of them names the row."""
    rows = read_table(name)

    assert {COLUMNS[name]} == {len(row) for row in rows}
    assert len(rows) == len({row[0] for row in rows})
    assert [row for row in rows if any(cell != cell.strip() for cell in row)] == []
    assert [
        row for row in rows if not row[0] or (name in LOWER_CASE and "\t".join(row) != "\t".join(row).lower())
    ] == []


@each_case("file", [f"{name}.txt" for name in WORDS] + [f"{name}.tsv" for name in COLUMNS])
def test_lists_say_where_they_are_from(file: str) -> None:
    """A list begins with what it holds and where it is from."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    head = "\n".join(takewhile(lambda line: line.startswith("#"), text.splitlines()))

    assert head.startswith("# ")
    assert "by hand for sayso" in head
    assert text.endswith("\n")
    assert "\r" not in text


def test_lists_are_small() -> None:
    """All lists of this kind together stay below 400 KB."""
    files = [f"{name}.txt" for name in WORDS] + [f"{name}.tsv" for name in COLUMNS]

    assert sum((FOLDER / file).stat().st_size for file in files) < 400_000


@each_case(
    ("name", "members"),
    [
        ("titles", "mr|mrs|sen|gov|prime|minister|pope|lt|col|sheikh|congresswoman|striker|ceo|former|deputy|ex"),
        ("title_parts", "foreign|finance|national|security|wing"),
        ("matters", "affairs|workers|heritage"),
        ("groups", "residents|critics|officials|many|others|thousands|the rest|police officers"),
        ("organisations", "ministry|company|white house|city council|university|police|prosecutor's office|newspaper"),
        ("suffixes", "inc|ltd|gmbh|plc|llc"),
        ("bodies", "nato|kremlin|fbi|scotland yard"),
        ("documents", "report|op-ed|lawsuit|banner|tweet|figures|constitution|poll"),
    ],
)
def test_words_hold_what_is_looked_for(name: str, members: str) -> None:
    """The words that every newsroom uses are in the list that they belong to."""
    assert set(members.split("|")) <= read_words(name)


@each_case(
    "row",
    [
        ("spokeswoman", "f", "job", "spokeswomen"),
        ("minister", "-", "office", "ministers"),
        ("attorney general", "-", "office", "attorneys general"),
        ("mother-in-law", "f", "kin", "mothers-in-law"),
        ("witness", "-", "other", "witnesses"),
        ("passer-by", "-", "other", "passers-by"),
        ("spy", "-", "job", "spies"),
        ("person", "-", "other", "people"),
    ],
)
def test_roles_have_gender_kind_and_plural(row: tuple[str, ...]) -> None:
    """A noun for one person comes with its gender, its kind and its plural."""
    assert row in read_table("roles")


def test_titles_show_genders() -> None:
    """Mr and queen show a gender; a word never shows both, and agrees with the nouns of roles."""
    genders = {row[0]: row[1] for row in read_table("title_genders")}
    nouns = {noun: gender for noun, gender, _, _ in read_table("roles") if gender != "-"}

    assert ("m", "f", "f") == (genders["mr"], genders["ms"], genders["queen"])
    assert {"m", "f"} == set(genders.values())
    assert [word for word in genders.keys() & nouns.keys() if genders[word] != nouns[word]] == []


def test_roles_use_known_marks() -> None:
    """Genders and kinds are those that the list's head explains."""
    rows = read_table("roles")

    assert {"m", "f", "-"} == {gender for _, gender, _, _ in rows}
    assert {"office", "job", "kin", "other"} == {kind for _, _, kind, _ in rows}
    assert len(rows) > 800


def test_more_first_names_are_of_the_whole_world() -> None:
    """The longer list has women's and men's names of many countries, none of them twice or in the shorter list."""
    rows = read_table("given_names")
    women = [name for _, names, _ in rows for name in names.split()]
    men = [name for _, _, names in rows for name in names.split()]
    names = women + men

    assert {"f"} == set(map(find_gender, "farhana savitri zaleha itohan annemiek".split()))
    assert {"m"} == set(map(find_gender, "vishwanath govert kemar raylan".split()))
    assert [find_gender(word) for word in ("", "a", "ava ", "harbour", "maria")] == [None] * 5
    assert len(names) == len(set(names)) > 30_000
    assert not read_shares().keys() & set(names)
    assert all(name.isascii() and name == name.lower() for name in names)
    assert all(name.startswith(begin) for begin, *both in rows for name in " ".join(both).split())


@each_case(
    ("name", "low", "high"),
    [
        ("Mary", 0.9, 1),
        ("James", 0, 0.1),
        ("Sergei", 0, 0.1),
        ("Oksana", 0.9, 1),
        ("Mohammed", 0, 0.1),
        ("Priya", 0.9, 1),
        ("Chinedu", 0, 0.1),
        ("Keiko", 0.9, 1),
        ("Siobhán", 0.9, 1),
        ("Łukasz", 0, 0.1),
        ("Sasha", 0.3, 0.7),
    ],
)
def test_first_names_have_the_share_of_women(name: str, low: float, high: float) -> None:
    """First names of many languages are known, with or without their accents."""
    assert low <= read_shares()[plain_letters(name)] <= high


def test_first_names_are_plain() -> None:
    """Names are written in plain letters, so a name is found however it was spelt; shares lie between 0 and 1."""
    shares = read_shares()

    assert [name for name in shares if name != plain_letters(name)] == []
    assert all(0 <= share <= 1 for share in shares.values())
    assert not {"the", "and", "monday", "london", "president"} & shares.keys()


@each_case(
    ("place", "word"),
    [
        ("Russia", "Kremlin"),
        ("Russia", "Russians"),
        ("United States", "U.S."),
        ("Britain", "Downing Street"),
        ("Netherlands", "Dutch"),
        ("Texas", "Texans"),
        ("European Union", "Brussels"),
        ("Ukraine", "Kyiv"),
    ],
)
def test_places_know_their_people_and_capitals(place: str, word: str) -> None:
    """A country or state has its people, its capital and its other names."""
    (row,) = [row for row in read_table("demonyms") if row[0] == place]

    assert word in {entry for cell in row[1:] for entry in cell.split("|")}


@each_case(
    ("office", "variant"),
    [
        ("foreign minister", "top diplomat"),
        ("attorney general", "top prosecutor"),
        ("prime minister", "premier"),
        ("senator", "lawmaker"),
        ("pope", "pontiff"),
        ("chief executive", "ceo"),
        ("billionaire", "tycoon"),
    ],
)
def test_offices_have_other_names(office: str, variant: str) -> None:
    """An office leads to what its holder may be called instead."""
    (row,) = [row for row in read_table("offices") if row[0] == office]

    assert variant in row[1].split("|")


@each_case(("name", "column"), [("offices", 1), ("demonyms", 1), ("demonyms", 2), ("demonyms", 3)])
def test_variants_stand_once(name: str, column: int) -> None:
    """No cell lists an entry twice, and none is empty between two bars."""
    cells = [row[column].split("|") for row in read_table(name) if row[column]]

    assert [cell for cell in cells if len(cell) != len(set(cell)) or "" in cell] == []


def _entries(file: str) -> list[str]:
    """The lines of a list that are neither empty nor remarks, as they stand."""
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
