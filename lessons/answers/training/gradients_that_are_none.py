# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - gradient is None with tf.GradientTape
#     - gradient of the model output with respect to the input image, saliency
#     - no gradients provided for any variable
#     - 'UserWarning: Gradients do not exist for variables when minimizing the loss'
#     - layer with tf.function above call does not train
#     - gradients None after argmax, round or cast
#     - gradient with respect to a layer's output is None, layer in a nested model
#     - '''numpy.ndarray'' object has no attribute ''_id'''
#     - tape.watch for an input that is a numpy array
#     kind: answer
#     question: Why does tape.gradient return None?
# ---

# %% [markdown]
# # Why does tape.gradient return None?
#
# Because nothing that the tape has noted leads from the one tensor to the other. Make the input a tensor, `watch` it, and call the model inside the block: `model(x)`, never `model.predict(x)`.

# %%
import keras
import tensorflow as tf

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="score")])

x = tf.constant([[1.0, 2.0, 3.0]])  # from an array: tf.constant(a, "float32")
with tf.GradientTape() as tape:
    tape.watch(x)  # only variables are watched by themselves
    score = model(x)
print(tape.gradient(score, x).numpy().round(4))  # how much each input counts

# %% [markdown]
# ## Why it works
#
# A tape notes what happens to variables and to watched tensors of floating-point numbers while its block is open. It goes back along these steps alone. The chain breaks, without an error, wherever a step has no derivative or leaves TensorFlow:

# %%
steps = {
    "x * x": lambda x: x * x,
    "tf.round(x)": tf.round,
    "tf.argmax(x)": lambda x: tf.argmax(x, axis=-1),
    "to int and back": lambda x: tf.cast(tf.cast(x, "int32"), "float32"),
    "x > 1": lambda x: tf.cast(x > 1.0, "float32"),
    "x.numpy()": lambda x: tf.constant(x.numpy()),
    "stop_gradient": tf.stop_gradient,
}
for name, step in steps.items():
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = step(x)
    print(f"{name:16}", tape.gradient(y, x))

# %% [markdown]
# With `tape.gradient(y, x, unconnected_gradients="zero")` you get zeros in place of `None`, but that mends no chain. A weight that the loss does not use has `None` by right. `get_gradients(model, x, y, loss="mse")` of this package says below its table which layers' outputs and which weights have none, and why. If only some weights have none, `fit` goes on and warns "Gradients do not exist for variables".
#
# The gradient is also `None` where the value that you ask about is not the one that the loss was computed from: `part(x)` beside `model(x)` computes it a second time. For a layer's output, take both from one pass: [How do I make a Grad-CAM heatmap in Keras?](gradient_of_a_layers_output.py). One more cause is `@tf.function` above the `call` of a layer that holds layers without weights yet: their weights are then made inside of that function's trace, and have no gradients. Leave the decorator away, since `fit` compiles anyway, or make the weights in the outer layer's `build`: `self.inner.build(input_shape)`.
#
# ## What looks right and is not
#
# Without `watch` the answer is `None`, and `predict` gives a NumPy array, which no tape has seen:

# %%
with tf.GradientTape() as tape:
    score = model(x)
print(tape.gradient(score, x))

# %% tags=["raises-exception"]
with tf.GradientTape() as tape:
    score = model.predict(x, verbose=0)
tape.gradient(score, x)

# %% [markdown]
# Gradients of weights, from epoch to epoch: [How do I follow weights and gradients?](../../05_callbacks.py#how-do-i-follow-weights-and-gradients).
