"""Running headers, footers and page numbers: lines at the edge of a page that other pages have in the same place.

In go the lines of every page, out come those that are furniture. Rules that part them from the words of the page are
told in the same way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.page.page_numbers import ROMAN, page_labels
from extractor.load.pdf.page.typography import pitch_of
from extractor.load.pdf.settings import PageSettings
from extractor.load.pdf.words.lines import Line

_OUTERMOST = 4  # lines that are looked at on either edge

_DIGITS = regex.compile(r"\d+")
_ENDS = regex.compile(r"^\s*(?:page\s+)?\d|\d\s*$", regex.I)
_NUMBER_AT_END = regex.compile(r"^(?:page\s+)?#\W*|\W*(?:\bpage\s+)?#$")


@dataclass(frozen=True)
class Sheet:
    """What furniture is sought in: the lines of a page, top to bottom, and the page's height in points."""

    lines: Sequence[Line]
    height: float

    @cached_property
    def pitch(self) -> float:
        """How far its lines stand apart, as a multiple of their size."""
        return pitch_of(self.lines)


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: int
    line: Line
    distance: float  # from the top of the page, or as a negative number from its bottom


def furniture(sheets: Sequence[Sheet], settings: PageSettings) -> list[set[int]]:
    """For every page, the ids (`id(line)`) of its lines that are furniture."""
    places: dict[str, list[_Place]] = defaultdict(list)
    for number, sheet in enumerate(sheets):
        for line, distance in _edges(sheet, settings):
            places[_pattern(line.text)].append(_Place(number, line, distance))
    needed, body = min(3, max(2, len(sheets))), _body_size(sheets)
    repeated: list[_Place] = []
    for same in places.values():
        where = _Where(same, settings)
        repeated += [
            p for p in same if where.pages(p) >= needed - (p.distance > 0 and _is_small(p, sheets, body, settings))
        ]
    all_of_them, every = (_Where(some, settings) for some in (repeated, [p for same in places.values() for p in same]))
    found: list[set[int]] = [set() for _ in sheets]
    for place in repeated:
        if all_of_them.pages(place) >= settings.share * every.pages(place):
            found[place.sheet].add(id(place.line))
    _spare_heads(sheets, found, settings)
    _add_beside(sheets, found, settings)
    _add_changing(sheets, found, body, settings)
    _add_moved(sheets, found, settings)
    return found


def _body_size(sheets: Sequence[Sheet]) -> float:
    letters: Counter[float] = Counter()
    for line in (line for sheet in sheets for line in sheet.lines):
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _is_small(place: _Place, sheets: Sequence[Sheet], body: float, settings: PageSettings) -> bool:
    """Whether a line at the top of one of three pages, behind a cover without it, is set as running heads are."""
    alone = len(sheets) == 3 and place.sheet > 0 and len(place.line.parts()) == 1
    return alone and place.line.size < body - 0.5 and _is_apart(place.line, sheets[place.sheet], True, settings)


def running_rules(pages: Sequence[tuple[Sequence[Rule], float]], settings: PageSettings) -> list[set[Rule]]:
    """For every page, the horizontal rules at its edge that most pages have in the same place.

    `pages` are the horizontal rules of every page, and its height in points.
    """
    edges = [
        [
            (round((rule.at if rule.at < height / 2 else rule.at - height) / settings.same_place), rule)
            for rule in rules
            if not settings.zone * height <= rule.at <= (1 - settings.zone) * height
        ]
        for rules, height in pages
    ]
    counts = Counter(step for page in edges for step in {place for place, _ in page})
    needed = max(3, settings.share * len(pages))
    return [{rule for at, rule in page if sum(counts[at + n] for n in (-1, 0, 1)) >= needed} for page in edges]


def _spare_heads(sheets: Sequence[Sheet], found: list[set[int]], settings: PageSettings) -> None:
    """Take out the first line of a table's head that is repeated on page after page: the next line of it is close."""
    for sheet, ids in zip(sheets, found, strict=True):
        top = [line for line in sheet.lines if line.baseline < settings.zone * sheet.height]
        room = settings.loose * sheet.pitch
        for line, below in pairwise(top):
            close = below.baseline - line.baseline <= room * line.size and abs(below.size - line.size) < 1
            if id(line) in ids and id(below) not in ids and close and line.style.bold and len(line.parts()) > 1:
                ids.remove(id(line))


def _add_beside(sheets: Sequence[Sheet], found: list[set[int]], settings: PageSettings) -> None:
    """Add outermost lines that stand exactly where most pages have furniture of the same size, whatever they say."""
    for at_top in (True, False):
        places: Counter[tuple[int, float]] = Counter()
        for sheet, ids in zip(sheets, found, strict=True):
            places.update({_exactly(line, sheet, at_top) for line in sheet.lines if id(line) in ids})
        for sheet, ids in zip(sheets, found, strict=True):
            outermost = _outermost(sheet, ids, at_top, settings)
            if outermost and _is_apart(outermost[0], sheet, at_top, settings):
                same = places[_exactly(outermost[0], sheet, at_top)]
                if same >= max(3, settings.share * len(sheets)):
                    ids.add(id(outermost[0]))


def _exactly(line: Line, sheet: Sheet, at_top: bool) -> tuple[int, float]:
    """How far from its edge a line stands, and its size."""
    return round(line.baseline - (0.0 if at_top else sheet.height)), round(line.size, 1)


