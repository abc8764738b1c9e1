"""Items of recommendations in tables: what the columns hold, and a row or a cell with points an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_lowercase

import regex

from extractor.document import Block, Cell, Kind, Report, Section, Span
from extractor.find.item_numbers import are_numbered
from extractor.find.labelled_lines import answer_in
from extractor.find.recommendation_columns import NUMBER, USES, columns_of, is_of_column, number_column, worded_columns
from extractor.find.recommendation_forms import forms_in, told_kind
from extractor.find.recommendation_rows import Asked, is_blank
from extractor.find.verdicts import label_heads
from extractor.packs import Pack, Rule

_POINT = regex.compile(r"(?<!\S)(?:(?:•\s+)?\((?P<letter>[a-z])\)|•)\s+(?=\S)")
_FAR_ABOVE = 600  # characters over a table, in which its caption begins


def rows_of(
    report: Report,
    pack: Pack,
    block: Block,
    section: Section | None,
    kind: str,
    addressee: str = "",
    deadline: str = "",
) -> Iterator[Asked]:
    """Items in the rows of a table: by the headings of its columns, or a number beside words.

    Args:
        kind: what items of the section are; empty outside such a section, where only tables that the pack names count.
        addressee, deadline: what was said before the table; its own columns come first.
    """
    assert block.table is not None
    rows = list(block.table.rows())
    bare = False
    if forms := forms_in(report, pack, rows):
        before = Asked(section, 0, 0, "", addressee, deadline, kind, f"{pack.id}/recommendations.row")
        for at, form in enumerate(forms if kind or any(form.kind for form in forms) else ()):
            yield from _with_points(report, form.asked(report, before, f"{block.start}/{at}"))
        return
    known = columns_of(report, pack, rows[0])
    head = {at: rule.value for at, rule in known.items()}
    words_in = report.cell_texts(rows)
    if "state" in head.values() or label_heads(pack, words_in)[1]:  # it follows up what was recommended before
        return
    answers = {attribute.name for attribute in pack.attributes_of("recommendations")}
    if not answers.isdisjoint(head.values()) and number_column(report, pack, rows, head) is not None:
        return  # answers to items that stand elsewhere
    head = {at: use for at, use in head.items() if use not in answers}
    named = any(use not in USES for use in head.values())
    rule = f"{pack.id}/recommendations.row"
    before = Asked(section, 0, 0, "", addressee, deadline, kind, rule, key=str(block.start))
    if "text" not in head.values() and not named:
        if kind and (numbered := list(_in_forms(report, pack, rows))):
            for at, (number, cell) in enumerate(numbered):
                asked = replace(before, start=cell.start, end=cell.end, number=number, key=f"{before.key}/{at}")
                yield from _with_points(report, asked)
            return
        if kind and (led := list(_led_in(report, pack, block, section, kind))):
            yield from led
            return
        head = _without_head(report, rows) if kind else {}
        if not head:
            return
    elif not kind and not named:
        return
    else:
        bare, rows = not report.words(rows[0][0]).strip(), rows[1:]  # whether nothing heads the first column
    if bare and "number" not in head.values() and all(NUMBER.fullmatch(report.words(row[0]).strip()) for row in rows):
        head[0] = "number"
    for one, column in _worded(report, known, head, next(block.table.rows()), before):
        for asked in _in_columns(report, pack, rows, column, one):
            yield from _with_points(report, asked)


def _worded(
    report: Report, known: Mapping[int, Rule], head: Mapping[int, str], heads: Sequence[Cell], before: Asked
) -> Iterator[tuple[Asked, dict[str, int]]]:
    """Each column with words of items: what its heading says of them, and the columns that are of it by their use."""
    for at in worded_columns(head):
        said = known[at].match(report.words(heads[at]).strip()).groupdict() if at in known else {}
        kind = before.kind if head[at] == "text" else head[at]
        addressee = (said.get("addressee") or "").strip() or before.addressee
        one = replace(before, kind=kind or "recommendation", addressee=addressee, key=f"{before.key}/{at}")
        column = {use: n for n, use in head.items() if use in USES and is_of_column(head, at, n)}
        yield one, {**column, "text": at}


def _in_columns(
    report: Report, pack: Pack, rows: Sequence[Sequence[Cell]], column: Mapping[str, int], before: Asked
) -> Iterator[Asked]:
    """An item a row, by the use of each column; what was said before the table holds where its cells say nothing."""
    texts = [text for row in rows if (text := report.words(row[column["text"]]).strip())]
    counted = "number" not in column and are_numbered(texts)
    kind = before.kind
    for at, (row, whole) in enumerate(zip(rows, _unmerged(rows), strict=True)):
        if (headed := _heads_rows(report, pack, row)) is not None:
            kind = headed or before.kind
            continue
        cell = row[column["text"]]
        held = ((use, (whole if use in ("addressee", "deadline") else row)[n]) for use, n in column.items())
        cells = ((use, report.words(one).strip()) for use, one in held)
        words = {use: "" if is_blank(text) else text for use, text in cells}
        if not words["text"] or _answers(report, pack, row):
            continue
        number = words["text"].partition(" ")[0] if counted else ""
        yield replace(
            before,
            start=cell.start + len(number) + bool(number),
            end=cell.end,
            number=(number or words.get("number", "")).strip(" .():"),
            addressee=words.get("addressee", "") or before.addressee,
            deadline=words.get("deadline", "") or before.deadline,
            kind=told_kind(pack, words.get("kind", "")) or kind,
            key=f"{before.key}/{at}",
        )


def _unmerged(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
    """Rows with merged cells in each of the rows that they cover."""
    reaching: dict[int, Cell] = {}
    for row in rows:
        filled = []
        for cell in row:
            above = reaching.get(cell.column)
            if cell.end > cell.start or above is None or cell.row >= above.row + above.rows:
                reaching[cell.column] = above = cell
            filled.append(above)
        yield tuple(filled)


def captioned_kind(report: Report, pack: Pack, block: Block) -> str:
    """What the items of a table are by its caption, or the paragraph right above it; empty where neither says it."""
    before = report.blocks_in(Span(max(0, block.start - _FAR_ABOVE), block.start))
    above = [one for one in before if one.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)]
    if not above or above[-1].kind not in (Kind.CAPTION, Kind.PARAGRAPH):
        return ""
    found = pack.match("recommendations.section", report.body(above[-1]))
    return found[0].value if found else ""


def _answers(report: Report, pack: Pack, row: Sequence[Cell]) -> bool:
    """Whether the only words of a row answer the item above it."""
    filled = [words for cell in row if (words := report.words(cell).strip())]
    return len(filled) == 1 < len(row) and answer_in(pack, filled[0], told=True) is not None


def _heads_rows(report: Report, pack: Pack, row: Sequence[Cell]) -> str | None:
    """What the items of the rows below one are, where its only words head them as the title of a section does."""
    filled = [words for cell in row if (words := report.words(cell).strip())]
    found = pack.match_label("recommendations.section", filled[0]) if len(filled) == 1 < len(row) else None
    return found[0].value if found else None


def _with_points(report: Report, asked: Asked) -> Iterator[Asked]:
    """An item of one cell, and behind it the points that its words lead in there: bullets, or letters from `a` on.

    Bullets that no words lead in are an item each.
    """
    words = report.text[asked.start : asked.end]
    marks = list(_POINT.finditer(words))
    lead = words[: marks[0].start()].rstrip() if marks else ""
    lettering = "".join(mark["letter"] or "" for mark in marks)
    apart = words.startswith("•") and not lettering
    bullets = not lettering and len(marks) > 1
    lettered = len(lettering) == len(marks) > 1 and ascii_lowercase.startswith(lettering) and lead.endswith(":")
    if not (apart or bullets or lettered):
        yield asked
        return
    if not apart:
        yield replace(asked, end=asked.start + len(lead))
    ends = [*(mark.start() for mark in marks[1:]), len(words)]
    for nth, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1):
        start, stop = asked.start + mark.end(), asked.start + len(words[:end].rstrip())
        number = mark["letter"] or ""
        part = replace(asked, start=start, end=stop, key=f"{asked.key}/{nth}")
        yield part if apart else replace(part, number=number, parent=asked.key, nth=nth)


def _led_in(report: Report, pack: Pack, block: Block, section: Section | None, kind: str) -> Iterator[Asked]:
    """Items of lists that stand side by side: each cell has bullets, led in by a line that says who should.

    Nothing where a cell has none, or words that no rule knows lead them in.
    """
    assert block.table is not None
    lists = []
    for cell in (cell for row in block.table.rows() for cell in row):
        words = report.text[cell.start : cell.end]
        marks = [mark for mark in _POINT.finditer(words) if not mark["letter"]]
        lead = words[: marks[0].start()].strip() if marks else ""
        known = [(r, m) for r in pack["recommendations.addressee"] if (m := r.search(lead))]
        if not marks or not known:
            return
        title = pack.match("recommendations.section", lead)
        said = (title[0].value if title else "") or known[0][0].value or kind
        lists.append((cell, marks, (known[0][1]["addressee"] or "").strip(), said))
    for cell, marks, addressee, said in lists:
        ends = [*(mark.start() for mark in marks[1:]), cell.end - cell.start]
        for mark, end in zip(marks, ends, strict=True):
            start = cell.start + mark.end()
            stop = cell.start + len(report.text[cell.start : cell.start + end].rstrip())
            rule = f"{pack.id}/recommendations.row"
            yield Asked(section, start, stop, "", addressee, "", said, rule, key=f"{block.start}/{start}")


def _in_forms(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, Cell]]:
    """Number and words of every item of a table of forms: a row has `Recommendation 1` beside the words of it."""
    for row in rows:
        filled = [cell for cell in row if report.words(cell).strip()]
        label = report.words(filled[0]).strip() if len(filled) > 1 else ""
        if (found := pack.match("recommendations.item", label)) and found[1].end() == len(label):
            yield found[1]["number"] or "", filled[1]


def _without_head(report: Report, rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """Columns of a table without headings: a number and words, or words alone."""
    cells = report.cell_texts(rows)
    if all(len(row) == 2 and NUMBER.fullmatch(row[0]) and row[1] for row in cells):
        return {0: "number", 1: "text"}
    return {0: "text"} if all(len(row) == 1 and row[0] for row in cells) else {}
