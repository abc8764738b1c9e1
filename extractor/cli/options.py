"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["DatasetFolder", "PacksOption", "PasswordOption"]

DatasetFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")]

PacksOption = Annotated[
    Path | None,
    typer.Option("--packs", metavar="DIR", help="Folder of pattern packs of your own, put before those shipped."),
]

PasswordOption = Annotated[
    str, typer.Option("--password", metavar="WORD", help="What opens files that are locked.", show_default=False)
]
