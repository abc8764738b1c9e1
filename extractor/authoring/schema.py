"""JSON Schema of the files of patterns, for editors that check and complete YAML."""

from __future__ import annotations

from typing import Any

from extractor.errors import InputError
from extractor.packs.faults import suggest
from extractor.packs.model import PackFile
from extractor.packs.read import SHARED


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a file of patterns.

    Args:
        name: `pack`, or a shared file without its ending, as `scales`.

    Raises:
        InputError: there is no such file.
    """
    kinds = {"pack": PackFile} | {file.removesuffix(".yaml"): kind for file, kind in SHARED.items()}
    if name not in kinds:
        raise InputError(f"{name}: there is no such file of patterns. {suggest(name, kinds)}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **kinds[name].model_json_schema()}
