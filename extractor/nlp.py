"""Reports as spaCy documents: `report.to_doc()`, and the extraction as a pipeline component.

    nlp = spacy.blank("en")
    nlp.add_pipe("findings")
    doc = nlp(open("report.txt").read())
    doc.spans["ratings"], doc.spans["recommendations"], doc.spans["sections"], doc.spans["terms"]

A group of spans stands for every table; a span's label says what it is, its `id_` is the row's item. No model is
loaded: tokens are those of `spacy.blank("en")`, sentences those of its sentencizer, terms the rules of
`patterns/spans.yaml`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, SpanGroup

from extractor.document import Report
from extractor.errors import InputError, OutputError, PackError
from extractor.load import load_text
from extractor.packs import Packs, load_packs
from extractor.pipeline import Extraction, extract_report
from extractor.records import Evidence, Grounded

_TERMS = "terms"
_LABELS = {
    "ratings": "rating",
    "key_questions": "question_id",
    "recommendations": "addressee",
    "progress": "category",
    "findings": "kind",
    "examples": "kind",
    "statistics": "unit",
    "quantities": "kind",
    "themes": "theme",
}


def blank(packs: Packs | None = None) -> Language:
    """A blank English pipeline with sentencizer and the packs' terms.

    Raises:
        PackError: a term rule of the packs does not find its own examples, or finds a near miss.
    """
    packs = packs or load_packs()
    nlp = spacy.blank("en")
    nlp.max_length = 50_000_000
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": _TERMS, "phrase_matcher_attr": "LOWER"})
    patterns: list[dict[str, Any]] = []
    for rule in packs.spans:
        for pattern in (*rule.phrases, *rule.tokens):
            patterns.append({"label": rule.label, "pattern": pattern, "id": rule.id})
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    if faults := list(_prove(nlp, packs)):
        raise PackError(faults)
    return nlp


def _prove(nlp: Language, packs: Packs) -> Iterator[str]:
    """Faults of the term rules by their own examples."""
    for rule in packs.spans:
        for text, wanted in [(t, True) for t in rule.examples] + [(t, False) for t in rule.near_misses]:
            doc = nlp(text)  # kept: its spans die with it
            found = any(span.id_ == rule.id for span in doc.spans[_TERMS])
            if found != wanted:
                told = "does not match" if wanted else "matches and must not"
                yield f"spans.yaml:{packs.span_lines[rule.id]} {rule.id}: {text!r} {told}."


def extraction_to_doc(extraction: Extraction, nlp: Language | None = None) -> Doc:
    """A Doc of a report's text with a group of spans for its blocks, its sections, its terms and every table.

    Args:
        extraction: what was extracted from the report.
        nlp: the pipeline whose tokenizer, sentencizer and vocabulary to use; a blank one with terms by default.
    """
    report = extraction.report
    nlp = nlp or blank()
    with nlp.select_pipes(disable=[name for name, made in nlp.pipeline if isinstance(made, Component)]):
        doc = nlp(report.text)
    doc.user_data["report_id"] = extraction.report_id
    doc.user_data["framework"] = extraction.framework
    _mark(doc, "blocks", ((b.start, b.end, b.kind.value, "") for b in report.blocks))
    _mark(doc, "sections", ((s.start, s.end, s.title[:80], s.ref) for s in report.sections))
    for table, attribute in _LABELS.items():
        rows = (row for row in extraction.records[table] if isinstance(row, Grounded))
        _mark(doc, table, (_row(row, table, attribute) for row in rows))
    return doc


def _row(row: Grounded, table: str, attribute: str) -> tuple[int, int, str, str]:
    evidence: Evidence = row.evidence
    return evidence.start, evidence.end, str(getattr(row, attribute) or table)[:80], row.item


def _mark(doc: Doc, key: str, spans: Iterator[tuple[int, int, str, str]]) -> None:
    found = (
        doc.char_span(s, e, label=label, span_id=id_, alignment_mode="expand") for s, e, label, id_ in spans if e > s
    )
    doc.spans[key] = SpanGroup(doc, name=key, spans=[span for span in found if span is not None])


def save_docs(docs: Iterable[Doc], path: Path | str) -> None:
    """Write Docs, with their span groups and what is known of each report, to one file: a spaCy DocBin.

    Raises:
        OutputError: the file cannot be written.
    """
    kept = DocBin(store_user_data=True, docs=docs)
    try:
        Path(path).write_bytes(kept.to_bytes())
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Name another place.") from None


def read_docs(path: Path | str, nlp: Language | None = None) -> Iterator[Doc]:
    """The Docs of a file that `save_docs` wrote, in its order.

    Args:
        path: the file.
        nlp: the pipeline whose vocabulary to use; a blank one by default.

    Raises:
        InputError: there is no such file, or it is no DocBin.
    """
    try:
        kept = DocBin(store_user_data=True).from_bytes(Path(path).read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Check the name.") from None
    except Exception:  # zlib, msgpack and spaCy each have their own
        raise InputError(f"{path}: is no file of Docs. Write one with save_docs.") from None
    yield from kept.get_docs((nlp or spacy.blank("en")).vocab)


class Component:
    """Pipeline component: reads the text of a Doc as a report and gives the Doc of its normalised text with spans."""

    def __init__(self, nlp: Language, packs: Packs) -> None:
        self.nlp = blank(packs)
        self.packs = packs

    def __call__(self, doc: Doc) -> Doc:
        return self.doc_of(load_text(doc.text, "doc"))

    def doc_of(self, report: Report, nlp: Language | None = None) -> Doc:
        """The Doc of a loaded report; see `Report.to_doc`."""
        return extraction_to_doc(extract_report(report, self.packs), nlp or self.nlp)


@Language.factory("findings", default_config={})
def make_component(nlp: Language, name: str) -> Component:
    """Factory of `nlp.add_pipe("findings")`."""
    return Component(nlp, load_packs())
