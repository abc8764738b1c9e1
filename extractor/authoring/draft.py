"""A draft of a pack from sample reports of one framework, for a person to finish: what they share becomes rules.

Nothing is claimed: every part says in how many samples it was seen, and what only may be so stands in a comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import regex

from extractor.authoring.samples import CommonLine, Judged, common_lines, headings, judged, list_labels
from extractor.document import Report
from extractor.domain.names import slug
from extractor.packs import Pack

_YEAR = regex.compile(r"\b\d{4}\b")
_DAY = r"\d{1,2} \p{L}{3,9} \d{4}"
_DATES = regex.compile(
    rf"\d{{1,2}}\b.{{0,30}}?\p{{L}}{{3,9}} \d{{4}}(?:\s*(?:to|and|[-–—])\s*{_DAY})?|\p{{Lu}}\p{{L}}{{2,8}} \d{{4}}"
)
_INSPECTOR = regex.compile(r"\binspect|\bcommission\b|\bregulat|\bauthority\b|\bauditor", regex.I)
_WHEN = regex.compile(r"\binspection dates?\b|\binspected\b|\bvisit|\bfieldwork\b", regex.I)


def draft(name: str, reports: Sequence[Report], generic: Pack) -> str:
    """A drafted pack: YAML that loads as it is.

    Args:
        name: id of the pack.
        reports: samples, split by the generic pack; two or more tell what differs between services.
        generic: the pack of reports that no framework recognises.
    """
    lines = common_lines(reports)
    found = judged(reports)
    labels = list(dict.fromkeys(label for one in found for label in one.labels))
    return "\n".join(_pack(name, reports, lines, found, labels, generic)) + "\n"


def _pack(
    name: str, reports: Sequence[Report], lines: list[CommonLine], found: list[Judged], labels: list[str], generic: Pack
) -> Iterator[str]:
    samples = f"{len(reports)} sample{'s' * (len(reports) != 1)}"
    yield f"# Drafted from {samples}. Read every line, and put right what is wrong."
    yield from (f"id: {name}", f"title: {_quoted(name)}  # for people", "extends: base")
    body = next((line.before for line in lines if not line.varies and _INSPECTOR.search(line.before)), "")
    yield f"inspectorate: {_quoted(body)}" if body else "# inspectorate: who inspects"
    yield from _scale(name, labels)
    yield from _fingerprint(lines)
    overall = [one for one in found if "overall" in one.name.casefold()]
    standards = [one for one in found if one not in overall]
    if standards:
        yield "standards:  # what is judged, with what stands beside it in the samples"
        ids = unique(slug(one.name, 60) for one in standards)
        for id_, one in zip(ids, standards, strict=True):
            told = f"  # {one.count} times, in a {one.where}: {', '.join(one.labels)}"
            yield f"  - {{id: {id_}, names: [{_quoted(_words(one.name))}]}}{told}"
    titles = headings(reports, labels)
    if titles:
        yield "sections:  # headings, and how deep they stand"
        for title, level, count in titles:
            yield f"  - {{title: {_quoted(_words(title))}, level: {level}}}  # in {count} of {len(reports)}"
    rules = [*_metadata(lines), *_overall(overall), *_lists(reports, generic, labels)]
    yield "rules:" if rules else "rules: []"
    yield from rules


def _fingerprint(lines: list[CommonLine]) -> Iterator[str]:
    undated = [line for line in lines if not _YEAR.search(f"{line.before} {' '.join(line.middles)}")]
    told = [_pattern(line, ".+") for line in undated if "inspector:" not in line.before.casefold()][:2]
    if told:
        yield "fingerprint:  # lines of every front: keep what no other framework prints"
        yield f"  front: [{', '.join(_quoted(one) for one in told)}]"
    else:
        yield "framework: false  # nothing is in every front: write a fingerprint, and take this line out"


def _metadata(lines: list[CommonLine]) -> Iterator[str]:
    """Rules for what differs between the fronts: a date, or a name."""
    told: set[str] = set()
    for line in lines:
        text = " ".join(part for part in (line.before, line.middles[0], line.behind) if part)
        if dated := _DATES.search(text):
            before, value, pattern = text[: dated.start()], dated[0], "{{dates}}"
            field = "fieldwork_start" if _WHEN.search(before) else "published"
        elif ":" in text and "inspector" in text.casefold().partition(":")[0]:
            head, _, value = text.partition(":")
            before, value, pattern, field = f"{head}: ", value.split(",")[0].strip(), r"[^\n,]+", "lead_inspector"
        elif line.varies and all(middle[0].isalpha() for middle in line.middles):
            before, value, pattern, field = f"{line.before} ", line.middles[0], r"[^\n]+?", "provider"
        else:
            continue
        if field not in told and before.strip():
            told.add(field)
            behind = rf"\s+{_words(line.behind)}$" if field == "provider" and line.behind else ""
            behind = behind or ("$" if text.endswith(value) else "")
            yield f"  - id: metadata.{field}"
            yield f"    pattern: {_quoted(f'^{_words(before)}' + chr(92) + f's+(?P<value>{pattern}){behind}')}"
            yield "    scope: front"
            yield f"    examples: [{{text: {_quoted(text)}, fields: {{value: {_quoted(value)}}}}}]"


def _overall(found: list[Judged]) -> Iterator[str]:
    for one in found[:1]:
        yield "  - id: ratings.overall"
        yield f"    pattern: {_quoted(f'^{_words(one.name)}' + ':?$')}"
        yield f"    examples: [{_quoted(one.name)}]"


def _lists(reports: Sequence[Report], generic: Pack, labels: list[str]) -> Iterator[str]:
    """Rules for lines over lists that no rule knows, in comments: only a person knows what kind of list it is."""
    for words, count, known in list_labels(reports, generic, labels):
        if known:
            yield f"  # {_quoted(words)} is over a list in {count} of {len(reports)}, and base knows it"
        else:
            bare = words.rstrip(" :")
            yield f"  # - id: labels.{slug(bare, 30)}  # over a list in {count} of {len(reports)}"
            yield f"  #   pattern: {_quoted(f'^{_words(bare)}' + chr(92) + 's*:?$')}"
            yield f"  #   value: {' or '.join(kind for link in generic.chain for kind in link.kinds)}"
            yield f"  #   examples: [{_quoted(words)}]"


def _scale(name: str, labels: list[str]) -> Iterator[str]:
    if len(labels) > 1:
        yield f"scale: {name}"
        yield "scales:  # labels that stand beside names: put them in order, best first, and take out what is none"
        yield from (f"  - id: {name}", f"    title: {_quoted(name)}", "    labels:")
        yield from (f"      - {{label: {_quoted(label)}}}" for label in labels)


def _pattern(line: CommonLine, middle: str) -> str:
    parts = [_words(line.before)] if line.before else []
    parts += [middle] if line.varies else []
    parts += [_words(line.behind)] if line.behind else []
    return "^" + r"\s+".join(parts) + "$"


def _words(text: str) -> str:
    """Words as an expression: any room between them, either apostrophe."""
    escaped = regex.escape(" ".join(text.split()), special_only=True, literal_spaces=True)
    return regex.sub("[’']", "[’']", escaped)


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def unique(ids: Iterable[str]) -> list[str]:
    """Ids, with `-2`, `-3` behind those that stand twice."""
    seen: Counter[str] = Counter()
    found = []
    for id_ in ids:
        seen[id_] += 1
        found.append(id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}")
    return found
