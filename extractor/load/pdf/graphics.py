"""The graphics that a PDF page draws become a `Drawing`.

In goes an open pypdfium2 page and the `View` in which it reads; its paths and pictures, also those within forms, come
out where the page shows them, cut off by the windows through which they are drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.load.pdf.drawing import Area, Box, Drawing, brightness, frame_sides
from extractor.load.pdf.pdfium_calls import plain
from extractor.load.pdf.view import View
from extractor.load.pictures import ICON_SIZES, MOST_PIXELS_OF_ICON, main_colour

MOST_OBJECTS = 20_000  # a page's graphics beyond these are left out: maps and charts, not tables
_MOST_SEGMENTS = 400  # paths longer than this are drawings
_MOST_CORNERS = 40  # of a window looked at
_DEEPEST = 6  # forms within forms
_SEEN = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
_INK = "#000000"
_DOTS = (1.2, 5.0)  # points
_PALE = 205  # brightness, of 255: white words cannot be read on a ground that is brighter
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_object_on = plain(pdfium.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_object_within = plain(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_kind_of = plain(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


def read_drawing(page: Any, view: View) -> Drawing:
    """The rules, tinted areas and icons of a page."""
    drawing = Drawing()
    width, height = view.size
    for item, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        bounds = _bounds(item, matrix, view)
        if bounds is None or bounds[2] < 0 or bounds[3] < 0 or bounds[0] > width or bounds[1] > height:
            continue
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            drawing.grounds.append(Area(*bounds, ""))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if _is_small(bounds) and (colour := _colour_of_picture(item)):
                drawing.icons.append(Area(*bounds, colour))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            window = window_of(item, matrix, view)
            if window is None:
                _add_path(drawing, item, matrix, view, bounds)
            elif (seen := _common(bounds, window)) is not None:
                _add_path(drawing, item, matrix, view, seen, window)
    drawing.icons = list(dict.fromkeys(drawing.icons))
    drawing.areas = list(dict.fromkeys(drawing.areas))
    return drawing


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Paths and pictures of a page, also those within forms, with the matrix that places them on the page."""
    left = MOST_OBJECTS
    stack: list[tuple[Any, Matrix, int]] = [(page.raw, IDENTITY, 0)]
    while stack:
        holder, matrix, depth = stack.pop()
        count = pdfium.FPDFFormObj_CountObjects(holder) if depth else pdfium.FPDFPage_CountObjects(holder)
        address, ask = ctypes.cast(holder, ctypes.c_void_p).value, _object_within if depth else _object_on
        objects = list(map(ask, repeat(address), range(max(0, count))))
        for found, kind in zip(objects, map(_kind_of, objects), strict=True):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT or (kind not in _SEEN and kind != pdfium.FPDF_PAGEOBJ_FORM):
                continue
            item = ctypes.cast(found, pdfium.FPDF_PAGEOBJECT)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth < _DEEPEST:
                    stack.append((item, _times(_matrix(item), matrix), depth + 1))
            else:
                left -= 1
                if left < 0:
                    return
                yield item, matrix


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, two: Matrix) -> Matrix:
    """The matrix that applies `one`, then `two`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _place(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix, view: View) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return view.rectangle(*_place(matrix, left.value, bottom.value), *_place(matrix, right.value, top.value))


def window_of(item: Any, matrix: Matrix, view: View) -> Box | None:
    """The rectangle through which an object is drawn, if it is drawn through any."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    window: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, count)):
        corners = pdfium.FPDFClipPath_CountPathSegments(clip, number)
        if not 4 <= corners <= _MOST_CORNERS:
            continue
        points = []
        for index in range(corners):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, number, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(view.point(*_place(matrix, x.value, y.value)))
        xs, ys = [px for px, _ in points], [py for _, py in points]
        box = min(xs), min(ys), max(xs), max(ys)
        window = box if window is None else (_common(window, box) or (0.0, 0.0, 0.0, 0.0))
    return window


def _common(one: Box, other: Box) -> Box | None:
    """What two rectangles share."""
    x0, top, x1, bottom = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None


def _add_path(drawing: Drawing, item: Any, matrix: Matrix, view: View, bounds: Box, window: Box | None = None) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    segments = pdfium.FPDFPath_CountSegments(item)
    x0, top, x1, bottom = bounds
    if fill.value and brightness(colour := _colour(item)) < _PALE:
        if _is_dot(bounds):
            drawing.dots.append(Area(*bounds, colour))
        else:
            drawing.grounds.append(Area(*bounds, colour))
    elif stroke.value and not fill.value and segments > 6 and _is_dot(bounds) and _is_curved(item, segments):
        drawing.dots.append(Area(*bounds, _INK))  # a ring, as bullets of parts are
    if (not fill.value and not stroke.value) or segments < 2 or segments > _MOST_SEGMENTS:
        return
    if segments == 2 and stroke.value:
        drawing.add_rule(x0, top, x1, bottom)
        return
    if segments > 6 and _is_small(bounds) and _is_square(bounds):
        if fill.value and _is_curved(item, segments):
            drawing.icons.append(Area(x0, top, x1, bottom, _colour(item)))
        return
    placed = _times(_matrix(item), matrix)
    outlines = []
    for points in _strokes(item, segments):
        corners = [view.point(*_place(placed, x, y)) for x, y in points]
        if window is not None:
            corners = [(min(max(x, window[0]), window[2]), min(max(y, window[1]), window[3])) for x, y in corners]
        outlines.append(corners)
    if fill.value and len(outlines) == 2 and (ring := frame_sides(*outlines)):
        drawing.grounds = [ground for ground in drawing.grounds if ground != Area(*bounds, _colour(item))]
        for side in ring:
            drawing.add_rule(*side)
        return
    for corners in outlines:
        drawing.add_outline(corners, _colour(item) if fill.value else "", bool(stroke.value))


def _colour_of_picture(item: Any) -> str:
    """The colour of a small picture; empty where there is none."""
    bitmap = pdfium.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return ""
    image = pypdfium2.PdfBitmap.from_raw(bitmap)  # frees the bitmap when it goes
    return "" if image.width * image.height > MOST_PIXELS_OF_ICON else main_colour(image.to_pil())


def _colour(item: Any) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return f"#{red.value & 255:02x}{green.value & 255:02x}{blue.value & 255:02x}"


def _is_small(bounds: tuple[float, float, float, float]) -> bool:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return ICON_SIZES[0] <= min(width, height) and max(width, height) <= ICON_SIZES[1] and width < 1.5 * height


def _is_dot(bounds: tuple[float, float, float, float]) -> bool:
    return _is_square(bounds) and _DOTS[0] <= bounds[2] - bounds[0] <= _DOTS[1]


def _is_square(bounds: tuple[float, float, float, float]) -> bool:
    """Whether a rectangle is about as high as it is wide."""
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return 0.75 <= width / max(height, 0.01) <= 1.34


def _is_curved(item: Any, segments: int) -> bool:
    kinds = (pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(item, i)) for i in range(segments))
    curved = sum(kind == pdfium.FPDF_SEGMENT_BEZIERTO for kind in kinds)
    return curved >= segments / 2 or segments >= 16


def _strokes(item: Any, segments: int) -> Iterator[list[tuple[float, float]]]:
    """The parts of a path that are made of straight lines, each as its points."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
