"""What of a dataset's reports no rule has read: line by line, rule by rule, report by report."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from extractor.check.inside.row_positions import placed
from extractor.dataset.named_tables import Frames
from extractor.errors import PackError
from extractor.packs import Pack, Packs, Rule
from extractor.records import later_places

__all__ = ["READING", "Line", "Unusual", "lines_of", "reading_of", "silent_rules", "unread_of", "unusual_yields"]

# Tables whose evidence says that words were read; `tables` has every cell of every table, whatever was made of it.
READING = (
    "ratings", "key_questions", "recommendations", "progress", "findings", "examples", "statistics", "quantities",
)  # fmt: skip
_FEWEST = 5  # reports of a framework, before any of them is unusual among them
_FAR = 5.0  # times the median distance from the median
_HALF = 0.5  # of the median: what is nearer to it is not far
_MOST_NONE = 0.2  # of the reports of a framework have none of what the others have
_DESCRIBED = ("units", "scales")  # rules that are tried on descriptions of figures, and not on words of the report
_FRONT = 3000  # characters that rules for the front of a report are tried on


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report's text: how much of it was read (`all`, `part`, `none`), and what on it looks like data and
    was not."""

    start: int
    text: str
    page: int | None
    read: str
    unread: tuple[tuple[str, str], ...]  # words, reason


@dataclass(frozen=True, slots=True)
class Unusual:
    """A report with far fewer or more rows of a table than reports of its framework usually have."""

    report_id: str
    framework: str
    table: str
    rows: int
    usual: float


def lines_of(data: Frames, report_id: str) -> Iterator[Line]:
    """The lines of a report that have words, in reading order.

    Raises:
        InputError: the dataset has no such report.
    """
    text = data.text(report_id)
    rows = data.of_report(report_id, "reports", "sections", "unread", *READING)
    read = reading_of(rows)
    missed = sorted((start, end, row.quote, row.reason) for start, end, row in placed(rows["unread"]))
    pages = sorted((row.start, row.page) for table in rows.values() for row in table if getattr(row, "page", None))
    page_starts = [start for start, _ in pages]
    offset, at = 0, 0
    for words in text.split("\n"):
        end = offset + len(words)
        here = []
        while at < len(missed) and missed[at][0] <= end:
            here.append((missed[at][2], missed[at][3]))
            at += 1
        if words.strip():
            known = bisect_right(page_starts, offset) - 1
            page = pages[known][1] if known >= 0 else None
            yield Line(offset, words, page, read(offset, words), tuple(here))
        offset = end + 1


def reading_of(rows: Mapping[str, Sequence[Any]]) -> Callable[[int, str], str]:
    """What says, of words and where they begin, whether all, part or none of them was read.

    Args:
        rows: the rows of one report by table: `reports`, `sections` and those of `READING`.
    """
    starts, ends = _merged(sorted(_spans(rows)))
    return lambda offset, words: _read(offset, words, starts, ends)


def unread_of(rows: Mapping[str, Sequence[Any]]) -> Callable[[int, str], list[tuple[int, int]]]:
    """What gives, of words and where they begin, the spans that no rule has read: those with a letter or digit.

    Args:
        rows: as for `reading_of`.
    """
    starts, ends = _merged(sorted(_spans(rows)))
    titles = {row.start: row.title for row in rows.get("sections", ()) if row.start is not None}

    def unread(offset: int, words: str) -> list[tuple[int, int]]:
        # A heading is read to the end of its title, whatever is printed between its number and that.
        before, title, _ = words.partition(titles.get(offset) or "\n")
        found, at = [], offset + (len(before) + len(title) if title else 0)
        place = max(0, bisect_right(starts, offset) - 1)
        while place < len(starts) and starts[place] < offset + len(words):
            if starts[place] > at:
                found.append((at, starts[place]))
            at = max(at, ends[place])
            place += 1
        if at < offset + len(words):
            found.append((at, offset + len(words)))
        return [(start, end) for start, end in found if any(map(str.isalnum, words[start - offset : end - offset]))]

    return unread


