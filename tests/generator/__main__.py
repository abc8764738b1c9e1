"""Writes reports to a folder: `python -m tests.generator --out corpus/samples` writes the committed samples.

With `--framework` and `--seeds 0-49` it writes that many others, for a run by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.generator import FRAMEWORKS, Generated, make_report
from tests.generator.gold import as_json

# One report a framework, and a second of 2018, since a division and a CRC differ in their last domain.
SAMPLES = (
    ("hmip-esi-2003", 3),
    ("hmip-probation-2018", 4),
    ("hmip-probation-2018", 2),
    ("hmip-summary-2019", 8),
    ("hmip-pdu-2021", 10),
    ("hmip-pdu-2023", 5),
)


def files(report: Generated, stem: str = "") -> dict[str, bytes]:
    """Path below the corpus folder -> contents: a text, a PDF, and the gold of one or both."""
    stem = stem or report.name
    made = {
        f"samples/{stem}.txt": report.text.encode(),
        f"samples/{stem}.pdf": report.pdf,
        f"gold/{stem}.json": as_json(report.gold).encode(),
    }
    if len(report.pdf_gold["ratings"]) != len(report.gold["ratings"]):
        made[f"gold/{stem}.pdf.json"] = as_json(report.pdf_gold).encode()
    return made


def samples() -> dict[str, bytes]:
    """What the folders `samples` and `gold` of the corpus hold."""
    made: dict[str, bytes] = {}
    for framework, seed in SAMPLES:
        made |= files(make_report(framework, seed))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the reports; gold goes to `gold` beside it")
    parser.add_argument("--framework", choices=FRAMEWORKS, help="write reports of this framework, not the samples")
    parser.add_argument("--seeds", default="0-9", help="range of seeds, with --framework (default %(default)s)")
    chosen = parser.parse_args()
    made = {} if chosen.framework else samples()
    if chosen.framework:
        first, _, last = chosen.seeds.partition("-")
        for seed in range(int(first), int(last or first) + 1):
            report = make_report(chosen.framework, seed)
            made |= files(report, f"{report.name}-{seed}")
    for path, content in made.items():
        folder, name = path.split("/")
        target = chosen.out / name if folder == "samples" else chosen.out.parent / folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes")


if __name__ == "__main__":
    main()
