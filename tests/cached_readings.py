"""What tests share: readings that are made once, and whether all is asked for or a part of it."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from filelock import FileLock

from extractor import extract
from extractor.dataset.extracted import Extracted
from extractor.load import Source, html, load_text
from extractor.load.pdf import load as load_pdf
from extractor.pipeline import Extraction, extract_file, extract_report
from tests.generator import make_report

LONG = bool(os.environ.get("FINDINGS_LONG"))  # as `make long` sets it
KEPT = "FINDINGS_READINGS"  # the folder in which the processes of one run of the tests keep what they have read


@lru_cache(maxsize=40)
def reading(path: Path) -> Extraction:
    """A file that no test changes, read; by one of the processes of a run of the tests for all of them."""
    return kept(str(path.absolute()), lambda: extract_file(path))


@cache
def dataset(folder: Path) -> Extracted:
    """What stands in a folder that no test changes, with its checks; read once in a process."""
    return extract(folder)


@lru_cache(maxsize=64)
def fictional(framework: str, seed: int, kind: str = "txt") -> Extraction:
    """A report of the generator, read as text, PDF or web page; likewise."""
    return kept(f"{framework} {seed} {kind}", lambda: _read_fictional(framework, seed, kind))


def kept(name: str, read: Callable[[], Extraction]) -> Extraction:
    """What is read once, under a name, where the tests have a folder to keep it in."""
    if not (folder := os.environ.get(KEPT)):
        return read()
    file = Path(folder) / hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    with FileLock(f"{file}.lock"):
        if file.is_file():
            found = pickle.loads(file.read_bytes())
        else:
            found = read()
            file.write_bytes(pickle.dumps(found))
    assert isinstance(found, Extraction)
    return found


def _read_fictional(framework: str, seed: int, kind: str) -> Extraction:
    made = make_report(framework, seed)
    if kind == "pdf":
        return extract_report(load_pdf(Source(f"{made.name}.pdf", made.pdf, "0" * 64)))
    if kind == "html":
        return extract_report(html.load(Source(f"{made.name}.html", made.html, "0" * 64)))
    return extract_report(load_text(made.text, f"{made.name}.txt"))
