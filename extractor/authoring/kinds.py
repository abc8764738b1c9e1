"""Which samples are reports of one kind: those whose sections have the same titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.authoring.front_matter import cover
from extractor.authoring.judged_names import REF
from extractor.document import Report
from extractor.packs import Pack

_ALIKE = 0.25  # share of their titles that two reports of one kind have in common


@dataclass(frozen=True, slots=True)
class SampleKind:
    """Samples that look alike: their places among all, and lines that they alone print, the most frequent first."""

    samples: tuple[int, ...]
    lines: tuple[str, ...]


def sample_kinds(reports: Sequence[Report], pack: Pack) -> list[SampleKind]:
    """The kinds that samples are of, two samples or more each; empty where they are all of one, or none can be told.

    A sample goes with all that it shares enough titles with, and with the nearest where there is none such.
    """
    titles = _shared([{_bare(section.title) for section in report.sections} for report in reports])
    places = range(len(reports))
    group = list(places)
    for one in places:
        likeness = {other: _likeness(titles[one], titles[other]) for other in places if other != one}
        most = max(likeness.values(), default=0.0)
        for other, alike in likeness.items():
            old, new = group[other], group[one]
            if old != new and alike and (alike >= _ALIKE or alike == most):
                group = [new if of == old else of for of in group]
    kinds = [tuple(at for at in places if group[at] == of) for of in dict.fromkeys(group)]
    told = [SampleKind(kind, tuple(_lines(reports, kind, pack))) for kind in kinds if len(kind) > 1]
    told = [kind for kind in told if kind.lines]
    return told if len(told) > 1 else []


def told_kinds(reports: Sequence[Report], pack: Pack) -> list[str]:
    """What a person who drafts a pack should know of the kinds of samples, a line each; empty where all are one."""
    kinds = sample_kinds(reports, pack)
    if not kinds:
        return []
    lines = [f"The samples look like {len(kinds)} kinds of reports. Draft each kind apart, from its own samples:"]
    for kind in kinds:
        words = " and ".join(f"'{line}'" for line in kind.lines)
        lines.append(f"  {len(kind.samples)} with {words}: {', '.join(reports[at].source for at in kind.samples)}")
    return lines


def _bare(title: str) -> str:
    """A title without its number, and without what stands behind a colon: a label, or a name."""
    return REF.sub("", title).partition(":")[0].strip().casefold()


def _shared(titles: Sequence[set[str]]) -> list[set[str]]:
    """Of the titles of each report those that another has, too."""
    counted = Counter(title for own in titles for title in own)
    return [{title for title in own if counted[title] > 1} for own in titles]


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _lines(reports: Sequence[Report], kind: Sequence[int], pack: Pack) -> Iterator[str]:
    """Up to two lines of covers or titles, without figures, that two samples of a kind have, and no other kind."""
    covers = [dict.fromkeys(REF.sub("", line) for line in cover(report, pack)) for report in reports]
    titles = [dict.fromkeys(REF.sub("", section.title) for section in report.sections) for report in reports]
    elsewhere = {line.casefold() for at in range(len(reports)) if at not in kind for line in (*covers[at], *titles[at])}
    found: list[str] = []
    for said in (covers, titles):
        counted = Counter(line for at in kind for line in said[at] if line.casefold() not in elsewhere)
        often = (line for line, count in counted.most_common() if count > 1 and line not in found)
        found += [line for line in often if not any(map(str.isdigit, line))][:2]
    yield from found[:2]
