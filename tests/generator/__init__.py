"""Fictional inspection reports with known truth: one plan by seed, shown as text, as PDF, as web page and as gold.

    report = make_report("hmip-pdu-2021", 7, wrap=88, note_place="inside")
    report.text, report.pdf, report.html, report.gold, report.plan, report.name

What a report says hangs on framework and seed alone; how a conversion mangles it hangs on the seed too, unless
`nuisances` fix a habit. `**CLEAN` gives a conversion without bad habits.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from tests.generator import area2003, division2018, gold, pdu2021, pdu2023, summary2019, text, youth2018
from tests.generator.nuisances import CLEAN, Nuisances
from tests.generator.pdf_nuisances import PdfNuisances
from tests.generator.truth import Plan

PLANS = {
    "hmip-esi-2003": area2003.plan,
    "hmip-probation-2018": division2018.plan,
    "hmip-summary-2019": summary2019.plan,
    "hmip-pdu-2021": pdu2021.plan,
    "hmip-pdu-2023": pdu2023.plan,
}
FRAMEWORKS = tuple(PLANS)  # that every test of the generator goes through
PLANS["hmip-youth-2018"] = youth2018.plan

__all__ = ["CLEAN", "FRAMEWORKS", "Generated", "Nuisances", "PdfNuisances", "make_report"]


@dataclass(frozen=True)
class Generated:
    """A report and its truth. `text` and `gold` belong together: gold counts the lines of this very text."""

    plan: Plan
    nuisances: Nuisances

    @property
    def name(self) -> str:
        return self.plan.name

    @cached_property
    def _rendered(self) -> tuple[str, dict[int, int]]:
        rng = random.Random(f"{self.plan.framework}/{self.plan.seed}/text")
        return text.render(self.plan, self.nuisances, rng)

    @property
    def text(self) -> str:
        return self._rendered[0]

    @cached_property
    def gold(self) -> dict[str, Any]:
        return gold.gold(self.plan, self.nuisances, self._rendered[1])

    @cached_property
    def pdf_gold(self) -> dict[str, Any]:
        """Gold of the PDF edition, which shows what a text loses and has no lines to count."""
        return gold.gold(self.plan, self.nuisances, self._rendered[1], "pdf")

    @cached_property
    def html(self) -> bytes:
        """The web edition; `pdf_gold` is its gold, for it shows as much."""
        from tests.generator import web

        return web.render(self.plan, self.nuisances).encode()

    @cached_property
    def pdf(self) -> bytes:
        from tests.generator import pdf

        return pdf.render(self.plan, self.nuisances)

    def spoilt_pdf(self, habits: PdfNuisances) -> bytes:
        """The PDF edition as a producer with bad habits would have set it; `pdf_gold` is the truth of it too."""
        from tests.generator import spoil

        compounds = frozenset(re.findall(r"[a-z]+(?:-[a-z]+)+", str(self.plan.blocks).lower()))
        clean = _laid_out(self.plan.framework, self.plan.seed, self.nuisances, habits.of_layout())
        return spoil.spoil(clean, habits, f"{self.plan.framework}/{self.plan.seed}", compounds)


@lru_cache(maxsize=16)  # many habits change nothing of the layout
def _laid_out(framework: str, seed: int, nuisances: Nuisances, habits: PdfNuisances) -> bytes:
    from tests.generator import pdf

    return pdf.render(PLANS[framework](seed), nuisances, habits)


def make_report(framework: str, seed: int, **nuisances: Any) -> Generated:
    """A fictional report of a framework. The same arguments give the same bytes, always."""
    rng = random.Random(f"{framework}/{seed}/nuisances")
    return Generated(PLANS[framework](seed), Nuisances.drawn(rng, **nuisances))
