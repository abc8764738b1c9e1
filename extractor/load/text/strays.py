"""What a converter or the edge of a page has put among the lines of a text: a tab between words, a line break within a
row of a table, a page number or running header in the middle of a sentence.

Each is told by what stands around it, and by nothing else: a tab in a line of prose, or behind the mark of a list item;
halves of a row that together have as many cells as the other rows; a line between two halves of a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import regex

from extractor.load import shapes
from extractor.load.grid import is_figure, is_value
from extractor.load.text import furniture

_BREAKS_OFF = regex.compile(r"[\p{Ll}\p{N},–-]$")
_WEB = regex.compile(r"(?:https?://|www\.)|\S+@\S+$")
_MARK = regex.compile(r"(?:[-*+–][ ]+)?\S{1,3}\t(?=\S)")
_NUMBER = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_PROSE = regex.compile(r"\p{Ll}{2}[.?!] \p{Lu}")
_DASHED = regex.compile(r"[–—-] \p{Ll}")
_CELLS = regex.compile(r"[\t|]")
_RULE = regex.compile(r"\|[|: -]*---[|: -]*")
_LABEL = 25  # characters
_WORDS = 3  # of what stands behind a tab in a list item, and is no value
_FEWEST_ROWS = 3
_NEAR = 4  # lines, blank ones too, from an item to the heading within it
_FAR = 6  # lines, blank ones too, between halves of a sentence that the edges of pages part
_LONGEST = 200


def mended(lines: Sequence[str]) -> list[str]:
    """The lines of a page with blanks for tabs in prose, and the rows of tables whole."""
    return _whole_rows(_without_tabs(list(lines)))


def _without_tabs(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if line.count("\t") == 2 and _is_label_cut(
            line, lines[max(0, at - _NEAR) : at], lines[at + 1 : at + 1 + _NEAR]
        ):
            lines[at] = line.replace("\t", " ", 1)
            continue
        if line.count("\t") != 1 or any(
            "\t" in other for other in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
        ):
            continue
        left, right = (part.strip() for part in line.split("\t"))
        if left and right and _is_prose(line.strip(), left, right):
            lines[at] = line.replace("\t", " ")
    return lines


def _is_label_cut(line: str, above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a tab stands between the words of a label: the row goes on in small letters, and has a figure behind them
    as the rows around it, of two cells, have behind their first."""
    first, second, last = (cell.strip() for cell in line.split("\t"))
    if not (first and shapes.starts_low(second) and is_value(last)) or is_value(first) or is_value(second):
        return False
    rows = [row.split("\t") for row in (*above, *below) if "\t" in row.strip()]
    return bool(rows) and all(len(row) == 2 and (is_value(row[1]) or not row[1].strip()) for row in rows)


def _is_prose(line: str, left: str, right: str) -> bool:
    """Whether a tab stands between words of one sentence, item or heading."""
    if left.isalpha() and _YEAR.fullmatch(right):
        return True  # a date by itself
    if is_value(right) or _WEB.match(right):
        return False
    if line.isupper() and " " in right and left.isalpha():
        return True  # a heading in capitals
    if shapes.is_caption(f"{left} {right}") and not shapes.is_caption(left):
        return True  # in the number of a table or figure, or behind it
    if _NUMBER.fullmatch(left) and right[:1].isupper() and shapes.is_heading(right):
        return True
    if _MARK.match(line) and shapes.item(line.replace("\t", " ")):
        return len(right.split()) >= _WORDS
    if _NUMBER.fullmatch(left):
        return False
    runs_on = shapes.starts_low(right) and not shapes.is_closed(left)
    breaks_off = shapes.is_open(left.lower()) and " " in left
    if shapes.item(line) is not None:
        return runs_on or breaks_off or len(right.split()) >= _WORDS
    prose = len(left) > _LABEL or len(right) <= _LABEL  # a short label and long words are a row
    return (runs_on and prose) or breaks_off


def _whole_rows(lines: list[str]) -> list[str]:
    """Lines, halves of a row joined in runs of lines that have several."""
    known = {
        cell.strip().casefold() for line in lines if "\t" in line or line.startswith("|") for cell in _CELLS.split(line)
    }
    printed = furniture.printed([line.strip() for line in lines if line.strip()])
    found: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line)
            continue
        found += _whole(run, known, printed) if any("\t" in one or one.startswith("|") for one in run) else run
        found.append(line)
        run = []
    return found[:-1]


