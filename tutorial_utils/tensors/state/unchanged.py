"""Run a model without a trace of it on the model."""

import contextlib

import keras
import tensorflow as tf
from keras.src.backend.common import global_state
from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR

from .parts import parts_of
from .random_numbers import random_numbers_put_back
from .variables import handles_of, put_back

# Where Keras keeps what `add_loss` was given has no public name that can be written.
_LOSSES = ("_losses", "_loss_ids")


@contextlib.contextmanager
def unchanged(*models: keras.Layer | keras.Function):
    """After the block, also after an exception, models are as before it, whatever ran in it.

    To the bit: weights, states, seeds, metrics, the optimizer's variables, variables of the layers' own,
    what ``add_loss`` was given, and the random numbers that Python, NumPy and Keras draw next. A model that
    is built in the block stays so, with the values that its variables were made with.

    In a graph it is part of the graph.

    >>> norm = keras.layers.BatchNormalization(momentum=0.5, name="norm")
    >>> model = keras.Sequential([keras.Input((1,)), norm])
    >>> with unchanged(model):
    ...     _ = model(tf.ones((2, 1)), training=True)
    ...     print(norm.moving_mean.numpy())
    [0.5]
    >>> print(norm.moving_mean.numpy())
    [0.]
    """
    with contextlib.ExitStack() as after:
        after.enter_context(random_numbers_put_back())
        after.enter_context(put_back(_keras_own_seed()))
        for model in models:
            parts = parts_of(model)
            after.enter_context(put_back(handles_of(model, parts.variables)))
            after.enter_context(_losses_put_back(parts.layers))
        if tf.executing_eagerly():
            after.enter_context(_new_ones_put_back())
        yield


@contextlib.contextmanager
def _losses_put_back(layers):
    held = (vars(layer).get(name) for layer in layers for name in _LOSSES)
    before = [(each, tuple(each)) for each in held if each is not None]
    try:
        yield
    finally:
        for each, content in before:
            if each or content:  # of most layers both are empty
                each.clear()
                getattr(each, "update" if isinstance(each, set) else "extend")(content)


@contextlib.contextmanager
def _new_ones_put_back():
    """Variables that are made in the block have their first values after it."""
    made = []

    def noted(make, **arguments):
        variable = make(**arguments)
        with tf.init_scope():
            if tf.executing_eagerly() and variable.dtype != tf.resource:
                value = variable.read_value()
                # what a function makes in its first trace has its value only when the function runs
                if value.shape == variable.shape:
                    made.append((variable, value))
        return variable

    with tf.variable_creator_scope(noted):
        yield
    for variable, value in made:
        variable.assign(value)


def _keras_own_seed():
    """What Keras draws from without a seed, if it ever did."""
    generator = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    state = None if generator is None else generator.state.value
    return [(state.handle, state.dtype)] if isinstance(state, tf.Variable) else []
