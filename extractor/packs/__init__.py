"""Patterns become checked, compiled rules: `load_packs()`, and `choose()` for a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from extractor.domain.services import Services
from extractor.errors import InputError, PackError
from extractor.gc_pause import put_off
from extractor.packs.choose import BASE, GENERIC, choose, nearly
from extractor.packs.codebook import Codebook, codebook_of
from extractor.packs.compile import compile_pack, compile_shared
from extractor.packs.extend import extended
from extractor.packs.faults import Faults, suggest
from extractor.packs.known_names import replaced_rules
from extractor.packs.model import Label, PackFile, Scale, SectionName
from extractor.packs.pack import Pack, Rule
from extractor.packs.quantities import Figure, Quantities, Term
from extractor.packs.questions import Questions
from extractor.packs.read import PatternFile, read_folder
from extractor.packs.shared_files import SharedFile, SpanFile, SpanRule
from extractor.pattern_files import installed, shipped

__all__ = [
    "Codebook",
    "Figure",
    "Label",
    "Pack",
    "Packs",
    "Quantities",
    "Questions",
    "Rule",
    "Scale",
    "SectionName",
    "Term",
    "choose",
    "load_packs",
    "nearly",
    "shipped",
]


@dataclass(frozen=True)
class Packs:
    """Compiled packs by id; `scales` are all that they know, `hashes` those of the files they came from.

    `proved` has the numbers of rules and of their examples and near misses, by the name of each file that was tried on
    them. `notes` say what is no fault of files of one's own and may yet not be meant.
    """

    packs: dict[str, Pack]
    hashes: dict[str, str]
    proved: dict[str, tuple[int, int]]
    spans: tuple[SpanRule, ...] = ()
    span_lines: dict[str, int] = field(default_factory=dict)
    register: Services = field(default_factory=Services)
    codebook: Codebook = field(default_factory=Codebook)
    scales: dict[str, Scale] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs.values())

    def __len__(self) -> int:
        return len(self.packs)

    def __getitem__(self, id_: str) -> Pack:
        return self.packs[id_]


@put_off()
def load_packs(folder: Path | None = None, *, prove: bool = False) -> Packs:
    """Read and check every pack of a folder. Its rules are compiled when they are first needed.

    Args:
        folder: a folder of `*.yaml`; None for the packs that come with the program. Bases and shared files
            (scales, questions, quantities, themes, spans) that a folder of one's own lacks are taken from those.
        prove: whether the files that come with the program are tried on their examples, too, as `findings packs
            check --all` and the tests do. Those of a folder of one's own always are, and packs that extend one of them.

    Raises:
        InputError: there is no such folder.
        PackError: every fault of every pack, each with file and line.
    """
    if folder is not None and not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder of packs.")
    folders = [path.resolve() for path in (shipped(), *(place for _, place in installed()), folder) if path is not None]
    return _load(folder.resolve() if folder else None, prove, tuple(_state(path) for path in folders))


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files of a folder: what tells whether they must be read again."""
    stats = ((path.name, path.stat()) for path in sorted(folder.glob("*.yaml")))
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@lru_cache(maxsize=8)
def _load(folder: Path | None, prove: bool, _: tuple[tuple[tuple[str, int, int], ...], ...]) -> Packs:
    files = list(_shipped_files(_state(shipped())))
    for _name, place in installed():
        files = _before(extended(read_folder(place), files), files)
    own: list[PatternFile] = []
    if folder is not None and folder.resolve() != shipped().resolve():
        own = extended(read_folder(folder), files)
        _prove_themes(own)
        files = _before(own, files)
    packs = compile_all(files, [] if prove else _untouched(files, own))
    pairs = ((file, packs.packs[file.model.id].chain) for file in own if isinstance(file.model, PackFile))
    return replace(packs, notes=tuple(note for file, chain in pairs for note in replaced_rules(file, chain)))


