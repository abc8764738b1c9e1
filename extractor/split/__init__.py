"""The section splitter: `split(report, pack)` gives the same report with its tree of sections."""

from extractor.split.tree import split

__all__ = ["split"]
