"""Hear every call of every Keras layer while a block runs.

Custom layers hold other layers in ways that no public name lists, so the place where all calls come
by is ``keras.Layer.__call__``; operations of `keras.ops` in a functional model, which are no layers,
come by ``keras.Operation.__call__``. Both are replaced for the time of the block and only listen: a
context variable holds who listens, so calls in other threads pass by unheard. So does what a graph runs
that was traced before; that one ran is seen where it begins, at the ``__call__`` of what `tf.function` makes.
"""

import contextlib
import contextvars
import functools
import threading
from typing import Protocol

import keras
import tensorflow as tf

from ..patching.of_classes import Patch, Patches
from ..patching.of_one_layer import replaced
from . import attention
from .rehearsal import is_rehearsal, running, trial


class Listener(Protocol):
    """Told of each call when it begins and when it ends; calls nest.

    What ``leave`` returns goes on to the caller: the output itself, or the same value under a condition.
    """

    attention: bool  # whether to compute the scores that a fused kernel hides
    edits: bool  # whether it gives other values, which those that only listen are to hear

    def enter(self, layer: keras.Operation) -> None: ...

    def scores(self, layer: keras.Layer, scores, why: str | None) -> None: ...

    def leave(self, layer: keras.Operation, value) -> object: ...

    def fail(self, layer: keras.Operation) -> None: ...

    def elsewhere(self, layer: keras.Operation) -> None:
        """Called by another thread, which is not listened to."""

    def graph(self, function) -> None:
        """A `tf.function`, or a trace of one, is called: its layers are heard only if it is traced now."""


# Each with the trial in which it began to listen; None where nobody in this thread ever did.
_listeners: contextvars.ContextVar[tuple | None] = contextvars.ContextVar("listeners", default=None)
_counting = threading.Lock()
_everybody: tuple[Listener, ...] = ()  # of all threads
# The classes of what `tf.function` makes, and of its traces, have no public names.
_FUNCTIONS = (
    type(tf.function(lambda: None)),
    *tf.types.experimental.ConcreteFunction.__subclasses__(),
)


@contextlib.contextmanager
def listening(listener: Listener, only_layers: bool = False):
    """Tell ``listener`` of each layer call made inside the block by this thread.

    Args:
        listener: Who is told.
        only_layers: Nothing but layers is called inside: neither operations nor a `tf.function`. To replace a
            method of a class, Python forgets what it knows of the classes below it, which are many of operations.
    """
    others = contextlib.nullcontext() if only_layers else _of_others.applied()
    with _of_layers.applied(), others, _among_everybody(listener):
        before = _listeners.get()
        entries = (*(before or ()), (listener, trial()))
        _listeners.set(tuple(sorted(entries, key=lambda entry: not entry[0].edits)))
        try:
            yield
        finally:
            others = tuple(entry for entry in _listeners.get() or () if entry[0] is not listener)
            _listeners.set(others or (None if before is None else ()))


def editor() -> Listener | None:
    """The one that changes outputs last, of those that do so in this thread now."""
    editing = [listener for listener, _ in _listeners.get() or () if listener.edits]
    return editing[-1] if editing else None


@contextlib.contextmanager
def _among_everybody(listener):
    global _everybody
    with _counting:
        _everybody = (*_everybody, listener)
    try:
        yield
    finally:
        with _counting:
            _everybody = tuple(other for other in _everybody if other is not listener)


def _always(layer):
    return True


def _is_in_a_functional_model(operation):
    """Whether it is one of a functional model or function, or such a function itself.

    Not a layer, which calls the operation that it is, and has been heard by then; nor what `keras.ops`
    makes and calls on the way.
    """
    if isinstance(operation, keras.Layer):
        return False
    if isinstance(operation, keras.Function):
        return True
    try:
        return operation.output is not None
    except AttributeError:
        return False


def _heard(call, counts):
    """``call`` of a class, that tells the listeners of those instances that count.

    It has the module of what it stands for, so AutoGraph leaves it alone, as all that is Keras', and what
    it calls finds AutoGraph as it was.
    """

    @functools.wraps(call)
    def __call__(self, *args, **kwargs):
        if not counts(self):
            return call(self, *args, **kwargs)
        return _hear(self, call, (self, *args), kwargs)

    return __call__


def _seen(call):
    """``call`` of `tf.function`, that tells the listeners when it begins."""

    @functools.wraps(call)
    def __call__(self, *args, **kwargs):
        if not tf.config.functions_run_eagerly():
            for listener in _who_listens():
                listener.graph(self)
        return call(self, *args, **kwargs)

    return __call__


_of_layers = Patches(lambda: [Patch(keras.Layer, "__call__", lambda call: _heard(call, _always))])
_of_others = Patches(
    lambda: [
        Patch(keras.Operation, "__call__", lambda call: _heard(call, _is_in_a_functional_model)),
        *(Patch(kind, "__call__", _seen) for kind in _FUNCTIONS),
    ]
)


def _hear(layer, call, args, kwargs):
    listeners = _who_listens()
    if not listeners:
        if _listeners.get() is None:
            for listener in _everybody:
                listener.elsewhere(layer)
        return call(*args, **kwargs)
    if is_rehearsal(layer):
        with _unheard():
            return call(*args, **kwargs)
    for listener in listeners:
        listener.enter(layer)
    try:
        with running(layer), _inside_heard(layer):
            value = call(*args, **kwargs)
    except BaseException:
        for listener in listeners:
            listener.fail(layer)
        raise
    for listener in listeners:
        value = listener.leave(layer, value)
    return value


def _who_listens() -> list[Listener]:
    here = trial()
    return [listener for listener, began in _listeners.get() or () if began is here]


@contextlib.contextmanager
def _unheard():
    token = _listeners.set(())
    try:
        yield
    finally:
        _listeners.reset(token)


_nothing = contextlib.nullcontext()


def _inside_heard(layer):
    """Hear what some layers do past ``__call__``."""
    if isinstance(layer, keras.layers.TimeDistributed):
        inner = layer.layer  # it runs `call` of the layer that it wraps
        return replaced(
            inner, "call", lambda call: lambda *args, **kwargs: _hear(inner, call, args, kwargs)
        )
    if isinstance(layer, attention.LAYERS):
        return attention.scores_heard(layer, _tell_scores)
    return _nothing


def _tell_scores(layer, scores, compute):
    listeners, why = _who_listens(), attention.FUSED
    if scores is None and any(listener.attention for listener in listeners):
        with _unheard():
            scores, why = compute()
    for listener in listeners:
        listener.scores(layer, scores, why)
