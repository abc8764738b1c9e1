"""The outcomes of many files as the tables of one dataset: ids unique, keys unique, providers derived, all checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.boxes import LineBox
from extractor.check import check
from extractor.correct.apply import apply
from extractor.correct.model import Decision
from extractor.dataset.read import Extracted
from extractor.dataset.schema import key
from extractor.link.providers import derive_providers, with_provider_ids
from extractor.packs import Packs, load_packs
from extractor.packs.vocabulary import vocabulary_of
from extractor.records import TABLES, Check, File, Grounded, Record, Report
from extractor.runs.inputs import Input
from extractor.runs.reading import Outcome

__all__ = ["assemble", "unique_ids"]

_LONGEST_ID = 100
_HASHES = (6, 16, 64)  # letters of a hash behind an id, as many as tell reports apart


def assemble(
    outcomes: Sequence[tuple[Input, Outcome]],
    timings: bool,
    packs: Packs | None = None,
    decisions: Mapping[str, Sequence[Decision]] | None = None,
) -> tuple[dict[str, tuple[Record, ...]], dict[str, str], dict[str, tuple[LineBox, ...]]]:
    """The tables, and by report_id the texts and where their lines stand.

    Outcomes come sorted, and rows keep their order.

    Args:
        outcomes: what became of every input.
        timings: whether to note the seconds that each file took.
        packs: the patterns that the files were read with, by which they are checked, and whose register tells
            which names are one service; None for those shipped.
        decisions: people's corrections by report_id, applied when all is read and before anything is checked.
    """
    tables: dict[str, list[Record]] = {table: [] for table in TABLES}
    texts: dict[str, str] = {}
    lines: dict[str, tuple[LineBox, ...]] = {}
    ids = unique_ids([(_provisional_id(outcome), file.sha256) for file, outcome in outcomes])
    within: dict[str, tuple[Check, ...]] = {}
    for (file, outcome), report_id in zip(outcomes, ids, strict=True):
        status, stage, message = outcome.status, outcome.stage, outcome.message
        if report_id:
            texts[report_id] = outcome.text
            lines[report_id] = outcome.lines
            repeated = []
            for table, records in outcome.records.items():
                if table == "checks":
                    within[report_id] = tuple(replace(row, report_id=report_id) for row in outcome.checks)
                    continue
                rows = _without_repeats(table, [_named(record, report_id, file.source) for record in records])
                repeated += [table] * (len(rows) < len(records))
                tables[table] += rows
            if repeated:
                status, stage = "partial", stage or "extract"
                message = f"{message} {_repeats(repeated)}".strip()
        seconds = round(outcome.seconds, 3) if timings and outcome.seconds is not None else None
        tables["files"].append(
            File(
                source=file.source,
                sha256=file.sha256,
                report_id=report_id,
                status=status,
                stage=stage,
                message=message,
                seconds=seconds,
            )
        )
    if decisions:
        frameworks = [row.framework for row in tables["reports"] if isinstance(row, Report)]
        vocabulary = vocabulary_of(packs, frameworks) if packs is not None else None
        done = apply(decisions, tables, texts.__getitem__, vocabulary)
        tables = {**done.tables, "corrections": list(done.corrections)}
        within = {report_id: rows for report_id, rows in within.items() if report_id not in done.reports()}
    register = (packs or load_packs()).register
    providers = derive_providers(tables["reports"], tables["ratings"], register)
    tables |= with_provider_ids(tables, providers, register)
    tables["providers"] += providers
    tables["checks"] += check(Extracted(tables, texts), packs, within)
    return {table: tuple(rows) for table, rows in tables.items()}, texts, lines


def _provisional_id(outcome: Outcome) -> str:
    """The id that the report was given alone, fit to be a file name; empty where there is no report."""
    if not outcome.records.get("reports"):
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", outcome.records["reports"][0].report_id.lower())
    return slug[:_LONGEST_ID].strip("-") or "report"


def unique_ids(reports: Sequence[tuple[str, str]]) -> list[str]:
    """The ids of reports, given with the hashes of their files; of one id that several have, none keeps it bare.

    Each of those has the beginning of its hash behind it: neither names nor order of files tell which is which, and an
    id that was one report's is never another's. Empty ids stay so.
    """
    times = Counter(id_ for id_, _ in reports)
    ids: list[str] = []
    for length in _HASHES:
        ids = [f"{id_}-{sha256[:length]}" if id_ and times[id_] > 1 else id_ for id_, sha256 in reports]
        named = [id_ for id_ in ids if id_]
        if len(set(named)) == len(named):
            break
    return ids


def _named(record: Record, report_id: str, source: str) -> Record:
    """The record under its final id; a report also under the name that the run knows its file by."""
    if isinstance(record, Report) and record.source != source:
        return replace(record, report_id=report_id, source=source)
    return record if record.report_id == report_id else replace(record, report_id=report_id)


def _without_repeats(table: str, records: Sequence[Record]) -> list[Record]:
    """The records whose key no earlier one has, and that have one: a key names one row, or nothing can refer to it."""
    records = [record for record in records if not isinstance(record, Grounded) or record.item]
    first = {tuple(getattr(record, name) for name in key(table)): record for record in reversed(records)}
    kept = {id(record) for record in first.values()}
    return [record for record in records if id(record) in kept]


def _repeats(tables: list[str]) -> str:
    return (
        f"Rows of {', '.join(tables)} had the key of another row, or none, and were left out. "
        "This is a fault of findings; please report it."
    )
