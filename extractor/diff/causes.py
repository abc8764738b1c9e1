"""Why a row differs between two datasets: what made them differs, or a person corrected the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from extractor.correct.model import CORRECTABLE

__all__ = ["UNKNOWN", "Causes"]

UNKNOWN = "unknown"  # nothing that the runs log differs: a file of one of the datasets was changed by hand


@dataclass(frozen=True)
class Causes:
    """What differs between the runs that made two datasets, as far as their logs and corrections tell.

    Args:
        old, new: the run logs.
        corrected: applied decisions that only one of the datasets has, as (report_id, table, item, column).
    """

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    corrected: frozenset[tuple[str, str, str, str]] = frozenset()

    @cached_property
    def packs(self) -> tuple[str, ...]:
        """The files of patterns that only one run has, or that say other things, without suffix, sorted."""
        one, two = (dict(log.get("packs") or {}) for log in (self.old, self.new))
        return tuple(sorted({PurePath(name).stem for name in {**one, **two} if one.get(name) != two.get(name)}))

    @cached_property
    def program(self) -> bool:
        """Whether the program, or what it reads files with, differs."""
        return any(self.old.get(name) != self.new.get(name) for name in ("version", "program"))

    @cached_property
    def sources(self) -> frozenset[str]:
        """SHA-256 of the files that only one run was given."""
        one, two = ({str(file.get("sha256")) for file in log.get("inputs") or ()} for log in (self.old, self.new))
        return frozenset(one ^ two)

    @cached_property
    def _decided(self) -> dict[tuple[str, str, str], set[str]]:
        """The columns that people decided about, by report_id, table and item."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for report_id, table, item, column in self.corrected:
            found.setdefault((report_id, table, item), set()).add(column)
        return found

    @cached_property
    def _corrected_reports(self) -> frozenset[str]:
        return frozenset(report_id for report_id, *_ in self.corrected)

    def of(
        self, table: str, report_id: str, items: Iterable[str], columns: Iterable[str], hashes: Iterable[str]
    ) -> str:
        """The cause of a row's difference; where several things can be it, all of them with " or " between.

        Args:
            table, report_id: of the row; '' where it is of no single report.
            items: the ids that it has in the two datasets.
            columns: those that differ; none where the row is in one dataset only.
            hashes: SHA-256 of the files that its report was read from in the two datasets.
        """
        columns = set(columns)
        decided = {name for item in items for name in self._decided.get((report_id, table, item), ())}
        if "" in decided or decided & columns:
            return "correction"
        if self.sources & set(hashes):
            return "source"
        worked_out = table not in CORRECTABLE and report_id in self._corrected_reports
        found = ["source"] * bool(self.sources and not report_id) + ["correction"] * worked_out
        found += ["pack"] * bool(self.packs) + ["program"] * self.program
        return " or ".join(found) or UNKNOWN
