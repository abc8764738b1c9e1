"""The fonts of a spoilt PDF: ligatures, private bullets and a Type 3 font among them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.generator.pdf_nuisances import PdfNuisances

LIGATURES = {"ffi": "\ufb03", "fi": "\ufb01", "fl": "\ufb02"}
BASES = {"text": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique", "both": "Helvetica-BoldOblique"}
KEYS = {"text": "F1", "bold": "F2", "italic": "F3", "both": "F4", "type3": "F5", "wingdings": "F6", "symbol": "F7"}
CODES = {"\ufb01": 1, "\ufb02": 2, "\ufb03": 3, "\ufffe": 4, "\ue000": 0xB7}


def width_of(text: str, font: str, size: float) -> float:
    """Width of a text in points."""
    for letters, glyph in LIGATURES.items():
        text = text.replace(glyph, letters)
    return float(stringWidth(text.replace("\u00ad", "-").replace("\ufffe", "-"), BASES.get(font, "Helvetica"), size))


def named(page: Any, key: str) -> str:
    """What a font of a clean page is for."""
    base = str(page.Resources.Font["/" + key].BaseFont)[1:]
    return next(name for name, known in BASES.items() if known == base)


@cache
def _byte(letter: str) -> bytes:
    return bytes([CODES[letter]]) if letter in CODES else letter.encode("cp1252")


@cache
def _width(code: int, base: str) -> int:
    letters = {1: "fi", 2: "fl", 3: "ffi", 4: "-", 0xAD: "-"}.get(code) or bytes([code]).decode("cp1252", "ignore")
    return round(stringWidth(letters, base, 1000))


class Fonts:
    """Fonts of a document by what they are for: text, bold, italic, both, type3, wingdings, symbol."""

    def __init__(self, document: Any, habits: PdfNuisances) -> None:
        self.document = document
        made = {KEYS[name]: self._text_font(base, habits) for name, base in BASES.items()}
        made["F5"] = self._type3()
        made["F6"] = Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Wingdings-Regular"), FirstChar=0xB7,
            LastChar=0xB7, Widths=Array([458]), ToUnicode=self._mapped({0xB7: "\uf0b7"}),
            Encoding=Name.WinAnsiEncoding,
        )  # fmt: skip
        made["F7"] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Symbol)
        self.resources = document.make_indirect(Dictionary(**made))

    @staticmethod
    def key(font: str) -> str:
        return KEYS[font]

    @staticmethod
    def encode(text: str) -> bytes:
        return b"".join(map(_byte, text))

    def _text_font(self, base: str, habits: PdfNuisances) -> Any:
        named = [1, Name.fi, Name.fl, Name.ffi, Name.hyphen]
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + base), FirstChar=0, LastChar=255,
            Encoding=Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array(named)),
            Widths=Array([_width(code, base) for code in range(256)]),
        )  # fmt: skip
        if habits.ligatures == "mapped" or habits.hyphens == "unmapped":
            table = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
            font.ToUnicode = self._mapped({**table, **{code: letter for letter, code in CODES.items() if code < 32}})
        return self.document.make_indirect(font)

    def _type3(self) -> Any:
        glyphs, widths = Dictionary(), []
        names: list[Any] = [32]
        for code in range(32, 256):
            letter = bytes([code]).decode("cp1252", "ignore") or " "
            width = round(stringWidth(letter, "Helvetica-Oblique", 1000))
            name = f"/a{code}"
            stream = f"{width} 0 d0 BT /H 1000 Tf <{code:02x}> Tj ET"
            glyphs[name] = self.document.make_stream(stream.encode())
            widths.append(width)
            names.append(Name(name))
        helvetica = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Oblique"), Encoding=Name.WinAnsiEncoding
        )
        mapped = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
        return self.document.make_indirect(Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, -250, 1000, 1000]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=glyphs, FirstChar=32, LastChar=255,
            Widths=Array(widths), Encoding=Dictionary(Type=Name.Encoding, Differences=Array(names)),
            Resources=Dictionary(Font=Dictionary(H=helvetica)), ToUnicode=self._mapped(mapped),
        ))  # fmt: skip

    def _mapped(self, table: dict[int, str]) -> Any:
        """A ToUnicode map."""
        rows = [f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in table.items() if text]
        parts = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def",
                 "1 begincodespacerange <00> <ff> endcodespacerange"]  # fmt: skip
        for start in range(0, len(rows), 100):
            chunk = rows[start : start + 100]
            parts.append(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar")
        parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return self.document.make_stream("\n".join(parts).encode())
