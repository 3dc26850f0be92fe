"""Models in training, and what they have at each step."""

import keras
import numpy as np

from tutorial_utils.tensors.state.parts import variables_of

FIT = {"batch_size": 4, "shuffle": False, "verbose": 0}


def still(**options):
    """Leaves the weights alone while all is finite, and NaN times 0 is NaN."""
    return keras.optimizers.SGD(0.0, momentum=0.9, **options)


OPTIMIZERS = {
    "plain": still,
    "scaled": lambda: keras.optimizers.LossScaleOptimizer(still()),
    "averaged": lambda: still(use_ema=True, ema_momentum=0.5),
    "both": lambda: keras.optimizers.LossScaleOptimizer(still(use_ema=True)),
}


def good_then_bad(plant, optimizer="plain", **options):
    """Two steps on a batch that is right, then one that is bad."""
    model, x, y, expected = plant(optimizer=OPTIMIZERS[optimizer](), **options)
    good_x, good_y = np.full_like(x, 1e-4), np.ones_like(y)
    return model, np.concatenate([good_x, good_x, x]), np.concatenate([good_y, good_y, y]), expected


def values(model):
    """All but what metrics have seen, which goes on up to the end of an epoch."""
    metrics = {id(variable.value) for variable in model.metrics_variables}
    kept = [variable for variable in variables_of(model) if id(variable) not in metrics]
    found = [variable.numpy().copy() for variable in kept]
    return [value for value in found if value.dtype.kind == "f"]


class Restless(keras.callbacks.Callback):
    """Another learning rate in each step, as a warm-up sets it; keeps what each step began with."""

    def on_train_begin(self, logs=None):
        self.kept = []

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = 0.01 * (len(self.kept) + 1)
        self.kept.append(values(self.model))
