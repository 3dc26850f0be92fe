"""The random numbers that running a model draws, drawn again by whoever comes next."""

import contextlib
import random

import numpy as np

# Where Keras keeps the source of the random numbers that are drawn without a seed has no public name.
from keras.src.backend.common import global_state
from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR


@contextlib.contextmanager
def random_numbers_put_back():
    """After the block, Python, NumPy and Keras draw the numbers that they would have drawn without it.

    Those that Keras draws without a seed come from a variable, for :func:`.variables.put_back`; that is made when
    the first is drawn, from a number of Python's. If the block was the first, it is made again.
    """
    python, numpy = random.getstate(), np.random.get_state()
    keras_ones = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        global_state.set_global_attribute(GLOBAL_SEED_GENERATOR, keras_ones)
