"""A row in words: what it is about, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["JOINED", "TOLD", "subject_of", "value_of"]

# By table: the columns that say what a row is about, and those that have its value; `%` behind a percentage.
TOLD = {
    "ratings": (("provider", "ref", "standard", "level"), ("rating", "percent%")),
    "key_questions": (("group", "ref", "question"), ("percent%", "marks")),
    "recommendations": (("number", "addressee"), ("text",)),
    "progress": (("number", "text"), ("category",)),
    "findings": (("section_ref", "section", "kind"), ("text",)),
    "examples": (("section", "kind", "title", "provider"), ("text",)),
    "statistics": (("table", "category", "label", "group"), ("as_printed", "value", "unit")),
    "tables": (("title", "row_label", "column_label"), ("text",)),
    "quantities": (("subject", "basis", "kind"), ("as_printed",)),
    "themes": (("of_table", "of_item"), ("theme",)),
    "attributes": (("of_table", "of_item", "name"), ("value",)),
    "unread": (("reason",), ("quote",)),
    "sections": (("ref", "title"), ("level",)),
    "providers": (("name",), ("provider_type",)),
}
_IDS = ("kind", "group", "of_table")  # columns of ids, which are words but for what joins them
JOINED = ("key_questions",)  # tables whose value is all of these columns, and not the first that is filled


def subject_of(table: str, cells: Mapping[str, str], provider: str = "") -> str:
    """What a row is about.

    Args:
        table: its table.
        cells: its columns as text, by name.
        provider: the report's own service, which is not named.
    """
    columns = TOLD.get(table, ((), ()))[0]
    left_out = {"provider"} if cells.get("provider") == provider else set()
    left_out |= {"level"} if cells.get("standard") else set()  # of what has a name
    told = {name: cells[name].replace("_", " ") for name in _IDS if cells.get(name)}
    words = _filled({**cells, **told}, [name for name in columns if name not in left_out])
    if table == "tables" and not words:  # a cell of a head, or one that nothing labels
        words = [f"row {cells.get('row', '')}, column {cells.get('column', '')}"]
    return " · ".join(dict.fromkeys(words))


def value_of(table: str, cells: Mapping[str, str]) -> str:
    """What a row says."""
    found = _filled(cells, TOLD.get(table, ((), ()))[1])
    return " ".join(found) if table in JOINED else next(iter(found), "")


def _filled(cells: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    found = [(cells.get(name.rstrip("%"), ""), name) for name in columns]
    return [words + "%" * name.endswith("%") for words, name in found if words]
