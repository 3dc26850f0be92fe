# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - TF_USE_LEGACY_KERAS and tf_keras
#     - which Keras version does tf.keras use, 2 or 3?
#     - '''Dense'' object has no attribute ''output_shape'' after an update'
#     - code worked with TensorFlow 2.15 and fails with a newer version
#     - Only instances of keras.Layer can be added, mixing keras and tf_keras
#     - look into a model of tf_keras without porting it
#     kind: answer
#     question: How do I keep Keras 2 code running with TensorFlow 2.21?
# ---

# %% [markdown]
# # How do I keep Keras 2 code running with TensorFlow 2.21?
#
# Install `tf_keras`, and set `TF_USE_LEGACY_KERAS=1` in the environment before TensorFlow starts: then `tf.keras` is Keras 2. Where you can, change the import instead: `import tf_keras as keras`.

# %%
import keras
import tensorflow as tf

# In the shell:    python -m pip install tf_keras
#                  TF_USE_LEGACY_KERAS=1 python train.py
# In a notebook, in its first cell:    import os; os.environ["TF_USE_LEGACY_KERAS"] = "1"

package = tf.keras.Model.__module__.partition(".")[0]
print({"keras": "tf.keras is Keras 3", "tf_keras": "tf.keras is Keras 2"}[package])
print("import keras is Keras", keras.__version__.partition(".")[0])

# %% [markdown]
# `import keras` is Keras 3 in either case. Layers of the two cannot be in one model, so let all of a program's imports agree. Take the `tf_keras` of your TensorFlow's version: 2.21 for 2.21.
#
# ## Why it works
#
# From TensorFlow 2.16 on, `tf.keras` leads to the package `keras`, version 3 or later. Keras 2 lives on as `tf_keras`. TensorFlow reads the variable when `tf.keras` is first used; afterwards it changes nothing, and a notebook needs a new kernel.
#
# With `tf_keras` 2.21 the old ways to look inside work again: `K.function([model.input], [layer.output])([x])`, `layer.output_shape`, `optimizer.lr`, and the `.input` of a `Sequential`. A `KerasTensor` has no numbers there either, and in a loss `print` and `.numpy()` behave as in Keras 3. What was gone in TensorFlow 2, such as `optimizer.get_gradients`, stays gone.
#
# ## What looks right and is not
#
# Without the variable, such code stops at names that Keras 3 does not have:

# %% error="output-shape-gone" tags=["raises-exception"]
layer = keras.layers.Dense(1, name="score")
layer.output_shape

# %% error="old-model-arguments" tags=["raises-exception"]
inputs = keras.Input((2,), name="x")
keras.Model(input=inputs, output=layer(inputs))

# %% [markdown]
# And set too late, in a program that has used `tf.keras` already, the variable has no effect:

# %%
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
print(tf.keras.Model.__module__.partition(".")[0])

# %% [markdown]
# To bring such code to Keras 3 is often less work: [Read an old answer, and translate it](../../02_session_evaluation.py#read-an-old-answer-and-translate-it).
