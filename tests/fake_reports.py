"""Reports that need no PDF and no patterns: what a text file says is what is extracted from it."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor import records
from extractor.document import Report
from extractor.domain.services import Services
from extractor.errors import LoadError
from extractor.load import open_source
from extractor.packs import Codebook, Label, Questions, Scale
from extractor.packs.vocabulary import Vocabulary
from extractor.pipeline import Extraction
from extractor.runs.reading import Setup

DREARY = """An inspection of probation services in: Dreary PDU

Overall rating
Requires improvement

1.1 Leadership
Good

-11% of cases 'passed' =SUM(A1)

Does planning focus on "engagement"? 47% 52%

Dreary PDU should:
- improve the work 🙂

+ Some progress
"""


@dataclass(frozen=True)
class FakePack:
    id: str = "fake-2021"
    title: str = "A fake framework"
    rules: tuple[str, ...] = ("fake-2021/a", "fake-2021/b")
    framework: bool = True
    report_type: str = "inspection"
    inspectorate: str = ""
    scale: None = None
    scales: tuple[()] = ()
    progress: None = None
    groups: tuple[()] = ()
    attributes: tuple[()] = ()
    lists: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"kinds": ("strength",)})
    questions: Questions = field(default_factory=Questions)


@dataclass(frozen=True)
class FakePacks:
    packs: dict[str, FakePack] = field(default_factory=lambda: {"fake-2021": FakePack()})
    codebook: Codebook = field(default_factory=Codebook)
    hashes: dict[str, str] = field(default_factory=lambda: {"fake.yaml": "0" * 64})
    register: Services = field(default_factory=Services)
    scales: dict[str, Scale] = field(default_factory=dict)
    proved: dict[str, tuple[int, int]] = field(default_factory=lambda: {"fake.yaml": (2, 3)})
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Any:
        return iter(self.packs.values())

    def __len__(self) -> int:
        return len(self.packs)


PACKS = FakePacks()
SETUP_OF = staticmethod(lambda packs=None: Setup(packs=PACKS, reader=extract))  # type: ignore[arg-type]


def report_of(path: Path, text: str, sha256: str) -> Report:
    return Report(source=path.name, sha256=sha256, format="txt", text=text, blocks=(), page_starts=((0, 1), (60, 2)))


def extract(path: Path, packs: Any = None, *, password: str = "") -> Extraction:
    """A stand-in for `pipeline.extract_file`. The first word of a file can ask for trouble."""
    data = open_source(path).data
    text = data.decode("utf-8")
    if text.startswith("DAMAGED"):
        raise LoadError(f"{path.name}: is damaged. Download it again.")
    if text.startswith("BUG"):
        raise ZeroDivisionError(f"oh no, in {path.absolute()} at 0x7f0012345678\nand more")
    if text.startswith("CRASH"):
        os._exit(13)
    if text.startswith("HANG"):
        time.sleep(600)
    if text.startswith("HUNGRY"):
        eaten = [b"x" * 2**20 for _ in range(400)]
        time.sleep(600 if eaten else 0)
    return extraction(path, text, hashlib.sha256(data).hexdigest())


def extraction(path: Path, text: str, sha256: str = "ab" * 32) -> Extraction:
    report = report_of(path, text, sha256)
    name = text.split("\n")[0].rpartition(": ")[2] or "Nowhere"
    id_ = "-".join(name.lower().split()) + "-2022"

    def cite(words: str, rule: str = "fake-2021/a", derived: bool = False) -> records.Evidence:
        start = text.index(words) if words in text else 0
        return report.cite(start, start + len(words) if words in text else 1, rule, derived)

    def rating(item: str, words: str, **more: Any) -> records.Rating:
        return records.Rating(
            report_id=id_, item=item, provider=name, provider_type="PDU", rating=words, as_printed=words,
            scale="hmip-four-point", evidence=cite(words), **more
        )  # fmt: skip

    def asked(group: str, percent: float, item: str) -> records.KeyQuestion:
        return records.KeyQuestion(
            report_id=id_, item=item, provider=name, standard_ref="2.2", standard_id="planning", level="key_question",
            question='Does planning focus on "engagement"?', question_id="planning.engagement", group=group,
            percent=percent, table="Annexe two – Data", evidence=cite(f"{percent:g}%"),
        )  # fmt: skip

    rows: dict[str, tuple[records.Record, ...]] = {
        "reports": (
            records.Report(
                report_id=id_, source=path.name, sha256=sha256, format="txt", title=text.split("\n")[0],
                framework="fake-2021", report_type="inspection", inspectorate="HM Inspectorate of Probation",
                provider=name, provider_type="PDU", region="Wales", published="2022-02", overall_score=6.0,
                overall_score_max=27.0, cases_inspected=62,
            ),
        ),
        "ratings": (
            rating(
                "main/overall", "Requires improvement", level="overall", points=1, points_max=3, score=6, score_max=27
            ),
            rating("main/1.1", "Good", level="standard", ref="1.1", standard="Leadership", points=2.0, points_max=3.0),
        ),
        "key_questions": (
            asked("community", 47.0, "2.2/planning.engagement/community"),
            asked("post_release", 52.0, "2.2/planning.engagement/post_release"),
            asked("community", 47.0, "2.2/planning.engagement/community-2"),
        ),
        "recommendations": (
            records.Recommendation(
                report_id=id_, item="main/1", number="1", addressee=name, text="improve the work 🙂",
                evidence=cite("- improve the work 🙂"),
            ),
        ),
        "progress": (
            records.Progress(
                report_id=id_, item="1", number=1, text="Review it", findings="one\n-two\n=three",
                category="Some progress", improvement_required=True, evidence=cite("+ Some progress", derived=True),
            ),
        ),
        "findings": (),
        "examples": (),
        "statistics": (
            records.Statistic(
                report_id=id_, item="1/change", label="Change", value=-11.0, unit="percent", as_printed="-11%",
                evidence=cite("-11%"),
            ),
        ),
        "tables": (
            records.TableCell(
                report_id=id_, item="t/1/1", table_id="t", row=1, column=1, text="=SUM(A1)", evidence=cite("=SUM(A1)")
            ),
        ),
        "sections": (
            records.Section(report_id=id_, ref="1", title="Leadership", level=1, page=1, start=0, end=20),
        ),
    }  # fmt: skip
    labels = [Label(label=label) for label in ("Outstanding", "Good", "Requires improvement", "Inadequate")]
    scales = (Scale(id="four", title="Four labels", labels=labels),)
    return Extraction(report, "fake-2021", "ok", "", "", rows, Vocabulary(scales=scales))
