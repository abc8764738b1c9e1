"""hmip-probation-2018: an NPS division or a CRC, ten standards, key questions numbered `2.1.1.` in an annex."""

from __future__ import annotations

import random
from typing import Any

from tests.generator import actions, judgements, narrative
from tests.generator.blocks import Grid, Heading, Lines, Note, Para, Picture, RatingLine, Row, Verdict
from tests.generator.front2018 import front_matter
from tests.generator.questions import questions
from tests.generator.truth import LABELS, POINTS, Builder, Plan, band, overall, per_cent
from tests.generator.words import FIRST, LAST, MONTHS, PLACES, REGIONS, Teller, number_word, slug

FRAMEWORK = "hmip-probation-2018"
HEADINGS = {"strength": "Strengths:", "area_for_improvement": "Areas for improvement:"}
DESCRIPTIONS = {
    "Leadership": "Those who lead the organisation make good work possible for all service users.",
    "Staff": "Staff are trusted and equipped to do good work with all service users.",
    "Services": "A full range of good services is in place and is matched to the needs of all service users.",
    "Information and facilities": "Information is timely, and buildings support good work with all service users.",
    "Assessment": "Assessment is well founded and personal, and the service user takes part in it.",
    "Planning": "Planning looks at the whole person and is done together with the service user.",
    "Implementation and delivery": "What has been planned is delivered in good order and for the individual.",
    "Reviewing": "Progress is looked at again at the right time, together with the service user.",
    "Court reports and case allocation": "Courts get the advice they need, and cases go to the right place.",
    "Statutory victim work": "Victims are told what they need to know, and can say what they think.",
    "Unpaid work": "Unpaid work is safe, useful and well run.",
    "Through the Gate": "People who leave prison are helped to settle.",
}
TOPICS = ("leadership", "staff", "services", "information")
ASKED = (
    "Is there a clear direction that staff can follow?",
    "Is there enough of what is needed, in the right places?",
    "Does {service} look for trouble before it arrives?",
)
ANNEX = "Inspection results: domains two and three"
Domain = tuple[str, str, list[tuple[str, str]]]


def plan(seed: int) -> Plan:
    rng = random.Random(f"{FRAMEWORK}/{seed}/plan")
    nps = rng.random() < 0.5
    place, region = rng.choice(PLACES), rng.choice(REGIONS)
    provider = f"NPS in {region}" if nps else f"{place} CRC"
    year, month = rng.choice((2018, 2019)), rng.randint(1, 12)
    started = f"{year - 1}-{month:02}" if rng.random() < 0.5 else f"{year}-{month:02}"
    full = f"the National Probation Service in {region}" if nps else f"{place} Community Rehabilitation Company"
    report: dict[str, Any] = {
        "title": f"An inspection of {full}",
        "framework": FRAMEWORK,
        "report_type": "inspection",
        "inspectorate": "HM Inspectorate of Probation",
        "provider": provider,
        "provider_type": "NPS division" if nps else "CRC",
        "region": region if nps else "",
        "fieldwork_start": started,
        "published": str(year),
        "isbn": f"978-1-{rng.randint(10000, 99999)}-{rng.randint(100, 999)}-{rng.randint(0, 9)}",
        "lead_inspector": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "chief_inspector": f"Dame {rng.choice(FIRST)} {rng.choice(LAST)}",
        "accept": {
            "inspectorate": ["Her Majesty's Inspectorate of Probation"],
            "provider": [full.removeprefix("the ")],
            "provider_type": ["NPS"] if nps else ["CRC"],
            "region": [region] if nps else ["", place],
        },
    }
    footer = f"Inspection of probation services: {provider}"
    p = Plan(FRAMEWORK, seed, f"{slug(provider)}-{year}", provider, report, footer)
    b = Builder(p, rng, Teller(rng, "division" if nps else "crc", region if nps else place, provider))
    cases = rng.randint(40, 130)
    report["cases_inspected"] = cases
    report["accept"]["cases_inspected"] = [cases, None]
    sections = _domains(nps)
    scores = {
        ref: {q: per_cent(rng.randint(int(cases * 0.45), cases), cases) for q in questions("2018", name)}
        for _, _, listed in sections[1:]
        for ref, name in listed
    }
    labels = {ref: rng.choice(LABELS) for ref, _ in sections[0][2]}
    labels |= {ref: band(min(shares.values())) for ref, shares in scores.items()}
    score = sum(POINTS[label] for label in labels.values())
    report |= {"overall_rating": overall(score, 30), "overall_score": None, "overall_score_max": None}
    report["accept"] |= {"overall_score": [None, score], "overall_score_max": [None, 30]}
    groups = _recommendations(b, nps)
    front_matter(b, sections, report["overall_rating"], scores)
    _ratings(b, sections, labels, score)
    total = sum(len(texts) for _, texts in groups)
    b.section("", "Recommendations")
    b.put(Para(f"What we found has led us to make {number_word(total)} recommendations to help {provider} to improve."))
    b.numbered(groups)
    b.check(
        "recommendation-count-and-numbers",
        f"'{number_word(total)} recommendations' = recommendations listed",
        True,
        f"{total} listed",
    )
    b.section("", "Background")
    b.prose(judgements.CONTEXT, 2)
    for _ in range(rng.randint(1, 3)):
        b.footed()
    b.section("", "Contextual facts")
    b.put(Picture())
    for source in b.teller.some(narrative.SOURCES, 2, 4):
        b.put(b.note(source)[1])
    for number, title, listed in sections:
        _domain(b, number, title, listed, labels)
    _annexes(b, sections, scores, labels, cases)
    return p


