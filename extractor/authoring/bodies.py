"""Who inspects, by sample reports: a line of every cover that is a body's name, or what their sentences call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import regex

from extractor.authoring.front_matter import CommonLine
from extractor.document import Report
from extractor.packs import Pack

_NO_NAME = regex.compile(r"\b(?:published|contents|summary|section)\b|:", regex.I)
_BY = regex.compile(r"^(?:(?:published|produced|issued)\s+)?by\s+(?:the\s+)?(?=\p{Lu})", regex.I)
_PARTED = regex.compile(r"\s[-–—|]\s|\n")  # between parts of a title
_SMALL = regex.compile(r"\b\p{Ll}{4,}")  # a word that no name has

_NAME = (
    r"(?P<name>\p{Lu}[\p{L}’'&-]+(?:,?\s(?:(?:of|for|and|in|the|&)\s)*\p{Lu}[\p{L}’'&-]*){0,9})"
    r"(?:\s\(\p{Lu}[\p{L}]+\))?"  # what it is called for short
)
_TOLD = (
    regex.compile(
        rf"(?:^|[.!?]\s)(?:The\s)?(?!(?:We|It|They|This|These|The|Inspectors)\b){_NAME}\s(?:regulates|inspects|assesses|reviews|audits|evaluates)\b",
        regex.M,
    ),
    regex.compile(rf"©\s(?:\d{{4}}\s)?(?!Crown\b){_NAME}"),
    regex.compile(rf"\b(?:[Pp]ublished|[Pp]roduced|[Ii]ssued|[Ii]nspected)\sby:?\s(?:the\s)?{_NAME}"),
)


def body_of(
    reports: Sequence[Report], lines: Sequence[CommonLine], covers: Sequence[Sequence[str]], pack: Pack
) -> tuple[str, bool]:
    """The name of who inspects, and whether it can be relied on; empty where nothing looks like one.

    Args:
        reports: the samples.
        lines: what their covers have in common.
        covers: the lines of each cover.
        pack: whose rules know words of such names, of roles and of documents.
    """
    parts = [_BY.sub("", part.strip(" ,–—-")) for line in lines for part in (line.before, line.behind) if part]
    names = [part for part in parts if not _is_no_body(part, pack)]
    if named := next((name for name in names if pack.search("draft.body", name)), ""):
        return named, True
    if named := _printed_by_all(reports, covers, pack):
        return named, True
    for expression in _TOLD:
        told = Counter(name for report in reports for name in _named(expression, report))
        if told and told.most_common(1)[0][1] * 2 >= len(reports):
            return told.most_common(1)[0][0], True
    return next(iter(names), ""), False


def _printed_by_all(reports: Sequence[Report], covers: Sequence[Sequence[str]], pack: Pack) -> str:
    """A name that is a line of each cover, or what a web page says of its site, in whatever capitals."""
    told: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for report, cover in zip(reports, covers, strict=True):
        about = report.info.values() if report.format == "html" else ()
        parts = [part.strip() for words in (*cover, *map(str, about)) for part in _PARTED.split(words)]
        names = [part for part in parts if pack.search("draft.body", part) and not _is_no_body(part.title(), pack)]
        told.update({name.casefold() for name in names})
        for name in names:
            known = printed.get(name.casefold(), name)
            printed[name.casefold()] = name if known.isupper() else known
    name, count = next(iter(told.most_common(1)), ("", 0))
    return printed[name] if name and count == len(reports) else ""


def _is_no_body(words: str, pack: Pack) -> bool:
    """Whether a line is about a person or a document, or has small words that no name has."""
    other = any(pack.search(name, words) for name in ("draft.role", "draft.document"))
    return other or bool(_NO_NAME.search(words) or _SMALL.search(words)) or not words[:1].isupper()


def _named(expression: regex.Pattern[str], report: Report) -> Iterable[str]:
    return {match["name"] for match in expression.finditer(report.text)}
