"""Every threshold of the PDF loader has a case that fails when it moves, and none stands outside of the settings."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.load import pdf as pdf_format
from extractor.load.pdf.settings import PdfSettings
from tests.pdf_cases import FOLDER, as_json, cases, guards, read, thresholds

LOADER = Path(pdf_format.__file__).parent
# These three may only fall: thresholds whose case does not guard them, numbers in comparisons, and named numbers.
MOST_UNGUARDED = 57
MOST_BARE = 126
MOST_NAMED = 97

# Numbers that are no thresholds: none, one, a pair, a half, right angles, and the most that a byte holds.
PLAIN = {-1, 0, 0.5, 1, 2, 90, 180, 270, 360, 255, 256}


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_case(path: Path, rewrite_cases: bool) -> None:
    kept = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = read(path)
    if rewrite_cases:
        path.with_suffix(".json").write_text(as_json(kept["about"], found), encoding="utf-8")
        return
    assert found == kept["blocks"], kept["about"]


def test_every_case_is_two_files() -> None:
    assert [path.with_suffix(".json") for path in cases()] == sorted(FOLDER.glob("*.json"))


def test_every_threshold_says_what_it_is() -> None:
    for threshold in thresholds():
        about = threshold.field.metadata
        assert about["unit"] and len(about["reason"].split()) > 3, threshold.name
        assert list(threshold.moved()), f"{threshold.name} cannot move within its bounds"


def test_a_threshold_that_moves_breaks_its_case() -> None:
    known = {path.stem: path for path in cases()}
    unguarded = [t.name for t in thresholds() if t.case not in known or not guards(known[t.case], t)]
    assert len(unguarded) <= MOST_UNGUARDED, f"{len(unguarded)}: {', '.join(unguarded)}"


def test_settings_out_of_bounds_are_refused() -> None:
    bounded = [t for t in thresholds() if t.field.metadata["high"] < 1e9]
    for threshold in bounded:
        group = type(getattr(PdfSettings(), threshold.group))
        with pytest.raises(ValueError, match=threshold.field.name):
            group(**{threshold.field.name: threshold.field.metadata["high"] * 2 + 1})


def _numbers(node: ast.AST) -> Iterator[float]:
    """Numbers of an expression that are no plain ones; positions in a sequence are left out."""
    if isinstance(node, ast.Subscript):
        yield from _numbers(node.value)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, int | float) and not isinstance(node.value, bool) and node.value not in PLAIN:
            yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _numbers(child)


def _modules() -> list[Path]:
    return [path for path in sorted(LOADER.rglob("*.py")) if path.name != "settings.py"]


def test_no_comparison_has_a_number_of_its_own() -> None:
    bare = [
        f"{path.relative_to(LOADER)}:{node.lineno} {number:g}"
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        for number in _numbers(node)
    ]
    assert len(bare) <= MOST_BARE, f"{len(bare)}:\n" + "\n".join(bare)


def test_no_module_has_a_threshold_of_its_own() -> None:
    named = [
        f"{path.relative_to(LOADER)}:{node.lineno} {ast.unparse(node)[:80]}"
        for path in _modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _only_numbers(node.value)
    ]
    assert len(named) <= MOST_NAMED, f"{len(named)}:\n" + "\n".join(named)


def _only_numbers(node: ast.AST) -> bool:
    """Whether a value is a number, or several."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    allowed = ast.Constant | ast.UnaryOp | ast.BinOp | ast.USub | ast.operator
    if not list(_numbers(node)):
        return False
    return all(
        any(isinstance(n, ast.Constant) and isinstance(n.value, int | float) for n in ast.walk(part))
        and all(isinstance(n, allowed) for n in ast.walk(part))
        for part in parts
    )
