"""Links and tracks set for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.cli.show.terminal import Styles, grid, shown, styles_of
from extractor.link.linking import LinkResult
from extractor.link.threads import NOT_LINKED, Event, Track
from extractor.packs.model import Scale

__all__ = ["show_links", "show_track"]

_MOST_SHOWN = 20  # reports whose sources are absent
_COLUMN = 24  # columns of the screen that a report needs


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
    if lost := sum(row.status != "applied" for row in result.corrections):
        to.print(
            f"{lost} decision{'s'[: lost != 1]} stale or in conflict; `findings corrections list` names them",
            style="yellow", soft_wrap=True,
        )  # fmt: skip
    if result.links:
        to.print(f"say which are right in {result.worksheet}, then run this again", soft_wrap=True)


def show_track(track: Track, to: Console, scales: Iterable[Scale] = ()) -> None:
    """The recommendations and what became of each: a column a report, earliest first, where there is room for that.

    `scales` are those whose labels are set in colours.
    """
    styles = styles_of(scales)
    to.print(Text(f"Recommendations to {shown(track.provider)} and the services before it", style="bold"))
    if not track.linked:
        to.print(Text(NOT_LINKED, style="yellow"))
    if not track.threads:
        to.print("none found")
        return
    heads = {r.report_id: f"{(r.fieldwork_start or r.published)[:7]} {r.provider}" for r in track.reports}
    if to.width < _COLUMN * (1 + len(heads)):
        _show_under_another(track, heads, styles, to)
    else:
        _show_side_by_side(track, heads, styles, to)
    told = [f"{n} {category.lower()}" for category, n in track.outcomes]
    again = sum(sum(event.kind == "asked" for event in thread.events) > 1 for thread in track.threads)
    told += [f"{again} asked again"] if again else []
    to.print(", ".join([f"{len(track.threads)} recommendations", *told]))


def _show_side_by_side(track: Track, heads: dict[str, str], styles: Styles, to: Console) -> None:
    table: Table = grid("", ["recommendation", *map(shown, heads.values())])
    for thread in track.threads:
        cells = []
        for report_id in heads:
            events = [event for event in thread.events if event.report_id == report_id]
            cells.append(Text("\n").join(_said(event, styles) for event in events))
        absent = [Text(f"\n{shown(e.said)}", style="dim") for e in thread.events if e.kind == "source absent"]
        table.add_row(Text.assemble(shown(thread.text), *absent), *cells)
    to.print(table)


def _show_under_another(track: Track, heads: dict[str, str], styles: Styles, to: Console) -> None:
    """For narrow screens and many reports: a recommendation, and its events below."""
    for number, thread in enumerate(track.threads, start=1):
        to.print(Text(f"\n{number}. {shown(thread.text)}"))
        for event in thread.events:
            when = f"{shown(heads[event.report_id])}: " if event.report_id else ""
            to.print(Padding(Text.assemble((when, "dim"), _said(event, styles)), (0, 0, 0, 4)))


def _said(event: Event, styles: Styles) -> Text:
    return Text(shown(event.said), style=styles.get(event.category.casefold(), ""))
