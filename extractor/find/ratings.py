"""Table `ratings`: what was judged, and how. Every judgement is printed more than once; the first print gives the row,
and the later ones are handed on in it.

A judgement is a label of the pack's scale - or, where the framework scores, a percentage - that stands with the name of
a standard of the framework: in its row or column, in the row or line below, or glued to its sentence. Labels in prose
are none, unless a rule of the pack says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extractor.document import Kind, Report, Span
from extractor.domain.names import tight
from extractor.find.beside_judgements import Score, score_of
from extractor.find.cell_figures import number
from extractor.find.followed_up import follow_ups, is_within
from extractor.find.grids import grids, printed_refs
from extractor.find.judgement_lines import in_words
from extractor.find.judgement_tables import in_table
from extractor.find.judgements import Around, Judgement, Named, section_named
from extractor.find.metadata import provider_of
from extractor.find.metadata import provider_type as type_of
from extractor.find.services import named_services, part_at
from extractor.find.summary import provider_ratings
from extractor.find.table_purposes import Purpose
from extractor.packs import Pack
from extractor.records import Rating


def find(report: Report, pack: Pack) -> Iterator[Rating]:
    """Judgements of a report in reading order; none for a pack that has no rating scale and scores nothing."""
    if pack.scale is None and not pack.scores:
        return
    if pack.report_type == "summary":
        yield from provider_ratings(report, pack)
        return
    provider, provider_type = provider_of(report, pack)
    prints: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in judgements(report, pack):
        part = judgement.part or part_at(report, pack, judgement.span.start)
        prints.setdefault((part, judgement.standard_id or judgement.level), []).append(judgement)
    for (part, _), found in prints.items():
        scores = {judgement: score for judgement in found if (score := score_of(report, pack, judgement))}
        first = next(iter(scores), found[0])  # the print with a score tells most
        later = [judgement for judgement in found if judgement is not first]
        own = named_services(report, pack).get(part)
        service = (own, type_of(pack, own)) if own else (provider, provider_type)
        rating = _rating(report, pack, first, part, *service, scores.get(first))
        yield replace(rating, printed_again=_cited(report, later)) if later else rating


def _cited(report: Report, prints: list[Judgement]) -> str:
    """Where else a judgement is printed, and in which words."""
    cited = [report.cite_span(judgement.span, judgement.rule) for judgement in prints]
    named = [{"start": e.start, "end": e.end, "page": e.page, "quote": e.quote} for e in cited]
    return json.dumps(named, ensure_ascii=False)


def _rating(
    report: Report, pack: Pack, found: Judgement, part: str, provider: str, kind: str, beside: Score | None
) -> Rating:
    printed = report.words(found.span)
    label, scale = pack.label_of(found.label or printed, found.standard_id)
    points = label.points if label else None
    score = overall_score(report, pack) if found.level == "overall" and not found.part else None
    printed_score = score[:2] if score else (beside.score, beside.most) if beside else (None, None)
    return Rating(
        item=f"{part}/{tight(found.ref) or found.standard_id or found.level}",
        provider=provider,
        level=found.level,
        ref=found.ref,
        standard=found.standard,
        standard_id=found.standard_id,
        part=part,
        rating=label.label if label else "",
        points=points,
        points_max=None if scale is None or points is None else scale.most_points,
        percent=_percent(printed) if label is None else beside.percent if beside else None,
        as_printed=found.printed or printed,
        scale=scale.id if scale else "",
        provider_type=kind,
        score=printed_score[0],
        score_max=printed_score[1],
        evidence=report.cite_span(beside.span if beside else found.span, found.rule, derived=bool(found.label)),
    )


def _percent(printed: str) -> float | None:
    """The score that stands in a label's place; None where a label of another scale stands there."""
    digits = printed.rstrip(" %")
    return float(digits) if digits.replace(".", "", 1).isdecimal() else None


def overall_score(report: Report, pack: Pack) -> tuple[float, float, Span] | None:
    """Printed overall score, its maximum, and where they stand."""
    for rule in pack["ratings.score"]:
        if match := rule.search(report.text):
            score, most = (number(match[name] or "") for name in ("score", "max"))
            if score is not None and most is not None:
                return score, most, Span(match.start("score"), match.end("max"))
    return None


@lru_cache(maxsize=4)
def judgements(report: Report, pack: Pack) -> tuple[Judgement, ...]:
    """Every printed judgement, repeats included, in reading order."""
    return tuple(_judgements(report, pack))


def _chapter(report: Report, offset: int) -> int:
    """Where the outermost section around an offset begins."""
    return next((section.start for section in reversed(list(report.lineage(report.section_at(offset))))), -1)


def _judgements(report: Report, pack: Pack) -> Iterator[Judgement]:
    by_block = {grid.block.start: grid for grid in grids(report, pack)}
    around = Around(printed_refs(report, pack))
    told_apart = any(standard.under for standard in pack.standards)
    named: Named | None = None
    section_name = ("", "")
    earlier = follow_ups(report, pack)
    for block in report.blocks:
        if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION) or is_within(block.start, earlier):
            continue  # what an earlier inspection asked for is told with what it judged
        if told_apart:
            around.passes(pack, "" if block.table else report.body(block), _chapter(report, block.start))
        if block.table is not None:
            grid = by_block[block.start]
            if grid.purpose in (Purpose.RATINGS, Purpose.QUESTIONS, Purpose.WORDS):
                named = yield from in_table(pack, grid, named, around, section_name)
                firsts = (next((text for text in grid.texts(n) if text), "") for n in range(len(grid.rows)))
                named_sections = [found for text in firsts if (found := pack.match("ratings.section-name", text))]
                if named_sections:
                    section_name = section_named(named_sections[-1][1])
            elif named is not None:
                named.blocks_left -= 1
            continue
        if block.kind is not Kind.HEADING:
            around.columns = {}
        if found := pack.match("ratings.section-name", report.body(block)):
            section_name = section_named(found[1])
        named = yield from in_words(report, pack, block, named, around)
