"""Whether all that training writes is finite, from one number."""

import math
import operator
from collections.abc import Callable

import keras
import tensorflow as tf


class Total:
    """The sum of all weights and the optimizer's variables: finite only if all of them are.

    Where they are huge, it may not be, and all of them are. Compiled once for the same variables.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, name="out")])
    >>> total = Total(model)
    >>> total.is_finite(), model.layers[0].bias.assign([float("nan")]) is None, total.is_finite()
    (True, False, False)
    """

    def __init__(self, model: keras.Model):
        self._model, self._of, self._function = model, (), None

    def is_finite(self) -> bool:
        optimizer = getattr(self._model, "optimizer", None)
        of = (*self._model.weights, *(optimizer.variables if optimizer is not None else ()))
        if len(of) != len(self._of) or not all(map(operator.is_, of, self._of)):
            self._of, self._function = of, None  # at the first, the last may still be to come
            return math.isfinite(_total(of))
        if self._function is None:
            self._function = traced_here(lambda: _total(of))
        return math.isfinite(self._function())


def _total(variables):
    """Of the same shape are added first, which is fewer operations."""
    floats = [one.value for one in variables if tf.as_dtype(one.dtype).is_floating]
    alike = {}
    for variable in floats:
        alike.setdefault(tuple(variable.shape), []).append(tf.cast(variable, tf.float32))
    sums = [tf.reduce_sum(tf.add_n(values)) for values in alike.values()]
    return tf.add_n(sums) if sums else tf.zeros(())


def traced_here(function: Callable):
    """Compiled now: of what is traced when it is called, TensorFlow would warn where many models are trained."""
    return tf.function(function, autograph=False).get_concrete_function()
