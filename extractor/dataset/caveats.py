"""What to mind before a column is counted, compared or quoted: by table and column, for the codebook."""

from __future__ import annotations

__all__ = ["CAVEATS"]

_SERVICE = "as printed: one service has several spellings, so count and join by `provider_id`"
_CANONICAL = "empty where the pack does not know the name; join on it, and never on the name as printed"
_SECTION = "of the heading that the row stands under, which is not always what the row is about"

CAVEATS: dict[str, dict[str, str]] = {
    "reports": {
        "report_id": "made of words of the report, not of its file; a corrected re-issue is a report of its own",
        "format": "`pdf+ocr` has pages that were recognised letter by letter: check its rows first",
        "framework": "`generic`, or empty: no framework was recognised, and the report has no ratings",
        "report_type": "a `summary` tells what other reports tell: leave it out before you count inspections",
        "provider": "empty in a summary",
        "region": "regions are drawn anew now and then: a name that stayed need not mean the same area",
        "fieldwork_start": "as precise as it is printed: for full days take `inspected_from` and `inspected_to`",
        "published": "the printed date, which may be a month; a web page may say another",
        "overall_rating": "empty where a framework has none",
        "overall_score": "as printed; its maximum differs from framework to framework, see `overall_score_max`",
        "cases_inspected": "the size of the main sample; work of other kinds that was looked at has samples of its own",
        "lead_inspector": "a person's name: keep it only where you need it",
    },
    "ratings": {
        "level": "`overall`, `section` and `standard` judge the same work: never count them together",
        "provider": _SERVICE,
        "standard": "worded anew from framework to framework",
        "standard_id": _CANONICAL,
        "part": "a report can judge one standard in several parts: say which you count",
        "rating": "on the scale that `scale` names; labels of two scales are never one, even where their words are",
        "points": "of the label; their distances are a convention, so prefer counts of labels to means",
        "percent": "a score of a criterion, not a share of cases",
        "date": "printed beside the judgement; in a summary, when the service's own report was published",
        "printed_again": "other places where the report prints it; not counted again",
    },
    "key_questions": {
        "level": "a `prompt` is a part of its key question: never average over both",
        "group": "`all` is every case; other groups are parts of it, overlap, and have fewer cases",
        "percent": "of inspected cases, often fifty or fewer: give the interval; rounded as printed",
        "question_id": "the same across wordings that people judged to be one question; empty where none was",
        "question": "worded anew over the years, and asked by other rules",
        "marks": "what `*` means is told below the table of that report",
        "provider": _SERVICE,
    },
    "recommendations": {
        "number": "as printed; some reports number anew for every addressee",
        "addressee": "as printed, so one body has several names",
        "text": "one recommendation may ask for several things",
        "kind": "what the framework calls it; kinds differ in how binding they are",
        "same_as": "set where a summary or annex prints it again: count rows where it is empty",
        "parent": "of a sub-point; count rows where it is empty, or say that you counted points",
    },
    "progress": {
        "category": "on the pack's scale of progress, which differs between inspectorates",
        "prior_date": "as printed, and often a month",
        "improvement_required": "empty where the report does not say",
        "findings": "a bullet a line: split it before you count",
    },
    "findings": {
        "kind": "what the heading above the list says, not what the bullet says",
        "section": _SECTION,
        "number": "its place in the list as printed, of which sub-bullets have their own",
        "parent": "of a sub-bullet; its text alone can mislead",
    },
    "examples": {
        "kind": "as the report labels it",
        "text": "about persons, whose names are changed or left out; treat it as such all the same",
        "section": _SECTION,
    },
    "statistics": {
        "value": "empty where the report prints `<5`, `..` or a dash: see `as_printed`, and do not take it for 0",
        "unit": "what column, label or title say; figures of one column can have two",
        "label": "as printed; tables of two reports name one thing differently",
        "group": "the heading of the column, as printed",
        "table": "its title, where one is printed",
    },
    "tables": {
        "text": "as printed; what was read from a cell into other tables stands there, too",
        "column_label": "empty where nothing tells that a row is a heading",
    },
    "quantities": {
        "value": 'a percentage; empty for counts and for words such as "almost half"',
        "numerator": "also of figures that are no part of a whole",
        "denominator": "as printed; shares of one sentence can have different ones",
        "qualifier": '"more than", "nearly": a value with one is a bound or a guess, no figure',
        "subject": "the nearest word that the codebook knows; read the sentence before you count",
        "basis": "what the sentence or its section names as source; often nothing",
    },
    "themes": {
        "theme": "a codebook's, found by words: an item has several, or none; it counts what was said",
        "matched": "the words that it was found by",
    },
    "attributes": {
        "value": "as text; its type and labels are told below, for every pack in use",
    },
    "sections": {
        "level": "1 is highest; depths differ between reports",
    },
    "files": {
        "status": "`partial`: rows are missing; `message` counts what is",
        "seconds": "empty unless `--timings` was given",
    },
    "checks": {
        "status": "`fail`: two figures cannot both be right, and one of them may be the report's own misprint",
        "expected": "what follows from what is printed elsewhere, not what is true",
    },
    "coverage": {
        "verdict": "`complete` says that everything that looks so is in a row, not that each row is right",
        "expected": "what looks like data, counted without the rules of the pack",
    },
    "unread": {
        "reason": "a guess at why; the quotation is what counts",
    },
    "corrections": {
        "status": "only `applied` ones are in the tables",
        "who": "a person's name: leave it out before you publish a dataset",
    },
    "links": {
        "status": "`proposed` was decided by words alone: count `confirmed`, or say that you did not",
        "similarity": "of words, 0 to 1; no probability",
    },
    "providers": {
        "provider_id": "of the register; a name that is not in it becomes a service of its own",
        "ons_code": "of the area as it is now; see `former_ons_codes` for earlier years",
        "successor_of": "taken over from; areas seldom match exactly",
    },
}
