"""Every threshold by which it is told that two halves are one."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.load.thresholds import Bounded, threshold


@dataclass(frozen=True)
class JoinSettings(Bounded):
    """When words and tables go on behind a break."""

    hang: float = threshold(
        0.55,
        unit="of an em",
        reason="a marker and a blank take more than this",
        case="hanging-little",
    )
    same: float = threshold(
        0.32,
        unit="of an em",
        reason="words set below one another begin nearer, also where a blank is lost",
        case="hanging-shifted",
    )
    edge: float = threshold(
        3.0,
        unit="points",
        reason="producers set one edge a little differently from page to page",
        case="table-shifted-over-a-page",
    )
    line: int = threshold(
        40,
        unit="letters",
        reason="shorter words without an end are a label or a line of their own",
        case="line-broken-off",
        low=1,
    )
