"""The engines: a flow and a style become a PDF, or it is said why this machine cannot make one."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.engines import docx, html, platypus, typst
from tests.engines.flow import Document, document
from tests.engines.style import Style
from tests.generator import CLEAN, Generated, make_report

LIBRARIES = ("reportlab", "typst", "weasyprint")  # come with `pip install -e .[dev]`
PROGRAMS = ("chromium", "libreoffice")  # come with the system, if at all
ENGINES = (*LIBRARIES, *PROGRAMS)
REWRITERS = {
    "ghostscript": ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile={new}", "{old}"],
    "cairo": ["pdftocairo", "-pdf", "{old}", "{new}"],
}
_SECONDS = 180


def report(framework: str, seed: int) -> Generated:
    """A fictional report as engines set it: without what only conversions do to a text."""
    return make_report(framework, seed, **(CLEAN | {"curly": "curly"}))


@cache
def missing(engine: str) -> str:
    """Why the engine cannot be used here; empty if it can."""
    if engine == "weasyprint":
        try:
            import weasyprint  # noqa: F401
        except (ImportError, OSError) as error:  # OSError: a library of the system that it needs is not there
            return f"WeasyPrint cannot be loaded: {str(error).splitlines()[0]}"
    if engine == "typst":
        try:
            import typst as _  # noqa: F401
        except ImportError as error:
            return f"Typst cannot be loaded: {error}"
    if engine in PROGRAMS and not _program(engine):
        return f"{engine} is not installed"
    return ""


def press(engine: str, made: Generated | Document, style: Style) -> bytes:
    """A fictional report, or any other document, as a PDF of that engine; reportlab sets fictional reports alone.

    Raises:
        RuntimeError: the engine is not there, or did not make one.
    """
    if reason := missing(engine):
        raise RuntimeError(reason)
    if engine == "reportlab":
        if isinstance(made, Document):
            raise RuntimeError("reportlab sets reports of the generator, not other documents")
        data = platypus.render(made, style)
    else:
        flow = made if isinstance(made, Document) else document(made.plan, style)
        data = _PRESSES[engine](flow, style)
    return turned(data) if style.turned else data


def _typst(flow: Document, style: Style) -> bytes:
    import typst as compiler

    source = typst.markup(flow, style)
    return bytes(compiler.compile(source.encode(), font_paths=[html.FACES], pdf_standards=[]))


def _weasyprint(flow: Document, style: Style) -> bytes:
    import weasyprint

    page = html.markup(flow, style, "weasyprint")
    return bytes(weasyprint.HTML(string=page).write_pdf())


def _chromium(flow: Document, style: Style) -> bytes:
    page = html.markup(flow, style, "chromium")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "page.html").write_text(page, encoding="utf-8")
        page_of, made_of = (folder / "page.html").as_uri(), folder / "page.pdf"
        command = [_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                   f"--user-data-dir={folder / 'user'}", f"--print-to-pdf={made_of}", page_of]  # fmt: skip
        return _run(command, folder / "page.pdf")


def _libreoffice(flow: Document, style: Style) -> bytes:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "page.docx").write_bytes(docx.render(flow, style))
        command = [_program("libreoffice"), f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
                   "--convert-to", "pdf", "--outdir", str(folder), str(folder / "page.docx")]  # fmt: skip
        return _run(command, folder / "page.pdf")


_PRESSES: dict[str, Callable[[Document, Style], bytes]] = {
    "typst": _typst,
    "weasyprint": _weasyprint,
    "chromium": _chromium,
    "libreoffice": _libreoffice,
}


def anew(program: str, data: bytes) -> bytes:
    """The same document, written anew by one of `REWRITERS`, as files are that were made smaller or printed again.

    Raises:
        RuntimeError: the program is not there, or did not write one.
    """
    words = REWRITERS[program]
    if not shutil.which(words[0]):
        raise RuntimeError(f"{words[0]} is not installed")
    with tempfile.TemporaryDirectory() as temporary:
        old, new = Path(temporary) / "old.pdf", Path(temporary) / "new.pdf"
        old.write_bytes(data)
        return _run([word.format(old=old, new=new) for word in words], new)


def _program(engine: str) -> str:
    names = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "libreoffice": ("soffice", "libreoffice")}
    return next((found for name in names[engine] if (found := shutil.which(name))), "")


def _run(command: list[str], made: Path) -> bytes:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if not made.is_file():
        raise RuntimeError(f"{Path(command[0]).name} made no PDF: {(done.stderr or done.stdout).strip()[-300:]}")
    return made.read_bytes()


def turned(data: bytes) -> bytes:
    """The same document, its wide pages drawn on upright sheets that a viewer turns."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)
            if x1 - x0 <= y1 - y0 or page.get("/Rotate", 0):
                continue
            width, height = x1 - x0, y1 - y0
            # A point (x, y) of the wide page stands at (height - y, x) of the upright one, which is shown turned by 90.
            matrix = f"q 0 1 -1 0 {height:.2f} 0 cm 1 0 0 1 {-x0:.2f} {-y0:.2f} cm\n"
            page.contents_add(pdf.make_stream(matrix.encode()), prepend=True)
            page.contents_add(pdf.make_stream(b"\nQ"))
            page.mediabox = pikepdf.Array([0, 0, height, width])
            for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if name in page:
                    del page[name]
            page.Rotate = 90
            _turn_links(page, height, x0, y0)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _turn_links(page: Any, height: float, left: float, bottom: float) -> None:
    for note in page.get("/Annots", []):
        a, b, c, d = (float(edge) for edge in note.Rect)
        note.Rect = type(note.Rect)([height - (d - bottom), a - left, height - (b - bottom), c - left])