@lru_cache(maxsize=1)
def _shipped_files(_: tuple[tuple[str, int, int], ...]) -> tuple[PatternFile, ...]:
    return tuple(read_folder(shipped()))


def _before(own: list[PatternFile], files: list[PatternFile]) -> list[PatternFile]:
    """Files with others behind them, but for those of which they have the pack or extend the shared file."""
    shared = {type(file.model) for file in own if isinstance(file.model, SharedFile)}
    ids = {file.model.id for file in own if isinstance(file.model, PackFile)}
    held = (type(f.model) in shared or (isinstance(f.model, PackFile) and f.model.id in ids) for f in files)
    kept = (file for file, is_held in zip(files, held, strict=True) if not is_held)
    return [*own, *kept]


def _untouched(files: list[PatternFile], own: list[PatternFile]) -> Iterator[str]:
    """Names of the files that are not one's own, and extend no pack that is."""
    extends = {file.model.id: file.model.extends for file in files if isinstance(file.model, PackFile)}
    touched = {file.model.id for file in own if isinstance(file.model, PackFile)}
    for _ in extends:  # once for each link that a chain could have
        touched |= {id_ for id_, base in extends.items() if base in touched}
    for file in files:
        if file not in own and not (isinstance(file.model, PackFile) and file.model.id in touched):
            yield file.name


def _prove_themes(own: list[PatternFile]) -> None:
    """Try a codebook of one's own when it is loaded; that which comes with the program is tried on first use."""
    codebook_of(own).prove()


def compile_all(files: list[PatternFile], trusted: Iterable[str] = ()) -> Packs:
    """Compile files of patterns together, all but the `trusted` ones tried on their examples; see `load_packs`."""
    faults = Faults(trusted)
    shared = compile_shared(files, faults)
    by_id: dict[str, PatternFile] = {}
    for file in files:
        if isinstance(file.model, PackFile):
            if file.model.id in by_id:
                faults.append(f"{file.at('id')} id: {file.model.id!r} is also the id of {by_id[file.model.id].name}.")
            by_id[file.model.id] = file
    base = by_id[BASE].model if BASE in by_id else None
    assert base is None or isinstance(base, PackFile)
    packs = {}
    for id_, file in sorted(by_id.items()):
        chain = _chain(file, by_id, faults)
        packs[id_] = compile_pack(file, chain, shared, faults, base)
    if GENERIC not in packs and not faults:
        faults.append(f"no pack has the id {GENERIC!r}, which reads reports that no framework recognises.")
    if faults:
        raise PackError(sorted(set(faults)))
    spans = [
        (rule, f.line("spans", n))
        for f in files
        if isinstance(f.model, SpanFile)
        for n, rule in enumerate(f.model.spans)
    ]
    return Packs(
        packs,
        {file.name: file.sha256 for file in files},
        {f.name: _counted(f) for f in files if faults.proves(f.name) and not isinstance(f.model, SpanFile)},
        spans=tuple(rule for rule, _ in spans),
        span_lines={rule.id: line for rule, line in spans},
        codebook=shared.codebook,
        scales=shared.scales,
        register=shared.register,
    )


def _counted(file: PatternFile) -> tuple[int, int]:
    """How many rules of a file have examples, and how many examples and near misses they have."""
    listed = (value for _, value in file.model if isinstance(value, list))
    tried = [
        len(one.examples) + len(one.near_misses) for values in listed for one in values if hasattr(one, "examples")
    ]
    return len(tried), sum(tried)


def _chain(file: PatternFile, by_id: dict[str, PatternFile], faults: Faults) -> list[PatternFile]:
    chain = [file]
    while isinstance(chain[-1].model, PackFile) and (base := chain[-1].model.extends):
        if base not in by_id:
            faults.append(f"{chain[-1].at('extends')} extends: there is no pack {base!r}. {suggest(base, by_id)}")
            break
        if by_id[base] in chain:
            faults.append(f"{chain[-1].at('extends')} extends: {base!r} extends this pack in turn.")
            break
        chain.append(by_id[base])
    return chain
