"""A dataset of which a few reports are others now is what it would be if all of it were written anew."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from extractor.dataset import locks
from extractor.dataset.database import grow
from extractor.dataset.database.schema import SEARCHED
from extractor.dataset.database.write import ROOM
from extractor.dataset.folder import recover
from extractor.dataset.layout import READ, Earlier
from extractor.dataset.run_log import hash_of, run_log
from extractor.dataset.schema import Row, table_columns
from extractor.dataset.write import Content, MarkedReport, ReportRows, write
from extractor.document.boxes import LineBox
from extractor.records import TABLES, Column
from tests.cached_readings import LONG

OF_REPORT = ("reports", "ratings", "key_questions", "findings", "sections", "checks", "attributes")
WORDS = "oak ash elm yew fir box bay fig lime pear plum rowan".split()


def row_of(table: str, report_id: str, number: int, version: int) -> Row:
    """A row whose texts hang on its report, its number and a version."""
    draw = random.Random(f"{table} {report_id} {number} {version}")
    told = {"report_id": report_id, "item": f"main/{number}", "provider_id": "", "start": number, "end": number + 9}

    def value(column: Column) -> object:
        if column.type is str:
            return " ".join(draw.choices(WORDS, k=4))
        return number % 2 == 0 if column.type is bool else column.type(number)

    return [told.get(column.name, value(column)) for column in table_columns(table)]


def made(report_id: str, version: int) -> ReportRows:
    """A report: as many rows as its version says; of some tables none."""
    draw = random.Random(f"{report_id} {version}")
    counts = {table: draw.randrange(4) for table in OF_REPORT} | {"reports": 1, "key_questions": version}
    rows = {table: [row_of(table, report_id, n, version) for n in range(count)] for table, count in counts.items()}
    lines = [LineBox(n * 10, n * 10 + 9, 1, 0.5, n, 9.5, n + 1) for n in range(draw.randrange(3))]
    return ReportRows(report_id, rows, f"{report_id} {version}\n", lines)


def content(reports: Mapping[str, int]) -> Content:
    def marked() -> Iterator[MarkedReport]:
        for report_id, version in reports.items():
            mark = hashlib.sha256(f"{report_id} {version}".encode()).digest()
            yield MarkedReport(report_id, mark, "", lambda id_=report_id, v=version: made(id_, v))  # type: ignore[misc]

    read = [(one.report_id, one.mark[:READ]) for one in marked()]
    files = [[f"{id_}.txt", "0" * 64, id_, "ok", "", "", None] for id_ in reports]
    return Content(marked(), {"files": files, "providers": []}, "1", program="this", read=read)


def rows_in(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of a database by table, in their order, and what is found of some words; the database is sound."""
    with closing(sqlite3.connect(folder / "findings.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        found = {t: db.execute(f'SELECT * FROM "{t}" ORDER BY rowid').fetchall() for t in TABLES}
        found["lines"] = db.execute("SELECT * FROM lines ORDER BY report_id, start").fetchall()
        for table in SEARCHED:
            db.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
            words = f'SELECT t.* FROM {table}_fts f JOIN "{table}" t ON t.rowid = f.rowid WHERE {table}_fts MATCH ?'
            found[f"{table} of oak"] = db.execute(f"{words} ORDER BY t.rowid", ["oak"]).fetchall()
        views = db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        found |= {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in views if name != "boxes"}
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    names = (path for path in folder.rglob("*") if path.is_file() and path.name not in ("findings.sqlite", "run.json"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(names)}


def changed(reports: dict[str, int], draw: random.Random) -> dict[str, int]:
    """Reports of which one or two are gone, moved, others now or new."""
    for kind in draw.sample(("gone", "moved", "other", "new", "first", "last"), draw.randint(1, 2)):
        items = list(reports.items())
        place = draw.randrange(len(items))
        if kind == "gone":
            del items[place]
        elif kind == "moved":
            items.insert(draw.randrange(len(items)), items.pop(place))
        elif kind == "other":
            items[place] = items[place][0], draw.randrange(9)
        else:
            at = {"new": place, "first": 0, "last": len(items)}[kind]
            items.insert(at, (f"r-{draw.randrange(10**6)}", draw.randrange(9)))
        reports = dict(items)
    return reports


def in_place(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The databases that are changed in their place, as they are opened."""
    opened: list[Path] = []
    begin = grow.GrownDatabase.__init__

    def noted(self: grow.GrownDatabase, path: Path, *rest: object) -> None:
        opened.append(path)
        begin(self, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(grow.GrownDatabase, "__init__", noted)
    return opened


@pytest.mark.parametrize("seed", range(3 if LONG else 1))
def test_a_grown_dataset_is_what_a_new_one_is(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw, opened = random.Random(seed), in_place(monkeypatch)
    reports = {f"r-{number}": number % 5 for number in range(20)}
    _, layout = write(content(reports), tmp_path / "all")
    for step in range(8):
        reports = changed(reports, draw)
        counts, layout = write(content(reports), tmp_path / "all", kept=layout)
        fresh, _ = write(content(reports), tmp_path / f"anew-{step}")
        assert counts == fresh
        assert files_in(tmp_path / "all") == files_in(tmp_path / f"anew-{step}")
        assert rows_in(tmp_path / "all") == rows_in(tmp_path / f"anew-{step}")
        log = run_log(tmp_path / "all")
        assert {name: hash_of(tmp_path / "all" / name) for name in log["files"]} == log["files"]
    assert len(opened) > 4


def test_rows_are_moved_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = in_place(monkeypatch)
    reports = {f"r-{number}": 1 for number in range(20)}
    _, layout = write(content(reports), tmp_path / "all")
    for step, many in enumerate((ROOM // 2, ROOM // 2, 3 * ROOM, 2)):
        items = list(reports.items())
        reports = dict([*items[:7], (f"new-{step}", many), *items[7:]])
        _, layout = write(content(reports), tmp_path / "all", kept=layout)
        write(content(reports), tmp_path / f"anew-{step}")
        assert rows_in(tmp_path / "all") == rows_in(tmp_path / f"anew-{step}")
    assert len(opened) == 4


def test_reports_that_are_the_same_are_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = {f"r-{number}": 1 for number in range(20)}
    _, layout = write(content(reports), tmp_path / "all")
    asked: list[str] = []
    make = made

    def noted(report_id: str, version: int) -> ReportRows:
        asked.append(report_id)
        return make(report_id, version)

    monkeypatch.setitem(globals(), "made", noted)
    _, layout = write(content({"a-new": 3, **reports, "r-9": 2}), tmp_path / "all", kept=layout)
    assert asked == ["a-new", "r-9"]
    (tmp_path / "all" / "text" / "r-4.txt").unlink()
    write(content({"a-new": 3, **reports, "r-9": 2}), tmp_path / "all", kept=layout)
    assert asked[2:] == ["r-4"] and (tmp_path / "all" / "text" / "r-4.txt").is_file()


def test_another_program_or_other_files_take_nothing_over(tmp_path: Path) -> None:
    reports = {f"r-{number}": 1 for number in range(20)}
    _, layout = write(content(reports), tmp_path / "all")
    read = list(content(reports).read)

    def place(kept: bytes, program: str, read: list[tuple[str, bytes]]) -> int | None:
        with Earlier(tmp_path / "all", kept, program, read) as earlier:
            assert earlier.is_mostly_same is (earlier.place("r-3") is not None)
            return earlier.place("r-3")

    assert place(layout, "this", read) == 3
    assert place(layout, "this", read[::-1]) is None
    assert place(layout, "that", read) is None and place(b"spoilt", "this", read) is None
    (tmp_path / "all" / "ratings.csv").unlink()
    assert place(layout, "this", read) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that ends at once is a fork")
def test_a_process_that_ends_at_any_file_leaves_one_dataset_or_the_other(tmp_path: Path) -> None:
    reports = {f"r-{number}": number % 2 for number in range(9)}
    grown = {"a-new": 3, **reports}
    old, kept = tmp_path / "all", tmp_path / "kept"
    _, layout = write(content(reports), old)
    shutil.copytree(old, kept)
    write(content(grown), tmp_path / "anew")
    either = [rows_in(tmp_path / name) for name in ("kept", "anew")]
    number, done = 0, False
    while not done:
        if (child := os.fork()) == 0:
            locks._held.clear()  # a lock is none of a fork's
            end_at_event(number)
            write(content(grown), old, kept=layout)
            os._exit(0)
        done = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        recover(old)
        log = run_log(old)
        assert {name: hash_of(old / name) for name in log["files"]} == log["files"]
        found = rows_in(old)
        assert found in either
        if found == either[1]:
            shutil.rmtree(old)
            shutil.copytree(kept, old)
        number += 1 if os.environ.get("FINDINGS_LONG") else 23
    assert number > 200


def end_at_event(number: int) -> None:
    """End this process at once, at the so-manieth time that it is about to touch a file."""
    left = [number]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "sqlite3.connect") or event.startswith(("os.", "shutil.")):
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

    sys.addaudithook(watch)
