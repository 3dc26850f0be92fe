# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tf.print shows only three elements at each end
#     - print a full tensor or NumPy array without ... in the middle
#     - summarize=-1 in tf.print
#     - print_tensor only shows the first values
#     - more decimals when printing a tensor, fewer digits
#     - no scientific notation when I print a tensor
#     kind: answer
#     question: How do I print a whole tensor without the dots?
# ---

# %% [markdown]
# # How do I print a whole tensor without the dots?
#
# For `tf.print`, `summarize=-1` shows all elements. Python's `print` follows NumPy's options: `np.set_printoptions(threshold=sys.maxsize)`.

# %%
import sys

import numpy as np
import tensorflow as tf

t = tf.reshape(tf.range(49) / 4, (7, 7))

tf.print(t)
tf.print(t, summarize=-1)

with np.printoptions(threshold=sys.maxsize, precision=2, suppress=True):
    print(t.numpy())

# %% [markdown]
# `summarize=3` is the default of `tf.print`: three elements at each end of an axis, so axes of up to six are shown whole, rows and columns alike. `K.print_tensor` of older Keras cuts in the same way: write `tf.print` in its place. NumPy cuts when an array has more than 1000 elements. `np.printoptions` holds in its block, `np.set_printoptions` from then on; `precision` are the digits after the point, and `suppress=True` turns off notations such as `1e-05`.
#
# ## Why it works
#
# What is left out is left out by the printing alone, and the tensor has it all. `tf.print` does not know NumPy's options. For fewer digits, let the graph make the text; this also works in a loss:

# %%
tf.print(tf.strings.as_string(t[0] / 3, precision=3), summarize=-1)

# %% [markdown]
# The last digits of the two differ. NumPy shows as many as tell the number from its neighbours of the same dtype, and `tf.print` nine for `float32`, and for half precision all that is stored:

# %% tags=["exact-digits"]
for dtype in ("float32", "float16", "bfloat16"):
    third = tf.cast(1 / 3, dtype)
    print(dtype, third.numpy(), end="   ")
    tf.print(third)

# %% [markdown]
# ## What looks right and is not
#
# `print(t)` of a large tensor cuts as NumPy does, also where you asked TensorFlow for all of it, and `tf.print` has no argument for digits:

# %%
print(tf.range(2000))

# %% error="tf-print-arguments" tags=["raises-exception"]
tf.print(t, precision=3)

# %% [markdown]
# What else it leaves out: [Why does tf.print show only some of the numbers?](../../03_tf_function_printing.py#why-does-tfprint-show-only-some-of-the-numbers).
