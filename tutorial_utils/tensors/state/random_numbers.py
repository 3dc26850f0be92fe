"""The random numbers that running a model draws, drawn again by whoever comes next."""

import contextlib
import random
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import tensorflow as tf

# Where Keras keeps the source of the random numbers that are drawn without a seed has no public name.
from keras.src.backend.common import global_state
from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR

GENERATORS = (np.random.Generator, np.random.BitGenerator, np.random.RandomState, random.Random)


@contextlib.contextmanager
def random_numbers_put_back(unless: Callable[[], bool] = lambda: False):
    """After the block, Python, NumPy and Keras draw the numbers that they would have drawn without it.

    Those that Keras draws without a seed come from a variable, for :func:`.variables.put_back`; that is made when
    the first is drawn, from a number of Python's. If the block was the first, it is made again.

    Args:
        unless: Asked when the block has ended. Numbers that something was made with which stays are to be
            drawn no second time: the next model would have the same weights.
    """
    python, numpy = random.getstate(), np.random.get_state()
    keras_ones = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    try:
        yield
    finally:
        if not unless():
            random.setstate(python)
            np.random.set_state(numpy)
            global_state.set_global_attribute(GLOBAL_SEED_GENERATOR, keras_ones)


def keras_own_seed() -> tf.Variable | None:
    """What Keras draws from without a seed, if it ever did."""
    generator = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    state = None if generator is None else generator.state.value
    return state if isinstance(state, tf.Variable) else None


@contextlib.contextmanager
def generators_put_back(generators: Iterable[Any], unless: Callable[[], bool] = lambda: False):
    """After the block, these objects of :data:`GENERATORS` draw what they would have drawn without it.

    ``unless`` as for :func:`random_numbers_put_back`.
    """
    drawing = [each for each in generators if not isinstance(each, random.SystemRandom)]
    before = [(each, _state(each)) for each in drawing]
    try:
        yield
    finally:
        for each, state in [] if before and unless() else before:
            _set_state(each, state)


def _state(generator):
    match generator:
        case random.Random():
            return generator.getstate()
        case np.random.RandomState():
            return generator.get_state()
        case np.random.Generator():
            return generator.bit_generator.state
        case _:
            return generator.state


def _set_state(generator, state):
    match generator:
        case random.Random():
            generator.setstate(state)
        case np.random.RandomState():
            generator.set_state(state)
        case np.random.Generator():
            generator.bit_generator.state = state
        case _:
            generator.state = state
