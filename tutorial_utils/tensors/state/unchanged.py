"""Run a model without a trace of it on the model."""

import contextlib
import functools

import keras
import tensorflow as tf

from .attributes import attributes_put_back
from .making import variables_made
from .parts import parts_of
from .random_numbers import generators_put_back, keras_own_seed, random_numbers_put_back
from .variables import handles_of, put_back

# Where Keras keeps what `add_loss` was given has no public name that can be written.
_LOSSES = ("_losses", "_loss_ids")


@contextlib.contextmanager
def unchanged(*models: keras.Layer | keras.Function):
    """After the block, also after an exception, models are as before it, whatever ran in it.

    To the bit: weights, states, seeds, metrics, the optimizer's variables, variables of the layers' own,
    what ``add_loss`` was given, numbers in attributes, and the random numbers that Python, NumPy and Keras draw
    next. A model that is built in the block stays so, with the values that its variables were made with, and
    the numbers that it was made with stay drawn.

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
        seed = keras_own_seed()
        made = after.enter_context(_new_ones_put_back())
        stays = functools.partial(_stays, made)
        after.enter_context(random_numbers_put_back(unless=stays))
        after.enter_context(put_back([] if seed is None else [(seed.handle, seed.dtype)]))
        for model in models:
            parts = parts_of(model)
            after.enter_context(put_back(handles_of(model, parts.variables)))
            after.enter_context(generators_put_back(parts.generators))
            after.enter_context(losses_put_back(parts.layers))
            after.enter_context(attributes_put_back(parts.layers, unless=stays))
        yield


def _stays(made):
    """Whether something was made that stays: not what Keras draws from without a seed, which goes again."""
    seed = keras_own_seed()
    return any(variable is not seed for variable, _ in made)


@contextlib.contextmanager
def losses_put_back(layers):
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
    """Variables that are made in the block have their first values after it; in a graph, they stay."""
    if not tf.executing_eagerly():
        yield []
        return
    with variables_made() as made:
        try:
            yield made
        finally:
            for variable, value in made:
                variable.assign(value)
