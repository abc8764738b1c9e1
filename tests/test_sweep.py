"""A slice of the sweep of one-page tables; `python -m tests.sweep` reads all of them and says what went wrong."""

from __future__ import annotations

from collections import Counter

from tests.engines.canvas import render
from tests.engines.judge import judge, read
from tests.engines.plan import PADDINGS, PITCHES, RULES, sweep

SEED = 2
EVERY = 9
LEAST_EXACT = 25  # of 44; may only rise


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


def test_tables_are_read_as_printed() -> None:
    verdicts = {plan.name: judge(plan, read(render(plan))) for plan in list(sweep(SEED))[SEED::EVERY]}
    assert len(verdicts) == 44
    wrong = [f"{name}: {verdict.kind}" for name, verdict in verdicts.items() if not verdict.exact]
    assert len(verdicts) - len(wrong) >= LEAST_EXACT, wrong
    assert all(verdict.prose for verdict in verdicts.values()), [n for n, v in verdicts.items() if not v.prose]
