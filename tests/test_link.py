"""Services, and items that are the same over time: what was planted is found, and nothing else."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import records
from extractor.cli import app
from extractor.cli.show.link import show_links, show_track
from extractor.cli.show.terminal import console
from extractor.correct.files import corrections_beside, read_corrections
from extractor.correct.folder import apply_corrections, keep_edits
from extractor.dataset.extracted import Extracted
from extractor.dataset.hand_edits import edited_files
from extractor.dataset.read import read_dataset
from extractor.errors import InputError, PackError
from extractor.link.items import find_links
from extractor.link.linking import LinkResult, link
from extractor.link.providers import derive_providers
from extractor.link.threads import Track, track
from extractor.link.worksheet import Worksheet, worksheet_of
from extractor.packs import load_packs
from extractor.runs.run import run
from tests.generator.corpus import Corpus, make_corpus
from tests.growth import MOST, power
from tests.made_datasets import Content, write
from tests.test_real_reports import SHARED

GOLD = SHARED / "gold" / "gwent-pdu-2022.json"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make_corpus(1000, seed=5)


@pytest.fixture(scope="module")
def forty() -> Content:
    """Forty reports of eight lineages."""
    return make_corpus(40, seed=2).content


@pytest.fixture(scope="module")
def as_written(forty: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("forty") / "data"
    write(forty, out)
    return out


@pytest.fixture
def dataset(as_written: Path, tmp_path: Path) -> Path:
    """Those reports as a dataset, for a test to change."""
    return shutil.copytree(as_written, tmp_path / "data")


# --- services -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("NPS in Wales", "NPS division", "wales-nps"),
        ("National Probation Service in Wales", "", "wales-nps"),
        ("Wales", "NPS division", "wales-nps"),
        ("Wales", "", None),  # a division, a CRC, a region and a trust
        ("Kent, Surrey & Sussex CRC", "", "kent-surrey-and-sussex-crc"),
        ("south west south central", "NPS division", "south-west-and-south-central-nps"),
        ("BeNCH", "CRC", "bench-crc"),
        ("Gwent Probation Area", "probation area", "gwent-area"),
        ("Gwent", "PDU", "gwent-pdu"),
        ("Gwnet PDU", "PDU", None),
        ("Tarnbury Moor PDU", "PDU", None),
    ],
)
def test_printed_names_resolve_or_do_not(name: str, kind: str, id_: str | None) -> None:
    found = load_packs().register.resolve(name, kind)
    assert (found.id if found else None) == id_


def test_an_unknown_name_is_proposed_and_never_merged() -> None:
    reports = [
        records.Report(report_id="a", provider="Gwnet PDU", provider_type="PDU", region="Wales"),
        records.Report(report_id="b", provider="Gwent PDU", provider_type="PDU", region="Wales"),
        records.Report(report_id="c", provider="Tarnbury Moor PDU", provider_type="PDU", region="Middle Downs"),
    ]
    found = {row.provider_id: row for row in derive_providers(reports, (), load_packs().register)}
    assert {id_: (row.status, row.nearest) for id_, row in found.items()} == {
        "gwnet-pdu": ("proposed", "gwent-pdu"),
        "gwent-pdu": ("registered", ""),
        "tarnbury-moor-pdu": ("proposed", ""),
    }


def test_successors_are_services_of_the_table() -> None:
    named = [
        ("Gwent PDU", "PDU", "Wales"),
        ("NPS Wales", "NPS division", ""),
        ("Gwent Probation Area", "probation area", ""),
    ]
    named += [("Anglesey PDU", "PDU", "Wales"), ("London CRC", "CRC", "")]
    reports = [
        records.Report(report_id=name, provider=name, provider_type=kind, region=region) for name, kind, region in named
    ]
    found = {row.provider_id: row.successor_of for row in derive_providers(reports, (), load_packs().register)}
    assert found == {
        "gwent-pdu": "wales-nps",
        "anglesey-pdu": "wales-nps",  # unknown to the register, but its region is not
        "wales-nps": "gwent-area",
        "gwent-area": "",
        "london-crc": "",
    }


def test_faults_of_a_register_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "providers.yaml").write_text(
        "providers:\n  - {id: a, name: Alpha PDU, type: PDU, successor_of: [b]}\n"
        "  - {id: b, name: ALPHA, type: PDU, successor_of: [a, c]}\n",
        encoding="utf-8",
    )
    with pytest.raises(PackError) as told:
        load_packs(tmp_path)
    faults = "\n".join(told.value.faults)
    for words in (
        "providers.yaml:2 a: comes, over those",
        "providers.yaml:3 b: successor_of names 'c'",
        "bear one name",
    ):
        assert words in faults


def test_a_kind_of_service_follows_one_that_is_known(tmp_path: Path) -> None:
    path = tmp_path / "providers.yaml"
    path.write_text(
        "kinds:\n  shore: shore\n  pier: {words: pier, follows: shore}\n"
        "providers:\n  - {id: shore, name: Tarn shore, type: shore, successor_of: [coast]}\n"
        "  - {id: coast, name: Tarn coast, type: shore}\n",
        "utf-8",
    )
    register = load_packs(tmp_path).register
    reports = [
        records.Report(report_id="a", provider="East pier", provider_type="pier", region="Tarn shore"),
        records.Report(report_id="b", provider="Tarn coast", provider_type="shore"),
    ]
    found = {row.provider_id: row.successor_of for row in derive_providers(reports, [], register)}
    assert found == {"east-pier": "coast", "coast": ""}
    path.write_text(path.read_text("utf-8").replace("follows: shore", "follows: shor"), "utf-8")
    with pytest.raises(PackError, match=r"providers.yaml:3 pier: follows 'shor', which is no kind here. Is it shore\?"):
        load_packs(tmp_path)


# --- links ----------------------------------------------------------------------------------------------------------


def test_every_planted_link_is_found_and_none_is_invented(corpus: Corpus) -> None:
    found = find_links(Extracted(corpus.content.tables, corpus.content.texts))
    told = {(x.from_report, x.from_table, x.from_item, x.to_report, x.to_item): x for x in found.links}
    assert {key for key, x in told.items() if x.relation == "follows_up"} == corpus.follows_up
    assert {key for key, x in told.items() if x.relation == "repeats"} == corpus.repeats
    assert set(found.absent) == corpus.absent
    assert all(x.status == "proposed" and x.similarity and x.similarity > 0.7 for x in found.links)
    assert len(corpus.follows_up) > 500 and len(corpus.repeats) > 200


@pytest.mark.skipif(not GOLD.exists(), reason=f"{SHARED} is not there")
def test_the_follow_ups_of_the_real_reports(tmp_path: Path) -> None:
    reports = sorted((SHARED / "corpus" / "reports").glob("*.txt"))
    run(reports, tmp_path / "data")
    result = link(tmp_path / "data")
    gold = {(str(x["from_item"]), f"main/{x['to_item']}") for x in json.loads(GOLD.read_text("utf-8"))["links"]}
    follow_ups = [x for x in result.links if x.relation == "follows_up"]
    assert {(x.from_item, x.to_item) for x in follow_ups} == gold and len(follow_ups) == 6
    assert {x.to_report for x in follow_ups} == {"nps-in-wales-2019"}
    assert set(result.absent.values()) == {"CRC report of 2019-02"} and len(result.absent) == 5
    threads = track(read_dataset(tmp_path / "data"), "Gwent PDU").threads
    lives = [[event.kind for event in thread.events] for thread in threads]
    assert lives.count(["asked", "followed up"]) == 6 and lives.count(["source absent", "followed up"]) == 5


def test_a_recommendation_is_followed_up_once() -> None:
    report = records.Report(report_id="late", provider="A PDU", provider_type="PDU", fieldwork_start="2022-01")
    early = records.Report(report_id="early", provider="A PDU", provider_type="PDU", fieldwork_start="2020-01")
    cite = make_corpus(1).content.tables["ratings"][0].evidence  # type: ignore[attr-defined]
    text = "review the waiting list for unpaid work"
    tables = {
        "reports": (report, early),
        "providers": derive_providers((report, early), ()),
        "recommendations": (records.Recommendation(report_id="early", item="main/1", text=text, evidence=cite),),
        "progress": tuple(
            records.Progress(
                report_id="late", item=str(n), number=n, prior_programme="PDU", prior_date="2020-01", text=words,
                evidence=cite,
            )
            for n, words in enumerate((text + " soon", text), start=1)
        ),
    }  # fmt: skip
    (found,) = find_links(Extracted(tables, {})).links
    assert (found.from_item, found.similarity) == ("2", 1.0)


# --- decisions ------------------------------------------------------------------------------------------------------


def decide(sheet: Path, change: dict[int, str]) -> list[dict[str, str]]:
    """Write a status into some lines of a worksheet, as a person would; the lines come back."""
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for number, status in change.items():
        rows[number]["status"] = status
    with sheet.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_decisions_outlive_a_new_extraction(dataset: Path, forty: Content) -> None:
    before = link(dataset)
    rows = decide(worksheet_of(dataset), {0: "confirmed", 1: "rejected"})
    write(forty, dataset)  # the folder is replaced as a whole
    assert read_dataset(dataset).links.empty
    after = link(dataset)
    assert len(after.links) == len(before.links)
    status = {(x.from_report, x.from_table, x.from_item, x.to_report, x.to_item): x.status for x in after.links}
    keys = [
        tuple(row[name] for name in ("from_report", "from_table", "from_item", "to_report", "to_item")) for row in rows
    ]
    assert [status[key] for key in keys[:3]] == ["confirmed", "rejected", "proposed"]  # type: ignore[index]
    assert set(read_dataset(dataset).links["status"]) == {"confirmed", "rejected", "proposed"}
    assert link(dataset).links == after.links


def test_what_is_decided_in_the_table_of_links_is_kept(dataset: Path, forty: Content) -> None:
    link(dataset)
    rows = decide(dataset / "links.csv", {0: "confirmed", 1: "rejected"})
    link(dataset)
    key = tuple(rows[0][name] for name in records.Link.KEY)
    lines = Worksheet.read(worksheet_of(dataset)).links
    listed = {tuple(getattr(line, name) for name in records.Link.KEY): line for line in lines}
    assert listed[key].status == "confirmed"
    assert edited_files(dataset) == ()
    write(forty, dataset)
    counted = Counter(found.status for found in link(dataset).links)
    assert counted["confirmed"] == counted["rejected"] == 1


def test_other_edits_of_the_table_of_links_are_refused(dataset: Path) -> None:
    link(dataset)
    decide(dataset / "links.csv", {0: "maybe"})
    before = (dataset / "links.csv").read_bytes()
    with pytest.raises(InputError, match="status is 'maybe'"):
        link(dataset)
    assert (dataset / "links.csv").read_bytes() == before


def statuses(rows: object) -> list[str]:
    return sorted(row.status for row in rows)  # type: ignore[attr-defined]


@pytest.mark.parametrize("where", ["worksheet", "links.csv", "corrections from"])
def test_decisions_are_corrections(dataset: Path, forty: Content, where: str) -> None:
    """Wherever it is made, a decision is kept, listed and applied in one way, and can be taken back."""
    link(dataset)
    edited = worksheet_of(dataset) if where == "worksheet" else dataset / "links.csv"
    row = decide(edited, {2: "confirmed"})[2]
    if where == "corrections from":
        assert keep_edits(dataset, why="read both").counts() == {"applied": 1}
    else:
        link(dataset)
    ((report_id, (decision,)),) = read_corrections(corrections_beside(dataset)).items()
    assert report_id == row["from_report"] and (decision.machine, decision.human) == ("proposed", "confirmed")
    pair = f"{row['from_table']}/{row['from_item']} -> {row['to_report']}/{row['to_table']}/{row['to_item']}"
    assert decision.item == pair and decision.who
    write(forty, dataset)
    assert statuses(link(dataset).links).count("confirmed") == 1
    listed = CliRunner().invoke(app, ["corrections", "list", str(dataset)], env={"COLUMNS": "300"})
    assert row["to_report"] in listed.stdout and "confirmed" in listed.stdout and "applied" in listed.stdout
    number = [found.status for found in link(dataset).links].index("confirmed")
    decide(worksheet_of(dataset), {number: "proposed"})
    assert set(statuses(link(dataset).links)) == {"proposed"} and not read_dataset(dataset).rows("corrections")


def test_a_decision_goes_stale_when_an_item_reads_otherwise(dataset: Path) -> None:
    link(dataset)
    row = decide(worksheet_of(dataset), {0: "rejected"})[0]
    link(dataset)
    path = corrections_beside(dataset) / f"{row['from_report']}.yaml"
    kept = path.read_text("utf-8")
    words = next(line for line in kept.splitlines() if line.strip().startswith("words:"))
    path.write_text(kept.replace(words, "  words: Review the lists -> Review the lists"), encoding="utf-8")
    assert statuses(apply_corrections(dataset).corrections) == ["stale"]
    assert set(statuses(read_dataset(dataset).rows("links"))) == {"proposed"}
    found = link(dataset)
    assert statuses(found.corrections) == ["stale"] and set(statuses(found.links)) == {"proposed"}
    done = CliRunner().invoke(app, ["link", str(dataset)])
    assert "1 decision stale or in conflict" in done.stdout
    path.write_text(kept.replace(words, words.upper().replace("WORDS:", "words:")), encoding="utf-8")
    assert statuses(apply_corrections(dataset).corrections) == ["applied"], "another typesetting is no other reading"
    assert statuses(read_dataset(dataset).rows("links")).count("rejected") == 1


def test_two_people_who_disagree_of_a_link_are_told(dataset: Path) -> None:
    link(dataset)
    row = decide(worksheet_of(dataset), {0: "rejected"})[0]
    link(dataset)
    path = corrections_beside(dataset) / f"{row['from_report']}.yaml"
    kept = path.read_text("utf-8")
    entry = kept.removeprefix("corrections:\n")
    other = re.sub("who: .*", "who: Another", entry.replace("human: rejected", "human: confirmed"))
    path.write_text(kept + other, encoding="utf-8")
    found = link(dataset)
    assert statuses(found.corrections) == ["conflict", "conflict"] and set(statuses(found.links)) == {"proposed"}
    path.write_text(re.sub("who: .*", "who: Another", kept), encoding="utf-8")
    number = [found.status for found in link(dataset).links].index("rejected")
    decide(worksheet_of(dataset), {number: "proposed"})
    assert statuses(link(dataset).corrections) == ["conflict", "conflict"], (
        "what another decided is not undone silently"
    )


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [("similarity", "0.1", "only `status` is decided here"), ("to_item", "main/99", "is gone; write `rejected`")],
)
def test_only_the_status_of_a_link_is_decided(dataset: Path, column: str, value: str, message: str) -> None:
    link(dataset)
    path = dataset / "links.csv"
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputError, match=message):
        keep_edits(dataset)
    assert not corrections_beside(dataset).exists()


def test_a_sheet_of_links_decides_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = tmp_path / "data"
    write(make_corpus(10, seed=2).content, folder, ["excel"])
    link(folder)
    book = openpyxl.load_workbook(folder / "findings.xlsx")
    names = [cell.value for cell in book["links"][1]]
    book["links"].cell(row=2, column=names.index("status") + 1).value = "rejected"
    book.save(folder / "findings.xlsx")
    assert keep_edits(folder).counts() == {"applied": 1}
    assert read_dataset(folder).rows("links")[0].status == "rejected" and edited_files(folder) == ()


def test_a_pair_can_be_added_by_hand(dataset: Path) -> None:
    sheet = worksheet_of(dataset)
    data = read_dataset(dataset)
    late = next(r for r in data.rows("recommendations") if r.report_id.endswith("pdu-2024"))
    early = next(r for r in data.rows("recommendations") if r.report_id.endswith("crc-2019"))
    key = f"{late.report_id},recommendations,{late.item},{early.report_id},recommendations,{early.item}"
    head = "status,relation,from_report,from_table,from_item,to_report,to_table,to_item"
    sheet.write_text(
        f"{head}\nconfirmed,repeats,{key}\nconfirmed,repeats,gone,recommendations,main/1,x,recommendations,y\n"
    )
    found = [x for x in link(dataset).links if x.method == "person"]
    assert [(x.from_item, x.to_item, x.status) for x in found] == [(late.item, early.item, "confirmed")]
    kept = read_corrections(corrections_beside(dataset))
    assert {*kept} == {late.report_id, "gone"}, "what is not in this dataset is kept"
    assert link(dataset).links and read_corrections(corrections_beside(dataset)) == kept


def test_a_worksheet_may_come_back_from_a_spreadsheet(dataset: Path) -> None:
    link(dataset)
    sheet = worksheet_of(dataset)
    decide(sheet, {0: "Confirmed"})
    lines = sheet.read_text("utf-8").splitlines()
    sheet.write_text("\r\n".join([*lines, "," * lines[0].count(","), ""]), encoding="utf-8-sig", newline="")
    assert sum(found.status == "confirmed" for found in link(dataset).links) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("status\n", ":1 lacks the columns relation, from_report"),
        ("status,relation,from_report,from_table,from_item,to_report,to_table,to_item\nmaybe,repeats,a,b,c,d,e,f\n",
         ":2 status is 'maybe'; write proposed, confirmed, rejected"),
    ],
)  # fmt: skip
def test_faults_of_a_worksheet_are_told(text: str, message: str, dataset: Path) -> None:
    worksheet_of(dataset).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        link(dataset)


# --- track ----------------------------------------------------------------------------------------------------------


def test_a_track_tells_the_life_of_a_recommendation(dataset: Path, tmp_path: Path) -> None:
    link(dataset)
    corpus = make_corpus(40, seed=2)
    provider = next(row.provider for row in read_dataset(dataset).rows("reports") if row.report_id.endswith("pdu-2024"))
    found = track(read_dataset(dataset), provider)
    assert [report.report_id for report in found.reports] == sorted(
        (r for line in corpus.lineages for r in line if line[-1] == found.reports[-1].report_id),
        key=lambda r: next(x.fieldwork_start or x.published for x in found.reports if x.report_id == r),
    )
    late = found.reports[-1].report_id
    again = {item for report, _, item, _, _ in corpus.repeats if report == late}
    told = {
        e.item
        for thread in found.threads
        for e in thread.events
        if e.said.startswith("asked again") and e.report_id == late
    }
    assert told == again
    done = CliRunner().invoke(app, ["track", provider.upper(), str(dataset), "--out", str(tmp_path / "track")])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "track" / "track.html").read_text("utf-8")
    assert f"<h1>Recommendations to {provider}" in page and page.count("<section>") == len(found.threads)
    assert found.outcomes and all(f'{count} <span class="pill">{said}<' in page for said, count in found.outcomes)
    with (tmp_path / "track" / "track.csv").open(encoding="utf-8", newline="") as opened:
        assert sum(1 for _ in csv.DictReader(opened)) == sum(len(thread.events) for thread in found.threads)


def test_a_track_fits_a_narrow_screen(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link(dataset)
    found = track(read_dataset(dataset), read_dataset(dataset).rows("reports")[0].provider)
    screen = console()
    screen.width = 40
    show_track(found, screen)
    lines = capsys.readouterr().out.splitlines()
    words = " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= 40 and " ".join(found.threads[0].text.split()) in words
    assert all(f"{report.provider}: " in words for report in found.reports if report.report_id in events_of(found))


def events_of(found: Track) -> set[str]:
    return {event.report_id for thread in found.threads for event in thread.events}


def test_a_track_says_that_nothing_was_linked(dataset: Path, forty: Content, tmp_path: Path) -> None:
    write(forty, dataset)
    provider = read_dataset(dataset).rows("reports")[0].provider
    for told in (True, False):
        done = CliRunner().invoke(app, ["track", provider, str(dataset), "--out", str(tmp_path / "t")])
        page = (tmp_path / "t" / "track.html").read_text("utf-8")
        assert ("run findings link first" in done.output) == ("run findings link first" in page) == told
        link(dataset)


def test_markup_in_a_recommendation_is_text_on_the_page(dataset: Path, tmp_path: Path) -> None:
    path = dataset / "recommendations.csv"
    data = path.read_text("utf-8")
    first = read_dataset(dataset).rows("recommendations")[0]
    path.write_text(data.replace(f",{first.text},", ",<script>alert(1)</script>,"), encoding="utf-8")
    provider = read_dataset(dataset).rows("reports")[0].provider
    assert CliRunner().invoke(app, ["track", provider, str(dataset), "--out", str(tmp_path / "t")]).exit_code == 0
    page = (tmp_path / "t" / "track.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in page and page.count("<script") == 1


def test_an_unknown_provider_is_told_with_those_like_it(dataset: Path) -> None:
    provider = read_dataset(dataset).rows("reports")[-1]
    with pytest.raises(InputError, match="there is no provider") as told:
        track(read_dataset(dataset), provider.provider[:-5] + "x PDU")
    first = provider.provider.split()[0]
    assert f"names like it are {first}" in str(told.value) and f" ({first.lower()}" in str(told.value)
    with pytest.raises(InputError, match="the table providers lists all"):
        track(read_dataset(dataset), "9999")


def test_commands(dataset: Path) -> None:
    done = CliRunner().invoke(app, ["link", str(dataset)])
    assert done.exit_code == 0 and re.search(r"follows up: \d+ proposed\nrepeats: \d+ proposed\n", done.stdout)
    assert "absent from this dataset" in done.stdout and "data-links.csv" in done.stdout.replace("\n", "")
    assert CliRunner().invoke(app, ["link", str(dataset.parent)]).exit_code == 2


def test_work_grows_with_the_reports_and_not_with_their_square() -> None:
    def make(reports: int) -> Extracted:
        return Extracted(make_corpus(reports, seed=9).content.tables, {})

    assert power(find_links, make, 480) < MOST


def test_absent_sources_of_many_reports_do_not_flood_the_screen(tmp_path: Path) -> None:
    items = [(f"tarn-{number}-pdu-2022", f"main/{item}") for number in range(50) for item in (1, 2)]
    absent = dict.fromkeys(items, "CRC report of 2019-06")
    screen = console()
    with screen.capture() as captured:
        show_links(LinkResult((), absent, tmp_path / "data-links.csv"), screen)
    lines = captured.get().splitlines()
    assert lines[1].startswith("tarn-0-pdu-2022: the source of 2 progress items, a CRC report of 2019-06, is absent")
    assert len(lines) == 22 and "those of 30 more" in lines[-1]
