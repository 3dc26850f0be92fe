"""Make before the first step what would be made in it, so that it has a value from before."""

import keras

from ..state.making import variables_made
from ..state.parts import layers_of


def build_early(model: keras.Model, iterator) -> None:
    """Build a Sequential model, as its first call does, and the optimizer, as its first update does.

    Only where the training step is Keras' own: another may give the optimizer other weights. A model that
    is subclassed is not built, since only a call does that; nor is the optimizer while a layer is not, as one
    that is called in training alone.

    Args:
        iterator: Of the batches, each ``(x, ...)``, from which the shape is taken.
    """
    if type(model).train_step is not keras.Model.train_step:
        return
    if not model.built and isinstance(model, keras.Sequential):
        spec = getattr(iterator, "element_spec", None)
        x = spec[0] if isinstance(spec, tuple) else spec
        if hasattr(x, "shape") and x.shape.rank is not None:
            _build(model, tuple(x.shape))
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and not optimizer.built and _has_all_weights(model):
        with keras.name_scope(optimizer.name, caller=optimizer):  # as `apply` does
            optimizer.build(model.trainable_variables)


def _has_all_weights(model):
    return all(getattr(layer, "built", True) for layer in layers_of(model))


def _build(model, shape):
    """As the trace of a step does, in which what a ``build`` assigns is lost; eagerly it is not."""
    with variables_made() as made:
        model.build(shape)
    if not model.run_eagerly:
        for variable, value in made:
            variable.assign(value)
