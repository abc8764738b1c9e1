"""YAML files become checked models; every fault is told with file and line, all of them at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import ValidationError

from extractor.errors import PackError
from extractor.packs.faults import suggest
from extractor.packs.model import Model, PackFile
from extractor.packs.shared_files import ProviderFile, QuantityFile, QuestionFile, ScaleFile, SpanFile, ThemeFile

M = TypeVar("M", bound=Model)
Lines = dict[tuple[str | int, ...], int]
SHARED: dict[str, type[Model]] = {
    "scales.yaml": ScaleFile,
    "questions.yaml": QuestionFile,
    "spans.yaml": SpanFile,
    "providers.yaml": ProviderFile,
    "quantities.yaml": QuantityFile,
    "themes.yaml": ThemeFile,
}
_REGISTER = re.compile(r"providers(?:-[a-z0-9-]+)?\.yaml")  # files that together are one register
_YAML_ADVICE = {
    "mapping values are not allowed": "Put words with a colon and a blank, as most patterns, in single quotes",
    "did not find expected ',' or": "Put words with commas, colons or quotes in single quotes, and write ' there as ''",
    "found character that cannot start": "Put words that begin with a mark in single quotes",
}
_MOST_BYTES = 1_000_000
_MOST_VALUES = 200_000  # in a file: a few lines that name one another can stand for more than any memory holds


@dataclass(frozen=True)
class PatternFile:
    """A file of patterns: its name, hash, model, and the line of every key in it.

    `shipped` says where entries stand that the file has from one that ships, by the key of their list and their place.
    """

    name: str
    sha256: str
    model: Model
    lines: Lines
    shipped: Mapping[tuple[str | int, ...], str] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """Line of the innermost part of a path that the file has, from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def at(self, *path: str | int) -> str:
        """`FILE:LINE` of a part of the file, or of the one that ships which it has it from."""
        if path[:2] in self.shipped:
            return self.shipped[path[:2]]
        return f"{self.name}:{self.line(*path)}"


def kind_of(name: str) -> type[Model]:
    """The model of a file of patterns of a name: a shared file's, or that of a pack."""
    return ProviderFile if _REGISTER.fullmatch(name) else SHARED.get(name, PackFile)


def read_folder(folder: Path) -> list[PatternFile]:
    """Read every `*.yaml` of a folder, by name.

    Raises:
        PackError: the folder has none, or a file is no YAML, or has a key or value that its model does not allow.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise PackError([f"{folder}: no pattern packs here. Name a folder with *.yaml files."])
    files, faults = [], []
    for path in paths:
        try:
            files.append(read_file(path))
        except PackError as error:
            faults += error.faults
    if faults:
        raise PackError(faults)
    return files


def read_file(path: Path, kind: type[Model] | None = None) -> PatternFile:
    """Read one YAML file as a model; None for the model that a file of patterns of this name has.

    Raises:
        PackError: it cannot be read, is no YAML, or has a key or value that its model does not allow.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PackError([f"{path.name}:1 cannot be read ({error.strerror}). Check the permissions."]) from None
    if len(data) > _MOST_BYTES:
        raise PackError([f"{path.name}:1 is larger than {_MOST_BYTES:,} bytes, which no such file is."])
    try:
        node = yaml.compose(data.decode("utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        raise PackError([f"{path.name}:1 is not UTF-8. Save it as UTF-8."]) from None
    except yaml.YAMLError as error:
        raise PackError([_yaml_fault(path.name, error)]) from None
    lines: Lines = {}
    twice: list[str] = []
    try:
        content = _construct(node, (), lines, twice)
    except RecursionError:
        raise PackError([f"{path.name}:1 is nested too deeply."]) from None
    except OverflowError:
        raise PackError(
            [f"{path.name}:1 stands for more than {_MOST_VALUES:,} values. Write its aliases out."]
        ) from None
    if twice:
        raise PackError([f"{path.name}:{place}: this key stands twice here. Keep one." for place in twice])
    if not isinstance(content, dict):
        raise PackError([f"{path.name}:1 is not a mapping of keys to values."])
    kind = kind or kind_of(path.name)
    return PatternFile(path.name, hashlib.sha256(data).hexdigest(), _validate(kind, content, path.name, lines), lines)


def _construct(node: Any, path: tuple[str | int, ...], lines: Lines, twice: list[str]) -> Any:
    """Plain values of a YAML node, the line on which each of them stands, and `LINE key` of keys that stand twice."""
    if node is None:
        return None
    if len(lines) >= _MOST_VALUES:
        raise OverflowError
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "(a list or mapping)"
            if name in mapping:
                twice.append(f"{key.start_mark.line + 1} {name}")
            mapping[name] = _construct(value, (*path, name), lines, twice)
            lines[(*path, name)] = key.start_mark.line + 1
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, number), lines, twice) for number, item in enumerate(node.value)]
    return _plain(node.value) if not node.style and node.tag != "tag:yaml.org,2002:str" else node.value


