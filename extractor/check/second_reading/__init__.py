"""A second reading: another library reads the pages that rows came from, and each value is looked for in its way.

`read_again(data, files, packs)` gives rows of `checks`, `read-twice`, for the judgements, key questions and statistics
of reports in PDF. A value is confirmed where the second reader sees it at the same place of the page and in the row of
the same label; it differs where something else is seen there, and is not seen where nothing is. No value is changed.
Nothing of `load` is used: what both readings had in common, both would have wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from extractor.boxes import LineBox, boxes_of
from extractor.check.inspected import compared, not_applicable
from extractor.check.second_reading.figures import Seen, figure_again
from extractor.check.second_reading.judgements import colour_again, words_again
from extractor.check.second_reading.pages import Document, UnreadableError, folded
from extractor.dataset.read import Frames
from extractor.errors import FindingsError
from extractor.packs import Pack, Packs
from extractor.records import Check

__all__ = ["READ_TWICE", "TABLES_AGAIN", "read_again", "seen_again"]

READ_TWICE = "read-twice"
TABLES_AGAIN = ("ratings", "key_questions", "statistics")
_LAST_FIGURE = re.compile(r"\S*\d\S*(?:\s*%)?\W*$")

Files = Mapping[str, Callable[[], bytes]]


def read_again(
    data: Frames, files: Files, packs: Packs, checked: Iterable[Check] = (), password: str = ""
) -> tuple[Check, ...]:
    """Read every report of a dataset a second time.

    Args:
        data: the tables, and where their lines stand.
        files: what gives the bytes of the files at hand, by SHA-256.
        packs: the patterns whose scales tell the labels of a legend.
        checked: what the other checks of the dataset gave, to say where they tell of the same value.
        password: what opens files that are locked.

    Returns:
        rows of the check `read-twice`: one for every value that differs or is not seen, and one a table with counts.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for row in checked:
        if row.status in ("warn", "fail") and row.check != READ_TWICE:
            told.setdefault((row.report_id, row.item), []).append(row.check)
    found: list[Check] = []
    about = {row.report_id: row for row in data.rows("reports")}
    for report_id, rows in data.by_report(*TABLES_AGAIN):
        pack = packs.packs.get(about[report_id].framework)
        made = _of_report(data, about[report_id], rows, pack if isinstance(pack, Pack) else None, files, told, password)
        found += (replace(row, report_id=report_id, check=READ_TWICE) for row in made)
    return tuple(found)


def _of_report(
    data: Frames,
    about: Any,
    rows: Mapping[str, list[Any]],
    pack: Pack | None,
    files: Files,
    told: Mapping[tuple[str, str], list[str]],
    password: str,
) -> Iterator[Check]:
    if about.format != "pdf":
        yield not_applicable(f"only PDF files are read a second time, and this is {about.format or 'no file'}")
        return
    if about.sha256 not in files:
        yield not_applicable(f"the file was not found: {about.source}")
        return
    try:
        document = Document(files[about.sha256](), password)
    except (UnreadableError, FindingsError, OSError) as fault:
        yield not_applicable(f"not read a second time: {fault}")
        return
    try:
        text, lines = data.text(about.report_id), data.lines(about.report_id)
        for table in TABLES_AGAIN:
            seen = list(seen_again(document, table, rows[table], pack, text, lines))
            for row, each in seen:
                if each.verdict != "confirmed":
                    yield _told(table, row, each, told.get((about.report_id, row.item), []))
            if seen:
                yield _summary(table, [each.verdict for _, each in seen])
    finally:
        document.close()


def seen_again(
    document: Document, table: str, rows: Iterable[Any], pack: Pack | None, text: str, lines: tuple[LineBox, ...]
) -> Iterator[tuple[Any, Seen]]:
    """Rows of a table that have a value, each with what the second reader sees of it.

    Args:
        document: the file.
        table: `ratings`, `key_questions` or `statistics`.
        rows: its rows, of one report.
        pack: the patterns that the report was read with.
        text, lines: the text of the report, and where its lines stand.
    """
    for row in rows:
        if row.derived or row.start is None or _value(table, row) in (None, ""):
            continue
        try:
            yield row, _seen(document, table, row, pack, text, lines)
        except UnreadableError as fault:
            yield row, Seen("not_seen", "", str(fault))


def _seen(document: Document, table: str, row: Any, pack: Pack | None, text: str, lines: tuple[LineBox, ...]) -> Seen:
    start, end = _figure(table, row)
    places = list(boxes_of(lines, start, end, text))
    if not places:
        return Seen("not_seen", "", "its place on the page is not known")
    place = places[0]
    whole = lines[bisect_right(lines, place.start, key=lambda line: line.start) - 1]
    if len(places) > 1 and table != "key_questions":  # several figures in one cell, line under line
        place = whole = _around(places)
    if table == "ratings" and row.rating:
        if not folded(row.quote):
            labels = [label.label for label in pack.scale.labels] if pack and pack.scale else []
            return colour_again(document, place.page, row.rating, labels, place)
        label = pack.scale.label_of(row.rating) if pack and pack.scale else None
        return words_again(document, place.page, label.prints if label else [row.rating], _around(places))
    label = row.question if table == "key_questions" else row.label if table == "statistics" else ""
    if table == "ratings" and row.level not in ("overall", "section"):  # their scores stand in rows of other words
        label = row.standard
    return figure_again(document.page(place.page), float(_value(table, row)), label, whole, place)


def _figure(table: str, row: Any) -> tuple[int, int]:
    """Where in the text the figure of a row stands: a quotation may have its label or another figure, too."""
    if table == "key_questions" and (last := _LAST_FIGURE.search(row.quote)):
        return row.start + last.start(), row.end
    if table == "statistics" and row.as_printed and (at := row.quote.rfind(row.as_printed)) > 0:
        return row.start + at, row.start + at + len(row.as_printed)
    return row.start, row.end


def _around(places: list[LineBox]) -> LineBox:
    """The box around the lines of one page."""
    here = [place for place in places if place.page == places[0].page]
    return places[0]._replace(
        x0=min(p.x0 for p in here),
        top=min(p.top for p in here),
        x1=max(p.x1 for p in here),
        bottom=max(p.bottom for p in here),
    )


def _value(table: str, row: Any) -> Any:
    if table == "ratings":
        return row.rating or row.percent
    return row.percent if table == "key_questions" else row.value


def _told(table: str, row: Any, seen: Seen, others: list[str]) -> Check:
    """A row for a value that is not confirmed; it fails where another check tells of the value, too."""
    message = f"{table}, page {row.page}: {seen.reason}"
    if seen.verdict == "not_seen":
        return replace(not_applicable(f"not seen: {message}", row.item), observed=seen.observed)
    if others:
        message += f"; {', '.join(dict.fromkeys(others))} tells of this value, too"
    value = _value(table, row)
    return compared(row.item, seen.observed, value, f"differs: {message}", "fail" if others else "warn", False)


def _summary(table: str, verdicts: list[str]) -> Check:
    confirmed, differ, unseen = (verdicts.count(each) for each in ("confirmed", "differs", "not_seen"))
    message = f"{confirmed} confirmed, {differ} differ, {unseen} not seen"
    if not confirmed and not differ:
        return not_applicable(message, table)
    return compared(table, len(verdicts), confirmed, message, "warn", not differ)
