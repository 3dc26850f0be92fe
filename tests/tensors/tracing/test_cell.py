"""A cell is recorded as it runs in IPython, and nothing of it is seen in its outputs."""

import pytest
from ipykernel.compiler import XCachingCompiler
from IPython.core.interactiveshell import InteractiveShell

from tutorial_utils.tensors.tracing.cell import CellRecording

CELL = """import tensorflow as tf

@tf.function
def tripled(t):
    print("traced")
    return 3 * t

nine = tripled(tf.constant(3))
print(nine.numpy())
"""


@pytest.fixture
def shell():
    shell = InteractiveShell()
    shell.compile = XCachingCompiler()  # that of a notebook's kernel
    yield shell
    shell.history_manager.end_session()


def test_a_cell_is_recorded_and_prints_as_ever(shell, capsys):
    recording = CellRecording(shell)
    assert shell.run_cell(CELL).success
    assert capsys.readouterr().out == "traced\n9\n"
    data = recording.as_data()
    assert [source["lines"] for source in data["sources"]] == [CELL.splitlines()]
    assert [(s["line"], s["printed"]) for s in data["steps"] if "printed" in s] == [
        (5, [["print", "traced\n"]]),
        (9, [["print", "9\n"]]),
    ]
    assert data["steps"][-1]["names"]["nine"] == "EagerTensor  shape=()  int32  9"
    assert shell.run_cell("print('not recorded')").success
    assert recording.as_data() == data


def test_without_a_cell_there_is_nothing(shell):
    with pytest.raises(RuntimeError, match="no cell was run"):
        CellRecording(shell).as_data()


def test_a_cell_that_raises_is_recorded_to_its_error(shell, capsys):
    recording = CellRecording(shell)
    assert not shell.run_cell("number = 1\nnumber / 0").success
    assert recording.as_data()["steps"][-1]["says"].startswith("This line raises Zero")
