"""Models whose numbers can be worked out in the head: all weights are 1."""

import keras
import numpy as np

from tutorial_utils.checks.printed import printed

X = np.array([[1.0, 2.0], [3.0, 4.0]], "float32")
HIDDEN = [[3.0], [7.0]]  # what the layer "hidden" of each model gives for X


def ones(units, name):
    return keras.layers.Dense(units, kernel_initializer="ones", name=name)


def functional():
    inputs = keras.Input((2,), name="inputs")
    return keras.Model(inputs, ones(1, "head")(ones(1, "hidden")(inputs)), name="functional")


def sequential():
    return keras.Sequential([keras.Input((2,)), ones(1, "hidden"), ones(1, "head")], name="listed")


def late():
    """A Sequential without Input, which learns its shapes from data."""
    return keras.Sequential([ones(1, "hidden"), ones(1, "head")], name="late")


class Subclassed(keras.Model):
    def __init__(self, look=False):
        super().__init__(name="subclassed")
        self.hidden, self.head, self.look = ones(1, "hidden"), ones(1, "head"), look

    def call(self, x):
        hidden = self.hidden(x)
        return (self.head(hidden), hidden) if self.look else self.head(hidden)


def subclassed(look=False):
    model = Subclassed(look)
    model(X)
    return model


def fitted(part, xla=False, **more):
    """One step of `fit`, compiled by XLA or not, with a loss (a function) or a layer in the model."""
    layers = [part] if isinstance(part, keras.layers.Layer) else []
    model = keras.Sequential([keras.Input((2,)), ones(1, "hidden"), *layers])
    loss = "mse" if layers else part
    model.compile(keras.optimizers.SGD(0.0), loss, jit_compile=xla, **more)
    return model.fit(X, np.array([[3.0], [8.0]]), shuffle=False, verbose=0).history[
        "loss"
    ]  # errors 0 and 1


class Calls(keras.layers.Layer):
    """A layer whose `call` is a function."""

    def __init__(self, function, **attributes):
        super().__init__()
        self.function = function
        for name, value in attributes.items():
            setattr(self, name, value)

    def call(self, t):
        return self.function(t)


def what_is_printed(run):
    """The last line that is printed while `run()` runs, as words."""
    with printed() as caught:
        run()
    return caught.lines[-1].split()
