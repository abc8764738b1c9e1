"""Columns that `pdftotext -layout` sets with blanks become rows of cells parted by tabs.

A region is a run of lines with wide gaps, together with the lines of wrapped labels between them. Its columns are the
places where words stand above one another; its rows follow from how the words in the widest column go on. A value may
stand beside any line of its label, or on a line of its own between two of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.load import shapes
from extractor.load.grid import is_figure
from extractor.load.joining.leaders import led
from extractor.load.text.cells import CLOSED, LOW, Run, rows

_WORDS = regex.compile(r"\S+(?: {1,2}\S+)*")
_LIST_MARK = regex.compile(r"\W|[o\uf000-\uf0ff]|\(?(?:\d{1,3}|[ivxl]{1,5}|[a-z])[.)]")
_PIPED = regex.compile(r"\s*\|.*\|\s*$")
_DEEP = 20
_LONE = 120
_ASKED = regex.compile(r"\?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3}(?:\s?\*{1,3})*$")
_PENDING = 7
_MOST_LINES = 4  # that the rest of a label takes up
_LONGEST = 2000


def tabbed(lines: Sequence[str]) -> list[str]:
    """The lines of a page, its tables as tabbed rows with blank lines around them; other lines as they are."""
    lines = _entries([_tabs_for_leaders(line) for line in lines], lines)
    runs = [_runs(line) for line in lines]
    anchors = [_is_anchor(runs, at) for at in range(len(runs))]
    found: list[str] = []
    at = 0
    while at < len(lines):
        end = _region_end(runs, anchors, at) if anchors[at] else at
        if end == at:
            found.append(lines[at])
            at += 1
            continue
        above = _lines_above(runs, at)
        above += _question_above(runs, at - above, runs[at])
        end = _end_below(runs, at, end)
        if above:
            del found[-above:]
        found += ["", *rows(runs[at - above : end], anchors[at - above : end]), ""]
        at = end
    return found


def _tabs_for_leaders(line: str) -> str:
    """A line with a tab where dots lead from a label to its figure or page."""
    parts = led(line) if len(line) < _LONGEST else []
    return "\t".join(line[start:end] for start, end in parts).rstrip() if parts else line


def _entries(lines: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The lines of a contents page, those without a page number that stand between two entries as rows too."""
    found = list(lines)
    filled = [n for n, line in enumerate(lines) if line.strip()]
    entries = [lines[n] is not printed[n] and "\t" in lines[n] for n in filled]
    for at in range(1, len(filled) - 1):
        lone = lines[filled[at]]
        if (
            entries[at - 1]
            and not entries[at]
            and any(entries[at + 1 : at + 3])
            and (
                len(lone) < _LONE
                and not lone.rstrip().endswith((".", "!", "?", ";"))
                and not lone.lstrip().startswith(("#", "|"))
                and "\t" not in lone
            )
        ):
            found[filled[at]] = lone.rstrip() + "\t"
            entries[at] = True
    return found


def _runs(line: str) -> list[Run]:
    if not line.strip() or len(line) > _LONGEST:
        return [Run(0, len(line), line)] if line.strip() else []
    if "\t" in line or _PIPED.match(line):
        return [Run(0, len(line), line)]
    found = [Run(match.start(), match.end(), match[0]) for match in _WORDS.finditer(line)]
    if len(found) > 1 and _LIST_MARK.fullmatch(found[0].text):
        found[:2] = [Run(found[0].start, found[1].end, found[0].text + " " + found[1].text)]
    return found


def _is_anchor(runs: Sequence[list[Run]], at: int) -> bool:
    """Whether a line has a value beside a label, or is a value far to the right of the label above or below it."""
    line = runs[at]
    if len(line) != 1:
        return len(line) > 1
    if "\t" in line[0].text or line[0].end - line[0].start > 60:
        return False
    beside = [runs[n][0] for n in (at - 1, at + 1) if 0 <= n < len(runs) and runs[n]]
    if any("\t" in other.text for other in beside):
        return False
    return any(line[0].start >= other.start + _DEEP and line[0].start >= other.end - 45 for other in beside)


def _region_end(runs: Sequence[list[Run]], anchors: Sequence[bool], start: int) -> int:
    """Where the region ends that a line opens; its start if it is none."""
    last, gaps = start, 1
    values = list(runs[start][1:] or runs[start])
    at = start + 1
    while at < len(runs) and at - last <= _PENDING:
        if anchors[at]:
            here = runs[at][1:] or runs[at]
            if at - last > 1 and not (
                (_near(values, here) or _same_left(runs[start], runs[at], at - last))
                and (
                    _heads_group(runs[last + 1 : at], runs[start][0].start, here, _edge(values))
                    or _may_stand_between(runs[last + 1 : at], values)
                )
            ):
                break
            values += here
            last = at
            gaps += 1
        elif runs[at] and (shapes.item(runs[at][0].text) or shapes.is_caption(runs[at][0].text)):
            break
        at += 1
    if gaps == 1 and max(run.end - run.start for run in values) > 60:
        return start
    return last + 1


def _near(values: Sequence[Run], here: Sequence[Run]) -> bool:
    return any(a.start <= b.end + 2 and b.start <= a.end + 2 for a in values for b in here)


