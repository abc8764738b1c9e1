"""Names in sample reports that stand beside words which look like labels of a scale: what may be judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.document import Kind, Report

REF = regex.compile(r"^[A-Z]{0,2}\d{1,2}(?:\.\d{1,2})*[.:)]?\s+")
_LONGEST_LABEL = 6  # words of what can be a label of a scale
_DIGIT = regex.compile(r"\d")
_LABEL = regex.compile(r"\p{Lu}[\p{L}’' -]{2,40}")
_EARLIER = regex.compile(r"\b(?:previous|last|earlier|prior|former)\b", regex.I)
_BEHIND_NAME = regex.compile(r"^(?P<name>\P{Nd}{3,100}?)\s*[:–—-]\s+(?P<label>\p{Lu}[\p{L} ]{2,40})$")


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
    found = [
        Judged(name, len(told), _each(label for label, _ in told), told[0][1], name in leads)
        for name, told in by_name.items()
    ]
    kept = {name for names in _of_scales(found) for name in names}
    return [one for one in found if one.name in kept]


def _of_scales(found: Sequence[Judged]) -> list[set[str]]:
    """Names that share labels, together; without those of labels that hardly repeat, or that nothing but leads has.

    Names of people or places in front of which the same words stand are not labels: each is printed once or twice.
    """
    groups: list[tuple[set[str], set[str]]] = []
    for one in found:
        labels = {label.casefold() for label in one.labels}
        names = {one.name}
        for known in [group for group in groups if group[1] & labels]:
            groups.remove(known)
            names, labels = names | known[0], labels | known[1]
        groups.append((names, labels))
    count = {one.name: one.count for one in found}
    often = [sum(count[name] for name in names) / len(labels) for names, labels in groups]
    judging = [any(not one.leads for one in found if one.name in names) for names, _ in groups]
    return [
        names
        for (names, _), times, judges in zip(groups, often, judging, strict=True)
        if 3 * times >= max(often) and (judges or not any(judging))
    ]


def codes_of(reports: Sequence[Report], labels: Sequence[str]) -> dict[str, str]:
    """The capitals that a key explains as a label, `RA = requires action`, or that stand behind it in brackets."""
    found: dict[str, str] = {}
    for label in labels:
        code, words = r"(?P<code>\p{Lu}{1,4})", regex.escape(label)
        key = regex.compile(rf"\b{code}\s*[=:–-]\s*(?i:{words})\b|\b{words}\s*\({code}\)")
        told = Counter(match["code"] for report in reports for match in key.finditer(report.text))
        if told:
            found[label] = told.most_common(1)[0][0]
    return found


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
