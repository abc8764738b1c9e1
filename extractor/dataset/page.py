"""Templates become pages that need nothing but themselves: one frame and style for all, and no network."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

__all__ = ["render"]

_HERE = "extractor.dataset"


def render(package: str, template: str, **told: object) -> str:
    """The page that a template in the folder `pages` of a package makes of what it is told; values are escaped.

    A template can extend `frame.html`, which has the style of most pages, and a script that sorts tables: the policy of
    the page lets that script run and no other. One with a style, a script and a policy of its own extends
    `document.html`.
    """
    return _environment(package).get_template(template).render(told)


@cache
def _environment(package: str) -> Environment:
    loader = ChoiceLoader([PackageLoader(package, "pages"), PackageLoader(_HERE, "pages")])
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    script = files(_HERE).joinpath("pages", "sort.js").read_text(encoding="utf-8")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    environment.globals |= {"sorter": Markup(script), "policy": policy}
    return environment
