"""Checks as their user sees them: how many of each report passed, and what did not, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.dataset.named_tables import Frames

__all__ = ["show_checks"]

_STATUSES = ("fail", "warn", "pass", "not_applicable")
_STYLES = {"fail": "red", "warn": "yellow", "pass": "green", "not_applicable": "dim"}
_MOST_SHOWN = 200


def show_checks(data: Frames, to: Console, everything: bool = False) -> None:
    """Counts report by report, then every row that failed or warns, or all rows; a long list is cut, and says so.

    Args:
        data: a dataset, whose table `checks` is shown.
        to: where it is shown.
        everything: show rows that passed or did not apply, too, and all of them.
    """
    counts: dict[str, Counter[str]] = {}
    listed: dict[str, list[Any]] = {"fail": [], "warn": []}
    for row in data.each("checks"):
        counts.setdefault(row.report_id, Counter())[row.status] += 1
        if row.status in listed and len(listed[row.status]) < _MOST_SHOWN:
            listed[row.status].append(row)
    total: Counter[str] = sum(counts.values(), Counter())
    noted = {id_: count for id_, count in counts.items() if everything or count["fail"] or count["warn"]}
    if noted:
        table = grid(
            "",
            ["report", *(status.replace("_", " ") for status in _STATUSES)],
            ("fail", "warn", "pass", "not applicable"),
        )
        for id_, count in list(noted.items())[:_MOST_SHOWN]:
            table.add_row(
                Text(shown(id_)), *(Text(str(count[s]), style=_STYLES[s] if count[s] else "dim") for s in _STATUSES)
            )
        to.print(table)
    if everything:
        lines: Iterable[Any] = (row for status in _STATUSES for row in data.each("checks") if row.status == status)
    else:
        lines = islice(chain(*listed.values()), _MOST_SHOWN)
    for row in lines:
        to.print(_line(row), soft_wrap=True)
    if (rest := total["fail"] + total["warn"] - _MOST_SHOWN) > 0 and not everything:
        to.print(f"... and {rest} more; all are in checks.csv")
    words = ", ".join(f"{total[status]} {status.replace('_', ' ')}" for status in _STATUSES)
    to.print(f"\n{len(counts)} report{'s'[: len(counts) != 1]}, {total.total()} checks: {words}")


def _line(row: Any) -> Text:
    """A row on one line: status, report, check, item, and what was expected and observed."""
    line = Text(f"{row.status.replace('_', ' ')}: ", style=_STYLES.get(row.status, ""))
    line.append(f"{shown(row.report_id)}: {shown(row.check)}, {shown(row.item)}: ", style="")
    if row.expected or row.observed:
        line.append(f"expected {shown(row.expected) or 'nothing'}, found {shown(row.observed) or 'nothing'}", style="")
    if row.message:
        line.append(f"{' (' if row.expected or row.observed else ''}{shown(row.message)}", style="")
        line.append(")" if row.expected or row.observed else "", style="")
    return line
