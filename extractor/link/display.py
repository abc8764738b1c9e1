"""Links and tracks set for a terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.export.terminal import grid, shown
from extractor.link.run import LinkResult
from extractor.link.threads import Event, Track

__all__ = ["show_links", "show_track"]

_MOST_SHOWN = 20  # reports whose sources are absent
_STYLES = {"Sufficient progress": "green", "Some progress": "yellow", "No progress": "red"}


def show_links(result: LinkResult, to: Console) -> None:
    """How many links there are of each kind, which sources are absent, and where to decide."""
    for (relation, status), count in sorted(result.counts().items()):
        to.print(f"{relation.replace('_', ' ')}: {count:,} {status}")
    if not result.links:
        to.print("no links found")
    absent = sorted(Counter((report, said) for (report, _), said in result.absent.items()).items())
    for (report, said), count in absent[:_MOST_SHOWN]:
        items = f"{count} progress item{'s'[: count != 1]}"
        to.print(
            f"{shown(report)}: the source of {items}, a {shown(said)}, is absent from this dataset", soft_wrap=True
        )
    if (more := len(absent) - _MOST_SHOWN) > 0:
        to.print(f"... and so are those of {more:,} more; the table checks names them all", soft_wrap=True)
    if result.links:
        to.print(f"say which are right in {result.worksheet}, then run this again", soft_wrap=True)


def show_track(track: Track, to: Console) -> None:
    """A row a recommendation, a column a report, earliest first."""
    to.print(Text(f"Recommendations to {shown(track.provider)} and the services before it", style="bold"))
    if not track.threads:
        to.print("none found")
        return
    heads = [f"{(report.fieldwork_start or report.published)[:7]} {report.provider}" for report in track.reports]
    table: Table = grid("", ["recommendation", *map(shown, heads)])
    for thread in track.threads:
        cells = []
        for report in track.reports:
            events = [event for event in thread.events if event.report_id == report.report_id]
            cells.append(Text("\n").join(_said(event) for event in events))
        absent = [Text(f"\n{shown(e.said)}", style="dim") for e in thread.events if e.kind == "source absent"]
        table.add_row(Text.assemble(shown(thread.text), *absent), *cells)
    to.print(table)
    counts = Counter(thread.category for thread in track.threads if thread.category)
    told = [f"{n} {category.lower()}" for category, n in counts.most_common()]
    again = sum(sum(event.kind == "asked" for event in thread.events) > 1 for thread in track.threads)
    told += [f"{again} asked again"] if again else []
    to.print(", ".join([f"{len(track.threads)} recommendations", *told]))


def _said(event: Event) -> Text:
    return Text(shown(event.said), style=_STYLES.get(event.category, ""))
