"""Where a sub-model begins and ends, for each kind of Keras model."""

import keras
import numpy as np

from tutorial_utils import get_activations

from . import cured
from .small import HIDDEN, X, functional, late, ones, sequential, subclassed


def to_hidden(model, start):
    return keras.Model(start, model.get_layer("hidden").output)(X)


def begins_at_inputs(model):
    return lambda: to_hidden(model, model.input), lambda: to_hidden(model, model.inputs[0]), HIDDEN


@cured("never-called-input", "Sequential", "use `model.inputs[0]`")
def _():
    return begins_at_inputs(sequential())


@cured("never-called-input", "Sequential that was fitted", "use `model.inputs[0]`")
def _():
    model = late()
    model.compile(keras.optimizers.SGD(0.0), "mse")
    model.fit(X, X[:, :1], verbose=0)
    return begins_at_inputs(model)


def all_of(model):
    return get_activations(model, X)["hidden"]


@cured("never-called-input", "a subclassed model", "`get_activations(model, x)`")
def _():
    model = subclassed()
    return lambda: model.input, lambda: all_of(model), HIDDEN


@cured("never-called-input", "a layer of a subclassed model", "`get_activations(model, x)`")
def _():
    model = subclassed()
    return lambda: model.hidden.input, lambda: all_of(model), HIDDEN


@cured("never-called-output", "a whole Sequential", "`model.outputs[0]`")
def _():
    model = sequential()
    end = lambda end: keras.Model(model.inputs[0], end())(X)
    return lambda: end(lambda: model.output), lambda: end(lambda: model.outputs[0]), HIDDEN


@cured(
    "never-called-output", "a layer of a Sequential that is not built", "one call on data builds it"
)
def _():
    model = late()
    right = lambda: (model(X), to_hidden(model, model.inputs[0]))[1]
    return lambda: model.layers[0].output, right, HIDDEN


@cured("never-called-output", "a layer of a subclassed model", "use `get_activations(model, x)`")
def _():
    model = subclassed()
    return lambda: model.hidden.output, lambda: all_of(model), HIDDEN


@cured("never-called-output", "let call return it", "let `call` return the tensor")
def _():
    return lambda: subclassed().hidden.output, lambda: subclassed(look=True)(X)[1], HIDDEN


@cured("no-inputs-yet", "Input first", "Put `keras.Input(shape)` first")
def _():
    model = sequential()
    return lambda: late().inputs, lambda: to_hidden(model, model.inputs[0]), HIDDEN


@cured("no-inputs-yet", "one call on data", "call it on data once")
def _():
    model = late()
    right = lambda: (model(X), to_hidden(model, model.inputs[0]))[1]
    return lambda: model.outputs, right, HIDDEN


@cured("subclassed-inputs", "let call return it", "Let its `call` return")
def _():
    return lambda: subclassed().inputs[0], lambda: subclassed(look=True)(X)[1], HIDDEN


@cured("subclassed-inputs", "its layers", "call its layers yourself")
def _():
    return lambda: subclassed().outputs[0], lambda: subclassed().hidden(X), HIDDEN


@cured("subclassed-inputs", "any layer", "use `get_activations(model, x)`")
def _():
    return lambda: subclassed().inputs[0], lambda: all_of(subclassed()), HIDDEN


@cured("not-connected", "several inputs", "with several at `model.inputs`")
def _():
    a, b = keras.Input((2,)), keras.Input((2,))
    model = keras.Model([a, b], keras.layers.Add(name="sum")([a, b]))
    end = model.get_layer("sum").output
    broken = lambda: keras.Model(model.inputs[0], end)
    return broken, lambda: keras.Model(model.inputs, end)([X, X]), 2 * X


@cured("not-connected", "a nested model", "call it on the KerasTensor that enters it")
def _():
    block, start = functional(), keras.Input((2,))
    doubled = keras.layers.Rescaling(2.0)(start)
    outer = keras.Model(start, block(doubled))
    deep = block.get_layer("hidden").output

    def right():
        inside = keras.Model(block.inputs[0], deep)
        return keras.Model(outer.inputs[0], inside(doubled))(X)

    return lambda: keras.Model(outer.inputs[0], deep), right, 2 * np.array(HIDDEN)


@cured(
    "not-connected", "a layer that another model called first", "use `get_activations(model, x)`"
)
def _():
    old = sequential()
    new = keras.Sequential([keras.Input((2,)), *old.layers[:-1], ones(1, "new")])
    broken = lambda: keras.Model(new.inputs[0], new.get_layer("hidden").output)
    by_next = keras.Model(new.inputs[0], new.get_layer("new").input)(X)
    assert by_next.numpy().tolist() == HIDDEN
    return broken, lambda: all_of(new), HIDDEN


@cured("layers-for-tensors", "a layer", "end at `layer.output`, not at `layer`")
def _():
    model = functional()
    broken = lambda: keras.Model(model.inputs[0], model.get_layer("hidden"))
    return broken, lambda: to_hidden(model, model.inputs[0]), HIDDEN


@cured("layers-for-tensors", "numbers", "Begin at `model.inputs[0]`")
def _():
    model = sequential()
    return lambda: to_hidden(model, X), lambda: to_hidden(model, model.inputs[0]), HIDDEN


@cured("tensor-output", "the tensor", "give it to `keras.Model` as it is")
def _():
    inputs = keras.Input((2,))
    t = ones(1, "hidden")(inputs)
    return lambda: keras.Model(inputs, t.output), lambda: keras.Model(inputs, t)(X), HIDDEN


@cured("tensor-output", "the layer", "use `model.get_layer(name)`")
def _():
    model = functional()
    t = model.get_layer("hidden").output
    return lambda: t.get_weights(), lambda: model.get_layer("hidden").get_weights()[0], [[1], [1]]


@cured("no-such-layer", "a nested model", 'model.get_layer("block").get_layer(name)')
def _():
    block = functional()
    outer = keras.Sequential([keras.Input((2,)), block])
    right = lambda: outer.get_layer("functional").get_layer("hidden").get_weights()[0]
    return lambda: outer.get_layer("hidden"), right, [[1], [1]]


@cured("no-such-layer", "an automatic name", "Name the layers that you want to find again")
def _():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1), ones(1, "mine")])
    right = lambda: model.get_layer("mine").get_weights()[0]
    return lambda: model.get_layer("dense_1000"), right, [[1]]


@cured("inputs-in-a-list", "built from one input", "Build it from `model.inputs[0]`")
def _():
    model = functional()
    return lambda: to_hidden(model, model.inputs), lambda: to_hidden(model, model.inputs[0]), HIDDEN


@cured("inputs-in-a-list", "given a list", "give it `[x]`")
def _():
    model = functional()
    part = keras.Model(model.inputs, model.get_layer("hidden").output)
    return lambda: part(X), lambda: part([X]), HIDDEN


@cured("inputs-in-a-list", "several inputs", "takes a list, or a dict by name")
def _():
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    one = keras.Model([a], 2 * a)
    both = keras.Model([a, b], a + b)
    return lambda: one(X), lambda: both([X, X]) + both({"a": X, "b": X}), 4 * X
