"""Which versions the pages were run with, and how the book is cited."""

import tomllib
from pathlib import Path

from .contents import Contents

ROOT = Path(__file__).resolve().parents[3]
NAMES = {"tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy"}


def as_words(found: dict[str, str]) -> str:
    """``TensorFlow 2.21.0, Keras 3.15.1, NumPy 2.4.6``."""
    return ", ".join(f"{NAMES[key]} {found[key]}" for key in NAMES if key in found)


def versions(contents: Contents) -> str:
    """One line for each set of versions, with the pages that were run with it."""
    groups: dict[str, list[str]] = {}
    for page in contents.pages:
        groups.setdefault(as_words(page.about["versions"]), []).append(page.about["title"])
    if len(groups) == 1:
        return f"Every page was run with {next(iter(groups))}."
    return "\n".join(f"* {which}: {'; '.join(titles)}" for which, titles in groups.items())


def tested_with(_contents: Contents) -> str:
    """What the tests run with: the versions that are locked."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = dict(line.split()[0].split("==") for line in lines if "==" in line.partition(" ")[0])
    return f"It is tested with {as_words(locked)}."


def citation(_contents: Contents) -> str:
    """A BibTeX entry, from the package's own description and the licence's year."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    year = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("(c) ")[2][:4]
    return f"""```bibtex
@misc{{seeing_tensors,
  title   = {{Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor}},
  author  = {{{{{about["authors"][0]["name"]}}}}},
  year    = {{{year}}},
  version = {{{about["version"]}}}
}}
```"""
