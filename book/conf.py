"""Configuration of the book. What is special about it stands in ``_ext/tutorial_book``."""

import sys
import tomllib
from pathlib import Path

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
sys.path[:0] = [str(BOOK / "_ext"), str(ROOT)]

# First of all: it lets nbformat be imported without the grammar of URLs, which takes a second.
import tutorial_utils.course.content.notebooks  # noqa: E402, F401

about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Seeing Tensors"
author = about["authors"][0]["name"].removeprefix("The ")
project_copyright = f"the {author}, {about['license']} License"
version = release = about["version"]
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "autoapi.extension",
    "tutorial_book",  # after autoapi: it reads what that has found
]
exclude_patterns = ["_build", "_ext", "_static", "_templates"]
templates_path = ["_templates"]

# Notebooks were run when they were compiled; here they are only shown.
nb_execution_mode = "off"
nb_merge_streams = True
nb_render_error_lexer = "none"  # a name and a message, not a traceback
myst_enable_extensions = ["attrs_inline", "deflist"]
myst_heading_anchors = 3

# The library is read, not imported. Our own extension writes the one page that comes of it.
autoapi_dirs = [str(ROOT / "tutorial_utils" / "tensors")]
autoapi_options = ["members"]
autoapi_generate_api_docs = False
autoapi_add_toctree_entry = False
add_module_names = False

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_js_files = [("scrolling.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_domain_indices = False
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {
        "color-brand-primary": "#0b5f52",
        "color-brand-content": "#0b5f52",
        "color-brand-visited": "#5b3d8f",
    },
    "dark_css_variables": {
        "color-brand-primary": "#74d4c0",
        "color-brand-content": "#74d4c0",
        "color-brand-visited": "#c3a6f2",
    },
}
copybutton_selector = "div.cell_input div.highlight pre, div.highlight-python div.highlight pre"
