"""Reports as spaCy documents: span groups for blocks, sections and tables, terms by rule, sentences, the component."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from extractor.errors import InputError, PackError
from extractor.load import load_text
from extractor.nlp import blank, extraction_to_doc, read_docs, save_docs
from extractor.packs import load_packs
from extractor.pipeline import Extraction, extract_report
from extractor.records import Grounded

CASES = Path(__file__).parent / "cases"
TEXT = "\n\n".join(
    (CASES / name).read_text(encoding="utf-8").strip()
    for name in (
        "reports/unit-of-2021.txt",
        "key_questions/goes-on-after-a-footnote.txt",
        "findings/strengths-and-areas.txt",
        "recommendations/across-addressees.txt",
    )
)
TABLES = ("ratings", "key_questions", "recommendations", "progress", "findings", "examples", "statistics")


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract_report(load_text(TEXT, "unit.txt"))


@pytest.fixture(scope="module")
def doc(extraction: Extraction) -> Doc:
    made: Doc = extraction.report.to_doc()
    return made


def test_the_words_of_the_doc_are_the_text_of_the_report(doc: Doc, extraction: Extraction) -> None:
    assert doc.text == extraction.report.text
    assert doc.user_data["report_id"] == "fernside-pdu-2021-12"
    assert doc.user_data["framework"] == "hmip-pdu-2021"


def test_every_table_has_a_group_with_a_span_a_row(doc: Doc, extraction: Extraction) -> None:
    assert {"blocks", "sections", "terms", *TABLES} <= set(doc.spans)
    for table in TABLES:
        rows = [row for row in extraction.records[table] if isinstance(row, Grounded)]
        assert [span.id_ for span in doc.spans[table]] == [row.item for row in rows]
        for span, row in zip(doc.spans[table], rows, strict=True):
            assert row.evidence.quote in span.text
            assert span.start_char <= row.evidence.start < row.evidence.end <= span.end_char
    assert len(doc.spans["key_questions"]) == 9
    assert len(doc.spans["findings"]) == 3


def test_docs_are_saved_and_read_with_their_spans(doc: Doc, tmp_path: Path) -> None:
    save_docs([doc, doc], tmp_path / "reports.spacy")
    one, _ = read_docs(tmp_path / "reports.spacy")
    assert one.text == doc.text and one.user_data["report_id"] == "fernside-pdu-2021-12"
    spans = {name: [(s.start_char, s.label_, s.id_) for s in doc.spans[name]] for name in doc.spans}
    assert {name: [(s.start_char, s.label_, s.id_) for s in one.spans[name]] for name in one.spans} == spans


def test_a_file_of_no_docs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.spacy").write_bytes(b"no docs")
    for name in ("other.spacy", "none.spacy"):
        with pytest.raises(InputError, match=name):
            list(read_docs(tmp_path / name))


def test_labels_say_what_a_span_is(doc: Doc) -> None:
    assert [(span.text, span.label_, span.id_) for span in doc.spans["ratings"]] == [
        ("Requires improvement", "Requires improvement", "main/overall")
    ]
    assert {span.label_ for span in doc.spans["findings"]} == {"strength", "area_for_improvement"}
    assert {span.label_ for span in doc.spans["recommendations"]} >= {"Fernside PDU", "HM Prison and Probation Service"}
    assert [span.label_ for span in doc.spans["key_questions"]][:1] == ["reviewing.engagement"]
    assert {span.label_ for span in doc.spans["blocks"]} <= {
        "heading", "paragraph", "bullet", "numbered", "table", "footnote", "caption", "furniture"
    }  # fmt: skip


def test_sections_and_blocks_are_spans_over_the_text(doc: Doc, extraction: Extraction) -> None:
    report = extraction.report
    assert [span.label_ for span in doc.spans["sections"]] == [section.title for section in report.sections]
    assert [span.id_ for span in doc.spans["sections"]] == [section.ref for section in report.sections]
    assert [span.start_char for span in doc.spans["blocks"]] == [block.start for block in report.blocks]


def test_sentences_have_boundaries(doc: Doc) -> None:
    assert doc.has_annotation("SENT_START")
    sentences = [sentence.text.strip() for sentence in doc.sents]
    assert "The fieldwork for the Fernside inspection started on 04 October 2021." in sentences
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)


def test_terms_are_marked_by_the_rules_of_the_packs() -> None:
    made = extract_report(
        load_text("The Ministry of Justice met probation officers. In 64 per cent of cases, 19 out of 23.\n", "a.txt")
    ).report.to_doc()
    found = {(span.text, span.label_, span.id_) for span in made.spans["terms"]}
    assert {
        ("Ministry of Justice", "BODY", "body"),
        ("probation officers", "GRADE", "grade"),
        ("64 per cent", "FIGURE", "figure.percent"),
        ("19 out of 23", "FIGURE", "figure.fraction"),
    } <= found


def test_the_component_makes_the_same_doc(doc: Doc) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings")
    made = nlp(TEXT)
    assert made.text == doc.text
    for key in doc.spans:
        ours = [(span.start_char, span.end_char, span.label_, span.id_) for span in made.spans[key]]
        assert ours == [(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans[key]], key


def test_the_component_stands_among_others() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("findings")
    counted: list[int] = []

    @spacy.Language.component("count_findings")
    def count(made: Doc) -> Doc:
        counted.append(len(made.spans["findings"]))
        return made

    nlp.add_pipe("count_findings", after="findings")
    docs = list(nlp.pipe([TEXT, "A visit to the lighthouse\n"]))
    assert counted == [3, 0]
    assert docs[1].user_data["framework"] == "generic"


def test_a_pipeline_of_ones_own_tokenises(extraction: Extraction) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    made = extraction_to_doc(extraction, nlp)
    assert made.vocab is nlp.vocab
    assert len(made.spans["ratings"]) == 1


def test_a_doc_survives_being_stored(doc: Doc) -> None:
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    for key in doc.spans:
        assert [(s.start, s.end, s.label_, s.id_) for s in again.spans[key]] == [
            (s.start, s.end, s.label_, s.id_) for s in doc.spans[key]
        ]


# --- faulty rules


def spans(**changed: object) -> str:
    rule = {"id": "lamp", "label": "LAMP", "phrases": ["oil lamp"], "examples": ["an oil lamp"], "near_misses": ["oil"]}
    import json

    return "spans:\n  - " + json.dumps({**rule, **changed}) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"examples": ["a gas lamp"]}, "spans.yaml:2 lamp: 'a gas lamp' does not match."),
        ({"near_misses": ["an oil lamp burns"]}, "spans.yaml:2 lamp: 'an oil lamp burns' matches and must not."),
    ],
)
def test_a_term_that_its_examples_disprove(folder: Path, changed: dict[str, object], told: str) -> None:
    (folder / "spans.yaml").write_text(spans(**changed), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        blank(load_packs(folder))
    assert caught.value.faults == [told]


def test_a_term_without_examples_or_with_an_unknown_key(folder: Path) -> None:
    (folder / "spans.yaml").write_text(spans(examples=[], colour="red"), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs(folder)
    assert len(caught.value.faults) == 2
    assert all(fault.startswith("spans.yaml:2 spans.0.") for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("head", "marked"), [("extends: false\n", ["Oil Lamp"]), ("", ["Oil Lamp", "Ministry of Justice"])]
)
def test_terms_of_ones_own_extend_those_that_ship_or_stand_alone(folder: Path, head: str, marked: list[str]) -> None:
    (folder / "spans.yaml").write_text(head + spans(), encoding="utf-8")
    made = blank(load_packs(folder))("An Oil Lamp for the Ministry of Justice")
    assert [span.text for span in made.spans["terms"]] == marked
