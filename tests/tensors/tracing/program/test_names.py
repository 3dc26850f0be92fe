"""What a name holds is told in one short line; what does not fit is left out whole."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.tracing.program.names import short

VALUES = {
    "a wide array": np.linspace(0, 1, 1234, dtype="float32").reshape(2, 617),
    "a list of many": [tf.constant([1.0, 2.0, 3.0])] * 9,
    "a symbolic tensor": keras.Input((8, 8, 4), name="in"),
    "a text": "word " * 99,
    "an object": object(),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_line_is_short_and_no_number_in_it_is_cut(name):
    line = short(VALUES[name])
    assert len(line) <= 96 and "0x" not in line
    assert not line.endswith(tuple(f"{digit}…" for digit in range(10)))


def test_a_symbolic_tensor_is_told_to_be_so():
    assert short(VALUES["a symbolic tensor"]) == (
        "KerasTensor  shape=(None, 8, 8, 4)  float32  (symbolic: no numbers inside)"
    )


def test_what_is_left_out_is_marked():
    assert short(VALUES["a list of many"]) == f"list of 9 EagerTensors  [{', '.join(['(3,)'] * 9)}]"
    assert short({f"name {n}": np.ones((9, 9, n)) for n in range(9)}).endswith("3 more}")
    assert short(3) == "Python int  3"


def test_the_numbers_of_a_small_tensor_are_kept_and_brackets_are_closed():
    small = np.array([[1.25, 2.5, 3.75, 4.125], [1.25, 2.5, 3.75, 4.125]], "float32")
    assert short(small).endswith(f"float32  {small.tolist()}")
    assert short(np.linspace(0.123, 9.876, 10)).endswith(
        "float64  range 0.123 … 9.876  mean 5.0  std 3.113"
    )
    symbolic = keras.Input((8,), name="in")
    assert short([symbolic]) == "list of 1  [KerasTensor  shape=(None, 8)  float32]"
    assert short({"a": symbolic, "b": symbolic}) == (
        "dict of 2 KerasTensors  {a: (None, 8), b: (None, 8)}"
    )
    assert short(range(3)) == "Python range(0, 3)"
