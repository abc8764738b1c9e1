"""Templates become pages that need nothing but themselves: one frame and style for all, and no network."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

__all__ = ["as_json", "palette", "render", "sorting"]

_HERE = "extractor.dataset"
_SCRIPTS = ("sort.js", "rows.js")


def render(package: str, template: str, **told: object) -> str:
    """The page that a template in the folder `pages` of a package makes of what it is told; values are escaped.

    A template can extend `frame.html`, which has the style of most pages, and a script that sorts tables and shows the
    rows behind figures (of `shelf`, a `behind.Shelf`): the policy of the page lets that run and no other. One with a
    style, a script and a policy of its own extends `document.html`.
    """
    return _environment(package).get_template(template).render(told)


def palette() -> str:
    """The colours of all pages, light and dark, as a style sheet."""
    return _shipped("palette.css")


def sorting() -> str:
    """The script that sorts the tables of a page and finds their rows."""
    return _shipped("sort.js")


def _shipped(name: str) -> str:
    return files(_HERE).joinpath("pages", name).read_text(encoding="utf-8")


@cache
def _environment(package: str) -> Environment:
    loader = ChoiceLoader([PackageLoader(package, "pages"), PackageLoader(_HERE, "pages")])
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    script = "".join(map(_shipped, _SCRIPTS))
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    environment.globals |= {"script": Markup(script), "policy": policy}
    return environment


def as_json(data: object) -> Markup:
    """Data as JSON that can stand within a page: no character of it ends its element, a line, or turns the text."""
    told = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        told = told.replace(character, f"\\u{ord(character):04x}")
    return Markup(told)
