"""The page of a report: its data as JSON beside a script that shows it, under a policy that lets nothing else run."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.resources import files as shipped
from typing import Any

from markupsafe import Markup

from extractor.correct.model import Decision, correctable_columns
from extractor.dataset.page import as_json, palette, render
from extractor.dataset.row_words import JOINED, TOLD
from extractor.dataset.schema import table_columns
from extractor.packs import Packs
from extractor.packs.vocabulary import Vocabulary
from extractor.records import TABLES
from extractor.review.queue import RANKS, Reason, check_rows, correction_rows, reasons_of
from extractor.review.rows import COUNTED, GROUNDED, UNREAD_INTO, Row, Source, rows_of_report
from extractor.review.rule_notes import rules_told
from extractor.review.source import Leaves, lines_of_source, picture_name

__all__ = ["Told", "page_of", "rendered", "report_page", "table_told"]

SHOWN = ("reports", *GROUNDED, "checks", "corrections")  # tables of the page, in their order
_PACKAGE = "extractor.review"
_SCRIPTS = ("base.js", "rows.js", "source.js", "decisions.js", "gold.js", "value.js", "forms.js", "start.js")


@dataclass(frozen=True)
class Told:
    """All that the page of one report is made of.

    Args:
        about: its row of `reports`.
        tables: its rows by table.
        source: its text and lines.
        leaves: its pages.
        decisions: what people decided about it, as its file of corrections has it.
        vocabulary: the closed lists of the dataset.
        packs: the patterns that it was read with.
        saving: what the page does with decisions: `download` them, or `post` them to the program that serves it.
        who: the person who decides, if the program knows.
        apply: the command that puts what is saved into the dataset, where the page is served.
        file: the lines of its file of corrections, and from which to which each decision stands.
        gold: what a person has made of gold so far, where the page is for that and shows no value; else None.
        sample: addresses of the rows that were drawn for a person to judge, which come first.
    """

    about: Any
    tables: Mapping[str, Sequence[Any]]
    source: Source
    leaves: Leaves
    decisions: Sequence[Decision]
    vocabulary: Vocabulary
    packs: Packs
    saving: str = "download"
    who: str = ""
    apply: str = ""
    file: tuple[Sequence[str], Sequence[tuple[int, int]]] = ((), ())
    gold: Mapping[str, Any] | None = None
    sample: Collection[str] = ()


def page_of(told: Told) -> dict[str, Any]:
    """The data of a page: plain values, as its script reads them."""
    rows = list(rows_of_report(told.tables, told.decisions))
    reasons = reasons_of(told.tables, rows)
    shown = [_row(row, reasons.get(row.address, []), told.source) for row in rows]
    for row in shown:
        if f"{row['table']}/{row['item']}" in told.sample:
            row["rank"] = "sample"
    shown += _unplaced(told.tables, rows, told.source)
    about, leaves = told.about, told.leaves
    titles = {framework.id: framework.title for framework in told.vocabulary.frameworks}
    names = ("report_id", "title", "provider", "published", "source", "sha256", "format")
    return {
        "report": {name: getattr(about, name) or "" for name in names}
        | {"framework": titles.get(about.framework, about.framework or "")},
        "saving": told.saving,
        "who": told.who,
        "text": told.source.text,
        "sizes": leaves.sizes,
        "picture": "" if leaves.problem or not leaves.sizes else picture_name(about.sha256, "N"),
        "problem": leaves.problem,
        "lines": list(lines_of_source(told.source, told.tables)),
        "ranks": RANKS,
        "tables": {table: table_told(table, told.vocabulary) for table in SHOWN},
        "counted": COUNTED,
        "into": UNREAD_INTO,
        "apply": told.apply,
        "rows": shown,
        "rules": rules_told((row.rule for row in rows if row.rule), told.packs),
        "decisions": [decision.as_written() for decision in told.decisions],
        "file": told.file,
        "coverage": [
            [row.kind, row.expected, row.found, row.unread, row.verdict] for row in told.tables.get("coverage", ())
        ],
    }


def _unplaced(tables: Mapping[str, Sequence[Any]], rows: Sequence[Row], source: Source) -> Iterator[dict[str, Any]]:
    """Checks and corrections as rows of their own; those that no other row shows stand in the queue, too."""
    known = {row.address for row in rows}
    for row, reason, about in check_rows(tables, rows):
        yield _row(row, [reason], source, about) | ({"rank": ""} if about else {})
    for row, reason, address in correction_rows(tables):
        about = [address] if address in known else []
        yield _row(row, [reason], source, about) | ({"rank": ""} if about else {})


def _row(row: Row, reasons: Sequence[Reason], source: Source, about: Sequence[str] = ()) -> dict[str, Any]:
    """A row as the page has it; what is empty is left out."""
    made = {name: value for name, value in asdict(row).items() if value not in ("", None, (), {}, False)}
    ranks = [rank for rank in RANKS if any(reason.rank == rank for reason in reasons)]
    made["rank"] = ranks[0] if ranks else "rest" if row.table in COUNTED else ""
    spans = [(row.start, row.end), *row.also]
    if row.cell:  # marked as the value; the rest of its words as what else belongs to it
        spans = [row.cell, (row.start, row.cell[0] - 1), *row.also]
    boxes = [source.boxes(start, end) for start, end in spans if start is not None and end is not None]
    if boxes and boxes[0]:
        made["boxes"] = boxes
        made["page"] = made.get("page") or boxes[0][0][0]
    if reasons:
        made["reasons"] = [{name: value for name, value in asdict(reason).items() if value} for reason in reasons]
    if about:
        made["about"] = list(about)
    return made


def table_told(table: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """A table as the page has it: its columns, what they can hold, and which of them say what a row is about."""
    editable = correctable_columns(table) if table in (*COUNTED, "tables", "themes", "sections") else {}
    columns = []
    for column in table_columns(table):
        closed = vocabulary.closed(column)
        told = {
            "name": column.name,
            "doc": column.doc,
            "type": column.type.__name__,
            "edit": column.name in editable,
            "date": column.is_date,
        }
        columns.append(told | ({"choices": closed.choices} if closed.choices else {}))
    what, value = TOLD.get(table, ((), ()))
    return {"doc": TABLES[table].DOC, "columns": columns, "what": what, "value": value, "joined": table in JOINED}


def report_page(page: Mapping[str, Any]) -> str:
    """The page as HTML."""
    title = str(page["report"]["title"] or page["report"]["report_id"])
    connect = "'self'" if page["saving"] == "post" else "'none'"
    return rendered("report.html", "\n".join(map(_shipped, _SCRIPTS)), title, page, connect, blind="blind" in page)


def rendered(template: str, script: str, title: str, data: object, connect: str = "'none'", **more: Any) -> str:
    """A page of a template, its style and script in it, both named by their hash in its policy, and data as JSON."""
    style = palette() + _shipped("review.css")
    code = f'\n"use strict";\n{{{script}}}\n'
    policy = (
        f"default-src 'none'; script-src '{_hash(code)}'; style-src '{_hash(style)}'; img-src 'self' file: data:; "
        f"connect-src {connect}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    made = {"title": title, "policy": policy, "style": Markup(style), "code": Markup(code), "data": as_json(data)}
    return render(_PACKAGE, template, **made, **more)


def _shipped(name: str) -> str:
    return "\n" + (shipped(_PACKAGE) / "pages" / name).read_text(encoding="utf-8")


def _hash(code: str) -> str:
    return f"sha256-{b64encode(sha256(code.encode()).digest()).decode()}"
