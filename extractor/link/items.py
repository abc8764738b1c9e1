"""Items that are the same over time: follow-ups of recommendations, and recommendations that are made again.

Nothing is compared but what can belong together: a report with the earlier ones on the same service or on those that it
took over from. So the work grows with the reports on a service, not with the square of the dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from extractor.correct.links import Key, key_of
from extractor.dataset.named_tables import Frames
from extractor.link.history import History, history_of, programmes
from extractor.link.mentions import About
from extractor.link.outlines import Outlines
from extractor.link.similarity import Likeness, Words
from extractor.records import Link

if TYPE_CHECKING:
    from extractor.dataset.rows import ProgressRow, RecommendationRow

__all__ = ["Found", "find_links"]

R = TypeVar("R", "RecommendationRow", "ProgressRow")
Item: TypeAlias = "RecommendationRow | ProgressRow"

# A follow-up prints the recommendation again: nearly the same letters, or the same telling words in most of them.
_SAME_LETTERS, _SAME_WORDS, _MOST_LETTERS = 0.85, 0.7, 0.6
# A recommendation that is made again is in words of its own time; fewer of them will do, and a person looks at each.
_AGAIN_LETTERS, _AGAIN_WORDS, _AGAIN_MOST_LETTERS = 0.88, 0.68, 0.68
_ASKED, _FOLLOWED = "recommendations", "progress"
_HELD = 200  # reports whose recommendations are held at once: those on a few services
_BY_SOURCE = "programme, date and text"


@dataclass(frozen=True)
class Found:
    """The links of a dataset, and by (report_id, item) of a progress item the source that the dataset does not have."""

    links: tuple[Link, ...]
    absent: dict[tuple[str, str], str]


def find_links(data: Frames, decided: Sequence[Link] = ()) -> Found:
    """Every link of a dataset, follow-ups first, in the order of the reports.

    Args:
        data: a dataset with `reports`, `providers`, `ratings`, `recommendations` and `progress`; only these are read.
        decided: links that people confirmed or rejected. A pair that was rejected is not proposed again, and what they
            confirmed takes its two items out of the search.

    Returns:
        links with their similarity, 0 to 1, and their status; and the sources that are absent.
    """
    history = history_of(Outlines.of(data))
    asked = (row for _, rows in data.by_report(_ASKED) for row in _Items.of(rows[_ASKED]).rows)
    likeness = Likeness(Words(row.text) for row in asked)
    confirmed, rejected = (
        frozenset(key_of(link) for link in decided if link.status == status) for status in ("confirmed", "rejected")
    )
    follow_ups: list[Link] = []
    repeats: list[Link] = []
    absent: dict[tuple[str, str], str] = {}
    with data.looked_up(_ASKED) as asked_of, data.looked_up(_FOLLOWED) as followed_of:
        known = lru_cache(maxsize=_HELD)(lambda report_id: _Items.of(asked_of(report_id)[_ASKED]))
        finder = _Finder(history, known, likeness, confirmed, rejected)
        for report in history.reports:
            items = _Items.of(followed_of(report.report_id)[_FOLLOWED])
            follow_ups += finder.follow_ups(report, items, absent)
            repeats += finder.repeats(report)
    links = {key_of(link): link for link in (*follow_ups, *repeats, *decided)}
    return Found(tuple(sorted(links.values(), key=lambda link: link.relation != "follows_up")), absent)


@dataclass(frozen=True)
class _Items(Generic[R]):
    """Rows of recommendations or of progress that can be compared, and their words."""

    rows: tuple[R, ...]
    words: tuple[Words, ...]

    @classmethod
    def of(cls, rows: Iterable[R]) -> _Items[R]:
        kept = tuple(row for row in rows if row.text.strip() and not getattr(row, "same_as", ""))
        return cls(kept, tuple(Words(row.text) for row in kept))

    def __iter__(self) -> Iterator[tuple[R, Words]]:
        return zip(self.rows, self.words, strict=True)


@dataclass(frozen=True)
class _Finder:
    history: History
    asked: Callable[[str], _Items[RecommendationRow]]  # recommendations of a report
    likeness: Likeness
    confirmed: frozenset[Key]
    rejected: frozenset[Key]

    def follow_ups(
        self, report: About, items: _Items[ProgressRow], absent: dict[tuple[str, str], str]
    ) -> Iterator[Link]:
        """Each progress item with the recommendation that it reports on, which at most one item does."""
        words = {row.item: words for row, words in items}
        for (programme, date), group in programmes(items.rows).items():
            earlier = self.history.sources(report, programme, date)
            for item in group if not earlier else ():
                said = " of ".join(part for part in (f"{programme} report".strip(), date) if part)
                absent[report.report_id, item.item] = said
            ours = [(item, words[item.item]) for item in group]
            theirs = [each for other in earlier for each in self.asked(other.report_id)]
            pairs = self._pairs(ours, theirs, _SAME_LETTERS, _SAME_WORDS, _MOST_LETTERS)
            links = [(_link(item, "progress", row, "follows_up", like, _BY_SOURCE)) for like, item, row in pairs]
            yield from self._one_to_one(links)

    def _one_to_one(self, links: list[Link]) -> Iterator[Link]:
        """The likest links of which no two share an item; those that people confirmed come first."""
        used = {end for key in self.confirmed for end in (key[:3], key[3:]) if key[1] == "progress"}
        for link in sorted(links, key=lambda link: -(link.similarity or 0)):
            key = key_of(link)
            if key in self.confirmed or not {key[:3], key[3:]} & used:
                used |= {key[:3], key[3:]}
                yield link

    def repeats(self, report: About) -> Iterator[Link]:
        """Each recommendation with the one of every earlier report that asked for the same, if there is one."""
        for other in self.history.earlier(report):
            best: dict[str, tuple[float, Item, Item]] = {}
            ours, theirs = list(self.asked(report.report_id)), list(self.asked(other.report_id))
            for pair in self._pairs(ours, theirs, _AGAIN_LETTERS, _AGAIN_WORDS, _AGAIN_MOST_LETTERS):
                if pair[0] > best.get(pair[1].item, (0.0, None, None))[0]:
                    best[pair[1].item] = pair
            for likeness, row, old in best.values():
                yield _link(row, "recommendations", old, "repeats", likeness, "text")

    def _pairs(
        self,
        ones: Sequence[tuple[Item, Words]],
        others: Sequence[tuple[Item, Words]],
        letters: float,
        words: float,
        least: float,
    ) -> Iterator[tuple[float, Item, Item]]:
        """Pairs that are alike enough, each with its similarity: the mean of letters and words."""
        if not ones or not others:
            return
        edits = self.likeness.edits([own for _, own in ones], [own for _, own in others], least)
        for at, to in zip(*edits.nonzero(), strict=True):
            (one, its), (other, theirs), edit = ones[at], others[to], float(edits[at, to])
            cosine = self.likeness.words(its, theirs)
            if (edit >= letters or cosine >= words) and not self._is_rejected(one, other):
                yield (edit + cosine) / 2, one, other

    def _is_rejected(self, one: Item, other: Item) -> bool:
        table = "progress" if hasattr(one, "category") else "recommendations"
        key = (one.report_id, table, one.item, other.report_id, "recommendations", other.item)
        return key in self.rejected


def _link(later: Item, table: str, earlier: Item, relation: str, likeness: float, method: str) -> Link:
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
