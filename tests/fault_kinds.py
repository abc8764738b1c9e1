"""Single faults of a source: what a converter, a page break or a producer does to one place of a text or a web page.

A fault of a text changes its lines at one place and says whether it could; one of a web page gives the page changed at
one tag, or None. A fault that takes something out of the source says which lines no longer say what they said.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from tests.coverage_damage import is_row

RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
MARKS = ("{raised}", " {raised}", "{raised}{raised}", "[{n}]", " [{n}]", "*", "†", " †", "({n})")
_FIGURE = re.compile(r"\d(?: ?%)?(?=$|[\s|])")
_HEADING = re.compile(r"\W*(?:[A-Z] ?)?\d+(?:\.\d+)*\.? +[A-Z][^\t|]{3,60}")


@dataclass
class Place:
    """A line of a text, at which a fault is planted, and the words that a page of the report carries at its head."""

    lines: list[str]
    at: int
    draw: random.Random
    running: str

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
    """A line with the next one of its run."""
    if place.at + 1 >= len(place.lines) or not place.line.strip() or not place.lines[place.at + 1].strip():
        return False
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


# Rows of gold whose line a fault takes something away from may lack that much.
TAKES = {cell_emptied: 1, heading_without_number: 9}
ADDS = ("note_behind_a_label",)  # its words stand in the source, and may stand in a title
FAULTS: tuple[Fault, ...] = (
    tab_in_a_line, running_header, page_number, row_split, mark_behind_a_figure, mark_behind_a_label,
    note_behind_a_label, two_columns, cell_emptied, cell_moved, blank_line, line_doubled, lines_swapped,
    heading_without_number, header_over_two_lines, heading_again,
)  # fmt: skip

WebFault = Callable[[str, random.Random], str | None]


def _at_one(
    pattern: str, change: Callable[[re.Match[str], random.Random], str]
) -> Callable[[str, random.Random], str | None]:
    """A fault at one of the places where a pattern matches."""

    def plant(page: str, draw: random.Random) -> str | None:
        body = page.find("<body")
        found = list(re.compile(pattern, re.DOTALL).finditer(page, max(0, body)))
        if not found:
            return None
        match = draw.choice(found)
        return page[: match.start()] + change(match, draw) + page[match.end() :]

    return plant


_CELL = r"<(t[dh])([^>]*)>([^<>]*[^<>\s][^<>]*)(?=<)"
_FIGURES = r"(<td[^>]*>)([^<>]*\d%?)(?=<)"


def _nested(match: re.Match[str], draw: random.Random) -> str:
    around = draw.choice(
        ("<div>{}</div>", "<p>{}</p>", "<span>{}</span>", "<div><p><strong>{}</strong></p></div>", "<font>{}</font>")
    )
    return f"<{match[1]}{match[2]}>{around.format(match[3])}"


def _other_cell(match: re.Match[str], draw: random.Random) -> str:
    return f"<{'th' if match[1] == 'td' else 'td'}>{match[3]}"


def _in_two(match: re.Match[str], draw: random.Random) -> str:
    words = match[3].split(" ")
    at = draw.randint(1, len(words) - 1) if len(words) > 1 else 1
    join = draw.choice(("<br>", "</p><p>", "<wbr>", "</span> <span>"))
    return f"<{match[1]}{match[2]}>{' '.join(words[:at])}{join}{' '.join(words[at:])}"


_WEB_HEADING = r"<h([2-4])((?: [^>]*)?)>([^<]*)</h\1>"
WEB: dict[str, WebFault] = {
    "cell_spans_two": _at_one(_CELL, lambda m, _: f'<{m[1]}{m[2]} colspan="2">{m[3]}'),
    "row_spans_two": _at_one(_CELL, lambda m, _: f'<{m[1]}{m[2]} rowspan="2">{m[3]}'),
    "other_kind_of_cell": _at_one(_CELL, _other_cell),
    "tags_nested": _at_one(_CELL, _nested),
    "cell_in_two": _at_one(_CELL, _in_two),
    "empty_cell_before": _at_one(_CELL, lambda m, _: f"<{m[1]}></{m[1]}>{m[0]}"),
    "raised_mark": _at_one(_FIGURES, lambda m, draw: f"{m[1]}{m[2]}<sup>{draw.randint(1, 9)}</sup>"),
    "row_in_two": _at_one(r"(?<!<tr>)<td(?=[^>]*>[^<]*\d)", lambda m, _: f"</tr><tr>{m[0]}"),
    "table_in_two": _at_one(r"<tr>(?=<t[dh])", lambda m, _: "</table><table><tr>"),
    "item_in_two": _at_one(r"(<li>[^<]{20,}?\w) (?=\w[^<]{10,}</li>)", lambda m, _: f"{m[1]}</li><li>"),
    "page_number_inside": _at_one(
        r"(<(?:li|p)>[^<]{20,}?\w) (?=\w[^<]{10,}</(?:li|p)>)",
        lambda m, draw: f"{m[1]} <span class=page>{draw.randint(2, 60)}</span> ",
    ),
    "heading_of_other_level": _at_one(_WEB_HEADING, lambda m, draw: f"<h{draw.choice('234')}>{m[3]}</h{m[1]}>"),
    "heading_as_paragraph": _at_one(_WEB_HEADING, lambda m, _: f"<p><b>{m[3]}</b></p>"),
}  # fmt: skip
