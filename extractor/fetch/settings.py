"""How far a run of `fetch` goes: pauses, attempts, limits of size and time; and why a file did not come."""

from __future__ import annotations

import math
from dataclasses import dataclass

from extractor._version import __version__
from extractor.errors import InputError

__all__ = ["ROBOT", "FetchError", "RefusedError", "Settings"]

ROBOT = "findings"  # the name that a robots.txt can address


@dataclass(frozen=True, slots=True)
class Settings:
    """Seconds and bytes that a run keeps to.

    Raises:
        InputError: a value is out of its range.
    """

    pause: float = 2.0  # seconds between the end of a request to a host and the next one to it
    max_bytes: int = 200_000_000  # of a file, unpacked
    contact: str = ""  # whom a server's keeper can write to
    connect_seconds: float = 15.0
    silence_seconds: float = 60.0  # longest time in which nothing comes
    file_seconds: float = 900.0  # a file in all: attempts, waits and redirects
    attempts: int = 4
    back_off: float = 2.0  # seconds before the second attempt; doubled before each further one
    longest_wait: float = 60.0  # a server that asks for more is left alone for the rest of the run
    redirects: int = 5
    robots_bytes: int = 512_000  # what stands behind is not read
    robots_seconds: float = 60.0
    failures_of_a_host: int = 3  # in succession; then the rest of its files is not asked for

    def __post_init__(self) -> None:
        if not (math.isfinite(self.pause) and 0 <= self.pause <= self.longest_wait):
            raise InputError(f"--pause {self.pause:g}: give seconds from 0 to {self.longest_wait:g}.")
        if self.max_bytes < 1:
            raise InputError("--max-size: give a number of megabytes above 0.")
        if len(self.contact) > 200 or not (self.contact.isascii() and self.contact.isprintable()):
            raise InputError("--contact: give a mail or web address in plain letters, on one line.")

    @property
    def user_agent(self) -> str:
        """What every request says of who asks."""
        return f"{ROBOT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")


class FetchError(Exception):
    """Why a file did not come, fit to be shown. It stays within the run: one file that fails stops no other.

    Args:
        cause: what is wrong, and what to do where something can be done.
        again: whether another attempt may help.
        wait: seconds that the server asks for before it.
        gone: whether the server says that there is no such file (any more).
    """

    def __init__(self, cause: str, *, again: bool = False, wait: float = 0.0, gone: bool = False) -> None:
        self.again, self.wait, self.gone = again, wait, gone
        super().__init__(cause)


class RefusedError(FetchError):
    """What came, or would come, is not what it should be: nothing of it is kept."""
