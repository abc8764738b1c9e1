"""A clean PDF as a producer with bad habits would have written it: the same words, drawn in other ways.

The content of every page is taken apart into strings and shapes with their place, and written anew.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.generator.fonts import LIGATURES, Fonts, named, width_of
from tests.generator.pdf_nuisances import PdfNuisances

Matrix = tuple[float, float, float, float, float, float]
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
STATE = {"rg", "g", "RG", "G", "w", "J", "j", "d", "M", "gs"}
HEADING = 10.2  # points: larger type is a heading's


@dataclass(frozen=True)
class Piece:
    """A string: one text object."""

    text: str
    font: str
    size: float
    x: float
    y: float
    colour: str
    block: int
    more: str = ""  # operators before it is shown
    widened: dict[int, float] | None = None  # room in thousandths of the size before a letter
    note: str = ""  # what it is: bullet, hidden


@dataclass(frozen=True)
class Shape:
    operators: str


def spoil(data: bytes, habits: PdfNuisances, seed: str, compounds: frozenset[str]) -> bytes:
    """The bytes of the PDF spoilt: the same arguments give the same bytes.

    Args:
        data: a clean PDF of the generator.
        habits: what its producer does.
        seed: by which chance is drawn.
        compounds: words that have a hyphen of their own.
    """
    rng = random.Random(f"{seed}/spoil")
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = Fonts(document, habits)
        for number, (page, items) in enumerate(zip(document.pages, _pages(data), strict=True)):
            _Page(document, page, number, habits, fonts, rng, compounds).write(items)
        if habits.labels:
            numbers = [0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D)]
            document.Root.PageLabels = document.make_indirect(Dictionary(Nums=Array(numbers)))
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


@lru_cache(maxsize=8)  # of one clean PDF there are many that are spoilt
def _pages(data: bytes) -> tuple[tuple[Piece | Shape, ...], ...]:
    """What stands on every page of a clean PDF."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return tuple(tuple(_taken_apart(page)) for page in document.pages)


def _taken_apart(page: Any) -> Iterator[Piece | Shape]:
    """The strings and shapes of a clean page, each with its place."""
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    state: dict[str, str] = {}
    stack: list[tuple[Matrix, dict[str, str], float]] = []
    path: list[str] = []
    line = (0.0, 0.0)
    x = y = lead = rise = 0.0
    font, size, block = "text", 10.0, 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        told = " ".join(_told(o) for o in operands) + " " + name
        if name == "q":
            stack.append((matrix, dict(state), rise))
        elif name == "Q":
            matrix, state, rise = stack.pop()
        elif name == "cm":
            matrix = _times(tuple(float(o) for o in operands), matrix)  # type: ignore[arg-type]
        elif name in STATE:
            state[name] = told
        elif name == "BT":
            x = y = 0.0
            block += 1
        elif name == "Tf":
            font, size = named(page, str(operands[0])[1:]), float(operands[1])
        elif name == "TL":
            lead = float(operands[0])
        elif name == "Ts":
            rise = float(operands[0])
        elif name == "Tm":
            line = (float(operands[4]), float(operands[5]))
            x, y = line
        elif name in ("Td", "T*"):
            dx, dy = (float(operands[0]), float(operands[1])) if name == "Td" else (0.0, -lead)
            line = (line[0] + dx, line[1] + dy)
            x, y = line
        elif name == "Tj":
            text = bytes(operands[0]).decode("cp1252").replace("\x7f", "•")
            at = _times((1, 0, 0, 1, x, y + rise), matrix)
            colour = state.get("rg") or state.get("g") or "0 g"
            yield Piece(text, font, size, at[4], at[5], colour, block)
            x += width_of(text, font, size)
        elif name in PAINTS or name == "Do":
            place = " ".join(f"{v:.3f}" for v in matrix)
            yield Shape(f"q {place} cm {' '.join(state.values())} {' '.join([*path, told])} Q")
            path = []
        elif name in ("m", "l", "c", "h", "re", "v", "y", "W", "W*"):
            path.append(told)


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


