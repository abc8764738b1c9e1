"""What a report counts: the cells and figures of its tables, the figures of its prose, and other values."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.records.record import Grounded, described


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistic(Grounded):
    TABLE = "statistics"
    DOC = "one row a figure of a data table"
    section_ref: str = described("number of the section", "1.3", "")
    table: str = described("title of the table", "Characteristics of inspected cases", "")
    category: str = described("row group of a two-level label, or the word before one of several figures", "Gender", "")
    label: str = described("row label as printed", "Male", "")
    group: str = described("column heading", "All cases", "")
    value: float | None = described("the figure; percent is 0-100", 85.6)
    unit: str = described("what the figure counts", "percent", "", listed="units")
    as_printed: str = described("the cell", "85.6", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class TableCell(Grounded):
    TABLE = "tables"
    DOC = "one row a cell, of every table in the report"
    table_id: str = described("stable id of the table within its report", "1.3/characteristics-of-inspected-cases", "")
    title: str = described("caption or heading of the table", "Characteristics of inspected cases", "")
    row: int | None = described("from 1", 2)
    column: int | None = described("from 1", 1)
    row_label: str = described("first cell of the row", "Male", "")
    column_label: str = described("heading of the column", "n", "")
    text: str = described("the cell, unwrapped", "2,815", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity(Grounded):
    TABLE = "quantities"
    DOC = "one row a figure in prose"
    EXTRA = ("qualifier", "upper", "corrected")
    section_ref: str = described("number of the section", "1.2", "")
    kind: str = described("how the figure is put", "fraction", "", ("percent", "fraction", "count", "words"))
    value: float | None = described("percent, printed or of a printed fraction; empty for words and counts", 57)
    numerator: float | None = described("as printed; the number of a count", 19)
    denominator: float | None = described("as printed", 23)
    as_printed: str = described("the words of the figure", "19 out of 23", "")
    subject: str = described("what is counted", "respondents", "")
    basis: str = described("what it rests on", "staff survey", "")
    sentence: str = described("the sentence it stands in", "In our survey, ...", "")
    qualifier: str = described("words that bound the figure, as printed; empty for an exact one", "more than", "")
    upper: float | None = described("upper bound of a range; its lower one is the value, or numerator of a count", 30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme(Grounded):
    TABLE = "themes"
    DOC = "one row a theme of a recommendation, finding or progress item"
    of_table: str = described("table of the item", "recommendations", "")
    of_item: str = described("the item", "main/3", "")
    theme: str = described("id of the theme", "workload", "")
    matched: str = described("the words that matched", "workloads", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute(Grounded):
    TABLE = "attributes"
    DOC = "one row a value that the pack of the report reads besides those of the other tables"
    EXTRA = ("of_table", "of_item", "corrected")
    name: str = described("what it is, by the pack, which describes it", "places", "", listed="attributes")
    value: str = described("the value: words, a number, or a date as ISO 8601, as `type` says", "24", "")
    type: str = described("what the value is", "number", "text", ("text", "number", "date"))
    as_printed: str = described("the words of the value", "24", "")
    of_table: str = described("table of the row that it is of; empty where it is of the report", "recommendations", "")
    of_item: str = described("item of that row", "main/3", "")
