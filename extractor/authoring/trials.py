"""What a suggestion is worth: which proofs say otherwise, and which rows it puts right or wrong by people's gold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.authoring.suggest import Draft, Suggestion
from extractor.correct.model import Decision
from extractor.domain.names import squashed
from extractor.evaluate import judge_tables
from extractor.evaluate.read import read_gold, read_tables
from extractor.packs import Packs
from extractor.packs.model import Rule

__all__ = ["Worth", "weigh"]

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Worth:
    """`against`: proofs of packs that say otherwise, as `RULE kind: text`. `gains` and `losses`: rows that gold calls
    right with what people decided and not without it, and the other way round; None where no gold was given."""

    against: tuple[str, ...]
    gains: tuple[str, ...] | None = None
    losses: tuple[str, ...] | None = None


def weigh(found: Sequence[Suggestion], packs: Packs, folder: Path, gold: Path | None) -> list[Worth]:
    """Try suggestions on all proofs of the packs, and on gold if there is any.

    Args:
        found: the suggestions.
        packs: the patterns that the dataset was read with.
        folder: the dataset, with the corrections applied.
        gold: a gold file, or a folder of them; None where there is none.

    Raises:
        InputError: there is no gold, or the folder is no dataset.
    """
    rules = {f"{link.id}/{rule.id}": rule for pack in packs for link in pack.chain for rule in link.rules}
    against = [tuple(dict.fromkeys(_against(one, rules.get(one.rule)))) for one in found]
    if gold is None:
        return list(map(Worth, against))
    tables = read_tables(folder, [])
    golds = list(read_gold(gold, []))
    now = judge_tables(tables, golds)
    made = []
    for one, proofs in zip(found, against, strict=True):
        gains, losses = now.against(judge_tables(_without(one.decisions, tables), golds))
        made.append(Worth(proofs, tuple(gains), tuple(losses)))
    return made


def _against(suggestion: Suggestion, rule: Rule | None) -> Iterator[str]:
    """Proofs of the rule that ask for another reading of the same words."""
    if rule is None:
        return
    for draft in suggestion.drafts:
        for example in rule.worked_examples:
            if squashed(example.text) == squashed(draft.text) and not _agree(draft, example.fields):
                yield f"{suggestion.rule} example: {example.text}"
        if draft.fields is not None:
            same = (text for text in rule.near_misses if squashed(text) == squashed(draft.text))
            yield from (f"{suggestion.rule} near miss: {text}" for text in same)


def _agree(draft: Draft, fields: Mapping[str, str]) -> bool:
    return draft.fields is not None and all(fields.get(name, value) == value for name, value in draft.fields.items())


def _without(decisions: Sequence[tuple[str, Decision]], tables: Tables) -> dict[str, list[Mapping[str, Any]]]:
    """The tables as they would be had nobody decided so."""
    made = {table: list(rows) for table, rows in tables.items()}
    for report_id, one in decisions:
        rows = made.get(one.table)
        if rows is None:
            continue
        place = next((n for n, row in enumerate(rows) if _is_of(row, report_id, one)), None)
        if one.action == "delete" and place is None:
            rows.append({**one.row, "report_id": report_id, "item": one.item})
        elif one.action == "add" and place is not None:
            del rows[place]
        elif one.action == "change" and place is not None and rows[place].get(one.column) == one.human:
            rows[place] = {**rows[place], one.column: one.machine}
    return made


def _is_of(row: Mapping[str, Any], report_id: str, decision: Decision) -> bool:
    return row.get("report_id") == report_id and (decision.table == "reports" or row.get("item") == decision.item)