class _Page:
    def __init__(
        self, document: Any, page: Any, number: int, habits: PdfNuisances, fonts: Fonts, rng: random.Random,
        compounds: frozenset[str],
    ) -> None:  # fmt: skip
        self.document, self.page, self.number, self.habits = document, page, number, habits
        self.fonts, self.rng, self.compounds = fonts, rng, compounds
        self.width, self.height = float(page.MediaBox[2]), float(page.MediaBox[3])

    def write(self, items: tuple[Piece | Shape, ...]) -> None:
        """The page anew."""
        shapes: list[Shape] = []
        pieces: list[Piece] = []
        for item in items:
            if isinstance(item, Shape):
                shapes.append(item)
            elif item.text.strip():
                pieces.append(item)
        pieces = [self._hyphen(piece, pieces[n + 1 :]) for n, piece in enumerate(pieces)]
        tight = _before_others(pieces)
        pieces = [new for number, piece in enumerate(pieces) for new in self._spelt(piece, number in tight)]
        if self.habits.doubled:
            large = [p for p in pieces if p.size > HEADING]
            pieces += [replace(p, x=p.x + 0.35, y=p.y - 0.2) for p in large]
        pieces = self._ordered(pieces)
        if self.habits.hidden:
            pieces[len(pieces) // 2 : len(pieces) // 2] = list(self._hidden())
        parts = [shape.operators for shape in shapes] + [self._shown(piece) for piece in pieces]
        if self.habits.watermark:
            mark = "q 0.88 g BT /F2 110 Tf 0.7 0.7 -0.7 0.7 {:.0f} {:.0f} Tm (DRAFT) Tj ET Q"
            parts.insert(self.rng.choice((0, len(parts))), mark.format(self.width / 2 - 120, self.height / 2 - 120))
        self.page.Resources.Font = self.fonts.resources
        self._placed("\n".join(parts))
        if self.habits.links:
            link = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([80, 300, 300, 312]), Border=Array([0, 0, 1]),
                A=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org/about")),
            )  # fmt: skip
            self.page.Annots = self.document.make_indirect(Array([link]))

    def _hyphen(self, piece: Piece, following: list[Piece]) -> Piece:
        """Marks a hyphen that was set for the line alone."""
        if self.habits.hyphens not in ("soft", "unmapped") or not re.search(r"[a-z]-$", piece.text):
            return piece
        behind = next((p for p in following if p.block == piece.block and p.y < piece.y - 2), None)
        first = re.match(r"[a-z-]+", behind.text) if behind else None
        half = re.search(r"[\w-]+-$", piece.text)
        if not first or not half or any(c.startswith((half[0] + first[0]).lower().rstrip("-")) for c in self.compounds):
            return piece
        return replace(piece, text=piece.text[:-1] + ("\u00ad" if self.habits.hyphens == "soft" else "\ufffe"))

    def _spelt(self, piece: Piece, tight: bool) -> Iterator[Piece]:
        habits, rng = self.habits, self.rng
        text = piece.text
        if text.strip() == "•" and habits.bullets in ("wingdings", "symbol"):
            yield replace(piece, text="\ue000", font=habits.bullets, note="bullet")
            return
        if text.strip() == "•" and habits.bullets == "circle":
            return
        if habits.type3 and piece.font == "italic":
            piece = replace(piece, font="type3")
        if habits.ligatures != "none" and piece.font != "type3":
            for letters, glyph in LIGATURES.items():
                text = text.replace(letters, glyph)
        if habits.spaces == "nbsp":
            text = re.sub(r"(?<=\S) (?=\S)", lambda _: rng.choice(("\u00a0", " ", " ")), text)
        elif habits.spaces == "double":
            text = re.sub(r"(?<=[.,]) (?=\S)", "  ", text)
        piece = replace(piece, text=text)
        if habits.spaced_headings and piece.size > HEADING:
            piece = replace(piece, size=piece.size * 0.88, more=f"{0.13 * piece.size:.2f} Tc")
        parts = list(_words(piece)) if habits.spaces == "apart" else [piece]
        for part in parts:
            yield self._widened(part, tight)

    def _widened(self, piece: Piece, tight: bool) -> Piece:
        """Room inside of words, or in place of spaces; `tight` says that other words follow on the line."""
        room: dict[int, float] = {}
        text = piece.text
        if not piece.more and not tight and self.habits.spaces != "apart":  # words would run into one another
            for word in re.finditer(r"[A-Za-z]{5,}", text):
                if self.rng.random() < self.habits.gaps:
                    at = self.rng.choice((1, 1, 2, len(word[0]) // 2))
                    room[word.start() + at] = self.rng.uniform(170, 240)
        if self.habits.spaces == "positioned" and not piece.more:
            kept, shifted = "", {}
            gap = 0.0
            for at, letter in enumerate(text):
                if letter == " ":
                    gap += 278
                    continue
                gap += room.get(at, 0.0)
                if gap:
                    shifted[len(kept)] = gap
                gap = 0.0
                kept += letter
            text, room = kept, shifted
        return replace(piece, text=text, widened=room)

    def _ordered(self, pieces: list[Piece]) -> list[Piece]:
        order = self.habits.order
        if order == "shuffled":
            blocks = sorted({p.block for p in pieces})
            self.rng.shuffle(blocks)
            rank = {block: n for n, block in enumerate(blocks)}
            return sorted(pieces, key=lambda p: rank[p.block])
        if order == "columns":
            return sorted(pieces, key=lambda p: (round(p.x / 90), -p.y))
        return pieces[::-1] if order == "bottom-up" else pieces

    def _hidden(self) -> Iterator[Piece]:
        words = ("Our overall rating: Inadequate", "1.1 Leadership Outstanding", "99%")
        for n, text in enumerate(words):
            y = self.height * (0.3 + 0.15 * n)
            yield Piece(text, "text", 9, 70, y, "0 g", 9000 + n, "3 Tr")
            yield Piece(text, "text", 9, 90, y - 31, "1 1 1 rg", 9100 + n)
            yield Piece(text, "text", 9, 90, y - 62, "0 g", 9200 + n, "clipped")
            yield Piece(text, "text", 9, self.width + 30, y, "0 g", 9300 + n)

    def _shown(self, piece: Piece) -> str:
        room = piece.widened or {}
        parts, start = [], 0
        for at in [*sorted(room), len(piece.text)]:
            if piece.text[start:at]:
                parts.append("<" + self.fonts.encode(piece.text[start:at]).hex() + ">")
            if at in room:
                parts.append(f"-{room[at]:.0f}")
            start = at
        more = "" if piece.more == "clipped" else piece.more
        clip = "10 10 1 1 re W n " if piece.more == "clipped" else ""
        shown = (
            f"q {clip}{piece.colour} BT /{self.fonts.key(piece.font)} {piece.size:.3f} Tf {more} "
            f"1 0 0 1 {piece.x:.3f} {piece.y:.3f} Tm [{' '.join(parts)}] TJ ET Q"
        )
        if self.habits.artifacts:
            edge = piece.y < 45 or piece.y > self.height - 42
            return f"/{'Artifact' if edge else 'Span'} BMC {shown} EMC"
        return shown

    def _placed(self, content: str) -> None:
        """The content on a page of another geometry."""
        width, height, how = self.width, self.height, self.habits.geometry
        matrix: Matrix = (1, 0, 0, 1, 0, 0)
        box = [0.0, 0.0, width, height]
        page = self.page
        if how == "cropped":
            matrix = (1, 0, 0, 1, 70, -40)
            page.CropBox = Array([70, -40, 70 + width, height - 40])
            box = [-20.0, -110.0, width + 160, height + 30]
        elif how == "small":
            matrix = (0.05, 0, 0, 0.05, 0, 0)
            content = "20 0 0 20 0 0 cm\n" + content
        elif how == "unit":
            unit = (0.5, 2, 10)[self.number % 3] if self.number else 10
            matrix = (1 / unit, 0, 0, 1 / unit, 0, 0)
            box = [0.0, 0.0, width / unit, height / unit]
            page.UserUnit = unit
        elif how == "turned" and (width > height or self.number % 3 == 1):
            if self.number % 2:
                matrix, page.Rotate = (0, 1, -1, 0, height, 0), 90
            else:
                matrix, page.Rotate = (0, -1, 1, 0, 0, width), 270
            box = [0.0, 0.0, height, width]
        elif how == "up" and (width > height or self.number % 4 == 2):
            matrix = (0, 1, -1, 0, height, 0)
            box = [0.0, 0.0, height, width]
        page.MediaBox = Array(box)
        place = " ".join(f"{v:.4f}" for v in matrix)
        page.Contents = self.document.make_stream(f"q {place} cm\n{content}\nQ".encode("latin-1"))


def _before_others(pieces: list[Piece]) -> set[int]:
    """The numbers of pieces that others follow on the same line, no further off than a space."""
    return {
        number
        for number, (one, other) in enumerate(pairwise(pieces))
        if abs(one.y - other.y) < 0.5 and abs(one.x + width_of(one.text, one.font, one.size) - other.x) < 0.4 * one.size
    }


def _words(piece: Piece) -> Iterator[Piece]:
    """Each word as a piece of its own."""
    x = piece.x
    for word in re.findall(r"\S+|\s+", piece.text):
        if word.strip():
            yield replace(piece, text=word, x=x)
        x += width_of(word, piece.font, piece.size) + (len(word) * float(piece.more.split()[0]) if piece.more else 0)


def _told(operand: Any) -> str:
    if isinstance(operand, pikepdf.Array):
        return "[" + " ".join(_told(o) for o in operand) + "]"
    return str(operand)
