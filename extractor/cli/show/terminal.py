"""One report, or one of its tables, set for a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.dataset.cells import format_number
from extractor.dataset.schema import by_question, not_looked_for, table_columns
from extractor.packs.model import Scale
from extractor.records import TABLES, Record

if TYPE_CHECKING:
    from extractor.pipeline import Extraction

__all__ = ["console", "grid", "show_report", "show_rows", "shown", "silence", "styled", "styles_of"]

_SILENT: ContextVar[bool] = ContextVar("silent", default=False)
_WIDTH_OF_A_PIPE = 120
_LONGEST_IN_A_TABLE = 300
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = ((0.0, "bold green"), (0.49, "green"), (0.74, "yellow"), (1.0, "red"))  # down to which place on a scale
Styles = Mapping[str, str]  # of labels, in small letters
_METADATA = (
    "report_id", "source", "framework", "report_type", "inspectorate", "provider", "provider_type", "region",
    "fieldwork_start", "published", "isbn", "lead_inspector", "chief_inspector", "pages", "cases_inspected",
)  # fmt: skip
# Evidence and ids are for programs; side by side with words they leave no room for these.
_UNSHOWN = ("report_id", "item", "standard_id", "question_id", "printed_again", "start", "end", "quote", "rule")
_SHORT = 16  # letters of a column that is set as it is; longer ones share what room there is
_LEAST = 12  # columns of the screen that each of these needs on average


def console(**options: Any) -> Console:
    """A console for standard output; what is piped is set 120 wide, without colours."""
    made = Console(highlight=False, markup=False, quiet=_SILENT.get(), **options)
    if not made.is_terminal:
        made.width = _WIDTH_OF_A_PIPE
    return made


@contextmanager
def silence() -> Iterator[None]:
    """Have nothing printed in the block but errors: no results, and nothing that moves while something is done."""
    token = _SILENT.set(True)
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        _SILENT.reset(token)


def shown(value: object) -> str:
    """A value as words: no control characters, which a terminal would obey."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(value)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(value))


def styles_of(scales: Iterable[Scale]) -> Styles:
    """The styles of the labels of some scales, by their places: from green for the best to red for the worst."""
    return {
        label.casefold(): next(style for least, style in _STYLES if place <= least)
        for scale in scales
        for label, place in scale.places.items()
    }


def styled(value: object, styles: Styles) -> Text:
    """A value as words, in the style of a label if it is one."""
    words = shown(value)
    return Text(words, style=styles.get(words.casefold(), ""))


