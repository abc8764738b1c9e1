"""hmip-pdu-2021: a PDU report with nine standards, three columns of percentages, and annexes of progress and data."""

from __future__ import annotations

from tests.generator import actions, judgements, narrative
from tests.generator.annexes2021 import COLUMNS, Scores, data, key_question, progress, question_row
from tests.generator.blocks import Grid, Heading, Item, Items, Para, Row, Verdict
from tests.generator.pdu import DESCRIPTIONS, Sample, front_matter, ratings_page, recommendations, start
from tests.generator.questions import POST_CUSTODY, questions
from tests.generator.staffing import case_profile
from tests.generator.truth import LABELS, Builder, Plan, band, per_cent, quoted_label

FRAMEWORK = "hmip-pdu-2021"
DOMAIN_ONE = (
    ("1.1", "Leadership", "leadership", (
        "Does the vision and strategy of the leadership team lead to good services?",
        "Are risks to the service foreseen, and is there a plan for each of them?",
    )),
    ("1.2", "Staff", "staff", (
        "Do staffing and workloads allow good work to be done?",
        "Does oversight help staff to do better?",
    )),
    ("1.3", "Services", "services", (
        "Are there enough services of the right kind and quality?",
        "Are relationships with providers and other agencies put to use?",
    )),
    ("1.4", "Information and facilities", "information", ("Do the offices help staff to do their work?",)),
)  # fmt: skip
DOMAIN_TWO = (
    ("2.1", "Court work"), ("2.2", "Assessment"), ("2.3", "Planning"), ("2.4", "Implementation and delivery"),
    ("2.5", "Reviewing"),
)  # fmt: skip


def plan(seed: int) -> Plan:
    b = start(FRAMEWORK, seed, (2021, 2023))
    rng = b.rng
    sample = Sample(rng.randint(18, 60), rng.randint(9, 30))
    reports = rng.randint(15, 45)
    b.plan.report["cases_inspected"] = sample.all
    b.plan.report["accept"]["cases_inspected"] = [sample.all, None]
    scores = _scores(b, sample, reports)
    labels = {ref: rng.choice(LABELS[:3]) for ref, *_ in DOMAIN_ONE}
    labels |= {ref: band(min(s[2] for s in scores[ref].values())) for ref, _ in DOMAIN_TWO}
    contents = [
        ("Foreword", "3"), ("Ratings", "5"), ("Recommendations", "6"), ("Background", "7"),
        ("1. Organisational delivery", "8"), ("2. Court work and case supervision", "14"),
        ("Annexe one – Progress against previous recommendations", "22"), ("Annexe two – Data", "26"),
        ("Annexe three – Web links", "31"),
    ]  # fmt: skip
    front_matter(b, contents, fieldwork=True)
    ratings_page(
        b,
        [
            ("1", "Organisational delivery", [(ref, name, labels[ref]) for ref, name, *_ in DOMAIN_ONE]),
            ("2", "Court work and case supervision", [(ref, name, labels[ref]) for ref, name in DOMAIN_TWO]),
        ],
        prefix="",
    )
    recommendations(b, "What became of earlier recommendations is set out in Annexe one.")
    b.section("", "Background")
    b.put(Heading(b.plan.provider, 3))
    b.prose(judgements.CONTEXT, rng.randint(2, 3))
    _domain_one(b, labels)
    _domain_two(b, sample, reports, scores, labels)
    progress(b)
    data(b, DOMAIN_TWO, sample, reports, scores)
    b.section("Annexe three", "Web links", shown="Annexe three – Web links")
    b.put(Para("The standards and a glossary can be found in the library of the Inspectorate's website."))
    return b.plan


