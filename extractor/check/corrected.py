"""A dataset with its corrections as they now are, and what checks say of it then."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from extractor.check import checked
from extractor.check.kept_checks import kept_without_packs
from extractor.check.second_reading import kept
from extractor.correct.folder import Kept, apply_corrections
from extractor.dataset.read import read_dataset
from extractor.dataset.update import update_tables
from extractor.packs import Packs

__all__ = ["apply_and_check"]


def apply_and_check(dataset: Path, corrections: Path | None, packs: Packs, scales: Packs | None = None) -> Kept:
    """Apply the corrections of a dataset, undo those that were taken back, and check it anew.

    Args:
        dataset: a folder that extract wrote.
        corrections: the folder of corrections; None for `corrections` beside the dataset.
        packs: patterns for what checks look for.
        scales: patterns whose scales give points to labels; None for those that the dataset was made with.

    Raises:
        InputError, OutputError: see `correct.folder.apply_corrections`.
    """
    applied = apply_corrections(dataset, corrections, scales)
    data = read_dataset(dataset)
    with kept_without_packs(data, packs.packs, None) as stood:
        update_tables(dataset, {"checks": chain(checked(data, packs, stood), kept(data))})
    return applied
