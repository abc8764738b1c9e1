"""What rules read in reports, on the terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from extractor.authoring.compare import Difference
from extractor.authoring.suggest import Draft, Suggestion
from extractor.authoring.trial import Place, Trial
from extractor.authoring.trials import Worth
from extractor.cli.show.terminal import grid, shown
from extractor.document import Evidence, Report
from extractor.find.coverage import may_lack
from extractor.packs import Pack
from extractor.packs.choose import claims
from extractor.pipeline import Extraction
from extractor.records import Grounded, Unread
from extractor.records import Report as About

_COUNTED = ("ratings", "recommendations", "progress", "findings", "attributes")  # tables that a draft is judged by
_MOST_PLACES = 8  # of a rule, that are shown
_WIDEST = 90  # characters of a place
_MOST_LINES = 20  # of gains, and of losses


def show_trials(report: Report, pack: Pack, trials: Sequence[Trial], to: Console) -> None:
    """Every rule with the places that it reads, and those that it nearly reads with the reason why it does not."""
    told = "is of this framework" if claims(pack, report) else "does not bear the fingerprint of this framework"
    to.print(Text(f"{report.source} {told}, {pack.id}." if pack.framework else f"{pack.id} is a base for others."))
    silent = [trial for trial in trials if not trial.reads and not trial.nearly]
    for trial in trials:
        if trial in silent:
            continue
        to.print()
        to.print(Text.assemble((trial.rule.id, "bold"), f"  reads {len(trial.reads)}; {_worth(trial)}"))
        _places(report, trial.reads, to)
        if trial.nearly:
            to.print(Text("  nearly", "yellow"))
            _places(report, trial.nearly, to)
    if silent:
        to.print()
        to.print(Text(f"Nothing read: {', '.join(trial.rule.id.partition('/')[2] for trial in silent)}"))


def show_draft(extractions: Sequence[Extraction], name: str, to: Console) -> None:
    """What a drafted pack reads in each of its samples, so that what is missing or wrong can be seen."""
    table = grid("What the draft reads", ("sample", "provider", "fieldwork", "published", "lead", "rows"))
    for one in extractions:
        (about,) = one.records["reports"]
        assert isinstance(about, About)
        days = " to ".join(dict.fromkeys(day for day in (about.fieldwork_start, about.fieldwork_end) if day))
        counts = ", ".join(f"{of} {len(one.records[of])}" for of in _COUNTED if one.records[of])
        rows = counts if one.framework == name else f"not recognised: read as {one.framework}"
        told = (one.report.source, about.provider, days, about.published, about.lead_inspector, rows)
        table.add_row(*(Text(words) for words in told))
    to.print(table)


def _worth(trial: Trial) -> str:
    """What a rule is good for in a report: rows of its own, or what it does to those of others."""
    if trial.rows:
        return "rows: " + ", ".join(f"{count} in {table}" for table, count in trial.rows.items())
    if trial.helps:
        return "helps: " + ", ".join(f"{count} rows of {table}" for table, count in trial.helps.items())
    return "rows: none, and no row is another without it" if trial.reads else "rows: none"


def _places(report: Report, places: Sequence[Place], to: Console) -> None:
    for place in places[:_MOST_PLACES]:
        page = report.page_of(place.start)
        where = f"line {report.text.count(chr(10), 0, place.start) + 1}" + (f", page {page}" if page else "")
        words = place.words if len(place.words) <= _WIDEST else place.words[: _WIDEST - 1] + "…"
        fields = ", ".join(f"{name} = {value!r}" for name, value in place.fields.items() if value != place.words)
        to.print(Text(f"    {where}: {words}" + (f"  ({fields})" if fields else "")))
        if place.why:
            to.print(Text(f"      {place.why}", "dim"))
    if len(places) > _MOST_PLACES:
        to.print(Text(f"    and {len(places) - _MOST_PLACES} more"))


def show_differences(found: Sequence[Difference], files: int, to: Console) -> None:
    """Every difference as a line, by file, and how many there are of each kind."""
    source = ""
    for one in found:
        if one.source != source:
            source = one.source
            to.print(Text(source, "bold"))
        to.print(Text(f"  {one.change:<8}{one.table} {one.item}: {one.told}"))
    counted = Counter(one.change for one in found)
    told = ", ".join(f"{counted[change]} {change}" for change in ("gained", "lost", "changed"))
    failed = f", {counted['failed']} files failed" if counted["failed"] else ""
    to.print(Text(f"{files} files: {told}{failed}"))


def show_rows(extraction: Extraction, table: str, number: int, pack: Pack, to: Console) -> None:
    """The rows of a table, or one of them, with the rule and the words of each, and what is unread that it may lack."""
    rules = {rule.id: rule for rule in pack.rules}
    to.print(Text(f"{extraction.report.source}, read by the pack {pack.id}: {len(extraction.records[table])} {table}"))
    for at, row in enumerate(extraction.records[table], start=1):
        if number not in (0, at) or not isinstance(row, Grounded):
            continue
        said = {k: v for k, v in row.as_row().items() if v not in ("", None, False, "[]") and k not in _OF_EVIDENCE}
        to.print(Text.assemble((f"{table} {at}: {row.item}", "bold")))
        if number:
            for name, value in said.items():
                to.print(Text(f"    {name}: {value}"))
        _evidence(extraction.report, row.evidence, to)
        for place in json.loads(getattr(row, "printed_again", "[]")) if number else ():
            _evidence(extraction.report, Evidence(extraction.report.text, **place), to, "printed again")
        if number and (rule := rules.get(row.evidence.rule)):
            to.print(Text(f"    pattern: {rule.expression.pattern}"))
        elif number:
            to.print(Text("    what stands where was told by the program, from the pack's labels and names"))
    for row in extraction.records[table]:
        for column, told in json.loads(row.evidence_of).items() if isinstance(row, About) else ():
            to.print(Text.assemble((f"{table} {column}", "bold"), f": {getattr(row, column, '')}"))
            _evidence(extraction.report, Evidence(extraction.report.text, **told), to)
    if number:
        return
    unread = [thing for thing in extraction.records["unread"] if isinstance(thing, Unread)]
    here = [thing for thing in unread if may_lack(table, thing.kind)]
    for thing in here:
        to.print(Text(f"in no row: {thing.reason}", "yellow"))
        _evidence(extraction.report, thing.evidence, to)
    if len(here) < len(unread):
        to.print(Text(f"{len(unread) - len(here)} more are in no row of other tables", "dim"))


_OF_EVIDENCE = ("report_id", "page", "start", "end", "quote", "rule", "derived", "item", "printed_again")


def _evidence(report: Report, evidence: Evidence, to: Console, how: str = "") -> None:
    page = f", page {evidence.page}" if evidence.page else ""
    quote = " ".join(evidence.quote.split())
    told = quote if len(quote) <= _WIDEST else quote[: _WIDEST - 1] + "…"
    line = report.text.count("\n", 0, evidence.start) + 1
    to.print(Text(f"    {how or f'by {evidence.rule}'}, line {line}{page}: {told}"))


_DONE = {"change": "changed", "delete": "deleted", "add": "added"}


def show_suggestions(found: Sequence[Suggestion], worth: Sequence[Worth], to: Console) -> None:
    """What people changed in the same way, with proofs for the rules that misread it, and what each is worth."""
    for one, value in zip(found, worth, strict=True):
        times = "once" if len(one.drafts) == 1 else f"{len(one.drafts)} times"
        what = f"{one.column or 'row'} {_DONE[one.action]} {times} in {one.table}"
        by = f", by {', '.join(one.who)}" if one.who else ""
        to.print()
        to.print(Text.assemble((one.rule or "no rule", "bold"), f"  {what}{by}"), soft_wrap=True)
        _show_worth(value, to)
        for proof, drafts in _by_proof(one.drafts):
            to.print(f"    {proof}:")
            for draft in drafts:
                fields = (
                    "" if draft.fields is None else f", fields: {json.dumps(dict(draft.fields), ensure_ascii=False)}"
                )
                text = json.dumps(draft.text, ensure_ascii=False)
                to.print(
                    Text(f"      - {text if draft.fields is None else f'{{text: {text}{fields}}}'}"), soft_wrap=True
                )
                to.print(Text(f"        # {_so_far(draft, bool(one.rule))} ({draft.report_id})", "dim"), soft_wrap=True)


def _show_worth(worth: Worth, to: Console) -> None:
    for proof in worth.against:
        to.print(Text(f"    a proof says otherwise: {shown(proof)}", "red"), soft_wrap=True)
    if worth.gains is None or worth.losses is None:
        return
    to.print(f"    by gold: {len(worth.gains)} rows put right, {len(worth.losses)} no longer right")
    for sign, lines, style in (("+", worth.gains, "green"), ("-", worth.losses, "red")):
        for line in lines[:_MOST_LINES]:
            to.print(Text(f"      {sign} {shown(line)}", style), soft_wrap=True)
        if len(lines) > _MOST_LINES:
            to.print(f"      {sign} and {len(lines) - _MOST_LINES} more")


def _by_proof(drafts: Sequence[Draft]) -> list[tuple[str, list[Draft]]]:
    kinds = {"near_misses": [d for d in drafts if d.fields is None], "examples": [d for d in drafts if d.fields]}
    return [(name, found) for name, found in kinds.items() if found]


def _so_far(draft: Draft, by_a_rule: bool) -> str:
    if not by_a_rule:
        return "no rule read it: write it into one that should"
    if draft.found is None:
        return "the rule does not match these words: they were read by where they stand"
    if draft.holds:
        return "the rule does so already"
    return "the rule matches: narrow it" if draft.fields is None else f"the rule reads {dict(draft.found)}"
