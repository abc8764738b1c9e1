"""What a report judges and asks for: ratings, key questions, recommendations, progress, findings, examples."""

from __future__ import annotations

import json
from dataclasses import dataclass

from extractor.records.record import Grounded, dated, described


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating(Grounded):
    TABLE = "ratings"
    DOC = "one row a judgement"
    EXTRA = ("provider_type", "printed_again", "provider_id", "score", "score_max", "corrected")
    provider: str = described("service that is judged", "Tarnbury Moor Centre", "")
    level: str = described("what is judged", "standard", "", ("overall", "section", "standard", "criterion"))
    ref: str = described("number as printed; empty for overall", "1.1", "")
    standard: str = described("name as printed", "Leadership", "")
    standard_id: str = described("canonical, the same across frameworks", "leadership", "")
    part: str = described("part of the report that is judged", "main", "main")
    rating: str = described(
        "canonical label; empty where a score stands in its place", "Developing", "", listed="labels"
    )
    points: float | None = described("points of the label", 1)
    points_max: float | None = described("most points that a label has", 3)
    percent: float | None = described("score of a criterion without a label, or printed beside a label, 0-100", 48)
    date: str = dated("printed beside the judgement, ISO 8601", "2018-12-18")
    as_printed: str = described("the label or score as it stands in the report", "Developing", "")
    scale: str = described("id of the rating scale", "lantern-four", "", listed="scales")
    provider_type: str = described("kind of the judged service", "centre", "")
    printed_again: str = described("JSON: start, end, page, quote of each later print of the judgement", "[]", "[]")
    provider_id: str = described("the service in the table providers", "tarnbury-moor-centre", "")
    score: float | None = described("printed score of a judgement", 6)
    score_max: float | None = described("most that the score can be, as printed", 27)


def later_prints(cell: str | None) -> list[str]:
    """The words of each later print that a cell of `printed_again` tells; none where no extract wrote it."""
    try:
        return [str(one["quote"]) for one in json.loads(cell or "[]")]
    except (ValueError, TypeError, KeyError):
        return []


def later_places(cell: str | None) -> list[tuple[int, int]]:
    """From and to which character each later print stands that a cell of `printed_again` tells, as `later_prints`."""
    try:
        return [(int(one["start"]), int(one["end"])) for one in json.loads(cell or "[]")]
    except (ValueError, TypeError, KeyError):
        return []


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyQuestion(Grounded):
    TABLE = "key_questions"
    DOC = "one row a percentage of a key-question table"
    EXTRA = ("provider_id", "corrected")
    provider: str = described("inspected service", "Tarnbury Moor Centre", "")
    standard_ref: str = described("number of the standard as printed", "2.2", "")
    standard_id: str = described("canonical", "safety", "")
    level: str = described("question or prompt", "key_question", "", ("key_question", "prompt"))
    ref: str = described("number of the question as printed, else empty", "2.1.1", "")
    question: str = described("as printed, unwrapped, without marks", "Are the doors ...?", "")
    question_id: str = described("canonical, the same across reports and wordings", "safety.doors", "")
    key_question: str = described("for a prompt: the question that it stands under", "Is somebody told ...?", "")
    group: str = described("cases counted, one of the groups of the pack", "all", "", listed="groups")
    percent: float | None = described("0-100", 47)
    marks: str = described("marks behind the question that limit who was asked", "**", "")
    table: str = described("title or section of the table", "Annex 2 – Figures", "")
    provider_id: str = described("the service in the table providers", "tarnbury-moor-centre", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation(Grounded):
    TABLE = "recommendations"
    DOC = "one row a recommendation"
    EXTRA = ("kind", "deadline", "parent", "same_as", "corrected")
    number: str = described("as printed; empty where none is", "3", "")
    addressee: str = described("who should act, without the word should", "Tarnbury Moor Centre", "")
    text: str = described("as printed, unwrapped", "improve the quality of ...", "")
    part: str = described("part of the report", "main", "main")
    kind: str = described(
        "what the report calls it, one of the kinds of the pack", "recommendation", "recommendation", listed="kinds"
    )
    deadline: str = described("by when, as printed", "within six months", "")
    parent: str = described("of a sub-point: the item that it belongs to", "main/3", "")
    same_as: str = described("the item that it prints again, in a summary or an annex", "main/3", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress(Grounded):
    TABLE = "progress"
    DOC = "one row a previous recommendation followed up"
    EXTRA = ("as_printed", "corrected")
    number: int | None = described("counted from 1", 6)
    prior_programme: str = described("programme of the earlier inspection", "day centres", "")
    prior_date: str = dated("when that inspection was, ISO 8601", "2018-11")
    text: str = described("the earlier recommendation as printed here", "Review and manage ...", "")
    findings: str = described("the bullets, one a line", "A new framework ...", "")
    category: str = described("label of the pack's scale of progress", "Partly done", "", listed="categories")
    improvement_required: bool | None = described("whether improvement is still required", True)
    as_printed: str = described("the verdict in the words of the report", "partially done", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding(Grounded):
    TABLE = "findings"
    DOC = "one row a bullet under a heading that judges"
    EXTRA = ("part", "parent", "corrected")
    section_ref: str = described("number of the section", "1.1", "")
    section: str = described("title of the section", "Leadership", "")
    kind: str = described("what the heading says of it, one of the kinds of the pack", "strength", "", listed="kinds")
    number: int | None = described("place in its list, from 1", 3)
    text: str = described("as printed, unwrapped, without its marker", "Staff were ...", "")
    part: str = described("part of the report", "main", "main")
    parent: str = described("of a sub-point: the item that it belongs to", "1.1/strength/3", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example(Grounded):
    TABLE = "examples"
    DOC = "one row a practice example"
    EXTRA = ("part", "provider_id", "corrected")
    section_ref: str = described("number of the section", "2.2", "")
    section: str = described("title of the section", "Safety", "")
    kind: str = described("what its label says of it", "good_practice", "", listed="example_kinds")
    title: str = described("what the label adds, else empty", "leadership", "")
    provider: str = described("service that the example is about", "Tarnbury Moor Centre", "")
    text: str = described("as printed, paragraphs one a line", "The case manager ...", "")
    part: str = described("part of the report", "main", "main")
    provider_id: str = described("the service in the table providers", "tarnbury-moor-centre", "")
