"""Lines are cut at the columns' edges: what a line says in one column, or across several, is a piece."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.settings import TableSettings
from extractor.load.pdf.tables.columns import is_leader, is_value
from extractor.load.pdf.words.lines import MARK_SIZE, is_raised, join_marks
from extractor.load.pdf.words.runs import Run, Typeset


@dataclass(slots=True)
class Piece(Typeset):
    """Words of a line in columns `first` to `last`. `value` says that they are a figure, or a mark in its place."""

    first: int
    last: int
    baseline: float
    size: float
    x0: float
    x1: float
    runs: list[Run]
    text: str = field(init=False)
    value: bool = field(init=False)
    bold: bool = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(run.text for run in self.runs).strip()
        self.value = is_value(self.text)
        self.bold = all(run.bold for run in _unmarked(self.runs) if run.text.strip())

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def is_marked(self) -> bool:
        """Whether a footnote mark stands among its words; it may push its line down."""
        return any(is_raised(run, self.size, self.baseline) for run in self.runs)


def pieces(
    runs: Iterable[Run],
    xs: Sequence[float],
    settings: TableSettings,
    walls: Sequence[Rule] = (),
    others: Iterable[Run] = (),
) -> list[list[Piece]]:
    """Pieces line by line, from top to bottom and from left to right.

    `runs` are all words of a table, or of some of its rows, and `others` those of all its rows, which tell where words
    of a column begin and end; no words run across `walls`.
    """
    lines = lines_in(runs)
    edges = _edges(lines_in(others) or lines, xs)
    walls = sorted(walls, key=lambda wall: wall.at)
    return [list(_cut(line, xs, edges, settings, walls)) for line in lines]


@dataclass(frozen=True)
class Cut:
    """Cuts lines of one table at the edges of its columns, as `pieces` does; the same words are cut once."""

    xs: Sequence[float]
    settings: TableSettings
    walls: Sequence[Rule]
    _known: dict[tuple[int, ...], list[list[Piece]]] = field(default_factory=dict, init=False, repr=False)

    def __call__(self, runs: Sequence[Run]) -> list[list[Piece]]:
        """The pieces of some words."""
        key = tuple(map(id, runs))
        if key not in self._known:
            self._known[key] = pieces(runs, self.xs, self.settings, self.walls)
        return self._known[key]


def lines_in(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs by the line they stand on, raised figures with the words beside them."""
    lines: list[list[Run]] = []
    for run in sorted((run for run in runs if not is_leader(run.text)), key=lambda r: r.baseline):
        if lines and run.baseline - lines[-1][-1].baseline < 0.45 * min(run.size, lines[-1][-1].size):
            lines[-1].append(run)
        else:
            lines.append([run])
    join_marks(lines)
    lines = [line for line in lines if line]
    for line in lines:
        line.sort(key=lambda r: r.x0)
    return lines


def is_bold(runs: Sequence[Run]) -> bool:
    """Whether all words are set in bold."""
    lettered = [run for run in _unmarked(runs) if any(c.isalnum() for c in run.text)]
    return bool(lettered) and all(run.bold for run in lettered)


def _unmarked(runs: Sequence[Run]) -> list[Run]:
    """Runs without footnote marks beside words, which are often set plain behind words in bold."""
    if len(runs) == 1:
        return [*runs]
    largest = max((run.size for run in runs), default=0.0)
    return [run for run in runs if run.size > MARK_SIZE * largest or not run.text.strip().isdecimal()]


def _column(x: float, xs: Sequence[float]) -> int:
    return bisect_right(xs, x, 1, len(xs) - 1) - 1


def _edges(lines: Sequence[Sequence[Run]], xs: Sequence[float]) -> list[tuple[float, float]]:
    """Where words of every column usually begin, and where they usually end."""
    starts: list[Counter[int]] = [Counter() for _ in xs[1:]]
    ends: list[Counter[int]] = [Counter() for _ in xs[1:]]
    for line in lines:
        firsts: dict[int, float] = {}
        lasts: dict[int, float] = {}
        for run in line:
            firsts.setdefault(_column(run.x0 + 1, xs), run.x0)
            lasts[_column(run.x1 - 1, xs)] = run.x1
        for column, x in firsts.items():
            starts[column][round(x)] += 1
        for column, x in lasts.items():
            ends[column][round(x)] += 1
    return [(_usual(s, e), _usual(e, s)) for s, e in zip(starts, ends, strict=True)]


def _usual(places: Counter[int], others: Counter[int]) -> float:
    """The place at which most words of a column begin, or end; -1 where they do so at far more places than on the other
    side, on which they are ranged."""
    place, count = max(places.items(), key=lambda item: item[1], default=(-1, 0))
    return place if 2 * count >= max(others.values(), default=0) else -1


def _cut(
    line: Sequence[Run],
    xs: Sequence[float],
    edges: Sequence[tuple[float, float]],
    settings: TableSettings,
    walls: Sequence[Rule],
) -> Iterator[Piece]:
    """The pieces of a line: a new one begins behind a column's edge, unless words run on across it."""
    held: list[Run] = []
    first = last = 0
    for run in line:
        one, two = _column(run.x0 + 1, xs), _column(run.x1 - 1, xs)
        two = max(one, two)
        if held and (
            one <= last
            or (_runs_on(held, run, edges[last], edges[one], settings) and not _parted(held[-1], run, walls))
        ):
            held.append(run)
            last = max(last, two)
            continue
        if held:
            yield _piece(held, first, last)
        held, first, last = [run], one, two
    if held:
        yield _piece(held, first, last)


def _runs_on(
    held: Sequence[Run], run: Run, edge: tuple[float, float], next_edge: tuple[float, float], settings: TableSettings
) -> bool:
    """Whether words across a column's edge are those of one phrase: a word space apart, and not where columns are."""
    before = held[-1]
    if run.x0 - before.x1 > settings.word_space * run.size or is_value(run.text) or is_value(before.text):
        return False
    return not (_is_at(run.x0, run.x1, next_edge, settings) and _is_at(held[0].x0, before.x1, edge, settings))


def _is_at(x0: float, x1: float, edge: tuple[float, float], settings: TableSettings) -> bool:
    """Whether words begin or end where those of a column do."""
    return min(abs(x0 - edge[0]), abs(x1 - edge[1])) <= settings.same_edge


def _parted(before: Run, run: Run, walls: Sequence[Rule]) -> bool:
    """Whether a rule stands between words."""
    y = run.middle[1]
    first = bisect_left(walls, before.x1 - 1, key=lambda wall: wall.at)
    between = takewhile(lambda wall: wall.at <= run.x0 + 1, islice(walls, first, None))
    return any(wall.start <= y <= wall.end for wall in between)


def _piece(runs: list[Run], first: int, last: int) -> Piece:
    main = max(runs, key=lambda r: (r.size, len(r.text)))
    return Piece(first, last, main.baseline, main.size, runs[0].x0, max(r.x1 for r in runs), runs)
