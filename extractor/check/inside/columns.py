"""Columns of a row that hang together: what one says, another says too, in its own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from extractor.check.inside.evidence import Test, faults_told, short
from extractor.check.inside.inspected import WHOLE, Inspected, compared
from extractor.check.inside.placement import label_above
from extractor.domain.dates import iso_dates
from extractor.domain.names import squashed, tight
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import ExampleRow, KeyQuestionRow, Quoted, RatingRow, StatisticRow

__all__ = ["columns_across_rows", "columns_within_rows"]

_BESIDE = 400  # characters of a line in which the date of a judgement is printed
_IN_TEXT = "@"  # for a column: the table of the text that a row stands in
# By table, columns of which the first ones say what the others are, wherever in a report they stand.
_SAYS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("ratings", ("provider",), ("provider_id", "provider_type")),
    ("ratings", ("standard",), ("standard_id",)),
    ("ratings", ("part", "ref"), ("standard", "standard_id")),
    ("key_questions", ("provider",), ("provider_id",)),
    ("key_questions", ("standard_ref",), ("standard_id",)),
    ("key_questions", ("standard_ref", "question"), ("question_id",)),
    ("key_questions", ("standard_ref", "question", "ref", "table", "key_question"), ("level", "marks")),
    ("key_questions", ("standard_ref", "ref"), ("question",)),
    ("examples", ("provider",), ("provider_id",)),
    ("tables", ("table_id",), ("title",)),
    ("key_questions", (_IN_TEXT,), ("table",)),
    ("statistics", (_IN_TEXT,), ("section_ref",)),
)
# By table, columns by which rows are of one kind, and those that nearly all of a kind have.
_MOSTLY: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("ratings", ("part", "level"), ("date", "score", "points")),
    ("recommendations", ("part",), ("addressee",)),
    ("statistics", ("table",), ("label", "group")),
    ("examples", ("kind",), ("provider", "title")),
)
_FEW = 0.2  # of the rows of a kind
# By table, columns without which a row says nothing; of several in a bracket, one.
_FILLED: dict[str, tuple[tuple[str, ...], ...]] = {
    "ratings": (("rating", "percent", "score"),),
    "key_questions": (("question",), ("question_id",), ("percent",)),
    "recommendations": (("text",),),
    "progress": (("text",),),
    "findings": (("text",), ("kind",)),
    "examples": (("text",), ("kind",)),
    "statistics": (("as_printed",), ("unit",)),
    "quantities": (("as_printed",), ("sentence",)),
    "attributes": (("name",), ("value",)),
}


def columns_within_rows(report: Inspected) -> Iterator[Check]:
    """A row has what it is read for, and its columns fit each other: label and points, label and scale, name and id.

    Rule: the contract of the dataset, and the scale and names of the framework's pack.
    """
    tests: dict[str, Test] = {table: _test_of(table) for table in _FILLED}
    yield from faults_told(
        report, tests, lambda row, test: test(report, row), "the columns of every row fit each other"
    )


def _test_of(table: str) -> Test:
    def test(report: Inspected, row: Any) -> Iterator[str]:
        for columns in _FILLED[table]:
            if all(getattr(row, column) in ("", None) for column in columns):
                yield f"{' and '.join(f'`{column}`' for column in columns)} empty"
        yield from _MORE.get(table, _nothing)(report, row)

    return test


def _nothing(report: Inspected, row: Quoted) -> Iterable[str]:
    return ()


def _rating(report: Inspected, row: RatingRow) -> Iterator[str]:
    scale = report.pack.scale if report.pack else None
    label, own = report.pack.label_of(row.rating, row.standard_id) if report.pack else (None, None)
    if own and label:
        most = None if label.points is None else own.most_points
        for column, wanted in (("points", label.points), ("points_max", most), ("scale", own.id)):
            if getattr(row, column) != wanted:
                yield f"`{column}` is {getattr(row, column)}, and {row.rating!r} has {wanted}"
    if row.level != "overall":
        read = report.pack is not None and bool(report.pack["ratings.figure"])
        if not read and (row.score is not None or row.score_max is not None):
            yield f"a score is of an overall judgement, and this is of a {row.level}"
        if not row.standard:
            yield "`standard` empty"
        yield from _standard(report, row)
    if scale and not row.rating and (printed := scale.label_of(row.as_printed)):
        yield f"`rating` empty, and {row.as_printed!r} is {printed.label}"
    elif not row.rating and row.points is not None:
        yield f"`rating` empty, and it has {row.points:g} points"
    figure = row.as_printed.strip().rstrip("%").strip()
    if figure.isdecimal() and float(figure) not in (row.score, row.percent, row.points):
        yield f"neither score nor percent is {figure}, as printed"
    if row.start is not None and report.text:
        line = report.text.rfind("\n", 0, row.start) + 1
        end = report.text.find("\n", row.end or row.start)
        beside = report.text[max(line, row.start - _BESIDE) : end if end >= 0 else None][: 2 * _BESIDE].split("\t")
        kinds = [
            found[0].value for cell in beside[1:] if report.pack and (found := report.pack.match("summary.type", cell))
        ]
        if kinds and row.provider_type not in kinds:
            yield f"`provider_type` is {row.provider_type}, and {kinds[0]} stands beside it"
        cells = [date for cell in beside for date in iso_dates(cell)]
        if row.date and any(cells) and row.date not in cells:
            yield f"`date` is {row.date}, and beside the judgement stands {next(filter(None, cells))}"


def _standard(report: Inspected, row: RatingRow) -> Iterator[str]:
    """Where the number or name of a standard is that of another one of the framework."""
    known = report.pack.standards if report.pack else ()
    own = any(standard.id == row.standard_id for standard in known)
    other = [standard.id for standard in known if standard.name.fullmatch(row.standard)]
    if own and other and not _is_named_so(report, row):
        yield f"`standard` {short(row.standard)!r} is {other[0]}, and `standard_id` is {row.standard_id}"
    if not row.ref or report.about.report_type == "summary":  # whose sections have numbers of their own
        return
    titles = {squashed(title) for title in report.titles.get((row.part, tight(row.ref)), ())}
    name = squashed(row.standard)
    if titles and not any(name in title or title in name for title in titles):
        yield f"`standard` is {short(row.standard)!r}, and section {row.ref} has another title"


def _is_named_so(report: Inspected, row: RatingRow) -> bool:
    """Whether the name of a row is one of the standard that its id says: several standards may share a name."""
    known = report.pack.standards if report.pack else ()
    return any(standard.id == row.standard_id and standard.name.search(row.standard) for standard in known)


def _question(report: Inspected, row: KeyQuestionRow) -> Iterator[str]:
    if row.level == "prompt" and squashed(row.key_question) == squashed(row.question):
        yield "a prompt stands under itself"
    known = report.pack.questions if report.pack else None
    found = known.find(row.question) if known else None
    if found and found[0] != row.question_id:
        yield f"`question_id` is {row.question_id}, and the words are those of {found[0]}"
    if row.level == "key_question" and row.key_question:
        yield "`level` is key_question, and it stands under another"
    if found and row.level != "key_question":
        yield f"`level` is {row.level}, and the words are those of a key question"
    if row.ref and tight(row.ref).rstrip(".") not in tight(row.quote):
        yield f"`ref` {row.ref!r} is not in the quotation"


def _statistic(report: Inspected, row: StatisticRow) -> Iterator[str]:
    printed = row.as_printed.strip().strip("£%-−–+ ").replace(",", "").replace(".", "", 1)
    if row.value is None and printed.isdecimal():
        yield f"`value` empty, and printed is {row.as_printed!r}"
    begins = row.as_printed.lstrip(" (")[:1]
    if row.value is not None and row.value > 0 and begins in ("-", "−", "–") and not row.derived:
        yield f"value {row.value:g} has lost the sign of {row.as_printed!r}"
    if not (row.label or row.category or row.group or row.table):
        yield "nothing says what the figure is of"


def _example(report: Inspected, row: ExampleRow) -> Iterator[str]:
    if report.about.provider and not row.provider:
        yield f"`provider` empty, and the report is about {report.about.provider}"
    if report.pack is None or row.title or row.start is None:
        return
    line = report.text[label_above(report, row.start) : row.start].strip().partition("\n")[0]
    if (found := report.pack.match_label("examples.label", line)) and (rest := (found[1]["rest"] or "").strip()):
        named = report.pack.match("examples.heading", rest)
        if (named[1]["title"] if named else rest) or "":
            yield f"`title` empty, and its label has {short(rest)!r}"


_MORE: dict[str, Test] = {
    "ratings": _rating,
    "key_questions": _question,
    "statistics": _statistic,
    "examples": _example,
}


def columns_across_rows(report: Inspected) -> Iterator[Check]:
    """Rows that have the same words in one column have the same in those that hang on it: a name has one id.

    Rule: the contract of the dataset. Where rows differ, those that are fewer are told; a column that is empty in a row
    and filled in nearly all of its kind warns.
    """
    looked = wrong = 0
    for table, keys, columns in _SAYS:
        for rows, column in product(_alike(report, table, keys), columns):
            looked += len(rows)
            usual = Counter(getattr(row, column) for row in rows).most_common(1)[0][0]
            for row in rows:
                said = getattr(row, column)
                if said != usual and not (keys == ("standard",) and _is_named_so(report, row)):
                    wrong += 1
                    message = f"{table}: `{column}` is another where `{keys[-1]}` is the same"
                    status = "warn" if row.corrected else "fail"
                    yield compared(row.item, short(f"{usual}"), short(f"{said}"), message, status, False)
    for table, keys, columns in _MOSTLY:
        for rows, column in product(_alike(report, table, keys), columns):
            empty = [row for row in rows if getattr(row, column) in ("", None)]
            for row in empty if len(empty) <= _FEW * len(rows) else ():
                wrong += 1
                message = f"{table}: `{column}` is empty, and {len(rows) - len(empty)} of {len(rows)} rows have it"
                yield compared(row.item, "a value", "", message, "warn", False)
    if looked and not wrong:
        yield compared(WHOLE, looked, looked, "the same words have the same columns", "fail", True)


def _alike(report: Inspected, table: str, keys: tuple[str, ...]) -> Iterable[list[Any]]:
    """Rows of a table that have the same in some columns, the last of them not empty; `@` is the table in the text."""
    groups: dict[tuple[object, ...], list[Any]] = {}
    for row in report.rows[table]:
        key = tuple(_around(report, row) if name == _IN_TEXT else getattr(row, name) for name in keys)
        if key[-1]:
            groups.setdefault(key, []).append(row)
    return groups.values()


def _around(report: Inspected, row: Quoted) -> str:
    """The table whose cell a row ends in; empty where it ends in none."""
    return report.table_at(row.end - 1) if row.end else ""
