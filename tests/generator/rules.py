"""How the rows and columns of a reportlab table are parted: by rules, tints, or nothing but white."""

from __future__ import annotations

from typing import Any

from reportlab.lib import colors

Commands = list[tuple[Any, ...]]

INK = colors.HexColor("#8a93b8")
BAND = colors.HexColor("#f0f0f4")
HEAD = colors.HexColor("#d6dcef")
ALL = ((0, 0), (-1, -1))
TINTED = frozenset({"full", "bands", "cell-by-cell", "clipped", "white-rules"})  # tables whose header may be shaded


def padding(points: float | None) -> Commands:
    """White above and below the words of a cell; None: a little less above than below."""
    return [
        ("TOPPADDING", *ALL, 2 if points is None else points),
        ("BOTTOMPADDING", *ALL, 3 if points is None else points),
    ]


def rules(kind: str, rows: int, heads: int) -> Commands:
    """Commands of a table's style; kinds are those of `tests.engines.plan.RULES`."""
    head = ((0, 0), (-1, max(heads, 1) - 1))
    bands: Commands = [("BACKGROUND", (0, n), (-1, n), BAND) for n in range(0, rows, 2)]
    match kind:
        case "full":
            return [("GRID", *ALL, 0.4, INK)]
        case "rows":
            return [("LINEABOVE", *ALL, 0.4, INK), ("LINEBELOW", (0, -1), (-1, -1), 0.4, INK)]
        case "booktabs":
            return [
                ("LINEABOVE", (0, 0), (-1, 0), 1, INK),
                ("LINEBELOW", (0, head[1][1]), head[1], 0.5, INK),
                ("LINEBELOW", (0, -1), (-1, -1), 1, INK),
            ]
        case "bands":
            return bands
        case "clipped":
            return [*bands, ("ROUNDEDCORNERS", [3, 3, 3, 3])]
        case "verticals":
            return [("LINEBEFORE", *ALL, 0.5, INK), ("LINEAFTER", *ALL, 0.5, INK), ("BOX", *ALL, 0.5, INK)]
        case "head-verticals":
            return [("GRID", *head, 0.5, INK), ("LINEBELOW", (0, -1), (-1, -1), 0.5, INK)]
        case "cell-by-cell":
            sides = ("LINEABOVE", "LINEBELOW", "LINEBEFORE", "LINEAFTER")
            return [(side, *ALL, 0.5, INK) for side in sides]
        case "hairlines":
            return [("INNERGRID", *ALL, 0.2, INK), ("BOX", *ALL, 0.2, INK)]
        case "white-rules":
            return [("BACKGROUND", *ALL, BAND), ("BACKGROUND", *head, HEAD), ("GRID", *ALL, 1.5, colors.white)]
        case "none":
            return []
    raise ValueError(kind)
