"""Options and fixtures that several tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("findings", deadline=None)  # no test depends on how busy a machine is
hypothesis.settings.load_profile("findings")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-cases",
        action="store_true",
        help="write what is read now into the json files of tests/cases; look at the diff before you keep it",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--rewrite-cases") and os.environ.get("CI"):
        raise pytest.UsageError("--rewrite-cases is off in CI: rewrite the cases at your desk and look at the diff.")


@pytest.hookimpl(tryfirst=True)  # before xdist notes the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a fixture of their module go to one worker, which makes it once; long tests begin first."""
    for item in items:
        fixtures = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009
        if any(fixture[-1].scope == "module" for fixture in fixtures):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test sees what its user's own runs have kept, nor leaves anything there."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINDINGS_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def rewrite_cases(request: pytest.FixtureRequest) -> bool:
    """Whether the expected rows of the golden cases are written anew; never in CI."""
    return bool(request.config.getoption("--rewrite-cases"))


@pytest.fixture(scope="session")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of two sample reports on two services, as text; copy it before changing it."""
    import extractor

    samples = Path(__file__).parents[1] / "corpus" / "samples"
    out = tmp_path_factory.mktemp("two_reports") / "out"
    extractor.run([samples / "tarnbury-moor-pdu-2021.txt", samples / "larkhythe-pdu-2023.txt"], out)
    return out
