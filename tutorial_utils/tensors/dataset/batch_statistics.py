"""What one batch of a layer's output adds to the statistics: computed in the graph, small when it leaves."""

import functools
import numbers

import numpy as np
import tensorflow as tf

from ..reducers.numbers import real_numbers
from .moments_in_graph import BLOCK, nonzero, of_block, of_blocks, of_finite, of_series

# All their values are float32 values, too.
_IN_FLOAT32 = {
    *(tf.bool, tf.float32, tf.float16, tf.bfloat16, tf.int8, tf.uint8, tf.int16, tf.uint16)
}

NAMES = {"moments", "sample", "alive"}
ROWS = {"rows"}

_SMALL = 2048  # values for each example
_VALUES_SAMPLED, _ROWS_SAMPLED = 1024, 32


class BatchStatistics:
    """A reducer: moments, a sample of the values, and which units are not always zero.

    Args:
        per_unit: Moments and sample of each unit, which is a place on the last axis; else of all values.
        sample: At most so many values, or rows of units, are sampled of a batch; None for all;
            ``"auto"`` for 1,024, or 32 rows.
        seed: For the sample.

    Raises:
        ValueError: ``sample`` is none of these.

    Attributes:
        draw: A variable, which sample is drawn: of each batch, another.

    Gives a dict: ``"moments"``, float64 of shape (8, series), in the order of :class:`Moments`; ``"sample"``,
    float64 of shape (values, series); ``"alive"``, of shape (units,), True for units with a value that is not
    zero. The outputs of rank 0 and 1 and sparse ones are one unit. Of small outputs it gives only ``"rows"``, of
    shape (n, units): :meth:`together` makes the same numbers of many at once, since each operation on one of
    them would take longer to start than to run.

    The sample is stratified: the values are cut into as many equal parts as are sampled, and of each part
    one is drawn, independent of the others. So the share of sampled values below a number differs from the
    true share by more than e with a probability of at most 2 exp(-2 n e²), n being how many were sampled
    (Hoeffding, "Probability inequalities for sums of bounded random variables", 1963).
    """

    def __init__(self, per_unit: bool = False, sample: int | str | None = "auto", seed: int = 0):
        auto = _ROWS_SAMPLED if per_unit else _VALUES_SAMPLED
        self._sample = auto if sample == "auto" else sample
        if sample not in ("auto", None) and not (
            isinstance(sample, numbers.Integral) and sample > 0
        ):
            raise ValueError(
                f"sample={sample!r} is no number of values; next: at least 1, 'auto', or None for all"
            )
        self._per_unit, self._seed = per_unit, seed
        self.draw = tf.Variable(0, trainable=False, dtype=tf.int32)
        self._drawn = None, None  # in which graph, what
        self.__name__ = "activation_statistics"  # what reasons call it
        # a partial, since TensorFlow warns of one code that is traced often
        of_stack = functools.partial(self._of_stack)
        self._compiled = tf.function(of_stack, autograph=False, reduce_retracing=True)

    def __call__(self, t) -> dict[str, tf.Tensor]:
        values = real_numbers(t, "activation_statistics")
        narrow = values.dtype in _IN_FLOAT32
        rows = _rows_of_units(tf.cast(values, tf.float32 if narrow else tf.float64))
        if values.shape.rank is not None and (values.shape[1:].num_elements() or _SMALL) < _SMALL:
            return {"rows": rows}
        series = rows if self._per_unit else tf.reshape(rows, [-1, 1])
        sample = tf.cast(_sampled(series, self._places()), tf.float64)
        if narrow and not self._per_unit:
            is_one = (rows.shape.num_elements() or BLOCK + 1) <= BLOCK
            moments, alive = (of_block if is_one else of_blocks)(rows)
        else:
            moments, alive = of_series(tf.cast(series, tf.float64)), nonzero(rows) > 0.0
        return {"moments": moments, "sample": sample, "alive": alive}

    def together(self, rows: list[np.ndarray], batches: int = 1) -> list[dict[str, np.ndarray]]:
        """Of each of several small outputs, which have the same shape and dtype, of so many batches."""
        stack = tf.constant(np.stack(rows))
        sample = None if self._sample is None else tf.constant(self._sample * batches)
        fast = stack.dtype == tf.float32 and not self._per_unit
        moments, sampled, alive = (tensor.numpy() for tensor in self._compiled(stack, sample, fast))
        if fast and not np.isfinite(moments).all():
            moments, sampled, alive = (
                tensor.numpy() for tensor in self._compiled(stack, sample, False)
            )
        parts = (np.split(array, len(rows), axis=1) for array in (moments, sampled))
        return [
            {"moments": one, "sample": its_sample, "alive": its_alive}
            for one, its_sample, its_alive in zip(*parts, alive, strict=True)
        ]

    def _of_stack(self, stack, sample, fast):
        places = None if sample is None else self._drawn_of(sample)
        many, rows, units = tf.unstack(tf.shape(stack))
        some = tf.not_equal(stack, 0.0)
        if fast:
            values = tf.reshape(stack, [many, rows * units])
            moments = of_finite(values, tf.reshape(some, [many, rows * units]))
            sampled = tf.transpose(_sampled(values, places, axis=1))
        else:
            if self._per_unit:
                series = tf.reshape(tf.transpose(stack, [1, 0, 2]), [rows, many * units])
            else:
                series = tf.transpose(tf.reshape(stack, [many, rows * units]))
            moments, sampled = of_series(tf.cast(series, tf.float64)), _sampled(series, places)
        return moments, tf.cast(sampled, tf.float64), tf.reduce_any(some, 1)

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


def _sampled(series, places, axis=0):
    """What is at these places of as many equal parts; all of it where there are not more values than places."""
    if places is None:
        return series
    size = tf.shape(series)[axis]
    many = tf.minimum(size, tf.shape(places)[0])
    # exactly 1, and the places 0, 1, 2 ..., where all are taken
    width = tf.cast(size, tf.float64) / tf.cast(tf.maximum(many, 1), tf.float64)
    at = tf.minimum(tf.cast(places[:many] * width, tf.int32), size - 1)
    return tf.gather(series, at, axis=axis)


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
