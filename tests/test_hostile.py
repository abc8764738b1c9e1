"""Files made to do harm: a run meets them within its limits, says one clear line on each, and reads the others."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from extractor.check import CHECKS
from extractor.cli.show.terminal import shown
from extractor.errors import PackError
from extractor.records import Check, File
from extractor.runs.run import Limits, run
from tests.damaged_files import SAMPLES, misbehaved, mutants

GOOD = "larkhythe-pdu-2023.txt"
LIMITS = Limits(seconds=300, memory=600)  # of a machine that may be busy
MUTANTS = 14  # of two files, each damaged in every way; `make long` reads 2,000
NAMES = ("a..evil.txt", "new\nline.txt", "🙂.txt", "\u202etxt.exe.txt", "=cmd.txt", "-rf.txt", "a" * 240 + ".txt")


@dataclass(frozen=True)
class Met:
    """A run over the good report and everything hostile: what it gives, where, and what it left elsewhere."""

    files: dict[str, File]
    out: Path
    elsewhere: set[Path]


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Met:
    place = tmp_path_factory.mktemp("hostile")
    folder = place / "in"
    folder.mkdir()
    (folder / GOOD).write_bytes((SAMPLES / GOOD).read_bytes())
    (folder / "run.json").write_text("[" * 100_000, encoding="utf-8")
    for make in (
        unpacks_to_a_gibibyte, million_characters, one_long_line, ten_thousand_pages, page_tree_of_itself,
        thousands_of_pages_of_text, thousands_of_cells, zip_bomb, words_that_command, damaged,
    ):  # fmt: skip
        make(folder)
    if os.name == "posix":
        lead_astray(folder)
    before = set(place.rglob("*"))
    result = run(folder, place / "out", jobs=2, limits=LIMITS)
    elsewhere = {path for path in place.rglob("*") if path != place / "out" and place / "out" not in path.parents}
    return Met({file.source: file for file in result.files}, place / "out", elsewhere - before)


def test_the_good_report_is_read_and_nothing_is_written_elsewhere(met: Met) -> None:
    assert met.files[GOOD].status == "ok"
    assert met.elsewhere == set()
    assert misbehaved(met.files.values()) == []


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


def unpacks_to_a_gibibyte(folder: Path) -> None:
    squeezed = zlib.compressobj(9)
    block = b" " * 2**24
    first, again = (squeezed.compress(block) + squeezed.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + 62 * again + squeezed.flush()  # what is squeezed after a full flush looks the same every time
    bomb = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    (folder / "bomb.pdf").write_bytes(pdf(PAGE, bomb))


def million_characters(folder: Path) -> None:
    lines = (
        b"BT /F 1 Tf 10 780 Td 1 TL " + b"(abcdefghij klmnopqrst uvwxyz abcdefghij klmnopqr) Tj T* " * 20_000 + b"ET"
    )
    (folder / "long.pdf").write_bytes(pdf(PAGE, stream(lines)))


def one_long_line(folder: Path) -> None:
    (folder / "line.txt").write_text(("word " * 60 + "12% ") * 500, encoding="utf-8")


def ten_thousand_pages(folder: Path) -> None:
    (folder / "pages.pdf").write_bytes(pdf(PAGE, stream(b""), pages=f"[{'3 0 R ' * 10_000}]", count=10_000))


def page_tree_of_itself(folder: Path) -> None:
    (folder / "loop.pdf").write_bytes(pdf(b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>", pages="[3 0 R 2 0 R]"))


def thousands_of_pages_of_text(folder: Path) -> None:
    (folder / "pages.txt").write_text("\f".join(f"Page {n}\n\nSome words." for n in range(3_000)), encoding="utf-8")


def thousands_of_cells(folder: Path) -> None:
    row = "| " + " | ".join("cell" for _ in range(20)) + " |\n"
    (folder / "table.md").write_text("# Data\n\n" + row + "|---" * 20 + "|\n" + row * 600, encoding="utf-8")


def zip_bomb(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(220):
                part.write(b" " * 2**20)


def words_that_command(folder: Path) -> None:
    text = (folder / GOOD).read_text("utf-8")
    marked = (
        text.replace("Larkhythe", "Evilhythe").replace("Summary", '<script>alert("x")</script>')
        + "\n\n=cmd|' /C calc'!A0\n\n@SUM(A1:A9)\n"
    )
    (folder / "evil.txt").write_text(marked + "\n- =HYPERLINK(1)\n", encoding="utf-8")


def lead_astray(folder: Path) -> None:
    """Names that only POSIX allows, a folder in itself, and a log of a run that whoever reads it waits for for ever."""
    text = (folder / GOOD).read_text("utf-8")
    for number, name in enumerate(NAMES):
        (folder / name).write_text(text.replace("Larkhythe", f"Place{number}"), encoding="utf-8")
    (folder / os.fsdecode(b"bad\xff.txt")).write_text(text.replace("Larkhythe", "Elsewhere"), encoding="utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "waits").mkdir()
    os.mkfifo(folder / "waits" / "run.json")
    (folder / "waits" / "behind.txt").write_text(text.replace("Larkhythe", "Behind"), encoding="utf-8")


def damaged(folder: Path) -> None:
    sources = [path for path in sorted(SAMPLES.iterdir()) if path.suffix != ".md"][:2]
    for name, data in mutants(sources, MUTANTS):
        (folder / name).write_bytes(data)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("bomb.pdf", "failed"),
        ("long.pdf", "failed"),
        ("line.txt", "partial"),
        ("pages.pdf", "failed"),
        ("loop.pdf", "failed"),
        ("pages.txt", "partial"),
        ("table.md", "partial"),
        ("bomb.docx", "failed"),
    ],
)
def test_what_is_too_large_or_has_no_end_costs_itself(met: Met, name: str, status: str) -> None:
    assert met.files[name].status == status


def test_what_is_too_large_is_told(met: Met) -> None:
    assert "page 1 has" in met.files["long.pdf"].message and "characters" in met.files["long.pdf"].message
    assert "10,000 pages, more than" in met.files["pages.pdf"].message
    assert (met.out / "tables.csv").stat().st_size > 280_000


def test_words_that_command_a_spreadsheet_or_a_page(met: Met) -> None:
    assert met.files["evil.txt"].status == "ok"
    for table in met.out.glob("*.csv"):
        for line in table.read_text("utf-8").splitlines():
            assert not line.startswith(("=", "@")) and ",=cmd" not in line and ',"=' not in line and ",@SUM" not in line


@pytest.mark.skipif(os.name != "posix", reason="names that only POSIX allows")
def test_names_that_lead_astray(met: Met) -> None:
    named = [file for file in met.files.values() if file.report_id.startswith(("place", "elsewhere"))]
    assert [file.status for file in named] == ["ok"] * (len(NAMES) + 1)
    assert all("/" not in path.name and ".." not in path.name for path in (met.out / "text").iterdir())
    assert ",'=cmd.txt," in (met.out / "reports.csv").read_text("utf-8")


def test_damaged_files(met: Met) -> None:
    assert sum(name[:5].isdigit() for name in met.files) == MUTANTS


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name")
def test_a_run_log_that_is_none(met: Met) -> None:
    assert met.files["behind.txt"].status == "ok"  # beside a pipe, and the good report beside a log without end


def test_no_mark_turns_the_words_of_a_terminal_round() -> None:
    assert shown("a\u202eb\u2066c\x1b[31m\r") == "a�b�c�[31m�"


def test_a_rule_that_takes_too_long_in_a_check_costs_that_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: object) -> list[Check]:
        raise PackError(["mine.yaml:3 fact.row.x: takes over 2 s on a text of 9 characters. Simplify the pattern."])

    monkeypatch.setitem(CHECKS, "dates-in-order", slow)
    result = run(SAMPLES / GOOD, tmp_path / "out")  # in this process, which has the slow rule
    rows = [row for row in pd.read_csv(tmp_path / "out" / "checks.csv").itertuples() if row.check == "dates-in-order"]
    assert [row.status for row in rows] == ["not_applicable"] and "mine.yaml:3" in rows[0].message
    assert result.files[0].status == "ok"
