"""What the columns of a table of recommendations hold, by the words over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from extractor.document import Cell, Report
from extractor.find.item_numbers import number_of
from extractor.packs import Pack, Rule

USES = ("text", "number", "addressee", "deadline", "kind")
NUMBER = regex.compile(r"\(?[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})?[a-z]?[.):]?")


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


def worded_columns(uses: Mapping[int, str]) -> list[int]:
    """The columns with words of items, of those whose uses are given."""
    return sorted(at for at, use in uses.items() if use == "text" or use not in USES)


def is_of_column(uses: Mapping[int, str], worded: int, at: int) -> bool:
    """Whether a column is of the items in a column of words: it stands before all such, or behind that and no other."""
    columns = worded_columns(uses)
    return at < columns[0] or worded < at < next((one for one in columns if one > worded), at + 1)


def number_column(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]], uses: Mapping[int, str]) -> int | None:
    """The column of a table without words of items that names each by its number; None where there is no such table."""
    answers = [attribute.name for attribute in pack.attributes_of("recommendations")]
    worded = worded_columns({at: use for at, use in uses.items() if use not in answers})
    numbered = worded or [at for at, use in uses.items() if use == "number"]
    if len(numbered) != 1:
        return None
    named = [report.words(row[numbered[0]]).strip() for row in rows[1:]]
    return numbered[0] if named and all(NUMBER.fullmatch(number_of(words)) for words in named) else None
