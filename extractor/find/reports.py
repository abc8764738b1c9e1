"""Table `reports`: what a report says of itself. The last column quotes the words behind every value."""

from __future__ import annotations

import json
from collections.abc import Iterator

import regex

from extractor.document import Report, Span
from extractor.domain.dates import earliest, iso_date, iso_dates, latest
from extractor.domain.names import is_device, mark_of, slug
from extractor.find import ratings
from extractor.find.metadata import Value, kind_of, read, region_of
from extractor.find.titles import title_of
from extractor.packs import Pack
from extractor.records import Rating
from extractor.records import Report as Row

_MARK = 6  # letters of a hash in an id


def find(report: Report, pack: Pack) -> Iterator[Row]:
    """The one row of a report."""
    summary = pack.report_type == "summary"
    values = {
        field: read(report, pack, field)
        for field in (
            "title",
            "fieldwork_start",
            "fieldwork_end",
            "published",
            "isbn",
            "lead_inspector",
            "chief_inspector",
            "cases_inspected",
            "url",
            "landing_page",
            "licence",
        )
    }
    values["title"] = values["title"] or title_of(report, pack)
    values["provider"] = None if summary else read(report, pack, "provider")
    values["region"] = None if summary else region_of(report, pack, values["provider"])
    texts = {field: value.text if value else "" for field, value in values.items()}
    published = iso_date(texts["published"])
    begun, ended = iso_dates(texts["fieldwork_start"])
    if values["fieldwork_end"] is not None:
        first, last = iso_dates(texts["fieldwork_end"])
        ended = last or first
    elif ended:
        values["fieldwork_end"] = values["fieldwork_start"]
    values["provider_type"] = read(report, pack, "provider_type") if values["provider"] else None
    printed_kind = values["provider_type"].text if values["provider_type"] else ""
    kind = kind_of(pack, texts["provider"], printed_kind) if texts["provider"] else ""
    year = "" if published or begun or (printed := read(report, pack, "copyright")) is None else printed.text
    overall = None if summary else next((r for r in ratings.find(report, pack) if _is_of_all(r)), None)
    score = overall_score(report, pack, overall)
    evidence = {
        field: report.cite_span(value.span, value.rule, value.derived) for field, value in values.items() if value
    }
    replaces = read(report, pack, "replaces")
    if replaces is not None:
        evidence["replaces"] = report.cite_span(replaces.span, replaces.rule)
    if overall is not None:
        evidence["overall_rating" if overall.rating else "overall_score"] = overall.evidence
    if score is not None and score[2] is not None:
        evidence["overall_score"] = report.cite_span(score[2], f"{pack.id}/ratings.score")
    yield Row(
        report_id=report_id(
            texts["provider"],
            texts["title"],
            published or begun or year,
            "" if texts["provider"] or summary else report.text,
            reissue=replaces is not None,
        ),
        source=report.source,
        sha256=report.sha256,
        format=report.format,
        pages=report.page_count,
        title=texts["title"],
        framework=pack.id,
        report_type=pack.report_type,
        inspectorate=pack.inspectorate,
        provider=texts["provider"],
        provider_type=kind,
        region=texts["region"],
        fieldwork_start=begun,
        published=published,
        isbn=texts["isbn"],
        lead_inspector=texts["lead_inspector"],
        chief_inspector=texts["chief_inspector"],
        overall_rating=overall.rating if overall else "",
        overall_score=score[0] if score else None,
        overall_score_max=score[1] if score else None,
        cases_inspected=_integer(values["cases_inspected"]),
        evidence_of=json.dumps(
            {
                field: {name: getattr(e, name) for name in ("page", "start", "end", "quote", "rule", "derived")}
                for field, e in evidence.items()
            },
            ensure_ascii=False,
        ),
        fieldwork_end=ended,
        url=texts["url"],
        landing_page=texts["landing_page"],
        licence=texts["licence"],
        inspected_from=earliest(begun or ended),
        inspected_to=latest(ended or begun),
        published_from=earliest(published),
        published_to=latest(published),
    )


def _is_of_all(rating: Rating) -> bool:
    """Whether a judgement is about all that was inspected, and not about one of its wards, teams or parts."""
    return rating.level == "overall" and rating.part == "main"


def overall_score(report: Report, pack: Pack, overall: Rating | None) -> tuple[float, float | None, Span | None] | None:
    """Overall score, its maximum and where it stands: printed as such, or the percentage of the overall judgement."""
    if pack.report_type == "summary" or (pack.scale is None and not pack.scores):
        return None
    if printed := ratings.overall_score(report, pack):
        return printed
    if overall is not None and overall.score is not None:
        return overall.score, overall.score_max, None
    return (overall.percent, None, None) if overall is not None and overall.percent is not None else None


def report_id(provider: str, title: str, date: str, text: str = "", *, reissue: bool = False) -> str:
    """Slug of provider and date, as far as they are printed: it hangs on nothing but the report's own words.

    Args:
        provider: the service that is inspected; empty where there is no one.
        title: what stands in its place then; many reports can have one title.
        date: of publication or fieldwork, as `2021-05-03`, `2021-05` or `2021`; empty where none is printed.
        text: where neither tells reports apart, the text, of which a short hash does; blanks and hyphens do not count.
        reissue: whether the report says that it replaces an earlier issue.
    """
    stem = slug(provider, 60) or slug(title, 60) or "report"
    year, _, rest = date.partition("-")
    mark = mark_of(text)[:_MARK] if text else ""
    parts = [stem, "" if stem.endswith(year) else year, rest, mark, "reissue" if reissue else ""]
    made = "-".join(part for part in parts if part)
    return f"{made}-report" if is_device(made) else made  # it names files, on Windows too


def _integer(value: Value | None) -> int | None:
    digits = regex.sub(r"\D", "", value.text) if value else ""
    return int(digits) if digits else None
