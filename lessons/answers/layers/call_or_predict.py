# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - predict in a loop is slow or its memory grows
#     - out of memory, memory leak of predict in a while loop
#     - does clear_session free the memory of a model?
#     - 5 out of the last 5 calls triggered tf.function retracing
#     - 'difference between calling the model and predict: tensor or NumPy array'
#     - predict returns a NumPy array, model(x) an EagerTensor
#     - predict on a single sample, one image at a time
#     - training flag in predict and in model(x), learning phase
#     - 'Unrecognized data type: a list given to predict'
#     - model(x) and model.predict give different results, RandomFlip, augmentation
#     kind: answer
#     question: In Keras, should I use model(x), model.predict or predict_on_batch?
# ---

# %% [markdown]
# # In Keras, should I use model(x), model.predict or predict_on_batch?
#
# Much data: `predict`, which goes through it in batches and gives one NumPy array. One batch, often, as in a loop or a callback: `model(x, training=False)`.

# %%
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, name="score")])
x = np.ones((70, 4), dtype="float32")

for name, scores in {
    "predict": model.predict(x, verbose=0),  # 3 batches, of 32, 32 and 6 rows
    "predict_on_batch": model.predict_on_batch(x),  # one batch
    "call": model(x, training=False),  # one batch, eager
}.items():
    print(f"{name:17} {type(scores).__name__:12} {tuple(scores.shape)}")
print(model(x[:1]).numpy().round(4))  # one sample is a batch of one

# %% [markdown]
# `.numpy()` makes an array of the tensor. With `training=False` in the call, all three give the same numbers, for each kind of model.
#
# ## Why it works
#
# `predict` makes a dataset and a progress bar, traces the model as a graph, and calls callbacks: that pays for thousands of rows, and costs more than the model itself for a single one. A call runs the layers one by one, in Python, with tensors that have numbers: `.numpy()` and `breakpoint()` in a layer work. For a call with the speed of a graph, wrap it once, outside of the loop:

# %%
fast = tf.function(model, reduce_retracing=True)
for row in x[:3]:
    score = fast(tf.constant(row[None]))
print(score.numpy().round(4), fast.experimental_get_tracing_count(), "trace")

# %% [markdown]
# Without `reduce_retracing=True`, each new batch size is a new trace, and TensorFlow warns that "5 out of the last 5 calls ... triggered tf.function retracing". Memory does not grow by repetition: on a CPU, hundreds of calls of one model took nearly none with `predict`, and none with the other two. What grows is the number of traces. A `tf.function` keeps a graph for each new shape and for each new Python number among its arguments, so give it tensors: `tf.constant(step)`. A loop that makes a new model each time grows, too; `keras.utils.clear_session()` after each round frees what Keras itself keeps of the old ones.
#
# Say `training=False`: layers that change images, such as `RandomFlip` and `RandomRotation`, do so in a plain call, too. For Dropout and BatchNormalization a plain call is the same as `training=False`. With a GPU, `predict` uses XLA and a call does not. Build sub-models before the loop, since `predict` traces each new model.

# %%
crop = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.RandomCrop(2, 2, seed=0)])
for training in (None, False):
    print(training, crop(np.arange(16.0).reshape(1, 4, 4, 1), training=training).numpy().ravel())

# %% [markdown]
#
# ## What looks right and is not

# %% error="unrecognised-data" tags=["raises-exception"]
model.predict([[1.0, 2.0, 3.0, 4.0]])

# %% [markdown]
# A list is taken for several inputs: give an array, `np.array(rows)`. And one sample needs the axis of the batch, `sample[None]`:

# %% tags=["raises-exception"]
model(x[0])

# %% [markdown]
# Compared in the lesson: [Three ways to send data](../../04_sub_models.py#three-ways-to-send-data).
