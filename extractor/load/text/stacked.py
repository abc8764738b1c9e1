"""Tables that a conversion has taken apart: a label, and its figures behind it or on lines of their own below it.

`pdftotext` without `-layout` writes a row as its label and then its figures, one a line or all in one; `-raw` sets
short ones in the line of the label. They are gathered only where it is plain whose they are: the label ends with a
question mark and the rows of the page have as many figures each, or labels and figures take turns. All else is left as
it is.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence, Set
from functools import reduce

import regex

from extractor.load.text.cells import LOW
from extractor.load.text.labels import ASKED, CLOSED, LEAD, MARKS, PERCENT, Row, above, head, turns
from extractor.load.text.repair import glued

_PERCENTS = regex.compile(rf"{PERCENT}(?:\s+{PERCENT}){{0,5}}")
_ONE = regex.compile(PERCENT)
_BEHIND = regex.compile(rf"(?P<label>.*\?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}}{MARKS})\s+(?P<values>{_PERCENTS.pattern})")
_ASIDE = regex.compile(r"\d{1,2}|\*{1,3}(?:\s\*{1,3})?")  # a footnote's number or a mark that slipped off its label
_REF = regex.compile(r"(?:P ?)?\d{1,2}(?:\.\d{1,2}){2,3}\.?")
_SENTENCE = regex.compile(r"\p{Ll}[.;] \p{Lu}")
_FULL = 0.75  # of the widest line of a label: a line above it that has no room for its first word goes on in it
_MOST_LINES, _LONGEST, _PROSE, _NEAR, _LINE = 8, 420, 60, 14, 100


def gathered(lines: Sequence[str]) -> list[str]:
    """The lines of a page, with the rows that were taken apart as tabbed rows and blank lines around them."""
    found = sorted([*_asked(lines), *turns(lines)], key=lambda row: row.start)
    if not found:
        return list(lines)
    written: list[str] = []
    at = 0
    for number, row in enumerate(found):
        if row.start < at:
            continue
        between = lines[at : row.start]
        heads = head(between, len(row.values))
        kept = between if heads is None else between[: heads[0]]
        follows = number > 0 and not any(line.strip() for line in between)
        written += kept if not follows else []
        if not follows:
            written.append("")
        if heads is not None:
            written.append("\t".join(heads[1]))
        written.append("\t".join([row.label, *row.values]))
        if number + 1 == len(found) or any(line.strip() for line in lines[row.end : found[number + 1].start]):
            written.append("")
        at = row.end
    return written + list(lines[at:])


def _asked(lines: Sequence[str]) -> list[Row]:
    """Questions with their figures; and those without, that head the rows below them."""
    found: list[Row] = []
    at = 0
    while at < len(lines):
        text = lines[at].strip()
        if "\t" in lines[at] or not text.endswith("%") or len(text) > _LONGEST:
            at += 1
            continue
        behind = _BEHIND.fullmatch(text)
        row = None
        if behind:
            start = _label_start(lines, at, found[-1].end if found else 0, behind["label"])
            row = _row(lines, start, at, at + 1, behind["label"], _ONE.findall(behind["values"]))
        elif _PERCENTS.fullmatch(text):
            values, end = _values(lines, at)
            last = above(lines, at)
            while last and _ASIDE.fullmatch(lines[last].strip()):
                last -= 1
            if last is not None and ASKED.search(lines[last].strip()):
                start = _label_start(lines, last, found[-1].end if found else 0, lines[last].strip())
                row = _row(lines, start, last, end, lines[last].strip(), values)
            at = end - 1
        if row:
            found.append(row)
        at += 1
    kept: list[Row] = []
    rows = {n for row in found for n in range(row.start, row.end)}
    for cluster in _clusters(lines, found):
        kept += _cluster(lines, cluster, rows)
    return kept


def _clusters(lines: Sequence[str], found: Sequence[Row]) -> list[list[Row]]:
    """Rows that stand close to one another, those of a table with more or fewer columns apart."""
    clusters: list[list[Row]] = []
    for row, following in itertools.zip_longest(found, found[1:]):
        before = clusters[-1] if clusters else []
        between = lines[before[-1].end : row.start] if before else []
        near = before and sum(-(-len(line.strip()) // _LINE) for line in between) <= _NEAR
        size = len(row.values)
        other = following and len(following.values) == size not in {len(each.values) for each in before}
        if near and not (other and any(line.strip() for line in between)):
            before.append(row)
        else:
            clusters.append([row])
    return clusters


def _cluster(lines: Sequence[str], found: Sequence[Row], rows: Set[int]) -> list[Row]:
    """The rows of a cluster that can be told for sure, with the questions that head them; `rows` are lines of any."""
    sizes = Counter(len(row.values) for row in found)
    sizes = Counter({size: n for size, n in sizes.items() if size == 1 or n > 1 or _is_headed(lines, found, size)})
    if not sizes:
        return []
    size = sizes.most_common(1)[0][0]
    kept = [row for row in found if len(row.values) == size]
    numbered = sum(bool(_REF.match(row.label)) for row in kept)
    if numbered * 2 > len(kept):  # whose number is lost cannot be told apart from the question of another standard
        kept = [row for row in kept if _REF.match(row.label)]
    kept += [heading for row in kept if (heading := _heading(lines, row, size, found))]
    if size > 1:
        kept = _told(lines, kept, rows)
    return kept + _leads(lines, kept, size)


def _row(lines: Sequence[str], start: int | None, last: int, end: int, tail: str, values: list[str]) -> Row | None:
    if start is None:
        return None
    parts = [line.strip() for line in lines[start:last]] + [tail]
    if any(len(part) * 2 < max(map(len, parts)) for part in parts[:-1]):
        return None  # the heads of columns stand between the halves of a label that a page breaks
    label = reduce(glued, parts)
    aside = [lines[n].strip() for n in range(last + 1, end) if _ASIDE.fullmatch(lines[n].strip())]
    label = " ".join([label, *(mark for mark in aside if "*" in mark)])
    if label.count("?") != 1 or _SENTENCE.search(label) or len(label) > _LONGEST:
        return None
    upper = above(lines, start)
    if upper is not None and _REF.fullmatch(lines[upper].strip()):
        over = above(lines, upper)
        if over is None or not _REF.fullmatch(lines[over].strip()):
            return Row(upper, end, f"{lines[upper].strip()} {label}", values)
    return Row(start, end, label, values)


def _label_start(lines: Sequence[str], last: int, floor: int, tail: str) -> int | None:
    """The line in which a question begins that ends in the line `last`; None where that is not plain."""
    widest = 0
    for start in range(last, max(floor, last - _MOST_LINES) - 1, -1):
        text = lines[start].strip() if start < last else tail
        if not text or "\t" in text:
            return None
        if start < last and CLOSED.search(text):
            return None
        widest = max(widest, len(text))
        if LOW.match(text):
            continue
        upper = lines[start - 1].strip() if start > floor else ""
        room = len(upper) + len(text.split(" ", 1)[0]) < _FULL * widest
        if not upper or room or CLOSED.search(upper) or ASKED.search(upper):
            return start
    return None


def _heading(lines: Sequence[str], row: Row, size: int, found: Sequence[Row]) -> Row | None:
    """The question without figures that stands right above a row, or above as many blank lines as figures it lacks."""
    floor = max((other.end for other in found if other.end <= row.start), default=0)
    last = above(lines, row.start, size)
    while last is not None and last > floor and _ASIDE.fullmatch(lines[last].strip()):
        last = above(lines, last)
    if last is None or last < floor or not ASKED.search(lines[last].strip()) or "\t" in lines[last]:
        return None
    start = _label_start(lines, last, floor, lines[last].strip())
    if start is None or row.start - last > 4:
        return None
    parts = [line.strip() for line in lines[start : last + 1]]
    if any(len(part) * 2 < max(map(len, parts)) for part in parts[:-1]):
        return None
    label = reduce(glued, parts)
    return Row(start, row.start, label, [""] * size) if label.count("?") == 1 else None


def _leads(lines: Sequence[str], kept: Sequence[Row], size: int) -> list[Row]:
    """Lines between two rows that lead in those below them: `Prompts for some cases only:`."""
    found: list[Row] = []
    ordered = sorted(kept, key=lambda row: row.start)
    for row, following in itertools.pairwise(ordered):
        between = [n for n in range(row.end, following.start) if lines[n].strip()]
        if len(between) == 1 and lines[between[0]].strip().endswith(":") and len(lines[between[0]]) < LEAD:
            found.append(Row(row.end, following.start, lines[between[0]].strip(), [""] * size))
    return found


def _told(lines: Sequence[str], kept: Sequence[Row], rows: Set[int]) -> list[Row]:
    """The rows of which it is plain what question heads them, where questions without figures stand apart from rows.

    Such a question heads the rows below it where it is wider than any label with figures: it goes across the table. One
    that ends in mid-column is a label whose figures have strayed. Of any other it cannot be told; rows above it are
    safe, and so are those below the next question that heads some.
    """
    labels = (line.strip() for row in kept if any(row.values) for line in lines[row.start : row.end])
    widest = max(len(line.rstrip("0123456789% ")) for line in labels)
    found = list(kept)
    doubtful = []
    for at in _stranded(lines, kept, rows):
        words = lines[at].strip()
        if not LOW.match(words) and len(words) > widest:
            found.append(Row(at, at + 1, words, [""] * len(kept[0].values)))
        elif not LOW.match(words) or len(lines[at - 1].strip()) > widest:
            doubtful.append(at)
    if not doubtful:
        return found
    heads = [row.start for row in found if not any(row.values) and row.start > doubtful[-1]]
    return [row for row in found if row.end <= doubtful[0] or (heads and row.start >= min(heads))]


def _stranded(lines: Sequence[str], kept: Sequence[Row], rows: Set[int]) -> list[int]:
    """Lines that end a question without figures that stands apart from the rows."""
    taken = {n for row in kept for n in range(row.start, row.end)}
    first, last = min(taken), max(taken)
    found = []
    taken |= rows
    for at in range(max(0, first - _NEAR), min(len(lines), last + 2 * _NEAR)):
        line = lines[at]
        if at in taken or not ASKED.search(line.strip()) or "\t" in line:
            continue
        below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
        if below is None or (below not in taken and len(lines[below].strip()) < _PROSE):
            found.append(at)
    return found


def _values(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The percentages that stand in a line and in those right below it, and the line behind them."""
    values: list[str] = []
    end = at
    while at < len(lines) and at - end < 2:
        text = lines[at].strip()
        if text and not _PERCENTS.fullmatch(text):
            break
        if text:
            values += _ONE.findall(text)
            end = at + 1
        at += 1
    return values, end


def _is_headed(lines: Sequence[str], found: Sequence[Row], size: int) -> bool:
    first = next(row for row in found if len(row.values) == size)
    return head(lines[: first.start], size) is not None
