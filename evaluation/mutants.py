"""Break the code that finds speakers and carriers on purpose, and count the breaks that its tests notice.

    python evaluation/mutants.py --seed 1 --count 40             some two minutes on one core
    python evaluation/mutants.py --seed 1 --of carry --skip 20   what was drawn after the first 20, in one folder

Each break changes one comparison, and/or, not, number, condition, sum, return or call of a function. Nothing is
written to the folders: a process of its own takes the changed module instead of the file, and runs the tests of the
folder until one fails. Those that take long for other reasons (how time grows, what Hypothesis makes up) are left out.
Breaks that no test noticed are listed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import doctest
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np  # noqa: F401 — loaded once, before the processes of the breaks begin
import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"carry": ROOT / "src/sayso/analyse/carry", "resolve": ROOT / "src/sayso/analyse/resolve"}
LONG = ("time_grows", "bounded_time", "without_end", "whatever_is")
SECONDS = 300
OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Break:
    """One change of one module: the number of the node in its tree (-1: none), what stands there before and after."""

    path: Path
    node: int
    line: int
    before: str
    after: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw breaks, run the tests on each, and list those that survive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--skip", type=int, default=0, help="leave out the first of those drawn")
    parser.add_argument("--of", choices=FOLDERS, nargs="+", default=list(FOLDERS), help="only these folders")
    options = parser.parse_args(arguments)
    every = [it for name in options.of for path in sorted(FOLDERS[name].glob("*.py")) for it in list_breaks(path)]
    count = min(len(every), options.skip + options.count)
    drawn = random.Random(options.seed).sample(every, count)[options.skip :]  # noqa: S311 — not for secrets
    for name in options.of:
        if run_tests(Break(FOLDERS[name] / "__init__.py", -1, 0, "", "")):
            print(f"tests of {name} fail as it is; mend them first", file=sys.stderr)
            return 1
    survivors = []
    start = time.process_time()
    for n, it in enumerate(drawn, 1):
        is_noticed = run_tests(it)
        if not is_noticed:
            survivors.append(it)
        says = "noticed" if is_noticed else "SURVIVES"
        print(f"{n:3} {says:8} {it.path.relative_to(ROOT)}:{it.line}: {it.before}  →  {it.after}", flush=True)
    seconds = time.process_time() - start + sum(os.times()[2:4])
    noticed = len(drawn) - len(survivors)
    print(f"seed {options.seed}: {noticed} of {len(drawn)} breaks were noticed, of {len(every)}; {seconds:.0f} s")
    return 0


def list_breaks(path: Path) -> Iterator[Break]:
    """Yield all breaks of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    spared = {id(part) for node in ast.walk(tree) if _is_spared(node) for part in ast.walk(node)}
    for number, node in enumerate(ast.walk(tree)):
        broken = copy.deepcopy(node)
        change = None if id(node) in spared else find_change(broken)
        if change is not None:
            change()
            yield Break(path, number, node.lineno, _show(node), _show(broken))  # type: ignore[attr-defined]


def find_change(node: ast.AST) -> Callable[[], None] | None:
    """Return what changes a node in place, or None if nothing of it can be broken."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OTHER:
        return partial(setattr, node, "ops", [OTHER[type(node.ops[0])]()])
    if isinstance(node, ast.BoolOp):
        return partial(setattr, node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        return partial(setattr, node, "op", ast.Sub() if isinstance(node.op, ast.Add) else ast.Add())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return partial(setattr, node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return partial(setattr, node, "value", _other_number(node.value))
    return _find_removal(node)


def _other_number(value: float) -> float:
    if isinstance(value, bool):
        return not value
    return value + 1 if abs(value) < 10 else value // 3


def _find_removal(node: ast.AST) -> Callable[[], None] | None:
    """Return what takes a condition, a value that is returned, or a call out of a node; None if it has none."""
    if isinstance(node, (ast.If, ast.IfExp)):
        return partial(setattr, node, "test", ast.Constant(value=False))
    is_nothing = isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and not node.value.value
    if (isinstance(node, ast.Return) and node.value is not None and not is_nothing) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        return partial(setattr, node, "value", ast.Constant(value=None))
    return None


def run_tests(it: Break) -> bool:
    """Whether a test fails, or takes too long, with a break."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            finder = _Finder(it)
            sys.meta_path.insert(0, finder)
            os.chdir(ROOT)
            tests = sorted(map(str, (ROOT / "tests").glob(f"test_{it.path.parent.name}*.py")))
            quick = " and ".join(f"not {name}" for name in LONG)
            status = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-k", quick, *tests]))
            # Given to pytest as a path, the module would be loaded once more, unbroken.
            status = status or doctest.testmod(import_module(finder.name), optionflags=doctest.ELLIPSIS).failed
        os._exit(min(status, 1))
    _, ended = os.waitpid(child, 0)
    return ended != 0


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module instead of the file's."""

    def __init__(self, it: Break) -> None:
        self.it = it
        parts = it.path.relative_to(ROOT / "src").with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        path = self.it.path
        inside = [str(path.parent)] if path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(name, path, loader=self, submodule_search_locations=inside)

    def exec_module(self, module: ModuleType) -> None:
        tree = ast.parse(self.it.path.read_text("utf-8"))
        change = find_change(list(ast.walk(tree))[self.it.node]) if self.it.node >= 0 else None
        if change is not None:
            change()
        exec(compile(ast.fix_missing_locations(tree), str(self.it.path), "exec"), module.__dict__)  # noqa: S102


def _is_spared(node: ast.AST) -> bool:
    """Whether a part says nothing about what is found: sizes of caches, options of records, imports for types."""
    if isinstance(node, ast.keyword):
        return node.arg in {"maxsize", "frozen", "slots"}
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _show(node: ast.AST) -> str:
    """The first line of a node as code, shortened."""
    line = ast.unparse(node).splitlines()[0]
    return line if len(line) < 90 else f"{line[:87]}…"


if __name__ == "__main__":
    sys.exit(main())
