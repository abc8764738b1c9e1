"""Options and fixtures that several tests share."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.browsing import lent
from tests.cached_readings import KEPT, LONG

APART = ("test_cases.py", "test_metamorphic.py", "test_properties.py")  # modules of tests that share nothing
# Modules that look at the same reports, by what those are.
TOGETHER = {
    "published": (
        *("test_check_gold.py", "test_coverage.py", "test_domain.py", "test_planting.py"),
        *("test_quantities.py", "test_real_reports.py"),
    ),
    "review": (
        *("test_gold.py", "test_gold_browser.py", "test_pages_browser.py", "test_review.py"),
        "test_review_browser.py",
    ),
}

# The tests start many processes: what one has compiled serves the others, whatever the environment says.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No test depends on how busy a machine is.
hypothesis.settings.register_profile("findings", deadline=None, max_examples=100 if LONG else 30)
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Workers get modules, whose tests share what they read; those that look at the same reports go to one of them."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0].rpartition("/")[2]
            shared = (name for name, modules in TOGETHER.items() if module in modules)
            return nodeid if module in APART else next(shared, module)

    config.option.loadscopereorder = False
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with a long test come first, and last the tests that share nothing, which any worker can take."""
    long = {item.path.name for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: 0 if item.path.name in long else 2 if item.path.name in APART else 1)


def pytest_collection_finish() -> None:
    """Let the search for cycles pass over what has been imported, which stays, and be made less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test sees what its user's own runs have kept, nor leaves anything there; it is shared by all processes."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    (shared / "readings").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINDINGS_CACHE", str(shared / "cache"))
        patch.setenv(KEPT, str(shared / "readings"))
        yield shared / "cache"


@pytest.fixture(scope="session", autouse=True)
def commands_are_built_once() -> Iterator[None]:
    """The tests' runner builds all commands anew for every one that it calls, which takes 0.05 seconds."""
    import typer.testing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", lru_cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_test_waits_for_the_disk() -> Iterator[None]:
    """What tests write need outlive no power cut, and a disk takes 4 milliseconds for every file to be sure of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for all tests of a process; they are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as programs:
        started = programs.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def page(browser: Any) -> Any:
    """A page of Chromium that the tests of a process take one after the other, as another costs half a second."""
    return browser.new_context(accept_downloads=True).new_page()


@pytest.fixture
def tab(page: Any) -> Iterator[Any]:
    """A tab of Chromium, in whose console no error or warning may stand at the end."""
    wrong: list[str] = []
    listeners = {
        "console": lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None,
        "pageerror": lambda error: wrong.append(str(error)),
    }
    with lent(page, 900, **listeners) as opened:
        yield opened
    assert wrong == []
