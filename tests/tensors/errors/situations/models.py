"""Shapes that layers have, and shapes that they want."""

import keras
import numpy as np

from . import cured
from .small import Calls, functional, sequential, subclassed

IN_A_GRAPH = "`layer.output.shape` in a `Sequential` or Functional model"


def shape_of(model):
    layer = model.get_layer("hidden")
    return lambda: layer.output_shape, lambda: layer.output.shape[1:], (1,)


@cured("output-shape-gone", "a Functional model", IN_A_GRAPH)
def _():
    return shape_of(functional())


@cured("output-shape-gone", "a Sequential model", IN_A_GRAPH)
def _():
    return shape_of(sequential())


@cured("output-shape-gone", "several outputs", "`layer.output` is a list")
def _():
    layer = keras.layers.LSTM(3, return_state=True)
    layer(keras.Input((4, 2)))
    return lambda: layer.output_shape, lambda: [t.shape[1] for t in layer.output], [3, 3, 3]


@cured("output-shape-gone", "a subclassed model", "`layer.compute_output_shape(input_shape)`")
def _():
    layer = subclassed().hidden
    return lambda: layer.input_shape, lambda: layer.compute_output_shape((5, 2)), (5, 1)


@cured("output-shape-gone", "a layer that is called twice", "keep what each call returns")
def _():
    layer = Calls(lambda t: t + 1)
    first, second = layer(keras.Input((2,))), layer(keras.Input((3,)))
    broken = lambda: layer.get_output_at(1)
    return broken, lambda: [first.shape[1], second.shape[1]], [2, 3]


def given(layer, wrong, right):
    return lambda: layer(wrong), lambda: layer(right).shape


def convolution():
    return keras.layers.Conv2D(4, 3, padding="same")


@cured("batch-axis", "one picture", "`picture[None]`, or `pictures[:1]`")
def _():
    pictures = np.ones((10, 8, 8, 3))
    picture = pictures[0]
    broken, right = given(convolution(), picture, picture[None])
    assert keras.ops.shape(convolution()(pictures[:1])) == (1, 8, 8, 4)
    return broken, right, (1, 8, 8, 4)


@cured("batch-axis", "a batch of grey pictures", "`pictures[..., None]` adds the channel")
def _():
    pictures = np.ones((10, 8, 8))
    return *given(convolution(), pictures, pictures[..., None]), (10, 8, 8, 4)


@cured("batch-axis", "one sequence", "Recurrent layers want (sequences, steps, features)")
def _():
    sequence = np.ones((10, 4))
    return *given(keras.layers.LSTM(2), sequence, sequence[None]), (1, 2)


@cured("batch-axis", "a recurrent layer that feeds another", "needs `return_sequences=True`")
def _():
    def stacked(whole):
        first = keras.layers.LSTM(3, return_sequences=whole)
        return keras.Sequential([keras.Input((5, 4)), first, keras.layers.LSTM(2)])

    return lambda: stacked(False), lambda: stacked(True)(np.ones((6, 5, 4))).shape, (6, 2)
