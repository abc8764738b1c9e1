"""What the rows of a table are: which of them head its columns.

Headings are told by how they are set, where the file tells; else by agreement with the rows below: a row is a heading
if what it holds is of another kind than what the columns hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from extractor.domain.dates import MONTH
from extractor.load.draft_blocks import DraftCell, DraftRow

MOST_HEADINGS = 4  # rows; tables of figures have one or two, and perhaps a title and a row of sample sizes
_LONG, _LONGEST = 60, 160  # characters of a heading that is long for one, and of the longest

_NUMBER = r"(?:\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+|\d[\d,]*)(?:\.\d+)?[½¼¾]?"
_UNIT = r"(?:%|per cent|days?|weeks?|months?|years?|hours?|minutes?|p|k|m|bn|million|FTE|WTE)"
_MARKS = r"(?:\s?(?:[*†‡§¶#]+|\[\w\]|[rpe]\b|\(\w\)))?"
_ONE = rf"(?:c\.\s?)?[<>~≤≥≈±]?\s*[-–−+]?\(?[£$€]?\s?{_NUMBER}\s*{_UNIT}?\)?"
# A figure as tables print it: 85.6, 2,815, 1 234, -11%, £22m, 17.4 days, 1.7% (target), <50%, 12/15, 31 of 64 (48%)
_FIGURE = regex.compile(rf"{_ONE}(?:\s?(?:[/:]|of|out of)\s?£?{_NUMBER}\s*{_UNIT}?)?{_MARKS}\s*(?:\(.*\))?", regex.I)
_COUNTED = regex.compile(rf"{_ONE} \p{{Ll}}+(?:\s*\(.*\))?")  # 12 vacancies
_RANGE = regex.compile(rf"{_ONE}\s?(?:[-–]|to|in)\s?{_ONE}{_MARKS}", regex.I)
# What stands where a figure would: a dash, a mark for what is withheld or not known.
_BLANK = regex.compile(
    r"[-–—.:*…]{1,3}|\[\w{1,3}\]|n/?[ar]|nil|none|unknown|not (?:applicable|available|known|recorded)", regex.I
)
_ANSWER = regex.compile(r"(?:yes|no|y|n|✓|✔|✗|✘|x)", regex.I)

_BASE = r"\(?[nN]\s?=\s?[\d,]+\)?"
_YEAR = r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d))?"
# What heads columns although it has digits, by kind.
_HEADING_KINDS = tuple(
    (kind, regex.compile(rf"(?:{pattern})(?:\s*(?:{_BASE}|\*+|\(\w\)))?", regex.I))
    for kind, pattern in (
        ("year", rf"{_YEAR}(?:\s?\(?%\)?|\s?\({_YEAR}\))?"),
        ("base", _BASE),
        ("date", rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\s+\d{{2,4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"),
        ("quarter", r"Q[1-4](?:\s+\d{4}(?:/\d\d)?)?"),
        ("span", r"[\d.]+\s?(?:days?|weeks?|months?|years?|hours?|minutes?)"),
        ("band", r"\d+\s?(?:[-–]|to)\s?\d+|\d+(?:\+| and over| or more)|(?:<|>|under |over )\s?\d+"),
    )
)


@lru_cache(maxsize=4096)  # a cell is asked of again and again
def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, or a dash in its place."""
    text = text.strip()
    return bool(_FIGURE.fullmatch(text)) or text in ("-", "–", "—")


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether a cell holds what rows of figures hold: a figure, or a mark that stands in its place."""
    text = text.strip()
    return any(pattern.fullmatch(text) for pattern in (_FIGURE, _BLANK, _RANGE, _COUNTED))


def is_header(row: Sequence[str]) -> bool:
    """Whether a row can head columns: words behind its first cell, most of them short, and no figure among them."""
    values = [text for text in row[1:] if text]
    return bool(values) and _short(values) and not any(is_value(text) or text.endswith(".") for text in values)


def header_rows(rows: Sequence[DraftRow], most: int = MOST_HEADINGS) -> int:
    """How many leading rows head the columns, a title over all of them included.

    A row is a heading because it is set as one, where some rows are and most are not; or because its cells hold
    something of another kind than the columns below: words or years over figures, `4 weeks` over counts. A heading of
    two rows has an empty cell over its labels, or leaves columns to the row below. What stands
    alone in a row that is no title divides the rows of the body.
    """
    cut = [row.cells for row in rows]
    title = _titles(cut)
    by_setting = _set(cut[title:])
    end = title + (by_setting or _differs(cut[title:]))
    if end == title:
        return 0
    while end < min(len(cut) - 1, title + most) and _goes_on(cut[title:end], cut[end], bool(by_setting)):
        end += 1
    return end


def _texts(cells: Sequence[DraftCell]) -> list[str]:
    return [cell.text.strip() for cell in cells]


def _filled(cells: Sequence[DraftCell]) -> list[DraftCell]:
    return [cell for cell in cells if cell.text.strip()]


def _short(values: Sequence[str]) -> bool:
    long = sum(len(text) > _LONG for text in values)
    return not (long and (long * 2 > len(values) or max(map(len, values)) > _LONGEST))


def _titles(rows: Sequence[Sequence[DraftCell]]) -> int:
    """How many leading rows are titles: one cell of words, over a row that fills more of the columns."""
    for number, cells in enumerate(rows[:MOST_HEADINGS]):
        filled = _filled(cells)
        if len(filled) > 1 or (filled and not cells[0].text.strip()):
            return number
        if filled and is_value(filled[0].text):
            return 0
    return 0


def _set(rows: Sequence[Sequence[DraftCell]]) -> int:
    """How many leading rows are set as headings; none where so many rows are that it tells nothing.

    Figures such as rows of figures hold head no columns, unless they count them.
    """
    flags = []
    for number, cells in enumerate(rows):
        filled = _filled(cells)
        counts = number <= MOST_HEADINGS and _counts(cells[1:])
        flags.append(bool(filled) and all(cell.heads for cell in filled) and not counts)
    leading = flags.index(False) if False in flags else 0
    while leading > 1 and len(_filled(rows[leading - 1])) == 1:
        leading -= 1  # a heading of rows right below those of the columns
    others = sum(flag and len(_filled(cells)) > 1 for flag, cells in zip(flags[leading:], rows[leading:], strict=True))
    return leading if leading <= MOST_HEADINGS and others * 4 <= len(rows) - leading else 0


def _counts(cells: Sequence[DraftCell]) -> bool:
    """Whether cells hold figures, and not as the number of each column: 1, 2, 3."""
    texts = [cell.text.strip() for cell in _filled(cells)]
    figures = [text for text in texts if is_figure(text) and not heading_kind(text)]
    if not figures or len(figures) * 2 < len(texts):
        return False
    numbers = [int(text) if text.isdecimal() else -1 for text in texts]
    return len(texts) < 2 or {two - one for one, two in pairwise(numbers)} != {1}


def _differs(rows: Sequence[Sequence[DraftCell]]) -> int:
    """1 if the first row holds something of another kind than the rows below it, else 0."""
    if len(rows) < 2:
        return 0
    head, body = _texts(rows[0]), [_texts(cells) for cells in rows[1:]]
    values = [(column, text) for column, text in enumerate(head) if column and text]
    if not values or not _short([text for _, text in values]) or any(text.endswith(".") for _, text in values):
        return 0
    if all(_ANSWER.fullmatch(text) for _, text in values) and len({text for _, text in values}) < 2:
        return 0
    kinds = {column: kind for column, text in values if (kind := heading_kind(text))}
    if any(column not in kinds and is_value(text) for column, text in values):
        return 0
    if kinds:
        return int(_are_headings({column: head[column] for column in kinds}, kinds, body, len(head) == 2))
    counted = [any(is_value(text) or heading_kind(text) for text in row[1:]) for row in body if any(row[1:])]
    if len(head) == 2 and not all(counted) and _are_mixed([row[1] for row in body if row[1:]]):
        return 0
    return int(bool(counted) and (counted[0] or sum(counted) * 2 >= len(counted)))


def _are_mixed(texts: Sequence[str]) -> bool:
    """Whether figures and dates stand below each other, as in a form, whose rows say each something else."""
    kinds = [heading_kind(text) for text in texts]
    dated = any(kind == "date" for kind in kinds)
    return dated and any(is_figure(text) and not kind for text, kind in zip(texts, kinds, strict=True))


def heading_kind(text: str) -> str:
    """What a text with digits is that can head a column: year, base, date, span of time, band; or empty."""
    return next((kind for kind, pattern in _HEADING_KINDS if pattern.fullmatch(text.strip())), "")


def _are_headings(texts: dict[int, str], kinds: dict[int, str], body: list[list[str]], alone: bool) -> bool:
    """Whether years, dates, spans or bands head their columns: those hold other things, and spans and bands rise."""
    run = _is_run([texts[column] for column in sorted(kinds)])
    for column, kind in kinds.items():
        below = [row[column] for row in body if column < len(row) and row[column]]
        if not run and 2 * sum(heading_kind(text) == kind for text in below) >= max(1, len(below)):
            return False
    if run and any(_is_run([row[column] for column in sorted(kinds) if column < len(row)]) for row in body):
        return False
    if alone and set(kinds.values()) == {"year"}:  # a number among others of four digits may be no year
        return not any(regex.fullmatch(r"\d{4}", row[1]) for row in body if len(row) > 1)
    orders = [_order(texts[column]) for column in sorted(kinds) if kinds[column] in ("span", "band")]
    return not orders or (
        len(orders) > 1 and all(one[0] < two[0] and one[1] <= two[0] for one, two in pairwise(orders))
    )


def _is_run(texts: Sequence[str]) -> bool:
    """Whether texts are years, one after the other."""
    years = [int(text[:4]) if heading_kind(text) == "year" else 0 for text in texts]
    return len(years) > 1 and all(years) and {two - one for one, two in pairwise(years)} in ({1}, {-1})


def _order(text: str) -> tuple[float, float]:
    """Lowest and highest number of a span or band."""
    numbers = [float(found) for found in regex.findall(r"\d+(?:\.\d+)?", text)] or [0.0]
    return numbers[0], numbers[min(1, len(numbers) - 1)]


def _goes_on(above: Sequence[Sequence[DraftCell]], cells: Sequence[DraftCell], by_setting: bool) -> bool:
    """Whether a row goes on with the headings above it: words or years below an empty or spanning corner.

    Where those are set as headings and it is not, as below the rule of Markdown, it does so only in columns that they
    leave open.
    """
    texts = _texts(cells)
    values = [text for text in texts[1:] if text]
    if not values or not _short(values):
        return False
    if all(heading_kind(text) == "base" for text in values):
        return True
    if any(is_value(text) and not heading_kind(text) for text in values):
        return False
    over = _texts(above[-1])
    open_ = any(text and not (column < len(over) and over[column]) for column, text in enumerate(texts) if column)
    if by_setting and not open_:
        return False
    if not texts[0]:
        (column, value), *others = [(column, text) for column, text in enumerate(texts) if text]
        alone = not others and len(texts) > 2 and (column >= len(over) or bool(over[column]))
        return not alone or value[:1].islower() or value.startswith("(")
    return open_ and not any(row[0].text.strip() for row in above)
