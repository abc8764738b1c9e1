"""Tables that a conversion has taken apart: a label, and its figures behind it or on lines of their own below it.

`pdftotext` without `-layout` writes a row as its label and then its figures, one a line or all in one; `-raw` sets
short ones in the line of the label. They are gathered only where it is plain whose they are: the label is a question
and the rows of the page have as many figures each, or labels and figures take turns. All else is left as it is.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

_PERCENT = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)\s?%"
_PERCENTS = regex.compile(rf"{_PERCENT}(?:\s+{_PERCENT}){{0,5}}")
_ONE = regex.compile(_PERCENT)
_FIGURE = regex.compile(r"[-–]?£?\d[\d,]{0,11}(?:\.\d+)?\s?%?")
_MARKS = r"(?:\s?\*{1,3}){0,3}"
_ASKED = regex.compile(rf"\?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}}{_MARKS}(?:\s?\d{{1,2}})?$")
_BEHIND = regex.compile(rf"(?P<label>.*\?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}}{_MARKS})\s+(?P<values>{_PERCENTS.pattern})")
_LISTED = regex.compile(rf"(?P<label>\p{{Lu}}.{{3,110}}?[^\s,;:.–—-])\s(?P<values>{_PERCENT})")
_ASIDE = regex.compile(r"\d{1,2}|\*{1,3}(?:\s\*{1,3})?")  # a footnote's number or a mark that slipped off its label
_REF = regex.compile(r"(?:P ?)?\d{1,2}(?:\.\d{1,2}){2,3}\.?")
_LOW = regex.compile(r"[\"'“‘(\[]*\p{Ll}|&")
_OPENS = regex.compile(r"(?:[\d.]+ )?(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|How|What|Which|Where|To what|Wherever)\b")
_CLOSED = regex.compile(r"[.!?:;%][\"'”’)\]]*(?:\s?\d{1,2})?$")
_RUNS_ON = regex.compile(r"\b(?:a|an|and|are|as|at|by|for|from|had|has|in|is|nearly|of|only|or|than|the|to|was|were)$")
_SENTENCE = regex.compile(r"\p{Ll}[.;] \p{Lu}")
_MOST_LINES, _LONGEST, _HEAD_LINES, _HEAD_WIDTH, _PROSE, _LEAD, _NEAR = 8, 420, 10, 40, 60, 80, 14


@dataclass(slots=True)
class _Row:
    """A row: the lines from `start` to `end` that it takes up, its label and its figures."""

    start: int
    end: int
    label: str
    values: list[str]


def rows(lines: Sequence[str]) -> list[str]:
    """The lines of a page, with the rows that were taken apart as tabbed rows and blank lines around them."""
    found = sorted([*_questions(lines), *_turns(lines)], key=lambda row: row.start)
    if not found:
        return list(lines)
    written: list[str] = []
    at = 0
    for number, row in enumerate(found):
        if row.start < at:
            continue
        between = lines[at : row.start]
        head = _head(between, len(row.values))
        kept = between if head is None else between[: head[0]]
        follows = number > 0 and not any(line.strip() for line in between)
        written += kept if not follows else []
        if not follows:
            written.append("")
        if head is not None:
            written.append("\t".join(head[1]))
        written.append("\t".join([row.label, *row.values]))
        if number + 1 == len(found) or any(line.strip() for line in lines[row.end : found[number + 1].start]):
            written.append("")
        at = row.end
    return written + list(lines[at:])


def _questions(lines: Sequence[str]) -> list[_Row]:
    """Questions with their figures; and those without, that head the rows below them."""
    found: list[_Row] = []
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
            last = _above(lines, at)
            while last is not None and _ASIDE.fullmatch(lines[last].strip()) and not _is_blank_above(lines, last):
                last -= 1
            if last is not None and _ASKED.search(lines[last].strip()):
                start = _label_start(lines, last, found[-1].end if found else 0, lines[last].strip())
                row = _row(lines, start, last, end, lines[last].strip(), values)
            at = end - 1
        if row:
            found.append(row)
        at += 1
    kept: list[_Row] = []
    for cluster in _clusters(lines, found):
        kept += _cluster(lines, cluster)
    return kept


def _clusters(lines: Sequence[str], found: Sequence[_Row]) -> list[list[_Row]]:
    """Rows that stand close to one another."""
    clusters: list[list[_Row]] = []
    for row in found:
        near = clusters and sum(bool(line.strip()) for line in lines[clusters[-1][-1].end : row.start]) <= _NEAR
        if near:
            clusters[-1].append(row)
        else:
            clusters.append([row])
    return clusters


def _cluster(lines: Sequence[str], found: Sequence[_Row]) -> list[_Row]:
    """The rows of a cluster that can be told for sure, with the questions that head them."""
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
    if size > 1 and _is_stranded(lines, kept):
        return []
    return kept + _leads(lines, kept, size)


def _row(lines: Sequence[str], start: int | None, last: int, end: int, tail: str, values: list[str]) -> _Row | None:
    if start is None:
        return None
    parts = [line.strip() for line in lines[start:last]] + [tail]
    if any(len(part) * 2 < max(map(len, parts)) for part in parts[:-1]):
        return None  # the heads of columns stand between the halves of a label that a page breaks
    label = " ".join(parts)
    aside = [lines[n].strip() for n in range(last + 1, end) if _ASIDE.fullmatch(lines[n].strip())]
    label = " ".join([label, *(mark for mark in aside if "*" in mark)])
    if label.count("?") != 1 or _SENTENCE.search(label) or len(label) > _LONGEST:
        return None
    above = _above(lines, start)
    if above is not None and _REF.fullmatch(lines[above].strip()):
        over = _above(lines, above)
        if over is None or not _REF.fullmatch(lines[over].strip()):
            return _Row(above, end, f"{lines[above].strip()} {label}", values)
    return _Row(start, end, label, values)


def _label_start(lines: Sequence[str], last: int, floor: int, tail: str) -> int | None:
    """The line in which a question begins that ends in the line `last`; None where that is not plain."""
    for start in range(last, max(floor, last - _MOST_LINES) - 1, -1):
        text = lines[start].strip() if start < last else tail
        if not text or "\t" in text:
            return None
        if start < last and _CLOSED.search(text):
            return None
        if _LOW.match(text):
            continue
        above = lines[start - 1].strip() if start > floor else ""
        if _OPENS.match(text) or not above or _CLOSED.search(above) or _ASKED.search(above):
            return start
    return None


def _heading(lines: Sequence[str], row: _Row, size: int, found: Sequence[_Row]) -> _Row | None:
    """The question without figures that stands right above a row."""
    floor = max((other.end for other in found if other.end <= row.start), default=0)
    last = _above(lines, row.start)
    while last is not None and last > floor and _ASIDE.fullmatch(lines[last].strip()):
        last = _above(lines, last)
    if last is None or last < floor or not _ASKED.search(lines[last].strip()) or "\t" in lines[last]:
        return None
    start = _label_start(lines, last, floor, lines[last].strip())
    if start is None or row.start - last > 4:
        return None
    parts = [line.strip() for line in lines[start : last + 1]]
    if any(len(part) * 2 < max(map(len, parts)) for part in parts[:-1]):
        return None
    label = " ".join(parts)
    return _Row(start, row.start, label, [""] * size) if label.count("?") == 1 else None


def _leads(lines: Sequence[str], kept: Sequence[_Row], size: int) -> list[_Row]:
    """Lines between two rows that lead in those below them: `Prompts for some cases only:`."""
    found: list[_Row] = []
    ordered = sorted(kept, key=lambda row: row.start)
    for row, following in itertools.pairwise(ordered):
        between = [n for n in range(row.end, following.start) if lines[n].strip()]
        if len(between) == 1 and lines[between[0]].strip().endswith(":") and len(lines[between[0]]) < _LEAD:
            found.append(_Row(row.end, following.start, lines[between[0]].strip(), [""] * size))
    return found


def _is_stranded(lines: Sequence[str], kept: Sequence[_Row]) -> bool:
    """Whether a question without figures stands apart from the rows: then which rows it heads cannot be told."""
    taken = {n for row in kept for n in range(row.start, row.end)}
    first, last = min(taken), max(taken)
    for at in range(max(0, first - _NEAR), min(len(lines), last + 2 * _NEAR)):
        line = lines[at]
        if at in taken or not _ASKED.search(line.strip()) or "\t" in line:
            continue
        below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
        if below is None or (below not in taken and len(lines[below].strip()) < _PROSE):
            return True
    return False


def _turns(lines: Sequence[str]) -> list[_Row]:
    """Rows of one figure whose labels ask nothing: labels and figures take turns, or each line ends with its figure."""
    found: list[_Row] = []
    run: list[_Row] = []
    for at, line in enumerate(lines):
        text = line.strip()
        row = None
        if "\t" in text or not text or text.startswith(("|", "#")):
            continue
        listed = _LISTED.fullmatch(text) if text.endswith("%") and len(text) < 130 else None
        if listed and not _RUNS_ON.search(listed["label"]) and not _goes_on(lines, at):
            row = _Row(at, at + 1, listed["label"], [listed["values"]])
        elif _FIGURE.fullmatch(text) and not _figure_beside(lines, at):
            last = _above(lines, at)
            if last is not None and _is_label(lines, last):
                row = _Row(last, at + 1, lines[last].strip(), [text])
        if row is None:
            continue
        between = [other.strip() for other in lines[run[-1].end : row.start] if other.strip()] if run else []
        if len(between) > 1 or any(len(other) > _LEAD or "\t" in other or _LOW.match(other) for other in between):
            found += _plain(run)
            run = []
        elif between:  # a heading inside the table
            run.append(_Row(run[-1].end, row.start, between[0], [""]))
        run.append(row)
    return found + _plain(run)


def _plain(run: list[_Row]) -> list[_Row]:
    """A run of rows if it is long enough to be no chance."""
    values = [row.values[0] for row in run if row.values[0]]
    if len({row.label for row in run}) < len(run):
        return []  # a running header and its page numbers
    return run if len(values) >= (2 if all(value.endswith("%") for value in values) else 4) else []


def _is_label(lines: Sequence[str], at: int) -> bool:
    text = lines[at].strip()
    if not (3 < len(text) < 110) or _LOW.match(text) or _CLOSED.search(text) or "\t" in text or _RUNS_ON.search(text):
        return False
    return any(ch.isalpha() for ch in text) and not _goes_on(lines, at)


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the rest of a sentence that the line above it begins."""
    above = lines[at - 1].strip() if at else ""
    return bool(above) and (bool(_RUNS_ON.search(above)) or above.endswith(",") or len(above) > 70)


