"""Which numbers of the program does no test see? Each is moved by a quarter, up and down, and tests are run.

    python -m tests.mutants_of_constants [--of extractor/load] [--tests tests/test_cases.py ...] [--every N]

A constant is a number, or several, that a module gives a name, or the default of a field of settings. One that no test
sees is either without a case that guards it, or decides nothing and can go. The source is changed while it is imported,
in a process of its own; no file is.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TESTS = ("tests/test_cases.py", "tests/test_settings.py::test_case")
LONGEST = 600  # seconds of the tests of one mutant; more is as good as a failure
ASKED = "FINDINGS_MUTANT"  # in the environment of the tests: `path:line:column:number`


@dataclass(frozen=True)
class Constant:
    """A number in the source: where it stands, what is called by it, and its value."""

    path: Path
    name: str
    line: int
    column: int
    value: float

    def moved(self) -> Iterator[float]:
        """The value a quarter larger and a quarter smaller; a whole number stays whole, and moves by one at least."""
        for times in (1.25, 0.75):
            if isinstance(self.value, int):
                step = max(1, round(abs(self.value) * 0.25))
                yield self.value + (step if times > 1 else -step)
            else:
                yield self.value * times


def constants(path: Path) -> Iterator[Constant]:
    """The named numbers of a module, in their order; strings, truth values, zero and one are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, value in _assigned(tree):
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1):
                yield Constant(path, name, node.lineno, node.col_offset, node.value)


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if _is_numbers(node.value):
                yield ast.unparse(target), node.value
        elif isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and field.value is not None:
                    if _is_numbers(field.value):
                        yield f"{node.name}.{ast.unparse(field.target)}", field.value
                    elif isinstance(field.value, ast.Call) and field.value.args and _is_numbers(field.value.args[0]):
                        yield f"{node.name}.{ast.unparse(field.target)}", field.value.args[0]


def _is_numbers(node: ast.AST) -> bool:
    """Whether an expression is made of numbers alone."""
    kinds = (
        ast.Constant | ast.Tuple | ast.List | ast.UnaryOp | ast.BinOp | ast.operator | ast.unaryop | ast.expr_context
    )
    return all(isinstance(part, kinds) for part in ast.walk(node)) and not any(
        isinstance(part, ast.Constant) and not isinstance(part.value, int | float) for part in ast.walk(node)
    )


class _Mutated(SourceFileLoader):
    """Imports a module with one number changed, and neither reads nor writes compiled code of it."""

    change: tuple[int, int, float]

    def get_code(self, fullname: str) -> Any:
        line, column, value = self.change
        tree = ast.parse(self.get_data(self.path), self.path)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and (node.lineno, node.col_offset) == (line, column):
                node.value = value
        return compile(tree, self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the one module that is to be changed."""

    def __init__(self, path: str, change: tuple[int, int, float]) -> None:
        self._path, self._change = path, change

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path, target)
        if found is None or found.origin != self._path:
            return None
        loader = _Mutated(name, self._path)
        loader.change = self._change
        found.loader = loader
        return found


def pytest_configure() -> None:
    """As a plugin of pytest: change what the environment says."""
    path, line, column, value = os.environ[ASKED].rsplit(":", 3)
    number = float(value) if any(letter in value for letter in ".en") else int(value)
    sys.meta_path.insert(0, _Finder(path, (int(line), int(column), number)))


def is_seen(constant: Constant, value: float, tests: Sequence[str]) -> bool:
    """Whether some test fails, or does not end, where a constant has another value."""
    asked = f"{constant.path}:{constant.line}:{constant.column}:{value!r}"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-qx",
        "-n0",
        "-p",
        "tests.mutants_of_constants",
        "-p",
        "no:cacheprovider",
    ]
    environment = os.environ | {ASKED: asked}
    try:
        done = subprocess.run([*command, *tests], cwd=ROOT, env=environment, capture_output=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> int:
    """Print the constants that no test sees, and how many of how many those are."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--of", type=Path, default=ROOT / "extractor" / "load", help="module or folder")
    asked.add_argument("--tests", nargs="+", default=TESTS)
    asked.add_argument("--every", type=int, default=1, help="try each Nth constant only")
    options = asked.parse_args()
    paths = sorted(options.of.resolve().rglob("*.py")) if options.of.is_dir() else [options.of.resolve()]
    found = [constant for path in paths for constant in constants(path)][:: options.every]
    unseen = 0
    for constant in found:
        missed = [value for value in constant.moved() if not is_seen(constant, value, options.tests)]
        if missed:
            unseen += 1
            values = " and ".join(f"{value:g}" for value in missed)
            where = f"{constant.path.relative_to(ROOT)}:{constant.line}"
            print(f"{where} {constant.name} = {constant.value:g}: no test sees {values}", flush=True)
    print(f"{unseen} of {len(found)} constants are not seen by {' '.join(options.tests)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
