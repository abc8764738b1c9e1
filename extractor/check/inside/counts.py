"""How many ratings a report says that there are, against its table of ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from extractor.check.inside.inspected import Inspected, compared, not_applicable
from extractor.domain import numerals
from extractor.packs import Pack
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import RatingRow

__all__ = ["counted_ratings"]

_REFS = regex.compile(r"(?P<first>[A-Z]?\d(?:\.\d)?)(?:\s*(?:-|–|to)\s*(?P<last>[A-Z]?\d(?:\.\d)?))?")


def counted_ratings(report: Inspected) -> Iterator[Check]:
    """There are as many ratings of a label as the prose counts: "five of the seven centres rated as 'Good'".

    Rule: the prose and the table of ratings of one report. What counts is said by the rules `summary.count` and
    `ratings.count` of a pack; of services those of the named type are counted, of criteria those that are named.
    """
    if (pack := report.pack) is None:
        return
    seen: set[tuple[str, int]] = set()
    for row, said in [*_of_services(report, pack), *_of_standards(report, pack), *_of_criteria(report, pack)]:
        if (row.item, said) not in seen:  # said again in another place
            seen.add((row.item, said))
            yield row


def _of_services(report: Inspected, pack: Pack) -> Iterator[tuple[Check, int]]:
    """Overall ratings of services: `count` of `total` of a `type` have `label`."""
    overall = [row for row in report.rows["ratings"] if row.level == "overall" and row.rating]
    for rule in pack["summary.count.services"]:
        for _, found in report.told(rule):
            said, total = numerals.count(found["count"]), numerals.count(found["total"])
            kind = pack.match("summary.type", found["type"])
            label = _label(pack, found["label"])
            if said is None or total is None or kind is None or not label:
                continue
            of_kind = [row for row in overall if row.provider_type == kind[0].value]
            item = f"overall/{kind[0].value}/{label}"
            if len(of_kind) != total:
                message = f"said are {total} services of this type, and the table has {len(of_kind)}"
                yield compared(item, total, len(of_kind), message, "fail", False), said
            else:
                yield _counted(item, said, of_kind, label, found[0]), said


def _of_standards(report: Inspected, pack: Pack) -> Iterator[tuple[Check, int]]:
    """Ratings of all standards of all services: `count` of them are `label`."""
    standards = [row for row in report.rows["ratings"] if row.level == "standard"]
    for rule in pack["summary.count.ratings"]:
        for _, found in report.told(rule):
            said, label = numerals.count(found["count"]), _label(pack, found["label"])
            if said is None or not label:
                continue
            item = f"standard/{label}"
            if standards:
                yield _counted(item, said, standards, label, found[0]), said
            else:
                yield not_applicable("the ratings of standards could not be read", item), said


def _of_criteria(report: Inspected, pack: Pack) -> Iterator[tuple[Check, int]]:
    """Labels of some named criteria of a part: `total` of them, numbered `refs`, and in `counts` how many are what."""
    order = [standard.ref for standard in pack.standards]
    for rule in pack["ratings.count.criteria"]:
        for offset, found in report.told(rule):
            part, refs = report.places.part(offset), _refs(found["refs"], order)
            rows = [row for row in report.rows["ratings"] if row.part == part and row.ref in refs]
            for label_rule in pack["ratings.count.label"]:
                for one in label_rule.finditer(found["counts"]):
                    said, label = numerals.count(one["count"]), _label(pack, one["label"])
                    if said is None or not label:
                        continue
                    item = f"{part}/{label}"
                    if len(rows) == len(refs) == numerals.count(found["total"]):
                        yield _counted(item, said, rows, label, found[0]), said
                    else:
                        yield not_applicable("not all criteria that are counted could be read", item), said


def _counted(item: str, said: int, rows: Sequence[RatingRow], label: str, words: str) -> Check:
    observed = sum(row.rating == label for row in rows)
    return compared(item, said, observed, f"said: {' '.join(words.split())}", "fail", said == observed)


def _label(pack: Pack, words: str) -> str:
    """The label of the scale that words are; empty where they are none."""
    found = pack.scale.label_of(words) if pack.scale else None
    return found.label if found else ""


def _refs(words: str, order: Sequence[str]) -> set[str]:
    """Numbers named in words such as `A1-A5 and D3`, in the order of the framework."""
    refs: set[str] = set()
    for found in _REFS.finditer(words):
        first, last = found["first"], found["last"] or found["first"]
        if first in order and last in order:
            refs.update(order[order.index(first) : order.index(last) + 1])
    return refs
