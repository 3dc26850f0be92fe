"""Every example in a docstring runs and gives what it says."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import tutorial_utils

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(tutorial_utils.__path__, "tutorial_utils.")
    if ">>>" in Path(module.module_finder.find_spec(module.name).origin).read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    found = doctest.testmod(module, optionflags=flags)
    assert not found.failed
