# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print each value in a for loop over tf.range, it prints once and symbolic
#     - append to a Python list in a loop inside tf.function fails
#     - how to collect results of a loop, TensorArray
#     - using a tf.Tensor as a Python bool is not allowed, in call of a Keras layer
#     - iterate over the rows of a batch in a layer or a loss
#     - 'tf.cond, tf.where, tf.while_loop: which one?'
#     - variable must also be initialized in the else branch
#     kind: answer
#     question: How do I write if and for over tensors in TensorFlow?
# ---

# %% [markdown]
# # How do I write if and for over tensors in TensorFlow?
#
# In a `@tf.function`, plain `if` and `for` work on tensors; collect in a `tf.TensorArray`. Elsewhere, as in a layer's `call`, choose with `tf.where`.

# %%
import tensorflow as tf


@tf.function
def squares_of_even(numbers):
    found = tf.TensorArray(numbers.dtype, size=0, dynamic_size=True)
    for n in numbers:  # a tensor: the loop becomes a part of the graph
        if n % 2 == 0:
            tf.print("even:", n)
            found = found.write(found.size(), n * n)
    return found.stack()


print(squares_of_even(tf.constant([1, 2, 3, 4])).numpy())

# %% [markdown]
# `write` gives a new array: keep it, `found = found.write(...)`.
#
# ## Why it works
#
# `tf.function` rewrites your source (AutoGraph). `for n in tensor`, `for i in tf.range(k)` and `if tensor:` become operations, which run with every call. `for i in range(3)` stays Python: it runs while tracing, and puts its body into the graph three times. So in `for k in tf.range(4)`, `print(k)` shows one line, `Tensor("while/Placeholder:0", shape=(), dtype=int32)`, and `tf.print(k)` shows every number.
#
# Under `fit`, Keras traces `call` and the loss without the rewriting. There, work on the whole batch, which is faster anyway:

# %%
import keras


class PositiveOrTenth(keras.layers.Layer):
    def call(self, t):
        return tf.where(t > 0, t, t / 10)  # a choice for each number


print(PositiveOrTenth()(tf.constant([1.0, -20.0])).numpy())

# %% [markdown]
# One choice for the whole tensor: `tf.cond(tf.reduce_any(t < 0), lambda: -t, lambda: t)`. Something to do for each row: `tf.map_fn(f, t)`. For a loop with an `if`, let `call` use a `@tf.function` such as the one above, on what the sub-layers gave: `return squares_of_even(self.dense(t)[:, 0])`.
#
# ## What looks right and is not
#
# A Python list in place of the `TensorArray` keeps a tensor of the loop's body, which is out of scope outside of it. `@tf.function` above `call` itself is dangerous: a sub-layer that is built in there stays as it was at first. `fit` does not train it, and says so only in a warning, "Gradients do not exist for variables"; what you assign to its weights later is not used either. In a subclassed model, `fit` raises "No gradients provided". A Python `if` in `call` fails once the layer is in a model:


# %% error="graph-tensor-as-bool" tags=["raises-exception"]
class Decides(keras.layers.Layer):
    def call(self, t):
        return t if tf.reduce_sum(t) > 0 else -t


keras.Sequential([keras.Input((2,)), Decides(name="decides")])

# %% [markdown]
# More: [How do if and for work on a tensor?](../../03_tf_function_printing.py#how-do-if-and-for-work-on-a-tensor).
