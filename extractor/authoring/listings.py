"""What sample reports list: headings, lines over lists, and tables of sentences, with how many reports have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import regex

from extractor.authoring.judged_names import REF
from extractor.authoring.labels import without_label
from extractor.document import Block, Kind, Report
from extractor.packs import Pack

_SENTENCE = 20  # characters that the cells of a column of sentences have on average at least
_DIGIT = regex.compile(r"\d")
_NO_TITLE = regex.compile(r"\d|^(?:Dr|Mrs?|Ms|Sir|Dame|Professor)\s")  # of a section: a figure, or a person
_LETTER = regex.compile(r"\p{L}")


def headings(
    reports: Sequence[Report], covers: Sequence[Collection[str]], labels: Collection[str], pack: Pack
) -> list[tuple[str, int, int]]:
    """Headings that half of the reports have or more: title, level, and in how many reports it stands.

    The sample whose headings are set in most ranks says how deep. Lines of the covers are none, nor what the pack
    knows, nor a sentence that ends with a label. A label behind a title is no part of it.
    """
    ends = tuple(f" {label.casefold()}" for label in labels)
    counted: Counter[str] = Counter()
    levels: dict[str, int] = {}
    richest = sorted(zip(reports, covers, strict=True), key=lambda told: -_ranks(told[0]))
    for report, cover in richest:
        titles = {without_label(s.title, labels): s.level for s in report.sections if s.title not in cover}
        titles = {title: level for title, level in titles.items() if not title.casefold().endswith(ends)}
        counted.update(titles.keys())
        levels = {**titles, **levels}
    often = [(t, levels[t], n) for t, n in counted.items() if n >= max(2, len(reports) / 2) and not _NO_TITLE.search(t)]
    return [one for one in often if not any(known.match(one[0]) for known, _ in pack.sections)]


def _ranks(report: Report) -> int:
    return len({block.level for block in report.blocks if block.kind is Kind.HEADING})


def list_labels(reports: Sequence[Report], pack: Pack, labels: Collection[str]) -> list[tuple[str, int, bool]]:
    """Lines over lists, in a fifth of the reports or more: the words, in how many, and whether a rule knows them.

    A heading counts where one line that leads in the list stands between, and no sentence that ends with a label.
    """
    ends = tuple(label.casefold() for label in labels)
    counted: Counter[str] = Counter()
    for report in reports:
        counted.update({words for words in _over_lists(report) if not words.casefold().endswith(ends)})
    known = ("labels", "recommendations.section", "recommendations.addressee", "recommendations.intro")
    return [
        (words, count, any(pack.match(name, words) for name in known))
        for words, count in counted.most_common()
        if count >= max(2, len(reports) / 5)
    ]


def headed_tables(reports: Sequence[Report], names: Collection[str]) -> list[tuple[tuple[str, ...], int, int]]:
    """Headings of tables with a column of sentences, that column, and in how many reports they are; of half or more.

    A table with figures behind its sentences is none, nor one with names that are judged.
    """
    counted: Counter[tuple[tuple[str, ...], int]] = Counter()
    for report in reports:
        found = set()
        for table in (block.table for block in report.blocks if block.table is not None and block.table.header):
            rows = report.cell_texts(table.rows())
            heads, body = tuple(rows[table.header - 1]), rows[table.header :]
            lengths = [sum(len(row[at]) for row in body) for at in range(table.width)]
            widest = lengths.index(max(lengths))
            beside = [row[at] for row in body for at in range(widest + 1, table.width) if row[at]]
            figures = sum(map(_is_figure, beside))
            if any(REF.sub("", row[0]) in names for row in body):
                continue
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
