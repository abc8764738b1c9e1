"""The command that shows why a page is read as it is: debug."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.asking import PasswordOption
from extractor.errors import InputError, OutputError

__all__ = ["debug"]


def debug(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report in PDF.")],
    page: Annotated[int, typer.Option("--page", metavar="N", help="The page, counted from 1.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The picture to write: a PNG.")],
    password: PasswordOption = "",
) -> None:
    """Draw what was seen of a page on its picture: words, ruling lines, tints, columns, rows, cells, reading order."""
    from extractor.load.pdf.debug import draw_page
    from extractor.load.source import open_source

    if out.suffix.lower() != ".png":
        raise InputError(f"{out}: the picture is a PNG. Give --out a name that ends in .png.")
    picture = draw_page(open_source(file, password), page)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.save(out, format="PNG")
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}). Name another place.") from None
    typer.echo(f"{out}: page {page} of {file.name}, {picture.width} x {picture.height} pixels")
