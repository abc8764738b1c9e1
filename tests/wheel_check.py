"""The wheel alone, in an empty environment outside the project: `python -m tests.wheel_check`.

Builds the source archive, and the wheel from it; installs the wheel; reads the sample reports of the source archive;
holds what was read against their gold. Fails where anything of the project is missing from what is distributed.
`--oldest` installs the lowest version of every library that pyproject.toml allows, by uv; `--python` names another
interpreter.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FORMATS = ("--format", "parquet", "--format", "excel")


def build(to: Path) -> tuple[Path, Path]:
    """The source archive and the wheel that is made of it."""
    call(sys.executable, "-m", "build", "--outdir", str(to), str(ROOT), where=to)
    return next(to.glob("*.tar.gz")), next(to.glob("*.whl"))


def install(wheel: Path, python: str, oldest: bool, to: Path) -> Path:
    """An environment with the wheel and what it needs, and no more; the folder of its programs."""
    lowest = ("--resolution", "lowest-direct") if oldest else ()
    needed = f"{wheel}[excel,parquet,plots]"
    call("uv", "venv", "--quiet", "--python", python, str(to), where=wheel.parent)
    bin_ = to / ("Scripts" if os.name == "nt" else "bin")
    program = str(bin_ / "python")
    call("uv", "pip", "install", "--quiet", *lowest, "--python", program, needed, where=wheel.parent)
    return bin_


def try_out(bin_: Path, archive: Path, folder: Path) -> None:
    """The demo, and what was read of it held against gold."""
    with tarfile.open(archive) as source:
        wanted = [member for member in source.getmembers() if "/corpus/" in member.name]
        source.extractall(folder, members=wanted, filter="data")
    corpus = next(folder.glob("*/corpus"))
    samples = str(corpus / "samples")
    findings = str(bin_ / "findings")
    call(findings, "--version", where=folder)
    call(findings, "packs", "check", where=folder)
    call(findings, "extract", samples, "--out", "demo", "--no-cache", *FORMATS, where=folder)
    call(findings, "check", "demo", where=folder)
    call(findings, "link", "demo", where=folder)
    call(findings, "panel", "demo", where=folder)
    call(findings, "summarise", "demo", where=folder)
    call(findings, "review", "demo", "--reports", samples, where=folder)
    call(findings, "evaluate", "demo", "--gold", str(corpus / "gold"), "--min", "1", where=folder)
    place = "import extractor, sys; sys.exit(not extractor.__file__.startswith(sys.prefix))"
    call(str(bin_ / "python"), "-c", place, where=folder)


def call(*words: str, where: Path) -> None:
    """Run a program without what the environment says of Python, or end with what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FINDINGS"))}
    done = subprocess.run(words, cwd=where, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(words)}\nended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    print("ok:", *(Path(words[0]).name, *words[1:]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wheel_check", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--oldest", action="store_true", help="lowest versions that are allowed, not the newest")
    parser.add_argument("--python", default=sys.executable, help="the interpreter (default: this one)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        there = Path(folder)
        archive, wheel = build(there)
        bin_ = install(wheel, options.python, options.oldest, there / "environment")
        try_out(bin_, archive, there)
    print(f"{wheel.name} works by itself")


if __name__ == "__main__":
    main()
