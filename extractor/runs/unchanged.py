"""Whether a run would write what is there already, byte for byte: then nothing need be done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.dataset.run_log import RUN_LOG, hash_of, run_log, written_files
from extractor.runs.cache import made_by
from extractor.runs.input_file import Input

__all__ = ["fingerprint", "is_whole"]


def fingerprint(inputs: Sequence[Input], patterns: Mapping[str, str], options: Mapping[str, Any]) -> str:
    """A hash of all that a run's output hangs on: files and their names, patterns, options, this program."""
    told = [
        made_by(),
        [(file.source, file.path.name, file.sha256, file.fault, file.same_as) for file in inputs],
        sorted(patterns.items()),
        sorted(options.items()),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def is_whole(out: Path, expected: str) -> bool:
    """Whether a folder holds what a run of this fingerprint wrote, and nothing in it was changed since."""
    log = run_log(out)
    files = log.get("files")
    if not expected or log.get("fingerprint") != expected or not isinstance(files, dict):
        return False
    return all((out / name).is_file() and hash_of(out / name) == told for name, told in files.items()) and not (
        set(written_files(out)) - set(files) - {RUN_LOG}
    )
