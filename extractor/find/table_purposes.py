"""What each table of a report is for: which table of the dataset takes its figures, or that none does."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from extractor.document import Cell, Report, Section
from extractor.domain.names import squashed
from extractor.find.cell_figures import is_figure, stand_first
from extractor.find.judgements import label_at, printed_number, score_at
from extractor.find.recommendation_columns import columns_of
from extractor.packs import Pack
from extractor.split.contents import NAMES
from extractor.split.headings import is_label, standard_line, standard_named

_LONGEST_PAGE = 3  # digits of a page number
_FEWEST_ENTRIES = 3  # of a contents page


class Purpose(StrEnum):
    """What a table is for. DATA is what gives statistics; everything else has a table of its own or none.

    ASIDE is no data of the service, as a rule of the pack says: an example made up, what words stand for.
    """

    DATA = "data"
    QUESTIONS = "questions"
    RATINGS = "ratings"
    PROVIDERS = "providers"
    CONTENTS = "contents"
    BANDS = "bands"
    WORDS = "words"
    ASIDE = "aside"


def purpose_of(
    report: Report, pack: Pack, rows: Sequence[tuple[Cell, ...]], header: int, section: Section | None, title: str
) -> Purpose:
    """What a table is for, as its words and the sections around it tell.

    Args:
        report: the report that it stands in.
        pack: whose rules tell judgements, questions, bands and what is no data.
        rows: the cells of the table.
        header: how many leading rows head the columns.
        section: the innermost section around it, if any.
        title: of the table; empty for none.
    """
    if _is_aside(report, pack, rows, section, title):
        return Purpose.ASIDE
    texts = report.cell_texts(rows)
    flat = [text for row in texts for text in row if text]
    heads = [text for row in texts[:3] for text in row]
    roles = {found[0].value for text in heads if (found := pack.match("summary.column", text))}
    if "score" in roles or roles >= {"provider", "overall"}:
        return Purpose.PROVIDERS
    worded = any(not printed_number(text) and label_at(pack, text) for text in flat)  # no page numbers stand there
    listed = section is not None and any(squashed(pack.without_note(s.title)) in NAMES for s in report.lineage(section))
    if listed and not worded:
        return Purpose.CONTENTS
    if _lists_sections(report, texts):
        return Purpose.CONTENTS
    questions = sum(1 for text in flat if pack.match("questions.question", text)) if pack.asks else 0
    if questions and questions >= len(rows) / 4:
        return Purpose.QUESTIONS
    if _has_labels(pack, texts[header:]) or _label_columns(pack, texts, header):
        if _is_legend(pack, texts) or any(r.search(t) for t in flat for r in pack["tables.banding"]):
            return Purpose.BANDS
        return Purpose.RATINGS
    if _scores(pack, texts, texts[max(header, 1) - 1] if texts else []):
        return Purpose.RATINGS
    if _holds_items(report, pack, rows):
        return Purpose.WORDS
    if stand_first(pack, texts[header:]):
        return Purpose.DATA
    counted = any(is_figure(pack, text) for row in texts[header:] for text in row[1:] if text)
    named = any(ch.isalpha() for text in flat for ch in text)
    if not counted or not named or (header == 0 and _is_form(pack, texts)):  # figures of no word are no data
        return Purpose.WORDS
    return Purpose.DATA


def _has_labels(pack: Pack, rows: list[list[str]]) -> bool:
    """Whether a cell is a label. Where labels are printed as numbers alone, none is where other numbers stand, but in
    rows that name standards, if those have no others and are most of those with figures.
    """
    labels = [text for row in rows for text in row if label_at(pack, text)]
    if not all(printed_number(text) for text in labels):
        return True
    figures = [(row[0], [text for text in row[1:] if is_figure(pack, text)]) for row in rows]
    named = [found for name, found in figures if found and standard_named(pack, name)]
    others = [found for _, found in figures if any(text not in labels for text in found)]
    return bool(labels) and (not others or (len(named) > 2 * len(others) and not any(f in others for f in named)))


def _is_aside(
    report: Report, pack: Pack, rows: Sequence[tuple[Cell, ...]], section: Section | None, title: str
) -> bool:
    """Whether the title of a table, of a section around it, or a cell says that it is no data of the service."""
    if not pack["tables.no-data"]:
        return False
    around = [one.title for one in report.lineage(section)] if section is not None else []
    cells = [report.words(cell).strip() for row in rows for cell in row]
    return any(pack.match("tables.no-data", words) for words in (*around, title, *cells) if words)


def _lists_sections(report: Report, texts: list[list[str]]) -> bool:
    """Whether rows are titles of the report's sections, each with a page number behind it that is none before."""
    pages = [int(row[-1]) for row in texts if row[-1].isdecimal() and len(row[-1]) <= _LONGEST_PAGE]
    if len(pages) < max(len(texts), _FEWEST_ENTRIES) or pages != sorted(pages):
        return False
    titles = {squashed(f"{section.ref}{section.title}") for section in report.sections}
    return 2 * sum(squashed(row[0]) in titles for row in texts) > len(texts)


