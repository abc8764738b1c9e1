"""Gold that people make by themselves: no value of the machine is on its page, and two people's gold is one or told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.errors import InputError, OutputError
from extractor.evaluate import evaluate
from extractor.evaluate.agreement import compare_golds, kappa
from extractor.evaluate.gold import gold_beside, stated_columns, write_gold_file
from extractor.evaluate.merging import merge_golds
from extractor.packs import load_packs
from extractor.review import write_review
from extractor.review.session import Desk
from tests.reviewing import PDF, data_of, reviewed

RATINGS = [
    {"level": "standard", "ref": "1.1", "standard": "Leadership", "part": "main", "rating": "Good"},
    {"level": "standard", "ref": "1.2", "standard": "Staffing", "part": "main", "rating": "Inadequate"},
    {"level": "standard", "ref": "1.3", "standard": "Services", "part": "main", "rating": "Good"},
]
ASKS = [{"number": "1", "text": "publish the rota of the ferry crews", "part": "main"}]


def gold(who: str, **tables: Any) -> dict[str, Any]:
    return {"source": "quay.txt", "sha256": "ab" * 32, "who": who, "report": {"title": "Quay", "isbn": ""}, **tables}


def written(folder: Path, truth: dict[str, Any], name: str = "quay-2021") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(truth), encoding="utf-8")
    return folder


def two(tmp_path: Path) -> tuple[Path, Path]:
    """The gold of two people: one rating differs, one is of each alone, and a title differs."""
    mine = gold("Ann", ratings=RATINGS, recommendations=ASKS, findings=[])
    theirs = gold("Ben", ratings=[RATINGS[0], RATINGS[1] | {"rating": "Good"}], recommendations=ASKS)
    theirs["report"] = {"title": "The Quay", "published": "2021"}
    return written(tmp_path / "ann", mine), written(tmp_path / "ben", theirs)


def test_agreement_counts_rows_and_labels(tmp_path: Path) -> None:
    found = compare_golds(*two(tmp_path))
    rows = {row.table: row for row in found.rows}
    ratings = rows["ratings"]
    assert (ratings.first, ratings.second, ratings.same, ratings.share) == (3, 2, 1, 0.4)
    assert ratings.kappas["rating"] == (2, 0.0)  # half are the same, and half would be by chance
    assert (rows["recommendations"].share, rows["reports"].share) == (1.0, 0.0)
    assert "findings" not in rows and any("findings: is not whole in both" in note for note in found.notes)
    assert any("Ann: rating 'Inadequate'; Ben: rating 'Good'" in line for line in found.differences)
    assert any("only Ann" in line and "1.3" in line for line in found.differences)


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ([], None),
        ([("a", "a")] * 4, None),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        # 0.7 are the same, 0.5 would be by chance: (0.7 - 0.5) / 0.5.
        ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),
    ],
)
def test_kappa(labels: list[tuple[str, str]], wanted: float | None) -> None:
    found = kappa(labels)
    assert found == (wanted if wanted is None else pytest.approx(wanted))


def test_what_people_do_not_agree_on_judges_nothing(tmp_path: Path) -> None:
    count, conflicts = merge_golds(*two(tmp_path), tmp_path / "both")
    made = json.loads((tmp_path / "both" / "quay-2021.json").read_text(encoding="utf-8"))
    assert count == 1 and len(conflicts) == 3 and made["who"] == "Ann, Ben"
    assert made["recommendations"] == ASKS and made["findings"] == [] and "ratings" not in made
    assert made["report"] == {"isbn": "", "published": "2021"} and "The Quay" in made["unsettled"]["title"]
    ratings = made["unfinished"]["ratings"]
    assert [(row["ref"], row["rating"], "unsettled" in row) for row in ratings] == [
        ("1.1", "Good", False),
        ("1.2", "Inadequate", True),
        ("1.2", "Good", True),
        ("1.3", "Good", True),
    ]
    with pytest.raises(OutputError, match="is there already"):
        merge_golds(*two(tmp_path), tmp_path / "both")


def test_gold_of_one_person_alone_is_taken_over(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    written(second, gold("Ben", ratings=RATINGS) | {"sha256": "cd" * 32, "source": "pier.txt"}, "pier-2020")
    assert merge_golds(first, second, tmp_path / "both")[0] == 2
    assert len(json.loads((tmp_path / "both" / "pier-2020.json").read_text(encoding="utf-8"))["ratings"]) == 3


def test_commands_tell_what_differs(tmp_path: Path) -> None:
    first, second = map(str, two(tmp_path))
    told = CliRunner().invoke(app, ["gold", "compare", first, second, "--all"], env={"COLUMNS": "200"})
    assert told.exit_code == 1 and re.search(r"quay-2021 +ratings +3 +2 +1 +40\.0", told.output)
    assert "ratings differs" in told.output
    assert CliRunner().invoke(app, ["gold", "compare", first, first]).exit_code == 0
    told = CliRunner().invoke(app, ["gold", "merge", first, second, "--out", str(tmp_path / "both")])
    assert told.exit_code == 1 and "3 to settle" in told.output


def test_no_value_of_the_machine_is_on_the_page(tmp_path: Path) -> None:
    data = extractor.open_dataset(reviewed() / "all")
    write_review(data, tmp_path / "blind", load_packs(), {}, gold=tmp_path / "gold")
    told = data_of((tmp_path / "blind" / f"{PDF}.html").read_text(encoding="utf-8"))
    text = told.pop("text")
    words = json.dumps(told)
    about = next(row for row in data.rows("reports") if row.report_id == PDF)
    for value in (about.title, about.provider, about.isbn, about.lead_inspector, about.overall_rating):
        assert value and value in text.replace("\n", " ") + (about.provider or "")
        assert re.search(rf'"(value|human|provider|title)": "{re.escape(value)}"', words) is None
    assert {row["table"] for row in told["rows"]} == {"reports"} and all("value" not in row for row in told["rows"])
    assert not any(line[2] for line in told["lines"]) and told["coverage"] == told["decisions"] == [] == list(
        told["rules"]
    )
    index = (tmp_path / "blind" / "index.html").read_text(encoding="utf-8")
    assert "turned.pdf" in index and about.title not in index


def test_a_desk_keeps_gold_of_its_reports_alone(tmp_path: Path) -> None:
    desk = Desk(reviewed() / "all", load_packs(), {}, gold=tmp_path / "gold")
    about = next(row for row in extractor.open_dataset(reviewed() / "all").rows("reports") if row.report_id == PDF)
    made = gold("Ann", ratings=RATINGS) | {"sha256": about.sha256}
    assert desk.answer(PDF, {"gold": made, "before": {}}) == {"gold": made}
    assert "3 of" not in desk.index() and "1 of 9" in desk.index()
    for wrong, fault in [
        ({"gold": made, "before": {}}, "was changed since"),
        ({"gold": made | {"sha256": "00"}, "before": made}, "another report"),
        ({"gold": made | {"ratings": [{"raiting": "Good"}]}, "before": made}, "raiting"),
        ({"gold": made | {"unfinished": {"ratings": []}}, "before": made}, "whole and unfinished"),
        ({"gold": made}, "objects"),
    ]:
        with pytest.raises((InputError, OutputError), match=fault):
            desk.answer(PDF, wrong)
    with pytest.raises(InputError, match="no report"):
        desk.answer("another", {"gold": made, "before": {}})
    with pytest.raises(OutputError, match="slug"):
        write_gold_file(tmp_path, "../up", about.sha256, made, {})
    assert evaluate(reviewed() / "all", tmp_path / "gold").score("ratings").support == 3


def test_what_is_counted_is_not_told_to_be_empty() -> None:
    """A number that no report prints is left to the reading: who writes none does not say that there is none."""
    assert stated_columns("progress", ("number", "text")) == ["text"]
    assert stated_columns("recommendations", ("number", "text")) == ["number", "text"]


def test_gold_of_two_people_never_mixes() -> None:
    assert gold_beside(Path("all"), "Ann Ålund").name == "ann-alund" != gold_beside(Path("all"), "Ben").name
    assert gold_beside(Path("all"), "../..").name == "gold"
