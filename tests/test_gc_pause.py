"""Python's search for cycles is put off while a report is read, and is as it was behind it."""

from __future__ import annotations

import gc

import pytest

from extractor.gc_pause import put_off
from extractor.load import load_text
from extractor.packs import load_packs
from extractor.pipeline import extract_report


def test_the_search_goes_on_behind_the_block() -> None:
    assert gc.isenabled()
    with put_off():
        assert not gc.isenabled()
        with put_off():
            pass
        assert not gc.isenabled(), "an inner block must not end the outer one"
    assert gc.isenabled()


def test_the_search_goes_on_after_an_error() -> None:
    with pytest.raises(KeyError), put_off():
        raise KeyError
    assert gc.isenabled()


def test_whoever_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_pack_remembers_nothing_of_a_report_that_was_read() -> None:
    packs = load_packs()
    generic = next(pack for pack in packs if pack.id == "generic")
    report = load_text("Report\n\nTable 1: Cars\n\nWard   2021   2022\nNorth   12%   14%\nSouth   9%   11%\n", "r.txt")
    extract_report(report, packs)
    assert not generic._matches
    assert generic.match("statistics.value", "12%") == generic.match("statistics.value", "12%")
    generic.forget()
    assert not generic._matches
