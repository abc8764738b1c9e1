"""What the pages of the documentation take from the program: commands, columns, public names, and READMEs.

A page says `<!-- from: NAME -->` on a line of its own. When the pages are built, what `NAME` gives stands there:
`commands`, `codebook`, `api`, or a file of the project in Markdown, whose title is left out. Links to files that are no
page become plain text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

import extractor
from extractor.cli import app
from extractor.dataset.codebook import codebook

DOCS = Path(__file__).parent
ROOT = DOCS.parent
# Files that stand in a page as a whole: a link to one of them leads to that page.
PAGES = {
    "README.md": "docs/index.md",
    "patterns/README.md": "docs/howto/new-framework.md",
    "outputs/README.md": "docs/reference/output.md",
    "corpus/README.md": "docs/reference/samples.md",
    "CONTRIBUTING.md": "docs/contributing.md",
    "CHANGELOG.md": "docs/changelog.md",
}
_MARK = re.compile(r"^<!-- from: (\S+) -->$", re.M)
_FENCE = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)`*$", re.M | re.S)
_LINK = re.compile(r"(?P<shown>\[(?:[^\[\]]|\[[^\]]*\])*\])\((?P<target>[^)\s]+)\)")


def written(text: str, page: str) -> str:
    """The Markdown of a page with what its marks stand for; `page` is its path, as `docs/tutorial.md`."""
    return _MARK.sub(lambda mark: _given(mark[1], page), relinked(text, page, page))


def _given(name: str, page: str) -> str:
    if made := MADE.get(name):
        return relinked(made(), "docs/commands/all.md" if name == "commands" else page, page)
    text = (ROOT / name).read_text(encoding="utf-8")
    return relinked(text.removeprefix("# ").split("\n", 1)[1], name, page)


def relinked(text: str, source: str, page: str) -> str:
    """Links that are written for `source`, for `page`: to pages, pictures and the web; the rest is text alone."""

    def link(found: re.Match[str]) -> str:
        target, _, anchor = found["target"].partition("#")
        if not target or "://" in target:
            return found[0]
        place = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        place = PAGES.get(place, place)
        if not place.startswith("docs/"):
            return found["shown"][1:-1]
        to = posixpath.relpath(place, posixpath.dirname(page))
        return f"{found['shown']}({to}{'#' * bool(anchor)}{anchor})"

    return _outside_code(text, lambda part: _LINK.sub(link, part))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for fence in _FENCE.finditer(text):
        parts += [change(text[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*parts, change(text[at:])])


# --- commands ---------------------------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Every command that is shown, by its name, as `packs list`, in the order of the help."""

    def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        for child, below in getattr(command, "commands", {}).items():
            yield from walk(below, f"{name} {child}".strip())
        if not hasattr(command, "commands") and not command.hidden:
            yield name, command

    return dict(walk(get_command(app), ""))


def commands_page() -> str:
    """Every command: how it is called, what it does, its arguments and options, and what `docs/commands` adds."""
    return "\n".join(_command(name, command) for name, command in commands().items())


def _command(name: str, command: Any) -> str:
    parts = [f"## `findings {name}`\n", f"```text\nfindings {name} {usage(command)}\n```\n", _help(command)]
    if command.params:
        parts += ["| | |\n| --- | --- |", *(f"| {flags(one)} | {_meaning(one)} |" for one in command.params), ""]
    more = DOCS / "commands" / f"{name.replace(' ', '-')}.md"
    return "\n".join([*parts, more.read_text(encoding="utf-8") if more.is_file() else ""])


def _help(command: Any) -> str:
    """The docstring, its lines as paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n")) + "\n"


def usage(command: Any) -> str:
    """What stands behind the name of a command: arguments, and options that must be given."""
    needed = [f"{one.opts[0]} {one.metavar}" for one in command.params if is_option(one) and one.required]
    arguments = [one.metavar or one.name.upper() for one in command.params if not is_option(one)]
    optional = any(is_option(one) and not one.required for one in command.params)
    return " ".join([*arguments, *needed, *["[OPTIONS]"] * optional])


def is_option(parameter: Any) -> bool:
    """Whether a parameter is an option and not an argument."""
    return bool(parameter.opts[0].startswith("-"))


def flags(parameter: Any) -> str:
    """How a parameter is given, as code: ``--jobs N``, ``-j N``."""
    if not is_option(parameter):
        return f"`{parameter.metavar or parameter.name.upper()}`"
    what = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return ", ".join(f"`{flag}{what}`" for flag in (*parameter.opts, *parameter.secondary_opts))


def _meaning(parameter: Any) -> str:
    told = " ".join((parameter.help or "").split())
    default = parameter.default
    if isinstance(default, list | tuple):
        default = ", ".join(map(str, default))
    known = default not in (None, "") and not isinstance(default, bool) and not callable(default)
    shown = f" Default: `{default.as_posix() if isinstance(default, Path) else default}`." if known else ""
    return (told + shown).replace("|", "\\|").replace("<", "&lt;")


# --- columns and names ------------------------------------------------------------------------------------------------


def codebook_page() -> str:
    """The codebook, as `extract` writes it beside a dataset."""
    return codebook().split("\n", 1)[1]


def api_page() -> str:
    """The public names, each with what its docstring says."""
    parts = []
    for name in extractor.__all__:
        if not name.startswith("_"):
            is_class = isinstance(getattr(extractor, name), type)
            kind = "autoclass" if is_class else "autofunction"
            members = "\n   :members:" * is_class
            parts.append(f"## `{name}`\n\n```{{eval-rst}}\n.. {kind}:: extractor.{name}{members}\n```\n")
    return "\n".join(parts)


MADE: dict[str, Callable[[], str]] = {"commands": commands_page, "codebook": codebook_page, "api": api_page}
