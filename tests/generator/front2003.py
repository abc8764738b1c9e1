"""The front of a report of 2003 to 2006: cover, glossary, arrangements, and the table of performance."""

from __future__ import annotations

from tests.generator import judgements, narrative
from tests.generator.blocks import ContentsPage, Grid, Item, Items, Lines, Para, Row
from tests.generator.truth import Builder
from tests.generator.words import FIRST, LAST, MONTHS

GLOSSARY = (
    ("ACO", "Assistant chief officer"), ("CPO", "Community punishment order"),
    ("CRO", "Community rehabilitation order"), ("DV", "Domestic violence"), ("ISP", "Initial supervision plan"),
    ("MAPPA", "Multi-Agency Public Protection Arrangements"), ("OASys", "Offender Assessment System"),
    ("PSR", "Pre-sentence report"), ("SDA", "Service Delivery Agreement"),
)  # fmt: skip
TARGETS = (
    ("Proportion of magistrates' courts PSRs prepared in 15 working days (SDA 1a)", 90),
    ("Basic skills: % performance against starts target (SDA 2)", 100),
    ("Accredited programme completions: % performance in relation to target (SDA 3)", 100),
    ("Enforcement – breach taken where required within ten working days (all orders/licences) (SDA 4)", 90),
    ("Proportion of CROs where 12 appointments arranged in first 12 weeks", 90),
)
AVERAGE = "England & Wales average"


def front_matter(b: Builder) -> None:
    report, rng = b.plan.report, b.rng
    year, month = report["published"].split("-")
    b.put(
        Lines(
            (("<i>Effective", ()), ("Supervision", ()), ("Inspection</i>", ())), big=True
        ),
        Lines((("<i>of the", ()), ("National Probation Service for", ()), ("England and Wales</i>", ()))),
        Lines((("Report on:", ()), (b.plan.provider, ()))),
        Lines(((year, ()), (f"ISBN {report['isbn']}", ())), apart=True),
    )  # fmt: skip
    b.section("", "FOREWORD")
    b.prose(narrative.FOREWORD, 2)
    b.put(
        Lines(((report["chief_inspector"], ()), ("HM Chief Inspector of Probation", ()))),
        Lines(((f"{MONTHS[int(month) - 1]} {year}", ()),)),
    )
    b.section("", "ACKNOWLEDGEMENTS", optional=True)
    names = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(4)]
    b.put(
        Para(f"We thank the {b.teller.place} Probation Board, its managers and its staff for their help."),
        Para(f"HM Assistant Chief Inspector: {names[0]}", whole=True),
        Para(f"HM Inspectors: {names[1]}, {names[2]}, {names[3]}", whole=True),
    )
    key = b.row("sections", ref="", title="CONTENTS", level=1, part="main", optional=True)
    entries = (("Glossary", "4"), ("Summary and recommendations", "5"), ("Scoring summary sheet", "7"),
               ("Inspection arrangements", "8"), ("Scoring approach", "9"), ("Overview of the area", "10"),
               ("QUALITY OF MANAGEMENT", "11"), ("QUALITY OF ASSESSMENT", "15"), ("QUALITY OF INTERVENTIONS", "18"),
               ("QUALITY OF INITIAL OUTCOMES", "21"), ("THEMATIC ELEMENT: DOMESTIC VIOLENCE", "24"))  # fmt: skip
    b.put(ContentsPage("CONTENTS", entries, (key,)))
    b.section("", "GLOSSARY")
    b.put(Grid(tuple(Row(term) for term in GLOSSARY), splittable=False))


def scoring_approach(
    b: Builder, sections: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...], important: set[str]
) -> None:
    b.section("", "INSPECTION ARRANGEMENTS")
    b.put(
        Items((
            Item("Every probation area is inspected once in three years by the same criteria."),
            Item("Each inspection takes two weeks. The area is asked for a random sample of 100 offenders, some of "
                 "whom are registered as a high risk of harm."),
        ))
    )  # fmt: skip
    b.section("", "SCORING APPROACH")
    b.put(
        Para("The inspection of the work with the 100 offenders in the sample gives the scores of sections B to D."),
        Items(tuple(Item(text) for text in (
            "<b>Very well met:</b> all items are strong", "<b>Well met:</b> nearly all items are strong",
            "<b>Satisfactorily met:</b> most items are strong", "<b>Partly met:</b> some items are good",
            "<b>Not met:</b> a few items are satisfactory", "<b>Poor:</b> anything else.",
        ))),
        Para("A critical criterion counts for twice as much as an important one."),
    )  # fmt: skip
    for letter, title, criteria in sections:
        if letter == "A":
            continue
        rows = [Row((title, "", ""), strong=True)]
        rows += [
            Row((ref, name, "Important" if ref in important else "Critical"))
            for ref, name, _ in criteria
            if ref != "D3"
        ]
        b.put(Grid(tuple(rows), splittable=False, wide_first=False))
    b.put(Items((Item("Quality of Assessment 30%"), Item("Quality of Interventions 40%"),
                 Item("Quality of Initial Outcomes 30%"))))  # fmt: skip


def overview(b: Builder) -> None:
    """The area in figures: a table of targets with units in cells, an empty cell and a cell of two figures."""
    rng, place = b.rng, b.teller.place
    b.section("", "OVERVIEW OF THE AREA")
    b.put(Items(tuple(Item(text) for text in b.teller.some(judgements.CONTEXT, 2, 4))))
    groups = ("Target", place, AVERAGE)
    rows = [Row(("", *groups), header=True)]

    def row(label: str, cells: tuple[str, str, str], unit: str) -> None:
        keys = []
        for group, cell in zip(groups, cells, strict=True):
            if cell:
                value = float(cell.split("%")[0].split(" ")[0])
                keys.append(_figure(b, label, group, value, unit, cell))
        rows.append(Row((label, *cells), tuple(keys)))

    for label, target in TARGETS:
        reached, average = rng.choice((0, *range(60, 133))), rng.randint(60, 104)
        most = 100 if label.startswith("Proportion") else 200
        row(label, (f"{target}%", f"{min(reached, most)}%", f"{min(average, most)}%"), "percent")
    row(
        "Home Secretary's race equality employment target (SDA 7)",
        (f"{rng.randint(11, 49) / 10}% (target for the region)", f"{rng.randint(11, 49) / 10}% (figure achieved)", ""),
        "percent",
    )
    row(
        "Sickness absence: average days absence (SDA 8)",
        ("9 days", f"{rng.randint(71, 189) / 10} days", "11.4 days"),
        "days",
    )
    label = "Two year reconviction rate for community orders"
    cells, keys = [], []
    for group in groups[1:]:
        pair = {"Actual": rng.randint(480, 640) / 10, "Predicted": rng.randint(480, 640) / 10}
        cells.append(" ".join(f"{word} {value}%" for word, value in pair.items()))
        for word, value in pair.items():
            keys.append(_figure(b, label, group, value, "percent", cells[-1], note=word, category=word))
    rows.append(Row((label, "Lower than predicted", *cells), tuple(keys)))
    b.put(Grid(tuple(rows)))


def _figure(b: Builder, label: str, group: str, value: float, unit: str, printed: str, **more: str) -> int:
    accept = {"section_ref": ["", "Overview of the area", "OVERVIEW OF THE AREA"],
              "table": ["", "OVERVIEW OF THE AREA", "Overview of the area"]}  # fmt: skip
    return b.row(
        "statistics", section_ref="", table="", label=label, group=group, value=value, unit=unit, as_printed=printed,
        accept=accept, **more,
    )  # fmt: skip
