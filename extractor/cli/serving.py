"""The command that shows a dataset's database in a browser: serve."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.asking import Dataset
from extractor.errors import InputError

__all__ = ["serve"]


def serve(
    folder: Dataset,
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65_535, help="Port on this machine.")] = 8001,
    browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Browse, search and query a dataset's database with Datasette, on this machine alone. Ctrl+C ends it."""
    from extractor.dataset.datasette import METADATA
    from extractor.dataset.guard import DATABASE
    from extractor.dataset.read import read_dataset

    if find_spec("datasette") is None:
        raise InputError("serve needs the package datasette: pip install datasette")
    place: Path = read_dataset(folder).folder
    command = [sys.executable, "-m", "datasette", "serve", str(place / DATABASE), "--host", "127.0.0.1"]
    command += ["--port", str(port), *["--open"] * browser]
    if (place / METADATA).is_file():
        command += ["--metadata", str(place / METADATA)]
    try:
        code = subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)
