"""What was read as a recommendation becomes rows: rows of tables, ids, and which one prints another again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

import regex

from extractor.document import Block, Cell, Report, Section, Span
from extractor.find.lists import ASIDE
from extractor.packs import Pack, Rule
from extractor.records import Recommendation
from extractor.split.contents import letters

Place = tuple[int, str]  # start of a section, and key of an item there
_POINT = regex.compile(r"(?<=\s)(?:•|\((?P<letter>[a-z])\))\s+(?=\S)")
_NUMBER = regex.compile(r"\(?[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})?[a-z]?[.):]?")


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as it stands: where its words begin and end, and what its list says of it.

    `key` and `parent` name items within their section; `nth` is the place among the parts of the parent, from 1.
    `takes_words` says that the paragraphs below belong to it.
    """

    section: Section | None
    start: int
    end: int
    number: str
    addressee: str
    deadline: str
    kind: str
    rule: str
    key: str = ""
    parent: str = ""
    nth: int = 0
    takes_words: bool = False

    @property
    def part(self) -> str:
        return self.section.part if self.section else "main"

    @property
    def place(self) -> Place:
        """Its section and its key there."""
        return self.section.start if self.section else -1, self.key


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
    head = {at: rule.value for at, rule in columns_of(report, pack, rows[0]).items()}
    if "state" in head.values():  # it follows up what was recommended before
        return
    answers = {attribute.name for attribute in pack.attributes_of("recommendations")}
    if not answers.isdisjoint(head.values()) and number_column(report, pack, rows, head) is not None:
        return  # answers to items that stand elsewhere
    head = {at: use for at, use in head.items() if use not in answers}
    named = next((name for name in head.values() if name not in _USES), "")
    if "text" not in head.values() and not named:
        if kind and (forms := list(_in_forms(report, pack, rows))):
            for number, (printed, cell) in enumerate(forms):
                key = f"{block.start}/{number}"
                rule = f"{pack.id}/recommendations.row"
                asked = Asked(section, cell.start, cell.end, printed, addressee, deadline, kind, rule, key=key)
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
    column = {("text" if use not in _USES else use): at for at, use in head.items()}
    if bare and "number" not in column and all(_NUMBER.fullmatch(report.words(row[0]).strip()) for row in rows):
        column["number"] = 0
    for number, row in enumerate(rows):
        cell = row[column["text"]]
        words = {use: report.words(row[at]).strip() for use, at in column.items()}
        if not words["text"]:
            continue
        asked = Asked(
            section,
            cell.start,
            cell.end,
            words.get("number", "").strip(" .():"),
            words.get("addressee", "") or addressee,
            words.get("deadline", "") or deadline,
            named or kind,
            f"{pack.id}/recommendations.row",
            key=f"{block.start}/{number}",
        )
        yield from _with_points(report, asked)


def _with_points(report: Report, asked: Asked) -> Iterator[Asked]:
    """An item of one cell, and behind it the points that its words lead in there: bullets, or letters from `a` on."""
    words = report.text[asked.start : asked.end]
    marks = list(_POINT.finditer(words))
    lead = words[: marks[0].start()].rstrip() if marks else ""
    lettering = "".join(mark["letter"] or "" for mark in marks)
    bullets = not lettering and bool(lead)
    lettered = len(lettering) == len(marks) and ascii_lowercase.startswith(lettering) and lead.endswith(":")
    if len(marks) < 2 or not (bullets or lettered):
        yield asked
        return
    yield replace(asked, end=asked.start + len(lead))
    ends = [*(mark.start() for mark in marks[1:]), len(words)]
    for nth, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1):
        start, stop = asked.start + mark.end(), asked.start + len(words[:end].rstrip())
        number = mark["letter"] or ""
        yield replace(asked, start=start, end=stop, number=number, key=f"{asked.key}/{nth}", parent=asked.key, nth=nth)


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
        lists.append((cell, marks, known[0][1]["addressee"].strip(), said))
    for cell, marks, addressee, said in lists:
        ends = [*(mark.start() for mark in marks[1:]), cell.end - cell.start]
        for mark, end in zip(marks, ends, strict=True):
            start = cell.start + mark.end()
            stop = cell.start + len(report.text[cell.start : cell.start + end].rstrip())
            rule = f"{pack.id}/recommendations.row"
            yield Asked(section, start, stop, "", addressee, "", said, rule, key=f"{block.start}/{start}")


_USES = ("text", "number", "addressee", "deadline")


def columns_of(report: Report, pack: Pack, row: Sequence[Cell]) -> dict[int, Rule]:
    """What the columns of a table hold, by the rules that know the words over them, whose values say it.

    It is a use, the kind of the items, or an attribute of theirs. Where a column answers with one of the labels of an
    attribute, those that can be its attributes or uses of the item are attributes: the owner is who acts on the answer.
    """
    named = {attribute.name: bool(attribute.labels) for attribute in pack.attributes_of("recommendations")}
    known = [rule for name in ("recommendations.table", "recommendations.column") for rule in pack[name]]
    fits = {at: [rule for rule in known if rule.match(report.words(cell).strip())] for at, cell in enumerate(row)}
    answered = any(named.get(rule.value) for rules in fits.values() for rule in rules)
    found: dict[int, Rule] = {}
    for at, rules in fits.items():
        rules.sort(key=lambda rule: (rule.value in named) is not answered)
        free = (rule for rule in rules if rule.value not in {taken.value for taken in found.values()})
        if rule := next(free, None):
            found[at] = rule
    return found


