"""An independent recording: a hook on each layer object, found by walking through attributes."""

import contextlib

import keras
import tensorflow as tf


def all_layers(model):
    """Every layer that can be reached from the model, itself first."""
    found, waiting = {}, [model]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, keras.Layer):
            if id(thing) in found:
                continue
            found[id(thing)] = thing
            # A Sequential keeps a private copy of itself, which is no layer of anybody's model.
            inside = thing.layers if isinstance(thing, keras.Sequential) else vars(thing).values()
            waiting.extend(inside)
        elif isinstance(thing, dict):
            waiting.extend(thing.values())
        elif isinstance(thing, (list, tuple, set)):
            waiting.extend(thing)
    return list(found.values())


def is_eager(value):
    leaves = tf.nest.flatten(value, expand_composites=True)
    return all(tf.is_tensor(leaf) and not tf.is_symbolic_tensor(leaf) for leaf in leaves)


def time_steps(rnn, steps, record):
    """The calls inside an RNN from the first time step on: as many of its cell as there are steps."""
    ends = [at for at, (layer, _) in enumerate(record) if layer is rnn.cell]
    before = len(ends) - steps
    return record[ends[before - 1] + 1 :] if before > 0 else record


@contextlib.contextmanager
def hooked(model, own=lambda value: value):
    """Yield a list that fills with (layer, output) of each eager call, the model's own left out.

    What a call gives goes on as ``own`` makes it.
    """
    record, undo = [], []
    for layer in all_layers(model):
        for name in ("call", "quantized_call"):
            method = getattr(layer, name, None)
            if method is None or layer is model:
                continue

            def hook(*args, layer=layer, method=method, **kwargs):
                start = len(record)
                value = method(*args, **kwargs)
                if isinstance(layer, keras.layers.RNN):
                    record[start:] = time_steps(layer, args[0].shape[1], record[start:])
                if is_eager(value):
                    value = own(value)
                    record.append((layer, value))
                return value

            vars(layer)[name] = hook
            undo.append((layer, name))
    try:
        yield record
    finally:
        for layer, name in undo:
            del vars(layer)[name]
