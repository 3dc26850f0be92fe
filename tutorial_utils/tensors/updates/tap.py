"""What one logger takes out of training steps: norms of gradients, of weights, and of what was changed."""

import warnings
from typing import NamedTuple

import keras
import tensorflow as tf

from ..capture.interception import listening
from ..capture.leaving import under
from ..capture.naming import Follower
from ..capture.selection import Selection
from ..gradients.gradients import norm
from ..gradients.reasons import why_no_gradient_of_weight
from ..gradients.weights import chosen, weights_by_path
from ..training.tap import Tap
from .applying import applying_heard

_INSIDE = (
    "is updated inside a loop, a condition or a tf.function of the step, out of which no value comes; next:"
    " update outside of it, and train_step without tf.function, since fit compiles it anyway"
)
_NOT_UPDATED = "gets no gradient in the step: no optimizer was given one for it"
_NOT_IN_STEPS = (
    "GradientLogger saw no optimizer's `apply` or `apply_gradients` in any step that it looked at, {} in"
    " all; next: every='batch', or get_gradients"
)
_NOTHING = (
    "GradientLogger sees nothing of a model whose training step calls no optimizer's `apply` or"
    " `apply_gradients`; next: get_gradients"
)


class Applied(NamedTuple):
    """One variable, and one time that it was updated in a step."""

    variable: tf.Variable
    gradient: tf.Tensor | tf.IndexedSlices | None
    scale: tf.Tensor | None
    norms: tf.Tensor  # of the variable before, and of the change


class UpdateTap(Tap):
    """Path of a weight -> ``{"gradient": ..., "weight": ..., "update": ..., "ratio": ...}``, four numbers.

    Args:
        model, layers, always: As for :class:`Tap`.
    """

    who = "GradientLogger"

    def __init__(self, model: keras.Model, layers=None, always=True):
        super().__init__(model, layers, always=always)
        self._steps_without = 0  # an update, of those that ran eagerly

    @property
    def nothing(self) -> str | None:
        """Why nothing was seen in steps that ran eagerly, if there were any without an update."""
        return _NOT_IN_STEPS.format(self._steps_without) if self._steps_without else None

    def around(self, step):
        """A training step that does what ``step`` does, and gives the norms among its logs."""

        def tapped(data):
            if tf.executing_eagerly() and not self.is_wanted:
                return step(data)
            heard, follower = _Heard(self._condition), _Places(self._model)
            with applying_heard(heard), listening(follower):
                logs = step(data)
            if not heard.applied:
                if tf.executing_eagerly():
                    self._steps_without += 1  # others may have one
                else:
                    warnings.warn(_NOTHING, stacklevel=2)
                return logs
            values = self._by_path(heard.applied, follower.places)
            return {**logs, **self._of_all_replicas(values)} if values else logs

        return tapped

    def _by_path(self, applied, places):
        """Path -> its parts; a weight that is updated twice in a step has a second path, ``"out/kernel#2"``."""
        selection = Selection(self._layers)
        weights = weights_by_path(self._model, places)
        wanted = dict(chosen(weights, places, selection))
        selection.check([*places])
        times = {}
        for one in applied:
            times.setdefault(_key(one.variable), []).append(one)
        graph = None if tf.executing_eagerly() else tf.compat.v1.get_default_graph()
        values, frozen = {}, {}
        for path, (owner, weight) in wanted.items():
            met = times.get(_key(weight), ())
            for at, one in enumerate(met, 1):
                name = f"{path}#{at}" if at > 1 else path
                if one.gradient is None:
                    self.skipped[name] = why_no_gradient_of_weight(weight, owner in places)
                elif any(getattr(part, "graph", graph) is not graph for part in one[1:]):
                    self.skipped[name] = _INSIDE
                else:
                    values[name] = {"gradient": one.gradient, "norms": one.norms}
                    if one.scale is not None:
                        values[name]["scale"] = one.scale
            if not met and weight.trainable:
                self.skipped[path] = _NOT_UPDATED
            elif not met:
                frozen[path] = why_no_gradient_of_weight(weight, owner in places)
        self.skipped.update(frozen)  # last: the first is told where nothing is seen
        return values

    def _returned(self, parts):
        if tf.executing_eagerly():
            self._eager_values = self._reduced(parts)
            return {}
        return super()._returned(parts)

    def _reduced(self, parts):
        return {path: _numbers([part[path] for part in parts]) for path in parts[0]}


class _Heard:
    """Reads variables before and after they are updated."""

    def __init__(self, condition):
        self.applied: list[Applied] = []
        self._condition = condition

    def __call__(self, optimizer, gradients, variables):
        scale = _scale_of(optimizer)
        variables = [_tensorflow_variable(variable) for variable in variables]
        before = self._if_wanted(lambda: [_copy(variable) for variable in variables])

        def after():
            norms = self._if_wanted(
                lambda: [
                    tf.stack([norm(old), norm(_copy(variable) - old)])
                    for variable, old in zip(variables, before, strict=True)
                ]
            )
            for variable, gradient, both in zip(variables, gradients, norms, strict=True):
                self.applied.append(Applied(variable, gradient, scale, both))

        return after

    def _if_wanted(self, tensors):
        if self._condition is None or tf.executing_eagerly():
            return tensors()
        return under(self._condition, tensors)


class _Places(Follower):
    """Which layer was called at which path."""

    attention = edits = False

    def scores(self, layer, scores, why):
        """They have no weights."""

    def leave(self, layer, value):
        self._calls.end()
        return value

    @property
    def places(self):
        return self._calls.places


def _numbers(parts):
    """Of a weight, on each replica: its gradient is the sum of theirs, and the weight is the same on all."""
    gradients = [tf.convert_to_tensor(part["gradient"]) for part in parts]
    gradient = gradients[0] if len(gradients) == 1 else tf.add_n(gradients)
    if "scale" in parts[0]:
        gradient = gradient / tf.cast(parts[0]["scale"], gradient.dtype)
    weight, update = tf.unstack(parts[0]["norms"])
    return {
        "gradient": norm(gradient),
        "weight": weight,
        "update": update,
        "ratio": tf.math.divide_no_nan(update, weight),
    }


def _scale_of(optimizer):
    """What the loss, and so each gradient, was multiplied with, or None."""
    if isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        built = optimizer.built
        return (
            tf.identity(optimizer.dynamic_scale.value)
            if built
            else tf.constant(optimizer.initial_scale)
        )
    factor = getattr(optimizer, "loss_scale_factor", None)
    return None if factor is None else tf.constant(factor, tf.float32)


def _copy(variable):
    return tf.identity(variable.read_value())


def _tensorflow_variable(variable):
    return variable.value if isinstance(variable, keras.Variable) else variable


def _key(variable):
    """The same for a variable and for the copy of it that a replica sees."""
    variable = _tensorflow_variable(variable)
    whole = getattr(variable, "_distributed_container", None)
    return id(variable if whole is None or whole() is None else whole())
