# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - '''KerasHistory'' object has no attribute ''layer'''
#     - tensor._keras_history in Keras 3
#     - layer._inbound_nodes and inbound_layers are different in Keras 3
#     - walk back from the output of a model to its inputs
#     - find the previous layer of a layer in Keras
#     - print the graph of a Functional model, which layer feeds which
#     kind: answer
#     question: Which layer made this KerasTensor, and what is its input?
# ---

# %% [markdown]
# # Which layer made this KerasTensor, and what is its input?
#
# The layer is `tensor._keras_history.operation`, which was `.layer` in Keras 2; what it was made from is `layer.input`. Without private names: go through `model.layers`, and look whose output is whose input.

# %%
import keras

inputs = keras.Input((2,), name="x")
left = keras.layers.Dense(3, name="left")(inputs)
right = keras.layers.Dense(3, name="right")(inputs)
outputs = keras.layers.Dense(1, name="score")(keras.layers.Add(name="sum")([left, right]))
model = keras.Model(inputs, outputs)


def in_a_list(tensors):
    return tensors if isinstance(tensors, list) else [tensors]


made_by = {id(t): layer.name for layer in model.layers for t in in_a_list(layer.output)}
for layer in model.layers:
    print(f"{layer.name:6} from", [made_by[id(t)] for t in in_a_list(layer.input)])

print(left._keras_history.operation.name)  # private: may change with any version

# %% [markdown]
# The input layer has no source. A layer that is called several times has the tensors of its first call in `.input` and `.output`.
#
# ## Why it works
#
# A Functional or `Sequential` model keeps each layer with the symbolic tensors that went in and came out, and a tensor is one object, however many layers use it. Operations such as `left + right` are in `model.operations`, where `model.layers` has the layers alone:

# %%
both = keras.Model(inputs, left + right)
print([layer.name for layer in both.layers])
print([type(operation).__name__ for operation in both.operations])

# %% [markdown]
# For numbers, the tensor is what a sub-model ends in: `keras.Model(model.inputs[0], left)(batch)`. A subclassed model has no such tensors at all: its code says what follows what, and `get_activations(model, x)` of `tutorial_utils` shows the layers in the order of their calls.
#
# ## What looks right and is not

# %% error="kerastensor-history" tags=["raises-exception"]
left._keras_history.layer

# %% error="tensor-output" tags=["raises-exception"]
left.output

# %% [markdown]
# The tensor is the output already. More on where a sub-model can begin and end: [Where a sub-model begins](../../04_sub_models.py#where-a-sub-model-begins).
