"""How well coverage tells a bad reading from a good one: every reading with its worst F1, flagged or not.

`python -m tests.coverage_calibration --seeds 0-3` reads fictional reports in every edition - text, PDF, spoilt PDF,
HTML, Word, `pdftotext` plain and with its layout kept, pages of every engine - and in editions damaged on purpose: rows
run together or cut, tabs lost, words torn, pages gone, a rule of the pack gone. A reading is flagged where its status
is not `ok`. A miss is one with a table below 0.97 that is not flagged, a false flag one that is flagged with all
tables above 0.99. `--published` adds the published reports, where they are at hand.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.document import Report
from extractor.evaluate import evaluate_tables
from extractor.load import load, load_text
from extractor.packs import Pack, Packs, choose, load_packs
from extractor.pipeline import Extraction, extract_report
from tests.coverage_damage import DAMAGES, RULES
from tests.engines import docx
from tests.engines.flow import document
from tests.engines.press import ENGINES, missing, press, report
from tests.engines.style import Style
from tests.generator import FRAMEWORKS, Generated, PdfNuisances, make_report
from tests.test_real_reports import EDITIONS, GOLD, REPORTS, SHARED, WITH_GOLD

BAD, GOOD = 0.97, 0.99
KINDS = ("text", "pdf", "spoilt", "html", "docx", "pdftotext", "layout", *ENGINES, "damaged", "rules")


@dataclass(frozen=True)
class Reading:
    """A report that was read: what kind of edition, F1 of every table in which gold has something, and its status."""

    name: str
    kind: str
    scores: dict[str, float]
    status: str
    message: str

    @property
    def worst(self) -> tuple[float, str]:
        return min(((f1, table) for table, f1 in self.scores.items()), default=(1.0, ""))

    @property
    def flagged(self) -> bool:
        return self.status != "ok"

    @property
    def verdict(self) -> str:
        """`miss`, `false flag`, or empty where coverage is right or neither would be wrong."""
        if self.worst[0] < BAD and not self.flagged:
            return "miss"
        return "false flag" if self.worst[0] > GOOD and self.flagged else ""


@dataclass(frozen=True)
class Edition:
    """Something to read: bytes of a file with their suffix, gold, and the rules of the pack that it is read without."""

    name: str
    kind: str
    suffix: str
    data: bytes
    gold: dict[str, Any]
    without: str = ""

    def extract(self) -> Extraction:
        """The edition as the program reads it."""
        loaded = self.load()
        packs = load_packs()
        if self.without:
            packs = _without(packs, choose(loaded, packs.packs), self.without)
        return extract_report(loaded, packs)

    def load(self) -> Report:
        if self.suffix == ".txt":
            return load_text(self.data.decode(), f"report{self.suffix}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"report{self.suffix}"
            path.write_bytes(self.data)
            return load(path)

    def read(self) -> Reading:
        return reading(self, self.extract())


def reading(edition: Edition, found: Extraction) -> Reading:
    """An extraction held against its gold."""
    tables = {table: [record.as_row() for record in records] for table, records in found.records.items()}
    scores = {
        s.table: s.f1 for s in evaluate_tables(tables, _by_any_name(edition.gold)) if s.mode == "strict" and s.support
    }
    return Reading(edition.name, edition.kind, scores, found.status, found.message)


def _by_any_name(gold: dict[str, Any]) -> dict[str, Any]:
    """Gold whose judgements may name the service in any way that gold has it in."""
    about = gold["report"]
    names = {"provider": about.get("accept", {}).get("provider", [])}
    own = [
        row | {"accept": names | row.get("accept", {})} if row.get("provider") == about.get("provider") else row
        for row in gold.get("ratings", ())
    ]
    return {**gold, "ratings": own}


def _without(packs: Packs, pack: Pack, name: str) -> Packs:
    """The packs with one of them lacking its rules of a name."""
    rules = tuple(rule for rule in pack.rules if rule not in pack[name])
    return replace(packs, packs={**packs.packs, pack.id: replace(pack, rules=rules)})


def editions(framework: str, seed: int, kinds: tuple[str, ...] = KINDS) -> Iterator[Edition]:
    """The editions of one fictional report."""
    made = make_report(framework, seed)
    name = f"{framework} {seed}"
    whole = {
        "text": lambda: (".txt", made.text.encode(), made.gold),
        "pdf": lambda: (".pdf", made.pdf, made.pdf_gold),
        "spoilt": lambda: (".pdf", made.spoilt_pdf(_habits(name)), made.pdf_gold),
        "html": lambda: (".html", made.html, made.pdf_gold),
        "docx": lambda: _docx(framework, seed),
        "pdftotext": lambda: (".txt", pdftotext(made.pdf), _without_icons(made)),
        "layout": lambda: (".txt", pdftotext(made.pdf, "-layout"), _without_icons(made)),
        **{engine: _engine(engine, framework, seed) for engine in ENGINES},
    }
    for kind, make in whole.items():
        if kind in kinds and not _lacking(kind):
            suffix, data, gold = make()
            yield Edition(f"{name} {kind}", kind, suffix, data, gold)
    for damage, spoil in DAMAGES.items() if "damaged" in kinds else ():
        text = spoil(made.text, random.Random(f"{name}/{damage}"))
        if text != made.text:
            yield Edition(f"{name} {damage}", "damaged", ".txt", text.encode(), made.gold)
    for rule in RULES if "rules" in kinds else ():
        yield Edition(f"{name} without {rule}", "rules", ".txt", made.text.encode(), made.gold, without=rule)


def _without_icons(made: Generated) -> dict[str, Any]:
    """Gold of a text that was made of the PDF: judgements that are icons alone are in none."""
    return {**made.pdf_gold, "ratings": made.gold["ratings"]}


def _habits(name: str) -> PdfNuisances:
    return PdfNuisances.drawn(random.Random(f"{name}/habits"))


def _docx(framework: str, seed: int) -> tuple[str, bytes, dict[str, Any]]:
    made = report(framework, seed)
    style = Style.drawn(f"{framework}/{seed}/docx")
    return ".docx", docx.render(document(made.plan, style), style), made.pdf_gold


def _engine(engine: str, framework: str, seed: int) -> Callable[[], tuple[str, bytes, dict[str, Any]]]:
    def make() -> tuple[str, bytes, dict[str, Any]]:
        made = report(framework, seed)
        return ".pdf", press(engine, made, Style.drawn(f"{framework}/{seed}/{engine}")), made.pdf_gold

    return make


def _lacking(kind: str) -> str:
    """Why an edition cannot be made here; empty if it can."""
    if kind in ("pdftotext", "layout"):
        return "" if shutil.which("pdftotext") else "pdftotext is not installed"
    return missing(kind) if kind in ENGINES else ""


def pdftotext(data: bytes, *options: str) -> bytes:
    """A PDF as poppler makes text of it."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return done.stdout


