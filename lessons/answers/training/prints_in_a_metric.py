# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - custom metric update_state called only once
#     - how to print values inside a custom metric
#     - tensor kept on self in a metric is out of scope
#     - print y_pred in a metric function during training
#     - show a confusion matrix of each epoch with a metric
#     - result() of my metric prints Tensor instead of a number
#     kind: answer
#     question: Why does print in my Keras metric run only once?
# ---

# %% [markdown]
# # Why does print in my Keras metric run only once?
#
# Because `fit` traces the metric once and runs the graph from then on. Print with `tf.print`, and keep numbers in variables that you make with `add_weight`.

# %%
import keras
import tensorflow as tf


class Confusion(keras.metrics.Metric):
    def __init__(self, classes):
        super().__init__(name="confusion")
        self.table = self.add_weight(shape=(classes, classes), initializer="zeros", name="table")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_true, found = tf.reshape(y_true, [-1]), tf.argmax(y_pred, axis=-1)
        tf.print("labels", y_true, "found", found, summarize=-1)
        table = tf.math.confusion_matrix(y_true, found, self.table.shape[0], dtype="float32")
        self.table.assign_add(table)

    def result(self):  # one number; the table stays in the variable
        return tf.linalg.trace(self.table) / tf.reduce_sum(self.table)


confusion = Confusion(2)
score = keras.layers.Dense(2, "softmax", kernel_initializer="identity", name="score")
model = keras.Sequential([keras.Input((2,)), score])
loss = "sparse_categorical_crossentropy"
model.compile("sgd", loss, metrics=[confusion], jit_compile=False)
x, y = tf.one_hot([0, 1, 0], 2), tf.constant([0, 1, 1])
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0)
print(confusion.table.numpy())  # rows: labels, columns: what was found

# %% [markdown]
# ## Why it works
#
# The traced step runs `update_state` and `result` at every batch, and `tf.print` and `assign_add` with them. Keras sets the variables to zero when an epoch begins. After `fit`, the object is an ordinary one, and its variables have numbers. `jit_compile=False` matters with a GPU, where XLA would refuse to print.
#
# ## What looks right and is not
#
# `print` runs while Python traces. A tensor that is kept on `self` has no number afterwards:


# %%
class Keeps(keras.metrics.Mean):
    def update_state(self, y_true, y_pred, sample_weight=None):
        print("print:", type(y_pred).__name__)
        self.last = y_pred


keeps = Keeps(name="keeps")
model.compile("sgd", loss, metrics=[keeps])
run = model.fit(x, y, batch_size=1, epochs=2, verbose=0)

# %% error="graph-tensor-numpy" tags=["raises-exception"]
keeps.last.numpy()

# %% [markdown]
# How a number gets out: [What leaks out of a trace](../../03_tf_function_printing.py#what-leaks-out-of-a-trace).
