"""Proofs for rules, drafted from what people put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor
from extractor.authoring.suggest import Suggestion, suggestions
from extractor.cli import app
from extractor.correct.files import rewrite
from extractor.correct.model import Decision
from extractor.packs import load_packs


@pytest.fixture(scope="module")
def rows(two_reports: Path) -> list[Any]:
    """Recommendations of one report."""
    found = extractor.open_dataset(two_reports).rows("recommendations")
    return [row for row in found if row.report_id == found[0].report_id]


def suggested(dataset: Path, report_id: str, *decisions: Decision) -> list[Suggestion]:
    return suggestions(extractor.open_dataset(dataset), {report_id: list(decisions)}, load_packs())


def deleted(row: Any) -> Decision:
    cells = {"quote": row.quote, "rule": row.rule, "text": row.text}
    return Decision(table="recommendations", item=row.item, action="delete", row=cells, who="Ada")


def test_rows_that_people_deleted_are_near_misses_of_their_rule(two_reports: Path, rows: list[Any]) -> None:
    one, *_, other = [row for row in rows if row.rule == rows[0].rule]
    (found,) = suggested(two_reports, one.report_id, deleted(one), deleted(other))
    assert (found.rule, found.action, found.who) == (one.rule, "delete", ("Ada",))
    assert [draft.fields for draft in found.drafts] == [None, None]
    for row, draft in zip((one, other), found.drafts, strict=True):
        assert " ".join(row.quote.split()) in draft.text
        assert draft.holds == (draft.found is None)


def test_a_value_that_was_changed_is_an_example_with_what_the_rule_reads_now(two_reports: Path) -> None:
    read = next(row for row in extractor.open_dataset(two_reports).rows("statistics") if row.rule.endswith(".value"))
    machine = f"{read.value:g}"
    change = Decision(table="statistics", item=read.item, column="value", machine=machine, human="3.5")
    (found,) = suggested(two_reports, read.report_id, change)
    (draft,) = found.drafts
    assert draft.found is not None and draft.found["value"] == machine
    assert draft.fields == {"value": "3.5"} and not draft.holds
    (found,) = suggested(two_reports, read.report_id, change.model_copy(update={"human": machine}))
    assert found.drafts[0].holds


def test_what_was_done_most_often_comes_first_and_accepted_values_teach_nothing(
    two_reports: Path, rows: list[Any]
) -> None:
    change = Decision(table="recommendations", item=rows[0].item, column="addressee", human="The Board")
    accept = Decision(table="recommendations", item=rows[1].item, action="accept")
    found = suggested(two_reports, rows[0].report_id, change, accept, deleted(rows[1]), deleted(rows[2]))
    assert [(one.action, len(one.drafts)) for one in found] == [("delete", 2), ("change", 1)]
    assert suggested(two_reports, rows[0].report_id, accept) == []
    assert suggested(two_reports, "absent-2020", change) == []


def test_the_command_prints_them_as_a_pack_has_them(two_reports: Path, rows: list[Any], tmp_path: Path) -> None:
    rewrite(tmp_path, rows[0].report_id, lambda old: [*old, deleted(rows[0])])
    done = CliRunner().invoke(app, ["corrections", "suggest", str(two_reports), "--corrections", str(tmp_path)])
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert f"{rows[0].rule} row deleted once in recommendations, by Ada near_misses: - " in told
    assert "findings packs check" in told
    empty = CliRunner().invoke(app, ["corrections", "suggest", str(two_reports), "--corrections", str(tmp_path / "no")])
    assert empty.exit_code == 0 and "nobody changed" in empty.output
