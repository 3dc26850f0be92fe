# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tensor to float value in python
#     - get a scalar out of a 0d tensor and append it to a list
#     - How do I turn a TensorFlow tensor into a Python list?
#     - convert numpy array to tensor and tensor back to numpy
#     - tensorflow tensor.item() like in pytorch
#     - I want to use the loss value as a normal float in Python
#     kind: answer
#     question: How do I convert a tensor to a Python number, a list or a NumPy array?
# ---

# %% [markdown]
# # How do I convert a tensor to a Python number, a list or a NumPy array?
#
# Write `float(t)` for one number, `t.numpy()` for an array and `t.numpy().tolist()` for a list. The way back is `tf.convert_to_tensor(a)`.

# %%
import tensorflow as tf

loss = tf.reduce_mean([1.0, 2.0, 6.0])  # one number: its shape is ()
table = tf.constant([[1.5, 2.5], [3.5, 4.5]])

print(float(loss), int(loss))
print(table.numpy())
print(table.numpy().tolist())
print(float(table[1, 0]))  # one number of many
print(table[:1, :1].numpy().item())  # the only number, whatever the shape
print(tf.convert_to_tensor(table.numpy()).dtype)  # and back

# %% [markdown]
# The same lines work for a variable, for the weights of a layer and for what a Keras model returns: `model(x).numpy()`. `model.predict(x)` and the `logs` of a callback are NumPy arrays and numbers already, so they need no `.numpy()`.
#
# ## Why it works
#
# An eager tensor has its numbers in memory, and `.numpy()` gives a copy of them: the array does not change when a variable changes later. A Python `float` has more digits than `float32`, so the conversion shows digits that were not visible before:

# %% tags=["exact-digits"]
print(tf.constant(0.1).numpy(), float(tf.constant(0.1)))

# %% [markdown]
# ## What looks right and is not
#
# The methods `.item()` and `.tolist()` belong to NumPy's arrays and PyTorch's tensors. And `float` refuses a tensor that is no single number, even if it holds only one:

# %% error="eager-item" tags=["raises-exception"]
loss.item()

# %% error="tensor-to-number" tags=["raises-exception"]
float(table[:1, :1])

# %% [markdown]
# In a loss or layer under `fit`, in a `@tf.function` and in `Dataset.map` there is no number yet, and all of these fail. A list that collects tensors there is filled once, with tensors that have no value: return the tensor, and convert what comes back. For every kind of tensor: [Who has numbers, and when](../../01_symbolic_or_eager.py#who-has-numbers-and-when).
