"""Calls of `tf.keras.backend` that old code asks for numbers, and what they were asked of."""

import contextlib
import functools
import sys
import types
from collections.abc import Iterator

import keras
import tensorflow as tf

from .bytecode import names_in, scope_of

_CALLS = ("get_value", "eval")  # the second calls the first


@functools.cache
def _backend():
    """Not at import, where nothing may ask for it: `tf.keras` is loaded when it is first named."""
    return tf.keras.backend


def backend_call(answer: object) -> str:
    """The call for numbers that an answer makes of `tf.keras.backend`; empty where it makes none.

    >>> backend_call(lambda layer: tf.keras.backend.get_value(layer.output))
    'get_value'
    >>> backend_call(lambda tensor: tensor.eval())
    ''
    """
    names = names_in(answer)
    methods = vars(answer).values() if isinstance(answer, type) else [answer]
    scopes = [scope_of(each) for each in methods]
    # By identity: == of an array is no yes or no.
    own = {id(scope[name]) for scope in scopes for name in names & scope.keys()}
    is_at_hand = any("backend" in name for name in names) or id(_backend()) in own
    for call in _CALLS:
        if (call in names and is_at_hand) or id(getattr(_backend(), call)) in own:
            return call
    return ""


@contextlib.contextmanager
def symbolic_ones_asked(answer: object) -> Iterator[set[tuple[str, str]]]:
    """Note which symbolic tensors `tf.keras.backend` is asked for the numbers of inside the block.

    Args:
        answer: Whose code runs there. Where it makes no such call, nothing is watched.

    Yields:
        A set that fills with pairs: a diagnosis of ``common.toml``, and the name of the call.
    """
    asked: set[tuple[str, str]] = set()
    call = backend_call(answer)
    if not call:
        yield asked
        return

    code = _backend().get_value.__code__

    def note(frame: types.FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_code is not code:
            return
        what = frame.f_locals["x"]
        if isinstance(what, keras.KerasTensor):
            asked.add(("handed-back", call))
        elif tf.is_symbolic_tensor(what):
            asked.add(("asked-while-tracing", call))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield asked
    finally:
        sys.setprofile(before)
