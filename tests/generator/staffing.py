"""Data tables of a PDU report that are not about key questions: the profile of cases, staff and caseloads."""

from __future__ import annotations

from typing import Any

from tests.generator.blocks import Grid, Heading, Row
from tests.generator.truth import Builder

PROFILE = (
    "Proportion of inspected cases who are female",
    "Proportion of inspected cases who are black, Asian or minority ethnic",
    "Proportion of inspected cases with a disability",
    "Proportion of inspected cases where inspectors identified alcohol misuse problems",
    "Proportion of inspected cases where inspectors identified drug misuse problems",
)
WORKLOAD_ACCEPT = {"table": ["Key staffing data"], "unit": ["ratio", "score", ""]}


def case_profile(b: Builder) -> None:
    """Two tables that run together: the profile of the inspected cases, a footnote, and figures without a title."""
    rng = b.rng
    title = "Characteristics of inspected cases"
    mark, note = b.note("HM Inspectorate of Probation inspection data.")
    b.put(Heading(title + mark, 3))
    rows = [_row(b, "1.3", title, label, rng.randint(2, 60), "percent") for label in PROFILE]
    b.put(Grid(tuple(rows)), note)
    mark, note = b.note("Data supplied by The Probation Service.")
    accept = {"table": [title]}
    supplied = [
        _row(b, "1.3", "", "Number of accredited programme requirements that have not commenced",
             rng.randint(12, 240), "count", mark, accept=accept),
        _row(b, "1.3", "", "Average waiting time before commencing a Rehabilitation Activity Requirement",
             rng.randint(21, 140) / 10, "weeks", accept=accept),
        _row(b, "1.3", "", "Proportion of unpaid work requirements with hours outstanding beyond 12 months",
             rng.randint(3, 48), "percent", accept=accept),
    ]  # fmt: skip
    b.put(Grid(tuple(supplied)), note)


def staffing_tables(b: Builder) -> None:
    """Staff, vacancies (some of them negative), sickness and caseloads, with a heading row within the table."""
    rng = b.rng
    title, second = "Key staffing data", "Caseload and workload data"
    mark, note = b.note("Data supplied by The Probation Service.")
    key = b.row("sections", ref="", title=title, level=2, optional=True,
                note="table heading inside Annexe two, not a section of the contents")  # fmt: skip
    b.put(Heading(title + mark, 3, (key,)))
    heads = (
        ("Total staff headcount (full-time equivalent, FTE)", rng.randint(70, 260), "count"),
        ("Total number of senior probation officers (SPOs)", rng.randint(5, 16), "count"),
        ("Total number of probation officers (POs) (FTE)", rng.randint(300, 700) / 10, "count"),
        ("Total number of probation service officers (PSOs) (FTE)", rng.randint(25, 70), "count"),
        ("Vacancy rate (unfilled posts as a percentage of total staff headcount)", rng.randint(-12, 25), "percent"),
        ("Vacancy rate of PO grade only", rng.randint(-12, 40), "percent"),
        ("Vacancy rate of PSO grade only", -rng.randint(1, 12), "percent"),
        ("Sickness absence rate (average days lost in previous 12 months for all staff)",
         rng.randint(41, 159) / 10, "days"),
        ("Staff attrition (percentage of all staff leaving in 12-month period)", rng.randint(40, 290) / 10, "percent"),
        ("Staff attrition PSO grade only", rng.randint(400, 3400) / 100, "percent"),
    )  # fmt: skip
    rows = [_row(b, "Annexe two", title, label, value, unit) for label, value, unit in heads]
    rows.append(Row((second, ""), strong=True))
    foot, other = b.note("HM Inspectorate of Probation inspection data.")
    same = rng.randint(3000, 4800) / 100
    loads: tuple[tuple[str, float, str, str], ...] = (
        ("Average caseload per PO (FTE)", same, "count", foot),
        ("Average caseload per PSO (FTE)", rng.randint(3000, 5200) / 100, "count", ""),
        ("Workload management tool (WMT) average per PO", same if rng.random() < 0.3 else 113.4, "count", ""),
        ("Proportion of POs (or equivalent) in this PDU describing workload as unmanageable",
         rng.randint(20, 90), "percent", foot),
    )  # fmt: skip
    for label, value, unit, footed in loads:
        accept: dict[str, Any] = WORKLOAD_ACCEPT if unit == "count" else {"table": [title]}
        rows.append(_row(b, "Annexe two", second, label, value, unit, footed, accept=accept))
    b.put(Grid(tuple(rows)), note, other)


def _row(
    b: Builder, ref: str, table: str, label: str, value: float, unit: str, mark: str = "",
    accept: dict[str, Any] | None = None,
) -> Row:  # fmt: skip
    shown = f"{value:g}"
    shown += {"percent": "%", "weeks": " weeks"}.get(unit, "")
    values: dict[str, Any] = {"section_ref": ref, "table": table, "label": label, "group": "", "value": value}
    values |= {"unit": unit, "as_printed": shown}
    if accept:
        values["accept"] = accept
    return Row((label + mark, shown), (b.row("statistics", **values),))
