"""Table `findings`: items under `Strengths:` and `Areas for improvement:`. The heading decides, not the wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.document import Block, Kind, Report, Section
from extractor.find.item_ids import place
from extractor.find.lists import LISTED, Nesting, Open, is_aside, printed_number, says_more
from extractor.packs import Pack, Rule
from extractor.records import Finding

_MARK = regex.compile(r"\(?[a-z]\)\s+")  # before an item of a table
_AHEAD = 4  # blocks behind a sub-heading among which its list must begin


def find(report: Report, pack: Pack) -> Iterator[Finding]:
    """Items of lists, tables and boxes under a heading that judges, in reading order."""
    blocks = [block for block in report.blocks if not is_aside(report, pack, block)]
    counted: dict[str, int] = {}
    label: _Label | None = None
    for number, block in enumerate(blocks):
        if block.table is not None:
            for rule, start, end in _cells(report, pack, block, label):
                yield _finding(report, rule, start, end, counted)
            label = None
        elif said := _label(report, pack, block):
            label = _Label(said, block, report.section_at(block.start)) if said.value else None
        elif label is None:
            continue
        elif block.kind in LISTED:
            label.listed = True
            yield _listed(report, label, block, counted)
        elif label.boxes(block):
            label.listed = label.subheaded = True
            yield _finding(report, label.rule, block.body, block.end, counted)
        elif not label.goes_on(report, block, blocks[number + 1 : number + _AHEAD]):
            label = None


@dataclass
class _Label:
    """A heading that judges what stands below it, and how far its list has come."""

    rule: Rule
    block: Block
    section: Section | None  # that it stands in
    listed: bool = False
    subheaded: bool = False
    introduced: bool = False
    level: int = 0  # of its sub-headings
    nesting: Nesting = field(default_factory=Nesting)

    def boxes(self, block: Block) -> bool:
        """Whether a paragraph is an item, as all are that share a box with the label."""
        return bool(self.block.box) and block.box == self.block.box and block.kind is Kind.PARAGRAPH

    def goes_on(self, report: Report, block: Block, below: Sequence[Block]) -> bool:
        """Whether a block ends nothing: a sub-heading over a list of its own, or one paragraph before the list."""
        self.nesting.end()
        if block.kind is Kind.HEADING:
            above = (block.level or 99) < (self.level or self.block.level) or self._is_left(report, block)
            if above or ((self.listed or self.introduced) and not self.subheaded) or not _leads_to_list(below):
                return False
            self.subheaded = True
            self.level = self.level or block.level
            return True
        first, self.introduced = not (self.introduced or self.listed), True
        tabled = not self.listed and bool(below) and below[0].table is not None
        return (first or tabled) and block.kind is Kind.PARAGRAPH

    def _is_left(self, report: Report, block: Block) -> bool:
        """Whether a heading opens a section with a number, or one above that of the label."""
        opened = report.section_at(block.start)
        if opened is None or opened.start != block.start:
            return False
        return bool(opened.ref) or (self.section is not None and opened.level < self.section.level)


def _leads_to_list(below: Sequence[Block]) -> bool:
    """Whether a list follows, over further headings or one paragraph."""
    kinds = [block.kind for block in below if block.kind is not Kind.HEADING]
    first = 1 if kinds[:1] == [Kind.PARAGRAPH] else 0
    return len(kinds) > first and kinds[first] in LISTED


def _label(report: Report, pack: Pack, block: Block) -> Rule | None:
    """The rule of the pack that a block is a label by."""
    found = None if block.kind in LISTED else pack.match_label("labels", report.words(block))
    return found[0] if found else None


def _listed(report: Report, label: _Label, block: Block, counted: dict[str, int]) -> Finding:
    """An item of a list, or a part of the one that it stands under."""
    number = printed_number(block)
    level = label.nesting.depth(block, report.page_count is not None)
    parent = label.nesting.parent(block.kind, number, level)
    finding = _finding(report, label.rule, block.body, block.end, counted, parent)
    more = says_more(finding.text)
    label.nesting.add(Open(finding.item, number, block.kind, level, more, marker=block.marker))
    return finding


def _finding(
    report: Report, rule: Rule, start: int, end: int, counted: dict[str, int], parent: Open | None = None
) -> Finding:
    section = report.section_at(start)
    key = parent.id if parent else f"{place(section)}/{rule.value}"
    counted[key] = counted.get(key, 0) + 1
    return Finding(
        item=f"{key}/{counted[key]}",
        section_ref=ref_of(report, start),
        section=section.title if section else "",
        kind=rule.value,
        number=counted[key],
        text=report.text[start:end],
        part=section.part if section else "main",
        parent=parent.id if parent else "",
        evidence=report.cite(start, end, rule.id),
    )


def _cells(report: Report, pack: Pack, block: Block, label: _Label | None) -> Iterator[tuple[Rule, int, int]]:
    """Items of a table: below a cell of its first row that is a label, or all of one column below a label.

    A column that says where in the report each stands holds no items. A table of what somebody must do, by the pack,
    gives recommendations and nothing here.
    """
    assert block.table is not None
    rows = list(block.table.rows())
    if any(pack.match("recommendations.table", report.words(cell).strip()) for cell in rows[0]):
        return
    texts = report.cell_texts(rows)
    heads = [pack.match_label("labels", text) for text in texts[0]]
    columns = {at: found[0] for at, found in enumerate(heads) if found and found[0].value}
    below = 1 if columns else 0
    own = [at for at in range(block.table.width) if not _are_places(pack, [row[at] for row in texts[below:]])]
    if columns and not any(text for at, text in enumerate(texts[0]) if at not in columns):
        columns = {at: next(iter(columns.values())) for at in own} if len(own) == 1 else columns
    if not columns and label is not None and not label.listed and len(own) == 1:
        columns = {own[0]: label.rule}
    elif not set(own) <= set(columns):
        return
    for row, words in zip(rows[below:], texts[below:], strict=True):
        for at, rule in columns.items():
            if row[at].end > row[at].start and at in own:
                marked = _MARK.match(words[at])
                yield rule, row[at].start + (marked.end() if marked else 0), row[at].end


def _are_places(pack: Pack, texts: Sequence[str]) -> bool:
    """Whether cells of a column say where in the report something stands."""
    filled = [text for text in texts if text]
    return bool(filled) and all(pack.match("findings.place", text) for text in filled)


def ref_of(report: Report, offset: int) -> str:
    """Number of the section around an offset, or of the nearest numbered section around that."""
    return next((section.ref for section in report.lineage(report.section_at(offset)) if section.ref), "")
