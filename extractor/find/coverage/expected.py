"""What a report must have: by its framework, by its own words, and by the columns of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.find.coverage.seen import Seen
from extractor.find.grids import Grid
from extractor.find.judgements import lead
from extractor.find.metadata import read
from extractor.find.recommendations import counts_said, kind_of
from extractor.find.table_purposes import Purpose
from extractor.split.headings import standard_line, standard_named

_FACTS = {
    "provider": "no inspected service",
    "region": "no region of the service",
    "published": "no date of publication",
    "fieldwork_start": "no date of fieldwork",
    "lead_inspector": "no lead inspector",
    "chief_inspector": "no chief inspector",
    "overall_score": "no overall score",
}
_BEFORE = 2000  # characters before the first recommendation, in which it is said how many there are


@dataclass(frozen=True, slots=True)
class Owed:
    """How many of a kind must be there, None where nothing is owed, and how many are."""

    kind: str
    wanted: int | None
    found: int


def owed(seen: Seen) -> Iterator[Owed]:
    """The overall judgement, standards, key questions and recommendations that must be there."""
    yield _overall(seen)
    yield _judgements(seen)
    yield _questions(seen)
    yield _recommendations(seen)


def _standards(seen: Seen) -> list[tuple[str, tuple[str, ...]]]:
    """The standards that every report of the framework rates, each with its questions."""
    if not seen.pack.framework or seen.pack.report_type == "summary":
        return []
    return [(s.id, s.questions) for s in seen.pack.standards if s.level == "standard" and s.rated]


def _overall(seen: Seen) -> Owed:
    """The overall judgement, where the framework rates standards."""
    found = any(row.level == "overall" for row in seen.rows("ratings"))
    wanted = "overall" in seen.pack.expected and _standards(seen)
    return Owed("labels", 1 if wanted else None, int(found))


def _judgements(seen: Seen) -> Owed:
    """Standards; in a summary, some judgement, and one in every column of a standard for each service."""
    if seen.pack.report_type == "summary":
        return _of_services(seen)
    rows = seen.rows("ratings")
    wanted = len(_standards(seen))
    if not wanted:
        return Owed("standards", None, 0)
    about = seen.rows("reports")
    most = max((entry.points or 0 for entry in seen.pack.scale.labels), default=0) if seen.pack.scale else 0
    if most and about and about[0].overall_score_max:
        wanted = round(about[0].overall_score_max / most)  # the report says how many it rates
    else:
        wanted += _at_times(seen, {row.standard_id for row in rows})
    scored = {row.standard_id for row in rows if row.level == "standard" and row.standard_id}
    if len(scored) < wanted:
        wanted = max(wanted - len(_left_out(seen) - scored), len(scored))
    return Owed("standards", wanted, min(len(scored), wanted))


def _left_out(seen: Seen) -> set[str]:
    """Standards of which the report says, in the place of a label, that they were not judged."""
    found: set[str] = set()
    every = {id_ for id_, _ in _standards(seen)}
    for grid in seen.grids:
        for _, row in grid.body():
            texts = [text for cell in row if (text := grid.text(cell))]
            named = (standard_named(seen.pack, name) for name in (" ".join(texts[:2]), *texts[:2]))
            standard = next((one[0] for one in named if one), None)
            if standard and any(seen.pack.match("ratings.none", text) for text in texts[1:]):
                found.add(standard.id)
    for block in seen.blocks:
        words = "" if block.table else seen.report.body(block)
        at = lead(seen.pack, words) if words else 0
        if words and seen.pack.match("ratings.none", words[at:]):
            around = seen.report.lineage(seen.report.section_at(block.start))
            about = (standard_named(seen.pack, f"{section.ref} {section.title}".strip()) for section in around)
            found |= {one[0].id for one in [next(filter(None, about), None)] if one}
    return found & every


def _at_times(seen: Seen, rated: set[str]) -> int:
    """How many standards that not every report rates are of a series, by their numbers, of which some are rated."""
    series: dict[str, dict[str, set[str]]] = {}
    for standard in seen.pack.standards:
        if standard.level == "standard" and standard.ref and not standard.rated:
            around = standard.ref.rpartition(".")[0]
            series.setdefault(around, {}).setdefault(standard.ref, set()).add(standard.id)
    return sum(len(refs) for refs in series.values() if any(not rated.isdisjoint(ids) for ids in refs.values()))


def _of_services(seen: Seen) -> Owed:
    """Services in tables with a column a standard, and those of which a standard is rated.

    The icons of a text are lost where they have no words: what a text must have is some judgement.
    """
    if not seen.pack.framework:
        return Owed("standards", None, 0)
    rows = seen.rows("ratings")
    if not rows or seen.report.format == "txt":
        return Owed("standards", None if rows else 1, 0)
    wanted = 0
    for grid in seen.grids:
        if grid.purpose is Purpose.PROVIDERS and any(_is_of_standard(seen, grid, c) for c in range(len(grid.rows[0]))):
            wanted += sum(len(grid.filled(number)) > 1 for number, _ in grid.body())
    rated = {row.provider for row in rows if row.level == "standard"}
    return Owed("standards", wanted or None, min(len(rated), wanted))


def _is_of_standard(seen: Seen, grid: Grid, column: int) -> bool:
    heads = grid.heads(column)
    return bool(heads) and standard_line(seen.pack, heads[-1]) is not None


def _questions(seen: Seen) -> Owed:
    standards = _standards(seen)
    rated = {row.standard_id for row in seen.rows("ratings") if row.standard_id}
    asked = {(row.standard_id, row.question_id) for row in seen.rows("key_questions")}
    wanted = {(id_, question) for id_, questions in standards if id_ in rated for question in questions}
    return Owed("key_questions", len(wanted) or None, len(wanted & asked))


def _recommendations(seen: Seen) -> Owed:
    """As many as the words before them say; one at least where every report of the framework has some."""
    if not seen.pack.framework or seen.pack.report_type == "summary":
        return Owed("recommendations", None, 0)
    rows = [row for row in seen.rows("recommendations") if not row.same_as]
    whole = [row for row in rows if not row.parent]
    named = [section for section in seen.report.sections if kind_of(seen.pack, section) is not None]
    said = _said(seen, min((row.evidence.start for row in whole), default=named[0].end if named else 0))
    if said is not None:
        found = len(whole) if len(whole) >= said else min(said, len(rows))  # a part may be one by itself
        return Owed("recommendations", max(said, found), min(said, found))
    return Owed("recommendations", max(len(rows), int("recommendations" in seen.pack.expected)), len(rows))


def facts_lacking(seen: Seen) -> list[str]:
    """What every report of a framework says of itself and was not read of this one, in words."""
    lacking = []
    for row in seen.rows("reports") if seen.pack.framework else ():
        lacking += [
            words
            for field, words in _FACTS.items()
            if field in seen.pack.expected and getattr(row, field) in ("", None)
        ]
        if "title" in seen.pack.expected and read(seen.report, seen.pack, "title") is None:
            lacking.append("no title as its framework prints one")
        if "findings" in seen.pack.expected and not seen.rows("findings"):
            lacking.append("no findings")
    return lacking


def _said(seen: Seen, first: int) -> int | None:
    """How many recommendations the words before the first one say that there are."""
    said = counts_said(seen.pack, seen.report.text[max(0, first - _BEFORE) : first])
    return said.get("", sum(said.values()) if said else None)
