"""Coverage as its user sees it: counts of every report, silent rules, unusual reports; or the lines of one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from extractor.check.reading_gaps import Line, Unusual
from extractor.cli.show.terminal import shown

__all__ = ["show_counts", "show_lines", "show_rules", "show_unusual"]

_NOTHING = {"none_printed": "none printed", "not_looked_for": "not looked for"}
_MARKS = {"all": ("|", ""), "part": (":", ""), "none": (" ", "dim")}


def show_counts(rows: Sequence[Any], to: Console) -> None:
    """A line or two a report: of each kind, how many things are in some row; what is complete is only named."""
    reports: dict[str, list[Any]] = {}
    for row in rows:
        reports.setdefault(row.report_id, []).append(row)
    for report_id, kinds in reports.items():
        to.print(Text(shown(report_id), style="bold"), soft_wrap=True)
        for row in kinds:
            if row.verdict in ("incomplete", "could_not_read"):
                style = "red" if row.verdict == "could_not_read" else "yellow"
                words = f"  {row.verdict.replace('_', ' ')}: {_kind(row)}: {row.found} of {row.expected}"
                to.print(Text(words, style=style), soft_wrap=True)
        for verdict, words in {"complete": "complete", **_NOTHING}.items():
            if named := [_kind(row) for row in kinds if row.verdict == verdict]:
                to.print(Text(f"  {words}: {', '.join(named)}", style="dim"), soft_wrap=True)


def _kind(row: Any) -> str:
    return shown(row.kind).replace("_", " ")


def show_rules(silent: Mapping[str, Sequence[str]], to: Console) -> None:
    """What of the rules of every framework matched nothing in its reports."""
    to.print("")
    for framework, names in silent.items():
        to.print(f"rules that never fired: {framework}: {', '.join(names) or 'none'}", soft_wrap=True)


def show_unusual(found: Sequence[Unusual], to: Console) -> None:
    """A line for every table of a report that has far fewer or more rows than usual."""
    to.print("")
    for one in found:
        table = one.table.replace("_", " ")
        words = f"unusual: {shown(one.report_id)}: {one.rows} {table}, where {one.framework} usually has {one.usual:g}"
        to.print(Text(words, style="yellow"), soft_wrap=True)
    if not found:
        to.print("no report has far fewer or more rows than five or more of its framework usually have")


def show_lines(lines: Sequence[Line], to: Console, unread: bool = False) -> None:
    """A report's text with marks before every line, and below it what looks like data and is in no row.

    Args:
        lines: the lines of a report.
        to: where they are shown.
        unread: show only lines that no rule has read, or that have something unread.
    """
    counts = {read: sum(line.read == read for line in lines) for read in _MARKS}
    for line in lines:
        if unread and line.read != "none" and not line.unread:
            continue
        mark, style = _MARKS[line.read]
        text = Text(f"{'!' if line.unread else mark} {line.page or '':>4}  ", style="red" if line.unread else style)
        text.append(shown(line.text.replace("\t", "  ")), style=style)
        to.print(text, soft_wrap=True)
        for words, reason in line.unread:
            to.print(Text(f"         ^ {reason}: {shown(' '.join(words.split()))[:100]}", style="red"), soft_wrap=True)
    things = sum(len(line.unread) for line in lines)
    to.print(
        f"\n{len(lines)} lines: {counts['all']} read (|), {counts['part']} in part (:), {counts['none']} not; "
        f"{things} things that look like data are in no row, or were read badly (!)"
    )
