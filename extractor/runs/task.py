"""One task of a run: a file and a setup go in, a packed outcome comes out, whoever carries them to and fro."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.packs.expression_cache import keep_in
from extractor.runs.input_file import Input
from extractor.runs.outcome import Outcome
from extractor.runs.packing import Packed, pack_outcome, with_seconds
from extractor.runs.reading import Setup, read_one, read_one_again

if TYPE_CHECKING:
    from extractor.check.second_reading import Again

__all__ = ["do", "keep"]


def do(task: Input | Again, setup: Setup) -> bytes:
    """Read a file, whose outcome the cache keeps where there is one, or read a report a second time.

    Returns:
        the packed outcome. No exception leaves it.
    """
    keep_in(setup.cache)
    if not isinstance(task, Input):
        return _packed(read_one_again(task, setup))
    outcome = read_one(task, setup)
    data = _packed(outcome)
    keep(task, setup, data)
    return data


def keep(file: Input, setup: Setup, data: bytes) -> None:
    """Keep an outcome in the cache, if there is one and another run would give the same."""
    brief = Packed.of(data).brief
    if setup.cache is not None and not brief.passing and brief.is_as_hashed:
        setup.cache.keep_outcome(file, setup.password, setup.hashes, with_seconds(data, None))


def _packed(outcome: Outcome) -> bytes:
    try:
        return pack_outcome(outcome)
    except Exception as error:
        message = f"{type(error).__name__}: {error}. This is a fault of findings; please report it."
        return pack_outcome(Outcome("failed", "extract", " ".join(message.split())))
