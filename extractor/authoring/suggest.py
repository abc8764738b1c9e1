"""What corrections teach: proofs for the rules that misread what people put right, drafted for a person to decide on.

A row that people deleted is a near miss of the rule that read it; a value that they changed is an example of what it
should read. Nothing is changed in a pack: a draft says whether the rule does already what it asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.correct.model import LINKS, Decision
from extractor.dataset.named_tables import Frames
from extractor.errors import FindingsError, InputError
from extractor.packs import Packs, Rule

__all__ = ["Draft", "Suggestion", "suggestions"]

_LONGEST = 500  # characters of a text in a draft


@dataclass(frozen=True, slots=True)
class Draft:
    """A proof for a rule: `text`, and `fields` that it should read there; none where it should not match at all.

    `found` is what the rule reads there now; None where it does not match.
    """

    report_id: str
    text: str
    fields: Mapping[str, str] | None
    found: Mapping[str, str] | None

    @property
    def holds(self) -> bool:
        """Whether the rule does what the draft asks."""
        if self.fields is None or self.found is None:
            return self.fields is None and self.found is None
        return all(self.found.get(name) == value for name, value in self.fields.items())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What people changed in the same way: of one rule the same column, or its rows.

    `rule` is empty where none read the row; `action` is what they did: change, delete, or add; `who` are the people,
    `decisions` what they decided, each with its report.
    """

    rule: str
    table: str
    column: str
    action: str
    who: tuple[str, ...]
    drafts: tuple[Draft, ...]
    decisions: tuple[tuple[str, Decision], ...] = ()


def suggestions(data: Frames, decisions: Mapping[str, Sequence[Decision]], packs: Packs) -> list[Suggestion]:
    """Drafts for the rules whose rows people changed, deleted or added, what was done most often first.

    Args:
        data: the dataset, with the corrections applied.
        decisions: what people decided, by report_id.
        packs: the patterns that the dataset was read with.
    """
    rules = {rule.id: rule for pack in packs.packs.values() for rule in pack.rules}
    known = {(table, row.report_id, row.item): row for table, row in _corrected(data, decisions)}
    found: dict[tuple[str, str, str, str], list[tuple[Decision, Draft]]] = {}
    for report_id, told in decisions.items():
        text = _text(data, report_id)
        for decision in told:
            if text and decision.table != LINKS and decision.action != "accept":
                read = known.get((decision.table, report_id, decision.item))
                # What people added no rule has read, though its row names the corrections as what it is from.
                rule = (
                    str(getattr(read, "rule", "") or decision.row.get("rule", "")) if decision.action != "add" else ""
                )
                way = (rule, decision.table, decision.column, decision.action)
                found.setdefault(way, []).append((decision, _draft(report_id, text, decision, read, rules.get(rule))))
    made = [
        Suggestion(
            *way,
            tuple(dict.fromkeys(one.who for one, _ in of if one.who)),
            tuple(draft for _, draft in of),
            tuple((draft.report_id, one) for one, draft in of),
        )
        for way, of in found.items()
    ]
    return sorted(made, key=lambda one: (-len(one.drafts), one.rule, one.table, one.column))


def _corrected(data: Frames, decisions: Mapping[str, Sequence[Decision]]) -> Iterator[tuple[str, Any]]:
    """The rows that people decided about, as far as they are still there."""
    items = {(d.table, report_id, d.item) for report_id, told in decisions.items() for d in told}
    for table in dict.fromkeys(table for table, _, _ in items if table not in (LINKS, "reports")):
        for row in data.rows(table):
            if (table, row.report_id, row.item) in items:
                yield table, row


def _text(data: Frames, report_id: str) -> str:
    try:
        return data.text(report_id)
    except InputError:
        return ""  # a decision about a report that is not in this dataset


def _draft(report_id: str, text: str, decision: Decision, read: Any, rule: Rule | None) -> Draft:
    words = str(getattr(read, "quote", "") or decision.row.get("quote") or decision.words)
    start = getattr(read, "start", None)
    place = int(start) if start is not None else text.find(words)
    tried = [piece for piece in (_line(text, place, len(words)), words) if piece]
    matches = [(piece, match) for piece in tried if rule is not None and (match := _match(rule, piece)) is not None]
    piece, match = matches[0] if matches else (tried[0] if tried else words, None)
    fields = None if match is None else {name: value for name, value in match.groupdict().items() if value}
    wanted: dict[str, str] | None = None
    if decision.action != "delete":
        same = [name for name, value in (fields or {}).items() if " ".join(value.split()) == decision.machine]
        wanted = {same[0] if same else decision.column or "value": decision.human or words}
    return Draft(report_id, " ".join(piece[:_LONGEST].split()), wanted, fields)


def _line(text: str, start: int, length: int) -> str:
    """The lines that words stand on."""
    if start < 0:
        return ""
    end = text.find("\n", start + length)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if end < 0 else end]


def _match(rule: Rule, text: str) -> Any:
    try:
        return rule.match(text)
    except FindingsError:
        return None
