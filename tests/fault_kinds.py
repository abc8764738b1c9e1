"""Single faults of a text: what a converter, a page break or a producer does to one place of it.

A fault changes the lines of a text at one place and says whether it could. Of one that takes something out of the
source it is told which lines no longer say what they said. One that leaves what the report could have been printed
with - two rows of equal standing or two whole sentences in another order, a hyphen between two words of the text -
says so: nobody who has the text alone can tell it.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.coverage_damage import is_row

RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
MARKS = ("{raised}", " {raised}", "{raised}{raised}", "[{n}]", " [{n}]", "*", "†", " †", "({n})")
_FIGURE = re.compile(r"\d(?: ?%)?(?=$|[\s|])")
_MARK_OF_ITEM = re.compile(r"\s*(?:[-•▣❑o*]|\d{1,2}[.)]) ")
_WHOLE = re.compile(r"\s*(?:[-•▣❑o*]+ )*[A-Z“‘].*[.!?]\s*")  # a line that is a sentence, or several
_HEADING = re.compile(r"\W*(?:[A-Z] ?)?\d+(?:\.\d+)*\.? +[A-Z][^\t|]{3,60}")


@dataclass
class Place:
    """A line of a text, at which a fault is planted, the words that a page of the report carries at its head, and what
    the rows of gold in each line are part of; `printable` is for the fault to say."""

    lines: list[str]
    at: int
    draw: random.Random
    running: str
    standing: Mapping[int, frozenset[str]] = field(default_factory=dict)
    printable: bool = False

    @property
    def line(self) -> str:
        return self.lines[self.at]

    @line.setter
    def line(self, words: str) -> None:
        self.lines[self.at] = words

    def put(self, *lines: str) -> None:
        """Other lines in the place of this one."""
        self.lines[self.at : self.at + 1] = lines

    @property
    def cells(self) -> list[str]:
        return self.line.split(self.mark)

    @property
    def mark(self) -> str:
        return "\t" if "\t" in self.line else "|"

    def cut(self, shortest: int = 20) -> tuple[str, str] | None:
        """The line in two at a space; None where it is too short or a row of a table."""
        spaces = [m.start() for m in re.finditer(r"(?<=\w) (?=\S)", self.line)]
        if is_row(self.line) or len(self.line) < shortest or not spaces:
            return None
        at = self.draw.choice(spaces)
        return self.line[:at], self.line[at + 1 :]


Fault = Callable[[Place], bool]


def tab_in_a_line(place: Place) -> bool:
    spaces = [m.start() for m in re.finditer(r"(?<=\S) (?=\S)", place.line)]
    if not spaces or "|" in place.line:
        return False
    at = place.draw.choice(spaces)
    place.line = f"{place.line[:at]}\t{place.line[at + 1 :]}"
    return True


def _between(place: Place, words: str) -> bool:
    """Words of a page's edge in the middle of what stands at a place: behind a row, or between words."""
    blanks = [""] * place.draw.randint(0, 2)
    if is_row(place.line):
        place.put(place.line, *blanks, words, *blanks)
        return True
    halves = place.cut(40)
    if halves is None:
        return False
    place.put(halves[0], *blanks, words, *blanks, halves[1])
    return True


def running_header(place: Place) -> bool:
    number = str(place.draw.randint(3, 60))
    return _between(place, place.draw.choice((place.running, f"{number} {place.running}", f"{place.running} {number}")))


def page_number(place: Place) -> bool:
    number = str(place.draw.randint(3, 60))
    return _between(
        place,
        place.draw.choice((number, number, f"Page {number}", f"Page {number} of 64", f"- {number} -", f"{number}\f")),
    )


