# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - add a custom value to the history of fit
#     - write weights or activations of each epoch to a csv file
#     - histograms of activations and gradients in TensorBoard
#     - CSVLogger with my own columns
#     - TensorBoard is not installed, missing implementation for tf.summary.scalar
#     - save layer statistics during training to a file
#     - write_grads of the TensorBoard callback is gone
#     kind: answer
#     question: How do I log my own values to the Keras history, a CSV file or TensorBoard?
# ---

# %% [markdown]
# # How do I log my own values to the Keras history, a CSV file or TensorBoard?
#
# Write your value into `logs` in a callback's `on_epoch_end`. The history gets it, and callbacks that stand later in the list do: `CSVLogger`, `TensorBoard`.

# %%
import tempfile
from pathlib import Path

import keras
import numpy as np


class OwnValues(keras.callbacks.Callback):
    def __init__(self, x):
        super().__init__()
        self.x = x

    def on_train_begin(self, logs=None):
        hidden = self.model.get_layer("hidden")
        self.probe = keras.Model(self.model.inputs[0], hidden.output)  # built once
        self.kernel = hidden.kernel

    def on_epoch_end(self, epoch, logs=None):
        logs["hidden_mean"] = float(np.mean(self.probe(self.x)))
        logs["kernel_norm"] = float(np.linalg.norm(self.kernel))


hidden = keras.layers.Dense(2, kernel_initializer="ones", name="hidden")
score = keras.layers.Dense(1, kernel_initializer="ones", name="score")
model = keras.Sequential([keras.Input((2,)), hidden, score])
model.compile(keras.optimizers.SGD(0.0), "mse")
x, y = np.array([[1.0, 0.0], [0.0, 2.0]]), np.ones((2, 1))
path = Path(tempfile.mkdtemp(), "run.csv")
callbacks = [OwnValues(x), keras.callbacks.CSVLogger(path)]
run = model.fit(x, y, epochs=2, verbose=0, callbacks=callbacks)
print(run.history["hidden_mean"])
print(path.read_text())

# %% [markdown]
# ## Why it works
#
# All callbacks are handed the same dict, one after the other, and the history is the last. The columns `val_` of the file belong to validation data, which this `fit` has not. For a subclassed model, or a `Sequential` without `keras.Input`, put `get_activations(self.model, self.x)` of `tutorial_utils` in the place of the probe; its `ActivationLogger` writes down all layers.
#
# For TensorBoard, `keras.callbacks.TensorBoard(folder)` in the place of `CSVLogger` draws each of the numbers as a curve, and with `histogram_freq=1` the weights as histograms. Histograms of other tensors: `tf.summary.histogram(name, tensor, step=epoch)` in `on_epoch_end`, under `with tf.summary.create_file_writer(folder).as_default():`.
#
# ## What looks right and is not
#
# Behind the logger, the callback comes too late, and the file lacks its columns:

# %%
late = Path(tempfile.mkdtemp(), "late.csv")
run = model.fit(x, y, verbose=0, callbacks=[keras.callbacks.CSVLogger(late), OwnValues(x)])
print(late.read_text())

# %% [markdown]
# What is shown by TensorBoard needs the package `tensorboard`, which TensorFlow 2.21 does not bring along; without it the callback raises. What works without the package: [Do I need TensorBoard to log activations?](../../05_callbacks.py#do-i-need-tensorboard-to-log-activations).
