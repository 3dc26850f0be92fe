# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - model.predict gives probabilities, I want the class name
#     - How to get the class label from a softmax output?
#     - What replaces predict_classes and predict_proba?
#     - argmax of predictions is always 0
#     - top 3 classes with their probabilities
#     - which class does which output neuron belong to
#     kind: answer
#     question: How do I print the predicted class and its label in Keras?
# ---

# %% [markdown]
# # How do I print the predicted class and its label in Keras?
#
# Take the place of the largest score in each row, `scores.argmax(axis=-1)`, and look up the name that stands at this place in your list of classes.

# %%
import keras
import numpy as np

keras.utils.set_random_seed(0)
names = ["bird", "cat", "dog"]  # class 0, 1, 2
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax", name="score")])
x = np.eye(4, dtype="float32")[:2]

scores = model.predict(x, verbose=0)  # a NumPy array: a row for each example
for row in scores:
    best = row.argmax()
    print(names[best], f"{row[best]:.4f}", [names[k] for k in np.argsort(-row)[:2]])

# %% [markdown]
# The list at the end has the two best classes, best first. The names must have the order of the labels in training: for `image_dataset_from_directory` it is `dataset.class_names`, the folders in alphabetical order.
#
# ## Why it works
#
# A model gives scores, not classes: one number for each class. Without `softmax` in the last layer they are logits, which are no probabilities; the largest is the same, and `keras.ops.softmax(scores)` makes probabilities of them.
#
# ## What looks right and is not
#
# `predict_classes` was a method of old Keras, and a plain list is no batch:

# %% error="keras-3-model-name" tags=["raises-exception"]
model.predict_classes(x)

# %% error="unrecognised-data" tags=["raises-exception"]
model.predict([[1.0, 0.0, 0.0, 0.0]])  # np.array([[...]]) works

# %% [markdown]
# A model with one `sigmoid` unit has a single score, so `argmax` is 0 for every example. Here the class is 1 where the score is above one half:

# %%
yes_or_no = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid", name="yes")])
yes = yes_or_no.predict(np.stack([x[0], -x[0]]), verbose=0)
print(yes.argmax(axis=-1), (yes[:, 0] > 0.5).astype(int), yes[:, 0].round(4))

# %% [markdown]
# `predict`, a call and `predict_on_batch` compared: [Three ways to send data](../../04_sub_models.py#three-ways-to-send-data).
