"""Where words stand: every line of the text has its box, and pdfium finds the same words in it."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import pagesizes
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import extractor
from extractor.dataset.update import update_tables
from extractor.document import Report
from extractor.document.boxes import LineBox
from extractor.errors import InputError
from extractor.load import load
from extractor.load.pdf.ocr import is_installed
from extractor.load.words import Words
from tests.cached_readings import LONG, reading

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("FINDINGS_SHARED", ROOT.parent / "shared"))
SAMPLES = sorted((ROOT / "corpus" / "samples").glob("*.pdf"))
EDITIONS = sorted((SHARED / "corpus" / "editions").glob("*.pdf"))
TABLES = ("ratings", "key_questions", "recommendations", "progress", "findings", "statistics")

HEADED = "Arrangements for staff"
PROSE = (
    "The harbour office had a new manager since the spring and most of its staff told us that they",
    "were glad of it, although the queue at the counter had grown again by the end of the summer",
    "and nobody could say why.",
)
CELLS = (("Berths", "Taken", "Free"), ("North quay", "31", "4"), ("South quay", "17", "12"), ("Old dock", "8", "40"))

Draw = Callable[[Canvas], None]


def drawn(canvas: Canvas, by: tuple[float, float] = (0, 0), scale: float = 1.0, size: float = 11) -> None:
    """A heading, a paragraph of three lines, a list item of two and a ruled table."""
    canvas.translate(*by)
    canvas.scale(scale, scale)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(70, 760, HEADED)
    canvas.setFont("Helvetica", size)
    for number, line in enumerate(PROSE):
        canvas.drawString(70, 720 - 14 * number, line)
    canvas.drawString(76, 670, "•")
    canvas.drawString(88, 670, "Boats that stay for longer than a week pay for the second one in advance, those that")
    canvas.drawString(88, 656, "leave early are not paid back.")
    for row, cells in enumerate(CELLS):
        for column, text in enumerate(cells):
            canvas.rect(70 + 120 * column, 600 - 24 * row, 120, 24)
            canvas.drawString(76 + 120 * column, 608 - 24 * row, text)


def made(draw: Draw = drawn, size: tuple[float, float] = pagesizes.A4, rotation: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.setPageRotation(rotation)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> tuple[Report, pdfium.PdfDocument]:
    path = tmp_path / "small.pdf"
    path.write_bytes(data)
    return load(path), pdfium.PdfDocument(data)


def with_marks(report: Report, line: LineBox) -> str:
    """The words of a line with its footnote marks among them, which the page has and the text has not."""
    text, last = "", line.start
    for note in report.notes:
        if line.start < note.offset < line.end:
            text += report.text[last : note.offset] + note.label
            last = note.offset
    return text + report.text[last : line.end]


def letters(text: str) -> str:
    """Letters and digits alone: pdfium reports spaces, line ends and hyphens in its own way."""
    return "".join(character for character in text if character.isalnum())


class Seen:
    """What pdfium finds in boxes of a document's pages."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self.document = document
        self.pages: dict[int, tuple[pdfium.PdfTextPage, pdfium.PdfPosConv]] = {}

    def within(self, box: LineBox, less: float = 0.0) -> str:
        if box.page not in self.pages:
            page = self.document[box.page - 1]
            # A picture of ten pixels a point, so that what pdfium rounds to whole pixels is not much.
            width, height = page.get_size()
            place = pdfium.PdfPosConv(page, (0, 0, round(10 * width), round(10 * height), 0))
            self.pages[box.page] = page.get_textpage(), place
        text, place = self.pages[box.page]
        corners = [
            place.to_page(round(10 * x), round(10 * y))
            for x, y in ((box.x0 + less, box.top + less), (box.x1 - less, box.bottom - less))
        ]
        (xa, ya), (xb, yb) = corners
        return text.get_text_bounded(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def apart(report: Report) -> Iterator[str]:
    """What is wrong with the spans of a report's lines."""
    last = 0
    for line in report.lines:
        words = report.text[line.start : line.end]
        if line.start < last or line.end <= line.start or line.end > len(report.text):
            yield f"{line} overlaps or is empty"
        if set(words) & set("\n\t"):
            yield f"{words!r} is more than a line of a cell"
        if not (line.x1 > line.x0 and line.bottom > line.top and line.page >= 1):
            yield f"{line} is no box"
        if report.page_of(line.start) != line.page:
            yield f"{words!r} is on page {line.page}, and the text says {report.page_of(line.start)}"
        last = line.end


@pytest.mark.parametrize("path", [*SAMPLES, *EDITIONS][:: 1 if LONG else 2], ids=lambda path: path.stem)
def test_pdfium_finds_the_words_of_every_line_in_its_box(path: Path) -> None:
    report, seen = reading(path).report, Seen(pdfium.PdfDocument(path))
    assert not list(apart(report))[:5]
    missing, more = [], []
    for line in report.lines:
        own, found = letters(with_marks(report, line)), letters(seen.within(line, 0.3))
        if own not in found:
            missing.append((with_marks(report, line), seen.within(line, 0.3)))
        elif own != found:
            more.append((own, found))
    assert len(missing) <= 0.002 * len(report.lines), missing[:5]
    assert len(more) <= 0.02 * len(report.lines), more[:5]  # footnote marks are in the box and not in the text


@pytest.mark.parametrize("path", [*SAMPLES, *EDITIONS], ids=lambda path: path.stem)
def test_nearly_every_character_of_a_pdf_has_a_box(path: Path) -> None:
    report = reading(path).report
    words = sum(not character.isspace() for character in report.text)
    boxed = sum(not character.isspace() for line in report.lines for character in report.text[line.start : line.end])
    assert boxed >= 0.985 * words  # the markers of list items have none


@pytest.mark.parametrize("path", SAMPLES[:2] + EDITIONS[:2], ids=lambda path: path.stem)
def test_the_boxes_of_a_quote_hold_its_words(path: Path) -> None:
    data, seen = extractor.extract(path), Seen(pdfium.PdfDocument(path))
    wrong, rows = [], 0
    for table in TABLES:
        for row in data.rows(table):
            rows += 1
            boxes = data.boxes(row)
            assert boxes and boxes[0].page == row.page, row
            found = "".join(letters(seen.within(box, 0.3)) for box in boxes)
            if letters(row.quote) not in found:
                wrong.append((row.quote, found))
    assert rows and len(wrong) <= 0.02 * rows, wrong[:5]  # cut from a line where bold words are wider than others


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_of_turned_pages_are_where_the_page_as_it_reads_has_them(tmp_path: Path, rotation: int) -> None:
    upright = read(tmp_path, made())[0]
    width, height = pagesizes.A4 if rotation in (0, 180) else pagesizes.landscape(pagesizes.A4)  # of the sheet

    def turned(canvas: Canvas) -> None:
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
        canvas.rotate(rotation)
        drawn(canvas)

    report, document = read(tmp_path, made(turned, rotation=rotation))
    assert report.text == upright.text
    for line, plain in zip(report.lines, upright.lines, strict=True):
        assert line == pytest.approx(plain, abs=0.6)
        assert letters(Seen(document).within(line, 0.3)) == letters(report.text[line.start : line.end])


@pytest.mark.parametrize("scale", [0.1, 0.5, 1.0, 3.0])
def test_boxes_are_in_points_of_the_page_whatever_its_size(tmp_path: Path, scale: float) -> None:
    size = (scale * pagesizes.A4[0], scale * pagesizes.A4[1])
    report, document = read(tmp_path, made(lambda canvas: drawn(canvas, scale=scale), size))
    plain = read(tmp_path, made())[0]
    assert report.text == plain.text
    for line, other in zip(report.lines, plain.lines, strict=True):
        assert line[3:] == pytest.approx([scale * place for place in other[3:]], abs=0.02 + 0.02 * scale)
        assert letters(Seen(document).within(line)) == letters(report.text[line.start : line.end])


def test_boxes_count_from_the_corner_of_the_part_that_is_shown(tmp_path: Path) -> None:
    plain = read(tmp_path, made())[0]
    with pikepdf.open(io.BytesIO(made())) as document:
        document.pages[0].cropbox = [30, 0, 595, 800]
        cropped = io.BytesIO()
        document.save(cropped)
    report = read(tmp_path, cropped.getvalue())[0]
    lower = pagesizes.A4[1] - 800
    for line, other in zip(report.lines, plain.lines, strict=True):
        assert line.x0 == pytest.approx(other.x0 - 30, abs=0.02)
        assert line.top == pytest.approx(other.top - lower, abs=0.02)


@pytest.mark.parametrize("by", [(10.0, 0.0), (0.0, -10.0), (-7.5, 12.25)])
def test_boxes_move_with_what_is_printed(tmp_path: Path, by: tuple[float, float]) -> None:
    plain = read(tmp_path, made())[0]
    moved = read(tmp_path, made(lambda canvas: drawn(canvas, by)))[0]
    assert moved.text == plain.text and len(plain.lines) == 1 + 3 + 2 + 12
    for line, other in zip(moved.lines, plain.lines, strict=True):
        assert line[:3] == other[:3]
        expected = [other.x0 + by[0], other.top - by[1], other.x1 + by[0], other.bottom - by[1]]
        assert list(line[3:]) == pytest.approx(expected, abs=0.02)


def test_a_line_of_the_text_is_one_of_the_page(tmp_path: Path) -> None:
    report = read(tmp_path, made())[0]
    words = [report.text[line.start : line.end] for line in report.lines]
    assert words[:4] == [HEADED, *PROSE]
    assert words[6:] == [cell for row in CELLS for cell in row]
    first, second = report.lines[6:8]
    assert first.top == second.top and second.x0 - first.x0 == pytest.approx(120, abs=0.02)


@pytest.mark.skipif(not is_installed(), reason="the engine that reads scans (extra ocr) is not installed")
def test_recognised_pages_have_boxes(tmp_path: Path) -> None:
    size = (595, 265)  # a heading and a paragraph: there is less to look through, and nothing to enlarge first
    printed = made(lambda canvas: drawn(canvas, by=(0, -555)), size)
    image = pdfium.PdfDocument(printed)[0].render(scale=170 / 72).to_pil()

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, *size)

    plain, report = read(tmp_path, printed)[0], read(tmp_path, made(scan, size))[0]
    assert report.recognised == {1}
    for expected in plain.lines[:4]:
        words = plain.text[expected.start : expected.end]
        (line,) = [line for line in report.lines if report.text[line.start : line.end] == words]
        assert line.page == 1 and list(line[3:]) == pytest.approx(list(expected[3:]), abs=4)


