"""The register of services that comes with the program: its codes, its names, and how printed names find them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from extractor import records
from extractor.domain.services import Kinds, Service, Services
from extractor.link.providers import derive_providers
from extractor.packs import load_packs
from extractor.packs.read import read_file
from extractor.packs.shared_files import ProviderFile
from extractor.packs.shared_files import Service as Entry
from extractor.pattern_files import shipped

SHARED = Path(__file__).parents[2] / "shared"
CODES = {
    "local authority": r"E(?:06|08|09|10)\d{6}|W06\d{6}",
    "youth justice service": r"E(?:06|08|09|10)\d{6}|W06\d{6}",
    "police force": r"E23\d{6}|W15\d{6}",
}
REGIONS = {
    "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England",
    "London", "South East", "South West", "Wales",
}  # fmt: skip


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    files = [read_file(path).model for path in sorted(shipped().glob("providers*.yaml"))]
    assert len(files) >= 5
    return [entry for file in files if isinstance(file, ProviderFile) for entry in file.providers]


def resolved(name: str, kind: str = "") -> str | None:
    found = load_packs().register.resolve(name, kind)
    return found.id if found else None


def test_ids_and_codes_stand_once_and_have_their_form(entries: list[Entry]) -> None:
    assert not [id_ for id_, count in Counter(entry.id for entry in entries).items() if count > 1]
    for kind, form in CODES.items():
        codes = [code for e in entries if e.type == kind for code in (e.ons_code, *e.former_codes) if code]
        assert len(codes) >= 43 and len(set(codes)) == len(codes), kind
        assert not [code for code in codes if not re.fullmatch(form, code)], kind
        assert {entry.region for entry in entries if entry.type == kind} == REGIONS, kind
    assert not [e.id for e in entries if e.ons_code.startswith("W") != (e.region == "Wales") and e.ons_code]
    assert not [entry.id for entry in entries if entry.type not in CODES and entry.ons_code]


def test_prisons_have_codes_of_their_own(entries: list[Entry]) -> None:
    codes = {entry.code: entry.name for entry in entries if entry.code}
    assert len(codes) == sum(bool(entry.code) for entry in entries) > 140
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes) and codes["MDI"] == "HMP Moorland"
    assert {e.type for e in entries if e.code} == {"prison", "young offender institution"}
    about = records.Report(report_id="m", provider="HMP Moorland", provider_type="prison")
    (row,) = derive_providers([about], (), load_packs().register)
    assert (row.status, row.code) == ("registered", "MDI")


def test_every_authority_is_there(entries: list[Entry]) -> None:
    now = [entry.ons_code for entry in entries if entry.type == "local authority" and not entry.until]
    assert (sum(code[0] == "E" for code in now), sum(code[0] == "W" for code in now)) == (153, 22)
    assert sum(entry.type == "police force" for entry in entries) == 43
    ended = {entry.id: entry for entry in entries if entry.type == "local authority" and entry.until}
    followed = {id_ for entry in entries for id_ in entry.successor_of}
    assert ended and set(ended) <= followed


def test_every_name_is_its_own_service(entries: list[Entry]) -> None:
    register = load_packs().register
    assert len(register.services) == len(entries)
    lost = [
        (service.id, name)
        for service in register.services.values()
        for name in service.names
        if register.resolve(name, service.kind) != service
    ]
    assert not lost


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("London Borough of Barnet", "", "barnet-la"),
        ("Royal Borough of Windsor & Maidenhead", "", "windsor-and-maidenhead-la"),
        ("City of Wolverhampton", "local authority", "wolverhampton-la"),
        ("Wakefield Metropolitan District Council", "", "wakefield-la"),
        ("Saint Helens", "local authority", "st-helens-la"),
        ("Bristol, City of", "local authority", "bristol-la"),
        ("Ynys Mon", "local authority", "isle-of-anglesey-la"),
        ("Cyngor Sir Ynys Môn", "", "isle-of-anglesey-la"),
        ("Cyngor Bwrdeistref Sirol Pen-y-bont ar Ogwr", "", "bridgend-la"),
        ("Cyngor Dinas a Sir Abertawe", "", "swansea-la"),
        ("BCP Council", "", "bournemouth-christchurch-and-poole-la"),
        ("Heddlu Gwent", "", "gwent-police"),
        ("Heddlu De Cymru", "", "south-wales-police"),
        ("Carchar Abertawe", "", "swansea-prison"),
        ("Durham County Council", "", "county-durham-la"),
        ("Durham City Council", "", None),
        ("Newcastle", "local authority", None),
        ("London", "local authority", None),
        ("Dorset", "local authority", None),
        ("Dorset County Council", "", "dorset-county-la"),
        ("Oxford City Council", "", None),
        ("Leeds", "", None),
        ("Leeds", "PDU", "leeds-pdu"),
        ("HMP/YOI Leeds", "", "leeds-prison"),
        ("HMYOI Wetherby", "", "wetherby-yoi"),
        ("Wiltshire Constabulary", "", "wiltshire-police"),
        ("Leeds Youth Offending Team", "", "leeds-yjs"),
    ],
)
def test_printed_names_find_their_service_or_none(name: str, kind: str, id_: str | None) -> None:
    assert resolved(name, kind) == id_


def test_a_name_that_counts_in_full_is_not_what_is_left_of_it() -> None:
    kinds = Kinds({"council": "(?:town |parish )?council", "district": "district"}, areas={"district": "council"})
    town = Service("t", "Tarn Town Council", "council", region="Downs", whole=("Tarn Town Council",), ons_code="E1")
    services = Services({s.id: s for s in (town, Service("m", "St Mary", "council", ons_code="E2"))}, kinds)
    assert services.resolve("Tarn Town Council") == town and services.resolve("tarn", "council") is None
    assert services.nearest("Tarn", "council") == town
    area = services.of_area("Saint Mary District", "district")
    assert area is not None and area.ons_code == "E2" and services.of_area("Tarn", "council") is None


def test_codes_and_regions_of_the_register_stand_in_the_table() -> None:
    reports = [
        records.Report(report_id="a", provider="Barnsley", provider_type="local authority"),
        records.Report(report_id="b", provider="Barnsley", provider_type="local area"),
        records.Report(report_id="c", provider="Tarn Moor", provider_type="local authority"),
        records.Report(report_id="d", provider="Barnsley Children’s Services Trust", provider_type="children's trust"),
    ]
    found = derive_providers(reports, (), load_packs().register)
    assert {(row.provider_type, row.status, row.ons_code, row.former_ons_codes, row.region) for row in found} == {
        ("local authority", "registered", "E08000038", "E08000016", "Yorkshire and The Humber"),
        ("local area", "proposed", "E08000038", "E08000016", "Yorkshire and The Humber"),
        ("local authority", "proposed", "", "", ""),
        ("children's trust", "proposed", "E08000038", "E08000016", "Yorkshire and The Humber"),
    }
    kinds = load_packs().register.kinds
    assert kinds.told("Tarn Children and Families Trust") == "children's trust"
    assert kinds.told("Tarn Trust") == "probation trust"


def test_a_file_of_ones_own_extends_every_file_of_the_register(tmp_path: Path) -> None:
    (tmp_path / "providers.yaml").write_text(
        "disable: [barnet-la]\ntype: police force\nproviders:\n"
        "  - {id: wiltshire-police, name: Wiltshire Constabulary, ons_code: E23000038, region: Downs}\n",
        encoding="utf-8",
    )
    (tmp_path / "providers-more.yaml").write_text(
        "providers:\n  - {id: wiltshire-yjs, name: Wiltshire Youth Justice Service, type: youth justice service}\n",
        encoding="utf-8",
    )
    register = load_packs(tmp_path).register
    assert register.services["wiltshire-police"].region == "Downs" and "leeds-la" in register.services
    assert not register.services["wiltshire-yjs"].ons_code
    assert register.resolve("Barnet", "local authority") is None


def test_authorities_of_published_reports_are_known() -> None:
    gold = SHARED / "gold" / "ofsted-sample.json"
    if not gold.is_file():
        pytest.skip("no published reports beside this checkout")
    names = [entry["local_authority"] for entry in json.loads(gold.read_text(encoding="utf-8"))]
    assert len(names) == 32
    assert not [name for name in names if resolved(name, "local authority") is None]


def test_every_prison_and_unit_has_a_region_and_merged_authorities_lead_to_those_of_today() -> None:
    services = load_packs().register
    kinds = ("prison", "young offender institution", "PDU")
    assert [service.id for service in services.services.values() if service.kind in kinds and not service.region] == []
    assert services.youngest["cheshire-la"] == ("cheshire-east-la", "cheshire-west-and-chester-la")
    found = services.resolve("HMP Maghaberry", "prison")
    assert found is not None and found.region == "Northern Ireland"