def number_column(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]], uses: Mapping[int, str]) -> int | None:
    """The column of a table without words of items that names each by its number; None where there is no such table."""
    answers = [attribute.name for attribute in pack.attributes_of("recommendations")]
    worded = [at for at, use in uses.items() if use == "text" or use not in (*_USES, *answers)]
    numbered = worded or [at for at, use in uses.items() if use == "number"]
    if len(numbered) != 1:
        return None
    named = [report.words(row[numbered[0]]).strip() for row in rows[1:]]
    return numbered[0] if named and all(_NUMBER.fullmatch(number_of(words)) for words in named) else None


def number_of(words: str) -> str:
    """The number that a few words name an item by: `C1` of `C1.`, `2` of `Recommendation 2`."""
    return words.strip(" .():").rpartition(" ")[2].upper()


def _in_forms(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, Cell]]:
    """Number and words of every item of a table of forms: a row has `Recommendation 1` beside the words of it."""
    for row in rows:
        filled = [cell for cell in row if report.words(cell).strip()]
        label = report.words(filled[0]).strip() if len(filled) > 1 else ""
        if (found := pack.match("recommendations.item", label)) and found[1].end() == len(label):
            yield found[1]["number"], filled[1]


def _without_head(report: Report, rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """Columns of a table without headings: a number and words, or words alone."""
    cells = [[report.words(cell).strip() for cell in row] for row in rows]
    if all(len(row) == 2 and _NUMBER.fullmatch(row[0]) and row[1] for row in cells):
        return {0: "number", 1: "text"}
    return {0: "text"} if all(len(row) == 1 and row[0] for row in cells) else {}


def settle(report: Report, pack: Pack, found: Sequence[Asked]) -> Iterator[Recommendation]:
    """Rows with their ids. What a summary or an annex prints again is told by its words and its addressee."""
    originals = _originals(report, pack, found)
    ids = _ids(found, originals)
    for asked in found:
        original = originals[asked.place]
        yield Recommendation(
            item=ids[asked.place],
            number=asked.number,
            addressee=asked.addressee,
            text="\n".join(report.text[start:end] for start, end in _lines(report, pack, asked)),
            part=asked.part,
            kind=asked.kind,
            deadline=asked.deadline,
            parent=ids[asked.place[0], asked.parent] if asked.parent else "",
            same_as=ids[original] if original != asked.place else "",
            evidence=report.cite(asked.start, _lines(report, pack, asked)[-1][1], asked.rule),
        )


def _lines(report: Report, pack: Pack, asked: Asked) -> list[tuple[int, int]]:
    """Where the words of an item stand, a paragraph each, without the mark that ends the last."""
    blocks = report.blocks_in(Span(asked.start + 1, asked.end))
    first = report.text.find("\n\n", asked.start, asked.end)
    lines = [(asked.start, asked.end if first < 0 else first)]
    lines += [(block.body, block.end) for block in blocks if block.kind not in ASIDE]
    start, end = lines[-1]
    for rule in pack["recommendations.closing-mark"]:
        if (mark := rule.search(report.text[start:end])) and start + mark.end() == end and mark.start():
            end = start + mark.start()
    return [*lines[:-1], (start, end)]


def _originals(report: Report, pack: Pack, found: Sequence[Asked]) -> dict[Place, Place]:
    """The item that each item prints: itself, or one of another section, first of all of those in the report's body."""
    again = {asked.place: _is_again(report, pack, asked.section) for asked in found}
    said: dict[str, list[Asked]] = {}
    originals: dict[Place, Place] = {}
    for asked in sorted(found, key=lambda asked: (again[asked.place], asked.start)):
        same = said.setdefault(letters(report.text[asked.start : asked.end]), [])
        other = next((one for one in same if _same(asked, one)), None)
        originals[asked.place] = other.place if other else asked.place
        if other is None:
            same.append(asked)
    return originals


def _same(one: Asked, other: Asked) -> bool:
    """Whether two items of the same words are one: of two sections, and to the same addressee as far as both say."""
    if one.place[0] == other.place[0] or one.part != other.part or bool(one.parent) != bool(other.parent):
        return False
    return not one.addressee or not other.addressee or letters(one.addressee) == letters(other.addressee)


def _is_again(report: Report, pack: Pack, section: Section | None) -> bool:
    titles = (f"{around.ref} {around.title}".strip() for around in report.lineage(section))
    return any(pack.match("recommendations.again", title) for title in titles)


def _ids(found: Sequence[Asked], originals: dict[Place, Place]) -> dict[Place, str]:
    """Ids by part and printed number; where none is printed, counted, but never the printed number of another."""
    ids: dict[Place, str] = {}
    printed = {f"{asked.part}/{asked.number}" for asked in found if asked.number and not asked.parent}
    counted: dict[str, int] = {}
    seen: dict[str, int] = {}
    for asked in sorted(found, key=lambda asked: (originals[asked.place] != asked.place, asked.start)):
        if original := (originals[asked.place] != asked.place and ids[originals[asked.place]]):
            own = original
        elif asked.parent:
            own = f"{ids[asked.place[0], asked.parent]}/{asked.number or asked.nth}"
        else:
            counted[asked.part] = counted.get(asked.part, 0) + 1
            own = f"{asked.part}/{asked.number or counted[asked.part]}"
            if not asked.number and own in printed:
                seen.setdefault(own, 1)  # the number that is printed comes first
        seen[own] = seen.get(own, 0) + 1
        ids[asked.place] = own if seen[own] == 1 else f"{own}-{seen[own]}"
    return ids
