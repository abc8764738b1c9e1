"""A draft of a pack from sample reports of one framework, for a person to finish: what they share becomes rules.

Nothing is claimed: every part says in how many samples it was seen, and what only may be so stands in a comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import regex

from extractor.authoring.bodies import body_of
from extractor.authoring.front_matter import CommonLine, common_lines, cover, front, labelled_lines
from extractor.authoring.front_names import capitals
from extractor.authoring.front_rules import FrontRules
from extractor.authoring.judged_names import Judged, judged
from extractor.authoring.kinds import told_kinds
from extractor.authoring.labels import Grade, alike, as_others, codes_of, drawn_out, explained_order, in_order, key_of
from extractor.authoring.listings import headed_tables, headings, list_labels
from extractor.authoring.writing import commented, expressed, quoted, unique
from extractor.document import Report
from extractor.domain.names import slug
from extractor.packs import Pack
from extractor.packs.faults import Faults

_FIGURE = regex.compile(r"\d")
_ASKED = regex.compile(r"\b(?:recommendations?|concerns?|actions?|requirements?)$", regex.I)
_NONE = regex.compile(r"not \p{L}+(?:ed|able)\b|n/a\b|none\b", regex.I)
_WEAK = 3  # of lines that say neither which document it is nor who inspects
_FINGERPRINT = 3  # lines of a front that a draft tells reports by


def draft(name: str, reports: Sequence[Report], generic: Pack, known: Sequence[Sequence[str]] = ()) -> str:
    """A drafted pack: YAML that loads as it is.

    Args:
        name: id of the pack.
        reports: samples, split by the generic pack; two or more tell what differs between services.
        generic: the pack of reports that no framework recognises.
        known: labels of scales that ship, best first.
    """
    return "\n".join(_pack(name, reports, generic, known)) + "\n"


def _pack(name: str, reports: Sequence[Report], generic: Pack, known: Sequence[Sequence[str]]) -> Iterator[str]:
    covers = [cover(report, generic) for report in reports]
    lines = common_lines(covers)
    found = judged(reports, generic)
    labels = list(dict.fromkeys(label for one in found for label in one.labels))
    prints = [*labels, *(grade.printed for one in found for grade in one.grades)]
    samples = f"{len(reports)} sample{'s' * (len(reports) != 1)}"
    yield f"# Drafted from {samples}. Read every line, and put right what is wrong."
    yield from (f"# {line}" for line in told_kinds(reports, generic))
    yield from (f"id: {name}", f"title: {quoted(name)}  # for people", "extends: base")
    body, sure = body_of(reports, lines, covers, generic)
    yield f"{'' if sure else '# '}inspectorate: {quoted(body or 'who inspects')}"
    yield "# provider_types: [{pattern: '.', type: kind of service}]  # else `provider_type` is empty"
    yield from _scale(name, reports, found, known)
    yield from _fingerprint(reports, lines, covers, body if sure else "", generic, found)
    overall = [one for one in found if "overall" in one.name.casefold() and one.where != "column"]
    leads = [one for one in found if one.leads and one not in overall]
    standards = [one for one in found if one not in overall and not one.leads]
    yield from _numbers(standards)
    if standards:
        yield "standards:  # what is judged, with what stands beside it in the samples"
        ids = unique(slug(one.name, 60) for one in standards)
        for id_, one in zip(ids, standards, strict=True):
            told = f"  # {one.count} times, in a {one.where}: {', '.join(one.labels)}"
            ref = f"ref: {quoted(one.ref)}, " * bool(one.ref)
            yield f"  - {{id: {id_}, {ref}names: [{quoted(expressed(one.name))}]}}{told}"
    base = Faults()
    base.macros = {name: told for link in reversed(generic.chain) for name, told in link.macros.items()}
    of_judged = {one.name for one in found}
    named = [line for line in labelled_lines(reports) if line.label.rstrip(" :") not in of_judged]
    fronts = FrontRules(reports, covers, lines, named, base, generic)
    of_fronts = fronts.rules()
    yield from _expected(reports, generic, fronts.told, bool(overall))
    titles = headings(reports, covers, prints, generic)
    if titles:
        yield "sections:  # headings, and how deep they stand"
        for title, level, count in titles:
            yield f"  - {{title: {quoted(expressed(title))}, level: {level}}}  # in {count} of {len(reports)}"
    rules = [*of_fronts, *_overall(overall, prints), *_lead(leads, generic)]
    rules += [*_lists(reports, generic, prints), *_tables(reports, generic, {*of_judged, *prints})]
    yield from fronts.attributes()
    yield "rules:" if any(not line.lstrip().startswith("#") for line in rules) else "rules: []"
    yield from rules


def _expected(reports: Sequence[Report], generic: Pack, told: Collection[str], overall: bool) -> Iterator[str]:
    """What every report has, where the samples lack something of what is usual."""
    asked = all(any(generic.match("recommendations.section", s.title) for s in report.sections) for report in reports)
    has = {"provider": True, "published": "published" in told, "overall": overall, "recommendations": asked}
    if not all(has.values()):
        listed = ", ".join([*(name for name, there in has.items() if there), "list_items"])
        lacking = ", ".join(name for name, there in has.items() if not there)
        yield f"expected: [{listed}]  # what every report has: not {lacking}, by the samples"


def _numbers(standards: Sequence[Judged]) -> Iterator[str]:
    """How the numbers before names look, where they stand there."""
    refs = {regex.sub(r"\p{Lu}", "[A-Z]", regex.escape(one.ref)) for one in standards if one.ref}
    shapes = sorted({regex.sub(r"\d+", r"\\d{1,2}", ref) for ref in refs}, key=len, reverse=True)
    if shapes:
        either = shapes[0] if len(shapes) == 1 else f"(?:{'|'.join(shapes)})"
        yield f"ref: {quoted(either)}  # how numbers of standards look"


def _fingerprint(
    reports: Sequence[Report],
    lines: list[CommonLine],
    covers: Sequence[Sequence[str]],
    body: str,
    pack: Pack,
    found: Sequence[Judged],
) -> Iterator[str]:
    """What tells such reports: what says which document it is, who inspects, other lines of covers, names of judged."""
    fit = [line for line in lines or common_lines([front(report) for report in reports]) if _is_fit(line, pack)]
    fit = [line for line in fit if line in lines or not line.varies or _weight(line, body, pack) < _WEAK]
    texts = [report.text.casefold() for report in reports]
    shared_by_all = [one for one in found if not one.leads and all(one.name.casefold() in text for text in texts)]
    ordered = sorted(fit, key=lambda line: _weight(line, body, pack))[:_FINGERPRINT]
    told = [_pattern(line) for line in ordered]
    heads = [line.partition(":")[0] for line in covers[0] if ":" in line]
    shared = [head for head in heads if all(any(o.startswith(f"{head}:") for o in other) for other in covers)]
    shared.sort(key=lambda head: not pack.search("draft.document", head) and not pack.search("draft.role", head))
    told += [f"^{expressed(head)}:" for head in shared if not any(expressed(head) in one for one in told)]
    told = told[: max(_FINGERPRINT, len(ordered))]
    everywhere = [rf"\b{expressed(body)}\b"] if body and not any(expressed(body) in one for one in told) else []
    everywhere = [one for one in everywhere if all(body.casefold() in text for text in texts)]
    if len(told) + len(everywhere) < 2:
        longest = sorted(shared_by_all, key=lambda one: len(one.name), reverse=True)[:_FINGERPRINT]
        everywhere += ["^" + r"(?:\S*\d\S*\s+)?" * bool(one.ref) + rf"{expressed(one.name)}\b" for one in longest]
    if told or everywhere:
        yield "fingerprint:  # lines of every front: keep what no other framework prints"
        if told:
            yield f"  front: [{', '.join(map(quoted, told))}]"
        if everywhere:
            yield f"  all: [{', '.join(map(quoted, everywhere))}]"
    else:
        yield "framework: false  # nothing is in every front: write a fingerprint, and take this line out"


def _is_fit(line: CommonLine, pack: Pack) -> bool:
    """Whether a line can tell reports of a framework: it has no label and figures, and nobody who can be another."""
    words = f"{line.before} {line.behind}"
    figures = _FIGURE.search(f"{words} {' '.join(line.middles)}")
    return not figures and ":" not in words and not pack.search("draft.role", words)


def _weight(line: CommonLine, body: str, pack: Pack) -> int:
    words = f"{line.before} {line.behind}"
    titled = pack.search("draft.document", words) is not None and len(words.split()) > 1
    return 0 if titled and line.varies else 1 if body and body in words else 2 if titled else _WEAK


def _overall(found: list[Judged], prints: Sequence[str]) -> Iterator[str]:
    for one in found[:1]:
        yield "  - id: ratings.overall"
        yield f"    pattern: {quoted(f'^{expressed(one.name)}' + ':?$')}"
        yield f"    examples: [{quoted(one.name)}]"
        if one.where == "line":
            printed = "|".join(map(expressed, sorted(dict.fromkeys(prints), key=len, reverse=True)))
            yield "  - id: ratings.overall-line"
            pattern = rf"^{expressed(one.name)}\s*[:–—-]\s+(?P<label>{printed})\.?$"
            yield f"    pattern: {quoted(pattern)}"
            text, label = quoted(f"{one.name}: {prints[0]}"), quoted(prints[0])
            yield f"    examples: [{{text: {text}, fields: {{label: {label}}}}}]"


def _lead(found: list[Judged], generic: Pack) -> Iterator[str]:
    """Rules for words that lead in labels, where no rule of base does."""
    for id_, one in zip(unique(f"ratings.lead.{slug(one.name, 30)}" for one in found), found, strict=True):
        text = f"{one.name}: {one.labels[0]}"
        if generic.match("ratings.lead", text):
            yield f"  # {quoted(one.name)} is before {', '.join(one.labels)}, and base knows it"
            continue
        yield f"  - id: {id_}  # before {', '.join(one.labels)}"
        pattern = rf"^{expressed(one.name)}\s*[:–—-]\s*"
        yield f"    pattern: {quoted(pattern)}"
        yield f"    examples: [{quoted(text)}]"


def _lists(reports: Sequence[Report], generic: Pack, labels: Sequence[str]) -> Iterator[str]:
    """Rules for lines over lists that no rule knows, in comments: only a person knows what kind of list it is."""
    for words, count, known in list_labels(reports, generic, labels):
        if known:
            yield f"  # {quoted(words)} is over a list in {count} of {len(reports)}, and base knows it"
        else:
            bare = regex.sub(r"^\d+(?:\.\d+)*\.?\s+", "", words.rstrip(" :"))
            name = "recommendations.section" if _ASKED.search(bare) else "labels"
            kinds = " or ".join(kind for link in generic.chain for kind in link.kinds)
            yield f"  # {quoted(words)} is over a list in {count} of {len(reports)}:"
            yield from commented(f"{name}.{slug(bare, 30)}", rf"^{expressed(bare)}\s*:?$", kinds, bare)


def _tables(reports: Sequence[Report], generic: Pack, names: Collection[str]) -> Iterator[str]:
    """Rules for tables of sentences, in comments: only a person knows whether their rows are recommendations."""
    drafted: set[str] = set()
    for heads, widest, count in headed_tables(reports, names):
        told = ", ".join(map(quoted, heads))
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
            yield from commented(f"{name}.{slug(head, 30)}", f"^{expressed(head)}$", value, head)


def _scale(
    name: str, reports: Sequence[Report], found: Sequence[Judged], known: Sequence[Sequence[str]]
) -> Iterator[str]:
    """The labels, best first as far as can be told, with their numbers and other prints of them."""
    grades: dict[str, list[Grade]] = {}
    for one in found:
        for grade in one.grades:
            grades.setdefault(grade.label.casefold(), []).append(grade)
    if len(grades) < 2:
        return
    labels = {label: one for judged_ in found for label in judged_.labels for one in [label.casefold()]}
    first = {folded: next(label for label, of in labels.items() if of == folded) for folded in grades}
    for seldom, often in alike(list(labels)):
        grades.setdefault(often.casefold(), []).extend(grades.pop(seldom.casefold(), []))
    whole = {number: label for number, label in key_of(reports).items() if label.casefold() in grades}
    key = key_of(reports) if whole else {}
    seen = [Grade(first[folded], max(g.number for g in told), "") for folded, told in grades.items()]
    seen += [Grade(label, number, "") for number, label in key.items() if label.casefold() not in grades]
    codes = codes_of(reports, [grade.label for grade in seen])
    samples = [told for of in grades.values() for told in of]
    yield f"scale: {name}"
    yield "scales:  # labels that stand beside names: put them in order, best first, and take out what is none"
    yield from (f"  - id: {name}", f"    title: {quoted(name)}", "    labels:")
    told_order = explained_order(reports, [grade.label for grade in seen])
    ordered = sorted(seen, key=lambda one: told_order.index(one.label)) if told_order else in_order(seen, known)
    nones = {grade.label for grade in ordered if _is_none(grade.label, [one.label for one in ordered])}
    for grade in sorted(ordered, key=lambda grade: grade.label in nones):
        prints = dict.fromkeys(told.printed for told in grades.get(grade.label.casefold(), [as_others(grade, samples)]))
        also = [printed for printed in prints if printed.casefold() != grade.label.casefold()]
        also += [codes[grade.label]] if grade.label in codes else []
        points = f", points: {grade.number}" * (grade.number >= 0)
        others = f", also: [{', '.join(map(quoted, also))}]" * bool(also)
        told = "  # in the place of a label: none" * (grade.label in nones)
        told = told or "  # not in the samples, but in their key" * (grade.label.casefold() not in grades)
        yield f"      - {{label: {quoted(grade.label)}{points}{others}}}{told}"
    if missing := [*drawn_out(seen)]:
        yield f"      # no label was met for {', '.join(map(str, missing))}: add it, in its place"
    if any(grade.number >= 0 for grade in seen):
        yield "      # numbers are as printed, and so the highest first: points must fall from the best label on"


def _is_none(words: str, labels: Sequence[str]) -> bool:
    """Whether words stand in the place of a label: `Not seen`, but not where `Seen` is a label, too."""
    negated = {label.casefold() for label in labels}
    return bool(_NONE.match(words)) and words.casefold().removeprefix("not ") not in negated


def _pattern(line: CommonLine) -> str:
    """An expression for a line; words with capitals behind what differs are of the name there."""
    behind = capitals(line.behind)[1] if line.varies else line.behind
    parts = [expressed(line.before), ".+" * bool(line.varies and line.before), expressed(behind)]
    return "^" * bool(line.before) + r"\s+".join(part for part in parts if part) + "$"
