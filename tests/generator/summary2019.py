"""hmip-summary-2019: many providers in one report, their ratings in a wide table of icons, examples and profiles."""

from __future__ import annotations

import random
from typing import Any

from tests.generator import judgements, narrative
from tests.generator.blocks import Box, ContentsPage, Grid, Heading, Item, Items, Legend, Lines, Para, Picture, Row
from tests.generator.tables2019 import annexes, caseloads
from tests.generator.truth import LABELS, POINTS, Builder, Plan, overall
from tests.generator.words import FIRST, LAST, MONTHS, PLACES, REGIONS, Teller, counted

FRAMEWORK = "hmip-summary-2019"
STANDARDS = (
    ("1.1", "Leadership"), ("1.2", "Staff"), ("1.3", "Services"), ("1.4", "Information and facilities"),
    ("2.1", "Assessment"), ("2.2", "Planning"), ("2.3", "Implementation and delivery"), ("2.4", "Review"),
    ("3.1", "Court reports and case allocation"), ("3.2", "Statutory victim work"),
    ("4.1", "Unpaid work"), ("4.2", "Through the Gate"),
)  # fmt: skip
LABEL = {
    "Outstanding": "Good practice example",
    "Good": "Good practice example",
    "Requires improvement": "Requires improvement example",
    "Inadequate": "Poor practice example",
}
KINDS = {
    "Good practice example": "good_practice",
    "Poor practice example": "poor_practice",
    "Requires improvement example": "requires_improvement",
}


def plan(seed: int) -> Plan:
    rng = random.Random(f"{FRAMEWORK}/{seed}/plan")
    year = rng.choice((2018, 2019, 2020))
    title = f"{year - 1}/{year} inspections of probation services: summary report"
    report: dict[str, Any] = {
        "title": title,
        "framework": FRAMEWORK,
        "report_type": "summary",
        "inspectorate": "HM Inspectorate of Probation",
        "provider": "",
        "provider_type": "",
        "region": "",
        "fieldwork_start": "",
        "published": f"{year}-{rng.randint(1, 12):02}",
        "isbn": "",
        "lead_inspector": "",
        "chief_inspector": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "overall_rating": "",
        "overall_score": None,
        "overall_score_max": None,
        "cases_inspected": None,
        "accept": {"inspectorate": ["Her Majesty's Inspectorate of Probation"]},
    }
    p = Plan(FRAMEWORK, seed, f"probation-summary-{year}", "", report, title)
    b = Builder(p, rng, Teller(rng, "division", "the country", "the service"))
    providers = [(place, "CRC") for place in rng.sample(PLACES, rng.randint(4, 9))]
    providers += [(region, "NPS") for region in rng.sample(REGIONS, rng.randint(2, 5))]
    rng.shuffle(providers)
    _front(b, title)
    _executive_summary(b)
    b.section("1", "Introduction")
    b.prose(narrative.INTRODUCTIONS, 2)
    for _ in range(2):
        b.footed()
    b.section("2", "Review of probation ratings")
    b.section("2.1", "Distributions of ratings", 2)
    b.put(
        Para(
            f"We rated {counted(len(providers))} providers, each against ten standards. Figure 2.3 shows what we found."
        )
    )
    ratings = _figure(b, providers)
    b.prose(narrative.INTRODUCTIONS, 2)  # not behind an example: in a text nothing shows where its box ends
    for _ in range(rng.randint(2, 3)):
        _example(b, "2.1", "Distributions of ratings", rng.choice(providers), ratings)
    b.section("2.2", "Caseloads", 2)
    b.prose(narrative.DETAIL)
    caseloads(b)
    b.section("3", "Delivery against the high-level expectations for probation services")
    for number, name in (("3.1", "Supporting rehabilitation and desistance"), ("3.2", "Engaging with victims")):
        b.section(number, name, 2)
        b.prose(narrative.CASEWORK)
        b.put(Lines(((f"Figure {number}: Proportion of cases judged as sufficient: {name.lower()}", ()),)), Picture())
        for _ in range(rng.randint(1, 2)):
            _example(b, number, name, rng.choice(providers), {})
    b.section("4", "Conclusion")
    b.prose(narrative.FOREWORD)
    annexes(b, providers)
    return p


def _front(b: Builder, title: str) -> None:
    year, month = b.plan.report["published"].split("-")
    entries = [("Foreword", "3"), ("Executive summary", "4"), ("1. Introduction", "6"),
               ("2. Review of probation ratings", "7"), ("2.1 Distributions of ratings", "7"), ("2.2 Caseloads", "10"),
               ("3. Delivery against the high-level expectations for probation services", "12"),
               ("4. Conclusion", "15"), ("Annex A: Standards and ratings for inspecting probation services", "16"),
               ("Annex B: Inspection methodology", "17"),
               ("Annex C: Case assessments – service user profiles", "18")]  # fmt: skip
    key = b.row("sections", ref="", title="Contents", level=1, optional=True)
    b.put(
        Picture(),
        Lines((("Her Majesty's", ()), ("Inspectorate of", ()), ("Probation", ()))),
        Lines(((title, ()),), big=True),
        Lines((("HM Inspectorate of Probation", ()), (f"{MONTHS[int(month) - 1].upper()} {year}", ())), apart=True),
        Para(f"© Crown copyright {year} (in name only: this report is fiction)", whole=True),
        ContentsPage("Contents", tuple(entries), (key,)),
    )
    b.section("", "Foreword")
    b.prose(narrative.FOREWORD, 2)
    b.put(Lines(((b.plan.report["chief_inspector"], ()), ("Chief Inspector of Probation", ()))))


