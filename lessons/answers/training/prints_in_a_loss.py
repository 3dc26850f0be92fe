# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print the predictions inside my custom loss function
#     - what is in y_pred, the class label or the score?
#     - print in loss function shows Tensor(...) and only once
#     - y_true.numpy() in a custom loss fails
#     - print the shape and dtype of y_true in a loss
#     - my loss is not printed while the model trains
#     - I cannot print tensors in the middle of my loss code
#     - Verify custom loss on each training batch
#     kind: answer
#     question: How do I print y_true and y_pred in a custom loss in Keras?
# ---

# %% [markdown]
# # How do I print y_true and y_pred in a custom loss in Keras?
#
# Use `tf.print` in the loss, and compile with `jit_compile=False`: it then prints at every batch, with a GPU as well.

# %%
import keras
import numpy as np
import tensorflow as tf


def loss(y_true, y_pred):
    tf.print("rows", tf.shape(y_pred)[0], "y_true", y_true[:2], "y_pred", y_pred[:2], summarize=-1)
    return keras.losses.mean_squared_error(y_true, y_pred)


score = keras.layers.Dense(1, kernel_initializer="ones", name="score")
model = keras.Sequential([keras.Input((2,)), score], name="net")
model.compile(keras.optimizers.SGD(0.25), loss, jit_compile=False)
x, y = np.array([[1.0, 2.0], [0.0, 1.0], [4.0, 0.0]]), np.array([[1], [1], [2]])
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0)

# %% [markdown]
# `summarize=-1` shows all elements; without it, long axes are cut to three at each end. In a notebook the lines come below the cell, in a script on stderr.
#
# ## Why it works
#
# `fit` traces the loss once, and runs the graph at every batch; `tf.print` is a part of the graph. `y_true` is your batch of labels: Keras has made `float32` of them, though they are integers above. `y_pred` is what the last layer gave, so it holds scores: of logits, probabilities are `tf.nn.softmax(y_pred)`, and classes `tf.argmax(y_pred, axis=-1)`. The prints of `evaluate` and `validation_data` come in between.
#
# ## What looks right and is not
#
# `print` runs while Python traces, so it shows a symbolic tensor, once. A formatted string is made then, too, even for `tf.print`:


# %%
def loss(y_true, y_pred):
    print("print:   ", y_pred)
    tf.print(f"f-string: {y_pred}")
    return keras.losses.mean_squared_error(y_true, y_pred)


model.compile("sgd", loss, jit_compile=False)
run = model.fit(x, y, batch_size=2, shuffle=False, verbose=0)

# %% error="graph-tensor-numpy" tags=["raises-exception"]
model.compile("sgd", lambda y_true, y_pred: print(y_pred.numpy()))
model.fit(x, y, verbose=0)

# %% [markdown]
# All ways to print in `fit`, a metric's and a `train_step`'s among them: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
