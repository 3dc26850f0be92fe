# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - How do I convert a RaggedTensor to a NumPy array?
#     - mean of rows of different lengths in TensorFlow
#     - mean over a padded batch without the padding
#     - ragged tensor to numpy gives an object array or zeros
#     - reduce_mean of an empty ragged row is nan
#     kind: answer
#     question: How do I compute the mean of each row of a ragged tensor?
# ---

# %% [markdown]
# # How do I compute the mean of each row of a ragged tensor?
#
# Let TensorFlow reduce each row, for it knows how long the row is, and go to NumPy last: `tf.reduce_mean(rows, axis=1).numpy()`.

# %%
import tensorflow as tf

rows = tf.ragged.constant([[1.0, 2.0, 3.0], [5.0], []])
print(tf.reduce_mean(rows, axis=1).numpy())
print(rows.row_lengths().numpy())

totals, lengths = tf.reduce_sum(rows, axis=1), tf.cast(rows.row_lengths(), rows.dtype)
print(tf.math.divide_no_nan(totals, lengths).numpy())  # an empty row counts as 0
print(rows.to_list())  # all numbers, as lists

# %% [markdown]
# An empty row has no mean, hence `nan`; `divide_no_nan` makes it 0.
#
# ## Why it works
#
# A ragged tensor keeps all its numbers in one long row, and beside it where each row ends. TensorFlow's reductions use both. The result has one number for each row, so it is an ordinary eager tensor with an ordinary `.numpy()`.
#
# ## What looks right and is not
#
# NumPy has no ragged arrays. It fails, or says nothing and is wrong:

# %% error="ragged-in-numpy" tags=["raises-exception"]
import numpy as np

np.mean(rows)

# %%
print(np.mean(rows.to_tensor(), axis=1).round(2))  # short rows were filled up with zeros
print(rows.numpy().dtype)  # an array of arrays

# %% [markdown]
# What NumPy makes of each kind of tensor: [Why does NumPy fail or lie on a tensor?](../../01_symbolic_or_eager.py#why-does-numpy-fail-or-lie-on-a-tensor).
