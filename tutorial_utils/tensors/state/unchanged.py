"""Run a model without a trace of it on the model."""

import contextlib

import keras
import tensorflow as tf

from .attributes import attributes_put_back
from .making import building_heard, variables_made
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
    next. A model that is built in the block stays so, with the values that its variables were built with, and
    the numbers that they were built with stay drawn.

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
        made = after.enter_context(_new_ones_put_back(models))
        after.enter_context(random_numbers_put_back(unless=made.stays))
        seeds = [] if seed is None else [(seed.handle, seed.dtype)]
        after.enter_context(put_back(seeds, unless=made.stays))
        for model in models:
            parts = parts_of(model)
            after.enter_context(put_back(handles_of(model, parts.variables)))
            after.enter_context(generators_put_back(parts.generators, unless=made.stays))
            after.enter_context(losses_put_back(parts.layers))
            note = after.enter_context(
                attributes_put_back(parts.layers, unless=made.stays_of_a_call)
            )
            made.when_built.append(note)
        yield


@contextlib.contextmanager
def losses_put_back(layers):
    """After the block, layers have the losses that ``add_loss`` had given them before it."""
    held = (vars(layer).get(name) for layer in layers for name in _LOSSES)
    before = [(each, tuple(each)) for each in held if each is not None]
    try:
        yield
    finally:
        for each, content in before:
            if each or content:  # of most layers both are empty
                each.clear()
                getattr(each, "update" if isinstance(each, set) else "extend")(content)


class _Made:
    """What is made while models run: the variables, each with the value that it gets back.

    Those of a layer that is built have the values that its ``build`` leaves, which may assign some.

    Attributes:
        when_built: Called with each layer that is built.
    """

    def __init__(self, models):
        self.variables, self.when_built = [], []
        self._models, self._built = models, set()

    def built(self, layer) -> None:
        own = {id(variable) for variable in parts_of(layer).variables}
        inside = f"{layer.path}/"
        for at, (variable, _) in enumerate(self.variables):
            # one of a layer that others have, too, may have been called by now
            is_new = id(variable) not in self._built or variable.name.startswith(inside)
            if id(variable) in own and is_new:
                self.variables[at] = variable, variable.read_value()
        self._built |= own
        for call in self.when_built:
            call(layer)

    def stays(self) -> bool:
        """Whether a model has any of them now: not so of what a ``call`` makes only for itself."""
        return bool(self._held())

    def stays_of_a_call(self) -> bool:
        """Whether a model has one that no ``build`` has made."""
        return any(id(variable) not in self._built for variable in self._held())

    def _held(self):
        if not self.variables:
            return []
        held = {id(each) for model in self._models for each in parts_of(model).variables}
        for model in self._models:  # a loss makes metrics, of which no layer knows
            held -= {id(each.value) for each in getattr(model, "metrics_variables", ())}
        return [variable for variable, _ in self.variables if id(variable) in held]


@contextlib.contextmanager
def _new_ones_put_back(models):
    """What is made in the block has the value of :class:`_Made` after it; in a graph, nothing is put back."""
    made = _Made(models)
    if not tf.executing_eagerly():
        yield made
        return
    with variables_made() as made.variables, building_heard(made.built):
        try:
            yield made
        finally:
            seed = keras_own_seed()  # of which what has been drawn is not drawn again, if it stays
            for variable, value in made.variables:
                if variable is not seed:
                    variable.assign(value)
