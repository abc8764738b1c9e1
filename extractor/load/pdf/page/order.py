"""What stands on one page becomes drafts in reading order: tables and boxes in their place among the lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf

from extractor.load.draft_blocks import Draft, Frame, Shape
from extractor.load.pdf.drawing import Area, Rule
from extractor.load.pdf.page.columns import Strip, strips
from extractor.load.pdf.page.contents import contents
from extractor.load.pdf.page.list_items import Lists
from extractor.load.pdf.page.paragraphs import lay_out
from extractor.load.pdf.page.regions import Held, Survey
from extractor.load.pdf.page.sides import Block
from extractor.load.pdf.page.typography import Typography, is_spread
from extractor.load.pdf.settings import PdfSettings, TableSettings
from extractor.load.pdf.tables.borderless import aligned_tables
from extractor.load.pdf.tables.cells import legend, tables
from extractor.load.pdf.tables.frame import Frame as Grid
from extractor.load.pdf.tables.frame import Span
from extractor.load.pdf.tables.overleaf import Columns, Foot
from extractor.load.pdf.words.lines import Line, lines_of
from extractor.load.pdf.words.runs import Run

Cut = tuple[int, int, Draft]


@dataclass
class Order:
    """Puts what stands on the pages of a document in reading order, page by page.

    `lists` is the list that the page before left open, and `foot` what it ended with.
    """

    typography: Typography
    settings: PdfSettings
    lists: Lists = field(default_factory=Lists)
    foot: Foot = field(default_factory=Foot)

    def blocks(self, page: Survey, lines: Sequence[Line], right: float, cut: int) -> Iterator[Draft]:
        """Blocks of the next page in reading order, with what is known of how they stand.

        `lines` are without furniture and footnotes; those of the body reach `right` points from the left. The last
        `cut` of them are of a table that goes on on the next page.
        """
        rest = {id(line) for line in lines[len(lines) - cut :]}
        blocks: list[Block] = sorted(
            [*lines, *page.tables, *page.boxes],
            key=lambda b: b.baseline - 0.3 * b.size if isinstance(b, Line) else b.frame.top,
        )
        parts = list(strips(blocks, right, self.settings.page))
        last: Draft | None = None
        for number, strip in enumerate(parts):
            if len(parts) > 1 or self.lists.in_column:
                self.lists.move(strip.blocks, shifts=number > 0 or self.lists.in_column)
                self.lists.in_column = strip.goes_on
            left = min(block.x0 if isinstance(block, Line) else block.frame.xs[0] for block in strip.blocks)
            for place, draft in enumerate(self._strip(page, strip, rest)):
                if draft.place is not None:
                    opens = strip.goes_on and place == 0
                    draft.place = replace(draft.place, column=number, left=left, in_next_column=opens)
                last = draft
                yield draft
        if last is not None:
            last.ruled = _rules_around(last, page.content.drawing.across, self.settings.tables)

    def _strip(self, page: Survey, strip: Strip, cut: Collection[int]) -> Iterator[Draft]:
        """Blocks of a strip: runs of lines, and tables and boxes in their place between them."""
        number = page.content.number
        boxes = {id(box) for box in page.boxes}
        for is_line, group in groupby(strip.blocks, key=lambda block: isinstance(block, Line)):
            if is_line:
                lines = [block for block in group if isinstance(block, Line)]
                yield from self._run_of_lines(lines, page.icons, strip.right, number, cut)
                continue
            for held in group:
                assert isinstance(held, Held)
                above = self.foot.taken(number)
                if id(held) in boxes:
                    yield from self._box(held, number)
                else:
                    if above is not None:
                        held = replace(held, frame=above.with_labels(held.frame, held.runs))
                    grid = held.frame
                    draft, *inner = tables(grid, held.runs, held.icons, self.typography, number)
                    edges = (grid.xs[0], grid.xs[-1]) if grid.loose else grid.xs
                    draft.shape = _shape(edges, grid, held.runs)
                    self.foot.columns = Columns.of(grid, held.runs, draft.shape, number)
                    yield draft
                    yield from inner

    def _box(self, held: Held, page: int) -> Iterator[Draft]:
        inside = lines_of(held.runs)
        edge = held.frame.xs[-1] - max(2.0, min(line.x0 for line in inside) - held.frame.xs[0])
        frame = Frame(held.frame.xs[0], held.frame.xs[-1], held.colour)
        for draft in lay_out(inside, edge, self.typography, page, Lists()):
            draft.frame = frame
            yield draft

    def _run_of_lines(
        self, lines: Sequence[Line], icons: Sequence[Area], right: float, page: int, cut: Collection[int]
    ) -> Iterator[Draft]:
        """Lines without a ruled table or box; legends, contents entries and aligned columns become tables."""
        typography, settings, foot = self.typography, self.settings.tables, self.foot
        iconed = aligned_tables(lines, icons, typography, page, settings) if icons else []
        iconed = [a for a in iconed if any(a.frame.holds(*icon.middle) for icon in icons)]
        cuts = [*_legends(lines, icons, typography, page), *contents(lines, typography, page)]
        cuts = [cut for cut in cuts if not any(cut[0] < a.end and a.start < cut[1] for a in iconed)]
        for item in _cut(lines, [*cuts, *((a.start, a.end, a.draft) for a in iconed)]):
            if isinstance(item, Draft):
                foot.columns = None
                yield item
                continue
            tables = aligned_tables(item, [], typography, page, settings, cut, foot.taken(page))
            beyond = {id(a.draft): [line for line in item[a.start : a.end] if line.x1 > a.frame.xs[1]] for a in tables}
            aligned = {id(a.draft): a for a in tables if not any(map(is_spread, beyond[id(a.draft)]))}  # justified
            for part in _cut(item, [(a.start, a.end, a.draft) for a in aligned.values()]):
                if isinstance(part, Draft):
                    found = aligned[id(part)]
                    rows = item[found.start : found.end]
                    runs = [run for line in rows for run in line.runs]
                    part.shape = _shape((rows[0].x0,), found.frame, runs)
                    if found.above is not None:
                        part.shape = replace(part.shape, edges=found.above.shape.edges)
                    foot.columns = Columns.of(found.frame, runs, part.shape, page)
                    yield part
                else:
                    foot.columns = None
                    yield from lay_out(part, right, typography, page, self.lists)


def _rules_around(draft: Draft, rules: Sequence[Rule], settings: TableSettings) -> Span | None:
    """Where two rules begin and end that stand right above and below the words of a block, and reach beyond them."""
    boxes = draft.words.boxes
    if not boxes:
        return None
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    room = settings.roomy * (boxes[0].bottom - boxes[0].top)
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    wide = [rule for rule in rules if rule.start <= x0 and x1 <= rule.end]
    above = max((r for r in wide if top - room <= r.at <= top + 1), key=lambda r: r.at, default=None)
    below = min((r for r in wide if bottom - 1 <= r.at <= bottom + room), key=lambda r: r.at, default=None)
    if above is None or below is None:
        return None
    alike = max(abs(above.start - below.start), abs(above.end - below.end)) <= settings.same_end
    return (below.start, below.end) if alike else None


def _shape(edges: tuple[float, ...], frame: Grid, runs: Sequence[Run]) -> Shape:
    """The shape of a table of some runs. Where no rule stands before its second column, that begins with its words."""
    starts: dict[int, float] = {}
    second = inf
    first = []
    for run in runs:
        row, column = frame.cell(*run.middle)
        if column:
            second = min(second, run.x0)
        if not row:
            starts[column] = min(run.x0, starts.get(column, run.x0))
            first.append(run)
    bold = bool(first) and all(run.bold for run in first)
    begins = tuple(x for _, x in sorted(starts.items()))
    second = max(second, frame.xs[1]) if frame.loose and second < inf else frame.xs[1]
    return Shape(edges, bold, min(begins, default=0.0), second, frame.xs, begins)


def _cut(lines: Sequence[Line], cuts: Sequence[Cut]) -> Iterator[Draft | Sequence[Line]]:
    """Lines in order, some of them replaced by tables."""
    done = 0
    for start, end, draft in sorted(cuts, key=lambda cut: cut[0]):
        if start < done:
            continue
        if start > done:
            yield lines[done:start]
        yield draft
        done = end
    if done < len(lines):
        yield lines[done:]


def _legends(lines: Sequence[Line], icons: Sequence[Area], typography: Typography, page: int) -> Iterator[Cut]:
    """Runs of lines that have icons beside their words."""
    beside = [[icon for icon in icons if line.top - 2 <= icon.middle[1] <= line.bottom + 2] for line in lines]
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and beside[end]:
            end += 1
        if end > start:
            rows = list(zip(lines[start:end], beside[start:end], strict=True))
            yield start, end, legend(rows, typography.vocabulary, page)
        start = end + 1
