"""A slice of the sweep of one-page tables; `python -m tests.sweep` reads all of them and says what went wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from tests.engines.canvas import render
from tests.engines.judge import judge, read
from tests.engines.plan import PADDINGS, PITCHES, RULES, TablePlan, draw, sweep

SEED = 2
EVERY = 9
LEAST_EXACT = 43  # of 44; may only rise


def test_plans_cross_every_ruling_pitch_and_padding() -> None:
    plans = list(sweep(SEED))
    assert {(plan.rules, plan.pitch, plan.padding) for plan in plans} == {
        (rules, pitch, padding) for rules in RULES for pitch in PITCHES for padding in PADDINGS
    }
    assert len(plans) == 396
    assert min(Counter(plan.lines for plan in plans).values()) == 99


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again = (render(next(sweep(SEED))) for _ in range(2))
    assert first == again
    assert first != render(next(sweep(SEED + 1)))


def test_a_page_that_does_not_hold_all_is_made_as_much_higher() -> None:
    plan = replace(draw(1, "verticals", 1.8, 1.5, 3), below=("The kestrel crossed the quiet orchard.",) * 40)
    with pypdfium2.PdfDocument(render(plan)) as pdf:
        assert len(pdf) == 1
        page = pdf[0]
        words = page.get_textpage()
        assert words.count_rects() > 40
        lowest = min(words.get_rect(n)[1] for n in range(words.count_rects()))
        assert page.get_height() > 842
        assert 36 < lowest < 72  # the last line stands above the foot, with no white left below it


def test_tables_are_read_as_printed() -> None:
    verdicts = {plan.name: judge(plan, read(render(plan))) for plan in list(sweep(SEED))[SEED::EVERY]}
    assert len(verdicts) == 44
    wrong = [f"{name}: {verdict.kind}" for name, verdict in verdicts.items() if not verdict.exact]
    assert len(verdicts) - len(wrong) >= LEAST_EXACT, wrong
    assert all(verdict.prose for verdict in verdicts.values()), [n for n, v in verdicts.items() if not v.prose]


LABEL = "Lantern makers of the upper valley who mend what others throw away in every winter of the year"
HEADS = (("", "North side", "All groups", "Last year"), *((f"Ferry {n}", f"{n}%", f"{n}3", f"{n}7") for n in (2, 4, 6)))
ALONE = (("", "Autumn"), *((f"Ferry {n}", f"{n}%") for n in (2, 4, 6, 9)))
TALL = (("Question", "Total", "Share"), ("Kiln", "21", "4%"), ("Otter", "35", "6%"), (LABEL, "48", "9%"))
PLANS = {
    "narrow-columns-one-object": ("full", HEADS, {"one_object": True, "column_width": 46.0, "gap": 2.0}),
    "narrow-tints-one-object": ("clipped", HEADS, {"one_object": True, "column_width": 46.0, "gap": 2.0}),
    "narrow-columns": ("full", HEADS, {"column_width": 44.0, "gap": 1.0, "align": "centre"}),
    "head-without-label": ("none", ALONE, {"padding": 5.0}),
    "head-without-label-in-frame": ("head-verticals", ALONE, {"padding": 5.0}),
    "last-row-taller-than-others": ("bands", TALL, {"upright": "middle"}),
    "last-row-figures-at-its-foot": ("bands", TALL, {"upright": "bottom"}),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_table_set_so_is_read_as_printed(name: str) -> None:
    rules, rows, habits = PLANS[name]
    usual: TablePlan = replace(
        draw(1, rules, 1.3, 3.0, 1), rows=rows, size=9.0, font="Helvetica", align="right", upright="top", gap=6.0,
        label_width=120.0, column_width=70.0, bold_head=True, shaded_head=False, one_object=False, wide=False,
    )  # fmt: skip
    verdict = judge(replace(usual, **habits), read(render(replace(usual, **habits))))
    assert (verdict.kind, verdict.prose) == ("exact", True), verdict.got


@pytest.mark.parametrize(("pitch", "padding"), [(1.1, 1.5), (1.2, 0.0)])
def test_heads_that_no_label_stands_beside_are_a_row_of_their_own(pitch: float, padding: float) -> None:
    plan = draw(1, "verticals", pitch, padding, 1)
    assert plan.rows[0][0] == ""
    verdict = judge(plan, read(render(plan)))
    assert verdict.kind == "exact", verdict.got
