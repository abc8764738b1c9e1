"""Frames become tables: the words and icons of every cell, merged cells spread over the squares that they cover.

In go a `Frame` and what stands in it, out comes a TABLE draft, or nothing where the frame is a box around prose or the
outline of a chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from itertools import pairwise

import regex

from extractor.document import Kind
from extractor.document.boxes import LineBox
from extractor.load.draft_blocks import Draft, DraftCell, DraftRow
from extractor.load.normalise import BULLETS
from extractor.load.pdf.drawing import Area
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.frame import Frame, Slot
from extractor.load.pdf.tables.spans import over_groups
from extractor.load.pdf.words.hyphens import Vocabulary
from extractor.load.pdf.words.lines import Line, lines_of
from extractor.load.pdf.words.runs import Run
from extractor.load.shapes import ICON, is_marker
from extractor.load.words import Words

_DASHES = regex.compile(r"[-=_—]{4,}")
_GLYPHS = regex.compile(f"[{regex.escape(BULLETS)}](?=\\s)")


_MARK_SIZE = 0.7  # of the size of other words


class Use(Enum):
    """What a frame is for."""

    TABLE = "table"
    BOX = "box"
    NOTHING = "nothing"


def use_of(
    frame: Frame, runs: Sequence[Run], icons: Sequence[Area], page_size: tuple[float, float], settings: TableSettings
) -> Use:
    """What a frame is for, by what stands in it."""
    if not runs and not icons:
        return Use.NOTHING
    wide = frame.xs[-1] - frame.xs[0] > 0.85 * page_size[0]
    if len(frame.slots) == 1 and wide and frame.bottom - frame.top > 0.85 * page_size[1]:
        return Use.NOTHING  # a border around the page
    if len(frame.xs) == 2:
        return Use.TABLE if _is_column(frame, runs) else Use.BOX if runs else Use.NOTHING
    owners = frame.owners()
    places = [run.middle for run in runs] + [icon.middle for icon in icons]
    filled = {owners[frame.cell(*place)] for place in places}
    return Use.TABLE if len(filled) > 1 or _is_label(frame, runs, settings) else Use.NOTHING


def _is_column(frame: Frame, runs: Sequence[Run]) -> bool:
    """Whether rules part a box into several rows with words in each, the first of one line, and none is a list."""
    rows = [[run for run in runs if top < run.middle[1] < bottom] for top, bottom in pairwise(frame.ys)]
    if len(rows) < 3 or not all(any(run.text.strip() for run in row) for row in rows):
        return False
    return len(lines_of(rows[0])) == 1 and not any(is_marker(run.text.strip()) for run in runs)


def _is_label(frame: Frame, runs: Sequence[Run], settings: TableSettings) -> bool:
    """Whether a row holds nothing but a label: its table may go on at the top of the next page."""
    return (
        len(frame.ys) == 2
        and 0 < len(lines_of(runs)) <= settings.heading_lines
        and all(r.x1 < frame.xs[1] for r in runs)
    )


def table(frame: Frame, runs: Sequence[Run], icons: Sequence[Area], typography: Typography, page: int) -> Draft:
    """The table that a frame holds: rows without any words or icons are left out."""
    owners = frame.owners()
    words: dict[Slot, list[Run]] = {}
    shapes: dict[Slot, list[Area]] = {}
    for run in runs:
        if not _DASHES.fullmatch(run.text.strip()):  # a rule made of dashes
            words.setdefault(owners[frame.cell(*run.middle)], []).append(run)
    for icon in icons:
        shapes.setdefault(owners[frame.cell(*icon.middle)], []).append(icon)
    width = len(frame.xs) - 1
    rows = [DraftRow([DraftCell() for _ in range(width)], page) for _ in range(len(frame.ys) - 1)]
    usual = _usual_size(runs, typography)
    for slot in {**words, **shapes}:
        made = _marks(words.get(slot, []), usual) or cell(
            words.get(slot, []), shapes.get(slot, []), typography.vocabulary, page
        )
        made.rows, made.columns = slot.last_row - slot.row + 1, slot.last_column - slot.column + 1
        rows[slot.row].cells[slot.column] = made
    kept = [row for row in rows if any(c.text or c.notes for c in row.cells)]
    over_groups(kept)
    heads = sum(any(c.text or c.notes for c in row.cells) for row in rows[: frame.heads or 0])
    for row in kept[:heads]:
        for found in row.cells:
            found.heads = bool(found.text)
    return Draft(Kind.TABLE, page=page, rows=kept)


def tables(frame: Frame, runs: Sequence[Run], icons: Sequence[Area], typography: Typography, page: int) -> list[Draft]:
    """The table that a frame holds, and behind it those in its cells, each under the label of the row that it is in."""
    inner = [(f, [run for run in runs if f.holds(*run.middle)]) for f in frame.inner]
    apart = {id(run) for _, held in inner for run in held}
    own = [run for run in runs if id(run) not in apart]
    drafts = [table(frame, own, icons, typography, page)]
    for within, held in inner:
        around = frame.around(within)
        beside = [r for r in own if around and frame.cell(*r.middle)[1] == 0 and around.row <= frame.cell(*r.middle)[0]
                  <= around.last_row]  # fmt: skip
        if label := cell(beside, [], typography.vocabulary, page):
            drafts += [Draft(Kind.CAPTION, label.words, page)] * bool(label.text)
        drafts.append(table(within, held, [], typography, page))
    return drafts


def _usual_size(runs: Sequence[Run], typography: Typography) -> float:
    """Size of most words of a table; that of the document's body if it holds numbers alone."""
    letters: Counter[float] = Counter()
    for run in runs:
        if not run.text.strip().isdecimal():
            letters[run.size] += len(run.text)
    return letters.most_common(1)[0][0] if letters else typography.size


