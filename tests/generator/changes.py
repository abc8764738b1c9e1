"""What changes between inspections, planted in a generated dataset, and which comparisons that leaves.

changed = with_changes(make_corpus(1000), seed=1)
Extracted(changed.tables, {})       # the dataset
changed.ratings, changed.questions  # every pair of observations, and its breaks
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from extractor import records
from tests.generator.corpus import CASES, STANDARDS, TOPICS, Corpus

R = TypeVar("R", bound=records.Record)

# report, standard (or question and group), previous report, breaks
Pair = tuple[str, str, str, frozenset[str]]


@dataclass(frozen=True)
class Changed:
    """Tables, and every pair that can be looked at: those whose breaks are empty are comparable."""

    tables: dict[str, list[records.Record]]
    ratings: frozenset[Pair]
    questions: frozenset[Pair]


def with_changes(corpus: Corpus, seed: int = 1) -> Changed:
    """The dataset with changes in the last report of each lineage; in a third of them the framework stays the same."""
    rng = random.Random(f"changes/{seed}")
    tables = {name: list(rows) for name, rows in corpus.content.tables.items()}
    lasting = {line[-1] for number, line in enumerate(corpus.lineages) if len(line) == 5 and number % 3 == 0}
    vague = {id_ for id_ in sorted(lasting) if rng.random() < 0.2}
    tables["reports"] = [_report(row, lasting, vague) for row in _of(records.Report, tables)]
    planted: dict[tuple[str, str], set[str]] = {}
    tables["ratings"] = [
        new for row in _of(records.Rating, tables) for new in (_rating(row, rng, planted) if _last(row) else [row])
    ]
    tables["key_questions"] = [
        _question(row, rng, planted) if _last(row) else row for row in _of(records.KeyQuestion, tables)
    ]
    ratings, questions = set(), set()
    for line in corpus.lineages:
        line = (*line[:3], line[4], line[3]) if line[-1] in vague else line  # what may be earlier is put before
        for report, previous in _pairs(line):
            always = {"framework"} if _framework(report, lasting) != _framework(previous, lasting) else set()
            always |= {"unit"} if "-pdu-" not in previous else {"order"} if previous in vague else set()
            for standard in _common(line, report, previous):
                differs = standard == "overall" and len(STANDARDS[_own(report)]) != len(STANDARDS[_own(previous)])
                found = always | ({"scale"} if differs else set())
                found |= planted.get((report, standard), set()) | planted.get((previous, standard), set())
                ratings.add((report, standard, previous, frozenset(found)))
                for topic in TOPICS if standard in CASES else ():
                    asked = f"{standard}.{topic}"
                    found = always | planted.get((report, asked), set()) | planted.get((previous, asked), set())
                    for group in ("all", "community", "post_release"):
                        questions.add((report, f"{asked}/{group}", previous, frozenset(found)))
    return Changed(tables, frozenset(ratings), frozenset(questions))


def _of(kind: type[R], tables: dict[str, list[records.Record]]) -> Iterable[R]:
    return [row for row in tables[kind.TABLE] if isinstance(row, kind)]


def _last(row: records.Record) -> bool:
    return row.report_id.endswith("-pdu-2024")


def _report(row: records.Report, lasting: set[str], vague: set[str]) -> records.Report:
    """One that is vague is of the year of the one before it, and does not say more."""
    row = replace(row, framework="hmip-pdu-2021") if row.report_id in lasting else row
    return replace(row, fieldwork_start="2022", published="2022") if row.report_id in vague else row


def _rating(row: records.Rating, rng: random.Random, planted: dict[tuple[str, str], set[str]]) -> list[records.Rating]:
    at = (row.report_id, row.standard_id or "overall")
    chance = rng.random()
    if row.level == "overall" or chance > 0.15:
        return [replace(row, standard=row.standard.upper())]  # a difference that is none
    if chance < 0.05:
        planted.setdefault(at, set()).add("wording")
        return [replace(row, standard=f"{row.standard} and more")]
    if chance < 0.1:
        planted.setdefault(at, set()).add("scale")
        return [replace(row, scale="hmip-six-label", rating="Well met", points=None, points_max=None)]
    planted.setdefault(at, set()).add("twice")
    other = "Good" if row.rating != "Good" else "Inadequate"
    return [row, replace(row, item=f"{row.item}-2", rating=other)]


def _question(
    row: records.KeyQuestion, rng: random.Random, planted: dict[tuple[str, str], set[str]]
) -> records.KeyQuestion:
    """Reworded for all groups or for none."""
    if row.group == "all" and rng.random() < 0.1:
        planted.setdefault((row.report_id, row.question_id), set()).add("wording")
    if "wording" in planted.get((row.report_id, row.question_id), set()):
        return replace(row, question=row.question.replace("sufficiently", "well enough"))
    return row


def _own(report: str) -> str:
    """Framework that a report was made after."""
    if "-area-" in report:
        return "hmip-esi-2003"
    return {"2022": "hmip-pdu-2021", "2024": "hmip-pdu-2023"}.get(report[-4:], "hmip-probation-2018")


def _framework(report: str, lasting: set[str]) -> str:
    return "hmip-pdu-2021" if report in lasting else _own(report)


def _pairs(line: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Reports on PDUs, each with those before it; divisions and CRCs come after areas, which ask nothing alike."""
    return [(later, earlier) for n, later in enumerate(line) if "-pdu-" in later for earlier in line[1:n]]


def _common(line: tuple[str, ...], report: str, previous: str) -> Iterable[str]:
    """What two reports judge, and none between them does."""
    between = line[line.index(previous) + 1 : line.index(report)]
    later = {standard for other in between for standard in _judged(other)}
    return [standard for standard in _judged(report) if standard in _judged(previous) and standard not in later]


def _judged(report: str) -> tuple[str, ...]:
    return (*STANDARDS[_own(report)], "overall")