def _whole(run: list[str], known: set[str], printed: Counter[str]) -> list[str]:
    mark = "|" if any(line.startswith("|") for line in run) else "\t"
    if len(run) == 2 and mark == "\t" and _is_cut(*run):
        return [f"{run[0].rstrip()} {run[1]}"]
    counts = Counter(_count(line, mark) for line in run if mark in line)
    width, often = max(counts.items(), key=lambda entry: (entry[1], entry[0]), default=(0, 0))
    if rule := next((line for line in run[1:3] if _RULE.fullmatch(line)), ""):
        width, often = _count(rule, mark), sum(counts.values())
    fewest = _FEWEST_ROWS - any(_RULE.fullmatch(line) for line in run)  # a rule below the head makes a table of fewer
    lone = sum(mark not in above + line and is_value(line) for above, line in pairwise(run))  # figures below labels
    lone += len(run) == _FEWEST_ROWS and sum(counts.values()) == len(run) - 1  # all but one line are rows
    if sum(counts.values()) + lone < fewest or often * 2 < sum(counts.values()) or width < 2:
        return run
    whole: list[str] = []
    for at, line in enumerate(run):
        above = whole[-1] if whole else ""
        head = mark not in above and (
            furniture.goes_on(above) or furniture.is_running(above, printed) or shapes.is_caption(above)
        )
        joined = _joined(above, line, mark, width, counts, known, first=at < 2) if above and not head else None
        if joined is None:
            whole.append(line)
        else:
            whole[-1] = joined
    return whole


def _is_cut(above: str, line: str) -> bool:
    """Whether a row that stands alone is cut in a cell: its words stop within a sentence, or go on in small letters."""
    if "\t" not in line:
        return False
    if "\t" not in above:
        opens = shapes.is_open(above.rstrip().lower()) or (line.startswith("\t") and is_value(line))
        return len(above) < _LONGEST and opens and shapes.item(above) is None
    last = above.rsplit("\t", 1)[1].strip()
    return shapes.starts_low(line) and any(map(str.isalpha, last)) and not shapes.is_closed(last) and not is_value(last)


def _count(line: str, mark: str) -> int:
    return line.removeprefix("|").removesuffix("|").count("|") + 1 if mark == "|" else line.count("\t") + 1


def _joined(
    above: str, line: str, mark: str, width: int, counts: Counter[int], known: set[str], first: bool
) -> str | None:
    """Two lines as the row whose halves they are; None where they are none."""
    if mark == "|" and above.endswith("|") and line.startswith("|"):
        return None  # both are rows as they stand
    if mark == "\t" and width == 2 and not first and mark not in above + line and is_value(line.strip()):
        return f"{above}\t{line}"  # a figure below its label
    dashed = width > 2 and mark in above and _DASHED.match(line) is not None
    if (shapes.item(line.strip()) and not dashed) or (mark not in above and mark not in line):
        return None
    if any(map(shapes.is_set_off, (above, line))) or (shapes.is_page_number(above) and _count(line, mark) == width):
        return None  # the number of a page between two rows
    one, two = _count(above, mark), _count(line, mark)
    alone = all(counts[n] <= 1 + (one == two) for n in (one, two) if 1 < n < width)  # no other row is as short
    bare = line.lstrip("|").lstrip(" ") if mark == "|" else line
    if one + two == width and alone and (mark in above or mark in line):
        return f"{above.rstrip('|').rstrip(' ') if mark == '|' else above}{mark}{bare}"
    if one + two - 1 == width and max(one, two) <= width:
        if mark == "\t" and line.startswith("\t") and not first and alone:
            return above + line
        if one < width and (shapes.starts_low(bare) or bare.startswith("(") or shapes.is_open(above)):
            return f"{above.rstrip(' |') if mark == '|' else above.rstrip(' ')} {bare}"
        if two == 1 and len(bare) < _LONGEST:
            return _cell_longer(above, bare, mark, known)
    return None


