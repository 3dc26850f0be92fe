"""Compare two models, or two recordings, layer by layer."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Literal

import keras

from ..capture.activations import Activations
from ..capture.capturing import get_activations
from ..capture.reasons import require_model
from ..capture.selection import LayerChoice, Selection
from ..display.named_tensors import leaves
from ..state.unchanged import unchanged
from .comparison import Comparison

Run = keras.Layer | keras.Function | Mapping[str, Any]


def compare_activations(
    a: Run,
    b: Run,
    x: Any = None,
    layers: LayerChoice = None,
    match: Literal["path", "order"] = "path",
    tolerance: float = 1e-4,
    training: bool | None = False,
) -> Comparison:
    """How far the layers' outputs of two models are from each other, and which layer differs first.

    Args:
        a, b: Each a Keras model, layer or `keras.Function`, or what was recorded: :class:`Activations`, or
            a mapping from path to tensor or array. So you compare two checkpoints, two dtypes, a model
            before and after ``quantize``, eager and compiled, training and inference.
        x: One batch, which models are called on.
        layers: As for :func:`get_activations`; for what was recorded, names, paths and patterns. By path, a
            layer of one of the two stands for what has its path in the other, too; by order, give one of
            each.
        match: ``"path"`` compares what has the same path, ``"order"`` the first tensor with the first, and
            so on, whatever their names: for a model that was built anew.
        tolerance: A layer differs where its largest difference is more than this part of the largest
            absolute value that ``a`` has there. The default is above what another order of float32 sums
            makes; for float16, take 1e-2.
        training: Passed to models.

    Returns:
        A :class:`Comparison`: ``.first`` is the first row that differs, ``.rows`` are all, with the
        largest and the relative difference and the cosine. Computed in float64.

    Cost: one eager forward pass of each model; all outputs of both are in memory at once.

    Models are as before it, to the bit, also after an exception.

    Raises:
        KeyError: A layer that is in neither; the message offers the closest.
        TypeError: ``a`` or ``b`` is neither a Keras 3 model nor a mapping.
        ValueError: A model without ``x``, or another ``match``.

    >>> import keras, numpy as np
    >>> hidden = keras.layers.Dense(2, kernel_initializer="ones", name="hidden")
    >>> model = keras.Sequential([hidden, keras.layers.ReLU(name="relu")])
    >>> before = get_activations(model, np.ones((1, 3)))
    >>> _ = hidden.bias.assign([0.0, 0.3])
    >>> compare_activations(before, model, np.ones((1, 3)))
    2 tensors compared, the first that differs: hidden
    path    shape   largest  relative  cosine  differs
    hidden  (1, 2)  0.3      0.1       0.9989  yes
    relu    (1, 2)  0.3      0.1       0.9989  yes
    """
    if match not in ("path", "order"):
        raise ValueError(f"match={match!r} is not known; next: 'path' or 'order'")
    selection = Selection(layers)
    runs = [_run(run, x, selection, training) for run in (a, b)]
    known = [path for run in runs for path in run]
    chosen = [_chosen(run, selection) for run in runs]
    if match == "path":  # a layer is of one of them, and its path of both
        chosen = [set().union(*chosen)] * 2
    selection.check(list(dict.fromkeys(known)))
    skipped = {path: why for run in runs for path, why in getattr(run, "skipped", {}).items()}
    one, other = map(_tensors, runs, chosen)
    pairs = list(zip(one, other, strict=False)) if match == "order" else _by_path(one, other)
    missing = _left(one, {path for path, _ in pairs}), _left(other, {path for _, path in pairs})
    tensors = (((path, one[path]), (to, other[to])) for path, to in pairs)
    return Comparison(tensors, tolerance, missing, skipped)


def _run(run, x, selection, training):
    if isinstance(run, Mapping):
        return run
    require_model(run)
    if x is None:
        raise ValueError(
            f"{run.name!r} is a model, and there is no batch to call it on; next: pass x, or what"
            " get_activations gave"
        )
    with unchanged(run):
        return get_activations(run, x, training=training)


def _chosen(run, selection):
    if isinstance(run, Activations):
        calls = [(call.path, call.layer) for call in run.calls]
    else:
        calls = [(path, None) for path in run]
    return {path for path, layer in calls if selection.wants(path, layer or _named(path))}


def _tensors(run, chosen):
    return dict(part for path in run if path in chosen for part in leaves(path, run[path]))


def _named(path):
    """In the place of a layer that is not known any more."""
    return SimpleNamespace(name=path.rpartition("/")[2])


def _by_path(one, other):
    return [(path, path) for path in one if path in other]


def _left(tensors, paths):
    return [path for path in tensors if path not in paths]
