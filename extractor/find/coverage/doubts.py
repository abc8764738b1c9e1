"""Rows that tell of a bad reading by themselves: what was read is not what a report prints so."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise, zip_longest
from typing import Any

import regex

from extractor.document import Block, Kind
from extractor.find.coverage.seen import Seen, Thing
from extractor.find.figures import figures
from extractor.find.grids import Purpose
from extractor.find.lists import LISTED, printed_number
from extractor.find.statistics import are_facts
from extractor.records import Statistic

# Words that no label or item ends with: others follow them in a sentence.
_OPEN_END = regex.compile(
    r"(?:^|\s)(?:an?|and|are|because|between|but|from|had|has|have|into|is|its|of|or|our|than|that|the|their|this|was"
    r"|we|were|which|who|whose|with)$",
    regex.IGNORECASE,
)
# Words of a sentence, and one behind them that begins another without a stop: lines in another order.
_BEGUN_INSIDE = regex.compile(r"\p{Ll}{2,} (?:At|For|In|It|Of|On|The|There|These|They|This|We|When) \p{Ll}+")
_RUN_IN = regex.compile(
    r"[^\S\n](?:[•▪❑▣]|-\s▣)\s+[\p{Lu}(]|\p{Ll}[.;]? (?:o|-(?: \d{1,2}\.| \(\w{1,4}\))?) \p{Lu}\p{Ll}"
)
_MARK_BEHIND = regex.compile(r"\s(?:[•▪❑▣–-]|(?<=[\p{Ll}.;] )o)$")
_NOTE_BEHIND = regex.compile(r":\d{1,2}$")
_ENDS = tuple(".!?:;…)”’\"'")
_LONGEST_NUMBER = 4  # digits
_MOST = 0.8  # of the rows of a table, that set the custom which the others break


def doubts(seen: Seen) -> Iterator[Thing]:
    """What is doubtful, with the kind of thing that it is counted as."""
    for sign in (
        _questions,
        _groups,
        _figures,
        _labels_cut,
        _items,
        _labels_alone,
        _cut_items,
        _lists_above,
        _examples,
        _progress,
        _recommended,
    ):
        yield from sign(seen)


def _thing(kind: str, row: object, reason: str) -> Thing:
    evidence = row.evidence  # type: ignore[attr-defined]
    return Thing(kind, evidence.start, evidence.end, reason)


def _questions(seen: Seen) -> Iterator[Thing]:
    """Key questions that the framework does not know, prompts under none, questions cut at their beginning."""
    known = {id_ for standard in seen.pack.standards for id_ in standard.questions}
    rows = seen.rows("key_questions")
    prompts = [row for row in rows if row.level == "prompt"]
    tables = {row.table for row in prompts if row.key_question}
    headed = {(row.table, row.standard_id) for row in prompts if row.key_question}
    for row in rows:
        if row.level == "key_question" and known and row.question_id not in known:
            yield _thing("key_questions", row, "a key question that the framework does not ask")
        elif row.level == "prompt" and row.table in tables and (row.table, row.standard_id) not in headed:
            yield _thing("key_questions", row, "a prompt that stands under no key question")
        elif row.question[:1].islower():
            yield _thing("key_questions", row, "a question that begins in the middle of a sentence")
        elif row.standard_id and not row.standard_ref and seen.pack.model.ref:
            yield _thing("key_questions", row, "a question of a standard whose number was not read")
        elif not row.group:
            yield _thing("key_questions", row, "a percentage without a group of cases")


def _groups(seen: Seen) -> Iterator[Thing]:
    """Lines of a table that lack a group which most lines of the table have."""
    for _, group in groupby(seen.rows("key_questions"), key=lambda row: (row.table, row.standard_id, row.level)):
        lines: dict[tuple[str, str], list[object]] = {}
        for row in group:
            lines.setdefault((row.key_question, row.question_id), []).append(row)
        most = max(map(len, lines.values()))
        for rows in lines.values():
            if len(rows) < most:
                yield _thing("key_questions", rows[0], "a question that lacks a group of cases which its table has")


def _figures(seen: Seen) -> Iterator[Thing]:
    """Tables of figures of which a figure is in no row."""
    read = seen.read(("statistics", "key_questions"))
    for grid in seen.grids:
        if grid.purpose is not Purpose.DATA or are_facts(seen.pack, grid):
            continue
        rows = [row for _, row in grid.body()]
        for column in range(1, len(grid.rows[0])):
            counted = [row for row in rows if not seen.pack.match("statistics.no-figures", grid.text(row[column - 1]))]
            cells = [row[column] for row in counted if figures(seen.pack, grid.text(row[column]))]
            found = sum(read(cell.start, cell.end) for cell in cells)
            if found < len(cells) <= 2 * found:
                yield Thing("tables", grid.block.start, grid.block.end, "a table with a figure that is in no row")
                break


def _labels_cut(seen: Seen) -> Iterator[Thing]:
    """Figures labelled by a question, by nothing, by words that stop in a sentence; figures that stand twice."""
    rows = seen.rows("statistics")
    names = [(row.section_ref, row.table, row.category, row.label, row.group, row.unit) for row in rows]
    counted = Counter(names)
    shared = {row.evidence.start for row in _unsigned(seen)}
    for row, name in zip(rows, names, strict=True):
        if row.evidence.start in shared:
            yield _thing("tables", row, "a share without its sign")
        if row.label.endswith("?"):
            yield _thing("tables", row, "a figure labelled by a question")
        elif not row.label:
            yield _thing("tables", row, "a figure without a label")
        elif _OPEN_END.search(row.label):
            yield _thing("tables", row, "a label that stops in the middle of a sentence")
        elif counted[name] > 1:
            yield _thing("tables", row, "a figure that has its label and column with another")


def _unsigned(seen: Seen) -> Iterator[Statistic]:
    """Plain numbers at labels that say what they are a share of, in rows without a percentage."""
    rules = seen.pack["statistics.share"]
    rows = [row for row in seen.rows("statistics") if row.label and any(rule.match(row.label) for rule in rules)]
    signed = {(row.table, row.category, row.label) for row in rows if row.unit == "percent"}
    for row in rows:
        if row.unit == "count" and row.value is not None and (row.table, row.category, row.label) not in signed:
            yield row


def _items(seen: Seen) -> Iterator[Thing]:
    """Items that stop or begin in the middle of a sentence, or that have another run into them."""
    for table in ("findings", "recommendations"):
        rows = seen.rows(table)
        ended = sum(row.text.rstrip().endswith(_ENDS) for row in rows) >= _MOST * len(rows)
        begun = sum(not row.text[:1].islower() for row in rows) >= _MOST * len(rows)
        above = {row.item: row.text.rstrip() for row in rows}
        followed = {row.item for row, below in pairwise(rows) if row.parent and row.parent == below.parent}
        halted = [row for row in rows if row.text.rstrip().endswith(";")]
        if len(halted) == 1 and len(rows) > 3:
            yield _thing("list_items", halted[0], "an item that stops in the middle of a sentence")
        for row in rows:
            if table == "findings" and row.parent and above.get(row.parent, "").endswith("."):
                yield _thing("list_items", row, "a part of an item that is whole without it")
            words = row.text.rstrip()
            if _BEGUN_INSIDE.search(words):
                yield _thing("list_items", row, "a sentence that begins in the middle of another")
            if row.item in followed and words.endswith(","):
                continue  # the parts of an item that is one sentence
            if _RUN_IN.search(words) or _MARK_BEHIND.search(words):
                yield _thing("list_items", row, "an item with another run into it")
            elif " " not in words or _OPEN_END.search(words) or (ended and len(rows) > 3 and not words.endswith(_ENDS)):
                yield _thing("list_items", row, "an item that stops in the middle of a sentence")
            elif begun and len(rows) > 3 and words[:1].islower():
                yield _thing("list_items", row, "an item that begins in the middle of a sentence")


def _labels_alone(seen: Seen) -> Iterator[Thing]:
    """Headings that judge with no item below them, and those with words below them that go on from elsewhere."""
    read = seen.read(("findings", "recommendations", "progress", "examples"))
    waiting: Block | None = None
    for block in seen.blocks:
        if block.table is None and block.kind not in LISTED:
            words = seen.report.words(block)
            found = seen.pack.match_label("labels", words)
            if waiting is not None and (found or (block.kind is Kind.HEADING and not words.endswith(":"))):
                yield Thing("list_items", waiting.start, waiting.end, "a heading that judges, with no item below it")
                waiting = None
            if found:
                waiting = block if found[0].value else None
            elif waiting is not None and block.kind is Kind.PARAGRAPH and words[:1].islower():
                yield Thing("list_items", block.start, block.end, "words that go on right below a heading that judges")
        if read(block.start, block.end):
            waiting = None
    if waiting is not None:
        yield Thing("list_items", waiting.start, waiting.end, "a heading that judges, with no item below it")


def _cut_items(seen: Seen) -> Iterator[Thing]:
    """Items that a heading, or the title of the report as the line of a page, parts from words that are in no row."""
    read = seen.read(("findings", "recommendations", "progress", "examples", "statistics"))
    titles = {row.title for row in seen.rows("reports")} - {""}
    for item, line, below in zip_longest(seen.blocks, seen.blocks[1:], seen.blocks[2:]):
        if item.kind not in LISTED or line is None or not seen.report.body(item)[-1:].isalpha():
            continue
        last = line if any(seen.report.body(line).startswith(f"{title} ") for title in titles) else below
        if line.table is not None or line.kind in LISTED or last is None or last.kind is not Kind.PARAGRAPH:
            continue
        goes_on = last is line or seen.report.body(last)[:1].islower()
        if goes_on and read(item.start, item.end) and not read(last.start, last.end):
            yield Thing("recommendations", item.start, last.end, "an item that a line parts from what goes on")


def _are_few(odd: int, every: int) -> bool:
    """Whether so few break the custom of so many: one of three, or a fifth."""
    return odd <= max((1 - _MOST) * every, every > 2)


def _lists_above(seen: Seen) -> Iterator[Thing]:
    """Lists right above a heading that judges that are in no row, where nearly all such lists are in some."""
    read = seen.read(("findings", "recommendations", "progress", "examples"))
    lists: list[list[Block]] = []
    items: list[Block] = []
    for block in seen.blocks:
        if block.kind in LISTED:
            items.append(block)
            continue
        label = seen.pack.match_label("labels", seen.report.words(block)) if block.table is None and items else None
        if label and label[0].value:
            lists.append(items)
        items = []
    unread = [items for items in lists if not any(read(item.start, item.end) for item in items)]
    for items in unread if _are_few(len(unread), len(lists)) else ():
        yield Thing(
            "list_items", items[0].start, items[-1].end, "a list above a heading that judges, as if its own were lost"
        )


def _examples(seen: Seen) -> Iterator[Thing]:
    """Labels of practice examples with nothing below them, and examples that stop in the middle of a sentence."""
    read = seen.read(("examples",))
    after: Block | None = None
    for block in seen.blocks:
        if after is not None and not read(block.start, block.end):
            title = block.end - block.start < 120
            if not title:
                yield Thing("list_items", after.start, after.end, "a label of an example, with no example below it")
                after = None
            continue
        after = None
        if block.table is None and seen.pack.match_label("examples.label", seen.report.words(block)):
            after = block
    for row in seen.rows("examples"):
        if _BEGUN_INSIDE.search(row.text):
            yield _thing("list_items", row, "a sentence that begins in the middle of another")
        if row.text[:1].islower():
            yield _thing("list_items", row, "an example that begins in the middle of a sentence")
        if not row.text.rstrip().endswith(_ENDS):
            yield _thing("list_items", row, "an example that stops in the middle of a sentence")


def _is_listed(row: Any) -> bool:
    """Whether a row is of a section that lists items with their verdicts, and nothing of what was found."""
    return bool(row.evidence.rule.endswith("/progress.section"))


def _progress(seen: Seen) -> Iterator[Thing]:
    items = [item for row in seen.rows("progress") for item in row.findings.split("\n") if item or not _is_listed(row)]
    ended = sum(item.rstrip().endswith(_ENDS) for item in items) >= _MOST * len(items)
    for row in seen.rows("progress"):
        if _is_listed(row) and row.text and row.category:
            continue
        if ended and len(items) > 3 and not all(item.rstrip().endswith(_ENDS) for item in row.findings.split("\n")):
            yield _thing("list_items", row, "an item that stops in the middle of a sentence")
        if not row.text or not row.findings or (seen.pack.progress is not None and not row.category):
            yield _thing("list_items", row, "an earlier recommendation without its words, its findings or its category")
    bare = [row for row in seen.rows("progress") if row.improvement_required is None]
    for row in bare if _are_few(len(bare), len(seen.rows("progress"))) else ():
        yield _thing("list_items", row, "an earlier recommendation without an answer that others have")


def _recommended(seen: Seen) -> Iterator[Thing]:
    rows = [row for row in seen.rows("recommendations") if not row.parent and not row.same_as]
    named = [row for row in rows if row.addressee]
    if len(named) > _MOST * len(rows):
        for row in rows:
            if not row.addressee:
                yield _thing("recommendations", row, "a recommendation without an addressee, where others have one")
    yield from _unknown_addressees(seen, {row.evidence.start for row in rows if not row.addressee})
    numbers: dict[tuple[str, str], dict[int, Any]] = {}
    for row in seen.rows("recommendations"):
        if row.number.isdecimal() and len(row.number) <= _LONGEST_NUMBER:
            numbers.setdefault((row.part, row.kind), {}).setdefault(int(row.number), row)
    for of_kind in numbers.values():
        for number, row in of_kind.items():
            if number > 1 and number - 1 not in of_kind and not _runs_on(seen, number, row.evidence.start):
                yield _thing("recommendations", row, "a recommendation before whose number another is lost")


def _runs_on(seen: Seen, number: int, start: int) -> bool:
    """Whether the number before is that of a paragraph of an earlier section: those of the whole report run on."""
    section = seen.report.section_at(start)
    before = [block for block in seen.blocks if section and block.end <= section.start and block.kind is Kind.NUMBERED]
    return bool(before) and printed_number(before[-1]) == str(number - 1)


def _unknown_addressees(seen: Seen, starts: set[int]) -> Iterator[Thing]:
    """Lines that lead in recommendations which name nobody."""
    ordered = sorted(starts)
    before: Block | None = None
    for block in seen.blocks:
        at = bisect_left(ordered, block.start)
        named = at < len(ordered) and ordered[at] < block.end
        if named and before is not None and _leads_in(seen, before):
            reason = "a line that leads in recommendations, and whom it names was not read"
            yield Thing("recommendations", before.start, before.end, reason)
        if block.kind is not Kind.HEADING or before is None or not _leads_in(seen, before):
            before = block


def _leads_in(seen: Seen, block: Block) -> bool:
    """Whether a block is a line that leads in a list: it ends with a colon, or would name somebody with one."""
    if block.table is not None or block.kind in LISTED:
        return False
    words = _NOTE_BEHIND.sub(":", seen.report.body(block).rstrip())
    return words.endswith(":") or any(rule.search(f"{words}:") for rule in seen.pack["recommendations.addressee"])
