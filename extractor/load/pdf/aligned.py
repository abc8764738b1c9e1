"""Tables without rules: neighbouring lines whose parts stand below one another become the rows of a table.

In go lines from top to bottom, out come runs of them that are tables. Only what is clearly set in columns is taken:
every line has the same number of parts, and every part begins, ends or is centred where the one above is.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Kind
from extractor.load.drafts import Draft, DraftCell, DraftRow
from extractor.load.pdf.glyphs import Run
from extractor.load.pdf.layout import opens_item
from extractor.load.pdf.lines import Line

_LEAST = 3  # rows
_SAME = 4.0  # points
_SHORT = 90  # letters: longer parts are prose beside prose

Part = list[Run]


def aligned_tables(lines: Sequence[Line], page: int) -> list[tuple[int, int, Draft]]:
    """Tables as (first line, line behind the last, table)."""
    rows = [_parts(line) for line in lines]
    found: list[tuple[int, int, Draft]] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _below(lines, rows, end):
            end += 1
        if rows[start] and end - start >= _LEAST:
            cells = [[lines[n].spell(part) for part in rows[n]] for n in range(start, end)]
            draft_rows = [DraftRow([DraftCell(w.text, "", w.notes) for w in row], page) for row in cells]
            found.append((start, end, Draft(Kind.TABLE, page=page, rows=draft_rows)))
        start = end
    return found


def _parts(line: Line) -> list[Part]:
    """The parts of a line if it can be a row, else none."""
    parts = line.parts(2.0)
    if len(parts) < 2 or opens_item(line) or any(len(line.spell(part).text) > _SHORT for part in parts):
        return []
    return parts


def _below(lines: Sequence[Line], rows: Sequence[list[Part]], number: int) -> bool:
    """Whether a line is a row below the one above."""
    above, row = rows[number - 1], rows[number]
    if not row or len(above) != len(row):
        return False
    near = lines[number].baseline - lines[number - 1].baseline <= 3 * lines[number].size
    return near and all(_in_column(one, two) for one, two in zip(above, row, strict=True))


def _in_column(one: Part, two: Part) -> bool:
    (a0, a1), (b0, b1) = _ends(one), _ends(two)
    return min(abs(a0 - b0), abs(a1 - b1), abs((a0 + a1) - (b0 + b1)) / 2) <= _SAME


def _ends(part: Part) -> tuple[float, float]:
    return part[0].x0, max(run.x1 for run in part)
