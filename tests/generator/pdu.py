"""What the two PDU frameworks share: front matter, ratings page, recommendations, case samples."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from tests.generator import actions, narrative
from tests.generator.blocks import ContentsPage, Lines, Para, Picture, RatingLine
from tests.generator.truth import POINTS, Builder, Plan, overall, per_cent
from tests.generator.words import FIRST, LAST, MONTHS, PLACES, REGIONS, Teller, slug

DESCRIPTIONS = {
    "Leadership": "Those who lead the PDU make good work possible, and see that it is fitted to each person.",
    "Staff": "Staff have the time, skill and support to do good work with all people on probation.",
    "Staffing": "Staff have the time, skill and support to do good work with all people on probation.",
    "Services": "A full range of good services is on hand, and is matched to the needs of all people on probation.",
    "Information and facilities": "Buildings, systems and information help staff to do their work well.",
    "Court work": "Courts are given the advice that they need in order to pass sentence.",
    "Assessment": "Assessment is well founded and personal, and the person on probation takes part in it.",
    "Planning": "Planning looks at the whole person and is done together with the person on probation.",
    "Implementation and delivery": "What has been planned is delivered, in good order and for the individual.",
    "Reviewing": "Progress is looked at again at the right time, together with the person on probation.",
}


@dataclass(frozen=True)
class Sample:
    """The inspected cases: how many were community orders and how many followed release."""

    community: int
    post: int

    @property
    def all(self) -> int:
        return self.community + self.post

    def scores(self, rng: random.Random, level: float) -> tuple[int, int, int]:
        """Percentages that whole numbers of cases give: community, post-release, all."""
        met = [
            min(n, max(0, round(n * min(1.0, max(0.02, rng.gauss(level + shift, 0.09))))))
            for n, shift in ((self.community, 0.0), (self.post, 0.07))
        ]
        return per_cent(met[0], self.community), per_cent(met[1], self.post), per_cent(sum(met), self.all)


def start(framework: str, seed: int, years: tuple[int, int]) -> Builder:
    """A builder with the report's metadata drawn."""
    rng = random.Random(f"{framework}/{seed}/plan")
    place, region = rng.choice(PLACES), rng.choice(REGIONS)
    provider = f"{place} PDU"
    year, month = rng.randint(*years), rng.randint(1, 12)
    started = (year, month - 3) if month > 3 else (year - 1, month + 9)
    day = rng.randint(1, 28)
    report = {
        "title": f"An inspection of probation services in: {provider}",
        "framework": framework,
        "report_type": "inspection",
        "inspectorate": "HM Inspectorate of Probation",
        "provider": provider,
        "provider_type": "PDU",
        "region": region,
        "fieldwork_start": f"{started[0]}-{started[1]:02}-{day:02}",
        "published": f"{year}-{month:02}",
        "isbn": f"978-1-{rng.randint(100000, 999999)}-{rng.randint(10, 99)}-{rng.randint(0, 9)}",
        "lead_inspector": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "chief_inspector": f"{rng.choice(('', 'Dame ', 'Sir '))}{rng.choice(FIRST)} {rng.choice(LAST)}",
        "accept": {
            "inspectorate": ["Her Majesty's Inspectorate of Probation"],
            "region": [f"{region} region", f"Probation Service – {region} region"],
            "title": [f"An inspection of probation services in {provider}"],
        },
        "derived_fields": ["cases_inspected"],
    }
    name = f"{slug(provider)}-{year}"
    plan = Plan(framework, seed, name, provider, report, f"An inspection of probation services: {provider}")
    return Builder(plan, rng, Teller(rng, "pdu", place, provider))


def spoken_date(iso: str) -> str:
    """`2021-11-01` as `01 November 2021`, `2022-02` as `February 2022`."""
    year, month, *day = iso.split("-")
    return " ".join([*day, MONTHS[int(month) - 1], year])


