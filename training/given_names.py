"""Make the list of first names of the whole world that only women or only men bear, from nomquamgender's data.

    python training/given_names.py --names name_data.json

The file comes with nomquamgender 0.1.4 (MIT; Van Buskirk, Clauset and Larremore, "An Open-Source Cultural Consensus
Approach to Name-Based Gender Classification", ICWSM 2023): for each name in how many of its 36 sources it stands, how
many people bear it there, and the share of women. Kept is what some sources and people agree on, and what the list of
first names does not have. Names that this list gives to women or men alone, and the data to both or the others, may be
either's: a Sunday of Lagos is a man.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sayso.lexicon import read_shares, read_words

_LEXICON = Path(__file__).parents[1] / "src" / "sayso" / "lexicon"
_TARGET, _SHARES = _LEXICON / "given_names.tsv", _LEXICON / "first_names.tsv"
_LEAST_SOURCES, _LEAST_PEOPLE, _LEAST_SHARE = 4, 10, 0.9
# So far the data are from a list's share, and so many people bear the name, where the list is mended.
_LEAST_APART, _MANY_PEOPLE = 0.3, 100
# The share of a name of which two lists disagree.
_UNSURE = (0.3, 0.7)
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


def mend_shares(rows: Iterable[str], known: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Yield the rows of the list of first names, with unsure shares where the data are far from a sure one."""
    for row in rows:
        name, _, share = row.partition("\t")
        sources, people, women, *_ = known.get(name, (0, 0, 0.0))
        is_sure = share and not share.startswith("#") and min(float(share), 1 - float(share)) < 1 - _LEAST_SHARE
        is_far = is_sure and abs(float(share) - women) >= _LEAST_APART
        is_known = sources >= _LEAST_SOURCES and people >= _MANY_PEOPLE
        yield f"{name}\t{round(min(max(women, _UNSURE[0]), _UNSURE[1]), 2):g}" if is_far and is_known else row


def main() -> None:
    """Parse the command line and write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, required=True, help="name_data.json of nomquamgender")
    options = parser.parse_args()
    known = json.loads(options.names.read_text("utf-8"))
    first = _SHARES.read_text("utf-8").split("\n")
    mended = list(mend_shares(first, known))
    print(f"{sum(a != b for a, b in zip(first, mended, strict=True))} shares of the list of first names mended")
    _SHARES.write_text("\n".join(mended), "utf-8")
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
