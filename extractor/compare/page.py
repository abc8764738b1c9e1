"""Results as one HTML page each, which needs nothing but itself: no file beside it, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from extractor.compare.charts import CHARTS, Chart
from extractor.compare.colours import ink
from extractor.compare.comparison import Comparison
from extractor.compare.figures.drawn import Drawn
from extractor.compare.sheets import Sheet
from extractor.compare.summary import Summary
from extractor.compare.words import plain, readable, truncated
from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.page import render

__all__ = ["Shown", "comparison_page", "figure_page", "summary_page"]

_PACKAGE = "extractor.compare"
_ROWS = 300
_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.S)
_IDS = re.compile(r'(\bid="|\bhref="#|url\(#)')


@dataclass(frozen=True)
class Shown:
    """A chart with its figures, of which there are several where one would be too long; `note` says what they lack."""

    chart: Chart
    figures: tuple[Drawn, ...]
    note: str = ""


def comparison_page(comparison: Comparison, source: str, address: Address = nowhere) -> str:
    """The page of a comparison; `address` gives that of a report, for links."""
    title = f"Inspections compared by {comparison.by}"
    sheets = [_sheet(sheet, address) for sheet in comparison.sheets]
    return render(_PACKAGE, "compare.html", title=title, source=source, notes=comparison.notes, sheets=sheets)


def summary_page(summary: Summary, shown: Sequence[Shown], source: str, address: Address = nowhere) -> str:
    """The page of a summary; `address` gives that of a report, for links."""
    charts, apart = [_chart(chart, address) for chart in shown], _sheet(summary.apart, address)
    title = "Summary of inspections"
    return render(_PACKAGE, "summary.html", title=title, source=source, summary=summary, charts=charts, apart=apart)


def figure_page(shown: Shown, source: str) -> str:
    """The page of a single chart."""
    return render(_PACKAGE, "figure.html", title=shown.chart.sheet.title, source=source, charts=[_chart(shown)])


def _chart(shown: Shown, address: Address = nowhere) -> dict[str, Any]:
    figures = [
        Markup(_inline(figure.svg.decode(), f"{shown.chart.name}-{number}"))
        for number, figure in enumerate(shown.figures, start=1)
    ]
    about = CHARTS[shown.chart.subject]
    return {"figures": figures, "note": shown.note, "about": about, "sheet": _sheet(shown.chart.sheet, address)}


def _inline(svg: str, name: str) -> str:
    """An SVG as part of a page, its ids its own."""
    return _IDS.sub(lambda found: found[0] + name + "-", _PROLOGUE.sub("", svg)).strip()


def _sheet(sheet: Sheet, address: Address) -> dict[str, Any]:
    frame, rest = truncated(sheet.frame, _ROWS)
    names, same = readable(sheet.frame)
    ids = frame["report_id"] if "report_id" in frame else [""] * len(frame)
    rows = zip(frame[names].itertuples(index=False), ids, strict=True)
    numeric = {name for name in names if frame[name].dtype.kind in "iuf"}
    return {
        "name": sheet.name,
        "title": sheet.title,
        "note": sheet.note,
        "same": [(sheet.heading(name), value) for name, value in same.items()],
        "empty": sheet.empty,
        "headings": [sheet.heading(name) for name in names],
        "rows": [
            (list(_cells(sheet, names, numeric, row)), address(id_, "", "") if isinstance(id_, str) else "")
            for row, id_ in rows
        ],
        "rest": rest,
    }


def _cells(sheet: Sheet, names: list[str], numeric: set[str], row: Sequence[object]) -> Iterator[dict[str, str]]:
    for name, value in zip(names, row, strict=True):
        words = plain(value)
        style = ""
        if sheet.scale and words in sheet.scale.labels and (name in sheet.matrix or name == "overall"):
            colour = sheet.scale.colour(words)
            style = f"background:{colour};color:{ink(colour)}"
        yield {"words": words, "style": style, "kind": "number" if name in numeric else ""}
