"""Items of recommendations in tables of forms: a label and its words in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.document import Cell, Report
from extractor.find.recommendation_columns import NUMBER, USES, columns_of
from extractor.find.recommendation_rows import Asked, is_blank
from extractor.packs import Pack


@dataclass
class Form:
    """An item of a table that has a label and its words in each row: what its rows hold, by use and attribute."""

    number: str = ""
    kind: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)

    def asked(self, report: Report, before: Asked, key: str) -> Asked:
        """It as an item; what was said before the table holds where its rows say nothing."""
        told = {use: report.words(cell).strip() for use, cell in self.cells.items() if use in USES}
        words = {use: text for use, text in told.items() if not is_blank(text)}
        return replace(
            before,
            start=self.cells["text"].start,
            end=self.cells["text"].end,
            number=self.number or words.get("number", ""),
            addressee=words.get("addressee", "") or before.addressee,
            deadline=words.get("deadline", "") or before.deadline,
            kind=self.kind or before.kind or "recommendation",
            key=key,
        )


def forms_in(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> list[Form]:
    """Items of a table of forms, one below the other: each row has what heads a column elsewhere, and its words beside.

    A row with the number of an item, or a label that the form above has already, begins the next one.
    """
    pairs = [[cell for cell in row if cell.end > cell.start] for row in rows]
    if len(rows) < 2 or any(len(pair) > 2 for pair in pairs) or len(columns_of(report, pack, rows[0])) > 1:
        return []
    beside = {*USES, *(one.name for one in pack.attributes_of("recommendations"))}
    forms: list[Form] = []
    known = 0
    for pair in (pair for pair in pairs if pair):
        label = report.words(pair[0]).strip().rstrip(":")
        title = pack.match("recommendations.item", label)
        titled = title is not None and title[1].end() == len(label)
        if titled or NUMBER.fullmatch(label):
            said = told_kind(pack, report.words(pair[1]).strip()) if len(pair) > 1 else ""
            number = (title[1]["number"] or "") if title and titled else label.strip(" .():")
            forms.append(Form(number, said or (title[0].value if title and titled else "")))
            continue
        rule = next(iter(columns_of(report, pack, pair[:1]).values()), None) if len(pair) > 1 else None
        if rule is None:
            continue
        known += 1
        use = rule.value if rule.value in beside else "text"
        if not forms or use in forms[-1].cells:
            forms.append(Form())
        forms[-1].cells[use] = pair[1]
        kind = told_kind(pack, report.words(pair[1]).strip()) if use == "kind" else ""
        forms[-1].kind = kind or forms[-1].kind or (rule.value if use == "text" and rule.value != "text" else "")
    return forms if known > 1 and all("text" in form.cells for form in forms) else []


def told_kind(pack: Pack, words: str) -> str:
    """What an item is by words that stand beside it for that; empty where no rule knows them."""
    found = pack.match("recommendations.kind", words) if words else None
    return found[0].value if found else ""
