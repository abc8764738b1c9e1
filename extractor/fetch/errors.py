"""Why a file did not come."""

from __future__ import annotations


class FetchError(Exception):
    """The cause, fit to be shown. It stays within the run: one file that fails stops no other.

    Args:
        cause: what is wrong, and what to do where something can be done.
        again: whether another attempt may help.
        wait: seconds that the server asks for before it.
    """

    def __init__(self, cause: str, *, again: bool = False, wait: float = 0.0) -> None:
        self.again = again
        self.wait = wait
        super().__init__(cause)


class RefusedError(FetchError):
    """What came, or would come, is not what it should be: nothing of it is kept."""
