# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - breakpoint or pdb in call, loss or train_step stops only once, with symbolic
#       tensors
#     - 'run_eagerly=True, run_functions_eagerly(True): what is the difference?'
#     - model.compile(run_eagerly=True) and still a symbolic tensor
#     - turn off graph mode to see values during fit
#     - debug a tf.function line by line in an IDE
#     - enable_debug_mode for tf.data, map ignores run_functions_eagerly
#     - executing_eagerly is True but .numpy() fails in my layer
#     kind: answer
#     question: How do I debug Keras code with breakpoints, step by step?
# ---

# %% [markdown]
# # How do I debug Keras code with breakpoints, step by step?
#
# Write `model.compile(..., run_eagerly=True)`: then loss, `train_step` and each layer's `call` run as plain Python in `fit`, and tensors have numbers.

# %%
import keras
import tensorflow as tf


def loss(y, y_pred):
    print("loss gets", type(y_pred).__name__, y_pred.numpy().round(2))  # or: breakpoint()
    return tf.reduce_mean(tf.square(y - y_pred))


one = keras.layers.Dense(1, kernel_initializer="ones", name="one")
model = keras.Sequential([keras.Input((1,)), one])
model.compile(keras.optimizers.SGD(0.1), loss, run_eagerly=True)
x = tf.constant([[1.0], [2.0]])
run = model.fit(x, 3 * x, batch_size=1, shuffle=False, verbose=0)

# %% [markdown]
# ## Which switch reaches what
#
# For functions of your own, it is `tf.config.run_functions_eagerly(True)`, before they are called. It also reaches `fit`, for all models. Both are much slower, so take them away afterwards. `tf.data` has its own switch, to be set before the dataset is made:


# %%
def kind(t):
    print("gets", type(t).__name__)
    return t


tf.config.run_functions_eagerly(True)
result = tf.function(kind)(tf.constant(1))
tf.config.run_functions_eagerly(False)

tf.data.experimental.enable_debug_mode()
rows = list(tf.data.Dataset.range(2).map(kind))

# %% [markdown]
# The first call of the function in `map` is symbolic in spite of it: TensorFlow asks for the shapes. So `.numpy()` there still fails; a `breakpoint()` works from the second call on.
#
# ## What looks right and is not
#
# No switch makes a KerasTensor eager. A Functional or Sequential model runs each layer's `call` symbolically while it is built, before `compile` is there, and `layer.output` stays symbolic for ever. A subclassed model has no such moment: `run_eagerly=True` reaches all of it.


# %% error="graph-tensor-numpy" tags=["raises-exception"]
class Peek(keras.layers.Layer):
    def call(self, t):
        return t / t.numpy().max()  # cure: ask `if tf.executing_eagerly():` first


keras.Sequential([keras.Input((1,)), Peek(name="peek")])

# %% [markdown]
# Which code is traced, and which is not: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
