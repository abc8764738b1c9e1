"""The data tables and annexes of hmip-summary-2019: headers of two lines, labels of two levels."""

from __future__ import annotations

from tests.generator.blocks import Grid, Heading, Lines, Para, Row
from tests.generator.truth import Builder
from tests.generator.words import MONTHS

PROFILE = (
    ("Gender", ("Male", "Female")),
    ("Age group", ("18-20", "21-24", "25-29", "30-39", "40-49", "50+")),
    ("RoSH level", ("Low", "Medium", "High/Very high")),
    ("Domestic abuse perpetrator – current concerns", ("Yes", "No", "Not clear from records")),
)


def caseloads(b: Builder) -> None:
    """A table with a header of two lines: counts and percentages by size of caseload."""
    title = "RO views on manageability of workload by number of current cases"
    b.put(Heading(f"Table 2.1: {title}", 3))
    rows = [Row(("Caseload", "Manageable workload?", ""), header=True), Row(("", "n", "% yes"), header=True)]
    share = b.rng.randint(80, 94)
    for label in ("1-20", "21-30", "31-40", "41-50", "51-60", "61+"):
        count = b.rng.randint(60, 420)
        rows.append(_figures(b, "2.2", f"Table 2.1: {title}", "", label,
                             [("n", "Manageable workload?", f"{count:,}", count, "count"),
                              ("% yes", "Manageable workload?", f"{share}%", share, "percent")], (label,)))  # fmt: skip
        share -= b.rng.randint(4, 14)
    b.put(Grid(tuple(rows)))


def annexes(b: Builder, providers: list[tuple[str, str]]) -> None:
    rng = b.rng
    b.section("Annex A", "Standards and ratings for inspecting probation services",
              shown="Annex A: Standards and ratings for inspecting probation services")  # fmt: skip
    b.put(Grid((
        Row(("Lowest banding (key question level)", "Rating (standard)"), header=True),
        Row(("Large majority: 80%+", "Outstanding")), Row(("Reasonable majority: 65-79%", "Good")),
        Row(("Too few: 50-64%", "Requires improvement")), Row(("Minority: <50%", "Inadequate")),
    ), splittable=False))  # fmt: skip
    b.put(Para("The ten standards of a provider are each given 0 to 3 points, and their sum gives the overall rating:"))
    b.put(Lines((("0-5 = 'Inadequate'", ()), ("6-15 = 'Requires improvement'", ()), ("16-25 = 'Good'", ()),
                 ("26-30 = 'Outstanding'", ())), apart=True))  # fmt: skip
    b.section("Annex B", "Inspection methodology", shown="Annex B: Inspection methodology")
    b.put(Heading("Table B1: Probation inspections by month", 3))
    heads = Row(("Provider", "CRC or NPS", "Publication month"), header=True)
    year = b.plan.report["published"][:4]
    b.put(Grid((heads, *(Row((name, kind, f"{rng.choice(MONTHS)} {year}")) for name, kind in providers))))
    b.section("Annex C", "Case assessments – service user profiles",
              shown="Annex C: Case assessments – service user profiles")  # fmt: skip
    title = "Table C1: Domain two case supervision sample"
    groups = ("All cases", "CRC cases", "NPS cases")
    b.put(Heading(title, 3))
    rows = [
        Row(("", "", "All cases", "", "CRC cases", "", "NPS cases", ""), header=True),
        Row(("", "", "n", "%", "n", "%", "n", "%"), header=True),
    ]
    totals = (rng.randint(900, 2400), rng.randint(500, 900))
    for category, labels in PROFILE:
        for at, label in enumerate(labels):
            counts = [rng.randint(3, total // len(labels)) for total in totals]
            counts.insert(0, sum(counts))
            whole = (sum(totals), *totals)
            cells: list[tuple[str, str, str, float, str]] = []
            for group, n, total in zip(groups, counts, whole, strict=True):
                percent = round(100 * n / total, 1)
                cells += [("n", group, f"{n:,}", n, "count"), ("%", group, f"{percent}", percent, "percent")]
            lead = (category if at == 0 else "", label)
            rows.append(_figures(b, "Annex C", title, category, label, cells, lead))
    mark, note = b.note("Some values were missing. Percentages are of the cases for which they were known.")
    rows[0] = Row((*rows[0].cells[:2], f"All cases{mark}", *rows[0].cells[3:]), header=True)
    b.put(Grid(tuple(rows)), note)


def _figures(
    b: Builder, ref: str, table: str, category: str, label: str, cells: list[tuple[str, str, str, float, str]],
    lead: tuple[str, ...],
) -> Row:  # fmt: skip
    keys = []
    for head, group, printed, value, unit in cells:
        accept = {"table": [table.partition(": ")[2]], "group": [f"{group} {head}", head, ""]}
        keys.append(b.row("statistics", section_ref=ref, table=table, category=category, label=label, group=group,
                          value=value, unit=unit, as_printed=printed, accept=accept))  # fmt: skip
    return Row((*lead, *(cell[2] for cell in cells)), tuple(keys))
