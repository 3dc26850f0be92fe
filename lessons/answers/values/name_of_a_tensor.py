# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - Tensor.name is undefined when eager execution is enabled
#     - tensor has no attribute name, op or graph in eager mode
#     - print variable names with their values
#     - what does :0 in a tensor name mean?
#     - keras_tensor_5, how to give a tensor a name
#     - find a tensor by its name like get_tensor_by_name
#     kind: answer
#     question: How do I get the name of a tensor?
# ---

# %% [markdown]
# # How do I get the name of a tensor?
#
# An eager tensor has none, so give it a label yourself: keep tensors in a dict, `{"loss": loss}`. Layers have `.name`, weights of Keras `.path`, and a `tf.Variable` has `.name`.

# %%
import keras
import tensorflow as tf

values = {"loss": tf.constant(0.5), "rate": tf.constant(0.25)}
for name, value in values.items():
    print(name, value.numpy())

layer = keras.layers.Dense(1, name="score")
model = keras.Sequential([keras.Input((2,)), layer], name="net")
print(layer.name, [weight.path for weight in model.weights])
print(tf.Variable(1.0, name="step").name)

# %% [markdown]
# To find a layer's tensor by name, ask the model for the layer: `model.get_layer("score").output`.
#
# ## Why it works
#
# A name belongs to a node of a graph. An eager tensor is a result and no node. The argument `name=` of operations, as in `tf.identity(t, name="loss")`, has a meaning in a graph only, where errors and TensorBoard show it. There `"loss:0"` is output 0 of the operation `loss`:


# %%
@tf.function
def traced(t):
    y = tf.identity(t, name="doubled")
    print(y.name, y.op.type)
    return y


graph = traced.get_concrete_function(tf.TensorSpec(())).graph
print(graph.get_tensor_by_name("doubled:0").shape)

# %% [markdown]
# The name of a symbolic tensor, such as `keras_tensor_5`, counts the tensors of this run of Python; it is another one in the next, so do not look anything up by it. Keras numbers layers without a name in the same way, `dense_1`, which is why you should name those that you want to find again.
#
# ## What looks right and is not

# %% error="eager-name" tags=["raises-exception"]
values["loss"].name

# %% [markdown]
# A weight's `.name` in Keras 3 is the last part of its path only, so every layer has a `kernel`:

# %%
print([weight.name for weight in model.weights])

# %% [markdown]
# Tensors in a graph, and others: [KerasTensor, EagerTensor or graph tensor: which do I hold?](../../01_symbolic_or_eager.py#kerastensor-eagertensor-or-graph-tensor-which-do-i-hold).