def _holds_items(report: Report, pack: Pack, rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether a column of words is headed as recommendations: by when, beside them, is no figure of the service."""
    kinds = ("text", *pack.lists["kinds"])
    heads = [at for at, rule in columns_of(report, pack, rows[0]).items() if rule.value in kinds] if rows else []
    below = [text for at in heads for row in rows[1:] if (text := report.words(row[at]).strip())]
    return bool(below) and not any(is_figure(pack, text) for text in below)


def _is_legend(pack: Pack, rows: list[list[str]]) -> bool:
    """Whether rows say in words what each label of the scale stands for, in its order; points may stand beside it."""
    points = {at for at in range(len(rows[0])) if all(row[at].isdecimal() for row in rows[1:])} if rows[1:] else set()
    rows = [[text for at, text in enumerate(row) if at not in points] for row in rows]
    labels = [label.label for label in pack.scale.labels] if pack.scale else []
    rows = rows if not rows or label_at(pack, rows[0][0]) else rows[1:]  # its own heading
    named = [label[0].label if (label := label_at(pack, row[0])) else "" for row in rows]
    worded = all(any(" " in text for text in row[1:]) and not any(is_figure(pack, t) for t in row[1:]) for row in rows)
    return worded and len(named) > 2 and named in (labels, labels[::-1])


def _is_form(pack: Pack, texts: list[list[str]]) -> bool:
    """Whether rows are a label each with words, a date or a figure of its own, and a third or more are no figures."""
    values = [row[1] for row in texts if len(row) == 2 and row[0] and row[1]]
    return len(values) == len(texts) > 2 and 3 * sum(is_figure(pack, text) for text in values) <= 2 * len(values)


def _label_columns(pack: Pack, texts: list[list[str]], header: int) -> bool:
    """Whether labels head the columns and no figures stand below them."""
    headed = any(is_label(pack, text) for row in texts[: max(header, 1)] for text in row)
    return headed and not any(is_figure(pack, text) for row in texts[max(header, 1) :] for text in row[1:])


def _scores(pack: Pack, texts: list[list[str]], heads: list[str]) -> bool:
    """Whether rows name standards of the framework, or its overall score, beside a percentage."""
    for row in texts:
        filled = [text for text in row if text]
        if not filled:
            continue
        line = " ".join(filled)
        if (
            standard_line(pack, line)
            or pack.match("ratings.section-score", filled[0])
            or pack.match("ratings.overall-score", filled[0])
        ):
            return True
        if len(filled) > 1 and any(
            (m := s.name.match(filled[0])) and m.end() == len(filled[0]) for s in pack.standards if s.level == "section"
        ):
            return True
        named = standard_named(pack, row[0]) if pack.scores else None
        if named and named[0].level == "criterion" and any(map(partial(score_at, pack), row[1:], heads[1:])):
            return True
    return False
