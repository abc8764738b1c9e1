"""A person's decision about a row, as it stands in `corrections/<report_id>.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from extractor.dataset.cells import from_cell, neutralise
from extractor.dataset.schema import table_columns
from extractor.packs.model import Model
from extractor.packs.vocabulary import Vocabulary
from extractor.records import EVIDENCE_COLUMNS, TABLES, Column, Grounded

__all__ = [
    "CHECKS",
    "CORRECTABLE",
    "LINKS",
    "UNREAD",
    "Decision",
    "DecisionFile",
    "correctable_columns",
    "value_of",
]

UNREAD = "unread"  # that nothing is to be read there can be accepted, and no more
CHECKS = "checks"  # that nothing is to be put right can be accepted of one, by its message, and no more

# Tables whose rows people decide about; all others are worked out from these, or tell of the run.
CORRECTABLE = (
    "reports",
    *(name for name, record in TABLES.items() if issubclass(record, Grounded) and name != UNREAD),
)

LINKS = "links"  # people decide about them, too: whether they are right
_STATUSES = ("proposed", "confirmed", "rejected")
_RELATIONS = ("follows_up", "repeats")

_MACHINE_ONLY = {"report_id", "item", "corrected", "evidence_of", "printed_again", *EVIDENCE_COLUMNS}
_OF_THE_FILE = {"source", "sha256", "format", "pages", "framework"}
Line = Annotated[str, StringConstraints(max_length=500)]


def correctable_columns(table: str) -> dict[str, Column]:
    """The columns of a table that a person can correct, by name."""
    left_out = _MACHINE_ONLY | (_OF_THE_FILE if table == "reports" else set())
    return {column.name: column for column in table_columns(table) if column.name not in left_out}


def value_of(column: Column, text: str, vocabulary: Vocabulary | None = None) -> object:
    """The value that a text stands for in a column: '' is an empty text, else None.

    Args:
        column: the column.
        text: the value as in a cell of CSV.
        vocabulary: the lists of the packs that close columns; None where they are not looked at.

    Raises:
        ValueError: the text is of another type, or not among the values that the column can have.
    """
    value = from_cell(column, neutralise(text) if column.type is str else text.strip())
    column = column if vocabulary is None else vocabulary.closed(column)
    if column.choices and text and text not in column.choices:
        raise ValueError(f"{text!r} is none of {', '.join(column.choices)}")
    return value


class Decision(Model):
    """What a person says of a row or of one of its columns.

    Args:
        table, item: the row; `item` is empty in reports.
        column: the column that is meant; empty where it is the whole row.
        action: `change` a value, `add` or `delete` a row, `accept` what was read as right.
        machine, human: the value as it was read and as it should be, as in a cell of CSV.
        who, when, why: the person, the day as ISO 8601, the reason.
        words: the quotation of the row when the decision was made; where it changes, the decision is stale.
        row: the columns of a row that is added, `quote` among them; of a deleted row all that it had; of a link how it
            was found.
    """

    table: str
    item: str = ""
    column: str = ""
    action: Literal["change", "add", "delete", "accept"] = "change"
    machine: str = ""
    human: str = ""
    who: Line = ""
    when: Annotated[str, StringConstraints(pattern=r"^(?:\d{4}-\d{2}-\d{2})?$")] = ""
    why: Annotated[str, StringConstraints(max_length=5_000)] = ""
    words: str = ""
    row: dict[str, str] = Field(default={})

    @field_validator("machine", "human", "item", "column", "when", "who", "why", "words", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        """Numbers, dates and truth values that YAML read out of unquoted words."""
        if value is None:
            return ""
        return str(value).lower() if isinstance(value, bool) else str(value) if not isinstance(value, str) else value

    @field_validator("row", mode="before")
    @classmethod
    def _texts(cls, value: object) -> object:
        return {str(k): cls._as_text(v) for k, v in value.items()} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _fits_its_table(self, info: ValidationInfo) -> Decision:
        if self.table == LINKS:
            return self._fits_links()
        if self.table in (UNREAD, CHECKS) and (self.action, self.column) == ("accept", ""):
            return self
        if self.table not in CORRECTABLE:
            raise ValueError(f"table {self.table!r} cannot be corrected; there are {', '.join(CORRECTABLE)}")
        columns = correctable_columns(self.table)
        if self.action == "change" and not self.column:
            raise ValueError("a change needs its column")
        if self.column and self.column not in columns:
            raise ValueError(f"column {self.column!r} cannot be corrected; there are {', '.join(columns)}")
        if self.action in ("add", "delete") and (self.column or not self.row or self.table == "reports"):
            raise ValueError(f"{self.action} needs `row`, the columns of the row, and no `column`; reports have none")
        if self.action == "add" and not self.row.get("quote"):
            raise ValueError("a row that is added needs `quote` in `row`: the words of the report that it is read from")
        if self.action == "change":
            value_of(columns[self.column], self.human, info.context)
        if self.action == "add":
            for name in self.row.keys() & columns.keys():
                value_of(columns[name], self.row[name], info.context)
        return self

    def _fits_links(self) -> Decision:
        if (self.action, self.column) != ("change", "status"):
            raise ValueError("of a link only its `status` is decided: write `rejected`, and do not take it out")
        if self.human not in _STATUSES:
            raise ValueError(f"status is {self.human!r}; write {', '.join(_STATUSES)}")
        if self.row.get("relation") not in _RELATIONS:
            raise ValueError(f"relation is {self.row.get('relation', '')!r}; write {', '.join(_RELATIONS)}")
        return self

    def as_written(self) -> dict[str, Any]:
        """The decision as files and pages have it: what is empty is left out."""
        return {name: value for name, value in self.model_dump().items() if value not in ("", {})}

    @property
    def subject(self) -> tuple[str, str, str]:
        """What is decided about: two decisions about one subject that say different things are in conflict."""
        return (self.table, self.item, self.column)

    @property
    def verdict(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """What is decided."""
        added = tuple(sorted(self.row.items())) if self.action == "add" else ()
        return (self.action, self.human, added)


class DecisionFile(Model):
    """`corrections/<report_id>.yaml`."""

    corrections: list[Decision] = Field(default=[])
