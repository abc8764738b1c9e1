"""Reports as DataFrames, with nothing written: `extract` and `read` of the public API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.read import Extracted
from extractor.errors import InputError
from extractor.runs.assemble import assemble
from extractor.runs.inputs import find_inputs
from extractor.runs.job import collect
from extractor.runs.reading import Outcome, Setup

if TYPE_CHECKING:
    from extractor.document import Report
    from extractor.packs import Packs

__all__ = ["extract", "read"]


def extract(
    paths: Path | str | Iterable[Path | str],
    *,
    packs: Packs | Path | str | None = None,
    jobs: int = 1,
    password: str = "",
) -> Extracted:
    """Extract one report, or many.

    Args:
        paths: a file; or a folder, or several files and folders.
        packs: patterns, or the folder they are in; None for those that come with the program.
        jobs: number of processes for many files.
        password: what opens files that are locked.

    Returns:
        every table as a DataFrame: `extract("report.pdf").ratings`. Of a single file also `report` and `to_doc()`.

    Raises:
        InputError, LoadError: the single file cannot be read; of many, `files` tells which could not.
        PackError: the patterns have faults.
    """
    if not isinstance(paths, str | Path) or Path(paths).is_dir():
        content = collect(paths, packs=packs, jobs=jobs, password=password)
        return Extracted(content.tables, content.texts, content.lines, vocabulary=content.vocabulary)
    setup = replace(Setup.of(packs), password=password)
    (file,) = find_inputs([paths])
    if file.fault:
        raise InputError(f"{paths}: {file.fault}")
    done = setup.extract(file)
    tables, texts, lines = assemble([(file, Outcome.of(done))], False, setup.loaded())
    return Extracted(tables, texts, lines, done.report, done.vocabulary)


def read(path: Path | str, *, packs: Packs | Path | str | None = None, password: str = "") -> Report:
    """Load one report and find its sections.

    Raises:
        InputError, LoadError: it cannot be read.
        PackError: the patterns have faults.
    """
    from extractor.load import load
    from extractor.packs import choose
    from extractor.split import split

    report = load(path, password=password)
    return split(report, choose(report, Setup.of(packs).loaded().packs))
