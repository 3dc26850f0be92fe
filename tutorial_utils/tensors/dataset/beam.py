"""The statistics of records of any source of Apache Beam, on as many machines as the runner has.

Beam is an extra, ``pip install 'seeing-tensors[beam]'``, and is imported when a transform is made. What runs on
a worker, and how parts are combined, are plain classes below, which are tested without Beam against the
numbers of one machine; the pipeline around them is tested where Beam is installed.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..capture.selection import LayerChoice
from ..state.unchanged import unchanged
from .batch_statistics import BatchStatistics
from .looks import Looks
from .sampling import values_sampled
from .statistics import ActivationStatistics


def activation_statistics_of_records(
    model: str | Callable[[], keras.Layer],
    layers: LayerChoice = None,
    *,
    per: str = "layer",
    sample: int | str | None = "auto",
    batch_size: int = 32,
) -> Any:
    """A `PTransform` from single examples to one :class:`ActivationStatistics`.

    Args:
        model: The path of a ``.keras`` file that each worker can read, or a function that gives the model.
            A worker loads it once, for all of its threads.
        layers, per, sample: As for :func:`activation_statistics`.
        batch_size: So many examples are put together for the model, or fewer where a bundle has no more.

    Raises:
        ModuleNotFoundError: Apache Beam is not installed; the message says how to get it.

    ``records | activation_statistics_of_records("model.keras") | beam.Map(print)``: a record is an array
    without the axis of the batch, or a dict or tuple of these, as the model takes it. The runner is that of
    the pipeline: the same transform runs on this machine (``DirectRunner``), Flink, Spark or Dataflow.
    """
    try:
        import apache_beam as beam
        from apache_beam.utils import shared
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "statistics over several machines need Apache Beam, which is not installed; next:"
            " pip install 'seeing-tensors[beam]', or activation_statistics on one machine",
            name=error.name,
        ) from None

    class Combine(StatisticsCombiner, beam.CombineFn):
        pass

    class Look(beam.DoFn):
        def __init__(self):
            self._model = shared.Shared()

        def setup(self):
            loaded = self._model.acquire(lambda: loaded_model(model))
            self._worker = Worker(loaded, layers, per, sample)

        def process(self, records):
            yield self._worker(records)

    class Statistics(beam.PTransform):
        def expand(self, records):
            return (
                records
                | beam.BatchElements(min_batch_size=batch_size, max_batch_size=batch_size)
                | beam.ParDo(Look())
                | beam.CombineGlobally(Combine(per))
            )

    return Statistics()


def loaded_model(model: str | Callable[[], keras.Layer]) -> keras.Layer:
    """The model that a worker uses."""
    return model() if callable(model) else keras.saving.load_model(model, compile=False)


class Worker:
    """What one worker makes of its records: the statistics of a batch of them.

    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.ReLU(name="relu")])
    >>> found = Worker(model)([np.array([1.0, -1.0]), np.array([2.0, 0.0])])
    >>> found["relu"].size, found["relu"].zeros, found["relu"].high
    (4, 2, 2.0)
    """

    def __init__(
        self,
        model: keras.Layer,
        layers: LayerChoice = None,
        per: str = "layer",
        sample: int | str | None = "auto",
    ):
        self._per, self._model = per, model
        # workers draw samples of their own
        seed = int.from_bytes(os.urandom(3))
        self._look = Looks(
            model, layers, BatchStatistics(per == "unit", values_sampled(sample, per, None), seed)
        )
        self._batches = 0

    def __call__(self, records: Iterable[Any]) -> ActivationStatistics:
        """The statistics of one batch, of single examples."""
        batch = tf.nest.map_structure(lambda *examples: np.stack(examples), *records)
        found = ActivationStatistics(self._per)
        with unchanged(self._model):
            self._look([batch], self._batches)
        self._look.add_to(found)
        self._batches += 1
        return found


class StatisticsCombiner:
    """The four methods of a `CombineFn`: parts are merged, in whatever order the runner has them.

    >>> combine = StatisticsCombiner()
    >>> combine.extract_output(combine.create_accumulator())
    no batches yet
    """

    def __init__(self, per: str = "layer"):
        self._per = per

    def create_accumulator(self) -> ActivationStatistics:
        """Statistics of nothing."""
        return ActivationStatistics(self._per)

    def add_input(
        self, accumulator: ActivationStatistics, statistics: ActivationStatistics
    ) -> ActivationStatistics:
        """Merge those of a batch."""
        accumulator.merge(statistics)
        return accumulator

    def merge_accumulators(
        self, accumulators: Iterable[ActivationStatistics]
    ) -> ActivationStatistics:
        """Merge those of several workers."""
        together = self.create_accumulator()
        for accumulator in accumulators:
            together.merge(accumulator)
        return together

    def extract_output(self, accumulator: ActivationStatistics) -> ActivationStatistics:
        """All of it."""
        return accumulator
