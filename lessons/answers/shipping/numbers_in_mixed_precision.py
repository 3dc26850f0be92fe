# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - mixed_float16, the output of a layer is rounded or nan
#     - float16 tensor prints inf, overflow above 65504
#     - which dtype has each layer under a mixed precision policy?
#     - cannot compute AddV2 as input was expected to be a half tensor but is a float
#       tensor
#     - small loss or gradient becomes 0 in float16
#     - LossScaleOptimizer, why is my optimizer another object, what is the loss scale?
#     - bfloat16 prints fewer digits than float32
#     kind: answer
#     question: Why do I see inf, zeros or few digits with mixed precision?
# ---

# %% [markdown]
# # Why do I see inf, zeros or few digits with mixed precision?
#
# Layers then compute in float16, which has about 3 digits and ends at 65504. Cast a tensor to float32 before you compute with it: `tf.cast(t, "float32")`.

# %%
import keras
import tensorflow as tf

keras.utils.set_random_seed(0)
keras.mixed_precision.set_global_policy("mixed_float16")
model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(3, "relu", name="hidden"),
        keras.layers.Dense(1, dtype="float32", name="score"),
    ]
)

for layer in model.layers:
    print(layer.name, "computes in", layer.compute_dtype, "with weights of", layer.variable_dtype)

hidden = keras.Model(model.inputs[0], model.get_layer("hidden").output)(tf.ones((1, 4)))
print("as it is:", (300 * hidden * 300).numpy())
print("cast:    ", (300 * tf.cast(hidden, "float32") * 300).numpy().round())

# %% [markdown]
# Give the last layer `dtype="float32"`, as here, so that the scores and the loss are whole.
#
# ## Why it works
#
# The policy has two types: weights stay in float32, so small steps of training are not lost, and each layer casts them and its input to float16. What a layer returns has been rounded once; a cast cannot bring digits back, but what you compute after it is exact. `bfloat16` has fewer digits and the range of float32, so it hardly ever overflows:

# %% tags=["exact-digits"]
for dtype in ("float16", "bfloat16", "float32"):
    print(f"{dtype:9}", tf.cast([1.1, 257.0, 70000.0, 1e-8], dtype).numpy())

# %% [markdown]
# Gradients can be too small for float16. So `compile` wraps the optimizer in one that has a scale, 32768 at first: Keras' own `train_step` multiplies the loss by it, with `optimizer.scale_loss(loss)`, and the optimizer divides the gradients again. A [`train_step` of your own](../training/prints_in_train_step.py) has to multiply, too. The loss in the logs is not multiplied:

# %%
model.compile("sgd", "mse")
print(type(model.optimizer).__name__, model.optimizer.initial_scale)

# %% [markdown]
# ## What looks right and is not

# %% error="mixed-dtypes" tags=["raises-exception"]
hidden + tf.ones((1, 3))

# %% [markdown]
# How to get at the output of a layer: [Look at a layer's output](../../01_symbolic_or_eager.py#look-at-a-layers-output).