def row_split(place: Place) -> bool:
    """A row over two lines: between two cells, or within its label."""
    if not is_row(place.line) or set(place.line) <= set("|-: "):
        return False
    if place.draw.random() < 0.5:
        cuts = [m.start() for m in re.finditer(r"[\t|](?=.)", place.line)][place.mark == "|" :]
        if not cuts:
            return False
        at = place.draw.choice(cuts)
        place.put(place.line[:at], place.line[at + place.draw.randint(0, 1) :])
        return True
    cells = place.cells
    long = [n for n, cell in enumerate(cells) if " " in cell.strip()]
    if not long:
        return False
    column = place.draw.choice(long)
    words = cells[column].split(" ")
    at = place.draw.randint(1, len(words) - 1)
    first, second = " ".join(words[:at]), " ".join(words[at:])
    if place.draw.random() < 0.5:  # the rest of the row on the first line
        place.put(place.mark.join([*cells[:column], first, *cells[column + 1 :]]), second)
    else:
        place.put(place.mark.join([*cells[:column], first]), place.mark.join([second, *cells[column + 1 :]]))
    return True


def _mark(place: Place) -> str:
    number = place.draw.randint(1, 9)
    return place.draw.choice(MARKS).format(raised=RAISED[number - 1], n=number)


def mark_behind_a_figure(place: Place) -> bool:
    figures = [m.end() for m in _FIGURE.finditer(place.line)]
    if not figures:
        return False
    at = place.draw.choice(figures)
    plain = place.line[at - 1] == "%" and place.draw.random() < 0.3
    mark = str(place.draw.randint(1, 9)) if plain else _mark(place).replace("(", "[").replace(")", "]")
    place.line = place.line[:at] + mark + place.line[at:]
    return True


def mark_behind_a_label(place: Place) -> bool:
    """A mark behind a short line or the words of a cell, raised or as a plain digit."""
    parts = place.cells if is_row(place.line) else [place.line]
    worded = [n for n, part in enumerate(parts) if re.search(r"[^\W\d_][):?]?\s*$", part) and len(part) < 160]
    if not worded or (len(parts) == 1 and len(place.line) > 70):
        return False
    at = place.draw.choice(worded)
    end = len(parts[at].rstrip())
    mark = str(place.draw.randint(1, 9)) if place.draw.random() < 0.3 else _mark(place)
    parts[at] = parts[at][:end] + mark + parts[at][end:]
    place.line = place.mark.join(parts) if len(parts) > 1 else parts[0]
    return True


def note_behind_a_label(place: Place) -> bool:
    note = place.draw.choice(
        (" (see note {n})", " (note {n})", " note {n}", " (provisional)", " (see Annexe 2)", " – see page {n}")
    )
    if is_row(place.line) or not 3 < len(place.line) < 50 or not place.line.strip()[-1].isalpha():
        return False
    place.line = place.line.rstrip() + note.format(n=place.draw.randint(2, 60))
    return True


def two_columns(place: Place) -> bool:
    """Two neighbouring paragraphs or items as columns beside each other, kept apart by blanks or line by line."""
    after = next((n for n in range(place.at + 1, len(place.lines)) if place.lines[n].strip()), None)
    if (
        after is None
        or is_row(place.line)
        or is_row(place.lines[after])
        or min(len(place.line), len(place.lines[after])) < 60
    ):
        return False
    width = place.draw.randint(32, 55)
    left, right = (textwrap.wrap(place.lines[n], width) for n in (place.at, after))
    rows = [
        (left[n] if n < len(left) else "", right[n] if n < len(right) else "")
        for n in range(max(len(left), len(right)))
    ]
    gutter = " " * place.draw.randint(2, 8)
    apart = place.draw.random() < 0.7
    laid = (
        [f"{a:<{width}}{gutter}{b}".rstrip() for a, b in rows]
        if apart
        else [part for row in rows for part in row if part]
    )
    place.lines[place.at : after + 1] = laid
    return True


def cell_emptied(place: Place) -> bool:
    filled = [n for n, cell in enumerate(place.cells) if cell.strip()] if is_row(place.line) else []
    if len(filled) < 2:
        return False
    cells = place.cells
    cells[place.draw.choice(filled[1:])] = " " if place.mark == "|" else ""
    place.line = place.mark.join(cells)
    return True