def _scores(b: Builder, sample: Sample, reports: int) -> dict[str, Scores]:
    """Percentages of every key question: community, post-release, all (court work has one figure)."""
    scores: dict[str, Scores] = {}
    for ref, name in DOMAIN_TWO:
        level = b.rng.uniform(0.35, 0.85)
        scores[ref] = {}
        for question in questions("pdu", name):
            if question == POST_CUSTODY:
                continue
            if ref == "2.1":
                share = per_cent(b.rng.randint(reports // 3, reports), reports)
                scores[ref][question] = (share, share, share)
            else:
                scores[ref][question] = sample.scores(b.rng, level)
        listed = list(scores[ref])
        if len(listed) > 2 and b.rng.random() < 0.3:  # two neighbouring rows with the same figures
            scores[ref][listed[-1]] = scores[ref][listed[-2]]
    scores["2.6"] = {question: sample.scores(b.rng, 0.35) for question in questions("pdu", "Outcomes")}
    return scores


def _domain_one(b: Builder, labels: dict[str, str]) -> None:
    rng = b.rng
    where = {"section_ref": "1", "section": "Organisational delivery"}
    b.section("1", "Organisational delivery")
    b.prose(narrative.INTRODUCTIONS, 2)
    b.verdicts(
        {"strength": "Strengths:", "area_for_improvement": "Areas for improvement:"},
        (judgements.STRENGTHS["leadership"], judgements.AREAS["staff"]),
        (rng.randint(1, 6), rng.randint(1, 6)),
        **where,
    )
    for ref, name, topic, asked in DOMAIN_ONE:
        b.section(ref, name, 2)
        b.put(Verdict(DESCRIPTIONS[name], labels[ref]))
        b.put(Para(b.teller.take(narrative.INTRODUCTIONS) + " " + quoted_label(b, labels[ref])))
        for question in asked:
            b.section("", question, 3, optional=True)
            if ref == "1.3" and question == asked[0]:
                case_profile(b)
            if rng.random() < 0.08:
                continue  # a heading over nothing
            b.put(Para(b.teller.take(judgements.STRENGTHS[topic]) + " " + b.teller.take(judgements.AREAS[topic])))
            b.prose(narrative.DETAIL, rng.randint(0, 1))
            if rng.random() < 0.3:
                b.footed()
    if rng.random() < 0.3:
        b.unforeseen()
        b.put(Items(tuple(Item(b.teller.take(narrative.DETAIL)) for _ in range(2))))
    b.section("", "Feedback from people on probation", 2, optional=True)
    b.prose(narrative.FEEDBACK, 2)
    b.section("", "Diversity and inclusion", 2, optional=True)
    b.put(Para(b.teller.take(judgements.STRENGTHS["diversity"]) + " " + b.teller.take(judgements.AREAS["diversity"])))


def _domain_two(b: Builder, sample: Sample, reports: int, scores: dict[str, Scores], labels: dict[str, str]) -> None:
    rng = b.rng
    b.section("2", "Court work and case supervision")
    b.put(
        Para(
            f"We inspected {sample.community} community sentence cases and {sample.post} post-release cases. We also "
            f"read {reports} court reports that had been written for them. " + b.teller.take(narrative.CASEWORK),
            whole=True,
        )
    )
    b.section("", "Case supervision", 2, optional=True)
    b.verdicts(
        {"strength": "Strengths:", "area_for_improvement": "Areas for improvement:"},
        (judgements.STRENGTHS["cases"], judgements.AREAS["cases"]),
        (rng.randint(1, 5), rng.randint(1, 6)),
        section_ref="2",
        section="Case supervision",
        accept={"section": ["Court work and case supervision"]},
    )
    for ref, name in DOMAIN_TWO:
        _standard(b, ref, name, scores[ref], labels[ref])
    b.section("2.6", "Outcomes", 2)
    b.put(Para("Early results are good and show that people are making progress towards a settled life."))
    rows = [Row(("Outcomes", *COLUMNS), header=True)]
    first = next(iter(scores["2.6"]))
    rows.append(question_row(b, "2.6", first, scores["2.6"][first], "body"))
    b.put(Grid(tuple(rows)), Para("No rating is given for outcomes. " + b.teller.take(judgements.AREAS["outcomes"])))


def _standard(b: Builder, ref: str, name: str, scores: Scores, label: str) -> None:
    rng = b.rng
    b.section(ref, name, 2)
    mark, note = b.note(
        "The rating is set by the score of the key question."
        if len(scores) == 1
        else f"The lowest score of the key questions sets the rating for {name.lower()}, by the bands of the framework."
    )
    b.put(Verdict(DESCRIPTIONS[name], label))
    count = "the key question" if len(scores) == 1 else "three key questions"
    b.put(Para(f"Our rating{mark} for {name.lower()} rests on the share of cases judged satisfactory against {count}:"))
    if len(scores) == 1:
        question, (_, _, share) = next(iter(scores.items()))
        key = key_question(b, ref, question, "all", share, "body")
        rows = [Row(("Key question", "Score"), header=True), Row((question, f"{share}%"), (key,))]
    else:
        rows = [Row(("Key question", "Scores", "", ""), header=True), Row(("", *COLUMNS), header=True)]
        rows += [question_row(b, ref, question, shares, "body") for question, shares in scores.items()]
    b.put(Grid(tuple(rows)), note)
    lowest = min(shares[2] for shares in scores.values())
    b.put(Para(f"The lowest score was {lowest} per cent. " + quoted_label(b, label)))
    listed = ", ".join(str(shares[2]) for shares in scores.values())
    b.check(
        "rating-equals-band-of-lowest-key-question",
        f"{ref} {name}: rating is the band of the lowest all-cases key-question score",
        True,
        f"scores {listed}; lowest {lowest} -> {band(lowest)}; printed {label}",
        [key for row in rows for key in row.keys],
    )
    where = {"section_ref": ref, "section": name, "title": "", "provider": b.plan.provider}
    for good, shown in ((True, "Good practice example"), (False, "Poor practice example")):
        if good:
            b.prose(narrative.CASEWORK)
        if rng.random() < (0.55 if ref != "2.1" else 0.1):
            bank = actions.GOOD_PRACTICE if good else actions.POOR_PRACTICE
            b.example(good, shown, bank, where, {"title": [shown], "provider": [""]})
    b.prose(narrative.CASEWORK)
