"""The tool that moves constants finds them, moves them, and sees whether a test minds."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from tests import mutants_of_constants as tool

SOURCE = """
MOST = 40
SHARES = (0.8, -0.5)
NAME = "seven 7"
ONE = 1
BY_NAME = {"a": 7}

class Settings:
    width: float = threshold(2.5, unit="points")
    count: int = 9
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "moved_module.py"
    path.write_text("def threshold(value, unit):\n    return value\n" + SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, path.stem, raising=False)
    return path


def test_finds_named_numbers_and_settings_and_nothing_else(module: Path) -> None:
    found = {(one.name, one.value) for one in tool.constants(module)}
    assert found == {("MOST", 40), ("SHARES", 0.8), ("SHARES", 0.5), ("Settings.width", 2.5), ("Settings.count", 9)}


def test_moves_by_a_quarter_and_whole_numbers_by_one_at_least() -> None:
    def moved(value: float) -> list[float]:
        return list(tool.Constant(Path("x.py"), "X", 1, 0, value).moved())

    assert moved(40) == [50, 30] and moved(2) == [3, 1] and moved(0.8) == [1.0, pytest.approx(0.6)]


@pytest.mark.parametrize(("name", "value"), [("MOST", 50), ("SHARES", 0.6)])
def test_a_module_is_imported_with_one_number_changed(
    module: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    constant = next(one for one in tool.constants(module) if one.name == name)
    monkeypatch.setenv(tool.ASKED, f"{module}:{constant.line}:{constant.column}:{value!r}")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    tool.pytest_configure()
    changed = importlib.import_module(module.stem)
    others = {"MOST": 40, "SHARES": (0.8, -0.5)} | {name: value if name == "MOST" else (value, -0.5)}
    assert {other: getattr(changed, other) for other in others} == others


def test_a_test_that_minds_is_seen_and_one_that_does_not_is_not(module: Path) -> None:
    constant = next(one for one in tool.constants(module) if one.name == "MOST")
    for check, seen in (("MOST == 40", True), ("MOST > 7", False)):
        test = module.with_name("test_moved.py")
        test.write_text(f"import sys\nsys.path.insert(0, {str(module.parent)!r})\n", encoding="utf-8")
        with test.open("a", encoding="utf-8") as opened:
            opened.write(f"from moved_module import MOST\n\ndef test_it():\n    assert {check}\n")
        assert tool.is_seen(constant, 50, [str(test)]) is seen