def _figure_beside(lines: Sequence[str], at: int) -> bool:
    """Whether a figure has another one above or below it: then a label has several."""
    above, below = _above(lines, at), next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
    return any(n is not None and _FIGURE.fullmatch(lines[n].strip()) for n in (above, below))


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


def _head(between: Sequence[str], size: int) -> tuple[int, list[str]] | None:
    """The headings of the columns that stand right above the first row: where they begin, and a heading a column.

    What heads the labels stands above those of the figures, below the sentence that leads in the table.
    """
    heads: list[str] = []
    places: list[int] = []
    words = ""
    led = False
    for at in range(len(between) - 1, max(-1, len(between) - 3 * _HEAD_LINES), -1):
        text = between[at].strip()
        if not text:
            continue
        if (
            len(text) > _HEAD_WIDTH
            or _CLOSED.search(text)
            or "\t" in text
            or text[0].isdigit()
            or len(heads) > size + 1
        ):
            led = bool(_CLOSED.search(text)) and not words
            break
        words = f"{text} {words}".strip()
        if not _LOW.match(text):
            heads.insert(0, words)
            places.insert(0, at)
            words = ""
    over = len(heads) - size  # what heads the labels, and what stands over all figures
    if led and over in (1, 2):
        return places[0], [heads[0], *heads[over:]]
    return (places[over], ["", *heads[over:]]) if size > 1 and over >= 0 else None


def _is_headed(lines: Sequence[str], found: Sequence[_Row], size: int) -> bool:
    first = next(row for row in found if len(row.values) == size)
    return _head(lines[: first.start], size) is not None


def _above(lines: Sequence[str], at: int) -> int | None:
    """The next line above that is not blank, over one blank line at most."""
    return next((n for n in range(at - 1, max(-1, at - 3), -1) if lines[n].strip()), None)


def _is_blank_above(lines: Sequence[str], at: int) -> bool:
    return at == 0 or not lines[at - 1].strip()
