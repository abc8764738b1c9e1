"""All tables in one SQLite file, and the lines of the texts: typed columns, keys, indexes, views, full-text search.

Rows go in in the order of the CSV files and the file is vacuumed, so equal records give equal bytes. What is empty is
NULL, texts too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from extractor.dataset.line_files import COLUMNS as LINES
from extractor.dataset.schema import PARENT, Row, key, references, required, table_columns
from extractor.document.boxes import LineBox
from extractor.errors import OutputError
from extractor.packs.model import Group
from extractor.records import TABLES, Column, Grounded

__all__ = [
    "SEARCHED",
    "VIEWS",
    "Database",
    "columns_of",
    "create_table",
    "database_rows",
    "each_row",
    "refill",
    "rows_by_report",
    "value_by_key",
]

Values = tuple[Any, ...]  # of a row

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}
_TRUTHS = {None: None, 0: False, 1: True}
_AT_A_TIME = 1000  # rows
_INDEXED = ("report_id", "standard_id", "question_id", "provider", "provider_id")

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
    lines.append(f"PRIMARY KEY ({_listed(key(table))})")
    lines += [
        f'FOREIGN KEY ("{name}") REFERENCES "{parent}" ("{column}"){"" if parent == PARENT[0] else _LATER}'
        for name, (parent, column) in references(table).items()
    ]
    return f'CREATE TABLE "{table}" (\n    ' + ",\n    ".join(lines) + "\n)"


def _declared(column: Column, table: str) -> str:
    never_null = column.name in required(table) or (column.type is not str and not column.nullable)
    check = f' CHECK ("{column.name}" IN (0, 1))' if column.type is bool else ""
    return f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if never_null else ""}{check}'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


class Database:
    """A database that is written bit by bit: rows of values by table, the lines of every report.

    Indexes, views and the full-text search are made when it is finished. What is not finished is no database.

    Args:
        path: where it is written.
        earlier: another database, of which rows can be taken over.
    """

    def __init__(self, path: Path, earlier: Path | None = None) -> None:
        self._db = sqlite3.connect(path.resolve().as_uri(), uri=True, isolation_level=None)
        self._earlier = earlier is not None
        if earlier is not None:
            self._db.execute("ATTACH ? AS earlier", [f"{earlier.resolve().as_uri()}?mode=ro"])
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("BEGIN")
        for table in TABLES:
            self._db.execute(create_table(table))
        declared = ", ".join(f'"{column.name}" {_TYPES[column.type]} NOT NULL' for column in LINES)
        parent = f'REFERENCES "{PARENT[0]}" ("{PARENT[1]}")'
        self._db.execute(
            f'CREATE TABLE "lines" ("report_id" TEXT NOT NULL {parent}, {declared}, PRIMARY KEY ("report_id", "start"))'
        )

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, tables: Mapping[str, Iterable[Row]], report_id: str = "", same: Collection[str] = ()) -> None:
        """Write rows behind those that are written, of reports first.

        Args:
            tables: the rows.
            report_id: the report that they are of.
            same: tables whose rows of this report are taken over from the earlier database.
        """
        for table in TABLES:
            if table in same:
                self._take_over(table, report_id, [column.name for column in table_columns(table)])
            elif table in tables:
                _insert(self._db, table, tables[table])

    def _take_over(self, table: str, report_id: str, names: Iterable[str]) -> None:
        listed = _listed(names)
        taken = f'SELECT {listed} FROM earlier."{table}" WHERE report_id = ? ORDER BY rowid'
        self._db.execute(f'INSERT INTO main."{table}" ({listed}) {taken}', [report_id])

    def add_lines(self, report_id: str, lines: Iterable[LineBox], same: bool = False) -> None:
        """Write the lines of a report, or take them over from the earlier database."""
        if same:
            self._take_over("lines", report_id, ["report_id", *(column.name for column in LINES)])
            return
        places = ", ".join("?" * (len(LINES) + 1))
        self._db.executemany(f'INSERT INTO "lines" VALUES ({places})', ((report_id, *box) for box in lines))

    def finish(self, groups: Sequence[Group]) -> None:
        """Make what is made of the rows. `groups` are those of cases that the packs know: columns of a view."""
        for table in TABLES:
            for name in _INDEXED:
                if any(column.name == name for column in table_columns(table)) and key(table) != (name,):
                    self._db.execute(f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}")')
        for table in SEARCHED:
            _index_words(self._db, table)
        for view, query in VIEWS.items():
            self._db.execute(f'CREATE VIEW "{view}" AS{query.replace("{groups}", _by_group(groups))}')
        self._db.execute("COMMIT")
        if self._earlier:
            self._db.execute("DETACH earlier")
        self._db.execute("VACUUM")


def _by_group(groups: Sequence[Group]) -> str:
    """The columns of a view that sets the groups of cases side by side; all cases always have one."""
    names = {"all": "all_cases"}
    taken = {column.name for column in table_columns("key_questions")}
    names |= {group.id: f"{group.id}_cases" if group.id in taken else group.id for group in groups if group.id != "all"}
    columns = (f'MAX(CASE WHEN "group" = \'{id_}\' THEN percent END) AS "{name}"' for id_, name in names.items())
    return ", ".join(columns)


def refill(path: Path, tables: Mapping[str, Iterable[Row]]) -> None:
    """Replace the rows of some tables of a database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        for table, rows in tables.items():
            db.execute(f'DELETE FROM "{table}"')
            _insert(db, table, rows)
            if table in SEARCHED:
                _index_words(db, table)
        db.execute("COMMIT")
        db.execute("VACUUM")


