# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - '''KerasHistory'' object has no attribute ''layer'''
#     - tensor._keras_history[0] in Keras 3, what replaces .layer
#     - 'walk back through a model: which layers come before this layer?'
#     - inbound_nodes, inbound_layers, outbound_layer are gone
#     - 'AttributeError: ''Node'' object has no attribute ''inbound_layers'''
#     - get the graph of a Keras model, edges between layers
#     - print the graph of a Functional model, which layer feeds which
#     - '''KerasTensor'' object has no attribute ''output'', x.output of a tensor'
#     - get the layer from a tensor, its name and its weights
#     - find the previous layer of a layer in Keras, its _inbound_nodes
#     kind: answer
#     question: How do I find the layer that made a KerasTensor?
# ---

# %% [markdown]
# # How do I find the layer that made a KerasTensor?
#
# `tensor._keras_history.operation` is the layer that made it, in Keras 3. It was called `.layer` in Keras 2.

# %%
import keras

inputs = keras.Input((4,), name="point")
a = keras.layers.Dense(3, name="a")(inputs)
b = keras.layers.Dense(3, name="b")(a)
model = keras.Model(inputs, keras.layers.Add(name="sum")([a, b]) * 2.0)

for layer in model.operations:  # layers, and operations such as the `* 2.0`
    sources = layer.input if isinstance(layer.input, list) else [layer.input]
    names = [t._keras_history.operation.name for t in sources]
    print(f"{layer.name:10} is made from {names if layer.name != 'point' else 'data'}")

# %% [markdown]
# `model.operations` lists everything that computes, in order. `model.layers` has the layers alone, so the multiplication is missing in it.
#
# ## Why it works
#
# A KerasTensor notes the operation that made it, which call of it that was (`node_index`), and which of its outputs (`tensor_index`). A layer that is called several times has several nodes, and `layer.input` belongs to the first. This holds for Functional models, and for a Sequential model that knows its input shape. In a subclassed model no such record exists, and a tensor with numbers has none in any model.

# %%
print(tuple(model.outputs[0]._keras_history)[1:], [layer.name for layer in model.layers])

# %% [markdown]
# A name with an underscore can change with the next version. Often you do not need it: `model.get_layer("sum").input` gives the tensors that enter a layer, and `keras.Model(model.inputs[0], tensor)(x)` their numbers.
#
# ## What looks right and is not

# %% error="kerastensor-history" tags=["raises-exception"]
a._keras_history.layer

# %% error="kerastensor-history" tags=["raises-exception"]
model.get_layer("sum")._inbound_nodes[0].inbound_layers

# %% [markdown]
# What a KerasTensor is, and what it is not: [KerasTensor, EagerTensor or graph tensor: which do I hold?](../../01_symbolic_or_eager.py#kerastensor-eagertensor-or-graph-tensor-which-do-i-hold).