def cell_moved(place: Place) -> bool:
    """The cells of a row from one of them on moved one column."""
    filled = [n for n, cell in enumerate(place.cells) if cell.strip()] if is_row(place.line) else []
    if len(filled) < 2 or set(place.line) <= set("|-: "):
        return False
    cells = place.cells
    cells.insert(place.draw.choice(filled), " " if place.mark == "|" else "")
    place.line = place.mark.join(cells)
    return True


def blank_line(place: Place) -> bool:
    """A blank line behind a row that others follow, or between the words of a paragraph."""
    if is_row(place.line):
        if place.at + 1 >= len(place.lines) or not is_row(place.lines[place.at + 1]):
            return False
        place.put(place.line, "")
        return True
    halves = place.cut(40)
    if halves is None:
        return False
    place.put(halves[0], "", halves[1])
    return True


def line_doubled(place: Place) -> bool:
    if not place.line.strip():
        return False
    place.put(place.line, place.line) if place.draw.random() < 0.6 else place.put(place.line, "", place.line)
    return True


def lines_swapped(place: Place) -> bool:
    """A line with the next one of its run; not an item with the next, for nothing tells which was to be first."""
    if place.at + 1 >= len(place.lines) or not place.line.strip() or not place.lines[place.at + 1].strip():
        return False
    marks = {_MARK_OF_ITEM.match(line) is not None for line in place.lines[place.at : place.at + 2]}
    if marks == {True}:
        return False
    first, second = (place.standing.get(at) for at in (place.at, place.at + 1))
    sentences = all(_WHOLE.fullmatch(line) for line in place.lines[place.at : place.at + 2])
    place.printable = sentences or (first is not None and first == second)
    place.lines[place.at : place.at + 2] = place.lines[place.at + 1], place.line
    return True


def heading_without_number(place: Place) -> bool:
    if not _HEADING.fullmatch(place.line):
        return False
    place.line = re.sub(r"^(\W*)(?:[A-Z] ?)?\d+(?:\.\d+)*\.? +", r"\1", place.line)
    return True


def header_over_two_lines(place: Place) -> bool:
    """A row without figures that rows with figures follow, its cells wrapped over two lines in a way."""
    follows = next((line for line in place.lines[place.at + 1 : place.at + 3] if line.strip()), "")
    if not is_row(place.line) or re.search(r"\d ?%", place.line) or not (is_row(follows) and re.search(r"\d", follows)):
        return False
    return row_split(place)


def heading_again(place: Place) -> bool:
    """The heading or the head of the table above a place printed again behind it, as over a new page."""
    breaks = place.draw.choice(([""], ["", "\f"], []))
    more = place.draw.choice(("", "", " (continued)", " continued", " (cont.)"))
    above = range(place.at - 1, max(0, place.at - 60), -1)
    if is_row(place.line):
        start = next((n for n in above if not is_row(place.lines[n])), place.at) + 1
        if start >= place.at or place.draw.random() < 0.5:
            heads = [n for n in above if _is_short(place.lines[n])]
            again = place.lines[heads[0]] + more if heads else ""
        else:
            again = place.lines[start]
    else:
        heads = [n for n in above if _HEADING.fullmatch(place.lines[n])] or [
            n for n in above if _is_short(place.lines[n])
        ]
        again = place.lines[heads[0]] + more if heads else ""
    if not again.strip() or not place.line.strip():
        return False
    place.put(place.line, *breaks, again)
    return True


def _is_short(line: str) -> bool:
    return 3 < len(line) < 60 and not is_row(line) and line[:1].isalnum() and line[-1] not in ".;,"


def line_lost(place: Place) -> bool:
    if not place.line.strip():
        return False
    place.put()
    return True


def cells_merged(place: Place) -> bool:
    """Two neighbouring cells of a row as one."""
    cells = place.cells if is_row(place.line) else []
    pairs = [n for n in range(len(cells) - 1) if cells[n].strip() and cells[n + 1].strip()]
    if not pairs:
        return False
    at = place.draw.choice(pairs)
    cells[at : at + 2] = [f"{cells[at].rstrip()} {cells[at + 1].lstrip()}"]
    place.line = place.mark.join(cells)
    return len(cells) > 1


