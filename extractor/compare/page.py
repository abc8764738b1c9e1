"""Results as one HTML page each, which needs nothing but itself: no file beside it, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from extractor.compare.chart_data import CHARTS, Chart
from extractor.compare.charts import draw
from extractor.compare.charts.style import NARROW, Drawn
from extractor.compare.colours import ink
from extractor.compare.comparison import Comparison, in_words
from extractor.compare.judgements import NOT_TOLD
from extractor.compare.sheets import Sheet
from extractor.compare.summary import Summary
from extractor.compare.words import plain, readable, truncated
from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.page import render
from extractor.dataset.source_rows import Shelf

__all__ = ["Shown", "comparison_page", "figure_page", "summary_page"]

_PACKAGE = "extractor.compare"
_ROWS = 300
_BESIDE = ("provider_type", "region", "framework")  # of a service, below its name where a table is wide
_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.S)
_PLACES = re.compile(r'<g id="(at-\d+-\d+)(?:-figure)?">')  # see `Chart.places`
# Colours of a drawing that are those of the page around it, light or dark.
_INK = (
    (re.compile(r'(<path [^>]*style="[^"]*)fill: #ffffff'), r"\1fill: none"),
    (re.compile(r"stroke: #000000"), "stroke: currentColor"),
    (re.compile(r"stroke: #555555"), "stroke: var(--edge)"),
    (re.compile(r"stroke: #dddddd"), "stroke: var(--line)"),
)
_IDS = re.compile(r'(\bid="|\bhref="#|url\(#)')


@dataclass(frozen=True)
class Shown:
    """A chart with its figures, of which there are several where one would be too long; `note` says what they lack."""

    chart: Chart
    figures: tuple[Drawn, ...]
    note: str = ""


def comparison_page(comparison: Comparison, source: str, address: Address = nowhere) -> str:
    """The page of a comparison; `address` gives that of a report, for links."""
    title = f"Inspections compared by {in_words(comparison.by)}"
    shelf = Shelf(address)
    told = {"title": title, "source": source, "notes": comparison.notes}
    return render(
        _PACKAGE, "compare.html", **told, sheets=[_sheet(one, shelf) for one in comparison.sheets], shelf=shelf
    )


def summary_page(summary: Summary, shown: Sequence[Shown], source: str, address: Address = nowhere) -> str:
    """The page of a summary; `address` gives that of a report, for links."""
    shelf = Shelf(address)
    told = {"title": "Summary of inspections", "source": source, "summary": summary}
    charts, apart = [_chart(chart, shelf) for chart in shown], _sheet(summary.apart, shelf)
    return render(_PACKAGE, "summary.html", **told, charts=charts, apart=apart, shelf=shelf)


def figure_page(shown: Shown, source: str) -> str:
    """The page of a single chart."""
    shelf = Shelf(nowhere)
    charts = [_chart(shown, shelf)]
    return render(_PACKAGE, "figure.html", title=shown.chart.sheet.title, source=source, charts=charts, shelf=shelf)


def _chart(shown: Shown, shelf: Shelf) -> dict[str, Any]:
    sheet = _sheet(shown.chart.sheet, shelf)
    sizes = {"": shown.figures, "narrow-": draw(shown.chart, NARROW)[0] if shown.figures else ()}
    figures = [
        (size[:-1], Markup(_inline(figure.svg.decode(), f"{shown.chart.name}-{size}{number}", sheet["drawn"])))
        for size, drawn in sizes.items()
        for number, figure in enumerate(drawn, start=1)
    ]
    return {"figures": figures, "note": shown.note, "about": CHARTS[shown.chart.subject], "sheet": sheet}


def _inline(svg: str, name: str, drawn: Mapping[str, Mapping[str, str]]) -> str:
    """An SVG as part of a page: its ids are its own, its ink the page's, and what it draws shows its rows."""

    def shows(found: re.Match[str]) -> str:
        told = drawn.get(found[1])
        if not told:
            return found[0]
        title = escape(told["title"])
        return f'{found[0][:-1]} data-rows="{told["rows"]}" data-title="{title}"><title>{title}</title>'

    linked = _PLACES.sub(shows, _PROLOGUE.sub("", svg))
    for drawn_in, on_page in _INK:
        linked = drawn_in.sub(on_page, linked)
    return _IDS.sub(lambda found: found[0] + name + "-", linked).strip()


def _sheet(sheet: Sheet, shelf: Shelf) -> dict[str, Any]:
    frame, rest = truncated(sheet.frame, _ROWS)
    names, same = readable(sheet.frame)
    beside = [name for name in _BESIDE if name in names] if names[:1] == ["provider"] else []
    counts = {name: f"{name} n" for name in sheet.matrix if f"{name} n" in names}
    elsewhere = {*beside, *counts.values(), *(["example"] if sheet.behind else [])}
    names = [name for name in names if name not in elsewhere]
    ids = frame["report_id"] if "report_id" in frame else [""] * len(frame)
    figures = {place: told for behind in sheet.behind for place, told in shelf.put(behind, frame).items()}
    rows, drawn, at = [], {}, {name: place for place, name in enumerate(frame)}
    for number, (row, id_) in enumerate(zip(frame.to_dict("records"), ids, strict=True)):
        cells = [_cell(sheet, name, row[name]) | figures.get((number, name), {}) for name in names]
        aside = [_titled(sheet, name, plain(row[name])) for name in beside if row[name] != NOT_TOLD]
        cells[0]["aside"] = " · ".join(filter(None, aside))
        for name, cell in zip(names, cells, strict=True):
            if name in counts and cell["words"]:
                cell["aside"] = f"n {plain(row[counts[name]])}"
        cells[0]["href"] = cells[0].get("href") or (shelf.address(id_, "", "") if isinstance(id_, str) else "")
        about = [cell["words"] for cell in cells if cell["words"] and not (cell["kind"] or cell["style"])][:2]
        for name, cell in zip(names, cells, strict=True):
            if cell.get("rows"):
                title = f"{' · '.join([*about, sheet.heading(name)])}: {cell['words']}"
                drawn[f"at-{number}-{at[name]}"] = {"rows": cell["rows"], "title": title}
        rows.append(cells)
    return {
        "name": sheet.name,
        "title": sheet.title,
        "note": sheet.note,
        "same": [(sheet.heading(name), _titled(sheet, name, value)) for name, value in same.items()],
        "empty": sheet.empty,
        "headings": [sheet.heading(name) for name in names],
        "rows": rows,
        "drawn": drawn,
        "rest": rest,
    }


def _shortened(value: object, decimals: int) -> object:
    """A share with no more decimals than a reader can use."""
    return round(value, decimals) if isinstance(value, float) else value


def _titled(sheet: Sheet, name: str, words: str) -> str:
    return sheet.titles.get(name, {}).get(words, words)


def _cell(sheet: Sheet, name: str, value: object) -> dict[str, Any]:
    if name.endswith("percent") or name.endswith(" %"):
        value = _shortened(value, 1 if name.startswith("mean") else 0)
    words, style, place = plain(value), "", ""
    if sheet.scale and words in sheet.scale.labels and (name in sheet.matrix or name == "overall"):
        colour = sheet.scale.colour(words)
        style = f"background:{colour};color:{ink(colour)}"
        place = str(list(sheet.scale.labels).index(words) + 1)
    kind = "number" if sheet.frame[name].dtype.kind in "iuf" else ""
    return {"words": _titled(sheet, name, words), "style": style, "kind": kind, "sort": place}
