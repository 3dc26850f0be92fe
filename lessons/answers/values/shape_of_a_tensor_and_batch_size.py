# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tensor shape is None in a custom layer or loss
#     - tensor shape as with array.shape in NumPy
#     - fit gives my custom loss batches without a size
#     - x.shape[0] is None, how to get the number of rows
#     - difference between x.shape, tf.shape(x) and K.int_shape
#     - print tf.shape shows Tensor(..., shape=(2,))
#     - output shape of each layer, output_shape is gone
#     - batch size in a metric or loss while training
#     - int(tensor) inside my loss, number of pixels of pictures of varying size
#     - x and y must have the same dtype, got tf.float32 != tf.int32
#     kind: answer
#     question: How do I get the shape of a tensor and the batch size?
# ---

# %% [markdown]
# # How do I get the shape of a tensor and the batch size?
#
# `t.shape` is what is known while Python runs, with `None` for what is not; `tf.shape(t)` is a tensor that has all sizes when the graph runs. On a tensor with numbers, `t.shape` has them all.

# %%
import keras
import numpy as np
import tensorflow as tf


class Rows(keras.layers.Layer):
    def call(self, x):
        rows = tf.shape(x)[0]  # or keras.ops.shape(x)[0]
        tf.print("rows when it runs:", rows)
        return x / tf.cast(rows, x.dtype)


model = keras.Sequential(
    [keras.Input((3,)), Rows(name="rows"), keras.layers.Dense(2, name="score")]
)
for layer in model.layers:
    print(layer.name, layer.output.shape)  # None: any number of rows

model.compile(jit_compile=False)  # with a GPU: XLA cannot print
outputs = model.predict(np.ones((5, 3)), batch_size=3, verbose=0)
print(outputs.shape, len(outputs))

# %% [markdown]
# The last batch is smaller than the others: 5 rows make a batch of 3 and one of 2. `layer.output.shape` replaces `layer.output_shape`, which is gone; in a subclassed model use `layer.compute_output_shape(input_shape)`, or look at what a call returns.
#
# ## Why it works
#
# One graph serves batches of all sizes, so while it is written the number of rows is left open. `tf.shape` is an operation of this graph, and gives the real size each time. `keras.ops.shape(x)` is a tuple of both: numbers where they are known, tensors where they are not.
#
# These sizes are whole numbers, so cast them before you divide by them, as in a loss for each pixel of pictures of varying size: `tf.reduce_sum(tf.abs(y - p), axis=[1, 2, 3]) / tf.cast(tf.shape(p)[1] * tf.shape(p)[2], p.dtype)`. Without the cast, the error is "`x` and `y` must have the same dtype, got tf.float32 != tf.int32", and `int(tf.shape(p)[1])` raises, too.
#
# ## What looks right and is not
#
# Python's `print` of `tf.shape(t)` inside of traced code shows the shape of the shape, and arithmetic with the `None` fails:


# %%
@tf.function(input_signature=[tf.TensorSpec((None, 3))])
def traced(x):
    print("static:", x.shape, "  printed:", tf.shape(x))
    tf.print("dynamic:", tf.shape(x))
    return x


result = traced(tf.ones((4, 3)))

# %% error="none-in-arithmetic" tags=["raises-exception"]
tf.function(lambda x: 1 / x.shape[0], input_signature=[tf.TensorSpec((None, 3))])(tf.ones((4, 3)))

# %% [markdown]
# When a size is `None` and when it is not: [What does None in a shape mean?](../../01_symbolic_or_eager.py#what-does-none-in-a-shape-mean).
