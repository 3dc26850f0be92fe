# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tf.print output comes before or after the lines of print, mixed up
#     - tf.print inside a tf.function is not in order
#     - tf.print appears at the end of the program or in another window
#     - print and tf.print in one log file, wrong order of lines
#     - in which order do tf.print operations run in a graph?
#     - control_dependencies for tf.print
#     - prints in Dataset.map come in random order
#     kind: answer
#     question: Why do print and tf.print appear in another order in TensorFlow?
# ---

# %% [markdown]
# # Why do print and tf.print appear in another order in TensorFlow?
#
# `print` runs while TensorFlow traces, before every `tf.print`, and in the first call only. In a script the two also go to stdout and stderr: write both to stdout with `output_stream=sys.stdout`, and flush.

# %%
import sys

import tensorflow as tf

total = tf.Variable(0)


@tf.function
def steps(t):
    print("1 while tracing", flush=True)
    tf.print("2 before", total, output_stream=sys.stdout)
    total.assign_add(t)
    if t > 0:  # in train_step or a layer: tf.cond
        tf.print("3 in the branch", output_stream=sys.stdout)
    tf.print("4 after", total, output_stream=sys.stdout)
    return t


result = steps(tf.constant(5))
print("5 after the call", result.numpy(), flush=True)

# %% [markdown]
# In a notebook both go to the cell, and their order is kept there without any of this.
#
# ## Why it works
#
# Python holds lines for stdout back in a script, and stderr shows them at once. With one stream, all that is left is when a line runs. Each `tf.print` runs with the graph, and TensorFlow 2 keeps operations with a side effect, such as `tf.print` and `assign`, in the order in which they stand in your program. No `control_dependencies` is needed for that. In a graph of TensorFlow 1, inside `tf.Graph().as_default()`, it is.

# %%
result = steps(tf.constant(-5))

# %% [markdown]
# ## What looks right and is not
#
# The order is kept within one function. `Dataset.map` with several calls at a time runs many side by side, and their prints come in any order; leave out `num_parallel_calls` while you look:


# %%
def shown(n):
    tf.print("element", n)
    return n


rows = list(tf.data.Dataset.range(3).map(shown))

# %% [markdown]
# A file needs `file://` before its path:

# %% error="unknown-output-stream" tags=["raises-exception"]
tf.print("to the log", output_stream="prints.log")

# %% [markdown]
# Files, streams and log handlers: [Where does the output of tf.print go in TensorFlow?](../../03_tf_function_printing.py#where-does-the-output-of-tfprint-go).
