# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - Why does tf.print fail in fit on a GPU, and work on a CPU?
#     - What does jit_compile="auto" do in Keras?
#     - Why does tf.py_function raise No registered 'EagerPyFunc' OpKernel?
#     - Why can the shape of a variable not be changed under XLA?
#     - Why does check_numerics find no NaN under XLA?
#     - Why does predict of a sub-model raise on a GPU when the model does not?
#     - Which operations fail silently under XLA?
#     - How do I turn XLA off for one layer?
#     - tf.print in a tf.function with jit_compile=True
#     kind: answer
#     question: Why does my print in fit raise an error on a GPU?
# ---

# %% [markdown]
# # Why does my print in fit raise an error on a GPU?
#
# Because Keras compiles the steps of `fit`, `evaluate` and `predict` with XLA if there is a GPU, and XLA cannot print. Write `compile(..., jit_compile=False)`: that works with a GPU and without one.

# %%
import keras
import tensorflow as tf

x, y = tf.constant([[1.0], [2.0], [4.0]]), tf.constant([[1.0], [2.0], [7.0]])


def shown(values):
    tf.print("largest:", tf.reduce_max(values))
    return values


def train(loss, jit_compile, *more):
    one = keras.layers.Dense(1, kernel_initializer="ones", name="one")
    model = keras.Sequential([keras.Input((1,)), one, *more])
    model.compile(keras.optimizers.SGD(0.0), loss, jit_compile=jit_compile)
    model.fit(x, y, batch_size=2, shuffle=False, verbose=0)  # two rows, then one


train(lambda y, pred: keras.losses.mean_absolute_error(y, shown(pred)), jit_compile=False)

# %% [markdown]
# ## Why it works
#
# The default, `jit_compile="auto"`, means XLA if `compile` finds a GPU, even one that is hidden from TensorFlow, and all layers support it. It is never XLA on a CPU alone, on Apple's GPUs, under `tf.distribute`, or after `enable_op_determinism()`. With `True`, a CPU raises what a GPU raises. A layer that prints can leave XLA out for its model, with `self.supports_jit = False` after `super().__init__()`; with `jit_compile=True` Keras then warns and goes on without XLA:

# %%
layer = keras.layers.Lambda(shown, name="shown")
layer.supports_jit = False
train("mae", "auto", layer)

# %% [markdown]
# Each model has a setting of its own, also one that was never compiled. A sub-model does not take it over: before `sub_model.predict(x)`, write `sub_model.compile(jit_compile=False)`, or call it, `sub_model(x)`, which never uses XLA. If you need XLA's speed, return the tensor from `train_step`: it reaches a callback's `logs`, under XLA too.
#
# ## What looks right and is not
#
# The training step is a `tf.function`. In one that XLA compiles, a print raises, and a variable cannot take a batch of another size:

# %% error="print-under-xla" tags=["raises-exception"]
tf.function(shown, jit_compile=True)(x)

# %% error="variable-shape-under-xla" tags=["raises-exception"]
kept = tf.Variable([[0.0]], shape=(None, 1), trainable=False)
tf.function(kept.assign, jit_compile=True)(x)

# %% [markdown]
# The switch `tf.debugging.enable_check_numerics()` makes every compiled step raise the first message, though nothing prints. Worse is what raises on a CPU and says nothing under XLA: `check_numerics` lets a NaN through, `tf.debugging.assert_less` a larger number, and for a row that is not there, as in an `Embedding`, comes the last one:

# %%
check = tf.function(lambda t: tf.debugging.check_numerics(t, "broken"), jit_compile=True)
print(check(tf.constant([1.0, float("nan")])).numpy())
print(tf.function(tf.gather, jit_compile=True)([5.0, 6.0, 7.0], 9).numpy())

# %% [markdown]
# More ways to see numbers in `fit`: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
