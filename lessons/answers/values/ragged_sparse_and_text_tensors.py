# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print a RaggedTensor with tf.print
#     - SparseTensor prints indices and values, how to see the matrix
#     - How do I convert a SparseTensor to a dense NumPy array?
#     - print string tensor without the b prefix
#     - decode a bytes tensor to a Python string
#     - sess.run of a ragged placeholder, RaggedTensorValue
#     kind: answer
#     question: How do I print a ragged, a sparse or a string tensor?
# ---

# %% [markdown]
# # How do I print a ragged, a sparse or a string tensor?
#
# Ask each kind in its own way: `ragged.to_list()`, `tf.sparse.to_dense(tf.sparse.reorder(sparse)).numpy()`, and `text.numpy().decode()` for one text.

# %%
import tensorflow as tf

ragged = tf.ragged.constant([[1, 2], [3]])
sparse = tf.SparseTensor(indices=[[1, 0], [0, 1]], values=[7, 5], dense_shape=[2, 2])
texts = tf.constant(["cat", "größer"])

print(ragged.to_list())
print(tf.sparse.to_dense(tf.sparse.reorder(sparse)).numpy())
print([text.decode() for text in texts.numpy()])

tf.print(ragged, texts)  # this line works inside a tf.function, too
tf.print(sparse, summarize=-1)

# %% [markdown]
# `reorder` is there because `to_dense` wants the places in order; it changes nothing if they are.
#
# ## Why it works
#
# A ragged tensor is made of two dense ones, all values in a row and where each row ends. A sparse tensor is made of three: where something stands, what stands there, and the size of it all. A text tensor holds bytes, so Python shows a `b` before each, and `decode` makes a text of them.

# %%
print(ragged.flat_values.numpy(), ragged.row_splits.numpy())
print(sparse.indices.numpy().tolist(), sparse.values.numpy())
print(texts)

# %% [markdown]
# ## What looks right and is not
#
# A sparse tensor has no `.numpy()`, and that of a ragged tensor gives an array of arrays, with which NumPy cannot compute:

# %% error="sparse-numpy" tags=["raises-exception"]
sparse.numpy()

# %%
print(repr(ragged.numpy()))
print(ragged.to_tensor(default_value=-1).numpy())  # dense, with -1 where a row is short

# %% [markdown]
# In old code with a session, `session.run(ragged)` gives a `RaggedTensorValue` with a `to_list()` of its own. There `tf.print(ragged)` prints only if it is fetched, too, and it refuses a placeholder whose rows have no known shape; for rows of single numbers that is `value_shape=[]`:

# %%
with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    rows = tf.compat.v1.ragged.placeholder(tf.int32, ragged_rank=1, value_shape=[])
    data = tf.compat.v1.ragged.constant_value([[1, 2], [3]])
    print(session.run([rows, tf.print(rows)], {rows: data})[0].to_list())

# %% [markdown]
# What NumPy makes of each kind: [Why does NumPy fail or lie on a tensor?](../../01_symbolic_or_eager.py#why-does-numpy-fail-or-lie-on-a-tensor).
