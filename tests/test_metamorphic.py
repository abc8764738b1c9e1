"""The rows of a report do not change with pitch, padding, rules, engine or font; the long run: `tests.metamorphic`."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from tests.cached_readings import LONG
from tests.engines.fixtures import KEPT, files
from tests.engines.flow import document
from tests.engines.press import LIBRARIES, PROGRAMS, REWRITERS, anew, missing, press, report
from tests.engines.style import CHOICES, Style
from tests.generator import FRAMEWORKS
from tests.metamorphic import edition, judged

# Tables whose F1 is not 1 yet, by edition. They may only get fewer.
SHORT: dict[tuple[str, str], set[str]] = {
    ("hmip-esi-2003", "typst"): {"sections"},
}

# The same, of pages that another program has written anew. Ghostscript 10.0 does not keep quotation marks.
SHORT_ANEW: dict[tuple[str, str], set[str]] = {
    ("chromium-hmip-pdu-2023", "ghostscript"): {"findings"},
    ("chromium-hmip-summary-2019", "ghostscript"): {"examples", "statistics"},
    ("libreoffice-hmip-summary-2019", "ghostscript"): {"statistics"},
}

# Every framework by one engine, and every engine at least once; each by each in the long run.
EDITIONS = [
    (framework, engine)
    for at, framework in enumerate(FRAMEWORKS)
    for number, engine in enumerate(LIBRARIES)
    if LONG or number == at % len(LIBRARIES)
]
ANEW = [
    pytest.param(path, program, id=f"{path.stem}-{program}")
    for at, path in enumerate(files())
    for number, program in enumerate(REWRITERS)
    if LONG or number == at % len(REWRITERS)
]


@pytest.mark.parametrize(("framework", "engine"), EDITIONS)
def test_rows_are_the_same_whoever_set_the_page(framework: str, engine: str) -> None:
    if reason := missing(engine):
        pytest.skip(reason)
    made = edition(framework, 0, engine, Style.drawn(f"{framework}/0/{engine}"))
    short = {table for table, f1 in made.scores.items() if f1 < 1}
    assert short <= SHORT.get((framework, engine), set()), "\n".join(made.misses[:20])


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_pages_of_programs_are_read(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    scores, misses, _ = judged(path.name, path.read_bytes(), gold)
    assert all(f1 == 1 for f1 in scores.values()), "\n".join(misses[:20])


@pytest.mark.parametrize(("path", "program"), ANEW)
def test_pages_that_another_program_writes_anew_give_the_same_rows(path: Path, program: str) -> None:
    try:
        data = anew(program, path.read_bytes())
    except RuntimeError as reason:
        pytest.skip(str(reason))
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    scores, misses, _ = judged(path.name, data, gold)
    short = {table for table, f1 in scores.items() if f1 < 1}
    assert scores and short <= SHORT_ANEW.get((path.stem, program), set()), "\n".join(misses[:20])


def test_every_program_has_pages_that_are_kept() -> None:
    assert [path.stem for path in files()] == sorted(f"{engine}-{framework}" for engine, framework in KEPT)
    assert {engine for engine, _ in KEPT} == set(PROGRAMS)
    assert sum(path.stat().st_size for path in files()) < 1_000_000


def test_a_style_is_drawn_by_its_seed_and_everything_varies() -> None:
    assert Style.drawn(1) == Style.drawn(1)
    drawn = [Style.drawn(seed) for seed in range(200)]
    assert {f.name for f in fields(Style)} == set(CHOICES)
    for name, choices in CHOICES.items():
        assert {getattr(style, name) for style in drawn} == set(choices), name
    assert Style.drawn(1, rules="none").rules == "none"


@pytest.mark.parametrize("engine", LIBRARIES)
def test_an_engine_prints_the_words_of_the_plan(engine: str) -> None:
    import pypdfium2

    if reason := missing(engine):
        pytest.skip(reason)
    made = report("hmip-pdu-2021", 2)
    pdf = pypdfium2.PdfDocument(press(engine, made, Style()))
    words = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    pdf.close()
    for row in made.pdf_gold["recommendations"]:
        assert "".join(row["text"][:30].split()) in words
    for number, note in document(made.plan, Style()).notes.items():
        assert "".join(note[0].text[:30].split()) in words, number
