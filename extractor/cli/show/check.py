"""Checks as their user sees them: how many of each report passed, and what did not, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.records import Check

__all__ = ["show_checks"]

_STATUSES = ("fail", "warn", "pass", "not_applicable")
_STYLES = {"fail": "red", "warn": "yellow", "pass": "green", "not_applicable": "dim"}
_MOST_SHOWN = 200


def show_checks(rows: Sequence[Check], to: Console, everything: bool = False) -> None:
    """Counts report by report, then every row that failed or warns, or all rows; a long list is cut, and says so.

    Args:
        rows: the table `checks`.
        to: where it is shown.
        everything: show rows that passed or did not apply, too, and all of them.
    """
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.report_id, Counter())[row.status] += 1
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
    listed = [row for row in rows if everything or row.status in ("fail", "warn")]
    listed.sort(key=lambda row: _STATUSES.index(row.status) if row.status in _STATUSES else len(_STATUSES))
    for row in listed if everything else listed[:_MOST_SHOWN]:
        to.print(_line(row), soft_wrap=True)
    if len(listed) > _MOST_SHOWN and not everything:
        to.print(f"... and {len(listed) - _MOST_SHOWN} more; all are in checks.csv")
    total: Counter[str] = sum(counts.values(), Counter())
    words = ", ".join(f"{total[status]} {status.replace('_', ' ')}" for status in _STATUSES)
    to.print(f"\n{len(counts)} report{'s'[: len(counts) != 1]}, {len(rows)} checks: {words}")


def _line(row: Check) -> Text:
    """A row on one line: status, report, check, item, and what was expected and observed."""
    line = Text(f"{row.status.replace('_', ' ')}: ", style=_STYLES.get(row.status, ""))
    line.append(f"{shown(row.report_id)}: {shown(row.check)}, {shown(row.item)}: ", style="")
    if row.expected or row.observed:
        line.append(f"expected {shown(row.expected) or 'nothing'}, found {shown(row.observed) or 'nothing'}", style="")
    if row.message:
        line.append(f"{' (' if row.expected or row.observed else ''}{shown(row.message)}", style="")
        line.append(")" if row.expected or row.observed else "", style="")
    return line
