"""How well reports are read, measured: `make accuracy` writes what it finds into docs/accuracy.md.

Three kinds of reports: the samples of `corpus`; fictional reports with seeds that no test uses, as text, web page, Word
file and PDF of every engine that this machine has, in styles drawn by seed; and published reports with truth made by
hand, where they are at hand (`FINDINGS_SHARED`), as they are and set again by these engines. What cannot be measured
here keeps what an earlier run wrote.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor import load_packs
from extractor.authoring.overview import tested_on
from extractor.domain.dates import iso_dates
from extractor.evaluate import evaluate, evaluate_tables
from extractor.evaluate.sample import bounds
from extractor.evaluate.scores import Score
from extractor.load import Source, docx, html, load_text
from extractor.load import pdf as pdf_format
from extractor.packs import shipped
from extractor.pipeline import extract_file, extract_report
from tests.engines import docx as word
from tests.engines.flow import document
from tests.engines.press import ENGINES, missing, press, report
from tests.engines.published import flow
from tests.engines.style import Style
from tests.generator import PLANS
from tests.retypeset import SHARED, texts

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
SEEDS = range(926, 928)  # others, as soon as reports of these were looked at
NAMES = dict(zip(ENGINES, ("ReportLab", "Typst", "WeasyPrint", "Chromium", "LibreOffice"), strict=True))
MARKS = "<!-- {name}: written by `make accuracy` -->", "<!-- end -->"


@dataclass(frozen=True)
class Reading:
    """How one edition of a report was read: strict scores by table."""

    kind: str  # fictional, published, set again
    framework: str
    format: str
    producer: str
    scores: tuple[Score, ...]


def judged(kind: str, format_: str, producer: str, extraction: Any, gold: dict[str, Any], framework: str) -> Reading:
    found = {table: [record.as_row() for record in records] for table, records in extraction.records.items()}
    scores = tuple(score for score in evaluate_tables(found, gold) if score.mode == "strict")
    return Reading(kind, framework, format_, producer, scores)


def fictional(framework: str, seed: int, edition: str) -> Reading:
    """A fictional report in one edition: `text`, `web page`, `Word`, or the PDF of an engine."""
    made = report(framework, seed)
    style = Style.drawn(f"accuracy/{framework}/{seed}/{edition}")
    if edition == "text":
        return judged("fictional", "text", "", extract_report(load_text(made.text, "a.txt")), made.gold, framework)
    if edition == "web page":
        loaded = html.load(_source("a.html", made.html))
    elif edition == "Word":
        loaded = docx.load(_source("a.docx", word.render(document(made.plan, style), style)))
    else:
        loaded = pdf_format.load(_source("a.pdf", press(edition, made, style)))
    format_ = edition if edition in ("web page", "Word") else "PDF"
    producer = NAMES[edition] if format_ == "PDF" else ""
    return judged("fictional", format_, producer, extract_report(loaded), made.pdf_gold, framework)


def published(name: str, edition: str) -> Reading:
    """A published report with truth made by hand: as `text`, as the `PDF` that is at hand, or set by an engine."""
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    text = extract_file(texts()[name])
    if edition == "text":
        return judged("published", "text", "", text, gold, gold["report"]["framework"])
    if edition == "PDF":
        path = SHARED / "corpus" / "editions" / f"{name}.pdf"
        return judged("published", "PDF", _producer(path), extract_file(path), gold, gold["report"]["framework"])
    data = press(edition, flow(text.report), Style.drawn(f"accuracy/{name}/{edition}"))
    extraction = extract_report(pdf_format.load(_source("a.pdf", data)))
    return judged("set again", "PDF", NAMES[edition], extraction, gold, gold["report"]["framework"])


def childrens(truth: dict[str, Any]) -> Reading:
    """A published report on children's services: its judgements, names and dates, and what is to improve, by hand."""
    path = SHARED / "corpus" / "ofsted" / truth["file"]
    extraction = extract_file(path)
    (row,) = extraction.records["reports"]
    judgements = {
        ("overall" if name == "Overall effectiveness" else _plain(re.sub(r"^[\d.]+ ", "", name)), _plain(grade))
        for name, grade in truth["judgements"].items()
    }
    read = {(_plain(one.standard) or one.level, _plain(one.as_printed)) for one in extraction.records["ratings"]}
    if "overall_statement" in truth:  # the overall judgement is a sentence, which has no label of its own to compare
        read = {one for one in read if one[0] != "overall"}
    fields = {"provider": truth["local_authority"], "lead_inspector": truth["lead_inspector"]}
    fields |= dict(zip(("fieldwork_start", "fieldwork_end"), iso_dates(truth["inspection_dates"]), strict=True))
    wanted = {(name, value) for name, value in fields.items() if value}
    told = {(name, getattr(row, name)) for name, _ in wanted if getattr(row, name)}
    areas = {_plain(text.split(" - ")[0]) for text in truth["what_needs_to_improve"] or ()}
    listed = [one for one in extraction.records["findings"] if one.kind == "area_for_improvement" and not one.parent]
    lists = {_plain(one.text) for one in listed} if truth["what_needs_to_improve"] is not None else set()
    counted = {"reports": (wanted, told), "ratings": (judgements, read), "findings": (areas, lists)}
    scores = tuple(
        Score.of("", name, "strict", len(there), len(found), len(there & found))
        for name, (there, found) in counted.items()
    )
    return Reading("published", extraction.framework, "PDF", _producer(path), scores)


