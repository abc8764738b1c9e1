"""Table `themes`: what recommendations, findings and follow-ups are about, by the codebook of `themes.yaml`.

It is built on other tables: one row a theme of an item, at the first words that tell it. Of a follow-up it is the
earlier recommendation that is coded, not what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.document import Report, Span
from extractor.packs import Pack
from extractor.records import Finding, Progress, Recommendation, Record, Theme

_CODED = ("recommendations", "progress", "findings")


def find(report: Report, pack: Pack, records: Mapping[str, Sequence[Record]]) -> Iterator[Theme]:
    """Themes in reading order; of words that tell two, in the order of the codebook."""
    found: list[Theme] = []
    for table in _CODED:
        for item in records[table]:
            assert isinstance(item, Recommendation | Progress | Finding)
            if getattr(item, "same_as", ""):
                continue  # it counts where it is printed first
            found += _themes(report, pack, table, item)
    yield from sorted(found, key=lambda theme: theme.evidence.start)


def _themes(report: Report, pack: Pack, table: str, item: Recommendation | Progress | Finding) -> Iterator[Theme]:
    seen = set()
    for span in _spans(report, item):
        for theme, (start, end) in pack.codebook.matches(report.words(span)).items():
            if theme in seen:
                continue
            seen.add(theme)
            evidence = report.cite(span.start + start, span.start + end, f"themes/{theme}")
            yield Theme(
                item=f"{table}/{item.item}/{theme}",
                of_table=table,
                of_item=item.item,
                theme=theme,
                matched=evidence.quote,
                evidence=evidence,
            )


def _spans(report: Report, item: Recommendation | Progress | Finding) -> list[Span]:
    """Where the words of an item stand within its evidence, which can hold more: labels, bullets, a verdict."""
    evidence = item.evidence
    if item.text == evidence.quote:
        return [Span(evidence.start, evidence.end)]
    blocks = report.blocks_in(Span(evidence.start, evidence.end))
    return [Span(b.body, b.end) for b in blocks if b.body < b.end and report.body(b) in item.text]
