"""What each pack covers, as one page of Markdown: whose reports, of which years, what is rated and read, how tested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.packs import Pack, Packs

__all__ = ["overview", "tested_on"]

_YEARS = re.compile(r",?\s*\(?\b((?:from )?(?:19|20)\d\d(?:(?: to |/)(?:19|20)\d\d)?)\)?$")
_TESTED = re.compile(r"\bTested on (.+?)\.(?=\s|$)")
_LEVELS = {"section": "sections", "standard": "standards", "criterion": "criteria"}
_NOT_TOLD = "the head of its file does not say"
_NOTHING_RATED = "nothing: no label of any report of it is a rating"


def overview(packs: Packs, folders: Iterable[Path]) -> str:
    """The page of some packs, by inspectorate.

    Args:
        packs: compiled packs; those that reports can be of have a section each.
        folders: where their files are, the first that has a pack's file counts. The comment at its head is quoted.
    """
    places = list(folders)
    frameworks = [pack for pack in packs if pack.framework]
    return "\n".join(_page(frameworks, places)).rstrip() + "\n"


def _page(frameworks: list[Pack], places: list[Path]) -> Iterator[str]:
    yield from (
        "# What each pack covers",
        "",
        "Written by `findings packs explain`; what stands here is in the packs.",
        "",
    )
    yield "Of every report, whatever its framework, sections, tables, figures and recommendations are read; below is"
    yield "what a pack adds. `findings packs explain NAME` writes a pack down with its rules."
    yield from ("", "| inspectorate | reports | years | pack |", "| --- | --- | --- | --- |")
    ordered = sorted(frameworks, key=lambda pack: (_body(pack), pack.id))
    for pack in ordered:
        subject, years = _subject(pack)
        yield f"| {_body(pack)} | {subject} | {years or 'any'} | [`{pack.id}`](#{pack.id}) |"
    for pack in ordered:
        yield from ("", f"## {pack.id}", "", _head(pack, places)[0] or f"{pack.title}.", "")
        yield f"- inspectorate: {_body(pack)}"
        yield f"- rated: {_rated(pack)}"
        yield f"- read: {'; '.join(_read(pack))}"
        yield f"- tested on: {tested_on(pack, places)}"


def tested_on(pack: Pack, folders: Iterable[Path]) -> str:
    """What the comment at the head of a pack's file says that it was tested on."""
    return _head(pack, list(folders))[1] or _NOT_TOLD


def _body(pack: Pack) -> str:
    return pack.inspectorate or "several"


def _subject(pack: Pack) -> tuple[str, str]:
    """What a pack's title says its reports are of, and of which years."""
    title = pack.title.removeprefix(f"{pack.inspectorate}, ")
    years = _YEARS.search(title)
    return (title[: years.start()], years[1]) if years else (title, "")


def _head(pack: Pack, places: list[Path]) -> tuple[str, str]:
    """The comment at the head of a pack's file without what it was tested on, and that."""
    path = next((place / f"{pack.id}.yaml" for place in places if (place / f"{pack.id}.yaml").is_file()), None)
    lines = path.read_text(encoding="utf-8").splitlines() if path else []
    head = []
    for line in lines:
        if not line.startswith("#"):
            break
        head.append(line.lstrip("# ").strip())
    words = " ".join(head)
    tested = _TESTED.search(words)
    return " ".join(_TESTED.sub("", words).split()), tested[1] if tested else ""


def _rated(pack: Pack) -> str:
    if pack.scale is None:
        return _NOTHING_RATED
    labels = ", ".join(label.label for label in pack.scale.labels)
    levels = {standard.level for standard in pack.standards}
    judged = " and ".join(plural for level, plural in _LEVELS.items() if level in levels)
    return f"{judged or 'what a report rates'}, as {labels} (scale `{pack.scale.id}`)"


def _read(pack: Pack) -> Iterator[str]:
    types = list(dict.fromkeys(_provider_types(pack)))
    yield f"services of the kind {' or '.join(types)}" if types else "services of any kind"
    if any(standard.questions for link in pack.chain for standard in link.standards):
        yield "key questions with their percentages"
    own = {kind: None for link in pack.chain if link.id != "base" for kind in link.kinds}
    if own:
        yield f"lists of the kinds {_listed(own)}"
    if pack.progress is not None:
        yield f"what became of earlier recommendations, as {', '.join(label.label for label in pack.progress.labels)}"
    if attributes := [attribute.name for link in pack.chain if link.id != "base" for attribute in link.attributes]:
        yield f"the attributes {_listed(attributes)}"


def _provider_types(pack: Pack) -> Iterator[str]:
    """The kinds of services that a pack can tell, up to that which it takes every other for."""
    for link in pack.chain:
        for named in link.provider_types:
            yield named.type
            if named.pattern == ".":
                return


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
