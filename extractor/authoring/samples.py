"""What sample reports of one framework have in common: lines of their fronts, headings, labels, lists and dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.document import Block, Kind, Report
from extractor.packs import Pack

_FRONT_BLOCKS = 40  # of a report, that are looked at for what all of them say
_FEWEST_WORDS = 2  # that a line of every front has in common
_LONGEST_LABEL = 6  # words of what can be a label of a scale
COVER = 8  # lines of a front that are headings of no section
_SENTENCE = 20  # characters that the cells of a column of sentences have on average at least
_DIGIT = regex.compile(r"\d")
_LETTER = regex.compile(r"\p{L}")
REF = regex.compile(r"^[A-Z]{0,2}\d{1,2}(?:\.\d{1,2})*[.:)]?\s+")
_LABEL = regex.compile(r"\p{Lu}[\p{L}’' -]{2,40}")
_EARLIER = regex.compile(r"\b(?:previous|last|earlier|prior|former)\b", regex.I)
_BEHIND_NAME = regex.compile(r"^(?P<name>\P{Nd}{3,100}?)\s*[:–—-]\s+(?P<label>\p{Lu}[\p{L} ]{2,40})$")


# A label with a colon behind it, or a few words before a date.
_LABELLED = regex.compile(
    r"(?P<label>\p{Lu}[\p{L}’' /-]{1,40}?)(?:\s*:\s*|\s+(?=\d{1,2} \p{Lu}\p{Ll}{2,8} \d{4}$))(?P<value>\S.{0,120})$"
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


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that stands beside labels: its name as printed, how often, and the labels with where they stand.

    `leads` says that it has several labels in one report: a word that leads them in, and nothing that is judged.
    """

    name: str
    count: int
    labels: tuple[str, ...]
    where: str  # `row`, `column` or `line`
    leads: bool = False


def common_lines(reports: Sequence[Report]) -> list[CommonLine]:
    """Lines that the front of every report has, maybe with other words in the middle, in the order of the first."""
    fronts = [front(report) for report in reports]
    found: list[CommonLine] = []
    for line in fronts[0]:
        best = [_nearest(line, other) for other in fronts[1:]]
        common = _in_common([line, *best])
        if common is not None and common not in found:
            found.append(common)
    return found


def labelled_lines(reports: Sequence[Report]) -> list[LabelledLine]:
    """Lines and rows of fronts that name what stands in them, `Region: North`, in a fifth of the reports or more."""
    values: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for report in reports:
        seen: set[str] = set()
        for line in _named(report):
            if (match := _LABELLED.match(line)) and (key := match["label"].casefold()) not in seen:
                seen.add(key)
                names.setdefault(key, line[: match.start("value")].strip())
                values[key].append(match["value"])
    found = [LabelledLine(names[key], tuple(told)) for key, told in values.items()]
    return [line for line in found if len(line.values) >= max(2, len(reports) / 5) and len(set(line.values)) > 1]


def _named(report: Report) -> Iterator[str]:
    """Lines of a front that may have a label in front, rows of two cells and what a stroke parts among them."""
    for block in [b for b in report.blocks if b.kind is not Kind.FURNITURE][:COVER]:
        if block.table is None:
            yield from report.body(block).split(" | ")
        elif block.table.width == 2:
            for row in block.table.rows():
                label, value = (report.words(cell).strip() for cell in row)
                yield f"{label}: {value}" if label and value else ""


def front(report: Report) -> list[str]:
    """Lines of the first blocks of a report, without sentences and tables."""
    blocks = [b for b in report.blocks if b.table is None and b.kind is not Kind.FURNITURE][:_FRONT_BLOCKS]
    lines = (report.body(block).strip() for block in blocks)
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
        first, last = _ends(words[0], other)
        before, behind = before[: len(first)], (behind[len(behind) - len(last) :] if last else [])
    if len(lines) > 1 and len(before) < len(words[0]):
        fixed = len(before) + len(behind)
        if fixed < _FEWEST_WORDS or not all(len(w) > fixed for w in words):
            return None
        middles = tuple(" ".join(w[len(before) : len(w) - len(behind)]) for w in words)
        return CommonLine(" ".join(before), middles, " ".join(behind))
    if len(words[0]) < _FEWEST_WORDS or any(len(w) != len(words[0]) for w in words):
        return None
    return CommonLine(" ".join(words[0]), ("",) * len(lines), "")


