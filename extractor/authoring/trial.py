"""What the rules of a pack read in a report, where, and what they nearly read and why not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex
from rapidfuzz import fuzz

from extractor.document import Block, Kind, Report
from extractor.find import find_records
from extractor.find.judgements import behind_label
from extractor.packs import Pack, Rule
from extractor.packs.choose import FRONT
from extractor.packs.expression import TIME_LIMIT
from extractor.packs.model import Rule as RuleModel
from extractor.packs.needs import is_of
from extractor.records import Grounded, Record
from extractor.records import Report as About
from extractor.split import split

_LONGEST = 300  # characters of a piece in which a near miss is looked for
_ALIKE = 84  # least likeness of a piece to an example, of 100
_BEHIND = ("ratings.tail", "ratings.figure")  # tried behind labels, too
_LONGEST_JUDGED = 160  # characters of a line with a label
_MOST_PIECES = 20_000  # pieces of a report that are tried
_COVERAGE = frozenset({"unread", "coverage"})  # tables that say what the others lack

# Rules that are looked for anywhere in a piece, and not at its beginning.
_WITHIN = (
    *("ratings.overall-line", "ratings.overall-prose", "ratings.standard-prose", "tables.banding", "note.behind"),
    *("recommendations.addressee", "recommendations.deadline", "recommendations.intro"),
    *("recommendations.closing-mark", "progress.category", "progress.improvement"),
)

Records = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, list item or cell: the words that rules are tried on, and where they begin in the text."""

    text: str
    start: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule reads something: offsets, the words, what its groups read; `why` says why it does not, if so."""

    start: int
    end: int
    words: str
    fields: dict[str, str]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule on a report: what it reads and nearly reads, and how many rows it gave by table.

    `helps` has how many rows by table it changes, adds or keeps away where it gives none itself.
    """

    rule: Rule
    reads: tuple[Place, ...]
    nearly: tuple[Place, ...]
    rows: dict[str, int]
    helps: dict[str, int]


def try_rules(report: Report, pack: Pack, name: str = "", *, inherited: bool = False) -> Iterator[Trial]:
    """Every rule of a pack on a report.

    Args:
        report: split into sections by the pack.
        pack: whose rules are tried.
        name: an id, or the beginning of ids, of the rules that are wanted; empty for all.
        inherited: whether rules of the packs that it extends are tried as well; they are where `name` asks for them.
    """
    records = find_records(report, pack)
    given = _rows(records)
    pieces = list(_pieces(report))[:_MOST_PIECES]
    behind = list(_behind_labels(pack, pieces))
    models = {f"{link.id}/{rule.id}": rule for link in pack.chain for rule in link.rules}
    for rule in pack.rules:
        own = rule.id.startswith(pack.id + "/")
        if (name and not is_of(rule.id.partition("/")[2], name)) or not (own or inherited or name):
            continue
        in_whole = _is_read_in_the_whole(rule, pack)
        tried = pieces + (behind if any(is_of(rule.id.partition("/")[2], one) for one in _BEHIND) else [])
        reads = tuple(_reads(rule, report, tried, in_whole))
        nearly = tuple(_nearly(rule, models[rule.id], report, tried, {place.start for place in reads}, in_whole))
        rows: dict[str, int] = given.get(rule.id, {})
        yield Trial(rule, reads, nearly, rows, _helped(rule, report, pack, records) if reads and not rows else {})


def _is_read_in_the_whole(rule: Rule, pack: Pack) -> bool:
    """Whether a rule is searched for in the text as a whole, and its first print read, not tried on each piece."""
    name = rule.id.partition("/")[2]
    own = (f"attributes.{attribute.name}" for attribute in pack.attributes_of(""))
    return any(is_of(name, what) for what in ("metadata", *own))


def _rows(records: Records) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    for table, rows in records.items():
        for row in rows:
            if isinstance(row, About):
                for column, told in json.loads(row.evidence_of).items():
                    counted.setdefault(told["rule"], Counter())[f"reports.{column}"] += 1
            elif isinstance(row, Grounded) and table not in _COVERAGE:
                counted.setdefault(row.evidence.rule, Counter())[table] += 1
    return counted


