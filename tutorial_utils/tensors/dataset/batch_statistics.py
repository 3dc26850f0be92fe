"""What one batch of a layer's output adds to the statistics: computed in the graph, small when it leaves."""

import functools

import numpy as np
import tensorflow as tf

from ..reducers.numbers import real_numbers
from . import moments_of_rows
from .moments_in_graph import nonzero, of_all, of_series, of_units

# All their values are float32 values, too.
_IN_FLOAT32 = {
    *(tf.bool, tf.float32, tf.float16, tf.bfloat16, tf.int8, tf.uint8, tf.int16, tf.uint16)
}

NAMES = {"moments", "sample", "alive"}
ROWS = {"rows"}

_SMALL = 1 << 12  # values for each example


class BatchStatistics:
    """A reducer: moments, a sample of the values, and which units are not always zero.

    Args:
        per_unit: Moments and sample of each unit, which is a place on the last axis; else of all values.
        sample: At most so many values, or rows of units, are sampled of a batch; None for all.
        seed: For the sample.

    Attributes:
        draw: A variable, which sample is drawn: of each batch, another.

    Gives a dict: ``"moments"``, float64 of shape (8, series), in the order of :class:`Moments`; ``"sample"``,
    float64 of shape (values, series); ``"alive"``, of shape (units,), True for units with a value that is not
    zero. The outputs of rank 0 and 1 and sparse ones are one unit. Of small outputs it gives only ``"rows"``, of
    shape (n, units), of which :meth:`of_rows` makes the same outside of the graph: there, each operation on one of
    them would take longer to start than to run.

    The sample is stratified: the values are cut into as many equal parts as are sampled, and of each part
    one is drawn, independent of the others. So the share of sampled values below a number differs from the
    true share by more than e with a probability of at most 2 exp(-2 n e²), n being how many were sampled
    (Hoeffding, "Probability inequalities for sums of bounded random variables", 1963).
    """

    def __init__(self, per_unit: bool = False, sample: int | None = None, seed: int = 0):
        self._sample, self._per_unit, self._seed = sample, per_unit, seed
        self.draw = tf.Variable(0, trainable=False, dtype=tf.int32)
        self._drawn = None, None  # in which graph, what
        self.__name__ = "activation_statistics"  # what reasons call it

    def __call__(self, t) -> dict[str, tf.Tensor]:
        values = real_numbers(t, "activation_statistics")
        narrow = values.dtype in _IN_FLOAT32
        rows = _rows_of_units(tf.cast(values, tf.float32 if narrow else tf.float64))
        if values.shape.rank is not None and (values.shape[1:].num_elements() or _SMALL) < _SMALL:
            return {"rows": rows}
        series = rows if self._per_unit else tf.reshape(rows, [-1, 1])
        sample = tf.cast(_sampled(series, self._places()), tf.float64)
        if narrow:
            moments, alive = of_units(rows) if self._per_unit else of_all(rows)
        else:
            moments, alive = of_series(tf.cast(series, tf.float64)), nonzero(rows) > 0.0
        return {"moments": moments, "sample": sample, "alive": alive}

    def of_rows(self, rows: np.ndarray, draw: int, batches: int = 1) -> dict[str, np.ndarray]:
        """Of so many batches of a small output, joined."""
        series = rows if self._per_unit else rows.reshape(-1, 1)
        sampled = series
        if self._sample is not None and self._sample * batches < len(series):
            many = self._sample * batches
            places = (_places(self._seed, draw, many) * (len(series) / many)).astype(int)
            sampled = series[np.minimum(places, len(series) - 1)]
        return {
            "moments": moments_of_rows.of_series(series),
            "sample": sampled.astype(np.float64),
            "alive": moments_of_rows.alive(rows),
        }

    def _places(self):
        """Drawn once for all outputs of a batch, since each of them is alone."""
        if self._sample is None:
            return None
        if tf.executing_eagerly():
            return self._drawn_of(self._sample)
        graph = tf.compat.v1.get_default_graph()
        if self._drawn[0] is not graph:
            self._drawn = graph, self._drawn_of(self._sample)
        return self._drawn[1]

    def _drawn_of(self, sample):
        """A place in each of so many parts of width 1."""
        seed = tf.stack([self._seed, self.draw + _replica()])
        offsets = tf.random.stateless_uniform([sample], seed)
        parts = tf.range(tf.cast(sample, tf.float64), dtype=tf.float64)
        return parts + tf.cast(offsets, tf.float64)


@functools.lru_cache(maxsize=8)  # the same for all outputs of a batch
def _places(seed, draw, many):
    """As :meth:`BatchStatistics._drawn_of`, outside of the graph."""
    return np.arange(many) + np.random.default_rng((seed, draw)).random(many)


def _sampled(series, places):
    """What is at these places of as many equal parts; all of it where there are not more values than places."""
    if places is None:
        return series
    size = tf.shape(series)[0]
    many = tf.minimum(size, tf.shape(places)[0])
    # exactly 1, and the places 0, 1, 2 ..., where all are taken
    width = tf.cast(size, tf.float64) / tf.cast(tf.maximum(many, 1), tf.float64)
    at = tf.minimum(tf.cast(places[:many] * width, tf.int32), size - 1)
    return tf.gather(series, at)


def _replica():
    context = tf.distribute.get_replica_context()
    return 0 if context is None else context.replica_id_in_sync_group


def _rows_of_units(values):
    rank = values.shape.rank
    units = 1 if rank is not None and rank < 2 else values.shape[-1]
    if units:
        return tf.reshape(values, [-1, units])
    units = tf.shape(values)[-1] if units is None else 0
    return tf.reshape(values, [tf.size(values) // tf.maximum(units, 1), units])
