"""`findings debug`: what was seen of a page, drawn on its picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib import pagesizes
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import LoadError
from extractor.load import Source
from extractor.load.pdf.debug import LAYERS, draw_page

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "samples" / "tarnbury-moor-pdu-2021.pdf"
COLOURS = {layer.name: layer.colour for layer in LAYERS}


def made(*pages: Callable[[Canvas], None], size: tuple[float, float] = pagesizes.A4, rotation: int = 0) -> Source:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for draw in pages:
        canvas.setPageRotation(rotation)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return Source("small.pdf", buffer.getvalue(), "0" * 64)


def words(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(100, 700, "The ferry was late on most days of the week.")
    canvas.drawString(100, 640, "Nobody minded.")


def table(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    for row, cells in enumerate((("Port", "Boats"), ("Selby", "12"), ("Goole", "9"))):
        for column, text in enumerate(cells):
            canvas.rect(100 + 150 * column, 600 - 30 * row, 150, 30)
            canvas.drawString(108 + 150 * column, 611 - 30 * row, text)


def places(picture: Image.Image, colour: tuple[int, int, int]) -> np.ndarray:
    """The pixels of a colour, as rows of (down, across), those of the legend left out."""
    pixels = np.asarray(picture)[: round(pagesizes.A4[1] * 2)]
    return np.argwhere((pixels == colour).all(axis=2))


def test_what_is_drawn_stands_where_it_is_printed() -> None:
    picture = draw_page(made(words, table), 1)
    height = pagesizes.A4[1]
    grey = places(picture, COLOURS["words"]) / 2  # two pixels a point
    top, bottom = height - grey[:, 0].min(), height - grey[:, 0].max()
    assert grey[:, 1].min() == pytest.approx(100, abs=1.5)
    assert (top, bottom) == pytest.approx((709, 637), abs=4)  # the outline of the column is drawn over some of it
    assert not len(places(picture, COLOURS["ruling lines"])) and not len(places(picture, COLOURS["cells"]))
    assert len(places(picture, COLOURS["columns"]))


def test_tables_have_rules_grids_and_cells() -> None:
    picture = draw_page(made(words, table), 2)
    red = places(picture, COLOURS["ruling lines"]) / 2
    assert red[:, 1].min() == pytest.approx(100, abs=2) and red[:, 1].max() == pytest.approx(400, abs=2)
    assert len(places(picture, COLOURS["cells"])) and not len(places(picture, COLOURS["boxes"]))


@pytest.mark.parametrize("scale", [0.2, 1.0, 3.0])
def test_pages_of_any_size_are_drawn_in_full(scale: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.scale(scale, scale)
        words(canvas)

    size = (scale * pagesizes.A4[0], scale * pagesizes.A4[1])
    picture = draw_page(made(draw, size=size), 1)
    assert 1_000 < picture.width < 2_700
    pixels = np.asarray(picture)[:-60]
    grey = np.argwhere((pixels == COLOURS["words"]).all(axis=2))
    assert grey[:, 1].min() / picture.width == pytest.approx(100 / pagesizes.A4[0], abs=0.01)


def test_turned_pages_are_drawn_as_they_read() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(pagesizes.A4[1], 0)
        canvas.rotate(90)
        words(canvas)

    plain, picture = draw_page(made(words), 1), draw_page(made(turned, rotation=90), 1)
    assert picture.size == plain.size
    one, two = (places(each, COLOURS["words"]) for each in (plain, picture))
    assert np.abs(one.min(axis=0) - two.min(axis=0)).max() <= 2 and np.abs(one.max(axis=0) - two.max(axis=0)).max() <= 2


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_page_that_there_is_not_is_told(number: int) -> None:
    with pytest.raises(LoadError, match=f"has no page {number}; it has pages 1 to 2"):
        draw_page(made(words, table), number)


def test_a_file_that_is_no_pdf_is_told() -> None:
    with pytest.raises(LoadError, match=r"a\.txt: is no PDF"):
        draw_page(Source("a.txt", b"Words of a report.", "0" * 64), 1)


def test_the_command_writes_a_picture_and_tells_what_is_wrong(tmp_path: Path) -> None:
    run = CliRunner().invoke
    out = tmp_path / "new" / "page.png"
    done = run(app, ["debug", str(SAMPLE), "--page", "4", "--out", str(out)])
    assert done.exit_code == 0 and "page 4" in done.output
    with Image.open(out) as picture:
        assert picture.format == "PNG" and min(picture.size) > 1_000
    for arguments, told in (
        ([str(SAMPLE), "--page", "400", "--out", str(out)], "has no page 400"),
        ([str(SAMPLE), "--page", "1", "--out", str(tmp_path / "page.pdf")], "ends in .png"),
        ([str(SAMPLE.with_suffix(".txt")), "--page", "1", "--out", str(out)], "is no PDF"),
        ([str(tmp_path / "none.pdf"), "--page", "1", "--out", str(out)], "no such file"),
    ):
        failed = run(app, ["debug", *arguments])
        assert failed.exit_code != 0 and told in " ".join(failed.output.split()), failed.output