def _executive_summary(b: Builder) -> None:
    """Strengths and areas for improvement of each kind of provider, numbered `(i)`."""
    b.section("", "Executive summary")
    b.section("", "Key findings and implications", 2, optional=True)
    for kind in ("CRCs", "NPS"):
        b.put(Heading(kind, 3))
        for heading, name, banks in (
            ("Strengths", "strength", judgements.STRENGTHS),
            ("Areas for improvement", "area_for_improvement", judgements.AREAS),
        ):
            items = []
            for at, topic in enumerate(b.rng.sample(["leadership", "services", "cases", "information"], 3)):
                number = ("i", "ii", "iii")[at]
                sentence = b.teller.take(banks[topic]).split(". ")[0].rstrip(".")
                text = f"{topic.capitalize()}: {sentence}"
                accept = {
                    "section": ["Key findings and implications", "Executive summary"],
                    "text": [f"({number}) {text}"],
                }
                row = {"kind": name, "number": None, "text": text, "accept": accept}
                items.append(Item(f"({number}) {text}", (b.row("findings", section_ref="", section=kind, **row),)))
            b.put(Heading(heading, 3), Items(tuple(items)))
    b.put(Heading("What we found across the country", 3))
    b.put(Items(tuple(Item(text) for text in b.teller.some(narrative.CASEWORK, 2, 3))))


def _figure(b: Builder, providers: list[tuple[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    """The ratings table: one row a provider, a date, a composite score, and icons that a conversion loses."""
    rng, year = b.rng, int(b.plan.report["published"][:4])
    ratings: dict[tuple[str, str], dict[str, str]] = {}
    scored = []
    for provider in providers:
        weights = (2, 4, 5, 2) if provider[1] == "NPS" else (4, 5, 3, 1)
        judged = [s for s in STANDARDS if s[0][0] in ("124" if provider[1] == "CRC" else "123")]
        ratings[provider] = {ref: rng.choices(LABELS, weights)[0] for ref, _ in judged}
        scored.append((sum(POINTS[label] for label in ratings[provider].values()), provider))
    scored.sort(key=lambda pair: -pair[0])
    b.put(
        Heading(f"Figure 2.3: {year - 1}/{year} ratings table", 3),
        Para("Probation inspection ratings and composite scores", whole=True),
    )
    b.put(Legend(tuple((label, f"{label} ({POINTS[label]})") for label in reversed(LABELS))))
    heads = (
        Row(("Service inspected", "Type", "Published", "Overall rating", "Composite score",
             "1. Organisational delivery", "", "", "", "2. Case supervision", "", "", "",
             "3. NPS specific", "", "4. CRC specific", ""), header=True),
        Row(("", "", "", "", "", *(f"{ref} {name}" for ref, name in STANDARDS)), header=True),
    )  # fmt: skip
    rows = []
    for score, provider in scored:
        name, kind = provider
        day, month = rng.randint(1, 28), rng.randint(1, 12)
        label = overall(score, 30)
        common = {"part": "main", "provider": name, "percent": None, "date": f"{year}-{month:02}-{day:02}"}
        keys = [
            b.row("ratings", level="overall", ref="", standard="", rating=label, points=POINTS[label], score=score,
                  as_printed=str(score),
                  derived=True, accept={"rating": [""], "as_printed": [label, "●", ""], "derived": [False]}, **common)
        ]  # fmt: skip
        icons = []
        for ref, standard in STANDARDS:
            given = ratings[provider].get(ref, "")
            icons.append(given)
            if given:
                keys.append(b.row("ratings", level="standard", ref=ref, standard=standard, rating=given,
                                  as_printed=given, derived=False, only="pdf",
                                  accept={"as_printed": ["●", ""]}, **common))  # fmt: skip
        cells = (name, kind, f"{day:02}/{month:02}/{year}", label, str(score), *icons)
        rows.append(Row(cells, tuple(keys), ratings=True))
        b.check("points-sum-equals-composite", f"{name}: points of the ten standards sum to the composite score", True,
                f"{score}; {label}", keys[:1])  # fmt: skip
    b.put(Grid((*heads, *rows), splittable=False, icons=True))
    return ratings


def _example(
    b: Builder, ref: str, section: str, provider: tuple[str, str], ratings: dict[tuple[str, str], dict[str, str]]
) -> None:
    """A practice example with a title and a provider, which may share the line of the label."""
    rng, (name, kind) = b.rng, provider
    full = f"{name} NPS Division" if kind == "NPS" else f"{name} CRC"
    standard_ref, standard = rng.choice(STANDARDS[:4])
    title, given = section.lower(), rng.choice(("Good", "Inadequate"))
    texts = []
    if ratings:
        title, given = standard.lower(), ratings[provider][standard_ref]
        texts.append(f"For {title}, {full} was given a rating of '{given}'. {b.teller.take(narrative.DETAIL)}")
    label = LABEL[given]
    banks = judgements.AREAS if given == "Inadequate" else judgements.STRENGTHS
    for topic in rng.sample(("leadership", "staff", "services", "cases"), rng.randint(1, 2)):
        texts.append(f"{b.teller.paragraph(banks[topic], 1, 2)} {b.teller.take(narrative.DETAIL)}")
    words = " ".join(texts).split()
    key = b.row(
        "examples", section_ref=ref, section=section, kind=KINDS[label], title=title, provider=full,
        text_start=" ".join(words[:12]), text_end=" ".join(words[-8:]), words=len(words),
        accept={"provider": [name], "title": [f"{label}: {title}"]},
    )  # fmt: skip
    head = f"{label}: {title}"
    beside = rng.random() < 0.3
    b.put(Box(f"{head} {full}" if beside else head, tuple(texts), (key,), label.startswith("Good"),
              "" if beside else full))  # fmt: skip
