"""A panel set for a terminal: how much there is of it, what is comparable, and its first rows."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.domain.comparability import BREAKS
from extractor.link.panel import Panel
from extractor.link.panel.columns import series

__all__ = ["show_panel"]

_FIRST = 12
_COLUMNS = {
    "standard": ("lineage", "date", "provider_type", "standard_id", "rating", "points", "percent", "break", "change"),
    "question": ("lineage", "date", "provider_type", "question_id", "group", "percent", "break", "change"),
}


def show_panel(panel: Panel, to: Console) -> None:
    """Lineages, years, observations, comparable pairs and breaks by kind; then rows of the first series that go on."""
    rows = panel.frame
    each = rows.drop_duplicates(["report_id", "item"])
    years = each["year"].dropna()
    pairs = each[each["previous_report"] != ""]
    span = ", " + " to ".join(map(str, sorted({years.min(), years.max()}))) if len(years) else ""
    comparable = int(pairs["comparable"].fillna(False).sum())
    facts = Table.grid(padding=(0, 2))
    for name, told in (
        ("lineages", f"{rows['lineage'].nunique():,}"),
        ("services", f"{each['provider_id'].nunique():,}"),
        ("inspections", f"{panel.inspections:,}"),
        ("reports", f"{each['report_id'].nunique():,}{span}"),
        ("observations", f"{len(each):,}, in {len(rows):,} rows, one for each lineage that they belong to"),
        ("pairs", f"{len(pairs):,}, each an observation and the one before it; {comparable:,} are comparable"),
    ):
        facts.add_row(Text(name, style="dim"), told)
    to.print(facts)
    if len(pairs):
        table = grid("\nBreaks", ("break", "pairs", "meaning"), ("pairs",))
        kinds = pairs["break"].str.split().explode().value_counts()
        for kind, doc in BREAKS.items():
            if kinds.get(kind, 0):
                table.add_row(kind, f"{kinds[kind]:,}", doc)
        to.print(table)
    _show_first(panel, to)
    for count, what in (
        (panel.retold, "told again of an inspection, by a summary or by a report that another replaces"),
        (panel.nameless, "without the name of a service, in no lineage"),
        (int(each["year"].isna().sum()), "without a date, which nothing is compared with"),
    ):
        if count:
            to.print(Text(f"{count:,} row{'s'[: count != 1]} {what}", style="dim"))


def _show_first(panel: Panel, to: Console) -> None:
    """Rows of series that have more than one observation, as far as there are any."""
    key = ["lineage", *series(panel.by)]
    several = panel.frame[panel.frame.duplicated(key, keep=False)]
    rows = (several if len(several) else panel.frame).head(_FIRST)
    names = [name for name in _COLUMNS[panel.by] if rows[name].notna().any() and (rows[name].astype(str) != "").any()]
    if not len(rows):
        return
    table = grid(f"\nThe first of {len(panel.frame):,} rows", names, ("date", "points", "percent", "change"))
    for row in rows[names].astype(object).where(rows[names].notna(), None).itertuples(index=False):
        table.add_row(*(Text(shown(value)) for value in row))
    to.print(table)
