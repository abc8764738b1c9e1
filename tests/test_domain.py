"""What is answered once for everybody: dates and their order, which service a name is, which inspection is told of."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor import records
from extractor.check import check
from extractor.compare.comparison import compare
from extractor.compare.summary import charts_of, summarise
from extractor.dataset.extracted import Extracted
from extractor.domain import inspections
from extractor.domain.comparability import Observation, breaks
from extractor.domain.dates import Moment, agree, days_apart, iso_dates, surely_before
from extractor.domain.inspections import Inspections, Row, Telling, may_be_of
from extractor.domain.services import Kinds, Service, Services
from extractor.find.reports import report_id
from extractor.link.panel import make_panel
from extractor.link.providers import keyed, services_in
from extractor.packs import load_packs
from tests.cached_readings import LONG
from tests.generator import make_report
from tests.test_check_gold import data as data_of_published
from tests.test_real_reports import SHARED

EVIDENCE = records.Evidence(text="x", start=0, end=1, quote="x", rule="test/x")
DIVISION, UNIT = "hmip-probation-2018", "hmip-pdu-2021"

# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("4 March 2024", "2024-03-04", ""),
        ("16 to 27 January 2023", "2023-01-16", "2023-01-27"),
        ("28 December to 9 January 2025", "2024-12-28", "2025-01-09"),
        ("3 to 5 March and 10 to 12 March 2025", "2025-03-03", "2025-03-12"),
        ("3–5 and 10–12 March 2025", "2025-03-03", "2025-03-12"),
        ("3 to 5 March 2025 and 10 to 12 April 2025", "2025-03-03", "2025-04-12"),
        ("29 to 30 December and 5 to 6 January 2025", "2024-12-29", "2025-01-06"),
        ("Monday 3, Tuesday 4 & Friday 7 March 2025", "2025-03-03", "2025-03-07"),
        ("Section 3, 5 March 2025", "2025-03-05", ""),
        ("31 January and ended on 4 February 2022", "2022-01-31", "2022-02-04"),
        ("the 10th of January, 2022 to the 14th of January, 2022", "2022-01-10", "2022-01-14"),
        ("January 10, 2022", "2022-01-10", ""),
        ("2022-01-10 to 2022-01-21", "2022-01-10", "2022-01-21"),
        ("10.01.22 to 21.01.22", "2022-01-10", "2022-01-21"),
        ("section 1.1.22 or 10.01.22.3", "", ""),
        ("weeks commencing 10 and 17 January 2022", "2022-01-10", ""),
        ("the week commencing 10 January and the week commencing 17 January 2022", "2022-01-10", ""),
        ("10 January 2022 and the week beginning 17 January 2022", "2022-01-10", ""),
        ("w/c 10 January 2022, w/c 17 January 2022", "2022-01-10", ""),
        ("the week of 10 January 2022 and ended on 21 January 2022", "2022-01-10", "2022-01-21"),
    ],
)
def test_ranges_have_a_first_and_a_last_date(printed: str, first: str, last: str) -> None:
    assert iso_dates(printed) == (first, last)


def test_long_rows_of_dates_take_no_long_time() -> None:
    assert iso_dates("1 to " * 100_000 + "4 March 2025")[1] == "2025-03-04"
    assert iso_dates("4 March 2025" + ", " * 100_000 + "5 March 2025") == ("2025-03-04", "2025-03-05")


@pytest.mark.parametrize(
    ("one", "other", "same", "before", "apart"),
    [
        ("2021-05", "2021-05-12", True, False, 0),
        ("2021", "2021-05-12", True, False, 0),
        ("2021-05-12", "2021-05-13", False, True, 1),
        ("2020-12", "2021", False, True, 1),
        ("2021-01", "2021-04-30", False, True, 89),
        ("", "2021", True, False, None),
        ("soon", "2021", False, False, None),
    ],
)
def test_dates_are_compared_as_precisely_as_both_are_printed(
    one: str, other: str, same: bool, before: bool, apart: int | None
) -> None:
    assert agree(one, other) is agree(other, one) is same
    assert surely_before(one, other) is before and not (before and surely_before(other, one))
    assert days_apart(one, other) == days_apart(other, one) == apart


def test_moments_are_ordered_by_dates_of_one_kind() -> None:
    assert Moment("2021-11", "2022-02").surely_before(Moment("2022-01", "2022-02"))
    assert not Moment("2022-03", "2022-08").surely_before(Moment("", "2022-05")), "the one was published later"
    assert Moment("", "2019").surely_before(Moment("2021-11", ""))
    assert not Moment("", "2022").surely_before(Moment("2022-05", ""))


# --- services ---------------------------------------------------------------------------------------------------------

KINDS = Kinds({"harbour board": "harbour board|board", "lifeboat": "lifeboat(?: (?:of|at))*|rnlb"})
SERVICES = Services(
    {
        service.id: service
        for service in (
            Service("tarn-board", "Tarn Harbour Board", "harbour board", successor_of=("tarn-pilots",)),
            Service("tarn-boat", "Lifeboat at Tarn", "lifeboat", aliases=("The Moor & Tarn",)),
            Service("fell-boat", "Fell Lifeboat", "lifeboat", successor_of=("tarn-boat", "tarn-board")),
            Service("tarn-pilots", "Pilots of Tarn"),
        )
    },
    KINDS,
)


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("TARN  harbour board", "", "tarn-board"),
        ("Tarn", "harbour board", "tarn-board"),
        ("Tarn", "lifeboat", "tarn-boat"),
        ("Tarn", "", None),
        ("RNLB Tarn", "", "tarn-boat"),
        ("Moor and Tarn", "lifeboat", "tarn-boat"),
        ("Moor and Tarn", "harbour board", None),
        ("Pilots of Tarn", "", "tarn-pilots"),
        ("Pilots of Tarn", "lifeboat", "tarn-pilots"),
        ("Tarm Harbour Board", "", None),
    ],
)
def test_a_name_is_a_service_but_for_what_says_only_its_kind(name: str, kind: str, id_: str | None) -> None:
    found = SERVICES.resolve(name, kind)
    assert (found.id if found else None) == id_


def test_predecessors_come_nearest_first_and_circles_end() -> None:
    assert SERVICES.before("fell-boat") == ("tarn-boat", "tarn-board", "tarn-pilots")
    assert SERVICES.youngest["tarn-pilots"] == ("fell-boat",) and SERVICES.before("unknown") == ()
    round_ = Services({id_: Service(id_, id_, successor_of=(to,)) for id_, to in (("a", "b"), ("b", "a"))})
    assert round_.before("a") == ("b",) and round_.youngest == {"a": ("a",), "b": ("b",)}
    assert SERVICES.nearest("Tarm Harbour Board") == SERVICES.services["tarn-board"]


def test_a_name_with_the_words_of_its_kind_is_the_service_that_a_summary_names_without_them() -> None:
    reports = [
        records.Report(report_id="own", provider="NPS in Tarnmere", provider_type="NPS division", published="2019-02"),
        records.Report(report_id="sum", report_type="summary", published="2019-10"),
    ]
    about = {"provider": "Tarnmere", "provider_type": "NPS division", "item": "tarnmere-nps/main/overall"}
    rating = records.Rating(report_id="sum", level="overall", rating="Good", evidence=EVIDENCE, **about)
    data = Extracted({"reports": reports, "ratings": [rating]}, {})
    panel = make_panel(data, "standard", load_packs())
    assert panel.names == {"tarnmere-nps": "NPS in Tarnmere"} and panel.inspections == 1


# --- inspections ------------------------------------------------------------------------------------------------------


def told(id_: str, fieldwork: str = "", published: str = "", framework: str = "f", replaces: bool = False) -> Telling:
    return Telling(id_, "tarn", framework, Moment(fieldwork, published), replaces)


@pytest.mark.parametrize(
    ("one", "other", "count", "first"),
    [
        (told("a", "2021-05-10", "2021-09"), told("b", "2021-05", "2022-01"), 1, "b"),
        (told("a", "2021-05-10"), told("b", "2021-05-11"), 2, None),
        (told("a", "2021-02"), told("b", "2021-09"), 2, None),
        (told("a", "2021"), told("b", "2021"), 2, None),
        (told("a", "", "2021"), told("b", "", "2021"), 2, None),
        (told("a", "", "2021-05"), told("b", "", "2021-05-20"), 1, "b"),
        (told("a", "", "2021-05-03"), told("b", "", "2021-05-20"), 2, None),
        (told("a", "2021-02", "2021-05"), told("b", "", "2021-05"), 1, "a"),
        (told("a", "2021-02", "2021-05"), told("b", "2021-04", "2021-05"), 2, None),
        (told("a", "2021-05-10", framework="g"), told("b", "2021-05-10"), 2, None),
        (told("a", "", "2021"), told("b", "", "2021", replaces=True), 1, "b"),
        (told("a", "2021-02", "2021-05", replaces=True), told("b", "2021-02", "2021-05"), 1, "a"),
        (told("a", "", "2021-01"), told("b", "", "2021-11", replaces=True), 1, "b"),
        (told("a", "", "2015-01"), told("b", "", "2021-11", replaces=True), 2, None),
    ],
)
def test_two_reports_on_a_service_are_of_one_inspection_or_of_two(
    one: Telling, other: Telling, count: int, first: str | None
) -> None:
    for pair in ((one, other), (other, one)):
        found = Inspections(pair)
        assert len(found) == count
        if first:
            assert found.all[0].id == first and found.superseded == {"a", "b"} - {first}


def test_reports_that_nothing_ranks_share_a_rank() -> None:
    (inspection,) = Inspections([told("a", "2021-02", "2021-05"), told("b", "2021-02-15", "2021-05")]).all
    assert inspection.rank("a") == inspection.rank("b") == 0 and inspection.equals == 2
    assert inspection.moment == ("2021-02-15", "2021-05"), "the day tells more than the month"


def row(beside: str, published: str = "2019-10", framework: str = "f", id_: str = "sum") -> Row:
    return Row(id_, "tarn", beside, published, framework)


@pytest.mark.parametrize(
    ("reports", "beside", "of"),
    [
        ([told("a", "2018-11", "2019-02")], "2019-02-21", "a"),
        ([told("a", "2018-11", "2019")], "2019-04-17", "a"),
        ([told("a", "2018-11", "2019-02")], "2019-03-30", "a"),
        ([told("a", "2018-11", "2019-02")], "2019-07-30", None),
        ([told("a", "2019-06", "2019")], "2019-04-17", None),
        ([told("a", "2018-11")], "2019-04-17", "a"),
        ([told("a", "2016-11")], "2019-04-17", None),
        ([told("a")], "2019-04-17", None),
        ([told("a", "2019-01", "2019-03"), told("b", "2019-05", "2019-08")], "2019-03-12", "a"),
        ([told("a", "2019-01", "2019-03"), told("b", "2019-05", "2019-08")], "2019-08", "b"),
        ([told("a", "2019-01", "2019"), told("b", "2019-06", "2019")], "2019-04-02", "a"),
        ([told("a", "2019-01", "2019"), told("b", "2019-06", "2019")], "2019-09-02", "b"),
        ([told("a", "2018-11", "2019-02"), told("b", "2018-11", "2019-09", replaces=True)], "2019-02-21", "b"),
        ([told("a", "2018-11", "2019-02")], "", "a"),
        ([told("a", "2018-11", "2019-12")], "", None),
        ([told("a", "2018-11", "2019-02", "g")], "", None),
        ([told("a", "2017-11", "2018-02"), told("b", "2018-11", "2019-02")], "", "b"),
    ],
)
def test_a_row_of_a_summary_is_of_the_inspection_of_its_date(
    reports: list[Telling], beside: str, of: str | None
) -> None:
    found = Inspections(reports, [row(beside)])
    inspection = found.of_row("sum", "tarn", beside)
    assert inspection is not None and list(inspection.summaries) == ["sum"]
    assert (inspection.reports[0] if inspection.reports else None) == of
    assert len(found) == len(Inspections(reports)) + (of is None)


def test_two_dates_of_one_summary_are_two_inspections_and_two_summaries_can_tell_of_one() -> None:
    twice = Inspections([told("a", "2018-11", "2019-02")], [row("2019-02-21"), row("2019-04-30")])
    assert len(twice) == 2 and twice.of_row("sum", "tarn", "2019-02-21") is not twice.of_row(
        "sum", "tarn", "2019-04-30"
    )
    again = Inspections([], [row("2019-05-08"), row("2019-05", id_="sun")])
    assert len(again) == 1 and list(again.all[0].summaries) == ["sum", "sun"] and again.all[0].id == "tarn/2019-05-08"
    assert len(Inspections([], [row(""), row("", id_="sun")])) == 2, "nothing tells that they are one"


def test_the_date_of_an_earlier_inspection_may_be_that_of_its_fieldwork_or_of_its_report() -> None:
    moment = Moment("2018-11", "2019-04-17")
    assert may_be_of("2018-11", moment) == may_be_of("2019-04", moment) == may_be_of("", moment) == (0, 0)
    near = may_be_of("2019-01", moment)
    assert near is not None and near > (0, 0) and may_be_of("2016-01", moment) is None


def test_work_grows_with_the_reports_on_one_service_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Counter[str]()
    off = inspections._off

    def counting(moment: Moment, date: str) -> tuple[int, int] | None:
        looked["at"] += 1
        return off(moment, date)

    monkeypatch.setattr(inspections, "_off", counting)

    def work(count: int) -> int:
        looked.clear()
        dates = [f"{2000 + n % 20}-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(count)]
        rows = [row(date, id_=f"s{n}") for n, date in enumerate(dates)]
        Inspections([told(str(n), date, date) for n, date in enumerate(dates)], rows)
        return looked["at"]

    assert 0 < work(4000) <= 5 * work(1000)


# --- what can be compared ---------------------------------------------------------------------------------------------

FIRST = Observation("tarn", "f", "s", (3, 27), "staff", False, Moment("2021", ""), False)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"framework": "g"}, ["framework"]),
        ({"most": (3, None)}, []),
        ({"most": (3, 21)}, ["scale"]),
        ({"scored": True}, ["scale"]),
        ({"wording": ""}, []),
        ({"wording": "staffing", "provider_id": "moor"}, ["wording", "unit"]),
        ({"twice": True}, ["twice"]),
    ],
)
def test_two_observations_can_be_compared_or_it_is_said_why_not(values: dict[str, Any], expected: list[str]) -> None:
    then = FIRST._replace(**values)
    assert list(breaks(FIRST, then, True)) == expected
    assert set(breaks(then, FIRST, False)) == {*expected, "order"}
    unknown = [one._replace(framework="") for one in (FIRST, FIRST)]
    assert list(breaks(*unknown, True)) == ["framework"]


# --- one count everywhere ---------------------------------------------------------------------------------------------


@dataclass
class Corpus:
    """Tables, and how many inspections they tell of, in all and by type of service."""

    tables: dict[str, list[records.Record]] = field(default_factory=lambda: {"reports": [], "ratings": []})
    inspections: Counter[str] = field(default_factory=Counter)


KIND = {"NPS division": "NPS in {}", "CRC": "{} CRC", "PDU": "{} PDU"}
STANDARDS = ("leadership", "staff", "services")


def make_rounds(seed: int, services: int = 50) -> Corpus:
    """Services that were inspected in one way each: what is told of them in own reports, re-issues and a summary."""
    rng = random.Random(f"rounds/{seed}")
    corpus = Corpus()
    summaries = {"sum-2019": "2019-10", "sum-2020": "2020-11"}
    for id_, published in summaries.items():
        corpus.tables["reports"].append(
            records.Report(report_id=id_, report_type="summary", framework="hmip-summary-2019", published=published)
        )
    ways = itertools.cycle(
        ("alone", "summary only", "both", "month and day", "year only", "one year only", "re-issue", "twice a year",
         "year and summary", "two summaries")
    )  # fmt: skip
    for number, way in zip(range(services), ways, strict=False):
        kind = rng.choice(tuple(KIND))
        place = f"{rng.choice(('Tarn', 'Moor', 'Fell', 'Dale'))}{rng.choice(('wick', 'by', 'ham', 'stow'))} {number}"
        _tell(corpus, rng, way, place, kind)
    rng.shuffle(corpus.tables["reports"])
    rng.shuffle(corpus.tables["ratings"])
    return corpus


def _tell(corpus: Corpus, rng: random.Random, way: str, place: str, kind: str) -> None:
    begun, out = f"2019-0{rng.randint(1, 3)}-1{rng.randint(0, 9)}", f"2019-0{rng.randint(5, 7)}-2{rng.randint(0, 8)}"
    labels = {standard: rng.choice(("Good", "Inadequate")) for standard in ("overall", *STANDARDS)}
    own = {
        "summary only": [],
        "two summaries": [],
        "month and day": [(begun[:7], out[:7], "")],
        "year only": [("", "2018", ""), ("", "2019", "")],
        "one year only": [("", "2019", ""), ("", "2019", "")],
        "year and summary": [(begun[:7], "2019", "")],
        "re-issue": [(begun, out, ""), (begun[:7], "2019-12", '{"replaces": {}}')],
        "twice a year": [(begun, out, ""), ("2019-08-05", "2019-11", "")],
    }.get(way, [(begun, out, "")])
    for number, (fieldwork, published, evidence) in enumerate(own):
        about = {"provider": KIND[kind].format(place), "provider_type": kind, "region": "Downs"}
        id_ = f"{place.lower().replace(' ', '-')}-{kind.split()[0].lower()}-{number}"
        corpus.tables["reports"].append(
            records.Report(
                report_id=id_, report_type="inspection", framework=DIVISION, fieldwork_start=fieldwork,
                published=published, evidence_of=evidence or "{}", **about,
            )
        )  # fmt: skip
        corpus.tables["ratings"] += _ratings(id_, about["provider"], kind, labels, "")
    beside = {"year and summary": out, "month and day": out, "both": out[:7], "re-issue": out, "twice a year": out}
    if way in ("summary only", "two summaries", *beside):
        name = place if rng.random() < 0.5 else KIND[kind].format(place)
        for id_ in ("sum-2019", "sum-2020") if way == "two summaries" else ("sum-2019",):
            corpus.tables["ratings"] += _ratings(id_, name, kind, labels, beside.get(way, out))
    corpus.inspections[kind] += 2 if way in ("twice a year", "year only", "one year only") else 1


def _ratings(id_: str, provider: str, kind: str, labels: dict[str, str], date: str) -> Iterator[records.Rating]:
    for standard, label in labels.items():
        overall = standard == "overall"
        yield records.Rating(
            report_id=id_, item=f"{provider}/main/{standard}", provider=provider, provider_type=kind, rating=label,
            level="overall" if overall else "standard", standard_id="" if overall else standard, standard=standard,
            points=2 if label == "Good" else 0, points_max=3, as_printed=label, scale="hmip-four-point", date=date,
            evidence=EVIDENCE,
        )  # fmt: skip


def counts(data: Extracted) -> dict[str, int]:
    """How many inspections each command tells of, in words and in its rows."""
    panel = make_panel(data, "standard", load_packs())
    by_standard = compare(data, "standard")
    compared = {sheet.name: sheet.frame for sheet in by_standard.sheets}
    typed = {sheet.name: sheet.frame for sheet in compare(data, "type").sheets}
    (table,) = charts_of(data, "ratings-table")
    (overall,) = charts_of(data, "overall-ratings")
    checks = [row for row in check(data) if row.check == "inspections-counted-once"]
    return {
        "panel": panel.inspections,
        "rows of the panel": panel.frame["inspection"].nunique(),
        "overall ratings of the panel": int((panel.observations["level"] == "overall").sum()),
        "compare": by_standard.inspections,
        "matrix": len(compared["matrix-hmip-four-point"]),
        "by type": int(typed["overall-hmip-four-point"]["total"].sum()),
        "standards by type": int(typed["distribution-hmip-four-point"]["total"].sum()) // len(STANDARDS),
        "summarise": summarise(data).inspections,
        "table": len(table.sheet.frame),
        "overall": int(overall.sheet.frame["total"].sum()),
        "check": sum(int(row.observed) for row in checks),
    }


@pytest.mark.parametrize("seed", range(6 if LONG else 1))
def test_every_command_counts_the_same_inspections(seed: int) -> None:
    corpus = make_rounds(seed)
    data = Extracted(corpus.tables, {})
    told = counts(data)
    assert told == dict.fromkeys(told, corpus.inspections.total())
    (overall,) = charts_of(data, "overall-ratings")
    assert dict(overall.sheet.frame[["provider_type", "total"]].to_numpy().tolist()) == corpus.inspections


def test_reports_that_differ_and_of_which_none_replaces_the_other_warn() -> None:
    about = {"provider": "Tarn PDU", "provider_type": "PDU", "framework": UNIT, "fieldwork_start": "2021-02-15"}
    reports = [records.Report(report_id=id_, published="2021-05", **about) for id_ in "ab"]
    rows = [
        row
        for id_, label in (("a", "Good"), ("b", "Inadequate"))
        for row in _ratings(id_, "Tarn PDU", "PDU", {"overall": label, "staff": "Good"}, "")
    ]
    data = Extracted({"reports": reports, "ratings": rows}, {})
    warned = [row for row in check(data) if row.check == "inspections-counted-once"]
    assert [(row.status, row.observed) for row in warned] == [("warn", "1"), ("warn", "0")]
    panel = make_panel(data, "standard", load_packs())
    assert panel.inspections == 1 and panel.frame["report_id"].tolist() == ["a", "a"] and panel.retold == 2


def test_reports_on_one_form_are_two_inspections_and_a_corrected_one_is_none(tmp_path: Path) -> None:
    """From file to count: a report, another of the year after, and a corrected re-issue of the first."""
    text = make_report(UNIT, 5).text
    first = extractor.extract(_file(tmp_path, "a", text)).reports.iloc[0]
    begun, year = first["fieldwork_start"], int(first["published"][:4])
    printed = next(line for line in text.splitlines() if "started on" in line and begun[:4] in line)
    again = text.replace(printed, f"The fieldwork started on 3 July {year}.").replace(f" {year}\n", f" {year + 1}\n")
    label = first["overall_rating"]
    other = next(name for name in ("Good", "Inadequate") if name != label)
    for name, words in (("b", again), ("c", text.replace(f"\n{label}\n", f"\n{other}\n"))):
        assert words != text
        _file(tmp_path, name, words)
    data = extractor.extract(tmp_path)
    assert len(data.reports) == 3, data.files["message"].tolist()
    assert make_panel(data, "standard", load_packs()).inspections == 2
    assert compare(data, "standard").inspections == summarise(data).inspections == 2


def _file(folder: Path, name: str, text: str) -> Path:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder / f"{name}.txt"


def test_the_published_reports_count_a_division_once() -> None:
    reports = SHARED / "corpus" / "reports"
    if not reports.is_dir():
        pytest.skip(f"{reports} is not there")
    data = data_of_published()
    told = summarise(data)
    assert told.inspections == 31
    assert any("NPS division: 5 of 7 Good" in line for line in told.statements)
    assert any("CRC: 1 of 21 Good" in line for line in told.statements)
    assert compare(data, "type").inspections == make_panel(data, "question", load_packs()).inspections == 31
    checks = [row for row in data.rows("checks") if row.check == "inspections-counted-once"]
    assert sum(int(row.observed) for row in checks) == 31


def test_every_table_that_names_a_provider_has_its_key() -> None:
    reports = SHARED / "corpus" / "reports"
    if not reports.is_dir():
        pytest.skip(f"{reports} is not there")
    data = data_of_published()
    known = {"", *data.filled("providers")["provider_id"]}
    for table in ("reports", "ratings", "key_questions", "examples"):
        rows = data.filled(table)
        assert set(rows["provider_id"]) <= known, table
        named = rows[rows["provider"] != ""]
        assert table == "examples" or (named["provider_id"] != "").all(), table


def test_a_provider_that_was_changed_without_its_key_fails() -> None:
    providers = [
        records.Provider(provider_id=f"{name}-pdu", name=f"{name.title()} PDU", provider_type="PDU")
        for name in ("tarn", "moor")
    ]
    own = records.Report(report_id="a", provider="Tarn PDU", provider_type="PDU", provider_id="tarn-pdu")
    rows = [replace(row, provider_id="tarn-pdu") for row in _ratings("a", "Tarn PDU", "PDU", {"overall": "Good"}, "")]
    for rating, status in ((rows[0], "pass"), (replace(rows[0], provider="Moor PDU"), "fail")):
        data = Extracted({"reports": [own], "ratings": [rating], "providers": providers}, {})
        assert [row.status for row in check(data) if row.check == "provider-id-names-provider"] == [status]


def test_a_key_that_a_person_gave_stays_and_one_that_is_no_service_does_not() -> None:
    providers = [records.Provider(provider_id=id_, name=id_) for id_ in ("tarn", "moor")]
    report = records.Report(report_id="a", provider="tarn", provider_id="old")
    (rating,) = _ratings("a", "tarn", "", {"overall": "Good"}, "")
    for id_, corrected, kept in (
        ("moor", "provider_id", "moor"),
        ("moor", "rating", "tarn"),
        ("fell", "provider_id", "tarn"),
    ):
        data = Extracted({"reports": [report], "ratings": [replace(rating, provider_id=id_, corrected=corrected)]}, {})
        (about,) = data.rows("reports")
        about, found = keyed(about, {"ratings": data.rows("ratings")}, services_in(providers, Services().kinds))
        assert [row.provider_id for row in (about, *found["ratings"])] == ["tarn", kept]


@pytest.mark.parametrize(
    ("provider", "date", "made"),
    [("Con", "", "con-report"), ("LPT1", "", "lpt1-report"), ("Con", "2021", "con-2021"), ("Conway", "", "conway")],
)
def test_no_report_is_called_as_windows_calls_a_device(provider: str, date: str, made: str) -> None:
    assert report_id(provider, "", date) == made
