# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - tf.print does not show anything in my notebook or IDE
#     - write the output of tf.print to a file
#     - redirect or capture tf.print, redirect_stdout does not work
#     - tf.print in the log file, output_stream
#     - print and tf.print lines come in the wrong order
#     - tf.print to stdout in place of stderr
#     - INFO only prints for first iteration, tf.logging.info in a loop
#     kind: answer
#     question: Where does the output of tf.print go in TensorFlow?
# ---

# %% [markdown]
# # Where does the output of tf.print go in TensorFlow?
#
# In a script to the process's stderr, past Python's `sys.stderr`; in Jupyter below the cell. With `output_stream="file://" + path` it goes to a file, and with `output_stream=sys.stdout` to stdout.

# %%
import sys
import tempfile
from pathlib import Path

import tensorflow as tf

path = Path(tempfile.mkdtemp(), "prints.txt").resolve()


@tf.function
def step(x):
    tf.print("to the file:", x, output_stream=f"file://{path}")
    tf.print("to stdout:", 2 * x, output_stream=sys.stdout)
    return x


step(tf.constant(1.0))
step(tf.constant(2.0))
print(path.read_text())

# %% [markdown]
# The file is appended to, so it keeps what an earlier run wrote. This works in a loss, a layer and a `Dataset.map`, and where a console shows Python's output only.
#
# ## Why it works
#
# `tf.print` is an operation of the graph, and it writes from C++, without Python. So `contextlib.redirect_stderr` in a script does not see it; `2> prints.txt` in the shell does. Jupyter gives its cells what TensorFlow logs, so there a `redirect_stdout` catches it. Which of the two holds is decided when TensorFlow is imported.
#
# Python keeps its own lines back when stdout is no terminal, and the order of both seems wrong then: `print(..., flush=True)` helps. Inside of one `tf.function` the prints come in the order of the program; those of a parallel `Dataset.map` come as they like. On a cluster, each worker prints on its own machine.
#
# Nothing at all comes where the line is never a part of what runs: between the layers of a Functional model, in an old graph that does not fetch it, or in a branch that is not taken.
#
# ## What looks right and is not
#
# `tf.compat.v1.logging.info` and Python's `logging` in a traced function write a symbolic tensor, and only while TensorFlow traces. `tf.print(x, output_stream=tf.compat.v1.logging.info)` writes every time, with numbers, to TensorFlow's own log, of which `TF_CPP_MIN_LOG_LEVEL` hides the level INFO from 1 on.
#
# A bare path, or an open file of Python's, is not taken:

# %% error="unknown-output-stream" tags=["raises-exception"]
tf.print("hello", output_stream="prints.txt")

# %% [markdown]
# All places, tried out: [Where does the output of tf.print go in TensorFlow?](../../03_tf_function_printing.py#where-does-the-output-of-tfprint-go).
