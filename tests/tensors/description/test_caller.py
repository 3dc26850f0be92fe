"""What a cell displays, in a real shell, where `show` returns what it was given."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from tutorial_utils.tensors import show

CELLS = {
    "show(1)": None,
    "show(\n    1,\n    two=2,\n)": None,
    "tensors.show(1)": None,
    "other_name(1)": None,
    "a = 1\nshow(a, *[2])": None,
    "show(max([1, 2], key=show))": None,
    "show(1) + 1": 2,
    "(show(1), 2)": (1, 2),
    "list(map(show, [1, 2]))": [1, 2],
    "max([1, 2], key=show)": 2,
    "(lambda: show(1))()": 1,
    "x = show(1, 2)\nx": (1, 2),
}


@pytest.fixture(scope="module")
def shell():
    from tutorial_utils import tensors

    made = InteractiveShell()
    made.push({"show": show, "other_name": show, "tensors": tensors})
    return made


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_displays_what_is_not_printed_already(cell, shell):
    run = shell.run_cell(cell)
    assert run.success and run.result == CELLS[cell]
