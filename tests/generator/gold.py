"""The truth of a report in the shape of a gold file: one list a table, each row with the line that it stands in."""

from __future__ import annotations

import json
from typing import Any

from tests.generator.nuisances import Nuisances
from tests.generator.quotes import quoted
from tests.generator.truth import Plan

TABLES = (
    "ratings", "key_questions", "recommendations", "progress", "findings", "examples", "statistics", "sections",
)  # fmt: skip


def gold(plan: Plan, nuisances: Nuisances, lines: dict[int, int], edition: str = "txt") -> dict[str, Any]:
    """The gold of a plan as the text conversion `lines` came from shows it, or as its PDF edition does.

    A row marked `only` stands in that edition alone: ratings that are coloured icons are lost in a text.
    """
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for key, (table, values) in enumerate(plan.rows):
        if table == "sections" and key not in lines:
            continue  # the contents page was lost
        if values.get("only", edition) != edition:
            continue
        row = {name: _as_shown(value, nuisances) for name, value in values.items() if name != "only"}
        row["line"] = lines.get(key) if edition == "txt" else None
        tables[table].append(row)
    consistency = []
    for check in plan.consistency:
        shown = {k: v for k, v in check.items() if k != "keys"}
        shown["lines"] = sorted({lines[key] for key in check["keys"] if key in lines})
        consistency.append(shown)
    return {
        "source": f"{plan.name}.{edition}",
        "report": _as_shown(plan.report, nuisances),
        **tables,
        "consistency": consistency,
        "notes": plan.notes,
    }


def _as_shown(value: Any, nuisances: Nuisances) -> Any:
    if isinstance(value, str):
        return quoted(value, nuisances.curly)
    if isinstance(value, list):
        return [_as_shown(v, nuisances) for v in value]
    if isinstance(value, dict):
        return {k: _as_shown(v, nuisances) for k, v in value.items()}
    return value


def as_json(found: dict[str, Any]) -> str:
    """One row a line, so that a change shows as the line that changed."""
    parts = []
    for name, value in found.items():
        if isinstance(value, list):
            rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f'  "{name}": [\n{rows}\n  ]' if rows else f'  "{name}": []')
        else:
            parts.append(f'  "{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
