"""The compiled model run on batch after batch; what is small waits, and is reduced for many at once."""

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..capture.capturing import call
from ..capture.extractor import ActivationExtractor
from ..capture.selection import LayerChoice
from ..state.unchanged import unchanged
from .batch_statistics import NAMES, ROWS, BatchStatistics
from .sampling import sample_drawn
from .statistics import ActivationStatistics

_BATCHES_AT_ONCE = 16
_VALUES_AT_ONCE = 1 << 19


class Looks:
    """Outputs of batches that are not yet in the statistics.

    Args:
        model, layers: As for :func:`activation_statistics`.
        reducer: Applied to each output in the graph.
    """

    def __init__(self, model: keras.Layer, layers: LayerChoice, reducer: BatchStatistics):
        self._extract = ActivationExtractor(model, layers, reducer)
        self._model, self._reducer = model, reducer
        self._waiting, self._batches, self._values = {}, 0, 0
        self._skipped, self._last = {}, None
        self._is_new = self._can_be_at_once = self._is_sampled_by_batch = True
        self._strategy = getattr(model, "distribute_strategy", None) or tf.distribute.get_strategy()
        on_replicas = functools.partial(self._strategy.run, self._tensors)
        self._on_replicas = tf.function(on_replicas, autograph=False, reduce_retracing=True)

    def groups(self, batches: Iterable[Any]) -> Iterator[list[Any]]:
        """As many batches at a time as the model has replicas; fewer at the end."""
        batches = iter(batches)
        many = self._strategy.num_replicas_in_sync
        return iter(lambda: list(itertools.islice(batches, many)), [])

    def __call__(self, group: list[Any], already: int) -> None:
        """Run the model on a group of batches; ``already`` are those that the statistics have."""
        if not getattr(self._model, "built", True):
            with unchanged(self._model):  # variables that a graph makes can't be put back
                call(self._model, group[0], False, {})
        if self._is_sampled_by_batch:
            draw = sample_drawn(group, already + self._batches)
            self._reducer.draw.assign(draw, read_value=False)
        several = self._can_be_at_once and 1 < len(group) == self._strategy.num_replicas_in_sync
        for found in self._at_once(group) if several else map(self._arrays, group):
            parts = dict(part for layer, value in found.items() for part in _parts(layer, value))
            for path, numbers in parts.items():
                self._waiting.setdefault(path, []).append(numbers)
            self._values += sum(map(_size, parts.values()))
            if not self._batches:
                self._is_sampled_by_batch = any(part.keys() == NAMES for part in parts.values())
            self._batches += 1
        self._last = group

    def _arrays(self, batch):
        return self._found(batch).numpy(copy=False)

    def _tensors(self, batch):
        return dict(self._found(batch))

    def _found(self, batch):
        found = self._extract(batch)
        self._skipped = found.skipped
        return found

    def _at_once(self, group):
        """What the replicas give, each for its batch."""

        def for_replicas(*parts):
            return self._strategy.experimental_distribute_values_from_function(
                lambda context: tf.convert_to_tensor(parts[context.replica_id_in_sync_group])
            )

        try:
            found = self._on_replicas((tf.nest.map_structure(for_replicas, *group),))
        except Exception:  # no graph can be made; if the model itself is wrong, this raises it
            self._can_be_at_once = False
            yield from map(self._arrays, group)
            return
        for at in range(len(group)):
            yield tf.nest.map_structure(
                lambda value, at=at: self._strategy.experimental_local_results(value)[at].numpy(),
                found,
            )

    @property
    def has_enough(self) -> bool:
        """Whether more would save no time, or take much memory."""
        return self._batches >= _BATCHES_AT_ONCE or self._values >= _VALUES_AT_ONCE

    def add_to(self, statistics: ActivationStatistics) -> None:
        """Move all that waits into the statistics.

        Raises:
            ValueError: They are of other layers, or of outputs with another number of units.
        """
        waiting, batches = self._waiting, self._batches
        self._waiting, self._batches, self._values = {}, 0, 0
        if not batches:
            return
        if self._is_new and statistics.batches:
            _require_the_same(statistics, waiting)
        self._is_new = False
        draw = sample_drawn(self._last, statistics.batches + batches - 1)
        numbers = {path: list(self._reduced(found, draw)) for path, found in waiting.items()}
        statistics.add(numbers, batches)
        statistics.skipped.update(self._skipped)

    def _reduced(self, found, draw):
        """What is reduced, as it is; the rows of several batches as one, or more where they differ in units."""
        yield from (parts for parts in found if parts.keys() == NAMES)
        by_units = {}
        for parts in found:
            if parts.keys() == ROWS:
                rows = parts["rows"]
                by_units.setdefault((rows.shape[-1], rows.dtype), []).append(rows)
        for rows in by_units.values():
            joined = rows[0] if len(rows) == 1 else np.concatenate(rows)
            yield self._reducer.of_rows(joined, draw, len(rows))


def _require_the_same(statistics, found):
    if statistics.keys() != found.keys():
        some = ", ".join(map(repr, sorted(statistics.keys() ^ found.keys())[:3]))
        raise ValueError(
            f"`into` is of other layers than this pass: only one of them has {some}; next: the same"
            " `layers` as before, or leave `into` out"
        )


def _parts(path, value) -> Iterator[tuple[str, Mapping]]:
    """(path, what the reducer gave) of each tensor of an output."""
    if isinstance(value, Mapping) and value.keys() in (NAMES, ROWS):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _parts(f"{path}[{key!r}]", part)
    elif isinstance(value, (list, tuple)):
        for at, part in enumerate(value):
            yield from _parts(f"{path}[{at}]", part)


def _size(numbers):
    """How many values wait."""
    return sum(array.size for array in numbers.values())
