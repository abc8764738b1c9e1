"""Precision, recall, F1 and support of a dataset against hand-checked truth.

    evaluation = evaluate(Path("outputs/run"), Path("corpus/gold"))
    evaluation.worst("strict"), evaluation.misses

`python -m extractor.evaluate FOLDER GOLD` prints it. A gold file is one report: `source` names its file, `report` has
its metadata, every other key is a table. Rows may say `accept` (field: other right values), `tolerable` (fields, or
field: values, that are right in lenient mode) and `optional`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from extractor.errors import InputError
from extractor.evaluate.compare import Mode
from extractor.evaluate.judge import TOTAL, Rows, Score, judge, rows_of, stem, total
from extractor.evaluate.read import read_gold, read_tables

__all__ = ["TOTAL", "Evaluation", "Mode", "Score", "evaluate", "evaluate_tables"]


@dataclass(slots=True)
class Evaluation:
    """The scores per report and table, then per table over all reports; what was missed; what was not judged."""

    rows: list[Score] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def worst(self, mode: Mode) -> float:
        """The lowest F1 of a table in which gold has something; 0 where nothing was judged."""
        return min((s.f1 for s in self.rows if s.mode == mode and s.support > 0), default=0.0)

    def score(self, table: str, mode: Mode = "strict", report: str = TOTAL) -> Score:
        """One row.

        Raises:
            KeyError: it was not judged.
        """
        for row in self.rows:
            if (row.report, row.table, row.mode) == (report, table, mode):
                return row
        raise KeyError((report, table, mode))

    def of(self, report: str) -> Evaluation:
        """The scores and misses of one report, or of `TOTAL`; the notes are those of the whole.

        Raises:
            InputError: it was not judged; the message names what was.
        """
        rows = [row for row in self.rows if row.report == report]
        if not rows:
            known = ", ".join(sorted({row.report for row in self.rows})) or "none"
            raise InputError(f"report {report!r} was not judged; judged were {known}.")
        return Evaluation(rows, [miss for miss in self.misses if miss.split()[0] == report], self.notes)


def evaluate(folder: Path, gold: Path) -> Evaluation:
    """Judge the tables of an output folder by a gold file, or by every gold file of a folder.

    A gold file and a report belong together where their sources have the same stem, and where several gold files have
    it, the same name; every edition of a report is judged. A gold file whose report was no input of the run is noted
    and not judged; one whose report failed is all missing.

    Raises:
        InputError: the folder is not a dataset, or there is no gold.
    """
    evaluation = Evaluation()
    tables = read_tables(folder, evaluation.notes)
    golds = list(read_gold(gold, evaluation.notes))
    stems = Counter(stem(truth["source"]) for _, truth in golds)
    for path, truth in golds:
        name = stem(truth["source"])
        editions = [row for row in tables["reports"] if stem(row["source"]) == name]
        if stems[name] > 1:  # gold of its own for every edition
            editions = [row for row in editions if PurePath(row["source"]).name == PurePath(truth["source"]).name]
            if not editions:
                evaluation.notes.append(f"{path.name}: {truth['source']} is not in this dataset, not judged")
                continue
        if not editions and not any(stem(row["source"]) == name for row in tables["files"]):
            evaluation.notes.append(f"{path.name}: {truth['source']} was no input of this run, not judged")
            continue
        for report_id in [row["report_id"] for row in editions] or [""]:
            verdict = judge(report_id or name, rows_of(report_id, tables) if report_id else {}, truth)
            evaluation.rows.extend(verdict.scores)
            evaluation.misses.extend(verdict.misses)
    evaluation.rows.extend(total(evaluation.rows))
    return evaluation


def evaluate_tables(tables: Mapping[str, Rows], gold: Mapping[str, Any]) -> list[Score]:
    """Judge rows that are in memory, as `Record.as_row()` gives them, by one gold report.

    Where `tables` has more than one report, the one with gold's `source` is taken, and none if there is no such.
    """
    reports = tables.get("reports", ())
    name = stem(str(gold.get("source", "report")))
    if len(reports) > 1:
        ours = next((row["report_id"] for row in reports if stem(str(row["source"])) == name), None)
        return judge(ours or name, rows_of(ours, tables) if ours else {}, gold).scores
    return judge(str(reports[0].get("report_id") or name) if reports else name, tables, gold).scores