def front_matter(b: Builder, contents: list[tuple[str, str]], fieldwork: bool) -> None:
    """Cover, contents, acknowledgements, imprint and foreword."""
    report, provider, month = b.plan.report, b.plan.provider, spoken_date(b.plan.report["published"])
    old = b.plan.framework == "hmip-pdu-2021"
    body = ("Her Majesty's", "Inspectorate of", "Probation") if old else ("HM Inspectorate", "of Probation")
    b.put(
        Picture(),
        Lines(tuple((line, ()) for line in body)),
        Lines(
            (
                ("An inspection of probation services in:", ()),
                (provider, ()),
                (f"{'' if old else 'The '}Probation Service – {report['region']} region", ()),
            ),
            big=True,
            apart=b.rng.random() < 0.5,
        ),
        Lines(((f"HM Inspectorate of Probation, {month}", ()),)),
        ContentsPage(
            "Contents",
            tuple(contents),
            (b.row("sections", ref="", title="Contents", level=1, optional=True),),
        ),
    )
    b.section("", "Acknowledgements", optional=True)
    b.put(
        Para(
            f"This inspection was led by HM Inspector {report['lead_inspector']}, supported by a team of inspectors. "
            f"We are grateful to everyone in {b.teller.place} who gave us their time, and above all to the people on "
            "probation who told us about their experience.",
            whole=True,
        )
    )
    b.section("", "The role of HM Inspectorate of Probation", optional=True)
    b.put(
        Para(
            "HM Inspectorate of Probation inspects youth justice and probation services in England and Wales, and "
            "reports on what it finds. It is independent of the services that it inspects and of government."
        ),
        Para("The names in the practice examples are not the real ones."),
    )
    if fieldwork:
        b.put(
            Para(
                f"The fieldwork for the {b.teller.place} inspection started on "
                f"{spoken_date(report['fieldwork_start'])}.",
                whole=True,
            )
        )
    b.put(
        Para(f"© Crown copyright {report['published'][:4]} (in name only: this report is fiction)", whole=True),
        Para(f"ISBN{'' if old else ':'} {report['isbn']}", whole=True),
        Lines(
            (("Published by:", ()), ("HM Inspectorate of Probation", ()), ("12 Sample Row", ()), ("Exampleford", ()))
        ),
    )
    b.section("", "Foreword")
    b.prose(narrative.FOREWORD, b.rng.randint(3, 4))
    b.put(
        Picture(),
        Lines(((report["chief_inspector"], ()), ("Chief Inspector of Probation", ()))),
    )


def ratings_page(b: Builder, domains: list[tuple[str, str, list[tuple[str, str, str]]]], prefix: str) -> None:
    """The page of ratings: score, overall label, and a line for every standard of each domain."""
    plan = b.plan
    standards = [standard for _, _, listed in domains for standard in listed]
    score = sum(POINTS[label] for *_, label in standards)
    highest = 3 * len(standards)
    label = overall(score, highest)
    plan.report |= {"overall_rating": label, "overall_score": score, "overall_score_max": highest}
    b.section("", "Ratings")
    whole = _rating_row(b, "overall", "", "", label)
    lines: list[tuple[str, tuple[int, ...]]] = [(plan.provider, ())]
    if prefix:
        lines.append((f"Fieldwork started: {spoken_date(plan.report['fieldwork_start'])}", ()))
    lines.append((f"Score <b>{score}/{highest}</b>", ()))
    b.put(Lines(tuple(lines), apart=True), RatingLine("", "Overall rating", label, (whole,)))
    keys = []
    for ref, title, listed in domains:
        b.put(Lines(((f"{ref}. {title}", ()),)))
        for standard_ref, name, given in listed:
            keys.append(_rating_row(b, "standard", standard_ref, name, given))
            b.put(RatingLine(prefix + standard_ref, name, given, (keys[-1],)))
    figures = " + ".join(str(POINTS[given]) for *_, given in standards)
    b.check(
        "score-equals-sum-of-points",
        "overall score equals the sum of the points 0-3 of the standards",
        True,
        f"{figures} = {score}; printed {score}",
        [whole, *keys],
    )
    b.check(
        "score-maximum-is-3-x-standards",
        "the printed maximum equals 3 times the number of rated standards",
        True,
        f"3 x {len(standards)} = {highest}; printed {highest}",
        [whole],
    )


def _rating_row(b: Builder, level: str, ref: str, name: str, label: str) -> int:
    values: dict[str, Any] = {"level": level, "ref": ref, "standard": name, "part": "main"}
    values["provider"] = b.plan.provider
    values |= {"rating": label, "percent": None, "as_printed": label, "derived": False}
    return b.row("ratings", **values)


def recommendations(b: Builder, foot: str = "") -> int:
    """Recommendations to the service and others, with a footnote behind the last one where `foot` says something."""
    rng, region = b.rng, b.plan.report["region"]
    groups = [(b.plan.provider, b.teller.some(actions.FOR_SERVICE, 2, 7))]
    others = [
        (f"The Probation Service – {region} region", actions.FOR_REGION, 3),
        ("HM Prison and Probation Service", actions.FOR_HMPPS, 4),
        ("The Ministry of Justice", actions.FOR_MINISTRY, 2),
        ("Local authorities", actions.FOR_COUNCILS, 2),
        ("The Chief Probation Officer", actions.FOR_CHIEF, 2),
    ]
    for addressee, bank, most in others:
        if rng.random() < 0.45:
            groups.append((addressee, b.teller.some(bank, 1, most)))
    b.section("", "Recommendations")
    mark, note = b.note(foot) if foot else ("", None)
    b.put(Para(f"What we found leads us to make the following recommendations to those who can act on them.{mark}"))
    total = b.numbered(groups)
    if note:
        b.put(note)
    b.check(
        "recommendation-count",
        f"recommendations are numbered 1 to {total} without a gap across {len(groups)} addressees",
        True,
        " + ".join(str(len(texts)) for _, texts in groups) + f" = {total}",
    )
    return total