def _cell_longer(row: str, rest: str, mark: str, known: set[str]) -> str | None:
    """A row with the rest of a cell that stood in the line below it: of its last figure, where that is its unit or the
    others have the same words, of one that is then as another cell of the run, of the last where both are in capitals,
    else of its label."""
    cells = row.split(mark)
    figure = row.rstrip("| ").rpartition(mark)[2].strip()
    counted = any(cell.rstrip().endswith(f" {rest.strip()}") for cell in cells)
    unit = rest.strip().isalpha() and is_figure(f"{figure} {rest.strip()}") and not shapes.is_open(cells[0].lower())
    if is_value(figure) and (counted or unit):
        return f"{row.rstrip('| ')} {rest.strip()}{' |' if row.endswith('|') else ''}"
    worded = [n for n, cell in enumerate(cells) if any(map(str.isalpha, cell)) and not is_value(cell)]
    if not worded and mark == "|" and not cells[1].strip() and rest[:1].isalpha():
        return mark.join(["", f" {rest.strip()} ", *cells[2:]])  # between pipes no line of words is a row
    if not worded:
        return None
    last = worded[-1] if cells[worded[-1]].isupper() and rest.isupper() else None
    same = (n for n in worded if f"{cells[n].strip()} {rest.strip()}".casefold() in known)
    at = next(same, max(worded, key=lambda n: len(cells[n])) if last is None else last)
    words = cells[at].rstrip()
    low = (
        shapes.starts_low(rest)
        or rest.startswith("(")
        or _DASHED.match(rest)
        or at == last
        or (shapes.is_open(words.lower()) and (len(worded) == 1 or is_value(cells[-1])))
    )
    if shapes.is_closed(words) or not low:
        return None
    cells[at] = f"{words} {rest.strip()}{' ' if mark == '|' else ''}"
    return mark.join(cells)


def set_apart(lines: Sequence[str]) -> list[str]:
    """Lines, with blanks around one that stands between two halves of a sentence: the number or head of a page.

    A heading printed again within an item whose lines hang stands below the item.
    """
    known = furniture.printed([line.strip() for line in lines if line.strip()])
    found: list[str] = []
    lines = _below_items(lines, known)
    for at, line in enumerate(lines):
        words = line.strip()
        number = shapes.is_page_number(words)
        between = number or furniture.runs(words, known)
        halves = between and _are_halves(*(_beyond(lines, at, step, number, known) for step in (-1, 1)))
        again = furniture.is_again(words, known)
        if (
            (
                shapes.is_set_off(words)
                and not any(mark in near for near in lines[max(0, at - 1) : at + 2] for mark in "\t|")
            )
            or halves
            or again
        ):
            found += ["", line, ""]
        else:
            found.append(line)
    return found


def _beyond(lines: Sequence[str], at: int, step: int, number: bool, known: Counter[str]) -> str:
    """The line right above one, or the next with words below it, further off where a running head stands beside a page
    number; empty where it is far.

    `step` is 1 for those below it, -1 for those above; the line is a page `number`, or else may be a running head.
    """
    skipped = False
    for n in range(at + step, max(-1, min(len(lines), at + step * (_FAR + 1))), step):
        words = lines[n].strip()
        beside = furniture.is_running(words, known) if number else shapes.is_page_number(words)
        if words and (skipped or not beside):
            return words if skipped or step > 0 or n == at - 1 else ""
        skipped |= bool(words)
    return ""


def _below_items(lines: Sequence[str], known: Counter[str]) -> list[str]:
    """Lines, numbered headings that are printed twice put below the item whose hanging lines go on behind them."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
        end = at + 1
        headed = line[:1].isdigit() and _hangs(below) and shapes.is_numbered_heading(line)
        above = _item_above(found) if headed and furniture.repeats(line, known) else None
        if above is not None:
            end = next((n for n in range(end, len(lines)) if not _hangs(lines[n])), len(lines))
            found[above + 1 :] = [*lines[at + 1 : end], "", line, ""]
        else:
            found.append(line)
        at = end
    return found


def _item_above(lines: Sequence[str]) -> int | None:
    """The last line with words, if it is of a list item; None where it is none or far up."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _NEAR), -1):
        if lines[at].strip():
            return at if _hangs(lines[at]) or shapes.item(lines[at].strip()) is not None else None
    return None


def _hangs(line: str) -> bool:
    """Whether a line is indented and begins no item: it goes on with one."""
    return line[:1] == " " and bool(line.strip()) and shapes.item(line.strip()) is None


def _are_halves(above: str, below: str) -> bool:
    rows = any(mark in line for mark in "\t|" for line in (above, below))
    begun = len(above) > _LABEL or shapes.item(above) is not None or bool(_PROSE.search(below))
    return not rows and begun and bool(_BREAKS_OFF.search(above)) and furniture.reads_on(above, below)
