"""Single faults planted in the source of reports, and whether what they cost is told.

`python -m tests.source_faults --faults 800 --seed 1` plants one fault at a time (`fault_kinds`) in the texts of the
published reports, where they are at hand, and in texts and web pages of fictional ones; reads and checks each; and
holds it against gold. It counts, a line a kind: faults; rows of gold that are still right; faults that made a value
wrong or lost a row, each told or silent. A fault is told of where something that was not there before it - a check that
fails or warns, a row of `unread`, the message of a file that is `partial` - names the table in which it did harm.
Sections are not counted: what they cost shows in the rows that stand in them. Of the silent ones it says how many left
what the report could have been printed with: the fault itself says so. `--show` lists them, `--kind` takes one kind
alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from extractor.check import check
from extractor.check.inside.why_nothing import LOOKS_AT
from extractor.dataset.extracted import Extracted
from extractor.evaluate.scores import judge
from extractor.packs import Packs, load_packs
from extractor.pipeline import Extraction, extract_report
from tests.coverage_calibration import Edition
from tests.fault_kinds import ADDS, FAULTS, LOSES, TAKES, Place
from tests.generator import FRAMEWORKS, make_report
from tests.test_real_reports import GOLD, REPORTS, WITH_GOLD
from tests.web_fault_kinds import WEB

_ASIDE = re.compile(r"^sections | note, not in gold")
TRIES = 400
LENIENT = "[right in lenient mode]"
WEB_SHARE = 0.2
FICTIONAL = 6  # reports a framework
PARTS = (
    "part",
    "section_ref",
    "section",
    "kind",
    "level",
    "standard_ref",
    "table",
    "category",
    "key_question",
    "addressee",
)
Planted = tuple[
    bytes, str, tuple[int, int], bool
]  # the source, what it says now, the line and rows it lacks, printable
# Kinds of `coverage`, each with the tables that it is about.
ABOUT = {
    "percentages": ("quantities",),
    "fractions": ("quantities",),
    "table_percentages": ("key_questions", "statistics", "ratings"),
    "labels": ("ratings", "reports", "progress", "statistics"),
    "standards": ("ratings",),
    "key_questions": ("key_questions",),
    "recommendations": ("recommendations",),
    "headings": ("ratings", "findings", "examples", "key_questions", "statistics"),
    "tables": ("statistics", "key_questions", "ratings", "progress"),
    "list_items": ("findings", "recommendations", "progress", "examples"),
    "pages": ("recommendations", "findings", "examples", "progress"),
}
CHECKED = {
    "report-agrees-with-rows": ("reports", "ratings"),
    "rows-as-counted": ("recommendations", "findings", "progress", "examples"),
    "row-stands-once": ("recommendations", "findings", "progress", "examples"),
    "dates-in-order": ("reports",),
}


@dataclass(frozen=True)
class Source(Edition):
    """A report as it is, with its reading and what that says of itself."""

    @cached_property
    def found(self) -> Extraction:
        return self.extract()

    @cached_property
    def misses(self) -> Counter[str]:
        return _misses(self.found, self.gold)

    @cached_property
    def alarms(self) -> Counter[tuple[str, str]]:
        return alarms(self.found)

    @cached_property
    def places(self) -> list[int]:
        """Numbers of the lines from which gold has rows, from 0."""
        rows = [row for table in self.gold.values() if isinstance(table, list) for row in table]
        return sorted({row["line"] - 1 for row in rows if isinstance(row, dict) and isinstance(row.get("line"), int)})

    @cached_property
    def standing(self) -> dict[int, frozenset[str]]:
        """What the rows of gold in a line are part of: table, section, level and the like; lines from 0."""
        found: dict[int, set[str]] = {}
        for table, rows in self.gold.items():
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict) and isinstance(row.get("line"), int):
                    part = " / ".join([table, *(f"{row[name]}" for name in PARTS if name in row)])
                    found.setdefault(row["line"] - 1, set()).add(part)
        return {line: frozenset(parts) for line, parts in found.items()}


@dataclass(frozen=True)
class Outcome:
    """What a fault did: the rows of gold that are right in spite of it, what is wrong or lost, told or not, and whether
    the report could have been printed so."""

    name: str
    kind: str
    where: str
    rows: int
    right: int
    wrong: tuple[tuple[str, bool], ...]  # in words, told
    lost: tuple[tuple[str, bool], ...]
    other: tuple[tuple[str, str], ...]  # what is told
    printable: bool = False


@lru_cache(maxsize=40)
def source(name: str) -> Source:
    """A published report by its name, or a fictional one as `framework/seed/kind`."""
    if name in WITH_GOLD:
        gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
        return Source(name, "text", ".txt", (REPORTS / f"{name}.txt").read_bytes(), gold)
    framework, seed, kind = name.split("/")
    made = make_report(framework, int(seed))
    data, gold = (made.html, made.pdf_gold) if kind == "html" else (made.text.encode(), made.gold)
    return Source(name, kind, f".{kind}", data, gold)


@lru_cache(maxsize=1)
def packs() -> Packs:
    return load_packs()


def alarms(found: Extraction) -> Counter[tuple[str, str]]:
    """What a reading says against itself: a table, or `*` for any, and in words."""
    told: Counter[tuple[str, str]] = Counter()
    for row in found.records["unread"]:
        told.update((table, f"unread {row.kind}: {row.reason}") for table in ABOUT[row.kind])  # type: ignore[attr-defined]
    for row in check(Extracted(found.records, {found.report_id: found.report.text}), packs()):
        if row.status in ("fail", "warn"):
            tables = (
                CHECKED.get(row.check) or {t for kind in LOOKS_AT.get(row.check, ()) for t in ABOUT[kind]} or ("*",)
            )
            told.update((table, f"{row.check} {row.item} {row.expected} {row.observed}") for table in tables)
    for row in found.records["coverage"]:
        if row.verdict in ("incomplete", "could_not_read"):  # type: ignore[attr-defined]
            told.update({(table, f"coverage {row.kind}"): row.unread for table in ABOUT[row.kind]})  # type: ignore[attr-defined]
    told.update(("reports", part) for part in found.message.split("; ") if part.startswith("no "))
    told.update(("*", part) for part in (*found.report.warnings, *found.report.remarks))
    return told


def _misses(found: Extraction, gold: dict[str, Any]) -> Counter[str]:
    """What is not right, a line each, without the places in the text, which any fault moves."""
    tables = {table: [record.as_row() for record in records] for table, records in found.records.items()}
    asked = (line.partition(" ")[2] for line in judge("-", tables, gold).misses if not line.endswith("[optional]"))
    return Counter(re.sub(r", start \d+$", "", line) for line in asked if not _ASIDE.search(line))


def planted(name: str, kind: str, seed: str) -> Outcome | None:
    """Plant a fault of a kind in a report, and read it; None where the report has no place for it."""
    one, draw = source(name), random.Random(seed)
    made = _web(one, kind, draw) if one.kind == "html" else _text(one, kind, draw)
    if made is None:
        return None
    data, where, takes, printable = made
    found = extract_report(Edition(name, one.kind, one.suffix, data, one.gold).load(), packs())
    new = _misses(found, one.gold) - one.misses
    for line in [line for line in new if re.search(rf"gold line {takes[0]}\b", line)][: takes[1]]:
        new[line] -= 1
        shorter = next((other for other in new if new[other] and other.startswith(f"{line.split()[0]} extra")), "")
        if takes[1] > 1 and line.split()[1] == "missing:" and shorter:
            new[shorter] -= 1  # what is left of it
    forgiven = kind in ADDS  # its words are printed there
    if kind.startswith("mark_behind"):  # what is printed in a cell has its mark
        own = ("statistics wrong as_printed", "key_questions wrong marks")
        new = Counter({line: n for line, n in new.items() if not line.startswith(own)})
    harms = [line for line, count in new.items() if count > 0 and not (forgiven and LENIENT in line)]
    told = alarms(found) - one.alarms if harms else Counter[tuple[str, str]]()
    named = {table for table, _ in told}
    judged = [(line, bool({line.split()[0], "*"} & named)) for line in harms]
    wrong = tuple((line, by) for line, by in judged if line.split()[1] != "missing:")
    lost = tuple((line, by) for line, by in judged if line.split()[1] == "missing:")
    rows = sum(len(rows) for table, rows in one.gold.items() if isinstance(rows, list) and table in found.records)
    return Outcome(name, kind, where, rows, rows - len(harms), wrong, lost, tuple(told), printable)


def _web(one: Source, kind: str, draw: random.Random) -> Planted | None:
    page = one.data.decode()
    made = WEB[kind](page, draw)
    if made is None:
        return None
    at = next((n for n, (a, b) in enumerate(zip(page, made, strict=False)) if a != b), 0)
    return made.encode(), made[max(0, at - 60) : at + 100].replace("\n", "⏎"), (-1, 0), False


def _text(one: Source, kind: str, draw: random.Random) -> Planted | None:
    """The text with the fault, half of the time where gold has a row."""
    fault = next(fault for fault in FAULTS if fault.__name__ == kind)
    whole = one.data.decode().split("\n")
    running = str(one.gold["report"].get("title") or one.gold["report"].get("provider") or "Inspection report")
    for _ in range(TRIES):
        at = draw.choice(one.places) if draw.random() < 0.5 else draw.randrange(len(whole))
        place = Place(list(whole), at, draw, running, one.standing)
        if fault(place):
            changed = place.lines[max(0, at - 1) : at + 4 + len(place.lines) - len(whole)]
            row = max((start for start in one.places if start <= at), default=at) if fault in LOSES else at
            takes = (row + 1, TAKES.get(fault, 0))
            return "\n".join(place.lines).encode(), "⏎".join(changed)[:300], takes, place.printable
    return None


def drawn(count: int, seed: int, kinds: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Reports, kinds and seeds of so many faults: every kind in turn, a part of them in web pages."""
    draw = random.Random(f"faults/{seed}")
    texts = [fault.__name__ for fault in FAULTS if not kinds or fault.__name__ in kinds]
    pages = [kind for kind in WEB if not kinds or kind in kinds]
    published = list(WITH_GOLD) if REPORTS.is_dir() else []
    asked = []
    for number in range(count):
        web = pages and (not texts or draw.random() < WEB_SHARE)
        kind = draw.choice(pages) if web else texts[number % len(texts)]
        suffix = "html" if web else "txt"
        fictional = f"{draw.choice(FRAMEWORKS)}/{500 + FICTIONAL * seed + draw.randrange(FICTIONAL)}/{suffix}"
        name = draw.choice(published) if published and not web and draw.random() < 0.4 else fictional
        asked.append((name, kind, f"{seed}/{number}"))
    return asked


