"""Of models that are told to write nothing, a pass in inference leaves all as it was; all others are not told so."""

import random

import keras
import numpy as np
import pytest

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.state.writing_nothing import LAYERS, writes_nothing

from .. import wild, zoo

L = keras.layers
KINDS = zoo.KINDS | wild.KINDS

ARGUMENTS = {
    **dict.fromkeys(("Dense", "RepeatVector"), (2,)),
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D"), (2, 2)),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), (2, 2)),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), (2,)),
    **dict.fromkeys(("Dropout", "GaussianDropout", "GaussianNoise", "AlphaDropout"), (0.5,)),
    **dict.fromkeys(("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"), (0.5,)),
    **dict.fromkeys(("AveragePooling1D", "AveragePooling2D", "AveragePooling3D"), (2,)),
    "Activation": ("relu",),
    "EinsumDense": ("ab,bc->ac", 3),
    "Embedding": (5, 2),
    "GroupNormalization": (1,),
    "Permute": ((1,),),
    "Rescaling": (2.0,),
    "Reshape": ((2, 2),),
    "Dot": (1,),
    "InputLayer": ((4,),),
}
OF_TWO = {"Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"}


def model_of(name):
    layer = getattr(L, name)(*ARGUMENTS.get(name, ()), name="layer")
    shape = {"1D": (4, 3), "2D": (4, 4, 3), "3D": (4, 4, 4, 3)}.get(name[-2:], (4,))
    for dimensions, rank in (("1D", (4, 3)), ("2D", (4, 4, 3)), ("3D", (4, 4, 4, 3))):
        shape = rank if dimensions in name else shape
    if name == "InputLayer":
        return keras.Sequential([layer, L.Identity()]), zoo.rows(2, 4)
    inputs = keras.Input(shape, dtype="int32" if name == "Embedding" else "float32")
    outputs = layer([inputs, inputs] if name in OF_TWO else inputs)
    x = np.ones((2, *shape), "int32") if name == "Embedding" else zoo.rows(2, *shape)
    return keras.Model(inputs, outputs), x


def state(model):
    weights = [weight.numpy().tobytes() for weight in model.variables]
    return weights, random.getstate(), str(np.random.get_state()), model.losses


@pytest.mark.parametrize("name", LAYERS.split())
def test_the_layers_that_are_named_write_nothing(name):
    model, x = model_of(name)
    assert writes_nothing(model)
    before = state(model)
    model(x, training=False)
    assert state(model) == before


def test_models_of_other_layers_are_not_told_to_write_nothing():
    told = [kind for kind, make in KINDS.items() if _built_writes_nothing(*make())]
    assert len(told) > 8
    for kind in told:
        model, x = KINDS[kind]()
        get_activations(model, x)
        before = state(model)
        model(x, training=False)
        assert state(model) == before, kind
    mine = {
        "subclassed",
        "stateful",
        "recurrent",
        "functional_with_operations",
        "custom_layer_holding_layers",
    }
    assert mine <= KINDS.keys() and mine.isdisjoint(told)


def _built_writes_nothing(model, x):
    get_activations(model, x)
    return writes_nothing(model)


class Own(L.Dense):
    pass


def twice(x):
    return 2.0 * x


def dense(**options):
    return keras.Sequential([keras.Input((2,)), L.Dense(2, name="dense", **options)])


def with_a_call_of_its_own():
    model = dense()
    model.layers[0].call = twice
    return model


OTHERS = {
    "a class": lambda: keras.Sequential([keras.Input((2,)), Own(2)]),
    "a class made by type": lambda: keras.Sequential(
        [keras.Input((2,)), type("Dense", (L.Dense,), {"__module__": "keras"})(2)]
    ),
    "an activation": lambda: dense(activation=twice),
    "a regularizer of outputs": lambda: dense(activity_regularizer="l2"),
    "a Lambda": lambda: keras.Sequential([keras.Input((2,)), L.Lambda(twice)]),
    "a method of one layer": with_a_call_of_its_own,
    "an operation": lambda: keras.Model(inputs := keras.Input((2,)), keras.ops.map(twice, inputs)),
    "not built": lambda: keras.Sequential([L.Dense(2)]),
    "inside another": lambda: keras.Sequential([keras.Input((2,)), dense(activation=twice)]),
    "a policy": lambda: dense(dtype=Policy("float32")),
}


class Policy(keras.dtype_policies.DTypePolicy):
    pass


@pytest.mark.parametrize("kind", OTHERS)
def test_code_of_ones_own_may_write(kind):
    assert not writes_nothing(OTHERS[kind]())


@pytest.mark.parametrize(
    ("kind", "method"), [(L.Dense, "call"), (L.Dense, "__call__"), (L.Layer, "__call__")]
)
def test_a_method_that_was_replaced_may_write(kind, method, monkeypatch):
    model = dense()
    original = getattr(kind, method)

    def draws(self, *args, **kwargs):
        np.random.normal()
        return original(self, *args, **kwargs)

    monkeypatch.setattr(kind, method, draws)
    assert not writes_nothing(model)
    before = str(np.random.get_state())
    get_activations(model, zoo.rows(1, 2))
    assert str(np.random.get_state()) == before


def test_what_a_reducer_draws_is_drawn_again():
    before = str(np.random.get_state())
    get_activations(dense(), zoo.rows(1, 2), reduce=lambda t: np.random.normal())
    get_activations(dense(), zoo.rows(1, 2), layers=lambda *call: np.random.normal() < 9)
    assert str(np.random.get_state()) == before
