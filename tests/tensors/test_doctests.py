"""Every example in a docstring of the library runs and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

from tutorial_utils import tensors

MODULES = sorted(module.name for module in pkgutil.iter_modules(tensors.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"tutorial_utils.tensors.{name}")
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    found = doctest.testmod(module, optionflags=flags)
    assert not found.failed
