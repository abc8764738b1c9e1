"""hmip-esi-2003: a probation area, criteria A1 to D4 with labels or percentages, and a part on domestic violence."""

from __future__ import annotations

import random
from typing import Any

from tests.generator import actions, judgements
from tests.generator.blocks import Grid, Heading, Item, Items, Lines, Para, Row
from tests.generator.front2003 import front_matter, overview, scoring_approach
from tests.generator.truth import Builder, Plan
from tests.generator.words import FIRST, LAST, PLACES, Teller, slug

FRAMEWORK = "hmip-esi-2003"
LABELS = ("Poor", "Not met", "Partly met", "Satisfactorily met", "Well met", "Very well met")
HEADINGS = {"strength": "Strengths:", "area_for_improvement": "Areas for improvement:"}
SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("A", "Quality of Management", (
        ("A1", "Leadership and planning", "leadership"), ("A2", "Resource allocation", "staff"),
        ("A3", "Management and supervision of staff", "staff"), ("A4", "Partnership/contracting out", "services"),
        ("A5", "Effective communication with sentencers", "information"),
    )),
    ("B", "Quality of Assessment", (
        ("B1", "Assessment of risk of harm", "cases"), ("B2", "Assessment of likelihood of reoffending", "cases"),
        ("B3", "Case management", "cases"), ("B4", "Documentation", "information"),
    )),
    ("C", "Quality of Interventions", (
        ("C1", "Managing attendance and enforcement", "cases"), ("C2", "Delivering appropriate supervision", "cases"),
        ("C3", "Diversity needs", "diversity"), ("C4", "Responsivity", "diversity"),
        ("C5", "Management of risk of harm", "cases"),
    )),
    ("D", "Quality of Initial Outcomes", (
        ("D1", "Interventions are delivered with the desired outcomes", "outcomes"),
        ("D2", "Improvements are sustainable", "outcomes"),
        ("D3", "Outcomes of interventions are assessed and reviewed using available data", "information"),
        ("D4", "Interventions demonstrate value for money", "services"),
    )),
)  # fmt: skip
IMPORTANT = {"B4", "C4", "D2"}
DESCRIPTION = {
    "A": "The Board and the chief officer see to it that national policies are carried out well in the area.",
    "B": "What is known about each offender is gathered, weighed and written down with care.",
    "C": "The work that was planned is done, at the right time and in a way that suits the offender.",
    "D": "The work has had an effect that can be seen, and that is likely to last.",
}


def plan(seed: int) -> Plan:
    rng = random.Random(f"{FRAMEWORK}/{seed}/plan")
    place = rng.choice(PLACES)
    provider = f"{place} Probation Area"
    year, month = rng.choice((2003, 2004, 2005, 2006)), rng.randint(1, 12)
    isbn = f"1 84473 {rng.randint(100, 999)} {rng.randint(0, 9)}"
    programme = "Effective Supervision Inspection of the National Probation Service for England and Wales"
    report: dict[str, Any] = {
        "title": f"{programme} Report on: {provider}",
        "framework": FRAMEWORK,
        "report_type": "inspection",
        "inspectorate": "HMI Probation",
        "provider": provider,
        "provider_type": "probation area",
        "region": "",
        "fieldwork_start": "",
        "published": f"{year}-{month:02}",
        "isbn": isbn,
        "lead_inspector": "",
        "chief_inspector": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "overall_rating": "",
        "overall_score_max": None,
        "cases_inspected": 100,
        "accept": {
            "title": [programme, f"{programme} Report on: {provider} {year}"],
            "inspectorate": ["HM Inspectorate of Probation"],
            "cases_inspected": [100, None],
            "overall_score_max": [None, 100],
            "isbn": [isbn.replace(" ", "")],
        },
    }
    p = Plan(
        FRAMEWORK, seed, f"{slug(provider).removesuffix('-probation-area')}-area-{year}", provider, report, provider
    )
    b = Builder(p, rng, Teller(rng, "area", place, provider))
    b.part = "main"
    values = _values(rng)
    front_matter(b)
    _summary(b)
    keys = _summary_sheet(b, values)
    scoring_approach(b, SECTIONS, IMPORTANT)
    overview(b)
    for letter, title, criteria in SECTIONS:
        b.section(letter, title.upper(), shown=f"SECTION {letter} {title.upper()}")
        for ref, name, topic in criteria:
            _criterion(b, letter, ref, name, topic, values[ref], keys[ref])
    _thematic(b, place)
    b.part = "main"
    b.section("", "THE ROLE OF HMI PROBATION")
    b.put(Para("HMI Probation is an independent Inspectorate. It reports to ministers on the work of probation areas."))
    return p


