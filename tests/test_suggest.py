"""Proofs for rules, drafted from what people put right."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import extractor
from extractor.authoring.suggest import Draft, Suggestion, suggestions
from extractor.authoring.trials import weigh
from extractor.cli import app
from extractor.correct.files import rewrite
from extractor.correct.model import Decision
from extractor.dataset.read import read_dataset
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


def test_a_row_that_people_added_was_read_by_no_rule(two_reports: Path, rows: list[Any]) -> None:
    """Not by what puts it into the tables either, once it is applied."""
    added = {"quote": rows[0].quote, "text": rows[0].text, "rule": "corrections/row"}
    for item in (rows[0].item, "main/new"):
        decision = Decision(table="recommendations", item=item, action="add", row=added)
        (found,) = suggested(two_reports, rows[0].report_id, decision)
        assert (found.rule, found.action) == ("", "add")


def test_the_command_prints_them_as_a_pack_has_them(two_reports: Path, rows: list[Any], tmp_path: Path) -> None:
    rewrite(tmp_path, rows[0].report_id, lambda old: [*old, deleted(rows[0])])
    done = CliRunner().invoke(app, ["corrections", "suggest", str(two_reports), "--corrections", str(tmp_path)])
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert f"{rows[0].rule} row deleted once in recommendations, by Ada near_misses: - " in told
    assert "findings packs check" in told
    empty = CliRunner().invoke(app, ["corrections", "suggest", str(two_reports), "--corrections", str(tmp_path / "no")])
    assert empty.exit_code == 0 and "nobody changed" in empty.output


def test_what_people_decided_is_tried_on_gold_and_on_proofs(two_reports: Path, rows: list[Any], tmp_path: Path) -> None:
    """To delete what gold has is a loss, and what it has not a gain; a proof that says otherwise is named."""
    shutil.copytree(two_reports, tmp_path / "all")
    right, wrong = rows[0], rows[1]
    about = next(one for one in extractor.open_dataset(two_reports).rows("reports") if one.report_id == right.report_id)
    truth = [{"number": row.number, "text": row.text, "part": row.part} for row in rows if row is not wrong]
    gold = {"source": about.source, "sha256": about.sha256, "recommendations": truth}
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    packs = load_packs()
    for row, gains, losses in ((wrong, 1, 0), (right, 0, 1)):
        kept = pd.read_csv(two_reports / "recommendations.csv", dtype=str, keep_default_na=False)
        is_ours = (kept["report_id"] == row.report_id) & (kept["item"] == row.item)
        kept[~is_ours].to_csv(tmp_path / "all" / "recommendations.csv", index=False)
        cells = {"quote": row.quote, "rule": row.rule, "text": row.text, "number": row.number, "part": row.part}
        done = Decision(table="recommendations", item=row.item, action="delete", row=cells)
        found = suggestions(read_dataset(tmp_path / "all"), {row.report_id: [done]}, packs)
        (worth,) = weigh(found, packs, tmp_path / "all", tmp_path / "gold.json")
        assert worth.gains is not None and worth.losses is not None
        assert (len(worth.gains), len(worth.losses)) == (gains, losses)
    rule = next(rule for pack in packs for link in pack.chain for rule in link.rules if rule.near_misses)
    link = next(link for pack in packs for link in pack.chain if rule in link.rules)
    draft = Draft("a", rule.worked_examples[0].text, None, {})
    also = Draft("a", rule.near_misses[0], {"value": "x"}, {})
    asked = Suggestion(f"{link.id}/{rule.id}", "ratings", "", "delete", (), (draft, also))
    (worth,) = weigh([asked], packs, tmp_path / "all", None)
    assert [line.split(": ")[0].split(maxsplit=1)[1] for line in worth.against] == ["example", "near miss"]
    assert worth.gains is None
