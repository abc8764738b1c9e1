"""Tables of key questions: all questions, all groups, and for every prompt the question that it stands under."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.inside.groups import questions_by_line
from extractor.check.inside.inspected import Inspected, compared, not_applicable
from extractor.records import Check
from extractor.split.headings import standard_line

__all__ = ["all_groups", "all_questions", "all_rated", "prompts_under_questions"]

_NEARLY_ALL = 0.8  # of the sections of standards
_FEWEST = 3


def all_rated(report: Inspected) -> Iterator[Check]:
    """A standard with a section of its own is judged, where nearly all of its part of the report are.

    Rule: the headings of the report, with the number and name that the framework's pack has for a standard; one that
    not every report judges counts where another such one of its series is judged. What lacks a judgement was not
    judged or not read.
    """
    if report.pack is None or report.about.report_type == "summary":
        return
    rated = {(row.part or "main", row.standard_id) for row in report.rows["ratings"]}
    at_times = [one for one in report.pack.standards if one.ref and not one.rated]
    headed: dict[str, dict[str, str]] = {}
    for row in report.rows["sections"]:
        heading = f"{row.ref} {row.title}".strip()
        found, part = standard_line(report.pack, heading), row.part or "main"
        if not found or found[0].level == "section" or found[1].end() < len(heading):
            continue
        like = [one for one in at_times if one is not found[0] and _series(one.ref) == _series(found[0].ref)]
        if found[0].rated or any((part, one.id) in rated for one in like):
            headed.setdefault(part, {}).setdefault(found[0].id, heading)
    for part, standards in headed.items():
        lacking = [id_ for id_ in standards if (part, id_) not in rated]
        count = len(standards) - len(lacking)
        if count >= max(_FEWEST, _NEARLY_ALL * len(standards)):
            message = "no judgement of " + ", ".join(standards[id_] for id_ in lacking) if lacking else "all are judged"
            yield compared(part, len(standards), count, message, "warn", not lacking)


def all_questions(report: Inspected) -> Iterator[Check]:
    """A standard with percentages has one for each of its key questions.

    Rule: the key questions of a standard are those of `patterns/questions.yaml`, or those that the pack names for it.
    What a table lacks was not printed or not read.
    """
    asked: dict[str, tuple[str, set[str]]] = {}
    for row in report.questions("key_question"):
        asked.setdefault(row.standard_id, (row.standard_ref, set()))[1].add(row.question_id)
    standards = {standard.id: standard.questions for standard in report.pack.standards} if report.pack else {}
    for standard, (ref, found) in asked.items():
        wanted = standards.get(standard, ())
        if not wanted:
            yield not_applicable("the questions of this standard are not known", ref or standard)
            continue
        lacking = [id_ for id_ in wanted if id_ not in found]
        wordings = report.pack.questions.asked if report.pack and report.pack.questions else {}
        message = f"lacks {', '.join(repr(wordings.get(id_, id_)) for id_ in lacking)}" if lacking else "all are there"
        yield compared(ref or standard, len(wanted), len(wanted) - len(lacking), message, "warn", not lacking)


def _series(ref: str) -> str:
    return ref.rpartition(".")[0]


def prompts_under_questions(report: Inspected) -> Iterator[Check]:
    """A prompt stands under a key question that has a percentage in the report.

    Rule: a table of all figures lists the prompts of each key question under it; the question itself has its figures
    in the section of its standard. A prompt under none is of a row that could not be read, or of a group by itself.
    Under which question a prompt belongs is told by words of `patterns/questions.yaml`.
    """
    questions: dict[str, set[str]] = {}
    for row in report.questions("key_question"):
        questions.setdefault(row.standard_id, set()).update((row.question_id, row.question.casefold()))
    known = report.pack.questions if report.pack else None
    prompts: dict[str, list[str]] = {}
    for row in report.questions("prompt"):
        prompts.setdefault(row.standard_id, []).append(row.key_question)
    for standard, under in prompts.items():
        told = [key for key in dict.fromkeys(under) if key]
        ids = {key: (known.find(key) or ("", ""))[0] if known else "" for key in told}
        lacking = [key for key in told if not {ids[key], key.casefold()} & questions.get(standard, set())]
        message = f"no percentage of {lacking[0]!r}" if lacking else f"{len(under)} prompts"
        yield compared(standard, len(told), len(told) - len(lacking), message, "warn", not lacking)
    yield from _misplaced(report)


def _misplaced(report: Inspected) -> Iterator[Check]:
    """Prompts that stand under one key question of their standard, and by their words belong under another."""
    known = report.pack.questions if report.pack else None
    seen: set[tuple[str, str]] = set()
    for row in report.questions("prompt") if known else ():
        found = known.find(row.key_question) if known and (row.key_question, row.question) not in seen else None
        seen.add((row.key_question, row.question))
        wanted = known.under(row.question, row.standard_id) if known and found else set()
        if found and wanted and found[0] not in wanted:
            yield compared(row.item, min(wanted), found[0], f"{row.question!r} stands under another", "warn", False)


def all_groups(report: Inspected) -> Iterator[Check]:
    """Every line of a table has a percentage in each of its columns.

    Rule: the head of the table. A cell that is empty was printed so or not read.
    """
    tables: dict[tuple[str, str, str], list[set[str]]] = {}
    for line in questions_by_line(report.rows["key_questions"]):
        row = next(iter(line.values()))
        tables.setdefault((row.standard_ref or row.standard_id, row.level, row.table), []).append(set(line))
    for (ref, level, table), lines in tables.items():
        columns: set[str] = set().union(*lines)
        short = sum(line != columns for line in lines)
        message = f"{short} of {len(lines)} lines lack a group ({', '.join(sorted(columns))})" if short else ""
        item = "/".join(filter(None, (ref, level, table)))
        yield compared(item, len(lines), len(lines) - short, message, "warn", not short)
