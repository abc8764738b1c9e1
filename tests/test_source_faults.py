"""Single faults in the sources of fictional reports: nearly all that they cost is told."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fault_kinds import FAULTS
from tests.source_faults import Outcome, outcomes, silent, source

MOST_WRONG, MOST_LOST = 0.01, 0.03  # shares of the faults, wrong or lost in silence


@pytest.fixture(scope="module")
def faulty() -> list[Outcome]:
    """Faults of every kind in one short report."""
    name = "hmip-pdu-2023/500/txt"
    return list(outcomes([(name, fault.__name__, f"7/{number}") for number, fault in enumerate(FAULTS)]))


def test_hardly_a_fault_of_a_source_is_silent(faulty: list[Outcome]) -> None:
    quiet = [silent(one) for one in faulty]
    assert len(faulty) > 12
    assert sum(bool(wrong) for wrong, _ in quiet) <= MOST_WRONG * len(faulty), quiet
    assert sum(bool(lost) for _, lost in quiet) <= MOST_LOST * len(faulty), quiet


def test_faults_do_harm_that_is_told(faulty: list[Outcome]) -> None:
    told = Counter(told for one in faulty for _, told in (*one.wrong, *one.lost))
    assert told[True] > 2


def test_a_report_without_a_fault_has_nothing_wrong() -> None:
    one = source("hmip-pdu-2023/500/txt")
    assert not one.misses and one.found.status == "ok"
