"""The reports that are measured: published ones where the shared folder is there, and fictional ones."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from tests.engines.press import ENGINES, missing, press, report
from tests.engines.style import Style
from tests.generator import FRAMEWORKS, make_report

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[3] / "shared")) / "corpus"
CHARACTERS = 110_000
_FRAMEWORK = "hmip-pdu-2021"


@cache
def published() -> tuple[bytes, ...]:
    """PDF files of published reports; none where the shared folder is absent."""
    folders = (SHARED / "editions", SHARED / "ofsted")
    return tuple(path.read_bytes() for folder in folders for path in sorted(folder.glob("*.pdf")))


@cache
def fictional(seeds: int) -> tuple[bytes, ...]:
    """PDF files of every framework, a report for each seed."""
    return tuple(make_report(framework, seed).pdf for seed in range(1, seeds + 1) for framework in FRAMEWORKS)


@cache
def typeset(seeds: int) -> dict[str, tuple[bytes, ...]]:
    """Fictional reports of every framework by the engine that has set them, each in a style drawn by its seed."""
    return {
        engine: tuple(
            press(engine, report(framework, seed), Style.drawn(f"{framework}/{seed}/bench"))
            for seed in range(1, seeds + 1)
            for framework in FRAMEWORKS
        )
        for engine in ENGINES
        if not missing(engine)
    }


def write(folder: Path, files: tuple[bytes, ...], count: int) -> Path:
    """A folder of `count` reports, repeated with other bytes behind their end, as no file is read twice."""
    folder.mkdir(parents=True)
    for number in range(count):
        again, index = divmod(number, len(files))
        (folder / f"report-{number:03}.pdf").write_bytes(files[index] + b"\n%%%d\n" % again)
    return folder


def long_text() -> str:
    """Fictional reports of one framework one behind the other, cut at the end of a line near 110,000 characters."""
    text, seed = "", 1
    while len(text) < CHARACTERS:
        text += make_report(_FRAMEWORK, seed).text + "\n"
        seed += 1
    return text[: text.index("\n", CHARACTERS - 200)]
