"""ZIP archives of reports: read as folders are, within bounds."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from extractor.errors import InputError, LoadError
from extractor.load import archive, load
from extractor.runs.inputs import find_inputs
from tests.generator import make_report

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


def packed(entries: dict[str, bytes], how: int = DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return held.getvalue()


def given(folder: Path, entries: dict[str, bytes], how: int = DEFLATED) -> Path:
    path = folder / "reports.zip"
    path.write_bytes(packed(entries, how))
    return path


def told(path: Path) -> dict[str, str]:
    return {file.source: file.fault for file in find_inputs([path])}


@pytest.mark.parametrize("how", [STORED, DEFLATED])
def test_each_entry_is_a_file(tmp_path: Path, how: int) -> None:
    first, second = (make_report("hmip-pdu-2021", seed).text.encode() for seed in (1, 2))
    path = given(tmp_path, {"a/first.txt": first, "second.txt": second, "again.txt": first, "notes.xlsx": b"PK"}, how)
    files = find_inputs([tmp_path])
    assert [file.source for file in files] == [
        "reports.zip/a/first.txt", "reports.zip/again.txt", "reports.zip/second.txt",
    ]  # fmt: skip
    assert [file.same_as for file in files] == ["", "reports.zip/a/first.txt", ""]
    assert load(files[0].path).text == load(path / "a" / "first.txt").text != load(files[2].path).text
    assert [file.source for file in find_inputs([path / "second.txt"])] == ["reports.zip/second.txt"]


def test_bytes_tell_an_archive(tmp_path: Path) -> None:
    page = b"%PDF-1.4 is how a stored entry may begin"
    named = tmp_path / "report.pdf"
    named.write_bytes(packed({"one.txt": page}, STORED))
    assert told(named) == {"report.pdf/one.txt": ""}
    with pytest.raises(LoadError, match="ZIP archive"):
        load(named)
    word = tmp_path / "word.zip"
    word.write_bytes((Path(__file__).parent / "cases" / "statistics" / "struck-out.docx").read_bytes())
    assert told(word) == {"word.zip": ""}
    assert load(word).format == "docx"


def test_archives_in_archives(tmp_path: Path) -> None:
    data = b"Words."
    for depth in range(5):
        data = packed({f"level{depth}.zip" if depth else "deep.txt": data, f"beside{depth}.txt": str(depth).encode()})
    path = given(tmp_path, {"inner.zip": data})
    found = told(path)
    assert found["reports.zip/inner.zip/beside4.txt"] == ""
    assert [fault for fault in found.values() if fault] == ["lies in more than 3 archives. Unpack it."]
    assert load(path / "inner.zip" / "beside4.txt").text == "4\n"


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:/out.txt", "..\\out.txt"])
def test_entries_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    found = told(given(tmp_path, {name: b"Out.", "in.txt": b"In."}))
    assert found.pop("reports.zip/in.txt") == ""
    assert [("leads out" in fault) for fault in found.values()] == [True]
    with pytest.raises(LoadError):
        load(tmp_path / "reports.zip" / ".." / "out.txt")


def test_bombs_are_refused_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = given(tmp_path, {"bomb.txt": b"0" * (8 << 20), "good.txt": b"Good.", "inner.zip": packed({"a.txt": b"a"})})
    found = told(path)
    assert "times its size" in found["reports.zip/bomb.txt"]
    assert found["reports.zip/good.txt"] == found["reports.zip/inner.zip/a.txt"] == ""
    with pytest.raises(LoadError, match="times its size"):
        load(path / "bomb.txt")
    monkeypatch.setattr(archive, "MOST_UNPACKED", 9 << 20)
    many = {f"{n}.txt": os.urandom(1 << 20) for n in range(12)}
    assert sum("GiB" in fault for fault in told(given(tmp_path, many)).values()) == 3
    monkeypatch.setattr(archive, "MOST_ENTRIES", 5)
    assert [fault for fault in told(path).values() if fault] == ["has more than the 5 entries that are read. Split it."]


def test_an_entry_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": os.urandom(3 << 20)}, STORED))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)  # the size that the directory states
    path = tmp_path / "reports.zip"
    path.write_bytes(data)
    assert "cannot be unpacked" in told(path)["reports.zip/a.txt"]


def test_what_cannot_be_unpacked_says_why(tmp_path: Path) -> None:
    locked = bytearray(packed({"a.txt": b"Secret."}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "reports.zip"
    path.write_bytes(locked)
    assert "password" in told(path)["reports.zip/a.txt"]
    broken = bytearray(packed({"a.txt": b"Words and words and more of them."}, STORED))
    broken[40] ^= 255
    path.write_bytes(broken)
    assert "cannot be unpacked" in told(path)["reports.zip/a.txt"]
    assert "without a report" in told(given(tmp_path, {"a.png": b"x"}))["reports.zip"]
    path.write_bytes(packed({"a.txt": b"x"})[:-10])
    with pytest.raises(LoadError):
        load(path)
    with pytest.raises(InputError):
        find_inputs([tmp_path / "missing.zip" / "a.txt"])
