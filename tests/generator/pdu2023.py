"""hmip-pdu-2023: a PDU report with seven standards numbered `P 1.1`, one column of percentages, no annexe of data."""

from __future__ import annotations

from tests.generator import judgements, narrative
from tests.generator.blocks import Heading, Item, Items, Para, Verdict
from tests.generator.pdu import DESCRIPTIONS, Sample, front_matter, ratings_page, recommendations, spoken_date, start
from tests.generator.questions import POST_CUSTODY, one_column, questions
from tests.generator.truth import LABELS, Builder, Plan, band, quoted_label

FRAMEWORK = "hmip-pdu-2023"
DOMAIN_ONE = (("1.1", "Leadership", "leadership"), ("1.2", "Staffing", "staff"), ("1.3", "Services", "services"))
DOMAIN_TWO = (("2.1", "Assessment"), ("2.2", "Planning"), ("2.3", "Implementation and delivery"), ("2.4", "Reviewing"))
ONE, TWO = "Organisational arrangements and activity", "Service delivery"
HEADINGS = {"strength": "Strengths:", "area_for_improvement": "Areas for improvement:"}


def plan(seed: int) -> Plan:
    b = start(FRAMEWORK, seed, (2023, 2025))
    rng = b.rng
    sample = Sample(rng.randint(15, 50), rng.randint(8, 24))
    b.plan.report["cases_inspected"] = sample.all
    b.plan.report["accept"]["cases_inspected"] = [sample.all, None]
    level = rng.uniform(0.3, 0.8)
    scores = {
        ref: {
            question: sample.scores(rng, level + rng.uniform(-0.1, 0.1))[2]
            for question in questions("pdu", name)
            if question != POST_CUSTODY
        }
        for ref, name in DOMAIN_TWO
    }
    labels = {ref: rng.choice(LABELS[:3]) for ref, *_ in DOMAIN_ONE}
    labels |= {ref: band(min(shares.values())) for ref, shares in scores.items()}
    contents = [
        ("Foreword", "3"), ("Ratings", "4"), ("Recommendations", "5"), ("Background", "6"),
        (f"1. {ONE}", "7"), (f"2. {TWO}", "12"), ("Annexe one – Web links", "17"),
    ]  # fmt: skip
    front_matter(b, contents, fieldwork=False)
    ratings_page(
        b,
        [
            ("1", ONE, [(ref, name, labels[ref]) for ref, name, _ in DOMAIN_ONE]),
            ("2", TWO, [(ref, name, labels[ref]) for ref, name in DOMAIN_TWO]),
        ],
        prefix="P ",
    )
    recommendations(b)
    _background(b, sample)
    _domain_one(b, labels)
    b.section("2", TWO)
    for ref, name in DOMAIN_TWO:
        _standard(b, ref, name, scores[ref], labels[ref])
    where = {"section_ref": "2", "section": "Outcomes", "accept": {"section_ref": ["", "2.5"], "section": [TWO]}}
    b.section("", "Outcomes", 2, optional=True)
    banks = judgements.STRENGTHS["outcomes"], judgements.AREAS["outcomes"]
    b.verdicts(HEADINGS, banks, (rng.randint(0, 3), rng.randint(1, 3)), **where)
    b.section("Annexe one", "Web links", shown="Annexe one – Web links")
    b.put(Para("All figures of this inspection are in a workbook that can be had from the Inspectorate's website."))
    for _, row in b.plan.rows:  # `P 1.1` is printed, and is the number 1.1
        for name in ("ref", "standard_ref", "section_ref"):
            if "." in str(row.get(name, "")):
                row["accept"] = row.get("accept", {}) | {name: [f"P {row[name]}"]}
    return b.plan


def _background(b: Builder, sample: Sample) -> None:
    b.section("", "Background")
    b.put(
        Para(
            f"We conducted fieldwork in {b.plan.provider} over two weeks, beginning "
            f"{spoken_date(b.plan.report['fieldwork_start'])}. We inspected {sample.community} community orders and "
            f"{sample.post} releases on licence from custody, and spoke to {b.rng.randint(12, sample.all)} of the "
            "practitioners who held those cases.",
            whole=True,
        )
    )
    b.prose(judgements.CONTEXT, 2)
    for _ in range(b.rng.randint(0, 3)):
        b.footed()


def _domain_one(b: Builder, labels: dict[str, str]) -> None:
    rng = b.rng
    b.section("1", ONE)
    for ref, name, topic in DOMAIN_ONE:
        b.section(ref, name, 2, shown=_numbered(b, ref, name))
        b.put(Verdict(DESCRIPTIONS[name], labels[ref]))
        b.put(Para(b.teller.take(narrative.INTRODUCTIONS) + " " + quoted_label(b, labels[ref])))
        banks = judgements.STRENGTHS[topic], judgements.AREAS[topic]
        low = 0 if rng.random() < 0.15 else 1
        b.verdicts(HEADINGS, banks, (rng.randint(low, 6), rng.randint(1, 6)), section_ref=ref, section=name)
        if rng.random() < 0.2:
            b.footed()
    if rng.random() < 0.4:
        b.unforeseen()
    b.section("", "Feedback from people on probation", 2, optional=True)
    b.prose(narrative.FEEDBACK, 1)
    b.put(Para(b.teller.take(narrative.SPEECH), quoted=True))
    b.prose(narrative.FEEDBACK, 1)
    b.section("", "Diversity and inclusion", 2, optional=True)
    banks = judgements.STRENGTHS["diversity"], judgements.AREAS["diversity"]
    accept = {"section_ref": ["", "1.3"], "section": [ONE]}
    where = {"section_ref": "1", "section": "Diversity and inclusion", "accept": accept}
    b.verdicts(HEADINGS, banks, (rng.randint(1, 4), rng.randint(1, 3)), **where)


def _numbered(b: Builder, ref: str, name: str) -> str:
    return f"P {ref}{'.' if b.plan.seed % 3 else ''} {name}"


def _standard(b: Builder, ref: str, name: str, scores: dict[str, int], label: str) -> None:
    rng = b.rng
    b.section(ref, name, 2, shown=_numbered(b, ref, name))
    b.put(Verdict(DESCRIPTIONS[name], label))
    mark, note = b.note("The lowest score on the key questions sets the rating. All figures are in the data workbook.")
    count = "three key questions" if len(scores) == 3 else f"{len(scores)} key questions"
    b.put(Para(f"Our rating{mark} for {name.lower()} rests on the share of cases judged satisfactory against {count}:"))
    keys = one_column(b, ref, scores, "Percentage 'Yes'")
    bullets = b.teller.some(narrative.CASEWORK, 3, 5) + b.teller.some(judgements.AREAS["cases"], 1, 2)
    rng.shuffle(bullets)
    b.put(Items(tuple(Item(f"{text} {b.teller.take(narrative.DETAIL)}") for text in bullets)), note)
    if rng.random() < 0.2:
        b.put(Heading("What the numbers do not show", 3), Para(b.teller.paragraph(narrative.CASEWORK)))
    lowest = min(scores.values())
    b.check(
        "rating-equals-band-of-lowest-key-question",
        f"{ref} {name}: rating is the band of the lowest key-question score",
        True,
        f"scores {', '.join(map(str, scores.values()))}; lowest {lowest} -> {band(lowest)}; printed {label}",
        keys,
    )
