"""Rows drawn for a person to judge, and the error rate that the verdicts give."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import extractor
from extractor.cli import app
from extractor.errors import InputError, OutputError
from extractor.evaluate.sample import Drawn, Rate, decided, draw, rates, read_sample, write_sample


def verdicts(table: str, right: int, wrong: int, open_: int = 0) -> list[Drawn]:
    told = ["right"] * right + ["wrong"] * wrong + [""] * open_
    return [Drawn(table, "r", str(place), "", "", "", verdict) for place, verdict in enumerate(told)]


def test_tables_give_as_many_rows_as_each_other_as_far_as_they_have_them(two_reports: Path) -> None:
    data = extractor.open_dataset(two_reports)
    drawn = draw(data, 100)
    counts = Counter(row.table for row in drawn)
    assert len(drawn) == len(set(drawn)) == 100
    assert counts["reports"] == 2
    full = [n for table, n in counts.items() if n < len(data.filled(table))]
    assert max(full) - min(full) <= 1
    assert len(draw(data, 10**6)) == sum(len(data.filled(table)) for table in counts)


def test_a_seed_draws_the_same_rows_and_another_draws_others(two_reports: Path) -> None:
    data = extractor.open_dataset(two_reports)
    assert draw(data, 40) == draw(data, 40)
    assert set(draw(data, 40)) != set(draw(data, 40, seed=2))
    assert set(draw(data, 20)) < set(draw(data, 60))
    assert {row.table for row in draw(data, 20, tables=["key_questions"])} == {"key_questions"}


def test_a_drawn_row_says_what_a_person_can_correct(two_reports: Path) -> None:
    row = next(row for row in draw(extractor.open_dataset(two_reports), 500) if row.item == "main/overall")
    assert "rating " in row.says and "sha256" not in row.says
    assert row.quote


@pytest.mark.parametrize(
    ("right", "wrong", "lower", "upper"),
    [(200, 0, 0.0, 0.0188), (190, 10, 0.0274, 0.0896), (0, 10, 0.7225, 1.0)],  # as tables of Wilson's interval have it
)
def test_bounds_of_a_table(right: int, wrong: int, lower: float, upper: float) -> None:
    rate = rates(verdicts("ratings", right, wrong, open_=3), {"ratings": 10_000})[0]
    assert (rate.judged, rate.wrong) == (right + wrong, wrong)
    assert (rate.lower, rate.upper) == (pytest.approx(lower, abs=2e-4), pytest.approx(upper, abs=2e-4))


def test_over_all_tables_a_row_counts_as_often_as_it_stands_for_rows() -> None:
    *_, all_ = rates(verdicts("ratings", 5, 5) + verdicts("findings", 10, 0), {"ratings": 10, "findings": 990})
    assert all_.share == pytest.approx(0.005)
    assert all_.lower < 0.005 < all_.upper
    *_, even = rates(verdicts("ratings", 5, 5) + verdicts("findings", 10, 0), {"ratings": 500, "findings": 500})
    assert even.share == pytest.approx(0.25)


def test_where_every_row_was_judged_nothing_is_uncertain_and_where_none_was_nothing_is_said() -> None:
    assert rates(verdicts("ratings", 3, 1), {"ratings": 4})[0] == Rate("ratings", 4, 4, 1, 0.25, 0.25, 0.25)
    assert rates(verdicts("ratings", 0, 0, open_=4), {"ratings": 4}) == []


def test_what_corrections_say_of_a_row_is_its_verdict(two_reports: Path) -> None:
    data = extractor.open_dataset(two_reports)
    ratings = data.filled("ratings")
    report_id = data.reports.report_id[0]
    one, two, three, four = ratings[ratings.report_id == report_id].item[:4]

    class Corrected(type(data)):  # type: ignore[misc]
        def rows(self, table: str) -> list[object]:
            if table != "corrections":
                return list(super().rows(table))
            report_id = data.reports.report_id[0]
            named = [("accept", one, ""), ("change", two, "rating"), ("accept", three, "as_printed")]
            named += [("accept", four, "rating")]  # as the page of a review does
            return [
                extractor.records.Correction(
                    report_id=report_id, table="ratings", item=item, column=column, action=action
                )
                for action, item, column in named
            ]

    rows = draw(Corrected(two_reports), 500, tables=["ratings"])
    open_ = [replace(row, verdict="wrong" if row.item == one else "") for row in rows]
    for listed, first in ((rows, "right"), (decided(open_, Corrected(two_reports)), "wrong")):
        drawn = {row.item: row.verdict for row in listed if row.report_id == report_id}
        assert (drawn[one], drawn[two], drawn[three], drawn[four]) == (first, "wrong", "", "right")


def test_a_sample_is_written_once_and_read_with_its_verdicts(two_reports: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    drawn = [Drawn("ratings", "r", "1", "3", "=1+1", "- Good"), Drawn("findings", "r", "2", "", "text x", "x")]
    write_sample(drawn, path)
    assert read_sample(path) == drawn
    with pytest.raises(OutputError, match="is there already"):
        write_sample(drawn, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("'- Good,,", "'- Good, Right ,sure"), encoding="utf-8")
    assert [row.verdict for row in read_sample(path)] == ["right", ""]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda text: text.replace("verdict", "judged"), "lacks verdict"),
        (lambda text: text.replace("x,,", "x,maybe,"), r"sample.csv:2: verdict 'maybe'; write right or wrong"),
        (lambda text: text.replace("findings", "finding"), r"sample.csv:2: table 'finding'"),
    ],
)
def test_a_spoilt_sample_is_told_with_its_line(tmp_path: Path, edit: Callable[[str], str], message: str) -> None:
    path = tmp_path / "sample.csv"
    write_sample([Drawn("findings", "r", "2", "", "says", "x")], path)
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_sample(path)


def test_from_a_drawn_sample_to_its_error_rate(two_reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample.csv"
    done = CliRunner().invoke(app, ["sample", str(two_reports), "--n", "30", "--out", str(out)])
    assert done.exit_code == 0 and "no row of the sample has a verdict yet" in done.output
    assert f"findings sample {two_reports} --judged {out}" in done.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"verdict": "wrong" if row["table"] == "reports" else "right"} for row in rows[:-1])
        writer.writerow(rows[-1])
    done = CliRunner().invoke(app, ["sample", str(two_reports), "--judged", str(out)])
    assert done.exit_code == 0, done.output
    assert "100.0" in done.output and "1 rows of the sample are not judged" not in done.output
    assert "1 row of the sample is not judged" in done.output
    assert CliRunner().invoke(app, ["sample", str(two_reports), "--table", "rating"]).exit_code == 2
