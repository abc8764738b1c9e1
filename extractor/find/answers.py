"""What a report prints beside a recommendation or a follow-up: what the inspected body answers, who will act, by when.

It stands in lines below the item (`Response: Partly agreed`, or a label with its words below), in rows of a form, in
columns of the item's own table, or in those of a table of answers elsewhere that names items by their numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace

from extractor.document import Block, Cell, Kind, Report, Section, Span
from extractor.find.beside_judgements import value_beside
from extractor.find.item_numbers import by_number
from extractor.find.labelled_lines import answer_in, is_bare, labels_in, parts_of
from extractor.find.lists import ASIDE
from extractor.find.recommendation_columns import columns_of, is_of_column, number_column, worded_columns
from extractor.find.recommendation_forms import Form, forms_in
from extractor.find.recommendation_rows import is_blank, said_below
from extractor.packs import Pack, Rule
from extractor.packs.model import Attribute
from extractor.records import Grounded, Record

# Lines that end what a label holds, besides headings and labels of other answers.
_ENDS = ("progress.start", "progress.findings", "progress.category", "progress.improvement", "labels")
_MOST_OF_LABEL = 6  # words
_Row = tuple[dict[int, Rule], Sequence[Cell], Sequence[Cell]]  # columns of answers by place, the headings, and a row


@dataclass(frozen=True, slots=True)
class Answer:
    """A value of an item: its words and where they stand; `value` is the label that they are, where labels close it."""

    attribute: Attribute
    text: str
    span: Span
    rule: str
    value: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    """What a rule reads from a line: its label, and where the value begins and ends; 0 and 0 for a label alone.

    It is `bare` where nothing but its place says that the line answers anything.
    """

    rule: Rule
    label: str
    start: int = 0
    end: int = 0
    bare: bool = False


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
class _Reader:
    """What stands between an item and the next one, block by block."""

    report: Report
    pack: Pack
    attributes: Sequence[Attribute]
    of_asked: bool  # whether lines before the answer can say who should, or by when
    ends: dict[int, int] = field(default_factory=dict)
    forms: dict[int, list[Form]] = field(default_factory=dict)
    grids: dict[int, tuple[list[tuple[Cell, ...]], dict[int, Rule]]] = field(default_factory=dict)

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
                self._in_table(found, block, start, end)
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
                    self._note(found, name, hit.rule, Span(block.body + hit.start, block.body + hit.end))

    def form_of(self, start: int) -> Form | None:
        """The form in a table that has its item at an offset; None for items elsewhere."""
        block = self.report.block_at(start) if self.of_asked else None
        if block is None or block.table is None:
            return None
        if block.start not in self.forms:
            self.forms[block.start] = forms_in(self.report, self.pack, list(block.table.rows()))
        return next((form for form in self.forms[block.start] if form.cells["text"].start == start), None)

    def in_cells(self, found: dict[str, Answer], cells: Mapping[str, Cell]) -> None:
        """Answers in the rows of a form, by the labels of those."""
        names = {one.name for one in self.attributes}
        for name, cell in cells.items():
            rules = self.pack["recommendations.column"] if name in names else ()
            if rule := next((rule for rule in rules if rule.value == name), None):
                self._note(found, name, replace(rule, value=""), cell)

    def beside(self, found: dict[str, Answer], item: Span, known: bool) -> None:
        """Answers in other cells of the row of an item, alone or behind the heading of their column and a colon.

        With `known` not below headings that rules know, which say of themselves what they are.
        """
        block = self.report.block_at(item.start)
        if block is None or block.table is None:
            return
        but = columns_of(self.report, self.pack, next(block.table.rows())) if known else {}
        for name in [one.name for one in self.attributes if one.name not in found]:
            if read := value_beside(self.report, self.pack, f"attributes.{name}", item, but):
                self._note(found, name, read[1], read[0])

    def _is_asked(self, block: Block, *answered: Sized) -> bool:
        """Whether a line before every answer is of what is asked: it says who should, or by when."""
        before = self.of_asked and not any(map(len, answered))
        return before and said_below(self.pack, self.report.body(block)) is not None

    def hits(self, text: str, *, above: bool = False) -> dict[str, _Hit]:
        """What the first rule of each attribute reads from a line, or from the part of it that has its label.

        Of attributes that stand `above` their items, or of all others.
        """
        found: dict[str, _Hit] = {}
        for start, end in parts_of(self.pack, text):
            for attribute in (one for one in self.attributes if one.above is above):
                rules = self.pack[f"attributes.{attribute.name}"] if attribute.name not in found else ()
                for rule in rules:
                    if match := rule.search(text[start:end]):
                        at = [start + place for place in match.span("value")] if match["value"] else [0, 0]
                        found[attribute.name] = _Hit(rule, match[0], at[0], at[1], is_bare(attribute, rule, match))
                        break
        return found

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

    def _left_to_words(self, block: Block, hits: dict[str, _Hit]) -> dict[str, tuple[Rule, str]]:
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
            self._note_behind(found, name, rule, label, Span(words[0].start, words[-1].end))

    def _note_behind(self, found: dict[str, Answer], name: str, rule: Rule, label: str, span: Span) -> None:
        """Take the words of a span that stand below or beside a label, as if they stood behind it in its line."""
        led = f"{label.strip().rstrip(':')}: "
        words = self.report.words(span).partition("\n")[0]
        if (match := rule.search(led + words)) and match["value"]:
            span = Span(span.start + max(0, match.start("value") - len(led)), span.end)
        elif (known := rule.search(led + "so")) and known["value"]:
            return  # the rule knows such lines, and these words are none
        self._note(found, name, rule, span)

    def _note(self, found: dict[str, Answer], name: str, rule: Rule, span: Span) -> None:
        """Take the words of a span for an attribute that has no value yet, if they can be one."""
        if name in found or is_blank(self.report.text[span.start : span.end]):
            return
        attribute = next(one for one in self.attributes if one.name == name)
        if attribute.labels and not rule.value:
            label = attribute.label_at(self.report.words(span))
            if label is not None:
                span = Span(span.start, span.start + label[1])
                found[name] = Answer(attribute, self.report.words(span), span, rule.id, label[0])
            return
        blocks = [b for b in self.report.blocks_in(Span(span.start + 1, span.end)) if b.kind not in ASIDE]
        lines = [self.report.words(Span(span.start, min([span.end, *(b.start for b in blocks[:1])])))]
        lines += [self.report.body(block) for block in blocks]
        words = "\n".join(" ".join(line.split()) for line in lines)
        found[name] = Answer(attribute, words, span, rule.id, rule.value, bool(rule.value))

    def _in_table(self, found: dict[str, Answer], block: Block, start: int, end: int) -> None:
        """Answers in the columns of the item's row, or in rows of a form, each a label and its words."""
        assert block.table is not None
        if block.start not in self.grids:
            rows = list(block.table.rows())
            self.grids[block.start] = rows, columns_of(self.report, self.pack, rows[0])
        rows, heads = self.grids[block.start]
        names = {attribute.name for attribute in self.attributes}
        columns = {at: rule for at, rule in heads.items() if rule.value in names}
        first = bisect_left(rows, start, key=lambda row: max(cell.end for cell in row))
        for row in rows[first:]:
            filled = [cell for cell in row if cell.end > cell.start]
            if not filled or filled[0].start >= end:
                break
            if not columns or (filled[0].start > start and len(filled) == 1 < len(row)):
                self._in_form(found, filled)
            elif filled[0].start <= start:
                uses = {at: rule.value for at, rule in heads.items() if at not in columns}
                own = next((at for at in worded_columns(uses) if row[at].start <= start < row[at].end), None)
                beside = {at: rule for at, rule in columns.items() if own is None or is_of_column(uses, own, at)}
                self.in_columns(found, beside, rows[0], row)
            else:
                break

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

    def in_line(self, found: dict[str, Answer], block: Block) -> None:
        """Answers in a line."""
        for name, hit in self.hits(self.report.body(block)).items():
            if hit.end:
                self._note(found, name, hit.rule, Span(block.body + hit.start, block.body + hit.end))

    def numbered_rows(self) -> Iterator[tuple[str, _Row]]:
        """Rows of tables with answers beside numbers: the words that name the item, and the row with its columns."""
        for block in self.report.blocks:
            rows = list(block.table.rows()) if block.table is not None else []
            heads = columns_of(self.report, self.pack, rows[0]) if len(rows) > 1 else {}
            columns = {at: rule for at, rule in heads.items() if rule.value in {one.name for one in self.attributes}}
            at = number_column(self.report, self.pack, rows, {at: rule.value for at, rule in heads.items()})
            for row in rows[1:] if columns and at is not None else ():
                yield self.report.words(row[at or 0]), (columns, rows[0], row)

    def in_columns(
        self, found: dict[str, Answer], columns: dict[int, Rule], heads: Sequence[Cell], row: Sequence[Cell]
    ) -> None:
        """Answers in the row of an item, by the headings over it; one cell can hold several."""
        for at, rule in columns.items():
            self._note(found, rule.value, replace(rule, value=""), row[at])
        for at in columns:
            self._in_form(found, [cell for cell in (heads[at], row[at]) if cell.end > cell.start])

    def _in_form(self, found: dict[str, Answer], cells: Sequence[Cell]) -> None:
        """Answers in a row of a form: a label and its words in one cell, or in two."""
        for cell, behind in zip(cells, [*cells[1:], None], strict=True):
            for name, hit in self.hits(self.report.words(cell)).items():
                if hit.end:
                    self._note(found, name, hit.rule, Span(cell.start + hit.start, cell.start + hit.end))
                elif behind is not None:
                    self._note_behind(found, name, hit.rule, hit.label, behind)
