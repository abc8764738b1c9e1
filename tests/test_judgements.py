"""Judgements that only a pack can point out: sentences of a section, and a sentence in a table."""

from __future__ import annotations

import shutil

import pytest

from extractor.find import find_records
from extractor.load import load_text
from extractor.packs import Pack, load_packs
from extractor.pattern_files import shipped
from extractor.split import split

PACK = r"""
id: lantern
title: Lantern
extends: base
inspectorate: Lantern
scale: hmip-four-point
fingerprint: {front: ['^lantern inspectorate$']}
standards:
  - {id: safety, names: [safety]}
  - {id: respect, names: [respect]}
  - {id: work, names: ['useful work']}
rules:
  - id: ratings.overall-prose
    pattern: '\bthe house (?P<label>needs to improve)\b'
    value: Requires improvement
    examples: [We say that the house needs to improve.]
  - id: ratings.standard-prose
    pattern: '\bat this visit outcomes were (?P<label>outstanding|good|inadequate)\b'
    examples: [At this visit outcomes were good.]
    near_misses: [Last time outcomes were good.]
"""
TEXT = """Lantern Inspectorate

What we found

In all, the house needs to improve\twe say
It was built long ago\tof stone

Safety

Last time outcomes were inadequate. At this visit outcomes were good for all who live there.

Respect: Outstanding

People were spoken to kindly.

Useful work

There was work for some of those who wanted it.

- Gardens were kept well.

At this visit outcomes were inadequate for the rest.
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("packs") / "patterns"
    shutil.copytree(shipped(), folder)
    (folder / "lantern.yaml").write_text(PACK, encoding="utf-8")
    return load_packs(folder)["lantern"]


def test_sentences_that_a_pack_names_give_ratings(pack: Pack) -> None:
    report = split(load_text(TEXT, "house.txt"), pack)
    found = {row.item: (row.rating, row.as_printed) for row in find_records(report, pack)["ratings"]}
    assert found == {
        "main/overall": ("Requires improvement", "needs to improve"),
        "main/safety": ("Good", "good"),
        "main/respect": ("Outstanding", "Outstanding"),
        "main/work": ("Inadequate", "inadequate"),
    }