def odd_space(place: Place) -> bool:
    """A space that does not break, is thin or as wide as a digit, or has nothing to see behind it."""
    return _instead(place, r"(?<=\S) (?=\S)", ("\u00a0", "\u202f", "\u2009", "\u2007", "\u3000", " \u200b", "  "))


def odd_dash(place: Place) -> bool:
    return _instead(place, r"[-–—](?=.)", ("\u2010", "\u2011", "\u2012", "\u2212", "–", "—", "\ufe63"))


def soft_hyphen(place: Place) -> bool:
    return _instead(place, r"(?<=[^\W\d_]{2})(?=[^\W\d_]{2})", ("\u00ad", "\u00ad", "\u200b", "\u2060"))


def _instead(place: Place, pattern: str, others: tuple[str, ...]) -> bool:
    found = list(re.finditer(pattern, place.line))
    if not found:
        return False
    match, other = place.draw.choice(found), place.draw.choice(others)
    place.line = place.line[: match.start()] + other + place.line[match.end() :]
    return True


def hyphen_at_a_line_end(place: Place) -> bool:
    """A word of a paragraph over two lines, with a hyphen."""
    inside = [m.start() for m in re.finditer(r"(?<=\b[a-z]{3})(?=[a-z]{3,}\b)", place.line)]
    if is_row(place.line) or len(place.line) < 40 or not inside:
        return False
    at = place.draw.choice(inside)
    halves = (re.split(r"[^a-z]", place.line[:at])[-1], re.split(r"[^a-z]", place.line[at:])[0])
    words = set(re.findall(r"[a-z]+", "\n".join([*place.lines[: place.at], *place.lines[place.at + 1 :]]).lower()))
    place.printable = words.issuperset(halves) and "".join(halves) not in words
    place.put(f"{place.line[:at]}-", place.line[at:])
    return True


def new_page(place: Place) -> bool:
    """A page that begins in the middle of a table or paragraph, with the lines of its edges."""
    number = place.draw.randint(3, 60)
    foot = place.draw.choice(([], ["", str(number)], [str(number)], ["", f"{number} {place.running}"]))
    head = place.draw.choice(([], [place.running, ""], ["", place.running], [""]))
    if is_row(place.line):
        above = (n for n in range(place.at, max(0, place.at - 60), -1) if not is_row(place.lines[n]))
        first = place.lines[next(above, place.at) + 1]
        place.put(place.line, *foot, "\f", *head, *([first] if place.draw.random() < 0.4 else []))
        return True
    halves = place.cut(40)
    if halves is None:
        return False
    place.put(halves[0], *foot, "\f", *head, halves[1])
    return True


def paragraph_twice(place: Place) -> bool:
    """A paragraph, item or table again behind it, or behind the next line."""
    start, end = place.at, place.at + 1
    while start > 0 and place.lines[start - 1].strip():
        start -= 1
    while end < len(place.lines) and place.lines[end].strip():
        end += 1
    again = place.lines[start:end]
    if not place.line.strip() or len(again) > 30:
        return False
    at = end + 2 if place.draw.random() < 0.3 and end + 2 < len(place.lines) else end
    place.lines[at:at] = ["", *again]
    return True


# Rows of gold whose line a fault takes something away from may lack that much.
TAKES = {cell_emptied: 1, heading_without_number: 9, line_lost: 99}
LOSES = (line_lost,)  # a line that may be a further one of the row above it
ADDS = ("note_behind_a_label",)  # its words stand in the source, and may stand in a title
FAULTS: tuple[Fault, ...] = (
    tab_in_a_line, running_header, page_number, row_split, mark_behind_a_figure, mark_behind_a_label,
    note_behind_a_label, two_columns, cell_emptied, cell_moved, blank_line, line_doubled, lines_swapped,
    heading_without_number, header_over_two_lines, heading_again, line_lost, cells_merged, odd_space, odd_dash,
    soft_hyphen, hyphen_at_a_line_end, new_page, paragraph_twice,
)  # fmt: skip
