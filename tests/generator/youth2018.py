"""hmip-youth-2018: a youth justice service, twelve standards of 36 points, and from 2021 on resettlement beside them.

Domains two and three rate standards of one name and ask the same questions of them.
"""

from __future__ import annotations

import random

from tests.generator import actions, judgements, narrative
from tests.generator.blocks import ContentsPage, Lines, Para, Picture, RatingLine, Verdict
from tests.generator.pdu import spoken_date
from tests.generator.questions import one_column, questions
from tests.generator.truth import LABELS, POINTS, Builder, Plan, band, overall, per_cent
from tests.generator.words import FIRST, LAST, PLACES, Teller, slug

FRAMEWORK = "hmip-youth-2018"
HEADINGS = {"strength": "Strengths:", "area_for_improvement": "Areas for improvement:"}
TOPICS = {"1.1": "leadership", "1.2": "staff", "1.3": "services", "1.4": "information"}
CASEWORK = (("1", "Assessment"), ("2", "Planning"), ("3", "Implementation and delivery"))
DESCRIPTIONS = {
    "Governance and leadership": "Those who lead the service make good work with all children possible.",
    "Staff": "Staff have the time and skill to do good work with all children.",
    "Partnerships and services": "A full range of good services is on hand for all children.",
    "Information and facilities": "Information is timely, and buildings are fit for children.",
    "Assessment": "Assessment is well founded and personal, and the child takes part in it.",
    "Planning": "Planning looks at the whole child and is done together with the family.",
    "Implementation and delivery": "What has been planned is delivered for this child, and in good order.",
    "Reviewing": "Progress is looked at again at the right time, together with the child.",
    "Joint working": "The service and the police decide together, and on good grounds.",
    "Out-of-court disposal policy and provision": "There is a policy for work out of court, and it is kept to.",
    "Resettlement policy and provision": "Children who leave custody are helped to settle.",
}
Domain = tuple[str, str, list[tuple[str, str]]]


def plan(seed: int) -> Plan:
    rng = random.Random(f"{FRAMEWORK}/{seed}/plan")
    place, year, month = rng.choice(PLACES), rng.randint(2018, 2024), rng.randint(4, 12)
    late = year > 2020
    kind = "Youth Justice Service" if late else "Youth Offending Service"
    provider = f"{place} {kind}"
    p = Plan(FRAMEWORK, seed, f"{slug(provider)}-{year}", provider, {}, f"Inspection of {kind.lower()}s in {place}")
    b = Builder(p, rng, Teller(rng, "youth", place, provider))
    p.report |= {
        "title": f"An inspection of {kind.lower()}s in {place}",
        "framework": FRAMEWORK,
        "report_type": "inspection",
        "inspectorate": "HM Inspectorate of Probation",
        "provider": provider,
        "provider_type": "youth justice service",
        "region": "",
        "fieldwork_start": f"{year}-{month - 3:02}",
        "published": f"{year}-{month:02}",
        "isbn": "",
        "lead_inspector": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "chief_inspector": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "cases_inspected": None,
    }
    domains = _domains(late)
    scores = {
        ref: {question: per_cent(rng.randint(5, 12), 12) for question in questions("youth", name)}
        for number, _, listed in domains
        for ref, name in listed
        if number in "23" and ref != "3.4"
    }
    labels = {ref: rng.choice(LABELS) for _, _, listed in domains for ref, _ in listed}
    labels |= {ref: band(min(shares.values())) for ref, shares in scores.items()}
    _front(b, domains)
    _ratings(b, domains, labels)
    b.section("", "Recommendations")
    b.put(Para("What we found leads us to make the following recommendations."))
    b.numbered([(provider, b.teller.some(actions.FOR_SERVICE, 2, 6))])
    b.section("", "Background")
    b.prose(judgements.CONTEXT, 2)
    for number, title, listed in domains:
        b.section(number, title)
        b.prose(narrative.INTRODUCTIONS)
        for ref, name in listed:
            _standard(b, ref, name, labels[ref], scores.get(ref, {}))
    return p


