# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - callback that predicts on the validation set
#     - '''object has no attribute validation_data'' in a Keras callback'
#     - get predicted classes at the end of training with a callback
#     - return results from a callback
#     - confusion matrix or f1 score after every epoch
#     - predict once when training ends, on_train_end
#     - predicted classes are all zero with a sigmoid
#     - watch how the prediction for one sample changes while training
#     kind: answer
#     question: How do I see the predictions of a Keras model after each epoch?
# ---

# %% [markdown]
# # How do I see the predictions of a Keras model after each epoch?
#
# Hand the data to a callback of your own, call `self.model.predict` in `on_epoch_end`, and keep the results in a list of the callback, which you can read after `fit`.

# %%
import keras
import numpy as np


class Predictions(keras.callbacks.Callback):
    def __init__(self, x):
        super().__init__()
        self.x, self.classes = x, []

    def on_epoch_end(self, epoch, logs=None):
        scores = self.model.predict(self.x, verbose=0)
        self.classes.append(scores.argmax(axis=-1))
        print(epoch, scores[0].round(4), self.classes[-1])


keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax", name="score")])
model.compile(keras.optimizers.SGD(3.0), "sparse_categorical_crossentropy")
x, y = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0, 1, 1])

seen = Predictions(x)
run = model.fit(x, y, validation_data=(x, y), epochs=3, verbose=0, callbacks=[seen])
print(np.stack(seen.classes))  # one row for each epoch

# %% [markdown]
# With one sigmoid unit, `argmax` is always 0, and with two outputs `predict` gives a list: see [How do I print the predicted class and its label in Keras?](../values/predicted_class_and_its_label.py). For predictions at the end alone, name the method `on_train_end(self, logs=None)`, or call `model.predict` after `fit`.
#
# A metric of your own goes there too: give the callback the labels as well, and compute what you like with NumPy. To have it in the history, `logs["agreement"] = number` in `on_epoch_end` is enough.
#
# ## Why it works
#
# Between two epochs nothing is traced, so `predict` runs as it does after training, and returns arrays. The callback is an object that outlives `fit`: what you store on `self` stays. `predict` makes a second pass over the data; it changes neither weights nor the training's metrics.
#
# ## What looks right and is not
#
# What a method of a callback returns is thrown away. And the attribute of old Keras that held the data is gone:


# %% error="callback-validation-data" tags=["raises-exception"]
class Old(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        x, y = self.validation_data[0], self.validation_data[1]


model.fit(x, y, validation_data=(x, y), verbose=0, callbacks=[Old()])

# %% [markdown]
# What a callback has, and what it has not: [What a callback is given](../../05_callbacks.py#what-a-callback-is-given).
