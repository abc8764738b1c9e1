"""Runs become lines: words that stand beside one another, with their footnote marks taken out.

In go runs of one region (a page, a cell, a box), out come `Line`s from top to bottom, in points from the top left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

import regex

from extractor.document import Style
from extractor.document.boxes import LineBox
from extractor.load.marks import take_notes
from extractor.load.normalise import squeeze
from extractor.load.pdf.words.runs import Run, Typeset
from extractor.load.shapes import is_closed
from extractor.load.words import Words

COLUMN = 1.6  # of the size: a gap wider than this parts two columns

MARK_SIZE = 0.86  # of the size of the words beside it: a mark is set smaller

_SLASH_AND_SPACE = "/  "  # one is printed, and one parts the line from the next
_NUMBER = regex.compile(r"\d{1,2}")
_ONE_MARK = r"(?:\d{1,3}|[a-z]|[*†‡§]{1,3})"
_MARK = regex.compile(rf"\s*{_ONE_MARK}(?:(?:\s*[,–-]\s*|\s+){_ONE_MARK})*\s*$")
_MARKS = regex.compile(r"\s*(?:\d{1,3}|[a-z*†‡])(?:\s*,\s*\d{1,3})*[.)]?\s*$")
_OPENS_NOTE = regex.compile(r"\s*(\d{1,3})[.)]\s*$")  # the mark of a footnote at its own words
_LETTERED = regex.compile(r"\p{L}.*\p{L}", regex.S)
_UNIT = regex.compile(r"(?:^|[\d\s])(?:[kcm]?m|ft)$")
_left = attrgetter("x0")
_place = attrgetter("baseline", "x0")


class Line(Typeset):
    """Runs on one line, left to right.

    `x0` and `x1` are where it begins and ends; `size` and `baseline` are those of most of its letters.
    """

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.x0 = runs[0].x0
        self.x1 = max([run.x1 for run in runs])
        set_alike = {(run.size, run.baseline) for run in runs}
        if len(set_alike) == 1:
            self.size, self.baseline = set_alike.pop()
            return
        counts: dict[tuple[float, float], int] = {}
        largest = max(runs, key=lambda run: (not run.symbol, run.size))
        for run in runs:
            key = run.size, run.baseline
            letters = 0 if run.symbol or is_raised(run, largest.size, largest.baseline) else len(run.text.strip())
            counts[key] = counts.get(key, 0) + letters
        self.size, self.baseline = max(counts, key=lambda key: (counts[key], key[0]))

    @cached_property
    def words(self) -> Words:
        """Its words and footnote marks."""
        return self.spell(self.runs)

    @cached_property
    def text(self) -> str:
        """Its words."""
        return self.words.text

    @cached_property
    def style(self) -> Style:
        """How all of it is set: bold or italic only if every letter is; the colour of most."""
        looks = {(run.bold, run.italic, run.colour) for run in self.runs}
        if len(looks) == 1:
            return Style(round(self.size, 1), *looks.pop())
        runs = [run for run in self.runs if run.text.strip() and not run.symbol and not self.is_mark(run)] or self.runs
        letters: Counter[str] = Counter()
        for run in runs:
            letters[run.colour] += len(run.text)
        lettered = [run for run in runs if any(c.isalnum() for c in run.text)] or runs
        bold, italic = all(run.bold for run in lettered), all(run.italic for run in lettered)
        return Style(round(self.size, 1), bold, italic, letters.most_common(1)[0][0])

    @cached_property
    def is_closed(self) -> bool:
        """Whether its words end as a sentence does."""
        return is_closed(self.text)

    @cached_property
    def is_figure(self) -> bool:
        """Whether it is too short of letters to be told from a figure."""
        return not _LETTERED.search(self.text)

    @cached_property
    def first_word(self) -> float:
        """The width of its first word, in points."""
        runs = [run for run in self.runs if run.text.strip()]
        end = runs[0].x0 if runs else 0.0
        for number, run in enumerate(runs):
            if number and is_apart(runs[number - 1], run, end):
                break
            text = run.text.strip()
            word = text.split()[0]
            end = run.x0 + len(word) / len(text) * (run.x1 - run.x0)
            if word != text or run.text[-1:].isspace():
                break
        return end - runs[0].x0 if runs else 0.0

    @cached_property
    def word_gap(self) -> float:
        """How much room a word more would take, in points, where letters are set apart: they have it behind them, too.

        Words further apart than letters are high are no words of one sentence, and tell nothing.
        """
        gaps = [(b.x0 - a.x1, a.space) for a, b in pairwise(self.runs) if a.text.strip() and b.text.strip()]
        gap, space = min(gaps, default=(0.0, 0.0))
        return gap + (gap - space) / 2 if gap < self.size else 0.0

    def is_mark(self, run: Run) -> bool:
        """Whether a run is set as a superscript."""
        return is_raised(run, self.size, self.baseline)

    def parts(self, gap: float = COLUMN) -> list[list[Run]]:
        """Its runs, parted where a gap is wider than `gap` times the size."""
        parts: list[list[Run]] = [[self.runs[0]]]
        end = self.runs[0].x1
        for run in self.runs[1:]:
            if run.x0 - end > gap * self.size:
                parts.append([])
            parts[-1].append(run)
            end = max(end, run.x1)
        return parts

    def spell(self, runs: list[Run]) -> Words:
        """Words of some of its runs: single spaces, no footnote marks, and the box that the runs fill."""
        marks = {id(run) for run in runs if run.baseline < self.baseline and self.is_mark(run)}
        if len(runs) == 1 and not marks:
            text, notes = take_notes(squeeze(runs[0].text))
            return _boxed(_with_space(text, runs[0]), notes, runs)
        text = ""
        notes = []
        end = 0.0
        previous: Run | None = None
        behind_mark = False
        for run in runs:
            apart = previous is not None and is_apart(previous, run, end)
            previous = run
            opens = _OPENS_NOTE.match(run.text) if not text and id(run) in marks else None
            if id(run) in marks and (opens or _MARK.match(run.text)) and not _UNIT.search(text):
                text = text.rstrip()
                labels = opens[1] if opens else run.text
                notes += [(len(text), label.strip()) for label in labels.split(",")]
                if run.text[-1:].isspace():
                    text += " "
                end = run.x1
                behind_mark = True
                continue
            piece = squeeze(run.text)
            if text and not text[-1].isspace() and (apart or (behind_mark and piece[:1].isalpha())):
                text += " "
            behind_mark = False
            if run.text[:1].isspace() and text and not text[-1].isspace():
                text += " "
            if text.endswith(" ") and piece[:1] in (".", ",", ";") and notes and notes[-1][0] == len(text) - 1:
                text = text[:-1]
            text += piece + (" " if run.text[-1:].isspace() else "")
            end = run.x1
        lead = len(text) - len(text.lstrip())
        text, more = take_notes(text.strip())
        notes = [(min(max(0, at - lead), len(text)), label) for at, label in notes] + more
        return _boxed(_with_space(text, runs[-1]), sorted(notes), [run for run in runs if id(run) not in marks] or runs)


def _with_space(text: str, last: Run) -> str:
    """Words with the space that the file prints behind a slash at their end; for the line alone there is none."""
    return f"{text} " if text.endswith("/") and last.text.endswith(_SLASH_AND_SPACE) else text


def is_raised(run: Run, size: float, baseline: float) -> bool:
    """Whether a run is smaller than the words on a baseline, and stands above it; or is hardly so, and high above."""
    rise = baseline - run.baseline
    return rise > 0.12 * size and (run.size < MARK_SIZE * size or (run.size < size and rise > 0.3 * size))


def is_apart(previous: Run, run: Run, end: float) -> bool:
    """Whether there is room for a space between two neighbours on a line, the first of which ends at `end`."""
    if run.before is previous:
        return False
    return run.x0 - end > 0.5 * min(run.space_width, previous.space_width)


def _boxed(text: str, notes: list[tuple[int, str]], runs: list[Run]) -> Words:
    """Words with the box that some runs of one line fill."""
    words = Words(text, notes)
    if text and len(runs) == 1:
        run = runs[0]
        top, bottom = (run.baseline - run.rise, run.baseline) if run.rise else (run.top, run.bottom)
        words.boxes.append(LineBox(0, len(text), run.page, run.x0, top, run.x1, bottom))
    elif text and runs:
        top = min([run.baseline - run.rise if run.rise else run.top for run in runs])
        bottom = max([run.baseline if run.rise else run.bottom for run in runs])
        x0, x1 = min([run.x0 for run in runs]), max([run.x1 for run in runs])
        words.boxes.append(LineBox(0, len(text), runs[0].page, x0, top, x1, bottom))
    return words


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Lines from top to bottom. A superscript belongs to the line of the words that it stands beside."""
    ordered = sorted(runs, key=_place)
    if len(ordered) == 1:
        return [Line(ordered)]
    rows: list[list[Run]] = []
    for run in ordered:
        if rows and _level(rows[-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    join_marks(rows)
    _join_wrapped_marks(rows)
    lines = [Line(sorted(row, key=_left)) for row in rows if row]
    return sorted(lines, key=_place)


def _level(row: list[Run], run: Run) -> bool:
    first = row[-1]
    return run.baseline - first.baseline <= 0.8 + 0.12 * min(first.size, run.size)


def join_marks(rows: list[list[Run]]) -> None:
    """Move superscripts and subscripts, which make rows of their own, to the row of the words beside them."""
    for number, row in enumerate(rows):
        if not all(len(run.text.strip()) <= 8 for run in row):
            continue
        smallest = min((run.size for run in row), default=0.0)
        for other in rows[max(0, number - 2) : number] + rows[number + 1 : number + 3]:
            if not other or smallest >= max(run.size for run in other):
                continue
            for run in list(row):
                if any(_beside(run, word) or _abuts(run, word) for word in other):
                    row.remove(run)
                    other.append(run)


def _join_wrapped_marks(rows: list[list[Run]]) -> None:
    """Move a superscript that did not fit on its line, and stands alone on the next, behind the words before it."""
    for above, row in pairwise(rows):
        if len(row) != 1 or not above or not _MARK.match(row[0].text):
            continue
        last, mark = max(above, key=lambda r: r.x1), row[0]
        if mark.size < 0.75 * last.size and mark.x0 < last.x1 and mark.baseline - last.baseline < 1.6 * last.size:
            above.append(replace(mark, x0=last.x1, x1=last.x1 + 1, baseline=last.baseline - 0.3 * last.size))
            row.clear()


def _abuts(mark: Run, word: Run) -> bool:
    """Whether a number that is hardly smaller than a word stands close behind it and half above it, as in no line."""
    high = 0.3 * word.size < word.baseline - mark.baseline < 0.65 * word.size
    close = abs(mark.x0 - word.x1) < 0.1 * word.size
    return high and close and mark.size < word.size and bool(_NUMBER.fullmatch(mark.text.strip()))


def _beside(mark: Run, word: Run) -> bool:
    """Whether a small run stands raised (or lowered) right behind a word or before it."""
    rise = word.baseline - mark.baseline
    if mark.size > MARK_SIZE * word.size or not -0.35 * word.size < rise < 0.75 * word.size:
        return False
    behind, before = mark.x0 - word.x1, word.x0 - mark.x1
    room = 0.8 * word.size
    return -0.3 * word.size < behind < room or (-0.3 * word.size < before < room and bool(_MARKS.match(mark.text)))