def headings(reports: Sequence[Report], labels: Collection[str]) -> list[tuple[str, int, int]]:
    """Headings that half of the reports have or more: title, level, and in how many reports it stands.

    Lines of the front are none, and a label behind a title is no part of it.
    """
    counted: Counter[str] = Counter()
    levels: dict[str, int] = {}
    for report in reports:
        cover = set(front(report)[:COVER])
        titles = {without_label(s.title, labels): s.level for s in report.sections if s.title not in cover}
        counted.update(titles.keys())
        levels = {**titles, **levels}
    return [(t, levels[t], n) for t, n in counted.items() if n >= max(2, len(reports) / 2) and not _DIGIT.search(t)]


def without_label(words: str, labels: Collection[str]) -> str:
    """Words without the label that stands behind them, as in `Safety: good`."""
    title, _, label = words.rpartition(": ")
    return title if title and label.casefold() in {known.casefold() for known in labels} else words


def judged(reports: Sequence[Report]) -> list[Judged]:
    """Names beside words which look like labels: in rows or over columns of tables, or in lines `Name: Label`.

    Words look like labels where they stand beside several names; what else stands beside those names is one, too.
    """
    pairs = [(REF.sub("", name), label, where) for report in reports for name, label, where in _pairs(report)]
    times = Counter(name for name, _, _ in pairs if name and not _DIGIT.search(name) and not name.endswith("."))
    often = {name for name, count in times.items() if count >= max(1, len(reports) / 2)}
    pairs = [pair for pair in pairs if pair[0] in often and pair[1] not in times]
    beside: dict[str, set[str]] = defaultdict(set)
    for name, label, _ in pairs:
        beside[label].add(name)
    rated = {name for named in beside.values() if len(named) > 1 for name in named}
    by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, label, where in pairs:
        if name in rated:
            by_name[name].append((label, where))
    leads = {name for report in reports for name in _leads(report)}
    return [
        Judged(name, len(told), _each(label for label, _ in told), told[0][1], name in leads)
        for name, told in by_name.items()
    ]


def _leads(report: Report) -> Iterator[str]:
    """Words that stand in lines before several labels."""
    beside: dict[str, set[str]] = defaultdict(set)
    for name, label, where in _pairs(report):
        if where == "line":
            beside[REF.sub("", name)].add(label)
    yield from (name for name, labels in beside.items() if len(labels) > 1)


def _pairs(report: Report) -> Iterator[tuple[str, str, str]]:
    """A name, what may be its label, and where they stand."""
    for block in report.blocks:
        if block.table is not None:
            texts = _of_now([[report.words(cell).strip() for cell in row] for row in block.table.rows()])
            if grid := list(_in_grid(texts)):
                yield from grid
                continue
            for row in texts[block.table.header :]:
                words = [text for text in row if text]
                if len(words) >= 2 and _is_label(words[-1]) and len(words[0]) > len(words[-1]) // 2:
                    yield " ".join(words[:-1]), words[-1], "row"
        elif (match := _BEHIND_NAME.match(report.body(block))) and _is_label(match["label"]):
            yield match["name"], match["label"], "line"
    yield from _below(report)


