"""The front of a report of 2018: imprint, contents, foreword and the overall findings."""

from __future__ import annotations

from tests.generator import judgements, narrative
from tests.generator.blocks import ContentsPage, Heading, Lines, Para, Picture
from tests.generator.truth import Builder


def front_matter(
    b: Builder, sections: list[tuple[str, str, list[tuple[str, str]]]], label: str, scores: dict[str, dict[str, int]]
) -> None:
    report = b.plan.report
    contents = [("Foreword", "4"), ("Overall findings", "5"), ("Recommendations", "7"), ("Background", "8")]
    contents.append(("Contextual facts", "9"))
    for number, title, listed in sections:
        contents.append((f"{number}. {title}", str(8 + 3 * int(number))))
        contents += [(f"{ref}. {name}", str(8 + 3 * int(number) + at)) for at, (ref, name) in enumerate(listed)]
    contents += [("Annex 1: Methodology", "22"), ("Annex 2: Inspection results: domains two and three", "23")]
    contents.append(("Annex 3: Glossary", "25"))
    key = b.row("sections", ref="", title="Contents", level=1, optional=True)
    b.put(
        Lines(((report["title"], ()),), big=True),
        Para(
            f"This inspection was led by HM Inspector {report['lead_inspector']}, supported by a team of inspectors "
            "and of operations and research staff. We thank all who took part in it.",
            whole=True,
        ),
        Para(f"© Crown copyright {report['published']} (in name only: this report is fiction)", whole=True),
        Para(f"ISBN: {report['isbn']}", whole=True),
        Lines(
            (("Published by:", ()), ("HM Inspectorate of Probation 12 Sample Row Exampleford", ())),
            apart=True,
        ),
        ContentsPage("Contents", tuple(contents), (key,)),
    )
    b.section("", "Foreword")
    b.prose(narrative.FOREWORD, 3)
    b.put(Lines(((report["chief_inspector"], ()), ("Chief Inspector of Probation", ())), apart=True))
    b.section("", "Overall findings")
    b.put(
        Para(
            f"Overall, {b.plan.provider} is rated as: <b>{label}</b>. We looked at three sides of its work, which we "
            "call domains, and what we found in each is told below."
        )
    )
    for number, title, _ in sections:
        b.put(Picture(), Heading(title, 3))
        b.put(Para(f"What we found about {title[0].lower() + title[1:] if number in '12' else title} was this:"))
        for topic in ("leadership", "services") if number == "1" else ("cases",):
            lead = b.teller.take(judgements.STRENGTHS[topic]).split(". ")[0].rstrip(".")
            bullet = b.rng.choice(("• ", "· ", "", ""))
            b.put(Para(bullet + lead, whole=True))
            b.prose(narrative.DETAIL if number == "1" else narrative.CASEWORK)