def _spans(rows: Mapping[str, Sequence[Any]]) -> Iterator[tuple[int, int]]:
    for table in READING:
        for row in rows.get(table, ()):
            if row.start is not None and row.end is not None:
                yield row.start, row.end
            yield from later_places(getattr(row, "printed_again", ""))
    for row in rows.get("sections", ()):
        if row.start is not None:
            yield row.start, row.start + len(f"{row.ref} {row.title}".strip())
    for row in rows.get("reports", ()):
        for told in json.loads(row.evidence_of or "{}").values():
            if isinstance(told, dict) and {"start", "end"} <= told.keys():
                yield told["start"], told["end"]


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        if starts and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _read(offset: int, words: str, starts: Sequence[int], ends: Sequence[int]) -> str:
    """How much of the letters and digits of a line was read."""
    end, read = offset + len(words), 0
    at = max(0, bisect_right(starts, offset) - 1)
    while at < len(starts) and starts[at] < end:
        read += sum(map(str.isalnum, words[max(0, starts[at] - offset) : max(0, ends[at] - offset)]))
        at += 1
    return "none" if not read else "all" if read >= 0.8 * sum(map(str.isalnum, words)) else "part"


def silent_rules(data: Frames, packs: Packs) -> dict[str, list[str]]:
    """For each framework of a dataset, what of its pack matches nowhere in its reports.

    A rule is tried on every line and on every cell of a line. Listed are the rules of the framework's own by their
    name, and with a star behind it every name of which no rule fired, inherited ones included: `examples.label.*`.
    """
    silent: dict[str, list[Rule]] = {}
    for row in data.rows("reports"):
        pack = packs.packs.get(row.framework)
        if not isinstance(pack, Pack):
            continue
        left = silent.setdefault(pack.id, [rule for rule in pack.rules if _family(rule)[0] not in _DESCRIBED])
        if not left:
            continue
        text = data.text(row.report_id)
        front = _pieces(text[:_FRONT])
        whole = _pieces(text)
        silent[pack.id] = [rule for rule in left if not _fires(rule, front if rule.scope == "front" else whole)]
    return {framework: _named(packs[framework], rules) for framework, rules in silent.items()}


def _family(rule: Rule) -> tuple[str, ...]:
    """What a rule's name has in common with others that are asked for together: its first two parts."""
    return tuple(rule.id.partition("/")[2].split(".")[:2])


def _named(pack: Pack, silent: Sequence[Rule]) -> list[str]:
    fired = {_family(rule) for rule in pack.rules} - {_family(rule) for rule in silent}
    fired |= {_family(rule) for rule in set(pack.rules) - set(silent)}
    named = dict.fromkeys(
        rule.id.partition("/")[2] if _family(rule) in fired else ".".join((*_family(rule), "*"))
        for rule in silent
        if _family(rule) not in fired or rule.id.startswith(f"{pack.id}/")
    )
    return list(named)


def _pieces(text: str) -> list[str]:
    """The lines of a text and their cells, each once."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    cells = [cell.strip() for line in lines if "\t" in line for cell in line.split("\t") if cell.strip()]
    markers = [line.partition(" ")[2] for line in lines if not line[0].isalpha()]
    return list(dict.fromkeys([*lines, *cells, *markers]))


def _fires(rule: Rule, pieces: Sequence[str]) -> bool:
    try:
        return any(rule.search(piece) for piece in pieces)
    except PackError:  # too slow on some line: it cannot be said that it is silent
        return True


def unusual_yields(data: Frames) -> list[Unusual]:
    """Reports with far fewer or more rows of a table than the others of their framework, in the order of `reports`.

    The usual number is the median; far is more than half of it, and more than five times the median distance from it.
    A report without rows of a table that nearly all others have is always far.
    """
    counts = {table: data.filled(table).groupby("report_id", sort=False).size().to_dict() for table in READING}
    frameworks: dict[str, list[str]] = {}
    for row in data.rows("reports"):
        frameworks.setdefault(row.framework, []).append(row.report_id)
    order = {row.report_id: at for at, row in enumerate(data.rows("reports"))}
    found = []
    for framework, ids in frameworks.items():
        for table in READING if len(ids) >= _FEWEST else ():
            rows = {id_: int(counts[table].get(id_, 0)) for id_ in ids}
            found += [Unusual(id_, framework, table, rows[id_], usual) for id_, usual in _far(rows)]
    return sorted(found, key=lambda one: order[one.report_id])


def _far(rows: dict[str, int]) -> Iterator[tuple[str, float]]:
    usual = float(median(rows.values()))
    distance = float(median(abs(count - usual) for count in rows.values()))
    none = sum(not count for count in rows.values())
    for id_, count in rows.items():
        off = abs(count - usual)
        lost = not count and none <= _MOST_NONE * len(rows)
        if lost or (usual and off > _HALF * usual and off > _FAR * max(distance, 1.0)):
            yield id_, usual
