"""What a report prints beside a recommendation or a follow-up: what the inspected body answers, who will act, by when.

It stands in lines below the item (`Response: Partly agreed`, or a label with its words below), in rows of a form, in
columns of the item's own table, or in those of a table of answers elsewhere that names items by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass, field

from extractor.document import Block, Kind, Report, Section, Span
from extractor.find.answer_lines import Answer, Hit
from extractor.find.answer_tables import TableReader
from extractor.find.item_numbers import by_number
from extractor.find.labelled_lines import answer_in, labels_in, parts_of
from extractor.find.lists import ASIDE
from extractor.find.recommendation_rows import said_below
from extractor.packs import Pack, Rule
from extractor.records import Grounded, Record

# Lines that end what a label holds, besides headings and labels of other answers.
_ENDS = ("progress.start", "progress.findings", "progress.category", "progress.improvement", "labels")
_MOST_OF_LABEL = 6  # words


def answers_of(report: Report, pack: Pack, table: str, rows: Sequence[Record]) -> Iterator[tuple[Grounded, Answer]]:
    """Answers of each row of a table that is no part of another row, in the order of the pack."""
    kinds = {getattr(row, "item", ""): getattr(row, "kind", "") for row in rows}
    parts = {row for row in rows if kinds.get(getattr(row, "parent", "")) == getattr(row, "kind", "")}
    items = [row for row in rows if isinstance(row, Grounded) and row not in parts]
    items.sort(key=lambda row: row.evidence.start)
    reader = _Reader(report, pack, pack.attributes_of(table), of_asked=table == "recommendations")
    numbers = [str(getattr(row, "number", "")) for row in items if table == "recommendations"]
    in_rows = by_number(numbers, reader.numbered_rows() if any(numbers) else ())
    in_lines = by_number(numbers, reader.numbered_lines() if any(numbers) else ())
    for number, row in enumerate(items):
        end = reader.begin_of(items[number + 1].evidence.start) if number + 1 < len(items) else len(report.text)
        last = row.evidence.end if table == "progress" else reader.end_of(row.evidence.start)
        form = reader.form_of(row.evidence.start)
        found = reader.read(row.evidence.start, min(end, last)) if form is None else {}
        reader.in_cells(found, form.cells if form else {})
        if (block := in_lines.get(number)) is not None:
            reader.in_line(found, block)
        if (beside := in_rows.get(number)) is not None:
            reader.in_columns(found, *beside)
        reader.above(found, row.evidence.start)
        reader.beside(found, Span(row.evidence.start, row.evidence.end), table == "recommendations")
        yield from ((row, found[one.name]) for one in reader.attributes if one.name in found)


def printed_answers(report: Report, pack: Pack) -> Iterator[Span]:
    """Where lines and rows of tables print answers to recommendations, whether or not one was read that they answer.

    Lines that nothing but their place tells from others are none.
    """
    reader = _Reader(report, pack, pack.attributes_of("recommendations"), of_asked=True)
    for block in report.blocks if reader.attributes else ():
        if block.table is None and block.kind not in ASIDE:
            found = (hit for hit in reader.hits(report.body(block)).values() if hit.end and not hit.bare)
            yield from (Span(block.body + hit.start, block.body + hit.end) for hit in found)
    rows = reader.numbered_rows() if reader.attributes else ()
    cells = (row[at] for _, (columns, _, row) in rows for at in columns)
    yield from (Span(cell.start, cell.end) for cell in cells if cell.end > cell.start)


@dataclass
class _Reader(TableReader):
    """What stands between an item and the next one, block by block."""

    ends: dict[int, int] = field(default_factory=dict)

    def begin_of(self, start: int) -> int:
        """Where the line of an item begins, with the number before its words; of one in a table, its words."""
        block = self.report.block_at(start)
        return start if block is None or block.table is not None else block.start

    def end_of(self, start: int) -> int:
        """Where the section of an item ends, together with those behind it whose headings are labels of answers."""
        at = self.report.section_index(start)
        if at is None:
            return len(self.report.text)
        if at not in self.ends:
            end = self.report.sections[at].end
            for section in self.report.sections[at + 1 :]:
                if section.start >= end and not self._is_of_answer(section):
                    break
                end = max(end, section.end)
            self.ends[at] = end
        return self.ends[at]

    def _is_of_answer(self, section: Section) -> bool:
        """Whether the heading of a section is the label of an answer, or the words right below one."""
        above = self.report.block_at(section.start - 3)  # over the blank line between two blocks
        labels = self.hits(self.report.body(above)) if above is not None and above.table is None else {}
        alone = any(not hit.end for hit in labels.values())
        return alone or bool(self.hits(section.title))

    def read(self, start: int, end: int) -> dict[str, Answer]:
        """The first answer for each attribute that begins from `start` on and before `end`."""
        found: dict[str, Answer] = {}
        waiting: dict[str, tuple[Rule, str]] = {}  # labels that stood alone, whose words are below
        words: list[Span] = []
        headed = False  # whether a heading stands below the item
        own = self.report.block_at(start)
        inside = self.report.blocks_in(Span(start + 1, end))
        for block in (b for b in [own, *inside] if b is not None and b.kind not in ASIDE):
            if block is not own and self._numbered(block):
                continue  # it says itself which item it answers
            hits = {} if block.table or self._is_asked(block, found, waiting) else self.hits(self.report.body(block))
            headed = headed or (block is not own and block.kind is Kind.HEADING and not hits)
            hits = {name: hit for name, hit in hits.items() if not ((headed or block is own) and hit.bare)}
            if waiting and not hits and self._goes_on(block, first=not words):
                words.append(Span(block.body, block.end))
                continue
            if waiting and hits and (unlabelled := self._before_labels(block)):
                words.append(unlabelled)
            if not (hits and not words and set(hits) < set(waiting)):  # else one of several answers below a label
                self._settle(found, waiting, words)
                waiting, words = {}, []
            if block.table is not None:
                self.in_table(found, block, start, end)
            if hits:
                self.in_line(found, block)
            waiting |= {name: (hit.rule, hit.label) for name, hit in hits.items() if not hit.end}
            waiting |= self._left_to_words(block, hits)
        self._settle(found, waiting, words)
        return found

    def above(self, found: dict[str, Answer], start: int) -> None:
        """Answers in the nearest line above an item in its section, or in the headings around it, of attributes that
        stand there."""
        wanted = {one.name for one in self.attributes if one.above} - found.keys()
        section = self.report.section_at(start) if wanted else None
        inside = list(self.report.blocks_in(Span(section.start, start))) if section else []
        heads = (self.report.block_at(around.start) for around in self.report.lineage(section))
        lines = [block for block in (*reversed(inside), *heads) if block is not None and block.table is None]
        for block in lines:
            for name, hit in self.hits(self.report.body(block), above=True).items():
                if name in wanted and hit.end:
                    self.note(found, name, hit.rule, Span(block.body + hit.start, block.body + hit.end))

    def _is_asked(self, block: Block, *answered: Sized) -> bool:
        """Whether a line before every answer is of what is asked: it says who should, or by when."""
        before = self.of_asked and not any(map(len, answered))
        return before and said_below(self.pack, self.report.body(block)) is not None

    def _goes_on(self, block: Block, *, first: bool) -> bool:
        """Whether a block is of the words below a label: a heading only right below it, where a few words look so, or
        where it is a sentence that leads in more of them."""
        text = self.report.body(block)
        heads = block.kind is Kind.HEADING and not (text.endswith(":") and len(text.split()) > _MOST_OF_LABEL)
        if (heads and not first) or block.table is not None:
            return False
        return not any(self.pack.match(name, text) for name in _ENDS)

    def _before_labels(self, block: Block) -> Span | None:
        """What stands in a line before its first label, and belongs to a label above; None where nothing does."""
        text = self.report.body(block)
        start, end = parts_of(self.pack, text)[0]
        return Span(block.body + start, block.body + end) if next(labels_in(self.pack, text), 0) else None

    def _left_to_words(self, block: Block, hits: dict[str, Hit]) -> dict[str, tuple[Rule, str]]:
        """Labels whose words stand below a heading that has one of closed labels alone, as `Response: Accepted`."""
        closed = {one.name: one for one in self.attributes if one.labels}
        text = self.report.body(block)
        if block.kind is not Kind.HEADING or len(hits) != 1 or not (hits.keys() & closed.keys()):
            return {}
        ((name, hit),) = hits.items()
        label = closed[name].label_at(text[hit.start : hit.end])
        if label is None or text[hit.start + label[1] : hit.end].strip(" ."):
            return {}
        alone = self.hits(text[: hit.start].strip())
        return {other: (one.rule, one.label) for other, one in alone.items() if other not in hits and not one.end}

    def _settle(self, found: dict[str, Answer], waiting: dict[str, tuple[Rule, str]], words: Sequence[Span]) -> None:
        for name, (rule, label) in waiting.items() if words else ():
            self.note_behind(found, name, rule, label, Span(words[0].start, words[-1].end))

    def numbered_lines(self) -> Iterator[tuple[str, Block]]:
        """Lines that say themselves which item they answer: its number, and the line."""
        for block in self.report.blocks if self.attributes else ():
            if number := self._numbered(block):
                yield number, block

    def _numbered(self, block: Block) -> str:
        """The number of the item that a line answers; empty where it says none."""
        text = self.report.body(block) if block.table is None and block.kind not in ASIDE else ""
        named = self.pack.match("recommendations.item", text) if text else None
        return (named[1]["number"] or "") if named and answer_in(self.pack, text) else ""