def _domains(nps: bool) -> list[Domain]:
    third = [("3.1", "Court reports and case allocation"), ("3.2", "Statutory victim work")]
    fourth = [("4.1", "Unpaid work"), ("4.2", "Through the Gate")]
    return [
        ("1", "Organisational delivery", [
            ("1.1", "Leadership"), ("1.2", "Staff"), ("1.3", "Services"), ("1.4", "Information and facilities"),
        ]),
        ("2", "Case supervision", [
            ("2.1", "Assessment"), ("2.2", "Planning"), ("2.3", "Implementation and delivery"), ("2.4", "Reviewing"),
        ]),
        ("3", "NPS-specific work", third) if nps else ("4", "CRC-specific work", fourth),
    ]  # fmt: skip


def _recommendations(b: Builder, nps: bool) -> list[tuple[str, list[str]]]:
    groups = [(b.plan.provider, b.teller.some(actions.FOR_SERVICE, 3, 7))]
    if nps or b.rng.random() < 0.5:
        groups.append(("Her Majesty's Prison and Probation Service (HMPPS)", b.teller.some(actions.FOR_HMPPS, 1, 2)))
    if b.rng.random() < 0.6:
        groups.append(("The Ministry of Justice", b.teller.some(actions.FOR_MINISTRY, 1, 2)))
    return groups


def _ratings(b: Builder, sections: list[Domain], labels: dict[str, str], score: int) -> None:
    report = b.plan.report
    year, month = report["fieldwork_start"].split("-")
    values = {"part": "main", "provider": b.plan.provider, "percent": None, "derived": False}
    label = report["overall_rating"]
    key = b.row("ratings", level="overall", ref="", standard="", rating=label, as_printed=label, **values)
    b.put(
        Lines(
            ((f"Service: {b.plan.provider}", ()), (f"Fieldwork started: {MONTHS[int(month) - 1]} {year}", ())),
            apart=True,
        ),
        RatingLine("", "Overall rating", label, (key,)),
        Picture(),
    )
    for number, title, listed in sections:
        rows = []
        for ref, name in listed:
            given = labels[ref]
            key = b.row("ratings", level="standard", ref=ref, standard=name, rating=given, as_printed=given, **values)
            rows.append(Row((ref, name, given), (key,), ratings=True))
        b.put(Lines(((f"{number}. {title}", ()),)), Grid(tuple(rows), splittable=False, wide_first=False))
    b.check(
        "overall-rating-equals-band-of-points",
        "Overall rating = band of the point sum (0-5 Inadequate, 6-15 Requires improvement, 16-25 Good, 26-30 ...)",
        True,
        f"{' + '.join(str(POINTS[x]) for x in labels.values())} = {score}; printed {label}",
    )


