# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - SavedModel with a second signature that gives the embeddings
#     - TensorFlow Serving, return intermediate activations together with the prediction
#     - keras ExportArchive add_endpoint with several outputs
#     - model.save and model.export, how to keep a layer's output in the served model
#     - add an output to a trained model and export it
#     - serving_default signature with named outputs
#     kind: answer
#     question: How do I export a Keras model that returns its hidden layers, too?
# ---

# %% [markdown]
# # How do I export a Keras model that returns its hidden layers, too?
#
# Build a sub-model with all outputs that you want, as a dict, and export it as an endpoint of its own beside the model.

# %%
import tempfile

import keras
import tensorflow as tf

keras.utils.set_random_seed(0)
tf.get_logger().setLevel("ERROR")  # an export tells what it writes
layers = [keras.layers.Dense(3, "relu", name="hidden"), keras.layers.Dense(1, name="score")]
model = keras.Sequential([keras.Input((4,)), *layers], name="net")

inside = keras.Model(model.inputs[0], {layer.name: layer.output for layer in model.layers})
archive = keras.export.ExportArchive()
archive.track(model)
signature = [tf.TensorSpec((None, 4), tf.float32)]
archive.add_endpoint("serve", model.call, signature)
archive.add_endpoint("layers", inside.call, signature)
path = tempfile.mkdtemp()
archive.write_out(path, verbose=False)

loaded = tf.saved_model.load(path)  # in another program, without Keras
for name, output in sorted(loaded.layers(tf.ones((1, 4))).items()):
    print(name, output.numpy().round(4))
print(loaded.serve(tf.ones((1, 4))).numpy().round(4))

# %% [markdown]
# If one endpoint is enough, `inside.export(path)` is shorter.
#
# ## Why it works
#
# A SavedModel keeps functions as graphs. A server gives only what a graph returns, so a value has to become an output before the export. (In a Python program of your own you can cut the graph: [How do I see intermediate tensors of a SavedModel?](tensors_inside_a_saved_model.py).) Both endpoints share one set of weights. A dict gives the outputs names, which clients of TensorFlow Serving find in the answer:

# %%
print(sorted(loaded.signatures["layers"].structured_outputs.items()))

# %% [markdown]
# This holds for Sequential and Functional models. In a subclassed model, write a method that returns what you want to see, call the model once, and give the method to `add_endpoint` in place of `inside.call`.
#
# ## What looks right and is not
#
# A layer is no endpoint. Asked for by its name, it is not found, however the model was exported:

# %% tags=["raises-exception"]
keras.layers.TFSMLayer(path, call_endpoint="hidden")

# %% [markdown]
# How to build such a sub-model: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
