"""Templates become pages that need nothing but themselves."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

__all__ = ["render"]


def render(package: str, template: str, **told: object) -> str:
    """The page that a template in the folder `pages` of a package makes of what it is told; values are escaped."""
    environment = Environment(
        loader=PackageLoader(package, "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(template).render(told)
