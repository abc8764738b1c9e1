"""How often a dataset is wrong: rows drawn for a person to judge, and the error rate with its bound.

Rows are drawn in the order of a hash of their ids, so that the same rows are drawn again though others come or go. Each
table gives as many as the others, as far as it has them; over all tables a row counts as often as it stands for rows.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

from extractor.correct.model import CORRECTABLE, correctable_columns
from extractor.dataset.cells import in_words, restore
from extractor.dataset.csv_files import write_rows
from extractor.dataset.named_tables import Frames
from extractor.dataset.row_words import TOLD
from extractor.errors import InputError, OutputError

__all__ = [
    "COLUMNS",
    "SAMPLED",
    "VERDICTS",
    "Drawn",
    "Rate",
    "bounds",
    "decided",
    "draw",
    "rates",
    "read_sample",
    "write_sample",
]

# Cells of tables are read into other tables where they are figures or judgements.
SAMPLED = tuple(table for table in CORRECTABLE if table not in ("tables", "sections"))
VERDICTS = ("right", "wrong", "")
COLUMNS = ("table", "report_id", "item", "page", "says", "quote", "verdict", "note")
_VALUES = {table: {name.rstrip("%") for name in value} for table, (_, value) in TOLD.items()}
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row that a person is to judge: what it says, the words that it was read from, and the verdict so far."""

    table: str
    report_id: str
    item: str
    page: str
    says: str
    quote: str
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of wrong rows of a table, or of all (`table` is empty), 0-1, with the bounds of a 95 % interval.

    `rows` is how many the dataset has, `judged` how many of them a person judged, `wrong` how many of those are wrong.
    """

    table: str
    rows: int
    judged: int
    wrong: int
    share: float
    lower: float
    upper: float


def draw(data: Frames, n: int, seed: int = 1, tables: Sequence[str] = SAMPLED) -> list[Drawn]:
    """Draw `n` rows, or all where there are fewer, with the verdicts that corrections of the dataset imply.

    Args:
        data: the dataset.
        n: how many rows.
        seed: another one draws other rows.
        tables: those that are drawn from.
    """
    said_of = _decided(data)
    ranked = {table: sorted(data.rows(table), key=lambda row: _rank(seed, table, row)) for table in tables}
    counts = _shared_out(n, {table: len(rows) for table, rows in ranked.items()})
    drawn = []
    for table, rows in ranked.items():
        for row in rows[: counts[table]]:
            item = str(getattr(row, "item", ""))
            values = ((name, in_words(getattr(row, name))) for name in correctable_columns(table))
            said = (f"{name} {value}" for name, value in values if value)
            page, quote = in_words(getattr(row, "page", None)), str(getattr(row, "quote", ""))
            verdict = said_of.get((table, row.report_id, item), "")
            drawn.append(Drawn(table, row.report_id, item, page, "; ".join(said), quote, verdict))
    return drawn


def decided(drawn: Sequence[Drawn], data: Frames) -> list[Drawn]:
    """Drawn rows, those without a verdict with what corrections of the dataset say of them by now."""
    told = _decided(data)
    return [replace(row, verdict=row.verdict or told.get((row.table, row.report_id, row.item), "")) for row in drawn]


def _rank(seed: int, table: str, row: Any) -> bytes:
    return hashlib.sha256(f"{seed}\0{table}\0{row.report_id}\0{getattr(row, 'item', '')}".encode()).digest()


def _shared_out(n: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """How many rows each table gives: as many as the others, and what one lacks is asked of those that have more."""
    counts, left = dict.fromkeys(sizes, 0), n
    by_size = sorted(sizes, key=lambda table: sizes[table])
    for place, table in enumerate(by_size):
        counts[table] = min(sizes[table], math.ceil(left / (len(by_size) - place)))
        left -= counts[table]
    return counts


def _decided(data: Frames) -> dict[tuple[str, str, str], str]:
    """What people said of rows: those whose value is accepted are right, changed and deleted ones were wrong."""
    found: dict[tuple[str, str, str], str] = {}
    for row in data.rows("corrections"):
        subject = (row.table, row.report_id, row.item)
        if row.action != "accept":
            found[subject] = "wrong"
        elif not row.column or row.column in _VALUES.get(row.table, ()):
            found.setdefault(subject, "right")
    return found


def rates(drawn: Sequence[Drawn], sizes: Mapping[str, int]) -> list[Rate]:
    """The error rate of every table of which a row was judged, and of all of them together, last.

    Bounds are Wilson's (1927) for a share; over all tables with the effective number of rows of Kish (1965), since rows
    of a large table stand for more.

    Args:
        drawn: rows, those without a verdict among them.
        sizes: how many rows the dataset has, by table.
    """
    found: list[Rate] = []
    for table in dict.fromkeys(row.table for row in drawn):
        verdicts = [row.verdict for row in drawn if row.table == table and row.verdict]
        if verdicts:
            found.append(_rate(table, sizes[table], len(verdicts), verdicts.count("wrong")))
    if not found:
        return []
    rows, judged = sum(rate.rows for rate in found), sum(rate.judged for rate in found)
    share = sum(rate.share * rate.rows for rate in found) / rows
    effective = rows**2 / sum(rate.rows**2 / rate.judged for rate in found)
    interval = bounds(share, effective)
    return [*found, Rate("", rows, judged, sum(rate.wrong for rate in found), share, *interval)]


def _rate(table: str, rows: int, judged: int, wrong: int) -> Rate:
    share = wrong / judged
    return Rate(table, rows, judged, wrong, share, *((share, share) if judged >= rows else bounds(share, judged)))


def bounds(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, 0-1, of which `n` rows were judged."""
    z = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def write_sample(drawn: Sequence[Drawn], out: Path) -> None:
    """Write rows for a person to judge, as a CSV file with an empty column `verdict`.

    Raises:
        OutputError: there is such a file, which may have verdicts, or it cannot be written.
    """
    if out.exists():
        raise OutputError(f"{out}: is there already, perhaps with verdicts. Name another file with --out.")
    try:
        write_rows(COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in drawn), out)
    except OSError as error:
        raise OutputError(
            f"{out} cannot be written: {error.strerror or error}. Name another file with --out."
        ) from error


def read_sample(path: Path) -> list[Drawn]:
    """The rows of a sample, with the verdicts that a person wrote beside them.

    Raises:
        InputError: it is no sample, or a verdict is neither `right` nor `wrong`; the message has the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restval="")
            if missing := set(COLUMNS) - set(rows.fieldnames or ()):
                raise InputError(f"{path} is no sample: it lacks {', '.join(sorted(missing))}. Draw one with --out.")
            drawn = []
            for row in rows:
                cells = {name: restore(row[name] or "") for name in COLUMNS}
                cells["verdict"] = cells["verdict"].strip().lower()
                if cells["verdict"] not in VERDICTS:
                    raise InputError(
                        f"{path}:{rows.line_num}: verdict {row['verdict']!r}; write right or wrong, or leave it empty."
                    )
                if cells["table"] not in SAMPLED:
                    raise InputError(f"{path}:{rows.line_num}: table {cells['table']!r} is none that is drawn from.")
                drawn.append(Drawn(**cells))
            return drawn
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a CSV table in UTF-8: {error}") from error
