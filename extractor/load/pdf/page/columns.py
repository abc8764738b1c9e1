"""Text set in two columns becomes two runs of blocks, the left one first.

In go the lines of a page, each across the whole page, and the tables and boxes among them, from top to bottom; out come
`Strip`s in reading order. Columns are where lines on both sides of a gap are full, as those of prose are, or open the
items of a list; side by side and row by row they would be a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.load import shapes
from extractor.load.pdf.page.list_items import opens_item
from extractor.load.pdf.page.sides import Block, Side, are_text, bottom_of, sides_of, top_of
from extractor.load.pdf.page.typography import pitch_of
from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.lines import Line

_MOST_GUTTERS = 24  # that are tried: more beginnings below one another are those of a chart


@dataclass(frozen=True, slots=True)
class Strip:
    """Blocks to be read one below the other; their lines reach `right` points from the left at most.

    `goes_on` says that they stand in the column beside the strip before.
    """

    blocks: Sequence[Block]
    right: float
    goes_on: bool = False


def strips(blocks: Sequence[Block], right: float, settings: PageSettings) -> Iterator[Strip]:
    """Blocks in reading order.

    `right` is how far lines of the body reach, in points from the left.
    """
    columns = _columns(blocks, settings)
    if columns is None:
        if blocks:
            yield Strip(blocks, right)
        return
    above = blocks[: columns.first]
    if above:
        yield Strip(above, right)
    yield Strip(columns.left.blocks, columns.left.edge + 1)
    yield Strip(columns.right.blocks, columns.right.edge + 1, goes_on=True)
    yield from strips(blocks[columns.end :], right, settings)


def are_in_columns(lines: Sequence[Line], settings: PageSettings | None = None) -> bool:
    """Whether lines are prose in two columns, with items or headings in both of them, and no row of a table."""
    columns = _columns(lines, settings or PageSettings())
    return columns is not None and all(
        any(line.style.bold or opens_item(line) for line in side.lines) for side in (columns.left, columns.right)
    )


@dataclass(slots=True)
class _Columns:
    """Blocks in two columns: the first of them, and the one behind the last."""

    first: int
    end: int
    left: Side
    right: Side


def _columns(blocks: Sequence[Block], settings: PageSettings) -> _Columns | None:
    """The uppermost blocks in columns; of those that begin at one height, the most."""
    best: _Columns | None = None
    for gutter in _gutters([block for block in blocks if isinstance(block, Line)], settings):
        bars = _bars(blocks, gutter, settings)
        first = 0
        while first < len(blocks):
            end = first
            while end < len(blocks) and not bars[end]:
                end += 1
            found = _between(blocks, first, end, gutter, settings)
            if found:
                if best is None or (found.first, -found.end) < (best.first, -best.end):
                    best = found
                break
            first = end + 1
    return best


def _gutters(lines: Sequence[Line], settings: PageSettings) -> list[float]:
    """Where words begin below one another near the middle, from the left."""
    if not lines:
        return []
    low, high = min(line.x0 for line in lines), max(line.x1 for line in lines)
    starts: Counter[int] = Counter()
    for parts in (line.parts(settings.gutter) for line in lines):
        heads = len(parts) == 2 and all(run.bold for part in parts for run in part)
        for (
            part
        ) in parts:  # the only item of a column tells it, and so does what leads one in, or a heading beside another
            tells = heads or part[-1].text.rstrip().endswith(":") or shapes.is_marker(part[0].text.strip())
            starts[round(part[0].x0)] += 2 if tells else 1
    span, size = max(1.0, high - low), max(line.size for line in lines)
    inner = Counter({x: n for x, n in starts.items() if settings.edge <= (x - low) / span <= 1 - settings.edge})
    often = {x for x, _ in inner.most_common(_MOST_GUTTERS) if inner[x - 1] + inner[x] + inner[x + 1] > 1}
    often |= {min(start for start in inner if x - size < start <= x) for x in often}  # "10." begins further left
    return [x - 2.0 for x in sorted(often)]


def _between(blocks: Sequence[Block], first: int, end: int, gutter: float, settings: PageSettings) -> _Columns | None:
    """The columns among blocks that no bar parts, from where both begin to where the longer one ends."""
    if end - first < 2:
        return None
    sides = [sides_of(block, gutter) for block in blocks[first:end]]
    right = [n for n, (_, other) in enumerate(sides) if other]
    if not right or not any(one for one, _ in sides):
        return None
    start = _beginning(sides, right[0], settings)
    stop = _ending(sides, right[-1], start, settings)
    while stop > right[-1] + 1 and first + stop < len(blocks) and _heads(sides[stop - 1][0]):
        below = blocks[first + stop]
        if _leads_over(sides[start:stop]) and not (isinstance(below, Line) and not _heads(below)):
            break
        stop -= 1  # the heading of what stands below
    columns = _Columns(first + start, first + stop, Side(), Side())
    for one, other in sides[start:stop]:
        if one:
            columns.left.add(one)
        if other:
            columns.right.add(other)
    return columns if are_text(columns.left, columns.right, settings) else None


def _beginning(sides: Sequence[tuple[Block | None, Block | None]], right: int, settings: PageSettings) -> int:
    """Where columns begin: at the first block on the right, or with the lines of the left one that follow closely."""
    top = min(top_of(other) for _, other in sides[right : right + 1] if other)
    start = next((n for n, (one, _) in enumerate(sides) if one and bottom_of(one) > top), right)
    start = min(start, right)
    lines = [one for one, _ in sides if isinstance(one, Line)]
    pitch = pitch_of(lines)
    while start:
        below, above = sides[start][0], sides[start - 1][0]
        if not isinstance(below, Line) or not isinstance(above, Line):
            break
        if below.baseline - above.baseline > settings.loose * pitch * below.size:
            break
        start -= 1
    return start


def _ending(sides: Sequence[tuple[Block | None, Block | None]], last: int, start: int, settings: PageSettings) -> int:
    """Where columns end: behind the last block on the right, or with the blocks of the left one that go on."""
    inside = [one for one, _ in sides[start : last + 1] if one]
    if not inside:
        return last + 1
    gaps = [top_of(b) - bottom_of(a) for a, b in pairwise(inside)]
    size = max((one.size for one in inside if isinstance(one, Line)), default=0.0)
    edge = max((one.x1 for one in inside if isinstance(one, Line)), default=0.0)
    above = inside[-1]
    stop = last + 1
    while stop < len(sides):
        below = sides[stop][0]
        if below is None:
            break
        anew = _opens_as(inside[0], below) or _leads_over(sides[start : stop + 1])
        room = max(gaps, default=size) + (1.0 if anew else 0.1) * size
        if top_of(below) - bottom_of(above) > room and not _wraps([one for one, _ in sides[stop:]], edge):
            break
        if isinstance(below, Line) and below.size > settings.larger * size:
            break
        above = below
        stop += 1
    return stop


def _wraps(blocks: Sequence[Block | None], edge: float) -> bool:
    """Whether a line of blocks below a column goes on in the next since it reaches as far as the column does."""
    lines = [block for block in blocks if isinstance(block, Line)]
    pairs = ((a, b) for a, b in pairwise(lines) if b.baseline - a.baseline < 2 * a.size and not opens_item(b))
    return any(a.x1 <= edge + a.size and a.x1 + b.first_word >= edge for a, b in pairs)


def _leads_over(sides: Sequence[tuple[Block | None, Block | None]]) -> bool:
    """Whether the last words on the left lead in the list that begins the right column, as others do one."""
    right = next((other for _, other in sides if other), None)
    leads = [one for one, _ in sides if isinstance(one, Line) and one.style.bold and one.text.endswith(":")]
    if not isinstance(right, Line) or not opens_item(right) or len(leads) < 2:
        return False
    return leads[-1] is sides[-1][0] and abs(leads[0].x0 - leads[-1].x0) < leads[-1].size / 2


def _opens_as(first: Block, below: Block) -> bool:
    """Whether a line opens an item as another does, and where it does."""
    if not isinstance(first, Line) or not isinstance(below, Line) or abs(first.x0 - below.x0) > below.size / 2:
        return False
    return opens_item(first) and opens_item(below)


def _bars(blocks: Sequence[Block], gutter: float, settings: PageSettings) -> list[bool]:
    """For each block, whether columns end above it and begin anew below: it crosses the gutter, or is a heading.

    A heading is set larger, begins where the left column does, and nothing stands beside it or close to it.
    """
    lines = [block for block in blocks if isinstance(block, Line)]
    frames = [block for block in blocks if not isinstance(block, Line)]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    edge = max((line.x1 for line in lines if line.x1 < gutter), default=0.0)
    bars = []
    for number, block in enumerate(blocks):
        bar = _crosses(block, gutter, settings)
        if not bar and isinstance(block, Line) and block.size > settings.larger * body and block.x1 < gutter:
            near = [sides_of(other, gutter) for other in blocks[max(0, number - 3) : number + 4]]
            beside = [other for _, other in near if other] + [frame for frame in frames if frame.frame.xs[0] > gutter]
            bar = not any(top_of(o) < block.bottom and bottom_of(o) > block.top for o in beside)
            bar = bar and (_is_over_both(block, near) or not _wraps(blocks[number + 1 : number + 4], edge))
        bars.append(bar)
    return bars


def _is_over_both(head: Line, near: Sequence[tuple[Block | None, Block | None]]) -> bool:
    """Whether words stand on both sides above a heading and below it, none within the room that it takes."""
    left = [one for one, _ in near if one and one is not head]
    right = [other for _, other in near if other]
    top = max((bottom_of(one) for one in left if top_of(one) < head.top), default=head.top)
    bottom = min((top_of(one) for one in left if top_of(one) > head.top), default=head.bottom)
    above, below = [o for o in right if bottom_of(o) < head.top], [o for o in right if top_of(o) > head.bottom]
    if not above or not below or top == head.top or bottom == head.bottom:
        return False
    return max(map(bottom_of, above)) < top + head.size and min(map(top_of, below)) > bottom - head.size / 2


def _crosses(block: Block, x: float, settings: PageSettings) -> bool:
    """Whether a block reaches across a gutter, or words go on behind it with no more room than a space."""
    if not isinstance(block, Line):
        return block.frame.xs[0] < x < block.frame.xs[-1]
    if any(run.x0 < x - 1 and run.x1 > x + 1 for run in block.runs):
        return True
    before = max((run.x1 for run in block.runs if run.x0 < x), default=None)
    behind = min((run.x0 for run in block.runs if run.x0 >= x), default=None)
    return before is not None and behind is not None and behind - before < settings.gutter * block.size


def _heads(block: Block | None) -> bool:
    return isinstance(block, Line) and block.style.bold
