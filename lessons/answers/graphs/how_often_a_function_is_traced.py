# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print runs twice in the first call of a tf.function
#     - my function is retraced at every call, 5 out of the last 5 calls triggered tf.function
#       retracing
#     - experimental_get_tracing_count
#     - which arguments make TensorFlow trace again?
#     - tf.function creates variables in the first call and traces two times
#     - how many graphs does my function have, pretty_printed_concrete_signatures
#     - print in call of a Keras layer shows two or three times
#     - WARNING:tensorflow:5 out of the last 8 calls to <function> triggered tf.function
#       retracing, tracing is expensive
#     - count the traces of a method, or of fit
#     kind: answer
#     question: How do I count how often TensorFlow traces a tf.function?
# ---

# %% [markdown]
# # How do I count how often TensorFlow traces a tf.function?
#
# Ask it: `f.experimental_get_tracing_count()`. A Python `print` in the function runs once for each trace, and a `tf.print` at every call.

# %%
import tensorflow as tf


@tf.function
def double(t):
    print("trace for", t)  # while TensorFlow traces
    tf.print("run with", t)  # at every call
    return 2 * t


for argument in (tf.constant(1), tf.constant(2), 3, 4, tf.constant([1.0, 2.0])):
    double(argument)
print(double.experimental_get_tracing_count(), "traces")

# %% [markdown]
# A new dtype or shape of a tensor is a new trace, and so is every new Python number or string. To have one trace, pass tensors, and allow any size in a signature:


# %%
@tf.function(input_signature=[tf.TensorSpec((None,), tf.float32)])
def double_rows(t):
    return 2 * t


sizes = [double_rows(tf.ones(size)).shape[0] for size in (1, 2, 3)]
print(sizes, double_rows.experimental_get_tracing_count(), "trace")

# %% [markdown]
# ## Why it works
#
# A trace makes one graph for one kind of arguments, and Python runs only then. A layer's `call` also runs while Keras builds the model, before any trace of `fit`, so a print in it shows once more. A method is counted on its object, `obj.f.experimental_get_tracing_count()`: each object has its own graphs. `model.train_function` is a plain function that cannot be asked; for `fit`, count the lines that a Python `print` in the loss or in `train_step` shows.
#
# ## What looks right and is not
#
# A counter in Python counts traces, not calls. Here it counts two, because a function that makes a variable in its first call is traced twice in it: once to make the variable, once for a graph without that.

# %%
traces, made = [], []


@tf.function
def add(t):
    traces.append(t)
    if not made:
        made.append(tf.Variable(0.0))
    return made[0].assign_add(t)


for _ in range(5):
    result = add(tf.constant(1.0))
print(len(traces), "traces; calls:", int(result))

# %% [markdown]
# More on each reason: [When TensorFlow traces again](../../03_tf_function_printing.py#when-tensorflow-traces-again).
