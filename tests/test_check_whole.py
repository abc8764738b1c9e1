"""Checks of what a row leaves out and of what its columns say of each other, on a report with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.check import check
from extractor.dataset.extracted import Extracted
from extractor.load import load_text
from extractor.load.html import load as load_html
from extractor.load.source import Source
from extractor.pipeline import Extraction, extract_report
from extractor.records import Evidence, Finding, Report
from tests.cached_readings import reading
from tests.growth import MOST, power

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
PDU, AREA = "tarnbury-moor-pdu-2021.txt", "harrowmere-area-2005.txt"
SUMMARY = "probation-summary-2019.txt"
Tables = dict[str, tuple[Any, ...]]
Change = Callable[[Extraction, Tables], Tables]


def told(name: str, change: Change | None = None) -> set[str]:
    """The checks that fail or warn of a sample, some of its rows changed."""
    found = reading(SAMPLES / name)
    tables = {table: tuple(rows) for table, rows in found.records.items()}
    changed = change(found, tables) if change else tables
    rows = check(Extracted(changed, {found.report_id: found.report.text}))
    return {row.check for row in rows if row.status in ("fail", "warn")}


def put(table: str, at: int = 0, **columns: Any) -> Change:
    """Other values in columns of a row; those that are functions are given the value that stands there."""

    def change(found: Extraction, tables: Tables) -> Tables:
        rows = list(tables[table])
        new = {name: value(getattr(rows[at], name)) if callable(value) else value for name, value in columns.items()}
        assert any(getattr(rows[at], name) != value for name, value in new.items())
        rows[at] = replace(rows[at], **new)
        return {**tables, table: tuple(rows)}

    return change


def without(table: str) -> Change:
    return lambda found, tables: {**tables, table: ()}


def lost(table: str, at: int, **columns: Any) -> Change:
    """A row that is gone, of those that have some values in their columns."""

    def change(found: Extraction, tables: Tables) -> Tables:
        like = [row for row in tables[table] if all(getattr(row, name) == value for name, value in columns.items())]
        return {**tables, table: tuple(row for row in tables[table] if row is not like[at])}

    return change


def emptied(table: str, column: str) -> Change:
    """A row of a table that has lost what it says in a column."""

    def change(found: Extraction, tables: Tables) -> Tables:
        at = next(n for n, row in enumerate(tables[table]) if getattr(row, column))
        return put(table, at, **{column: ""})(found, tables)

    return change


def read_short(table: str) -> Change:
    """The quotation of a row and its text end before their last words, as where a reading stops too soon."""

    def change(found: Extraction, tables: Tables) -> Tables:
        rows = list(tables[table])
        text, evidence = found.report.text, rows[0].evidence
        end = evidence.quote.rindex(" ", 0, len(evidence.quote) * 2 // 3)
        quote = evidence.quote[:end]
        cited = type(evidence)(text, evidence.start, evidence.start + end, quote, evidence.page, evidence.rule)
        rows[0] = replace(rows[0], evidence=cited, text=quote)
        return {**tables, table: tuple(rows)}

    return change


def split_in_two(found: Extraction, tables: Tables) -> Tables:
    """A finding of two sentences is two rows, whole each."""
    rows = list(tables["findings"])
    at = next(n for n, row in enumerate(rows) if ". " in row.text and row.text == row.evidence.quote)
    cites, cut = rows[at].evidence, rows[at].text.index(". ") + 1
    halves = [
        replace(rows[at], text=cites.quote[start:end], item=f"{rows[at].item}-{start}", evidence=cite)
        for start, end in ((0, cut), (cut + 1, len(cites.quote)))
        for cite in [found.report.cite(cites.start + start, cites.start + end, cites.rule)]
    ]
    return {**tables, "findings": (*rows[:at], *halves, *rows[at + 1 :])}


def elsewhere(found: Extraction, tables: Tables) -> Tables:
    """The label of the first standard is quoted from the last place that has the same words."""
    rows, text = list(tables["ratings"]), found.report.text
    at = next(n for n, row in enumerate(rows) if row.level == "standard")
    evidence = rows[at].evidence
    start = text.rindex(evidence.quote)
    assert start > rows[at + 1].evidence.start
    cited = type(evidence)(text, start, start + len(evidence.quote), evidence.quote, evidence.page, evidence.rule)
    rows[at] = replace(rows[at], evidence=cited)
    return {**tables, "ratings": tuple(rows)}


def on_another_page(found: Extraction, tables: Tables) -> Tables:
    """A finding is cited from the page behind its own, where all others have theirs."""

    def paged(row: Any, further: int) -> Any:
        cites = row.evidence
        page = cites.start // 3000 + 1 + further
        return replace(row, evidence=type(cites)(found.report.text, cites.start, cites.end, cites.quote, page))

    rows = tables["findings"]
    at = next(n for n, row in enumerate(rows) if row.evidence.start // 3000 == rows[n + 1].evidence.start // 3000)
    return {**tables, "findings": tuple(paged(row, int(n == at)) for n, row in enumerate(rows))}


def heading_lost(found: Extraction, tables: Tables) -> Tables:
    """A numbered section is gone, and what stood in it counts to the one before."""
    rows = list(tables["sections"])
    at = next(n for n, row in enumerate(rows) if row.ref == "1.2")
    gone, before = rows.pop(at), rows[at - 1]
    before = next(row for row in rows if row.ref == "1.1")
    rows[rows.index(before)] = replace(before, end=gone.end)
    moved = {
        table: tuple(replace(row, section_ref="1.1") if row.section_ref == "1.2" else row for row in tables[table])
        for table in ("findings", "examples", "quantities")
    }
    return {**tables, **moved, "sections": tuple(rows)}


FITS, SAME, WHOLE = "columns-fit-each-other", "same-words-same-columns", "words-are-whole"
NEST, ORDER, LEFT, OWN = "sections-nest", "rows-in-reading-order", "printed-and-in-no-row", "report-agrees-with-rows"


@pytest.mark.parametrize(
    ("name", "change", "by"),
    [
        (PDU, put("ratings", 1, points=None), FITS),
        (PDU, put("ratings", 1, points_max=9.0), FITS),
        (PDU, put("ratings", 1, scale="another"), FITS),
        (PDU, put("ratings", 1, score=3.0), FITS),
        (PDU, put("ratings", 1, standard=""), FITS),
        (PDU, put("ratings", 2, standard_id="leadership"), FITS),
        (PDU, put("ratings", 1, rating=""), FITS),
        (PDU, put("key_questions", 0, percent=None), FITS),
        (PDU, put("key_questions", 0, level="prompt"), FITS),
        (PDU, put("key_questions", 0, key_question="Is it so?"), FITS),
        (PDU, put("recommendations", 0, text=""), FITS),
        (PDU, put("statistics", 0, value=None), FITS),
        (PDU, put("ratings", 2, provider_id="ambermere-pdu"), SAME),
        (PDU, put("ratings", 2, provider_type="CRC"), SAME),
        (PDU, put("key_questions", 2, provider_id="ambermere-pdu"), SAME),
        (PDU, put("tables", 3, title="Another title"), SAME),
        (PDU, put("recommendations", 1, addressee=""), SAME),
        (PDU, put("recommendations", 0, text=lambda text: text[: len(text) // 2]), WHOLE),
        (PDU, put("recommendations", 0, text=lambda text: text[len(text) // 2 :]), WHOLE),
        (PDU, read_short("recommendations"), WHOLE),
        (PDU, read_short("findings"), WHOLE),
        (PDU, put("progress", 0, findings=""), WHOLE),
        (PDU, put("progress", 0, category=""), WHOLE),
        (PDU, put("progress", 0, improvement_required=None), WHOLE),
        (PDU, put("sections", 15, level=7), NEST),
        (PDU, put("sections", 15, title="Another title"), NEST),
        (PDU, put("findings", 0, section="Another section"), NEST),
        (PDU, heading_lost, NEST),
        (PDU, elsewhere, ORDER),
        (PDU, on_another_page, ORDER),
        (PDU, put("reports", pages=3), OWN),
        (PDU, without("findings"), LEFT),
        (PDU, without("key_questions"), LEFT),
        (PDU, without("statistics"), LEFT),
        (PDU, put("reports", overall_score=None), OWN),
        (PDU, put("reports", published=""), OWN),
        (PDU, put("reports", published_to="2031-01-01"), OWN),
        (PDU, put("reports", title=lambda title: title.rpartition(" ")[0]), OWN),
        (PDU, put("reports", framework="hmip-esi-2003"), OWN),
        (PDU, put("quantities", 0, subject="stars"), "figure-is-what-words-say"),
        (PDU, put("quantities", 0, sentence=lambda words: words[: len(words) // 2]), "figure-is-what-words-say"),
        (PDU, without("quantities"), "figure-is-what-words-say"),
        (PDU, put("statistics", 0, label=lambda words: words[: len(words) // 2]), "item-names-columns"),
        (PDU, emptied("quantities", "basis"), "figure-is-what-words-say"),
        (PDU, emptied("quantities", "subject"), "figure-is-what-words-say"),
        (PDU, lost("quantities", -1, kind="percent"), "figure-is-what-words-say"),
        (PDU, lost("ratings", -1, level="standard"), "standards-judged"),
        (AREA, lost("ratings", 0, level="criterion"), "standards-judged"),
        (PDU, put("recommendations", 0, kind="priority_action"), "kind-is-that-of-section"),
        (AREA, emptied("recommendations", "addressee"), "addressee-stands-before"),
        (PDU, lost("statistics", -1), "figure-labelled-by-cell"),
        (AREA, lost("statistics", -1), "figure-labelled-by-cell"),
        (PDU, put("statistics", 0, unit="pounds"), "figure-labelled-by-cell"),
        (AREA, put("ratings", 1, standard=""), FITS),
        (AREA, without("findings"), LEFT),
        (SUMMARY, lost("ratings", 0), LEFT),
        (SUMMARY, put("ratings", 1, provider_type="PDU"), FITS),
        (SUMMARY, emptied("examples", "title"), FITS),
        (PDU, split_in_two, WHOLE),
        (PDU, put("sections", 15, part="another"), NEST),
        (PDU, lost("sections", -1, level=1), NEST),
        (PDU, put("key_questions", 43, marks="*"), WHOLE),
        (SUMMARY, lost("ratings", -1), LEFT),
    ],
)
def test_what_is_changed_is_told(name: str, change: Change, by: str) -> None:
    assert by not in told(name)
    assert by in told(name, change)


def test_numbers_that_the_contents_alone_print_are_those_of_headings() -> None:
    titles = ("Tea and cake", "Rowing boats", "Songs")
    listed = "\n".join(f"{number}. {title} ........ {number + 1}" for number, title in enumerate(titles, 1))
    body = "\n\n".join(f"{title}\n\nWe had some." for title in titles)
    found = extract_report(load_text(f"Minutes of a meeting\n\nContents\n\n{listed}\n\n{body}\n", "minutes.txt"))
    assert [row.ref for row in found.records["sections"]] == ["", "1", "2", "3"]  # type: ignore[attr-defined]
    rows = check(Extracted(found.records, {found.report_id: found.report.text}))
    assert [row.status for row in rows if row.check == NEST] == ["pass"]


def test_a_sign_that_is_lost_is_told() -> None:
    def signed(found: Extraction, tables: Tables) -> Tables:
        at = next(n for n, row in enumerate(tables["statistics"]) if (row.value or 0) < 0)
        return put("statistics", at, value=lambda value: -value)(found, tables)

    assert FITS in told(PDU, signed)


def test_an_item_below_another_with_a_longer_mark_is_told() -> None:
    text = "Visit to Fenwick\n\nStrengths\n\n(i) The pier is new.\n\n(ii) The lamps are lit.\n\nThanks\n\nBye.\n"
    at = text.index("The pier")
    words = text[at : at + len("The pier is new.")]
    cites = Evidence(text, at, at + len(words), words)
    row = Finding(report_id="fenwick", item="strength/1", evidence=cites, number=1, kind="strength", text=words)
    about = Report(report_id="fenwick", framework="generic")
    rows = check(Extracted({"reports": (about,), "findings": (row,)}, {"fenwick": text}))
    assert "(ii) The lamps are lit." in [one.expected for one in rows if one.check == "list-numbers-run-on"]


def test_a_table_that_somebody_has_sorted_is_not_out_of_order() -> None:
    def backwards(found: Extraction, tables: Tables) -> Tables:
        return {**tables, "findings": tuple(reversed(tables["findings"]))}

    assert ORDER not in told(PDU, backwards)


def test_a_line_of_many_figures_is_checked_in_time_that_grows_with_it() -> None:
    def line(figures: int) -> Extracted:
        found = extract_report(load_text(("word " * 20 + "12% ") * figures, "line.txt"))
        return Extracted(found.records, {found.report_id: found.report.text})

    assert power(check, line, 1_600) < MOST


QUESTIONS = """An inspection of probation services in: Tarn PDU

