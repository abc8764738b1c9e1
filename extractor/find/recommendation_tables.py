"""Items of recommendations in tables: what the columns hold, and a row or a cell with points an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_lowercase

import regex

from extractor.document import Block, Cell, Kind, Report, Section, Span
from extractor.find.item_numbers import are_numbered, number_of
from extractor.find.labelled_lines import answer_in
from extractor.find.recommendation_rows import Asked, is_blank
from extractor.find.verdicts import label_heads
from extractor.packs import Pack, Rule

_POINT = regex.compile(r"(?<!\S)(?:(?:•\s+)?\((?P<letter>[a-z])\)|•)\s+(?=\S)")
_NUMBER = regex.compile(r"\(?[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})?[a-z]?[.):]?")
_FAR_ABOVE = 600  # characters over a table, in which its caption begins
_USES = ("text", "number", "addressee", "deadline")


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
    known = columns_of(report, pack, rows[0])
    head = {at: rule.value for at, rule in known.items()}
    words_in = report.cell_texts(rows)
    if "state" in head.values() or label_heads(pack, words_in)[1]:  # it follows up what was recommended before
        return
    answers = {attribute.name for attribute in pack.attributes_of("recommendations")}
    if not answers.isdisjoint(head.values()) and number_column(report, pack, rows, head) is not None:
        return  # answers to items that stand elsewhere
    head = {at: use for at, use in head.items() if use not in answers}
    named = any(use not in _USES for use in head.values())
    rule = f"{pack.id}/recommendations.row"
    before = Asked(section, 0, 0, "", addressee, deadline, kind, rule, key=str(block.start))
    if "text" not in head.values() and not named:
        if kind and (forms := list(_in_forms(report, pack, rows))):
            for at, (number, cell) in enumerate(forms):
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
    if bare and "number" not in head.values() and all(_NUMBER.fullmatch(report.words(row[0]).strip()) for row in rows):
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
        column = {use: n for n, use in head.items() if use in _USES and is_of_column(head, at, n)}
        yield one, {**column, "text": at}


def worded_columns(uses: Mapping[int, str]) -> list[int]:
    """The columns with words of items, of those whose uses are given."""
    return sorted(at for at, use in uses.items() if use == "text" or use not in _USES)


def is_of_column(uses: Mapping[int, str], worded: int, at: int) -> bool:
    """Whether a column is of the items in a column of words: it stands before all such, or behind that and no other."""
    columns = worded_columns(uses)
    return at < columns[0] or worded < at < next((one for one in columns if one > worded), at + 1)


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
            kind=kind,
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


def columns_of(report: Report, pack: Pack, row: Sequence[Cell]) -> dict[int, Rule]:
    """What the columns of a table hold, by the rules that know the words over them, whose values say it.

    It is a use, the kind of the items, or an attribute of theirs. Where a column answers with one of the labels of an
    attribute, those behind it that can be attributes or uses of the item are attributes: the owner is who acts on the
    answer. Those before it are so only where their heading can be nothing else, or a rule says so that comes before
    those of what the pack extends; a rule that says what must stand `beside` its column holds in such tables alone.
    """
    named = {attribute.name: bool(attribute.labels) for attribute in pack.attributes_of("recommendations")}
    known = [rule for name in ("recommendations.table", "recommendations.column") for rule in pack[name]]
    heads = [report.words(cell).strip() for cell in row]
    fits = {
        at: [rule for rule in known if rule.match(head) and _is_beside(rule, heads)] for at, head in enumerate(heads)
    }
    answered = next((at for at, rules in fits.items() if any(named.get(rule.value) for rule in rules)), len(row))
    nearer = {link.id: at - len(pack.chain) for at, link in enumerate(pack.chain[:-1])}

    def later(rule: Rule, at: int) -> tuple[int, bool, bool]:
        own = nearer.get(rule.id.partition("/")[0], 0) if rule.value in named else 0
        return own, rule.beside is None, (rule.value in named) is (at < answered)

    found: dict[int, Rule] = {}
    for at, rules in fits.items():
        rules.sort(key=lambda rule: later(rule, at))
        free = (rule for rule in rules if rule.value not in {taken.value for taken in found.values()})
        if rule := next(free, None):
            found[at] = rule
    return found


def _is_beside(rule: Rule, heads: Sequence[str]) -> bool:
    """Whether one of the headings is what a rule says must stand beside its column, if it says so."""
    return rule.beside is None or any(map(rule.beside.match, heads))


def number_column(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]], uses: Mapping[int, str]) -> int | None:
    """The column of a table without words of items that names each by its number; None where there is no such table."""
    answers = [attribute.name for attribute in pack.attributes_of("recommendations")]
    worded = worded_columns({at: use for at, use in uses.items() if use not in answers})
    numbered = worded or [at for at, use in uses.items() if use == "number"]
    if len(numbered) != 1:
        return None
    named = [report.words(row[numbered[0]]).strip() for row in rows[1:]]
    return numbered[0] if named and all(_NUMBER.fullmatch(number_of(words)) for words in named) else None


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
    if all(len(row) == 2 and _NUMBER.fullmatch(row[0]) and row[1] for row in cells):
        return {0: "number", 1: "text"}
    return {0: "text"} if all(len(row) == 1 and row[0] for row in cells) else {}
