"""Hear every call of every Keras layer while a block runs.

Custom layers hold other layers in ways that no public name lists, so the place where all calls come
by is `keras.Layer.__call__`. It is replaced for the time of the block and only listens: a context
variable holds who listens, so calls in other threads pass by unheard.
"""

import contextlib
import contextvars
import functools
import threading
from typing import Protocol

import keras
import tensorflow as tf


class Listener(Protocol):
    """Told of each call when it begins and when it ends; calls nest.

    What ``leave`` returns goes on to the caller: the output itself, or the same value under a condition.
    """

    def enter(self, layer: keras.Layer) -> None: ...

    def leave(self, layer: keras.Layer, value) -> object: ...

    def fail(self, layer: keras.Layer) -> None: ...


_listeners: contextvars.ContextVar[tuple[Listener, ...]] = contextvars.ContextVar(
    "listeners", default=()
)
_installing = threading.Lock()
_blocks = 0
_original = None


@contextlib.contextmanager
def listening(listener: Listener):
    """Tell ``listener`` of each layer call made inside the block by this thread."""
    _install()
    _listeners.set((*_listeners.get(), listener))
    try:
        yield
    finally:
        _listeners.set(tuple(other for other in _listeners.get() if other is not listener))
        _uninstall()


def _install():
    global _blocks, _original
    with _installing:
        _blocks += 1
        if _blocks == 1:
            _original = keras.Layer.__call__
            keras.Layer.__call__ = _heard(_original)


def _uninstall():
    global _blocks, _original
    with _installing:
        _blocks -= 1
        if _blocks == 0:
            keras.Layer.__call__, _original = _original, None


def _heard(call):
    """``call`` of a class, that tells the listeners."""

    @functools.wraps(call)
    @tf.autograph.experimental.do_not_convert
    def __call__(self, *args, **kwargs):
        listeners = _listeners.get()
        if not listeners:
            return call(self, *args, **kwargs)
        with _wrapped_layer_heard(self):
            return _tell(listeners, self, functools.partial(call, self), args, kwargs)

    return __call__


def _tell(listeners, layer, call, args, kwargs):
    for listener in listeners:
        listener.enter(layer)
    try:
        value = call(*args, **kwargs)
    except BaseException:
        for listener in listeners:
            listener.fail(layer)
        raise
    for listener in listeners:
        value = listener.leave(layer, value)
    return value


_nothing = contextlib.nullcontext()


def _wrapped_layer_heard(layer):
    """`TimeDistributed` runs ``layer.call`` of the layer that it wraps, past ``__call__``."""
    if isinstance(layer, keras.layers.TimeDistributed):
        return _call_heard(layer.layer)
    return _nothing


class _HeardCall:
    """The ``call`` of one layer, that tells the listeners; counts the blocks that need it."""

    def __init__(self, layer):
        self.layer, self.call, self.blocks = layer, layer.call, 0
        self.own = {"call": vars(layer)["call"]} if "call" in vars(layer) else {}  # a hook's, say

    def __call__(self, *args, **kwargs):
        return _tell(_listeners.get(), self.layer, self.call, args, kwargs)


@contextlib.contextmanager
def _call_heard(layer):
    """Make ``layer.call`` heard for a moment; for this one layer, since classes override ``call``."""
    attributes = vars(layer)
    with _installing:
        before = attributes.get("call")
        heard = before if isinstance(before, _HeardCall) else _HeardCall(layer)
        heard.blocks += 1
        attributes["call"] = heard
    try:
        yield
    finally:
        with _installing:
            heard.blocks -= 1
            if not heard.blocks:
                del attributes["call"]
                attributes.update(heard.own)