def _helped(rule: Rule, report: Report, pack: Pack, records: Records) -> dict[str, int]:
    """How many rows of each table are others without a rule, told by reading the report again."""
    without = replace(pack, rules=tuple(other for other in pack.rules if other is not rule))
    others = find_records(split(report, without), without)
    counted = {}
    for table in records.keys() - _COVERAGE:
        rows, other = (Counter(str(row.as_row()) for row in found[table]) for found in (records, others))
        counted[table] = max((rows - other).total(), (other - rows).total())
    return {table: count for table, count in counted.items() if count}


def _pieces(report: Report) -> Iterator[Piece]:
    for block in report.blocks:
        if block.table is None:
            yield Piece(report.body(block), block.body, block.kind is Kind.HEADING)
        else:
            yield from _cells(report, block)


def _cells(report: Report, block: Block) -> Iterator[Piece]:
    assert block.table is not None
    for row in block.table.rows():
        for cell in row:
            if cell.end > cell.start:
                yield Piece(report.words(cell).strip(), cell.start, False)


def _behind_labels(pack: Pack, pieces: list[Piece]) -> Iterator[Piece]:
    """What stands behind labels in short pieces."""
    for piece in pieces:
        at = behind_label(pack, piece.text) if len(piece.text) < _LONGEST_JUDGED else None
        if at is not None:
            yield Piece(piece.text[at:], piece.start + at, False)


def _reads(rule: Rule, report: Report, pieces: list[Piece], in_whole: bool) -> Iterator[Place]:
    if in_whole:
        limit = FRONT if rule.scope == "front" else None
        for match in rule.finditer(report.text, 0, limit):
            yield _place(match, 0)
            return  # the first one is read
    else:
        look = rule.search if any(is_of(rule.id.partition("/")[2], name) for name in _WITHIN) else rule.match
        for piece in pieces:
            if match := look(piece.text):
                yield _place(match, piece.start)


def _place(match: regex.Match[str], offset: int, why: str = "") -> Place:
    fields = {name: " ".join(value.split()) for name, value in match.groupdict().items() if value}
    return Place(offset + match.start(), offset + match.end(), " ".join(match[0].split()), fields, why)


def _nearly(
    rule: Rule, model: RuleModel, report: Report, pieces: list[Piece], read: set[int], in_whole: bool
) -> Iterator[Place]:
    if in_whole and read:
        return
    if in_whole and rule.scope == "front" and (match := rule.search(report.text, FRONT)):
        yield _place(match, 0, f"stands behind the first {FRONT:,} characters, which `scope: front` looks at")
        return
    if model.tokens:
        yield from _alike(model, pieces, read)
        return
    either = regex.compile(rule.expression.pattern, rule.expression.flags | regex.I)
    open_end = regex.compile(rule.expression.pattern.removesuffix("$"), rule.expression.flags)
    for piece in pieces:
        if piece.start in read or len(piece.text) > _LONGEST:
            continue
        if not model.ignore_case and (match := either.match(piece.text, timeout=TIME_LIMIT)):
            yield _place(match, piece.start, "has other capitals, and the rule says `ignore_case: false`")
        elif rule.expression.pattern.endswith("$") and (match := open_end.match(piece.text, timeout=TIME_LIMIT)):
            behind = piece.text[match.end() :].strip()
            yield _place(match, piece.start, f"has more behind it: {behind[:60]!r}")
        else:
            yield from _alike(model, [piece], read)


def _alike(model: RuleModel, pieces: list[Piece], read: set[int]) -> Iterator[Place]:
    for piece in pieces:
        short = piece.start not in read and len(piece.text) <= _LONGEST
        if short and (example := _like(model, piece.text)):
            why = f"is like the example {example!r}, but does not match"
            yield Place(piece.start, piece.start + len(piece.text), piece.text, {}, why)


def _like(model: RuleModel, text: str) -> str:
    """The example that a text is nearly; empty where there is none, or the text is a near miss that must not match."""
    if text in model.near_misses:
        return ""
    folded = text.casefold()
    found = (e.text for e in model.worked_examples if fuzz.ratio(e.text.casefold(), folded, score_cutoff=_ALIKE))
    return next(found, "")