def _domains(late: bool) -> list[Domain]:
    last = "Out-of-court disposal policy and provision" if late else "Joint working"
    domains: list[Domain] = [
        ("1", "Organisational delivery", [
            ("1.1", "Governance and leadership"), ("1.2", "Staff"), ("1.3", "Partnerships and services"),
            ("1.4", "Information and facilities"),
        ]),
        ("2", "Court disposals", [*((f"2.{n}", name) for n, name in CASEWORK), ("2.4", "Reviewing")]),
        ("3", "Out-of-court disposals", [*((f"3.{n}", name) for n, name in CASEWORK), ("3.4", last)]),
    ]  # fmt: skip
    return [*domains, ("4", "Resettlement", [("4.1", "Resettlement policy and provision")])] if late else domains


def _front(b: Builder, domains: list[Domain]) -> None:
    report = b.plan.report
    kind, place = report["title"].removeprefix("An inspection of ").split(" in ")
    contents = [("Foreword", "3"), ("Ratings", "4"), ("Recommendations", "5"), ("Background", "6")]
    contents += [(f"{number}. {title}", str(5 + 2 * int(number))) for number, title, _ in domains]
    b.put(
        Picture(),
        Lines(((f"An inspection of {kind} in", ()), (place, ())), big=True),
        Lines(((f"HM Inspectorate of Probation, {spoken_date(report['published'])}", ()),)),
        ContentsPage(
            "Contents", tuple(contents), (b.row("sections", ref="", title="Contents", level=1, optional=True),)
        ),
        Para(
            f"This inspection was led by HM Inspector {report['lead_inspector']}, supported by a team of inspectors.",
            whole=True,
        ),
    )
    b.section("", "Foreword")
    b.prose(narrative.FOREWORD, 2)
    b.put(Lines(((report["chief_inspector"], ()), ("Chief Inspector of Probation", ()))))


def _ratings(b: Builder, domains: list[Domain], labels: dict[str, str]) -> None:
    report = b.plan.report
    values = {"part": "main", "provider": b.plan.provider, "percent": None, "derived": False}
    score = sum(POINTS[labels[ref]] for number, _, listed in domains for ref, _ in listed if number != "4")
    label = overall(score, 36)
    report |= {"overall_rating": label, "overall_score": score, "overall_score_max": 36}
    b.section("", "Ratings")
    key = b.row("ratings", level="overall", ref="", standard="", rating=label, as_printed=label, **values)
    started = f"Fieldwork started: {spoken_date(report['fieldwork_start'])}"
    b.put(
        Lines(((b.plan.provider, ()), (started, ()), (f"Score <b>{score}/36</b>", ())), apart=True),
        RatingLine("", "Overall rating", label, (key,)),
    )
    for number, title, listed in domains:
        b.put(Lines(((f"{number}. {title}", ()),)))
        for ref, name in listed:
            given = labels[ref]
            key = b.row("ratings", level="standard", ref=ref, standard=name, rating=given, as_printed=given, **values)
            b.put(RatingLine(ref, name, given, (key,)))


def _standard(b: Builder, ref: str, name: str, label: str, scores: dict[str, int]) -> None:
    b.section(ref, name, 2)
    b.put(Verdict(DESCRIPTIONS[name], label))
    if scores:
        b.put(Para(f"Our rating for {name.lower()} rests on these key questions:"))
        one_column(b, ref, scores, "% yes")
        b.prose(narrative.CASEWORK, 2)
        return
    topic = TOPICS.get(ref, "cases")
    banks = judgements.STRENGTHS[topic], judgements.AREAS[topic]
    b.verdicts(HEADINGS, banks, (b.rng.randint(1, 4), b.rng.randint(1, 4)), section_ref=ref, section=name)
