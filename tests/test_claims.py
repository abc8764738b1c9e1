"""Which pack claims a report: its own and no other, for every text and web page of the golden cases and the samples."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.load import load, load_text
from extractor.packs import load_packs
from extractor.packs.choose import claims
from extractor.pipeline import extract_file

HERE = Path(__file__).parent
FICTION = sorted(
    path
    for folder in (HERE / "cases", HERE.parent / "corpus" / "samples")
    for path in folder.rglob("*")
    if path.suffix in (".txt", ".html")
)


def claimed() -> Iterator[tuple[Path, list[str]]]:
    packs = load_packs()
    for path in FICTION:
        report = load(path)
        yield path, [pack.id for pack in packs if claims(pack, report)]


def test_no_report_is_claimed_twice_and_every_framework_has_a_report() -> None:
    found = dict(claimed())
    assert len(found) > 100
    assert {str(path): ids for path, ids in found.items() if len(ids) > 1} == {}
    frameworks = {pack.id for pack in load_packs() if pack.framework}
    assert {id_ for ids in found.values() for id_ in ids} == frameworks


WHOLE = (
    "ratings/prison-of-2019.txt",
    "ratings/prison-of-2024.txt",
    "progress/review-of-a-prison.txt",
    "progress/follow-up-in-northern-ireland.txt",
    "ratings/region-of-2024.txt",
    "ratings/approved-premises-of-2025.html",
    "ratings/web-report-of-a-youth-service.html",
)


@pytest.mark.parametrize("case", WHOLE)
def test_of_a_whole_report_nothing_is_left_unread(case: str) -> None:
    """The axis of a figure, verdicts that are printed again, and lists of contents are none of it."""
    read = extract_file(HERE / "cases" / case)
    assert (read.status, read.records["unread"]) == ("ok", ())


PAPERS = """
Tarn City Council / Cabinet / Report of the Director of Children’s Services / Inspection dates: 3 to 7 May 2021 / \
Inspection of Tarn local authority children’s services / Overall effectiveness: Good
Agenda item 6 / Focused visit to Tarn children’s services: what was done since / A plan is below.
Tarn Council / Plan / Inspection of Tarn local authority children’s services / Overall effectiveness: good
Safeguarding board / Joint targeted area inspection of Tarn: plan / Ofsted, Care Quality Commission and HMICFRS.
Tarn, 2023 to 2026 / For people with special educational needs and disabilities in the local area / \
Ofsted and the Care Quality Commission will come.
Tarn Local Safeguarding Children Board, 2015 / The inspection of services for children in need of help and protection, \
children looked after and care leavers found much that was good.
Criminal Justice Inspection Northern Ireland / Clocks / A follow-up review will be made in time.
Inspection of Tarn House children’s home / Inspection dates: 3 to 4 May 2023 / Overall effectiveness: Good
Inspection of Tarn Primary School / Inspection dates: 3 and 4 May 2023 / Overall effectiveness: Good
""".strip().splitlines()


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_about_inspections_and_other_inspections_are_claimed_by_none(paper: str) -> None:
    report = load_text(paper.replace(" / ", "\n\n") + "\n", "paper.txt")
    assert [pack.id for pack in load_packs() if claims(pack, report)] == []


PUBLISHED = {
    "gwent-area-2004.txt": "hmip-esi-2003",
    "gwent-pdu-2022.txt": "hmip-pdu-2021",
    "nps-wales-2019.txt": "hmip-probation-2018",
    "probation-summary-2019.txt": "hmip-summary-2019",
    "surrey-pdu-2024.txt": "hmip-pdu-2023",
}
SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared")) / "corpus" / "reports"


@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there")
def test_published_reports_are_claimed_by_the_pack_of_their_framework() -> None:
    packs = load_packs()
    reports = {name: load(SHARED / name) for name in PUBLISHED}
    found = {name: [pack.id for pack in packs if claims(pack, report)] for name, report in reports.items()}
    assert found == {name: [framework] for name, framework in PUBLISHED.items()}
