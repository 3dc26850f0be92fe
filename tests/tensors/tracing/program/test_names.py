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
    assert len(line) <= 78 and "0x" not in line
    assert not line.endswith(tuple(f"{digit}…" for digit in range(10)))


def test_a_symbolic_tensor_is_told_to_be_so():
    assert short(VALUES["a symbolic tensor"]) == (
        "KerasTensor  shape=(None, 8, 8, 4)  float32  (symbolic: no numbers inside)"
    )


def test_what_is_left_out_is_marked():
    assert short(VALUES["a list of many"]).endswith("mean 2.0 …")
    assert short(3) == "Python int  3"