def _plain(words: str) -> str:
    return "".join(words.casefold().split()).rstrip(":")


def _source(name: str, data: bytes) -> Source:
    return Source(name, data, hashlib.sha256(data).hexdigest())


def _producer(path: Path) -> str:
    """What a PDF says of the program that made it, without its version."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        words = str(pdf.get_metadata_dict().get("Producer", "")).replace("®", "")
    return re.sub(r"\s+(?:for\s.*|v?\d.*|m\d+)$", "", words) or "not told"


# --- tables of figures ------------------------------------------------------------------------------------------------


def figures(scores: Iterable[Score]) -> tuple[float, int]:
    """F1 over all rows of some scores, and their support."""
    found = list(scores)
    total = Score.of("", "", "strict", *(sum(getattr(one, name) for one in found) for name in _COUNTS))
    return total.f1, total.support


_COUNTS = ("support", "found", "right")


def cell(scores: Iterable[Score]) -> str:
    """`0.998 (1,204)`: F1 and support; empty where there is nothing to be read."""
    f1, support = figures(scores)
    return f"{f1:.3f} ({support:,})" if support else ""


def table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    names = head.split(" | ")
    lines = [f"| {head} |", "| --- |" + " ---: |" * (len(names) - 1)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def by(readings: list[Reading], what: Callable[[Reading], str], head: str) -> str:
    """A row a framework, format or producer: editions, F1 and support over all tables, and the table read worst."""

    def rows() -> Iterator[tuple[str, ...]]:
        for value in sorted({what(one) for one in readings} - {""}):
            ours = [one for one in readings if what(one) == value]
            names = {score.table for one in ours for score in one.scores if score.support}
            worst = min(sorted(names), key=lambda name: figures(_of(ours, name))[0])
            every = [score for one in ours for score in one.scores]
            is_whole = figures(_of(ours, worst))[0] == 1
            yield value, str(len(ours)), cell(every), "" if is_whole else f"{worst} {cell(_of(ours, worst))}"

    return table(f"{head} | editions | all tables | read worst", rows())


def _of(readings: list[Reading], name: str) -> list[Score]:
    return [score for one in readings for score in one.scores if score.table == name]


def by_table(readings: list[Reading], kinds: tuple[str, ...]) -> str:
    names = list(dict.fromkeys(score.table for one in readings for score in one.scores))
    rows = ((n, *(cell(_of([r for r in readings if r.kind == kind], n)) for kind in kinds)) for n in names)
    return table(" | ".join(("table", *kinds)), rows)


def wrong(readings: list[Reading]) -> str:
    """Of the rows that were read, how many are wrong, and of those there are, how many were missed; with bounds."""

    def share(part: int, whole: int) -> str:
        if not whole:
            return ""
        low, high = bounds(part / whole, whole)
        return f"{part} of {whole:,}: {100 * low:.1f} to {100 * high:.1f} %"

    def rows() -> Iterator[tuple[str, ...]]:
        names = list(dict.fromkeys(score.table for one in readings for score in one.scores))
        for name in names:
            support, found, right = (sum(getattr(one, count) for one in _of(readings, name)) for count in _COUNTS)
            if support:
                yield name, share(found - right, found), share(support - right, support)

    return table("table | wrong, of those read | missed, of those there are", rows())


def never(seen: set[str]) -> str:
    """Frameworks of which no published report was judged, and how those were tested that are read all the same."""
    packs = sorted((pack for pack in load_packs() if pack.framework and pack.id not in seen), key=lambda pack: pack.id)
    measured = {True: "fictional reports alone", False: "not measured"}
    rows = ((f"`{pack.id}`", measured[pack.id in PLANS], tested_on(pack, [shipped()])) for pack in packs)
    return table("framework | measured on | tested on", rows).replace("---: |", "--- |")


# --- the page ---------------------------------------------------------------------------------------------------------


def blocks(readings: list[Reading]) -> dict[str, str]:
    """What is written of some readings, by the name of its marks."""
    made = [one for one in readings if one.kind == "fictional"]
    real = [one for one in readings if one.kind != "fictional"]
    found = {}
    if made:
        found["fictional tables"] = by_table(made, ("fictional",))
        found["fictional frameworks"] = by(made, lambda one: one.framework, "framework")
        found["fictional formats"] = by(made, lambda one: one.format, "format")
        found["fictional producers"] = by(made, lambda one: one.producer, "producer")
    if real:
        found["published tables"] = by_table(real, ("published", "set again"))
        found["published frameworks"] = by(real, lambda one: f"{one.framework}, {one.kind}", "framework")
        found["published formats"] = by(real, lambda one: f"{one.format}, {one.kind}", "format")
        found["published producers"] = by(real, lambda one: one.producer and f"{one.producer}, {one.kind}", "producer")
        found["published errors"] = wrong([one for one in real if one.kind == "published" and one.format == "PDF"])
        found["never seen"] = never({one.framework for one in real})
    return found


def samples(folder: Path, gold: Path) -> str:
    """The tables of the sample reports, from a dataset of them."""
    total = evaluate(folder, gold).of("total").rows
    return table("table | F1 (rows)", ((s.table, cell([s])) for s in total if s.mode == "strict"))


def block(text: str, name: str) -> str:
    """What stands between the marks of a name."""
    first, last = _bounds(text, name)
    return text[first:last].strip("\n")


def replaced(text: str, name: str, content: str) -> str:
    """The page with other words between the marks of a name."""
    first, last = _bounds(text, name)
    return f"{text[:first]}\n\n{content}\n\n{text[last:]}"


def _bounds(text: str, name: str) -> tuple[int, int]:
    opening = MARKS[0].format(name=name)
    first = text.index(opening) + len(opening)
    return first, text.index(MARKS[1], first)


def asked(seeds: range, engines: list[str]) -> Iterator[tuple[Any, ...]]:
    """A function and its arguments for every edition that this machine can make or has."""
    for framework in PLANS:
        for seed in seeds:
            yield from ((fictional, framework, seed, edition) for edition in ("text", "web page", "Word", *engines))
    if (truths := SHARED / "gold" / "ofsted-sample.json").is_file():
        yield from ((childrens, truth) for truth in json.loads(truths.read_text(encoding="utf-8")))
    for name in texts():
        yield from ((published, name, edition) for edition in ("text", "PDF", *engines) if edition != "reportlab")


def _kind(call: tuple[Any, ...]) -> str:
    return "fictional" if call[0] is fictional else "published"


def measure(call: tuple[Any, ...]) -> Reading:
    """One edition, set, read and judged."""
    reading: Reading = call[0](*call[1:])
    print(f"{' '.join(map(str, call[1:]))[:90]}: {cell(reading.scores)}", file=sys.stderr, flush=True)
    return reading


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a dataset of the samples")
    parser.add_argument("--gold", type=Path, default=PAGE.parents[1] / "corpus" / "gold", help="gold of the samples")
    parser.add_argument("--only", choices=("published", "fictional"), help="measure these alone")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default %(default)s)")
    options = parser.parse_args()
    engines = [engine for engine in ENGINES if not missing(engine)]
    with ProcessPoolExecutor(options.jobs) as pool:
        calls = [call for call in asked(SEEDS, engines) if options.only in (None, _kind(call))]
        readings = list(pool.map(measure, calls))
    text = PAGE.read_text(encoding="utf-8")
    for name, content in {"samples": samples(options.folder, options.gold), **blocks(readings)}.items():
        text = replaced(text, name, content)
    PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