def published() -> Iterator[Edition]:
    """The published reports that have gold, in every edition that is at hand."""
    for name in WITH_GOLD:
        gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
        text = (REPORTS / f"{name}.txt").read_bytes()
        yield Edition(f"{name} text", "text", ".txt", text, gold)
        for path in (EDITIONS / f"{name}.pdf", SHARED / "corpus" / "typeset" / f"{name}.pdf"):
            data = path.read_bytes()
            yield Edition(f"{name} {path.parent.name}", "pdf", ".pdf", data, gold)
            for kind, options in (("pdftotext", ()), ("layout", ("-layout",))):
                if not _lacking(kind):
                    yield Edition(f"{name} {path.parent.name} {kind}", kind, ".txt", pdftotext(data, *options), gold)
        decoded = text.decode()
        for damage, spoil in DAMAGES.items():
            spoilt = spoil(decoded, random.Random(f"{name}/{damage}"))
            yield Edition(f"{name} {damage}", "damaged", ".txt", spoilt.encode(), gold)
        for rule in RULES:
            yield Edition(f"{name} without {rule}", "rules", ".txt", text, gold, without=rule)


def _read_all(framework: str, seed: int, kinds: tuple[str, ...]) -> list[Reading]:
    return [edition.read() for edition in editions(framework, seed, kinds)]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.coverage_calibration", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--seeds", default="0-1", help="range of seeds (default %(default)s)")
    parser.add_argument("--kind", choices=KINDS, action="append", help="this kind of edition only; repeatable")
    parser.add_argument("--framework", choices=FRAMEWORKS, action="append", help="this framework only; repeatable")
    parser.add_argument("--published", action="store_true", help="the published reports, too")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default %(default)s)")
    parser.add_argument("--all", action="store_true", help="list every reading, not only what is wrong")
    chosen = parser.parse_args()
    first, _, last = chosen.seeds.partition("-")
    asked = [
        (framework, seed, tuple(chosen.kind or KINDS))
        for seed in range(int(first), int(last or first) + 1)
        for framework in chosen.framework or FRAMEWORKS
    ]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        made = [one for found in pool.map(_read_all, *zip(*asked, strict=True)) for one in found]
        if chosen.published:
            made += pool.map(Edition.read, published())
    show(made, chosen.all)


def show(made: list[Reading], everything: bool) -> None:
    """Readings that coverage is wrong about, or all; then counts by kind of edition."""
    for one in made:
        if everything or one.verdict:
            f1, table = one.worst
            flag = "flagged" if one.flagged else "ok"
            print(f"{one.verdict or '-':10} {f1:.3f} {table:16} {flag:8} {one.name}: {one.message[:160]}")
    print(f"\n{'':12}{'readings':>10}{'bad':>8}{'missed':>8}{'good':>8}{'false':>8}")
    for kind in [*KINDS, ""]:
        ours = [one for one in made if kind in ("", one.kind)]
        bad = [one for one in ours if one.worst[0] < BAD]
        good = [one for one in ours if one.worst[0] > GOOD]
        counts = (len(ours), len(bad), sum(o.verdict == "miss" for o in bad), len(good), sum(map(_is_false, good)))
        if ours:
            print(f"{kind or 'all':12}" + "".join(f"{n:>{10 if at == 0 else 8}}" for at, n in enumerate(counts)))


def _is_false(one: Reading) -> bool:
    return one.verdict == "false flag"


if __name__ == "__main__":
    main()
