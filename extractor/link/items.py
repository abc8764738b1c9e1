"""Items that are the same over time: follow-ups of recommendations, and recommendations that are made again.

Nothing is compared but what can belong together: a report with the earlier ones on the same service or on those that it
took over from. So the work grows with the reports on a service, not with the square of the dataset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.export.frames import Frames
from extractor.link.likeness import Likeness, Words
from extractor.link.lineage import Lineages
from extractor.records import Link

__all__ = ["FollowUps", "find_links"]

# A follow-up prints the recommendation again: nearly the same letters, or the same telling words in most of them.
_SAME_LETTERS, _SAME_WORDS, _MOST_LETTERS = 0.85, 0.7, 0.6
# A recommendation that is made again is in words of its own time; fewer of them will do, and a person looks at each.
_AGAIN_LETTERS, _AGAIN_WORDS, _AGAIN_MOST_LETTERS = 0.88, 0.68, 0.68


@dataclass(frozen=True)
class FollowUps:
    """What became of the progress items: links, and by (report_id, item) the source that the dataset does not have."""

    links: tuple[Link, ...]
    absent: dict[tuple[str, str], str]


def find_links(data: Frames) -> FollowUps:
    """Every link of a dataset, follow-ups first, in the order of the reports.

    Args:
        data: a dataset with `reports`, `providers`, `recommendations` and `progress`; only these are read.

    Returns:
        proposed links with their similarity, 0 to 1, and the sources that are absent.
    """
    lineages = Lineages.of(data.rows("providers"), data.rows("reports"))
    reports = {row.report_id: row for row in data.rows("reports")}
    asked = _by_report(data.rows("recommendations"))
    followed = _by_report(data.rows("progress"))
    words = {id(row): Words(row.text) for rows in (*asked.values(), *followed.values()) for row in rows}
    likeness = Likeness(words[id(row)] for rows in asked.values() for row in rows)
    finder = _Finder(lineages, asked, words, likeness)
    follow_ups: list[Link] = []
    repeats: list[Link] = []
    absent: dict[tuple[str, str], str] = {}
    for report_id, report in reports.items():
        if items := followed.get(report_id):
            follow_ups += finder.follow_ups(report, items, absent)
        if rows := asked.get(report_id):
            repeats += finder.repeats(report, rows)
    return FollowUps((*follow_ups, *repeats), absent)


def _by_report(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        if row.text.strip():
            found.setdefault(row.report_id, []).append(row)
    return found


@dataclass(frozen=True)
class _Finder:
    lineages: Lineages
    asked: dict[str, list[Any]]
    words: dict[int, Words]
    likeness: Likeness

    def follow_ups(self, report: Any, items: Sequence[Any], absent: dict[tuple[str, str], str]) -> Iterator[Link]:
        """Each progress item with the recommendation that it reports on, which at most one item does."""
        sources: dict[tuple[str, str], list[Any]] = {}
        for item in items:
            sources.setdefault((item.prior_programme, item.prior_date), []).append(item)
        for (programme, date), group in sources.items():
            earlier = [other for other in self.lineages.earlier(report) if _is_source(other, programme, date)]
            for item in group if not earlier else ():
                said = " of ".join(part for part in (f"{programme} report".strip(), date) if part)
                absent[report.report_id, item.item] = said
            rows = [row for other in earlier for row in self.asked.get(other.report_id, ())]
            pairs = self._pairs(group, rows, _SAME_LETTERS, _SAME_WORDS, _MOST_LETTERS)
            used: set[int] = set()
            for likeness, item, row in sorted(pairs, key=lambda pair: -pair[0]):
                if id(item) not in used and id(row) not in used:
                    used |= {id(item), id(row)}
                    yield _link(item, "progress", row, "follows_up", likeness, "programme, date and text")

    def repeats(self, report: Any, rows: Sequence[Any]) -> Iterator[Link]:
        """Each recommendation with the one of every earlier report that asked for the same, if there is one."""
        for other in self.lineages.earlier(report):
            best: dict[int, tuple[float, Any, Any]] = {}
            again = self._pairs(
                rows, self.asked.get(other.report_id, ()), _AGAIN_LETTERS, _AGAIN_WORDS, _AGAIN_MOST_LETTERS
            )
            for pair in again:
                if pair[0] > best.get(id(pair[1]), (0.0, None, None))[0]:
                    best[id(pair[1])] = pair
            for likeness, row, old in best.values():
                yield _link(row, "recommendations", old, "repeats", likeness, "text")

    def _pairs(
        self, ones: Sequence[Any], others: Sequence[Any], letters: float, words: float, least: float
    ) -> Iterator[tuple[float, Any, Any]]:
        """Pairs that are alike enough, each with its similarity: the mean of letters and words."""
        if not ones or not others:
            return
        edits = self.likeness.edits([self.words[id(r)] for r in ones], [self.words[id(r)] for r in others], least)
        for at, to in zip(*edits.nonzero(), strict=True):
            one, other, edit = ones[at], others[to], float(edits[at, to])
            cosine = self.likeness.words(self.words[id(one)], self.words[id(other)])
            if edit >= letters or cosine >= words:
                yield (edit + cosine) / 2, one, other


def _is_source(report: Any, programme: str, date: str) -> bool:
    """Whether a progress item with this programme and date can be about a report: it was of that kind, at that time."""
    kind = f"{report.provider_type} {report.provider}".casefold()
    if programme and programme.casefold() not in kind:
        return False
    printed = [told for told in (report.fieldwork_start, report.published) if told]
    return not date or not printed or any(_same_month(date, told) for told in printed)


def _same_month(one: str, other: str) -> bool:
    """Whether two dates can be the same month, each as precise as it is printed."""
    return all(a == b for a, b in zip(one.split("-")[:2], other.split("-")[:2], strict=False))


def _link(later: Any, table: str, earlier: Any, relation: str, likeness: float, method: str) -> Link:
    return Link(
        from_report=later.report_id,
        from_table=table,
        from_item=later.item,
        to_report=earlier.report_id,
        to_table="recommendations",
        to_item=earlier.item,
        relation=relation,
        similarity=round(min(likeness, 1.0), 3),
        method=method,
        status="proposed",
    )
