"""A dataset at an address, as a folder here for as long as a command works on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.dataset.datapackage import DATA_PACKAGE
from extractor.dataset.run_log import PACKAGE, RUN_LOG, hashes
from extractor.errors import FindingsError, InputError, OutputError
from extractor.fetch.names import safe_name
from extractor.remote import fault_of_secret, is_web, shown
from extractor.remote.files import each, listing, opened, reaching

__all__ = ["brought"]

_PROBE = ".findings-try"
_BESIDE = "corrections"  # what people put right stands beside a dataset


@contextmanager
def brought(address: str, to_write: bool = False) -> Iterator[Path]:
    """The dataset at an address as a folder here, which need not exist, with its corrections beside it.

    What the block changes in it, or makes beside it, goes back where the block ends well. Files go before what
    describes them: from the first to the last of them the folder there is no dataset, so nobody takes half of one for
    whole, and whoever writes there next puts it right.

    Args:
        address: of the dataset.
        to_write: whether to find out before the block that something can be written there.

    Raises:
        InputError: it cannot be reached, or holds a secret.
        OutputError: what is there is none of ours, has been changed meanwhile, or cannot be written.
    """
    if fault := fault_of_secret(address):
        raise InputError(f"{shown(address)}: {fault}.")
    parent, _, name = address.rstrip("/").rpartition("/")
    if is_web(address) or parent.endswith("/") or safe_name(name) != name:
        raise InputError(f"{address}: no dataset can be there. Name a folder, such as s3://bucket/folder.")
    with TemporaryDirectory(prefix="findings-") as made:
        place = Path(made).resolve()
        try:
            with reaching(address):
                files, root = opened(parent)
                known = {
                    name: _dataset(files, f"{root}/{name}", place / name),
                    _BESIDE: _corrections(files, f"{root}/{_BESIDE}", place / _BESIDE),
                }
            with reaching(address, writing=True):
                if to_write:
                    files.pipe_file(f"{root}/{name}/{_PROBE}", b"")
                    files.rm_file(f"{root}/{name}/{_PROBE}")
            yield place / name
            with reaching(address, writing=True):
                for folder in sorted(path for path in place.iterdir() if path.is_dir() and path.name[0] != "."):
                    at = f"{root}/{folder.name}"
                    (known.get(folder.name) or _replaceable(files, at, folder)).put_back(files, at, folder)
        except FindingsError as error:
            error.args = (str(error).replace(str(place), parent),)
            raise


@dataclass(frozen=True)
class _Known:
    """What stood in a folder at an address: the versions of its files, and what is known of their hashes."""

    versions: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def put_back(self, files: Any, at: str, folder: Path) -> None:
        """Make what stands there what the folder is."""
        now = hashes(folder)
        changed = [name for name, told in now.items() if told != self.hashes.get(name)]
        gone = sorted(self.versions.keys() - now.keys())
        if not changed and not gone:
            return
        there = {name: file.version for name, file in listing(files, at).items()}
        if {name: told for name, told in there.items() if name in self.versions or name in now} != self.versions:
            raise OutputError(f"{folder}: has been changed by another meanwhile. Run the command again.")

        def put(name: str) -> None:
            files.put_file(str(folder / name), f"{at}/{name}")

        last = [name for name in (DATA_PACKAGE, RUN_LOG) if name in now]
        if RUN_LOG in now:  # ours, and so to be replaced, but no dataset
            half = {"package": PACKAGE, "files": dict.fromkeys(sorted({*now, *gone}), "")}
            files.pipe_file(f"{at}/{RUN_LOG}", json.dumps(half).encode())
        for _ in each(put, [name for name in changed if name not in last]):
            pass
        for name in gone:
            files.rm_file(f"{at}/{name}")
        for name in last:
            put(name)


def _dataset(files: Any, at: str, folder: Path) -> _Known:
    """Bring a dataset here, whole."""
    known = _replaceable(files, at, folder)
    return _brought(files, at, folder, list(known.versions)) if known.versions else known


def _corrections(files: Any, at: str, folder: Path) -> _Known:
    names = [name for name in listing(files, at) if name.endswith(".yaml")]
    return _brought(files, at, folder, names) if names else _Known()


def _brought(files: Any, at: str, folder: Path, names: list[str]) -> _Known:
    there = listing(files, at)
    for name in names:
        if any(part in ("", ".", "..") or set(part) & set("\\:") for part in name.split("/")):
            raise InputError(f"{folder / name}: is no name for a file here. Take it out of the folder.")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for _ in each(lambda name: files.get_file(f"{at}/{name}", str(folder / name)), names):
        pass
    return _Known({name: there[name].version for name in names}, hashes(folder))


def _replaceable(files: Any, at: str, folder: Path) -> _Known:
    """What stands where a folder of ours is, or goes.

    Raises:
        OutputError: it is none of ours.
    """
    there = listing(files, at)
    log: object = None
    with suppress(OSError, ValueError, RecursionError):
        log = json.loads(files.cat_file(f"{at}/{RUN_LOG}")) if RUN_LOG in there else None
    ours = log if isinstance(log, dict) and log.get("package") == PACKAGE else {}
    if there and not ours:
        told = f"is not empty and has no {RUN_LOG} of ours, so it is neither read nor replaced. Name another folder."
        raise OutputError(f"{folder}: {told}")
    written = ours.get("files")
    return _Known({name: file.version for name, file in there.items()}, written if isinstance(written, dict) else {})
