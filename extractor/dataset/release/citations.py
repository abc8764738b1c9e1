"""How to cite a release and the reports that it is made from: BibTeX and RIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.dataset.release.about import About, Source

__all__ = ["bibtex", "citation", "ris"]

_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def citation(about: About) -> str:
    """The release in a line, as a list of literature has it."""
    who, where = "; ".join(about.creators), f" {about.url}" if about.url else ""
    return f"{who} ({about.published[:4]}). {about.title} (version {about.edition}) [data set].{where}"


def bibtex(about: About, sources: Iterable[Source]) -> str:
    """The release and every report as entries of BibTeX; the key of a report is its report_id."""
    release = {
        "author": " and ".join(map(_author, about.creators)),
        "title": f"{{{_tex(about.title)}}}",
        "howpublished": "Data set",
        "url": about.url,
        "note": f"Version {_tex(about.edition)}",
    }
    entries = [_entry("misc", about.name, release, about.published)]
    for source in sources:
        licence = f"Licence: {_tex(source.licence)}" if source.licence else ""
        fields = {
            "author": _author(source.publisher) if source.publisher else "",
            "title": f"{{{_tex(source.title)}}}",
            "institution": _tex(source.publisher),
            "isbn": _tex(source.isbn),
            "url": source.url or source.landing_page,
            "note": licence,
        }
        entries.append(_entry("techreport", source.report_id, fields, source.published))
    return "\n".join(entries)


def _entry(kind: str, key: str, fields: dict[str, str], date: str) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if date:
        lines.append(f"  year = {{{date[:4]}}},")
    if len(date) > 4:
        lines.append(f"  month = {_MONTHS[int(date[5:7]) - 1]},")
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _author(name: str) -> str:
    """A person, `Family, Given`, as it is; the name of a body in braces, so that it is not taken apart."""
    return _tex(name) if "," in name else f"{{{_tex(name)}}}"


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in _line(text))


def ris(about: About, sources: Iterable[Source]) -> str:
    """The release and every report as records of RIS."""
    records = [
        [
            ("TY", "DATA"),
            *(("AU", name) for name in about.creators),
            ("TI", about.title),
            ("PY", about.published[:4]),
            ("DA", _day(about.published)),
            ("ET", about.edition),
            ("UR", about.url),
        ]
    ]
    for source in sources:
        records.append(
            [
                ("TY", "RPRT"),
                ("ID", source.report_id),
                ("AU", source.publisher),
                ("TI", source.title),
                ("PB", source.publisher),
                ("PY", source.published[:4]),
                ("DA", _day(source.published)),
                ("SN", source.isbn),
                ("UR", source.url or source.landing_page),
                ("N1", f"Licence: {source.licence}" if source.licence else ""),
            ]
        )
    return "\n".join("\n".join([*_tagged(record), "ER  - ", ""]) for record in records)


def _tagged(record: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{tag}  - {_line(value)}" for tag, value in record if value)


def _day(date: str) -> str:
    """A date of any precision as RIS has it: `2022/02//`."""
    return "/".join([*date.split("-"), "", ""][:3]) + "/" if date else ""


def _line(text: str) -> str:
    return " ".join(text.split())
