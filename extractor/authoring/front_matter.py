"""What the fronts of sample reports have in common: lines, and labels in front of what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Block, Kind, Report
from extractor.domain.names import squashed
from extractor.packs import Pack
from extractor.split.contents import without_page

_FRONT_BLOCKS = 40  # of a report, that are looked at for what all of them say
_FEWEST_WORDS = 2  # that a line of every front has in common
_FEWEST_LABELLED = 8  # blocks of a front that can have labels, though it has sentences among them
_SENTENCE = 60  # characters of a paragraph that is no line of a cover
_NEAR = 3  # blocks between the heading of a section and its first sentence

# A label with a colon behind it, or a few words before a date.
_LABELLED = regex.compile(
    r"(?P<label>\p{Lu}[\p{L}’' /()-]{1,40}?)(?:\s*:\s*|\s+(?=\d{1,2} \p{Lu}\p{Ll}{2,8} \d{4}$))(?P<value>\S.{0,120})$"
)


@dataclass(frozen=True, slots=True)
class CommonLine:
    """A line that every front has, its words before and behind what differs; `middles` are what differs, by sample."""

    before: str
    middles: tuple[str, ...]
    behind: str

    @property
    def varies(self) -> bool:
        return any(self.middles)


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """Words in front of what differs from report to report, as they are printed first, and what stands behind them."""

    label: str
    values: tuple[str, ...]


def common_lines(fronts: Sequence[Sequence[str]]) -> list[CommonLine]:
    """Lines that every front has, maybe with other words in the middle, in the order of the first."""
    found: list[CommonLine] = []
    for line in fronts[0]:
        best = [_nearest(line, other) for other in fronts[1:]]
        common = _in_common([line, *best])
        if common is not None and common not in found:
            found.append(common)
    return found


def labelled_lines(reports: Sequence[Report], *, once: bool = False) -> list[LabelledLine]:
    """Lines and rows of fronts that name what stands in them, `Region: North`, in an eighth of the reports or more.

    With `once` those that stand in a single front.
    """
    values: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for report in reports:
        seen: set[str] = set()
        titles = {squashed(section.title) for section in report.sections}
        for line in (line for line in _named(report) if not _is_listed(line, titles)):
            if (match := _LABELLED.match(line)) and (key := match["label"].casefold()) not in seen:
                seen.add(key)
                names.setdefault(key, line[: match.start("value")].strip())
                values[key].append(match["value"])
    found = [LabelledLine(names[key], tuple(told)) for key, told in values.items()]
    if once:
        return [line for line in found if len(line.values) == 1]
    return [line for line in found if len(line.values) >= max(2, len(reports) / 8) and len(set(line.values)) > 1]


def _is_listed(line: str, titles: Collection[str]) -> bool:
    """Whether a line is an entry of the contents: the title of a section, and a page."""
    words = without_page(line)
    return words != line and squashed(words) in titles


def _named(report: Report) -> Iterator[str]:
    """Lines of a front that may have a label in front, rows of two cells and what a stroke parts among them."""
    blocks = _front_blocks(report)
    ends = (at for at, block in enumerate(blocks) if at >= _FEWEST_LABELLED and _is_text(report, block))
    for block in blocks[: next(ends, len(blocks))]:
        if block.table is None:
            yield from report.body(block).split(" | ")
        elif block.table.width == 2:
            for row in block.table.rows():
                label, value = (report.words(cell).strip() for cell in row)
                yield f"{label.rstrip(' :')}: {value}" if label and value else ""


def front(report: Report) -> list[str]:
    """Lines of the first blocks of a report, without sentences and tables."""
    return _lines(report, _front_blocks(report, tables=False))


def cover(report: Report, pack: Pack) -> list[str]:
    """Lines of a front before the first section: before a heading that the pack knows, or one right over sentences."""
    blocks = _front_blocks(report)
    heading = 0
    for at, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            if at and any(known.match(report.body(block)) for known, _ in pack.sections):
                return _lines(report, blocks[:at])
            heading = at
        elif _is_text(report, block):
            return _lines(report, blocks[: heading if heading and at - heading <= _NEAR else at])
        elif block.table is not None and heading and heading == at - 1:
            return _lines(report, blocks[:heading])
    return _lines(report, blocks)


def _front_blocks(report: Report, *, tables: bool = True) -> list[Block]:
    aside = (Kind.FURNITURE, Kind.FOOTNOTE)
    return [b for b in report.blocks if b.kind not in aside and (tables or b.table is None)][:_FRONT_BLOCKS]


def _is_text(report: Report, block: Block) -> bool:
    """Whether a block is an item of a list, or a sentence that is no line of a cover."""
    words = report.body(block)
    return block.kind in (Kind.BULLET, Kind.NUMBERED) or (
        block.table is None and len(words) >= _SENTENCE and words.endswith(".")
    )


def _lines(report: Report, blocks: Iterable[Block]) -> list[str]:
    lines = (report.body(block).strip() for block in blocks if block.table is None)
    return list(dict.fromkeys(line for line in lines if line and len(line) < 160 and not line.endswith(".")))


def _nearest(line: str, lines: Iterable[str]) -> str:
    """The line that has most words at its beginning and end in common with another; empty where none has any."""
    return max(lines, key=lambda other: sum(map(len, _ends(line.split(), other.split()))), default="")


def _ends(one: Sequence[str], two: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that two lines begin with, and those that they end with."""
    before: list[str] = []
    for a, b in zip(one, two, strict=False):
        if a.casefold() != b.casefold():
            break
        before.append(a)
    behind: list[str] = []
    for a, b in zip(reversed(one[len(before) :]), reversed(two[len(before) :]), strict=False):
        if a.casefold() != b.casefold():
            break
        behind.insert(0, a)
    return before, behind


def _in_common(lines: Sequence[str]) -> CommonLine | None:
    words = [line.split() for line in lines]
    before, behind = words[0], words[0]
    for other in words[1:]:
        before, behind = before[: len(_ends(words[0], other)[0])], behind[len(behind) - _shared_end(behind, other) :]
    if len(lines) > 1 and len(before) < len(words[0]):
        fixed = len(before) + len(behind)
        if fixed < _FEWEST_WORDS or not all(len(w) > fixed for w in words):
            return None
        middles = tuple(" ".join(w[len(before) : len(w) - len(behind)]) for w in words)
        return CommonLine(" ".join(before), middles, " ".join(behind))
    if len(words[0]) < _FEWEST_WORDS or any(len(w) != len(words[0]) for w in words):
        return None
    return CommonLine(" ".join(words[0]), ("",) * len(lines), "")


def _shared_end(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words two lines end with."""
    return next(
        (n for n, (a, b) in enumerate(zip(reversed(one), reversed(two), strict=False)) if a.casefold() != b.casefold()),
        min(len(one), len(two)),
    )
