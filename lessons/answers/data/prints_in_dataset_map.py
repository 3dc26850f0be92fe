# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print in a tf.data map function shows Tensor("args_0:0")
#     - '''SymbolicTensor'' object has no attribute ''numpy'' in Dataset.map'
#     - dataset map is not eager although eager execution is on
#     - debug a tf.data pipeline, run_functions_eagerly does nothing
#     - decode a file name in a map function
#     - py_function in map gives an eager tensor
#     kind: answer
#     question: How do I print the values of tensors inside Dataset.map?
# ---

# %% [markdown]
# # How do I print the values of tensors inside Dataset.map?
#
# Use `tf.print` in the function, which prints for each element; where Python or NumPy has to work on the value, put it into `tf.py_function`.

# %% tags=["step-by-step"]
import tensorflow as tf


def python_part(name):  # gets an eager tensor
    return name.numpy().decode().title()


def prepare(name, label):
    tf.print("name:", name, "label:", label)
    title = tf.py_function(python_part, [name], tf.string)
    return tf.ensure_shape(title, ()), label


dataset = tf.data.Dataset.from_tensor_slices((["tom cat", "rex dog"], [0, 1])).map(prepare)
elements = list(dataset)  # eager tensors
print([title.numpy().decode() for title, label in elements])

# %% [markdown]
# The prints come when the elements are made: at a loop or in `fit`, and not at the line with `map`. `ensure_shape` gives back the shape that `py_function` loses.
#
# ## Why it works
#
# `map` traces its function once, whatever the settings, and runs the graph for each element. So `name` has no number and no text yet, and Python's `print` shows a symbolic tensor. What `tf` has needs no Python: `tf.strings.split(name, " ")`, `tf.strings.upper(name)`, `tf.io.read_file(name)`. With `num_parallel_calls`, the prints come in any order.
#
# ## What looks right and is not
#
# A `.numpy()` in the function fails while `map` traces it:

# %% error="graph-tensor-numpy" tags=["raises-exception"]
dataset.map(lambda title, label: title.numpy().decode())

# %% [markdown]
# The switch that makes functions run eagerly does not reach `tf.data`. It has one of its own, which must come before the dataset is made. The first call is still a trace, so look before you use `.numpy()`:

# %%
tf.data.experimental.enable_debug_mode()


def look(x):
    print(x.numpy() if hasattr(x, "numpy") else "no value while it is traced")
    return x


numbers = list(tf.data.Dataset.range(2).map(look))

# %% [markdown]
# More on Python in a graph: [How do I run NumPy on every call?](../../03_tf_function_printing.py#how-do-i-run-numpy-on-every-call).
