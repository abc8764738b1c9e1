"""Published inspection reports as a dataset in which every value carries the words it was read from.

    import extractor

    extractor.extract("report.pdf").ratings         # a DataFrame
    extractor.run(["reports/"], "outputs/all")      # files: CSV, SQLite, data package, codebook
    extractor.open_dataset("outputs/all").progress  # and back

What stands in `__all__` is the public API. Each name is imported when it is first used, so `import extractor` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from extractor._version import __version__

if TYPE_CHECKING:
    from extractor.dataset.duck import open_duckdb
    from extractor.dataset.extracted import Extracted
    from extractor.dataset.read import Dataset
    from extractor.dataset.read import read_dataset as open_dataset
    from extractor.document import Report
    from extractor.errors import FindingsError, InputError, LoadError, OutputError, PackError
    from extractor.link.panel import panel
    from extractor.packs import load_packs
    from extractor.runs.in_memory import extract, read
    from extractor.runs.run import RunResult, run

__all__ = [
    "Dataset",
    "Extracted",
    "FindingsError",
    "InputError",
    "LoadError",
    "OutputError",
    "PackError",
    "Report",
    "RunResult",
    "__version__",
    "extract",
    "load_packs",
    "open_dataset",
    "open_duckdb",
    "panel",
    "read",
    "run",
]

_HOMES = {
    "Dataset": "extractor.dataset.read",
    "Extracted": "extractor.dataset.extracted",
    "FindingsError": "extractor.errors",
    "InputError": "extractor.errors",
    "LoadError": "extractor.errors",
    "OutputError": "extractor.errors",
    "PackError": "extractor.errors",
    "Report": "extractor.document",
    "RunResult": "extractor.runs.run",
    "extract": "extractor.runs.in_memory",
    "load_packs": "extractor.packs",
    "open_dataset": "extractor.dataset.read",
    "open_duckdb": "extractor.dataset.duck",
    "panel": "extractor.link.panel",
    "read": "extractor.runs.in_memory",
    "run": "extractor.runs.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), "read_dataset" if name == "open_dataset" else name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