def _of_now(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of a table without the columns whose headings say that they are of an earlier inspection."""
    kept = [at for at, head in enumerate(texts[0]) if not _EARLIER.search(head)]
    return [[row[at] for at in kept] for row in texts]


def _in_grid(texts: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Headings of columns with what may be labels below them, where several columns have them in several rows."""
    heads, rows = texts[0], texts[1:]
    columns = [
        at for at in range(1, len(heads)) if heads[at] and all(not row[at] or _is_label(row[at]) for row in rows)
    ]
    held = [row[at].casefold() for row in rows for at in columns if row[at]]
    if len(columns) > 1 and len(set(held)) <= len(held) / 2:
        yield from ((heads[at], row[at], "column") for row in rows for at in columns if row[at])


def _each(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels, each once: one in capitals is that which is not."""
    found: dict[str, str] = {}
    for label in labels:
        if label.casefold() not in found or found[label.casefold()].isupper():
            found[label.casefold()] = label
    return tuple(found.values())


def _below(report: Report) -> Iterator[tuple[str, str, str]]:
    """A heading with a line of few words right below it."""
    blocks = [block for block in report.blocks if block.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)]
    for block, below in pairwise(blocks):
        if block.kind is Kind.HEADING and below.table is None and below.kind not in (Kind.BULLET, Kind.NUMBERED):
            words = report.body(below)
            if _is_label(words):
                yield report.body(block), words, "line"


def _is_label(words: str) -> bool:
    return bool(_LABEL.fullmatch(words)) and len(words.split()) <= _LONGEST_LABEL


def list_labels(reports: Sequence[Report], pack: Pack, labels: Collection[str]) -> list[tuple[str, int, bool]]:
    """Lines over lists, in a fifth of the reports or more: the words, in how many, and whether a rule knows them.

    A heading counts where one line that leads in the list stands between.
    """
    counted: Counter[str] = Counter()
    for report in reports:
        counted.update({words for words in _over_lists(report) if without_label(words, labels) == words})
    known = ("labels", "recommendations.section", "recommendations.addressee", "recommendations.intro")
    return [
        (words, count, any(pack.match(name, words) for name in known))
        for words, count in counted.most_common()
        if count >= max(2, len(reports) / 5)
    ]


def headed_tables(reports: Sequence[Report]) -> list[tuple[tuple[str, ...], int, int]]:
    """Headings of tables with a column of sentences, that column, and in how many reports they are; of half or more.

    A table with figures behind its sentences is none.
    """
    counted: Counter[tuple[tuple[str, ...], int]] = Counter()
    for report in reports:
        found = set()
        for table in (block.table for block in report.blocks if block.table is not None and block.table.header):
            rows = [[report.words(cell).strip() for cell in row] for row in table.rows()]
            heads, body = tuple(rows[table.header - 1]), rows[table.header :]
            lengths = [sum(len(row[at]) for row in body) for at in range(table.width)]
            widest = lengths.index(max(lengths))
            beside = [row[at] for row in body for at in range(widest + 1, table.width) if row[at]]
            figures = sum(map(_is_figure, beside))
            if all(heads) and len(heads) > 1 and lengths[widest] > _SENTENCE * len(body) and 2 * figures <= len(beside):
                found.add((heads, widest))
        counted.update(found)
    return [(*told, count) for told, count in counted.items() if count >= max(2, len(reports) / 2)]


def _is_figure(words: str) -> bool:
    """Whether a cell has a figure and no words: `40%`, `26 of 30`."""
    return bool(_DIGIT.search(words)) and not _LETTER.search(words.replace(" of ", " ", 1))


def _over_lists(report: Report) -> Iterator[str]:
    blocks: list[Block] = [b for b in report.blocks if b.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)]
    for over, above, block in zip([blocks[0], *blocks], blocks, blocks[1:], strict=False):
        listed = block.kind in (Kind.BULLET, Kind.NUMBERED)
        if listed and over.kind is Kind.HEADING and report.body(above).endswith((":", ".")):
            yield report.body(over)
        if listed and above.table is None and above.kind not in (Kind.BULLET, Kind.NUMBERED):
            words = report.body(above)
            if len(words) < 100 and not words.endswith("."):
                yield words
