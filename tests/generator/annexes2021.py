"""The annexes of hmip-pdu-2021: what became of earlier recommendations, and the prompts of every standard."""

from __future__ import annotations

from typing import Any

from tests.generator import actions
from tests.generator.blocks import Grid, Heading, Item, Items, Lines, Para, Row
from tests.generator.pdu import Sample
from tests.generator.questions import POST_CUSTODY, questions
from tests.generator.staffing import staffing_tables
from tests.generator.truth import Builder, per_cent
from tests.generator.words import MONTHS

GROUPS = ("community", "post_release", "all")
COLUMNS = ("Community sentences", "Post-release sentences", "All cases")
Scores = dict[str, tuple[int, int, int]]  # question -> percentages in the order of GROUPS
Standards = tuple[tuple[str, str], ...]


def key_question(
    b: Builder, ref: str, question: str, group: str, percent: int, table: str, under: str | None = None, marks: str = ""
) -> int:
    level = "key_question" if under is None else "prompt"
    values: dict[str, Any] = {
        "standard_ref": ref,
        "level": level,
        "ref": "",
        "question": question,
        "key_question": under or "",
    }
    if under == POST_CUSTODY:
        values["key_question"] = ""
        values["accept"] = {"key_question": [POST_CUSTODY, POST_CUSTODY.rstrip(":")]}
    if level == "prompt" and ref == "2.6":
        values["accept"] = {"key_question": [""], "level": ["key_question"]}
    return b.row("key_questions", **values, group=group, percent=percent, marks=marks, table=table)


def question_row(
    b: Builder, ref: str, question: str, shares: tuple[int, int, int], table: str, under: str | None = None,
    marks: str = "",
) -> Row:  # fmt: skip
    keys = [key_question(b, ref, question, g, p, table, under, marks) for g, p in zip(GROUPS, shares, strict=True)]
    return Row((question + (f" {marks}" if marks else ""), *(f"{p}%" for p in shares)), tuple(keys))


def progress(b: Builder) -> None:
    rng = b.rng
    b.section("Annexe one", "Progress against previous recommendations",
              shown="Annexe one – Progress against previous recommendations")  # fmt: skip
    b.put(Para("Earlier inspections of the services that came together in the PDU made recommendations. This annexe "
               "tells what has become of each."))  # fmt: skip
    dates = {"CRC": (2019, rng.randint(1, 8)), "NPS": (2018, rng.randint(5, 12))}
    for number in range(1, rng.randint(3, 9)):
        programme = "CRC" if number < 4 else "NPS"
        year, month = dates[programme]
        text = b.teller.take(actions.EARLIER)
        found = b.teller.some(actions.PROGRESS, 1, 4)
        category = rng.choice(("No progress", "Some progress", "Some progress", "Sufficient progress"))
        wanted = category != "Sufficient progress"
        key = b.row(
            "progress", item=number, prior_programme=programme, prior_date=f"{year}-{month:02}", text=text,
            category=category, improvement_required=wanted, findings_count=len(found), findings=found,
        )  # fmt: skip
        asked = f"Recommendation from a previous {programme} inspection in {MONTHS[month - 1]} {year}:"
        b.put(
            Heading(asked, 3, (key,), colon=True),
            Para(text, whole=True),
            Heading("Inspection findings:", 3, colon=True),
        )
        b.put(Items(tuple(Item(f) for f in found)))
        answer = "Yes" if wanted else "No"
        if rng.random() < 0.3:
            rows = (Row(("Categorisation", category)), Row(("Improvement still required?", answer)))
            b.put(Grid(rows, splittable=False))
        else:
            lines = ((f"Categorisation <b>{category}</b>", ()), (f"Improvement still required? <b>{answer}</b>", ()))
            b.put(Lines(lines, apart=True))


def data(b: Builder, standards: Standards, sample: Sample, reports: int, scores: dict[str, Scores]) -> None:
    """The annexe of data: staffing tables, and the prompts of every standard."""
    rng, table = b.rng, "Annexe two – Data"
    b.section("Annexe two", "Data", shown=table)
    b.put(
        Para(
            f"Most of these figures were supplied by {b.plan.provider}, and we have not been able to test all of them."
        )
    )
    staffing_tables(b)
    for ref, name in (*standards, ("2.6", "Outcomes")):
        shown = f"{ref}. {name}" if rng.random() < 0.4 else f"{ref} {name}"
        key = b.row("sections", ref="" if ref == "2.6" else ref, title=name, level=2, optional=True,
                    note="table heading inside Annexe two, not a section of the contents")  # fmt: skip
        rows: list[Row] = []
        notes = []
        asked = questions("pdu", name)
        if ref == "2.1":
            b.put(Heading(shown, 3, (key,)))
            mark, note = b.note("Asked only where the PDU had written a report for the court.")
            notes.append(note)
        elif ref == "2.6":
            first = next(iter(asked))
            rows.append(Row(("Outcomes", *COLUMNS), (key,), header=True))
            rows.append(Row((first, *(f"{p}%" for p in scores["2.6"][first]))))
        else:
            rows.append(Row((shown, *COLUMNS), (key,), header=True))
        for question, prompts in asked.items():
            if ref == "2.1":
                rows.append(Row((question + mark, ""), strong=True))
            elif ref != "2.6":
                rows.append(Row((question, "", "", ""), strong=True))
            for prompt, marks in prompts:
                if ref == "2.1":
                    share = per_cent(rng.randint(reports // 3, reports), reports)
                    one = key_question(b, ref, prompt, "all", share, table, question, marks)
                    rows.append(Row((f"{prompt} {marks}".strip(), f"{share}%"), (one,)))
                else:
                    shares = sample.scores(rng, 0.25 if ref == "2.6" else rng.uniform(0.3, 0.8))
                    rows.append(question_row(b, ref, prompt, shares, table, question, marks))
        b.put(Grid(tuple(rows)), *notes)
        if ref == "2.1":
            b.put(
                Para("Prompts marked * are not asked in cases of unpaid work alone.", whole=True),
                Para("Questions marked ** are not asked in every case; only positive answers are counted.", whole=True),
            )
