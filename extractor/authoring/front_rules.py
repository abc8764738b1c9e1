"""Rules for what differs between the fronts of samples: who was inspected, when, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.authoring.front_matter import CommonLine, LabelledLine, labelled_lines
from extractor.authoring.writing import expressed, quoted, rule, unsure
from extractor.document import Kind, Report
from extractor.domain.names import slug
from extractor.packs import Pack
from extractor.packs.expression import Expression
from extractor.packs.faults import Faults

_DATES = "{{dates}}"  # a macro of base, which every draft extends
_PUBLISHED = regex.compile(r"\bpubli|\bissued?\b", regex.I)
_EARLIER = regex.compile(r"\b(?:previous|last|earlier|prior|former|next)\b", regex.I)
_ENDED = regex.compile(r"\b(?:completed|ended|finished|concluded)\b", regex.I)
_DAYS = regex.compile(
    r"\bon[ -]?site\b|\binspect|\bvisit|\bassess|\breviewed\b|\bfieldwork\b|\bdates?\b|\bcarried out\b|\btook place\b",
    regex.I,
)
_TITLE = regex.compile(r"\bservices?\b|\b(?:of|to|at|on)\s*:?$", regex.I)
_NAMED = regex.compile(r"^(?:\w+ )?name\b", regex.I)  # a label that says that a name stands behind it
_FIELDS = {
    "chief_inspector": regex.compile(r"\bchief\b.*\binspector|\binspector\b.*\bchief\b", regex.I),
    "lead_inspector": regex.compile(r"\b(?:lead|led by|inspectors?)\b", regex.I),
    "region": regex.compile(r"^region\b", regex.I),
    "provider": regex.compile(
        r"^(?!(?:type|kind)\b).*\b(?:report|inspection|review|provider|service)(?: name)?\s*:?$|\b(?:of|to|at)\s*:?$",
        regex.I,
    ),
    "isbn": regex.compile(r"^isbn\b", regex.I),
}
_PERSON = r"\p{Lu}[\p{L}’'-]+(?:[ ]\p{Lu}[\p{L}.’'-]*){1,3}"
_CHIEF = regex.compile(rf"(?P<value>{_PERSON}),?\s+(?P<role>(?:[\p{{L}}’']+\s){{0,2}}Chief\s+Inspector\b.*)")
_LED = (  # in the text, where no front has it
    regex.compile(
        r"^(?P<before>(?:lead|reporting)\s+inspectors?\s*:\s+)(?P<value>[^\n,(]{3,60}?)(?=\s*(?:[,(\n]|$))",
        regex.I | regex.M,
    ),
    regex.compile(rf"(?P<before>\p{{L}}+\s+was\s+led\s+by\s+(?:HM\s+Inspector\s+)?)(?P<value>{_PERSON})"),
)
_NO_NAME = regex.compile(r"[\d:@|]|^\p{Ll}")
_LONGEST_NAME = 10  # words
_NEAR = 3  # lines from a line that every cover has to the name of the service


@dataclass(frozen=True, slots=True)
class _Provider:
    """Where the name of the service may stand: an expression, the words it is tried on, and the names by sample."""

    pattern: str
    text: str
    values: tuple[str, ...]
    rank: int  # how much such a place looks like that of a name


class FrontRules:
    """The rules `metadata` of a draft, and the labels of fronts that no column is for.

    Args:
        reports: the samples.
        covers: the lines of each sample's cover.
        lines: what the covers have in common.
        named: lines of fronts with a label, without what is judged.
        base: the macros that expressions can name.
        pack: whose rules know words of roles and of documents.
    """

    def __init__(
        self,
        reports: Sequence[Report],
        covers: Sequence[Sequence[str]],
        lines: Sequence[CommonLine],
        named: Sequence[LabelledLine],
        base: Faults,
        pack: Pack,
    ) -> None:
        self.reports, self.covers, self.lines, self.base, self.pack = reports, covers, lines, base, pack
        self.dates: Expression = base.compile(_DATES, "draft")
        fixed = (line.before.partition(":") for line in lines if not line.varies)
        chiefs = (
            LabelledLine(head, (value.strip(),)) for head, _, value in fixed if _FIELDS["chief_inspector"].search(head)
        )
        self.named = [*named, *(line for line in chiefs if line.values[0])]
        self.told: set[str] = set()
        self.names: tuple[str, ...] = ()  # of the services, where all samples have them in one place

    def rules(self) -> list[str]:
        """The rules, a line each."""
        return [*self._provider(), *self._dates(), *self._labelled(), *self._people()]

    def attributes(self) -> Iterator[str]:
        """Labels of the fronts that no column is for, in comments: a person may want them as attributes."""
        leads = self._leads()
        for one in self.named:
            label = one.label.rstrip(" :")
            other = self._field(one) == "lead_inspector" and leads and one not in leads
            if other or (not self._field(one) and not self._is_dated(one) and one.values != self.names):
                values = ", ".join(map(quoted, one.values[:3]))
                yield f"# {quoted(label)} is in front of {values}: an attribute, perhaps"
                yield f"# attributes: [{{name: {slug(label, 30)}, description: {quoted(label)}}}]"

    def _id(self, field: str, label: str) -> str:
        """An id for a rule of a field, with its label behind it where there is one of the field already."""
        id_ = f"metadata.{field}" + (f".{slug(label, 30)}" if field in self.told else "")
        self.told.add(field)
        return id_

    # --- dates ------------------------------------------------------------------------------------------------------
    def _dates(self) -> Iterator[str]:
        labels = set()
        for line in self.lines:
            text = " ".join(part for part in (line.before, line.middles[0], line.behind) if part)
            dated = self.dates.search(text)
            before = text[: dated.start()].strip() if dated else ""
            if not dated or not before or not (line.varies or _dated_field(before)):
                continue
            labels.add(before.strip(" :").casefold())
            pattern = rf"^{expressed(before)}\s+(?P<value>{_DATES})" + "$" * text.endswith(dated[0])
            yield from self._dated(before, pattern, text, dated[0])
        once = labelled_lines(self.reports, once=True)
        for one in (*self.named, *(one for one in once if _dated_field(one.label))):
            label = one.label.rstrip(" :")
            if self._is_dated(one) and label.casefold() not in labels and (dated := self._first_date(one)):
                pattern = rf"^{expressed(label)}\s*:?\s+(?P<value>{_DATES})"
                yield from self._dated(label, pattern, f"{label}: {dated}", dated)

    def _dated(self, label: str, pattern: str, text: str, value: str) -> Iterator[str]:
        """A rule for a date, whose words in front say what it is of; a comment where they do not."""
        field = _dated_field(label)
        if field:
            yield from rule(self._id(field, label.strip(" :")), pattern, text, value, self.base)
        else:
            yield f"  # {quoted(label)} is before a date: published, fieldwork_start, fieldwork_end, or an attribute?"
            yield from unsure("metadata.published", pattern, text, value)

    def _is_dated(self, line: LabelledLine) -> bool:
        return sum(bool(self.dates.search(value)) for value in line.values) * 2 > len(line.values)

    def _first_date(self, line: LabelledLine) -> str:
        return next((found[0] for value in line.values if (found := self.dates.search(value))), "")

    # --- labels -----------------------------------------------------------------------------------------------------
    def _field(self, line: LabelledLine) -> str:
        """The column of `reports` that a label is for; empty for dates, and where only a person can tell."""
        if self._is_dated(line):
            return ""
        return next((field for field, words in _FIELDS.items() if words.search(line.label)), "")

    def _leads(self) -> list[LabelledLine]:
        """Labels that say who led, where some say so among those before names of inspectors."""
        return [
            one
            for one in self.named
            if self._field(one) == "lead_inspector" and regex.search(r"\bled?\b|\blead", one.label, regex.I)
        ]

    def _labelled(self) -> Iterator[str]:
        leads = self._leads()
        for one in self.named:
            field = self._field(one)
            known = field == "provider" and "provider" in self.told
            if not field or known or (field == "lead_inspector" and leads and one not in leads):
                continue
            bare = one.label.rstrip(" :")
            stop = ",|" if field.endswith("_inspector") else "|"
            value = one.values[0].split(",")[0].strip() if "," in stop else one.values[0]
            pattern = rf"^{expressed(bare)}\s*:?\s+(?P<value>[^{stop}\n]+?)(?=\s*(?:[{stop}]|$))"
            yield from rule(self._id(field, bare), pattern, f"{bare}: {one.values[0]}", value, self.base)

    def _people(self) -> Iterator[str]:
        """Who inspected where no label of a front says it: a line with a role behind the name, or words of the text."""
        for line in self.lines if "chief_inspector" not in self.told else ():
            text = " ".join(part for part in (line.before, line.middles[0], line.behind) if part)
            if match := _CHIEF.fullmatch(text):
                pattern = rf"^(?P<value>[^\n,]+?),?\s+{expressed(match['role'])}$"
                yield from rule(self._id("chief_inspector", "role"), pattern, text, match["value"], self.base)
        for expression in _LED if "lead_inspector" not in self.told else ():
            found = [match for report in self.reports if (match := expression.search(report.text))]
            if 2 * len(found) > len(self.reports):
                before = "^" * (expression is _LED[0]) + expressed(found[0]["before"])
                value = r"[^\n,(]+?(?=\s*(?:[,(]|$))" if expression is _LED[0] else _PERSON
                text = " ".join(f"{found[0]['before']} {found[0]['value']}".split())
                id_ = self._id("lead_inspector", "led")
                yield from rule(id_, rf"{before}\s+(?P<value>{value})", text, found[0]["value"], self.base, scope="")
                return

    # --- the service ------------------------------------------------------------------------------------------------
    def _provider(self) -> Iterator[str]:
        found = [
            one for one in [*self._in_titles(), *self._in_labels(), *self._beside()] if self._are_names(one.values)
        ]
        if found:
            best = max(found, key=lambda one: one.rank + 2 * self._told_again(one.values))
            self.names = best.values
            yield from rule(self._id("provider", "title"), best.pattern, best.text, best.values[0], self.base)
        elif len(self.reports) > 1:
            yield "  # metadata.provider: the name of the service stands in no place that all samples share"

    def _has(self, name: str, words: str) -> bool:
        return self.pack.search(name, words) is not None

    def _is_document(self, words: str) -> bool:
        """Whether words begin with one that says which document it is."""
        found = self.pack.search("draft.document", words)
        return found is not None and found[1].start() == 0

    def _are_names(self, values: Sequence[str]) -> bool:
        names = all(
            value
            and not _NO_NAME.search(value)
            and not self._is_document(value)
            and len(value.split()) <= _LONGEST_NAME
            for value in values
        )
        return names and 3 * len(set(values)) >= 2 * len(values)

    def _told_again(self, values: Sequence[str]) -> float:
        """The share of samples that print the name of the service more than once."""
        counts = [report.text.count(value) for value, report in zip(values, self.reports, strict=True)]
        return sum(count > 1 for count in counts) / len(counts)

    def _in_titles(self) -> Iterator[_Provider]:
        """What differs in a line that every cover has, with the words with capitals right behind it."""
        for line in self.lines:
            other = ":" in line.before and not _FIELDS["provider"].search(line.before)
            if not line.varies or other or self.dates.search(line.middles[0]) or self._has("draft.role", line.before):
                continue
            kept, rest = capitals(line.behind)
            values = tuple(f"{middle} {kept}".strip() for middle in line.middles)
            before = rf"^{expressed(line.before)}\s+" if line.before else "^"
            behind = rf"\s+{expressed(rest)}$" if rest else "$"
            text = " ".join(part for part in (line.before, values[0], rest) if part)
            titled = any(_TITLE.search(words) or self._has("draft.document", words) for words in (line.before, rest))
            if titled or self._told_again(values) == 1:
                yield _Provider(rf"{before}(?P<value>[^\n]+?){behind}", text, values, 3 if titled else 0)

    def _in_labels(self) -> Iterator[_Provider]:
        for one in self.named:
            titled = self._field(one) == "provider"
            told = titled or (not self._field(one) and not self._is_dated(one))
            if told and len(one.values) == len(self.reports) and (titled or self._told_again(one.values) == 1):
                bare = one.label.rstrip(" :")
                pattern = rf"^{expressed(bare)}\s*:?\s+(?P<value>[^|\n]+?)(?=\s*(?:\||$))"
                yield _Provider(
                    pattern,
                    f"{bare}: {one.values[0]}",
                    one.values,
                    (3 if titled else 2) + 2 * bool(_NAMED.search(bare)),
                )

    def _beside(self) -> Iterator[_Provider]:
        """A line that is another in every cover and stands at one distance from a line that all have."""
        for line in (line for line in self.lines if not self._has("draft.role", f"{line.before} {line.behind}")):
            words = [" ".join(filter(None, (line.before, middle, line.behind))) for middle in line.middles]
            parts = (expressed(line.before), r"[^\n]+" * line.varies, expressed(line.behind))
            anchor = r"\s+".join(part for part in parts if part)
            at = [
                cover.index(next(row for row in cover if _same(row, told)))
                for cover, told in zip(self.covers, words, strict=True)
            ]
            for step in (n for near in range(1, _NEAR + 1) for n in (near, -near)):
                if any(not 0 <= place + step < len(cover) for place, cover in zip(at, self.covers, strict=True)):
                    continue
                lines = [cover[place + step] for place, cover in zip(at, self.covers, strict=True)]
                values = tuple(_named(row) for row in lines)
                parted = "" if values[0] == lines[0] else r"(?:\s+[–—-]\s+[^\n]+)?"
                between = rf"(?:[^\n]+\n+){{{abs(step) - 1}}}" if abs(step) > 1 else ""
                if step > 0:
                    pattern = rf"^{anchor}\n+{between}(?P<value>[^\n]+?){parted}$"
                    text = "\n\n".join(self.covers[0][at[0] : at[0] + step + 1])
                else:
                    pattern = rf"^(?P<value>[^\n]+?){parted}\n+{between}{anchor}$"
                    text = "\n\n".join(self.covers[0][at[0] + step : at[0] + 1])
                yield _Provider(pattern, text, values, 2 if self._are_headings(lines) else 1)

    def _are_headings(self, lines: Sequence[str]) -> bool:
        return all(
            any(block.kind is Kind.HEADING and report.body(block).strip() == line for block in report.blocks[:40])
            for line, report in zip(lines, self.reports, strict=True)
        )


def _dated_field(label: str) -> str:
    """The column that a date is for by the words before it; empty where they do not say, or are of an earlier one."""
    if _EARLIER.search(label):
        return ""
    if _PUBLISHED.search(label):
        return "published"
    if _ENDED.search(label):
        return "" if regex.search(r"\breport\b", label, regex.I) else "fieldwork_end"
    return "fieldwork_start" if _DAYS.search(label) else ""


def _same(one: str, two: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(two.split()).casefold()


def capitals(words: str) -> tuple[str, str]:
    """The words with capitals that words begin with, which belong to the name before them, and the rest."""
    told = words.split()
    count = next((n for n, word in enumerate(told) if not word[0].isupper()), len(told))
    return " ".join(told[:count]), " ".join(told[count:])


def _named(line: str) -> str:
    """A name without what a dash parts from it: `Alder House – Care Home` is `Alder House`."""
    return regex.split(r"\s+[–—-]\s+", line)[0]
