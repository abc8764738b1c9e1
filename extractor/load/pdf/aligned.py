"""Tables without rules: neighbouring lines whose parts stand below one another become the rows of a table.

In go lines from top to bottom, out come runs of them that are tables. Only what is clearly set in columns is taken:
several lines have words on both sides of the same gaps, and what stands behind a gap begins, ends or is centred where
the words above do. Cells may have several lines, and need not stand at the same height in their row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.document import Kind
from extractor.load.drafts import Draft
from extractor.load.grid import is_figure
from extractor.load.pdf.glyphs import Run
from extractor.load.pdf.lattice import Frame, Slot
from extractor.load.pdf.layout import opens_item
from extractor.load.pdf.lines import Line
from extractor.load.pdf.rows import crosses, rows_of, separators, slots_of, spans
from extractor.load.pdf.setting import Setting
from extractor.load.pdf.tables import table

_LEAST = 3  # rows; two where most of what they say is figures
_SAME = 4.0  # points
_SHORT = 90  # letters: longer parts are prose beside prose
_NEAR = 2.9  # of the size: rows that stand further apart are not neighbours
_TIGHT = 1.36  # of the size: lines no further apart are of one cell
_PROSE = 9  # words in an average cell behind the first column: more are prose beside prose

Parts = list[list[Run]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table: its first line, the line behind its last, and what it says. `frame` is the grid that its words make."""

    start: int
    end: int
    draft: Draft
    frame: Frame


def aligned_tables(lines: Sequence[Line], setting: Setting, page: int) -> list[Aligned]:
    """Tables among some lines.

    Args:
        lines: lines from top to bottom.
        setting: how the document is set.
        page: page number for the drafts.
    """
    parts = [_parts(line) for line in lines]
    found: list[Aligned] = []
    start = 0
    while start < len(lines):
        if not parts[start]:
            start += 1
            continue
        end, xs = _grown(lines, parts, start)
        made = None
        if xs:
            first = _first(lines, parts, start, xs, found[-1].end if found else 0)
            made = _made(lines, parts, first, _last(lines, parts, end), xs, setting, page)
        if made:
            found.append(made)
        start = made.end if made else start + 1
    return found


def _parts(line: Line) -> Parts:
    """The parts of a line if it can stand in a row of several cells, else none."""
    parts = line.parts(1.2)
    if len(parts) < 2 or opens_item(line) or any(len(line.spell(part).text) > _SHORT for part in parts):
        return []
    return parts


def _grown(lines: Sequence[Line], parts: Sequence[Parts], start: int) -> tuple[int, list[float]]:
    """The line behind the last that can belong to a table that begins at `start`, and where its columns part."""
    end = start + 1
    rows = [spans([lines[start].runs])]
    xs = separators(rows)
    while end < len(lines):
        line = lines[end]
        if line.baseline - lines[end - 1].baseline > _NEAR * line.size or abs(line.size - lines[start].size) > 0.8:
            break
        if parts[end]:
            more = [*rows, spans([line.runs])]
            inner = separators(more)
            if len(inner) < len(xs) and not (len(rows) < 3 and inner):
                break
            rows, xs = more, inner
        elif opens_item(line) or any(crosses([line.runs], x) for x in xs):
            break
        end += 1
    return end, xs


def _last(lines: Sequence[Line], parts: Sequence[Parts], end: int) -> int:
    """Lines behind the last row of several cells belong to it only where they stand as close as lines of a cell."""
    final = max(n for n in range(end) if parts[n])
    last = final + 1
    while last < end and lines[last].baseline - lines[last - 1].baseline <= _TIGHT * lines[last].size:
        last += 1
    return last


def _first(lines: Sequence[Line], parts: Sequence[Parts], start: int, xs: Sequence[float], least: int) -> int:
    """Lines before the first row of several cells belong to it where they stand as close as lines of a cell."""
    first = start
    while first > least:
        above, line = lines[first - 1], lines[first]
        if line.baseline - above.baseline > _TIGHT * line.size:
            return first
        if abs(above.size - line.size) > 0.8 or opens_item(above) or any(crosses([above.runs], x) for x in xs):
            return start
        first -= 1
    return first


def _made(
    lines: Sequence[Line], parts: Sequence[Parts], start: int, end: int, xs: list[float], setting: Setting, page: int
) -> Aligned | None:
    several = [n for n in range(start, end) if parts[n]]
    runs = [run for line in lines[start:end] for run in line.runs]
    left, right = min(run.x0 for run in runs) - 1, max(run.x1 for run in runs) + 1
    edges = [left, *xs, right]
    if len(several) < 2 or not all(_is_column(lines, several, edges, n) for n in range(1, len(edges) - 1)):
        return None
    rows = rows_of(runs, edges)
    if len(rows) < 2:
        return None
    ys = [rows[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in zip(rows, rows[1:], strict=False)), rows[-1][1] + 1]
    slots: list[Slot] = []
    for number in range(len(rows)):
        inside = [run for run in runs if ys[number] <= run.middle[1] < ys[number + 1]]
        slots += slots_of(number, inside, edges)
    frame = Frame(tuple(edges), tuple(ys), tuple(slots), loose=True)
    draft = table(frame, runs, [], setting, page)
    if draft.kind is not Kind.TABLE or not _is_table(draft):
        return None
    return Aligned(start, end, draft, frame)


def _is_column(lines: Sequence[Line], several: Sequence[int], edges: Sequence[float], column: int) -> bool:
    """Whether the words in a column begin, end or are centred below one another."""
    ends = list(_ends(lines, several, edges[column], edges[column + 1]))
    if not ends:
        return False
    best = 0
    for a0, a1 in ends:
        best = max(
            best,
            sum(abs(a0 - b0) <= _SAME for b0, _ in ends),
            sum(abs(a1 - b1) <= _SAME for _, b1 in ends),
            sum(abs(a0 + a1 - b0 - b1) <= 2 * _SAME for b0, b1 in ends),
        )
    return best >= max(2, 0.6 * len(ends))


def _ends(lines: Sequence[Line], several: Sequence[int], x0: float, x1: float) -> Iterator[tuple[float, float]]:
    for number in several:
        inside = [run for run in lines[number].runs if x0 <= run.x0 < x1]
        if inside:
            yield inside[0].x0, max(run.x1 for run in inside)


def _is_table(draft: Draft) -> bool:
    """Whether cells behind the first column say little, and enough rows have one."""
    rows = [row for row in draft.rows if any(cell.text for cell in row.cells[1:])]
    cells = [cell.text for row in rows for cell in row.cells[1:] if cell.text]
    if not cells or sum(len(text.split()) for text in cells) > _PROSE * len(cells):
        return False
    figures = sum(is_figure(text) for text in cells)
    return len(rows) >= _LEAST or (len(rows) == _LEAST - 1 and 2 * figures >= len(cells))