def _marks(runs: Sequence[Run], usual: float) -> DraftCell | None:
    """A cell that holds nothing but footnote marks: no words beside them tell that they are raised, only their size."""
    if not runs or any(run.size > _MARK_SIZE * usual or not run.text.strip().isdecimal() for run in runs):
        return None
    return DraftCell(Words("", [(0, run.text.strip()) for run in runs]))


def cell(runs: Iterable[Run], icons: Sequence[Area], vocabulary: Vocabulary, page: int) -> DraftCell:
    """A cell: its lines as one line; an icon without words is `●`."""
    words = vocabulary.unwrap((line.words for line in lines_of(runs)), in_cell=True)
    words.text = _GLYPHS.sub("•", words.text)
    if icons and not words.text:
        words = replace(_icon(icons[0], page), notes=words.notes)
    return DraftCell(words, icons[0].colour if icons else "")


def _icon(icon: Area, page: int) -> Words:
    return Words(ICON, boxes=[LineBox(0, len(ICON), page, icon.x0, icon.top, icon.x1, icon.bottom)])


def legend(lines: Sequence[tuple[Line, Sequence[Area]]], vocabulary: Vocabulary, page: int) -> Draft:
    """Lines of words with icons among them as a table: a cell begins at every icon and behind every wide gap.

    Each line has the icons beside its words.
    """
    rows = [DraftRow(_legend_cells(line, icons, vocabulary, page), page) for line, icons in lines]
    width = max(len(row.cells) for row in rows)
    for row in rows:
        row.cells += [DraftCell() for _ in range(width - len(row.cells))]
    return Draft(Kind.TABLE, page=page, rows=rows, header=0)


def _legend_cells(line: Line, icons: Sequence[Area], vocabulary: Vocabulary, page: int) -> list[DraftCell]:
    groups: list[tuple[list[Run], list[Area]]] = []
    end = float("inf")
    items: list[Run | Area] = [*line.runs, *icons]
    for item in sorted(items, key=lambda i: i.x0):
        if isinstance(item, Area):
            groups.append(([], [item]))
        elif not groups or (item.x0 - end > 1.2 * line.size and groups[-1][0]):
            groups.append(([item], []))
        else:
            groups[-1][0].append(item)
        end = item.x1
    cells = []
    for runs, shapes in groups:
        found = cell(runs, shapes, vocabulary, page)
        if shapes and runs:
            found = DraftCell(_icon(shapes[0], page).joined(found.words), found.icon)
        cells.append(found)
    return cells
