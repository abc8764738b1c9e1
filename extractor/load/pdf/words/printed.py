"""The runs of a page as one text, with the spaces in it that nobody printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.load.pdf.settings import WordSettings
from extractor.load.pdf.words.runs import GUESSED, Run


@dataclass(slots=True)
class Gap:
    """A space that nobody printed: its number on the page, where it stands in the text of its run, and its width in
    spaces of the font.
    """

    number: int
    run: Run
    at: int
    following: Run
    width: float


GapLine = tuple[str, dict[int, Gap]]  # of a page, with its gaps by their offset in it


def page_text(runs: Sequence[Run]) -> tuple[str, dict[int, Gap]]:
    """The runs of a page as one text, a line end wherever one does not follow another, and its gaps by their offset."""
    pieces: list[str] = []
    gaps: dict[int, Gap] = {}
    length = 0
    previous: Run | None = None
    for run in runs:
        if previous is not None and run.before is not previous:
            width = _distance(previous, run)
            if previous.text.endswith(GUESSED) and width is not None:
                gaps[length - 1] = Gap(len(gaps), previous, len(previous.text) - 1, run, width)
            elif width is None or not previous.text.endswith(" "):
                pieces.append("\n")
                length += 1
        at = run.text.find(GUESSED)
        widths = iter(run.gaps)
        while 0 <= at < len(run.text) - 1:
            gaps[length + at] = Gap(len(gaps), run, at, run, next(widths, 0.0) / run.space_width)
            at = run.text.find(GUESSED, at + 1)
        pieces.append(run.text)
        length += len(run.text)
        previous = run
    return "".join(pieces), gaps


def _distance(run: Run, following: Run) -> float | None:
    """How many spaces of its font a run stands before another; None where they do not stand on one line."""
    if abs(run.baseline - following.baseline) > 1 or following.x1 < run.x1:
        return None
    return (following.x0 - run.x1) / run.space_width


def gap_lines(text: str, gaps: dict[int, Gap]) -> Iterator[GapLine]:
    """The lines of a page, each with its gaps by their offset in it."""
    places = list(gaps)  # from first to last
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        yield line, {at - start: gaps[at] for at in places[bisect_left(places, start) : bisect_left(places, end)]}
        start = end + 1


def with_spaces(page: Iterable[GapLine], settings: WordSettings) -> str:
    """The text of a page with spaces for the gaps of lines on which no space is printed, where they are all alike.

    None is less than a space, but for those between columns, and what they part is longer than letters set apart.
    """
    lines = []
    for line, here in page:
        near = [gap.width for gap in here.values() if gap.width <= settings.gap_in_word]
        even = all(round(width, 1) >= 1 == round(width / near[0], 1) for width in near)
        least = settings.letters_set_apart
        if len(near) >= least and even and " " not in line.strip() and len(line) - len(here) > least * len(here):
            line = line.replace(GUESSED, " ")
        lines.append(line)
    return "\n".join(lines)
