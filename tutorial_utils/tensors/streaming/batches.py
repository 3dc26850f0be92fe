"""What a model is to see of a data set, batch by batch, as `predict` would give it to the model."""

import itertools
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf

_STRUCTURES = (dict, list, tuple)


class Batches:
    """The inputs of a data set, without labels and weights of examples.

    Args:
        dataset: A `tf.data.Dataset`, a `keras.utils.PyDataset`, a generator or anything else that gives
            batches: the inputs, or tuples whose first is the inputs, as `fit` takes them. Or the inputs
            themselves: an array or tensor, or a list, tuple or dict of them. A list is inputs; for batches,
            ``iter`` of it.
        batch_size: Of what is cut out of arrays; for anything else, the data set decides.
        steps: At most so many batches; None for all.
        skipped: So many batches are left out before the first; they are made, but for arrays and PyDatasets.

    Raises:
        TypeError: It is none of these.
        ValueError: Arrays differ in length; or the data set has no end, and ``steps`` is None.

    >>> for batch in Batches(np.arange(5), batch_size=2, skipped=1):
    ...     print(batch)
    [2 3]
    [4]
    """

    def __init__(
        self, dataset: Any, batch_size: int = 32, steps: int | None = None, skipped: int = 0
    ):
        self._dataset, self._batch_size = dataset, batch_size
        self._skipped = skipped
        self._steps = steps
        many = self._all()
        if many == np.inf and steps is None:
            raise ValueError("the data set has no end; next: say how many batches, with `steps`")

    def __len__(self) -> int:
        """How many there will be.

        Raises:
            TypeError: Nobody knows.
        """
        if self.count is None:
            raise TypeError("the data set does not say how many batches it has")
        return self.count

    @property
    def count(self) -> int | None:
        """How many there will be, or None where nobody knows."""
        many = self._all()
        left = None if many is None else max(many - self._skipped, 0)
        known = [number for number in (left, self._steps) if number is not None]
        return None if left is None else int(min(known))

    def __iter__(self) -> Iterator[Any]:
        stop = None if self._steps is None else self._skipped + self._steps
        return self._from(self._skipped, stop)

    def _all(self):
        """How many batches the data set has: a number, infinity, or None where nobody knows."""
        data = self._dataset
        if isinstance(data, tf.data.Dataset):
            many = int(data.cardinality())
            return {tf.data.INFINITE_CARDINALITY: np.inf, tf.data.UNKNOWN_CARDINALITY: None}.get(
                many, many
            )
        if isinstance(data, keras.utils.PyDataset):
            return np.inf if data.num_batches is None else data.num_batches
        if _is_arrays(data):
            return -(-_length(data) // self._batch_size)
        if not hasattr(data, "__iter__"):
            raise TypeError(
                f"a data set is needed, and this is {type(data).__name__}; next: a tf.data.Dataset, a"
                " keras.utils.PyDataset, a generator of batches, or arrays"
            )
        return len(data) if hasattr(data, "__len__") else None

    def _from(self, start, stop):
        data = self._dataset
        if isinstance(data, keras.utils.PyDataset):
            last = self._all() if stop is None else min(stop, self._all())
            yield from (_inputs(data[at]) for at in range(start, last))
        elif isinstance(data, tf.data.Dataset):
            data = data.skip(start) if start else data
            yield from map(_inputs, data if stop is None else data.take(stop - start))
        elif _is_arrays(data):
            size, many = self._batch_size, self._all()
            for at in range(start, many if stop is None else min(stop, many)):
                cut = slice(at * size, (at + 1) * size)
                yield tf.nest.map_structure(lambda array, cut=cut: array[cut], data)
        else:
            yield from map(_inputs, itertools.islice(data, start, stop))


def _inputs(batch):
    return keras.utils.unpack_x_y_sample_weight(batch)[0]


def _is_arrays(data):
    if isinstance(data, _STRUCTURES):
        return bool(data) and all(map(_is_array, tf.nest.flatten(data)))
    return _is_array(data)


def _is_array(data):
    return isinstance(data, np.ndarray) or tf.is_tensor(data)


def _length(arrays):
    lengths = {int(_rows(array)) for array in tf.nest.flatten(arrays)}
    if len(lengths) > 1:
        raise ValueError(
            f"the arrays have different lengths, {', '.join(map(str, sorted(lengths)))}; next: as many"
            " rows in each"
        )
    return lengths.pop()


def _rows(array):
    if not array.shape.rank if tf.is_tensor(array) else not array.ndim:
        raise ValueError(
            "a single number is no data set; next: an array whose first axis is the examples"
        )
    return array.nrows() if isinstance(array, tf.RaggedTensor) else array.shape[0]