def _index_words(db: sqlite3.Connection, table: str) -> None:
    """Make the full-text search of a table, or make it anew where its rows are others now."""
    search = f'"{table}_fts"'
    columns = f'{_listed(SEARCHED[table])}, content="{table}", tokenize="porter"'
    db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {search} USING fts5({columns})")
    db.execute(f"INSERT INTO {search}({search}) VALUES ('rebuild')")


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    places = ", ".join("NULLIF(?, '')" if column.type is str else "?" for column in table_columns(table))
    db.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)


def database_rows(path: Path, table: str) -> list[list[object]]:
    """The rows of a table of a database, in their order, as `csv_files.read_rows` gives those of a CSV file.

    Raises:
        OutputError: the file is missing, damaged, or of another version.
    """
    return list(map(list, each_row(path, table)))


def each_row(path: Path, table: str) -> Iterator[Values]:
    """The rows of a table one after the other, in their order, as values in contract order.

    Raises:
        OutputError: as `database_rows`.
    """
    with _reading(path) as db:
        yield from _rows(db, table)


def columns_of(path: Path, table: str, names: Sequence[str], only: Mapping[str, str]) -> Iterator[Values]:
    """Some columns of a table, row by row, in the order of the rows; values as `database_rows` has them.

    `only` are texts by column that the rows have.

    Raises:
        OutputError: as `database_rows`.
    """
    with _reading(path) as db:
        condition = " AND ".join(f'"{name}" = ?' for name in only)
        yield from _rows(db, table, f"WHERE {condition}" if only else "", *only.values(), names=tuple(names))


@contextmanager
def rows_by_report(path: Path, tables: Sequence[str]) -> Iterator[Callable[[str], dict[str, list[Values]]]]:
    """What gives the rows of some tables of a report, in their order, as values in contract order.

    Raises:
        OutputError: as `database_rows`.
    """
    with _reading(path) as db:
        yield lambda report_id: {table: list(_rows(db, table, "WHERE report_id = ?", report_id)) for table in tables}


@contextmanager
def value_by_key(
    path: Path, tables: Sequence[str], column: str
) -> Iterator[Callable[[str, tuple[str, ...]], str | None]]:
    """What gives a text column of a row of some tables by the row's key; None where there is no such row.

    Raises:
        OutputError: as `database_rows`.
    """
    queries = {
        table: f'SELECT COALESCE("{column}", \'\') FROM "{table}" WHERE '
        + " AND ".join(f'"{name}" = ?' for name in key(table))
        for table in tables
    }
    with _reading(path) as db:

        def value_of(table: str, of: tuple[str, ...]) -> str | None:
            found = db.execute(queries[table], of).fetchone() if table in queries else None
            return None if found is None else str(found[0])

        yield value_of


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            yield db
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be read ({error}). Run extract into a new folder.") from None


def _rows(
    db: sqlite3.Connection, table: str, condition: str = "", *values: object, names: tuple[str, ...] = ()
) -> Iterator[Values]:
    """Rows in their order, texts that are NULL as '', and truth values in place of the numbers that stand for them."""
    query, truths = _query(table, names)
    found = db.execute(query.format(condition=condition), values)
    while some := found.fetchmany(_AT_A_TIME):
        if truths:
            columns = list(zip(*some, strict=True))
            for place in truths:
                columns[place] = tuple(map(_TRUTHS.__getitem__, columns[place]))
            some = list(zip(*columns, strict=True))
        yield from some


@cache
def _query(table: str, names: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """The query of rows of a table, or of some columns, and the places of truth values in them."""
    by_name = {column.name: column for column in table_columns(table)}
    wanted = [by_name[name] for name in names or by_name]
    columns = ", ".join(
        f"COALESCE(\"{column.name}\", '')" if column.type is str else f'"{column.name}"' for column in wanted
    )
    truths = tuple(n for n, column in enumerate(wanted) if column.type is bool)
    return f'SELECT {columns} FROM "{table}" {{condition}} ORDER BY rowid', truths
