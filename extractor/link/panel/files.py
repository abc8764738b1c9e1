"""A panel as files: long and wide as CSV, long for Stata, with a Table Schema and a codebook, and a page to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.codebook import column_row
from extractor.dataset.csv_files import write_frame
from extractor.dataset.datapackage import package, resource, schema_field
from extractor.dataset.folder import replacing
from extractor.dataset.run_log import log_result, write_json, write_text
from extractor.dataset.stata import write_stata
from extractor.domain.comparability import BREAKS
from extractor.link.panel import Panel
from extractor.link.panel.columns import KEY, columns, series, wide_columns
from extractor.link.panel.page import panel_page
from extractor.link.panel.wide import widen
from extractor.records import Column

__all__ = ["write_panel"]

_LONG, _WIDE, _STATA = "panel_long.csv", "panel_wide.csv", "panel_long.dta"

_CODEBOOK = """\
# Panel by {by}

`{long}` has one row an observation of a lineage, `{wide}` a row a lineage and {by} with columns for the
years, and `{stata}` is the long panel for Stata 14 or later. `datapackage.json` describes the CSV files.

- A **lineage** is a service that no other took over from, with all that it took over from. Its id is that of this
  youngest service. What was observed of a service with several successors stands in the lineage of each, so drop
  duplicates of `report_id` and `item` before you count observations.
- **date** is when fieldwork began, else when the report was published, as `date_is` says. Of a judgement that only a
  summary tells, it is the date printed beside it, else that of the summary.
- A service's **own report goes before a summary**: what a summary tells of an inspection is a row only where that
  report is not in the dataset, or does not tell it. `framework` is then that of the inspections that are summed up.
- The **observation before** is the latest earlier one of the same service and {by}; for the first, the latest of the
  services that it took over from. So services that stood side by side are never compared with each other.
- **comparable** is true only where `break` is empty. `previous_value` and `change` are given only then, and only where
  both have a number. Labels without points, as those of the six-label scale, have none.
- `derived` marks values that were computed and not printed.
- An empty cell is a value that is not known; nothing is filled in for years without an inspection.

## Breaks

{breaks}

## Columns of the long panel

Key: {key}.

| column | type | meaning | example | allowed values |
| --- | --- | --- | --- | --- |
{rows}

## Columns of the wide panel

`lineage`, its `name`, {series} and the wording that was last printed; then, by year, {measures}.
Where a year has several observations, labels stand side by side, numbers are empty and `break` says `several`.
Elsewhere `break` tells why a cell is not comparable with the last one before it in its row.

## How to read it

In the CSV files a text that a spreadsheet would take for a formula has one apostrophe in front, in the Stata file not.
There the column `break` is called `breaks`, for Stata keeps that word for itself.

```python
import pandas as pd

panel = pd.read_csv("{long}", dtype={{"date": str, "comparable": "boolean"}})
pairs = panel[panel["comparable"].fillna(False)]
```

```r
words <- c(date = "character", comparable = "character")
panel <- read.csv("{long}", fileEncoding = "UTF-8", colClasses = words, na.strings = "")
pairs <- subset(panel, comparable == "true")
```

```stata
use "{stata}", clear
egen series = group(lineage {stata_series})
summarize change if comparable == 1
```
"""


def write_panel(panel: Panel, out: Path, version: str, source: str = "", address: Address = nowhere) -> None:
    """Write a panel into a folder of its own; one that was written before is replaced as a whole.

    `source` names the dataset, `address` gives that of a row, for links of the page.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    by, fields = panel.by, tuple(map(panel.vocabulary.closed, columns(panel.by)))
    with replacing(out) as folder:
        write_stata(fields, panel.frame, f"Findings: panel by {by}", folder / _STATA)
        write_frame(fields, panel.frame, folder / _LONG)
        wide = widen(panel)
        wide_fields = wide_columns(by, list(map(str, wide)))
        write_frame(wide_fields, wide, folder / _WIDE)
        write_text(_codebook(by, fields, list(map(str, wide))), folder / "panel.md")
        write_text(panel_page(panel, source, address), folder / "panel.html")
        described = {
            _LONG: (fields, KEY, "one row an observation of a lineage"),
            _WIDE: (wide_fields, ("lineage", *series(by), by), f"one row a lineage and {by}"),
        }
        resources = [
            resource(folder / name, name.removesuffix(".csv"), text, _schema(listed, key))
            for name, (listed, key, text) in described.items()
        ]
        title = f"Inspections by lineage of services, {by} and year"
        write_json(package("findings-panel", title, version, resources), folder / "datapackage.json")
        log_result(folder, "panel", version=version, by=by)


def _schema(fields: Sequence[Column], key: Sequence[str]) -> dict[str, object]:
    return {
        "fields": [schema_field(column, required=column.name == "lineage") for column in fields],
        "primaryKey": list(key),
        "missingValues": [""],
    }


def _codebook(by: str, fields: Sequence[Column], wide: list[str]) -> str:
    measures = dict.fromkeys(name.rsplit("_", 1)[0] for name in wide if name[-4:].isdigit())
    return _CODEBOOK.format(
        by=by,
        long=_LONG,
        wide=_WIDE,
        stata=_STATA,
        breaks="\n".join(f"- `{kind}`: {doc}" for kind, doc in BREAKS.items()),
        key=", ".join(f"`{name}`" for name in KEY),
        rows="\n".join(map(column_row, fields)),
        series=", ".join(f"`{name}`" for name in series(by)),
        measures=", ".join(f"`{name}_<year>`" for name in measures) or "a column for each measure",
        stata_series=" ".join(series(by)),
    )
