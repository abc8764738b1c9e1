"""What the database is made of: tables, views, and the columns that are searched by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.dataset.line_files import COLUMNS as LINES
from extractor.dataset.schema import PARENT, key, references, required, table_columns
from extractor.packs.model import Group
from extractor.records import TABLES, Column, Grounded

__all__ = ["OF_REPORTS", "SEARCHED", "VIEWS", "create_lines", "create_table", "indexes", "insertion", "listed", "views"]

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}
_INDEXED = ("report_id", "standard_id", "question_id", "provider", "provider_id")

# Tables that are written report by report; the others, and what people decided, are written as a whole.
OF_REPORTS = tuple(table for table in TABLES if key(table)[0] == "report_id" and table != "corrections")

_LATER = " DEFERRABLE INITIALLY DEFERRED"  # for a row of a table that is filled later

_EVIDENCE = " UNION ALL ".join(
    f'SELECT report_id, \'{table}\' AS "table", item, start, "end" FROM "{table}"'
    for table, record in TABLES.items()
    if issubclass(record, Grounded)
)

# Columns that are searched by their words, in the virtual table `<table>_fts`, which keeps no second copy of them.
SEARCHED = {
    "recommendations": ("addressee", "text", "quote"),
    "progress": ("text", "findings", "quote"),
    "findings": ("section", "text", "quote"),
    "examples": ("title", "text", "quote"),
    "key_questions": ("question", "quote"),
    "statistics": ("label", "quote"),
    "quantities": ("sentence", "quote"),
}

VIEWS = {
    "ratings_with_report": """
        SELECT r.*, p.title, p.report_type, p.framework, p.region, p.fieldwork_start, p.published
        FROM ratings r JOIN reports p ON p.report_id = r.report_id
    """,
    "key_questions_wide": """
        SELECT report_id, provider, "table", standard_ref, standard_id, level, ref, question, question_id, key_question,
               {groups}
        FROM (
            SELECT *, ROW_NUMBER() OVER (
                PARTITION BY report_id, provider, "table", standard_ref, level, ref, question, key_question, "group"
                ORDER BY start, item
            ) AS occurrence
            FROM key_questions
        )
        GROUP BY report_id, provider, "table", standard_ref, standard_id, level, ref, question, question_id,
                 key_question, occurrence
        ORDER BY report_id, MIN(start)
    """,
    "progress_with_report": """
        SELECT g.*, p.provider, p.provider_type, p.region, p.fieldwork_start, p.published
        FROM progress g JOIN reports p ON p.report_id = g.report_id
    """,
    "boxes": f"""
        SELECT e.report_id, e."table", e.item, l.page, l.x0, l.top, l.x1, l.bottom
        FROM ({_EVIDENCE}) e
        JOIN lines l ON l.report_id = e.report_id AND l.start < e."end" AND l."end" > e.start
    """,
    "rows_by_report": "\nUNION ALL\n".join(
        f'        SELECT report_id, \'{table}\' AS "table", COUNT(*) AS "rows" FROM "{table}" GROUP BY report_id'
        for table in TABLES
        if table != "files" and any(column.name == "report_id" for column in table_columns(table))
    ),
}


def create_table(table: str) -> str:
    """The CREATE TABLE statement of a table."""
    lines = [_declared(column, table) for column in table_columns(table)]
    lines.append(f"PRIMARY KEY ({listed(key(table))})")
    lines += [
        f'FOREIGN KEY ("{name}") REFERENCES "{parent}" ("{column}"){"" if parent == PARENT[0] else _LATER}'
        for name, (parent, column) in references(table).items()
    ]
    return f'CREATE TABLE "{table}" (\n    ' + ",\n    ".join(lines) + "\n)"


def _declared(column: Column, table: str) -> str:
    never_null = column.name in required(table) or (column.type is not str and not column.nullable)
    check = f' CHECK ("{column.name}" IN (0, 1))' if column.type is bool else ""
    return f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if never_null else ""}{check}'


def listed(names: Iterable[str]) -> str:
    """Names as SQL lists them."""
    return ", ".join(f'"{name}"' for name in names)


def create_lines() -> str:
    """The CREATE TABLE statement of the lines of the texts."""
    declared = ", ".join(f'"{column.name}" {_TYPES[column.type]} NOT NULL' for column in LINES)
    parent = f'REFERENCES "{PARENT[0]}" ("{PARENT[1]}")'
    return f'CREATE TABLE "lines" ("report_id" TEXT NOT NULL {parent}, {declared}, PRIMARY KEY ("report_id", "start"))'


def indexes(table: str) -> Iterator[str]:
    """The CREATE INDEX statements of a table, for what its key does not find."""
    for name in _INDEXED:
        if any(column.name == name for column in table_columns(table)) and key(table)[0] != name:
            yield f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}")'


def insertion(table: str) -> str:
    """The INSERT statement of a row of values with its rowid before them."""
    places = ", ".join("NULLIF(?, '')" if column.type is str else "?" for column in table_columns(table))
    return f'INSERT INTO "{table}" (rowid, {listed(c.name for c in table_columns(table))}) VALUES (?, {places})'


def views(groups: Sequence[Group]) -> Iterator[str]:
    """The statements that make the views anew. `groups` are those of cases that the packs know: columns of one."""
    for view, query in VIEWS.items():
        yield f'DROP VIEW IF EXISTS main."{view}"'
        yield f'CREATE VIEW "{view}" AS{query.replace("{groups}", _by_group(groups))}'


def _by_group(groups: Sequence[Group]) -> str:
    """The columns of a view that sets the groups of cases side by side; all cases always have one."""
    names = {"all": "all_cases"}
    taken = {column.name for column in table_columns("key_questions")}
    names |= {group.id: f"{group.id}_cases" if group.id in taken else group.id for group in groups if group.id != "all"}
    columns = (f'MAX(CASE WHEN "group" = \'{id_}\' THEN percent END) AS "{name}"' for id_, name in names.items())
    return ", ".join(columns)
