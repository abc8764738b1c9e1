"""`release.md`: what is in a release, for people: how to cite it, its reports and licences, and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.dataset.named_tables import Frames
from extractor.dataset.release.about import About, Source, licences_of
from extractor.dataset.release.citations import citation
from extractor.records import TABLES

__all__ = ["NOTE", "release_note"]

NOTE = "release.md"


def release_note(data: Frames, about: About, sources: Sequence[Source], changes: str = "") -> str:
    """The note in Markdown; `changes` is what it says of an earlier release, in Markdown too."""
    years = sorted(source.published[:4] for source in sources if source.published)
    span = "" if not years else f", published {years[0]}" + (f" to {years[-1]}" if years[-1] != years[0] else "")
    frameworks = Counter(row.framework or "none" for row in data.rows("reports"))
    statuses = Counter(row.status for row in data.rows("files"))
    checks = Counter(row.status for row in data.rows("checks"))
    lines = [
        f"# {about.title} {about.edition}",
        "",
        citation(about),
        "",
        f"Made with findings {about.program} from {_counted(len(sources), 'report')}{span}. "
        "`codebook.md` explains every table and column, `citation.bib` and `citation.ris` cite every report.",
        *_table("Frameworks", ("framework", "reports"), sorted(frameworks.items())),
        *_table("Licences of the reports", ("licence", "reports"), licences_of(sources)),
        *_table("Tables", ("table", "rows"), ((table, len(data.filled(table))) for table in TABLES)),
        "",
        "## What to know before you use it",
        "",
        f"- {_counted(statuses['partial'], 'report')} of these could be read in part only: see `files.csv`.",
        f"- Of {_counted(checks.total(), 'check')} {checks['fail']} failed, {checks['warn']} warn: see `checks.csv`.",
        f"- {_counted(len(data.filled('unread')), 'thing')} that look like data are in no row: see `unread.csv`.",
    ]
    return "\n".join([*lines, *(["", "## Changes", "", changes.strip()] if changes else []), ""])


def _table(title: str, heads: tuple[str, str], rows: Iterable[tuple[str, int]]) -> list[str]:
    told = [f"| {name.replace('|', '/')} | {count} |" for name, count in rows]
    return ["", f"## {title}", "", f"| {heads[0]} | {heads[1]} |", "| --- | ---: |", *told]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s'[: count != 1]}"
