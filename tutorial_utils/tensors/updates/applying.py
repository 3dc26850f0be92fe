"""Hear every optimizer that applies gradients while a block runs.

Steps of training, Keras' own and nearly all others, end in ``optimizer.apply``, by its own name or by
``apply_gradients``. It is replaced in the classes that have one, for the time of the block, and only listens:
a context variable holds who does, so other threads pass by unheard, and what an optimizer calls inside, too.
"""

import contextlib
import contextvars
import functools
from collections.abc import Callable, Iterator

import keras
import tensorflow as tf

from ..patching.of_classes import Patch, Patches

# Told before gradients are applied, of the optimizer, the gradients and the variables; what it
# returns is called afterwards.
Listener = Callable[[keras.optimizers.Optimizer, list, list], Callable[[], None]]

_listeners: contextvars.ContextVar[tuple] = contextvars.ContextVar("apply_listeners", default=())


@contextlib.contextmanager
def applying_heard(listener: Listener) -> Iterator[None]:
    """Tell ``listener`` of each ``apply`` that this thread calls inside the block.

    >>> variable = keras.Variable([1.0, 2.0], name="w")
    >>> optimizer = keras.optimizers.SGD(1.0)
    >>> with applying_heard(lambda *given: lambda: print([v.name for v in given[2]], variable.numpy())):
    ...     optimizer.apply([tf.constant([1.0, 1.0])], [variable])
    ['w'] [0. 1.]
    """
    with _patches.heard_by(_listeners, listener):
        yield


def _kinds_that_apply():
    """Each class with an ``apply`` of its own: the base, and whoever replaced it."""
    waiting, found = [*keras.optimizers.Optimizer.__mro__], {}
    while waiting:
        kind = waiting.pop()
        if "apply" in vars(kind):
            found[kind] = None
        if issubclass(kind, keras.optimizers.Optimizer):
            waiting += kind.__subclasses__()
    return list(found)


def _heard(apply):
    @functools.wraps(apply)
    @tf.autograph.experimental.do_not_convert
    def heard(self, grads, trainable_variables=None):
        listeners = _listeners.get()
        if not listeners:
            return apply(self, grads, trainable_variables)
        grads = list(grads)
        if trainable_variables is None:
            variables = getattr(self, "_trainable_variables", [])  # which has no public name
        else:
            variables = trainable_variables = list(trainable_variables)
        told = [listener(self, grads, variables) for listener in listeners]
        token = _listeners.set(())
        try:
            result = apply(self, grads, trainable_variables)
        finally:
            _listeners.reset(token)
        for after in told:
            after()
        return result

    return heard


_patches = Patches(lambda: [Patch(kind, "apply", _heard) for kind in _kinds_that_apply()])
