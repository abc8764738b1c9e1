"""What was observed of which service, and when: the rows of a panel before they are compared.

A report tells of its own service; a summary tells of many, whose own reports may be in the dataset too. What the own
report of a service tells of an inspection goes before what a summary tells of it, and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from extractor.dataset.read import Frames
from extractor.link.lineage import Lineages
from extractor.packs import Packs
from extractor.packs.register import kind_told

__all__ = ["Observations", "observe", "surely_before"]

_TABLES = {
    "standard": (
        "ratings",
        ("item", "provider", "provider_type", "level", "ref", "standard", "standard_id", "part", "rating", "points",
         "points_max", "score", "score_max", "percent", "date", "as_printed", "scale", "derived"),
    ),
    "question": (
        "key_questions",
        ("item", "provider", "level", "ref", "question", "question_id", "standard_id", "group", "percent", "derived"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Observations:
    """One row an observation, in reading order.

    Beyond the columns of a panel, `fieldwork` and `published` are those of the inspection that is told of, and `clash`
    says that the report tells the value twice and not the same. `nameless` rows name no service and `retold` rows tell
    what is told already; both were left out.
    """

    frame: pd.DataFrame
    nameless: int
    retold: int


def observe(data: Frames, by: str, lineages: Lineages, packs: Packs) -> Observations:
    """All observations of a dataset, by `standard` or by `question`."""
    table, names = _TABLES[by]
    rows = data.filled(table)[["report_id", *names]].rename(columns={"date": "beside"})
    for absent in {"beside", "provider_type"} - set(rows):
        rows[absent] = pd.Series("", index=rows.index, dtype="string")
    if "score" in rows:
        overall = rows["level"] == "overall"
        rows["points"] = rows["points"].mask(overall, rows.pop("score"))
        rows["points_max"] = rows["points_max"].mask(overall, rows.pop("score_max"))
    reports = data.filled("reports")[
        ["report_id", "framework", "provider", "provider_type", "region", "fieldwork_start", "published"]
    ].rename(columns={"provider": "of", "provider_type": "of_type", "fieldwork_start": "fieldwork"})
    rows = rows.merge(reports, on="report_id")
    rows["provider"] = rows["provider"].mask(rows["provider"] == "", rows["of"])
    rows["provider_type"] = rows["provider_type"].mask(rows["provider_type"] == "", rows["of_type"])
    if by == "standard":
        rows["standard_id"] = rows["standard_id"].mask(rows["level"] == "overall", "overall")
    rows["provider_id"] = _services(rows, lineages)
    named = rows["provider_id"] != ""
    nameless = int((~named).sum())
    rows = rows[named].reset_index(drop=True)
    rows["date_is"] = pd.Series("published", index=rows.index, dtype="string").mask(
        rows["fieldwork"] != "", "fieldwork"
    )
    rows["series"] = _series(rows, by)
    rows, retold = _without_retold(rows, lineages, _judged(packs))
    rows["date"] = rows["fieldwork"].mask(rows["fieldwork"] == "", rows["published"])
    rows["date_is"] = rows["date_is"].mask(rows["date"] == "", "")
    rows["provider_type"] = _kinds(rows, data)
    rows["region"] = _regions(rows, data)
    return Observations(_once(rows), nameless, retold)


def _services(rows: pd.DataFrame, lineages: Lineages) -> pd.Series[str]:
    """provider_id of each row: that of its report where it names the same service."""
    known: dict[tuple[str, ...], str] = {}
    found = []
    for report_id, of, name, kind in _zipped(rows, "report_id", "of", "provider", "provider_type"):
        key = (report_id, name, kind)
        if key not in known:
            own = lineages.provider_of.get(report_id, "")
            known[key] = own if own and name.casefold() == of.casefold() else lineages.service(name, kind)
        found.append(known[key])
    return pd.Series(found, index=rows.index, dtype="string")


def _series(rows: pd.DataFrame, by: str) -> list[tuple[str, ...]]:
    """What is followed over time; a standard or question without an id is followed by its words."""
    names = ("standard_id", "part", "standard") if by == "standard" else ("question_id", "group", "question")
    return [(id_, within, "" if id_ else words.casefold()) for id_, within, words in _zipped(rows, *names)]


def _judged(packs: Packs) -> dict[str, str]:
    """The framework of the inspections that a summary sums up, which its pack extends, by the summary's own."""
    found = {pack.id: pack.model.extends for pack in packs if pack.model.report_type == "summary"}
    return {id_: base for id_, base in found.items() if base and base in packs.packs and packs[base].framework}


