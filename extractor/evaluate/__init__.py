"""Precision, recall, F1 and support of a dataset against hand-checked truth.

    evaluation = evaluate(Path("outputs/run"), Path("corpus/gold"))
    evaluation.worst("strict"), evaluation.misses

`python -m extractor.evaluate FOLDER GOLD` prints it. A gold file is one report: `source` names its file, `report` has
its metadata, every other key is a table. Rows may say `accept` (field: other right values), `tolerable` (fields, or
field: values, that are right in lenient mode) and `optional`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import InputError
from extractor.evaluate.read import read_gold, read_tables, reports_of
from extractor.evaluate.scores import TOTAL, Judged, Rows, Score, judge, rows_of, stem, total
from extractor.evaluate.value_equality import Mode

__all__ = ["TOTAL", "Evaluation", "Mode", "Score", "evaluate", "evaluate_tables", "judge_tables"]


@dataclass(slots=True)
class Evaluation:
    """The scores per report and table, then per table over all reports; what was missed; what was not judged."""

    rows: list[Score] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    judged: dict[tuple[str, str], list[Judged]] = field(default_factory=dict)  # by file of gold, and source
    reports: dict[tuple[str, str], str] = field(default_factory=dict)  # the report of each of those

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
        judged = {place: told for place, told in self.judged.items() if report in (self.reports[place], TOTAL)}
        misses = [miss for miss in self.misses if miss.split()[0] == report]
        return Evaluation(rows, misses, self.notes, judged, self.reports)

    def against(self, earlier: Evaluation) -> tuple[list[str], list[str]]:
        """What is right that was not in an earlier evaluation by the same gold, and what was and is no more: lines.

        A row that gold has not is a loss where it is new, and a gain where it is gone. Reports that only one of the two
        was judged by are in neither.
        """
        gains: list[str] = []
        losses: list[str] = []
        for place in self.judged.keys() & earlier.judged.keys():
            now, before = ({row.subject: row for row in of.judged[place]} for of in (self, earlier))
            for subject in sorted({**before, **now}):
                table, name, _, is_extra = subject
                is_right, was_right = (
                    subject not in rows if is_extra else rows[subject].is_right for rows in (now, before)
                )
                if is_right != was_right:
                    (gains if is_right else losses).append(f"{place[1]} {table} {'extra: ' * is_extra}{name}")
        return sorted(gains), sorted(losses)


def evaluate(folder: Path, gold: Path) -> Evaluation:
    """Judge the tables of an output folder by a gold file, or by every gold file of a folder.

    A gold file belongs to the reports that `extractor.evaluate.read.reports_of` finds for it: by the hash of the file,
    never by its name alone. A gold file whose report was no input of the run is noted and not judged; one whose report
    failed is all missing.

    Raises:
        InputError: the folder is not a dataset, or there is no gold.
    """
    notes: list[str] = []
    tables = read_tables(folder, notes)
    evaluation = judge_tables(tables, list(read_gold(gold, notes)))
    evaluation.notes[:0] = notes
    return evaluation


def judge_tables(tables: Mapping[str, Rows], golds: Sequence[tuple[Path, Mapping[str, Any]]]) -> Evaluation:
    """As `evaluate`, of tables as `read.read_tables` gives them, and gold as `read.read_gold` does."""
    evaluation = Evaluation()
    stems = Counter(stem(truth["source"]) for _, truth in golds)
    for path, truth in golds:
        editions = reports_of(path, truth, tables, stems[stem(truth["source"])] == 1, evaluation.notes)
        for row in editions:
            report_id = row.get("report_id", "")
            name = report_id or stem(truth["source"])
            verdict = judge(name, rows_of(report_id, tables) if report_id else {}, truth)
            evaluation.rows.extend(verdict.scores)
            evaluation.misses.extend(verdict.misses)
            evaluation.judged[path.name, row["source"]] = verdict.judged
            evaluation.reports[path.name, row["source"]] = name
    evaluation.rows.extend(total(evaluation.rows))
    judged = {name for name, _ in evaluation.judged}
    if unhashed := [path.name for path, truth in golds if path.name in judged and not truth.get("sha256")]:
        evaluation.notes.append(f"known by name and words, for gold has no `sha256`: {', '.join(unhashed)}")
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
