"""What `release` says on the terminal: how many reports, under which licences, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import shown
from extractor.dataset.release.about import UNKNOWN, About, Source, licences_of
from extractor.dataset.release.citations import citation

__all__ = ["show_release"]


def show_release(sources: Sequence[Source], about: About, out: Path, to: Console) -> None:
    """The licences of the reports, what is not known of them, the citation, and where the release is."""
    for name, count in licences_of(sources):
        style = "yellow" if name == UNKNOWN else ""
        to.print(Text(f"{count:>5}  licence {shown(name)}", style=style), soft_wrap=True)
    nowhere = sum(not source.url for source in sources)
    if nowhere:
        words = f"{nowhere:>5}  without an address; --catalogue with a fetched.csv gives them"
        to.print(Text(words, style="yellow"), soft_wrap=True)
    to.print(Text(f"\n{shown(citation(about))}"), soft_wrap=True)
    to.print(f"{len(sources)} report{'s'[: len(sources) != 1]}, written to {out}", soft_wrap=True)
