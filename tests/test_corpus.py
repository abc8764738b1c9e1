"""The generated dataset is a dataset, and its truth is about what it holds."""

from __future__ import annotations

from pathlib import Path

from extractor.dataset.read import read_dataset
from tests.generator.corpus import make_corpus
from tests.made_datasets import write


def test_a_corpus_and_its_truth(tmp_path: Path) -> None:
    corpus = make_corpus(200, seed=3, padding=6)
    assert corpus.content.texts.keys() == make_corpus(200, seed=3).content.texts.keys()
    write(corpus.content, tmp_path / "out")
    data = read_dataset(tmp_path / "out")
    assert len(data.reports) == 200 and len(corpus.lineages) == 40
    items = {(row.report_id, row.item) for row in data.rows("recommendations")}
    progress = {(row.report_id, row.item) for row in data.rows("progress")}
    assert len(corpus.follows_up) > 150 and len(corpus.repeats) > 30 and corpus.absent and corpus.faults
    assert {(report, item) for report, _, item, _, _ in corpus.follows_up} | corpus.absent == progress
    assert {(report, item) for *_, report, item in corpus.follows_up | corpus.repeats} <= items
    judged = {(row.report_id, row.item) for row in data.rows("ratings")}
    printed = {(row.report_id, row.item) for row in data.rows("statistics")}
    for report, kind, item in corpus.faults:
        assert (report, item) in (printed if kind == "fact" else judged)
    assert {kind for _, kind, _ in corpus.faults} == {"sum", "band", "question", "fact"}
    ids = {provider.provider_id for provider in corpus.providers}
    assert {older for p in corpus.providers for older in p.successor_of.split()} <= ids
