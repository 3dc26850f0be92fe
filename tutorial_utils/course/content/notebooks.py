"""Notebook documents: nbformat, imported without the second that a grammar of URLs would cost."""

import sys

# With JupyterLab installed, jsonschema compiles a lark grammar for IRIs when nbformat is imported.
# Notebooks hold none, and jsonschema goes on without the package when it is missing.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat  # noqa: E402

__all__ = ["nbformat"]
