"""A draft of a pack from sample reports of one framework, for a person to finish: what they share becomes rules.

Nothing is claimed: every part says in how many samples it was seen, and what only may be so stands in a comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from extractor.authoring.front_matter import CommonLine, LabelledLine, common_lines, labelled_lines
from extractor.authoring.judged_names import Judged, codes_of, judged
from extractor.authoring.kinds import told_kinds
from extractor.authoring.listings import headed_tables, headings, list_labels
from extractor.document import Report
from extractor.domain.names import slug
from extractor.packs import Pack
from extractor.packs.expression import Expression
from extractor.packs.faults import Faults

_YEAR = regex.compile(r"\b\d{4}\b")
_DATES = "{{dates}}"  # a macro of base, which every draft extends
_INSPECTOR = regex.compile(r"\binspect|\bcommission\b|\bregulat|\bauthority\b|\bauditor", regex.I)
_ASKED = regex.compile(r"\b(?:recommendations?|concerns?|actions?|requirements?)$", regex.I)
_PUBLISHED = regex.compile(r"\bpubli|\bissued\b", regex.I)
_DAYS = regex.compile(r"\bon[ -]?site\b|\binspect|\bvisit|\bassess|\breviewed\b|\bfieldwork\b|\bdates?\b", regex.I)
_NONE = regex.compile(r"not \p{L}+(?:ed|able)\b|n/a\b|none\b", regex.I)
_FIELDS = {
    "lead_inspector": regex.compile(r"\b(?:lead|led by|inspectors?)\b", regex.I),
    "region": regex.compile(r"^region\b", regex.I),
    "provider": regex.compile(
        r"^(?!(?:type|kind)\b).*\b(?:report|inspection|review|provider|service)(?: name)?\s*:?$|\b(?:of|to|at)\s*:?$",
        regex.I,
    ),
    "isbn": regex.compile(r"^isbn\b", regex.I),
}


def draft(name: str, reports: Sequence[Report], generic: Pack) -> str:
    """A drafted pack: YAML that loads as it is.

    Args:
        name: id of the pack.
        reports: samples, split by the generic pack; two or more tell what differs between services.
        generic: the pack of reports that no framework recognises.
    """
    lines = common_lines(reports)
    found = judged(reports)
    labels = list({label.casefold(): label for one in found for label in one.labels if not label.isupper()}.values())
    return "\n".join(_pack(name, reports, lines, found, labels, generic)) + "\n"


def _pack(
    name: str, reports: Sequence[Report], lines: list[CommonLine], found: list[Judged], labels: list[str], generic: Pack
) -> Iterator[str]:
    samples = f"{len(reports)} sample{'s' * (len(reports) != 1)}"
    yield f"# Drafted from {samples}. Read every line, and put right what is wrong."
    yield from (f"# {line}" for line in told_kinds(reports))
    yield from (f"id: {name}", f"title: {_quoted(name)}  # for people", "extends: base")
    same = [line.before for line in lines if not line.varies]
    body = next((words for words in same if _INSPECTOR.search(words)), "")
    yield (
        f"inspectorate: {_quoted(body)}" if body else f"# inspectorate: {_quoted(same[0] if same else 'who inspects')}"
    )
    yield "# provider_types: [{pattern: '.', type: kind of service}]  # else `provider_type` is empty"
    yield from _scale(name, labels, codes_of(reports, labels))
    yield from _fingerprint(lines)
    overall = [one for one in found if "overall" in one.name.casefold() and one.where != "column"]
    leads = [one for one in found if one.leads and one not in overall]
    standards = [one for one in found if one not in overall and not one.leads]
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
    base = Faults()
    base.macros = {name: told for link in reversed(generic.chain) for name, told in link.macros.items()}
    named = labelled_lines(reports)
    yield from _own([line for line in named if line.label.rstrip(" :") not in {one.name for one in found}], base)
    rules = [*_metadata(lines, named, base), *_overall(overall, labels), *_lead(leads, generic)]
    rules += [*_lists(reports, generic, labels), *_tables(reports, generic)]
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


def _metadata(lines: list[CommonLine], named: list[LabelledLine], base: Faults) -> Iterator[str]:
    """Rules for what differs between the fronts: a date, or a name. What fewer fronts say has rules of its own."""
    told: set[str] = set()
    labels: set[str] = set()
    dates = base.compile(_DATES, "draft")
    for line in lines:
        text = " ".join(part for part in (line.before, line.middles[0], line.behind) if part)
        if dated := dates.search(text):
            before, value, pattern = text[: dated.start()], dated[0], _DATES
            visited = _DAYS.search(before) and not _PUBLISHED.search(before)
            field = "fieldwork_start" if visited else "published"
        elif ":" in text and "inspector" in text.casefold().partition(":")[0]:
            head, _, value = text.partition(":")
            before, value, pattern, field = f"{head}: ", value.split(",")[0].strip(), r"[^\n,]+", "lead_inspector"
        elif line.varies and all(middle[0].isalpha() for middle in line.middles):
            before, value, pattern, field = f"{line.before} ", line.middles[0], r"[^\n]+?", "provider"
        else:
            continue
        if field not in told and before.strip():
            told.add(field)
            labels.add(before.strip(" :").casefold())
            behind = rf"\s+{_words(line.behind)}$" if field == "provider" and line.behind else ""
            behind = behind or ("$" if text.endswith(value) else "")
            pattern = f"{_words(before)}\\s+(?P<value>{pattern}){behind}"
            yield from _rule(f"metadata.{field}", pattern, text, value, base)
    for one in named:
        field = _field(one, dates)
        bare = one.label.rstrip(" :")
        if field and bare.casefold() not in labels:
            id_ = f"metadata.{field}" + (f".{slug(bare, 30)}" if field in told else "")
            told.add(field)
            value, pattern = one.values[0], r"[^|\n]+?(?=\s*(?:\||$))"
            if (date := dates.search(value)) and field in ("published", "fieldwork_start"):
                value, pattern = date[0], _DATES
            yield from _rule(id_, rf"{_words(bare)}\s*:?\s+(?P<value>{pattern})", f"{bare}: {value}", value, base)


def _rule(id_: str, pattern: str, text: str, value: str, base: Faults) -> Iterator[str]:
    """A rule; a comment where it would not read from its own example what it is for."""
    read = base.compile("^" + pattern, id_).match(text)
    mark = "  - " if read and read["value"] == value else "  # - "
    room = "    " if mark == "  - " else "  #   "
    yield f"{mark}id: {id_}"
    yield f"{room}pattern: {_quoted('^' + pattern)}"
    yield f"{room}scope: front"
    yield f"{room}examples: [{{text: {_quoted(text)}, fields: {{value: {_quoted(value)}}}}}]"


def _field(line: LabelledLine, dates: Expression) -> str:
    """The column of `reports` that a labelled line is for; empty where only a person can tell."""
    dated = sum(bool(dates.search(value)) for value in line.values) * 2 > len(line.values)
    if dated:
        return "published" if _PUBLISHED.search(line.label) else "fieldwork_start" if _DAYS.search(line.label) else ""
    return next((field for field, words in _FIELDS.items() if words.search(line.label)), "")


def _own(named: list[LabelledLine], base: Faults) -> Iterator[str]:
    """Labels of the fronts that no column is for, in comments: a person may want them as attributes."""
    dates = base.compile(_DATES, "draft")
    for one in (line for line in named if not _field(line, dates)):
        label = one.label.rstrip(" :")
        yield f"# {_quoted(label)} is in front of {', '.join(map(_quoted, one.values[:3]))}: an attribute, perhaps"
        yield f"# attributes: [{{name: {slug(label, 30)}, description: {_quoted(label)}}}]"


def _overall(found: list[Judged], labels: list[str]) -> Iterator[str]:
    for one in found[:1]:
        yield "  - id: ratings.overall"
        yield f"    pattern: {_quoted(f'^{_words(one.name)}' + ':?$')}"
        yield f"    examples: [{_quoted(one.name)}]"
        if one.where == "line":
            printed = "|".join(_words(label) for label in sorted(labels, key=len, reverse=True))
            yield "  - id: ratings.overall-line"
            pattern = rf"^{_words(one.name)}\s*[:–—-]\s+(?P<label>{printed})\.?$"
            yield f"    pattern: {_quoted(pattern)}"
            text, label = _quoted(f"{one.name}: {labels[0]}"), _quoted(labels[0])
            yield f"    examples: [{{text: {text}, fields: {{label: {label}}}}}]"


def _lead(found: list[Judged], generic: Pack) -> Iterator[str]:
    """Rules for words that lead in labels, where no rule of base does."""
    for id_, one in zip(unique(f"ratings.lead.{slug(one.name, 30)}" for one in found), found, strict=True):
        text = f"{one.name}: {one.labels[0]}"
        if generic.match("ratings.lead", text):
            yield f"  # {_quoted(one.name)} is before {', '.join(one.labels)}, and base knows it"
            continue
        yield f"  - id: {id_}  # before {', '.join(one.labels)}"
        pattern = rf"^{_words(one.name)}\s*[:–—-]\s*"
        yield f"    pattern: {_quoted(pattern)}"
        yield f"    examples: [{_quoted(text)}]"


def _lists(reports: Sequence[Report], generic: Pack, labels: list[str]) -> Iterator[str]:
    """Rules for lines over lists that no rule knows, in comments: only a person knows what kind of list it is."""
    for words, count, known in list_labels(reports, generic, labels):
        if known:
            yield f"  # {_quoted(words)} is over a list in {count} of {len(reports)}, and base knows it"
        else:
            bare = regex.sub(r"^\d+(?:\.\d+)*\.?\s+", "", words.rstrip(" :"))
            name = "recommendations.section" if _ASKED.search(bare) else "labels"
            kinds = " or ".join(kind for link in generic.chain for kind in link.kinds)
            yield f"  # {_quoted(words)} is over a list in {count} of {len(reports)}:"
            yield from _commented(f"{name}.{slug(bare, 30)}", rf"^{_words(bare)}\s*:?$", kinds, bare)


def _commented(id_: str, pattern: str, value: str, example: str) -> Iterator[str]:
    """A rule in a comment, for a person who knows which of the values is right."""
    yield f"  # - id: {id_}"
    yield f"  #   pattern: {_quoted(pattern)}"
    yield f"  #   value: {value}"
    yield f"  #   examples: [{_quoted(example)}]"


def _tables(reports: Sequence[Report], generic: Pack) -> Iterator[str]:
    """Rules for tables of sentences, in comments: only a person knows whether their rows are recommendations."""
    drafted: set[str] = set()
    for heads, widest, count in headed_tables(reports):
        told = ", ".join(map(_quoted, heads))
        answers = {attribute.name for attribute in generic.attributes_of("recommendations") if attribute.labels}
        known = [rule.value for head in heads for rule in generic["recommendations.column"] if rule.match(head)]
        if not answers.isdisjoint(known) and "text" not in known:
            yield f"  # answers in a table headed {told} are in {count} of {len(reports)}, and base reads them"
            continue
        yield f"  # a table headed {told} is in {count} of {len(reports)}; if its rows are items:"
        items = ("recommendations.table", " or ".join(kind for link in generic.chain for kind in link.kinds))
        others = ("recommendations.column", "number or addressee or deadline")
        for at, head in enumerate(heads):
            name, value = items if at == widest else others
            if head in drafted or (at != widest and generic.match(name, head)):
                continue
            drafted.add(head)
            yield from _commented(f"{name}.{slug(head, 30)}", f"^{_words(head)}$", value, head)


def _scale(name: str, labels: list[str], codes: Mapping[str, str]) -> Iterator[str]:
    if len(labels) > 1:
        yield f"scale: {name}"
        yield "scales:  # labels that stand beside names: put them in order, best first, and take out what is none"
        yield from (f"  - id: {name}", f"    title: {_quoted(name)}", "    labels:")
        for label in sorted(labels, key=lambda label: bool(_NONE.match(label))):
            also = f", also: [{_quoted(codes[label])}]" if label in codes else ""
            told = "  # in the place of a label: none" * bool(_NONE.match(label))
            yield f"      - {{label: {_quoted(label)}{also}}}{told}"


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