def _same_left(first: Sequence[Run], line: Sequence[Run], away: int) -> bool:
    return len(first) > 1 and len(line) > 1 and abs(first[0].start - line[0].start) <= 1 and away <= 3


def _heads_group(between: Sequence[list[Run]], left: int, here: Sequence[Run], edge: int) -> bool:
    """Whether a line between two rows heads those below it: it stands alone where labels do, over a row of figures.

    The rest of the label above may stand over it, short of the column that begins at `edge`; a question may be wrapped.
    """
    if not between or between[-1] or not all(is_figure(run.text) for run in here):
        return False
    blank = next(number for number, line in enumerate(between) if not line)
    rest = [line[0] for line in between[:blank]]
    texts = [line[0] for line in between[blank:] if line]
    if len(rest) > _MOST_LINES or any(text.end > edge - 2 for text in rest) or not texts:
        return False
    if any(between[blank:][number] for number in range(len(texts) + 1, len(between) - blank)):
        return False
    asked = len(texts) == 1 or _whole_question(texts, 0)
    return asked and len(texts) <= 2 and abs(texts[0].start - left) <= 1


def _may_stand_between(between: Sequence[list[Run]], values: Sequence[Run]) -> bool:
    """Whether lines without a value can be labels of the table, not prose between two tables."""
    blanks = [number for number, line in enumerate(between) if not line]
    if len(blanks) > 3 or (blanks and any(between[blanks[0] : blanks[-1]])):
        return False
    texts = [line[0] for line in between if line]
    if texts and texts[-1].text.endswith(":") and sum(len(text.text) for text in texts) > 70:
        return False
    prose = [n for n, text in enumerate(texts) if len(text.text) > 85 and not _whole_question(texts, n)]
    if len(texts) > 2 and prose:
        return False
    if not texts:
        return True
    edge = _edge(values)
    return all(text.end <= edge - 2 or _whole_question(texts, number) for number, text in enumerate(texts))


def _whole_question(texts: Sequence[Run], number: int) -> bool:
    """Whether a line is a question by itself, or the first of two that are one."""
    text = texts[number].text
    if LOW.match(text) or (number and not CLOSED.search(texts[number - 1].text)):
        return False
    if text.endswith(("?", ":")):
        return True
    below = texts[number + 1].text if number + 1 < len(texts) else ""
    return below.endswith("?") and bool(LOW.match(below)) and below.count("?") == 1


def _edge(values: Sequence[Run]) -> int:
    """Where the leftmost column of short values begins."""
    places: list[list[int]] = []
    for run in sorted(values[-300:], key=lambda run: run.start):
        if places and run.start < places[-1][1] + 2:
            places[-1][1] = max(places[-1][1], run.end)
            places[-1][2] = max(places[-1][2], run.end - run.start)
        else:
            places.append([run.start, run.end, run.end - run.start])
    return min((start for start, _, width in places if width <= 30), default=10**6)


def _lines_above(runs: Sequence[list[Run]], at: int) -> int:
    """How many lines above a region are the beginning of its first label."""
    count = 0
    first = runs[at][0]
    lone = len(runs[at]) == 1
    below = runs[at + 1][1:] if lone and at + 1 < len(runs) else []
    if any(LOW.match(run.text) and _near([run], [first]) for run in below):
        return 0  # its value goes on beside the label below
    while at - count > 0 and count < 4:
        above = runs[at - count - 1]
        if len(above) != 1 or "\t" in above[0].text or CLOSED.search(above[0].text):
            break
        if lone and count == 0:
            if above[0].start > first.start - _DEEP:
                break
        elif count == 0 and first.end < above[0].start < runs[at][1].start:
            pass
        elif not LOW.match(first.text) and not shapes.is_open(above[0].text):
            break
        first = above[0]
        count += 1
    return count


def _question_above(runs: Sequence[list[Run]], at: int, first: Sequence[Run]) -> int:
    """How many lines right above a region of questions are a question that heads them."""
    if not any(_ASKED.search(run.text) for line in runs[at : at + 4] for run in line[:1]):
        return 0
    count = 1 if at > 1 and not runs[at - 1] else 0
    apart = count
    while at - count > 0 and count < 6:
        line = runs[at - count - 1]
        if len(line) != 1 or "\t" in line[0].text or abs(line[0].start - runs[at][0].start) > 1:
            return 0
        asked = bool(_ASKED.search(line[0].text))
        if asked != (count == apart):
            return 0
        count += 1
        above = runs[at - count - 1] if at - count > 0 else []
        begins = not above or bool(CLOSED.search(above[0].text)) or above[0].start < runs[at][0].start - 1
        if begins and not LOW.match(line[0].text) and not (above and shapes.is_open(above[0].text)):
            return count
    return 0


def _end_below(runs: Sequence[list[Run]], start: int, end: int) -> int:
    """Where a region ends together with the lines below that go on with its last label or stand in its columns."""
    inner = {run.start for line in runs[start:end] for run in line[1:]}
    while end < len(runs) and len(runs[end]) == 1 and "\t" not in runs[end][0].text:
        aligned = runs[end][0].start >= 6 and runs[end][0].start in inner
        if (not aligned and not LOW.match(runs[end][0].text)) or end - start > 400:
            break
        end += 1
    return end
