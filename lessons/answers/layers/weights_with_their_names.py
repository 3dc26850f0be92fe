# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - How do I print all weights of a model with name and shape?
#     - dictionary from weight name to NumPy array
#     - model.get_weights() returns arrays without names
#     - all weights are called kernel and bias in Keras 3
#     - two weights with the same path in a subclassed model
#     - print the values of a layer's kernel and bias
#     - which weights are trainable and which are not?
#     kind: answer
#     question: How do I list the weights of a Keras model with their names?
# ---

# %% [markdown]
# # How do I list the weights of a Keras model with their names?
#
# Go through `model.weights`: each has a `path`, which says its model and layer too, a `shape`, and its numbers in `.numpy()`.

# %%
import keras

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(2, name="hidden"),
        keras.layers.BatchNormalization(name="norm"),
        keras.layers.Dense(1, name="score"),
    ],
    name="net",
)

for weight in model.weights:
    print(f"{weight.path:26}{tuple(weight.shape)!s:8}{weight.trainable}")

arrays = {weight.path: weight.numpy() for weight in model.weights}
print(arrays["net/hidden/kernel"].round(4))

# %% [markdown]
# `model.trainable_weights` has those that training changes, and `layer.weights` those of one layer.
#
# ## Why it works
#
# A weight is a variable, so it has numbers at any time, outside of a traced function. `.numpy()` copies them: the array keeps what it had, while training goes on. A model without a `keras.Input` has no weights before its first call.
#
# ## What looks right and is not
#
# `name` is the weight's own name without its layer, so a dict by `name` keeps one kernel of many. Even a path is there twice if a subclassed model or layer has two layers of one name, such as `net/block/dense/kernel`; a dict then keeps the second only. There, use `zip(model.weights, model.get_weights())`. And `get_weights()` is a list of arrays in the order of `weights`, without any names:

# %% tags=["raises-exception"]
print(len(model.weights), "weights,", len({weight.name for weight in model.weights}), "names")
model.get_weights()["net/hidden/kernel"]

# %% [markdown]
# How weights change while the model trains: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
