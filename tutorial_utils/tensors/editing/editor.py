"""Give the callers of layers what functions make of the layers' outputs."""

import contextlib

import tensorflow as tf

# Masks that Keras writes onto tensors have no public name.
from keras.src.backend import get_keras_mask, set_keras_mask

from ..capture.naming import Follower
from ..capture.reasons import SYMBOLIC, why_not
from ..capture.selection import Selection
from .replacing import in_the_place_of


class Editor(Follower):
    """Listens to layer calls and changes what those that were chosen return.

    Args:
        model: Calls inside a call of it are edited, and calls of its own layers outside of any other.
        edits: (choice of layers, function), applied in this order.

    Attributes:
        known: The paths of all calls so far.
        raised_by: The path whose function raised. Keras makes other errors of those that pass through it,
            so the note is for the end of the block.

    Graphs that are traced while it listens hold the edits under a condition, so that they lose them with
    :meth:`end`.
    """

    attention, edits = False, True

    def __init__(self, model, edits):
        super().__init__(model, count_all=False)
        self.known, self.raised_by = {}, None
        self._edits = [(Selection([choice]), function) for choice, function in edits]
        self._condition = None
        if tf.executing_eagerly():  # a block inside a graph ends with it
            strategy = getattr(model, "distribute_strategy", None)
            with strategy.scope() if strategy is not None else contextlib.nullcontext():
                self._condition = tf.Variable(True, trainable=False, name="edit")

    def leave(self, layer, value):
        call = self._calls.end()
        if call.path == "":
            self.root_calls += 1
        if not call.path or _is_symbolic(value):
            return value
        path = self._calls.numbered(call.plain)
        self._calls.count(call.plain)
        self.known[path] = None
        for selection, function in self._edits:
            if selection.wants(path, layer):
                value = self._edited(path, function, value)
        return value

    def scores(self, layer, scores, why):
        """They are no output of a layer."""

    def check(self) -> None:
        """Raise KeyError for a choice that no call met."""
        for selection, _ in self._edits:
            selection.check(self.known)

    def end(self) -> None:
        if self._condition is not None:
            self._condition.assign(False)

    def _edited(self, path, function, value):
        def edited():
            return in_the_place_of(path, value, self._called(path, function, value))

        if self._condition is None or not _in_a_graph(value):
            new = edited()
        else:
            new = tf.cond(self._condition.read_value(), edited, lambda: value)
        return tf.nest.map_structure(_with_mask, value, new)

    def _called(self, path, function, value):
        try:
            return function(value)
        except Exception:
            self.raised_by = path
            raise


def _is_symbolic(value):
    """Whether it is a step in a model's plan, with no numbers to come."""
    return why_not(value, None) == SYMBOLIC


def _in_a_graph(value):
    leaves = tf.nest.flatten(value, expand_composites=True)
    return any(tf.is_tensor(leaf) and tf.is_symbolic_tensor(leaf) for leaf in leaves)


def _with_mask(old, new):
    mask = get_keras_mask(old)
    if mask is not None and get_keras_mask(new) is None:
        set_keras_mask(new, mask)
    return new
