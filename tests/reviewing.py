"""A review that several tests look at: a report with turned pages and a hostile one, made once in a process."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf

import extractor
from extractor.packs import load_packs
from extractor.review import Reviewed, write_review

__all__ = ["EVIL", "PDF", "SAMPLES", "TEXT", "data_of", "files_of", "reviewed", "shown"]

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
PDF, TEXT = "larkhythe-pdu-2023-03", "nps-in-evil-words-2019"
TURNED = {3: 90, 6: 180, 8: 270}  # pages, and degrees clockwise
EVIL = "<script>top.hit = 1</script><img src=x onerror='top.hit = 2'></style>\u202e{{7*7}}"


def data_of(page: str) -> dict[str, Any]:
    """The data of a page of a report."""
    told: dict[str, Any] = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    return told


def files_of(*paths: Path) -> Mapping[str, Callable[[], bytes]]:
    """What gives the bytes of files, by their SHA-256."""
    return {sha256(path.read_bytes()).hexdigest(): path.read_bytes for path in paths}


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="findings-review-")


@cache
def reviewed() -> Path:
    """A folder with `reports` and their dataset `all`; no test changes it."""
    folder = Path(_kept().name)
    (folder / "reports").mkdir()
    with pikepdf.open(SAMPLES / "larkhythe-pdu-2023.pdf") as document:
        for number, turn in TURNED.items():
            document.pages[number - 1].Rotate = turn
        document.save(folder / "reports" / "turned.pdf")
    text = (SAMPLES / "nps-in-middle-downs-2019.txt").read_text(encoding="utf-8")
    hostile = text.replace("Middle Downs", "Evil Words").replace("service users", EVIL, 12)
    (folder / "reports" / "hostile.txt").write_text(hostile, encoding="utf-8")
    extractor.run([folder / "reports"], folder / "all")
    return folder


@cache
def shown() -> Path:
    """The same folder with the review of the dataset in `review`."""
    folder = reviewed()
    data = extractor.open_dataset(folder / "all")
    done = write_review(data, folder / "review", load_packs(), files_of(folder / "reports" / "turned.pdf"))
    assert done == Reviewed(2, 1)
    return folder
