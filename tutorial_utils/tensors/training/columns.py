"""What was kept of a layer's output as columns of a table: names that somebody gave, none made up."""

from collections.abc import Iterator, Mapping

import numpy as np
import tensorflow as tf


def columns_of(path: str, value, names: tuple[str, ...] = ()) -> Iterator[tuple[str, dict]]:
    """(path, column -> number, text or array) of a value, and of each part of a structure.

    Args:
        path: Of the layer.
        value: A tensor, or a structure of tensors. A dict of numbers is one row, whose columns are its
            keys.
        names: The columns of a vector of as many numbers.

    >>> dict(columns_of("a", tf.constant([0.5, 2.0]), ("mean", "std")))
    {'a': {'mean': 0.5, 'std': 2.0}}
    >>> dict(columns_of("a", (tf.constant(1.0), {"zeros": tf.constant(3)})))
    {'a[0]': {'value': 1.0}, 'a[1]': {'zeros': 3}}
    """
    if isinstance(value, Mapping) and value and all(map(_is_scalar, value.values())):
        yield path, {name: _plain(number) for name, number in value.items()}
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from columns_of(f"{path}[{key!r}]", part, names)
    elif isinstance(value, (list, tuple)):
        for at, part in enumerate(value):
            yield from columns_of(f"{path}[{at}]", part, names)
    elif names and tuple(getattr(value, "shape", ())) == (len(names),):
        yield path, dict(zip(names, np.asarray(value).tolist(), strict=True))
    else:
        yield path, {"value": _plain(value)}


def _is_scalar(value):
    return isinstance(value, (int, float, str)) or (tf.is_tensor(value) and value.shape.rank == 0)


def _plain(value):
    """A number or text of Python's own where it is one, an array otherwise."""
    if not hasattr(value, "numpy"):
        return value
    array = value.numpy()
    plain = array.item() if isinstance(array, np.generic) else array
    return plain.decode("utf-8", "backslashreplace") if isinstance(plain, bytes) else plain