def _without_retold(rows: pd.DataFrame, lineages: Lineages, judged: Mapping[str, str]) -> tuple[pd.DataFrame, int]:
    """Rows without those that tell again what a service's own report, or an earlier row, tells of one inspection."""
    own = rows["report_id"].map(lineages.provider_of).astype("string") == rows["provider_id"]
    told = set(_zipped(rows[own], "report_id", "series"))
    again: dict[tuple[Any, ...], str] = {}
    dropped = []
    changed: dict[str, dict[int, str]] = {name: {} for name in ("fieldwork", "published", "framework", "date_is")}
    names = ("provider_id", "series", "report_id", "beside", "published", "framework")
    for at, (id_, series, report_id, beside, published, framework) in zip(
        rows.index[~own], _zipped(rows[~own], *names), strict=True
    ):
        others = [r for r in lineages.reports.get(id_, ()) if _same_inspection(r, beside, published)]
        first = again.setdefault((id_, series, beside), report_id) if beside else report_id
        if first != report_id or any((r.report_id, series) in told for r in others):
            dropped.append(at)
            continue
        report = others[-1] if others else None
        changed["framework"][at] = report.framework if report else judged.get(framework, framework)
        changed["fieldwork"][at] = report.fieldwork_start if report else ""
        changed["published"][at] = beside or (report.published if report else published)
        kind = "fieldwork" if report and report.fieldwork_start else "published" if beside or report else "summary"
        changed["date_is"][at] = kind
    rows["region"] = rows["region"].where(own, "")
    for name, values in changed.items():
        if values:
            rows.loc[list(values), name] = list(values.values())
    return rows.drop(index=dropped).reset_index(drop=True), len(dropped)


def _same_inspection(report: Any, beside: str, published: str) -> bool:
    """Whether what a summary tells can be of the inspection that a service's own report is about.

    Beside the judgement stands when that report was published. Where nothing does, any report that was there before the
    summary can be meant.
    """
    if not beside:
        return not surely_before(published, report.published or report.fieldwork_start)
    if report.fieldwork_start and surely_before(beside, report.fieldwork_start):
        return False
    if report.published:
        return not surely_before(beside, report.published) and not surely_before(report.published, beside)
    years = (beside[:4], report.fieldwork_start[:4])
    return all(map(str.isdecimal, years)) and int(years[0]) - int(years[1]) <= 1


def surely_before(one: str, other: str) -> bool:
    """Whether a date is earlier than another, as precise as both are printed; never where one is not known."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """The first row of each series in a report; `clash` where another differs."""
    values = ["rating", "points", "percent"] if "rating" in rows else ["percent"]
    key = [rows["provider_id"], rows["report_id"], rows["series"]]
    again = pd.DataFrame(dict(enumerate(key))).duplicated(keep=False)
    rows["clash"] = False
    if again.any():
        numbered = rows[again].groupby(["provider_id", "report_id", "series"], sort=False)
        several = numbered[values].transform(lambda column: column.nunique(dropna=False)).max(axis=1) > 1
        rows.loc[several.index, "clash"] = several
        rows = rows[~pd.DataFrame(dict(enumerate(key))).duplicated()].reset_index(drop=True)
    return rows


def _kinds(rows: pd.DataFrame, data: Frames) -> pd.Series[str]:
    """Kind of the service observed: as its row tells, else the table of providers, else its name."""
    listed = dict(zip(data.filled("providers")["provider_id"], data.filled("providers")["provider_type"], strict=True))
    found = [
        kind or listed.get(id_, "") or kind_told(name)
        for kind, id_, name in _zipped(rows, "provider_type", "provider_id", "provider")
    ]
    return pd.Series(found, index=rows.index, dtype="string")


def _regions(rows: pd.DataFrame, data: Frames) -> pd.Series[str]:
    """Region of the service observed: as its report tells, else the table of providers."""
    listed = dict(zip(data.filled("providers")["provider_id"], data.filled("providers")["region"], strict=True))
    found = [region or listed.get(id_, "") for region, id_ in _zipped(rows, "region", "provider_id")]
    return pd.Series(found, index=rows.index, dtype="string")


def _zipped(rows: pd.DataFrame, *names: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(rows[name].tolist() for name in names), strict=True)