def _values(rng: random.Random) -> dict[str, str]:
    """A label or a percentage for every criterion."""
    values = {}
    for letter, _, criteria in SECTIONS:
        for ref, *_ in criteria:
            labelled = letter == "A" or ref == "D3"
            values[ref] = rng.choice(LABELS) if labelled else f"{rng.randint(31, 93)}%"
    return values


def _rating(b: Builder, level: str, ref: str, name: str, value: str) -> int:
    label = "" if value.endswith("%") else value.capitalize()
    percent = int(value[:-1]) if value.endswith("%") else None
    return b.row(
        "ratings", level=level, ref=ref, standard=name, part=b.part, provider=b.plan.provider, rating=label,
        percent=percent, as_printed=value, derived=False,
    )  # fmt: skip


def _weighted(refs: list[str], values: dict[str, str]) -> int:
    parts = [(1 if ref in IMPORTANT else 2, int(values[ref][:-1])) for ref in refs if values[ref].endswith("%")]
    return int(sum(w * v for w, v in parts) / sum(w for w, _ in parts) + 0.5)


def _summary(b: Builder) -> None:
    b.section("", "SUMMARY")
    b.put(Heading("Key findings", 3))
    b.put(
        Items(
            tuple(
                Item(f"<b>{title}:</b> {b.teller.take(judgements.STRENGTHS['cases'])} "
                     f"{b.teller.take(judgements.AREAS['cases'])}")
                for _, title, _ in SECTIONS
            )
        ),
        Heading("Recommendations", 3),
        Heading("The Probation Board should ensure that:", 3, colon=True),
    )  # fmt: skip
    texts = b.teller.some(actions.FOR_BOARD, 4, 10)
    items = []
    for number, text in enumerate(texts, 1):
        text += "." if number == len(texts) else ""
        key = b.row("recommendations", number=str(number), addressee="The Probation Board", text=text, part="main")
        items.append(Item(text, (key,), f"{number}."))
    b.put(Items(tuple(items), numbered=True, italic=True))
    b.put(Heading("Next steps", 3), Items(tuple(Item(s) for s in (
        "This report has been sent to the Secretary of State, the Probation Board and the chief officer.",
        "The Board will be asked for a plan of action within three months.",
    ))))  # fmt: skip
    b.check("recommendation-count-and-numbers", "Main recommendations numbered without a gap", True, f"{len(texts)}")


def _summary_sheet(b: Builder, values: dict[str, str]) -> dict[str, tuple[int, ...]]:
    b.section("", "SCORING SUMMARY SHEET")
    keys: dict[str, tuple[int, ...]] = {}
    scores: dict[str, int] = {}
    for letter, title, criteria in SECTIONS:
        dash = " –" if letter in "AB" else ":"
        rows = [Row((f"Section {letter}{dash} {title}", ""), strong=True)]
        for ref, name, _ in criteria:
            keys[ref] = (_rating(b, "criterion", ref, name, values[ref]),)
            rows.append(Row((f"{ref}: {name}", values[ref]), keys[ref]))
        if letter != "A":
            refs = [ref for ref, *_ in criteria]
            scores[letter] = _weighted(refs, values)
            key = _rating(b, "section", letter, title, f"{scores[letter]}%")
            rows.append(Row((f"Score for section {letter}", f"{scores[letter]}%"), (key,)))
            b.check(
                "section-score-equals-weighted-mean",
                f"main: score of section {letter} = weighted mean of its criteria (critical 2, important 1), rounded",
                True,
                f"{', '.join(f'{r} {values[r]}' for r in refs)}; printed {scores[letter]}",
            )
        b.put(Grid(tuple(rows), splittable=False))
    whole = (30 * scores["B"] + 40 * scores["C"] + 30 * scores["D"] + 50) // 100
    b.plan.report["overall_score"] = whole
    line = "OVERALL SCORE FOR SECTIONS B-D (excluding D3)"
    b.put(Grid((Row((line, f"{whole}%"), (_rating(b, "overall", "", line, f"{whole}%"),)),), splittable=False))
    b.check("overall-score-equals-weighted-sections", "Overall score for sections B-D = 30% B + 40% C + 30% D", True,
            f"{scores}; printed {whole}")  # fmt: skip
    return keys


