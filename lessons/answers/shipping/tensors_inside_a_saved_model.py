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
#     - TFSMLayer or hub.KerasLayer, intermediate output of its layers
#     - '''_UserObject'' object has no attribute ''serve'''
#     - Called a function referencing variables which have been deleted
#     kind: answer
#     question: How do I see intermediate tensors of a SavedModel?
# ---

# %% [markdown]
# # How do I see intermediate tensors of a SavedModel?
#
# Freeze its signature into one graph of operations, look for what leaves the operations of one layer, and cut the graph there with `prune`.

# %%
import contextlib
import tempfile

import keras
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

keras.utils.set_random_seed(0)
tf.get_logger().setLevel("ERROR")  # an export tells what it writes
layers = [keras.layers.Dense(3, "relu", name="hidden"), keras.layers.Dense(1, name="score")]
model = keras.Sequential([keras.Input((4,), name="x"), *layers], name="net")
path = tempfile.mkdtemp()
model.export(path, verbose=False)  # you have such a folder already

loaded = tf.saved_model.load(path)  # keep it in a name: it holds the weights
signature = loaded.signatures["serving_default"]
graph = convert_variables_to_constants_v2(signature)
operations = graph.graph.get_operations()
print(sorted({o.name.rpartition("/")[0] for o in operations if "net" in o.name}))
layer = "StatefulPartitionedCall/net_1/hidden_1/"  # a whole name of these, and a slash
inside = {o for o in operations if o.name.startswith(layer)}
leaving = [t for o in inside for t in o.outputs if not inside.issuperset(t.consumers())]
feeds = {t.op.name: t for t in graph.inputs}
cut = graph.prune([feeds["x"]], leaving)  # the inputs by name, in the order of your call
print(cut(tf.ones((2, 4)))[0].numpy().round(4))

# %% [markdown]
# The export puts a number behind each name: `dense_1` is the layer `dense` here, and `dense_1_2` is `dense_1`. The import is of a module that TensorFlow does not document: it is the way its own converters go.
#
# ## Why it works
#
# A SavedModel holds graphs and weights, but no layers and no Python code. Each signature is a function whose operations stand in functions of their own; freezing puts them into one graph, and the weights into it as constants. A layer has many operations, in no order that you can trust, and an LSTM has a loop of them; only its result is read by others. `graph.inputs` may have another order than your model's inputs. And a table, as of `TextVectorization`, stays an input after the data: prune with `graph.inputs`, and call `cut(words, *tables)` with the tables below. What the model takes and gives, and its weights, need no freezing:

# %%
weights = {id(v.handle) for v in loaded.variables}
tables = [t for t in signature.captured_inputs if t.dtype == tf.resource and id(t) not in weights]
print(len(tables), "tables, weights:", [(v.name, *v.shape) for v in loaded.variables])
print(signature.structured_outputs)
print(signature(x=tf.ones((1, 4)))["output_0"].numpy().round(4), "as the model gives")

# %% [markdown]
# A Keras export has `loaded.serve(x)` as well; another SavedModel has only signatures. `keras.layers.TFSMLayer(path, call_endpoint="serving_default")` makes a layer of either, and that is all one layer: no way leads inside. A model of TensorFlow Hub is such a folder, too.
#
# ## What looks right and is not

# %% error="saved-model-format" tags=["raises-exception"]
with contextlib.chdir(path):
    keras.models.load_model(".")

# %% tags=["raises-exception"]
loaded.layers

# %% [markdown]
# If you still have the model, or a `.keras` file of it, look into that instead: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