def test_sources_without_geometry_have_no_lines(tmp_path: Path) -> None:
    for name, text in (("a.txt", "Words of a report.\n"), ("a.html", "<html><body><p>Words</p></body></html>")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert load(tmp_path / name).lines == ()


# What joins and cuts words.

PIECES = st.builds(
    lambda text, note: Words(text, [(min(note, len(text)), "1")], [], [LineBox(0, len(text), 1, 0, 0, 9, 9)]),
    st.text("abc -", min_size=1, max_size=12),
    st.integers(0, 12),
)


@given(st.lists(PIECES, max_size=6), st.sampled_from(["", " "]), st.integers(0, 1))
def test_joining_keeps_marks_and_boxes_with_their_words(pieces: list[Words], glue: str, drop: int) -> None:
    whole = Words()
    for piece in pieces:
        whole.append(piece, glue, min(drop, len(whole.text)))
    assert len(whole.notes) == len(pieces)
    ends = [box.end for box in whole.boxes]
    assert all(0 <= at <= len(whole.text) for at, _ in whole.notes) and ends == sorted(ends)
    if not drop:
        assert whole.text == glue.join(piece.text for piece in pieces)
        for piece, box, (at, _) in zip(pieces, whole.boxes, whole.notes, strict=True):
            assert whole.text[box.start : box.end] == piece.text
            assert at - box.start == piece.notes[0][0]


@given(PIECES, st.integers(0, 12), st.integers(0, 12))
def test_cutting_and_joining_again_changes_nothing(words: Words, one: int, two: int) -> None:
    start, end = sorted((min(one, len(words.text)), min(two, len(words.text))))
    cut = words.cut(start, end)
    assert cut.text == words.text[start:end] and all(0 <= at <= len(cut.text) for at, _ in cut.notes)
    assert [(box.start, box.end) for box in cut.boxes] == ([(0, end - start)] if end > start else [])
    assert words.without(start, end).text == words.text[:start] + words.text[end:]
    assert words.cut(0, start).joined(words.cut(start), "").text == words.text


def test_a_dropped_hyphen_is_in_no_box() -> None:
    left = Words("inspec-", [], [], [LineBox(0, 7, 1, 0, 0, 70, 10)])
    whole = left.joined(Words("tion", [(4, "3")], [(0, 2)], [LineBox(0, 4, 2, 0, 0, 40, 10)]), "", drop=1)
    assert whole.text == "inspection" and whole.notes == [(10, "3")] and whole.breaks == [(6, 2)]
    assert [(box.start, box.end, box.page) for box in whole.boxes] == [(0, 6, 1), (6, 10, 2)]


# What a dataset keeps of them.


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("boxes") / "out"
    text = ROOT / "corpus" / "samples" / SAMPLES[0].with_suffix(".txt").name
    extractor.run([SAMPLES[0], SAMPLES[1], text], out)
    return out


def test_a_dataset_says_where_every_line_stands(written: Path) -> None:
    data = extractor.open_dataset(written)
    for report_id, format_ in zip(data.reports["report_id"], data.reports["format"], strict=True):
        path = written / "text" / f"{report_id}.lines.csv"
        assert path.is_file() == (format_ == "pdf")
        rows = list(csv.reader(path.read_text("utf-8").splitlines())) if path.is_file() else []
        assert not rows or rows[0] == "start end page x0 top x1 bottom".split()
        assert len(rows[1:]) == len(data.lines(report_id))
        starts = [int(row[0]) for row in rows[1:]]
        assert starts == sorted(starts)


def test_boxes_of_a_row_are_those_of_memory_and_of_the_database(written: Path) -> None:
    data, memory = extractor.open_dataset(written), extractor.extract(SAMPLES[0])
    (report_id,) = memory.reports["report_id"]
    with closing(sqlite3.connect(written / "findings.sqlite")) as db:
        for row in memory.rows("recommendations"):
            boxes = memory.boxes(row)
            assert boxes == data.boxes(row) == data.boxes(row._asdict()) and boxes
            found = db.execute(
                'SELECT page, top, bottom FROM boxes WHERE (report_id, "table", item) = (?, ?, ?) ORDER BY page, top',
                (report_id, "recommendations", row.item),
            ).fetchall()
            assert found == sorted((box.page, box.top, box.bottom) for box in boxes)
    series = data.recommendations.iloc[0]
    assert data.boxes(series) == data.boxes(next(data.recommendations.itertuples()))


def test_a_line_that_is_quoted_in_part_is_cut_to_it() -> None:
    box = LineBox(10, 30, 1, 100.0, 50.0, 300.0, 62.0)
    words = "iiiiiiiiiimmmmmmmmmm"
    left, right = box.part(0, 20, words), box.part(20, 99, words)
    assert (left.start, left.end, right.start, right.end) == (10, 20, 20, 30)
    assert left.x0 == 100 and right.x1 == 300 and left.x1 == right.x0 < 180
    assert (left.top, left.bottom) == (50, 62) and box.part(0, 99, words) == box


def test_rows_without_evidence_and_unknown_reports_are_told(written: Path) -> None:
    data = extractor.open_dataset(written)
    with pytest.raises(InputError, match="no evidence"):
        data.boxes({"report_id": "x"})
    with pytest.raises(InputError, match="no report"):
        data.boxes({"report_id": "nowhere-2020", "start": 0, "end": 5})


def test_the_data_package_lists_the_lines_and_its_hashes_stay_true(written: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy"
    extractor.run([SAMPLES[0]], out)
    lines = {path.name: path.read_bytes() for path in (out / "text").glob("*.lines.csv")}
    assert len(lines) == 1
    update_tables(out, {"links": ()})
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    listed = {resource["path"]: resource for resource in package["resources"]}
    for name, data in lines.items():
        assert (out / "text" / name).read_bytes() == data
        assert [field["name"] for field in listed[f"text/{name}"]["schema"]["fields"]][:3] == ["start", "end", "page"]
    for path, resource in listed.items():
        assert resource["hash"] == "sha256:" + sha256((out / path).read_bytes()).hexdigest()
    log = json.loads((out / "run.json").read_text("utf-8"))
    assert all(sha256((out / name).read_bytes()).hexdigest() == told for name, told in log["files"].items())
    with closing(sqlite3.connect(out / "findings.sqlite")) as db:
        assert (
            db.execute("SELECT COUNT(*) FROM lines").fetchone()[0] == len(next(iter(lines.values())).splitlines()) - 1
        )


def test_lines_come_out_of_the_cache_as_they_went_in(tmp_path: Path) -> None:
    for out in ("one", "two"):
        extractor.run([SAMPLES[0]], tmp_path / out, cache=tmp_path / "cache")
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / out / "text").iterdir()} for out in ("one", "two")
    )
    assert one == two and len(one) == 2


def test_words_that_run_up_the_page_have_their_box(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        drawn(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -40, "Boats by harbour")

    report, document = read(tmp_path, made(draw))
    (line,) = [line for line in report.lines if report.text[line.start : line.end] == "Boats by harbour"]
    assert (line.x0, line.x1) == pytest.approx((30, 43), abs=4) and line.bottom == pytest.approx(841.9 - 300, abs=3)
    assert letters(Seen(document).within(line, 0.3)) == "Boatsbyharbour"
