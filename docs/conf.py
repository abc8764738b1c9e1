"""How Sphinx builds the documentation: `make docs`."""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import extractor
from docs.pages import written

project = "Findings"
author = "The Findings authors"
copyright = author
version = release = extractor.__version__
language = "en-GB"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["_build", "commands"]
default_role = "code"
pygments_style, pygments_dark_style = "friendly", "monokai"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = "Findings"
html_show_copyright = html_show_sourcelink = html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["findings.css"]
copybutton_prompt_text = "$ "


def setup(app: Any) -> None:
    """Fill the marks of every page before it is parsed."""

    def fill(app: Any, name: str, source: list[str]) -> None:
        path = Path(app.env.doc2path(name))
        if path.suffix == ".md":
            source[0] = written(source[0], f"docs/{name}.md")

    app.connect("source-read", fill)
