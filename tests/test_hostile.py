"""Files made to do harm: a run meets them within its limits, says one clear line on each, and reads the others."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest

from extractor.batch import Limits, RunResult, run
from extractor.check import CHECKS
from extractor.dataset.terminal import shown
from extractor.errors import PackError
from extractor.records import Check, File
from tests.mutants import SAMPLES, misbehaved, mutants

GOOD = "larkhythe-pdu-2023.txt"
LIMITS = Limits(seconds=40, memory=600)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / GOOD).write_bytes((SAMPLES / GOOD).read_bytes())
    return folder


def read(folder: Path, tmp_path: Path, jobs: int = 1) -> RunResult:
    """A run in which nothing is written but its output, and the good report is read."""
    before = {path for path in tmp_path.rglob("*") if tmp_path / "out" not in path.parents}
    result = run(folder, tmp_path / "out", jobs=jobs, limits=LIMITS)
    after = {path for path in tmp_path.rglob("*") if tmp_path / "out" not in path.parents}
    assert after - before <= {tmp_path / "out"}
    assert misbehaved(result.files) == []
    assert next(file for file in result.files if file.source == GOOD).status == "ok"
    return result


def other(result: RunResult) -> File:
    (file,) = (file for file in result.files if file.source != GOOD)
    return file


def pdf(*objects: bytes, pages: str = "[3 0 R]", count: int = 1) -> bytes:
    """A PDF of a catalogue, a page tree and these objects, which are numbered from 3."""
    tree = f"<< /Type /Pages /Kids {pages} /Count {count} >>".encode()
    made = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *objects], start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    trailer = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(made))
    return made + head + index + trailer


PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
)


def stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def test_a_stream_that_unpacks_to_a_gibibyte(folder: Path, tmp_path: Path) -> None:
    squeezed = zlib.compressobj(9)
    block = b" " * 2**24
    packed = b"".join(squeezed.compress(block) for _ in range(64)) + squeezed.flush()
    bomb = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    (folder / "bomb.pdf").write_bytes(pdf(PAGE, bomb))
    assert other(read(folder, tmp_path)).status == "failed"


def test_a_page_of_a_million_characters(folder: Path, tmp_path: Path) -> None:
    lines = (
        b"BT /F 1 Tf 10 780 Td 1 TL " + b"(abcdefghij klmnopqrst uvwxyz abcdefghij klmnopqr) Tj T* " * 20_000 + b"ET"
    )
    (folder / "long.pdf").write_bytes(pdf(PAGE, stream(lines)))
    file = other(read(folder, tmp_path))
    assert file.status == "failed" and "page 1 has" in file.message and "characters" in file.message


def test_a_text_of_one_line_of_a_million_characters(folder: Path, tmp_path: Path) -> None:
    (folder / "line.txt").write_text(("word " * 60 + "12% ") * 4_000, encoding="utf-8")
    assert other(read(folder, tmp_path)).status == "partial"


def test_ten_thousand_pages(folder: Path, tmp_path: Path) -> None:
    (folder / "pages.pdf").write_bytes(pdf(PAGE, stream(b""), pages=f"[{'3 0 R ' * 10_000}]", count=10_000))
    file = other(read(folder, tmp_path))
    assert file.status == "failed" and "10,000 pages, more than" in file.message


def test_a_page_tree_that_holds_itself(folder: Path, tmp_path: Path) -> None:
    (folder / "loop.pdf").write_bytes(pdf(b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>", pages="[3 0 R 2 0 R]"))
    assert other(read(folder, tmp_path)).status == "failed"


def test_ten_thousand_pages_of_text(folder: Path, tmp_path: Path) -> None:
    (folder / "pages.txt").write_text("\f".join(f"Page {n}\n\nSome words." for n in range(10_000)), encoding="utf-8")
    assert other(read(folder, tmp_path)).status == "partial"


def test_a_table_of_a_hundred_thousand_cells(folder: Path, tmp_path: Path) -> None:
    row = "| " + " | ".join("cell" for _ in range(20)) + " |\n"
    (folder / "table.md").write_text("# Data\n\n" + row + "|---" * 20 + "|\n" + row * 5_000, encoding="utf-8")
    file = other(read(folder, tmp_path))
    assert file.status == "partial" and (tmp_path / "out" / "tables.csv").stat().st_size > 2_000_000


def test_a_zip_bomb(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(400):
                part.write(b" " * 2**20)
    assert other(read(folder, tmp_path)).status == "failed"


def test_words_that_command_a_spreadsheet_or_a_page(folder: Path, tmp_path: Path) -> None:
    text = (folder / GOOD).read_text("utf-8")
    marked = (
        text.replace("Larkhythe", "Evilhythe").replace("Summary", '<script>alert("x")</script>')
        + "\n\n=cmd|' /C calc'!A0\n\n@SUM(A1:A9)\n"
    )
    (folder / "evil.txt").write_text(marked + "\n- =HYPERLINK(1)\n", encoding="utf-8")
    read(folder, tmp_path)
    for table in (tmp_path / "out").glob("*.csv"):
        for line in table.read_text("utf-8").splitlines():
            assert not line.startswith(("=", "@")) and ",=cmd" not in line and ',"=' not in line and ",@SUM" not in line


@pytest.mark.skipif(os.name != "posix", reason="names that only POSIX allows")
def test_names_that_lead_astray(folder: Path, tmp_path: Path) -> None:
    text = (folder / GOOD).read_text("utf-8")
    names = ("a..evil.txt", "new\nline.txt", "🙂.txt", "\u202etxt.exe.txt", "=cmd.txt", "-rf.txt", "a" * 240 + ".txt")
    for number, name in enumerate(names):
        (folder / name).write_text(text.replace("Larkhythe", f"Place{number}"), encoding="utf-8")
    (folder / os.fsdecode(b"bad\xff.txt")).write_text(text.replace("Larkhythe", "Elsewhere"), encoding="utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    result = read(folder, tmp_path, jobs=2)
    assert [file.status for file in result.files] == ["ok"] * (len(names) + 2)
    assert all("/" not in path.name and ".." not in path.name for path in (tmp_path / "out" / "text").iterdir())
    assert ",'=cmd.txt," in (tmp_path / "out" / "reports.csv").read_text("utf-8")


def test_no_mark_turns_the_words_of_a_terminal_round() -> None:
    assert shown("a\u202eb\u2066c\x1b[31m\r") == "a�b�c�[31m�"


def test_damaged_files(folder: Path, tmp_path: Path) -> None:
    sources = [path for path in sorted(SAMPLES.iterdir()) if path.suffix != ".md"][:4]
    for name, data in mutants(sources, 84):
        (folder / name).write_bytes(data)
    assert len(read(folder, tmp_path, jobs=2).files) == 85


def test_a_run_log_that_is_none(folder: Path, tmp_path: Path) -> None:
    log = folder / "run.json"
    log.write_text("[" * 100_000, encoding="utf-8")
    assert [file.status for file in read(folder, tmp_path).files] == ["ok"]
    if hasattr(os, "mkfifo"):
        log.unlink()
        os.mkfifo(log)  # whoever reads it waits for ever
        assert [file.status for file in read(folder, tmp_path).files] == ["ok"]


def test_a_rule_that_takes_too_long_in_a_check_costs_that_check(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: object) -> list[Check]:
        raise PackError(["mine.yaml:3 fact.row.x: takes over 2 s on a text of 9 characters. Simplify the pattern."])

    monkeypatch.setitem(CHECKS, "dates-in-order", slow)
    result = run(folder, tmp_path / "out")  # in this process, which has the slow rule
    rows = [row for row in pd.read_csv(tmp_path / "out" / "checks.csv").itertuples() if row.check == "dates-in-order"]
    assert [row.status for row in rows] == ["not_applicable"] and "mine.yaml:3" in rows[0].message
    assert result.files[0].status == "ok"
