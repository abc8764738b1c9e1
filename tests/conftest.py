"""Options and fixtures that several tests share."""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-cases",
        action="store_true",
        help="write what is read now into the json files of tests/cases; look at the diff before you keep it",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--rewrite-cases") and os.environ.get("CI"):
        raise pytest.UsageError("--rewrite-cases is off in CI: rewrite the cases at your desk and look at the diff.")


@pytest.fixture(scope="session")
def rewrite_cases(request: pytest.FixtureRequest) -> bool:
    """Whether the expected rows of the golden cases are written anew; never in CI."""
    return bool(request.config.getoption("--rewrite-cases"))