@cache
def _plain(written: str) -> Any:
    """The number, date or truth value that is written without quotes; the words themselves where it is none.

    YAML takes `2020-13-45` for a date and any run of digits for a number; Python makes neither that date nor a number
    of more digits than `sys.get_int_max_str_digits()`.
    """
    try:
        return yaml.load(written, Loader=yaml.CSafeLoader)
    except ValueError:
        return written


def _yaml_fault(name: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "is not YAML"
    told = next((advice for words, advice in _YAML_ADVICE.items() if problem.startswith(words)), "")
    told = told or "Check indentation and quotes on this line"
    return f"{name}:{mark.line + 1 if mark else 1} {problem}. {told}."


def _validate(kind: type[M], content: dict[str, Any], name: str, lines: Lines) -> M:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        faults = []
        every = error.errors()
        worded = [fault["loc"][:-1] for fault in every if fault["type"] == "string_type" and _is_mapping(fault)]
        for fault in every:
            if any(fault["loc"][: len(one)] == one for one in worded) and fault["type"] != "string_type":
                continue  # what is wrong with it as a mapping, which it was not meant to be
            path = tuple(part for part in fault["loc"] if part not in ("str", "Example"))
            known = path
            while known and known not in lines:
                known = known[:-1]
            where = ".".join(str(part) for part in path)
            faults.append(f"{name}:{lines.get(known, 1)} {where}: {_advice(fault, _model_at(kind, path[:-1]))}")
        raise PackError(sorted(set(faults))) from None


def _is_mapping(fault: Any) -> bool:
    """Whether one key with a value stands where words belong."""
    return isinstance(fault["input"], dict) and len(fault["input"]) == 1


def _advice(fault: Any, kind: type[Model]) -> str:
    if fault["type"] == "extra_forbidden" and fault["input"] is None:
        return "a comma between braces ends a value. Put words with a comma in quotes"
    if fault["type"] == "extra_forbidden":
        return f"there is no such key here. {suggest(str(fault['loc'][-1]), kind.model_fields)}"
    if fault["type"] == "missing":
        return "is missing. Add it"
    if fault["type"] == "string_type" and _is_mapping(fault):
        ((key, value),) = fault["input"].items()
        return f"a colon and a blank make a key of words. Put them in quotes: '{key}: {value}'"
    if fault["type"] == "list_type" and isinstance(fault["input"], str):
        return f"is a list. Write it in brackets: ['{fault['input']}']"
    return str(fault["msg"])


def _model_at(kind: type[Model], path: tuple[str | int, ...]) -> type[Model]:
    """The model of what stands at a path of a file."""
    for part in path:
        if isinstance(part, str) and part in kind.model_fields:
            kind = next(_models_in(kind.model_fields[part].annotation), kind)
    return kind


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    """The models that a type names, however deep: that of `list[Rule]` is `Rule`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