def _criterion(b: Builder, letter: str, ref: str, name: str, topic: str, value: str, keys: tuple[int, ...]) -> None:
    rng = b.rng
    if rng.random() < 0.5:
        b.section(ref, name, 2)
        b.put(Lines(((value, ()),)))
    else:  # a table of one row
        key = b.row("sections", ref=ref, title=name, level=2, part="main")
        b.put(Grid((Row((ref, name, value), (key,)),), splittable=False, wide_first=False))
    _body(b, letter, ref, name, topic, (rng.randint(0, 4), rng.randint(1, 4)))


def _body(b: Builder, letter: str, ref: str, name: str, topic: str, counts: tuple[int, int]) -> None:
    """Description, strengths, perhaps an example, areas for improvement."""
    if b.part == "main":
        b.put(Heading("Description:", 3, colon=True), Para(DESCRIPTION[letter], whole=True))
    where = {"section_ref": ref, "section": name, "part": b.part}
    banks = judgements.STRENGTHS[topic], judgements.AREAS[topic]
    b.verdicts(HEADINGS, banks, (counts[0], 0), **where)
    if b.part == "main" and b.rng.random() < 0.3:
        accept = {"provider": ["", b.plan.provider], "title": ["", "GOOD PRACTICE EXAMPLE"]}
        b.example(True, "GOOD PRACTICE EXAMPLE", actions.GOOD_PRACTICE, where | {"title": "", "provider": ""}, accept)
    b.verdicts(HEADINGS, banks, (0, counts[1]), **where)


def _thematic(b: Builder, place: str) -> None:
    """The part on domestic violence: criteria with the same references, labels in capitals, no numbers."""
    rng = b.rng
    b.part = "domestic-violence"
    values = _values(rng)
    b.section("", "THEMATIC ELEMENT: DOMESTIC VIOLENCE")
    b.section("", f"SUMMARY OF THE PROVISIONAL FINDINGS FOR {place.upper()}", 2)
    b.put(Heading("Introduction", 3))
    cases = rng.randint(14, 30)
    b.put(Para(f"We looked closely at {cases} cases in which violence at home was, or should have been, in the mind of "
               "those who supervised them."), Heading("Quality ratings", 3))  # fmt: skip
    rows = []
    for letter, title, criteria in SECTIONS[1:]:
        name = title.replace("of ", "of DV ")
        refs = [ref for ref, *_ in criteria if ref not in ("D2", "D3", "D4")]
        score = f"{_weighted(refs, values)}%"
        rows.append(Row((f"<i>{name}</i>", score), (_rating(b, "section", letter, name, score),)))
    b.put(Grid(tuple(rows), splittable=False), Heading("Recommendation", 3))
    b.put(Heading("The Probation Board should ensure that the area:", 3, colon=True))
    items = []
    for text in (listed := b.teller.some(actions.FOR_BOARD_THEME, 2, 3)):
        text += "." if text == listed[-1] else ""
        values_ = {"number": None, "addressee": "The Probation Board", "text": text, "part": b.part}
        items.append(Item(text, (b.row("recommendations", **values_),)))
    b.put(Items(tuple(items), italic=True))
    for letter, title, criteria in SECTIONS:
        shown = title.upper().replace("OF ", "OF DV ")
        b.section(letter, shown, 2, shown=f"SECTION {letter} {shown}")
        for ref, name, topic in criteria:
            if ref in ("D2", "D4") or rng.random() < 0.4:
                continue
            name = "Meeting diversity needs" if ref == "C3" else name
            value = values[ref].upper()
            head = b.row("sections", ref=ref, title=name, level=3, part=b.part)
            key = _rating(b, "criterion", ref, name, value)
            kind = "Score" if value.endswith("%") else "Assessment"
            b.put(
                Grid((Row((f"{ref}: {name}:", kind), (head,), header=True),
                      Row((f"<i>{DESCRIPTION[letter]}</i>", value), (key,))), splittable=False),
            )  # fmt: skip
            _body(b, letter, ref, name, topic, (rng.randint(0, 2), rng.randint(1, 3)))
