"""Scans: pages without a text layer, recognised and then read like any other. Nothing may be fetched while they are."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Report
from extractor.errors import LoadError
from extractor.load import Source
from extractor.load.pdf import load
from extractor.load.pdf.ocr import is_installed
from extractor.pipeline import Extraction, extract_report
from tests.cached_readings import LONG, reading
from tests.generator import make_report

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
SCAN = SHARED / "corpus" / "editions" / "bad" / "scan-3-pages.pdf"
TRUE = SHARED / "corpus" / "editions" / "surrey-pdu-2024.pdf"
NEEDS_ENGINE = pytest.mark.skipif(not is_installed(), reason="the engine that reads scans (extra ocr) is not installed")

LINES = (
    "The service had made good",
    "progress since the last visit.",
    "Managers met every week with",
    "the staff of all four offices.",
    "Seven of the twelve requests",
    "had been carried out.",
)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("something was to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def source(data: bytes, name: str = "scan.pdf") -> Source:
    return Source(name, data, "0" * 64)


def picture(page: pdfium.PdfPage, dots: int, angle: float, noise: float, seed: int = 5) -> Image.Image:
    """A page as a scanner gives it: askew, with grain."""
    drawn = page.render(scale=dots / 72).to_pil().convert("RGB")
    drawn = drawn.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    grain = np.random.default_rng(seed).normal(0, noise, (drawn.height, drawn.width, 1))
    return Image.fromarray(np.clip(np.asarray(drawn) * 0.97 + grain, 0, 255).astype(np.uint8))


def scanned(data: bytes, pages: Sequence[int], dots: int = 170, height: float = 0) -> bytes:
    """Pages of a PDF, or what is so many points from their top, as pictures and nothing else, compressed with loss."""
    document = pdfium.PdfDocument(data)
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in pages:
        page = document[number]
        if height:
            width, whole = page.get_size()
            page.set_cropbox(0, whole - height, width, whole)
        jpeg = io.BytesIO()
        picture(page, dots, angle=0.6, noise=5.0).save(jpeg, "JPEG", quality=80)
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(jpeg), 0, 0, *page.get_size())
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def written(canvas: Canvas, lines: Sequence[str] = LINES) -> None:
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(lines):
        canvas.drawString(70, 760 - 15 * number, line)


SMALL = (265, 265)  # points: there is less to look through, and nothing to enlarge first


def image(turn: int = 0) -> ImageReader:
    """Lines of words as a picture of a small page."""
    plain = pdfium.PdfDocument(pages(small))[0].render(scale=150 / 72).to_pil()
    return ImageReader(plain.convert("RGB").rotate(turn, expand=True))


def pages(*draw: Callable[[Canvas], object]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for each in draw:
        each(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def small(canvas: Canvas) -> None:
    canvas.setPageSize(SMALL)
    canvas.translate(-30, -580)
    written(canvas)


def pasted(turn: int = 0) -> Callable[[Canvas], object]:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize(SMALL)
        canvas.drawImage(image(turn), 0, 0, *SMALL)

    return draw


def words(report: Report) -> str:
    return " ".join(report.text.split())


def alike(one: str, other: str) -> bool:
    """Whether two colours look the same."""
    places = (1, 3, 5)
    return bool(one) and all(abs(int(one[p : p + 2], 16) - int(other[p : p + 2], 16)) < 40 for p in places)


def ratings(extraction: Extraction) -> list[tuple[str, str]]:
    return [(row.item, row.rating) for row in extraction.records["ratings"]]  # type: ignore[attr-defined]


def recommendations(extraction: Extraction) -> list[tuple[str, str, str]]:
    rows = extraction.records["recommendations"]
    return [(row.item, row.addressee, row.text.replace("’", "'")) for row in rows]  # type: ignore[attr-defined]


def holding(data: bytes, *phrases: str) -> list[int]:
    """The pages that hold any of the phrases."""
    document = pdfium.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [number for number, text in enumerate(texts) if any(phrase in text for phrase in phrases)]


@NEEDS_ENGINE
@pytest.mark.skipif(SCAN.is_file() and not LONG, reason="a published scan is read instead; both in the long run")
def test_a_scanned_report_gives_the_ratings_and_recommendations_of_its_pages() -> None:
    report = make_report("hmip-pdu-2023", 4)
    first = holding(report.pdf, "Overall rating")[0]
    chosen = list(range(first, first + 2))
    excerpt = pdfium.PdfDocument.new()
    excerpt.import_pages(pdfium.PdfDocument(report.pdf), chosen)
    out = io.BytesIO()
    excerpt.save(out)
    true = extract_report(load(source(out.getvalue())))
    read = extract_report(load(source(scanned(report.pdf, chosen))))
    assert read.framework == "hmip-pdu-2023"
    assert read.report.recognised == {1, 2}
    assert ratings(read) == ratings(true)
    assert len(ratings(read)) == 8
    assert recommendations(read) == recommendations(true)
    assert len(recommendations(read)) > 2


@NEEDS_ENGINE
def test_icons_in_a_scanned_table_keep_their_colours() -> None:
    report = make_report("hmip-summary-2019", 3)
    page = holding(report.pdf, "Composite score")[0]
    excerpt = load(source(report.pdf))
    true = [table for block in excerpt.blocks if (table := block.table) and sum(bool(c.icon) for c in table.cells) > 50]
    read = load(source(scanned(report.pdf, [page], dots=150, height=310)))
    found = [table for block in read.blocks if (table := block.table) and sum(bool(c.icon) for c in table.cells) > 50]
    assert len(found) == len(true) == 1
    assert found[0].width == true[0].width

    pairs = [
        (one.icon, other.icon)
        for row, truth in zip(list(found[0].rows())[-11:], list(true[0].rows())[-11:], strict=True)
        for one, other in zip(row, truth, strict=True)
    ]
    assert sum(bool(truth) for _, truth in pairs) == 121
    assert sum(alike(one, truth) for one, truth in pairs if truth) >= 119
    assert not any(one for one, truth in pairs if not truth)


@NEEDS_ENGINE
def test_of_a_mixed_file_only_the_pictures_are_recognised_and_their_rows_say_so() -> None:
    report = load(source(pages(written, pasted(), lambda canvas: None)))
    assert report.recognised == {2}
    assert report.format == "pdf+ocr"
    assert report.warnings == ()
    assert report.remarks == ("page 2 had no text and was recognised (OCR): check their values against the page",)
    assert words(report).count(" ".join(LINES)) == 2
    second = report.text.rindex("Managers")
    assert report.cite(second, second + 8, "generic/a").rule == "generic/a+ocr"
    assert report.cite(0, 3, "generic/a").rule == "generic/a"
    extraction = extract_report(report)
    assert f"; {report.remarks[0]}" in extraction.message
    assert extraction.records["reports"][0].format == "pdf+ocr"  # type: ignore[attr-defined]


@NEEDS_ENGINE
@pytest.mark.parametrize("turn", [90, 180] if LONG else [90])
def test_a_page_that_lies_on_its_side_or_head_is_turned(turn: int) -> None:
    draw = pasted(turn)
    report = load(source(pages(draw)))
    for line in LINES:
        assert line in words(report)


@NEEDS_ENGINE
def test_a_stamp_on_a_picture_is_no_text_layer() -> None:
    def stamped(canvas: Canvas) -> None:
        pasted()(canvas)
        canvas.drawString(200, 10, "Copy 7")

    assert load(source(pages(stamped))).recognised == {1}


def test_blank_pages_are_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.load.pdf.reader.recognise", lambda *_: pytest.fail("a blank page was recognised"))
    report = load(source(pages(written, lambda canvas: None)))
    assert (report.format, report.warnings, report.page_count) == ("pdf", (), 2)
    with pytest.raises(LoadError, match=r"^scan\.pdf: has no text: every page is blank"):
        load(source(pages(lambda canvas: None)))


def test_without_the_engine_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.load.pdf.reader.is_installed", lambda: False)
    install = 'Install the engine that reads scans: pip install onnxruntime opencv-python-headless "rapidocr<4".'
    with pytest.raises(LoadError) as caught:
        load(source(pages(pasted(), pasted(), pasted())))
    assert str(caught.value) == f"scan.pdf: is a scan: pages 1-3 have no text layer. {install}"
    report = load(source(pages(written, pasted())))
    assert report.warnings == (f"page 2 has no text layer and was not read. {install}",)
    assert report.format == "pdf"
    assert extract_report(report).status == "partial"


def test_a_picture_too_large_to_unpack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.load.pdf.ocr.picture._MOST_EMBEDDED", 1000)
    with pytest.raises(LoadError, match=r"^scan\.pdf: page 1 holds a picture of "):
        load(source(pages(pasted())))


@NEEDS_ENGINE
@pytest.mark.long
@pytest.mark.skipif(not SCAN.is_file(), reason=f"{SCAN} is not there")
def test_the_pages_of_a_scan_give_what_the_text_layer_gives() -> None:
    """Its ratings; in the long run also its recommendations and a page of findings, each of which takes as long."""
    scan = pdfium.PdfDocument(SCAN)
    if not LONG:
        del scan[2], scan[1]
    out = io.BytesIO()
    scan.save(out)
    read = extract_report(load(source(out.getvalue())))
    true = reading(TRUE)
    # The pages have the key questions of one standard or none: what a report must have is missing, and told.
    assert (read.status, read.stage, read.framework) == ("partial", "extract", "hmip-pdu-2023")
    assert f"{3 if LONG else 0} of 12 key questions" in read.message
    assert ratings(read) == ratings(true)
    assert len(ratings(read)) == 8
    if LONG:
        assert recommendations(read) == recommendations(true) and len(recommendations(read)) == 7
    questions = {(row.item, row.percent) for row in true.records["key_questions"]}  # type: ignore[attr-defined]
    asked = {(row.item, row.percent) for row in read.records["key_questions"]}  # type: ignore[attr-defined]
    assert len(asked) == (3 if LONG else 0)
    assert asked <= questions
    for row in read.records["ratings"]:
        assert row.evidence.rule.endswith("+ocr")  # type: ignore[attr-defined]