def outcomes(asked: list[tuple[str, str, str]], jobs: int = 1) -> Iterator[Outcome]:
    """What became of the faults; reports in turn, so that each is read but once without a fault."""
    ordered = sorted(asked)
    if jobs == 1:
        yield from filter(None, map(planted, *zip(*ordered, strict=True)))
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from filter(None, pool.map(planted, *zip(*ordered, strict=True), chunksize=20))


def silent(found: Outcome) -> tuple[list[str], list[str]]:
    """Wrong values and lost rows that nothing tells of."""
    return [line for line, told in found.wrong if not told], [line for line, told in found.lost if not told]


def show(found: list[Outcome], everything: bool) -> None:
    """The silent ones, and a table by kind."""
    for one in found if everything else ():
        wrong, lost = silent(one)
        if wrong or lost:
            print(f"\n{one.kind} in {one.name}{' (printable)' * one.printable}: {one.where}")
            print("\n".join(f"    {line}" for line in [*wrong, *lost][:4]))
            print("    told otherwise: ", [words for _, words in one.other][:3])
    heads = ("faults", "rows", "right", "wrong told", "silent", "lost told", "silent")
    print(f"\n{'':24}" + "".join(f"{head:>11}" for head in heads))
    for kind in [*dict.fromkeys(one.kind for one in found), ""]:
        ours = [one for one in found if kind in ("", one.kind)]
        quiet = [silent(one) for one in ours]
        told_wrong = sum(any(told for _, told in one.wrong) and not q[0] for one, q in zip(ours, quiet, strict=True))
        told_lost = sum(any(told for _, told in one.lost) and not q[1] for one, q in zip(ours, quiet, strict=True))
        rows = sum(one.rows for one in ours)
        counts = (len(ours), rows, f"{sum(one.right for one in ours) / max(1, rows):.2%}")
        counts += (told_wrong, sum(bool(w) for w, _ in quiet), told_lost, sum(bool(lost) for _, lost in quiet))  # type: ignore[assignment]
        print(f"{kind or 'all':24}" + "".join(f"{count:>11}" for count in counts))
    for words, ours in (
        ("", found),
        ("but for sources that could be printed so, ", [o for o in found if not o.printable]),
    ):
        quiet = [silent(one) for one in ours]
        shares = (sum(bool(q[at]) for q in quiet) / max(1, len(found)) for at in (0, 1))
        print("{}faults with silent wrong values {:.2%}, with silent lost rows {:.2%}".format(words, *shares))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.source_faults", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--faults", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=[*(f.__name__ for f in FAULTS), *WEB], help="repeatable")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="list the silent ones")
    chosen = parser.parse_args()
    asked = drawn(chosen.faults, chosen.seed, tuple(chosen.kind or ()))
    show(list(outcomes(asked, chosen.jobs)), chosen.show)


if __name__ == "__main__":
    main()
