"""Every key that a pack or a shared file can have: told in the guide, and used by what ships."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel

from extractor.load import load_text
from extractor.packs import load_packs, model, shared_files
from extractor.packs.needs import ASKED
from extractor.pattern_files import shipped
from extractor.pipeline import extract_report

GUIDE = (shipped() / "README.md").read_text(encoding="utf-8")
SHIPPED = "\n".join(path.read_text(encoding="utf-8") for path in sorted(shipped().glob("*.yaml")))
PACK = r"""
id: mast
title: Masts
extends: base
fingerprint: {front: ['^masts and spars$']}
rules:
  - id: metadata.fieldwork_start
    pattern: '^begun (?P<value>{{date}})$'
    examples: [begun 4 May 2024]
  - id: metadata.fieldwork_end
    pattern: '^ended (?P<value>{{date}})$'
    examples: [ended 6 May 2024]
  - id: metadata.url
    pattern: '^read on at (?P<value>\S+)$'
    examples: ['read on at masts.example/tarn']
  - id: metadata.provider
    pattern: '^MAST of (?P<value>\p{Lu}\w+)$'
    ignore_case: false
    examples: [MAST of Tarn]
    near_misses: [mast of Tarn]
"""


def keys(module: ModuleType) -> list[tuple[str, str]]:
    """Models of a module and their keys."""
    models = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, BaseModel)]
    return [(one.__name__, key) for one in models if one.__module__ == module.__name__ for key in one.model_fields]


@pytest.mark.parametrize("module", [model, shared_files], ids=["packs", "shared"])
def test_every_key_is_told_in_the_guide_and_used(module: ModuleType) -> None:
    found = keys(module)
    assert len(found) > 30
    assert [key for key in found if not re.search(rf"(?<!\w){key[1]}(?!\w)", GUIDE)] == []
    assert [key for key in found if not re.search(rf"(?m)(?:^|[\s{{,-]){key[1]}:", SHIPPED)] == []


def test_every_name_of_a_rule_is_told_in_the_guide() -> None:
    assert [name for name in sorted(ASKED) if f"`{name}" not in GUIDE] == []


def test_days_apart_addresses_and_capitals_are_read(tmp_path: Path) -> None:
    (tmp_path / "mast.yaml").write_text(PACK, encoding="utf-8")
    lines = ("Masts and spars", "mast of Moor", "MAST of Tarn", "Begun 4 May 2024", "Ended 6 May 2024")
    text = "\n\n".join((*lines, "Read on at masts.example/tarn\n"))
    (about,) = extract_report(load_text(text, "mast.txt"), load_packs(tmp_path)).records["reports"]
    told = {name: getattr(about, name) for name in ("provider", "fieldwork_start", "fieldwork_end", "url")}
    assert told == {
        "provider": "Tarn",
        "fieldwork_start": "2024-05-04",
        "fieldwork_end": "2024-05-06",
        "url": "masts.example/tarn",
    }
