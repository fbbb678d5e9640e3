"""Make the list of first names of the whole world that only women or only men bear, from nomquamgender's data.

    python training/given_names.py --names name_data.json

The file comes with nomquamgender 0.1.4 (MIT; Van Buskirk, Clauset and Larremore, "An Open-Source Cultural Consensus
Approach to Name-Based Gender Classification", ICWSM 2023): for each name in how many of its 36 sources it stands, how
many people bear it there, and the share of women. Kept is what some sources and people agree on, and what the list of
first names does not have.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sayso.lexicon import read_shares, read_words

_TARGET = Path(__file__).parents[1] / "src" / "sayso" / "lexicon" / "given_names.tsv"
_LEAST_SOURCES, _LEAST_PEOPLE, _LEAST_SHARE = 4, 10, 0.9
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HEAD = """\
# First names that nearly only women bear and that nearly only men bear, beside those of first_names.tsv, in small plain
# letters: how they begin, those of women, those of men.
# They show the gender of a full name alone, not that a word is a name: many are also words or surnames.
# From nomquamgender 0.1.4 (MIT licence, Copyright (c) 2022 Ian Van Buskirk): what at least 4 of its sources and 10
# people agree on, made by training/given_names.py.
"""


def choose_names(known: Mapping[str, Sequence[float]], share: float) -> Iterator[str]:
    """Yield the names that are borne by women with this share, 0 or 1, or nearly so."""
    for name, (sources, people, women, *_) in known.items():
        is_clear = abs(women - share) <= 1 - _LEAST_SHARE
        is_known = sources >= _LEAST_SOURCES and people >= _LEAST_PEOPLE
        is_family = name in read_words("family_first") or name in read_words("common_surnames")
        if is_clear and is_known and not is_family and _NAME.fullmatch(name) and len(name) > 1:
            yield name


def main() -> None:
    """Parse the command line and write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, required=True, help="name_data.json of nomquamgender")
    options = parser.parse_args()
    known = json.loads(options.names.read_text("utf-8"))
    women, men = (
        sorted(name for name in choose_names(known, share) if name not in read_shares()) for share in (1.0, 0.0)
    )
    print(f"{len(women)} names of women, {len(men)} of men")
    rows = defaultdict[str, tuple[list[str], list[str]]](lambda: ([], []))
    for n, names in enumerate((women, men)):
        for name in names:
            rows[name[:2]][n].append(name)
    lines = ("\t".join((begin, *map(" ".join, both))) for begin, both in sorted(rows.items()))
    _TARGET.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