def grid(title: str, headings: Sequence[str], right: Iterable[str] = ()) -> Table:
    """An empty table without lines; `right` are the headings over figures."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        if heading in right:
            table.add_column(heading, justify="right", no_wrap=True)
        else:
            table.add_column(heading, overflow="fold")
    return table


def show_report(extraction: Extraction, to: Console) -> None:
    """A report: title, metadata, ratings, key questions, recommendations, progress, and how much else there is."""
    rows: dict[str, list[dict[str, Any]]] = {
        table: [record.as_row() for record in records] for table, records in extraction.records.items()
    }
    about = rows["reports"][0]
    to.print(Text(shown(about["title"]) or "(no title)", style="bold"))
    facts = Table.grid(padding=(0, 2))
    for name in _METADATA:
        if shown(about[name]):
            facts.add_row(Text(name.replace("_", " "), style="dim"), Text(shown(about[name])))
    to.print(facts)
    if extraction.status != "ok":
        to.print(Text(f"{extraction.status}: {shown(extraction.message)}", style="yellow"))
    styles = styles_of(extraction.vocabulary.scales)
    _show_ratings(about, rows.get("ratings", []), styles, to)
    _show_key_questions(rows.get("key_questions", []), to)
    _show_recommendations(rows.get("recommendations", []), to)
    _show_progress(rows.get("progress", []), styles, to)
    counts = ", ".join(f"{len(found)} {table.replace('_', ' ')}" for table, found in rows.items() if table != "reports")
    to.print(Text(f"\n{counts}", style="dim"))


def _show_ratings(about: dict[str, Any], rows: list[dict[str, Any]], styles: Styles, to: Console) -> None:
    if not rows:
        return
    many = len({row["provider"] for row in rows}) > 1
    parts = len({row["part"] for row in rows}) > 1
    headings = [
        *(["provider"] if many else []),
        *(["part"] if parts else []),
        "ref",
        "standard",
        "rating",
        "score",
        "page",
    ]
    table = grid("\nRatings", headings, ("score", "page"))
    for row in rows:
        standard = "overall" if row["level"] == "overall" else row["standard"]
        kind = "score" if row["level"] == "overall" else "points"
        score = f"{shown(row['percent'])}%" if row["percent"] is not None else shown(row[kind])
        if row[kind] is not None and row[f"{kind}_max"] is not None and row["percent"] is None:
            score += f" of {shown(row[f'{kind}_max'])}"
        before = [row["provider"]] * many + [row["part"]] * parts
        cells = [*before, row["ref"], standard]
        table.add_row(*(Text(shown(cell)) for cell in cells), styled(row["rating"], styles), score, shown(row["page"]))
    to.print(table)


def _show_key_questions(rows: list[dict[str, Any]], to: Console) -> None:
    groups = list(dict.fromkeys(row["group"] for row in rows))
    standards: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        standards.setdefault((row["standard_ref"], row["standard_id"], row["table"]), []).append(row)
    for (ref, standard, title), found in standards.items():
        here = [group for group in groups if any(row["group"] == group for row in found)]
        heading = " ".join(filter(None, (ref, standard, f"({shown(title)})" if title else "")))
        table = grid(f"\nKey questions: {heading}", ["question", *here, "page"], (*here, "page"))
        for line in by_question(found):
            first = next(iter(line.values()))
            indent = "  " if first["level"] == "prompt" else ""
            question = Text(indent + " ".join(filter(None, (first["ref"], shown(first["question"])))))
            figures = [f"{shown(line[g]['percent'])}%" if g in line else "" for g in here]
            table.add_row(question, *figures, shown(first["page"]))
        to.print(table)


def _show_recommendations(rows: list[dict[str, Any]], to: Console) -> None:
    addressees: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        addressees.setdefault(row["addressee"], []).append(row)
    for addressee, found in addressees.items():
        table = grid(f"\nRecommendations: {shown(addressee) or '(no addressee)'}", ["no", "text", "page"], ("page",))
        for row in found:
            table.add_row(shown(row["number"]), Text(shown(row["text"])), shown(row["page"]))
        to.print(table)


def _show_progress(rows: list[dict[str, Any]], styles: Styles, to: Console) -> None:
    if not rows:
        return
    headings = ["no", "earlier recommendation", "progress", "improvement required", "page"]
    table = grid("\nProgress on earlier recommendations", headings, ("page",))
    for row in rows:
        needed, page = shown(row["improvement_required"]), shown(row["page"])
        table.add_row(shown(row["number"]), Text(shown(row["text"])), styled(row["category"], styles), needed, page)
    to.print(table)


def show_rows(name: str, records: Sequence[Record], to: Console, scales: Iterable[Scale] = ()) -> None:
    """All rows of a table. What is the same in every row is said once; evidence, ids and empty columns are left out."""
    styles = styles_of(scales)
    rows = [record.as_row() for record in records]
    if not rows:
        nothing = not_looked_for(name) or "found none"
        to.print(f"{name}: {nothing}")
        return
    varying, same = [], []
    for column in table_columns(name):
        values = {shown(row[column.name]) for row in rows}
        if column.name in _UNSHOWN or values <= {"", "{}"} or (column.name == "derived" and values == {"no"}):
            continue
        if len(values) == 1 and len(rows) > 1 and column.name != "page":
            same.append(f"{column.name}: {values.pop()}")
        else:
            varying.append(column)
    title = f"{name}: {TABLES[name].DOC}"
    longest = [max(len(column.name), *(len(shown(row[column.name])) for row in rows)) for column in varying]
    widths = _shares(longest, to.width)
    if max(longest, default=0) > _LONGEST_IN_A_TABLE or 0 in widths:
        _show_blocks(title, [column.name for column in varying], rows, styles, to)
    else:
        numbers = [column.name for column in varying if column.type in (int, float)]
        table = grid(title, [column.name for column in varying], numbers)
        for set_, width in zip(table.columns, widths, strict=True):
            set_.min_width = set_.max_width = width
        for row in rows:
            table.add_row(*(styled(row[column.name], styles) for column in varying))
        to.print(table)
    to.print(Text("; ".join([f"{len(rows)} rows", *same]), style="dim"))


def _shares(longest: Sequence[int], room: int) -> list[int]:
    """Widths of columns side by side: short ones as they are; long ones, each by the root of its length, what is left.

    A long column is 0 wide where too little is left.
    """
    room -= sum(2 + (length if length <= _SHORT else 0) for length in longest)
    long = [length for length in longest if length > _SHORT]
    if room < _LEAST * len(long):
        return [length if length <= _SHORT else 0 for length in longest]
    roots = sum(length**0.5 for length in long)
    return [length if length <= _SHORT else min(length, int(room * length**0.5 / roots)) for length in longest]


def _show_blocks(title: str, names: Sequence[str], rows: Iterable[dict[str, Any]], styles: Styles, to: Console) -> None:
    """A row under the other, a line a column: for texts too long to stand side by side."""
    to.print(Text(title, style="bold"))
    for row in rows:
        block = Table.grid(padding=(0, 2))
        for name in names:
            if shown(row[name]):
                block.add_row(Text(name, style="dim"), styled(row[name], styles))
        to.print(block, "")
