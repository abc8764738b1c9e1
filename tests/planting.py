"""Single wrong values planted in what was extracted, and whether the checks tell of them.

`python -m tests.planting REPORT...` prints, a table each, how many of the planted values are flagged: by a row of
`checks` that fails or warns and did not before. What stands in the evidence columns stays: people edit values.
`--generated 500-501 --edition pdf` plants in fictional reports of every framework.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.check import check
from extractor.dataset.extracted import Extracted
from extractor.load import load_text
from extractor.packs import Packs, load_packs
from extractor.pipeline import Extraction, extract_file, extract_report
from tests.generator import FRAMEWORKS, Generated, make_report

Tables = dict[str, tuple[Any, ...]]
Plant = Callable[[random.Random, Tables], Tables | None]
LABELS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
HIT, ANY = (True,), (True, False)
EDITIONS = ("txt", "pdf", "html")
NAMES = ("Ambermere PDU", "Fallowfield and Tarn CRC", "HM Courts and Tribunals Service", "Thornley region")


@dataclass(frozen=True)
class Planted:
    """A value that was planted: in what table and rows, in what way, and whether a check tells of it."""

    table: str
    way: str
    flagged: bool
    item: str = ""


def planted(
    found: Extraction, seed: int, rounds: int, tables: Iterable[str] = (), ways: slice = slice(None)
) -> Iterator[Planted]:
    """Plant single values of every kind that a report has rows for, `rounds` times each; in some tables or in all, in
    some of the ways of each table or in all."""
    draw, packs = random.Random(seed), load_packs()
    before = _alarms(found, found.records, packs)
    for table in tables or PLANTS:
        for plant in PLANTS[table][ways]:
            for _ in range(rounds):
                changed = plant(draw, dict(found.records))
                if changed is not None:
                    flagged = bool(_alarms(found, changed, packs) - before)
                    yield Planted(table, plant.__name__, flagged, _changed(found.records[table], changed[table]))


def _changed(before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
    """The items that a plant has touched, each with the columns that it changed."""
    old = {row.item: row for row in before if hasattr(row, "item")}
    new = {row.item: row for row in after if hasattr(row, "item")}
    gone = [f"{item} gone" for item in old if item not in new]
    added = [f"{item} added" for item in new if item not in old]
    other = [
        f"{item} {column}: {getattr(row, column)!r} -> {getattr(new[item], column)!r}"
        for item, row in old.items()
        if item in new and row != new[item]
        for column in row.as_row()
        if getattr(row, column, None) != getattr(new[item], column, None)
    ]
    return "; ".join([*gone, *added, *other])


def _alarms(found: Extraction, tables: Tables, packs: Packs) -> Counter[tuple[str, str, str, str]]:
    rows = check(Extracted(tables, {found.report_id: found.report.text}), packs)
    return Counter((r.check, r.item, r.expected, r.observed) for r in rows if r.status in ("fail", "warn"))


def _change(
    draw: random.Random, tables: Tables, table: str, make: Callable[[Any], dict[str, Any] | None]
) -> Tables | None:
    """The tables with one row of one of them changed; None where no row can be."""
    for at in draw.sample(range(len(tables[table])), len(tables[table])):
        row = tables[table][at]
        columns = make(row)
        if columns and any(getattr(row, column) != value for column, value in columns.items()):
            rows = list(tables[table])
            rows[at] = replace(row, **columns)
            return {**tables, table: tuple(rows)}
    return None


def _other(draw: random.Random, values: tuple[Any, ...], value: Any) -> Any:
    return draw.choice([other for other in values if other != value])


def another_label(draw: random.Random, tables: Tables) -> Tables | None:
    labels = tuple({row.rating for row in tables["ratings"] if row.rating} | set(LABELS))
    return _change(draw, tables, "ratings", lambda r: {"rating": _other(draw, labels, r.rating)} if r.rating else None)


def another_standard(draw: random.Random, tables: Tables) -> Tables | None:
    refs = tuple({row.ref for row in tables["ratings"] if row.ref})
    if len(refs) < 2:
        return None
    return _change(draw, tables, "ratings", lambda r: {"ref": _other(draw, refs, r.ref)} if r.ref else None)


def another_points(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(draw, tables, "ratings", lambda r: {"points": r.points + 1} if r.points is not None else None)


def another_service(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(draw, tables, "ratings", lambda r: {"provider": draw.choice(NAMES)})


def label_of_the_next_row(draw: random.Random, tables: Tables) -> Tables | None:
    after = dict(zip([r.item for r in tables["ratings"]], [r.rating for r in tables["ratings"][1:]], strict=False))
    return _change(draw, tables, "ratings", lambda r: {"rating": after[r.item]} if after.get(r.item) else None)


def swapped_digits(draw: random.Random, tables: Tables) -> Tables | None:
    def swap(row: Any) -> dict[str, Any] | None:
        digits = f"{row.percent:g}" if row.percent is not None else ""
        return {"percent": float(digits[::-1])} if len(digits) == 2 and digits[1] != "0" else None

    return _change(draw, tables, "key_questions", swap)


def another_percent(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(draw, tables, "key_questions", lambda r: {"percent": float(draw.randint(1, 99))})


def another_group(draw: random.Random, tables: Tables) -> Tables | None:
    groups = tuple({row.group for row in tables["key_questions"]} | {"community", "post_release"})
    return _change(draw, tables, "key_questions", lambda r: {"group": _other(draw, groups, r.group)})


def percent_of_the_next_row(draw: random.Random, tables: Tables) -> Tables | None:
    rows = tables["key_questions"]
    after = dict(zip([r.item for r in rows], [r.percent for r in rows[1:]], strict=False))
    return _change(draw, tables, "key_questions", lambda r: {"percent": after.get(r.item, r.percent)})


def question_of_the_next_row(draw: random.Random, tables: Tables) -> Tables | None:
    rows = tables["key_questions"]
    after = dict(zip([r.item for r in rows], rows[1:], strict=False))

    def move(row: Any) -> dict[str, Any] | None:
        other = after.get(row.item)
        return {"question": other.question, "question_id": other.question_id} if other else None

    return _change(draw, tables, "key_questions", move)


def merged(draw: random.Random, tables: Tables) -> Tables | None:
    rows = list(tables["recommendations"])
    if len(rows) < 2:
        return None
    at = draw.randrange(len(rows) - 1)
    rows[at : at + 2] = [replace(rows[at], text=f"{rows[at].text} {rows[at + 1].text}")]
    return {**tables, "recommendations": tuple(rows)}


def another_addressee(draw: random.Random, tables: Tables) -> Tables | None:
    known = tuple({row.addressee for row in tables["recommendations"]} | set(NAMES))
    return _change(draw, tables, "recommendations", lambda r: {"addressee": _other(draw, known, r.addressee)})


def another_category(draw: random.Random, tables: Tables) -> Tables | None:
    known = ("No progress", "Some progress", "Sufficient progress")
    return _change(draw, tables, "progress", lambda r: {"category": _other(draw, known, r.category)})


def another_answer(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(draw, tables, "progress", lambda r: {"improvement_required": not r.improvement_required})


def another_prior_date(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(
        draw, tables, "progress", lambda r: {"prior_date": f"{draw.randint(2012, 2017)}-0{draw.randint(1, 9)}"}
    )


def times_ten(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(draw, tables, "statistics", lambda r: {"value": r.value * 10} if r.value else None)


def without_sign(draw: random.Random, tables: Tables) -> Tables | None:
    return _change(draw, tables, "statistics", lambda r: {"value": -r.value} if r.value else None)


def value_of_the_next_row(draw: random.Random, tables: Tables) -> Tables | None:
    rows = tables["statistics"]
    after = dict(zip([r.item for r in rows], [r.value for r in rows[1:]], strict=False))
    return _change(draw, tables, "statistics", lambda r: {"value": after.get(r.item, r.value)})


def statistic_of_another_column(draw: random.Random, tables: Tables) -> Tables | None:
    groups = tuple({row.group for row in tables["statistics"]})
    return _change(
        draw, tables, "statistics", lambda r: {"group": _other(draw, groups, r.group)} if len(groups) > 1 else None
    )


def _one_row_down(table: str, *columns: str) -> Plant:
    """A plant that gives a row what the row below it has in some columns."""

    def plant(draw: random.Random, tables: Tables) -> Tables | None:
        after = dict(zip([r.item for r in tables[table]], tables[table][1:], strict=False))

        def move(row: Any) -> dict[str, Any] | None:
            below = after.get(row.item)
            return {column: getattr(below, column) for column in columns} if below else None

        return _change(draw, tables, table, move)

    plant.__name__ = f"{'_and_'.join(columns)}_one_row_down"
    return plant


def _without_a_row(table: str) -> Plant:
    def plant(draw: random.Random, tables: Tables) -> Tables | None:
        rows = list(tables[table])
        if len(rows) < 2:
            return None
        rows.pop(draw.randrange(len(rows)))
        return {**tables, table: tuple(rows)}

    plant.__name__ = "deleted"
    return plant


def _doubled(table: str) -> Plant:
    """A plant that has a row twice, the second with an item of its own, as a repeat has."""

    def plant(draw: random.Random, tables: Tables) -> Tables | None:
        rows = list(tables[table])
        if not rows:
            return None
        at = draw.randrange(len(rows))
        rows.insert(at + 1, replace(rows[at], item=f"{rows[at].item}-2"))
        return {**tables, table: tuple(rows)}

    plant.__name__ = "doubled"
    return plant


def _of_another_row(table: str, column: str) -> Plant:
    """A plant that gives a column a value that another row has there."""

    def plant(draw: random.Random, tables: Tables) -> Tables | None:
        known = tuple(dict.fromkeys(getattr(row, column) for row in tables[table]))
        if len(known) < 2:
            return None
        return _change(draw, tables, table, lambda r: {column: _other(draw, known, getattr(r, column))})

    plant.__name__ = f"{column}_of_another_row"
    return plant


def _figure(table: str, column: str) -> Plant:
    """A plant that makes a figure another: its digits swapped where that gives another, else one more."""

    def plant(draw: random.Random, tables: Tables) -> Tables | None:
        def make(row: Any) -> dict[str, Any] | None:
            value = getattr(row, column)
            if value is None:
                return None
            digits = f"{value:g}"
            swapped = digits[::-1] if digits.isdecimal() and len(digits) == 2 else digits
            return {column: float(swapped) if swapped != digits else value + 1}

        return _change(draw, tables, table, make)

    plant.__name__ = f"another_{column}"
    return plant


def another_programme(draw: random.Random, tables: Tables) -> Tables | None:
    known = ("CRC", "NPS", "PDU", "YOT")
    return _change(draw, tables, "progress", lambda r: {"prior_programme": _other(draw, known, r.prior_programme)})


def _of_report(column: str, make: Callable[[random.Random, Any], Any]) -> Plant:
    def plant(draw: random.Random, tables: Tables) -> Tables | None:
        value = getattr(tables["reports"][0], column)
        if not value:
            return None
        return {**tables, "reports": (replace(tables["reports"][0], **{column: make(draw, value)}),)}

    plant.__name__ = f"another_{column}"
    return plant


def _later(draw: random.Random, date: str) -> str:
    return f"{int(date[:4]) + draw.choice((-3, -2, 2, 3))}{date[4:]}"


PLANTS: dict[str, tuple[Plant, ...]] = {
    "ratings": (
        another_label,
        another_standard,
        another_points,
        another_service,
        label_of_the_next_row,
        _one_row_down("ratings", "ref", "standard", "standard_id"),
        _one_row_down("ratings", "rating", "points", "percent", "as_printed"),
        _figure("ratings", "percent"),
        _of_another_row("ratings", "level"),
        _of_another_row("ratings", "part"),
        _without_a_row("ratings"),
        _doubled("ratings"),
    ),
    "key_questions": (
        swapped_digits,
        another_percent,
        another_group,
        percent_of_the_next_row,
        question_of_the_next_row,
        _one_row_down("key_questions", "question", "question_id", "percent", "group"),
        _one_row_down("key_questions", "key_question"),
        _one_row_down("key_questions", "standard_ref", "standard_id"),
        _of_another_row("key_questions", "level"),
        _of_another_row("key_questions", "marks"),
        _without_a_row("key_questions"),
        _doubled("key_questions"),
    ),
    "recommendations": (
        _without_a_row("recommendations"),
        _doubled("recommendations"),
        merged,
        another_addressee,
        _one_row_down("recommendations", "number"),
        _one_row_down("recommendations", "text"),
        _one_row_down("recommendations", "addressee"),
    ),
    "progress": (
        another_category,
        another_answer,
        another_prior_date,
        another_programme,
        _one_row_down("progress", "text"),
        _one_row_down("progress", "category", "findings"),
        _without_a_row("progress"),
        _doubled("progress"),
    ),
    "statistics": (
        times_ten,
        without_sign,
        value_of_the_next_row,
        statistic_of_another_column,
        _one_row_down("statistics", "label"),
        _one_row_down("statistics", "value", "as_printed"),
        _one_row_down("statistics", "label", "category", "group", "value", "as_printed"),
        _figure("statistics", "value"),
        _of_another_row("statistics", "unit"),
        _of_another_row("statistics", "category"),
        _without_a_row("statistics"),
        _doubled("statistics"),
    ),
    "quantities": (
        _figure("quantities", "value"),
        _figure("quantities", "numerator"),
        _figure("quantities", "denominator"),
        _one_row_down("quantities", "value", "as_printed"),
        _one_row_down("quantities", "sentence"),
        _one_row_down("quantities", "section_ref"),
        _of_another_row("quantities", "kind"),
        _without_a_row("quantities"),
        _doubled("quantities"),
    ),
    "findings": (
        _one_row_down("findings", "text"),
        _one_row_down("findings", "section_ref"),
        _one_row_down("findings", "kind"),
        _without_a_row("findings"),
        _doubled("findings"),
    ),
    "examples": (
        _one_row_down("examples", "text"),
        _one_row_down("examples", "provider"),
        _of_another_row("examples", "kind"),
        _without_a_row("examples"),
        _doubled("examples"),
    ),
    "tables": (
        _one_row_down("tables", "text"),
        _one_row_down("tables", "row_label"),
        _one_row_down("tables", "column_label"),
        _one_row_down("tables", "row"),
        _one_row_down("tables", "column"),
        _without_a_row("tables"),
        _doubled("tables"),
    ),
    "reports": (
        _of_report("published", _later),
        _of_report("fieldwork_start", _later),
        _of_report("provider", lambda draw, _: draw.choice(NAMES)),
        _of_report("overall_rating", lambda draw, value: _other(draw, LABELS, value)),
        _of_report("overall_score", lambda draw, value: value + draw.choice((-2, -1, 1, 2))),
        _of_report("overall_score_max", lambda draw, value: value + draw.choice((-3, 3))),
        _of_report("cases_inspected", lambda draw, value: value + draw.randint(1, 9)),
        _of_report("provider_type", lambda draw, value: _other(draw, ("PDU", "CRC", "NPS division"), value)),
        _of_report("region", lambda draw, value: _other(draw, ("Wales", "North East", "London"), value)),
        _of_report("lead_inspector", lambda draw, _: "Ottoline Farrow"),
        _of_report("isbn", lambda draw, value: value[:-1] + ("0" if value[-1] != "0" else "1")),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.planting", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reports", nargs="*", type=Path, metavar="REPORT", help="files of reports")
    parser.add_argument("--generated", metavar="SEEDS", help="fictional reports of every framework, such as 500-501")
    parser.add_argument("--edition", choices=EDITIONS, action="append", help="editions of these; repeatable")
    parser.add_argument("--framework", choices=FRAMEWORKS, action="append", help="frameworks of these; repeatable")
    parser.add_argument("--seed", type=int, default=1, help="what values are drawn by (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=4, help="plants of each way in each report (default %(default)s)")
    parser.add_argument("--table", choices=PLANTS, action="append", help="plant in this table only; repeatable")
    parser.add_argument("--missed", action="store_true", help="say which rows were not told")
    chosen = parser.parse_args()
    if not chosen.reports and not chosen.generated:
        parser.error("name files of reports, or seeds with --generated")
    told: Counter[tuple[str, str, bool]] = Counter()
    for name, found in _readings(chosen):
        for one in planted(found, chosen.seed, chosen.rounds, chosen.table or tuple(PLANTS)):
            told[one.table, one.way, one.flagged] += 1
            if chosen.missed and not one.flagged:
                print(f"{name}: {one.table} {one.way} {one.item}")
    for table in PLANTS:
        hits, all_ = (sum(n for (t, _, f), n in told.items() if t == table and f in which) for which in (HIT, ANY))
        missed = Counter({way: n for (t, way, f), n in told.items() if t == table and not f})
        share = f"{100 * hits / all_:.0f} %" if all_ else "none planted"
        print(f"{table:<16} {share:>6} of {all_:>4}   missed: {dict(missed) or 'none'}")
    flagged = sum(n for (_, _, f), n in told.items() if f)
    print(f"{'all':<16} {100 * flagged / max(1, told.total()):.0f} % of {told.total():>4}")


def _readings(chosen: argparse.Namespace) -> Iterator[tuple[str, Extraction]]:
    for path in chosen.reports:
        yield path.name, extract_file(path)
    first, _, last = (chosen.generated or "0--1").partition("-")
    for seed in range(int(first), int(last or first) + 1):
        for framework in chosen.framework or FRAMEWORKS:
            made = make_report(framework, seed)
            for edition in chosen.edition or EDITIONS:
                yield f"{framework} {seed} {edition}", _reading(made, edition)


def _reading(made: Generated, edition: str) -> Extraction:
    if edition == "txt":
        return extract_report(load_text(made.text, "report.txt"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{edition}"
        path.write_bytes(made.pdf if edition == "pdf" else made.html)
        return extract_file(path)


if __name__ == "__main__":
    main()
