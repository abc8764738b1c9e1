"""What can go wrong, said in one line: what is wrong, where, and what to do next."""

from __future__ import annotations


class FindingsError(Exception):
    """Base of every error that a user can meet; its message is fit to be shown as it is."""


class InputError(FindingsError):
    """A path, file or option that cannot be used as given."""


class LoadError(FindingsError):
    """A file that could not be read as a report."""


class PackError(FindingsError):
    """One or more faults in pattern packs, each as `FILE:LINE rule: what is wrong, what would be right`."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class EvidenceError(FindingsError):
    """A quote that is not what stands in the text: a fault of an extractor, never of a report."""


class OutputError(FindingsError):
    """An output folder that cannot be written, or that is not a dataset."""
