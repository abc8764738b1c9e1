"""Small PDFs of engines that not every machine has, kept with their truth: `make typeset` writes them anew.

A kept file is `fixtures/<engine>-<framework>.pdf`; `<engine>-<framework>.json` is its gold.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.engines.press import PROGRAMS, missing, press, report
from tests.engines.style import Style
from tests.generator.gold import as_json

FOLDER = Path(__file__).parent / "fixtures"
SEED = 6
# Two styles an engine, in which most of what engines do comes up.
KEPT = {
    ("chromium", "hmip-pdu-2023"): Style(
        pitch=1.45, table_pitch=1.37, rules="rows", font="sans", columns=2, spaced=0.05, padding=4.5, verdict="below"
    ),
    ("chromium", "hmip-summary-2019"): Style(
        rules="booktabs", font="serif", justified=True, hyphens=True, align="right", table_pitch=1.6, turned=True
    ),
    ("libreoffice", "hmip-pdu-2023"): Style(
        rules="bands", font="serif", number="Page {} of {}", header="two", around="border", align="centre", pitch=1.15
    ),
    ("libreoffice", "hmip-summary-2019"): Style(
        rules="head-verticals", font="sans", columns=2, table_pitch=1.5, padding=1.0, frame=True, bullet="–"
    ),
}


def files() -> list[Path]:
    """The PDFs that are kept."""
    return sorted(FOLDER.glob("*.pdf"))


def main() -> None:
    """Writes all that this machine has the engines for."""
    FOLDER.mkdir(exist_ok=True)
    for (engine, framework), style in KEPT.items():
        if reason := missing(engine):
            print(f"left as it is: {engine}-{framework}.pdf ({reason})", file=sys.stderr)
            continue
        made = report(framework, SEED)
        path = FOLDER / f"{engine}-{framework}.pdf"
        path.write_bytes(press(engine, made, style))
        path.with_suffix(".json").write_text(as_json(made.pdf_gold), encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    assert {engine for engine, _ in KEPT} == set(PROGRAMS)


if __name__ == "__main__":
    main()
