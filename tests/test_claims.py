"""Which pack claims a report: its own and no other, for every text and web page of the golden cases and the samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.load import load
from extractor.packs import load_packs
from extractor.packs.choose import claims

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
