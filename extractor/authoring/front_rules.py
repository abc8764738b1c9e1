"""Rules for what differs between the fronts of samples: who was inspected, when, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.authoring.front_labels import FIELDS, FrontLabels
from extractor.authoring.front_matter import CommonLine, LabelledLine, labelled_lines
from extractor.authoring.front_names import NamePlaces
from extractor.authoring.writing import expressed, quoted, rule, unsure
from extractor.document import Report
from extractor.domain.names import slug
from extractor.packs import Pack
from extractor.packs.faults import Faults

_DATES = "{{dates}}"  # a macro of base, which every draft extends
_PUBLISHED = regex.compile(r"\bpubli|\bissued?\b", regex.I)
_EARLIER = regex.compile(r"\b(?:previous|last|earlier|prior|former|next)\b", regex.I)
_ENDED = regex.compile(r"\b(?:completed|ended|finished|concluded)\b", regex.I)
_DAYS = regex.compile(
    r"\bon[ -]?site\b|\binspect|\bvisit|\bassess|\breviewed\b|\bfieldwork\b|\bdates?\b|\bcarried out\b|\btook place\b",
    regex.I,
)
_PERSON = r"\p{Lu}[\p{L}’'-]+(?:[ ]\p{Lu}[\p{L}.’'-]*){1,3}"
_CHIEF = regex.compile(rf"(?P<value>{_PERSON}),?\s+(?P<role>(?:[\p{{L}}’']+\s){{0,2}}Chief\s+Inspector\b.*)")
_LED = (  # in the text, where no front has it
    regex.compile(
        r"^(?P<before>(?:lead|reporting)\s+inspectors?\s*:\s+)(?P<value>[^\n,(]{3,60}?)(?=\s*(?:[,(\n]|$))",
        regex.I | regex.M,
    ),
    regex.compile(rf"(?P<before>\p{{L}}+\s+was\s+led\s+by\s+(?:HM\s+Inspector\s+)?)(?P<value>{_PERSON})"),
)


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
        self.reports, self.lines, self.base = reports, lines, base
        fixed = (line.before.partition(":") for line in lines if not line.varies)
        chiefs = (
            LabelledLine(head, (value.strip(),)) for head, _, value in fixed if FIELDS["chief_inspector"].search(head)
        )
        self.labels = FrontLabels([*named, *(line for line in chiefs if line.values[0])], base.compile(_DATES, "draft"))
        self.name_place = NamePlaces(reports, covers, lines, self.labels, pack).best()
        self.told: set[str] = set()

    def rules(self) -> list[str]:
        """The rules, a line each."""
        return [*self._names(), *self._dates(), *self._labelled(), *self._people()]

    def attributes(self) -> Iterator[str]:
        """Labels of the fronts that no column is for, in comments: a person may want them as attributes."""
        leads = self.labels.leads()
        names = self.name_place.values if self.name_place else ()
        for one in self.labels.lines:
            label = one.label.rstrip(" :")
            other = self.labels.field(one) == "lead_inspector" and leads and one not in leads
            if other or (not self.labels.field(one) and not self.labels.is_dated(one) and one.values != names):
                values = ", ".join(map(quoted, one.values[:3]))
                yield f"# {quoted(label)} is in front of {values}: an attribute, perhaps"
                yield f"# attributes: [{{name: {slug(label, 30)}, description: {quoted(label)}}}]"

    def _id(self, field: str, label: str) -> str:
        """An id for a rule of a field, with its label behind it where there is one of the field already."""
        id_ = f"metadata.{field}" + (f".{slug(label, 30)}" if field in self.told else "")
        self.told.add(field)
        return id_

    def _names(self) -> Iterator[str]:
        """The rule for the name of the service; a comment where no place holds it in all samples."""
        if (place := self.name_place) is not None:
            yield from rule(self._id("provider", "title"), place.pattern, place.text, place.values[0], self.base)
        elif len(self.reports) > 1:
            yield "  # metadata.provider: the name of the service stands in no place that all samples share"

    def _dates(self) -> Iterator[str]:
        labels = set()
        for line in self.lines:
            text = " ".join(part for part in (line.before, line.middles[0], line.behind) if part)
            dated = self.labels.dates.search(text)
            before = text[: dated.start()].strip() if dated else ""
            if not dated or not before or not (line.varies or _dated_field(before)):
                continue
            labels.add(before.strip(" :").casefold())
            pattern = rf"^{expressed(before)}\s+(?P<value>{_DATES})" + "$" * text.endswith(dated[0])
            yield from self._dated(before, pattern, text, dated[0])
        once = labelled_lines(self.reports, once=True)
        for one in (*self.labels.lines, *(one for one in once if _dated_field(one.label))):
            label = one.label.rstrip(" :")
            if self.labels.is_dated(one) and label.casefold() not in labels and (dated := self.labels.first_date(one)):
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

    # --- labels -----------------------------------------------------------------------------------------------------
    def _labelled(self) -> Iterator[str]:
        leads = self.labels.leads()
        for one in self.labels.lines:
            field = self.labels.field(one)
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


def _dated_field(label: str) -> str:
    """The column that a date is for by the words before it; empty where they do not say, or are of an earlier one."""
    if _EARLIER.search(label):
        return ""
    if _PUBLISHED.search(label):
        return "published"
    if _ENDED.search(label):
        return "" if regex.search(r"\breport\b", label, regex.I) else "fieldwork_end"
    return "fieldwork_start" if _DAYS.search(label) else ""
