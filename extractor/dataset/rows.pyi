"""Written by `python -m tests.row_stubs`: the named tuples that rows are given as, column by column."""

from abc import ABCMeta
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol, overload

def row_type(table: str) -> Any: ...

class Spanned(Protocol):
    # a row that may know where in the text it stands
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...

class Quoted(Spanned, Protocol):
    # a row of any table whose rows are read from words of the report.
    @property
    def report_id(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def page(self) -> int | None: ...
    @property
    def quote(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def derived(self) -> bool | None: ...
    @property
    def corrected(self) -> str: ...

class ReportRow(NamedTuple):
    report_id: str
    source: str
    sha256: str
    format: str
    pages: int | None
    title: str
    framework: str
    report_type: str
    inspectorate: str
    provider: str
    provider_type: str
    region: str
    fieldwork_start: str
    published: str
    isbn: str
    lead_inspector: str
    chief_inspector: str
    overall_rating: str
    overall_score: float | None
    overall_score_max: float | None
    cases_inspected: int | None
    evidence_of: str
    provider_id: str
    fieldwork_end: str
    url: str
    landing_page: str
    licence: str
    inspected_from: str
    inspected_to: str
    published_from: str
    published_to: str
    corrected: str

class RatingRow(NamedTuple):
    report_id: str
    item: str
    provider: str
    level: str
    ref: str
    standard: str
    standard_id: str
    part: str
    rating: str
    points: float | None
    points_max: float | None
    percent: float | None
    date: str
    as_printed: str
    scale: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    provider_type: str
    printed_again: str
    provider_id: str
    score: float | None
    score_max: float | None
    corrected: str

class KeyQuestionRow(NamedTuple):
    report_id: str
    item: str
    provider: str
    standard_ref: str
    standard_id: str
    level: str
    ref: str
    question: str
    question_id: str
    key_question: str
    group: str
    percent: float | None
    marks: str
    table: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    provider_id: str
    corrected: str

class RecommendationRow(NamedTuple):
    report_id: str
    item: str
    number: str
    addressee: str
    text: str
    part: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    kind: str
    deadline: str
    parent: str
    same_as: str
    corrected: str

class ProgressRow(NamedTuple):
    report_id: str
    item: str
    number: int | None
    prior_programme: str
    prior_date: str
    text: str
    findings: str
    category: str
    improvement_required: bool | None
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    as_printed: str
    corrected: str

class FindingRow(NamedTuple):
    report_id: str
    item: str
    section_ref: str
    section: str
    kind: str
    number: int | None
    text: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    part: str
    parent: str
    corrected: str

class ExampleRow(NamedTuple):
    report_id: str
    item: str
    section_ref: str
    section: str
    kind: str
    title: str
    provider: str
    text: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    part: str
    provider_id: str
    corrected: str

class StatisticRow(NamedTuple):
    report_id: str
    item: str
    section_ref: str
    table: str
    category: str
    label: str
    group: str
    value: float | None
    unit: str
    as_printed: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    corrected: str

class TableCellRow(NamedTuple):
    report_id: str
    item: str
    table_id: str
    title: str
    row: int | None
    column: int | None
    row_label: str
    column_label: str
    text: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    corrected: str

class QuantityRow(NamedTuple):
    report_id: str
    item: str
    section_ref: str
    kind: str
    value: float | None
    numerator: float | None
    denominator: float | None
    as_printed: str
    subject: str
    basis: str
    sentence: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    qualifier: str
    upper: float | None
    corrected: str

class ThemeRow(NamedTuple):
    report_id: str
    item: str
    of_table: str
    of_item: str
    theme: str
    matched: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    corrected: str

class SectionRow(NamedTuple):
    report_id: str
    ref: str
    title: str
    level: int | None
    parent: str
    page: int | None
    start: int | None
    end: int | None
    part: str

class FileRow(NamedTuple):
    source: str
    sha256: str
    report_id: str
    status: str
    stage: str
    message: str
    seconds: float | None

class CheckRow(NamedTuple):
    report_id: str
    check: str
    item: str
    status: str
    expected: str
    observed: str
    message: str

class CoverageRow(NamedTuple):
    report_id: str
    kind: str
    expected: int | None
    found: int | None
    unread: int | None
    verdict: str

class UnreadRow(NamedTuple):
    report_id: str
    item: str
    kind: str
    reason: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    corrected: str

class CorrectionRow(NamedTuple):
    report_id: str
    table: str
    item: str
    column: str
    machine: str
    human: str
    action: str
    who: str
    when: str
    why: str
    status: str

class LinkRow(NamedTuple):
    from_report: str
    from_table: str
    from_item: str
    to_report: str
    to_table: str
    to_item: str
    relation: str
    similarity: float | None
    method: str
    status: str

class ProviderRow(NamedTuple):
    provider_id: str
    name: str
    provider_type: str
    region: str
    aliases: str
    successor_of: str
    status: str
    nearest: str
    ons_code: str
    former_ons_codes: str
    code: str

class AttributeRow(NamedTuple):
    report_id: str
    item: str
    name: str
    value: str
    type: str
    as_printed: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    rule: str
    derived: bool | None
    of_table: str
    of_item: str
    corrected: str

class Rows(Mapping[str, Sequence[Any]], metaclass=ABCMeta):
    # the rows of a report by table
    @overload
    def __getitem__(self, table: Literal["reports"], /) -> Sequence[ReportRow]: ...
    @overload
    def __getitem__(self, table: Literal["ratings"], /) -> Sequence[RatingRow]: ...
    @overload
    def __getitem__(self, table: Literal["key_questions"], /) -> Sequence[KeyQuestionRow]: ...
    @overload
    def __getitem__(self, table: Literal["recommendations"], /) -> Sequence[RecommendationRow]: ...
    @overload
    def __getitem__(self, table: Literal["progress"], /) -> Sequence[ProgressRow]: ...
    @overload
    def __getitem__(self, table: Literal["findings"], /) -> Sequence[FindingRow]: ...
    @overload
    def __getitem__(self, table: Literal["examples"], /) -> Sequence[ExampleRow]: ...
    @overload
    def __getitem__(self, table: Literal["statistics"], /) -> Sequence[StatisticRow]: ...
    @overload
    def __getitem__(self, table: Literal["tables"], /) -> Sequence[TableCellRow]: ...
    @overload
    def __getitem__(self, table: Literal["quantities"], /) -> Sequence[QuantityRow]: ...
    @overload
    def __getitem__(self, table: Literal["themes"], /) -> Sequence[ThemeRow]: ...
    @overload
    def __getitem__(self, table: Literal["sections"], /) -> Sequence[SectionRow]: ...
    @overload
    def __getitem__(self, table: Literal["files"], /) -> Sequence[FileRow]: ...
    @overload
    def __getitem__(self, table: Literal["checks"], /) -> Sequence[CheckRow]: ...
    @overload
    def __getitem__(self, table: Literal["coverage"], /) -> Sequence[CoverageRow]: ...
    @overload
    def __getitem__(self, table: Literal["unread"], /) -> Sequence[UnreadRow]: ...
    @overload
    def __getitem__(self, table: Literal["corrections"], /) -> Sequence[CorrectionRow]: ...
    @overload
    def __getitem__(self, table: Literal["links"], /) -> Sequence[LinkRow]: ...
    @overload
    def __getitem__(self, table: Literal["providers"], /) -> Sequence[ProviderRow]: ...
    @overload
    def __getitem__(self, table: Literal["attributes"], /) -> Sequence[AttributeRow]: ...
    @overload
    def __getitem__(self, table: str, /) -> Sequence[Any]: ...