def _domain(b: Builder, number: str, title: str, listed: list[tuple[str, str]], labels: dict[str, str]) -> None:
    rng = b.rng
    b.section(number, title)
    b.put(Picture())
    b.prose(narrative.INTRODUCTIONS)
    topics = ("leadership", "staff") if number == "1" else ("cases", "cases")
    banks = judgements.STRENGTHS[topics[0]], judgements.AREAS[topics[1]]
    b.verdicts(HEADINGS, banks, (rng.randint(1, 6), rng.randint(1, 5)), section_ref=number, section=title)
    for at, (ref, name) in enumerate(listed):
        b.section(ref, name, 2)
        b.put(Verdict(DESCRIPTIONS[name], labels[ref], beside=True))
        asked = [b.teller.fill(q) for q in rng.sample(ASKED, 2)] if number == "1" else list(questions("2018", name))
        for question in asked:
            b.put(Heading(question, 3))
            if rng.random() < 0.07:
                continue
            if number == "1":
                topic = TOPICS[at]
                b.put(Para(b.teller.take(judgements.STRENGTHS[topic]) + " " + b.teller.take(judgements.AREAS[topic])))
                b.prose(narrative.DETAIL, rng.randint(0, 1))
            else:
                b.prose(narrative.CASEWORK)
            if rng.random() < 0.2:
                b.footed()


def _annexes(
    b: Builder, sections: list[Domain], scores: dict[str, dict[str, int]], labels: dict[str, str], cases: int
) -> None:
    b.section("Annex 1", "Methodology", shown="Annex 1: Methodology")
    b.put(
        Para(f"We examined {cases} cases, read in the order in which a computer had drawn them. " + b.teller.take(
            narrative.INTRODUCTIONS), whole=True),
        Para("Ratings in the first domain rest on documents, meetings and surveys; those in the others on cases."),
    )  # fmt: skip
    b.section("Annex 2", ANNEX, shown=f"Annex 2: {ANNEX}")
    lost = b.rng.random() < 0.5  # the coloured cells of the table did not survive
    for number, title, listed in sections[1:]:
        b.put(Lines(((f"{number}. {title}", ()),)))
        rows = [Row(("Standard/Key question", "", "Rating/% yes"), header=True)]
        marks: list[Note] = []
        for ref, name in listed:
            rows.append(Row((f"{ref}.", name, ""), strong=True))
            rows.append(Row(("", DESCRIPTIONS[name].rstrip("."), "" if lost else labels[ref]), ratings=True))
            for at, (question, share) in enumerate(scores[ref].items(), 1):
                key = b.row(
                    "key_questions", standard_ref=ref, level="key_question", ref=f"{ref}.{at}", question=question,
                    key_question="", group="all", percent=share, marks="", table=f"Annex 2: {ANNEX}",
                    accept={"table": ["body", ANNEX]},
                )  # fmt: skip
                mark = ""
                if question.endswith("keeping other people safe?") and not marks:
                    mark, note = b.note("Only cases that had a bearing on the safety of others are counted here.")
                    marks.append(note)
                rows.append(Row((f"{ref}.{at}.", question + mark, f"{share}%"), (key,)))
            shares = list(scores[ref].values())
            b.check(
                "rating-equals-band-of-lowest-key-question",
                f"Rating of standard {ref} {name} = band of its lowest key question",
                True,
                f"key questions {shares}; lowest {min(shares)} -> {band(min(shares))}; printed {labels[ref]}",
            )
        b.put(Grid(tuple(rows), wide_first=False), *marks)
    b.section("Annex 3", "Glossary", shown="Annex 3: Glossary")
    terms = (
        ("Accredited programme", "A course of work that has been approved by a panel of experts"),
        ("Allocation", "The decision on who will supervise a case"),
        ("Breach", "The step that is taken when the terms of an order or licence have not been kept"),
        ("Enforcement", "What is done to see that an order is carried out"),
    )
    b.put(Grid(tuple(Row(term) for term in terms)))