class _Where:
    """Counts the pages that have one of some lines in about the same place."""

    def __init__(self, places: Iterable[_Place], settings: PageSettings) -> None:
        self.step = settings.same_place
        self.sheets: dict[int, set[int]] = defaultdict(set)
        self.counts: dict[int, int] = {}
        for place in places:
            self.sheets[round(place.distance / self.step)].add(place.sheet)

    def pages(self, place: _Place) -> int:
        step = round(place.distance / self.step)
        if step not in self.counts:
            near = (self.sheets.get(step + side, set()) for side in (-1, 0, 1))
            self.counts[step] = len(set().union(*near))
        return self.counts[step]


def _add_moved(sheets: Sequence[Sheet], found: list[set[int]], settings: PageSettings) -> None:
    """Add outermost lines that say, but for a number, what furniture says elsewhere.

    Pages of another shape have it where no other page does; a head that few pages have says what stands at their foot.
    """
    known: dict[str, list[Line]] = defaultdict(list)
    for sheet, ids in zip(sheets, found, strict=True):
        for line in sheet.lines:
            if id(line) in ids and len(_unnumbered(line)) > 6:
                known[_unnumbered(line)].append(line)
    for sheet, ids in zip(sheets, found, strict=True):
        is_other_shape = not ids
        for at_top in (True, False):
            outermost = _outermost(sheet, ids, at_top, settings)
            if outermost is None:
                continue
            line = outermost[0]
            same = known.get(_unnumbered(line), [])
            alike = any(abs(line.size - o.size) < 0.5 and line.style.bold == o.style.bold for o in same)
            if alike or (same and is_other_shape):
                ids.add(id(line))


def _unnumbered(line: Line) -> str:
    return _NUMBER_AT_END.sub("", _pattern(line.text))


def _add_changing(sheets: Sequence[Sheet], found: list[set[int]], body: float, settings: PageSettings) -> None:
    """Add running lines whose words change: most pages begin or end with one there, apart from their other words.

    At the top they are set smaller than the body, or repeat what is set larger elsewhere, the name of a section; at the
    bottom they hold the number of their page. Pages that have furniture there count: a long section.
    """
    largest: dict[str, float] = {}
    for line in (line for sheet in sheets for line in sheet.lines):
        low = line.text.casefold()
        largest[low] = max(line.size, largest.get(low, 0.0))
    for at_top in (True, True, False, False):  # a second line shows once the first is gone
        outermost = [_outermost(sheet, ids, at_top, settings) for sheet, ids in zip(sheets, found, strict=True)]
        places = [_Place(n, line, distance) for n, one in enumerate(outermost) if one for line, distance in [one]]
        numbers = page_labels([[one[0]] if one else [] for one in outermost])
        running = []
        for place in places:
            line = place.line
            if line.size > body + 0.5 or (at_top and len(line.parts()) > (1 if line.style.bold else 2)):
                continue  # a heading, or the head of a table
            if at_top:
                changing = line.size < body - 0.5 or line.size < largest[line.text.casefold()] - 0.5
            else:
                changing = bool(numbers[place.sheet]) and _ENDS.search(line.text) is not None
            if changing and _is_apart(line, sheets[place.sheet], at_top, settings):
                running.append(place)
        known = [place for place in _furniture(sheets, found) if (place.distance > 0) is at_top]
        where = _Where([*running, *known], settings)
        needed = max(3, settings.share * len(places))
        for place in running:
            if where.pages(place) >= needed:
                found[place.sheet].add(id(place.line))


def _furniture(sheets: Sequence[Sheet], found: list[set[int]]) -> Iterator[_Place]:
    """The lines that are furniture, each of the edge that is nearer."""
    for number, (sheet, ids) in enumerate(zip(sheets, found, strict=True)):
        for line in sheet.lines:
            if id(line) in ids:
                below = line.baseline > sheet.height / 2
                yield _Place(number, line, line.baseline - sheet.height * below)


def _outermost(sheet: Sheet, ids: set[int], at_top: bool, settings: PageSettings) -> tuple[Line, float] | None:
    """The first (last) line of a page that is not furniture yet, and how far from the edge it stands."""
    inward = sheet.lines if at_top else reversed(sheet.lines)
    line = next((line for line in inward if id(line) not in ids), None)
    if line is None:
        return None
    share = line.baseline / sheet.height
    inside = share < settings.zone if at_top else share > 1 - settings.zone
    return (line, line.baseline if at_top else line.baseline - sheet.height) if inside else None


def _is_apart(line: Line, sheet: Sheet, at_top: bool, settings: PageSettings) -> bool:
    """Whether a running line, or two of them, stand further off from the words of the page than lines do."""
    inward = sorted(
        abs(other.baseline - line.baseline) for other in sheet.lines if (other.baseline > line.baseline + 1) is at_top
    )
    room = settings.loose * sheet.pitch * line.size
    return len(inward) < 2 or any(b - a > room for a, b in pairwise([0.0, *inward[:2]]))


def _edges(sheet: Sheet, settings: PageSettings) -> list[tuple[Line, float]]:
    zone = settings.zone * sheet.height
    top = [line for line in sheet.lines if line.baseline < zone][:_OUTERMOST]
    bottom = [line for line in sheet.lines if line.baseline > sheet.height - zone][-_OUTERMOST:]
    return [(line, line.baseline) for line in top] + [(line, line.baseline - sheet.height) for line in bottom]


def _pattern(text: str) -> str:
    if ROMAN.fullmatch(text.strip()):
        return "#"
    return _DIGITS.sub("#", text.casefold())
