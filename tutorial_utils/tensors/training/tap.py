"""What one logger takes out of training steps: values leave a step with its logs, so also under XLA."""

import itertools
import warnings
from collections.abc import Mapping

import keras
import tensorflow as tf

from ..capture import reducing
from ..capture.interception import listening
from ..capture.leaving import Values, taken_apart, under, why_not_leaving
from ..capture.reasons import UNSEEN_IN_STEP, nothing_captured
from ..capture.recorder import Recorder
from ..capture.selection import Selection
from .aside import read_aside
from .in_step import may_fail
from .replicas import reduced_together

_numbers = itertools.count()


class Tap:
    """Which values are wanted of a training step, and whether of the next one.

    The wish is part of the step's graph from the first step of ``fit`` to the last, under a condition. A
    second graph beside the plain one would draw other random numbers.

    Args:
        model: The model that is trained.
        layers: As for :func:`get_activations`.
        reduce: What to keep of each output; None keeps it whole.
        always: Every step is wanted.

    Attributes:
        skipped: path -> why there is no value.
    """

    who = "ActivationLogger"  # warns

    def __init__(self, model: keras.Model, layers=None, reduce=None, always=True):
        self.skipped: dict[str, str] = {}
        self.is_wanted = always
        self._model, self._layers, self._reduce = model, layers, reduce
        self._key = f"activations {next(_numbers)} of trace "
        self._forms = []  # of each graph: what leaves it
        self._whole = set()  # paths of what is reduced when the step has ended
        self._eager_values = None
        self._condition = None
        if not always:
            with model.distribute_strategy.scope():
                self._condition = tf.Variable(False, trainable=False, name="look")

    def want(self, is_wanted: bool) -> None:
        """Whether the next step is looked at."""
        if self._condition is not None and is_wanted != self.is_wanted:
            self.is_wanted = is_wanted
            self._condition.assign(is_wanted)

    def begin(self, iterator) -> None:
        """A step is about to begin, with a batch of this iterator."""

    def around(self, step):
        """A training step that does what ``step`` does, and gives the values among its logs."""

        def tapped(data):
            eager = tf.executing_eagerly()
            if eager and not self.is_wanted:
                return step(data)
            recorder, selection = self._recorder()
            with listening(recorder):
                logs = step(data)
            if recorder.error is not None:
                raise recorder.error
            selection.check(recorder.known)
            self.skipped.update(recorder.skipped)
            if not recorder.values and not recorder.skipped:
                warnings.warn(nothing_captured(self._model, recorder, UNSEEN_IN_STEP), stacklevel=2)
            if not recorder.values:
                return logs
            return {**logs, **self._of_all_replicas(dict(recorder.values))}

        return tapped

    def values(self, logs: dict) -> Mapping | None:
        """Path -> value; takes out of the logs what :meth:`around` put there."""
        found, self._eager_values = self._eager_values, None
        for key in [key for key in logs if key.startswith(self._key)]:
            found = Values(self._forms[int(key.removeprefix(self._key))], logs.pop(key))
        return self._reduced_late(found or {}) if self.is_wanted else None

    def _recorder(self):
        selection, graph, reduce = Selection(self._layers), None, None
        if not tf.executing_eagerly():
            graph = tf.compat.v1.get_default_graph()
        elif _replicas() == 1:
            reduce = reducing.forgiving(self._reduce)  # at once, so that no output is kept whole
        return Recorder(self._model, selection, reduce, graph, in_others=True), selection

    def _of_all_replicas(self, values):
        if _replicas() == 1:
            return self._returned([values])
        return tf.distribute.get_replica_context().merge_call(self._merged, args=(values,))

    def _merged(self, strategy, values):
        leaves = [strategy.experimental_local_results(leaf) for leaf in tf.nest.flatten(values)]
        many = max(map(len, leaves))
        parts = zip(*(leaf if len(leaf) == many else leaf * many for leaf in leaves), strict=True)
        return self._returned([tf.nest.pack_sequence_as(values, part) for part in parts])

    def _returned(self, parts):
        """What is added to the logs: a key that tells the graph -> tensors."""
        if tf.executing_eagerly():
            self._eager_values = parts[0] if len(parts) == 1 else self._reduced(parts)
            return {}
        try:
            return self._leaving(parts)
        except Exception as error:  # the training is not to end by it
            warnings.warn(f"{self.who} sees no step: {_in_short(error)}", stacklevel=2)
            return {}

    def _leaving(self, parts):
        form = None

        def tensors():
            nonlocal form
            beside = [read_aside(part) for part in parts] if len(parts) == 1 else parts
            form, leaving = taken_apart(self._reduced(beside))
            return leaving

        leaving = tensors() if self._condition is None else under(self._condition, tensors)
        if form not in self._forms:
            self._forms.append(form)
        return {f"{self._key}{self._forms.index(form)}": leaving} if form.structures else {}

    def _reduced(self, parts):
        """Path -> what is kept of it; notes why nothing is."""
        kept = {}
        for path in parts[0]:
            try:
                outputs = [part[path] for part in parts]
                late = not tf.executing_eagerly() and may_fail(self._reduce, outputs[0])
                if late:
                    self._whole.add(path)
                value = reduced_together(outputs, None if late else self._reduce)
                value = reducing.require_tensors(value, of=outputs[0])
                if why := why_not_leaving(value):
                    self.skipped[path] = why
                else:
                    kept[path] = value
            except Exception as error:
                self.skipped[path] = reducing.why_not(self._reduce, error)
        return kept

    def _reduced_late(self, values):
        if self._whole.isdisjoint(values):
            return values
        kept = {}
        for path, value in values.items():
            try:
                late = path in self._whole
                kept[path] = reducing.reduced(value, self._reduce) if late else value
            except Exception as error:
                self.skipped[path] = reducing.why_not(self._reduce, error)
        return kept


def _in_short(error):
    return f"{type(error).__name__}: {reducing.first_line(error)}"


def _replicas():
    return tf.distribute.get_replica_context().num_replicas_in_sync
