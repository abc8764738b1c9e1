"""Single faults in the sources of fictional reports: nearly all that they cost is told."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.cached_readings import LONG
from tests.fault_kinds import FAULTS, Place, hyphen_at_a_line_end, lines_swapped
from tests.source_faults import Outcome, outcomes, silent, source
from tests.web_fault_kinds import WEB

SHORT = ("hmip-pdu-2023", "hmip-summary-2019", "hmip-probation-2018")
SEED, FAULTS_OF_ALL = 41, 20 if LONG else 12
MOST_WRONG, MOST_LOST = 1, 1  # faults of these, wrong or lost in silence


@pytest.fixture(scope="module")
def faulty() -> list[Outcome]:
    """Faults of some kinds, of texts and of web pages, in a short report of each of three frameworks."""
    kinds = random.Random(SEED).sample([*sorted(fault.__name__ for fault in FAULTS), *sorted(WEB)], FAULTS_OF_ALL)
    asked = []
    for number, kind in enumerate(kinds):
        framework = SHORT[number % len(SHORT)]
        asked.append((f"{framework}/{SEED}/{'html' if kind in WEB else 'txt'}", kind, f"{SEED}/{number}"))
    return list(outcomes(asked))


def test_hardly_a_fault_of_a_source_is_silent(faulty: list[Outcome]) -> None:
    quiet = [silent(one) for one in faulty]
    assert len(faulty) > FAULTS_OF_ALL * 3 // 4
    assert sum(bool(wrong) for wrong, _ in quiet) <= MOST_WRONG, quiet
    assert sum(bool(lost) for _, lost in quiet) <= MOST_LOST, quiet


def test_faults_do_harm_that_is_told(faulty: list[Outcome]) -> None:
    told = Counter(told for one in faulty for _, told in (*one.wrong, *one.lost))
    assert told[True] > 2


def test_a_report_without_a_fault_has_nothing_wrong() -> None:
    one = source(f"hmip-pdu-2023/{SEED}/txt")
    assert not one.misses and one.found.status == "ok"


def test_only_lines_of_equal_standing_and_whole_sentences_could_be_printed_in_another_order() -> None:
    lines = ["Boats\t12", "Nets\t9", "Gulls\t3", "• The quay was wet.", "  It had rained.", "  all night."]
    standing = {0: frozenset({"n / Kept"}), 1: frozenset({"n / Kept"}), 2: frozenset({"n / Wild"})}
    found = []
    for at in range(len(lines) - 1):
        place = Place(list(lines), at, random.Random(1), "", standing)
        found.append(lines_swapped(place) and place.printable)
    assert found == [True, False, False, True, False]


def test_a_hyphen_between_two_words_of_the_text_could_be_printed() -> None:
    for above, printable in (("Any one of us?", True), ("Any of us?", False), ("Any one of us? Is it anyone?", False)):
        place = Place([above, "It is as it is: to be on it or by it is up to anyone."], 1, random.Random(1), "")
        assert hyphen_at_a_line_end(place) and place.lines[2] == "one."
        assert place.printable is printable
