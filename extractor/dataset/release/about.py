"""What a release says of itself, and of each report that it is made from: where it is from, and under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.dataset.datapackage import TITLE
from extractor.dataset.named_tables import Frames
from extractor.errors import InputError

__all__ = ["UNKNOWN", "About", "Source", "licences_of", "sources_of"]

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class About:
    """Who publishes what, as citations and descriptions say it.

    Args:
        creators: persons as `Family, Given`, or organisations; at least one.
        title: of the release.
        edition: its version, `1.0.0`.
        published: the day of the release, as `2021-11-29`.
        url: where it can be had, a DOI by preference; empty where that is not known yet.
        licence: address or name of the licence of what is new in it; empty where only the reports' own count.
        program: the version of the program that made it.

    Raises:
        InputError: there is no creator, or the day is none.
    """

    creators: tuple[str, ...]
    published: str
    title: str = TITLE
    edition: str = "1.0.0"
    url: str = ""
    licence: str = ""
    program: str = ""

    def __post_init__(self) -> None:
        if not self.creators or not all(map(str.strip, self.creators)):
            raise InputError("--creator: say who publishes the release, as 'Family, Given' or the name of a body.")
        if self.url and not re.fullmatch(r"https?://\S+", self.url):
            raise InputError(f"--url {self.url!r} is no address; give one as https://doi.org/10.1234/5678.")
        try:
            date.fromisoformat(self.published)
        except ValueError:
            raise InputError(f"--date {self.published!r} is no day; give one as 2021-11-29.") from None

    @property
    def name(self) -> str:
        """The title as a key: `inspection-reports-as-data`."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-") or "release"


@dataclass(frozen=True, slots=True)
class Source:
    """A report that the release is made from. What is not known is empty."""

    report_id: str
    title: str
    publisher: str
    published: str  # as precise as it is printed
    isbn: str
    pages: int | None
    file: str
    sha256: str
    url: str
    landing_page: str
    licence: str


def sources_of(data: Frames, listed: Mapping[str, Mapping[str, str]]) -> list[Source]:
    """The reports of a dataset, in its order.

    Args:
        data: the dataset.
        listed: lines of a catalogue by sha256: what a report does not print of where it is from and of its licence.
    """
    return [_source(row, listed.get(row.sha256, {})) for row in data.rows("reports")]


def _source(row: object, line: Mapping[str, str]) -> Source:
    def known(name: str) -> str:
        return str(getattr(row, name) or line.get(name, ""))

    return Source(
        known("report_id"),
        known("title") or known("report_id"),
        known("inspectorate"),
        known("published"),
        known("isbn"),
        getattr(row, "pages", None),
        known("source"),
        known("sha256"),
        _address(line.get("url", "") or known("url")),
        _address(line.get("landing_page", "") or known("landing_page")),
        known("licence"),
    )


def _address(words: str) -> str:
    """An address of the web, with its scheme or as reports print it; empty where words are something else."""
    return words if re.fullmatch(r"(?:https?://|www\.)[^\s\"<>{}\\^`|]+", words, re.IGNORECASE) else ""


def licences_of(sources: Sequence[Source]) -> Iterator[tuple[str, int]]:
    """Each licence, with the number of reports under it; `not known` last."""
    names = sorted({source.licence for source in sources}, key=lambda name: (not name, name))
    for name in names:
        yield name or UNKNOWN, sum(source.licence == name for source in sources)
