"""Values of a report as a whole, each read by the pack's rules `metadata.<field>` from the first words they match."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractor.document import Report, Span
from extractor.domain.names import squashed
from extractor.packs import Pack
from extractor.packs.choose import FRONT

_NAMES = (
    "title",
    "provider",
    "region",
    "lead_inspector",
    "chief_inspector",
)  # behind which the words of a note may stand


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed, where it stands, and the rule that read it."""

    text: str
    span: Span
    rule: str
    derived: bool = False


def read(report: Report, pack: Pack, field: str, of: str = "metadata") -> Value | None:
    """The value of a field, or None where no rule finds one. Figures named `a` and `b`, or by groups, are added.

    Args:
        report: the report.
        pack: whose rules read it.
        field: name of the field, as it stands in ids of rules behind `of` and a dot.
        of: `metadata`, or `attributes` for a field of the pack's own.
    """
    counted = {"a", "b", *(group.id for group in pack.groups)}
    for rule in pack[f"{of}.{field}"]:
        end = FRONT if rule.scope == "front" else None
        match = rule.search(report.text, 0, end)
        while match is not None and _heads_columns(report, match.start("value" if "value" in match.groupdict() else 0)):
            match = rule.search(report.text, match.end(), end)
        if match is None:
            continue
        parts = [name for name, words in match.groupdict().items() if name in counted and words]
        if len(parts) > 1 and all(match[name].replace(",", "").isdecimal() for name in parts):
            total = sum(int(match[name].replace(",", "")) for name in parts)
            start, end = min(map(match.start, parts)), max(map(match.end, parts))
            return Value(str(total), Span(start, end), rule.id, derived=True)
        printed = match.groupdict().get("value")
        if not printed:
            continue
        words = pack.without_note(printed) if field in _NAMES else printed
        return Value(" ".join(words.split()), Span(match.start("value"), match.start("value") + len(words)), rule.id)
    return None


def _heads_columns(report: Report, offset: int) -> bool:
    """Whether a line is the headings of the columns of a table, as a page repeats them above no row."""
    block = report.block_at(offset)
    return block is not None and block.table is None and squashed(report.words(block)) in _heads(report)


@lru_cache(maxsize=4)
def _heads(report: Report) -> frozenset[str]:
    """The words of the first row of every table of several columns."""
    rows = (next(iter(block.table.rows()), ()) for block in report.blocks if block.table is not None)
    filled = ([words for cell in row if (words := report.words(cell).strip())] for row in rows)
    return frozenset(squashed("".join(words)) for words in filled if len(words) > 2)


@lru_cache(maxsize=4)
def provider_of(report: Report, pack: Pack) -> tuple[str, str]:
    """Name and type of the inspected service; both empty in a summary report or where none is printed."""
    found = read(report, pack, "provider") if pack.report_type != "summary" else None
    if found is None:
        return "", ""
    printed = read(report, pack, "provider_type")
    return found.text, kind_of(pack, found.text, printed.text if printed else "")


def kind_of(pack: Pack, provider: str, printed: str) -> str:
    """Kind of a service, as printed for itself, in the pack's words where it has some for those; else by its name."""
    return (provider_type(pack, printed) or printed) if printed else provider_type(pack, provider)


def provider_type(pack: Pack, provider: str) -> str:
    """Kind of a service by its name; empty where the pack knows no such name."""
    return next((kind for expression, kind in pack.provider_types if expression.search(provider)), "")


def region_of(report: Report, pack: Pack, provider: Value | None) -> Value | None:
    """Region: printed for itself, or part of the provider's name."""
    if (printed := read(report, pack, "region")) or provider is None:
        return printed
    words = report.words(provider.span)
    for rule in pack["provider.region"]:
        if match := rule.search(words):
            start = provider.span.start
            return Value(match["value"], Span(start + match.start("value"), start + match.end("value")), rule.id)
    return None
