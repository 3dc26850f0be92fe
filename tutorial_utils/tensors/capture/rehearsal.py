"""Calls that Keras makes only to learn what a layer returns: nothing uses their values.

* A model is tried while it is built, and wherever a shape is asked for: ``compute_output_spec``. Most
  inputs are symbolic then, but ragged tensors go in as they are.
* An RNN calls its cell once before the first time step, to learn what to collect.
* An RNN of stacked cells calls each of them before that, to prepare their dropout.
"""

import contextlib
import contextvars
import functools

import keras
import tensorflow as tf

# Public is only the scope itself (`keras.SymbolicScope`), not the question which one is open.
from keras.src.backend.common.symbolic_scope import get_symbolic_scope

_preparation: contextvars.ContextVar["_Preparation | None"] = contextvars.ContextVar(
    "preparation", default=None
)


def trial():
    """The trial of a whole model that this is part of, or None; each is another object.

    Who begins to listen inside of one, as a layer may that looks at others, hears it.
    """
    return get_symbolic_scope()


def is_rehearsal(layer) -> bool:
    """Whether an RNN that runs makes the call of ``layer`` that is about to begin for itself.

    To be asked once for each call.
    """
    preparation = _preparation.get()
    return preparation is not None and preparation.takes(layer)


def running(layer):
    """Inside the block, the layer that called last is ``layer``."""
    is_loop = isinstance(layer, keras.layers.RNN)
    if not is_loop and _preparation.get() is None:
        return _NOTHING
    return _prepared(_Preparation(layer) if is_loop else None)


_NOTHING = contextlib.nullcontext()


@contextlib.contextmanager
def _prepared(preparation):
    token = _preparation.set(preparation)
    try:
        yield
    finally:
        _preparation.reset(token)


class _Preparation:
    """What an RNN calls by itself, before and beside its time steps."""

    def __init__(self, rnn):
        self._cell = rnn.cell
        self._parts = list(_parts(rnn.cell))
        self._left = 0 if rnn.unroll else _calls_before_the_first_step()

    def takes(self, layer):
        if layer is self._cell:
            self._left -= 1
            return self._left >= 0
        return any(layer is part for part in self._parts)


def _parts(cell):
    if isinstance(cell, keras.layers.StackedRNNCells):
        for part in cell.cells:
            yield part
            yield from _parts(part)


class _Counted(keras.layers.Layer):
    """A cell without weights, and so without random numbers."""

    state_size = output_size = 1

    def __init__(self):
        super().__init__(name="counted")
        self.calls = 0

    def call(self, x, states):
        self.calls += 1
        return x, states


@functools.cache
def _calls_before_the_first_step() -> int:
    """Counted in an RNN of one step, since Keras promises no number: 1 in Keras 3.15."""
    return contextvars.Context().run(_counted)


def _counted():
    with tf.init_scope():  # eagerly, also where a function is traced
        cell = _Counted()
        keras.layers.RNN(cell, name="counting")(tf.zeros((1, 1, 1)))
    return cell.calls - 1
