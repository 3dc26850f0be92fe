# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - get the output of a hidden layer from a saved_model.pb without the Python code
#     - loaded SavedModel has no layers, no summary and no get_layer
#     - '''_UserObject'' object has no attribute ''layers'''
#     - list the signatures, the inputs and outputs and the weights of a SavedModel
#     - debug a TensorFlow Serving model, look inside a frozen graph
#     - tf.saved_model.load, how to run only a part of the graph
#     - TFSMLayer intermediate layer output
#     kind: answer
#     question: How do I see intermediate tensors of a SavedModel?
# ---

# %% [markdown]
# # How do I see intermediate tensors of a SavedModel?
#
# Freeze its signature into one graph of operations, choose an operation by the name of its layer, and cut the graph there with `prune`.

# %%
import tempfile

import keras
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

keras.utils.set_random_seed(0)
tf.get_logger().setLevel("ERROR")  # an export tells what it writes
layers = [keras.layers.Dense(3, "relu", name="hidden"), keras.layers.Dense(1, name="score")]
model = keras.Sequential([keras.Input((4,)), *layers], name="net")
path = tempfile.mkdtemp()
model.export(path, verbose=False)  # you have such a folder already

loaded = tf.saved_model.load(path)
graph = convert_variables_to_constants_v2(loaded.signatures["serving_default"])
operations = [o for o in graph.graph.get_operations() if "hidden" in o.name]
for operation in operations:
    print(operation.type, operation.outputs[0].shape)

cut = graph.prune(graph.inputs, operations[-1].outputs[0])  # up to the last of the layer
print(cut(tf.ones((2, 4))).numpy().round(4))

# %% [markdown]
# The import is of a module that TensorFlow does not document: it is the way its own converters go.
#
# ## Why it works
#
# A SavedModel holds graphs and weights, but no layers and no Python code. Each signature is a function whose operations stand in functions of their own; freezing puts them into one graph, and the weights into it as constants. The names of operations still tell the layer: the last one is called `StatefulPartitionedCall/net_1/hidden_1/Relu`. What the model takes and gives, and its weights, need no freezing:

# %%
print(list(loaded.signatures))
print(loaded.signatures["serving_default"].structured_outputs)
print({v.name: tuple(v.shape) for v in loaded.variables})
print(loaded.serve(tf.ones((2, 4))).numpy().ravel().round(4), "as the model gives")

# %% [markdown]
# `keras.layers.TFSMLayer(path, call_endpoint="serve")` makes a layer of it, and that is all one layer: no way leads inside.
#
# ## What looks right and is not

# %% error="saved-model-format" tags=["raises-exception"]
import contextlib

with contextlib.chdir(path):
    keras.models.load_model(".")

# %% tags=["raises-exception"]
loaded.layers

# %% [markdown]
# If you still have the model, or a `.keras` file of it, look into that instead: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