Foreword

It has court work and case supervision, and organisational delivery.

2.2 Assessment

Key question\tPercentage ‘Yes’
Does assessment focus sufficiently on engaging the person on probation?\t70 per cent
Does assessment focus sufficiently on keeping other people safe?\t66 per cent
"""
RATED = """<html><body><h1>An inspection of probation services in: Tarn PDU</h1><h2>Overall findings</h2>
<p>Overall, Tarn PDU is rated as: Good. It is about organisational delivery, and court work and case supervision.</p>
<h2>Summary of ratings</h2><table><tr><th></th><th>Tarn PDU</th><th>Rating</th></tr>
<tr><td></td><td>Overall rating</td><td>Good</td></tr><tr><td>1</td><td>Organisational delivery</td><td></td></tr>
<tr><td>1.1</td><td>Leadership</td><td>Good</td></tr><tr><td>1.2</td><td>Staff</td><td>Good</td></tr>
<tr><td>1.3</td><td>Services</td><td>Good</td></tr><tr><td>1.4</td><td>Information and facilities</td><td>Good</td></tr>
<tr><td>2.2</td><td>Assessment</td><td>Good</td></tr><tr><td>2.3</td><td>Planning</td><td>Good</td></tr>
<tr><td>2.4</td><td>Implementation and delivery</td><td>Good</td></tr></table></body></html>"""
HEADED = f"""{RATED.partition("<table>")[0]}<table><tr><th>Outstanding</th><th>Good</th><th>Inadequate</th></tr>
<tr><td></td><td>1.1 Leadership</td><td>1.2 Staff</td></tr><tr><td></td><td>2.2 Assessment</td><td></td></tr>
<tr><td></td><td>2.3 Planning</td><td></td></tr></table></body></html>"""
FOLLOW_UP = (Path(__file__).parent / "cases" / "progress" / "follow-up-in-northern-ireland.txt").read_text("utf-8")
LISTED = "Recommendation\tStatus\nStrategic recommendation 1\tPartially achieved\nRecommendation 2\tAchieved\n\n"


@pytest.mark.parametrize(
    "text, rows, name",
    [
        (RATED, {"ratings": 8}, LEFT),  # judged before, and a row that has no cell for a judgement
        (HEADED, {"ratings": 5}, "value-stands-in-quote"),  # labels that head columns of what got them
        (HEADED, {"ratings": 5}, "figure-labelled-by-cell"),
        (QUESTIONS, {"key_questions": 2}, WHOLE),  # a unit in words
        (FOLLOW_UP.replace("Chapter 2", f"{LISTED}Chapter 2"), {"progress": 3}, "rows-as-counted"),  # rows of a table
    ],
)
def test_what_is_printed_so_is_no_fault(text: str, rows: dict[str, int], name: str) -> None:
    page = Source("report.html", text.encode(), "") if text.startswith("<") else None
    found = extract_report(load_html(page) if page else load_text(text, "report.txt"))
    assert {table: len(found.records[table]) for table in rows} == rows
    checks = check(Extracted(found.records, {found.report_id: found.report.text}))
    assert [row.message for row in checks if row.check == name and row.status in ("warn", "fail")] == []
