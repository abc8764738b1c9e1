"""Reports themselves: what each is about, its sections, the files they came in, and who was inspected."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.records.record import Record, dated, described


@dataclass(frozen=True, kw_only=True, slots=True)
class Report(Record):
    TABLE = "reports"
    DOC = "one row a report"
    KEY = ("report_id",)
    EXTRA = (
        "evidence_of",
        "provider_id",
        "fieldwork_end",
        "url",
        "landing_page",
        "licence",
        "inspected_from",
        "inspected_to",
        "published_from",
        "published_to",
        "corrected",
    )
    source: str = described("file name, or address", "tarnbury-moor-centre-2021.pdf", "")
    sha256: str = described("hash of the file's bytes", "9f2c...", "")
    format: str = described("kind of file", "pdf", "", ("pdf", "html", "docx", "txt", "pdf+ocr"))
    pages: int | None = described("number of pages; empty where the source has none", 39)
    title: str = described("title as printed, unwrapped", "Inspection of Tarnbury Moor Centre", "")
    framework: str = described("id of the pattern pack that matched", "lantern-2021", "")
    report_type: str = described("what kind of report", "inspection", "", ("inspection", "summary"))
    inspectorate: str = described("inspecting body", "Lantern Inspectorate", "")
    provider: str = described("inspected service; empty in a summary", "Tarnbury Moor Centre", "")
    provider_type: str = described("kind of service", "centre", "")
    region: str = described("region without the words that say that it is one", "Middle Downs", "")
    fieldwork_start: str = dated("ISO 8601, with the precision printed", "2021-11-01")
    published: str = dated("printed date of publication, never a year of copyright; ISO 8601", "2022-02")
    isbn: str = described("as printed", "978-1-142671-82-3", "")
    lead_inspector: str = described("person named as leading the inspection", "Callum Lindqvist", "")
    chief_inspector: str = described("person who signs the foreword", "Sir Nerys Sedgeworth", "")
    overall_rating: str = described("canonical label", "Developing", "", listed="labels")
    overall_score: float | None = described("as printed", 6)
    overall_score_max: float | None = described("as printed", 27)
    cases_inspected: int | None = described("size of the case sample", 62)
    evidence_of: str = described(
        "JSON: for each value read from the text its start, end, page, quote, rule, derived", "{}", "{}"
    )
    provider_id: str = described("the inspected service in the table providers", "tarnbury-moor-centre", "")
    fieldwork_end: str = dated("ISO 8601, with the precision printed; empty where only the start is", "2021-11-12")
    url: str = described("address of the file, as printed in it", "", "")
    landing_page: str = described("address of the page that leads to the file, as printed in it", "", "")
    licence: str = described("licence that the report says it is published under", "Open Government Licence", "")
    inspected_from: str = dated("first day of the fieldwork that its print allows", "2021-11-01")
    inspected_to: str = dated("last day of the fieldwork that its print allows", "2021-11-12")
    published_from: str = dated("first day of publication that its print allows", "2022-02-01")
    published_to: str = dated("last day of publication that its print allows", "2022-02-28")
    corrected: str = described("columns that a person corrected, one a line", "", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section(Record):
    TABLE = "sections"
    DOC = "one row a section"
    KEY = ("report_id", "start", "level")
    EXTRA = ("part",)
    ref: str = described("number or annex name as printed", "1.1", "")
    title: str = described("as printed, without the number", "Leadership", "")
    level: int | None = described("from 1", 2)
    parent: str = described("ref, else title, of the section around it", "1", "")
    page: int | None = described("physical page of its heading", 9)
    start: int | None = described("offset of its heading", 8210)
    end: int | None = described("offset behind its last character", 13050)
    part: str = described("part of the report", "main", "main")


@dataclass(frozen=True, kw_only=True, slots=True)
class File(Record):
    TABLE = "files"
    DOC = "one row an input file of the run"
    KEY = ("source", "sha256")
    PLACE_OF_REPORT_ID = 2
    report_id: str = described("report it became, else empty", "tarnbury-moor-centre-2021", "")
    source: str = described("file name, or address", "tarnbury-moor-centre-2021.pdf", "")
    sha256: str = described("hash of the file's bytes", "9f2c...", "")
    status: str = described("what became of it", "ok", "", ("ok", "partial", "failed", "skipped"))
    stage: str = described("where it stopped, or what is partial", "load", "")
    message: str = described("what is wrong and what to do next", "", "")
    seconds: float | None = described("empty unless asked for, so that two runs give the same bytes", None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider(Record):
    TABLE = "providers"
    DOC = "one row a provider"
    KEY = ("provider_id",)
    PLACE_OF_REPORT_ID = None
    EXTRA = ("status", "nearest", "ons_code", "former_ons_codes", "code")
    provider_id: str = described("slug", "tarnbury-moor-centre", "")
    name: str = described("as printed", "Tarnbury Moor Centre", "")
    provider_type: str = described("kind of service", "centre", "")
    region: str = described("region, as printed or as the register has it", "Middle Downs", "")
    aliases: str = described("other printed names, one a line", "", "")
    successor_of: str = described("provider_ids of this table that it took over from, one a line", "", "")
    status: str = described(
        "whether the register of services has the name; one that it lacks is proposed, and merged with no other",
        "registered",
        "",
        ("registered", "proposed"),
    )
    nearest: str = described(
        "service of the register whose name is most like a proposed one", "tarnbury-moor-centre", ""
    )
    ons_code: str = described(
        "code of the area that it serves in official statistics, from the register of services", "E06000059", ""
    )
    former_ons_codes: str = described("codes that the same area had before, one a line", "E08000016", "")
    code: str = described("its own code in the official list of its kind, from the register of services", "MDI", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link(Record):
    TABLE = "links"
    DOC = "one row a pair of items that are the same over time"
    KEY = ("from_report", "from_table", "from_item", "to_report", "to_table", "to_item")
    PLACE_OF_REPORT_ID = None
    from_report: str = described("report of the later item", "tarnbury-moor-centre-2021", "")
    from_table: str = described("its table", "progress", "")
    from_item: str = described("its item", "6", "")
    to_report: str = described("report of the earlier item", "middle-downs-centre-2018", "")
    to_table: str = described("its table", "recommendations", "")
    to_item: str = described("its item", "main/1", "")
    relation: str = described("how they belong together", "follows_up", "", ("follows_up", "repeats"))
    similarity: float | None = described("0-1", 0.99)
    method: str = described("how it was found", "text", "")
    status: str = described("who says so", "proposed", "", ("proposed", "confirmed", "rejected"))
