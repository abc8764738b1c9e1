"""What the columns of a panel are; files, codebook and Table Schema are made from here.

A description is also the label of a variable in Stata, which has room for 80 characters.
"""

from __future__ import annotations

from typing import Any

from extractor.records import Column

__all__ = ["BY", "KEY", "SEVERAL", "columns", "series", "wide_columns"]

BY = ("standard", "question")
KEY = ("lineage", "report_id", "item")
SEVERAL = "several"  # in place of breaks, where a wide panel has several observations for one cell


def _column(
    name: str, kind: type, doc: str, example: Any = None, choices: tuple[str, ...] = (), listed: str = ""
) -> Column:
    return Column(name, kind, True, doc, example, choices, listed=listed)


_WHO = (
    _column("lineage", str, "provider_id of the youngest service of the lineage", "tarnbury-moor-centre"),
    _column("provider_id", str, "service observed: that one, or one that it took over from", "tarnbury-moor-centre"),
    _column("provider", str, "service observed, as printed", "Tarnbury Moor Centre"),
    _column("provider_type", str, "kind of the service observed", "centre"),
    _column("region", str, "region of the service observed", "Middle Downs"),
    _column(
        "inspection", str, "inspection observed: its report, else the service and a date", "tarnbury-moor-centre-2021"
    ),
    _column("report_id", str, "report that tells it", "tarnbury-moor-centre-2021"),
    _column("item", str, "row of the report's table, where its evidence is", "main/1.1"),
    _column("year", int, "year of date", 2021),
    _column("date", str, "ISO 8601, with the precision printed", "2021-11-01"),
    _column("date_is", str, "what date tells", "fieldwork", ("fieldwork", "published", "summary")),
    _column("framework", str, "framework of the inspection", "lantern-2021"),
)
_STANDARD = (
    _column("standard_id", str, "canonical; overall for the overall rating", "leadership"),
    _column("standard", str, "name as printed", "Leadership"),
    _column("level", str, "what is judged", "standard", ("overall", "section", "standard", "criterion")),
    _column("part", str, "part of the report that is judged", "main"),
    _column("ref", str, "number as printed", "1.1"),
    _column("scale", str, "rating scale; scales are never merged", "lantern-four", listed="scales"),
    _column("as_printed", str, "label or score as printed", "Good"),
    _column("rating", str, "canonical label", "Good", listed="labels"),
    _column("points", float, "points of the label", 2),
    _column("points_max", float, "most points that a label has", 3),
    _column("score", float, "printed score of an overall judgement, also where only a summary prints it", 20),
    _column("score_max", float, "most that the score can be", 30),
    _column("percent", float, "score of a criterion without a label, or printed beside a label, 0-100", 48),
)
_QUESTION = (
    _column("question_id", str, "canonical, the same across reports and wordings", "safety.doors"),
    _column("question", str, "as printed", "Is somebody told ...?"),
    _column("standard_id", str, "standard of the question, canonical", "safety"),
    _column("level", str, "question or prompt", "key_question", ("key_question", "prompt")),
    _column("ref", str, "number as printed", "2.1.1"),
    _column("group", str, "cases counted, one of the groups of the pack", "all", listed="groups"),
    _column("percent", float, "percentage of the cases, 0-100", 47),
)
_UNIT = _column("unit", str, "unit of value, previous_value and change", "points", ("points", "score", "percent"))
_BEFORE = (
    _column("derived", bool, "true where the value was computed, false where printed", False),
    _column("comparable", bool, "whether it can be compared with the one before; empty for the first", True),
    _column("break", str, "why not, one or more, parted by blanks; empty where comparable", "framework unit"),
    _column("previous_report", str, "report of the observation before, of the same service or predecessors", "x-2018"),
    _column("previous_year", int, "year of the observation before", 2018),
    _column("previous_date", str, "date of the observation before", "2018-11"),
)
_PREVIOUS_RATING = _column("previous_rating", str, "label of the observation before", "Weak")
_CHANGE = (
    _column("value", float, "score where one is printed, else points of the label, or percentage", 2),
    _column("previous_value", float, "value of the observation before; empty unless comparable", 0),
    _column("change", float, "value less previous_value; empty unless comparable", 2),
)
_INSPECTORATE = _column("inspectorate", str, "inspecting body, that of the framework", "Lantern Inspectorate")


def columns(by: str) -> tuple[Column, ...]:
    """Columns of a long panel by `standard` or by `question`."""
    if by == "standard":
        return (*_WHO, *_STANDARD, _UNIT, *_BEFORE, _PREVIOUS_RATING, *_CHANGE, _INSPECTORATE)
    return (*_WHO, *_QUESTION, _UNIT, *_BEFORE, *_CHANGE, _INSPECTORATE)


def series(by: str) -> tuple[str, ...]:
    """Columns that tell what is followed over time."""
    return ("standard_id", "part") if by == "standard" else ("question_id", "group")


def wide_columns(by: str, names: list[str]) -> tuple[Column, ...]:
    """Columns of a wide panel, whose columns of years are named `rating_2021`, `points_2021` and so on."""
    known = {column.name: column for column in columns(by)}
    known["name"] = _column("name", str, "name of the youngest service of the lineage", "Tarnbury Moor Centre")
    return tuple(known[name] if name in known else _of_year(known, *name.rsplit("_", 1)) for name in names)


def _of_year(known: dict[str, Column], name: str, year: str) -> Column:
    column = known[name]
    more = f"; {SEVERAL} where the year has more than one" if name == "break" else ""
    return Column(f"{name}_{year}", column.type, True, f"{column.name} in {year}{more}", None, ())
