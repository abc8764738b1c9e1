"""What a host is owed: its robots.txt obeyed, and no hammering."""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

from extractor.fetch.settings import ROBOT, FetchError, Settings

__all__ = ["Host", "parse_robots"]

_AGENT = re.compile(r"\s*user[- ]?agent\s*:?\s*(.*)", re.IGNORECASE)


def parse_robots(text: str) -> Protego:
    """The rules of a robots.txt.

    Robots that are not us are made one first: else a hostile file, thousands of them above thousands of rules, would be
    read as the product of both.
    """
    return Protego.parse("\n".join(_one_robot(line) for line in text.splitlines()))


def _one_robot(line: str) -> str:
    found = _AGENT.match(line)
    if found is None:
        return line
    name = re.split(r"[\s/#]", found[1].strip().lower(), maxsplit=1)[0]
    return f"User-agent: {name if name in ('*', ROBOT) else 'another'}"


@dataclass(slots=True)
class Host:
    """A host in this run: its rules once they are known, why it is left alone if it is, and its failures in a row."""

    rules: Protego | None = None
    closed: str = ""
    failures: int = 0
    delay: float = 0.0  # seconds between requests

    def obey(self, rules: Protego, settings: Settings) -> None:
        """Take up the rules of its robots.txt."""
        self.rules = rules
        self.delay = max(0.0, rules.crawl_delay(ROBOT) or 0.0)
        if self.delay > settings.longest_wait:
            self.closed = (
                f"its robots.txt asks for {self.delay:g} s between requests, more than {settings.longest_wait:g}"
            )

    def check(self, url: str) -> None:
        """Raise where the host is closed, or its robots.txt does not allow the address.

        Raises:
            FetchError: with the cause.
        """
        if self.closed:
            raise FetchError(f"not asked for: {self.closed}")
        if self.rules is not None and not self.rules.can_fetch(url, ROBOT):
            raise FetchError("its robots.txt does not allow it; ask the publisher, or fetch it in a browser")

    def note(self, failed: FetchError | None, settings: Settings) -> None:
        """Take note of how a file of the host ended; too many failures that are its own close it."""
        self.failures = self.failures + 1 if failed is not None and failed.again else 0
        if self.failures >= settings.failures_of_a_host and not self.closed:
            self.closed = f"its host failed {self.failures} times in succession; try again later"
